#ifndef CPE_ADJUST_ADJUST_H
#define CPE_ADJUST_ADJUST_H

/* PostgreSQL side: casemix and model values as arguments and results. */

#include "cancer_pe.h"

#include "utils/jsonb.h"

#include "adjust/cells.h"
#include "adjust/model.h"
#include "base/base.h"

/* Defines the settings of the room (cancer_pe.max_patterns); called when the library is loaded. */
extern void cpe_adjust_settings(void);

/* How many questions a casemix argument has, and one of them (from 0) in canonical order. */
extern int cpe_casemix_questions(FunctionCallInfo fcinfo, int argument);
extern const struct cpe_cells *cpe_casemix_arg(FunctionCallInfo fcinfo, int argument, int question);

/* A model as a datum, and an argument that is one; they live in the current memory context. */
extern Datum cpe_model_datum(const struct cpe_model *model);
extern const struct cpe_model *cpe_model_arg(FunctionCallInfo fcinfo, int argument);

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
