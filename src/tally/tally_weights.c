#include "cancer_pe.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/dictionary.h"
#include "tally/calibrate.h"

/*
 * Survey weights as window functions.  A partition is worked out once, at its first row, and the
 * rows' numbers are kept in the partition's memory.  Arguments that are texts or arrays are read
 * row by row and collapsed at once, so memory goes with the rows that differ.
 */

#define MAX_MARGINS 32
#define MAX_COLUMNS 200     /* of x */
#define MAX_INDICATORS 1000 /* categories of all margins in a regression */

/* ---- the partition ---- */

/* Works out the results of a partition's rows; NaN is NULL. */
typedef void (*judge)(FunctionCallInfo fcinfo, struct cpe_arena *arena, int64 rows, double *result);

struct weight_partition
{
	bool ready;
	double result[FLEXIBLE_ARRAY_MEMBER];
};

/* The row's result, all rows worked out when the first is asked for. */
static Datum
partition_result(FunctionCallInfo fcinfo, const char *name, judge judge)
{
	WindowObject window = PG_WINDOW_OBJECT();
	int64 rows = WinGetPartitionRowCount(window);
	Size size = offsetof(struct weight_partition, result) + sizeof(double) * rows;
	struct weight_partition *partition;
	double result;

	if (!AllocSizeIsValid(size))
		cpe_refuse(CPE_LIMIT, NULL, "Use PARTITION BY.",
		           "too many rows in a partition of %s: " INT64_FORMAT, name, rows);
	partition = WinGetPartitionLocalMemory(window, size);
	if (!partition->ready)
	{
		MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "cancer_pe weights",
		                                           ALLOCSET_DEFAULT_SIZES);
		MemoryContext before = MemoryContextSwitchTo(work);
		struct cpe_arena arena;

		cpe_arena_open(&arena, work);
		judge(fcinfo, &arena, rows, partition->result);
		MemoryContextSwitchTo(before);
		MemoryContextDelete(work);
		partition->ready = true;
	}
	result = partition->result[WinGetCurrentPosition(window)];
	if (isnan(result))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(result);
}

/* An argument row by row, in a context that is emptied for each. */
struct row_reader
{
	WindowObject window;
	int argument;
	MemoryContext row;
};

static struct row_reader
open_reader(FunctionCallInfo fcinfo, int argument)
{
	struct row_reader reader = {PG_WINDOW_OBJECT(), argument, NULL};

	reader.row =
		AllocSetContextCreate(CurrentMemoryContext, "cancer_pe weights row", ALLOCSET_SMALL_SIZES);
	return reader;
}

/* The row's value, good until the next is read; false when it is NULL. */
static bool
read_value(const struct row_reader *reader, int64 row, Datum *value)
{
	MemoryContext before;
	bool null;
	bool outside;

	if (row % 1024 == 0)
		CHECK_FOR_INTERRUPTS();
	MemoryContextReset(reader->row);
	before = MemoryContextSwitchTo(reader->row);
	*value = WinGetFuncArgInPartition(reader->window, reader->argument, (int) row, WINDOW_SEEK_HEAD,
	                                  false, &null, &outside);
	MemoryContextSwitchTo(before);
	return !null;
}

static void
close_reader(const struct row_reader *reader)
{
	MemoryContextDelete(reader->row);
}

/* ---- arguments ---- */

static double *
allocate_numbers(struct cpe_arena *arena, int64 count)
{
	struct cpe_problem problem;
	double *numbers = cpe_arena_alloc(arena, count, sizeof(double), &problem);

	if (numbers == NULL)
		cpe_raise(&problem);
	return numbers;
}

/* Weights of all rows: positive and finite. */
static double *
read_weights(FunctionCallInfo fcinfo, struct cpe_arena *arena, int argument, const char *name,
             int64 rows)
{
	struct row_reader reader = open_reader(fcinfo, argument);
	double *weight = allocate_numbers(arena, rows);

	for (int64 row = 0; row < rows; row++)
	{
		Datum value;

		if (!read_value(&reader, row, &value))
			cpe_refuse(CPE_NULL, NULL, "Leave out rows that are not in the survey.",
			           "%s must not be null", name);
		weight[row] = DatumGetFloat8(value);
		if (!(weight[row] > 0) || isinf(weight[row]))
			cpe_refuse(CPE_INVALID, "Weights are positive and finite.", NULL, "%s out of range: %g",
			           name, weight[row]);
	}
	close_reader(&reader);
	return weight;
}

/* A text argument of all rows as numbers from 0, in the order of the texts' bytes. */
struct labels
{
	int32 count;
	const char **label; /* ascending */
	int32 *of;          /* each row's */
};

static void
number_label(struct cpe_dictionary *labels, Datum value, int32 *number)
{
	text *label = DatumGetTextPP(value);
	struct cpe_problem problem;

	if (!cpe_dictionary_number(labels, VARDATA_ANY(label), VARSIZE_ANY_EXHDR(label), number,
	                           &problem))
		cpe_raise(&problem);
}

/* The labels in ascending order, and each number's place among them. */
static const char **
sort_labels(const struct cpe_dictionary *labels, int32 **rank)
{
	const char **label =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(char *) * Max(labels->entries, 1));
	struct cpe_problem problem;
	int32 *order;

	if (!cpe_dictionary_sort(labels, NULL, rank, &order, &problem))
		cpe_raise(&problem);
	/* a NUL stands behind each kept key */
	for (int32 i = 0; i < labels->entries; i++)
		label[i] = labels->entry[order[i]].bytes;
	return label;
}

static struct labels
read_labels(FunctionCallInfo fcinfo, struct cpe_arena *arena, int argument, const char *name,
            int64 rows)
{
	struct row_reader reader = open_reader(fcinfo, argument);
	struct labels labels;
	struct cpe_dictionary dictionary;
	struct cpe_problem problem;
	int32 *rank;

	labels.of = cpe_arena_alloc(arena, rows, sizeof(int32), &problem);
	if (labels.of == NULL || !cpe_dictionary_open(&dictionary, arena, &problem))
		cpe_raise(&problem);
	for (int64 row = 0; row < rows; row++)
	{
		Datum value;

		if (!read_value(&reader, row, &value))
			cpe_refuse(CPE_NULL, NULL, "Name those that are not known, too.", "%s must not be null",
			           name);
		number_label(&dictionary, value, &labels.of[row]);
	}
	close_reader(&reader);
	labels.count = dictionary.entries;
	labels.label = sort_labels(&dictionary, &rank);
	for (int64 row = 0; row < rows; row++)
		labels.of[row] = rank[labels.of[row]];
	return labels;
}

/*
 * The number of an argument that all rows of a cell have alike.  Where NULL is allowed, a cell's
 * number can be NaN; else NULL is an error.
 */
static double *
read_cell_numbers(FunctionCallInfo fcinfo, struct cpe_arena *arena, int argument, const char *name,
                  bool null_allowed, int64 rows, const struct labels *labels)
{
	struct row_reader reader = open_reader(fcinfo, argument);
	double *number = allocate_numbers(arena, labels->count);
	bool *met = palloc0(sizeof(bool) * labels->count);

	for (int64 row = 0; row < rows; row++)
	{
		int32 cell = labels->of[row];
		Datum value;
		double mine = NAN;

		if (read_value(&reader, row, &value))
		{
			mine = DatumGetFloat8(value);
			if (!(mine > 0) || isinf(mine))
				cpe_refuse(CPE_INVALID, "A cell that has a respondent has a population.", NULL,
				           "%s of cell \"%s\" is out of range: %g", name, labels->label[cell],
				           mine);
		}
		else if (!null_allowed)
			cpe_refuse(CPE_NULL, NULL, NULL, "%s of cell \"%s\" must not be null", name,
			           labels->label[cell]);
		if (!met[cell])
			number[cell] = mine;
		else if (!(number[cell] == mine || (isnan(number[cell]) && isnan(mine))))
			cpe_refuse(CPE_INVALID, "It must be the same in all rows of a cell.", NULL,
			           "%s of cell \"%s\" differs within the partition", name, labels->label[cell]);
		met[cell] = true;
	}
	close_reader(&reader);
	return number;
}

/* An array argument's elements; its number of elements is that of the rows before (0: none yet). */
static ArrayType *
array_of(const char *name, Datum value, int *elements, int most)
{
	ArrayType *array = DatumGetArrayTypeP(value);
	int count;

	if (ARR_NDIM(array) != 1)
		cpe_refuse(CPE_INVALID, NULL, NULL, "%s must be an array with one element or more", name);
	count = ARR_DIMS(array)[0];
	if (count > most)
		cpe_refuse(CPE_LIMIT, psprintf("There are at most %d.", most), NULL,
		           "%s has too many elements: %d", name, count);
	if (array_contains_nulls(array))
		cpe_refuse(CPE_NULL, NULL, NULL, "%s must not have null elements", name);
	if (*elements && count != *elements)
		cpe_refuse(CPE_INVALID, "It is as long in all rows of a partition.", NULL,
		           "%s has %d elements in one row and %d in another", name, *elements, count);
	*elements = count;
	return array;
}

/* The elements of a row's array of numbers, which must be finite. */
static const double *
numbers_of(const char *name, Datum value, int *elements, int most)
{
	ArrayType *array = array_of(name, value, elements, most);
	const double *number = (const double *) ARR_DATA_PTR(array);

	for (int i = 0; i < *elements; i++)
		if (!isfinite(number[i]))
			cpe_refuse(CPE_INVALID, NULL, NULL, "element %d of %s is out of range: %g", i + 1, name,
			           number[i]);
	return number;
}

/* ---- rows collapsed to combinations of categories ---- */

/* The categories of all margins: labels ascending, and the combinations that occur, ascending. */
struct categories
{
	int margins;
	int32 levels[MAX_MARGINS];
	const char **label[MAX_MARGINS];
	int32 cells;
	int32 *level;   /* cells * margins */
	int32 *cell_of; /* each row's */
};

static int
compare_levels(const void *a, const void *b)
{
	const struct cpe_dictionary_entry *left = a;
	const struct cpe_dictionary_entry *right = b;
	const int32 *left_level = left->bytes;
	const int32 *right_level = right->bytes;

	for (size_t m = 0; m < left->size / sizeof(int32); m++)
		if (left_level[m] != right_level[m])
			return left_level[m] < right_level[m] ? -1 : 1;
	return 0;
}

static struct categories
read_categories(FunctionCallInfo fcinfo, struct cpe_arena *arena, int argument, int64 rows)
{
	struct row_reader reader = open_reader(fcinfo, argument);
	struct categories categories;
	struct cpe_dictionary labels[MAX_MARGINS];
	struct cpe_dictionary met;   /* combinations of labels' numbers */
	struct cpe_dictionary cells; /* the same of their places */
	struct cpe_problem problem;
	int32 *rank[MAX_MARGINS];
	int32 *cell_rank;
	int32 *cell_order;
	int32 level[MAX_MARGINS];
	int32 number;

	categories.margins = 0;
	categories.cell_of = cpe_arena_alloc(arena, rows, sizeof(int32), &problem);
	if (categories.cell_of == NULL || !cpe_dictionary_open(&met, arena, &problem) ||
	    !cpe_dictionary_open(&cells, arena, &problem))
		cpe_raise(&problem);
	for (int64 row = 0; row < rows; row++)
	{
		MemoryContext before;
		Datum value;
		Datum *element;
		ArrayType *array;
		bool first = categories.margins == 0;

		if (!read_value(&reader, row, &value))
			cpe_refuse(CPE_NULL, NULL, NULL, "categories must not be null");
		before = MemoryContextSwitchTo(reader.row);
		array = array_of("categories", value, &categories.margins, MAX_MARGINS);
		deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &element, NULL,
		                  &categories.margins);
		for (int m = 0; m < categories.margins; m++)
		{
			if (first && !cpe_dictionary_open(&labels[m], arena, &problem))
				cpe_raise(&problem);
			number_label(&labels[m], element[m], &level[m]);
		}
		MemoryContextSwitchTo(before);
		if (!cpe_dictionary_number(&met, level, sizeof(int32) * categories.margins,
		                           &categories.cell_of[row], &problem))
			cpe_raise(&problem);
	}
	close_reader(&reader);
	for (int m = 0; m < categories.margins; m++)
	{
		categories.levels[m] = labels[m].entries;
		categories.label[m] = sort_labels(&labels[m], &rank[m]);
	}
	for (int32 cell = 0; cell < met.entries; cell++)
	{
		const int32 *numbers = met.entry[cell].bytes;

		for (int m = 0; m < categories.margins; m++)
			level[m] = rank[m][numbers[m]];
		if (!cpe_dictionary_number(&cells, level, sizeof(int32) * categories.margins, &number,
		                           &problem))
			cpe_raise(&problem);
		Assert(number == cell);
	}
	if (!cpe_dictionary_sort(&cells, compare_levels, &cell_rank, &cell_order, &problem))
		cpe_raise(&problem);
	categories.cells = cells.entries;
	categories.level =
		cpe_arena_alloc(arena, cells.entries, sizeof(int32) * categories.margins, &problem);
	if (categories.level == NULL)
		cpe_raise(&problem);
	for (int32 i = 0; i < cells.entries; i++)
		memcpy(&categories.level[(size_t) i * categories.margins], cells.entry[cell_order[i]].bytes,
		       sizeof(int32) * categories.margins);
	for (int64 row = 0; row < rows; row++)
		categories.cell_of[row] = cell_rank[categories.cell_of[row]];
	return categories;
}

/* The totals that go with the categories, which each row gives for its own. */
static void
read_category_totals(FunctionCallInfo fcinfo, struct cpe_arena *arena, int argument, int64 rows,
                     const struct categories *categories, double **total)
{
	struct row_reader reader = open_reader(fcinfo, argument);
	int elements = 0;

	for (int m = 0; m < categories->margins; m++)
		total[m] = allocate_numbers(arena, categories->levels[m]); /* 0: not met yet */
	for (int64 row = 0; row < rows; row++)
	{
		const int32 *level =
			&categories->level[(size_t) categories->cell_of[row] * categories->margins];
		MemoryContext before;
		const double *number;
		Datum value;

		if (!read_value(&reader, row, &value))
			cpe_refuse(CPE_NULL, NULL, NULL, "totals must not be null");
		before = MemoryContextSwitchTo(reader.row);
		number = numbers_of("totals", value, &elements, MAX_MARGINS);
		MemoryContextSwitchTo(before);
		if (elements != categories->margins)
			cpe_refuse(CPE_INVALID, "totals has the total of the category at the same place.", NULL,
			           "categories has %d elements and totals %d", categories->margins, elements);
		for (int m = 0; m < elements; m++)
		{
			const char *label = categories->label[m][level[m]];
			double *expected = &total[m][level[m]];

			if (!(number[m] > 0))
				cpe_refuse(CPE_INVALID, "A category that has a respondent has a population.", NULL,
				           "total of category \"%s\" of margin %d is out of range: %g", label,
				           m + 1, number[m]);
			if (*expected == 0)
				*expected = number[m];
			else if (*expected != number[m])
				cpe_refuse(CPE_INVALID, "It must be the same in all rows of a category.", NULL,
				           "total of category \"%s\" of margin %d differs within the partition",
				           label, m + 1);
		}
	}
	close_reader(&reader);
}

/* ---- rows collapsed to auxiliary values ---- */

struct auxiliary
{
	struct cpe_regressors regressors;
	int32 *pattern_of; /* each row's */
};

static int
compare_x(const void *a, const void *b)
{
	const struct cpe_dictionary_entry *left = a;
	const struct cpe_dictionary_entry *right = b;
	const double *left_x = left->bytes;
	const double *right_x = right->bytes;

	for (size_t j = 0; j < left->size / sizeof(double); j++)
		if (left_x[j] != right_x[j])
			return left_x[j] < right_x[j] ? -1 : 1;
	return 0;
}

static struct auxiliary
read_auxiliary(FunctionCallInfo fcinfo, struct cpe_arena *arena, int argument, int64 rows)
{
	struct row_reader reader = open_reader(fcinfo, argument);
	struct auxiliary auxiliary = {{0, 0, NULL, 0, NULL}, NULL};
	struct cpe_dictionary patterns;
	struct cpe_problem problem;
	double key[MAX_COLUMNS];
	double *x;
	int32 *rank;
	int32 *order;
	int columns = 0;

	auxiliary.pattern_of = cpe_arena_alloc(arena, rows, sizeof(int32), &problem);
	if (auxiliary.pattern_of == NULL || !cpe_dictionary_open(&patterns, arena, &problem))
		cpe_raise(&problem);
	for (int64 row = 0; row < rows; row++)
	{
		MemoryContext before;
		const double *number;
		Datum value;

		if (!read_value(&reader, row, &value))
			cpe_refuse(CPE_NULL, NULL, NULL, "x must not be null");
		before = MemoryContextSwitchTo(reader.row);
		number = numbers_of("x", value, &columns, MAX_COLUMNS);
		MemoryContextSwitchTo(before);
		for (int j = 0; j < columns; j++)
			key[j] = number[j] + 0.0; /* no negative zero */
		if (!cpe_dictionary_number(&patterns, key, sizeof(double) * columns,
		                           &auxiliary.pattern_of[row], &problem))
			cpe_raise(&problem);
	}
	close_reader(&reader);
	if (!cpe_dictionary_sort(&patterns, compare_x, &rank, &order, &problem))
		cpe_raise(&problem);
	x = cpe_arena_alloc(arena, patterns.entries, sizeof(double) * columns, &problem);
	if (x == NULL)
		cpe_raise(&problem);
	for (int32 p = 0; p < patterns.entries; p++)
		memcpy(&x[(size_t) p * columns], patterns.entry[order[p]].bytes, sizeof(double) * columns);
	for (int64 row = 0; row < rows; row++)
		auxiliary.pattern_of[row] = rank[auxiliary.pattern_of[row]];
	auxiliary.regressors.patterns = patterns.entries;
	auxiliary.regressors.columns = columns;
	auxiliary.regressors.x = x;
	return auxiliary;
}

/* ---- options ---- */

static const char *const rake_keys[] = {"tolerance", "iterations", NULL};
static const char *const calibrate_keys[] = {"tolerance", "iterations", "negative", NULL};
static const char *const method_words[] = {"linear", "raking", NULL};
static const char *const negative_words[] = {"refuse", "allow", NULL};

struct iteration
{
	double tolerance;
	int iterations;
	bool negative;
};

static struct iteration
read_iteration(FunctionCallInfo fcinfo, int argument, int64 rows, const char *what,
               const char *const *keys, struct iteration defaults)
{
	struct cpe_options options = {what, {NULL, NULL}};
	struct iteration iteration = defaults;
	double number;
	Datum value;

	if (!cpe_window_constant(fcinfo, argument, rows, "options", &value))
		cpe_refuse(CPE_NULL, NULL, "Leave them out, or give '{}'.", "options must not be null");
	options.layer[0] = DatumGetJsonbP(value);
	cpe_options_check(&options, keys);
	number = cpe_option_number(&options, "tolerance");
	if (!isnan(number))
		iteration.tolerance = number;
	if (!(iteration.tolerance >= 1e-14 && iteration.tolerance <= 0.1))
		cpe_refuse(CPE_INVALID, "It lies between 1e-14 and 0.1.", NULL,
		           "option \"tolerance\" of %s is out of range", what);
	number = cpe_option_number(&options, "iterations");
	if (!isnan(number))
	{
		if (!(number >= 1 && number <= 1000000 && rint(number) == number))
			cpe_refuse(CPE_INVALID, "It is a whole number from 1 to 1000000.", NULL,
			           "option \"iterations\" of %s is out of range", what);
		iteration.iterations = (int) number;
	}
	if (cpe_option_text(&options, "negative"))
		iteration.negative = cpe_option_word(&options, "negative", negative_words) == 1;
	return iteration;
}

/* ---- the functions ---- */

/* Each row's weight times its pattern's factor; a product beyond the doubles is an error. */
static void
apply_factors(const double *weight, const int32 *pattern, const double *factor, int64 rows,
              double *result)
{
	for (int64 row = 0; row < rows; row++)
	{
		result[row] = weight[row] * factor[pattern[row]];
		if (!isfinite(result[row]) || (result[row] == 0 && factor[pattern[row]] != 0))
			cpe_refuse(CPE_RANGE, NULL, NULL, "a weight is out of range");
	}
}

static void
judge_cell_weight(FunctionCallInfo fcinfo, struct cpe_arena *arena, int64 rows, double *result)
{
	struct labels cells = read_labels(fcinfo, arena, 1, "cell", rows);
	double *population = read_cell_numbers(fcinfo, arena, 0, "population", true, rows, &cells);
	double *respondents = allocate_numbers(arena, cells.count);

	for (int64 row = 0; row < rows; row++)
		respondents[cells.of[row]]++;
	for (int64 row = 0; row < rows; row++)
		result[row] = population[cells.of[row]] / respondents[cells.of[row]];
}

PG_FUNCTION_INFO_V1(cpe_cell_weight);
Datum
cpe_cell_weight(PG_FUNCTION_ARGS)
{
	return partition_result(fcinfo, "cell_weight", judge_cell_weight);
}

static void
judge_cap_weight(FunctionCallInfo fcinfo, struct cpe_arena *arena, int64 rows, double *result)
{
	double *weight = read_weights(fcinfo, arena, 0, "weight", rows);
	struct cpe_problem problem;
	double sds;
	double cap;
	Datum value;

	if (!cpe_window_constant(fcinfo, 1, rows, "sds", &value))
		cpe_refuse(CPE_NULL, NULL, NULL, "sds must not be null");
	sds = DatumGetFloat8(value);
	if (!(sds >= 0) || isinf(sds))
		cpe_refuse(CPE_INVALID, "It is zero or positive, and finite.", NULL, "sds out of range: %g",
		           sds);
	if (!cpe_weight_cap(arena, weight, rows, sds, &cap, &problem))
		cpe_raise(&problem);
	for (int64 row = 0; row < rows; row++)
		result[row] = Min(weight[row], cap);
}

PG_FUNCTION_INFO_V1(cpe_cap_weight);
Datum
cpe_cap_weight(PG_FUNCTION_ARGS)
{
	return partition_result(fcinfo, "cap_weight", judge_cap_weight);
}

/* A limit of trimming; NULL: none. */
static double
read_limit(FunctionCallInfo fcinfo, int argument, const char *name, int64 rows, double none)
{
	Datum value;
	double limit;

	if (!cpe_window_constant(fcinfo, argument, rows, name, &value))
		return none;
	limit = DatumGetFloat8(value);
	if (!(limit > 0) || isinf(limit))
		cpe_refuse(CPE_INVALID, "A limit of weights is positive and finite, or NULL.", NULL,
		           "%s out of range: %g", name, limit);
	return limit;
}

static void
judge_trim_weight(FunctionCallInfo fcinfo, struct cpe_arena *arena, int64 rows, double *result)
{
	double *weight = read_weights(fcinfo, arena, 0, "weight", rows);
	double low = read_limit(fcinfo, 1, "low", rows, -INFINITY);
	double high = read_limit(fcinfo, 2, "high", rows, INFINITY);
	struct cpe_problem problem;

	if (low > high)
		cpe_refuse(CPE_INVALID, NULL, NULL, "low must not be above high: %g, %g", low, high);
	if (!cpe_weight_trim(arena, weight, rows, low, high, result, &problem))
		cpe_raise(&problem);
}

PG_FUNCTION_INFO_V1(cpe_trim_weight);
Datum
cpe_trim_weight(PG_FUNCTION_ARGS)
{
	return partition_result(fcinfo, "trim_weight", judge_trim_weight);
}

static void
judge_poststratify(FunctionCallInfo fcinfo, struct cpe_arena *arena, int64 rows, double *result)
{
	double *weight = read_weights(fcinfo, arena, 0, "weight", rows);
	struct labels cells = read_labels(fcinfo, arena, 1, "cell", rows);
	double *total = read_cell_numbers(fcinfo, arena, 2, "total", false, rows, &cells);
	struct cpe_problem problem;
	double *sum;

	if (!cpe_pattern_sums(arena, cells.of, rows, cells.count, weight, NULL, &sum, NULL, &problem))
		cpe_raise(&problem);
	for (int32 cell = 0; cell < cells.count; cell++)
		total[cell] /= sum[cell];
	apply_factors(weight, cells.of, total, rows, result);
}

PG_FUNCTION_INFO_V1(cpe_poststratify);
Datum
cpe_poststratify(PG_FUNCTION_ARGS)
{
	return partition_result(fcinfo, "poststratify", judge_poststratify);
}

static void
judge_rake(FunctionCallInfo fcinfo, struct cpe_arena *arena, int64 rows, double *result)
{
	static const struct iteration defaults = {1e-13, 1000, false};
	struct iteration iteration = read_iteration(fcinfo, 3, rows, "rake", rake_keys, defaults);
	double *weight = read_weights(fcinfo, arena, 0, "weight", rows);
	struct categories categories = read_categories(fcinfo, arena, 1, rows);
	double *total[MAX_MARGINS];
	struct cpe_margin margin[MAX_MARGINS];
	struct cpe_margins margins = {categories.margins, margin, categories.cells, categories.level,
	                              NULL};
	struct cpe_problem problem;
	double *sum;
	double *factor = allocate_numbers(arena, categories.cells);

	read_category_totals(fcinfo, arena, 2, rows, &categories, total);
	for (int m = 0; m < categories.margins; m++)
		margin[m] = (struct cpe_margin){categories.levels[m], categories.label[m], total[m]};
	if (!cpe_pattern_sums(arena, categories.cell_of, rows, categories.cells, weight, NULL, &sum,
	                      NULL, &problem))
		cpe_raise(&problem);
	margins.weight = sum;
	if (!cpe_rake(arena, &margins, iteration.tolerance, iteration.iterations, factor, &problem))
		cpe_raise(&problem);
	apply_factors(weight, categories.cell_of, factor, rows, result);
}

PG_FUNCTION_INFO_V1(cpe_rake_sql);
Datum
cpe_rake_sql(PG_FUNCTION_ARGS)
{
	return partition_result(fcinfo, "rake", judge_rake);
}

/* An error that says how many weights are not positive, and the lowest. */
static void
check_positive(const double *weight, int64 rows)
{
	int64 count = 0;
	double lowest = INFINITY;

	for (int64 row = 0; row < rows; row++)
	{
		count += !(weight[row] > 0);
		lowest = Min(lowest, weight[row]);
	}
	if (count > 0)
		cpe_refuse(CPE_INVALID,
		           psprintf(INT64_FORMAT " of " INT64_FORMAT
		                                 " weights are zero or negative, the lowest is %g.",
		                    count, rows, lowest),
		           "Use the method raking, or the option {\"negative\": \"allow\"}.",
		           "linear calibration gives weights that are not positive");
}

static void
judge_calibrate(FunctionCallInfo fcinfo, struct cpe_arena *arena, int64 rows, double *result)
{
	static const struct iteration defaults = {1e-12, 100, false};
	struct iteration iteration =
		read_iteration(fcinfo, 4, rows, "calibrate", calibrate_keys, defaults);
	double *weight = read_weights(fcinfo, arena, 0, "weight", rows);
	struct auxiliary auxiliary = read_auxiliary(fcinfo, arena, 1, rows);
	struct cpe_problem problem;
	enum cpe_calibration method;
	const double *total;
	double *factor = allocate_numbers(arena, auxiliary.regressors.patterns);
	double *sum;
	int elements = 0;
	char *word;
	Datum value;

	if (!cpe_window_constant(fcinfo, 2, rows, "totals", &value))
		cpe_refuse(CPE_NULL, NULL, NULL, "totals must not be null");
	total = numbers_of("totals", value, &elements, MAX_COLUMNS);
	if (elements != auxiliary.regressors.columns)
		cpe_refuse(CPE_INVALID,
		           "totals has the population's total of the element at the same "
		           "place of x.",
		           NULL, "x has %d elements and totals %d", auxiliary.regressors.columns, elements);
	if (!cpe_window_constant(fcinfo, 3, rows, "method", &value))
		cpe_refuse(CPE_NULL, NULL, NULL, "method must not be null");
	word = TextDatumGetCString(value);
	if (strcmp(word, method_words[CPE_CALIBRATION_LINEAR]) == 0)
		method = CPE_CALIBRATION_LINEAR;
	else if (strcmp(word, method_words[CPE_CALIBRATION_RAKING]) == 0)
		method = CPE_CALIBRATION_RAKING;
	else
		cpe_refuse(CPE_INVALID, "Methods: linear, raking.", NULL,
		           "unknown method of calibrate: \"%s\"", word);
	if (!cpe_pattern_sums(arena, auxiliary.pattern_of, rows, auxiliary.regressors.patterns, weight,
	                      NULL, &sum, NULL, &problem) ||
	    !cpe_calibrate(arena, &auxiliary.regressors, sum, total, method, iteration.tolerance,
	                   iteration.iterations, factor, &problem))
		cpe_raise(&problem);
	apply_factors(weight, auxiliary.pattern_of, factor, rows, result);
	if (!iteration.negative)
		check_positive(result, rows);
}

PG_FUNCTION_INFO_V1(cpe_calibrate_sql);
Datum
cpe_calibrate_sql(PG_FUNCTION_ARGS)
{
	return partition_result(fcinfo, "calibrate", judge_calibrate);
}

/* Values of all rows for a regression: finite, none missing. */
static double *
read_values(FunctionCallInfo fcinfo, struct cpe_arena *arena, int argument, int64 rows)
{
	struct row_reader reader = open_reader(fcinfo, argument);
	double *u = allocate_numbers(arena, rows);

	for (int64 row = 0; row < rows; row++)
	{
		Datum value;

		if (!read_value(&reader, row, &value))
			cpe_refuse(CPE_NULL, NULL, "A row outside the domain, or without an answer, has u = 0.",
			           "u must not be null");
		u[row] = DatumGetFloat8(value);
		if (!isfinite(u[row]))
			cpe_refuse(CPE_INVALID, NULL, NULL, "u out of range: %g", u[row]);
	}
	close_reader(&reader);
	return u;
}

/* What regression leaves of each row's value. */
static void
leave_residuals(struct cpe_arena *arena, const struct cpe_regressors *regressors,
                const int32 *pattern, const double *weight, const double *u, int64 rows,
                double *result)
{
	double *fitted = allocate_numbers(arena, regressors->patterns);
	struct cpe_problem problem;
	double *sum;
	double *product;

	if (!cpe_pattern_sums(arena, pattern, rows, regressors->patterns, weight, u, &sum, &product,
	                      &problem) ||
	    !cpe_regress(arena, regressors, sum, product, fitted, &problem))
		cpe_raise(&problem);
	for (int64 row = 0; row < rows; row++)
	{
		result[row] = u[row] - fitted[pattern[row]];
		if (!isfinite(result[row]))
			cpe_refuse(CPE_RANGE, NULL, NULL, "a residual is out of range");
	}
}

static void
judge_residual_x(FunctionCallInfo fcinfo, struct cpe_arena *arena, int64 rows, double *result)
{
	double *u = read_values(fcinfo, arena, 0, rows);
	double *base = read_weights(fcinfo, arena, 1, "base", rows);
	struct auxiliary auxiliary = read_auxiliary(fcinfo, arena, 2, rows);

	leave_residuals(arena, &auxiliary.regressors, auxiliary.pattern_of, base, u, rows, result);
}

PG_FUNCTION_INFO_V1(cpe_calibration_residual_x);
Datum
cpe_calibration_residual_x(PG_FUNCTION_ARGS)
{
	return partition_result(fcinfo, "calibration_residual", judge_residual_x);
}

static void
judge_residual_categories(FunctionCallInfo fcinfo, struct cpe_arena *arena, int64 rows,
                          double *result)
{
	double *u = read_values(fcinfo, arena, 0, rows);
	double *base = read_weights(fcinfo, arena, 1, "base", rows);
	struct categories categories = read_categories(fcinfo, arena, 2, rows);
	struct cpe_regressors regressors = {categories.cells, 0, NULL, categories.margins,
	                                    categories.level};
	int32 first = 0;

	/* the categories of one margin after those of another, as columns */
	for (int m = 0; m < categories.margins; m++)
	{
		for (int32 cell = 0; cell < categories.cells; cell++)
			categories.level[(size_t) cell * categories.margins + m] += first;
		first += categories.levels[m];
	}
	if (categories.margins > 1 && first > MAX_INDICATORS)
		cpe_refuse(CPE_LIMIT,
		           psprintf("There are at most %d in two margins or more.", MAX_INDICATORS), NULL,
		           "too many categories: %d", first);
	regressors.columns = first;
	leave_residuals(arena, &regressors, categories.cell_of, base, u, rows, result);
}

PG_FUNCTION_INFO_V1(cpe_calibration_residual_categories);
Datum
cpe_calibration_residual_categories(PG_FUNCTION_ARGS)
{
	return partition_result(fcinfo, "calibration_residual", judge_residual_categories);
}
