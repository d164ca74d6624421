-- The web page on patient experience: one query a part, each printing HTML.  What a cell may show was decided before: every
-- number of a cell that can be hidden goes through display() with its status.

-- The trust whose results are shown in full: all marks occur in its table, and all three bands.
\set trust 'RN7'
SELECT name AS trust_name, html(name) AS trust_html FROM trust WHERE code = :'trust' \gset

-- A funnel plot: the trusts of a question, and rows without label that draw the limits.
CREATE FUNCTION funnel(question text) RETURNS text STABLE
BEGIN ATOMIC
	WITH unit AS (
		SELECT t.name, a.n, a.score, j.low, j.high, j.band, j.centre, j.tau2
		FROM judged AS j
		JOIN adjusted AS a USING (question, trust)
		JOIN trust AS t ON t.code = j.trust
		WHERE j.variant = 'published' AND j.question = funnel.question
	), size AS (
		SELECT min(n) AS n_from, max(n) AS n_to, min(centre) AS centre, min(tau2) AS tau2
		FROM unit
		WHERE score IS NOT NULL
	), drawn AS (
		SELECT regexp_replace(name, ' NHS (Foundation )?Trust$', '') AS label, n, score, low, high, band FROM unit
		UNION ALL
		SELECT NULL, c.n, NULL, c.low, c.high, NULL
		FROM size AS s, LATERAL funnel_curve(s.centre, s.n_from, s.n_to, 'ncpes2018', tau2 => s.tau2) AS c
	)
	SELECT funnel_svg(r.label, r.n, r.score, r.low, r.high, r.band, jsonb_build_object(
		'title', q.question || ' ' || q.label || ', by NHS trust, 2018',
		'y_label', 'Adjusted score, %', 'x_label', 'Number of respondents', 'unit', '%', 'noun', 'trusts', 'score_factor', 100,
		'centre', s.centre, 'centre_name', 'National score', 'inner_name', 'expected range', 'max_labels', 10))
	FROM drawn AS r, size AS s, question AS q
	WHERE q.question = funnel.question
	GROUP BY q.question, q.label;
END;

\o :out/published.html
\qecho '<!DOCTYPE html>'
\qecho '<html lang="en-GB">'
SELECT format($html$<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cancer patient experience by NHS trust, England: 2018</title>
<style>%2$s</style>
</head>
<body>
<header><div>
<h1>Cancer patient experience by NHS trust, England: 2018</h1>
<p>Scores, expected ranges and tables by tumour group, made inside PostgreSQL by the extension cancer_pe</p>
%3$s
</div></header>
<main>
<div class="notice"><p><strong>A demonstration, not an official publication.</strong> It recalculates figures of the National Cancer Patient Experience
Survey 2018 from what was published, and says how far the results agree.</p></div>
<p><strong>Source:</strong> NHS England, National Cancer Patient Experience Survey 2018, Official Statistics (published 2019; survey contractor Quality
Health; Crown copyright); licence of the tables unconfirmed. Questions are named by short labels of this project, not in the words of the questionnaire.</p>
<nav aria-labelledby="contents">
<h2 id="contents">Contents</h2>
<ol>
<li><a href="#agreement">Agreement with the published tables</a></li>
<li><a href="#funnels">Two questions, all trusts</a></li>
<li><a href="#results">%1$s: results and expected ranges</a></li>
<li><a href="#groups">%1$s: scores by tumour group</a></li>
<li><a href="#methods">Methods and files</a></li>
</ol>
</nav>$html$, :'trust_html', page_style(), pages_nav('published.html'));

SELECT $html$<h2 id="agreement">1. Agreement with the published tables</h2>
<p>145 trusts, 52 questions: 51 percentages and a rating from 0 to 10 (Q59).</p>
<table>
<caption>Table 1: Results of this demonstration against the published figures</caption>
<thead><tr><th scope="col">Comparison</th><th scope="col" class="number">Result</th></tr></thead>$html$;
SELECT format('<tbody><tr><th scope="rowgroup" colspan="2">%s</th></tr>', html(section))
	|| string_agg(format(CASE WHEN result IS NULL THEN E'\n<tr><th scope="row" colspan="2"%1$s>%2$s</th></tr>'
			ELSE E'\n<tr><th scope="row"%1$s>%2$s</th><td class="number">%3$s</td></tr>' END,
		CASE WHEN claim LIKE ' %' THEN ' class="indent"' END, html(ltrim(claim)), html(result)), '' ORDER BY position)
	|| '</tbody>'
FROM finding
GROUP BY section
ORDER BY min(position);
\qecho '</table>'
SELECT E'<ul>\n' || string_agg(format('<li>%s</li>', html(note)), E'\n' ORDER BY position) || E'\n</ul>' FROM note;

\qecho '<h2 id="funnels">2. Two questions, all trusts</h2>'
\qecho '<p>Each mark is a trust; between the dashed lines is its expected range. For Q33 the range allows for differences between trusts beyond chance (over-dispersion)'
\qecho 'and stays wide however many answered; for Q35 it allows for chance alone and closes in. Adjusted scores of 20 or fewer respondents are hidden.</p>'
SELECT format(E'<figure class="wide" tabindex="0" role="group" aria-label="Figure %s">\n%s\n</figure>', number, funnel(question))
FROM (VALUES (1, 'Q33'), (2, 'Q35')) AS f(number, question)
ORDER BY number;

SELECT format($html$<h2 id="results">3. %1$s: results and expected ranges</h2>
<p>Adjusted scores: what the trust would have scored with patients like the national ones. The unrounded score decides whether
it lies outside its expected range; by chance alone about 1 in 20 would. Scores of 20 or fewer respondents are hidden.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 2">
<table>
<caption>Table 2: Adjusted score, 95%% confidence interval and expected range, %1$s, 2018 (percent; Q59 mean rating from 0 to 10)</caption>
<thead><tr><th scope="col">Question</th><th scope="col" class="number">Respondents</th><th scope="col" class="number">Score</th>
<th scope="col" class="number">95%% interval</th><th scope="col" class="number">Expected range</th><th scope="col">Band</th></tr></thead>$html$, :'trust_html');
SELECT format('<tbody><tr><th scope="rowgroup" colspan="6">%s</th></tr>', html(q.section))
	|| string_agg(format(E'\n<tr><th scope="row">%s %s</th><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td%s</td></tr>',
		q.question, html(q.label), whole(a.n), display(a.factor * a.score, a.status, d.score),
		CASE WHEN a.status IS NULL THEN display(a.low, NULL, d.range) || ' to ' || display(a.high, NULL, d.range) ELSE display(NULL, a.status) END,
		CASE WHEN a.status IS NULL THEN display(a.factor * j.low, NULL, d.range) || ' to ' || display(a.factor * j.high, NULL, d.range) ELSE display(NULL, a.status) END,
		CASE
			WHEN a.status IS NOT NULL THEN '>' || display(NULL, a.status)
			WHEN j.band = 'above' THEN ' class="above"><span aria-hidden="true">&#9650;</span> Above expected range'
			WHEN j.band = 'below' THEN ' class="below"><span aria-hidden="true">&#9660;</span> Below expected range'
			WHEN j.band = 'within' THEN '>Within expected range'
		END), '' ORDER BY q.position)
	|| '</tbody>'
FROM judged AS j
JOIN adjusted AS a USING (question, trust)
JOIN question AS q USING (question),
	LATERAL (SELECT CASE q.measure WHEN 'percent' THEN 0 ELSE 2 END AS score, CASE q.measure WHEN 'percent' THEN 1 ELSE 2 END AS range) AS d
WHERE j.variant = 'published' AND j.trust = :'trust'
GROUP BY q.section
ORDER BY min(q.position);
\qecho '</table></div>'

SELECT format($html$<h2 id="groups">4. %1$s: scores by tumour group</h2>
<p>Unadjusted scores. Marks in the table:</p>
<ul>
<li><strong>[c]</strong> confidential: 20 or fewer respondents, or hidden so that another score cannot be worked out</li>
<li><strong>[w]</strong> no respondents</li>
</ul>
<p>The rule is the survey&#8217;s own. It guards against subtraction within one question; it is no proof of safety.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 3">
<table class="upright">
<caption>Table 3: Unadjusted score by tumour group, %1$s, 2018 (percent; Q59 mean rating from 0 to 10)</caption>$html$, :'trust_html');
SELECT format('<thead><tr><th scope="col">Question</th>%s</tr></thead>', string_agg(format('<th scope="col" class="number"><span>%s</span></th>', html(name)), '' ORDER BY position))
FROM tumour_group;
SELECT format('<tbody><tr><th scope="rowgroup" colspan="14">%s</th></tr>', html(q.section)) || string_agg(r.html, '' ORDER BY q.position) || '</tbody>'
FROM question AS q
JOIN (
	SELECT c.question, format(E'\n<tr><th scope="row">%s %s</th>%s</tr>', q.question, html(q.label),
		string_agg(format('<td class="number%s">%s</td>', CASE WHEN c.status IS NOT NULL THEN ' hidden' END,
			display(c.published::float8, c.status, CASE q.measure WHEN 'percent' THEN 0 ELSE 2 END)), '' ORDER BY c.position)) AS html
	FROM tumour_cell AS c
	JOIN question AS q USING (question)
	WHERE c.trust = :'trust'
	GROUP BY c.question, q.question
) AS r USING (question)
GROUP BY q.section
ORDER BY min(q.position);
\qecho '</table></div>'

SELECT format($html$<h2 id="methods">5. Methods and files</h2>
<p><strong>Expected ranges</strong> are centre &#177; 1.96 &#8730;(s&#178; + &#964;&#178;), s&#178; = centre (1 &#8722; centre) / n, with an upper limit of at most 100%%; for Q59, s is the standard
error of the trust&#8217;s mean. On this page, centre and &#964;&#178; are those read back from the published limits, comparison (b) of table 1.</p>
<p>The rule by which (c) estimates them: <code>%s</code></p>
<p><strong>Hidden</strong> are scores of 20 or fewer respondents and, where exactly one tumour group of a trust and question has so few, the smallest of
the others too: <code>%s</code>. The number of respondents stays visible in the files, as in the survey.</p>
<ul>
<li><a href="scores.csv">scores.csv</a>: all trusts and questions, adjusted and unadjusted scores with intervals</li>
<li><a href="bands.csv">bands.csv</a>: expected ranges and bands</li>
<li><a href="tau2.csv">tau2.csv</a>: centre and &#964;&#178; of each question, as published and as estimated here</li>
<li><a href="tumour_suppressed.csv">tumour_suppressed.csv</a>: all tables by tumour group, suppressed</li>
</ul>
<p>In the files what is hidden is blank; its status is c (confidential), w (no respondents) or x (not available: the count behind an unadjusted score is not known).</p>
</main>
<footer><div><p>NHS England, National Cancer Patient Experience Survey 2018, Official Statistics (published 2019; survey contractor Quality Health; Crown
copyright); licence of the tables unconfirmed. Made with cancer_pe %s and PostgreSQL %s.</p></div></footer>
</body>
</html>$html$, html(expected_range_rule('ncpes2018')::text), html((SELECT options::text FROM preset WHERE kind = 'suppress' AND name = 'ncpes2018')),
	library_version(), current_setting('server_version'));
