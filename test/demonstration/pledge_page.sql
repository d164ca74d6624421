-- The web page on the Pledge: one query a part, each printing HTML.

-- A wave of a service: how many answered, and the rate with its exact interval; or the mark of what is hidden, twice.
CREATE FUNCTION wave_cells(n bigint, rate float8, low float8, high float8, status text) RETURNS text IMMUTABLE
RETURN CASE WHEN status IS NULL THEN format('<td class="number">%s</td>', whole(n)) || rate_cell(rate, low, high) ELSE repeat(format('<td class="number hidden">%s</td>', display(NULL, status)), 2) END;
-- A change with its interval, p and adjusted p; or the mark of what is hidden, three times.
CREATE FUNCTION change_cells(difference float8, low float8, high float8, p float8, p_adjusted float8, status text) RETURNS text IMMUTABLE
RETURN CASE WHEN status IS NULL THEN format('<td class="number">%s</td><td class="number">%s</td><td class="number%s">%s</td>', gap_text(difference, low, high), p_text(p),
		CASE WHEN p_adjusted < 0.05 THEN CASE WHEN difference > 0 THEN ' above' ELSE ' below' END END, p_text(p_adjusted))
	ELSE repeat(format('<td class="number hidden">%s</td>', display(NULL, status)), 3) END;
-- A change alone, in points with its interval; marked where it is beyond chance.
CREATE FUNCTION points_cell(difference float8, low float8, high float8, p_adjusted float8, status text) RETURNS text IMMUTABLE
RETURN CASE WHEN status IS NULL THEN format('<td class="number%s">%s</td>', CASE WHEN p_adjusted < 0.05 THEN CASE WHEN difference > 0 THEN ' above' ELSE ' below' END END, gap_text(difference, low, high)) ELSE format('<td class="number hidden">%s</td>', display(NULL, status)) END;

-- The rows of tables that are suppressed, with what is hidden marked; and as they would be with their values, to search for.
CREATE TABLE pledge_line AS
WITH cell AS (
	SELECT r.*, format('%s. %s', r.standard, html(r.label)) AS heading, n(b.result) AS true_before_n, rate(b.result) AS true_before, bi.low AS true_before_low, bi.high AS true_before_high,
		n(a.result) AS true_after_n, rate(a.result) AS true_after, ai.low AS true_after_low, ai.high AS true_after_high, d.difference AS true_difference, d.low AS true_low, d.high AS true_high, d.p AS true_p
	FROM pledge_published AS r
	LEFT JOIN pledge_result AS b ON (b.service, b.standard, b.wave) = (r.service, r.standard, 'first')
	LEFT JOIN pledge_result AS a ON (a.service, a.standard, a.wave) = (r.service, r.standard, 'second'),
		LATERAL rate_ci(b.result, 'clopper_pearson') AS bi, LATERAL rate_ci(a.result, 'clopper_pearson') AS ai, LATERAL compare(b.result, a.result, 'fisher') AS d
), line AS (
	SELECT CASE service WHEN 'Aldermoor' THEN 1 ELSE 3 END AS section, heading AS label, lpad(standard::text, 2) AS row, format('<tr><th scope="row">%s</th>', heading)
		|| wave_cells(before_n, before_rate, before_low, before_high, before_status) || wave_cells(after_n, after_rate, after_low, after_high, after_status)
		|| change_cells(difference, low, high, p, p_adjusted, status) AS html, format('<tr><th scope="row">%s</th>', heading)
		|| wave_cells(true_before_n, true_before, true_before_low, true_before_high, NULL) || wave_cells(true_after_n, true_after, true_after_low, true_after_high, NULL)
		|| CASE WHEN status IS NULL THEN change_cells(difference, low, high, p, p_adjusted, NULL) ELSE change_cells(true_difference, true_low, true_high, true_p, NULL, NULL) END AS with_values,
		CASE service WHEN 'Aldermoor' THEN format('<td>%s</td>', CASE WHEN actions > 0 THEN format('%s, done %s%s', actions, actions_done, CASE WHEN actions_overdue > 0 THEN format(', overdue %s', actions_overdue) ELSE '' END) ELSE '' END) ELSE '' END || '</tr>' AS rest
	FROM cell WHERE service IN ('Aldermoor', 'Dunstead')
	UNION ALL
	SELECT 4, heading, lpad(standard::text, 2), format('<tr><th scope="row">%s</th>', heading) || wave_cells(before_n, before_rate, before_low, before_high, before_status) || wave_cells(after_n, after_rate, after_low, after_high, after_status)
		|| change_cells(difference, low, high, p, p_adjusted, status), NULL, format('<td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td></tr>', cell.services, services_hidden, better.services, actions)
	FROM cell, LATERAL (SELECT count(*) FILTER (WHERE o.difference > 0) AS services FROM pledge_published AS o WHERE o.standard = cell.standard AND o.service IS NOT NULL AND o.p_adjusted < 0.05) AS better
	WHERE service IS NULL
	UNION ALL
	SELECT 5, service, service, format('<tr><th scope="row">%s</th>', service) || string_agg(points_cell(difference, low, high, p_adjusted, status), '' ORDER BY standard),
		format('<tr><th scope="row">%s</th>', service) || string_agg(CASE WHEN status IS NULL THEN points_cell(difference, low, high, p_adjusted, NULL) ELSE points_cell(true_difference, true_low, true_high, NULL, NULL) END, '' ORDER BY standard), '</tr>'
	FROM cell WHERE service IS NOT NULL GROUP BY service
	UNION ALL
	SELECT 6, t.theme, s.kind || ' ' || t.theme, format('<tr><th scope="row">%s</th><td>%s</td><td>%s</td>', html(upper(left(t.theme, 1)) || substr(t.theme, 2)), initcap(t.kind), coalesce(t.standard::text, ''))
			|| CASE WHEN t.status IS NULL THEN format('<td class="number">%s</td>', of_all(t.raised, t.participants)) ELSE format('<td class="number hidden">%s</td>', display(NULL, t.status)) END,
		format('<tr><th scope="row">%s</th><td>%s</td><td>%s</td>', html(upper(left(t.theme, 1)) || substr(t.theme, 2)), initcap(t.kind), coalesce(t.standard::text, '')) || format('<td class="number">%s</td>', of_all(positives(s.raised), n(s.raised))), '</tr>'
	FROM pledge_themes('second', :'theme_rule') AS t
	JOIN pledge_theme AS s USING (service, theme, kind)
	WHERE t.service = 'Aldermoor' AND s.wave = 'second'
)
SELECT section, label, row, html || rest AS html, coalesce(with_values, html) || rest AS with_values FROM line;

CREATE FUNCTION pledge_rows(section integer) RETURNS text STABLE
BEGIN ATOMIC
	SELECT string_agg(l.html, E'\n' ORDER BY l.row COLLATE "C") FROM pledge_line AS l WHERE l.section = pledge_rows.section;
END;

CREATE FUNCTION chart_x(rate float8) RETURNS text IMMUTABLE
RETURN display(380 + 500 * rate, NULL, 1);
-- A service before and after: an open circle and a filled one with their intervals for each standard, in percent.
CREATE FUNCTION pledge_chart(service text) RETURNS text STABLE
BEGIN ATOMIC
	WITH placed AS (
		SELECT r.standard, r.label, row_number() OVER (ORDER BY r.standard) * 38 + 20 AS y, r.before_rate, r.before_low, r.before_high, r.after_rate, r.after_low, r.after_high, r.p_adjusted,
			r.before_status IS NULL AND r.after_status IS NULL AS shown
		FROM pledge_published AS r WHERE r.service = pledge_chart.service
	)
	SELECT format('<svg role="img" aria-labelledby="%4$s %4$s-text" viewBox="0 0 900 %1$s" width="900" style="min-width: 44rem" font-family="Arial, Helvetica, sans-serif" font-size="13"><title id="%4$s">%2$s before and after, percent</title><desc id="%4$s-text">For each of %3$s standards the share for whom it was met in the first wave (open circle) and in the second (filled circle), each with its exact 95 per cent interval.</desc>',
			max(y) + 60, html(pledge_chart.service), count(*), lower(pledge_chart.service))
		|| (SELECT string_agg(format('<line x1="%1$s" x2="%1$s" y1="36" y2="%2$s" stroke="#d9d9d9"/><text x="%1$s" y="%3$s" text-anchor="middle" fill="#222">%4$s</text>', 380 + 5 * v, (SELECT max(p.y) FROM placed AS p) + 22, (SELECT max(p.y) FROM placed AS p) + 42, v || CASE v WHEN 100 THEN ' %' ELSE '' END), '' ORDER BY v) FROM generate_series(0, 100, 20) AS v)
		|| '<circle cx="385" cy="18" r="5" fill="#fff" stroke="#222" stroke-width="2"/><text x="397" y="23">First wave</text><circle cx="505" cy="18" r="5" fill="#206095" stroke="#206095"/><text x="517" y="23">Second wave</text>'
		|| string_agg(format('<text x="368" y="%s" text-anchor="end"%s>%s</text>', y + 5, CASE WHEN p_adjusted < 0.05 THEN ' font-weight="bold"' END, html(standard || '. ' || CASE WHEN length(label) > 50 THEN substring(label FROM '^(.{1,46})[ ,]') || ' ...' ELSE label END))
			|| CASE WHEN shown THEN format('<g><title>%s. %s %%, then %s %%</title><line x1="%s" x2="%s" y1="%s" y2="%6$s" stroke="#222" stroke-width="2"/><circle cx="%7$s" cy="%6$s" r="5" fill="#fff" stroke="#222" stroke-width="2"/><line x1="%8$s" x2="%9$s" y1="%10$s" y2="%10$s" stroke="#206095" stroke-width="2"/><circle cx="%11$s" cy="%10$s" r="5" fill="#206095" stroke="#206095"/></g>',
				standard, display(100 * before_rate, NULL, 1), display(100 * after_rate, NULL, 1), chart_x(before_low), chart_x(before_high), y - 7, chart_x(before_rate), chart_x(after_low), chart_x(after_high), y + 7, chart_x(after_rate)) ELSE '' END, '' ORDER BY y)
		|| '</svg>'
	FROM placed;
END;

\o :out/pledge.html
\qecho '<!DOCTYPE html>'
\qecho '<html lang="en-GB">'
SELECT format($html$<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The Pledge: before and after, in services of tens of patients</title>
<style>%1$s</style>
</head>
<body>
<header><div>
<h1>The Pledge: before and after, in services of tens of patients</h1>
<p>Standards, answers, agreed actions and what came of them, inside PostgreSQL by the extension cancer_pe</p>
%2$s
</div></header>
<main>
<div class="notice"><p><strong>Every hospital, patient, answer and action on this page is invented.</strong> A service that joins the Pledge asks its patients with secondary breast cancer about twelve standards of care, agrees on what is to change, and asks again. The standards are those of a charity&#8217;s list, in
short labels of this project. Small numbers are treated as if they were real.</p></div>
<nav aria-labelledby="contents">
<h2 id="contents">Contents</h2>
<ol>
<li><a href="#service">A service before and after</a></li>
<li><a href="#actions">What was agreed, and what came of it</a></li>
<li><a href="#same">The same people twice</a></li>
<li><a href="#themes">What people said in groups</a></li>
<li><a href="#services">All services</a></li>
<li><a href="#methods">What is hidden and why, methods and files</a></li>
</ol>
</nav>$html$, page_style(), pages_nav('pledge.html'));

SELECT format($html$<h2 id="service">1. A service before and after</h2>
<p><strong>Invented.</strong> Aldermoor asked %1$s people in February 2023 and %2$s others in February 2024. So few answers leave wide intervals, and of twelve standards some change by chance: <strong>p says how likely a change as large is if nothing changed, by Fisher&#8217;s exact test; Holm&#8217;s p allows for twelve
looks.</strong> Planted are changes of two standards, 1 and 3; %3$s of the service&#8217;s changes are beyond chance by Holm.</p>
<figure>
<figcaption><p><strong>Figure 1: Share for whom the standard was met, with exact intervals.</strong> In bold: changes beyond chance (Holm&#8217;s p below 0.05).</p></figcaption>
<div class="wide" tabindex="0" role="group" aria-label="Figure 1">
%4$s
</div>
</figure>
<div class="wide" tabindex="0" role="group" aria-label="Table 1">
<table class="stacked">
<caption><span>Table 1: Aldermoor, first and second wave, invented (%% with 95%% exact interval; change in points with 95%% Newcombe interval)</span></caption>
<thead><tr><th scope="col">Standard</th><th scope="col" class="number">First: answered</th><th scope="col" class="number">Per cent</th><th scope="col" class="number">Second: answered</th><th scope="col" class="number">Per cent</th><th scope="col" class="number">Change</th><th scope="col" class="number">p</th><th scope="col" class="number">Holm&#8217;s p</th><th scope="col">Actions</th></tr></thead>
<tbody>
%5$s
</tbody></table></div>
<p>Three waves of one standard, as a chart of proportions with exact limits: a wave lies within them with a chance of 99.8 per cent if all waves are alike.</p>
<table>
<caption>Table 2: Aldermoor, standard 1, wave by wave, invented (%%)</caption>
<thead><tr><th scope="col">Wave</th><th scope="col" class="number">Answered</th><th scope="col" class="number">Met</th><th scope="col" class="number">Exact limits</th><th scope="col">Beyond</th></tr></thead>
<tbody>
%6$s
</tbody></table>$html$, max(s.size) FILTER (WHERE s.wave = 'first'), max(s.size) FILTER (WHERE s.wave = 'second'), (SELECT count(*) FROM pledge_published WHERE service = 'Aldermoor' AND p_adjusted < 0.05), pledge_chart('Aldermoor'), pledge_rows(1), (
	SELECT string_agg(format('<tr><th scope="row">%s, %s</th>%s</tr>', initcap(wave), to_char(opened, 'YYYY'), CASE WHEN status IS NULL THEN format('<td class="number">%s</td><td class="number">%s</td><td class="number">%s to %s</td><td>%s</td>', n, display(100 * rate, NULL, 1), display(100 * low, NULL, 1), display(100 * high, NULL, 1), coalesce(beyond, ''))
		ELSE repeat(format('<td class="number hidden">%s</td>', display(NULL, status)), 4) END), E'\n' ORDER BY opened)
	FROM pledge_series('Aldermoor', :'pledge_rule', :'pledge_options') WHERE standard = 1))
FROM wave_size AS s
WHERE s.service = 'Aldermoor';

SELECT format($html$<h2 id="actions">2. What was agreed, and what came of it</h2>
<p><strong>Invented.</strong> An action has a goal, a standard, a measure from the catalogue of metrics, a post that answers for it, and a day. It is proposed, agreed, under way, done or dropped, and not every state may follow every other one: nothing is done that was not agreed, and what is dropped has a reason.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 3">
<table class="stacked">
<caption><span>Table 3: Actions of all services on 31 December 2024, invented</span></caption>
<thead><tr><th scope="col">Service</th><th scope="col">Goal</th><th scope="col" class="number">Standard</th><th scope="col">Measure</th><th scope="col">Owner</th><th scope="col">Due</th><th scope="col">State</th><th scope="col" class="number">Days after due</th></tr></thead>
<tbody>
%1$s
</tbody></table></div>
<p><strong>Nothing is forgotten.</strong> A change leaves the row as it was, with who changed it and when (not shown here); so does a removal. One of them, from its beginning:</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 4">
<table class="stacked">
<caption><span>Table 4: History of an action of Aldermoor, invented: %2$s</span></caption>
<thead><tr><th scope="col">State</th><th scope="col">Owner</th><th scope="col">Due</th><th scope="col">Done</th><th scope="col">Then</th></tr></thead>
<tbody>
%3$s
</tbody></table></div>$html$, (
	SELECT string_agg(format('<tr><th scope="row">%s</th><td>%s</td><td class="number">%s</td><td>%s</td><td>%s</td><td class="nowrap">%s</td><td>%s</td><td class="number">%s</td></tr>', html(service), html(goal), standard, coalesce('<code>' || html(metric) || '</code>', 'Answers'), html(initcap(left(owner, 1)) || substr(owner, 2)), to_char(due, 'YYYY-MM-DD'),
		CASE WHEN overdue THEN '<strong>Overdue</strong>' ELSE initcap(left(status, 1)) || replace(substr(status, 2), '_', ' ') || coalesce(': ' || html(reason), '') END, coalesce(replace(to_char(days, 'FMSG990'), '-', '&#8722;'), '')), E'\n' ORDER BY service COLLATE "C", due, action COLLATE "C")
	FROM pledge_actions('2024-12-31')), (SELECT html(goal) FROM pledge_action WHERE (service, action) = ('Aldermoor', 'assessment')), (
	SELECT string_agg(format('<tr><th scope="row">%s</th><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>', initcap(left(status, 1)) || replace(substr(status, 2), '_', ' '), html(initcap(left(owner, 1)) || substr(owner, 2)), coalesce(to_char(due, 'YYYY-MM-DD'), ''), coalesce(to_char(done, 'YYYY-MM-DD'), ''), CASE WHEN entry IS NULL THEN 'As it is now' ELSE 'Changed' END), E'\n' ORDER BY entry NULLS LAST)
	FROM pledge_action_history('Aldermoor', 'assessment')));

SELECT format($html$<h2 id="same">3. The same people twice</h2>
<p><strong>Invented.</strong> At Dunstead the same %1$s people answered both times. What differs between people drops out, so that the test looks at those only whose answer changed (McNemar, exact). Planted is a change of standard 6.</p>
<figure>
<figcaption><p><strong>Figure 2: The same people twice.</strong> The intervals are those of each wave; the test looks at the pairs.</p></figcaption>
<div class="wide" tabindex="0" role="group" aria-label="Figure 2">
%3$s
</div>
</figure>
<div class="wide" tabindex="0" role="group" aria-label="Table 5">
<table class="stacked">
<caption><span>Table 5: Dunstead, the same people in both waves, invented (%% with 95%% exact interval; change in points with 95%% Newcombe interval for pairs)</span></caption>
<thead><tr><th scope="col">Standard</th><th scope="col" class="number">First: answered</th><th scope="col" class="number">Per cent</th><th scope="col" class="number">Second: answered</th><th scope="col" class="number">Per cent</th><th scope="col" class="number">Change</th><th scope="col" class="number">p</th><th scope="col" class="number">Holm&#8217;s p</th></tr></thead>
<tbody>
%2$s
</tbody></table></div>$html$, (SELECT max(size) FROM wave_size WHERE service = 'Dunstead'), pledge_rows(3), pledge_chart('Dunstead'));

SELECT format($html$<h2 id="themes">4. What people said in groups</h2>
<p><strong>Invented.</strong> Groups and workshops are kept as coded counts: of those who took part, how many raised a theme; no words of theirs. Counts of 1 to 4, and of all but 1 to 4, are hidden.</p>
<table>
<caption>Table 6: Themes of Aldermoor&#8217;s groups, second wave, invented (people)</caption>
<thead><tr><th scope="col">Theme</th><th scope="col">Kind</th><th scope="col">Standard</th><th scope="col" class="number">Raised by</th></tr></thead>
<tbody>
%1$s
</tbody></table>$html$, pledge_rows(6));

SELECT format($html$<h2 id="services">5. All services</h2>
<p><strong>Invented.</strong> The rates are of everybody who answered. The change is that within services (Mantel and Haenszel), of those whose figures are shown and who asked different people, so that services that grew or joined do not move it. Of %1$s changes of single services %2$s have a p below 0.05; by Holm %3$s are left, and these are the
%4$s that were planted.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 7">
<table class="stacked">
<caption><span>Table 7: All services, first and second wave, invented (%% with 95%% exact interval; change within services in points with 95%% interval of Sato)</span></caption>
<thead><tr><th scope="col">Standard</th><th scope="col" class="number">First: answered</th><th scope="col" class="number">Per cent</th><th scope="col" class="number">Second: answered</th><th scope="col" class="number">Per cent</th><th scope="col" class="number">Change</th><th scope="col" class="number">p</th><th scope="col" class="number">Holm&#8217;s p</th>
<th scope="col" class="number">Services</th><th scope="col" class="number">Hidden</th><th scope="col" class="number">Better beyond chance</th><th scope="col" class="number">Actions</th></tr></thead>
<tbody>
%5$s
</tbody></table></div>
<div class="wide" tabindex="0" role="group" aria-label="Table 8">
<table class="stacked">
<caption><span>Table 8: Change by service and standard, invented (points with 95%% Newcombe interval; in bold: beyond chance by Holm within the service)</span></caption>
<thead><tr><th scope="col">Service</th>%6$s</tr></thead>
<tbody>
%7$s
</tbody></table></div>$html$, s.tests, s.unadjusted, s.beyond, s.planted_found, pledge_rows(4), (SELECT string_agg(format('<th scope="col" class="number">%s</th>', i), '' ORDER BY i) FROM generate_series(1, 12) AS i), pledge_rows(5))
FROM pledge_summary AS s;

SELECT format($html$<h2 id="methods">6. What is hidden and why, methods and files</h2>
<p><strong>The rule, and why.</strong> Figures of fewer than 10 people who answered are hidden (<code>survey_lt10</code>), and others with them, so that no hidden number follows from the totals over services: %1$s figures for their own number and %2$s to protect them, of %3$s. The preset as it is would protect numerators too: no number of people
below 10 for whom a standard was met, or not met, could be told. That hides %4$s of %3$s, and with every standard that most people find met a part of the reports of small services. <strong>So it was decided here to protect the number of people only</strong> (<code>"numerator": false</code>), as surveys do: that all or none of a shown group were satisfied may be read from it. Of themes
of groups numerators are protected (<code>cancer_lt5</code>). Whoever publishes has to choose; the functions have no default.</p>
<p><strong>One status for each figure.</strong> A service&#8217;s report hides what the view of all services hides, for the two are read together. All that is said of all services but their totals comes from figures that are shown. Services with a common wave and standard are one table with their total; audited, no hidden number follows.</p>
<p><strong>A release is final.</strong> Tables 1, 5, 7 and 8 were published under a name (%5$s rows). From then on the results of both waves cannot be changed: the difference of two releases would give hidden figures away. A change that was tried: %6$s.</p>
<p><strong>Methods.</strong> Exact intervals: Clopper and Pearson. p: Fisher, exact; of the same people McNemar, exact; of all services Cochran, Mantel and Haenszel. Holm over the standards that a report shows. By hand, as sums over all tables with the same margins: %7$s p values, %8$s of Holm and %9$s pairs of exact limits agree.</p>
<p><strong>Standards:</strong> Breast Cancer Now, secondary breast cancer standards of care (breastcancernow.org), labels are this project&#8217;s; the end of statement 9 could not be read and is inferred.</p>
<ul>
<li><a href="pledge.csv">pledge.csv</a>: invented: the release, a row a service and standard; what is hidden is blank, its status is c</li>
</ul>
</main>
<footer><div><p>Invented services, patients and actions. Made with cancer_pe %10$s and PostgreSQL %11$s.</p></div></footer>
</body>
</html>$html$, c.small, c.beside, c.cells, c.by_preset, :'published_rows', (SELECT error FROM refused), of_all(s.p_equal, s.tests), of_all(s.holm_equal, s.tests), of_all(s.limits_hold, s.tests), library_version(), current_setting('server_version'))
FROM pledge_summary AS s, pledge_choice AS c;
