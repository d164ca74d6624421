-- The type tally: counting, merging, text, order; and everything that is refused.
SET search_path = cancer_pe, public;
CREATE TEMP TABLE answer AS
	SELECT i, CASE i % 7 WHEN 0 THEN NULL WHEN 1 THEN false WHEN 2 THEN false ELSE true END AS positive,
		(1 + i % 13) / 8.0::float8 AS even_weight, (1 + i % 13) / 7.0::float8 AS weight, i % 5 AS part
	FROM generate_series(1, 10000) AS i;

SELECT tally(positive) FROM answer;
SELECT n(t), positives(t), missing(t), invalid(t), n_eff(t),
	rate(t) = (count(*) FILTER (WHERE positive))::float8 / count(positive) AS same_rate,
	abs(rate_se(t) / sqrt(rate(t) * (1 - rate(t)) / n(t)) - 1) < 1e-15 AS same_se
FROM answer, LATERAL (SELECT tally(positive) FROM answer) AS s(t) GROUP BY t;
-- no rows, only missing rows
SELECT tally(positive), rate(tally(positive)), rate_se(tally(positive)), n_eff(tally(positive)) FROM answer WHERE false;
SELECT tally(positive), rate(tally(positive)), percent(tally(positive)) FROM answer WHERE positive IS NULL;

-- weights that binary fractions hold exactly can be checked against numeric arithmetic
SELECT n(t), positives(t), missing(t),
	rate(t)::numeric(20,15) = (swy / sw)::numeric(20,15) AS same_rate,
	n_eff(t)::numeric(20,9) = (sw * sw / sww)::numeric(20,9) AS same_n_eff
FROM (SELECT tally(positive, even_weight) AS t,
		sum(even_weight::numeric) FILTER (WHERE positive) AS swy,
		sum(even_weight::numeric) FILTER (WHERE positive IS NOT NULL) AS sw,
		sum(even_weight::numeric ^ 2) FILTER (WHERE positive IS NOT NULL) AS sww FROM answer) AS s;
-- weights that are all one change nothing
SELECT rate(w) = rate(t) AND n_eff(w) = n(t) AND abs(rate_se(w) - rate_se(t) * sqrt(n(t) / (n(t) - 1.0))) < 1e-15
FROM (SELECT tally(positive) AS t, tally(positive, 1) AS w FROM answer) AS s;

-- parts merge to the whole, in any order, with any split, to the last bit
SELECT rollup(t)::text = (SELECT tally(positive)::text FROM answer) AS plain,
	rollup(w)::text = (SELECT tally(positive, weight)::text FROM answer) AS weighted,
	rollup(w) = (SELECT tally(positive, weight) FROM (SELECT * FROM answer ORDER BY i DESC) AS r) AS backwards
FROM (SELECT tally(positive) AS t, tally(positive, weight) AS w FROM answer GROUP BY part) AS p;
SELECT rollup(t), rollup(t) FILTER (WHERE false) FROM (VALUES (make_tally(3, 2)), (NULL), (make_tally(5, 1, 2, 4))) AS v(t);
SELECT rollup(t::text::tally)::text = tally_combine(min(t::text)::tally, max(t::text)::tally)::text
FROM (VALUES (make_tally(3, 2)), (make_tally(5, 1))) AS v(t);

-- as a window function, and three accessors of one state
SELECT i, positives(tally(positive) OVER (ORDER BY i ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)) FROM answer ORDER BY i LIMIT 8;
SELECT DISTINCT n(tally(positive, weight) OVER (PARTITION BY part)) AS n FROM answer ORDER BY n;

-- grouping, sorting, joining by a tally
SELECT t, count(*) FROM (VALUES (make_tally(3, 2)), (make_tally(3, 2)), (make_tally(3, 1)), (make_tally(2, 2))) AS v(t) GROUP BY t ORDER BY t;
SELECT make_tally(3, 2) = 'n=3 positive=2 missing=0 invalid=0', make_tally(3, 2) <> make_tally(3, 1), make_tally(3, 1) < make_tally(3, 2),
	make_tally(3, 2) <= make_tally(3, 2), make_tally(4, 1) > make_tally(3, 2), make_tally(3, 2) >= make_tally(4, 0);
SELECT count(*) FROM (SELECT tally(positive, weight) AS t FROM answer GROUP BY part) AS a JOIN (SELECT tally(positive, weight) AS t FROM answer GROUP BY part) AS b USING (t);
SELECT tally_hash(a) = tally_hash(b) AND tally_hash_extended(a, 7) = tally_hash_extended(b, 7) AS same_hash, tally_hash_extended(a, 7) <> tally_hash_extended(a, 8) AS seeded
FROM (SELECT tally(positive, weight) AS a FROM answer) AS x, (SELECT rollup(t) AS b FROM (SELECT tally(positive, weight) AS t FROM answer GROUP BY part) AS p) AS y;
CREATE TEMP TABLE stored (part int, t tally, w tally, PRIMARY KEY (t, part));
INSERT INTO stored SELECT part, tally(positive), tally(positive, weight) FROM answer WHERE i < 9990 GROUP BY part;
SELECT part, t FROM stored ORDER BY part;
SELECT rollup(w) = (SELECT tally(positive, weight) FROM answer WHERE i < 9990) FROM stored;

-- text goes out and comes back, whatever the settings
SET extra_float_digits = -5;
SELECT bool_and(w::text::tally = w AND w::text::tally::text = w::text) FROM stored;
RESET extra_float_digits;
SELECT tally(x > 1, x) FROM (VALUES (0.5::float8), (1.5), (3)) AS v(x);
SELECT '  n=3	positive=2
missing=0 invalid=0  '::tally;
SELECT 'n=0 positive=0 missing=2 invalid=1'::tally;

-- what the type refuses
SELECT ''::tally;
SELECT 'n=3'::tally;
SELECT 'n=3 positive=2 missing=0 invalid=0 x'::tally;
SELECT 'n=-3 positive=2 missing=0 invalid=0'::tally;
SELECT 'n=9223372036854775808 positive=2 missing=0 invalid=0'::tally;
SELECT 'n=3 positive=4 missing=0 invalid=0'::tally;
SELECT 'n=1 positive=1 missing=0 invalid=0 w=1p0'::tally;
SELECT 'n=1 positive=1 missing=0 invalid=0 w=1p0 wy=1p0 ww=1p0 wwy=1p99999'::tally;
SELECT 'n=2 positive=1 missing=0 invalid=0 w=1p0 wy=1p1 ww=1p0 wwy=1p0'::tally;
SELECT 'n=2 positive=1 missing=0 invalid=0 w=-1p0 wy=1p0 ww=1p0 wwy=1p0'::tally;
SELECT 'n=0 positive=0 missing=2 invalid=0 w=1p0 wy=0 ww=1p0 wwy=0'::tally;
SELECT make_tally(-1, 0);
SELECT make_tally(3, 4);
SELECT make_tally(3, 2, -1);
SELECT make_tally(3, NULL), make_tally(0, 0), make_tally(9223372036854775807, 0);

-- what the aggregates refuse
SELECT tally(true, NULL);
SELECT tally(true, 0);
SELECT tally(NULL, -1);
SELECT tally(true, 'NaN');
SELECT tally(true, 'Infinity');
SELECT rollup(t) FROM (SELECT tally(true) UNION ALL SELECT tally(true, 2)) AS v(t);
SELECT rollup(t) FROM (SELECT tally(true) UNION ALL SELECT tally(NULL, 2)) AS v(t);
SELECT rollup(make_tally(9223372036854775807, 0)) FROM generate_series(1, 2);
SELECT tally_accum(tally_accum(NULL, true), false), tally_accum(make_tally(3, 3), NULL);
SELECT tally_accum(tally_accum(NULL, true, 2), false);
SELECT tally_accum(make_tally(3, 3), true, 2);
SELECT tally_accum(make_tally(9223372036854775807, 3), true);
-- a stored value is not changed by functions called by hand
SELECT tally_accum(t, true) = t, t = make_tally(3, 2) FROM (SELECT make_tally(3, 2) AS t OFFSET 0) AS s;

-- no rows, no weights: neutral whatever the text says
SELECT 'n=0 positive=0 missing=0 invalid=0 w=0 wy=0 ww=0 wwy=0'::tally, tally_accum('n=0 positive=0 missing=0 invalid=0 w=0 wy=0 ww=0 wwy=0', true);
-- sorting and indexing stored tallies leaves no copies behind
CREATE TEMP TABLE many AS SELECT make_tally(1000000 + i * 7919 % 65536, i % 1000) AS t FROM generate_series(1, 100000) AS i;
SET work_mem = '8MB';
CREATE FUNCTION pg_temp.used() RETURNS bigint LANGUAGE sql AS $$ SELECT sum(total_bytes) / 1048576 FROM pg_backend_memory_contexts $$;
DO $$
DECLARE c CURSOR FOR SELECT t, pg_temp.used() AS megabytes FROM (SELECT t FROM many ORDER BY t OFFSET 0) AS s LIMIT 1; r record;
BEGIN
	OPEN c; FETCH c INTO r; CLOSE c;
	IF r.megabytes > 60 THEN RAISE EXCEPTION 'sorting 100,000 tallies took % MB', r.megabytes; END IF;
END $$;
CREATE INDEX ON many USING hash (t);
CREATE INDEX ON many (t);
SELECT count(*) FROM many AS a WHERE t = make_tally(1000000, 0);
RESET work_mem;

-- rounding
SELECT percent(make_tally(767, 717)), percent(make_tally(767, 717), 0, 'twice'), percent(make_tally(767, 717), 1), percent(make_tally(8, 1), 1), percent(make_tally(0, 0));
SELECT round_half_up(2.675, 2), round_half_up(-2.5), round_half_up(93.45, 0, 'twice'), round_half_up(93.45, 0, 'once'), round_half_up(NULL);
SELECT percent(make_tally(3, 2), 11);
SELECT percent(make_tally(3, 2), -1);
SELECT percent(make_tally(3, 2), 0, 'thrice');
SELECT round_half_up('NaN');
SELECT round_half_up(1, 11);
