#include "cancer_pe.h"

#include <math.h>

#include "access/detoast.h"
#include "access/htup_details.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "adjust/adjust.h"
#include "base/base.h"
#include "base/base_flat.h"
#include "base/base_lookup.h"
#include "base/base_plan.h"
#include "base/base_row.h"
#include "base/linear.h"

/* ---- the type ---- */

/*
 * A model as a datum: its canonical bytes, and in front of them their fingerprint, by which a call
 * site knows a model that it has read before.
 */
struct stored
{
	int32 length_word;
	uint8 version;
	uint8 reserved[3];
	unsigned char fingerprint[CPE_FINGERPRINT];
	unsigned char bytes[FLEXIBLE_ARRAY_MEMBER];
};
#define STORED_SIZE(model) (VARSIZE(model) - offsetof(struct stored, bytes))

/* The datum of a model, or NULL and the problem. */
static struct stored *
store(const struct cpe_model *model, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct stored *stored;
	size_t size;
	unsigned char *bytes = cpe_model_write(model, &size, arena, problem);

	if (bytes == NULL)
		return NULL;
	if (size > MaxAllocSize / 2)
	{
		cpe_problem_set(problem, CPE_LIMIT, NULL, NULL, "the model takes more than 512 MB");
		return NULL;
	}
	stored = palloc0(offsetof(struct stored, bytes) + size);
	SET_VARSIZE(stored, offsetof(struct stored, bytes) + size);
	stored->version = CPE_MODEL_VERSION;
	cpe_fingerprint(bytes, size, stored->fingerprint);
	memcpy(stored->bytes, bytes, size);
	pfree(bytes);
	return stored;
}

static const void *
parse_model(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_model *model = cpe_model_parse(text, arena, problem);

	return model == NULL ? NULL : store(model, arena, problem);
}

static void
verify(const char *text)
{
	if (text != NULL)
		pg_verifymbstr(text, (int) strlen(text), false);
}

/* A model received; its names are text of the database, in its encoding. */
static const void *
read_model(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
           struct cpe_problem *problem)
{
	const struct cpe_model *model = cpe_model_read(bytes, size, arena, problem);

	if (model == NULL)
		return NULL;
	verify(model->question);
	for (int i = 0; i < model->covariates; i++)
	{
		verify(model->covariate[i].name);
		for (int32 level = 0; level < model->covariate[i].levels; level++)
			verify(model->covariate[i].level[level]);
	}
	for (int32 i = 0; i < model->organisations; i++)
		verify(model->organisation[i].name);
	return store(model, arena, problem);
}

/* What a datum holds, read. */
static struct cpe_model *
load(const struct stored *stored, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_model_read(stored->bytes, STORED_SIZE(stored), arena, problem);
}

static char *
print_model(const void *stored, struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_model *model = load(stored, arena, problem);

	return model == NULL ? NULL : cpe_model_print(model, arena, problem);
}

static unsigned char *
write_model(const void *stored, size_t *size, struct cpe_arena *arena, struct cpe_problem *problem)
{
	*size = STORED_SIZE((const struct stored *) stored);
	return ((struct stored *) stored)->bytes;
}

static Datum
model_datum(const void *stored)
{
	return PointerGetDatum(stored);
}

static const struct cpe_flat_kind model_kind = {.stored = "a stored model",
                                                .version = CPE_MODEL_VERSION,
                                                .quotes = true,
                                                .parse = parse_model,
                                                .read = read_model,
                                                .print = print_model,
                                                .write = write_model,
                                                .datum = model_datum};

CPE_FLAT_TYPE(model, &model_kind)

Datum
cpe_model_datum(const struct cpe_model *model)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct stored *stored;

	cpe_arena_open(&arena, CurrentMemoryContext);
	stored = store(model, &arena, &problem);
	if (stored == NULL)
		cpe_raise(&problem);
	return PointerGetDatum(stored);
}

const struct cpe_model *
cpe_model_arg(FunctionCallInfo fcinfo, int argument)
{
	const struct stored *stored = cpe_flat_arg(fcinfo, argument, &model_kind);
	struct cpe_arena arena;
	struct cpe_problem problem;
	const struct cpe_model *model;

	cpe_arena_open(&arena, CurrentMemoryContext);
	model = load(stored, &arena, &problem);
	if (model == NULL)
		cpe_raise(&problem);
	return model;
}

/* ---- one respondent ---- */

/* A model that a call site has read. */
struct reading
{
	Size size;
	unsigned char fingerprint[CPE_FINGERPRINT];
	struct cpe_model *model;
};

#define READINGS 64
#define READINGS_SIZE ((Size) 32 << 20) /* bytes that they were read from */

/* What a call site keeps: models, and room for a respondent's texts. */
struct call_site
{
	MemoryContext context; /* of the models */
	struct reading reading[READINGS];
	int readings;
	Size size; /* of all that was read */
	struct reading *last;
	struct varatt_external pointer; /* where the last one was stored, if it was */
	bool stored;
	struct cpe_registry_view view; /* when that was read */
	const char *level[CPE_MODEL_COVARIATES];
	char *text;
	Size room;
};

static struct call_site *
call_site(FunctionCallInfo fcinfo)
{
	struct call_site *site = fcinfo->flinfo->fn_extra;

	if (site == NULL)
	{
		site = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(*site));
		site->context = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "models of a call site",
		                                      ALLOCSET_DEFAULT_SIZES);
		fcinfo->flinfo->fn_extra = site;
	}
	return site;
}

/* Reads a model for the call site; where there are many already, they make room. */
static struct reading *
read_for(struct call_site *site, const struct stored *stored)
{
	struct reading *reading;
	struct cpe_arena arena;
	struct cpe_problem problem;

	if (site->readings == READINGS ||
	    (site->readings > 0 && site->size + VARSIZE(stored) > READINGS_SIZE))
	{
		site->last = NULL;
		site->readings = 0;
		site->size = 0;
		MemoryContextReset(site->context);
	}
	reading = &site->reading[site->readings];
	cpe_arena_open(&arena, site->context);
	reading->model = load(stored, &arena, &problem);
	if (reading->model == NULL)
		cpe_raise(&problem);
	reading->size = VARSIZE(stored);
	memcpy(reading->fingerprint, stored->fingerprint, CPE_FINGERPRINT);
	site->size += reading->size;
	site->readings++;
	return reading;
}

static inline bool
is_reading(const struct reading *reading, const struct stored *stored)
{
	return reading->size == VARSIZE(stored) &&
	       memcmp(reading->fingerprint, stored->fingerprint, CPE_FINGERPRINT) == 0;
}

/*
 * The first argument's model.  One that is stored out of line is not even fetched again while its
 * pointer is the same and nothing can have changed what that points to.
 */
static const struct cpe_model *
site_model(FunctionCallInfo fcinfo, struct call_site *site)
{
	struct varlena *datum = (struct varlena *) PG_GETARG_POINTER(0);
	bool out_of_line = VARATT_IS_EXTERNAL_ONDISK(datum);
	struct varatt_external pointer;
	const struct stored *stored;
	struct reading *found = site->last;

	if (out_of_line)
	{
		VARATT_EXTERNAL_GET_POINTER(pointer, datum);
		if (site->stored && memcmp(&pointer, &site->pointer, sizeof(pointer)) == 0 &&
		    cpe_registry_same(&site->view))
			return site->last->model;
	}
	stored = cpe_flat_arg(fcinfo, 0, &model_kind);
	site->stored = false;
	if (found == NULL || !is_reading(found, stored))
	{
		found = NULL;
		for (int i = 0; i < site->readings && found == NULL; i++)
			if (is_reading(&site->reading[i], stored))
				found = &site->reading[i];
		site->last = found ? found : read_for(site, stored);
	}
	if (out_of_line)
	{
		site->stored = true;
		site->pointer = pointer;
		site->view = cpe_registry_view_now();
	}
	if ((const void *) stored != (void *) datum)
		pfree((void *) stored);
	return site->last->model;
}

/* Copies a text behind others of the call site. */
static char *
copy_text(char **at, const void *value)
{
	char *copy = *at;
	Size length = VARSIZE_ANY_EXHDR(value);

	memcpy(copy, VARDATA_ANY(value), length);
	copy[length] = '\0';
	*at = copy + length + 1;
	return copy;
}

/* The names of a model's covariates, for a message. */
static char *
covariate_names(const struct cpe_model *model)
{
	StringInfoData names;

	initStringInfo(&names);
	for (int i = 0; i < model->covariates; i++)
		appendStringInfo(&names, "%s%s", i ? ", " : "", model->covariate[i].name);
	return names.data;
}

/* Spreads the covariates of a respondent and his organisation into the call site's texts. */
static const char *
spread_texts(FunctionCallInfo fcinfo, struct call_site *site, const struct cpe_model *model)
{
	ArrayType *array = PG_GETARG_ARRAYTYPE_P(1);
	text *organisation = PG_ARGISNULL(2) ? NULL : PG_GETARG_TEXT_PP(2);
	int count = ARR_NDIM(array) == 0 ? 0 : ARR_DIMS(array)[0];
	const bits8 *bitmap = ARR_NULLBITMAP(array);
	char *value = ARR_DATA_PTR(array);
	Size size = ARR_SIZE(array) + (organisation ? VARSIZE_ANY(organisation) : 0) + 2;
	char *at;

	if (ARR_NDIM(array) > 1)
		cpe_refuse(CPE_INVALID, NULL, NULL, "covariates must be an array of one dimension");
	if (count != model->covariates)
		cpe_refuse(CPE_INVALID, psprintf("They are: %s.", covariate_names(model)), NULL,
		           "covariates has %d elements, and the model %d covariates", count,
		           model->covariates);
	if (size > site->room)
	{
		site->text = NULL;
		site->room = 0;
		site->text = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, 2 * size);
		site->room = 2 * size;
	}
	at = site->text;
	for (int i = 0; i < count; i++)
	{
		site->level[i] = NULL;
		if (bitmap != NULL && !(bitmap[i / 8] >> (i % 8) & 1))
			continue;
		site->level[i] = copy_text(&at, value);
		value += INTALIGN(VARSIZE_ANY(value));
	}
	return organisation ? copy_text(&at, organisation) : NULL;
}

/* (model, covariates, organisation [, offset]) */
static Datum
expected_datum(FunctionCallInfo fcinfo, bool with_offset)
{
	struct call_site *site = call_site(fcinfo);
	const struct cpe_model *model;
	const char *organisation;
	struct cpe_problem problem;
	double offset = 0;
	double expected;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	model = site_model(fcinfo, site);
	if (with_offset)
	{
		if (PG_ARGISNULL(3))
			cpe_refuse(CPE_NULL, NULL, NULL, "offset must not be null");
		offset = PG_GETARG_FLOAT8(3);
		if (!isfinite(offset))
			cpe_refuse(CPE_INVALID, "It is a finite number.", NULL, "offset out of range: %g",
			           offset);
	}
	else if (model->offset)
		cpe_refuse(CPE_INVALID, "It was fitted to respondents with offsets.",
		           "Give the respondent's as the fourth argument.", "the model needs an offset");
	organisation = spread_texts(fcinfo, site, model);
	if (cpe_model_expected(model, site->level, organisation, offset, &expected, &problem))
		PG_RETURN_FLOAT8(expected);
	if (problem.code != CPE_OK)
		cpe_raise(&problem);
	PG_RETURN_NULL();
}

CPE_FUNCTION(cpe_expected_sql, return expected_datum(fcinfo, false))
CPE_FUNCTION(cpe_expected_offset_sql, return expected_datum(fcinfo, true))

/* ---- rows ---- */

/* Rows under way, one at a time. */
struct row
{
	struct cpe_row row;
	ReturnSetInfo *result;
	MemoryContext work; /* of the row's texts */
	MemoryContext before;
};

/* The rows of a function that returns a set; what rows are made of is gone after each. */
static void
open_rows(struct row *row, FunctionCallInfo fcinfo)
{
	InitMaterializedSRF(fcinfo, 0);
	row->result = (ReturnSetInfo *) fcinfo->resultinfo;
	row->row.columns = 0;
	row->work = AllocSetContextCreate(CurrentMemoryContext, "rows", ALLOCSET_SMALL_SIZES);
	row->before = MemoryContextSwitchTo(row->work);
}

static void
end_row(struct row *row)
{
	CHECK_FOR_INTERRUPTS();
	cpe_row_store(row->result, &row->row);
	MemoryContextReset(row->work);
}

static Datum
close_rows(struct row *row)
{
	MemoryContextSwitchTo(row->before);
	MemoryContextDelete(row->work);
	return (Datum) 0;
}

/* A number; one that does not exist is NULL. */
static void
put_number(struct row *row, double value)
{
	cpe_put_number(&row->row, isfinite(value) ? value : NAN);
}

/* A level argument of confidence. */
static double
level_arg(FunctionCallInfo fcinfo, int argument, const char *name)
{
	double level;

	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, NULL, "%s must not be null", name);
	level = PG_GETARG_FLOAT8(argument);
	if (!(level > 0 && level < 1))
		cpe_refuse(CPE_INVALID, "A level lies between 0 and 1, both excluded.",
		           "95 % is the level 0.95.", "%s out of range: %g", name, level);
	return level;
}

/* ---- coefficients ---- */

/* What a row of coefficients tells; numbers that do not exist are NAN. */
struct coefficient
{
	const char *term;
	const char *level;
	double value;
	double se;
	double z;
	double p;
	double low;
	double high;
	int64 n;
	const char *status;
};

static void
put_coefficient(struct row *row, const struct cpe_model *model, const struct coefficient *shown)
{
	cpe_put_text(&row->row, shown->term);
	cpe_put_text(&row->row, shown->level);
	put_number(row, shown->value);
	put_number(row, shown->se);
	put_number(row, shown->z);
	put_number(row, shown->p);
	put_number(row, model->family == CPE_BINOMIAL ? exp(shown->value) : NAN);
	put_number(row, shown->low);
	put_number(row, shown->high);
	cpe_put_count(&row->row, shown->n);
	cpe_put_text(&row->row, shown->status);
	end_row(row);
}

/* A coefficient with the limits and the test that its standard error gives. */
static struct coefficient
estimated(const struct cpe_model *model, double value, double se, double quantile)
{
	struct coefficient shown = {.value = value,
	                            .se = se,
	                            .z = se > 0 ? value / se : NAN,
	                            .low = value - quantile * se,
	                            .high = value + quantile * se};

	shown.p = isfinite(shown.z) ? cpe_model_p(model, shown.z) : NAN;
	if (se == 0)
		shown.status = "zero variance";
	else if (isnan(se) || isnan(quantile))
		shown.status = "no standard error";
	return shown;
}

/* One without an estimate. */
static struct coefficient
flagged(enum cpe_model_flag flag)
{
	return (struct coefficient){.value = flag == CPE_FLAG_REFERENCE ? 0 : NAN,
	                            .se = NAN,
	                            .z = NAN,
	                            .p = NAN,
	                            .low = NAN,
	                            .high = NAN,
	                            .status = cpe_model_flag_status(flag)};
}

/* An entry of the covariance matrix; NAN where one of the two has no estimate, or no spread is
 * known. */
static double
covariance_of(const struct cpe_model *model, int one, int other)
{
	if (model->column[one].flag != CPE_FLAG_NONE || model->column[other].flag != CPE_FLAG_NONE ||
	    !(cpe_model_df(model) > 0))
		return NAN;
	return model->covariance[CPE_PACKED(Max(one, other), Min(one, other))];
}

static void
put_column(struct row *row, const struct cpe_model *model, int which, double level, double quantile,
           const char *term, const char *name)
{
	const struct cpe_model_column *column = &model->column[which];
	struct coefficient shown = flagged(column->flag);

	if (column->flag == CPE_FLAG_NONE)
	{
		shown = estimated(model, column->value, sqrt(covariance_of(model, which, which)), quantile);
		if (model->profile_level > 0)
		{
			shown.p = column->p;
			if (model->profile_level == level)
			{
				shown.low = column->low;
				shown.high = column->high;
				shown.status = isfinite(column->low) && isfinite(column->high)
				                   ? NULL
				                   : "no profile limit on a side";
			}
			else
				shown.status = psprintf("limits by Wald: those of the profile are at level %g",
				                        model->profile_level);
		}
	}
	shown.term = term;
	shown.level = name;
	shown.n = column->n;
	put_coefficient(row, model, &shown);
}

/* The reference level of a main effect: who is in none of its columns is there. */
static void
put_reference(struct row *row, const struct cpe_model *model, int term)
{
	const struct cpe_covariate *covariate = &model->covariate[model->term[term].covariate[0]];
	struct coefficient shown = flagged(CPE_FLAG_REFERENCE);

	if (model->term[term].factors > 1 || covariate->linear)
		return;
	shown.term = covariate->name;
	shown.level = covariate->level[covariate->reference];
	if (shown.level == NULL)
		shown.level = CPE_MISSING_SHOWN;
	shown.n = model->n;
	for (int i = 0; i < model->columns; i++)
		if (model->column[i].what.term == term)
			shown.n -= model->column[i].n;
	put_coefficient(row, model, &shown);
}

static void
put_effect(struct row *row, const struct cpe_model *model, int32 which, double quantile)
{
	const struct cpe_model_organisation *organisation = &model->organisation[which];
	bool random = model->effect == CPE_EFFECT_RANDOM;
	double value = random ? organisation->effect : organisation->contrast;
	struct coefficient shown;

	if (which == model->reference_organisation)
		shown = flagged(CPE_FLAG_REFERENCE);
	else if (isnan(value) || (organisation->flag != CPE_FLAG_NONE && !random))
	{
		shown = flagged(organisation->flag);
		if (organisation->flag == CPE_FLAG_NONE)
			shown.status = "no reference organisation";
	}
	else
		shown = estimated(model, value,
		                  random ? organisation->effect_se : organisation->contrast_se, quantile);
	if (random)
		shown.z = shown.p = NAN; /* a prediction is no hypothesis */
	shown.term = "organisation";
	shown.level = organisation->name;
	shown.n = organisation->n;
	put_coefficient(row, model, &shown);
}

/* Names of the columns, which live as long as the call. */
static void
names_of(const struct cpe_model *model, const char ***term, const char ***level)
{
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_model_names(model, term, level, &arena, &problem))
		cpe_raise(&problem);
}

PG_FUNCTION_INFO_V1(cpe_coefficients_sql);
Datum
cpe_coefficients_sql(PG_FUNCTION_ARGS)
{
	const struct cpe_model *model;
	const char **term;
	const char **name;
	double level;
	double quantile;
	struct row row;
	int column = 0;

	if (PG_ARGISNULL(0))
	{
		InitMaterializedSRF(fcinfo, 0);
		return (Datum) 0;
	}
	level = level_arg(fcinfo, 1, "confidence");
	model = cpe_model_arg(fcinfo, 0);
	quantile = cpe_model_central(model, level);
	names_of(model, &term, &name);
	open_rows(&row, fcinfo);
	for (int t = -1; t < model->terms; t++)
	{
		if (t >= 0)
			put_reference(&row, model, t);
		for (; column < model->columns && model->column[column].what.term == t; column++)
			put_column(&row, model, column, level, quantile, term[column], name[column]);
	}
	if (model->effect != CPE_EFFECT_NONE)
		for (int32 i = 0; i < model->organisations; i++)
			put_effect(&row, model, i, quantile);
	return close_rows(&row);
}

PG_FUNCTION_INFO_V1(cpe_term_tests_sql);
Datum
cpe_term_tests_sql(PG_FUNCTION_ARGS)
{
	const struct cpe_model *model = cpe_model_arg(fcinfo, 0);
	struct row row;

	open_rows(&row, fcinfo);
	for (int t = 0; t < model->terms; t++)
	{
		struct cpe_wald wald;
		struct cpe_arena arena;
		struct cpe_problem problem;
		StringInfoData name;

		initStringInfo(&name);
		for (int f = 0; f < model->term[t].factors; f++)
			appendStringInfo(&name, "%s%s", f ? ":" : "",
			                 model->covariate[model->term[t].covariate[f]].name);
		cpe_arena_open(&arena, CurrentMemoryContext);
		if (!cpe_model_wald(model, t, &wald, &arena, &problem))
			cpe_raise(&problem);
		cpe_put_text(&row.row, name.data);
		cpe_put(&row.row, Int32GetDatum(wald.df), false);
		put_number(&row, wald.chi2);
		put_number(&row, wald.p);
		end_row(&row);
	}
	return close_rows(&row);
}

PG_FUNCTION_INFO_V1(cpe_covariance_sql);
Datum
cpe_covariance_sql(PG_FUNCTION_ARGS)
{
	const struct cpe_model *model = cpe_model_arg(fcinfo, 0);
	const char **term;
	const char **level;
	struct row row;

	names_of(model, &term, &level);
	open_rows(&row, fcinfo);
	for (int i = 0; i < model->columns; i++)
		for (int j = 0; j < model->columns; j++)
		{
			cpe_put_text(&row.row, term[i]);
			cpe_put_text(&row.row, level[i]);
			cpe_put_text(&row.row, term[j]);
			cpe_put_text(&row.row, level[j]);
			put_number(&row, covariance_of(model, i, j));
			end_row(&row);
		}
	return close_rows(&row);
}

/* ---- organisations ---- */

/* Within 0 and 1 where it is a rate. */
static double
within(const struct cpe_model *model, double value)
{
	return model->family == CPE_GAUSSIAN || isnan(value) ? value : fmin(fmax(value, 0), 1);
}

/* The status of an organisation; to be the reference is none. */
static const char *
status_of(const struct cpe_model_organisation *organisation)
{
	return organisation->flag == CPE_FLAG_REFERENCE ? NULL
	                                                : cpe_model_flag_status(organisation->flag);
}

PG_FUNCTION_INFO_V1(cpe_margins_sql);
Datum
cpe_margins_sql(PG_FUNCTION_ARGS)
{
	const struct cpe_model *model;
	double quantile;
	double level;
	struct row row;

	if (PG_ARGISNULL(0))
	{
		InitMaterializedSRF(fcinfo, 0);
		return (Datum) 0;
	}
	level = level_arg(fcinfo, 1, "level");
	model = cpe_model_arg(fcinfo, 0);
	if (model->effect == CPE_EFFECT_NONE)
		cpe_refuse(CPE_INVALID, "It was fitted with \"organisation\": \"none\".",
		           "indirect compares organisations by such a model.",
		           "the model has no effects of organisations");
	quantile = cpe_model_central(model, level);
	open_rows(&row, fcinfo);
	for (int32 i = 0; i < model->organisations; i++)
	{
		const struct cpe_model_organisation *organisation = &model->organisation[i];
		double se = organisation->margin_se;
		const char *status = status_of(organisation);

		if (status == NULL && isnan(organisation->margin))
			status = "no estimate";
		else if (status == NULL && (isnan(se) || isnan(quantile)))
			status = "no standard error";
		cpe_put_text(&row.row, organisation->name);
		cpe_put_count(&row.row, organisation->n);
		put_number(&row, organisation->observed / organisation->weight);
		put_number(&row, within(model, organisation->margin));
		put_number(&row, se);
		put_number(&row, within(model, organisation->margin - quantile * se));
		put_number(&row, within(model, organisation->margin + quantile * se));
		cpe_put_count(&row.row, organisation->missing);
		cpe_put_count(&row.row, organisation->unanswered);
		cpe_put_text(&row.row, status);
		end_row(&row);
	}
	return close_rows(&row);
}

static void
put_indirect(struct row *row, const struct cpe_model_organisation *organisation, double mean)
{
	double ratio =
		organisation->expected > 0 ? organisation->observed / organisation->expected : NAN;
	double difference = organisation->observed - organisation->expected;
	double se = sqrt(organisation->variance_difference);
	const char *status = status_of(organisation);

	if (status == NULL)
	{
		if (isnan(organisation->expected))
			status = "no expectation";
		else if (isnan(se))
			status = "no standard error";
		else if (se == 0)
			status = "zero variance";
		else if (isnan(ratio))
			status = "no ratio: expected is not positive";
	}
	cpe_put_text(&row->row, organisation->name);
	cpe_put_count(&row->row, organisation->n);
	put_number(row, organisation->observed);
	put_number(row, organisation->expected);
	put_number(row, organisation->variance);
	put_number(row, ratio * mean);
	put_number(row, organisation->expected > 0 ? mean * se / organisation->expected : NAN);
	put_number(row, difference / organisation->weight + mean);
	put_number(row, se / organisation->weight);
	put_number(row, se > 0 ? difference / se : NAN);
	cpe_put_count(&row->row, organisation->missing);
	cpe_put_count(&row->row, organisation->unanswered);
	cpe_put_text(&row->row, status);
	end_row(row);
}

Datum
cpe_indirect_rows(FunctionCallInfo fcinfo, const struct cpe_model_organisation *organisation,
                  int32 organisations, double mean)
{
	struct row row;

	open_rows(&row, fcinfo);
	for (int32 i = 0; i < organisations; i++)
		put_indirect(&row, &organisation[i], mean);
	return close_rows(&row);
}

PG_FUNCTION_INFO_V1(cpe_indirect_sql);
Datum
cpe_indirect_sql(PG_FUNCTION_ARGS)
{
	const struct cpe_model *model = cpe_model_arg(fcinfo, 0);

	return cpe_indirect_rows(fcinfo, model->organisation, model->organisations, model->mean);
}

/* ---- the report ---- */

/* What a reader of the report has to know first, or NULL. */
static char *
report_status(const struct cpe_model *model)
{
	StringInfoData status;
	int separated = 0;
	int aliased = 0;

	initStringInfo(&status);
	for (int i = 0; i < model->columns; i++)
	{
		separated += model->column[i].flag == CPE_FLAG_ALL_POSITIVE ||
		             model->column[i].flag == CPE_FLAG_ALL_NEGATIVE;
		aliased += model->column[i].flag == CPE_FLAG_ALIASED;
	}
	for (int32 i = 0; i < model->organisations; i++)
		separated += model->organisation[i].flag == CPE_FLAG_ALL_POSITIVE ||
		             model->organisation[i].flag == CPE_FLAG_ALL_NEGATIVE;
	if (model->method_by_separation)
		appendStringInfo(&status, "separated: %s in place of ml", cpe_method_words[model->method]);
	else if (separated > 0 || model->n_separated > 0)
		appendStringInfo(&status, "separated coefficients and organisations: %d (%lld respondents)",
		                 separated, (long long) model->n_separated);
	if (aliased > 0)
		appendStringInfo(&status, "%saliased coefficients: %d", status.len ? "; " : "", aliased);
	return status.len > 0 ? status.data : NULL;
}

/* The columns of fit_report, in its order. */
static void
put_report(struct row *row, const struct cpe_model *model)
{
	int32 reference = model->reference_organisation;

	cpe_put_text(&row->row, model->question);
	cpe_put_text(&row->row, cpe_family_words[model->family]);
	cpe_put_text(&row->row, cpe_effect_words[model->effect]);
	cpe_put_text(&row->row, cpe_missing_words[model->missing]);
	cpe_put_text(&row->row, cpe_method_words[model->method]);
	cpe_put_text(&row->row, cpe_separation_words[model->separation]);
	cpe_put_text(&row->row, cpe_variance_words[model->variance]);
	cpe_put(&row->row, BoolGetDatum(model->weighted), false);
	cpe_put(&row->row, BoolGetDatum(model->offset), false);
	put_number(row, model->ridge);
	cpe_put(&row->row, Int32GetDatum(model->nodes), model->effect != CPE_EFFECT_RANDOM);
	put_number(row, model->profile_level > 0 ? model->profile_level : NAN);
	cpe_put_count(&row->row, model->n);
	cpe_put_count(&row->row, model->n_missing);
	cpe_put_count(&row->row, model->n_nameless);
	cpe_put_count(&row->row, model->n_unanswered);
	cpe_put_count(&row->row, model->n_separated);
	cpe_put_count(&row->row, model->patterns);
	cpe_put_count(&row->row, model->cells);
	cpe_put(&row->row, Int32GetDatum(model->organisations), false);
	cpe_put_text(&row->row, reference >= 0 ? model->organisation[reference].name : NULL);
	cpe_put(&row->row, Int32GetDatum(model->columns), false);
	cpe_put_count(&row->row, model->rank);
	cpe_put_count(&row->row, model->iterations);
	put_number(row, model->weight);
	put_number(row, model->mean);
	put_number(row, model->log_likelihood);
	put_number(row, model->null_log_likelihood);
	put_number(row, model->deviance);
	put_number(row, model->null_deviance);
	put_number(row, model->pattern_deviance);
	put_number(row, model->aic);
	put_number(row, model->auc);
	put_number(row, model->calibration_intercept);
	put_number(row, model->calibration_slope);
	put_number(row, model->sigma);
	put_number(row, model->variance_of_effects);
	put_number(row, model->log_variance_se);
	cpe_put_text(&row->row, report_status(model));
}

PG_FUNCTION_INFO_V1(cpe_fit_report_sql);
Datum
cpe_fit_report_sql(PG_FUNCTION_ARGS)
{
	const struct cpe_model *model = cpe_model_arg(fcinfo, 0);
	struct row row = {.row.columns = 0};

	put_report(&row, model);
	return cpe_row_datum(fcinfo, &row.row);
}
