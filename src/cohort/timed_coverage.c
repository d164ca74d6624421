#include "cohort/timed_coverage.h"

#include <string.h>

#include "base/bytes.h"
#include "cohort/scan.h"

#define HEADER_BYTES 21 /* version, never, before, days */
#define DAY_BYTES 12

size_t
cpe_timed_size(uint32_t room)
{
	return sizeof(struct cpe_timed) + room * sizeof(struct cpe_timed_day);
}

void
cpe_timed_open(struct cpe_timed *timed, uint32_t room)
{
	memset(timed, 0, cpe_timed_size(room));
	timed->version = CPE_TIMED_VERSION;
	timed->room = room;
}

void
cpe_timed_copy(struct cpe_timed *copy, uint32_t room, const struct cpe_timed *timed)
{
	cpe_timed_open(copy, room);
	copy->all = timed->all;
	copy->never = timed->never;
	copy->before = timed->before;
	copy->days = timed->days;
	memcpy(copy->day, timed->day, timed->days * sizeof(*timed->day));
}

int64_t
cpe_timed_reached(const struct cpe_timed *timed)
{
	return cpe_timed_by(timed, INT32_MAX);
}

int64_t
cpe_timed_by(const struct cpe_timed *timed, int32_t day)
{
	int64_t people = 0;

	for (uint32_t i = 0; i < timed->days && timed->day[i].day <= day; i++)
		people += timed->day[i].people;
	return people;
}

/* Counts people in all, who stay below 2^63, so that no sum of counts overflows. */
static bool
add_to_all(struct cpe_timed *timed, int64_t people, struct cpe_problem *problem)
{
	if (people > INT64_MAX - timed->all)
		return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
		                       "people of timed_coverage is out of range");
	timed->all += people;
	return true;
}

/* Where a day is, or would be. */
static uint32_t
place_of(const struct cpe_timed *timed, int32_t day)
{
	uint32_t low = 0;
	uint32_t high = timed->days;

	while (low < high)
	{
		uint32_t middle = low + (high - low) / 2;

		if (timed->day[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
refuse_days(struct cpe_problem *problem)
{
	return cpe_problem_set(problem, CPE_LIMIT, NULL, "Leave out days that no follow-up has.",
	                       "timed_coverage has more than %d distinct days", CPE_TIMED_DAYS);
}

enum cpe_timed_done
cpe_timed_add(struct cpe_timed *timed, int32_t day, int64_t people, struct cpe_problem *problem)
{
	uint32_t place = place_of(timed, day);
	bool known = place < timed->days && timed->day[place].day == day;

	if (!known && timed->days >= CPE_TIMED_DAYS)
	{
		refuse_days(problem);
		return CPE_TIMED_PROBLEM;
	}
	if (!known && timed->days == timed->room)
		return CPE_TIMED_ROOM;
	if (!add_to_all(timed, people, problem))
		return CPE_TIMED_PROBLEM;
	if (!known)
	{
		memmove(&timed->day[place + 1], &timed->day[place],
		        (timed->days - place) * sizeof(*timed->day));
		timed->day[place] = (struct cpe_timed_day){.day = day};
		timed->days++;
	}
	timed->day[place].people += people;
	return CPE_TIMED_DONE;
}

bool
cpe_timed_count(struct cpe_timed *timed, int64_t *count, int64_t people,
                struct cpe_problem *problem)
{
	if (!add_to_all(timed, people, problem))
		return false;
	*count += people;
	return true;
}

struct cpe_timed *
cpe_timed_merge(const struct cpe_timed *a, const struct cpe_timed *b, struct cpe_arena *arena,
                struct cpe_problem *problem)
{
	struct cpe_timed *both = cpe_arena_alloc(arena, 1, cpe_timed_size(a->days + b->days), problem);
	uint32_t i = 0;
	uint32_t k = 0;

	if (both == NULL)
		return NULL;
	cpe_timed_open(both, a->days + b->days);
	both->all = a->all;
	if (!add_to_all(both, b->all, problem))
		return NULL;
	both->never = a->never + b->never;
	both->before = a->before + b->before;
	while (i < a->days || k < b->days)
	{
		bool of_a = k == b->days || (i < a->days && a->day[i].day <= b->day[k].day);
		bool of_b = i == a->days || (k < b->days && b->day[k].day <= a->day[i].day);
		struct cpe_timed_day *day = &both->day[both->days++];

		day->day = of_a ? a->day[i].day : b->day[k].day;
		day->people = (of_a ? a->day[i].people : 0) + (of_b ? b->day[k].people : 0);
		i += of_a;
		k += of_b;
	}
	if (both->days > CPE_TIMED_DAYS)
	{
		refuse_days(problem);
		return NULL;
	}
	return both;
}

/*
 * A division that is rounded correctly keeps order, and turns 7 of 100 into the nearest double of
 * 0.07: so a share written as a decimal is reached exactly when it is.  All are reached when nobody
 * is left, which a division of large numbers does not tell.
 */
int32_t
cpe_timed_day_of(const struct cpe_timed *timed, double share, int64_t of)
{
	int64_t people = 0;

	for (uint32_t i = 0; i < timed->days; i++)
	{
		people += timed->day[i].people;
		if (share < 1 ? (double) people / (double) of >= share : people >= of)
			return timed->day[i].day;
	}
	return -1;
}

/* ---- text ---- */

char *
cpe_timed_print(const struct cpe_timed *timed, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_text text;

	cpe_text_open(&text, arena, problem);
	cpe_text_printf(&text, "never=%lld before=%lld", (long long) timed->never,
	                (long long) timed->before);
	for (uint32_t i = 0; i < timed->days; i++)
		cpe_text_printf(&text, " %d:%lld", (int) timed->day[i].day,
		                (long long) timed->day[i].people);
	return cpe_text_close(&text, NULL);
}

/* Adds a day read, which comes after those before it and has people. */
static bool
add_day(struct cpe_timed *timed, int64_t day, int64_t people, struct cpe_problem *problem)
{
	if (timed->days > 0 && day <= timed->day[timed->days - 1].day)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "days of timed_coverage are not in ascending order");
	if (people < 1)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "a day of timed_coverage has no people");
	timed->day[timed->days].day = (int32_t) day;
	timed->day[timed->days++].people = people;
	return add_to_all(timed, people, problem);
}

/* A value to read days into. */
static struct cpe_timed *
new_timed(int64_t never, int64_t before, size_t days, struct cpe_arena *arena,
          struct cpe_problem *problem)
{
	struct cpe_timed *timed;

	if (days > CPE_TIMED_DAYS)
	{
		refuse_days(problem);
		return NULL;
	}
	timed = cpe_arena_alloc(arena, 1, cpe_timed_size((uint32_t) days), problem);
	if (timed == NULL)
		return NULL;
	cpe_timed_open(timed, (uint32_t) days);
	timed->never = never;
	timed->before = before;
	return add_to_all(timed, never, problem) && add_to_all(timed, before, problem) ? timed : NULL;
}

struct cpe_timed *
cpe_timed_parse(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_scan scan = {"timed_coverage", text, text, arena, problem};
	struct cpe_timed *timed;
	int64_t never;
	int64_t before;
	size_t days = 0;

	if (!cpe_scan_need(&scan, "never=") || !cpe_scan_count(&scan, INT64_MAX, &never) ||
	    !cpe_scan_need(&scan, " before=") || !cpe_scan_count(&scan, INT64_MAX, &before))
		return NULL;
	for (const char *at = scan.at; *at != '\0'; at++)
		days += *at == ':';
	timed = new_timed(never, before, days, arena, problem);
	if (timed == NULL)
		return NULL;
	while (cpe_scan_take(&scan, " "))
	{
		int64_t day;
		int64_t people;

		if (!cpe_scan_count(&scan, INT32_MAX, &day) || !cpe_scan_need(&scan, ":") ||
		    !cpe_scan_count(&scan, INT64_MAX, &people) || !add_day(timed, day, people, problem))
			return NULL;
		if (timed->days % 256 == 0 && !cpe_arena_poll(arena, problem))
			return NULL;
	}
	return cpe_scan_end(&scan) ? timed : NULL;
}

/* ---- bytes ---- */

unsigned char *
cpe_timed_write(const struct cpe_timed *timed, size_t *size, struct cpe_arena *arena,
                struct cpe_problem *problem)
{
	unsigned char *bytes;
	unsigned char *at;

	*size = HEADER_BYTES + (size_t) timed->days * DAY_BYTES;
	bytes = cpe_arena_alloc(arena, *size, 1, problem);
	if (bytes == NULL)
		return NULL;
	at = cpe_bytes_write(bytes, timed->version, 1);
	at = cpe_bytes_write(at, (uint64_t) timed->never, 8);
	at = cpe_bytes_write(at, (uint64_t) timed->before, 8);
	at = cpe_bytes_write(at, timed->days, 4);
	for (uint32_t i = 0; i < timed->days; i++)
	{
		at = cpe_bytes_write(at, (uint64_t) timed->day[i].day, 4);
		at = cpe_bytes_write(at, (uint64_t) timed->day[i].people, 8);
	}
	return bytes;
}

struct cpe_timed *
cpe_timed_read(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
               struct cpe_problem *problem)
{
	struct cpe_timed *timed;
	int64_t never;
	int64_t before;
	uint64_t days;

	if (size < HEADER_BYTES || bytes[0] != CPE_TIMED_VERSION ||
	    (days = cpe_bytes_read(bytes + 17, 4)) != (size - HEADER_BYTES) / DAY_BYTES ||
	    (size - HEADER_BYTES) % DAY_BYTES != 0)
	{
		cpe_problem_set(problem, CPE_BINARY, NULL, NULL, "invalid binary form of timed_coverage");
		return NULL;
	}
	never = (int64_t) cpe_bytes_read(bytes + 1, 8);
	before = (int64_t) cpe_bytes_read(bytes + 9, 8);
	if (never < 0 || before < 0)
	{
		cpe_problem_set(problem, CPE_INVALID, NULL, NULL, "a count of timed_coverage is negative");
		return NULL;
	}
	timed = new_timed(never, before, (size_t) days, arena, problem);
	for (uint64_t i = 0; timed != NULL && i < days; i++)
	{
		const unsigned char *at = bytes + HEADER_BYTES + i * DAY_BYTES;
		uint64_t day = cpe_bytes_read(at, 4);

		if (day > INT32_MAX)
		{
			cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
			                "a day of timed_coverage is negative");
			return NULL;
		}
		if (!add_day(timed, (int64_t) day, (int64_t) cpe_bytes_read(at + 4, 8), problem))
			return NULL;
		if (i % 256 == 0 && !cpe_arena_poll(arena, problem))
			return NULL;
	}
	return timed;
}
