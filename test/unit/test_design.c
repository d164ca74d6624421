#include "tally/design_variance.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct cpe_arena arena;
static struct cpe_problem problem;

/* A row, and the names in it. */
struct row
{
	struct cpe_design_row row;
	char stratum[16];
	char psu[16];
	int stratum_number;
	int psu_number;
};

static struct cpe_design *
open_design(void)
{
	struct cpe_design *design = cpe_arena_alloc(&arena, 1, CPE_DESIGN_EMPTY_SIZE, &problem);

	cpe_design_empty(design);
	return design;
}

static void
add(struct cpe_design **design, const struct row *row)
{
	struct row copy = *row;

	/* the names of the copy, as the row may have moved */
	copy.row.stratum.text = copy.row.stratum.text ? copy.stratum : NULL;
	copy.row.psu.text = copy.row.psu.text ? copy.psu : NULL;
	problem.message[0] = '\0';
	CHECK(cpe_design_add(design, &copy.row, &arena, &problem), "a row: %s", problem.message);
}

static const struct cpe_design *
closed(const struct cpe_design *design)
{
	const struct cpe_design *result = cpe_design_close(design, &arena, &problem);

	CHECK(result != NULL, "in order: %s", problem.message);
	return result;
}

static bool
same(const struct cpe_design *a, const struct cpe_design *b)
{
	size_t a_length;
	size_t b_length;
	unsigned char *of_a = cpe_design_write(closed(a), &a_length, &arena, &problem);
	unsigned char *of_b = cpe_design_write(closed(b), &b_length, &arena, &problem);

	return a_length == b_length && memcmp(of_a, of_b, a_length) == 0;
}

static double
standard_error(const struct cpe_design *design, const struct cpe_design *whole,
               enum cpe_design_estimate what, enum cpe_lonely lonely)
{
	double se = NAN;

	problem.message[0] = '\0';
	CHECK(cpe_design_se(closed(design), closed(whole), what, lonely, &arena, &se, &problem),
	      "standard error: %s", problem.message);
	return se;
}

/* Text and binary form give back what they were made of, and closed designs are equal in memory. */
static void
check_round_trip(const struct cpe_design *design)
{
	const struct cpe_design *ordered = closed(design);
	char *text = cpe_design_print(ordered, &arena, &problem);
	const struct cpe_design *again = cpe_design_parse(text, &arena, &problem);
	size_t length;
	unsigned char *bytes = cpe_design_write(ordered, &length, &arena, &problem);

	CHECK(again != NULL && same(again, design), "text: %s", text);
	if (again != NULL)
		CHECK(again->size == ordered->size && memcmp((const char *) again + sizeof(int32_t),
		                                             (const char *) ordered + sizeof(int32_t),
		                                             again->size - sizeof(int32_t)) == 0,
		      "equal in memory");
	again = cpe_design_read(bytes, length, &arena, &problem);
	CHECK(again != NULL && same(again, design), "binary form of %s", text);
	for (size_t cut = 0; cut < length; cut += 1 + length / 40)
	{
		const struct cpe_design *less = cpe_design_read(bytes, cut, &arena, &problem);

		CHECK(less == NULL || !same(less, design), "cut off at %zu", cut);
	}
}

enum
{
	STRATA = 6,
	PSUS = 7,
	ROWS = 400
};

/* How a stratum of the random survey was drawn. */
struct drawn
{
	enum cpe_design_stage stage;
	double population;
	double units[PSUS];
};

/*
 * The variance in long double by the formulas, from the rows themselves: between PSUs and within.
 * answered: which rows are in the domain.
 */
static double
oracle(const struct row *rows, int count, const struct drawn *drawn, const bool *answered,
       bool total)
{
	long double y = 0, x = 0, variance = 0;

	for (int i = 0; i < count; i++)
		if (answered[i])
		{
			y += (long double) rows[i].row.weight * rows[i].row.value;
			x += (long double) rows[i].row.weight * rows[i].row.base;
		}
	for (int h = 0; h < STRATA; h++)
	{
		long double sum = 0, squares = 0, within = 0;
		long double psu_sum[PSUS] = {0}, psu_squares[PSUS] = {0};
		int psu_rows[PSUS] = {0};
		int units = 0;

		for (int i = 0; i < count; i++)
		{
			long double u = 0;

			if (rows[i].stratum_number != h)
				continue;
			if (answered[i])
				u = total ? (long double) rows[i].row.weight * rows[i].row.value
				          : rows[i].row.weight * (rows[i].row.value - y / x * rows[i].row.base) / x;
			psu_rows[rows[i].psu_number]++;
			psu_sum[rows[i].psu_number] += u;
			psu_squares[rows[i].psu_number] += u * u;
			if (drawn[h].stage == CPE_DESIGN_ROWS)
			{
				units++;
				sum += u;
				squares += u * u;
			}
		}
		for (int c = 0; c < PSUS && drawn[h].stage != CPE_DESIGN_ROWS; c++)
		{
			long double m = psu_rows[c];

			if (psu_rows[c] == 0)
				continue;
			units++;
			sum += psu_sum[c];
			squares += psu_sum[c] * psu_sum[c];
			if (drawn[h].stage == CPE_DESIGN_UNITS && psu_rows[c] > 1)
				within += (1 - m / drawn[h].units[c]) * m / (m - 1) *
				          (psu_squares[c] - psu_sum[c] * psu_sum[c] / m);
		}
		if (units > 1)
			variance += (1 - (drawn[h].population > 0 ? units / drawn[h].population : 0)) * units /
			            (units - 1) * (squares - sum * sum / units);
		if (drawn[h].population > 0)
			variance += units / drawn[h].population * within;
	}
	return (double) sqrtl(variance);
}

static void
random_survey(struct row *rows, int count, struct drawn *drawn, enum cpe_design_kind kind,
              int spread)
{
	for (int h = 0; h < STRATA; h++)
	{
		drawn[h].stage = (enum cpe_design_stage)(random() % 3);
		drawn[h].population = random() % 2 ? ROWS + random() % 100 : 0;
		for (int c = 0; c < PSUS; c++)
			drawn[h].units[c] = ROWS + random() % 100;
	}
	for (int i = 0; i < count; i++)
	{
		struct row *row = &rows[i];
		struct drawn *stratum;

		memset(row, 0, sizeof(*row));
		row->stratum_number = (int) (random() % STRATA);
		row->psu_number = (int) (random() % PSUS);
		stratum = &drawn[row->stratum_number];
		row->row.kind = kind;
		row->row.answered = random() % 5 > 0;
		row->row.weight = exp(spread * (unit_random() - 0.5));
		row->row.value = exp(spread * (unit_random() - 0.5)) - 0.3;
		row->row.base = kind == CPE_DESIGN_RATIO ? 1 + unit_random() : 1;
		row->row.stratum_units = stratum->population;
		row->row.stratum.length =
			(size_t) snprintf(row->stratum, sizeof(row->stratum), "s%d", row->stratum_number);
		if (row->stratum_number > 0)
			row->row.stratum.text = row->stratum;
		else
			row->row.stratum.length = 0;
		if (stratum->stage == CPE_DESIGN_ROWS)
			continue;
		row->row.psu.length = (size_t) snprintf(row->psu, sizeof(row->psu), "%d", row->psu_number);
		row->row.psu.text = row->psu;
		row->row.psu_units =
			stratum->stage == CPE_DESIGN_UNITS ? stratum->units[row->psu_number] : 0;
	}
}

/* Against the formulas; in parts, in any order; a domain within the whole. */
static void
check_random(void)
{
	static struct row rows[ROWS];
	static bool answered[ROWS];
	static bool in_domain[ROWS];

	for (int round = 0; round < 120; round++)
	{
		enum cpe_design_kind kind = round % 3 ? CPE_DESIGN_MEAN : CPE_DESIGN_RATIO;
		struct drawn drawn[STRATA];
		struct cpe_design *whole;
		struct cpe_design *part[5];
		struct cpe_design *own;
		struct cpe_design *domain;
		int domain_of = (int) (random() % 4);

		cpe_arena_open_malloc(&arena);
		random_survey(rows, ROWS, drawn, kind, round % 7 == 0 ? 40 : 4);
		whole = open_design();
		own = open_design();
		domain = open_design();
		for (int p = 0; p < 5; p++)
			part[p] = open_design();
		for (int i = 0; i < ROWS; i++)
		{
			struct row outside = rows[i];

			answered[i] = rows[i].row.answered;
			in_domain[i] = answered[i] && (rows[i].psu_number + i) % 4 == domain_of;
			add(&whole, &rows[i]);
			add(&part[random() % 4], &rows[i]);
			outside.row.answered = in_domain[i];
			add(&domain, &outside);
			if (in_domain[i])
				add(&own, &rows[i]);
		}
		RELATIVE(standard_error(whole, whole, CPE_DESIGN_OF_TOTAL, CPE_LONELY_REMOVE),
		         oracle(rows, ROWS, drawn, answered, true), 1e-13, "total, round %d", round);
		RELATIVE(standard_error(whole, whole, CPE_DESIGN_OF_MEAN, CPE_LONELY_REMOVE),
		         oracle(rows, ROWS, drawn, answered, false), 1e-13, "mean, round %d", round);
		RELATIVE(standard_error(domain, domain, CPE_DESIGN_OF_MEAN, CPE_LONELY_REMOVE),
		         oracle(rows, ROWS, drawn, in_domain, false), 1e-13, "domain, round %d", round);
		CHECK(standard_error(own, whole, CPE_DESIGN_OF_MEAN, CPE_LONELY_REMOVE) ==
		              standard_error(domain, domain, CPE_DESIGN_OF_MEAN, CPE_LONELY_REMOVE) &&
		          standard_error(own, whole, CPE_DESIGN_OF_TOTAL, CPE_LONELY_REMOVE) ==
		              standard_error(domain, domain, CPE_DESIGN_OF_TOTAL, CPE_LONELY_REMOVE),
		      "within the whole, round %d", round);
		/* part 4 is of no rows; merge closed and open ones, from the end and from the start */
		for (int p = 3; p >= 0; p--)
			CHECK(cpe_design_merge(&part[4], p % 2 ? closed(part[p]) : part[p], &arena, &problem),
			      "merge: %s", problem.message);
		CHECK(same(part[4], whole), "in parts, round %d", round);
		for (int p = 1; p < 4; p++)
			CHECK(cpe_design_merge(&part[0], part[p], &arena, &problem), "merge: %s",
			      problem.message);
		CHECK(same(part[0], whole), "in other parts, round %d", round);
		own = open_design();
		for (int i = ROWS - 1; i >= 0; i--)
			add(&own, &rows[i]);
		CHECK(same(own, whole), "backwards, round %d", round);
		check_round_trip(whole);
		cpe_arena_close_malloc(&arena);
	}
	unit_worst("relative error");
}

/* Tens of thousands of PSUs: growth, many merges, the same again. */
static void
check_many(void)
{
	struct cpe_design *whole;
	struct cpe_design *part[17];
	struct cpe_design_size size;

	cpe_arena_open_malloc(&arena);
	whole = open_design();
	for (int p = 0; p < 17; p++)
		part[p] = open_design();
	for (int i = 0; i < 60000; i++)
	{
		struct row row = {.row = {.kind = CPE_DESIGN_MEAN, .answered = i % 13 > 0, .base = 1}};

		row.row.value = exp(10 * cos(i));
		row.row.weight = exp(sin(i));
		row.row.stratum.length = (size_t) snprintf(row.stratum, sizeof(row.stratum), "%d", i % 7);
		row.row.psu.length = (size_t) snprintf(row.psu, sizeof(row.psu), "%d", i % 30011);
		row.row.stratum.text = i % 7 ? row.stratum : NULL;
		row.row.stratum.length *= i % 7 > 0;
		row.row.psu.text = row.psu;
		add(&whole, &row);
		add(&part[i % 17], &row);
	}
	for (int p = 1; p < 17; p++)
		CHECK(cpe_design_merge(&part[0], closed(part[p]), &arena, &problem), "merge: %s",
		      problem.message);
	CHECK(same(part[0], whole), "in parts");
	size = cpe_design_size(closed(whole));
	CHECK(size.rows == 60000 && size.strata == 7 && size.psus > 59000, "%lld PSUs",
	      (long long) size.psus);
	check_round_trip(whole);
	cpe_arena_close_malloc(&arena);
}

/* By hand: lonely PSUs under each rule, and where squares leave the doubles. */
static void
check_lonely(void)
{
	static const double value[] = {1, 4, 2, 9, 3, 5, 8, 9, 4};
	static const char *const stratum[] = {"x", "y", "y", "y", "y", "z", "z", "z", "z"};
	static const char *const psu[] = {"1", "1", "1", "2", "2", "1", "1", "3", "3"};
	/* mean 5: t in x -4/9; in y -4/9, 2/9; in z 3/9, 3/9: V = 2 * 18/81 = 36/81 of y, 0 of z */
	static const double variance[] = {0, 36. / 81, 36. / 81, 52. / 81, 36. / 81 * 3 / 2};
	static const double scale[] = {1, 1e-160, 1e-300, 1e150, 1e300};
	double se;

	for (int s = 0; s < 5; s++)
	{
		struct cpe_design *design;

		cpe_arena_open_malloc(&arena);
		design = open_design();
		for (int i = 0; i < 9; i++)
		{
			struct cpe_design_row row = {CPE_DESIGN_MEAN,
			                             true,
			                             value[i] * scale[s],
			                             1,
			                             scale[s],
			                             {stratum[i], 1},
			                             {psu[i], 1},
			                             0,
			                             0};

			CHECK(cpe_design_add(&design, &row, &arena, &problem), "a row: %s", problem.message);
		}
		CHECK(!cpe_design_se(closed(design), closed(design), CPE_DESIGN_OF_MEAN, CPE_LONELY_FAIL,
		                     &arena, &se, &problem) &&
		          problem.code == CPE_INVALID && strstr(problem.message, "\"x\"") != NULL,
		      "fails by name: %s", problem.message);
		for (int rule = CPE_LONELY_REMOVE; rule <= CPE_LONELY_AVERAGE; rule++)
			RELATIVE(standard_error(design, design, CPE_DESIGN_OF_MEAN, (enum cpe_lonely) rule),
			         sqrt(variance[rule]) * scale[s], 1e-14, "rule %d, scale %g", rule, scale[s]);
		check_round_trip(design);
		cpe_arena_close_malloc(&arena);
	}
}

/* A design that is as large as it may be takes rows of the strata it has, and no other stratum. */
static void
check_limit(void)
{
	struct cpe_design_row row = {CPE_DESIGN_MEAN, false, 0, 1, 1, {"a", 1}, {NULL, 0}, 0, 0};
	struct cpe_design *design;
	struct cpe_design *large;
	struct cpe_design_entry *filling;
	uint32_t *slots;

	cpe_arena_open_malloc(&arena);
	design = open_design();
	CHECK(cpe_design_add(&design, &row, &arena, &problem), "a row: %s", problem.message);
	/* behind its entries one more that fills the rest, and the index at the new end */
	large = cpe_arena_alloc(&arena, CPE_DESIGN_MAX_SIZE, 1, &problem);
	memcpy(large, design, design->used);
	large->size = CPE_DESIGN_MAX_SIZE;
	slots = (uint32_t *) ((char *) large + large->size) - large->slots;
	memcpy(slots, (uint32_t *) ((char *) design + design->size) - design->slots,
	       sizeof(uint32_t) * design->slots);
	filling = (struct cpe_design_entry *) ((char *) large + large->used);
	filling->size = (uint32_t) (CPE_DESIGN_MAX_SIZE - large->used - 1024);
	filling->type = CPE_DESIGN_STRATUM;
	large->used += filling->size;
	CHECK(cpe_design_add(&large, &row, &arena, &problem), "the same stratum: %s", problem.message);
	for (int i = 0; i < 50; i++)
	{
		static char name[50][4];

		row.stratum.text = name[i];
		row.stratum.length = (size_t) snprintf(name[i], sizeof(name[i]), "%d", i);
		if (!cpe_design_add(&large, &row, &arena, &problem))
			break;
		CHECK(large->size <= CPE_DESIGN_MAX_SIZE && i < 49, "another stratum is too many");
	}
	CHECK(problem.code == CPE_LIMIT, "the limit is told: %s", problem.message);
	cpe_arena_close_malloc(&arena);
}

/* Mutated texts and bytes: refused, or a design that gives itself back and estimates quietly. */
static void
check_hostile(void)
{
	static struct row rows[40];
	int read = 0;
	int refused = 0;

	for (int round = 0; round < 3000; round++)
	{
		struct drawn drawn[STRATA];
		struct cpe_design *design;
		const struct cpe_design *again;
		unsigned char *bytes;
		size_t length;
		bool text = round % 2;

		cpe_arena_open_malloc(&arena);
		random_survey(rows, 40, drawn, round % 3 ? CPE_DESIGN_MEAN : CPE_DESIGN_RATIO, 4);
		design = open_design();
		for (int i = 0; i < 1 + round % 40; i++)
			add(&design, &rows[i]);
		if (text)
		{
			bytes = (unsigned char *) cpe_design_print(closed(design), &arena, &problem);
			length = strlen((char *) bytes);
		}
		else
			bytes = cpe_design_write(closed(design), &length, &arena, &problem);
		for (int change = 0; change < 1 + round % 3; change++)
			bytes[(size_t) random() % length] =
				text ? (unsigned char) " \"-=019apx"[random() % 10] : (unsigned char) random();
		again = text ? cpe_design_parse((char *) bytes, &arena, &problem)
		             : cpe_design_read(bytes, length, &arena, &problem);
		if (again == NULL)
			refused++;
		else
		{
			const char *why;
			double se;

			read++;
			check_round_trip(again);
			if (cpe_design_has(again, CPE_DESIGN_OF_MEAN, &why))
			{
				CHECK(!isnan(cpe_design_value(again, CPE_DESIGN_OF_MEAN)), "a mean");
				CHECK(cpe_design_se(again, again, CPE_DESIGN_OF_MEAN, CPE_LONELY_ADJUST, &arena,
				                    &se, &problem) &&
				          se >= 0,
				      "a standard error");
			}
		}
		cpe_arena_close_malloc(&arena);
	}
	CHECK(read > 200 && refused > 200, "%d were read and %d refused", read, refused);
}

int
main(void)
{
	srandom(1936);
	unit_case("formulas, parts and domains of random surveys");
	check_random();
	unit_case("many PSUs");
	check_many();
	unit_case("lonely PSUs by hand, at any scale");
	check_lonely();
	unit_case("the largest design");
	check_limit();
	unit_case("hostile text and bytes");
	check_hostile();
	return unit_end();
}
