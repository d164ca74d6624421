/* First offers: against a plain search, in any order and split; texts, bytes, dates. */
#include "cohort/offers.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

static const char begins[] = "hna max_days=730 repair blank_offered after_death_offered "
							 "codes(\"01\",\"02\",\"03\",\"04\",\"05\") not_offered(\"04\") ";

static struct cpe_offers *
none(struct cpe_arena *arena)
{
	struct cpe_problem problem;
	char text[300];

	snprintf(text, sizeof(text), "%sdiagnosis=2021-03-01 death=2022-03-01 undated=0", begins);
	return cpe_offers_parse(text, arena, &problem);
}

/* One of few words, or none, so that ties and repetitions are frequent. */
static struct cpe_word
any_word(const char *const *words, int count)
{
	int which = (int) (unit_random() * (count + 1));
	struct cpe_word word = {NULL, 0};

	if (which < count)
		word = (struct cpe_word){words[which], strlen(words[which])};
	return word;
}

static struct cpe_offer_event
any_event(void)
{
	static const char *const trusts[] = {"R1K", "RAL"};
	static const char *const pathways[] = {"01", "99", ""};
	static const char *const codes[] = {"01", "02", "04", "003", "", "ZZ"};
	static const char *const staff[] = {"NS", "EH"};
	struct cpe_offer_event event;

	event.date = 7730 + (int32_t) (unit_random() * 12 - 3) * (unit_random() < 0.2 ? 200 : 1);
	event.times = 1;
	event.word[CPE_OFFER_TRUST] = any_word(trusts, 2);
	event.word[CPE_OFFER_PATHWAY] = any_word(pathways, 3);
	event.word[CPE_OFFER_CODE] = any_word(codes, 6);
	event.word[CPE_OFFER_STAFF] = any_word(staff, 2);
	return event;
}

static bool
is(const struct cpe_word *word, const char *text)
{
	return word->bytes != NULL && word->length == strlen(text) &&
	       memcmp(word->bytes, text, word->length) == 0;
}

/* The rank of a code that is an offer, in order, after repair; -1: it is none. */
static int
code_rank(const struct cpe_word *word)
{
	static const char *const codes[] = {"", "01", "02", "003"};

	for (int i = 0; i < 4; i++)
		if (is(word, codes[i]))
			return i;
	return -1;
}

static bool
plain_complete(const struct cpe_offer_event *event)
{
	return is(&event->word[CPE_OFFER_PATHWAY], "01") && is(&event->word[CPE_OFFER_STAFF], "NS");
}

/* The first offer as anybody would look for it: its date, completeness and code as one number. */
static int64_t
plain_first(const struct cpe_offer_event *event, int events, int32_t diagnosis)
{
	int64_t best = INT64_MAX;

	for (int i = 0; i < events; i++)
	{
		int rank = code_rank(&event[i].word[CPE_OFFER_CODE]);
		int64_t days = event[i].date - diagnosis;
		int64_t place = days * 8 + (plain_complete(&event[i]) ? 0 : 4) + rank;

		if (rank >= 0 && days >= 0 && days <= 730 && place < best)
			best = place;
	}
	return best;
}

static void
check_random(void)
{
	int found = 0;

	unit_case("random patients against a plain search; order, split and merge");
	for (int trial = 0; trial < 1500; trial++)
	{
		struct cpe_arena arena;
		struct cpe_problem problem;
		struct cpe_offer_event event[24];
		struct cpe_offers *state;
		struct cpe_offers *part[3];
		const struct cpe_offers *closed;
		struct cpe_first_offer first;
		int events = (int) (unit_random() * 24);
		int64_t plain;
		int64_t all = 0;

		cpe_arena_open_malloc(&arena);
		state = none(&arena);
		for (int k = 0; k < 3; k++)
			part[k] = none(&arena);
		for (int i = 0; i < events; i++)
		{
			int k = (int) (unit_random() * 3);

			event[i] = any_event();
			state = cpe_offers_add(state, &event[i], &arena, &problem);
			part[k] = cpe_offers_add(part[k], &event[i], &arena, &problem);
		}
		closed = cpe_offers_close(state, &arena, &problem);
		part[1] = cpe_offers_merge(part[1], part[2], &arena, &problem);
		part[1] = cpe_offers_merge(part[1], part[0], &arena, &problem);
		CHECK(strcmp(cpe_offers_print(closed, &arena, &problem),
		             cpe_offers_print(cpe_offers_close(part[1], &arena, &problem), &arena,
		                              &problem)) == 0,
		      "trial %d: parts give the whole", trial);
		CHECK(cpe_offers_first(closed, &first, &arena, &problem), "first");
		plain = plain_first(event, events, closed->diagnosis);
		CHECK(first.found == (plain != INT64_MAX), "trial %d: found", trial);
		if (first.found)
		{
			int64_t place = (int64_t) first.days * 8 + (first.complete ? 0 : 4);
			const struct cpe_word *code = &first.event.word[CPE_OFFER_CODE];

			place += is(code, "03") ? 3 : code_rank(code);
			CHECK(place == plain && first.repaired == is(code, "03"), "trial %d: %lld, not %lld",
			      trial, (long long) place, (long long) plain);
			found++;
		}
		for (int i = CPE_OFFERS_OFFERS; i < CPE_OFFERS_EVENTS; i++)
			all += first.count[i];
		CHECK(all == first.count[CPE_OFFERS_EVENTS] &&
		          all + first.count[CPE_OFFERS_DUPLICATES] == events,
		      "trial %d: every event is counted once", trial);
		cpe_arena_close_malloc(&arena);
	}
	CHECK(found > 500, "%d patients had an offer", found);
}

static void
check_hostile_bytes(void)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	const struct cpe_offers *offers;
	unsigned char *bytes;
	char text[500];
	size_t size = 0;
	int taken = 0;

	unit_case("hostile bytes");
	cpe_arena_open_malloc(&arena);
	snprintf(text, sizeof(text),
	         "%sdiagnosis=2021-03-01 death=- undated=3 event 2021-04-01 \"R1K\" - \"01\" \"\" 2 "
	         "event 2021-04-02 - \"98\" \"003\" \"NS\" 1",
	         begins);
	offers = cpe_offers_parse(text, &arena, &problem);
	offers = offers == NULL ? NULL : cpe_offers_close(offers, &arena, &problem);
	if (CHECK(offers != NULL, "parse: %s", problem.message))
	{
		CHECK(strcmp(cpe_offers_print(offers, &arena, &problem), text) == 0, "text");
		bytes = cpe_offers_write(offers, &size, &arena, &problem);
		for (size_t i = 0; i < size; i++)
		{
			unsigned char *copy = malloc(size);

			memcpy(copy, bytes, size);
			CHECK(cpe_offers_read(copy, i, &arena, &problem) == NULL, "the first %zu bytes", i);
			for (int value = 0; value < 256; value += i < 60 ? 1 : 17)
			{
				size_t written = 0;

				copy[i] = (unsigned char) value;
				offers = cpe_offers_read(copy, size, &arena, &problem);
				if (offers == NULL)
					continue;
				CHECK(memcmp(cpe_offers_write(offers, &written, &arena, &problem), copy, size) ==
				              0 &&
				          written == size,
				      "byte %zu as %d", i, value);
				taken++;
			}
			free(copy);
		}
		CHECK(taken > 500, "only %d variants were events", taken);
	}
	cpe_arena_close_malloc(&arena);
}

/* Every day of the calendar from one end to the other is what its text says, in order. */
static void
check_dates(void)
{
	static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int32_t day = CPE_SQL_FIRST_DAY;
	bool good = true;

	unit_case("every day of the years 1 to 9999");
	for (int year = 1; year <= 9999 && good; year++)
	{
		struct cpe_arena arena;
		struct cpe_problem problem;

		cpe_arena_open_malloc(&arena);
		for (int month = 0; month < 12 && good; month++)
		{
			bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
			int days = length[month] + (month == 1 && leap);

			for (int of_month = 1; of_month <= days; of_month++, day++)
			{
				char text[40];
				struct cpe_text printed;
				struct cpe_scan scan = {"date", text, text, &arena, &problem};
				int32_t read;

				/* all months' ends, and some days within */
				if (of_month > 1 && of_month < 28 && of_month != 1 + year % 26)
					continue;
				snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month + 1, of_month);
				cpe_text_open(&printed, &arena, &problem);
				cpe_print_date(&printed, day);
				good = good && cpe_scan_date(&scan, &read) && read == day &&
				       strcmp(cpe_text_close(&printed, NULL), text) == 0;
				if (!good)
					CHECK(false, "%s is day %d", text, (int) day);
			}
			if (good)
			{
				char text[40];
				struct cpe_scan scan = {"date", text, text, &arena, &problem};
				int32_t read;

				snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month + 1, days + 1);
				good = !cpe_scan_date(&scan, &read) && problem.code == CPE_SYNTAX;
				CHECK(good, "%s is no day", text);
			}
		}
		cpe_arena_close_malloc(&arena);
	}
	CHECK(good && day == CPE_SQL_LAST_DAY + 1, "the last day is %d", (int) day - 1);
}

static void
check_no_memory(void)
{
	int left = 0;
	bool done = false;

	unit_case("without memory");
	for (; !done && left < 200; left++)
	{
		struct cpe_arena arena;
		struct cpe_problem problem = {CPE_OK, "", "", ""};
		struct cpe_offers *offers;
		const struct cpe_offers *closed = NULL;
		struct cpe_offer_event event = {7760, 1, {{"a", 1}, {"b", 1}, {"003", 3}, {"d", 1}}};
		struct cpe_first_offer first;
		char text[300];

		unit_arena_open(&arena, -1, left);
		snprintf(text, sizeof(text), "%sdiagnosis=2021-03-01 death=- undated=0", begins);
		offers = cpe_offers_parse(text, &arena, &problem);
		offers = offers == NULL ? NULL : cpe_offers_add(offers, &event, &arena, &problem);
		closed = offers == NULL ? NULL : cpe_offers_close(offers, &arena, &problem);
		done = closed != NULL && cpe_offers_first(closed, &first, &arena, &problem);
		CHECK(done ? first.found : problem.code == CPE_NO_MEMORY, "after %d allocations: %d", left,
		      (int) problem.code);
		cpe_arena_close_malloc(&arena);
	}
	CHECK(done && left > 5, "%d allocations", left);
}

static void
check_submitting(void)
{
	unit_case("who submits: the source's program and its words, cell by cell");
	for (int64_t patients = 0; patients <= 205; patients++)
		for (int64_t events = 0; events <= 25; events++)
		{
			bool coded = !((events < 10 && patients <= 100) || (events < 20 && patients > 100));
			bool written = !((events < 10 && patients < 100) || (events < 20 && patients >= 100));

			CHECK(cpe_submitting(CPE_SUBMITTING_CODED, events, patients) == coded &&
			          cpe_submitting(CPE_SUBMITTING_WRITTEN, events, patients) == written,
			      "%d events, %d patients", (int) events, (int) patients);
		}
}

int
main(void)
{
	srandom(7);
	check_random();
	check_hostile_bytes();
	check_dates();
	check_no_memory();
	check_submitting();
	return unit_end();
}
