-- The release that the client tests read: its source, which no reader may see, the plain tables, and the
-- reader.  What clients must find in the tables is written down in trust_question.tsv and figures.tsv:
-- a line each of names, types and comments (+: the extension's own words), then the rows, floats with
-- 17 digits, \N for NULL.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE EXTENSION cancer_pe;
CREATE SCHEMA source;
CREATE SCHEMA cpes_2018;

-- Labels that a client could get wrong: accents, quotes, commas, marks of HTML, characters of four bytes.
CREATE TABLE source.trust AS
	SELECT * FROM (VALUES ('RA1', 'Ysbyty Tŵr Ŷ'), ('RB2', 'St "Anne''s", Ward <3> & Co'), ('RC3', '東京 🏥 100%')) AS v(trust, trust_name);
CREATE TABLE source.answers AS
	SELECT * FROM (VALUES
		('Q08', 'RA1', 'Breast', 40, 31), ('Q08', 'RA1', 'Lung', 6, 5), ('Q08', 'RA1', 'Skin', 30, 17),
		('Q08', 'RB2', 'Breast', 50, 43), ('Q08', 'RB2', 'Lung', 25, 11), ('Q08', 'RB2', 'Skin', 35, 20),
		('Q08', 'RC3', 'Breast', 45, 29), ('Q08', 'RC3', 'Lung', 28, 13), ('Q08', 'RC3', 'Skin', 61, 50),
		('Q59', 'RA1', 'Breast', 39, 28), ('Q59', 'RA1', 'Lung', 46, 31), ('Q59', 'RA1', 'Skin', 29, 19),
		('Q59', 'RB2', 'Breast', 48, 23), ('Q59', 'RB2', 'Lung', 21, 10), ('Q59', 'RB2', 'Skin', 33, 22),
		('Q59', 'RC3', 'Breast', 41, 37), ('Q59', 'RC3', 'Lung', 27, 16), ('Q59', 'RC3', 'Skin', 57, 40)
	) AS v(question, trust, tumour_group, n, positive);

-- Numbers and dates that clients may lose digits of, at the ends of what is published.
CREATE TABLE source.figures AS
	SELECT * FROM (VALUES
		('a tenth', date '1900-01-01', true, 0.1::float8, 11),
		('largest', '9999-12-31', true, 1.7976931348623157e308, 2147483647),
		('leap day', '2024-02-29', false, -3.0000000004, 13),
		('smallest', '2000-02-28', true, 1e-10, 14),
		('thirds', '1970-01-01', false, 10000000 / 3.0::float8, 12),
		('two to 53', '2018-06-30', false, 9007199254740991, 15),
		('zero', '2026-11-28', true, 0, 16)
	) AS v(figure, day, final, value, n);

-- The cells with their totals.
CREATE VIEW source.cells AS
	SELECT 2018 AS year, a.trust, a.tumour_group, a.question, CASE WHEN grouping(a.trust) = 1 THEN 'England' ELSE max(t.trust_name) END AS trust_name,
		'What they said, ' || a.question AS question_label, sum(a.n) AS n, sum(a.positive) AS positive
	FROM source.answers AS a JOIN source.trust AS t USING (trust)
	GROUP BY a.question, CUBE (a.trust, a.tumour_group);

-- The reader has what is published, and may call functions on it.
CREATE ROLE release_reader LOGIN;
GRANT USAGE ON SCHEMA cancer_pe TO release_reader;

-- Answers of nobody, so that a report on them may be asked for by anybody.
CREATE SCHEMA invented;
CREATE TABLE invented.responses AS SELECT * FROM cancer_pe.sample_responses(1500, 2018);
GRANT USAGE ON SCHEMA invented TO release_reader;
GRANT SELECT ON invented.responses TO release_reader;

SELECT * FROM cancer_pe.publish('cpes', $definition${
	"title": "What patients said",
	"description": "Nobody said any of this: it is for clients to be tried on.",
	"schema": "cpes_2018",
	"population": {"base": "CPES", "filter": "all respondents", "period": "[2018-04-01,2018-07-01)"},
	"rule": "survey_lt10",
	"dimensions": {
		"trust": {"title": "Trust", "role": "geography", "total": "England", "map": "2018"},
		"tumour_group": {"title": "Tumour group", "total": "All", "map": "ncpes2018"},
		"figure": {"title": "Figure", "total": "All", "map": "figures"}
	},
	"tables": [{
		"name": "trust_question",
		"title": "Answers by trust, tumour group and question",
		"query": "SELECT year, trust, tumour_group, question, trust_name, question_label, 100.0::float8 * positive / n AS rate, 100.0::float8 * positive / n - 100 / sqrt(n::float8) AS low, 100.0::float8 * positive / n + 100 / sqrt(n::float8) AS high, 100 * positive > 60 * n AS above_target, n, positive FROM source.cells",
		"time": ["year"], "dimensions": ["trust", "tumour_group"], "separate": ["question"], "labels": ["trust_name", "question_label"],
		"count": "n", "numerator": "positive", "publish_numerator": false,
		"values": [{"column": "rate", "unit": "percent", "decimals": 1, "with": {"low": "low", "high": "high", "band": "above_target"}}],
		"columns": {
			"year": {"title": "Year", "description": "Year of the survey"},
			"trust": {"title": "Trust", "description": "Code of the trust; England: all trusts"},
			"tumour_group": {"title": "Tumour group", "description": "Tumour group; All: all groups"},
			"question": {"title": "Question", "description": "Number of the question"},
			"trust_name": {"title": "Name of the trust", "description": "Name of the trust – as it writes itself"},
			"question_label": {"title": "Words of the question", "description": "The question, shortened"},
			"rate": {"title": "Positive answers", "description": "Positive answers per 100 respondents"},
			"low": {"title": "Lower limit", "description": "Lower limit of the rate"},
			"high": {"title": "Upper limit", "description": "Upper limit of the rate"},
			"above_target": {"title": "Above the target", "description": "Whether the rate is above 60; NULL where it is hidden"},
			"n": {"title": "Respondents", "description": "Number of respondents"}
		}
	}, {
		"name": "figures",
		"title": "Figures that clients find hard",
		"query": "SELECT day, figure, final, value, n FROM source.figures",
		"time": ["day"], "dimensions": ["figure"], "labels": ["final"], "count": "n",
		"values": [{"column": "value", "unit": "number", "decimals": 10}],
		"columns": {
			"day": {"title": "Day", "description": "A day that calendars get wrong"},
			"figure": {"title": "Figure", "description": "What is hard about it"},
			"final": {"title": "Final", "description": "Whether it is final"},
			"value": {"title": "Value", "description": "A number at the ends of its type"},
			"n": {"title": "Number", "description": "A count"}
		}
	}],
	"unlinked": ["year", "question", "day"],
	"readers": ["release_reader"],
	"published": "2026-11-28"
}$definition$);
