#include "cohort/stage.h"

#include <string.h>

#include "base/ascii.h"

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

/* Whether a text begins with a prefix, in small or capital letters. */
static bool
begins(const char *text, size_t length, const char *prefix, size_t size)
{
	if (length < size)
		return false;
	for (size_t i = 0; i < size; i++)
		if (cpe_upper(text[i]) != cpe_upper(prefix[i]))
			return false;
	return true;
}

const struct cpe_stage_rule *
cpe_stage_find(const struct cpe_stage_rule *rule, int n, const char *stage, size_t length)
{
	const struct cpe_stage_rule *best = NULL;

	cpe_trim(&stage, &length);
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

	cpe_trim(&text, &length);
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
	cpe_trim(&text, &length);
	if (length > 1 && (cpe_upper(*text) == 'C' || cpe_upper(*text) == 'P'))
	{
		text++;
		length--;
	}
	if (length > 1 && cpe_upper(*text) == 'M')
	{
		text++;
		length--;
	}
	*distant = -1;
	if (length == 0 || (length == 1 && (cpe_upper(*text) == 'X' || *text == '?')))
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
		if (cpe_is_blank(text[i]))
			continue;
		if (size == CPE_STAGE_SYSTEM_SIZE - 1)
			return false;
		name[size++] = cpe_upper(text[i]);
	}
	name[size] = '\0';
	return true;
}
