#include "survey/sample.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- invented surveys ---- */

#define TRUSTS 7
#define POSITIONS 6

/* An everyday question, one positive last, a filter, two behind it, one more behind those, a
 * rating. */
enum
{
	PLAIN,
	REVERSED,
	FILTER,
	BEHIND,
	NAMED, /* behind the filter, and itself one */
	DEEP,
	RATING,
	OTHER,
	QUESTIONS
};

struct survey
{
	struct cpe_sample_frame frame;
	struct cpe_sample_question question[QUESTIONS];
	struct cpe_sample_trust trust[TRUSTS];
	char code[TRUSTS][4];
	int scored[TRUSTS][POSITIONS];
	int positive[TRUSTS][POSITIONS];
	int group[TRUSTS][CPE_SAMPLE_GROUPS];
	int people[TRUSTS];
};

static int
below(int limit)
{
	return limit > 0 ? (int) (random() % limit) : 0;
}

static int
smaller(int a, int b)
{
	return a < b ? a : b;
}

/* A survey with random counts that fit together, some of them at the border. */
static void
invent(struct survey *survey, int most)
{
	static const struct cpe_sample_question question[QUESTIONS] = {
		{CPE_SAMPLE_PERCENT, 0, -1, 4, {0, 1, 1, 2}, {1, 70, 30, 1}},
		{CPE_SAMPLE_PERCENT, 1, -1, 3, {1, 1, 0}, {1, 2, 1}},
		{CPE_SAMPLE_FILTER, -1, -1, 2, {0}, {1, 1}},
		{CPE_SAMPLE_PERCENT, 2, FILTER, 6, {0, 0, 1, 1, 2, 2}, {3, 1, 1, 1, 0, 5}},
		{CPE_SAMPLE_PERCENT, 3, FILTER, 2, {0, 1}, {1, 1}},
		{CPE_SAMPLE_PERCENT, 4, NAMED, 3, {0, 1, 2}, {1, 1, 1}},
		{CPE_SAMPLE_RATING, 5, -1, 11, {0}, {20, 14, 26, 40, 55, 185, 240, 708, 1960, 2927, 3825}},
		{CPE_SAMPLE_UNSCORED, -1, -1, 3, {0}, {5, 0, 7}}};

	memset(survey, 0, sizeof(*survey));
	memcpy(survey->question, question, sizeof(question));
	for (int t = 0; t < TRUSTS; t++)
	{
		int people = 1 + below(most);
		int *scored = survey->scored[t];
		int *positive = survey->positive[t];

		snprintf(survey->code[t], sizeof(survey->code[t]), "T%d", t);
		for (int i = 0; i < POSITIONS; i++)
		{
			scored[i] = below(4) ? below(people + 1) : below(2) * people;
			positive[i] = below(4) ? below(scored[i] + 1) : below(2) * scored[i];
		}
		/* one question at least that all answered */
		scored[t % 2] = people;
		positive[t % 2] = smaller(positive[t % 2], people);
		scored[4] = smaller(scored[4], positive[3]);
		positive[4] = smaller(positive[4], scored[4]);
		if (t == TRUSTS - 1)
			for (int i = 0; i < 3; i++)
				positive[i] = CPE_SAMPLE_UNKNOWN;
		positive[5] = CPE_SAMPLE_UNKNOWN;
		for (int i = 0; i < CPE_SAMPLE_GROUPS; i++)
			survey->group[t][i] = below(50);
		survey->group[t][t] = 25;
		survey->people[t] = people;
		survey->trust[t] = (struct cpe_sample_trust){survey->code[t], scored, positive, below(1001),
		                                             survey->group[t]};
	}
	survey->frame =
		(struct cpe_sample_frame){QUESTIONS, survey->question, POSITIONS, TRUSTS, survey->trust};
}

/* What the respondents of a sample said, counted. */
struct count
{
	int64_t people;
	int64_t scored[QUESTIONS];
	int64_t positive[QUESTIONS];
	int64_t sum; /* of ratings */
	int64_t group[CPE_SAMPLE_GROUPS];
	int64_t yes; /* to the filter */
};

static void
count_row(const struct survey *survey, const struct cpe_sample_row *row, struct count *count)
{
	const struct cpe_sample_question *question = survey->question;

	count->people++;
	count->group[row->group]++;
	CHECK(row->age >= 0 && row->age < CPE_SAMPLE_AGES && row->sex >= 0 && row->sex < 2 &&
	          row->ethnicity >= -1 && row->ethnicity < CPE_SAMPLE_ETHNICITIES &&
	          row->deprivation >= 1 && row->deprivation <= 5,
	      "attributes %d %d %d %d", row->age, row->sex, row->ethnicity, row->deprivation);
	for (int q = 0; q < QUESTIONS; q++)
	{
		int32_t answer = row->answer[q];
		int low = question[q].kind != CPE_SAMPLE_RATING;

		if (answer == CPE_SAMPLE_BLANK)
			continue;
		CHECK(answer >= low && answer < low + question[q].options, "question %d: %d", q, answer);
		CHECK(question[q].parent < 0 || row->answer[question[q].parent] == 1,
		      "question %d was not asked", q);
		CHECK(question[q].share[answer - low] > 0, "question %d: nobody takes %d", q, answer);
		if (question[q].kind == CPE_SAMPLE_PERCENT)
		{
			count->scored[q] += question[q].class[answer - 1] != CPE_SAMPLE_EXCLUDED;
			count->positive[q] += question[q].class[answer - 1] == CPE_SAMPLE_POSITIVE;
		}
		else if (question[q].kind == CPE_SAMPLE_RATING)
		{
			count->scored[q]++;
			count->sum += answer;
		}
	}
	count->yes += row->answer[FILTER] == 1;
}

/* Positive answers that a trust is to have; where unknown, the national rate, and enough. */
static double
wanted(const struct survey *survey, int t, int q)
{
	int at = survey->question[q].position;
	double n = 0;
	double k = 0;

	if (survey->positive[t][at] != CPE_SAMPLE_UNKNOWN)
		return survey->positive[t][at];
	for (int other = 0; other < TRUSTS; other++)
		if (survey->positive[other][at] != CPE_SAMPLE_UNKNOWN)
		{
			n += survey->scored[other][at];
			k += survey->positive[other][at];
		}
	return n > 0 ? floor(survey->scored[t][at] * k / n + 0.5) : 0;
}

static struct cpe_sample *
open_sample(struct cpe_arena *arena, const struct survey *survey, const int64_t *n, int64_t seed,
            double errors)
{
	struct cpe_problem problem;
	struct cpe_sample *sample = cpe_sample_open(arena, &survey->frame, n, seed, errors, &problem);

	CHECK(sample != NULL, "opened: %s", problem.message);
	if (sample == NULL)
		exit(1);
	return sample;
}

static void
check_margins(int most, const int64_t *n, int64_t seed)
{
	struct survey survey;
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_sample *sample;
	struct count count[TRUSTS] = {{0}};
	int64_t total = 0;
	int64_t size;

	invent(&survey, most);
	cpe_arena_open_malloc(&arena);
	sample = open_sample(&arena, &survey, n, seed, 0);
	size = cpe_sample_size(sample);
	for (int64_t i = 0; i < size; i++)
	{
		struct cpe_sample_row row;

		CHECK(cpe_sample_row(sample, i, &row, &problem), "row: %s", problem.message);
		count_row(&survey, &row, &count[row.trust]);
	}
	for (int t = 0; t < TRUSTS; t++)
		total += survey.people[t];
	CHECK(size == (n ? *n : total), "size %lld", (long long) size);
	for (int t = 0; t < TRUSTS; t++)
	{
		double scale = (double) count[t].people / survey.people[t];
		/* as whole numbers where nothing is scaled, else less than one person off */
		double off = n ? 1 : 1e-9;
		int64_t grouped = 0;

		CHECK(fabs(count[t].people - (double) size * survey.people[t] / total) < off,
		      "trust %d: %lld of %d", t, (long long) count[t].people, survey.people[t]);
		for (int q = 0; q < QUESTIONS; q++)
			if (survey.question[q].position >= 0)
			{
				int scored = survey.scored[t][survey.question[q].position];

				CHECK(fabs(count[t].scored[q] - scored * scale) < off,
				      "trust %d question %d scored %lld, not %d * %g", t, q,
				      (long long) count[t].scored[q], scored, scale);
				if (q != RATING)
					CHECK(fabs(count[t].positive[q] - wanted(&survey, t, q) * scale) < off,
					      "trust %d question %d positive %lld, not %g * %g", t, q,
					      (long long) count[t].positive[q], wanted(&survey, t, q), scale);
			}
		CHECK(fabs(count[t].sum - survey.trust[t].rating / 100.0 * count[t].scored[RATING]) <=
		          0.5 + 1e-9,
		      "trust %d: ratings %lld of %lld", t, (long long) count[t].sum,
		      (long long) count[t].scored[RATING]);
		for (int g = 0; g < CPE_SAMPLE_GROUPS; g++)
			grouped += survey.group[t][g];
		for (int g = 0; g < CPE_SAMPLE_GROUPS; g++)
			CHECK(fabs(count[t].group[g] - (double) count[t].people * survey.group[t][g] /
			                                   grouped) < (n ? 2 + scale : 1),
			      "trust %d group %d: %lld", t, g, (long long) count[t].group[g]);
		CHECK(count[t].yes >= count[t].scored[BEHIND] && count[t].yes >= count[t].scored[NAMED],
		      "filter");
	}
	cpe_arena_close_malloc(&arena);
}

/* ---- shuffles ---- */

static bool
is_shuffle(uint32_t size, uint64_t key, unsigned char *seen)
{
	struct cpe_shuffle shuffle;

	cpe_shuffle_open(&shuffle, size, key);
	memset(seen, 0, size);
	for (uint32_t i = 0; i < size; i++)
	{
		uint32_t at = cpe_shuffle_at(&shuffle, i);

		if (at >= size || seen[at])
			return false;
		seen[at] = 1;
	}
	return true;
}

static void
check_shuffles(void)
{
	static unsigned char seen[100001];

	for (uint32_t size = 1; size <= 2000; size++)
		for (uint64_t key = 0; key < 3; key++)
			CHECK(is_shuffle(size, key * size, seen), "size %u key %d", size, (int) key);
	for (int bits = 11; bits <= 16; bits++)
		for (int off = -1; off <= 1; off++)
			CHECK(is_shuffle((1U << bits) + off, random(), seen), "2^%d%+d", bits, off);
	CHECK(is_shuffle(100000, 7, seen), "100000");
}

/*
 * Over 20,000 keys each element of a small shuffle is at each place about as often as at any other,
 * and the place of a neighbour tells nothing: chi square with 5 standard deviations of room.
 */
static void
check_even(void)
{
	static const uint32_t sizes[] = {3, 5, 16, 23, 64, 100};

	for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++)
	{
		uint32_t size = sizes[s];
		static int at[100][100];
		static int gap[100];
		double expected = 20000.0 / size;
		double chi = 0;
		double gap_chi = 0;
		double df = (size - 1.0) * (size - 1.0);

		memset(at, 0, sizeof(at));
		memset(gap, 0, sizeof(gap));
		for (uint64_t key = 0; key < 20000; key++)
		{
			struct cpe_shuffle shuffle;

			cpe_shuffle_open(&shuffle, size, key * UINT64_C(0x1234567890abcdef));
			for (uint32_t i = 0; i < size; i++)
				at[i][cpe_shuffle_at(&shuffle, i)]++;
			gap[(cpe_shuffle_at(&shuffle, 1) + size - cpe_shuffle_at(&shuffle, 0)) % size]++;
		}
		for (uint32_t i = 0; i < size; i++)
		{
			for (uint32_t j = 0; j < size; j++)
				chi += (at[i][j] - expected) * (at[i][j] - expected) / expected;
			if (i > 0)
				gap_chi += (gap[i] - 20000.0 / (size - 1)) * (gap[i] - 20000.0 / (size - 1)) /
				           (20000.0 / (size - 1));
		}
		CHECK(gap[0] == 0, "two at one place");
		CHECK(fabs(chi - df) < 5 * sqrt(2 * df), "size %u: chi square %g of %g", size, chi, df);
		df = size - 2.0;
		CHECK(fabs(gap_chi - df) < 5 * sqrt(2 * df), "size %u: neighbours %g of %g", size, gap_chi,
		      df);
	}
}

/* ---- rows ---- */

/* Backwards and here and there, respondents are the same as in order. */
static void
check_any_order(void)
{
	static struct cpe_sample_row row[3000];
	struct cpe_sample_row again;
	struct survey survey;
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_sample *sample;
	int64_t n = 3000;

	invent(&survey, 300);
	memset(row, 0, sizeof(row));
	memset(&again, 0, sizeof(again));
	cpe_arena_open_malloc(&arena);
	sample = open_sample(&arena, &survey, &n, -5, 0.3);
	for (int64_t i = 0; i < n; i++)
		CHECK(cpe_sample_row(sample, i, &row[i], &problem), "row");
	for (int64_t i = 0; i < 2 * n; i++)
	{
		int64_t at = i < n ? n - 1 - i : random() % n;

		CHECK(cpe_sample_row(sample, at, &again, &problem) &&
		          memcmp(&again, &row[at], sizeof(again)) == 0,
		      "row %lld", (long long) at);
	}
	CHECK(!cpe_sample_row(sample, n, &again, &problem) &&
	          !cpe_sample_row(sample, -1, &again, &problem),
	      "no such rows");
	/* another seed, other people */
	sample = open_sample(&arena, &survey, &n, -6, 0.3);
	{
		int same = 0;

		for (int64_t i = 0; i < n; i++)
			same += cpe_sample_row(sample, i, &again, &problem) &&
			        memcmp(again.answer, row[i].answer, sizeof(int32_t) * QUESTIONS) == 0;
		CHECK(same < n / 5, "%d the same", same);
	}
	cpe_arena_close_malloc(&arena);
}

/* Answers of different questions, and of neighbours, have nothing to do with each other. */
static void
check_independent(void)
{
	enum
	{
		N = 40000
	};
	static signed char positive[N][3];
	struct survey survey;
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_sample *sample;
	int64_t n = (int64_t) N * TRUSTS;
	static const int question[3] = {PLAIN, REVERSED, RATING};
	double mean[3] = {0};

	invent(&survey, 1000);
	for (int t = 0; t < TRUSTS; t++)
	{
		for (int i = 0; i < 2; i++)
		{
			survey.scored[t][i] = survey.people[t] = 1000;
			survey.positive[t][i] = 300 + 200 * i;
		}
		survey.scored[t][5] = 1000;
		survey.trust[t].rating = 880;
	}
	cpe_arena_open_malloc(&arena);
	sample = open_sample(&arena, &survey, &n, 77, 0);
	for (int64_t i = 0; i < N; i++)
	{
		struct cpe_sample_row row;

		CHECK(cpe_sample_row(sample, i, &row, &problem) && row.trust == 0, "one trust");
		for (int j = 0; j < 3; j++)
		{
			int32_t answer = row.answer[question[j]];

			positive[i][j] = j == 0 ? answer == 1 : j == 1 ? answer == 3 : answer == 10;
			mean[j] += positive[i][j] / (double) N;
		}
	}
	for (int a = 0; a < 3; a++)
		for (int b = 0; b < 3; b++)
			for (int lag = a == b; lag < 4; lag++)
			{
				double sum = 0;
				double r;

				for (int i = 0; i + lag < N; i++)
					sum += (positive[i][a] - mean[a]) * (positive[i + lag][b] - mean[b]);
				r = sum / N / sqrt(mean[a] * (1 - mean[a]) * mean[b] * (1 - mean[b]));
				CHECK(fabs(r) < 4.5 / sqrt(N), "questions %d and %d, lag %d: r = %g", a, b, lag, r);
			}
	cpe_arena_close_malloc(&arena);
}

/* The stated share has mistakes, a quarter each kind; the others are as without. */
static void
check_mistakes(void)
{
	static const double share[] = {0, 0.001, 0.25, 1};

	for (size_t s = 0; s < sizeof(share) / sizeof(share[0]); s++)
	{
		struct survey survey;
		struct cpe_arena arena;
		struct cpe_problem problem;
		struct cpe_sample *clean;
		struct cpe_sample *sample;
		int64_t n = 4003;
		int64_t kind[4] = {0};
		int64_t mistakes = 0;
		int64_t want = (int64_t) floor(share[s] * n + 0.5);

		invent(&survey, 500);
		cpe_arena_open_malloc(&arena);
		clean = open_sample(&arena, &survey, &n, 3, 0);
		sample = open_sample(&arena, &survey, &n, 3, share[s]);
		for (int64_t i = 0; i < n; i++)
		{
			struct cpe_sample_row row;
			struct cpe_sample_row without;
			bool found[4] = {false};

			CHECK(cpe_sample_row(sample, i, &row, &problem) &&
			          cpe_sample_row(clean, i, &without, &problem),
			      "row");
			for (int q = 0; q < QUESTIONS; q++)
			{
				int32_t answer = row.answer[q];
				int parent = survey.question[q].parent;
				int most = survey.question[q].options - (q == RATING);

				if (answer == CPE_SAMPLE_BLANK)
					continue;
				found[2] |= answer == 999;
				found[1] |= answer > most && answer != 999;
				if (parent >= 0 && answer <= most)
				{
					found[3] |= row.answer[parent] == CPE_SAMPLE_BLANK;
					found[0] |= row.answer[parent] == 2 ||
					            (parent == NAMED && row.answer[parent] == CPE_SAMPLE_BLANK);
				}
			}
			if (found[0] || found[1] || found[2] || found[3])
				mistakes++;
			else
				CHECK(memcmp(row.answer, without.answer, sizeof(int32_t) * QUESTIONS) == 0,
				      "row %lld has changed", (long long) i);
			kind[1] += found[1];
			kind[2] += found[2];
		}
		CHECK(mistakes == want, "%lld mistakes, not %lld", (long long) mistakes, (long long) want);
		CHECK(llabs(kind[2] - want / 4) <= 1, "code for missing: %lld", (long long) kind[2]);
		CHECK(llabs(kind[1] - want / 4) <= 1, "out of range: %lld", (long long) kind[1]);
		cpe_arena_close_malloc(&arena);
	}
}

/* ---- what is refused ---- */

static void
check_refused(void)
{
	struct survey survey;

	for (int i = 0; i < 18; i++)
	{
		struct cpe_arena arena;
		struct cpe_problem problem;
		int64_t n = i == 0 ? -1 : i == 1 ? 1000000001 : 10;
		double errors = i == 2 ? -0.1 : i == 3 ? 1.1 : i == 4 ? NAN : 0;

		invent(&survey, 300);
		if (i == 5)
			survey.positive[2][1] = survey.scored[2][1] + 1;
		else if (i == 6)
			survey.scored[1][0] = -1;
		else if (i == 7)
			survey.scored[0][4] = survey.people[0] + survey.positive[0][3];
		else if (i == 8)
			survey.trust[3].rating = 1001;
		else if (i == 9)
			memset(survey.group[0], 0, sizeof(survey.group[0]));
		else if (i == 10)
			survey.question[BEHIND].parent = DEEP;
		else if (i == 11)
			survey.question[OTHER].parent = RATING;
		else if (i == 12)
			survey.question[PLAIN].share[0] = 0;
		else if (i == 13)
			survey.question[PLAIN].options = CPE_SAMPLE_MOST_OPTIONS + 1;
		else if (i == 14)
			survey.question[OTHER].position = 5;
		else if (i == 15)
			survey.frame.trusts = 0;
		else if (i == 16)
			survey.question[DEEP].parent = REVERSED;
		else if (i == 17)
			survey.group[4][1] = -1;
		cpe_arena_open_malloc(&arena);
		CHECK(cpe_sample_open(&arena, &survey.frame, &n, 1, errors, &problem) == NULL &&
		          problem.code == CPE_INVALID,
		      "case %d", i);
		cpe_arena_close_malloc(&arena);
	}
}

static bool
stop_at_once(struct cpe_arena *arena)
{
	(void) arena;
	return true;
}

static int left;

static void *
poor_alloc(struct cpe_arena *arena, size_t size)
{
	struct cpe_arena *rich = arena->owner;

	return left-- > 0 ? rich->alloc(rich, size) : NULL;
}

static void
check_stops(void)
{
	struct survey survey;
	struct cpe_sample_row row;
	struct cpe_arena arena;
	struct cpe_arena poor = {poor_alloc, NULL, &arena};
	struct cpe_problem problem;
	struct cpe_sample *sample = NULL;
	int64_t n = 100;
	int allocations = 0;

	invent(&survey, 300);
	cpe_arena_open_malloc(&arena);
	sample = open_sample(&arena, &survey, &n, 1, 0);
	arena.stop = stop_at_once;
	CHECK(!cpe_sample_row(sample, 0, &row, &problem) && problem.code == CPE_CANCELLED, "stopped");
	arena.stop = NULL;
	for (sample = NULL; sample == NULL && allocations < 20; allocations++)
	{
		left = allocations;
		sample = cpe_sample_open(&poor, &survey.frame, &n, 1, 0, &problem);
		CHECK(sample != NULL || problem.code == CPE_NO_MEMORY, "no memory after %d", allocations);
	}
	CHECK(sample != NULL && allocations > 4, "%d allocations", allocations);
	cpe_arena_close_malloc(&arena);
}

int
main(void)
{
	static const int64_t sizes[] = {0, 1, 2, 10, 333, 4999, 30000};

	srandom(2018);
	unit_case("shuffles are one to one for 1 to 2000 and about powers of two");
	check_shuffles();
	unit_case("shuffles are even");
	check_even();
	unit_case("the real number of people: margins to the person");
	for (int i = 0; i < 150; i++)
		check_margins(i % 3 ? 400 : 6, NULL, i);
	unit_case("other numbers: margins in proportion, less than one person off");
	for (int i = 0; i < 60; i++)
		check_margins(i % 3 ? 400 : 6, &sizes[i % 7], INT64_MIN + i);
	unit_case("respondents are the same in any order");
	check_any_order();
	unit_case("answers are independent");
	check_independent();
	unit_case("planted mistakes");
	check_mistakes();
	unit_case("what is refused");
	check_refused();
	unit_case("stops and lack of memory");
	check_stops();
	return unit_end();
}
