#include "cancer_pe.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "windowapi.h"

#include "base/base.h"
#include "base/dictionary.h"
#include "tally/calibrate.h"

/*
 * Survey weights as window functions.  A partition is worked out once, at its first row, and the
 * rows' numbers are kept in the partition's memory.  Arguments that are texts or arrays are read
 * row by row and collapsed at once, so memory goes with the rows that differ.
 */

#define MAX_ARGUMENTS 5
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

/*
 * The arguments of one row after the other.  All are read together: going through the partition
 * again for each would be slow where it is on disk.  What the query has as a constant is read once.
 */
struct row_reader
{
	WindowObject window;
	int64 rows;
	int64 row; /* whose arguments are here; -1: none yet */
	int arguments;
	bool fixed[MAX_ARGUMENTS];
	Datum value[MAX_ARGUMENTS];
	bool null[MAX_ARGUMENTS];
	/* arguments that must be the same in all rows: the first row's */
	Datum first[MAX_ARGUMENTS];
	bool first_null[MAX_ARGUMENTS];
	MemoryContext keep;
	MemoryContext row_context; /* emptied for each row */
};

static void
open_reader(struct row_reader *reader, FunctionCallInfo fcinfo, int64 rows)
{
	reader->window = PG_WINDOW_OBJECT();
	reader->rows = rows;
	reader->row = -1;
	reader->arguments = PG_NARGS();
	reader->keep = CurrentMemoryContext;
	reader->row_context =
		AllocSetContextCreate(CurrentMemoryContext, "cancer_pe weights row", ALLOCSET_SMALL_SIZES);
	for (int i = 0; i < reader->arguments; i++)
	{
		reader->fixed[i] = get_fn_expr_arg_stable(fcinfo->flinfo, i);
		if (reader->fixed[i])
			reader->value[i] = WinGetFuncArgCurrent(reader->window, i, &reader->null[i]);
	}
}

/* Goes to the next row and into its memory context; false, and back from there, at the end. */
static bool
next_row(struct row_reader *reader)
{
	MemoryContextSwitchTo(reader->keep);
	MemoryContextReset(reader->row_context);
	if (++reader->row == reader->rows)
		return false;
	if (reader->row % 1024 == 0)
		CHECK_FOR_INTERRUPTS();
	MemoryContextSwitchTo(reader->row_context);
	for (int i = 0; i < reader->arguments; i++)
	{
		bool outside;

		if (!reader->fixed[i])
			reader->value[i] =
				WinGetFuncArgInPartition(reader->window, i, (int) reader->row, WINDOW_SEEK_HEAD,
			                             false, &reader->null[i], &outside);
	}
	return true;
}

/* Called at each row: an error when the argument is not that of the first row. */
static void
note_constant(struct row_reader *reader, FunctionCallInfo fcinfo, int argument, const char *name)
{
	Datum value = reader->value[argument];
	bool null = reader->null[argument];
	int16 length;
	bool by_value;

	if (reader->fixed[argument] && reader->row > 0)
		return;
	get_typlenbyval(get_fn_expr_argtype(fcinfo->flinfo, argument), &length, &by_value);
	if (!null && length == -1)
		value = PointerGetDatum(PG_DETOAST_DATUM(value));
	if (reader->row == 0)
	{
		MemoryContext before = MemoryContextSwitchTo(reader->keep);

		reader->first_null[argument] = null;
		if (!null)
			reader->first[argument] = datumCopy(value, by_value, length);
		MemoryContextSwitchTo(before);
	}
	else if (null != reader->first_null[argument] ||
	         (!null && !datumIsEqual(value, reader->first[argument], by_value, length)))
		cpe_refuse(CPE_INVALID, "It must be the same in all rows of a partition.", NULL,
		           "%s differs within the partition", name);
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

/* The row's weight: positive and finite. */
static double
weight_of(const struct row_reader *reader, int argument, const char *name)
{
	double weight;

	if (reader->null[argument])
		cpe_refuse(CPE_NULL, NULL, "Leave out rows that are not in the survey.",
		           "%s must not be null", name);
	weight = DatumGetFloat8(reader->value[argument]);
	if (!(weight > 0) || isinf(weight))
		cpe_refuse(CPE_INVALID, "Weights are positive and finite.", NULL, "%s out of range: %g",
		           name, weight);
	return weight;
}

static int32 *
allocate_places(struct cpe_arena *arena, int64 count)
{
	struct cpe_problem problem;
	int32 *place = cpe_arena_alloc(arena, count, sizeof(int32), &problem);

	if (place == NULL)
		cpe_raise(&problem);
	return place;
}

static void
open_dictionary(struct cpe_dictionary *dictionary, struct cpe_arena *arena)
{
	struct cpe_problem problem;

	if (!cpe_dictionary_open(dictionary, arena, &problem))
		cpe_raise(&problem);
}

static int32
number_of(struct cpe_dictionary *dictionary, const void *key, Size size)
{
	struct cpe_problem problem;
	int32 number;

	if (!cpe_dictionary_number(dictionary, key, size, &number, &problem))
		cpe_raise(&problem);
	return number;
}

static int32
number_of_label(struct cpe_dictionary *labels, Datum value)
{
	text *label = DatumGetTextPP(value);

	return number_of(labels, VARDATA_ANY(label), VARSIZE_ANY_EXHDR(label));
}

/* A kept label as a string: a NUL stands behind each key. */
static const char *
label_of(const struct cpe_dictionary *labels, int32 number)
{
	return labels->entry[number].bytes;
}

/* ---- rows in cells, each with a number that its rows share ---- */

struct cells
{
	struct cpe_dictionary labels;
	int32 *of;      /* each row's cell */
	double *number; /* by cell; NaN: NULL */
	int32 room;     /* of number */
};

static void
open_cells(struct cells *cells, struct cpe_arena *arena, int64 rows)
{
	open_dictionary(&cells->labels, arena);
	cells->of = allocate_places(arena, rows);
	cells->room = 0;
	cells->number = NULL;
}

/* The row's cell and its number, which must be that of the cell's other rows. */
static void
read_cell(struct cells *cells, struct cpe_arena *arena, const struct row_reader *reader,
          int cell_argument, int argument, const char *name, bool null_allowed)
{
	double number = reader->null[argument] ? NAN : DatumGetFloat8(reader->value[argument]);
	int32 met = cells->labels.entries;
	int32 cell;

	if (reader->null[cell_argument])
		cpe_refuse(CPE_NULL, NULL, "Name a cell for those whose cell is not known, too.",
		           "cell must not be null");
	cell = number_of_label(&cells->labels, reader->value[cell_argument]);
	if (reader->null[argument] && !null_allowed)
		cpe_refuse(CPE_NULL, NULL, NULL, "%s of cell \"%s\" must not be null", name,
		           label_of(&cells->labels, cell));
	if (!reader->null[argument] && (!(number > 0) || isinf(number)))
		cpe_refuse(CPE_INVALID, "A cell that has a respondent has a population.", NULL,
		           "%s of cell \"%s\" is out of range: %g", name, label_of(&cells->labels, cell),
		           number);
	if (cell == cells->room)
	{
		double *wider = allocate_numbers(arena, 2 * (int64) cell + 16);

		if (cell > 0)
			memcpy(wider, cells->number, sizeof(double) * cell);
		cells->number = wider;
		cells->room = 2 * cell + 16;
	}
	if (cell == met)
		cells->number[cell] = number;
	else if (!(cells->number[cell] == number || (isnan(cells->number[cell]) && isnan(number))))
		cpe_refuse(CPE_INVALID, "It must be the same in all rows of a cell.", NULL,
		           "%s of cell \"%s\" differs within the partition", name,
		           label_of(&cells->labels, cell));
	cells->of[reader->row] = cell;
}

/* ---- arrays ---- */

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
		cpe_refuse(CPE_INVALID, psprintf("One row has %d, another %d.", *elements, count), NULL,
		           "%s must have the same number of elements in all rows", name);
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

/* The categories of all margins, and the combinations that occur. */
struct categories
{
	int margins; /* 0: no row yet */
	struct cpe_dictionary labels[MAX_MARGINS];
	struct cpe_dictionary met; /* combinations of labels' numbers */
	double *total[MAX_MARGINS];
	int32 room[MAX_MARGINS]; /* of total */
	int32 *cell_of;          /* each row's combination */
	/* when sorted */
	const char **label[MAX_MARGINS]; /* ascending, as are the totals */
	int32 cells;
	int32 *level; /* cells * margins */
};

static void
open_categories(struct categories *categories, struct cpe_arena *arena, int64 rows)
{
	memset(categories, 0, sizeof(*categories));
	open_dictionary(&categories->met, arena);
	categories->cell_of = allocate_places(arena, rows);
}

/* The row's categories as numbers, which are kept as its combination. */
static void
read_categories(struct categories *categories, struct cpe_arena *arena,
                const struct row_reader *reader, int argument, int32 *number)
{
	ArrayType *array;
	Datum *element;
	int margins = categories->margins;

	if (reader->null[argument])
		cpe_refuse(CPE_NULL, NULL, NULL, "categories must not be null");
	array = array_of("categories", reader->value[argument], &margins, MAX_MARGINS);
	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &element, NULL, &margins);
	if (categories->margins == 0)
		for (int m = 0; m < margins; m++)
			open_dictionary(&categories->labels[m], arena);
	categories->margins = margins;
	for (int m = 0; m < margins; m++)
		number[m] = number_of_label(&categories->labels[m], element[m]);
	categories->cell_of[reader->row] = number_of(&categories->met, number, sizeof(int32) * margins);
}

/* The totals of the row's categories, which must be those of the categories' other rows. */
static void
read_category_totals(struct categories *categories, struct cpe_arena *arena,
                     const struct row_reader *reader, int argument, const int32 *number)
{
	const double *total;
	int elements = 0;

	if (reader->null[argument])
		cpe_refuse(CPE_NULL, NULL, NULL, "totals must not be null");
	total = numbers_of("totals", reader->value[argument], &elements, MAX_MARGINS);
	if (elements != categories->margins)
		cpe_refuse(CPE_INVALID,
		           psprintf("categories has %d, totals %d.", categories->margins, elements),
		           "totals holds the total of the category at the same place.",
		           "totals must have as many elements as categories");
	for (int m = 0; m < elements; m++)
	{
		int32 mine = number[m];

		if (!(total[m] > 0))
			cpe_refuse(CPE_INVALID, "A category that has a respondent has a population.", NULL,
			           "total of category \"%s\" of margin %d is out of range: %g",
			           label_of(&categories->labels[m], mine), m + 1, total[m]);
		if (mine >= categories->room[m])
		{
			double *wider = allocate_numbers(arena, 2 * (int64) mine + 16); /* 0: not met yet */

			if (categories->room[m] > 0)
				memcpy(wider, categories->total[m], sizeof(double) * categories->room[m]);
			categories->total[m] = wider;
			categories->room[m] = 2 * mine + 16;
		}
		if (categories->total[m][mine] == 0)
			categories->total[m][mine] = total[m];
		else if (categories->total[m][mine] != total[m])
			cpe_refuse(CPE_INVALID, "It must be the same in all rows of a category.", NULL,
			           "total of category \"%s\" of margin %d differs within the partition",
			           label_of(&categories->labels[m], mine), m + 1);
	}
}

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

/* Puts everything in the order of the labels' bytes, which is not that of the rows. */
static void
sort_categories(struct categories *categories, struct cpe_arena *arena, int64 rows)
{
	struct cpe_dictionary cells;
	struct cpe_problem problem;
	int margins = categories->margins;
	int32 *rank[MAX_MARGINS];
	int32 *order;
	int32 *cell_rank;
	int32 level[MAX_MARGINS];

	for (int m = 0; m < margins; m++)
	{
		int32 levels = categories->labels[m].entries;
		double *total = allocate_numbers(arena, levels);

		if (!cpe_dictionary_sort(&categories->labels[m], NULL, &rank[m], &order, &problem))
			cpe_raise(&problem);
		categories->label[m] =
			MemoryContextAllocHuge(CurrentMemoryContext, sizeof(char *) * levels);
		for (int32 i = 0; i < levels; i++)
		{
			categories->label[m][i] = label_of(&categories->labels[m], order[i]);
			if (categories->total[m])
				total[i] = categories->total[m][order[i]];
		}
		categories->total[m] = total;
	}
	/* the combinations again, in the places of their labels: the same numbers */
	open_dictionary(&cells, arena);
	for (int32 cell = 0; cell < categories->met.entries; cell++)
	{
		const int32 *number = categories->met.entry[cell].bytes;

		for (int m = 0; m < margins; m++)
			level[m] = rank[m][number[m]];
		(void) number_of(&cells, level, sizeof(int32) * margins);
	}
	if (!cpe_dictionary_sort(&cells, compare_levels, &cell_rank, &order, &problem))
		cpe_raise(&problem);
	categories->cells = cells.entries;
	categories->level = allocate_places(arena, (int64) cells.entries * margins);
	for (int32 i = 0; i < cells.entries; i++)
		memcpy(&categories->level[(size_t) i * margins], cells.entry[order[i]].bytes,
		       sizeof(int32) * margins);
	for (int64 row = 0; row < rows; row++)
		categories->cell_of[row] = cell_rank[categories->cell_of[row]];
}

/* ---- rows collapsed to auxiliary values ---- */

struct auxiliary
{
	int columns; /* 0: no row yet */
	struct cpe_dictionary met;
	int32 *pattern_of; /* each row's */
	double *x;         /* when sorted: patterns * columns */
};

static void
open_auxiliary(struct auxiliary *auxiliary, struct cpe_arena *arena, int64 rows)
{
	memset(auxiliary, 0, sizeof(*auxiliary));
	open_dictionary(&auxiliary->met, arena);
	auxiliary->pattern_of = allocate_places(arena, rows);
}

static void
read_auxiliary(struct auxiliary *auxiliary, const struct row_reader *reader, int argument)
{
	double key[MAX_COLUMNS];
	const double *number;

	if (reader->null[argument])
		cpe_refuse(CPE_NULL, NULL, NULL, "x must not be null");
	number = numbers_of("x", reader->value[argument], &auxiliary->columns, MAX_COLUMNS);
	for (int j = 0; j < auxiliary->columns; j++)
		key[j] = number[j] + 0.0; /* no negative zero */
	auxiliary->pattern_of[reader->row] =
		number_of(&auxiliary->met, key, sizeof(double) * auxiliary->columns);
}

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

/* Puts the patterns in the order of their numbers, which is not that of the rows. */
static struct cpe_regressors
sort_auxiliary(struct auxiliary *auxiliary, struct cpe_arena *arena, int64 rows)
{
	struct cpe_regressors regressors = {0, 0, NULL, 0, NULL};
	int32 patterns = auxiliary->met.entries;
	int columns = auxiliary->columns;
	struct cpe_problem problem;
	int32 *rank;
	int32 *order;

	if (!cpe_dictionary_sort(&auxiliary->met, compare_x, &rank, &order, &problem))
		cpe_raise(&problem);
	auxiliary->x = allocate_numbers(arena, (int64) patterns * columns);
	for (int32 p = 0; p < patterns; p++)
		memcpy(&auxiliary->x[(size_t) p * columns], auxiliary->met.entry[order[p]].bytes,
		       sizeof(double) * columns);
	for (int64 row = 0; row < rows; row++)
		auxiliary->pattern_of[row] = rank[auxiliary->pattern_of[row]];
	regressors.patterns = patterns;
	regressors.columns = columns;
	regressors.x = auxiliary->x;
	return regressors;
}

/* ---- options ---- */

static const char *const rake_keys[] = {"tolerance", "iterations", NULL};
static const char *const calibrate_keys[] = {"tolerance", "iterations", "negative", NULL};
static const char *const negative_words[] = {"refuse", "allow", NULL};

struct iteration
{
	double tolerance;
	int iterations;
	bool negative;
};

static struct iteration
read_iteration(const struct row_reader *reader, int argument, const char *what,
               const char *const *keys, struct iteration defaults)
{
	struct cpe_options options = {what, {NULL, NULL}};
	struct iteration iteration = defaults;
	double number;

	if (reader->first_null[argument])
		cpe_refuse(CPE_NULL, NULL, "Leave them out, or give '{}'.", "options must not be null");
	options.layer[0] = DatumGetJsonbP(reader->first[argument]);
	cpe_options_check(&options, keys);
	number = cpe_option_number(&options, "tolerance");
	if (!isnan(number))
		iteration.tolerance = number;
	if (!(iteration.tolerance >= 1e-14 && iteration.tolerance <= 0.1))
		cpe_refuse(CPE_INVALID, "It lies between 1e-14 and 0.1.", NULL,
		           "option \"tolerance\" of %s is out of range", what);
	iteration.iterations =
		cpe_whole_option(&options, "iterations", 1, 1000000, iteration.iterations);
	iteration.negative =
		cpe_word_option(&options, "negative", negative_words, iteration.negative) == 1;
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
	struct row_reader reader;
	struct cells cells;
	double *respondents;

	open_reader(&reader, fcinfo, rows);
	open_cells(&cells, arena, rows);
	while (next_row(&reader))
		read_cell(&cells, arena, &reader, 1, 0, "population", true);
	respondents = allocate_numbers(arena, cells.labels.entries);
	for (int64 row = 0; row < rows; row++)
		respondents[cells.of[row]]++;
	for (int64 row = 0; row < rows; row++)
		result[row] = cells.number[cells.of[row]] / respondents[cells.of[row]];
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
	struct row_reader reader;
	struct cpe_problem problem;
	double sds;
	double cap;

	open_reader(&reader, fcinfo, rows);
	while (next_row(&reader))
	{
		result[reader.row] = weight_of(&reader, 0, "weight");
		note_constant(&reader, fcinfo, 1, "sds");
	}
	if (reader.first_null[1])
		cpe_refuse(CPE_NULL, NULL, NULL, "sds must not be null");
	sds = DatumGetFloat8(reader.first[1]);
	if (!(sds >= 0) || isinf(sds))
		cpe_refuse(CPE_INVALID, "It is zero or positive, and finite.", NULL, "sds out of range: %g",
		           sds);
	if (!cpe_weight_cap(arena, result, rows, sds, &cap, &problem))
		cpe_raise(&problem);
	for (int64 row = 0; row < rows; row++)
		result[row] = Min(result[row], cap);
}

PG_FUNCTION_INFO_V1(cpe_cap_weight);
Datum
cpe_cap_weight(PG_FUNCTION_ARGS)
{
	return partition_result(fcinfo, "cap_weight", judge_cap_weight);
}

/* A limit of trimming; NULL: none. */
static double
limit_of(const struct row_reader *reader, int argument, const char *name, double none)
{
	double limit;

	if (reader->first_null[argument])
		return none;
	limit = DatumGetFloat8(reader->first[argument]);
	if (!(limit > 0) || isinf(limit))
		cpe_refuse(CPE_INVALID, "A limit of weights is positive and finite, or NULL.", NULL,
		           "%s out of range: %g", name, limit);
	return limit;
}

static void
judge_trim_weight(FunctionCallInfo fcinfo, struct cpe_arena *arena, int64 rows, double *result)
{
	double *weight = allocate_numbers(arena, rows);
	struct row_reader reader;
	struct cpe_problem problem;
	double low;
	double high;

	open_reader(&reader, fcinfo, rows);
	while (next_row(&reader))
	{
		weight[reader.row] = weight_of(&reader, 0, "weight");
		note_constant(&reader, fcinfo, 1, "low");
		note_constant(&reader, fcinfo, 2, "high");
	}
	low = limit_of(&reader, 1, "low", -INFINITY);
	high = limit_of(&reader, 2, "high", INFINITY);
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
	double *weight = allocate_numbers(arena, rows);
	struct row_reader reader;
	struct cells cells;
	struct cpe_problem problem;
	double *sum;

	open_reader(&reader, fcinfo, rows);
	open_cells(&cells, arena, rows);
	while (next_row(&reader))
	{
		weight[reader.row] = weight_of(&reader, 0, "weight");
		read_cell(&cells, arena, &reader, 1, 2, "total", false);
	}
	if (!cpe_pattern_sums(arena, cells.of, rows, cells.labels.entries, weight, NULL, &sum, NULL,
	                      &problem))
		cpe_raise(&problem);
	for (int32 cell = 0; cell < cells.labels.entries; cell++)
		cells.number[cell] /= sum[cell];
	apply_factors(weight, cells.of, cells.number, rows, result);
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
	double *weight = allocate_numbers(arena, rows);
	struct row_reader reader;
	struct categories categories;
	struct iteration iteration;
	struct cpe_margin margin[MAX_MARGINS];
	struct cpe_margins margins;
	struct cpe_problem problem;
	double *sum;
	double *factor;

	open_reader(&reader, fcinfo, rows);
	open_categories(&categories, arena, rows);
	while (next_row(&reader))
	{
		int32 number[MAX_MARGINS];

		weight[reader.row] = weight_of(&reader, 0, "weight");
		read_categories(&categories, arena, &reader, 1, number);
		read_category_totals(&categories, arena, &reader, 2, number);
		note_constant(&reader, fcinfo, 3, "options");
	}
	iteration = read_iteration(&reader, 3, "rake", rake_keys, defaults);
	sort_categories(&categories, arena, rows);
	for (int m = 0; m < categories.margins; m++)
		margin[m] = (struct cpe_margin){categories.labels[m].entries, categories.label[m],
		                                categories.total[m]};
	factor = allocate_numbers(arena, categories.cells);
	if (!cpe_pattern_sums(arena, categories.cell_of, rows, categories.cells, weight, NULL, &sum,
	                      NULL, &problem))
		cpe_raise(&problem);
	margins =
		(struct cpe_margins){categories.margins, margin, categories.cells, categories.level, sum};
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

static enum cpe_calibration
method_of(const struct row_reader *reader, int argument)
{
	char *word;

	if (reader->first_null[argument])
		cpe_refuse(CPE_NULL, NULL, NULL, "method must not be null");
	word = TextDatumGetCString(reader->first[argument]);
	if (strcmp(word, "linear") == 0)
		return CPE_CALIBRATION_LINEAR;
	if (strcmp(word, "raking") == 0)
		return CPE_CALIBRATION_RAKING;
	cpe_refuse(CPE_INVALID, NULL, "Methods: linear, raking.", "unknown method of calibrate: \"%s\"",
	           word);
}

static void
judge_calibrate(FunctionCallInfo fcinfo, struct cpe_arena *arena, int64 rows, double *result)
{
	static const struct iteration defaults = {1e-12, 100, false};
	double *weight = allocate_numbers(arena, rows);
	struct row_reader reader;
	struct auxiliary auxiliary;
	struct iteration iteration;
	struct cpe_regressors regressors;
	struct cpe_problem problem;
	enum cpe_calibration method;
	const double *total;
	double *factor;
	double *sum;
	int elements = 0;

	open_reader(&reader, fcinfo, rows);
	open_auxiliary(&auxiliary, arena, rows);
	while (next_row(&reader))
	{
		weight[reader.row] = weight_of(&reader, 0, "weight");
		read_auxiliary(&auxiliary, &reader, 1);
		note_constant(&reader, fcinfo, 2, "totals");
		note_constant(&reader, fcinfo, 3, "method");
		note_constant(&reader, fcinfo, 4, "options");
	}
	if (reader.first_null[2])
		cpe_refuse(CPE_NULL, NULL, NULL, "totals must not be null");
	total = numbers_of("totals", reader.first[2], &elements, MAX_COLUMNS);
	if (elements != auxiliary.columns)
		cpe_refuse(CPE_INVALID, psprintf("x has %d, totals %d.", auxiliary.columns, elements),
		           "totals holds the population's total of the element of x at the same place.",
		           "totals must have as many elements as x");
	method = method_of(&reader, 3);
	iteration = read_iteration(&reader, 4, "calibrate", calibrate_keys, defaults);
	regressors = sort_auxiliary(&auxiliary, arena, rows);
	factor = allocate_numbers(arena, regressors.patterns);
	if (!cpe_pattern_sums(arena, auxiliary.pattern_of, rows, regressors.patterns, weight, NULL,
	                      &sum, NULL, &problem) ||
	    !cpe_calibrate(arena, &regressors, sum, total, method, iteration.tolerance,
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

/* The row's value for a regression: finite, not missing. */
static double
value_of(const struct row_reader *reader, int argument)
{
	double u;

	if (reader->null[argument])
		cpe_refuse(CPE_NULL, NULL, "A row outside the domain, or without an answer, has u = 0.",
		           "u must not be null");
	u = DatumGetFloat8(reader->value[argument]);
	if (!isfinite(u))
		cpe_refuse(CPE_INVALID, NULL, NULL, "u out of range: %g", u);
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
	double *u = allocate_numbers(arena, rows);
	double *base = allocate_numbers(arena, rows);
	struct row_reader reader;
	struct auxiliary auxiliary;
	struct cpe_regressors regressors;

	open_reader(&reader, fcinfo, rows);
	open_auxiliary(&auxiliary, arena, rows);
	while (next_row(&reader))
	{
		u[reader.row] = value_of(&reader, 0);
		base[reader.row] = weight_of(&reader, 1, "base");
		read_auxiliary(&auxiliary, &reader, 2);
	}
	regressors = sort_auxiliary(&auxiliary, arena, rows);
	leave_residuals(arena, &regressors, auxiliary.pattern_of, base, u, rows, result);
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
	double *u = allocate_numbers(arena, rows);
	double *base = allocate_numbers(arena, rows);
	struct row_reader reader;
	struct categories categories;
	struct cpe_regressors regressors;
	int64 first = 0;

	open_reader(&reader, fcinfo, rows);
	open_categories(&categories, arena, rows);
	while (next_row(&reader))
	{
		int32 number[MAX_MARGINS];

		u[reader.row] = value_of(&reader, 0);
		base[reader.row] = weight_of(&reader, 1, "base");
		read_categories(&categories, arena, &reader, 2, number);
	}
	sort_categories(&categories, arena, rows);
	/* as columns: the categories of one margin after those of another */
	for (int m = 0; m < categories.margins; m++)
	{
		for (int32 cell = 0; cell < categories.cells; cell++)
			categories.level[(size_t) cell * categories.margins + m] += (int32) first;
		first += categories.labels[m].entries;
		if (categories.margins > 1 && first > MAX_INDICATORS)
			cpe_refuse(CPE_LIMIT,
			           psprintf("There are at most %d in two margins or more.", MAX_INDICATORS),
			           NULL, "too many categories");
	}
	regressors = (struct cpe_regressors){categories.cells, (int) first, NULL, categories.margins,
	                                     categories.level};
	leave_residuals(arena, &regressors, categories.cell_of, base, u, rows, result);
}

PG_FUNCTION_INFO_V1(cpe_calibration_residual_categories);
Datum
cpe_calibration_residual_categories(PG_FUNCTION_ARGS)
{
	return partition_result(fcinfo, "calibration_residual", judge_residual_categories);
}
