#include "score/json.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/sort.h"
#include "base/text.h"

#define ALIGNED(size) (((size) + 15) & ~(size_t) 15)
#define DEEPEST 256

/* ---- the text, before libcjson sees it ---- */

struct scanner
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	const struct cpe_json_limits *limits;
	const char *what;
	const unsigned char *text;
	size_t length;
	size_t at;
	size_t polled;
	size_t memory; /* what libcjson will ask for */
};

/* Fails with the place in the text, in lines and characters. */
static bool
refuse(struct scanner *s, const char *detail)
{
	size_t line = 1, column = 1;

	for (size_t i = 0; i < s->at && i < s->length; i++)
		if (s->text[i] == '\n')
			line++, column = 1;
		else if ((s->text[i] & 0xC0) != 0x80)
			column++;
	return cpe_problem_set(s->problem, CPE_SYNTAX, detail, NULL,
	                       "%s is not valid JSON at line %zu, column %zu", s->what, line, column);
}

static void
skip_space(struct scanner *s)
{
	while (s->at < s->length && (s->text[s->at] == ' ' || s->text[s->at] == '\t' ||
	                             s->text[s->at] == '\n' || s->text[s->at] == '\r'))
		s->at++;
}

static bool
digits(struct scanner *s)
{
	size_t start = s->at;

	while (s->at < s->length && s->text[s->at] >= '0' && s->text[s->at] <= '9')
		s->at++;
	return s->at > start;
}

/* Text, a byte as it is or the NUL that no JSON has. */
static unsigned char
here(const struct scanner *s)
{
	return s->at < s->length ? s->text[s->at] : '\0';
}

static bool
scan_number(struct scanner *s)
{
	size_t start = s->at;

	if (here(s) == '-')
		s->at++;
	if (here(s) == '0')
	{
		s->at++;
		if (here(s) >= '0' && here(s) <= '9')
			return refuse(s, "A number does not begin with a zero that means nothing.");
	}
	else if (!digits(s))
		return refuse(s, "A digit was expected.");
	if (here(s) == '.')
	{
		s->at++;
		if (!digits(s))
			return refuse(s, "A digit was expected behind the decimal point.");
	}
	if (here(s) == 'e' || here(s) == 'E')
	{
		s->at++;
		if (here(s) == '+' || here(s) == '-')
			s->at++;
		if (!digits(s))
			return refuse(s, "A digit was expected in the exponent.");
	}
	if (s->at - start > 60)
		return refuse(s, "A number is longer than 60 characters.");
	s->memory += ALIGNED(s->at - start + 1);
	return true;
}

/* The four hexadecimal digits at that place, or -1. */
static long
hexadecimal(const struct scanner *s, size_t at)
{
	long value = 0;

	if (at + 4 > s->length)
		return -1;
	for (size_t i = at; i < at + 4; i++)
	{
		unsigned char c = s->text[i];

		value <<= 4;
		if (c >= '0' && c <= '9')
			value += c - '0';
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			value += (c | 0x20) - 'a' + 10;
		else
			return -1;
	}
	return value;
}

static bool
scan_escape(struct scanner *s)
{
	long unit, low;

	switch (s->at + 1 < s->length ? s->text[s->at + 1] : '\0')
	{
		case '"':
		case '\\':
		case '/':
		case 'b':
		case 'f':
		case 'n':
		case 'r':
		case 't':
			s->at += 2;
			return true;
		case 'u':
			break;
		default:
			return refuse(s, "No such escape in a string.");
	}
	unit = hexadecimal(s, s->at + 2);
	if (unit < 0)
		return refuse(s, "Four hexadecimal digits were expected behind \\u.");
	if (unit == 0)
		return refuse(s, "\\u0000 cannot be in a text.");
	if (unit >= 0xDC00 && unit <= 0xDFFF)
		return refuse(s, "A low surrogate stands alone.");
	s->at += 6;
	if (unit >= 0xD800 && unit <= 0xDBFF)
	{
		low = here(s) == '\\' && s->at + 1 < s->length && s->text[s->at + 1] == 'u'
		          ? hexadecimal(s, s->at + 2)
		          : -1;
		if (low < 0xDC00 || low > 0xDFFF)
			return refuse(s, "A high surrogate stands alone.");
		s->at += 6;
	}
	return true;
}

static bool
scan_string(struct scanner *s)
{
	size_t start = ++s->at;

	for (;;)
	{
		unsigned char c;

		if (s->at >= s->length)
			return refuse(s, "A string has no end.");
		c = s->text[s->at];
		if (c == '"')
			break;
		if (c < 0x20)
			return refuse(s, "A control character must be escaped in a string.");
		if (c == '\\')
		{
			if (!scan_escape(s))
				return false;
		}
		else if (c < 0x80)
			s->at++;
		else
		{
			uint32_t character;
			bool valid;
			size_t size = cpe_text_character((const char *) s->text + s->at, s->length - s->at,
			                                 &character, &valid);

			if (!valid)
				return refuse(s, "The text is not valid UTF-8.");
			s->at += size;
		}
	}
	s->memory += ALIGNED(s->at - start + 2); /* libcjson counts the opening quote too */
	s->at++;
	return true;
}

static bool
scan_word(struct scanner *s, const char *word)
{
	size_t size = strlen(word);

	if (s->at >= s->length)
		return refuse(s, "The text ends in the middle of the document.");
	if (s->length - s->at < size || memcmp(s->text + s->at, word, size) != 0)
		return refuse(s, "Neither a string, a number, an object, an array, true, false nor null.");
	s->at += size;
	return true;
}

static bool
scan_scalar(struct scanner *s)
{
	switch (here(s))
	{
		case '"':
			return scan_string(s);
		case 't':
			return scan_word(s, "true");
		case 'f':
			return scan_word(s, "false");
		case '-':
		case '0':
		case '1':
		case '2':
		case '3':
		case '4':
		case '5':
		case '6':
		case '7':
		case '8':
		case '9':
			return scan_number(s);
		default:
			return scan_word(s, "null");
	}
}

/* A member's name and its colon; the place is then at the value. */
static bool
scan_name(struct scanner *s)
{
	if (here(s) != '"')
		return refuse(s, "A member's name was expected, a string.");
	if (!scan_string(s))
		return false;
	skip_space(s);
	if (here(s) != ':')
		return refuse(s, "A colon was expected behind the member's name.");
	s->at++;
	skip_space(s);
	return true;
}

static bool
fits(struct scanner *s)
{
	return s->memory <= s->limits->memory ||
	       cpe_problem_set(s->problem, CPE_LIMIT, NULL, NULL,
	                       "%s has too many values: they would take more than %zu kB", s->what,
	                       s->limits->memory / 1024);
}

/* The whole document: its grammar, and what its tree will take. */
static bool
scan(struct scanner *s)
{
	char open[DEEPEST]; /* the closing brackets that are to come */
	int depth = 0;

	skip_space(s);
	for (;;)
	{
		/* a value begins here */
		if (s->at - s->polled > 65536)
		{
			if (!cpe_arena_poll(s->arena, s->problem))
				return false;
			s->polled = s->at;
		}
		s->memory += ALIGNED(sizeof(cJSON));
		if (!fits(s))
			return false;
		if (here(s) == '{' || here(s) == '[')
		{
			if (depth >= s->limits->depth || depth >= DEEPEST)
				return cpe_problem_set(s->problem, CPE_LIMIT, NULL, NULL,
				                       "%s is nested more than %d deep", s->what, s->limits->depth);
			open[depth++] = here(s) == '{' ? '}' : ']';
			s->at++;
			skip_space(s);
			if (here(s) != (unsigned char) open[depth - 1])
			{
				if (open[depth - 1] == '}' && !scan_name(s))
					return false;
				continue;
			}
		}
		else if (!scan_scalar(s))
			return false;
		/* behind a value, or at the end of an empty one */
		for (skip_space(s); depth > 0 && here(s) == (unsigned char) open[depth - 1]; skip_space(s))
		{
			s->at++;
			depth--;
		}
		if (depth == 0)
			break;
		if (here(s) != ',')
			return refuse(s, s->at >= s->length ? "The text ends in the middle of the document."
			                 : open[depth - 1] == '}'
			                     ? "A comma or a closing brace was expected."
			                     : "A comma or a closing bracket was expected.");
		s->at++;
		skip_space(s);
		if (open[depth - 1] == '}' && !scan_name(s))
			return false;
	}
	if (s->at < s->length)
		return refuse(s, "Something stands behind the end of the document.");
	return fits(s); /* the last string too */
}

/* ---- libcjson ---- */

/*
 * Its allocator is global to the process, so it is ours only while it parses: it hands out one
 * block of the size that the scan found, and a NULL at its end.
 */
static struct
{
	char *next;
	size_t left;
} pool;

static void *
pool_take(size_t size)
{
	void *taken = pool.next;

	size = ALIGNED(size);
	if (size > pool.left)
		return NULL;
	pool.next += size;
	pool.left -= size;
	return taken;
}

static void
pool_free(void *pointer)
{
	(void) pointer;
}

static cJSON *
parse(const char *text, size_t length, char *block, size_t size)
{
	cJSON_Hooks ours = {pool_take, pool_free};
	cJSON *tree;

	pool.next = block;
	pool.left = size;
	cJSON_InitHooks(&ours);
	tree = cJSON_ParseWithLengthOpts(text, length, NULL, false);
	cJSON_InitHooks(NULL);
	pool.next = NULL;
	pool.left = 0;
	return tree;
}

/* ---- duplicate names ---- */

const char *
cpe_json_shown(const char *text)
{
	static char shown[80];
	size_t length = 0;

	while (length <= 63 && text[length] >= ' ' && text[length] <= '~')
		length++;
	if (text[length] != '\0')
		return "(a text that is long or not plain ASCII)";
	shown[0] = '"';
	memcpy(shown + 1, text, length);
	memcpy(shown + 1 + length, "\"", 2);
	return shown;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static bool
twice(struct scanner *s, const char *name)
{
	return cpe_problem_set(s->problem, CPE_SYNTAX, NULL, NULL,
	                       "%s has an object with two members named %s", s->what,
	                       cpe_json_shown(name));
}

static bool
names_differ(struct scanner *s, const cJSON *object)
{
	const cJSON *member, *other;
	const char **name;
	size_t count = 0;

	for (member = object->child; member != NULL; member = member->next)
		count++;
	if (count <= 12)
	{
		for (member = object->child; member != NULL; member = member->next)
			for (other = object->child; other != member; other = other->next)
				if (strcmp(member->string, other->string) == 0)
					return twice(s, member->string);
		return true;
	}
	name = cpe_arena_alloc(s->arena, count, sizeof(*name), s->problem);
	if (name == NULL)
		return false;
	count = 0;
	for (member = object->child; member != NULL; member = member->next)
		name[count++] = member->string;
	if (!cpe_sort(s->arena, name, count, sizeof(*name), compare_names, s->problem))
		return false;
	for (size_t i = 1; i < count; i++)
		if (strcmp(name[i - 1], name[i]) == 0)
			return twice(s, name[i]);
	return true;
}

static bool
all_names_differ(struct scanner *s, const cJSON *tree)
{
	if (cJSON_IsObject(tree) && !names_differ(s, tree))
		return false;
	for (const cJSON *child = tree->child; child != NULL; child = child->next)
		if (child->child != NULL && !all_names_differ(s, child))
			return false;
	return true;
}

cJSON *
cpe_json_parse(struct cpe_arena *arena, const char *text, size_t length, const char *what,
               const struct cpe_json_limits *limits, struct cpe_problem *problem)
{
	struct scanner s = {arena,  problem, limits, what, (const unsigned char *) text,
	                    length, 0,       0,      0};
	cJSON *tree;
	char *block;

	if (length > limits->bytes)
	{
		cpe_problem_set(problem, CPE_LIMIT, NULL, NULL, "%s is larger than %zu kB", what,
		                limits->bytes / 1024);
		return NULL;
	}
	if (!scan(&s))
		return NULL;
	block = cpe_arena_alloc(arena, 1, s.memory, problem);
	if (block == NULL)
		return NULL;
	tree = parse(text, length, block, s.memory);
	if (tree == NULL)
	{
		cpe_problem_set(problem, CPE_SYNTAX, NULL, NULL, "%s is not valid JSON", what);
		return NULL;
	}
	if (!all_names_differ(&s, tree))
		return NULL;
	return tree;
}

const cJSON *
cpe_json_member(const cJSON *object, const char *name)
{
	return cJSON_IsObject(object) ? cJSON_GetObjectItemCaseSensitive(object, name) : NULL;
}

bool
cpe_json_whole(const cJSON *number, long low, long high, long *value)
{
	if (!cJSON_IsNumber(number) || number->valuedouble != floor(number->valuedouble) ||
	    number->valuedouble < (double) low || number->valuedouble > (double) high)
		return false;
	*value = (long) number->valuedouble;
	return true;
}
