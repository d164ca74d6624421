#include "tally/design.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "base/sort.h"
#include "base/text.h"
#include "tally/weighted.h"

/* Where an entry belongs, and what it must agree with. */
struct place
{
	enum cpe_design_type type;
	enum cpe_design_stage stage;
	uint32_t stratum;
	struct cpe_design_name name;
	double population;
	struct cpe_design_name stratum_name; /* for messages about a PSU */
};

/* What is added to an entry: one term to each sum, or other sums, or (both NULL) nothing. */
struct addition
{
	int64_t rows;
	int64_t n;
	const struct cpe_term *term;
	const struct cpe_sums *sums;
};

static size_t
padded(size_t size)
{
	return (size + 7) & ~(size_t) 7;
}

static struct cpe_design_entry *
entry_at(const struct cpe_design *design, uint32_t offset)
{
	return (struct cpe_design_entry *) ((char *) design + offset);
}

static uint32_t *
index_of(const struct cpe_design *design)
{
	return (uint32_t *) ((char *) design + design->size) - design->slots;
}

static struct cpe_sums
sums_of(const struct cpe_design_entry *entry)
{
	return cpe_sums_at((char *) (entry + 1) + padded(entry->length), entry->sums);
}

static int
sums_at_place(enum cpe_design_type type, enum cpe_design_stage stage)
{
	if (type == CPE_DESIGN_WHOLE)
		return 1;
	if (type == CPE_DESIGN_STRATUM)
		return stage == CPE_DESIGN_ROWS ? CPE_DESIGN_SUMS : 0;
	return stage == CPE_DESIGN_UNITS ? CPE_DESIGN_SUMS : CPE_DESIGN_PSU_SUMS;
}

struct cpe_design_name
cpe_design_entry_name(const struct cpe_design_entry *entry)
{
	return (struct cpe_design_name){entry->named ? (const char *) (entry + 1) : NULL,
	                                entry->length};
}

struct cpe_exact
cpe_design_sum(const struct cpe_design_entry *entry, int which)
{
	struct cpe_sums sums = sums_of(entry);

	return cpe_sums_get(&sums, which);
}

int
cpe_design_compare_names(struct cpe_design_name a, struct cpe_design_name b)
{
	size_t both = a.length < b.length ? a.length : b.length;
	int order;

	if (a.text == NULL || b.text == NULL)
		return (a.text != NULL) - (b.text != NULL);
	order = memcmp(a.text, b.text, both);
	return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

const char *
cpe_design_shown(const char *what, struct cpe_design_name name, char *buffer)
{
	size_t room = CPE_DESIGN_SHOWN - strlen(what) - sizeof(" \"...\"");
	size_t length = name.length;
	char *at = buffer;

	if (name.text == NULL)
		return strcpy(buffer, "the stratum without a name");
	if (length > room)
		for (length = room; length > 0 && ((unsigned char) name.text[length] & 0xc0) == 0x80;)
			length--;
	at = stpcpy(stpcpy(at, what), " \"");
	memcpy(at, name.text, length);
	strcpy(at + length, length < name.length ? "...\"" : "\"");
	return buffer;
}

/* ---- growing ---- */

static uint32_t
hash_of(const struct place *place)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325) + place->type;

	if (place->type == CPE_DESIGN_PSU)
		hash += UINT64_C(31) * (place->stratum + UINT64_C(1));

	for (size_t i = 0; i < place->name.length; i++)
		hash = (hash ^ (unsigned char) place->name.text[i]) * UINT64_C(0x100000001b3);
	hash ^= hash >> 32;
	hash *= UINT64_C(0x9e3779b97f4a7c15);
	return (uint32_t) (hash >> 32);
}

/* The slot of the place's entry, or the free one where it would go. */
static uint32_t
slot_of(const struct cpe_design *design, const struct place *place, uint32_t hash)
{
	const uint32_t *slots = index_of(design);
	uint32_t mask = design->slots - 1;

	for (uint32_t slot = hash & mask;; slot = (slot + 1) & mask)
	{
		const struct cpe_design_entry *entry;

		if (slots[slot] == 0)
			return slot;
		entry = entry_at(design, slots[slot]);
		/* strata are numbered as they come, so the number is looked at for PSUs only */
		if (entry->hash == hash && entry->type == place->type &&
		    (place->type != CPE_DESIGN_PSU || entry->stratum == place->stratum) &&
		    entry->named == (place->name.text != NULL) && entry->length == place->name.length &&
		    (entry->length == 0 || memcmp(entry + 1, place->name.text, entry->length) == 0))
			return slot;
	}
}

/* Puts an entry that is in no slot yet into the first free one. */
static void
index_entry(struct cpe_design *design, uint32_t offset)
{
	uint32_t *slots = index_of(design);
	uint32_t slot = entry_at(design, offset)->hash & (design->slots - 1);

	while (slots[slot] != 0)
		slot = (slot + 1) & (design->slots - 1);
	slots[slot] = offset;
}

/* The place that an entry stands for, as far as its hash needs it. */
static struct place
place_of(const struct cpe_design_entry *entry)
{
	struct place place = {.type = entry->type, .name = cpe_design_entry_name(entry)};

	if (entry->type == CPE_DESIGN_PSU)
		place.stratum = entry->stratum;
	return place;
}

/*
 * The design anew with room for an entry of so many bytes more, and without dead entries.  keep
 * (may be NULL) is an entry's offset, which follows the entry.
 */
static bool
rebuild(struct cpe_design **design, size_t more, uint32_t *keep, struct cpe_arena *arena,
        struct cpe_problem *problem)
{
	const struct cpe_design *old = *design;
	struct cpe_design *wider;
	size_t live = old->used - old->dead + more;
	size_t slots = 4;
	size_t size;
	uint32_t kept = 0;

	while (slots < 2 * ((size_t) old->entries + 1))
		slots *= 2;
	size = padded(live + live / 2 + sizeof(uint32_t) * slots);
	if (size > CPE_DESIGN_MAX_SIZE)
		size = CPE_DESIGN_MAX_SIZE;
	if (live + sizeof(uint32_t) * slots > size)
		return cpe_problem_set(
			problem, CPE_LIMIT, "A design takes 256 MB at most, about a million PSUs.",
			"Group by larger units, or leave the PSUs out where each row is one.",
			"too many strata and PSUs in one design");
	wider = cpe_arena_alloc(arena, size, 1, problem);
	if (wider == NULL)
		return false;
	*wider = *old;
	wider->size = (uint32_t) size;
	wider->used = sizeof(struct cpe_design);
	wider->dead = 0;
	wider->slots = (uint32_t) slots;
	for (uint32_t from = sizeof(struct cpe_design), done = 0; from < old->used; done++)
	{
		const struct cpe_design_entry *entry = entry_at(old, from);

		if (done % 4096 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (entry->type != CPE_DESIGN_DEAD)
		{
			struct cpe_design_entry *copy = entry_at(wider, wider->used);

			memcpy(copy, entry, entry->size);
			if (old->slots == 0) /* it was closed, and without hashes */
			{
				struct place place = place_of(copy);

				copy->hash = hash_of(&place);
			}
			index_entry(wider, wider->used);
			if (keep != NULL && *keep == from)
				kept = wider->used;
			wider->used += copy->size;
		}
		from += entry->size;
	}
	if (keep != NULL)
		*keep = kept;
	*design = wider;
	return true;
}

/* Room for an entry of that size behind the last one, and for it in the index. */
static bool
reserve(struct cpe_design **design, size_t size, uint32_t *keep, struct cpe_arena *arena,
        struct cpe_problem *problem)
{
	const struct cpe_design *now = *design;

	if (now->slots > 0 && now->used + size + sizeof(uint32_t) * now->slots <= now->size &&
	    4 * ((uint64_t) now->entries + 1) <= 3 * (uint64_t) now->slots)
		return true;
	return rebuild(design, size, keep, arena, problem);
}

static bool
apply(struct cpe_sums *sums, const struct addition *addition)
{
	if (addition->term != NULL)
		return cpe_sums_add(sums, addition->term);
	return addition->sums == NULL || cpe_sums_merge(sums, addition->sums);
}

static void
plan(const struct cpe_sums *sums, const struct addition *addition, struct cpe_window *window)
{
	if (addition->term != NULL)
		cpe_sums_plan_add(sums, addition->term, window);
	else if (addition->sums != NULL)
		cpe_sums_plan_merge(sums, addition->sums, window);
	else
		memset(window, 0, sizeof(struct cpe_window) * (size_t) sums->sums);
}

/* A new entry with windows for what comes into it; its offset. */
static bool
make_entry(struct cpe_design **design, const struct place *place, uint32_t hash,
           const struct addition *addition, uint32_t *offset, struct cpe_arena *arena,
           struct cpe_problem *problem)
{
	struct cpe_window nothing[CPE_DESIGN_SUMS] = {{0, 0}};
	struct cpe_window window[CPE_DESIGN_SUMS] = {{0, 0}};
	int count = sums_at_place(place->type, place->stage);
	struct cpe_sums none = cpe_sums_at(nothing, count);
	struct cpe_design_entry *entry;
	size_t size = sizeof(*entry) + padded(place->name.length);

	if (place->name.length > CPE_DESIGN_MAX_SIZE)
		size = CPE_DESIGN_MAX_SIZE; /* the refusal is the same */
	plan(&none, addition, window);
	size += cpe_sums_size(window, count);
	if (!reserve(design, size, NULL, arena, problem))
		return false;
	*offset = (*design)->used;
	entry = entry_at(*design, *offset);
	memset(entry, 0, size);
	entry->size = (uint32_t) size;
	entry->type = (uint8_t) place->type;
	entry->stage = (uint8_t) place->stage;
	entry->named = place->name.text != NULL;
	entry->sums = (uint8_t) count;
	entry->stratum = place->type == CPE_DESIGN_STRATUM ? (*design)->strata++ : place->stratum;
	entry->length = (uint32_t) place->name.length;
	entry->hash = hash;
	entry->population = place->population;
	if (place->name.length > 0)
		memcpy(entry + 1, place->name.text, place->name.length);
	cpe_sums_copy(sums_of(entry).window, window, &none);
	(*design)->used += (uint32_t) size;
	(*design)->entries++;
	index_entry(*design, *offset);
	return true;
}

/* The entry moves to where its sums can have these windows. */
static bool
widen_entry(struct cpe_design **design, uint32_t *offset, const struct cpe_window *window,
            struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_design_entry *entry = entry_at(*design, *offset);
	struct cpe_design_entry *wider;
	struct cpe_sums sums;
	size_t head = sizeof(*entry) + padded(entry->length);
	size_t size = head + cpe_sums_size(window, entry->sums);
	uint32_t *slots;
	uint32_t slot;

	if (!reserve(design, size, offset, arena, problem))
		return false;
	entry = entry_at(*design, *offset);
	wider = entry_at(*design, (*design)->used);
	memcpy(wider, entry, head);
	wider->size = (uint32_t) size;
	sums = sums_of(entry);
	cpe_sums_copy((char *) wider + head, window, &sums);
	slots = index_of(*design);
	for (slot = entry->hash & ((*design)->slots - 1); slots[slot] != *offset;)
		slot = (slot + 1) & ((*design)->slots - 1);
	slots[slot] = (*design)->used;
	entry->type = CPE_DESIGN_DEAD;
	(*design)->dead += entry->size;
	*offset = (*design)->used;
	(*design)->used += wider->size;
	return true;
}

/* ---- contradictions ---- */

static bool
refuse_sampled(const char *shown, const char *what, int64_t sampled, double population,
               struct cpe_problem *problem)
{
	char detail[200];

	snprintf(detail, sizeof(detail), "The sample has %lld, the population %g.", (long long) sampled,
	         population);
	return cpe_problem_set(problem, CPE_INVALID, detail, NULL,
	                       "%s has fewer %s in the population than in the sample", shown, what);
}

/* Whether an entry that is there agrees with what another row says of it. */
static bool
agrees(const struct cpe_design_entry *entry, const struct place *place, struct cpe_problem *problem)
{
	static const char *const how[] = {"no PSU", "a PSU", "a PSU and psu_units"};
	char shown[CPE_DESIGN_SHOWN];
	char other[CPE_DESIGN_SHOWN];
	char detail[200];

	if (entry->stage != place->stage)
	{
		snprintf(detail, sizeof(detail), "Some rows have %s, others %s.",
		         how[entry->stage < place->stage ? entry->stage : place->stage],
		         how[entry->stage < place->stage ? place->stage : entry->stage]);
		return cpe_problem_set(
			problem, CPE_INVALID, detail, "Give all rows of a stratum the same columns.",
			"the rows of %s contradict each other",
			cpe_design_shown("stratum",
		                     place->type == CPE_DESIGN_PSU ? place->stratum_name : place->name,
		                     shown));
	}
	if (entry->population == place->population)
		return true;
	if (entry->population == 0 || place->population == 0)
		snprintf(detail, sizeof(detail), "Some rows give %g, others none.",
		         entry->population + place->population);
	else
		snprintf(detail, sizeof(detail), "Some rows give %g, others %g.",
		         fmin(entry->population, place->population),
		         fmax(entry->population, place->population));
	if (place->type == CPE_DESIGN_STRATUM)
		return cpe_problem_set(problem, CPE_INVALID, detail, NULL, "stratum_units of %s differ",
		                       cpe_design_shown("stratum", place->name, shown));
	return cpe_problem_set(problem, CPE_INVALID, detail, NULL, "psu_units of %s of %s differ",
	                       cpe_design_shown("PSU", place->name, other),
	                       cpe_design_shown("stratum", place->stratum_name, shown));
}

/* Adds to the place's entry, which is made where it is not there; tells its offset and that. */
static bool
absorb(struct cpe_design **design, const struct place *place, const struct addition *addition,
       uint32_t *offset, bool *made, struct cpe_arena *arena, struct cpe_problem *problem)
{
	uint32_t hash = hash_of(place);
	struct cpe_window window[CPE_DESIGN_SUMS];
	struct cpe_design_entry *entry;
	struct cpe_sums sums;
	char shown[CPE_DESIGN_SHOWN];
	char other[CPE_DESIGN_SHOWN];

	if ((*design)->slots == 0 && !rebuild(design, 0, NULL, arena, problem))
		return false;
	*offset = index_of(*design)[slot_of(*design, place, hash)];
	*made = *offset == 0;
	if (*made)
	{
		if (!make_entry(design, place, hash, addition, offset, arena, problem))
			return false;
	}
	else if (!agrees(entry_at(*design, *offset), place, problem))
		return false;
	entry = entry_at(*design, *offset);
	if (__builtin_add_overflow(entry->rows, addition->rows, &entry->rows))
		return cpe_problem_set(problem, CPE_RANGE, NULL, NULL, "rows of design is out of range");
	entry->n += addition->n; /* never above rows */
	sums = sums_of(entry);
	if (entry->sums > 0 && !apply(&sums, addition))
	{
		plan(&sums, addition, window);
		if (!widen_entry(design, offset, window, arena, problem))
			return false;
		entry = entry_at(*design, *offset);
		sums = sums_of(entry);
		apply(&sums, addition);
	}
	if (entry->population > 0 && (double) entry->rows > entry->population)
	{
		if (entry->type == CPE_DESIGN_STRATUM && entry->stage == CPE_DESIGN_ROWS)
			return refuse_sampled(cpe_design_shown("stratum", place->name, shown), "units",
			                      entry->rows, entry->population, problem);
		if (entry->type == CPE_DESIGN_PSU)
		{
			char both[2 * CPE_DESIGN_SHOWN + sizeof(" of ")];

			snprintf(both, sizeof(both), "%s of %s", cpe_design_shown("PSU", place->name, other),
			         cpe_design_shown("stratum", place->stratum_name, shown));
			return refuse_sampled(both, "units", entry->rows, entry->population, problem);
		}
	}
	return true;
}

/* Counts one PSU more in its stratum. */
static bool
count_psu(struct cpe_design *design, struct cpe_design_name name, struct cpe_problem *problem)
{
	struct place place = {.type = CPE_DESIGN_STRATUM, .name = name};
	uint32_t slot = slot_of(design, &place, hash_of(&place));
	struct cpe_design_entry *stratum = entry_at(design, index_of(design)[slot]);
	char shown[CPE_DESIGN_SHOWN];

	stratum->psus++;
	if (stratum->population > 0 && stratum->psus > stratum->population)
		return refuse_sampled(cpe_design_shown("stratum", name, shown), "PSUs", stratum->psus,
		                      stratum->population, problem);
	return true;
}

void
cpe_design_empty(struct cpe_design *design)
{
	int32_t length = design->length_word;

	memset(design, 0, sizeof(*design));
	design->length_word = length;
	design->version = CPE_DESIGN_VERSION;
	design->size = sizeof(*design);
	design->used = sizeof(*design);
}

/* The kind of rows that come in must be that of the rows that are there. */
static bool
take_kind(struct cpe_design *design, int kind, struct cpe_problem *problem)
{
	if (design->kind != CPE_DESIGN_NONE && design->kind != kind)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "cannot merge the design of a ratio with that of a mean");
	design->kind = (uint8_t) kind;
	return true;
}

/* The terms of a row that answered: w y^2, then those of the other sums. */
static void
terms_of(const struct cpe_design_row *row, struct cpe_term *whole, struct cpe_term *term)
{
	double w = row->weight;
	double y = row->value;
	double x = row->base;
	double product[4] = {w, w, y, y};

	if (row->kind == CPE_DESIGN_MEAN)
	{
		cpe_term_product(whole, product + 1, 3);
		cpe_term_product(&term[CPE_DESIGN_X], &w, 1);
		cpe_term_product(&term[CPE_DESIGN_XX], product, 2);
		cpe_term_product(&term[CPE_DESIGN_YX], product, 3);
	}
	else
	{
		double cross[4] = {w, w, y, x};
		double square[4] = {w, w, x, x};

		cpe_term_product(&term[CPE_DESIGN_X], square + 1, 2);
		cpe_term_product(&term[CPE_DESIGN_XX], square, 4);
		cpe_term_product(&term[CPE_DESIGN_YX], cross, 4);
	}
	cpe_term_product(&term[CPE_DESIGN_Y], product + 1, 2);
	cpe_term_product(&term[CPE_DESIGN_YY], product, 4);
}

bool
cpe_design_add(struct cpe_design **design, const struct cpe_design_row *row,
               struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_term whole[1];
	struct cpe_term term[CPE_DESIGN_SUMS];
	struct addition addition = {1, row->answered, NULL, NULL};
	struct place place = {.type = CPE_DESIGN_WHOLE};
	uint32_t offset;
	bool made;

	if (!take_kind(*design, (int) row->kind, problem))
		return false;
	memset(whole, 0, sizeof(whole));
	if (row->answered)
	{
		terms_of(row, whole, term);
		addition.term = whole;
	}
	if (!absorb(design, &place, &addition, &offset, &made, arena, problem))
		return false;
	if (row->answered)
		addition.term = term;
	if (row->psu.text != NULL)
		place.stage = row->psu_units > 0 ? CPE_DESIGN_UNITS : CPE_DESIGN_PSUS;
	place.type = CPE_DESIGN_STRATUM;
	place.name = row->stratum;
	place.population = row->stratum_units;
	if (!absorb(design, &place, &addition, &offset, &made, arena, problem))
		return false;
	if (row->psu.text == NULL)
		return true;
	place.type = CPE_DESIGN_PSU;
	place.stratum = entry_at(*design, offset)->stratum;
	place.stratum_name = row->stratum;
	place.name = row->psu;
	place.population = row->psu_units;
	return absorb(design, &place, &addition, &offset, &made, arena, problem) &&
	       (!made || count_psu(*design, row->stratum, problem));
}

bool
cpe_design_merge(struct cpe_design **design, const struct cpe_design *other,
                 struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct stratum
	{
		uint32_t number; /* here */
		const struct cpe_design_entry *entry;
	} * strata;
	uint32_t offset;
	bool made;

	if (other->kind == CPE_DESIGN_NONE)
		return true;
	if (!take_kind(*design, other->kind, problem))
		return false;
	strata = cpe_arena_alloc(arena, other->strata + 1, sizeof(*strata), problem);
	if (strata == NULL)
		return false;
	/* first the whole and the strata, so that each PSU finds its own */
	for (int psus = 0; psus < 2; psus++)
		for (uint32_t from = sizeof(*other), done = 0; from < other->used; done++)
		{
			const struct cpe_design_entry *entry = entry_at(other, from);
			struct cpe_sums sums = sums_of(entry);
			struct addition addition = {entry->rows, entry->n, NULL, &sums};
			struct place place = {.type = entry->type,
			                      .stage = entry->stage,
			                      .name = cpe_design_entry_name(entry),
			                      .population = entry->population};

			from += entry->size;
			if (done % 1024 == 0 && !cpe_arena_poll(arena, problem))
				return false;
			if (entry->type == CPE_DESIGN_DEAD || (entry->type == CPE_DESIGN_PSU) != psus)
				continue;
			if (psus)
			{
				place.stratum = strata[entry->stratum].number;
				place.stratum_name = cpe_design_entry_name(strata[entry->stratum].entry);
			}
			if (!absorb(design, &place, &addition, &offset, &made, arena, problem))
				return false;
			if (entry->type == CPE_DESIGN_STRATUM)
			{
				strata[entry->stratum].number = entry_at(*design, offset)->stratum;
				strata[entry->stratum].entry = entry;
			}
			if (psus && made && !count_psu(*design, place.stratum_name, problem))
				return false;
		}
	return true;
}

/* ---- in order ---- */

struct item
{
	uint32_t rank; /* of the stratum */
	const struct cpe_design_entry *entry;
};

/* The whole, then strata with their PSUs behind them. */
static int
compare_items(const void *left, const void *right)
{
	const struct item *a = left;
	const struct item *b = right;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->entry->type != b->entry->type)
		return a->entry->type < b->entry->type ? -1 : 1;
	return cpe_design_compare_names(cpe_design_entry_name(a->entry),
	                                cpe_design_entry_name(b->entry));
}

/* The entry with its sums in their smallest windows. */
static size_t
copy_closed(struct cpe_design_entry *copy, const struct cpe_design_entry *entry)
{
	struct cpe_window window[CPE_DESIGN_SUMS];
	struct cpe_sums sums = sums_of(entry);
	size_t head = sizeof(*entry) + padded(entry->length);
	size_t size;

	for (int i = 0; i < entry->sums; i++)
		window[i] = cpe_exact_trim(cpe_sums_get(&sums, i)).window;
	size = head + cpe_sums_size(window, entry->sums);
	if (copy != NULL)
	{
		memcpy(copy, entry, head);
		cpe_sums_copy((char *) copy + head, window, &sums);
		copy->size = (uint32_t) size;
		copy->hash = 0;
	}
	return size;
}

const struct cpe_design *
cpe_design_close(const struct cpe_design *design, struct cpe_arena *arena,
                 struct cpe_problem *problem)
{
	struct item *item;
	uint32_t *rank;
	struct cpe_design *closed;
	size_t size = sizeof(*closed);
	uint32_t strata = 0;
	uint32_t items = 0;

	if (design->slots == 0)
		return design;
	item = cpe_arena_alloc(arena, design->entries + 1, sizeof(*item), problem);
	rank = item ? cpe_arena_alloc(arena, design->strata + 1, sizeof(*rank), problem) : NULL;
	if (rank == NULL)
		return NULL;
	for (uint32_t from = sizeof(*design); from < design->used;)
	{
		const struct cpe_design_entry *entry = entry_at(design, from);

		from += entry->size;
		if (entry->type == CPE_DESIGN_STRATUM)
			item[strata++].entry = entry;
	}
	if (!cpe_sort(arena, item, strata, sizeof(*item), compare_items, problem))
		return NULL;
	for (uint32_t i = 0; i < strata; i++)
		rank[item[i].entry->stratum] = i;
	for (uint32_t from = sizeof(*design); from < design->used;)
	{
		const struct cpe_design_entry *entry = entry_at(design, from);

		from += entry->size;
		if (entry->type == CPE_DESIGN_DEAD)
			continue;
		item[items].entry = entry;
		item[items].rank = entry->type == CPE_DESIGN_WHOLE ? 0 : rank[entry->stratum];
		size += copy_closed(NULL, entry);
		if (++items % 1024 == 0 && !cpe_arena_poll(arena, problem))
			return NULL;
	}
	if (!cpe_sort(arena, item, items, sizeof(*item), compare_items, problem))
		return NULL;
	closed = cpe_arena_alloc(arena, size, 1, problem);
	if (closed == NULL)
		return NULL;
	*closed = *design;
	closed->size = (uint32_t) size;
	closed->used = sizeof(*closed);
	closed->dead = 0;
	closed->slots = 0;
	for (uint32_t i = 0; i < items; i++)
	{
		struct cpe_design_entry *copy = entry_at(closed, closed->used);

		closed->used += (uint32_t) copy_closed(copy, item[i].entry);
		copy->stratum = item[i].rank;
	}
	return closed;
}

const struct cpe_design_entry *
cpe_design_first(const struct cpe_design *design)
{
	return design->entries > 0 ? entry_at(design, sizeof(*design)) : NULL;
}

const struct cpe_design_entry *
cpe_design_next(const struct cpe_design *design, const struct cpe_design_entry *entry)
{
	const char *next = (const char *) entry + entry->size;

	return next < (const char *) design + design->used ? (const void *) next : NULL;
}

/* ---- text and binary form ---- */

static const char *const kind_name[] = {"none", "mean", "ratio"};
static const char *const stage_name[] = {"rows", "psus", "units"};
static const char *const sum_name[][CPE_DESIGN_SUMS] = {
	{NULL}, {"wy", "w", "wwyy", "wwy", "ww"}, {"wy", "wx", "wwyy", "wwyx", "wwxx"}};
/* of the products that each sum adds up */
static const int sum_factors[][CPE_DESIGN_SUMS] = {{0}, {2, 1, 4, 3, 2}, {2, 2, 4, 4, 4}};

static void
print_name(struct cpe_text *text, struct cpe_design_name name)
{
	if (name.text == NULL)
	{
		cpe_text_append(text, "-");
		return;
	}
	cpe_text_append(text, "\"");
	for (size_t from = 0; from < name.length;)
	{
		const char *quote = memchr(name.text + from, '"', name.length - from);
		size_t upto = quote ? (size_t) (quote - name.text) + 1 : name.length;

		cpe_text_bytes(text, name.text + from, upto - from);
		if (quote)
			cpe_text_append(text, "\"");
		from = upto;
	}
	cpe_text_append(text, "\"");
}

static void
print_exact(struct cpe_text *text, const char *name, struct cpe_exact sum)
{
	char buffer[CPE_EXACT_TEXT];

	cpe_exact_print(sum, buffer);
	cpe_text_printf(text, " %s=%s", name, buffer);
}

/* A population as a sum of one double, which has an exact text. */
static void
print_population(struct cpe_text *text, double population)
{
	struct cpe_total total;

	if (population == 0)
	{
		cpe_text_append(text, " population=-");
		return;
	}
	cpe_total_open(&total);
	cpe_total_add(&total, &population, 1);
	print_exact(text, "population", cpe_total_exact(&total));
}

/* Whether the entry is told with its rows, n and sums: the others' follow from their PSUs. */
static bool
has_counts(int type, int stage)
{
	return type == CPE_DESIGN_PSU || (type == CPE_DESIGN_STRATUM && stage == CPE_DESIGN_ROWS);
}

char *
cpe_design_print(const struct cpe_design *design, struct cpe_arena *arena,
                 struct cpe_problem *problem)
{
	struct cpe_text text;
	uint32_t done = 0;

	cpe_text_open(&text, arena, problem);
	cpe_text_printf(&text, "kind=%s", kind_name[design->kind]);
	for (const struct cpe_design_entry *entry = cpe_design_first(design); entry != NULL;
	     entry = cpe_design_next(design, entry))
	{
		if (done++ % 1024 == 0 && !cpe_arena_poll(arena, problem))
			return NULL;
		if (entry->type == CPE_DESIGN_WHOLE)
		{
			if (design->kind == CPE_DESIGN_MEAN)
				print_exact(&text, "wyy", cpe_design_sum(entry, CPE_DESIGN_WYY));
			continue;
		}
		cpe_text_append(&text, entry->type == CPE_DESIGN_STRATUM ? " stratum=" : " psu=");
		print_name(&text, cpe_design_entry_name(entry));
		if (entry->type == CPE_DESIGN_STRATUM || entry->stage == CPE_DESIGN_UNITS)
			print_population(&text, entry->population);
		if (entry->type == CPE_DESIGN_STRATUM)
			cpe_text_printf(&text, " by=%s", stage_name[entry->stage]);
		if (has_counts(entry->type, entry->stage))
			cpe_text_printf(&text, " rows=%lld n=%lld", (long long) entry->rows,
			                (long long) entry->n);
		for (int i = 0; i < entry->sums; i++)
			print_exact(&text, sum_name[design->kind][i], cpe_design_sum(entry, i));
	}
	return cpe_text_close(&text, NULL);
}

/* One entry as it is read, with a place for its sums. */
struct reading
{
	struct place place;
	int64_t rows;
	int64_t n;
	int sums;
	union
	{
		struct cpe_window window[CPE_DESIGN_SUMS]; /* behind as many as there are, the limbs */
		uint64_t memory[CPE_DESIGN_SUMS * (1 + CPE_EXACT_LIMBS)];
	} at;
};

/* What the readers have built so far. */
struct building
{
	struct cpe_design *design;
	struct place stratum; /* the last one */
	uint32_t psus;        /* in it */
	uint32_t entries;
	struct cpe_arena *arena;
};

static bool
impossible(struct cpe_problem *problem)
{
	return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
	                       "no rows have these numbers in design");
}

/* Whether the entry's rows can have its sums, as far as cheap to tell. */
static bool
possible(int kind, const struct reading *reading, struct cpe_problem *problem)
{
	struct cpe_sums sums = cpe_sums_at((void *) reading->at.memory, reading->sums);
	struct cpe_exact sum[CPE_DESIGN_SUMS];

	if (reading->rows < 1 || reading->n < 0 || reading->n > reading->rows)
		return impossible(problem);
	for (int i = 0; i < reading->sums; i++)
	{
		sum[i] = cpe_sums_get(&sums, i);
		if (reading->n == 0 && cpe_exact_sign(sum[i]) != 0)
			return cpe_problem_set(problem, CPE_INVALID, "Without values every sum is zero.", NULL,
			                       "design without values must not have sums");
		if (!cpe_exact_in_range(sum[i], reading->n, sum_factors[kind][i]))
			return cpe_problem_set(problem, CPE_RANGE,
			                       "That many doubles, or products of them, do not reach it.", NULL,
			                       "%s of design is out of range", sum_name[kind][i]);
	}
	if (reading->n == 0)
		return true;
	if (kind == CPE_DESIGN_MEAN && cpe_exact_sign(sum[CPE_DESIGN_X]) <= 0)
		return impossible(problem);
	if (reading->sums == CPE_DESIGN_SUMS)
	{
		struct cpe_total rows;
		double n = (double) reading->n;

		/* as a double n can only be too large by a few: still a bound */
		cpe_total_open(&rows);
		n = nextafter(n, INFINITY);
		cpe_total_add(&rows, &n, 1);
		if (cpe_exact_sign(sum[CPE_DESIGN_YY]) < 0 || cpe_exact_sign(sum[CPE_DESIGN_XX]) < 0 ||
		    !cpe_moments_possible(sum[CPE_DESIGN_XX], sum[CPE_DESIGN_YX], sum[CPE_DESIGN_YY]) ||
		    !cpe_moments_possible(cpe_total_exact(&rows), sum[CPE_DESIGN_Y], sum[CPE_DESIGN_YY]) ||
		    !cpe_moments_possible(cpe_total_exact(&rows), sum[CPE_DESIGN_X], sum[CPE_DESIGN_XX]) ||
		    (kind == CPE_DESIGN_MEAN &&
		     !cpe_weights_possible(reading->n, sum[CPE_DESIGN_X], sum[CPE_DESIGN_XX])))
			return impossible(problem);
	}
	return true;
}

/* Puts what was read into the design; it must not be there yet. */
static bool
build(struct building *building, struct reading *reading, struct cpe_problem *problem)
{
	struct cpe_sums sums = cpe_sums_at(reading->at.memory, reading->sums);
	struct addition addition = {reading->rows, reading->n, NULL, reading->sums ? &sums : NULL};
	struct place whole = {.type = CPE_DESIGN_WHOLE};
	struct place *place = &reading->place;
	char shown[CPE_DESIGN_SHOWN];
	uint32_t offset;
	bool made;

	if (building->entries++ % 1024 == 0 && !cpe_arena_poll(building->arena, problem))
		return false;
	if (has_counts(place->type, place->stage))
	{
		struct addition counts = {reading->rows, reading->n, NULL, NULL};

		if (!possible(building->design->kind, reading, problem) ||
		    !absorb(&building->design, &whole, &counts, &offset, &made, building->arena, problem))
			return false;
		if (place->type == CPE_DESIGN_PSU && !absorb(&building->design, &building->stratum, &counts,
		                                             &offset, &made, building->arena, problem))
			return false;
	}
	else
	{
		addition.rows = 0;
		addition.n = 0;
	}
	if (place->type == CPE_DESIGN_PSU)
	{
		place->stratum = building->stratum.stratum;
		place->stratum_name = building->stratum.name;
	}
	if (!absorb(&building->design, place, &addition, &offset, &made, building->arena, problem))
		return false;
	if (!made)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL, "%s comes twice in design",
		                       cpe_design_shown(place->type == CPE_DESIGN_PSU ? "PSU" : "stratum",
		                                        place->name, shown));
	if (place->type == CPE_DESIGN_PSU)
	{
		building->psus++;
		return count_psu(building->design, building->stratum.name, problem);
	}
	if (building->stratum.type == CPE_DESIGN_STRATUM &&
	    building->stratum.stage != CPE_DESIGN_ROWS && building->psus == 0)
		return impossible(problem);
	building->stratum = *place;
	building->stratum.stratum = entry_at(building->design, offset)->stratum;
	building->psus = 0;
	return true;
}

static bool
open_building(struct building *building, struct cpe_arena *arena, struct cpe_problem *problem)
{
	memset(building, 0, sizeof(*building));
	building->arena = arena;
	building->design = cpe_arena_alloc(arena, CPE_DESIGN_EMPTY_SIZE, 1, problem);
	if (building->design == NULL)
		return false;
	cpe_design_empty(building->design);
	return true;
}

/* The whole's sum of w y^2 at last, against the others; and all in order. */
static const struct cpe_design *
finish_building(struct building *building, const struct cpe_sums *wyy, struct cpe_problem *problem)
{
	struct place whole = {.type = CPE_DESIGN_WHOLE};
	struct addition addition = {0, 0, NULL, wyy};
	const struct cpe_design *closed;
	const struct cpe_design_entry *entry;
	uint32_t offset;
	bool made;
	uint64_t memory[2][2 + 2 * (CPE_EXACT_LIMBS + 2)] = {{0}};
	int64_t n;

	if (building->design->kind == CPE_DESIGN_NONE)
		return building->design;
	if (building->stratum.type != CPE_DESIGN_STRATUM ||
	    (building->stratum.stage != CPE_DESIGN_ROWS && building->psus == 0))
	{
		impossible(problem);
		return NULL;
	}
	if (!absorb(&building->design, &whole, &addition, &offset, &made, building->arena, problem))
		return NULL;
	n = entry_at(building->design, offset)->n;
	closed = cpe_design_close(building->design, building->arena, problem);
	if (closed == NULL || building->design->kind == CPE_DESIGN_RATIO)
		return closed;
	if (!cpe_exact_in_range(cpe_sums_get(wyy, 0), n, 3))
	{
		cpe_problem_set(problem, CPE_RANGE,
		                "That many doubles, or products of them, do not reach it.", NULL,
		                "wyy of design is out of range");
		return NULL;
	}
	/* (sum w y)^2 <= sum w * sum w y^2 over the whole */
	for (entry = cpe_design_first(closed); entry != NULL; entry = cpe_design_next(closed, entry))
		if (has_counts(entry->type, entry->stage))
			for (int i = 0; i < 2; i++)
			{
				struct cpe_sums all = cpe_sums_at(memory[i], 1);
				struct cpe_sums more = {1, sums_of(entry).window + i,
				                        (uint64_t *) cpe_design_sum(entry, i).limb};

				if (!cpe_sums_merge(&all, &more))
				{
					uint64_t wider[2 + 2 * (CPE_EXACT_LIMBS + 2)];
					struct cpe_window window;

					cpe_sums_plan_merge(&all, &more, &window);
					cpe_sums_copy(wider, &window, &all);
					memcpy(memory[i], wider, cpe_sums_size(&window, 1));
					all = cpe_sums_at(memory[i], 1);
					cpe_sums_merge(&all, &more);
				}
			}
	if (cpe_exact_sign(cpe_sums_get(wyy, 0)) < 0 ||
	    (n == 0 && cpe_exact_sign(cpe_sums_get(wyy, 0)) != 0) ||
	    !cpe_moments_possible(
			cpe_sums_get((struct cpe_sums[]){cpe_sums_at(memory[CPE_DESIGN_X], 1)}, 0),
			cpe_sums_get((struct cpe_sums[]){cpe_sums_at(memory[CPE_DESIGN_Y], 1)}, 0),
			cpe_sums_get(wyy, 0)))
	{
		impossible(problem);
		return NULL;
	}
	return closed;
}

/* Moves behind the word where the text goes on with it. */
static bool
skip(const char **text, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(*text, word, length) != 0)
		return false;
	*text += length;
	return true;
}

/* The place in the list of the word that the text goes on with, or -1. */
static int
skip_one_of(const char **text, const char *const *words, int count)
{
	for (int i = 0; i < count; i++)
		if (skip(text, words[i]))
			return i;
	return -1;
}

static bool
skip_count(const char **text, const char *word, int64_t *count)
{
	const char *first;

	if (!skip(text, word))
		return false;
	first = *text;
	for (*count = 0; **text >= '0' && **text <= '9'; (*text)++)
		if (__builtin_mul_overflow(*count, (int64_t) 10, count) ||
		    __builtin_add_overflow(*count, (int64_t) (**text - '0'), count))
			return false;
	return *text > first;
}

/* A name in quotes, or - for none; quotes within it are doubled. */
static bool
skip_name(const char **text, struct cpe_design_name *name, struct cpe_arena *arena,
          struct cpe_problem *problem)
{
	const char *at;
	char *copy;

	name->text = NULL;
	name->length = 0;
	if (skip(text, "-"))
		return true;
	if (!skip(text, "\""))
		return false;
	for (at = *text; *at != '\0' && (*at != '"' || at[1] == '"'); at += *at == '"' ? 2 : 1)
		;
	if (*at != '"')
		return false;
	copy = cpe_arena_alloc(arena, (size_t) (at - *text) + 1, 1, problem);
	if (copy == NULL)
		return false;
	name->text = copy;
	for (; *text < at; (*text)++)
	{
		copy[name->length++] = **text;
		if (**text == '"')
			(*text)++;
	}
	*text = at + 1;
	return true;
}

/* Sums one after the other: of the kind's names, or of one name. */
static bool
skip_sums(const char **text, const char *const *names, int count, uint64_t *memory)
{
	struct cpe_window *window = (struct cpe_window *) memory;
	uint64_t *limb = (uint64_t *) (window + count);
	uint64_t one[CPE_EXACT_LIMBS];

	for (int i = 0; i < count; i++)
	{
		const char *after;

		if (!skip(text, " ") || !skip(text, names[i]) || !skip(text, "="))
			return false;
		after = cpe_exact_parse(*text, &window[i], one);
		if (after == NULL)
			return false;
		*text = after;
		memcpy(limb, one, sizeof(uint64_t) * (size_t) window[i].count);
		limb += window[i].count;
	}
	return true;
}

static bool
skip_population(const char **text, double *population)
{
	static const char *const name[] = {"population"};
	uint64_t memory[1 + CPE_EXACT_LIMBS];
	struct cpe_sums sums;
	struct cpe_total again;

	*population = 0;
	if (skip(text, " population=-"))
		return true;
	if (!skip_sums(text, name, 1, memory))
		return false;
	sums = cpe_sums_at(memory, 1);
	*population = cpe_exact_value(cpe_sums_get(&sums, 0));
	if (!(*population > 0) || isinf(*population))
		return false;
	cpe_total_open(&again);
	cpe_total_add(&again, population, 1);
	return cpe_exact_compare(cpe_total_exact(&again), cpe_sums_get(&sums, 0)) == 0;
}

/* One stratum or PSU; false also where the text does not go on with one. */
static bool
skip_entry(const char **text, struct building *building, struct reading *reading,
           struct cpe_problem *problem)
{
	struct place *place = &reading->place;

	memset(place, 0, sizeof(*place));
	reading->rows = 0;
	reading->n = 0;
	place->type = CPE_DESIGN_STRATUM;
	if (!skip(text, " stratum="))
	{
		if (building->stratum.type != CPE_DESIGN_STRATUM ||
		    building->stratum.stage == CPE_DESIGN_ROWS || !skip(text, " psu="))
			return false;
		place->type = CPE_DESIGN_PSU;
		place->stage = building->stratum.stage;
	}
	if (!skip_name(text, &place->name, building->arena, problem) ||
	    (place->type == CPE_DESIGN_PSU && place->name.text == NULL))
		return false;
	if ((place->type == CPE_DESIGN_STRATUM || place->stage == CPE_DESIGN_UNITS) &&
	    !skip_population(text, &place->population))
		return false;
	if (place->type == CPE_DESIGN_STRATUM)
	{
		int stage = skip(text, " by=") ? skip_one_of(text, stage_name, 3) : -1;

		if (stage < 0)
			return false;
		place->stage = (enum cpe_design_stage) stage;
	}
	else if (place->stage == CPE_DESIGN_UNITS && place->population == 0)
		return false;
	if (has_counts(place->type, place->stage) &&
	    (!skip_count(text, " rows=", &reading->rows) || !skip_count(text, " n=", &reading->n)))
		return false;
	reading->sums = sums_at_place(place->type, place->stage);
	return skip_sums(text, sum_name[building->design->kind], reading->sums, reading->at.memory);
}

const struct cpe_design *
cpe_design_parse(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	static const char *const wyy_name[] = {"wyy"};
	struct building building;
	struct reading *reading;
	uint64_t wyy[1 + CPE_EXACT_LIMBS] = {0};
	struct cpe_sums whole;
	int kind;

	problem->code = CPE_OK;
	reading = cpe_arena_alloc(arena, 1, sizeof(*reading), problem);
	if (reading == NULL || !open_building(&building, arena, problem))
		return NULL;
	kind = skip(&text, "kind=") ? skip_one_of(&text, kind_name, 3) : -1;
	if (kind >= 0)
		building.design->kind = (uint8_t) kind;
	if (kind == CPE_DESIGN_MEAN && !skip_sums(&text, wyy_name, 1, wyy))
		kind = -1;
	while (kind > CPE_DESIGN_NONE && *text != '\0')
	{
		if (!skip_entry(&text, &building, reading, problem))
			kind = -1;
		else if (!build(&building, reading, problem))
			return NULL;
	}
	if (kind >= 0 && *text == '\0')
	{
		whole = cpe_sums_at(wyy, 1);
		return finish_building(&building, &whole, problem);
	}
	if (problem->code == CPE_OK)
		cpe_problem_set(problem, CPE_SYNTAX,
		                "The text is like \"kind=mean wyy=2p0 stratum=\"a\" population=- by=rows "
		                "rows=2 n=2 wy=1p1 w=1p1 wwyy=1p1 wwy=1p1 ww=1p1\".",
		                NULL, "invalid input syntax for type design");
	return NULL;
}

static unsigned char *
write_sum(unsigned char *at, struct cpe_exact sum)
{
	sum = cpe_exact_trim(sum);
	at = cpe_bytes_write(at, (uint16_t) sum.window.low, 2);
	at = cpe_bytes_write(at, (uint16_t) sum.window.count, 2);
	for (int32_t i = 0; i < sum.window.count; i++)
		at = cpe_bytes_write(at, sum.limb[i], 8);
	return at;
}

/*
 * Version and kind; of a mean w y^2; then each entry: 1 a stratum or 2 a PSU, named or not, stage,
 * the population's bits, length and bytes of the name, and where told rows, n and sums.
 */
#define ENTRY_HEAD 15
unsigned char *
cpe_design_write(const struct cpe_design *design, size_t *length, struct cpe_arena *arena,
                 struct cpe_problem *problem)
{
	/* what is written of an entry is never larger than the entry */
	unsigned char *bytes = cpe_arena_alloc(arena, design->used, 1, problem);
	unsigned char *at = bytes;

	if (bytes == NULL)
		return NULL;
	*at++ = CPE_DESIGN_VERSION;
	*at++ = design->kind;
	for (const struct cpe_design_entry *entry = cpe_design_first(design); entry != NULL;
	     entry = cpe_design_next(design, entry))
	{
		uint64_t population;

		if (entry->type == CPE_DESIGN_WHOLE)
		{
			if (design->kind == CPE_DESIGN_MEAN)
				at = write_sum(at, cpe_design_sum(entry, CPE_DESIGN_WYY));
			continue;
		}
		memcpy(&population, &entry->population, sizeof(population));
		*at++ = entry->type == CPE_DESIGN_STRATUM ? 1 : 2;
		*at++ = entry->named;
		*at++ = entry->stage;
		at = cpe_bytes_write(at, population, 8);
		at = cpe_bytes_write(at, entry->length, 4);
		memcpy(at, entry + 1, entry->length);
		at += entry->length;
		if (has_counts(entry->type, entry->stage))
		{
			at = cpe_bytes_write(at, (uint64_t) entry->rows, 8);
			at = cpe_bytes_write(at, (uint64_t) entry->n, 8);
		}
		for (int i = 0; i < entry->sums; i++)
			at = write_sum(at, cpe_design_sum(entry, i));
	}
	*length = (size_t) (at - bytes);
	return bytes;
}

static bool
read_sums(const unsigned char **at, const unsigned char *end, int count, uint64_t *memory)
{
	struct cpe_window *window = (struct cpe_window *) memory;
	uint64_t *limb = (uint64_t *) (window + count);

	for (int i = 0; i < count; i++)
	{
		if (end - *at < 4)
			return false;
		window[i].low = (int16_t) cpe_bytes_read(*at, 2);
		window[i].count = (int16_t) cpe_bytes_read(*at + 2, 2);
		*at += 4;
		if (window[i].count < 0 || window[i].low < CPE_EXACT_LOWEST ||
		    window[i].low + window[i].count > CPE_EXACT_HIGHEST ||
		    (end - *at) / 8 < window[i].count)
			return false;
		for (int32_t j = 0; j < window[i].count; j++, *at += 8)
			*limb++ = cpe_bytes_read(*at, 8);
	}
	return true;
}

/* One stratum or PSU from its bytes. */
static bool
read_entry(const unsigned char **at, const unsigned char *end, const struct building *building,
           struct reading *reading)
{
	struct place *place = &reading->place;
	uint64_t population;
	bool stratum;

	memset(place, 0, sizeof(*place));
	reading->rows = 0;
	reading->n = 0;
	if (end - *at < ENTRY_HEAD || (*at)[0] < 1 || (*at)[0] > 2 || (*at)[1] > 1 ||
	    (*at)[2] > CPE_DESIGN_UNITS)
		return false;
	stratum = (*at)[0] == 1;
	place->type = stratum ? CPE_DESIGN_STRATUM : CPE_DESIGN_PSU;
	place->stage = (enum cpe_design_stage)(*at)[2];
	place->name.text = (*at)[1] ? (const char *) *at + ENTRY_HEAD : NULL;
	population = cpe_bytes_read(*at + 3, 8);
	memcpy(&place->population, &population, sizeof(population));
	place->name.length = cpe_bytes_read(*at + 11, 4);
	*at += ENTRY_HEAD;
	/* zero is written as no bits at all, and not as minus zero */
	if ((population != 0 && !(place->population > 0)) || isinf(place->population) ||
	    place->name.length > (size_t) (end - *at) ||
	    (place->name.text == NULL && place->name.length > 0) ||
	    (place->name.length > 0 && memchr(place->name.text, '\0', place->name.length) != NULL))
		return false;
	if (!stratum &&
	    (building->stratum.type != CPE_DESIGN_STRATUM || building->stratum.stage != place->stage ||
	     place->stage == CPE_DESIGN_ROWS || place->name.text == NULL ||
	     (place->population > 0) != (place->stage == CPE_DESIGN_UNITS)))
		return false;
	*at += place->name.length;
	if (has_counts(place->type, place->stage))
	{
		if (end - *at < 16)
			return false;
		reading->rows = (int64_t) cpe_bytes_read(*at, 8);
		reading->n = (int64_t) cpe_bytes_read(*at + 8, 8);
		*at += 16;
	}
	reading->sums = sums_at_place(place->type, place->stage);
	return read_sums(at, end, reading->sums, reading->at.memory);
}

const struct cpe_design *
cpe_design_read(const unsigned char *bytes, size_t length, struct cpe_arena *arena,
                struct cpe_problem *problem)
{
	const unsigned char *at = bytes;
	const unsigned char *end = bytes + length;
	struct building building;
	struct reading *reading = cpe_arena_alloc(arena, 1, sizeof(*reading), problem);
	uint64_t wyy[1 + CPE_EXACT_LIMBS] = {0};
	struct cpe_sums whole;
	bool good;

	if (reading == NULL || !open_building(&building, arena, problem))
		return NULL;
	good = length >= 2 && at[0] == CPE_DESIGN_VERSION && at[1] <= CPE_DESIGN_RATIO;
	if (good)
	{
		building.design->kind = at[1];
		at += 2;
		good = building.design->kind != CPE_DESIGN_NONE || at == end;
	}
	if (good && building.design->kind == CPE_DESIGN_MEAN)
		good = read_sums(&at, end, 1, wyy);
	while (good && at < end)
	{
		good = read_entry(&at, end, &building, reading);
		if (good && !build(&building, reading, problem))
			return NULL;
	}
	if (!good)
	{
		cpe_problem_set(problem, CPE_BINARY, NULL, NULL, "invalid binary form of type design");
		return NULL;
	}
	whole = cpe_sums_at(wyy, 1);
	return finish_building(&building, &whole, problem);
}
