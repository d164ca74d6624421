-- Survey weights against the R package survey, and the standard errors that go with calibrated weights.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
CREATE TEMP TABLE school (snum int PRIMARY KEY, dnum int, stype text, api00 float8, api99 float8, sch_wide text, comp_imp text, enroll float8, api_stu float8, meals float8, pw float8);
CREATE TEMP TABLE peer_weight (snum int PRIMARY KEY, ps float8, rake float8, cal_lin float8, cal_rak float8, trim float8);
CREATE TEMP TABLE peer (weights text, stat text, domain text, est float8, se float8, low float8, high float8, PRIMARY KEY (weights, stat, domain));
\set command 'grep -v ^# ' :here '/test/data/weights/clus1.csv'
COPY school FROM PROGRAM :'command' (FORMAT csv, HEADER);
\set command 'grep -v ^# ' :here '/test/data/weights/clus1_weights.csv'
COPY peer_weight FROM PROGRAM :'command' (FORMAT csv, HEADER);
\set command 'grep -v ^# ' :here '/test/data/weights/clus1_estimates.csv'
COPY peer FROM PROGRAM :'command' (FORMAT csv, HEADER);
-- what is known of the population, joined by key
CREATE TEMP TABLE population (margin text, category text, total float8, PRIMARY KEY (margin, category));
INSERT INTO population VALUES ('stype', 'E', 4421), ('stype', 'H', 755), ('stype', 'M', 1018), ('sch_wide', 'No', 1072), ('sch_wide', 'Yes', 5122);

CREATE TEMP TABLE weighted AS
SELECT s.*,
	poststratify(pw, stype, t.total) OVER () AS ps,
	rake(pw, ARRAY[stype, sch_wide], ARRAY[t.total, w.total]) OVER () AS rake,
	calibrate(pw, ARRAY[1, (stype = 'H')::int, (stype = 'M')::int, api99], ARRAY[6194, 755, 1018, 3914069]) OVER () AS cal_lin,
	calibrate(pw, ARRAY[1, (stype = 'H')::int, (stype = 'M')::int, (sch_wide = 'Yes')::int], ARRAY[6194, 755, 1018, 5122], 'raking') OVER () AS cal_rak
FROM school AS s JOIN population AS t ON t.margin = 'stype' AND t.category = stype JOIN population AS w ON w.margin = 'sch_wide' AND w.category = sch_wide;
-- the largest relative difference from the peer's weights
SELECT count(*), max(abs(w.ps / p.ps - 1)) < 1e-13 AS ps, max(abs(w.rake / p.rake - 1)) < 1e-13 AS rake, max(abs(w.cal_lin / p.cal_lin - 1)) < 1e-13 AS cal_lin, max(abs(w.cal_rak / p.cal_rak - 1)) < 1e-13 AS cal_rak,
	max(abs(w.rake / w.cal_rak - 1)) < 1e-12 AS rake_is_cal_rak
FROM weighted AS w JOIN peer_weight AS p USING (snum);
SELECT count(*), max(abs(t.trimmed / p.trim - 1)) < 1e-14 AS trim FROM (SELECT snum, trim_weight(rake, 25, 45) OVER () AS trimmed FROM weighted) AS t JOIN peer_weight AS p USING (snum);
-- the totals are met
SELECT sum(ps)::numeric(14,9) AS ps, sum(ps) FILTER (WHERE stype = 'H')::numeric(14,9) AS ps_h, sum(rake) FILTER (WHERE stype = 'M')::numeric(14,9) AS rake_m, sum(rake) FILTER (WHERE sch_wide = 'No')::numeric(14,9) AS rake_no,
	sum(cal_lin)::numeric(14,9) AS lin, sum(cal_lin * api99)::numeric(14,6) AS lin_api99, sum(cal_rak)::numeric(14,9) AS rak, sum(cal_rak) FILTER (WHERE sch_wide = 'Yes')::numeric(14,9) AS rak_yes FROM weighted;

-- Standard errors after calibration.  The recipe: linearise the estimate (u), take calibration_residual of u with the weights before
-- calibration, and give it with the calibrated weight to design(): total_se is the answer.  Here one stage, 15 of 757 districts.
CREATE TEMP TABLE estimated AS
WITH answer AS ( -- one row a school and estimate: y, the divisor z (a mean's is 1), and whether the row is in the domain
	SELECT p.weights, p.stat, p.domain, s.snum, s.dnum, s.stype, s.sch_wide, s.api99, s.pw,
		CASE p.weights WHEN 'ps' THEN s.ps WHEN 'rake' THEN s.rake WHEN 'cal_lin' THEN s.cal_lin WHEN 'cal_rak' THEN s.cal_rak END AS w,
		CASE substring(p.stat FROM '(win|imp|api00|enroll|meals)$') WHEN 'win' THEN (s.sch_wide = 'Yes')::int WHEN 'imp' THEN (s.comp_imp = 'Yes')::int WHEN 'api00' THEN s.api00
			WHEN 'enroll' THEN CASE WHEN p.stat LIKE 'ratio%' THEN s.api_stu ELSE s.enroll END WHEN 'meals' THEN s.meals END AS y,
		CASE WHEN p.stat LIKE 'ratio%' THEN s.enroll ELSE 1 END AS z,
		CASE WHEN p.domain = 'all' OR p.domain = s.stype THEN 1 ELSE 0 END AS inside
	FROM weighted AS s CROSS JOIN peer AS p WHERE p.stat NOT LIKE 'kish%'),
estimate AS (
	SELECT *, sum(w * y * inside) OVER e / CASE WHEN stat LIKE 'total%' THEN 1 ELSE sum(w * z * inside) OVER e END AS est, sum(w * z * inside) OVER e AS divisor
	FROM answer WINDOW e AS (PARTITION BY weights, stat, domain)),
linear AS (
	SELECT *, CASE WHEN stat LIKE 'total%' THEN y ELSE inside * (y - est * z) / divisor END AS u FROM estimate),
residual AS (
	SELECT *, CASE weights
		WHEN 'ps' THEN calibration_residual(u, pw, ARRAY[stype]) OVER e
		WHEN 'rake' THEN calibration_residual(u, pw, ARRAY[stype, sch_wide]) OVER e
		WHEN 'cal_lin' THEN calibration_residual(u, pw, ARRAY[1, (stype = 'H')::int, (stype = 'M')::int, api99]) OVER e
		WHEN 'cal_rak' THEN calibration_residual(u, pw, ARRAY[1, (stype = 'H')::int, (stype = 'M')::int, (sch_wide = 'Yes')::int]) OVER e END AS residual
	FROM linear WINDOW e AS (PARTITION BY weights, stat, domain)),
designed AS (
	SELECT weights, stat, domain, est, total_se(design(residual, w, NULL, dnum::text, 757, NULL)) AS se FROM residual GROUP BY weights, stat, domain, est),
unit AS ( -- the same written out
	SELECT weights, stat, domain, dnum, sum(w * residual) AS t FROM residual GROUP BY weights, stat, domain, dnum),
plain AS (
	SELECT weights, stat, domain, sqrt((1 - 15 / 757.0) * 15 / 14.0 * sum((t - mean) ^ 2)) AS se_plain
	FROM (SELECT *, avg(t) OVER (PARTITION BY weights, stat, domain) AS mean FROM unit) AS u GROUP BY weights, stat, domain)
SELECT * FROM designed JOIN plain USING (weights, stat, domain);
SELECT count(*), bool_and(abs(se - se_plain) <= 1e-12 * se_plain + 1e-15) AS design_is_plain FROM estimated;
-- relative differences of estimates and standard errors (for raking the peer sweeps means instead of regressing); where the peer has 0, the variable that was raked, ours is rounding
SELECT weights, count(*), max(abs(e.est / p.est - 1)) < 1e-13 AS est, max(abs(e.se / nullif(p.se, 0) - 1)) < CASE weights WHEN 'rake' THEN 1e-11 ELSE 1e-13 END AS se, max(e.se) FILTER (WHERE p.se = 0) < 1e-15 AS zero
FROM estimated AS e JOIN peer AS p USING (weights, stat, domain) GROUP BY weights ORDER BY weights;
-- intervals on 14 degrees of freedom: t(.975) = 2.1447866879169273
SELECT count(*), max(abs(p.low - (e.est - 2.1447866879169273 * e.se)) / p.high) < 1e-12 AS low, max(abs(p.high - (e.est + 2.1447866879169273 * e.se)) / p.high) < 1e-12 AS high
FROM estimated AS e JOIN peer AS p USING (weights, stat, domain) WHERE p.low IS NOT NULL AND stat NOT LIKE '%xlogit%';
SELECT count(*), max(abs(p.low - 1 / (1 + exp(-(ln(e.est / (1 - e.est)) - 2.1447866879169273 * e.se / (e.est * (1 - e.est))))))) < 1e-12 AS low,
	max(abs(p.high - 1 / (1 + exp(-(ln(e.est / (1 - e.est)) + 2.1447866879169273 * e.se / (e.est * (1 - e.est))))))) < 1e-12 AS high
FROM estimated AS e JOIN peer AS p USING (weights, stat, domain) WHERE stat LIKE '%xlogit%';
-- Kish's numbers of the weights
SELECT weights, stat, abs(CASE stat WHEN 'kish_neff' THEN neff ELSE n / neff END / p.est - 1) < 1e-13 AS kish
FROM (SELECT v.weights, count(*) AS n, sum(w) ^ 2 / sum(w ^ 2) AS neff FROM weighted, LATERAL (VALUES ('ps', ps), ('rake', rake), ('cal_lin', cal_lin), ('cal_rak', cal_rak)) AS v(weights, w) GROUP BY v.weights) AS k
JOIN peer AS p USING (weights) WHERE stat LIKE 'kish%' ORDER BY 1;
-- fitted with the calibrated weights instead, these standard errors would be wrong by up to 0.6 % (raking) and 4.4 % (linear)
SELECT max(abs(wrong / se - 1)) FILTER (WHERE weights = 'rake')::numeric(6,4) AS rake, max(abs(wrong / se - 1)) FILTER (WHERE weights = 'cal_lin')::numeric(6,4) AS cal_lin FROM (
	SELECT weights, stat, domain, sqrt((1 - 15 / 757.0) * 15 / 14.0 * sum((t - mean) ^ 2)) AS wrong FROM (
		SELECT *, avg(t) OVER (PARTITION BY weights, stat, domain) AS mean FROM (
			SELECT weights, stat, domain, dnum, sum(w * r) AS t FROM (
				SELECT *, CASE weights WHEN 'rake' THEN calibration_residual(y, w, ARRAY[stype, sch_wide]) OVER e ELSE calibration_residual(y, w, ARRAY[1, (stype = 'H')::int, (stype = 'M')::int, api99]) OVER e END AS r
				FROM (SELECT p.weights, p.stat, p.domain, s.dnum, s.stype, s.sch_wide, s.api99, CASE p.weights WHEN 'rake' THEN s.rake / 6194 ELSE s.cal_lin END AS w,
					CASE WHEN p.stat LIKE '%api00' THEN s.api00 WHEN p.stat LIKE '%enroll' THEN s.enroll ELSE s.meals END AS y
					FROM weighted AS s, peer AS p WHERE p.weights IN ('rake', 'cal_lin') AND p.stat ~ '^(total|mean)_') AS a
				WINDOW e AS (PARTITION BY weights, stat, domain)) AS b GROUP BY weights, stat, domain, dnum) AS c) AS d GROUP BY weights, stat, domain) AS f JOIN estimated USING (weights, stat, domain);

-- Scotland's weights: cells within areas, the cap, and the cells that nobody answered from
CREATE TEMP TABLE cell_population (area text, cell text, population float8, PRIMARY KEY (area, cell));
INSERT INTO cell_population VALUES ('North', 'breast 16-64 F', 120), ('North', 'breast 65+ F', 90), ('North', 'lung 65+ M', 40), ('South', 'breast 16-64 F', 30), ('South', 'lung 65+ M', NULL), ('South', 'skin 65+ M', 900);
CREATE TEMP TABLE respondent (id int, area text, cell text);
INSERT INTO respondent SELECT row_number() OVER (), a, c FROM (VALUES ('North', 'breast 16-64 F', 48), ('North', 'breast 65+ F', 60), ('South', 'breast 16-64 F', 12), ('South', 'lung 65+ M', 2), ('South', 'skin 65+ M', 1)) AS v(a, c, n), generate_series(1, n);
CREATE TEMP TABLE scottish AS SELECT id, area, cell, cell_weight(population, cell) OVER (PARTITION BY area) AS weight FROM respondent JOIN cell_population USING (area, cell);
SELECT area, cell, count(*) AS n, min(weight) AS weight, max(weight) = min(weight) AS same FROM scottish GROUP BY area, cell ORDER BY area, cell;
SELECT p.* FROM cell_population AS p WHERE NOT EXISTS (SELECT FROM respondent AS r WHERE (r.area, r.cell) = (p.area, p.cell));
SELECT area, cell, min(capped) AS capped, max(abs(capped - least(weight, cap))) < 1e-13 AS by_hand FROM (
	SELECT area, cell, weight, cap_weight(weight) OVER area AS capped, avg(weight) OVER area + 2 * stddev_samp(weight) OVER area AS cap FROM scottish WHERE weight IS NOT NULL WINDOW area AS (PARTITION BY area)) AS c
GROUP BY area, cell ORDER BY area, cell;
