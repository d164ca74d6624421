#include "survey/catalogue.h"

#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "score/document.h"

static const struct cpe_json_limits document_limits = {8 * 1024 * 1024, 192 * 1024 * 1024, 12};

#define MAX_WAVE_KEY 60
#define MAX_LABEL 200
#define MAX_TEXT 2000
#define MAX_MISSING 20
#define MAX_RULES 2000
#define MAX_BOXES 500
#define MAX_PLACES 2000000 /* codes between least and greatest, of all questions */
#define CODE_LOW (INT32_MIN + 1L)
#define CODE_HIGH ((long) INT32_MAX)

const char *const cpe_class_word[] = {"positive", "neutral", "negative", "excluded", "rated", NULL};
const char *const cpe_question_kind_word[] = {"scored", "rating", "filter", "about",
                                              "box",    "other",  NULL};
const char *const cpe_wave_state_word[] = {"complete", "partial", "skeleton", NULL};
const char *const cpe_rule_kind_word[] = {"contradiction", "exclusive", "tick_all", NULL};
const char *const cpe_neutral_word[] = {"excluded", "scored", NULL};

static const char *const certainty_word[] = {"sourced", "computed", "inferred", "unconfirmed",
                                             NULL};
static const char *const state_word[] = {"yes", "no", "unknown", NULL};

struct reader
{
	struct cpe_document document;
	struct cpe_wave *wave;
	long options; /* so far */
	long places;
};

static void *
allocate(struct reader *r, size_t count, size_t size)
{
	return cpe_arena_alloc(r->document.arena, count, size, r->document.problem);
}

/* ---- simple members ---- */

/* A key: printable ASCII characters, no quote or backslash, no space at its ends. */
static bool
read_key(struct reader *r, const struct cpe_place *up, const cJSON *object, const char *name,
         size_t most, const char **key)
{
	struct cpe_place place = {up, name, 0};
	size_t length;

	if (!cpe_document_text(&r->document, up, object, name, true, 1000, key))
		return false;
	length = strlen(*key);
	for (const char *c = *key; length > 0 && *c; c++)
		if (*c < ' ' || *c > '~' || *c == '"' || *c == '\\')
			length = 0;
	return (length > 0 && length <= most && (*key)[0] != ' ' && (*key)[length - 1] != ' ') ||
	       cpe_document_refuse(&r->document, &place, NULL,
	                           "A key has 1 to %zu printable ASCII characters, no quotes.", most);
}

/* One word of a list as the text it is, or NULL. */
static bool
read_said(struct reader *r, const struct cpe_place *up, const cJSON *object, const char *name,
          const char *const *words, const char **said)
{
	int word;

	*said = NULL;
	if (cpe_json_member(object, name) == NULL)
		return true;
	if (!cpe_document_word(&r->document, up, object, name, words, -1, &word))
		return false;
	*said = words[word];
	return true;
}

/* An array of codes, all different; *count 0 where it is absent and may be. */
static bool
read_codes(struct reader *r, const struct cpe_place *up, const cJSON *object, const char *name,
           bool required, int most, int *count, const int32_t **codes)
{
	struct cpe_place place = {up, name, 0};
	const cJSON *array;
	int32_t *code;

	*count = 0;
	*codes = NULL;
	if (!cpe_document_array(&r->document, up, object, name, required, &array))
		return false;
	if (array == NULL)
		return true;
	if (cpe_document_array_size(array) > most)
		return cpe_document_refuse(&r->document, &place, NULL, "There are more than %d codes.",
		                           most);
	code = allocate(r, (size_t) cpe_document_array_size(array), sizeof(*code));
	if (code == NULL)
		return false;
	for (const cJSON *element = array->child; element != NULL; element = element->next)
	{
		struct cpe_place here = {&place, NULL, *count};
		long value;

		if (!cpe_json_whole(element, CODE_LOW, CODE_HIGH, &value))
			return cpe_document_refuse(&r->document, &here, NULL,
			                           "A code was expected, a whole number.");
		for (int i = 0; i < *count; i++)
			if (code[i] == value)
				return cpe_document_refuse(&r->document, &here, NULL, "Code %ld is there twice.",
				                           value);
		code[(*count)++] = (int32_t) value;
	}
	*codes = code;
	return true;
}

bool
cpe_wave_is_missing(const struct cpe_wave *wave, int32_t code)
{
	for (int i = 0; i < wave->missings; i++)
		if (wave->missing[i] == code)
			return true;
	return false;
}

/* ---- options ---- */

static bool
read_option(struct reader *r, const struct cpe_place *place, const cJSON *object,
            struct cpe_option *option)
{
	static const char *const known[] = {"code",  "class",     "value", "label",
	                                    "state", "certainty", NULL};
	const cJSON *value = cpe_json_member(object, "value");
	struct cpe_place code_place = {place, "code", 0}, value_place = {place, "value", 0};
	long code;
	int word;

	if (!cpe_document_known(&r->document, place, object, known) ||
	    !cpe_document_whole(&r->document, place, object, "code", CODE_LOW, CODE_HIGH, &code) ||
	    !cpe_document_word(&r->document, place, object, "class", cpe_class_word, -1, &word) ||
	    !cpe_document_text(&r->document, place, object, "label", false, MAX_LABEL,
	                       &option->label) ||
	    !read_said(r, place, object, "state", state_word, &option->state) ||
	    !read_said(r, place, object, "certainty", certainty_word, &option->certainty))
		return false;
	option->code = (int32_t) code;
	option->class = (enum cpe_class) word;
	if (cpe_wave_is_missing(r->wave, option->code))
		return cpe_document_refuse(&r->document, &code_place, NULL,
		                           "Code %ld stands for no answer in this wave.", code);
	option->valued = value != NULL;
	if (value != NULL)
	{
		if (!cJSON_IsNumber(value) || !isfinite(value->valuedouble) ||
		    fabs(value->valuedouble) > 1e15)
			return cpe_document_refuse(&r->document, &value_place, NULL,
			                           "A number was expected, at most 1e15 in size.");
		option->value = value->valuedouble + 0.0;
	}
	else if (option->class == CPE_RATED)
		return cpe_document_refuse(&r->document, place, NULL, "A rated option needs a value.");
	return true;
}

/* The options of "rating": each rated at its own number. */
static bool
read_rating(struct reader *r, const struct cpe_place *up, const cJSON *object,
            struct cpe_question *question, struct cpe_option **options)
{
	static const char *const known[] = {"from", "to", NULL};
	struct cpe_place place = {up, "rating", 0};
	long from, to;

	if (!cpe_document_known(&r->document, &place, object, known) ||
	    !cpe_document_whole(&r->document, &place, object, "from", -1000, 1000, &from) ||
	    !cpe_document_whole(&r->document, &place, object, "to", from + 1, from + 1000, &to))
		return false;
	question->options = (int) (to - from + 1);
	*options = allocate(r, (size_t) question->options, sizeof(**options));
	if (*options == NULL)
		return false;
	for (int i = 0; i < question->options; i++)
	{
		struct cpe_option *option = *options + i;

		option->code = (int32_t) (from + i);
		option->class = CPE_RATED;
		option->valued = true;
		option->value = (double) option->code;
		if (cpe_wave_is_missing(r->wave, option->code))
			return cpe_document_refuse(&r->document, &place, NULL,
			                           "Code %d stands for no answer in this wave.", option->code);
	}
	return true;
}

/* Lays the codes out to be looked up; two options of one code are refused here. */
static bool
place_codes(struct reader *r, const struct cpe_place *place, struct cpe_question *question)
{
	int32_t high = question->option[0].code;
	uint16_t *at;

	question->low = high;
	for (int i = 1; i < question->options; i++)
	{
		int32_t code = question->option[i].code;

		question->low = code < question->low ? code : question->low;
		high = code > high ? code : high;
	}
	question->spread = (uint32_t) high - (uint32_t) question->low;
	if (question->spread > CPE_MAX_SPREAD)
		return cpe_document_refuse(&r->document, place, NULL,
		                           "The codes lie further apart than %d.", CPE_MAX_SPREAD);
	r->places += (long) question->spread + 1;
	if (r->places > MAX_PLACES)
		return cpe_problem_set(r->document.problem, CPE_LIMIT,
		                       "The codes of its questions lie too far apart in all.", NULL,
		                       "a wave's codes take more than %d places", MAX_PLACES);
	at = allocate(r, (size_t) question->spread + 1, sizeof(*at));
	if (at == NULL)
		return false;
	for (int i = 0; i < question->options; i++)
	{
		uint16_t *here = at + ((uint32_t) question->option[i].code - (uint32_t) question->low);

		if (*here != 0)
			return cpe_document_refuse(&r->document, place, NULL, "Code %d is there twice.",
			                           question->option[i].code);
		*here = (uint16_t) (i + 1);
	}
	question->place = at;
	return true;
}

/* What a question of its kind needs of its options. */
static bool
check_kind(struct reader *r, const struct cpe_place *place, const struct cpe_question *question)
{
	bool has[CPE_CLASSES] = {false}, valued = false;

	for (int i = 0; i < question->options; i++)
	{
		has[question->option[i].class] = true;
		valued = valued || question->option[i].valued;
	}
	if (question->kind == CPE_KIND_SCORED &&
	    !(has[CPE_POSITIVE] && (has[CPE_NEGATIVE] || has[CPE_NEUTRAL])))
		return cpe_document_refuse(
			&r->document, place, NULL,
			"A scored question needs a positive option, and a negative or neutral one.");
	if (question->kind == CPE_KIND_RATING && !valued)
		return cpe_document_refuse(&r->document, place, NULL,
		                           "A rating needs an option with a value.");
	return true;
}

static bool
read_options(struct reader *r, const struct cpe_place *place, const cJSON *object,
             struct cpe_question *question)
{
	struct cpe_place options_place = {place, "options", 0};
	const cJSON *array, *rating = cpe_json_member(object, "rating");
	struct cpe_option *option = NULL;
	int i = 0;

	if (!cpe_document_array(&r->document, place, object, "options", false, &array))
		return false;
	if (array != NULL && rating != NULL)
		return cpe_document_refuse(&r->document, place, NULL,
		                           "A question has options or a rating, not both.");
	if (array == NULL && rating == NULL)
		return r->wave->state != CPE_WAVE_COMPLETE ||
		       cpe_document_refuse(&r->document, place,
		                           "In a wave whose state is partial or skeleton they may lack.",
		                           "A question needs options or a rating.");
	if (rating != NULL)
	{
		if (!read_rating(r, place, rating, question, &option))
			return false;
	}
	else
	{
		question->options = cpe_document_array_size(array);
		if (question->options > CPE_MAX_SPREAD)
			return cpe_document_refuse(&r->document, &options_place, NULL,
			                           "There are more than %d options.", CPE_MAX_SPREAD);
		option = allocate(r, (size_t) question->options, sizeof(*option));
		if (option == NULL)
			return false;
		for (const cJSON *element = array->child; element != NULL; element = element->next, i++)
		{
			struct cpe_place here = {&options_place, NULL, i};

			if (!read_option(r, &here, element, &option[i]))
				return false;
		}
	}
	r->options += question->options;
	if (r->options > CPE_MAX_OPTIONS)
		return cpe_problem_set(r->document.problem, CPE_LIMIT, NULL, NULL,
		                       "a wave has more than %d options", CPE_MAX_OPTIONS);
	question->option = option;
	return place_codes(r, rating ? place : &options_place, question) &&
	       check_kind(r, place, question);
}

/* ---- questions ---- */

static bool
has_option(const struct cpe_question *question, int32_t code)
{
	return question->options == 0 || cpe_question_option(question, code) >= 0;
}

/* The parent and its answers; it comes earlier, so that no question can depend on itself. */
static bool
read_parent(struct reader *r, const struct cpe_place *up, const cJSON *object, int number,
            struct cpe_question *question)
{
	static const char *const known[] = {"question", "answers", NULL};
	struct cpe_place place = {up, "asked_if", 0}, key_place = {&place, "question", 0},
					 answers_place = {&place, "answers", 0};
	const cJSON *asked_if = cpe_json_member(object, "asked_if");
	const struct cpe_question *parent;
	const char *key;

	question->parent = -1;
	if (asked_if == NULL)
		return true;
	if (!cpe_document_known(&r->document, &place, asked_if, known) ||
	    !read_key(r, &place, asked_if, "question", CPE_MAX_QUESTION_KEY, &key) ||
	    !read_codes(r, &place, asked_if, "answers", true, 1000, &question->parent_answers,
	                &question->parent_answer))
		return false;
	for (int i = number - 1; i >= 0 && question->parent < 0; i--)
		if (strcmp(r->wave->question[i].code, key) == 0)
			question->parent = i;
	if (question->parent < 0)
		return cpe_document_refuse(&r->document, &key_place,
		                           "The question that decides stands before those that it decides.",
		                           "There is no earlier question %s.", cpe_json_shown(key));
	parent = &r->wave->question[question->parent];
	for (int i = 0; i < question->parent_answers; i++)
		if (!has_option(parent, question->parent_answer[i]))
			return cpe_document_refuse(&r->document, &answers_place, NULL,
			                           "%d is no code of question %s.", question->parent_answer[i],
			                           cpe_json_shown(parent->code));
	return true;
}

static bool
read_question(struct reader *r, const struct cpe_place *place, const cJSON *object, int number)
{
	static const char *const known[] = {"question", "kind",   "label",     "section", "column",
	                                    "concept",  "source", "certainty", "note",    "asked_if",
	                                    "options",  "rating", "back_code", NULL};
	struct cpe_question *question = &r->wave->question[number];
	int word;

	if (!cpe_document_known(&r->document, place, object, known) ||
	    !read_key(r, place, object, "question", CPE_MAX_QUESTION_KEY, &question->code) ||
	    !cpe_document_word(&r->document, place, object, "kind", cpe_question_kind_word, -1,
	                       &word) ||
	    !cpe_document_text(&r->document, place, object, "label", false, MAX_LABEL,
	                       &question->label) ||
	    !cpe_document_text(&r->document, place, object, "section", false, MAX_LABEL,
	                       &question->section) ||
	    !cpe_document_text(&r->document, place, object, "column", false, CPE_MAX_QUESTION_KEY,
	                       &question->column) ||
	    !cpe_document_text(&r->document, place, object, "concept", false, MAX_LABEL,
	                       &question->concept) ||
	    !cpe_document_text(&r->document, place, object, "source", false, MAX_TEXT,
	                       &question->source) ||
	    !cpe_document_text(&r->document, place, object, "note", false, MAX_TEXT, &question->note) ||
	    !read_said(r, place, object, "certainty", certainty_word, &question->certainty))
		return false;
	question->kind = (enum cpe_question_kind) word;
	return read_options(r, place, object, question) &&
	       read_parent(r, place, object, number, question);
}

/* The codes that filters get when they are missing: they have to lead to a question. */
static bool
read_back_codes(struct reader *r, const struct cpe_place *up, const cJSON *array)
{
	int number = 0;

	for (const cJSON *object = array->child; object != NULL; object = object->next, number++)
	{
		struct cpe_question *question = &r->wave->question[number];
		struct cpe_place place = {up, NULL, number}, here = {&place, "back_code", 0};
		bool leads = false;
		long code;

		if (cpe_json_member(object, "back_code") == NULL)
			continue;
		if (!cpe_document_whole(&r->document, &place, object, "back_code", CODE_LOW, CODE_HIGH,
		                        &code))
			return false;
		for (int i = number + 1; i < r->wave->questions && !leads; i++)
			if (r->wave->question[i].parent == number)
				for (int k = 0; k < r->wave->question[i].parent_answers && !leads; k++)
					leads = r->wave->question[i].parent_answer[k] == code;
		if (!leads)
			return cpe_document_refuse(&r->document, &here, NULL,
			                           "No question is asked because of this answer.");
		question->back_coded = true;
		question->back_code = (int32_t) code;
		r->wave->back_coding = true;
	}
	for (number = 0; number < r->wave->questions; number++)
	{
		struct cpe_question *question = &r->wave->question[number];
		const struct cpe_question *parent =
			question->parent < 0 ? NULL : &r->wave->question[question->parent];

		question->behind_back_coded =
			parent != NULL && (parent->back_coded || parent->behind_back_coded);
	}
	return true;
}

static int
compare_named(const void *a, const void *b)
{
	const struct cpe_column_name *x = a, *y = b;
	size_t least = x->length < y->length ? x->length : y->length;
	int order = memcmp(x->name, y->name, least);

	return order != 0 ? order : (x->length > y->length) - (x->length < y->length);
}

size_t
cpe_column_key(const char *name, size_t length, char *key)
{
	size_t used = 0;

	for (size_t i = 0; i < length; i++)
	{
		bool digit = name[i] >= '0' && name[i] <= '9';
		bool inside = used > 0 && key[used - 1] >= '0' && key[used - 1] <= '9';
		bool more = i + 1 < length && name[i + 1] >= '0' && name[i + 1] <= '9';

		if (digit && name[i] == '0' && !inside && more)
			continue;
		key[used++] = name[i] >= 'A' && name[i] <= 'Z' ? (char) (name[i] + ('a' - 'A')) : name[i];
	}
	return used;
}

/* A list of names in their order, or NULL; *twice is one that equals the one before it, or 0. */
static struct cpe_column_name *
sort_names(struct reader *r, struct cpe_column_name *named, int names, int *twice)
{
	*twice = 0;
	if (!cpe_sort(r->document.arena, named, (size_t) names, sizeof(*named), compare_named,
	              r->document.problem))
		return NULL;
	for (int i = names - 1; i > 0; i--)
		if (compare_named(&named[i - 1], &named[i]) == 0)
			*twice = i;
	return named;
}

/* Keys are different, and so are the columns that questions are found in. */
static bool
check_names(struct reader *r, const struct cpe_place *place)
{
	struct cpe_wave *wave = r->wave;
	struct cpe_column_name *named = allocate(r, (size_t) wave->questions, sizeof(*named));
	int *by_key = allocate(r, (size_t) wave->questions, sizeof(*by_key));
	int twice;

	if (named == NULL || by_key == NULL)
		return false;
	for (int i = 0; i < wave->questions; i++)
	{
		named[i].name = wave->question[i].code;
		named[i].length = strlen(named[i].name);
		named[i].question = i;
	}
	if (sort_names(r, named, wave->questions, &twice) == NULL)
		return false;
	if (twice > 0)
	{
		struct cpe_place here = {place, NULL, named[twice].question}, key = {&here, "question", 0};

		return cpe_document_refuse(&r->document, &key, NULL, "There is a question %s before.",
		                           cpe_json_shown(named[twice].name));
	}
	for (int i = 0; i < wave->questions; i++)
		by_key[i] = named[i].question;
	wave->by_key = by_key;
	for (int i = 0; i < wave->questions; i++)
	{
		const struct cpe_question *question = &wave->question[i];
		const char *column = question->column ? question->column : question->code;
		size_t length = strlen(column);
		char *key = allocate(r, length, 1);

		if (key == NULL)
			return false;
		named[i].length = cpe_column_key(column, length, key);
		named[i].name = key;
		named[i].question = i;
	}
	if (sort_names(r, named, wave->questions, &twice) == NULL)
		return false;
	if (twice > 0)
	{
		struct cpe_place here = {place, NULL, named[twice].question};
		char other[CPE_MAX_QUESTION_KEY + 3];

		strcpy(other, cpe_json_shown(wave->question[named[twice - 1].question].code));
		return cpe_document_refuse(&r->document, &here, "Give one of them a column.",
		                           "Questions %s and %s are found in the same column.", other,
		                           cpe_json_shown(wave->question[named[twice].question].code));
	}
	wave->by_column = named;
	for (int i = 0; i < wave->questions; i++)
	{
		const struct cpe_question *question = &wave->question[i];
		int other = cpe_wave_column(wave, question->code, strlen(question->code));
		struct cpe_place here = {place, NULL, other}, column = {&here, "column", 0};

		if (other >= 0 && other != i)
			return cpe_document_refuse(&r->document, &column, NULL,
			                           "The column is called as another question, %s.",
			                           cpe_json_shown(question->code));
	}
	return true;
}

int
cpe_wave_question(const struct cpe_wave *wave, const char *key, size_t length)
{
	int low = 0, high = wave->questions - 1;
	struct cpe_column_name wanted = {key, length, 0};

	while (low <= high)
	{
		int middle = low + (high - low) / 2;
		const char *code = wave->question[wave->by_key[middle]].code;
		struct cpe_column_name here = {code, strlen(code), 0};
		int order = compare_named(&wanted, &here);

		if (order == 0)
			return wave->by_key[middle];
		if (order < 0)
			high = middle - 1;
		else
			low = middle + 1;
	}
	return -1;
}

int
cpe_wave_column(const struct cpe_wave *wave, const char *name, size_t length)
{
	char key[4 * CPE_MAX_QUESTION_KEY]; /* room for some zeros in front */
	struct cpe_column_name wanted = {key, 0, 0};
	int low = 0, high = wave->questions - 1;

	if (length > sizeof(key))
		return -1;
	wanted.length = cpe_column_key(name, length, key);
	while (low <= high)
	{
		int middle = low + (high - low) / 2;
		int order = compare_named(&wanted, &wave->by_column[middle]);

		if (order == 0)
			return wave->by_column[middle].question;
		if (order < 0)
			high = middle - 1;
		else
			low = middle + 1;
	}
	return -1;
}

static bool
read_questions(struct reader *r, const struct cpe_place *root, const cJSON *document)
{
	struct cpe_place place = {root, "questions", 0};
	const cJSON *array;

	if (!cpe_document_array(&r->document, root, document, "questions", true, &array))
		return false;
	r->wave->questions = cpe_document_array_size(array);
	if (r->wave->questions > CPE_MAX_QUESTIONS)
		return cpe_problem_set(r->document.problem, CPE_LIMIT, NULL, NULL,
		                       "a wave has more than %d questions", CPE_MAX_QUESTIONS);
	r->wave->question = allocate(r, (size_t) r->wave->questions, sizeof(*r->wave->question));
	if (r->wave->question == NULL)
		return false;
	r->wave->questions = 0;
	for (const cJSON *object = array->child; object != NULL; object = object->next)
	{
		struct cpe_place here = {&place, NULL, r->wave->questions};

		if (!cpe_arena_poll(r->document.arena, r->document.problem) ||
		    !read_question(r, &here, object, r->wave->questions))
			return false;
		r->wave->questions++;
	}
	return check_names(r, &place) && read_back_codes(r, &place, array);
}

/* ---- rules and comparisons ---- */

static bool
read_rule(struct reader *r, const struct cpe_place *place, const cJSON *object,
          struct cpe_box_rule *rule)
{
	static const char *const known[] = {"rule", "kind", "boxes", "ticked", "unticked", NULL};
	struct cpe_place boxes = {place, "boxes", 0};
	const cJSON *array;
	long ticked = 1, unticked = 0;
	int *box;
	int word;

	if (!cpe_document_known(&r->document, place, object, known) ||
	    !read_key(r, place, object, "rule", CPE_MAX_QUESTION_KEY, &rule->name) ||
	    !cpe_document_word(&r->document, place, object, "kind", cpe_rule_kind_word, -1, &word) ||
	    !cpe_document_array(&r->document, place, object, "boxes", true, &array))
		return false;
	rule->kind = (enum cpe_rule_kind) word;
	rule->unticked_known = cpe_json_member(object, "unticked") != NULL;
	if ((cpe_json_member(object, "ticked") != NULL &&
	     !cpe_document_whole(&r->document, place, object, "ticked", CODE_LOW, CODE_HIGH,
	                         &ticked)) ||
	    (rule->unticked_known && !cpe_document_whole(&r->document, place, object, "unticked",
	                                                 CODE_LOW, CODE_HIGH, &unticked)))
		return false;
	rule->ticked = (int32_t) ticked;
	rule->unticked = (int32_t) unticked;
	if (rule->kind == CPE_RULE_TICK_ALL && !rule->unticked_known)
		return cpe_document_refuse(&r->document, place, NULL,
		                           "This kind of rule needs the member \"unticked\".");
	if (rule->unticked_known && ticked == unticked)
		return cpe_document_refuse(&r->document, place, NULL,
		                           "A ticked and an unticked box have different codes.");
	rule->boxes = cpe_document_array_size(array);
	if (rule->boxes < 2 || rule->boxes > MAX_BOXES)
		return cpe_document_refuse(&r->document, &boxes, NULL, "A rule is about 2 to %d boxes.",
		                           MAX_BOXES);
	box = allocate(r, (size_t) rule->boxes, sizeof(*box));
	if (box == NULL)
		return false;
	rule->boxes = 0;
	for (const cJSON *element = array->child; element != NULL; element = element->next)
	{
		struct cpe_place here = {&boxes, NULL, rule->boxes};
		int number = -1;

		if (cJSON_IsString(element))
			number = cpe_wave_question(r->wave, element->valuestring, strlen(element->valuestring));
		if (number < 0)
			return cpe_document_refuse(&r->document, &here, NULL, "There is no such question.");
		for (int i = 0; i < rule->boxes; i++)
			if (box[i] == number)
				return cpe_document_refuse(&r->document, &here, NULL, "This box is there twice.");
		if (!has_option(&r->wave->question[number], rule->ticked) ||
		    (rule->unticked_known && !has_option(&r->wave->question[number], rule->unticked)))
			return cpe_document_refuse(&r->document, &here, NULL,
			                           "This box has no option with the code of a rule.");
		box[rule->boxes++] = number;
	}
	rule->box = box;
	return true;
}

static bool
read_pairs(struct reader *r, const struct cpe_place *up, const cJSON *object,
           const struct cpe_question *question, struct cpe_comparison *comparison)
{
	struct cpe_place place = {up, "options", 0};
	const cJSON *array;
	int32_t(*pair)[2];

	if (!cpe_document_array(&r->document, up, object, "options", false, &array) || array == NULL)
		return array == NULL && cpe_json_member(object, "options") == NULL;
	if (cpe_document_array_size(array) > 1000)
		return cpe_document_refuse(&r->document, &place, NULL, "There are more than 1000 pairs.");
	pair = allocate(r, (size_t) cpe_document_array_size(array), sizeof(*pair));
	if (pair == NULL)
		return false;
	for (const cJSON *element = array->child; element != NULL; element = element->next)
	{
		struct cpe_place here = {&place, NULL, comparison->pairs};
		long code[2];

		if (!cJSON_IsArray(element) || cpe_document_array_size(element) != 2 ||
		    !cpe_json_whole(element->child, CODE_LOW, CODE_HIGH, &code[0]) ||
		    !cpe_json_whole(element->child->next, CODE_LOW, CODE_HIGH, &code[1]))
			return cpe_document_refuse(
				&r->document, &here, NULL,
				"A pair of codes was expected, this wave's and the other's.");
		if (!has_option(question, (int32_t) code[0]))
			return cpe_document_refuse(&r->document, &here, NULL, "%ld is no code of question %s.",
			                           code[0], cpe_json_shown(question->code));
		pair[comparison->pairs][0] = (int32_t) code[0];
		pair[comparison->pairs++][1] = (int32_t) code[1];
	}
	comparison->pair = (const int32_t(*)[2]) pair;
	return true;
}

static bool
read_comparison(struct reader *r, const struct cpe_place *place, const cJSON *object,
                struct cpe_comparison *comparison)
{
	static const char *const known[] = {"question", "wave",      "with", "options",
	                                    "basis",    "certainty", NULL};
	struct cpe_place question = {place, "question", 0}, wave = {place, "wave", 0};
	const char *key;

	if (!cpe_document_known(&r->document, place, object, known) ||
	    !read_key(r, place, object, "question", CPE_MAX_QUESTION_KEY, &key) ||
	    !read_key(r, place, object, "wave", MAX_WAVE_KEY, &comparison->wave) ||
	    !read_key(r, place, object, "with", CPE_MAX_QUESTION_KEY, &comparison->with) ||
	    !cpe_document_text(&r->document, place, object, "basis", false, MAX_TEXT,
	                       &comparison->basis) ||
	    !read_said(r, place, object, "certainty", certainty_word, &comparison->certainty))
		return false;
	comparison->question = cpe_wave_question(r->wave, key, strlen(key));
	if (comparison->question < 0)
		return cpe_document_refuse(&r->document, &question, NULL, "There is no question %s.",
		                           cpe_json_shown(key));
	if (strcmp(comparison->wave, r->wave->code) == 0)
		return cpe_document_refuse(&r->document, &wave, NULL,
		                           "A question is compared with one of another wave.");
	return read_pairs(r, place, object, &r->wave->question[comparison->question], comparison);
}

/* Whether two questions are asked of the same respondents. */
static bool
asked_alike(const struct cpe_question *a, const struct cpe_question *b)
{
	if (a->parent != b->parent || a->parent_answers != b->parent_answers)
		return false;
	for (int i = 0; i < a->parent_answers; i++)
	{
		int k = 0;

		while (k < b->parent_answers && b->parent_answer[k] != a->parent_answer[i])
			k++;
		if (k == b->parent_answers)
			return false;
	}
	return true;
}

/*
 * What rules of one wave have to keep to among one another, so that each box ends up as one thing
 * and stays so when a clean row is cleaned again.
 */
static bool
check_rules(struct reader *r, const struct cpe_place *root)
{
	struct cpe_wave *wave = r->wave;
	struct cpe_place place = {root, "rules", 0};
	const struct cpe_box_rule **ticked, **unticked;

	if (wave->rules == 0)
		return true;
	ticked = allocate(r, (size_t) wave->questions, sizeof(*ticked));
	unticked = allocate(r, (size_t) wave->questions, sizeof(*unticked));
	if (ticked == NULL || unticked == NULL)
		return false;
	for (int i = 0; i < wave->rules; i++)
	{
		const struct cpe_box_rule *rule = &wave->rule[i];
		struct cpe_place rule_place = {&place, NULL, i}, boxes = {&rule_place, "boxes", 0};

		for (int k = 0; k < rule->boxes; k++)
		{
			int box = rule->box[k];
			const struct cpe_question *question = &wave->question[box];
			struct cpe_place here = {&boxes, NULL, k};
			const char *wrong = NULL;

			if (question->back_coded)
				wrong = "A box of a rule has no back code: rules come first.";
			else if (!asked_alike(question, &wave->question[rule->box[0]]))
				wrong = "The boxes of a rule are asked together, their \"asked_if\" is the same.";
			else if (ticked[box] != NULL && ticked[box]->kind == CPE_RULE_TICK_ALL)
				wrong = "A tick_all rule is the last one of its boxes.";
			else if ((ticked[box] != NULL && ticked[box]->ticked != rule->ticked) ||
			         (unticked[box] != NULL && rule->unticked_known &&
			          unticked[box]->unticked != rule->unticked))
				wrong = "An earlier rule says other codes of this box.";
			if (wrong != NULL)
				return cpe_document_refuse(&r->document, &here, NULL, "%s", wrong);
			ticked[box] = rule;
			if (rule->unticked_known)
				unticked[box] = rule;
		}
	}
	return true;
}

/* Rules are told apart by their names, comparisons by what they compare. */
static int
compare_rules(const void *a, const void *b)
{
	const struct cpe_box_rule *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

static int
compare_comparisons(const void *a, const void *b)
{
	const struct cpe_comparison *const *x = a, *const *y = b;
	int order = ((*x)->question > (*y)->question) - ((*x)->question < (*y)->question);

	order = order != 0 ? order : strcmp((*x)->wave, (*y)->wave);
	return order != 0 ? order : strcmp((*x)->with, (*y)->with);
}

/* Refuses elements of an array that are equal to an earlier one. */
static bool
check_twice(struct reader *r, const struct cpe_place *root, const char *name, const void *elements,
            int count, size_t size, int (*compare)(const void *, const void *))
{
	const char *base = elements, **sorted;

	if (count < 2)
		return true;
	sorted = allocate(r, (size_t) count, sizeof(*sorted));
	if (sorted == NULL)
		return false;
	for (int i = 0; i < count; i++)
		sorted[i] = base + (size_t) i * size;
	if (!cpe_sort(r->document.arena, sorted, (size_t) count, sizeof(*sorted), compare,
	              r->document.problem))
		return false;
	for (int i = 1; i < count; i++)
		if (compare(&sorted[i - 1], &sorted[i]) == 0)
		{
			struct cpe_place place = {root, name, 0},
							 here = {&place, NULL, (int) ((size_t) (sorted[i] - base) / size)};

			return cpe_document_refuse(&r->document, &here, NULL, "It is there twice.");
		}
	return true;
}

/* The elements of an array that may be absent, each read by a function into its own structure. */
static bool
read_each(struct reader *r, const struct cpe_place *root, const cJSON *document, const char *name,
          int most, size_t size,
          bool (*read)(struct reader *, const struct cpe_place *, const cJSON *, void *),
          int *count, void **elements)
{
	struct cpe_place place = {root, name, 0};
	const cJSON *array;

	if (!cpe_document_array(&r->document, root, document, name, false, &array))
		return false;
	if (array == NULL)
		return true;
	if (cpe_document_array_size(array) > most)
		return cpe_document_refuse(&r->document, &place, NULL, "There are more than %d.", most);
	*elements = allocate(r, (size_t) cpe_document_array_size(array), size);
	if (*elements == NULL)
		return false;
	for (const cJSON *element = array->child; element != NULL; element = element->next, ++*count)
	{
		struct cpe_place here = {&place, NULL, *count};

		if (!cpe_arena_poll(r->document.arena, r->document.problem) ||
		    !read(r, &here, element, (char *) *elements + (size_t) *count * size))
			return false;
	}
	return true;
}

static bool
each_rule(struct reader *r, const struct cpe_place *place, const cJSON *object, void *rule)
{
	return read_rule(r, place, object, rule);
}

static bool
each_comparison(struct reader *r, const struct cpe_place *place, const cJSON *object,
                void *comparison)
{
	return read_comparison(r, place, object, comparison);
}

/* ---- the whole ---- */

static bool
read_head(struct reader *r, const struct cpe_place *root, const cJSON *document)
{
	struct cpe_wave *wave = r->wave;
	long year = 0;
	int word, neutral;

	if (!read_key(r, root, document, "wave", MAX_WAVE_KEY, &wave->code) ||
	    !cpe_document_text(&r->document, root, document, "survey", false, MAX_LABEL,
	                       &wave->survey) ||
	    !cpe_document_text(&r->document, root, document, "title", false, MAX_LABEL, &wave->title) ||
	    !cpe_document_text(&r->document, root, document, "source", false, MAX_TEXT,
	                       &wave->source) ||
	    !cpe_document_text(&r->document, root, document, "note", false, 2 * MAX_TEXT,
	                       &wave->note) ||
	    !read_said(r, root, document, "certainty", certainty_word, &wave->certainty) ||
	    !cpe_document_word(&r->document, root, document, "state", cpe_wave_state_word,
	                       CPE_WAVE_COMPLETE, &word) ||
	    !cpe_document_word(&r->document, root, document, "neutral", cpe_neutral_word, 0,
	                       &neutral) ||
	    !cpe_document_boolean(&r->document, root, document, "clean", false, &wave->clean) ||
	    !cpe_document_boolean(&r->document, root, document, "strict", true, &wave->strict) ||
	    !read_codes(r, root, document, "missing", false, MAX_MISSING, &wave->missings,
	                &wave->missing) ||
	    (cpe_json_member(document, "year") != NULL &&
	     !cpe_document_whole(&r->document, root, document, "year", 1900, 2999, &year)))
		return false;
	wave->state = (enum cpe_wave_state) word;
	wave->neutral_scored = neutral == 1;
	wave->year = (int) year;
	wave->is_plan =
		cpe_json_member(document, "clean") != NULL || cpe_json_member(document, "strict") != NULL;
	return true;
}

struct cpe_wave *
cpe_wave_read(struct cpe_arena *arena, const char *text, size_t length, struct cpe_problem *problem)
{
	static const char *const known[] = {
		"wave", "survey",    "title", "year",      "state", "neutral", "missing",    "source",
		"note", "certainty", "clean", "questions", "rules", "strict",  "comparable", NULL};
	static const struct cpe_place root = {NULL, NULL, 0};
	struct reader r = {.document = {arena, problem, "catalogue of a wave"}};
	void *rules = NULL, *comparisons = NULL;
	const cJSON *document;

	problem->code = CPE_OK;
	document =
		cpe_json_parse(arena, text, length, "catalogue of a wave", &document_limits, problem);
	if (document == NULL)
		return NULL;
	r.wave = allocate(&r, 1, sizeof(*r.wave));
	if (r.wave == NULL)
		return NULL;
	if (!cpe_document_known(&r.document, &root, document, known) ||
	    !read_head(&r, &root, document) || !read_questions(&r, &root, document) ||
	    !read_each(&r, &root, document, "rules", MAX_RULES, sizeof(struct cpe_box_rule), each_rule,
	               &r.wave->rules, &rules) ||
	    !read_each(&r, &root, document, "comparable", CPE_MAX_QUESTIONS,
	               sizeof(struct cpe_comparison), each_comparison, &r.wave->comparisons,
	               &comparisons) ||
	    !check_twice(&r, &root, "rules", rules, r.wave->rules, sizeof(struct cpe_box_rule),
	                 compare_rules) ||
	    !check_twice(&r, &root, "comparable", comparisons, r.wave->comparisons,
	                 sizeof(struct cpe_comparison), compare_comparisons))
		return NULL;
	r.wave->rule = rules;
	r.wave->comparison = comparisons;
	return check_rules(&r, &root) ? r.wave : NULL;
}

bool
cpe_wave_described(const struct cpe_wave *wave, struct cpe_problem *problem)
{
	const char *lacking = wave->survey == NULL      ? "survey"
	                      : wave->title == NULL     ? "title"
	                      : wave->source == NULL    ? "source"
	                      : wave->certainty == NULL ? "certainty"
	                                                : NULL;

	if (lacking != NULL)
		return cpe_problem_set(problem, CPE_INVALID, "A registered wave says where it is from.",
		                       NULL, "the catalogue of wave %s has no %s", wave->code, lacking);
	if (wave->is_plan)
		return cpe_problem_set(problem, CPE_INVALID,
		                       "How a row is counted (clean, strict) belongs to a plan.", NULL,
		                       "the catalogue of wave %s is a plan", wave->code);
	return true;
}
