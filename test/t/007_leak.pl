# A reader who is given a release learns nothing but the release: every byte that PostgreSQL hands to the
# role is collected, by all that a role without privileges can ask, and searched for every number that is
# hidden in the release and for all that is made of them.  The roles are those of docs/dba.md, whose GRANTs are
# run as they stand there.  That the search finds such numbers where they can be had is tested as well.
use strict;
use warnings FATAL => 'all';

use Cwd 'abs_path';
use File::Basename;
use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $top = abs_path(dirname(__FILE__) . '/../..');
my $folder = PostgreSQL::Test::Utils::tempdir;
my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', "fsync = off\njit = off\nautovacuum = off\ntrack_activities = on\n");
$node->start;

# Runs SQL as a role; returns what it prints, and dies where it fails.
sub as
{
	my ($role, $database, $sql) = @_;

	return $node->safe_psql($database, $sql, extra_params => [ '-U', $role ]);
}

my $superuser = $node->safe_psql('postgres', 'SELECT current_user');

# ---- the guide ----

my $guide = slurp_file("$top/docs/dba.md");
my @blocks;
while ($guide =~ /```sql\n-- by (a superuser|\w+), in the database (\w+)\n(.*?)```/gs)
{
	push @blocks, { role => $1 eq 'a superuser' ? $superuser : $1, database => $2, sql => $3 };
}
my ($copying) = $guide =~ /```sh\n# by publisher\n(.*?)```/s;
cmp_ok(scalar @blocks, '>=', 3, 'the guide has its GRANTs');
ok($copying, 'and how a release is copied');
as(@$_{qw(role database sql)}) foreach @blocks;

# Who may do what, as the guide's table has it.
my $may = $node->safe_psql('microdata', q{
	SELECT string_agg(role || ':' || concat_ws('', CASE WHEN has_database_privilege(role, 'microdata', 'CONNECT') THEN ' microdata' END,
		CASE WHEN has_database_privilege(role, 'figures', 'CONNECT') THEN ' figures' END, CASE WHEN has_database_privilege(role, 'microdata', 'TEMPORARY') THEN ' temporary' END,
		CASE WHEN has_schema_privilege(role, 'cpes', 'USAGE') THEN ' answers' END, CASE WHEN has_schema_privilege(role, 'cancer_pe', 'USAGE') THEN ' functions' END,
		CASE WHEN has_schema_privilege(role, 'cancer_pe', 'CREATE') OR has_schema_privilege(role, 'cpes', 'CREATE') THEN ' create' END, CASE WHEN has_schema_privilege(role, 'cpes_2018', 'CREATE') THEN ' releases' END,
		CASE WHEN has_table_privilege(role, t, 'SELECT') THEN ' ledger' END, CASE WHEN has_table_privilege(role, t, 'INSERT') THEN ' publish' END,
		CASE WHEN has_table_privilege(role, t, 'UPDATE, DELETE, TRUNCATE, TRIGGER') THEN ' change' END), E'\n' ORDER BY t, role)
	FROM unnest('{analyst,publisher,reader}'::name[]) AS role, (SELECT format('cancer_pe.%I', relname) FROM pg_class WHERE relnamespace = 'cancer_pe'::regnamespace AND relname ~ '^release' AND relkind = 'r') AS r(t)});
is($may, join("\n", ('analyst: microdata temporary answers functions', 'publisher: microdata figures temporary answers functions releases ledger publish', 'reader: figures') x 5),
	'roles may do what the guide says, and no more');

# ---- people, of whom the release is to tell some numbers ----

# Counts by trust, tumour group and question that are nothing else in a database: above the identifiers of what
# PostgreSQL itself has and below those of what users make.  What is hidden is less than 7,500.
my $people = <<'PEOPLE';
('R1', 'Brain', 15131, 7219), ('R1', 'Breast', 15773, 7877), ('R1', 'Lung', 16033, 8011),
('R2', 'Brain', 15889, 7919), ('R2', 'Breast', 15217, 7351), ('R2', 'Lung', 16127, 8069),
('R3', 'Brain', 16231, 8117), ('R3', 'Breast', 15991, 8009), ('R3', 'Lung', 16339, 8167)
PEOPLE
as('installer', 'microdata', qq{
	CREATE TABLE cpes.respondent AS
	SELECT 'patient-' || trust || tumour || i AS respondent, trust, tumour, i <= positive AS q1,
		CASE WHEN i % 61 > 0 THEN i <= positive - 137 END AS q2, 'planted-comment-' || i AS comment
	FROM (VALUES $people) AS v(trust, tumour, n, positive), generate_series(1, n) AS i;
	COMMENT ON TABLE cpes.respondent IS 'Answers of people';
	CREATE INDEX respondent_r1 ON cpes.respondent (respondent) WHERE trust = 'R1' AND tumour = 'Brain';
});

my $definition = <<'DEFINITION';
{"title": "Two questions by trust and tumour group", "schema": "cpes_2018",
 "population": {"base": "CPES", "filter": "all respondents", "period": "[2018-04-01,2018-07-01)"},
 "rule": "survey_lt10", "options": {"threshold": 7500},
 "dimensions": {"trust": {"title": "Trust", "role": "geography", "total": "All"},
	"tumour": {"title": "Tumour group", "total": "All"}},
 "tables": [{"name": "trust_tumour", "title": "Scores by trust and tumour group", "dimensions": ["trust", "tumour"], "separate": ["question"],
	"query": "SELECT question, trust, tumour, count(*)::int AS n, (count(*) FILTER (WHERE answer))::int AS positive, 100 * cancer_pe.rate(cancer_pe.tally(answer)) AS rate, 100 * (cancer_pe.rate_ci(cancer_pe.tally(answer))).low AS low, 100 * (cancer_pe.rate_ci(cancer_pe.tally(answer))).high AS high FROM cpes.respondent, LATERAL (VALUES ('Q1', q1), ('Q2', q2)) AS v(question, answer) WHERE answer IS NOT NULL AND respondent <> 'planted-literal' GROUP BY question, CUBE (trust, tumour)",
	"count": "n", "numerator": "positive", "values": [{"column": "rate", "unit": "percent", "decimals": 6, "with": {"low": "low", "high": "high"}}]}],
 "notes": ["These people do not exist."], "readers": ["reader"], "published": "2026-11-28"}
DEFINITION

# The reader waits for messages while the release is made in the session of its publisher.
sub write_file
{
	my ($name, $text) = @_;

	open my $file, '>', "$folder/$name" or die "$folder/$name: $!";
	print $file $text;
	close $file;
	return "$folder/$name";
}

# A script as a role: what it prints and what it is told, whether or not its commands fail.
sub told
{
	my ($role, $database, $script) = @_;
	my $file = write_file('script.sql', $script);

	IPC::Run::run([ 'psql', '-X', '-A', '-t', '-q', '-U', $role, '-d', $node->connstr($database), '-f', $file ],
		'>', "$folder/told", '2>&1', IPC::Run::timeout(300));
	return slurp_file("$folder/told");
}

my $publish = write_file('publish.sql', "SELECT * FROM cancer_pe.publish('cpes_2018', \$definition\$$definition\$definition\$);\n");
my $connection = $node->connstr('microdata');
as($superuser, 'postgres', 'GRANT CONNECT ON DATABASE microdata TO reader');
my $heard = told('reader', 'microdata', join('', map { "LISTEN \"$_\";\n" } qw(cpes_2018 trust_tumour release publish cancer_pe cpes))
	. "\\! psql -X -q -v ON_ERROR_STOP=1 -U publisher -d '$connection' -f '$publish' >'$folder/published' 2>&1 || echo failed\nSELECT 1;\nSELECT 2;\n");
is($heard, "1\n2\n", 'the release is published, and nobody who listens hears of it') or diag slurp_file("$folder/published");
unlike(slurp_file("$folder/published"), qr/planted|15131|7219/, 'what publish() returns could be shown to anybody');

# Copied into the other database as the guide has it.
my $copied = IPC::Run::run([ 'sh', '-c', $copying ], '>', \my $copy_output, '2>&1',
	init => sub { @ENV{qw(PGHOST PGPORT PGUSER)} = ($node->host, $node->port, 'publisher') });
ok($copied, 'the release is copied into the other database') or diag $copy_output;

# ---- what must not be found ----

# The counts of all cells, and which of them are shown: what the publisher knows.
my @cells = map { [ split /\|/ ] } split /\n/, as('publisher', 'microdata', q{
	SELECT c.question, c.trust, c.tumour, c.n, c.positive, p.n IS NULL
	FROM (SELECT question, coalesce(trust, 'All') AS trust, coalesce(tumour, 'All') AS tumour, count(*) AS n, count(*) FILTER (WHERE answer) AS positive
		FROM cpes.respondent, LATERAL (VALUES ('Q1', q1), ('Q2', q2)) AS v(question, answer) WHERE answer IS NOT NULL
		GROUP BY question, CUBE (trust, tumour)) AS c
	JOIN cpes_2018.trust_tumour AS p USING (question, trust, tumour) ORDER BY 1, 2, 3});
my @hidden = grep { $$_[5] eq 't' } @cells;
my @shown = grep { $$_[5] eq 'f' } @cells;
is(scalar @cells, 32, 'the release has all cells');
cmp_ok(scalar @hidden, '>=', 8, 'some of which are hidden');
cmp_ok(scalar @shown, '>=', 10, 'and others shown');

# The figures made of the numbers of a cell, as text that nothing else has: whole counts, and the first nine characters of
# percentages, proportions, their complements, and the limits of intervals.
sub figures
{
	my (@of) = @_;
	my $values = join ', ', map { "($$_[3], $$_[4])" } @of;

	return split /\n/, as($superuser, 'microdata', qq{SELECT DISTINCT x FROM (VALUES $values) AS v(n, positive), cancer_pe.make_tally(n, positive) AS t, cancer_pe.rate_ci(t) AS ci,
		unnest(ARRAY[cancer_pe.rate(t), low, high, 1 - cancer_pe.rate(t), 1 - low, 1 - high]) AS p,
		unnest(ARRAY[n::text, positive::text, (n - positive)::text, left(p::text, 9), left((100 * p)::text, 9)]) AS x WHERE x !~ '[.]' OR length(x) = 9});
}
my %secret = map { $_ => 1 } figures(@hidden);
# What is shown has the same kinds of figures: what is both is not hidden.
delete $secret{$_} foreach figures(@shown);
cmp_ok(scalar keys %secret, '>', 100, 'there is much to look for');
cmp_ok(scalar(grep { $secret{ $$_[3] } && $secret{ $$_[4] } } @hidden), '==', scalar @hidden, 'the numbers of each hidden cell among it');

# The places of a text that hold any of it, or words of the microdata: the label before, and what it gave away.
sub found
{
	my ($text) = @_;
	my ($label, %place) = ('');

	while ($text =~ /^== ([^\s|]+)|(?<![0-9.])([0-9]+(?:\.[0-9]+)?)|(planted-[a-z]+|patient-R[0-9])/mg)
	{
		my ($begun, $number, $word) = ($1, $2, $3);

		if (defined $begun) { $label = $begun }
		elsif (defined $word) { $place{"$label: $word"} = 1 }
		else
		{
			$number =~ s/\.0+$//; # PostgreSQL 18 says rows=6.00
			$place{"$label: $number"} = 1 if $secret{ substr($number, 0, 9) } && (length $number < 9 || $number =~ /\./);
		}
	}
	return sort keys %place;
}

# ---- what a reader can ask ----

# Everything that the role may read: each relation with its hidden columns, each catalogue, view of statistics and
# view of the standard; the names of processes, which are any numbers, left out.
my $relations = <<'SQL';
SELECT format($$SELECT '== %1$s.%2$s', %3$s FROM %1$I.%2$I AS r$$, nspname, relname,
	concat_ws(', ', string_agg('r.' || quote_ident(attname), ', ' ORDER BY attnum),
		CASE WHEN relkind IN ('r', 'm', 'p', 't') THEN 'r.ctid, r.xmin, r.xmax, r.cmin, r.cmax, r.tableoid' END))
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace JOIN pg_attribute AS a ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
WHERE relkind IN ('r', 'v', 'm', 'p', 't', 'f', 'S') AND attname !~ 'pid$|^virtualtransaction$'
GROUP BY nspname, relname, relkind ORDER BY nspname, relname
\gexec
SQL

# Every function of PostgreSQL that takes one object or one text, of every relation that is not its own, and of files
# and words; and every function that takes nothing.  Left out are those that wait, and that make or end something.
my $functions = <<'SQL';
WITH function AS (
	SELECT p.oid, proname, pronargs, proargtypes[0] AS argument FROM pg_proc AS p
	WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND pronargs < 2 AND NOT proretset
		AND prorettype NOT IN (SELECT oid FROM pg_type WHERE typname IN ('trigger', 'event_trigger', 'internal', 'language_handler', 'fdw_handler', 'index_am_handler', 'table_am_handler', 'tsm_handler'))
		AND proname !~ 'pid|sleep|advisory|lo_|nextval|setval|random|xact_id|snapshot|recv$|_in$|activity|clock|now$|time|uuid'
	UNION ALL
	SELECT p.oid, proname, pronargs, proargtypes[0] FROM pg_proc AS p
	WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND pronargs < 2 AND proretset AND proname !~ 'pid|activity|lock_status|time|notif|_keywords|sleep'
), target AS (
	SELECT format('%s::oid', c.oid) AS value, ARRAY['oid', 'regclass'] AS types FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
	WHERE nspname !~ '^pg_catalog|^information_schema' AND (nspname <> 'cancer_pe' OR relname ~ '^release') AND (nspname <> 'pg_toast' OR c.oid >= 16384)
	UNION ALL SELECT quote_literal(t), ARRAY['text', 'name'] FROM unnest('{cpes.respondent,cpes_2018.trust_tumour,cancer_pe.release_cell,base,log,SELECT * FROM cpes.respondent}'::text[]) AS t
	UNION ALL SELECT d.oid || '::oid', ARRAY['oid'] FROM pg_database AS d
	UNION ALL SELECT '', NULL
)
SELECT format('SELECT %L, pg_catalog.%I(%s)', '== ' || proname || '()', proname, value || CASE WHEN argument = 'regclass'::regtype THEN '::regclass' ELSE '' END)
FROM function JOIN target ON pronargs = 0 AND types IS NULL OR pronargs = 1 AND argument::regtype::text = ANY (types)
ORDER BY proname, value
\gexec
SQL

# Every function of the extension, with arguments that point at what is hidden.
my $extension = <<'SQL';
WITH argument AS (
	SELECT p.oid, proname, prokind, string_agg(CASE format_type(t, NULL) WHEN 'text' THEN quote_literal(fill) WHEN 'jsonb' THEN quote_literal('{}') WHEN 'regclass' THEN quote_literal('cpes.respondent')
			WHEN 'text[]' THEN quote_literal('{' || fill || '}') ELSE 'NULL' END || '::' || format_type(t, NULL), ', ' ORDER BY i) AS given, fill
	FROM pg_proc AS p CROSS JOIN unnest('{cpes_2018,trust_tumour,cpes.respondent,Q1}'::text[]) AS fill LEFT JOIN unnest(proargtypes) WITH ORDINALITY AS a(t, i) ON true
	WHERE pronamespace = 'cancer_pe'::regnamespace AND proname !~ '^(self_test|sample_responses)$'
		AND NOT EXISTS (SELECT FROM unnest(proargtypes) AS u(t) WHERE t IN ('internal'::regtype, 'cstring'::regtype)) AND prorettype <> 'trigger'::regtype
	GROUP BY p.oid, proname, prokind, fill
)
SELECT format('SELECT %L, cancer_pe.%I(%s)%s', '== ' || proname || '()', proname, given, CASE WHEN prokind = 'w' THEN ' OVER ()' ELSE '' END)
FROM argument ORDER BY proname, given
\gexec
SQL

# What one might try by hand: its SQL, and the SQLSTATE that it has to meet (00000 for what is allowed, and tells nothing).
my @attempts = (
	[ 'SELECT * FROM cpes.respondent', 42501 ],
	[ 'SELECT count(*) FROM cpes.respondent', 42501 ],
	[ 'EXPLAIN SELECT * FROM cpes.respondent', 42501 ],
	[ 'EXPLAIN (ANALYZE, BUFFERS, VERBOSE, SETTINGS, WAL) SELECT * FROM cpes_2018.trust_tumour', '00000' ],
	[ 'EXPLAIN (ANALYZE, BUFFERS, VERBOSE) SELECT trust, sum(n) FROM cpes_2018.trust_tumour GROUP BY CUBE (trust, tumour)', '00000' ],
	[ 'COPY cpes_2018.trust_tumour TO STDOUT WITH (FORMAT csv, HEADER)', '00000' ],
	[ 'COPY (SELECT t, t.ctid, t.xmin, t.xmax, t.tableoid FROM cpes_2018.trust_tumour AS t) TO STDOUT', '00000' ],
	[ 'COPY cpes.respondent TO STDOUT', 42501 ],
	[ q{COPY cpes_2018.trust_tumour TO '/tmp/trust_tumour'}, 42501 ],
	[ q{COPY cpes_2018.trust_tumour TO PROGRAM 'cat'}, 42501 ],
	[ 'SELECT * FROM pg_statistic', 42501 ],
	[ q{SELECT n_display::int FROM cpes_2018.trust_tumour WHERE n IS NULL}, '22P02' ],
	[ q{SELECT 1 / n FROM cpes_2018.trust_tumour WHERE n IS NULL}, '00000' ],
	[ q{SELECT t::text, row_to_json(t), to_jsonb(t), hashtext(t::text), record_send(t) FROM cpes_2018.trust_tumour AS t}, '00000' ],
	[ q{SELECT pg_column_size(n), pg_column_size(t) FROM cpes_2018.trust_tumour AS t}, '00000' ],
	[ q{INSERT INTO cpes_2018.trust_tumour (trust, tumour, question) VALUES ('R1', 'Brain', 'Q1')}, 42501 ],
	[ q{UPDATE cpes_2018.trust_tumour SET n = n RETURNING *}, 42501 ],
	[ 'DELETE FROM cpes_2018.trust_tumour RETURNING *', 42501 ],
	[ 'TRUNCATE cpes_2018.trust_tumour', 42501 ],
	[ 'SELECT * FROM cpes_2018.trust_tumour FOR UPDATE', 42501 ],
	[ 'DO $$ BEGIN LOCK TABLE cpes_2018.trust_tumour IN EXCLUSIVE MODE; END $$', 42501 ],
	[ 'ALTER TABLE cpes_2018.trust_tumour ADD CHECK (n > 15000)', 42501 ],
	[ 'CREATE INDEX ON cpes_2018.trust_tumour (n)', 42501 ],
	[ 'CREATE STATISTICS cpes_2018.s ON trust, tumour FROM cpes_2018.trust_tumour', 42501 ],
	[ 'ANALYZE cpes_2018.trust_tumour; SELECT * FROM pg_stats WHERE schemaname IN (\'cpes\', \'cpes_2018\', \'cancer_pe\')', '00000' ],
	[ 'CREATE RULE r AS ON SELECT TO cpes_2018.trust_tumour DO ALSO SELECT 1', 42501 ],
	[ 'CREATE TRIGGER t BEFORE INSERT ON cpes_2018.trust_tumour FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()', 42501 ],
	[ 'CREATE VIEW cpes_2018.v AS SELECT 1', 42501 ],
	[ 'CREATE SCHEMA mine', 42501 ],
	[ 'CREATE EXTENSION pageinspect', '42501|58P01|0A000' ],
	[ 'PREPARE p (text) AS SELECT * FROM cpes_2018.trust_tumour WHERE trust = $1; EXPLAIN ANALYZE EXECUTE p(\'R1\'); EXECUTE p(\'R1\')', '00000' ],
	[ 'PREPARE q AS SELECT * FROM cpes.respondent', 42501 ],
	[ 'BEGIN; DECLARE c SCROLL CURSOR WITH HOLD FOR SELECT * FROM cpes_2018.trust_tumour; FETCH ALL FROM c; COMMIT; FETCH BACKWARD ALL FROM c', '00000' ],
	[ q{SELECT table_to_xml('cpes_2018.trust_tumour', true, false, '')}, '00000|0A000' ],
	[ q{SELECT schema_to_xml('cpes_2018', true, false, '')}, '00000|0A000' ],
	[ q{SELECT schema_to_xml('cpes', true, false, '')}, '00000|0A000|42501|3F000' ],
	[ q{SELECT database_to_xml(true, false, '')}, '00000|0A000|42501' ],
	[ q{SELECT query_to_xml('SELECT * FROM cpes.respondent', true, false, '')}, 42501 ],
	[ q{SELECT ts_stat('SELECT respondent::tsvector FROM cpes.respondent')}, 42501 ],
	[ q{DO $$ BEGIN PERFORM count(*) FROM cpes.respondent; END $$}, 42501 ],
	[ q{SELECT 'cpes.respondent'::regclass, 'cancer_pe.release_cell'::regclass}, 42501 ],
	[ q{SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class AS c ON c.oid = indrelid WHERE relname LIKE 'release%'}, '00000' ],
	[ q{SELECT pg_read_file('postgresql.conf')}, 42501 ],
	[ q{SELECT pg_ls_dir('.'), pg_ls_logdir()}, 42501 ],
	[ q{SELECT pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class AS c WHERE relname = 'trust_tumour'}, 42501 ],
	[ q{SELECT lo_import('PG_VERSION')}, 42501 ],
	[ 'SELECT * FROM pg_largeobject', 42501 ],
	[ 'SELECT oid, lo_get(oid) FROM pg_largeobject_metadata', '00000' ],
	[ 'SELECT pg_logical_slot_get_changes(\'s\', NULL, NULL)', '42501|42704|55000' ],
	[ q{SELECT pg_create_logical_replication_slot('s', 'test_decoding')}, '42501|55000' ],
	[ 'SET ROLE publisher', 42501 ],
	[ 'SET SESSION AUTHORIZATION publisher', 42501 ],
	[ q{ALTER ROLE reader SUPERUSER}, 42501 ],
	[ q{SET log_statement = 'all'}, 42501 ],
	[ q{SET debug_print_plan = on; SELECT * FROM cpes_2018.trust_tumour; RESET debug_print_plan}, '00000' ],
	[ 'SET enable_seqscan = off; EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM cpes_2018.trust_tumour WHERE n > 15130 AND n < 15132; RESET enable_seqscan', '00000' ],
	[ q{SELECT pg_stat_get_live_tuples(c.oid), pg_stat_get_tuples_inserted(c.oid), pg_relation_size(c.oid) FROM pg_class AS c WHERE relname = 'trust_tumour'}, '00000' ],
	[ 'SELECT datname, usename, application_name, query, state FROM pg_stat_activity', '00000' ],
	[ 'SELECT locktype, relation::regclass, mode, objid FROM pg_locks', '00000' ],
	[ 'SELECT * FROM pg_stat_progress_create_index, pg_stat_progress_copy, pg_cursors, pg_prepared_statements, pg_prepared_xacts', '00000' ],
);

# By which a reader with rights on the schema of the extension, and on temporary tables, would try it.
my @attempts_by_extension = (
	[ 'SELECT * FROM cancer_pe.release', 42501 ],
	[ 'SELECT count(*) FROM cancer_pe.release_cell', 42501 ],
	[ 'SELECT certificate FROM cancer_pe.release_proof', 42501 ],
	[ q{SELECT * FROM cancer_pe.publish('mine', '%s')}, 42501 ],
	[ q{SELECT * FROM cancer_pe.publish('cpes_2018', '%s')}, 42501 ],
	[ q{SELECT * FROM cancer_pe.verify_release('cpes_2018')}, 42501 ],
	[ q{SELECT cancer_pe.audit(n, n_status, ARRAY[nullif(trust, 'All'), nullif(tumour, 'All')]) OVER (PARTITION BY question) FROM cpes_2018.trust_tumour}, '00000' ],
	[ q{SELECT cancer_pe.tally(q1) FROM cpes.respondent}, 42501 ],
	[ 'CREATE TEMP TABLE probe (respondent text REFERENCES cpes.respondent)', 42501 ],
	[ 'CREATE TEMP TABLE probe (trust text, tumour text, question text, FOREIGN KEY (trust, tumour, question) REFERENCES cpes_2018.trust_tumour)', '42501|42P16' ],
	[ 'CREATE TEMP TABLE likeness (LIKE cpes_2018.trust_tumour INCLUDING ALL); SELECT * FROM likeness', '00000' ],
	[ q{CREATE FUNCTION pg_temp.peek(text) RETURNS bool LANGUAGE plpgsql COST 0.0001 AS $$BEGIN RAISE NOTICE 'peek %', $1; RETURN true; END$$}, '00000' ],
	[ 'SELECT * FROM cpes_2018.trust_tumour AS t WHERE pg_temp.peek(t::text) AND n IS NULL', '00000' ],
	[ q{CREATE FUNCTION pg_temp.owner() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM cpes.respondent'}, 42501 ],
);

# What the planner and the executor tell of each relation that can be read, whole and cell by cell.
my $plans = <<'SQL';
SELECT format('EXPLAIN (ANALYZE, VERBOSE, BUFFERS) SELECT * FROM %s', attrelid::regclass)
FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid WHERE attname = 'tumour' AND has_schema_privilege(relnamespace, 'USAGE') AND has_table_privilege(attrelid, 'SELECT')
\gexec
SELECT format('EXPLAIN (ANALYZE, VERBOSE, BUFFERS) SELECT * FROM %s WHERE trust = %L AND tumour = %L', attrelid::regclass, trust, tumour)
FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid, unnest('{R1,R2,R3}'::text[]) AS trust, unnest('{Brain,Breast,Lung}'::text[]) AS tumour
WHERE attname = 'tumour' AND has_schema_privilege(relnamespace, 'USAGE') AND has_table_privilege(attrelid, 'SELECT')
\gexec
SQL

# All of that as a role, in one session in which an error ends nothing: what it is told.
my $one_line = $definition =~ s/\n/ /gr =~ s/'/''/gr =~ s/planted/supplied/gr;
sub everything
{
	my ($role, $database, @by_hand) = @_;
	my $script = "\\set VERBOSITY verbose\n\\set SHOW_CONTEXT always\nSET client_min_messages = debug1;\nSET statement_timeout = '20s';\nSET lock_timeout = '1s';\n";

	foreach my $i (0 .. $#by_hand)
	{
		$script .= "\\echo == attempt_$i\n" . ($by_hand[$i][0] =~ s/%s/$one_line/r) . ";\n\\echo == state_$i :SQLSTATE\n";
	}
	return told($role, $database, "$script\\echo == plans\n$plans$relations$functions$extension");
}

# That each attempt ended as it has to; what is not there is as good as refused.
sub ended_so
{
	my ($where, $text, @by_hand) = @_;
	my %state = $text =~ /^== state_(\d+) (\w+)$/mg;
	my @wrong = grep { ($state{$_} // 'nothing') !~ ($by_hand[$_][1] eq '42501' ? qr/^(42501|42P01|3F000)$/ : qr/^(?:$by_hand[$_][1])$/) } 0 .. $#by_hand;

	is_deeply([ map { "$by_hand[$_][0]: " . ($state{$_} // 'nothing') . ", not $by_hand[$_][1]" } @wrong ], [], "$where: attempts by hand end as they have to");
}

# ---- the test: nothing is found ----

my $statistics = qr/^(pg_catalog\.pg_(class|stat_\w+|statio_\w+)|pg_stat_get_\w+\(\)): /;

# What is found in a text that the role was told, but for counters of the server's own work: they run on, so that what they
# happen to show is gone when they are asked again, and what is hidden would not be.
sub lasting
{
	my ($text, $role, $database) = @_;
	my @found = found($text);
	my %again = (grep { /$statistics/ } @found) ? map { $_ => 1 } found(everything($role, $database)) : ();

	return grep { !/$statistics/ || $again{$_} } @found;
}

# Where there is no release at all: that numbers are found nowhere shows that they are nothing else's.
$node->safe_psql('postgres', 'CREATE DATABASE nothing');
is_deeply([ lasting(everything('reader', 'nothing'), 'reader', 'nothing') ], [], 'a database with nothing in it has none of the numbers');

# The database of the readers, as the guide sets it up.
my $strict = everything('reader', 'figures', @attempts);
cmp_ok(length $strict, '>', 1_000_000, 'the reader is told much');
ended_so('in the database of figures', $strict, @attempts);
is_deeply([ lasting($strict, 'reader', 'figures') ], [], 'in the database of figures nothing hidden is found');
like($strict, qr/^== cpes_2018\.trust_tumour\|.*16339/m, 'and what is shown is');

# The same database as the microdata, where PostgreSQL shows everybody how many rows tables and indexes have and how many were read:
# nothing else is found there, without rights on the schema of the extension and with them.
my $same = everything('reader', 'microdata', @attempts);
ended_so('in the same database', $same, @attempts);
is_deeply([ grep { !/$statistics/ } found($same) ], [], 'in the same database nothing hidden is found but in statistics');
as($superuser, 'microdata', 'GRANT TEMPORARY ON DATABASE microdata TO reader');
as('installer', 'microdata', 'GRANT USAGE ON SCHEMA cancer_pe TO reader');
my @more = (@attempts, @attempts_by_extension);
$same = everything('reader', 'microdata', @more);
ended_so('with the functions of the extension', $same, @more);
is_deeply([ grep { !/$statistics/ } found($same) ], [], 'with the functions of the extension nothing hidden is found but in statistics');
cmp_ok(scalar(() = $same =~ /^== \w+\(\)\|/mg), '>', 500, 'whose functions answer');
like($same, qr/^== report_html\(\)\|<!DOCTYPE html>/mi, 'a page of the release among them');
like($same, qr/^== release_json\(\)\|\{/m, 'and its feed');

# While another release is being made, by a session that goes on: its locks, its tables to be, its words.
write_file('reading.sql', $relations);
my $again = $definition =~ s/"base": "CPES"/"base": "another"/r =~ s/"name": "trust_tumour"/"name": "again"/r;
my $making = told('publisher', 'microdata', "BEGIN;\nSELECT outcome FROM cancer_pe.publish('again', \$definition\$$again\$definition\$);\n"
	. "SELECT count(*) AS \"planted-literal\" FROM cpes.respondent WHERE trust = 'R1' AND tumour = 'Brain';\n"
	. "\\! psql -X -A -t -q -U reader -d '$connection' -f '$folder/reading.sql' >'$folder/meanwhile' 2>&1\nROLLBACK;\n");
is($making, "published\npublished\npublished\n15131\n", 'another release is being made');
my $meanwhile = slurp_file("$folder/meanwhile");
like($meanwhile, qr/^== pg_catalog\.pg_stat_activity\|.*\|publisher\|.*\|<insufficient privilege>/m, 'meanwhile the reader sees the session of its publisher');
is_deeply([ grep { !/$statistics/ } found($meanwhile) ], [], 'and nothing hidden but in statistics');

# ---- the test of the test: what can be had is found ----

my @given_away = grep { /: 15131$/ } found($same);
ok((grep { /^pg_catalog\.pg_class: / } @given_away), 'statistics of an index give a hidden number away: why the guide wants another database') or diag join ', ', found($same);
foreach my $barrier ('', 'WITH (security_barrier)')
{
	as('installer', 'microdata', qq{
		CREATE SCHEMA live;
		CREATE VIEW live.scores $barrier AS
		SELECT trust, tumour, CASE WHEN status IS NULL THEN n END AS n
		FROM (SELECT *, cancer_pe.suppress(n, ARRAY[trust, tumour], 'survey_lt10', '{"threshold": 7500}', positive) OVER () AS status
			FROM (SELECT trust, tumour, count(*) AS n, count(*) FILTER (WHERE q1) AS positive FROM cpes.respondent GROUP BY CUBE (trust, tumour)) AS counted) AS decided;
		CREATE VIEW live.of_cell $barrier AS
		SELECT trust, tumour, CASE WHEN count(*) FILTER (WHERE q1) >= 7500 THEN count(*) END AS n FROM cpes.respondent GROUP BY trust, tumour;
		GRANT USAGE ON SCHEMA live TO reader;
		GRANT SELECT ON ALL TABLES IN SCHEMA live TO reader});
	my @leaked = grep { /^plans: / } found(told('reader', 'microdata', "\\echo == plans\n$plans"));
	is_deeply([ grep { !/: \d+$/ } @leaked ], [], "a view $barrier");
	cmp_ok(scalar @leaked, '>=', 2, "a live view $barrier gives hidden numbers away to EXPLAIN");
	as('installer', 'microdata', 'DROP SCHEMA live CASCADE');
}
as('installer', 'microdata', 'GRANT SELECT ON cancer_pe.release_cell, cancer_pe.release TO reader');
my @ledger = found(told('reader', 'microdata', $relations));
cmp_ok(scalar(grep { /^cancer_pe\.release_cell: \d/ } @ledger), '>=', 2 * @hidden, 'the ledger, granted by mistake, gives all of them away');
ok((grep { /^cancer_pe\.release: planted/ } @ledger), 'and the text of the query');
as('installer', 'microdata', 'REVOKE SELECT ON cancer_pe.release_cell, cancer_pe.release FROM reader');

# ---- what is written where nobody may look ----

# Files of the published tables, whatever the reader may do: a hidden number was never written there.
$node->safe_psql($_, 'CHECKPOINT') foreach 'microdata';
sub bytes_of
{
	my ($database) = @_;
	my @files = split /\n/, $node->safe_psql($database, q{SELECT pg_relation_filepath(i) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace,
		LATERAL (SELECT c.oid UNION ALL SELECT reltoastrelid UNION ALL SELECT indexrelid FROM pg_index WHERE indrelid IN (c.oid, reltoastrelid)) AS f(i)
		WHERE nspname = 'cpes_2018' AND relkind = 'r' AND i <> 0});

	return join '', map { slurp_file($node->data_dir . "/$_") } @files;
}
my $bytes = bytes_of('microdata');
my $written = sub { my ($q, $t, $u, $n, $positive) = @{ $_[0] }; return index($bytes, pack('l<', $n)) >= 0 || index($bytes, pack('d<', 100 * $positive / $n)) >= 0 };
is_deeply([ map { "@$_" } grep { $written->($_) } @hidden ], [], 'no file of the published tables has a hidden number');
is_deeply([ map { "@$_" } grep { !$written->($_) } @shown ], [], 'and each has those that are shown');
my $dump;
IPC::Run::run([ 'pg_dump', '-U', 'publisher', '-n', 'cpes_2018', '-d', $node->connstr('microdata') ], '>', \$dump);
is_deeply([ found($dump) ], [], 'nor has a dump of their schema');
like($dump, qr/16339/, 'which has the numbers that are shown');

$node->stop;
done_testing();
