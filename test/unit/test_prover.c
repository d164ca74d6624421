/* Proofs by moves and by linear programmes, against every change of small tables. */
#include "suppress/prover.h"
#include "small_table.h"
#include "suppress/lp.h"
#include "table_oracle.h"
#include "unit.h"

static struct cpe_arena arena;
static struct cpe_problem problem;

/* Targets with a figure of their own each: the others are left out. */
static void
single_targets(struct small *small)
{
	int kept = 0;

	for (int t = 0; t < small->targets; t++)
	{
		bool again = false;

		for (int k = 0; k < kept; k++)
			again = again || small->target[k].figure == small->target[t].figure;
		if (!again)
			small->target[kept++] = small->target[t];
	}
	small->targets = kept;
}

/* Whether a pattern leaves a target what it must, every change tried. */
static bool
leaves(const struct small *small, uint32_t hidden, int t)
{
	for (int i = 0; i < small->masks[t]; i++)
		if ((small->mask[t][i] & ~hidden) == 0)
			return true;
	return false;
}

/* The same for a target that wants both sides, each by itself, by trying every table. */
static bool
oracle_leaves(const struct small *small, const bool *hidden, int t, bool *sure)
{
	const struct cpe_target *target = &small->target[t];
	struct table_oracle oracle;
	int64_t value = small->system.value[target->figure];
	bool up, down;

	*sure = table_oracle_hidden(&oracle, &small->system, hidden, 60, 2000000);
	up = target->up > 0 && oracle.most[target->figure] >= value + target->up;
	down = target->down > 0 && oracle.least[target->figure] <= value - target->down;
	table_oracle_close(&oracle);
	if (target->either)
		return up || down;
	return (up || target->up == 0) && (down || target->down == 0);
}

/* What a proof says holds: its moves do, and they change the target as asked. */
static void
check_proof(const struct cpe_system *system, const bool *hidden, const struct cpe_target *target,
            const struct cpe_proof *proof)
{
	bool up = proof->up.steps > 0;
	bool down = proof->down.steps > 0;

	CHECK(cpe_move_holds(system, hidden, &proof->up) &&
	          cpe_move_holds(system, hidden, &proof->down),
	      "figure %u: a move does not hold", target->figure);
	CHECK(!up || (target->up > 0 && cpe_move_change(&proof->up, target->figure) >= target->up),
	      "figure %u: not up", target->figure);
	CHECK(!down ||
	          (target->down > 0 && -cpe_move_change(&proof->down, target->figure) >= target->down),
	      "figure %u: not down", target->figure);
	CHECK(proof->safe == (target->either ? up || down
	                                     : (up || target->up == 0) && (down || target->down == 0)),
	      "figure %u: safe", target->figure);
}

/* What can be proven is, and nothing else. */
static void
check_small(int kind, int tables)
{
	int proven = 0;
	int refused = 0;

	for (int i = 0; i < tables; i++)
	{
		struct small *small = malloc(sizeof(*small));
		struct cpe_proof proof[4];
		bool hidden[SMALL_CELLS];

		cpe_arena_open_malloc(&arena);
		small_make(small, &arena, kind);
		single_targets(small);
		for (int c = 0; c < small->cells; c++)
		{
			hidden[c] = small_random(10) > 0;
			small->forced[c] = hidden[c];
			small->never[c] = !hidden[c];
		}
		small_try_changes(small);
		CHECK(cpe_prove(&arena, &small->system, hidden, small->target, (size_t) small->targets,
		                proof, &problem),
		      "%s", problem.message);
		for (int t = 0; t < small->targets; t++)
		{
			bool sure;
			bool want = oracle_leaves(small, hidden, t, &sure);

			check_proof(&small->system, hidden, &small->target[t], &proof[t]);
			CHECK(sure, "too many tables");
			CHECK(!small->target[t].either ||
			          want == leaves(small, small_bits(hidden, small->cells), t),
			      "two oracles differ");
			CHECK(cpe_lp_present() ? proof[t].safe == want : !proof[t].safe || want,
			      "kind %d table %d target %d: %s", kind, i, t,
			      proof[t].safe ? "proven" : "not proven");
			proven += proof[t].safe;
			refused += !want;
		}
		cpe_arena_close_malloc(&arena);
		free(small);
	}
	printf("# kind %d: %d proven, %d impossible\n", kind, proven, refused);
	CHECK(proven > tables / 25 && refused > tables / 10, "tables of no interest");
}

/* A target of a table that is known to the last figure is never safe. */
static void
check_shown(const char *data)
{
	struct sdc_fixture fixture;
	struct cpe_proof *proof;
	size_t safe = 0;

	cpe_arena_open_malloc(&arena);
	sdc_load(&arena, data, "F01", &fixture);
	proof = sdc_room(&arena, fixture.targets, sizeof(*proof));
	CHECK(cpe_prove(&arena, &fixture.system, fixture.primary, fixture.value, fixture.targets, proof,
	                &problem),
	      "%s", problem.message);
	for (size_t t = 0; t < fixture.targets; t++)
	{
		check_proof(&fixture.system, fixture.primary, &fixture.value[t], &proof[t]);
		safe += proof[t].safe;
	}
	/* hiding the small counts alone leaves some of them to subtraction */
	CHECK(safe < fixture.targets, "%zu of %zu safe", safe, fixture.targets);
	cpe_arena_close_malloc(&arena);
}

/* Showing cells and taking it back leaves pattern and proofs as they were. */
static void
check_take_back(const char *data)
{
	struct sdc_fixture fixture;
	struct cpe_prover prover;
	bool *hidden, *before;
	struct cpe_proof *proof, *again;
	uint32_t *list;
	size_t lost_in_all = 0;

	cpe_arena_open_malloc(&arena);
	sdc_load(&arena, data, "F01", &fixture);
	hidden = sdc_room(&arena, fixture.n, sizeof(*hidden));
	before = sdc_room(&arena, fixture.n, sizeof(*before));
	proof = sdc_room(&arena, fixture.targets, sizeof(*proof));
	again = sdc_room(&arena, fixture.targets, sizeof(*again));
	list = sdc_room(&arena, 2 * fixture.targets, sizeof(*list));
	memcpy(hidden, fixture.primary, fixture.n * sizeof(*hidden));
	CHECK(cpe_prover_open(&prover, &arena, &fixture.system, hidden, fixture.never, fixture.cost,
	                      fixture.range, fixture.targets, &problem),
	      "%s", problem.message);
	for (size_t t = 0; t < fixture.targets; t++)
		CHECK(cpe_prover_widen(&prover, t, true, &problem) &&
		          cpe_prover_has(&prover, t) == cpe_lp_present(),
		      "target %zu", t);
	memcpy(before, hidden, fixture.n * sizeof(*hidden));
	cpe_prover_proofs(&prover, proof);
	for (uint32_t c = 0; c < fixture.n; c++)
	{
		size_t outer, inner, lost;

		if (!hidden[c])
			continue;
		outer = cpe_prover_mark(&prover);
		CHECK(cpe_prover_show(&prover, c, list, &lost, &problem) && !hidden[c], "show");
		lost_in_all += lost;
		for (size_t i = 0; i < lost; i++)
			CHECK(!cpe_prover_has(&prover, list[i]), "has what it lost");
		cpe_prover_proofs(&prover, again);
		for (size_t t = 0; t < fixture.targets; t++)
			check_proof(&fixture.system, hidden, &fixture.range[t], &again[t]);
		inner = cpe_prover_mark(&prover);
		for (size_t i = 0; i < lost; i++)
			CHECK(cpe_prover_search(&prover, list + i, 1, 800, true, &problem), "search");
		if (c % 2)
			cpe_prover_keep(&prover);
		else
			cpe_prover_take_back(&prover, inner);
		cpe_prover_proofs(&prover, again);
		for (size_t t = 0; t < fixture.targets; t++)
			check_proof(&fixture.system, hidden, &fixture.range[t], &again[t]);
		cpe_prover_take_back(&prover, outer);
		CHECK(memcmp(before, hidden, fixture.n * sizeof(*hidden)) == 0, "cell %u: pattern", c);
	}
	cpe_prover_proofs(&prover, again);
	CHECK(memcmp(proof, again, fixture.targets * sizeof(*proof)) == 0, "proofs");
	CHECK(lost_in_all > 20 || !cpe_lp_present(), "%zu proofs lost", lost_in_all);
	cpe_arena_close_malloc(&arena);
}

/* Stopped at any poll, or without memory at any point, it says so and leaves no programme open. */
static void
check_stop(const char *data)
{
	struct sdc_fixture fixture;
	struct cpe_proof *proof;
	bool *hidden;
	int failures[2] = {0, 0};

	cpe_arena_open_malloc(&arena);
	sdc_load(&arena, data, "F01", &fixture);
	proof = sdc_room(&arena, fixture.targets, sizeof(*proof));
	hidden = sdc_room(&arena, fixture.n, sizeof(*hidden));
	for (size_t c = 0; c < fixture.n; c++)
		hidden[c] = !fixture.never[c];
	for (int kind = 0; kind < 2; kind++)
		for (int limit = 0;; limit++)
		{
			struct cpe_arena short_arena;
			bool good;

			problem.code = CPE_OK;
			unit_arena_open(&short_arena, kind == 0 ? limit : -1, kind == 0 ? -1 : limit);
			good = cpe_prove(&short_arena, &fixture.system, hidden, fixture.range, fixture.targets,
			                 proof, &problem);
			cpe_arena_close_malloc(&short_arena);
			if (good)
				break;
			failures[kind]++;
			CHECK(problem.code == (kind == 0 ? CPE_CANCELLED : CPE_NO_MEMORY), "%d: code %d", limit,
			      problem.code);
		}
	CHECK(failures[0] > 13 && failures[1] > 25, "%d and %d failures", failures[0], failures[1]);
	cpe_arena_close_malloc(&arena);
}

int
main(int argc, char **argv)
{
	const char *data = argc > 1 ? argv[1] : "test/data";

	srandom(20240904);
	unit_case("two dimensions, every table tried");
	check_small(0, 200);
	unit_case("three dimensions, every table tried");
	check_small(1, 100);
	unit_case("counts with numerators, every table tried");
	check_small(2, 100);
	unit_case("what follows by subtraction is not proven");
	check_shown(data);
	unit_case("shown and taken back");
	check_take_back(data);
	unit_case("stopped, and no memory");
	check_stop(data);
	return unit_end();
}
