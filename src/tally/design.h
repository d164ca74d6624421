#ifndef CPE_TALLY_DESIGN_H
#define CPE_TALLY_DESIGN_H

#include "base/arena.h"
#include "base/exact_sum.h"
#include "base/problem.h"

/*
 * What a survey's rows leave behind for design-based estimates: for each stratum and each primary
 * sampling unit (PSU) in it how many rows there are, how many of them answered, and exact sums.
 *
 * The numbers of a row: y the value (of a ratio, its numerator), x = 1 (of a ratio, the
 * denominator) and w the weight.  A row without a value counts as a unit of its PSU and adds
 * nothing to a sum: it did not answer, or lies outside the domain.
 *
 * Merge law: merging the designs of any parts of the rows gives the design of all rows, to the bit;
 * rows that contradict each other are found whatever the order and the tree of merges.
 *
 * A design lives in flat memory.  Open, it has an index and room to grow; closed, its strata and
 * PSUs are in order, without either, and equal designs are equal byte for byte.
 */
#define CPE_DESIGN_VERSION 1
#define CPE_DESIGN_MAX_SIZE ((size_t) 256 << 20)

enum cpe_design_kind
{
	CPE_DESIGN_NONE, /* no rows yet */
	CPE_DESIGN_MEAN,
	CPE_DESIGN_RATIO
};

/* What varies within a stratum: its rows, its PSUs, or PSUs and units within them. */
enum cpe_design_stage
{
	CPE_DESIGN_ROWS,
	CPE_DESIGN_PSUS,
	CPE_DESIGN_UNITS
};

struct cpe_design
{
	int32_t length_word; /* the server's; kernels do not look at it */
	uint8_t version;
	uint8_t kind;
	uint16_t reserved; /* zero */
	uint32_t size;     /* bytes in all */
	uint32_t used;     /* bytes up to the end of the last entry */
	uint32_t dead;     /* bytes of entries that have moved */
	uint32_t slots;    /* of the index at the end: a power of two, or 0 for a closed design */
	uint32_t entries;  /* alive */
	uint32_t strata;
};

/*
 * One thing that a design holds: the whole, a stratum or a PSU.  Behind it come its name, padded to
 * eight bytes, and its sums.  Rows and n of the whole and of strata include those of their parts.
 */
enum cpe_design_type
{
	CPE_DESIGN_DEAD,
	CPE_DESIGN_WHOLE,
	CPE_DESIGN_STRATUM,
	CPE_DESIGN_PSU
};
struct cpe_design_entry
{
	uint32_t size;
	uint8_t type;
	uint8_t stage; /* of a stratum and its PSUs */
	uint8_t named; /* 0: the stratum that has no name */
	uint8_t sums;
	uint32_t stratum; /* its number, or that of its stratum; in a closed design in order */
	uint32_t length;  /* of the name */
	uint32_t hash;    /* 0 in a closed design */
	uint32_t psus;    /* of a stratum; 0 where rows are the units */
	int64_t rows;
	int64_t n;         /* rows with a value */
	double population; /* PSUs in the stratum's, units in the PSU's population; 0: not given */
};

/* The sums: of the whole, of PSUs in one stage, of strata of rows and PSUs in two stages. */
enum
{
	CPE_DESIGN_WYY, /* the whole's only one: w y^2; zero for a ratio */
	CPE_DESIGN_Y = 0,
	CPE_DESIGN_X,
	CPE_DESIGN_YY, /* w^2 y^2 */
	CPE_DESIGN_YX,
	CPE_DESIGN_XX,
	CPE_DESIGN_SUMS
};
#define CPE_DESIGN_PSU_SUMS 2

struct cpe_design_name
{
	const char *text; /* NULL: none */
	size_t length;
};

struct cpe_design_row
{
	enum cpe_design_kind kind;
	bool answered;
	double value;
	double base; /* x */
	double weight;
	struct cpe_design_name stratum;
	struct cpe_design_name psu;
	double stratum_units; /* 0: not given */
	double psu_units;
};

/* The design of no rows: its bytes, and the filling of that many. */
#define CPE_DESIGN_EMPTY_SIZE sizeof(struct cpe_design)
extern void cpe_design_empty(struct cpe_design *design);

/* Adds a row, or all rows of another design.  The design moves into the arena when it grows. */
extern bool cpe_design_add(struct cpe_design **design, const struct cpe_design_row *row,
                           struct cpe_arena *arena, struct cpe_problem *problem);
extern bool cpe_design_merge(struct cpe_design **design, const struct cpe_design *other,
                             struct cpe_arena *arena, struct cpe_problem *problem);

/* The closed design, which is the same one where it is closed already; NULL on a problem. */
extern const struct cpe_design *cpe_design_close(const struct cpe_design *design,
                                                 struct cpe_arena *arena,
                                                 struct cpe_problem *problem);

/* The entries of a closed design in order: the whole, then each stratum before its PSUs. */
extern const struct cpe_design_entry *cpe_design_first(const struct cpe_design *design);
extern const struct cpe_design_entry *cpe_design_next(const struct cpe_design *design,
                                                      const struct cpe_design_entry *entry);
extern struct cpe_design_name cpe_design_entry_name(const struct cpe_design_entry *entry);
extern struct cpe_exact cpe_design_sum(const struct cpe_design_entry *entry, int which);

/* The order of names: none first, then by bytes. */
extern int cpe_design_compare_names(struct cpe_design_name a, struct cpe_design_name b);

/* A name as a message shows it, cut when long; the buffer takes CPE_DESIGN_SHOWN bytes. */
#define CPE_DESIGN_SHOWN 70
extern const char *cpe_design_shown(const char *what, struct cpe_design_name name, char *buffer);

/* Text and binary form of a closed design, and back to a closed one; NULL on a problem. */
extern char *cpe_design_print(const struct cpe_design *design, struct cpe_arena *arena,
                              struct cpe_problem *problem);
extern const struct cpe_design *cpe_design_parse(const char *text, struct cpe_arena *arena,
                                                 struct cpe_problem *problem);
extern unsigned char *cpe_design_write(const struct cpe_design *design, size_t *length,
                                       struct cpe_arena *arena, struct cpe_problem *problem);
extern const struct cpe_design *cpe_design_read(const unsigned char *bytes, size_t length,
                                                struct cpe_arena *arena,
                                                struct cpe_problem *problem);

#endif
