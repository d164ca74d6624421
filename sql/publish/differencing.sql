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
			'query', format('SELECT %s, sum(n) AS n FROM told.people WHERE %s GROUP BY CUBE (%1$s)', by, filter)))) || more) AS p WHERE p.table_name = release || '_counts' || CASE WHEN p.version > 1 THEN '_v' || p.version ELSE '' END
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
SELECT * FROM pg_temp.tell('by_old', 'came <= 1', 'trust, old', '{"first": "same", "second": "within", "third": "within"}');
SELECT trust, old, n_display FROM told.by_old_counts WHERE n_status IS NOT NULL ORDER BY trust COLLATE "C", old COLLATE "C";
SELECT * FROM pg_temp.tell('by_sex', 'came <= 1', 'trust, sex');
-- of the small one and what was hidden for its sake nothing is shown in a release of its own
SELECT * FROM pg_temp.tell('two_trusts', 'came <= 1', 'trust, old', '{}', jsonb_build_object('tables', jsonb_build_array(jsonb_build_object('name', 'two_trusts_counts', 'title', 'Counts', 'dimensions', '{trust, old}'::text[], 'count', 'n',
	'query', $$SELECT trust, old, sum(n) AS n FROM told.people WHERE came <= 1 AND trust IN ('T3', 'T4') GROUP BY trust, old$$))));
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
		'dimensions', '{"trust": {}, "grouping": {"map": "old list"}}'::jsonb));
\set new_groups '''tables'', jsonb_build_array(jsonb_build_object(''name'', ''new_groups_counts'', ''title'', ''Counts'', ''dimensions'', ''{trust, grouping}''::text[], ''count'', ''n'', ''query'', ''SELECT trust, new AS grouping, sum(n) AS n FROM told.people GROUP BY CUBE (trust, new)''))'
SELECT * FROM pg_temp.tell('new_groups', 'came <= 3', 'grouping', '{}', jsonb_build_object(:new_groups, 'dimensions', '{"trust": {}, "grouping": {"map": "new list"}}'::jsonb));
SELECT * FROM pg_temp.tell('new_groups', 'came <= 3', 'grouping', '{}', jsonb_build_object(:new_groups, 'dimensions', '{"trust": {}, "grouping": {"map": "new list", "nested_in": "old list", "parents": {"A1": "A", "A2": "A"}}}'::jsonb));
SELECT * FROM pg_temp.tell('new_groups', 'came <= 3', 'grouping', '{}', jsonb_build_object(:new_groups, 'dimensions', '{"trust": {}, "grouping": {"map": "new list", "nested_in": "old list", "parents": {"A1": "A", "A2": "A", "B1": "B"}}}'::jsonb));
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
-- some of the people: the others, men by their number, must not follow. 3 of them are in T1 with A, but in all there are enough
SELECT * FROM pg_temp.tell('women', $$sex = 'f' AND came <= 1$$, 'trust', '{"first": "within", "third": "within"}');
SELECT trust, w.n_display AS women, f.n_display AS first FROM told.women_counts AS w JOIN told.first_counts AS f USING (trust) ORDER BY trust COLLATE "C";
-- but those who are not: what was shown is known, so that what would tell of few stays hidden
SELECT * FROM pg_temp.tell('not_a2', $$new <> 'A2' AND came <= 1$$, 'trust', '{"first": "within", "women": "disjoint", "third": "within"}');
SELECT * FROM pg_temp.tell('not_t1_a2', $$new <> 'A2' AND sex = 'm' AND came <= 1$$, 'trust', '{"first": "within", "women": "disjoint", "third": "within"}');
SELECT trust, a.n_display AS men_without_a2, w.n_display AS women, f.n_display AS first FROM told.not_t1_a2_counts AS a JOIN told.women_counts AS w USING (trust) JOIN told.first_counts AS f USING (trust) ORDER BY trust COLLATE "C";
SELECT trust, f.n - w.n - a.n AS told FROM told.not_t1_a2_counts AS a JOIN told.women_counts AS w USING (trust) JOIN told.first_counts AS f USING (trust) WHERE f.n - w.n - a.n BETWEEN 1 AND 4;

-- every release proves itself as it is published, with all that was published before
SELECT release, v.table_name, v.verdict FROM release, verify_release(release, version) AS v WHERE v.verdict <> 'verified';
-- nothing is left
DROP SCHEMA told CASCADE;
