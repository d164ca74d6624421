#ifndef CPE_SUPPRESS_PROVER_H
#define CPE_SUPPRESS_PROVER_H

#include "suppress/move.h"
#include "suppress/prove.h"
#include "suppress/reach.h"

/*
 * Proofs that are kept while the pattern changes: which moves each target has, which targets a move
 * serves, and which moves a cell is part of, so that showing a cell again asks for new proofs of
 * just those that leaned on it.  Every move kept was checked (cpe_move_holds).
 */
#define CPE_NO_MOVE UINT32_MAX

struct cpe_prover_use
{
	uint32_t target;
	bool down;
	uint32_t next; /* plus 1 */
};

struct cpe_prover_visit
{
	uint32_t move;
	uint32_t next; /* plus 1 */
};

/* What was changed, and what it was. */
enum cpe_prover_change
{
	CPE_LOG_UP,
	CPE_LOG_DOWN,
	CPE_LOG_HIDDEN
};
struct cpe_prover_log
{
	enum cpe_prover_change kind;
	uint32_t which, was;
};

struct cpe_prover
{
	struct cpe_arena *arena;
	const struct cpe_system *system;
	bool *hidden; /* by cell: the pattern */
	bool *never;  /* by cell */
	const double *cost;
	const struct cpe_target *target;
	size_t targets;
	uint32_t *target_of; /* by figure: its target, plus 1 */
	uint32_t *up, *down; /* by target: its moves */
	struct cpe_move *move;
	uint32_t *first_use; /* by move: plus 1 */
	size_t moves, move_room;
	struct cpe_prover_use *use;
	size_t uses, use_room;
	uint32_t *first_visit; /* by cell: plus 1 */
	struct cpe_prover_visit *visit;
	size_t visits, visit_room;
	struct cpe_mover mover;
	struct cpe_reach reach;
	struct cpe_prover_log *log; /* what was changed since the mark, to be taken back */
	size_t logged, log_room;
	int marks;
	int64_t work; /* of the searches, in nodes and iterations: the same on every machine */
};

extern bool cpe_prover_open(struct cpe_prover *prover, struct cpe_arena *arena,
                            const struct cpe_system *system, bool *hidden, bool *never,
                            const double *cost, const struct cpe_target *target, size_t targets,
                            struct cpe_problem *problem);

/* Whether a target has the moves that it must. */
extern bool cpe_prover_has(const struct cpe_prover *prover, size_t target);

/* Looks for what a target lacks within the hidden cells, by closing rows. */
extern bool cpe_prover_try(struct cpe_prover *prover, size_t target, bool *has,
                           struct cpe_problem *problem);

/*
 * The same by linear programmes over the size figures nearest to the first of the list, for all of
 * the list that lack something and are among them.  hiding: more cells may be hidden where needed,
 * as cheaply as it finds.
 */
extern bool cpe_prover_search(struct cpe_prover *prover, const uint32_t *list, size_t count,
                              size_t size, bool hiding, struct cpe_problem *problem);

/* The same for one target, over more and more figures until it has what it must. */
extern bool cpe_prover_widen(struct cpe_prover *prover, size_t target, bool hiding,
                             struct cpe_problem *problem);

/*
 * Shows a hidden cell, and takes the moves from the targets that leaned on it; their number is in
 * *lost, and they are in list (room for all targets twice).
 */
extern bool cpe_prover_show(struct cpe_prover *prover, uint32_t cell, uint32_t *list, size_t *lost,
                            struct cpe_problem *problem);

/*
 * Notes what changes from here on, to be kept or taken back: marks nest.  The result is for the
 * call that ends it.
 */
extern size_t cpe_prover_mark(struct cpe_prover *prover);
extern void cpe_prover_keep(struct cpe_prover *prover);
extern void cpe_prover_take_back(struct cpe_prover *prover, size_t mark);

/* Looks for what any target lacks, first by closing rows for all, without hiding more. */
extern bool cpe_prover_prove(struct cpe_prover *prover, struct cpe_problem *problem);

/* The proofs as they stand, by target. */
extern void cpe_prover_proofs(const struct cpe_prover *prover, struct cpe_proof *proof);

#endif
