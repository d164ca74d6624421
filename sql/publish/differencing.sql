-- What earlier releases have told: attacks over several releases of one base, each refused or
-- protected. A reader has the published tables; what he can work out of all of them together says
-- audit, from these tables alone, with the differences between populations as cells that nobody publishes.
SET search_path = public, cancer_pe;
SET jit = off;
\set SHOW_CONTEXT never
CREATE SCHEMA told;
-- one answer a row: who came first, later, last; a group by the old list and by the new one
CREATE TABLE told.people (trust text, old text, new text, sex text, came int, n int);
INSERT INTO told.people VALUES
	('T1', 'A', 'A1', 'f', 1, 22), ('T1', 'A', 'A2', 'm', 1, 3), ('T1', 'B', 'B1', 'm', 1, 15), ('T1', 'A', 'A1', 'f', 2, 3), ('T1', 'B', 'B1', 'f', 3, 9),
	('T2', 'A', 'A1', 'f', 1, 30), ('T2', 'B', 'B1', 'm', 1, 20), ('T2', 'B', 'B1', 'f', 2, 20), ('T2', 'A', 'A2', 'm', 3, 2),
	('T3', 'A', 'A1', 'm', 1, 12), ('T3', 'A', 'A2', 'f', 1, 11), ('T3', 'B', 'B1', 'f', 1, 37), ('T3', 'B', 'B1', 'm', 2, 9), ('T3', 'A', 'A1', 'm', 3, 8),
	('T4', 'A', 'A1', 'f', 1, 3), ('T4', 'B', 'B1', 'm', 1, 14), ('T4', 'A', 'A1', 'm', 2, 31), ('T4', 'A', 'A2', 'f', 3, 12);
-- a release of counts by some columns and their totals, of the people of some filter
CREATE FUNCTION pg_temp.tell(release text, filter text, by text, relations jsonb DEFAULT '{}', more jsonb DEFAULT '{}', dimensions jsonb DEFAULT '{}') RETURNS TABLE(version int, shown bigint, hidden bigint, outcome text) LANGUAGE sql AS $$
	SELECT p.version, p.shown, p.hidden, p.outcome FROM publish(release, jsonb_build_object('title', release, 'schema', 'told', 'population', jsonb_build_object('base', 'people', 'filter', filter, 'period', '2018'),
		'rule', 'cancer_lt5', 'relations', relations, 'dimensions', (SELECT jsonb_object_agg(d, coalesce(dimensions -> d, '{}')) FROM string_to_table(by, ', ') AS d),
		'tables', jsonb_build_array(jsonb_build_object('name', release || '_counts', 'title', 'Counts', 'dimensions', string_to_array(by, ', '), 'count', 'n',
			'query', format('SELECT %s, sum(n) AS n FROM told.people WHERE %s GROUP BY CUBE (%1$s)', by, filter)))) || more) AS p WHERE p.table_name = release || '_counts'
$$;

-- 1. More people than before. T1 had 40, and 3 came: it cannot be shown twice, nor can what would tell it
SELECT * FROM pg_temp.tell('first', 'came <= 1', 'trust');
SELECT * FROM pg_temp.tell('second', 'came <= 2', 'trust', '{"first": "contains"}');
SELECT trust, f.n_display AS first, s.n_display AS second FROM told.first_counts AS f JOIN told.second_counts AS s USING (trust) ORDER BY trust COLLATE "C";
-- alone, the second release would show all
SELECT bool_and(status IS NULL) AS all_shown FROM (SELECT suppress(sum(n), ARRAY[trust], 'cancer_lt5') OVER () AS status FROM told.people WHERE came <= 2 GROUP BY ROLLUP (trust)) AS s;
-- the reader of both: nobody knows how many came to T1, but for a range
CREATE TEMP VIEW reader AS
SELECT trust, people, n, (a).verdict, (a).low, (a).high FROM (SELECT *, audit(n, status, ARRAY[nullif(trust, 'All'), people]) OVER () AS a FROM (
	SELECT trust, 'first' AS people, n, n_status AS status FROM told.first_counts UNION ALL SELECT trust, NULL, n, n_status FROM told.second_counts UNION ALL SELECT trust, 'later', NULL, 'x' FROM told.second_counts) AS t) AS a;
SELECT trust, people, verdict, low, high FROM reader WHERE verdict <> 'shown' AND trust IN ('T1', 'All') ORDER BY trust COLLATE "C", people;
SELECT count(*) FILTER (WHERE verdict = 'exact' AND low BETWEEN 1 AND 4) AS small_told, count(*) FILTER (WHERE verdict = 'exact') > 0 AS others_told FROM reader;

-- 2. Three releases, each of more people: what the third has more than the first is a difference too
SELECT * FROM pg_temp.tell('third', 'came <= 3', 'trust', '{"second": "contains"}');
SELECT earlier, relation FROM release_relation WHERE release = 'third' ORDER BY earlier;
CREATE TEMP VIEW reader_of_three AS
SELECT trust, people, n, (a).verdict, (a).low FROM (SELECT *, audit(n, status, ARRAY[nullif(trust, 'All'), people], '{"parts": {"2": {"": [["second", "last"], ["first*", "second and third"]], "second": [["first", "later"]], "first": [["first*"]]}}}') OVER () AS a FROM (
	SELECT trust, v.people, n, n_status AS status FROM told.first_counts CROSS JOIN (VALUES ('first'), ('first*')) AS v(people) UNION ALL SELECT trust, 'second', n, n_status FROM told.second_counts UNION ALL SELECT trust, NULL, n, n_status FROM told.third_counts
	UNION ALL SELECT trust, v.people, NULL, 'x' FROM told.third_counts CROSS JOIN (VALUES ('later'), ('last'), ('second and third')) AS v(people)) AS t) AS a;
SELECT trust, f.n_display AS first, s.n_display AS second, t.n_display AS third FROM told.first_counts AS f JOIN told.second_counts AS s USING (trust) JOIN told.third_counts AS t USING (trust) ORDER BY trust COLLATE "C";
SELECT count(*) FILTER (WHERE verdict = 'exact' AND low BETWEEN 1 AND 4) AS small_told, count(*) AS cells FROM reader_of_three;

-- 3. A table that comes later and shares totals, and a figure that was hidden and would be shown alone
SELECT * FROM pg_temp.tell('by_old', 'came <= 1', 'trust, old', '{"first": "same", "second": "within", "third": "within"}', '{}', '{"old": {"map": "old list"}}');
SELECT trust, old, n_display FROM told.by_old_counts WHERE n_status IS NOT NULL ORDER BY trust COLLATE "C", old COLLATE "C";
SELECT * FROM pg_temp.tell('by_sex', 'came <= 1', 'trust, sex');
-- of the small one and what was hidden for its sake nothing is shown in a release of its own, in which T4 with B would be
SELECT trust, old, suppress(sum(n), ARRAY[trust, old], 'cancer_lt5') OVER () AS alone FROM told.people WHERE came <= 1 AND trust IN ('T3', 'T4') GROUP BY trust, old ORDER BY trust COLLATE "C", old COLLATE "C";
SELECT * FROM pg_temp.tell('two_trusts', 'came <= 1', 'trust, old', '{}', jsonb_build_object('tables', jsonb_build_array(jsonb_build_object('name', 'two_trusts_counts', 'title', 'Counts', 'dimensions', '{trust, old}'::text[], 'count', 'n',
	'query', $$SELECT trust, old, sum(n) AS n FROM told.people WHERE came <= 1 AND trust IN ('T3', 'T4') GROUP BY trust, old$$))), '{"old": {"map": "old list"}}');
SELECT w.trust, w.old, w.n_display AS now, o.n_display AS before FROM told.two_trusts_counts AS w JOIN told.by_old_counts AS o USING (trust, old) ORDER BY trust COLLATE "C", old COLLATE "C";
-- a reader of the breakdowns of the first people: two dimensions that share the trusts
CREATE TEMP VIEW reader_of_tables AS
SELECT trust, old, sex, (a).verdict, (a).low FROM (SELECT *, audit(n, status, ARRAY[nullif(trust, 'All'), nullif(old, 'All'), nullif(sex, 'All')]) OVER () AS a FROM (
	SELECT trust, old, 'All' AS sex, n, n_status AS status FROM told.by_old_counts UNION SELECT trust, 'All', sex, n, n_status FROM told.by_sex_counts) AS t) AS a;
SELECT count(*) FILTER (WHERE verdict = 'exact') AS told, count(*) FILTER (WHERE verdict = 'safe') AS safe FROM reader_of_tables;
SELECT count(*) AS shown_in_one_hidden_in_other FROM told.by_old_counts AS o JOIN told.first_counts AS f USING (trust) WHERE old = 'All' AND o.n_status IS DISTINCT FROM f.n_status;

-- 4. Groups that are parts of the earlier ones: their sums are the cells that were published
SELECT * FROM pg_temp.tell('old_groups', 'came <= 3', 'grouping', '{"first": "contains", "second": "contains", "by_old": "contains", "by_sex": "contains"}',
	jsonb_build_object('tables', jsonb_build_array(jsonb_build_object('name', 'old_groups_counts', 'title', 'Counts', 'dimensions', '{trust, grouping}'::text[], 'count', 'n', 'query', 'SELECT trust, old AS grouping, sum(n) AS n FROM told.people GROUP BY CUBE (trust, old)')),
		'was', '{"grouping": "old"}'::jsonb, 'dimensions', '{"trust": {}, "grouping": {"map": "old list"}}'::jsonb));
\set new_groups '''tables'', jsonb_build_array(jsonb_build_object(''name'', ''new_groups_counts'', ''title'', ''Counts'', ''dimensions'', ''{trust, grouping}''::text[], ''count'', ''n'', ''query'', ''SELECT trust, new AS grouping, sum(n) AS n FROM told.people GROUP BY CUBE (trust, new)''))'
SELECT * FROM pg_temp.tell('new_groups', 'came <= 3', 'grouping', '{}', jsonb_build_object(:new_groups, 'was', '{"grouping": "old"}'::jsonb, 'dimensions', '{"trust": {}, "grouping": {"map": "new list"}}'::jsonb));
SELECT * FROM pg_temp.tell('new_groups', 'came <= 3', 'grouping', '{}', jsonb_build_object(:new_groups, 'was', '{"grouping": "old"}'::jsonb, 'dimensions', '{"trust": {}, "grouping": {"map": "new list", "nested_in": "old list", "parents": {"A1": "A", "A2": "A"}}}'::jsonb));
SELECT * FROM pg_temp.tell('new_groups', 'came <= 3', 'grouping', '{}', jsonb_build_object(:new_groups, 'was', '{"grouping": "old"}'::jsonb, 'dimensions', '{"trust": {}, "grouping": {"map": "new list", "nested_in": "old list", "parents": {"A1": "A", "A2": "A", "B1": "B"}}}'::jsonb));
-- the groups that have one part are told, or not, as they were before; A2 of T1 is 3, A of it is shown
SELECT trust, n.grouping, n.n_display AS part, o.n_display AS whole FROM told.new_groups_counts AS n JOIN told.old_groups_counts AS o USING (trust) WHERE o.grouping = left(n.grouping, 1) AND trust IN ('T1', 'T2') ORDER BY trust COLLATE "C", n.grouping COLLATE "C";
SELECT count(*) FILTER (WHERE verdict = 'exact' AND low BETWEEN 1 AND 4) AS small_told FROM (SELECT (a).verdict, (a).low FROM (SELECT audit(n, status, ARRAY[nullif(trust, 'All'), nullif(grouping, 'All')], '{"parents": {"2": {"A1": "A", "A2": "A", "B1": "B"}}}') OVER () AS a FROM (
	SELECT trust, grouping, n, n_status AS status FROM told.old_groups_counts UNION SELECT trust, grouping, n, n_status FROM told.new_groups_counts) AS t) AS a) AS r;

-- 5. What is not declared, or cannot be true, is refused
SELECT * FROM pg_temp.tell('women', $$sex = 'f'$$, 'trust');
SELECT * FROM pg_temp.tell('women', $$sex = 'f' AND came <= 1$$, 'trust', '{"first": "same"}');
SELECT * FROM pg_temp.tell('women', $$sex = 'f' AND came <= 1$$, 'trust', '{"first": "contains"}');
SELECT * FROM pg_temp.tell('women', $$sex = 'f' AND came <= 1$$, 'trust', '{"first": "within", "second": "disjoint"}');
SELECT * FROM pg_temp.tell('women', $$sex = 'f' AND came <= 1$$, 'trust', '{"first": "overlaps"}');
SELECT * FROM pg_temp.tell('women', $$sex = 'f' AND came <= 1$$, 'trust', '{"before": "within"}');
-- some of the people: 3 women of the 17 in T4 are few, and those whom they leave of what was shown before are figures too
SELECT * FROM pg_temp.tell('women', $$sex = 'f' AND came <= 1$$, 'trust', '{"first": "within", "third": "within"}');
SELECT trust, w.n_display AS women, f.n_display AS first FROM told.women_counts AS w JOIN told.first_counts AS f USING (trust) ORDER BY trust COLLATE "C";
-- others who are said to be apart from the women and are not, as there are more than can be
SELECT * FROM pg_temp.tell('not_a2', $$new <> 'A2' AND came <= 1$$, 'trust', '{"first": "within", "women": "disjoint", "third": "within"}');
-- men without A2: with the women they are all but a few, 3 in T1, where the women were not told, so that they are
SELECT * FROM pg_temp.tell('men', $$new <> 'A2' AND sex = 'm' AND came <= 1$$, 'trust', '{"first": "within", "women": "disjoint", "third": "within"}');
SELECT trust, a.n_display AS men_without_a2, w.n_display AS women, f.n_display AS first FROM told.men_counts AS a JOIN told.women_counts AS w USING (trust) JOIN told.first_counts AS f USING (trust) ORDER BY trust COLLATE "C";
SELECT count(*) FILTER (WHERE verdict = 'exact' AND low BETWEEN 1 AND 4) AS small_told FROM (SELECT (a).verdict, (a).low FROM (SELECT audit(n, status, ARRAY[nullif(trust, 'All'), people]) OVER () AS a FROM (
	SELECT trust, 'women' AS people, n, n_status AS status FROM told.women_counts UNION ALL SELECT trust, 'men', n, n_status FROM told.men_counts UNION ALL SELECT trust, NULL, n, n_status FROM told.first_counts
	UNION ALL SELECT trust, 'rest', NULL, 'x' FROM told.first_counts) AS t) AS a) AS r;

-- 6. Quarters: apart by their periods, and within the year; a reader knows that they are all of it
CREATE FUNCTION pg_temp.tell_period(release text, period text, condition text, base text DEFAULT 'quarters') RETURNS TABLE(version int, shown bigint, hidden bigint, outcome text) LANGUAGE sql AS $$
	SELECT t.* FROM pg_temp.tell(release, condition, 'trust', '{}', jsonb_build_object('population', jsonb_build_object('base', base, 'filter', 'all', 'period', period))) AS t
$$;
SELECT * FROM pg_temp.tell_period('spring', '[2018-04-01,2018-07-01)', 'came = 1');
SELECT * FROM pg_temp.tell_period('summer', '[2018-07-01,2018-10-01)', 'came = 2');
SELECT * FROM pg_temp.tell_period('half', '[2018-04-01,2018-10-01)', 'came <= 2');
SELECT earlier, relation FROM release_relation WHERE release = 'half' ORDER BY earlier;
SELECT trust, a.n_display AS spring, b.n_display AS summer, h.n_display AS half FROM told.spring_counts AS a LEFT JOIN told.summer_counts AS b USING (trust) JOIN told.half_counts AS h USING (trust) ORDER BY trust COLLATE "C";
SELECT count(*) FILTER (WHERE verdict = 'exact') AS told FROM (SELECT (a).verdict FROM (SELECT audit(n, status, ARRAY[nullif(trust, 'All'), people]) OVER () AS a FROM (
	SELECT trust, 'spring' AS people, n, n_status AS status FROM told.spring_counts UNION ALL SELECT trust, 'summer', n, n_status FROM told.summer_counts UNION ALL SELECT trust, NULL, n, n_status FROM told.half_counts) AS t) AS a) AS r;
-- the year is published first: what is hidden of it is not told by its quarters either
SELECT * FROM pg_temp.tell_period('whole_year', '[2018-04-01,2019-04-01)', 'came <= 3', 'downwards');
SELECT * FROM pg_temp.tell_period('its_summer', '[2018-07-01,2018-10-01)', 'came = 2', 'downwards');
SELECT trust, y.n_display AS year, q.n_display AS summer FROM told.whole_year_counts AS y LEFT JOIN told.its_summer_counts AS q USING (trust) ORDER BY trust COLLATE "C";

-- 7. Numerators: of 20 people more in T1, 2 said yes; the count alone would be shown
CREATE TABLE told.answer (trust text, came int, n int, yes int);
INSERT INTO told.answer VALUES ('T1', 1, 40, 20), ('T1', 2, 20, 2), ('T2', 1, 50, 25), ('T2', 2, 20, 10), ('T3', 1, 60, 30), ('T3', 2, 21, 10);
CREATE FUNCTION pg_temp.tell_yes(release text, came int, relations jsonb DEFAULT '{}') RETURNS TABLE(version int, shown bigint, hidden bigint, outcome text) LANGUAGE sql AS $$
	SELECT t.* FROM pg_temp.tell(release, came::text, 'trust', relations, jsonb_build_object('population', jsonb_build_object('base', 'yes', 'filter', came::text), 'tables', jsonb_build_array(jsonb_build_object('name', release || '_counts', 'title', 'Counts',
		'dimensions', '{trust}'::text[], 'count', 'n', 'numerator', 'yes', 'query', format('SELECT trust, sum(n) AS n, sum(yes) AS yes FROM told.answer WHERE came <= %s GROUP BY ROLLUP (trust)', came))))) AS t
$$;
SELECT * FROM pg_temp.tell_yes('yes_first', 1);
SELECT * FROM pg_temp.tell_yes('yes_second', 2, '{"yes_first": "contains"}');
SELECT trust, f.n_display, f.yes_display, s.n_display, s.yes_display FROM told.yes_first_counts AS f JOIN told.yes_second_counts AS s USING (trust) ORDER BY trust COLLATE "C";

-- 8. A correction: a few more in T1 with A and many more in T2; what was hidden stays so
CREATE FUNCTION pg_temp.tell_corrected(relations jsonb, more jsonb DEFAULT '{"correction": "Late records."}') RETURNS TABLE(version int, shown bigint, hidden bigint, outcome text) LANGUAGE sql AS $$
	SELECT t.* FROM pg_temp.tell('corrected', 'came <= 2', 'trust, old', relations, '{"population": {"base": "corrected", "filter": "all"}}'::jsonb || more) AS t
$$;
SELECT * FROM pg_temp.tell_corrected('{}', '{}');
UPDATE told.people SET n = n + 2 WHERE trust = 'T1' AND new = 'A1' AND came = 1;
UPDATE told.people SET n = n + 30 WHERE trust = 'T2' AND new = 'A1' AND came = 1;
SELECT * FROM pg_temp.tell_corrected('{}');
SELECT * FROM pg_temp.tell_corrected('{"corrected": "revised"}');
SELECT trust, old, a.n_display AS before, b.n_display AS after FROM told.corrected_counts AS a JOIN told.corrected_counts_v2 AS b USING (trust, old) ORDER BY trust COLLATE "C", old COLLATE "C";
-- what comes later is the same as the corrected figures, and goes on from them
SELECT * FROM pg_temp.tell('later', 'came <= 2', 'trust, old', '{"corrected": "same"}', '{"population": {"base": "corrected", "filter": "all"}}');
SELECT earlier_version, relation FROM release_relation WHERE release = 'later' ORDER BY earlier_version;
-- totals that follow from what is shown are figures too: T1 had 40 and has 42, which only one of the versions says, in one order and the other
CREATE TABLE told.late AS SELECT * FROM (VALUES (1, 'T1', 'f', 20), (1, 'T1', 'm', 20), (1, 'T2', 'f', 30), (1, 'T2', 'm', 30), (2, 'T1', 'f', 30), (2, 'T1', 'm', 12), (2, 'T2', 'f', 30), (2, 'T2', 'm', 30)) AS t(version, trust, sex, n);
CREATE FUNCTION pg_temp.tell_late(release text, version int, groups text) RETURNS TABLE(version int, shown bigint, hidden bigint, outcome text) LANGUAGE sql AS $$
	SELECT t.* FROM pg_temp.tell(release, 'true', 'trust, sex', CASE version WHEN 1 THEN '{}' ELSE jsonb_build_object(release, 'revised') END, jsonb_build_object('correction', CASE version WHEN 2 THEN 'Late records.' END, 'population', jsonb_build_object('base', release),
		'tables', jsonb_build_array(jsonb_build_object('name', release || '_counts', 'title', 'Counts', 'dimensions', '{trust, sex}'::text[], 'count', 'n', 'query', format('SELECT trust, sex, sum(n) AS n FROM told.late WHERE version = %s GROUP BY %s', version, groups))))) AS t
$$;
SELECT * FROM pg_temp.tell_late('totals_first', 1, 'trust, ROLLUP (sex)');
SELECT * FROM pg_temp.tell_late('totals_first', 2, 'trust, sex');
SELECT * FROM pg_temp.tell_late('totals_last', 1, 'trust, sex');
SELECT * FROM pg_temp.tell_late('totals_last', 2, 'trust, ROLLUP (sex)');
SELECT trust, sex, l.n_display AS totals_last, f.n_display AS totals_first FROM told.totals_last_counts_v2 AS l LEFT JOIN told.totals_first_counts_v2 AS f USING (trust, sex) ORDER BY trust COLLATE "C", sex COLLATE "C";

-- 9. Other names for the same: cells are linked by the names of their columns
CREATE TABLE told.reply AS SELECT 2018 AS year, q AS question, trust, n FROM (VALUES ('Q1', 'T1', 3), ('Q1', 'T2', 17), ('Q1', 'T3', 40), ('Q2', 'T1', 30), ('Q2', 'T2', 31), ('Q2', 'T3', 32)) AS t(q, trust, n);
CREATE FUNCTION pg_temp.tell_named(release text, dim text, separate text, columns text, more jsonb DEFAULT '{}') RETURNS TABLE(version int, shown bigint, hidden bigint, outcome text) LANGUAGE sql AS $$
	SELECT t.* FROM pg_temp.tell(release, 'true', dim, '{}', jsonb_build_object('population', '{"base": "replies"}'::jsonb, 'tables', jsonb_build_array(jsonb_build_object('name', release || '_counts', 'title', 'Counts',
		'dimensions', ARRAY[dim], 'separate', string_to_array(separate, ', '), 'count', 'n', 'query', 'SELECT ' || columns))) || more) AS t
$$;
SELECT * FROM pg_temp.tell_named('replies', 'trust', 'question', 'question, trust, sum(n) AS n FROM told.reply GROUP BY question, ROLLUP (trust)');
SELECT question, trust, n_display FROM told.replies_counts WHERE question = 'Q1' ORDER BY trust COLLATE "C";
-- alone, T2 of Q1 would be shown by each of these: another name of what is kept apart, more of it, less, what was a dimension, another name of a dimension
SELECT * FROM pg_temp.tell_named('items', 'trust', 'item', $$question AS item, trust, n FROM told.reply WHERE trust <> 'T1'$$);
SELECT * FROM pg_temp.tell_named('items', 'trust', 'question, year', $$question, year, trust, n FROM told.reply WHERE trust <> 'T1'$$);
SELECT * FROM pg_temp.tell_named('items', 'trust', '', $$trust, n FROM told.reply WHERE trust <> 'T1' AND question = 'Q1'$$);
SELECT * FROM pg_temp.tell_named('items', 'question', 'trust', $$question, trust, n FROM told.reply WHERE trust <> 'T1'$$);
SELECT * FROM pg_temp.tell_named('items', 'provider', 'question', $$question, trust AS provider, n FROM told.reply WHERE trust <> 'T1'$$);
-- what it was is said wrongly
SELECT * FROM pg_temp.tell_named('items', 'trust', 'item', 'question AS item, trust, n FROM told.reply', '{"was": {"item": "questions"}}');
SELECT * FROM pg_temp.tell_named('items', 'trust', 'item', 'question AS item, trust, n FROM told.reply', '{"was": {"thing": "question"}}');
SELECT * FROM pg_temp.tell_named('items', 'trust', 'item, question', 'question AS item, question, trust, n FROM told.reply', '{"was": {"item": "question"}}');
SELECT * FROM pg_temp.tell_named('items', 'trust', 'item', 'question AS item, trust, n FROM told.reply', '{"was": {"item": 1}}');
-- and truly, so that both are one; the ledger goes on with the first names
SELECT * FROM pg_temp.tell_named('items', 'provider', 'item', $$question AS item, trust AS provider, n FROM told.reply WHERE trust <> 'T1'$$, '{"was": {"item": "question", "provider": "trust"}}');
SELECT item, provider, n_display FROM told.items_counts ORDER BY item COLLATE "C", provider COLLATE "C";
SELECT DISTINCT dimensions, part FROM release JOIN release_cell USING (release) WHERE release = 'items' ORDER BY part;
SELECT * FROM pg_temp.tell_named('items', 'provider', 'item', $$question AS item, trust AS provider, n FROM told.reply WHERE trust <> 'T1'$$, '{"was": {"item": "question", "provider": "trust"}}');
SELECT * FROM pg_temp.tell_named('things', 'provider', 'item', $$question AS item, trust AS provider, n FROM told.reply WHERE trust <> 'T1'$$);
-- a truly new dimension is linked by its totals
SELECT * FROM pg_temp.tell_named('sizes', 'size', 'question', $$question, CASE WHEN n > 16 THEN 'large' ELSE 'small' END AS size, sum(n) AS n FROM told.reply GROUP BY question, ROLLUP (CASE WHEN n > 16 THEN 'large' ELSE 'small' END)$$);
SELECT question, size, n_display FROM told.sizes_counts ORDER BY question COLLATE "C", size COLLATE "C";
-- another measure is not linked, by the publisher's word, which the notes repeat
SELECT * FROM pg_temp.tell_named('surveys', 'trust', '', $$trust, 100 AS n FROM told.reply WHERE question = 'Q2'$$, '{"unlinked": ["question"]}');
SELECT note FROM told.surveys_notes WHERE topic = 'protection';
-- two tables of one release
SELECT * FROM pg_temp.tell('both', 'true', 'trust', '{}', '{"population": {"base": "both"}, "tables": [{"name": "by_question", "title": "Q", "dimensions": ["trust"], "separate": ["question"], "count": "n", "query": "SELECT question, trust, n FROM told.reply"},
	{"name": "by_item", "title": "I", "dimensions": ["trust"], "separate": ["item"], "count": "n", "query": "SELECT question AS item, trust, n FROM told.reply"}]}');

-- every release proves itself as it is published, with all that was published before
SELECT release, v.table_name, v.verdict FROM release, verify_release(release, version) AS v WHERE v.verdict <> 'verified';
-- nothing is left
SET client_min_messages = warning;
DROP SCHEMA told CASCADE;
SET check_function_bodies = off; -- as pg_restore does
DELETE FROM release;
DELETE FROM release_relation;
DELETE FROM release_table;
DELETE FROM release_cell;
DELETE FROM release_proof;
