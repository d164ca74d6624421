#include "score/instrument.h"
#include "unit.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * The definitions that are shipped, read from their files, against the scores of other software and
 * against a plain rescoring of random answers by rules that were gathered apart from them.
 */

#define DEFINITIONS "../../src/score/instruments"
#define MAX_DEFINITION 100000
#define RANDOM_ROWS 1500

static const char *data;
static struct cpe_arena arena;

/* Begins a case of that name; the framework keeps the pointer until the next one. */
static void __attribute__((format(printf, 1, 2))) named_case(const char *format, ...)
{
	static char name[2][200];
	static int turn = 0;
	va_list args;

	turn = 1 - turn;
	va_start(args, format);
	vsnprintf(name[turn], sizeof(name[turn]), format, args);
	va_end(args);
	unit_case(name[turn]);
}

/* ---- definitions ---- */

/* A definition by the name of its file; without its conditional rules unless conditional. */
static const struct cpe_instrument *
definition(const char *name, bool conditional)
{
	static const char rule[] = "\"apply_conditions\": true";
	char path[4096];
	char *text = calloc(1, MAX_DEFINITION), *place;
	size_t length;
	struct cpe_problem problem = {0};
	struct cpe_instrument *instrument;
	FILE *file;

	snprintf(path, sizeof(path), "%s/" DEFINITIONS "/%s.json", data, name);
	file = fopen(path, "r");
	if (file == NULL)
	{
		printf("Bail out! cannot open %s\n", path);
		exit(2);
	}
	length = fread(text, 1, MAX_DEFINITION - 1, file);
	fclose(file);
	place = strstr(text, rule);
	if (!conditional && place) /* as long as what it replaces */
		memcpy(place, "\"apply_conditions\":false", sizeof(rule) - 1);
	instrument = cpe_instrument_read(&arena, text, length, &problem);
	free(text);
	if (!CHECK(instrument != NULL, "%s: %s (%s)", name, problem.message, problem.detail))
	{
		printf("Bail out! %s cannot be read\n", name);
		exit(2);
	}
	return instrument;
}

static int
item_of(const struct cpe_instrument *instrument, const char *id)
{
	int i = cpe_instrument_item(instrument, id, strlen(id));

	CHECK(i >= 0, "%s has no item %s", instrument->code, id);
	return i < 0 ? 0 : i;
}

static int
scale_of(const struct cpe_instrument *instrument, const char *code)
{
	int s = cpe_instrument_scale(instrument, code, strlen(code));

	CHECK(s >= 0, "%s has no scale %s", instrument->code, code);
	return s < 0 ? 0 : s;
}

/* ---- one person ---- */

struct person
{
	int32_t answer[CPE_MAX_ITEMS];
	bool given[CPE_MAX_ITEMS];
	struct cpe_score score[CPE_MAX_SCALES];
	bool refused;
};

/* Scores both ways, which must agree to the bit; a refusal is noted. */
static void
score(const struct cpe_instrument *instrument, struct person *person, bool strict)
{
	double alone[CPE_MAX_SCALES];
	struct cpe_problem problem = {0};
	bool done = cpe_instrument_score(instrument, person->answer, person->given, strict,
	                                 person->score, &problem);
	bool done_alone =
		cpe_instrument_scores(instrument, person->answer, person->given, strict, alone, &problem);

	CHECK(done == done_alone, "%s: the two ways of scoring disagree on an error", instrument->code);
	person->refused = !done;
	if (!done)
		return;
	for (int s = 0; s < instrument->scales; s++)
	{
		bool scored = person->score[s].status == CPE_SCORED;

		if (!scored)
			person->score[s].score = NAN;
		if (scored ? person->score[s].score != alone[s] : !isnan(alone[s]))
			CHECK(false, "%s.%s: %g one way, %g the other", instrument->code,
			      instrument->scale[s].code, person->score[s].score, alone[s]);
	}
}

/* Everybody answers all items alike: at their least, greatest, or with one number. */
static void
fill(const struct cpe_instrument *instrument, struct person *person, int32_t same, bool least,
     bool greatest)
{
	for (int i = 0; i < instrument->items; i++)
	{
		person->given[i] = true;
		person->answer[i] = least      ? instrument->item[i].min
		                    : greatest ? instrument->item[i].max
		                               : same;
	}
}

static double
score_named(const struct cpe_instrument *instrument, const struct person *person, const char *code)
{
	return person->score[scale_of(instrument, code)].score;
}

/* ---- fixtures ---- */

static int
column_of(const struct unit_table *table, const char *header)
{
	for (int i = 0; i < table->columns; i++)
		if (strcmp(table->header[i], header) == 0)
			return i;
	return -1;
}

static double
cell(const struct unit_table *table, int row, int column)
{
	const char *text = table->cell[row * table->columns + column];

	return text[0] == '\0' ? NAN : strtod(text, NULL);
}

static void
answers_of_row(const struct cpe_instrument *instrument, const struct unit_table *table, int row,
               struct person *person)
{
	const char *at = strchr(instrument->column, '{');

	for (int i = 0; i < instrument->items; i++)
	{
		char header[100];
		double value;

		snprintf(header, sizeof(header), "%.*s%s", (int) (at - instrument->column),
		         instrument->column, instrument->item[i].id);
		value = cell(table, row, unit_table_column(table, header));
		person->given[i] = !isnan(value);
		person->answer[i] = isnan(value) ? 0 : (int32_t) value;
	}
}

/* A scale's column: with the prefix, if there is one; a TOI by the last scale, the total. */
static int
expected_column(const struct cpe_instrument *instrument, const struct unit_table *table, int scale,
                const char *prefix)
{
	const char *code = instrument->scale[scale].code;
	char header[100];
	int column;

	snprintf(header, sizeof(header), "%s%s", prefix, code);
	if (strcmp(code, "TOI") == 0)
		snprintf(header, sizeof(header), "%s_TOI", instrument->scale[instrument->scales - 1].code);
	column = column_of(table, header);
	return column >= 0 || prefix[0] == '\0' ? column : column_of(table, code);
}

/* Compares every scale with a column; returns how many scales have one. */
static int
compare(const char *file, const struct cpe_instrument *instrument, const char *prefix,
        double tolerance)
{
	struct unit_table *table = unit_table_read(data, file);
	int scales = 0;

	for (int row = 0; row < table->rows; row++)
	{
		struct person person;

		answers_of_row(instrument, table, row, &person);
		score(instrument, &person, true);
		CHECK(!person.refused, "%s row %d is refused", file, row + 1);
		scales = 0;
		for (int s = 0; s < instrument->scales; s++)
		{
			int column = expected_column(instrument, table, s, prefix);

			if (column < 0)
				continue;
			scales++;
			ABSOLUTE(person.score[s].score, cell(table, row, column), tolerance, "%s row %d %s",
			         file, row + 1, instrument->scale[s].code);
		}
	}
	unit_worst(instrument->code);
	unit_table_free(table);
	return scales;
}

static void
test_fixture(const char *file, const char *name, bool conditional, const char *prefix, int scales)
{

	named_case("%s%s by %s%s%s", name, conditional ? "" : " without conditions", file,
	           prefix[0] ? ", columns " : "", prefix);
	CHECK(compare(file, definition(name, conditional), prefix, 1e-9) == scales,
	      "not %d scales compared", scales);
}

/* FACTscorer rounds subscales to 3 decimals and adds the rounded ones for totals. */
static void
test_fact(const char *file, const char *name)
{
	const struct cpe_instrument *instrument = definition(name, true);
	struct unit_table *table = unit_table_read(data, file);

	named_case("%s by %s", name, file);
	for (int row = 0; row < table->rows; row++)
	{
		struct person person;

		answers_of_row(instrument, table, row, &person);
		score(instrument, &person, true);
		for (int s = 0; s < instrument->scales; s++)
		{
			const struct cpe_scale *scale = &instrument->scale[s];
			int column = expected_column(instrument, table, s, "");
			double want = cell(table, row, column);
			char header[100];
			double sum = 0;

			ABSOLUTE(person.score[s].score, want, scale->of_scales ? 2.5e-3 : 5e-4, "%s row %d %s",
			         file, row + 1, scale->code);
			for (int i = 0; scale->of_scales && i < scale->parts; i++)
				sum += floor(person.score[scale->part[i].index].score * 1000 + 0.5) / 1000;
			if (scale->of_scales && !isnan(want))
				CHECK(fabs(sum - want) < 1e-9, "%s row %d %s: rounded parts make %.12g, not %.12g",
				      file, row + 1, scale->code, sum, want);
			snprintf(header, sizeof(header), "%s_N", scale->code);
			if (strcmp(scale->code, "TOI") == 0)
				continue;
			want = cell(table, row, unit_table_column(table, header));
			CHECK(person.score[s].answered == want, "%s row %d %s: %d items answered, not %g", file,
			      row + 1, scale->code, person.score[s].answered, want);
		}
	}
	unit_worst(instrument->code);
	unit_table_free(table);
}

/* ---- the rules, applied to random answers ---- */

static uint64_t random_state = 20261122;

static uint32_t
random_below(uint32_t n)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t) (random_state >> 33) % n;
}

/* Which items do not apply with answer 1 to which, told once more. */
static const struct gate
{
	const char *name, *gate, *item;
} gates[] = {
	{"qlq_br23", "34", "35"},     {"qlq_br23", "45", "46"},     {"qlq_br45", "34", "35"},
	{"qlq_br45", "45", "46"},     {"qlq_br45", "45", "72"},     {"qlq_br45", "45", "73"},
	{"qlq_br42", "45", "46"},     {"qlq_br42", "45", "69"},     {"qlq_br42", "45", "70"},
	{"qlq_br42_mii", "34", "35"}, {"qlq_br42_mii", "45", "46"}, {"qlq_br42_mii", "45", "69"},
	{"qlq_br42_mii", "45", "70"}};

/* Whether an item counts for this person, and as what before any recoding. */
static bool
counts(const char *name, const struct cpe_instrument *instrument, const struct person *person,
       const char *id, int lowest, int highest, bool conditional)
{
	int i = item_of(instrument, id);

	for (size_t g = 0; conditional && g < sizeof(gates) / sizeof(gates[0]); g++)
		if (strcmp(gates[g].name, name) == 0 && strcmp(gates[g].item, id) == 0)
		{
			int gate = item_of(instrument, gates[g].gate);

			if (person->given[gate] && person->answer[gate] == 1)
				return false;
		}
	return person->given[i] && person->answer[i] >= lowest && person->answer[i] <= highest;
}

/* One rule's score from scratch; its items that count are added to answered and items. */
static double
rescore(const struct unit_table *rules, int rule, const char *name,
        const struct cpe_instrument *instrument, const struct person *person, bool conditional,
        int *answered, int *items)
{
	const char *kind = unit_table_text(rules, rule, "kind");
	int lowest = (int) unit_table_number(rules, rule, "lowest");
	int highest = (int) unit_table_number(rules, rule, "highest");
	int n = 0, all = 0;
	double sum = 0, mean;
	char text[300], *rest = text, *id;

	snprintf(text, sizeof(text), "%s", unit_table_text(rules, rule, "items"));
	while ((id = strtok_r(rest, " ", &rest)))
	{
		char how = id[0] == '-' || id[0] == '~' ? *id++ : ' ';
		int value = person->answer[item_of(instrument, id)];

		all++;
		if (!counts(name, instrument, person, id, lowest, highest, conditional))
			continue;
		n++;
		sum += how == '-' ? lowest + highest - value : how == '~' && value > 2 ? 2 : value;
	}
	*answered += n;
	*items += all;
	if (n < unit_table_number(rules, rule, "least_answered"))
		return NAN;
	mean = sum / n;
	if (strcmp(kind, "functional") == 0)
		return (1 - (mean - lowest) / (highest - lowest)) * 100;
	if (strcmp(kind, "plain") == 0)
		return (mean - lowest) / (highest - lowest) * 100;
	return mean * all;
}

static void
random_answers(const struct cpe_instrument *instrument, struct person *person)
{
	uint32_t missing = random_below(70), invalid = random_below(4) == 0 ? 8 : 0;

	for (int i = 0; i < instrument->items; i++)
	{
		const struct cpe_item *item = &instrument->item[i];

		person->given[i] = random_below(100) >= missing;
		person->answer[i] =
			item->min + (int32_t) random_below((uint32_t) (item->max - item->min + 1));
		if (item->missings > 0 && random_below(100) < missing / 3)
			person->answer[i] = item->missing[random_below((uint32_t) item->missings)];
		else if (random_below(100) < invalid)
			person->answer[i] = random_below(2) ? item->min - 1 : item->max + 1;
	}
}

/* Scores of scales, told once more: which they add up, and whether 80 % of the items are needed. */
static const struct sum
{
	const char *name, *code, *parts;
	bool eighty;
} sums[] = {
	{"fact_g", "FACT_G", "PWB SWB EWB FWB", true},
	{"fact_b", "FACT_G", "PWB SWB EWB FWB", true},
	{"fact_b", "TOI", "PWB FWB BCS", false},
	{"fact_b", "FACT_B", "PWB SWB EWB FWB BCS", true},
	{"fact_es", "FACT_G", "PWB SWB EWB FWB", true},
	{"fact_es", "TOI", "PWB FWB ESS_18", false},
	{"fact_es", "FACT_ES", "PWB SWB EWB FWB ESS_18", true},
	{"facit_f", "FACT_G", "PWB SWB EWB FWB", true},
	{"facit_f", "TOI", "PWB FWB FS", false},
	{"facit_f", "FACIT_F", "PWB SWB EWB FWB FS", true},
	{"sdi_21", "SD16", "EVERYDAY MONEY SELF", false},
	{"qlq_info25", "GLOBAL",
     "INFODIS INFOMEDT INFOTREAT INFOTHSE INFODIFP INFOHELP INFOWRIN INFOCD SATINFO RECMORE "
     "RECLESS OVERHELP",
     false},
	{"qlq_c30", "SUMMARY", "PF RF EF CF SF FA NV PA DY SL AP CO DI", false}};

static double
add_up(const struct sum *sum, const struct cpe_instrument *instrument, const double *score,
       const int *answered, const int *items)
{
	char text[300], *rest = text, *code;
	double total = 0;
	int n = 0, below_answered = 0, below = 0;

	snprintf(text, sizeof(text), "%s", sum->parts);
	while ((code = strtok_r(rest, " ", &rest)))
	{
		int s = scale_of(instrument, code);
		bool turn = strcmp(sum->name, "qlq_c30") == 0 && n >= 5;

		total += turn ? 100 - score[s] : score[s];
		n++;
		below_answered += answered[s];
		below += items[s];
	}
	if (sum->eighty && below_answered * 10 <= below * 8)
		return NAN;
	return strcmp(sum->name, "qlq_c30") == 0 || strcmp(sum->name, "qlq_info25") == 0 ? total / n
	                                                                                 : total;
}

static void
test_rules(const struct unit_table *rules, const char *name, bool conditional)
{
	const struct cpe_instrument *instrument = definition(name, conditional);
	int scored = 0, unscored = 0;

	named_case("%s rescored by rule%s", name, conditional ? "" : ", without conditions");
	for (int row = 0; row < RANDOM_ROWS; row++)
	{
		struct person person;
		double want[CPE_MAX_SCALES];
		int answered[CPE_MAX_SCALES] = {0}, items[CPE_MAX_SCALES] = {0}, covered = 0;

		random_answers(instrument, &person);
		score(instrument, &person, false);
		for (int rule = 0; rule < rules->rows; rule++)
		{
			int s;

			if (strcmp(unit_table_text(rules, rule, "definition"), name) != 0)
				continue;
			s = scale_of(instrument, unit_table_text(rules, rule, "scale"));
			want[s] = rescore(rules, rule, name, instrument, &person, conditional, &answered[s],
			                  &items[s]);
			covered++;
			ABSOLUTE(person.score[s].score, want[s], 1e-9, "row %d %s", row,
			         instrument->scale[s].code);
			CHECK(person.score[s].answered == answered[s], "row %d %s: %d answered, not %d", row,
			      instrument->scale[s].code, person.score[s].answered, answered[s]);
			if (isnan(want[s]))
				unscored++;
			else
				scored++;
		}
		for (size_t t = 0; t < sizeof(sums) / sizeof(sums[0]); t++)
		{
			if (strcmp(sums[t].name, name) != 0)
				continue;
			covered++;
			ABSOLUTE(score_named(instrument, &person, sums[t].code),
			         add_up(&sums[t], instrument, want, answered, items), 1e-9, "row %d %s", row,
			         sums[t].code);
		}
		CHECK(covered == instrument->scales, "%d of %d scales have a rule", covered,
		      instrument->scales);
	}
	CHECK(scored > 300 && unscored > 300, "%d scored and %d not: too few", scored, unscored);
	unit_worst(name);
}

/* ---- instruments without an oracle: closed forms ---- */

static void
test_t_scores(void)
{
	static const struct
	{
		const char *name, *scale, *items;
		double table[17]; /* of raw sums 4 to 20 */
	} tables[] = {{"promis_global_10",
	               "GPH",
	               "3 6 7 8",
	               {16.2, 19.9, 23.5, 26.7, 29.6, 32.4, 34.9, 37.4, 39.8, 42.3, 44.9, 47.7, 50.8,
	                54.1, 57.7, 61.9, 67.7}},
	              {"promis_global_10",
	               "GMH",
	               "2 4 5 10",
	               {21.2, 25.1, 28.4, 31.3, 33.8, 36.3, 38.8, 41.1, 43.5, 45.8, 48.3, 50.8, 53.3,
	                56.0, 59.0, 62.5, 67.6}},
	              {"promis_29",
	               "PF",
	               "1 2 3 4",
	               {22.5, 26.6, 28.9, 30.5, 31.9, 33.2, 34.4, 35.6, 36.7, 37.9, 39.2, 40.5, 41.9,
	                43.5, 45.5, 48.3, 57.0}},
	              {"promis_29",
	               "ANX",
	               "5 6 7 8",
	               {40.3, 48.0, 51.2, 53.7, 55.8, 57.7, 59.5, 61.4, 63.4, 65.3, 67.3, 69.3, 71.2,
	                73.3, 75.4, 77.9, 81.6}},
	              {"promis_29",
	               "DEP",
	               "9 10 11 12",
	               {41.0, 49.0, 51.8, 53.9, 55.7, 57.3, 58.9, 60.5, 62.2, 63.9, 65.7, 67.5, 69.4,
	                71.2, 73.3, 75.7, 79.4}},
	              {"promis_29",
	               "FAT",
	               "13 14 15 16",
	               {33.7, 39.7, 43.1, 46.0, 48.6, 51.0, 53.1, 55.1, 57.0, 58.8, 60.7, 62.7, 64.6,
	                66.7, 69.0, 71.6, 75.8}},
	              {"promis_29",
	               "SLEEP",
	               "17 18 19 20",
	               {32.0, 37.5, 41.1, 43.8, 46.2, 48.4, 50.5, 52.4, 54.3, 56.1, 57.9, 59.8, 61.7,
	                63.8, 66.0, 68.8, 73.3}},
	              {"promis_29",
	               "SOCIAL",
	               "21 22 23 24",
	               {27.5, 31.8, 34.0, 35.7, 37.3, 38.8, 40.5, 42.3, 44.2, 46.2, 48.1, 50.0, 51.9,
	                53.7, 55.8, 58.3, 64.2}},
	              {"promis_29",
	               "PAIN",
	               "25 26 27 28",
	               {41.6, 49.6, 52.0, 53.9, 55.6, 57.1, 58.5, 59.9, 61.2, 62.5, 63.8, 65.2, 66.6,
	                68.0, 69.7, 71.6, 75.6}}};
	static const int pain[11] = {5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 1};

	unit_case("every answer to the four items of every T score");
	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
	{
		const struct cpe_instrument *instrument = definition(tables[t].name, true);
		bool global = strcmp(tables[t].name, "promis_global_10") == 0;
		char text[100], *rest = text, *id;
		int item[4], n = 0;
		struct person person;

		snprintf(text, sizeof(text), "%s", tables[t].items);
		while ((id = strtok_r(rest, " ", &rest)))
			item[n++] = item_of(instrument, id);
		fill(instrument, &person, 0, true, false);
		for (int answers = 0; answers < 625; answers++)
		{
			int sum = 0, left = answers;

			for (int i = 0; i < 4; i++, left /= 5)
			{
				int number = item[i] + 1, answer = 1 + left % 5;

				if (global && number == 7) /* 0 to 10: two of its answers are tried */
					answer = (answer - 1) * 2 + answers % 2;
				person.answer[item[i]] = answer;
				sum += global && number == 7                     ? pain[answer]
				       : global && (number == 8 || number == 10) ? 6 - answer
				                                                 : answer;
			}
			score(instrument, &person, true);
			ABSOLUTE(score_named(instrument, &person, tables[t].scale), tables[t].table[sum - 4], 0,
			         "%s %s raw %d", tables[t].name, tables[t].scale, sum);
		}
		for (int i = 0; i < 4; i++)
		{
			person.given[item[i]] = false;
			score(instrument, &person, true);
			CHECK(isnan(score_named(instrument, &person, tables[t].scale)),
			      "%s %s scored without an item", tables[t].name, tables[t].scale);
			person.given[item[i]] = true;
		}
	}
}

static void
test_pain_of_global(void)
{
	static const double gph[11] = {67.7, 61.9, 61.9, 61.9, 57.7, 57.7,
	                               57.7, 54.1, 54.1, 54.1, 50.8};
	const struct cpe_instrument *instrument = definition("promis_global_10", true);
	struct person person;

	unit_case("PROMIS Global-10: pain 0 to 10, other items at their best");
	for (int pain = 0; pain <= 10; pain++)
	{
		fill(instrument, &person, 5, false, false);
		person.answer[item_of(instrument, "7")] = pain;
		person.answer[item_of(instrument, "8")] = 1;
		person.answer[item_of(instrument, "10")] = 1;
		score(instrument, &person, true);
		ABSOLUTE(score_named(instrument, &person, "GPH"), gph[pain], 0, "pain %d", pain);
		ABSOLUTE(score_named(instrument, &person, "GMH"), 67.6, 0, "pain %d", pain);
	}
}

static void
test_distress(void)
{
	const struct cpe_instrument *hads = definition("hads", true);
	const struct cpe_instrument *sdi = definition("sdi_21", true);
	const struct cpe_instrument *thermometer = definition("distress_thermometer", true);
	struct person person;

	unit_case("HADS, SDI-21, Distress Thermometer");
	for (int answer = 0; answer <= 3; answer++)
	{
		fill(hads, &person, answer, false, false);
		score(hads, &person, true);
		ABSOLUTE(score_named(hads, &person, "HADS_A"), 7 * answer, 0, "all %d", answer);
		ABSOLUTE(score_named(hads, &person, "HADS_D"), 7 * answer, 0, "all %d", answer);

		/* twelve items count as answered and four as 0, 1, 2, 2: 44 at most */
		fill(sdi, &person, answer, false, false);
		score(sdi, &person, true);
		ABSOLUTE(score_named(sdi, &person, "SD16"), 12 * answer + 4 * (answer > 2 ? 2 : answer), 0,
		         "all %d", answer);
		ABSOLUTE(score_named(sdi, &person, "EVERYDAY"), 4 * answer + 2 * (answer > 2 ? 2 : answer),
		         0, "all %d", answer);
	}
	CHECK(sdi->scale[scale_of(sdi, "SD16")].low == 0 &&
	          sdi->scale[scale_of(sdi, "SD16")].high == 44,
	      "SD16 goes from %g to %g", sdi->scale[scale_of(sdi, "SD16")].low,
	      sdi->scale[scale_of(sdi, "SD16")].high);
	CHECK(sdi->thresholds == 1 && sdi->threshold[0].cut == 10 &&
	          sdi->threshold[0].side == CPE_AT_LEAST &&
	          sdi->threshold[0].scale == scale_of(sdi, "SD16"),
	      "the threshold of the SDI-21");
	fill(hads, &person, 2, false, false);
	person.given[item_of(hads, "5")] = false;
	score(hads, &person, true);
	CHECK(isnan(score_named(hads, &person, "HADS_A")), "anxiety scored from six items");
	ABSOLUTE(score_named(hads, &person, "HADS_D"), 14, 0, "depression");

	for (int answer = 0; answer <= 10; answer++)
	{
		person.answer[0] = answer;
		person.given[0] = true;
		score(thermometer, &person, true);
		ABSOLUTE(score_named(thermometer, &person, "DT"), answer, 0, "thermometer");
	}
	person.answer[0] = 11;
	score(thermometer, &person, true);
	CHECK(person.refused, "11 on the thermometer");
	score(thermometer, &person, false);
	CHECK(isnan(person.score[0].score) && person.score[0].invalid == 1, "11 leniently");
}

static void
test_eq5d(void)
{
	static const char *const names[3] = {"eq_5d_5l", "eq_5d_3l", "eq_5d_y_3l"};

	unit_case("EQ-5D: level sum score of every profile, EQ VAS");
	for (int k = 0; k < 3; k++)
	{
		const struct cpe_instrument *instrument = definition(names[k], true);
		int levels = k == 0 ? 5 : 3, profiles = (int) pow(levels, 5);
		struct person person;

		for (int profile = 0; profile < profiles; profile++)
		{
			int sum = 0, left = profile;

			for (int i = 0; i < 5; i++, left /= levels)
			{
				person.answer[i] = 1 + left % levels;
				person.given[i] = true;
				sum += person.answer[i];
			}
			person.answer[5] = profile % 101;
			person.given[5] = true;
			score(instrument, &person, true);
			ABSOLUTE(score_named(instrument, &person, "LSS"), sum, 0, "%s", names[k]);
			ABSOLUTE(score_named(instrument, &person, "VAS"), profile % 101, 0, "%s", names[k]);
		}
		person.answer[2] = 9;
		person.answer[5] = 999;
		score(instrument, &person, true);
		CHECK(!person.refused && isnan(score_named(instrument, &person, "LSS")) &&
		          isnan(score_named(instrument, &person, "VAS")),
		      "%s: 9 and 999 stand for no answer", names[k]);
		person.answer[2] = levels + 1;
		score(instrument, &person, true);
		CHECK(person.refused, "%s: level %d", names[k], levels + 1);
	}
}

/* Ends of the scales, and nothing answered, of every definition. */
static void
test_ends(const char *const *names, int n)
{
	unit_case("ends of every scale; no answer, no score");
	for (int k = 0; k < n; k++)
	{
		const struct cpe_instrument *instrument = definition(names[k], false);
		struct person least, greatest, nobody;

		fill(instrument, &least, 0, true, false);
		score(instrument, &least, true);
		fill(instrument, &greatest, 0, false, true);
		score(instrument, &greatest, true);
		fill(instrument, &nobody, 0, true, false);
		memset(nobody.given, 0, sizeof(nobody.given));
		score(instrument, &nobody, true);
		CHECK(instrument->source && instrument->licence, "%s has no source or licence", names[k]);
		CHECK(strcmp(instrument->certainty, "sourced") == 0 || instrument->note,
		      "%s is not sourced and has no note", names[k]);
		for (int s = 0; s < instrument->scales; s++)
		{
			const struct cpe_scale *scale = &instrument->scale[s];

			CHECK(isnan(nobody.score[s].score) && nobody.score[s].answered == 0,
			      "%s %s scored from nothing", names[k], scale->code);
			CHECK(least.score[s].score >= scale->low && least.score[s].score <= scale->high &&
			          greatest.score[s].score >= scale->low &&
			          greatest.score[s].score <= scale->high,
			      "%s %s: %g and %g are not within %g and %g", names[k], scale->code,
			      least.score[s].score, greatest.score[s].score, scale->low, scale->high);
			if (scale->transform == CPE_FUNCTIONAL || scale->transform == CPE_SYMPTOM)
				CHECK(fabs(least.score[s].score - greatest.score[s].score) == 100,
				      "%s %s: %g and %g", names[k], scale->code, least.score[s].score,
				      greatest.score[s].score);
		}
	}
}

int
main(int argc, char **argv)
{
	static const char *const names[] = {"qlq_c30",
	                                    "qlq_c15_pal",
	                                    "qlq_br23",
	                                    "qlq_br45",
	                                    "qlq_br42",
	                                    "qlq_br42_mii",
	                                    "qlq_info25",
	                                    "qlq_eld14",
	                                    "in_patsat32",
	                                    "fact_g",
	                                    "fact_b",
	                                    "fact_es",
	                                    "facit_f",
	                                    "fact_g7",
	                                    "hads",
	                                    "sdi_21",
	                                    "distress_thermometer",
	                                    "promis_global_10",
	                                    "promis_29",
	                                    "eq_5d_5l",
	                                    "eq_5d_3l",
	                                    "eq_5d_y_3l"};
	static const char *const fact[] = {"fact_g", "fact_b", "fact_es", "facit_f", "fact_g7"};
	struct unit_table *rules;

	data = argc > 1 ? argv[1] : ".";
	cpe_arena_open_malloc(&arena);
	unit_case("definitions are read");
	for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
		CHECK(strcmp(definition(names[k], true)->function, names[k]) == 0, "the function of %s",
		      names[k]);

	test_fixture("qol/qlq_c30.csv", "qlq_c30", true, "", 16);
	test_fixture("qol/qlq_c30.csv", "qlq_c30", true, "qolr_", 16);
	test_fixture("qol/qlq_c30_dataqol.csv", "qlq_c30", true, "", 16);
	test_fixture("qol/qlq_br23.csv", "qlq_br23", true, "", 8);
	test_fixture("qol/qlq_br23.csv", "qlq_br23", false, "plain_", 8);
	test_fixture("qol/qlq_c15_pal.csv", "qlq_c15_pal", true, "", 10);
	test_fixture("qol/inpatsat32.csv", "in_patsat32", true, "", 14);
	test_fixture("qol/qlq_info25.csv", "qlq_info25", true, "", 13);
	test_fixture("qol/qlq_eld14.csv", "qlq_eld14", true, "", 7);
	/* our own computation: consistency only */
	test_fixture("qol/qlq_br42.csv", "qlq_br42", true, "", 13);
	test_fixture("qol/qlq_br42.csv", "qlq_br42", false, "plain_", 13);
	test_fixture("qol/qlq_br42.csv", "qlq_br42_mii", true, "", 12);
	test_fixture("qol/qlq_br42.csv", "qlq_br42_mii", false, "plain_", 13);
	test_fixture("qol/qlq_br42.csv", "qlq_br23", true, "", 8);
	for (size_t k = 0; k < sizeof(fact) / sizeof(fact[0]); k++)
	{
		test_fact("qol/fact.csv", fact[k]);
		test_fact("qol/fact_missing.csv", fact[k]);
	}

	rules = unit_table_read(data, "qol/scale_rule.csv");
	for (int k = 0; k < 16; k++)
		test_rules(rules, names[k], true);
	for (int k = 2; k < 6; k++)
		test_rules(rules, names[k], false);
	unit_table_free(rules);

	test_t_scores();
	test_pain_of_global();
	test_distress();
	test_eq5d();
	test_ends(names, sizeof(names) / sizeof(names[0]));
	cpe_arena_close_malloc(&arena);
	return unit_end();
}
