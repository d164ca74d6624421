/*
 * QuestionnaireResponses: header, items in their order, and answers by a link map, strict and not.
 */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "score/fhir.h"

static const struct cpe_json_limits limits = {1 << 20, 4 << 20, CPE_FHIR_DEPTH};

static const char definition[] =
	"{\"instrument\": \"T\", \"version\": \"1\", \"title\": \"t\", \"source\": \"s\", "
	"\"certainty\": \"sourced\", \"items\": [{\"ids\": [\"1..3\"], \"min\": 1, \"max\": 4, "
	"\"missing\": [9]}, {\"ids\": [\"4\"], \"min\": 0, \"max\": 100}], \"scales\": [{\"scale\": "
	"\"A\", \"label\": \"l\", \"higher\": \"better\", \"items\": [\"1..3\"], \"transform\": "
	"\"functional\", \"missing\": \"half\"}]}";

static const struct cpe_link_row link_map[] = {
	{NULL, "1", NULL, "1", false, 0},         {NULL, "2", NULL, "2", false, 0},
	{NULL, "q03", NULL, "3", false, 0},       {"q", "4", NULL, "4", false, 0},
	{NULL, "title", NULL, NULL, false, 0},    {NULL, NULL, "not-at-all", NULL, true, 1},
	{NULL, NULL, "very-much", NULL, true, 4}, {NULL, "2", "a", NULL, true, 2},
	{"q", "2", "a", NULL, true, 3},           {NULL, NULL, "refused", NULL, false, 0}};

/* What is known of the rows so far. */
struct seen
{
	struct cpe_arena *arena;
	int rows, answer_no;
};

static bool
look(void *context, const struct cpe_fhir_row *row, struct cpe_problem *problem)
{
	struct seen *seen = context;
	struct cpe_text path;
	size_t length;
	const char *text;
	int depth = 0;

	seen->rows++;
	MUST(row->place != NULL && row->depth >= 1 && row->depth <= CPE_FHIR_DEPTH);
	for (const struct cpe_fhir_place *place = row->place; place != NULL; place = place->up)
	{
		MUST(place->index >= 0);
		depth += !place->answer;
	}
	MUST(depth == row->depth);
	MUST(row->answer_no >= 0 && !isinf(row->number) && !isinf(row->weight));
	MUST(row->type >= CPE_FHIR_NO_VALUE && row->type <= CPE_FHIR_SEVERAL);
	cpe_text_open(&path, seen->arena, problem);
	cpe_fhir_path(&path, row->place);
	text = cpe_text_close(&path, &length);
	if (text == NULL)
		return false;
	MUST(strlen(text) == length && strncmp(text, "item[", 5) == 0);
	return true;
}

static bool
use(struct cpe_arena *arena, const char *text, size_t length, struct cpe_problem *problem)
{
	static struct cpe_instrument *instrument;
	static struct fuzz_arena forever;
	struct seen seen = {arena, 0, 0};
	struct cpe_fhir_header header;
	const struct cpe_link_map *map;
	int32_t value[4], strict_value[4];
	bool given[4], strict_given[4], strict;
	const char *link[4];
	cJSON *response;

	if (instrument == NULL)
	{
		fuzz_arena_open(&forever, FUZZ_NEVER, FUZZ_NEVER);
		instrument = cpe_instrument_read(&forever.arena, definition, strlen(definition), problem);
		MUST(instrument != NULL && instrument->items == 4);
	}
	response = cpe_json_parse(arena, text, length, "response", &limits, problem);
	if (response == NULL || !cpe_fhir_header(response, arena, &header, problem))
		return false;
	MUST(cpe_fhir_is_response(response, problem));
	if (!cpe_fhir_walk(response, arena, look, &seen, problem))
		return false;
	map = cpe_link_map_make(arena, instrument, link_map, sizeof(link_map) / sizeof(link_map[0]),
	                        problem);
	if (map == NULL ||
	    !cpe_fhir_answers(response, instrument, map, false, arena, value, given, link, problem))
		return false;
	for (int i = 0; i < 4; i++)
		MUST(!given[i] || link[i] != NULL);
	strict = cpe_fhir_answers(response, instrument, map, true, arena, strict_value, strict_given,
	                          NULL, problem);
	/* strict mode refuses or changes nothing */
	for (int i = 0; strict && i < 4; i++)
	{
		MUST(strict_given[i] == given[i] && (!given[i] || strict_value[i] == value[i]));
		MUST(!given[i] || value[i] != CPE_UNREADABLE);
	}
	return strict;
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	fuzz_with_arenas(use, data, size);
}
