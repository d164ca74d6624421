-- The web page on secondary breast cancer: one query a part, each printing HTML.

-- A percentage with its interval below it, by a named method; or the mark of what is hidden (c) or not there (x).
CREATE FUNCTION tally_cell(t tally, mark text, method text) RETURNS text STABLE
BEGIN ATOMIC
	SELECT CASE WHEN tally_cell.mark IS NOT NULL OR n(tally_cell.t) = 0 THEN format('<td class="number hidden">%s</td>', display(NULL, coalesce(tally_cell.mark, 'x')))
		ELSE rate_cell(rate(tally_cell.t), ci.low, ci.high) END
	FROM rate_ci(tally_cell.t, tally_cell.method) AS ci;
END;
-- How many of how many, or the mark.
CREATE FUNCTION part_cell(t tally, mark text) RETURNS text IMMUTABLE
RETURN CASE WHEN mark IS NOT NULL OR n(t) = 0 THEN format('<td class="number hidden">%s</td>', display(NULL, coalesce(mark, 'x'))) ELSE format('<td class="number">%s</td>', of_all(positives(t), n(t))) END;
-- A difference of two rates in points, with Newcombe's interval.
CREATE FUNCTION move_cell(before tally, after tally, mark text) RETURNS text STABLE
BEGIN ATOMIC
	SELECT CASE WHEN move_cell.mark IS NOT NULL THEN format('<td class="number hidden">%s</td>', display(NULL, move_cell.mark)) ELSE format('<td class="number%s">%s</td>', CASE WHEN g.high < 0 THEN ' below' WHEN g.low > 0 THEN ' above' END, gap_text(g.difference, g.low, g.high)) END
	FROM gap(move_cell.after, move_cell.before) AS g;
END;

-- The rows of tables that are suppressed, with what is hidden marked; and as they would be with their values, to search for.
CREATE TABLE secondary_line AS
WITH cell AS (
	SELECT coalesce(trust, 'All') AS trust, kind, n, mark FROM by_trust_decided WHERE truth IS NULL AND period IS NULL
), part AS (
	-- 1: status
	SELECT 1 AS section, c.trust AS label, c.trust AS row, h.shown, string_agg(count_cell(n, CASE WHEN h.shown THEN mark END), '' ORDER BY l.place) AS cells
	FROM cell AS c
	JOIN (VALUES (NULL, 0), ('Secondary', 1), ('De novo', 2), ('Recurrent', 3), ('Progressed', 4), ('Ambiguous', 5), ('Local or regional', 6), ('Self-report only', 7), ('None', 8)) AS l(kind, place) ON l.kind IS NOT DISTINCT FROM c.kind
	CROSS JOIN (VALUES (true), (false)) AS h(shown)
	GROUP BY c.trust, h.shown
	UNION ALL -- 2: completeness of items
	SELECT 2, trust, trust, h.shown, string_agg(tally_cell(t, CASE WHEN h.shown THEN mark END, 'wilson'), '' ORDER BY i.place)
	FROM rate_decided
	JOIN (VALUES ('stage', 1), ('m', 2), ('er', 3), ('her2', 4), ('performance', 5), ('cns', 6)) AS i(measure, place) USING (measure)
	CROSS JOIN (VALUES (true), (false)) AS h(shown)
	WHERE period IS NULL
	GROUP BY trust, h.shown
	UNION ALL -- 3: how one of them moves
	SELECT 3, trust, trust, h.shown, tally_cell(before, CASE WHEN h.shown THEN mark END, 'wilson') || tally_cell(after, CASE WHEN h.shown THEN mark END, 'wilson') || move_cell(before, after, CASE WHEN h.shown THEN mark END)
	FROM moved
	CROSS JOIN (VALUES (true), (false)) AS h(shown)
	WHERE measure = 'performance'
	UNION ALL -- 4: nurse and team
	SELECT 4, trust, trust, h.shown, string_agg(part_cell(t, CASE WHEN h.shown THEN r.mark END) || tally_cell(t, CASE WHEN h.shown THEN r.mark END, 'clopper_pearson') || count_cell(c.n, CASE WHEN h.shown THEN c.mark END), '' ORDER BY measure)
	FROM rate_decided AS r
	JOIN cell AS c USING (trust)
	CROSS JOIN (VALUES (true), (false)) AS h(shown)
	WHERE measure IN ('CNS', 'MDT') AND c.kind = measure || ' neither'
	GROUP BY trust, h.shown
	UNION ALL -- 5: assessments and plans
	SELECT 5, trust, trust, h.shown, string_agg(part_cell(t, CASE WHEN h.shown THEN mark END) || tally_cell(t, CASE WHEN h.shown THEN mark END, 'clopper_pearson'), '' ORDER BY measure)
	FROM rate_decided
	CROSS JOIN (VALUES (true), (false)) AS h(shown)
	WHERE measure IN ('HNA', 'PCSP')
	GROUP BY trust, h.shown
	UNION ALL -- 6: the first assessment by the first plan
	SELECT 6, coalesce(p.hna, 'All'), l.label, h.shown, string_agg(count_cell(n, CASE WHEN h.shown THEN mark END), '' ORDER BY p.pcsp IS NOT NULL, p.pcsp = 'none', p.pcsp = 'blank', p.pcsp COLLATE "C")
	FROM offer_pair AS p
	JOIN (VALUES (NULL, 'All'), ('01', '1 01, undecided'), ('02', '2 02, declined'), ('03', '3 03, accepted'), ('05', '5 05, unable'), ('blank', '6 No code'), ('none', '7 None')) AS l(hna, label) ON l.hna IS NOT DISTINCT FROM p.hna
	CROSS JOIN (VALUES (true), (false)) AS h(shown)
	GROUP BY p.hna, l.label, h.shown
	UNION ALL -- 7: status by truth
	SELECT 7, coalesce(f.kind, 'All'), f.place || coalesce(f.label, f.kind, 'All'), h.shown, string_agg(count_cell(c.n, CASE WHEN h.shown THEN c.mark END), '' ORDER BY t.place)
	FROM (VALUES (NULL, NULL, 0), ('Secondary', 'Any secondary disease', 1), ('De novo', NULL, 2), ('Recurrent', NULL, 3), ('Progressed', NULL, 4), ('Ambiguous', NULL, 5), ('Local or regional', NULL, 6), ('Self-report only', NULL, 7), ('None', NULL, 8)) AS f(kind, label, place)
	CROSS JOIN (VALUES (NULL, 0), ('secondary', 1), ('de_novo', 2), ('recurrent', 3), ('progressed', 4), ('local_regional', 5), ('none', 6)) AS t(truth, place)
	JOIN by_trust_decided AS c ON c.trust IS NULL AND c.period IS NULL AND (c.kind, c.truth) IS NOT DISTINCT FROM (f.kind, t.truth)
	CROSS JOIN (VALUES (true), (false)) AS h(shown)
	GROUP BY f.kind, f.label, f.place, h.shown
	UNION ALL -- 8: sensitivity and specificity
	SELECT 8, label, place || label, h.shown, part_cell(found, CASE WHEN h.shown THEN found_mark END) || tally_cell(found, CASE WHEN h.shown THEN found_mark END, 'clopper_pearson')
		|| part_cell(cleared, CASE WHEN h.shown THEN cleared_mark END) || tally_cell(cleared, CASE WHEN h.shown THEN cleared_mark END, 'clopper_pearson')
	FROM status_accuracy
	CROSS JOIN (VALUES (true), (false)) AS h(shown)
	UNION ALL -- 9: prevalence
	SELECT 9, trust, trust, h.shown, CASE WHEN mark IS NOT NULL AND h.shown THEN repeat(format('<td class="number hidden">%s</td>', display(NULL, mark)), 2) ELSE rate_cell(apparent, apparent_low, apparent_high) || rate_cell(estimate, low, high) END
	FROM prevalence
	CROSS JOIN (VALUES (true), (false)) AS h(shown)
), line AS (
	SELECT section, label, row, shown, format('<tr%s><th scope="row">%s</th>%s</tr>', CASE WHEN row IN ('All', '0All') THEN ' class="total"' END, html(ltrim(regexp_replace(row, '^[0-9] ?', ''))), cells) AS html FROM part
)
SELECT s.section, s.label, s.row, s.html, v.html AS with_values
FROM line AS s
JOIN line AS v USING (section, row)
WHERE s.shown AND NOT v.shown;

CREATE FUNCTION secondary_rows(section integer) RETURNS text STABLE
BEGIN ATOMIC
	SELECT string_agg(l.html, E'\n' ORDER BY l.row NOT IN ('All', '0All'), l.row COLLATE "C") FROM secondary_line AS l WHERE l.section = secondary_rows.section;
END;

\o :out/secondary.html
\qecho '<!DOCTYPE html>'
\qecho '<html lang="en-GB">'
SELECT format($html$<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Secondary breast cancer by trust, a synthetic extract</title>
<style>%1$s</style>
</head>
<body>
<header><div>
<h1>Secondary breast cancer by trust, a synthetic extract</h1>
<p>Who has it, how well it is recorded, and what care is documented, inside PostgreSQL by the extension cancer_pe</p>
%5$s
</div></header>
<main>
<div class="notice"><p><strong>Every patient, trust and figure on this page is invented.</strong> A program makes an extract of cancer data sets in the form of the public Simulacrum, with the truth known and with the errors that such records have. Nothing follows from it for any real patient,
trust or audit. Small numbers are treated as if they were real.</p></div>
<p>%2$s patients with breast cancer, diagnosed from 2013 to 2017 at %3$s trusts; and %4$s more whose notes were read, to learn how good the records are (section 6).</p>
<nav aria-labelledby="contents">
<h2 id="contents">Contents</h2>
<ol>
<li><a href="#status">Who has secondary disease</a></li>
<li><a href="#completeness">How complete the records are, and how that moves</a></li>
<li><a href="#care">Nurse specialist and team</a></li>
<li><a href="#offers">Needs assessments and care plans</a></li>
<li><a href="#accuracy">How well the status finds what is true</a></li>
<li><a href="#prevalence">Prevalence, put right</a></li>
<li><a href="#methods">What is hidden, caveats, methods and files</a></li>
</ol>
</nav>$html$, page_style(), whole(s.patients), s.trusts, whole(s.validated), pages_nav('secondary.html'))
FROM secondary_summary AS s;

SELECT format($html$<h2 id="status">1. Who has secondary disease</h2>
<p><strong>Synthetic.</strong> No data set says it in one item. <code>secondary_status</code> reads the events of all of them, recurrence and progression records, registry, waiting times, chemotherapy and radiotherapy, hospital admissions, death certificates and the survey, in an order of precedence that is data, with a
window of 90 days after diagnosis. It returns the class, the source that won, its date, and what contradicts it.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 1">
<table class="stacked">
<caption><span>Table 1: Patients with breast cancer by status and trust, synthetic (number)</span></caption>
<thead><tr><th scope="col">Trust</th><th scope="col" class="number">All</th><th scope="col" class="number">Secondary</th><th scope="col" class="number">De novo</th><th scope="col" class="number">Recurrent</th><th scope="col" class="number">Progressed</th>
<th scope="col" class="number">Ambiguous</th><th scope="col" class="number">Local or regional</th><th scope="col" class="number">Self-report only</th><th scope="col" class="number">None</th></tr></thead>
<tbody>
%1$s
</tbody></table></div>
<p>Secondary is de novo, recurrent and progressed together; it includes people who have died and is no number of people alive. Ambiguous: distant disease only by sources that cannot tell which of two primary tumours has spread. Self-report: the patient says so in the survey and no record does. [c]: hidden, see section 7.</p>$html$, secondary_rows(1));

SELECT format($html$<h2 id="completeness">2. How complete the records are, and how that moves</h2>
<p><strong>Synthetic.</strong> An item is complete where it has a value that says something: codes for not known (stage X, ER X, nurse specialist 99) are not. Intervals are Wilson&#8217;s, 95 per cent.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 2">
<table class="stacked">
<caption><span>Table 2: Completeness of six items by trust, synthetic (%%, 95%% Wilson interval)</span></caption>
<thead><tr><th scope="col">Trust</th><th scope="col" class="number">Stage</th><th scope="col" class="number">Metastasis (M)</th><th scope="col" class="number">ER</th><th scope="col" class="number">HER2</th><th scope="col" class="number">Performance status</th><th scope="col" class="number">Nurse specialist</th></tr></thead>
<tbody>
%1$s
</tbody></table></div>
<p>From one period to the next, all trusts together, completeness stays as it was but for performance status; and there it is one trust. <strong>Planted:</strong> trust %2$s records every second one only from 2016 on, so that 46 per cent are to be expected.</p>
<table>
<caption>Table 3: All trusts: change of completeness, 2013 to 2015 to 2016 and 2017, synthetic (points, 95%% Newcombe interval)</caption>
<thead><tr><th scope="col">Item</th><th scope="col" class="number">Change</th></tr></thead>
<tbody>
%3$s
</tbody></table>
<div class="wide" tabindex="0" role="group" aria-label="Table 4">
<table class="stacked">
<caption><span>Table 4: Performance status recorded, by trust and period, synthetic (%%, 95%% Wilson interval; change in points, 95%% Newcombe interval)</span></caption>
<thead><tr><th scope="col">Trust</th><th scope="col" class="number">2013 to 2015</th><th scope="col" class="number">2016 and 2017</th><th scope="col" class="number">Change</th></tr></thead>
<tbody>
%4$s
</tbody></table></div>$html$, secondary_rows(2), :'trust_recording', (
	SELECT string_agg(format('<tr><th scope="row">%s</th><td class="number%s">%s</td></tr>', l.label, CASE WHEN c.high < 0 THEN ' below' WHEN c.low > 0 THEN ' above' END, CASE WHEN m.mark IS NULL THEN gap_text(c.difference, c.low, c.high) ELSE display(NULL, m.mark) END), E'\n' ORDER BY l.place)
	FROM completeness_by AS a, completeness_by AS b, LATERAL completeness_change(a.profile, b.profile) AS c
	JOIN (VALUES ('stage', 'Stage', 1), ('m', 'Metastasis (M)', 2), ('er', 'ER', 3), ('her2', 'HER2', 4), ('performance', 'Performance status', 5), ('cns', 'Nurse specialist', 6)) AS l(item, label, place) USING (item)
	JOIN moved AS m ON m.trust = 'All' AND m.measure = c.item
	WHERE a.trust IS NULL AND b.trust IS NULL AND a.period = '2016 and 2017' AND b.period = '2013 to 2015'), secondary_rows(3));

SELECT format($html$<h2 id="care">3. Nurse specialist and team</h2>
<p><strong>Synthetic.</strong> Metrics by name, each with numerator, denominator and who is missing: <code>cns_contact_secondary</code> and <code>mdt_metastatic</code>, of patients with secondary disease. Not recorded is neither yes nor no, and stands beside the rate. Intervals are exact (Clopper and Pearson), 95 per cent.
<strong>Planted:</strong> trust %1$s loses half of its contacts, trust %2$s discusses half of its patients; the others are alike.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 5">
<table class="stacked">
<caption><span>Table 5: Contact with a clinical nurse specialist, and discussion by a multidisciplinary team, secondary disease, synthetic (%%, 95%% exact interval)</span></caption>
<thead><tr><th scope="col">Trust</th><th scope="col" class="number">Nurse specialist: number</th><th scope="col" class="number">Per cent</th><th scope="col" class="number">Not recorded</th><th scope="col" class="number">Team: number</th><th scope="col" class="number">Per cent</th><th scope="col" class="number">Not recorded</th></tr></thead>
<tbody>
%3$s
</tbody></table></div>
<figure>
<figcaption><p><strong>Figure 1: Contact with a nurse specialist by trust, with exact intervals.</strong> The line is all trusts.</p></figcaption>
<div class="wide" tabindex="0" role="group" aria-label="Figure 1">
%4$s
</div>
</figure>$html$, :'trust_nurses', :'trust_team', secondary_rows(4), (
	SELECT caterpillar_svg(r.trust, CASE WHEN r.mark IS NULL THEN rate(r.t) END, CASE WHEN r.mark IS NULL THEN ci.low END, CASE WHEN r.mark IS NULL THEN ci.high END, NULL,
		jsonb_build_object('title', 'Contact with a clinical nurse specialist, secondary disease, synthetic', 'y_label', 'Patients with a contact, %', 'x_label', 'Trusts', 'unit', '%', 'noun', 'trusts', 'score_factor', 100,
			'centre', everybody.share, 'centre_name', 'All trusts', 'interval_name', '95 % exact interval', 'layout', 'rows'))
	FROM rate_decided AS r, LATERAL rate_ci(r.t, 'clopper_pearson') AS ci, (SELECT rate(t) AS share FROM rate_decided WHERE (trust, measure) = ('All', 'CNS') AND mark IS NULL) AS everybody
	WHERE r.measure = 'CNS' AND r.trust <> 'All'));

SELECT format($html$<h2 id="offers">4. Needs assessments and care plans</h2>
<p><strong>Synthetic.</strong> The first holistic needs assessment (HNA) and the first personalised care and support plan (PCSP) that was offered 0 to 730 days after diagnosis, to all patients with breast cancer, after the program of the national study of diagnoses of 2021: records sent twice count once, 003 is read as 03, an
empty code is an offer, 04 is none. Trusts that send in next to nothing are in no rate: %1$s, marked [x]. Intervals are exact.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 6">
<table class="stacked">
<caption><span>Table 6: Offered within two years of diagnosis, synthetic (%%, 95%% exact interval)</span></caption>
<thead><tr><th scope="col">Trust</th><th scope="col" class="number">Assessment: number</th><th scope="col" class="number">Per cent</th><th scope="col" class="number">Plan: number</th><th scope="col" class="number">Per cent</th></tr></thead>
<tbody>
%2$s
</tbody></table></div>
<div class="wide" tabindex="0" role="group" aria-label="Table 7">
<table class="stacked">
<caption><span>Table 7: Time to the first offer, all trusts that send them in, synthetic (%% of all patients, 95%% exact interval)</span></caption>
<thead><tr><th scope="col">Offered by</th><th scope="col" class="number">Assessment</th><th scope="col" class="number">Plan</th></tr></thead>
<tbody>
%3$s
</tbody></table></div>
<div class="wide" tabindex="0" role="group" aria-label="Table 8">
<table class="stacked">
<caption><span>Table 8: First assessment (rows) by first plan (columns), trusts that send in both, synthetic (patients)</span></caption>
<thead><tr><th scope="col">Assessment</th><th scope="col" class="number">All</th><th scope="col" class="number">01, undecided</th><th scope="col" class="number">02, declined</th><th scope="col" class="number">03, accepted</th><th scope="col" class="number">05, unable</th><th scope="col" class="number">06, not required</th><th scope="col" class="number">No code</th><th scope="col" class="number">None</th></tr></thead>
<tbody>
%4$s
</tbody></table></div>
<p>%5$s</p>$html$, (SELECT string_agg(trust, ' and ' ORDER BY trust) FROM sends WHERE NOT hna), secondary_rows(5), (
	SELECT string_agg(format('<tr><th scope="row">%s days</th>%s%s</tr>', upto, tally_cell(coverage_at(h.coverage, upto), h_mark, 'clopper_pearson'), tally_cell(coverage_at(p.coverage, upto), p_mark, 'clopper_pearson')), E'\n' ORDER BY upto)
		|| format(E'\n<tr><th scope="row">Half, and 90 per cent, of those ever offered</th><td class="number">day %s, day %s</td><td class="number">day %s, day %s</td></tr>', days_to_reach(min(h.coverage::text)::timed_coverage, 0.5), days_to_reach(min(h.coverage::text)::timed_coverage, 0.9),
			days_to_reach(min(p.coverage::text)::timed_coverage, 0.5), days_to_reach(min(p.coverage::text)::timed_coverage, 0.9))
	FROM offer_time AS h, offer_time AS p, unnest('{31,91,182,365,730}'::integer[]) AS upto, (SELECT max(mark) FILTER (WHERE kind LIKE 'HNA by day%') AS h_mark, max(mark) FILTER (WHERE kind LIKE 'PCSP by day%') AS p_mark FROM by_trust_decided) AS m
	WHERE h.kind = 'HNA' AND p.kind = 'PCSP'), secondary_rows(6), (
	SELECT CASE WHEN a.mark IS NULL AND b.mark IS NULL THEN format('Of %s patients who accepted an assessment, %s were offered no plan, though one ought to follow (%s %%).', whole(a.n), whole(b.n), display(100.0 * b.n / a.n, NULL, 1)) END
	FROM offer_pair AS a, offer_pair AS b WHERE a.hna = '03' AND a.pcsp IS NULL AND (b.hna, b.pcsp) = ('03', 'none')));

SELECT format($html$<h2 id="accuracy">5. How well the status finds what is true</h2>
<p><strong>Synthetic,</strong> and so the truth is known of everybody. Records miss distant disease, each source with a stated chance (recurrence records most of all), and some record it where there is none. As these chances are independent, the share that any source finds has a closed form. For patients with one primary tumour:
<strong>stated %1$s per cent, found %2$s</strong>; and of those without distant disease stated %3$s per cent cleared, found %4$s (exact intervals).</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 9">
<table class="stacked">
<caption><span>Table 9: Status that was found (rows) by the truth (columns), synthetic (patients)</span></caption>
<thead><tr><th scope="col">Found</th><th scope="col" class="number">All</th><th scope="col" class="number">Truly secondary</th><th scope="col" class="number">De novo</th><th scope="col" class="number">Recurrent</th><th scope="col" class="number">Progressed</th><th scope="col" class="number">Local or regional</th><th scope="col" class="number">None</th></tr></thead>
<tbody>
%5$s
</tbody></table></div>
<div class="wide" tabindex="0" role="group" aria-label="Table 10">
<table class="stacked">
<caption><span>Table 10: Sensitivity and specificity, synthetic (%%, 95%% exact interval)</span></caption>
<thead><tr><th scope="col">Class</th><th scope="col" class="number">Found, of those with it</th><th scope="col" class="number">Sensitivity</th><th scope="col" class="number">Cleared, of those without</th><th scope="col" class="number">Specificity</th></tr></thead>
<tbody>
%6$s
</tbody></table></div>
<p>Recurrent and progressed are told apart by whether the patient was ever told to be free of disease, which is hardly recorded: about half of the progressions count as recurrences. Both together are what the records can tell.</p>$html$,
	display(100 * y.stated, NULL, 1), display(100 * rate(y.found), NULL, 1) || format(' (%s to %s)', display(100 * yi.low, NULL, 1), display(100 * yi.high, NULL, 1)), display(100 * n.stated, NULL, 1),
	display(100 * rate(n.found), NULL, 1) || format(' (%s to %s)', display(100 * ni.low, NULL, 1), display(100 * ni.high, NULL, 1)), secondary_rows(7), secondary_rows(8))
FROM accuracy_stated AS y, rate_ci(y.found, 'clopper_pearson') AS yi, accuracy_stated AS n, rate_ci(n.found, 'clopper_pearson') AS ni
WHERE y.distant AND NOT n.distant;

SELECT format($html$<h2 id="prevalence">6. Prevalence, put right</h2>
<p><strong>Synthetic.</strong> What records find is not what there is: some patients with secondary disease are missed, and of the many without it some are taken for it. Where notes were read (%1$s patients, who are in no other table), sensitivity is %2$s and specificity %3$s per cent. With both, the share found is
put right (Rogan and Gladen), and its interval allows for the errors of all three samples (Lang and Reiczigel). All trusts: <strong>found %4$s per cent, put right %5$s (%6$s to %7$s); the truth is %8$s.</strong></p>
<div class="wide" tabindex="0" role="group" aria-label="Table 11">
<table class="stacked">
<caption><span>Table 11: Patients who ever had secondary disease, by trust, synthetic (%%, 95%% intervals: exact; Lang and Reiczigel)</span></caption>
<thead><tr><th scope="col">Trust</th><th scope="col" class="number">As found</th><th scope="col" class="number">Put right</th></tr></thead>
<tbody>
%9$s
</tbody></table></div>
<p>The true share lies within the interval for %10$s trusts. That an accuracy holds for people other than those it was measured on is an assumption; accuracies published for other algorithms are in the table <code>algorithm_accuracy</code>, with where they were measured.</p>$html$,
	whole(s.validated), display(100 * rate(v.sensitivity), NULL, 1), display(100 * rate(v.specificity), NULL, 1), display(100 * p.apparent, NULL, 1), display(100 * p.estimate, NULL, 1), display(100 * p.low, NULL, 1), display(100 * p.high, NULL, 1),
	display(100 * p.true_rate::float8, NULL, 1), secondary_rows(9), of_all(s.intervals_true, s.trusts))
FROM secondary_summary AS s, validation AS v, prevalence AS p
WHERE p.trust = 'All';

SELECT format($html$<h2 id="methods">7. What is hidden, caveats, methods and files</h2>
<p><strong>Hidden.</strong> The rule is <code>cancer_lt5</code>: counts of 1 to 4 people are hidden, as the cancer registries had it, and zeros are shown. All cells by trust on this page, status, items, periods, nurse, team, offers and truth, are one table of %1$s cells with their totals, because they are counts of the same
patients: %2$s are hidden as small and %3$s for their sake. A percentage is hidden where one of its two counts is. For each small count there is a proof that another value agrees with all that is shown; audited, none follows. Table 8 is a table of its own; what it has in common with the others is shown in both.
The people of section 6 whose notes were read are in no other table. <strong>Not defended:</strong> what patients know of themselves, and other releases.</p>
<p><strong>Caveats,</strong> as the extension keeps them to be printed with such results:</p>
<ul>
%4$s
</ul>
<p><strong>Methods.</strong> The rule of the status is this project&#8217;s own, as no published one for all these sources was found; its window and its order of sources are data. The audit of metastatic breast cancer names indicators whose denominators were not found; they are in the catalogue without a definition. Coverage of assessments
and plans, and who sends them in, follow a published program. Status and first offers were computed a second time by window functions alone: %5$s patients and %6$s offers alike.</p>
<ul>
<li><a href="secondary.csv">secondary.csv</a>: synthetic: all cells of the one table; what is hidden is blank, its status is c</li>
</ul>
</main>
<footer><div><p>Synthetic patients and trusts. Made with cancer_pe %7$s and PostgreSQL %8$s.</p></div></footer>
</body>
</html>$html$, whole(s.cells), s.small, s.beside, (SELECT string_agg(format('<li>%s</li>', html(statement)), E'\n' ORDER BY code COLLATE "C") FROM caveats('2017', NULL, 'secondary_status')),
	of_all(w.equal, w.patients), of_all(o.equal, o.offers), library_version(), current_setting('server_version'))
FROM secondary_summary AS s, status_check AS w, offer_check AS o;
