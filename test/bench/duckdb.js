// What DuckDB takes to count the answers of a CSV file: node duckdb.js MODULES CSV CODES ROUNDS.  CSV: a header, the trust,
// then a column a question; CODES: a JSON file, for each of these its name and its scored and positive codes.  Prints
// "version V"; "time WAY ROUND MS" with WAY pairs or unpivot (both read the file) or loaded (pairs over a table that DuckDB has
// loaded before); "load MS"; and "digest D", one for each way.
const { createRequire } = require('node:module');
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');

const [modules, csv, codesFile, rounds] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(modules + '/')('@duckdb/node-api');
const questions = JSON.parse(readFileSync(codesFile, 'utf8'));

const types = ["'trust': 'VARCHAR'", ...questions.map((q) => `'${q.answer}': 'TINYINT'`)].join(', ');
const file = `read_csv('${csv}', header = true, auto_detect = false, delim = ',', quote = '"', columns = {${types}})`;
// four times as fast there as count(*) FILTER
const pairs = questions
	.map((q) => `count_if(${q.answer} IN (${q.scored})), count_if(${q.answer} IN (${q.positive}))`)
	.join(', ');
const meanings = questions
	.flatMap((q, i) => q.scored.map((code) => `('${q.answer}', ${i + 1}, ${code}, ${q.positive.includes(code)})`))
	.join(', ');
const counted = (source) => `SELECT trust, ${pairs} FROM ${source} GROUP BY trust`;
const unpivoted = `
	SELECT trust, position, sum(g.n)::BIGINT, coalesce(sum(g.n) FILTER (WHERE c.positive), 0)::BIGINT
	FROM (
		SELECT trust, question, answer, count(*) AS n
		FROM (UNPIVOT ${file} ON ${questions.map((q) => q.answer)} INTO NAME question VALUE answer)
		GROUP BY trust, question, answer
	) AS g
	JOIN (VALUES ${meanings}) AS c(question, position, answer, positive) USING (question, answer)
	GROUP BY trust, position`;

// Rows of trust, question, n, positive, as the benchmark's digests have them.
function digest(rows) {
	const sorted = rows
		.filter((row) => row[2] > 0n)
		.sort((a, b) => (a[0] === b[0] ? Number(a[1]) - Number(b[1]) : a[0] < b[0] ? -1 : 1));
	return createHash('md5').update(sorted.map((row) => row.join(',')).join(';')).digest('hex');
}

const long = (rows) => rows.flatMap((row) => questions.map((_, i) => [row[0], i + 1, row[2 * i + 1], row[2 * i + 2]]));

async function main() {
	const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
	const connection = await instance.connect();
	const query = async (sql) => (await connection.runAndReadAll(sql)).getRows();
	const timed = async (sql) => {
		const began = performance.now();
		const rows = await query(sql);
		return [performance.now() - began, rows];
	};
	const ways = [
		['pairs', counted(file), long],
		['unpivot', unpivoted, (rows) => rows],
		['loaded', counted('answer'), long],
	];

	console.log('version', (await query('SELECT version()'))[0][0]);
	console.log('load', (await timed(`CREATE TABLE answer AS SELECT * FROM ${file}`))[0]);
	for (let round = 0; round <= rounds; round++) {
		for (const [way, sql, shape] of ways) {
			const [took, rows] = await timed(sql);
			console.log('time', way, round, took);
			if (round == 0) console.log('digest', digest(shape(rows)));
		}
	}
}

main();
