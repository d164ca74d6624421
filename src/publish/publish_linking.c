#include "cancer_pe.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/fmgroids.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/datetime.h"

#include "publish/linked.h"
#include "publish/population.h"
#include "publish/publish_linking.h"
#include "publish/publish_names.h"

/* An earlier release: its dimensions, and its cells by part. */
struct earlier
{
	const struct cpe_ledger_entry *entry;
	struct cpe_release release; /* its dimensions only */
	int *place;                 /* of each among all dimensions */
	struct cpe_release_cells cells;
};

struct cpe_linking
{
	const struct cpe_release *release;
	struct cpe_arena arena; /* of what lasts */
	int count;              /* of earlier ones */
	struct earlier *earlier;
	int populations; /* one more */
	struct cpe_population *population;
	struct cpe_population_tree tree;
	int dims; /* of all releases together, those of the new one first */
	const char **dim_name;
	struct cpe_linked_map *map;
	bool *has;
	struct cpe_table_parts *parts;
	size_t parts_count;
	const struct cpe_suppression *suppression;
};

void
cpe_partition_open(struct cpe_partition *partition, int rows, int dims)
{
	Size size = (Size) rows + 1;

	partition->rows = rows;
	partition->dims = dims;
	partition->label = palloc_extended(size * dims * sizeof(char *), MCXT_ALLOC_HUGE);
	partition->value = palloc_extended(size * sizeof(int64), MCXT_ALLOC_HUGE);
	partition->numerator = palloc_extended(size * sizeof(int64), MCXT_ALLOC_HUGE);
	partition->given = palloc_extended(size * sizeof(char *), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	partition->status = palloc_extended(size * sizeof(char *), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
}

/* ---- populations ---- */

static const char *
version_name(const char *release, int version)
{
	return version == 1 ? release : psprintf("%s, version %d", release, version);
}

/* The days of a period that is written as a daterange; any other text has none. */
static void
read_period(struct cpe_population *population)
{
	int year[2], month[2], day[2];
	int length = 0;
	char open, close;

	if (sscanf(population->period, "%c%4d-%2d-%2d,%4d-%2d-%2d%c%n", &open, &year[0], &month[0],
	           &day[0], &year[1], &month[1], &day[1], &close, &length) != 8 ||
	    population->period[length] != '\0' || (open != '[' && open != '(') ||
	    (close != ')' && close != ']'))
		return;
	for (int end = 0; end < 2; end++)
		(void) DirectFunctionCall3(make_date, Int32GetDatum(year[end]), Int32GetDatum(month[end]),
		                           Int32GetDatum(day[end]));
	population->dated = true;
	population->first = date2j(year[0], month[0], day[0]) + (open == '(');
	population->end = date2j(year[1], month[1], day[1]) + (close == ']');
	if (population->end <= population->first)
		cpe_refuse(CPE_INVALID, NULL, NULL, "the period \"%s\" has no day", population->period);
}

static void
fill_population(struct cpe_population *population, const char *name, const char *filter,
                const char *period)
{
	population->name = name;
	population->filter = filter;
	population->period = period;
	read_period(population);
}

/* The earlier release that a name in the relations stands for: its latest version, or the one
 * named.
 */
static int
earlier_named(const struct cpe_linking *linking, const char *name)
{
	int found = -1;

	for (int e = 0; e < linking->count; e++)
		if (strcmp(linking->earlier[e].entry->release, name) == 0 ||
		    strcmp(cpe_relation_name(linking->earlier[e].entry->release,
		                             linking->earlier[e].entry->version),
		           name) == 0)
			found = e;
	if (found < 0)
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "relations name \"%s\", which is no earlier release of base \"%s\"", name,
		           linking->release->base);
	return found;
}

static enum cpe_population_relation
relation_word(const char *word, const char *earlier)
{
	enum cpe_population_relation relation = cpe_population_relation_of(word);

	if (relation == CPE_POPULATION_UNKNOWN)
		cpe_refuse(CPE_INVALID, NULL, "Relations: same, contains, within, disjoint, revised.",
		           "unknown relation to release \"%s\": \"%s\"", earlier, word);
	return relation;
}

/* Adds what an earlier release was found to be to those before it. */
static int
recorded_relations(const struct cpe_linking *linking, int left,
                   struct cpe_population_declared *declared, int count)
{
	List *relations = cpe_ledger_relations(linking->earlier[left].entry);
	ListCell *cell;

	foreach (cell, relations)
	{
		struct cpe_ledger_relation *relation = lfirst(cell);
		enum cpe_population_relation word = cpe_population_relation_of(relation->relation);

		for (int e = 0; e < left && word != CPE_POPULATION_UNKNOWN; e++)
			if (strcmp(linking->earlier[e].entry->release, relation->earlier) == 0 &&
			    linking->earlier[e].entry->version == relation->earlier_version)
			{
				declared[count].left = left;
				declared[count].right = e;
				declared[count++].relation = word;
			}
	}
	return count;
}

static void
link_populations(struct cpe_linking *linking)
{
	const struct cpe_release *release = linking->release;
	struct cpe_population_declared *declared =
		palloc0(((Size) linking->count * linking->count + release->relations + 1) *
	            sizeof(struct cpe_population_declared));
	int count = 0;
	struct cpe_problem problem;

	for (int e = 0; e < linking->count; e++)
		count = recorded_relations(linking, e, declared, count);
	for (int r = 0; r < release->relations; r++)
	{
		declared[count].left = linking->count;
		declared[count].right = earlier_named(linking, release->relation[r].earlier);
		declared[count++].relation =
			relation_word(release->relation[r].relation, release->relation[r].earlier);
	}
	if (!cpe_population_link(&linking->arena, linking->population, linking->populations, declared,
	                         count, &linking->tree, &problem))
		cpe_raise(&problem);
}

/* ---- dimensions ---- */

/* The place of a dimension among those of all releases, a new one where it is not there. */
static int
dimension_of_all(struct cpe_linking *linking, const char *name)
{
	for (int d = 0; d < linking->dims; d++)
		if (strcmp(linking->dim_name[d], name) == 0)
			return d;
	linking->dim_name[linking->dims] = name;
	return linking->dims++;
}

/* Whether two rules say the same of a dimension. */
static bool
same_parts(const struct cpe_table_parts *a, const struct cpe_table_parts *b)
{
	if (a->dim != b->dim || a->parts != b->parts || (a->whole == NULL) != (b->whole == NULL) ||
	    (a->whole && strcmp(a->whole, b->whole) != 0))
		return false;
	for (size_t p = 0; p < a->parts; p++)
		if (strcmp(a->part[p], b->part[p]) != 0)
			return false;
	return true;
}

/* Adds the parts of one dimension of a release to those of all. */
static void
add_parts(struct cpe_linking *linking, const struct cpe_release_dimension *dimension, int place)
{
	struct cpe_options options = {"suppress", {NULL, NULL}};
	struct cpe_cells_options read;
	StringInfoData text;

	if (dimension->parents == NULL && dimension->parts == NULL)
		return;
	initStringInfo(&text);
	appendStringInfoChar(&text, '{');
	if (dimension->parents)
		appendStringInfo(
			&text, "\"parents\": {\"%d\": %s}", place + 1,
			JsonbToCString(NULL, &dimension->parents->root, VARSIZE(dimension->parents)));
	if (dimension->parts)
		appendStringInfo(&text, "%s\"parts\": {\"%d\": %s}", dimension->parents ? ", " : "",
		                 place + 1,
		                 JsonbToCString(NULL, &dimension->parts->root, VARSIZE(dimension->parts)));
	appendStringInfoChar(&text, '}');
	options.layer[0] = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(text.data)));
	cpe_cells_options_read(&options, &read);
	linking->parts = linking->parts
	                     ? repalloc(linking->parts, (linking->parts_count + read.parts_count + 1) *
	                                                    sizeof(*linking->parts))
	                     : palloc((read.parts_count + 1) * sizeof(*linking->parts));
	for (size_t p = 0; p < read.parts_count; p++)
	{
		bool known = false;

		for (size_t q = 0; q < linking->parts_count; q++)
			known = known || same_parts(&linking->parts[q], &read.parts[p]);
		if (!known)
			linking->parts[linking->parts_count++] = read.parts[p];
	}
}

/* What a release says of its dimensions. */
static void
add_dimensions(struct cpe_linking *linking, const struct cpe_release *release, int population,
               int most, int *place)
{
	for (int d = 0; d < release->dimensions; d++)
	{
		const struct cpe_release_dimension *dimension = &release->dimension[d];
		struct cpe_linked_map *map;

		place[d] = dimension_of_all(linking, dimension->first_name);
		map = &linking->map[(Size) population * most + place[d]];
		map->map = dimension->map[0] ? dimension->map : NULL;
		map->nested_in = dimension->nested_in;
		linking->has[(Size) population * most + place[d]] = true;
		add_parts(linking, dimension, place[d]);
	}
}

/* Moves the rows of a matrix of most columns together, now that there are fewer. */
static void
narrow(struct cpe_linking *linking, int most)
{
	for (int p = 0; p < linking->populations; p++)
		for (int d = 0; d < linking->dims; d++)
		{
			linking->map[(Size) p * linking->dims + d] = linking->map[(Size) p * most + d];
			linking->has[(Size) p * linking->dims + d] = linking->has[(Size) p * most + d];
		}
}

/* Releases none of which has a dimension are linked as ones that give the total of one. */
static void
link_dimensions(struct cpe_linking *linking)
{
	int most = linking->release->dimensions;
	int *own = palloc((linking->release->dimensions + 1) * sizeof(int));

	for (int e = 0; e < linking->count; e++)
		most += linking->earlier[e].release.dimensions;
	most = Max(most, 1);
	linking->dim_name = palloc(most * sizeof(char *));
	linking->map = palloc0((Size) linking->populations * most * sizeof(struct cpe_linked_map));
	linking->has = palloc0((Size) linking->populations * most * sizeof(bool));
	add_dimensions(linking, linking->release, linking->count, most, own);
	for (int e = 0; e < linking->count; e++)
	{
		struct earlier *earlier = &linking->earlier[e];

		earlier->place = palloc((earlier->release.dimensions + 1) * sizeof(int));
		add_dimensions(linking, &earlier->release, e, most, earlier->place);
	}
	if (linking->dims == 0)
		(void) dimension_of_all(linking, "");
	narrow(linking, most);
}

/* ---- what is linked ---- */

static void
read_earlier(struct earlier *earlier, const struct cpe_ledger_entry *entry)
{
	struct cpe_options options = {"publish", {entry->definition, NULL}};

	earlier->entry = entry;
	cpe_release_read_dimensions(&options, &earlier->release);
	if (earlier->release.dimensions != entry->dimensions)
		elog(ERROR,
		     "the dimensions of release \"%s\" in the ledger are not those of its definition",
		     entry->release);
}

/* Whether a release tells of the people of the new one, or of others that tell of them. */
static bool
is_near(const struct cpe_linking *linking, int e)
{
	return linking->tree.relation[(Size) linking->count * linking->populations + e] !=
	       CPE_POPULATION_APART;
}

/* Writes down how the release was found to be related to each earlier one. */
static void
keep_relations(const struct cpe_linking *linking, struct cpe_made_release *made)
{
	made->relations = linking->count;
	made->relation = palloc(linking->count * sizeof(struct cpe_ledger_relation));
	for (int e = 0; e < linking->count; e++)
	{
		made->relation[e].earlier = linking->earlier[e].entry->release;
		made->relation[e].earlier_version = linking->earlier[e].entry->version;
		made->relation[e].relation = cpe_population_word(
			linking->tree.relation[(Size) linking->count * linking->populations + e]);
	}
}

/* Whether cells of the release are compared with those of an earlier one. */
static bool
is_linked(const struct cpe_linking *linking, int e)
{
	enum cpe_population_relation relation =
		linking->tree.relation[(Size) linking->count * linking->populations + e];

	return relation != CPE_POPULATION_APART && relation != CPE_POPULATION_DISJOINT;
}

/* The cells of a release with the first names of its dimensions. */
static struct cpe_named_cells
named_cells(const struct cpe_release *release, const char *name,
            const struct cpe_release_cells *cells)
{
	const char **dimension = palloc((release->dimensions + 1) * sizeof(char *));
	struct cpe_named_cells named = {name, cells, dimension};

	for (int d = 0; d < release->dimensions; d++)
		dimension[d] = release->dimension[d].first_name;
	return named;
}

/* Checks the names by which cells are linked, of the release and of those before it. */
static void
check_names(const struct cpe_linking *linking, const struct cpe_made_release *made)
{
	int earlier = linking ? linking->count : 0;
	struct cpe_named_cells *near = palloc((earlier + 1) * sizeof(struct cpe_named_cells));
	struct cpe_named_cells *linked = palloc((earlier + 1) * sizeof(struct cpe_named_cells));
	struct cpe_named_cells own = named_cells(made->release, made->release->name, made->cells);
	int nears = 0;
	int links = 0;

	for (int e = 0; e < earlier; e++)
	{
		const struct earlier *of = &linking->earlier[e];

		if (!is_near(linking, e))
			continue;
		near[nears++] = named_cells(
			&of->release, version_name(of->entry->release, of->entry->version), &of->cells);
		if (is_linked(linking, e))
			linked[links++] = near[nears - 1];
	}
	cpe_names_check_renames(made->release, near, nears);
	cpe_names_check(made->release, &own, linked, links);
}

/* Refuses relations to releases where there are none. */
static void
check_no_relations(const struct cpe_release *release)
{
	if (release->relations > 0)
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "relations name \"%s\", which is no earlier release of base \"%s\"",
		           release->relation[0].earlier, release->base);
}

struct cpe_linking *
cpe_linking_begin(struct cpe_made_release *made, const struct cpe_suppression *suppression)
{
	List *entries = cpe_ledger_before(made->release->base, made->release->name, made->version);
	struct cpe_population own = {0};
	struct cpe_linking *linking;
	ListCell *cell;

	fill_population(&own, version_name(made->release->name, made->version), made->release->filter,
	                made->release->period);
	if (entries == NIL)
	{
		check_no_relations(made->release);
		check_names(NULL, made);
		return NULL;
	}
	linking = palloc0(sizeof(struct cpe_linking));
	cpe_arena_open(&linking->arena, CurrentMemoryContext);
	linking->release = made->release;
	linking->suppression = suppression;
	linking->earlier = palloc0(list_length(entries) * sizeof(struct earlier));
	linking->population = palloc0((list_length(entries) + 1) * sizeof(struct cpe_population));
	foreach (cell, entries)
	{
		const struct cpe_ledger_entry *entry = lfirst(cell);

		read_earlier(&linking->earlier[linking->count], entry);
		fill_population(&linking->population[linking->count++],
		                version_name(entry->release, entry->version), entry->filter, entry->period);
	}
	linking->populations = linking->count + 1;
	linking->population[linking->count] = own;
	link_populations(linking);
	link_dimensions(linking);
	keep_relations(linking, made);
	for (int e = 0; e < linking->count; e++)
	{
		struct earlier *earlier = &linking->earlier[e];

		cpe_release_cells_open(&earlier->cells, earlier->release.dimensions);
		if (is_near(linking, e))
			cpe_ledger_cells(earlier->entry, &earlier->cells);
	}
	check_names(linking, made);
	return linking;
}

/* ---- one part ---- */

/* The labels of a cell in all dimensions. */
static const char *const *
spread_labels(const struct cpe_linking *linking, char *const *label, const int *place, int dims)
{
	const char **spread = palloc0((linking->dims + 1) * sizeof(char *));

	for (int d = 0; d < dims; d++)
		spread[place ? place[d] : d] = label[d];
	return spread;
}

static void
add_cell(struct cpe_linked_input *input, struct cpe_linked_cell *cell, const char *const *dim,
         int population, int64 value, int64 numerator, const char *status)
{
	cell += input->cells++;
	cell->dim = dim;
	cell->population = population;
	cell->value = value;
	cell->numbered = numerator >= 0;
	cell->numerator = numerator >= 0 ? numerator : 0;
	cell->status = status;
}

/* The cells of an earlier release in this part. */
static void
add_earlier_cells(const struct cpe_linking *linking, int e, const char *part,
                  struct cpe_linked_input *input, struct cpe_linked_cell *cell)
{
	const struct earlier *earlier = &linking->earlier[e];
	int dims = earlier->cells.dimensions;

	for (int c = 0; c < earlier->cells.count; c++)
		if (strcmp(cpe_release_cells_part_text(&earlier->cells, earlier->cells.part[c]), part) == 0)
			add_cell(input, cell,
			         spread_labels(linking, earlier->cells.label + (Size) c * dims, earlier->place,
			                       dims),
			         e, earlier->cells.value[c], earlier->cells.numerator[c],
			         earlier->cells.status[c]);
}

/* The rows of the partition are those that came of linking; it knows where its cells went. */
static void
take_linked(struct cpe_partition *partition, const struct cpe_linked *linked, size_t own)
{
	int cells = partition->cells;

	cpe_partition_open(partition, (int) linked->cells, linked->dims);
	for (size_t r = 0; r < linked->cells; r++)
	{
		const struct cpe_table_cell *cell = &linked->cell[r];

		for (int d = 0; d < linked->dims; d++)
			partition->label[r * linked->dims + d] = (char *) cell->dim[d];
		partition->value[r] = cell->value;
		partition->numerator[r] = cell->numbered ? cell->numerator : -1;
		partition->given[r] = linked->given[r];
	}
	for (int c = 0; c < cells; c++)
		partition->place[c] = (int) linked->place[own + c];
}

/* Parts as an option of suppress: {"1": {"whole": [["part", ...], ...]}}. */
static Jsonb *
parts_option(const struct cpe_table_parts *parts, size_t count, int dims)
{
	StringInfoData text;
	bool *done = palloc0((count + 1) * sizeof(bool));
	bool any_dim = false;

	initStringInfo(&text);
	appendStringInfoString(&text, "{\"parts\": {");
	for (int d = 0; d < dims; d++)
	{
		bool any = false;

		for (size_t p = 0; p < count; p++)
		{
			const char *whole = parts[p].whole ? parts[p].whole : "";
			bool first = true;

			if (done[p] || parts[p].dim != d)
				continue;
			if (!any)
				appendStringInfo(&text, "%s\"%d\": {", any_dim ? ", " : "", d + 1);
			else
				appendStringInfoString(&text, ", ");
			any = any_dim = true;
			escape_json(&text, whole);
			appendStringInfoString(&text, ": [");
			for (size_t q = p; q < count; q++)
			{
				if (done[q] || parts[q].dim != d ||
				    strcmp(parts[q].whole ? parts[q].whole : "", whole) != 0)
					continue;
				done[q] = true;
				appendStringInfoString(&text, first ? "[" : ", [");
				first = false;
				for (size_t i = 0; i < parts[q].parts; i++)
				{
					appendStringInfoString(&text, i ? ", " : "");
					escape_json(&text, parts[q].part[i]);
				}
				appendStringInfoChar(&text, ']');
			}
			appendStringInfoChar(&text, ']');
		}
		if (any)
			appendStringInfoChar(&text, '}');
	}
	appendStringInfoString(&text, "}}");
	return DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(text.data)));
}

/* The options with these parts in the place of those that were given. */
static Jsonb *
with_parts(Jsonb *options, const struct cpe_linked *linked)
{
	Datum result =
		DirectFunctionCall2(jsonb_delete, JsonbPGetDatum(options), CStringGetTextDatum("parents"));

	result = DirectFunctionCall2(jsonb_delete, result, CStringGetTextDatum("parts"));
	if (linked->parts_count > 0)
		result = DirectFunctionCall2(
			jsonb_concat, result,
			JsonbPGetDatum(parts_option(linked->parts, linked->parts_count, linked->dims)));
	return DatumGetJsonbP(result);
}

Jsonb *
cpe_linking_part(struct cpe_linking *linking, const char *part, Jsonb *options,
                 struct cpe_partition *partition)
{
	struct cpe_linked_input input = {0};
	struct cpe_linked linked = {0};
	struct cpe_linked_cell *cell;
	struct cpe_problem problem;
	struct cpe_arena arena;
	size_t most = partition->rows;
	size_t own;

	cpe_arena_open(&arena, CurrentMemoryContext);
	for (int e = 0; e < linking->count; e++)
		most += linking->earlier[e].cells.count;
	cell = palloc_extended((most + 1) * sizeof(struct cpe_linked_cell),
	                       MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	input.population = linking->population;
	input.tree = &linking->tree;
	input.dims = linking->dims;
	input.dim_name = linking->dim_name;
	input.map = linking->map;
	input.has = linking->has;
	input.parts = linking->parts;
	input.parts_count = linking->parts_count;
	input.cell = cell;
	input.threshold = linking->suppression->rule.threshold;
	input.zeros_protected = linking->suppression->rule.zeros == CPE_ZERO_PROTECTED;
	for (int e = 0; e < linking->count; e++)
		add_earlier_cells(linking, e, part, &input, cell);
	own = input.cells;
	if (own == 0)
		return options;
	for (int r = 0; r < partition->rows; r++)
		add_cell(&input, cell,
		         spread_labels(linking, partition->label + (Size) r * partition->dims, NULL,
		                       partition->dims),
		         linking->count, partition->value[r], partition->numerator[r], NULL);
	if (!cpe_linked_make(&arena, &input, &linked, &problem))
		cpe_raise(&problem);
	if (linked.dims > partition->dims && linking->suppression->secondary != CPE_RULE_COMPLEMENTARY)
		cpe_refuse(CPE_INVALID, "It looks at the last dimension of one table only.",
		           "Take a rule with secondary complementary.",
		           "a rule without a search cannot link releases");
	take_linked(partition, &linked, own);
	return with_parts(options, &linked);
}
