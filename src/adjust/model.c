#include "adjust/model.h"

#include <math.h>
#include <string.h>

#include "base/bytes.h"
#include "base/decimal.h"
#include "base/distribution.h"
#include "base/linear.h"
#include "base/text.h"

#define POLL_EVERY 4096

/* ---- the description of a model ---- */

static const char *const no_yes[] = {"f", "t", NULL};
const char *const cpe_family_words[] = {"binomial", "gaussian", NULL};
const char *const cpe_effect_words[] = {"fixed", "random", "none", NULL};
const char *const cpe_missing_words[] = {"drop", "category", "error", NULL};
const char *const cpe_method_words[] = {"ml", "ridge", "firth", NULL};
const char *const cpe_separation_words[] = {"error", "drop", "ridge", "firth", NULL};
const char *const cpe_variance_words[] = {"model", "hc0", "cluster", "cluster_hc1", NULL};
static const char *const flag_name[] = {"none",         "reference", "aliased", "all_positive",
                                        "all_negative", "no_data",   NULL};

enum kind
{
	WORD,  /* an enum, or a bool */
	WHOLE, /* int32_t or int64_t */
	REAL,
	STRING /* may be NULL */
};

/* What a number may be; a whole one is not negative and a real one is finite unless it may. */
enum
{
	MINUS_ONE = 1,
	NO_NUMBER = 2, /* NAN */
	ENDLESS = 4,   /* infinite */
	NEGATIVE = 8
};

struct field
{
	const char *name;
	enum kind kind;
	unsigned size; /* in memory */
	size_t place;
	int may;
	const char *const *words;
};

#define FIELD(type, kind, name, may, words)                                                        \
	{                                                                                              \
#name, kind, sizeof(((struct type *) 0)->name), offsetof(struct type, name), may, words    \
	}
#define FIELDS(fields) (int) (sizeof(fields) / sizeof((fields)[0]))

#define M(kind, name, may) FIELD(cpe_model, kind, name, may, NULL)
#define MW(name, words) FIELD(cpe_model, WORD, name, 0, words)
static const struct field model_field[] = {
	M(STRING, question, 0),
	MW(family, cpe_family_words),
	MW(effect, cpe_effect_words),
	MW(missing, cpe_missing_words),
	MW(method, cpe_method_words),
	MW(method_by_separation, no_yes),
	MW(separation, cpe_separation_words),
	MW(variance, cpe_variance_words),
	MW(weighted, no_yes),
	MW(offset, no_yes),
	M(REAL, ridge, NO_NUMBER),
	M(WHOLE, nodes, 0),
	M(REAL, profile_level, 0),
	M(WHOLE, n, 0),
	M(WHOLE, n_missing, 0),
	M(WHOLE, n_nameless, 0),
	M(WHOLE, n_unanswered, 0),
	M(WHOLE, n_separated, 0),
	M(WHOLE, patterns, 0),
	M(WHOLE, cells, 0),
	M(WHOLE, rank, 0),
	M(WHOLE, iterations, 0),
	M(REAL, weight, 0),
	M(REAL, mean, NO_NUMBER | NEGATIVE),
	M(REAL, log_likelihood, NO_NUMBER | NEGATIVE),
	M(REAL, null_log_likelihood, NO_NUMBER | NEGATIVE),
	M(REAL, deviance, NO_NUMBER | NEGATIVE),
	M(REAL, null_deviance, NO_NUMBER | NEGATIVE),
	M(REAL, pattern_deviance, NO_NUMBER | NEGATIVE),
	M(REAL, aic, NO_NUMBER | NEGATIVE),
	M(REAL, auc, NO_NUMBER),
	M(REAL, calibration_intercept, NO_NUMBER | NEGATIVE),
	M(REAL, calibration_slope, NO_NUMBER | NEGATIVE),
	M(REAL, sigma, NO_NUMBER),
	M(REAL, variance_of_effects, NO_NUMBER),
	M(REAL, log_variance_se, NO_NUMBER),
	M(REAL, intercept, NEGATIVE),
	M(WHOLE, reference_organisation, MINUS_ONE),
	M(WHOLE, covariates, 0),
	M(WHOLE, terms, 0),
	M(WHOLE, columns, 0),
	M(WHOLE, organisations, 0),
	M(WHOLE, directions, 0),
};
#undef M
#undef MW

static const struct field covariate_field[] = {
	FIELD(cpe_covariate, STRING, name, 0, NULL),     FIELD(cpe_covariate, WORD, used, 0, no_yes),
	FIELD(cpe_covariate, WORD, linear, 0, no_yes),   FIELD(cpe_covariate, WHOLE, levels, 0, NULL),
	FIELD(cpe_covariate, WHOLE, reference, 0, NULL),
};

static const struct field term_field[] = {
	FIELD(cpe_term_request, WHOLE, factors, 0, NULL),
};

static const struct field direction_field[] = {
	FIELD(cpe_separation_direction, REAL, common, NEGATIVE, NULL),
};

#define C(kind, name, may) FIELD(cpe_model_column, kind, name, may, NULL)
static const struct field column_field[] = {
	C(WHOLE, what.term, MINUS_ONE),
	FIELD(cpe_model_column, WORD, flag, 0, flag_name),
	C(WHOLE, n, 0),
	C(REAL, value, NEGATIVE),
	C(REAL, low, NO_NUMBER | ENDLESS | NEGATIVE),
	C(REAL, high, NO_NUMBER | ENDLESS | NEGATIVE),
	C(REAL, p, NO_NUMBER),
};
#undef C

#define O(kind, name, may) FIELD(cpe_model_organisation, kind, name, may, NULL)
static const struct field organisation_field[] = {
	O(STRING, name, 0),
	FIELD(cpe_model_organisation, WORD, flag, 0, flag_name),
	O(WHOLE, n, 0),
	O(WHOLE, missing, 0),
	O(WHOLE, unanswered, 0),
	O(WHOLE, separated, 0),
	O(REAL, weight, 0),
	O(REAL, observed, NEGATIVE),
	O(REAL, effect, NO_NUMBER | NEGATIVE),
	O(REAL, effect_se, NO_NUMBER),
	O(REAL, contrast, NO_NUMBER | NEGATIVE),
	O(REAL, contrast_se, NO_NUMBER),
	O(REAL, expected, NO_NUMBER | NEGATIVE),
	O(REAL, variance, NO_NUMBER),
	O(REAL, variance_difference, NO_NUMBER),
	O(REAL, margin, NO_NUMBER | NEGATIVE),
	O(REAL, margin_se, NO_NUMBER),
};
#undef O

/* ---- coding: the same walk writes and reads, bytes and text ---- */

struct coding;

/* How values are told: each function writes the value, or reads it, and returns false on failure.
 */
struct form
{
	bool reading;
	bool bytes;
	bool (*label)(struct coding *coding, const char *before, const char *name, const char *after);
	bool (*word)(struct coding *coding, int *value, const char *const *words);
	bool (*whole)(struct coding *coding, int64_t *value, unsigned size);
	bool (*real)(struct coding *coding, double *value);
	bool (*string)(struct coding *coding, const char **value);
};

struct coding
{
	const struct form *form;
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	struct cpe_text text; /* what is written, also bytes */
	const char *at;       /* what is read */
	const char *end;
	int64_t steps;
};

/* What is read is not of the form. */
static bool
malformed(struct coding *coding)
{
	if (coding->form->bytes)
		return cpe_problem_set(coding->problem, CPE_BINARY, NULL, NULL,
		                       "invalid binary form of type model");
	return cpe_problem_set(
		coding->problem, CPE_SYNTAX,
		"The text begins like \"model 1 question=- family=binomial\" and goes on "
		"as it is printed.",
		NULL, "invalid input syntax for type model");
}

static bool
impossible(struct coding *coding, const char *what)
{
	return cpe_problem_set(coding->problem, CPE_INVALID, NULL, NULL, "no fitted model has %s",
	                       what);
}

static size_t
left(const struct coding *coding)
{
	return (size_t) (coding->end - coding->at);
}

/* -- bytes -- */

static bool
bytes_label(struct coding *coding, const char *before, const char *name, const char *after)
{
	(void) coding, (void) before, (void) name, (void) after;
	return true;
}

static bool
put_bytes(struct coding *coding, uint64_t value, int size)
{
	unsigned char bytes[8];

	cpe_bytes_write(bytes, value, size);
	cpe_text_bytes(&coding->text, (const char *) bytes, (size_t) size);
	return true;
}

static bool
get_bytes(struct coding *coding, uint64_t *value, int size)
{
	if (left(coding) < (size_t) size)
		return malformed(coding);
	*value = cpe_bytes_read((const unsigned char *) coding->at, size);
	coding->at += size;
	return true;
}

static bool
write_word_byte(struct coding *coding, int *value, const char *const *words)
{
	(void) words;
	return put_bytes(coding, (uint64_t) *value, 1);
}

static bool
read_word_byte(struct coding *coding, int *value, const char *const *words)
{
	uint64_t read = 0;

	if (!get_bytes(coding, &read, 1))
		return false;
	for (*value = 0; words[*value] != NULL; (*value)++)
		if ((uint64_t) *value == read)
			return true;
	return malformed(coding);
}

static bool
write_whole_bytes(struct coding *coding, int64_t *value, unsigned size)
{
	return put_bytes(coding, (uint64_t) *value, (int) size);
}

static bool
read_whole_bytes(struct coding *coding, int64_t *value, unsigned size)
{
	uint64_t read = 0;

	if (!get_bytes(coding, &read, (int) size))
		return false;
	*value = size == 4 ? (int32_t) (uint32_t) read : (int64_t) read;
	return true;
}

#define NAN_BITS UINT64_C(0x7FF8000000000000)

static bool
write_real_bytes(struct coding *coding, double *value)
{
	double plain = *value + 0.0; /* no negative zero */
	uint64_t bits = NAN_BITS;

	if (!isnan(plain))
		memcpy(&bits, &plain, sizeof(bits));
	return put_bytes(coding, bits, 8);
}

static bool
read_real_bytes(struct coding *coding, double *value)
{
	uint64_t bits = 0;

	if (!get_bytes(coding, &bits, 8))
		return false;
	memcpy(value, &bits, sizeof(bits));
	if ((isnan(*value) && bits != NAN_BITS) || bits == UINT64_C(1) << 63)
		return malformed(coding);
	return true;
}

#define NO_STRING UINT32_MAX

static bool
write_string_bytes(struct coding *coding, const char **value)
{
	size_t length;

	if (*value == NULL)
		return put_bytes(coding, NO_STRING, 4);
	length = strlen(*value);
	put_bytes(coding, length, 4);
	cpe_text_bytes(&coding->text, *value, length);
	return true;
}

/* A copy of some bytes as a string. */
static char *
copy_string(struct coding *coding, const char *from, size_t length)
{
	char *copy = cpe_arena_alloc(coding->arena, length + 1, 1, coding->problem);

	if (copy != NULL)
		memcpy(copy, from, length);
	return copy;
}

static bool
read_string_bytes(struct coding *coding, const char **value)
{
	uint64_t length = 0;

	*value = NULL;
	if (!get_bytes(coding, &length, 4))
		return false;
	if (length == NO_STRING)
		return true;
	if (length > left(coding) || (length > 0 && memchr(coding->at, '\0', length) != NULL))
		return malformed(coding);
	*value = copy_string(coding, coding->at, length);
	coding->at += length;
	return *value != NULL;
}

static const struct form bytes_writer = {false,
                                         true,
                                         bytes_label,
                                         write_word_byte,
                                         write_whole_bytes,
                                         write_real_bytes,
                                         write_string_bytes};
static const struct form bytes_reader = {
	true, true, bytes_label, read_word_byte, read_whole_bytes, read_real_bytes, read_string_bytes};

/* -- text -- */

static bool
print_label(struct coding *coding, const char *before, const char *name, const char *after)
{
	cpe_text_append(&coding->text, before);
	cpe_text_append(&coding->text, name);
	cpe_text_append(&coding->text, after);
	return true;
}

/* Moves behind the string where the text goes on with it; the text ends with a NUL. */
static bool
skip(struct coding *coding, const char *string)
{
	size_t length = strlen(string);

	if (strncmp(coding->at, string, length) != 0)
		return false;
	coding->at += length;
	return true;
}

/* What is before a name is white space, of any kind and length; or nothing. */
static bool
parse_label(struct coding *coding, const char *before, const char *name, const char *after)
{
	if (*before != '\0')
	{
		size_t space = strspn(coding->at, " \t\r\n");

		if (space == 0)
			return malformed(coding);
		coding->at += space;
	}
	return (skip(coding, name) && skip(coding, after)) || malformed(coding);
}

static bool
print_word(struct coding *coding, int *value, const char *const *words)
{
	cpe_text_append(&coding->text, words[*value]);
	return true;
}

static bool
parse_word(struct coding *coding, int *value, const char *const *words)
{
	size_t length = strcspn(coding->at, " \t\r\n");

	for (*value = 0; words[*value] != NULL; (*value)++)
		if (strlen(words[*value]) == length && memcmp(words[*value], coding->at, length) == 0)
		{
			coding->at += length;
			return true;
		}
	return malformed(coding);
}

static bool
print_whole(struct coding *coding, int64_t *value, unsigned size)
{
	(void) size;
	cpe_text_printf(&coding->text, "%lld", (long long) *value);
	return true;
}

static bool
parse_whole(struct coding *coding, int64_t *value, unsigned size)
{
	bool negative = skip(coding, "-");
	const char *first = coding->at;

	for (*value = 0; *coding->at >= '0' && *coding->at <= '9'; coding->at++)
		if (__builtin_mul_overflow(*value, (int64_t) 10, value) ||
		    __builtin_add_overflow(*value, (int64_t) (*coding->at - '0'), value))
			return malformed(coding);
	if (coding->at == first || (size == 4 && *value > INT32_MAX))
		return malformed(coding);
	if (negative)
		*value = -*value;
	return true;
}

static bool
print_real(struct coding *coding, double *value)
{
	char digits[CPE_DECIMAL_TEXT];

	if (isnan(*value))
		cpe_text_append(&coding->text, "-");
	else if (isinf(*value))
		cpe_text_append(&coding->text, *value > 0 ? "inf" : "-inf");
	else
	{
		cpe_decimal_print(*value, digits);
		cpe_text_append(&coding->text, digits);
	}
	return true;
}

static bool
parse_real(struct coding *coding, double *value)
{
	const char *after;

	if (skip(coding, "inf"))
		*value = INFINITY;
	else if (skip(coding, "-inf"))
		*value = -INFINITY;
	else if ((after = cpe_decimal_read(coding->at, value)) != NULL)
		coding->at = after;
	else if (skip(coding, "-"))
		*value = NAN;
	else
		return malformed(coding);
	return true;
}

/* In quotes, those within it doubled; - for NULL. */
static bool
print_string(struct coding *coding, const char **value)
{
	if (*value == NULL)
	{
		cpe_text_append(&coding->text, "-");
		return true;
	}
	cpe_text_append(&coding->text, "\"");
	for (const char *at = *value; *at != '\0';)
	{
		size_t plain = strcspn(at, "\"");

		cpe_text_bytes(&coding->text, at, plain);
		at += plain;
		if (*at != '\0')
		{
			cpe_text_append(&coding->text, "\"\"");
			at++;
		}
	}
	cpe_text_append(&coding->text, "\"");
	return true;
}

static bool
parse_string(struct coding *coding, const char **value)
{
	const char *end;
	char *copy;
	size_t length = 0;

	*value = NULL;
	if (skip(coding, "-"))
		return true;
	if (!skip(coding, "\""))
		return malformed(coding);
	for (end = coding->at; *end != '\0' && (*end != '"' || end[1] == '"');
	     end += *end == '"' ? 2 : 1)
		;
	if (*end != '"')
		return malformed(coding);
	copy = copy_string(coding, coding->at, (size_t) (end - coding->at));
	if (copy == NULL)
		return false;
	for (; coding->at < end; coding->at++)
	{
		copy[length++] = *coding->at;
		if (*coding->at == '"')
			coding->at++;
	}
	copy[length] = '\0';
	coding->at = end + 1;
	*value = copy;
	return true;
}

static const struct form text_writer = {false,       false,      print_label, print_word,
                                        print_whole, print_real, print_string};
static const struct form text_reader = {true,        false,      parse_label, parse_word,
                                        parse_whole, parse_real, parse_string};

/* ---- the walk ---- */

static bool
poll(struct coding *coding)
{
	return ++coding->steps % POLL_EVERY != 0 || cpe_arena_poll(coding->arena, coding->problem);
}

/* Whether a number may be what it is. */
static bool
allowed(struct coding *coding, const struct field *field, double value)
{
	if ((isnan(value) && !(field->may & NO_NUMBER)) || (isinf(value) && !(field->may & ENDLESS)) ||
	    (value < 0 && !(field->may & NEGATIVE)))
		return cpe_problem_set(coding->problem, CPE_INVALID, NULL, NULL,
		                       "%s of a model is out of range", field->name);
	return true;
}

static bool
code_word_at(struct coding *coding, const struct field *field, char *at)
{
	int value = 0;

	_Static_assert(sizeof(enum cpe_family) == sizeof(int), "enums are as large as int");
	if (field->size == sizeof(bool))
		value = *(bool *) at;
	else
		memcpy(&value, at, sizeof(value));
	if (!coding->form->word(coding, &value, field->words))
		return false;
	if (!coding->form->reading)
		return true;
	if (field->size == sizeof(bool))
		*(bool *) at = value != 0;
	else
		memcpy(at, &value, sizeof(value));
	return true;
}

static bool
code_whole_at(struct coding *coding, const struct field *field, char *at)
{
	int64_t value;
	int32_t small;

	if (field->size == sizeof(small))
	{
		memcpy(&small, at, sizeof(small));
		value = small;
	}
	else
		memcpy(&value, at, sizeof(value));
	if (!coding->form->whole(coding, &value, field->size))
		return false;
	if (value < (field->may & MINUS_ONE ? -1 : 0))
		return cpe_problem_set(coding->problem, CPE_INVALID, NULL, NULL,
		                       "%s of a model must not be negative", field->name);
	if (!coding->form->reading)
		return true;
	small = (int32_t) value;
	memcpy(at, field->size == sizeof(small) ? (void *) &small : &value, field->size);
	return true;
}

static bool
code_field(struct coding *coding, const struct field *field, char *at)
{
	switch (field->kind)
	{
		case WORD:
			return code_word_at(coding, field, at);
		case WHOLE:
			return code_whole_at(coding, field, at);
		case REAL:
			return coding->form->real(coding, (double *) at) &&
			       allowed(coding, field, *(double *) at);
		case STRING:
			return coding->form->string(coding, (const char **) at);
	}
	return false;
}

/* A record: its word in the text, and its fields. */
static bool
code_record(struct coding *coding, const char *before, const char *word, const struct field *field,
            int fields, void *record)
{
	if (!poll(coding) || !coding->form->label(coding, before, word, ""))
		return false;
	for (int i = 0; i < fields; i++)
	{
		/* what belongs to a part of the record is named without it */
		const char *point = strrchr(field[i].name, '.');

		if (!coding->form->label(coding, " ", point ? point + 1 : field[i].name, "=") ||
		    !code_field(coding, &field[i], (char *) record + field[i].place))
			return false;
	}
	return true;
}

/* The least that a record takes, told in this form. */
static size_t
least(const struct coding *coding, const struct field *field, int fields)
{
	size_t size = 0;

	for (int i = 0; i < fields; i++)
	{
		if (!coding->form->bytes)
			size += strlen(field[i].name) - (size_t) (strchr(field[i].name, '.') ? 5 : 0) + 3;
		else if (field[i].kind == WORD)
			size += 1;
		else
			size += field[i].kind == STRING ? 4 : field[i].size;
	}
	return size;
}

/* Memory for what is to be read, no more than what is left to read can fill. */
static void *
room(struct coding *coding, int64_t count, size_t size, size_t told)
{
	if ((uint64_t) count > left(coding) / told)
	{
		malformed(coding);
		return NULL;
	}
	return cpe_arena_alloc(coding->arena, (size_t) count, size, coding->problem);
}

#define TOLD_REAL(coding) ((size_t) ((coding)->form->bytes ? 8 : 2))
#define TOLD_STRING(coding) ((size_t) ((coding)->form->bytes ? 4 : 2))

/* Numbers one after the other; what: that there are none, for a message. */
static bool
code_reals(struct coding *coding, const char *what, double **number, int64_t count)
{
	const struct field field = {"a number", REAL, sizeof(double), 0, NEGATIVE, NULL};

	if (coding->form->reading)
		*number = room(coding, count, sizeof(double), TOLD_REAL(coding));
	else if (*number == NULL)
		return impossible(coding, what);
	if (*number == NULL)
		return false;
	for (int64_t i = 0; i < count; i++)
		if (!poll(coding) || !coding->form->label(coding, " ", "", "") ||
		    !coding->form->real(coding, &(*number)[i]) || !allowed(coding, &field, (*number)[i]))
			return false;
	return true;
}

/* Whole numbers from a least one on, below a limit. */
static bool
code_indices(struct coding *coding, int32_t *index, int count)
{
	for (int i = 0; i < count; i++)
	{
		int64_t value = index[i];

		if (!coding->form->label(coding, " ", "", "") ||
		    !coding->form->whole(coding, &value, sizeof(int32_t)))
			return false;
		index[i] = (int32_t) value;
	}
	return true;
}

static bool
code_levels(struct coding *coding, struct cpe_covariate *covariate)
{
	const char **read = NULL;

	if (coding->form->reading)
	{
		read = room(coding, covariate->levels, sizeof(char *), TOLD_STRING(coding));
		if (read == NULL)
			return false;
		covariate->level = read;
	}
	for (int32_t i = 0; i < covariate->levels; i++)
	{
		const char *level = read ? NULL : covariate->level[i];

		if (!poll(coding) || !coding->form->label(coding, " ", "", "") ||
		    !coding->form->string(coding, &level))
			return false;
		if (read)
			read[i] = level;
	}
	return !covariate->linear ||
	       code_reals(coding, "no numbers", &covariate->number, covariate->levels);
}

/* Levels, and numbers, of a covariate that no term uses are nobody's concern. */
static bool
code_covariate(struct coding *coding, struct cpe_covariate *covariate)
{
	struct cpe_covariate plain = *covariate;

	if (!coding->form->reading && !plain.used)
	{
		plain.linear = false;
		plain.levels = plain.reference = 0;
	}
	if (!coding->form->reading && plain.linear)
		plain.reference = 0;
	if (!code_record(coding, "\n", "covariate", covariate_field, FIELDS(covariate_field), &plain) ||
	    !code_levels(coding, &plain))
		return false;
	if (coding->form->reading)
		*covariate = plain;
	return true;
}

static bool
code_term(struct coding *coding, const struct cpe_model *model, struct cpe_term_request *term)
{
	if (!code_record(coding, "\n", "term", term_field, FIELDS(term_field), term))
		return false;
	if (term->factors < 1 || term->factors > CPE_TERM_FACTORS_MAX)
		return impossible(coding, "a term of so many covariates");
	if (!code_indices(coding, term->covariate, term->factors))
		return false;
	for (int f = 0; f < term->factors; f++)
	{
		if (term->covariate[f] < 0 || term->covariate[f] >= model->covariates ||
		    !model->covariate[term->covariate[f]].used)
			return impossible(coding, "a term of a covariate that it does not use");
		for (int g = 0; g < f; g++)
			if (term->covariate[f] == term->covariate[g])
				return impossible(coding, "a term with a covariate twice");
	}
	return true;
}

/* A column's covariates are those of its term. */
static bool
code_column(struct coding *coding, const struct cpe_model *model, struct cpe_model_column *column)
{
	struct cpe_column *what = &column->what;

	if (!code_record(coding, "\n", "column", column_field, FIELDS(column_field), column))
		return false;
	if (what->term >= model->terms)
		return impossible(coding, "a column of a term that it does not have");
	if (what->term < 0)
	{
		what->factors = 0;
		return true;
	}
	if (coding->form->reading)
	{
		what->factors = model->term[what->term].factors;
		memcpy(what->covariate, model->term[what->term].covariate, sizeof(what->covariate));
	}
	else if (what->factors != model->term[what->term].factors ||
	         memcmp(what->covariate, model->term[what->term].covariate,
	                sizeof(what->covariate[0]) * (size_t) what->factors) != 0)
		return impossible(coding, "a column whose covariates are not its term's");
	return code_indices(coding, what->level, what->factors);
}

/* The covariance matrix, a line for each row. */
static bool
code_covariance(struct coding *coding, struct cpe_model *model)
{
	const struct field field = {"covariance", REAL, sizeof(double), 0, NEGATIVE, NULL};

	if (coding->form->reading)
		model->covariance = room(coding, (int64_t) CPE_PACKED_SIZE(model->columns), sizeof(double),
		                         TOLD_REAL(coding));
	if (model->covariance == NULL)
		return model->columns == 0 && !coding->form->reading;
	for (int i = 0; i < model->columns; i++)
	{
		if (!coding->form->label(coding, "\n", "covariance", ""))
			return false;
		for (int j = 0; j <= i; j++)
		{
			double *element = &model->covariance[CPE_PACKED(i, j)];

			if (!poll(coding) || !coding->form->label(coding, " ", "", "") ||
			    !coding->form->real(coding, element) || !allowed(coding, &field, *element))
				return false;
		}
	}
	return true;
}

static bool
code_direction(struct coding *coding, const struct cpe_model *model,
               struct cpe_separation_direction *direction)
{
	if (!code_record(coding, "\n", "direction", direction_field, FIELDS(direction_field),
	                 direction))
		return false;
	if (model->effect == CPE_EFFECT_FIXED &&
	    !code_reals(coding, "no directions", &direction->effect, model->organisations))
		return false;
	return model->columns == 0 ||
	       code_reals(coding, "no directions", &direction->column, model->columns);
}

/* Memory for a list of the model that is to be read; true also when writing. */
#define ROOM(coding, list, count, told)                                                            \
	(!(coding)->form->reading || ((list) = room(coding, count, sizeof(*(list)), told)) != NULL)

static bool
code_lists(struct coding *coding, struct cpe_model *model)
{
	if (model->covariates > CPE_MODEL_COVARIATES)
		return cpe_problem_set(coding->problem, CPE_LIMIT, NULL, NULL,
		                       "the model has more than %d covariates", CPE_MODEL_COVARIATES);
	if (!ROOM(coding, model->covariate, model->covariates,
	          least(coding, covariate_field, FIELDS(covariate_field))))
		return false;
	for (int i = 0; i < model->covariates; i++)
		if (!code_covariate(coding, &model->covariate[i]))
			return false;
	if (!ROOM(coding, model->term, model->terms, least(coding, term_field, FIELDS(term_field))))
		return false;
	for (int i = 0; i < model->terms; i++)
		if (!code_term(coding, model, &model->term[i]))
			return false;
	if (model->columns > CPE_FRAME_COLUMNS)
		return cpe_problem_set(coding->problem, CPE_LIMIT, NULL, NULL,
		                       "the model has more than %d columns", CPE_FRAME_COLUMNS);
	if (!ROOM(coding, model->column, model->columns,
	          least(coding, column_field, FIELDS(column_field))))
		return false;
	for (int i = 0; i < model->columns; i++)
		if (!code_column(coding, model, &model->column[i]))
			return false;
	if (!code_covariance(coding, model) ||
	    !ROOM(coding, model->organisation, model->organisations,
	          least(coding, organisation_field, FIELDS(organisation_field))))
		return false;
	for (int32_t i = 0; i < model->organisations; i++)
		if (!code_record(coding, "\n", "organisation", organisation_field,
		                 FIELDS(organisation_field), &model->organisation[i]))
			return false;
	if (!ROOM(coding, model->direction, model->directions,
	          least(coding, direction_field, FIELDS(direction_field))))
		return false;
	for (int i = 0; i < model->directions; i++)
		if (!code_direction(coding, model, &model->direction[i]))
			return false;
	return true;
}

static bool
code_model(struct coding *coding, struct cpe_model *model)
{
	int64_t version = CPE_MODEL_VERSION;

	if (!coding->form->label(coding, "", "model", "") ||
	    !coding->form->label(coding, " ", "", "") || !coding->form->whole(coding, &version, 1))
		return false;
	if (version != CPE_MODEL_VERSION)
		return malformed(coding);
	return code_record(coding, "", "", model_field, FIELDS(model_field), model) &&
	       code_lists(coding, model);
}

/* ---- what a model has to be ---- */

/* Names ascend by bytes; only the last may be NULL, where that is allowed. */
static bool
ascending(const char *before, const char *name)
{
	return before != NULL && (name == NULL || strcmp(before, name) < 0);
}

static bool
check_covariate(struct coding *coding, const struct cpe_model *model,
                const struct cpe_covariate *covariate)
{
	int32_t last = covariate->levels - 1;

	if (covariate->name == NULL)
		return impossible(coding, "a covariate without a name");
	if (!covariate->used)
		return !coding->form->reading ||
		       !(covariate->linear || covariate->levels || covariate->reference) ||
		       impossible(coding, "levels of a covariate that it does not use");
	if (covariate->levels == 0 || covariate->reference > last ||
	    (coding->form->reading && covariate->linear && covariate->reference > 0))
		return impossible(coding, "a covariate without its reference level");
	for (int32_t i = 1; i < covariate->levels; i++)
		if (!ascending(covariate->level[i - 1], covariate->level[i]))
			return impossible(coding, "levels out of order");
	if (last >= 0 && covariate->level[last] == NULL &&
	    (covariate->linear || model->missing != CPE_MISSING_CATEGORY))
		return impossible(coding, "a level for missing where missing is no category");
	return true;
}

/* The order of columns: by term, and within it by level, the last factor's first. */
static int
compare_columns(const struct cpe_column *a, const struct cpe_column *b)
{
	if (a->term != b->term)
		return a->term < b->term ? -1 : 1;
	for (int f = a->factors - 1; f >= 0; f--)
		if (a->level[f] != b->level[f])
			return a->level[f] < b->level[f] ? -1 : 1;
	return 0;
}

static bool
check_column(struct coding *coding, const struct cpe_model *model, int which)
{
	const struct cpe_model_column *column = &model->column[which];

	if (which > 0 && compare_columns(&model->column[which - 1].what, &column->what) >= 0)
		return impossible(coding, "columns out of order");
	if (column->what.term < 0 && model->effect == CPE_EFFECT_FIXED)
		return impossible(coding, "both an intercept and fixed effects");
	if (column->flag == CPE_FLAG_REFERENCE || column->flag == CPE_FLAG_NO_DATA ||
	    (column->flag == CPE_FLAG_ALIASED && column->value != 0))
		return impossible(coding, "a column with that flag");
	if (column->n > model->n || column->low > column->high || column->p > 1)
		return impossible(coding, "a column with these numbers");
	for (int f = 0; f < column->what.factors; f++)
	{
		const struct cpe_covariate *covariate = &model->covariate[column->what.covariate[f]];
		int32_t level = column->what.level[f];

		if (covariate->linear ? level != -1 : level < 0 || level >= covariate->levels)
			return impossible(coding, "a column of a level that it does not have");
		if (!covariate->linear && level == covariate->reference)
			return impossible(coding, "a column of a reference level");
	}
	return model->covariance[CPE_PACKED(which, which)] >= 0 ||
	       impossible(coding, "negative variances");
}

static bool
check_organisation(struct coding *coding, const struct cpe_model *model, int32_t which)
{
	const struct cpe_model_organisation *organisation = &model->organisation[which];

	if (organisation->name == NULL &&
	    (model->effect != CPE_EFFECT_NONE || which < model->organisations - 1))
		return impossible(coding, "an organisation without a name");
	if (which > 0 && !ascending(model->organisation[which - 1].name, organisation->name))
		return impossible(coding, "organisations out of order");
	if (organisation->separated > organisation->n || organisation->n > model->n ||
	    (organisation->flag == CPE_FLAG_NO_DATA) != (organisation->n == 0))
		return impossible(coding, "an organisation with that flag and these counts");
	if (organisation->flag == CPE_FLAG_REFERENCE && which != model->reference_organisation)
		return impossible(coding, "that reference organisation");
	if (organisation->n > 0 && !(organisation->weight > 0))
		return impossible(coding, "respondents without weight");
	return true;
}

/*
 * A separated column goes the way that the first direction with a part in it goes; only fixed
 * effects have something in their place.
 */
static bool
check_directions(struct coding *coding, const struct cpe_model *model)
{
	for (int d = 0; d < model->directions; d++)
		if (model->direction[d].common != 0 && model->effect != CPE_EFFECT_FIXED)
			return impossible(coding, "a common part of effects that it does not have");
	for (int i = 0; i < model->columns; i++)
	{
		enum cpe_model_flag flag = model->column[i].flag;
		double first = 0;

		for (int d = 0; d < model->directions && first == 0; d++)
			first = model->direction[d].column[i];
		if ((flag == CPE_FLAG_ALL_POSITIVE && !(first > 0)) ||
		    (flag == CPE_FLAG_ALL_NEGATIVE && !(first < 0)))
			return impossible(coding, "a separated column without a direction");
	}
	return true;
}

/* Whether the parts of a model go together. */
static bool
check_model(struct coding *coding, const struct cpe_model *model)
{
	if (model->profile_level >= 1 || model->auc > 1 || model->n_separated > model->n ||
	    model->reference_organisation >= model->organisations ||
	    (model->reference_organisation >= 0 && model->effect != CPE_EFFECT_FIXED) ||
	    model->method_by_separation > (model->method != CPE_METHOD_ML) ||
	    (model->directions > 0 && model->family != CPE_BINOMIAL))
		return impossible(coding, "these options and numbers");
	if (model->family == CPE_BINOMIAL && model->mean > 1)
		return impossible(coding, "a rate above 1");
	if (model->effect != CPE_EFFECT_FIXED &&
	    (model->columns == 0 || model->column[0].what.term >= 0))
		return impossible(coding, "neither an intercept nor fixed effects");
	for (int i = 0; i < model->covariates; i++)
		if (!check_covariate(coding, model, &model->covariate[i]))
			return false;
	for (int i = 0; i < model->columns; i++)
		if (!check_column(coding, model, i))
			return false;
	for (int32_t i = 0; i < model->organisations; i++)
		if (!check_organisation(coding, model, i))
			return false;
	return check_directions(coding, model);
}

/* ---- bytes and text ---- */

static struct coding
open_coding(const struct form *form, const char *from, size_t size, struct cpe_arena *arena,
            struct cpe_problem *problem)
{
	struct coding coding = {.form = form, .arena = arena, .problem = problem};

	cpe_text_open(&coding.text, arena, problem);
	coding.at = from;
	coding.end = from + size;
	return coding;
}

/* A model written in one of the forms; the walk changes nothing of a model that it writes. */
static char *
write_model(const struct form *form, const struct cpe_model *model, size_t *size,
            struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct coding coding = open_coding(form, "", 0, arena, problem);
	struct cpe_model copy = *model;

	if (!check_model(&coding, model) || !code_model(&coding, &copy))
		return NULL;
	return cpe_text_close(&coding.text, size);
}

static struct cpe_model *
read_model(const struct form *form, const char *from, size_t size, struct cpe_arena *arena,
           struct cpe_problem *problem)
{
	struct coding coding = open_coding(form, from, size, arena, problem);
	struct cpe_model *model = cpe_arena_alloc(arena, 1, sizeof(*model), problem);

	if (model == NULL || !code_model(&coding, model))
		return NULL;
	if (!form->bytes)
		coding.at += strspn(coding.at, " \t\r\n");
	if (left(&coding) > 0)
	{
		malformed(&coding);
		return NULL;
	}
	return check_model(&coding, model) ? model : NULL;
}

unsigned char *
cpe_model_write(const struct cpe_model *model, size_t *size, struct cpe_arena *arena,
                struct cpe_problem *problem)
{
	return (unsigned char *) write_model(&bytes_writer, model, size, arena, problem);
}

struct cpe_model *
cpe_model_read(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
               struct cpe_problem *problem)
{
	return read_model(&bytes_reader, (const char *) bytes, size, arena, problem);
}

char *
cpe_model_print(const struct cpe_model *model, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return write_model(&text_writer, model, NULL, arena, problem);
}

struct cpe_model *
cpe_model_parse(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return read_model(&text_reader, text, strlen(text), arena, problem);
}

/* ---- what it expects ---- */

#define SHOWN 50

/* A name or text as a message shows it, cut between two characters when long. */
static const char *
shown(const char *name, char *buffer)
{
	size_t length = strlen(name);
	bool cut = length > SHOWN;

	if (cut)
		for (length = SHOWN; length > 0 && ((unsigned char) name[length] & 0xc0) == 0x80;)
			length--;
	memcpy(buffer, name, length);
	strcpy(buffer + length, cut ? "..." : "");
	return buffer;
}

/* A text that is no level of a covariate, or no number where that is linear. */
static bool
refuse_level(const struct cpe_covariate *covariate, const char *level, struct cpe_problem *problem)
{
	char name[SHOWN + 4];
	char text[SHOWN + 4];

	if (covariate->linear)
		return cpe_problem_set(problem, CPE_INVALID, "It is linear in the model.", NULL,
		                       "covariate \"%s\" must be a number: \"%s\"",
		                       shown(covariate->name, name), shown(level, text));
	return cpe_problem_set(problem, CPE_INVALID,
	                       "None of the respondents that the model was fitted to had it.", NULL,
	                       "unknown level of covariate \"%s\": \"%s\"",
	                       shown(covariate->name, name), shown(level, text));
}

/* The place of a name in n ascending ones, or -1. */
static int32_t
find_level(const struct cpe_covariate *covariate, int32_t levels, const char *level)
{
	int32_t low = 0;
	int32_t high = levels;

	while (low < high)
	{
		int32_t middle = low + (high - low) / 2;
		int order = strcmp(covariate->level[middle], level);

		if (order == 0)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return -1;
}

/* A respondent's place in a covariate: the level's number, or of a linear one its number. */
struct place
{
	int32_t level;
	double number;
};

/* exists: whether the model can say something of it. */
static bool
place_in(const struct cpe_covariate *covariate, const char *level, struct place *place,
         bool *exists, struct cpe_problem *problem)
{
	int32_t named = covariate->levels;
	const char *after;

	if (named > 0 && covariate->level[named - 1] == NULL)
		named--;
	if (level == NULL)
	{
		place->level = named;
		*exists = *exists && named < covariate->levels;
		return true;
	}
	if (!covariate->linear)
	{
		place->level = find_level(covariate, named, level);
		return place->level >= 0 || refuse_level(covariate, level, problem);
	}
	after = cpe_decimal_read(level, &place->number);
	return (after != NULL && *after == '\0') || refuse_level(covariate, level, problem);
}

/* Whether the respondent is in the column; x: the product of linear covariates. */
static bool
in_column(const struct cpe_column *column, const struct place *place, double *x)
{
	*x = 1;
	for (int f = 0; f < column->factors; f++)
	{
		const struct place *at = &place[column->covariate[f]];

		if (column->level[f] < 0)
			*x *= at->number;
		else if (column->level[f] != at->level)
			return false;
	}
	return true;
}

/* Whether a factor of the term is at its reference level, so that there is no column for it. */
static bool
at_reference(const struct cpe_model *model, const struct cpe_term_request *term,
             const struct place *place)
{
	for (int f = 0; f < term->factors; f++)
	{
		const struct cpe_covariate *covariate = &model->covariate[term->covariate[f]];

		if (!covariate->linear && place[term->covariate[f]].level == covariate->reference)
			return true;
	}
	return false;
}

/* A linear predictor with the sum of its terms' sizes. */
struct predictor
{
	double value;
	double size;
};

static void
add_part(struct predictor *sum, double part)
{
	sum->value += part;
	sum->size += fabs(part);
}

/*
 * Adds over the respondent's columns their coefficients, or what a direction of separation has for
 * them.  Returns false where a term has no column for the respondent, and that is not because it is
 * at its reference.
 */
static bool
sum_columns(const struct cpe_model *model, const struct place *place, const double *direction,
            struct predictor *sum)
{
	int column = 0;

	for (int term = -1; term < model->terms; term++)
	{
		bool found = false;

		for (; column < model->columns && model->column[column].what.term == term; column++)
		{
			double x;

			if (found || !in_column(&model->column[column].what, place, &x))
				continue;
			found = true;
			add_part(sum, x * (direction ? direction[column] : model->column[column].value));
		}
		if (!found && term >= 0 && !at_reference(model, &model->term[term], place))
			return false;
	}
	return true;
}

/* The number of an organisation; -1: no effect is asked for. */
static bool
find_organisation(const struct cpe_model *model, const char *name, int32_t *which,
                  struct cpe_problem *problem)
{
	int32_t low = 0;
	int32_t high = model->organisations;
	char text[SHOWN + 4];

	*which = -1;
	if (name == NULL || model->effect == CPE_EFFECT_NONE)
		return true;
	while (low < high)
	{
		int32_t middle = low + (high - low) / 2;
		int order = strcmp(model->organisation[middle].name, name);

		if (order == 0)
		{
			*which = middle;
			return true;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return cpe_problem_set(problem, CPE_INVALID,
	                       "It is not among the organisations that the model was fitted to.",
	                       "NULL stands for a respondent of no organisation in particular.",
	                       "unknown organisation: \"%s\"", shown(name, text));
}

/* Where separation sends the respondent: 0 or 1; false: the linear predictor is finite. */
static bool
limit_of(const struct cpe_model *model, const struct place *place, int32_t organisation,
         double *expected)
{
	for (int d = 0; d < model->directions; d++)
	{
		const struct cpe_separation_direction *direction = &model->direction[d];
		struct predictor sum = {0, 0};

		if (organisation < 0)
			add_part(&sum, direction->common);
		else if (direction->effect)
			add_part(&sum, direction->effect[organisation]);
		sum_columns(model, place, direction->column, &sum);
		if (!(fabs(sum.value) > CPE_SEPARATION_NO_PART * sum.size))
			continue;
		*expected = sum.value > 0;
		return true;
	}
	return false;
}

bool
cpe_model_expected(const struct cpe_model *model, const char *const *level,
                   const char *organisation, double offset, double *expected,
                   struct cpe_problem *problem)
{
	struct place place[CPE_MODEL_COVARIATES];
	bool exists = true;
	int32_t which;
	struct predictor sum = {0, 0};
	double linear;

	problem->code = CPE_OK;
	for (int i = 0; i < model->covariates; i++)
		if (model->covariate[i].used &&
		    !place_in(&model->covariate[i], level[i], &place[i], &exists, problem))
			return false;
	if (!find_organisation(model, organisation, &which, problem) || !exists ||
	    !sum_columns(model, place, NULL, &sum))
		return false;
	if (limit_of(model, place, which, expected))
		return true;
	if (which >= 0 && isnan(model->organisation[which].effect))
		return false;
	linear =
		sum.value + offset + (which >= 0 ? model->organisation[which].effect : model->intercept);
	if (model->family == CPE_BINOMIAL)
		linear = 1 / (1 + exp(-linear));
	if (!isfinite(linear))
		return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
		                       "what the model expects is out of range");
	*expected = linear;
	return true;
}

/* ---- names and tests ---- */

bool
cpe_model_names(const struct cpe_model *model, const char ***term, const char ***level,
                struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_frame frame = {.covariates = model->covariates,
	                          .covariate = model->covariate,
	                          .terms = model->terms,
	                          .term = model->term,
	                          .columns = model->columns};

	*term = cpe_arena_alloc(arena, (size_t) model->columns, sizeof(char *), problem);
	*level = cpe_arena_alloc(arena, (size_t) model->columns, sizeof(char *), problem);
	frame.column =
		cpe_arena_alloc(arena, (size_t) model->columns, sizeof(struct cpe_column), problem);
	if (*term == NULL || *level == NULL || frame.column == NULL)
		return false;
	for (int i = 0; i < model->columns; i++)
	{
		frame.column[i] = model->column[i].what;
		if (!cpe_column_names(&frame, i, arena, &(*term)[i], &(*level)[i], problem))
			return false;
	}
	return true;
}

const char *
cpe_model_flag_status(enum cpe_model_flag flag)
{
	switch (flag)
	{
		case CPE_FLAG_NONE:
			return NULL;
		case CPE_FLAG_REFERENCE:
			return "reference";
		case CPE_FLAG_ALIASED:
			return "aliased";
		case CPE_FLAG_ALL_POSITIVE:
			return "separated: all positive";
		case CPE_FLAG_ALL_NEGATIVE:
			return "separated: all negative";
		case CPE_FLAG_NO_DATA:
			return "no data";
	}
	return NULL;
}

double
cpe_model_df(const struct cpe_model *model)
{
	return model->family == CPE_GAUSSIAN ? (double) (model->n - model->rank) : INFINITY;
}

/* NAN where there are no degrees of freedom. */
double
cpe_model_central(const struct cpe_model *model, double level)
{
	double df = cpe_model_df(model);

	if (isinf(df))
		return cpe_normal_central(level);
	return df > 0 ? cpe_t_quantile_upper((1 - level) / 2, df) : NAN;
}

double
cpe_model_p(const struct cpe_model *model, double z)
{
	double df = cpe_model_df(model);

	if (isinf(df))
		return 2 * cpe_normal_upper(fabs(z));
	return df > 0 ? 2 * cpe_t_upper(fabs(z), df) : NAN;
}

/* The place of p in a test: of chi-square, or of F where the variance was estimated. */
static double
wald_p(const struct cpe_model *model, const struct cpe_wald *wald)
{
	double df = cpe_model_df(model);

	if (isinf(df))
		return cpe_chi2_upper(wald->chi2, wald->df);
	if (!(df > 0))
		return NAN;
	/* F with df and n - rank degrees, as a beta */
	return cpe_beta_cdf(df / (df + wald->chi2), df / 2, wald->df / 2.0);
}

bool
cpe_model_wald(const struct cpe_model *model, int term, struct cpe_wald *wald,
               struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_cholesky cholesky;
	double *block;
	double *value;
	int first = 0;
	int columns = 0;

	*wald = (struct cpe_wald){0, NAN, NAN};
	while (first < model->columns && model->column[first].what.term < term)
		first++;
	while (first + columns < model->columns && model->column[first + columns].what.term == term)
		columns++;
	if (columns == 0)
		return true;
	block = cpe_arena_alloc(arena, CPE_PACKED_SIZE(columns), sizeof(double), problem);
	value = cpe_arena_alloc(arena, (size_t) columns, sizeof(double), problem);
	if (block == NULL || value == NULL || !cpe_cholesky_open(&cholesky, arena, columns, problem))
		return false;
	for (int i = 0; i < columns; i++)
	{
		bool estimated = model->column[first + i].flag == CPE_FLAG_NONE;

		value[i] = estimated ? model->column[first + i].value : 0;
		for (int j = 0; j <= i; j++)
			block[CPE_PACKED(i, j)] = estimated && model->column[first + j].flag == CPE_FLAG_NONE
			                              ? model->covariance[CPE_PACKED(first + i, first + j)]
			                              : 0;
	}
	if (!cpe_cholesky_factor(&cholesky, arena, block, problem))
		return false;
	wald->df = cholesky.rank;
	if (wald->df == 0)
		return true;
	cpe_cholesky_solve(&cholesky, value);
	wald->chi2 = 0;
	for (int i = 0; i < columns; i++)
		wald->chi2 += value[i] * model->column[first + i].value;
	if (!(wald->chi2 >= 0) || isinf(wald->chi2))
		wald->chi2 = wald->chi2 < 0 ? 0 : NAN;
	wald->p = isnan(wald->chi2) ? NAN : wald_p(model, wald);
	return true;
}
