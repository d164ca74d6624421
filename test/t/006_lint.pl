# What cancer_pe-lint --sql prints makes an instrument of one's own with its row function, by anyone
# whom the README lets add entries, whatever the search_path.
use strict;
use warnings FATAL => 'all';

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION cancer_pe;
	CREATE ROLE keeper LOGIN;
	GRANT USAGE ON SCHEMA cancer_pe TO keeper;
	GRANT SELECT, INSERT, UPDATE, DELETE ON cancer_pe.instrument TO keeper;
	GRANT CREATE ON SCHEMA public TO keeper;
});

my $file = PostgreSQL::Test::Utils::tempdir() . '/clinic.json';
append_to_file($file, q{{"instrument": "Clinic's 3", "version": "1", "title": "Our questions", "source": "our clinic",
	"certainty": "sourced", "function": "clinic_3", "items": [{"ids": ["1..3"], "min": 0, "max": 10}],
	"scales": [{"scale": "BURDEN", "label": "Burden", "higher": "worse", "items": ["1..3"], "transform": "mean", "missing": "half"}]}});
my $lint = $node->config_data('--bindir') . '/cancer_pe-lint';
my ($sql, $said) = run_command([ $lint, '--sql', $file ]);
is($said, '', 'the definition is right');
is($node->safe_psql('postgres', $sql, extra_params => [ '-U', 'keeper' ]), "Clinic's 3", 'a keeper runs what it prints');
is($node->safe_psql('postgres', 'SELECT burden FROM clinic_3(ARRAY[4, NULL, 7])'), '5.5', 'and has the function');
($sql) = run_command([ $lint, '--shipped', $file ]);
my ($status, $stdout, $stderr) = $node->psql('postgres', "SET search_path = cancer_pe; $sql");
like($stderr, qr/shipped rows of "instrument" cannot be changed/, 'only the build makes shipped rows');

$node->stop;
done_testing();
