#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "publish/suppression_map_svg.h"
#include "svg_check.h"

#define ROWS 12
#define COLUMNS 9
#define STATUSES 7
#define ABSENT STATUSES
#define NAME 24

static const char *const shown_words[STATUSES] = {"shown", "c", "w", "x", "u", "z", "low"};
static char row_names[ROWS][NAME];
static char column_names[COLUMNS][NAME];

/* A table with some of each status and some places without a cell; returns the number of cells. */
static size_t
make_table(struct cpe_map_cell *cells, int grid[ROWS][COLUMNS])
{
	size_t count = 0;

	memset(cells, 0, ROWS * COLUMNS * sizeof(*cells));
	for (int row = 0; row < ROWS; row++)
		for (int column = 0; column < COLUMNS; column++)
		{
			struct cpe_map_cell *cell = &cells[count];
			double chance = unit_random();

			snprintf(row_names[row], NAME, "Trust %d", row);
			snprintf(column_names[column], NAME, "Group %d", column);
			grid[row][column] = chance < 0.5 ? 0 : (int) (unit_random() * (STATUSES + 1));
			if (grid[row][column] == ABSENT)
				continue;
			cell->row = row_names[row];
			cell->row_position = row;
			cell->column = column_names[column];
			cell->column_position = column;
			cell->status = (enum cpe_map_status) grid[row][column];
			count++;
		}
	return count;
}

/* Draws, checks that it worked, is well-formed and holds nothing unwanted; "" when not. */
static char *
draw(struct cpe_arena *arena, const struct cpe_map_cell *cells, size_t count,
     const struct cpe_svg_options *options)
{
	struct cpe_problem problem;
	const char *wrong;
	char *svg;
	size_t length;

	memset(&problem, 0, sizeof(problem));
	if (!CHECK(cpe_suppression_map_svg(arena, cells, count, options, &svg, &length, &problem),
	           "problem: %s", problem.message))
		return "";
	wrong = ill_formed(svg, length);
	CHECK(wrong == NULL, "not well-formed: %s", wrong ? wrong : "");
	wrong = unwanted(svg);
	CHECK(wrong == NULL, "%s", wrong ? wrong : "");
	return svg;
}

/* The code of the problem a picture has, CPE_OK when none. */
static enum cpe_code
problem_of(struct cpe_arena *arena, const struct cpe_map_cell *cells, size_t count,
           const struct cpe_svg_options *options, struct cpe_problem *problem)
{
	char *svg;
	size_t length;

	memset(problem, 0, sizeof(*problem));
	if (cpe_suppression_map_svg(arena, cells, count, options, &svg, &length, problem))
		return CPE_OK;
	CHECK(svg == NULL && length == 0, "a result beside a problem");
	return problem->code;
}

/* Mixes the rows of the input. */
static void
shuffle(struct cpe_map_cell *cells, size_t count)
{
	for (size_t i = count - 1; i > 0; i--)
	{
		size_t j = (size_t) (unit_random() * (double) (i + 1));
		struct cpe_map_cell cell = cells[i];

		cells[i] = cells[j];
		cells[j] = cell;
	}
}

/* Reads the drawn rectangles of a status back into a table of which one has the pixels given. */
static void
read_status(const char *svg, int status, const double plot[4], int grid[ROWS][COLUMNS])
{
	char word[40];
	const char *at;
	const char *end;
	double x;
	double y;
	double width;

	snprintf(word, sizeof(word), "<path data-status=\"%s\"", shown_words[status]);
	at = strstr(svg, word);
	if (at == NULL)
		return;
	at = strstr(at, " d=\"");
	end = strstr(at, "\">");
	for (at = strchr(at, 'M'); at != NULL && at < end; at = strchr(at + 1, 'M'))
	{
		int row;
		int from;
		int cells;

		if (!CHECK(sscanf(at, "M%lf %lfh%lf", &x, &y, &width) == 3, "not a rectangle"))
			break;
		row = (int) floor((y - plot[1]) / plot[3] * ROWS + 0.5);
		from = (int) floor((x - plot[0]) / plot[2] * COLUMNS + 0.5);
		cells = (int) floor(width / plot[2] * COLUMNS + 0.5);
		if (!CHECK(row >= 0 && row < ROWS && from >= 0 && cells > 0 && from + cells <= COLUMNS,
		           "outside the plot"))
			break;
		for (int i = from; i < from + cells; i++)
		{
			CHECK(grid[row][i] == ABSENT, "drawn twice");
			grid[row][i] = status;
		}
	}
}

/* What is drawn is the table that was given, whatever the order of its rows. */
static void
test_table(void)
{
	struct cpe_map_cell cells[ROWS * COLUMNS];
	struct cpe_svg_options options;
	struct cpe_arena arena;

	unit_case("the table that was given");
	cpe_arena_open_malloc(&arena);
	cpe_suppression_map_defaults(&options);
	for (int round = 0; round < 40; round++)
	{
		int grid[ROWS][COLUMNS];
		int drawn[ROWS][COLUMNS];
		size_t count = make_table(cells, grid);
		double plot[4];
		char words[80];
		size_t shown = 0;
		char *svg;

		shuffle(cells, count);
		options.width = round % 2 ? 400 : 900;
		svg = draw(&arena, cells, count, &options);
		CHECK(sscanf(strstr(strstr(svg, "<clipPath"), "<rect"),
		             "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\" height=\"%lf\"", &plot[0], &plot[1],
		             &plot[2], &plot[3]) == 4,
		      "no plot");
		for (int i = 0; i < ROWS * COLUMNS; i++)
			drawn[i / COLUMNS][i % COLUMNS] = ABSENT;
		for (int status = 0; status < STATUSES; status++)
			read_status(svg, status, plot, drawn);
		CHECK(memcmp(grid, drawn, sizeof(grid)) == 0, "another table");
		for (int i = 0; i < ROWS * COLUMNS; i++)
			shown += grid[i / COLUMNS][i % COLUMNS] == 0;
		snprintf(words, sizeof(words), ">%zu cells of a table of %d rows and %d columns: %zu shown",
		         count, ROWS, COLUMNS, shown);
		CHECK(strstr(svg, words) != NULL, "description");
		snprintf(words, sizeof(words), ">Shown (%zu)<", shown);
		CHECK(strstr(svg, words) != NULL, "legend");
		shuffle(cells, count);
		CHECK(strcmp(svg, draw(&arena, cells, count, &options)) == 0, "other bytes");
	}
	cpe_arena_close_malloc(&arena);
}

/* Labels are in the order of their lowest positions, those without one last; then by bytes. */
static void
test_order(void)
{
	static const struct cpe_map_cell cells[] = {
		{"x", NAN, "C", 2, CPE_MAP_SHOWN}, {"x", 1, "B", 2, CPE_MAP_SHOWN},
		{"y", 3, "A", NAN, CPE_MAP_SHOWN}, {"z", NAN, "C", 1, CPE_MAP_SHOWN},
		{"w", NAN, "A", 9, CPE_MAP_SHOWN},
	};
	static const char *const rows[] = {">x<", ">y<", ">w<", ">z<"};
	static const char *const columns[] = {">C<", ">B<", ">A<"};
	struct cpe_svg_options options;
	struct cpe_arena arena;
	const char *at;
	char *svg;

	unit_case("the order of labels");
	cpe_arena_open_malloc(&arena);
	cpe_suppression_map_defaults(&options);
	svg = draw(&arena, cells, 5, &options);
	at = strstr(svg, "data-part=\"columns\"");
	for (int i = 0; i < 3 && at != NULL; i++)
		at = strstr(at, columns[i]);
	CHECK(at != NULL, "columns");
	at = strstr(svg, "data-part=\"names\"");
	for (int i = 0; i < 4 && at != NULL; i++)
		at = strstr(at, rows[i]);
	CHECK(at != NULL, "rows");
	CHECK(strstr(svg, "; places without a cell: 7</desc>") != NULL, "blank places");
	cpe_arena_close_malloc(&arena);
}

/* Marks stand in every cell that is not shown where there is room, and nowhere else. */
static void
test_marks(void)
{
	struct cpe_map_cell cells[STATUSES];
	struct cpe_svg_options options;
	struct cpe_arena arena;
	char *svg;

	unit_case("marks");
	cpe_arena_open_malloc(&arena);
	cpe_suppression_map_defaults(&options);
	memset(cells, 0, sizeof(cells));
	for (int i = 0; i < STATUSES; i++)
	{
		cells[i].row = "all";
		cells[i].column = shown_words[i];
		cells[i].status = (enum cpe_map_status) i;
	}
	svg = draw(&arena, cells, STATUSES, &options);
	for (int i = 1; i < STATUSES; i++)
	{
		char mark[16];

		snprintf(mark, sizeof(mark), ">[%s]<", shown_words[i]);
		CHECK(occurrences(svg, mark) == 1, "mark %s", mark);
	}
	CHECK(occurrences(svg, ">[") == STATUSES - 1, "others");
	CHECK(strstr(svg, "(14.3%)") != NULL, "how much is shown"); /* 1 of 7 */
	cpe_arena_close_malloc(&arena);
}

/* What cannot be drawn is refused. */
static void
test_refusals(void)
{
	static struct cpe_map_cell many[300];
	static char names[300][NAME];
	struct cpe_map_cell cells[3];
	struct cpe_svg_options options;
	struct cpe_arena arena;
	struct cpe_problem problem;
	size_t most = 0;

	unit_case("refusals");
	cpe_arena_open_malloc(&arena);
	cpe_suppression_map_defaults(&options);
	memset(cells, 0, sizeof(cells));
	for (int i = 0; i < 3; i++)
	{
		cells[i].row = "r";
		cells[i].column = i == 0 ? "a" : i == 1 ? "b" : "a";
	}
	cells[2].status = CPE_MAP_CONFIDENTIAL;
	CHECK(problem_of(&arena, cells, 3, &options, &problem) == CPE_INVALID &&
	          strstr(problem.message, "rows 1 and 3 of the suppression map are the same cell") !=
	              NULL,
	      "%s", problem.message);
	cells[2].column = NULL;
	CHECK(problem_of(&arena, cells, 3, &options, &problem) == CPE_NULL &&
	          strstr(problem.message, "row 3 ") != NULL && strstr(problem.message, "column"),
	      "%s", problem.message);
	cells[2].column = "c";
	cells[2].row = NULL;
	CHECK(problem_of(&arena, cells, 3, &options, &problem) == CPE_NULL, "%s", problem.message);
	cells[2].row = "r";
	cells[2].status = (enum cpe_map_status) STATUSES;
	CHECK(problem_of(&arena, cells, 3, &options, &problem) == CPE_INVALID, "%s", problem.message);
	options.width = 200;
	CHECK(problem_of(&arena, cells, 2, &options, &problem) == CPE_INVALID, "%s", problem.message);
	/* columns that would touch, and rows */
	options.width = 600;
	for (int i = 0; i < 300; i++)
	{
		snprintf(names[i], NAME, "%d", i);
		many[i].row = "r";
		many[i].column = names[i];
	}
	while (most < 300 && problem_of(&arena, many, most + 1, &options, &problem) == CPE_OK)
		most++;
	CHECK(most >= 48 && most <= 52 && strstr(problem.message, "names of") != NULL,
	      "%zu columns: %s", most, problem.message);
	for (int i = 0; i < 300; i++)
	{
		many[i].row = names[i];
		many[i].column = "c";
	}
	CHECK(problem_of(&arena, many, 300, &options, &problem) == CPE_OK, "%s", problem.message);
	options.height = 600;
	CHECK(problem_of(&arena, many, 300, &options, &problem) == CPE_INVALID &&
	          strstr(problem.message, "no room for 300 rows") != NULL,
	      "%s", problem.message);
	CHECK(strstr(draw(&arena, many, 0, &options), ">no data<") != NULL, "none");
	cpe_arena_close_malloc(&arena);
}

/* Texts of others stay texts. */
static void
test_hostile(void)
{
	static const struct cpe_map_cell cell = {"<b>&\"'\x01\xFF", 0, "<i>\x01-c", 0,
	                                         CPE_MAP_CONFIDENTIAL};
	struct cpe_svg_options options;
	struct cpe_arena arena;
	char *svg;

	unit_case("hostile texts");
	cpe_arena_open_malloc(&arena);
	cpe_suppression_map_defaults(&options);
	options.title = options.noun = options.x_label = options.y_label = "</svg><g>\x01";
	svg = draw(&arena, &cell, 1, &options);
	CHECK(occurrences(svg, "<b>") + occurrences(svg, "<i>") + occurrences(svg, "<g>") == 0,
	      "not escaped");
	CHECK(strchr(svg, '\x01') == NULL, "a control character");
	cpe_arena_close_malloc(&arena);
}

/* No memory and a cancel, wherever they strike, come back as problems. */
static void
test_poor(void)
{
	struct cpe_map_cell cells[ROWS * COLUMNS];
	int grid[ROWS][COLUMNS];
	size_t count = make_table(cells, grid);
	struct cpe_svg_options options;

	unit_case("no memory, cancelled");
	cpe_suppression_map_defaults(&options);
	for (int kind = 0; kind < 2; kind++)
	{
		bool drawn = false;

		for (int i = 0; i < 5000 && !drawn; i++)
		{
			struct cpe_arena arena;
			struct cpe_problem problem;
			enum cpe_code code;

			unit_arena_open(&arena, kind == 0 ? -1 : i, kind == 0 ? i : -1);
			code = problem_of(&arena, cells, count, &options, &problem);
			drawn = code == CPE_OK;
			CHECK(drawn || code == (kind == 0 ? CPE_NO_MEMORY : CPE_CANCELLED), "code %d at %d",
			      code, i);
			cpe_arena_close_malloc(&arena);
		}
		CHECK(drawn, "never drawn");
	}
}

int
main(void)
{
	test_table();
	test_order();
	test_marks();
	test_refusals();
	test_hostile();
	test_poor();
	return unit_end();
}
