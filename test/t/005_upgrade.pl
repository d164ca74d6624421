# Every released version still installs with this library, does its work, and updates to every later
# version: what users built on it goes on working, and the catalogue is then that of a fresh install.
use strict;
use warnings FATAL => 'all';

use Cwd 'abs_path';
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $top = abs_path(dirname(__FILE__) . '/../..');

# Versions in order of their numbers.
sub by_number
{
	my @a = split /\./, $a;
	my @b = split /\./, $b;

	return $a[0] <=> $b[0] || $a[1] <=> $b[1] || $a[2] <=> $b[2];
}
my ($default) = slurp_file("$top/cancer_pe.control") =~ /^default_version\s*=\s*'([\d.]+)'/m;
my %known = map { $_ => 1 } $default, map { /--(\d+\.\d+\.\d+)\.sql$/ } glob "$top/src/release/*.sql";
my @versions = sort by_number keys %known;
my @steps = map { /--(\d[\d.]*--\d[\d.]*)\.sql$/ } glob "$top/src/upgrade/*.sql";
note "versions @versions, steps @steps";

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', "fsync = off\njit = off\n");
$node->start;
$node->safe_psql('postgres', 'CREATE ROLE installer LOGIN; CREATE ROLE keeper');

# ---- the catalogue ----

# All that the catalogue says of the extension, a line a fact, without what two databases never
# share (object identifiers, file numbers, statistics).  It is read off the catalogues' columns as
# they are, so that what a later PostgreSQL adds is compared as well; trees of expressions hold
# identifiers and are compared as the text they are printed as.
my $snapshot = <<'CATALOGUE';
SET search_path = pg_catalog;
SET client_min_messages = warning;
CREATE FUNCTION pg_temp.columns(catalog regclass) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT string_agg(format('%L, to_jsonb(%s)', attname, CASE
		WHEN atttypid = 'oid'::regtype THEN format('pg_describe_object(%s, c.%I, 0)', pktable::oid, attname)
		WHEN atttypid IN ('oid[]'::regtype, 'oidvector'::regtype) THEN
			format('array(SELECT pg_describe_object(%s, o, 0) FROM unnest(c.%I) WITH ORDINALITY AS u(o, i) ORDER BY i)',
				pktable::oid, attname)
		WHEN atttypid = 'regproc'::regtype THEN format('c.%I::oid::regprocedure::text', attname)
		WHEN atttypid = 'pg_node_tree'::regtype THEN format('c.%I IS NOT NULL', attname)
		-- some minor releases keep a number of their own there
		WHEN attname = 'attoptions' THEN 'array(SELECT a FROM unnest(c.attoptions) AS a WHERE a !~ ''^pg_attver='' ORDER BY 1)'
		WHEN atttypid = 'aclitem[]'::regtype THEN format('array(SELECT a::text FROM unnest(c.%I) AS a ORDER BY 1)', attname)
		ELSE format('c.%I', attname) END), ', ' ORDER BY attnum)
	FROM pg_attribute
	LEFT JOIN pg_get_catalog_foreign_keys() ON fktable = attrelid AND fkcols = ARRAY[attname]::text[]
	WHERE attrelid = catalog AND attnum > 0 AND (atttypid <> 'oid'::regtype OR pktable IS NOT NULL)
		-- numbers of columns, of files, counts and hints of what there may be
		AND attname NOT IN ('attnum', 'attcacheoff', 'atthasmissing', 'attmissingval', 'conkey', 'indkey', 'tgattr',
			'relnatts', 'relfilenode', 'relpages', 'reltuples', 'relallvisible', 'relallfrozen', 'relfrozenxid',
			'relminmxid', 'reltoastrelid', 'relhasindex', 'relhasrules', 'relhastriggers', 'relhassubclass',
			'indcheckxmin', 'tgname')
$$;
CREATE FUNCTION pg_temp.snapshot() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	extension oid := (SELECT oid FROM pg_extension WHERE extname = 'cancer_pe');
	catalog record;
	relation record;
BEGIN
	RETURN QUERY
	SELECT format('extension: version %s, schema %s, owner %s, relocatable %s', extversion, extnamespace::regnamespace,
			extowner::regrole, extrelocatable)
	FROM pg_extension WHERE oid = extension
	UNION ALL
	SELECT format('extension: dumps %s %s', c::regclass, condition)
	FROM pg_extension, unnest(extconfig, extcondition) AS u(c, condition) WHERE oid = extension;

	-- the members and what belongs to them: columns' defaults, constraints, indexes, triggers, ...
	CREATE TEMP TABLE object AS
	WITH RECURSIVE o AS (
		SELECT classid, objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND refobjid = extension AND deptype = 'e'
		UNION
		SELECT d.classid, d.objid FROM pg_depend AS d JOIN o ON d.refclassid = o.classid AND d.refobjid = o.objid WHERE d.deptype IN ('a', 'i')
	)
	SELECT classid, objid, i.type || ' ' || regexp_replace(i.identity, '(RI_ConstraintTrigger_[ac]_)\d+', '\1') AS name
	FROM o, pg_identify_object(classid, objid, 0) AS i
	WHERE i.schema IS DISTINCT FROM 'pg_toast' AND i.identity !~ '^pg_toast\.';

	FOR catalog IN
		SELECT DISTINCT classid, classid::regclass AS side, 'oid' AS key FROM object
		UNION ALL
		VALUES ('pg_class'::regclass, 'pg_attribute'::regclass, 'attrelid'), ('pg_class', 'pg_index', 'indexrelid'),
			('pg_class', 'pg_sequence', 'seqrelid'), ('pg_proc', 'pg_aggregate', 'aggfnoid'),
			('pg_type', 'pg_enum', 'enumtypid'), ('pg_type', 'pg_range', 'rngtypid')
	LOOP
		RETURN QUERY EXECUTE format(
			'SELECT format(''%%s: %%s %%s'', name, %L, jsonb_build_object(%s)) FROM object JOIN %s AS c ON objid = c.%I::oid AND classid = %s %s',
			catalog.side, pg_temp.columns(catalog.side), catalog.side, catalog.key, catalog.classid::oid,
			CASE WHEN catalog.side = 'pg_attribute'::regclass THEN 'WHERE attnum > 0 AND NOT attisdropped' END);
	END LOOP;

	RETURN QUERY
	SELECT format('%s: is %s', name, definition)
	FROM object, LATERAL (
		SELECT CASE WHEN prokind = 'a' THEN concat_ws(' ', pg_get_function_arguments(oid), pg_get_function_result(oid)) ELSE pg_get_functiondef(oid) END
			FROM pg_proc WHERE oid = objid AND classid = 'pg_proc'::regclass
		UNION ALL
		SELECT CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) WHEN relkind IN ('i', 'I') THEN pg_get_indexdef(oid)
				ELSE (SELECT 'columns ' || string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute
					WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped) END
			FROM pg_class WHERE oid = objid AND classid = 'pg_class'::regclass
		UNION ALL
		SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE oid = objid AND classid = 'pg_constraint'::regclass
		UNION ALL
		SELECT regexp_replace(pg_get_triggerdef(oid), '(RI_ConstraintTrigger_[ac]_)\d+', '\1')
			FROM pg_trigger WHERE oid = objid AND classid = 'pg_trigger'::regclass
		UNION ALL
		SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE oid = objid AND classid = 'pg_attrdef'::regclass
		UNION ALL
		SELECT pg_get_ruledef(oid) FROM pg_rewrite WHERE oid = objid AND classid = 'pg_rewrite'::regclass
	) AS d(definition)
	UNION ALL
	SELECT format('%s: comment %s %s', name, (SELECT attname FROM pg_attribute WHERE attrelid = objoid AND attnum = objsubid AND objsubid > 0), description)
	FROM object JOIN pg_description AS d ON d.classoid = classid AND objoid = objid
	UNION ALL
	SELECT format('%s: initial rights %s %s %s', name, (SELECT attname FROM pg_attribute WHERE attrelid = objoid AND attnum = objsubid AND objsubid > 0),
		privtype, array(SELECT a::text FROM unnest(initprivs) AS a ORDER BY 1))
	FROM object JOIN pg_init_privs AS p ON p.classoid = classid AND objoid = objid
	UNION ALL
	SELECT format('%s: %s %s', name, d.deptype, regexp_replace(pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid), '(RI_ConstraintTrigger_[ac]_)\d+', '\1'))
	FROM object AS o JOIN pg_depend AS d ON d.classid = o.classid AND d.objid = o.objid;

	-- rows as shipped; of a table that does not tell them from users' all there are, unless it is dumped whole: then all are users'
	FOR relation IN
		SELECT objid::regclass AS id, EXISTS (SELECT FROM pg_attribute WHERE attrelid = objid AND attname = 'builtin') AS tells
		FROM object WHERE classid = 'pg_class'::regclass AND (SELECT relkind FROM pg_class WHERE oid = objid) = 'r'
			AND NOT EXISTS (SELECT FROM pg_extension, unnest(extconfig, extcondition) AS u(c, condition) WHERE oid = extension AND c = objid AND condition = '')
	LOOP
		RETURN QUERY EXECUTE format('SELECT format(''row of %1$s: %%s'', to_jsonb(t)) FROM %1$s AS t %2$s', relation.id,
			CASE WHEN relation.tells THEN 'WHERE builtin' END);
	END LOOP;
	DROP TABLE object;
END
$$;
CATALOGUE

sub snapshot_of
{
	my ($database, $before) = @_;
	my $out = $node->safe_psql($database,
		"$snapshot BEGIN; " . ($before // '') . "; SELECT replace(s, E'\\n', '\\n') FROM pg_temp.snapshot() AS s; ROLLBACK;");

	return [ sort split /\n/, $out ];
}

# What only one of two snapshots says.
sub differences
{
	my ($one, $other) = @_;
	my %count;

	$count{$_}++ foreach @$one;
	$count{$_}-- foreach @$other;
	return map { ($count{$_} > 0 ? '- ' : '+ ') . $_ } sort grep { $count{$_} } keys %count;
}

sub same_catalogue
{
	my ($got, $wanted, $name) = @_;
	my @differences = differences($wanted, $got);

	ok(!@differences, $name)
	  or diag scalar(@differences) . " facts differ (- a fresh install, + this):\n",
	  map { substr($_, 0, 400) . "\n" } @differences[ 0 .. ($#differences > 29 ? 29 : $#differences) ];
}

# ---- what users build ----

# Rights that were given beyond those of the script are to stay as well.
my $grants = 'GRANT USAGE ON SCHEMA cancer_pe TO keeper; GRANT SELECT, INSERT ON cancer_pe.preset TO keeper;';
# By the version that brought what they use: what is built, and the questions asked of it.
my @uses = (
	[ '0.1.0', q{
		INSERT INTO cancer_pe.preset (kind, name, options, source)
		VALUES ('suppress', 'ours', '{"threshold": 5, "comparator": "<", "secondary": "none", "zeros": "shown"}', 'a user');
		CREATE TABLE summary (
			trust int PRIMARY KEY,
			t cancer_pe.tally NOT NULL,
			w cancer_pe.tally,
			m cancer_pe.moments,
			percent float8 GENERATED ALWAYS AS (cancer_pe.percent(t, 1)) STORED,
			CHECK (cancer_pe.n(t) >= cancer_pe.positives(t))
		);
		INSERT INTO summary (trust, t, w, m)
		SELECT i % 7, cancer_pe.tally(i % 3 > 0), cancer_pe.tally(i % 3 > 0, 1 + i / 7.0), cancer_pe.moments(sin(i), exp(i % 9))
		FROM generate_series(1, 7000) AS i GROUP BY i % 7;
		CREATE INDEX summary_rate ON summary (cancer_pe.rate(t));
		CREATE INDEX summary_t ON summary (t);
		CREATE INDEX summary_m ON summary USING hash (m);
		CREATE VIEW interval AS
		SELECT trust, ci.low, ci.high, cancer_pe.rate(t) AS rate FROM summary, cancer_pe.rate_ci(t, 'jeffreys') AS ci;
		CREATE MATERIALIZED VIEW judged AS
		SELECT trust, (r).low, (r).band, status
		FROM (SELECT trust, cancer_pe.expected_range(cancer_pe.rate(t), cancer_pe.n(t), NULL, 'ncpes2018') OVER () AS r,
				cancer_pe.suppress(cancer_pe.n(t), ARRAY[trust::text], 'ours') OVER () AS status
			FROM summary) AS x;
		CREATE FUNCTION whole(OUT t cancer_pe.tally) LANGUAGE sql BEGIN ATOMIC SELECT cancer_pe.rollup(t) FROM summary; END;
		CREATE AGGREGATE all_of(cancer_pe.moments) (SFUNC = cancer_pe.moments_combine, STYPE = cancer_pe.moments);
	}, [
		'TABLE summary ORDER BY trust', 'TABLE interval ORDER BY trust', 'TABLE judged ORDER BY trust', 'SELECT whole()',
		'SELECT all_of(m ORDER BY trust) FROM summary', q{SELECT * FROM cancer_pe.preset WHERE NOT builtin ORDER BY kind, name},
		q{SELECT trust FROM summary ORDER BY t, trust}, q{SELECT cancer_pe.expected_range_rule('ncpes2018')},
		q{SET enable_seqscan = off; SELECT trust FROM summary AS s
			WHERE t OPERATOR(cancer_pe.=) (SELECT t FROM summary WHERE trust = 3) ORDER BY 1},
		q{SELECT indexrelid::regclass FROM pg_index JOIN pg_class ON oid = indrelid
			WHERE relnamespace = 'public'::regnamespace AND NOT (indisvalid AND indisready)},
		q{SELECT viewname, definition FROM pg_views WHERE schemaname = 'public' ORDER BY 1},
	] ],
	[ '0.2.0', q{
		SELECT cancer_pe.register_instrument('{"instrument": "OURS", "version": "1", "title": "Ours", "source": "us",
			"certainty": "sourced", "items": [{"ids": ["1..3"], "min": 1, "max": 4}], "scales": [{"scale": "A",
			"label": "a", "higher": "better", "items": ["1..3"], "transform": "functional", "missing": "half"}]}');
		CREATE TABLE person (
			id int PRIMARY KEY,
			answers int[],
			state cancer_pe.eq5d,
			pf float8 GENERATED ALWAYS AS (cancer_pe.eq5d_lss(state)) STORED,
			CHECK (cancer_pe.level(state, 'MO') < 5)
		);
		INSERT INTO person (id, answers, state)
		SELECT i, array(SELECT 1 + (i * k + k) % 4 FROM generate_series(1, 30) AS k), cancer_pe.eq5d(1 + i % 4, 1, 1 + i % 3, 2, 5)
		FROM generate_series(1, 200) AS i;
		CREATE INDEX person_state ON person (state);
		CREATE INDEX person_pf ON person ((cancer_pe.scores(cancer_pe.scoring_plan '{"instrument": "T", "version": "1",
			"title": "t", "source": "s", "certainty": "sourced", "items": [{"ids": ["1..30"], "min": 1, "max": 7}], "scales":
			[{"scale": "A", "label": "a", "higher": "better", "items": ["1..5"], "transform": "mean", "missing": "half"}]}',
			answers)));
		CREATE TABLE profile AS
		SELECT id % 3 AS g, cancer_pe.eq5d_distribution(state) AS d, cancer_pe.eq5d_changes(state, '11111') AS c,
			cancer_pe.answer_sheet('QLQ-C30', '1', 1 + id % 4) FILTER (WHERE id < 4) AS s
		FROM person GROUP BY id % 3;
		CREATE VIEW score AS SELECT id, q.* FROM person, cancer_pe.qlq_c30(answers) AS q;
		CREATE VIEW ours AS SELECT id, cancer_pe.scores('OURS', answers[1:3]) AS s, cancer_pe.eq5d_index(state, 'UK 2026') FROM person;
	}, [
		'TABLE person ORDER BY id', 'TABLE profile ORDER BY g', 'TABLE score ORDER BY id', 'TABLE ours ORDER BY id',
		'SELECT * FROM cancer_pe.instruments WHERE NOT builtin', q{SELECT id FROM person WHERE state OPERATOR(cancer_pe.=) '21225' ORDER BY id},
		'SELECT cancer_pe.rollup(d), cancer_pe.rollup(c) FROM profile',
	] ],
	[ '0.3.0', q{
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
		INSERT INTO cancer_pe.outcome_code (scheme, code, outcome, source, certainty) VALUES ('ours', '1', 'responded', 'us', 'sourced');
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
	}, [
		'TABLE sheet ORDER BY g', 'SELECT g, question, n_base, n_scored, rate, mean, answers, rating FROM sheet_row ORDER BY g, position',
		q{SELECT cancer_pe.rollup(s), cancer_pe.rollup(w), cancer_pe.rollup(d), cancer_pe.rollup(v), cancer_pe.rollup(r) FROM sheet},
		q{SELECT cancer_pe.mean_se(cancer_pe.rollup(d), 'adjust') FROM sheet}, 'SELECT cancer_pe.plan_wave(p) FROM stored_plan', 'TABLE classified ORDER BY q17',
		q{SELECT cancer_pe.wave_document('ours')}, q{SELECT cancer_pe.comparable_questions('ours', 'before')},
		q{SELECT cancer_pe.parent_area('W0', 'alliance', '2018-06-30'), cancer_pe.group_of('halves', 30), cancer_pe.outcome_of('ours', '1')},
		q{SELECT * FROM cancer_pe.caveat WHERE NOT builtin},
	] ],
	[ '0.4.0', q{
		INSERT INTO cancer_pe.preset (kind, name, options, source)
		VALUES ('casemix', 'our model', '{"organisation": "none", "linear": ["imd"], "variance": "hc0"}', 'a user');
		CREATE TABLE collected AS
		SELECT i % 3 AS g, cancer_pe.casemix('{age,imd}', i % 7 > 1, 'T' || i % 5, ARRAY[nullif('a' || i % 4, 'a3'), (i % 6)::text]) AS c,
			cancer_pe.casemix('{age}', i % 11, 'T' || i % 5, ARRAY['a' || i % 4], 1 + i / 7.0::float8, sin(i)) AS w,
			cancer_pe.casemix_sheet((SELECT cancer_pe.sheet_plan('2018', '{"questions": ["Q1", "Q59"]}')), '{age}', 'T' || i % 5, ARRAY['a' || i % 4], ARRAY[1 + i % 2, i % 11]) AS s,
			cancer_pe.direct_standardisation(i % 9, 100 + i, 1000) AS d, cancer_pe.indirect_standardisation(i % 9, 100 + i, 50, 1000) AS r
		FROM generate_series(1, 900) AS i GROUP BY i % 3;
		CREATE INDEX collected_c ON collected USING hash (c);
		CREATE TABLE fitted AS
		SELECT name, cancer_pe.fit(cancer_pe.rollup(c), options) AS m FROM collected, (VALUES ('fixed', '{"terms": ["age", "imd", "age:imd"], "linear": ["imd"], "missing": "category"}'::jsonb),
			('random', '{"organisation": "random", "terms": ["age"], "nodes": 5}'), ('firth', '{"terms": ["age"], "method": "firth", "profile": 0.95}'), ('ours', '{"preset": "our model"}'), ('shipped', '{"preset": "ncpes2018"}')) AS v(name, options) GROUP BY name, options;
		ALTER TABLE fitted ADD CHECK (cancer_pe.expected(m, ARRAY['a1', '2']) > 0.1), ADD p float8 GENERATED ALWAYS AS (cancer_pe.expected(m, ARRAY['a1', '3'])) STORED;
		CREATE INDEX fitted_p ON fitted (cancer_pe.expected(m, ARRAY['a0', '4']));
		CREATE VIEW adjusted AS SELECT name, a.* FROM fitted, cancer_pe.margins(m) AS a WHERE name <> 'ours';
		CREATE MATERIALIZED VIEW difference AS SELECT name, i.* FROM fitted, cancer_pe.indirect(m) AS i;
		CREATE VIEW case_mix AS SELECT g, a.* FROM collected, cancer_pe.cahps(cancer_pe.question_casemix(s, 'Q59'), '{"lowest": 0, "highest": 10}') AS a;
	}, [
		'TABLE collected ORDER BY g', 'TABLE fitted ORDER BY name', 'TABLE adjusted ORDER BY name, organisation', 'TABLE difference ORDER BY name, organisation',
		'TABLE case_mix ORDER BY g, organisation', 'SELECT cancer_pe.rollup(c), cancer_pe.rollup(w), cancer_pe.rollup(s), cancer_pe.rollup(d), cancer_pe.rollup(r) FROM collected',
		q{SELECT name, r.* FROM fitted, cancer_pe.fit_report(m) AS r ORDER BY name}, q{SELECT name, c.* FROM fitted, cancer_pe.coefficients(m) AS c ORDER BY name, c.term, c.level},
		q{SELECT f.name, f.m OPERATOR(cancer_pe.=) cancer_pe.fit(c, '{"preset": "our model"}') FROM fitted AS f, (SELECT cancer_pe.rollup(c) AS c FROM collected) AS x WHERE f.name = 'ours'},
		q{SELECT f.name, i.* FROM fitted AS f, (SELECT cancer_pe.rollup(c) AS c FROM collected) AS x, cancer_pe.indirect(m, c) AS i ORDER BY f.name, i.organisation},
		q{SELECT cancer_pe.dsr(cancer_pe.rollup(d)), cancer_pe.isr(cancer_pe.rollup(r)) FROM collected},
	] ],
	[ '0.5.0', q{
		CREATE TABLE changed AS
		SELECT i % 3 AS g, cancer_pe.paired(i % 5 > 1, i % 7 > 1) AS pairs,
			cancer_pe.stratified(cancer_pe.make_tally(40 + i, 30), cancer_pe.make_tally(50, 20 + i)) AS strata, cancer_pe.trend(i, cancer_pe.make_tally(90, 40 + i)) AS line
		FROM generate_series(1, 24) AS i GROUP BY i % 3;
		CREATE INDEX changed_pairs ON changed (pairs);
		CREATE VIEW band AS SELECT i, (r).* FROM (SELECT i, cancer_pe.expected_range(i / 10.0, 50 * i, 0.5, 'phe') OVER () AS r FROM generate_series(1, 9) AS i) AS x;
		CREATE VIEW chart AS SELECT i, (c).* FROM (SELECT i, cancer_pe.spc(i % 7, 'xmr') OVER (ORDER BY i) AS c FROM generate_series(1, 20) AS i) AS x;
	}, [
		'TABLE changed ORDER BY g', 'TABLE band ORDER BY i', 'TABLE chart ORDER BY i',
		'SELECT g, m.* FROM changed, cancer_pe.mcnemar(pairs) AS m ORDER BY g', 'SELECT g, m.* FROM changed, cancer_pe.mantel_haenszel(strata) AS m ORDER BY g', 'SELECT g, t.* FROM changed, cancer_pe.trend_test(line) AS t ORDER BY g',
		'SELECT cancer_pe.rollup(pairs), cancer_pe.rollup(strata), cancer_pe.rollup(line) FROM changed',
	] ],
	[ '0.6.0', q{
		CREATE TABLE keyed AS SELECT i % 3 AS g, cancer_pe.cell_key(cancer_pe.record_key('\x000102030405060708090a0b0c0d0e0f', i::text)) AS key FROM generate_series(1, 24) AS i GROUP BY i % 3;
		CREATE INDEX keyed_key ON keyed (key);
		CREATE TABLE crossed AS SELECT ARRAY[a::text, b::text] AS dims, sum(a * b)::bigint AS n FROM generate_series(1, 4) AS a, generate_series(1, 5) AS b GROUP BY CUBE (a, b);
		CREATE VIEW decided AS SELECT dims, n, cancer_pe.suppress(n, dims, 'cancer_lt5') OVER () AS status FROM crossed;
		CREATE VIEW detailed AS SELECT dims, (d).* FROM (SELECT dims, cancer_pe.suppress_detail(n, dims, 'cancer_lt5') OVER () AS d FROM crossed) AS x;
		CREATE TABLE kept AS SELECT cancer_pe.certificate(n, dims, status, 'cancer_lt5', '{}') AS certificate FROM decided;
	}, [
		'TABLE keyed ORDER BY g', 'SELECT cancer_pe.rollup(key), cancer_pe.perturb(9, cancer_pe.rollup(key), 2, 1) FROM keyed', 'TABLE decided ORDER BY dims', 'TABLE detailed ORDER BY dims', 'TABLE kept',
		q{SELECT cancer_pe.verify(CASE WHEN status IS NULL THEN n END, dims, status, certificate) FROM decided, kept},
	] ],
	[ '0.7.0', q{
		INSERT INTO cancer_pe.code_list (list, title, classes, source, certainty) VALUES ('ours', 'Ours', '{yes,no}', 'us', 'inferred');
		INSERT INTO cancer_pe.code (list, code, valid, label, class, certainty) VALUES ('ours', '1', '[2020-01-01,)', 'one', 'yes', 'inferred');
		INSERT INTO cancer_pe.metric (metric, unit, better, title, numerator, denominator, missing, definition, source, certainty) SELECT 'ours', unit, better, title, numerator, denominator, missing, definition, source, certainty FROM cancer_pe.metric WHERE metric = 'seen_by_cns';
		CREATE TABLE cohort AS
		SELECT i % 5 AS g, cancer_pe.secondary_rule() AS rule, cancer_pe.disease_status(cancer_pe.secondary_rule(), 'HES', 'C78' || i % 9, date '2020-01-01' + 9 * i, 'C504', date '2019-12-01') AS state,
			cancer_pe.captures(ARRAY[i % 2 = 0, i % 3 = 0, i % 7 < 3]) AS known, cancer_pe.timed_coverage(i) AS cover, cancer_pe.completeness_profile(x) AS items,
			cancer_pe.offer_events(date '2020-01-01' + i, '0' || i % 5 + 1, '01', '01', 'RAX', date '2020-01-01', NULL, 'hna', 730) AS offers, cancer_pe.metric_rate('ours', x) AS rate
		FROM (SELECT i, 'C50' || i % 4 AS site, CASE WHEN i % 3 > 0 THEN 'Y' || i % 3 + 3 END AS cns FROM generate_series(1, 40) AS i) AS x GROUP BY 1, 2;
		CREATE INDEX cohort_state ON cohort (state);
		ALTER TABLE cohort ADD class text GENERATED ALWAYS AS ((cancer_pe.secondary_of(state)).class) STORED;
		CREATE TABLE planned AS SELECT cancer_pe.metric_plan('ours') AS plan;
		CREATE VIEW link AS SELECT i, (l).* FROM (SELECT i, cancer_pe.link_tumour((i / 3)::text, 'C50', '2020-06-30', i::text, CASE i % 3 WHEN 0 THEN 'C504' ELSE 'D05' END, date '2020-06-30' - i) OVER () AS l FROM generate_series(1, 20) AS i) AS x;
		INSERT INTO cancer_pe.pledge_service (service, title) SELECT s, 'Service ' || s FROM unnest('{A,B,C}'::text[]) AS s;
		INSERT INTO cancer_pe.pledge_wave (service, wave, opened) SELECT service, w, d FROM cancer_pe.pledge_service, (VALUES ('before', '2023-01-01'::date), ('after', '2024-01-01')) AS v(w, d);
		INSERT INTO cancer_pe.pledge_result (service, wave, standard_set, version, standard, result) SELECT service, wave, 'secondary_breast', '2', 1, cancer_pe.make_tally(30 + ascii(service) % 7, 20) FROM cancer_pe.pledge_wave;
		INSERT INTO cancer_pe.pledge_action (service, action, goal, owner, standard_set, version, standard, agreed, due, status) VALUES ('A', 'a1', 'g', 'o', 'secondary_breast', '2', 1, '2023-06-01', '2024-01-01', 'agreed');
		UPDATE cancer_pe.pledge_action SET status = 'under_way';
		CREATE VIEW pledge AS SELECT * FROM cancer_pe.pledge_comparison('before', 'after', 'survey_lt10', '{"numerator": false}', as_of => '2024-06-01');
	}, [
		'TABLE cohort ORDER BY g', 'SELECT cancer_pe.rollup(known), cancer_pe.rollup(cover), cancer_pe.rollup(items), cancer_pe.rollup(offers), cancer_pe.rollup(rate) FROM cohort',
		'SELECT g, s.* FROM cohort, cancer_pe.secondary_of(state) AS s ORDER BY g', 'TABLE planned', 'TABLE link ORDER BY i', 'TABLE pledge ORDER BY service, standard',
		'SELECT table_name, operation, was FROM cancer_pe.pledge_history ORDER BY entry', q{SELECT * FROM cancer_pe.code_meaning('ours', '1', '2026-01-01')},
	] ],
	[ '0.8.0', q{
		INSERT INTO cancer_pe.programme (programme, title, definition, source, certainty) SELECT 'ours', 'Ours', definition, 'us', 'inferred' FROM cancer_pe.programme WHERE programme = 'template';
		CREATE TABLE counted_people AS SELECT g, k, 2 * g + k AS n FROM generate_series(1, 4) AS g, generate_series(1, 5) AS k;
		SELECT cancer_pe.publish('first', '{"title": "First", "schema": "public", "population": {"base": "people"}, "rule": "cancer_lt5", "published": "2026-11-28", "dimensions": {"g": {}, "k": {}},
			"tables": [{"name": "published_people", "title": "People", "query": "SELECT g::text, k::text, sum(n)::bigint AS n FROM public.counted_people GROUP BY CUBE (g, k)", "dimensions": ["g", "k"], "count": "n"}]}');
		CREATE VIEW published_page AS SELECT cancer_pe.report_html('public', 'first') AS page, cancer_pe.release_json('public', 'first') AS feed, cancer_pe.csvw('public', 'first') AS about;
		CREATE VIEW seen AS SELECT cancer_pe.suppression_map_svg(g, 1, k, 1, n_status, '{}') AS map, cancer_pe.answers_svg(g, 1, k, 1, 'positive', n, '{}') AS bars, cancer_pe.profile_svg(g || k, 1, n, NULL, NULL, NULL, 'better', '{}') AS scales,
			cancer_pe.vega_lite('suppression_map', jsonb_agg(jsonb_build_object('row_label', g, 'column_label', k, 'status', n_status))) AS drawn FROM published_people;
	}, [
		'SELECT programme, definition FROM cancer_pe.programme WHERE NOT builtin', 'TABLE published_people ORDER BY g, k', 'TABLE published_page', 'TABLE seen', q{SELECT * FROM cancer_pe.verify_release('first')},
		'SELECT release, version, part, dims, value, status FROM cancer_pe.release_cell ORDER BY dims',
	] ],
);

sub ask
{
	my ($database, $sql) = @_;

	return $node->safe_psql($database, $sql, extra_params => [ '-U', 'installer' ]);
}

# A database with the extension of that version, installed by one who is no superuser.
sub install
{
	my ($database, $version) = @_;

	$node->safe_psql('postgres', "CREATE DATABASE $database");
	$node->safe_psql($database, "GRANT CREATE ON DATABASE $database TO installer; GRANT CREATE ON SCHEMA public TO installer");
	ask($database, "CREATE EXTENSION cancer_pe VERSION '$version'; $grants");
}

# ---- the comparison itself ----

install('fresh_' . tr/./_/r, $_) foreach @versions;
my %fresh = map { $_ => snapshot_of('fresh_' . tr/./_/r) } @versions;
pass("version $_ installs, " . @{ $fresh{$_} } . ' facts') foreach @versions;
cmp_ok(scalar @{ $fresh{$versions[0]} }, '>', 500, 'the catalogue has much to say');
install('second', $default);
same_catalogue(snapshot_of('second'), $fresh{$default}, "two fresh installs of $default are alike");

# It sees a difference in each of these.  ALTER EXTENSION is for what a script has made or forgotten.
my %difference = (
	'volatility' => 'ALTER FUNCTION cancer_pe.rate(cancer_pe.tally) STABLE',
	'parallel safety' => 'ALTER FUNCTION cancer_pe.rate(cancer_pe.tally) PARALLEL RESTRICTED',
	'strictness' => 'ALTER FUNCTION cancer_pe.rate(cancer_pe.tally) CALLED ON NULL INPUT',
	'cost' => 'ALTER FUNCTION cancer_pe.rate(cancer_pe.tally) COST 7',
	'rows' => 'ALTER FUNCTION cancer_pe.funnel_curve ROWS 7',
	'a setting' => 'ALTER FUNCTION cancer_pe.rate(cancer_pe.tally) SET work_mem = 64',
	'security' => 'ALTER FUNCTION cancer_pe.rate(cancer_pe.tally) SECURITY DEFINER',
	'the symbol' => q{UPDATE pg_proc SET prosrc = 'cpe_tally_n' WHERE oid = 'cancer_pe.rate(cancer_pe.tally)'::regprocedure},
	'the library' => q{UPDATE pg_proc SET probin = 'else' WHERE oid = 'cancer_pe.rate(cancer_pe.tally)'::regprocedure},
	'a default' => q{DO $$ BEGIN EXECUTE replace(pg_get_functiondef('cancer_pe.percent'::regproc), '''once''', '''twice'''); END $$},
	'a name of an argument' => q{UPDATE pg_proc SET proargnames = NULL WHERE proname = 'make_tally'},
	'an aggregate' => q{UPDATE pg_aggregate SET aggcombinefn = 0 WHERE aggfnoid = 'cancer_pe.rollup(cancer_pe.tally)'::regprocedure},
	'an operator' => 'ALTER OPERATOR cancer_pe.< (cancer_pe.tally, cancer_pe.tally) SET (RESTRICT = NONE)',
	'an operator class' => q{DELETE FROM pg_amproc WHERE amprocnum = 2 AND amproc = 'cancer_pe.tally_hash_extended'::regproc},
	'a type' => 'ALTER TYPE cancer_pe.tally SET (STORAGE = main)',
	'a column' => 'ALTER TABLE cancer_pe.preset ADD COLUMN more text',
	'the order of columns' => 'ALTER TABLE cancer_pe.preset RENAME COLUMN kind TO x; ALTER TABLE cancer_pe.preset RENAME COLUMN name TO kind; ALTER TABLE cancer_pe.preset RENAME COLUMN x TO name',
	"a column's default" => 'ALTER TABLE cancer_pe.preset ALTER COLUMN builtin DROP DEFAULT',
	"a column's NOT NULL" => 'ALTER TABLE cancer_pe.preset ALTER COLUMN options DROP NOT NULL',
	'a constraint' => 'ALTER TABLE cancer_pe.preset ADD CHECK (true)',
	'an index' => 'CREATE INDEX ON cancer_pe.preset (source)',
	'a trigger' => 'ALTER TABLE cancer_pe.preset DISABLE TRIGGER USER',
	'rights' => 'GRANT TRUNCATE ON cancer_pe.preset TO keeper',
	'rights on a function' => 'REVOKE EXECUTE ON FUNCTION cancer_pe.rate(cancer_pe.tally) FROM PUBLIC',
	'initial rights' => q{DELETE FROM pg_init_privs WHERE objoid = 'cancer_pe.preset'::regclass},
	'a comment' => q{COMMENT ON FUNCTION cancer_pe.rate(cancer_pe.tally) IS 'else'},
	'a comment on a column' => 'COMMENT ON COLUMN cancer_pe.preset.kind IS NULL',
	'a comment on an operator' => q{COMMENT ON OPERATOR cancer_pe.< (cancer_pe.tally, cancer_pe.tally) IS 'else'},
	'a member too few' => 'ALTER EXTENSION cancer_pe DROP FUNCTION cancer_pe.rate(cancer_pe.tally)',
	'a member too many' => 'CREATE VIEW cancer_pe.more AS SELECT 1; ALTER EXTENSION cancer_pe ADD VIEW cancer_pe.more',
	'a shipped row' => q{SET LOCAL session_replication_role = replica;
		UPDATE cancer_pe.preset SET source = 'else' WHERE name = 'ncpes2018' AND kind = 'suppress'},
	'a shipped row too few' => q{SET LOCAL session_replication_role = replica;
		DELETE FROM cancer_pe.preset WHERE name = 'ncpes2018' AND kind = 'suppress'},
	'what is dumped' => q{UPDATE pg_extension SET extconfig = NULL, extcondition = NULL WHERE extname = 'cancer_pe'},
	'what of it is dumped' => q{UPDATE pg_extension SET extcondition = array_fill(''::text, array[cardinality(extconfig)]) WHERE extname = 'cancer_pe'},
);
my @unseen = grep { note $_; !differences($fresh{$default}, snapshot_of('second', $difference{$_})) } sort keys %difference;
is_deeply(\@unseen, [], 'the comparison sees each of ' . keys(%difference) . ' kinds of difference');
same_catalogue(snapshot_of('second'), $fresh{$default}, 'and none once they are undone');

# ---- each version, used, and updated to each later one ----

foreach my $from (@versions)
{
	my @used = grep { my ($since) = @$_; (sort by_number $since, $from)[0] eq $since } @uses;
	my @questions = map { @{ $_->[2] } } @used;

	foreach my $to (grep { $_ eq $from || (sort by_number $_, $from)[0] eq $from } @versions)
	{
		my $database = "from_${from}_to_$to" =~ tr/./_/r;
		my ($pair, %answer) = ("$from to $to");

		install($database, $from);
		ask($database, $_->[1]) foreach @used;
		%answer = map { $_ => ask($database, $_) } @questions;
		is(scalar(grep { $_ eq '' } values %answer), 1, "$pair: all but one of " . @questions . ' questions have an answer before');
		if ($to ne $from)
		{
			my ($status, $out, $err) = $node->psql($database, "ALTER EXTENSION cancer_pe UPDATE TO '$to'", extra_params => [ '-U', 'installer' ]);
			is($status, 0, "$pair: the update") or diag $err;
			next if $status != 0;
		}
		is(ask($database, "SELECT extversion FROM pg_extension WHERE extname = 'cancer_pe'"), $to, "$pair: the version");
		is_deeply({ map { $_ => ask($database, $_) } @questions }, \%answer, "$pair: the same answers after");
		is(ask($database, 'REFRESH MATERIALIZED VIEW judged; REINDEX TABLE summary; TABLE judged ORDER BY trust'),
			$answer{'TABLE judged ORDER BY trust'}, "$pair: materialized view and indexes made again");
		same_catalogue(snapshot_of($database), $fresh{$to}, "$pair: the catalogue of a fresh install");
		# The user's rows can be changed as before, and the extension goes without a trace.
		is(ask($database, q{DELETE FROM cancer_pe.preset WHERE name = 'ours' RETURNING name;
			DROP EXTENSION cancer_pe CASCADE; SELECT count(*) FROM pg_depend
				WHERE refobjid = 'cancer_pe'::regnamespace}),
			"ours\n0", "$pair: users' rows can be removed, and the extension");
	}
}

# A way from each released version to the latest, or its users are stuck.
is($node->safe_psql('postgres', qq{SELECT string_agg(source, ' ') FROM pg_extension_update_paths('cancer_pe')
	WHERE target = '$default' AND path IS NULL AND source <> '$default'}), '', "all versions can be updated to $default");

$node->stop;
done_testing();
