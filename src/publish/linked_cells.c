#include "publish/linked_cells.h"

#include <string.h>

#include "base/sort.h"

#define MAX_DIMS 62
#define MAX_PATTERNS 1024

/* ---- labels ---- */

/* Whether a label of the parts is one that is to have a code: those of wholes, beside the cells'.
 */
static size_t
count_wholes(const struct cpe_linked_input *input)
{
	size_t count = 0;

	for (size_t i = 0; i < input->parts_count; i++)
		count += input->parts[i].whole != NULL && input->parts[i].dim >= 0 &&
		         input->parts[i].dim < input->dims;
	return count;
}

/* A cell for each label that is a whole, so that it has a code though no release shows it. */
static bool
put_wholes(struct cpe_group_cells *cells, const struct cpe_linked_input *input,
           struct cpe_table_cell *labelled, size_t at)
{
	for (size_t i = 0; i < input->parts_count; i++)
	{
		const struct cpe_table_parts *parts = &input->parts[i];
		const char **dim;

		if (parts->whole == NULL || parts->dim < 0 || parts->dim >= input->dims)
			continue;
		dim = cpe_arena_alloc(cells->arena, (size_t) input->dims, sizeof(*dim), cells->problem);
		if (dim == NULL)
			return false;
		dim[parts->dim] = parts->whole;
		labelled[at++].dim = dim;
	}
	return true;
}

bool
cpe_group_cells_open(struct cpe_group_cells *cells, struct cpe_arena *arena,
                     const struct cpe_linked_input *input, const bool *linked, size_t groups,
                     uint32_t *code, struct cpe_problem *problem)
{
	size_t dims = (size_t) input->dims;
	size_t count = input->cells + count_wholes(input);
	struct cpe_table_cell *labelled;
	uint32_t *all;

	memset(cells, 0, sizeof(*cells));
	cells->arena = arena;
	cells->problem = problem;
	cells->dims = input->dims;
	cells->groups = groups;
	if (input->dims < 1 || input->dims > MAX_DIMS)
		return cpe_problem_set(problem, input->dims < 1 ? CPE_INVALID : CPE_LIMIT, NULL, NULL,
		                       "linked releases have 1 to %d dimensions, not %d", MAX_DIMS,
		                       input->dims);
	labelled = cpe_arena_alloc(arena, count + 1, sizeof(*labelled), problem);
	all = labelled ? cpe_arena_alloc(arena, count * dims + 1, sizeof(*all), problem) : NULL;
	if (all == NULL)
		return false;
	/* what is not linked has no label of its own: totals only */
	labelled[0].dim = cpe_arena_alloc(arena, dims, sizeof(char *), problem);
	if (labelled[0].dim == NULL)
		return false;
	for (size_t i = input->cells; i-- > 0;)
		labelled[i].dim = linked[i] ? input->cell[i].dim : labelled[0].dim;
	if (!put_wholes(cells, input, labelled, input->cells) ||
	    !cpe_labels_read(arena, labelled, count, input->dims, &cells->labels, all, problem) ||
	    !cpe_labels_parts(arena, &cells->labels, input->parts, input->parts_count, problem))
		return false;
	memcpy(code, all, input->cells * dims * sizeof(*code));
	return cpe_dictionary_open(&cells->key, arena, problem);
}

/* ---- cells ---- */

static bool
number_key(struct cpe_group_cells *cells, struct cpe_dictionary *keys, uint32_t group,
           const uint32_t *code, size_t *number)
{
	uint32_t key[MAX_DIMS + 1];
	int32_t found;

	key[0] = group;
	memcpy(key + 1, code, (size_t) cells->dims * sizeof(*code));
	if (!cpe_dictionary_number(keys, key, ((size_t) cells->dims + 1) * sizeof(*key), &found,
	                           cells->problem))
		return false;
	*number = (size_t) found;
	return true;
}

/* Room for a cell more. */
static bool
make_room(struct cpe_arena *arena, struct cpe_group_cell **cell, size_t *room, size_t at,
          struct cpe_problem *problem)
{
	size_t wanted = *room ? *room : 64;
	struct cpe_group_cell *more;

	if (at < *room)
		return true;
	while (wanted <= at)
		wanted *= 2;
	more = cpe_arena_alloc(arena, wanted, sizeof(*more), problem);
	if (more == NULL)
		return false;
	if (*room > 0)
		memcpy(more, *cell, *room * sizeof(*more));
	*cell = more;
	*room = wanted;
	return true;
}

bool
cpe_group_cells_add(struct cpe_group_cells *cells, uint32_t group, const uint32_t *code,
                    size_t *number, bool *added)
{
	size_t before = (size_t) cells->key.entries;

	if (!number_key(cells, &cells->key, group, code, number) ||
	    !make_room(cells->arena, &cells->cell, &cells->room, *number, cells->problem))
		return false;
	*added = *number == before;
	return true;
}

size_t
cpe_group_cells_find(const struct cpe_group_cells *cells, uint32_t group, const uint32_t *code)
{
	uint32_t key[MAX_DIMS + 1];
	int32_t number;

	key[0] = group;
	memcpy(key + 1, code, (size_t) cells->dims * sizeof(*code));
	number = cpe_dictionary_find(&cells->key, key, ((size_t) cells->dims + 1) * sizeof(*key));
	return number < 0 ? SIZE_MAX : (size_t) number;
}

uint32_t
cpe_group_of(const struct cpe_group_cells *cells, size_t number)
{
	return *(const uint32_t *) cells->key.entry[number].bytes;
}

const uint32_t *
cpe_group_code(const struct cpe_group_cells *cells, size_t number)
{
	return (const uint32_t *) cells->key.entry[number].bytes + 1;
}

void
cpe_group_describe(const struct cpe_group_cells *cells, const uint32_t *code, char *text,
                   size_t size)
{
	const char *dim[MAX_DIMS];
	struct cpe_table_cell cell = {.dim = dim};

	for (int d = 0; d < cells->dims; d++)
		dim[d] = cells->labels.dim[d].label[code[d]];
	cpe_table_describe(&cell, cells->dims, text, size);
}

/* ---- sums ---- */

/* A sum over cells, while it is added up. */
struct sum
{
	struct cpe_group_cell cell;
	bool lacking; /* some that count have no numerator */
	bool untold;  /* some are not told */
	uint32_t way; /* which sum it is, where there are several ways */
};

struct sums
{
	struct cpe_dictionary key;
	size_t room;
	struct sum *sum;
};

/* Adds a cell to the sum with a key, unless another way of adding up came there first. */
static bool
add_to_sum(struct cpe_group_cells *cells, struct sums *sums, uint32_t group, const uint32_t *code,
           uint32_t way, const struct cpe_group_cell *part)
{
	size_t before = (size_t) sums->key.entries;
	size_t number;
	struct sum *sum;

	if (!number_key(cells, &sums->key, group, code, &number))
		return false;
	if (number >= sums->room)
	{
		size_t room = sums->room ? 2 * sums->room : 64;
		struct sum *more = cpe_arena_alloc(cells->arena, room, sizeof(*more), cells->problem);

		if (more == NULL)
			return false;
		if (sums->room > 0)
			memcpy(more, sums->sum, sums->room * sizeof(*more));
		sums->sum = more;
		sums->room = room;
	}
	sum = &sums->sum[number];
	if (number == before)
		sum->way = way;
	if (sum->way != way)
		return true;
	if (__builtin_add_overflow(sum->cell.value, part->value, &sum->cell.value) ||
	    __builtin_add_overflow(sum->cell.numerator, part->numerator, &sum->cell.numerator))
		return cpe_problem_set(cells->problem, CPE_RANGE, NULL, NULL,
		                       "counts of linked releases add up to more than 2^63 - 1");
	sum->cell.numbered |= part->numbered;
	sum->lacking |= !part->numbered && part->value != 0;
	sum->untold |= !part->told;
	return true;
}

/* A sum as a cell that is latent. */
static bool
keep_sum(struct cpe_group_cells *cells, const struct sums *sums, size_t number)
{
	const uint32_t *key = sums->key.entry[number].bytes;
	const struct sum *sum = &sums->sum[number];
	size_t place;
	bool added;

	if (!cpe_group_cells_add(cells, key[0], key + 1, &place, &added))
		return false;
	cells->cell[place] = sum->cell;
	cells->cell[place].numbered = sum->cell.numbered && !sum->lacking;
	if (!cells->cell[place].numbered)
		cells->cell[place].numerator = 0;
	cells->cell[place].told = !sum->untold;
	cells->cell[place].statement = CPE_STATED_LATENT;
	return true;
}

/* ---- labels that are sums of others ---- */

/* How many steps a label is above those that have no parts, by code. */
static bool
find_levels(const struct cpe_group_cells *cells, int d, uint32_t **level, uint32_t *highest)
{
	const struct cpe_labels *labels = &cells->labels;
	bool changed = true;

	*level = cpe_arena_alloc(cells->arena, (size_t) labels->dim[d].labels + 1, sizeof(**level),
	                         cells->problem);
	if (*level == NULL)
		return false;
	/* nothing is part of itself, so it ends */
	while (changed)
	{
		changed = false;
		if (!cpe_arena_poll(cells->arena, cells->problem))
			return false;
		for (size_t w = 0; w < labels->wholes; w++)
		{
			const struct cpe_whole *whole = &labels->whole[w];

			for (size_t i = 0; whole->dim == d && whole->code != 0 && i < whole->parts; i++)
				if ((*level)[whole->code] <= (*level)[whole->part[i]])
				{
					(*level)[whole->code] = (*level)[whole->part[i]] + 1;
					changed = true;
				}
			if (whole->dim == d && (*level)[whole->code] > *highest)
				*highest = (*level)[whole->code];
		}
	}
	return true;
}

/* Which labels a group has in a dimension: groups * (labels + 1). */
static bool
find_labels(const struct cpe_group_cells *cells, int d, bool **has)
{
	size_t labels = (size_t) cells->labels.dim[d].labels + 1;

	*has = cpe_arena_alloc(cells->arena, cells->groups * labels, sizeof(**has), cells->problem);
	if (*has == NULL)
		return false;
	for (size_t i = 0; i < (size_t) cells->key.entries; i++)
		(*has)[cpe_group_of(cells, i) * labels + cpe_group_code(cells, i)[d]] = true;
	return true;
}

/* Marks the parts of a whole where a group tells of it, if at all, but of none of them. */
static bool
mark_coarse(const struct cpe_whole *whole, const bool *has, bool *coarse)
{
	bool marked = false;

	if (!has[whole->code] && !coarse[whole->code])
		return false;
	for (size_t i = 0; i < whole->parts; i++)
		if (has[whole->part[i]])
			return false;
	for (size_t i = 0; i < whole->parts; i++)
	{
		marked |= !coarse[whole->part[i]];
		coarse[whole->part[i]] = true;
	}
	return marked;
}

bool
cpe_group_cells_coarse(const struct cpe_group_cells *cells, bool ***coarse)
{
	*coarse = cpe_arena_alloc(cells->arena, (size_t) cells->dims, sizeof(**coarse), cells->problem);
	if (*coarse == NULL)
		return false;
	for (int d = 0; d < cells->dims; d++)
	{
		size_t labels = (size_t) cells->labels.dim[d].labels + 1;
		bool *has;
		bool changed = true;

		(*coarse)[d] =
			cpe_arena_alloc(cells->arena, cells->groups * labels, sizeof(bool), cells->problem);
		if (!(*coarse)[d] || !find_labels(cells, d, &has))
			return false;
		/* nothing is part of itself, so it ends */
		while (changed)
		{
			changed = false;
			for (size_t w = 0; w < cells->labels.wholes; w++)
			{
				const struct cpe_whole *whole = &cells->labels.whole[w];

				for (size_t g = 0; whole->dim == d && whole->code != 0 && g < cells->groups; g++)
					changed |= mark_coarse(whole, has + g * labels, (*coarse)[d] + g * labels);
			}
		}
	}
	return true;
}

/* Adds the labels of one level and dimension.  Absent ones of a group that has the label are zero.
 */
static bool
complete_level(struct cpe_group_cells *cells, int d, const uint32_t *level, uint32_t wanted,
               const bool *has)
{
	const struct cpe_dimension *dimension = &cells->labels.dim[d];
	struct sums sums = {0};
	uint32_t code[MAX_DIMS];

	if (!cpe_dictionary_open(&sums.key, cells->arena, cells->problem))
		return false;
	for (size_t i = 0; i < (size_t) cells->key.entries; i++)
	{
		uint32_t part;

		if (i % 1024 == 0 && !cpe_arena_poll(cells->arena, cells->problem))
			return false;
		memcpy(code, cpe_group_code(cells, i), (size_t) cells->dims * sizeof(*code));
		part = code[d];
		for (size_t k = dimension->part_start[part]; k < dimension->part_start[part + 1]; k++)
		{
			uint32_t whole = cells->labels.whole[dimension->part_of[k]].code;

			if (whole == 0 || level[whole] != wanted)
				continue;
			code[d] = whole;
			if (!add_to_sum(cells, &sums, cpe_group_of(cells, i), code, dimension->part_of[k],
			                &cells->cell[i]))
				return false;
		}
	}
	for (size_t s = 0; s < (size_t) sums.key.entries; s++)
	{
		const uint32_t *key = sums.key.entry[s].bytes;

		if (cpe_group_cells_find(cells, key[0], key + 1) != SIZE_MAX ||
		    (sums.sum[s].cell.value == 0 &&
		     has[key[0] * ((size_t) dimension->labels + 1) + key[1 + d]]))
			continue;
		if (!keep_sum(cells, &sums, s))
			return false;
	}
	return true;
}

static bool
complete_labels(struct cpe_group_cells *cells)
{
	uint32_t *level[MAX_DIMS];
	bool *has[MAX_DIMS];
	uint32_t highest = 0;

	for (int d = 0; d < cells->dims; d++)
		if (!find_levels(cells, d, &level[d], &highest) || !find_labels(cells, d, &has[d]))
			return false;
	for (uint32_t l = 1; l <= highest; l++)
		for (int d = 0; d < cells->dims; d++)
			if (!complete_level(cells, d, level[d], l, has[d]))
				return false;
	return true;
}

/* ---- totals that patterns have in common ---- */

static uint64_t
mask_of(const struct cpe_group_cells *cells, const uint32_t *code)
{
	uint64_t mask = 0;

	for (int d = 0; d < cells->dims; d++)
		mask |= (uint64_t) (code[d] != 0) << d;
	return mask;
}

size_t
cpe_group_pattern(const struct cpe_group_cells *cells, size_t number)
{
	uint64_t mask = mask_of(cells, cpe_group_code(cells, number));
	size_t p = 0;

	while (cells->pattern[p] != mask)
		p++;
	return p;
}

static bool
add_pattern(struct cpe_group_cells *cells, uint64_t mask)
{
	for (size_t p = 0; p < cells->patterns; p++)
		if (cells->pattern[p] == mask)
			return true;
	if (cells->patterns == MAX_PATTERNS)
		return cpe_problem_set(
			cells->problem, CPE_LIMIT,
			"A pattern is a choice of the dimensions that are filled in, the others being totals.",
			"Publish fewer combinations of dimensions of one base.",
			"linked releases have too many patterns of totals: more than %d", MAX_PATTERNS);
	cells->pattern[cells->patterns++] = mask;
	return true;
}

static int
compare_patterns(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *) left;
	uint64_t b = *(const uint64_t *) right;
	int filled = __builtin_popcountll(b) - __builtin_popcountll(a);

	/* those with most dimensions first: the others follow from them */
	return filled ? filled : (a > b) - (a < b);
}

/* The patterns of cells, and all that two of them have in common; and how many cells have them. */
static bool
find_patterns(struct cpe_group_cells *cells)
{
	cells->pattern =
		cpe_arena_alloc(cells->arena, MAX_PATTERNS, sizeof(*cells->pattern), cells->problem);
	if (cells->pattern == NULL)
		return false;
	for (size_t i = 0; i < (size_t) cells->key.entries; i++)
		if (!add_pattern(cells, mask_of(cells, cpe_group_code(cells, i))))
			return false;
	for (size_t p = 0; p < cells->patterns; p++)
	{
		if (!cpe_arena_poll(cells->arena, cells->problem))
			return false;
		for (size_t q = 0; q < p; q++)
			if (!add_pattern(cells, cells->pattern[p] & cells->pattern[q]))
				return false;
		for (int d = 0; d < cells->dims; d++)
			if (cells->labels.dim[d].totals > 1 &&
			    !add_pattern(cells, cells->pattern[p] & ~((uint64_t) 1 << d)))
				return false;
	}
	if (!cpe_sort(cells->arena, cells->pattern, cells->patterns, sizeof(*cells->pattern),
	              compare_patterns, cells->problem))
		return false;
	cells->count = cpe_arena_alloc(cells->arena, cells->groups * cells->patterns,
	                               sizeof(*cells->count), cells->problem);
	if (cells->count == NULL)
		return false;
	for (size_t i = 0; i < (size_t) cells->key.entries; i++)
		cells->count[cpe_group_of(cells, i) * cells->patterns + cpe_group_pattern(cells, i)]++;
	return true;
}

/* Adds cells up to the totals of a pattern, in the first way where there are several. */
static bool
add_up(struct cpe_group_cells *cells, uint32_t group, size_t fine, uint64_t coarse,
       struct sums *sums)
{
	uint32_t code[MAX_DIMS];

	for (size_t i = 0; i < (size_t) cells->key.entries; i++)
	{
		bool counts = true;

		if (i % 1024 == 0 && !cpe_arena_poll(cells->arena, cells->problem))
			return false;
		if (cpe_group_of(cells, i) != group || cpe_group_pattern(cells, i) != fine)
			continue;
		memcpy(code, cpe_group_code(cells, i), (size_t) cells->dims * sizeof(*code));
		for (int d = 0; d < cells->dims; d++)
			if (code[d] != 0 && (coarse >> d & 1) == 0)
			{
				counts = counts && cells->labels.dim[d].total[0][code[d]];
				code[d] = 0;
			}
		if (counts && !add_to_sum(cells, sums, group, code, 0, &cells->cell[i]))
			return false;
	}
	return true;
}

/* Whether sums add up to the coarser cells of the group, so that nothing is missing in them. */
static bool
is_whole(struct cpe_group_cells *cells, uint32_t group, size_t pattern, const struct sums *sums,
         bool *whole)
{
	uint32_t code[MAX_DIMS];

	*whole = true;
	for (size_t p = 0; p < cells->patterns && *whole; p++)
	{
		struct sums above = {0};

		if (cells->count[group * cells->patterns + p] == 0 || p == pattern ||
		    (cells->pattern[p] & ~cells->pattern[pattern]) != 0)
			continue;
		if (!cpe_dictionary_open(&above.key, cells->arena, cells->problem))
			return false;
		for (size_t s = 0; s < (size_t) sums->key.entries; s++)
		{
			const uint32_t *key = sums->key.entry[s].bytes;
			bool counts = true;

			memcpy(code, key + 1, (size_t) cells->dims * sizeof(*code));
			for (int d = 0; d < cells->dims; d++)
				if (code[d] != 0 && (cells->pattern[p] >> d & 1) == 0)
				{
					counts = counts && cells->labels.dim[d].total[0][code[d]];
					code[d] = 0;
				}
			if (counts && !add_to_sum(cells, &above, group, code, 0, &sums->sum[s].cell))
				return false;
		}
		for (size_t s = 0; s < (size_t) above.key.entries && *whole; s++)
		{
			const uint32_t *key = above.key.entry[s].bytes;
			size_t known = cpe_group_cells_find(cells, group, key + 1);

			*whole = above.sum[s].cell.value == (known == SIZE_MAX ? 0 : cells->cell[known].value);
		}
	}
	return true;
}

/* The pattern with fewest cells of those finer than one that a group has; SIZE_MAX: none. */
static size_t
finer_pattern(const struct cpe_group_cells *cells, uint32_t group, size_t pattern)
{
	const size_t *count = cells->count + group * cells->patterns;
	size_t best = SIZE_MAX;

	for (size_t p = 0; p < cells->patterns; p++)
		if (p != pattern && count[p] > 0 && (cells->pattern[pattern] & ~cells->pattern[p]) == 0 &&
		    (best == SIZE_MAX || count[p] < count[best]))
			best = p;
	return best;
}

/* Adds what is missing of a pattern of totals.  Where the group has some of it, zeros are not. */
static bool
complete_pattern(struct cpe_group_cells *cells, uint32_t group, size_t pattern)
{
	size_t *count = &cells->count[group * cells->patterns + pattern];
	size_t fine = finer_pattern(cells, group, pattern);
	struct sums sums = {0};
	bool any = *count > 0;
	bool whole;

	if (fine == SIZE_MAX)
		return true;
	if (!cpe_dictionary_open(&sums.key, cells->arena, cells->problem) ||
	    !add_up(cells, group, fine, cells->pattern[pattern], &sums) ||
	    !is_whole(cells, group, pattern, &sums, &whole))
		return false;
	for (size_t s = 0; whole && s < (size_t) sums.key.entries; s++)
	{
		const uint32_t *key = sums.key.entry[s].bytes;

		if (cpe_group_cells_find(cells, group, key + 1) != SIZE_MAX ||
		    (any && sums.sum[s].cell.value == 0))
			continue;
		if (!keep_sum(cells, &sums, s))
			return false;
		(*count)++;
	}
	return true;
}

bool
cpe_group_cells_complete(struct cpe_group_cells *cells)
{
	if (!complete_labels(cells) || !find_patterns(cells))
		return false;
	for (size_t p = 0; p < cells->patterns; p++)
		for (size_t g = 0; g < cells->groups; g++)
			if (!complete_pattern(cells, (uint32_t) g, p))
				return false;
	return true;
}
