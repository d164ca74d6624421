#include "cohort/stage.h"

#include <string.h>

static const char *const status_names[] = {"staged", "stage_0", "missing", "unstageable"};

bool
cpe_stage_status_by_name(const char *name, enum cpe_stage_status *status)
{
	for (int i = 0; i < 4; i++)
		if (strcmp(status_names[i], name) == 0)
		{
			*status = (enum cpe_stage_status) i;
			return true;
		}
	return false;
}

const char *
cpe_stage_status_name(enum cpe_stage_status status)
{
	return status_names[status];
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
}

static void
trim(const char **text, size_t *length)
{
	while (*length > 0 && is_blank(**text))
	{
		(*text)++;
		(*length)--;
	}
	while (*length > 0 && is_blank((*text)[*length - 1]))
		(*length)--;
}

/* Whether a text begins with a prefix, in small or capital letters. */
static bool
begins(const char *text, size_t length, const char *prefix, size_t size)
{
	if (length < size)
		return false;
	for (size_t i = 0; i < size; i++)
		if (upper(text[i]) != upper(prefix[i]))
			return false;
	return true;
}

const struct cpe_stage_rule *
cpe_stage_find(const struct cpe_stage_rule *rule, int n, const char *stage, size_t length)
{
	const struct cpe_stage_rule *best = NULL;

	trim(&stage, &length);
	if (length == 0)
		return NULL;
	for (int i = 0; i < n; i++)
		if (begins(stage, length, rule[i].prefix, rule[i].length) &&
		    (best == NULL || rule[i].length > best->length ||
		     (rule[i].length == best->length && rule[i].own && !best->own)))
			best = &rule[i];
	return best;
}

bool
cpe_stageable_read(const char *text, size_t length, enum cpe_stageable *stageable)
{
	static const struct
	{
		const char *word;
		enum cpe_stageable means;
	} words[] = {{"", CPE_STAGEABLE_NOT_SAID},
	             {"Y", CPE_STAGEABLE_STAGED},
	             {"N", CPE_STAGEABLE_MISSING},
	             {"U", CPE_STAGEABLE_UNSTAGEABLE},
	             {"NA", CPE_STAGEABLE_UNSTAGEABLE}};

	trim(&text, &length);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (length == strlen(words[i].word) && begins(text, length, words[i].word, length))
		{
			*stageable = words[i].means;
			return true;
		}
	return false;
}

enum cpe_stage_status
cpe_stage_status(const struct cpe_stage_rule *rule, enum cpe_stageable stageable)
{
	if (stageable == CPE_STAGEABLE_MISSING)
		return CPE_STAGE_MISSING;
	if (stageable == CPE_STAGEABLE_UNSTAGEABLE)
		return CPE_STAGE_UNSTAGEABLE;
	if (rule == NULL ||
	    (stageable == CPE_STAGEABLE_STAGED && rule->status == CPE_STAGE_UNSTAGEABLE))
		return CPE_STAGE_MISSING;
	return rule->status;
}

bool
cpe_m_category(const char *text, size_t length, int *distant)
{
	trim(&text, &length);
	if (length > 1 && (upper(*text) == 'C' || upper(*text) == 'P'))
	{
		text++;
		length--;
	}
	if (length > 1 && upper(*text) == 'M')
	{
		text++;
		length--;
	}
	*distant = -1;
	if (length == 0 || (length == 1 && (upper(*text) == 'X' || *text == '?')))
		return true;
	if (*text == '1')
		*distant = 1;
	else if (*text == '0')
		*distant = 0;
	else
		return false;
	/* a digit behind it makes it another number */
	return length == 1 || text[1] < '0' || text[1] > '9';
}

bool
cpe_stage_system_name(const char *text, size_t length, char name[CPE_STAGE_SYSTEM_SIZE])
{
	size_t size = 0;

	for (size_t i = 0; i < length; i++)
	{
		if (is_blank(text[i]))
			continue;
		if (size == CPE_STAGE_SYSTEM_SIZE - 1)
			return false;
		name[size++] = upper(text[i]);
	}
	name[size] = '\0';
	return true;
}
