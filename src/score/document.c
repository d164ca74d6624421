#include "score/document.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static size_t
print_place(const struct cpe_place *place, char *text, size_t size)
{
	size_t used;

	if (place->up == NULL)
		return (size_t) snprintf(text, size, "$");
	used = print_place(place->up, text, size);
	if (used < size)
		used +=
			(size_t) (place->member ? snprintf(text + used, size - used, ".%s", place->member)
		                            : snprintf(text + used, size - used, "[%d]", place->element));
	return used;
}

bool
cpe_document_refuse(const struct cpe_document *d, const struct cpe_place *place, const char *hint,
                    const char *reason, ...)
{
	char path[100], detail[280];
	va_list args;

	if (print_place(place, path, sizeof(path)) >= sizeof(path))
		snprintf(path, sizeof(path), "$ (far inside)");
	va_start(args, reason);
	vsnprintf(detail, sizeof(detail), reason, args);
	va_end(args);
	return cpe_problem_set(d->problem, CPE_INVALID, detail, hint, "%s is wrong at %s", d->what,
	                       path);
}

bool
cpe_document_known(const struct cpe_document *d, const struct cpe_place *place, const cJSON *object,
                   const char *const *known)
{
	if (!cJSON_IsObject(object))
		return cpe_document_refuse(d, place, NULL, "An object was expected.");
	for (const cJSON *member = object->child; member != NULL; member = member->next)
	{
		int i = 0;
		char list[240] = "";

		while (known[i] != NULL && strcmp(known[i], member->string) != 0)
			i++;
		if (known[i] != NULL)
			continue;
		for (i = 0; known[i] != NULL; i++)
		{
			strcat(list, i ? ", " : "Known members: ");
			strcat(list, known[i]);
		}
		strcat(list, ".");
		return cpe_document_refuse(d, place, list, "There is no member %s here.",
		                           cpe_json_shown(member->string));
	}
	return true;
}

bool
cpe_document_text(const struct cpe_document *d, const struct cpe_place *up, const cJSON *object,
                  const char *name, bool required, size_t most, const char **text)
{
	struct cpe_place place = {up, name, 0};
	const cJSON *member = cpe_json_member(object, name);

	*text = NULL;
	if (member == NULL)
		return !required || cpe_document_refuse(d, up, NULL, "The member \"%s\" is missing.", name);
	if (!cJSON_IsString(member) || member->valuestring[0] == '\0')
		return cpe_document_refuse(d, &place, NULL, "A text was expected.");
	if (strlen(member->valuestring) > most)
		return cpe_document_refuse(d, &place, NULL, "The text is longer than %zu bytes.", most);
	for (const char *c = member->valuestring; *c; c++)
		if ((unsigned char) *c < ' ' || *c == 0x7F)
			return cpe_document_refuse(d, &place, NULL, "The text has a control character.");
	*text = member->valuestring;
	return true;
}

bool
cpe_document_word(const struct cpe_document *d, const struct cpe_place *up, const cJSON *object,
                  const char *name, const char *const *words, int absent, int *word)
{
	struct cpe_place place = {up, name, 0};
	const cJSON *member = cpe_json_member(object, name);
	char list[200] = "";

	*word = absent;
	if (member == NULL)
		return absent >= 0 ||
		       cpe_document_refuse(d, up, NULL, "The member \"%s\" is missing.", name);
	for (*word = 0; words[*word] != NULL; ++*word)
	{
		if (cJSON_IsString(member) && strcmp(member->valuestring, words[*word]) == 0)
			return true;
		strcat(strcat(list, *word ? ", " : "Allowed: "), words[*word]);
	}
	strcat(list, ".");
	return cpe_document_refuse(d, &place, list, "No such word.");
}

bool
cpe_document_whole(const struct cpe_document *d, const struct cpe_place *up, const cJSON *object,
                   const char *name, long low, long high, long *value)
{
	struct cpe_place place = {up, name, 0};
	const cJSON *member = cpe_json_member(object, name);

	if (member == NULL)
		return cpe_document_refuse(d, up, NULL, "The member \"%s\" is missing.", name);
	return cpe_json_whole(member, low, high, value) ||
	       cpe_document_refuse(d, &place, NULL, "A whole number from %ld to %ld was expected.", low,
	                           high);
}

bool
cpe_document_boolean(const struct cpe_document *d, const struct cpe_place *up, const cJSON *object,
                     const char *name, bool absent, bool *value)
{
	struct cpe_place place = {up, name, 0};
	const cJSON *member = cpe_json_member(object, name);

	*value = member == NULL ? absent : cJSON_IsTrue(member);
	return member == NULL || cJSON_IsBool(member) ||
	       cpe_document_refuse(d, &place, NULL, "true or false was expected.");
}

bool
cpe_document_array(const struct cpe_document *d, const struct cpe_place *up, const cJSON *object,
                   const char *name, bool required, const cJSON **array)
{
	struct cpe_place place = {up, name, 0};

	*array = cpe_json_member(object, name);
	if (*array == NULL)
		return !required || cpe_document_refuse(d, up, NULL, "The member \"%s\" is missing.", name);
	return (cJSON_IsArray(*array) && (*array)->child != NULL) ||
	       cpe_document_refuse(d, &place, NULL, "An array with at least one element was expected.");
}

int
cpe_document_array_size(const cJSON *array)
{
	int size = 0;

	for (const cJSON *element = array ? array->child : NULL; element != NULL;
	     element = element->next)
		size++;
	return size;
}
