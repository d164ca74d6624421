-- The type design: what it keeps, its estimates by hand and by plain SQL, its laws, and what it refuses.
SET search_path = cancer_pe, public;
-- by hand: strata a (3 rows, one without a value) and b (2), each row its own PSU
CREATE TEMP TABLE small (stratum text, psu text, weight float8, value float8);
INSERT INTO small VALUES ('a', NULL, 1, 1), ('a', NULL, 1, 2), ('a', NULL, 2, NULL), ('b', NULL, 2, 4), ('b', NULL, 4, 1);
SELECT design(value, weight, stratum, psu) FROM small;
SELECT design(value, weight, stratum, 'p' || weight) FROM small;
SELECT n(d), units(d), strata(d), psus(d), df(d), mean(d), total(d),
	abs(mean_se(d) - sqrt(3.0 / 2 * ((1 - m) ^ 2 + (2 - m) ^ 2 - (3 - 2 * m) ^ 2 / 3) + 2.0 / 1 * ((8 - 2 * m) ^ 2 + (4 - 4 * m) ^ 2 - (12 - 6 * m) ^ 2 / 2)) / 8) < 1e-15 AS mean_se,
	total_se(d) ^ 2 AS total_variance, 3.0 / 2 * (1 + 4 - 9.0 / 3) + 2 * (64 + 16 - 144.0 / 2) AS by_hand
FROM (SELECT design(value, weight, stratum, psu) AS d, 15.0 / 8 AS m FROM small) AS s;
SELECT (e).* FROM (SELECT design_mean(value, weight, stratum, psu) AS e FROM small) AS s;
SELECT (e).estimate, (e).se IS NULL AS no_se, (e).df, (e).n, (e).n_eff, (e).status FROM (SELECT design_mean(value, weight, stratum, stratum) AS e FROM small) AS s;
SELECT (e).* FROM (SELECT design_mean(NULL, weight, stratum, psu) AS e FROM small) AS s;
SELECT (e).* FROM (SELECT design_mean(value, weight, stratum, psu) AS e FROM small WHERE false) AS s;
SELECT (e).* FROM (SELECT design_mean(7, weight, stratum, psu) AS e FROM small) AS s;
SELECT (e).estimate, (e).se, (e).deff, (e).status FROM (SELECT design_mean(value, 1, stratum, psu) AS e FROM small) AS s;
SELECT (e).estimate, (e).weights, (e).deff, (e).status FROM (SELECT design_ratio(value, value + 1, weight, stratum, psu) AS e FROM small) AS s;
SELECT (e).estimate, (e).status FROM (SELECT design_ratio(value, v, 1, NULL, NULL) AS e FROM (VALUES (1, 1), (2, -1)) AS x(value, v)) AS s;
-- without rows; NULL in, NULL out
SELECT d, n(d), units(d), df(d), mean(d), mean_se(d), total(d), rate(d), ratio(d), deff(d), n_eff(d), mean_ci(d), rate_ci(d), total_ci(d), ratio_ci(d) FROM (SELECT design(value, weight, stratum, psu) AS d FROM small WHERE false) AS s;
SELECT mean(NULL::design), mean_se(NULL::design), deff(NULL::design), mean_ci(NULL::design), rate_ci(NULL::design);
SELECT rollup(NULL::design), rollup(d) FROM (VALUES ('kind=none'::design)) AS v(d);

-- the formulas in plain SQL, over random designs: strata of 2 to 6 PSUs of 2 to 8 rows, missing values, domains
CREATE TEMP TABLE random AS
	SELECT g, h::text AS stratum, c::text AS psu, (g + h * 3) % 5 AS more, r,
		exp(sin(g * 7919 + h * 104729 + c * 1299709 + r)) AS weight, 10 + 5 * cos(g * 31 + h * 37 + c * 41 + r * r) AS y, 3 + sin(r * 17 + c) AS x,
		(g * 5 + h + c * 3 + r) % 4 > 0 AS answered, (g + h * c + r) % 3 = 0 AS in_domain
	FROM generate_series(1, 40) AS g, generate_series(1, 5) AS h, generate_series(1, 6) AS c, generate_series(1, 8) AS r
	WHERE c <= 2 + (g * h) % 5 AND r <= 2 + (g + h * c) % 7;
CREATE TEMP TABLE random_row AS
	SELECT g, stratum, psu, r, weight, x, CASE WHEN answered AND in_domain THEN y END AS value,
		8.5::float8 + more AS stratum_units, 8.5::float8 + ascii(psu) % 3 AS psu_units FROM random;
CREATE TEMP TABLE design_of AS
	SELECT g, design(value, weight, stratum, psu, stratum_units, psu_units) AS two, design(value, weight, stratum, psu, stratum_units, NULL) AS one,
		design(value, weight, stratum, psu) AS open, design(value, weight, stratum, NULL) AS flat,
		ratio_design(value, x, weight, stratum, psu, stratum_units, psu_units) AS ratio
	FROM random_row GROUP BY g;
-- u of each row; then between PSUs, and within them
CREATE TEMP VIEW linear AS
	SELECT *, CASE WHEN value IS NULL THEN 0 ELSE weight * (value - m) / w END AS u, CASE WHEN value IS NULL THEN 0 ELSE weight * value END AS v, CASE WHEN value IS NULL THEN 0 ELSE weight * (value - q * x) / wx END AS z
	FROM (SELECT *, sum(weight * value) OVER k / sum(weight) FILTER (WHERE value IS NOT NULL) OVER k AS m, sum(weight) FILTER (WHERE value IS NOT NULL) OVER k AS w,
		sum(weight * value) OVER k / sum(weight * x) FILTER (WHERE value IS NOT NULL) OVER k AS q, sum(weight * x) FILTER (WHERE value IS NOT NULL) OVER k AS wx FROM random_row WINDOW k AS (PARTITION BY g)) AS s;
CREATE TEMP VIEW oracle AS
	WITH psu AS (SELECT g, stratum, psu, min(stratum_units) AS bign, min(psu_units) AS bigm, count(*) AS m, sum(u) AS u, sum(v) AS v, sum(z) AS z,
			(1 - count(*) / min(psu_units)) * count(*) * var_samp(u) AS u2, (1 - count(*) / min(psu_units)) * count(*) * var_samp(v) AS v2, (1 - count(*) / min(psu_units)) * count(*) * var_samp(z) AS z2
			FROM linear GROUP BY g, stratum, psu),
	stratum AS (SELECT g, stratum, count(*) / min(bign) AS f, count(*) * var_samp(u) AS u, count(*) * var_samp(v) AS v, count(*) * var_samp(z) AS z, sum(u2) AS u2, sum(v2) AS v2, sum(z2) AS z2 FROM psu GROUP BY g, stratum),
	flat AS (SELECT g, sum(u) AS u, sum(v) AS v FROM (SELECT g, stratum, count(*) * var_samp(u) AS u, count(*) * var_samp(v) AS v FROM linear GROUP BY g, stratum) AS s GROUP BY g)
	SELECT g, sqrt(sum((1 - f) * s.u + f * u2)) AS mean_two, sqrt(sum((1 - f) * s.v + f * v2)) AS total_two, sqrt(sum((1 - f) * s.u)) AS mean_one, sqrt(sum((1 - f) * s.v)) AS total_one,
		sqrt(sum(s.u)) AS mean_open, sqrt(sum(s.v)) AS total_open, sqrt(min(flat.u)) AS mean_flat, sqrt(min(flat.v)) AS total_flat, sqrt(sum((1 - f) * s.z + f * z2)) AS ratio_two
	FROM stratum AS s JOIN flat USING (g) GROUP BY g;
CREATE FUNCTION pg_temp.same(got float8, want float8) RETURNS boolean LANGUAGE sql AS $$ SELECT abs(got / want - 1) < 1e-12 $$;
SELECT count(*), bool_and(pg_temp.same(mean_se(two), mean_two)) AS mean_two, bool_and(pg_temp.same(total_se(two), total_two)) AS total_two,
	bool_and(pg_temp.same(mean_se(one), mean_one)) AS mean_one, bool_and(pg_temp.same(total_se(one), total_one)) AS total_one,
	bool_and(pg_temp.same(mean_se(open), mean_open)) AS mean_open, bool_and(pg_temp.same(total_se(open), total_open)) AS total_open,
	bool_and(pg_temp.same(mean_se(flat), mean_flat)) AS mean_flat, bool_and(pg_temp.same(total_se(flat), total_flat)) AS total_flat, bool_and(pg_temp.same(ratio_se(ratio), ratio_two)) AS ratio
FROM design_of JOIN oracle USING (g);

-- any order, any split, any tree of merges: the same to the bit; text and binary forms give back what they were made of
CREATE TEMP TABLE parts AS SELECT g, design(value, weight, stratum, psu, stratum_units, psu_units) AS two, design(value, weight, stratum, NULL) AS flat, ratio_design(value, x, weight, stratum, psu) AS ratio FROM random_row GROUP BY g, (r * 7 + length(stratum || psu) + ascii(psu)) % 5;
SELECT count(*), bool_and(w.two = p.two AND w.two::text = p.two::text) AS two, bool_and(w.flat = p.flat) AS flat, bool_and(p.ratio = (SELECT ratio_design(value, x, weight, stratum, psu ORDER BY weight) FROM random_row AS r WHERE r.g = w.g)) AS ratio
FROM design_of AS w JOIN (SELECT g, rollup(two) AS two, rollup(flat) AS flat, rollup(ratio) AS ratio FROM parts GROUP BY g) AS p USING (g);
SELECT bool_and(a.d = b.d) AS any_order FROM (SELECT g, design(value, weight, stratum, psu, stratum_units, psu_units ORDER BY weight) AS d FROM random_row GROUP BY g) AS a
	JOIN (SELECT g, design(value, weight, stratum, psu, stratum_units, psu_units ORDER BY value, weight DESC) AS d FROM random_row GROUP BY g) AS b USING (g);
SELECT bool_and(d::text::design = d AND d::text::design::text = d::text AND design_hash(d) = design_hash(d::text::design) AND design_send(d::text::design) = design_send(d)) AS text, count(DISTINCT d) AS different, count(*) AS designs
FROM design_of, LATERAL (VALUES (two), (one), (open), (flat), (ratio)) AS v(d);
\getenv here PG_ABS_SRCDIR
CREATE TEMP TABLE binary_copy (g int, two design, one design, open design, flat design, ratio design);
\set QUIET on
\copy (SELECT g, two, one, open, flat, ratio FROM design_of ORDER BY g) TO 'results/design.bin' (FORMAT binary)
\copy binary_copy FROM 'results/design.bin' (FORMAT binary)
SELECT count(*), bool_and(a.two = b.two AND a.one = b.one AND a.open = b.open AND a.flat = b.flat AND a.ratio = b.ratio) AS same FROM design_of AS a JOIN binary_copy AS b USING (g);
-- sorted, grouped and stored
CREATE TEMP TABLE stored AS SELECT DISTINCT open AS d FROM design_of;
CREATE UNIQUE INDEX ON stored (d);
SELECT count(*) FROM stored JOIN design_of ON d = open;
SELECT count(*) FILTER (WHERE a.d < b.d) = count(*) FILTER (WHERE a.d > b.d) AS mirrored, count(*) FILTER (WHERE a.d = b.d) AS equal FROM stored AS a, stored AS b;

-- within: a group's rows in the whole, and what is no whole
SELECT bool_and(mean_se(d, within => whole) = mean_se(c) AND total_se(d, within => whole) = total_se(c)) AS same, count(*)
FROM (SELECT g, stratum, d, rollup(d) OVER (PARTITION BY g) AS whole FROM (SELECT g, stratum, design(value, weight, NULL, stratum || '.' || psu) AS d FROM random_row GROUP BY g, stratum) AS s) AS s
JOIN (SELECT r.g, s.stratum, design(CASE WHEN r.stratum = s.stratum THEN value END, weight, NULL, r.stratum || '.' || psu) AS c FROM random_row AS r JOIN (SELECT DISTINCT g, stratum FROM random_row) AS s USING (g) GROUP BY r.g, s.stratum) AS c USING (g, stratum)
WHERE n(d) > 0;
CREATE TEMP TABLE given AS SELECT design(value, weight, stratum, 'p' || weight) AS d, design(value, weight, stratum, psu) AS by_row FROM small;
SELECT mean_se(d, within => (SELECT design(value, weight, stratum, 'p' || weight) FROM small WHERE stratum = 'a')) FROM given;
SELECT mean_se(d, within => (SELECT design(value, weight, stratum, 'p' || weight) FROM small WHERE weight <> 4)) FROM given;
SELECT mean_se(by_row, within => (SELECT design(value, weight, stratum, psu) FROM small WHERE weight <> 2)) FROM given;
SELECT mean_se(by_row, within => d) FROM given;
SELECT mean_se(d, within => (SELECT design(value, weight, stratum, 'p' || weight, 9, NULL) FROM small)) FROM given;
SELECT mean_se(d, within => (SELECT ratio_design(NULL, 1, 5, stratum, 'p' || weight) FROM small)) = mean_se(d) AS values_do_not_matter FROM given;

-- one PSU in a stratum
CREATE TEMP TABLE lonely AS SELECT design(v, 1, h, c) AS d, design(v, 1, h, c, CASE h WHEN 'x' THEN 1 ELSE 4 END, NULL) AS census, design(v, 1, h, c, 5, CASE h WHEN 'x' THEN 2 ELSE 3 END) AS two
	FROM (VALUES (1, 'x', '1'), (4, 'y', '1'), (2, 'y', '1'), (9, 'y', '2'), (3, 'y', '2'), (5, 'z', '1'), (8, 'z', '1'), (9, 'z', '3'), (4, 'z', '3')) AS s(v, h, c);
SELECT mean_se(d) FROM lonely;
SELECT rule, mean_se(d, rule), total_se(d, rule), mean_se(census, rule), df(d) FROM lonely, unnest('{remove,certainty,adjust,average}'::text[]) AS rule;
SELECT mean_se(census) = mean_se(census, 'remove') AS census_is_not_lonely FROM lonely;
SELECT rule, mean_se(two, rule), total_se(two, rule) FROM lonely, unnest('{remove,adjust}'::text[]) AS rule;
SELECT mean_se(two, 'average') FROM lonely;
SELECT mean_se(design(1, 1, NULL, NULL), 'average');
SELECT mean_se(d, 'none') FROM lonely;
SELECT mean_se(d, NULL) FROM lonely;

-- intervals: zero variance is the point itself, few rows have no degree of freedom
SELECT method, rate_ci(design(1, w, NULL, NULL), method), rate_ci(design(0, w, NULL, NULL), method) FROM generate_series(1, 5) AS w, unnest('{mean,logit,arcsine,beta,wilson}'::text[]) AS method GROUP BY method ORDER BY method;
SELECT mean_ci(design(7, w, NULL, NULL)) FROM generate_series(1, 5) AS w;
SELECT mean_ci(d, lonely => 'remove'), mean_ci(d, df => 3, lonely => 'remove') FROM (SELECT design(1, 1, NULL, NULL) AS d) AS s;
-- a normal interval is that of an infinite number of degrees of freedom
SELECT abs((mean_ci(d, df => 'infinity')).high - mean(d) - 1.959963984540054 * mean_se(d)) < 1e-14 AS normal, (mean_ci(d)).high > (mean_ci(d, df => 1000)).high AS t FROM (SELECT design(value, weight, stratum, psu) AS d FROM small) AS s;
SELECT total_ci(d), ratio_ci(r) FROM (SELECT design(value, weight, stratum, psu) AS d, ratio_design(value, value * value, weight, stratum, psu) AS r FROM small) AS s;
-- with replacement the simple sample's own deff is 1
SELECT abs(deff(design(value, 3, NULL, NULL), replace => true) - (5.0 / 4 / 16) / (1.0 / 4 / 3)) < 1e-14 AS one_row_unanswered, abs(deff(design(i % 7, 1, NULL, NULL), replace => true) - 1) < 1e-14 AS one, deff(design(i % 7, 1, NULL, NULL)) AS none, abs(n_eff(design(i % 7, 2.5, NULL, NULL), replace => true) - 5) < 1e-12 AS five
FROM (SELECT value, row_number() OVER () AS i FROM small) AS s;

-- the ends of the doubles: squares leave them, estimates and their errors do not
SELECT e, mean(d) / 10.0::float8 ^ e AS mean, round((mean_se(d) / 10.0::float8 ^ e)::numeric, 12) AS se FROM (SELECT e, design(v * 10.0::float8 ^ e, 10.0::float8 ^ (e / 2), NULL, c) AS d FROM generate_series(-300, 300, 150) AS e, (VALUES (1, 'a'), (2, 'a'), (6, 'b')) AS s(v, c) GROUP BY e) AS s ORDER BY e;
SELECT total(design(1e300, 1e300, NULL, NULL));

-- rows that contradict each other, in either order and in parts
CREATE FUNCTION pg_temp.problem(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE detail text;
BEGIN
	EXECUTE query;
	RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN format('%s %s: %s', SQLSTATE, SQLERRM, detail);
END $$;
SELECT what, count(DISTINCT problem) AS different, min(problem) AS problem FROM (
	SELECT what, pg_temp.problem(format(f, rows)) AS problem FROM (VALUES
		('psu and none', '(1, 1, ''h'', ''a'', NULL, NULL), (2, 1, ''h'', NULL, NULL, NULL), (2, 1, ''g'', NULL, NULL, NULL)'),
		('psu_units and none', '(1, 1, ''h'', ''a'', 9, 7), (2, 1, ''h'', ''b'', 9, NULL)'),
		('psu_units', '(1, 1, NULL, ''a'', 9, 7), (2, 1, NULL, ''a'', 9, 8)'),
		('stratum_units', '(1, 1, ''h'', ''a'', 9, NULL), (2, 1, ''h'', ''b'', 10.5, NULL)'),
		('stratum_units and none', '(1, 1, ''h'', ''a'', 9, NULL), (2, 1, ''h'', ''b'', NULL, NULL)'),
		('fewer PSUs', '(1, 1, ''h'', ''a'', 2, NULL), (2, 1, ''h'', ''b'', 2, NULL), (2, 1, ''h'', ''c'', 2, NULL), (2, 1, ''h'', ''c'', 2, NULL)'),
		('fewer rows', '(1, 1, ''h'', NULL, 2, NULL), (2, 1, ''h'', NULL, 2, NULL), (2, 1, ''h'', NULL, 2, NULL)'),
		('fewer units', '(1, 1, ''h'', ''a'', 2, 1), (2, 1, ''h'', ''a'', 2, 1)'),
		('no contradiction', '(1, 1, ''h'', ''a'', 2, 1), (2, 1, ''h'', ''b'', 2, 1), (2, 1, ''g'', ''a'', 1, 2), (2, 1, NULL, ''a'', NULL, 3)')) AS t(what, rows),
	LATERAL (VALUES ('SELECT cancer_pe.design(v, w, h, c, n::float8, m::float8 ORDER BY v, c) FROM (VALUES %s) AS s(v, w, h, c, n, m)'), ('SELECT cancer_pe.design(v, w, h, c, n::float8, m::float8 ORDER BY v DESC, c DESC) FROM (VALUES %s) AS s(v, w, h, c, n, m)'),
		('SELECT cancer_pe.rollup(d) FROM (SELECT cancer_pe.design(v, w, h, c, n::float8, m::float8) AS d FROM (VALUES %s) AS s(v, w, h, c, n, m) GROUP BY c, v, m, n) AS p'),
		('SELECT cancer_pe.rollup(d ORDER BY d DESC) FROM (SELECT cancer_pe.design(v, w, h, c, n::float8, m::float8) AS d FROM (VALUES %s) AS s(v, w, h, c, n, m) GROUP BY c, v, m, n) AS p')) AS q(f)) AS p
GROUP BY what ORDER BY what;
-- refused
SELECT design(1, NULL, NULL, NULL);
SELECT design(1, 0, NULL, NULL);
SELECT design(1, 'infinity', NULL, NULL);
SELECT design('nan', 1, NULL, NULL);
SELECT ratio_design(1, 'nan', 1, NULL, NULL);
SELECT design(1, 1, NULL, NULL, 0, NULL);
SELECT design(1, 1, NULL, NULL, NULL, 5);
SELECT design(1, 1, NULL, 'a', NULL, 'infinity');
SELECT rate(design(7, 1, NULL, NULL));
SELECT ratio(design(7, 1, NULL, NULL));
SELECT mean(ratio_design(7, 1, 1, NULL, NULL));
SELECT deff(ratio_design(7, 1, 1, NULL, NULL));
SELECT design_combine(design(7, 1, NULL, NULL), ratio_design(7, 1, 1, NULL, NULL));
SELECT rate_ci(design(1, 1, NULL, NULL), 'exact');
SELECT rate_ci(design(1, 1, NULL, NULL), level => 1);
SELECT rate_ci(design(1, 1, NULL, NULL), df => 0);
SELECT rate_ci(design(1, 1, NULL, NULL), NULL);
SELECT deff(design(1, 1, NULL, NULL), replace => NULL);
-- texts that are no design
SELECT regexp_replace(pg_temp.problem(format('SELECT %L::cancer_pe.design', t)), '(: "kind.*|: *$)', '') AS problem, regexp_replace(t, '^.*(?=.{60}$)', '...') AS end_of_text FROM unnest(ARRAY['', 'kind=', 'kind=none ', 'kind=mean wyy=0', 'kind=none stratum=- population=- by=rows rows=1 n=0 wy=0 w=0 wwyy=0 wwy=0 ww=0',
	'kind=mean wyy=1p0 stratum=- population=- by=rows rows=1 n=1 wy=1p0 w=1p0 wwyy=1p0 wwy=1p0 ww=1p0',
	'kind=mean wyy=1p0 stratum=- population=- by=rows rows=0 n=1 wy=1p0 w=1p0 wwyy=1p0 wwy=1p0 ww=1p0',
	'kind=mean wyy=1p0 stratum=- population=- by=rows rows=1 n=2 wy=1p0 w=1p0 wwyy=1p0 wwy=1p0 ww=1p0',
	'kind=mean wyy=1p0 stratum=- population=- by=rows rows=1 n=0 wy=1p0 w=1p0 wwyy=1p0 wwy=1p0 ww=1p0',
	'kind=mean wyy=1p0 stratum=- population=- by=rows rows=1 n=1 wy=1p0 w=-1p0 wwyy=1p0 wwy=1p0 ww=1p0',
	'kind=mean wyy=1p0 stratum=- population=- by=rows rows=1 n=1 wy=3p0 w=1p0 wwyy=1p0 wwy=1p0 ww=1p0',
	'kind=mean wyy=1p-1 stratum=- population=- by=rows rows=1 n=1 wy=1p0 w=1p0 wwyy=1p0 wwy=1p0 ww=1p0',
	'kind=mean wyy=1p0 stratum=- population=1p-1 by=rows rows=1 n=1 wy=1p0 w=1p0 wwyy=1p0 wwy=1p0 ww=1p0',
	'kind=mean wyy=1p0 stratum=- population=-1p0 by=rows rows=1 n=1 wy=1p0 w=1p0 wwyy=1p0 wwy=1p0 ww=1p0',
	'kind=mean wyy=1p0 stratum=- population=1p1024 by=rows rows=1 n=1 wy=1p0 w=1p0 wwyy=1p0 wwy=1p0 ww=1p0',
	'kind=mean wyy=1p0 stratum=- population=- by=rows rows=1 n=1 wy=1p0 w=1p1025 wwyy=1p0 wwy=1p0 ww=1p2050',
	'kind=mean wyy=0 stratum=- population=- by=psus', 'kind=mean wyy=0 stratum=- population=- by=units psu="a" population=- rows=1 n=0 wy=0 w=0 wwyy=0 wwy=0 ww=0',
	'kind=mean wyy=0 stratum=- population=- by=psus psu="a" rows=1 n=0 wy=0 w=0', 'kind=mean wyy=0 stratum=- population=- by=psus psu=- rows=1 n=0 wy=0 w=0',
	'kind=mean wyy=0 stratum=- population=- by=psus psu="a" rows=1 n=0 wy=0 w=0 psu="a" rows=1 n=0 wy=0 w=0',
	'kind=mean wyy=0 stratum=- population=1p0 by=psus psu="a" rows=1 n=0 wy=0 w=0 psu="b" rows=1 n=0 wy=0 w=0',
	'kind=mean wyy=0 stratum="q"population=- by=psus psu="a" rows=1 n=0 wy=0 w=0', 'kind=mean wyy=0 psu="a" rows=1 n=0 wy=0 w=0',
	'kind=mean wyy=0 stratum=- population=- by=psus psu="a" rows=9223372036854775807 n=0 wy=0 w=0 psu="b" rows=1 n=0 wy=0 w=0',
	'kind=mean wyy=0 stratum=- population=- by=psus psu="a" rows=9223372036854775808 n=0 wy=0 w=0']) AS t;
-- names with anything in them; the order of a text does not matter
SELECT design(1, 1, h, c) FROM (VALUES ('', ''), ('"', '""'), (' psu=', E'\n'), (NULL, 'ä'), ('"', 'x')) AS s(h, c);
SELECT design(1, 1, h, c)::text::design = design(1, 1, h, c ORDER BY c) AS same FROM (VALUES ('', ''), ('"', '""'), (' psu=', E'\n'), (NULL, 'ä'), ('"', 'x')) AS s(h, c);
SELECT 'kind=mean wyy=0 stratum="b" population=- by=psus psu="y" rows=1 n=0 wy=0 w=0 psu="x" rows=1 n=0 wy=0 w=0 stratum=- population=- by=rows rows=1 n=0 wy=0 w=0 wwyy=0 wwy=0 ww=0'::design;
-- a name too long to tell whole
SELECT mean_se(design(1, 1, repeat('ä', 100), NULL));
SELECT design(1, 1, repeat('s', 99), repeat('p', 99), 10, 1) FROM generate_series(1, 2);
