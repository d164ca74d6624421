#include "cancer_pe.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/numeric.h"

#include "base/base.h"

/* ---- presets and options ---- */

char *
cpe_first_value(const char *query, int arguments, const char *first, const char *second)
{
	Oid type[2] = {TEXTOID, TEXTOID};
	Datum value[2];
	char *result = NULL;
	MemoryContext outside = CurrentMemoryContext;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	value[0] = CStringGetTextDatum(first);
	value[1] = second ? CStringGetTextDatum(second) : (Datum) 0;
	if (SPI_execute_with_args(query, arguments, type, value, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read a registry");
	if (SPI_processed > 0)
	{
		char *text = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);

		if (text)
			result = MemoryContextStrdup(outside, text);
	}
	SPI_finish();
	return result;
}

Jsonb *
cpe_preset_options(const char *kind, const char *name)
{
	char *options = cpe_first_value("SELECT options FROM cancer_pe.preset "
	                                "WHERE kind OPERATOR(pg_catalog.=) $1 "
	                                "AND name OPERATOR(pg_catalog.=) $2",
	                                2, kind, name);

	if (options == NULL)
	{
		char *known =
			cpe_first_value("SELECT pg_catalog.string_agg(name, ', ' ORDER BY name COLLATE "
		                    "pg_catalog.\"C\") FROM cancer_pe.preset "
		                    "WHERE kind OPERATOR(pg_catalog.=) $1",
		                    1, kind, NULL);

		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
		                errmsg("unknown preset of %s: \"%s\"", kind, name),
		                errdetail("Presets: %s.", known ? known : "none"),
		                errhint("Add one of your own with INSERT INTO cancer_pe.preset.")));
	}
	return DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(options)));
}

char *
cpe_words_list(const char *const *words)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; words[i]; i++)
		appendStringInfo(&list, "%s%s", i ? ", " : "", words[i]);
	return list.data;
}

int
cpe_word_place(const char *const *words, const char *word)
{
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

void
cpe_options_check(const struct cpe_options *options, const char *const *known)
{
	for (int layer = 0; layer < 2; layer++)
	{
		JsonbIterator *iterator;
		JsonbValue value;
		JsonbIteratorToken token;

		if (options->layer[layer] == NULL)
			continue;
		if (!JB_ROOT_IS_OBJECT(options->layer[layer]))
			cpe_refuse(CPE_INVALID, NULL, "Write them like {\"z\": 1.96}.",
			           "options of %s must be an object", options->what);
		iterator = JsonbIteratorInit(&options->layer[layer]->root);
		while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
		{
			const char *const *k = known;

			if (token != WJB_KEY)
				continue;
			while (*k && (strlen(*k) != (size_t) value.val.string.len ||
			              memcmp(*k, value.val.string.val, value.val.string.len) != 0))
				k++;
			if (*k == NULL)
				cpe_refuse(CPE_INVALID, NULL, psprintf("Options: %s.", cpe_words_list(known)),
				           "unknown option of %s: \"%s\"", options->what,
				           pnstrdup(value.val.string.val, value.val.string.len));
		}
	}
}

bool
cpe_option_value(const struct cpe_options *options, const char *key, JsonbValue *value)
{
	for (int layer = 0; layer < 2; layer++)
		if (options->layer[layer] &&
		    getKeyJsonValueFromContainer(&options->layer[layer]->root, key, strlen(key), value))
			return value->type != jbvNull;
	return false;
}

/* A finite double of a JSON number. */
static double
number_of(const struct cpe_options *options, const char *key, const JsonbValue *value)
{
	double number =
		DatumGetFloat8(DirectFunctionCall1(numeric_float8, NumericGetDatum(value->val.numeric)));

	if (!isfinite(number))
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"%s\" of %s is out of range", key,
		           options->what);
	return number;
}

double
cpe_option_number(const struct cpe_options *options, const char *key)
{
	JsonbValue value;

	if (!cpe_option_value(options, key, &value))
		return NAN;
	if (value.type != jbvNumeric)
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"%s\" of %s must be a number", key,
		           options->what);
	return number_of(options, key, &value);
}

int
cpe_option_boolean(const struct cpe_options *options, const char *key)
{
	JsonbValue value;

	if (!cpe_option_value(options, key, &value))
		return -1;
	if (value.type != jbvBool)
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"%s\" of %s must be true or false", key,
		           options->what);
	return value.val.boolean;
}

char *
cpe_option_text(const struct cpe_options *options, const char *key)
{
	JsonbValue value;

	if (!cpe_option_value(options, key, &value))
		return NULL;
	if (value.type != jbvString)
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"%s\" of %s must be a string", key,
		           options->what);
	return pnstrdup(value.val.string.val, value.val.string.len);
}

/* An iterator over the elements of an option's array; NULL where the option is not given. */
static JsonbIterator *
array_elements(const struct cpe_options *options, const char *key, const char *what, int *count)
{
	JsonbValue value;

	*count = 0;
	if (!cpe_option_value(options, key, &value))
		return NULL;
	if (value.type != jbvBinary || !JsonContainerIsArray(value.val.binary.data) ||
	    JsonContainerIsScalar(value.val.binary.data))
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"%s\" of %s must be an array of %s", key,
		           options->what, what);
	*count = (int) JsonContainerSize(value.val.binary.data);
	return JsonbIteratorInit(value.val.binary.data);
}

/* The next element of such an array, which has one more, of that type. */
static void
next_element(const struct cpe_options *options, const char *key, const char *what,
             JsonbIterator **iterator, enum jbvType type, JsonbValue *element)
{
	while (JsonbIteratorNext(iterator, element, true) != WJB_ELEM)
		;
	if (element->type != type)
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"%s\" of %s must be an array of %s", key,
		           options->what, what);
}

const char *const *
cpe_option_texts(const struct cpe_options *options, const char *key, int *count)
{
	JsonbIterator *iterator = array_elements(options, key, "texts", count);
	JsonbValue element;
	const char **text;

	if (iterator == NULL)
		return NULL;
	text = palloc((*count + 1) * sizeof(char *));
	for (int i = 0; i < *count; i++)
	{
		next_element(options, key, "texts", &iterator, jbvString, &element);
		text[i] = pnstrdup(element.val.string.val, element.val.string.len);
	}
	return text;
}

double *
cpe_option_numbers(const struct cpe_options *options, const char *key, int *count)
{
	JsonbIterator *iterator = array_elements(options, key, "numbers", count);
	JsonbValue element;
	double *number;

	if (iterator == NULL)
		return NULL;
	number = palloc((*count + 1) * sizeof(double));
	for (int i = 0; i < *count; i++)
	{
		next_element(options, key, "numbers", &iterator, jbvNumeric, &element);
		number[i] = number_of(options, key, &element);
	}
	return number;
}

int
cpe_options_layer_of(const struct cpe_options *options, const char *key, const char *other_key)
{
	JsonbValue value;

	for (int layer = 0; layer < 2; layer++)
		if (options->layer[layer] &&
		    (getKeyJsonValueFromContainer(&options->layer[layer]->root, key, strlen(key), &value) ||
		     getKeyJsonValueFromContainer(&options->layer[layer]->root, other_key,
		                                  strlen(other_key), &value)))
			return layer;
	return -1;
}

int
cpe_word_in(const char *const *words, const char *word, const char *what)
{
	int place = cpe_word_place(words, word);

	if (place < 0)
		cpe_refuse(CPE_INVALID, NULL, psprintf("Allowed: %s.", cpe_words_list(words)),
		           "unknown %s: \"%s\"", what, word);
	return place;
}

int
cpe_option_word(const struct cpe_options *options, const char *key, const char *const *words)
{
	char *text = cpe_option_text(options, key);
	int place = text ? cpe_word_place(words, text) : -1;

	if (text == NULL)
		cpe_refuse(CPE_INVALID, NULL, psprintf("Allowed: %s.", cpe_words_list(words)),
		           "option \"%s\" of %s is missing", key, options->what);
	if (place < 0)
		cpe_refuse(CPE_INVALID, NULL, psprintf("Allowed: %s.", cpe_words_list(words)),
		           "unknown value of option \"%s\" of %s: \"%s\"", key, options->what, text);
	return place;
}

int
cpe_word_option(const struct cpe_options *options, const char *key, const char *const *words,
                int otherwise)
{
	JsonbValue value;

	return cpe_option_value(options, key, &value) ? cpe_option_word(options, key, words)
	                                              : otherwise;
}

int
cpe_whole_option(const struct cpe_options *options, const char *key, int least, int most,
                 int otherwise)
{
	double number = cpe_option_number(options, key);

	if (isnan(number))
		return otherwise;
	if (number != floor(number) || number < least || number > most)
		cpe_refuse(CPE_INVALID, psprintf("It is a whole number from %d to %d.", least, most), NULL,
		           "option \"%s\" of %s is out of range", key, options->what);
	return (int) number;
}

double
cpe_number_option(const struct cpe_options *options, const char *key, double least, double most,
                  double otherwise)
{
	double number = cpe_option_number(options, key);

	if (isnan(number))
		return otherwise;
	if (!(number >= least && number <= most))
		cpe_refuse(CPE_INVALID,
		           isinf(most) ? psprintf("It is %g at least.", least)
		                       : psprintf("It is a number from %g to %g.", least, most),
		           NULL, "option \"%s\" of %s is out of range", key, options->what);
	return number;
}

struct cpe_confidence
cpe_confidence_option(const struct cpe_options *options, const char *z_key, const char *level_key)
{
	struct cpe_options layer = {options->what, {NULL, NULL}};
	struct cpe_confidence confidence = {NAN, NAN};
	int which = cpe_options_layer_of(options, z_key, level_key);
	double z;
	double level;

	if (which < 0)
		return confidence;
	layer.layer[0] = options->layer[which];
	z = cpe_option_number(&layer, z_key);
	level = cpe_option_number(&layer, level_key);
	if (!isnan(z) && !isnan(level))
		cpe_refuse(CPE_INVALID, NULL, "Give one of them.", "%s has both \"%s\" and \"%s\"",
		           options->what, z_key, level_key);
	if (!isnan(z) && !cpe_confidence_from_z(z, &confidence))
		cpe_refuse(CPE_INVALID, "It is positive, and at most about 37.", NULL,
		           "option \"%s\" of %s is out of range", z_key, options->what);
	if (!isnan(level) && !cpe_confidence_from_level(level, &confidence))
		cpe_refuse(CPE_INVALID, "A level lies between 0 and 1, both excluded.", NULL,
		           "option \"%s\" of %s is out of range", level_key, options->what);
	return confidence;
}

struct cpe_confidence
cpe_usual_confidence_option(const struct cpe_options *options, const char *z_key,
                            const char *level_key)
{
	struct cpe_confidence confidence = cpe_confidence_option(options, z_key, level_key);

	if (isnan(confidence.z))
		cpe_confidence_from_level(0.95, &confidence);
	return confidence;
}

bool
cpe_rule_same(struct cpe_rule_memo *memo, MemoryContext keep, const char *name, Jsonb *options)
{
	struct cpe_rule_memo kept;
	MemoryContext before;

	if (memo->name && strcmp(memo->name, name) == 0 && VARSIZE(memo->options) == VARSIZE(options) &&
	    memcmp(memo->options, options, VARSIZE(options)) == 0)
		return true;
	before = MemoryContextSwitchTo(keep);
	kept.name = pstrdup(name);
	kept.options = (Jsonb *) DatumGetPointer(datumCopy(JsonbPGetDatum(options), false, -1));
	MemoryContextSwitchTo(before);
	if (memo->name)
	{
		pfree(memo->name);
		pfree(memo->options);
	}
	*memo = kept;
	return false;
}
