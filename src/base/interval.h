#ifndef CPE_BASE_INTERVAL_H
#define CPE_BASE_INTERVAL_H

#include <stdbool.h>

/*
 * Confidence intervals for one proportion, a difference of two, one count and one mean.
 *
 * How sure: z for the closed forms, alpha = 1 - level for the exact ones.  Publications differ
 * between z = 1.96 and the exact 1.959964, so either can be given and the other follows.
 */
struct cpe_confidence
{
	double z;
	double alpha;
};

/* level strictly between 0 and 1; false otherwise. */
extern bool cpe_confidence_from_level(double level, struct cpe_confidence *conf);

/* z > 0 whose tail is a double (below about 37.5); alpha is its two tails.  False otherwise. */
extern bool cpe_confidence_from_z(double z, struct cpe_confidence *conf);

enum cpe_interval_status
{
	CPE_INTERVAL_OK,
	CPE_INTERVAL_NO_DATA,   /* n = 0 */
	CPE_INTERVAL_UNDEFINED, /* logit at 0 and n */
	CPE_INTERVAL_TOO_FEW,   /* t without a degree of freedom */
	CPE_INTERVAL_NOT_WHOLE, /* a method of counts, given none */
	CPE_INTERVAL_INVALID    /* negative, above n, not a number, beyond 1e-150 to 1e150 */
};

/*
 * Both limits are NaN unless the status is OK.  With status OK one limit can still be missing: low
 * is NaN and low_reason says why (Byar's method at zero events, or below zero), else it is NULL.
 */
struct cpe_interval
{
	double low;
	double high;
	enum cpe_interval_status status;
	const char *low_reason;
};

/* Why there is no interval, in a few lower-case words; NULL for CPE_INTERVAL_OK. */
extern const char *cpe_interval_reason(enum cpe_interval_status status);

enum cpe_proportion_method
{
	CPE_PROPORTION_WILSON,
	CPE_PROPORTION_WILSON_CC,
	CPE_PROPORTION_WALD,
	CPE_PROPORTION_AGRESTI_COULL,
	CPE_PROPORTION_CLOPPER_PEARSON,
	CPE_PROPORTION_JEFFREYS,
	CPE_PROPORTION_MID_P,
	CPE_PROPORTION_ARCSINE,
	CPE_PROPORTION_LOGIT
};

enum cpe_count_method
{
	CPE_COUNT_EXACT,
	CPE_COUNT_BYAR,
	CPE_COUNT_PHE
};

enum cpe_mean_method
{
	CPE_MEAN_T,
	CPE_MEAN_NORMAL
};

/* By name, exactly as listed in the text beside; false if there is none such. */
extern const char cpe_proportion_method_names[];
extern const char cpe_count_method_names[];
extern const char cpe_mean_method_names[];
extern bool cpe_proportion_method_by_name(const char *name, enum cpe_proportion_method *method);
extern bool cpe_count_method_by_name(const char *name, enum cpe_count_method *method);
extern bool cpe_mean_method_by_name(const char *name, enum cpe_mean_method *method);

/* Whether the method is of whole counts only; the others take any 0 <= x <= n. */
extern bool cpe_proportion_method_needs_counts(enum cpe_proportion_method method);

/*
 * The interval of a proportion x / n.  Wald and Agresti-Coull are not clipped to [0, 1].  Each of
 * these four returns whether the status is OK.
 */
extern bool cpe_proportion_interval(enum cpe_proportion_method method, double x, double n,
                                    const struct cpe_confidence *conf, struct cpe_interval *out);

enum cpe_difference_method
{
	CPE_DIFFERENCE_NEWCOMBE,
	CPE_DIFFERENCE_WALD,
	CPE_DIFFERENCE_MEE,
	CPE_DIFFERENCE_MIETTINEN_NURMINEN,
	CPE_DIFFERENCE_AGRESTI_CAFFO
};
extern const char cpe_difference_method_names[];
extern bool cpe_difference_method_by_name(const char *name, enum cpe_difference_method *method);

/*
 * The interval of a difference of two independent proportions, x / n - base_x / base_n; those of
 * Wald and of Agresti and Caffo are not clipped to [-1, 1].
 */
extern bool cpe_difference_interval(enum cpe_difference_method method, double x, double n,
                                    double base_x, double base_n, const struct cpe_confidence *conf,
                                    struct cpe_interval *out);

/*
 * Where a function changes its sign, between a place where it is negative (inside) and one where it
 * is positive (outside); it is not asked for the ends themselves.  To the last bits.
 */
extern double cpe_sign_change(double (*value)(double at, const void *of), const void *of,
                              double inside, double outside);

/*
 * Degrees of freedom of a sum of two independent squared standard errors (Welch 1947,
 * Satterthwaite); where both are zero, the sum of both.
 */
extern double cpe_welch_df(double se, double df, double base_se, double base_df);

/* The interval of the expected number of events. */
extern bool cpe_count_interval(enum cpe_count_method method, double events,
                               const struct cpe_confidence *conf, struct cpe_interval *out);

/* mean +- t(df) se, or mean +- z se (df is then not used). */
extern bool cpe_mean_interval(enum cpe_mean_method method, double mean, double se, double df,
                              const struct cpe_confidence *conf, struct cpe_interval *out);

#endif
