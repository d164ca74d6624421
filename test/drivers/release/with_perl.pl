# A release through DBD::Pg.  Prints TAP.
use strict;
use warnings;
use utf8;
use Digest::MD5 'md5_hex';
use Encode 'encode_utf8';
use FindBin;
use Test::More;
use Time::HiRes 'time';

plan skip_all => 'libdbd-pg-perl is not here' unless eval { require DBI; require DBD::Pg; 1 };
binmode $_, ':encoding(UTF-8)' foreach Test::More->builder->output, Test::More->builder->failure_output;

my $schema = 'cpes_2018';
# SQL's numbers of the types, as the driver names them.
my %type = (int4 => 4, float8 => 6, bool => 16, text => -1, date => 91);
my $db = DBI->connect('dbi:Pg:', '', '', { RaiseError => 1, PrintError => 0, AutoCommit => 1 });

# A table as it is written down.
sub expected
{
	my ($table) = @_;
	open my $file, '<:encoding(UTF-8)', "$FindBin::Bin/$table.tsv" or die $!;
	my ($names, $types, $comments, @rows) = map { chomp; [ split /\t/, $_, -1 ] } <$file>;
	foreach my $row (@rows)
	{
		foreach my $i (0 .. $#$row)
		{
			$row->[$i] = $row->[$i] eq '\N' ? undef : $types->[$i] eq 'bool' ? ($row->[$i] eq 'true' ? 1 : 0) : $row->[$i];
		}
	}
	return ($names, $types, $comments, \@rows);
}

# Rows with floats in the 17 digits of the files; a float of PostgreSQL comes as its shortest text.
sub exact
{
	my ($types, $rows) = @_;
	return [ map { my $row = $_; [ map { defined $row->[$_] && $types->[$_] eq 'float8' ? sprintf('%.17g', $row->[$_]) : $row->[$_] } 0 .. $#$row ] } @$rows ];
}

sub rows { my ($query, @values) = @_; return $db->selectall_arrayref($query, undef, @values) }

my %order = (trust_question => 'year, trust COLLATE "C", tumour_group, question', figures => 'day');
foreach my $table ('trust_question', 'figures')
{
	my ($names, $types, $comments, $rows) = expected($table);
	my $tables = $db->table_info(undef, $schema, $table, 'TABLE,VIEW')->fetchall_arrayref({});
	is_deeply([ map { $_->{TABLE_TYPE} } @$tables ], ['TABLE'], "DBD::Pg: $table is a table");
	my $columns = $db->column_info(undef, $schema, $table, '%')->fetchall_arrayref({});
	# A plus stands for some words of the extension.
	foreach my $i (grep { $comments->[$_] eq '+' } 0 .. $#$columns)
	{
		$columns->[$i]{REMARKS} = '+' if length($columns->[$i]{REMARKS} // '') > 10;
	}
	is_deeply([ map { [ $_->{COLUMN_NAME}, $_->{REMARKS} ] } @$columns ], [ map { [ $names->[$_], $comments->[$_] ] } 0 .. $#$names ],
		"DBD::Pg: columns of $table, with comments");
	my $statement = $db->prepare("SELECT * FROM $schema.$table ORDER BY $order{$table}");
	$statement->execute;
	is_deeply($statement->{TYPE}, [ map { $type{$_} } @$types ], "DBD::Pg: types of $table") or diag explain $statement->{TYPE};
	is_deeply(exact($types, $statement->fetchall_arrayref), $rows, "DBD::Pg: values of $table, to the last digit");
}

my ($names, undef, undef, $all) = expected('trust_question');
my %place = map { $names->[$_] => $_ } 0 .. $#$names;
foreach my $filter ([ trust_name => q{St "Anne's", Ward <3> & Co} ], [ trust_name => '東京 🏥 100%' ], [ n => 39 ], [ rate_status => 'c' ])
{
	my ($column, $value) = @$filter;
	is_deeply(rows("SELECT trust, tumour_group, question FROM $schema.trust_question WHERE $column = ? ORDER BY $order{trust_question}", $value),
		[ map { [ @$_[ 1 .. 3 ] ] } grep { defined $_->[ $place{$column} ] && $_->[ $place{$column} ] eq $value } @$all ], "DBD::Pg: $column = $value");
}
# Perl makes a text of 15 digits of a float, so one that is to be found exactly is given as text.
is_deeply(rows("SELECT figure FROM $schema.figures WHERE day = ? AND final = ? AND value = ?", '9999-12-31', 1, '1.7976931348623157e308'),
	[ ['largest'] ], 'DBD::Pg: a date, a boolean and the largest float as parameters');

is(rows('SELECT round(low::numeric, 6) FROM cancer_pe.funnel_curve(?, ?, ?, ?) LIMIT 1', 0.5, 10, 1000, 'ncpes2018')->[0][0], '0.190097',
	'DBD::Pg: a function in FROM, with parameters');
my ($text, $characters, $digest) = @{ rows(q{SELECT s, length(s), md5(s) FROM (
	SELECT cancer_pe.funnel_svg('Grünwald–Ås 東京 🏥 ' || i, 50 + i, i / 7000.0, 0.4, 0.6, 'within', '{"title": "Ängste & <Sorgen>"}') AS s
	FROM generate_series(1, 6500) AS i) AS x})->[0] };
is_deeply([ length $text, md5_hex(encode_utf8($text)) ], [ $characters, $digest ], 'DBD::Pg: a text of a megabyte arrives whole');
ok(!eval { rows('SELECT * FROM cancer_pe.rate_ci(75, 40)') } && $db->state eq '22023', 'DBD::Pg: an error has its SQLSTATE');
like($db->errstr, qr/rate out of range: 75.*HINT:\s+Divide a percentage by 100\./s, 'DBD::Pg: its message and hint');
ok(!eval { rows('SELECT count(*) FROM source.answers') } && $db->state eq '42501', 'DBD::Pg: the source is not for readers');

my $began = time;
my $long = $db->prepare('SELECT count(*) FROM cancer_pe.sample_responses(100000000, 2018)', { pg_async => DBD::Pg::PG_ASYNC() });
$long->execute;
select undef, undef, undef, 0.5;
ok($db->pg_cancel, 'DBD::Pg: a long query can be ended');
cmp_ok(time - $began, '<', 10, 'DBD::Pg: and ends at once');
is_deeply(rows("SELECT n FROM $schema.figures WHERE figure = ?", 'zero'), [ [16] ], 'DBD::Pg: and the next one works');
done_testing();
