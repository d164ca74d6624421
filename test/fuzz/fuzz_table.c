/*
 * Tables of text, from which relations are read: cells "a,b=5/2" apart by spaces (labels, nothing
 * for a total; value, ? for unknown; numerator), parts "1:N=a+b" among them.  What is accepted is
 * the same in any order of cells, stands in canonical order, and adds up.
 */
#include "fuzz.h"

#include <string.h>

#include "suppress/table.h"

#define MOST_CELLS 400
#define MOST_DIMS 6
#define MOST_PARTS 60
#define MOST_LABELS 12

struct input
{
	int dims;
	size_t cells;
	struct cpe_table_cell cell[MOST_CELLS];
	const char *label[MOST_CELLS][MOST_DIMS];
	size_t count;
	struct cpe_table_parts parts[MOST_PARTS];
	const char *part[MOST_PARTS][MOST_LABELS];
};

/* Cuts a word off at the first of some characters; the one that was there. */
static char
cut(char **at, const char *stops, char **word)
{
	size_t length = strcspn(*at, stops);
	char stop = (*at)[length];

	*word = *at;
	(*at)[length] = '\0';
	*at += length + (stop != '\0');
	return stop;
}

static void
parse_parts(struct input *input, char *at)
{
	struct cpe_table_parts *parts = &input->parts[input->count];
	char *word;

	parts->dim = at[0] - '1';
	at += 2;
	(void) cut(&at, "=", &word);
	parts->whole = *word ? word : NULL;
	parts->part = input->part[input->count];
	parts->parts = 0;
	while (*at != '\0' && parts->parts < MOST_LABELS)
	{
		(void) cut(&at, "+", &word);
		input->part[input->count][parts->parts++] = word;
	}
	input->count++;
}

static void
parse_cell(struct input *input, char *at)
{
	struct cpe_table_cell *cell = &input->cell[input->cells];
	char *word;
	char stop = ',';
	int d;

	for (d = 0; stop == ',' && d < MOST_DIMS; d++)
	{
		stop = cut(&at, ",=", &word);
		input->label[input->cells][d] = *word ? word : NULL;
	}
	if (input->cells == 0)
		input->dims = d;
	for (; d < MOST_DIMS; d++)
		input->label[input->cells][d] = NULL;
	cell->dim = input->label[input->cells++];
	cell->known = *at != '?';
	cell->value = cell->known ? strtoll(at, &at, 10) : 0;
	cell->numbered = *at == '/';
	cell->numerator = cell->numbered ? strtoll(at + 1, NULL, 10) : 0;
}

/* The text is cut up. */
static void
parse(struct input *input, char *text)
{
	memset(input, 0, sizeof(*input));
	input->dims = 1;
	while (*text != '\0')
	{
		char *word;

		(void) cut(&text, " \n", &word);
		if (word[0] >= '0' && word[0] <= '9' && word[1] == ':')
		{
			if (input->count < MOST_PARTS)
				parse_parts(input, word);
		}
		else if (*word != '\0' && input->cells < MOST_CELLS)
			parse_cell(input, word);
	}
}

static int
compare_labels(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

static int
compare_cells(const struct input *input, const struct cpe_table_cell *a,
              const struct cpe_table_cell *b)
{
	int order = 0;

	for (int d = 0; order == 0 && d < input->dims; d++)
		order = compare_labels(a->dim[d], b->dim[d]);
	return order;
}

/* What holds of any row. */
static void
check_row(const struct input *input, const struct cpe_table *table, size_t r)
{
	const uint32_t *place = table->row_place + table->row_start[r];
	size_t count = table->row_start[r + 1] - table->row_start[r];
	const struct cpe_table_cell *total = &input->cell[table->order[place[0]]];
	__int128 sum = 0;
	bool known = true;

	MUST(count > 0 && place[0] < table->cells);
	for (size_t i = 1; i < count; i++)
	{
		const struct cpe_table_cell *part = &input->cell[table->order[place[i]]];

		MUST(place[i] < table->cells && place[i] != place[0]);
		MUST(i == 1 || place[i - 1] < place[i]);
		known &= part->known;
		sum += part->known ? part->value : 0;
	}
	MUST(sum <= INT64_MAX);
	MUST(!total->known || (known ? sum == total->value : sum <= total->value));
	if (r > 0)
		MUST(table->row_place[table->row_start[r - 1]] <= place[0]);
}

static void
check_table(const struct input *input, const struct cpe_table *table)
{
	MUST(table->cells == input->cells && table->row_start[0] == 0);
	for (size_t i = 0; i < table->cells; i++)
	{
		const struct cpe_table_cell *cell = &input->cell[table->order[i]];

		MUST(table->place[table->order[i]] == i);
		MUST(i == 0 || compare_cells(input, &input->cell[table->order[i - 1]], cell) < 0);
		MUST(!cell->known ||
		     (cell->value >= 0 &&
		      (!cell->numbered || (cell->numerator >= 0 && cell->numerator <= cell->value))));
	}
	for (size_t r = 0; r < table->rows; r++)
		check_row(input, table, r);
}

/* The labels are the input's: a message that shows them is taken to be of printable ones. */
static void
tame(struct cpe_problem *problem)
{
	char *const part[] = {problem->message, problem->detail, problem->hint};

	for (int i = 0; i < 3; i++)
		for (char *at = part[i]; *at != '\0'; at++)
			if (*at < ' ' || *at > '~')
				*at = '?';
}

/* The cells in another order: the same table, or the same problem. */
static void
check_order(struct input *input, const struct cpe_table *table, const struct cpe_problem *problem,
            struct fuzz_random *random)
{
	struct cpe_arena arena;
	struct cpe_problem other = {0};
	struct cpe_table again;
	bool read;

	for (size_t i = input->cells; i > 1; i--)
	{
		size_t k = fuzz_below(random, i);
		struct cpe_table_cell swap = input->cell[i - 1];

		input->cell[i - 1] = input->cell[k];
		input->cell[k] = swap;
	}
	cpe_arena_open_malloc(&arena);
	read = cpe_table_read(&arena, input->cell, input->cells, input->dims, input->parts,
	                      input->count, &again, &other);
	MUST(read == (table != NULL));
	if (read)
	{
		check_table(input, &again);
		MUST(again.rows == table->rows);
		MUST(memcmp(again.row_start, table->row_start,
		            (table->rows + 1) * sizeof(*table->row_start)) == 0);
		MUST(memcmp(again.row_place, table->row_place,
		            table->row_start[table->rows] * sizeof(*table->row_place)) == 0);
	}
	else
	{
		tame(&other);
		/* a cell that stands twice may be so in other ways */
		MUST(strstr(problem->message, "stands twice") != NULL ||
		     strstr(problem->message, "out of range") != NULL ||
		     strstr(problem->message, "negative") != NULL ||
		     (strcmp(other.message, problem->message) == 0 &&
		      strcmp(other.detail, problem->detail) == 0));
	}
	cpe_arena_close_malloc(&arena);
}

static bool
use(struct cpe_arena *arena, const char *text, size_t size, struct cpe_problem *problem)
{
	static struct input input;
	struct fuzz_random random = fuzz_random_of((const uint8_t *) text, size);
	struct cpe_table table;
	char *copy = malloc(size + 1);
	bool read;

	MUST(copy != NULL);
	memcpy(copy, text, size);
	copy[size] = '\0';
	parse(&input, copy);
	read = cpe_table_read(arena, input.cell, input.cells, input.dims, input.parts, input.count,
	                      &table, problem);
	if (read)
		check_table(&input, &table);
	else
		tame(problem);
	if (read || (problem->code != CPE_NO_MEMORY && problem->code != CPE_CANCELLED))
		check_order(&input, read ? &table : NULL, problem, &random);
	free(copy);
	return read;
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	fuzz_with_arenas(use, data, size);
}
