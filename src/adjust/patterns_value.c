#include "adjust/patterns.h"

#include <math.h>

#include "base/bytes.h"

/* Canonical order of what was collected, its bytes, and the cells that models are fitted to. */

/* ---- order ---- */

static bool
alloc_order(const struct cpe_patterns *patterns, struct cpe_arena *arena,
            struct cpe_patterns_order *order, struct cpe_problem *problem)
{
	size_t dimensions = (size_t) patterns->width + 1;

	return (order->levels = cpe_arena_alloc(arena, dimensions, sizeof(int32_t), problem)) != NULL &&
	       (order->missing = cpe_arena_alloc(arena, dimensions, sizeof(bool), problem)) != NULL &&
	       (order->code = cpe_arena_alloc(arena, dimensions, sizeof(int32_t *), problem)) != NULL &&
	       (order->level = cpe_arena_alloc(arena, dimensions, sizeof(int32_t *), problem)) !=
	           NULL &&
	       (order->pattern = cpe_arena_alloc(arena, (size_t) patterns->patterns, sizeof(int32_t),
	                                         problem)) != NULL &&
	       (order->place = cpe_arena_alloc(arena, (size_t) patterns->patterns, sizeof(int32_t),
	                                       problem)) != NULL &&
	       (order->cell =
	            cpe_arena_alloc(arena, (size_t) patterns->cells, sizeof(int32_t), problem)) != NULL;
}

/* Whether a cell has respondents of a question (-1: of any). */
static bool
has_respondents(const struct cpe_patterns *patterns, int32_t cell, int question)
{
	uint32_t place;

	if (patterns->sums)
		return true;
	place = cpe_patterns_cell_at(patterns, cell)->place;
	if (question >= 0)
		return cpe_counts_get(&patterns->count, place, patterns->first[question]) > 0;
	for (int q = 0; q < patterns->shape.questions; q++)
		if (cpe_counts_get(&patterns->count, place, patterns->first[q]) > 0)
			return true;
	return false;
}

/* Whether an organisation has respondents without an outcome for a question (-1: any). */
static bool
has_unanswered(const struct cpe_patterns *patterns, int32_t organisation, int question)
{
	if (question >= 0)
		return cpe_patterns_unanswered_at(patterns, organisation, question) > 0;
	for (int q = 0; q < patterns->shape.questions; q++)
		if (cpe_patterns_unanswered_at(patterns, organisation, q) > 0)
			return true;
	return false;
}

/* Marks the cells, patterns and levels that are in use; cells and patterns in their old order. */
static bool
mark_used(const struct cpe_patterns *patterns, int question, struct cpe_arena *arena,
          struct cpe_patterns_order *order, struct cpe_problem *problem)
{
	int organisation = patterns->organisation;

	for (int d = 0; d <= patterns->width; d++)
	{
		size_t codes = (size_t) cpe_patterns_levels(patterns, d) + 1;

		order->code[d] = cpe_arena_alloc(arena, codes, sizeof(int32_t), problem);
		if (order->code[d] == NULL)
			return false;
		order->level[d] = cpe_arena_alloc(arena, codes, sizeof(int32_t), problem);
		if (order->level[d] == NULL)
			return false;
	}
	for (int32_t c = 0; c < patterns->cells; c++)
	{
		const struct cpe_patterns_cell *cell = cpe_patterns_cell_at(patterns, c);

		if (c % 4096 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (!has_respondents(patterns, c, question))
			continue;
		order->cell[order->cells++] = c;
		order->place[cell->pattern] = 1;
		order->code[organisation][cell->organisation] = 1;
	}
	for (int32_t i = 0; i <= cpe_patterns_levels(patterns, organisation); i++)
		if (has_unanswered(patterns, i, question))
			order->code[organisation][i] = 1;
	for (int32_t p = 0; p < patterns->patterns; p++)
		if (order->place[p])
		{
			order->pattern[order->patterns++] = p;
			for (int d = 0; d < patterns->width; d++)
				order->code[d][cpe_patterns_code_at(patterns, p, d)] = 1;
		}
	return true;
}

/* Offsets by value. */
static int
compare_numbers(const void *a, const void *b)
{
	double left;
	double right;

	memcpy(&left, ((const struct cpe_dictionary_entry *) a)->bytes, sizeof(left));
	memcpy(&right, ((const struct cpe_dictionary_entry *) b)->bytes, sizeof(right));
	return (left > right) - (left < right);
}

static bool
is_offset(const struct cpe_patterns *patterns, int dimension)
{
	return patterns->shape.offset && dimension == patterns->width - 1;
}

/* The final codes of the levels that are in use. */
static bool
rank_levels(const struct cpe_patterns *patterns, int dimension, struct cpe_arena *arena,
            struct cpe_patterns_order *order, struct cpe_problem *problem)
{
	struct cpe_dictionary text = patterns->set[dimension].text;
	int32_t levels = cpe_patterns_levels(patterns, dimension);
	int32_t *code = order->code[dimension];
	int32_t *sorted = NULL;
	int32_t *rank;

	/* the state's memory does not grow because it is looked at */
	text.arena = arena;
	if (!patterns->sorted &&
	    !cpe_dictionary_sort(&text, is_offset(patterns, dimension) ? compare_numbers : NULL, &rank,
	                         &sorted, problem))
		return false;
	order->missing[dimension] = code[CPE_LEVEL_MISSING] != 0;
	code[CPE_LEVEL_MISSING] = CPE_LEVEL_MISSING;
	for (int32_t i = 0; i < levels; i++)
	{
		int32_t level = sorted ? sorted[i] + 1 : i + 1;

		if (code[level] == 0)
		{
			code[level] = -1;
			continue;
		}
		code[level] = ++order->levels[dimension];
		order->level[dimension][code[level]] = level;
	}
	return true;
}

/* The place of a final code among the levels, from 0; missing is last. */
static int32_t
place_of(const struct cpe_patterns_order *order, int dimension, int32_t code)
{
	return code == CPE_LEVEL_MISSING ? order->levels[dimension] : code - 1;
}

/* One pass of a stable sort by counting: items by key[item], which is below keys. */
struct pass
{
	int32_t *item;
	int32_t *spare; /* as many */
	const int32_t *key;
	int32_t items;
	int32_t keys;
	int32_t *start; /* keys + 1, zero */
};

static void
sort_pass(struct pass *pass)
{
	int32_t *swap = pass->item;

	for (int32_t i = 0; i < pass->items; i++)
		pass->start[pass->key[pass->item[i]] + 1]++;
	for (int32_t k = 0; k < pass->keys; k++)
		pass->start[k + 1] += pass->start[k];
	for (int32_t i = 0; i < pass->items; i++)
		pass->spare[pass->start[pass->key[pass->item[i]]]++] = pass->item[i];
	memset(pass->start, 0, ((size_t) pass->keys + 1) * sizeof(int32_t));
	pass->item = pass->spare;
	pass->spare = swap;
}

/* Memory for sorting that many items, out of all, by up to so many keys. */
static bool
open_pass(struct pass *pass, int32_t *item, int32_t items, int32_t keys, struct cpe_arena *arena,
          struct cpe_problem *problem)
{
	pass->item = item;
	pass->items = items;
	pass->start = cpe_arena_alloc(arena, (size_t) keys + 2, sizeof(int32_t), problem);
	if (pass->start == NULL)
		return false;
	pass->spare = cpe_arena_alloc(arena, (size_t) items, sizeof(int32_t), problem);
	return pass->spare != NULL;
}

/* Patterns by their codes: by the last dimension, then stably by those before it. */
static bool
sort_patterns(const struct cpe_patterns *patterns, struct cpe_arena *arena,
              struct cpe_patterns_order *order, struct cpe_problem *problem)
{
	struct pass pass;
	int32_t *key = cpe_arena_alloc(arena, (size_t) patterns->patterns, sizeof(int32_t), problem);
	int32_t most = 0;

	for (int d = 0; d < patterns->width; d++)
		most = order->levels[d] > most ? order->levels[d] : most;
	if (key == NULL || !open_pass(&pass, order->pattern, order->patterns, most + 1, arena, problem))
		return false;
	pass.key = key;
	for (int d = patterns->width - 1; d >= 0; d--)
	{
		if (!cpe_arena_poll(arena, problem))
			return false;
		for (int32_t i = 0; i < order->patterns; i++)
		{
			int32_t p = pass.item[i];

			key[p] = place_of(order, d, order->code[d][cpe_patterns_code_at(patterns, p, d)]);
		}
		pass.keys = order->levels[d] + 1;
		sort_pass(&pass);
	}
	order->pattern = pass.item;
	return true;
}

/* Cells by pattern, and by organisation in a pattern. */
static bool
sort_cells(const struct cpe_patterns *patterns, struct cpe_arena *arena,
           struct cpe_patterns_order *order, struct cpe_problem *problem)
{
	int organisation = patterns->organisation;
	struct pass pass;
	int32_t *key = cpe_arena_alloc(arena, (size_t) patterns->cells, sizeof(int32_t), problem);
	int32_t most = order->levels[organisation] + 1;

	if (key == NULL || !open_pass(&pass, order->cell, order->cells,
	                              order->patterns > most ? order->patterns : most, arena, problem))
		return false;
	pass.key = key;
	for (int by_pattern = 0; by_pattern < 2; by_pattern++)
	{
		if (!cpe_arena_poll(arena, problem))
			return false;
		for (int32_t i = 0; i < order->cells; i++)
		{
			const struct cpe_patterns_cell *cell = cpe_patterns_cell_at(patterns, pass.item[i]);

			key[pass.item[i]] =
				by_pattern
					? order->place[cell->pattern]
					: place_of(order, organisation, order->code[organisation][cell->organisation]);
		}
		pass.keys = by_pattern ? order->patterns : most;
		sort_pass(&pass);
	}
	order->cell = pass.item;
	return true;
}

bool
cpe_patterns_arrange(const struct cpe_patterns *patterns, int question, struct cpe_arena *arena,
                     struct cpe_patterns_order *order, struct cpe_problem *problem)
{
	memset(order, 0, sizeof(*order));
	if (patterns->shape.questions == 0)
		return true;
	if (!alloc_order(patterns, arena, order, problem) ||
	    !mark_used(patterns, question, arena, order, problem))
		return false;
	for (int d = 0; d <= patterns->width; d++)
		if (!rank_levels(patterns, d, arena, order, problem))
			return false;
	if (!patterns->sorted && !sort_patterns(patterns, arena, order, problem))
		return false;
	for (int32_t p = 0; p < patterns->patterns; p++)
		order->place[p] = -1;
	for (int32_t i = 0; i < order->patterns; i++)
		order->place[order->pattern[i]] = i;
	return patterns->sorted || sort_cells(patterns, arena, order, problem);
}

/* ---- bytes ---- */

/*
 * Version, flags, names of covariates and questions; by dimension the levels; patterns with their
 * codes; cells with the distance of their pattern from the one before, organisation and numbers;
 * the unanswered of each organisation.  Whole numbers in base 128, the least significant digit
 * first, 128 added to all but the last; signed ones as 2n or -2n - 1.
 */
enum
{
	FLAG_CANONICAL = 1,
	FLAG_NUMERIC = 2,
	FLAG_WEIGHTED = 4,
	FLAG_OFFSET = 8,
	FLAGS_ALL = 15
};
enum
{
	QUESTION_NAMED = 1,
	QUESTION_RATED = 2,
	QUESTION_RULED = 4,
	QUESTION_FLAGS_ALL = 7
};

/* Where bytes go, or only their number. */
struct sink
{
	unsigned char *at; /* NULL: only counted */
	size_t size;
};

static inline void
put_byte(struct sink *sink, unsigned char byte)
{
	if (sink->at != NULL)
		*sink->at++ = byte;
	sink->size++;
}

static inline void
put_number(struct sink *sink, uint64_t number)
{
	for (; number >= 128; number >>= 7)
		put_byte(sink, (unsigned char) (number | 128));
	put_byte(sink, (unsigned char) number);
}

static inline void
put_signed(struct sink *sink, int64_t number)
{
	put_number(sink, (uint64_t) number << 1 ^ (uint64_t) (number >> 63));
}

static void
put_bytes(struct sink *sink, const void *bytes, size_t size)
{
	if (sink->at != NULL)
	{
		memcpy(sink->at, bytes, size);
		sink->at += size;
	}
	sink->size += size;
}

static void
put_text(struct sink *sink, const char *text, size_t length)
{
	put_number(sink, length);
	put_bytes(sink, text, length);
}

static void
put_fixed(struct sink *sink, uint64_t number)
{
	unsigned char bytes[8];

	cpe_bytes_write(bytes, number, 8);
	put_bytes(sink, bytes, sizeof(bytes));
}

static void
put_sum(struct sink *sink, struct cpe_exact sum)
{
	sum = cpe_exact_trim(sum);
	put_signed(sink, sum.window.low);
	put_number(sink, (uint64_t) sum.window.count);
	for (int32_t i = 0; i < sum.window.count; i++)
		put_fixed(sink, sum.limb[i]);
}

static void
put_shape(struct sink *sink, const struct cpe_patterns *patterns, bool canonical)
{
	const struct cpe_patterns_shape *shape = &patterns->shape;

	put_byte(sink, CPE_CASEMIX_VERSION);
	put_byte(sink, (unsigned char) ((canonical ? FLAG_CANONICAL : 0) |
	                                (shape->numeric ? FLAG_NUMERIC : 0) |
	                                (shape->weighted ? FLAG_WEIGHTED : 0) |
	                                (shape->offset ? FLAG_OFFSET : 0)));
	put_number(sink, (uint64_t) shape->questions);
	for (int q = 0; q < shape->questions; q++)
	{
		const struct cpe_patterns_question *question = &shape->question[q];

		put_byte(sink, (unsigned char) ((question->name ? QUESTION_NAMED : 0) |
		                                (question->rated ? QUESTION_RATED : 0) |
		                                (question->rule != 0 ? QUESTION_RULED : 0)));
		if (question->name != NULL)
			put_text(sink, question->name, strlen(question->name));
		if (question->rule != 0)
			put_fixed(sink, question->rule);
	}
	put_number(sink, (uint64_t) shape->covariates);
	for (int d = 0; d < shape->covariates; d++)
		put_text(sink, shape->covariate[d], strlen(shape->covariate[d]));
}

static void
put_levels(struct sink *sink, const struct cpe_patterns *patterns, int dimension,
           const struct cpe_patterns_order *order)
{
	int32_t levels = order ? order->levels[dimension] : cpe_patterns_levels(patterns, dimension);

	put_number(sink, (uint64_t) levels);
	for (int32_t i = 1; i <= levels; i++)
	{
		const struct cpe_dictionary_entry *level =
			cpe_patterns_level_entry(patterns, dimension, order ? order->level[dimension][i] : i);

		if (is_offset(patterns, dimension))
		{
			uint64_t bits;

			memcpy(&bits, level->bytes, sizeof(bits));
			put_fixed(sink, bits);
		}
		else
			put_text(sink, level->bytes, level->size);
	}
}

/* The numbers of a cell. */
static void
put_cell(struct sink *sink, const struct cpe_patterns *patterns, int32_t cell)
{
	const struct cpe_patterns_sums *at;
	struct cpe_sums sums;

	if (!patterns->sums)
	{
		uint32_t place = cpe_patterns_cell_at(patterns, cell)->place;

		for (int i = 0; i < patterns->counters; i++)
			put_signed(sink, cpe_counts_get(&patterns->count, place, i));
		return;
	}
	at = cpe_patterns_sums_at(patterns, cell);
	sums = cpe_sums_at(at->memory, patterns->sums_each);
	put_number(sink, (uint64_t) at->n);
	for (int i = 0; i < patterns->sums_each; i++)
		put_sum(sink, cpe_sums_get(&sums, i));
}

#define FETCH_AHEAD 8

/*
 * The cells.  In canonical order memory is met at random, so what comes next is fetched in time;
 * and where bytes are only counted, cells are taken as they lie: a step to the same or the next
 * pattern, which is all there is in canonical order, takes one byte.
 */
static bool
put_cells(struct sink *sink, const struct cpe_patterns *patterns,
          const struct cpe_patterns_order *order, struct cpe_arena *arena,
          struct cpe_problem *problem)
{
	bool only_counted = order != NULL && sink->at == NULL;
	const int32_t *code = order ? order->code[patterns->organisation] : NULL;
	int32_t count = order && !only_counted ? order->cells : patterns->cells;
	int32_t before = 0;

	put_number(sink, (uint64_t) (order ? order->cells : count));
	for (int32_t i = 0; i < count; i++)
	{
		int32_t c = order && !only_counted ? order->cell[i] : i;
		const struct cpe_patterns_cell *cell = cpe_patterns_cell_at(patterns, c);
		int32_t pattern = order ? order->place[cell->pattern] : cell->pattern;

		if (i % 4096 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (only_counted && !has_respondents(patterns, c, -1))
			continue;
		if (order != NULL && !only_counted && i + FETCH_AHEAD < count)
			__builtin_prefetch(cpe_patterns_cell_at(patterns, order->cell[i + FETCH_AHEAD]));
		put_signed(sink, only_counted ? 0 : (int64_t) pattern - before);
		before = pattern;
		put_number(sink, (uint64_t) (order ? code[cell->organisation] : cell->organisation));
		put_cell(sink, patterns, c);
	}
	return true;
}

static bool
put_all(struct sink *sink, const struct cpe_patterns *patterns,
        const struct cpe_patterns_order *order, struct cpe_arena *arena,
        struct cpe_problem *problem)
{
	int organisation = patterns->organisation;
	int32_t count = order ? order->patterns : patterns->patterns;

	put_shape(sink, patterns, order != NULL);
	if (patterns->shape.questions == 0)
		return true;
	for (int d = 0; d <= patterns->width; d++)
		put_levels(sink, patterns, d, order);
	put_number(sink, (uint64_t) count);
	for (int32_t i = 0; i < count; i++)
	{
		int32_t p = order ? order->pattern[i] : i;

		for (int d = 0; d < patterns->width; d++)
		{
			int32_t code = cpe_patterns_code_at(patterns, p, d);

			put_number(sink, (uint64_t) (order ? order->code[d][code] : code));
		}
		if (i % 4096 == 0 && !cpe_arena_poll(arena, problem))
			return false;
	}
	if (!put_cells(sink, patterns, order, arena, problem))
		return false;
	count = order ? order->levels[organisation] : cpe_patterns_levels(patterns, organisation);
	for (int32_t i = 0; i <= count; i++)
		for (int q = 0; q < patterns->shape.questions; q++)
			put_number(sink, (uint64_t) cpe_patterns_unanswered_at(
								 patterns, order && i > 0 ? order->level[organisation][i] : i, q));
	return true;
}

size_t
cpe_patterns_write(const struct cpe_patterns *patterns, const struct cpe_patterns_order *order,
                   unsigned char *bytes, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct sink sink = {bytes, 0};

	if (!put_all(&sink, patterns, order, arena, problem))
		return 0;
	if (sink.size > CPE_CASEMIX_MAX_SIZE)
	{
		cpe_problem_set(problem, CPE_LIMIT, NULL,
		                "Take fewer covariates or questions, or bins for numbers.",
		                "a casemix is larger than %zu MB", CPE_CASEMIX_MAX_SIZE >> 20);
		return 0;
	}
	return sink.size;
}

/* ---- reading ---- */

/* Bytes that are read; bad sticks. */
struct source
{
	const unsigned char *at;
	const unsigned char *end;
	bool bad;
};

static inline uint64_t
get_number(struct source *source)
{
	uint64_t number = 0;

	for (int shift = 0; source->at < source->end && shift < 64; shift += 7)
	{
		unsigned char byte = *source->at++;

		if (shift == 63 && byte > 1)
			break;
		number |= (uint64_t) (byte & 127) << shift;
		if (byte < 128)
			return number;
	}
	source->bad = true;
	return 0;
}

static inline int64_t
get_signed(struct source *source)
{
	uint64_t number = get_number(source);

	return (int64_t) (number >> 1) ^ -(int64_t) (number & 1);
}

/* A number of things of which each takes at least so many bytes, and which is at most that. */
static int32_t
get_count(struct source *source, size_t each, int64_t most)
{
	uint64_t count = get_number(source);

	if (source->bad || count > (uint64_t) most ||
	    (each > 0 && count > (size_t) (source->end - source->at) / each))
	{
		source->bad = true;
		return 0;
	}
	return (int32_t) count;
}

static const unsigned char *
get_bytes(struct source *source, size_t size)
{
	const unsigned char *bytes = source->at;

	if (source->bad || size > (size_t) (source->end - source->at))
	{
		source->bad = true;
		return NULL;
	}
	source->at += size;
	return bytes;
}

/* A text of bytes that are not NUL. */
static const char *
get_text(struct source *source, size_t *length)
{
	const unsigned char *bytes;

	*length = (size_t) get_number(source);
	bytes = get_bytes(source, *length);
	if (bytes != NULL && memchr(bytes, '\0', *length) != NULL)
		source->bad = true;
	return source->bad ? NULL : (const char *) bytes;
}

/* The same with a NUL behind it. */
static const char *
get_name(struct source *source, struct cpe_arena *arena, struct cpe_problem *problem)
{
	size_t length;
	const char *text = get_text(source, &length);
	char *copy;

	if (text == NULL)
		return "";
	copy = cpe_arena_alloc(arena, length + 1, 1, problem);
	if (copy != NULL)
		memcpy(copy, text, length);
	return copy;
}

/* A question of the shape. */
static bool
get_question(struct source *source, struct cpe_patterns_question *question, struct cpe_arena *arena,
             struct cpe_problem *problem)
{
	const unsigned char *flags = get_bytes(source, 1);
	const unsigned char *rule;

	if (flags == NULL || (*flags & ~QUESTION_FLAGS_ALL) != 0)
		return source->bad = true;
	question->rated = (*flags & QUESTION_RATED) != 0;
	if ((*flags & QUESTION_NAMED) != 0 &&
	    (question->name = get_name(source, arena, problem)) == NULL)
		return false;
	if ((*flags & QUESTION_RULED) == 0)
		return true;
	rule = get_bytes(source, 8);
	question->rule = rule ? cpe_bytes_read(rule, 8) : 0;
	if (question->rule == 0)
		source->bad = true;
	return true;
}

static bool
get_shape(struct source *source, struct cpe_patterns_shape *shape, bool *canonical,
          struct cpe_arena *arena, struct cpe_problem *problem)
{
	const unsigned char *head = get_bytes(source, 2);
	struct cpe_patterns_question *question;
	const char **covariate;

	if (head == NULL || head[0] != CPE_CASEMIX_VERSION || (head[1] & ~FLAGS_ALL) != 0)
		return source->bad = true;
	*canonical = (head[1] & FLAG_CANONICAL) != 0;
	shape->numeric = (head[1] & FLAG_NUMERIC) != 0;
	shape->weighted = (head[1] & FLAG_WEIGHTED) != 0;
	shape->offset = (head[1] & FLAG_OFFSET) != 0;
	shape->questions = get_count(source, 1, CPE_CASEMIX_MAX_QUESTIONS);
	question = cpe_arena_alloc(arena, (size_t) shape->questions, sizeof(*question), problem);
	if (question == NULL)
		return false;
	for (int q = 0; q < shape->questions && !source->bad; q++)
		if (!get_question(source, &question[q], arena, problem))
			return false;
	shape->covariates = get_count(source, 1, CPE_CASEMIX_MAX_COVARIATES);
	covariate = cpe_arena_alloc(arena, (size_t) shape->covariates, sizeof(*covariate), problem);
	if (covariate == NULL)
		return false;
	for (int d = 0; d < shape->covariates && !source->bad; d++)
		if ((covariate[d] = get_name(source, arena, problem)) == NULL)
			return false;
	shape->covariate = covariate;
	shape->question = question;
	if (shape->questions == 0 &&
	    (shape->covariates > 0 || shape->numeric || shape->weighted || shape->offset))
		source->bad = true;
	/* sums are of one question, which is not rated: its outcome is any number, or has weights */
	if ((shape->numeric || shape->weighted) && shape->questions > 0 &&
	    (shape->questions != 1 || question[0].rated))
		source->bad = true;
	return true;
}

/* The levels of a dimension; each is new. */
static bool
get_levels(struct source *source, struct cpe_patterns *patterns, int dimension,
           struct cpe_problem *problem)
{
	int32_t levels = get_count(source, 1, INT32_MAX - 1);

	for (int32_t i = 1; i <= levels && !source->bad; i++)
	{
		struct cpe_dictionary *text = &patterns->set[dimension].text;
		int32_t number;

		if (is_offset(patterns, dimension))
		{
			const unsigned char *bytes = get_bytes(source, 8);
			uint64_t bits = bytes ? cpe_bytes_read(bytes, 8) : 0;
			double value;

			memcpy(&value, &bits, sizeof(value));
			if (!isfinite(value) || (value == 0 && bits != 0))
				source->bad = true;
			if (!source->bad &&
			    !cpe_dictionary_number(text, &value, sizeof(value), &number, problem))
				return false;
		}
		else
		{
			size_t length;
			const char *level = get_text(source, &length);

			if (level != NULL && !cpe_dictionary_number(text, level, length, &number, problem))
				return false;
		}
		if (!source->bad && number != i - 1)
			return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
			                       "a level comes twice in casemix");
	}
	return true;
}

static bool
get_patterns(struct source *source, struct cpe_patterns *patterns, struct cpe_problem *problem)
{
	/* without any dimension there is at most one pattern, which takes no bytes */
	int32_t count =
		get_count(source, (size_t) patterns->width, patterns->width ? INT32_MAX - 1 : 1);
	int32_t *code =
		cpe_arena_alloc(patterns->arena, (size_t) patterns->width, sizeof(*code), problem);

	if (code == NULL)
		return false;
	for (int32_t p = 0; p < count && !source->bad; p++)
	{
		for (int d = 0; d < patterns->width; d++)
		{
			uint64_t number = get_number(source);

			if (number > (uint64_t) cpe_patterns_levels(patterns, d) ||
			    (number == CPE_LEVEL_MISSING && is_offset(patterns, d)))
				source->bad = true;
			code[d] = (int32_t) number;
		}
		if (!source->bad && !cpe_patterns_append(patterns, code, problem))
			return false;
		if (p % 4096 == 0 && !cpe_arena_poll(patterns->arena, problem))
			return false;
	}
	return true;
}

/* A sum's window and limbs. */
static void
get_sum(struct source *source, struct cpe_window *window, uint64_t *limb)
{
	int64_t low = get_signed(source);
	uint64_t count = get_number(source);

	window->low = 0;
	window->count = 0;
	if (source->bad || count > CPE_EXACT_LIMBS || low < CPE_EXACT_LOWEST ||
	    low > CPE_EXACT_HIGHEST || low + (int64_t) count > CPE_EXACT_HIGHEST)
	{
		source->bad = true;
		return;
	}
	for (uint64_t i = 0; i < count; i++)
	{
		const unsigned char *bytes = get_bytes(source, 8);

		if (bytes == NULL)
			return;
		limb[i] = cpe_bytes_read(bytes, 8);
	}
	window->low = (int32_t) low;
	window->count = (int32_t) count;
}

/* The sums of a cell, by way of memory for the largest. */
static bool
get_sums(struct source *source, struct cpe_patterns *patterns, int32_t cell,
         struct cpe_problem *problem)
{
	uint64_t memory[CPE_SUM_KINDS * (1 + CPE_EXACT_LIMBS)];
	struct cpe_sums sums = cpe_sums_at(memory, patterns->sums_each);
	uint64_t *limb = sums.limb;
	uint64_t n = get_number(source);

	for (int i = 0; i < patterns->sums_each && !source->bad; i++)
	{
		get_sum(source, &sums.window[i], limb);
		limb += sums.window[i].count;
	}
	if (n > INT64_MAX)
		source->bad = true;
	return source->bad || cpe_patterns_add_sums(patterns, cell, (int64_t) n, &sums, problem);
}

static bool
get_cells(struct source *source, struct cpe_patterns *patterns, bool checked,
          struct cpe_problem *problem)
{
	int32_t count = get_count(source, 2 + (size_t) patterns->counters, INT32_MAX - 1);
	int64_t pattern = 0;

	for (int32_t c = 0; c < count && !source->bad; c++)
	{
		int64_t step = get_signed(source);
		uint64_t organisation = get_number(source);

		if (step < -pattern || step >= patterns->patterns - pattern ||
		    organisation > (uint64_t) cpe_patterns_levels(patterns, patterns->organisation))
		{
			source->bad = true;
			break;
		}
		pattern += step;
		if (!cpe_patterns_append_cell(patterns, (int32_t) organisation, (int32_t) pattern, problem))
			return false;
		if (patterns->sums && !get_sums(source, patterns, c, problem))
			return false;
		for (int i = 0; !patterns->sums && i < patterns->counters && !source->bad; i++)
		{
			int64_t add = get_signed(source);

			if (add != 0 && !cpe_patterns_count(patterns, c, i, add, problem))
				return false;
		}
		if (checked && !source->bad && !cpe_patterns_cell_possible(patterns, c, problem))
			return false;
		if (c % 4096 == 0 && !cpe_arena_poll(patterns->arena, problem))
			return false;
	}
	return true;
}

static bool
get_unanswered(struct source *source, struct cpe_patterns *patterns, struct cpe_problem *problem)
{
	for (int32_t i = 0; i <= cpe_patterns_levels(patterns, patterns->organisation); i++)
		for (int q = 0; q < patterns->shape.questions; q++)
		{
			uint64_t respondents = get_number(source);

			if (respondents > INT64_MAX)
				source->bad = true;
			if (source->bad)
				return true;
			if (respondents > 0 &&
			    !cpe_patterns_unanswered(patterns, i, q, (int64_t) respondents, problem))
				return false;
		}
	return true;
}

struct cpe_patterns *
cpe_patterns_read(const unsigned char *bytes, size_t size, bool checked, struct cpe_arena *arena,
                  struct cpe_problem *problem)
{
	struct source source = {bytes, bytes + size, false};
	struct cpe_patterns_shape shape = {0};
	struct cpe_patterns *patterns;
	bool canonical = false;

	if (!get_shape(&source, &shape, &canonical, arena, problem))
		return NULL;
	if (source.bad)
		shape.questions = 0;
	patterns = cpe_patterns_open(&shape, arena, problem);
	if (patterns == NULL)
		return NULL;
	if (shape.questions > 0)
	{
		for (int d = 0; d <= patterns->width; d++)
			if (!get_levels(&source, patterns, d, problem))
				return NULL;
		if (!get_patterns(&source, patterns, problem) ||
		    !get_cells(&source, patterns, checked, problem) ||
		    !get_unanswered(&source, patterns, problem))
			return NULL;
	}
	if (source.bad || source.at != source.end)
	{
		cpe_problem_set(problem, CPE_BINARY, NULL, NULL, "invalid binary form of type casemix");
		return NULL;
	}
	if (checked && shape.questions > 0 && !cpe_patterns_distinct(patterns, problem))
		return NULL;
	/* who sends bytes can say what he likes about their order */
	patterns->sorted = canonical && !checked;
	return patterns;
}

bool
cpe_patterns_bytes_canonical(const unsigned char *bytes, size_t size)
{
	return size >= 2 && (bytes[1] & FLAG_CANONICAL) != 0;
}

/* ---- one question ---- */

/* A state of that shape with the levels that the order has, in order. */
static struct cpe_patterns *
open_like(const struct cpe_patterns *patterns, const struct cpe_patterns_shape *shape,
          const struct cpe_patterns_order *order, struct cpe_arena *arena,
          struct cpe_problem *problem)
{
	struct cpe_patterns *like = cpe_patterns_open(shape, arena, problem);

	for (int d = 0; like != NULL && d <= patterns->width; d++)
		for (int32_t i = 1; i <= order->levels[d]; i++)
		{
			const struct cpe_dictionary_entry *level =
				cpe_patterns_level_entry(patterns, d, order->level[d][i]);
			int32_t number;

			if (!cpe_dictionary_number(&like->set[d].text, level->bytes, level->size, &number,
			                           problem))
				return NULL;
		}
	return like;
}

struct cpe_patterns *
cpe_patterns_only(const struct cpe_patterns *patterns, int question, struct cpe_arena *arena,
                  struct cpe_problem *problem)
{
	struct cpe_patterns_shape shape = patterns->shape;
	struct cpe_patterns_order order;
	struct cpe_patterns *only;
	const int32_t *organisation;
	int32_t *code;
	int first = patterns->first[question];

	shape.questions = 1;
	shape.question = &patterns->shape.question[question];
	if (!cpe_patterns_arrange(patterns, question, arena, &order, problem))
		return NULL;
	only = open_like(patterns, &shape, &order, arena, problem);
	code = cpe_arena_alloc(arena, (size_t) patterns->width, sizeof(*code), problem);
	if (only == NULL || code == NULL)
		return NULL;
	for (int32_t i = 0; i < order.patterns; i++)
	{
		for (int d = 0; d < patterns->width; d++)
			code[d] = order.code[d][cpe_patterns_code_at(patterns, order.pattern[i], d)];
		if (!cpe_patterns_append(only, code, problem))
			return NULL;
	}
	organisation = order.code[patterns->organisation];
	for (int32_t i = 0; i < order.cells; i++)
	{
		const struct cpe_patterns_cell *cell = cpe_patterns_cell_at(patterns, order.cell[i]);

		if (!cpe_patterns_append_cell(only, organisation[cell->organisation],
		                              order.place[cell->pattern], problem))
			return NULL;
		if (patterns->sums)
		{
			const struct cpe_patterns_sums *at = cpe_patterns_sums_at(patterns, order.cell[i]);
			struct cpe_sums sums = cpe_sums_at(at->memory, patterns->sums_each);

			if (!cpe_patterns_add_sums(only, i, at->n, &sums, problem))
				return NULL;
		}
		for (int k = 0; !patterns->sums && k < only->counters; k++)
			if (!cpe_patterns_count(
					only, i, k, cpe_counts_get(&patterns->count, cell->place, first + k), problem))
				return NULL;
		if (i % 4096 == 0 && !cpe_arena_poll(arena, problem))
			return NULL;
	}
	for (int32_t i = 0; i <= cpe_patterns_levels(patterns, patterns->organisation); i++)
	{
		int64_t respondents = cpe_patterns_unanswered_at(patterns, i, question);

		if (respondents > 0 &&
		    !cpe_patterns_unanswered(only, organisation[i], 0, respondents, problem))
			return NULL;
	}
	only->sorted = true;
	return only;
}

/* ---- cells ---- */

/* A dimension's names in order; the one for missing, where there is one, is NULL. */
static bool
fill_dimension(struct cpe_dimension *dimension, const char *name,
               const struct cpe_patterns *patterns, int which,
               const struct cpe_patterns_order *order, struct cpe_arena *arena,
               struct cpe_problem *problem)
{
	const char **level =
		cpe_arena_alloc(arena, (size_t) order->levels[which] + 1, sizeof(*level), problem);

	if (level == NULL)
		return false;
	for (int32_t i = 0; i < order->levels[which]; i++)
		level[i] = cpe_patterns_level_entry(patterns, which, order->level[which][i + 1])->bytes;
	dimension->name = name;
	dimension->levels = order->levels[which] + order->missing[which];
	dimension->level = level;
	return true;
}

/* The patterns' codes, and their offsets. */
static bool
fill_patterns(struct cpe_cells *cells, const struct cpe_patterns *patterns,
              const struct cpe_patterns_order *order, struct cpe_arena *arena,
              struct cpe_problem *problem)
{
	int covariates = patterns->shape.covariates;
	int32_t *code =
		cpe_arena_alloc(arena, (size_t) order->patterns * covariates, sizeof(*code), problem);
	double *offset = NULL;

	if (code == NULL)
		return false;
	if (patterns->shape.offset)
	{
		offset = cpe_arena_alloc(arena, (size_t) order->patterns, sizeof(*offset), problem);
		if (offset == NULL)
			return false;
	}
	cells->patterns = order->patterns;
	cells->code = code;
	cells->offset = offset;
	for (int32_t i = 0; i < order->patterns; i++)
	{
		for (int d = 0; d < covariates; d++)
			*code++ = place_of(
				order, d, order->code[d][cpe_patterns_code_at(patterns, order->pattern[i], d)]);
		if (offset != NULL)
			memcpy(&offset[i],
			       cpe_patterns_level_entry(
					   patterns, covariates,
					   cpe_patterns_code_at(patterns, order->pattern[i], covariates))
			           ->bytes,
			       sizeof(*offset));
		if (i % 4096 == 0 && !cpe_arena_poll(arena, problem))
			return false;
	}
	return true;
}

/* One of a cell's sums as a number; false where it is out of range. */
static bool
sum_number(const struct cpe_patterns *patterns, int32_t cell, enum cpe_patterns_sum which,
           double *number, struct cpe_problem *problem)
{
	struct cpe_sums sums =
		cpe_sums_at(cpe_patterns_sums_at(patterns, cell)->memory, patterns->sums_each);

	*number = cpe_exact_value(cpe_sums_get(&sums, cpe_patterns_sum_at(patterns, which)));
	return isfinite(*number) ||
	       cpe_problem_set(problem, CPE_RANGE, NULL, "Rescale outcomes or weights.",
	                       "a sum of casemix is out of range");
}

/* One of the sums over cells: an array of its own, or of what it is the same as. */
static bool
fill_sum(const double **array, const struct cpe_patterns *patterns, int question,
         enum cpe_patterns_sum which, const struct cpe_patterns_order *order,
         struct cpe_arena *arena, struct cpe_problem *problem)
{
	double *number = cpe_arena_alloc(arena, (size_t) order->cells, sizeof(*number), problem);

	*array = number;
	if (number == NULL)
		return false;
	for (int32_t i = 0; i < order->cells; i++)
	{
		int32_t cell = order->cell[i];

		if (patterns->sums && cpe_patterns_sum_at(patterns, which) >= 0)
		{
			if (!sum_number(patterns, cell, which, &number[i], problem))
				return false;
		}
		else if (patterns->sums)
			number[i] = (double) cpe_patterns_sums_at(patterns, cell)->n;
		else
			number[i] = (double) cpe_counts_get(&patterns->count,
			                                    cpe_patterns_cell_at(patterns, cell)->place,
			                                    patterns->first[question] + (int) which);
		if (i % 4096 == 0 && !cpe_arena_poll(arena, problem))
			return false;
	}
	return true;
}

/* So that no count of any of the respondents, with an outcome or without, passes 2^63. */
static bool
add_respondents(int64_t *all, int64_t respondents, struct cpe_problem *problem)
{
	return !__builtin_add_overflow(*all, respondents, all) ||
	       cpe_problem_set(problem, CPE_RANGE, NULL, NULL, "a count of casemix is out of range");
}

/*
 * Sums of counts have the order of a question's counters: n, y, squares are w, wy, wyy.
 * respondents: those of the cells are added.
 */
static bool
fill_sums(struct cpe_cells *cells, const struct cpe_patterns *patterns, int question,
          const struct cpe_patterns_order *order, int64_t *respondents, struct cpe_arena *arena,
          struct cpe_problem *problem)
{
	struct cpe_cell_sums *sum = &cells->sum;
	int64_t *n = cpe_arena_alloc(arena, (size_t) order->cells, sizeof(*n), problem);

	if (n == NULL)
		return false;
	for (int32_t i = 0; i < order->cells; i++)
	{
		n[i] = patterns->sums
		           ? cpe_patterns_sums_at(patterns, order->cell[i])->n
		           : cpe_counts_get(&patterns->count,
		                            cpe_patterns_cell_at(patterns, order->cell[i])->place,
		                            patterns->first[question]);
		if (!add_respondents(respondents, n[i], problem))
			return false;
	}
	sum->n = n;
	if (!fill_sum(&sum->w, patterns, question, CPE_SUM_W, order, arena, problem) ||
	    !fill_sum(&sum->wy, patterns, question, CPE_SUM_WY, order, arena, problem))
		return false;
	sum->wyy = sum->wy;
	if (cells->numeric &&
	    !fill_sum(&sum->wyy, patterns, question, CPE_SUM_WYY, order, arena, problem))
		return false;
	sum->w2 = sum->w;
	sum->w2y = sum->wy;
	sum->w2yy = sum->wyy;
	if (!cells->weighted)
		return true;
	if (!fill_sum(&sum->w2, patterns, question, CPE_SUM_W2, order, arena, problem) ||
	    !fill_sum(&sum->w2y, patterns, question, CPE_SUM_W2Y, order, arena, problem))
		return false;
	sum->w2yy = sum->w2y;
	return !cells->numeric ||
	       fill_sum(&sum->w2yy, patterns, question, CPE_SUM_W2YY, order, arena, problem);
}

/* Where each pattern's cells begin, and the cells' organisations. */
static bool
fill_cells(struct cpe_cells *cells, const struct cpe_patterns *patterns,
           const struct cpe_patterns_order *order, struct cpe_arena *arena,
           struct cpe_problem *problem)
{
	int organisation = patterns->organisation;
	int32_t *first = cpe_arena_alloc(arena, (size_t) order->patterns + 1, sizeof(*first), problem);
	int32_t *organisation_of =
		cpe_arena_alloc(arena, (size_t) order->cells, sizeof(*organisation_of), problem);

	if (first == NULL || organisation_of == NULL)
		return false;
	for (int32_t i = 0; i < order->cells; i++)
	{
		const struct cpe_patterns_cell *cell = cpe_patterns_cell_at(patterns, order->cell[i]);

		organisation_of[i] =
			place_of(order, organisation, order->code[organisation][cell->organisation]);
		first[order->place[cell->pattern] + 1]++;
	}
	for (int32_t p = 0; p < order->patterns; p++)
		first[p + 1] += first[p];
	cells->first = first;
	cells->cells = order->cells;
	cells->organisation_of = organisation_of;
	return true;
}

const struct cpe_cells *
cpe_patterns_cells(const struct cpe_patterns *patterns, int question, struct cpe_arena *arena,
                   struct cpe_problem *problem)
{
	int organisation = patterns->organisation;
	struct cpe_cells *cells = cpe_arena_alloc(arena, 1, sizeof(*cells), problem);
	struct cpe_dimension *covariate;
	struct cpe_patterns_order order;
	int64_t *unanswered;
	int64_t respondents = 0;

	if (cells == NULL || !cpe_patterns_arrange(patterns, question, arena, &order, problem))
		return NULL;
	covariate =
		cpe_arena_alloc(arena, (size_t) patterns->shape.covariates, sizeof(*covariate), problem);
	unanswered = cpe_arena_alloc(arena, (size_t) order.levels[organisation] + 1,
	                             sizeof(*unanswered), problem);
	if (covariate == NULL || unanswered == NULL)
		return NULL;
	cells->question = patterns->shape.question[question].name;
	cells->numeric = patterns->shape.numeric || patterns->shape.question[question].rated;
	cells->weighted = patterns->shape.weighted;
	cells->covariates = patterns->shape.covariates;
	cells->covariate = covariate;
	for (int d = 0; d < cells->covariates; d++)
		if (!fill_dimension(&covariate[d], patterns->shape.covariate[d], patterns, d, &order, arena,
		                    problem))
			return NULL;
	if (!fill_dimension(&cells->organisation, "organisation", patterns, organisation, &order, arena,
	                    problem))
		return NULL;
	for (int32_t i = 0; i < cells->organisation.levels; i++)
	{
		unanswered[i] = cpe_patterns_unanswered_at(
			patterns,
			i < order.levels[organisation] ? order.level[organisation][i + 1] : CPE_LEVEL_MISSING,
			question);
		if (!add_respondents(&respondents, unanswered[i], problem))
			return NULL;
	}
	cells->unanswered = unanswered;
	return fill_patterns(cells, patterns, &order, arena, problem) &&
	               fill_cells(cells, patterns, &order, arena, problem) &&
	               fill_sums(cells, patterns, question, &order, &respondents, arena, problem)
	           ? cells
	           : NULL;
}
