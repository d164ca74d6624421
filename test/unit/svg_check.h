#ifndef CPE_TEST_SVG_CHECK_H
#define CPE_TEST_SVG_CHECK_H

/* What the tests of pictures ask of an SVG element. */

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

#define MOST_IDS 32 /* patterns have some */

struct reader
{
	const char *at;
	const char *end;
	const char *trouble; /* the first one found */
	const char *ids[MOST_IDS];
	size_t id_length[MOST_IDS];
	int id_count;
};

/* Notes the first trouble. */
static bool
trouble(struct reader *reader, const char *what)
{
	if (reader->trouble == NULL)
		reader->trouble = what;
	return false;
}

/* Whether a byte can be in a name. */
static bool
in_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
	       c == ':' || c == '_';
}

/* Reads a name; its length, 0 when there is none. */
static size_t
read_name(struct reader *reader)
{
	size_t length = 0;

	while (reader->at < reader->end && in_name(*reader->at))
	{
		reader->at++;
		length++;
	}
	return length;
}

/* Reads character data up to a byte: every character allowed, every & a known reference. */
static bool
read_data(struct reader *reader, char until)
{
	static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&#13;"};

	while (reader->at < reader->end && *reader->at != until)
	{
		uint32_t character;
		bool valid;
		size_t size =
			cpe_text_character(reader->at, (size_t) (reader->end - reader->at), &character, &valid);
		bool found = false;

		if (!valid || (character < 0x20 && character != '\n' && character != '\t') ||
		    character == 0xFFFE || character == 0xFFFF)
			return trouble(reader, "a character XML does not allow");
		if (character == '<' || character == '>')
			return trouble(reader, "a bare < or >");
		if (character == '&')
		{
			for (size_t i = 0; i < sizeof(known) / sizeof(*known) && !found; i++)
				if (strncmp(reader->at, known[i], strlen(known[i])) == 0)
				{
					found = true;
					size = strlen(known[i]);
				}
			if (!found)
				return trouble(reader, "an unknown reference");
		}
		reader->at += size;
	}
	return reader->at < reader->end || trouble(reader, "it ends in the middle");
}

/* Reads an element whose < is next, with all that is in it. */
static bool
read_element(struct reader *reader, int depth)
{
	const char *name = ++reader->at;
	size_t length = read_name(reader);
	const char *attributes[32];
	size_t lengths[32];
	int count = 0;

	if (length == 0 || depth > 20)
		return trouble(reader, "no element name, or too deep");
	while (reader->at < reader->end && *reader->at == ' ')
	{
		const char *attribute = ++reader->at;
		size_t size = read_name(reader);
		const char *value;

		if (size == 0 || reader->end - reader->at < 3 || strncmp(reader->at, "=\"", 2) != 0)
			return trouble(reader, "not an attribute");
		for (int i = 0; i < count; i++)
			if (lengths[i] == size && memcmp(attributes[i], attribute, size) == 0)
				return trouble(reader, "the same attribute twice");
		if (count == 32)
			return trouble(reader, "too many attributes");
		attributes[count] = attribute;
		lengths[count++] = size;
		reader->at += 2;
		value = reader->at;
		if (!read_data(reader, '"'))
			return false;
		if (size == 2 && memcmp(attribute, "id", 2) == 0)
		{
			size_t id = (size_t) (reader->at - value);

			for (int i = 0; i < reader->id_count; i++)
				if (reader->id_length[i] == id && memcmp(reader->ids[i], value, id) == 0)
					return trouble(reader, "the same id twice");
			if (reader->id_count == MOST_IDS)
				return trouble(reader, "too many ids");
			reader->ids[reader->id_count] = value;
			reader->id_length[reader->id_count++] = id;
		}
		reader->at++;
	}
	if (reader->end - reader->at >= 2 && strncmp(reader->at, "/>", 2) == 0)
	{
		reader->at += 2;
		return true;
	}
	if (reader->at >= reader->end || *reader->at != '>')
		return trouble(reader, "a tag does not end");
	reader->at++;
	for (;;)
	{
		if (!read_data(reader, '<'))
			return false;
		if (reader->end - reader->at >= 2 && reader->at[1] == '/')
			break;
		if (!read_element(reader, depth + 1))
			return false;
	}
	reader->at += 2;
	if ((size_t) (reader->end - reader->at) <= length || strncmp(reader->at, name, length) != 0 ||
	    reader->at[length] != '>')
		return trouble(reader, "an end tag of another element");
	reader->at += length + 1;
	return true;
}

/* NULL when a text is one well-formed element and a line feed, else what is wrong. */
static const char *
ill_formed(const char *svg, size_t length)
{
	struct reader reader = {svg, svg + length, NULL, {NULL}, {0}, 0};

	if (strlen(svg) != length || strncmp(svg, "<svg ", 5) != 0)
		return "not an svg element, or a NUL in it";
	if (!read_element(&reader, 0))
		return reader.trouble;
	if (reader.end - reader.at != 1 || *reader.at != '\n')
		return "something behind the end";
	return NULL;
}

/* How often a word occurs; by hand, as the sanitizer's strstr measures the whole text each time. */
static size_t
occurrences(const char *text, const char *word)
{
	size_t length = strlen(word);
	size_t count = 0;

	for (; *text != '\0'; text++)
		if (*text == *word && strncmp(text, word, length) == 0)
			count++;
	return count;
}

/* Whether each reference in a picture is to an id of its own; a picture has one at least. */
static bool
own_references(const char *svg)
{
	const char *at = strchr(svg, '(');
	size_t count = 0;

	for (; at != NULL; at = strchr(at + 1, '('))
	{
		char attribute[64] = "id=\"";
		size_t length = strcspn(at, ")");

		if (at - svg < 3 || strncmp(at - 3, "url", 3) != 0)
			continue;
		count++;
		if (at[1] != '#' || length < 3 || length > 40)
			return false;
		memcpy(attribute + 4, at + 2, length - 2);
		attribute[4 + length - 2] = '"';
		if (occurrences(svg, attribute) != 1)
			return false;
	}
	return count > 0;
}

/* NULL when nothing in a picture is a script, a style or a reference out of it, nor a number that
 * is none; else what there is. */
static const char *
unwanted(const char *svg)
{
	if (strstr(svg, "href") != NULL || strstr(svg + 1, "<s") != NULL ||
	    strstr(svg, "style") != NULL)
		return "a script, a style or a reference";
	if (occurrences(svg, "http") != 1 || !own_references(svg))
		return "an address";
	if (strstr(svg, "NaN") != NULL || strstr(svg, "\"inf") != NULL || strstr(svg, "-inf") != NULL ||
	    strstr(svg, " inf") != NULL)
		return "a number that is none";
	return NULL;
}

#endif
