#include "base/sort.h"
#include "suppress/rule.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define MAX_CELLS 260
#define MAX_DIMS 5

/* ---- random tables ---- */

static const char *const labels[] = {NULL, "", "A", "B", "AA", "a", "\303\251", "B ", "total"};

struct table
{
	int dims;
	size_t cells;
	const char *dim[MAX_CELLS][MAX_DIMS];
	struct cpe_cell cell[MAX_CELLS];
};

static struct cpe_suppress_rule
random_rule(void)
{
	struct cpe_suppress_rule rule;

	rule.threshold = random() % 12 ? random() % 26 : random() % 2 ? 0 : INT64_MAX;
	rule.inclusive = random() % 2;
	rule.secondary = random() % 3 ? CPE_SECONDARY_NEXT_SMALLEST : CPE_SECONDARY_NONE;
	rule.zeros = random() % 2 ? CPE_ZEROS_NO_ANSWERS : CPE_ZEROS_SHOWN;
	return rule;
}

static int64_t
random_count(const struct cpe_suppress_rule *rule)
{
	int64_t threshold = rule->threshold > 100 ? 100 : rule->threshold;

	switch (random() % 8)
	{
		case 0:
			return 0;
		case 1:
			return threshold + random() % 3; /* at it and just above */
		case 2:
			return random() % 20 ? threshold + 30 : INT64_MAX;
		case 3:
		case 4:
			return random() % (threshold + 1);
		default:
			return threshold + 2 + random() % 6; /* many ties */
	}
}

/* Each combination of labels at most once, in random order. */
static void
random_table(struct table *table, const struct cpe_suppress_rule *rule)
{
	int of[MAX_DIMS] = {0};
	int keep = 30 + (int) (random() % 71);
	int width[MAX_DIMS];

	table->dims = 1 + (int) (random() % 3);
	table->cells = 0;
	for (int d = 0; d < table->dims; d++)
		width[d] = 1 + (int) (random() % (table->dims == 3 ? 6 : 9));
	for (;;)
	{
		int d;

		if (random() % 100 < keep)
		{
			struct cpe_cell *cell = &table->cell[table->cells];

			for (d = 0; d < table->dims; d++)
				table->dim[table->cells][d] = labels[of[d]];
			cell->dim = table->dim[table->cells];
			cell->value = random_count(rule);
			cell->hidden_before = random() % 12 == 0;
			cell->exempt = random() % 12 == 0;
			cell->status = (enum cpe_cell_status)(random() % 3);
			table->cells++;
		}
		for (d = 0; d < table->dims && ++of[d] == width[d]; d++)
			of[d] = 0;
		if (d == table->dims)
			break;
	}
	for (size_t i = table->cells; i > 1; i--)
	{
		size_t j = (size_t) random() % i;
		struct cpe_cell swap = table->cell[i - 1];

		table->cell[i - 1] = table->cell[j];
		table->cell[j] = swap;
	}
}

static bool
decide(const struct cpe_suppress_rule *rule, struct cpe_cell *cell, size_t cells, int dims,
       struct cpe_problem *problem)
{
	struct cpe_arena arena;
	bool good;

	memset(problem, 0, sizeof(*problem));
	unit_arena_open(&arena, -1, -1);
	good = cpe_suppress_by_rule(&arena, rule, cell, cells, dims, problem);
	cpe_arena_close_malloc(&arena);
	return good;
}

/* ---- the oracle: every cell looks at every other one ---- */

static bool
same_label(const char *a, const char *b)
{
	return (a == NULL) == (b == NULL) && (a == NULL || strcmp(a, b) == 0);
}

static bool
before(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b)
	{
		a++;
		b++;
	}
	return (unsigned char) *a < (unsigned char) *b;
}

static bool
is_primary(const struct cpe_suppress_rule *rule, const struct cpe_cell *cell)
{
	return cell->hidden_before ||
	       (cell->value != 0 && !cell->exempt &&
	        (cell->value < rule->threshold || (rule->inclusive && cell->value == rule->threshold)));
}

static enum cpe_cell_status
oracle(const struct cpe_suppress_rule *rule, const struct table *table, const struct cpe_cell *cell)
{
	const char *label = cell->dim[table->dims - 1];
	int low = 0;
	bool smallest = true;

	if (is_primary(rule, cell))
		return CPE_CELL_CONFIDENTIAL;
	if (cell->value == 0)
		return rule->zeros == CPE_ZEROS_SHOWN ? CPE_CELL_SHOWN : CPE_CELL_NO_ANSWERS;
	if (label == NULL || rule->secondary == CPE_SECONDARY_NONE)
		return CPE_CELL_SHOWN;
	for (size_t i = 0; i < table->cells; i++)
	{
		const struct cpe_cell *other = &table->cell[i];
		const char *its = other->dim[table->dims - 1];
		bool family = its != NULL;

		for (int d = 0; d < table->dims - 1; d++)
			family = family && same_label(cell->dim[d], other->dim[d]);
		if (!family)
			continue;
		if (is_primary(rule, other))
			low++;
		else if (other->value != 0 && (other->value < cell->value ||
		                               (other->value == cell->value && before(its, label))))
			smallest = false;
	}
	return low == 1 && smallest ? CPE_CELL_CONFIDENTIAL : CPE_CELL_SHOWN;
}

static void
check_oracle(void)
{
	static struct table table;
	int secondary = 0;

	for (int round = 0; round < 5000; round++)
	{
		struct cpe_suppress_rule rule = random_rule();
		struct cpe_problem problem;
		struct cpe_cell again[MAX_CELLS];

		random_table(&table, &rule);
		if (!CHECK(decide(&rule, table.cell, table.cells, table.dims, &problem), "round %d: %s",
		           round, problem.message))
			continue;
		for (size_t i = 0; i < table.cells; i++)
		{
			enum cpe_cell_status want = oracle(&rule, &table, &table.cell[i]);

			CHECK(table.cell[i].status == want, "round %d, cell %zu, value %lld: %d, not %d", round,
			      i, (long long) table.cell[i].value, table.cell[i].status, want);
			secondary += want == CPE_CELL_CONFIDENTIAL && !is_primary(&rule, &table.cell[i]);
		}
		/* the other way round, then rotated: each cell's status again */
		for (int turn = 0; turn < 2; turn++)
		{
			for (size_t i = 0; i < table.cells; i++)
				again[i] =
					table.cell[turn ? (i + table.cells / 3) % table.cells : table.cells - 1 - i];
			CHECK(decide(&rule, again, table.cells, table.dims, &problem), "%s", problem.message);
			for (size_t i = 0; i < table.cells; i++)
				CHECK(
					again[i].status ==
						table.cell[turn ? (i + table.cells / 3) % table.cells : table.cells - 1 - i]
							.status,
					"round %d, turned", round);
		}
	}
	CHECK(secondary > 1000, "%d secondary ones", secondary);
}

/* ---- what is refused ---- */

static void
check_refused(void)
{
	static struct table table;

	for (int round = 0; round < 3000; round++)
	{
		struct cpe_suppress_rule rule = random_rule();
		bool negative = round % 2;
		struct cpe_problem problem;
		char fresh[MAX_DIMS][16];
		char want[200] = "cell (";
		size_t victim;

		random_table(&table, &rule);
		if (table.cells == 0)
			continue;
		victim = (size_t) random() % table.cells;
		for (int d = 0; d < table.dims; d++)
		{
			const char *label = table.cell[victim].dim[d];

			strcat(want, d ? ", " : "");
			strcat(want, label ? label : "total");
			table.dim[table.cells][d] = label ? strcpy(fresh[d], label) : NULL;
		}
		if (negative)
		{
			table.cell[victim].value = random() % 2 ? -1 - random() % 100 : INT64_MIN;
			sprintf(want + strlen(want), ") has a negative value: %lld",
			        (long long) table.cell[victim].value);
		}
		else
		{
			/* the same labels elsewhere in memory, not next to it */
			strcat(want, ") stands twice in the table");
			table.cell[table.cells] = table.cell[victim];
			table.cell[table.cells].dim = table.dim[table.cells];
			table.cell[table.cells].value = random() % 50;
			table.cells++;
		}
		CHECK(!decide(&rule, table.cell, table.cells, table.dims, &problem), "refused");
		CHECK(problem.code == CPE_INVALID && strcmp(problem.message, want) == 0, "%s, not %s",
		      problem.message, want);
	}
}

/* A label is named whole or as "...", and the message ends as it should. */
static void
check_long_labels(void)
{
	struct cpe_suppress_rule rule = {20, true, CPE_SECONDARY_NEXT_SMALLEST, CPE_ZEROS_SHOWN};
	size_t whole = 0;
	size_t cut = 0;

	for (int round = 0; round < 4000; round++)
	{
		int dims = 1 + (int) (random() % MAX_DIMS);
		char *text[MAX_DIMS];
		const char *dim[MAX_DIMS];
		struct cpe_cell cell[2] = {{5, dim, false, false, CPE_CELL_SHOWN},
		                           {5, dim, false, false, CPE_CELL_SHOWN}};
		const char *tail = round % 2 ? ") stands twice in the table"
		                             : ") has a negative value: -9223372036854775808";
		struct cpe_problem problem;
		const char *at;
		size_t total = 0;

		for (int d = 0; d < dims; d++)
		{
			size_t length = (size_t) random() % (random() % 2 ? 160 : 30);

			if (random() % 50 == 0)
				length = 100000;
			text[d] = malloc(length + 1);
			memset(text[d], 'a' + d, length);
			text[d][length] = '\0';
			dim[d] = text[d];
			total += length + 2;
		}
		if (round % 2 == 0)
			cell[0].value = INT64_MIN;
		CHECK(!decide(&rule, cell, round % 2 ? 2 : 1, dims, &problem), "refused");
		at = problem.message;
		CHECK(strncmp(at, "cell (", 6) == 0, "%s", at);
		at += 6;
		for (int d = 0; d < dims && *at != ')'; d++)
		{
			size_t length = strspn(at, (char[]){(char) ('a' + d), '\0'});

			if (length == strlen(text[d]) && strncmp(at, "...", 3) != 0)
			{
				at += length;
				whole++;
			}
			else if (CHECK(strncmp(at, "...", 3) == 0, "%s", problem.message))
			{
				CHECK(total + 8 > 140, "what fits is named: %s", problem.message);
				at += 3;
				cut++;
			}
			if (strncmp(at, ", ", 2) == 0)
				at += 2;
		}
		CHECK(strcmp(at, tail) == 0, "%s", problem.message);
		for (int d = 0; d < dims; d++)
			free(text[d]);
	}
	CHECK(whole > 1000 && cut > 1000, "%zu whole, %zu cut", whole, cut);
}

static void
check_rule_ends(void)
{
	static struct cpe_cell cell[20000];
	static const char *dim[20000];
	static char name[20000][8];
	struct cpe_suppress_rule rule = {20, true, CPE_SECONDARY_NEXT_SMALLEST, CPE_ZEROS_SHOWN};
	struct cpe_arena arena;
	struct cpe_problem problem;
	int rounds = 0;

	CHECK(decide(&rule, cell, 0, 1, &problem), "no cells are no problem");
	for (int i = 0; i < 20000; i++)
	{
		sprintf(name[i], "%d", i * 7919 % 20000);
		dim[i] = name[i];
		cell[i].dim = &dim[i];
		cell[i].value = i == 7 ? 3 : 100 + i % 5;
	}
	CHECK(decide(&rule, cell, 20000, 1, &problem), "%s", problem.message);
	for (int i = 0; i < 20000; i++) /* 0 is the first label of the smallest value */
		CHECK((cell[i].status == CPE_CELL_CONFIDENTIAL) == (i == 7 || i == 0), "cell %s", name[i]);
	for (int polls = 0;; polls++)
	{
		bool good;

		unit_arena_open(&arena, polls, -1);
		good = cpe_suppress_by_rule(&arena, &rule, cell, 20000, 1, &problem);
		cpe_arena_close_malloc(&arena);
		if (good)
			break;
		CHECK(problem.code == CPE_CANCELLED, "poll %d: %s", polls, problem.message);
		rounds++;
	}
	CHECK(rounds > 20, "%d polls", rounds);
	for (int allocs = 0; allocs < 2; allocs++)
	{
		unit_arena_open(&arena, -1, allocs);
		CHECK(!cpe_suppress_by_rule(&arena, &rule, cell, 20000, 1, &problem) &&
		          problem.code == CPE_NO_MEMORY,
		      "after %d", allocs);
		cpe_arena_close_malloc(&arena);
	}
}

/* ---- cpe_sort ---- */

/* The key is the first byte; behind it lies where the thing stood. */
static int
compare_keys(const void *a, const void *b)
{
	return *(const unsigned char *) a - *(const unsigned char *) b;
}

static size_t thing_size;

static int
compare_whole(const void *a, const void *b)
{
	return memcmp(a, b, thing_size);
}

static void
check_sort(void)
{
	static const size_t sizes[] = {1, 3, 4, 7, 8, 16, 40};

	for (int round = 0; round < 1500; round++)
	{
		size_t size = sizes[round % 7];
		size_t count = round < 200 ? (size_t) round / 2 : (size_t) random() % 1500;
		int keys = 1 + (int) (random() % (round % 3 ? 256 : 4));
		unsigned char *thing = calloc(count + 1, size);
		unsigned char *want = malloc((count + 1) * size);
		struct cpe_arena arena;
		struct cpe_problem problem;

		for (size_t i = 0; i < count; i++)
		{
			unsigned char *at = thing + i * size;

			at[0] = (unsigned char) (round % 11 == 0   ? (int) (i * (size_t) keys / count)
			                         : round % 11 == 1 ? (int) ((count - i) * 255 / count)
			                                           : random() % keys);
			if (size >= 3)
			{
				at[1] = (unsigned char) (i >> 8);
				at[2] = (unsigned char) i;
			}
		}
		memcpy(want, thing, count * size);
		thing_size = size;
		qsort(want, count, size, compare_whole);
		/* no room behind the last one */
		thing = realloc(thing, count * size > 0 ? count * size : 1);
		unit_arena_open(&arena, round % 2 ? 1000 : -1, -1);
		CHECK(cpe_sort(&arena, thing, count, size, compare_keys, &problem), "sorted");
		cpe_arena_close_malloc(&arena);
		CHECK(memcmp(thing, want, count * size) == 0, "%zu things of %zu bytes, round %d", count,
		      size, round);
		free(thing);
		free(want);
	}
}

static void
check_sort_ends(void)
{
	static unsigned char thing[100000];
	struct cpe_arena arena;
	struct cpe_problem problem;
	int polls;

	for (polls = 0; polls < 10000; polls++)
	{
		bool good;

		for (size_t i = 0; i < sizeof(thing); i++)
			thing[i] = (unsigned char) (i * 2654435761u >> 13);
		unit_arena_open(&arena, polls, -1);
		good = cpe_sort(&arena, thing, sizeof(thing), 1, compare_keys, &problem);
		cpe_arena_close_malloc(&arena);
		if (good)
			break;
		CHECK(problem.code == CPE_CANCELLED, "poll %d: %s", polls, problem.message);
		polls += polls / 2; /* each early one, fewer late ones */
	}
	CHECK(polls > 100, "%d polls", polls);
	for (size_t i = 1; i < sizeof(thing); i++)
		CHECK(thing[i - 1] <= thing[i], "at %zu", i);
	unit_arena_open(&arena, -1, 0);
	CHECK(!cpe_sort(&arena, thing, 10, 1, compare_keys, &problem) && problem.code == CPE_NO_MEMORY,
	      "no memory");
	/* a size that does not fit into size_t is no memory, not a small array */
	unit_arena_open(&arena, -1, -1);
	CHECK(!cpe_sort(&arena, thing, SIZE_MAX / 2, 3, compare_keys, &problem) &&
	          problem.code == CPE_NO_MEMORY,
	      "overflow");
	cpe_arena_close_malloc(&arena);
}

int
main(void)
{
	srandom(2018);
	unit_case("random tables against the rule read cell by cell");
	check_oracle();
	unit_case("cells that stand twice and negative values are named");
	check_refused();
	unit_case("long labels are named whole or not at all");
	check_long_labels();
	unit_case("no cells, many cells, cancelled, no memory");
	check_rule_ends();
	unit_case("sort as a stable qsort");
	check_sort();
	unit_case("sort cancelled, no memory");
	check_sort_ends();
	return unit_end();
}
