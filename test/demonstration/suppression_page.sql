-- The web page on suppression: one query a part, each printing HTML.

-- A count, or the mark of what is hidden.
CREATE FUNCTION count_cell(n bigint, status text) RETURNS text IMMUTABLE
RETURN CASE WHEN status IS NULL THEN format('<td class="number">%s</td>', whole(n)) ELSE format('<td class="number hidden">%s</td>', display(NULL, status)) END;

-- The first cell of a row: all and alliances in bold, the trusts of an alliance below it.
CREATE FUNCTION row_head(alliance text, label text) RETURNS text IMMUTABLE
RETURN format('<tr%s><th scope="row"%s>%s</th>', CASE WHEN label IN ('All', alliance) THEN ' class="total"' END, CASE WHEN label <> alliance THEN ' class="indent"' END, label);

-- The rows of the synthetic tables that are shown, with what is hidden marked; and as they would be with their values, to search for.
CREATE TABLE drawn_row AS
SELECT name, alliance, label, count(status) AS hidden, row_head(alliance, label) || string_agg(count_cell(n, status), '' ORDER BY place) || '</tr>' AS html,
	row_head(alliance, label) || string_agg(count_cell(n, NULL), '' ORDER BY place) || '</tr>' AS with_values
FROM (
	SELECT name, CASE name WHEN 'F04' THEN dims[1] END AS alliance, CASE name WHEN 'F01' THEN coalesce(dims[1], 'All') ELSE coalesce(dims[2], dims[1], 'All') END AS label, n, status,
		row_number() OVER (PARTITION BY name, dims[1:array_length(dims, 1) - 1] ORDER BY dims[array_length(dims, 1)] COLLATE "C" NULLS FIRST) AS place
	FROM pattern
	WHERE rule = 'value' AND name IN ('F01', 'F04')
) AS cell
GROUP BY name, alliance, label;

-- The head of such a table.
CREATE FUNCTION drawn_head(name text, first text) RETURNS text STABLE
BEGIN ATOMIC
	SELECT format('<thead><tr><th scope="col">%s</th>%s</tr></thead>', drawn_head.first, string_agg(format('<th scope="col" class="number"><span>%s</span></th>', label), '' ORDER BY place))
	FROM (
		SELECT DISTINCT coalesce(p.dims[array_length(p.dims, 1)], 'All') AS label, coalesce(p.dims[array_length(p.dims, 1)], '') COLLATE "C" AS place FROM pattern AS p WHERE p.name = drawn_head.name
	) AS column_label;
END;

\o :out/suppression.html
\qecho '<!DOCTYPE html>'
\qecho '<html lang="en-GB">'
SELECT format($html$<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Suppression with proof: what a hidden number still gives away</title>
<style>%1$s</style>
</head>
<body>
<header><div>
<h1>Suppression with proof: what a hidden number still gives away</h1>
<p>Attacks on published tables, tables that withstand them, certificates and rounding, inside PostgreSQL by the extension cancer_pe</p>
%2$s
</div></header>
<main>
<div class="notice"><p><strong>Sections 1 to 5 and 7 show numbers drawn at random or made by hand; no person, trust or alliance in them exists.</strong> Section 6 looks at the tables of 2018 as they were published. It tells how many hidden numbers follow from what is shown, and <strong>none of these
numbers</strong>, nor whose they are.</p></div>
<nav aria-labelledby="contents">
<h2 id="contents">Contents</h2>
<ol>
<li><a href="#leaks">What hiding the next smallest leaves open</a></li>
<li><a href="#hand">The attack, by hand</a></li>
<li><a href="#certificate">A release with its certificate</a></li>
<li><a href="#range">One other value, or the whole range</a></li>
<li><a href="#rounding">Rounding, and keys</a></li>
<li><a href="#survey">The tumour tables of 2018 as published</a></li>
<li><a href="#large">A larger table, protected</a></li>
<li><a href="#methods">What is defended and what is not; methods and files</a></li>
</ol>
</nav>$html$, page_style(), pages_nav('suppression.html'));

SELECT format($html$<h2 id="leaks">1. What hiding the next smallest leaves open</h2>
<p><strong>Synthetic tables.</strong> Counts of 1 to 4 are hidden. As totals are shown, one hidden count in a row follows by subtraction, so the rule of the survey of 2018 hides the next smallest of that row too, and looks no further. The reader of such a table can: he adds up columns as well as
rows, he sees that zeros are shown, so that a hidden count is at least 1, and he knows that people are whole. <strong>He finds %1$s small counts exactly.</strong> The extension hides what has to be hidden against that reader, and audited in the same way its tables give away none.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 1">
<table class="stacked">
<caption><span>Table 1: Small counts and what is hidden beside them, three synthetic tables (number)</span></caption>
<thead><tr><th scope="col">Table</th><th scope="col" class="number">Cells</th><th scope="col" class="number">Small</th><th scope="col" class="number">Next smallest: follow exactly</th><th scope="col" class="number">Here: follow exactly</th>
<th scope="col" class="number">Here: hidden beside, people</th><th scope="col" class="number">Best peer, people</th><th scope="col" class="number">Proven optimum, people</th></tr></thead>
<tbody>
%2$s
</tbody></table></div>
<p>Best peer: the R package GaussSuppression 1.2.3, which leaks nothing on these tables; optimum: proven by other means outside of this project&#8217;s code. <strong>Hiding too little is not the same as hiding less:</strong> with next smallest fewer people are hidden beside the small counts, and %1$s of %3$s small counts are hidden in name only.</p>$html$,
	whole(sum(n.exact)::bigint), string_agg(format('<tr><th scope="row">%s, %s</th><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td></tr>',
		o.name, CASE o.name WHEN 'F01' THEN '10 trusts, 8 tumour groups' WHEN 'F03' THEN '20 trusts, 10 tumour groups, 6 ages' ELSE '21 alliances, 134 trusts, 13 tumour groups' END,
		whole(o.cells), whole(o.small), whole(n.exact), whole(o.exact), whole(o.people), whole(o.peer_people), whole(o.optimum_people)), E'\n' ORDER BY o.name), whole(sum(n.small)::bigint))
FROM pattern_summary AS n
JOIN pattern_summary AS o ON o.name = n.name AND o.rule = 'value'
WHERE n.rule = 'next_smallest';

SELECT format($html$<h2 id="hand">2. The attack, by hand</h2>
<p><strong>Made by hand.</strong> Three hospitals, three answers. Hospital P has one person each in two cells; both are hidden as small, so the rule of the next smallest sees two hidden cells in the row and is content.</p>
<table>
<caption>Table 2: As the rule of the next smallest publishes it</caption>
<thead><tr><th scope="col">Hospital</th><th scope="col" class="number">All</th><th scope="col" class="number">Never</th><th scope="col" class="number">Often</th><th scope="col" class="number">Seldom</th></tr></thead>
<tbody>
%1$s
</tbody></table>
<p>Hospital P alone is enough. 14 people less the 12 that are shown leaves 2 for two cells; no hidden cell is empty, as empty cells are shown; so there is one person in each: <q>%2$s</q>. That is the attack of the two ones. The columns give the same: <q>%3$s</q>.</p>
<table>
<caption>Table 3: As it is published here</caption>
<thead><tr><th scope="col">Hospital</th><th scope="col" class="number">All</th><th scope="col" class="number">Never</th><th scope="col" class="number">Often</th><th scope="col" class="number">Seldom</th></tr></thead>
<tbody>
%4$s
</tbody></table>
<p>Nothing cheaper is safe. The proof for each small cell is a move: so many people up here and down there, all of them in hidden cells, so that every shown number stays as it is, and yet the small cell has another count. For P, Often: %5$s. Whoever has the table and the move can check it by adding.</p>$html$,
	(SELECT string_agg(format('<tr%s><th scope="row">%s</th>%s</tr>', CASE WHEN hospital IS NULL THEN ' class="total"' END, coalesce(hospital, 'All'), cells), E'\n' ORDER BY hospital NULLS FIRST)
		FROM (SELECT hospital, string_agg(count_cell(n, next_smallest), '' ORDER BY answer NULLS FIRST) AS cells FROM by_hand_decided GROUP BY hospital) AS r),
	(SELECT html(attack_alone) FROM by_hand_audit WHERE (hospital, answer) = ('P', 'Often')), (SELECT html(attack) FROM by_hand_audit WHERE (hospital, answer) = ('P', 'Often')),
	(SELECT string_agg(format('<tr%s><th scope="row">%s</th>%s</tr>', CASE WHEN hospital IS NULL THEN ' class="total"' END, coalesce(hospital, 'All'), cells), E'\n' ORDER BY hospital NULLS FIRST)
		FROM (SELECT hospital, string_agg(count_cell(n, status), '' ORDER BY answer NULLS FIRST) AS cells FROM by_hand_decided GROUP BY hospital) AS r),
	(SELECT string_agg(format('%s, %s %s', step #>> '{dims,0}', step #>> '{dims,1}', replace(to_char((step ->> 'change')::integer, 'FMSG9'), '-', '&#8722;')), '; ' ORDER BY i)
		FROM by_hand_decided, jsonb_array_elements(moves -> 0 -> 'steps') WITH ORDINALITY AS s(step, i) WHERE (hospital, answer) = ('P', 'Often')));

SELECT format($html$<h2 id="certificate">3. A release with its certificate</h2>
<p><strong>Synthetic.</strong> Table F01 with one mark for all that is hidden, whatever the reason: a second mark would tell which counts are small.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 4">
<table class="stacked">
<caption><span>Table 4: F01 as published, synthetic (people)</span></caption>
%1$s
<tbody>
%2$s
</tbody></table></div>
<p>The certificate holds the hidden counts and the moves, and is kept in confidence with the release. Its summary can be published:</p>
<table>
<caption>Table 5: Summary of the certificate</caption>
<thead><tr><th scope="col">Field</th><th scope="col">Value</th></tr></thead>
<tbody>
<tr><th scope="row">Rule, and largest small count</th><td>%3$s, %4$s</td></tr>
<tr><th scope="row">Zeros</th><td>%5$s</td></tr>
<tr><th scope="row">What stays possible for each small count</th><td>%6$s: at least two values</td></tr>
<tr><th scope="row">Cells, and hidden of these</th><td>%7$s, %8$s</td></tr>
<tr><th scope="row">Digest of the table (SHA-256)</th><td style="word-break: break-all">%9$s</td></tr>
</tbody></table>
<p>Verification takes the published table and the certificate and adds whole numbers; it shares no code with the search that made the certificate. What it says:</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 6">
<table class="stacked">
<caption><span>Table 6: Verification, now or in ten years</span></caption>
<thead><tr><th scope="col">Given</th><th scope="col">Answer</th></tr></thead>
<tbody>
<tr><th scope="row">The table as published</th><td>%10$s</td></tr>
<tr><th scope="row">One figure changed by 1</th><td>%11$s</td></tr>
<tr><th scope="row">One figure left out</th><td>%12$s</td></tr>
<tr><th scope="row">One number of the proof changed</th><td>%13$s</td></tr>
</tbody></table></div>$html$, drawn_head('F01', 'Trust'), (SELECT string_agg(html, E'\n' ORDER BY label <> 'All', label COLLATE "C") FROM drawn_row WHERE name = 'F01'),
	html(s.rule), s.threshold, s.zeros, s.protect, s.cells, s.hidden, s.digest, html(v.as_published), html(v.figure_changed), html(v.row_lost), html(v.move_changed))
FROM summarised AS s, verified AS v;

SELECT format($html$<h2 id="range">4. One other value, or the whole range</h2>
<p><strong>Synthetic.</strong> What is asked of a small count? <em>Value</em>: a second count stays possible, so it does not follow exactly; it may still be known to be 2 or 3. <em>Range</em>: everything that the rule leaves open stays open, from the least that the rest of the table allows up to the first count that is not
small. Range costs more people in cells that are hidden for others&#8217; sake.</p>
<table>
<caption>Table 7: People in cells hidden beside the small ones, synthetic</caption>
<thead><tr><th scope="col">Table</th><th scope="col" class="number">Value</th><th scope="col" class="number">Range</th><th scope="col" class="number">Proven optimum of range</th></tr></thead>
<tbody>
%s
</tbody></table>$html$, string_agg(format('<tr><th scope="row">%s</th><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td></tr>', r.name, whole(v.people), whole(r.people), whole(r.optimum_people)), E'\n' ORDER BY r.name))
FROM pattern_summary AS r
JOIN pattern_summary AS v ON v.name = r.name AND v.rule = 'value'
WHERE r.rule = 'range';

SELECT format($html$<h2 id="rounding">5. Rounding, and keys</h2>
<p><strong>Synthetic,</strong> table F01 again. Numbers can be made less exact instead of hidden; none of these ways carries a proof by itself, and what a reader can conclude is to be audited like any other table.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 8">
<table class="stacked">
<caption><span>Table 8: Four ways to make F01 less exact</span></caption>
<thead><tr><th scope="col">Way</th><th scope="col">What a reader concludes</th><th scope="col" class="number">Totals that are the sum of what they total</th></tr></thead>
<tbody>
<tr><th scope="row">Redact 1 to 7 and round the rest to the nearest 5, as HES does</th><td>of a shown 15: %1$s; of the %2$s hidden: 1 to 7%3$s</td><td class="number">%4$s, before redaction</td></tr>
<tr><th scope="row">Controlled rounding to 5, in which all totals stay sums</th><td>of a shown 15: %5$s; no cell went further than the multiple below or above%6$s</td><td class="number">%7$s</td></tr>
<tr><th scope="row">Rounding of small counts: no count of 1 to 4 is left, the rest stays but for sums</th><td>of a shown 5: 1 to 5 where it was rounded; %8$s of %9$s cells changed</td><td class="number">%10$s</td></tr>
<tr><th scope="row">Cell keys, noise of at most 2</th><td>of a shown 15: 13 to 17; %11$s of %12$s cells changed</td><td class="number">not promised</td></tr>
</tbody></table></div>
<p><strong>Cell keys.</strong> Each person has a random-looking number, made once from a secret; a cell&#8217;s key is the sum of its people&#8217;s, and decides its noise. The same people get the same noise in every table, so asking again does not average it away. The mean of the noise is 0.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 9">
<table class="stacked">
<caption><span>Table 9: Chance of each result (%%), noise at most 2, variance 1</span></caption>
<thead><tr><th scope="col">Count</th>%13$s</tr></thead>
<tbody>
%14$s
</tbody></table></div>
<p><strong>Who may do what.</strong> The owner of the data makes the numbers of persons once, with a secret that is in no script, keeps both, and grants analysts the perturbed tables only. The analyst reads these, and neither record keys nor cell keys nor counts: whoever reads keys undoes the noise, as a count with its key has one result only.</p>$html$,
	format('%s to %s', i.low, i.high), s.hes_hidden, CASE WHEN h.narrower > 0 THEN format(', narrower for %s and exactly for %s', h.narrower, h.exact) ELSE ' and nothing more' END, of_all(a.nearest, a.sums), format('%s to %s', c.low, c.high), CASE WHEN s.optimal THEN ', and none fits better' END, of_all(a.controlled, a.sums),
	s.small_changed, s.keyed, of_all(a.small, a.sums), s.noisy, s.keyed, t.head, t.rows)
FROM proof_summary AS s, additive AS a, hes_audit AS h, rounding_interval(15, 5, 'nearest') AS i, rounding_interval(15, 5, 'controlled') AS c, (
	SELECT (SELECT string_agg(format('<th scope="col" class="number">%s</th>', result), '' ORDER BY result) FROM generate_series(0, 4) AS result) AS head,
		string_agg(format('<tr><th scope="row">%s</th>%s</tr>', CASE n WHEN 2 THEN '2; more, shifted' ELSE n::text END, cells), E'\n' ORDER BY n) AS rows
	FROM (
		SELECT n, string_agg(format('<td class="number">%s</td>', display(100 * coalesce(p.probability, 0), NULL, 1)), '' ORDER BY result) AS cells
		FROM generate_series(0, 2) AS n CROSS JOIN generate_series(0, 4) AS result
		LEFT JOIN perturbation_table(2, 1) AS p USING (n, result)
		GROUP BY n
	) AS r
) AS t;

SELECT format($html$<h2 id="survey">6. The tumour tables of 2018 as published</h2>
<p><strong>Published figures.</strong> The survey showed for each trust, question and tumour group how many answered, and hid scores of 20 answers or fewer, and one more where exactly one was hidden. So the unknown is how many of them answered positively. Published scores are rounded: each leaves an interval of
whole numbers for its group, and the trust&#8217;s score one for their sum. That is enough to pin down some hidden groups, above all where everybody answered alike. <strong>Of %1$s hidden scores %2$s follow exactly, %3$s of them of a single person.</strong> The trusts&#8217; published confidence intervals tell their number of
positive answers more exactly, and then %4$s follow, %5$s of a single person. The audit left none undecided.</p>
<p>Which these are, and what they come to, is neither shown here nor in any file. For the same tables, their hidden numbers filled in as extremely as what is shown allows, the extension finds a pattern that gives away none and hides no number of answers (regression test <code>audit_2018</code>).</p>
<p><strong>Source:</strong> NHS England, National Cancer Patient Experience Survey 2018, Official Statistics (published 2019; survey contractor Quality Health; Crown copyright); licence of the tables unconfirmed. Percentages of 51 questions; the rating Q59 gives nothing away.</p>$html$,
	whole(s.hidden), whole(s.exact), whole(s.of_one_person), whole(i.exact), whole(i.of_one_person))
FROM tumour_found AS s, tumour_found AS i
WHERE s.attacker = 'scores' AND i.attacker = 'intervals';

SELECT format($html$<h2 id="large">7. A larger table, protected</h2>
<p><strong>Synthetic.</strong> F04: %1$s cells in three levels, %2$s of them small. %3$s are hidden for others&#8217; sake, with %4$s people; each small count is proven to have another value that agrees with all that is shown.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table 10">
<table class="stacked upright">
<caption><span>Table 10: F04 as published, synthetic (people)</span></caption>
%5$s
<tbody>$html$, whole(cells), whole(small), whole(beside), whole(people), drawn_head('F04', 'Alliance and trust'))
FROM pattern_summary
WHERE (name, rule) = ('F04', 'value');
SELECT html FROM drawn_row WHERE name = 'F04' ORDER BY alliance COLLATE "C" NULLS FIRST, label COLLATE "C" <> alliance COLLATE "C", label COLLATE "C";
\qecho '</tbody></table></div>'

SELECT format($html$<h2 id="methods">8. What is defended and what is not; methods and files</h2>
<p><strong>Defended, with a proof held for each small figure:</strong> against a reader who sees every figure of the table that is shown, knows the rule, knows that zeros are shown and that people are whole, and solves all of it together. <strong>The table that is given must be the whole table:</strong> a proof for a part
says nothing of the rest. Earlier releases and linked tables are rows of the same table.</p>
<p><strong>Not defended:</strong> other releases that were not given; what a respondent knows of himself or of others (<code>audit</code> can be asked, option <code>known</code>); guesses that are likely but not certain; and with <em>value</em> a count that is known within a few. A table of scores or ratings derived from hidden cells is to be hidden
with them.</p>
<p><strong>Methods:</strong> the attacker&#8217;s problem of Fischetti and Salazar (2001) in whole numbers; rules are presets of <code>suppress</code>, among them <code>cancer_lt5</code> and <code>ncpes2018</code>; rounding as in the ESSnet handbook; cell keys after Fraser and Wooton (2006) and Giessing (2016). The tables were drawn with
random numbers and are this project&#8217;s own.</p>
<ul>
<li><a href="suppressed_f04.csv">suppressed_f04.csv</a>: synthetic: table F04 as in section 7; what is hidden is blank, its status is c</li>
</ul>
</main>
<footer><div><p>Synthetic tables but for section 6. Made with cancer_pe %1$s and PostgreSQL %2$s.</p></div></footer>
</body>
</html>$html$, library_version(), current_setting('server_version'));
