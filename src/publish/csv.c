#include "publish/csv.h"

#include <stdbool.h>
#include <string.h>

/*
 * Whether a field stands in quotes: where it would otherwise be cut, or be read as no value; and
 * the two characters that end the data for COPY of older servers.
 */
static bool
needs_quotes(const char *field)
{
	return field[0] == '\0' || strpbrk(field, ",\"\r\n") != NULL || strcmp(field, "\\.") == 0;
}

/* A field in quotes, its own ones doubled. */
static void
quoted(struct cpe_text *out, const char *field)
{
	cpe_text_append(out, "\"");
	for (;;)
	{
		size_t length = strcspn(field, "\"");

		cpe_text_bytes(out, field, length);
		field += length;
		if (*field == '\0')
			break;
		cpe_text_append(out, "\"\"");
		field++;
	}
	cpe_text_append(out, "\"");
}

void
cpe_csv_line(struct cpe_text *out, const char *const *field, int fields)
{
	for (int i = 0; i < fields; i++)
	{
		if (i > 0)
			cpe_text_append(out, ",");
		if (field[i] == NULL)
			continue;
		if (needs_quotes(field[i]))
			quoted(out, field[i]);
		else
			cpe_text_append(out, field[i]);
	}
}
