-- ---- metrics by name ----

CREATE TYPE rate_plan;

CREATE FUNCTION rate_plan_in(cstring) RETURNS rate_plan AS 'MODULE_PATHNAME', 'cpe_rate_plan_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_in(cstring) IS 'Reads and checks a plan. Errors: 22P02 not of the form, with line and column; 22023 no plan: a code list by name, a parameter, limits that no number is between; 54000 too large or nested too deep.';
CREATE FUNCTION rate_plan_out(rate_plan) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_rate_plan_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_out(rate_plan) IS 'Writes a plan as exact text, which no setting can change.';
CREATE FUNCTION rate_plan_recv(internal) RETURNS rate_plan AS 'MODULE_PATHNAME', 'cpe_rate_plan_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_recv(internal) IS 'Reads a plan from its text, with the same checks.';
CREATE FUNCTION rate_plan_send(rate_plan) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_rate_plan_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_plan_send(rate_plan) IS 'Writes a plan as text.';

CREATE TYPE rate_plan (
	INPUT = rate_plan_in, OUTPUT = rate_plan_out, RECEIVE = rate_plan_recv, SEND = rate_plan_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended
);
COMMENT ON TYPE rate_plan IS 'How rows are judged for a metric: who is eligible, for whom it is positive, of whom it is not known, with every code and number in its place. Given as a value it makes counting independent of the catalogue, on other nodes too. The language is told beside the shipped metrics (src/cohort/metrics/README.md). Text: lines in a fixed order and spelling, so that plans are equal when they say the same in the same words.';

@base/ordered_type.sql rate_plan cpe_bytes their bytes@

CREATE FUNCTION metric_rule(definition text) RETURNS text AS 'MODULE_PATHNAME', 'cpe_metric_rule_text'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION metric_rule(text) IS 'A definition of a metric, checked and in its fixed spelling, without comments. Code lists are not looked at. NULL for NULL. Errors: 22P02 not of the form, with line and column; 22023 no line positive, two of them, an unknown parameter, no ICD-10 code, limits that no number is between; 54000 too large or nested too deep.';

CREATE TABLE metric (
	metric text NOT NULL,
	unit text NOT NULL,
	better text,
	title text NOT NULL,
	numerator text NOT NULL,
	denominator text NOT NULL,
	missing text NOT NULL,
	definition text,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT metric_pkey PRIMARY KEY (metric),
	CONSTRAINT metric_named CHECK (metric OPERATOR(pg_catalog.~) '^[ -~]{1,200}$' AND metric OPERATOR(pg_catalog.=) pg_catalog.btrim(metric) AND metric OPERATOR(pg_catalog.<>) ''),
	CONSTRAINT metric_unit_known CHECK (unit IN ('patient', 'tumour', 'record')),
	CONSTRAINT metric_better_known CHECK (better IN ('higher', 'lower')),
	CONSTRAINT metric_definition_reads CHECK (definition IS NULL OR metric_rule(definition) IS NOT NULL),
	CONSTRAINT metric_undefined_says_why CHECK (definition IS NOT NULL OR note IS NOT NULL),
	CONSTRAINT metric_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE metric IS 'Metrics of care and of the completeness of data, each under a name, with numerator, denominator and what is missing, its source, and the definition that metric_rate counts by. Shipped rows are builtin; add your own with INSERT, they survive dump and upgrade. A shipped metric cannot be changed: copy it under another name.';
COMMENT ON COLUMN metric.metric IS 'Name of the metric, as in metric_rate; case matters. Printable ASCII.';
COMMENT ON COLUMN metric.unit IS 'What a row is: patient, tumour or record (an event of care).';
COMMENT ON COLUMN metric.better IS 'Which values are good ones: higher or lower; NULL: neither.';
COMMENT ON COLUMN metric.title IS 'What a heading says.';
COMMENT ON COLUMN metric.numerator IS 'Who is counted as positive, in words.';
COMMENT ON COLUMN metric.denominator IS 'Who is eligible, in words.';
COMMENT ON COLUMN metric.missing IS 'Which eligible ones are in neither, because it is not known, in words.';
COMMENT ON COLUMN metric.definition IS 'The rule that judges a row, in the language told in src/cohort/metrics/README.md; metric_columns lists the columns it asks for. NULL: a metric that is named in its source and not defined there; the note says what was not found.';
COMMENT ON COLUMN metric.source IS 'Where the metric comes from.';
COMMENT ON COLUMN metric.certainty IS 'How certain numerator and denominator are: sourced (read in a published text), computed (worked out from published figures, texts or code), inferred (a choice of this extension) or unconfirmed (named only).';
COMMENT ON COLUMN metric.note IS 'What a user must know of it.';
COMMENT ON COLUMN metric.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql metric@

INSERT INTO metric (metric, unit, better, title, numerator, denominator, missing, definition, source, certainty, note, builtin)
SELECT f[1], f[2], nullif(f[3], ''), f[4], f[5], f[6], f[7], nullif(replace(f[8], ' | ', E'\n'), ''), f[9], f[10], nullif(f[11], ''), true
FROM string_to_table($metrics$
@cohort/metrics/metrics.csv@
$metrics$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'metric;%';

CREATE FUNCTION metric_plan(metric text, at date DEFAULT NULL, options jsonb DEFAULT '{}') RETURNS rate_plan
	AS 'MODULE_PATHNAME', 'cpe_metric_plan' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION metric_plan(text, date, jsonb) IS 'The plan that a metric is counted by, to be given to metric_rate once for a query: metric_rate((SELECT metric_plan(...)), r). at: the day whose code lists count; a code that was retired before has its last meaning, one that came later is none. NULL: of each code its latest meaning. Of the meanings in force a user''s row of table code goes before a shipped one (see codes_at). Options: columns, an object: what a column is called in the rows ({"site": "site_icd10_o2"}); parameters, an object of numbers ({"max_days": 365}); strict (true): whether a wrong value is an error or counts as invalid. Errors: 22004 metric NULL; 22023 unknown metric, one that is named but not defined (DETAIL says why), unknown option, column, parameter, code list or class, a date not finite.';
CREATE FUNCTION definition_plan(definition text, at date DEFAULT NULL, options jsonb DEFAULT '{}') RETURNS rate_plan
	AS 'MODULE_PATHNAME', 'cpe_definition_plan' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION definition_plan(text, date, jsonb) IS 'The plan of a definition that is in no catalogue; else as metric_plan. Errors: as metric_plan and metric_rule.';

CREATE FUNCTION metric_columns(metric text)
	RETURNS TABLE (column_name text, uses text[], lists text[])
	AS 'MODULE_PATHNAME', 'cpe_metric_columns' LANGUAGE C STABLE PARALLEL SAFE ROWS 5;
COMMENT ON FUNCTION metric_columns(text) IS 'The columns that rows need for a metric, in the order of its definition. uses: known (any type), code, class, icd10 (text, enums, booleans, whole numbers), number, difference (numbers; date or timestamp without time zone). lists: the code lists that a column is read by. Errors: 22004 NULL; 22023 unknown or undefined metric.';
CREATE FUNCTION metric_columns(plan rate_plan)
	RETURNS TABLE (column_name text, uses text[], lists text[])
	AS 'MODULE_PATHNAME', 'cpe_rate_plan_columns' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 5;
COMMENT ON FUNCTION metric_columns(rate_plan) IS 'The same of a plan, by the names that the columns have in its rows; lists is empty, because a plan has the codes themselves. NULL has no rows.';

CREATE FUNCTION metric_value(plan rate_plan, patient record, OUT value boolean, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_metric_value_plan' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION metric_value(rate_plan, record) IS 'What one row counts as: value true (positive), false (not), or NULL, and then status says why: not eligible, missing, eligibility not known, invalid (a wrong value; only by a plan that is not strict). The row is any whose columns have the names of metric_columns(plan), capital and small letters being alike. Errors: 22004 plan or row NULL; 22023 a column is not there, twice there, or of a type that cannot be read so; a wrong value.';
CREATE FUNCTION metric_value(metric text, patient record, OUT value boolean, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_metric_value_name' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION metric_value(text, record) IS 'As with metric_plan(metric), which is made once a call site. Errors besides: as metric_plan.';

CREATE FUNCTION metric_rate_accum(tally, rate_plan, record) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_metric_rate_accum_plan'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION metric_rate_accum(tally, rate_plan, record) IS 'A tally with one more row; a NULL tally is an empty one. The transition of the aggregate metric_rate(rate_plan, record).';
CREATE FUNCTION metric_rate_accum(tally, text, record) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_metric_rate_accum_name'
	LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION metric_rate_accum(tally, text, record) IS 'As with metric_plan(metric); the transition of the aggregate metric_rate(text, record).';
CREATE AGGREGATE metric_rate(rate_plan, record) (
	SFUNC = metric_rate_accum, STYPE = tally, INITCOND = 'n=0 positive=0 missing=0 invalid=0',
	COMBINEFUNC = tally_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE metric_rate(rate_plan, record) IS 'A metric over rows, for any grouping, as a tally: n the eligible ones of whom it is known, positive among them, missing the eligible ones of whom it is not, invalid those whose eligibility is not known (and, by a plan that is not strict, those with a wrong value). Rows that are not eligible are not in it. So rate, rate_ci, rollup, compare and the rest work on it. Several metrics of one table are several of these aggregates, or one, grouped by the name: WITH m AS MATERIALIZED (SELECT metric, metric_plan(metric) AS plan FROM metric WHERE ...) SELECT m.metric, r.trust, metric_rate(m.plan, r) FROM r CROSS JOIN m GROUP BY 1, 2. A plan that is written where the rows are, not in a subquery of its own, is asked for in each row. Without rows a tally of zeros, never NULL. The same whatever the order and the split of the rows. Errors: as metric_value.';
CREATE AGGREGATE metric_rate(text, record) (
	SFUNC = metric_rate_accum, STYPE = tally, INITCOND = 'n=0 positive=0 missing=0 invalid=0',
	COMBINEFUNC = tally_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE metric_rate(text, record) IS 'As with metric_plan(metric): a convenience, for one node. Errors besides: as metric_plan.';
