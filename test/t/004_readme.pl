# The examples of the README, of the worked example of suppression and of the analyst's guide give the output shown, and the demonstration prints the lines it quotes.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use File::Basename;
use Cwd 'abs_path';

my $top = abs_path(dirname(__FILE__) . '/../..');
my $node = PostgreSQL::Test::Cluster->new('readme');
$node->init;
$node->start;

# How output is compared: white space and psql's rules and row counts do not matter.
sub plain
{
	my ($text) = @_;
	my @lines = grep { !/^[-+ ]*$/ && !/^\(\d+ rows?\)$/ } split /\n/, $text;
	s/\s+/ /g, s/^ | $//g foreach @lines;
	return join "\n", @lines;
}

# The examples of a document, in one session, as a reader types them, so that settings carry over.
sub run_examples
{
	my ($name, $text, $database) = @_;
	my @examples;
	while ($text =~ /```sql\n(.*?)```\n(?:```text\n(.*?)```)?/gs)
	{
		push @examples, { sql => $1, output => $2 };
	}
	cmp_ok(scalar @examples, '>=', 5, "$name has its examples");
	my $script = join '', map { "\\echo == $_\n$examples[$_]{sql}" } 0 .. $#examples;
	my ($status, $output, $errors) = (0, '', '');
	$status = $node->psql($database, $script, stdout => \$output, stderr => \$errors,
		on_error_stop => 1, extra_params => [ '-P', 'tuples_only=off', '-P', 'format=aligned', '-q' ]);
	is($status, 0, "all examples of $name run") or diag $errors;
	my %output_of = $output =~ /^== (\d+)\n(.*?)(?=^== |\z)/gms;
	foreach my $i (grep { defined $examples[$_]{output} } 0 .. $#examples)
	{
		is(plain($output_of{$i} // 'nothing'), plain($examples[$i]{output}), "output of example " . ($i + 1) . " of $name");
	}
}

my $readme = slurp_file("$top/README.md");
my ($demo) = $readme =~ /```text\n(A release: .*?)```/s;
run_examples('the README', $readme, 'postgres');
$node->safe_psql('postgres', 'CREATE DATABASE by_hand');
$node->safe_psql('by_hand', 'CREATE EXTENSION cancer_pe');
run_examples('the worked example of suppression', slurp_file("$top/src/suppress/README.md"), 'by_hand');
$node->safe_psql('postgres', 'CREATE DATABASE of_analyst');
$node->safe_psql('of_analyst', 'CREATE EXTENSION cancer_pe');
run_examples("the analyst's guide", slurp_file("$top/docs/analyst.md"), 'of_analyst');

# The demonstration, with its files.
my $out = PostgreSQL::Test::Utils::tempdir;
$node->safe_psql('postgres', 'CREATE DATABASE demonstration');
my @command = ('psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-v', 'all=true', '-v', "data=$top/test/data/ncpes2018", '-v', "out=$out",
	'-d', $node->connstr('demonstration'), '-f', "$top/test/demonstration/demo.sql");
my ($report, $problems);
ok(IPC::Run::run(\@command, '>', \$report, '2>', \$problems), 'the demonstration runs') or diag $problems;
my %printed = map { plain($_) => 1 } split /\n/, $report;
is_deeply([ grep { !$printed{ plain($_) } } split /\n/, $demo ], [], 'it prints what the README quotes');
my @areas = map { basename($_) } glob("$out/trust_*.html $out/alliance_*.html");
is(scalar @areas, 145 + 19, 'it writes a page for each trust and each Alliance');
foreach my $name ('index.html', 'published.html', 'quality_of_life.html', 'survey.html', 'adjustment.html', 'benchmarking.html', 'suppression.html', 'secondary.html', 'pledge.html', @areas)
{
	my $page = slurp_file("$out/$name");
	cmp_ok(length $page, '>', 25_000, "it writes $name");
	cmp_ok(length $page, '<', 300_000, "$name is small");
	ok($page !~ /<script|\bsrc=|\@import|url\((?!#)|<link/i, "$name asks for nothing outside it");
	is_deeply([ grep { !-s "$out/$_" } $page =~ /href="([^#"]+)"/g ], [], "what $name links to is there");
	my %id;
	is_deeply([ grep { $id{$_}++ } $page =~ /\bid="([^"]+)"/g ], [], "ids of $name are unique");
	is_deeply([ grep { !$id{$_} } map { split / / } $page =~ /(?:href="#|aria-labelledby=")([^"]+)"/g ], [], "and there, where $name refers to them");
	my @tables = $page =~ /<table/g;
	my @captions = $page =~ /<caption/g;
	is(scalar @captions, scalar @tables, "each table of $name has a caption");
	is(scalar(() = $page =~ /<th(?! scope| id)[ >]/g), 0, "each heading of $name says what it is for");
	is(scalar(() = $page =~ /<svg(?![^>]*role="img")/g), 0, "each picture of $name says that it is one");
}
my @circles = slurp_file("$out/published.html") =~ /<circle/g;
cmp_ok(scalar @circles, '>', 100, 'the page on the published tables has its funnel');
my %linked = map { $_ => 1 } slurp_file("$out/index.html") =~ /href="([^"#]+)"/g;
is_deeply([ grep { !$linked{$_} } @areas, 'published.html', 'pledge.html' ], [], 'the front page leads to all others');
my @charts = slurp_file("$out/quality_of_life.html") =~ /<svg.*?<\/svg>/gs;
is(scalar @charts, 10, 'the page on quality of life has a chart for each cancer type');
is(scalar(grep { (() = /<circle/g) != 7 || (() = /fill="#c44e00"/g) != 9 || (() = /stroke-width="2"/g) != 16 } @charts), 0, 'each with 7 circles, 9 diamonds and 16 intervals');
my ($alliances) = slurp_file("$out/survey.html") =~ /(<svg.*?<\/svg>)/s;
is(scalar(() = $alliances =~ /<circle/g), 19, 'the page on the survey has a mark for each Alliance');
is(scalar(() = $alliances =~ /stroke-width="2"/g), 20, 'and an interval for each and for England');
my @funnels = slurp_file("$out/adjustment.html") =~ /<svg.*?<\/svg>/gs;
is(scalar @funnels, 2, 'the page on adjustment has the trusts before and after');
is(scalar(grep { (() = /<title>Trust \d+\nn /g) != 136 || (() = /<title>[ABC]\nn /g) != 3 } @funnels), 0, 'each with a mark for every trust that is shown');
my @pictures = slurp_file("$out/benchmarking.html") =~ /<svg.*?<\/svg>/gs;
is(scalar @pictures, 5, 'the page on benchmarking has a funnel, a caterpillar and three charts');
is(scalar(grep { (() = /<title>[^<]+\nn \d/g) != 141 } $pictures[0]), 0, 'the funnel with a mark for every trust that is shown');
is(scalar(grep { (() = /<title>[^<]+\nscore /g) != 141 } $pictures[1]), 0, 'and so the caterpillar');
is(scalar(grep { (() = /<title>\d{4}-\d\d\n/g) != 35 } @pictures[2 .. 4]), 0, 'the charts with every month but the hidden one');
my @protected = slurp_file("$out/suppression.html") =~ /<td class="number hidden">/g;
cmp_ok(scalar @protected, '>', 200, 'the page on suppression marks what is hidden');
my @by_trust = slurp_file("$out/secondary.html") =~ /(<svg.*?<\/svg>)/gs;
is(scalar @by_trust, 1, 'the page on secondary disease has its picture');
is(scalar(() = $by_trust[0] =~ /<title>T\d\d\n/g), 20, 'with a mark for each trust');
my @services = slurp_file("$out/pledge.html") =~ /(<svg.*?<\/svg>)/gs;
is(scalar @services, 2, 'the page on the Pledge has a picture of two services');
is(scalar(grep { (() = /<circle/g) != 26 || (() = /font-weight="bold"/g) < 1 } @services), 0, 'each with two marks for each standard, the changed ones in bold');
$node->stop;
done_testing();
