-- The type model: its text and binary forms, what reads it, and what it refuses.
SET search_path = cancer_pe, public;
SET extra_float_digits = -3;
-- a model by hand: organisation C is separated, D has no data; then the oldest are all negative
CREATE TEMP TABLE kept (name text PRIMARY KEY, model model);
INSERT INTO kept VALUES ('fixed', $$model 1 question="Q ""1""" family=binomial effect=fixed missing=category method=ml method_by_separation=f
separation=drop variance=model weighted=f offset=f ridge=- nodes=0 profile_level=0 n=1000 n_missing=30 n_nameless=0
n_unanswered=16 n_separated=20 patterns=18 cells=40 rank=11 iterations=5 weight=1000 mean=0.7 log_likelihood=-612.5
null_log_likelihood=-633.25 deviance=1225 null_deviance=1266.5 pattern_deviance=41.25 aic=1247 auc=0.625
calibration_intercept=0 calibration_slope=1 sigma=- variance_of_effects=- log_variance_se=- intercept=0.875
reference_organisation=0 covariates=3 terms=4 columns=7 organisations=4 directions=2
covariate name="age" used=t linear=f levels=3 reference=0 "16-44" "45-74" "75+"
covariate name="sex" used=t linear=f levels=3 reference=0 "Female" "Male" -
covariate name="imd" used=t linear=t levels=2 reference=0 "0" "1e1" 0 10
term factors=1 0 term factors=1 1 term factors=1 2 term factors=2 0 1
column term=0 flag=none n=300 value=0.5 low=- high=- p=- 1
column term=0 flag=all_negative n=200 value=0 low=- high=- p=- 2
column term=1 flag=none n=400 value=-0.3 low=- high=- p=- 1
column term=1 flag=none n=100 value=0.1 low=- high=- p=- 2
column term=2 flag=none n=900 value=0.02 low=- high=- p=- -1
column term=3 flag=none n=150 value=-0.25 low=- high=- p=- 1 1
column term=3 flag=aliased n=90 value=0 low=- high=- p=- 2 1
covariance 0.04
covariance 0 0
covariance 0.01 0 0.09
covariance 0 0 0 0.25
covariance 0 0 0 0 0.0001
covariance 0 0 0 0 0 0.0625
covariance 0 0 0 0 0 0 0
organisation name="A" flag=none n=500 missing=3 unanswered=4 separated=0 weight=500 observed=350 effect=0.4 effect_se=0.1 contrast=0 contrast_se=0 expected=325 variance=100 variance_difference=81 margin=0.625 margin_se=0.25
organisation name="B" flag=none n=480 missing=5 unanswered=12 separated=0 weight=480 observed=336 effect=1 effect_se=0.1 contrast=0.6 contrast_se=0.3 expected=312 variance=96 variance_difference=64 margin=0.75 margin_se=0.25
organisation name="C" flag=all_positive n=20 missing=22 unanswered=0 separated=20 weight=20 observed=20 effect=- effect_se=- contrast=- contrast_se=- expected=16 variance=4 variance_difference=- margin=1 margin_se=-
organisation name="D" flag=no_data n=0 missing=0 unanswered=0 separated=0 weight=0 observed=0 effect=- effect_se=- contrast=- contrast_se=- expected=- variance=- variance_difference=- margin=- margin_se=-
direction common=0 0 0 1 0 0 0 0 0 0 0 0
direction common=0 0 0 0 0 0 -1 0 0 0 0 0$$);
SELECT model FROM kept;
SELECT model::text::model = model AS same, model::text::model::text = model::text AS same_text, model_send(model::text::model) = model_send(model) AS same_bytes,
	model_hash(model::text::model) = model_hash(model) AS same_hash, model_cmp(model, model) AS cmp, octet_length(model_send(model)) AS bytes FROM kept;
SELECT count(DISTINCT m), min(m::text) < max(m::text) AS differ FROM (SELECT replace(model::text, 'auc=0.625', 'auc=0.' || i)::model AS m FROM kept, generate_series(1, 9) AS i, generate_series(1, 2)) AS s;
-- no setting changes the text
SET extra_float_digits = -5;
SELECT md5(model::text) = (SELECT md5(model::text) FROM kept) AS same FROM kept;
SET extra_float_digits = -3;
SELECT * FROM coefficients((SELECT model FROM kept));
-- the figures by hand: normal quantile 1.6448536269514722, p by erfc
SELECT term, level, coefficient = 0.6 AND se = 0.3 AND z = 0.6 / 0.3 AND abs(p - 0.045500263896358414) < 1e-15 AND odds_ratio = exp(0.6::float8)
	AND abs(low - (0.6 - 1.6448536269514722 * 0.3)) < 1e-15 AND abs(high - (0.6 + 1.6448536269514722 * 0.3)) < 1e-15 AS by_hand
FROM coefficients((SELECT model FROM kept), confidence => 0.9) WHERE level = 'B';
SELECT * FROM term_tests((SELECT model FROM kept));
-- sex: two columns that do not vary together; age: what is not separated
SELECT term, chi2 - CASE term WHEN 'age' THEN 0.25 / 0.04 WHEN 'sex' THEN 0.09 / 0.09 + 0.01 / 0.25 WHEN 'imd' THEN 4 ELSE 1 END AS off FROM term_tests((SELECT model FROM kept));
SELECT * FROM covariance((SELECT model FROM kept)) WHERE row_term = 'age' AND value IS DISTINCT FROM 0 OR value > 0.04;
SELECT count(*), count(value) FROM covariance((SELECT model FROM kept));
SELECT * FROM margins((SELECT model FROM kept));
SELECT organisation, abs(low - (0.625 - 0.25)) < 1e-15 AS low, high FROM margins((SELECT model FROM kept), level => 0.6826894921370859) WHERE organisation = 'A';
SELECT * FROM indirect((SELECT model FROM kept));
SELECT * FROM fit_report((SELECT model FROM kept)) \gx

-- one respondent
CREATE FUNCTION expit(float8) RETURNS float8 LANGUAGE sql RETURN 1 / (1 + exp(-$1));
SELECT covariates, organisation, expected(model, covariates, organisation), expected(model, covariates, organisation) - by_hand AS off
FROM kept, (VALUES ('{16-44,Female,0}'::text[], NULL, expit(0.875)), ('{16-44,Female,0}', 'A', expit(0.4)), ('{45-74,Male,2.5}', 'B', expit(1 + 0.5 - 0.3 + 0.05 - 0.25)),
	('{16-44,NULL,-10}', 'B', expit(1 + 0.1 - 0.2)), ('{75+,Male,0}', 'B', 0), ('{75+,Male,0}', 'C', 1), ('{16-44,Female,0}', 'C', 1),
	('{16-44,Female,0}', 'D', NULL), ('{NULL,Female,0}', 'A', NULL), ('{16-44,Female,NULL}', 'A', NULL), ('{45-74,NULL,0}', 'A', NULL)) AS v(covariates, organisation, by_hand);
SELECT expected(model, '{16-44,Female,0}', 'A', 0.25) - expit(0.65) AS off, expected(NULL, '{a}') AS no_model, expected(model, NULL) AS no_covariates FROM kept;
-- several models at one call site, stored out of line and not
CREATE TEMP TABLE many AS SELECT i, replace(replace(model::text, 'intercept=0.875', 'intercept=' || i), 'question="Q ""1"""', CASE WHEN i % 2 = 0 THEN 'question="' || repeat('q', 3000) || '"' ELSE 'question=-' END)::model AS model FROM kept, generate_series(-2, 2) AS i;
SELECT i, every(expected(model, '{16-44,Female,0}') = expit(i)) AS each FROM many, generate_series(1, 50) GROUP BY i ORDER BY i;
SELECT every(expected((SELECT model FROM many WHERE i = r % 3), '{16-44,Female,0}') = expit(r % 3)) AS each FROM generate_series(0, 200) AS r;
DO $$
DECLARE m model; e float8;
BEGIN
	FOR k IN -2 .. 2 LOOP
		SELECT model INTO m FROM many WHERE i = k;
		e := expected(m, '{16-44,Female,0}');
		IF e <> 1 / (1 + exp(-k::float8)) THEN RAISE 'wrong: %', e; END IF;
	END LOOP;
	UPDATE many SET model = replace(model::text, 'intercept=2', 'intercept=0.5')::model WHERE i = 2;
	SELECT expected(model, '{16-44,Female,0}') INTO e FROM many WHERE i = 2;
	IF e <> 1 / (1 + exp(-0.5::float8)) THEN RAISE 'wrong: %', e; END IF;
END $$;

-- NULL in, nothing out
SELECT (SELECT count(*) FROM coefficients(NULL)), (SELECT count(*) FROM margins(NULL)), (SELECT count(*) FROM indirect(NULL)), (SELECT count(*) FROM term_tests(NULL)), (SELECT count(*) FROM covariance(NULL)), (fit_report(NULL)).n;

-- what is refused
SELECT expected(model, '{16-44,Female}') FROM kept;
SELECT expected(model, '{{16-44,Female,0}}') FROM kept;
SELECT expected(model, '{17,Female,0}') FROM kept;
SELECT expected(model, '{16-44,Female,many}') FROM kept;
SELECT expected(model, '{16-44,Female,0}', 'E') FROM kept;
SELECT expected(model, '{16-44,Female,0}', NULL, NULL) FROM kept;
SELECT expected(model, '{16-44,Female,0}', NULL, 'infinity') FROM kept;
SELECT expected(replace(model::text, 'offset=f', 'offset=t')::model, '{16-44,Female,0}') FROM kept;
SELECT * FROM coefficients((SELECT model FROM kept), 1);
SELECT * FROM coefficients((SELECT model FROM kept), NULL);
SELECT * FROM margins((SELECT model FROM kept), 0);
SELECT * FROM margins((SELECT model FROM kept), NULL);
SELECT 'model 1 question=-'::model;
SELECT ''::model;
SELECT replace(model::text, 'n=300', 'n=3000')::model FROM kept;
SELECT replace(model::text, 'covariates=3', 'covariates=3000')::model FROM kept;

-- the shipped preset
SELECT kind, name, options, builtin FROM preset WHERE kind = 'casemix';
INSERT INTO preset (kind, name, options, source) VALUES ('case_mix', 'mine', '{}', 'me');
DROP FUNCTION expit(float8);
