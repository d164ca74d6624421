/* The oracle that tries every table, against tables that can be counted by hand. */
#include "unit.h"

#include "table_oracle.h"

/* Two rows and two columns with totals: figures 0..8 are (r, c), r and c 0 for the total. */
static uint32_t figure_of[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 3, 6, 1, 4, 7, 2, 5, 8};
static int8_t sign_of[] = {1, -1, -1, 1, -1, -1, 1, -1, -1, 1, -1, -1, 1, -1, -1, 1, -1, -1};
static size_t start_of[] = {0, 3, 6, 9, 12, 15, 18};
static uint32_t cell_of[] = {0, 1, 2, 3, 4, 5, 6, 7, 8};

static struct cpe_system
two_by_two(int64_t *value, int64_t *low, int64_t *high)
{
	struct cpe_system system = {.cells = 9,
	                            .figures = 9,
	                            .rows = 6,
	                            .value = value,
	                            .low = low,
	                            .high = high,
	                            .cell = cell_of,
	                            .row_start = start_of,
	                            .row_figure = figure_of,
	                            .row_sign = sign_of};

	return system;
}

int
main(void)
{
	int64_t value[] = {30, 14, 16, 10, 3, 7, 20, 11, 9};
	int64_t low[] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
	int64_t high[9];
	bool hidden[9] = {false};
	struct cpe_system system = two_by_two(value, low, high);
	struct table_oracle oracle;

	for (int f = 0; f < 9; f++)
		high[f] = CPE_UNBOUNDED;

	unit_case("nothing hidden is one table; one inner cell hidden too, by subtraction");
	CHECK(table_oracle_hidden(&oracle, &system, hidden, 50, 1000) && oracle.tables == 1,
	      "%lld tables", (long long) oracle.tables);
	table_oracle_close(&oracle);
	hidden[4] = true;
	CHECK(table_oracle_hidden(&oracle, &system, hidden, 50, 1000) && oracle.tables == 1 &&
	          oracle.least[4] == 3 && oracle.most[4] == 3,
	      "%lld tables", (long long) oracle.tables);
	table_oracle_close(&oracle);

	unit_case("the four inner cells hidden: one table for each value of the first");
	hidden[5] = hidden[7] = hidden[8] = true;
	/* x = first: x >= 1, 10 - x >= 1, 14 - x >= 1, 16 - (10 - x) >= 1 */
	CHECK(table_oracle_hidden(&oracle, &system, hidden, 50, 1000) && oracle.tables == 9 &&
	          oracle.least[4] == 1 && oracle.most[4] == 9 && oracle.values[4] == 9 &&
	          oracle.least[7] == 5 && oracle.most[7] == 13 && !oracle.capped[4],
	      "%lld tables", (long long) oracle.tables);
	CHECK(table_oracle_possible(&oracle, 5, 9) && !table_oracle_possible(&oracle, 5, 10) &&
	          !table_oracle_possible(&oracle, 4, 0),
	      "possible");
	table_oracle_close(&oracle);

	unit_case("all hidden: no end to the total, which the cap cuts; and a limit that stops it");
	for (int f = 0; f < 9; f++)
	{
		hidden[f] = true;
		low[f] = 0;
	}
	/* tables of four numbers with a sum up to 4: C(8, 4) */
	CHECK(table_oracle_hidden(&oracle, &system, hidden, 4, 1000) && oracle.tables == 70 &&
	          oracle.capped[0] && oracle.most[0] == 4 && oracle.values[0] == 5,
	      "%lld tables", (long long) oracle.tables);
	table_oracle_close(&oracle);
	CHECK(!table_oracle_hidden(&oracle, &system, hidden, 4, 69) && !oracle.complete, "limit");
	table_oracle_close(&oracle);

	unit_case("what contradicts itself has no table");
	{
		int64_t least[] = {30, 14, 16, 10, 1, 1, 20, 1, 1};
		int64_t most[] = {30, 15, 17, 10, 4, 5, 20, 20, 20};

		CHECK(!table_oracle_open(&oracle, &system, least, most, 50, 1000) && oracle.tables == 0 &&
		          oracle.complete,
		      "%lld tables", (long long) oracle.tables);
		table_oracle_close(&oracle);
		most[5] = 0;
		CHECK(!table_oracle_open(&oracle, &system, least, most, 50, 1000) && oracle.tables == 0,
		      "%lld tables", (long long) oracle.tables);
		table_oracle_close(&oracle);
	}
	return unit_end();
}
