#include "cohort/prevalence.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/distribution.h"

const char cpe_prevalence_method_names[] =
	"wilson, wilson_cc, wald, agresti_coull, clopper_pearson, jeffreys, mid_p, arcsine, logit, "
	"blaker";

static bool
is_blaker(const char *method)
{
	return strcmp(method, "blaker") == 0;
}

bool
cpe_prevalence_method_needs_counts(const char *method)
{
	enum cpe_proportion_method proportion;

	if (is_blaker(method))
		return true;
	return cpe_proportion_method_by_name(method, &proportion) &&
	       cpe_proportion_method_needs_counts(proportion);
}

bool
cpe_accuracy_usable(double sensitivity, double specificity)
{
	return sensitivity >= 0 && sensitivity <= 1 && specificity >= 0 && specificity <= 1 &&
	       sensitivity + specificity > 1;
}

/* A share of positives put right. */
static double
put_right(double share, double sensitivity, double specificity)
{
	double wrong = 1 - specificity;

	return (share - wrong) / (sensitivity - wrong);
}

static double
clamp(double share)
{
	return share < 0 ? 0 : share > 1 ? 1 : share;
}

/* ---- Blaker's interval ---- */

/* x or more of n, and k or fewer. */
struct tails
{
	double x;
	double k;
	double n;
	double alpha;
};

/* How much more likely x or more is than k or fewer. */
static double
upper_less_lower(double p, const void *of)
{
	const struct tails *tails = of;

	return cpe_binomial_upper(tails->x - 1, tails->n, p) - cpe_binomial_cdf(tails->k, tails->n, p);
}

/* How much more likely either is than alpha. */
static double
both_less_alpha(double p, const void *of)
{
	const struct tails *tails = of;

	return cpe_binomial_upper(tails->x - 1, tails->n, p) + cpe_binomial_cdf(tails->k, tails->n, p) -
	       tails->alpha;
}

/*
 * The lower limit for x > 0.  Below the limit of Clopper and Pearson nothing is accepted.  From
 * there on x or more and the largest lower tail that is no likelier, k or fewer, reach alpha
 * together either before the tail of k + 1 becomes no likelier, or there, where they jump to twice
 * the upper one.
 */
static double
blaker_low(double x, double n, double alpha)
{
	struct tails tails = {x, -1, n, alpha};
	double start = cpe_beta_quantile(alpha / 2, x, n - x + 1);
	double above = x - 1;
	double next;

	/* k: the last with P(X <= k) <= alpha / 2, which is before x - 1 */
	while (above - tails.k > 1)
	{
		double middle = floor((tails.k + above) / 2);

		if (cpe_binomial_cdf(middle, n, start) <= alpha / 2)
			tails.k = middle;
		else
			above = middle;
	}
	tails.k++;
	next = cpe_sign_change(upper_less_lower, &tails, start, 1);
	tails.k--;
	if (both_less_alpha(next, &tails) <= 0)
		return next;
	return both_less_alpha(start, &tails) >= 0
	           ? start
	           : cpe_sign_change(both_less_alpha, &tails, start, next);
}

void
cpe_blaker_interval(double x, double n, double alpha, double *low, double *high)
{
	*low = x > 0 ? blaker_low(x, n, alpha) : 0;
	*high = x < n ? 1 - blaker_low(n - x, n, alpha) : 1;
}

/* ---- accuracy known ---- */

bool
cpe_prevalence_known(const char *method, double x, double n, double sensitivity, double specificity,
                     const struct cpe_confidence *conf, struct cpe_prevalence *out)
{
	enum cpe_proportion_method proportion = CPE_PROPORTION_WILSON;
	struct cpe_interval interval = {NAN, NAN, CPE_INTERVAL_OK, NULL};

	if (!is_blaker(method) && !cpe_proportion_method_by_name(method, &proportion))
		return false;
	out->apparent = n > 0 ? x / n : NAN;
	out->raw = put_right(out->apparent, sensitivity, specificity);
	out->estimate = clamp(out->raw);
	if (!is_blaker(method))
		cpe_proportion_interval(proportion, x, n, conf, &interval);
	else if (!(n > 0))
		interval.status = CPE_INTERVAL_NO_DATA;
	else
		cpe_blaker_interval(x, n, conf->alpha, &interval.low, &interval.high);
	out->low = clamp(put_right(interval.low, sensitivity, specificity));
	out->high = clamp(put_right(interval.high, sensitivity, specificity));
	out->status = cpe_interval_reason(interval.status);
	return true;
}

/* ---- accuracy estimated ---- */

/* A share with some successes and failures added, half each, and its variance. */
struct share
{
	double share;
	double variance;
};

static struct share
with_added(double x, double n, double added)
{
	struct share result;

	result.share = (x + added / 2) / (n + added);
	result.variance = result.share * (1 - result.share) / (n + added);
	return result;
}

void
cpe_prevalence_estimated(double x, double n, const struct cpe_validation *sensitivity,
                         const struct cpe_validation *specificity,
                         const struct cpe_confidence *conf, struct cpe_prevalence *out)
{
	double z2 = conf->z * conf->z;
	struct share positive = with_added(x, n, z2);
	struct share se = with_added(sensitivity->right, sensitivity->n, 2);
	struct share sp = with_added(specificity->right, specificity->n, 2);
	double youden = se.share + sp.share - 1;
	double centre = put_right(positive.share, se.share, sp.share);
	double shift = 2 * z2 * (centre * se.variance - (1 - centre) * sp.variance);
	double spread = conf->z *
	                sqrt(positive.variance + centre * centre * se.variance +
	                     (1 - centre) * (1 - centre) * sp.variance) /
	                youden;

	out->apparent = n > 0 ? x / n : NAN;
	out->raw = put_right(out->apparent, sensitivity->right / sensitivity->n,
	                     specificity->right / specificity->n);
	out->estimate = clamp(out->raw);
	out->low = NAN;
	out->high = NAN;
	out->status = !(n > 0)        ? cpe_interval_reason(CPE_INTERVAL_NO_DATA)
	              : !(youden > 0) ? "too few checked"
	                              : NULL;
	if (out->status != NULL)
		return;
	out->low = clamp(centre + shift - spread);
	out->high = clamp(centre + shift + spread);
}

/* ---- what a positive means ---- */

void
cpe_predictive_values(double prevalence, double sensitivity, double specificity, double *ppv,
                      double *npv)
{
	double true_positive = prevalence * sensitivity;
	double true_negative = (1 - prevalence) * specificity;
	double positive = true_positive + (1 - prevalence) * (1 - specificity);
	double negative = true_negative + prevalence * (1 - sensitivity);

	*ppv = positive > 0 ? true_positive / positive : NAN;
	*npv = negative > 0 ? true_negative / negative : NAN;
}
