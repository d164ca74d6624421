#include "cancer_pe.h"

#include "catalog/namespace.h"
#include "executor/spi.h"
#include "executor/tstoreReceiver.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/json.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"

#include "base/base.h"
#include "base/base_lookup.h"
#include "publish/publish_programme.h"
#include "survey/catalogue.h"
#include "tally/tally_answers.h"

/* PostgreSQL passes 100 arguments to a function. */
#define MOST_ARGUMENTS 98

/* What is counted for a measure: a summary of the respondents of each cell. */
struct payload
{
	const char *measure;   /* NULL: a sheet of many */
	const char *aggregate; /* over rows r */
	const char *outcome;   /* of a mean: what it is of */
	const char *label;
	const char *unit;
	bool rate;
};

/* A statement that is being written. */
struct writer
{
	const struct cpe_programme *programme;
	Oid source;
	const char *from;    /* the rows, as r */
	const char *plan;    /* of a survey: its plan as an expression */
	const char *answers; /* of a survey: the columns as arguments; NULL: too many, read by rows */
	int questions;
	struct payload *payload;
	int payloads;
	bool *counted; /* breakdowns that the statement is to have */
	bool *judged;  /* and judged levels */
	StringInfoData sql;
};

/* ---- names ---- */

static const char *
literal(const char *text)
{
	return quote_literal_cstr(text);
}

/* A column of the source, as "r.x"; it must be there. */
static const char *
column_of(Oid relation, const char *column, const char *what)
{
	if (get_attnum(relation, column) <= 0)
		cpe_refuse(CPE_INVALID, psprintf("It is the column of %s.", what),
		           "Case is as written; the programme, or options, say what a column is called.",
		           "there is no column \"%s\" in \"%s\"", column, get_rel_name(relation));
	return psprintf("r.%s", quote_identifier(column));
}

static const char *
source_name(Oid relation)
{
	if (get_rel_name(relation) == NULL)
		cpe_refuse(CPE_INVALID, NULL, NULL, "there is no relation with OID %u", relation);
	return quote_qualified_identifier(get_namespace_name(get_rel_namespace(relation)),
	                                  get_rel_name(relation));
}

static bool
of_all(const struct cpe_programme_level *level)
{
	return level->column == NULL && level->of == NULL;
}

/*
 * The area of a respondent at a level, as an expression over r.  Texts are told apart by their
 * bytes, whatever the collations of the columns.
 */
static const char *
area_expression(const struct writer *writer, const struct cpe_programme_level *level)
{
	const struct cpe_programme *programme = writer->programme;
	const char *column = level->column ? level->column : programme->level[level->of_place].column;
	const char *value =
		psprintf("%s::pg_catalog.text COLLATE pg_catalog.\"C\"",
	             column_of(writer->source, column, psprintf("level %s", level->level)));

	if (level->of)
		value = psprintf("cancer_pe.parent_area(%s, %s, %s)", value, literal(level->registered),
		                 literal(level->at));
	return psprintf("coalesce(%s, %s)", value, literal(level->label));
}

static const char *
category_expression(const struct writer *writer, const struct cpe_programme_breakdown *breakdown)
{
	return psprintf("coalesce(%s::pg_catalog.text COLLATE pg_catalog.\"C\", %s)",
	                column_of(writer->source, breakdown->column,
	                          psprintf("breakdown %s", breakdown->breakdown)),
	                literal(breakdown->missing));
}

/*
 * An area of a narrow level lies in one area of each wider level, or it would be several.  A
 * registered level is one for each area that it is of.
 */
static void
check_nested(const struct writer *writer)
{
	const struct cpe_programme *programme = writer->programme;

	for (int l = 2; l < programme->levels; l++)
	{
		const struct cpe_programme_level *level = &programme->level[l];
		const struct cpe_programme_level *wider = &programme->level[l - 1];
		char *area;

		if (wider->of_place == l)
			continue;
		area = cpe_first_value(
			psprintf(
				"SELECT x.area FROM (SELECT %s AS area, %s AS wider FROM %s AS r) AS x GROUP BY "
				"x.area HAVING pg_catalog.min(x.wider COLLATE pg_catalog.\"C\") "
				"OPERATOR(pg_catalog.<>) pg_catalog.max(x.wider COLLATE pg_catalog.\"C\") "
				"ORDER BY x.area COLLATE pg_catalog.\"C\"",
				area_expression(writer, level), area_expression(writer, wider),
				source_name(writer->source)),
			0, "", NULL);
		if (area != NULL)
			cpe_refuse(CPE_INVALID, psprintf("Respondents of \"%s\" are in several of them.", area),
			           "Levels go from wide to narrow, and an area lies in one area of each wider "
			           "level; give the areas names that tell them apart.",
			           "areas of level \"%s\" are not each in one area of level \"%s\"",
			           level->level, wider->level);
	}
}

/* ---- counting ---- */

/* The areas of levels up to one, as a list of columns each with what goes before. */
static void
append_areas(StringInfo out, const struct cpe_programme *programme, int finest, const char *before,
             const char *between)
{
	bool first = true;

	for (int l = 0; l <= finest; l++)
	{
		if (of_all(&programme->level[l]))
			continue;
		appendStringInfo(out, "%s%s%s", first ? "" : between, before,
		                 quote_identifier(programme->level[l].level));
		first = false;
	}
}

/* The rows of one part, summarised by the finest areas and a breakdown (-1: none). */
static void
write_rows(struct writer *writer, int finest, int breakdown)
{
	const struct cpe_programme *programme = writer->programme;
	StringInfo sql = &writer->sql;
	int columns = 0;

	appendStringInfoString(sql, "SELECT ");
	for (int l = 0; l <= finest; l++)
		if (!of_all(&programme->level[l]))
		{
			appendStringInfo(sql, "%s AS %s, ", area_expression(writer, &programme->level[l]),
			                 quote_identifier(programme->level[l].level));
			columns++;
		}
	if (breakdown >= 0)
	{
		appendStringInfo(sql, "%s AS %s, ",
		                 category_expression(writer, &programme->breakdown[breakdown]),
		                 quote_identifier(programme->breakdown[breakdown].breakdown));
		columns++;
	}
	for (int i = 0; i < writer->payloads; i++)
		appendStringInfo(sql, "%s%s AS _m%d", i ? ", " : "", writer->payload[i].aggregate, i + 1);
	appendStringInfo(sql, "\n\t\tFROM %s AS r", writer->from);
	for (int i = 1; i <= columns; i++)
		appendStringInfo(sql, "%s%d", i == 1 ? " GROUP BY " : ", ", i);
}

/* The grouping sets of a part: its levels with the breakdown, and where it is the base without. */
static void
write_sets(struct writer *writer, int breakdown, bool base)
{
	const struct cpe_programme *programme = writer->programme;
	StringInfo sql = &writer->sql;
	bool first = true;

	appendStringInfoString(sql, "\n\tGROUP BY GROUPING SETS (");
	for (int with = breakdown >= 0; with >= (base ? 0 : 1); with--)
		for (int l = 0; l < programme->levels; l++)
		{
			int before;

			if (with && !programme->breakdown[breakdown].at_level[l])
				continue;
			appendStringInfo(sql, "%s(", first ? "" : ", ");
			before = sql->len;
			append_areas(sql, programme, l, "part.", ", ");
			if (with)
				appendStringInfo(sql, "%spart.%s", sql->len > before ? ", " : "",
				                 quote_identifier(programme->breakdown[breakdown].breakdown));
			appendStringInfoString(sql, ")");
			first = false;
		}
	appendStringInfoString(sql, ")");
}

/* The cells of a part: summaries rolled up to all its levels. */
static void
write_part(struct writer *writer, int breakdown, bool base)
{
	const struct cpe_programme *programme = writer->programme;
	StringInfo sql = &writer->sql;
	int finest = base ? programme->levels - 1 : programme->breakdown[breakdown].finest;

	appendStringInfoString(sql, "\tSELECT ");
	for (int l = 0; l < programme->levels; l++)
	{
		const char *name = quote_identifier(programme->level[l].level);

		if (of_all(&programme->level[l]))
			continue;
		if (l <= finest)
			appendStringInfo(sql, "part.%s, ", name);
		else
			appendStringInfo(sql, "NULL::pg_catalog.text AS %s, ", name);
	}
	for (int b = 0; b < programme->breakdowns; b++)
	{
		const char *name = quote_identifier(programme->breakdown[b].breakdown);

		if (!writer->counted[b])
			continue;
		if (b == breakdown)
			appendStringInfo(sql, "part.%s, ", name);
		else
			appendStringInfo(sql, "NULL::pg_catalog.text AS %s, ", name);
	}
	for (int i = 1; i <= writer->payloads; i++)
		appendStringInfo(sql, "%scancer_pe.rollup(part._m%d) AS _m%d", i > 1 ? ", " : "", i, i);
	appendStringInfoString(sql, "\n\tFROM (\n\t\t");
	write_rows(writer, finest, breakdown);
	appendStringInfoString(sql, "\n\t) AS part");
	write_sets(writer, breakdown, base);
}

/* All cells; a breakdown down to the finest level has what the table without one needs too. */
static void
write_counts(struct writer *writer)
{
	const struct cpe_programme *programme = writer->programme;
	int base = -1;

	for (int b = programme->breakdowns - 1; b >= 0; b--)
		if (writer->counted[b] && programme->breakdown[b].finest == programme->levels - 1)
			base = b;
	appendStringInfoString(&writer->sql, "WITH counted AS MATERIALIZED (\n");
	write_part(writer, base, true);
	for (int b = 0; b < programme->breakdowns; b++)
	{
		if (!writer->counted[b] || b == base)
			continue;
		appendStringInfoString(&writer->sql, "\n\tUNION ALL\n");
		write_part(writer, b, false);
	}
	appendStringInfoString(&writer->sql, "\n)");
}

/* ---- cells ---- */

/* The dimensions of the release, in the order of the array dims. */
static void
append_dims(StringInfo out, const struct writer *writer, const char *before, const char *between)
{
	const struct cpe_programme *programme = writer->programme;
	int start = out->len;

	append_areas(out, programme, programme->levels - 1, before, between);
	for (int b = 0; b < programme->breakdowns; b++)
		if (writer->counted[b])
			appendStringInfo(out, "%s%s%s", out->len > start ? between : "", before,
			                 quote_identifier(programme->breakdown[b].breakdown));
}

/* Which level, area, breakdown and category a cell is of. */
static void
write_where(struct writer *writer)
{
	const struct cpe_programme *programme = writer->programme;
	StringInfo sql = &writer->sql;
	StringInfoData level, area, place, breakdown, order, category;
	int dims;

	initStringInfo(&level);
	initStringInfo(&area);
	initStringInfo(&place);
	initStringInfo(&breakdown);
	initStringInfo(&order);
	initStringInfo(&category);
	for (int l = programme->levels - 1; l > 0; l--)
	{
		const char *name = quote_identifier(programme->level[l].level);

		appendStringInfo(&level, " WHEN c.%s IS NOT NULL THEN %s", name,
		                 literal(programme->level[l].level));
		appendStringInfo(&place, " WHEN c.%s IS NOT NULL THEN %d", name, l);
		appendStringInfo(&area, "c.%s, ", name);
	}
	for (int b = 0; b < programme->breakdowns; b++)
	{
		const char *name = quote_identifier(programme->breakdown[b].breakdown);

		if (!writer->counted[b])
			continue;
		appendStringInfo(&breakdown, " WHEN c.%s IS NOT NULL THEN %s", name,
		                 literal(programme->breakdown[b].breakdown));
		appendStringInfo(&order, " WHEN c.%s IS NOT NULL THEN %d", name, b + 1);
		appendStringInfo(&category, "c.%s, ", name);
	}
	if (level.len > 0)
		appendStringInfo(sql,
		                 "\n\t\tCASE%s ELSE %s END AS level, CASE%s ELSE 0 END AS level_place, "
		                 "coalesce(%s%s) AS area, ",
		                 level.data, literal(programme->level[0].level), place.data, area.data,
		                 literal(programme->level[0].label));
	else
		appendStringInfo(
			sql,
			"\n\t\t%s::pg_catalog.text AS level, 0 AS level_place, %s::pg_catalog.text AS area, ",
			literal(programme->level[0].level), literal(programme->level[0].label));
	if (breakdown.len > 0)
		appendStringInfo(sql,
		                 "\n\t\tCASE%s ELSE 'All' END AS breakdown, CASE%s ELSE 0 END AS "
		                 "breakdown_place, coalesce(%s'All') AS category, ",
		                 breakdown.data, order.data, category.data);
	else
		appendStringInfoString(sql, "\n\t\t'All'::pg_catalog.text AS breakdown, 0 AS "
		                            "breakdown_place, 'All'::pg_catalog.text AS category, ");
	appendStringInfoString(sql, "\n\t\tARRAY[");
	dims = sql->len;
	append_dims(sql, writer, "c.", ", ");
	appendStringInfo(sql, "%s]::pg_catalog.text[] AS dims", sql->len > dims ? "" : "NULL");
}

/* What the measures of a cell are: of a survey the questions of its sheet. */
static void
write_survey_cells(struct writer *writer)
{
	const struct cpe_programme *programme = writer->programme;
	StringInfo sql = &writer->sql;

	appendStringInfoString(sql, ", cell AS MATERIALIZED (\n\tSELECT ");
	append_dims(sql, writer, "c.", ", ");
	appendStringInfoString(sql, sql->data[sql->len - 1] == ' ' ? "" : ", ");
	write_where(writer);
	appendStringInfo(
		sql,
		",\n\t\ts.\"position\" AS place, s.question AS measure, coalesce(q.label, s.question) AS "
		"label, CASE WHEN k.rated THEN 'points' ELSE 'percent' END AS unit,"
		"\n\t\tCASE WHEN k.rated THEN 1 ELSE 100 END::pg_catalog.float8 AS factor, CASE WHEN "
		"k.rated THEN cancer_pe.n(s.rating) ELSE s.n_scored END AS n, CASE WHEN NOT k.rated THEN "
		"s.positive END AS numerator,"
		"\n\t\tCASE WHEN k.rated THEN s.mean ELSE s.rate END AS value, CASE WHEN k.rated THEN "
		"m.low ELSE p.low END AS low, CASE WHEN k.rated THEN m.high ELSE p.high END AS high, "
		"NULL::pg_catalog.float8 AS se"
		"\n\tFROM counted AS c, LATERAL cancer_pe.sheet_rows(c._m1) AS s"
		"\n\tCROSS JOIN LATERAL (SELECT s.kind OPERATOR(pg_catalog.=) 'rating' AS rated) AS k"
		"\n\tCROSS JOIN LATERAL cancer_pe.rate_ci(s.answers, %s, %s) AS p"
		"\n\tCROSS JOIN LATERAL cancer_pe.mean_ci(s.rating, %s, %s) AS m"
		"\n\tLEFT JOIN cancer_pe.question AS q ON q.wave OPERATOR(pg_catalog.=) %s AND q.question "
		"OPERATOR(pg_catalog.=) s.question\n)",
		literal(programme->rate_interval), programme->confidence, literal(programme->mean_interval),
		programme->confidence, literal(programme->wave));
}

/* And of other programmes one for each summary. */
static void
write_summary_cells(struct writer *writer)
{
	const struct cpe_programme *programme = writer->programme;
	StringInfo sql = &writer->sql;
	bool rate = writer->payload[0].rate;

	appendStringInfoString(sql, ", cell AS MATERIALIZED (\n\tSELECT ");
	append_dims(sql, writer, "c.", ", ");
	appendStringInfoString(sql, sql->data[sql->len - 1] == ' ' ? "" : ", ");
	write_where(writer);
	appendStringInfo(
		sql,
		",\n\t\tv.place, v.measure, v.label, v.unit, %s::pg_catalog.float8 AS factor, "
		"cancer_pe.n(v.summary) AS n, %s AS numerator,"
		"\n\t\tcancer_pe.%s(v.summary) AS value, i.low, i.high, %s AS se"
		"\n\tFROM counted AS c, LATERAL (VALUES ",
		rate ? "100" : "1", rate ? "cancer_pe.positives(v.summary)" : "NULL::pg_catalog.int8",
		rate ? "rate" : "mean", rate ? "NULL::pg_catalog.float8" : "cancer_pe.mean_se(v.summary)");
	for (int i = 0; i < writer->payloads; i++)
		appendStringInfo(sql, "%s\n\t\t(%d, %s, %s, %s, c._m%d)", i ? "," : "", i + 1,
		                 literal(writer->payload[i].measure), literal(writer->payload[i].label),
		                 literal(writer->payload[i].unit), i + 1);
	appendStringInfo(sql,
	                 ") AS v(place, measure, label, unit, summary), LATERAL "
	                 "cancer_pe.%s(v.summary, %s, %s) AS i\n)",
	                 rate ? "rate_ci" : "mean_ci",
	                 literal(rate ? programme->rate_interval : programme->mean_interval),
	                 programme->confidence);
}

/* ---- judging ---- */

/* The covariates of a row as a list of arguments, and their names as an array. */
static void
append_covariates(StringInfo out, const struct writer *writer, const char *type)
{
	const struct cpe_programme *programme = writer->programme;

	for (int i = 0; i < programme->covariates; i++)
	{
		const struct cpe_programme_covariate *covariate = &programme->covariate[i];
		const char *column = column_of(writer->source, covariate->column,
		                               psprintf("covariate %s", covariate->covariate));

		if (covariate->missing)
			appendStringInfo(out, "%scoalesce(%s::pg_catalog.text, %s)", i ? ", " : "", column,
			                 literal(covariate->missing));
		else
			appendStringInfo(out, "%s%s%s", i ? ", " : "", column, type);
	}
}

static const char *
covariate_names(const struct cpe_programme *programme)
{
	StringInfoData names;

	initStringInfo(&names);
	appendStringInfoString(&names, "ARRAY[");
	for (int i = 0; i < programme->covariates; i++)
		appendStringInfo(&names, "%s%s", i ? ", " : "", literal(programme->covariate[i].covariate));
	appendStringInfoString(&names, "]::pg_catalog.text[]");
	return names.data;
}

/* The arguments of benchmark behind the casemix. */
static const char *
benchmark_arguments(const struct cpe_programme *programme)
{
	return psprintf("%s, %s, %s, %s, %s", literal(programme->range_method),
	                literal(programme->model_options), literal(programme->range_options),
	                literal(programme->p_method), programme->reliability);
}

#define JUDGED_COLUMNS                                                                             \
	"b.organisation AS area, b.adjusted, b.low, b.high, b.band, b.p, b.q, b.reliability"

/* The condition that rows are of an area: people without one are nobody to compare. */
static const char *
of_an_area(const struct cpe_programme_level *level, const char *area)
{
	return psprintf("%s OPERATOR(pg_catalog.<>) %s", area, literal(level->label));
}

/* The areas of a level of a survey, by a model for each question. */
static void
write_survey_judged(struct writer *writer, int l)
{
	const struct cpe_programme *programme = writer->programme;
	const struct cpe_programme_level *level = &programme->level[l];
	StringInfo sql = &writer->sql;
	bool rows =
		writer->answers == NULL || writer->questions + programme->covariates > MOST_ARGUMENTS - 2;

	appendStringInfo(sql,
	                 "\tSELECT %s::pg_catalog.text AS level, b.question AS measure, " JUDGED_COLUMNS
	                 "\n\tFROM (\n\t\tSELECT cancer_pe.%s(%s, %s, %s",
	                 literal(level->level), rows ? "casemix_sheet" : "casemix_sheet_columns",
	                 writer->plan, covariate_names(programme), area_expression(writer, level));
	if (rows)
	{
		appendStringInfoString(sql, ", ARRAY[");
		append_covariates(sql, writer, "::pg_catalog.text");
		appendStringInfoString(sql, "]::pg_catalog.text[], r.*");
	}
	else
	{
		if (programme->covariates > 0)
			appendStringInfoString(sql, ", ");
		append_covariates(sql, writer, "");
		appendStringInfo(sql, "%s", writer->answers);
	}
	appendStringInfo(sql,
	                 ") AS casemix\n\t\tFROM %s AS r\n\t\tWHERE %s\n\t) AS collected, "
	                 "cancer_pe.benchmark(collected.casemix, %s) AS b",
	                 writer->from, of_an_area(level, area_expression(writer, level)),
	                 benchmark_arguments(programme));
}

/* The areas of a level by unadjusted rates or means. */
static void
write_plain_judged(struct writer *writer, int l)
{
	const struct cpe_programme *programme = writer->programme;
	bool rate = writer->payload[0].rate;

	appendStringInfo(
		&writer->sql,
		"\tSELECT t.level, t.measure, t.area, NULL::pg_catalog.float8 AS adjusted, (t.r).low, "
		"(t.r).high, (t.r).band, t.p,"
		" cancer_pe.adjust_p(t.p, %s) OVER (PARTITION BY t.measure) AS q, (t.sure).reliability"
		"\n\tFROM (\n\t\tSELECT j.*, cancer_pe.p_value((j.r).z) AS p\n\t\tFROM ("
		"\n\t\t\tSELECT c.level, c.measure, c.area, cancer_pe.expected_range(c.value, c.n, NULL, "
		"%s, '{\"measure\": \"%s\"}'::pg_catalog.jsonb OPERATOR(pg_catalog.||) "
		"%s::pg_catalog.jsonb, c.se) OVER units AS r,"
		"\n\t\t\t\tcancer_pe.reliability(c.value, c.n, '%s', "
		"pg_catalog.jsonb_build_object('target', %s), c.se) OVER units AS sure"
		"\n\t\t\tFROM cell AS c WHERE c.level_place OPERATOR(pg_catalog.=) %d AND "
		"c.breakdown_place OPERATOR(pg_catalog.=) 0 AND %s"
		"\n\t\t\tWINDOW units AS (PARTITION BY c.measure)\n\t\t) AS j\n\t) AS t",
		literal(programme->p_method), literal(programme->range_method),
		rate ? "proportion" : "score", literal(programme->range_options),
		rate ? "log_odds" : "additive_reml", programme->reliability, l,
		of_an_area(&programme->level[l], "c.area"));
}

/* The areas of a level by adjusted means of scores. */
static void
write_scores_judged(struct writer *writer, int l)
{
	const struct cpe_programme *programme = writer->programme;
	const struct cpe_programme_level *level = &programme->level[l];
	StringInfo sql = &writer->sql;

	appendStringInfo(sql,
	                 "\tSELECT %s::pg_catalog.text AS level, v.measure, " JUDGED_COLUMNS
	                 "\n\tFROM (\n\t\tSELECT ",
	                 literal(level->level));
	for (int i = 0; i < writer->payloads; i++)
	{
		appendStringInfo(sql, "%s\n\t\t\tcancer_pe.casemix(%s, %s, %s, ARRAY[", i ? "," : "",
		                 covariate_names(programme), writer->payload[i].outcome,
		                 area_expression(writer, level));
		append_covariates(sql, writer, "::pg_catalog.text");
		appendStringInfo(sql, "]::pg_catalog.text[]) AS m%d", i + 1);
	}
	appendStringInfo(sql, "\n\t\tFROM %s AS r\n\t\tWHERE %s\n\t) AS c, LATERAL (VALUES ",
	                 writer->from, of_an_area(level, area_expression(writer, level)));
	for (int i = 0; i < writer->payloads; i++)
		appendStringInfo(sql, "%s(%s, c.m%d)", i ? ", " : "", literal(writer->payload[i].measure),
		                 i + 1);
	appendStringInfo(sql,
	                 ") AS v(measure, casemix), LATERAL cancer_pe.benchmark(v.casemix, %s) AS b",
	                 benchmark_arguments(programme));
}

/* What is expected of the areas of each judged level, and how they compare with it. */
static bool
write_judged(struct writer *writer)
{
	const struct cpe_programme *programme = writer->programme;
	bool any = false;

	for (int l = 0; l < programme->levels; l++)
	{
		if (!writer->judged[l])
			continue;
		appendStringInfoString(&writer->sql,
		                       any ? "\n\tUNION ALL\n" : ", judged AS MATERIALIZED (\n");
		any = true;
		if (programme->kind == CPE_PROGRAMME_SURVEY)
			write_survey_judged(writer, l);
		else if (programme->kind == CPE_PROGRAMME_SCORES && programme->covariates > 0)
			write_scores_judged(writer, l);
		else
			write_plain_judged(writer, l);
	}
	if (any)
		appendStringInfoString(&writer->sql, "\n)");
	return any;
}

/* Cells and judgements together, in the unit of the measure. */
static void
write_told(struct writer *writer)
{
	StringInfo sql = &writer->sql;
	bool judged = write_judged(writer);

	appendStringInfo(sql,
	                 ", told AS (\n\tSELECT %s::pg_catalog.text AS period, c.*, c.factor "
	                 "OPERATOR(pg_catalog.*) c.value AS score, c.factor OPERATOR(pg_catalog.*) "
	                 "c.low AS score_low, c.factor OPERATOR(pg_catalog.*) c.high AS score_high, ",
	                 literal(writer->programme->period));
	if (judged)
		appendStringInfoString(
			sql, "\n\t\tc.factor OPERATOR(pg_catalog.*) j.adjusted AS adjusted, c.factor "
				 "OPERATOR(pg_catalog.*) j.low AS expected_low, c.factor OPERATOR(pg_catalog.*) "
				 "j.high AS expected_high, j.band, j.p, j.q, j.reliability"
				 "\n\tFROM cell AS c"
				 "\n\tLEFT JOIN judged AS j ON j.level OPERATOR(pg_catalog.=) c.level AND j.area "
				 "OPERATOR(pg_catalog.=) c.area AND j.measure OPERATOR(pg_catalog.=) c.measure AND "
				 "c.breakdown_place OPERATOR(pg_catalog.=) 0\n)");
	else
		appendStringInfoString(
			sql, "\n\t\tNULL::pg_catalog.float8 AS adjusted, NULL::pg_catalog.float8 AS "
				 "expected_low, NULL::pg_catalog.float8 AS expected_high, NULL::pg_catalog.text AS "
				 "band, NULL::pg_catalog.float8 AS p, NULL::pg_catalog.float8 AS q, "
				 "NULL::pg_catalog.float8 AS reliability"
				 "\n\tFROM cell AS c\n)");
}

/* ---- measures ---- */

/* A survey is counted in one sheet; its columns are found as tally_columns finds them. */
static void
open_survey(struct writer *writer)
{
	const struct cpe_programme *programme = writer->programme;
	char *document = cpe_first_value("SELECT cancer_pe.sheet_plan($1, $2::pg_catalog.jsonb)", 2,
	                                 programme->wave, programme->plan_options);
	struct cpe_problem problem;
	struct cpe_arena arena;
	struct cpe_wave *wave;
	const char **column;

	cpe_arena_open(&arena, CurrentMemoryContext);
	wave = cpe_wave_read(&arena, document, strlen(document), &problem);
	if (wave == NULL)
		cpe_raise(&problem);
	column = cpe_answers_columns_of(wave, writer->source);
	writer->questions = wave->questions;
	writer->plan = psprintf("(SELECT cancer_pe.sheet_plan(%s, %s))", literal(programme->wave),
	                        literal(programme->plan_options));
	if (wave->questions <= MOST_ARGUMENTS)
	{
		StringInfoData answers;

		initStringInfo(&answers);
		for (int i = 0; i < wave->questions; i++)
			appendStringInfo(&answers, ", r.%s", quote_identifier(column[i]));
		writer->answers = answers.data;
	}
	writer->payloads = 1;
	writer->payload = palloc0(sizeof(struct payload));
	writer->payload[0].aggregate =
		writer->answers ? psprintf("cancer_pe.tally_columns(%s%s)", writer->plan, writer->answers)
						: psprintf("cancer_pe.tally_sheet(%s, r.*)", writer->plan);
}

/* Adds a measure. */
static struct payload *
add_payload(struct writer *writer, const char *measure, const char *label, const char *unit)
{
	struct payload *payload;

	for (int i = 0; i < writer->payloads; i++)
		if (strcmp(writer->payload[i].measure, measure) == 0)
			cpe_refuse(CPE_INVALID, NULL, "Name each scale of an instrument once.",
			           "measure \"%s\" is there twice", measure);
	writer->payload = writer->payload
	                      ? repalloc(writer->payload, (writer->payloads + 1) * sizeof(*payload))
	                      : palloc(sizeof(*payload));
	payload = &writer->payload[writer->payloads++];
	memset(payload, 0, sizeof(*payload));
	payload->measure = measure;
	payload->label = label;
	payload->unit = unit;
	return payload;
}

/* The column of an item by a pattern, as it is written or in small letters. */
static const char *
item_column(Oid source, const char *instrument, const char *pattern, const char *item)
{
	const char *place = strstr(pattern, "{item}");
	char *column;

	if (place == NULL)
		cpe_refuse(CPE_INVALID, NULL, "Write {item} where the item stands, as q{item}.",
		           "no pattern of columns: \"%s\"", pattern);
	column = psprintf("%.*s%s%s", (int) (place - pattern), pattern, item, place + strlen("{item}"));
	if (get_attnum(source, column) <= 0)
	{
		char *lower = pstrdup(column);

		for (char *c = lower; *c; c++)
			*c = *c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c;
		if (get_attnum(source, lower) > 0)
			column = lower;
	}
	return column_of(source, column, psprintf("item %s of %s", item, instrument));
}

/* The scores of a row by an instrument as a column of the rows, and a measure for each scale. */
static void
open_instrument(struct writer *writer, int i, StringInfo columns)
{
	const struct cpe_programme_score *score = &writer->programme->score[i];
	MemoryContext kept = CurrentMemoryContext;
	const char *pattern = score->pattern;
	char *parameter[1] = {pstrdup(score->instrument)};
	int found = 0;

	if (pattern == NULL)
		pattern = cpe_first_value("SELECT column_pattern FROM cancer_pe.instruments WHERE "
		                          "instrument OPERATOR(pg_catalog.=) $1",
		                          1, score->instrument, NULL);
	if (pattern == NULL)
		pattern = "q{item}";
	appendStringInfo(columns,
	                 ", cancer_pe.score_columns((SELECT cancer_pe.instrument_plan(%s)), %s",
	                 literal(score->instrument), score->strict ? "true" : "false");
	cpe_registry_query("SELECT item FROM cancer_pe.items($1) ORDER BY position", 1, parameter);
	for (uint64 row = 0; row < SPI_processed; row++)
		appendStringInfo(
			columns, ", %s",
			item_column(writer->source, score->instrument, pattern, cpe_row_text(row, 1)));
	SPI_finish();
	appendStringInfo(columns, ") AS \"scores %d\"", i + 1);
	cpe_registry_query("SELECT scale, label, position, pg_catalog.concat('points, ', low, ' to ', "
	                   "high) FROM cancer_pe.scales($1) ORDER BY position",
	                   1, parameter);
	for (uint64 row = 0; row < SPI_processed; row++)
	{
		char *scale = cpe_row_kept_text(kept, row, 1);
		struct payload *payload;
		MemoryContext before;
		bool wanted = score->scale == NULL;

		for (int k = 0; k < score->scales; k++)
			wanted = wanted || strcmp(score->scale[k], scale) == 0;
		if (!wanted)
			continue;
		before = MemoryContextSwitchTo(kept);
		found++;
		payload = add_payload(writer, psprintf("%s %s", score->instrument, scale),
		                      cpe_row_kept_text(kept, row, 2), cpe_row_kept_text(kept, row, 4));
		if (payload->label == NULL)
			payload->label = scale;
		payload->outcome = psprintf("r.\"scores %d\"[%d]", i + 1, cpe_row_int(row, 3, 0));
		payload->aggregate = psprintf("cancer_pe.moments(%s)", payload->outcome);
		MemoryContextSwitchTo(before);
	}
	SPI_finish();
	if (score->scale != NULL && found < score->scales)
		cpe_refuse(CPE_INVALID, NULL, psprintf("scales('%s') lists the scales.", score->instrument),
		           "instrument \"%s\" has %d of the %d scales named", score->instrument, found,
		           score->scales);
}

/* An index of five answers as a column of the rows, and its measure. */
static void
open_index(struct writer *writer, int i, StringInfo columns)
{
	const struct cpe_programme_score *score = &writer->programme->score[i];
	struct payload *payload;

	appendStringInfo(
		columns,
		", %s::pg_catalog.float8 OPERATOR(pg_catalog.*) cancer_pe.eq5d_index(cancer_pe.eq5d(",
		score->times);
	for (int k = 0; k < score->columns; k++)
		appendStringInfo(columns, "%s%s", k ? ", " : "",
		                 column_of(writer->source, score->column[k],
		                           psprintf("answer %d of %s", k + 1, score->instrument)));
	appendStringInfo(columns, ", %s), %s) AS \"scores %d\"", score->strict ? "true" : "false",
	                 literal(score->value_set), i + 1);
	payload = add_payload(
		writer, psprintf("%s INDEX", score->instrument), psprintf("index by %s", score->value_set),
		strcmp(score->times, "1") == 0 ? "index, 1 is full health"
									   : psprintf("index, %s is full health", score->times));
	payload->outcome = psprintf("r.\"scores %d\"", i + 1);
	payload->aggregate = psprintf("cancer_pe.moments(%s)", payload->outcome);
}

static void
open_scores(struct writer *writer)
{
	StringInfoData columns;

	initStringInfo(&columns);
	for (int i = 0; i < writer->programme->scores; i++)
		if (writer->programme->score[i].value_set)
			open_index(writer, i, &columns);
		else
			open_instrument(writer, i, &columns);
	if (writer->payloads == 0)
		cpe_refuse(CPE_INVALID, NULL, NULL, "the instruments of the programme have no scales");
	writer->from = psprintf("(SELECT r.*%s FROM %s AS r)", columns.data, writer->from);
}

/* The options of a metric's plan: of columns and parameters those that the metric has. */
static const char *
metric_options(const char *metric, const char *options)
{
	return cpe_first_value(
		"SELECT pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object("
		"'columns', (SELECT pg_catalog.jsonb_object_agg(c.key, c.value) FROM "
		"pg_catalog.jsonb_each(o.given OPERATOR(pg_catalog.->) 'columns') AS c JOIN "
		"cancer_pe.metric_columns($1) AS m ON m.column_name OPERATOR(pg_catalog.=) c.key), "
		"'parameters', (SELECT pg_catalog.jsonb_object_agg(p.key, p.value) FROM "
		"pg_catalog.jsonb_each(o.given OPERATOR(pg_catalog.->) 'parameters') AS p JOIN "
		"cancer_pe.metric AS m ON m.metric OPERATOR(pg_catalog.=) $1 AND "
		"pg_catalog.concat(E'\n', m.definition) OPERATOR(pg_catalog.~) "
		"pg_catalog.concat('\n[ ]*parameter +', p.key, ' ')))) "
		"FROM (SELECT $2::pg_catalog.jsonb AS given) AS o",
		2, metric, options);
}

static void
open_metrics(struct writer *writer)
{
	const struct cpe_programme *programme = writer->programme;

	for (int i = 0; i < programme->metrics; i++)
	{
		const char *metric = programme->metric[i];
		struct payload *payload =
			add_payload(writer, metric,
		                cpe_first_value("SELECT title FROM cancer_pe.metric WHERE metric "
		                                "OPERATOR(pg_catalog.=) $1",
		                                1, metric, NULL),
		                "percent");

		payload->rate = true;
		payload->aggregate =
			psprintf("cancer_pe.metric_rate((SELECT cancer_pe.metric_plan(%s, %s, %s)), r.*)",
		             literal(metric), programme->metric_at ? literal(programme->metric_at) : "NULL",
		             literal(metric_options(metric, programme->metric_options)));
	}
}

static void
open_programme(struct writer *writer)
{
	writer->from = source_name(writer->source);
	if (writer->programme->kind == CPE_PROGRAMME_SURVEY)
		open_survey(writer);
	else if (writer->programme->kind == CPE_PROGRAMME_SCORES)
		open_scores(writer);
	else
		open_metrics(writer);
}

/* ---- whole statements ---- */

/* A column that is hidden with its cell. */
static void
append_masked(StringInfo out, const char *const *names)
{
	for (int i = 0; names[i]; i++)
		appendStringInfo(out, "CASE WHEN d.status IS NULL THEN d.%s%s END AS %s, ", names[i],
		                 strcmp(names[i], "n") == 0 ? "::pg_catalog.int4" : "",
		                 strncmp(names[i], "score", 5) ? names[i]
		                 : names[i][5] == '\0'         ? "value"
		                                               : names[i] + 6);
}

static void
write_suppressed(struct writer *writer)
{
	static const char *const masked[] = {"score",
	                                     "score_low",
	                                     "score_high",
	                                     "adjusted",
	                                     "expected_low",
	                                     "expected_high",
	                                     "band",
	                                     "p",
	                                     "q",
	                                     "reliability",
	                                     "n",
	                                     NULL};
	const struct cpe_programme *programme = writer->programme;
	StringInfo sql = &writer->sql;

	appendStringInfo(sql,
	                 ", decided AS (\n\tSELECT t.*, coalesce(cancer_pe.suppress(t.n, t.dims, %s, "
	                 "%s, t.numerator) OVER (PARTITION BY t.measure), CASE WHEN t.n "
	                 "OPERATOR(pg_catalog.=) 0 THEN 'w' END) AS status\n\tFROM told AS t\n)",
	                 literal(programme->rule), literal(programme->rule_options));
	appendStringInfoString(sql, "\nSELECT d.period, d.level, d.area, d.breakdown, d.category, "
	                            "d.measure, d.label, d.unit, ");
	append_masked(sql, masked);
	appendStringInfo(sql,
	                 "d.status, cancer_pe.display(CASE WHEN d.status IS NULL THEN d.score END, "
	                 "d.status, %d) AS display\nFROM decided AS d",
	                 programme->decimals);
	appendStringInfoString(sql,
	                       "\nORDER BY d.place, d.level_place, d.area COLLATE pg_catalog.\"C\", "
	                       "d.breakdown_place, d.category COLLATE pg_catalog.\"C\"");
}

static void
write_unsuppressed(struct writer *writer)
{
	appendStringInfoString(
		&writer->sql,
		"\nSELECT t.period, t.level, t.area, t.breakdown, t.category, t.measure, t.label, t.unit, "
		"t.score AS value, t.score_low AS low, t.score_high AS high, t.adjusted, t.expected_low, "
		"t.expected_high, t.band, t.p, t.q, t.reliability, t.n::pg_catalog.int4 AS n, "
		"t.numerator::pg_catalog.int4 AS numerator, t.dims\nFROM told AS t"
		"\nORDER BY t.place, t.level_place, t.area COLLATE pg_catalog.\"C\", t.breakdown_place, "
		"t.category COLLATE pg_catalog.\"C\"");
}

static void
write_cells(struct writer *writer)
{
	write_counts(writer);
	if (writer->programme->kind == CPE_PROGRAMME_SURVEY)
		write_survey_cells(writer);
	else
		write_summary_cells(writer);
	write_told(writer);
}

/* ---- the Pledge, whose tables are its own ---- */

static void
check_pledge_source(Oid source)
{
	if (source != get_relname_relid("pledge_result", get_namespace_oid("cancer_pe", false)))
		cpe_refuse(CPE_INVALID,
		           psprintf("It was given \"%s\".",
		                    get_rel_name(source) ? get_rel_name(source) : "no relation"),
		           "The results of services are in cancer_pe.pledge_result.",
		           "a programme of the Pledge is of the table pledge_result");
}

/* The measure of a standard, and whom a row is of; both are of the query's rows c. */
#define PLEDGE_PLACE                                                                               \
	"CASE WHEN c.service IS NULL THEN 'national' ELSE 'service' END AS level, "                    \
	"coalesce(c.service, 'All services') AS area, 'All'::pg_catalog.text AS breakdown, "           \
	"'All'::pg_catalog.text AS category, pg_catalog.concat_ws(' ', c.standard_set, c.version, "    \
	"c.standard) AS measure"

static char *
pledge_suppressed(const struct cpe_programme *programme)
{
	return psprintf(
		"WITH compared AS MATERIALIZED (\n\tSELECT c.* FROM cancer_pe.pledge_comparison(%s, %s, "
		"%s, %s, %s, %s, %s, %s, %s, %s) AS c\n)"
		"\nSELECT v.period, " PLEDGE_PLACE
		", c.label, v.unit, 100::pg_catalog.float8 OPERATOR(pg_catalog.*) v.value AS value, "
		"100::pg_catalog.float8 OPERATOR(pg_catalog.*) v.low AS low, 100::pg_catalog.float8 "
		"OPERATOR(pg_catalog.*) v.high AS high,"
		"\n\tNULL::pg_catalog.float8 AS adjusted, NULL::pg_catalog.float8 AS expected_low, "
		"NULL::pg_catalog.float8 AS expected_high, NULL::pg_catalog.text AS band, v.p, v.q, "
		"NULL::pg_catalog.float8 AS reliability, v.n::pg_catalog.int4 AS n, v.status,"
		" cancer_pe.display(100::pg_catalog.float8 OPERATOR(pg_catalog.*) v.value, v.status, %d) "
		"AS display"
		"\nFROM compared AS c, LATERAL (VALUES"
		"\n\t(1, %s::pg_catalog.text, 'percent', c.before_rate, c.before_low, c.before_high, "
		"NULL::pg_catalog.float8, NULL::pg_catalog.float8, c.before_n, c.before_status),"
		"\n\t(2, %s, 'percent', c.after_rate, c.after_low, c.after_high, NULL, NULL, c.after_n, "
		"c.after_status),"
		"\n\t(3, %s, 'percentage points', c.difference, c.low, c.high, c.p, c.p_adjusted, NULL,"
		" CASE WHEN c.difference IS NULL THEN CASE WHEN 'c' OPERATOR(pg_catalog.=) ANY "
		"(ARRAY[c.before_status, c.after_status, c.status]) THEN 'c' ELSE 'x' END END)"
		"\n) AS v(place, period, unit, value, low, high, p, q, n, status)"
		"\nORDER BY c.standard_set COLLATE pg_catalog.\"C\", c.version COLLATE pg_catalog.\"C\", "
		"c.standard, c.service COLLATE pg_catalog.\"C\" NULLS FIRST, v.place",
		literal(programme->before), literal(programme->after), literal(programme->rule),
		literal(programme->rule_options), programme->confidence, literal(programme->rate_interval),
		literal(programme->test), literal(programme->paired_test), literal(programme->p_method),
		programme->as_of ? literal(programme->as_of) : "CURRENT_DATE", programme->decimals,
		literal(programme->before), literal(programme->after),
		literal(psprintf("%s to %s", programme->before, programme->after)));
}

static char *
pledge_unsuppressed(const struct cpe_programme *programme)
{
	return psprintf("SELECT c.wave AS period, " PLEDGE_PLACE
	                ", s.label, 'percent'::pg_catalog.text AS unit, 100::pg_catalog.float8 "
	                "OPERATOR(pg_catalog.*) cancer_pe.rate(c.result) AS value, "
	                "100::pg_catalog.float8 OPERATOR(pg_catalog.*) i.low AS low, "
	                "100::pg_catalog.float8 OPERATOR(pg_catalog.*) i.high AS high,"
	                "\n\tNULL::pg_catalog.float8 AS adjusted, NULL::pg_catalog.float8 AS "
	                "expected_low, NULL::pg_catalog.float8 AS expected_high, NULL::pg_catalog.text "
	                "AS band, NULL::pg_catalog.float8 AS p, NULL::pg_catalog.float8 AS q, "
	                "NULL::pg_catalog.float8 AS reliability,"
	                "\n\tcancer_pe.n(c.result)::pg_catalog.int4 AS n, "
	                "cancer_pe.positives(c.result)::pg_catalog.int4 AS numerator, "
	                "ARRAY[c.service] AS dims"
	                "\nFROM cancer_pe.pledge_cells(ARRAY[%s, %s], %s, %s) AS c"
	                "\nJOIN cancer_pe.standard AS s ON s.standard_set "
	                "OPERATOR(pg_catalog.=) c.standard_set AND s.version OPERATOR(pg_catalog.=) "
	                "c.version AND s.standard OPERATOR(pg_catalog.=) c.standard"
	                "\nCROSS JOIN LATERAL cancer_pe.rate_ci(c.result, %s, %s) AS i"
	                "\nORDER BY c.standard_set COLLATE pg_catalog.\"C\", c.version COLLATE "
	                "pg_catalog.\"C\", c.standard, c.service COLLATE pg_catalog.\"C\" NULLS FIRST, "
	                "c.wave OPERATOR(pg_catalog.<>) %s",
	                literal(programme->before), literal(programme->after), literal(programme->rule),
	                literal(programme->rule_options), literal(programme->rate_interval),
	                programme->confidence, literal(programme->before));
}

/* ---- statements ---- */

static void
open_writer(struct writer *writer, Oid source, const struct cpe_programme *programme)
{
	memset(writer, 0, sizeof(*writer));
	writer->programme = programme;
	writer->source = source;
	initStringInfo(&writer->sql);
	writer->counted = palloc0(Max(programme->breakdowns, 1) * sizeof(bool));
	writer->judged = palloc0(Max(programme->levels, 1) * sizeof(bool));
	open_programme(writer);
}

/* The statement of a programme over a source. */
static char *
statement(Oid source, const struct cpe_programme *programme, bool suppressed)
{
	struct writer writer;

	if (programme->kind == CPE_PROGRAMME_PLEDGE)
	{
		check_pledge_source(source);
		return suppressed ? pledge_suppressed(programme) : pledge_unsuppressed(programme);
	}
	open_writer(&writer, source, programme);
	check_nested(&writer);
	for (int b = 0; b < programme->breakdowns; b++)
		writer.counted[b] = true;
	for (int l = 0; l < programme->levels; l++)
		writer.judged[l] = programme->level[l].judged;
	write_cells(&writer);
	if (suppressed)
		write_suppressed(&writer);
	else
		write_unsuppressed(&writer);
	return writer.sql.data;
}

PG_FUNCTION_INFO_V1(cpe_survey_report_sql);
Datum
cpe_survey_report_sql(PG_FUNCTION_ARGS)
{
	struct cpe_programme *programme =
		cpe_programme_of(text_to_cstring(PG_GETARG_TEXT_PP(1)), PG_GETARG_JSONB_P(2));

	PG_RETURN_TEXT_P(cstring_to_text(statement(PG_GETARG_OID(0), programme, PG_GETARG_BOOL(3))));
}

/* Runs a statement as the caller, its rows going to the function's result. */
static void
run_to_result(FunctionCallInfo fcinfo, const char *sql)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	SPIExecuteOptions options = {0};
	MemoryContext kept;
	int done;

	InitMaterializedSRF(fcinfo, 0);
	kept = result->econtext->ecxt_per_query_memory;
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	options.read_only = true;
	options.dest = CreateDestReceiver(DestTuplestore);
	SetTuplestoreDestReceiverParams(options.dest, result->setResult, kept, false, result->setDesc,
	                                "the statement of survey_report gives other columns");
	done = SPI_execute_extended(sql, &options);
	if (done != SPI_OK_SELECT)
		elog(ERROR, "the statement of survey_report is no query: %s", SPI_result_code_string(done));
	cpe_progress("survey_report: " UINT64_FORMAT " rows", (uint64) SPI_processed);
	SPI_finish();
}

PG_FUNCTION_INFO_V1(cpe_survey_report);
Datum
cpe_survey_report(PG_FUNCTION_ARGS)
{
	struct cpe_programme *programme =
		cpe_programme_of(text_to_cstring(PG_GETARG_TEXT_PP(1)), PG_GETARG_JSONB_P(2));
	char *sql = statement(PG_GETARG_OID(0), programme, true);

	cpe_progress("survey_report: programme %s, %d levels, %d breakdowns", programme->name,
	             programme->levels, programme->breakdowns);
	run_to_result(fcinfo, sql);
	return (Datum) 0;
}

/* ---- a release ---- */

/* A table of a release: the areas of all levels, those of a judged one, or a breakdown. */
struct table
{
	const char *name;
	const char *title;
	int breakdown; /* -1: none */
	int judged;    /* a level; -1: not judged */
	int finest;    /* level */
};

/* The statement of all that a table has, and more. */
static const char *
table_statement(Oid source, const struct cpe_programme *programme, const struct table *table)
{
	struct writer writer;

	open_writer(&writer, source, programme);
	if (table->breakdown >= 0)
		writer.counted[table->breakdown] = true;
	if (table->judged >= 0)
		writer.judged[table->judged] = true;
	write_cells(&writer);
	write_unsuppressed(&writer);
	return writer.sql.data;
}

/* Whether the areas of a judged level are judged by adjusted figures. */
static bool
adjusts(const struct cpe_programme *programme)
{
	return programme->kind == CPE_PROGRAMME_SURVEY ||
	       (programme->kind == CPE_PROGRAMME_SCORES && programme->covariates > 0);
}

/* The columns of a table's query; areas and breakdown from the place of the cell. */
static const char *
table_query(Oid source, const struct cpe_programme *programme, const struct table *table)
{
	StringInfoData sql;
	int place = 0;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "SELECT t.period, ");
	for (int l = 1; l < programme->levels; l++)
	{
		place++;
		if (l <= table->finest)
			appendStringInfo(&sql, "t.dims[%d] AS %s, ", place,
			                 quote_identifier(programme->level[l].level));
	}
	if (table->breakdown >= 0)
		appendStringInfo(&sql, "t.dims[%d] AS %s, ", place + 1,
		                 quote_identifier(programme->breakdown[table->breakdown].breakdown));
	appendStringInfoString(&sql,
	                       "t.measure, t.label AS measure_label, t.unit, t.value, t.low, t.high, ");
	if (table->judged >= 0)
		appendStringInfo(&sql,
		                 "%st.expected_low, t.expected_high, t.band, t.p, t.q, t.reliability, ",
		                 adjusts(programme) ? "t.adjusted, " : "");
	appendStringInfo(&sql, "t.n%s\nFROM (\n%s\n) AS t",
	                 programme->kind == CPE_PROGRAMME_SCORES ? "" : ", t.numerator",
	                 table_statement(source, programme, table));
	if (table->judged >= 0)
		appendStringInfo(&sql, "\nWHERE t.level OPERATOR(pg_catalog.=) %s",
		                 literal(programme->level[table->judged].level));
	if (table->breakdown >= 0)
	{
		const struct cpe_programme_breakdown *breakdown = &programme->breakdown[table->breakdown];
		bool first = true;

		appendStringInfoString(&sql, "\nWHERE t.level OPERATOR(pg_catalog.=) ANY (ARRAY[");
		for (int l = 0; l < programme->levels; l++)
			if (breakdown->at_level[l])
			{
				appendStringInfo(&sql, "%s%s", first ? "" : ", ",
				                 literal(programme->level[l].level));
				first = false;
			}
		appendStringInfoString(&sql, "])");
	}
	return sql.data;
}

/* A key and its text, with a comma before it unless it is the first. */
static void
add_text(StringInfo json, const char *key, const char *text)
{
	if (json->data[json->len - 1] != '{')
		appendStringInfoString(json, ", ");
	escape_json(json, key);
	appendStringInfoString(json, ": ");
	escape_json(json, text);
}

static void
add_dimension(StringInfo json, const char *name, const char *title, const char *role,
              const char *total, const char *map)
{
	if (json->data[json->len - 1] != '{')
		appendStringInfoString(json, ", ");
	escape_json(json, name);
	appendStringInfoString(json, ": {");
	add_text(json, "title", title);
	add_text(json, "role", role);
	add_text(json, "total", total);
	add_text(json, "map", map);
	appendStringInfoString(json, "}");
}

/* The dimensions: areas are grouped by a registered map or a column, breakdowns by the programme.
 */
static void
add_dimensions(StringInfo json, const struct cpe_programme *programme)
{
	appendStringInfoString(json, ", \"dimensions\": {");
	for (int l = 1; l < programme->levels; l++)
	{
		const struct cpe_programme_level *level = &programme->level[l];

		add_dimension(json, level->level, level->title, "geography",
		              l == 1 ? programme->level[0].label : "All",
		              level->of ? psprintf("%s at %s", level->registered, level->at)
		                        : psprintf("column %s", level->column));
	}
	for (int b = 0; b < programme->breakdowns; b++)
		add_dimension(json, programme->breakdown[b].breakdown, programme->breakdown[b].title,
		              "dimension", "All", psprintf("column %s", programme->breakdown[b].column));
	if (programme->kind == CPE_PROGRAMME_PLEDGE)
		add_dimension(json, "service", "Service", "geography", "All services", "pledge_service");
	appendStringInfoString(json, "}");
}

/* The values of a table, as publish takes them. */
static void
add_values(StringInfo json, const struct cpe_programme *programme, bool judged)
{
	const char *unit = programme->kind == CPE_PROGRAMME_SURVEY
	                       ? "percent, or points where column unit says so"
	                   : programme->kind == CPE_PROGRAMME_SCORES ? "as column unit says"
	                                                             : "percent";
	bool apart = judged && programme->kind != CPE_PROGRAMME_PLEDGE && adjusts(programme);

	appendStringInfo(json,
	                 ", \"values\": [{\"column\": \"value\", \"unit\": \"%s\", \"decimals\": %d, "
	                 "\"with\": {\"low\": \"low\", \"high\": \"high\"%s}}",
	                 unit, programme->decimals,
	                 judged && !apart ? ", \"expected_low\": \"expected_low\", \"expected_high\": "
	                                    "\"expected_high\", \"band\": \"band\""
	                                  : "");
	if (apart)
		appendStringInfo(json,
		                 ", {\"column\": \"adjusted\", \"unit\": \"%s\", \"decimals\": %d, "
		                 "\"with\": {\"expected_low\": \"expected_low\", \"expected_high\": "
		                 "\"expected_high\", \"band\": \"band\"}}",
		                 unit, programme->decimals);
	if (judged)
		appendStringInfoString(json,
		                       ", {\"column\": \"p\", \"decimals\": 4}, {\"column\": \"q\", "
		                       "\"decimals\": 4}, {\"column\": \"reliability\", \"decimals\": 2}");
	appendStringInfoString(json, "]");
}

/* What columns are called. */
static void
add_columns(StringInfo json, const struct cpe_programme *programme, bool judged)
{
	appendStringInfo(json,
	                 ", \"columns\": {\"measure\": {\"title\": \"Measure\"}, \"measure_label\": "
	                 "{\"title\": \"What it is about\"}, \"n\": {\"title\": \"Number of people\"}, "
	                 "\"low\": {\"title\": \"Lower limit\", \"description\": \"Of the interval of "
	                 "the value, level %s\"}, \"high\": {\"title\": \"Upper limit\", "
	                 "\"description\": \"Of the interval of the value, level %s\"}",
	                 programme->confidence, programme->confidence);
	if (judged && adjusts(programme))
		appendStringInfoString(json,
		                       ", \"adjusted\": {\"title\": \"Value adjusted for case-mix\"}");
	if (judged)
		appendStringInfo(
			json,
			", \"expected_low\": {\"title\": \"Lower end of the expected range\"}, "
			"\"expected_high\": {\"title\": \"Upper end of the expected range\"}, \"band\": "
			"{\"title\": \"Compared with the expected range\"}, "
			"\"p\": {\"title\": \"P value\", \"description\": \"Two-sided, of the distance from "
			"the centre\"}, \"q\": {\"title\": \"P value adjusted for the number of areas\", "
			"\"description\": \"Method %s, among the areas of the measure\"}, "
			"\"reliability\": {\"title\": \"Reliability\", \"description\": \"Share of the "
			"differences between areas that is not chance, 0 to 1; target %s\"}",
			programme->p_method, programme->reliability);
	appendStringInfoString(json, "}");
}

static void
add_table(StringInfo json, Oid source, const struct cpe_programme *programme,
          const struct table *table)
{
	appendStringInfoString(json, json->data[json->len - 1] == '[' ? "{" : ", {");
	add_text(json, "name", table->name);
	add_text(json, "title", table->title);
	if (programme->kind == CPE_PROGRAMME_PLEDGE)
		add_text(
			json, "query",
			psprintf("SELECT t.period, t.dims[1] AS service, t.measure, t.label AS measure_label, "
		             "t.unit, t.value, t.low, t.high, t.n, t.numerator\nFROM (\n%s\n) AS t",
		             pledge_unsuppressed(programme)));
	else
		add_text(json, "query", table_query(source, programme, table));
	appendStringInfoString(json, ", \"time\": [\"period\"], \"dimensions\": [");
	for (int l = 1; l <= table->finest; l++)
		appendStringInfo(json, "%s\"%s\"", l > 1 ? ", " : "", programme->level[l].level);
	if (table->breakdown >= 0)
		appendStringInfo(json, "%s\"%s\"", table->finest > 0 ? ", " : "",
		                 programme->breakdown[table->breakdown].breakdown);
	if (programme->kind == CPE_PROGRAMME_PLEDGE)
		appendStringInfoString(json, "\"service\"");
	appendStringInfoString(json, "], \"separate\": [\"measure\"], \"labels\": [\"measure_label\", "
	                             "\"unit\"], \"count\": \"n\"");
	if (programme->kind != CPE_PROGRAMME_SCORES)
		appendStringInfoString(json,
		                       ", \"numerator\": \"numerator\", \"publish_numerator\": false");
	add_values(json, programme, table->judged >= 0);
	add_columns(json, programme, table->judged >= 0);
	appendStringInfoString(json, "}");
}

/* All tables: areas; each judged level; each breakdown. */
static void
add_tables(StringInfo json, Oid source, const struct cpe_programme *programme, const char *title)
{
	struct table all = {"measures", psprintf("%s: all measures", title), -1, -1,
	                    programme->levels - 1};

	appendStringInfoString(json, ", \"tables\": [");
	add_table(json, source, programme, &all);
	for (int l = 1; l < programme->levels; l++)
	{
		const struct cpe_programme_level *level = &programme->level[l];
		struct table compared = {psprintf("compared_%s", level->level),
		                         psprintf("%s: compared by %s", title, level->title), -1, l, l};

		if (level->judged)
			add_table(json, source, programme, &compared);
	}
	for (int b = 0; b < programme->breakdowns; b++)
	{
		const struct cpe_programme_breakdown *breakdown = &programme->breakdown[b];
		struct table by = {psprintf("by_%s", breakdown->breakdown),
		                   psprintf("%s by %s", title, breakdown->title), b, -1, breakdown->finest};

		add_table(json, source, programme, &by);
	}
	appendStringInfoString(json, "]");
}

PG_FUNCTION_INFO_V1(cpe_report_definition);
Datum
cpe_report_definition(PG_FUNCTION_ARGS)
{
	Oid source = PG_GETARG_OID(0);
	char *name = text_to_cstring(PG_GETARG_TEXT_PP(1));
	struct cpe_programme *programme = cpe_programme_of(name, PG_GETARG_JSONB_P(2));
	const char *title = programme->title ? programme->title : name;
	struct writer writer;
	StringInfoData json;

	if (programme->kind == CPE_PROGRAMME_PLEDGE)
		check_pledge_source(source);
	else
	{
		open_writer(&writer, source, programme);
		check_nested(&writer);
	}
	initStringInfo(&json);
	appendStringInfoString(&json, "{");
	add_text(&json, "title", title);
	appendStringInfoString(&json, ", \"population\": {");
	add_text(&json, "base", programme->base ? programme->base : name);
	add_text(&json, "filter", programme->filter ? programme->filter : "all");
	add_text(&json, "period",
	         programme->period ? programme->period
	                           : psprintf("%s and %s", programme->before, programme->after));
	appendStringInfoString(&json, "}");
	add_text(&json, "rule", programme->rule);
	appendStringInfo(&json, ", \"options\": %s", programme->rule_options);
	add_dimensions(&json, programme);
	add_tables(&json, source, programme, title);
	appendStringInfoString(&json, ", \"notes\": [");
	if (programme->source)
	{
		appendStringInfoString(&json, "{\"kind\": \"method\"");
		add_text(&json, "topic", psprintf("programme %s", name));
		add_text(&json, "note", programme->source);
		appendStringInfoString(&json, "}");
	}
	if (programme->note)
	{
		appendStringInfo(&json, "%s{\"kind\": \"caveat\"", programme->source ? ", " : "");
		add_text(&json, "topic", psprintf("programme %s", name));
		add_text(&json, "note", programme->note);
		appendStringInfoString(&json, "}");
	}
	appendStringInfoString(&json, "]}");
	PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data)));
}
