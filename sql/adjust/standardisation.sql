-- Directly and indirectly standardised rates of events.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
\set data :here '/test/data/adjust'
-- PHEindicatormethods 2.1.1 on simulated areas
CREATE TEMP TABLE dsr_stratum (area text, ageband int, x int, n int, w int);
CREATE TEMP TABLE dsr_figure (area text, observed float8, population float8, rate float8, low float8, high float8, low998 float8, high998 float8);
CREATE TEMP TABLE repeated_stratum (area text, ageband int, f int, x int, n int, w int);
CREATE TEMP TABLE repeated_figure (LIKE dsr_figure);
CREATE TEMP TABLE isr_stratum (area text, age int, x int, n int, ref_x int, ref_n int);
CREATE TEMP TABLE isr_figure (area text, observed float8, expected float8, ratio float8, ratio_low float8, ratio_high float8, ratio_low998 float8, ratio_high998 float8,
	reference_rate float8, rate float8, rate_low float8, rate_high float8, rate_low998 float8, rate_high998 float8);
\set file :data '/dsr_strata.csv'
COPY dsr_stratum FROM :'file' (FORMAT csv, HEADER);
\set file :data '/dsr.csv'
COPY dsr_figure FROM :'file' (FORMAT csv, HEADER);
\set file :data '/dsr_repeated_strata.csv'
COPY repeated_stratum FROM :'file' (FORMAT csv, HEADER);
\set file :data '/dsr_repeated.csv'
COPY repeated_figure FROM :'file' (FORMAT csv, HEADER);
\set file :data '/isr_strata.csv'
COPY isr_stratum FROM :'file' (FORMAT csv, HEADER);
\set file :data '/isr.csv'
COPY isr_figure FROM :'file' (FORMAT csv, HEADER);
-- the standard population in a table of its own, joined by its key
CREATE TEMP TABLE standard AS SELECT DISTINCT ageband, w FROM dsr_stratum;
CREATE TEMP VIEW direct AS
	SELECT area, direct_standardisation(x, n, s.w) AS d FROM dsr_stratum JOIN standard AS s USING (ageband) GROUP BY area;
SELECT count(*) AS areas, count(o.rate) AS rates, bool_and(d.observed = o.observed AND d.population = o.population) AS counts, min(d.strata) AS strata,
	count(DISTINCT d.standard_population) AS standards, bool_and((d.rate IS NULL) = (o.rate IS NULL) AND (d.low IS NULL) = (o.low IS NULL)) AS same_missing,
	string_agg(DISTINCT d.status, '; ') AS statuses, max(abs(d.rate / o.rate - 1)) < 1e-13 AS rate,
	max(greatest(abs(d.low / o.low - 1), abs(d.high / o.high - 1))) < 1e-13 AS limits_95,
	max(greatest(abs(e.low / o.low998 - 1), abs(e.high / o.high998 - 1))) < 1e-13 AS limits_998
FROM dsr_figure AS o JOIN (SELECT area, (dsr(d)).* FROM direct) AS d USING (area) JOIN (SELECT area, (dsr(d, level => 0.998)).* FROM direct) AS e USING (area);
-- several events a person: by stratum, their sum and the sum of their squares
CREATE TEMP VIEW repeated AS
	SELECT area, direct_standardisation(x, n, w, xx) AS d
	FROM (SELECT area, ageband, n, w, sum(f * x)::float8 AS x, sum(f * f * x)::float8 AS xx FROM repeated_stratum GROUP BY area, ageband, n, w) AS s GROUP BY area;
SELECT count(*) AS areas, bool_and(d.observed = o.observed AND d.population = o.population) AS counts, count(d.status) AS statuses, max(abs(d.rate / o.rate - 1)) < 1e-13 AS rate,
	max(greatest(abs(d.low / o.low - 1), abs(d.high / o.high - 1))) < 1e-13 AS limits_95,
	max(greatest(abs(e.low / o.low998 - 1), abs(e.high / o.high998 - 1))) < 1e-13 AS limits_998
FROM repeated_figure AS o JOIN (SELECT area, (dsr(d)).* FROM repeated) AS d USING (area) JOIN (SELECT area, (dsr(d, level => 0.998)).* FROM repeated) AS e USING (area);
-- one event a person: the two forms are one
SELECT bool_and(a.d = b.d) AS same FROM direct AS a JOIN (SELECT area, direct_standardisation(x, n, w, x) AS d FROM dsr_stratum GROUP BY area) AS b USING (area);
CREATE TEMP VIEW indirect_of AS SELECT area, indirect_standardisation(x, n, ref_x, ref_n) AS i FROM isr_stratum GROUP BY area;
SELECT count(*) AS areas, count(*) FILTER (WHERE o.observed < 10) AS small, bool_and(i.observed = o.observed) AS counts, count(i.status) AS statuses,
	max(abs(i.expected / o.expected - 1)) < 1e-13 AS expected, max(abs(i.ratio / o.ratio - 1)) < 1e-13 AS ratio, max(abs(i.rate / o.rate - 1)) < 1e-13 AS rate,
	max(abs(i.reference_rate / o.reference_rate - 1)) < 1e-13 AS reference,
	max(greatest(abs(i.ratio_low / o.ratio_low - 1), abs(i.ratio_high / o.ratio_high - 1), abs(i.rate_low / o.rate_low - 1), abs(i.rate_high / o.rate_high - 1))) < 1e-13 AS limits_95,
	max(greatest(abs(e.ratio_low / o.ratio_low998 - 1), abs(e.ratio_high / o.ratio_high998 - 1), abs(e.rate_low / o.rate_low998 - 1), abs(e.rate_high / o.rate_high998 - 1))) < 1e-13 AS limits_998
FROM isr_figure AS o JOIN (SELECT area, (isr(i)).* FROM indirect_of) AS i USING (area) JOIN (SELECT area, (isr(i, level => 0.998)).* FROM indirect_of) AS e USING (area);

-- by hand: rates 10/1000 and 30/2000 with weights 1 and 3; 40 events
SELECT r.rate, abs(r.se / sqrt(1 * 10 / 1e6 + 9 * 30 / 4e6) * 4 - 1) < 1e-15 AS se, abs((r.low - r.rate) / r.se - (byar.low - 40) / sqrt(40)) < 1e-13 AS low, abs((r.high - r.rate) / r.se - (byar.high - 40) / sqrt(40)) < 1e-13 AS high, r.status
FROM (SELECT direct_standardisation(x, n, w) AS d FROM (VALUES (10, 1000, 1), (30, 2000, 3)) AS v(x, n, w)) AS s, dsr(d, 1) AS r, count_ci(40, 'byar') AS byar;
-- three persons with one event and two with three: variance of the events 3 + 2 * 9
SELECT observed, rate, abs(se * 100 / sqrt(21) - 1) < 1e-15 AS se FROM dsr((SELECT direct_standardisation(9, 100, 1, 21)), 1, minimum => 0);
-- the area that is its own standard keeps its crude rate; the area that is the reference has ratio 1
SELECT abs(rate / (1e5 * observed / population) - 1) < 1e-15 AS own, standard_population = population AS standard FROM dsr((SELECT direct_standardisation(x, n, n) FROM dsr_stratum WHERE area = 'T005'));
SELECT ratio, abs(rate / (1e5 * observed / population) - 1) < 1e-15 AS own, reference_rate = rate AS reference FROM isr((SELECT indirect_standardisation(ref_x, ref_n, ref_x, ref_n) FROM isr_stratum WHERE area = 'T001'));
-- z in place of level; the multiplier scales everything
SELECT bool_and(abs(a.low / b.low - 1) < 1e-14 AND abs(a.high / b.high - 1) < 1e-14) AS z, bool_and(abs(c.low * 100 / a.low - 1) < 1e-15 AND abs(c.se * 100 / a.se - 1) < 1e-15) AS multiplier
FROM direct, dsr(d) AS a, dsr(d, z => 1.959963984540054) AS b, dsr(d, 1000) AS c;

-- shuffled rows, any split, any plan: the same to the bit
CREATE TABLE standardisation_stratum AS SELECT * FROM dsr_stratum ORDER BY md5(area || ageband);
ALTER TABLE standardisation_stratum SET (parallel_workers = 2);
SELECT bool_and(a.d = b.d AND a.d::text = b.d::text AND a.d = c.d AND a.d = e.d) AS same
FROM direct AS a JOIN (SELECT area, direct_standardisation(x, n, w ORDER BY md5(x::text || ageband)) AS d FROM standardisation_stratum GROUP BY area) AS b USING (area)
JOIN (SELECT area, rollup(d) AS d FROM (SELECT area, direct_standardisation(x, n, w) AS d FROM dsr_stratum GROUP BY area, ageband % 4) AS p GROUP BY area) AS c USING (area)
JOIN (SELECT area, direct_standardisation_combine('strata=0', d) AS d FROM direct) AS e USING (area);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT direct_standardisation(x, n, w), indirect_standardisation(x, n, w, n) FROM standardisation_stratum;
SELECT p.d = o.d AS same, p.i = o.i AS same_indirect
FROM (SELECT direct_standardisation(x, n, w) AS d, indirect_standardisation(x, n, w, n) AS i FROM standardisation_stratum) AS p, (SELECT direct_standardisation(x, n, w) AS d, indirect_standardisation(x, n, w, n) AS i FROM dsr_stratum) AS o;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
DROP TABLE standardisation_stratum;
-- indirectly standardised areas add up
SELECT (isr(rollup(i))).observed = sum((isr(i)).observed) AS observed, abs((isr(rollup(i))).expected / sum((isr(i)).expected) - 1) < 1e-14 AS expected,
	abs((isr(rollup(i))).reference_rate / max((isr(i)).reference_rate) - 1) < 1e-15 AS reference FROM indirect_of;
SELECT bool_and(d::text::direct_standardisation = d) AS text, bool_and(d <= d AND d >= d AND NOT d < d AND NOT d > d AND NOT d <> d) AS order, count(DISTINCT d) AS sorted,
	(SELECT count(*) FROM (SELECT d FROM direct GROUP BY d) AS g) AS grouped, count(DISTINCT direct_standardisation_hash(d)) AS hash, count(DISTINCT direct_standardisation_hash_extended(d, 1)) AS extended FROM direct;
SELECT bool_and(i::text::indirect_standardisation = i) AS text, bool_and(i <= i AND i >= i AND NOT i < i AND NOT i > i AND NOT i <> i) AS order, count(DISTINCT i) AS sorted,
	(SELECT count(*) FROM (SELECT i FROM indirect_of GROUP BY i) AS g) AS grouped, count(DISTINCT indirect_standardisation_hash(i)) AS hash, count(DISTINCT indirect_standardisation_hash_extended(i, 1)) AS extended FROM indirect_of;
CREATE TEMP TABLE binary_copy (area text, d direct_standardisation, i indirect_standardisation);
\copy (SELECT area, d, i FROM direct LEFT JOIN indirect_of USING (area) ORDER BY area) TO 'results/standardisation.bin' (FORMAT binary)
\copy binary_copy FROM 'results/standardisation.bin' (FORMAT binary)
SELECT count(*), bool_and(a.d = b.d) AS same, count(b.i) AS indirect, bool_and(i.i = b.i) AS same_indirect FROM binary_copy AS b JOIN direct AS a USING (area) LEFT JOIN indirect_of AS i USING (area);

-- few events, none, no strata
SELECT k, observed, population, strata, standard_population, rate, se::numeric(8,4), low::numeric(8,4), high::numeric(8,4), status FROM (SELECT k, direct_standardisation(k, 1000, 2) AS d FROM unnest('{0,9,10}'::int[]) AS k GROUP BY k) AS v, dsr(d) ORDER BY k;
SELECT k, rate, low::numeric(12,6), high::numeric(12,6), status FROM (SELECT k, direct_standardisation(k, 1000, 2) AS d FROM unnest('{0,1,9}'::int[]) AS k GROUP BY k) AS v, dsr(d, 1000, minimum => 0) ORDER BY k;
SELECT k, ratio::numeric(8,6), ratio_low::numeric(8,6), ratio_high::numeric(8,6), rate::numeric(8,4), status FROM (SELECT k, indirect_standardisation(k, 1000, 9, 500) AS i FROM unnest('{0,9,10}'::int[]) AS k GROUP BY k) AS v, isr(i) ORDER BY k;
SELECT observed, population, expected, ratio, reference_rate, status FROM isr((SELECT indirect_standardisation(x, n, r, 100) FROM (VALUES (0, 0, 5), (3, 70, 0)) AS v(x, n, r)));
SELECT * FROM dsr((SELECT direct_standardisation(x, n, w) FROM dsr_stratum WHERE false));
SELECT * FROM dsr(NULL);
SELECT * FROM isr((SELECT indirect_standardisation(x, n, w, n) FROM dsr_stratum WHERE false));
SELECT * FROM isr(NULL);
-- numbers whose squares no double holds
SELECT abs(rate / 1e-190 - 1) < 1e-14 AS rate, abs(se / 1e-240 - 1) < 1e-14 AS se FROM dsr((SELECT direct_standardisation(1e100, 1e290, 1e300)), 1);

-- what is refused
SELECT direct_standardisation(NULL, 10, 1);
SELECT direct_standardisation(1, NULL, 1);
SELECT direct_standardisation(1, 10, NULL);
SELECT direct_standardisation(1, 10, 1, NULL);
SELECT direct_standardisation(-1, 10, 1);
SELECT direct_standardisation('NaN', 10, 1);
SELECT direct_standardisation(1, 0, 1);
SELECT direct_standardisation(1, 'Infinity', 1);
SELECT direct_standardisation(1, 10, 0);
SELECT direct_standardisation(2, 10, 1, 1);
SELECT direct_standardisation(0, 10, 1, 1);
SELECT direct_standardisation(1e-300, 1e300, 1);
SELECT indirect_standardisation(1, 0, 5, 10);
SELECT indirect_standardisation(1, 10, NULL, 10);
SELECT indirect_standardisation(1, 10, 5, 0);
SELECT indirect_standardisation(1, 10, 1e300, 1e-300);
SELECT dsr(d, 0) FROM direct;
SELECT dsr(d, NULL) FROM direct;
SELECT dsr(d, level => 1) FROM direct;
SELECT dsr(d, minimum => -1) FROM direct;
SELECT dsr(d, minimum => NULL) FROM direct;
SELECT dsr(direct_standardisation(10, 1, 1), 1e308);
SELECT isr(i, 'NaN') FROM indirect_of;
SELECT 'strata=1'::direct_standardisation;
SELECT 'strata=0 events=1p0 population=1p0 w=1p0 wr=1p0 wwv=1p0'::direct_standardisation;
SELECT 'strata=1 events=0 population=1p0 w=1p0 wr=1p0 wwv=1p0'::direct_standardisation;
SELECT 'strata=1 events=1p0 population=1p0 w=0 wr=1p0 wwv=1p0'::direct_standardisation;
SELECT 'strata=1 events=1p0 population=1p0 w=1p0 wr=1p0 wwv=1p5000'::direct_standardisation;
SELECT 'strata=1 events=1p0 population=0 expected=0 reference_events=1p0 reference_population=1p0'::indirect_standardisation;
SELECT 'strata=1 events=1p0 population=1p0 expected=1p0 reference_events=0 reference_population=1p0'::indirect_standardisation;
SELECT direct_standardisation_combine('strata=9223372036854775807 events=1p0 population=1p0 w=1p0 wr=1p0 wwv=1p0', 'strata=1 events=1p0 population=1p0 w=1p0 wr=1p0 wwv=1p0');
