#ifndef CPE_ADJUST_ADJUST_H
#define CPE_ADJUST_ADJUST_H

/* PostgreSQL side: casemix and model values as arguments and results. */

#include "cancer_pe.h"

#include "utils/jsonb.h"

#include "adjust/cells.h"
#include "adjust/model.h"
#include "adjust/patterns.h"
#include "base/base.h"

/* Defines the settings of the room (cancer_pe.max_patterns); called when the library is loaded. */
extern void cpe_adjust_settings(void);

/*
 * A casemix that is collected, an expanded object.  The state of a transition function, its first
 * argument: the aggregate's own as it is, anything else as a copy; NULL is that of no rows.  Where
 * it has no shape yet it is given that one; another shape is an error.  shape may be NULL: any.
 * And what the transition function returns.
 */
extern struct cpe_patterns *cpe_casemix_state(FunctionCallInfo fcinfo,
                                              const struct cpe_patterns_shape *shape);
extern Datum cpe_casemix_state_datum(FunctionCallInfo fcinfo, struct cpe_patterns *state);

/*
 * What a casemix argument has collected, and one of its questions (from 0) in canonical order. What
 * each takes lies in the current memory context; cells refer to the patterns.
 */
extern const struct cpe_patterns *cpe_casemix_patterns_arg(FunctionCallInfo fcinfo, int argument);
extern const struct cpe_cells *cpe_casemix_cells_of(const struct cpe_patterns *patterns,
                                                    int question);

/* A model as a datum, and an argument that is one; they live in the current memory context. */
extern Datum cpe_model_datum(const struct cpe_model *model);
extern const struct cpe_model *cpe_model_arg(FunctionCallInfo fcinfo, int argument);

/* The result of the functions indirect: rows from observed, expected and their variances. */
extern Datum cpe_indirect_rows(FunctionCallInfo fcinfo,
                               const struct cpe_model_organisation *organisation,
                               int32 organisations, double mean);

/*
 * The options of a fit: a preset's below those given, unknown keys refused; what they say of
 * covariates (missing, terms, linear, reference); and everything, for one question.  False: they
 * are no options for its outcome, or do not go together.
 */
extern void cpe_fit_layers(struct cpe_options *options, const char *what, Jsonb *given);
extern void cpe_covariate_options(const struct cpe_options *options, const struct cpe_cells *cells,
                                  struct cpe_fit_options *fit);
extern bool cpe_read_fit_options(const struct cpe_options *options, const struct cpe_cells *cells,
                                 struct cpe_fit_options *fit, struct cpe_problem *problem);

#endif
