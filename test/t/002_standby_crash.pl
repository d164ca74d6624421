# Stored states and look-ups of presets on a hot standby, through a crash, and after a backend is
# killed in the midst of an aggregate.
use strict;
use warnings FATAL => 'all';

use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1);
# A crash has to be survived with what a server does by default, not with what tests turn off.
$primary->append_conf('postgresql.conf', "fsync = on\nrestart_after_crash = on\n");
$primary->start;
$primary->safe_psql('postgres', q{
	CREATE EXTENSION cancer_pe;
	INSERT INTO cancer_pe.preset (kind, name, options, source)
	VALUES ('suppress', 'ours', '{"threshold": 5, "comparator": "<",
		"secondary": "none", "zeros": "shown"}', 'a test');
	CREATE TABLE answer AS
	SELECT i % 11 AS trust, i % 3 > 0 AS positive, 1 + i / 7.0::float8 AS weight,
		sin(i) * 10 ^ (i % 60 - 30) AS rating
	FROM generate_series(1, 11000) AS i;
	CREATE TABLE summary AS
	SELECT trust, cancer_pe.tally(positive) AS t, cancer_pe.tally(positive, weight) AS tw,
		cancer_pe.moments(rating) AS m, cancer_pe.moments(rating, weight) AS mw
	FROM answer GROUP BY trust;
	CREATE INDEX summary_t ON summary (t);
});
$primary->backup('base');

my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;
# Rows that come by streaming, not with the backup.
$primary->safe_psql('postgres', q{
	INSERT INTO summary
	SELECT 100 + trust, cancer_pe.tally(positive), cancer_pe.tally(positive, weight),
		cancer_pe.moments(rating), cancer_pe.moments(rating, weight)
	FROM answer WHERE trust < 3 GROUP BY trust;
	UPDATE cancer_pe.preset SET options = options || '{"threshold": 7}' WHERE name = 'ours';
});
$primary->wait_for_catchup($standby);

my %query = (
	'stored states' => 'SELECT * FROM summary ORDER BY trust',
	'aggregates' => q{SELECT cancer_pe.tally(positive), cancer_pe.tally(positive, weight),
		cancer_pe.moments(rating), cancer_pe.moments(rating, weight) FROM answer},
	'rollup' => q{SELECT cancer_pe.rollup(t), cancer_pe.rollup(tw), cancer_pe.rollup(m),
		cancer_pe.rollup(mw) FROM summary},
	'index' => q{SET enable_seqscan = off; SET search_path = cancer_pe, public;
		SELECT trust FROM summary WHERE t >= make_tally(1000, 667) ORDER BY t, trust},
	'expected_range' => q{SELECT trust, (r).* FROM (SELECT trust, cancer_pe.expected_range(
			cancer_pe.rate(t), cancer_pe.n(t), NULL, 'ncpes2018') OVER () AS r FROM summary) AS x
		ORDER BY trust},
	'exact limits' => q{SELECT trust, (r).* FROM (SELECT trust, cancer_pe.expected_range(
			cancer_pe.rate(t), cancer_pe.n(t), 0.7, 'spiegelhalter') OVER () AS r FROM summary) AS x
		ORDER BY trust},
	'suppress' => q{SELECT v, cancer_pe.suppress(v, ARRAY[v::text], 'ncpes2018') OVER (),
			cancer_pe.suppress(v, ARRAY[v::text], 'ours') OVER ()
		FROM generate_series(0, 30) AS v},
	'rules' => q{SELECT cancer_pe.expected_range_rule(name) FROM cancer_pe.preset
		WHERE kind = 'expected_range' ORDER BY name},
	'picture' => q{SELECT md5(cancer_pe.funnel_svg(trust::text, cancer_pe.n(t),
			cancer_pe.rate(t), NULL, NULL, NULL, '{}')) FROM summary},
	'versions' => 'SELECT * FROM cancer_pe.cancer_pe_version()',
);
my %answer = map { $_ => $primary->safe_psql('postgres', $query{$_}) } keys %query;
like($answer{'suppress'}, qr/^6\|c\|c\n7\|c\|$/m, 'the preset of our own is in use');

# The same questions to a server: the same answers, to the last letter.
sub answers_as_before
{
	my ($node, $when) = @_;

	is($node->safe_psql('postgres', $query{$_}), $answer{$_}, "$when: $_") foreach sort keys %query;
}

is($standby->safe_psql('postgres', 'SELECT pg_is_in_recovery()'), 't', 'the standby is one');
answers_as_before($standby, 'standby');
my ($status, $stdout, $stderr) = $standby->psql('postgres',
	q{SELECT cancer_pe.suppress(1, ARRAY['a'], 'nobody') OVER ()});
like($stderr, qr/unknown preset of suppress: "nobody".*Presets: .*ncpes2018, opensafely, ours, /s,
	'standby: an unknown preset is told as on a primary');

# ---- a crash of the server ----

# Rows without a checkpoint behind them have to come back from the log.
$primary->safe_psql('postgres', q{CHECKPOINT;
	CREATE TABLE late AS SELECT * FROM summary});
$primary->stop('immediate');
$primary->start;
answers_as_before($primary, 'after a crash');
is($primary->safe_psql('postgres', 'SELECT * FROM late ORDER BY trust'),
	$answer{'stored states'}, 'after a crash: states that only the log had');
$primary->wait_for_catchup($standby);
is($standby->safe_psql('postgres', 'SELECT * FROM late ORDER BY trust'),
	$answer{'stored states'}, 'after a crash: the standby follows');
$standby->stop('immediate');
$standby->start;
answers_as_before($standby, 'standby after a crash');

# ---- a backend killed in the midst of an aggregate ----

# Until a query by that name has computed for a while.
sub wait_until_running
{
	my ($node, $name) = @_;

	$node->poll_query_until('postgres', qq{SELECT EXISTS (SELECT FROM pg_stat_activity
		WHERE application_name = '$name' AND state = 'active'
		AND query_start < clock_timestamp() - interval '200 ms')})
	  or die "$name does not run";
	return $node->safe_psql('postgres',
		"SELECT pid FROM pg_stat_activity WHERE application_name = '$name' LIMIT 1");
}

my %long = (
	tally => 'SELECT cancer_pe.tally(i % 3 = 0, 1 + i / 7.0) FROM generate_series(1, 1e9) AS i',
	moments => 'SELECT cancer_pe.moments(i) FROM generate_series(1, 1e9) AS i',
);
foreach my $name (sort keys %long)
{
	my ($out, $err) = ('', '');
	my $client = IPC::Run::start(
		[ 'psql', '-X', '-d', $primary->connstr('postgres') . " application_name=$name",
			'-c', $long{$name} ],
		'<', \undef, '>', \$out, '2>', \$err, IPC::Run::timeout(180));
	my $pid = wait_until_running($primary, $name);
	my $checkpointer = $primary->safe_psql('postgres',
		q{SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'});

	kill 'KILL', $pid;
	$client->finish;
	like($err, qr/server closed the connection|terminating connection/, "$name: the backend is gone");
	# The server restarts all backends and recovers by itself.  It may not yet have noticed: the new
	# checkpointer tells that it did.
	$primary->poll_query_until('postgres', qq{SELECT NOT pg_is_in_recovery() AND EXISTS (
		SELECT FROM pg_stat_activity WHERE backend_type = 'checkpointer' AND pid <> $checkpointer)})
	  or die 'the server does not come back';
	answers_as_before($primary, "after a backend was killed in $name");
}
$primary->wait_for_catchup($standby);
answers_as_before($standby, 'standby after that');

# ---- the standby takes over ----

$primary->stop('immediate');
$standby->promote;
answers_as_before($standby, 'promoted');
is($standby->safe_psql('postgres', q{
	INSERT INTO summary SELECT 200, cancer_pe.rollup(t) FROM summary;
	SELECT cancer_pe.n(t) FROM summary WHERE trust = 200;
	UPDATE cancer_pe.preset SET source = 'promoted' WHERE name = 'ours' RETURNING source;
}), "14000\npromoted", 'promoted: it writes');

$standby->stop;
done_testing();
