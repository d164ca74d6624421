#ifndef CPE_COHORT_PREVALENCE_H
#define CPE_COHORT_PREVALENCE_H

#include "base/interval.h"

/*
 * How many have a disease, by an algorithm that errs: the share of positives put right by its
 * sensitivity and specificity (Rogan and Gladen 1978), with intervals.
 */
struct cpe_prevalence
{
	double apparent; /* the share of positives */
	double raw;      /* the estimate before it is brought into [0, 1] */
	double estimate;
	double low;
	double high;
	const char *status; /* NULL, or why a number is NAN */
};

/* Whether an algorithm tells anything: both in [0, 1] and together above 1. */
extern bool cpe_accuracy_usable(double sensitivity, double specificity);

/* Methods: those for a proportion, and blaker, which needs counts. */
extern const char cpe_prevalence_method_names[];
extern bool cpe_prevalence_method_needs_counts(const char *method);

/*
 * x of n positive, by an algorithm whose accuracy is known: the limits of the share of positives,
 * put right in the same way (Reiczigel, Foldi and Ozsvari 2010).  False where there is no such
 * method.
 */
extern bool cpe_prevalence_known(const char *method, double x, double n, double sensitivity,
                                 double specificity, const struct cpe_confidence *conf,
                                 struct cpe_prevalence *out);

/* Counts of a validation: right ones among so many. */
struct cpe_validation
{
	double right;
	double n;
};

/*
 * The same where sensitivity and specificity come from samples of their own, with and without the
 * disease (Lang and Reiczigel 2014).
 */
extern void cpe_prevalence_estimated(double x, double n, const struct cpe_validation *sensitivity,
                                     const struct cpe_validation *specificity,
                                     const struct cpe_confidence *conf, struct cpe_prevalence *out);

/* The interval of Blaker 2000 for x of n, whole numbers, at 1 - alpha; n > 0. */
extern void cpe_blaker_interval(double x, double n, double alpha, double *low, double *high);

/* The share of positives, and of negatives, that are right; NAN where there are none. */
extern void cpe_predictive_values(double prevalence, double sensitivity, double specificity,
                                  double *ppv, double *npv);

#endif
