#include "cancer_pe.h"

#include "executor/spi.h"
#include "utils/builtins.h"

#include "base/ascii.h"
#include "base/base_lookup.h"
#include "cohort/cohort_codes.h"
#include "cohort/stage.h"

/* What a stage comes to, beside its status. */
struct meaning
{
	const char *group;
	const char *extent;
};

struct stage_system
{
	const char *name; /* as given; NULL when it was not */
	bool known;
	struct cpe_stage_rule *rule;
	int rules;
};

/* One row of stage_reading: prefix, status, distant, whether of any, group, extent. */
static void
keep_rule(MemoryContext keep, struct stage_system *system, uint64 row)
{
	struct cpe_stage_rule *rule = &system->rule[system->rules++];
	struct meaning *meaning = MemoryContextAlloc(keep, sizeof(*meaning));
	const char *distant = cpe_row_text(row, 3);

	rule->prefix = cpe_row_kept_text(keep, row, 1);
	rule->length = strlen(rule->prefix);
	if (!cpe_stage_status_by_name(cpe_row_text(row, 2), &rule->status))
		elog(ERROR, "unknown status of a stage");
	rule->distant = distant ? *distant == 't' : -1;
	rule->own = *cpe_row_text(row, 4) == 't';
	meaning->group = cpe_row_kept_text(keep, row, 5);
	meaning->extent = cpe_row_kept_text(keep, row, 6);
	rule->meaning = meaning;
}

static void *
read_system(FunctionCallInfo fcinfo, struct cpe_lookup *lookup, char **word)
{
	MemoryContext keep = CurrentMemoryContext;
	struct stage_system *system = palloc0(sizeof(*system));
	char name[CPE_STAGE_SYSTEM_SIZE] = "";
	char *parameter[1] = {name};

	if (word[0])
		system->name = pstrdup(word[0]);
	if (word[0] && !cpe_stage_system_name(word[0], strlen(word[0]), name))
		return system;
	if (*name == '\0')
		strcpy(name, "UNKNOWN");
	cpe_registry_query("SELECT FROM cancer_pe.stage_system WHERE system OPERATOR(pg_catalog.=) $1",
	                   1, parameter);
	system->known = SPI_processed > 0;
	SPI_finish();
	cpe_registry_query("SELECT r.prefix, r.status, r.distant, "
	                   "r.reading OPERATOR(pg_catalog.=) s.reading, r.stage_group, r.extent "
	                   "FROM cancer_pe.stage_system AS s, cancer_pe.stage_reading AS r "
	                   "WHERE s.system OPERATOR(pg_catalog.=) $1 "
	                   "AND (r.reading OPERATOR(pg_catalog.=) s.reading "
	                   "OR r.reading OPERATOR(pg_catalog.=) 'any')",
	                   1, parameter);
	system->rule = MemoryContextAlloc(keep, sizeof(*system->rule) * (SPI_processed + 1));
	for (uint64 i = 0; i < SPI_processed; i++)
		keep_rule(keep, system, i);
	SPI_finish();
	return system;
}

/* The system in the second argument; an unknown one is an error where the last one, strict, says.
 */
static const struct stage_system *
system_arg(FunctionCallInfo fcinfo)
{
	static const int arguments[] = {1};
	static const char *const names[] = {"system"};
	const struct stage_system *system;

	if (PG_ARGISNULL(3))
		cpe_refuse(CPE_NULL, NULL, NULL, "strict must not be null");
	system = cpe_look_up(fcinfo, arguments, names, 1, 0, read_system);
	if (!system->known && PG_GETARG_BOOL(3))
	{
		const char *name = system->name;
		char *systems = cpe_registry_list("SELECT system FROM cancer_pe.stage_system "
		                                  "ORDER BY system COLLATE pg_catalog.\"C\"",
		                                  0, NULL);

		cpe_refuse(CPE_INVALID, psprintf("Systems: %s.", systems ? systems : "none"),
		           "Add one of your own with INSERT INTO cancer_pe.stage_system.",
		           "there is no staging system \"%s\"", name ? name : "UNKNOWN");
	}
	return system;
}

/* The rule of the stage in the first argument, NULL for none. */
static const struct cpe_stage_rule *
rule_of_arg(FunctionCallInfo fcinfo, const struct stage_system *system)
{
	const struct cpe_stage_rule *rule;
	const char *word;
	size_t length;
	text *stage;

	if (PG_ARGISNULL(0))
		return NULL;
	stage = PG_GETARG_TEXT_PP(0);
	word = VARDATA_ANY(stage);
	length = VARSIZE_ANY_EXHDR(stage);
	rule = cpe_stage_find(system->rule, system->rules, word, length);
	cpe_trim(&word, &length);
	if (rule == NULL && length > 0 && PG_GETARG_BOOL(3))
		cpe_refuse(CPE_INVALID, NULL, "With strict => false it is missing.",
		           "no stage of system \"%s\": \"%s\"",
		           system->name && *system->name ? system->name : "UNKNOWN",
		           text_to_cstring(stage));
	return rule;
}

PG_FUNCTION_INFO_V1(cpe_stage_group);
Datum
cpe_stage_group(PG_FUNCTION_ARGS)
{
	const struct stage_system *system = system_arg(fcinfo);
	enum cpe_stageable stageable = CPE_STAGEABLE_NOT_SAID;
	const struct cpe_stage_rule *rule;
	enum cpe_stage_status status;
	Datum value[3] = {0};
	bool null[3] = {true, true, false};

	if (!PG_ARGISNULL(2))
	{
		text *flag = PG_GETARG_TEXT_PP(2);

		if (!cpe_stageable_read(VARDATA_ANY(flag), VARSIZE_ANY_EXHDR(flag), &stageable))
		{
			if (PG_GETARG_BOOL(3))
				cpe_refuse(CPE_INVALID,
				           "Flags: Y (staged), N (missing), U or NA (unstageable), or NULL.",
				           "With strict => false it is missing.",
				           "unknown flag of what is stageable: \"%s\"", text_to_cstring(flag));
			stageable = CPE_STAGEABLE_MISSING;
		}
	}
	rule = rule_of_arg(fcinfo, system);
	status = cpe_stage_status(rule, stageable);
	if (status == CPE_STAGE_STAGED)
	{
		const struct meaning *meaning = rule->meaning;

		value[0] = PointerGetDatum(cstring_to_text(meaning->group));
		value[1] = PointerGetDatum(cstring_to_text(meaning->extent));
		null[0] = false;
		null[1] = false;
	}
	value[2] = PointerGetDatum(cstring_to_text(cpe_stage_status_name(status)));
	return cpe_looked_up_row(fcinfo, value, null);
}

PG_FUNCTION_INFO_V1(cpe_metastatic_stage);
Datum
cpe_metastatic_stage(PG_FUNCTION_ARGS)
{
	const struct stage_system *system = system_arg(fcinfo);
	const struct cpe_stage_rule *rule = rule_of_arg(fcinfo, system);
	int by_stage = rule ? rule->distant : -1;
	int by_m = -1;

	if (!PG_ARGISNULL(2))
	{
		text *m = PG_GETARG_TEXT_PP(2);

		if (!cpe_m_category(VARDATA_ANY(m), VARSIZE_ANY_EXHDR(m), &by_m))
		{
			if (PG_GETARG_BOOL(3))
				cpe_refuse(CPE_INVALID,
				           "It is 0, 1 with or without a letter, or X, with or without c, p and M "
				           "in front: 1, 1a, M0, cM1.",
				           "With strict => false it does not tell.", "not an M category: \"%s\"",
				           text_to_cstring(m));
			by_m = -1;
		}
	}
	if (by_m < 0 && by_stage < 0)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(by_m == 1 || by_stage == 1);
}
