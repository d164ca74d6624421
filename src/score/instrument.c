#include "score/instrument.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "score/document.h"

static const struct cpe_json_limits definition_limits = {1024 * 1024, 16 * 1024 * 1024, 16};

#define MAX_ID 63 /* bytes of an item's id, a scale's code, ... */
#define MAX_ANSWER 10000
#define MAX_SPREAD 1000 /* answers between an item's least and greatest */

struct reader
{
	struct cpe_document document;
	struct cpe_instrument *instrument;
};

/* A key: 1 to 63 printable ASCII characters, no quote or backslash, no space at its ends. */
bool
cpe_instrument_is_key(const char *text)
{
	size_t length = strlen(text);

	if (length == 0 || length > MAX_ID || text[0] == ' ' || text[length - 1] == ' ')
		return false;
	for (const char *c = text; *c; c++)
		if (*c < ' ' || *c > '~' || *c == '"' || *c == '\\')
			return false;
	return true;
}

/* What can stand in SQL as a column's or a function's name without quotes, in that case. */
static bool
is_name(const char *text, bool upper)
{
	if (strlen(text) > 60 ||
	    !((text[0] >= 'a' && text[0] <= 'z') || (upper && text[0] >= 'A' && text[0] <= 'Z')))
		return false;
	for (const char *c = text; *c; c++)
		if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '_' ||
		      (upper && *c >= 'A' && *c <= 'Z')))
			return false;
	return true;
}

static bool
read_key(struct reader *r, const struct cpe_place *up, const cJSON *object, const char *name,
         const char **key)
{
	struct cpe_place place = {up, name, 0};

	if (!cpe_document_text(&r->document, up, object, name, true, 1000, key))
		return false;
	return cpe_instrument_is_key(*key) ||
	       cpe_document_refuse(&r->document, &place, NULL,
	                           "A key has 1 to %d printable ASCII characters, no quotes.", MAX_ID);
}

static const char *const certainties[] = {"sourced", "computed", "inferred", "unconfirmed", NULL};

/* ---- items ---- */

int
cpe_instrument_item(const struct cpe_instrument *instrument, const char *id, size_t length)
{
	for (int i = 0; i < instrument->items; i++)
		if (strncmp(instrument->item[i].id, id, length) == 0 &&
		    instrument->item[i].id[length] == '\0')
			return i;
	return -1;
}

int
cpe_instrument_scale(const struct cpe_instrument *instrument, const char *code, size_t length)
{
	for (int i = 0; i < instrument->scales; i++)
		if (strncmp(instrument->scale[i].code, code, length) == 0 &&
		    instrument->scale[i].code[length] == '\0')
			return i;
	return -1;
}

/* The number at the end of an id, and the length of what stands before it; -1: no number. */
static long
trailing_number(const char *id, size_t length, size_t *stem)
{
	size_t at = length;
	long number = 0;

	while (at > 0 && id[at - 1] >= '0' && id[at - 1] <= '9')
		at--;
	*stem = at;
	if (at == length || length - at > 4 || (id[at] == '0' && length - at > 1))
		return -1;
	while (at < length)
		number = number * 10 + (id[at++] - '0');
	return number;
}

/*
 * The next id of a list like ["1..28", "P2"]: *element and *offset say where to go on (offset 0:
 * the element's first).  Returns false with *id NULL at the end of the list, and at a problem.
 */
static bool
next_id(struct reader *r, const struct cpe_place *up, const cJSON **element, long *offset,
        int *number, const char **id)
{
	struct cpe_place place = {up, NULL, *number};
	const char *text, *dots;
	size_t stem, stem_to;
	long from, to;
	char *made;

	*id = NULL;
	if (*element == NULL)
		return false;
	if (!cJSON_IsString(*element) || !cpe_instrument_is_key((*element)->valuestring))
		return cpe_document_refuse(&r->document, &place, NULL,
		                           "An item's id was expected, a text such as \"1\" or \"1..28\".");
	text = (*element)->valuestring;
	dots = strstr(text, "..");
	if (dots == NULL)
	{
		*id = text;
		*element = (*element)->next;
		++*number;
		return true;
	}
	from = trailing_number(text, (size_t) (dots - text), &stem);
	to = trailing_number(dots + 2, strlen(dots + 2), &stem_to);
	if (from < 0 || to <= from || stem != stem_to || strncmp(text, dots + 2, stem) != 0)
		return cpe_document_refuse(&r->document, &place, "For example \"1..28\" or \"GP1..GP7\".",
		                           "%s is no range of ids.", cpe_json_shown(text));
	made = cpe_arena_alloc(r->document.arena, MAX_ID + 16, 1, r->document.problem);
	if (made == NULL)
		return false;
	snprintf(made, MAX_ID + 16, "%.*s%ld", (int) stem, text, from + *offset);
	*id = made;
	if (from + ++*offset > to)
	{
		*element = (*element)->next;
		*offset = 0;
		++*number;
	}
	return true;
}

/* What each answer counts as: itself, reversed, or as "values" says. */
static bool
read_values(struct reader *r, const struct cpe_place *up, const cJSON *group, struct cpe_item *item)
{
	struct cpe_place place = {up, "values", 0};
	const cJSON *values = cpe_json_member(group, "values");
	int spread = item->max - item->min;
	bool reversed;
	int32_t *value = cpe_arena_alloc(r->document.arena, (size_t) spread + 1, sizeof(*value),
	                                 r->document.problem);

	if (value == NULL ||
	    !cpe_document_boolean(&r->document, up, group, "reversed", false, &reversed))
		return false;
	if (values != NULL && reversed)
		return cpe_document_refuse(&r->document, &place, NULL,
		                           "Either \"values\" or \"reversed\", not both.");
	if (values != NULL &&
	    (!cJSON_IsObject(values) || cpe_document_array_size(values) != spread + 1))
		return cpe_document_refuse(
			&r->document, &place, NULL,
			"An object with one member for each answer from %d to %d was expected.", item->min,
			item->max);
	for (int i = 0; i <= spread; i++)
	{
		char name[16];
		long counts;

		value[i] = reversed ? item->max - i : item->min + i;
		if (values != NULL)
		{
			snprintf(name, sizeof(name), "%d", item->min + i);
			if (!cpe_document_whole(&r->document, &place, values, name, -MAX_ANSWER, MAX_ANSWER,
			                        &counts))
				return false;
			value[i] = (int32_t) counts;
		}
		item->low = i == 0 || value[i] < item->low ? value[i] : item->low;
		item->high = i == 0 || value[i] > item->high ? value[i] : item->high;
	}
	item->value = value;
	return true;
}

static bool
read_codes(struct reader *r, const struct cpe_place *up, const cJSON *object, const char *name,
           int *count, const int32_t **codes)
{
	struct cpe_place place = {up, name, 0};
	const cJSON *array;
	int32_t *code;
	long value;
	int i = 0;

	*count = 0;
	if (!cpe_document_array(&r->document, up, object, name, false, &array))
		return false;
	if (array == NULL)
		return true;
	code = cpe_arena_alloc(r->document.arena, (size_t) cpe_document_array_size(array),
	                       sizeof(*code), r->document.problem);
	if (code == NULL)
		return false;
	for (const cJSON *element = array->child; element != NULL; element = element->next, i++)
	{
		struct cpe_place here = {&place, NULL, i};

		if (!cpe_json_whole(element, -1000000000, 1000000000, &value))
			return cpe_document_refuse(&r->document, &here, NULL, "A whole number was expected.");
		code[i] = (int32_t) value;
	}
	*count = i;
	*codes = code;
	return true;
}

static bool
read_item_group(struct reader *r, const struct cpe_place *place, const cJSON *group)
{
	static const char *const known[] = {"ids",     "label",    "min",    "max",
	                                    "missing", "reversed", "values", NULL};
	struct cpe_place ids = {place, "ids", 0}, missing = {place, "missing", 0};
	struct cpe_item item = {.gate = -1};
	const cJSON *array, *element;
	const char *id;
	long min, max, offset = 0;
	int number = 0;

	if (!cpe_document_known(&r->document, place, group, known) ||
	    !cpe_document_array(&r->document, place, group, "ids", true, &array) ||
	    !cpe_document_text(&r->document, place, group, "label", false, 200, &item.label) ||
	    !cpe_document_whole(&r->document, place, group, "min", -MAX_ANSWER, MAX_ANSWER, &min) ||
	    !cpe_document_whole(&r->document, place, group, "max", min + 1, min + MAX_SPREAD, &max))
		return false;
	item.min = (int32_t) min;
	item.max = (int32_t) max;
	if (!read_values(r, place, group, &item) ||
	    !read_codes(r, place, group, "missing", &item.missings, &item.missing))
		return false;
	for (int i = 0; i < item.missings; i++)
		if (item.missing[i] >= item.min && item.missing[i] <= item.max)
			return cpe_document_refuse(&r->document, &missing, NULL,
			                           "The code %d is an answer, from %d to %d.", item.missing[i],
			                           item.min, item.max);
	for (element = array->child; next_id(r, &ids, &element, &offset, &number, &id);)
	{
		struct cpe_instrument *instrument = r->instrument;

		if (cpe_instrument_item(instrument, id, strlen(id)) >= 0)
			return cpe_document_refuse(&r->document, &ids, NULL, "The item %s is there twice.",
			                           cpe_json_shown(id));
		if (instrument->items >= CPE_MAX_ITEMS)
			return cpe_document_refuse(&r->document, &ids, NULL, "There are more than %d items.",
			                           CPE_MAX_ITEMS);
		item.id = id;
		instrument->item[instrument->items++] = item;
	}
	return element == NULL && r->document.problem->code == CPE_OK;
}

static bool
read_items(struct reader *r, const struct cpe_place *root, const cJSON *definition)
{
	struct cpe_place place = {root, "items", 0};
	const cJSON *array;
	int i = 0;

	if (!cpe_document_array(&r->document, root, definition, "items", true, &array))
		return false;
	r->instrument->item = cpe_arena_alloc(r->document.arena, CPE_MAX_ITEMS, sizeof(struct cpe_item),
	                                      r->document.problem);
	if (r->instrument->item == NULL)
		return false;
	for (const cJSON *group = array->child; group != NULL; group = group->next, i++)
	{
		struct cpe_place here = {&place, NULL, i};

		if (!read_item_group(r, &here, group))
			return false;
	}
	return true;
}

/* A list of ids as places of items, none of them twice.  The array has room for all items. */
static bool
read_item_list(struct reader *r, const struct cpe_place *up, const cJSON *object, const char *name,
               int *count, int *index)
{
	struct cpe_place place = {up, name, 0};
	bool seen[CPE_MAX_ITEMS] = {false};
	const cJSON *array, *element;
	const char *id;
	long offset = 0;
	int number = 0;

	*count = 0;
	if (!cpe_document_array(&r->document, up, object, name, true, &array))
		return false;
	for (element = array->child; next_id(r, &place, &element, &offset, &number, &id);)
	{
		int item = cpe_instrument_item(r->instrument, id, strlen(id));

		if (item < 0)
			return cpe_document_refuse(&r->document, &place, NULL, "There is no item %s.",
			                           cpe_json_shown(id));
		if (seen[item])
			return cpe_document_refuse(&r->document, &place, NULL, "The item %s is there twice.",
			                           cpe_json_shown(id));
		seen[item] = true;
		index[(*count)++] = item;
	}
	return element == NULL && r->document.problem->code == CPE_OK;
}

static bool
read_condition(struct reader *r, const struct cpe_place *place, const cJSON *condition)
{
	static const char *const known[] = {"items", "unless", "source", NULL};
	static const char *const known_unless[] = {"item", "is", NULL};
	struct cpe_place unless_place = {place, "unless", 0}, is = {&unless_place, "is", 0};
	const cJSON *unless = cpe_json_member(condition, "unless");
	const char *source, *id;
	int index[CPE_MAX_ITEMS], count, gate, answers = 0;
	const int32_t *answer = NULL;

	if (!cpe_document_known(&r->document, place, condition, known) ||
	    !cpe_document_text(&r->document, place, condition, "source", false, 1000, &source) ||
	    !read_item_list(r, place, condition, "items", &count, index))
		return false;
	if (unless == NULL)
		return cpe_document_refuse(&r->document, place, NULL, "The member \"unless\" is missing.");
	if (!cpe_document_known(&r->document, &unless_place, unless, known_unless) ||
	    !read_key(r, &unless_place, unless, "item", &id))
		return false;
	gate = cpe_instrument_item(r->instrument, id, strlen(id));
	if (gate < 0)
		return cpe_document_refuse(&r->document, &unless_place, NULL, "There is no item %s.",
		                           cpe_json_shown(id));
	if (!read_codes(r, &unless_place, unless, "is", &answers, &answer))
		return false;
	if (answers == 0)
		return cpe_document_refuse(&r->document, &unless_place, NULL,
		                           "The member \"is\" is missing.");
	for (int i = 0; i < answers; i++)
		if (answer[i] < r->instrument->item[gate].min || answer[i] > r->instrument->item[gate].max)
			return cpe_document_refuse(&r->document, &is, NULL, "%d is no answer to the item %s.",
			                           answer[i], cpe_json_shown(id));
	for (int i = 0; i < count; i++)
	{
		struct cpe_item *item = &r->instrument->item[index[i]];

		if (index[i] == gate)
			return cpe_document_refuse(&r->document, place, NULL,
			                           "The item %s cannot decide on itself.", cpe_json_shown(id));
		if (item->gate >= 0)
			return cpe_document_refuse(&r->document, place, NULL, "The item %s has two conditions.",
			                           cpe_json_shown(item->id));
		item->gate = gate;
		item->gate_answers = answers;
		item->gate_answer = answer;
	}
	return true;
}

static bool
read_conditions(struct reader *r, const struct cpe_place *root, const cJSON *definition)
{
	struct cpe_instrument *instrument = r->instrument;
	struct cpe_place place = {root, "conditions", 0};
	const cJSON *array;
	int i = 0;

	if (!cpe_document_array(&r->document, root, definition, "conditions", false, &array) ||
	    !cpe_document_boolean(&r->document, root, definition, "apply_conditions", true,
	                          &instrument->conditions_apply))
		return false;
	for (const cJSON *condition = array ? array->child : NULL; condition != NULL;
	     condition = condition->next, i++)
	{
		struct cpe_place here = {&place, NULL, i};

		if (!read_condition(r, &here, condition))
			return false;
	}
	instrument->conditions_apply = instrument->conditions_apply && array != NULL;
	for (i = 0; i < instrument->items; i++)
		if (instrument->item[i].gate >= 0 && instrument->item[instrument->item[i].gate].gate >= 0)
			return cpe_document_refuse(
				&r->document, &place, NULL,
				"The item %s decides on others and has a condition itself.",
				cpe_json_shown(instrument->item[instrument->item[i].gate].id));
	return true;
}

/* ---- scales ---- */

/* How many of so many parts a rule asks for. */
static bool
read_rule(struct reader *r, const struct cpe_place *up, const cJSON *object, const char *name,
          int parts, int *needed)
{
	static const char *const words[] = {"half", "more_than_half", "all", NULL};
	static const char *const known[] = {"at_least", "at_least_percent", "more_than_percent", NULL};
	struct cpe_place place = {up, name, 0};
	const cJSON *member = cpe_json_member(object, name);
	long value;
	int word;

	if (!cJSON_IsObject(member))
	{
		if (!cpe_document_word(&r->document, up, object, name, words, -1, &word))
			return false;
		*needed = word == 0 ? (parts + 1) / 2 : word == 1 ? parts / 2 + 1 : parts;
		return true;
	}
	if (!cpe_document_known(&r->document, &place, member, known))
		return false;
	if (cpe_document_array_size(member) != 1)
		return cpe_document_refuse(&r->document, &place, NULL, "Exactly one member was expected.");
	if (cpe_json_member(member, "at_least") != NULL)
	{
		if (!cpe_document_whole(&r->document, &place, member, "at_least", 1, parts, &value))
			return false;
		*needed = (int) value;
	}
	else if (cpe_json_member(member, "at_least_percent") != NULL)
	{
		if (!cpe_document_whole(&r->document, &place, member, "at_least_percent", 1, 100, &value))
			return false;
		*needed = (int) ((parts * value + 99) / 100);
	}
	else
	{
		if (!cpe_document_whole(&r->document, &place, member, "more_than_percent", 0, 99, &value))
			return false;
		*needed = (int) (parts * value / 100) + 1;
	}
	return true;
}

static bool
read_parts_of_items(struct reader *r, const struct cpe_place *place, const cJSON *object,
                    struct cpe_scale *scale, struct cpe_part *part, int *below)
{
	int index[CPE_MAX_ITEMS];

	if (!read_item_list(r, place, object, "items", &scale->parts, index))
		return false;
	for (int i = 0; i < scale->parts; i++)
	{
		part[i].index = below[i] = index[i];
		part[i].reversed = false;
		part[i].mirror = 0;
	}
	scale->items = scale->parts;
	return true;
}

static bool
read_parts_of_scales(struct reader *r, const struct cpe_place *place, const cJSON *object,
                     struct cpe_scale *scale, struct cpe_part *part, int *below)
{
	static const char *const known[] = {"scale", "reversed", NULL};
	const struct cpe_instrument *instrument = r->instrument;
	struct cpe_place list = {place, "scales", 0};
	bool seen[CPE_MAX_SCALES] = {false}, under[CPE_MAX_ITEMS] = {false};
	const cJSON *array;
	int i = 0;

	if (!cpe_document_array(&r->document, place, object, "scales", true, &array))
		return false;
	for (const cJSON *element = array->child; element != NULL; element = element->next, i++)
	{
		struct cpe_place here = {&list, NULL, i};
		const char *code = cJSON_IsString(element) ? element->valuestring : NULL;
		int index;

		if (i >= instrument->scales)
			return cpe_document_refuse(&r->document, &here, NULL,
			                           "There are more parts than scales before this one.");
		part[i].reversed = false;
		if (code == NULL && (!cpe_document_known(&r->document, &here, element, known) ||
		                     !read_key(r, &here, element, "scale", &code) ||
		                     !cpe_document_boolean(&r->document, &here, element, "reversed", false,
		                                           &part[i].reversed)))
			return false;
		index = cpe_instrument_scale(instrument, code, strlen(code));
		if (index < 0)
			return cpe_document_refuse(
				&r->document, &here, "A scale is made of scales that stand before it.",
				"There is no scale %s before this one.", cpe_json_shown(code));
		if (seen[index])
			return cpe_document_refuse(&r->document, &here, NULL, "The scale %s is there twice.",
			                           cpe_json_shown(code));
		seen[index] = true;
		part[i].index = index;
		part[i].mirror = instrument->scale[index].low + instrument->scale[index].high;
		for (int k = 0; k < instrument->scale[index].items; k++)
			under[instrument->scale[index].item[k]] = true;
	}
	scale->parts = i;
	for (i = 0; i < instrument->items; i++)
		if (under[i])
			below[scale->items++] = i;
	return true;
}

static bool
read_table(struct reader *r, const struct cpe_place *up, const cJSON *object,
           struct cpe_scale *scale, long low, long high)
{
	static const char *const known[] = {"from", "values", NULL};
	struct cpe_place place = {up, "table", 0}, list = {&place, "values", 0};
	const cJSON *table = cpe_json_member(object, "table"), *array;
	double *value;
	long from;
	int i = 0;

	if (table == NULL)
		return cpe_document_refuse(&r->document, up, NULL, "The member \"table\" is missing.");
	if (!cpe_document_known(&r->document, &place, table, known) ||
	    !cpe_document_whole(&r->document, &place, table, "from", -1000000, 1000000, &from) ||
	    !cpe_document_array(&r->document, &place, table, "values", true, &array))
		return false;
	scale->table_size = cpe_document_array_size(array);
	if (from != low || scale->table_size != high - low + 1)
		return cpe_document_refuse(&r->document, &place, NULL,
		                           "The sums go from %ld to %ld, the table from %ld to %ld.", low,
		                           high, from, from + scale->table_size - 1);
	value = cpe_arena_alloc(r->document.arena, (size_t) scale->table_size, sizeof(*value),
	                        r->document.problem);
	if (value == NULL)
		return false;
	for (const cJSON *element = array->child; element != NULL; element = element->next, i++)
	{
		struct cpe_place here = {&list, NULL, i};

		if (!cJSON_IsNumber(element) || !(fabs(element->valuedouble) <= 1e9))
			return cpe_document_refuse(&r->document, &here, NULL, "A number was expected.");
		value[i] = element->valuedouble;
		scale->low = i == 0 || value[i] < scale->low ? value[i] : scale->low;
		scale->high = i == 0 || value[i] > scale->high ? value[i] : scale->high;
	}
	scale->table_from = (int32_t) from;
	scale->table = value;
	return true;
}

/* The possible scores, and whether the transform suits the parts. */
static bool
read_range(struct reader *r, const struct cpe_place *place, const cJSON *object,
           struct cpe_scale *scale)
{
	const struct cpe_instrument *instrument = r->instrument;
	double low = 0, high = 0, least = 0, greatest = 0;
	bool alike = true;

	if (scale->of_scales && scale->transform != CPE_MEAN && scale->transform != CPE_SUM)
		return cpe_document_refuse(&r->document, place, NULL,
		                           "The transform of a scale of scales is \"mean\" or \"sum\".");
	if ((scale->transform == CPE_SUM || scale->transform == CPE_T_SCORE) &&
	    scale->min_parts != scale->parts)
		return cpe_document_refuse(&r->document, place,
		                           "\"prorated_sum\" makes up for missing items.",
		                           "A sum needs all its parts: \"missing\" must be \"all\".");
	for (int i = 0; i < scale->parts; i++)
	{
		int index = scale->part[i].index;
		double from = scale->of_scales ? instrument->scale[index].low : instrument->item[index].low;
		double to = scale->of_scales ? instrument->scale[index].high : instrument->item[index].high;

		alike = alike && (i == 0 || (from == least && to == greatest));
		least = i == 0 || from < least ? from : least;
		greatest = i == 0 || to > greatest ? to : greatest;
		low += from;
		high += to;
	}
	if (!alike && !scale->of_scales && scale->transform != CPE_SUM &&
	    scale->transform != CPE_T_SCORE)
		return cpe_document_refuse(&r->document, place, NULL,
		                           "The items of a mean must have the same range.");
	if (!scale->of_scales && least == greatest)
		return cpe_document_refuse(&r->document, place, NULL,
		                           "All answers to its items count alike.");
	switch (scale->transform)
	{
		case CPE_FUNCTIONAL:
		case CPE_SYMPTOM:
			scale->low = 0;
			scale->high = 100;
			break;
		case CPE_MEAN:
			scale->low = scale->min_parts == scale->parts ? low / scale->parts : least;
			scale->high = scale->min_parts == scale->parts ? high / scale->parts : greatest;
			break;
		case CPE_SUM:
		case CPE_PRORATED_SUM:
			scale->low = low;
			scale->high = high;
			break;
		case CPE_T_SCORE:
			return read_table(r, place, object, scale, (long) low, (long) high);
	}
	return true;
}

static bool
read_scale(struct reader *r, const struct cpe_place *place, const cJSON *object)
{
	static const char *const known[] = {
		"scale",          "label",     "higher", "items", "scales", "transform", "missing",
		"items_answered", "certainty", "source", "note",  "table",  NULL};
	static const char *const directions[] = {"better", "worse", "neither", "unconfirmed", NULL};
	static const char *const transforms[] = {"functional", "symptom",      "global",  "mean",
	                                         "sum",        "prorated_sum", "t_score", NULL};
	static const enum cpe_transform transform[] = {
		CPE_FUNCTIONAL, CPE_SYMPTOM, CPE_SYMPTOM, CPE_MEAN, CPE_SUM, CPE_PRORATED_SUM, CPE_T_SCORE};
	struct cpe_instrument *instrument = r->instrument;
	struct cpe_place code = {place, "scale", 0}, rule = {place, "items_answered", 0},
					 table = {place, "table", 0};
	struct cpe_scale scale = {0};
	struct cpe_part part[CPE_MAX_ITEMS], *parts;
	int below[CPE_MAX_ITEMS], *items, word;

	if (!cpe_document_known(&r->document, place, object, known) ||
	    !read_key(r, place, object, "scale", &scale.code) ||
	    !cpe_document_text(&r->document, place, object, "label", true, 200, &scale.label) ||
	    !cpe_document_text(&r->document, place, object, "source", false, 1000, &scale.source) ||
	    !cpe_document_text(&r->document, place, object, "note", false, 1000, &scale.note))
		return false;
	if (!is_name(scale.code, true))
		return cpe_document_refuse(
			&r->document, &code, NULL,
			"A scale's code begins with a letter; letters, digits and _ follow, 60 at most.");
	if (cpe_instrument_scale(instrument, scale.code, strlen(scale.code)) >= 0)
		return cpe_document_refuse(&r->document, &code, NULL, "The scale %s is there twice.",
		                           cpe_json_shown(scale.code));
	if (!cpe_document_word(&r->document, place, object, "higher", directions, -1, &word))
		return false;
	scale.direction = directions[word];
	if (!cpe_document_word(&r->document, place, object, "transform", transforms, -1, &word))
		return false;
	scale.transform = transform[word];
	scale.certainty = instrument->certainty;
	if (cpe_json_member(object, "certainty") != NULL)
	{
		if (!cpe_document_word(&r->document, place, object, "certainty", certainties, -1, &word))
			return false;
		scale.certainty = certainties[word];
	}
	scale.of_scales = cpe_json_member(object, "scales") != NULL;
	if (scale.of_scales == (cpe_json_member(object, "items") != NULL))
		return cpe_document_refuse(&r->document, place, NULL,
		                           "Either \"items\" or \"scales\" was expected.");
	if (!(scale.of_scales ? read_parts_of_scales : read_parts_of_items)(r, place, object, &scale,
	                                                                    part, below) ||
	    !read_rule(r, place, object, "missing", scale.parts, &scale.min_parts))
		return false;
	if (cpe_json_member(object, "items_answered") != NULL)
	{
		if (!scale.of_scales)
			return cpe_document_refuse(&r->document, &rule, NULL,
			                           "Only for a scale of scales; items have \"missing\".");
		if (!read_rule(r, place, object, "items_answered", scale.items, &scale.min_items))
			return false;
	}
	if (cpe_json_member(object, "table") != NULL && scale.transform != CPE_T_SCORE)
		return cpe_document_refuse(&r->document, &table, NULL,
		                           "Only the transform \"t_score\" has a table.");
	parts = cpe_arena_alloc(r->document.arena, (size_t) scale.parts, sizeof(*parts),
	                        r->document.problem);
	items = cpe_arena_alloc(r->document.arena, (size_t) scale.items, sizeof(*items),
	                        r->document.problem);
	if (parts == NULL || items == NULL)
		return false;
	memcpy(parts, part, (size_t) scale.parts * sizeof(*parts));
	memcpy(items, below, (size_t) scale.items * sizeof(*items));
	scale.part = parts;
	scale.item = items;
	if (!read_range(r, place, object, &scale))
		return false;
	instrument->scale[instrument->scales++] = scale;
	return true;
}

/* Whether two codes are the same but for case. */
static bool
alike(const char *a, const char *b)
{
	while (*a && (*a | 0x20) == (*b | 0x20))
		a++, b++;
	return *a == *b;
}

static bool
read_scales(struct reader *r, const struct cpe_place *root, const cJSON *definition)
{
	struct cpe_place place = {root, "scales", 0};
	const cJSON *array;
	int i = 0;

	if (!cpe_document_array(&r->document, root, definition, "scales", true, &array))
		return false;
	if (cpe_document_array_size(array) > CPE_MAX_SCALES)
		return cpe_document_refuse(&r->document, &place, NULL, "There are more than %d scales.",
		                           CPE_MAX_SCALES);
	r->instrument->scale =
		cpe_arena_alloc(r->document.arena, (size_t) cpe_document_array_size(array),
	                    sizeof(struct cpe_scale), r->document.problem);
	if (r->instrument->scale == NULL)
		return false;
	for (const cJSON *scale = array->child; scale != NULL; scale = scale->next, i++)
	{
		struct cpe_place here = {&place, NULL, i};

		if (!read_scale(r, &here, scale))
			return false;
	}
	/* columns of the row-shaped function, where case does not tell them apart */
	for (i = 0; i < r->instrument->scales; i++)
	{
		struct cpe_place scale = {&place, NULL, i}, code = {&scale, "scale", 0};
		const char *name = r->instrument->scale[i].code;

		if (r->instrument->function && (alike(name, "answers") || alike(name, "strict")))
			return cpe_document_refuse(&r->document, &code, NULL,
			                           "The instrument's function has an argument of this name.");
		for (int k = 0; k < i; k++)
			if (alike(name, r->instrument->scale[k].code))
				return cpe_document_refuse(&r->document, &code, NULL,
				                           "The scale %s and one before it differ in case only.",
				                           cpe_json_shown(name));
	}
	return true;
}

/* ---- thresholds, and the whole ---- */

static bool
read_threshold(struct reader *r, const struct cpe_place *place, const cJSON *object)
{
	static const char *const known[] = {"scale", "name", "problem", "cut", "source", NULL};
	static const char *const sides[] = {"below", "at_most", "at_least", "above", NULL};
	struct cpe_instrument *instrument = r->instrument;
	struct cpe_threshold threshold = {0};
	struct cpe_place cut_place = {place, "cut", 0}, scale_place = {place, "scale", 0},
					 name_place = {place, "name", 0};
	const cJSON *cut = cpe_json_member(object, "cut");
	const char *code;
	int side;

	if (!cpe_document_known(&r->document, place, object, known) ||
	    !read_key(r, place, object, "scale", &code) ||
	    !cpe_document_text(&r->document, place, object, "name", true, 100, &threshold.name) ||
	    !cpe_document_text(&r->document, place, object, "source", true, 1000, &threshold.source) ||
	    !cpe_document_word(&r->document, place, object, "problem", sides, -1, &side))
		return false;
	threshold.side = (enum cpe_problem_side) side;
	threshold.scale = cpe_instrument_scale(instrument, code, strlen(code));
	if (threshold.scale < 0)
		return cpe_document_refuse(&r->document, &scale_place, NULL, "There is no scale %s.",
		                           cpe_json_shown(code));
	if (!cJSON_IsNumber(cut) || !(cut->valuedouble >= instrument->scale[threshold.scale].low) ||
	    !(cut->valuedouble <= instrument->scale[threshold.scale].high))
		return cpe_document_refuse(&r->document, &cut_place, NULL,
		                           "A number from %g to %g was expected, a score of that scale.",
		                           instrument->scale[threshold.scale].low,
		                           instrument->scale[threshold.scale].high);
	threshold.cut = cut->valuedouble;
	for (int i = 0; i < instrument->thresholds; i++)
		if (instrument->threshold[i].scale == threshold.scale &&
		    strcmp(instrument->threshold[i].name, threshold.name) == 0)
			return cpe_document_refuse(&r->document, &name_place, NULL,
			                           "That scale has two thresholds of this name.");
	instrument->threshold[instrument->thresholds++] = threshold;
	return true;
}

static bool
read_thresholds(struct reader *r, const struct cpe_place *root, const cJSON *definition)
{
	struct cpe_place place = {root, "thresholds", 0};
	const cJSON *array;
	int i = 0;

	if (!cpe_document_array(&r->document, root, definition, "thresholds", false, &array))
		return false;
	if (array == NULL)
		return true;
	if (cpe_document_array_size(array) > CPE_MAX_SCALES)
		return cpe_document_refuse(&r->document, &place, NULL, "There are more than %d thresholds.",
		                           CPE_MAX_SCALES);
	r->instrument->threshold =
		cpe_arena_alloc(r->document.arena, (size_t) cpe_document_array_size(array),
	                    sizeof(struct cpe_threshold), r->document.problem);
	if (r->instrument->threshold == NULL)
		return false;
	for (const cJSON *threshold = array->child; threshold != NULL; threshold = threshold->next, i++)
	{
		struct cpe_place here = {&place, NULL, i};

		if (!read_threshold(r, &here, threshold))
			return false;
	}
	return true;
}

static bool
read_head(struct reader *r, const struct cpe_place *root, const cJSON *definition)
{
	struct cpe_instrument *instrument = r->instrument;
	struct cpe_place function = {root, "function", 0}, column = {root, "column", 0};
	int word;

	if (!read_key(r, root, definition, "instrument", &instrument->code) ||
	    !cpe_document_text(&r->document, root, definition, "version", true, 100,
	                       &instrument->version) ||
	    !cpe_document_text(&r->document, root, definition, "title", true, 200,
	                       &instrument->title) ||
	    !cpe_document_text(&r->document, root, definition, "source", true, 2000,
	                       &instrument->source) ||
	    !cpe_document_text(&r->document, root, definition, "licence", false, 1000,
	                       &instrument->licence) ||
	    !cpe_document_text(&r->document, root, definition, "note", false, 2000,
	                       &instrument->note) ||
	    !cpe_document_text(&r->document, root, definition, "function", false, 1000,
	                       &instrument->function) ||
	    !cpe_document_text(&r->document, root, definition, "column", false, 200,
	                       &instrument->column) ||
	    !cpe_document_word(&r->document, root, definition, "certainty", certainties, -1, &word))
		return false;
	instrument->certainty = certainties[word];
	if (instrument->function != NULL && !is_name(instrument->function, false))
		return cpe_document_refuse(
			&r->document, &function, NULL,
			"A function's name begins with a lower-case letter; such letters, digits and _ "
			"follow, 60 at most.");
	if (instrument->column == NULL)
		instrument->column = "q{item}";
	if (strstr(instrument->column, "{item}") == NULL)
		return cpe_document_refuse(&r->document, &column, NULL, "The pattern has no {item} in it.");
	return true;
}

struct cpe_instrument *
cpe_instrument_read(struct cpe_arena *arena, const char *text, size_t length,
                    struct cpe_problem *problem)
{
	static const char *const known[] = {
		"instrument", "version",          "title", "function", "column",     "certainty",
		"source",     "licence",          "note",  "items",    "conditions", "scales",
		"thresholds", "apply_conditions", NULL};
	static const struct cpe_place root = {NULL, NULL, 0};
	struct reader r = {.document = {arena, problem, "instrument definition"}};
	const cJSON *definition;

	problem->code = CPE_OK;
	definition =
		cpe_json_parse(arena, text, length, "instrument definition", &definition_limits, problem);
	if (definition == NULL)
		return NULL;
	r.instrument = cpe_arena_alloc(arena, 1, sizeof(*r.instrument), problem);
	if (r.instrument == NULL)
		return NULL;
	if (!cpe_document_known(&r.document, &root, definition, known) ||
	    !read_head(&r, &root, definition) || !read_items(&r, &root, definition) ||
	    !read_conditions(&r, &root, definition) || !read_scales(&r, &root, definition) ||
	    !read_thresholds(&r, &root, definition) ||
	    !cpe_instrument_prepare(r.instrument, arena, problem))
		return NULL;
	return r.instrument;
}
