// Pages of a release in Chromium, audited by axe-core, and pictures as specifications, compiled by Vega-Lite:
//   node run.mjs MODULES DIRECTORY
// MODULES holds node_modules, DIRECTORY takes the pages; psql finds the server by the environment.  Prints TAP.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [modules, directory] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const load = (file) => import(pathToFileURL(join(modules, 'node_modules', file)));
const vega = await load('vega/build/vega.module.js').catch(() => load('vega/build/vega.js'));
const { compile } = await load('vega-lite/build/index.js').catch(() => load('vega-lite/build/vega-lite.js'));
const axe = readFileSync(join(modules, 'node_modules/axe-core/axe.min.js'), 'utf8');

let tests = 0;
let broken = 0;
function ok(good, name, ...why) {
	tests++;
	broken += good ? 0 : 1;
	console.log(`${good ? 'ok' : 'not ok'} ${tests} - ${name}`);
	if (!good) for (const line of why) console.log(`# ${line}`);
}

function psql(script) {
	return execFileSync('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1'],
		{ input: script, encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, PGCLIENTENCODING: 'UTF8' } });
}

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
	'--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--hide-scrollbars', '--virtual-time-budget=300000'];

// What a script sees that is put at the end of each page, at each width: one browser, a frame at a time.
function inBrowser(pages) {
	const profile = mkdtempSync(join(directory, 'profile-'));
	const file = join(profile, 'frames.html');
	const script = `<script>${axe}</script><script>(async () => { ${audit} })().catch((e) => ({ failed: String(e) })).then((found) => parent.postMessage(found, '*'));</script>`;
	const frames = pages.map(({ width, html }) => ({ width, html: html.replace('</body>', () => `${script}</body>`) }));
	writeFileSync(file, `<!DOCTYPE html><html><body><script>
		const frames = JSON.parse(decodeURIComponent("${encodeURIComponent(JSON.stringify(frames))}"));
		const found = [];
		function next() {
			document.querySelector('iframe')?.remove();
			if (found.length === frames.length) {
				document.documentElement.innerHTML = '<body><pre id="found"></pre></body>';
				document.getElementById('found').textContent = encodeURIComponent(JSON.stringify(found));
				return;
			}
			const frame = document.createElement('iframe');
			frame.width = frames[found.length].width;
			frame.height = 900;
			frame.srcdoc = frames[found.length].html;
			document.body.append(frame);
		}
		window.onmessage = (message) => { found.push(message.data); next(); };
		next();</script></body></html>`);
	const run = spawnSync('chromium', [...flags, `--user-data-dir=${join(profile, 'data')}`, '--window-size=1400,1000', '--dump-dom', pathToFileURL(file).href],
		{ encoding: 'utf8', timeout: 240000, maxBuffer: 1 << 28 });
	rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
	const found = /<pre id="found">([^<]*)<\/pre>/.exec(run.stdout ?? '');
	if (!found) console.log(`# the browser gave no answer: ${run.error ?? run.stderr.slice(-300)}`);
	return found ? JSON.parse(decodeURIComponent(found[1])) : pages.map(() => ({ failed: 'no answer' }));
}

const audit = `
	const result = await axe.run(document, { resultTypes: ['violations'] });
	return {
		violations: result.violations.map((v) => v.id + ': ' + v.nodes.length + ' of ' + v.nodes[0].html.slice(0, 120)),
		passes: result.passes.length,
		requests: performance.getEntriesByType('resource').length,
		wide: document.documentElement.scrollWidth - window.innerWidth,
		inner: window.innerWidth,
		svg: document.querySelectorAll('figure > svg').length,
		named: [...document.querySelectorAll('svg')].filter((s) => s.querySelector('title')?.textContent && s.querySelector('desc')?.textContent).length,
		rows: document.querySelectorAll('tbody tr').length,
		scripts: document.scripts.length - 2,
	};`;

// Everything that a page could load, or run, by itself: nothing; and links only to other pages.
function loads(html) {
	const text = html.replace(/<style>[\s\S]*?<\/style>/g, (css) => (/url\(|@import|expression/i.test(css) ? '<link>' : ''));
	return (text.match(/<(?:script|link|img|iframe|object|embed|base|form|audio|video|use|image|foreignObject)\b[^>]*>|\s(?:on[a-z]+|src|srcset|action|style)=|xlink:|javascript:|url\((?!#)|href="https?:/gi) ?? []);
}

// ---- the pages ----

psql(`SET client_min_messages = warning; CREATE EXTENSION IF NOT EXISTS cancer_pe; CREATE SCHEMA browser; SET search_path = browser, cancer_pe, public;
	${readFileSync(join(here, 'release.sql'), 'utf8')}`);
const report = (options) => psql(`SELECT cancer_pe.report_html('browser', 'experience', $o$${JSON.stringify(options)}$o$)`);
const trusts = Array.from({ length: 40 }, (_, i) => ({ title: `Trust ${i + 1}`, href: `trust_${i + 1}.html` }));

// name, page, pictures, and rows of tables at least
const made = [
	['release', report({ links: trusts, download: { trust_question: 'trust_question.csv' } }), 4, 100],
	['trust', report({ area: 'Trust 12', links: [{ title: 'All trusts', href: 'release.html' }, { title: 'Trust 12' }] }), 1, 15],
	['hostile', report({ area: 'St "Elsewhere" & <Sons> NHS Trust' }), 1, 15],
	['large', report({ rows: 100000, pictures: 100 }), 5, 300],
];
// that an audit can fail
const faulty = '<!DOCTYPE html><html><head><title>x</title></head><body><main><h1>x</h1><h4>y</h4><p style="color:#aaa">pale</p><img src="data:,"></main></body></html>';
const widths = [1200, 360];
const found = inBrowser([...made.flatMap(([, html]) => widths.map((width) => ({ width, html }))), { width: 1200, html: faulty }]);

made.forEach(([name, html, pictures, rows], i) => {
	const bytes = Buffer.byteLength(html);
	writeFileSync(join(directory, `${name}.html`), html);
	ok(bytes > 5000 && bytes < 300000, `${name}: under 300 kB`, `${bytes} bytes`);
	ok(loads(html).length === 0, `${name}: loads and runs nothing`, ...loads(html).slice(0, 5));
	ok(!/<(?:Sons|treating|invented|tags|b)>/.test(html), `${name}: names are texts`);
	widths.forEach((width, w) => {
		const seen = found[i * widths.length + w];
		ok(seen.violations?.length === 0 && seen.passes > 20, `${name}: axe-core finds nothing at ${width} pixels`, ...(seen.violations ?? [JSON.stringify(seen)]));
		ok(seen.inner === width && seen.wide <= 0 && seen.requests === 0, `${name}: as wide as the window of ${width}, no request`, JSON.stringify(seen));
		if (w === 0)
			ok(seen.svg >= pictures && seen.named === seen.svg && seen.rows >= rows && seen.scripts === 0, `${name}: its pictures and rows are there`, JSON.stringify(seen));
	});
});
const planted = found.at(-1);
ok(['color-contrast', 'heading-order', 'html-has-lang', 'image-alt'].every((id) => planted.violations?.some((v) => v.startsWith(id))), 'axe-core finds planted faults', JSON.stringify(planted));

// ---- the specifications ----

const lines = psql(readFileSync(join(here, 'specifications.sql'), 'utf8')).trim().split('\n').map((line) => line.split('\t'));
const marks = { funnel: 54, caterpillar: 54, caterpillar_rows: 54, trend: 29, trend_numbers: 2, profile: 2, answers: 8, suppression_map: 100 };
ok(lines.map((line) => line[0]).join() === Object.keys(marks).join(), 'there is a specification of each picture', lines.map((line) => line[0]).join());
for (const [name, text] of lines) {
	const said = [];
	const logger = { level: () => logger, info: () => logger, debug: () => logger, warn: (...words) => (said.push(words.join(' ')), logger), error: (...words) => (said.push(words.join(' ')), logger) };
	let svg = '';
	const spec = JSON.parse(text);
	try {
		svg = await new vega.View(vega.parse(compile(spec, { logger }).spec), { renderer: 'none', logger }).toSVG();
	} catch (error) {
		said.push(String(error));
	}
	ok(said.length === 0 && svg.startsWith('<svg') && !/NaN|undefined|Infinity/.test(svg), `${name}: Vega-Lite compiles and draws it without a warning`, ...said);
	const drawn = (svg.match(/aria-roledescription="(?:point|bar|rect mark)"/g) ?? []).length;
	ok(drawn === marks[name], `${name}: ${marks[name]} marks`, `${drawn} marks`);
	const titled = typeof spec.title.text === 'string' && spec.description.length > 10 && Array.isArray(spec.data.values);
	const addresses = text.match(/"(?:url|href)"|https?:\/\/[^"]*/g) ?? [];
	ok(titled && addresses.length === 1 && addresses[0] === spec.$schema && !/7654321|7654\.3|"Trust (?:9|18|27|36|45|54)"/.test(name === 'suppression_map' ? '' : text), `${name}: title, description, its own data, no address, nothing hidden`, ...addresses);
}

console.log(`1..${tests}`);
process.exitCode = broken ? 1 : 0;
