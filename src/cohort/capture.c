#include "cohort/capture.h"

#include <math.h>
#include <string.h>

#include "base/ascii.h"
#include "base/bytes.h"
#include "base/distribution.h"
#include "base/text.h"

/* ---- the counts ---- */

struct cpe_captures *
cpe_captures_new(int sources, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_captures *captures = cpe_arena_alloc(arena, 1, cpe_captures_size(sources), problem);

	if (captures == NULL)
		return NULL;
	captures->version = CPE_CAPTURES_VERSION;
	captures->sources = (uint8_t) sources;
	return captures;
}

bool
cpe_captures_add(struct cpe_captures *captures, const struct cpe_captures *other,
                 struct cpe_problem *problem)
{
	int patterns = cpe_captures_patterns(other->sources);
	bool room = captures->missing <= INT64_MAX - other->missing;

	for (int i = 0; i < patterns; i++)
		room = room && captures->count[i] <= INT64_MAX - other->count[i];
	if (!room)
		return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
		                       "a count of captures is out of range");
	captures->missing += other->missing;
	for (int i = 0; i < patterns; i++)
		captures->count[i] += other->count[i];
	return true;
}

int64_t
cpe_captures_observed(const struct cpe_captures *captures)
{
	int64_t observed = 0;

	for (int i = 1; i < cpe_captures_patterns(captures->sources); i++)
	{
		if (captures->count[i] > INT64_MAX - observed)
			return -1;
		observed += captures->count[i];
	}
	return observed;
}

int64_t
cpe_captures_by(const struct cpe_captures *captures, int source, int other)
{
	int64_t people = 0;

	for (int i = 1; i < cpe_captures_patterns(captures->sources); i++)
	{
		if (!cpe_captured_by(captures->sources, i, source) ||
		    !cpe_captured_by(captures->sources, i, other))
			continue;
		if (captures->count[i] > INT64_MAX - people)
			return -1;
		people += captures->count[i];
	}
	return people;
}

/* ---- text and bytes ---- */

char *
cpe_captures_print(const struct cpe_captures *captures, struct cpe_arena *arena,
                   struct cpe_problem *problem)
{
	struct cpe_text text;

	cpe_text_open(&text, arena, problem);
	cpe_text_printf(&text, "sources=%d missing=%lld", (int) captures->sources,
	                (long long) captures->missing);
	for (int i = 0; i < cpe_captures_patterns(captures->sources); i++)
	{
		if (captures->count[i] == 0)
			continue;
		cpe_text_append(&text, " ");
		for (int source = 0; source < captures->sources; source++)
			cpe_text_append(&text, cpe_captured_by(captures->sources, i, source) ? "1" : "0");
		cpe_text_printf(&text, "=%lld", (long long) captures->count[i]);
	}
	return cpe_text_close(&text, NULL);
}

static const void *
not_the_form(struct cpe_problem *problem)
{
	cpe_problem_set(problem, CPE_SYNTAX,
	                "It is of the form sources=2 missing=0 01=54 10=78 11=430: the number of "
	                "sources, 2 to 8 (0: nobody), and people by pattern, in order, each once.",
	                NULL, "invalid input syntax for type captures");
	return NULL;
}

/* A count in plain digits, without leading zeros; false where there is none, or it is too large. */
static bool
read_count(const char **at, int64_t *count)
{
	const char *digit = *at;

	*count = 0;
	for (; cpe_is_digit(*digit); digit++)
	{
		int value = *digit - '0';

		if (*count > (INT64_MAX - value) / 10)
			return false;
		*count = *count * 10 + value;
	}
	if (digit == *at || (**at == '0' && digit - *at > 1))
		return false;
	*at = digit;
	return true;
}

/* Takes a word that must be next. */
static bool
read_word(const char **at, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(*at, word, length) != 0)
		return false;
	*at += length;
	return true;
}

/* A pattern's place, of zeros and ones. */
static bool
read_pattern(const char **at, int sources, int *pattern)
{
	*pattern = 0;
	for (int source = 0; source < sources; source++, (*at)++)
	{
		if (**at != '0' && **at != '1')
			return false;
		*pattern = *pattern * 2 + (**at - '0');
	}
	return true;
}

/* Whether there are captures of so many sources. */
static bool
sources_allowed(int64_t sources)
{
	return sources == 0 || (sources >= 2 && sources <= CPE_CAPTURE_SOURCES);
}

const struct cpe_captures *
cpe_captures_parse(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_captures *captures;
	int64_t sources;
	int64_t missing;
	int last = -1;

	if (!read_word(&text, "sources=") || !read_count(&text, &sources) ||
	    !sources_allowed(sources) || !read_word(&text, " missing=") || !read_count(&text, &missing))
		return not_the_form(problem);
	captures = cpe_captures_new((int) sources, arena, problem);
	if (captures == NULL)
		return NULL;
	captures->missing = missing;
	while (*text != '\0')
	{
		int pattern;

		if (sources == 0 || !read_word(&text, " ") ||
		    !read_pattern(&text, (int) sources, &pattern) || pattern <= last ||
		    !read_word(&text, "=") || !read_count(&text, &captures->count[pattern]))
			return not_the_form(problem);
		last = pattern;
	}
	return captures;
}

#define BYTES_HEAD 10

unsigned char *
cpe_captures_write(const struct cpe_captures *captures, size_t *size, struct cpe_arena *arena,
                   struct cpe_problem *problem)
{
	int patterns = cpe_captures_patterns(captures->sources);
	unsigned char *bytes;
	unsigned char *at;

	*size = BYTES_HEAD + 8 * (size_t) patterns;
	bytes = cpe_arena_alloc(arena, 1, *size, problem);
	if (bytes == NULL)
		return NULL;
	at = cpe_bytes_write(bytes, captures->version, 1);
	at = cpe_bytes_write(at, captures->sources, 1);
	at = cpe_bytes_write(at, (uint64_t) captures->missing, 8);
	for (int i = 0; i < patterns; i++)
		at = cpe_bytes_write(at, (uint64_t) captures->count[i], 8);
	return bytes;
}

const struct cpe_captures *
cpe_captures_read(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
                  struct cpe_problem *problem)
{
	struct cpe_captures *captures;
	bool good = size >= BYTES_HEAD && bytes[0] == CPE_CAPTURES_VERSION && sources_allowed(bytes[1]);

	if (!good || size != BYTES_HEAD + 8 * (size_t) cpe_captures_patterns(bytes[1]))
	{
		cpe_problem_set(problem, CPE_BINARY, NULL, NULL, "invalid binary form of captures");
		return NULL;
	}
	captures = cpe_captures_new(bytes[1], arena, problem);
	if (captures == NULL)
		return NULL;
	captures->missing = (int64_t) cpe_bytes_read(bytes + 2, 8);
	good = captures->missing >= 0;
	for (int i = 0; i < cpe_captures_patterns(captures->sources); i++)
	{
		captures->count[i] = (int64_t) cpe_bytes_read(bytes + BYTES_HEAD + 8 * i, 8);
		good = good && captures->count[i] >= 0;
	}
	if (good)
		return captures;
	cpe_problem_set(problem, CPE_INVALID, "Counts are zero or positive.", NULL,
	                "a count of captures is negative");
	return NULL;
}

/* ---- estimates ---- */

const char cpe_capture_method_names[] = "chao, chapman, independence";

bool
cpe_capture_method_by_name(const char *name, enum cpe_capture_method *method)
{
	int place = cpe_word_index(cpe_capture_method_names, name);

	*method = (enum cpe_capture_method)(place < 0 ? 0 : place);
	return place >= 0;
}

/* An estimate that is not there, and why. */
static void
no_estimate(struct cpe_capture_estimate *out, const char *status)
{
	out->estimate = NAN;
	out->se = NAN;
	out->low = NAN;
	out->high = NAN;
	out->status = status;
}

/* The estimate from those not seen and the variance, and its interval. */
static void
finish(struct cpe_capture_estimate *out, double unseen, double variance,
       const struct cpe_confidence *conf, bool normal)
{
	double factor;

	out->estimate = out->observed + unseen;
	out->se = sqrt(fmax(variance, 0));
	if (normal)
	{
		out->low = out->estimate - conf->z * out->se;
		out->high = out->estimate + conf->z * out->se;
		return;
	}
	factor = unseen > 0 ? exp(conf->z * sqrt(log1p(out->se * out->se / (unseen * unseen)))) : 1;
	out->low = out->observed + unseen / factor;
	out->high = out->observed + unseen * factor;
}

void
cpe_capture_chapman(double a, double b, double both, const struct cpe_confidence *conf, bool normal,
                    struct cpe_capture_estimate *out)
{
	double left = (a - both) * (b - both);

	out->observed = a + b - both;
	out->deviance = NAN;
	out->p = NAN;
	out->df = 0;
	out->status = NULL;
	finish(out, left / (both + 1),
	       (a + 1) * (b + 1) * left / ((both + 1) * (both + 1) * (both + 2)), conf, normal);
}

/* People whom exactly so many sources know, and each source alone. */
struct frequencies
{
	double once;
	double twice;
	double alone[CPE_CAPTURE_SOURCES];
	double by[CPE_CAPTURE_SOURCES]; /* those whom a source knows */
};

static struct frequencies
frequencies_of(const struct cpe_captures *captures)
{
	struct frequencies of = {0};

	for (int i = 1; i < cpe_captures_patterns(captures->sources); i++)
	{
		int known = 0;
		int last = 0;

		for (int source = 0; source < captures->sources; source++)
			if (cpe_captured_by(captures->sources, i, source))
			{
				known++;
				last = source;
				of.by[source] += (double) captures->count[i];
			}
		if (known == 1)
		{
			of.once += (double) captures->count[i];
			of.alone[last] += (double) captures->count[i];
		}
		else if (known == 2)
			of.twice += (double) captures->count[i];
	}
	return of;
}

/*
 * Chao's lower bound with sources of different size (Mth): the products of those known to one
 * source alone, over pairs, by those known to two.  The variance by the delta method, people being
 * multinomial over the patterns.
 */
static void
chao(const struct cpe_captures *captures, const struct cpe_confidence *conf, bool normal,
     struct cpe_capture_estimate *out)
{
	struct frequencies of = frequencies_of(captures);
	double squares = 0;
	double twice = of.twice + 1;
	double slope;
	double unseen;
	double variance;
	double weighted;

	for (int i = 0; i < captures->sources; i++)
		squares += of.alone[i] * of.alone[i];
	unseen = (of.once * of.once - squares) / 2 / twice;
	slope = 1 - unseen / twice;
	variance = out->observed - of.once - of.twice + slope * slope * of.twice;
	weighted = out->observed - of.once - of.twice + slope * of.twice;
	for (int i = 0; i < captures->sources; i++)
	{
		slope = 1 + (of.once - of.alone[i]) / twice;
		variance += slope * slope * of.alone[i];
		weighted += slope * of.alone[i];
	}
	finish(out, unseen, variance - weighted * weighted / (out->observed + unseen), conf, normal);
}

/* The sources as independent: those whom they know, and all whom any knows. */
struct independent
{
	int sources;
	const double *by;
	double observed;
};

/* Positive where a total is above the solution of 1 - observed / N = product of 1 - by / N. */
static double
above_solution(double total, const void *of)
{
	const struct independent *of_sources = of;
	double value = log1p(-of_sources->observed / total);

	for (int i = 0; i < of_sources->sources; i++)
		value -= log1p(-of_sources->by[i] / total);
	return value;
}

/* The total, or NAN where the sources do not overlap. */
static double
independent_total(const struct independent *of)
{
	double sum = 0;
	double high = 2 * of->observed;

	for (int i = 0; i < of->sources; i++)
	{
		if (of->by[i] >= of->observed)
			return of->observed;
		sum += of->by[i];
	}
	if (!(sum > of->observed))
		return NAN;
	for (int step = 0; step < 200 && !(above_solution(high, of) > 0); step++)
		high *= 2;
	return above_solution(high, of) > 0 ? cpe_sign_change(above_solution, of, of->observed, high)
	                                    : NAN;
}

/* Twice the log likelihood ratio of the counts against the model's. */
static double
deviance_of(const struct cpe_captures *captures, const struct independent *of, double total)
{
	double deviance = 0;

	for (int i = 1; i < cpe_captures_patterns(captures->sources); i++)
	{
		double expected = total;

		if (captures->count[i] == 0)
			continue;
		for (int source = 0; source < of->sources; source++)
			expected *= cpe_captured_by(of->sources, i, source) ? of->by[source] / total
			                                                    : 1 - of->by[source] / total;
		deviance += 2 * (double) captures->count[i] * log((double) captures->count[i] / expected);
	}
	return fmax(deviance, 0);
}

/* Darroch 1958: the log-linear model without interactions, and its asymptotic variance. */
static void
independence(const struct cpe_captures *captures, const struct cpe_confidence *conf, bool normal,
             struct cpe_capture_estimate *out)
{
	struct frequencies of = frequencies_of(captures);
	struct independent sources = {captures->sources, of.by, out->observed};
	double total = independent_total(&sources);
	double information;

	if (isnan(total))
	{
		no_estimate(out, "no overlap");
		return;
	}
	out->df = cpe_captures_patterns(captures->sources) - 1 - (captures->sources + 1);
	out->deviance = deviance_of(captures, &sources, total);
	if (out->df > 0)
		out->p = cpe_chi2_upper(out->deviance, out->df);
	if (total <= out->observed)
	{
		finish(out, 0, 0, conf, normal);
		return;
	}
	information = 1 / (total - out->observed) + (captures->sources - 1) / total;
	for (int i = 0; i < captures->sources; i++)
		information -= 1 / (total - of.by[i]);
	if (information > 0 && isfinite(1 / information))
		finish(out, total - out->observed, 1 / information, conf, normal);
	else
		no_estimate(out, "too little overlap");
}

void
cpe_capture(const struct cpe_captures *captures, enum cpe_capture_method method,
            const struct cpe_confidence *conf, bool normal, struct cpe_capture_estimate *out)
{
	memset(out, 0, sizeof(*out));
	out->deviance = NAN;
	out->p = NAN;
	out->observed = (double) cpe_captures_observed(captures);
	if (out->observed <= 0)
		no_estimate(out, "nobody");
	else if (method == CPE_CAPTURE_INDEPENDENCE)
		independence(captures, conf, normal, out);
	else if (captures->sources == 2)
		cpe_capture_chapman((double) captures->count[2] + (double) captures->count[3],
		                    (double) captures->count[1] + (double) captures->count[3],
		                    (double) captures->count[3], conf, normal, out);
	else
		chao(captures, conf, normal, out);
}
