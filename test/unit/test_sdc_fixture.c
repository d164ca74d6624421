#include "sdc_fixture.h"

#include <inttypes.h>

/* The figures of the draws as the README gives them. */
struct known
{
	const char *name;
	size_t cells, rows, zeros, small, ones, inner;
	int64_t total;
};
static const struct known known[] = {
	{"F01", 99, 20, 6, 14, 5, 74, 1500},
	{"F03", 1617, 455, 257, 503, 187, 945, 9000},
	{"F04", 2184, 464, 37, 209, 46, 1705, 61000},
	{"F05", 15288, 5432, 2260, 4856, 1766, 8272, 61000},
};

static void
test_table(const char *directory, const struct known *want)
{
	struct cpe_arena arena;
	struct sdc_fixture fixture;
	size_t zeros = 0;
	size_t ones = 0;

	unit_case(want->name);
	cpe_arena_open_malloc(&arena);
	sdc_load(&arena, directory, want->name, &fixture);
	for (size_t i = 0; i < fixture.n; i++)
	{
		zeros += fixture.never[i];
		ones += fixture.cell[i].value == 1;
	}
	CHECK(fixture.n == want->cells, "%zu cells", fixture.n);
	CHECK(fixture.system.rows == want->rows, "%zu rows", fixture.system.rows);
	CHECK(zeros == want->zeros, "%zu zeros", zeros);
	CHECK(fixture.targets == want->small, "%zu small", fixture.targets);
	CHECK(ones == want->ones, "%zu ones", ones);
	CHECK(fixture.cell[0].value == want->total, "total %" PRId64, fixture.cell[0].value);
	CHECK((size_t) fixture.floor[0] == want->inner, "%" PRId64 " inner", fixture.floor[0]);
	for (size_t row = 0; row < fixture.system.rows; row++)
	{
		int64_t sum = 0;

		for (size_t i = fixture.system.row_start[row]; i < fixture.system.row_start[row + 1]; i++)
			sum += fixture.system.row_sign[i] * fixture.system.value[fixture.system.row_figure[i]];
		CHECK(sum == 0, "row %zu adds up to %" PRId64, row, sum);
	}
	cpe_arena_close_malloc(&arena);
}

int
main(int argc, char **argv)
{
	const char *directory = argc > 1 ? argv[1] : "test/data";

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		test_table(directory, &known[i]);
	return unit_end();
}
