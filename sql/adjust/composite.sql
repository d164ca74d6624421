-- Composites of several items as the CAHPS surveys make them: by formulas over rows, written out here for composites
-- without adjusters (those with are compared in test/unit/test_composite.c), and against cahps of single items.
SET search_path = cancer_pe, public;
SET jit = off; -- compiling what is run once takes longer than running it
-- 1,500 respondents; org4 has two answers to q3, org5 none
CREATE TEMP TABLE respondent AS
	SELECT i, 'org' || i % 7 AS organisation, CASE WHEN i % 41 > 0 THEN 'age' || i * 7919 % 3 END AS age, (i * 17 % 11 - 5)::text AS imd, 0.5 + i % 4 AS weight,
		CASE WHEN i % 5 > 0 THEN floor(4 * a)::int END AS q1, CASE WHEN i % 3 > 0 THEN floor(2 * a + 2 * b)::int END AS q2,
		CASE WHEN i % 7 NOT IN (4, 5) AND i % 2 = 0 OR i IN (11, 95) THEN round((a + 3 * c)::numeric, 1)::float8 END AS q3
	FROM (SELECT i, sin(i * 12.9898) * 43758.5453 - floor(sin(i * 12.9898) * 43758.5453) AS a, sin(i * 78.233) * 43758.5453 - floor(sin(i * 78.233) * 43758.5453) AS b,
		sin(i * 39.425) * 43758.5453 - floor(sin(i * 39.425) * 43758.5453) AS c FROM generate_series(1, 1500) AS i) AS r;
CREATE TEMP TABLE collected AS
	SELECT casemix_items('{age,imd}', '{q1,q2,q3}', organisation, ARRAY[age, imd], ARRAY[q1, q2, q3]) AS c,
		casemix_items('{age,imd}', '{q1,q2,q3}', organisation, ARRAY[age, imd], ARRAY[q1, q2, q3], weight) AS w FROM respondent;
SELECT questions(c), sum(l.n) AS n, sum(l.unanswered) AS unanswered, (SELECT count(*) FROM respondent WHERE num_nulls(q1, q2, q3) = 3) AS without_any, (SELECT sum(positive) FROM casemix_cells(c)) AS complete, (SELECT count(*) FROM respondent WHERE num_nulls(q1, q2, q3) = 0) AS with_all
FROM collected, casemix_lost(c) AS l GROUP BY c;
SELECT substr(c::text, 1, 96) AS text, c::text::casemix = c AS from_text, substr(w::text, 1, 105) AS weighted, casemix_send(w::text::casemix) = casemix_send(w) AS from_bytes FROM collected;
-- respondents who answered only some of the items, exactly: without adjusters, over rows
CREATE TEMP VIEW answer AS
	SELECT i, organisation, item, y, weight FROM respondent, LATERAL (VALUES ('q1', q1::float8), ('q2', q2), ('q3', q3)) AS v(item, y) WHERE y IS NOT NULL;
CREATE TEMP TABLE setting AS
	SELECT * FROM (VALUES ('equal', 1, false), ('equal', 10, false), ('respondents', 1, false), ('equal', 1, true), ('weights', 1, true)) AS v(item_weights, target, weighted);
CREATE TEMP TABLE by_hand AS
WITH item AS (
	SELECT s.*, organisation, item, count(*) AS n, sum(w) AS w, sum(w * y) / sum(w) AS mean FROM setting AS s, answer, LATERAL (SELECT CASE WHEN weighted THEN weight ELSE 1 END AS w) AS w GROUP BY item_weights, target, weighted, organisation, item),
overall AS (
	SELECT item_weights, target, weighted, item, avg(mean) AS mean, CASE item_weights WHEN 'equal' THEN 1 WHEN 'respondents' THEN sum(n) ELSE sum(w) END AS b FROM item GROUP BY item_weights, target, weighted, item),
share AS (
	SELECT i.*, o.mean AS overall, CASE item_weights WHEN 'equal' THEN least(i.n, target) ELSE b END / sum(CASE item_weights WHEN 'equal' THEN least(i.n, target) ELSE b END) OVER (PARTITION BY item_weights, target, weighted, organisation) AS a FROM item AS i JOIN overall AS o USING (item_weights, target, weighted, item)),
term AS (
	SELECT s.item_weights, s.target, s.weighted, organisation, i, sum(s.a * CASE WHEN weighted THEN weight ELSE 1 END * (y - s.mean) / s.w) AS term FROM share AS s JOIN answer USING (organisation, item) GROUP BY s.item_weights, s.target, s.weighted, organisation, i),
variance AS (
	SELECT item_weights, target, weighted, organisation, count(*) AS n, sum(term ^ 2) AS variance FROM term GROUP BY item_weights, target, weighted, organisation)
SELECT v.*, (SELECT sum(a * (mean - overall)) FROM share AS s WHERE (s.item_weights, s.target, s.weighted, s.organisation) = (v.item_weights, v.target, v.weighted, v.organisation)) AS difference,
	(SELECT sum(b * mean) / sum(b) FROM overall AS o WHERE (o.item_weights, o.target, o.weighted) = (v.item_weights, v.target, v.weighted)) AS overall,
	v.variance * (1 - 2.0 / 7) + sum(v.variance) OVER (PARTITION BY item_weights, target, weighted) / 49 AS square
FROM variance AS v;
SELECT h.item_weights, target, h.weighted, count(*) AS organisations, bool_and(r.n = h.n) AS n, max(abs(r.difference - h.difference)) < 1e-13 AS difference, max(abs(r.adjusted - h.overall - h.difference)) < 1e-13 AS adjusted, bool_and(r.unadjusted = r.adjusted) AS unadjusted,
	max(abs(r.variance / h.variance - 1)) < 1e-11 AS variance, max(abs(r.se ^ 2 / h.square - 1)) < 1e-11 AS se, max(abs(r.t - h.difference / sqrt(h.square))) < 1e-11 AS t, string_agg(DISTINCT r.items || ' items: ' || CASE r.organisation WHEN 'org5' THEN r.organisation ELSE 'others' END, ', ') AS items
FROM by_hand AS h, collected, cahps_composite(CASE WHEN h.weighted THEN w ELSE c END, jsonb_build_object('terms', '[]'::jsonb, 'item_weights', item_weights, 'item_target', target)) AS r WHERE r.organisation = h.organisation
GROUP BY h.item_weights, target, h.weighted ORDER BY h.item_weights, target, h.weighted;
-- with all items at full weight it is the mean of the items' adjusted means
WITH item AS (
	SELECT r.* FROM (SELECT item, casemix('{age,imd}', y, organisation, ARRAY[age, imd]) AS c FROM answer JOIN respondent USING (i, organisation) GROUP BY item) AS s, cahps(c, '{"linear": ["imd"]}') AS r WHERE organisation <> 'org5')
SELECT count(*), max(abs(r.adjusted - i.adjusted)) < 1e-13 AS adjusted, max(abs(r.unadjusted - i.unadjusted)) < 1e-13 AS unadjusted
FROM collected, cahps_composite(c, '{"linear": ["imd"]}') AS r JOIN (SELECT organisation, avg(adjusted) AS adjusted, avg(unadjusted) AS unadjusted FROM item GROUP BY organisation) AS i USING (organisation);
-- one item is the item, all its columns
SELECT count(*), max(abs(a.adjusted - b.adjusted)) < 1e-13 AS adjusted, max(abs(a.variance / b.variance - 1)) < 1e-11 AS variance, max(abs(a.p - b.p)) < 1e-11 AS p, bool_and(a.stars = b.stars AND a.missing = b.missing AND a.unanswered = b.unanswered AND a.n = b.n) AS counts
FROM cahps_composite((SELECT casemix_items('{age,imd}', '{q2}', organisation, ARRAY[age, imd], ARRAY[q2], weight) FROM respondent), '{"linear": ["imd"]}') AS a JOIN cahps((SELECT casemix('{age,imd}', q2::float8, organisation, ARRAY[age, imd], weight) FROM respondent), '{"linear": ["imd"]}') AS b USING (organisation);
SELECT abs(a.f / b.f - 1) < 1e-11 AS f, abs(a.p / b.p - 1) < 1e-9 AS p, (a.df1, a.df2, a.n, a.adjusters, a.aliased) = (b.df1, b.df2, b.n, b.adjusters, b.aliased) AS counts
FROM cahps_composite_test((SELECT casemix_items('{age,imd}', '{q2}', organisation, ARRAY[age, imd], ARRAY[q2], weight) FROM respondent), '{"linear": ["imd"]}') AS a, cahps_test((SELECT casemix('{age,imd}', q2::float8, organisation, ARRAY[age, imd], weight) FROM respondent), '{"linear": ["imd"]}') AS b;
-- stars and their gates: differences less than a tenth of the distance to the nearer end of 0 to 4, or less than 0.2, do not matter
SELECT gate, count(*) FILTER (WHERE stars = 1) AS one, count(*) FILTER (WHERE stars = 2) AS two, count(*) FILTER (WHERE stars = 3) AS three, bool_and(stars = 2 OR abs(difference) >= least_difference) AS gated, bool_and(stars = 2 OR (stars = 3) = (difference > 0)) AS signs
FROM (SELECT casemix_items('{age,imd}', '{q1,q2,q3}', organisation, ARRAY[age, imd], ARRAY[q1 + shift, q2 + shift, q3 + shift]) AS c FROM respondent, LATERAL (SELECT CASE organisation WHEN 'org1' THEN 0.6 WHEN 'org2' THEN -0.6 WHEN 'org3' THEN 0.15 ELSE 0 END AS shift) AS s) AS s,
	(VALUES ('{}'::jsonb, 0), ('{"meandiff": 0.2}', 0.2), ('{"change": 0.1, "lowest": 0, "highest": 4}', 0.1 * 1.5), ('{"alpha": 0.0000000000001}', 0)) AS g(gate, least_difference), cahps_composite(c, gate) GROUP BY gate ORDER BY gate;
SELECT f::numeric(12,8), df1, df2, p::numeric(10,8), overall_mean::numeric(12,10), grand_mean::numeric(12,10), organisations, organisations_used, n, missing, nameless, unanswered, adjusters, aliased, status FROM collected, cahps_composite_test(c);
-- the same bits whatever the order of rows and the split; sums of weights are exact too
SELECT a.c = b.c AS casemix, a.w = b.w AS weighted, (SELECT array_agg(r::text) FROM cahps_composite(a.w) AS r) = (SELECT array_agg(r::text) FROM cahps_composite(b.w) AS r) AS composite
FROM collected AS a, (SELECT rollup(c) AS c, rollup(w) AS w FROM (SELECT casemix_items('{age,imd}', '{q1,q2,q3}', organisation, ARRAY[age, imd], ARRAY[q1, q2, q3] ORDER BY hashtext(i::text)) AS c,
	casemix_items('{age,imd}', '{q1,q2,q3}', organisation, ARRAY[age, imd], ARRAY[q1, q2, q3], weight ORDER BY hashtext(i::text)) AS w FROM respondent GROUP BY i % 4) AS p) AS b;
-- a parallel plan, and the levels of answers
BEGIN;
SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0; SET LOCAL min_parallel_table_scan_size = 0; SET LOCAL max_parallel_workers_per_gather = 2;
CREATE TABLE kept AS SELECT * FROM respondent;
SELECT casemix_items('{age,imd}', '{q1,q2,q3}', organisation, ARRAY[age, imd], ARRAY[q1, q2, q3]) = (SELECT c FROM collected) AS parallel FROM kept;
ROLLBACK;
SELECT covariates, n FROM casemix_cells((SELECT casemix_items('{}', '{a,b}', 'X', '{}', ARRAY[a, b]) FROM (VALUES (1.0::float8, 0.1::float8), (1, 0.1), (-0.0, 1e300), (0, 1e300), (-2.5, NULL), (1e15, 5e-324)) AS v(a, b)));

-- organisations that have no test; answers all the same
CREATE TEMP TABLE few (organisation text, age text, a float8, b float8, n int);
INSERT INTO few VALUES ('A', 'old', 2, 3, 4), ('A', 'young', 4, NULL, 4), ('B', 'old', 3, 1, 4), ('B', 'young', 4, 2, 8), ('C', 'old', 5, NULL, 5), ('D', 'old', 1, 1, 1), ('E', 'old', NULL, NULL, 7), ('F', NULL, 5, 5, 2), (NULL, 'old', 5, 5, 3);
CREATE TEMP TABLE few_casemix AS SELECT casemix_items('{age}', '{a,b}', organisation, ARRAY[age], ARRAY[a, b]) AS c FROM few, generate_series(1, n);
SELECT organisation, n, unadjusted::numeric(8,6), adjusted::numeric(8,6), variance::numeric(8,6), difference::numeric(8,6), se::numeric(8,6), t::numeric(8,5), stars, missing, unanswered, items, status FROM few_casemix, cahps_composite(c);
SELECT f::numeric(12,6), df1, df2, p::numeric(8,6), overall_mean::numeric(8,6), organisations, organisations_used, n, missing, nameless, unanswered, adjusters, aliased, status FROM few_casemix, cahps_composite_test(c);
SELECT organisation, n, adjusted, items, status FROM few_casemix, cahps_composite(c, '{"minimum": 100}');
SELECT f, df1, df2, overall_mean, organisations_used, n, adjusters, status FROM few_casemix, cahps_composite_test(c, '{"minimum": 100}');
SELECT organisation, adjusted, variance, t, stars, status FROM cahps_composite((SELECT casemix_items('{age}', '{a,b}', organisation, ARRAY[age], '{7.3,2.1}') FROM few, generate_series(1, n) WHERE organisation < 'C'));
-- an item that nobody answered has no part
SELECT bool_and((r.adjusted, r.variance, r.p, r.items) = (s.adjusted, s.variance, s.p, s.items)) AS same FROM cahps_composite((SELECT casemix_items('{age}', '{q1,q2}', organisation, ARRAY[age], ARRAY[q1, q2]) FROM respondent)) AS r
	JOIN cahps_composite((SELECT casemix_items('{age}', '{q1,q2,none}', organisation, ARRAY[age], ARRAY[q1, q2, NULL]) FROM respondent)) AS s USING (organisation);
SELECT count(*) AS rows FROM cahps_composite(NULL);
SELECT cahps_composite_test(NULL) IS NULL AS nothing;
SELECT casemix_items('{age}', '{a}', 'A', '{old}', '{1}') FROM few WHERE false;

-- what is refused
SELECT casemix_items(NULL, '{a}', 'A', '{old}', '{1}');
SELECT casemix_items('{age}', NULL, 'A', '{old}', '{1}');
SELECT casemix_items('{age}', '{a}', 'A', NULL, '{1}');
SELECT casemix_items('{age}', '{a}', 'A', '{old}', NULL);
SELECT casemix_items('{age}', '{a}', 'A', '{old}', '{1}', NULL);
SELECT casemix_items('{age}', '{a}', 'A', '{old}', '{1}', 0);
SELECT casemix_items('{age}', '{a,NULL}', 'A', '{old}', '{1,2}');
SELECT casemix_items('{age}', '{}', 'A', '{old}', '{}');
SELECT casemix_items('{age}', '{age}', 'A', '{old}', '{1}');
SELECT casemix_items('{age}', '{a,b}', 'A', '{old}', '{1}');
SELECT casemix_items('{age}', '{a}', 'A', '{old,1}', '{1}');
SELECT casemix_items('{age}', '{a}', 'A', '{old}', '{NaN}');
SELECT casemix_items('{age}', '{a}', 'A', '{old}', '{{1}}');
SELECT casemix_items('{age}', '{a}', 'A', '{old}', '{Infinity}');
SELECT casemix_items('{age}', CASE i WHEN 1 THEN '{a}'::text[] ELSE '{b}' END, 'A', '{old}', '{1}') FROM generate_series(1, 2) AS i;
SELECT casemix_combine(c, casemix_items('{}', '{age,a,b}', 'A', '{}', '{1,2,3}')) FROM few_casemix GROUP BY c;
SELECT cahps_composite(c, NULL) FROM few_casemix;
SELECT cahps_composite(c, '{"items": 2}') FROM few_casemix;
SELECT cahps_composite(c, '{"item_weights": "n"}') FROM few_casemix;
SELECT cahps_composite(c, '{"item_target": 0}') FROM few_casemix;
SELECT cahps_composite(c, '{"item_target": 2.5}') FROM few_casemix;
SELECT cahps_composite(c, '{"item_target": 5, "item_weights": "respondents"}') FROM few_casemix;
SELECT cahps_composite(c, '{"change": 0.1}') FROM few_casemix;
SELECT cahps_composite(c, '{"terms": ["a"]}') FROM few_casemix;
SELECT cahps_composite((SELECT casemix('{age,a}', true, 'A', '{old,1}')));
SELECT cahps_composite('covariates=("age","a") questions=(binary rule=6974656d73000003) pattern=("old","1") organisation="A" 1:1');
SELECT cahps_composite('covariates=("age","a") questions=(binary rule=6974656d73000001) pattern=("old","often") organisation="A" 3:3');
SELECT cahps_composite('covariates=("age","a") questions=(binary rule=6974656d73000001) pattern=("old",-) organisation="A" 3:3');
SELECT cahps_composite((SELECT casemix_items('{age}', '{a}', 'A', '{old}', '{1}') FROM few WHERE false));
SET cancer_pe.max_patterns = 5;
SELECT casemix_items('{age,imd}', '{q1}', organisation, ARRAY[age, imd], ARRAY[q1]) FROM respondent;
DROP TABLE collected, few_casemix;
