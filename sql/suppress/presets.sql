-- Presets of suppression and their options: what each rule hides by itself, and what is refused.
SET search_path = cancer_pe, public;
SET jit = off;
SELECT name, options - 'source' AS options FROM preset WHERE kind = 'suppress' AND builtin ORDER BY name COLLATE "C";

-- thresholds and comparators: the counts 0 to 22 in one line, without a total
SELECT rule, string_agg(v || coalesce(s, ''), ' ' ORDER BY v)
FROM (SELECT rule, v, suppress(v, ARRAY[v::text], rule) OVER (PARTITION BY rule) AS s
	FROM (VALUES ('cancer_lt5'), ('hes'), ('opensafely'), ('sacro'), ('survey_lt10')) AS r(rule), generate_series(0, 22) AS v) AS t
GROUP BY rule ORDER BY rule COLLATE "C";

-- national figures are exempt: the total over the dimensions named, whatever the others are
SELECT area, sex, v, suppress(v, ARRAY[area, sex], 'hes', '{"national": [1]}') OVER () AS first,
	suppress(v, ARRAY[area, sex], 'hes', '{"national": [1, 2]}') OVER () AS both
FROM (VALUES ('A', 'f', 3), ('A', NULL, 7), ('B', 'f', 1), ('B', NULL, 1), (NULL, 'f', 4), (NULL, NULL, 6)) AS t(area, sex, v) ORDER BY area, sex;
-- with the search a national figure is not tested either, but may have to protect another
SELECT area, v, suppress(v, ARRAY[area], 'cancer_lt5', '{"national": [1]}') OVER () FROM (VALUES ('A', 0), ('B', 3), (NULL, 3)) AS t(area, v) ORDER BY area;
SELECT area, v, suppress(v, ARRAY[area], 'cancer_lt5', '{"national": [1]}') OVER () FROM (VALUES ('A', 0), (NULL, 3)) AS t(area, v) WHERE area IS NULL;

-- every figure of a cell is tested: what hides each, against the rule written out
CREATE TEMP TABLE answers AS SELECT o::text AS organisation, g::text AS grp, n, CASE WHEN n > 0 THEN (o * 13 + g * 7) % (n + 1) ELSE 0 END AS yes
FROM (SELECT o, g, CASE (o * 7 + g * 5) % 9 WHEN 0 THEN 0 WHEN 1 THEN 3 WHEN 2 THEN 9 WHEN 3 THEN 10 ELSE 11 + (o * 31 + g * 17) % 40 END AS n FROM generate_series(1, 12) AS o, generate_series(1, 8) AS g) AS t;
CREATE TEMP TABLE cells AS SELECT organisation, grp, sum(n)::bigint AS n, sum(yes)::bigint AS yes FROM answers GROUP BY CUBE (organisation, grp);
SELECT zeros, count(*) AS cells, count(*) FILTER (WHERE reason = 'threshold') AS threshold, count(*) FILTER (WHERE reason = 'numerator') AS numerator,
	count(*) FILTER (WHERE reason = 'rest') AS rest, count(*) FILTER (WHERE reason = 'zero') AS zero,
	count(*) FILTER (WHERE reason IS DISTINCT FROM want AND NOT (want IS NULL AND reason = 'complement')) AS wrong,
	count(*) FILTER (WHERE (reason IS NULL) <> (status IS NULL)) AS unexplained, count(*) FILTER (WHERE proof = 'not proven') AS not_proven
FROM (SELECT zeros, n, yes, (d).*, CASE WHEN n BETWEEN 1 AND 9 THEN 'threshold' WHEN n > 0 AND yes BETWEEN 1 AND 9 THEN 'numerator' WHEN n > 0 AND n - yes BETWEEN 1 AND 9 THEN 'rest'
		WHEN zeros = 'protected' AND (n = 0 OR yes = 0 OR n = yes) THEN 'zero' END AS want
	FROM (SELECT zeros, n, yes, suppress_detail(n, ARRAY[organisation, grp], 'survey_lt10', jsonb_build_object('zeros', zeros), yes) OVER (PARTITION BY zeros) AS d
		FROM cells, unnest(ARRAY['shown', 'hidden', 'protected']) AS zeros) AS s) AS t
GROUP BY zeros ORDER BY zeros COLLATE "C";
-- rules without a search look at numerators where they are told to
SELECT count(*) FILTER (WHERE a = 'c') AS counts, count(*) FILTER (WHERE b = 'c') AS all_figures, count(*) FILTER (WHERE z = 'c') AS zeros_too, count(*) FILTER (WHERE (b = 'c') <> (n BETWEEN 1 AND 7 OR n > 0 AND (yes BETWEEN 1 AND 7 OR n - yes BETWEEN 1 AND 7))) AS wrong
FROM (SELECT n, yes, suppress(n, ARRAY[organisation, grp], 'hes', numerator => yes) OVER () AS a, suppress(n, ARRAY[organisation, grp], 'hes', '{"numerator": true}', yes) OVER () AS b,
	suppress(n, ARRAY[organisation, grp], 'hes', '{"numerator": true, "zeros": "protected"}', yes) OVER () AS z FROM cells) AS t;
-- numerators that are not to be looked at
SELECT count(*) FILTER (WHERE reason IN ('numerator', 'rest')) FROM (SELECT (suppress_detail(n, ARRAY[organisation, grp], 'survey_lt10', '{"numerator": false}', yes) OVER ()).reason FROM cells) AS t;

-- marks that tell primary cells from others
SELECT g, v, suppress(v, ARRAY[g], 'cancer_lt5', '{"marks": "distinct"}') OVER () FROM (VALUES ('a', 2), ('b', 9), ('c', 30), (NULL, 41)) AS t(g, v) ORDER BY v;
-- the shown zero as no answers
SELECT g, v, suppress(v, ARRAY[g], 'cancer_lt5', '{"zeros": "no_answers"}') OVER () FROM (VALUES ('a', 0), ('b', 9), ('c', 30), (NULL, 39)) AS t(g, v) ORDER BY v;
-- what hiding costs: the count, one, or the weight given; whatever the order of the rows
SELECT g, v, suppress(v, ARRAY[g], 'cancer_lt5') OVER () AS count, suppress(v, ARRAY[g], 'cancer_lt5', '{}', NULL, CASE g WHEN 'c' THEN 'prefer' END) OVER () AS prefer,
	suppress(v, ARRAY[g], 'cancer_lt5', '{}', NULL, NULL, w) OVER () AS weight,
	suppress(v, ARRAY[g], 'cancer_lt5', '{"cost": "one"}', NULL, NULL, CASE g WHEN 'c' THEN 0.5 END) OVER () AS one
FROM (VALUES ('a', 2, 1), ('b', 9, 7.5), ('c', 30, 7), (NULL, 41, 100)) AS t(g, v, w) ORDER BY v;

-- a preset of one's own
INSERT INTO preset (kind, name, options, source) VALUES ('suppress', 'our_trust', '{"threshold": 3, "comparator": "<=", "secondary": "complementary"}', 'a test'), ('suppress', 'bare', '{"comparator": "<="}', 'a test'),
	('suppress', 'odd', '{"threshold": 3, "comparator": "<=", "secondary": "none", "zeros": "shown", "colour": 1}', 'a test');
SELECT suppress(3, ARRAY['a'], 'our_trust', '{"zeros": "shown"}') OVER (), suppress(4, ARRAY['a'], 'our_trust', '{"zeros": "shown"}') OVER ();
-- refused
SELECT suppress(3, ARRAY['a'], 'our_trust') OVER ();
SELECT suppress(3, ARRAY['a'], 'bare') OVER ();
SELECT suppress(3, ARRAY['a'], 'odd') OVER ();
DELETE FROM preset WHERE kind = 'suppress' AND NOT builtin;
CREATE FUNCTION pg_temp.refused(options jsonb, rule text DEFAULT 'cancer_lt5') RETURNS text LANGUAGE plpgsql AS $$
DECLARE code text; message text; detail text; hint text;
BEGIN
	PERFORM suppress(30, ARRAY['a'], rule, options) OVER ();
	RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', code, message, nullif(detail, ''), nullif(hint, ''));
END $$;
\pset tuples_only on
SELECT o, pg_temp.refused(o) FROM unnest(ARRAY['{"threshold": "5"}', '{"threshold": null}', '{"threshold": 1e16}', '{"comparator": "="}', '{"secondary": "all"}', '{"zeros": "none"}',
	'{"numerator": 1}', '{"protect": "all"}', '{"marks": "two"}', '{"national": 1}', '{"national": [0]}', '{"national": [1.5]}', '{"national": [65]}', '{"round": 0}', '{"round": 2.5}', '{"cost": "weight"}', '{"search": "best"}',
	'{"work": -1}', '{"work": 1.5}', '{"seconds": -1}', '{"seconds": "1"}', '{"parts": []}', '{"parents": {"0": {}}}', '{"dominance_n": 2}', '{"threshhold": 5}', '[]',
	'{"threshold": 0, "numerator": false, "protect": "range", "marks": "distinct", "national": [], "round": 3, "cost": "one", "search": "fast", "work": 100, "seconds": 60}']::jsonb[]) WITH ORDINALITY AS t(o, place) ORDER BY place;
SELECT o, pg_temp.refused(o, 'hes') FROM unnest(ARRAY['{"zeros": "hidden"}', '{"protect": "range"}', '{"marks": "distinct"}', '{"zeros": "protected"}']::jsonb[]) WITH ORDINALITY AS t(o, place) ORDER BY place;
\pset tuples_only off
SELECT suppress(3, ARRAY['a'], 'hes', given => 'show') OVER ();
SELECT suppress(3, ARRAY['a'], 'cancer_lt5', '{}', NULL, NULL, -1) OVER ();
SELECT suppress(3, ARRAY['a'], 'cancer_lt5', '{}', NULL, NULL, 'infinity') OVER ();
SELECT suppress(n, ARRAY[g], 'cancer_lt5', '{}', yes) OVER () FROM (VALUES ('a', 20, 9), ('b', 30, NULL), (NULL, 50, 20)) AS t(g, n, yes);
SELECT suppress(n, ARRAY[g], 'cancer_lt5', '{}', yes) OVER () FROM (VALUES ('a', 20, 9), ('b', 30, 10), (NULL, 50, 20)) AS t(g, n, yes);
SELECT suppress(n, ARRAY[g], 'cancer_lt5') OVER () FROM (VALUES ('a', 20), ('b', 30), (NULL, 51)) AS t(g, n);
SET cancer_pe.max_cells = 2;
SELECT suppress(n, ARRAY[g], 'cancer_lt5') OVER () FROM (VALUES ('a', 20), ('b', 30), (NULL, 50)) AS t(g, n);
RESET cancer_pe.max_cells;
DROP TABLE answers, cells;
