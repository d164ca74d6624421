/*
 * cancer_pe-lint: checks instrument definitions as register_instrument does, without a server. With
 * --sql it prints what makes them a user's own, with --shipped what makes them part of the
 * extension.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "score/instrument.h"

static void
usage(FILE *out)
{
	fputs("usage: cancer_pe-lint [--sql] FILE...\n"
	      "\n"
	      "Checks instrument definitions (JSON) of cancer_pe; - is standard input.  Prints a line "
	      "for\n"
	      "each file; the exit status is 0 when all are right, 1 when one is wrong, 2 when one "
	      "cannot be\n"
	      "read.\n"
	      "\n"
	      "  --sql    print SQL instead: the call that registers it, and the function with one\n"
	      "           column for each scale, as the shipped instruments have it\n",
	      out);
}

/* The whole of a file in memory that is never freed; NULL with errno where it cannot be read. */
static char *
read_file(const char *name, size_t *length)
{
	FILE *file = strcmp(name, "-") == 0 ? stdin : fopen(name, "rb");
	size_t room = 65536;
	char *text = malloc(room);

	*length = 0;
	if (file == NULL || text == NULL)
		return NULL;
	for (size_t got; (got = fread(text + *length, 1, room - *length - 1, file)) > 0;)
	{
		*length += got;
		if (*length == room - 1 && (text = realloc(text, room *= 2)) == NULL)
			return NULL;
	}
	if (ferror(file))
		return NULL;
	text[*length] = '\0';
	if (file != stdin)
		fclose(file);
	return text;
}

/* A text as an SQL string's inside. */
static void
print_quoted(const char *text)
{
	for (; *text; text++)
	{
		if (*text == '\'')
			putchar('\'');
		putchar(*text);
	}
}

static void
print_lower(const char *text)
{
	for (; *text; text++)
		putchar(*text >= 'A' && *text <= 'Z' ? *text + ('a' - 'A') : *text);
}

static void
print_function(const struct cpe_instrument *instrument)
{
	printf(
		"CREATE FUNCTION \"%s\"(answers integer[], strict boolean DEFAULT true)\n\tRETURNS TABLE (",
		instrument->function);
	for (int i = 0; i < instrument->scales; i++)
	{
		fputs(i ? ", \"" : "\"", stdout);
		print_lower(instrument->scale[i].code);
		fputs("\" double precision", stdout);
	}
	puts(")\n\tLANGUAGE sql STABLE PARALLEL SAFE ROWS 1\nBEGIN ATOMIC");
	fputs("\tSELECT ", stdout);
	for (int i = 0; i < instrument->scales; i++)
		printf("%ss.scores[%d]", i ? ", " : "", i + 1);
	fputs("\n\tFROM (SELECT cancer_pe.scores('", stdout);
	print_quoted(instrument->code);
	puts("'::text, $1, $2) AS scores OFFSET 0) AS s;\nEND;");
	printf("COMMENT ON FUNCTION \"%s\"(integer[], boolean) IS '", instrument->function);
	print_quoted(instrument->title);
	fputs(": one person''s scores as one row. ", stdout);
	for (int i = 0; i < instrument->scales; i++)
	{
		const struct cpe_scale *scale = &instrument->scale[i];

		if (i > 0)
			fputs("; ", stdout);
		print_lower(scale->code);
		putchar(' ');
		print_quoted(scale->label);
		printf(" (%g to %g", scale->low, scale->high);
		if (strcmp(scale->direction, "better") == 0 || strcmp(scale->direction, "worse") == 0)
			printf(", high is %s)", scale->direction);
		else
			fputs(")", stdout);
	}
	fputs(". NULL where too few items are answered; arguments and errors as of scores(text, "
	      "integer[], "
	      "boolean). Certainty: ",
	      stdout);
	print_quoted(instrument->certainty);
	fputs(". Source: ", stdout);
	print_quoted(instrument->source);
	if (instrument->note)
	{
		fputs(". Note: ", stdout);
		print_quoted(instrument->note);
	}
	puts("';");
}

/* A text as an SQL string between dollars, by a tag that it does not have. */
static void
print_between_dollars(const char *text, size_t length)
{
	char tag[40] = "$definition$";

	for (int i = 1; strstr(text, tag); i++)
		snprintf(tag, sizeof(tag), "$definition%d$", i);
	fputs(tag, stdout);
	fwrite(text, 1, length, stdout);
	fputs(tag, stdout);
}

static void
print_sql(const struct cpe_instrument *instrument, const char *text, size_t length, bool shipped)
{
	fputs(shipped ? "INSERT INTO instrument (plan, builtin) VALUES ("
	              : "SELECT cancer_pe.register_instrument(",
	      stdout);
	print_between_dollars(text, length);
	puts(shipped ? ", true);" : ");");
	if (instrument->function)
		print_function(instrument);
	putchar('\n');
}

/* Checks one file; the exit status. */
static int
check(const char *name, bool sql, bool shipped)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	const struct cpe_instrument *instrument;
	size_t length;
	char *text = read_file(name, &length);

	if (text == NULL)
	{
		fprintf(stderr, "cancer_pe-lint: cannot read ");
		perror(name);
		return 2;
	}
	cpe_arena_open_malloc(&arena);
	instrument = cpe_instrument_read(&arena, text, length, &problem);
	if (instrument == NULL)
		fprintf(sql ? stderr : stdout, "%s: %s%s%s%s%s\n", name, problem.message,
		        problem.detail[0] ? ": " : "", problem.detail, problem.hint[0] ? " " : "",
		        problem.hint);
	else if (sql)
		print_sql(instrument, text, length, shipped);
	else
		printf("%s: %s, version %s: %d items, %d scales\n", name, instrument->code,
		       instrument->version, instrument->items, instrument->scales);
	cpe_arena_close_malloc(&arena);
	free(text);
	return instrument == NULL;
}

int
main(int count, char **argument)
{
	bool sql = false, shipped = false;
	int worst = 0, first = 1;

	if (count > 1 && (strcmp(argument[1], "--help") == 0 || strcmp(argument[1], "-h") == 0))
	{
		usage(stdout);
		return 0;
	}
	if (count > 1 && (strcmp(argument[1], "--sql") == 0 || strcmp(argument[1], "--shipped") == 0))
	{
		sql = true;
		shipped = strcmp(argument[1], "--shipped") == 0;
		first++;
	}
	if (first >= count || (argument[first][0] == '-' && argument[first][1] != '\0'))
	{
		usage(stderr);
		return 2;
	}
	for (int i = first; i < count; i++)
	{
		int status = check(argument[i], sql, shipped);

		worst = status > worst ? status : worst;
	}
	if (fflush(stdout) != 0)
	{
		perror("cancer_pe-lint");
		return 2;
	}
	return worst;
}
