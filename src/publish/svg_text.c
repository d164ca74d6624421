#include "publish/svg_text.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/*
 * The width of a character in ems, on the wide side: the reader's font is not known.  Wide
 * characters of East Asia and pictures count as one em, combining marks as nothing.
 */
static double
character_width(uint32_t c)
{
	if (c < 0x20 || (c >= 0x300 && c <= 0x36F) || c == 0x200B || c == 0xFEFF)
		return 0;
	if (c >= 0x1100 && !(c >= 0x1E00 && c <= 0x2FFF))
		return 1.0;
	if (c >= 0x80)
		return 0.66;
	if (strchr("iIjl.,:;'|!", (int) c) != NULL)
		return 0.32;
	if (strchr("frt()[]{}-/\\ \"*", (int) c) != NULL)
		return 0.4;
	if (strchr("mwMW@%", (int) c) != NULL)
		return 0.95;
	if ((c >= 'A' && c <= 'Z') || strchr("&+<>=#~", (int) c) != NULL)
		return 0.71;
	return 0.59;
}

/* The width of a text in pixels at a font size. */
double
cpe_svg_width(const char *text, size_t length, double size)
{
	double width = 0;
	size_t i = 0;

	while (i < length)
	{
		uint32_t character;
		bool valid;

		i += cpe_text_character(text + i, length - i, &character, &valid);
		width += character_width(character);
	}
	return width * size;
}

/* The longest start of a text, in whole characters, that fits; looks no further than that. */
size_t
cpe_svg_fit(const char *text, size_t length, double size, double room)
{
	double width = 0;
	size_t i = 0;

	while (i < length)
	{
		uint32_t character;
		bool valid;
		size_t bytes = cpe_text_character(text + i, length - i, &character, &valid);

		width += character_width(character) * size;
		if (width > room)
			break;
		i += bytes;
	}
	return i;
}

/* Where a text is broken into lines. */
size_t
cpe_svg_break(const char *text, size_t length, double size, double room)
{
	size_t fits = cpe_svg_fit(text, length, size, room);
	size_t cut = fits;

	if (fits == length)
		return length;
	while (cut > 0 && text[cut] != ' ')
		cut--;
	if (cut > 0)
		return cut;
	return fits > 0 ? fits : length;
}

/* A text as it fits into a room: itself, or its start and an ellipsis.  NULL: no memory. */
const char *
cpe_svg_shorten(struct cpe_arena *arena, struct cpe_problem *problem, const char *text,
                size_t length, double size, double room)
{
	size_t fits = cpe_svg_fit(text, length, size, room);
	struct cpe_text out;

	cpe_text_open(&out, arena, problem);
	if (fits == length)
		cpe_text_bytes(&out, text, length);
	else
	{
		fits = cpe_svg_fit(text, length, size, room - size);
		while (fits > 0 && text[fits - 1] == ' ')
			fits--;
		cpe_text_bytes(&out, text, fits);
		cpe_text_append(&out, "\xE2\x80\xA6");
	}
	return cpe_text_close(&out, NULL);
}

/* Writes a line of text at a place. */
void
cpe_svg_line(struct cpe_text *out, const char *text, double x, double y, double size,
             const char *more)
{
	cpe_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.0f\"%s>", x, y, size, more);
	cpe_text_xml(out, text);
	cpe_text_append(out, "</text>\n");
}
