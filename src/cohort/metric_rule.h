#ifndef CPE_COHORT_METRIC_RULE_H
#define CPE_COHORT_METRIC_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/problem.h"
#include "cohort/icd10.h"

/*
 * Metrics as rules over the columns of a row: who is eligible, for whom the metric is positive, and
 * of whom it is not known.  A rule is a text of lines in plain ASCII (src/cohort/metrics/README.md
 * has the language).  A plan is a rule with everything in it that a row is judged by: no code list
 * by name, no parameter.
 */
#define CPE_METRIC_MAX_TEXT ((size_t) 256 * 1024)
#define CPE_METRIC_MAX_CONDITIONS 200
#define CPE_METRIC_MAX_COLUMNS 100
#define CPE_METRIC_MAX_PARAMETERS 20
#define CPE_METRIC_MAX_CODES 20000
#define CPE_METRIC_MAX_DEPTH 50
#define CPE_METRIC_MAX_WORD 200

enum cpe_metric_part
{
	CPE_METRIC_ELIGIBLE,
	CPE_METRIC_POSITIVE,
	CPE_METRIC_MISSING,
	CPE_METRIC_PARTS
};

enum cpe_metric_test
{
	CPE_TEST_KNOWN,  /* there is a value, and none of the codes */
	CPE_TEST_CODE,   /* it is one of the codes; another one has to be among those of the list */
	CPE_TEST_CLASS,  /* its code list has it in one of the classes: to be expanded */
	CPE_TEST_ICD10,  /* it is an ICD-10 code in one of the ranges */
	CPE_TEST_NUMBER, /* it, or what it is more than the other column, is between limits */
	CPE_TESTS
};

/* Words in the order of bytes, each once. */
struct cpe_metric_words
{
	int count;
	const char **word;
};

/* A limit of a number; parameter -1: the value as it stands here. */
struct cpe_metric_limit
{
	bool given, inside;
	double value;
	int parameter;
};

struct cpe_metric_condition
{
	enum cpe_metric_test test;
	int column;
	int other; /* -1: none */
	struct cpe_metric_words words;
	struct cpe_metric_words among; /* with listed: every code there is */
	bool listed;
	const char *list;                /* of CPE_TEST_CLASS */
	const struct cpe_icd10_set *set; /* of CPE_TEST_ICD10, whose words they are written as */
	struct cpe_metric_limit low, high;
};

struct cpe_metric_column
{
	const char *name;    /* small letters where it is a plain word */
	const char *renamed; /* what it is called in rows; NULL: the same */
	bool coded;          /* some condition reads its text */
	bool numeric;        /* some condition reads its number */
};

struct cpe_metric_parameter
{
	const char *name;
	double value;
};

enum cpe_metric_op
{
	CPE_METRIC_CONDITION,
	CPE_METRIC_NOT,
	CPE_METRIC_AND,
	CPE_METRIC_OR
};

struct cpe_metric_node
{
	enum cpe_metric_op op;
	int left; /* of CPE_METRIC_CONDITION its number */
	int right;
};

struct cpe_metric_rule
{
	const char *name; /* of the metric; NULL: none */
	const char *at;   /* the date of the code lists, ISO; NULL: not said */
	bool lenient;     /* a value that is wrong makes the row invalid and is no problem */
	int parameters, columns, conditions, nodes;
	int root[CPE_METRIC_PARTS]; /* a node; -1: none */
	struct cpe_metric_parameter parameter[CPE_METRIC_MAX_PARAMETERS];
	struct cpe_metric_column column[CPE_METRIC_MAX_COLUMNS];
	struct cpe_metric_condition *condition;
	struct cpe_metric_node *node;
};

/* Reads a rule; NULL and the problem, with line and column, where the text is none. */
extern struct cpe_metric_rule *cpe_metric_parse(struct cpe_arena *arena, const char *text,
                                                size_t size, struct cpe_problem *problem);

/* Whether a rule is a plan; if not, the problem. */
extern bool cpe_metric_is_plan(const struct cpe_metric_rule *rule, struct cpe_problem *problem);

/* The text of a rule, the same for rules that judge alike word by word. */
extern char *cpe_metric_print(struct cpe_arena *arena, const struct cpe_metric_rule *rule,
                              size_t *size, struct cpe_problem *problem);

/* ---- from a rule to a plan ---- */

/* Whether a word can stand in a rule: printable ASCII, not blank, not too long. */
extern bool cpe_metric_word(const char *word, struct cpe_problem *problem);

/* Sets a parameter; calls a column otherwise.  Both have to be in the rule. */
extern bool cpe_metric_set_parameter(struct cpe_metric_rule *rule, const char *name, double value,
                                     struct cpe_problem *problem);
extern bool cpe_metric_rename(struct cpe_arena *arena, struct cpe_metric_rule *rule,
                              const char *name, const char *renamed, struct cpe_problem *problem);

/* Puts the codes of a code list, each with its class or NULL, in the place of the list's name. */
extern bool cpe_metric_expand(struct cpe_arena *arena, struct cpe_metric_condition *condition,
                              const char *const *code, const char *const *code_class, int codes,
                              struct cpe_problem *problem);

/* Puts the parameters' values in their places. */
extern bool cpe_metric_settle(struct cpe_metric_rule *rule, struct cpe_problem *problem);

/* Whether a column of rows is the one that a rule calls so: capital and small letters are alike. */
extern bool cpe_metric_same_name(const char *a, const char *b);

/* ---- judging rows ---- */

/* The value of a column in a row; text without blanks around it. */
struct cpe_metric_value
{
	bool known;
	const char *text;
	size_t size;
	double number; /* a date is its day; not finite: the value is wrong */
};

/* Takes a text for a value: an empty or blank one is none. */
extern void cpe_metric_take_text(struct cpe_metric_value *value, const char *text, size_t size);

enum cpe_metric_verdict
{
	CPE_VERDICT_NOT_ELIGIBLE,
	CPE_VERDICT_POSITIVE,
	CPE_VERDICT_NEGATIVE,
	CPE_VERDICT_MISSING,
	CPE_VERDICT_UNDECIDED, /* it is not known whether the row is eligible */
	CPE_VERDICT_INVALID,   /* a value is wrong; the problem says which */
	CPE_VERDICTS
};

/* Judges a row, its values by column of the plan; the problem is filled for invalid ones only. */
extern enum cpe_metric_verdict cpe_metric_judge(const struct cpe_metric_rule *plan,
                                                const struct cpe_metric_value *value,
                                                struct cpe_problem *problem);

#endif
