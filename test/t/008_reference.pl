# The pages of docs/reference are what docs/make-reference writes from this extension's COMMENTs; every object is on them; and
# links between the documents lead somewhere.
use strict;
use warnings FATAL => 'all';

use Cwd 'abs_path';
use File::Basename;
use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $top = abs_path(dirname(__FILE__) . '/../..');
my ($version) = slurp_file("$top/cancer_pe.control") =~ /^default_version\s*=\s*'([\d.]+)'/m;
my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', "fsync = off\n");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION cancer_pe');

my $script = $node->config_data('--sharedir') . "/extension/cancer_pe--$version.sql";
my $folder = PostgreSQL::Test::Utils::tempdir;
my ($said, %environment) = ('', PGHOST => $node->host, PGPORT => $node->port, PGDATABASE => 'postgres');
my @command = ($^X, "$top/docs/make-reference", $script, $folder);
ok(IPC::Run::run(\@command, '>', \$said, '2>&1', init => sub { @ENV{ keys %environment } = values %environment }), 'the reference can be made') or diag $said;

my %written = map { basename($_) => slurp_file($_) } glob "$folder/*";
my %kept = map { basename($_) => slurp_file($_) } glob "$top/docs/reference/*";
is_deeply([ sort keys %kept ], [ sort keys %written ], 'docs/reference has a page for each room');
foreach my $page (sort keys %written)
{
	ok(($kept{$page} // '') eq $written{$page}, "$page is as docs/make-reference writes it") or diag 'run docs/make-reference again';
}

# What can be called, and what can be read, by name: all of it is there.
my @names = split /\n/, $node->safe_psql('postgres', q{
	SELECT DISTINCT proname FROM pg_proc WHERE pronamespace = 'cancer_pe'::regnamespace AND prokind IN ('a', 'w')
	UNION SELECT relname FROM pg_class WHERE relnamespace = 'cancer_pe'::regnamespace AND relkind IN ('r', 'v', 'c')});
cmp_ok(scalar @names, '>', 100, 'there are many objects');
is_deeply([ grep { $written{'README.md'} !~ /^\* `$_`: /m } @names ], [], 'all of which the index has');

# A page with an object that the script does not name, or that has no COMMENT, is not written.
$node->safe_psql('postgres', q{ALTER EXTENSION cancer_pe DROP FUNCTION cancer_pe.cancer_pe_version();
	CREATE FUNCTION cancer_pe.stray() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER EXTENSION cancer_pe ADD FUNCTION cancer_pe.stray()});
ok(!IPC::Run::run(\@command, '>', \$said, '2>&1', init => sub { @ENV{ keys %environment } = values %environment }), 'an object that the script does not name stops it');
like($said, qr/the script does not name:\nfunction (cancer_pe\.)?stray\(\)\n/, 'and is named');

# Links between documents: the file is there, and has the heading.
my @documents = ('README.md', map { s,^\Q$top\E/,,r } glob("$top/docs/*.md $top/docs/*/*.md $top/src/*/README.md"));
my @lost;
foreach my $document (@documents)
{
	my $text = slurp_file("$top/$document") =~ s/```.*?```//gsr;

	while ($text =~ /\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)
	{
		my ($file, $heading) = ($1 eq '' ? "$top/$document" : dirname("$top/$document") . "/$1", $2);
		my %headings = -f $file && $file =~ /\.md$/ ? map { lc(s/[^\w\s-]//gr) =~ s/ /-/gr => 1 } slurp_file($file) =~ /^#+ (.*)$/mg : ();

		push @lost, "$document: $1" if !-e $file || defined $heading && !$headings{$heading};
	}
}
is_deeply(\@lost, [], 'links between the documents lead somewhere');
$node->stop;
done_testing();
