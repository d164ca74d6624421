#ifndef CPE_BENCHMARK_RELIABILITY_H
#define CPE_BENCHMARK_RELIABILITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"

/*
 * Reliability of units' scores: the share of a score's variance that is real difference between
 * units, between / (between + within / n).
 */
enum cpe_reliability_method
{
	CPE_RELIABILITY_LOG_ODDS,          /* random intercept logit; within 1 / (p (1 - p)) */
	CPE_RELIABILITY_ANOVA,             /* one-way layout of answers */
	CPE_RELIABILITY_REML,              /* the same by restricted likelihood */
	CPE_RELIABILITY_ML,                /* the same by likelihood */
	CPE_RELIABILITY_BETA_BINOMIAL,     /* n / (alpha + beta + n) */
	CPE_RELIABILITY_DERSIMONIAN_LAIRD, /* scores and their own variances, as meta-analysis */
	CPE_RELIABILITY_HEDGES,
	CPE_RELIABILITY_PAULE_MANDEL,
	CPE_RELIABILITY_ADDITIVE_REML,
	CPE_RELIABILITY_ADDITIVE_ML
};

/* In the order of the enumeration, NULL at the end. */
extern const char *const cpe_reliability_words[];

struct cpe_reliability_rule
{
	enum cpe_reliability_method method;
	double target;  /* of n_needed, above 0 and below 1 */
	double between; /* given, or NAN: estimated */
	int nodes;      /* log_odds: of the quadrature */
	bool own;       /* log_odds: variance at the unit's own share, else at the centre's */
	bool scores;    /* any scores with standard errors; else proportions of n */
};

struct cpe_reliability_unit
{
	/* given; NAN where missing */
	double score;
	double n;
	double se;
	/* found; NAN where there is none */
	double reliability;
	double n_needed;
	double within; /* of one answer: n times the score's sampling variance */
	double icc;    /* reliability of one answer */
	const char *status;
};

struct cpe_reliability
{
	double between;
	size_t units; /* that took part */
};

/* Whether the method is of proportions alone. */
extern bool cpe_reliability_of_counts(enum cpe_reliability_method method);

/* Judges all units of a partition; the order of the units does not matter to the last bit. */
extern bool cpe_reliability(struct cpe_arena *arena, const struct cpe_reliability_rule *rule,
                            struct cpe_reliability_unit *unit, size_t units,
                            struct cpe_reliability *out, struct cpe_problem *problem);

/* Spearman and Brown: of n answers, when that of one is icc. */
extern double cpe_spearman_brown(double icc, double n);

/* The answers needed for a target, when n of them have this reliability; infinite when it is 0. */
extern double cpe_answers_needed(double n, double reliability, double target);

#endif
