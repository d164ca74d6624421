#ifndef CPE_ADJUST_CAHPS_H
#define CPE_ADJUST_CAHPS_H

#include "adjust/frame.h"

/*
 * Case-mix adjustment as the CAHPS surveys do it: least squares of one item, numeric or 0 and 1, on
 * adjusters, both centred within organisations; adjusted means, their variances, the F test of all
 * organisations and the t test of each against the overall mean.
 */

/* How organisations weigh. */
enum cpe_cahps_weights
{
	CPE_CAHPS_RESPONDENTS, /* by their number */
	CPE_CAHPS_EQUAL,
	CPE_CAHPS_WEIGHTS /* by the sum of respondents' weights */
};

struct cpe_cahps_options
{
	enum cpe_cahps_weights weights; /* in the regression */
	enum cpe_cahps_weights overall; /* in overall mean, grand mean and tests */
	double alpha;                   /* of the t tests */
	double change;                  /* gate: share of the overall mean's distance from ... */
	double lowest;                  /* ... the nearer end of the item's scale */
	double highest;
	double meandiff; /* gate: distance from the overall mean */
	double floor;    /* p values below it are it */
	double z;        /* of the limits */
	int64_t minimum; /* organisations with fewer respondents are left out; 2 at least */
	struct cpe_fit_options fit;
};

/* Numbers that do not exist are NAN, stars then 0; status (NULL: nothing to say) is why. */
struct cpe_cahps_organisation
{
	const char *name;
	int64_t n; /* respondents with all adjusters */
	int64_t missing;
	int64_t unanswered;
	double unadjusted;
	double adjusted;
	double variance;   /* of the adjusted mean */
	double difference; /* adjusted less overall mean */
	double se;         /* of that */
	double t;
	double p;
	double low; /* of the difference */
	double high;
	int stars; /* 1 below the overall mean, 2 not different, 3 above */
	const char *status;
};

struct cpe_cahps
{
	int32_t organisations;
	struct cpe_cahps_organisation *organisation;
	int32_t used; /* organisations that were */
	int64_t n;    /* respondents in them */
	int64_t missing;
	int64_t nameless;
	int64_t unanswered;
	int adjusters; /* columns with a coefficient, and without */
	int aliased;
	double overall_mean;
	double grand_mean;
	double f;
	int64_t df1;
	int64_t df2; /* also of the t tests */
	double p;
	const char *status;
};

extern bool cpe_cahps(struct cpe_cahps *result, const struct cpe_cells *cells,
                      const struct cpe_cahps_options *options, struct cpe_arena *arena,
                      struct cpe_problem *problem);

#endif
