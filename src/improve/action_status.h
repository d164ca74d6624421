#ifndef CPE_IMPROVE_ACTION_STATUS_H
#define CPE_IMPROVE_ACTION_STATUS_H

#include <stdbool.h>

#include "base/problem.h"

/*
 * The states that an agreed action passes through.  proposed, agreed, under_way, done, dropped;
 * done and dropped ones are taken up again, but nothing is done that was not agreed.
 */

/* Whether an action in one state may be put into another; else a problem that says which may. */
extern bool cpe_action_status_step(const char *from, const char *to, struct cpe_problem *problem);

#endif
