#include "base/summary.h"

#include <stdio.h>
#include <string.h>

#include "base/bytes.h"

static size_t
counts_size(const struct cpe_summary_kind *kind)
{
	return sizeof(struct cpe_summary) + sizeof(int64_t) * (size_t) kind->counts;
}

size_t
cpe_summary_empty_size(const struct cpe_summary_kind *kind)
{
	return counts_size(kind) + sizeof(struct cpe_window) * (size_t) kind->sums[0];
}

void
cpe_summary_empty(const struct cpe_summary_kind *kind, struct cpe_summary *summary)
{
	memset(summary, 0, cpe_summary_empty_size(kind));
	summary->version = CPE_SUMMARY_VERSION;
}

bool
cpe_summary_is_empty(const struct cpe_summary_kind *kind, const struct cpe_summary *summary)
{
	for (int i = 0; i < kind->counts; i++)
		if (summary->count[i] != 0)
			return false;
	return true;
}

struct cpe_sums
cpe_summary_sums(const struct cpe_summary_kind *kind, const struct cpe_summary *summary)
{
	return cpe_sums_at((char *) summary + counts_size(kind), kind->sums[summary->weighted]);
}

size_t
cpe_summary_size(const struct cpe_summary_kind *kind, const struct cpe_summary *summary)
{
	return cpe_summary_size_with(kind, summary->weighted, cpe_summary_sums(kind, summary).window);
}

size_t
cpe_summary_size_with(const struct cpe_summary_kind *kind, bool weighted,
                      const struct cpe_window *window)
{
	return counts_size(kind) + cpe_sums_size(window, kind->sums[weighted]);
}

void
cpe_summary_copy(const struct cpe_summary_kind *kind, struct cpe_summary *result, bool weighted,
                 const struct cpe_window *window, const struct cpe_summary *summary)
{
	struct cpe_window none[CPE_SUMMARY_MAX_SUMS] = {{0, 0}};
	struct cpe_sums sums = cpe_summary_sums(kind, summary);
	char *sums_at = (char *) result + counts_size(kind);

	/* an empty summary turns weighted: its sums are all zero */
	if (weighted != (bool) summary->weighted)
	{
		sums.sums = kind->sums[weighted];
		sums.window = none;
	}
	cpe_sums_copy(sums_at, window, &sums);
	memcpy((char *) result + sizeof(result->length_word),
	       (const char *) summary + sizeof(result->length_word),
	       counts_size(kind) - sizeof(result->length_word));
	result->weighted = weighted;
}

enum cpe_merge
cpe_summary_merge(const struct cpe_summary_kind *kind, struct cpe_summary *summary,
                  const struct cpe_summary *other, struct cpe_window *window,
                  struct cpe_problem *problem)
{
	struct cpe_sums sums;
	struct cpe_sums more;
	int64_t count[CPE_SUMMARY_MAX_COUNTS];

	if (cpe_summary_is_empty(kind, other))
		return CPE_MERGE_DONE;
	more = cpe_summary_sums(kind, other);
	if (summary->weighted != other->weighted)
	{
		if (!cpe_summary_is_empty(kind, summary))
		{
			cpe_problem_set(problem, CPE_INVALID,
			                "One was counted with weights, the other without.", NULL,
			                "cannot merge %s with and without weights", kind->name);
			return CPE_MERGE_PROBLEM;
		}
		memcpy(window, more.window, sizeof(struct cpe_window) * (size_t) more.sums);
		for (int i = 0; i < more.sums; i++)
			window[i].count += more.window[i].count > 0;
		return CPE_MERGE_ROOM;
	}
	for (int i = 0; i < kind->counts; i++)
		if (__builtin_add_overflow(summary->count[i], other->count[i], &count[i]))
		{
			cpe_problem_set(problem, CPE_RANGE, NULL, NULL, "%s of %s is out of range",
			                kind->count_name[i], kind->name);
			return CPE_MERGE_PROBLEM;
		}
	sums = cpe_summary_sums(kind, summary);
	if (!cpe_sums_merge(&sums, &more))
	{
		cpe_sums_plan_merge(&sums, &more, window);
		return CPE_MERGE_ROOM;
	}
	memcpy(summary->count, count, sizeof(int64_t) * (size_t) kind->counts);
	return CPE_MERGE_DONE;
}

int
cpe_summary_compare(const struct cpe_summary_kind *kind, const struct cpe_summary *a,
                    const struct cpe_summary *b)
{
	struct cpe_sums of_a;
	struct cpe_sums of_b;

	for (int i = 0; i < kind->counts; i++)
		if (a->count[i] != b->count[i])
			return a->count[i] < b->count[i] ? -1 : 1;
	if (cpe_summary_is_empty(kind, a))
		return 0;
	if (a->weighted != b->weighted)
		return a->weighted < b->weighted ? -1 : 1;
	of_a = cpe_summary_sums(kind, a);
	of_b = cpe_summary_sums(kind, b);
	for (int i = 0; i < of_a.sums; i++)
	{
		int order = cpe_exact_compare(cpe_sums_get(&of_a, i), cpe_sums_get(&of_b, i));

		if (order != 0)
			return order;
	}
	return 0;
}

size_t
cpe_summary_print(const struct cpe_summary_kind *kind, const struct cpe_summary *summary,
                  char *text)
{
	struct cpe_sums sums = cpe_summary_sums(kind, summary);
	char *at = text;

	for (int i = 0; i < kind->counts; i++)
		at += sprintf(at, "%s%s=%lld", i > 0 ? " " : "", kind->count_name[i],
		              (long long) summary->count[i]);
	if (cpe_summary_is_empty(kind, summary))
		return (size_t) (at - text);
	for (int i = 0; i < sums.sums; i++)
	{
		at += sprintf(at, " %s=", kind->sum_name[summary->weighted][i]);
		at += cpe_exact_print(cpe_sums_get(&sums, i), at);
	}
	return (size_t) (at - text);
}

static const char *
skip_space(const char *text)
{
	while (*text == ' ' || *text == '\t' || *text == '\n' || *text == '\r')
		text++;
	return text;
}

/* Behind "name=" at the text, or NULL; white space comes before it unless it is the first. */
static const char *
after_name(const char *text, const char *name, bool first)
{
	const char *at = skip_space(text);
	size_t length = strlen(name);

	if ((at == text && !first) || strncmp(at, name, length) != 0 || at[length] != '=')
		return NULL;
	return at + length + 1;
}

/* Reads a count: up to 19 digits, no sign. */
static const char *
parse_count(const char *text, int64_t *count)
{
	const char *first = text;
	int64_t value = 0;

	for (; *text >= '0' && *text <= '9'; text++)
		if (__builtin_mul_overflow(value, (int64_t) 10, &value) ||
		    __builtin_add_overflow(value, (int64_t) (*text - '0'), &value))
			return NULL;
	*count = value;
	return text > first ? text : NULL;
}

/* Common end of both readers: the numbers must be those of some rows. */
static bool
check(const struct cpe_summary_kind *kind, struct cpe_summary *summary, struct cpe_problem *problem)
{
	struct cpe_sums sums = cpe_summary_sums(kind, summary);

	for (int i = 0; i < kind->counts; i++)
		if (summary->count[i] < 0)
			return cpe_problem_set(problem, CPE_INVALID, "Counts are zero or positive.", NULL,
			                       "%s of %s must not be negative", kind->count_name[i],
			                       kind->name);
	if (summary->count[0] == 0)
		for (int i = 0; i < sums.sums; i++)
			if (cpe_exact_sign(cpe_sums_get(&sums, i)) != 0)
				return cpe_problem_set(problem, CPE_INVALID, "Without values every sum is zero.",
				                       NULL, "%s without values must not have sums", kind->name);
	for (int i = 0; i < sums.sums; i++)
		if (!cpe_exact_in_range(cpe_sums_get(&sums, i), summary->count[0],
		                        kind->factors[summary->weighted][i]))
			return cpe_problem_set(
				problem, CPE_RANGE, "That many doubles, or products of them, do not reach it.",
				NULL, "%s of %s is out of range", kind->sum_name[summary->weighted][i], kind->name);
	if (cpe_summary_is_empty(kind, summary))
		cpe_summary_empty(kind, summary); /* no rows have no weights either */
	return kind->possible(summary, problem);
}

bool
cpe_summary_parse(const struct cpe_summary_kind *kind, const char *text,
                  struct cpe_summary *summary, struct cpe_problem *problem)
{
	const char *at = text;
	struct cpe_window window[CPE_SUMMARY_MAX_SUMS];
	uint64_t limb[CPE_EXACT_LIMBS];
	char *sums_at;
	uint64_t *limbs_at;

	cpe_summary_empty(kind, summary);
	for (int i = 0; at != NULL && i < kind->counts; i++)
	{
		at = after_name(at, kind->count_name[i], i == 0);
		if (at != NULL)
			at = parse_count(at, &summary->count[i]);
	}
	if (at != NULL && *skip_space(at) == '\0')
	{
		/* no sums: right for a kind without them, and where there are no values */
		if (kind->sums[0] == 0 || summary->count[0] == 0)
			return check(kind, summary, problem);
		at = NULL;
	}
	if (at != NULL)
	{
		/* the first name tells whether there are weights */
		summary->weighted =
			kind->sums[0] == 0 || after_name(at, kind->sum_name[0][0], false) == NULL;
		sums_at = (char *) summary + counts_size(kind);
		limbs_at = (uint64_t *) (sums_at + sizeof(struct cpe_window) *
		                                       (size_t) kind->sums[summary->weighted]);
		for (int i = 0; at != NULL && i < kind->sums[summary->weighted]; i++)
		{
			at = after_name(at, kind->sum_name[summary->weighted][i], false);
			if (at == NULL)
				break;
			at = cpe_exact_parse(at, &window[i], limb);
			if (at == NULL)
				break;
			memcpy(limbs_at, limb, sizeof(uint64_t) * (size_t) window[i].count);
			limbs_at += window[i].count;
		}
		if (at != NULL)
			memcpy(sums_at, window,
			       sizeof(struct cpe_window) * (size_t) kind->sums[summary->weighted]);
		if (at != NULL)
			at = skip_space(at);
	}
	if (at == NULL || *at != '\0')
	{
		char detail[80 + 40 * CPE_SUMMARY_MAX_COUNTS];
		char *end = detail;

		end += sprintf(end, "The text is like \"");
		for (int i = 0; i < kind->counts; i++)
			end += sprintf(end, "%s%s=0", i > 0 ? " " : "", kind->count_name[i]);
		sprintf(end, "\", with its sums behind where it has any.");
		return cpe_problem_set(problem, CPE_SYNTAX, detail, NULL,
		                       "invalid input syntax for type %s", kind->name);
	}
	return check(kind, summary, problem);
}

size_t
cpe_summary_write(const struct cpe_summary_kind *kind, const struct cpe_summary *summary,
                  unsigned char *bytes)
{
	struct cpe_sums sums = cpe_summary_sums(kind, summary);
	unsigned char *at = bytes;
	bool empty = cpe_summary_is_empty(kind, summary);

	*at++ = CPE_SUMMARY_VERSION;
	*at++ = empty ? 0 : summary->weighted;
	for (int i = 0; i < kind->counts; i++)
		at = cpe_bytes_write(at, (uint64_t) summary->count[i], 8);
	for (int s = 0; s < (empty ? kind->sums[0] : sums.sums); s++)
	{
		struct cpe_exact sum = {{0, 0}, NULL};

		if (!empty)
			sum = cpe_exact_trim(cpe_sums_get(&sums, s));
		at = cpe_bytes_write(at, (uint16_t) sum.window.low, 2);
		at = cpe_bytes_write(at, (uint16_t) sum.window.count, 2);
		for (int32_t i = 0; i < sum.window.count; i++)
			at = cpe_bytes_write(at, sum.limb[i], 8);
	}
	return (size_t) (at - bytes);
}

bool
cpe_summary_read(const struct cpe_summary_kind *kind, const unsigned char *bytes, size_t length,
                 struct cpe_summary *summary, struct cpe_problem *problem)
{
	const unsigned char *at = bytes;
	const unsigned char *end = bytes + length;
	struct cpe_sums sums;
	uint64_t *limb;

	cpe_summary_empty(kind, summary);
	if (length < 2 + 8 * (size_t) kind->counts || at[0] != CPE_SUMMARY_VERSION ||
	    at[1] > (kind->sums[1] > 0))
		return cpe_problem_set(problem, CPE_BINARY, NULL, NULL,
		                       "invalid binary form of type %s: unknown version or too short",
		                       kind->name);
	summary->weighted = at[1];
	at += 2;
	for (int i = 0; i < kind->counts; i++, at += 8)
		summary->count[i] = (int64_t) cpe_bytes_read(at, 8);
	sums = cpe_summary_sums(kind, summary);
	limb = sums.limb;
	for (int s = 0; s < sums.sums; s++)
	{
		struct cpe_window window;

		if (end - at < 4)
			break;
		window.low = (int16_t) cpe_bytes_read(at, 2);
		window.count = (int16_t) cpe_bytes_read(at + 2, 2);
		at += 4;
		if (window.count < 0 || window.low < CPE_EXACT_LOWEST ||
		    window.low + window.count > CPE_EXACT_HIGHEST || (end - at) / 8 < window.count)
			break;
		for (int32_t i = 0; i < window.count; i++, at += 8)
			*limb++ = cpe_bytes_read(at, 8);
		sums.window[s] = window;
		if (s == sums.sums - 1 && at == end)
			return check(kind, summary, problem);
	}
	if (sums.sums == 0 && at == end)
		return check(kind, summary, problem);
	return cpe_problem_set(problem, CPE_BINARY, NULL, NULL,
	                       "invalid binary form of type %s: sums out of range or of wrong length",
	                       kind->name);
}
