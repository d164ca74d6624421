#ifndef CPE_ADJUST_INDIRECT_H
#define CPE_ADJUST_INDIRECT_H

#include "adjust/model.h"
#include "adjust/prediction.h"
#include "adjust/covariance.h"

/*
 * Indirect standardisation of the data that a model is fitted to: fills the model's intercept and
 * by organisation expected, variance and variance_difference.  estimate and covariance are NULL for
 * random effects; random_covariance, packed, is theirs and NULL for others.
 *
 * Expected: E_j = sum of w p over the organisation's respondents, p being predicted with an
 * intercept in place of the organisation's effect: without effects the model's own; with random
 * effects, effect 0; with fixed effects the within-organisation coefficients and the intercept a
 * that makes the expected of all sum to the observed.  Variance: V_j = sum of w^2 v, where v is p
 * (1 - p), or of least squares the dispersion / w (as weights do in its covariance).
 *
 * Variance of O_j - E_j with the coefficients' uncertainty (delta method).  With a_j and g_j the
 * derivatives of E_j by the intercept and the coefficients (sums of w p (1 - p) and of that times
 * x), A and G their sums over organisations, and f_j = a_j / A (without fixed effects f_j = 0),
 *
 *     d(O_j - E_j) = dO_j - f_j dO - c_j' db,   c_j = g_j - f_j G,
 *
 * since fixed effects' intercept moves by da = (dO - G' db) / A.  With u_j = B^-1 (0, c_j), B what
 * the coefficients' score equations have as derivative (organisations' effects included), and the
 * respondents' w^2 v summed in M (matrix x' x) and m_k (their vector of organisation k),
 *
 *     V = (1 - f_j)^2 V_j + f_j^2 (sum of other V_k) - 2 u_j' (m_j - f_j sum of m_k) + u_j' M u_j.
 *
 * Without weights, ridge and effects this is the residual projection V_j - g_j' B^-1 g_j
 * (methods: V_O - g'A^-1 g); with fixed effects then u_j' m_k = 0, since a fixed effect's own score
 * equation takes out its organisation's mean.  HC0: w^2 (y - fitted)^2 takes the place of w^2 v
 * throughout.  Cluster variances have none: an organisation is one cluster, whose own difference is
 * all that is known of its variance.
 *
 * Random effects: V_j + g_j' V g_j with the coefficients' own covariance V, as if they came from
 * other respondents.  That the organisation's own outcomes had a part in them, which makes the
 * difference vary less, is left out: the variance is a little too large.
 */
extern bool cpe_indirect(struct cpe_model *model, const struct cpe_prediction *prediction,
                         const struct cpe_estimate *estimate,
                         const struct cpe_covariance *covariance, const double *random_covariance,
                         struct cpe_arena *arena, struct cpe_problem *problem);

/* v' M v of a packed symmetric matrix, not below 0. */
extern double cpe_packed_variance(const double *matrix, const double *vector, int count);

#endif
