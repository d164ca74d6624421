# A cancelled query ends soon, whatever it was doing, and no query leaves memory behind in its
# session: neither a good one, nor one that fails, nor one that is cancelled.
use strict;
use warnings FATAL => 'all';

use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

# How long after its cancel a query may take to end.  One second is the aim, and the times are in
# the log; the test allows for a loaded machine.
my $patience = 5;

# The C library is to hand pages back and to keep to its ways: else what it holds depends on what
# was freed before, and may grow by a large block once more.
@ENV{qw(MALLOC_MMAP_THRESHOLD_ MALLOC_TRIM_THRESHOLD_ MALLOC_TOP_PAD_)} = (65536, 65536, 0);

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
# Partitions of a million rows are to wait for the processor, not for the disk.
$node->append_conf('postgresql.conf', "work_mem = '128MB'\nlog_min_messages = panic\njit = off\n");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION cancer_pe');

# ---- cancels ----

# Judges that many rows; the result is used, or the planner would leave the judging out.
sub judged
{
	my ($what, $rows) = @_;

	return "SELECT count(r) FROM (SELECT $what OVER () AS r FROM generate_series(1, $rows) AS i) AS x";
}

# Respondents of a large model: 1,500 organisations, 10,360 patterns, nearly each in a cell of its own.
$node->safe_psql('postgres', q{CREATE TABLE collected AS
	SELECT cancer_pe.casemix('{a,b,c}', (i * 7919 % 97 + i % 145) % 11 > 3, 'T' || i % 1500,
		ARRAY[(i % 40)::text, (i * 31 % 37)::text, (i * 17 % 7)::text]) AS c
	FROM generate_series(1::bigint, 400000) AS i});

# A model of theirs.
$node->safe_psql('postgres', q{CREATE TABLE fitted AS SELECT cancer_pe.fit(c, '{"organisation": "none"}') AS m FROM collected});

# A fit of theirs with options.
sub fit
{
	my ($options) = @_;

	return "SELECT cancer_pe.fit(c, '$options') IS NULL FROM collected";
}

# A table of that many labels in each of three dimensions with its totals: a cell's count n and its
# place d.
sub counted
{
	my ($x, $y, $z) = @_;

	return "SELECT ARRAY[x::text, y::text, z::text] AS d, sum(hashint4(x * 10007 + y * 101 + z) & 7)::bigint AS n
		FROM generate_series(1, $x) AS x, generate_series(1, $y) AS y, generate_series(1, $z) AS z GROUP BY CUBE (x, y, z)";
}

# Decides on such a table.
sub decided
{
	my ($what, @labels) = @_;

	return "SELECT count(s) FROM (SELECT cancer_pe.$what OVER () AS s FROM (" . counted(@labels) . ') AS t) AS s';
}

my $million = 1_000_000;
# a name and a query
my @long = (
	[ 'tally' => 'SELECT cancer_pe.tally(i % 3 = 0) FROM generate_series(1, 50000000) AS i' ],
	[ 'weighted tally' =>
		'SELECT cancer_pe.tally(i % 3 = 0, 1 + i / 7.0) FROM generate_series(1, 50000000) AS i' ],
	[ 'moments' => 'SELECT cancer_pe.moments(i / 7.0) FROM generate_series(1, 50000000) AS i' ],
	[ 'tally_sheet' => q{SELECT cancer_pe.tally_sheet((SELECT cancer_pe.sheet_plan('2018')), r)
		FROM cancer_pe.sample_responses(100000000, 1) AS r} ],
	[ 'expected_range' =>
		judged(q{cancer_pe.expected_range((i % 9973 * 7919 % 9973) / 9973.0, 50 + i % 50, NULL,
			'ncpes2018')}, $million) ],
	[ 'expected_range, exact limits' =>
		judged(q{cancer_pe.expected_range((i % 9973 * 7919 % 9973) / 9973.0, 100000 * (50 + i % 50),
			0.5, 'spiegelhalter')}, $million) ],
	[ 'suppress' => judged(q{cancer_pe.suppress(i, ARRAY[md5(i::text)], 'ncpes2018')}, $million) ],
	# long labels that begin alike are the most work to sort
	[ 'suppress, long labels' =>
		judged(q{cancer_pe.suppress(i, ARRAY['England', 'all respondents',
			repeat('x', 100) || md5(i::text)], 'ncpes2018')}, $million) ],
	# small counts hidden and some others
	[ 'audit' => 'SELECT count(a) FROM (SELECT cancer_pe.audit(CASE WHEN n > 4 OR n = 0 THEN n END,
			CASE WHEN n BETWEEN 1 AND 4 OR n % 7 = 0 AND n > 0 THEN \'c\' END, d) OVER () AS a
		FROM (' . counted(60, 40, 30) . ') AS t) AS s' ],
	# elimination and exchanges of a large table; linear programmes of a smaller one
	[ 'suppress, fast' => decided(q{suppress(n, d, 'cancer_lt5', '{"search": "fast"}')}, 60, 40, 30) ],
	[ 'suppress, optimal' => decided(q{suppress(n, d, 'cancer_lt5', '{"search": "optimal", "protect": "range"}')}, 20, 12, 8) ],
	[ 'certificate' => q{SELECT cancer_pe.certificate(n, d, CASE WHEN n > 0 AND array_position(d, NULL) IS NULL THEN 'c' END,
			'cancer_lt5', '{}') FROM (} . counted(200, 40, 30) . ') AS t' ],
	[ 'round_controlled' => decided('round_controlled(n, d, 5)', 60, 40, 30) ],
	[ 'funnel_svg' => q{SELECT length(cancer_pe.funnel_svg(i::text, 1 + i * 7919.0 % 50000,
			(i * 31 % 9973) / 9973.0, 0.1, 0.5, CASE i % 2 WHEN 0 THEN 'above' ELSE 'below' END,
			'{"max_labels": 1000}')) FROM generate_series(1, 200000) AS i} ],
	[ 'rank_interval' =>
		judged(q{cancer_pe.rank_interval((i * 7919::bigint % 9973) / 99.0, 1 + i % 7, 'marginal')}, $million) ],
	[ 'adjust_p' => judged(q{cancer_pe.adjust_p((i * 7919::bigint % 999983) / 999983.0, 'hommel')}, $million) ],
	[ 'shrink' => judged(q{cancer_pe.shrink((i * 7919::bigint % 9973) / 9973.0, NULL, 'log_odds', '{}', 50 + i % 500)}, $million) ],
	[ 'reliability' => judged(q{cancer_pe.reliability((i * 7919::bigint % 9973) / 9973.0, 50 + i % 500, 'log_odds')}, $million) ],
	[ 'spc' => qq{SELECT count(r) FROM (SELECT cancer_pe.spc((i * 7919::bigint % 9973) / 99.0, 'xmr') OVER (ORDER BY i) AS r
		FROM generate_series(1, $million) AS i) AS x} ],
	[ 'caterpillar_svg' => q{SELECT length(cancer_pe.caterpillar_svg(i::text, (i * 31 % 9973) / 9973.0, 0, 1,
		CASE i % 2 WHEN 0 THEN 'above' ELSE 'below' END, '{"max_labels": 1000}')) FROM generate_series(1, 200000) AS i} ],
	[ 'spc_svg' => q{SELECT length(cancer_pe.spc_svg(i::text, i, (i * 31 % 9973) / 9973.0, 0.5, 0, 1,
		CASE i % 2 WHEN 0 THEN 'shift' ELSE 'trend' END, 'concern', '{"max_labels": 1000}')) FROM generate_series(1, 200000) AS i} ],
	[ 'link_tumour' => judged(q{cancer_pe.link_tumour((i / 3)::text, 'C50', '2020-06-30', i::text, CASE i % 4 WHEN 0 THEN 'C504' WHEN 1 THEN 'D05' ELSE 'C34' END, date '2020-06-30' - (i * 7919::bigint % 900)::int)}, $million) ],
	# these last: after them the C library keeps its pages in another way
	[ 'casemix' => q{SELECT cancer_pe.casemix(i % 3 = 0, (i % 1000)::text, ARRAY[(i % 997)::text])
		FROM generate_series(1, 50000000) AS i} ],
	[ 'adjusted_change' => 'SELECT count(*) FROM fitted, collected, cancer_pe.adjusted_change(m, c, c)' ],
	[ 'fit, random effects' => fit('{"organisation": "random", "nodes": 64}') ],
	[ 'fit, profile limits' => fit('{"organisation": "none", "method": "firth", "profile": 0.95}') ],
	[ 'fit, interactions' => fit('{"terms": ["a", "b", "c", "a:b"]}') ],
	[ 'fit, large matrix' => fit('{"organisation": "none", "terms": ["a", "b", "c", "a:b", "a:c", "b:c"]}') ],
);

# Runs the query under a statement timeout; how late it ended, or undef where it came to its end.
sub late_by_timeout
{
	my ($sql, $timeout) = @_;
	my $began = time;
	my ($status, $stdout, $stderr) =
	  $node->psql('postgres', "SET statement_timeout = $timeout; $sql", timeout => 180);
	my $late = time - $began - $timeout / 1000;

	return undef if $status == 0;
	die $stderr if $stderr !~ /canceling statement due to statement timeout/;
	return $late;
}

# Starts the query, cancels it from another session; how late it ended.
sub late_by_cancel
{
	my ($sql) = @_;
	my ($out, $err, $began) = ('', '');
	my $client = IPC::Run::start(
		[ 'psql', '-X', '-d', $node->connstr('postgres') . ' application_name=victim', '-c', $sql ],
		'<', \undef, '>', \$out, '2>', \$err, IPC::Run::timeout(180));

	$node->poll_query_until('postgres', q{SELECT EXISTS (SELECT FROM pg_stat_activity
		WHERE application_name = 'victim' AND state = 'active')})
	  or die 'the query does not run';
	$began = time;
	$node->safe_psql('postgres', q{SELECT pg_cancel_backend(pid) FROM pg_stat_activity
		WHERE application_name = 'victim'});
	$client->finish;
	die $err if $err !~ /canceling statement due to user request/;
	return time - $began;
}

foreach (@long)
{
	my ($name, $sql) = @$_;
	my @late = grep { defined $_->[1] } map { [ $_, late_by_timeout($sql, $_) ] } 100, 700, 1400;
	my $cancel = late_by_cancel($sql);

	note sprintf('%s: ended %s after its statement_timeout, %.3f s after pg_cancel_backend',
		$name, join(', ', map { sprintf '%.3f s (of %d ms)', $_->[1], $_->[0] } @late), $cancel);
	# A fast machine may come to an end before the longer timeouts, not before the first.
	ok(@late > 0 && $late[0][0] == 100, "$name: statement_timeout cancels it");
	is(scalar(grep { $_->[1] > $patience } @late), 0, "$name: it ends soon after the timeout");
	cmp_ok($cancel, '<', $patience, "$name: it ends soon after pg_cancel_backend");
}

# ---- memory ----

my $rows = 'generate_series(1, 50) AS i';
my $table = '(' . counted(3, 3, 2) . ')';
# a name, a statement, and the SQLSTATE it ends with (none: it succeeds)
my @small = (
	[ 'aggregates', "SELECT cancer_pe.tally(i > 9), cancer_pe.tally(i > 9, i), cancer_pe.moments(i),
		cancer_pe.moments(exp(i), 1 / i::float8) FROM $rows" ],
	[ 'aggregates of groups', "SELECT cancer_pe.rollup(t), cancer_pe.rollup(m) FROM (SELECT
		cancer_pe.tally(i > 9, i) AS t, cancer_pe.moments(10.0 ^ i) AS m FROM $rows GROUP BY i % 9) AS x" ],
	[ 'aggregates over windows', "SELECT cancer_pe.tally(i > 9, i) OVER w, cancer_pe.moments(i) OVER w
		FROM $rows WINDOW w AS (ORDER BY i ROWS 3 PRECEDING)" ],
	[ 'grouping and sorting', "SELECT DISTINCT t FROM (SELECT cancer_pe.make_tally(i, i % 3) AS t
		FROM $rows) AS x ORDER BY t" ],
	[ 'literals', q{SELECT 'n=3 positive=2 missing=0 invalid=0'::cancer_pe.tally,
		'n=2 missing=0 x=11p0 xx=91p0'::cancer_pe.moments} ],
	[ 'bad tally', q{SELECT 'n=3 positive=4x'::cancer_pe.tally}, '22P02' ],
	[ 'impossible tally',
		q{SELECT 'n=3 positive=4 missing=0 invalid=0'::cancer_pe.tally}, '22023' ],
	[ 'impossible moments', q{SELECT 'n=3 missing=0 x=11p0 xx=1p0'::cancer_pe.moments}, '22023' ],
	[ 'bad weight', "SELECT cancer_pe.tally(true, i - 20) FROM $rows", '22023' ],
	[ 'bad value', q{SELECT cancer_pe.moments(v) FROM (VALUES (1.0), ('NaN'::float8)) AS x(v)}, '22023' ],
	[ 'mixed rollup', q{SELECT cancer_pe.rollup(t) FROM (SELECT cancer_pe.tally(true, 2) UNION ALL
		SELECT cancer_pe.tally(true)) AS x(t)}, '22023' ],
	[ 'overflow', q{SELECT cancer_pe.rollup(cancer_pe.make_tally(9223372036854775807, 1))
		FROM generate_series(1, 2)}, '22003' ],
	[ 'intervals', q{SELECT m, ci.* FROM unnest('{wilson,wilson_cc,wald,agresti_coull,
		clopper_pearson,jeffreys,mid_p,arcsine,logit}'::text[]) AS m,
		cancer_pe.rate_ci(cancer_pe.make_tally(40, 30), m) AS ci} ],
	[ 'unknown interval', q{SELECT cancer_pe.rate_ci(cancer_pe.make_tally(4, 3), 'x')}, '22023' ],
	[ 'means', "SELECT cancer_pe.mean_ci(cancer_pe.moments(i)), cancer_pe.count_ci(9) FROM $rows" ],
	[ 'expected_range', "SELECT cancer_pe.expected_range(i / 100.0, i, NULL, p, '{}') OVER (PARTITION BY p)
		FROM $rows, unnest('{ncpes2018,spiegelhalter,funnelplotr}'::text[]) AS p" ],
	[ 'expected_range of ratios', "SELECT cancer_pe.expected_range(i / 9.0, NULL, NULL, p, '{}', NULL, 9)
		OVER (PARTITION BY p) FROM $rows, unnest('{shmi,cqc,phe}'::text[]) AS p" ],
	[ 'estimators of spread', qq{SELECT cancer_pe.expected_range(i / 100.0, i, NULL, 'ncpes2018', o)
		OVER (PARTITION BY o) FROM $rows, unnest('{"{\\"between\\": \\"reml\\"}",
		"{\\"scale\\": \\"logit\\", \\"centre\\": \\"weighted\\"}"}'::jsonb[]) AS o} ],
	[ 'beta-binomial', qq{SELECT cancer_pe.expected_range(i / 100.0, i, NULL, 'phe',
		'{"between": "beta_binomial", "limits": "beta_binomial"}') OVER () FROM $rows} ],
	[ 'bad cuts', q{SELECT cancer_pe.expected_range(0.5, 9, NULL, 'ncpes2018', '{"cuts": [2, 1]}') OVER ()},
		'22023' ],
	[ 'unknown preset', "SELECT cancer_pe.expected_range(0.5, i, NULL, 'x') OVER () FROM $rows", '22023' ],
	[ 'unknown option',
		q{SELECT cancer_pe.expected_range(0.5, 9, NULL, 'ncpes2018', '{"x": 1}') OVER ()}, '22023' ],
	[ 'score out of range',
		"SELECT cancer_pe.expected_range(i / 9.0, i, NULL, 'ncpes2018') OVER () FROM $rows", '22023' ],
	[ 'differing centre', "SELECT cancer_pe.expected_range(0.5, i, i / 100.0, 'ncpes2018') OVER ()
		FROM $rows", '22023' ],
	[ 'rule', q{SELECT cancer_pe.expected_range_rule('spiegelhalter', '{"level": 0.9}')} ],
	[ 'limits', "SELECT cancer_pe.funnel_limits(0.5, i, m) FROM $rows,
		unnest('{normal,exact,wilson_inverse}'::text[]) AS m" ],
	[ 'curve', "SELECT * FROM cancer_pe.funnel_curve(0.5, 10, 1000, 'ncpes2018')" ],
	[ 'beginning of a curve',
		"SELECT cancer_pe.funnel_curve(0.5, 10, 1000, 'spiegelhalter') LIMIT 1" ],
	[ 'heterogeneity', "SELECT m, h.* FROM unnest('{none,dersimonian_laird,hedges,paule_mandel,reml,ml}'::text[]) AS m,
		cancer_pe.heterogeneity(ARRAY(SELECT i / 9.0 FROM $rows), ARRAY(SELECT 1 + i % 3 FROM $rows)::float8[], m) AS h" ],
	[ 'estimate without error', q{SELECT cancer_pe.heterogeneity('{1,2}', '{1,0}')}, '22023' ],
	[ 'proportions on scales', "SELECT cancer_pe.proportion_scale(i, 50, s) FROM $rows, unnest('{raw,arcsine,logit,freeman_tukey}'::text[]) AS s" ],
	[ 'shrink', "SELECT cancer_pe.shrink(i / 9.0, 1 + i % 3, m) OVER (PARTITION BY m) FROM $rows, unnest('{dersimonian_laird,reml}'::text[]) AS m" ],
	[ 'shrink, log odds', "SELECT cancer_pe.shrink(i / 50.0, NULL, 'log_odds', '{}', 20 + i) OVER () FROM $rows" ],
	[ 'unknown method of shrink', "SELECT cancer_pe.shrink(i, 1, 'x') OVER () FROM $rows", '22023' ],
	[ 'ranks', "SELECT cancer_pe.rank_interval(i / 9.0, 1 + i % 3, m) OVER (PARTITION BY m) FROM $rows, unnest('{joint,pairwise,marginal}'::text[]) AS m" ],
	[ 'ranks out of range', "SELECT cancer_pe.rank_interval(i, -i) OVER () FROM $rows", '22023' ],
	[ 'reliability', "SELECT cancer_pe.reliability(i / 50.0, 20 + i, m) OVER (PARTITION BY m) FROM $rows, unnest('{log_odds,anova,reml,beta_binomial,hedges}'::text[]) AS m" ],
	[ 'unknown option of reliability', qq{SELECT cancer_pe.reliability(i / 50.0, 20, 'anova', '{"x": 1}') OVER () FROM $rows}, '22023' ],
	[ 'variance components', "SELECT cancer_pe.variance_components(ARRAY(SELECT i::bigint FROM $rows), ARRAY(SELECT i / 9.0 FROM $rows)::float8[],
		ARRAY(SELECT 1.0 + i % 3 FROM $rows)::float8[], m), cancer_pe.spearman_brown(0.1, 9), cancer_pe.n_needed(9, 0.1, 0.7) FROM unnest('{anova,reml,ml}'::text[]) AS m" ],
	[ 'units of other lengths', q{SELECT cancer_pe.variance_components('{1}', '{1,2}', '{1}')}, '22023' ],
	[ 'adjusted p values', "SELECT cancer_pe.adjust_p(i / 999.0, m) OVER (PARTITION BY m), cancer_pe.grade(i / 9.0, '{1,2,3}'), cancer_pe.grade_name(i % 4),
		cancer_pe.p_value(i / 9.0) FROM $rows, unnest('{bonferroni,holm,hochberg,hommel,bh,by}'::text[]) AS m" ],
	[ 'p out of range', "SELECT cancer_pe.adjust_p(i, 'bh') OVER () FROM $rows", '22023' ],
	[ 'control charts', "SELECT cancer_pe.spc(i % 7 / 9.0, c, '{}', 20) OVER (PARTITION BY c ORDER BY i), cancer_pe.spc(i % 7, 'xmr') OVER (PARTITION BY c ORDER BY i)
		FROM $rows, unnest('{p,p_prime,u,u_prime}'::text[]) AS c" ],
	[ 'chart without an order', "SELECT cancer_pe.spc(i, 'xmr') OVER () FROM $rows", '22023' ],
	[ 'slopes', qq{SELECT cancer_pe.slope_index(i, 10, i, 1), cancer_pe.slope_index(i, 10, i / 100.0, 0.1, '{"scale": "logit"}'),
		cancer_pe.slope_index(i, cancer_pe.make_tally(100, i)) FROM $rows} ],
	[ 'quantile groups', "SELECT cancer_pe.quantile_group(i, 5, d) OVER (PARTITION BY d) FROM $rows, unnest('{ascending,descending}'::text[]) AS d" ],
	[ 'no quantile groups', "SELECT cancer_pe.quantile_group(i, 0) OVER () FROM $rows", '22023' ],
	[ 'slope without population', "SELECT cancer_pe.slope_index(i, NULL, i, 1) FROM $rows", '22004' ],
	[ 'comparisons', "SELECT cancer_pe.compare(cancer_pe.make_tally(90, i), cancer_pe.make_tally(80, 20), t), cancer_pe.compare(i, 1, 9, 2)
		FROM $rows, unnest('{pooled,unpooled,yates,fisher}'::text[]) AS t" ],
	[ 'comparisons of means', "SELECT cancer_pe.compare(cancer_pe.moments(i), cancer_pe.moments(i * i), t), cancer_pe.change_test(cancer_pe.moments(i))
		FROM $rows, unnest('{welch,pooled,normal}'::text[]) AS t GROUP BY t" ],
	[ 'unknown test', "SELECT cancer_pe.compare(cancer_pe.make_tally(9, 3), cancer_pe.make_tally(8, 2), 'x')", '22023' ],
	[ 'pairs', "SELECT cancer_pe.mcnemar(p, t), p::text::cancer_pe.paired FROM (SELECT cancer_pe.rollup(p) AS p FROM (SELECT cancer_pe.paired(i > 9, i % 3 > 0) AS p
		FROM $rows GROUP BY i % 5) AS x) AS y, unnest('{exact,mid_p,asymptotic,corrected}'::text[]) AS t" ],
	[ 'bad pairs', q{SELECT 'both=x'::cancer_pe.paired}, '22P02' ],
	[ 'strata', "SELECT cancer_pe.mantel_haenszel(s), s::text::cancer_pe.stratified FROM (SELECT cancer_pe.stratified(cancer_pe.make_tally(90, i), cancer_pe.make_tally(80, 20)) AS s
		FROM $rows) AS x" ],
	[ 'trends', "SELECT cancer_pe.trend_test(t), cancer_pe.trend_test(m) FROM (SELECT cancer_pe.trend(i, cancer_pe.make_tally(90, i)) AS t, cancer_pe.trend(i, v) AS m
		FROM (SELECT i, cancer_pe.moments(j * i) AS v FROM $rows, generate_series(1, 3) AS j GROUP BY i) AS x) AS y" ],
	[ 'dose out of range', "SELECT cancer_pe.trend('Infinity', cancer_pe.make_tally(90, i)) FROM $rows", '22023' ],
	[ 'adjusted change', "SELECT a.* FROM (SELECT cancer_pe.casemix(i % 7 > 2, (i % 3)::text, ARRAY[(i % 5)::text]) AS c FROM $rows) AS x,
		cancer_pe.adjusted_change(cancer_pe.fit(c), c, c) AS a" ],
	[ 'composites', "SELECT c, a.*, t.* FROM (SELECT cancer_pe.casemix_items('{age}', '{q1,q2}', (i % 3)::text, ARRAY[(i % 5)::text], ARRAY[i % 4, i % 7]::float8[]) AS c
		FROM $rows) AS x, cancer_pe.cahps_composite(c) AS a, cancer_pe.cahps_composite_test(c) AS t" ],
	[ 'items that differ', "SELECT cancer_pe.casemix_items('{age}', ARRAY[i::text], 'x', '{y}', '{1}') FROM $rows", '22023' ],
	[ 'other pictures', "SELECT length(cancer_pe.caterpillar_svg(i::text, i / 100.0, 0.1, 0.4, 'within', '{}')), length(cancer_pe.spc_svg(i::text, i, i / 100.0, 0.3, 0, 1, 'shift', 'concern', '{}')),
		length(cancer_pe.spc_svg(NULL, date '2024-01-01' + i, i / 100.0, 0.3, 0, 1, NULL, NULL, '{}')) FROM $rows" ],
	[ 'pictures of rows', "SELECT length(cancer_pe.profile_svg(i::text, i, i, i - 1, i + 1, 50, CASE i % 2 WHEN 0 THEN 'better' ELSE 'worse' END, '{}')),
		length(cancer_pe.answers_svg((i / 5)::text, i, (i % 5)::text, i, 'positive', i, '{}')),
		length(cancer_pe.suppression_map_svg((i / 5)::text, i, (i % 5)::text, i, CASE i % 3 WHEN 0 THEN 'c' END, '{}')) FROM $rows" ],
	[ 'cell that is twice', "SELECT cancer_pe.suppression_map_svg('r', 1, 'c', 1, NULL, '{}') FROM $rows", '22023' ],
	[ 'answer that is twice', "SELECT cancer_pe.answers_svg('r', 1, 'c', 1, NULL, 1, '{}') FROM $rows", '22023' ],
	[ 'unknown rule of a picture', "SELECT cancer_pe.spc_svg(NULL, i, i, 0, 0, 0, 'x', NULL, '{}') FROM $rows", '22023' ],
	[ 'label that is missing', "SELECT cancer_pe.caterpillar_svg(NULL, i, 0, 1, NULL, '{}') FROM $rows", '22004' ],
	[ 'suppress', "SELECT cancer_pe.suppress(i, ARRAY[(i / 9)::text, i::text], 'ncpes2018') OVER ()
		FROM $rows" ],
	[ 'duplicate cells',
		"SELECT cancer_pe.suppress(i, ARRAY[(i / 2)::text], 'ncpes2018') OVER () FROM $rows", '22023' ],
	[ 'no dimensions', "SELECT cancer_pe.suppress(i, NULL, 'ncpes2018') OVER () FROM $rows", '22004' ],
	[ 'unknown rule', "SELECT cancer_pe.suppress(i, ARRAY[i::text], 'x') OVER () FROM $rows", '22023' ],
	[ 'audit', "SELECT (a).attack FROM (SELECT cancer_pe.audit(CASE WHEN n > 1 THEN n END, NULL, d) OVER () AS a
		FROM (SELECT ARRAY[x, y] AS d, count(*) AS n FROM (SELECT (i % 7)::text AS x, (i * 31 % 11)::text AS y FROM $rows) AS r
			GROUP BY CUBE (x, y)) AS t) AS s" ],
	# small counts and others for their sake, by the search for the least cost and without it
	[ 'suppress a table', "SELECT t.*, cancer_pe.suppress_detail(n, d, 'cancer_lt5', '{\"search\": \"fast\", \"protect\": \"range\"}') OVER (),
		cancer_pe.suppress(n, d, 'cancer_lt5', '{\"search\": \"fast\"}', n) OVER () FROM $table AS t" ],
	[ 'least cost', "SELECT cancer_pe.suppress(n, d, 'cancer_lt5') OVER () FROM (VALUES (ARRAY['a', 'x'], 3), (ARRAY['a', 'y'], 9), (ARRAY['a', NULL], 12),
		(ARRAY['b', 'x'], 8), (ARRAY['b', 'y'], 7), (ARRAY['b', NULL], 15), (ARRAY[NULL, 'x'], 11), (ARRAY[NULL, 'y'], 16), (ARRAY[NULL, NULL], 27)) AS t(d, n)" ],
	[ 'no proof', "SELECT cancer_pe.suppress(n, d, 'cancer_lt5', '{}', NULL, CASE WHEN n > 4 THEN 'show' END) OVER () FROM $table AS t", '22023' ],
	[ 'certificate', "SELECT cancer_pe.verify(CASE WHEN s IS NULL THEN n END, d, s, c), cancer_pe.verification(CASE WHEN s IS NULL THEN n END, d, s, c)
		FROM (SELECT *, cancer_pe.certificate(n, d, s, 'cancer_lt5', '{}') OVER () AS c FROM (SELECT *, cancer_pe.suppress(n, d, 'cancer_lt5', '{\"search\": \"fast\"}') OVER () AS s
			FROM $table AS t) AS u) AS v" ],
	[ 'nothing to certify', "SELECT cancer_pe.certificate(n, d, NULL, 'cancer_lt5', '{}') FROM $table AS t", '22023' ],
	[ 'rounded tables', "SELECT cancer_pe.round_controlled(n, d, 5) OVER (), cancer_pe.round_small(n, d, 3) OVER () FROM $table AS t" ],
	[ 'contradiction', "SELECT cancer_pe.audit(i, 'c', ARRAY[i::text], '{}', i + 1) OVER () FROM $rows", '22023' ],
	[ 'status of disease', "SELECT s, cancer_pe.secondary_of(d) FROM (SELECT cancer_pe.secondary_status((SELECT cancer_pe.secondary_rule()), 'HES', 'C787', date '2020-01-01' + i, 'C504', '2019-06-01') AS s,
		cancer_pe.disease_status((SELECT cancer_pe.secondary_rule()), 'HES', 'C795', date '2020-01-01' + i, 'C504', CASE WHEN i > 9 THEN date '2019-06-01' END) AS d FROM $rows GROUP BY i % 3) AS x" ],
	[ 'unknown source', "SELECT cancer_pe.secondary_status((SELECT cancer_pe.secondary_rule()), 'X', 'C787', '2020-01-01', 'C504', '2019-06-01') FROM $rows", '22023' ],
	[ 'codes', "SELECT cancer_pe.code_class('metastatic_site', '02'), cancer_pe.cns_contact('Y' || (1 + i % 5)), m.*, cancer_pe.icd10('c50.' || i % 9), cancer_pe.icd10_in('C50' || i % 9, 'C50-C55, !C504')
		FROM $rows, cancer_pe.code_meaning('pcsp_offer_status', '06', '2026-01-01') AS m" ],
	[ 'unknown code', "SELECT cancer_pe.code_class('metastatic_site', 'x')", '22023' ],
	[ 'no ICD-10 code', "SELECT cancer_pe.icd10('50C')", '22023' ],
	[ 'completeness', "SELECT cancer_pe.completeness('a' || i % 3, '{a1}'), cancer_pe.profile_items(cancer_pe.completeness_profile(x, '{\"*\": [\"a2\"]}')) FROM (SELECT i, 'a' || i % 3 AS a FROM $rows) AS x" ],
	[ 'offers', "SELECT cancer_pe.first_offer(date '2020-01-01' + i, '03', '01', '01', 'RAX', '2020-01-01', NULL, 'hna', 730), cancer_pe.timed_coverage(i) FROM $rows GROUP BY i % 3" ],
	[ 'unknown offer', "SELECT cancer_pe.first_offer('2020-01-01', '77', '01', '01', 'RAX', '2020-01-01', NULL, 'hna', 730) FROM $rows", '22023' ],
	[ 'links', "SELECT cancer_pe.link_tumour((i / 3)::text, 'C50', '2020-06-30', i::text, CASE i % 3 WHEN 0 THEN 'C504' ELSE 'D05' END, date '2020-06-30' - i) OVER () FROM $rows" ],
	[ 'a tumour twice', "SELECT cancer_pe.link_tumour('a', 'C50', '2020-06-30', 'b', 'C50', '2020-06-30') OVER () FROM $rows", '22023' ],
	[ 'prevalence and captures', "SELECT cancer_pe.adjusted_prevalence(cancer_pe.make_tally(100 + i, i), 0.95, 0.92), cancer_pe.capture_estimate(c), cancer_pe.capture_pairs(c)
		FROM $rows, (SELECT cancer_pe.captures(ARRAY[k % 2 = 0, k % 3 = 0, k % 5 = 0]) AS c FROM generate_series(1, 60) AS k) AS x" ],
	[ 'metrics', "SELECT cancer_pe.metric_rate('seen_by_cns', x), cancer_pe.metric_rate(cancer_pe.metric_plan('stage_recorded'), x) FROM (SELECT 'C504' AS site, 'Y' || i % 3 + 3 AS cns, '2A' AS stage FROM $rows) AS x" ],
	[ 'a column too few', "SELECT cancer_pe.metric_rate('seen_by_cns', x) FROM (SELECT 'C504' AS site FROM $rows) AS x", '22023' ],
	[ 'numerator_bounds', "SELECT cancer_pe.numerator_bounds(50, 2 * i) FROM $rows" ],
	[ 'display', "SELECT cancer_pe.display(i / 7.0, CASE i % 2 WHEN 0 THEN 'c' END, 2) FROM $rows" ],
	[ 'picture', "SELECT length(cancer_pe.funnel_svg(i::text, i, i / 100.0, 0.1, 0.4, 'within', '{}'))
		FROM $rows" ],
	[ 'unknown band', "SELECT cancer_pe.funnel_svg(i::text, i, 0.5, 0, 1, 'x', '{}') FROM $rows", '22023' ],
	[ 'unknown option of a picture',
		qq{SELECT cancer_pe.funnel_svg(i::text, i, 0.5, 0, 1, NULL, '{"x": 1}') FROM $rows}, '22023' ],
	[ 'picture out of range',
		qq{SELECT cancer_pe.funnel_svg(i::text, -i, 0.5, 0, 1, NULL, '{}') FROM $rows}, '22023' ],
	[ 'scores', "SELECT cancer_pe.scores('QLQ-C30', array_fill(1 + i % 4, ARRAY[30])), cancer_pe.score_columns(
		'FACT-G7', true, 1, 2, 3, 4, i % 5, NULL, '2') FROM $rows" ],
	[ 'scores as rows', "SELECT s.*, f.* FROM $rows, cancer_pe.score('QLQ-BR23', array_fill(1 + i % 4, ARRAY[23])) AS s,
		cancer_pe.qlq_c30(array_fill(1 + i % 4, ARRAY[30])) AS f" ],
	[ 'answers as rows', "SELECT cancer_pe.scores('QLQ-C30', (1 + i % 30)::text, 2, false),
		cancer_pe.answer_sheet(cancer_pe.instrument_plan('HADS'), '3', 2, false) FROM $rows GROUP BY i % 3" ],
	[ 'answer not allowed', "SELECT cancer_pe.scores('QLQ-C30', array_fill(i, ARRAY[30])) FROM $rows", '22023' ],
	[ 'unknown instrument', "SELECT cancer_pe.scores('x', '{1}')", '22023' ],
	[ 'plan with an option', q{SELECT cancer_pe.instrument_plan('QLQ-BR23', '{"conditional": false}')} ],
	[ 'wrong definition', q{SELECT '{"instrument": 1}'::cancer_pe.scoring_plan}, '22023' ],
	[ 'definition cut short', q~SELECT '{"instrument": "a", "version": [1, 2'::cancer_pe.scoring_plan~, '22P02' ],
	[ 'EQ-5D', "SELECT cancer_pe.eq5d_index(e, 'UK 2026'), cancer_pe.eq5d_index(e, 'UK DSU 5L to 3L 2023', 40 + i, 'male')
		FROM $rows, cancer_pe.eq5d(1 + i % 5, 1, 2, 3, 4) AS e" ],
	[ 'EQ-5D summaries', "SELECT cancer_pe.hsdi(cancer_pe.eq5d_distribution(e)), cancer_pe.eq5d_changes(e, '21345')
		FROM $rows, cancer_pe.eq5d(1 + i % 5, 1 + i % 3, 2, 3, 4) AS e" ],
	[ 'unknown value set', "SELECT cancer_pe.eq5d_index('11111', 'x')", '22023' ],
	[ 'FHIR', q{SELECT cancer_pe.fhir_scores(d, 'QLQ-C30'), cancer_pe.fhir_scores(d::jsonb, 'QLQ-C30') FROM (SELECT
		'{"resourceType": "QuestionnaireResponse", "status": "completed", "item": [{"linkId": "qlq-c30-q29", "answer": [{"valueInteger": 5}]}]}'
		AS d FROM generate_series(1, 20)) AS x} ],
	[ 'FHIR cut short', q~SELECT cancer_pe.fhir_items('{"resourceType": "QuestionnaireResponse", "item": [{"linkId": "1"')~, '22P02' ],
	[ 'norms', "SELECT cancer_pe.norm_difference(0.8, 'HSE 2017-18 crosswalk', 20 + i, 'female'),
		cancer_pe.important_change('QLQ-C30', 'PF', i, 50, 'Vrancken Peeters 2024') FROM $rows" ],
	[ 'standardised', "SELECT cancer_pe.mean_ci(cancer_pe.standardised_mean(m, 1)) FROM (SELECT cancer_pe.moments(i) AS m
		FROM $rows GROUP BY i % 5) AS x" ],
	[ 'design', "SELECT cancer_pe.mean_ci(cancer_pe.design(i, 1 + i / 9.0, (i % 3)::text, (i % 7)::text)),
		cancer_pe.design_mean(i, 2, NULL, (i % 7)::text, 90, 40) FROM $rows" ],
	[ 'designs of groups', "SELECT DISTINCT cancer_pe.mean_se(d, 'adjust', w) FROM (SELECT d, cancer_pe.rollup(d) OVER () AS w FROM
		(SELECT cancer_pe.design(i, 2, (i % 3)::text, i::text) AS d FROM $rows GROUP BY i % 5) AS x ORDER BY d) AS y" ],
	[ 'contradiction in a design', "SELECT cancer_pe.design(i, 2, NULL, i::text, 9, NULL) FROM $rows", '22023' ],
	[ 'lonely PSU', "SELECT cancer_pe.mean_se(cancer_pe.design(i, 2, NULL, 'a')) FROM $rows", '22023' ],
	[ 'quantiles', "SELECT cancer_pe.quantile(cancer_pe.rollup(v), 0.5) FROM (SELECT cancer_pe.weighted_values(i, 2) AS v
		FROM $rows GROUP BY i % 5) AS x" ],
	[ 'bad design', q{SELECT 'kind=mean wyy=0'::cancer_pe.design}, '22023' ],
	[ 'sheets', "SELECT cancer_pe.tally_sheet(p, r), cancer_pe.tally_sheet(p, r, respondent), cancer_pe.tally_sheet('2018', r),
		cancer_pe.tally_sheet(s, ARRAY[q1, q59], exp(respondent)), cancer_pe.tally_columns(s, q1, q59::text) FROM (SELECT
		cancer_pe.sheet_plan('2018') AS p, cancer_pe.sheet_plan('2018', '{\"questions\": [\"Q1\", \"Q59\"]}') AS s OFFSET 0) AS p,
		cancer_pe.sample_responses(50, 1) AS r" ],
	[ 'sheets of groups', "SELECT cancer_pe.rollup(s), cancer_pe.rollup(w) FROM (SELECT cancer_pe.tally_sheet('2018', r) AS s,
		cancer_pe.tally_sheet('2018', r, 10.0 ^ respondent) AS w FROM cancer_pe.sample_responses(50, 1) AS r GROUP BY respondent % 9) AS x" ],
	[ 'sheets over windows', "SELECT cancer_pe.tally_sheet('2018', r) OVER (ORDER BY respondent) FROM cancer_pe.sample_responses(20, 1) AS r" ],
	[ 'sheets read', "SELECT r.*, f.* FROM (SELECT cancer_pe.tally_sheet('2018', r, respondent) AS s FROM cancer_pe.sample_responses(20, 1) AS r) AS x,
		cancer_pe.sheet_rows(s) AS r, cancer_pe.sheet_frequencies(s) AS f WHERE r.question = 'Q1' AND f.n > 0" ],
	[ 'sheets as values', "SELECT DISTINCT s::text::cancer_pe.tally_sheet FROM (SELECT cancer_pe.tally_sheet('2018', r, respondent) AS s
		FROM cancer_pe.sample_responses(20, 1) AS r GROUP BY respondent % 3) AS x ORDER BY 1" ],
	[ 'sheets by PL/pgSQL', q{DO $$ DECLARE s cancer_pe.tally_sheet; r record; BEGIN
		FOR r IN SELECT * FROM cancer_pe.sample_responses(5, 1) LOOP
			s := cancer_pe.tally_sheet_accum(s, '2018', r);
			s := cancer_pe.tally_sheet_combine(s, s);
		END LOOP; END $$} ],
	[ 'sheet changes', "SELECT * FROM cancer_pe.sheet_changes((SELECT cancer_pe.tally_sheet('2018', r) FROM cancer_pe.sample_responses(2, 1) AS r))" ],
	[ 'rows without questions', "SELECT cancer_pe.tally_sheet('2018', i) FROM (SELECT 1 AS q1) AS i", '22023' ],
	[ 'code of no option', "SELECT cancer_pe.tally_sheet('2018', array_fill(i, '{52}')) FROM $rows", '22023' ],
	[ 'bad sheet', q{SELECT 'rows=1 wave="w"'::cancer_pe.tally_sheet}, '22P02' ],
	[ 'impossible sheet', q{SELECT 'rows=2 wave="w" neutral=excluded clean=f weighted=f "Q1" scored missing=0 invalid=0 1+=1'::cancer_pe.tally_sheet}, '22023' ],
	[ 'casemixes', "SELECT cancer_pe.casemix(i > 9, (i % 3)::text, ARRAY[(i % 5)::text]), cancer_pe.casemix('{a}', i, (i % 3)::text, ARRAY[(i % 5)::text], exp(i / 9.0), i),
		cancer_pe.casemix_columns('{a,b}', i > 9, NULL, i % 5, i % 2 = 0) FROM $rows" ],
	[ 'casemixes of groups', "SELECT DISTINCT c FROM (SELECT cancer_pe.rollup(c) OVER (ORDER BY g) AS c FROM (SELECT i % 9 AS g, cancer_pe.casemix(i > 9, 'x', ARRAY[(i % 5)::text]) AS c
		FROM $rows GROUP BY 1) AS x) AS y ORDER BY c" ],
	[ 'casemixes by PL/pgSQL', q{DO $$ DECLARE c cancer_pe.casemix; BEGIN
		FOR i IN 1 .. 20 LOOP
			c := cancer_pe.casemix_accum(c, true, 'x', ARRAY[i::text]);
			c := cancer_pe.casemix_combine(c, c);
		END LOOP; END $$} ],
	[ 'sheets of patterns', q{SELECT cancer_pe.casemix_cells(c), cancer_pe.casemix_lost(c), cancer_pe.question_casemix(c, 'Q1') FROM (SELECT
		cancer_pe.casemix_sheet(p, '{age}', trust, ARRAY[age_band], r) AS c FROM cancer_pe.sample_responses(20, 1) AS r,
		cancer_pe.sheet_plan('2018', '{"questions": ["Q1", "Q59"]}') AS p) AS x} ],
	[ 'too many cells', "SET LOCAL cancer_pe.max_patterns = 9; SELECT cancer_pe.casemix(true, i::text, '{}') FROM $rows", '54000' ],
	[ 'bad casemix', q{SELECT 'covariates=(x'::cancer_pe.casemix}, '22P02' ],
	[ 'models', "SELECT r.*, m.*, n.* FROM (SELECT cancer_pe.casemix(i % 7 > 2, (i % 3)::text, ARRAY[(i % 5)::text]) AS c FROM $rows) AS x,
		unnest('{\"{}\",\"{\\\"organisation\\\": \\\"random\\\"}\",\"{\\\"method\\\": \\\"firth\\\"}\",\"{\\\"variance\\\": \\\"cluster\\\"}\"}'::jsonb[]) AS o, cancer_pe.fit(c, o) AS f,
		cancer_pe.fit_report(f) AS r, cancer_pe.margins(f) AS m, cancer_pe.indirect(f, c) AS n, cancer_pe.coefficients(f), cancer_pe.indirect(f)" ],
	[ 'models of sheets', q{SELECT f.status FROM (SELECT cancer_pe.casemix_sheet(p, '{age}', trust, ARRAY[age_band], r) AS c
		FROM cancer_pe.sample_responses(20, 1) AS r, cancer_pe.sheet_plan('2018', '{"questions": ["Q1", "Q59"]}') AS p) AS x, cancer_pe.fit_sheet(c) AS f} ],
	[ 'expected by models', "SELECT cancer_pe.expected(m, ARRAY[(i % 5)::text]) FROM $rows, (SELECT j, cancer_pe.fit(cancer_pe.casemix(i % 7 > 2, (i % 3)::text, ARRAY[(i % 5)::text]))::text::cancer_pe.model AS m
		FROM $rows, generate_series(1, 2) AS j GROUP BY j) AS x" ],
	[ 'nothing to fit', "SELECT cancer_pe.fit(cancer_pe.casemix(true, 'x', ARRAY[(i % 5)::text])) FROM $rows", '22023' ],
	[ 'no convergence', qq{SELECT cancer_pe.fit(cancer_pe.casemix(i % 7 > 2, 'x', ARRAY[(i % 5)::text]), '{"max_iterations": 1}') FROM $rows}, '22023' ],
	[ 'unknown option of a model', qq{SELECT cancer_pe.fit(cancer_pe.casemix(i % 7 > 2, 'x', ARRAY[(i % 5)::text]), '{"x": 1}') FROM $rows}, '22023' ],
	[ 'bad model', q{SELECT 'model 1 question='::cancer_pe.model}, '22P02' ],
	[ 'CAHPS', "SELECT a.*, t.* FROM (SELECT cancer_pe.casemix(i / 5.0::float8, (i % 3)::text, ARRAY[(i % 5)::text]) AS c FROM $rows) AS x, cancer_pe.cahps(c) AS a, cancer_pe.cahps_test(c) AS t" ],
	[ 'rates', "SELECT cancer_pe.dsr(cancer_pe.direct_standardisation(i, 1000, i)), cancer_pe.isr(cancer_pe.indirect_standardisation(i, 1000, i, 9999)) FROM $rows" ],
	[ 'shipped preset', q{DELETE FROM cancer_pe.preset WHERE builtin}, '42501' ],
	[ 'errors caught', q{DO $$ BEGIN
		FOR i IN 1 .. 5 LOOP
			BEGIN
				PERFORM cancer_pe.suppress(1, ARRAY['a'], 'x') OVER () FROM generate_series(1, 2);
			EXCEPTION WHEN invalid_parameter_value THEN NULL;
			END;
		END LOOP; END $$} ],
);
# Cancelled ones take their time, so they run less often.
my @cancelled = map { [ $_->[0], "SET LOCAL statement_timeout = 25; $_->[1]", '57014' ] }
  grep { $_->[0] =~ /^(?:weighted tally|tally_sheet|casemix|fit, .*|expected_range|suppress.*|audit|certificate|round_controlled|rank_interval|adjust_p|shrink|reliability|spc|\w+_svg|adjusted_change|link_tumour)$/ } @long;

# What the session holds: bytes in use in its memory contexts, and pages of its own (malloc's too).
my $measure = q{SELECT (SELECT sum(used_bytes) FROM pg_backend_memory_contexts),
	p[2]::int - p[3]::int
	FROM string_to_array(pg_read_file('/proc/self/statm'), ' ') AS p;};

# All in one session: its growth from the first to the last measure counts as well.
my ($script, @done) = ("\\set VERBOSITY sqlstate\n\\pset format unaligned\n\\t on\n");
foreach ([ 20, 200, @small ], [ 10, 20, map { [ "cancelled $_->[0]", @$_[ 1, 2 ] ] } @cancelled ])
{
	my ($warm, $often, @statements) = @$_;

	foreach (@statements)
	{
		my ($name, $sql, $state) = @$_;
		my $once = $sql =~ /^SET LOCAL/ ? "BEGIN; $sql;\n\\set got :SQLSTATE\nROLLBACK;\n"
		  : "$sql;\n\\set got :SQLSTATE\n";

		push @done, [ $name, $state // '00000' ];
		$script .= "\\o /dev/null\n" . $once x $warm . "\\o\n\\echo - before\n$measure\n"
		  . "\\o /dev/null\n" . $once x $often . "\\o\n\\echo - after :got\n$measure\n"
		  . "\\o /dev/null\n" . $once x $often . "\\o\n\\echo - again\n$measure\n";
	}
}
my ($out, $err) = ('', '');
IPC::Run::run([ 'psql', '-X', '-q', '-d', $node->connstr('postgres') ],
	'<', \$script, '>', \$out, '2>', \$err, IPC::Run::timeout(1200));
my @measured = $out =~ /^- before\n(\d+)\|(\d+)\n- after (\w+)\n(\d+)\|(\d+)\n- again\n(\d+)\|(\d+)$/gm;
is(scalar(@measured), 7 * @done, 'all statements ran');

foreach (@done)
{
	my ($name, $state) = @$_;
	my ($used, $pages, $got, $used_then, $pages_then, $used_last, $pages_last) = splice @measured, 0, 7;
	# A leak grows each time; the C library's ways with pages do not.
	my ($more) = sort { $a <=> $b } $pages_then - $pages, $pages_last - $pages_then;
	# Nor do the server's caches, which are filled again at any time after others' changes.
	my ($bytes) = sort { $a <=> $b } $used_then - $used, $used_last - $used_then;

	note sprintf '%s: %d bytes and %d pages more than before', $name, $bytes, $more;
	is($got, $state, "$name: ends as it should");
	# A leak of some 20 bytes a run shows; catalogue caches may still grow by an entry or two.
	cmp_ok($bytes, '<', 4096, "$name: no more memory after than before");
	cmp_ok($more, '<', 256, "$name: no more pages after than before");
}

# ---- memory of a casemix ----

# What a hash aggregate of one group holds at most, in bytes, of so many rows in so many cells.
sub casemix_memory
{
	my ($rows, $cells) = @_;
	my $plan = $node->safe_psql('postgres', qq{SET work_mem = '1GB'; SET enable_sort = off;
		EXPLAIN (ANALYZE, FORMAT JSON) SELECT cancer_pe.casemix_columns('{a,b}', i % 3 = 0, 'T' || i % 100, i % $cells / 100, i % 7 * 0)
		FROM generate_series(1, $rows) AS i GROUP BY i - i});

	return 1024 * ($plan =~ /"Peak Memory Usage": (\d+)/)[0];
}
my ($few, $more, $many) = (casemix_memory(200000, 20000), casemix_memory(800000, 20000), casemix_memory(800000, 200000));

note "a casemix of 20,000 cells takes $few bytes, of four times as many rows $more; of 200,000 cells $many";
is($more, $few, 'a casemix takes no more memory for more rows in the same cells');
cmp_ok($many, '>', 2 * $few, 'it takes more for more cells');
cmp_ok($many / 200000, '<', 80, 'and less than 80 bytes a cell, what doubling its tables leaves unused included');

$node->stop;
done_testing();
