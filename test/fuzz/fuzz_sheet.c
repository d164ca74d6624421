/*
 * Tally sheets: the first byte says what the rest is.  t: a text; b: bytes; l: a layout.  What is
 * accepted prints, is written, reads back as the same, merges with itself, and its numbers add up.
 */
#include "fuzz.h"

#include <string.h>

#include "tally/sheet.h"

static bool
same(struct cpe_arena *arena, const struct cpe_sheet *a, const struct cpe_sheet *b)
{
	struct cpe_problem problem = {0};
	size_t size_a, size_b;
	unsigned char *of_a = cpe_sheet_write(arena, a, &size_a, &problem);
	unsigned char *of_b = cpe_sheet_write(arena, b, &size_b, &problem);

	return of_a != NULL && of_b != NULL && size_a == size_b && memcmp(of_a, of_b, size_a) == 0;
}

/* Each row is once in each question, and is read out as what the layout says. */
static void
check_numbers(struct cpe_arena *arena, const struct cpe_sheet *sheet)
{
	struct cpe_problem problem = {0};
	struct cpe_layout *layout =
		cpe_layout_read(arena, cpe_sheet_layout(sheet), sheet->layout_size, &problem);
	uint32_t cell = 0;

	MUST(layout != NULL && layout->cells == sheet->cells && sheet->rows >= 0);
	for (int q = 0; q < layout->questions; q++)
	{
		const struct cpe_layout_question *question = &layout->question[q];
		struct cpe_sheet_row row;

		MUST(question->cell == cell && question->options > 0);
		MUST(cpe_layout_find(layout, question->code, strlen(question->code)) == q);
		cpe_sheet_row(sheet, question, &row);
		MUST(row.positive >= 0 && row.neutral >= 0 && row.negative >= 0 && row.excluded >= 0 &&
		     row.rated >= 0 && row.missing >= 0 && row.invalid >= 0);
		MUST(row.positive + row.neutral + row.negative + row.excluded + row.rated + row.missing +
		         row.invalid ==
		     sheet->rows);
		for (int k = 0; k < question->options + CPE_CELL_OPTION; k++, cell++)
			for (int which = 0; which < 2; which++)
			{
				struct cpe_exact sum = cpe_sheet_sum(sheet, cell, which);

				MUST(cpe_exact_sign(sum) == (sheet->weighted && sheet->count[cell] > 0));
				MUST(cpe_exact_in_range(sum, sheet->count[cell], which + 1));
			}
	}
	MUST(cell == sheet->cells);
}

/* One more respondent, with a weight that takes wider windows. */
static void
check_weight(const struct cpe_sheet *sheet, double value)
{
	struct cpe_sheet_weight weight;
	struct cpe_window window[2];
	struct cpe_sheet *wider;

	cpe_sheet_weight_open(&weight, value);
	if (!cpe_sheet_takes(sheet, &weight, window) && cpe_sheet_size(sheet) > 100000)
		return;
	wider = calloc(1, cpe_sheet_size_with(sheet->cells, window, sheet->layout_size));
	MUST(wider != NULL);
	cpe_sheet_copy(wider, window, sheet);
	MUST(cpe_sheet_takes(wider, &weight, window));
	cpe_sheet_add_weight(wider, 0, &weight);
	for (int which = 0; which < 2; which++)
	{
		struct cpe_exact before = cpe_sheet_sum(sheet, 0, which);

		MUST(cpe_exact_sign(cpe_sheet_sum(wider, 0, which)) == 1);
		MUST(cpe_exact_compare(cpe_sheet_sum(wider, 0, which), before) > 0);
		if (sheet->cells > 1)
			MUST(cpe_exact_compare(cpe_sheet_sum(wider, 1, which),
			                       cpe_sheet_sum(sheet, 1, which)) == 0);
	}
	free(wider);
}

static void
check_sheet(const struct cpe_sheet *sheet)
{
	struct cpe_problem problem = {0};
	struct cpe_arena arena;
	struct cpe_window window[2];
	struct cpe_sheet *again;
	unsigned char *bytes;
	size_t size;
	char *text;

	cpe_arena_open_malloc(&arena);
	check_numbers(&arena, sheet);
	text = cpe_sheet_print(&arena, sheet, &problem);
	MUST(text != NULL);
	again = cpe_sheet_parse(&arena, text, &problem);
	MUST(again != NULL && same(&arena, sheet, again));
	MUST(strcmp(text, cpe_sheet_print(&arena, again, &problem)) == 0);
	bytes = cpe_sheet_write(&arena, sheet, &size, &problem);
	MUST(bytes != NULL);
	again = cpe_sheet_read(&arena, bytes, size, &problem);
	MUST(again != NULL && same(&arena, sheet, again));
	switch (cpe_sheet_merge(&arena, again, sheet, window, &problem))
	{
		case CPE_SHEET_MERGED:
			MUST(again->rows == 2 * sheet->rows);
			check_numbers(&arena, again);
			break;
		case CPE_SHEET_ROOM: /* one was read with wider windows than it is written with */
			MUST(sheet->weighted);
			break;
		case CPE_SHEET_PROBLEM:
			MUST(problem.code == CPE_RANGE && sheet->rows > INT64_MAX / 2);
			break;
	}
	if (sheet->weighted)
	{
		check_weight(sheet, 1);
		check_weight(sheet, 5e-324);
		check_weight(sheet, 1.7976931348623157e308);
	}
	cpe_arena_close_malloc(&arena);
}

static bool
use(struct cpe_arena *arena, const char *text, size_t size, struct cpe_problem *problem)
{
	const struct cpe_sheet *sheet;
	char *ended;

	if (size == 0)
		return cpe_problem_set(problem, CPE_SYNTAX, NULL, NULL, "nothing");
	switch (text[0])
	{
		case 'l':
			return cpe_layout_read(arena, (const unsigned char *) text + 1, size - 1, problem) !=
			       NULL;
		case 'b':
			sheet = cpe_sheet_read(arena, (const unsigned char *) text + 1, size - 1, problem);
			break;
		default:
			ended = malloc(size);
			MUST(ended != NULL);
			memcpy(ended, text + 1, size - 1);
			ended[size - 1] = '\0';
			sheet = cpe_sheet_parse(arena, ended, problem);
			free(ended);
	}
	if (sheet == NULL)
		return false;
	check_sheet(sheet);
	return true;
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	fuzz_with_arenas(use, data, size);
}
