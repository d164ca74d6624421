#ifndef CPE_PUBLISH_PROGRAMME_H
#define CPE_PUBLISH_PROGRAMME_H

/* PostgreSQL side: programmes, the choices of a survey or register as data. */

#include "cancer_pe.h"

#include "nodes/pg_list.h"
#include "utils/jsonb.h"

enum cpe_programme_kind
{
	CPE_PROGRAMME_SURVEY,
	CPE_PROGRAMME_SCORES,
	CPE_PROGRAMME_METRICS,
	CPE_PROGRAMME_PLEDGE
};

/* A level at which results are given: all people, an area by a column, or an area's area. */
struct cpe_programme_level
{
	const char *level;
	const char *title;
	const char *label;  /* of all people; of areas: of those without one */
	const char *column; /* NULL: all people, or a registered level */
	const char *of;     /* the level whose areas lie in this one's; NULL: by column */
	const char *registered;
	const char *at;
	int of_place;
	bool judged;
};

/* A breakdown, one at a time, at some of the levels. */
struct cpe_programme_breakdown
{
	const char *breakdown;
	const char *title;
	const char *column;
	const char *missing;
	bool *at_level;
	int finest; /* the last of these */
};

struct cpe_programme_covariate
{
	const char *covariate;
	const char *column;
	const char *missing; /* NULL: missing */
};

/* Scores of people: scales of an instrument, or an index of five answers. */
struct cpe_programme_score
{
	const char *instrument;
	const char *pattern;      /* of the items' columns; NULL: the instrument's */
	const char *const *scale; /* NULL: all */
	int scales;
	const char *const *column; /* five, of an index */
	int columns;
	const char *value_set;
	const char *times;
	bool strict;
};

struct cpe_programme
{
	const char *name;
	enum cpe_programme_kind kind;
	const char *title;
	const char *source; /* of the row, as is the note; NULL: none */
	const char *note;
	const char *period;
	struct cpe_programme_level *level;
	int levels;
	struct cpe_programme_breakdown *breakdown;
	int breakdowns;
	struct cpe_programme_covariate *covariate;
	int covariates;
	const char *model_options; /* JSON, as all options below */
	const char *rate_interval;
	const char *mean_interval;
	const char *confidence;
	const char *range_method;
	const char *range_options;
	const char *p_method;
	const char *reliability;
	const char *rule;
	const char *rule_options;
	int decimals;
	const char *base; /* of the population, for publish */
	const char *filter;

	const char *wave; /* of a survey */
	const char *plan_options;

	struct cpe_programme_score *score;
	int scores;

	const char *const *metric;
	int metrics;
	const char *metric_at;
	const char *metric_options;

	const char *before; /* of the Pledge */
	const char *after;
	const char *test;
	const char *paired_test;
	const char *as_of;
};

/* One thing wrong with a definition: where, as a JSON path, and what. */
struct cpe_programme_problem
{
	const char *path;
	const char *problem;
};

/* Reads a definition; what is wrong is added to the problems. */
extern struct cpe_programme *cpe_programme_read(Jsonb *definition, List **problems);

/* The registered programme of a name with options put over it; what is wrong is an error. */
extern struct cpe_programme *cpe_programme_of(const char *name, Jsonb *options);

#endif
