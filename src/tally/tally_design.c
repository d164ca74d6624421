#include "cancer_pe.h"

#include <math.h>

#include "access/htup_details.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "base/base.h"
#include "base/base_flat.h"
#include "tally/design.h"
#include "tally/design_variance.h"

/* ---- the type ---- */

/* A design that a kernel made, as a datum. */
static Datum
design_datum(const void *value)
{
	const struct cpe_design *design = value;

	SET_VARSIZE((void *) design, design->size);
	return PointerGetDatum(design);
}

static const void *
parse_design(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_design_parse(text, arena, problem);
}

/* A design received; its names are text of the database, in its encoding. */
static const void *
read_design(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
            struct cpe_problem *problem)
{
	const struct cpe_design *design = cpe_design_read(bytes, size, arena, problem);

	if (design == NULL)
	{
		/* a message may show names, which have not been looked at yet */
		pg_verifymbstr(problem->message, (int) strlen(problem->message), false);
		return NULL;
	}
	for (const struct cpe_design_entry *entry = cpe_design_first(design); entry != NULL;
	     entry = cpe_design_next(design, entry))
		pg_verifymbstr((const char *) (entry + 1), (int) entry->length, false);
	return design;
}

static const void *
close_design(const void *design, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_design_close(design, arena, problem);
}

static char *
print_design(const void *design, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_design_print(design, arena, problem);
}

static unsigned char *
write_design(const void *design, size_t *size, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_design_write(design, size, arena, problem);
}

static const struct cpe_flat_kind design_kind = {.stored = "a stored design",
                                                 .version = CPE_DESIGN_VERSION,
                                                 .quotes = true,
                                                 .parse = parse_design,
                                                 .read = read_design,
                                                 .close = close_design,
                                                 .print = print_design,
                                                 .write = write_design,
                                                 .datum = design_datum};

CPE_FLAT_TYPE(design, &design_kind)

static const struct cpe_design *
closed_arg(FunctionCallInfo fcinfo, int argument)
{
	return cpe_flat_closed_arg(fcinfo, argument, &design_kind);
}

/* The first argument for writing; none is the design of no rows. */
static struct cpe_design *
state_arg(FunctionCallInfo fcinfo)
{
	struct cpe_design *state;

	if (!PG_ARGISNULL(0))
		return cpe_flat_state_arg(fcinfo, &design_kind);
	state = palloc0(CPE_DESIGN_EMPTY_SIZE);
	cpe_design_empty(state);
	SET_VARSIZE(state, CPE_DESIGN_EMPTY_SIZE);
	return state;
}

/* ---- the aggregates ---- */

/* A weight argument; it must be there and positive. */
static double
weight_arg(FunctionCallInfo fcinfo, int argument)
{
	double weight;

	if (PG_ARGISNULL(argument))
		cpe_refuse(
			CPE_NULL, NULL,
			"Every row of the sample has its weight; one outside the domain has a NULL value.",
			"weight must not be null");
	weight = PG_GETARG_FLOAT8(argument);
	if (!(weight > 0) || isinf(weight))
		cpe_refuse(CPE_INVALID, "A weight is a positive, finite number.", NULL,
		           "weight out of range: %g", weight);
	return weight;
}

/* A value argument, finite or NULL; whether it is there. */
static bool
value_arg(FunctionCallInfo fcinfo, int argument, double *value)
{
	if (PG_ARGISNULL(argument))
		return false;
	*value = PG_GETARG_FLOAT8(argument);
	if (!isfinite(*value))
		cpe_refuse(CPE_INVALID, "A value is a finite number, or NULL for no answer.", NULL,
		           "value out of range: %g", *value);
	return true;
}

/* The size of a population; NULL and an argument that the function does not have: 0. */
static double
population_arg(FunctionCallInfo fcinfo, int argument, const char *name)
{
	double population;

	if (argument >= PG_NARGS() || PG_ARGISNULL(argument))
		return 0;
	population = PG_GETARG_FLOAT8(argument);
	if (!(population > 0) || isinf(population))
		cpe_refuse(
			CPE_INVALID, "It is a positive, finite number.",
			"NULL stands for a population that is not known, or much larger than the sample.",
			"%s out of range: %g", name, population);
	return population;
}

static struct cpe_design_name
name_arg(FunctionCallInfo fcinfo, int argument)
{
	struct cpe_design_name name = {NULL, 0};
	text *value;

	if (!PG_ARGISNULL(argument))
	{
		value = PG_GETARG_TEXT_PP(argument);
		name.text = VARDATA_ANY(value);
		name.length = VARSIZE_ANY_EXHDR(value);
	}
	return name;
}

/* The state after a kernel worked on it, maybe elsewhere. */
static Datum
changed(const struct cpe_design *state, bool done, const struct cpe_problem *problem)
{
	if (!done)
		cpe_raise(problem);
	return design_datum(state);
}

/* (state, value [, denominator], weight, stratum, psu [, stratum_units, psu_units]) */
static Datum
accumulate(FunctionCallInfo fcinfo, enum cpe_design_kind kind)
{
	struct cpe_design *state = state_arg(fcinfo);
	int after = kind == CPE_DESIGN_RATIO ? 3 : 2; /* the values */
	struct cpe_design_row row = {.kind = kind, .base = 1};
	struct cpe_arena arena;
	struct cpe_problem problem;
	bool done;

	row.weight = weight_arg(fcinfo, after);
	row.answered = value_arg(fcinfo, 1, &row.value);
	if (kind == CPE_DESIGN_RATIO && !value_arg(fcinfo, 2, &row.base))
		row.answered = false;
	row.stratum = name_arg(fcinfo, after + 1);
	row.psu = name_arg(fcinfo, after + 2);
	row.stratum_units = population_arg(fcinfo, after + 3, "stratum_units");
	row.psu_units = population_arg(fcinfo, after + 4, "psu_units");
	if (row.psu.text == NULL && row.psu_units > 0)
		cpe_refuse(CPE_INVALID, "Units of a second stage are units of a PSU.", NULL,
		           "psu_units without psu");
	cpe_arena_open(&arena, CurrentMemoryContext);
	done = cpe_design_add(&state, &row, &arena, &problem);
	return changed(state, done, &problem);
}

PG_FUNCTION_INFO_V1(cpe_design_accum);
Datum
cpe_design_accum(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, CPE_DESIGN_MEAN);
}

PG_FUNCTION_INFO_V1(cpe_design_ratio_accum);
Datum
cpe_design_ratio_accum(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, CPE_DESIGN_RATIO);
}

PG_FUNCTION_INFO_V1(cpe_design_combine);
Datum
cpe_design_combine(PG_FUNCTION_ARGS)
{
	struct cpe_design *state = state_arg(fcinfo);
	const struct cpe_design *other = cpe_flat_arg(fcinfo, 1, &design_kind);
	struct cpe_arena arena;
	struct cpe_problem problem;
	bool done;

	cpe_arena_open(&arena, CurrentMemoryContext);
	done = cpe_design_merge(&state, other, &arena, &problem);
	return changed(state, done, &problem);
}

PG_FUNCTION_INFO_V1(cpe_design_final);
Datum
cpe_design_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	return PointerGetDatum(closed_arg(fcinfo, 0));
}

/* ---- estimates ---- */

/* What a function is about; the design must be of that kind. */
enum subject
{
	OF_MEAN,
	OF_RATE,
	OF_TOTAL,
	OF_RATIO
};

static enum cpe_design_estimate
estimate_of(enum subject subject)
{
	return subject == OF_TOTAL ? CPE_DESIGN_OF_TOTAL : CPE_DESIGN_OF_MEAN;
}

static double
in_range(double value)
{
	if (!isfinite(value))
		cpe_refuse(CPE_RANGE, NULL, NULL, "result is out of range of double precision");
	return value;
}

static void
check_kind(const struct cpe_design *design, enum subject subject)
{
	if (design->kind == CPE_DESIGN_MEAN && subject == OF_RATIO)
		cpe_refuse(CPE_INVALID, "It was made of values, not of numerators and denominators.",
		           "Use mean or total, or the aggregate ratio_design.",
		           "the design is not that of a ratio");
	if (design->kind == CPE_DESIGN_RATIO && subject != OF_RATIO)
		cpe_refuse(CPE_INVALID, "It was made of numerators and denominators.",
		           "Use ratio, ratio_se and ratio_ci.", "the design is that of a ratio");
}

/* Whether there is an estimate, and which; a rate must be one. */
static bool
estimate(const struct cpe_design *design, enum subject subject, double *value, const char **why)
{
	check_kind(design, subject);
	if (!cpe_design_has(design, estimate_of(subject), why))
		return false;
	*value = in_range(cpe_design_value(design, estimate_of(subject)));
	if (subject == OF_RATE && !(*value >= 0 && *value <= 1))
		cpe_refuse(CPE_INVALID, "A rate lies between 0 and 1.", "Use mean, mean_se and mean_ci.",
		           "design mean %g is not a rate", *value);
	return true;
}

/* The arguments lonely and within, which follow each other. */
struct rules
{
	enum cpe_lonely lonely;
	const struct cpe_design *whole;
};

static struct rules
rules_args(FunctionCallInfo fcinfo, int argument, const struct cpe_design *design)
{
	struct rules rules;
	char *name = cpe_word_arg(fcinfo, argument, "lonely");

	if (!cpe_lonely_by_name(name, &rules.lonely))
		cpe_refuse(CPE_INVALID, NULL, psprintf("Rules: %s.", cpe_lonely_names),
		           "unknown rule for a stratum with one PSU: \"%s\"", name);
	rules.whole = PG_ARGISNULL(argument + 1) ? design : closed_arg(fcinfo, argument + 1);
	return rules;
}

static double
standard_error(const struct cpe_design *design, const struct rules *rules, enum subject subject)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	double se;

	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_design_se(design, rules->whole, estimate_of(subject), rules->lonely, &arena, &se,
	                   &problem))
		cpe_raise(&problem);
	return in_range(se);
}

static int64
degrees_of_freedom(const struct cpe_design *design)
{
	struct cpe_design_size size = cpe_design_size(design);

	return size.psus - size.strata;
}

#define SIZE_ACCESSOR(name, value)                                                                 \
	PG_FUNCTION_INFO_V1(name);                                                                     \
	Datum name(PG_FUNCTION_ARGS)                                                                   \
	{                                                                                              \
		const struct cpe_design *design = closed_arg(fcinfo, 0);                                   \
                                                                                                   \
		PG_RETURN_INT64(value);                                                                    \
	}
SIZE_ACCESSOR(cpe_design_n, cpe_design_size(design).n)
SIZE_ACCESSOR(cpe_design_units, cpe_design_size(design).rows)
SIZE_ACCESSOR(cpe_design_strata, cpe_design_size(design).strata)
SIZE_ACCESSOR(cpe_design_psus, cpe_design_size(design).psus)
SIZE_ACCESSOR(cpe_design_df, degrees_of_freedom(design))

#define ESTIMATE_ACCESSOR(name, subject)                                                           \
	PG_FUNCTION_INFO_V1(name);                                                                     \
	Datum name(PG_FUNCTION_ARGS)                                                                   \
	{                                                                                              \
		const char *why;                                                                           \
		double value;                                                                              \
                                                                                                   \
		if (!estimate(closed_arg(fcinfo, 0), subject, &value, &why))                               \
			PG_RETURN_NULL();                                                                      \
		PG_RETURN_FLOAT8(value);                                                                   \
	}
ESTIMATE_ACCESSOR(cpe_design_mean_sql, OF_MEAN)
ESTIMATE_ACCESSOR(cpe_design_rate_sql, OF_RATE)
ESTIMATE_ACCESSOR(cpe_design_total_sql, OF_TOTAL)
ESTIMATE_ACCESSOR(cpe_design_ratio_sql, OF_RATIO)

/* (design, lonely, within) */
static Datum
se_datum(FunctionCallInfo fcinfo, enum subject subject)
{
	const struct cpe_design *design;
	struct rules rules;
	const char *why;
	double value;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	design = closed_arg(fcinfo, 0);
	rules = rules_args(fcinfo, 1, design);
	if (!estimate(design, subject, &value, &why))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(standard_error(design, &rules, subject));
}

#define SE_ACCESSOR(name, subject)                                                                 \
	PG_FUNCTION_INFO_V1(name);                                                                     \
	Datum name(PG_FUNCTION_ARGS)                                                                   \
	{                                                                                              \
		return se_datum(fcinfo, subject);                                                          \
	}
SE_ACCESSOR(cpe_design_mean_se, OF_MEAN)
SE_ACCESSOR(cpe_design_rate_se, OF_RATE)
SE_ACCESSOR(cpe_design_total_se, OF_TOTAL)
SE_ACCESSOR(cpe_design_ratio_se, OF_RATIO)

/* The ratio of a variance to that of a simple random sample; false where there is none. */
static bool
design_effect(const struct cpe_design *design, double se, bool replacement, double *deff,
              const char **why)
{
	double simple;

	if (!cpe_design_simple_se(design, replacement, &simple, why))
		return false;
	*deff = in_range(se / simple * (se / simple));
	return true;
}

/* (design, lonely, within, replace) */
static Datum
deff_datum(FunctionCallInfo fcinfo, bool effective)
{
	const struct cpe_design *design;
	struct rules rules;
	const char *why;
	double deff;
	double value;

	if (PG_ARGISNULL(3))
		cpe_refuse(CPE_NULL, NULL, NULL, "replace must not be null");
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	design = closed_arg(fcinfo, 0);
	rules = rules_args(fcinfo, 1, design);
	if (!estimate(design, OF_MEAN, &value, &why) ||
	    !design_effect(design, standard_error(design, &rules, OF_MEAN), PG_GETARG_BOOL(3), &deff,
	                   &why))
		PG_RETURN_NULL();
	if (!effective)
		PG_RETURN_FLOAT8(deff);
	if (deff == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(in_range((double) cpe_design_size(design).n / deff));
}

PG_FUNCTION_INFO_V1(cpe_design_deff);
Datum
cpe_design_deff(PG_FUNCTION_ARGS)
{
	return deff_datum(fcinfo, false);
}

PG_FUNCTION_INFO_V1(cpe_design_n_eff);
Datum
cpe_design_n_eff(PG_FUNCTION_ARGS)
{
	return deff_datum(fcinfo, true);
}

/* (design, [method,] level, df, lonely, within) */
static Datum
ci_datum(FunctionCallInfo fcinfo, enum subject subject)
{
	int at = subject == OF_RATE ? 2 : 1; /* level */
	const struct cpe_design *design;
	enum cpe_design_interval method = CPE_DESIGN_INTERVAL_MEAN;
	struct cpe_interval interval;
	struct rules rules;
	const char *why;
	double level;
	double df;
	double value;
	double se;

	if (PG_ARGISNULL(at))
		cpe_refuse(CPE_NULL, NULL, NULL, "level must not be null");
	level = PG_GETARG_FLOAT8(at);
	if (!(level > 0 && level < 1))
		cpe_refuse(CPE_INVALID, "A level lies between 0 and 1, both excluded.",
		           "95 % is the level 0.95.", "level out of range: %g", level);
	if (subject == OF_RATE)
	{
		char *name = cpe_word_arg(fcinfo, 1, "method");

		if (!cpe_design_interval_by_name(name, &method))
			cpe_refuse(CPE_INVALID, NULL, psprintf("Methods: %s.", cpe_design_interval_names),
			           "unknown interval method: \"%s\"", name);
	}
	if (PG_ARGISNULL(0))
		return cpe_limits_row(fcinfo, NAN, NAN, "no estimate");
	design = closed_arg(fcinfo, 0);
	rules = rules_args(fcinfo, at + 2, design);
	df = (double) degrees_of_freedom(rules.whole);
	if (!PG_ARGISNULL(at + 1))
	{
		df = PG_GETARG_FLOAT8(at + 1);
		if (!(df > 0))
			cpe_refuse(CPE_INVALID, "Degrees of freedom are positive.",
			           "Infinity takes the normal distribution.",
			           "degrees of freedom out of range: %g", df);
	}
	if (!estimate(design, subject, &value, &why))
		return cpe_limits_row(fcinfo, NAN, NAN, why);
	se = standard_error(design, &rules, subject);
	if (!(df > 0))
		return cpe_limits_row(fcinfo, NAN, NAN, "no degrees of freedom");
	if (subject == OF_RATE)
		cpe_design_rate_interval(method, value, se, df, cpe_design_size(rules.whole).rows, level,
		                         &interval);
	else
		cpe_design_value_interval(value, se, df, level, &interval);
	why = cpe_interval_reason(interval.status);
	if (why == NULL && !(isfinite(interval.low) && isfinite(interval.high)))
		why = "out of range";
	return cpe_limits_row(fcinfo, interval.low, interval.high,
	                      why == NULL && se == 0 ? "zero variance" : why);
}

#define CI_ACCESSOR(name, subject)                                                                 \
	PG_FUNCTION_INFO_V1(name);                                                                     \
	Datum name(PG_FUNCTION_ARGS)                                                                   \
	{                                                                                              \
		return ci_datum(fcinfo, subject);                                                          \
	}
CI_ACCESSOR(cpe_design_mean_ci, OF_MEAN)
CI_ACCESSOR(cpe_design_rate_ci, OF_RATE)
CI_ACCESSOR(cpe_design_total_ci, OF_TOTAL)
CI_ACCESSOR(cpe_design_ratio_ci, OF_RATIO)

/* The columns of design_estimate. */
enum
{
	ESTIMATE,
	SE,
	DF,
	DEFF,
	N,
	N_EFF,
	WEIGHTS,
	STATUS,
	ESTIMATE_COLUMNS
};

PG_FUNCTION_INFO_V1(cpe_design_estimate_final);
Datum
cpe_design_estimate_final(PG_FUNCTION_ARGS)
{
	Datum value[ESTIMATE_COLUMNS] = {0};
	bool null[ESTIMATE_COLUMNS];
	const struct cpe_design *design;
	struct cpe_arena arena;
	struct cpe_problem problem;
	enum subject subject;
	const char *why = NULL;
	double number;
	double se;
	double deff;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	design = closed_arg(fcinfo, 0);
	subject = design->kind == CPE_DESIGN_RATIO ? OF_RATIO : OF_MEAN;
	memset(null, true, sizeof(null));
	value[DF] = Int64GetDatum(degrees_of_freedom(design));
	value[N] = Int64GetDatum(cpe_design_size(design).n);
	null[DF] = null[N] = false;
	if (estimate(design, subject, &number, &why))
	{
		value[ESTIMATE] = Float8GetDatum(number);
		value[WEIGHTS] = Float8GetDatum(in_range(cpe_design_base(design)));
		null[ESTIMATE] = null[WEIGHTS] = false;
		cpe_arena_open(&arena, CurrentMemoryContext);
		if (cpe_design_se(design, design, CPE_DESIGN_OF_MEAN, CPE_LONELY_FAIL, &arena, &se,
		                  &problem))
		{
			value[SE] = Float8GetDatum(in_range(se));
			null[SE] = false;
			if (subject == OF_MEAN && design_effect(design, se, false, &deff, &why))
			{
				value[DEFF] = Float8GetDatum(deff);
				null[DEFF] = false;
				null[N_EFF] = deff == 0;
				if (deff > 0)
					value[N_EFF] =
						Float8GetDatum(in_range((double) cpe_design_size(design).n / deff));
				why = deff == 0 ? "zero variance" : NULL;
			}
		}
		else if (problem.code == CPE_INVALID)
			why = problem.message; /* a stratum with one PSU */
		else
			cpe_raise(&problem);
	}
	if (why != NULL)
	{
		value[STATUS] = CStringGetTextDatum(why);
		null[STATUS] = false;
	}
	return HeapTupleGetDatum(heap_form_tuple(cpe_result_row(fcinfo), value, null));
}
