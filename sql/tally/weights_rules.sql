-- Survey weights: properties, brute force, partitions, and what is refused.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
CREATE TEMP TABLE school (snum int PRIMARY KEY, dnum int, stype text, api00 float8, api99 float8, sch_wide text, comp_imp text, enroll float8, api_stu float8, meals float8, pw float8);
\set command 'grep -v ^# ' :here '/test/data/weights/clus1.csv'
COPY school FROM PROGRAM :'command' (FORMAT csv, HEADER);
-- made-up respondents in three areas: weights of many digits, a small margin, numbers on very different scales
CREATE TEMP TABLE person AS
	SELECT i, 'area ' || i % 3 AS area, (exp(3 * sin(i * 1.3)) * (1 + i % 7))::float8 AS w, 'age ' || (i * 17 + i / 90) % 5 AS age, CASE WHEN i % 31 < 17 THEN 'F' ELSE 'M' END AS sex, 'site ' || (i * i / 7) % 4 AS site,
		sin(i)::float8 AS x, 2000 + i % 11 AS year, (1e6 * cos(i * 0.7))::float8 AS income FROM generate_series(1, 1500) AS i;
-- totals of each area and category that some weights meet: those of another set of weights
CREATE TEMP TABLE known AS
	SELECT area, margin, category, sum(9 * w * (1 + 0.3 * sin(i * 0.37)))::float8 AS total FROM person, LATERAL (VALUES ('age', age), ('sex', sex), ('site', site)) AS v(margin, category) GROUP BY area, margin, category;
CREATE TEMP TABLE frame AS
	SELECT p.*, a.total AS age_total, s.total AS sex_total, t.total AS site_total, g.n, g.x_total, g.year_total, g.income_total
	FROM person AS p JOIN known AS a ON (a.area, a.margin, a.category) = (p.area, 'age', age) JOIN known AS s ON (s.area, s.margin, s.category) = (p.area, 'sex', sex) JOIN known AS t ON (t.area, t.margin, t.category) = (p.area, 'site', site)
	JOIN (SELECT area, 9 * sum(w) AS n, 9 * sum(w * x) + 100 AS x_total, 9 * sum(w * year) + 500 AS year_total, 9 * sum(w * income) * 1.01 AS income_total FROM person GROUP BY area) AS g ON g.area = p.area;

-- raking: every margin of every area is met
CREATE TEMP TABLE raked AS SELECT *, rake(w, ARRAY[age, sex, site], ARRAY[age_total, sex_total, site_total]) OVER (PARTITION BY area) AS r FROM frame;
SELECT count(*), max(abs(sum / total - 1)) < 1e-12 AS met FROM (SELECT area, margin, category, sum(r) FROM raked, LATERAL (VALUES ('age', age), ('sex', sex), ('site', site)) AS v(margin, category) GROUP BY area, margin, category) AS s JOIN known USING (area, margin, category);
-- the factor is a product of one number for each category: that is what makes it the raking solution
SELECT max(abs(r1.r / r1.w * (r2.r / r2.w) / (r3.r / r3.w) / (r4.r / r4.w) - 1)) < 1e-13 AS product FROM (SELECT DISTINCT ON (age, sex, site) * FROM raked WHERE area = 'area 1') AS r1 JOIN (SELECT DISTINCT ON (age, sex, site) * FROM raked WHERE area = 'area 1') AS r2 ON r2.site = r1.site
	JOIN (SELECT DISTINCT ON (age, sex, site) * FROM raked WHERE area = 'area 1') AS r3 ON (r3.age, r3.sex, r3.site) = (r1.age, r2.sex, r1.site) JOIN (SELECT DISTINCT ON (age, sex, site) * FROM raked WHERE area = 'area 1') AS r4 ON (r4.age, r4.sex, r4.site) = (r2.age, r1.sex, r1.site);
-- raking raked weights changes nothing; calibration by raking is the same by another way; one margin is post-stratification; margins in another order
SELECT max(abs(again / r - 1)) < 1e-12 AS idempotent, max(abs(newton / r - 1)) < 1e-12 AS newton, max(abs(one / post - 1)) < 1e-15 AS one_margin, max(abs(cells / post - 1)) < 1e-13 AS greg_on_cells, max(abs(other / r - 1)) < 1e-12 AS other_order, max(abs(loose / r - 1)) BETWEEN 1e-9 AND 1e-2 AS loose,
	max(abs(post_again / post - 1)) < 1e-15 AS post_idempotent, max(abs(lin_again / lin - 1)) < 1e-13 AS lin_idempotent
FROM (SELECT r, post, lin, rake(r, ARRAY[age, sex, site], ARRAY[age_total, sex_total, site_total]) OVER a AS again, poststratify(post, age, age_total) OVER a AS post_again,
		calibrate(w, ARRAY[1, (age = 'age 1')::int, (age = 'age 2')::int, (age = 'age 3')::int, (age = 'age 4')::int, (sex = 'F')::int, (site = 'site 1')::int, (site = 'site 2')::int, (site = 'site 3')::int], totals, 'raking') OVER a AS newton,
		rake(w, ARRAY[age], ARRAY[age_total]) OVER a AS one,
		calibrate(w, ARRAY[(age = 'age 0')::int, (age = 'age 1')::int, (age = 'age 2')::int, (age = 'age 3')::int, (age = 'age 4')::int], ages) OVER a AS cells,
		calibrate(lin, ARRAY[1, x, year], ARRAY[n, x_total, year_total]) OVER a AS lin_again,
		rake(w, ARRAY[site, age, sex], ARRAY[site_total, age_total, sex_total]) OVER a AS other, rake(w, ARRAY[age, sex, site], ARRAY[age_total, sex_total, site_total], '{"tolerance": 1e-3, "iterations": 50}') OVER a AS loose
	FROM (SELECT *, poststratify(w, age, age_total) OVER (PARTITION BY area) AS post, calibrate(w, ARRAY[1, x, year], ARRAY[n, x_total, year_total]) OVER (PARTITION BY area) AS lin FROM raked) AS f
	JOIN (SELECT area, array_agg(total ORDER BY category) FILTER (WHERE margin = 'age') AS ages,
		sum(total) FILTER (WHERE margin = 'age') || array_agg(total ORDER BY margin, category) FILTER (WHERE category IN ('age 1', 'age 2', 'age 3', 'age 4', 'F', 'site 1', 'site 2', 'site 3')) AS totals FROM known GROUP BY area) AS k USING (area)
	WINDOW a AS (PARTITION BY area)) AS w;
-- columns of very different size, and nearly collinear (1 and year): the totals are met all the same; allowed negative weights
SELECT method, count(*), max(abs(sum / total - 1)) < 1e-11 AS met, bool_or(negative) AS negative FROM (
	SELECT method, area, v.what, v.total, sum(c * v.x), bool_or(c < 0) AS negative FROM (
		SELECT *, 'linear' AS method, calibrate(w, ARRAY[1, year, income], ARRAY[n, year_total, income_total], 'linear', '{"negative": "allow"}') OVER (PARTITION BY area) AS c FROM frame
		UNION ALL SELECT *, 'raking', calibrate(w, ARRAY[1, year, income], ARRAY[n, year_total, income_total], 'raking') OVER (PARTITION BY area) FROM frame
		UNION ALL SELECT *, 'linear, far', calibrate(w, ARRAY[1, x], ARRAY[n, n * 0.7], 'linear', '{"negative": "allow"}') OVER (PARTITION BY area) FROM frame) AS f,
		LATERAL (VALUES ('n', n, 1), ('year', CASE WHEN method <> 'linear, far' THEN year_total END, year), ('income', CASE WHEN method <> 'linear, far' THEN income_total END, income), ('x', CASE WHEN method = 'linear, far' THEN n * 0.7 END, x)) AS v(what, total, x)
	WHERE v.total IS NOT NULL GROUP BY method, area, v.what, v.total) AS s GROUP BY method ORDER BY method;
-- the linear weights are w * (1 + x'lambda): their factor is a linear function of x
SELECT max(abs((f - a) - (b - a) * (x - xa) / (xb - xa))) < 1e-12 AS linear FROM (
	SELECT c / w AS f, x, first_value(c / w) OVER o AS a, first_value(x) OVER o AS xa, last_value(c / w) OVER o AS b, last_value(x) OVER o AS xb FROM (
		SELECT i, area, w, x, calibrate(w, ARRAY[1, x], ARRAY[n, x_total]) OVER (PARTITION BY area) AS c FROM frame) AS g WINDOW o AS (PARTITION BY area ORDER BY x ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) AS h;

-- residuals: nothing of the categories or of x is left in them, the rest is; a regression on what is in them already changes nothing; order of columns and what depends on others make no difference
CREATE TEMP TABLE fitted AS SELECT *, calibration_residual(income, w, ARRAY[1, x, year]) OVER a AS by_x, calibration_residual(income, w, ARRAY[age, sex, site]) OVER a AS by_category, calibration_residual(income, w, ARRAY[age]) OVER a AS by_age FROM frame WINDOW a AS (PARTITION BY area);
SELECT max(abs(one)) < 1e-13 AS one, max(abs(x)) < 1e-13 AS x, max(abs(year)) < 1e-13 AS year FROM (SELECT sum(w * by_x) / sum(w * abs(income)) AS one, sum(w * by_x * x) / sum(w * abs(income)) AS x, sum(w * by_x * year) / sum(w * abs(income) * year) AS year FROM fitted GROUP BY area) AS g;
SELECT count(*), max(abs(rest)) < 1e-13 AS categories FROM (SELECT sum(w * by_category) / sum(w * abs(income)) AS rest FROM fitted, LATERAL (VALUES (1, age), (2, sex), (3, site)) AS v(margin, category) GROUP BY area, margin, category) AS g;
SELECT max(abs(by_age - (income - mean))) < 1e-8 AS age_means FROM (SELECT by_age, income, sum(w * income) OVER g / sum(w) OVER g AS mean FROM fitted WINDOW g AS (PARTITION BY area, age)) AS m;
SELECT max(abs(again_x - by_x)) < 1e-7 AS again_x, max(abs(again_c - by_category)) < 1e-7 AS again_category, max(abs(dependent - by_x)) < 1e-7 AS dependent, max(abs(dummies - by_category)) < 1e-7 AS dummies, max(abs(reordered - by_category)) < 1e-7 AS reordered, max(abs(itself)) < 1e-7 AS itself, max(abs(nothing)) AS nothing
FROM (SELECT by_x, by_category, calibration_residual(by_x, w, ARRAY[1, x, year]) OVER a AS again_x, calibration_residual(by_category, w, ARRAY[age, sex, site]) OVER a AS again_c,
	calibration_residual(income, w, ARRAY[0, year - 2000, 1, x, year, year, 2 * x - year]) OVER a AS dependent, calibration_residual(income, w, ARRAY[site, sex, age, sex]) OVER a AS reordered,
	calibration_residual(income, w, ARRAY[1, (age = 'age 1')::int, (age = 'age 2')::int, (age = 'age 3')::int, (age = 'age 4')::int, (sex = 'F')::int, (site = 'site 1')::int, (site = 'site 2')::int, (site = 'site 3')::int]) OVER a AS dummies,
	calibration_residual(3 * year - 7 * x, w, ARRAY[1, year, x]) OVER a AS itself, calibration_residual(0, w, ARRAY[age, sex]) OVER a AS nothing FROM fitted WINDOW a AS (PARTITION BY area)) AS f;

-- trimming: total kept, limits kept, what was inside moves by one number; one-sided; twice is once; inside it is left as it is
SELECT area, max(abs(sum_t / sum_w - 1)) < 1e-14 AS total, min(low) >= 2 AS low, max(high) <= 30 AS high, max(abs(up_sum / sum_w - 1)) < 1e-14 AS up_total, max(up_low) AS up_low, max(abs(down_sum / sum_w - 1)) < 1e-14 AS down_total, max(down_high) AS down_high, bool_and(same) AS same, max(again) < 1e-14 AS again
FROM (SELECT area, sum(w) AS sum_w, sum(t) AS sum_t, min(t) AS low, max(t) AS high, sum(up) AS up_sum, min(up) AS up_low, sum(down) AS down_sum, max(down) AS down_high, bool_and(wide = w) AS same, max(abs(again / t - 1)) AS again
	FROM (SELECT *, trim_weight(t, 2, 30) OVER (PARTITION BY area) AS again FROM (SELECT area, w, trim_weight(w, 2, 30) OVER a AS t, trim_weight(w, 5, NULL) OVER a AS up, trim_weight(w, NULL, 25) OVER a AS down, trim_weight(w, 0.001, 1000) OVER a AS wide FROM person WINDOW a AS (PARTITION BY area)) AS u) AS v GROUP BY area) AS s GROUP BY area ORDER BY area;
-- by hand: 1, 2, 3, 10 to at most 5 loses 5, a third each; to 4 all are at the limit; equal weights stay
SELECT w, trim_weight(w, NULL, 5) OVER () AS five, trim_weight(w, 4, 4) OVER () AS four, trim_weight(w, 3.5, 5) OVER () AS narrow FROM (VALUES (1::float8), (2), (3), (10)) AS v(w) ORDER BY w;
-- where the first round already clips all of them
SELECT w, trim_weight(w, 4, 6) OVER () AS t FROM (VALUES (1::float8), (2), (10), (8)) AS v(w) ORDER BY w;
SELECT w, cap_weight(w) OVER () AS two, cap_weight(w, 1) OVER () AS one, cap_weight(w, 0) OVER () AS mean FROM (VALUES (1::float8), (2), (3), (4), (100)) AS v(w) ORDER BY w;

-- the order of the rows, the frame, a partition on disk: the same bits
CREATE TEMP VIEW every AS SELECT i, area, cell_weight(age_total, age) OVER a AS c, cap_weight(w, 1.5) OVER a AS p, trim_weight(w, 2, 30) OVER a AS t, poststratify(w, age, age_total) OVER a AS s, rake(w, ARRAY[age, sex, site], ARRAY[age_total, sex_total, site_total]) OVER a AS r,
	calibrate(w, ARRAY[1, x, year], ARRAY[n, x_total, year_total]) OVER a AS g, calibrate(w, ARRAY[1, x, year], ARRAY[n, x_total, year_total], 'raking') OVER a AS k, calibration_residual(income, w, ARRAY[1, x, year]) OVER a AS u, calibration_residual(income, w, ARRAY[age, sex, site]) OVER a AS v FROM frame WINDOW a AS (PARTITION BY area ORDER BY i);
CREATE TEMP TABLE bits AS SELECT i, md5(ROW(float8send(c), float8send(p), float8send(t), float8send(s), float8send(r), float8send(g), float8send(k), float8send(u), float8send(v))::text) AS digits FROM every;
CREATE TEMP TABLE disordered AS SELECT * FROM frame ORDER BY md5(i::text);
SELECT count(*), count(*) FILTER (WHERE o.digits <> b.digits) AS differ FROM (SELECT i, md5(ROW(float8send(c), float8send(p), float8send(t), float8send(s), float8send(r), float8send(g), float8send(k), float8send(u), float8send(v))::text) AS digits FROM (
	SELECT i, area, cell_weight(age_total, age) OVER a AS c, cap_weight(w, 1.5) OVER a AS p, trim_weight(w, 2, 30) OVER a AS t, poststratify(w, age, age_total) OVER a AS s, rake(w, ARRAY[age, sex, site], ARRAY[age_total, sex_total, site_total]) OVER a AS r,
	calibrate(w, ARRAY[1, x, year], ARRAY[n, x_total, year_total]) OVER a AS g, calibrate(w, ARRAY[1, x, year], ARRAY[n, x_total, year_total], 'raking') OVER a AS k, calibration_residual(income, w, ARRAY[1, x, year]) OVER a AS u, calibration_residual(income, w, ARRAY[age, sex, site]) OVER a AS v
	FROM disordered WINDOW a AS (PARTITION BY area ROWS BETWEEN 3 PRECEDING AND CURRENT ROW)) AS e) AS o JOIN bits AS b USING (i);
SET work_mem = '64kB';
SELECT count(*), count(*) FILTER (WHERE o.digits <> b.digits) AS differ FROM (SELECT i, md5(ROW(float8send(c), float8send(p), float8send(t), float8send(s), float8send(r), float8send(g), float8send(k), float8send(u), float8send(v))::text) AS digits FROM every) AS o JOIN bits AS b USING (i);
RESET work_mem;
-- rows alike get weights alike
SELECT count(*), max(raked) AS raked, max(calibrated) AS calibrated FROM (
	SELECT count(*), count(DISTINCT r) AS raked, count(DISTINCT (x, g)) - count(DISTINCT x) + 1 AS calibrated FROM (
		SELECT area, age, sex, site, x, rake(w, ARRAY[age, sex, site], ARRAY[age_total, sex_total, site_total]) OVER (PARTITION BY area) AS r, calibrate(w, ARRAY[1, x], ARRAY[40000, 99999]) OVER (PARTITION BY area) AS g
		FROM (SELECT area, 2 AS w, age, sex, site, 1 + i % 4 AS x, age_total, sex_total, site_total FROM frame, generate_series(1, 3)) AS f) AS o GROUP BY area, age, sex, site) AS c;

-- small partitions: one row, two cells of one row each; no rows
SELECT cell_weight(7, 'a') OVER () AS cell, cap_weight(7) OVER () AS cap, trim_weight(7, 6, 8) OVER () AS trim, poststratify(7, 'a', 21) OVER () AS post, rake(7, ARRAY['a', ''], ARRAY[21, 21]) OVER () AS rake, calibrate(7, ARRAY[2], ARRAY[21]) OVER () AS linear, calibrate(7, ARRAY[2], ARRAY[21], 'raking') OVER () AS raking,
	calibration_residual(5, 7, ARRAY[2]) OVER () AS residual, calibration_residual(5, 7, ARRAY['a', 'b']) OVER () AS by_category;
SELECT cell_weight(g * 10, g::text) OVER (), rake(g, ARRAY[g::text, 'x'], ARRAY[g * 5, 15]) OVER (), (calibrate(g, ARRAY[1, g], ARRAY[30, 53]) OVER ())::numeric(8,6), calibration_residual(g, 1, ARRAY[g, 1]) OVER () FROM generate_series(1, 2) AS g;
SELECT rake(w, ARRAY[age], ARRAY[age_total]) OVER (), calibrate(w, ARRAY[1, x], ARRAY[1, 1]) OVER () FROM frame WHERE false;
-- arguments from columns, the same in all rows
SELECT count(DISTINCT c) = count(DISTINCT (x, w)) AS calibrated FROM (SELECT w, x, calibrate(w, ARRAY[1, x], totals, method, options) OVER () AS c FROM person, (VALUES (ARRAY[90000, 100::float8], 'raking', '{"iterations": 60}'::jsonb)) AS v(totals, method, options)) AS s;
-- labels are bytes: '' is one, and 'a' and 'a ' are two; numbers: -0 is 0
SELECT count(DISTINCT r), count(DISTINCT c) FROM (SELECT rake(1, ARRAY[k], ARRAY[t]) OVER () AS r, calibrate(1, ARRAY[1, x], ARRAY[8, 3], 'linear', '{"negative": "allow"}') OVER () AS c FROM (VALUES ('', 1::float8, 0::float8), ('a', 2, '-0'), ('a ', 3, 1), ('a', 2, 2)) AS v(k, t, x)) AS s;

-- what is refused: two rows, g = 1 and g = 2
SELECT cell_weight(1, NULL) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT cell_weight(0, 'a') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT cell_weight('NaN', 'a') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT cell_weight(g, 'Barts') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT cell_weight(nullif(g, 2), 'Barts') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT cap_weight(NULL) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT cap_weight(0) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT cap_weight(-1) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT cap_weight('NaN') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT cap_weight('Infinity') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT cap_weight(1, NULL) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT cap_weight(1, -1) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT cap_weight(1, 'NaN') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT cap_weight(1, g) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT trim_weight(NULL, 1, 2) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT trim_weight(g, 3, 4) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT trim_weight(g, 1, 1.4) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT trim_weight(g, 2, 1) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT trim_weight(g, -1, 1) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT trim_weight(g, 1, 'Infinity') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT trim_weight(g, 1, 1 + g) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT trim_weight(1e308, 1, NULL) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT poststratify(NULL, 'a', 1) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT poststratify(1, NULL, 1) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT poststratify(1, 'a', NULL) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT poststratify(1, 'Leeds', 0) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT poststratify(1, 'Leeds', g) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT poststratify(1e308, 'a', 1) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT poststratify(g * 1e-300, 'a', 5e-324) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(NULL, ARRAY['a'], ARRAY[1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, NULL, ARRAY[1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, ARRAY['a', NULL], ARRAY[1, 1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, '{}', '{}') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, '{{a}}', '{1}') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, array_fill('a'::text, ARRAY[33]), ARRAY[1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, ARRAY['a'], NULL) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, ARRAY['a'], ARRAY[1, 2]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, ARRAY['a'], ARRAY[NULL]::float8[]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, ARRAY['a'], ARRAY['NaN']::float8[]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, ARRAY['a', 'no answer'], ARRAY[1, 0]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, ARRAY['a', 'F'], ARRAY[1, g]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, CASE g WHEN 1 THEN ARRAY['a'] ELSE ARRAY['a', 'b'] END, ARRAY[1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, ARRAY[g::text, 'F', 'x'], ARRAY[10 * g, 29.5, 30]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, ARRAY[g::text, g::text], ARRAY[10 * g, 15]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, ARRAY['a'], ARRAY[1], '{"tolerance": 1e-15}') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, ARRAY['a'], ARRAY[1], '{"iterations": 0}') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, ARRAY['a'], ARRAY[1], '{"iterations": 1.5}') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, ARRAY['a'], ARRAY[1], '{"bounds": 1}') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, ARRAY['a'], ARRAY[1], '[]') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, ARRAY['a'], ARRAY[1], NULL) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT rake(1, ARRAY['a'], ARRAY[1], jsonb_build_object('iterations', g)) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(-1, ARRAY[1], ARRAY[1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, NULL, ARRAY[1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, ARRAY[NULL]::float8[], ARRAY[1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, ARRAY['Infinity']::float8[], ARRAY[1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, ARRAY[1], ARRAY['Infinity']::float8[]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, ARRAY[1], ARRAY[1, 2]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, ARRAY[1], NULL) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, ARRAY[1], ARRAY[g]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, CASE g WHEN 1 THEN ARRAY[1] ELSE ARRAY[1, 2] END, ARRAY[1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, array_fill(1, ARRAY[201]), array_fill(1, ARRAY[201])) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, ARRAY[1], ARRAY[1], 'logit') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, ARRAY[1], ARRAY[1], NULL) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, ARRAY[1], ARRAY[1], 'linear', '{"negative": "shrink"}') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, ARRAY[1, g, 0], ARRAY[1, 1, 1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, ARRAY[1, g, 3 - 2 * g], ARRAY[1, 1, 1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, ARRAY[1, g], ARRAY[10, 25]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, ARRAY[1, g], ARRAY[10, 25], 'raking') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, ARRAY[1, g], ARRAY[10, -25], 'raking') OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibrate(1, ARRAY[1e200, g], ARRAY[1e200, 1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibration_residual(NULL, 1, ARRAY[1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibration_residual('NaN', 1, ARRAY[1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibration_residual(1, NULL, ARRAY[1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibration_residual(1, 0, ARRAY[1]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibration_residual(1, 1, NULL::float8[]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibration_residual(1, 1, ARRAY['NaN']::float8[]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibration_residual(1, 1, NULL::text[]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibration_residual(1, 1, ARRAY['a', NULL]) OVER () FROM generate_series(1, 2) AS g;
\echo :SQLSTATE
SELECT calibration_residual(1, 1, ARRAY[g::text, 'x']) OVER () FROM generate_series(1, 1000) AS g LIMIT 1;
\echo :SQLSTATE
-- categories of one margin are not limited
SELECT calibration_residual(1, 1, ARRAY[g::text]) OVER () FROM generate_series(1, 1001) AS g LIMIT 1;
-- a occurs with x only, b with y only: no weights can meet these totals
SELECT rake(1, ARRAY[k, m], ARRAY[t, u], '{"iterations": 20}') OVER () FROM (VALUES ('a', 'x', 10::float8, 19::float8), ('b', 'y', 10, 1)) AS v(k, m, t, u);
\echo :SQLSTATE
