#ifndef CPE_BASE_PROBLEM_H
#define CPE_BASE_PROBLEM_H

#include <stdbool.h>

/*
 * What went wrong in a kernel, told as a value.  Kernels never jump out: they fill one of these and
 * return false or NULL, and the server side turns it into an error with the SQLSTATE named here.
 */
enum cpe_code
{
	CPE_OK = 0,
	CPE_SYNTAX,    /* 22P02 text that is not of the type */
	CPE_BINARY,    /* 22P03 bytes that are not of the type */
	CPE_INVALID,   /* 22023 a value that is not allowed */
	CPE_RANGE,     /* 22003 a number too large or too small */
	CPE_NULL,      /* 22004 a NULL where a value is needed */
	CPE_LIMIT,     /* 54000 a stated limit passed */
	CPE_NO_MEMORY, /* 53200 */
	CPE_CANCELLED  /* 57014 the caller's poll asked to stop */
};

struct cpe_problem
{
	enum cpe_code code;
	char message[200];
	char detail[300];
	char hint[300];
};

/* Fills the problem (printf style; detail and hint may be NULL) and returns false. */
extern bool cpe_problem_set(struct cpe_problem *problem, enum cpe_code code, const char *detail,
                            const char *hint, const char *message, ...)
	__attribute__((format(printf, 5, 6)));

#endif
