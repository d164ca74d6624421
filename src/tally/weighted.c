#include "tally/weighted.h"

double
cpe_exact_ratio(struct cpe_exact a, struct cpe_exact b)
{
	struct cpe_big numerator;
	struct cpe_big denominator;

	cpe_big_of_exact(&numerator, a);
	cpe_big_of_exact(&denominator, b);
	return cpe_big_ratio(&numerator, &denominator);
}

/* The sign of a*b - c*d. */
static int
compare_products(const struct cpe_big *a, const struct cpe_big *b, const struct cpe_big *c,
                 const struct cpe_big *d)
{
	struct cpe_big left;
	struct cpe_big right;

	cpe_big_multiply(&left, a, b);
	cpe_big_multiply(&right, c, d);
	cpe_big_negate(&right);
	cpe_big_add(&left, &left, &right);
	return cpe_big_sign(&left);
}

bool
cpe_weights_possible(int64_t n, struct cpe_exact w, struct cpe_exact ww)
{
	struct cpe_big total;
	struct cpe_big squares;
	struct cpe_big rows;
	struct cpe_big one;

	if (cpe_exact_sign(w) <= 0 || cpe_exact_sign(ww) <= 0)
		return false;
	cpe_big_of_exact(&total, w);
	cpe_big_of_exact(&squares, ww);
	cpe_big_of_int(&rows, n);
	cpe_big_of_int(&one, 1);
	return compare_products(&total, &total, &rows, &squares) <= 0 &&
	       compare_products(&total, &total, &one, &squares) >= 0;
}

bool
cpe_moments_possible(struct cpe_exact a, struct cpe_exact b, struct cpe_exact c)
{
	struct cpe_big x;
	struct cpe_big y;
	struct cpe_big z;

	cpe_big_of_exact(&x, a);
	cpe_big_of_exact(&y, b);
	cpe_big_of_exact(&z, c);
	return compare_products(&y, &y, &x, &z) <= 0;
}

double
cpe_weights_effective(struct cpe_exact w, struct cpe_exact ww)
{
	struct cpe_big total;
	struct cpe_big squares;
	struct cpe_big square;

	cpe_big_of_exact(&total, w);
	cpe_big_of_exact(&squares, ww);
	cpe_big_multiply(&square, &total, &total);
	return cpe_big_ratio(&square, &squares);
}

/* sqrt(sum(w (x-m)^2) / sum(w) * factor), nothing cancelling. */
static double
spread(struct cpe_exact w, struct cpe_exact wx, struct cpe_exact wxx, double factor)
{
	struct cpe_big total;
	struct cpe_big sum;
	struct cpe_big squares;
	struct cpe_big numerator;
	struct cpe_big denominator;

	cpe_big_of_exact(&total, w);
	cpe_big_of_exact(&sum, wx);
	cpe_big_of_exact(&squares, wxx);
	cpe_big_multiply(&numerator, &total, &squares);
	cpe_big_multiply(&denominator, &sum, &sum);
	cpe_big_negate(&denominator);
	cpe_big_add(&numerator, &numerator, &denominator);
	cpe_big_multiply(&denominator, &total, &total);
	return cpe_big_root(&numerator, &denominator, factor, NULL);
}

double
cpe_weighted_sd(int64_t n, struct cpe_exact w, struct cpe_exact wx, struct cpe_exact wxx)
{
	return spread(w, wx, wxx, (double) n / (double) (n - 1));
}

double
cpe_plain_se(int64_t n, struct cpe_exact w, struct cpe_exact wx, struct cpe_exact wxx)
{
	return spread(w, wx, wxx, 1 / (double) (n - 1));
}

double
cpe_weighted_se(int64_t n, struct cpe_exact w, struct cpe_exact wx, struct cpe_exact ww,
                struct cpe_exact wwx, struct cpe_exact wwxx)
{
	struct cpe_big total;
	struct cpe_big sum;
	struct cpe_big part;
	struct cpe_big numerator;
	struct cpe_big term;

	/* w^2 * wwxx - 2 * w * wx * wwx + wx^2 * ww, all over w^4 */
	cpe_big_of_exact(&total, w);
	cpe_big_of_exact(&sum, wx);
	cpe_big_of_exact(&part, wwxx);
	cpe_big_multiply(&term, &total, &total);
	cpe_big_multiply(&numerator, &term, &part);
	cpe_big_of_exact(&part, wwx);
	cpe_big_multiply(&term, &total, &sum);
	cpe_big_multiply(&term, (struct cpe_big[]){term}, &part);
	cpe_big_negate(&term);
	cpe_big_add(&numerator, &numerator, &term);
	cpe_big_add(&numerator, &numerator, &term);
	cpe_big_of_exact(&part, ww);
	cpe_big_multiply(&term, &sum, &sum);
	cpe_big_multiply(&term, (struct cpe_big[]){term}, &part);
	cpe_big_add(&numerator, &numerator, &term);
	cpe_big_multiply(&term, &total, &total);
	return cpe_big_root(&numerator, &term, (double) n / (double) (n - 1), &total);
}
