#include "cancer_pe.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "base/base.h"
#include "improve/action_status.h"

/* Whether the row that is being added to the history comes from record_change. */
static bool recording = false;

/* Whether rows are put back as they were: a dump is restored, or a script of ours is run. */
static bool
putting_back(void)
{
	return !check_function_bodies || cpe_in_own_script();
}

/*
 * The trigger that a function was called as; an error where it was not.  Everybody may make a
 * trigger of a table of his own: that one must not write the history of a table of the Pledge, nor
 * hold its results.
 */
static TriggerData *
trigger_of(FunctionCallInfo fcinfo, const char *name)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
		                errmsg("%s must be called as a trigger", name)));
	if (RelationGetNamespace(trigger->tg_relation) != get_namespace_oid("cancer_pe", false))
		ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
		                errmsg("%s must be called for a table of this extension", name)));
	return trigger;
}

/* What a trigger before a row's change gives back so that the change goes on. */
static Datum
go_on(TriggerData *trigger)
{
	if (!TRIGGER_FIRED_FOR_ROW(trigger->tg_event))
		return PointerGetDatum(NULL);
	return PointerGetDatum(TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? trigger->tg_newtuple
	                                                                  : trigger->tg_trigtuple);
}

/* ---- the history ---- */

/* Adds the row as it was, with who changed it and when. */
static void
add_to_history(TriggerData *trigger)
{
	TupleDesc desc = RelationGetDescr(trigger->tg_relation);
	Oid type[] = {TEXTOID, TEXTOID, desc->tdtypeid};
	Datum value[3];

	value[0] = CStringGetTextDatum(RelationGetRelationName(trigger->tg_relation));
	value[1] =
		CStringGetTextDatum(TRIGGER_FIRED_BY_DELETE(trigger->tg_event) ? "delete" : "update");
	value[2] = heap_copy_tuple_as_datum(trigger->tg_trigtuple, desc);
	if (SPI_execute_with_args(
			"INSERT INTO cancer_pe.pledge_history (table_name, operation, was, changed_by, "
			"logged_in_as, changed_at) VALUES ($1, $2, pg_catalog.to_jsonb($3), CURRENT_USER, "
			"SESSION_USER, pg_catalog.clock_timestamp())",
			3, type, value, NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not write the history");
}

PG_FUNCTION_INFO_V1(cpe_record_change);
Datum
cpe_record_change(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_of(fcinfo, "record_change");

	if (!TRIGGER_FIRED_AFTER(trigger->tg_event) || !TRIGGER_FIRED_FOR_ROW(trigger->tg_event) ||
	    TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		ereport(ERROR,
		        (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
		         errmsg("record_change must be called after the update or delete of a row")));
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	recording = true;
	PG_TRY();
	{
		add_to_history(trigger);
	}
	PG_FINALLY();
	{
		recording = false;
	}
	PG_END_TRY();
	SPI_finish();
	return PointerGetDatum(NULL);
}

PG_FUNCTION_INFO_V1(cpe_refuse_change);
Datum
cpe_refuse_change(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_of(fcinfo, "refuse_change");

	if (!recording && !putting_back())
		ereport(ERROR, (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
		                TRIGGER_FIRED_BY_INSERT(trigger->tg_event)
		                    ? errmsg("rows of \"%s\" are added by its triggers only",
		                             RelationGetRelationName(trigger->tg_relation))
		                : TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event)
		                    ? errmsg("table \"%s\" cannot be emptied",
		                             RelationGetRelationName(trigger->tg_relation))
		                    : errmsg("rows of \"%s\" cannot be changed or removed",
		                             RelationGetRelationName(trigger->tg_relation)),
		                errdetail("What was recorded or published is not undone silently.")));
	return go_on(trigger);
}

/* ---- actions ---- */

/* A text column of a row, which has one. */
static char *
column_text(HeapTuple row, TupleDesc desc, const char *name)
{
	char *text = SPI_getvalue(row, desc, SPI_fnumber(desc, name));

	return text ? text : pstrdup("");
}

PG_FUNCTION_INFO_V1(cpe_check_action_status);
Datum
cpe_check_action_status(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_of(fcinfo, "check_action_status");
	TupleDesc desc = RelationGetDescr(trigger->tg_relation);
	struct cpe_problem problem;

	if (!TRIGGER_FIRED_BEFORE(trigger->tg_event) || !TRIGGER_FIRED_FOR_ROW(trigger->tg_event) ||
	    !TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
		                errmsg("check_action_status must be called before the update of a row")));
	if (!cpe_action_status_step(column_text(trigger->tg_trigtuple, desc, "status"),
	                            column_text(trigger->tg_newtuple, desc, "status"), &problem))
		cpe_raise(&problem);
	return PointerGetDatum(trigger->tg_newtuple);
}

/* ---- what is published stays as it is ---- */

/*
 * Whether a wave of a list of standards is published, as of now: a transaction that sees the state
 * of its beginning may have waited for the publisher's lock.
 */
static bool
is_published(HeapTuple row, TupleDesc desc, const char *wave_column)
{
	Oid type[] = {TEXTOID, TEXTOID, TEXTOID};
	Datum value[3];
	bool latest = IsolationUsesXactSnapshot();
	int done;

	value[0] = CStringGetTextDatum(column_text(row, desc, "standard_set"));
	value[1] = CStringGetTextDatum(column_text(row, desc, "version"));
	value[2] = CStringGetTextDatum(column_text(row, desc, wave_column));
	if (latest)
		PushActiveSnapshot(GetLatestSnapshot());
	done = SPI_execute_with_args(
		"SELECT 1 FROM cancer_pe.pledge_release WHERE standard_set OPERATOR(pg_catalog.=) $1 AND "
		"version OPERATOR(pg_catalog.=) $2 AND $3 OPERATOR(pg_catalog.=) ANY (ARRAY[before_wave, "
		"after_wave])",
		3, type, value, NULL, latest, 1);
	if (latest)
		PopActiveSnapshot();
	if (done != SPI_OK_SELECT)
		elog(ERROR, "could not read the releases");
	return SPI_processed > 0;
}

/* Refuses a change of a row whose waves are all published. */
static void
refuse_published(TriggerData *trigger, HeapTuple row)
{
	TupleDesc desc = RelationGetDescr(trigger->tg_relation);

	if (!is_published(row, desc, "wave"))
		return;
	if (SPI_fnumber(desc, "before_wave") > 0 && !is_published(row, desc, "before_wave"))
		return;
	ereport(ERROR,
	        (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
	         errmsg("results of wave \"%s\" are published and cannot change",
	                column_text(row, desc, "wave")),
	         errdetail("A table published again with other figures would give hidden ones away by "
	                   "its differences."),
	         errhint("Enter what came later as a wave of another name.")));
}

PG_FUNCTION_INFO_V1(cpe_keep_published);
Datum
cpe_keep_published(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_of(fcinfo, "keep_published");

	if (!TRIGGER_FIRED_BEFORE(trigger->tg_event) || !TRIGGER_FIRED_FOR_ROW(trigger->tg_event))
		ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
		                errmsg("keep_published must be called before the change of a row")));
	if (putting_back())
		return go_on(trigger);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	refuse_published(trigger, trigger->tg_trigtuple);
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		refuse_published(trigger, trigger->tg_newtuple);
	SPI_finish();
	return go_on(trigger);
}

/* Keeps others from changing a table to the end of the transaction, and from publishing it. */
static void
hold_table(const char *name)
{
	Oid schema = get_namespace_oid("cancer_pe", false);

	LockRelationOid(get_relname_relid(name, schema), ShareRowExclusiveLock);
}

PG_FUNCTION_INFO_V1(cpe_hold_results);
Datum
cpe_hold_results(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_of(fcinfo, "hold_results");

	if (putting_back())
		return go_on(trigger);
	if (IsolationUsesXactSnapshot())
		ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
		                errmsg("a release needs the isolation level read committed"),
		                errdetail("It has to see what was entered until it holds the results.")));
	hold_table("pledge_result");
	hold_table("pledge_paired_result");
	return go_on(trigger);
}
