-- The web page on quality of life: one query a part, each printing HTML.

-- Small multiples: the scales of one cancer type beside those of all respondents.
CREATE FUNCTION profile_chart(cancer_type text) RETURNS text STABLE
BEGIN ATOMIC
	WITH scale AS (
		SELECT p.mean, p.low, p.high, p.status, a.mean AS mean_of_all, s.label, s.higher = 'better' AS better,
			CASE s.higher WHEN 'better' THEN 36 ELSE 60 END + 20 * row_number() OVER (ORDER BY s.higher, s.scale <> 'SUMMARY', s.position) AS y
		FROM profile AS p
		JOIN profile AS a ON a.scale = p.scale AND a.cancer_type IS NULL
		JOIN scales('QLQ-C30') AS s ON s.scale = p.scale
		WHERE p.cancer_type = profile_chart.cancer_type
	), drawn AS (
		SELECT y, label, better, status, mean, display(mean, status, 1) AS value, 160 + 1.4 * low AS x_low, 160 + 1.4 * high AS x_high,
			160 + 1.4 * mean AS x, 160 + 1.4 * mean_of_all AS x_of_all
		FROM scale
	)
	SELECT format($svg$<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 348 412" role="img" aria-labelledby="chart%1$st chart%1$sd" font-family="Arial, Helvetica, sans-serif" fill="#1f2328">
<title id="chart%1$st">QLQ-C30 scales: %2$s</title>
<desc id="chart%1$sd">Synthetic data. Mean scores from 0 to 100 of respondents with cancer type %2$s, and of all respondents. Summary score %3$s, all respondents %4$s. The highest symptom score is %5$s. Table 2 holds all values.</desc>
<text x="0" y="15" font-size="15" font-weight="bold">%2$s</text>
<g stroke="#e4e7eb"><path d="M160 44V390M195 44V390M230 44V390M265 44V390M300 44V390"/></g>
<g font-size="11" text-anchor="middle"><text x="160" y="404">0</text><text x="195" y="404">25</text><text x="230" y="404">50</text><text x="265" y="404">75</text><text x="300" y="404">100</text></g>
<g font-size="12" font-weight="bold"><text x="0" y="38">High is good</text><text x="0" y="202">High is bad</text></g>
%6$s
</svg>$svg$, c.position, html(c.cancer_type), min(d.value) FILTER (WHERE d.label = 'Summary score'),
		(SELECT display(mean, status, 1) FROM profile AS a WHERE a.scale = 'SUMMARY' AND a.cancer_type IS NULL),
		(SELECT html(lower(label)) || ', ' || value FROM drawn WHERE NOT better AND status IS NULL ORDER BY mean DESC LIMIT 1),
		string_agg(format('<g font-size="12"><text x="150" y="%s" text-anchor="end">%s</text><text x="348" y="%s" text-anchor="end">%s</text>%s</g>',
			d.y + 4, html(d.label), d.y + 4, d.value, CASE WHEN d.status IS NULL THEN
				format('<path d="M%s %sv14" stroke="#1f2328" stroke-width="1.5"/>', round(d.x_of_all::numeric, 1), d.y - 7)
				|| format('<path d="M%s %sH%s" stroke="%s" stroke-width="2"/>', round(d.x_low::numeric, 1), d.y, round(d.x_high::numeric, 1), CASE WHEN d.better THEN '#0067a8' ELSE '#c44e00' END)
				|| CASE WHEN d.better THEN format('<circle cx="%s" cy="%s" r="4.5" fill="#0067a8"/>', round(d.x::numeric, 1), d.y)
					ELSE format('<path d="M%s %sl5 5l-5 5l-5 -5z" fill="#c44e00"/>', round(d.x::numeric, 1), d.y - 5) END END),
			E'\n' ORDER BY d.y))
	FROM drawn AS d, cancer_type AS c
	WHERE c.cancer_type = profile_chart.cancer_type
	GROUP BY c.position, c.cancer_type;
END;

-- A cell of a table: the mean, below it the interval and, where the table has none elsewhere, the number behind it.
CREATE FUNCTION table_cell(mean float8, low float8, high float8, status text, n bigint DEFAULT NULL) RETURNS text IMMUTABLE
RETURN CASE WHEN status IS NULL
	THEN format('<td class="number">%s<span class="small">%s</span>%s</td>', display(mean, NULL, 1), range_text(low, high),
		'<span class="small">n ' || whole(n) || '</span>')
	ELSE format('<td class="number hidden">%s</td>', display(NULL, status)) END;

\o :out/quality_of_life.html
\qecho '<!DOCTYPE html>'
\qecho '<html lang="en-GB">'
SELECT format($html$<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Quality of life of people with cancer: a synthetic cohort</title>
<style>%1$s</style>
</head>
<body>
<header><div>
<h1>Quality of life of people with cancer: a synthetic cohort</h1>
<p>EQ-5D-5L and QLQ-C30, from single answers to suppressed tables, inside PostgreSQL by the extension cancer_pe</p>
%3$s
</div></header>
<main>
<div class="notice"><p><strong>Synthetic data.</strong> The %2$s respondents and the ten alliances of this page do not exist. A small model made them and
every answer up; no figure here says anything about patients, alliances or cancer types. What is real is the arithmetic: scoring rules, value set, norm, intervals,
standardisation and suppression.</p></div>
<nav aria-labelledby="contents">
<h2 id="contents">Contents</h2>
<ol>
<li><a href="#headline">Health and quality of life in two numbers</a></li>
<li><a href="#profile">Scales of the QLQ-C30 by cancer type</a></li>
<li><a href="#dimensions">Problems by EQ-5D dimension</a></li>
<li><a href="#alliances">Alliances, standardised by age and sex</a></li>
<li><a href="#cells">Alliances by cancer type, small numbers hidden</a></li>
<li><a href="#missing">Scores that could not be made</a></li>
<li><a href="#methods">Methods and files</a></li>
</ol>
</nav>$html$, page_style(), whole(respondents), pages_nav('quality_of_life.html'))
FROM headline;

SELECT format($html$<h2 id="headline">1. Health and quality of life in two numbers</h2>
<div class="headline">
<div><p>Mean EQ-5D index &#215; 100</p><p class="figure">%1$s</p><p>against %2$s in the general population of the same age and sex</p></div>
<div><p>Quality of life (QLQ-C30 summary score)</p><p class="figure">%3$s</p><p>of 100; there is no norm to set it against</p></div>
</div>
<table>
<caption>Table 1: The two numbers, synthetic cohort (points; 100 is best)</caption>
<thead><tr><th scope="col">Measure</th><th scope="col" class="number">Respondents</th><th scope="col" class="number">Mean</th><th scope="col" class="number">95%% interval</th></tr></thead>
<tbody>
<tr><th scope="row">EQ-5D index &#215; 100, value set %4$s</th><td class="number">%5$s</td><td class="number">%1$s</td><td class="number">%6$s</td></tr>
<tr><th scope="row">General population, same age and sex, %7$s</th><td class="number">%5$s</td><td class="number">%2$s</td><td class="number">[z]</td></tr>
<tr><th scope="row">Difference</th><td class="number">%5$s</td><td class="number">%8$s</td><td class="number">%9$s</td></tr>
<tr><th scope="row">QLQ-C30 summary score</th><td class="number">%10$s</td><td class="number">%3$s</td><td class="number">%11$s</td></tr>
</tbody></table>
<p>[z] not applicable: the norm is taken as known, without error.</p>
<p><strong>The value set is named because there is no default.</strong> The same answers give another index under another value set; this page uses the one that the norm was
measured with. <strong>The norm</strong> gives every respondent the mean of the general population at their age and sex (Health Survey for England 2017 and 2018), and these are averaged.
<strong>For the QLQ-C30 no norm of the United Kingdom is part of cancer_pe</strong>: none could be obtained. Its scales are compared between groups of respondents only.</p>$html$,
	display(mean(h.index), NULL, 1), display(mean(h.norm), NULL, 1), display(mean(h.summary), NULL, 1), html(:'value_set'), whole(n(h.index)),
	range_text(i.low, i.high), html(:'norm'), display(mean(h.difference), NULL, 1), range_text(d.low, d.high), whole(n(h.summary)), range_text(s.low, s.high))
FROM headline AS h, mean_ci(h.index) AS i, mean_ci(h.difference) AS d, mean_ci(h.summary) AS s;

\qecho '<h2 id="profile">2. Scales of the QLQ-C30 by cancer type</h2>'
\qecho '<figure>'
\qecho '<figcaption><p><strong>Figure 1: Mean scores, 0 to 100, by cancer type, synthetic cohort.</strong>'
\qecho '<span class="above" aria-hidden="true">&#9679;</span> circle: global health, functioning and summary, where a high score is good;'
\qecho '<span class="below" aria-hidden="true">&#9670;</span> diamond: symptoms, where a high score is bad.'
\qecho 'Horizontal line: 95% interval. Upright stroke: all respondents.</p></figcaption>'
\qecho '<div class="charts">'
SELECT profile_chart(cancer_type) FROM cancer_type ORDER BY position;
\qecho '</div>'
\qecho '</figure>'
\qecho '<div class="wide" tabindex="0" role="group" aria-label="Table 2">'
\qecho '<table class="stacked">'
\qecho '<caption><span>Table 2: Mean score and 95% interval of each scale by cancer type, synthetic cohort (points, 0 to 100)</span></caption>'
SELECT '<thead><tr><th scope="col">Scale</th><th scope="col" class="number">All</th>'
	|| string_agg(format('<th scope="col" class="number">%s</th>', html(cancer_type)), '' ORDER BY position) || '</tr></thead>'
FROM cancer_type;
SELECT format('<tbody><tr><th scope="rowgroup" colspan="12">%s</th></tr>', CASE higher WHEN 'better' THEN 'A high score is good' ELSE 'A high score is bad' END)
	|| string_agg(row, '' ORDER BY place) || '</tbody>'
FROM (
	SELECT s.higher, CASE s.scale WHEN 'SUMMARY' THEN 0 ELSE s.position END AS place,
		format(E'\n<tr><th scope="row">%s</th>%s</tr>', html(s.label),
			string_agg(table_cell(p.mean, p.low, p.high, p.status), '' ORDER BY c.position NULLS FIRST)) AS row
	FROM profile AS p
	JOIN scales('QLQ-C30') AS s USING (scale)
	LEFT JOIN cancer_type AS c USING (cancer_type)
	GROUP BY s.higher, s.scale, s.position, s.label
) AS scale
GROUP BY higher
ORDER BY higher;
\qecho '</table></div>'

\qecho '<h2 id="dimensions">3. Problems by EQ-5D dimension</h2>'
\qecho '<p>Respondents whose five answers are complete; any problem is level 2 to 5. Intervals of Wilson.</p>'
\qecho '<div class="wide" tabindex="0" role="group" aria-label="Table 3">'
\qecho '<table class="stacked">'
\qecho '<caption><span>Table 3: Respondents who report any problem, synthetic cohort (percent, 95% interval)</span></caption>'
\qecho '<thead><tr><th scope="col">Cancer type</th><th scope="col" class="number">Respondents</th><th scope="col" class="number">Mobility</th><th scope="col" class="number">Self-care</th>'
\qecho '<th scope="col" class="number">Usual activities</th><th scope="col" class="number">Pain or discomfort</th><th scope="col" class="number">Anxiety or depression</th></tr></thead>'
SELECT E'<tbody>\n' || string_agg(row, E'\n' ORDER BY position NULLS FIRST) || '</tbody>'
FROM (
	SELECT c.position, format('<tr%s><th scope="row">%s</th><td class="number">%s</td>%s</tr>', CASE WHEN c.position IS NULL THEN ' class="total"' END,
		coalesce(html(p.cancer_type), 'All'), min(CASE WHEN p.status IS NULL THEN whole(n(p.answers)) ELSE display(NULL, p.status) END),
		string_agg(table_cell(100 * p.rate, 100 * p.low, 100 * p.high, p.status), '' ORDER BY array_position(ARRAY['MO', 'SC', 'UA', 'PD', 'AD'], p.dimension))) AS row
	FROM problem AS p
	LEFT JOIN cancer_type AS c USING (cancer_type)
	GROUP BY c.position, p.cancer_type
) AS line;
\qecho '</table></div>'

\qecho '<h2 id="alliances">4. Alliances, standardised by age and sex</h2>'
\qecho '<p>Each alliance as if its respondents had the age and sex of the whole cohort: means of eight groups (women and men under 55, 55 to 64, 65 to 74, 75 and over), with the same weights in every alliance.'
\qecho 'The alliances do not exist; by chance alone about 1 interval in 20 misses the truth of the model.</p>'
\qecho '<div class="wide" tabindex="0" role="group" aria-label="Table 4">'
\qecho '<table class="stacked">'
\qecho '<caption><span>Table 4: Directly standardised means by alliance, synthetic cohort (points; 100 is best)</span></caption>'
\qecho '<thead><tr><th scope="col" rowspan="2">Alliance</th><th scope="colgroup" colspan="4" class="number">EQ-5D index &#215; 100</th><th scope="colgroup" colspan="2" class="number">QLQ-C30 summary score</th></tr>'
\qecho '<tr><th scope="col" class="number">Respondents</th><th scope="col" class="number">Mean</th><th scope="col" class="number">95% interval</th><th scope="col" class="number">Difference from norm</th>'
\qecho '<th scope="col" class="number">Respondents</th><th scope="col" class="number">Mean</th></tr></thead>'
SELECT E'<tbody>\n' || string_agg(format('<tr><th scope="row" class="nowrap">%s</th>%s</tr>', html(a.alliance), CASE WHEN a.status IS NULL THEN format(
		'<td class="number">%s</td><td class="number">%s</td><td class="number">%s</td>%s<td class="number">%s</td>%s',
		whole(n(a.index)), display(mean(a.index), NULL, 1), range_text(i.low, i.high), table_cell(mean(a.difference), d.low, d.high, NULL),
		whole(n(a.summary)), table_cell(mean(a.summary), s.low, s.high, NULL))
	ELSE repeat('<td class="number hidden">' || display(NULL, a.status) || '</td>', 6) END), E'\n' ORDER BY a.alliance) || '</tbody>'
FROM by_alliance AS a, mean_ci(a.index) AS i, mean_ci(a.difference) AS d, mean_ci(a.summary) AS s;
\qecho '</table></div>'

SELECT format($html$<h2 id="cells">5. Alliances by cancer type, small numbers hidden</h2>
<p>Not standardised. Mark in the tables:</p>
<ul>
<li><strong>[c]</strong> confidential: fewer than 10 respondents, or hidden so that another cell cannot be worked out from a total</li>
</ul>
<p>With a cell its mean, its interval and its number of respondents are hidden, in both tables. The totals by alliance, by cancer type and of all are in the tables; %1$s of %2$s cells are hidden.
The rule is a published survey&#8217;s, with 10 for its 20, along alliances and cancer types in turn; then it was checked that no hidden cell follows from
the totals by subtraction. It is no proof of safety: how large a hidden number can be, totals do tell.</p>$html$,
	count(*) FILTER (WHERE status = 'c'), count(*))
FROM cell
WHERE alliance IS NOT NULL AND cancer_type IS NOT NULL;
SELECT format($html$<div class="wide" tabindex="0" role="group" aria-label="Table %1$s">
<table class="stacked">
<caption><span>Table %1$s: Mean %2$s, 95%% interval and number of respondents (n), by alliance and cancer type, synthetic cohort (points; 100 is best)</span></caption>
<thead><tr><th scope="col">Alliance</th><th scope="col" class="number">All</th>%3$s</tr></thead>
<tbody>
%4$s
</tbody></table></div>$html$, t.number, t.name,
	(SELECT string_agg(format('<th scope="col" class="number">%s</th>', html(cancer_type)), '' ORDER BY position) FROM cancer_type),
	(SELECT string_agg(row, E'\n' ORDER BY alliance NULLS FIRST) FROM (
		SELECT p.alliance, format('<tr%s><th scope="row" class="nowrap">%s</th>%s</tr>', CASE WHEN p.alliance IS NULL THEN ' class="total"' END, coalesce(html(p.alliance), 'All'),
			string_agg(table_cell(p.mean, p.low, p.high, p.status, p.n), '' ORDER BY c.position NULLS FIRST)) AS row
		FROM published AS p
		LEFT JOIN cancer_type AS c USING (cancer_type)
		WHERE p.measure = t.measure
		GROUP BY p.alliance) AS line))
FROM (VALUES (5, 'index', 'EQ-5D index &#215; 100'), (6, 'summary', 'QLQ-C30 summary score')) AS t(number, measure, name)
ORDER BY t.number;

SELECT format($html$<h2 id="missing">6. Scores that could not be made</h2>
<p>A scale needs at least half of its items, the summary score all of its scales, the EQ-5D index all five answers. Besides, %1$s answers to the EQ-5D and %2$s to the QLQ-C30
are no code of their item; they were taken as missing. [c]: fewer than 10 respondents, or hidden so that such a number cannot be worked out.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 7">
<table>
<caption><span>Table 7: Respondents with and without a score, synthetic cohort (number)</span></caption>
<thead><tr><th scope="col">Scale</th><th scope="col" class="number">Scored</th><th scope="col" class="number">Too few answers</th><th scope="col" class="number">No answer</th>
<th scope="col" class="number">A scale missing</th></tr></thead>$html$,
	whole(sum(answers) FILTER (WHERE instrument = 'EQ-5D-5L')::bigint), whole(sum(answers) FILTER (WHERE instrument = 'QLQ-C30')::bigint))
FROM no_code;
SELECT format('<tbody><tr><th scope="rowgroup" colspan="5">%s</th></tr>', instrument) || string_agg(row, '' ORDER BY position) || '</tbody>'
FROM (
	SELECT s.instrument, s.position, format(E'\n<tr><th scope="row">%s</th>%s</tr>',
		CASE s.scale WHEN 'LSS' THEN 'EQ-5D state and index' ELSE html(s.label) END,
		string_agg(format('<td class="number%s">%s</td>', CASE WHEN o.status IS NOT NULL THEN ' hidden' END,
			CASE WHEN o.status IS NULL THEN whole(coalesce(o.n, 0)) ELSE display(NULL, o.status) END), '' ORDER BY w.position)) AS row
	FROM scales AS s
	CROSS JOIN unnest(ARRAY['scored', 'too_few_answers', 'no_answer', 'part_missing']) WITH ORDINALITY AS w(outcome, position)
	LEFT JOIN outcome AS o USING (instrument, scale, outcome)
	WHERE s.instrument IN ('EQ-5D-5L', 'QLQ-C30')
	GROUP BY s.instrument, s.position, s.scale, s.label
) AS line
GROUP BY instrument
ORDER BY instrument;
\qecho '</table></div>'

SELECT format($html$<h2 id="methods">7. Methods and files</h2>
<p><strong>The cohort</strong> is the same on every run. Each respondent has a latent health, moved by age, sex, cancer type and alliance, and a deviation for each scale; answers follow by a graded
response model, so that they hang together. About 1 answer in 80 is missing, some respondents stop half-way or leave the EQ-5D out, and a few answers are no code of their item.</p>
<p><strong>Scores:</strong> QLQ-C30 version 3.0 by the rules of the EORTC; %1$s. Intervals of means by Student&#8217;s t, of standardised means by the normal distribution, of
percentages by Wilson; all 95%%.</p>
<p><strong>Value set:</strong> %2$s (%3$s, doi %4$s). <strong>Norm:</strong> %5$s: %6$s.</p>
<p><strong>Suppression:</strong> rule <code>%7$s</code> with <code>%8$s</code>.</p>
<ul>
<li><a href="quality_of_life_profile.csv">quality_of_life_profile.csv</a>: the scales by cancer type, with intervals and numbers</li>
<li><a href="quality_of_life_cells.csv">quality_of_life_cells.csv</a>: alliances by cancer type, suppressed</li>
</ul>
<p>In the files what is hidden is blank and its status is c.</p>
</main>
<footer><div><p>Synthetic data. EQ-5D is a trade mark of the EuroQol Research Foundation and the QLQ-C30 is copyright of the EORTC Quality of Life Group; no wording of either is
shown. Made with cancer_pe %9$s and PostgreSQL %10$s.</p></div></footer>
</body>
</html>$html$, 'summary score after Giesinger 2016', html(v.name), html(concat_ws(', ', v.country, v.kind, v.year)), html(v.doi), html(:'norm'), html(n.source),
	html(:'rule'), html(:'rule_options'), library_version(), current_setting('server_version'))
FROM value_set AS v, (SELECT DISTINCT source FROM norm WHERE name = :'norm') AS n
WHERE v.name = :'value_set';
