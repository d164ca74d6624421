#include "survey/cleaning.h"
#include "unit.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/*
 * Cleaning of answers: what each step does, by hand; and thousands of generated waves and rows
 * against a plain second implementation and against what must hold whatever the wave.
 */

#define MOST 12
#define ROOM 20000

static struct cpe_arena arena;
static struct cpe_problem problem;
static char made[ROOM];
static size_t used;

static void __attribute__((format(printf, 1, 2))) add(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	used += (size_t) vsnprintf(made + used, ROOM - used, format, args);
	va_end(args);
}

/* ---- findings ---- */

struct log
{
	int findings;
	struct cpe_finding finding[10 * MOST];
};

static void
note(struct cpe_findings *findings, const struct cpe_finding *finding)
{
	struct log *log = findings->owner;

	if (CHECK(log->findings < 10 * MOST, "too many findings"))
		log->finding[log->findings++] = *finding;
}

/* ---- by hand ---- */

/* Answers as letters: a blank is ".", else a digit, "x" a code that no question has. */
static void
read_answers(const char *letters, int32_t *answer, bool *given)
{
	for (int i = 0; letters[i]; i++)
	{
		given[i] = letters[i] != '.';
		answer[i] = !given[i] ? 0 : letters[i] == 'x' ? CPE_NO_CODE : letters[i] - '0';
	}
}

static void
write_answers(const int32_t *answer, const bool *given, int questions, char *letters)
{
	for (int i = 0; i < questions; i++)
		letters[i] = !given[i] ? '.' : answer[i] == CPE_NO_CODE ? 'x' : (char) ('0' + answer[i]);
	letters[questions] = '\0';
}

#define FILTER                                                                                     \
	"\"kind\":\"filter\",\"options\":[{\"code\":1,\"class\":\"excluded\"},{\"code\":2,\"class\":"  \
	"\"excluded\"}]"
#define SCORED                                                                                     \
	"\"kind\":\"scored\",\"options\":[{\"code\":1,\"class\":\"positive\"},{\"code\":2,\"class\":"  \
	"\"negative\"},{\"code\":3,\"class\":\"excluded\"}]"
#define IF(filter, answers) "\"asked_if\":{\"question\":\"" filter "\",\"answers\":[" answers "]},"

/* f > g > h (scored), g without a code; f > k; boxes a b c d */
static const char hand[] = "{\"wave\":\"H\",\"missing\":[9,8],\"questions\":["
						   "{\"question\":\"f\",\"back_code\":1," FILTER "},"
						   "{\"question\":\"g\"," IF("f", "1") FILTER
	"},"
	"{\"question\":\"h\"," IF("g", "2") SCORED "},"
											   "{\"question\":\"k\"," IF("f", "2") SCORED
	"},"
	"{\"question\":\"a\"," SCORED "},{\"question\":\"b\"," SCORED "},{\"question\":\"c\"," SCORED
	"},{\"question\":\"d\"," SCORED "}],"
	"\"rules\":[{\"rule\":\"1\",\"kind\":\"contradiction\",\"boxes\":[\"a\",\"b\"]},"
	"{\"rule\":\"2\",\"kind\":\"exclusive\",\"boxes\":[\"c\",\"a\",\"b\"]},"
	"{\"rule\":\"3\",\"kind\":\"tick_all\",\"boxes\":[\"b\",\"c\",\"d\"],\"unticked\":2}]}";

static const struct
{
	const char *given, *clean, *kept; /* kept: with keep_invalid, where that differs */
} cases[] = {
	{"........", "........", NULL},
	{"98998989", "........", NULL},
	{"121.....", "121.....", NULL},
	{"122.....", "122.....", NULL},
	/* nested filters, the middle one given or not */
	{".21.....", "121.....", NULL},
	{"821.....", "121.....", NULL},
	{".23.....", "........", NULL}, /* an answer that does not count */
	{"..1.....", "........", NULL}, /* g has no code */
	{".11.....", "........", NULL}, /* g does not lead to h */
	{"221.....", "2.......", NULL},
	{"2.1.....", "2.......", NULL},
	{"x21.....", "121.....", NULL},
	{"x2......", "........", "x......."},
	{"121x....", "121.....", NULL}, /* f leads elsewhere: gone either way */
	{"2..x....", "2.......", "2..x...."},
	/* k is behind f, but not behind its back code */
	{"...1....", "........", NULL},
	{".2.1....", "........", NULL},
	{".211....", "121.....", NULL},
	{"2..1....", "2..1....", NULL},
	{"1..1....", "1.......", NULL},
	/* rules */
	{"....11..", "........", NULL},
	{"....11.1", ".....221", NULL},
	{"....1.1.", "....1...", NULL}, /* c is unticked to nothing, and no box of rule 3 is ticked */
	{"....1.11", "....1221", NULL},
	{"......1.", ".....212", NULL},
	{".....222", "........", NULL},
	{".....22.", "........", NULL},
	{".....223", ".......3", NULL},
	{".....x21", ".....221", ".....x21"},
	{"....1x1.", "....1...", "....1x.."},
	{"....xx..", "........", "....xx.."},
};

static void
test_by_hand(void)
{
	const struct cpe_wave *wave;
	int32_t answer[8];
	bool given[8];
	char got[9];

	unit_case("each step, by hand");
	wave = cpe_wave_read(&arena, hand, strlen(hand), &problem);
	if (!CHECK(wave != NULL, "%s: %s", problem.message, problem.detail))
		return;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (int keep = 0; keep < 2; keep++)
		{
			const char *want = keep && cases[i].kept ? cases[i].kept : cases[i].clean;

			read_answers(cases[i].given, answer, given);
			cpe_clean(wave, answer, given, keep, NULL);
			write_answers(answer, given, 8, got);
			CHECK(strcmp(got, want) == 0, "%s: %s, not %s", cases[i].given, got, want);
		}

	unit_case("what is found, in the order of the steps");
	{
		struct log log = {0};
		struct cpe_findings findings = {note, &log};
		static const struct
		{
			int question;
			enum cpe_fault fault;
			int because, rule;
			int answer, becomes; /* 0: none */
		} want[] = {
			{3, CPE_FAULT_OUT_OF_RANGE, -1, -1, 7, 0}, {4, CPE_FAULT_CONTRADICTION, -1, 0, 1, 0},
			{5, CPE_FAULT_CONTRADICTION, -1, 0, 1, 0}, {5, CPE_FAULT_NOT_TICKED, -1, 2, 0, 2},
			{6, CPE_FAULT_NOT_TICKED, -1, 2, 0, 2},    {0, CPE_FAULT_BACK_CODED, -1, -1, 0, 1},
		};

		read_answers(".2271191", answer, given);
		cpe_clean(wave, answer, given, false, &findings);
		write_answers(answer, given, 8, got);
		CHECK(strcmp(got, "122..221") == 0, "%s", got);
		CHECK(log.findings == 6, "%d findings", log.findings);
		for (int i = 0; i < log.findings && i < 6; i++)
		{
			const struct cpe_finding *f = &log.finding[i];

			CHECK(f->question == want[i].question && f->fault == want[i].fault &&
			          f->because == want[i].because &&
			          f->rule == (want[i].rule < 0 ? NULL : &wave->rule[want[i].rule]) &&
			          f->given == (want[i].answer != 0) &&
			          (!f->given || f->answer == want[i].answer) &&
			          f->becomes_given == (want[i].becomes != 0) &&
			          (!f->becomes_given || f->becomes == want[i].becomes),
			      "%d: question %d, %s", i, f->question, cpe_fault_word[f->fault]);
		}
		log.findings = 0;
		read_answers("2111....", answer, given);
		cpe_clean(wave, answer, given, false, &findings);
		CHECK(log.findings == 2 && log.finding[0].fault == CPE_FAULT_NOT_ASKED &&
		          log.finding[0].because == 0 && log.finding[1].question == 2 &&
		          log.finding[1].fault == CPE_FAULT_FILTER_MISSING && log.finding[1].because == 1,
		      "%d findings", log.findings);
	}
	cpe_arena_close_malloc(&arena);
}

/* ---- generated ---- */

static uint64_t state = 20181;

static int
pick(int low, int high)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return low + (int) ((state >> 33) % (uint64_t) (high - low + 1));
}

/* A wave of up to MOST questions with filters in filters and rules; some are refused. */
static void
make_wave(void)
{
	int questions = pick(1, MOST), rules = pick(0, 3), boxes_from = pick(0, questions);

	used = 0;
	add("{\"wave\":\"G\",\"missing\":[9],\"questions\":[");
	for (int i = 0; i < questions; i++)
	{
		bool box = i >= boxes_from;

		add("%s{\"question\":\"q%d\",\"kind\":\"other\",", i ? "," : "", i);
		if (box && boxes_from > 0 && boxes_from % 2)
			add("\"asked_if\":{\"question\":\"q0\",\"answers\":[1]},");
		else if (!box && i > 0 && pick(0, 3))
		{
			int filter = pick(i > 4 ? i - 4 : 0, i - 1);

			add("\"asked_if\":{\"question\":\"q%d\",\"answers\":[%s]},", filter,
			    (const char *[]){"1", "2", "1,2", "3,1"}[pick(0, 3)]);
		}
		if (!box && pick(0, 1))
			add("\"back_code\":%d,", pick(1, 2));
		add("\"options\":[");
		for (int code = 1; code <= 3; code++)
			add("%s{\"code\":%d,\"class\":\"%s\"}", code > 1 ? "," : "", code,
			    (const char *[]){"positive", "negative", "excluded", "excluded",
			                     "neutral"}[pick(0, 4)]);
		add("]}");
	}
	add("]");
	for (int i = 0; i < rules && questions - boxes_from >= 2; i++)
	{
		bool last = i == rules - 1;
		int count = 0;

		add("%s{\"rule\":\"r%d\",\"kind\":\"%s\",%s\"boxes\":[", i ? "," : ",\"rules\":[", i,
		    last         ? "tick_all"
		    : pick(0, 1) ? "exclusive"
		                 : "contradiction",
		    last || pick(0, 1) ? "\"unticked\":2," : "");
		for (int k = questions - 1; k >= boxes_from; k--)
			if (pick(0, 2) || k - boxes_from < 2 - count)
				add("%s\"q%d\"", count++ ? "," : "", k);
		add("]}%s", last ? "]" : "");
	}
	add("}");
}

/* Whether from a question on there is an answer that counts, through filters that lead on. */
static bool
counts_from(const struct cpe_wave *wave, const int32_t *answer, const bool *given, int question)
{
	const struct cpe_question *q = &wave->question[question];

	if (given[question])
		for (int i = 0; i < q->options; i++)
			if (q->option[i].code == answer[question] && q->option[i].class != CPE_EXCLUDED)
				return true;
	for (int child = 0; child < wave->questions && given[question]; child++)
		if (wave->question[child].parent == question)
			for (int i = 0; i < wave->question[child].parent_answers; i++)
				if (wave->question[child].parent_answer[i] == answer[question] &&
				    counts_from(wave, answer, given, child))
					return true;
	return false;
}

static bool
is_option(const struct cpe_question *question, int32_t code)
{
	for (int i = 0; i < question->options; i++)
		if (question->option[i].code == code)
			return true;
	return false;
}

/* Cleaning as it is told, without a thought for time; codes that are none are kept or not. */
static void
clean_plainly(const struct cpe_wave *wave, int32_t *answer, bool *given, bool keep)
{
	bool more = true;

	for (int i = 0; i < wave->questions; i++)
		if (given[i] && (answer[i] == 9 || (!keep && !is_option(&wave->question[i], answer[i]))))
			given[i] = false;
	for (int r = 0; r < wave->rules; r++)
	{
		const struct cpe_box_rule *rule = &wave->rule[r];
		bool ticked[MOST];
		int number = 0;

		for (int i = 0; i < rule->boxes; i++)
			number += ticked[i] = given[rule->box[i]] && answer[rule->box[i]] == rule->ticked;
		for (int i = 0; i < rule->boxes; i++)
		{
			int box = rule->box[i];

			if (rule->kind == CPE_RULE_CONTRADICTION && number > 1 && ticked[i])
				given[box] = false;
			if (rule->kind == CPE_RULE_EXCLUSIVE && i == 0 && number > 1 && ticked[0])
			{
				given[box] = rule->unticked_known;
				answer[box] = rule->unticked;
			}
			if (rule->kind == CPE_RULE_TICK_ALL && number > 0 && !given[box])
			{
				given[box] = true;
				answer[box] = rule->unticked;
			}
			else if (rule->kind == CPE_RULE_TICK_ALL && number == 0 && given[box] &&
			         answer[box] == rule->unticked)
				given[box] = false;
		}
	}
	while (more)
	{
		more = false;
		for (int filter = 0; filter < wave->questions; filter++)
		{
			const struct cpe_question *q = &wave->question[filter];
			bool leads = false;

			if (!q->back_coded || (given[filter] && is_option(q, answer[filter])))
				continue;
			for (int child = 0; child < wave->questions; child++)
				if (wave->question[child].parent == filter)
					for (int i = 0; i < wave->question[child].parent_answers; i++)
						leads = leads || (wave->question[child].parent_answer[i] == q->back_code &&
						                  counts_from(wave, answer, given, child));
			if (leads)
			{
				given[filter] = more = true;
				answer[filter] = q->back_code;
			}
		}
	}
	for (int i = 0; i < wave->questions; i++)
	{
		const struct cpe_question *q = &wave->question[i];
		bool asked = q->parent < 0;

		for (int k = 0; k < q->parent_answers; k++)
			asked = asked || (given[q->parent] && answer[q->parent] == q->parent_answer[k]);
		if (!asked)
			given[i] = false;
	}
}

static bool
same(int questions, const int32_t *a, const bool *a_given, const int32_t *b, const bool *b_given)
{
	for (int i = 0; i < questions; i++)
		if (a_given[i] != b_given[i] || (a_given[i] && a[i] != b[i]))
			return false;
	return true;
}

static void
test_generated(void)
{
	int waves = 0, rows = 0, changed = 0, faults[8] = {0};

	unit_case("generated waves and rows against a second implementation; clean stays clean");
	for (int round = 0; round < 4000; round++)
	{
		const struct cpe_wave *wave;

		make_wave();
		wave = cpe_wave_read(&arena, made, used, &problem);
		CHECK(wave != NULL || strstr(problem.detail, "No question is asked because of this answer"),
		      "%s: %s: %s", problem.message, problem.detail, made);
		for (int row = 0; wave != NULL && row < 40; row++)
		{
			int32_t first[MOST], answer[MOST], plain[MOST], replayed[MOST];
			bool first_given[MOST], given[MOST], plain_given[MOST], replayed_given[MOST];
			struct log log = {0};
			struct cpe_findings findings = {note, &log};
			bool keep = row % 2;
			char shown[MOST + 1];

			for (int i = 0; i < wave->questions; i++)
			{
				first_given[i] = pick(0, 2) > 0;
				first[i] = !first_given[i]   ? 0
				           : pick(0, 11) > 0 ? pick(1, 3)
				                             : (int[]){9, 4, CPE_NO_CODE}[pick(0, 2)];
			}
			memcpy(answer, first, sizeof(first));
			memcpy(given, first_given, sizeof(given));
			cpe_clean(wave, answer, given, keep, &findings);
			memcpy(plain, first, sizeof(first));
			memcpy(plain_given, first_given, sizeof(given));
			clean_plainly(wave, plain, plain_given, keep);
			write_answers(first, first_given, wave->questions, shown);
			if (!CHECK(same(wave->questions, answer, given, plain, plain_given), "%s of %s", shown,
			           made))
				return;

			/* findings, one after the other, lead from what was given to what is clean */
			memcpy(replayed, first, sizeof(first));
			memcpy(replayed_given, first_given, sizeof(given));
			for (int i = 0; i < wave->questions; i++)
				if (replayed_given[i] && replayed[i] == 9)
					replayed_given[i] = false;
			for (int i = 0; i < log.findings; i++)
			{
				const struct cpe_finding *f = &log.finding[i];

				faults[f->fault]++;
				CHECK(f->given == replayed_given[f->question] &&
				          (!f->given || f->answer == replayed[f->question]),
				      "finding %d of %s", i, made);
				CHECK(f->given != f->becomes_given || f->answer != f->becomes ||
				          (keep && f->fault == CPE_FAULT_OUT_OF_RANGE),
				      "finding %d of %s changes nothing", i, made);
				replayed_given[f->question] = f->becomes_given;
				replayed[f->question] = f->becomes;
			}
			CHECK(same(wave->questions, answer, given, replayed, replayed_given), "%s of %s", shown,
			      made);

			/* again, either way, and telling nobody */
			memcpy(plain, answer, sizeof(first));
			memcpy(plain_given, given, sizeof(given));
			log.findings = 0;
			cpe_clean(wave, answer, given, keep, &findings);
			CHECK(same(wave->questions, answer, given, plain, plain_given), "twice: %s of %s",
			      shown, made);
			for (int i = 0; i < log.findings; i++)
				CHECK(keep && log.finding[i].fault == CPE_FAULT_OUT_OF_RANGE, "%s again: %s of %s",
				      cpe_fault_word[log.finding[i].fault], shown, made);
			cpe_clean(wave, answer, given, keep, NULL);
			CHECK(same(wave->questions, answer, given, plain, plain_given), "silently: %s", made);
			changed += !same(wave->questions, first, first_given, plain, plain_given);
			rows++;
		}
		waves += wave != NULL;
		cpe_arena_close_malloc(&arena);
	}
	CHECK(waves > 500 && changed > rows / 3, "%d waves, %d of %d rows changed", waves, changed,
	      rows);
	for (int i = 0; i < 8; i++)
		CHECK(faults[i] > 500, "%s: %d", cpe_fault_word[i], faults[i]);
	printf("# %d waves, %d rows, %d changed\n", waves, rows, changed);
}

/* The longest chain of filters there may be: filled from its end to its beginning. */
static void
test_chain(void)
{
	static int32_t answer[CPE_MAX_QUESTIONS];
	static bool given[CPE_MAX_QUESTIONS];
	size_t room = 3 * 1024 * 1024, length = 0;
	char *text = malloc(room);
	const struct cpe_wave *wave;
	int wrong = 0;

	unit_case("10,000 filters in one another");
	for (int i = 0; i < CPE_MAX_QUESTIONS; i++)
	{
		char asked[60] = "";

		if (i > 0)
			snprintf(asked, sizeof(asked), "\"asked_if\":{\"question\":\"%d\",\"answers\":[1]},",
			         i - 1);
		length += (size_t) snprintf(
			text + length, room - length,
			"%s{\"question\":\"%d\",\"kind\":\"filter\",%s%s\"options\":[{\"code\":1,\"class\":"
			"\"%s\"},{\"code\":2,\"class\":\"excluded\"}]}",
			i ? "," : "{\"wave\":\"C\",\"questions\":[", i, asked,
			i < CPE_MAX_QUESTIONS - 1 ? "\"back_code\":1," : "",
			i < CPE_MAX_QUESTIONS - 1 ? "excluded" : "positive");
	}
	length += (size_t) snprintf(text + length, room - length, "]}");
	wave = cpe_wave_read(&arena, text, length, &problem);
	if (CHECK(wave != NULL, "%s: %s", problem.message, problem.detail))
	{
		given[CPE_MAX_QUESTIONS - 1] = true;
		answer[CPE_MAX_QUESTIONS - 1] = 1;
		cpe_clean(wave, answer, given, false, NULL);
		for (int i = 0; i < CPE_MAX_QUESTIONS; i++)
			wrong += !given[i] || answer[i] != 1;
		CHECK(wrong == 0, "%d not filled", wrong);
		answer[5000] = 2;
		cpe_clean(wave, answer, given, false, NULL);
		wrong = 0;
		for (int i = 0; i < CPE_MAX_QUESTIONS; i++)
			wrong += given[i] != (i <= 5000);
		CHECK(wrong == 0, "%d not as routed", wrong);
	}
	free(text);
	cpe_arena_close_malloc(&arena);
}

int
main(void)
{
	cpe_arena_open_malloc(&arena);
	test_by_hand();
	test_generated();
	test_chain();
	cpe_arena_close_malloc(&arena);
	return unit_end();
}
