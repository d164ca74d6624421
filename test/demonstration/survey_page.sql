-- The web page on the survey: one query a part, each printing HTML.

-- A percentage, or a mean with two decimals, below it the interval and, where the table has none elsewhere, the number
-- behind it; or the mark of what is hidden.
CREATE FUNCTION score_cell(score float8, low float8, high float8, status text, measure text, n bigint DEFAULT NULL) RETURNS text IMMUTABLE
RETURN CASE WHEN status IS NOT NULL THEN format('<td class="number hidden">%s</td>', display(NULL, status))
	WHEN score IS NULL THEN '<td class="number">[z]</td>'
	ELSE format('<td class="number">%s<span class="small">%s to %s</span>%s</td>', display(score, NULL, CASE measure WHEN 'rating' THEN 2 ELSE 1 END),
		display(low, NULL, CASE measure WHEN 'rating' THEN 2 ELSE 1 END), display(high, NULL, CASE measure WHEN 'rating' THEN 2 ELSE 1 END),
		'<span class="small">n ' || whole(n) || '</span>') END;

-- The difference of two rates in points, with its sign, and its interval; [z] where there is none.
CREATE FUNCTION points(difference float8) RETURNS text IMMUTABLE
RETURN CASE round_half_up(100 * difference, 1) WHEN 0 THEN '0.0' ELSE to_char(round_half_up(100 * difference, 1), 'FMSG990.0') END;
CREATE FUNCTION gap_text(difference float8, low float8, high float8) RETURNS text IMMUTABLE
RETURN CASE WHEN difference IS NULL THEN '[z]' ELSE format('%s<span class="small">%s to %s</span>', points(difference), points(low), points(high)) END;

-- The Alliances and England in one question: a mark for the percentage, a line for its interval.
CREATE FUNCTION alliance_chart(question text) RETURNS text STABLE
BEGIN ATOMIC
	WITH score AS (
		SELECT coalesce(n.name, 'England') AS name, s.alliance IS NULL AS england, s.exact AS percent, s.low, s.high
		FROM area_score AS s
		LEFT JOIN alliance_name AS n USING (alliance)
		WHERE s.question = alliance_chart.question AND s.trust IS NULL
	), span AS (
		SELECT floor(min(low) / 5) * 5 AS low, ceil(max(high) / 5) * 5 AS high, max(percent) FILTER (WHERE england) AS england FROM score
	), drawn AS (
		SELECT s.name, s.england, s.percent, 22 * row_number() OVER (ORDER BY NOT s.england, s.percent DESC, s.name) AS y,
			x.at + x.step * s.percent AS x, x.at + x.step * s.low AS x_low, x.at + x.step * s.high AS x_high, x.at + x.step * a.england AS x_england
		FROM score AS s, span AS a, LATERAL (SELECT 380 / (a.high - a.low) AS step, 360 - 380 * a.low / (a.high - a.low) AS at) AS x
	)
	SELECT format($svg$<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 %1$s" width="800" height="%1$s" role="img" aria-labelledby="alliances-t alliances-d" font-family="Arial, Helvetica, sans-serif" fill="#1f2328">
<title id="alliances-t">%2$s by Cancer Alliance, synthetic respondents</title>
<desc id="alliances-d">Percentages with 95%% intervals, from %3$s in %4$s to %5$s in %6$s; England %7$s. Table 3 holds all values.</desc>
<g stroke="#e4e7eb">%8$s</g>
<path d="M%9$s 10V%10$s" stroke="#1f2328" stroke-dasharray="5 4"/>
<g font-size="12" text-anchor="middle">%11$s</g>
%12$s
</svg>$svg$, max(d.y) + 50, html((SELECT q.question || ' ' || q.label FROM question AS q WHERE q.question = alliance_chart.question)),
		display(min(d.percent), NULL, 1) || '%', html((SELECT name FROM drawn ORDER BY percent LIMIT 1)),
		display(max(d.percent), NULL, 1) || '%', html((SELECT name FROM drawn ORDER BY percent DESC LIMIT 1)),
		display(max(d.percent) FILTER (WHERE d.england), NULL, 1) || '%',
		(SELECT string_agg(format('<path d="M%s 10V%s"/>', round((360 + 380 * (tick - a.low) / (a.high - a.low))::numeric, 1), max(d.y) + 14), '' ORDER BY tick)
			FROM span AS a, generate_series(a.low::integer, a.high::integer, 5) AS tick),
		round(max(d.x_england)::numeric, 1), max(d.y) + 14,
		(SELECT string_agg(format('<text x="%s" y="%s">%s</text>', round((360 + 380 * (tick - a.low) / (a.high - a.low))::numeric, 1), max(d.y) + 34, tick || '%'), '' ORDER BY tick)
			FROM span AS a, generate_series(a.low::integer, a.high::integer, 5) AS tick),
		string_agg(format('<g font-size="13"%s><text x="345" y="%s" text-anchor="end">%s</text><path d="M%s %sH%s" stroke="#0067a8" stroke-width="2"/>%s<text x="800" y="%s" text-anchor="end">%s</text></g>',
			CASE WHEN d.england THEN ' font-weight="bold"' END, d.y + 4.5, html(d.name), round(d.x_low::numeric, 1), d.y, round(d.x_high::numeric, 1),
			CASE WHEN d.england THEN format('<path d="M%s %sl6 6l-6 6l-6 -6z" fill="#1f2328"/>', round(d.x::numeric, 1), d.y - 6)
				ELSE format('<circle cx="%s" cy="%s" r="4.5" fill="#0067a8"/>', round(d.x::numeric, 1), d.y) END,
			d.y + 4.5, display(d.percent, NULL, 1)), E'\n' ORDER BY d.y))
	FROM drawn AS d;
END;

\o :out/survey.html
\qecho '<!DOCTYPE html>'
\qecho '<html lang="en-GB">'
SELECT format($html$<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The survey, from answers to tables: synthetic respondents</title>
<style>%1$s</style>
</head>
<body>
<header><div>
<h1>The survey, from answers to tables: synthetic respondents</h1>
<p>Counting, Alliances, sub-groups, validation, weights, response and change, inside PostgreSQL by the extension cancer_pe</p>
%3$s
</div></header>
<main>
<div class="notice"><p><strong>Synthetic data.</strong> The %2$s respondents of this page do not exist: who gave which answer, and everybody&#8217;s age, sex and deprivation,
is made up. Only the margins are real: the respondents of each trust, and for each trust and question how many answers were scored and how many positive, are those published
for 2018. So results of trusts, Alliances and England are near the real ones, and <strong>sub-groups, mistakes, weights, response and change say nothing about patients</strong>.</p></div>
<p><strong>Source of the margins:</strong> NHS England, National Cancer Patient Experience Survey 2018, Official Statistics (published 2019; survey contractor Quality
Health; Crown copyright); licence of the tables unconfirmed. Questions are named by short labels of this project, not in the words of the questionnaire.</p>
<nav aria-labelledby="contents">
<h2 id="contents">Contents</h2>
<ol>
<li><a href="#counts">One pass over the answers</a></li>
<li><a href="#alliances">Alliances</a></li>
<li><a href="#groups">Sub-groups: tumour group and sex</a></li>
<li><a href="#mistakes">Answers with mistakes</a></li>
<li><a href="#weights">Weights</a></li>
<li><a href="#response">Response</a></li>
<li><a href="#change">From wave to wave</a></li>
<li><a href="#caveats">What such results do not cover</a></li>
<li><a href="#methods">Methods and files</a></li>
</ol>
</nav>$html$, page_style(), whole(count(*)), pages_nav('survey.html'))
FROM surveyed;

SELECT format($html$<h2 id="counts">1. One pass over the answers</h2>
<p>The table of answers is read once: a sheet for each trust holds how often each option of each question was given. Sheets of Alliances and of England are made
by adding these up. Which option counts as positive, and which is left out, is said by the catalogue of the wave.</p>
<table>
<caption>Table 1: The counts of synthetic respondents against the published figures of 2018</caption>
<thead><tr><th scope="col">Comparison</th><th scope="col" class="number">Result</th></tr></thead>
<tbody>
<tr><th scope="row">Trusts and questions: number of scored answers, equal to the published</th><td class="number">%1$s</td></tr>
<tr><th scope="row">Trusts and questions: positive answers, equal to those behind the published intervals</th><td class="number">%2$s</td></tr>
<tr><th scope="row">England: number of scored answers, equal to the published</th><td class="number">%3$s</td></tr>
<tr><th scope="row">England: score, equal to the published (51 percentages, rounded twice; mean of Q59)</th><td class="number">%4$s</td></tr>
<tr><th scope="row">England: 95%% interval, equal to the published decimal</th><td class="number">%5$s</td></tr>
<tr><th scope="row">England counted from rows, from columns and by adding up trusts: the same sheet to the last bit</th><td class="number">%6$s</td></tr>
</tbody></table>
<p>Not all intervals of England can be met: where a trust&#8217;s score is not public, the positive answers were made up at the national rate.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 2">
<table>
<caption><span>Table 2: All questions, England, synthetic respondents, beside the published figures of 2018 (percent positive; Q59 mean rating from 0 to 10)</span></caption>
<thead><tr><th scope="col" rowspan="2">Question</th><th scope="colgroup" colspan="3" class="number">Counted here</th><th scope="colgroup" colspan="3" class="number">Published</th></tr>
<tr><th scope="col" class="number">Answers</th><th scope="col" class="number">Score</th><th scope="col" class="number">95%% interval</th>
<th scope="col" class="number">Answers</th><th scope="col" class="number">Score</th><th scope="col" class="number">95%% interval</th></tr></thead>$html$,
	of_all(a.n_equal, a.cells), of_all(a.positive_equal, a.known), of_all(e.n_equal, e.questions), of_all(e.score_equal, e.questions),
	of_all(e.interval_equal, e.questions), CASE WHEN (SELECT bool_and(same) FROM same_sheet) THEN 'yes' ELSE 'no' END)
FROM agreement_of_survey AS a, (SELECT count(*) AS questions, count(*) FILTER (WHERE n_equal) AS n_equal, count(*) FILTER (WHERE score_equal) AS score_equal,
	count(*) FILTER (WHERE interval_equal) AS interval_equal FROM england) AS e;
SELECT format('<tbody><tr><th scope="rowgroup" colspan="7">%s</th></tr>', html(section))
	|| string_agg(format(E'\n<tr><th scope="row">%s %s</th><td class="number">%s</td><td class="number">%s</td><td class="number">%s to %s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s to %s</td></tr>',
		question, html(label), whole(n), display(score, NULL, decimals), display(low, NULL, decimals + 1), display(high, NULL, decimals + 1),
		whole(national_n), display(national_score::float8, NULL, decimals), display(national_low::float8, NULL, decimals + 1), display(national_high::float8, NULL, decimals + 1)),
		'' ORDER BY position)
	|| '</tbody>'
FROM england
GROUP BY section
ORDER BY min(position);
\qecho '</table></div>'

SELECT format($html$<h2 id="alliances">2. Alliances</h2>
<p>Each trust belongs to the Alliance it belonged to on 30 June 2018, the end of the wave&#8217;s discharges; the sheets of its trusts add up to the sheet of the Alliance. %1$s of %2$s trusts
are together with the trusts with which the published list has them.</p>
<figure>
<figcaption><p><strong>Figure 1: %3$s by Alliance, synthetic respondents (percent).</strong> Diamond and dashed line: England; circle: Alliance; horizontal line: 95%% interval.</p></figcaption>
<div class="wide" tabindex="0" role="group" aria-label="Figure 1">
%4$s
</div>
</figure>
<div class="wide" tabindex="0" role="group" aria-label="Table 3">
<table class="stacked">
<caption><span>Table 3: Scores and 95%% intervals by Alliance, synthetic respondents (percent positive; Q59 mean rating from 0 to 10)</span></caption>
<thead><tr><th scope="col">Alliance</th><th scope="col" class="number">Trusts</th><th scope="col" class="number">Respondents</th>%5$s</tr></thead>$html$,
	m.same, m.trusts, html((SELECT question || ' ' || label FROM question WHERE question = 'Q55')), alliance_chart('Q55'),
	(SELECT string_agg(format('<th scope="col" class="number">%s %s</th>', question, html(label)), '' ORDER BY position) FROM question WHERE question = ANY (:shown)))
FROM (SELECT count(*) AS trusts, count(*) FILTER (WHERE same) AS same FROM alliance_match) AS m;
SELECT E'<tbody>\n' || string_agg(row, E'\n' ORDER BY name NULLS FIRST) || '</tbody>'
FROM (
	SELECT n.name, format('<tr%s><th scope="row">%s</th><td class="number">%s</td><td class="number">%s</td>%s</tr>', CASE WHEN s.alliance IS NULL THEN ' class="total"' END,
		coalesce(html(n.name), 'England'), (SELECT count(*) FROM trust_sheet AS t WHERE t.alliance = s.alliance OR s.alliance IS NULL),
		whole(n(a.sheet)), string_agg(score_cell(s.exact, s.low, s.high, s.status, q.measure), '' ORDER BY q.position)) AS row
	FROM area_score AS s
	JOIN area_sheet AS a ON a.alliance IS NOT DISTINCT FROM s.alliance AND a.trust IS NULL
	JOIN question AS q USING (question)
	LEFT JOIN alliance_name AS n ON n.alliance = s.alliance
	WHERE s.trust IS NULL AND q.question = ANY (:shown)
	GROUP BY n.name, s.alliance, a.sheet
) AS line;
\qecho '</table></div>'

SELECT format($html$<h2 id="groups">3. Sub-groups: tumour group and sex</h2>
<p>One pass gives all of it: by tumour group, by sex, by both, in England and in each Alliance. Marks in the tables:</p>
<ul>
<li><strong>[c]</strong> confidential: 20 or fewer respondents, or hidden so that another cell cannot be worked out from a total</li>
<li><strong>[w]</strong> no respondents</li>
<li><strong>[z]</strong> not applicable: a gap needs both numbers</li>
</ul>
<p>With a cell its score, its interval and its number of respondents are hidden. The rule is the survey&#8217;s, along tumour groups and sexes in turn; then it was checked that
no hidden number follows from the totals by subtraction. It is no proof of safety. In the tables of all questions, %1$s cells of England
and %2$s of the Alliance are hidden.</p>
<p>In the synthetic answers women and men do not differ but by chance and by the trusts they go to. Of %3$s gaps between all women and all men of England, one for each question,
%4$s have an interval without 0; by chance alone about 1 in 20 would.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 4">
<table class="stacked">
<caption><span>Table 4: %5$s by tumour group and sex, England, synthetic respondents (percent positive, 95%% interval, number of respondents; gap in points)</span></caption>
<thead><tr><th scope="col">Tumour group</th><th scope="col" class="number">All</th><th scope="col" class="number">Female</th><th scope="col" class="number">Male</th>
<th scope="col" class="number">Gap: female less male</th></tr></thead>$html$,
	c.in_england, c.in_alliance, g.gaps, g.beyond_chance, html((SELECT question || ' ' || label FROM question WHERE question = 'Q55')))
FROM (SELECT of_all(count(*) FILTER (WHERE status = 'c' AND area = 'England'), count(*) FILTER (WHERE area = 'England')) AS in_england,
		of_all(count(*) FILTER (WHERE status = 'c' AND area <> 'England'), count(*) FILTER (WHERE area <> 'England')) AS in_alliance FROM group_cell) AS c,
	(SELECT count(*) AS gaps, count(*) FILTER (WHERE low > 0 OR high < 0) AS beyond_chance FROM sex_gap WHERE area = 'England' AND tumour_group = 'All') AS g;
SELECT E'<tbody>\n' || string_agg(row, E'\n' ORDER BY tumour_group <> 'All', tumour_group) || '</tbody>'
FROM (
	SELECT p.tumour_group, format('<tr%s><th scope="row" class="nowrap">%s</th>%s<td class="number">%s</td></tr>', CASE p.tumour_group WHEN 'All' THEN ' class="total"' END, html(p.tumour_group),
		string_agg(score_cell(p.exact, p.low, p.high, p.status, 'percent', p.n), '' ORDER BY array_position('{All,Female,Male}', p.sex)),
		min(gap_text(g.difference, g.low, g.high))) AS row
	FROM group_published AS p
	LEFT JOIN sex_gap AS g USING (area, question, tumour_group)
	WHERE p.area = 'England' AND p.question = 'Q55'
	GROUP BY p.tumour_group
) AS line;
SELECT format($html$</table></div>
<div class="wide" tabindex="0" role="group" aria-label="Table 5">
<table class="stacked">
<caption><span>Table 5: Scores by tumour group and sex, Alliance %1$s, synthetic respondents (percent positive, Q59 mean rating from 0 to 10; 95%% interval, number of respondents)</span></caption>
<thead><tr><th scope="col" rowspan="2">Tumour group</th>%2$s</tr>
<tr>%3$s</tr></thead>$html$, (SELECT html(name) FROM alliance_name WHERE alliance = :'alliance'),
	string_agg(format('<th scope="colgroup" colspan="3" class="number">%s %s</th>', question, html(label)), '' ORDER BY position),
	string_agg('<th scope="col" class="number">All</th><th scope="col" class="number">Female</th><th scope="col" class="number">Male</th>', ''))
FROM question
WHERE question = ANY (:shown);
SELECT E'<tbody>\n' || string_agg(row, E'\n' ORDER BY tumour_group <> 'All', tumour_group) || '</tbody>'
FROM (
	SELECT p.tumour_group, format('<tr%s><th scope="row" class="nowrap">%s</th>%s</tr>', CASE p.tumour_group WHEN 'All' THEN ' class="total"' END, html(p.tumour_group),
		string_agg(score_cell(p.exact, p.low, p.high, p.status, q.measure, p.n), ''
			ORDER BY q.position, array_position('{All,Female,Male}', p.sex))) AS row
	FROM group_published AS p
	JOIN question AS q USING (question)
	WHERE p.area = :'alliance' AND p.question = ANY (:shown)
	GROUP BY p.tumour_group
) AS line;
\qecho '</table></div>'

SELECT format($html$<h2 id="mistakes">4. Answers with mistakes</h2>
<p>In the answers of 5,000 other respondents %1$s have a mistake planted: an answer that was not asked for, a code out of range, a filter left out, or 999 for no answer. Validation of each row finds
%2$s; the remaining %3$s are codes 999, which the catalogue knows to mean no answer.</p>
<table>
<caption>Table 6: What validation finds in 5,000 rows (number)</caption>
<thead><tr><th scope="col">Finding</th><th scope="col" class="number">Answers</th><th scope="col" class="number">Respondents</th></tr></thead>$html$,
	count(*), count(*) FILTER (WHERE found), count(*) FILTER (WHERE stands_for_missing))
FROM planted;
SELECT E'<tbody>\n' || string_agg(format('<tr><th scope="row">%s</th><td class="number">%s</td><td class="number">%s</td></tr>', html(w.words), whole(coalesce(f.answers, 0)), whole(coalesce(f.respondents, 0))), E'\n' ORDER BY w.place) || '</tbody>'
FROM (VALUES (1, 'not asked', 'Not asked: the filter leads elsewhere'), (2, 'filter missing', 'Filter missing, so it is not known whether the question was asked'), (3, 'out of range', 'Out of range: no code of the question')) AS w(place, problem, words)
LEFT JOIN (SELECT problem, count(*) AS answers, count(DISTINCT respondent) AS respondents FROM found GROUP BY problem) AS f USING (problem);
SELECT format($html$</table>
<p>Counted as they came, codes out of range are invalid and the rest counts. Cleaned as the catalogue says, an answer behind a missing filter is missing too, as it does not say what else to do. With the filter
taken from the answers behind it, most of them count again. Cleaning within the count and cleaning each row before it give the same numbers in %1$s of %2$s questions.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 7">
<table class="stacked">
<caption><span>Table 7: The five questions that cleaning changes most, 5,000 synthetic respondents (percent positive, 95%% interval, number of scored answers)</span></caption>
<thead><tr><th scope="col">Question</th><th scope="col" class="number">As they came</th><th scope="col" class="number">Cleaned</th><th scope="col" class="number">Cleaned, filters filled in</th>
<th scope="col" class="number">Without mistakes</th></tr></thead>$html$, count(*) FILTER (WHERE same), count(*))
FROM cleaned_twice;
SELECT E'<tbody>\n' || string_agg(row, E'\n' ORDER BY position) || '</tbody>'
FROM (
	SELECT q.position, format('<tr><th scope="row">%s %s</th>%s</tr>', q.question, html(q.label),
		string_agg(score_cell(100 * r.rate, 100 * ci.low, 100 * ci.high, NULL, 'percent', r.n_scored), '' ORDER BY s.position)) AS row
	FROM mistake_sheet AS s, LATERAL sheet_rows(s.sheet) AS r, LATERAL rate_ci(r.answers) AS ci, question AS q
	WHERE q.question = r.question AND q.measure = 'percent'
	GROUP BY q.position, q.question, q.label
	ORDER BY max(r.n_scored) FILTER (WHERE s.way = 'raw') - max(r.n_scored) FILTER (WHERE s.way = 'cleaned') DESC, q.position
	LIMIT 5
) AS line;
\qecho '</table></div>'

SELECT format($html$<h2 id="weights">5. Weights</h2>
<p>An invented population of %1$s people, to whom the respondents are weighted: by cell of age band and sex, the same with weights above mean + 2 standard deviations cut down to that (%2$s respondents),
and raked to the margins of age band, sex and fifth of deprivation (sums of weights equal to the margins: %3$s). In the synthetic answers age and sex make no difference, so the
percentages hardly move; what remains is what weights cost. Intervals go by the effective number.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 8">
<table class="stacked">
<caption><span>Table 8: Unweighted and weighted scores, England, synthetic respondents (percent positive, 95%% interval, effective number of answers)</span></caption>
<thead><tr><th scope="col">Question</th><th scope="col" class="number">Unweighted</th><th scope="col" class="number">Weighted by cell</th><th scope="col" class="number">By cell, capped</th>
<th scope="col" class="number">Raked to margins</th></tr></thead>$html$,
	whole((SELECT sum(people) FROM population)::bigint), whole((SELECT count(*) FROM weight WHERE capped < cell)), of_all(count(*) FILTER (WHERE met), count(*)))
FROM margin_met;
SELECT E'<tbody>\n' || string_agg(row, E'\n' ORDER BY position) || '</tbody>'
FROM (
	SELECT q.position, format('<tr><th scope="row">%s %s</th>%s</tr>', q.question, html(q.label),
		string_agg(score_cell(100 * r.rate, 100 * ci.low, 100 * ci.high, NULL, 'percent', round(n_eff(r.answers))::bigint), '' ORDER BY s.position)) AS row
	FROM weighted_sheet AS s, LATERAL sheet_rows(s.sheet) AS r, LATERAL rate_ci(r.answers) AS ci, question AS q
	WHERE q.question = r.question AND q.measure = 'percent' AND q.question = ANY (:shown)
	GROUP BY q.position, q.question, q.label
) AS line;
SELECT format($html$</table></div>
<table>
<caption>Table 9: Weights and what they cost, synthetic respondents (number)</caption>
<thead><tr><th scope="col">Weights</th><th scope="col" class="number">Lowest</th><th scope="col" class="number">Highest</th><th scope="col" class="number">Effective number of respondents</th></tr></thead>
<tbody>
%s
</tbody></table>$html$, string_agg(format('<tr><th scope="row">%s</th><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td></tr>', n.name, display(c.lowest, NULL, 2), display(c.highest, NULL, 2),
	whole(round(c.n_eff)::bigint)), E'\n' ORDER BY n.place))
FROM weight_cost AS c
JOIN (VALUES (1, 'unweighted', 'Unweighted'), (2, 'cell', 'Weighted by cell'), (3, 'capped', 'By cell, capped'), (4, 'raked', 'Raked to margins')) AS n(place, way, name) USING (way);

\qecho '<h2 id="response">6. Response</h2>'
\qecho '<p>Those who did not respond are invented too, with the codes of an invented contractor: a line each in the registry of outcomes. The raw rate is of all who were mailed, the adjusted one'
\qecho 'without those who had died, could not be reached or were not eligible; who said no, and of whom nothing is known, stays in it.</p>'
\qecho '<div class="wide" tabindex="0" role="group" aria-label="Table 10">'
\qecho '<table class="stacked">'
\qecho '<caption><span>Table 10: Response by sub-group, synthetic mailing (number; percent)</span></caption>'
\qecho '<thead><tr><th scope="col">Sub-group</th><th scope="col" class="number">Mailed</th><th scope="col" class="number">Died</th><th scope="col" class="number">Not reached</th><th scope="col" class="number">Not eligible</th>'
\qecho '<th scope="col" class="number">Said no</th><th scope="col" class="number">Responded</th><th scope="col" class="number">Raw rate</th><th scope="col" class="number">Adjusted rate</th></tr></thead>'
SELECT CASE breakdown WHEN 'All' THEN '<tbody>' ELSE format('<tbody><tr><th scope="rowgroup" colspan="9">%s</th></tr>', breakdown) END
	|| string_agg(format(E'\n<tr%s><th scope="row">%s</th><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td></tr>',
		CASE breakdown WHEN 'All' THEN ' class="total"' END, html(sub_group), whole(mailed(response)), whole(outcome_n(response, 'deceased')), whole(outcome_n(response, 'undeliverable')),
		whole(outcome_n(response, 'ineligible')), whole(outcome_n(response, 'opted_out')), whole(responded(response)),
		display(100 * response_rate(response, 'raw'), NULL, 1), display(100 * response_rate(response, 'adjusted'), NULL, 1)), '' ORDER BY sub_group <> 'Under 55', sub_group)
	|| '</tbody>'
FROM response_group
GROUP BY breakdown
ORDER BY array_position('{All,Age,Sex,Deprivation}', breakdown);
\qecho '</table></div>'

SELECT format($html$<h2 id="change">7. From wave to wave</h2>
<p>A wave of 2017 is made up from the same margins with another seed, and one change is planted: some of its respondents are left out, more often those with a positive answer to Q55. Of %1$s percentages
that can be compared, %2$s changed by more than chance. The others differ by less than chance would have it, as both waves have the same margins.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 11">
<table class="stacked">
<caption><span>Table 11: 2018 against an invented 2017, England, synthetic respondents (percent positive, 95%% interval, number of answers; gap in points)</span></caption>
<thead><tr><th scope="col">Question</th><th scope="col" class="number">2017, invented</th><th scope="col" class="number">2018</th><th scope="col" class="number">Gap: 2018 less 2017</th><th scope="col">Reading</th></tr></thead>$html$,
	count(*), count(*) FILTER (WHERE beyond_chance))
FROM change
WHERE status IS NULL;
SELECT E'<tbody>\n' || string_agg(format('<tr><th scope="row">%s %s</th>%s%s<td class="number">%s</td><td>%s</td></tr>', q.question, html(q.label),
		score_cell(100 * rate(c.answers_before), 100 * b.low, 100 * b.high, NULL, 'percent', n(c.answers_before)),
		score_cell(100 * rate(c.answers), 100 * a.low, 100 * a.high, NULL, 'percent', n(c.answers)),
		gap_text(c.difference, c.low, c.high),
		CASE WHEN NOT c.beyond_chance THEN 'No change beyond chance' WHEN c.difference > 0 THEN 'Higher in 2018' ELSE 'Lower in 2018' END), E'\n' ORDER BY q.position) || '</tbody>'
FROM change AS c
JOIN question AS q USING (question), LATERAL rate_ci(c.answers) AS a, LATERAL rate_ci(c.answers_before) AS b
WHERE c.status IS NULL AND q.question = ANY (:shown);
\qecho '</table></div>'
SELECT format($html$<p>Only what the catalogue marks as comparable is compared: the same text and options, through waves between. Questions and scoring before 2015 were others, and the questionnaire was refreshed in 2021.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 12">
<table class="stacked">
<caption><span>Table 12: Scored questions of 2018 that can be compared with those of another wave (number)</span></caption>
<thead><tr><th scope="col">Wave</th>%s</tr></thead>
<tbody><tr><th scope="row" class="nowrap">Questions, of 52</th>%s</tr></tbody></table></div>$html$,
	string_agg(format('<th scope="col" class="number">%s</th>', html(wave)), '' ORDER BY year), string_agg(format('<td class="number">%s</td>', questions), '' ORDER BY year))
FROM comparable_wave;

\qecho '<h2 id="caveats">8. What such results do not cover</h2>'
\qecho '<p>To be printed with results of the wave of 2018; the registry of caveats has them with their sources.</p>'
SELECT E'<ul>\n' || string_agg(format('<li>%s%s <span class="small">%s: %s</span></li>', '<strong>' || html(initcap(subgroup_of)) || ':</strong> ', html(statement), html(initcap(certainty)), html(source)), E'\n'
	ORDER BY subgroup_of NULLS FIRST, code) || E'\n</ul>'
FROM caveats('2018');

SELECT format($html$<h2 id="methods">9. Methods and files</h2>
<p><strong>The respondents</strong> are the same on every run and platform (seed 2018). Answers do not depend on one another, nor on who gives them. <strong>The catalogue</strong>: %1$s; source of the questions and options: %2$s.
Most of the classes of answers are inferred from the form of the questions; they agree with the published national scores.</p>
<p><strong>Intervals</strong> of percentages by Wilson, of means by Student&#8217;s t, of gaps by Newcombe; all 95%%. <strong>Scores</strong> in tables 1 and 2 and in the files are rounded twice, as the survey did; elsewhere percentages have one decimal.</p>
<p><strong>Suppression:</strong> rule <code>%3$s</code>. In survey_scores.csv trusts and Alliances stand in one table: where one trust of an Alliance is hidden, its smallest other one is hidden too. The
survey published trusts without that, so <a href="scores.csv">scores.csv</a>, which has the published figures, shows more. The number of respondents of a trust stays visible, as in the survey.</p>
<ul>
<li><a href="survey_scores.csv">survey_scores.csv</a>: all trusts, Alliances and England, all questions, with intervals and numbers</li>
<li><a href="survey_subgroups.csv">survey_subgroups.csv</a>: England and the Alliance of table 5, all questions by tumour group and sex, suppressed</li>
</ul>
<p>In the files what is hidden is blank; its status is c (confidential) or w (no respondents).</p>
</main>
<footer><div><p>Synthetic respondents with the margins of: NHS England, National Cancer Patient Experience Survey 2018, Official Statistics (published 2019; survey contractor Quality Health; Crown
copyright); licence of the tables unconfirmed. Made with cancer_pe %4$s and PostgreSQL %5$s.</p></div></footer>
</body>
</html>$html$, html(w.title), html(w.source), html(:'rule'), library_version(), current_setting('server_version'))
FROM survey_wave AS w
WHERE w.wave = '2018';
