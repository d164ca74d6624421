#ifndef CPE_ADJUST_RATES_H
#define CPE_ADJUST_RATES_H

#include "base/interval.h"
#include "base/summary.h"

/*
 * Direct and indirect standardisation of rates of events over strata (age bands of both sexes,
 * say).
 *
 * A stratum's quotient is rounded once, and such terms are summed exactly, so that the order of the
 * strata, their split and the number of workers cannot change a digit.  Strata merge by addition:
 * each is in one part only.
 */

/* Direct: standard population w, events x in a population n, and sums of w * x/n and of
 * w^2 * squares/n * 1/n, squares being x or, where a person can have several events, the sum over
 * persons of the square of their number. */
enum
{
	CPE_DIRECT_EVENTS,
	CPE_DIRECT_POPULATION,
	CPE_DIRECT_W,
	CPE_DIRECT_WR,
	CPE_DIRECT_WWV,
	CPE_DIRECT_SUMS
};
extern const struct cpe_summary_kind cpe_direct_standardisation_kind;

/* Indirect: expected is the sum of n * (reference events / reference population). */
enum
{
	CPE_INDIRECT_EVENTS,
	CPE_INDIRECT_POPULATION,
	CPE_INDIRECT_EXPECTED,
	CPE_INDIRECT_REFERENCE_EVENTS,
	CPE_INDIRECT_REFERENCE_POPULATION,
	CPE_INDIRECT_SUMS
};
extern const struct cpe_summary_kind cpe_indirect_standardisation_kind;

/* Both have one count. */
#define CPE_RATES_STRATA 0

/*
 * The sums' terms for one stratum; amounts are finite and not negative.  Errors: a population that
 * is 0 (indirect: 0 with events), a standard or reference population that is 0, squares below
 * events, a quotient that is out of range.
 */
extern bool cpe_direct_terms(struct cpe_term *term, double events, double population,
                             double standard, double squares, struct cpe_problem *problem);
extern bool cpe_indirect_terms(struct cpe_term *term, double events, double population,
                               double reference_events, double reference_population,
                               struct cpe_problem *problem);

#define CPE_RATES_STATUS 80

/* What is not there is NAN; status (empty: nothing to say) is why. */
struct cpe_direct_rate
{
	double observed;
	double population;
	double standard;
	double rate;
	double se;
	double low;
	double high;
	char status[CPE_RATES_STATUS];
};

struct cpe_indirect_rate
{
	double observed;
	double population;
	double expected;
	double ratio;
	double ratio_low;
	double ratio_high;
	double reference_rate;
	double rate;
	double rate_low;
	double rate_high;
	char status[CPE_RATES_STATUS];
};

/*
 * The directly standardised rate, times multiplier, with the limits of Dobson and others 1991 about
 * Byar's for the number of events; nothing below a minimum of events.  Error: out of range.
 */
extern bool cpe_direct_rate(const struct cpe_summary *summary, double multiplier,
                            const struct cpe_confidence *confidence, double minimum,
                            struct cpe_direct_rate *rate, struct cpe_problem *problem);

/*
 * Observed over expected, and that times the reference's crude rate times multiplier; limits of the
 * number of events: exact below 10, else Byar's.  Error: out of range.
 */
extern bool cpe_indirect_rate(const struct cpe_summary *summary, double multiplier,
                              const struct cpe_confidence *confidence,
                              struct cpe_indirect_rate *rate, struct cpe_problem *problem);

#endif
