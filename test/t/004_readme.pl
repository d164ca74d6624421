# The README's examples give the output it shows, and the demonstration prints the lines it quotes.
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

my $readme = slurp_file("$top/README.md");
my ($demo) = $readme =~ /```text\n(bands .*?)```/s;
my @examples;
while ($readme =~ /```sql\n(.*?)```\n(?:```text\n(.*?)```)?/gs)
{
	push @examples, { sql => $1, output => $2 };
}
cmp_ok(scalar @examples, '>=', 5, 'the README has its examples');

# One session, as a reader types them, so that settings carry over.
my $script = join '', map { "\\echo == $_\n$examples[$_]{sql}" } 0 .. $#examples;
my ($status, $output, $errors) = (0, '', '');
$status = $node->psql('postgres', $script, stdout => \$output, stderr => \$errors,
	on_error_stop => 1, extra_params => [ '-P', 'tuples_only=off', '-P', 'format=aligned', '-q' ]);
is($status, 0, 'all examples run') or diag $errors;
my %output_of = $output =~ /^== (\d+)\n(.*?)(?=^== |\z)/gms;
foreach my $i (grep { defined $examples[$_]{output} } 0 .. $#examples)
{
	is(plain($output_of{$i} // 'nothing'), plain($examples[$i]{output}), 'output of example ' . ($i + 1));
}

# The demonstration, with its files.
my $out = PostgreSQL::Test::Utils::tempdir;
$node->safe_psql('postgres', 'CREATE DATABASE demonstration');
my @command = ('psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-v', "data=$top/test/data/ncpes2018", '-v', "out=$out",
	'-d', $node->connstr('demonstration'), '-f', "$top/test/demonstration/demo.sql");
my ($report, $problems);
ok(IPC::Run::run(\@command, '>', \$report, '2>', \$problems), 'the demonstration runs') or diag $problems;
my %printed = map { plain($_) => 1 } split /\n/, $report;
is_deeply([ grep { !$printed{ plain($_) } } split /\n/, $demo ], [], 'it prints what the README quotes');
my $page = slurp_file("$out/index.html");
cmp_ok(length $page, '>', 50_000, 'it writes a page');
cmp_ok(length $page, '<', 300_000, 'the page is small');
ok($page !~ /<script|\bsrc=|\@import|url\((?!#)|<link/i, 'the page asks for nothing outside it');
my @circles = $page =~ /<circle/g;
cmp_ok(scalar @circles, '>', 100, 'the page has its funnel');
$node->stop;
done_testing();
