#ifndef CPE_SUPPRESS_ATTACKER_H
#define CPE_SUPPRESS_ATTACKER_H

#include "suppress/audit.h"
#include "suppress/table.h"

/*
 * A table as published and who looks at it: turned into what he sees of every cell, and what he can
 * work out of that, with the sums by which he does.
 */
enum cpe_marks
{
	CPE_MARKS_ONE,      /* a hidden cell may be small or protect another */
	CPE_MARKS_DISTINCT, /* small ones and those that protect them have marks of their own */
	CPE_MARKS_SMALL     /* the rule hides small ones only */
};

/* What the attacker knows of a hidden cell from being in it. */
enum cpe_insider
{
	CPE_INSIDER_NONE,
	CPE_INSIDER_MEMBER, /* that there is one there: himself */
	CPE_INSIDER_COUNT   /* its count */
};

enum cpe_requirement
{
	CPE_REQUIRE_VALUE, /* two values at least remain possible */
	CPE_REQUIRE_RANGE  /* both ends of what the rule leaves open do */
};

struct cpe_attacker
{
	int64_t lower;     /* what a hidden count is at least */
	int64_t threshold; /* small is 1 to threshold; 0: not stated */
	enum cpe_marks marks;
	enum cpe_insider insider;
	enum cpe_requirement requirement;
	int32_t base;         /* to whose multiples shown counts are rounded; 1: they are not */
	const char *rounding; /* a kind of rounding, where they are */
	bool whole;           /* he knows that counts are whole numbers */
	bool small_only;      /* ask for small cells only, not for all that are hidden */
};

enum cpe_seen_mark
{
	CPE_SEEN_SHOWN,
	CPE_SEEN_ZERO, /* no answers */
	CPE_SEEN_HIDDEN,
	CPE_SEEN_HIDDEN_SMALL, /* with a mark of its own */
	CPE_SEEN_HIDDEN_OTHER, /* the same */
	CPE_SEEN_UNPUBLISHED   /* exists, but is not in the table */
};

/* A cell as it is published, and what is known of it otherwise. */
struct cpe_seen
{
	enum cpe_seen_mark mark;
	bool has_low, has_high;
	int64_t low, high;
};

/* What is seen of the whole table; all by place in canonical order, a figure being a cell. */
struct cpe_sight
{
	const struct cpe_table *table;
	const struct cpe_table_cell *cell;
	struct cpe_system system; /* the true values where they are known */
	int64_t *low, *high;      /* CPE_UNBOUNDED as high: none */
	bool *hidden;
	bool known; /* all true values are */
};

/*
 * cell and seen are by cell as given; a hidden cell's value, where known, is the truth, and a shown
 * one's is what is shown.  Refuses bounds that contradict a cell and what no rounding gives.
 */
extern bool cpe_attacker_sight(struct cpe_arena *arena, const struct cpe_attacker *attacker,
                               const struct cpe_table *table, const struct cpe_table_cell *cell,
                               const struct cpe_seen *seen, struct cpe_sight *sight,
                               struct cpe_problem *problem);

/* What he works out of one cell. */
struct cpe_finding
{
	bool asked;
	struct cpe_audit audit;
	uint32_t insider; /* the place of the cell that he is in; UINT32_MAX: of none.  Where he knows
	                     its count, low and high are still those of everybody else. */
};

/*
 * The findings by place, as many as there are cells, zeroed by the caller.  A table that
 * contradicts itself is a problem that names the row.
 */
extern bool cpe_attacker_audit(struct cpe_arena *arena, const struct cpe_attacker *attacker,
                               const struct cpe_sight *sight,
                               const struct cpe_audit_options *options, struct cpe_finding *finding,
                               struct cpe_problem *problem);

/*
 * An attack as a sum over cells: divisor * cell <= (most) or >= (least) sum of weight * at, where
 * at is what is seen of the term's cell: its count where it is shown, else its higher or lower
 * bound.
 */
struct cpe_recipe_term
{
	uint32_t figure;
	int64_t weight;
	int64_t at;
};
struct cpe_recipe
{
	int64_t divisor; /* 0: no attack */
	int64_t bound;
	bool sure; /* every term's cell is seen exactly, so that the sum is the cell */
	size_t terms;
	struct cpe_recipe_term *term; /* sorted by figure */
};

/* The recipe of a finding for its higher (most) or lower bound. */
extern bool cpe_attack_recipe(struct cpe_arena *arena, const struct cpe_sight *sight,
                              const struct cpe_attacker *attacker, uint32_t figure,
                              const struct cpe_finding *finding, bool most,
                              struct cpe_recipe *recipe, struct cpe_problem *problem);

#endif
