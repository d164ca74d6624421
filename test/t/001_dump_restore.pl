# Dump and restore by an installer who is no superuser: states, presets, grants and all that was
# built on the functions (view, materialized view, index, generated column, CHECK) come back.
use strict;
use warnings FATAL => 'all';

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;

# What a superuser has to do: three roles, and a database for the installer to own nothing in.
$node->safe_psql('postgres', q{
	CREATE ROLE installer LOGIN;
	CREATE ROLE analyst LOGIN;
	CREATE ROLE keeper LOGIN;
});

# A database like any DBA's: CREATE for the installer, nothing else; the extension is trusted.
sub new_database
{
	my ($name) = @_;

	$node->safe_psql('postgres', "CREATE DATABASE $name");
	$node->safe_psql($name, qq{
		GRANT CREATE ON DATABASE $name TO installer;
		GRANT USAGE, CREATE ON SCHEMA public TO installer;
		GRANT USAGE ON SCHEMA public TO analyst, keeper;
	});
}

# Runs SQL as a role; returns what it prints, and dies where it fails.
sub as
{
	my ($role, $database, $sql) = @_;

	return $node->safe_psql($database, $sql, extra_params => [ '-U', $role ]);
}

# Whether the SQL fails for the role, and the error it meets.
sub refused
{
	my ($role, $database, $sql, $error, $name) = @_;
	my ($status, $stdout, $stderr) =
	  $node->psql($database, $sql, extra_params => [ '-U', $role ]);

	isnt($status, 0, $name);
	like($stderr, $error, "$name: the error");
}

new_database('source');
as('installer', 'source', q{
	CREATE EXTENSION cancer_pe;
	GRANT USAGE ON SCHEMA cancer_pe TO analyst, keeper;
	GRANT SELECT, INSERT, UPDATE, DELETE ON cancer_pe.preset TO keeper;
});
as('keeper', 'source', q{
	INSERT INTO cancer_pe.preset (kind, name, options, source)
	VALUES ('suppress', 'ours', '{"threshold": 5, "comparator": "<",
		"secondary": "none", "zeros": "shown"}', 'the test of dumps'),
		('casemix', 'our model', '{"organisation": "none", "linear": ["imd"], "variance": "hc0"}', 'the test of dumps');
});
as('installer', 'source', q{
	CREATE TABLE answer AS
	SELECT i % 7 AS trust, i % 3 > 0 AS positive, 1 + i / 7.0::float8 AS weight,
		sin(i) * 10 ^ (i % 40 - 20) AS rating
	FROM generate_series(1, 7000) AS i;
	INSERT INTO answer VALUES (1, NULL, 2, NULL), (2, NULL, 3, NULL);

	CREATE TABLE summary (
		trust int PRIMARY KEY,
		t cancer_pe.tally NOT NULL,
		tw cancer_pe.tally,
		m cancer_pe.moments,
		mw cancer_pe.moments,
		percent float8 GENERATED ALWAYS AS (cancer_pe.percent(t, 1)) STORED,
		CONSTRAINT half_answered CHECK (cancer_pe.n(t) >= cancer_pe.missing(t)
			AND (cancer_pe.rate_ci(t)).low <= cancer_pe.rate(t))
	);
	INSERT INTO summary (trust, t, tw, m, mw)
	SELECT trust, cancer_pe.tally(positive), cancer_pe.tally(positive, weight),
		cancer_pe.moments(rating), cancer_pe.moments(rating, weight)
	FROM answer GROUP BY trust;
	-- the states that no rows make: empty ones, and NULL
	INSERT INTO summary (trust, t, tw, m, mw)
	VALUES (100, 'n=0 positive=0 missing=0 invalid=0', NULL, 'n=0 missing=0', NULL);

	-- one row for each trust and enough of them that an index is worth its while
	CREATE TABLE many AS
	SELECT i AS id, cancer_pe.make_tally(5000, i) AS t FROM generate_series(1, 5000) AS i;
	CREATE INDEX many_rate ON many (cancer_pe.rate(t));
	CREATE INDEX many_t ON many USING hash (t);
	ANALYZE many;

	CREATE VIEW interval AS
	SELECT s.trust, ci.low, ci.high FROM summary AS s, cancer_pe.rate_ci(s.t, 'jeffreys') AS ci;
	CREATE MATERIALIZED VIEW judged AS
	SELECT x.trust, (x.r).low, (x.r).band, x.status, x.ours
	FROM (SELECT trust,
			cancer_pe.expected_range(cancer_pe.rate(t), cancer_pe.n(t), NULL, 'ncpes2018') OVER w AS r,
			cancer_pe.suppress(cancer_pe.n(t), ARRAY[trust::text], 'ncpes2018') OVER w AS status,
			cancer_pe.suppress(cancer_pe.n(t), ARRAY[trust::text], 'ours') OVER w AS ours
		FROM summary WINDOW w AS ()) AS x;
	GRANT SELECT ON summary, judged, interval TO analyst;
});
# What users add to the registries of the survey, and what they store.
as('installer', 'source', q{
	SELECT cancer_pe.register_wave('{"wave": "before", "survey": "ours", "title": "Ours", "source": "us", "certainty": "sourced",
		"questions": [{"question": "Q1", "kind": "scored", "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]}]}');
	SELECT cancer_pe.register_wave('{"wave": "ours", "survey": "ours", "title": "Ours", "source": "us", "certainty": "sourced", "missing": [99],
		"questions": [
			{"question": "F", "kind": "filter", "back_code": 1, "options": [{"code": 1, "class": "excluded"}, {"code": 2, "class": "excluded"}]},
			{"question": "Q1", "kind": "scored", "asked_if": {"question": "F", "answers": [1]}, "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "neutral"}, {"code": 3, "class": "negative"}]},
			{"question": "Q2", "kind": "rating", "rating": {"from": 0, "to": 10}},
			{"question": "A", "kind": "box", "options": [{"code": 1, "class": "excluded"}, {"code": 0, "class": "excluded"}]},
			{"question": "B", "kind": "box", "options": [{"code": 1, "class": "excluded"}, {"code": 0, "class": "excluded"}]}],
		"rules": [{"rule": "AB", "kind": "tick_all", "boxes": ["A", "B"], "unticked": 0}],
		"comparable": [{"question": "Q1", "wave": "before", "with": "Q1", "options": [[1, 1], [3, 2]], "basis": "the same"}]}');
	INSERT INTO cancer_pe.area_level (level, position, title) VALUES ('ward', 95, 'Ward');
	INSERT INTO cancer_pe.area (code, level, title, valid, source, certainty) VALUES ('W1', 'ward', 'Ward 1', '[2018-01-01,)', 'us', 'sourced');
	INSERT INTO cancer_pe.area_parent (code, level, parent, whole, valid, source, certainty) VALUES ('W1', 'trust', 'R0A', true, '[2018-01-01,)', 'us', 'sourced');
	INSERT INTO cancer_pe.area_successor (code, successor, since, source, certainty) VALUES ('W0', 'W1', '2018-01-01', 'us', 'sourced');
	INSERT INTO cancer_pe.scheme (scheme, groups_by, codes, unmapped, source, certainty) VALUES ('halves', 'age', 'number', 'error', 'us', 'sourced');
	INSERT INTO cancer_pe.scheme_group (scheme, group_name, position, label) VALUES ('halves', 'young', 1, 'Young'), ('halves', 'old', 2, 'Old');
	INSERT INTO cancer_pe.scheme_code (scheme, group_name, band) VALUES ('halves', 'young', '[0,50)'), ('halves', 'old', '[50,)');
	INSERT INTO cancer_pe.code_list (list, title, classes, source, certainty) VALUES ('ours', 'Ours', '{good,bad}', 'us', 'sourced');
	INSERT INTO cancer_pe.code (list, code, valid, label, class, certainty) VALUES ('ours', '1', '(,)', 'One', 'good', 'sourced'), ('care_staff_role', 'EH', '[2021-01-01,)', 'Seen', 'other', 'inferred'), ('pcsp_offer_status', '06', '[2025-07-01,2026-05-19)', 'Not offered', 'not_offered_other', 'inferred');
	INSERT INTO cancer_pe.stage_system (system, reading, source, certainty) VALUES ('DUKES', 'dukes', 'us', 'inferred');
	INSERT INTO cancer_pe.stage_reading (reading, prefix, status, stage_group, extent, distant, source, certainty) VALUES ('dukes', 'D', 'staged', '4', 'advanced', true, 'us', 'inferred');
	INSERT INTO cancer_pe.outcome_code (scheme, code, outcome, source, certainty) VALUES ('ours', '1', 'responded', 'us', 'sourced');
	INSERT INTO cancer_pe.metric (metric, unit, title, numerator, denominator, missing, definition, source, certainty)
	VALUES ('our metric', 'patient', 'Ours', 'contact', 'all', 'none', E'positive cns is contact of clinical_nurse_specialist_indication', 'us', 'inferred');
	CREATE TABLE counted_by (p cancer_pe.rate_plan PRIMARY KEY);
	INSERT INTO counted_by SELECT cancer_pe.metric_plan('our metric') UNION ALL SELECT cancer_pe.metric_plan('seen_by_cns', '2014-01-01');
	INSERT INTO cancer_pe.caveat (code, survey, waves, statement, source, certainty) VALUES ('ours', 'ours', '{ours}', 'few asked', 'us', 'sourced');
	CREATE TABLE sheet AS
	SELECT i % 3 AS g, cancer_pe.tally_sheet((SELECT cancer_pe.sheet_plan('ours', '{"clean": true, "questions": "all"}')),
			ARRAY[nullif(1 + i % 3, 3), nullif(1 + i % 4, 4), i % 11, 1, NULL]) AS s,
		cancer_pe.tally_sheet('ours', ARRAY[1 + i % 3, i % 11], 1 + i / 7.0::float8) AS w,
		cancer_pe.design(i % 2, 1 + i / 9.0::float8, (i % 5)::text, (i % 25)::text) AS d,
		cancer_pe.weighted_values(i, 2 + sin(i)) AS v, cancer_pe.response('responded'::text) AS r
	FROM generate_series(1, 500) AS i GROUP BY i % 3;
	CREATE VIEW sheet_row AS SELECT g, r.* FROM sheet, cancer_pe.sheet_rows(s) AS r;
	CREATE TABLE stored_plan AS SELECT cancer_pe.sheet_plan('2018') AS p;
	CREATE TABLE classified (q17 int, class text GENERATED ALWAYS AS (cancer_pe.classify('{"wave": "w", "questions": [{"question": "Q1", "kind": "scored",
		"options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]}]}'::cancer_pe.survey_plan, 'Q1', q17)) STORED);
	INSERT INTO classified VALUES (1), (2), (NULL);
});

# The Pledge: a list of its own, two waves of two services with results, an action that went on, and a release.
as('installer', 'source', q{
	INSERT INTO cancer_pe.standard_set (standard_set, version, title, source, certainty) VALUES ('ours', '1', 'Ours', 'us', 'sourced');
	INSERT INTO cancer_pe.standard (standard_set, version, standard, label, certainty) VALUES ('ours', '1', 1, 'Called back', 'sourced');
	INSERT INTO cancer_pe.pledge_service (service, title) VALUES ('A', 'A'), ('B', 'B'), ('C', 'C');
	INSERT INTO cancer_pe.pledge_wave (service, wave, opened) SELECT service, wave, '2024-01-01' FROM cancer_pe.pledge_service, (VALUES ('before'), ('after'), ('next')) AS v(wave);
	INSERT INTO cancer_pe.pledge_result (service, wave, standard_set, version, standard, result)
	SELECT service, wave, 'ours', '1', 1, cancer_pe.make_tally(n, n / 2) FROM cancer_pe.pledge_wave, (VALUES ('A', 30), ('B', 3), ('C', 20)) AS v(s, n) WHERE service = s AND wave <> 'next';
	INSERT INTO cancer_pe.pledge_paired_result (service, before_wave, wave, standard_set, version, standard, pairs) VALUES ('A', 'before', 'after', 'ours', '1', 1, cancer_pe.make_paired(7, 8, 8, 7));
	INSERT INTO cancer_pe.pledge_theme (service, wave, theme, kind, raised) VALUES ('A', 'before', 'waiting', 'concern', cancer_pe.make_tally(12, 7));
	INSERT INTO cancer_pe.pledge_action (service, action, goal, owner, standard_set, version, standard) VALUES ('A', 'nurse', 'g', 'o', 'ours', '1', 1);
	UPDATE cancer_pe.pledge_action SET status = 'agreed', agreed = '2024-06-01', due = '2025-01-01';
	UPDATE cancer_pe.pledge_action SET status = 'done', done = '2024-12-01';
	SELECT cancer_pe.publish_pledge('R', 'ours', '1', 'before', 'after', 'cancer_lt5', '{"numerator": false}', as_of => '2025-01-01');
});

# Respondents collapsed, models fitted to them by presets shipped and own, and what is built on models.
as('installer', 'source', q{
	CREATE TABLE collected AS
	SELECT i % 3 AS part, cancer_pe.casemix('{age,imd}', i % 7 > 1, nullif('T' || i % 5, 'T4'), ARRAY[nullif('a' || i % 4, 'a3'), (i % 6)::text]) AS c,
		cancer_pe.casemix('{age}', i % 11, 'T' || i % 5, ARRAY['a' || i % 4], 1 + i / 7.0::float8, sin(i)) AS w
	FROM generate_series(1, 900) AS i GROUP BY 1;
	CREATE INDEX collected_c ON collected USING hash (c);
	CREATE TABLE fitted AS
	SELECT name, cancer_pe.fit(cancer_pe.rollup(c), options) AS m
	FROM collected, (VALUES ('shipped', '{"preset": "ncpes2018"}'::jsonb), ('ours', '{"preset": "our model"}'), ('random', '{"organisation": "random", "terms": ["age"]}'),
		('firth', '{"terms": ["age"], "method": "firth", "profile": 0.95}')) AS v(name, options) GROUP BY name, options;
	ALTER TABLE fitted ADD p float8 GENERATED ALWAYS AS (cancer_pe.expected(m, ARRAY['a1', '3'])) STORED,
		ADD CONSTRAINT sensible CHECK (cancer_pe.expected(m, ARRAY['a1', '2']) > 0.1);
	CREATE INDEX fitted_p ON fitted (cancer_pe.expected(m, ARRAY['a0', '4']));
	CREATE VIEW adjusted AS SELECT name, a.* FROM fitted, cancer_pe.margins(m) AS a WHERE name <> 'ours';
	CREATE MATERIALIZED VIEW difference AS SELECT name, i.* FROM fitted, cancer_pe.indirect(m) AS i;
});

# Groups compared: the same people twice, within strata, along an order.
as('installer', 'source', q{
	CREATE TABLE compared AS
	SELECT g, cancer_pe.paired(i % 3 = 0, nullif(i % 5, 4) < 2) AS p,
		cancer_pe.stratified_accum(NULL, cancer_pe.tally(i % 3 = 0), cancer_pe.tally(i % 4 = 0, 1 + i / 7.0::float8)) AS s,
		cancer_pe.trend_accum(NULL, g / 3.0::float8, cancer_pe.moments(sin(i))) AS t
	FROM generate_series(1, 400) AS i, LATERAL (SELECT i % 4) AS v(g) GROUP BY g;
	ALTER TABLE compared ADD CONSTRAINT together CHECK (cancer_pe.stayed(p) >= 0), ADD change float8 GENERATED ALWAYS AS ((cancer_pe.mcnemar(p)).difference) STORED;
	CREATE INDEX compared_p ON compared USING hash (p);
	CREATE VIEW trends AS SELECT t.* FROM (SELECT cancer_pe.rollup(t) AS g FROM compared) AS s, cancer_pe.trend_test(g) AS t;
});

# Completeness of items, offers, and coverage by days.
as('installer', 'source', q{
	CREATE TABLE recorded AS
	SELECT g, cancer_pe.completeness_profile(r, '{"*": ["", "?"]}') AS p, cancer_pe.timed_coverage(nullif(r.i % 90, 4) - 2) AS c,
		cancer_pe.offer_events(date '2021-01-01' + r.i % 9, '0' || 1 + r.i % 4, 'a "b"', nullif(r.stage, '2'), '', '2021-01-03', NULL, 'hna', 730) AS o
	FROM (SELECT i, (ARRAY['1', '2', '?', '', NULL])[1 + i % 5] AS stage FROM generate_series(1, 400) AS i) AS r, LATERAL (SELECT r.i % 4) AS v(g) GROUP BY g;
	ALTER TABLE recorded ADD UNIQUE (p, g), ADD first date GENERATED ALWAYS AS ((cancer_pe.first_offer(o)).event) STORED, ADD CONSTRAINT soon CHECK (cancer_pe.days_to_reach(c, 0.5) < 90);
	CREATE INDEX recorded_o ON recorded USING hash (o);
	CREATE VIEW record_item AS SELECT i.* FROM (SELECT cancer_pe.rollup(p) AS p FROM recorded) AS s, cancer_pe.profile_items(p) AS i;
});

# Counts under cell keys.
as('installer', 'source', q{
	CREATE TABLE keyed AS
	SELECT i % 9 AS g, count(*) AS n, cancer_pe.cell_key(cancer_pe.record_key(decode(repeat('17', 32), 'hex'), i::text)) AS k
	FROM generate_series(1, 300) AS i GROUP BY 1;
	ALTER TABLE keyed ADD PRIMARY KEY (k), ADD shown bigint GENERATED ALWAYS AS (cancer_pe.perturb(n, k, 5, 3, 2)) STORED;
	CREATE INDEX keyed_k ON keyed USING hash (k);
	CREATE VIEW keyed_total AS SELECT cancer_pe.perturb(sum(n)::bigint, cancer_pe.rollup(k), 5, 3, 2) FROM keyed;
});

# Rules of linkage and accuracies of one's own, people by the sources that know them, and what is built on them.
as('installer', 'source', q{
	INSERT INTO cancer_pe.linkage_rule (rule, title, earliest_days, prefer, ties, source, certainty) VALUES ('ours', 'Ours', 0, 'nearest', 'tumour', 'us', 'inferred');
	INSERT INTO cancer_pe.related_code (rule, survey_code, tumour_code, limit_codes) VALUES ('ours', 'C50', 'C34', 'C50');
	INSERT INTO cancer_pe.algorithm_accuracy (algorithm, target, population, sensitivity, specificity, source, certainty) VALUES ('ours', 'any', 'ours', 0.9, 0.95, 'us', 'inferred');
	CREATE TABLE captured AS
	SELECT i % 4 AS g, cancer_pe.captures(ARRAY[i % 2 = 0, i % 3 = 0, nullif(i % 7, 6) < 3]) AS c FROM generate_series(1, 400) AS i GROUP BY 1;
	ALTER TABLE captured ADD estimate float8 GENERATED ALWAYS AS ((cancer_pe.capture_estimate(c)).estimate) STORED, ADD CONSTRAINT observed_some CHECK (cancer_pe.observed(c) > 0);
	CREATE INDEX captured_c ON captured USING hash (c);
	CREATE VIEW captured_pairs AS SELECT g, p.* FROM captured, cancer_pe.capture_pairs(c) AS p;
	CREATE VIEW linked AS SELECT (l).* FROM (SELECT cancer_pe.link_tumour(p, 'C50', '2020-01-01', t, s, d, 'ours') OVER () AS l
		FROM (VALUES ('a', 't', 'C50', date '2019-12-01'), ('b', 't', 'C34', '2019-12-20'), ('c', 't', 'D05', '2019-12-20')) AS v(p, t, s, d)) AS x;
	CREATE TABLE prevalence AS SELECT 200::bigint AS n, 30::bigint AS x;
	ALTER TABLE prevalence ADD low float8 GENERATED ALWAYS AS ((cancer_pe.adjusted_prevalence(cancer_pe.make_tally(n, x), 0.9, 0.95, 'blaker')).low) STORED;
});

# Status of secondary disease, and a rule of one's own.
as('installer', 'source', q{
	INSERT INTO cancer_pe.secondary_definition (rule, window_days, certainty, reference) VALUES ('ours', 10, 'inferred', 'the test of dumps');
	INSERT INTO cancer_pe.status_source (rule, source, position, rank, reads, certainty, reference) VALUES ('ours', 'NOTE', 1, 2, 'code', 'inferred', 'the test of dumps');
	INSERT INTO cancer_pe.status_code (rule, source, kind, value, meaning) VALUES ('ours', 'NOTE', 'code', 'LI', 'distant');
	CREATE TABLE status AS
	SELECT i % 50 AS id, cancer_pe.secondary_rule('ours') AS r, cancer_pe.disease_status(cancer_pe.secondary_rule('ours'), 'NOTE', 'LI', date '2018-01-01' + i, NULL, CASE WHEN i % 3 > 0 THEN date '2018-06-01' END) AS d
	FROM generate_series(1, 300) AS i GROUP BY i % 50;
	ALTER TABLE status ADD class text GENERATED ALWAYS AS ((cancer_pe.secondary_of(d)).class) STORED;
	CREATE INDEX status_d ON status (d);
	CREATE VIEW status_shown AS SELECT id, s.* FROM status, cancer_pe.secondary_of(d) AS s;
});

# Releases with a hidden cell, the second linked to the first, which is corrected then.
my $publish = q{
	SELECT outcome, row_count, hidden, checksum FROM cancer_pe.publish('%1$s', ('{"title": "%1$s", "schema": "released", "published": "2026-11-28", "population": {"base": "b", "filter": "%1$s"}, "rule": "cancer_lt5",
		"dimensions": {"trust": {}}, "tables": [{"name": "%1$s_table", "title": "T", "dimensions": ["trust"], "count": "n", "numerator": "x", "values": [{"column": "rate", "decimals": 1}],
		"query": "SELECT trust, sum(n + %2$s) AS n, sum(x) AS x, 100.0 * sum(x) / sum(n + %2$s) AS rate FROM (VALUES (''A'', 3, 2), (''B'', 40, 20), (''C'', 60, 9), (''D'', 29, 11)) AS v(trust, n, x) GROUP BY ROLLUP (trust)"}]}'::jsonb || '%3$s')) AS p;
};
my @releases = ([ 'first', 0, '{}' ], [ 'second', 10, '{"relations": {"first": "contains"}}' ],
	[ 'first', 0, '{"correction": "other title", "title": "other"}' ]);
as('installer', 'source', 'CREATE SCHEMA released');
as('installer', 'source', sprintf($publish, @$_)) foreach @releases;

# Everything that has to be the same in the restored database.
my %same = (
	'states' => 'SELECT * FROM summary ORDER BY trust',
	'bytes of states' => q{SELECT trust, cancer_pe.tally_send(t), cancer_pe.tally_send(tw),
		cancer_pe.moments_send(m), cancer_pe.moments_send(mw) FROM summary ORDER BY trust},
	'many states' => q{SELECT count(*), md5(string_agg(t::text, ',' ORDER BY id)) FROM many},
	'view' => 'SELECT * FROM interval ORDER BY trust',
	'materialized view' => 'SELECT * FROM judged ORDER BY trust',
	'presets' => 'SELECT * FROM cancer_pe.preset ORDER BY kind, name',
	'sheets and designs' => 'SELECT * FROM sheet ORDER BY g',
	'rows of sheets' => 'SELECT g, question, n_base, n_scored, rate, mean, answers, rating FROM sheet_row ORDER BY g, position',
	'plans' => 'SELECT p FROM stored_plan',
	'classes' => 'SELECT * FROM classified ORDER BY q17',
	'states of disease' => 'SELECT * FROM status ORDER BY id',
	'judgements' => 'SELECT * FROM status_shown ORDER BY id',
	'rules' => q{SELECT cancer_pe.secondary_rule(rule) FROM cancer_pe.secondary_definition ORDER BY rule COLLATE "C"},
	'waves' => q{SELECT wave, cancer_pe.wave_document(wave) FROM cancer_pe.survey_wave ORDER BY wave},
	'comparisons' => q{SELECT cancer_pe.comparable_questions('ours', 'before')},
	'areas and groups' => q{SELECT cancer_pe.parent_area('W0', 'alliance', '2018-06-30'), cancer_pe.group_of('halves', 30),
		cancer_pe.outcome_of('ours', '1')},
	'codes and stages' => q{SELECT cancer_pe.code_class('ours', '1'), cancer_pe.code_class('care_staff_role', 'EH'), cancer_pe.code_class('pcsp_offer_status', '06', '2025-12-31'),
		cancer_pe.metastatic_stage('D2', 'Dukes'), (SELECT count(*) FROM cancer_pe.code), (SELECT count(*) FROM cancer_pe.stage_reading)},
	'rows of the survey registries' => q{SELECT (SELECT count(*) FROM cancer_pe.area), (SELECT count(*) FROM cancer_pe.area_parent),
		(SELECT count(*) FROM cancer_pe.scheme_code), (SELECT array_agg(c ORDER BY code) FROM cancer_pe.caveat AS c WHERE NOT builtin)},
	'the Pledge' => q{SELECT (SELECT array_agg(x ORDER BY service) FROM cancer_pe.pledge_service AS x), (SELECT array_agg(x ORDER BY service, wave) FROM cancer_pe.pledge_wave AS x),
		(SELECT array_agg(x ORDER BY service, wave) FROM cancer_pe.pledge_result AS x), (SELECT array_agg(x) FROM cancer_pe.pledge_paired_result AS x), (SELECT array_agg(x) FROM cancer_pe.pledge_theme AS x),
		(SELECT array_agg(x) FROM cancer_pe.pledge_action AS x), (SELECT array_agg(x ORDER BY entry) FROM cancer_pe.pledge_history AS x)},
	'what the Pledge published' => q{SELECT (SELECT array_agg(x) FROM cancer_pe.pledge_release AS x), (SELECT array_agg(x ORDER BY wave, service) FROM cancer_pe.pledge_cell_status AS x),
		(SELECT array_agg(x ORDER BY service) FROM cancer_pe.pledge_report AS x)},
	'releases' => q{SELECT (SELECT array_agg(x ORDER BY release, version) FROM cancer_pe.release AS x), (SELECT array_agg(x ORDER BY release, version, earlier, earlier_version) FROM cancer_pe.release_relation AS x),
		(SELECT array_agg(x ORDER BY release, version, table_name) FROM cancer_pe.release_table AS x), (SELECT array_agg(x ORDER BY release, version, dims) FROM cancer_pe.release_cell AS x),
		(SELECT array_agg(x ORDER BY release, version) FROM cancer_pe.release_proof AS x), (SELECT array_agg(x) FROM released.first_table AS x), (SELECT array_agg(x) FROM released.second_table AS x)},
	'what releases are' => q{SELECT r.release, r.version, v.* FROM cancer_pe.release AS r, LATERAL cancer_pe.verify_release(r.release, r.version) AS v ORDER BY 1, 2, 3},
	'casemixes' => 'SELECT *, cancer_pe.casemix_send(c), cancer_pe.casemix_send(w) FROM collected ORDER BY part',
	'models' => 'SELECT *, cancer_pe.model_send(m) FROM fitted ORDER BY name',
	'scores by models' => 'SELECT * FROM adjusted ORDER BY name, organisation',
	'differences by models' => 'SELECT * FROM difference ORDER BY name, organisation',
	'fits' => q{SELECT o.options, cancer_pe.fit(c, o.options) OPERATOR(cancer_pe.=) m FROM fitted, (SELECT cancer_pe.rollup(c) AS c FROM collected) AS x,
		(VALUES ('shipped', '{"preset": "ncpes2018"}'::jsonb), ('ours', '{"preset": "our model"}')) AS o(name, options) WHERE o.name = fitted.name ORDER BY 1},
	'comparisons of groups' => q{SELECT *, cancer_pe.paired_send(p), cancer_pe.stratified_send(s), cancer_pe.trend_send(t) FROM compared ORDER BY g},
	'trends' => 'SELECT * FROM trends',
	'captures' => 'SELECT *, cancer_pe.captures_send(c) FROM captured ORDER BY g',
	'pairs of sources' => 'SELECT * FROM captured_pairs ORDER BY g, a, b',
	'links by a rule' => 'SELECT * FROM linked ORDER BY linked',
	'prevalence' => q{SELECT *, (SELECT p.low FROM cancer_pe.algorithm_accuracy AS a, cancer_pe.adjusted_prevalence(cancer_pe.make_tally(n, x), a.sensitivity, a.specificity) AS p
		WHERE a.algorithm = 'ours') FROM prevalence},
	'completeness and offers' => q{SELECT *, cancer_pe.item_profile_send(p), cancer_pe.timed_coverage_send(c), cancer_pe.offer_events_send(o) FROM recorded ORDER BY g},
	'completeness of items' => 'SELECT * FROM record_item',
	'cell keys' => 'SELECT *, cancer_pe.cell_key_send(k), (SELECT perturb FROM keyed_total) FROM keyed ORDER BY g',
	'rights' => q{SELECT relname, relacl FROM pg_class
		WHERE relname IN ('preset', 'summary', 'judged', 'interval') ORDER BY 1},
	'rights on the schema' => q{SELECT nspname, nspowner::regrole, nspacl
		FROM pg_namespace WHERE nspname = 'cancer_pe'},
	'definitions' => q{SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
		WHERE conrelid = 'summary'::regclass AND contype <> 'n' ORDER BY 1},
);
my %before = map { $_ => as('installer', 'source', $same{$_}) } keys %same;
like($before{'states'}, qr/wwxx=-?[0-9a-f]+p/, 'the source has weighted states');
like($before{'presets'}, qr/^casemix\|our model\|.*^suppress\|ours\|/ms, 'the source has presets of its own');
is(scalar(() = $before{'what releases are'} =~ /\|verified$/mg), 12, 'and releases that are what they were');
like($before{'fits'}, qr/^\{.*our model.*\}\|t$/m, 'and a model fitted by one of them');

sub check_restored
{
	my ($database) = @_;
	my $plan;

	is(as('installer', $database, $same{$_}), $before{$_}, "$database: $_ as before")
	  foreach sort keys %same;

	is(as('analyst', $database, q{
		SELECT (cancer_pe.rate_ci(t)).low > 0 FROM summary WHERE trust = 1;
		SELECT cancer_pe.n(cancer_pe.rollup(t)) FROM summary;
		SELECT cancer_pe.suppress(4, ARRAY['a'], 'ours') OVER ();
		SELECT (r).band FROM (SELECT cancer_pe.expected_range(0.5, 100, 0.7, 'spiegelhalter')
			OVER () AS r) AS x;
	}), "t\n7000\nc\nfar below", "$database: the analyst can use it");
	refused('analyst', $database, q{DELETE FROM cancer_pe.preset WHERE name = 'ours'},
		qr/permission denied/, "$database: the analyst cannot write presets");
	is(as('keeper', $database, q{
		UPDATE cancer_pe.preset SET source = 'kept' WHERE name = 'ours' RETURNING name;
	}), 'ours', "$database: the keeper can write presets");
	refused('keeper', $database, q{DELETE FROM cancer_pe.preset WHERE name = 'ncpes2018'},
		qr/shipped rows of "preset" cannot be changed/, "$database: shipped presets stay as shipped");
	# What the installer was given, the installer can give: the grant option came along.
	is(as('installer', $database, q{
		GRANT INSERT ON cancer_pe.preset TO analyst;
		SELECT has_table_privilege('analyst', 'cancer_pe.preset', 'INSERT');
		REVOKE INSERT ON cancer_pe.preset FROM analyst;
	}), 't', "$database: the installer can grant writes");

	# The Pledge goes on: what is published and recorded stays, and the history has the next number.
	refused('installer', $database, q{UPDATE cancer_pe.pledge_result SET note = 'x'},
		qr/results of wave "\w+" are published and cannot change/, "$database: published results stay");
	refused('installer', $database, q{DELETE FROM cancer_pe.pledge_history},
		qr/permission denied for table pledge_history/, "$database: the history stays");
	refused('installer', $database, q{INSERT INTO cancer_pe.pledge_wave (service, wave, opened) VALUES ('Z', 'before', '2024-01-01')},
		qr/violates foreign key constraint "pledge_wave_pledge_service"/, "$database: references are checked again");
	is(as('installer', $database, q{
		UPDATE cancer_pe.pledge_action SET note = 'kept';
		SELECT array_agg(entry ORDER BY entry), max(changed_by) FROM cancer_pe.pledge_history;
	}), '{1,2,3}|installer', "$database: a change leaves an entry of the next number");

	# Releases too: the ledger is added to only, and what was published is known to have been.
	refused('installer', $database, q{DELETE FROM cancer_pe.release_cell},
		qr/permission denied for table release_cell/, "$database: the ledger stays");
	like(as('installer', $database, sprintf($publish, @{ $releases[2] })), qr/^unchanged\|5\|/, "$database: a release made again is the same");

	# Refreshing and rebuilding run with next to no search_path.
	is(as('installer', $database, q{
		REFRESH MATERIALIZED VIEW judged;
		REINDEX TABLE many;
		UPDATE summary SET t = cancer_pe.make_tally(40, 30) WHERE trust = 6;
		SELECT percent FROM summary WHERE trust = 6;
		REFRESH MATERIALIZED VIEW judged;
		SELECT count(band), count(*) FROM judged;
	}), "75\n7|8", "$database: materialized view, index and generated column go on working");
	refused('installer', $database,
		q{INSERT INTO summary (trust, t) VALUES (9, cancer_pe.make_tally(1, 1, 5))},
		qr/violates check constraint "half_answered"/, "$database: the CHECK is in force");
	is(as('installer', $database, q{
		REFRESH MATERIALIZED VIEW difference;
		REINDEX TABLE fitted;
		UPDATE fitted SET m = (SELECT m FROM fitted WHERE name = 'ours') WHERE name = 'firth';
		SELECT count(DISTINCT p) FROM fitted;
	}), 3, "$database: what is built on models goes on working");

	is(as('installer', $database, q{SELECT count(*) FILTER (WHERE indisvalid AND indisready)
		FROM pg_index WHERE indrelid = 'many'::regclass}), 2, "$database: indexes are valid");
	$plan = as('installer', $database, q{ANALYZE many;
		EXPLAIN (COSTS OFF) SELECT id FROM many WHERE cancer_pe.rate(t) = 0.5});
	like($plan, qr/many_rate/, "$database: the index on the expression is used");
	is(as('installer', $database, q{SET enable_seqscan = off;
		SELECT id FROM many WHERE cancer_pe.rate(t) = 0.5;
		SELECT id FROM many
			WHERE t OPERATOR(cancer_pe.=) 'n=5000 positive=77 missing=0 invalid=0'}),
		"2500\n77", "$database: index and hash index find their row");

	as('installer', $database, 'DROP EXTENSION cancer_pe CASCADE');
	# CASCADE takes the columns, and with them all that was built on them; the tables remain.
	is(as('installer', $database, q{
		SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class
		WHERE relnamespace = 'public'::regnamespace AND relkind <> 'i';
		SELECT string_agg(attname, ' ') FROM pg_attribute
		WHERE attrelid = 'summary'::regclass AND attnum > 0 AND NOT attisdropped;
		SELECT count(*) FROM pg_depend AS d JOIN pg_namespace AS n ON d.refobjid = n.oid
		WHERE n.nspname = 'cancer_pe';
		SELECT count(*) FROM summary;
		SELECT count(*) || ' ' || count(n) FROM released.first_table;
	}), "answer captured classified collected compared counted_by fitted keyed many prevalence recorded sheet status stored_plan summary\ntrust\n0\n8\n5 3", "$database: DROP EXTENSION CASCADE leaves nothing of it");
}

my @as_installer = ('-U', 'installer');
my $plain = "$PostgreSQL::Test::Utils::tmp_check/plain.sql";
my $custom = "$PostgreSQL::Test::Utils::tmp_check/custom.dump";

$node->command_ok([ 'pg_dump', @as_installer, '-f', $plain, '-d', $node->connstr('source') ],
	'pg_dump by the installer');
new_database('plain');
$node->command_ok(
	[ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', @as_installer, '-f', $plain,
		'-d', $node->connstr('plain') ],
	'restore by the installer, without an error');
check_restored('plain');

$node->command_ok(
	[ 'pg_dump', @as_installer, '-Fc', '-f', $custom, '-d', $node->connstr('source') ],
	'pg_dump -Fc by the installer');
new_database('custom');
$node->command_ok(
	[ 'pg_restore', @as_installer, '--exit-on-error', '-j2', '-d', $node->connstr('custom'), $custom ],
	'pg_restore by the installer, in parallel, without an error');
check_restored('custom');

# A dump of a dump's restore is the same again: nothing grows from one to the next.
new_database('again');
$node->command_ok(
	[ 'pg_restore', @as_installer, '--exit-on-error', '-d', $node->connstr('again'), $custom ],
	'a third restore');
is(slurp_dump('again'), slurp_dump('source'), 'dump, restore, dump gives the same text');

sub slurp_dump
{
	my ($database) = @_;
	my $file = "$PostgreSQL::Test::Utils::tmp_check/$database.sql";

	$node->run_log(
		[ 'pg_dump', @as_installer, '-f', $file, '-d', $node->connstr($database) ]);
	# each dump of a recent pg_dump carries a random key
	return join '', grep { !/^\\(?:un)?restrict / } split /^/, slurp_file($file);
}

$node->stop;
done_testing();
