#include "adjust/frame.h"

#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "base/dictionary.h"
#include "base/sort.h"
#include "base/text.h"

#define POLL_EVERY 4096

/* What the columns of a term are looked up by while a frame is made. */
struct term_columns
{
	int32_t *of_level;   /* of a main effect: its column, or -1 */
	int32_t *of_pattern; /* of an interaction */
};

struct making
{
	struct cpe_frame *frame;
	const struct cpe_cells *cells;
	const struct cpe_fit_options *options;
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	int32_t nameless;    /* number of the organisation without a name, or -1 */
	const bool *missing; /* by pattern of the cells: it lacks a covariate that is used */
	int32_t *pattern;    /* by pattern of the frame */
	int32_t *first;
	int64_t **level_n; /* by covariate and level: respondents in the frame; NULL: not used */
	struct term_columns *term;
};

static bool
poll(const struct making *making, int64_t step)
{
	return step % POLL_EVERY != 0 || cpe_arena_poll(making->arena, making->problem);
}

/* The numbers of a linear covariate's levels. */
static bool
read_numbers(const struct making *making, struct cpe_covariate *covariate)
{
	covariate->number =
		cpe_arena_alloc(making->arena, covariate->levels, sizeof(double), making->problem);
	if (covariate->number == NULL)
		return false;
	for (int32_t i = 0; i < covariate->levels; i++)
	{
		const char *end;

		if (!poll(making, i))
			return false;
		covariate->number[i] = NAN;
		if (covariate->level[i] == NULL)
			continue; /* refused where patterns have it */
		end = cpe_decimal_read(covariate->level[i], &covariate->number[i]);
		if (end == NULL || *end != '\0')
			return cpe_problem_set(making->problem, CPE_INVALID, NULL,
			                       "A covariate whose levels are no numbers is a factor: leave "
			                       "it out of \"linear\".",
			                       "level \"%s\" of the linear covariate \"%s\" is not a finite "
			                       "decimal number",
			                       covariate->level[i], covariate->name);
	}
	return true;
}

/* The covariates as the model reads them, without numbers and references yet. */
static bool
open_covariates(struct making *making)
{
	struct cpe_frame *frame = making->frame;
	const struct cpe_fit_options *options = making->options;

	frame->covariates = making->cells->covariates;
	frame->covariate = cpe_arena_alloc(making->arena, frame->covariates,
	                                   sizeof(struct cpe_covariate), making->problem);
	if (frame->covariate == NULL)
		return false;
	for (int i = 0; i < frame->covariates; i++)
	{
		const struct cpe_dimension *dimension = &making->cells->covariate[i];
		struct cpe_covariate *covariate = &frame->covariate[i];

		covariate->name = dimension->name;
		covariate->linear = options->linear != NULL && options->linear[i];
		covariate->levels = dimension->levels;
		covariate->level = dimension->level;
		if (options->missing != CPE_MISSING_CATEGORY && dimension->levels > 0 &&
		    dimension->level[dimension->levels - 1] == NULL)
			covariate->levels--;
	}
	for (int t = 0; t < frame->terms; t++)
		for (int f = 0; f < frame->term[t].factors; f++)
			frame->covariate[frame->term[t].covariate[f]].used = true;
	for (int i = 0; i < frame->covariates; i++)
		if (frame->covariate[i].used && frame->covariate[i].linear &&
		    !read_numbers(making, &frame->covariate[i]))
			return false;
	return true;
}

/* The terms asked for, or each covariate once. */
static bool
open_terms(struct making *making)
{
	struct cpe_frame *frame = making->frame;
	struct cpe_term_request *term;

	frame->terms = making->options->terms;
	frame->term = making->options->term;
	if (frame->terms < 0)
	{
		frame->terms = making->cells->covariates;
		term = cpe_arena_alloc(making->arena, frame->terms, sizeof(*term), making->problem);
		if (term == NULL)
			return false;
		for (int t = 0; t < frame->terms; t++)
		{
			term[t].factors = 1;
			term[t].covariate[0] = t;
		}
		frame->term = term;
	}
	making->term =
		cpe_arena_alloc(making->arena, frame->terms, sizeof(struct term_columns), making->problem);
	return making->term != NULL;
}

/* Which patterns of the cells lack a covariate that is used, where that matters. */
static bool
find_missing(struct making *making)
{
	const struct cpe_cells *cells = making->cells;
	bool *missing = cpe_arena_alloc(making->arena, cells->patterns, sizeof(bool), making->problem);

	if (missing == NULL)
		return false;
	making->missing = missing;
	for (int32_t p = 0; p < cells->patterns; p++)
	{
		const int32_t *code = &cells->code[(size_t) p * cells->covariates];

		if (!poll(making, p))
			return false;
		for (int i = 0; i < cells->covariates; i++)
		{
			const struct cpe_covariate *covariate = &making->frame->covariate[i];

			if (!covariate->used || cells->covariate[i].level[code[i]] != NULL)
				continue;
			if (covariate->linear && making->options->missing == CPE_MISSING_CATEGORY)
				return cpe_problem_set(making->problem, CPE_INVALID, NULL,
				                       "Use \"missing\": \"drop\", or make the covariate a "
				                       "factor.",
				                       "missing values of the linear covariate \"%s\" cannot be a "
				                       "category",
				                       covariate->name);
			if (making->options->missing == CPE_MISSING_ERROR)
				return cpe_problem_set(making->problem, CPE_INVALID, NULL,
				                       "\"missing\": \"drop\" leaves such respondents out and "
				                       "counts them; \"category\" makes them a level.",
				                       "covariate \"%s\" is missing for some respondents",
				                       covariate->name);
			missing[p] = making->options->missing == CPE_MISSING_DROP;
		}
	}
	return true;
}

/* Organisations with a name; the one without, if its respondents stay. */
static bool
open_organisations(struct making *making)
{
	struct cpe_frame *frame = making->frame;
	const struct cpe_dimension *organisation = &making->cells->organisation;
	int32_t last = organisation->levels - 1;

	frame->organisations = organisation->levels;
	frame->organisation = organisation->level;
	frame->unanswered_of = making->cells->unanswered;
	making->nameless = last >= 0 && organisation->level[last] == NULL ? last : -1;
	if (making->nameless >= 0 && making->options->effect != CPE_EFFECT_NONE)
	{
		frame->organisations--;
		frame->nameless = making->cells->unanswered[last];
	}
	else
		making->nameless = -1;
	frame->missing_of =
		cpe_arena_alloc(making->arena, frame->organisations, sizeof(int64_t), making->problem);
	return frame->missing_of != NULL;
}

/* Whether a cell of a pattern stays; counts it where it is lost. */
static bool
keep_cell(struct making *making, int32_t pattern, int32_t cell)
{
	struct cpe_frame *frame = making->frame;
	int32_t organisation = making->cells->organisation_of[cell];
	int64_t n = making->cells->sum.n[cell];

	if (organisation == making->nameless)
		frame->nameless += n;
	else if (making->missing[pattern])
	{
		frame->missing += n;
		frame->missing_of[organisation] += n;
	}
	else
	{
		frame->n += n;
		return true;
	}
	return false;
}

/* The elements of an array that the list names; NULL stays NULL. */
static bool
pick(const struct making *making, const double **target, const double *source, const int32_t *list,
     int32_t count)
{
	double *picked;

	*target = source;
	if (source == NULL)
		return true;
	picked = cpe_arena_alloc(making->arena, count, sizeof(double), making->problem);
	if (picked == NULL)
		return false;
	for (int32_t i = 0; i < count; i++)
		picked[i] = source[list[i]];
	*target = picked;
	return true;
}

/* Cells that the list names: cell i has entries from[i] to from[i + 1] - 1; from NULL: entry i. */
struct picked_cells
{
	int32_t cells;
	const int32_t *list;
	const int32_t *from;
};

/* The elements of an array of cells, added up where several become one. */
static bool
pick_cells(const struct making *making, const double **target, const double *source,
           const struct picked_cells *picked)
{
	double *sum;

	if (picked->from == NULL)
		return pick(making, target, source, picked->list, picked->cells);
	sum = cpe_arena_alloc(making->arena, picked->cells, sizeof(double), making->problem);
	if (sum == NULL)
		return false;
	for (int32_t i = 0; i < picked->cells; i++)
	{
		if (!poll(making, i))
			return false;
		for (int32_t k = picked->from[i]; k < picked->from[i + 1]; k++)
			sum[i] += source[picked->list[k]];
	}
	*target = sum;
	return true;
}

/* The sums of the cells picked; arrays that are the same stay the same. */
static bool
pick_sums(const struct making *making, struct cpe_cell_sums *target,
          const struct cpe_cell_sums *source, const struct picked_cells *picked)
{
	const double *const from[] = {source->w,  source->wy,  source->wyy,
	                              source->w2, source->w2y, source->w2yy};
	const double **const to[] = {&target->w,  &target->wy,  &target->wyy,
	                             &target->w2, &target->w2y, &target->w2yy};
	int64_t *n = cpe_arena_alloc(making->arena, picked->cells, sizeof(int64_t), making->problem);

	if (n == NULL)
		return false;
	for (int32_t i = 0; i < picked->cells; i++)
	{
		int32_t first = picked->from ? picked->from[i] : i;
		int32_t end = picked->from ? picked->from[i + 1] : i + 1;

		for (int32_t k = first; k < end; k++)
			n[i] += source->n[picked->list[k]];
	}
	target->n = n;
	for (int i = 0; i < 6; i++)
	{
		int same = 0;

		while (from[same] != from[i])
			same++;
		if (same < i)
			*to[i] = *to[same];
		else if (!pick_cells(making, to[i], from[i], picked))
			return false;
	}
	return true;
}

/*
 * Sorts numbers by their keys, key[number * stride], which are below so many; numbers of the same
 * key stay in their order.
 */
static bool
sort_by_key(const struct making *making, int32_t **number, int32_t count, const int32_t *key,
            size_t stride, int32_t keys)
{
	int32_t *next =
		cpe_arena_alloc(making->arena, (size_t) keys + 1, sizeof(int32_t), making->problem);
	int32_t *sorted = cpe_arena_alloc(making->arena, count, sizeof(int32_t), making->problem);

	if (next == NULL || sorted == NULL)
		return false;
	for (int32_t i = 0; i < count; i++)
		next[key[(size_t) (*number)[i] * stride] + 1]++;
	for (int32_t k = 0; k < keys; k++)
		next[k + 1] += next[k];
	for (int32_t i = 0; i < count; i++)
	{
		if (!poll(making, i))
			return false;
		sorted[next[key[(size_t) (*number)[i] * stride]]++] = (*number)[i];
	}
	*number = sorted;
	return true;
}

struct offset_pattern
{
	double offset;
	int32_t pattern;
};

static int
compare_offsets(const void *a, const void *b)
{
	double left = ((const struct offset_pattern *) a)->offset;
	double right = ((const struct offset_pattern *) b)->offset;

	return (left > right) - (left < right);
}

/* The patterns of the cells by their offsets. */
static bool
sort_by_offset(const struct making *making, int32_t *order)
{
	const struct cpe_cells *cells = making->cells;
	struct offset_pattern *by_offset =
		cpe_arena_alloc(making->arena, cells->patterns, sizeof(*by_offset), making->problem);

	if (by_offset == NULL)
		return false;
	for (int32_t p = 0; p < cells->patterns; p++)
		by_offset[p] = (struct offset_pattern){cells->offset[p], p};
	if (!cpe_sort(making->arena, by_offset, cells->patterns, sizeof(*by_offset), compare_offsets,
	              making->problem))
		return false;
	for (int32_t p = 0; p < cells->patterns; p++)
		order[p] = by_offset[p].pattern;
	return true;
}

/*
 * The patterns of the cells in the order of the covariates that are used, then of offsets: those
 * that the model does not tell apart come together.  NULL: every covariate is used, and they are in
 * order.
 */
static bool
order_patterns(const struct making *making, int32_t **order)
{
	const struct cpe_cells *cells = making->cells;
	bool unused = false;

	*order = NULL;
	for (int i = 0; i < cells->covariates; i++)
		unused = unused || !making->frame->covariate[i].used;
	if (!unused)
		return true;
	*order = cpe_arena_alloc(making->arena, cells->patterns, sizeof(int32_t), making->problem);
	if (*order == NULL)
		return false;
	for (int32_t p = 0; p < cells->patterns; p++)
		(*order)[p] = p;
	if (cells->offset != NULL && !sort_by_offset(making, *order))
		return false;
	for (int i = cells->covariates - 1; i >= 0; i--)
		if (making->frame->covariate[i].used &&
		    !sort_by_key(making, order, cells->patterns, &cells->code[i], cells->covariates,
		                 cells->covariate[i].levels))
			return false;
	return true;
}

/* Whether the model does not tell two patterns of the cells apart. */
static bool
alike(const struct making *making, int32_t one, int32_t other)
{
	const struct cpe_cells *cells = making->cells;

	for (int i = 0; i < cells->covariates; i++)
		if (making->frame->covariate[i].used &&
		    cells->code[(size_t) one * cells->covariates + i] !=
		        cells->code[(size_t) other * cells->covariates + i])
			return false;
	return cells->offset == NULL || cells->offset[one] == cells->offset[other];
}

/* Joins the cells listed that are of the same pattern of the frame and the same organisation. */
static bool
join_cells(struct making *making, struct picked_cells *picked, int32_t *list)
{
	struct cpe_frame *frame = making->frame;
	const int32_t *organisation_of = making->cells->organisation_of;
	int32_t *pattern_of =
		cpe_arena_alloc(making->arena, making->cells->cells, sizeof(int32_t), making->problem);
	int32_t *from = cpe_arena_alloc(making->arena, (size_t) picked->cells + 1, sizeof(int32_t),
	                                making->problem);
	int32_t joined = 0;

	if (pattern_of == NULL || from == NULL)
		return false;
	for (int32_t p = 0; p < frame->patterns; p++)
		for (int32_t k = making->first[p]; k < making->first[p + 1]; k++)
			pattern_of[list[k]] = p;
	if (!sort_by_key(making, &list, picked->cells, organisation_of, 1,
	                 making->cells->organisation.levels) ||
	    !sort_by_key(making, &list, picked->cells, pattern_of, 1, frame->patterns))
		return false;
	for (int32_t p = 0, k = 0; p < frame->patterns; p++)
	{
		int32_t begin = k;

		if (!poll(making, p))
			return false;
		/* places in the list become those among the cells joined */
		for (; k < making->first[p + 1]; k++)
			if (k == begin || organisation_of[list[k]] != organisation_of[list[k - 1]])
				from[joined++] = k;
		making->first[p + 1] = joined;
	}
	from[joined] = picked->cells;
	picked->cells = joined;
	picked->list = list;
	picked->from = from;
	return true;
}

/*
 * Numbers the patterns that stay and their cells, and takes over what the cells hold.  Patterns
 * that differ in nothing that the model uses are one.
 */
static bool
keep_patterns(struct making *making)
{
	struct cpe_frame *frame = making->frame;
	const struct cpe_cells *cells = making->cells;
	int32_t *list = cpe_arena_alloc(making->arena, cells->cells, sizeof(int32_t), making->problem);
	struct picked_cells picked = {0, list, NULL};
	int32_t *organisation_of;
	int32_t *order;

	making->pattern =
		cpe_arena_alloc(making->arena, cells->patterns, sizeof(int32_t), making->problem);
	making->first = cpe_arena_alloc(making->arena, (size_t) cells->patterns + 1, sizeof(int32_t),
	                                making->problem);
	if (list == NULL || making->pattern == NULL || making->first == NULL ||
	    !order_patterns(making, &order))
		return false;
	for (int32_t i = 0; i < cells->patterns; i++)
	{
		int32_t p = order ? order[i] : i;
		int32_t before = picked.cells;

		if (!poll(making, i))
			return false;
		for (int32_t c = cells->first[p]; c < cells->first[p + 1]; c++)
			if (keep_cell(making, p, c))
				list[picked.cells++] = c;
		if (picked.cells == before)
			continue;
		if (order == NULL || frame->patterns == 0 ||
		    !alike(making, making->pattern[frame->patterns - 1], p))
			making->pattern[frame->patterns++] = p;
		making->first[frame->patterns] = picked.cells;
	}
	if (order != NULL && !join_cells(making, &picked, list))
		return false;
	frame->cells = picked.cells;
	frame->pattern = making->pattern;
	frame->first = making->first;
	if (order == NULL && frame->cells == cells->cells)
	{
		frame->organisation_of = cells->organisation_of;
		frame->sum = cells->sum;
		frame->offset = cells->offset;
		/* patterns without any cell are not in cells */
		return true;
	}
	organisation_of =
		cpe_arena_alloc(making->arena, frame->cells, sizeof(int32_t), making->problem);
	if (organisation_of == NULL)
		return false;
	for (int32_t c = 0; c < frame->cells; c++)
		organisation_of[c] = cells->organisation_of[picked.list[picked.from ? picked.from[c] : c]];
	frame->organisation_of = organisation_of;
	return pick_sums(making, &frame->sum, &cells->sum, &picked) &&
	       pick(making, &frame->offset, cells->offset, frame->pattern, frame->patterns);
}

static const int32_t *
codes(const struct making *making, int32_t pattern)
{
	return &making->cells
	            ->code[(size_t) making->frame->pattern[pattern] * making->cells->covariates];
}

/* How many respondents in the frame have each level of the factors. */
static bool
count_levels(struct making *making)
{
	struct cpe_frame *frame = making->frame;

	making->level_n =
		cpe_arena_alloc(making->arena, frame->covariates, sizeof(int64_t *), making->problem);
	if (making->level_n == NULL)
		return false;
	for (int i = 0; i < frame->covariates; i++)
	{
		if (!frame->covariate[i].used || frame->covariate[i].linear)
			continue;
		making->level_n[i] = cpe_arena_alloc(making->arena, frame->covariate[i].levels,
		                                     sizeof(int64_t), making->problem);
		if (making->level_n[i] == NULL)
			return false;
	}
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		const int32_t *code = codes(making, p);
		int64_t n = 0;

		if (!poll(making, p))
			return false;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
			n += frame->sum.n[c];
		for (int i = 0; i < frame->covariates; i++)
			if (making->level_n[i] != NULL)
				making->level_n[i][code[i]] += n;
	}
	return true;
}

/* The reference level asked for, or the first that respondents have. */
static bool
find_reference(struct making *making, int which)
{
	struct cpe_covariate *covariate = &making->frame->covariate[which];
	const char *asked = making->options->reference ? making->options->reference[which] : NULL;
	int32_t level = 0;

	if (asked == NULL)
	{
		while (making->level_n[which][level] == 0)
			level++;
		covariate->reference = level;
		return true;
	}
	while (level < covariate->levels &&
	       (covariate->level[level] == NULL || strcmp(covariate->level[level], asked) != 0))
		level++;
	if (level == covariate->levels || making->level_n[which][level] == 0)
		return cpe_problem_set(making->problem, CPE_INVALID,
		                       "The other levels are compared with the reference level, so some "
		                       "respondents of the model must have it.",
		                       NULL,
		                       "no respondent has the reference level \"%s\" of covariate \"%s\"",
		                       asked, covariate->name);
	covariate->reference = level;
	return true;
}

/* The level of a column's factor in a pattern: -1 for a linear covariate, -2 for the reference. */
static int32_t
factor_level(const struct making *making, int32_t which, const int32_t *code)
{
	const struct cpe_covariate *covariate = &making->frame->covariate[which];

	if (covariate->linear)
		return -1;
	return code[which] == covariate->reference ? -2 : code[which];
}

static bool
add_column(struct making *making, int term, const int32_t *level)
{
	struct cpe_frame *frame = making->frame;
	struct cpe_column *column = &frame->column[frame->columns];

	if (frame->columns == CPE_FRAME_COLUMNS)
		return cpe_problem_set(making->problem, CPE_LIMIT, NULL,
		                       "Join levels of the factors, or leave out interactions.",
		                       "the model has more than %d columns", CPE_FRAME_COLUMNS);
	column->term = term;
	if (term >= 0)
	{
		column->factors = frame->term[term].factors;
		for (int f = 0; f < column->factors; f++)
		{
			column->covariate[f] = frame->term[term].covariate[f];
			column->level[f] = level[f];
		}
	}
	frame->columns++;
	return true;
}

/* A covariate's own columns: one for each level that respondents have, but not for the reference.
 */
static bool
add_main_columns(struct making *making, int term)
{
	int32_t which = making->frame->term[term].covariate[0];
	const struct cpe_covariate *covariate = &making->frame->covariate[which];
	int32_t *of_level =
		cpe_arena_alloc(making->arena, covariate->levels, sizeof(int32_t), making->problem);
	int32_t linear = -1;

	if (of_level == NULL)
		return false;
	making->term[term].of_level = of_level;
	if (covariate->linear)
	{
		for (int32_t i = 0; i < covariate->levels; i++)
			of_level[i] = making->frame->columns;
		return add_column(making, term, &linear);
	}
	for (int32_t i = 0; i < covariate->levels; i++)
	{
		of_level[i] = -1;
		if (i == covariate->reference || making->level_n[which][i] == 0)
			continue;
		of_level[i] = making->frame->columns;
		if (!add_column(making, term, &i))
			return false;
	}
	return true;
}

/* Combinations of levels in the order of R's model matrices: the first factor is the fastest. */
static int
compare_combinations(const void *a, const void *b)
{
	const struct cpe_dictionary_entry *one = a;
	const struct cpe_dictionary_entry *two = b;
	const int32_t *left = one->bytes;
	const int32_t *right = two->bytes;

	for (int f = (int) (one->size / sizeof(int32_t)) - 1; f >= 0; f--)
		if (left[f] != right[f])
			return left[f] < right[f] ? -1 : 1;
	return 0;
}

/* An interaction's columns: one for each combination that respondents have, without references. */
static bool
add_interaction_columns(struct making *making, int term)
{
	struct cpe_frame *frame = making->frame;
	const struct cpe_term_request *request = &frame->term[term];
	struct cpe_dictionary combinations;
	int32_t *of_pattern =
		cpe_arena_alloc(making->arena, frame->patterns, sizeof(int32_t), making->problem);
	int32_t base = frame->columns;
	int32_t *rank;
	int32_t *order;

	if (of_pattern == NULL || !cpe_dictionary_open(&combinations, making->arena, making->problem))
		return false;
	making->term[term].of_pattern = of_pattern;
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		const int32_t *code = codes(making, p);
		int32_t level[CPE_TERM_FACTORS_MAX];
		bool reference = false;

		if (!poll(making, p))
			return false;
		for (int f = 0; f < request->factors; f++)
		{
			level[f] = factor_level(making, request->covariate[f], code);
			reference = reference || level[f] == -2;
		}
		of_pattern[p] = -1;
		if (!reference &&
		    !cpe_dictionary_number(&combinations, level, sizeof(int32_t) * request->factors,
		                           &of_pattern[p], making->problem))
			return false;
	}
	if (!cpe_dictionary_sort(&combinations, compare_combinations, &rank, &order, making->problem))
		return false;
	for (int32_t i = 0; i < combinations.entries; i++)
		if (!add_column(making, term, combinations.entry[order[i]].bytes))
			return false;
	for (int32_t p = 0; p < frame->patterns; p++)
		if (of_pattern[p] >= 0)
			of_pattern[p] = base + rank[of_pattern[p]];
	return true;
}

static bool
add_columns(struct making *making)
{
	struct cpe_frame *frame = making->frame;

	frame->column = cpe_arena_alloc(making->arena, CPE_FRAME_COLUMNS, sizeof(struct cpe_column),
	                                making->problem);
	if (frame->column == NULL)
		return false;
	if (!frame->absorbed && !add_column(making, -1, NULL))
		return false;
	for (int t = 0; t < frame->terms; t++)
		if (!(frame->term[t].factors == 1 ? add_main_columns(making, t)
		                                  : add_interaction_columns(making, t)))
			return false;
	return true;
}

/* The product of a term's linear covariates in a pattern. */
static double
term_value(const struct making *making, int term, const int32_t *code)
{
	const struct cpe_term_request *request = &making->frame->term[term];
	double value = 1;

	for (int f = 0; f < request->factors; f++)
	{
		const struct cpe_covariate *covariate = &making->frame->covariate[request->covariate[f]];

		if (covariate->linear)
			value *= covariate->number[code[request->covariate[f]]];
	}
	return value;
}

/* The rows of the design matrix. */
static bool
fill_entries(struct making *making)
{
	struct cpe_frame *frame = making->frame;
	size_t most = (size_t) frame->patterns * (frame->terms + 1);
	int64_t *entry = cpe_arena_alloc(making->arena, (size_t) frame->patterns + 1, sizeof(int64_t),
	                                 making->problem);
	int32_t *column = cpe_arena_alloc(making->arena, most, sizeof(int32_t), making->problem);
	double *value = NULL;
	bool linear = false;
	int64_t at = 0;

	for (int i = 0; i < frame->covariates; i++)
		linear = linear || (frame->covariate[i].used && frame->covariate[i].linear);
	if (linear)
		value = cpe_arena_alloc(making->arena, most, sizeof(double), making->problem);
	if (entry == NULL || column == NULL || (linear && value == NULL))
		return false;
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		const int32_t *code = codes(making, p);

		if (!poll(making, p))
			return false;
		if (!frame->absorbed)
		{
			if (linear)
				value[at] = 1;
			column[at++] = 0;
		}
		for (int t = 0; t < frame->terms; t++)
		{
			const struct term_columns *of = &making->term[t];
			double number = linear ? term_value(making, t, code) : 1;

			column[at] = of->of_pattern ? of->of_pattern[p]
			                            : of->of_level[code[frame->term[t].covariate[0]]];
			if (column[at] < 0 || number == 0)
				continue;
			if (!isfinite(number))
				return cpe_problem_set(making->problem, CPE_RANGE, NULL, NULL,
				                       "products of linear covariates are out of range");
			if (linear)
				value[at] = number;
			at++;
		}
		entry[p + 1] = at;
	}
	frame->entry = entry;
	frame->entry_column = column;
	frame->entry_value = value;
	return true;
}

static bool
refuse_empty(const struct making *making)
{
	struct cpe_text detail;
	const struct cpe_frame *frame = making->frame;
	char *said;

	cpe_text_open(&detail, making->arena, making->problem);
	cpe_text_printf(&detail,
	                "%lld lack a covariate of the model, %lld have no organisation, and all "
	                "others have no outcome.",
	                (long long) frame->missing, (long long) frame->nameless);
	said = cpe_text_close(&detail, NULL);
	return said != NULL && cpe_problem_set(making->problem, CPE_INVALID, said, NULL,
	                                       "there are no respondents to fit a model to");
}

bool
cpe_frame_open(struct cpe_frame *frame, const struct cpe_cells *cells,
               const struct cpe_fit_options *options, struct cpe_arena *arena,
               struct cpe_problem *problem)
{
	struct making making = {frame, cells, options, arena, problem, -1,
	                        NULL,  NULL,  NULL,    NULL,  NULL};

	memset(frame, 0, sizeof(*frame));
	frame->absorbed = options->effect == CPE_EFFECT_FIXED;
	if (!open_terms(&making) || !open_covariates(&making) || !find_missing(&making) ||
	    !open_organisations(&making) || !keep_patterns(&making))
		return false;
	if (frame->n == 0)
		return refuse_empty(&making);
	if (!count_levels(&making))
		return false;
	for (int i = 0; i < frame->covariates; i++)
		if (making.level_n[i] != NULL && !find_reference(&making, i))
			return false;
	return add_columns(&making) && fill_entries(&making);
}

bool
cpe_frame_keep(struct cpe_frame *kept, const struct cpe_frame *frame, const bool *keep,
               struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct making making = {kept, NULL, NULL, arena, problem, -1, NULL, NULL, NULL, NULL, NULL};
	int32_t *list = cpe_arena_alloc(arena, frame->cells, sizeof(int32_t), problem);
	struct picked_cells picked = {0, list, NULL};
	int32_t *first = cpe_arena_alloc(arena, (size_t) frame->patterns + 1, sizeof(int32_t), problem);
	int32_t *organisation_of;

	*kept = *frame;
	if (list == NULL || first == NULL)
		return false;
	kept->n = 0;
	kept->cells = 0;
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		if (!poll(&making, p))
			return false;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
			if (keep[c])
			{
				kept->n += frame->sum.n[c];
				list[kept->cells++] = c;
			}
		first[p + 1] = kept->cells;
	}
	kept->first = first;
	organisation_of = cpe_arena_alloc(arena, kept->cells, sizeof(int32_t), problem);
	if (organisation_of == NULL)
		return false;
	for (int32_t c = 0; c < kept->cells; c++)
		organisation_of[c] = frame->organisation_of[list[c]];
	kept->organisation_of = organisation_of;
	picked.cells = kept->cells;
	return pick_sums(&making, &kept->sum, &frame->sum, &picked);
}

/* An array of cells added up by pattern. */
static bool
add_up(const struct making *making, const double **target, const double *source,
       const struct cpe_frame *frame)
{
	double *sum =
		cpe_arena_alloc(making->arena, making->frame->cells, sizeof(double), making->problem);
	int32_t at = 0;

	if (sum == NULL)
		return false;
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		if (frame->first[p] == frame->first[p + 1])
			continue;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
			sum[at] += source[c];
		at++;
	}
	*target = sum;
	return true;
}

bool
cpe_frame_collapse(struct cpe_frame *collapsed, const struct cpe_frame *frame,
                   struct cpe_arena *arena, struct cpe_problem *problem)
{
	static const char *const nameless[] = {NULL};
	struct making making = {collapsed, NULL, NULL, arena, problem, -1,
	                        NULL,      NULL, NULL, NULL,  NULL};
	const struct cpe_cell_sums *source = &frame->sum;
	const double *const from[] = {source->w,  source->wy,  source->wyy,
	                              source->w2, source->w2y, source->w2yy};
	struct cpe_cell_sums *target = &collapsed->sum;
	const double **const to[] = {&target->w,  &target->wy,  &target->wyy,
	                             &target->w2, &target->w2y, &target->w2yy};
	int32_t *first = cpe_arena_alloc(arena, (size_t) frame->patterns + 1, sizeof(int32_t), problem);
	int64_t *n = cpe_arena_alloc(arena, frame->patterns, sizeof(int64_t), problem);
	int32_t *organisation_of = cpe_arena_alloc(arena, frame->patterns, sizeof(int32_t), problem);

	*collapsed = *frame;
	if (first == NULL || n == NULL || organisation_of == NULL)
		return false;
	collapsed->cells = 0;
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		if (!poll(&making, p))
			return false;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
			n[collapsed->cells] += frame->sum.n[c];
		collapsed->cells += frame->first[p] < frame->first[p + 1];
		first[p + 1] = collapsed->cells;
	}
	collapsed->first = first;
	collapsed->organisations = 1;
	collapsed->organisation = nameless;
	collapsed->organisation_of = organisation_of;
	collapsed->missing_of = NULL;
	collapsed->unanswered_of = NULL;
	target->n = n;
	for (int i = 0; i < 6; i++)
	{
		int same = 0;

		while (from[same] != from[i])
			same++;
		if (same < i)
			*to[i] = *to[same];
		else if (!cpe_arena_poll(arena, problem) || !add_up(&making, to[i], from[i], frame))
			return false;
	}
	return true;
}

double
cpe_frame_linear(const struct cpe_frame *frame, int32_t pattern, const double *coefficient)
{
	double sum = frame->offset ? frame->offset[pattern] : 0;

	for (int64_t e = frame->entry[pattern]; e < frame->entry[pattern + 1]; e++)
	{
		double value = frame->entry_value ? frame->entry_value[e] : 1;

		sum += value * coefficient[frame->entry_column[e]];
	}
	return sum;
}

bool
cpe_column_names(const struct cpe_frame *frame, int column, struct cpe_arena *arena,
                 const char **term, const char **level, struct cpe_problem *problem)
{
	const struct cpe_column *what = &frame->column[column];
	struct cpe_text names;
	struct cpe_text levels;
	bool named = false;

	if (what->term < 0)
	{
		*term = "(Intercept)";
		*level = NULL;
		return true;
	}
	cpe_text_open(&names, arena, problem);
	cpe_text_open(&levels, arena, problem);
	for (int f = 0; f < what->factors; f++)
	{
		const struct cpe_covariate *covariate = &frame->covariate[what->covariate[f]];

		if (f > 0)
			cpe_text_append(&names, ":");
		cpe_text_append(&names, covariate->name);
		if (what->level[f] < 0)
			continue;
		if (named)
			cpe_text_append(&levels, ":");
		cpe_text_append(&levels, covariate->level[what->level[f]] ? covariate->level[what->level[f]]
		                                                          : CPE_MISSING_SHOWN);
		named = true;
	}
	*term = cpe_text_close(&names, NULL);
	*level = named ? cpe_text_close(&levels, NULL) : NULL;
	return *term != NULL && (!named || *level != NULL);
}
