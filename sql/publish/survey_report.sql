-- From respondents to a judged, suppressed table in one statement, against the same made by hand.
SET search_path = public, cancer_pe;
SET jit = off;

-- ---- a survey ----

CREATE TABLE answered AS SELECT (r).* FROM (SELECT sample_responses(20000, 2018) AS r) AS s WHERE (r).trust IN ('R0A', 'RBV', 'RM3', 'RRF', 'RQ6', 'RBN', 'REN', 'RBL') AND (r).tumour_group IN ('Breast', 'Lung', 'Sarcoma', 'Prostate');
UPDATE answered SET tumour_group = NULL WHERE respondent % 50 = 0;
UPDATE answered SET trust = NULL WHERE respondent % 97 = 0;
ANALYZE answered;
CREATE TEMP TABLE choice AS SELECT '{"questions": ["Q17", "Q25", "Q55", "Q59"], "breakdowns": [{"breakdown": "tumour_group"}, {"breakdown": "sex", "levels": ["national", "alliance"]}]}'::jsonb AS options;
CREATE TEMP TABLE report AS SELECT row_number() OVER () AS row, r.* FROM choice AS c, survey_report('answered', 'ncpes2018', c.options) AS r;
SELECT level, breakdown, count(*), count(value) AS values, count(band) AS bands, count(q) AS q, count(status) FILTER (WHERE status = 'c') AS hidden, count(status) FILTER (WHERE status = 'w') AS nobody
FROM report GROUP BY 1, 2 ORDER BY min(row);
-- with a status there is no figure, without one there are all
SELECT count(*) FILTER (WHERE status IS NOT NULL AND num_nonnulls(value, low, high, adjusted, expected_low, expected_high, band, p, q, reliability, n) > 0) AS shown_though_hidden,
	count(*) FILTER (WHERE status IS NULL AND num_nulls(value, low, high, n) > 0) AS hidden_though_shown,
	count(*) FILTER (WHERE display IS DISTINCT FROM display(value, status, 1)) AS displayed_otherwise FROM report;

-- by hand: answers classified one by one and counted by tumour group or sex, all levels apart
CREATE TEMP TABLE person AS
SELECT respondent, coalesce(parent_area(trust, 'alliance', '2018-06-30'), 'Not known') AS alliance, coalesce(trust, 'Not known') AS trust, coalesce(tumour_group, 'Not known') AS tumour_group, sex,
	a.question, a.answer, classify((SELECT sheet_plan('2018')), a.question, a.answer) AS class
FROM answered AS r, LATERAL (VALUES ('Q17', q17), ('Q25', q25), ('Q55', q55), ('Q59', q59)) AS a(question, answer);
CREATE TEMP TABLE by_hand AS
SELECT question, g.alliance, g.trust, g.tumour_group, g.sex, count(*) FILTER (WHERE class IN ('positive', 'negative', 'rated')) AS n,
	CASE WHEN question <> 'Q59' THEN count(*) FILTER (WHERE class = 'positive') END AS positive, avg(answer) FILTER (WHERE class = 'rated')::float8 AS mean
FROM person AS p, LATERAL (VALUES (NULL, NULL, NULL, NULL), (p.alliance, NULL, NULL, NULL), (p.alliance, p.trust, NULL, NULL), (NULL, NULL, p.tumour_group, NULL), (p.alliance, NULL, p.tumour_group, NULL),
	(p.alliance, p.trust, p.tumour_group, NULL), (NULL, NULL, NULL, p.sex), (p.alliance, NULL, NULL, p.sex)) AS g(alliance, trust, tumour_group, sex)
GROUP BY 1, 2, 3, 4, 5;
CREATE TEMP TABLE decided AS
SELECT h.*, coalesce(suppress(n, ARRAY[alliance, trust, tumour_group, sex], 'ncpes2018', '{"secondary": "complementary", "numerator": false, "search": "fast"}', positive) OVER (PARTITION BY question), CASE n WHEN 0 THEN 'w' END) AS status,
	CASE WHEN trust IS NOT NULL THEN 'trust' WHEN alliance IS NOT NULL THEN 'alliance' ELSE 'national' END AS level, coalesce(trust, alliance, 'England') AS area,
	CASE WHEN tumour_group IS NOT NULL THEN 'tumour_group' WHEN sex IS NOT NULL THEN 'sex' ELSE 'All' END AS breakdown, coalesce(tumour_group, sex, 'All') AS category
FROM by_hand AS h;
SELECT count(*) AS cells, count(r.measure) AS reported, count(*) FILTER (WHERE r.status IS NOT DISTINCT FROM d.status) AS status_equal, count(r.n) AS shown, count(*) FILTER (WHERE r.n = d.n) AS n_equal,
	max(abs(r.value - coalesce(d.mean, 100.0 * d.positive / nullif(d.n, 0)))) < 1e-12 AS value,
	max(abs(r.low - 100 * w.low)) FILTER (WHERE d.positive IS NOT NULL) = 0 AS low, max(abs(r.high - 100 * w.high)) FILTER (WHERE d.positive IS NOT NULL) = 0 AS high
FROM decided AS d LEFT JOIN report AS r ON (r.measure, r.level, r.area, r.breakdown, r.category) = (d.question, d.level, d.area, d.breakdown, d.category),
	LATERAL rate_ci(make_tally(d.n, coalesce(d.positive, 0))) AS w;
SELECT count(*) AS more FROM report AS r WHERE NOT EXISTS (SELECT FROM decided AS d WHERE (r.measure, r.level, r.area, r.breakdown, r.category) = (d.question, d.level, d.area, d.breakdown, d.category));
-- no hidden count follows from what is shown, in all tables of a question together
SELECT (a).verdict IN ('safe', 'shown') AS safe, count(*) > 0 AS any FROM (
	SELECT audit(CASE WHEN status IS NULL THEN n END, status, ARRAY[alliance, trust, tumour_group, sex], '{"threshold": 20, "comparator": "<="}') OVER (PARTITION BY question) AS a FROM decided WHERE question IN ('Q17', 'Q55')) AS x
WHERE (a).verdict <> 'shown' GROUP BY 1;

-- judged by models of people, collected one by one: trusts and Alliances; people without one are nobody to compare
CREATE TEMP TABLE judged AS
SELECT l.level, b.* FROM (VALUES ('trust'), ('alliance')) AS l(level), LATERAL (
	SELECT casemix_sheet((SELECT sheet_plan('2018', '{"questions": ["Q17", "Q25", "Q55", "Q59"]}')), '{age,sex,ethnic_group,deprivation,tumour_group}',
		coalesce(CASE l.level WHEN 'trust' THEN trust ELSE parent_area(trust, 'alliance', '2018-06-30') END, 'Not known'),
		ARRAY[age_band, sex, coalesce(ethnicity, 'Not given'), deprivation::text, tumour_group], r) AS c FROM answered AS r WHERE trust IS NOT NULL) AS x,
	benchmark(x.c, 'ncpes2018', '{"preset": "ncpes2018"}') AS b;
SELECT r.level, count(*) AS areas, count(*) FILTER (WHERE (r.adjusted, r.expected_low, r.expected_high, r.band, r.p, r.q, r.reliability)
	IS NOT DISTINCT FROM (f * j.adjusted, f * j.low, f * j.high, j.band, j.p, j.q, j.reliability)) AS equal, count(r.band) AS bands
FROM report AS r JOIN judged AS j ON (j.level, j.question, j.organisation) = (r.level, r.measure, r.area), LATERAL (SELECT CASE r.measure WHEN 'Q59' THEN 1 ELSE 100 END::float8 AS f) AS u
WHERE r.breakdown = 'All' AND r.status IS NULL GROUP BY 1 ORDER BY 1;

-- labels and units; in the order of measures, levels, areas, breakdowns and categories
SELECT DISTINCT r.measure, r.label = q.label AS label, r.unit, r.period FROM report AS r JOIN question AS q ON (q.wave, q.question) = ('2018', r.measure) ORDER BY 1;
SELECT bool_and(row = place) AS in_order FROM (SELECT row, row_number() OVER (ORDER BY measure, array_position('{national,alliance,trust}', level), area COLLATE "C", array_position('{All,tumour_group,sex}', breakdown), category COLLATE "C") AS place FROM report) AS x;

-- the text that it writes gives the same; so does the table in another order, and with workers
\set ECHO none
SELECT format('CREATE TEMP TABLE written AS %s', survey_report_sql('answered', 'ncpes2018', options)) FROM choice \gexec
\set ECHO all
SELECT count(*) AS written FROM (SELECT * FROM written EXCEPT ALL (SELECT period, level, area, breakdown, category, measure, label, unit, value, low, high, adjusted, expected_low, expected_high, band, p, q, reliability, n, status, display FROM report)) AS x;
CREATE TABLE shuffled AS SELECT * FROM answered ORDER BY hashtext(respondent::text);
ALTER TABLE shuffled SET (parallel_workers = 2);
ANALYZE shuffled;
SET min_parallel_table_scan_size = 0;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
CREATE FUNCTION pg_temp.plan_of(statement text) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || statement; END $$;
SELECT count(*) > 0 AS workers FROM choice, pg_temp.plan_of(survey_report_sql('shuffled', 'ncpes2018', options)) AS line WHERE line LIKE '%Parallel Seq Scan%';
SELECT count(*) AS differ FROM (SELECT r.* FROM choice, survey_report('shuffled', 'ncpes2018', options) AS r EXCEPT ALL TABLE written) AS x;
SET max_parallel_workers_per_gather = 0;
SELECT count(*) AS differ FROM (SELECT r.* FROM choice, survey_report('shuffled', 'ncpes2018', options) AS r EXCEPT ALL TABLE written) AS x;
RESET ALL;
SET search_path = public, cancer_pe;
SET jit = off;

-- for the keeper: numerators and places, with which the rows suppress alike
\set ECHO none
SELECT format('CREATE TEMP TABLE keeper AS %s', survey_report_sql('answered', 'ncpes2018', options, false)) FROM choice \gexec
\set ECHO all
SELECT count(*) AS cells, count(*) FILTER (WHERE (k.n, k.numerator, k.dims) IS NOT DISTINCT FROM (d.n, d.positive, ARRAY[d.alliance, d.trust, d.tumour_group, d.sex])) AS equal
FROM keeper AS k JOIN decided AS d ON (k.measure, k.level, k.area, k.breakdown, k.category) = (d.question, d.level, d.area, d.breakdown, d.category);

-- people without an area are counted, and nobody to compare
SELECT level, count(n) > 0 AS counted, num_nonnulls(max(adjusted), max(expected_low), max(band), max(p), max(q), max(reliability)) AS judged FROM keeper WHERE area = 'Not known' AND breakdown = 'All' GROUP BY 1 ORDER BY 1;

-- areas by columns; a table without anybody; one level
CREATE TABLE placed AS SELECT a.*, parent_area(trust, 'alliance', '2018-06-30') AS alliance FROM answered AS a;
SELECT count(*) AS same FROM choice, survey_report('placed', 'ncpes2018', options || '{"levels": [{"level": "national", "label": "England"}, {"level": "alliance", "column": "alliance", "judged": true}, {"level": "trust", "column": "trust", "judged": true}]}') AS r
	JOIN written USING (period, level, area, breakdown, category, measure) WHERE (r.value, r.adjusted, r.q, r.n, r.status) IS NOT DISTINCT FROM (written.value, written.adjusted, written.q, written.n, written.status);
UPDATE placed SET alliance = 'elsewhere' WHERE respondent = (SELECT min(respondent) FROM placed WHERE trust IS NOT NULL);
SELECT count(*) FROM survey_report('placed', 'ncpes2018', '{"levels": [{"level": "national"}, {"level": "alliance", "column": "alliance"}, {"level": "trust", "column": "trust"}]}');
CREATE TABLE nobody AS SELECT * FROM answered WHERE false;
SELECT count(*) FROM survey_report('nobody', 'ncpes2018');
SELECT level, area, breakdown, category, measure, n FROM survey_report('answered', 'ncpes2018', '{"questions": ["Q55"], "levels": [{"level": "everybody", "label": "All people"}], "breakdowns": []}');

-- names that need quotes, columns called like parts of the statement, collations that do not agree; a caller's own operators, types and tables change nothing
CREATE SCHEMA "it's ""ours""";
CREATE TABLE "it's ""ours"""."an\swers" AS SELECT p.*, trust COLLATE "POSIX" AS "tr'""ust\", alliance COLLATE "C" AS area, sex COLLATE "POSIX" AS "se%d x", 1 AS r, 2 AS c, 3 AS m1
FROM (SELECT a.*, parent_area(trust, 'alliance', '2018-06-30') AS alliance FROM answered AS a) AS p;
CREATE TEMP VIEW quoted AS TABLE "it's ""ours"""."an\swers";
CREATE TEMP TABLE quoting AS SELECT options || '{"levels": [{"level": "national", "label": "England"}, {"level": "alliance", "column": "area", "judged": true}, {"level": "trust", "column": "tr''\"ust\\", "judged": true}],
	"breakdowns": [{"breakdown": "tumour_group"}, {"breakdown": "sex", "column": "se%d x", "levels": ["national", "alliance"]}],
	"case_mix": {"covariates": [{"covariate": "age", "column": "age_band"}, {"covariate": "sex", "column": "se%d x"}, {"covariate": "ethnic_group", "column": "ethnicity", "missing": "Not given"}, {"covariate": "deprivation"}, {"covariate": "tumour_group"}]}}' AS options FROM choice;
CREATE SCHEMA hers;
CREATE FUNCTION hers.captured(text, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'captured'; END $$;
CREATE FUNCTION hers.captured(float8, float8) RETURNS float8 LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'captured'; END $$;
CREATE OPERATOR hers.= (FUNCTION = hers.captured, LEFTARG = text, RIGHTARG = text);
CREATE OPERATOR hers.<> (FUNCTION = hers.captured, LEFTARG = text, RIGHTARG = text);
CREATE OPERATOR hers.* (FUNCTION = hers.captured, LEFTARG = float8, RIGHTARG = float8);
CREATE DOMAIN hers.text AS text CHECK (hers.captured(VALUE, VALUE));
CREATE DOMAIN hers.float8 AS float8 CHECK (hers.captured(VALUE, VALUE) > 0);
CREATE DOMAIN hers.int4 AS int4 CHECK (hers.captured('', ''));
CREATE TABLE hers.question AS TABLE question WITH NO DATA;
SET search_path = hers, pg_catalog;
CREATE TEMP TABLE captured AS SELECT r.* FROM pg_temp.quoting, cancer_pe.survey_report('quoted', 'ncpes2018', options) AS r;
SET search_path = public, cancer_pe;
SELECT count(*) AS same FROM captured AS r JOIN written AS w USING (period, level, area, breakdown, category, measure) WHERE (r.value, r.adjusted, r.q, r.n, r.status) IS NOT DISTINCT FROM (w.value, w.adjusted, w.q, w.n, w.status);
SET client_min_messages = warning;
DROP SCHEMA "it's ""ours""", hers CASCADE;
RESET client_min_messages;
-- n is an integer, which clients take for a number; levels can be called nearly anything
SELECT DISTINCT level, pg_typeof(n) AS n FROM survey_report('answered', 'ncpes2018', '{"questions": ["Q55"], "levels": [{"level": "everybody"}, {"level": "m1", "column": "trust", "judged": true}], "breakdowns": [{"breakdown": "r", "column": "sex"}]}') ORDER BY 1;

-- what is not there
SELECT count(*) FROM survey_report('answered', 'ncpes2018', '{"breakdowns": [{"breakdown": "colour"}]}');
SELECT count(*) FROM survey_report('answered', 'ncpes2018', '{"case_mix": {"covariates": [{"covariate": "colour"}]}}');
SELECT count(*) FROM survey_report('answered', 'ncpes2018', '{"levels": [{"level": "national"}, {"level": "trust", "column": "provider"}]}');
ALTER TABLE nobody DROP COLUMN q55;
SELECT count(*) FROM survey_report('nobody', 'ncpes2018');
SELECT count(*) FROM survey_report('answered', 'pledge');
-- as the caller; told how far it is; read only, and cancelled
CREATE ROLE cancer_pe_nobody;
GRANT USAGE ON SCHEMA cancer_pe TO cancer_pe_nobody;
SET ROLE cancer_pe_nobody;
\set VERBOSITY terse
SELECT count(*) FROM survey_report('answered', 'template');
\set VERBOSITY default
RESET ROLE;
DROP OWNED BY cancer_pe_nobody;
DROP ROLE cancer_pe_nobody;
SET cancer_pe.progress = on;
SELECT count(*) > 0 AS any FROM survey_report('answered', 'template', '{"questions": ["Q17", "Q55"], "breakdowns": [], "levels": [{"level": "national"}, {"level": "trust", "column": "trust", "judged": true}]}');
RESET cancer_pe.progress;
SET statement_timeout = 1;
\set VERBOSITY sqlstate
SELECT count(*) FROM survey_report('answered', 'ncpes2018');
\set VERBOSITY default
RESET statement_timeout;

-- ---- a release of it ----

BEGIN;
CREATE SCHEMA report_release;
SELECT table_name, row_count, shown + hidden = row_count AS all_rows, outcome FROM publish('survey', report_definition('answered', 'ncpes2018', (SELECT options FROM choice)) || '{"schema": "report_release", "published": "2026-11-28"}');
-- the release shows the report's figures, to the programme's decimals, and every cell has its proof
SELECT count(*) AS cells, count(m.n) AS shown, count(*) FILTER (WHERE (m.n, m.value, m.low) = (k.n, round_half_up(k.value, 1), round_half_up(k.low, 1))) AS equal
FROM report_release.measures AS m JOIN keeper AS k ON k.breakdown = 'All' AND k.measure = m.measure AND k.dims[1:2] = ARRAY[nullif(m.alliance, 'England'), nullif(m.trust, 'All')];
SELECT count(*) AS cells, count(c.n) AS shown, count(*) FILTER (WHERE (c.adjusted, c.expected_low, c.band, c.q) = (round_half_up(k.adjusted, 1), round_half_up(k.expected_low, 1), k.band, round_half_up(k.q, 4))) AS equal
FROM report_release.compared_trust AS c JOIN keeper AS k ON (k.level, k.area, k.measure, k.breakdown) = ('trust', c.trust, c.measure, 'All');
SELECT count(*) AS cells, count(g.n) AS shown, count(*) FILTER (WHERE (g.n, g.value) = (k.n, round_half_up(k.value, 1))) AS equal
FROM report_release.by_sex AS g JOIN keeper AS k ON k.dims[1] IS NOT DISTINCT FROM nullif(g.alliance, 'England') AND k.level <> 'trust' AND k.measure = g.measure AND k.category = g.sex;
SELECT kind, topic, left(note, 40) AS note FROM report_release.survey_notes WHERE topic LIKE 'programme%';
-- all people alone: tables without a dimension
CREATE SCHEMA report_of_all;
SELECT table_name, row_count, outcome FROM publish('everybody', report_definition('answered', 'ncpes2018', '{"questions": ["Q17", "Q55"], "levels": [{"level": "everybody"}], "breakdowns": [], "population": {"base": "everybody"}}') || '{"schema": "report_of_all"}');
SELECT measure, n, value FROM report_of_all.measures;
ROLLBACK;
DROP TABLE answered, shuffled, placed, nobody, choice, report, person, by_hand, decided, judged, written, keeper, quoting, captured;
