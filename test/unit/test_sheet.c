#include "tally/sheet.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"

#define MOST_QUESTIONS 12
#define MOST_OPTIONS 14
#define MOST_CELLS (MOST_QUESTIONS * (MOST_OPTIONS + 2))
#define MUTANTS 60000

/* ---- random waves and rows ---- */

static uint64_t state = 20180904;

static uint64_t
random_bits(void)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static int
below(int limit)
{
	return (int) (random_bits() % (uint64_t) limit);
}

/* A wave in static memory; the next call makes another. */
static struct cpe_wave *
random_wave(void)
{
	static struct cpe_wave wave;
	static struct cpe_question question[MOST_QUESTIONS];
	static struct cpe_option option[MOST_QUESTIONS][MOST_OPTIONS];
	static char key[MOST_QUESTIONS][CPE_MAX_QUESTION_KEY + 1];

	memset(&wave, 0, sizeof(wave));
	memset(question, 0, sizeof(question));
	memset(option, 0, sizeof(option));
	wave.code = below(2) ? "2018" : "Our own wave: \x27x\x27";
	wave.neutral_scored = below(2);
	wave.clean = below(2);
	wave.questions = 1 + below(MOST_QUESTIONS);
	wave.question = question;
	for (int q = 0; q < wave.questions; q++)
	{
		int32_t code = below(4) ? below(3) : INT32_MIN + 1 + below(9);

		snprintf(key[q], sizeof(key[q]), below(4) ? "Q%d" : "a long key, of question %d", q + 1);
		question[q].code = key[q];
		question[q].kind = (enum cpe_question_kind) below(CPE_KIND_OTHER + 1);
		question[q].options = 1 + below(MOST_OPTIONS);
		question[q].option = option[q];
		for (int k = 0; k < question[q].options; k++)
		{
			static const double values[] = {
				0, 1, -2.5, 100, 1e15, -1e15, 1e-320, 0.1, 33.333333333333336};
			struct cpe_option *o = &option[q][k];

			o->code = code;
			code += 1 + below(3);
			o->class = (enum cpe_class) below(CPE_CLASSES);
			o->valued = o->class == CPE_RATED || below(3) == 0;
			if (o->valued)
				o->value = values[below(9)];
		}
		/* in any order: a layout keeps the plan's */
		if (question[q].options > 1 && below(2))
		{
			struct cpe_option first = option[q][0];

			option[q][0] = option[q][question[q].options - 1];
			option[q][question[q].options - 1] = first;
		}
	}
	return &wave;
}

static double
random_weight(int kind)
{
	switch (kind)
	{
		case 0:
			return 1;
		case 1: /* a multiple of 2^-20 below 2^11: sums of it fit whole numbers */
			return ldexp(1 + (double) (random_bits() % 0x7fffffff), -20);
		case 2:
			return exp(ldexp((double) (random_bits() >> 11), -53) * 40 - 20);
		case 3: /* from the least to the largest double */
			return ldexp(1 + ldexp((double) (random_bits() >> 12), -52), below(2098) - 1074);
		case 4: /* all ones, at the edges of limbs */
			return ldexp(9007199254740991, 64 * (below(15) - 8) - below(3));
		case 5:
			return below(2) ? 5e-324 : 1.7976931348623157e308;
		default:
			return 1e-320;
	}
}
#define WEIGHTS 7

/* ---- the naive oracle ---- */

struct oracle
{
	int64_t rows;
	int64_t count[MOST_CELLS];
	struct cpe_total total[MOST_CELLS][2];
	unsigned __int128 whole[MOST_CELLS][2]; /* in 2^-20 and 2^-40, for weights of kind 1 */
};

static void
oracle_open(struct oracle *oracle, int cells)
{
	oracle->rows = 0;
	for (int i = 0; i < cells; i++)
	{
		oracle->count[i] = 0;
		for (int which = 0; which < 2; which++)
		{
			cpe_total_open(&oracle->total[i][which]);
			oracle->whole[i][which] = 0;
		}
	}
}

static void
oracle_add(struct oracle *oracle, int cell, double weight)
{
	double factor[2] = {weight, weight};

	oracle->count[cell]++;
	cpe_total_add(&oracle->total[cell][0], factor, 1);
	cpe_total_add(&oracle->total[cell][1], factor, 2);
	if (weight < 2048 && ldexp(weight, 20) == floor(ldexp(weight, 20)))
	{
		uint64_t units = (uint64_t) ldexp(weight, 20);

		oracle->whole[cell][0] += units;
		oracle->whole[cell][1] += (unsigned __int128) units * units;
	}
}

/* ---- sheets as the aggregates grow them, in memory of their own size ---- */

static struct cpe_sheet *
new_sheet(bool weighted, uint32_t cells, const struct cpe_window *window,
          const unsigned char *layout, size_t layout_size)
{
	struct cpe_sheet *sheet = calloc(1, cpe_sheet_size_with(cells, window, layout_size));

	cpe_sheet_open(sheet, weighted, cells, window, layout, layout_size);
	return sheet;
}

static void
widen(struct cpe_sheet **sheet, const struct cpe_window *window)
{
	struct cpe_sheet *wider = new_sheet((*sheet)->weighted, (*sheet)->cells, window,
	                                    cpe_sheet_layout(*sheet), (*sheet)->layout_size);

	cpe_sheet_copy(wider, window, *sheet);
	free(*sheet);
	*sheet = wider;
}

static struct cpe_sheet *
copy_of(const struct cpe_sheet *sheet)
{
	size_t size = cpe_sheet_size(sheet);

	return memcpy(malloc(size), sheet, size);
}

static void
add_row(struct cpe_sheet **sheet, const int *cell, int questions, double weight)
{
	struct cpe_sheet_weight terms;
	struct cpe_window window[2];

	if ((*sheet)->weighted)
	{
		cpe_sheet_weight_open(&terms, weight);
		if (!cpe_sheet_takes(*sheet, &terms, window))
		{
			widen(sheet, window);
			CHECK(cpe_sheet_takes(*sheet, &terms, window), "the wider windows take the weight");
		}
	}
	for (int q = 0; q < questions; q++)
	{
		(*sheet)->count[cell[q]]++;
		if ((*sheet)->weighted)
			cpe_sheet_add_weight(*sheet, (uint32_t) cell[q], &terms);
	}
	(*sheet)->rows++;
}

static enum cpe_sheet_merge
merge(struct cpe_arena *arena, struct cpe_sheet **sheet, const struct cpe_sheet *other,
      struct cpe_problem *problem)
{
	struct cpe_window window[2];
	enum cpe_sheet_merge done = cpe_sheet_merge(arena, *sheet, other, window, problem);

	if (done != CPE_SHEET_ROOM)
		return done;
	widen(sheet, window);
	return cpe_sheet_merge(arena, *sheet, other, window, problem);
}

static bool
same_bytes(struct cpe_arena *arena, const struct cpe_sheet *a, const struct cpe_sheet *b)
{
	struct cpe_problem problem;
	size_t size_a, size_b;
	unsigned char *of_a = cpe_sheet_write(arena, a, &size_a, &problem);
	unsigned char *of_b = cpe_sheet_write(arena, b, &size_b, &problem);

	return of_a != NULL && of_b != NULL && size_a == size_b && memcmp(of_a, of_b, size_a) == 0;
}

/* No sum looks negative, whatever has been added; the top limb is room. */
static bool
has_room(const struct cpe_sheet *sheet)
{
	for (uint32_t cell = 0; cell < sheet->cells; cell++)
		for (int which = 0; which < 2; which++)
		{
			struct cpe_exact sum = cpe_sheet_sum(sheet, cell, which);

			if (sum.window.count > 0 && sum.limb[sum.window.count - 1] >= (uint64_t) INT64_MAX)
				return false;
		}
	return true;
}

/* What must hold of any sheet: it prints and is written, and both read back as it. */
static bool
is_whole(struct cpe_arena *arena, const struct cpe_sheet *sheet)
{
	struct cpe_problem problem = {0};
	char *text = cpe_sheet_print(arena, sheet, &problem), *again;
	size_t size;
	unsigned char *bytes = cpe_sheet_write(arena, sheet, &size, &problem), *exact;
	struct cpe_sheet *parsed, *read;
	bool whole;

	if (!CHECK(text != NULL && bytes != NULL, "a sheet prints and is written: %s", problem.message))
		return false;
	parsed = cpe_sheet_parse(arena, text, &problem);
	if (!CHECK(parsed != NULL, "its text reads back: %s (%.300s)", problem.message, text))
		return false;
	/* in memory of its size, so that a step beyond is seen */
	exact = memcpy(malloc(size), bytes, size);
	read = cpe_sheet_read(arena, exact, size, &problem);
	free(exact);
	if (!CHECK(read != NULL, "its bytes read back: %s", problem.message))
		return false;
	again = cpe_sheet_print(arena, read, &problem);
	whole = CHECK(same_bytes(arena, sheet, parsed) && same_bytes(arena, sheet, read) &&
	                  again != NULL && strcmp(text, again) == 0,
	              "what is read back is the same: %.300s", text);
	return CHECK(has_room(sheet) && has_room(parsed) && has_room(read), "its top limbs are room") &&
	       whole;
}

static bool
agrees(const struct cpe_sheet *sheet, const struct oracle *oracle, int kind)
{
	bool good = sheet->rows == oracle->rows;

	for (uint32_t cell = 0; cell < sheet->cells; cell++)
	{
		good = good && sheet->count[cell] == oracle->count[cell];
		for (int which = 0; which < 2 && sheet->weighted; which++)
		{
			struct cpe_exact sum = cpe_sheet_sum(sheet, cell, which);
			struct cpe_total total = oracle->total[cell][which];

			good = good && cpe_exact_compare(sum, cpe_total_exact(&total)) == 0;
			if (kind == 1 && good)
			{
				unsigned __int128 units = oracle->whole[cell][which];
				struct cpe_total whole;
				double part[1];

				/* in 32 bits at a time, that a double holds */
				cpe_total_open(&whole);
				for (int i = 0; i < 4; i++)
				{
					part[0] =
						ldexp((double) (uint32_t) (units >> (32 * i)), 32 * i - 20 * (which + 1));
					cpe_total_add(&whole, part, 1);
				}
				good = cpe_exact_compare(sum, cpe_total_exact(&whole)) == 0;
			}
		}
	}
	return good;
}

static void
check_layout(struct cpe_arena *arena, const struct cpe_wave *wave, const unsigned char *bytes,
             size_t size, uint32_t cells)
{
	struct cpe_problem problem = {0};
	struct cpe_layout *layout = cpe_layout_read(arena, bytes, size, &problem);
	bool same;

	if (!CHECK(layout != NULL, "a layout reads back: %s", problem.message))
		return;
	same = strcmp(layout->wave, wave->code) == 0 &&
	       layout->neutral_scored == wave->neutral_scored && layout->clean == wave->clean &&
	       layout->questions == wave->questions && layout->cells == cells;
	for (int q = 0; q < wave->questions && same; q++)
	{
		const struct cpe_question *wanted = &wave->question[q];
		const struct cpe_layout_question *got = &layout->question[q];

		same = strcmp(got->code, wanted->code) == 0 && got->kind == wanted->kind &&
		       got->options == wanted->options &&
		       cpe_layout_find(layout, wanted->code, strlen(wanted->code)) == q;
		for (int k = 0; k < wanted->options && same; k++)
			same = got->option[k].code == wanted->option[k].code &&
			       got->option[k].class == wanted->option[k].class &&
			       got->option[k].valued == wanted->option[k].valued &&
			       got->option[k].value == wanted->option[k].value;
	}
	CHECK(same, "a layout says what the plan said");
	CHECK(cpe_layout_find(layout, "no such", 7) == -1, "an unknown question is not found");
	for (size_t cut = 0; cut < size; cut++)
	{
		/* malloc, so that reading beyond is seen */
		unsigned char *part = memcpy(malloc(cut + 1), bytes, cut);

		CHECK(cpe_layout_read(arena, part, cut, &problem) == NULL, "a layout cut short is none");
		free(part);
	}
}

/* The numbers of a question by class, counted from the cells. */
static void
check_rows(struct cpe_arena *arena, const struct cpe_wave *wave, const struct cpe_sheet *sheet)
{
	struct cpe_problem problem;
	struct cpe_layout *layout =
		cpe_layout_read(arena, cpe_sheet_layout(sheet), sheet->layout_size, &problem);
	int cell = 0;

	for (int q = 0; q < layout->questions; q++)
	{
		struct cpe_sheet_row row;
		int64_t by_class[CPE_CLASSES] = {0}, scored[2] = {0, 0};

		cpe_sheet_row(sheet, &layout->question[q], &row);
		CHECK(row.missing == sheet->count[cell] && row.invalid == sheet->count[cell + 1],
		      "missing and invalid come first");
		cell += 2;
		for (int k = 0; k < wave->question[q].options; k++, cell++)
		{
			by_class[wave->question[q].option[k].class] += sheet->count[cell];
			for (int neutral = 0; neutral < 2; neutral++)
				if (cpe_sheet_is_scored(&layout->question[q].option[k], neutral))
					scored[neutral] += sheet->count[cell];
		}
		CHECK(row.positive == by_class[CPE_POSITIVE] && row.neutral == by_class[CPE_NEUTRAL] &&
		          row.negative == by_class[CPE_NEGATIVE] &&
		          row.excluded == by_class[CPE_EXCLUDED] && row.rated == by_class[CPE_RATED],
		      "each option is in its class");
		CHECK(row.positive + row.neutral + row.negative + row.excluded + row.rated + row.missing +
		              row.invalid ==
		          sheet->rows,
		      "each respondent is once in a question");
		CHECK(scored[0] == row.positive + row.negative &&
		          scored[1] == row.positive + row.neutral + row.negative,
		      "neutral answers are scored on request");
	}
}

#define PARTS 9

static void
check_random_sheets(int turns)
{
	static struct oracle oracle;

	for (int turn = 0; turn < turns; turn++)
	{
		struct cpe_arena arena;
		struct cpe_problem problem = {0};
		struct cpe_wave *wave = random_wave();
		int kind = below(WEIGHTS + 1) - 1, rows = below(60), parts = 1 + below(PARTS);
		bool weighted = kind >= 0, mixed = weighted && below(3) == 0;
		struct cpe_window none[2] = {{0, 0}, {0, 0}};
		struct cpe_sheet *whole, *part[PARTS];
		unsigned char *layout;
		size_t layout_size;
		uint32_t cells;

		cpe_arena_open_malloc(&arena);
		layout = cpe_layout_write(&arena, wave, &layout_size, &cells, &problem);
		check_layout(&arena, wave, layout, layout_size, cells);
		oracle_open(&oracle, (int) cells);
		whole = new_sheet(weighted, cells, none, layout, layout_size);
		for (int i = 0; i < parts; i++)
			part[i] = new_sheet(weighted, cells, none, layout, layout_size);
		for (int row = 0; row < rows; row++)
		{
			int cell[MOST_QUESTIONS], first = 0;
			double weight = weighted ? random_weight(mixed ? below(WEIGHTS) : kind) : 1;

			for (int q = 0; q < wave->questions; q++)
			{
				cell[q] = first + below(wave->question[q].options + 2);
				first += wave->question[q].options + 2;
				oracle_add(&oracle, cell[q], weight);
			}
			oracle.rows++;
			add_row(&whole, cell, wave->questions, weight);
			add_row(&part[below(parts)], cell, wave->questions, weight);
		}
		CHECK(agrees(whole, &oracle, mixed ? -1 : kind), "counts and sums are those of the rows");
		is_whole(&arena, whole);
		check_rows(&arena, wave, whole);
		/* the parts in a random tree; some go through text or bytes on their way */
		while (parts > 1)
		{
			int to = below(parts), from = below(parts - 1);

			from += from >= to;
			if (below(3) == 0)
			{
				struct cpe_sheet *sent;
				size_t size;

				if (below(2))
					sent = cpe_sheet_parse(&arena, cpe_sheet_print(&arena, part[from], &problem),
					                       &problem);
				else
				{
					unsigned char *bytes = cpe_sheet_write(&arena, part[from], &size, &problem);

					sent = cpe_sheet_read(&arena, bytes, size, &problem);
				}
				if (CHECK(sent != NULL, "a part is sent: %s", problem.message))
				{
					free(part[from]);
					part[from] = copy_of(sent);
				}
			}
			CHECK(merge(&arena, &part[to], part[from], &problem) == CPE_SHEET_MERGED,
			      "parts merge: %s", problem.message);
			CHECK(has_room(part[to]), "merged sums have room");
			free(part[from]);
			part[from] = part[--parts];
		}
		CHECK(same_bytes(&arena, whole, part[0]), "the parts together are the whole, to the bit");
		CHECK(agrees(part[0], &oracle, mixed ? -1 : kind), "and have the sums of the rows");
		free(part[0]);
		free(whole);
		cpe_arena_close_malloc(&arena);
	}
}

/* Carries over many limbs: sums that are all ones but for the last step. */
static void
check_carries(void)
{
	struct cpe_arena arena;
	struct cpe_problem problem = {0};
	struct cpe_wave *wave = random_wave();
	struct cpe_window none[2] = {{0, 0}, {0, 0}};
	struct cpe_sheet *sheet, *other;
	unsigned char *layout;
	size_t layout_size;
	uint32_t cells;
	int cell[MOST_QUESTIONS];
	double power[2] = {0, 0};
	struct cpe_total total;

	cpe_arena_open_malloc(&arena);
	layout = cpe_layout_write(&arena, wave, &layout_size, &cells, &problem);
	sheet = new_sheet(true, cells, none, layout, layout_size);
	other = new_sheet(true, cells, none, layout, layout_size);
	for (int q = 0, first = 0; q < wave->questions; first += wave->question[q++].options + 2)
		cell[q] = first + 2;
	/* 2^-1074 + ... + 2^1023 and 2^-1074 once more: one bit moves through all limbs */
	for (int e = -1074; e < 1024; e++)
		add_row(&sheet, cell, wave->questions, ldexp(1, e));
	add_row(&other, cell, wave->questions, 5e-324);
	CHECK(merge(&arena, &sheet, other, &problem) == CPE_SHEET_MERGED, "%s", problem.message);
	cpe_total_open(&total);
	power[0] = 1.7976931348623157e308;
	cpe_total_add(&total, power, 1);
	power[0] = ldexp(1, 1024 - 53);
	cpe_total_add(&total, power, 1);
	CHECK(cpe_exact_compare(cpe_sheet_sum(sheet, 2, 0), cpe_total_exact(&total)) == 0,
	      "the sum of all powers of two and the least again is 2^1024");
	is_whole(&arena, sheet);
	/* the other way round, the narrow one has to grow downwards and upwards */
	CHECK(merge(&arena, &other, sheet, &problem) == CPE_SHEET_MERGED, "%s", problem.message);
	CHECK(merge(&arena, &sheet, sheet, &problem) == CPE_SHEET_MERGED, "merges with itself");
	CHECK(sheet->rows == 2 * 2099 && sheet->count[2] == 2 * 2099, "twice the respondents");
	is_whole(&arena, other);
	is_whole(&arena, sheet);
	free(sheet);
	free(other);
	cpe_arena_close_malloc(&arena);
}

/* ---- what does not merge ---- */

static struct cpe_sheet *
parsed(struct cpe_arena *arena, const char *text)
{
	struct cpe_problem problem = {0};
	struct cpe_sheet *sheet = cpe_sheet_parse(arena, text, &problem);

	CHECK(sheet != NULL, "%s: %s", text, problem.message);
	return sheet;
}

#define HEAD "rows=2 wave=\"w\" neutral=excluded clean=f weighted=f"
#define FIRST " \"Q1\" scored missing=1 invalid=0 1+=1 2-=0"

static void
check_differences(void)
{
	static const struct
	{
		const char *text, *says;
	} others[] = {
		{"rows=2 wave=\"v\" neutral=excluded clean=f weighted=f" FIRST, "wave"},
		{"rows=2 wave=\"w\" neutral=scored clean=f weighted=f" FIRST, "neutral"},
		{"rows=2 wave=\"w\" neutral=excluded clean=t weighted=f" FIRST, "cleaned"},
		{HEAD " \"Q2\" scored missing=1 invalid=0 1+=1 2-=0", "question Q"},
		{HEAD " \"Q1\" other missing=1 invalid=0 1+=1 2-=0", "question Q"},
		{HEAD " \"Q1\" scored missing=1 invalid=0 1+=1 3-=0", "question Q"},
		{HEAD " \"Q1\" scored missing=1 invalid=0 1+=1 2+=0", "question Q"},
		{HEAD " \"Q1\" scored missing=1 invalid=0 1+=1 2@0-=0", "question Q"},
		{HEAD " \"Q1\" scored missing=1 invalid=0 1+=1", "question Q"},
		{HEAD FIRST " \"Q9\" scored missing=1 invalid=0 1+=1", "question Q"},
		{"rows=0 wave=\"w\" neutral=excluded clean=f weighted=t \"Q1\" scored missing=0 invalid=0 "
	     "1+=0 2-=0",
	     "weights"},
	};
	struct cpe_arena arena;
	struct cpe_problem problem = {0};
	struct cpe_sheet *sheet, *full;

	cpe_arena_open_malloc(&arena);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		for (int swapped = 0; swapped < 2; swapped++)
		{
			struct cpe_window window[2];
			struct cpe_sheet *a = parsed(&arena, HEAD FIRST), *b = parsed(&arena, others[i].text);

			memset(&problem, 0, sizeof(problem));
			CHECK(cpe_sheet_merge(&arena, swapped ? b : a, swapped ? a : b, window, &problem) ==
			              CPE_SHEET_PROBLEM &&
			          problem.code == CPE_INVALID && strstr(problem.detail, others[i].says) != NULL,
			      "%s does not merge, and it is said why: %s %s", others[i].text, problem.message,
			      problem.detail);
		}
	sheet = parsed(&arena, HEAD FIRST);
	full = parsed(&arena, "rows=9223372036854775806 wave=\"w\" neutral=excluded clean=f weighted=f "
	                      "\"Q1\" scored missing=9223372036854775806 invalid=0 1+=0 2-=0");
	{
		struct cpe_window window[2];

		CHECK(cpe_sheet_merge(&arena, sheet, full, window, &problem) == CPE_SHEET_PROBLEM &&
		          problem.code == CPE_RANGE && sheet->rows == 2 && sheet->count[0] == 1,
		      "more than 2^63 respondents are refused, and nothing has changed");
	}
	cpe_arena_close_malloc(&arena);
}

/* ---- forged texts ---- */

#define WEIGHTED "rows=2 wave=\"w\" neutral=excluded clean=f weighted=t"
#define Q(cells) " \"Q1\" scored missing=0 invalid=0 " cells

static void
check_forged(void)
{
	static const struct
	{
		const char *text;
		enum cpe_code code;
	} forged[] = {
		{HEAD FIRST, CPE_OK},
		{HEAD FIRST " ", CPE_SYNTAX},
		{" " HEAD FIRST, CPE_SYNTAX},
		{HEAD FIRST "x", CPE_SYNTAX},
		{"", CPE_SYNTAX},
		{HEAD, CPE_SYNTAX},
		{"rows=3 wave=\"w\" neutral=excluded clean=f weighted=f" FIRST, CPE_INVALID},
		{"rows=-2 wave=\"w\" neutral=excluded clean=f weighted=f" FIRST, CPE_SYNTAX},
		{"rows=99999999999999999999 wave=\"w\" neutral=excluded clean=f weighted=f" FIRST,
	     CPE_SYNTAX},
		{"rows=2 wave=\"\" neutral=excluded clean=f weighted=f" FIRST, CPE_SYNTAX},
		{"rows=2 wave=\" w\" neutral=excluded clean=f weighted=f" FIRST, CPE_SYNTAX},
		{"rows=2 wave=\"w\" neutral=rated clean=f weighted=f" FIRST, CPE_SYNTAX},
		{"rows=2 wave=\"w\" neutral=excluded clean=1 weighted=f" FIRST, CPE_SYNTAX},
		{HEAD Q("1+=2 1-=0"), CPE_INVALID},
		{HEAD Q("1+=2 10002-=0"), CPE_INVALID},
		{HEAD Q("1+=2 10001-=0"), CPE_OK},
		{HEAD Q("1+=2 -2147483648-=0"), CPE_SYNTAX},
		{HEAD Q("-2147483647+=2"), CPE_OK},
		{HEAD Q("2147483647+=2"), CPE_OK},
		{HEAD Q("2147483648+=2"), CPE_SYNTAX},
		{HEAD Q("1+=3 2-=-1"), CPE_SYNTAX},
		{HEAD Q("1+=9223372036854775807 2-=9223372036854775807 3-=4"), CPE_INVALID},
		{HEAD Q("1r=2"), CPE_SYNTAX},
		{HEAD Q("1@r=2"), CPE_SYNTAX},
		{HEAD Q("1@1r=2"), CPE_OK},
		{HEAD Q("1@ 1r=2"), CPE_SYNTAX},
		{HEAD Q("1@nanr=2"), CPE_SYNTAX},
		{HEAD Q("1@infr=2"), CPE_SYNTAX},
		{HEAD Q("1@1e16r=2"), CPE_SYNTAX},
		{HEAD Q("1@1e15r=2"), CPE_OK},
		{HEAD Q("1@0x1p3r=2"), CPE_SYNTAX},
		{HEAD Q("1@0x=2"), CPE_OK},
		{HEAD Q("1@1--=2"), CPE_SYNTAX},
		{HEAD Q("1@1-=2 2@1+=0 3@-1~=0"), CPE_OK},
		{HEAD Q("1*=2"), CPE_SYNTAX},
		{HEAD FIRST FIRST, CPE_INVALID},
		{WEIGHTED Q("1+=2(2p0,2p0)"), CPE_OK},
		{WEIGHTED Q("1+=2(1p1,1p1)"), CPE_OK},
		{WEIGHTED Q("1+=2"), CPE_SYNTAX},
		{WEIGHTED Q("1+=2()"), CPE_SYNTAX},
		{WEIGHTED Q("1+=2(0,0)"), CPE_SYNTAX},
		{WEIGHTED Q("1+=2(-1p1,1p1)"), CPE_SYNTAX},
		{WEIGHTED Q("1+=2(1p1,1p0)"),
	     CPE_INVALID}, /* of two weights, (w1 + w2)^2 <= 2 (w1^2 + w2^2) */
		{WEIGHTED Q("1+=2(1p1,5p0)"), CPE_INVALID},       /* and >= w1^2 + w2^2 */
		{WEIGHTED Q("1+=2(1p1026,1p2051)"), CPE_INVALID}, /* that of two doubles is below 2^1025 */
		{WEIGHTED Q("1+=2(1p-1075,1p-2151)"), CPE_INVALID},
		{WEIGHTED Q("1+=2(1p-1073,1p-2147)"), CPE_OK},
		{WEIGHTED Q("1+=2(1p1,1p1) 2-=0(1p0,1p0)"), CPE_SYNTAX},
		{WEIGHTED Q("1+=2(1p1,1p1)") " \"Q2\" scored missing=2(1p1,1p1) invalid=0 1+=0", CPE_OK},
		{WEIGHTED Q("1+=2(1p1,1p1)") " \"Q2\" scored missing=2(1p2,1p3) invalid=0 1+=0",
	     CPE_INVALID},
		{WEIGHTED Q(
			 "1+=1(1p0,1p0) 2-=1(1p1,1p2)") " \"Q2\" other missing=2(3p0,5p0) invalid=0 1+=0",
	     CPE_OK},
	};
	struct cpe_arena arena;
	char *text;

	cpe_arena_open_malloc(&arena);
	for (size_t i = 0; i < sizeof(forged) / sizeof(forged[0]); i++)
	{
		struct cpe_problem problem = {0};
		char *exact = strdup(forged[i].text);
		struct cpe_sheet *sheet = cpe_sheet_parse(&arena, exact, &problem);

		free(exact);
		CHECK(problem.code == forged[i].code && (sheet != NULL) == (forged[i].code == CPE_OK),
		      "%s: code %d, not %d: %s", forged[i].text, problem.code, forged[i].code,
		      problem.message);
		if (sheet != NULL)
			is_whole(&arena, sheet);
	}
	/* as many options as codes can lie apart, and one more */
	text = malloc(200000);
	for (int options = 10001; options <= 10002; options++)
	{
		struct cpe_problem problem = {0};
		struct cpe_sheet *sheet;
		size_t length =
			(size_t) sprintf(text, "rows=0 wave=\"w\" neutral=excluded clean=f weighted=f \"Q1\" "
		                           "scored missing=0 invalid=0");

		for (int i = 0; i < options; i++)
			length += (size_t) sprintf(text + length, " %d+=0", i);
		sheet = cpe_sheet_parse(&arena, text, &problem);
		CHECK((sheet != NULL) == (options == 10001), "%d options: %s", options, problem.message);
		if (sheet != NULL)
			is_whole(&arena, sheet);
	}
	free(text);
	cpe_arena_close_malloc(&arena);
}

/* ---- mutants ---- */

static const char *const seeds[] = {
	HEAD FIRST,
	WEIGHTED Q("1+=1(1p0,1p0) 2@-2.5-=1(1p1,1p2)") " \"Q2\" rating missing=2(3p0,5p0) invalid=0 "
												   "0@0r=0 10@10r=0",
	/* two of 2^-52 and one of 2^64 */
	"rows=3 wave=\"2018\" neutral=scored clean=t weighted=t \"Q1\" filter missing=0 invalid=3"
	"(80000000000000000000000000001p-51,"
    "8000000000000000000000000000000000000000000000000000000001p-103) 5~=0 7x=0",
};
#define SEEDS ((int) (sizeof(seeds) / sizeof(seeds[0])))

/* A refusal is one of those that make sense, and tells something. */
static bool
is_refusal(const struct cpe_problem *problem)
{
	return problem->message[0] != '\0' &&
	       (problem->code == CPE_SYNTAX || problem->code == CPE_BINARY ||
	        problem->code == CPE_INVALID || problem->code == CPE_LIMIT);
}

static void
check_mutants(bool binary)
{
	int read = 0, refused = 0;

	for (int turn = 0; turn < MUTANTS; turn++)
	{
		static const char letters[] = "0123456789abcdef=-+~xr@.() ,\"pwQtf";
		struct cpe_arena arena;
		struct cpe_problem problem = {0};
		struct cpe_sheet *sheet;
		unsigned char *base, *mutant;
		size_t size;

		cpe_arena_open_malloc(&arena);
		sheet = cpe_sheet_parse(&arena, seeds[turn % SEEDS], &problem);
		if (!CHECK(sheet != NULL, "seed %d: %s", turn % SEEDS, problem.message))
			return;
		if (binary)
			base = cpe_sheet_write(&arena, sheet, &size, &problem);
		else
		{
			base = (unsigned char *) cpe_sheet_print(&arena, sheet, &problem);
			size = strlen((char *) base);
		}
		mutant = malloc(size + 64);
		memcpy(mutant, base, size);
		for (int times = 1 + below(3); times > 0; times--)
		{
			size_t at = (size_t) below((int) size);

			switch (below(5))
			{
				case 0:
					mutant[at] = binary ? (unsigned char) random_bits()
					                    : (unsigned char) letters[below(sizeof(letters) - 1)];
					break;
				case 1:
					mutant[at] ^= (unsigned char) (1 << below(binary ? 8 : 3));
					break;
				case 2:
					if (size > 1)
						memmove(mutant + at, mutant + at + 1, size-- - at - 1);
					break;
				case 3:
					if (size + times < size + 60)
						memmove(mutant + at + 1, mutant + at, size++ - at);
					break;
				default: /* the same change twice keeps sums that have to agree */
					if (binary && size > 8)
						cpe_bytes_write(mutant + below((int) size - 7),
						                below(2) ? (uint64_t) below(4) : (uint64_t) 1 << below(64),
						                8);
					else
						mutant[at] = (unsigned char) letters[below(10)];
			}
		}
		/* in memory of its own size */
		{
			unsigned char *exact = malloc(size + 1);

			memcpy(exact, mutant, size);
			exact[size] = '\0';
			if (binary)
				exact = realloc(exact, size);
			memset(&problem, 0, sizeof(problem));
			sheet = binary ? cpe_sheet_read(&arena, exact, size, &problem)
			               : cpe_sheet_parse(&arena, (char *) exact, &problem);
			free(exact);
		}
		free(mutant);
		if (sheet == NULL)
		{
			refused++;
			CHECK(is_refusal(&problem), "refused with code %d: %s", problem.code, problem.message);
		}
		else
		{
			struct cpe_sheet *twice = copy_of(sheet);

			read++;
			is_whole(&arena, sheet);
			switch (merge(&arena, &twice, sheet, &problem))
			{
				case CPE_SHEET_MERGED:
					CHECK(twice->rows == 2 * sheet->rows, "merged with itself");
					is_whole(&arena, twice);
					break;
				case CPE_SHEET_PROBLEM:
					CHECK(problem.code == CPE_RANGE, "too many rows: %s", problem.message);
					break;
				default:
					CHECK(false, "there was room");
			}
			free(twice);
		}
		cpe_arena_close_malloc(&arena);
	}
	CHECK(read > MUTANTS / 100 && refused > MUTANTS / 4, "%d were read, %d refused", read, refused);
	printf("# %d read, %d refused\n", read, refused);
}

/* ---- no memory, and a stop ---- */

struct limited
{
	struct cpe_arena arena;
	struct cpe_arena of; /* gives the memory */
	int allocations, fail_at, polls, stop_at;
};

static void *
limited_alloc(struct cpe_arena *arena, size_t size)
{
	struct limited *limited = (struct limited *) arena;

	if (limited->allocations++ >= limited->fail_at)
		return NULL;
	return limited->of.alloc(&limited->of, size);
}

static bool
limited_stop(struct cpe_arena *arena)
{
	struct limited *limited = (struct limited *) arena;

	return limited->polls++ >= limited->stop_at;
}

static void
open_limited(struct limited *limited, int fail_at, int stop_at)
{
	cpe_arena_open_malloc(&limited->of);
	limited->arena = (struct cpe_arena){limited_alloc, limited_stop, NULL};
	limited->allocations = limited->polls = 0;
	limited->fail_at = fail_at;
	limited->stop_at = stop_at;
}

/* All that takes an arena, on one weighted sheet. */
static bool
use_all(struct cpe_arena *arena, int what, struct cpe_problem *problem)
{
	struct cpe_sheet *sheet, *other;
	struct cpe_window window[2];
	size_t size;
	unsigned char *bytes;

	sheet = cpe_sheet_parse(arena, seeds[1], problem);
	if (sheet == NULL)
		return false;
	switch (what)
	{
		case 0:
			return cpe_sheet_print(arena, sheet, problem) != NULL;
		case 1:
			bytes = cpe_sheet_write(arena, sheet, &size, problem);
			return bytes != NULL && cpe_sheet_read(arena, bytes, size, problem) != NULL;
		default:
			other = cpe_sheet_parse(arena, seeds[0], problem);
			/* telling the difference takes memory, too */
			return other != NULL &&
			       (cpe_sheet_merge(arena, sheet, other, window, problem) == CPE_SHEET_PROBLEM &&
			        problem->code == CPE_INVALID);
	}
}

static void
check_limits(void)
{
	for (int what = 0; what < 3; what++)
	{
		struct limited limited;
		struct cpe_problem problem = {0};
		int allocations, polls;

		open_limited(&limited, 1 << 30, 1 << 30);
		CHECK(use_all(&limited.arena, what, &problem), "%s", problem.message);
		allocations = limited.allocations;
		polls = limited.polls;
		cpe_arena_close_malloc(&limited.of);
		CHECK(allocations > 5 && polls > 2, "there is something to fail");
		for (int at = 0; at < allocations; at++)
		{
			open_limited(&limited, at, 1 << 30);
			memset(&problem, 0, sizeof(problem));
			CHECK(!use_all(&limited.arena, what, &problem) && problem.code == CPE_NO_MEMORY,
			      "without memory from allocation %d on: code %d, %s", at, problem.code,
			      problem.message);
			cpe_arena_close_malloc(&limited.of);
		}
		for (int at = 0; at < polls; at++)
		{
			open_limited(&limited, 1 << 30, at);
			memset(&problem, 0, sizeof(problem));
			CHECK(!use_all(&limited.arena, what, &problem) && problem.code == CPE_CANCELLED,
			      "stopped at poll %d: code %d, %s", at, problem.code, problem.message);
			cpe_arena_close_malloc(&limited.of);
		}
	}
}

int
main(void)
{
	unit_case("random sheets against the rows, merged in random trees");
	check_random_sheets(1500);
	unit_case("carries through all limbs");
	check_carries();
	unit_case("sheets that do not merge");
	check_differences();
	unit_case("forged texts");
	check_forged();
	unit_case("mutated texts");
	check_mutants(false);
	unit_case("mutated bytes");
	check_mutants(true);
	unit_case("no memory, and a stop");
	check_limits();
	return unit_end();
}
