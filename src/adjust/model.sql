-- ---- models ----

CREATE TYPE model;

CREATE FUNCTION model_in(cstring) RETURNS model AS 'MODULE_PATHNAME', 'cpe_model_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_in(cstring) IS 'Reads a model from its exact text. Errors: 22P02 not of the form, 22023 no fitted model holds together like this, 54000 more than 2,000 columns, 1,000 covariates or 512 MB.';
CREATE FUNCTION model_out(model) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_model_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_out(model) IS 'Writes a model as exact text, which no setting can change; equal models give equal texts.';
CREATE FUNCTION model_recv(internal) RETURNS model AS 'MODULE_PATHNAME', 'cpe_model_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_recv(internal) IS 'Reads a model from its binary form. Errors: 22P03 not of the form, 22021 a name is not in the database''s encoding, otherwise as for the text.';
CREATE FUNCTION model_send(model) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_model_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_send(model) IS 'Writes a model in binary: version, then its fields in the order of the text, most significant byte first; equal models give equal bytes.';

CREATE TYPE model (
	INPUT = model_in, OUTPUT = model_out, RECEIVE = model_recv, SEND = model_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = external
);
COMMENT ON TYPE model IS 'A fitted case-mix model as a value, made by fit: options, coefficients with their covariances, what it says of each organisation, and the report about the fit. It can be stored, dumped, sent, compared, and used on next year''s respondents (expected, indirect). A few kilobytes: 8 bytes for each pair of columns and about 120 for each organisation. Text: model 1 question="Q1" family=binomial ..., then lines that begin with covariate, term, column, covariance, organisation or direction (of separation); - stands for a number that does not exist.';

@base/ordered_type.sql model cpe_model its binary form@

CREATE FUNCTION coefficients(model, confidence double precision DEFAULT 0.95,
		OUT term text, OUT level text, OUT coefficient double precision, OUT se double precision,
		OUT z double precision, OUT p double precision, OUT odds_ratio double precision,
		OUT low double precision, OUT high double precision, OUT n bigint, OUT status text)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_coefficients_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 200;
COMMENT ON FUNCTION coefficients(model, double precision) IS 'The coefficients of a model, a row each. term, level: "(Intercept)", a covariate and its level, or an interaction as age:sex and 75+:Male; level is NULL of a linear covariate. Before the levels of a covariate comes its reference level, coefficient 0. Then organisations, term organisation: with fixed effects the contrast with the reference organisation, with random effects the mode of the effect (its se is that of a prediction; no z and p). coefficient: on the scale of log odds, for a numeric outcome in its unit; se of the kind that option variance asked for; z = coefficient / se; p two-sided, by the normal distribution, for a numeric outcome by t with n - rank degrees of freedom; odds_ratio = exp(coefficient), NULL for a numeric outcome; low and high: limits of the coefficient by Wald, with a profile those of the profile, where confidence is its level (p is then that of the penalised likelihood ratio). n: respondents in the row (of a linear covariate those with a value other than 0). A numeric outcome with as many parameters as respondents has no standard errors. What does not exist is NULL, and status says why: reference; aliased (depends on organisations and columns before it; the fit is that without it); separated: all positive or all negative (the estimate is infinite); no data; no reference organisation; zero variance; no standard error; no profile limit on a side; limits by Wald. No rows for NULL. Errors: 22004 confidence NULL, 22023 confidence not between 0 and 1. Sources: McCullagh and Nelder, Generalized Linear Models, 1989; profile limits Heinze and Schemper 2002 (doi 10.1002/sim.1047).';

CREATE FUNCTION term_tests(model, OUT term text, OUT df integer, OUT chi2 double precision, OUT p double precision)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_term_tests_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 10;
COMMENT ON FUNCTION term_tests(model) IS 'Wald tests that all coefficients of a term are 0, one row a term in the order of the model. df: rank of their covariance matrix, 0 where none has an estimate (chi2 and p are then NULL; separated and aliased columns do not take part); chi2 = b'' V^-1 b with the variance that the model was fitted with; p from chi-square with df degrees of freedom, for a numeric outcome that of F = chi2 / df with df and n - rank. The test of a covariate that is in an interaction, too, depends on the reference levels. No rows for NULL.';

CREATE FUNCTION covariance(model, OUT row_term text, OUT row_level text, OUT column_term text, OUT column_level text, OUT value double precision)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_covariance_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 1000;
COMMENT ON FUNCTION covariance(model) IS 'The covariance matrix of a model''s coefficients (without organisations), each pair of columns in both orders; terms and levels as in coefficients. value: of the kind that option variance asked for; NULL where one of the two has no estimate. No rows for NULL.';

CREATE FUNCTION margins(model, level double precision DEFAULT 0.95,
		OUT organisation text, OUT n bigint, OUT observed double precision, OUT adjusted double precision,
		OUT se double precision, OUT low double precision, OUT high double precision,
		OUT missing bigint, OUT unanswered bigint, OUT status text)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_margins_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 150;
COMMENT ON FUNCTION margins(model, double precision) IS 'Case-mix adjusted score of each organisation as predictive margin: the mean of what the model predicts for all its respondents, were all of them in the organisation (direct standardisation; the form of NCPES 2018). For fixed and random effects of organisations. n: respondents used; observed: their rate, or mean, NULL without any; adjusted: the margin, from 0 to 1, for a numeric outcome in its unit; se by the delta method, with the covariance of coefficients and effects, the covariates of the respondents taken as they are; none for random effects; low and high: limits at that level (of a numeric outcome by t), of a rate cut off at 0 and 1; missing and unanswered: respondents lost for a missing covariate, and those without an outcome. An organisation all of whose respondents gave the same outcome has the limit 1 or 0 as its margin, and no se. status: NULL; separated: all positive or all negative; no data; no estimate; no standard error. No rows for NULL. Errors: 22023 a model without effects of organisations, level not between 0 and 1; 22004 level NULL. Source: Lane and Nelder 1982 (doi 10.2307/2530043).';

CREATE FUNCTION indirect(model, OUT organisation text, OUT n bigint, OUT observed double precision,
		OUT expected double precision, OUT variance double precision, OUT ratio_adjusted double precision,
		OUT ratio_se double precision, OUT difference_adjusted double precision, OUT difference_se double precision,
		OUT z double precision, OUT missing bigint, OUT unanswered bigint, OUT status text)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_indirect_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 150;
COMMENT ON FUNCTION indirect(model) IS 'Observed against expected in each organisation (indirect standardisation), with P the mean of all respondents used. n: respondents used; observed O and expected E: sums over them (with weights, weighted); E is what the model expects without the organisation''s own effect: with fixed effects by the coefficients within organisations and an intercept with which the expected sum up to the observed, with random effects that of effect 0. variance of O given the model: sum of w^2 p (1 - p), of a numeric outcome sigma^2 times the sum of w. ratio_adjusted = O / E x P; difference_adjusted = (O - E) / n + P (weights in place of n where there are any; neither is cut off at 0 and 1); their se: P sqrt(V) / E and sqrt(V) / n; z = (O - E) / sqrt(V). V is the variance of O - E, in which the coefficients'' uncertainty is allowed for (random effects: V is the variance of O plus that of E, the part of the organisation itself in the coefficients not taken out; with variance cluster and cluster_hc1 there is none: one cluster does not tell its own variance). missing and unanswered: as in margins. status: NULL; separated: all positive or all negative (its E does not need its own effect, so that nothing is missing); or why something is NULL: no data; no expectation; no standard error; zero variance; no ratio: expected is not positive. No rows for NULL. Sources: Spiegelhalter 2005 (doi 10.1002/sim.1970) for the ratio and its z; the variance of O - E is that of residuals, sum of w - g'' A^-1 g.';

CREATE FUNCTION fit_report(model, OUT question text, OUT family text, OUT organisation text, OUT missing text,
		OUT method text, OUT separation text, OUT variance text, OUT weighted boolean, OUT "offset" boolean,
		OUT ridge double precision, OUT nodes integer, OUT profile double precision,
		OUT n bigint, OUT n_missing bigint, OUT n_nameless bigint, OUT n_unanswered bigint, OUT n_separated bigint,
		OUT patterns bigint, OUT cells bigint, OUT organisations integer, OUT reference_organisation text,
		OUT columns integer, OUT rank bigint, OUT iterations bigint, OUT weight double precision, OUT mean double precision,
		OUT log_likelihood double precision, OUT null_log_likelihood double precision, OUT deviance double precision,
		OUT null_deviance double precision, OUT pattern_deviance double precision, OUT aic double precision,
		OUT auc double precision, OUT calibration_intercept double precision, OUT calibration_slope double precision,
		OUT sigma double precision, OUT variance_of_effects double precision, OUT log_variance_se double precision,
		OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_fit_report_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION fit_report(model) IS 'How a model was fitted and how well it fits, in one row. question to variance: what was asked (question NULL: it has no name); method is that which was used, separation may have led to another; ridge: lambda; nodes: of the quadrature, for random effects; profile: level of the profile limits. n: respondents used; lost: n_missing for a missing covariate, n_nameless without an organisation; n_unanswered: without an outcome; n_separated: of n, those foretold without error by separation. patterns, cells: combinations of the covariates that terms use, and of these with organisations, among those used. columns: of the design; rank: parameters estimated, organisations and a variance of effects included; iterations: that it took (a fit that does not converge is an error, so that every model has converged). weight: sum of weights, n without any; mean: weighted mean outcome of those used, the national figure. log_likelihood, and null_log_likelihood of an intercept alone (with the offset), a weight counting as many respondents. deviance, null_deviance: of respondents; for a numeric outcome the residual and total sums of squares; pattern_deviance: against the saturated model of the cells. aic = 2 rank - 2 log_likelihood, as the fit counts parameters. auc: area under the ROC curve of the fitted values, ties count half. calibration: of a logistic regression of the outcome on the linear predictor (0 and 1 where it was fitted by maximum likelihood). sigma: residual standard deviation of a numeric outcome (of weight 1), NULL where n is not above the rank. variance_of_effects: of random effects, on the scale of log odds; log_variance_se: standard error of its logarithm. What does not exist is NULL. status: NULL, or that the data are separated, that another method was used for it, or that coefficients are aliased.';

CREATE FUNCTION expected(model, covariates text[], organisation text DEFAULT NULL) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_expected_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION expected(model, text[], text) IS 'What a model expects of one respondent: the probability of a positive outcome, or the mean of a numeric one. covariates in the order in which casemix was given them, those that no term uses included; NULL: missing; a linear one is a number''s text. organisation: NULL expects without its effect (as indirect does); a model without effects of organisations does not look at it. Separation takes it to 0 or 1, as it does in the fit. NULL where there is no expectation: model or covariates NULL; a covariate missing that is no category of the model; a level, or a combination of an interaction, that no respondent used for the fit had; an organisation without an estimate. Errors: 22023 a level or organisation that the model does not know, not as many covariates as it has, no number where it is linear, the model needs an offset; 22003 out of range. Reads the model once a call site.';
CREATE FUNCTION expected(model, covariates text[], organisation text, "offset" double precision) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_expected_offset_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION expected(model, text[], text, double precision) IS 'The same of a respondent with an offset, which is added to the linear predictor. Errors: 22004 offset NULL, 22023 offset not finite.';

INSERT INTO preset (kind, name, options, source, builtin)
SELECT 'casemix', r.name, r.options, r.source, true
FROM pg_catalog.jsonb_to_recordset($presets$
@adjust/presets.json@
$presets$::pg_catalog.jsonb) AS r(name text, options jsonb, source text);
