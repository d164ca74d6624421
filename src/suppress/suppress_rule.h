#ifndef CPE_SUPPRESS_SUPPRESS_RULE_H
#define CPE_SUPPRESS_SUPPRESS_RULE_H

/* PostgreSQL side: the rules of suppression as presets and options give them. */

#include "cancer_pe.h"

#include "base/base.h"
#include "suppress/primary.h"
#include "suppress/rule.h"
#include "suppress/suppress_cells.h"

/* What protects small cells beside being hidden themselves. */
enum cpe_secondary_rule
{
	CPE_RULE_NONE,
	CPE_RULE_NEXT_SMALLEST,
	CPE_RULE_COMPLEMENTARY /* the search, with proof */
};

enum cpe_cell_cost
{
	CPE_COST_COUNT, /* what hiding a cell costs is its count */
	CPE_COST_ONE
};

/* A rule of suppress as read. */
struct cpe_suppression
{
	enum cpe_secondary_rule secondary;
	bool no_answers;                /* zeros are shown as w */
	struct cpe_suppress_rule table; /* of secondary none and next_smallest */
	struct cpe_primary_rule rule;   /* of complementary */
	enum cpe_cell_cost cost;
	struct cpe_protect_options search;
	struct cpe_cells_options cells;
};

/* Reads the preset and the options over it, with all that they hold in the current context. */
extern void cpe_suppression_read(struct cpe_suppression *suppression, const char *name,
                                 Jsonb *options);

/*
 * The primary rule of a preset and options for those who do not search (audit, certificate):
 * options is what they were given, of which other keys must have been checked.
 */
extern void cpe_suppression_primary(const struct cpe_options *options,
                                    struct cpe_primary_rule *rule);

/* What a preset says of magnitudes. */
struct cpe_magnitude_rule
{
	double threshold; /* contributors are few below it, at it when inclusive */
	bool inclusive;
	bool zeros; /* none, and a total of zero, are sensitive */
	int n;      /* dominance; 0: not tested */
	double k;
	double p; /* 0: not tested */
};
extern void cpe_magnitude_rule_read(struct cpe_magnitude_rule *rule, const char *name,
                                    Jsonb *options);

#endif
