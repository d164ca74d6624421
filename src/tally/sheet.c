#include "tally/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/sort.h"
#include "base/text.h"
#include "tally/weighted.h"

/* ---- layouts ---- */

/*
 * Bytes of a layout: version, flags, wave; the number of questions; for each its key, kind, number
 * of options; for each its code, its class (with 128: valued) and the value's bits.
 */
#define LAYOUT_VERSION 1
#define FLAG_NEUTRAL 1
#define FLAG_CLEAN 2
#define VALUED 128

static size_t
layout_size(const struct cpe_wave *wave)
{
	size_t size = 3 + strlen(wave->code) + 2;

	for (int i = 0; i < wave->questions; i++)
	{
		const struct cpe_question *question = &wave->question[i];

		size += 1 + strlen(question->code) + 1 + 2;
		for (int k = 0; k < question->options; k++)
			size += 5 + (question->option[k].valued ? 8 : 0);
	}
	return size;
}

static unsigned char *
write_key(unsigned char *at, const char *key)
{
	size_t length = strlen(key);

	*at++ = (unsigned char) length;
	memcpy(at, key, length);
	return at + length;
}

unsigned char *
cpe_layout_write(struct cpe_arena *arena, const struct cpe_wave *wave, size_t *size,
                 uint32_t *cells, struct cpe_problem *problem)
{
	unsigned char *bytes, *at;

	*size = layout_size(wave);
	*cells = 0;
	bytes = at = cpe_arena_alloc(arena, *size, 1, problem);
	if (bytes == NULL)
		return NULL;
	*at++ = LAYOUT_VERSION;
	*at++ = (wave->neutral_scored ? FLAG_NEUTRAL : 0) | (wave->clean ? FLAG_CLEAN : 0);
	at = write_key(at, wave->code);
	at = cpe_bytes_write(at, (uint64_t) wave->questions, 2);
	for (int i = 0; i < wave->questions; i++)
	{
		const struct cpe_question *question = &wave->question[i];

		at = write_key(at, question->code);
		*at++ = (unsigned char) question->kind;
		at = cpe_bytes_write(at, (uint64_t) question->options, 2);
		*cells += (uint32_t) question->options + CPE_CELL_OPTION;
		for (int k = 0; k < question->options; k++)
		{
			const struct cpe_option *option = &question->option[k];
			uint64_t bits;

			at = cpe_bytes_write(at, (uint32_t) option->code, 4);
			*at++ = (unsigned char) (option->class | (option->valued ? VALUED : 0));
			if (option->valued)
			{
				memcpy(&bits, &option->value, sizeof(bits));
				at = cpe_bytes_write(at, bits, 8);
			}
		}
	}
	return bytes;
}

/* Where reading a layout is. */
struct scan
{
	struct cpe_arena *arena;
	const unsigned char *at, *end;
	struct cpe_problem *problem;
};

static bool
refuse_layout(struct scan *s)
{
	return cpe_problem_set(s->problem, CPE_BINARY, NULL, NULL,
	                       "invalid binary form of type tally_sheet: no layout");
}

static bool
has(const struct scan *s, size_t bytes)
{
	return (size_t) (s->end - s->at) >= bytes;
}

/* A key as catalogues have them. */
static bool
read_key(struct scan *s, const char **key)
{
	size_t length;
	char *copy;

	if (!has(s, 1) || !has(s, 1 + (size_t) s->at[0]) || s->at[0] == 0 ||
	    s->at[0] > CPE_MAX_QUESTION_KEY)
		return refuse_layout(s);
	length = *s->at++;
	copy = cpe_arena_alloc(s->arena, length + 1, 1, s->problem);
	if (copy == NULL)
		return false;
	memcpy(copy, s->at, length);
	s->at += length;
	for (size_t i = 0; i < length; i++)
		if (copy[i] < ' ' || copy[i] > '~' || copy[i] == '"' || copy[i] == '\\')
			return refuse_layout(s);
	if (copy[0] == ' ' || copy[length - 1] == ' ')
		return refuse_layout(s);
	*key = copy;
	return true;
}

static bool
read_options(struct scan *s, struct cpe_layout_question *question)
{
	struct cpe_option *option =
		cpe_arena_alloc(s->arena, (size_t) question->options, sizeof(*option), s->problem);

	if (option == NULL)
		return false;
	for (int i = 0; i < question->options; i++)
	{
		uint64_t bits;
		unsigned char class;

		if (!has(s, 5))
			return refuse_layout(s);
		option[i].code = (int32_t) cpe_bytes_read(s->at, 4);
		class = s->at[4];
		s->at += 5;
		option[i].valued = (class & VALUED) != 0;
		option[i].class = (enum cpe_class)(class & ~VALUED);
		if (option[i].class >= CPE_CLASSES || (option[i].class == CPE_RATED && !option[i].valued) ||
		    option[i].code == CPE_NO_CODE)
			return refuse_layout(s);
		if (!option[i].valued)
			continue;
		if (!has(s, 8))
			return refuse_layout(s);
		bits = cpe_bytes_read(s->at, 8);
		s->at += 8;
		memcpy(&option[i].value, &bits, sizeof(bits));
		if (!(option[i].value >= -1e15 && option[i].value <= 1e15) ||
		    (option[i].value == 0 && bits != 0)) /* a zero has no sign */
			return refuse_layout(s);
	}
	question->option = option;
	return true;
}

struct cpe_layout *
cpe_layout_read(struct cpe_arena *arena, const unsigned char *bytes, size_t size,
                struct cpe_problem *problem)
{
	struct scan s = {arena, bytes, bytes + size, problem};
	struct cpe_layout *layout = cpe_arena_alloc(arena, 1, sizeof(*layout), problem);
	struct cpe_layout_question *question;

	if (layout == NULL)
		return NULL;
	if (!has(&s, 2) || s.at[0] != LAYOUT_VERSION || s.at[1] > (FLAG_NEUTRAL | FLAG_CLEAN))
		return refuse_layout(&s), NULL;
	layout->neutral_scored = (s.at[1] & FLAG_NEUTRAL) != 0;
	layout->clean = (s.at[1] & FLAG_CLEAN) != 0;
	s.at += 2;
	if (!read_key(&s, &layout->wave))
		return NULL;
	if (!has(&s, 2))
		return refuse_layout(&s), NULL;
	layout->questions = (int) cpe_bytes_read(s.at, 2);
	s.at += 2;
	if (layout->questions < 1 || layout->questions > CPE_MAX_QUESTIONS)
		return refuse_layout(&s), NULL;
	question = cpe_arena_alloc(arena, (size_t) layout->questions, sizeof(*question), problem);
	if (question == NULL)
		return NULL;
	for (int i = 0; i < layout->questions; i++)
	{
		if (!cpe_arena_poll(arena, problem) || !read_key(&s, &question[i].code))
			return NULL;
		if (!has(&s, 3) || s.at[0] > CPE_KIND_OTHER)
			return refuse_layout(&s), NULL;
		question[i].kind = (enum cpe_question_kind) s.at[0];
		question[i].options = (int) cpe_bytes_read(s.at + 1, 2);
		s.at += 3;
		question[i].cell = layout->cells;
		layout->cells += (uint32_t) question[i].options + CPE_CELL_OPTION;
		if (question[i].options < 1 || question[i].options > CPE_MAX_SPREAD + 1 ||
		    layout->cells > CPE_MAX_CELLS)
			return refuse_layout(&s), NULL;
		if (!read_options(&s, &question[i]))
			return NULL;
	}
	if (s.at != s.end)
		return refuse_layout(&s), NULL;
	layout->question = question;
	return layout;
}

int
cpe_layout_find(const struct cpe_layout *layout, const char *key, size_t length)
{
	for (int i = 0; i < layout->questions; i++)
		if (strlen(layout->question[i].code) == length &&
		    memcmp(layout->question[i].code, key, length) == 0)
			return i;
	return -1;
}

/* ---- the memory of a sheet ---- */

static size_t
limbs_of(const struct cpe_window *window)
{
	return (size_t) window[0].count + (size_t) window[1].count;
}

size_t
cpe_sheet_size_with(uint32_t cells, const struct cpe_window *window, size_t layout_size)
{
	return sizeof(struct cpe_sheet) + (size_t) cells * 8 * (1 + limbs_of(window)) + layout_size;
}

size_t
cpe_sheet_size(const struct cpe_sheet *sheet)
{
	return cpe_sheet_size_with(sheet->cells, sheet->window, sheet->layout_size);
}

bool
cpe_sheet_size_allowed(uint32_t cells, const struct cpe_window *window, size_t layout_size,
                       struct cpe_problem *problem)
{
	return cpe_sheet_size_with(cells, window, layout_size) <= CPE_SHEET_MAX_SIZE ||
	       cpe_problem_set(problem, CPE_LIMIT,
	                       "Its size is the number of options times the range of the weights.",
	                       NULL, "a tally_sheet is larger than 256 MB");
}

/* The limbs of the sums of a cell: first of w, then of w^2. */
static uint64_t *
cell_limbs(const struct cpe_sheet *sheet, uint32_t cell, int which)
{
	uint64_t *limb = (uint64_t *) (sheet->count + sheet->cells);

	return limb + (size_t) cell * limbs_of(sheet->window) +
	       (which == 1 ? (size_t) sheet->window[0].count : 0);
}

const unsigned char *
cpe_sheet_layout(const struct cpe_sheet *sheet)
{
	return (const unsigned char *) (sheet->count + sheet->cells) +
	       8 * (size_t) sheet->cells * limbs_of(sheet->window);
}

void
cpe_sheet_open(struct cpe_sheet *sheet, bool weighted, uint32_t cells,
               const struct cpe_window *window, const unsigned char *layout, size_t layout_size)
{
	sheet->version = CPE_SHEET_VERSION;
	sheet->weighted = weighted;
	sheet->layout_size = (uint32_t) layout_size;
	sheet->cells = cells;
	memcpy(sheet->window, window, sizeof(sheet->window));
	memcpy((unsigned char *) cpe_sheet_layout(sheet), layout, layout_size);
}

struct cpe_exact
cpe_sheet_sum(const struct cpe_sheet *sheet, uint32_t cell, int which)
{
	struct cpe_exact sum = {sheet->window[which], cell_limbs(sheet, cell, which)};

	return sum;
}

void
cpe_sheet_copy(struct cpe_sheet *result, const struct cpe_window *window,
               const struct cpe_sheet *sheet)
{
	cpe_sheet_open(result, sheet->weighted, sheet->cells, window, cpe_sheet_layout(sheet),
	               sheet->layout_size);
	memcpy(result->fingerprint, sheet->fingerprint, sizeof(result->fingerprint));
	result->rows = sheet->rows;
	memcpy(result->count, sheet->count, 8 * (size_t) sheet->cells);
	for (uint32_t cell = 0; cell < sheet->cells; cell++)
		for (int which = 0; which < 2; which++)
		{
			struct cpe_exact sum = cpe_exact_trim(cpe_sheet_sum(sheet, cell, which));
			uint64_t *limb = cell_limbs(result, cell, which);

			if (sum.window.count > 0)
				memcpy(limb + (sum.window.low - window[which].low), sum.limb,
				       8 * (size_t) sum.window.count);
		}
}

/* ---- counting and merging ---- */

void
cpe_sheet_weight_open(struct cpe_sheet_weight *weight, double value)
{
	double factor[2] = {value, value};

	cpe_term_product(&weight->term[0], factor, 1);
	cpe_term_product(&weight->term[1], factor, 2);
}

/*
 * Sums of fewer than 2^63 terms that end in some limb end in the next one, below half of it: a
 * window with one limb above its terms never overflows and never looks negative.
 */
static bool
window_takes(const struct cpe_window *window, int32_t low, int32_t count)
{
	return window->count > 0 && low >= window->low && low + count < window->low + window->count;
}

static void
widen(struct cpe_window *window, int32_t low, int32_t count)
{
	int32_t top = low + count + 1;

	if (window->count == 0)
	{
		window->low = low;
		window->count = count + 1;
		return;
	}
	if (window->low + window->count > top)
		top = window->low + window->count;
	if (low < window->low)
		window->low = low;
	window->count = top - window->low;
}

bool
cpe_sheet_takes(const struct cpe_sheet *sheet, const struct cpe_sheet_weight *weight,
                struct cpe_window *window)
{
	bool takes = true;

	for (int which = 0; which < 2; which++)
	{
		const struct cpe_term *term = &weight->term[which];

		window[which] = sheet->window[which];
		if (window_takes(&window[which], term->low, term->count))
			continue;
		takes = false;
		widen(&window[which], term->low, term->count);
	}
	return takes;
}

/* target[0 ...] += limbs; returns the carry out of the last of them. */
static inline unsigned
add_limbs(uint64_t *target, const uint64_t *limb, int32_t count)
{
	unsigned carry = 0;

	for (int32_t i = 0; i < count; i++)
	{
		uint64_t sum;
		bool over = __builtin_add_overflow(target[i], limb[i], &sum);

		/* both cannot be: a sum that went over is at most the largest limb less one */
		carry = over | __builtin_add_overflow(sum, (uint64_t) carry, &target[i]);
	}
	return carry;
}

/* The same with the carry taken on upwards, where there is a limb that takes it. */
static inline void
add_below_room(uint64_t *target, const uint64_t *limb, int32_t count)
{
	unsigned carry = add_limbs(target, limb, count);

	for (int32_t i = count; carry; i++)
		carry = ++target[i] == 0;
}

void
cpe_sheet_add_weight(struct cpe_sheet *sheet, uint32_t cell, const struct cpe_sheet_weight *weight)
{
	for (int which = 0; which < 2; which++)
	{
		const struct cpe_term *term = &weight->term[which];

		add_below_room(cell_limbs(sheet, cell, which) + (term->low - sheet->window[which].low),
		               term->limb, term->count);
	}
}

/* Names the first question in which two layouts differ. */
static bool
refuse_layouts(struct cpe_arena *arena, const struct cpe_sheet *sheet,
               const struct cpe_sheet *other, struct cpe_problem *problem)
{
	struct cpe_layout *a =
		cpe_layout_read(arena, cpe_sheet_layout(sheet), sheet->layout_size, problem);
	struct cpe_layout *b =
		a ? cpe_layout_read(arena, cpe_sheet_layout(other), other->layout_size, problem) : NULL;
	char detail[280];

	if (b == NULL)
		return false;
	if (strcmp(a->wave, b->wave) != 0)
		snprintf(detail, sizeof(detail), "One is of wave %s, the other of wave %s.", a->wave,
		         b->wave);
	else if (a->clean != b->clean)
		snprintf(detail, sizeof(detail), "One was counted from cleaned rows, the other was not.");
	else if (a->neutral_scored != b->neutral_scored)
		snprintf(detail, sizeof(detail),
		         "One has neutral answers in the denominator, the other has not.");
	else
	{
		int i = 0;

		while (i < a->questions && i < b->questions &&
		       strcmp(a->question[i].code, b->question[i].code) == 0 &&
		       a->question[i].kind == b->question[i].kind &&
		       a->question[i].options == b->question[i].options)
		{
			int k = 0;

			while (k < a->question[i].options &&
			       a->question[i].option[k].code == b->question[i].option[k].code &&
			       a->question[i].option[k].class == b->question[i].option[k].class &&
			       a->question[i].option[k].valued == b->question[i].option[k].valued &&
			       a->question[i].option[k].value == b->question[i].option[k].value)
				k++;
			if (k < a->question[i].options)
				break;
			i++;
		}
		if (i < a->questions || i < b->questions)
			snprintf(detail, sizeof(detail), "They differ at question %s.",
			         i < a->questions ? a->question[i].code : b->question[i].code);
		else
			snprintf(detail, sizeof(detail), "They differ in how the plan is written.");
	}
	return cpe_problem_set(problem, CPE_INVALID, detail,
	                       "Count again with one plan what is to be added up.",
	                       "cannot merge tally sheets of different plans");
}

enum cpe_sheet_merge
cpe_sheet_merge(struct cpe_arena *arena, struct cpe_sheet *sheet, const struct cpe_sheet *other,
                struct cpe_window *window, struct cpe_problem *problem)
{
	int64_t rows;
	bool room = false;

	if (sheet->layout_size != other->layout_size || sheet->cells != other->cells ||
	    memcmp(cpe_sheet_layout(sheet), cpe_sheet_layout(other), sheet->layout_size) != 0)
	{
		refuse_layouts(arena, sheet, other, problem);
		return CPE_SHEET_PROBLEM;
	}
	if (sheet->weighted != other->weighted)
	{
		cpe_problem_set(problem, CPE_INVALID, "One was counted with weights, the other without.",
		                NULL, "cannot merge tally sheets with and without weights");
		return CPE_SHEET_PROBLEM;
	}
	if (__builtin_add_overflow(sheet->rows, other->rows, &rows))
	{
		cpe_problem_set(problem, CPE_RANGE, NULL, NULL, "rows of tally_sheet is out of range");
		return CPE_SHEET_PROBLEM;
	}
	for (int which = 0; which < 2; which++)
	{
		const struct cpe_window *more = &other->window[which];

		window[which] = sheet->window[which];
		/* the other's top limb is room of its own: its terms end below it */
		if (more->count > 0 && !window_takes(&window[which], more->low, more->count - 1))
		{
			widen(&window[which], more->low, more->count - 1);
			room = true;
		}
	}
	if (room)
		return CPE_SHEET_ROOM;
	sheet->rows = rows;
	for (uint32_t cell = 0; cell < sheet->cells; cell++)
		sheet->count[cell] += other->count[cell];
	for (uint32_t cell = 0; sheet->weighted && cell < sheet->cells; cell++)
		for (int which = 0; which < 2; which++)
		{
			const struct cpe_window *more = &other->window[which];

			if (more->count > 0)
				add_below_room(cell_limbs(sheet, cell, which) + (more->low - window[which].low),
				               cell_limbs(other, cell, which), more->count);
		}
	return CPE_SHEET_MERGED;
}

/* ---- reading ---- */

void
cpe_sheet_row(const struct cpe_sheet *sheet, const struct cpe_layout_question *question,
              struct cpe_sheet_row *row)
{
	const int64_t *count = sheet->count + question->cell;
	int64_t by_class[CPE_CLASSES] = {0};

	for (int i = 0; i < question->options; i++)
		by_class[question->option[i].class] += count[CPE_CELL_OPTION + i];
	row->positive = by_class[CPE_POSITIVE];
	row->neutral = by_class[CPE_NEUTRAL];
	row->negative = by_class[CPE_NEGATIVE];
	row->excluded = by_class[CPE_EXCLUDED];
	row->rated = by_class[CPE_RATED];
	row->missing = count[CPE_CELL_MISSING];
	row->invalid = count[CPE_CELL_INVALID];
}

bool
cpe_sheet_is_scored(const struct cpe_option *option, bool neutral)
{
	return option->class == CPE_POSITIVE || option->class == CPE_NEGATIVE ||
	       (neutral && option->class == CPE_NEUTRAL);
}

/* ---- what rows can have given ---- */

/*
 * Whether positive weights can have the sums of a question, added up into total: in limbs of the
 * windows, and one more.
 */
static bool
sums_possible(const struct cpe_sheet *sheet, const struct cpe_layout_question *question,
              uint64_t total[2][CPE_EXACT_LIMBS + 2])
{
	memset(total, 0, 2 * sizeof(total[0]));
	for (int i = 0; i < question->options + CPE_CELL_OPTION; i++)
	{
		uint32_t cell = question->cell + (uint32_t) i;
		int64_t count = sheet->count[cell];

		for (int which = 0; which < 2; which++)
		{
			struct cpe_exact sum = cpe_sheet_sum(sheet, cell, which);

			if (cpe_exact_sign(sum) != (count > 0) || !cpe_exact_in_range(sum, count, which + 1))
				return false;
			total[which][sum.window.count] += add_limbs(total[which], sum.limb, sum.window.count);
		}
		if (count > 0 && !cpe_weights_possible(count, cpe_sheet_sum(sheet, cell, 0),
		                                       cpe_sheet_sum(sheet, cell, 1)))
			return false;
	}
	return true;
}

static int
by_key(const void *a, const void *b)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static int
by_code(const void *a, const void *b)
{
	int32_t of_a = *(const int32_t *) a, of_b = *(const int32_t *) b;

	return (of_a > of_b) - (of_a < of_b);
}

/* Whether a plan can have this layout: no question twice, no code twice, codes not far apart. */
static bool
check_layout(struct cpe_arena *arena, const struct cpe_layout *layout, struct cpe_problem *problem)
{
	const char **key = cpe_arena_alloc(arena, (size_t) layout->questions, sizeof(*key), problem);

	if (key == NULL)
		return false;
	for (int q = 0; q < layout->questions; q++)
		key[q] = layout->question[q].code;
	if (!cpe_sort(arena, key, (size_t) layout->questions, sizeof(*key), by_key, problem))
		return false;
	for (int q = 1; q < layout->questions; q++)
		if (strcmp(key[q - 1], key[q]) == 0)
			return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
			                       "question %s is twice in a tally_sheet", key[q]);
	for (int q = 0; q < layout->questions; q++)
	{
		const struct cpe_layout_question *question = &layout->question[q];
		size_t options = (size_t) question->options;
		int32_t *code = cpe_arena_alloc(arena, options, sizeof(*code), problem);

		if (code == NULL || !cpe_arena_poll(arena, problem))
			return false;
		for (size_t i = 0; i < options; i++)
			code[i] = question->option[i].code;
		if (!cpe_sort(arena, code, options, sizeof(*code), by_code, problem))
			return false;
		for (size_t i = 1; i < options; i++)
			if (code[i - 1] == code[i])
				return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
				                       "code %d of question %s is twice in a tally_sheet", code[i],
				                       question->code);
		if ((int64_t) code[options - 1] - code[0] > CPE_MAX_SPREAD)
			return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
			                       "codes of question %s in a tally_sheet lie further apart than "
			                       "%d",
			                       question->code, CPE_MAX_SPREAD);
	}
	return true;
}

/*
 * Common end of both readers: each question has each row in one of its cells, and with weights each
 * has the same sums over its cells, of positive weights.
 */
static bool
check(struct cpe_arena *arena, const struct cpe_layout *layout, const struct cpe_sheet *sheet,
      struct cpe_problem *problem)
{
	uint64_t first[2][CPE_EXACT_LIMBS + 2], total[2][CPE_EXACT_LIMBS + 2];

	if (!check_layout(arena, layout, problem))
		return false;
	if (sheet->rows < 0)
		return cpe_problem_set(problem, CPE_INVALID, "Counts are zero or positive.", NULL,
		                       "rows of tally_sheet must not be negative");
	for (int q = 0; q < layout->questions; q++)
	{
		const struct cpe_layout_question *question = &layout->question[q];
		int64_t rows = 0;

		if (!cpe_arena_poll(arena, problem))
			return false;
		for (int i = 0; i < question->options + CPE_CELL_OPTION && rows >= 0; i++)
		{
			int64_t count = sheet->count[question->cell + (uint32_t) i];

			if (count < 0 || __builtin_add_overflow(rows, count, &rows))
				rows = -1;
		}
		if (rows != sheet->rows)
			return cpe_problem_set(problem, CPE_INVALID,
			                       "Each respondent is once in the counts of each question.", NULL,
			                       "counts of question %s in a tally_sheet do not add up to its "
			                       "rows",
			                       question->code);
		if (!sheet->weighted)
			continue;
		if (!sums_possible(sheet, question, q == 0 ? first : total))
			return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
			                       "no positive weights have the sums of question %s in a "
			                       "tally_sheet",
			                       question->code);
		if (q > 0 && memcmp(first, total, sizeof(first)) != 0)
			return cpe_problem_set(
				problem, CPE_INVALID, "Each respondent is once in the sums of each question.", NULL,
				"sums of question %s in a tally_sheet differ from those of the first",
				question->code);
	}
	return true;
}

/* ---- text ---- */

static const char class_sign[CPE_CLASSES] = {'+', '~', '-', 'x', 'r'};

/* A double's shortest decimal that reads back as it. */
static void
print_value(struct cpe_text *text, double value)
{
	char digits[40];

	for (int precision = 15; precision <= 17; precision++)
	{
		snprintf(digits, sizeof(digits), "%.*g", precision, value);
		if (strtod(digits, NULL) == value)
			break;
	}
	cpe_text_append(text, digits);
}

static void
print_cell(struct cpe_text *text, const struct cpe_sheet *sheet, uint32_t cell)
{
	char digits[CPE_EXACT_TEXT];

	cpe_text_printf(text, "=%lld", (long long) sheet->count[cell]);
	if (!sheet->weighted || sheet->count[cell] == 0)
		return;
	cpe_exact_print(cpe_sheet_sum(sheet, cell, 0), digits);
	cpe_text_append(text, "(");
	cpe_text_append(text, digits);
	cpe_exact_print(cpe_sheet_sum(sheet, cell, 1), digits);
	cpe_text_append(text, ",");
	cpe_text_append(text, digits);
	cpe_text_append(text, ")");
}

/*
 * rows=2 wave="2018" neutral=excluded clean=f weighted=f "Q1" scored missing=1 invalid=0 1+=1 2-=0;
 * a valued option is like 10@10r=0.
 */
char *
cpe_sheet_print(struct cpe_arena *arena, const struct cpe_sheet *sheet, struct cpe_problem *problem)
{
	struct cpe_layout *layout =
		cpe_layout_read(arena, cpe_sheet_layout(sheet), sheet->layout_size, problem);
	struct cpe_text text;

	if (layout == NULL)
		return NULL;
	cpe_text_open(&text, arena, problem);
	cpe_text_printf(&text, "rows=%lld wave=\"%s\" neutral=%s clean=%c weighted=%c",
	                (long long) sheet->rows, layout->wave, cpe_neutral_word[layout->neutral_scored],
	                layout->clean ? 't' : 'f', sheet->weighted ? 't' : 'f');
	for (int q = 0; q < layout->questions; q++)
	{
		const struct cpe_layout_question *question = &layout->question[q];

		cpe_text_printf(&text, " \"%s\" %s missing", question->code,
		                cpe_question_kind_word[question->kind]);
		print_cell(&text, sheet, question->cell + CPE_CELL_MISSING);
		cpe_text_append(&text, " invalid");
		print_cell(&text, sheet, question->cell + CPE_CELL_INVALID);
		for (int i = 0; i < question->options; i++)
		{
			const struct cpe_option *option = &question->option[i];

			cpe_text_printf(&text, " %d", option->code);
			if (option->valued)
			{
				cpe_text_append(&text, "@");
				print_value(&text, option->value);
			}
			cpe_text_printf(&text, "%c", class_sign[option->class]);
			print_cell(&text, sheet, question->cell + CPE_CELL_OPTION + (uint32_t) i);
		}
	}
	return cpe_text_close(&text, NULL);
}

/* A list of anything that grows in an arena. */
struct list
{
	void *data;
	size_t count, room, size;
};

static void *
list_add(struct cpe_arena *arena, struct list *list, struct cpe_problem *problem)
{
	if (list->count == list->room)
	{
		size_t room = list->room ? 2 * list->room : 64;
		void *more = cpe_arena_alloc(arena, room, list->size, problem);

		if (more == NULL)
			return NULL;
		if (list->count > 0)
			memcpy(more, list->data, list->count * list->size);
		list->data = more;
		list->room = room;
	}
	return (char *) list->data + list->count++ * list->size;
}

/* What a text says of a cell. */
struct cell
{
	int64_t count;
	struct cpe_window window[2];
	uint64_t *limb[2];
};

struct parser
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	const char *at;
	bool weighted;
	struct list cells, questions, options;
};

static bool
refuse_text(struct parser *p)
{
	if (p->problem->code != CPE_OK)
		return false;
	return cpe_problem_set(p->problem, CPE_SYNTAX,
	                       "The text is like rows=2 wave=\"2018\" neutral=excluded clean=f "
	                       "weighted=f \"Q1\" scored missing=1 invalid=0 1+=1 2-=0, as this "
	                       "extension writes it.",
	                       NULL, "invalid input syntax for type tally_sheet");
}

static bool
skip(struct parser *p, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(p->at, word, length) != 0)
		return false;
	p->at += length;
	return true;
}

/* One of the words of a list. */
static bool
skip_word(struct parser *p, const char *const *words, int *word)
{
	for (*word = 0; words[*word] != NULL; ++*word)
	{
		size_t length = strlen(words[*word]);

		if (strncmp(p->at, words[*word], length) == 0 && p->at[length] == ' ')
		{
			p->at += length;
			return true;
		}
	}
	return false;
}

static bool
skip_number(struct parser *p, int64_t low, int64_t high, int64_t *number)
{
	bool negative = *p->at == '-';
	const char *first = p->at + negative;
	int64_t value = 0;

	p->at = first;
	for (; *p->at >= '0' && *p->at <= '9'; p->at++)
		if (__builtin_mul_overflow(value, (int64_t) 10, &value) ||
		    __builtin_add_overflow(value, (int64_t) (*p->at - '0'), &value))
			return false;
	*number = negative ? -value : value;
	return p->at > first && *number >= low && *number <= high;
}

static bool
skip_flag(struct parser *p, const char *name, bool *flag)
{
	if (!skip(p, name) || (*p->at != 't' && *p->at != 'f'))
		return false;
	*flag = *p->at++ == 't';
	return true;
}

/* A key in quotes, copied. */
static bool
skip_key(struct parser *p, size_t most, const char **key)
{
	const char *first;
	size_t length;
	char *copy;

	if (!skip(p, "\""))
		return false;
	first = p->at;
	while (*p->at >= ' ' && *p->at <= '~' && *p->at != '"' && *p->at != '\\')
		p->at++;
	length = (size_t) (p->at - first);
	if (length == 0 || length > most || !skip(p, "\""))
		return false;
	copy = cpe_arena_alloc(p->arena, length + 1, 1, p->problem);
	if (copy == NULL)
		return false;
	memcpy(copy, first, length);
	*key = copy;
	return true;
}

static bool
skip_cell(struct parser *p)
{
	struct cell *cell = list_add(p->arena, &p->cells, p->problem);

	if (cell == NULL || p->cells.count > CPE_MAX_CELLS || !skip(p, "=") ||
	    !skip_number(p, 0, INT64_MAX, &cell->count))
		return false;
	memset(cell->window, 0, sizeof(cell->window));
	if (!p->weighted || cell->count == 0)
		return true;
	for (int which = 0; which < 2; which++)
	{
		uint64_t limb[CPE_EXACT_LIMBS];
		const char *end;

		if (!skip(p, which == 0 ? "(" : ","))
			return false;
		end = cpe_exact_parse(p->at, &cell->window[which], limb);
		if (end == NULL || cpe_exact_sign((struct cpe_exact){cell->window[which], limb}) <= 0)
			return false;
		p->at = end;
		cell->limb[which] =
			cpe_arena_alloc(p->arena, (size_t) cell->window[which].count, 8, p->problem);
		if (cell->limb[which] == NULL)
			return false;
		memcpy(cell->limb[which], limb, 8 * (size_t) cell->window[which].count);
	}
	return skip(p, ")");
}

static bool
skip_option(struct parser *p, struct cpe_question *question)
{
	struct cpe_option *option = list_add(p->arena, &p->options, p->problem);
	const char *sign;
	int64_t code;
	char *end;

	if (option == NULL || !skip_number(p, INT32_MIN + INT64_C(1), INT32_MAX, &code))
		return false;
	memset(option, 0, sizeof(*option));
	option->code = (int32_t) code;
	if (skip(p, "@"))
	{
		size_t length = strspn(p->at, "0123456789.e+-");

		option->value = strtod(p->at, &end) + 0.0;
		option->valued = true;
		/* the sign of the class may look like a part of the number: it does not belong to it */
		if (end == p->at || (size_t) (end - p->at) > length ||
		    !(option->value >= -1e15 && option->value <= 1e15))
			return false;
		p->at = end;
	}
	sign = *p->at ? memchr(class_sign, *p->at, CPE_CLASSES) : NULL;
	if (sign == NULL)
		return false;
	p->at++;
	option->class = (enum cpe_class)(sign - class_sign);
	if (option->class == CPE_RATED && !option->valued)
		return false;
	question->options++;
	return skip_cell(p);
}

/* A question, and behind it its options. */
static bool
skip_question(struct parser *p)
{
	struct cpe_question *question = list_add(p->arena, &p->questions, p->problem);
	int kind;

	if (question == NULL || p->questions.count > CPE_MAX_QUESTIONS ||
	    !cpe_arena_poll(p->arena, p->problem))
		return false;
	memset(question, 0, sizeof(*question));
	if (!skip_key(p, CPE_MAX_QUESTION_KEY, &question->code) || !skip(p, " ") ||
	    !skip_word(p, cpe_question_kind_word, &kind) || !skip(p, " missing") || !skip_cell(p) ||
	    !skip(p, " invalid") || !skip_cell(p))
		return false;
	question->kind = (enum cpe_question_kind) kind;
	while (*p->at == ' ' && p->at[1] != '"')
	{
		p->at++;
		if (question->options > CPE_MAX_SPREAD || !skip_option(p, question))
			return false;
	}
	return question->options > 0;
}

/* The sheet of cells that were read; their limbs go into windows that take them all. */
static struct cpe_sheet *
make_sheet(struct parser *p, const struct cpe_wave *wave, int64_t rows)
{
	struct cpe_window window[2] = {{0, 0}, {0, 0}};
	const struct cell *cell = p->cells.data;
	unsigned char *bytes;
	struct cpe_sheet *sheet;
	size_t size;
	uint32_t cells;

	bytes = cpe_layout_write(p->arena, wave, &size, &cells, p->problem);
	if (bytes == NULL)
		return NULL;
	for (uint32_t i = 0; i < cells; i++)
		for (int which = 0; which < 2; which++)
			if (cell[i].window[which].count > 0)
				widen(&window[which], cell[i].window[which].low, cell[i].window[which].count);
	if (!cpe_sheet_size_allowed(cells, window, size, p->problem))
		return NULL;
	sheet = cpe_arena_alloc(p->arena, cpe_sheet_size_with(cells, window, size), 1, p->problem);
	if (sheet == NULL)
		return NULL;
	cpe_sheet_open(sheet, p->weighted, cells, window, bytes, size);
	sheet->rows = rows;
	for (uint32_t i = 0; i < cells; i++)
	{
		sheet->count[i] = cell[i].count;
		for (int which = 0; which < 2; which++)
			if (cell[i].window[which].count > 0)
				memcpy(cell_limbs(sheet, i, which) +
				           (cell[i].window[which].low - window[which].low),
				       cell[i].limb[which], 8 * (size_t) cell[i].window[which].count);
	}
	return sheet;
}

struct cpe_sheet *
cpe_sheet_parse(struct cpe_arena *arena, const char *text, struct cpe_problem *problem)
{
	struct parser p = {.arena = arena,
	                   .problem = problem,
	                   .at = text,
	                   .cells = {.size = sizeof(struct cell)},
	                   .questions = {.size = sizeof(struct cpe_question)},
	                   .options = {.size = sizeof(struct cpe_option)}};
	struct cpe_wave wave = {0};
	struct cpe_sheet *sheet;
	struct cpe_layout *layout;
	const struct cpe_option *option;
	int64_t rows;
	int neutral;

	problem->code = CPE_OK;
	if (!skip(&p, "rows=") || !skip_number(&p, 0, INT64_MAX, &rows) || !skip(&p, " wave=") ||
	    !skip_key(&p, CPE_MAX_QUESTION_KEY, &wave.code) || !skip(&p, " neutral=") ||
	    !skip_word(&p, cpe_neutral_word, &neutral) || !skip_flag(&p, " clean=", &wave.clean) ||
	    !skip_flag(&p, " weighted=", &p.weighted) || *p.at != ' ')
		return refuse_text(&p), NULL;
	wave.neutral_scored = neutral == 1;
	while (skip(&p, " "))
		if (!skip_question(&p))
			return refuse_text(&p), NULL;
	if (*p.at != '\0')
		return refuse_text(&p), NULL;
	wave.questions = (int) p.questions.count;
	wave.question = p.questions.data;
	option = p.options.data;
	for (int i = 0; i < wave.questions; i++)
	{
		wave.question[i].option = option;
		option += wave.question[i].options;
	}
	sheet = make_sheet(&p, &wave, rows);
	if (sheet == NULL)
		return NULL;
	layout = cpe_layout_read(arena, cpe_sheet_layout(sheet), sheet->layout_size, problem);
	if (layout == NULL && problem->code == CPE_BINARY)
	{
		/* what was wrong was a text */
		problem->code = CPE_OK;
		return refuse_text(&p), NULL;
	}
	if (layout == NULL || !check(arena, layout, sheet, problem))
		return NULL;
	return sheet;
}

/* ---- bytes ---- */

/* The window that all cells' sums fit in, without room. */
static struct cpe_window
least_window(const struct cpe_sheet *sheet, int which)
{
	struct cpe_window least = {0, 0};

	for (uint32_t cell = 0; cell < sheet->cells; cell++)
	{
		struct cpe_window window = cpe_exact_trim(cpe_sheet_sum(sheet, cell, which)).window;
		int32_t top = least.low + least.count;

		if (window.count == 0)
			continue;
		if (least.count == 0)
		{
			least = window;
			continue;
		}
		if (window.low + window.count > top)
			top = window.low + window.count;
		if (window.low < least.low)
			least.low = window.low;
		least.count = top - least.low;
	}
	return least;
}

/*
 * Version, weighted, rows; the size of the layout and it; with weights the windows; the cells: a
 * count, and where it is not zero the sums' limbs.
 */
unsigned char *
cpe_sheet_write(struct cpe_arena *arena, const struct cpe_sheet *sheet, size_t *size,
                struct cpe_problem *problem)
{
	struct cpe_window window[2] = {{0, 0}, {0, 0}};
	size_t most = 2 + 8 + 4 + (size_t) sheet->layout_size + 8;
	unsigned char *bytes, *at;

	if (sheet->weighted)
		for (int which = 0; which < 2; which++)
			window[which] = least_window(sheet, which);
	most += 8 * (size_t) sheet->cells * (1 + limbs_of(window));
	bytes = at = cpe_arena_alloc(arena, most, 1, problem);
	if (bytes == NULL)
		return NULL;
	*at++ = CPE_SHEET_VERSION;
	*at++ = sheet->weighted;
	at = cpe_bytes_write(at, (uint64_t) sheet->rows, 8);
	at = cpe_bytes_write(at, sheet->layout_size, 4);
	memcpy(at, cpe_sheet_layout(sheet), sheet->layout_size);
	at += sheet->layout_size;
	for (int which = 0; sheet->weighted && which < 2; which++)
	{
		at = cpe_bytes_write(at, (uint16_t) window[which].low, 2);
		at = cpe_bytes_write(at, (uint16_t) window[which].count, 2);
	}
	for (uint32_t cell = 0; cell < sheet->cells; cell++)
	{
		at = cpe_bytes_write(at, (uint64_t) sheet->count[cell], 8);
		for (int which = 0; sheet->weighted && sheet->count[cell] > 0 && which < 2; which++)
		{
			const uint64_t *limb = cell_limbs(sheet, cell, which);

			for (int32_t i = 0; i < window[which].count; i++)
			{
				int32_t k = window[which].low + i - sheet->window[which].low;

				/* trimmed above, the window has no limb that the sheet has not */
				at = cpe_bytes_write(at, limb[k], 8);
			}
		}
	}
	*size = (size_t) (at - bytes);
	return bytes;
}

static bool
refuse_bytes(struct cpe_problem *problem)
{
	return cpe_problem_set(problem, CPE_BINARY, NULL, NULL,
	                       "invalid binary form of type tally_sheet: wrong length or numbers");
}

struct cpe_sheet *
cpe_sheet_read(struct cpe_arena *arena, const unsigned char *bytes, size_t size,
               struct cpe_problem *problem)
{
	struct scan s = {arena, bytes, bytes + size, problem};
	struct cpe_window window[2] = {{0, 0}, {0, 0}}, wider[2];
	struct cpe_sheet *sheet;
	struct cpe_layout *layout;
	const unsigned char *layout_at;
	size_t layout_size;
	bool weighted;
	int64_t rows;

	if (!has(&s, 14) || s.at[0] != CPE_SHEET_VERSION || s.at[1] > 1)
		return refuse_bytes(problem), NULL;
	weighted = s.at[1];
	rows = (int64_t) cpe_bytes_read(s.at + 2, 8);
	layout_size = (size_t) cpe_bytes_read(s.at + 10, 4);
	s.at += 14;
	if (!has(&s, layout_size))
		return refuse_bytes(problem), NULL;
	layout_at = s.at;
	layout = cpe_layout_read(arena, s.at, layout_size, problem);
	if (layout == NULL)
		return NULL;
	s.at += layout_size;
	for (int which = 0; weighted && which < 2; which++)
	{
		if (!has(&s, 4))
			return refuse_bytes(problem), NULL;
		window[which].low = (int16_t) cpe_bytes_read(s.at, 2);
		window[which].count = (int16_t) cpe_bytes_read(s.at + 2, 2);
		s.at += 4;
		if (window[which].count < 0 || window[which].low < CPE_EXACT_LOWEST ||
		    window[which].low + window[which].count > CPE_EXACT_HIGHEST)
			return refuse_bytes(problem), NULL;
	}
	if (!has(&s, 8 * (size_t) layout->cells))
		return refuse_bytes(problem), NULL;
	for (int which = 0; which < 2; which++)
	{
		wider[which] = window[which];
		wider[which].count += window[which].count > 0; /* room */
	}
	if (!cpe_sheet_size_allowed(layout->cells, wider, layout_size, problem))
		return NULL;
	sheet =
		cpe_arena_alloc(arena, cpe_sheet_size_with(layout->cells, wider, layout_size), 1, problem);
	if (sheet == NULL)
		return NULL;
	cpe_sheet_open(sheet, weighted, layout->cells, wider, layout_at, layout_size);
	sheet->rows = rows;
	for (uint32_t cell = 0; cell < sheet->cells; cell++)
	{
		if (!has(&s, 8))
			return refuse_bytes(problem), NULL;
		sheet->count[cell] = (int64_t) cpe_bytes_read(s.at, 8);
		s.at += 8;
		if (!weighted || sheet->count[cell] <= 0)
			continue;
		if (!has(&s, 8 * limbs_of(window)))
			return refuse_bytes(problem), NULL;
		for (int which = 0; which < 2; which++)
			for (int32_t i = 0; i < window[which].count; i++, s.at += 8)
				cell_limbs(sheet, cell, which)[i] = cpe_bytes_read(s.at, 8);
	}
	if (s.at != s.end)
		return refuse_bytes(problem), NULL;
	if (!check(arena, layout, sheet, problem))
		return NULL;
	return sheet;
}
