#include "score/codebook.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/sort.h"
#include "base/text.h"

#define LONGEST_NUMBER 60

/* ---- the text, made JSON ---- */

static bool
in_number(char c)
{
	return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E' ||
	       c == 'i' || c == 'n' || c == 'f' || c == 'a';
}

/* Whether a word is what C's printf makes of a number that JSON cannot have. */
static bool
no_number(const char *word, size_t length)
{
	static const char *const known[] = {"inf", "-inf", "nan", "-nan"};

	if (length > LONGEST_NUMBER)
		return true;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (length == strlen(known[i]) && memcmp(word, known[i], length) == 0)
			return true;
	return false;
}

/* A copy in which such numbers are null and control characters in strings are spaces. */
static char *
as_json(struct cpe_arena *arena, const char *text, size_t *length, struct cpe_problem *problem)
{
	char *copy;
	size_t size = 0, end = *length;
	bool in_string = false;

	/* "inf" grows by a byte, and what stands before it takes at least two */
	copy = cpe_arena_alloc(arena, end / 2 + 8, 3, problem);
	if (copy == NULL)
		return NULL;
	for (size_t at = 0; at < end;)
	{
		char c = text[at];

		if (in_string)
		{
			if (c == '\\' && at + 1 < end)
				copy[size++] = text[at++];
			else if (c == '"')
				in_string = false;
			copy[size++] = (unsigned char) text[at] < 0x20 ? ' ' : text[at];
			at++;
		}
		else if (c == '-' || c == 'i' || c == 'n' || (c >= '0' && c <= '9'))
		{
			size_t word = at;

			while (at < end && in_number(text[at]))
				at++;
			if (no_number(text + word, at - word))
			{
				memcpy(copy + size, "null", 4);
				size += 4;
			}
			else
			{
				memcpy(copy + size, text + word, at - word);
				size += at - word;
			}
		}
		else
		{
			in_string = c == '"';
			copy[size++] = c;
			at++;
		}
	}
	*length = size;
	return copy;
}

/* ---- reading ---- */

struct reader
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	int variable; /* from 1; 0: none yet */
};

static bool
refuse(struct reader *r, const char *why)
{
	char detail[120];

	snprintf(detail, sizeof(detail), "Variable %d of the document.", r->variable);
	return cpe_problem_set(r->problem, CPE_INVALID, r->variable > 0 ? detail : NULL,
	                       "It is what ReadStat writes: extract_metadata survey.sav codebook.json",
	                       "not a codebook: %s", why);
}

static const char *
string_of(const cJSON *value)
{
	return cJSON_IsString(value) ? value->valuestring : NULL;
}

static double
number_of(const cJSON *value)
{
	return cJSON_IsNumber(value) && isfinite(value->valuedouble) ? value->valuedouble + 0.0 : NAN;
}

/* A text code without the blanks with which SPSS fills it up. */
static const char *
code_text(const cJSON *value)
{
	size_t length;

	if (!cJSON_IsString(value))
		return NULL;
	for (length = strlen(value->valuestring); length > 0; length--)
		if (value->valuestring[length - 1] != ' ')
			break;
	value->valuestring[length] = '\0';
	return value->valuestring;
}

static int
children(const cJSON *list)
{
	int count = 0;

	for (const cJSON *child = list != NULL ? list->child : NULL; child != NULL; child = child->next)
		count++;
	return count;
}

bool
cpe_codebook_is_missing(const struct cpe_codebook_variable *variable, double value)
{
	for (int i = 0; i < variable->ranges; i++)
		if (value >= variable->range[i].low && value <= variable->range[i].high)
			return true;
	for (int i = 0; i < variable->codes; i++)
		if (variable->code[i].missing && variable->code[i].code == value)
			return true;
	return false;
}

/* A single missing code: the label's, where there is one, or one more without a label. */
static void
add_missing(struct cpe_codebook_variable *variable, const cJSON *value)
{
	double code = number_of(value);
	const char *text = code_text(value);
	struct cpe_code_label *new;

	if (isnan(code) && text == NULL)
		return;
	for (int i = 0; i < variable->codes; i++)
	{
		struct cpe_code_label *old = &variable->code[i];

		if (text != NULL ? old->text != NULL && strcmp(old->text, text) == 0 : old->code == code)
		{
			old->missing = true;
			return;
		}
	}
	new = &variable->code[variable->codes++];
	new->code = code;
	new->text = text;
	new->missing = true;
}

static bool
read_missing(struct reader *r, const cJSON *missing, struct cpe_codebook_variable *variable)
{
	const char *type = string_of(cpe_json_member(missing, "type"));
	double discrete;

	if (type != NULL && strcmp(type, "DISCRETE") == 0)
	{
		const cJSON *values = cpe_json_member(missing, "values");

		if (!cJSON_IsArray(values))
			return refuse(r, "missing values that are no array");
		for (const cJSON *value = values->child; value != NULL; value = value->next)
		{
			/* each is looked for among all codes */
			if (variable->codes > 1000 && !cpe_arena_poll(r->arena, r->problem))
				return false;
			add_missing(variable, value);
		}
		return true;
	}
	if (type == NULL || strcmp(type, "RANGE") != 0)
		return refuse(r, "missing values of a type other than DISCRETE and RANGE");
	if (cpe_json_member(missing, "low") != NULL || cpe_json_member(missing, "high") != NULL)
	{
		const cJSON *low = cpe_json_member(missing, "low");
		const cJSON *high = cpe_json_member(missing, "high");

		if (string_of(low) == NULL && string_of(high) == NULL) /* else dates: no numbers */
		{
			variable->ranges = 1;
			variable->range[0].low = cJSON_IsNumber(low) ? low->valuedouble + 0.0 : -INFINITY;
			variable->range[0].high = cJSON_IsNumber(high) ? high->valuedouble + 0.0 : INFINITY;
		}
	}
	discrete = number_of(cpe_json_member(missing, "discrete-value"));
	add_missing(variable, cpe_json_member(missing, "discrete-value"));
	for (int i = 0; i < variable->codes; i++)
		if (variable->code[i].code == discrete ||
		    (variable->ranges > 0 && variable->code[i].code >= variable->range[0].low &&
		     variable->code[i].code <= variable->range[0].high))
			variable->code[i].missing = true;
	return true;
}

/* Whether a text code is one of Stata's that stand for no answer: a point, .a to .z */
static bool
stata_missing(const char *text)
{
	return text != NULL && text[0] == '.' &&
	       (text[1] == '\0' || (text[1] >= 'a' && text[1] <= 'z' && text[2] == '\0'));
}

static bool
read_variable(struct reader *r, const cJSON *json, struct cpe_codebook_variable *variable)
{
	const cJSON *categories = cpe_json_member(json, "categories");
	const cJSON *missing = cpe_json_member(json, "missing");
	const char *type = string_of(cpe_json_member(json, "type"));
	int most;

	variable->name = string_of(cpe_json_member(json, "name"));
	variable->label = string_of(cpe_json_member(json, "label"));
	variable->format = string_of(cpe_json_member(json, "format"));
	if (variable->name == NULL || variable->name[0] == '\0')
		return refuse(r, "a variable without a name");
	if (type == NULL || (strcmp(type, "NUMERIC") != 0 && strcmp(type, "STRING") != 0))
		return refuse(r, "a variable of a type other than NUMERIC and STRING");
	variable->numeric = type[0] == 'N';
	if (categories != NULL && !cJSON_IsArray(categories))
		return refuse(r, "categories that are no array");
	most = children(categories) + children(cpe_json_member(missing, "values")) + 1;
	variable->code = cpe_arena_alloc(r->arena, (size_t) most, sizeof(*variable->code), r->problem);
	variable->range = cpe_arena_alloc(r->arena, 1, sizeof(*variable->range), r->problem);
	if (variable->code == NULL || variable->range == NULL)
		return false;
	for (const cJSON *category = categories != NULL ? categories->child : NULL; category != NULL;
	     category = category->next)
	{
		struct cpe_code_label *code = &variable->code[variable->codes];

		code->code = number_of(cpe_json_member(category, "code"));
		code->text = code_text(cpe_json_member(category, "code"));
		code->label = string_of(cpe_json_member(category, "label"));
		if (isnan(code->code) && code->text == NULL)
			return refuse(r, "a category without a code");
		code->missing = variable->numeric && stata_missing(code->text);
		variable->codes++;
	}
	return missing == NULL || read_missing(r, missing, variable);
}

struct cpe_codebook *
cpe_codebook_read(struct cpe_arena *arena, const char *text, size_t length,
                  const struct cpe_json_limits *limits, struct cpe_problem *problem)
{
	struct reader r = {arena, problem, 0};
	struct cpe_codebook *codebook;
	const cJSON *document, *variables, *variable;

	if (length > limits->bytes)
	{
		cpe_problem_set(problem, CPE_LIMIT, NULL, NULL, "codebook is larger than %zu kB",
		                limits->bytes / 1024);
		return NULL;
	}
	text = as_json(arena, text, &length, problem);
	if (text == NULL ||
	    (document = cpe_json_parse(arena, text, length, "codebook", limits, problem)) == NULL ||
	    (codebook = cpe_arena_alloc(arena, 1, sizeof(*codebook), problem)) == NULL)
		return NULL;
	codebook->type = string_of(cpe_json_member(document, "type"));
	variables = cpe_json_member(document, "variables");
	if (!cJSON_IsArray(variables))
	{
		refuse(&r, "no array of variables");
		return NULL;
	}
	codebook->variable =
		cpe_arena_alloc(arena, (size_t) children(variables), sizeof(*codebook->variable), problem);
	if (codebook->variable == NULL)
		return NULL;
	for (variable = variables->child; variable != NULL; variable = variable->next)
	{
		r.variable++;
		if (r.variable % 1024 == 0 && !cpe_arena_poll(arena, problem))
			return NULL;
		if (!read_variable(&r, variable, &codebook->variable[codebook->variables]))
			return NULL;
		codebook->variables++;
	}
	return codebook;
}

int
cpe_codebook_variable(const struct cpe_codebook *codebook, const char *name)
{
	for (int i = 0; i < codebook->variables; i++)
		if (strcmp(codebook->variable[i].name, name) == 0)
			return i;
	return -1;
}

static int
compare_numbers(const void *a, const void *b)
{
	double x = *(const double *) a, y = *(const double *) b;

	return x < y ? -1 : x > y;
}

bool
cpe_codebook_missing(const struct cpe_codebook_variable *variable, struct cpe_arena *arena,
                     double **code, int *codes, struct cpe_problem *problem)
{
	size_t count = 0;
	double *all;
	int different = 0;

	all = cpe_arena_alloc(arena, (size_t) variable->codes + CPE_MISSING_CODES, sizeof(double),
	                      problem);
	if (all == NULL)
		return false;
	for (int i = 0; i < variable->codes; i++)
		if (variable->code[i].missing && !isnan(variable->code[i].code))
			all[count++] = variable->code[i].code;
	for (int i = 0; i < variable->ranges; i++)
	{
		double low = ceil(variable->range[i].low), high = floor(variable->range[i].high);

		if (!isfinite(low) || !isfinite(high) || high - low >= CPE_MISSING_CODES)
			return cpe_problem_set(problem, CPE_LIMIT, NULL,
			                       "Its ends are in the result of codebook(): missing_low and "
			                       "missing_high.",
			                       "the missing range of variable %s is open or holds more than %d "
			                       "whole numbers",
			                       cpe_json_shown(variable->name), CPE_MISSING_CODES);
		for (double number = low; number <= high; number++)
			all[count++] = number;
	}
	if (!cpe_sort(arena, all, count, sizeof(double), compare_numbers, problem))
		return false;
	for (size_t i = 0; i < count; i++)
		if (i == 0 || all[i] != all[different - 1])
			all[different++] = all[i];
	*code = all;
	*codes = different;
	return true;
}
