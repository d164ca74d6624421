#ifndef CPE_BENCHMARK_PROPORTION_SCALE_H
#define CPE_BENCHMARK_PROPORTION_SCALE_H

/* A proportion as an estimate with a standard error of its own, on the scales of meta-analysis. */
enum cpe_proportion_scale
{
	CPE_PROPORTION_SCALE_RAW,
	CPE_PROPORTION_SCALE_ARCSINE,
	CPE_PROPORTION_SCALE_LOGIT,
	CPE_PROPORTION_SCALE_FREEMAN_TUKEY
};

/* In the order of the enumeration, NULL at the end. */
extern const char *const cpe_proportion_scale_words[];

/*
 * raw: p = x / n, sqrt(p (1 - p) / n); arcsine: asin sqrt p, 1 / (2 sqrt n); logit: ln(x / (n -
 * x)), sqrt(1/x + 1/(n - x)); freeman_tukey (Freeman and Tukey 1950): the mean of asin sqrt(x / (n
 * + 1)) and asin sqrt((x + 1) / (n + 1)), 1 / sqrt(4 n + 2).  On every scale 1/2 is added to x and
 * to n - x first where either is 0, as metafor does.  0 <= x <= n, n positive.
 */
extern void cpe_proportion_on_scale(enum cpe_proportion_scale scale, double x, double n,
                                    double *value, double *se);

#endif
