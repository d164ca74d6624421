#include "cohort/status_rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/calendar.h"
#include "base/sort.h"

#define LONGEST_CODE 64

const char *const cpe_meaning_word[CPE_SAYS_INVALID] = {
	"nothing",  "distant", "multiple", "local",         "absent",
	"reported", "free",    "not_free", "other_primary", "applies"};

const char *const cpe_source_flag_word[CPE_SOURCE_FLAGS] = {"early",      "at_diagnosis", "guarded",
                                                            "recurrence", "progression",  "death"};

static const char *const reads_word[] = {"code", "pair", "icd10"};

/* ---- reading a rule ---- */

/* Where a reader is in the rule's text. */
struct reader
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	struct cpe_status_rule *rule;
	const char *at; /* the next line */
	const char *end;
	int line;
	int codes;
	struct cpe_status_code *code; /* of the source that is read */
	int of_source;
};

static bool
wrong(struct reader *reader, const char *what)
{
	return cpe_problem_set(reader->problem, CPE_SYNTAX, what, NULL,
	                       "invalid input syntax for type status_rule: line %d", reader->line);
}

/* A word of a line: up to a blank. */
struct word
{
	const char *text;
	size_t size;
};

static struct word
next_word(const char **at, const char *end)
{
	struct word word = {*at, 0};

	while (*at < end && **at != ' ')
		(*at)++;
	word.size = (size_t) (*at - word.text);
	if (*at < end)
		(*at)++;
	return word;
}

static bool
is_word(struct word word, const char *text)
{
	return word.size == strlen(text) && memcmp(word.text, text, word.size) == 0;
}

/* Takes "key=" off the front of a word. */
static bool
take_key(struct word *word, const char *key)
{
	size_t size = strlen(key);

	if (word->size <= size || memcmp(word->text, key, size) != 0 || word->text[size] != '=')
		return false;
	word->text += size + 1;
	word->size -= size + 1;
	return true;
}

static bool
word_number(struct word word, int most, int *number)
{
	int value = 0;

	if (word.size < 1 || word.size > 6)
		return false;
	for (size_t i = 0; i < word.size; i++)
	{
		if (!cpe_is_digit(word.text[i]))
			return false;
		value = 10 * value + word.text[i] - '0';
	}
	*number = value;
	return value <= most;
}

static bool
word_date(struct word word, int32_t *day)
{
	return word.size == CPE_DATE_TEXT - 1 && cpe_date_read(word.text, day);
}

static bool
next_line(struct reader *reader, const char **line, const char **end)
{
	const char *newline;

	if (reader->at >= reader->end)
		return false;
	*line = reader->at;
	newline = memchr(reader->at, '\n', (size_t) (reader->end - reader->at));
	*end = newline ? newline : reader->end;
	reader->at = *end + (newline != NULL);
	reader->line++;
	return true;
}

static bool
read_first_line(struct reader *reader)
{
	struct cpe_status_rule *rule = reader->rule;
	const char *at;
	const char *end;
	struct word window;
	struct word strict;
	struct word as_of;
	const char *form = "The first line is like \"window=90 strict=yes as_of=-\".";

	if (!next_line(reader, &at, &end))
		return wrong(reader, form);
	window = next_word(&at, end);
	strict = next_word(&at, end);
	as_of = next_word(&at, end);
	if (at != end || !take_key(&window, "window") || !take_key(&strict, "strict") ||
	    !take_key(&as_of, "as_of"))
		return wrong(reader, form);
	if (!word_number(window, CPE_STATUS_WINDOW, &rule->window))
		return wrong(reader, "The window is a number of days, 0 to 36500.");
	if (!is_word(strict, "yes") && !is_word(strict, "no"))
		return wrong(reader, "strict is yes or no.");
	rule->strict = is_word(strict, "yes");
	rule->as_of = INT32_MAX;
	if (!is_word(as_of, "-") && !word_date(as_of, &rule->as_of))
		return wrong(reader, "as_of is a date like 2024-12-31, or -.");
	return true;
}

static bool
read_name(struct word word, char name[CPE_STATUS_NAME])
{
	if (word.size < 1 || word.size > CPE_STATUS_NAME)
		return false;
	for (size_t i = 0; i < word.size; i++)
		if (!cpe_is_source_character(word.text[i]))
			return false;
	memset(name, 0, CPE_STATUS_NAME);
	memcpy(name, word.text, word.size);
	return true;
}

static bool
read_source_line(struct reader *reader, const char *at, const char *end)
{
	struct cpe_status_rule *rule = reader->rule;
	struct cpe_status_source *source = &rule->source[rule->sources];
	struct word name = next_word(&at, end);
	struct word rank = next_word(&at, end);
	struct word reads = next_word(&at, end);
	int number = 0;

	if (rule->sources == CPE_STATUS_SOURCES)
		return wrong(reader, "A rule has at most 64 sources.");
	if (!read_name(name, source->name))
		return wrong(reader, "A source's name is of capitals, digits and _, at most 16 of them.");
	for (int i = 0; i < rule->sources; i++)
		if (memcmp(rule->source[i].name, source->name, CPE_STATUS_NAME) == 0)
			return wrong(reader, "Each source is there once.");
	if (!take_key(&rank, "rank") || !word_number(rank, CPE_STATUS_RANKS, &number))
		return wrong(reader, "A source has a rank from 0 to 15, like \"rank=1\".");
	source->rank = (uint8_t) number;
	source->place = (uint8_t) rule->sources;
	if (!take_key(&reads, "reads"))
		return wrong(reader, "A source reads codes, pairs or ICD-10, like \"reads=code\".");
	for (number = 0; number < 3 && !is_word(reads, reads_word[number]); number++)
		;
	if (number == 3)
		return wrong(reader, "A source reads codes, pairs or ICD-10, like \"reads=code\".");
	source->reads = (uint8_t) number;
	while (at < end)
	{
		struct word word = next_word(&at, end);

		for (number = 0; number < CPE_SOURCE_FLAGS && !is_word(word, cpe_source_flag_word[number]);
		     number++)
			;
		if (number == CPE_SOURCE_FLAGS)
			return wrong(reader, "What else a source can be: early, at_diagnosis, guarded, "
			                     "recurrence, progression, death.");
		source->flags |= (uint8_t) (1 << number);
	}
	rule->sources++;
	return true;
}

/* An ICD-10 code or range of them, "C77.3" or "C78-C79", the group yet to be set. */
static bool
read_range(struct reader *reader, struct word word, struct cpe_code_range *range)
{
	const char *dash = memchr(word.text, '-', word.size);
	size_t first = dash ? (size_t) (dash - word.text) : word.size;
	const char *second = dash ? dash + 1 : word.text;
	size_t second_size = dash ? word.size - first - 1 : word.size;
	char *ends = cpe_arena_alloc(reader->arena, 2, CPE_ICD10_SIZE, reader->problem);

	if (ends == NULL || !cpe_icd10_normal(word.text, first, ends, reader->problem) ||
	    !cpe_icd10_normal(second, second_size, ends + CPE_ICD10_SIZE, reader->problem))
		return false;
	range->first = ends;
	range->last = ends + CPE_ICD10_SIZE;
	range->length = strlen(range->first);
	if (strlen(range->last) != range->length || strcmp(range->first, range->last) > 0)
		return wrong(reader, "The ends of a range of ICD-10 codes are of one length, in order.");
	return true;
}

static int
range_order(const void *a, const void *b)
{
	const struct cpe_code_range *x = a;
	const struct cpe_code_range *y = b;

	if (x->length != y->length)
		return x->length < y->length ? -1 : 1;
	return strcmp(x->first, y->first);
}

/* Ranges in the order in which they are searched; none overlaps another of its length. */
static bool
order_ranges(struct reader *reader, struct cpe_code_range *range, int n)
{
	qsort(range, (size_t) n, sizeof(*range), range_order);
	for (int i = 1; i < n; i++)
		if (range[i].length == range[i - 1].length &&
		    strcmp(range[i - 1].last, range[i].first) >= 0)
			return wrong(reader, "Ranges of ICD-10 codes of one length do not overlap.");
	return true;
}

/* The condition that the site is in these ranges: a known one, or one more. */
static bool
read_condition(struct reader *reader, struct word word, uint8_t *meaning)
{
	struct cpe_status_rule *rule = reader->rule;
	int n = 1;
	int which;
	struct cpe_code_range *range;
	const char *at = word.text;

	for (size_t i = 0; i < word.size; i++)
		n += word.text[i] == ',';
	range = cpe_arena_alloc(reader->arena, (size_t) n, sizeof(*range), reader->problem);
	if (range == NULL)
		return false;
	for (int i = 0; i < n; i++)
	{
		const char *comma = memchr(at, ',', (size_t) (word.text + word.size - at));
		struct word one = {at, (size_t) ((comma ? comma : word.text + word.size) - at)};

		if (!read_range(reader, one, &range[i]))
			return false;
		range[i].group = "";
		at += one.size + 1;
	}
	if (!order_ranges(reader, range, n))
		return false;
	for (which = 0; which < rule->conditions; which++)
	{
		bool same = rule->condition[which].ranges == n;

		for (int i = 0; same && i < n; i++)
			same = strcmp(range[i].first, rule->condition[which].range[i].first) == 0 &&
			       strcmp(range[i].last, rule->condition[which].range[i].last) == 0;
		if (same)
			break;
	}
	if (which == rule->conditions)
	{
		if (which == CPE_STATUS_CONDITIONS)
			return wrong(reader, "A rule has at most 16 different conditions on sites.");
		rule->condition[which].ranges = n;
		rule->condition[which].range = range;
		rule->conditions++;
	}
	*meaning = (uint8_t) (CPE_SAYS_UNLESS + which);
	return true;
}

/* Which meanings go with a source: evidence has a rank, and absence is one at the diagnosis. */
static bool
check_meaning(struct reader *reader, const struct cpe_status_source *source,
              const struct cpe_status_code *code)
{
	int meaning = code->meaning;

	if (meaning == CPE_SAYS_ABSENT && !(source->flags & CPE_SOURCE_AT_DIAGNOSIS))
		return wrong(reader, "That distant disease is absent is said by a source at_diagnosis.");
	if ((meaning == CPE_SAYS_DISTANT || meaning == CPE_SAYS_MULTIPLE || meaning == CPE_SAYS_LOCAL ||
	     meaning == CPE_SAYS_ABSENT || meaning == CPE_SAYS_REPORTED ||
	     meaning >= CPE_SAYS_UNLESS) &&
	    source->rank == 0)
		return wrong(reader, "A source of evidence has a rank from 1 on.");
	if ((meaning == CPE_SAYS_APPLIES) != (code->part == 2) &&
	    !(code->part == 2 && meaning == CPE_SAYS_NOTHING))
		return wrong(reader, "A second part says applies or nothing, and nothing else does.");
	if (source->reads == CPE_READS_ICD10 && (code->from != INT32_MIN || code->until != INT32_MAX))
		return wrong(reader, "Ranges of ICD-10 codes hold at any date.");
	return true;
}

/* "distant until=2018-04-01: 06" */
static bool
read_code_line(struct reader *reader, const char *at, const char *end)
{
	struct cpe_status_source *source;
	struct cpe_status_code *code = &reader->code[reader->of_source];
	const char *colon = at;
	struct word word;
	int meaning;
	int part;
	char *capitals;

	while (colon < end && *colon != ':')
		colon++;
	if (reader->rule->sources == 0 || end - colon < 2 || colon[1] != ' ')
		return wrong(reader, "A line is \"source NAME rank=1 reads=code\", or behind such a one "
		                     "\"meaning: code\".");
	source = &reader->rule->source[reader->rule->sources - 1];
	if (++reader->codes > CPE_STATUS_CODES)
		return cpe_problem_set(reader->problem, CPE_LIMIT, "A rule has at most 20000 codes.", NULL,
		                       "too many codes in a status_rule");
	code->from = INT32_MIN;
	code->until = INT32_MAX;
	code->part = 1;
	code->code = colon + 2;
	code->size = (size_t) (end - code->code);
	if (code->size > LONGEST_CODE)
		return wrong(reader, "A code is of at most 64 bytes.");
	word = next_word(&at, colon);
	for (meaning = 0; meaning < CPE_SAYS_INVALID && !is_word(word, cpe_meaning_word[meaning]);
	     meaning++)
		;
	if (meaning == CPE_SAYS_INVALID)
		return wrong(reader, "A code says nothing, distant, multiple, local, absent, reported, "
		                     "free, not_free, other_primary or applies.");
	code->meaning = (uint8_t) meaning;
	while (at < colon)
	{
		word = next_word(&at, colon);
		if (take_key(&word, "from") && word_date(word, &code->from))
			continue;
		if (take_key(&word, "until") && word_date(word, &code->until))
			continue;
		if (source->reads == CPE_READS_PAIR && take_key(&word, "part") &&
		    word_number(word, 2, &part) && part == 2)
		{
			code->part = 2;
			continue;
		}
		if (meaning == CPE_SAYS_DISTANT && take_key(&word, "unless"))
		{
			if (!read_condition(reader, word, &code->meaning))
				return false;
			continue;
		}
		return wrong(reader, "Between meaning and colon stand from=, until=, part=2 of a pair, and "
		                     "unless= of what is distant.");
	}
	if (code->from >= code->until)
		return wrong(reader, "A code is valid from a day that is before until.");
	if (!check_meaning(reader, source, code))
		return false;
	capitals = cpe_arena_alloc(reader->arena, code->size + 1, 1, reader->problem);
	if (capitals == NULL)
		return false;
	for (size_t i = 0; i < code->size; i++)
		capitals[i] = cpe_upper(code->code[i]);
	code->code = capitals;
	reader->of_source++;
	return true;
}

static int
key_order(const struct cpe_status_code *x, int part, const char *text, size_t size)
{
	size_t shorter = x->size < size ? x->size : size;
	int order;

	if (x->part != part)
		return x->part < part ? -1 : 1;
	order = memcmp(x->code, text, shorter);
	if (order != 0)
		return order;
	return (x->size > size) - (x->size < size);
}

static int
code_order(const void *a, const void *b)
{
	const struct cpe_status_code *x = a;
	const struct cpe_status_code *y = b;
	int order = key_order(x, y->part, y->code, y->size);

	return order ? order : (x->from > y->from) - (x->from < y->from);
}

/* Longest first, then any fixed order. */
static int
prefix_order(const void *a, const void *b)
{
	const struct cpe_status_code *x = a;
	const struct cpe_status_code *y = b;

	if (x->size != y->size)
		return x->size > y->size ? -1 : 1;
	return code_order(a, b);
}

/* A code has one meaning on a day. */
static bool
check_codes(struct reader *reader, const struct cpe_status_code *code, int n, bool dated)
{
	for (int i = 1; i < n; i++)
		if (key_order(&code[i - 1], code[i].part, code[i].code, code[i].size) == 0 &&
		    (!dated || code[i - 1].until > code[i].from))
			return cpe_problem_set(
				reader->problem, CPE_INVALID, "A code of a source has one meaning on any day.",
				NULL, "status_rule has code \"%.*s\" twice", (int) code[i].size, code[i].code);
	return true;
}

static bool
end_icd10_source(struct reader *reader, struct cpe_status_source *source)
{
	int n = reader->of_source;

	source->range =
		cpe_arena_alloc(reader->arena, (size_t) n, sizeof(*source->range), reader->problem);
	source->mark = cpe_arena_alloc(reader->arena, (size_t) n, 1, reader->problem);
	source->code =
		cpe_arena_alloc(reader->arena, (size_t) n, sizeof(*source->code), reader->problem);
	if (source->range == NULL || source->mark == NULL || source->code == NULL)
		return false;
	for (int i = 0; i < n; i++)
	{
		struct word word = {reader->code[i].code, reader->code[i].size};

		source->code[i] = reader->code[i];
		if (!read_range(reader, word, &source->range[i]))
			return false;
		source->range[i].group = &source->mark[i];
	}
	source->codes = n;
	source->ranges = n;
	return order_ranges(reader, source->range, n);
}

/* Puts the codes read since the source's line into their order. */
static bool
end_source(struct reader *reader)
{
	struct cpe_status_source *source;
	int n = reader->of_source;

	if (reader->rule->sources == 0)
		return true;
	source = &reader->rule->source[reader->rule->sources - 1];
	if (n == 0)
		return cpe_problem_set(reader->problem, CPE_INVALID, "It could not say anything.", NULL,
		                       "source %.*s of a status_rule has no codes", CPE_STATUS_NAME,
		                       source->name);
	if (source->reads == CPE_READS_ICD10)
		return end_icd10_source(reader, source);
	source->code =
		cpe_arena_alloc(reader->arena, (size_t) n, sizeof(*source->code), reader->problem);
	source->prefix =
		cpe_arena_alloc(reader->arena, (size_t) n, sizeof(*source->prefix), reader->problem);
	if (source->code == NULL || source->prefix == NULL)
		return false;
	for (int i = 0; i < n; i++)
	{
		struct cpe_status_code code = reader->code[i];

		if (code.size > 0 && code.code[code.size - 1] == '*')
		{
			code.size--;
			source->prefix[source->prefixes++] = code;
		}
		else
			source->code[source->codes++] = code;
	}
	qsort(source->code, (size_t) source->codes, sizeof(*source->code), code_order);
	qsort(source->prefix, (size_t) source->prefixes, sizeof(*source->prefix), prefix_order);
	return check_codes(reader, source->code, source->codes, true) &&
	       check_codes(reader, source->prefix, source->prefixes, false);
}

static bool
read_lines(struct reader *reader)
{
	const char *at;
	const char *end;

	while (next_line(reader, &at, &end))
	{
		const char *behind = at;
		bool good;

		if (reader->line % 256 == 0 && !cpe_arena_poll(reader->arena, reader->problem))
			return false;
		if (is_word(next_word(&behind, end), "source"))
		{
			good = end_source(reader) && read_source_line(reader, behind, end);
			reader->of_source = 0;
		}
		else
			good = read_code_line(reader, at, end);
		if (!good)
			return false;
	}
	return end_source(reader);
}

struct cpe_status_rule *
cpe_status_rule_read(struct cpe_arena *arena, const char *text, size_t size,
                     struct cpe_problem *problem)
{
	struct reader reader = {0};
	int lines = 1;

	reader.arena = arena;
	reader.problem = problem;
	reader.at = text;
	reader.end = text + size;
	reader.rule = cpe_arena_alloc(arena, 1, sizeof(*reader.rule), problem);
	if (reader.rule == NULL)
		return NULL;
	for (size_t i = 0; i < size; i++)
		lines += text[i] == '\n';
	if (lines > CPE_STATUS_CODES + CPE_STATUS_SOURCES + 1)
	{
		cpe_problem_set(problem, CPE_LIMIT, "A rule has at most 20000 codes.", NULL,
		                "too many lines in a status_rule: %d", lines);
		return NULL;
	}
	reader.rule->source =
		cpe_arena_alloc(arena, CPE_STATUS_SOURCES + 1, sizeof(*reader.rule->source), problem);
	reader.code = cpe_arena_alloc(arena, (size_t) lines + 1, sizeof(*reader.code), problem);
	if (reader.rule->source == NULL || reader.code == NULL || !read_first_line(&reader) ||
	    !read_lines(&reader))
		return NULL;
	if (reader.rule->sources == 0)
	{
		wrong(&reader, "A rule has sources.");
		return NULL;
	}
	return reader.rule;
}

/* ---- looking up ---- */

/* Adds to a list for a hint as long as there is room. */
static void
list(char *hint, size_t room, const char *word, size_t size)
{
	size_t used = strlen(hint);

	if (used + size + 8 > room)
	{
		if (used + 5 < room && strcmp(hint + used - 3, "...") != 0)
			strcpy(hint + used, ", ...");
		return;
	}
	snprintf(hint + used, room - used, "%s%.*s", hint[used - 1] == ' ' ? "" : ", ", (int) size,
	         word);
}

const struct cpe_status_source *
cpe_status_source_find(const struct cpe_status_rule *rule, const char *name, size_t size,
                       struct cpe_problem *problem)
{
	char hint[250] = "Sources: ";

	for (int i = 0; i < rule->sources; i++)
	{
		const struct cpe_status_source *source = &rule->source[i];

		if (size <= CPE_STATUS_NAME && memcmp(source->name, name, size) == 0 &&
		    (size == CPE_STATUS_NAME || source->name[size] == '\0') && size > 0)
			return source;
		list(hint, sizeof(hint), source->name, strnlen(source->name, CPE_STATUS_NAME));
	}
	cpe_problem_set(problem, CPE_INVALID, NULL, hint, "unknown source: \"%.*s\"",
	                cpe_shown(name, size), name);
	return NULL;
}

static const struct cpe_status_code silent = {"", 0, INT32_MIN, INT32_MAX, 1, CPE_SAYS_NOTHING};

/* The codes of one part of a source under these bytes, without regard to case. */
static int
find_part(const struct cpe_status_source *source, int part, const char *text, size_t size,
          const struct cpe_status_code **found)
{
	char capitals[LONGEST_CODE];
	int from = 0;
	int to = source->codes;
	int n = 0;

	if (size > LONGEST_CODE)
		return 0;
	for (size_t i = 0; i < size; i++)
		capitals[i] = cpe_upper(text[i]);
	while (from < to)
	{
		int middle = from + (to - from) / 2;

		if (key_order(&source->code[middle], part, capitals, size) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	while (from + n < source->codes &&
	       key_order(&source->code[from + n], part, capitals, size) == 0)
		n++;
	*found = &source->code[from];
	for (int i = 0; n == 0 && i < source->prefixes; i++)
		if (source->prefix[i].part == part && source->prefix[i].size <= size &&
		    memcmp(source->prefix[i].code, capitals, source->prefix[i].size) == 0)
		{
			*found = &source->prefix[i];
			n = 1;
		}
	return n;
}

static int
refuse_code(const struct cpe_status_source *source, int part, const char *text, size_t size,
            struct cpe_problem *problem)
{
	char hint[250];
	const struct cpe_status_code *last = NULL;

	strcpy(hint, source->reads == CPE_READS_PAIR
	                 ? (part == 1 ? "Codes in front of the slash: " : "Codes behind the slash: ")
	                 : "Codes: ");
	for (int i = 0; i < source->codes; i++)
		if (source->code[i].part == part && source->code[i].size > 0 &&
		    (last == NULL || key_order(last, part, source->code[i].code, source->code[i].size)))
		{
			last = &source->code[i];
			list(hint, sizeof(hint), last->code, last->size);
		}
	for (int i = 0; i < source->prefixes; i++)
		if (source->prefix[i].part == part)
			list(hint, sizeof(hint), source->prefix[i].code, source->prefix[i].size + 1);
	cpe_problem_set(problem, CPE_INVALID, "The case of letters does not matter.", hint,
	                "unknown code of source %.*s: \"%.*s\"", CPE_STATUS_NAME, source->name,
	                cpe_shown(text, size), text);
	return 0;
}

static int
find_pair(const struct cpe_status_source *source, const char *text, size_t size,
          const struct cpe_status_code **found, struct cpe_problem *problem)
{
	const char *slash = memchr(text, '/', size);
	size_t first_size = slash ? (size_t) (slash - text) : size;
	const char *second = slash ? slash + 1 : text + size;
	size_t second_size = slash ? size - first_size - 1 : 0;
	const struct cpe_status_code *other;
	int n = 1;

	cpe_trim(&text, &first_size);
	cpe_trim(&second, &second_size);
	*found = &silent;
	if (first_size > 0)
		n = find_part(source, 1, text, first_size, found);
	if (n == 0)
		return refuse_code(source, 1, text, first_size, problem);
	if (find_part(source, 2, second, second_size, &other) == 0)
	{
		if (second_size > 0)
			return refuse_code(source, 2, second, second_size, problem);
		other = &silent; /* a missing second part does not apply, unless the rule has it */
	}
	if (other->meaning != CPE_SAYS_APPLIES)
	{
		*found = &silent;
		return 1;
	}
	return n;
}

int
cpe_status_code_find(const struct cpe_status_source *source, const char *code, size_t size,
                     const struct cpe_status_code **found, struct cpe_problem *problem)
{
	char normal[CPE_ICD10_SIZE];
	const char *mark;
	int n;

	cpe_trim(&code, &size);
	*found = &silent;
	if (size == 0)
		return 1;
	switch ((enum cpe_reads) source->reads)
	{
		case CPE_READS_PAIR:
			return find_pair(source, code, size, found, problem);
		case CPE_READS_ICD10:
			if (!cpe_icd10_normal(code, size, normal, problem))
				return 0;
			mark = cpe_icd10_group(source->range, source->ranges, normal);
			if (mark != NULL)
				*found = &source->code[mark - source->mark];
			return 1;
		case CPE_READS_CODE:
			break;
	}
	n = find_part(source, 1, code, size, found);
	return n > 0 ? n : refuse_code(source, 1, code, size, problem);
}

bool
cpe_status_site(const struct cpe_status_rule *rule, const char *site, size_t size, uint16_t *met,
                struct cpe_problem *problem)
{
	char normal[CPE_ICD10_SIZE];

	*met = 0;
	if (!cpe_icd10_normal(site, size, normal, problem))
		return false;
	for (int i = 0; i < rule->conditions; i++)
		if (cpe_icd10_group(rule->condition[i].range, rule->condition[i].ranges, normal) != NULL)
			*met |= (uint16_t) (1 << i);
	return true;
}
