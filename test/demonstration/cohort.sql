-- A synthetic cohort: 12,000 respondents who do not exist, drawn by a small model, the same on every run.
-- The figures of the model are invented to look plausible; nothing follows from them for real patients.
--
--   health    every respondent has a latent health: normal, moved by cancer type, alliance, age and sex
--   domain    and, for each domain (a scale of the QLQ-C30), a normal deviation of their own
--   answer    how severe an item is felt: severity of the domain - 1.2 * health + deviation + what the
--             cancer type adds + logistic noise; each step of 1.7 is one answer further (graded response)
--   missing   some leave single items out, stop half-way, or leave the EQ-5D out; a few answers are no codes

-- Chance without chance: a number from 0 to 1 that is always the same for a person and a purpose.
CREATE FUNCTION uniform(person integer, purpose text) RETURNS float8 IMMUTABLE PARALLEL SAFE
RETURN ((hashtextextended(purpose COLLATE "C", person) & 9007199254740991) + 0.5) / 9007199254740992;
CREATE FUNCTION normal(person integer, purpose text) RETURNS float8 IMMUTABLE PARALLEL SAFE
RETURN sqrt(-2 * ln(uniform(person, purpose))) * cos(2 * pi() * uniform(person, purpose || ', again'));

CREATE TABLE alliance (alliance text PRIMARY KEY, share float8, health float8);
INSERT INTO alliance VALUES
	('Alliance A', 0.17, 0.02), ('Alliance B', 0.15, 0.10), ('Alliance C', 0.13, -0.12), ('Alliance D', 0.12, 0.00),
	('Alliance E', 0.11, 0.14), ('Alliance F', 0.10, -0.03), ('Alliance G', 0.08, -0.18), ('Alliance H', 0.07, 0.05),
	('Alliance J', 0.045, -0.06), ('Alliance K', 0.025, 0.08);

-- female: share of women; severity: what the cancer type adds to domains.
CREATE TABLE cancer_type (cancer_type text PRIMARY KEY, position integer, share float8, female float8, age float8, health float8, severity jsonb);
INSERT INTO cancer_type VALUES
	('Breast', 1, 0.25, 0.99, 63, 0.12, '{"SL": 0.5, "FA": 0.3, "PA": 0.3, "CF": 0.2}'),
	('Prostate', 2, 0.23, 0, 72, 0.25, '{"DI": 0.3, "FA": 0.1}'),
	('Colorectal', 3, 0.15, 0.44, 70, 0.08, '{"DI": 1.4, "CO": 0.6}'),
	('Haematological', 4, 0.11, 0.43, 68, -0.12, '{"FA": 0.6, "RF": 0.3, "AP": 0.3}'),
	('Lung', 5, 0.08, 0.51, 72, -0.40, '{"DY": 1.6, "FA": 0.5, "AP": 0.7}'),
	('Gynaecological', 6, 0.06, 1, 65, 0.02, '{"CO": 0.5, "SL": 0.3}'),
	('Melanoma', 7, 0.05, 0.49, 65, 0.35, '{}'),
	('Head and neck', 8, 0.034, 0.32, 65, -0.18, '{"PA": 0.5, "AP": 0.9, "SF": 0.3}'),
	('Upper gastrointestinal', 9, 0.024, 0.35, 69, -0.35, '{"AP": 1.4, "NV": 1.5, "DI": 0.8}'),
	('Brain and nervous system', 10, 0.012, 0.47, 58, -0.45, '{"CF": 1.4, "PF": 0.6, "RF": 0.6, "EF": 0.3}');

CREATE TABLE respondent AS
SELECT id AS respondent, a.alliance, c.cancer_type, d.sex, d.age,
	normal(id, 'health') + c.health + a.health - 0.012 * (d.age - 67) - CASE d.sex WHEN 'female' THEN 0.1 ELSE 0 END AS health
FROM generate_series(1, 12000) AS id
JOIN (SELECT *, sum(share) OVER (ORDER BY alliance) AS upto FROM alliance) AS a
	ON uniform(id, 'alliance') BETWEEN a.upto - a.share AND a.upto
JOIN (SELECT *, sum(share) OVER (ORDER BY position) AS upto FROM cancer_type) AS c
	ON uniform(id, 'cancer type') BETWEEN c.upto - c.share AND c.upto,
	LATERAL (SELECT CASE WHEN uniform(id, 'sex') < c.female THEN 'female' ELSE 'male' END AS sex,
		least(97, greatest(18, round(c.age + 10.5 * normal(id, 'age'))))::integer AS age) AS d;

-- severity of the domain's first item in logits; each further item is easier by slope; answers from 1.
CREATE TABLE domain (domain text PRIMARY KEY, severity float8, slope float8);
INSERT INTO domain VALUES
	('QL', 1.5, 0), ('PF', 0.9, 1.0), ('RF', -0.5, 0), ('EF', -0.3, 0.1), ('CF', -0.6, 0.2), ('SF', -0.6, 0),
	('FA', 0.7, 0.4), ('NV', -2.6, 0.9), ('PA', -0.1, 0.4), ('DY', -0.9, 0), ('SL', 0.2, 0), ('AP', -1.9, 0),
	('CO', -1.4, 0), ('DI', -2.0, 0), ('FI', -1.9, 0), ('VAS', 0, 0);

CREATE TABLE question_item AS
SELECT 'QLQ-C30' AS instrument, i.position, i.item, i.scales[1] AS domain,
	d.severity - d.slope * (row_number() OVER (PARTITION BY i.scales[1] ORDER BY i.position) - 1) AS severity, i.max AS levels
FROM items('QLQ-C30') AS i
JOIN domain AS d ON d.domain = i.scales[1]
UNION ALL
SELECT 'EQ-5D-5L', i.position, i.item, e.domain, e.severity, i.max
FROM items('EQ-5D-5L') AS i
JOIN (VALUES ('MO', 'PF', -0.7), ('SC', 'PF', -2.7), ('UA', 'RF', -0.6), ('PD', 'PA', 0.2), ('AD', 'EF', -0.8), ('VAS', 'VAS', 0)) AS e(item, domain, severity)
	USING (item);

-- What the survey delivers: one row for each respondent and item.
CREATE TABLE answer AS
WITH felt AS (
	SELECT r.respondent, r.health, q.instrument, q.position, q.item, q.levels, q.instrument || ' ' || q.item AS name,
		q.severity - 1.2 * r.health + 0.9 * normal(r.respondent, q.domain) + coalesce((c.severity ->> q.domain)::float8, 0)
			+ ln(1 / uniform(r.respondent, q.instrument || ' ' || q.item) - 1) AS severity
	FROM respondent AS r
	JOIN cancer_type AS c USING (cancer_type)
	CROSS JOIN question_item AS q
)
SELECT respondent, instrument, item, CASE
		WHEN uniform(respondent, 'missing ' || name) < 0.012
			OR instrument = 'EQ-5D-5L' AND uniform(respondent, 'no EQ-5D') < 0.008
			OR instrument = 'QLQ-C30' AND uniform(respondent, 'stops') < 0.015 AND position > 34 * uniform(respondent, 'stops at') THEN NULL
		WHEN uniform(respondent, 'no code ' || name) < 0.0004 THEN CASE item WHEN 'VAS' THEN 101 ELSE levels + 1 END
		WHEN item = 'VAS' THEN least(100, greatest(0, round(72 + 11 * health + 10 * normal(respondent, 'VAS'))))
		WHEN levels = 7 THEN least(7, greatest(1, 6 - floor(severity / 1.5)))
		ELSE least(levels, greatest(1, 2 + floor(severity / 1.7)))
	END::integer AS answer
FROM felt;
ANALYZE respondent, answer;
