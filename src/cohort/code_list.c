#include "cohort/code_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"

const char *
cpe_code_status_name(enum cpe_code_status status)
{
	static const char *const names[] = {"current", "retired", "not_yet", "missing", "unknown"};

	return names[status];
}

/* The order of codes: the shorter ones first, then by bytes. */
static int
compare_codes(const char *a, size_t a_length, const char *b, size_t b_length)
{
	if (a_length != b_length)
		return a_length < b_length ? -1 : 1;
	return memcmp(a, b, a_length);
}

static int
compare_rows(const void *a, const void *b)
{
	const struct cpe_dated_code *x = a;
	const struct cpe_dated_code *y = b;

	return compare_codes(x->code, x->length, y->code, y->length);
}

void
cpe_code_sort(struct cpe_dated_code *row, int n)
{
	qsort(row, (size_t) n, sizeof(*row), compare_rows);
}

/* How a meaning stands to a day; without a day only whether it has an end. */
static enum cpe_code_status
standing(const struct cpe_dated_code *row, const int32_t *at)
{
	if (at == NULL)
		return row->to == CPE_DAY_NONE_AFTER ? CPE_CODE_CURRENT : CPE_CODE_RETIRED;
	if (row->to != CPE_DAY_NONE_AFTER && row->to <= *at)
		return CPE_CODE_RETIRED;
	if (row->from != CPE_DAY_NONE_BEFORE && row->from > *at)
		return CPE_CODE_NOT_YET;
	return CPE_CODE_CURRENT;
}

/* Whether one meaning goes before another of the same code. */
static bool
goes_before(const struct cpe_dated_code *one, enum cpe_code_status its,
            const struct cpe_dated_code *other, enum cpe_code_status others, const int32_t *at)
{
	if (its != others)
		return its < others;
	if (its == CPE_CODE_NOT_YET && one->from != other->from)
		return one->from < other->from;
	if ((its == CPE_CODE_RETIRED || at == NULL) && one->to != other->to)
		return one->to > other->to;
	if (one->shipped != other->shipped)
		return other->shipped;
	return one->from > other->from;
}

const struct cpe_dated_code *
cpe_code_at(const struct cpe_dated_code *row, int n, const char *code, size_t length,
            const int32_t *at, enum cpe_code_status *status)
{
	const struct cpe_dated_code *best = NULL;
	int from = 0;
	int to = n;

	cpe_trim(&code, &length);
	*status = length == 0 ? CPE_CODE_MISSING : CPE_CODE_UNKNOWN;
	if (length == 0)
		return NULL;
	while (from < to)
	{
		int middle = from + (to - from) / 2;

		if (compare_codes(row[middle].code, row[middle].length, code, length) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	for (; from < n && compare_codes(row[from].code, row[from].length, code, length) == 0; from++)
	{
		enum cpe_code_status its = standing(&row[from], at);

		if (best == NULL || goes_before(&row[from], its, best, *status, at))
		{
			best = &row[from];
			*status = its;
		}
	}
	return best;
}
