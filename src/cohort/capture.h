#ifndef CPE_COHORT_CAPTURE_H
#define CPE_COHORT_CAPTURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/interval.h"

/*
 * Which of several sources know each person: counts of people by pattern.  The bit of a source is
 * set where it knows the person; the first source has the highest bit, so that patterns in their
 * order are texts in theirs.
 */
#define CPE_CAPTURE_SOURCES 8
#define CPE_CAPTURES_VERSION 1

struct cpe_captures
{
	int32_t length_word; /* the server's; kernels do not look at it */
	uint8_t version;
	uint8_t sources;   /* 0: no person yet, and no counts behind it */
	uint16_t reserved; /* zero */
	int64_t missing;   /* people of whom it is not known which sources know them */
	int64_t count[];   /* of each pattern, 2 to the sources of them */
};

/* Counts behind a head with so many sources, and the bytes of both. */
static inline int
cpe_captures_patterns(int sources)
{
	return sources == 0 ? 0 : 1 << sources;
}
static inline size_t
cpe_captures_size(int sources)
{
	return sizeof(struct cpe_captures) + sizeof(int64_t) * (size_t) cpe_captures_patterns(sources);
}

/* Whether a pattern has a source, the first is 0. */
static inline bool
cpe_captured_by(int sources, int pattern, int source)
{
	return (pattern >> (sources - 1 - source) & 1) != 0;
}

/* Captures of nobody. */
extern struct cpe_captures *cpe_captures_new(int sources, struct cpe_arena *arena,
                                             struct cpe_problem *problem);

/* Adds one with as many sources, or none, in place; nothing has changed where it returns false. */
extern bool cpe_captures_add(struct cpe_captures *captures, const struct cpe_captures *other,
                             struct cpe_problem *problem);

/* Text: "sources=2 missing=0 01=54 10=78 11=430", patterns that occur in their order. */
extern char *cpe_captures_print(const struct cpe_captures *captures, struct cpe_arena *arena,
                                struct cpe_problem *problem);
extern const struct cpe_captures *cpe_captures_parse(const char *text, struct cpe_arena *arena,
                                                     struct cpe_problem *problem);

/* Binary: version, sources, missing, all counts; most significant byte first. */
extern unsigned char *cpe_captures_write(const struct cpe_captures *captures, size_t *size,
                                         struct cpe_arena *arena, struct cpe_problem *problem);
extern const struct cpe_captures *cpe_captures_read(const unsigned char *bytes, size_t size,
                                                    struct cpe_arena *arena,
                                                    struct cpe_problem *problem);

/* People in any source, and those in two together; -1 where they pass 2^63. */
extern int64_t cpe_captures_observed(const struct cpe_captures *captures);
extern int64_t cpe_captures_by(const struct cpe_captures *captures, int source, int other);

enum cpe_capture_method
{
	CPE_CAPTURE_CHAO,        /* lower bound under heterogeneity; of two sources chapman */
	CPE_CAPTURE_CHAPMAN,     /* of two sources */
	CPE_CAPTURE_INDEPENDENCE /* log-linear model of sources independent of one another */
};
extern const char cpe_capture_method_names[];
extern bool cpe_capture_method_by_name(const char *name, enum cpe_capture_method *method);

/* How many there are, with those that no source knows. */
struct cpe_capture_estimate
{
	double observed;
	double estimate;
	double se;
	double low;
	double high;
	double deviance; /* of the independence model; NAN of the others */
	int df;
	double p;
	const char *status; /* NULL, or why there is no estimate */
};

/* Chapman 1951 with the variance of Seber 1970, from those in either and in both. */
extern void cpe_capture_chapman(double a, double b, double both, const struct cpe_confidence *conf,
                                bool normal, struct cpe_capture_estimate *out);

/*
 * The estimate by a method; normal: estimate +- z se, else the interval of Chao 1987, normal in the
 * logarithm of those not seen.  chapman needs two sources.
 */
extern void cpe_capture(const struct cpe_captures *captures, enum cpe_capture_method method,
                        const struct cpe_confidence *conf, bool normal,
                        struct cpe_capture_estimate *out);

#endif
