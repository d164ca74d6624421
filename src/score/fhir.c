#include "score/fhir.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define EXTENSIONS "http://hl7.org/fhir/StructureDefinition/"

const char *const cpe_fhir_value_word[] = {
	NULL,   "coding", "integer",  "decimal",   "string",     "boolean", "date",   "dateTime",
	"time", "uri",    "quantity", "reference", "attachment", "other",   "several"};

/* How value[x] is called for each of them. */
static const char *const value_name[] = {"",         "Coding",    "Integer",   "Decimal", "String",
                                         "Boolean",  "Date",      "DateTime",  "Time",    "Uri",
                                         "Quantity", "Reference", "Attachment"};

static const char *
string_of(const cJSON *value)
{
	return cJSON_IsString(value) ? value->valuestring : NULL;
}

static const char *
member_string(const cJSON *object, const char *name)
{
	return string_of(cpe_json_member(object, name));
}

/* A finite number without a sign on its zero, or NAN. */
static double
number_of(const cJSON *value)
{
	if (!cJSON_IsNumber(value) || !isfinite(value->valuedouble))
		return NAN;
	return value->valuedouble == 0 ? 0 : value->valuedouble;
}

/* A member that is there: JSON's null is not. */
static const cJSON *
there(const cJSON *value)
{
	return value == NULL || cJSON_IsNull(value) ? NULL : value;
}

/* ---- places ---- */

void
cpe_fhir_path(struct cpe_text *text, const struct cpe_fhir_place *place)
{
	if (place->up != NULL)
	{
		cpe_fhir_path(text, place->up);
		cpe_text_append(text, ".");
	}
	cpe_text_printf(text, "%s[%d]", place->answer ? "answer" : "item", place->index);
}

/* Fails because something at a place is not what FHIR has there. */
static bool
malformed(struct cpe_arena *arena, const struct cpe_fhir_place *place, const char *what,
          struct cpe_problem *problem)
{
	struct cpe_text path;
	const char *where = "the response";

	if (place != NULL)
	{
		cpe_text_open(&path, arena, problem);
		cpe_fhir_path(&path, place);
		where = cpe_text_close(&path, NULL);
		if (where == NULL)
			return false;
	}
	return cpe_problem_set(problem, CPE_INVALID, where, NULL,
	                       "not a FHIR QuestionnaireResponse: %s", what);
}

bool
cpe_fhir_is_response(const cJSON *response, struct cpe_problem *problem)
{
	const char *type = member_string(response, "resourceType");

	if (type != NULL && strcmp(type, "QuestionnaireResponse") == 0)
		return true;
	return cpe_problem_set(
		problem, CPE_INVALID,
		!cJSON_IsObject(response) ? "It is no JSON object."
		: type == NULL            ? "It has no resourceType."
								  : NULL,
		type != NULL && strcmp(type, "Bundle") == 0
			? "Take the resources out of a Bundle: jsonb_path_query(bundle, '$.entry[*].resource')."
			: NULL,
		type != NULL ? "not a FHIR QuestionnaireResponse but a resource of type %s"
					 : "not a FHIR QuestionnaireResponse",
		type != NULL ? cpe_json_shown(type) : "");
}

/* ---- the walk ---- */

struct walker
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	cpe_fhir_visit visit;
	void *context;
	unsigned visited;
};

/* The weights and reasons that extensions of one element give, where none is known yet. */
struct notes
{
	double item_weight, ordinal;
	const char *absent;
};

static void
read_extensions(const cJSON *list, struct notes *notes)
{
	const cJSON *extension, *member;

	if (!cJSON_IsArray(list))
		return;
	for (extension = list->child; extension != NULL; extension = extension->next)
	{
		const char *url = member_string(extension, "url");
		double number = NAN;
		const char *string = NULL;

		if (url == NULL || strncmp(url, EXTENSIONS, strlen(EXTENSIONS)) != 0)
			continue;
		url += strlen(EXTENSIONS);
		for (member = extension->child; member != NULL; member = member->next)
			if (strncmp(member->string, "value", 5) == 0)
			{
				if (isnan(number))
					number = number_of(member);
				if (string == NULL)
					string = string_of(member);
			}
		if (strcmp(url, "itemWeight") == 0 && isnan(notes->item_weight))
			notes->item_weight = number;
		else if (strcmp(url, "ordinalValue") == 0 && isnan(notes->ordinal))
			notes->ordinal = number;
		else if (strcmp(url, "data-absent-reason") == 0 && notes->absent == NULL)
			notes->absent = string;
	}
}

static enum cpe_fhir_value
value_type(const char *name)
{
	for (int i = CPE_FHIR_CODING; i <= CPE_FHIR_ATTACHMENT; i++)
		if (strcmp(name, value_name[i]) == 0)
			return (enum cpe_fhir_value) i;
	return CPE_FHIR_OTHER;
}

/* The value of an answer into the row; extensions of a coding come before those around it. */
static void
read_value(const cJSON *value, struct cpe_fhir_row *row, struct notes *notes)
{
	if (cJSON_IsNumber(value))
		row->number = number_of(value);
	else if (cJSON_IsString(value))
		row->text = value->valuestring;
	else if (cJSON_IsBool(value))
		row->text = cJSON_IsTrue(value) ? "true" : "false";
	else if (cJSON_IsObject(value))
	{
		switch (row->type)
		{
			case CPE_FHIR_CODING:
				row->text = member_string(value, "display");
				row->code = member_string(value, "code");
				row->system = member_string(value, "system");
				read_extensions(cpe_json_member(value, "extension"), notes);
				break;
			case CPE_FHIR_QUANTITY:
				row->number = number_of(cpe_json_member(value, "value"));
				row->text = member_string(value, "unit");
				row->code = member_string(value, "code");
				row->system = member_string(value, "system");
				break;
			case CPE_FHIR_REFERENCE:
				row->text = member_string(value, "reference");
				if (row->text == NULL)
					row->text = member_string(value, "display");
				break;
			case CPE_FHIR_ATTACHMENT:
				row->text = member_string(value, "url");
				if (row->text == NULL)
					row->text = member_string(value, "title");
				break;
			default:
				break;
		}
	}
}

/* An answer into the row, which already tells the item; the items below it are given back. */
static const cJSON *
read_answer(const cJSON *answer, struct cpe_fhir_row *row, const char *item_absent)
{
	struct notes notes = {NAN, NAN, NULL};
	const cJSON *member, *value = NULL, *items = NULL, *extension = NULL;
	bool beside = false; /* extensions of the value itself, in a member _value[x] */

	for (member = answer->child; member != NULL; member = member->next)
	{
		const char *name = member->string;

		if (strncmp(name, "value", 5) == 0)
		{
			if (cJSON_IsNull(member))
				continue;
			row->type = value == NULL ? value_type(name + 5) : CPE_FHIR_SEVERAL;
			value = member;
		}
		else if (strcmp(name, "item") == 0)
			items = there(member);
		else if (strcmp(name, "extension") == 0)
			extension = member;
		else if (strncmp(name, "_value", 6) == 0)
			beside = true;
	}
	if (value != NULL && row->type != CPE_FHIR_SEVERAL)
		read_value(value, row, &notes);
	read_extensions(extension, &notes);
	for (member = answer->child; beside && member != NULL; member = member->next)
		if (strncmp(member->string, "_value", 6) == 0)
			read_extensions(cpe_json_member(member, "extension"), &notes);
	row->weight = isnan(notes.item_weight) ? notes.ordinal : notes.item_weight;
	row->absent = notes.absent != NULL ? notes.absent : item_absent;
	return items;
}

static bool
visit(struct walker *w, const struct cpe_fhir_row *row)
{
	if (++w->visited % 1024 == 0 && !cpe_arena_poll(w->arena, w->problem))
		return false;
	return w->visit(w->context, row, w->problem);
}

static bool walk_items(struct walker *w, const cJSON *items, const struct cpe_fhir_place *up,
                       int depth);

/* One item: itself where it has no answer, its answers with the items below them, its items. */
static bool
walk_item(struct walker *w, const cJSON *item, const struct cpe_fhir_place *place, int depth)
{
	struct cpe_fhir_row row = {place, depth, NULL, NULL, 0,   CPE_FHIR_NO_VALUE,
	                           NULL,  NAN,   NULL, NULL, NAN, NULL};
	struct notes notes = {NAN, NAN, NULL};
	const cJSON *member, *answers = NULL, *items = NULL, *answer;

	for (member = item->child; member != NULL; member = member->next)
	{
		const char *name = member->string;

		if (strcmp(name, "linkId") == 0)
			row.link_id = string_of(member);
		else if (strcmp(name, "answer") == 0)
			answers = there(member);
		else if (strcmp(name, "item") == 0)
			items = there(member);
		else if (strcmp(name, "text") == 0)
			row.item_text = string_of(member);
		else if (strcmp(name, "extension") == 0)
			read_extensions(member, &notes);
	}
	if (answers != NULL && !cJSON_IsArray(answers))
		return malformed(w->arena, place, "answer is no array", w->problem);
	if (answers == NULL || answers->child == NULL)
	{
		row.absent = notes.absent;
		if (!visit(w, &row))
			return false;
	}
	else
		for (answer = answers->child; answer != NULL; answer = answer->next)
		{
			struct cpe_fhir_place here = {place, row.answer_no, true};
			struct cpe_fhir_row one = row;
			const cJSON *below;

			one.place = &here;
			one.answer_no = ++row.answer_no;
			if (!cJSON_IsObject(answer))
				return malformed(w->arena, &here, "an answer is no object", w->problem);
			below = read_answer(answer, &one, notes.absent);
			if (!visit(w, &one))
				return false;
			if (below != NULL && !walk_items(w, below, &here, depth + 1))
				return false;
		}
	return items == NULL || walk_items(w, items, place, depth + 1);
}

static bool
walk_items(struct walker *w, const cJSON *items, const struct cpe_fhir_place *up, int depth)
{
	struct cpe_fhir_place place = {up, 0, false};

	if (depth > CPE_FHIR_DEPTH)
		return cpe_problem_set(w->problem, CPE_LIMIT, NULL, NULL,
		                       "items are nested more than %d deep", CPE_FHIR_DEPTH);
	if (!cJSON_IsArray(items))
		return malformed(w->arena, up, "item is no array", w->problem);
	for (const cJSON *item = items->child; item != NULL; item = item->next, place.index++)
	{
		if (!cJSON_IsObject(item))
			return malformed(w->arena, &place, "an item is no object", w->problem);
		if (!walk_item(w, item, &place, depth))
			return false;
	}
	return true;
}

bool
cpe_fhir_walk(const cJSON *response, struct cpe_arena *arena, cpe_fhir_visit visitor, void *context,
              struct cpe_problem *problem)
{
	struct walker w = {arena, problem, visitor, context, 0};
	const cJSON *items;

	if (!cpe_fhir_is_response(response, problem))
		return false;
	items = there(cpe_json_member(response, "item"));
	return items == NULL || walk_items(&w, items, NULL, 1);
}

/* Who a Reference is: its reference, else the value of its identifier. */
static const char *
reference_of(const cJSON *reference)
{
	const char *text = member_string(reference, "reference");

	return text != NULL ? text : member_string(cpe_json_member(reference, "identifier"), "value");
}

bool
cpe_fhir_header(const cJSON *response, struct cpe_arena *arena, struct cpe_fhir_header *header,
                struct cpe_problem *problem)
{
	const char *canonical, *bar;

	memset(header, 0, sizeof(*header));
	if (!cpe_fhir_is_response(response, problem))
		return false;
	header->id = member_string(response, "id");
	header->status = member_string(response, "status");
	header->authored = member_string(response, "authored");
	header->subject = reference_of(cpe_json_member(response, "subject"));
	header->author = reference_of(cpe_json_member(response, "author"));
	canonical = member_string(response, "questionnaire");
	header->questionnaire = canonical;
	bar = canonical != NULL ? strchr(canonical, '|') : NULL;
	if (bar != NULL)
	{
		char *url = cpe_arena_alloc(arena, (size_t) (bar - canonical) + 1, 1, problem);

		if (url == NULL)
			return false;
		memcpy(url, canonical, (size_t) (bar - canonical));
		header->questionnaire = url;
		header->version = bar[1] != '\0' ? bar + 1 : NULL;
	}
	return true;
}

/* ---- the link map ---- */

#define ANY (-1)
#define NO_QUESTIONNAIRE (-2)

struct link_entry
{
	const char *link;
	int questionnaire; /* ANY, or its place in the list */
	int item;          /* -1: none */
	int next;
};

struct code_entry
{
	const char *code, *link; /* link NULL: any */
	int questionnaire;
	int item; /* ANY, or the item */
	bool has_value;
	int32_t value;
	int next;
};

struct cpe_link_map
{
	const char **questionnaire;
	int questionnaires;
	struct link_entry *link;
	int links;
	struct code_entry *code;
	int codes;
	bool number_codes; /* some code is a number, so that numbers may be codes */
	uint32_t mask;
	int *link_slot, *code_slot; /* first entry, or -1 */
};

static uint32_t
hash_of(const char *text)
{
	uint32_t hash = 2166136261u;

	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char) *text) * 16777619u;
	return hash ^ hash >> 15;
}

/* Of a code for one item, or for any. */
static uint32_t
code_hash(uint32_t code, int item)
{
	return code + 0x9E3779B9u * (uint32_t) (item - ANY);
}

/* Whether a text is a plain whole number of at most nine digits, and which. */
static bool
plain_number(const char *text, int32_t *value)
{
	bool negative = text[0] == '-';
	const char *digit = text + negative;
	int32_t number = 0;

	if (*digit == '\0' || strlen(digit) > 9)
		return false;
	for (; *digit != '\0'; digit++)
	{
		if (*digit < '0' || *digit > '9')
			return false;
		number = number * 10 + (*digit - '0');
	}
	*value = negative ? -number : number;
	return true;
}

static int
questionnaire_of(struct cpe_link_map *map, const char *name)
{
	int i;

	if (name == NULL)
		return ANY;
	for (i = 0; i < map->questionnaires; i++)
		if (strcmp(map->questionnaire[i], name) == 0)
			return i;
	map->questionnaire[map->questionnaires++] = name;
	return i;
}

static void
add_link(struct cpe_link_map *map, const char *link, int questionnaire, int item)
{
	struct link_entry *entry = &map->link[map->links];
	int *slot = &map->link_slot[hash_of(link) & map->mask];

	entry->link = link;
	entry->questionnaire = questionnaire;
	entry->item = item;
	entry->next = *slot;
	*slot = map->links++;
}

static const struct link_entry *
same_link(const struct cpe_link_map *map, const char *link, int questionnaire)
{
	for (int i = map->link_slot[hash_of(link) & map->mask]; i >= 0; i = map->link[i].next)
		if (map->link[i].questionnaire == questionnaire && strcmp(map->link[i].link, link) == 0)
			return &map->link[i];
	return NULL;
}

/* Fails for a row that cannot be used; cpe_json_shown's memory serves one text, so copy the other.
 */
static bool
bad_row(const struct cpe_link_row *row, const struct cpe_instrument *instrument, const char *why,
        struct cpe_problem *problem)
{
	char link[100], detail[300];

	snprintf(link, sizeof(link), "%s", row->link_id ? cpe_json_shown(row->link_id) : "null");
	snprintf(detail, sizeof(detail), "Its link_id is %s, its code %s: %s", link,
	         row->code ? cpe_json_shown(row->code) : "null", why);
	return cpe_problem_set(problem, CPE_INVALID, detail, "Correct the row of cancer_pe.link_map.",
	                       "a row of the link map of %s cannot be used", instrument->code);
}

static bool
add_rows(struct cpe_link_map *map, struct cpe_arena *arena, const struct cpe_instrument *instrument,
         const struct cpe_link_row *row, int rows, struct cpe_problem *problem)
{
	/* links that have rows of their own first, then those that only rows with codes tell */
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < rows; i++)
		{
			const struct cpe_link_row *r = &row[i];
			const struct link_entry *same;
			int questionnaire, item = -1;

			if (i % 256 == 255 && !cpe_arena_poll(arena, problem))
				return false;
			questionnaire = questionnaire_of(map, r->questionnaire);
			if (r->item != NULL)
			{
				item = cpe_instrument_item(instrument, r->item, strlen(r->item));
				if (item < 0)
					return bad_row(r, instrument, "the instrument has no such item.", problem);
			}
			if (r->link_id == NULL && r->code == NULL)
				return bad_row(r, instrument, "one of the two is needed.", problem);
			if (pass == 0)
			{
				if (r->code == NULL)
				{
					if (same_link(map, r->link_id, questionnaire) != NULL)
						return bad_row(r, instrument, "there is another such row.", problem);
					add_link(map, r->link_id, questionnaire, item);
				}
				else
				{
					struct code_entry *entry = &map->code[map->codes];
					int *slot = &map->code_slot[code_hash(hash_of(r->code), item < 0 ? ANY : item) &
					                            map->mask];
					int32_t number;

					entry->code = r->code;
					entry->link = r->link_id;
					entry->questionnaire = questionnaire;
					entry->item = item < 0 ? ANY : item;
					entry->has_value = r->has_value;
					entry->value = r->value;
					entry->next = *slot;
					*slot = map->codes++;
					map->number_codes |= plain_number(r->code, &number);
				}
			}
			else if (r->code != NULL && r->link_id != NULL && item >= 0)
			{
				same = same_link(map, r->link_id, questionnaire);
				if (same == NULL)
					add_link(map, r->link_id, questionnaire, item);
				else if (same->item != item)
					return bad_row(r, instrument, "another row has a different item for this link.",
					               problem);
			}
		}
	return true;
}

struct cpe_link_map *
cpe_link_map_make(struct cpe_arena *arena, const struct cpe_instrument *instrument,
                  const struct cpe_link_row *row, int rows, struct cpe_problem *problem)
{
	struct cpe_link_map *map = cpe_arena_alloc(arena, 1, sizeof(*map), problem);
	size_t slots = 16;

	while (slots < 2 * (size_t) rows)
		slots *= 2;
	if (map == NULL ||
	    (map->questionnaire = cpe_arena_alloc(arena, (size_t) rows, sizeof(char *), problem)) ==
	        NULL ||
	    (map->link = cpe_arena_alloc(arena, (size_t) rows, sizeof(*map->link), problem)) == NULL ||
	    (map->code = cpe_arena_alloc(arena, (size_t) rows, sizeof(*map->code), problem)) == NULL ||
	    (map->link_slot = cpe_arena_alloc(arena, slots, sizeof(int), problem)) == NULL ||
	    (map->code_slot = cpe_arena_alloc(arena, slots, sizeof(int), problem)) == NULL)
		return NULL;
	map->mask = (uint32_t) (slots - 1);
	for (size_t i = 0; i < slots; i++)
		map->link_slot[i] = map->code_slot[i] = -1;
	return add_rows(map, arena, instrument, row, rows, problem) ? map : NULL;
}

/* The places of a document's questionnaire in the map: with its version, and without. */
struct canonical
{
	int full, url;
};

static struct canonical
find_canonical(const struct cpe_link_map *map, const char *questionnaire)
{
	struct canonical found = {NO_QUESTIONNAIRE, NO_QUESTIONNAIRE};
	size_t length;

	if (questionnaire == NULL)
		return found;
	length = strcspn(questionnaire, "|");
	for (int i = 0; i < map->questionnaires; i++)
	{
		if (strcmp(map->questionnaire[i], questionnaire) == 0)
			found.full = i;
		if (strncmp(map->questionnaire[i], questionnaire, length) == 0 &&
		    map->questionnaire[i][length] == '\0')
			found.url = i;
	}
	return found;
}

/* How closely an entry's questionnaire is that of the document; 0: not at all. */
static int
closeness(const struct canonical *canonical, int questionnaire)
{
	return questionnaire == ANY               ? 1
	       : questionnaire == canonical->full ? 3
	       : questionnaire == canonical->url  ? 2
	                                          : 0;
}

/* The item of a link, or -1. */
static int
item_of(const struct cpe_link_map *map, const struct canonical *canonical, const char *link)
{
	int best = 0, item = -1;

	for (int i = map->link_slot[hash_of(link) & map->mask]; i >= 0; i = map->link[i].next)
	{
		const struct link_entry *entry = &map->link[i];
		int close = closeness(canonical, entry->questionnaire);

		if (close > best && strcmp(entry->link, link) == 0)
		{
			best = close;
			item = entry->item;
		}
	}
	return item;
}

/*
 * The entry that fits a code best: one that names the link, then the item, then the questionnaire.
 */
static const struct code_entry *
code_of(const struct cpe_link_map *map, const struct canonical *canonical, const char *code,
        const char *link, int item)
{
	const struct code_entry *best = NULL;
	uint32_t hash = hash_of(code);
	int best_close = 0;

	for (int any = 0; any < 2; any++)
		for (int i = map->code_slot[code_hash(hash, any ? ANY : item) & map->mask]; i >= 0;
		     i = map->code[i].next)
		{
			const struct code_entry *entry = &map->code[i];
			int close = closeness(canonical, entry->questionnaire);

			if (close == 0 || strcmp(entry->code, code) != 0 ||
			    (entry->link != NULL && strcmp(entry->link, link) != 0) ||
			    (entry->item != ANY && entry->item != item))
				continue;
			close += (entry->link != NULL ? 8 : 0) + (entry->item != ANY ? 4 : 0);
			if (close > best_close)
			{
				best_close = close;
				best = entry;
			}
		}
	return best;
}

/* ---- answers ---- */

enum reading
{
	READ,
	MISSING,
	UNREADABLE
};

static enum reading
whole(double number, int32_t *value)
{
	if (number != floor(number) || fabs(number) > INT32_MAX)
		return UNREADABLE;
	*value = (int32_t) number;
	return READ;
}

/* The value of an answer; the order is told in the documentation of fhir_answers. */
static enum reading
read_row(const struct cpe_link_map *map, const struct canonical *canonical,
         const struct cpe_fhir_row *row, int item, int32_t *value)
{
	const char *code = row->code;
	const struct code_entry *entry;
	char digits[24];

	if (row->type == CPE_FHIR_NO_VALUE)
		return MISSING;
	if (row->type == CPE_FHIR_SEVERAL)
		return UNREADABLE;
	if (row->type != CPE_FHIR_CODING && row->type != CPE_FHIR_QUANTITY)
		code = row->text;
	else if (row->type == CPE_FHIR_QUANTITY)
		code = NULL;
	if (code == NULL && map->number_codes && whole(row->number, value) == READ)
	{
		snprintf(digits, sizeof(digits), "%ld", (long) *value);
		code = digits;
	}
	if (code != NULL && map->codes > 0)
	{
		entry = code_of(map, canonical, code, row->link_id, item);
		if (entry != NULL)
		{
			*value = entry->value;
			return entry->has_value ? READ : MISSING;
		}
	}
	if (!isnan(row->weight))
		return whole(row->weight, value);
	if (!isnan(row->number))
		return whole(row->number, value);
	return code != NULL && plain_number(code, value) ? READ : UNREADABLE;
}

struct answering
{
	const struct cpe_instrument *instrument;
	const struct cpe_link_map *map;
	struct canonical canonical;
	bool strict;
	int32_t *value;
	bool *given, *met;
	const char **link;
	const char *first; /* the first link met */
	int rows, mapped;
};

/* What an answer says, for a message. */
static void
print_answer(const struct cpe_fhir_row *row, char *text, size_t size)
{
	const char *what = row->type == CPE_FHIR_CODING ? row->code : row->text;

	if (row->type == CPE_FHIR_SEVERAL)
		snprintf(text, size, "several values");
	else if (!isnan(row->weight))
		snprintf(text, size, "the weight %.15g", row->weight);
	else if (!isnan(row->number))
		snprintf(text, size, "the %s %.15g", cpe_fhir_value_word[row->type], row->number);
	else if (what == NULL)
		snprintf(text, size, "a %s without a %s that can be used", cpe_fhir_value_word[row->type],
		         row->type == CPE_FHIR_CODING ? "code" : "value");
	else
		snprintf(text, size, "the %s %s",
		         row->type == CPE_FHIR_CODING ? "code" : cpe_fhir_value_word[row->type],
		         cpe_json_shown(what));
}

/* Fails because strict mode does not take an answer. */
static bool
refuse_answer(const struct answering *a, const struct cpe_fhir_row *row, int item, bool readable,
              struct cpe_problem *problem)
{
	const struct cpe_item *of = &a->instrument->item[item];
	char answer[130], detail[300], hint[200];

	print_answer(row, answer, sizeof(answer));
	snprintf(detail, sizeof(detail), "linkId %s holds %s.", cpe_json_shown(row->link_id), answer);
	snprintf(hint, sizeof(hint), "Allowed: %ld to %ld.%s", (long) of->min, (long) of->max,
	         readable ? "" : " What a code stands for is said in cancer_pe.link_map.");
	return cpe_problem_set(problem, CPE_INVALID, detail, hint,
	                       readable ? "answer out of range: item \"%s\" of %s"
	                                : "answer not readable: item \"%s\" of %s",
	                       of->id, a->instrument->code);
}

static bool
refuse_second(const struct answering *a, const struct cpe_fhir_row *row, int item,
              struct cpe_problem *problem)
{
	char first[90], detail[300];

	snprintf(first, sizeof(first), "%s", cpe_json_shown(a->link[item]));
	if (strcmp(a->link[item], row->link_id) == 0)
		snprintf(detail, sizeof(detail), "linkId %s comes again, or has several answers.", first);
	else
		snprintf(detail, sizeof(detail), "linkIds %s and %s.", first, cpe_json_shown(row->link_id));
	return cpe_problem_set(problem, CPE_INVALID, detail,
	                       "Not strict, equal answers count once and different ones are invalid.",
	                       "item \"%s\" of %s is answered more than once in the response",
	                       a->instrument->item[item].id, a->instrument->code);
}

static bool
is_missing_code(const struct cpe_item *item, int32_t value)
{
	for (int i = 0; i < item->missings; i++)
		if (item->missing[i] == value)
			return true;
	return false;
}

static bool
take_answer(void *context, const struct cpe_fhir_row *row, struct cpe_problem *problem)
{
	struct answering *a = context;
	enum reading reading;
	int32_t value = 0;
	int item;

	a->rows++;
	if (row->link_id == NULL)
		return true;
	if (a->first == NULL)
		a->first = row->link_id;
	item = item_of(a->map, &a->canonical, row->link_id);
	if (item < 0)
		return true;
	a->mapped++;
	if (a->met[item] && a->strict)
		return refuse_second(a, row, item, problem);
	reading = read_row(a->map, &a->canonical, row, item, &value);
	if (reading == READ && is_missing_code(&a->instrument->item[item], value))
		reading = MISSING;
	if (a->strict)
	{
		const struct cpe_item *of = &a->instrument->item[item];

		if (reading == UNREADABLE || (reading == READ && (value < of->min || value > of->max)))
			return refuse_answer(a, row, item, reading == READ, problem);
	}
	if (!a->met[item])
		a->link[item] = row->link_id;
	a->met[item] = true;
	if (reading == MISSING)
		return true;
	if (reading == UNREADABLE || (a->given[item] && a->value[item] != value))
		value = CPE_UNREADABLE;
	a->given[item] = true;
	a->value[item] = value;
	return true;
}

/* Whether the response's status is one that is scored; if not, strict mode fails. */
static bool
scored_status(const cJSON *response, bool strict, bool *scored, struct cpe_problem *problem)
{
	const char *status = member_string(response, "status");

	*scored =
		status != NULL && (strcmp(status, "completed") == 0 || strcmp(status, "amended") == 0);
	if (*scored || !strict)
		return true;
	return cpe_problem_set(
		problem, CPE_INVALID, "Scored are completed and amended responses.",
		"Leave the others out, or read them with strict => false: then they have "
		"no answers.",
		status != NULL ? "the response has the status %s" : "the response has no status",
		status != NULL ? cpe_json_shown(status) : "");
}

bool
cpe_fhir_answers(const cJSON *response, const struct cpe_instrument *instrument,
                 const struct cpe_link_map *map, bool strict, struct cpe_arena *arena,
                 int32_t *value, bool *given, const char **link, struct cpe_problem *problem)
{
	size_t items = (size_t) instrument->items;
	struct answering a = {instrument, map, {0, 0}, strict, value, given, NULL, link, NULL, 0, 0};
	bool scored;

	memset(value, 0, sizeof(*value) * items);
	memset(given, 0, sizeof(*given) * items);
	if (a.link == NULL && (a.link = cpe_arena_alloc(arena, items, sizeof(*link), problem)) == NULL)
		return false;
	memset(a.link, 0, sizeof(*a.link) * items);
	a.met = cpe_arena_alloc(arena, items, sizeof(bool), problem);
	if (a.met == NULL || !cpe_fhir_is_response(response, problem) ||
	    !scored_status(response, strict, &scored, problem))
		return false;
	if (!scored)
		return true;
	a.canonical = find_canonical(map, member_string(response, "questionnaire"));
	if (!cpe_fhir_walk(response, arena, take_answer, &a, problem))
		return false;
	if (strict && a.rows > 0 && a.mapped == 0)
	{
		char detail[300];

		snprintf(detail, sizeof(detail), "The first linkId is %s.",
		         a.first != NULL ? cpe_json_shown(a.first) : "missing");
		return cpe_problem_set(
			problem, CPE_INVALID, detail,
			"Say which item a linkId is with INSERT INTO cancer_pe.link_map (instrument, "
			"questionnaire, link_id, item, source).",
			"no linkId of the response is known as an item of %s", instrument->code);
	}
	return true;
}

static bool
probe_row(void *context, const struct cpe_fhir_row *row, struct cpe_problem *problem)
{
	struct cpe_text path;

	cpe_text_open(&path, context, problem);
	cpe_fhir_path(&path, row->place);
	return cpe_text_close(&path, NULL) != NULL;
}

bool
cpe_fhir_probe(struct cpe_arena *arena, const char *text, size_t length,
               const struct cpe_json_limits *limits, struct cpe_problem *problem)
{
	static const struct cpe_link_row row[] = {{NULL, "1", NULL, "1", false, 0},
	                                          {NULL, "2", NULL, "2", false, 0},
	                                          {NULL, NULL, "a", NULL, true, 1},
	                                          {"q", "2", "1", NULL, true, 2}};
	struct cpe_item item[2] = {{.id = "1", .max = 3}, {.id = "2", .max = 3}};
	struct cpe_instrument instrument = {.code = "probe", .items = 2, .item = item};
	struct cpe_fhir_header header;
	struct cpe_link_map *map;
	int32_t value[2];
	bool given[2];
	cJSON *response = cpe_json_parse(arena, text, length, "response", limits, problem);

	if (response == NULL || !cpe_fhir_header(response, arena, &header, problem) ||
	    !cpe_fhir_walk(response, arena, probe_row, arena, problem))
		return false;
	map = cpe_link_map_make(arena, &instrument, row, 4, problem);
	return map != NULL &&
	       cpe_fhir_answers(response, &instrument, map, false, arena, value, given, NULL,
	                        problem) &&
	       cpe_fhir_answers(response, &instrument, map, true, arena, value, given, NULL, problem);
}
