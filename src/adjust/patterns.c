#include "adjust/patterns.h"

#include <math.h>
#include <stdio.h>

#include "tally/weighted.h"

#define PAGE_BYTES 65536
#define PAGE_SHIFT_MAX 14
#define FIRST_ROWS 8
#define FIRST_SLOTS 8
#define FIRST_MEMOS 8
#define MEMOS_MAX 1024
#define MEMO_TEXT 16

/* ---- pages ---- */

static void
pages_open(struct cpe_pages *pages, size_t row)
{
	memset(pages, 0, sizeof(*pages));
	pages->row = row;
	while (pages->shift < PAGE_SHIFT_MAX && row << (pages->shift + 1) <= PAGE_BYTES)
		pages->shift++;
}

/* Makes the first page larger, up to the size of a page. */
static bool
grow_first_page(struct cpe_pages *pages, uint32_t rows, struct cpe_arena *arena,
                struct cpe_problem *problem)
{
	uint32_t full = UINT32_C(1) << pages->shift;
	uint32_t room = pages->room > 0 ? pages->room : FIRST_ROWS;
	unsigned char *page;

	while (room < rows && room < full)
		room *= 2;
	if (room > full)
		room = full;
	page = cpe_arena_alloc(arena, room, pages->row, problem);
	if (page == NULL)
		return false;
	if (pages->room > 0)
		memcpy(page, pages->page[0], pages->room * pages->row);
	pages->page[0] = page;
	pages->room = room;
	return true;
}

/* Makes room for that many rows in all; what was not there before is zero. */
bool
cpe_pages_reserve(struct cpe_pages *pages, uint32_t rows, struct cpe_arena *arena,
                  struct cpe_problem *problem)
{
	uint32_t full = UINT32_C(1) << pages->shift;

	while (pages->room < rows)
	{
		uint32_t used = pages->room >> pages->shift;

		if (used == pages->pages)
		{
			uint32_t places = pages->pages > 0 ? 2 * pages->pages : 1;
			unsigned char **page = cpe_arena_alloc(arena, places, sizeof(*page), problem);

			if (page == NULL)
				return false;
			if (used > 0)
				memcpy(page, pages->page, used * sizeof(*page));
			pages->page = page;
			pages->pages = places;
		}
		if (pages->room < full)
		{
			if (!grow_first_page(pages, rows, arena, problem))
				return false;
			continue;
		}
		if (pages->room > UINT32_MAX - full)
			return cpe_problem_set(problem, CPE_LIMIT, NULL, NULL, "too many rows in casemix");
		pages->page[used] = cpe_arena_alloc(arena, full, pages->row, problem);
		if (pages->page[used] == NULL)
			return false;
		pages->room += full;
	}
	return true;
}

/* ---- counters ---- */

static void
counts_open(struct cpe_counts *counts, int counters)
{
	memset(counts, 0, sizeof(*counts));
	counts->counters = counters;
	for (int log = 0; log < 4; log++)
		pages_open(&counts->store[log], (size_t) counters << log);
}

static int64_t
get(const void *row, int log, int counter)
{
	switch (log)
	{
		case 0:
			return ((const int8_t *) row)[counter];
		case 1:
			return ((const int16_t *) row)[counter];
		case 2:
			return ((const int32_t *) row)[counter];
		default:
			return ((const int64_t *) row)[counter];
	}
}

static void
put(void *row, int log, int counter, int64_t value)
{
	switch (log)
	{
		case 0:
			((int8_t *) row)[counter] = (int8_t) value;
			break;
		case 1:
			((int16_t *) row)[counter] = (int16_t) value;
			break;
		case 2:
			((int32_t *) row)[counter] = (int32_t) value;
			break;
		default:
			((int64_t *) row)[counter] = value;
			break;
	}
}

/* The width that holds a number, as its binary logarithm. */
static int
log_of(int64_t value)
{
	return value == (int8_t) value    ? 0
	       : value == (int16_t) value ? 1
	       : value == (int32_t) value ? 2
	                                  : 3;
}

static void *
row_at(const struct cpe_counts *counts, uint32_t place)
{
	return cpe_pages_at(&counts->store[place & 3], (place >> 2) - 1);
}

int64_t
cpe_counts_get(const struct cpe_counts *counts, uint32_t place, int counter)
{
	return place == 0 ? 0 : get(row_at(counts, place), (int) (place & 3), counter);
}

/* A row of zeros of some width: one given back, or a new one. */
static bool
new_row(struct cpe_counts *counts, int log, uint32_t *place, struct cpe_arena *arena,
        struct cpe_problem *problem)
{
	struct cpe_pages *store = &counts->store[log];
	uint32_t row = counts->unused[log];

	if (row != 0)
	{
		void *memory = cpe_pages_at(store, --row);

		memcpy(&counts->unused[log], memory, sizeof(uint32_t));
		memset(memory, 0, store->row);
	}
	else
	{
		row = counts->rows[log];
		if (row >= (UINT32_C(1) << 30) - 1)
			return cpe_problem_set(problem, CPE_LIMIT, NULL, NULL, "too many cells in casemix");
		if (!cpe_pages_reserve(store, row + 1, arena, problem))
			return false;
		counts->rows[log]++;
	}
	*place = (row + 1) << 2 | (uint32_t) log;
	return true;
}

/* Takes a row back; one too small to hold a number is lost (two or three bytes). */
static void
give_back(struct cpe_counts *counts, uint32_t place)
{
	struct cpe_pages *store = &counts->store[place & 3];
	uint32_t row = place >> 2;

	if (store->row < sizeof(uint32_t))
		return;
	memcpy(cpe_pages_at(store, row - 1), &counts->unused[place & 3], sizeof(uint32_t));
	counts->unused[place & 3] = row;
}

bool
cpe_counts_widen(struct cpe_counts *counts, uint32_t *place, int counter, int64_t add,
                 struct cpe_arena *arena, struct cpe_problem *problem)
{
	uint32_t before = *place;
	int64_t value;
	int log;

	if (__builtin_add_overflow(cpe_counts_get(counts, before, counter), add, &value))
		return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
		                       "a count of casemix is out of range");
	log = log_of(value);
	if (before == 0 || log > (int) (before & 3))
	{
		if (!new_row(counts, log, place, arena, problem))
			return false;
		if (before != 0)
		{
			for (int i = 0; i < counts->counters; i++)
				put(row_at(counts, *place), log, i, cpe_counts_get(counts, before, i));
			give_back(counts, before);
		}
	}
	put(row_at(counts, *place), (int) (*place & 3), counter, value);
	return true;
}

/* ---- shapes ---- */

/* What a sum is of, for texts. */
const char *
cpe_patterns_sum_label(const struct cpe_patterns *patterns, enum cpe_patterns_sum which)
{
	static const char *const weighted[CPE_SUM_KINDS] = {"w", "wy", "wyy", "ww", "wwy", "wwyy"};

	return weighted[which] + (patterns->shape.weighted ? 0 : 1);
}

int
cpe_patterns_sum_at(const struct cpe_patterns *patterns, enum cpe_patterns_sum which)
{
	static const int unweighted[CPE_SUM_KINDS] = {-1, 0, 1, -1, -1, -1};
	static const int binary[CPE_SUM_KINDS] = {0, 1, -1, 2, 3, -1};

	if (!patterns->shape.weighted)
		return unweighted[which];
	return patterns->shape.numeric ? (int) which : binary[which];
}

static const char *
copy_name(const char *name, struct cpe_arena *arena, struct cpe_problem *problem)
{
	char *copy = cpe_arena_alloc(arena, strlen(name) + 1, 1, problem);

	if (copy != NULL)
		strcpy(copy, name);
	return copy;
}

/* Whether the names that a shape is to have can be: not too many, none twice. */
static bool
check_names(const char *what, int names, int most, const char *const *name, struct cpe_arena *arena,
            struct cpe_problem *problem)
{
	struct cpe_dictionary seen;

	if (names > most)
		return cpe_problem_set(problem, CPE_LIMIT, NULL, NULL,
		                       "casemix takes at most %d %ss, not %d", most, what, names);
	if (!cpe_dictionary_open(&seen, arena, problem))
		return false;
	for (int i = 0; i < names; i++)
	{
		int32_t number;

		if (!cpe_dictionary_number(&seen, name[i], strlen(name[i]), &number, problem))
			return false;
		if (number < i)
			return cpe_problem_set(problem, CPE_INVALID, NULL, "Names are all different.",
			                       "casemix has two %ss \"%.100s\"", what, name[i]);
	}
	return true;
}

/* Checks a shape. */
static bool
check_shape(const struct cpe_patterns_shape *shape, struct cpe_arena *arena,
            struct cpe_problem *problem)
{
	const char **name = cpe_arena_alloc(arena, (size_t) shape->questions, sizeof(*name), problem);

	if (name == NULL || !check_names("covariate", shape->covariates, CPE_CASEMIX_MAX_COVARIATES,
	                                 shape->covariate, arena, problem))
		return false;
	if (shape->questions == 1 && shape->question[0].name == NULL)
		return true;
	for (int i = 0; i < shape->questions; i++)
	{
		if (shape->question[i].name == NULL)
			return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
			                       "a question of casemix has no name");
		name[i] = shape->question[i].name;
	}
	return check_names("question", shape->questions, CPE_CASEMIX_MAX_QUESTIONS, name, arena,
	                   problem);
}

/* Copies the shape's names. */
static bool
copy_shape(struct cpe_patterns *patterns, const struct cpe_patterns_shape *shape,
           struct cpe_problem *problem)
{
	struct cpe_arena *arena = patterns->arena;
	const char **covariate =
		cpe_arena_alloc(arena, (size_t) shape->covariates, sizeof(*covariate), problem);
	struct cpe_patterns_question *question;

	if (covariate == NULL)
		return false;
	question = cpe_arena_alloc(arena, (size_t) shape->questions, sizeof(*question), problem);
	if (question == NULL)
		return false;
	for (int i = 0; i < shape->covariates; i++)
		if ((covariate[i] = copy_name(shape->covariate[i], arena, problem)) == NULL)
			return false;
	for (int i = 0; i < shape->questions; i++)
	{
		question[i] = shape->question[i];
		if (question[i].name != NULL &&
		    (question[i].name = copy_name(question[i].name, arena, problem)) == NULL)
			return false;
	}
	patterns->shape = *shape;
	patterns->shape.covariate = covariate;
	patterns->shape.question = question;
	return true;
}

/* Bytes of a pattern's codes, in whole words so that they are compared and hashed by words. */
static size_t
code_row_size(int width, int code_size)
{
	return ((size_t) width * (size_t) code_size + 7) / 8 * 8;
}

/* Prepares a state that has no shape yet for one. */
static bool
shape_up(struct cpe_patterns *patterns, const struct cpe_patterns_shape *shape,
         struct cpe_problem *problem)
{
	struct cpe_arena *arena = patterns->arena;

	if (!check_shape(shape, arena, problem) || !copy_shape(patterns, shape, problem))
		return false;
	patterns->sums = shape->numeric || shape->weighted;
	patterns->width = shape->covariates + shape->offset;
	patterns->organisation = patterns->width;
	patterns->row = cpe_arena_alloc(arena, code_row_size(patterns->width, 4), 1, problem);
	if (patterns->row == NULL)
		return false;
	patterns->set =
		cpe_arena_alloc(arena, (size_t) patterns->width + 1, sizeof(*patterns->set), problem);
	if (patterns->set == NULL)
		return false;
	for (int d = 0; d <= patterns->width; d++)
		if (!cpe_dictionary_open(&patterns->set[d].text, arena, problem))
			return false;
	patterns->first =
		cpe_arena_alloc(arena, (size_t) shape->questions, sizeof(*patterns->first), problem);
	if (patterns->first == NULL)
		return false;
	for (int q = 0; q < shape->questions; q++)
	{
		patterns->first[q] = patterns->counters;
		patterns->counters += shape->question[q].rated ? 3 : 2;
	}
	if (patterns->sums)
		patterns->sums_each = !shape->weighted ? 2 : shape->numeric ? 6 : 4;
	patterns->code_size = 1;
	pages_open(&patterns->code, code_row_size(patterns->width, 1));
	pages_open(&patterns->pattern_set.slot, sizeof(int32_t));
	pages_open(&patterns->cell, sizeof(struct cpe_patterns_cell));
	pages_open(&patterns->cell_set.slot, sizeof(int32_t));
	counts_open(&patterns->count, patterns->counters);
	counts_open(&patterns->unanswered, shape->questions);
	pages_open(&patterns->unanswered_place, sizeof(uint32_t));
	pages_open(&patterns->sum, sizeof(struct cpe_patterns_sums));
	return true;
}

struct cpe_patterns *
cpe_patterns_open(const struct cpe_patterns_shape *shape, struct cpe_arena *arena,
                  struct cpe_problem *problem)
{
	struct cpe_patterns *patterns = cpe_arena_alloc(arena, 1, sizeof(*patterns), problem);

	if (patterns == NULL)
		return NULL;
	patterns->arena = arena;
	patterns->limit = INT32_MAX;
	patterns->sorted = true;
	if (shape->questions > 0 && !shape_up(patterns, shape, problem))
		return NULL;
	return patterns;
}

static bool
differ(const char *detail, const char *what, struct cpe_problem *problem)
{
	return cpe_problem_set(problem, CPE_INVALID, detail,
	                       "Rows are collected with the same names in the same order.",
	                       "%s of a casemix and of what is added to it differ", what);
}

/* What the outcome of a question is called. */
static const char *
outcome_name(const struct cpe_patterns_shape *shape, int question)
{
	if (shape->question[question].rated)
		return "a rating";
	return shape->numeric ? "a number" : "positive or not";
}

bool
cpe_patterns_take(struct cpe_patterns *patterns, const struct cpe_patterns_shape *shape,
                  struct cpe_problem *problem)
{
	const struct cpe_patterns_shape *own = &patterns->shape;
	char detail[300];

	if (shape->questions == 0)
		return true;
	if (own->questions == 0)
		return shape_up(patterns, shape, problem);
	for (int i = 0; i < own->covariates && i < shape->covariates; i++)
		if (strcmp(own->covariate[i], shape->covariate[i]) != 0)
		{
			snprintf(detail, sizeof(detail), "Covariate %d is \"%.100s\", and \"%.100s\".", i + 1,
			         own->covariate[i], shape->covariate[i]);
			return differ(detail, "covariates", problem);
		}
	if (own->covariates != shape->covariates)
	{
		snprintf(detail, sizeof(detail), "One has %d, the other %d.", own->covariates,
		         shape->covariates);
		return differ(detail, "covariates", problem);
	}
	for (int i = 0; i < own->questions && i < shape->questions; i++)
	{
		const char *one = own->question[i].name ? own->question[i].name : "";
		const char *other = shape->question[i].name ? shape->question[i].name : "";

		if (strcmp(one, other) != 0)
		{
			snprintf(detail, sizeof(detail), "Question %d is \"%.100s\", and \"%.100s\".", i + 1,
			         one, other);
			return differ(detail, "questions", problem);
		}
		if (own->question[i].rated != shape->question[i].rated || own->numeric != shape->numeric)
		{
			snprintf(detail, sizeof(detail), "One is %s, the other %s.", outcome_name(own, i),
			         outcome_name(shape, i));
			return differ(detail, "outcomes", problem);
		}
		if (own->question[i].rule != shape->question[i].rule)
		{
			if (own->question[i].name == NULL)
				snprintf(detail, sizeof(detail),
				         "One is of items of a composite, the other is not, or of another number "
				         "of them.");
			else
				snprintf(detail, sizeof(detail),
				         "Question \"%.100s\" has other codes, or they count otherwise, in one and "
				         "the other.",
				         one);
			return cpe_problem_set(
				problem, CPE_INVALID, detail,
				"Collect by the same plan, or group by what decides on the plan.",
				"rules of a casemix and of what is added to it differ");
		}
	}
	if (own->questions != shape->questions)
	{
		snprintf(detail, sizeof(detail), "One has %d, the other %d.", own->questions,
		         shape->questions);
		return differ(detail, "questions", problem);
	}
	if (own->weighted != shape->weighted)
		return differ("One has weights, the other none.", "weights", problem);
	if (own->offset != shape->offset)
		return differ("One has offsets, the other none.", "offsets", problem);
	return true;
}

/* ---- levels ---- */

/* Multiplies and folds: any hash gives the same result, only slower. */
static inline uint64_t
mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ (hash >> 32);
}

static inline uint64_t
word_of(const char *text)
{
	uint64_t word;

	memcpy(&word, text, sizeof(word));
	return word;
}

/* A text of up to 16 bytes as two words, which together with the length tell it from all others. */
static inline void
short_words(const char *text, size_t length, uint64_t *head, uint64_t *tail)
{
	uint32_t first;
	uint32_t last;

	*tail = 0;
	if (length >= 8)
	{
		*head = word_of(text);
		if (length > 8)
			*tail = word_of(text + length - 8);
	}
	else if (length >= 4)
	{
		memcpy(&first, text, sizeof(first));
		memcpy(&last, text + length - 4, sizeof(last));
		*head = (uint64_t) last << 32 | first;
	}
	else if (length > 0)
		*head = (uint64_t) (unsigned char) text[0] |
		        (uint64_t) (unsigned char) text[length / 2] << 8 |
		        (uint64_t) (unsigned char) text[length - 1] << 16;
	else
		*head = 0;
}

/*
 * The memo of such a level: the one that has it (code above 0), or the one to write it into.  NULL:
 * there are no memos yet.
 */
static inline struct cpe_level_memo *
find_memo(const struct cpe_level_set *set, uint64_t head, uint64_t tail, int32_t length)
{
	struct cpe_level_memo *memo;

	if (set->memos == 0)
		return NULL;
	memo = &set->memo[mix(head, tail + (uint32_t) length) & (set->memos - 1) & ~UINT32_C(1)];
	if (memo->head == head && memo->tail == tail && memo->length == length)
		return memo;
	if (memo[1].head == head && memo[1].tail == tail && memo[1].length == length)
		return memo + 1;
	/* the first makes place and becomes the second */
	if (memo->code != 0)
		memo[1] = memo[0];
	memo->code = 0;
	return memo;
}

/* Writes a level into its memo; those that have become too few are made anew, empty. */
static bool
remember(struct cpe_patterns *patterns, struct cpe_level_set *set, struct cpe_level_memo *memo,
         uint64_t head, uint64_t tail, int32_t length, int32_t code, struct cpe_problem *problem)
{
	uint32_t memos = set->memos > 0 ? set->memos : FIRST_MEMOS;

	while (memos < MEMOS_MAX && memos < 4 * (uint32_t) set->text.entries)
		memos *= 2;
	if (memos > set->memos)
	{
		set->memo = cpe_arena_alloc(patterns->arena, memos, sizeof(*set->memo), problem);
		if (set->memo == NULL)
		{
			set->memos = 0;
			return false;
		}
		set->memos = memos;
		memo = find_memo(set, head, tail, length);
	}
	memo->head = head;
	memo->tail = tail;
	memo->length = length;
	memo->code = code;
	return true;
}

/* The code of a level by its bytes. */
static bool
look_up(struct cpe_patterns *patterns, struct cpe_level_set *set, const void *bytes, size_t size,
        int32_t *code, struct cpe_problem *problem)
{
	int32_t levels = set->text.entries;
	int32_t number;

	if (!cpe_dictionary_number(&set->text, bytes, size, &number, problem))
		return false;
	if (number == levels)
		patterns->sorted = false;
	*code = number + 1;
	return true;
}

bool
cpe_patterns_level(struct cpe_patterns *patterns, int dimension, const char *text, size_t length,
                   int32_t *code, struct cpe_problem *problem)
{
	struct cpe_level_set *set = &patterns->set[dimension];
	struct cpe_level_memo *memo;
	uint64_t head;
	uint64_t tail;

	if (length > MEMO_TEXT)
		return look_up(patterns, set, text, length, code, problem);
	short_words(text, length, &head, &tail);
	memo = find_memo(set, head, tail, (int32_t) length);
	if (memo != NULL && memo->code != 0)
	{
		*code = memo->code;
		return true;
	}
	return look_up(patterns, set, text, length, code, problem) &&
	       remember(patterns, set, memo, head, tail, (int32_t) length, *code, problem);
}

bool
cpe_patterns_level_integer(struct cpe_patterns *patterns, int dimension, int64_t number,
                           int32_t *code, struct cpe_problem *problem)
{
	struct cpe_level_set *set = &patterns->set[dimension];
	struct cpe_level_memo *memo = find_memo(set, (uint64_t) number, 0, -1);
	char text[24];

	if (memo != NULL && memo->code != 0)
	{
		*code = memo->code;
		return true;
	}
	return look_up(patterns, set, text,
	               (size_t) snprintf(text, sizeof(text), "%lld", (long long) number), code,
	               problem) &&
	       remember(patterns, set, memo, (uint64_t) number, 0, -1, *code, problem);
}

bool
cpe_patterns_level_number(struct cpe_patterns *patterns, int dimension, double number,
                          int32_t *code, struct cpe_problem *problem)
{
	double positive_zero = number == 0 ? 0 : number;

	return look_up(patterns, &patterns->set[dimension], &positive_zero, sizeof(positive_zero), code,
	               problem);
}

/* ---- patterns and cells ---- */

int32_t
cpe_patterns_code_at(const struct cpe_patterns *patterns, int32_t pattern, int dimension)
{
	const void *row = cpe_pages_at(&patterns->code, (uint32_t) pattern);

	switch (patterns->code_size)
	{
		case 1:
			return ((const uint8_t *) row)[dimension];
		case 2:
			return ((const uint16_t *) row)[dimension];
		default:
			return ((const int32_t *) row)[dimension];
	}
}

/* Codes as they lie in a pattern's row, which is as long as its words. */
static void
pack(void *row, int code_size, const int32_t *code, int width)
{
	switch (code_size)
	{
		case 1:
			for (int d = 0; d < width; d++)
				((uint8_t *) row)[d] = (uint8_t) code[d];
			break;
		case 2:
			for (int d = 0; d < width; d++)
				((uint16_t *) row)[d] = (uint16_t) code[d];
			break;
		default:
			memcpy(row, code, sizeof(*code) * (size_t) width);
			break;
	}
}

static inline uint64_t
hash_row(const uint64_t *row, size_t words)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < words; i++)
		hash = mix(hash, row[i]);
	return hash;
}

static inline bool
same_row(const uint64_t *a, const uint64_t *b, size_t words)
{
	for (size_t i = 0; i < words; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

/*
 * The hash of a cell from that of its pattern: it is known before the pattern's number is, so that
 * the processor can look for both at once.
 */
static inline uint64_t
hash_cell(uint64_t pattern_hash, int32_t organisation)
{
	return mix(pattern_hash, (uint64_t) organisation);
}

/* A slot of a set. */
static inline int32_t *
slot_at(const struct cpe_number_set *set, uint64_t hash)
{
	return cpe_pages_at(&set->slot, (uint32_t) hash & (set->slots - 1));
}

static inline uint64_t
hash_pattern(const struct cpe_patterns *patterns, int32_t pattern)
{
	return hash_row(cpe_pages_at(&patterns->code, (uint32_t) pattern), patterns->code.row / 8);
}

/* The slot of a pattern's packed codes: with its number + 1, or a free one. */
static inline int32_t *
pattern_slot(const struct cpe_patterns *patterns, const uint64_t *row, uint64_t hash)
{
	size_t words = patterns->code.row / 8;
	int32_t *slot = slot_at(&patterns->pattern_set, hash);

	while (*slot != 0 && !same_row(cpe_pages_at(&patterns->code, (uint32_t) *slot - 1), row, words))
		slot = slot_at(&patterns->pattern_set, ++hash);
	return slot;
}

static inline int32_t *
cell_slot(const struct cpe_patterns *patterns, int32_t pattern, int32_t organisation, uint64_t hash)
{
	int32_t *slot = slot_at(&patterns->cell_set, hash);

	while (*slot != 0)
	{
		const struct cpe_patterns_cell *cell = cpe_patterns_cell_at(patterns, *slot - 1);

		if (cell->pattern == pattern && cell->organisation == organisation)
			break;
		slot = slot_at(&patterns->cell_set, ++hash);
	}
	return slot;
}

/* Empty slots for that many entries, and one more. */
static bool
clear_slots(struct cpe_number_set *set, int32_t entries, struct cpe_arena *arena,
            struct cpe_problem *problem)
{
	uint32_t slots = set->slots > 0 ? set->slots : FIRST_SLOTS;

	while ((uint64_t) slots * 3 / 4 < (uint64_t) entries + 1)
		slots *= 2;
	if (!cpe_pages_reserve(&set->slot, slots, arena, problem))
		return false;
	set->slots = slots;
	for (uint32_t at = 0; at < slots;)
	{
		uint32_t page = UINT32_C(1) << set->slot.shift;
		uint32_t here = slots - at < page ? slots - at : page;

		memset(cpe_pages_at(&set->slot, at), 0, here * sizeof(int32_t));
		at += here;
	}
	return true;
}

/* Whether a set has no place for one more entry. */
static inline bool
is_full(const struct cpe_number_set *set, int32_t entries)
{
	return (uint64_t) set->slots * 3 / 4 < (uint64_t) entries + 1;
}

/* Enters all patterns anew; twice: the number of those that are there twice. */
static bool
index_patterns(struct cpe_patterns *patterns, int32_t *twice, struct cpe_problem *problem)
{
	*twice = 0;
	if (!clear_slots(&patterns->pattern_set, patterns->patterns, patterns->arena, problem))
		return false;
	for (int32_t p = 0; p < patterns->patterns; p++)
	{
		int32_t *slot = pattern_slot(patterns, cpe_pages_at(&patterns->code, (uint32_t) p),
		                             hash_pattern(patterns, p));

		*twice += *slot != 0;
		*slot = p + 1;
		if (p % 4096 == 0 && !cpe_arena_poll(patterns->arena, problem))
			return false;
	}
	return true;
}

static bool
index_cells(struct cpe_patterns *patterns, int32_t *twice, struct cpe_problem *problem)
{
	*twice = 0;
	if (!clear_slots(&patterns->cell_set, patterns->cells, patterns->arena, problem))
		return false;
	for (int32_t c = 0; c < patterns->cells; c++)
	{
		const struct cpe_patterns_cell *cell = cpe_patterns_cell_at(patterns, c);
		uint64_t hash = hash_cell(hash_pattern(patterns, cell->pattern), cell->organisation);
		int32_t *slot = cell_slot(patterns, cell->pattern, cell->organisation, hash);

		*twice += *slot != 0;
		*slot = c + 1;
		if (c % 4096 == 0 && !cpe_arena_poll(patterns->arena, problem))
			return false;
	}
	return true;
}

bool
cpe_patterns_distinct(struct cpe_patterns *patterns, struct cpe_problem *problem)
{
	int32_t twice;

	if (!index_patterns(patterns, &twice, problem))
		return false;
	if (twice > 0)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "a pattern comes twice in casemix");
	if (!index_cells(patterns, &twice, problem))
		return false;
	return twice == 0 || cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
	                                     "an organisation comes twice in a pattern of casemix");
}

/* Gives patterns wider codes. */
static bool
widen_codes(struct cpe_patterns *patterns, int code_size, struct cpe_problem *problem)
{
	struct cpe_pages wider;
	int32_t *code =
		cpe_arena_alloc(patterns->arena, (size_t) patterns->width, sizeof(*code), problem);
	int32_t twice;

	if (code == NULL)
		return false;
	pages_open(&wider, code_row_size(patterns->width, code_size));
	if (!cpe_pages_reserve(&wider, (uint32_t) patterns->patterns, patterns->arena, problem))
		return false;
	for (int32_t p = 0; p < patterns->patterns; p++)
	{
		for (int d = 0; d < patterns->width; d++)
			code[d] = cpe_patterns_code_at(patterns, p, d);
		pack(cpe_pages_at(&wider, (uint32_t) p), code_size, code, patterns->width);
	}
	memset(patterns->row, 0, code_row_size(patterns->width, 4));
	patterns->code = wider;
	patterns->code_size = code_size;
	return (patterns->pattern_set.slots == 0 || index_patterns(patterns, &twice, problem)) &&
	       (patterns->cell_set.slots == 0 || index_cells(patterns, &twice, problem));
}

/* Puts codes into patterns->row. */
static bool
pack_code(struct cpe_patterns *patterns, const int32_t *code, struct cpe_problem *problem)
{
	int32_t bits = 0;

	for (int d = 0; d < patterns->width; d++)
		bits |= code[d];
	if (patterns->code_size < 4 && bits >> (8 * patterns->code_size) != 0 &&
	    !widen_codes(patterns, bits > UINT16_MAX ? 4 : 2, problem))
		return false;
	pack(patterns->row, patterns->code_size, code, patterns->width);
	return true;
}

/* A pattern whose codes are in patterns->row, behind the others. */
static bool
append_row(struct cpe_patterns *patterns, struct cpe_problem *problem)
{
	if (patterns->patterns == INT32_MAX)
		return cpe_problem_set(problem, CPE_LIMIT, NULL, NULL, "too many patterns in casemix");
	if (!cpe_pages_reserve(&patterns->code, (uint32_t) patterns->patterns + 1, patterns->arena,
	                       problem))
		return false;
	memcpy(cpe_pages_at(&patterns->code, (uint32_t) patterns->patterns), patterns->row,
	       patterns->code.row);
	patterns->patterns++;
	return true;
}

bool
cpe_patterns_append(struct cpe_patterns *patterns, const int32_t *code, struct cpe_problem *problem)
{
	return pack_code(patterns, code, problem) && append_row(patterns, problem);
}

bool
cpe_patterns_append_cell(struct cpe_patterns *patterns, int32_t organisation, int32_t pattern,
                         struct cpe_problem *problem)
{
	struct cpe_patterns_cell *cell;

	if (patterns->cells == INT32_MAX)
		return cpe_problem_set(problem, CPE_LIMIT, NULL, NULL, "too many cells in casemix");
	if (!cpe_pages_reserve(&patterns->cell, (uint32_t) patterns->cells + 1, patterns->arena,
	                       problem) ||
	    (patterns->sums && !cpe_pages_reserve(&patterns->sum, (uint32_t) patterns->cells + 1,
	                                          patterns->arena, problem)))
		return false;
	cell = cpe_patterns_cell_at(patterns, patterns->cells++);
	cell->pattern = pattern;
	cell->organisation = organisation;
	cell->place = 0;
	return true;
}

static bool
refuse_limit(const struct cpe_patterns *patterns, const char *what, struct cpe_problem *problem)
{
	return cpe_problem_set(
		problem, CPE_LIMIT,
		"A cell is a combination of covariates' levels in an organisation that some respondent "
		"has.",
		"Take fewer covariates, or bins for numbers, or raise the setting cancer_pe.max_patterns.",
		"casemix has more than %d %s", (int) patterns->limit, what);
}

/* Room for one more pattern and one more cell in their sets. */
static bool
make_room(struct cpe_patterns *patterns, struct cpe_problem *problem)
{
	int32_t twice;

	return (!is_full(&patterns->pattern_set, patterns->patterns) ||
	        index_patterns(patterns, &twice, problem)) &&
	       (!is_full(&patterns->cell_set, patterns->cells) ||
	        index_cells(patterns, &twice, problem));
}

/* The number of the pattern in patterns->row, made where it is not there. */
static inline bool
find_pattern(struct cpe_patterns *patterns, uint64_t hash, int32_t *pattern,
             struct cpe_problem *problem)
{
	int32_t *slot = pattern_slot(patterns, patterns->row, hash);

	if (*slot == 0)
	{
		if (!append_row(patterns, problem))
			return false;
		*slot = patterns->patterns;
		patterns->sorted = false;
	}
	*pattern = *slot - 1;
	return true;
}

/* The cell of a pattern's number and an organisation's code, made where it is not there. */
static inline bool
find_cell(struct cpe_patterns *patterns, int32_t organisation, int32_t pattern, uint64_t hash,
          int32_t *cell, struct cpe_problem *problem)
{
	int32_t *slot = cell_slot(patterns, pattern, organisation, hash);

	if (*slot == 0)
	{
		if (patterns->cells >= patterns->limit)
			return refuse_limit(patterns, "cells", problem);
		if (!cpe_patterns_append_cell(patterns, organisation, pattern, problem))
			return false;
		*slot = patterns->cells;
		patterns->sorted = false;
	}
	*cell = *slot - 1;
	return true;
}

/* Fetches what find_cell will probably want: in many cells, most of its time is waiting for it. */
static inline void
fetch_cell(const struct cpe_patterns *patterns, uint64_t hash)
{
	int32_t number = *slot_at(&patterns->cell_set, hash);

	if (number > 0)
		__builtin_prefetch(cpe_patterns_cell_at(patterns, number - 1));
}

bool
cpe_patterns_cell(struct cpe_patterns *patterns, int32_t organisation, const int32_t *code,
                  int32_t *cell, struct cpe_problem *problem)
{
	uint64_t hash;
	int32_t pattern;

	if (!pack_code(patterns, code, problem) || !make_room(patterns, problem))
		return false;
	hash = hash_row(patterns->row, patterns->code.row / 8);
	fetch_cell(patterns, hash_cell(hash, organisation));
	return find_pattern(patterns, hash, &pattern, problem) &&
	       find_cell(patterns, organisation, pattern, hash_cell(hash, organisation), cell, problem);
}

/* ---- what a cell counts ---- */

bool
cpe_patterns_unanswered(struct cpe_patterns *patterns, int32_t organisation, int question,
                        int64_t respondents, struct cpe_problem *problem)
{
	if (cpe_patterns_levels(patterns, patterns->organisation) > patterns->limit)
		return refuse_limit(patterns, "organisations", problem);
	if (!cpe_pages_reserve(&patterns->unanswered_place, (uint32_t) organisation + 1,
	                       patterns->arena, problem))
		return false;
	return cpe_counts_add(&patterns->unanswered,
	                      cpe_pages_at(&patterns->unanswered_place, (uint32_t) organisation),
	                      question, respondents, patterns->arena, problem);
}

int64_t
cpe_patterns_unanswered_at(const struct cpe_patterns *patterns, int32_t organisation, int question)
{
	const uint32_t *place;

	if ((uint32_t) organisation >= patterns->unanswered_place.room)
		return 0;
	place = cpe_pages_at(&patterns->unanswered_place, (uint32_t) organisation);
	return cpe_counts_get(&patterns->unanswered, *place, question);
}

/* ---- sums ---- */

struct cpe_patterns_spare
{
	struct cpe_patterns_spare *next;
	size_t size;
};

/* Memory for sums: what other sums have outgrown, where it is large enough and not twice that. */
static void *
sums_memory(struct cpe_patterns *patterns, size_t size, size_t *got, struct cpe_problem *problem)
{
	struct cpe_patterns_spare **spare = &patterns->spare;

	for (int looked = 0; *spare != NULL && looked < 16; looked++, spare = &(*spare)->next)
		if ((*spare)->size >= size && (*spare)->size <= 2 * size)
		{
			struct cpe_patterns_spare *found = *spare;

			*spare = found->next;
			*got = found->size;
			memset(found, 0, found->size);
			return found;
		}
	*got = size;
	return cpe_arena_alloc(patterns->arena, size, 1, problem);
}

/* Moves a cell's sums into memory with those windows. */
static bool
widen_sums(struct cpe_patterns *patterns, struct cpe_patterns_sums *cell,
           const struct cpe_window *window, struct cpe_problem *problem)
{
	int sums = patterns->sums_each;
	size_t size;
	void *memory = sums_memory(patterns, cpe_sums_size(window, sums), &size, problem);

	if (memory == NULL)
		return false;
	if (cell->memory != NULL)
	{
		struct cpe_sums all = cpe_sums_at(cell->memory, sums);
		struct cpe_patterns_spare *spare = cell->memory;

		cpe_sums_copy(memory, window, &all);
		spare->next = patterns->spare;
		spare->size = cell->size;
		patterns->spare = spare;
	}
	else
		memcpy(memory, window, sizeof(*window) * (size_t) sums);
	cell->memory = memory;
	cell->size = size;
	return true;
}

/* A cell's sums, which are there from now on. */
static bool
open_sums(struct cpe_patterns *patterns, struct cpe_patterns_sums *cell,
          struct cpe_problem *problem)
{
	struct cpe_window none[CPE_SUM_KINDS] = {{0, 0}};

	return cell->memory != NULL || widen_sums(patterns, cell, none, problem);
}

static bool
add_n(struct cpe_patterns_sums *cell, int64_t n, struct cpe_problem *problem)
{
	return !__builtin_add_overflow(cell->n, n, &cell->n) ||
	       cpe_problem_set(problem, CPE_RANGE, NULL, NULL, "a count of casemix is out of range");
}

bool
cpe_patterns_add(struct cpe_patterns *patterns, int32_t cell, double outcome, double weight,
                 struct cpe_problem *problem)
{
	struct cpe_patterns_sums *at = cpe_patterns_sums_at(patterns, cell);
	const double factor[4] = {weight, weight, outcome, outcome};
	struct cpe_term term[CPE_SUM_KINDS];
	struct cpe_window window[CPE_SUM_KINDS];
	struct cpe_sums sums;

	if (!open_sums(patterns, at, problem) || !add_n(at, 1, problem))
		return false;
	if (!patterns->shape.weighted)
	{
		cpe_term_product(&term[0], factor + 2, 1);
		cpe_term_product(&term[1], factor + 2, 2);
	}
	else
	{
		int next = 0;

		cpe_term_product(&term[next++], factor, 1);
		cpe_term_product(&term[next++], factor + 1, 2);
		if (patterns->shape.numeric)
			cpe_term_product(&term[next++], factor + 1, 3);
		cpe_term_product(&term[next++], factor, 2);
		cpe_term_product(&term[next++], factor, 3);
		if (patterns->shape.numeric)
			cpe_term_product(&term[next++], factor, 4);
	}
	sums = cpe_sums_at(at->memory, patterns->sums_each);
	if (cpe_sums_add(&sums, term))
		return true;
	cpe_sums_plan_add(&sums, term, window);
	if (!widen_sums(patterns, at, window, problem))
		return false;
	sums = cpe_sums_at(at->memory, patterns->sums_each);
	return cpe_sums_add(&sums, term);
}

bool
cpe_patterns_add_sums(struct cpe_patterns *patterns, int32_t cell, int64_t n,
                      const struct cpe_sums *sums, struct cpe_problem *problem)
{
	struct cpe_patterns_sums *at = cpe_patterns_sums_at(patterns, cell);
	struct cpe_window window[CPE_SUM_KINDS];
	struct cpe_sums own;

	if (!open_sums(patterns, at, problem) || !add_n(at, n, problem))
		return false;
	own = cpe_sums_at(at->memory, patterns->sums_each);
	if (cpe_sums_merge(&own, sums))
		return true;
	cpe_sums_plan_merge(&own, sums, window);
	if (!widen_sums(patterns, at, window, problem))
		return false;
	own = cpe_sums_at(at->memory, patterns->sums_each);
	return cpe_sums_merge(&own, sums);
}

/* ---- what numbers a cell can have ---- */

static bool
impossible(struct cpe_problem *problem)
{
	return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
	                       "no respondents have these numbers in casemix");
}

/* Whether n whole numbers can have that sum and sum of squares. */
static bool
ratings_possible(int64_t n, int64_t sum, int64_t squares)
{
	if (n == 0)
		return sum == 0 && squares == 0;
	if (squares < 0 || ((sum ^ squares) & 1) != 0)
		return false;
	return (unsigned __int128) ((__int128) sum * sum) <=
	           (unsigned __int128) n * (uint64_t) squares &&
	       (sum < 0 ? -(__int128) sum : sum) <= squares;
}

static bool
counts_possible(const struct cpe_patterns *patterns, int32_t cell)
{
	uint32_t place = cpe_patterns_cell_at(patterns, cell)->place;
	bool any = false;

	for (int q = 0; q < patterns->shape.questions; q++)
	{
		int first = patterns->first[q];
		int64_t n = cpe_counts_get(&patterns->count, place, first);
		int64_t y = cpe_counts_get(&patterns->count, place, first + 1);

		any = any || n > 0;
		if (n < 0)
			return false;
		if (patterns->shape.question[q].rated
		        ? !ratings_possible(n, y, cpe_counts_get(&patterns->count, place, first + 2))
		        : y < 0 || y > n)
			return false;
	}
	return any;
}

/* An exact whole number, at most a little above: still a bound. */
static struct cpe_exact
upper_bound(struct cpe_total *total, int64_t n)
{
	double number = nextafter((double) n, INFINITY);

	cpe_total_open(total);
	cpe_total_add(total, &number, 1);
	return cpe_total_exact(total);
}

static bool
sums_possible(const struct cpe_patterns *patterns, int64_t n, const struct cpe_exact *sum)
{
	struct cpe_exact w = sum[CPE_SUM_W];
	struct cpe_exact wy = sum[CPE_SUM_WY];
	struct cpe_exact ww = sum[CPE_SUM_W2];
	struct cpe_exact wwy = sum[CPE_SUM_W2Y];
	struct cpe_total respondents;

	if (!patterns->shape.weighted)
		return cpe_exact_sign(sum[CPE_SUM_WYY]) >= 0 &&
		       cpe_moments_possible(upper_bound(&respondents, n), wy, sum[CPE_SUM_WYY]);
	if (cpe_exact_sign(w) <= 0 || cpe_exact_sign(ww) <= 0 || !cpe_weights_possible(n, w, ww))
		return false;
	if (!patterns->shape.numeric)
		return cpe_exact_sign(wy) >= 0 && cpe_exact_compare(wy, w) <= 0 &&
		       cpe_exact_sign(wwy) == cpe_exact_sign(wy) && cpe_exact_compare(wwy, ww) <= 0 &&
		       (cpe_exact_compare(wy, w) == 0) == (cpe_exact_compare(wwy, ww) == 0);
	return cpe_exact_sign(sum[CPE_SUM_WYY]) >= 0 && cpe_exact_sign(sum[CPE_SUM_W2YY]) >= 0 &&
	       cpe_moments_possible(w, wy, sum[CPE_SUM_WYY]) &&
	       cpe_moments_possible(ww, wwy, sum[CPE_SUM_W2YY]);
}

bool
cpe_patterns_cell_possible(const struct cpe_patterns *patterns, int32_t cell,
                           struct cpe_problem *problem)
{
	static const int weights[CPE_SUM_KINDS] = {1, 1, 1, 2, 2, 2};
	static const int outcomes[CPE_SUM_KINDS] = {0, 1, 2, 0, 1, 2};
	const struct cpe_patterns_sums *at;
	struct cpe_exact sum[CPE_SUM_KINDS];
	struct cpe_sums all;

	if (!patterns->sums)
		return counts_possible(patterns, cell) || impossible(problem);
	at = cpe_patterns_sums_at(patterns, cell);
	if (at->n < 1)
		return impossible(problem);
	all = cpe_sums_at(at->memory, patterns->sums_each);
	for (int i = 0; i < CPE_SUM_KINDS; i++)
	{
		int which = cpe_patterns_sum_at(patterns, (enum cpe_patterns_sum) i);

		if (which < 0)
			continue;
		sum[i] = cpe_sums_get(&all, which);
		if (!cpe_exact_in_range(sum[i], at->n,
		                        (patterns->shape.weighted ? weights[i] : 0) + outcomes[i]))
			return cpe_problem_set(problem, CPE_RANGE,
			                       "That many doubles, or products of them, do not reach it.", NULL,
			                       "%s of casemix is out of range",
			                       cpe_patterns_sum_label(patterns, (enum cpe_patterns_sum) i));
	}
	return sums_possible(patterns, at->n, sum) || impossible(problem);
}

/* ---- merging ---- */

/* By the other's code, the code here; those of levels not met yet are new. */
static int32_t *
map_levels(struct cpe_patterns *patterns, const struct cpe_patterns *other, int dimension,
           struct cpe_arena *work, struct cpe_problem *problem)
{
	int32_t levels = cpe_patterns_levels(other, dimension);
	int32_t *code = cpe_arena_alloc(work, (size_t) levels + 1, sizeof(*code), problem);

	if (code == NULL)
		return NULL;
	code[CPE_LEVEL_MISSING] = CPE_LEVEL_MISSING;
	for (int32_t i = 1; i <= levels; i++)
	{
		const struct cpe_dictionary_entry *level = cpe_patterns_level_entry(other, dimension, i);

		if (!look_up(patterns, &patterns->set[dimension], level->bytes, level->size, &code[i],
		             problem))
			return NULL;
	}
	return code;
}

/* Adds a cell's numbers to one here. */
static bool
merge_cell(struct cpe_patterns *patterns, int32_t cell, const struct cpe_patterns *other,
           int32_t from, struct cpe_problem *problem)
{
	if (patterns->sums)
	{
		struct cpe_patterns_sums *sums = cpe_patterns_sums_at(other, from);
		struct cpe_sums all = cpe_sums_at(sums->memory, other->sums_each);

		return cpe_patterns_add_sums(patterns, cell, sums->n, &all, problem);
	}
	for (int i = 0; i < patterns->counters; i++)
	{
		int64_t add = cpe_counts_get(&other->count, cpe_patterns_cell_at(other, from)->place, i);

		if (add != 0 && !cpe_patterns_count(patterns, cell, i, add, problem))
			return false;
	}
	return true;
}

static bool
merge_unanswered(struct cpe_patterns *patterns, const struct cpe_patterns *other,
                 const int32_t *organisation, struct cpe_problem *problem)
{
	for (int32_t i = 0; i <= cpe_patterns_levels(other, other->organisation); i++)
		for (int q = 0; q < other->shape.questions; q++)
		{
			int64_t respondents = cpe_patterns_unanswered_at(other, i, q);

			if (respondents != 0 &&
			    !cpe_patterns_unanswered(patterns, organisation[i], q, respondents, problem))
				return false;
		}
	return true;
}

bool
cpe_patterns_merge(struct cpe_patterns *patterns, const struct cpe_patterns *other,
                   struct cpe_arena *work, struct cpe_problem *problem)
{
	int32_t **level;
	int32_t *pattern;
	int32_t *code;

	if (!cpe_patterns_take(patterns, &other->shape, problem))
		return false;
	if (other->shape.questions == 0)
		return true;
	level = cpe_arena_alloc(work, (size_t) other->width + 1, sizeof(*level), problem);
	code = level ? cpe_arena_alloc(work, (size_t) other->width, sizeof(*code), problem) : NULL;
	pattern =
		code ? cpe_arena_alloc(work, (size_t) other->patterns, sizeof(*pattern), problem) : NULL;
	if (pattern == NULL)
		return false;
	for (int d = 0; d <= other->width; d++)
		if ((level[d] = map_levels(patterns, other, d, work, problem)) == NULL)
			return false;
	for (int32_t p = 0; p < other->patterns; p++)
	{
		for (int d = 0; d < other->width; d++)
			code[d] = level[d][cpe_patterns_code_at(other, p, d)];
		if ((p % 4096 == 0 && !cpe_arena_poll(work, problem)) ||
		    !pack_code(patterns, code, problem) || !make_room(patterns, problem) ||
		    !find_pattern(patterns, hash_row(patterns->row, patterns->code.row / 8), &pattern[p],
		                  problem))
			return false;
	}
	for (int32_t c = 0; c < other->cells; c++)
	{
		const struct cpe_patterns_cell *from = cpe_patterns_cell_at(other, c);
		int32_t organisation = level[other->organisation][from->organisation];
		int32_t to = pattern[from->pattern];
		int32_t cell = 0;

		if ((c % 4096 == 0 && !cpe_arena_poll(work, problem)) || !make_room(patterns, problem) ||
		    !find_cell(patterns, organisation, to,
		               hash_cell(hash_pattern(patterns, to), organisation), &cell, problem) ||
		    !merge_cell(patterns, cell, other, c, problem))
			return false;
	}
	return merge_unanswered(patterns, other, level[other->organisation], problem);
}
