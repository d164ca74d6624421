#include "unit.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static int cases = 0;
static int failed_cases = 0;
static int checks = 0;
static int failures = 0;
static const char *current = NULL;
static double worst = 0;

static void
close_case(void)
{
	if (current == NULL)
		return;
	if (checks == 0)
	{
		printf("# %s made no check\n", current);
		failures = 1;
	}
	cases++;
	if (failures > 0)
		failed_cases++;
	printf("%s %d - %s (%d checks)\n", failures > 0 ? "not ok" : "ok", cases, current, checks);
	fflush(stdout);
	current = NULL;
}

void
unit_case(const char *name)
{
	close_case();
	current = name;
	checks = 0;
	failures = 0;
	worst = 0;
}

bool
unit_check(bool good, const char *file, int line, const char *format, ...)
{
	va_list args;

	checks++;
	if (good)
		return true;
	if (++failures <= 20)
	{
		printf("# %s:%d: ", file, line);
		va_start(args, format);
		vprintf(format, args);
		va_end(args);
		printf("\n");
	}
	return false;
}

int
unit_end(void)
{
	close_case();
	printf("1..%d\n", cases);
	return failed_cases > 0 || cases == 0 ? 1 : 0;
}

void
unit_near(const char *file, int line, double got, double want, double tolerance, bool absolute,
          const char *format, ...)
{
	char what[200];
	bool same = got == want || (isnan(got) && isnan(want));
	double error = same ? 0.0 : fabs(got - want) / (absolute ? 1.0 : fabs(want));
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	if (error > worst)
		worst = error;
	unit_check(error <= tolerance, file, line, "%s: %.17g, not %.17g (error %.2g)", what, got, want,
	           error);
}

void
unit_worst(const char *kind)
{
	printf("# worst %s error %.2g\n", kind, worst);
}

bool
unit_near_relative(double got, double want, double tolerance)
{
	return got == want || fabs(got - want) <= tolerance * fabs(want);
}

/* Splits a line at its commas into the table's growing array of texts; returns how many. */
static int
split(struct unit_table *table, char *line, int at)
{
	int n = 0;
	char *field = line;

	for (;;)
	{
		char *comma = strchr(field, ',');

		if (comma)
			*comma = '\0';
		if (((at + n) & (at + n - 1)) == 0) /* room to the next power of two */
			table->cell = realloc(table->cell, sizeof(char *) * 2 * (size_t) (at + n + 1));
		table->cell[at + n] = strdup(field);
		n++;
		if (comma == NULL)
			return n;
		field = comma + 1;
	}
}

struct unit_table *
unit_table_read(const char *directory, const char *name)
{
	struct unit_table *table = calloc(1, sizeof(*table));
	char path[4096];
	char line[65536];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "r");
	if (file == NULL)
	{
		printf("Bail out! cannot open %s\n", path);
		exit(2);
	}
	while (fgets(line, sizeof(line), file))
	{
		int n;

		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] == '#' || line[0] == '\0')
			continue;
		n = split(table, line, table->rows * table->columns);
		if (table->header == NULL)
		{
			table->columns = n;
			table->header = table->cell;
			table->cell = NULL;
			continue;
		}
		if (n != table->columns)
		{
			printf("Bail out! %s: row %d has %d fields, not %d\n", path, table->rows + 1, n,
			       table->columns);
			exit(2);
		}
		table->rows++;
	}
	fclose(file);
	if (table->rows == 0)
	{
		printf("Bail out! %s has no rows\n", path);
		exit(2);
	}
	return table;
}

struct unit_table *
unit_reference(const char *directory, const char *name)
{
	char path[200];

	snprintf(path, sizeof(path), "reference/%s.csv", name);
	return unit_table_read(directory, path);
}

int
unit_table_column(const struct unit_table *table, const char *header)
{
	for (int i = 0; i < table->columns; i++)
		if (strcmp(table->header[i], header) == 0)
			return i;
	printf("Bail out! no column %s\n", header);
	exit(2);
}

const char *
unit_table_text(const struct unit_table *table, int row, const char *header)
{
	return table->cell[row * table->columns + unit_table_column(table, header)];
}

double
unit_table_number(const struct unit_table *table, int row, const char *header)
{
	const char *text = unit_table_text(table, row, header);

	return *text ? strtod(text, NULL) : NAN;
}

void
unit_table_free(struct unit_table *table)
{
	for (int i = 0; i < table->columns; i++)
		free(table->header[i]);
	for (int i = 0; i < table->rows * table->columns; i++)
		free(table->cell[i]);
	free(table->header);
	free(table->cell);
	free(table);
}

static int polls_left;
static int allocs_left;
static void *(*malloc_alloc)(struct cpe_arena *arena, size_t size);

static bool
stop_later(struct cpe_arena *arena)
{
	(void) arena;
	return polls_left-- <= 0;
}

static void *
alloc_few(struct cpe_arena *arena, size_t size)
{
	return allocs_left-- > 0 ? malloc_alloc(arena, size) : NULL;
}

void
unit_arena_open(struct cpe_arena *arena, int polls, int allocs)
{
	cpe_arena_open_malloc(arena);
	malloc_alloc = arena->alloc;
	polls_left = polls;
	allocs_left = allocs;
	if (polls >= 0)
		arena->stop = stop_later;
	if (allocs >= 0)
		arena->alloc = alloc_few;
}

double
unit_random(void)
{
	return (double) random() / 2147483648.0;
}
