-- adjusted_prevalence, predictive_values, published accuracies; captures: the type, the aggregate, estimates.
SET search_path = public, cancer_pe;
SET jit = off;

-- as the help of R's epi.prev prints them: 5.1 (0 to 13) and 0 (0 to 1.3) in 100
SELECT round(100 * estimate::numeric, 1) AS estimate, round(100 * low::numeric, 0) AS low, round(100 * high::numeric, 0) AS high, round(100 * apparent::numeric, 1) AS apparent, clamped, status FROM adjusted_prevalence(make_tally(150, 23), 0.96, 0.89, 'blaker');
SELECT round(100 * estimate::numeric, 1) AS estimate, round(100 * low::numeric, 1) AS low, round(100 * high::numeric, 1) AS high, round(100 * raw::numeric, 2) AS raw, clamped, status FROM adjusted_prevalence(make_tally(151, 6), 0.964, 0.927, 'clopper_pearson');
-- every method of rate_ci: its limits put right, and brought into 0 to 1; blaker within clopper_pearson
SELECT count(*), bool_and(abs(low - least(greatest((r_low + 0.9 - 1) / 0.75, 0), 1)) < 1e-14 AND abs(high - least(greatest((r_high + 0.9 - 1) / 0.75, 0), 1)) < 1e-14) AS limits, bool_and(abs(raw - (x / 40.0 + 0.9 - 1) / 0.75) < 1e-15 AND estimate = least(greatest(raw, 0), 1) AND clamped = (raw <> estimate)) AS estimate
FROM generate_series(0, 40) AS x, unnest('{wilson,wilson_cc,wald,agresti_coull,clopper_pearson,jeffreys,mid_p,arcsine}'::text[]) AS m, rate_ci(make_tally(40, x), m, 0.9) AS r(r_low, r_high), adjusted_prevalence(make_tally(40, x), 0.85, 0.9, m, 0.9) AS a;
SELECT bool_and(b.low >= c.low AND b.high <= c.high) AS within, round(avg((c.high - c.low) - (b.high - b.low))::numeric, 4) AS narrower FROM generate_series(0, 40) AS x, adjusted_prevalence(make_tally(40, x), 1, 1, 'blaker') AS b, adjusted_prevalence(make_tally(40, x), 1, 1, 'clopper_pearson') AS c;
-- accuracy from a validation: wider than if it were known; formulas and figures: test/unit/test_prevalence.c
SELECT a.algorithm, round(p.estimate::numeric, 4) AS estimate, round(p.low::numeric, 6) AS low, round(p.high::numeric, 6) AS high, p.high - p.low > k.high - k.low AS wider
FROM algorithm_accuracy AS a, LATERAL adjusted_prevalence(make_tally(1000, 300), make_tally(people_with, found_with), make_tally(people_without, cleared_without)) AS p, LATERAL adjusted_prevalence(make_tally(1000, 300), sensitivity, specificity) AS k WHERE people_with IS NOT NULL ORDER BY 1;
-- weights count with their effective number
SELECT n_eff(t) < n(t) AS fewer, abs(a.apparent - rate(t)) < 1e-15 AS apparent, abs(a.low - (r.low - 0.1) / 0.7) < 1e-14 AS low FROM (SELECT tally(i % 3 = 0, 1 + i % 5) AS t FROM generate_series(1, 99) AS i) AS s, adjusted_prevalence(t, 0.8, 0.9) AS a, rate_ci(t) AS r;
SELECT adjusted_prevalence(tally(i % 3 = 0, 1 + i % 5), 0.8, 0.9, 'blaker') FROM generate_series(1, 99) AS i;
-- at 10 % prevalence about 57 % of what the published algorithm finds is right
SELECT algorithm, target, round(100 * v.ppv::numeric, 1) AS ppv, round(100 * v.npv::numeric, 1) AS npv FROM algorithm_accuracy, predictive_values(0.1, sensitivity, specificity) AS v ORDER BY algorithm, target;
-- the counts of a validation give the shares published; no others within a person do
SELECT algorithm, round(100 * found_with::numeric / people_with, 1) = round(100 * sensitivity::numeric, 1) AS sensitivity, round(100 * cleared_without::numeric / people_without, 1) = round(100 * specificity::numeric, 1) AS specificity,
	round(100 * found_with::numeric / (found_with + people_without - cleared_without), 1) = round(100 * ppv::numeric, 1) AS ppv, round(100.0 * people_with / 598, 1) = 20.2 AS share, people_with + people_without AS people,
	(SELECT count(*) FROM generate_series(118, 124) AS w, generate_series(0, w) AS f, generate_series(598 - w - 60, 598 - w) AS c WHERE round(100.0 * w / 598, 1) = 20.2 AND round(100.0 * f / w, 1) = round(100 * sensitivity::numeric, 1)
		AND round(100.0 * c / (598 - w), 1) = round(100 * specificity::numeric, 1) AND round(100.0 * f / (f + 598 - w - c), 1) = round(100 * ppv::numeric, 1)) AS ways
FROM algorithm_accuracy WHERE people_with IS NOT NULL ORDER BY 1;
-- nothing to go by
SELECT 'no tally' AS what, apparent, estimate, round(raw::numeric, 6) AS raw, low, high, clamped, status FROM adjusted_prevalence(NULL::tally, 0.9, 0.9)
	UNION ALL SELECT 'nobody', apparent, estimate, round(raw::numeric, 6) AS raw, low, high, clamped, status FROM adjusted_prevalence(make_tally(0, 0), 0.9, 0.9)
	UNION ALL SELECT 'no accuracy', apparent, estimate, round(raw::numeric, 6) AS raw, low, high, clamped, status FROM adjusted_prevalence(make_tally(9, 1), NULL::float8, 0.9)
	UNION ALL SELECT 'logit at 0', apparent, estimate, round(raw::numeric, 6) AS raw, low, high, clamped, status FROM adjusted_prevalence(make_tally(9, 0), 0.9, 0.9, 'logit')
	UNION ALL SELECT 'nobody checked', apparent, estimate, round(raw::numeric, 6) AS raw, low, high, clamped, status FROM adjusted_prevalence(make_tally(9, 1), make_tally(0, 0), make_tally(9, 8))
	UNION ALL SELECT 'too few checked', apparent, estimate, round(raw::numeric, 6) AS raw, low, high, clamped, status FROM adjusted_prevalence(make_tally(10, 5), make_tally(1, 1), make_tally(100, 30));
SELECT ppv, npv, status FROM predictive_values(0, 0.9, 1) UNION ALL SELECT * FROM predictive_values(1, 1, 0.5);
SELECT adjusted_prevalence(make_tally(9, 1), 0.5, 0.5);
SELECT adjusted_prevalence(make_tally(9, 1), 95.6, 0.9);
SELECT adjusted_prevalence(make_tally(9, 1), 0.9, 'NaN');
SELECT adjusted_prevalence(make_tally(9, 1), 0.9, 0.9, 'exact');
SELECT adjusted_prevalence(make_tally(9, 1), 0.9, 0.9, level => 1);
SELECT adjusted_prevalence(make_tally(9, 1), make_tally(9, 2), make_tally(9, 3));
SELECT adjusted_prevalence(make_tally(9, 1), tally(true, 2), make_tally(9, 3));
SELECT predictive_values(10, 0.9, 0.9);
INSERT INTO algorithm_accuracy (algorithm, target, population, sensitivity, specificity, source, certainty) VALUES ('coin', 'any', 'nobody', 0.5, 0.5, 'test', 'inferred');
INSERT INTO algorithm_accuracy (algorithm, target, population, sensitivity, specificity, found_with, people_with, source, certainty) VALUES ('half', 'any', 'nobody', 0.9, 0.9, 9, 10, 'test', 'inferred');
UPDATE algorithm_accuracy SET sensitivity = 1 WHERE algorithm = 'probert_2025';

-- the pilot of 2011: registries had 85 % of 598 people, waiting times 81 %, either 94 %: both 72 %
SELECT captured_by_both(85, 81, 94) AS percent, captured_by_both(508, 484, 562) AS people, round(100 * captured_by_both(508, 484, 562)::numeric / 598) AS of_all;
SELECT observed, round(estimate::numeric, 1) AS estimate, round(unseen::numeric, 1) AS unseen, round(se::numeric, 2) AS se, round(low::numeric, 1) AS low, round(high::numeric, 1) AS high, df, status FROM unnest('{chapman,chao,independence}'::text[]) AS m, capture_estimate(make_captures(430, 78, 54, 36), m) AS e;
SELECT a, b, n_a, n_b, "both", round(share_of_b::numeric, 3) AS share_of_b, round(share_of_a::numeric, 3) AS share_of_a, round(estimate::numeric, 1) AS estimate, round(se::numeric, 2) AS se FROM capture_pairs(make_captures(430, 78, 54, 36));
SELECT round((estimate - 1.959963984540054 * se)::numeric, 6) = round(low::numeric, 6) AS low, round((estimate + 1.959963984540054 * se)::numeric, 6) = round(high::numeric, 6) AS high FROM capture_estimate(make_captures(430, 78, 54), limits => 'normal');

-- four sources, counted one by one
CREATE TEMP TABLE people AS SELECT i, i % 7 AS part, CASE WHEN i % 101 > 0 THEN ARRAY[h % 10 < 6, h / 16 % 10 < 5, CASE WHEN i % 97 > 0 THEN h / 256 % 10 < 3 END, (h / 4096 + h) % 10 < 4] END AS sources
FROM generate_series(1, 6000) AS i, LATERAL (SELECT hashint4(i) & 2147483647 AS h) AS x;
SELECT captures(sources), observed(captures(sources)), missing(captures(sources)) FROM people;
SELECT count(*) AS patterns, count(*) FILTER (WHERE p.n = c.n) AS same, count(*) FILTER (WHERE known_to = (SELECT count(*) FROM unnest(p.sources) AS s WHERE s)) AS known_to
FROM (SELECT captures(sources) AS c FROM people) AS x, capture_patterns(c) AS p LEFT JOIN (SELECT sources, count(*) AS n FROM people GROUP BY 1) AS c ON c.sources = p.sources;
SELECT count(*), count(*) FILTER (WHERE n_a = (SELECT count(*) FROM people WHERE sources[a] AND array_position(sources, NULL) IS NULL) AND "both" = (SELECT count(*) FROM people WHERE sources[a] AND sources[b] AND array_position(sources, NULL) IS NULL)) AS same,
	count(*) FILTER (WHERE abs(estimate - ((n_a + 1.0) * (n_b + 1) / ("both" + 1) - 1)) < 1e-9) AS chapman FROM (SELECT captures(sources) AS c FROM people) AS x, capture_pairs(c) AS p;
CREATE TEMP TABLE p AS SELECT p.* FROM (SELECT captures(sources) AS c FROM people) AS x, capture_patterns(c) AS p;
-- Chao's bound by its sums; the independent model solves 1 - observed / N = product of 1 - n / N, and its deviance is that of the counts
SELECT abs(e.estimate - (e.observed + ((SELECT sum(n) FROM p WHERE known_to = 1) ^ 2 - (SELECT sum(n ^ 2) FROM p WHERE known_to = 1)) / 2 / (1 + (SELECT sum(n) FROM p WHERE known_to = 2)))) < 1e-9 AS chao, e.low > e.observed AND e.high > e.estimate AS limits,
	abs(1 - i.observed / i.estimate - (SELECT exp(sum(ln(1 - n / i.estimate))) FROM (SELECT sum(n) AS n FROM p, generate_series(1, 4) AS s WHERE p.sources[s] GROUP BY s) AS m)) < 1e-12 AS independence, i.df,
	abs(i.deviance - (SELECT 2 * sum(n * ln(n / (i.estimate * (SELECT exp(sum(ln(CASE WHEN p.sources[s] THEN m / i.estimate ELSE 1 - m / i.estimate END))) FROM (SELECT s, sum(q.n) AS m FROM p AS q, generate_series(1, 4) AS s WHERE q.sources[s] GROUP BY s) AS by)))) FROM p WHERE n > 0 AND known_to > 0)) < 1e-8 AS deviance
FROM (SELECT captures(sources) AS c FROM people) AS x, capture_estimate(c) AS e, capture_estimate(c, 'independence') AS i;
-- parts make the whole, in any order and split, on workers
SELECT rollup(c) = (SELECT captures(sources) FROM people) AS parts, rollup(c)::text = (SELECT captures(sources ORDER BY md5(i::text))::text FROM people) AS any_order FROM (SELECT captures(sources) AS c FROM people GROUP BY part, i % 11) AS v;
CREATE TABLE captured AS TABLE people;
ALTER TABLE captured SET (parallel_workers = 2);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT captures(sources) FROM captured;
SELECT captures(sources) = (SELECT captures(sources) FROM people) AS workers FROM captured;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
DROP TABLE captured;
-- nobody, only missing, parts without anybody
SELECT captures(sources), captures_combine(captures(sources), make_captures(1, 2, 3)) AS and_some, captures_combine(make_captures(1, 2, 3), captures(sources)) AS some_and, rollup(NULL::captures) AS nulls FROM people WHERE false;
SELECT captures(NULL::boolean[]) AS only_missing, captures(ARRAY[true, NULL]) AS not_known_of_one;
SELECT what, observed, estimate, low, df, status FROM (VALUES ('nobody', 'sources=0 missing=3'::captures), ('none known', make_captures(0, 0, 0, 9)), ('apart', 'sources=3 missing=0 001=4 010=5 100=6'), ('all by all', 'sources=3 missing=0 111=7')) AS v(what, c), capture_estimate(c, 'independence') AS e;
SELECT * FROM capture_estimate(NULL);
SELECT count(*) FROM capture_patterns('sources=0 missing=3') AS p, capture_pairs(NULL) AS q;
-- text, binary, order, hash
CREATE TEMP TABLE stored AS SELECT part, captures(sources) AS c FROM people GROUP BY part;
INSERT INTO stored VALUES (8, 'sources=0 missing=0'), (9, 'sources=8 missing=1 00000000=2 11111111=9223372036854775807'), (10, make_captures(1, 2, 3));
SELECT bool_and(c::text::captures = c AND c <= c AND c >= c AND NOT c < c AND NOT c > c AND NOT c <> c AND captures_cmp(c, c) = 0) AS text_and_order, count(DISTINCT c) AS different, count(DISTINCT captures_hash(c)) AS hash, count(DISTINCT captures_hash_extended(c, 7)) AS extended FROM stored;
\getenv build PG_ABS_BUILDDIR
\set file :build '/results/captures.bin'
COPY stored TO :'file' (FORMAT binary);
CREATE TEMP TABLE copied (LIKE stored);
COPY copied FROM :'file' (FORMAT binary);
SELECT count(*), count(*) FILTER (WHERE a.c = b.c AND captures_send(a.c) = captures_send(b.c)) AS same FROM stored AS a JOIN copied AS b USING (part);
DROP TABLE stored, copied;
-- what is refused
SELECT captures(ARRAY[true]);
SELECT captures(array_fill(true, ARRAY[9]));
SELECT captures('{}'::boolean[]);
SELECT captures(ARRAY[[true, false], [true, true]]);
SELECT captures(s::boolean[]) FROM unnest(ARRAY['{t,f}', '{t,f,t}']) AS s;
SELECT captures_combine(make_captures(1, 2, 3), 'sources=3 missing=0 111=7');
SELECT captures_combine(make_captures(9223372036854775807, 2, 3), make_captures(1, 2, 3));
SELECT captures_accum(make_captures(9223372036854775807, 2, 3), '{t,t}');
SELECT observed(make_captures(9223372036854775807, 2, 3));
SELECT capture_estimate(make_captures(9223372036854775807, 2, 3));
SELECT make_captures(1, -2, 3);
SELECT 'sources=2 missing=0 11=1 01=1'::captures;
SELECT 'sources=9 missing=0'::captures;
SELECT captured_by_both(85, 81, 80);
SELECT captured_by_both(85, 81, 'NaN');
SELECT capture_estimate('sources=3 missing=0 111=7', 'chapman');
SELECT capture_estimate(make_captures(1, 2, 3), 'petersen');
SELECT capture_estimate(make_captures(1, 2, 3), limits => 'exact');
