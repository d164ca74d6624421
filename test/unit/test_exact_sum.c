#include "base/exact_sum.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A sum that grows as the aggregates' states do, for one stream of products. */
struct stream
{
	void *memory;
	struct cpe_sums all;
};

static void
stream_open(struct stream *stream)
{
	stream->memory = calloc(1, sizeof(struct cpe_window));
	stream->all = cpe_sums_at(stream->memory, 1);
}

static void
stream_grow(struct stream *stream, const struct cpe_window *window)
{
	void *memory = malloc(cpe_sums_size(window, 1));

	cpe_sums_copy(memory, window, &stream->all);
	free(stream->memory);
	stream->memory = memory;
	stream->all = cpe_sums_at(memory, 1);
}

static void
stream_add(struct stream *stream, const double *factor, int factors)
{
	struct cpe_term term;

	cpe_term_product(&term, factor, factors);
	if (!cpe_sums_add(&stream->all, &term))
	{
		struct cpe_window window;

		cpe_sums_plan_add(&stream->all, &term, &window);
		stream_grow(stream, &window);
		if (!cpe_sums_add(&stream->all, &term))
			abort();
	}
}

static void
stream_merge(struct stream *stream, const struct stream *other)
{
	if (!cpe_sums_merge(&stream->all, &other->all))
	{
		struct cpe_window window;

		cpe_sums_plan_merge(&stream->all, &other->all, &window);
		stream_grow(stream, &window);
		if (!cpe_sums_merge(&stream->all, &other->all))
			abort();
	}
}

static struct cpe_exact
stream_sum(const struct stream *stream)
{
	return cpe_sums_get(&stream->all, 0);
}

static void
stream_text(const struct stream *stream, char *text)
{
	cpe_exact_print(stream_sum(stream), text);
}

/* The oracle: schoolbook binary fixed point, one digit a cell, built from frexp alone. */
#define ORACLE_BITS 2400
#define ORACLE_POINT 1200

struct oracle
{
	int64_t bit[ORACLE_BITS]; /* signed digits, carried only at the end */
};

static void
oracle_add(struct oracle *oracle, double x)
{
	int exponent;
	double fraction = frexp(fabs(x), &exponent);

	for (int i = 1; fraction > 0; i++)
	{
		fraction *= 2;
		if (fraction >= 1)
		{
			fraction -= 1;
			oracle->bit[ORACLE_POINT + exponent - i] += x < 0 ? -1 : 1;
		}
	}
}

static double
oracle_value(struct oracle *oracle)
{
	int sign = 1;
	int top;
	uint64_t mantissa = 0;
	int low;
	bool rest = false;

	for (int pass = 0; pass < 2; pass++)
	{
		int64_t carry = 0;

		for (int i = 0; i < ORACLE_BITS; i++)
		{
			int64_t digit = oracle->bit[i] + carry;

			oracle->bit[i] = digit & 1;
			carry = (digit - (digit & 1)) / 2;
		}
		if (carry == 0)
			break;
		sign = -1; /* negative: negate every digit and carry again */
		for (int i = 0; i < ORACLE_BITS; i++)
			oracle->bit[i] = -oracle->bit[i];
		oracle->bit[ORACLE_BITS - 1] -= 2 * carry;
	}
	for (top = ORACLE_BITS - 1; top >= 0 && oracle->bit[top] == 0; top--)
		;
	if (top < 0)
		return 0;
	low = top - 52;
	if (low < ORACLE_POINT - 1074)
		low = ORACLE_POINT - 1074;
	for (int i = top; i >= low; i--)
		mantissa = mantissa * 2 + (uint64_t) oracle->bit[i];
	for (int i = low - 2; i >= 0; i--)
		rest = rest || oracle->bit[i] != 0;
	if (oracle->bit[low - 1] && (rest || (mantissa & 1)))
		mantissa++;
	return sign * ldexp((double) mantissa, low - ORACLE_POINT);
}

static double
random_double(int spread)
{
	return ldexp(unit_random() + unit_random() / 2147483648.0,
	             (int) (random() % spread) - spread / 2) *
	       (random() % 2 ? 1 : -1);
}

int
main(void)
{
	char text[CPE_EXACT_TEXT];
	char again[CPE_EXACT_TEXT];

	srandom(2018);

	unit_case("known sums");
	{
		static const double catastrophe[] = {1e100, 1, -1e100, 5e-324, -5e-324, 0.1, -0.1};
		struct stream s;

		stream_open(&s);
		for (int i = 0; i < 7; i++)
			stream_add(&s, &catastrophe[i], 1);
		CHECK(cpe_exact_value(stream_sum(&s)) == 1, "got %.17g", cpe_exact_value(stream_sum(&s)));
		stream_text(&s, text);
		CHECK(strcmp(text, "1p0") == 0, "text %s", text);
		free(s.memory);

		stream_open(&s);
		for (int i = 0; i < 10; i++)
			stream_add(&s, &(double){0.1}, 1);
		CHECK(cpe_exact_value(stream_sum(&s)) == 1.0, "ten tenths, rounded once, are one");
		free(s.memory);

		stream_open(&s);
		for (int i = 0; i < 4; i++)
			stream_add(&s, &(double){1.7976931348623157e308}, 1);
		CHECK(isinf(cpe_exact_value(stream_sum(&s))), "too large for a double is infinite");
		for (int i = 0; i < 3; i++)
			stream_add(&s, &(double){-1.7976931348623157e308}, 1);
		CHECK(cpe_exact_value(stream_sum(&s)) == 1.7976931348623157e308, "and comes back");
		free(s.memory);
	}

	unit_case("random sums against schoolbook binary arithmetic");
	for (int round = 0; round < 400; round++)
	{
		struct stream s;
		struct oracle oracle = {{0}};
		int spread = round % 4 == 0 ? 2000 : round % 4 == 1 ? 4 : round % 4 == 2 ? 120 : 700;
		double want;

		stream_open(&s);
		for (int i = 0; i < 1 + round; i++)
		{
			double x = random_double(spread);

			if (round % 5 == 0 && i % 2)
				x = ldexp(x, -1060); /* subnormal results too */
			stream_add(&s, &x, 1);
			oracle_add(&oracle, x);
		}
		want = oracle_value(&oracle);
		CHECK(cpe_exact_value(stream_sum(&s)) == want, "round %d: %.17g, want %.17g", round,
		      cpe_exact_value(stream_sum(&s)), want);
		free(s.memory);
	}

	unit_case("products of up to four factors are exact");
	for (int round = 0; round < 2000; round++)
	{
		/* four 13-bit factors: their product is exact in a double */
		double factor[4];
		int factors = 1 + round % 4;
		double want = 1;
		struct stream s;

		for (int i = 0; i < factors; i++)
		{
			factor[i] = ldexp((double) (random() % 8192) - 4096, (int) (random() % 100) - 50);
			want *= factor[i];
		}
		stream_open(&s);
		stream_add(&s, factor, factors);
		CHECK(cpe_exact_value(stream_sum(&s)) == want, "product %.17g want %.17g",
		      cpe_exact_value(stream_sum(&s)), want);
		free(s.memory);
	}
	{
		static const double tiny[] = {5e-324, 5e-324, 5e-324, 5e-324};
		static const double huge[] = {1.7976931348623157e308, 1.7976931348623157e308,
		                              1.7976931348623157e308, 1.7976931348623157e308};
		struct stream s;

		stream_open(&s);
		stream_add(&s, tiny, 4);
		stream_add(&s, huge, 4);
		stream_text(&s, text);
		CHECK(strncmp(text, "ffffffffffffe00000000000017ff", 29) == 0, "widest sum %.60s", text);
		CHECK(strcmp(text + strlen(text) - 6, "p-4296") == 0, "its last bit is kept");
		free(s.memory);
	}

	unit_case("any order and any split gives the same text");
	for (int round = 0; round < 200; round++)
	{
		double x[64];
		struct stream whole;
		struct stream part[4];

		stream_open(&whole);
		for (int i = 0; i < 64; i++)
		{
			x[i] = random_double(round % 2 ? 60 : 1500);
			stream_add(&whole, &x[i], 1);
		}
		for (int p = 0; p < 4; p++)
			stream_open(&part[p]);
		for (int i = 63; i >= 0; i--)
			stream_add(&part[random() % 4], &x[i], 1);
		for (int p = 1; p < 4; p++)
			stream_merge(&part[0], &part[p]);
		stream_text(&whole, text);
		stream_text(&part[0], again);
		CHECK(strcmp(text, again) == 0, "%s is not %s", text, again);
		CHECK(cpe_exact_compare(stream_sum(&whole), stream_sum(&part[0])) == 0, "compare");
		for (int p = 0; p < 4; p++)
			free(part[p].memory);
		free(whole.memory);
	}

	unit_case("text reads back to the same sum");
	for (int round = 0; round < 2000; round++)
	{
		struct stream s;
		struct cpe_window window;
		uint64_t limb[CPE_EXACT_LIMBS];
		struct cpe_exact back;
		const char *end;

		stream_open(&s);
		for (int i = 0; i < round % 5; i++)
		{
			double x = random_double(1800);

			stream_add(&s, &x, 1);
		}
		stream_text(&s, text);
		end = cpe_exact_parse(text, &window, limb);
		CHECK(end != NULL && *end == '\0', "%s is read", text);
		back.window = window;
		back.limb = limb;
		cpe_exact_print(back, again);
		CHECK(strcmp(text, again) == 0, "%s became %s", text, again);
		CHECK(cpe_exact_compare(back, stream_sum(&s)) == 0, "compare %s", text);
		free(s.memory);
	}
	{
		static const char *const bad[] = {"",         "-",  "p1",   "-0",     "00",   "0p0",
		                                  "1",        "1p", "1p-",  "1pz",    "01p0", "1p99999",
		                                  "1p-99999", "g",  " 1p0", "1p4544", "1P3"};
		struct cpe_window window;
		uint64_t limb[CPE_EXACT_LIMBS];

		for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		{
			const char *end = cpe_exact_parse(bad[i], &window, limb);

			CHECK(end == NULL || *end != '\0', "\"%s\" is refused", bad[i]);
		}
	}

	unit_case("whole-number arithmetic");
	for (int round = 0; round < 3000; round++)
	{
		int64_t a = random() % 2000001 - 1000000;
		int64_t b = random() % 2000001 - 1000000;
		struct cpe_big x;
		struct cpe_big y;
		struct cpe_big z;
		struct cpe_big want;

		cpe_big_of_int(&x, a);
		cpe_big_of_int(&y, b);
		cpe_big_multiply(&z, &x, &y);
		cpe_big_of_int(&want, -a * b);
		cpe_big_add(&z, &z, &want);
		CHECK(cpe_big_sign(&z) == 0, "%lld * %lld", (long long) a, (long long) b);
		cpe_big_add(&z, &x, &y);
		cpe_big_of_int(&want, -(a + b));
		cpe_big_add(&z, &z, &want);
		CHECK(cpe_big_sign(&z) == 0, "%lld + %lld", (long long) a, (long long) b);
		if (b != 0)
			CHECK(cpe_big_ratio(&x, &y) == (double) a / (double) b, "%lld / %lld", (long long) a,
			      (long long) b);
	}
	return unit_end();
}
