/*
 * The check of certificates: tables whose relations the test knows by their leaves, proofs built
 * from boxes of leaves, and an oracle that judges a certificate by summing leaves.  Whatever is
 * done to a certificate, the check and the oracle agree; what the oracle cannot see (the seal)
 * counts too.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "suppress/verify.h"

/* ---- a digest that is good enough here ---- */

static bool
plain_digest(const void *bytes, size_t size, unsigned char digest[CPE_DIGEST_SIZE])
{
	const unsigned char *at = bytes;
	uint64_t lane[4] = {1, 2, 3, 4};

	for (size_t i = 0; i < size; i++)
		for (int l = 0; l < 4; l++)
			lane[l] = (lane[l] ^ (at[i] + 257 * (uint64_t) l)) * 0x100000001b3u + (lane[l] >> 41);
	memcpy(digest, lane, CPE_DIGEST_SIZE);
	return true;
}

static bool
no_digest(const void *bytes, size_t size, unsigned char digest[CPE_DIGEST_SIZE])
{
	return bytes == NULL && size == 1 && digest == NULL;
}

/* ---- tables by their leaves ---- */

#define DIMS 4
#define LABELS 8 /* of a dimension, the total (0), leaves, and sums of leaves */
#define CELLS 256
#define LEAVES 64
#define STEPS 16384
#define MOVES 512

struct table
{
	int dims;
	int labels[DIMS];
	int leaf_labels[DIMS];
	unsigned below[DIMS][LABELS]; /* the leaves of a label, as bits */
	char name[DIMS][LABELS][8];
	int lists;
	struct cpe_certified_parts list[2 * DIMS];
	const char *list_part[2 * DIMS][LABELS];

	int cells;
	int label[CELLS][DIMS];
	const char *dim[CELLS][DIMS];
	int leaves;
	int leaf_cell[LEAVES];
	bool hidden[CELLS];
	bool exempt[CELLS];
	int64_t value[CELLS];
	int64_t numerator[CELLS];
	int64_t floor[CELLS];
	bool numbered;

	struct cpe_published_cell published[CELLS];
	struct cpe_certified_cell certified[CELLS];
	const char *const *exempt_dim[CELLS];
	int place[CELLS]; /* of hidden cells in the certificate */
	size_t start[MOVES + 1];
	uint32_t figure[STEPS];
	int64_t change[STEPS];
	struct cpe_certificate certificate;
};

static unsigned long seed = 20260;

static unsigned
below(unsigned limit)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned) (seed >> 33) % limit;
}

static bool
is_under(const struct table *t, int leaf, int cell)
{
	for (int d = 0; d < t->dims; d++)
		if (!(t->below[d][t->label[cell][d]] & t->below[d][t->label[t->leaf_cell[leaf]][d]]))
			return false;
	return true;
}

/* Labels of a dimension: the total, leaves, and with hierarchy a sum of two leaves and the rest. */
static void
make_dimension(struct table *t, int d, int leaves, bool hierarchy)
{
	t->leaf_labels[d] = leaves;
	t->labels[d] = 1 + leaves;
	t->below[d][0] = (1u << leaves) - 1;
	for (int l = 0; l < leaves; l++)
	{
		t->below[d][1 + l] = 1u << l;
		snprintf(t->name[d][1 + l], sizeof(t->name[d][0]), "%c%d", 'a' + d, l);
	}
	if (!hierarchy)
		return;
	for (int s = 0; s < 2; s++)
	{
		struct cpe_certified_parts *list = &t->list[t->lists];
		int label = t->labels[d]++;

		snprintf(t->name[d][label], sizeof(t->name[d][0]), "S%d", s);
		t->below[d][label] = s == 0 ? 3u : t->below[d][0] & ~3u;
		list->dim = d;
		list->whole = t->name[d][label];
		list->parts = 0;
		list->part = t->list_part[t->lists];
		for (int l = 0; l < leaves; l++)
			if (t->below[d][label] >> l & 1)
				t->list_part[t->lists][list->parts++] = t->name[d][1 + l];
		t->lists++;
	}
}

/* All cells of the labels' product. */
static void
make_cells(struct table *t)
{
	int at[DIMS] = {0};
	int d = 0;

	while (d < t->dims)
	{
		bool leaf = true;
		int cell = t->cells++;

		for (d = 0; d < t->dims; d++)
		{
			t->label[cell][d] = at[d];
			t->dim[cell][d] = at[d] ? t->name[d][at[d]] : NULL;
			leaf = leaf && at[d] >= 1 && at[d] <= t->leaf_labels[d];
		}
		if (leaf)
			t->leaf_cell[t->leaves++] = cell;
		for (d = 0; d < t->dims && ++at[d] == t->labels[d]; d++)
			at[d] = 0;
	}
}

static void
make_values(struct table *t, bool numbered)
{
	t->numbered = numbered;
	for (int l = 0; l < t->leaves; l++)
	{
		int64_t value = below(8) == 0 ? 0 : below(4) == 0 ? 1 + below(4) : 6 + below(40);
		int64_t numerator = numbered ? below((unsigned) value + 1) : 0;

		for (int c = 0; c < t->cells; c++)
			if (is_under(t, l, c))
			{
				t->value[c] += value;
				t->numerator[c] += numerator;
				t->floor[c] += value > 0;
			}
	}
}

/* ---- proofs ---- */

/*
 * A change of leaves in a box: two leaves of a dimension, or one of them; and what it makes of all
 * cells.  Returns whether it can be: no zero, no floor is touched; numerators change alone.
 */
static bool
make_box(const struct table *t, int target, bool of_numerator, int64_t size, int64_t *change)
{
	int side[DIMS][2];
	int sides[DIMS];

	memset(change, 0, sizeof(*change) * CELLS);
	for (int d = 0; d < t->dims; d++)
	{
		unsigned leaves = t->below[d][t->label[target][d]];

		do
			side[d][0] = (int) below((unsigned) t->leaf_labels[d]);
		while (!(leaves >> side[d][0] & 1));
		do
			side[d][1] = (int) below((unsigned) t->leaf_labels[d]);
		while (leaves >> side[d][1] & 1 && t->label[target][d] != 0);
		sides[d] = side[d][0] == side[d][1] || below(6) == 0 ? 1 : 2;
		if (t->label[target][d] == 0)
			sides[d] = 1;
	}
	for (int l = 0; l < t->leaves; l++)
	{
		int64_t sign = 1;

		for (int d = 0; d < t->dims && sign != 0; d++)
		{
			int label = t->label[t->leaf_cell[l]][d] - 1;

			sign = label == side[d][0] ? sign : sides[d] == 2 && label == side[d][1] ? -sign : 0;
		}
		for (int c = 0; sign != 0 && c < t->cells; c++)
			if (is_under(t, l, c))
				change[c] += sign * size;
	}
	for (int c = 0; c < t->cells; c++)
	{
		int64_t value = (of_numerator ? t->numerator[c] : t->value[c]) + change[c];

		if (change[c] == 0)
			continue;
		if (t->value[c] == 0 || t->exempt[c])
			return false;
		if (of_numerator ? value < 0 || value > t->value[c]
		                 : value < t->floor[c] || value < t->numerator[c])
			return false;
	}
	return change[target] == size;
}

static void
add_move(struct table *t, const int64_t *change, bool of_numerator)
{
	struct cpe_certificate *certificate = &t->certificate;
	size_t at = t->start[certificate->moves];

	for (int c = 0; c < t->cells; c++)
		if (change[c] != 0 && at < STEPS)
		{
			t->hidden[c] = true;
			t->figure[at] = (uint32_t) c + (of_numerator ? CELLS : 0); /* numbered anew later */
			t->change[at++] = change[c];
		}
	t->start[++certificate->moves] = at;
}

/* ---- the oracle ---- */

struct limits
{
	bool tested;
	int64_t low;
	int64_t up, down;
};

static bool
oracle_small(const struct table *t, const struct cpe_certificate *c, int cell, int figure)
{
	int64_t value = figure == 0   ? t->value[cell]
	                : figure == 1 ? t->numerator[cell]
	                              : t->value[cell] - t->numerator[cell];

	if (t->exempt[cell] || (figure > 0 && (!c->numerator || !t->numbered || t->value[cell] == 0)))
		return false;
	return value >= 1 && value <= c->threshold;
}

/* Whether moves, as changes of all cells, are other tables, and leave all that must stay possible.
 */
static bool
oracle(const struct table *t, const struct cpe_certificate *c)
{
	static struct limits limits[CELLS][3];
	static int64_t change[CELLS][2];
	int cell_of[CELLS];

	memset(limits, 0, sizeof(limits));
	for (int i = 0; i < t->cells; i++)
		if (t->hidden[i])
			cell_of[t->place[i]] = i;
	for (size_t m = 0; m < c->moves; m++)
	{
		if (c->move_start[m] == c->move_start[m + 1])
			return false;
		memset(change, 0, sizeof(change));
		for (size_t s = c->move_start[m]; s < c->move_start[m + 1]; s++)
		{
			size_t number = c->move_figure[s];
			int numerator = number >= c->hidden;
			int cell = number < 2 * c->hidden ? cell_of[number - (numerator ? c->hidden : 0)] : -1;

			if (cell < 0 || (numerator && !t->numbered) || c->move_change[s] == 0 ||
			    llabs(c->move_change[s]) > 1000000 || change[cell][numerator] != 0)
				return false;
			change[cell][numerator] = c->move_change[s];
		}
		for (int i = 0; i < t->cells; i++)
		{
			int64_t sum[2] = {0, 0};
			int64_t by[3] = {change[i][0], change[i][1], change[i][0] - change[i][1]};

			for (int l = 0; l < t->leaves; l++)
				for (int f = 0; f < 2 && is_under(t, l, i); f++)
					sum[f] += change[t->leaf_cell[l]][f];
			if (sum[0] != change[i][0] || sum[1] != change[i][1] ||
			    (t->hidden[i] &&
			     (t->value[i] + by[0] < t->floor[i] || t->numerator[i] + by[1] < 0 ||
			      t->value[i] - t->numerator[i] + by[2] < 0)))
				return false;
			for (int f = 0; f < 3; f++)
			{
				limits[i][f].up = by[f] > limits[i][f].up ? by[f] : limits[i][f].up;
				limits[i][f].down = -by[f] > limits[i][f].down ? -by[f] : limits[i][f].down;
			}
		}
	}
	for (int i = 0; i < t->cells; i++)
		for (int f = 0; f < 3; f++)
		{
			int64_t value = f == 0   ? t->value[i]
			                : f == 1 ? t->numerator[i]
			                         : t->value[i] - t->numerator[i];
			const struct limits *is = &limits[i][f];

			if (!oracle_small(t, c, i, f))
				continue;
			if (!t->hidden[i] || (is->up == 0 && is->down == 0) ||
			    (c->range &&
			     (value + is->up <= c->threshold || value - is->down > (f == 0 ? t->floor[i] : 0))))
				return false;
		}
	return true;
}

/* ---- certificates ---- */

static void
seal(struct cpe_certificate *certificate)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	size_t length;
	char *text;

	cpe_arena_open_malloc(&arena);
	text = cpe_certificate_text(&arena, certificate, &length, &problem);
	plain_digest(text, length, certificate->seal);
	cpe_arena_close_malloc(&arena);
}

static void
digest_table(const struct table *t, struct cpe_certificate *certificate)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	size_t length;
	char *text;

	cpe_arena_open_malloc(&arena);
	text = cpe_published_text(&arena, t->published, (size_t) t->cells, t->dims, &length, &problem);
	plain_digest(text, length, certificate->digest);
	cpe_arena_close_malloc(&arena);
}

static struct cpe_verdict
verify(const struct table *t, const struct cpe_certificate *certificate)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_verdict verdict;

	cpe_arena_open_malloc(&arena);
	CHECK(cpe_verify(&arena, t->published, (size_t) t->cells, t->dims, certificate, plain_digest,
	                 &verdict, &problem),
	      "%s", problem.message);
	CHECK(verdict.verified == (verdict.reason[0] == '\0'), "a reason exactly where it fails");
	cpe_arena_close_malloc(&arena);
	return verdict;
}

/* Whether it is refused, sealed anew or not, and says so otherwise than by the seal. */
static bool
refused(const struct table *t, struct cpe_certificate changed, bool digest)
{
	unsigned char old[CPE_DIGEST_SIZE];
	struct cpe_verdict verdict;
	bool before;

	if (digest)
		digest_table(t, &changed);
	memcpy(old, changed.seal, sizeof(old));
	before = verify(t, &changed).verified;
	seal(&changed);
	verdict = verify(t, &changed);
	return !verdict.verified && (!before || memcmp(old, changed.seal, sizeof(old)) == 0) &&
	       strstr(verdict.reason, "seal") == NULL;
}

/* Numbers, lists and counts of what was hidden. */
static void
close_certificate(struct table *t)
{
	struct cpe_certificate *c = &t->certificate;

	c->claim = "test";
	c->dims = t->dims;
	c->parts = t->list;
	c->parts_count = (size_t) t->lists;
	c->cell = t->certified;
	c->exempt_dim = t->exempt_dim;
	c->move_start = t->start;
	c->move_figure = t->figure;
	c->move_change = t->change;
	c->cells = t->cells;
	c->hidden = 0;
	c->exempt = 0;
	c->primary = 0;
	c->complementary = 0;
	c->cost = 0;
	for (int i = 0; i < t->cells; i++)
	{
		struct cpe_published_cell *cell = &t->published[i];
		bool primary =
			oracle_small(t, c, i, 0) || oracle_small(t, c, i, 1) || oracle_small(t, c, i, 2);

		*cell = (struct cpe_published_cell){
			t->dim[i],     t->hidden[i] ? CPE_PUBLISHED_HIDDEN : CPE_PUBLISHED_SHOWN,
			!t->hidden[i], t->numbered,
			t->value[i],   t->numerator[i]};
		if (t->exempt[i])
			t->exempt_dim[c->exempt++] = t->dim[i];
		if (!t->hidden[i])
			continue;
		t->place[i] = (int) c->hidden;
		t->certified[c->hidden++] = (struct cpe_certified_cell){t->dim[i], t->numbered, t->value[i],
		                                                        t->numerator[i], false};
		c->primary += primary;
		c->complementary += !primary;
		c->cost += primary ? 0 : t->value[i];
	}
	for (size_t s = 0; s < t->start[c->moves]; s++)
		t->figure[s] = t->figure[s] >= CELLS
		                   ? (uint32_t) (t->place[t->figure[s] - CELLS] + (int) c->hidden)
		                   : (uint32_t) t->place[t->figure[s]];
}

/* Without the moves that the oracle does not miss. */
static void
drop_moves(struct table *t)
{
	struct cpe_certificate *c = &t->certificate;

	for (size_t m = c->moves; m-- > 0;)
	{
		struct table *fewer = malloc(sizeof(*fewer));
		size_t from = t->start[m];
		size_t steps = t->start[m + 1] - from;

		memcpy(fewer, t, sizeof(*fewer));
		memmove(fewer->figure + from, t->figure + from + steps,
		        (STEPS - from - steps) * sizeof(t->figure[0]));
		memmove(fewer->change + from, t->change + from + steps,
		        (STEPS - from - steps) * sizeof(t->change[0]));
		for (size_t n = m; n < c->moves; n++)
			fewer->start[n] = t->start[n + 1] - steps;
		fewer->certificate.moves--;
		fewer->certificate.move_start = fewer->start;
		fewer->certificate.move_figure = fewer->figure;
		fewer->certificate.move_change = fewer->change;
		if (oracle(fewer, &fewer->certificate))
		{
			memcpy(t->start, fewer->start, sizeof(t->start));
			memcpy(t->figure, fewer->figure, sizeof(t->figure));
			memcpy(t->change, fewer->change, sizeof(t->change));
			c->moves--;
		}
		free(fewer);
	}
}

/* A random table, hidden and proven; small cells for which no box is found are exempt. */
static struct table *
make_table(int dims, bool hierarchy, bool numbered, bool range)
{
	struct table *t = calloc(1, sizeof(*t));
	struct cpe_certificate *c = &t->certificate;
	static int64_t change[CELLS];

	t->dims = dims;
	for (int d = 0; d < dims; d++)
		make_dimension(t, d, d == 0 ? 4 : 6 - dims, hierarchy && d == 0);
	make_cells(t);
	make_values(t, numbered);
	c->threshold = 4;
	c->range = range;
	c->numerator = numbered;
	for (int i = 0; i < t->cells; i++)
		for (int f = 0; f < 3; f++)
		{
			int64_t value = f == 0 ? t->value[i] : t->numerator[i];
			int64_t want[2] = {1, -1};

			if (f == 2)
				value = t->value[i] - t->numerator[i];
			if (!oracle_small(t, c, i, f))
				continue;
			t->hidden[i] = true;
			if (range)
			{
				want[0] = c->threshold + 1 - value;
				want[1] = (f == 0 ? t->floor[i] : 0) - value;
			}
			for (int side = 0; side < (range ? 2 : 1); side++)
			{
				int tries = 0;
				int64_t size = f == 2 ? -want[side] : want[side];

				if (range && want[side] == 0)
					continue;
				while (tries < 300 &&
				       !make_box(t, i, f > 0, range || tries < 150 ? size : -size, change))
					tries++;
				if (tries == 300 || c->moves == MOVES - 1 || t->start[c->moves] > STEPS - CELLS)
				{
					t->exempt[i] = true;
					break;
				}
				add_move(t, change, f > 0);
			}
		}
	/* an exempt cell is shown unless a move touches it, and none does that is found later */
	for (int i = 0; i < t->cells; i++)
	{
		bool touched = false;

		for (size_t s = 0; s < t->start[c->moves]; s++)
			touched = touched || (int) (t->figure[s] % CELLS) == i;
		if (t->exempt[i] && !touched)
			t->hidden[i] = false;
	}
	close_certificate(t);
	drop_moves(t);
	digest_table(t, c);
	seal(c);
	return t;
}

/* ---- corruptions ---- */

enum corruption
{
	CHANGED_DELTA,
	DROPPED_STEP,
	OTHER_CELL,
	DOUBLE_STEP,
	EXTREME_DELTA,
	NO_SUCH_CELL,
	BEYOND_FLOOR,
	REMOVED_MOVE,
	EMPTY_MOVE,
	CHANGED_VALUE,
	SWAPPED_CELLS,
	CHANGED_NUMERATOR,
	DROPPED_CELL,
	CELL_TWICE,
	NOT_PUBLISHED,
	LOOSER_RULE,
	STRICTER_RULE,
	STRICTER_CLAIM,
	CHANGED_COST,
	CHANGED_COUNTS,
	OTHER_TABLE,
	SHOWN_CHANGED,
	SHOWN_CHANGED_AND_DIGEST,
	STATUS_CHANGED,
	LABEL_CHANGED,
	EXEMPT_DROPPED,
	EXEMPT_NOWHERE,
	OTHER_PARTS,
	ALSO_PROTECTED,
	OTHER_DIMS,
	CORRUPTIONS
};

/*
 * Does one thing to a copy of a table and its certificate.  Returns 1 when it was refused as it
 * must be, 0 when not, -1 where it cannot be done here or would leave a proof a proof.
 */
static int
corrupt(const struct table *good, enum corruption kind)
{
	struct table *t = malloc(sizeof(*t));
	struct cpe_certificate *c = &t->certificate;
	size_t steps = good->start[good->certificate.moves];
	size_t step = steps ? below((unsigned) steps) : 0;
	size_t hidden = good->certificate.hidden;
	size_t at = hidden ? below((unsigned) hidden) : 0;
	size_t other = hidden ? below((unsigned) hidden) : 0;
	int place = (int) below((unsigned) good->cells);
	struct cpe_published_cell *cell = &t->published[place];
	const char *name[DIMS] = {"not", "in", "the", "table"};
	const char *const *nowhere = name;
	const char *const *exempt[CELLS + 1];
	bool digest = false;
	int result = -1;

	memcpy(t, good, sizeof(*t));
	c->cell = t->certified;
	c->move_start = t->start;
	c->move_figure = t->figure;
	c->move_change = t->change;
	if (steps == 0 || hidden < 2)
		kind = CORRUPTIONS;
	switch (kind)
	{
		case CHANGED_DELTA:
			t->change[step] += below(2) ? 1 : -1;
			break;
		case DROPPED_STEP:
			for (size_t m = 0; m <= c->moves; m++)
				t->start[m] -= t->start[m] > step;
			memmove(t->figure + step, t->figure + step + 1, (steps - step) * sizeof(t->figure[0]));
			memmove(t->change + step, t->change + step + 1, (steps - step) * sizeof(t->change[0]));
			break;
		case OTHER_CELL:
			if (t->figure[step] == other)
				goto done;
			t->figure[step] = (uint32_t) other;
			break;
		case DOUBLE_STEP:
			if (step + 1 == steps)
				goto done;
			t->figure[step] = t->figure[step + 1];
			break;
		case EXTREME_DELTA:
			t->change[step] = below(2) ? INT64_MAX - below(2) : INT64_MIN + below(2);
			break;
		case NO_SUCH_CELL:
			t->figure[step] = (uint32_t) (2 * hidden) + below(3) * 1000000000u;
			break;
		case BEYOND_FLOOR:
			for (size_t m = 0; m < c->moves; m++)
				if (t->start[m] <= step && step < t->start[m + 1])
					for (size_t s = t->start[m]; s < t->start[m + 1]; s++)
						t->change[s] *= 1000;
			break;
		case REMOVED_MOVE:
			c->moves--;
			break;
		case EMPTY_MOVE:
			t->start[c->moves + 1] = steps;
			c->moves++;
			break;
		case CHANGED_VALUE:
			t->certified[at].value += below(2) ? 1 : -1;
			break;
		case SWAPPED_CELLS:
			if (t->certified[at].value == t->certified[other].value)
				goto done;
			t->certified[at].dim = good->certified[other].dim;
			t->certified[other].dim = good->certified[at].dim;
			break;
		case CHANGED_NUMERATOR:
			if (!t->numbered)
				goto done;
			t->certified[at].numerator += below(2) ? 1 : -1;
			break;
		case DROPPED_CELL:
			t->certified[at] = t->certified[--c->hidden];
			break;
		case CELL_TWICE:
			if (at == other)
				goto done;
			t->certified[at] = t->certified[other];
			break;
		case NOT_PUBLISHED:
			c->hidden--;
			c->unpublished++;
			break;
		case LOOSER_RULE:
			c->threshold = c->primary > 0 ? 0 : 1;
			break;
		case STRICTER_RULE:
			c->threshold = 30;
			break;
		case STRICTER_CLAIM:
			if (c->range)
				goto done;
			c->range = true;
			if (oracle(t, c))
				goto done;
			break;
		case CHANGED_COST:
			c->cost += below(2) ? 1 : -1;
			break;
		case CHANGED_COUNTS:
			c->primary++;
			c->complementary--;
			break;
		case OTHER_TABLE:
			c->digest[below(CPE_DIGEST_SIZE)] ^= (unsigned char) (1u << below(8));
			break;
		case SHOWN_CHANGED:
		case SHOWN_CHANGED_AND_DIGEST:
			if (t->hidden[place])
				goto done;
			cell->value += 1;
			digest = kind == SHOWN_CHANGED_AND_DIGEST;
			break;
		case STATUS_CHANGED:
			cell->published = t->hidden[place] ? CPE_PUBLISHED_SHOWN : CPE_PUBLISHED_HIDDEN;
			cell->known = !cell->known;
			digest = below(2);
			break;
		case LABEL_CHANGED:
			if (place == 0)
				goto done;
			cell->dim = good->published[place - 1].dim;
			digest = below(2);
			break;
		case EXEMPT_DROPPED:
			if (c->exempt == 0)
				goto done;
			c->exempt--;
			break;
		case EXEMPT_NOWHERE:
			memcpy(exempt, good->exempt_dim, c->exempt * sizeof(exempt[0]));
			exempt[c->exempt++] = nowhere;
			c->exempt_dim = exempt;
			break;
		case OTHER_PARTS:
			if (t->lists == 0)
				goto done;
			c->parts = t->list;
			t->list[below((unsigned) t->lists)].parts--;
			break;
		case ALSO_PROTECTED:
			if (oracle_small(t, c, place, 0) || oracle_small(t, c, place, 1) ||
			    oracle_small(t, c, place, 2) || !t->hidden[place])
				goto done;
			t->certified[t->place[place]].protect = true;
			break;
		case OTHER_DIMS:
			c->dims++;
			c->cell = NULL;
			c->hidden = 0;
			c->exempt = 0;
			break;
		case CORRUPTIONS:
			goto done;
	}
	result = refused(t, *c, digest);
done:
	free(t);
	return result;
}

#define WANTED 1000

static void
test_corruptions(void)
{
	int tried[CORRUPTIONS] = {0};
	int done = 0;
	int rejected = 0;

	unit_case("random tables are verified, 1,000 corruptions of them are not");
	for (int round = 0; done < WANTED || round < 48; round++)
	{
		struct table *t = make_table(2 + round % 3, round / 3 % 2, round / 6 % 2, round / 12 % 2);
		struct cpe_verdict verdict = verify(t, &t->certificate);

		CHECK(oracle(t, &t->certificate), "round %d: the oracle", round);
		CHECK(verdict.verified, "round %d: %s", round, verdict.reason);
		for (int kind = 0; kind < CORRUPTIONS; kind++)
		{
			int result = corrupt(t, kind);

			if (result < 0)
				continue;
			done++;
			tried[kind]++;
			rejected += result;
			CHECK(result, "round %d, corruption %d is not rejected", round, kind);
		}
		free(t);
	}
	for (int kind = 0; kind < CORRUPTIONS; kind++)
		CHECK(tried[kind] >= 3, "corruption %d was tried %d times", kind, tried[kind]);
	printf("# %d corruptions of %d kinds, each sealed anew and not: %d rejected\n", done,
	       CORRUPTIONS, rejected);
	CHECK(done >= WANTED && rejected == done, "%d of %d", rejected, done);
}

/* Moves with random steps on small tables: the check says what the oracle says. */
static void
test_agreement(void)
{
	int good = 0;
	int bad = 0;

	unit_case("the check and the sums of leaves agree on changed moves");
	for (int round = 0; round < 40; round++)
	{
		struct table *t = make_table(2, round % 2, round / 2 % 2, round / 4 % 2);
		struct cpe_certificate *c = &t->certificate;
		size_t steps = t->start[c->moves];

		for (int change = 0; change < 60 && steps > 0; change++)
		{
			size_t move = below((unsigned) c->moves);
			int64_t by = below(2) ? -1 : 1 + (int64_t) below(3);
			bool whole = below(2);
			size_t step = below((unsigned) steps);
			int64_t was[CELLS];
			bool valid;

			memcpy(was, t->change + t->start[move],
			       (t->start[move + 1] - t->start[move]) * sizeof(was[0]));
			if (whole)
				for (size_t s = t->start[move]; s < t->start[move + 1]; s++)
					t->change[s] *= by;
			else
				t->change[step] += by;
			valid = oracle(t, c);
			seal(c);
			CHECK(verify(t, c).verified == valid, "round %d change %d: %s", round, change,
			      verify(t, c).reason);
			good += valid;
			bad += !valid;
			if (!whole)
				t->change[step] -= by;
			else
				memcpy(t->change + t->start[move], was,
				       (t->start[move + 1] - t->start[move]) * sizeof(was[0]));
		}
		free(t);
	}
	printf("# %d valid, %d not\n", good, bad);
	CHECK(good > 100 && bad > 100, "both are met");
}

/* The order of rows is of no account; memory and cancel are told. */
static void
test_orders_and_ends(void)
{
	struct table *t = make_table(3, true, true, false);
	struct cpe_certificate *c = &t->certificate;
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_verdict verdict;
	int ended = 0;

	unit_case("permuted rows, no memory, cancel");
	for (int turn = 0; turn < 10; turn++)
	{
		for (int i = t->cells - 1; i > 0; i--)
		{
			int j = (int) below((unsigned) i + 1);
			struct cpe_published_cell cell = t->published[i];

			t->published[i] = t->published[j];
			t->published[j] = cell;
		}
		CHECK(verify(t, c).verified, "turn %d: %s", turn, verify(t, c).reason);
	}
	for (int allocs = 0; allocs < 60; allocs++)
	{
		unit_arena_open(&arena, -1, allocs);
		if (!cpe_verify(&arena, t->published, (size_t) t->cells, t->dims, c, plain_digest, &verdict,
		                &problem))
		{
			CHECK(problem.code == CPE_NO_MEMORY && !verdict.verified, "after %d", allocs);
			ended++;
		}
		cpe_arena_close_malloc(&arena);
	}
	CHECK(ended > 20, "memory ended %d times", ended);
	for (int polls = 0; polls < 5; polls++)
	{
		unit_arena_open(&arena, polls, -1);
		CHECK(!cpe_verify(&arena, t->published, (size_t) t->cells, t->dims, c, plain_digest,
		                  &verdict, &problem) &&
		          problem.code == CPE_CANCELLED && !verdict.verified,
		      "stopped at poll %d", polls);
		cpe_arena_close_malloc(&arena);
	}
	cpe_arena_open_malloc(&arena);
	CHECK(!cpe_verify(&arena, t->published, (size_t) t->cells, t->dims, c, no_digest, &verdict,
	                  &problem),
	      "no digest");
	cpe_arena_close_malloc(&arena);
	free(t);
}

int
main(void)
{
	test_corruptions();
	test_agreement();
	test_orders_and_ends();
	return unit_end();
}
