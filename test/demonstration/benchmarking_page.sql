-- The web page on benchmarking: one query a part, each printing HTML.

-- A p value for reading; none of them is exactly 0.
CREATE FUNCTION p_text(p float8) RETURNS text IMMUTABLE
RETURN CASE WHEN p IS NULL THEN '[z]' WHEN p < 0.001 THEN '&lt; 0.001' ELSE display(p, NULL, 3) END;

-- A percentage with its interval below it.
CREATE FUNCTION rate_cell(rate float8, low float8, high float8) RETURNS text IMMUTABLE
RETURN format('<td class="number">%s<span class="small">%s to %s</span></td>', display(100 * rate, NULL, 1), display(100 * low, NULL, 1), display(100 * high, NULL, 1));

-- A trust of the league: its score as it is and drawn towards the mean, its ranks and its grade; or the mark of what is hidden.
CREATE FUNCTION league_cells(score float8, shrunken float8, low float8, high float8, rank integer, rank_low integer, rank_high integer, joint_low integer, joint_high integer, grade integer, status text)
RETURNS text IMMUTABLE
RETURN CASE WHEN status IS NOT NULL THEN repeat(format('<td class="number hidden">%s</td>', display(NULL, status)), 5) || format('<td class="hidden">%s</td>', display(NULL, status))
	ELSE format('<td class="number">%s</td>%s<td class="number">%s</td><td class="number">%s to %s</td><td class="number">%s to %s</td><td%s>%s</td>', display(100 * score, NULL, 1), rate_cell(shrunken, low, high),
		rank, rank_low, rank_high, joint_low, joint_high, CASE WHEN abs(grade) > 1 THEN format(' class="%s"', CASE WHEN grade > 0 THEN 'above' ELSE 'below' END) END, initcap(left(grade_name(grade), 1)) || substr(grade_name(grade), 2)) END;

-- A tumour group of the invented hospital in both waves; or the mark of what is hidden.
CREATE FUNCTION stratum_cells(before tally, after tally, status text) RETURNS text STABLE
BEGIN ATOMIC
	SELECT CASE WHEN stratum_cells.status IS NOT NULL THEN repeat(format('<td class="number hidden">%s</td>', display(NULL, stratum_cells.status)), 4)
		ELSE format('<td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td>', of_all(positives(stratum_cells.before), n(stratum_cells.before)), of_all(positives(stratum_cells.after), n(stratum_cells.after)),
			gap_text(c.difference, c.low, c.high), display(c.odds_ratio, NULL, 2)) END
	FROM compare(stratum_cells.before, stratum_cells.after) AS c;
END;

-- A question of a trust, judged; or the mark of what is hidden.
CREATE FUNCTION benchmark_cells(score float8, low float8, high float8, z float8, band text, q float8, reliability float8, n_needed float8, measure text, status text) RETURNS text IMMUTABLE
RETURN CASE WHEN status IS NOT NULL THEN repeat(format('<td class="number hidden">%s</td>', display(NULL, status)), 3) || format('<td class="hidden">%s</td>', display(NULL, status))
		|| repeat(format('<td class="number hidden">%s</td>', display(NULL, status)), 3)
	ELSE format('<td class="number">%s</td><td class="number">%s</td><td class="number">%s</td>%s<td class="number">%s</td><td class="number">%s</td><td class="number">%s</td>', display(score, NULL, CASE measure WHEN 'rating' THEN 2 ELSE 1 END),
		CASE WHEN low IS NULL THEN '[z]' ELSE format('%s to %s', display(low, NULL, CASE measure WHEN 'rating' THEN 2 ELSE 1 END), display(high, NULL, CASE measure WHEN 'rating' THEN 2 ELSE 1 END)) END,
		display(z, CASE WHEN z IS NULL THEN 'z' END, 2), band_cell(band), p_text(q), display(reliability, CASE WHEN reliability IS NULL THEN 'z' END, 2), coalesce(whole(ceil(n_needed)::bigint), '[z]')) END;

-- The trusts of the question: a funnel with the limits of the first and the last cut point.
CREATE FUNCTION league_funnel(options jsonb) RETURNS text STABLE
BEGIN ATOMIC
	WITH size AS (
		SELECT min(n) AS n_from, max(n) AS n_to, min(centre) AS centre, min(tau2) AS tau2 FROM league WHERE score IS NOT NULL
	), drawn AS (
		SELECT regexp_replace(t.name, ' NHS (Foundation )?Trust$', '') AS label, l.n, l.score, l.low, l.high, l.outer_low, l.outer_high, l.band
		FROM league AS l
		JOIN trust AS t ON t.code = l.trust
		UNION ALL
		SELECT NULL, c.n, NULL, c.low, c.high, c.outer_low, c.outer_high, NULL
		FROM size AS s, LATERAL funnel_curve(s.centre, s.n_from, s.n_to, 'ncpes2018', league_funnel.options, tau2 => s.tau2) AS c
	)
	SELECT funnel_svg(r.label, r.n, r.score, r.low, r.high, r.outer_low, r.outer_high, r.band, jsonb_build_object('title', 'Unadjusted scores by number of respondents, 2018',
		'y_label', 'Unadjusted score, %', 'x_label', 'Number of respondents', 'unit', '%', 'noun', 'trusts', 'score_factor', 100, 'centre', s.centre, 'centre_name', 'All respondents',
		'inner_name', 'expected range', 'outer_name', 'outer limits', 'max_labels', 8))
	FROM drawn AS r, size AS s;
END;

-- The same trusts in the order of their shrunken scores.
CREATE FUNCTION league_caterpillar() RETURNS text STABLE
BEGIN ATOMIC
	SELECT caterpillar_svg(regexp_replace(t.name, ' NHS (Foundation )?Trust$', ''), l.shrunken, l.shrunken_low, l.shrunken_high, l.band, jsonb_build_object('title', 'Scores drawn towards the mean, 2018',
		'y_label', 'Score drawn towards the mean, %', 'x_label', 'NHS trusts', 'unit', '%', 'noun', 'trusts', 'score_factor', 100, 'centre', m.mean, 'centre_name', 'A trust like all',
		'interval_name', '95 % interval', 'max_labels', 8))
	FROM league AS l
	JOIN trust AS t ON t.code = l.trust, (SELECT min(mean) AS mean FROM league) AS m;
END;

-- A chart of the invented months.
CREATE FUNCTION month_chart(chart text, title text) RETURNS text STABLE
BEGIN ATOMIC
	SELECT spc_svg(to_char(c.month, 'YYYY-MM'), c.month, c.value, c.centre, c.low, c.high, c.rule, c.direction, jsonb_build_object('title', month_chart.title, 'y_label', 'Positive answers, %', 'x_label', 'Month',
		'unit', '%', 'noun', 'months', 'score_factor', 100) || CASE month_chart.chart WHEN 'run' THEN '{"centre_name": "Median"}' ELSE '{"target": 0.75, "target_name": "Target"}' END::jsonb)
	FROM charted AS c
	WHERE c.chart = month_chart.chart;
END;

\o :out/benchmarking.html
\qecho '<!DOCTYPE html>'
\qecho '<html lang="en-GB">'
SELECT format($html$<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Benchmarking: who differs, by how much, and how sure that is</title>
<style>%1$s</style>
</head>
<body>
<header><div>
<h1>Benchmarking: who differs, by how much, and how sure that is</h1>
<p>Rules, ranks, reliability, change, control charts and inequality, inside PostgreSQL by the extension cancer_pe</p>
%2$s
</div></header>
<main>
<div class="notice"><p><strong>Published figures in sections 1 to 3, invented ones in sections 4 to 7.</strong> The first three sections work on the published scores of 2018 as they are, without case-mix adjustment but for one line of table 1,
and are no official result. The hospital, the months and the answers of sections 4 to 6 do not exist; section 7 has the synthetic respondents of the other pages, and <strong>says nothing about any trust</strong>.</p></div>
<p><strong>Source of the published figures:</strong> NHS England, National Cancer Patient Experience Survey 2018, Official Statistics (published 2019; survey contractor Quality
Health; Crown copyright); licence of the tables unconfirmed. Questions are named by short labels of this project, not in the words of the questionnaire.</p>
<nav aria-labelledby="contents">
<h2 id="contents">Contents</h2>
<ol>
<li><a href="#rules">One table, and who is flagged by which rule</a></li>
<li><a href="#league">One question: funnel, caterpillar, bands and ranks</a></li>
<li><a href="#reliability">How reliable the scores are</a></li>
<li><a href="#change">Change: an invented hospital</a></li>
<li><a href="#months">A control chart of invented months</a></li>
<li><a href="#inequality">Inequality, planted and not</a></li>
<li><a href="#statement">One statement, 52 questions</a></li>
<li><a href="#methods">Methods and files</a></li>
</ol>
</nav>$html$, page_style(), pages_nav('benchmarking.html'));

SELECT format($html$<h2 id="rules">1. One table, and who is flagged by which rule</h2>
<p><strong>Published figures.</strong> Every body that compares hospitals has a rule of its own, and the rules disagree. Here are the same %1$s percentages of 2018, each of one trust and one question with a known number of positive answers,
before case-mix adjustment. The centre of a question is all its positive answers by all its answers. <strong>Which rule is chosen decides whether %2$s or %3$s of them stand out.</strong></p>
<div class="wide" tabindex="0" role="group" aria-label="Table 1">
<table class="stacked">
<caption><span>Table 1: Percentages of trusts outside of what is expected, by rule, 2018 (number)</span></caption>
<thead><tr><th scope="col">Rule</th><th scope="col" class="number">Flagged</th><th scope="col" class="number">Of</th><th scope="col" class="number">Known beforehand</th><th scope="col">Input</th>
<th scope="col">Scale, and spread between trusts</th><th scope="col" class="number">z, or p</th></tr></thead>
<tbody>
%4$s
</tbody></table></div>
<p>Known beforehand: what the same rule was found to flag by calculations outside of this project, or, in the last line, what was published. Table 2 counts how many of five of these rules flag a percentage: the limits at 95 per cent, the over-dispersed ones, the survey&#8217;s rule, and both for many tests.</p>
<table>
<caption>Table 2: Agreement of rules</caption>
<thead><tr><th scope="col">Flagged by</th><th scope="col" class="number">Percentages</th></tr></thead>
<tbody>
%5$s
</tbody></table>
<p>Limits for chance alone take trusts to be alike, and flag ever more of them the more patients answer. Over-dispersed limits allow for the spread that trusts have anyway, and flag those that lie apart from it. Corrections for many
tests hold the share, or the chance, of false findings. These are different questions: a rule has to be chosen for what its answer is to be used for, before the results are known.</p>$html$,
	whole(max(cells) FILTER (WHERE place = 1)), whole(max(flagged) FILTER (WHERE place = 1)), whole(max(flagged) FILTER (WHERE place = 4)),
	string_agg(format('<tr><th scope="row">%s</th><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td>%s</td><td>%s</td><td class="number">%s</td></tr>', html(rule),
		whole(flagged), whole(cells), coalesce(whole(known), '[x]'), initcap(input), html(initcap(left(scale, 1)) || substr(scale, 2)), z), E'\n' ORDER BY place),
	(SELECT string_agg(format('<tr><th scope="row">%s</th><td class="number">%s</td></tr>', CASE rules WHEN 0 THEN 'No rule' WHEN 1 THEN '1 rule' WHEN 5 THEN 'All 5 rules' ELSE rules || ' rules' END, whole(cells)), E'\n' ORDER BY rules) FROM rule_agreement))
FROM flag_count;

SELECT format($html$<h2 id="league">2. One question: funnel, caterpillar, bands and ranks</h2>
<p><strong>Published figures.</strong> %1$s, unadjusted, %2$s trusts. The bands come from three cut points of |z|, %3$s, with the survey&#8217;s allowance for spread between trusts. <strong>The cut points are an example and nobody&#8217;s rule:</strong> those of newer
survey tables with seven bands are not published with certainty, so the extension has no default for them.</p>
<figure>
<figcaption><p><strong>Figure 1: A funnel.</strong> What is to be expected of a trust depends on how many answered. The expected range is that of the first cut point, the outer limits are those of the last.</p></figcaption>
<div class="wide" tabindex="0" role="group" aria-label="Figure 1">
%4$s
</div>
</figure>
<figure>
<figcaption><p><strong>Figure 2: A caterpillar.</strong> Scores drawn towards the mean, the more the fewer answered: the best guess at what a trust would score with many more patients. Intervals are those of the single trusts.</p></figcaption>
<div class="wide" tabindex="0" role="group" aria-label="Figure 2">
%5$s
</div>
</figure>
<table>
<caption>Table 3: Trusts by band</caption>
<thead><tr><th scope="col">Band</th><th scope="col" class="number">|z| beyond</th><th scope="col" class="number">Trusts</th></tr></thead>
<tbody>
%6$s
</tbody></table>$html$, html(q.question || ' ' || q.label), s.ranked, replace(trim(:'cuts', '{}'), ',', ', '), league_funnel(:'cuts_json'), league_caterpillar(), b.rows)
FROM question AS q, benchmark_summary AS s, (
	SELECT string_agg(format('<tr><th scope="row">%s</th><td class="number">%s</td><td class="number">%s</td></tr>', initcap(left(grade_name(g), 1)) || substr(grade_name(g), 2),
		CASE g WHEN 0 THEN '&#8211;' ELSE (:'cuts'::float8[])[abs(g)]::text END, (SELECT count(*) FROM league AS l WHERE l.grade = g)), E'\n' ORDER BY g DESC) AS rows
	FROM generate_series(-3, 3) AS g
) AS b
WHERE q.question = :'league_question';
SELECT format($html$<p><strong>Ranks promise more than they hold.</strong> A trust&#8217;s rank by itself may be any of %1$s, at the median (95%% interval, of the score drawn towards the mean). Of the ten that come first, %2$s is sure to be among the first ten,
and %3$s trusts may be. And if intervals are to be right for all trusts together, not one by one, %4$s trusts may be among the first ten: all that is sure then is that %5$s of the %6$s are not first.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 4">
<table class="stacked">
<caption><span>Table 4: %7$s by trust, 2018, unadjusted (percent; 95%% intervals)</span></caption>
<thead><tr><th scope="col">Trust</th><th scope="col" class="number">Respondents</th><th scope="col" class="number">Score</th><th scope="col" class="number">Drawn towards the mean</th><th scope="col" class="number">Rank</th>
<th scope="col" class="number">Ranks it may have</th><th scope="col" class="number">All ranks together</th><th scope="col">Band, by example cut points</th></tr></thead>
<tbody>$html$, s.rank_width, CASE s.surely_first_ten WHEN 0 THEN 'none' ELSE s.surely_first_ten::text END, s.may_be_first_ten, s.may_be_jointly, s.not_first, s.ranked, html(q.question || ' ' || q.label))
FROM benchmark_summary AS s, question AS q
WHERE q.question = :'league_question';
SELECT string_agg(format('<tr><th scope="row">%s</th><td class="number">%s</td>%s</tr>', html(regexp_replace(t.name, ' NHS (Foundation )?Trust$', '')), whole(l.n),
	league_cells(l.score, l.shrunken, l.shrunken_low, l.shrunken_high, l.rank, l.rank_low, l.rank_high, l.joint_low, l.joint_high, l.grade, l.status)), E'\n' ORDER BY l.rank, t.name)
FROM league AS l
JOIN trust AS t ON t.code = l.trust;
\qecho '</tbody></table></div>'
\qecho '<p>Marks in the tables: <strong>[c]</strong> confidential, 20 or fewer respondents or hidden to protect another; <strong>[w]</strong> no respondents; <strong>[x]</strong> not available; <strong>[z]</strong> not applicable.</p>'

SELECT format($html$<h2 id="reliability">3. How reliable the scores are</h2>
<p><strong>Published figures.</strong> Reliability is the share of the variance of scores that is real difference between trusts; 0.7 is often asked for before trusts are told apart. It grows with the number of respondents, and with how much trusts differ at all.
Of the %1$s percentages, <strong>%2$s (%3$s %%) reach 0.7</strong>. The number of respondents that a trust would need for it is %4$s at the median.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 5">
<table class="stacked">
<caption><span>Table 5: Reliability by question, 2018, unadjusted, on the log-odds scale (median of trusts; the five most and the five least reliable)</span></caption>
<thead><tr><th scope="col">Question</th><th scope="col" class="number">Respondents of a trust</th><th scope="col" class="number">Variance between trusts, log odds</th><th scope="col" class="number">Reliability</th><th scope="col" class="number">Trusts that reach 0.7</th>
<th scope="col" class="number">Respondents needed</th></tr></thead>
<tbody>
%5$s
</tbody></table></div>
<p>A question on which all trusts do alike has scores of low reliability however well it was asked: there is little to tell apart.</p>$html$, whole(s.scores), whole(s.reliable), display(100.0 * s.reliable / s.scores, NULL, 1), whole(ceil(s.n_needed)::bigint), r.rows)
FROM benchmark_summary AS s, (
	SELECT string_agg(format('<tr><th scope="row">%s %s</th><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td></tr>', question, html(label), whole(round(n)::bigint),
		display(between_units, NULL, 3), display(reliability, NULL, 2), of_all(reached, trusts), whole(ceil(n_needed)::bigint)), E'\n' ORDER BY place) AS rows
	FROM (SELECT *, row_number() OVER (ORDER BY reliability DESC) AS place, count(*) OVER () AS questions FROM question_reliability) AS ordered
	WHERE place <= 5 OR place > questions - 5
) AS r;

SELECT format($html$<h2 id="change">4. Change: an invented hospital</h2>
<p><strong>Synthetic.</strong> A small hospital asks patients before and after it has changed something. A real improvement is planted: the chance of a positive answer goes from 55 to 82 per cent. %1$s answered before and %2$s other patients after, and the question is whether
the numbers can tell. <strong>They cannot:</strong> Fisher&#8217;s exact test gives p = %3$s, and the interval of the difference holds 0, whichever way it is made: %4$s were positive before, %5$s after. So few patients show large changes only.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 6">
<table>
<caption><span>Table 6: Difference, synthetic (points)</span></caption>
<thead><tr><th scope="col">Method</th><th scope="col" class="number">Difference</th><th scope="col" class="number">Interval</th></tr></thead>
<tbody>
%6$s
</tbody></table></div>$html$, n(h.before), n(h.after), p_text(f.p), of_all(positives(h.before), n(h.before)), of_all(positives(h.after), n(h.after)), i.rows)
FROM small_hospital AS h, LATERAL compare(h.before, h.after, 'fisher') AS f, LATERAL (
	SELECT string_agg(format('<tr><th scope="row">%s</th><td class="number">%s</td><td class="number">%s to %s</td></tr>', m.name, points(c.difference), points(c.low), points(c.high)), E'\n' ORDER BY m.place) AS rows
	FROM (VALUES (1, 'newcombe', 'Newcombe'), (2, 'miettinen_nurminen', 'Miettinen and Nurminen'), (3, 'mee', 'Mee'), (4, 'agresti_caffo', 'Agresti and Caffo'), (5, 'wald', 'Wald')) AS m(place, method, name),
		LATERAL compare(h.before, h.after, 'fisher', m.method) AS c
) AS i;
SELECT format($html$<p><strong>The same patients twice</strong> say more: what differs between people drops out. Of %1$s who answered before and after, %2$s became positive and %3$s ceased to be; the others did not change. McNemar&#8217;s exact test gives p = %4$s (mid-p %5$s),
the difference is %6$s points (%7$s to %8$s). Of real patients, numbers as small as these would not be shown.</p>$html$, p.stayed + p.lost + p.gained + p.neither, p.gained, p.lost, p_text(m.p), p_text(mid.p), points(m.difference), points(m.low), points(m.high))
FROM asked_twice AS a, LATERAL (SELECT stayed(a.pairs) AS stayed, lost(a.pairs) AS lost, gained(a.pairs) AS gained, neither(a.pairs) AS neither) AS p, LATERAL mcnemar(a.pairs) AS m, LATERAL mcnemar(a.pairs, 'mid_p') AS mid;
SELECT format($html$<p><strong>Other patients than before</strong> can hide a change. In a larger invented hospital every tumour group gets better by the same odds ratio, %1$s, and tumour groups with lower scores have grown. All patients together went from %2$s to %3$s per cent, a difference of
%4$s points (%5$s to %6$s): nothing to see. Within tumour groups the odds ratio is <strong>%7$s (%8$s to %9$s)</strong>, p %10$s, and the difference %11$s points (%12$s to %13$s).</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 7">
<table class="stacked">
<caption><span>Table 7: Before and after by tumour group, synthetic (number positive; difference in points with 95%% interval)</span></caption>
<thead><tr><th scope="col">Tumour group</th><th scope="col" class="number">Before</th><th scope="col" class="number">After</th><th scope="col" class="number">Difference</th><th scope="col" class="number">Odds ratio</th></tr></thead>
<tbody>
%14$s
</tbody></table></div>
<p>The result within tumour groups (Mantel and Haenszel) is made of all of them, also of those that are hidden in the table.</p>$html$, display(:planted_ratio, NULL, 1), display(100 * rate(t.before), NULL, 1), display(100 * rate(t.after), NULL, 1),
	points(r.difference), points(r.difference_low), points(r.difference_high), display(r.odds_ratio, NULL, 2), display(r.low, NULL, 2), display(r.high, NULL, 2), p_text(r.p),
	points(r.risk_difference), points(r.risk_difference_low), points(r.risk_difference_high), s.rows)
FROM mixed_result AS r, stratum AS t, (
	SELECT string_agg(format('<tr%s><th scope="row">%s</th>%s</tr>', CASE WHEN tumour_group IS NULL THEN ' class="total"' END, coalesce(tumour_group, 'All'), stratum_cells(before, after, status)), E'\n' ORDER BY tumour_group COLLATE "C" NULLS FIRST) AS rows FROM stratum
) AS s
WHERE t.tumour_group IS NULL;

SELECT format($html$<h2 id="months">5. A control chart of invented months</h2>
<p><strong>Synthetic.</strong> 36 months of positive answers, a few thousand a month. Months differ a little beyond chance all along; from January 2023 on, after an invented change of the service, more answers are positive. In April 2022 the survey reached almost nobody: the month is hidden
before anything is computed, and nothing is left of it. Limits are of a p&#8242; chart (Laney), which allows for the spread between months. <strong>An ordinary p chart puts %1$s of the %14$s months before the change outside its limits; the p&#8242; chart %2$s.</strong></p>
<figure>
<figcaption><p><strong>Figure 3: Limits of the first two years, carried on.</strong> Of the %15$s months after the change, %3$s break a rule, and all say improvement.</p></figcaption>
<div class="wide" tabindex="0" role="group" aria-label="Figure 3">
%4$s
</div>
</figure>
<figure>
<figcaption><p><strong>Figure 4: Limits anew from the change on.</strong> Where a change is known, its months have limits of their own; within these there is %5$s. As for the target of 75 per cent: %6$s before the change, %7$s after it.</p></figcaption>
<div class="wide" tabindex="0" role="group" aria-label="Figure 4">
%8$s
</div>
</figure>
<figure>
<figcaption><p><strong>Figure 5: A run chart.</strong> The median alone, without limits: the longest run on one side of it has %9$s months, where chance allows %10$s; it is crossed %11$s times, where chance makes it %12$s or more.</p></figcaption>
<div class="wide" tabindex="0" role="group" aria-label="Figure 5">
%13$s
</div>
</figure>$html$, s.beyond_chance, CASE s.beyond_fixed WHEN 0 THEN 'none' ELSE s.beyond_fixed::text END, s.signals_after, month_chart('fixed', 'Positive answers by month, limits of the first two years'),
	CASE s.signals_rebased WHEN 0 THEN 'common cause only' ELSE 'more than common cause' END, a.before, a.after, month_chart('rebased', 'Positive answers by month, two phases'),
	r.longest_run, r.longest_run_limit, r.crossings, r.crossings_limit, month_chart('run', 'Positive answers by month, run chart'), s.months_before, s.months_after)
FROM benchmark_summary AS s, (SELECT max(assurance) FILTER (WHERE phase = 1) AS before, max(assurance) FILTER (WHERE phase = 2) AS after FROM charted WHERE chart = 'rebased') AS a,
	(SELECT DISTINCT longest_run, longest_run_limit, crossings, crossings_limit FROM charted WHERE chart = 'run') AS r;

SELECT format($html$<h2 id="inequality">6. Inequality, planted and not</h2>
<p><strong>Synthetic.</strong> The slope index of inequality is how much a score rises from the most to the least deprived end of the population, along a straight line through the five fifths; the relative index is the ratio of the line&#8217;s ends. The answers of the synthetic survey know nothing of
deprivation: for %1$s the slope is %2$s points (%3$s to %4$s). In a copy with answers invented anew, a gradient is planted of %5$s points and a ratio of %6$s; found are <strong>%7$s points (%8$s to %9$s)</strong> and a ratio of %10$s (%11$s to %12$s).</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 8">
<table class="stacked">
<caption><span>Table 8: %1$s by deprivation, synthetic respondents (percent positive, 95%% interval)</span></caption>
<thead><tr><th scope="col">Deprivation</th><th scope="col" class="number">Answers</th><th scope="col" class="number">Synthetic survey</th><th scope="col" class="number">Planted gradient</th></tr></thead>
<tbody>
%13$s
</tbody></table></div>
<table>
<caption>Table 9: Inequality by deprivation, synthetic respondents (points; ratio; 95%% intervals)</caption>
<thead><tr><th scope="col">Measure</th><th scope="col" class="number">Synthetic survey</th><th scope="col" class="number">Planted gradient</th></tr></thead>
<tbody>
%14$s
</tbody></table>$html$, html(q.question || ' ' || q.label), display(n.sii, NULL, 1), display(n.sii_low, NULL, 1), display(n.sii_high, NULL, 1), display(t.sii, NULL, 1), display(t.rii, NULL, 2),
	display(p.sii, NULL, 1), display(p.sii_low, NULL, 1), display(p.sii_high, NULL, 1), display(p.rii, NULL, 2), display(p.rii_low, NULL, 2), display(p.rii_high, NULL, 2), f.rows, m.rows)
FROM question AS q, inequality AS n, inequality AS p, inequality_planted AS t, LATERAL (
	SELECT string_agg(format('<tr><th scope="row">%s</th><td class="number">%s</td>%s%s</tr>', CASE s.deprivation WHEN 1 THEN '1, most deprived' WHEN 5 THEN '5, least deprived' ELSE s.deprivation::text END, whole(n(s.answers)),
		rate_cell(rate(s.answers), a.low, a.high), rate_cell(rate(g.answers), b.low, b.high)), E'\n' ORDER BY s.deprivation) AS rows
	FROM fifth AS s
	JOIN fifth AS g USING (deprivation), LATERAL rate_ci(s.answers) AS a, LATERAL rate_ci(g.answers) AS b
	WHERE s.data = 'survey' AND g.data = 'planted'
) AS f, LATERAL (
	SELECT string_agg(format('<tr><th scope="row">%s</th><td class="number">%s</td><td class="number">%s</td></tr>', name, of_survey, of_planted), E'\n' ORDER BY place) AS rows
	FROM (VALUES
		(1, 'Slope index', format('%s<span class="small">%s to %s</span>', display(n.sii, NULL, 1), display(n.sii_low, NULL, 1), display(n.sii_high, NULL, 1)), format('%s<span class="small">%s to %s</span>', display(p.sii, NULL, 1), display(p.sii_low, NULL, 1), display(p.sii_high, NULL, 1))),
		(2, 'Relative index', format('%s<span class="small">%s to %s</span>', display(n.rii, NULL, 2), display(n.rii_low, NULL, 2), display(n.rii_high, NULL, 2)), format('%s<span class="small">%s to %s</span>', display(p.rii, NULL, 2), display(p.rii_low, NULL, 2), display(p.rii_high, NULL, 2))),
		(3, 'Gap: least less most deprived fifth', gap_text(n.difference, n.gap_low, n.gap_high), gap_text(p.difference, p.gap_low, p.gap_high)),
		(4, 'Trend, p (Cochran and Armitage)', p_text(n.trend_p), p_text(p.trend_p))) AS v(place, name, of_survey, of_planted)
) AS m
WHERE q.question = :'one_question' AND n.data = 'survey' AND p.data = 'planted';

SELECT format($html$<h2 id="statement">7. One statement, 52 questions</h2>
<p><strong>Synthetic respondents</strong> with the published numbers of positive answers, as on the page on <a href="adjustment.html">case-mix adjustment</a>. One statement, <code>benchmark</code>, takes what was collected there in one pass over the respondents and gives for every question and trust the
adjusted score, its expected range and band, p and q (the share of false findings among all that stand out at least as much), reliability, and the respondents needed. It gives the bands of that page: %1$s equal.</p>
<table>
<caption>Table 10: Adjusted scores, synthetic</caption>
<thead><tr><th scope="col">Scores</th><th scope="col" class="number">Number</th></tr></thead>
<tbody>
<tr><th scope="row">Judged</th><td class="number">%2$s</td></tr>
<tr><th scope="row">Shown</th><td class="number">%3$s</td></tr>
<tr><th scope="row">Above expected range, of those shown</th><td class="number">%4$s</td></tr>
<tr><th scope="row">Below expected range, of those shown</th><td class="number">%5$s</td></tr>
<tr><th scope="row">q below 0.05, of those shown</th><td class="number">%6$s</td></tr>
<tr><th scope="row">Reliability 0.7 or more, of those shown</th><td class="number">%7$s</td></tr>
</tbody></table>
<div class="wide" tabindex="0" role="group" aria-label="Table 11">
<table class="stacked">
<caption><span>Table 11: %8$s, all questions, synthetic respondents (adjusted score and expected range in percent, Q59 in rating points)</span></caption>
<thead><tr><th scope="col">Question</th><th scope="col" class="number">Respondents</th><th scope="col" class="number">Score</th><th scope="col" class="number">Expected range</th><th scope="col" class="number">z</th><th scope="col">Band</th><th scope="col" class="number">q</th>
<th scope="col" class="number">Reliability</th><th scope="col" class="number">Respondents needed for 0.7</th></tr></thead>
<tbody>$html$, of_all(s.bands_equal, s.cells), whole(s.cells), whole(s.shown), whole(s.above), whole(s.below), whole(s.discoveries), whole(s.reliable_shown), html(t.name))
FROM benchmark_summary AS s, trust AS t
WHERE t.code = :'one_trust';
SELECT string_agg(format('<tr><th scope="row">%s %s</th><td class="number">%s</td>%s</tr>', q.question, html(q.label), whole(b.n),
	benchmark_cells(b.score, b.expected_low, b.expected_high, b.z, b.band, b.q, b.reliability, b.n_needed, b.measure, b.status)), E'\n' ORDER BY q.position)
FROM benchmark_published AS b
JOIN question AS q USING (question)
WHERE b.trust = :'one_trust';
\qecho '</tbody></table></div>'

SELECT format($html$<h2 id="methods">8. Methods and files</h2>
<p><strong>Rules</strong> are presets of <code>expected_range</code>: <code>phe</code>, <code>funnelplotr</code> (the package&#8217;s rule, corrected where limits near 0 and 100 per cent fold back) and <code>ncpes2018</code>; adjusted p values by <code>adjust_p</code> among the trusts of a question. <strong>Scores drawn towards
the mean:</strong> random intercept on the log-odds scale, by maximum likelihood. <strong>Ranks:</strong> of log odds; alone, empirical Bayes, each trust&#8217;s own distribution of its rank; together, intervals of all scores that hold at once (Klein, Wright and Wieczorek 2020). <strong>Reliability</strong> on the
log-odds scale (Abel and others 2019).</p>
<p><strong>Change:</strong> intervals as named; paired differences by Newcombe; strata by Mantel and Haenszel, limits by Robins, Breslow and Greenland. <strong>Charts:</strong> rules as in the NHS&#8217;s Making Data Count, limits of three standard deviations; runs by Anh&#248;j and Olesen.
<strong>Inequality:</strong> slope by least squares weighted by population, limits in closed form.</p>
<p><strong>Invented data</strong> are the same on every run and platform, as is every number of this page. <strong>Suppression:</strong> sections 1 to 3 have what was published; elsewhere nothing is shown that the pages of the survey and of adjustment hide, and what is invented here is treated as if
it were real. Centres, spread and q in section 7 are made of all trusts, also of those that are hidden. This is no proof of safety.</p>
<ul>
<li><a href="rules.csv">rules.csv</a>: published, unadjusted: all trusts and percentages with z and band by each rule of section 1</li>
<li><a href="benchmark.csv">benchmark.csv</a>: synthetic: all trusts and questions of section 7</li>
</ul>
<p>In the files what is hidden is blank; its status is c (confidential), w (no respondents) or x (the number of positive answers is not known).</p>
</main>
<footer><div><p>Published figures, and margins of the synthetic respondents: NHS England, National Cancer Patient Experience Survey 2018, Official Statistics (published 2019; survey contractor Quality Health; Crown
copyright); licence of the tables unconfirmed. Made with cancer_pe %1$s and PostgreSQL %2$s.</p></div></footer>
</body>
</html>$html$, library_version(), current_setting('server_version'));
