#include "cohort/capture.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *directory;
static struct cpe_arena arena;
static struct cpe_problem problem;

static struct cpe_confidence
at_level(double level)
{
	struct cpe_confidence conf;

	cpe_confidence_from_level(level, &conf);
	return conf;
}

/* Captures of counts of the patterns, from none on. */
static struct cpe_captures *
of_counts(int sources, const double *count)
{
	struct cpe_captures *captures = cpe_captures_new(sources, &arena, &problem);

	for (int i = 0; i < 1 << sources; i++)
		captures->count[i] = (int64_t) count[i];
	return captures;
}

/* The pilot of 2011: 85 % in registries, 81 % in waiting times, 94 % in either, of 598 people. */
static void
check_two(void)
{
	struct cpe_confidence conf = at_level(0.95);
	struct cpe_capture_estimate got;
	struct cpe_capture_estimate by;
	double counts[] = {36, 54, 78, 430};

	unit_case("two sources: Chapman's estimate and Seber's variance by their formulas");
	for (int a = 1; a <= 40; a += 3)
		for (int b = 1; b <= 40; b += 3)
			for (int both = 0; both <= (a < b ? a : b); both++)
			{
				double n = (a + 1.0) * (b + 1.0) / (both + 1.0) - 1;
				double variance = (a + 1.0) * (b + 1.0) * (a - both) * (b - both) /
				                  ((both + 1.0) * (both + 1.0) * (both + 2.0));

				cpe_capture_chapman(a, b, both, &conf, true, &got);
				ABSOLUTE(got.estimate, n, 1e-11, "%d %d %d", a, b, both);
				ABSOLUTE(got.se, sqrt(variance), 1e-11, "%d %d %d", a, b, both);
				ABSOLUTE(got.low, n - conf.z * sqrt(variance), 1e-11, "%d %d %d", a, b, both);
				cpe_capture_chapman(a, b, both, &conf, false, &got);
				CHECK(got.low >= a + b - both && got.low <= got.estimate &&
				          got.high >= got.estimate,
				      "never below those seen");
				if (n > a + b - both)
					RELATIVE((got.low - got.observed) * (got.high - got.observed),
					         (n - a - b + both) * (n - a - b + both), 1e-11,
					         "alike in the logarithm");
			}
	unit_worst("relative");

	unit_case("two sources: the methods agree where they are of the same thing");
	cpe_capture_chapman(508, 484, 430, &conf, false, &by);
	cpe_capture(of_counts(2, counts), CPE_CAPTURE_CHAO, &conf, false, &got);
	CHECK(got.estimate == by.estimate && got.se == by.se && got.low == by.low &&
	          got.high == by.high && got.observed == 562,
	      "chao of two is chapman");
	cpe_capture(of_counts(2, counts), CPE_CAPTURE_INDEPENDENCE, &conf, false, &got);
	/* Lincoln and Petersen, and the asymptotic variance */
	RELATIVE(got.estimate, 508.0 * 484 / 430, 1e-12, "Lincoln and Petersen");
	RELATIVE(got.se, sqrt(508.0 * 484 * 78 * 54 / (430.0 * 430 * 430)), 1e-9, "its error");
	CHECK(got.df == 0 && isnan(got.p), "nothing to test");
	ABSOLUTE(got.deviance, 0, 1e-9, "fits");
}

/* The independence model as R fits it. */
static void
check_independence(void)
{
	struct unit_table *table = unit_table_read(directory, "cohort/captures.csv");
	struct cpe_confidence conf = at_level(0.95);

	unit_case("three sources independent: total, deviance and p as R's glm");
	for (int i = 0; i < table->rows; i++)
	{
		double counts[8] = {0};
		struct cpe_capture_estimate got;

		for (int pattern = 1; pattern < 8; pattern++)
		{
			char name[4] = {(char) ('0' + (pattern >> 2)), (char) ('0' + (pattern >> 1 & 1)),
			                (char) ('0' + (pattern & 1)), 0};

			counts[pattern] = unit_table_number(table, i, name);
		}
		counts[0] = 1000; /* known otherwise: left out */
		cpe_capture(of_counts(3, counts), CPE_CAPTURE_INDEPENDENCE, &conf, false, &got);
		RELATIVE(got.estimate, unit_table_number(table, i, "total"), 1e-10, "total of row %d", i);
		RELATIVE(got.se, unit_table_number(table, i, "se"), 1e-8, "se of row %d", i);
		RELATIVE(got.deviance, unit_table_number(table, i, "deviance"), 1e-9, "deviance of row %d",
		         i);
		RELATIVE(got.p, unit_table_number(table, i, "p"), 1e-9, "p of row %d", i);
		CHECK(got.df == 3 && got.status == NULL, "df");
	}
	unit_worst("relative");
	unit_table_free(table);
}

/* Counts of people whom each of some sources finds with a probability of its own, times the
 * person's. */
static void
draw(double *count, int people, const double *chance, int sources, double spread)
{
	memset(count, 0, sizeof(double) * (size_t) (1 << sources));
	for (int i = 0; i < people; i++)
	{
		double mine = unit_random() < 0.5 ? 1 - spread : 1 + spread;
		int pattern = 0;

		for (int s = 0; s < sources; s++)
			pattern = pattern * 2 + (unit_random() < chance[s] * mine);
		count[pattern]++;
	}
}

/* Estimates of people drawn: centre, error and coverage. */
static void
check_drawn(void)
{
	static const double chance[] = {0.4, 0.25, 0.3, 0.2};
	static const char *const titles[] = {
		"chao: about the truth, with the error it says, when people are alike",
		"independence: the same"};
	enum
	{
		DRAWS = 1500,
		PEOPLE = 1000
	};

	for (int method = CPE_CAPTURE_CHAO; method <= CPE_CAPTURE_INDEPENDENCE; method += 2)
		for (int sources = 3; sources <= 4; sources++)
		{
			double sum = 0;
			double squares = 0;
			double variance = 0;
			int covered = 0;

			unit_case(titles[method / 2]);
			srandom(7);
			for (int i = 0; i < DRAWS; i++)
			{
				struct cpe_confidence conf = at_level(0.95);
				struct cpe_capture_estimate got;
				double count[16];

				draw(count, PEOPLE, chance, sources, 0);
				cpe_capture(of_counts(sources, count), (enum cpe_capture_method) method, &conf,
				            false, &got);
				sum += got.estimate - PEOPLE;
				squares += (got.estimate - PEOPLE) * (got.estimate - PEOPLE);
				variance += got.se * got.se;
				covered += got.low <= PEOPLE && PEOPLE <= got.high;
			}
			CHECK(fabs(sum / DRAWS) < 0.02 * PEOPLE, "bias %g", sum / DRAWS);
			CHECK(fabs(sqrt(variance / squares) - 1) < 0.1, "error told %g, seen %g",
			      sqrt(variance / DRAWS), sqrt(squares / DRAWS));
			CHECK(covered > 0.93 * DRAWS && covered < 0.97 * DRAWS, "coverage %g",
			      (double) covered / DRAWS);
			printf("# bias %.2f, error told %.2f, seen %.2f, coverage %.3f\n", sum / DRAWS,
			       sqrt(variance / DRAWS), sqrt(squares / DRAWS), (double) covered / DRAWS);
		}

	unit_case("people who differ: chao stays below the truth, and above independence");
	srandom(9);
	for (int i = 0; i < 50; i++)
	{
		struct cpe_confidence conf = at_level(0.95);
		struct cpe_capture_estimate bound;
		struct cpe_capture_estimate independent;
		double count[16];

		draw(count, 20000, chance, 4, 0.7);
		cpe_capture(of_counts(4, count), CPE_CAPTURE_CHAO, &conf, false, &bound);
		cpe_capture(of_counts(4, count), CPE_CAPTURE_INDEPENDENCE, &conf, false, &independent);
		CHECK(independent.estimate < bound.estimate && bound.estimate < 20000, "%g, %g",
		      independent.estimate, bound.estimate);
		CHECK(independent.p < 1e-6, "and independence does not fit: %g", independent.p);
	}
}

/* What has no estimate. */
static void
check_degenerate(void)
{
	struct cpe_confidence conf = at_level(0.95);
	struct cpe_capture_estimate got;
	double apart[8] = {0, 5, 6, 0, 7, 0, 0, 0};
	double same[8] = {0, 0, 0, 0, 0, 0, 0, 9};
	double one[8] = {0, 0, 0, 0, 2, 3, 4, 9};
	double nobody[8] = {3};

	unit_case("sources that do not overlap, one that knows all, nobody");
	cpe_capture(of_counts(3, apart), CPE_CAPTURE_INDEPENDENCE, &conf, false, &got);
	CHECK(isnan(got.estimate) && strcmp(got.status, "no overlap") == 0, "apart");
	cpe_capture(of_counts(3, apart), CPE_CAPTURE_CHAO, &conf, false, &got);
	ABSOLUTE(got.estimate, 18 + 5 * 6 + 5 * 7 + 6 * 7, 1e-12, "the bound of sources apart");
	for (int method = 0; method <= CPE_CAPTURE_INDEPENDENCE; method += 2)
	{
		cpe_capture(of_counts(3, same), (enum cpe_capture_method) method, &conf, false, &got);
		CHECK(got.estimate == 9 && got.se == 0 && got.low == 9 && got.high == 9, "all know all: %g",
		      got.se);
		cpe_capture(of_counts(3, nobody), (enum cpe_capture_method) method, &conf, false, &got);
		CHECK(isnan(got.estimate) && strcmp(got.status, "nobody") == 0, "nobody");
		cpe_capture(cpe_captures_new(0, &arena, &problem), (enum cpe_capture_method) method, &conf,
		            false, &got);
		CHECK(isnan(got.estimate) && strcmp(got.status, "nobody") == 0, "no source");
	}
	cpe_capture(of_counts(3, one), CPE_CAPTURE_INDEPENDENCE, &conf, false, &got);
	CHECK(got.estimate == 18 && got.se == 0, "a source that knows all");
}

/* Text and bytes there and back; merging. */
static void
check_forms(void)
{
	static const char *const bad[] = {"",
	                                  "sources=2",
	                                  "sources=1 missing=0",
	                                  "sources=9 missing=0",
	                                  "sources=02 missing=0",
	                                  "sources=2 missing=-1",
	                                  "sources=2 missing=0 ",
	                                  "sources=2 missing=0 1=3",
	                                  "sources=2 missing=0 12=3",
	                                  "sources=2 missing=0 11=3 01=2",
	                                  "sources=2 missing=0 11=3 11=2",
	                                  "sources=2 missing=0 111=3",
	                                  "sources=2 missing=0 11=9223372036854775808",
	                                  "sources=2 missing=0 11=03",
	                                  "sources=0 missing=0 =3",
	                                  "sources=2  missing=0"};

	unit_case("text and bytes: every number of sources there and back");
	srandom(3);
	for (int sources = 0; sources <= CPE_CAPTURE_SOURCES; sources += sources == 0 ? 2 : 1)
	{
		struct cpe_captures *captures = cpe_captures_new(sources, &arena, &problem);
		const struct cpe_captures *again;
		unsigned char *bytes;
		size_t size;

		captures->missing = random() % 3;
		for (int i = 0; i < cpe_captures_patterns(sources); i++)
			captures->count[i] = random() % 3 == 0 ? INT64_MAX - random() % 2 : random() % 4;
		again =
			cpe_captures_parse(cpe_captures_print(captures, &arena, &problem), &arena, &problem);
		CHECK(again != NULL && memcmp(again, captures, cpe_captures_size(sources)) == 0,
		      "text of %d", sources);
		bytes = cpe_captures_write(captures, &size, &arena, &problem);
		again = cpe_captures_read(bytes, size, &arena, &problem);
		CHECK(again != NULL && memcmp(again, captures, cpe_captures_size(sources)) == 0,
		      "bytes of %d", sources);
		CHECK(cpe_captures_read(bytes, size - 1, &arena, &problem) == NULL &&
		          problem.code == CPE_BINARY,
		      "cut");
		bytes[2] = 0x80;
		CHECK(cpe_captures_read(bytes, size, &arena, &problem) == NULL &&
		          problem.code == CPE_INVALID,
		      "negative");
		bytes[2] = 0;
		bytes[0] = 2;
		CHECK(cpe_captures_read(bytes, size, &arena, &problem) == NULL &&
		          problem.code == CPE_BINARY,
		      "version");
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		CHECK(cpe_captures_parse(bad[i], &arena, &problem) == NULL && problem.code == CPE_SYNTAX,
		      "\"%s\"", bad[i]);

	unit_case("merging: counts add up, too many change nothing");
	{
		double counts[] = {1, 2, 3, 4};
		struct cpe_captures *a = of_counts(2, counts);
		struct cpe_captures *b = of_counts(2, counts);

		CHECK(cpe_captures_add(a, b, &problem) && a->count[2] == 6 &&
		          cpe_captures_observed(a) == 18 && cpe_captures_by(a, 0, 0) == 14 &&
		          cpe_captures_by(a, 0, 1) == 8,
		      "twice");
		b->count[3] = INT64_MAX;
		CHECK(!cpe_captures_add(a, b, &problem) && problem.code == CPE_RANGE && a->count[0] == 2,
		      "too many");
		CHECK(cpe_captures_observed(b) == -1 && cpe_captures_by(b, 0, 0) == -1, "too many in all");
	}
}

/* What is computed of captures is finite, or there is a reason. */
static void
check_sane(const struct cpe_captures *captures)
{
	struct cpe_confidence conf = at_level(0.95);

	for (int method = CPE_CAPTURE_CHAO; method <= CPE_CAPTURE_INDEPENDENCE; method += 2)
	{
		struct cpe_capture_estimate got;

		if (cpe_captures_observed(captures) < 0)
			continue;
		cpe_capture(captures, (enum cpe_capture_method) method, &conf, false, &got);
		CHECK(got.status != NULL ||
		          (isfinite(got.estimate) && isfinite(got.se) && got.low <= got.estimate &&
		           got.estimate <= got.high && got.low >= got.observed),
		      "method %d: %g, %g to %g", method, got.estimate, got.low, got.high);
		CHECK(isnan(got.p) || (got.p >= 0 && got.p <= 1), "p %g", got.p);
	}
}

/* Bytes and texts with something done to them: refused, or a value that is what was given. */
static void
check_hostile(void)
{
	static const unsigned char extremes[] = {0, 1, 0x7f, 0x80, 0xff};
	int taken = 0;

	unit_case("bytes with one to three changes: refused, or the same bytes again");
	srandom(17);
	for (int round = 0; round < 20000; round++)
	{
		int sources = 2 + (int) (random() % 3);
		struct cpe_captures *captures = cpe_captures_new(sources, &arena, &problem);
		const struct cpe_captures *got;
		unsigned char *bytes;
		size_t size;

		for (int i = 0; i < 1 << sources; i++)
			captures->count[i] = random() % 50;
		bytes = cpe_captures_write(captures, &size, &arena, &problem);
		for (int change = (int) (random() % 3); change >= 0; change--)
			bytes[(size_t) random() % size] =
				random() % 2 ? extremes[random() % 5] : (unsigned char) random();
		size -= random() % 8 == 0 ? (size_t) random() % size : 0;
		got = cpe_captures_read(bytes, size, &arena, &problem);
		if (got != NULL)
		{
			size_t again;

			taken++;
			CHECK(memcmp(cpe_captures_write(got, &again, &arena, &problem), bytes, size) == 0 &&
			          again == size,
			      "round %d", round);
			check_sane(got);
		}
		else
			CHECK(problem.code == CPE_BINARY || problem.code == CPE_INVALID, "round %d: %d", round,
			      (int) problem.code);
	}
	CHECK(taken > 1000 && taken < 19000, "%d taken", taken);

	unit_case("texts with one to three changes: refused, or a value whose text reads the same");
	taken = 0;
	for (int round = 0; round < 20000; round++)
	{
		static const char characters[] = "0123456789= -+.esm";
		char text[] = "sources=3 missing=12 000=4 011=17 101=3 111=99";
		const struct cpe_captures *got;

		for (int change = (int) (random() % 3); change >= 0; change--)
			text[(size_t) random() % (sizeof(text) - 1)] = characters[random() % 18];
		got = cpe_captures_parse(text, &arena, &problem);
		if (got != NULL)
		{
			const struct cpe_captures *again =
				cpe_captures_parse(cpe_captures_print(got, &arena, &problem), &arena, &problem);

			taken++;
			CHECK(again != NULL && memcmp(again, got, cpe_captures_size(got->sources)) == 0,
			      "\"%s\"", text);
			check_sane(got);
		}
		else
			CHECK(problem.code == CPE_SYNTAX, "\"%s\": %d", text, (int) problem.code);
	}
	CHECK(taken > 500 && taken < 19000, "%d taken", taken);
}

int
main(int argc, char **argv)
{
	directory = argc > 1 ? argv[1] : "test/data";
	cpe_arena_open_malloc(&arena);
	check_two();
	check_independence();
	check_drawn();
	check_degenerate();
	check_forms();
	check_hostile();
	cpe_arena_close_malloc(&arena);
	return unit_end();
}
