#include "tally/moments_stats.h"
#include "base/summary.h"
#include "tally/rate_stats.h"
#include "tally/weighted.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MUTANTS 200000
#define POOL 16

typedef const struct cpe_summary_kind *Kind;

/* A buffer for any summary, aligned for one. */
union buffer
{
	struct cpe_summary summary;
	char bytes[CPE_SUMMARY_MAX_SIZE];
	double align;
};

static const Kind kinds[2] = {&cpe_tally_kind, &cpe_moments_kind};

/* ---- states that grow as the aggregates' do ---- */

static struct cpe_summary *
open_state(Kind kind)
{
	struct cpe_summary *state = calloc(1, cpe_summary_empty_size(kind));

	cpe_summary_empty(kind, state);
	return state;
}

/* In memory of its own size, so that a step beyond is seen. */
static struct cpe_summary *
copy_of(Kind kind, const struct cpe_summary *summary)
{
	size_t size = cpe_summary_size(kind, summary);

	return memcpy(malloc(size), summary, size);
}

static void
widen(Kind kind, struct cpe_summary **state, bool weighted, const struct cpe_window *window)
{
	struct cpe_summary *wider = calloc(1, cpe_summary_size_with(kind, weighted, window));

	cpe_summary_copy(kind, wider, weighted, window, *state);
	free(*state);
	*state = wider;
}

static void
add_terms(Kind kind, struct cpe_summary **state, bool weighted, const struct cpe_term *term)
{
	struct cpe_window window[CPE_SUMMARY_MAX_SUMS] = {{0, 0}};
	struct cpe_sums sums;

	if ((bool) (*state)->weighted != weighted)
		widen(kind, state, weighted, window);
	sums = cpe_summary_sums(kind, *state);
	if (!cpe_sums_add(&sums, term))
	{
		cpe_sums_plan_add(&sums, term, window);
		widen(kind, state, weighted, window);
		sums = cpe_summary_sums(kind, *state);
		CHECK(cpe_sums_add(&sums, term), "planned windows are wide enough");
	}
}

static void
add_tally(struct cpe_summary **state, bool positive, bool weighted, double weight)
{
	struct cpe_term term[CPE_SUMMARY_MAX_SUMS];

	if (weighted)
		cpe_tally_terms(term, positive, weight);
	add_terms(&cpe_tally_kind, state, weighted, term);
	(*state)->count[CPE_TALLY_N]++;
	(*state)->count[CPE_TALLY_POSITIVE] += positive;
}

static void
add_moments(struct cpe_summary **state, double value, bool weighted, double weight)
{
	struct cpe_term term[CPE_SUMMARY_MAX_SUMS];

	cpe_moments_terms(term, value, weighted, weight);
	add_terms(&cpe_moments_kind, state, weighted, term);
	(*state)->count[CPE_MOMENTS_N]++;
}

static void
add_row(Kind kind, struct cpe_summary **state, double value, bool weighted, double weight)
{
	if (kind == &cpe_tally_kind)
		add_tally(state, value > 0, weighted, weight);
	else
		add_moments(state, value, weighted, weight);
}

static bool
merge(Kind kind, struct cpe_summary **state, const struct cpe_summary *other,
      struct cpe_problem *problem)
{
	struct cpe_window window[CPE_SUMMARY_MAX_SUMS];
	enum cpe_merge done = cpe_summary_merge(kind, *state, other, window, problem);

	if (done == CPE_MERGE_ROOM)
	{
		widen(kind, state, other->weighted, window);
		done = cpe_summary_merge(kind, *state, other, window, problem);
		CHECK(done != CPE_MERGE_ROOM, "planned windows are wide enough");
	}
	return done == CPE_MERGE_DONE;
}

/* ---- what holds for every summary ---- */

static void
check_stats(Kind kind, const struct cpe_summary *summary, const char *text)
{
	int64_t n = summary->count[0];
	double effective;
	double rate = NAN;
	double mean;
	double sd = 0;
	double se = 0;

	if (n == 0)
		return;
	if (kind == &cpe_tally_kind)
	{
		mean = rate = cpe_tally_rate(summary);
		effective = cpe_tally_effective(summary);
		if (n > 1 || !summary->weighted)
			se = cpe_tally_se(summary);
		CHECK(rate >= 0 && rate <= 1, "rate %.17g of %s", rate, text);
	}
	else
	{
		mean = cpe_moments_mean(summary);
		effective = cpe_moments_effective(summary);
		if (n > 1)
		{
			sd = cpe_moments_sd(summary);
			se = cpe_moments_se(summary);
		}
	}
	CHECK(!isnan(mean) && sd >= 0 && se >= 0, "mean %g, sd %g, se %g of %s", mean, sd, se, text);
	CHECK(effective >= 1 - 1e-15 && effective <= (double) n * (1 + 1e-15), "n_eff %.17g of %s",
	      effective, text);
}

/* Through text and binary and back to the same numbers. */
static void
check_round_trip(Kind kind, const struct cpe_summary *summary)
{
	static char text[CPE_SUMMARY_MAX_TEXT];
	static char again[CPE_SUMMARY_MAX_TEXT];
	static unsigned char bytes[CPE_SUMMARY_MAX_SIZE];
	static unsigned char same[CPE_SUMMARY_MAX_SIZE];
	static union buffer back;
	struct cpe_problem problem;
	size_t size = cpe_summary_print(kind, summary, text);
	bool good;

	CHECK(size == strlen(text) && size < sizeof(text), "length of %s", text);
	CHECK(cpe_summary_compare(kind, summary, summary) == 0, "equal to itself: %s", text);
	good = cpe_summary_parse(kind, text, &back.summary, &problem);
	if (CHECK(good, "%s: %s is not read", problem.message, text))
	{
		CHECK(cpe_summary_compare(kind, summary, &back.summary) == 0, "text compares: %s", text);
		cpe_summary_print(kind, &back.summary, again);
		CHECK(strcmp(text, again) == 0, "%s became %s", text, again);
	}
	size = cpe_summary_write(kind, summary, bytes);
	good = cpe_summary_read(kind, bytes, size, &back.summary, &problem);
	if (CHECK(good, "%s: the bytes of %s are not read", problem.message, text))
	{
		CHECK(cpe_summary_compare(kind, &back.summary, summary) == 0, "bytes compare: %s", text);
		CHECK(cpe_summary_write(kind, &back.summary, same) == size &&
		          memcmp(bytes, same, size) == 0,
		      "bytes of %s", text);
	}
	check_stats(kind, summary, text);
}

/* a + b; only counts that overflow, and weights beside none, may keep them apart. */
static void
check_merge(Kind kind, const struct cpe_summary *a, const struct cpe_summary *b)
{
	struct cpe_summary *left = copy_of(kind, a);
	struct cpe_summary *right = copy_of(kind, b);
	struct cpe_problem problem = {CPE_OK, "", "", ""};
	bool overflow = false;
	bool mixed = a->weighted != b->weighted && !cpe_summary_is_empty(kind, a) &&
	             !cpe_summary_is_empty(kind, b);
	bool good = merge(kind, &left, b, &problem);

	for (int i = 0; i < kind->counts; i++)
		overflow = overflow || a->count[i] > INT64_MAX - b->count[i];
	CHECK(good == !(overflow || mixed), "merged: %s", problem.message);
	CHECK(merge(kind, &right, a, &problem) == good, "merged the other way round: %s",
	      problem.message);
	if (good)
	{
		CHECK(cpe_summary_compare(kind, left, right) == 0, "a + b = b + a");
		for (int i = 0; i < kind->counts; i++)
			CHECK(left->count[i] == a->count[i] + b->count[i], "%s adds up", kind->count_name[i]);
		check_round_trip(kind, left);
	}
	else
	{
		CHECK(problem.code == (mixed ? CPE_INVALID : CPE_RANGE), "%s", problem.message);
		CHECK(cpe_summary_compare(kind, left, a) == 0, "a failed merge changes nothing");
	}
	free(left);
	free(right);
}

static void
check_doubling(Kind kind, const struct cpe_summary *summary)
{
	struct cpe_summary *state = copy_of(kind, summary);

	for (int i = 0; i < 60; i++)
	{
		struct cpe_summary *other = copy_of(kind, state);
		struct cpe_problem problem;
		bool good = merge(kind, &state, other, &problem);

		check_round_trip(kind, state);
		if (!good)
		{
			CHECK(problem.code == CPE_RANGE, "%s", problem.message);
			CHECK(cpe_summary_compare(kind, state, other) == 0, "nothing changed");
		}
		free(other);
		if (!good)
			break;
	}
	free(state);
}

/* ---- starting points ---- */

/* Small whole numbers, shares, wide spreads, and both ends of the doubles. */
static double
random_value(int regime)
{
	double x = unit_random() + unit_random() / 2147483648.0;
	double sign = random() % 2 ? 1 : -1;

	switch (regime)
	{
		case 0:
			return sign * (double) (random() % 11);
		case 1:
			return sign * x;
		case 2:
			return sign * ldexp(x, (int) (random() % 120) - 60);
		default:
			return sign * (random() % 2 ? ldexp(x, -1060) : ldexp(x, 1024));
	}
}

static struct cpe_summary *
random_summary(Kind kind, int rows, bool weighted, int regime)
{
	struct cpe_summary *state = open_state(kind);

	for (int i = 0; i < rows; i++)
	{
		double weight = fabs(random_value(regime));

		add_row(kind, &state, random_value(regime), weighted, weight > 0 ? weight : 1);
	}
	state->count[kind->counts - 1] = random() % 8;
	return state;
}

#define SEEDS 48
static struct cpe_summary *seed[2][SEEDS];

static void
make_seeds(void)
{
	for (int k = 0; k < 2; k++)
		for (int i = 0; i < SEEDS; i++) /* the last four are wide: they take their time */
			seed[k][i] =
				random_summary(kinds[k], i / 2 % 8, i % 2, i >= SEEDS - 4 ? 3 : i / 16 % 3);
}

/* ---- mutations ---- */

static void
replace(unsigned char *bytes, size_t *size, size_t at, size_t old, const void *put, size_t new)
{
	memmove(bytes + at + new, bytes + at + old, *size - at - old);
	memcpy(bytes + at, put, new);
	*size = *size - old + new;
}

/* Gives a sum in binary one limb more at an end: mostly the same number in a wider window. */
static void
mutate_window(Kind kind, unsigned char *bytes, size_t *size)
{
	size_t at = 2 + 8 * (size_t) kind->counts;
	int which = (int) (random() % 6);
	bool top = random() % 2;
	unsigned char limb[8];
	int low;
	int count;

	for (;; which--)
	{
		if (at + 4 > *size)
			return;
		low = (int16_t) (bytes[at] << 8 | bytes[at + 1]);
		count = bytes[at + 2] << 8 | bytes[at + 3];
		if (at + 4 + 8 * (size_t) count > *size)
			return;
		if (which <= 0)
			break;
		at += 4 + 8 * (size_t) count;
	}
	memset(limb, top && count > 0 && bytes[at + 4 + 8 * (count - 1)] > 127 ? 255 : 0, 8);
	if (random() % 4 == 0)
		memset(limb, (int) (random() % 3) * 127, 8);
	if (count == 0 && random() % 2) /* an empty window may lie anywhere */
	{
		low = (int) (random() % 160) - 80;
		bytes[at] = (unsigned char) (low >> 8);
		bytes[at + 1] = (unsigned char) low;
		return;
	}
	replace(bytes, size, at + 4 + (top ? 8 * (size_t) count : 0), 0, limb, 8);
	low -= !top;
	count++;
	bytes[at] = (unsigned char) (low >> 8);
	bytes[at + 1] = (unsigned char) low;
	bytes[at + 2] = (unsigned char) (count >> 8);
	bytes[at + 3] = (unsigned char) count;
}

static void
mutate_bytes(Kind kind, unsigned char *bytes, size_t *size)
{
	size_t counts = 8 * (size_t) kind->counts;
	unsigned char byte = (unsigned char) random();

	if (*size == 0)
		return;
	switch (random() % 9)
	{
		case 0:
			bytes[(size_t) random() % *size] ^= (unsigned char) (1 << random() % 8);
			break;
		case 1:
			bytes[(size_t) random() % *size] = byte;
			break;
		case 2:
			replace(bytes, size, (size_t) random() % *size, 1, "", 0);
			break;
		case 3:
			replace(bytes, size, (size_t) random() % *size, 0, &byte, 1);
			break;
		case 4:
			*size = 1 + (size_t) random() % *size;
			break;
		case 5: /* the last byte of a count, or any other of them */
		case 6:
			if (*size >= 2 + counts)
				bytes[1 + 8 * (1 + random() % kind->counts) - (random() % 4 ? 0 : random() % 8)] =
					byte;
			break;
		default:
			mutate_window(kind, bytes, size);
	}
}

static void
mutate_text(char *text, size_t *size)
{
	static const char alphabet[] = "0123456789abcdefp-=  \t\n0011wxynm\377";
	static const char *const number[] = {
		"0",       "1",     "9223372036854775807", "1p0",    "3p-1", "-1p0",
		"1p-4296", "1p500", "9223372036854775808", "1p4159", "1p-0", "ffffffffffffffffp64"};
	unsigned char *bytes = (unsigned char *) text;
	size_t at = *size > 0 ? (size_t) random() % *size : 0;
	char byte = alphabet[random() % (long) (sizeof(alphabet) - 1)];

	if (*size > 0)
		switch (random() % 8)
		{
			case 0:
				text[at] = byte;
				break;
			case 1:
				replace(bytes, size, at, 1, "", 0);
				break;
			case 2:
				replace(bytes, size, at, 0, &byte, 1);
				break;
			case 3:
				if (random() % 8 == 0)
					*size = at;
				break;
			case 4: /* a digit for a digit */
				if (text[at] >= '0' && text[at] <= '9')
					text[at] = (char) ('0' + random() % 10);
				break;
			case 5: /* white space where it may be */
				while (at < *size && text[at] != ' ')
					at++;
				replace(bytes, size, at, 0, "\n", 1);
				break;
			default: /* a number for a number */
				while (at > 0 && text[at - 1] != '=')
					at--;
				if (at > 0)
				{
					const char *put = number[random() % 12];

					replace(bytes, size, at, strcspn(text + at, " \t\n\r"), put, strlen(put));
				}
		}
	text[*size] = '\0';
}

/* ---- the cases ---- */

static struct cpe_summary *pool[2][POOL];
static long accepted;

/* Memory behind a summary that was read must be its own size only; then all that can be done. */
static void
check_accepted(int k, const struct cpe_summary *read)
{
	struct cpe_summary *summary = copy_of(kinds[k], read);
	struct cpe_summary **other = &pool[k][random() % POOL];

	accepted++;
	check_round_trip(kinds[k], summary);
	if (accepted % 4 == 0)
		check_merge(kinds[k], summary, summary);
	if (*other != NULL)
	{
		int order = cpe_summary_compare(kinds[k], summary, *other);

		CHECK(order == -cpe_summary_compare(kinds[k], *other, summary), "order both ways");
		if (accepted % 4 == 1)
			check_merge(kinds[k], summary, *other);
	}
	if (accepted % 1000 == 0)
		check_doubling(kinds[k], summary);
	free(*other);
	*other = summary;
}

static void
check_mutants(bool binary)
{
	static unsigned char bytes[2 * CPE_SUMMARY_MAX_TEXT];
	static union buffer buffer;

	accepted = 0;
	for (int round = 0; round < MUTANTS; round++)
	{
		int k = round % 2;
		const struct cpe_summary *from = seed[k][random() % (random() % 8 ? SEEDS - 4 : SEEDS)];
		struct cpe_problem problem = {CPE_OK, "", "", ""};
		unsigned char *given;
		size_t size;
		bool good;

		size = binary ? cpe_summary_write(kinds[k], from, bytes)
		              : cpe_summary_print(kinds[k], from, (char *) bytes);
		for (long i = random() % 4; i >= 0; i--)
			if (binary)
				mutate_bytes(kinds[k], bytes, &size);
			else
				mutate_text((char *) bytes, &size);
		given = memcpy(malloc(size + 1), bytes, size + !binary);
		if (binary) /* nothing behind the bytes */
			given = realloc(given, size > 0 ? size : 1);
		good = binary ? cpe_summary_read(kinds[k], given, size, &buffer.summary, &problem)
		              : cpe_summary_parse(kinds[k], (char *) given, &buffer.summary, &problem);
		free(given);
		if (good)
			check_accepted(k, &buffer.summary);
		else
			CHECK(problem.message[0] != '\0' &&
			          (problem.code == (binary ? CPE_BINARY : CPE_SYNTAX) ||
			           problem.code == CPE_INVALID || problem.code == CPE_RANGE),
			      "code %d: %s", problem.code, problem.message);
	}
	CHECK(accepted > MUTANTS / 10 && accepted < MUTANTS / 10 * 9, "%ld accepted", accepted);
}

static void
check_splits(void)
{
	static char text[CPE_SUMMARY_MAX_TEXT];
	static char again[CPE_SUMMARY_MAX_TEXT];

	for (int round = 0; round < 800; round++)
	{
		Kind kind = kinds[round % 2];
		bool weighted = round / 2 % 2;
		struct cpe_summary *whole = open_state(kind);
		struct cpe_summary *part[5];
		struct cpe_problem problem;

		for (int p = 0; p < 5; p++)
			part[p] = open_state(kind);
		for (int i = 0; i < 40; i++)
		{
			double value = random_value(round / 4 % 4);
			double weight = fabs(random_value(round / 4 % 4));
			int p = (int) (random() % 4); /* the fifth stays empty */

			weight = weight > 0 ? weight : 1;
			add_row(kind, &whole, value, weighted, weight);
			add_row(kind, &part[p], value, weighted, weight);
			if (random() % 8 == 0)
			{
				whole->count[kind->counts - 1]++;
				part[p]->count[kind->counts - 1]++;
			}
		}
		for (int left = 5; left > 1; left--) /* in any order */
		{
			int into = (int) (random() % left);
			struct cpe_summary *last = part[left - 1];

			if (into == left - 1)
				into = 0;
			CHECK(merge(kind, &part[into], last, &problem), "parts merge: %s", problem.message);
			free(last);
		}
		cpe_summary_print(kind, whole, text);
		cpe_summary_print(kind, part[0], again);
		CHECK(strcmp(text, again) == 0, "%s, in parts %s", text, again);
		CHECK(cpe_summary_compare(kind, whole, part[0]) == 0, "compare %s", text);
		check_round_trip(kind, whole);
		free(part[0]);
		free(whole);
	}
}

static void
check_known(void)
{
	static const double size[] = {1e-200, 1e200, 1, 1e-160, 1e150};

	for (int i = 0; i < 5; i++)
		for (int weighted = 0; weighted < 2; weighted++)
		{
			struct cpe_summary *two = open_state(&cpe_moments_kind);
			double sd;
			double se;

			add_moments(&two, size[i], weighted, 7);
			add_moments(&two, i == 0 ? 3e-200 : i == 1 ? 3e200 : 3 * size[i], weighted, 7);
			sd = cpe_moments_sd(two);
			se = cpe_moments_se(two);
			CHECK(unit_near_relative(sd, sqrt(2) * size[i], 1e-15), "sd %.17g", sd);
			CHECK(unit_near_relative(se, size[i], 1e-15), "se %.17g", se);
			CHECK(unit_near_relative(cpe_moments_mean(two), 2 * size[i], 1e-15), "mean %.17g",
			      cpe_moments_mean(two));
			CHECK(cpe_moments_effective(two) == 2, "equal weights do not lose rows");
			check_round_trip(&cpe_moments_kind, two);
			free(two);
		}
	for (int weighted = 0; weighted < 2; weighted++)
	{
		struct cpe_summary *tally = open_state(&cpe_tally_kind);

		for (int i = 0; i < 10; i++)
			add_tally(&tally, i < 3, weighted, 0.1);
		CHECK(unit_near_relative(cpe_tally_rate(tally), 0.3, 1e-15), "rate %.17g",
		      cpe_tally_rate(tally));
		CHECK(
			unit_near_relative(cpe_tally_se(tally), sqrt(0.021 * (weighted ? 10 / 9.0 : 1)), 1e-15),
			"se %.17g", cpe_tally_se(tally));
		free(tally);
	}
}

static void
check_scale_free(void)
{
	static const double scale[] = {1e-170, 1e170};

	for (int round = 0; round < 300; round++)
		for (int k = 0; k < 2; k++)
		{
			struct cpe_summary *state[3];
			double figure[3][4];

			for (int s = 0; s < 3; s++)
				state[s] = open_state(kinds[k]);
			for (int i = 0; i < 2 + round % 30; i++)
			{
				double value = i < 2 ? i - 0.5 : random_value(1);
				double weight = exp(6 * unit_random());

				for (int s = 0; s < 3; s++)
					add_row(kinds[k], &state[s], value, true, s ? weight * scale[s - 1] : weight);
			}
			for (int s = 0; s < 3; s++)
			{
				double *f = figure[s];

				f[0] = k ? cpe_moments_sd(state[s]) : cpe_tally_rate(state[s]);
				f[1] = k ? cpe_moments_se(state[s]) : cpe_tally_se(state[s]);
				f[2] = k ? cpe_moments_effective(state[s]) : cpe_tally_effective(state[s]);
				f[3] = k ? cpe_moments_mean(state[s]) + 2 : 1; /* the mean may be near 0 */
				for (int j = 0; j < 4; j++)
					CHECK(f[j] > 0 && unit_near_relative(f[j], figure[0][j], 1e-14),
					      "round %d, figure %d: %.17g, with weights * %g %.17g", round, j,
					      figure[0][j], s ? scale[s - 1] : 1, f[j]);
				free(state[s]);
			}
		}
}

/* At the border of what rows can have, and a step beyond. */
static void
check_possible(void)
{
	static const struct
	{
		int kind;
		bool good;
		const char *text;
	} border[] = {{1, true, "n=2 missing=0 x=1p1 xx=1p1"},
	              {1, false, "n=2 missing=0 x=1p1 xx=1fffp-12"},
	              {1, false, "n=2 missing=0 x=-1p1 xx=1p0"},
	              {1, false, "n=1 missing=0 x=0 xx=-1p0"},
	              {1, false, "n=0 missing=1 x=1p0 xx=1p0"},
	              {1, true, "n=2 missing=0 w=1p1 wx=1p1 wxx=1p1 ww=1p1 wwx=1p1 wwxx=1p1"},
	              {1, false, "n=2 missing=0 w=1p1 wx=3p0 wxx=1p1 ww=1p1 wwx=1p1 wwxx=1p1"},
	              {1, false, "n=2 missing=0 w=1p1 wx=1p1 wxx=1p1 ww=1p1 wwx=3p0 wwxx=1p1"},
	              {1, false, "n=2 missing=0 w=1p1 wx=1p1 wxx=1p1 ww=1p0 wwx=0 wwxx=0"},
	              {0, true, "n=2 positive=1 missing=0 invalid=0 w=1p1 wy=1p0 ww=1p1 wwy=1p0"},
	              {0, false, "n=2 positive=1 missing=0 invalid=0 w=1p1 wy=1p1 ww=1p1 wwy=1p0"},
	              {0, false, "n=2 positive=1 missing=0 invalid=0 w=1p1 wy=1p0 ww=1p1 wwy=0"},
	              {0, false, "n=2 positive=0 missing=0 invalid=0 w=1p1 wy=1p0 ww=1p1 wwy=1p0"},
	              {0, false, "n=2 positive=2 missing=0 invalid=0 w=1p1 wy=1p0 ww=1p1 wwy=1p1"},
	              {0, false, "n=2 positive=1 missing=0 invalid=0 w=1p1 wy=1p0 ww=5p0 wwy=1p0"},
	              {0, false, "n=2 positive=1 missing=0 invalid=0 w=-1p1 wy=1p0 ww=1p1 wwy=1p0"},
	              {0, true, "n=3 positive=3 missing=0 invalid=0"},
	              {0, false, "n=3 positive=4 missing=0 invalid=0"}};
	union buffer buffer;
	struct cpe_problem problem;

	for (size_t i = 0; i < sizeof(border) / sizeof(border[0]); i++)
		CHECK(cpe_summary_parse(kinds[border[i].kind], border[i].text, &buffer.summary, &problem) ==
		          border[i].good,
		      "%s", border[i].text);
}

int
main(void)
{
	srandom(2018);
	unit_case("known values");
	check_known();
	unit_case("any split of the rows gives the same text");
	check_splits();
	unit_case("weights are free of scale");
	check_scale_free();
	unit_case("no rows have such sums");
	check_possible();
	make_seeds();
	unit_case("doubling 60 times");
	for (int k = 0; k < 2; k++)
		for (int i = 0; i < SEEDS; i++)
			check_doubling(kinds[k], seed[k][i]);
	unit_case("mutated binary forms");
	check_mutants(true);
	unit_case("mutated texts");
	check_mutants(false);
	for (int k = 0; k < 2; k++)
	{
		for (int i = 0; i < SEEDS; i++)
			free(seed[k][i]);
		for (int i = 0; i < POOL; i++)
			free(pool[k][i]);
	}
	return unit_end();
}
