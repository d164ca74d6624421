#ifndef CPE_ADJUST_MODEL_H
#define CPE_ADJUST_MODEL_H

#include "adjust/separation.h"
#include "base/arena.h"

/*
 * A fitted model as a value: what was asked, what came out, and the results by organisation that
 * need the respondents' patterns and so are worked out when it is fitted.  Numbers that do not
 * exist are NAN here and NULL in SQL.
 */

/* Why a coefficient or an organisation has no ordinary estimate. */
enum cpe_model_flag
{
	CPE_FLAG_NONE,
	CPE_FLAG_REFERENCE,
	CPE_FLAG_ALIASED,      /* depends on organisations and earlier columns */
	CPE_FLAG_ALL_POSITIVE, /* separated: the estimate is +infinity */
	CPE_FLAG_ALL_NEGATIVE, /* separated: -infinity */
	CPE_FLAG_NO_DATA       /* an organisation none of whose respondents could be used */
};

struct cpe_model_column
{
	struct cpe_column what;
	enum cpe_model_flag flag;
	int64_t n;    /* respondents with a non-zero value in the column */
	double value; /* coefficient; 0 where aliased; of a separated one what is left of it, or 0 */
	double low;   /* profile limits and p of a Firth fit, where asked for; else NAN */
	double high;
	double p;
};

struct cpe_model_organisation
{
	const char *name; /* NULL: respondents without one, the last; only without effects */
	enum cpe_model_flag flag;
	int64_t n;          /* respondents used */
	int64_t missing;    /* lost for a missing covariate */
	int64_t unanswered; /* without an outcome */
	int64_t separated;  /* of n, those predicted without error by separation */
	double weight;      /* sum of w */
	double observed;    /* sum of w * y */
	double effect;      /* fixed: the parameter; random: the mode; else NAN */
	double effect_se;
	double contrast; /* fixed: effect less the reference organisation's */
	double contrast_se;
	double expected; /* sum of w * what the model expects without the organisation's effect */
	double variance; /* of observed, given the model: sum of w^2 * p (1 - p), or w * sigma^2 */
	double variance_difference; /* of observed - expected, with the coefficients' uncertainty */
	double margin; /* fixed and random: mean prediction for all respondents, were all there */
	double margin_se;
};

#define CPE_MODEL_COVARIATES 1000 /* at most */

struct cpe_model
{
	/* what was asked */
	const char *question; /* NULL: no name */
	enum cpe_family family;
	enum cpe_effect effect;
	enum cpe_missing missing;
	enum cpe_method method; /* that was used: ML asked for, separation may have led to another */
	bool method_by_separation;
	enum cpe_separation_rule separation;
	enum cpe_variance variance;
	bool weighted;
	bool offset;
	double ridge;         /* NAN unless used */
	int nodes;            /* random: of the quadrature; else 0 */
	double profile_level; /* of low and high; 0: none */

	/* the model */
	int covariates;
	struct cpe_covariate *covariate;
	int terms;
	struct cpe_term_request *term;
	int columns;
	struct cpe_model_column *column;
	double *covariance; /* packed, of the columns: of the kind asked for; 0 where no estimate, and
	                       of a separated one that of the respondents left */
	int directions;     /* of separation, in the order found; effect is NULL unless fixed */
	struct cpe_separation_direction *direction;
	double intercept; /* what an organisation's effect is replaced by in expected; fixed: such that
	                     expected sums to observed; else 0 (it is a column) */
	int32_t reference_organisation; /* fixed; -1: none has an estimate */
	int32_t organisations;
	struct cpe_model_organisation *organisation;

	/* the report */
	int64_t n;            /* respondents used */
	int64_t n_missing;    /* lost */
	int64_t n_nameless;   /* lost: without organisation */
	int64_t n_unanswered; /* without an outcome */
	int64_t n_separated;  /* of n: predicted without error */
	int64_t patterns;     /* covariate patterns, and patterns by organisation, used */
	int64_t cells;
	int64_t rank; /* parameters estimated */
	int64_t iterations;
	double weight; /* sum of w */
	double mean;   /* weighted mean outcome of those used: the national figure */
	double log_likelihood;
	double null_log_likelihood; /* of an intercept alone (with the offset) */
	double deviance;            /* of respondents; Gaussian: residual sum of squares */
	double null_deviance;
	double pattern_deviance; /* binomial: against the saturated model of the cells; else NAN */
	double aic;
	double auc; /* binomial */
	double
		calibration_intercept; /* of a logistic regression of the outcome on the linear predictor */
	double calibration_slope;
	double sigma;               /* Gaussian: residual standard deviation */
	double variance_of_effects; /* random: on the scale of log odds */
	double log_variance_se;     /* random */
};

/* The words of the options, in the order of their enums; NULL at the end. */
extern const char *const cpe_family_words[];
extern const char *const cpe_effect_words[];
extern const char *const cpe_missing_words[];
extern const char *const cpe_method_words[];
extern const char *const cpe_separation_words[];
extern const char *const cpe_variance_words[];

/*
 * What the model expects of a respondent: level has one for each covariate (NULL: missing), or the
 * text of a number where it is linear.  organisation NULL: without effect; a model without effects
 * does not look at it.  Where separation sends the respondent's linear predictor to infinity, the
 * limit: 0 or 1.  Returns false and no problem (code CPE_OK) where there is no expectation: a
 * missing covariate, a level or combination of levels that no respondent of the model had, an
 * organisation without an estimate.  Error: a level or organisation that the model does not know, a
 * linear covariate that is no number, a result out of range.
 */
extern bool cpe_model_expected(const struct cpe_model *model, const char *const *level,
                               const char *organisation, double offset, double *expected,
                               struct cpe_problem *problem);

/* "(Intercept)", or term and levels as cpe_column_names writes them, of each column. */
extern bool cpe_model_names(const struct cpe_model *model, const char ***term, const char ***level,
                            struct cpe_arena *arena, struct cpe_problem *problem);

/* How sure the model is of numbers: the normal distribution, or t with that many degrees. */
extern double cpe_model_df(const struct cpe_model *model); /* infinite; Gaussian: n - rank */
extern double cpe_model_central(const struct cpe_model *model, double level);
extern double cpe_model_p(const struct cpe_model *model, double z);

/* Wald's test that all coefficients of a term are 0; df 0 where none has an estimate. */
struct cpe_wald
{
	int df;
	double chi2;
	double p; /* chi-square; Gaussian: of F = chi2 / df with df and n - rank degrees */
};
extern bool cpe_model_wald(const struct cpe_model *model, int term, struct cpe_wald *wald,
                           struct cpe_arena *arena, struct cpe_problem *problem);

/*
 * Canonical bytes and exact text.  Both are told by one description of the model's fields.  What is
 * read is checked for everything that other functions rely on; writing checks the same, so that a
 * model which does not hold together is not stored.  Bytes: the version, then each field, most
 * significant byte first.
 */
#define CPE_MODEL_VERSION 1
extern unsigned char *cpe_model_write(const struct cpe_model *model, size_t *size,
                                      struct cpe_arena *arena, struct cpe_problem *problem);
extern struct cpe_model *cpe_model_read(const unsigned char *bytes, size_t size,
                                        struct cpe_arena *arena, struct cpe_problem *problem);
extern char *cpe_model_print(const struct cpe_model *model, struct cpe_arena *arena,
                             struct cpe_problem *problem);
extern struct cpe_model *cpe_model_parse(const char *text, struct cpe_arena *arena,
                                         struct cpe_problem *problem);

/* The words of flags, as a status: NULL for an ordinary estimate. */
extern const char *cpe_model_flag_status(enum cpe_model_flag flag);

#endif
