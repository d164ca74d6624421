/*
 * secondary_status by a brute-force oracle: it keeps every event of a patient and reads the rule's
 * prose, knowing nothing of states and slots.  And the state's forms and laws.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "cohort/secondary.h"

static const char rule_text[] = "window=90 strict=no as_of=2030-12-31\n"
								"source COSD_REC rank=1 reads=code recurrence\n"
								"local: 01\n"
								"local: 02\n"
								"distant: 03\n"
								"source COSD_PROG rank=1 reads=code progression\n"
								"local: 01\n"
								"distant: 03\n"
								"source COSD_DX rank=1 reads=code early at_diagnosis\n"
								"nothing: 01\n"
								"distant: 03\n"
								"source REGISTRY_M rank=2 reads=code early at_diagnosis\n"
								"absent: 0*\n"
								"distant: 1*\n"
								"nothing: X\n"
								"source CWT rank=3 reads=code\n"
								"nothing: 01\n"
								"local: 03\n"
								"distant: 05\n"
								"multiple: 06\n"
								"source RTDS rank=4 reads=pair guarded\n"
								"distant: 01\n"
								"nothing: 02\n"
								"applies part=2: M\n"
								"nothing part=2: P\n"
								"source HES rank=5 reads=icd10 guarded\n"
								"distant: C77\n"
								"distant unless=C50,D05: C77.3\n"
								"distant unless=C18-C20: C77.2\n"
								"distant: C78-C79\n"
								"source DEATH rank=6 reads=icd10 guarded death\n"
								"distant: C77-C79\n"
								"source CPES rank=7 reads=code\n"
								"reported: yes\n"
								"nothing until=2019-01-01: no\n"
								"nothing from=2020-01-01: no\n"
								"source OTHERPRIMARY rank=0 reads=icd10\n"
								"other_primary: C00-C43\n"
								"other_primary: C45-C76\n"
								"source DISEASE_FREE rank=0 reads=code\n"
								"free: yes\n"
								"not_free: no";

/* What the oracle knows of sources and codes, by the prose. */
enum says
{
	NOTHING,
	DISTANT,
	MULTIPLE,
	LOCAL,
	ABSENT,
	REPORTED,
	FREE,
	NOT_FREE,
	OTHER,
	BREAST_REGIONAL, /* distant unless the primary is of the breast */
	BOWEL_REGIONAL,
	INVALID
};
static const struct
{
	const char *source;
	const char *code;
	enum says says;
	int rank;
} known[] = {{"COSD_REC", "01", LOCAL, 1},
             {"COSD_REC", " 03 ", DISTANT, 1},
             {"COSD_REC", "02", LOCAL, 1},
             {"COSD_PROG", "03", DISTANT, 1},
             {"COSD_PROG", "01", LOCAL, 1},
             {"COSD_DX", "03", DISTANT, 1},
             {"COSD_DX", "01", NOTHING, 1},
             {"REGISTRY_M", "0", ABSENT, 2},
             {"REGISTRY_M", "1a", DISTANT, 2},
             {"REGISTRY_M", "x", NOTHING, 2},
             {"CWT", "01", NOTHING, 3},
             {"CWT", "03", LOCAL, 3},
             {"CWT", "05", DISTANT, 3},
             {"CWT", "06", MULTIPLE, 3},
             {"RTDS", "01/M", DISTANT, 4},
             {"RTDS", "01/P", NOTHING, 4},
             {"RTDS", "02/M", NOTHING, 4},
             {"RTDS", "01", NOTHING, 4},
             {"HES", "C787", DISTANT, 5},
             {"HES", "c79.5", DISTANT, 5},
             {"HES", "C77.3", BREAST_REGIONAL, 5},
             {"HES", "C772", BOWEL_REGIONAL, 5},
             {"HES", "C77.0", DISTANT, 5},
             {"HES", "I10X", NOTHING, 5},
             {"DEATH", "C793", DISTANT, 6},
             {"DEATH", "I21.9", NOTHING, 6},
             {"CPES", "yes", REPORTED, 7},
             {"CPES", "no", NOTHING, 7},
             {"OTHERPRIMARY", "C341", OTHER, 0},
             {"OTHERPRIMARY", "C44.3", NOTHING, 0},
             {"DISEASE_FREE", "yes", FREE, 0},
             {"DISEASE_FREE", "NO", NOT_FREE, 0},
             {"COSD_REC", "07", INVALID, 0},
             {"ELSEWHERE", "01", INVALID, 0},
             {"HES", "metastasis", INVALID, 0},
             {"COSD_REC", "", NOTHING, 1}};
#define KNOWN ((int) (sizeof(known) / sizeof(known[0])))

#define MOST 12
struct row
{
	int what;
	int32_t date;
	bool dated;
	bool diagnosed;
	bool sited;
};
struct patient
{
	int rows;
	struct row row[MOST];
	int32_t diagnosis;
	const char *site;
	bool diagnosed;
	bool sited;
};

static struct cpe_arena arena;
static struct cpe_problem problem;
static const struct cpe_status_rule *rule;
static const unsigned char fingerprint[CPE_STATUS_FINGERPRINT] = {1, 2, 3, 4, 250, 6, 7, 8};

#define AS_OF 11322 /* 2030-12-31 */

/* ---- the oracle ---- */

static bool
source_is(int what, const char *source)
{
	return strcmp(known[what].source, source) == 0;
}

static bool
about_diagnosis(int what)
{
	return source_is(what, "COSD_DX") || source_is(what, "REGISTRY_M");
}

static bool
guarded(int what)
{
	return known[what].rank >= 4 && known[what].rank <= 6;
}

struct oracle
{
	const char *class;
	const char *source;
	int32_t date;
	unsigned conflicts;
	bool prevalent;
	unsigned events, distant, before, ignored, invalid, undated, late, retired;
};

static bool
is_bowel(const char *site)
{
	return strncmp(site, "C18", 3) == 0;
}

static void
judge(const struct patient *patient, struct oracle *oracle)
{
	enum says says[MOST];
	int32_t date[MOST];
	int32_t other = INT32_MAX;
	int32_t free = INT32_MAX;
	bool not_free = false;
	bool open = false;
	int winner = -1;
	int best_kind = 9;

	memset(oracle, 0, sizeof(*oracle));
	for (int i = 0; i < patient->rows; i++)
	{
		const struct row *row = &patient->row[i];
		int what = row->what;
		bool breast =
			patient->sited && (patient->site[0] == 'D' || strncmp(patient->site, "C50", 3) == 0);
		bool bowel = patient->sited && is_bowel(patient->site);

		date[i] = row->date;
		says[i] = known[what].says;
		oracle->events++;
		if (says[i] == INVALID)
		{
			oracle->invalid++;
			continue;
		}
		/* "no" had no meaning in 2019; without a date the later meaning holds, which is in force */
		if (source_is(what, "CPES") && strcmp(known[what].code, "no") == 0 && row->dated &&
		    row->date >= 6940 && row->date < 7305)
			oracle->retired++;
		if (row->dated && row->date > AS_OF)
		{
			oracle->late++;
			says[i] = INVALID;
			continue;
		}
		if (says[i] == NOT_FREE)
			not_free = true;
		if (says[i] == NOTHING)
			oracle->ignored++;
		if (says[i] == NOTHING || says[i] == NOT_FREE || says[i] == ABSENT)
			continue;
		if (!row->dated && about_diagnosis(what))
			date[i] = patient->diagnosis;
		else if (!row->dated)
		{
			oracle->undated++;
			says[i] = INVALID;
			continue;
		}
		if (says[i] == OTHER)
		{
			if (date[i] < other)
				other = date[i];
			continue;
		}
		if (date[i] < patient->diagnosis && !about_diagnosis(what))
		{
			oracle->before++;
			says[i] = INVALID;
			continue;
		}
		if (says[i] == BREAST_REGIONAL || says[i] == BOWEL_REGIONAL)
		{
			if (patient->sited && (says[i] == BREAST_REGIONAL ? breast : bowel))
			{
				oracle->ignored++;
				says[i] = NOTHING;
				continue;
			}
			if (patient->sited)
				says[i] = DISTANT;
		}
		if (says[i] == BREAST_REGIONAL || says[i] == BOWEL_REGIONAL)
		{
			oracle->ignored++;
			open = true;
		}
		if (says[i] == FREE && date[i] < free)
			free = date[i];
		if (says[i] == DISTANT || says[i] == MULTIPLE)
			oracle->distant++;
	}
	/* the winner: try all against all */
	for (int i = 0; i < patient->rows; i++)
	{
		int what = patient->row[i].what;
		int kind = 9;

		if (says[i] == DISTANT || says[i] == MULTIPLE)
		{
			bool ambiguous = guarded(what) && other < date[i];

			if (about_diagnosis(what) && date[i] - patient->diagnosis <= 90)
				kind = 0;
			else
				kind = ambiguous ? 2 : 1;
			if (!ambiguous && !source_is(what, "DEATH"))
				oracle->prevalent = true;
		}
		else if (says[i] == LOCAL)
			kind = 3;
		else if (says[i] == REPORTED)
			kind = 4;
		if (kind == 9)
			continue;
		if (winner < 0 || kind < best_kind ||
		    (kind == best_kind &&
		     (known[what].rank < known[patient->row[winner].what].rank ||
		      (known[what].rank == known[patient->row[winner].what].rank &&
		       (date[i] < date[winner] ||
		        (date[i] == date[winner] &&
		         (says[i] < says[winner] ||
		          (says[i] == says[winner] && what < patient->row[winner].what))))))))
		{
			winner = i;
			best_kind = kind;
		}
	}
	oracle->class = "none";
	if (winner >= 0)
	{
		int what = patient->row[winner].what;
		int rank = known[what].rank;
		bool within = date[winner] - patient->diagnosis <= 90;

		oracle->source = known[what].source;
		oracle->date = date[winner];
		if (best_kind == 0 || (best_kind == 1 && within))
			oracle->class = "de_novo";
		else if (best_kind == 1)
			oracle->class = source_is(what, "COSD_PROG") || (not_free && free > date[winner])
			                    ? "progressed"
			                    : "recurrent";
		else
			oracle->class = best_kind == 2   ? "ambiguous_other_primary"
			                : best_kind == 3 ? "local_regional"
			                                 : "self_report";
		for (int i = 0; i < patient->rows && best_kind <= 2; i++)
		{
			int mine = patient->row[i].what;
			int my_rank = known[mine].rank;
			bool spread =
				(says[i] == DISTANT || says[i] == MULTIPLE) && !(guarded(mine) && other < date[i]);
			bool my_within = date[i] - patient->diagnosis <= 90;
			bool also_distant = false;
			bool also_within = false;

			for (int k = 0; k < patient->rows; k++)
				if ((says[k] == DISTANT || says[k] == MULTIPLE) &&
				    known[patient->row[k].what].rank == my_rank &&
				    !(guarded(patient->row[k].what) && other < date[k]))
				{
					also_distant = true;
					if (date[k] - patient->diagnosis <= 90)
						also_within = true;
				}
			if (says[i] == LOCAL && my_rank < rank && !also_distant)
				oracle->conflicts |= 1;
			if (says[i] == ABSENT && within && my_rank < rank)
				oracle->conflicts |= 2;
			if (says[i] == ABSENT && within && my_rank == rank)
				oracle->conflicts |= 4;
			if (spread && within && my_rank < rank && !also_within)
				oracle->conflicts |= 16;
			if (spread && !within && my_rank > rank && my_within)
				oracle->conflicts |= 32;
		}
		if (best_kind <= 2 && says[winner] == MULTIPLE)
			oracle->conflicts |= 8;
		if (strcmp(oracle->class, "progressed") == 0 && source_is(what, "COSD_PROG") &&
		    free <= date[winner])
			oracle->conflicts |= 64;
		if (strcmp(oracle->class, "progressed") == 0 && source_is(what, "COSD_REC"))
			oracle->conflicts |= 128;
	}
	if (open && best_kind > 1)
		oracle->conflicts |= 256;
}

/* ---- the state ---- */

#define ROOM 80

static struct cpe_status *
new_status(void)
{
	struct cpe_status *status = malloc(cpe_status_size(ROOM));

	status->length_word = 0;
	cpe_status_open(status, ROOM, rule, fingerprint);
	return status;
}

static void
add_row(struct cpe_status *status, const struct patient *patient, const struct row *row)
{
	struct cpe_status_event event = {0};
	const struct cpe_status_source *source = NULL;
	const struct cpe_status_code *code = NULL;
	int codes = 0;

	event.date = CPE_NO_DATE;
	if (row->what >= 0)
	{
		const char *name = known[row->what].source;
		const char *text = known[row->what].code;

		source = cpe_status_source_find(rule, name, strlen(name), &problem);
		if (source != NULL)
			codes = cpe_status_code_find(source, text, strlen(text), &code, &problem);
		if (row->dated)
			event.date = row->date;
		event.late = row->dated && row->date > rule->as_of;
		if (codes == 0)
			event.meaning = CPE_SAYS_INVALID;
		else
		{
			event.source = source;
			event.meaning = cpe_status_code_at(code, codes, event.date, &event.retired)->meaning;
		}
	}
	event.diagnosed = row->diagnosed;
	event.diagnosis = patient->diagnosis;
	event.sited = row->sited;
	if (row->sited)
		CHECK(cpe_status_site(rule, patient->site, strlen(patient->site), &event.site, &problem),
		      "%s", problem.message);
	CHECK(cpe_status_add(status, &event, &problem) == CPE_STATUS_DONE, "%s", problem.message);
}

static char *
text_of(const struct cpe_status *status)
{
	return cpe_status_print(status, &arena, &problem);
}

/* Some patient: dates about the window's ends, diagnosis and site in all, some or no rows. */
static void
make_patient(struct patient *patient)
{
	static const char *const sites[] = {"C50.4", "D051", "C18.9", "C341"};
	int often = (int) (unit_random() * 3);

	memset(patient, 0, sizeof(*patient));
	patient->rows = (int) (unit_random() * (MOST + 1));
	patient->diagnosis = 6000 + (int) (unit_random() * 1500);
	patient->site = sites[(int) (unit_random() * 4)];
	for (int i = 0; i < patient->rows; i++)
	{
		struct row *row = &patient->row[i];
		double where = unit_random();

		row->what = (int) (unit_random() * KNOWN);
		row->dated = unit_random() > 0.1;
		row->date = patient->diagnosis + (where < 0.2    ? -(int) (unit_random() * 100)
		                                  : where < 0.5  ? 88 + (int) (unit_random() * 5)
		                                  : where < 0.6  ? 0
		                                  : where < 0.95 ? (int) (unit_random() * 6) * 100
		                                                 : 6000);
		row->diagnosed = often == 0 || (often == 1 && unit_random() < 0.4);
		row->sited = unit_random() < 0.4;
		patient->diagnosed |= row->diagnosed;
		patient->sited |= row->sited;
	}
	if (patient->rows > 0 && !patient->diagnosed && unit_random() < 0.7)
		patient->row[patient->rows - 1].diagnosed = patient->diagnosed = true;
}

static void
check_against(const struct cpe_status *status, const struct patient *patient)
{
	struct cpe_secondary got;
	struct oracle want;
	const char *class;
	bool same;

	cpe_status_judge(status, &got);
	if (!patient->diagnosed)
	{
		CHECK(got.class == CPE_CLASSES && strcmp(got.status, "no diagnosis date") == 0,
		      "undiagnosed");
		return;
	}
	judge(patient, &want);
	class = got.class < CPE_CLASSES ? cpe_status_class_word[got.class] : "?";
	same = strcmp(class, want.class) == 0 && got.conflicts == want.conflicts &&
	       (got.winner == NULL) == (want.source == NULL) && got.prevalent == want.prevalent &&
	       got.distant_events == want.distant && got.ignored == want.ignored &&
	       status->count[CPE_EVENTS] == want.events && status->count[CPE_BEFORE] == want.before &&
	       status->count[CPE_RETIRED] == want.retired &&
	       status->count[CPE_INVALID_EVENTS] == want.invalid &&
	       status->count[CPE_UNDATED] == want.undated && status->count[CPE_LATE] == want.late;
	if (same && got.winner != NULL)
		same = strncmp(got.winner->name, want.source, CPE_STATUS_NAME) == 0 &&
		       got.winner->date == want.date;
	CHECK(same, "class %s, expected %s (%s); conflicts %u, %u; distant %u, %u; %s", class,
	      want.class, want.source ? want.source : "-", got.conflicts, want.conflicts,
	      (unsigned) got.distant_events, want.distant, text_of(status));
}

static void
check_random(int patients)
{
	int classes[CPE_CLASSES + 1] = {0};
	int conflicts[CPE_STATUS_CONFLICTS] = {0};

	unit_case("random patients against the oracle; any order and any split");
	for (int n = 0; n < patients; n++)
	{
		struct patient patient;
		struct cpe_status *whole = new_status();
		struct cpe_status *part[3] = {new_status(), new_status(), new_status()};
		struct cpe_secondary judged;

		make_patient(&patient);
		for (int i = 0; i < patient.rows; i++)
			add_row(whole, &patient, &patient.row[i]);
		check_against(whole, &patient);
		cpe_status_judge(whole, &judged);
		classes[judged.class]++;
		for (int i = 0; i < CPE_STATUS_CONFLICTS; i++)
			conflicts[i] += judged.conflicts >> i & 1;
		/* backwards into any of three parts, merged in any order */
		for (int i = patient.rows - 1; i >= 0; i--)
			add_row(part[(int) (unit_random() * 3)], &patient, &patient.row[i]);
		CHECK(cpe_status_merge(part[n % 3], part[(n + 1) % 3], &problem) == CPE_STATUS_DONE &&
		          cpe_status_merge(part[(n + 2) % 3], part[n % 3], &problem) == CPE_STATUS_DONE,
		      "%s", problem.message);
		CHECK(strcmp(text_of(part[(n + 2) % 3]), text_of(whole)) == 0, "%s\n#   %s",
		      text_of(part[(n + 2) % 3]), text_of(whole));
		/* the forms */
		{
			size_t size;
			unsigned char *bytes = cpe_status_write(whole, &size, &arena, &problem);
			struct cpe_status *read = cpe_status_read(bytes, size, &arena, &problem);
			struct cpe_status *parsed = cpe_status_parse(text_of(whole), &arena, &problem);

			CHECK(read != NULL && parsed != NULL, "%s", problem.message);
			if (read != NULL && parsed != NULL)
				CHECK(strcmp(text_of(read), text_of(whole)) == 0 &&
				          strcmp(text_of(parsed), text_of(whole)) == 0,
				      "%s", text_of(whole));
		}
		for (int i = 0; i < 3; i++)
			free(part[i]);
		free(whole);
		cpe_arena_close_malloc(&arena);
		cpe_arena_open_malloc(&arena);
		rule = cpe_status_rule_read(&arena, rule_text, strlen(rule_text), &problem);
	}
	unit_case("every class and every conflict is among them");
	for (int i = 0; i <= CPE_CLASSES; i++)
		CHECK(classes[i] > patients / 1000, "class %d: %d", i, classes[i]);
	for (int i = 0; i < CPE_STATUS_CONFLICTS; i++)
		CHECK(conflicts[i] > patients / 1000, "conflict %d: %d", i, conflicts[i]);
}

/* Bytes that somebody changed are refused, or are a state with one form. */
static void
check_hostile(int rounds)
{
	int good = 0;

	unit_case("changed bytes");
	for (int n = 0; n < rounds; n++)
	{
		struct patient patient;
		struct cpe_status *status = new_status();
		size_t size;
		unsigned char *bytes;
		struct cpe_status *read;
		struct cpe_secondary judged;

		make_patient(&patient);
		for (int i = 0; i < patient.rows; i++)
			add_row(status, &patient, &patient.row[i]);
		bytes = cpe_status_write(status, &size, &arena, &problem);
		for (int i = 0; i <= n % 3; i++)
			bytes[(size_t) (unit_random() * (double) size)] ^= (unsigned char) (1 << n % 8);
		read = cpe_status_read(bytes, size - (n % 10 == 0), &arena, &problem);
		if (read != NULL)
		{
			struct cpe_status *parsed = cpe_status_parse(text_of(read), &arena, &problem);

			good++;
			cpe_status_judge(read, &judged);
			CHECK(parsed != NULL && strcmp(text_of(parsed), text_of(read)) == 0, "%s: %s",
			      problem.message, text_of(read));
		}
		else
			CHECK(problem.code == CPE_BINARY || problem.code == CPE_INVALID, "%s", problem.message);
		free(status);
		cpe_arena_close_malloc(&arena);
		cpe_arena_open_malloc(&arena);
		rule = cpe_status_rule_read(&arena, rule_text, strlen(rule_text), &problem);
	}
	CHECK(good > rounds / 100 && good < rounds, "%d of %d", good, rounds);
}

static void
check_limits(void)
{
	struct patient patient = {.diagnosis = 6000, .site = "C50.4"};
	struct cpe_status *status = malloc(cpe_status_size(CPE_STATUS_PENDING + 2));
	struct cpe_status_event event = {0};
	const struct cpe_status_source *hes = cpe_status_source_find(rule, "HES", 3, &problem);
	struct cpe_status *two = new_status();
	struct row row = {0, 7000, true, true, true};

	unit_case("without a diagnosis dates are kept up to a limit, with one they are not");
	cpe_status_open(status, CPE_STATUS_PENDING + 2, rule, fingerprint);
	event.source = hes;
	event.meaning = CPE_SAYS_DISTANT;
	for (int i = 0; i < CPE_STATUS_PENDING; i++)
	{
		event.date = 6000 + i;
		CHECK(cpe_status_add(status, &event, &problem) == CPE_STATUS_DONE, "%s", problem.message);
	}
	event.date = 5000;
	CHECK(cpe_status_add(status, &event, &problem) == CPE_STATUS_PROBLEM &&
	          problem.code == CPE_LIMIT,
	      "the limit");
	event.date = 6000;
	event.diagnosed = true;
	event.diagnosis = 6500;
	status->count[CPE_EVENTS]--;
	CHECK(cpe_status_add(status, &event, &problem) == CPE_STATUS_DONE && status->slots == 1 &&
	          status->count[CPE_BEFORE] == 501 && status->slot[0].date == 6500 &&
	          status->slot[0].count == 500,
	      "%s", text_of(status));

	unit_case("diagnoses that differ, where the rule is not strict");
	add_row(two, &patient, &row);
	patient.diagnosis = 6001;
	add_row(two, &patient, &row);
	CHECK(strcmp(text_of(two),
	             "rule=01020304fa060708 window=90 strict=no diagnosis=differs site=0001 "
	             "other_primary=- free=- not_free=no absent=0000 events=2 before=0 ignored=0 "
	             "retired=0 invalid=0 undated=0 late=0") == 0,
	      "%s", text_of(two));
	CHECK(cpe_status_parse(text_of(two), &arena, &problem) != NULL, "%s", problem.message);
	free(two);
	free(status);
}

/* Rules that are refused, and why. */
static void
check_rules(void)
{
	static const struct
	{
		const char *text;
		enum cpe_code code;
	} bad[] = {
		{"", CPE_SYNTAX},
		{"window=90 strict=yes as_of=-", CPE_SYNTAX},
		{"window=90 strict=maybe as_of=-\nsource A rank=1 reads=code\ndistant: 1", CPE_SYNTAX},
		{"window=36501 strict=yes as_of=-\nsource A rank=1 reads=code\ndistant: 1", CPE_SYNTAX},
		{"window=90 strict=yes as_of=2021-02-29\nsource A rank=1 reads=code\ndistant: 1",
	     CPE_SYNTAX},
		{"window=90 strict=yes as_of=-\ndistant: 1", CPE_SYNTAX},
		{"window=90 strict=yes as_of=-\nsource A rank=1 reads=code", CPE_INVALID},
		{"window=90 strict=yes as_of=-\nsource a rank=1 reads=code\ndistant: 1", CPE_SYNTAX},
		{"window=90 strict=yes as_of=-\nsource A rank=16 reads=code\ndistant: 1", CPE_SYNTAX},
		{"window=90 strict=yes as_of=-\nsource A rank=0 reads=code\ndistant: 1", CPE_SYNTAX},
		{"window=90 strict=yes as_of=-\nsource A rank=1 reads=tea\ndistant: 1", CPE_SYNTAX},
		{"window=90 strict=yes as_of=-\nsource A rank=1 reads=code\nabsent: 1", CPE_SYNTAX},
		{"window=90 strict=yes as_of=-\nsource A rank=1 reads=code\napplies: 1", CPE_SYNTAX},
		{"window=90 strict=yes as_of=-\nsource A rank=1 reads=code\ndistant: 1\nlocal: 1",
	     CPE_INVALID},
		{"window=90 strict=yes as_of=-\nsource A rank=1 reads=code\ndistant: a\nlocal: A",
	     CPE_INVALID},
		{"window=90 strict=yes as_of=-\nsource A rank=1 reads=code\ndistant: 1\nsource A rank=1 "
	     "reads=code\ndistant: 1",
	     CPE_SYNTAX},
		{"window=90 strict=yes as_of=-\nsource A rank=1 reads=icd10\ndistant: C5", CPE_INVALID},
		{"window=90 strict=yes as_of=-\nsource A rank=1 reads=icd10\ndistant: C79-C78", CPE_SYNTAX},
		{"window=90 strict=yes as_of=-\nsource A rank=1 reads=icd10\ndistant: C77-C79\nlocal: C78",
	     CPE_SYNTAX},
		{"window=90 strict=yes as_of=-\nsource A rank=1 reads=code\ndistant from=2020-01-01 "
	     "until=2020-01-01: 1",
	     CPE_SYNTAX},
	};

	unit_case("rules that are refused");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
	{
		problem.code = CPE_OK;
		CHECK(cpe_status_rule_read(&arena, bad[i].text, strlen(bad[i].text), &problem) == NULL &&
		          problem.code == bad[i].code,
		      "rule %d: %d %s", (int) i, (int) problem.code, problem.detail);
	}
	unit_case("a rule cut short or changed anywhere is refused or read");
	for (size_t i = 0; i < strlen(rule_text); i++)
	{
		char *text = malloc(strlen(rule_text) + 1);

		CHECK(cpe_status_rule_read(&arena, memcpy(text, rule_text, i), i, &problem) != NULL ||
		          problem.code != CPE_OK,
		      "cut at %d", (int) i);
		strcpy(text, rule_text);
		text[i] = "\n :=0Z"[i % 6];
		(void) cpe_status_rule_read(&arena, text, strlen(text), &problem);
		free(text);
	}
}

int
main(int argc, char **argv)
{
	(void) argc;
	(void) argv;
	cpe_arena_open_malloc(&arena);
	rule = cpe_status_rule_read(&arena, rule_text, strlen(rule_text), &problem);
	CHECK(rule != NULL, "%s: %s", problem.message, problem.detail);
	if (rule == NULL)
		return unit_end();
	check_rules();
	check_limits();
	check_random(8000);
	check_hostile(3000);
	cpe_arena_close_malloc(&arena);
	return unit_end();
}
