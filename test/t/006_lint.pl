# cancer_pe-lint as a program: what it says of files, its exit status, and SQL that the server takes.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use File::Basename;
use Cwd 'abs_path';

my $top = abs_path(dirname(__FILE__) . '/../..');
# the installed one, as everything else that is tested here
my ($lint) = grep { -x } map { "$_/cancer_pe-lint" } split /:/, $ENV{PATH};
BAIL_OUT('cancer_pe-lint is not installed') unless $lint;
my $dir = PostgreSQL::Test::Utils::tempdir;

# Runs it with these arguments, and standard input where there is some; exit status, output, errors.
sub lint
{
	my ($input, @arguments) = @_;
	my ($out, $err) = ('', '');
	IPC::Run::run([ $lint, @arguments ], '<', \($input // ''), '>', \$out, '2>', \$err);
	return ($? >> 8, $out, $err);
}

sub write_file
{
	my ($name, $text) = @_;
	open my $file, '>:raw', "$dir/$name" or die "$dir/$name: $!";
	print $file $text;
	close $file;
	return "$dir/$name";
}

my $good = '{"instrument": "It\'s one", "version": "2", "title": "Title\'s", "source": "a $definition$ b; \');", "certainty": "computed", "function": "select",
"items": [{"ids": ["1..3"], "min": 0, "max": 3}], "scales": [{"scale": "Order", "label": "first\'s", "higher": "worse", "items": ["1..3"], "transform": "symptom", "missing": "half"},
{"scale": "B2", "label": "second", "higher": "better", "items": ["2"], "transform": "mean", "missing": "all"}]}';
my $file = write_file('good.json', $good);
my $wrong = write_file('wrong.json', $good =~ s/"half"/"most"/r);
my $broken = write_file('broken.json', $good =~ s/"2", "title"/"2" "title"/r);
my $empty = write_file('empty.json', '');

# files
my ($status, $out, $err) = lint(undef, $file);
is("$status|$out|$err", "0|$file: It's one, version 2: 3 items, 2 scales\n|", 'a good file');
($status, $out, $err) = lint(undef, $wrong);
is($status, 1, 'a wrong one');
like($out, qr/^\Q$wrong\E: instrument definition is wrong at \$\.scales\[0\]\.missing: No such word\. Allowed: half, more_than_half, all\.$/, 'and where');
($status, $out) = lint(undef, $broken);
is($status, 1, 'no JSON');
like($out, qr/not valid JSON at line 1, column 43: A comma or a closing brace was expected\.$/, 'and where');
($status, $out) = lint(undef, $empty);
is($status, 1, 'an empty file');
like($out, qr/line 1, column 1: The text ends/, 'and where');
($status, $out, $err) = lint(undef, $file, $wrong, $file);
is($status . scalar(my @lines = split /\n/, $out), '13', 'three files, one of them wrong');
($status, $out, $err) = lint(undef, "$dir/none.json");
is("$status|$out", '2|', 'no such file');
like($err, qr/^cancer_pe-lint: cannot read .*none\.json: No such file/, 'and which');
($status) = lint(undef, $dir);
is($status, 2, 'a directory');
($status, $out) = lint(undef, "$dir/none.json", $wrong, $file);
is($status, 2, 'the worst counts');
like($out, qr/good\.json: It's one/, 'and the rest is checked');
# standard input, large and with NUL bytes
($status, $out) = lint($good, '-');
is("$status|$out", "0|-: It's one, version 2: 3 items, 2 scales\n", 'standard input');
($status, $out) = lint($good . "\0", '-');
is($status, 1, 'a NUL behind it');
($status, $out) = lint($good . ' ' x 300_000, '-');
is($status, 0, 'a long one');
($status, $out) = lint($good . ' ' x 2_000_000, '-');
like("$status$out", qr/^1-: instrument definition is larger than 1024 kB/, 'too long a one');
# use
($status, $out, $err) = lint(undef);
like("$status|$out|$err", qr/^2\|\|usage: cancer_pe-lint/, 'nothing to check');
($status, $out, $err) = lint(undef, '--nothing');
like("$status|$out|$err", qr/^2\|\|usage: /, 'an unknown option');
($status, $out, $err) = lint(undef, '--sql');
is($status, 2, '--sql of nothing');
foreach my $help ('--help', '-h')
{
	($status, $out, $err) = lint(undef, $help);
	like("$status|$out|$err", qr/^0\|usage: .*\|$/s, $help);
}
($status, $out, $err) = lint(undef, glob("$top/src/score/instruments/*.json"));
is($status, 0, 'the shipped definitions') or diag $out;
($status, $out, $err) = lint(undef, '--sql', $wrong);
like("$status|$out|$err", qr/^1\|\|\Q$wrong\E: instrument definition is wrong/, '--sql prints nothing of a wrong one');

# SQL that loads: quotes, dollars and reserved words in it, 200 scales, 500 items
my $large = write_file('large.json', '{"instrument": "Large", "version": "1", "title": "t", "source": "s", "certainty": "computed", "function": "large",
"items": [{"ids": ["1..500"], "min": 0, "max": 1}], "scales": [' . join(', ', map { qq({"scale": "S$_", "label": "l", "higher": "worse", "items": ["$_"], "transform": "sum", "missing": "all"}) } 1 .. 200) . ']}');
my $node = PostgreSQL::Test::Cluster->new('lint');
$node->init;
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION cancer_pe');
($status, $out, $err) = lint(undef, '--sql', $file, $large);
is("$status|$err", '0|', '--sql of two');
# by anyone whom the README lets add entries, whatever the search_path
$node->safe_psql('postgres', 'CREATE ROLE keeper LOGIN; GRANT USAGE ON SCHEMA cancer_pe TO keeper;
	GRANT SELECT, INSERT, UPDATE, DELETE ON cancer_pe.instrument TO keeper; GRANT CREATE ON SCHEMA public TO keeper');
my ($failed, $said, $why) = $node->psql('postgres', $out, on_error_stop => 1, extra_params => [ '-U', 'keeper' ]);
is($failed, 0, 'it loads') or diag $why;
is($said, "It's one\nLarge", 'what it registers');
($status, $out, $err) = lint(undef, '--shipped', $file);
($failed, $said, $why) = $node->psql('postgres', "SET search_path = cancer_pe;\n$out");
like($why, qr/shipped rows of "instrument" cannot be changed/, 'only the build makes shipped rows');
is($node->safe_psql('postgres', q(SELECT plan::text FROM cancer_pe.instrument WHERE code = 'It''s one')), $good, 'the definition as it was');
is($node->safe_psql('postgres', q(SELECT "order", b2 FROM "select"('{3,1,NULL}'))), '66.66666666666667|1', 'its function');
is($node->safe_psql('postgres', q(SELECT s1, s200 FROM large(array_fill(1, ARRAY[500])))), '1|1', 'a function of 200 columns');
like($node->safe_psql('postgres', q(SELECT obj_description('"select"(integer[], boolean)'::regprocedure))), qr/^Title's: .*first's.*Source: a \$definition\$ b; '\);/, 'its comment');
is($node->safe_psql('postgres', 'SELECT count(*) FROM pg_class WHERE relname = $$b$$'), '0', 'nothing else');
$node->stop;
done_testing();
