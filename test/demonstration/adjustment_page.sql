-- The web page on case-mix adjustment: one query a part, each printing HTML.

-- The band in words of the page; NULL has none.
CREATE FUNCTION band_cell(band text) RETURNS text IMMUTABLE
RETURN CASE WHEN band IS NULL THEN '<td>[z]</td>' ELSE format('<td%s>%s</td>', CASE WHEN band <> 'within' THEN format(' class="%s"', band) END, initcap(band)) END;

-- A trust's percentage before and after, with interval, movement and bands; or the mark of what is hidden.
CREATE FUNCTION adjusted_cells(unadjusted float8, score float8, low float8, high float8, change float8, band_before text, band text, status text) RETURNS text IMMUTABLE
RETURN CASE WHEN status IS NOT NULL THEN repeat(format('<td class="number hidden">%s</td>', display(NULL, status)), 4) || repeat(format('<td class="hidden">%s</td>', display(NULL, status)), 2)
	ELSE format('<td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td>%s%s', display(unadjusted, NULL, 1), display(score, NULL, 1),
		CASE WHEN low IS NULL THEN '[z]' ELSE format('%s to %s', display(low, NULL, 1), display(high, NULL, 1)) END, points(change / 100), band_cell(band_before), band_cell(band)) END;

-- The trusts of the altered copy as a funnel, before or after adjustment; trusts that are hidden have no mark.
CREATE FUNCTION altered_funnel(adjusted boolean) RETURNS text STABLE
BEGIN ATOMIC
	WITH unit AS (
		SELECT trust, n, centre, CASE WHEN altered_funnel.adjusted THEN a.adjusted ELSE observed END AS score, CASE WHEN altered_funnel.adjusted THEN after_low ELSE before_low END AS low,
			CASE WHEN altered_funnel.adjusted THEN after_high ELSE before_high END AS high, CASE WHEN altered_funnel.adjusted THEN band ELSE band_before END AS band,
			CASE WHEN altered_funnel.adjusted THEN tau2 ELSE tau2_before END AS tau2
		FROM altered_score AS a
		WHERE status IS NULL
	), size AS (
		SELECT min(n) AS n_from, max(n) AS n_to, min(centre) AS centre, min(tau2) AS tau2 FROM unit
	), drawn AS (
		SELECT trust, n, score, low, high, band FROM unit
		UNION ALL
		SELECT NULL, c.n, NULL, c.low, c.high, NULL
		FROM size AS s, LATERAL funnel_curve(s.centre, s.n_from, s.n_to, 'ncpes2018', tau2 => s.tau2) AS c
	)
	SELECT funnel_svg(r.trust, r.n, r.score, r.low, r.high, r.band, jsonb_build_object(
		'title', 'Altered copy, ' || CASE WHEN altered_funnel.adjusted THEN 'adjusted' ELSE 'unadjusted' END || ' scores by trust',
		'y_label', CASE WHEN altered_funnel.adjusted THEN 'Adjusted score, %' ELSE 'Unadjusted score, %' END, 'x_label', 'Number of respondents', 'unit', '%', 'noun', 'trusts',
		'score_factor', 100, 'centre', s.centre, 'centre_name', 'All respondents', 'inner_name', 'expected range', 'max_labels', 6))
	FROM drawn AS r, size AS s;
END;

\o :out/adjustment.html
\qecho '<!DOCTYPE html>'
\qecho '<html lang="en-GB">'
SELECT format($html$<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Case-mix adjustment: synthetic respondents</title>
<style>%1$s</style>
</head>
<body>
<header><div>
<h1>Case-mix adjustment: synthetic respondents</h1>
<p>Models of all questions, adjusted scores and their bands, inside PostgreSQL by the extension cancer_pe</p>
%3$s
</div></header>
<main>
<div class="notice"><p><strong>Synthetic data.</strong> The %2$s respondents of this page do not exist. How many answers each trust had to each question, and how many of them were positive, is real
(published for 2018); who gave them, and everybody&#8217;s age, sex, ethnic group and deprivation, is made up. <strong>Adjusted scores here say nothing about any trust.</strong>
Section 5 goes further: there the answers are invented too, and trusts have letters and numbers for names.</p></div>
<p><strong>Source of the margins and of the published scores:</strong> NHS England, National Cancer Patient Experience Survey 2018, Official Statistics (published 2019; survey contractor Quality
Health; Crown copyright); licence of the tables unconfirmed. Questions are named by short labels of this project, not in the words of the questionnaire.</p>
<nav aria-labelledby="contents">
<h2 id="contents">Contents</h2>
<ol>
<li><a href="#meaning">What case-mix adjustment is, and is not</a></li>
<li><a href="#models">One pass, 52 models</a></li>
<li><a href="#trusts">Trusts before and after</a></li>
<li><a href="#separated">Trusts whose answers were all positive</a></li>
<li><a href="#planted">An effect that is planted</a></li>
<li><a href="#methods">Methods and files</a></li>
</ol>
</nav>
<h2 id="meaning">1. What case-mix adjustment is, and is not</h2>
<p>Older patients tend to answer more favourably than younger ones, whichever hospital they go to, and answers differ by sex, ethnic group, deprivation and type of cancer as well. A hospital that treats
more young patients than others then scores lower without caring for them any worse. Case-mix adjustment takes out as much of this as the recorded characteristics explain: a model
estimates, from patients of the <em>same</em> trusts, how answers go with characteristics, and each trust gets the score it would have if <em>all</em> patients of the survey were its own.</p>
<p>An adjusted score is for <strong>comparing trusts</strong>. It is not the share of a trust&#8217;s own patients who were satisfied: that is the unadjusted score. And what adjustment cannot do should be known:</p>
<ul>
<li>It removes differences by what was recorded, and only as far as the model has their form; not differences by what was not asked.</li>
<li>If a group of patients really is treated worse everywhere, adjustment takes that for a matter of the patients. Look at the groups themselves as well.</li>
<li>If the trusts&#8217; performance differs between groups of patients, one adjusted score a trust hides that.</li>
<li>Respondents whose characteristics are not known are left out of the model, and how many these are can differ much between trusts.</li>
<li>Nobody becomes comparable who did not respond.</li>
</ul>$html$, page_style(), whole(count(*)), pages_nav('adjustment.html'))
FROM surveyed;

SELECT format($html$<h2 id="models">2. One pass, %1$s models</h2>
<p>The table of answers is read once and collapsed: how many respondents there are of each trust and combination of age, sex, ethnic group, deprivation and tumour group, and how many of them were
positive in each question. A second statement fits a model to each question by the preset <code>ncpes2018</code>: logistic regression (least squares for Q59) with a parameter for each trust; an adjusted
score is the mean of what the model foretells for everybody in that trust.</p>
<table>
<caption>Table 1: What was fitted, and what adjustment does to it (synthetic respondents; scores that are hidden are left out)</caption>
<thead><tr><th scope="col">Finding</th><th scope="col" class="number">Result</th></tr></thead>
<tbody>
<tr><th scope="row">Questions fitted</th><td class="number">%2$s</td></tr>
<tr><th scope="row">Trusts and questions: unadjusted score equal to the count of the survey&#8217;s page</th><td class="number">%3$s</td></tr>
<tr><th scope="row">%4$s: combinations of characteristics, and of these with trusts</th><td class="number">%5$s, %6$s</td></tr>
<tr><th scope="row">%4$s fitted alone, from the rows: coefficients equal to the last bit</th><td class="number">%7$s</td></tr>
<tr><th scope="row">Percentages: median movement by adjustment, in points</th><td class="number">%8$s</td></tr>
<tr><th scope="row">The same in the publication of 2018, whose patients were real</th><td class="number">%9$s</td></tr>
<tr><th scope="row">Percentages that move by 1 point or more</th><td class="number">%10$s</td></tr>
<tr><th scope="row">The same in the publication of 2018</th><td class="number">%11$s</td></tr>
<tr><th scope="row">Bands that change by adjustment</th><td class="number">%12$s</td></tr>
</tbody></table>
<p><strong>Adjustment changes little here, and so it should.</strong> The invented answers do not depend on who gives them, so there is nothing to adjust for; what the models find is chance, and their power to tell who was positive
lies in the trusts. The movement that is left is the price of estimating %13$s coefficients a question that are zero. In the publication, where patients were real, it was larger. Section 5 has an
effect to find.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 2">
<table class="stacked">
<caption><span>Table 2: All questions: the model, and how far it moves the scores of trusts, synthetic respondents (points; of Q59 rating points)</span></caption>
<thead><tr><th scope="col">Question</th><th scope="col" class="number">Respondents</th><th scope="col" class="number">Combinations of characteristics and trusts</th><th scope="col" class="number">Area under the ROC curve</th><th scope="col" class="number">Median movement</th>
<th scope="col" class="number">Largest movement</th><th scope="col" class="number">Trusts shown</th><th scope="col" class="number">Bands that change</th></tr></thead>
<tbody>$html$, s.questions, of_all(s.fitted, s.questions), of_all(s.equal, s.cells), html(r.question), whole(r.patterns), whole(r.cells), of_all(s.coefficients_equal, s.coefficients), display(s.median, NULL, 2),
	display(s.published_median, NULL, 2), of_all(s.point, s.shown), of_all(s.published_point, s.published), of_all(s.banded, s.judged), r.columns - 1)
FROM adjusted_summary AS s, model_report AS r
WHERE r.question = :'one_question';
SELECT string_agg(format('<tr><th scope="row">%s %s</th><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td></tr>',
	r.question, html(r.label), whole(r.n), whole(r.cells), coalesce(display(r.auc, NULL, 3), '[z]'), display(a.median, NULL, 2), display(a.largest, NULL, 2), a.shown, a.banded), E'\n' ORDER BY r.position)
FROM model_report AS r
JOIN (
	SELECT question, percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(change)) AS median, max(abs(change)) AS largest, count(*) FILTER (WHERE status IS NULL) AS shown,
		count(*) FILTER (WHERE band <> band_before) AS banded
	FROM adjusted_published
	GROUP BY question
) AS a USING (question);
\qecho '</tbody></table></div>'
\qecho '<p>[z]: not applicable, as Q59 is a number. The largest movements are those of small trusts.</p>'

SELECT format($html$<h2 id="trusts">3. Trusts before and after</h2>
<p>Bands say whether a score lies above, within or below its expected range among all trusts, with allowance for over-dispersion as in 2018. Scores are judged before and after by the same rule: the centre is the mean of all
respondents, the limits follow from the number of respondents. Table 3 counts how the bands move; table 4 has every trust for one question, and adjusted_scores.csv all questions.</p>
<table>
<caption>Table 3: Bands of trusts before and after adjustment, all questions, synthetic respondents (number of scores that are shown)</caption>
<thead><tr><th scope="col">Unadjusted</th><th scope="col" class="number">Adjusted: below</th><th scope="col" class="number">Adjusted: within</th><th scope="col" class="number">Adjusted: above</th></tr></thead>
<tbody>
%s
</tbody></table>
<p>Marks in the tables: <strong>[c]</strong> confidential, 20 or fewer respondents or hidden to protect another; <strong>[w]</strong> no respondents; <strong>[z]</strong> not applicable, as there is no standard error.
What is hidden here is what the page of the survey hides.</p>$html$, string_agg(format('<tr><th scope="row">%s</th>%s</tr>', initcap(band_before), counts), E'\n' ORDER BY place))
FROM (
	SELECT b.band AS band_before, b.place, string_agg(format('<td class="number">%s</td>', whole((SELECT count(*) FROM adjusted_published AS a WHERE a.band_before = b.band AND a.band = c.band))), '' ORDER BY c.place) AS counts
	FROM (VALUES (1, 'below'), (2, 'within'), (3, 'above')) AS b(place, band), (VALUES (1, 'below'), (2, 'within'), (3, 'above')) AS c(place, band)
	GROUP BY b.band, b.place
) AS line;
SELECT format($html$<div class="wide" tabindex="0" role="group" aria-label="Table 4">
<table class="stacked">
<caption><span>Table 4: %s by trust, synthetic respondents (percent; movement in points; 95%% interval of the adjusted score)</span></caption>
<thead><tr><th scope="col">Trust</th><th scope="col" class="number">Respondents</th><th scope="col" class="number">Unadjusted</th><th scope="col" class="number">Adjusted</th><th scope="col" class="number">95%% interval</th>
<th scope="col" class="number">Movement</th><th scope="col">Band, unadjusted</th><th scope="col">Band, adjusted</th></tr></thead>
<tbody>$html$, html((SELECT question || ' ' || label FROM question WHERE question = :'one_question')));
SELECT string_agg(format('<tr><th scope="row">%s</th><td class="number">%s</td>%s</tr>', html(regexp_replace(t.name, ' NHS (Foundation )?Trust$', '')), whole(a.n),
	adjusted_cells(a.unadjusted, a.score, a.low, a.high, a.change, a.band_before, a.band, a.status)), E'\n' ORDER BY t.name)
FROM adjusted_published AS a
JOIN trust AS t ON t.code = a.trust
WHERE a.question = :'one_question';
\qecho '</tbody></table></div>'

SELECT format($html$<h2 id="separated">4. Trusts whose answers were all positive</h2>
<p>If every answer of a trust is positive, the likelihood of its parameter has no maximum: it grows for ever towards plus infinity. A program that drops such a parameter without a word, and then predicts for the trust all the same,
gives it the score of the <em>reference trust</em>. That is what became of %1$s scores in the publication of 2018: each is the adjusted score of trust %2$s, to 7 digits. The extension finds separation exactly before it
fits; the trust&#8217;s score is the limit, 100, it has no standard error, and a flag says why. The counts of positive answers below are real; only the patients they are given to are invented.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 5">
<table class="stacked">
<caption><span>Table 5: Scores of trusts all of whose answers were positive: here, and in the publication of 2018 (percent)</span></caption>
<thead><tr><th scope="col">Trust</th><th scope="col">Question</th><th scope="col" class="number">Positive</th><th scope="col" class="number">Adjusted here</th><th scope="col">Flag</th><th scope="col" class="number">Published, adjusted</th>
<th scope="col" class="number">Published, adjusted, of %2$s</th><th scope="col" class="number">Adjusted here, %2$s</th></tr></thead>
<tbody>
%3$s
</tbody></table></div>
<p>%4$s of the %1$s are shown; the others are hidden here as on the page of the survey, where they protect another trust of their Alliance. The parameters of other trusts are what they would be without these. With the options
<code>firth</code> or <code>ridge</code> such a trust gets a finite parameter, a score somewhat below 100 and a standard error.</p>$html$,
	count(*) FILTER (WHERE a.same), :'reference',
	string_agg(format('<tr><th scope="row">%s</th><td>%s</td><td class="number">%s</td><td class="number">%s</td><td>%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td></tr>', html(regexp_replace(t.name, ' NHS (Foundation )?Trust$', '')),
		html(q.question || ' ' || q.label), of_all(a.k, a.unadj_n), display(a.score, NULL, 1), html(a.model_status), display(a.published, NULL, 4), display(a.published_reference, NULL, 4), display(a.reference_score, NULL, 1)), E'\n'
		ORDER BY q.position, t.name) FILTER (WHERE a.status IS NULL),
	count(*) FILTER (WHERE a.same AND a.status IS NULL))
FROM all_positive AS a
JOIN question AS q USING (question)
JOIN trust AS t ON t.code = a.trust;

SELECT format($html$<h2 id="planted">5. An effect that is planted</h2>
<p>The %1$s who answered %2$s, once more, with answers that are invented anew: whether one is positive depends on age, in all trusts alike. The trusts have numbers for names, and three are special. <strong>Trust A</strong> has
been made old: %3$s of its patients are 75 or older. <strong>Trust B</strong> has been made young: %4$s. <strong>Trust C</strong> has patients as others have, and is worse. Since all of this is known, so is the score that each trust ought to get: %5$s per cent, trust C %6$s.</p>
<figure>
<figcaption><p><strong>Figure 1: Unadjusted scores.</strong> Trust A is above its expected range and trust B below, for the age of their patients; trust C is below, too, and nobody can tell it from B.</p></figcaption>
<div class="wide" tabindex="0" role="group" aria-label="Figure 1">
%7$s
</div>
</figure>
<figure>
<figcaption><p><strong>Figure 2: Adjusted scores.</strong> Trusts A and B are within their range; trust C is where it was.</p></figcaption>
<div class="wide" tabindex="0" role="group" aria-label="Figure 2">
%8$s
</div>
</figure>
<div class="wide" tabindex="0" role="group" aria-label="Table 6">
<table class="stacked">
<caption><span>Table 6: Three trusts of the altered copy before and after adjustment (percent; 95%% interval)</span></caption>
<thead><tr><th scope="col">Trust</th><th scope="col" class="number">Respondents</th><th scope="col" class="number">Aged 75 or over</th><th scope="col" class="number">Unadjusted</th><th scope="col" class="number">Adjusted</th><th scope="col" class="number">What it ought to be</th>
<th scope="col">Band, unadjusted</th><th scope="col">Band, adjusted</th></tr></thead>
<tbody>$html$, whole(sum(s.n)::bigint), html((SELECT question || ' ' || label FROM question WHERE question = :'one_question')),
	max(display(100 * s.old_share, NULL, 0) || ' %') FILTER (WHERE s.trust = 'A'), max(display(100 * s.old_share, NULL, 0) || ' %') FILTER (WHERE s.trust = 'B'),
	display(100 * max(t.alike), NULL, 1), display(100 * max(t.worse), NULL, 1), altered_funnel(false), altered_funnel(true))
FROM altered_score AS s, altered_truth AS t;
SELECT string_agg(format('<tr><th scope="row">%s</th><td class="number">%s</td><td class="number">%s</td><td class="number">%s<span class="small">%s to %s</span></td><td class="number">%s<span class="small">%s to %s</span></td><td class="number">%s</td>%s%s</tr>',
	w.words, whole(s.n), display(100 * s.old_share, NULL, 0), display(100 * s.observed, NULL, 1), display(100 * ci.low, NULL, 1), display(100 * ci.high, NULL, 1),
	display(100 * s.adjusted, NULL, 1), display(100 * s.low, NULL, 1), display(100 * s.high, NULL, 1), display(100 * s.truth, NULL, 1), band_cell(s.band_before), band_cell(s.band)), E'\n' ORDER BY s.trust)
FROM altered_score AS s
JOIN (VALUES ('A', 'A, made old'), ('B', 'B, made young'), ('C', 'C, made worse')) AS w(trust, words) USING (trust), LATERAL rate_ci(s.observed, s.n) AS ci
WHERE s.status IS NULL;
SELECT format($html$</tbody></table></div>
<p>Of the other %1$s trusts that are shown, all of them alike, %2$s are outside their range before adjustment and %3$s after it; by chance alone it would be about 1 in 20.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 7">
<table>
<caption><span>Table 7: Odds ratios of a positive answer by age, planted and found (beside 65 to 74; 95%% interval)</span></caption>
<thead><tr><th scope="col">Age</th><th scope="col" class="number">Respondents</th><th scope="col" class="number">Planted</th><th scope="col" class="number">Found</th><th scope="col" class="number">95%% interval</th></tr></thead>
<tbody>$html$, count(*), count(*) FILTER (WHERE band_before <> 'within'), count(*) FILTER (WHERE band <> 'within'))
FROM altered_score
WHERE status IS NULL AND trust NOT IN ('A', 'B', 'C');
SELECT string_agg(format('<tr><th scope="row">%s</th><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td></tr>', html(c.level), whole(c.n), display(exp(e.effect), NULL, 2),
	display(coalesce(c.odds_ratio, 1), NULL, 2), CASE WHEN c.low IS NULL THEN 'Reference' ELSE format('%s to %s', display(exp(c.low), NULL, 2), display(exp(c.high), NULL, 2)) END), E'\n' ORDER BY c.level)
FROM altered_model AS m, LATERAL coefficients(m.model) AS c
JOIN planted_effect AS e ON e.age_band = c.level
WHERE c.term = 'age_band';
SELECT string_agg(line, E'\n' ORDER BY place)
FROM (
	SELECT 1 AS place, '</tbody></table></div>' AS line
	UNION ALL
	SELECT 2, format('<p>All terms together: chi-square of age %s with %s degrees of freedom; of sex %s with %s and of tumour group %s with %s, which have no effect here.</p>',
		display(max(chi2) FILTER (WHERE term = 'age_band'), NULL, 0), max(df) FILTER (WHERE term = 'age_band'), display(max(chi2) FILTER (WHERE term = 'sex'), NULL, 1), max(df) FILTER (WHERE term = 'sex'),
		display(max(chi2) FILTER (WHERE term = 'tumour_group'), NULL, 1), max(df) FILTER (WHERE term = 'tumour_group'))
	FROM altered_model AS m, LATERAL term_tests(m.model)
) AS part;

SELECT format($html$<h2 id="methods">6. Methods and files</h2>
<p><strong>Models:</strong> preset <code>ncpes2018</code>, whose form was derived from the published figures of 2018; terms age band, sex, ethnic group (&#8220;not given&#8221; is a level), deprivation and tumour group. How the survey
coded its covariates was not published, so these are a guess and no reconstruction. <strong>Adjusted scores</strong> are predictive margins, their standard errors by the delta method with the covariance of all coefficients; the
publication put the adjusted score into Wilson&#8217;s formula instead. <strong>Unadjusted intervals</strong> by Wilson. <strong>Expected ranges</strong> by the rule <code>ncpes2018</code>, around the mean of all respondents, between-trust variance estimated here; Q59 with the
standard error of its margin.</p>
<p><strong>Altered copy:</strong> log odds %2$s; trust C %3$s less; 0.4 in common. <strong>The respondents</strong> are the same on every run and platform, as is every number of this page.</p>
<p><strong>Suppression:</strong> as on the page of the survey, so that neither page gives away what the other hides. A model is made of all respondents, also those of trusts whose score is hidden. This is no proof of safety.</p>
<ul>
<li><a href="adjusted_scores.csv">adjusted_scores.csv</a>: all trusts and questions, unadjusted and adjusted, with intervals, expected ranges, bands and flags</li>
</ul>
<p>In the file what is hidden is blank; its status is c (confidential) or w (no respondents).</p>
</main>
<footer><div><p>Synthetic respondents with the margins of: NHS England, National Cancer Patient Experience Survey 2018, Official Statistics (published 2019; survey contractor Quality Health; Crown
copyright); licence of the tables unconfirmed. Made with cancer_pe %4$s and PostgreSQL %5$s.</p></div></footer>
</body>
</html>$html$, NULL, string_agg(format('%s of %s', display(effect, NULL, 1), age_band), ', ' ORDER BY age_band), '0.6', library_version(), current_setting('server_version'))
FROM planted_effect;
