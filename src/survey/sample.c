#include "survey/sample.h"

#include <math.h>
#include <string.h>

const char *const cpe_sample_kind_name[CPE_SAMPLE_KINDS] = {"percent", "rating", "filter",
                                                            "unscored"};
const char *const cpe_sample_class_name[CPE_SAMPLE_CLASSES] = {"positive", "negative", "excluded"};

/* ---- people: all of it invented but the names of the tumour groups ---- */

const char *const cpe_sample_group_name[CPE_SAMPLE_GROUPS] = {
	"Brain and CNS", "Breast",       "Colorectal", "Gynaecological", "Haematological",
	"Head and Neck", "Lung",         "Other",      "Prostate",       "Sarcoma",
	"Skin",          "Upper Gastro", "Urological"};
const char *const cpe_sample_age_name[CPE_SAMPLE_AGES] = {"16-24", "25-34", "35-44", "45-54",
                                                          "55-64", "65-74", "75-84", "85+"};
const char *const cpe_sample_sex_name[CPE_SAMPLE_SEXES] = {"Male", "Female"};
const char *const cpe_sample_ethnicity_name[CPE_SAMPLE_ETHNICITIES] = {"White", "Mixed", "Asian",
                                                                       "Black", "Other"};

enum age_mix
{
	AGES_USUAL,
	AGES_YOUNGER,
	AGES_PROSTATE
};

/* Of 1,000 people. */
static const int age_share[][CPE_SAMPLE_AGES] = {{5, 12, 30, 90, 205, 350, 250, 58},
                                                 {6, 30, 90, 210, 260, 250, 126, 28},
                                                 {0, 0, 5, 55, 225, 440, 235, 40}};
static const int ethnicity_share[CPE_SAMPLE_ETHNICITIES] = {905, 8, 32, 22, 8};
#define DEPRIVATIONS 5
static const int deprivation_share[DEPRIVATIONS] = {165, 185, 205, 220, 225};

static const struct
{
	int men; /* of 1,000 */
	enum age_mix ages;
} group_people[CPE_SAMPLE_GROUPS] = {{560, AGES_YOUNGER}, {8, AGES_YOUNGER}, {560, AGES_USUAL},
                                     {0, AGES_YOUNGER},   {570, AGES_USUAL}, {700, AGES_USUAL},
                                     {520, AGES_USUAL},   {500, AGES_USUAL}, {1000, AGES_PROSTATE},
                                     {520, AGES_YOUNGER}, {540, AGES_USUAL}, {640, AGES_USUAL},
                                     {730, AGES_USUAL}};

/* ---- bits from seeds ---- */

#define GOLDEN UINT64_C(0x9e3779b97f4a7c15)

/* Purposes of keys beside the questions, which take 0, 1, ... and, for roundings, -1, -2, ... */
enum
{
	KEY_GROUP = 1000,
	KEY_PEOPLE,
	KEY_MISTAKE,
	KEY_MISTAKEN
};

/* Every bit in shows in every bit out (the finalizer of SplitMix64). */
static uint64_t
scramble(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static uint64_t
next_bits(uint64_t *state)
{
	return scramble(*state += GOLDEN);
}

static uint64_t
key_for(uint64_t base, int purpose)
{
	return scramble(base + GOLDEN * (uint64_t) (int64_t) (purpose * 2 + 1));
}

/* The key of one trust's people, from the trust's code alone: other trusts do not matter. */
static uint64_t
trust_key(uint64_t seed, const char *code)
{
	uint64_t key = scramble(seed + GOLDEN);

	for (; *code; code++)
		key = scramble(key + GOLDEN * (unsigned char) *code);
	return key;
}

/* Fewer bits than these do not mix evenly in so few rounds; one element needs none. */
#define LEAST_BITS 8

void
cpe_shuffle_open(struct cpe_shuffle *shuffle, uint32_t size, uint64_t key)
{
	int bits = size > 1 ? LEAST_BITS : 0;

	while (bits < 32 && (uint64_t) size > UINT64_C(1) << bits)
		bits++;
	shuffle->size = size;
	shuffle->mask = (uint32_t) ((UINT64_C(1) << bits) - 1);
	shuffle->shift = bits < 2 ? 1 : (bits + 1) / 2;
	for (int i = 0; i < CPE_SHUFFLE_ROUNDS; i++)
	{
		uint64_t random = next_bits(&key);

		shuffle->multiply[i] = (uint32_t) random | 1;
		shuffle->add[i] = (uint32_t) (random >> 32);
	}
}

/*
 * Each step is one to one on the numbers below the power of two, so walking on while the result is
 * outside 0 to size - 1 is one to one within.  It takes less than two walks on average, but for
 * small sizes.
 */
static inline uint32_t
shuffle_at(const struct cpe_shuffle *shuffle, uint32_t i)
{
	do
		for (int round = 0; round < CPE_SHUFFLE_ROUNDS; round++)
		{
			i = (i * shuffle->multiply[round] + shuffle->add[round]) & shuffle->mask;
			i ^= i >> shuffle->shift;
		}
	while (i >= shuffle->size);
	return i;
}

uint32_t
cpe_shuffle_at(const struct cpe_shuffle *shuffle, uint32_t i)
{
	return shuffle_at(shuffle, i);
}

/* ---- whole numbers in proportion ---- */

/*
 * Shares a total out by weights: largest remainders, the first of equals.  The weights' sum times
 * the total stays below 2^63.
 */
static void
apportion(const int64_t *weight, int count, int64_t total, int64_t *part)
{
	int64_t remainder[CPE_SAMPLE_MOST_OPTIONS + CPE_SAMPLE_GROUPS];
	int64_t sum = 0;
	int64_t left = total;

	for (int i = 0; i < count; i++)
		sum += weight[i];
	for (int i = 0; i < count; i++)
	{
		part[i] = sum ? weight[i] * total / sum : 0;
		remainder[i] = sum ? weight[i] * total % sum : 0;
		left -= part[i];
	}
	for (; sum && left > 0; left--)
	{
		int most = 0;

		for (int i = 1; i < count; i++)
			if (remainder[i] > remainder[most])
				most = i;
		part[most]++;
		remainder[most] = -1;
	}
}

/* ---- a trust's people, ready to be asked ---- */

#define MOST_PARTS (CPE_SAMPLE_MOST_OPTIONS + 1)

/* One question in one trust: who is asked, and where in the shuffle which answer begins. */
struct ballot
{
	struct cpe_shuffle shuffle; /* of the asked */
	int parts;
	int32_t end[MOST_PARTS]; /* of the last the number asked; behind it the largest there is */
	int32_t code[MOST_PARTS];
};

struct cpe_sample
{
	struct cpe_arena *arena;
	const struct cpe_sample_frame *frame;
	uint64_t seed;
	int64_t size;
	int64_t *first;     /* by trust: its first respondent; one more for the end */
	int *people;        /* by trust: respondents of the real survey */
	int64_t *national;  /* by position: scored answers where the positive ones are known ... */
	int64_t *positives; /* ... and those */
	int rating;         /* national mean in hundredths */
	int children;       /* questions behind a filter */
	int child[CPE_SAMPLE_MOST_QUESTIONS];
	int64_t mistaken; /* respondents with a planted mistake: the first of this shuffle */
	struct cpe_shuffle mistakes;
	/* the trust at hand */
	int trust; /* -1 when none is */
	uint64_t people_key;
	uint64_t mistake_key;
	struct ballot group;
	struct ballot ballot[CPE_SAMPLE_MOST_QUESTIONS];
};

/* A number of the real survey at the size asked for; keeps order, 0 and the whole. */
struct scale
{
	int64_t from;
	int64_t to;
	int64_t offset; /* 0 to from - 1: the chance part of the rounding */
};

static int32_t
scaled(const struct scale *scale, int64_t count)
{
	return (int32_t) ((count * scale->to + scale->offset) / scale->from);
}

static struct scale
open_scale(const struct cpe_sample *sample, uint64_t key, int purpose)
{
	struct scale scale;
	int t = sample->trust;

	scale.from = sample->people[t];
	scale.to = sample->first[t + 1] - sample->first[t];
	scale.offset = (int64_t) ((key_for(key, purpose) >> 32) * (uint64_t) sample->people[t] >> 32);
	return scale;
}

/* Parts of a ballot by weights, in the trust's real numbers; the end of the last is returned. */
static int64_t
add_parts(struct ballot *ballot, const struct scale *scale, const int64_t *weight,
          const int32_t *code, int count, int64_t from, int64_t total)
{
	int64_t part[CPE_SAMPLE_MOST_OPTIONS + CPE_SAMPLE_GROUPS];

	apportion(weight, count, total, part);
	for (int i = 0; i < count; i++)
	{
		from += part[i];
		ballot->end[ballot->parts] = scaled(scale, from);
		ballot->code[ballot->parts++] = code[i];
	}
	return from;
}

/* The options of a class with their shares, as weights. */
static int
options_of(const struct cpe_sample_question *question, enum cpe_sample_class class, int64_t *weight,
           int32_t *code)
{
	int count = 0;

	for (int i = 0; i < question->options; i++)
		if (question->class[i] == class)
		{
			weight[count] = question->share[i];
			code[count++] = i + 1;
		}
	return count;
}

/* The largest number of scored answers among the questions behind a filter, in one trust. */
static int64_t
most_behind(const struct cpe_sample_frame *frame, const struct cpe_sample_trust *trust, int filter)
{
	int64_t most = 0;

	for (int q = filter + 1; q < frame->questions; q++)
		if (frame->question[q].parent == filter && frame->question[q].position >= 0 &&
		    trust->scored[frame->question[q].position] > most)
			most = trust->scored[frame->question[q].position];
	return most;
}

/*
 * Positive answers of a question in a trust.  Where they are not published it is the national rate,
 * and no fewer than the questions behind it need.
 */
static int64_t
positives_of(const struct cpe_sample *sample, int t, int q)
{
	const struct cpe_sample_trust *trust = &sample->frame->trust[t];
	int position = sample->frame->question[q].position;
	int64_t n = trust->scored[position];
	int64_t national = sample->national[position];
	int64_t need;

	if (trust->positive[position] != CPE_SAMPLE_UNKNOWN)
		return trust->positive[position];
	need = most_behind(sample->frame, trust, q);
	n = national ? (2 * n * sample->positives[position] + national) / (2 * national) : 0;
	return n < need ? need : n;
}

/* Those of a filter whom it leads on, one in a hundred more than answered any question behind. */
static int64_t
led_on(const struct cpe_sample *sample, int t, int q)
{
	int64_t people = sample->people[t];
	int64_t most = most_behind(sample->frame, &sample->frame->trust[t], q);
	int64_t more = most / 100;

	return most + more < people ? most + more : people;
}

/* How many a question was asked of, in the trust's real numbers. */
static int64_t
asked_of(const struct cpe_sample *sample, int t, int q)
{
	int parent = sample->frame->question[q].parent;

	if (parent < 0)
		return sample->people[t];
	return sample->frame->question[parent].kind == CPE_SAMPLE_FILTER
	           ? led_on(sample, t, parent)
	           : positives_of(sample, t, parent);
}

/* Everybody behind the last part said nothing. */
static void
close_ballot(struct ballot *ballot, int32_t asked)
{
	ballot->end[ballot->parts] = asked;
	ballot->code[ballot->parts++] = CPE_SAMPLE_BLANK;
	for (int i = ballot->parts; i < MOST_PARTS; i++)
		ballot->end[i] = INT32_MAX;
}

/*
 * One of fifty who are asked leaves the question out: where the counts leave room, and no more than
 * half of it.
 */
#define LEFT_OUT 50

static void
fill_percent(struct ballot *ballot, const struct cpe_sample *sample, int q,
             const struct scale *scale)
{
	const struct cpe_sample_question *question = &sample->frame->question[q];
	int64_t n = sample->frame->trust[sample->trust].scored[question->position];
	int64_t k = positives_of(sample, sample->trust, q);
	int64_t asked = asked_of(sample, sample->trust, q);
	int64_t room = (asked - n) / 2;
	int64_t blank = asked / LEFT_OUT < room ? asked / LEFT_OUT : room;
	int64_t total[CPE_SAMPLE_CLASSES] = {k, n - k, asked - n - blank};
	int64_t at = 0;

	for (int class = 0; class < CPE_SAMPLE_CLASSES; class ++)
	{
		int64_t weight[CPE_SAMPLE_MOST_OPTIONS];
		int32_t code[CPE_SAMPLE_MOST_OPTIONS];
		int count = options_of(question, class, weight, code);

		if (count > 0)
			at = add_parts(ballot, scale, weight, code, count, at, total[class]);
	}
}

static void
fill_filter(struct ballot *ballot, const struct cpe_sample *sample, int q,
            const struct scale *scale)
{
	int64_t asked = asked_of(sample, sample->trust, q);
	int64_t on = led_on(sample, sample->trust, q);
	int64_t weight[2] = {on, asked - on - (asked - on) / LEFT_OUT};
	int32_t code[2] = {1, 2};

	add_parts(ballot, scale, weight, code, 2, 0, weight[0] + weight[1]);
}

static void
fill_unscored(struct ballot *ballot, const struct cpe_sample *sample, int q,
              const struct scale *scale)
{
	const struct cpe_sample_question *question = &sample->frame->question[q];
	int64_t asked = asked_of(sample, sample->trust, q);
	int64_t weight[CPE_SAMPLE_MOST_OPTIONS];
	int32_t code[CPE_SAMPLE_MOST_OPTIONS];

	for (int i = 0; i < question->options; i++)
	{
		weight[i] = question->share[i];
		code[i] = i + 1;
	}
	add_parts(ballot, scale, weight, code, question->options, 0, asked - asked / LEFT_OUT);
}

/*
 * The national distribution, with as many people one point up or down, from each rating in
 * proportion, as make the sum right; again where one point is not enough.
 */
static void
fill_rating(struct ballot *ballot, const struct cpe_sample *sample, int q,
            const struct scale *scale)
{
	const struct cpe_sample_question *question = &sample->frame->question[q];
	const struct cpe_sample_trust *trust = &sample->frame->trust[sample->trust];
	int top = question->options - 1;
	int64_t mean = trust->rating == CPE_SAMPLE_UNKNOWN ? sample->rating : trust->rating;
	int64_t n = scaled(scale, trust->scored[question->position]);
	int64_t want = (mean * n + 50) / 100;
	int64_t weight[CPE_SAMPLE_MOST_OPTIONS];
	int64_t count[CPE_SAMPLE_MOST_OPTIONS];
	int32_t end = 0;

	for (int i = 0; i <= top; i++)
		weight[i] = question->share[i];
	apportion(weight, top + 1, n, count);
	for (int pass = 0; pass <= top; pass++)
	{
		int64_t move[CPE_SAMPLE_MOST_OPTIONS];
		int64_t sum = 0;
		int64_t able;
		int64_t moves;
		int step;

		for (int i = 0; i <= top; i++)
			sum += i * count[i];
		if (sum == want)
			break;
		step = sum < want ? 1 : -1;
		memcpy(weight, count, sizeof(weight));
		weight[step > 0 ? top : 0] = 0;
		able = n - count[step > 0 ? top : 0];
		moves = step * (want - sum) < able ? step * (want - sum) : able;
		apportion(weight, top + 1, moves, move);
		for (int i = 0; i <= top; i++)
			if (move[i] > 0)
			{
				count[i] -= move[i];
				count[i + step] += move[i];
			}
	}
	for (int i = top; i >= 0; i--)
	{
		end += (int32_t) count[i];
		ballot->end[ballot->parts] = end;
		ballot->code[ballot->parts++] = i;
	}
}

/* Gets everything ready that the respondents of a trust have in common. */
static bool
turn_to(struct cpe_sample *sample, int t, struct cpe_problem *problem)
{
	const struct cpe_sample_frame *frame = sample->frame;
	uint64_t key = trust_key(sample->seed, frame->trust[t].code);
	int64_t weight[CPE_SAMPLE_GROUPS];
	int32_t code[CPE_SAMPLE_GROUPS];
	struct scale scale;

	if (!cpe_arena_poll(sample->arena, problem))
		return false;
	sample->trust = t;
	sample->people_key = key_for(key, KEY_PEOPLE);
	sample->mistake_key = key_for(key, KEY_MISTAKE);
	for (int i = 0; i < CPE_SAMPLE_GROUPS; i++)
	{
		weight[i] = frame->trust[t].group[i];
		code[i] = i;
	}
	scale = open_scale(sample, key, -1 - KEY_GROUP);
	sample->group.parts = 0;
	add_parts(&sample->group, &scale, weight, code, CPE_SAMPLE_GROUPS, 0, sample->people[t]);
	cpe_shuffle_open(&sample->group.shuffle, (uint32_t) scale.to, key_for(key, KEY_GROUP));
	for (int q = 0; q < frame->questions; q++)
	{
		struct ballot *ballot = &sample->ballot[q];
		int32_t asked;
		int family = q;

		/* One rounding for a filter and all behind it, so that they go on fitting together. */
		while (frame->question[family].parent >= 0)
			family = frame->question[family].parent;
		scale = open_scale(sample, key, -1 - family);
		asked = scaled(&scale, asked_of(sample, t, q));
		ballot->parts = 0;
		switch (frame->question[q].kind)
		{
			case CPE_SAMPLE_PERCENT:
				fill_percent(ballot, sample, q, &scale);
				break;
			case CPE_SAMPLE_RATING:
				fill_rating(ballot, sample, q, &scale);
				break;
			case CPE_SAMPLE_FILTER:
				fill_filter(ballot, sample, q, &scale);
				break;
			default:
				fill_unscored(ballot, sample, q, &scale);
				break;
		}
		close_ballot(ballot, asked);
		cpe_shuffle_open(&ballot->shuffle, (uint32_t) asked, key_for(key, q));
	}
	return true;
}

/* ---- one respondent ---- */

/* Without branches, for which the processor would guess wrong. */
static inline int32_t
drawn(const struct ballot *ballot, uint32_t rank)
{
	int part = 0;

	for (int i = 0; i < MOST_PARTS - 1; i++)
		part += (int32_t) rank >= ballot->end[i];
	return ballot->code[part];
}

/* The part of a list of shares of 1,000 that 16 random bits fall into; -1 behind the last. */
static int
drawn_share(const int *share, int count, uint64_t bits)
{
	int at = (int) ((bits & 0xffff) * 1000 >> 16);

	for (int i = 0; i < count; i++)
		if ((at -= share[i]) < 0)
			return i;
	return -1;
}

enum mistake
{
	MISTAKE_NOT_ROUTED,
	MISTAKE_OUT_OF_RANGE,
	MISTAKE_MISSING_CODE,
	MISTAKE_NO_FILTER,
	MISTAKES
};

static void
plant(const struct cpe_sample *sample, struct cpe_sample_row *row, enum mistake mistake,
      uint64_t bits)
{
	const struct cpe_sample_frame *frame = sample->frame;
	int any = (int) ((bits >> 32) * (uint64_t) frame->questions >> 32);
	int child = -1;
	int blanks = 0;

	if (sample->children > 0)
		child = sample->child[(bits >> 32) * (uint64_t) sample->children >> 32];
	else if (mistake == MISTAKE_NOT_ROUTED || mistake == MISTAKE_NO_FILTER)
		mistake = MISTAKE_OUT_OF_RANGE;
	switch (mistake)
	{
		case MISTAKE_NOT_ROUTED:
			if (row->answer[frame->question[child].parent] == 1)
				row->answer[frame->question[child].parent] = 2;
			if (row->answer[child] == CPE_SAMPLE_BLANK)
				row->answer[child] = 1;
			break;
		case MISTAKE_NO_FILTER:
			row->answer[frame->question[child].parent] = CPE_SAMPLE_BLANK;
			if (row->answer[child] == CPE_SAMPLE_BLANK)
				row->answer[child] = 1;
			break;
		case MISTAKE_OUT_OF_RANGE:
			/* a misread or mistyped code, so where there was an answer */
			for (int i = 0; i < frame->questions && row->answer[any] == CPE_SAMPLE_BLANK; i++)
				any = (any + 1) % frame->questions;
			row->answer[any] = bits & 1 ? 99
			                            : frame->question[any].options +
			                                  (frame->question[any].kind != CPE_SAMPLE_RATING);
			break;
		default:
			for (int q = 0; q < frame->questions; q++)
				if (row->answer[q] == CPE_SAMPLE_BLANK)
				{
					row->answer[q] = 999;
					blanks++;
				}
			if (blanks == 0)
				row->answer[any] = 999;
			break;
	}
}

bool
cpe_sample_row(struct cpe_sample *sample, int64_t i, struct cpe_sample_row *row,
               struct cpe_problem *problem)
{
	const struct cpe_sample_frame *frame = sample->frame;
	uint32_t rank[CPE_SAMPLE_MOST_QUESTIONS];
	uint32_t person;
	uint64_t bits;
	int t = sample->trust;

	if (i < 0 || i >= sample->size)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL, "no such respondent");
	if (t < 0 || i < sample->first[t] || i >= sample->first[t + 1])
	{
		int low = 0;
		int high = frame->trusts - 1;

		while (low < high)
		{
			int middle = (low + high + 1) / 2;

			if (sample->first[middle] <= i)
				low = middle;
			else
				high = middle - 1;
		}
		t = low;
		if (!turn_to(sample, t, problem))
			return false;
	}
	person = (uint32_t) (i - sample->first[t]);
	row->trust = t;
	row->group = drawn(&sample->group, shuffle_at(&sample->group.shuffle, person));
	bits = scramble(sample->people_key + GOLDEN * person);
	row->sex = (int) ((bits & 0xffff) * 1000 >> 16) >= group_people[row->group].men;
	row->age = drawn_share(age_share[group_people[row->group].ages], CPE_SAMPLE_AGES, bits >> 16);
	row->ethnicity = drawn_share(ethnicity_share, CPE_SAMPLE_ETHNICITIES, bits >> 32);
	row->deprivation = 1 + drawn_share(deprivation_share, DEPRIVATIONS, bits >> 48);
	for (int q = 0; q < frame->questions; q++)
	{
		const struct ballot *ballot = &sample->ballot[q];
		uint32_t asked = person;

		if (frame->question[q].parent >= 0)
			asked = rank[frame->question[q].parent];
		if (asked >= ballot->shuffle.size)
		{
			rank[q] = UINT32_MAX;
			row->answer[q] = CPE_SAMPLE_BLANK;
			continue;
		}
		rank[q] = shuffle_at(&ballot->shuffle, asked);
		row->answer[q] = drawn(ballot, rank[q]);
	}
	if (sample->mistaken > 0)
	{
		uint32_t order = shuffle_at(&sample->mistakes, (uint32_t) i);

		if (order < sample->mistaken)
			plant(sample, row, order % MISTAKES, scramble(sample->mistake_key + GOLDEN * person));
	}
	return true;
}

/* ---- opening ---- */

static bool
bad_frame(struct cpe_problem *problem, const char *what, int at)
{
	return cpe_problem_set(problem, CPE_INVALID, "The tables of the sample are not as shipped.",
	                       NULL, "margins of the sample do not fit together: %s %d", what, at + 1);
}

/* What the computing relies on; the tables could have been changed. */
static bool
check_questions(const struct cpe_sample_frame *frame, struct cpe_problem *problem)
{
	if (frame->questions > CPE_SAMPLE_MOST_QUESTIONS)
		return bad_frame(problem, "questions", frame->questions - 1);
	for (int q = 0; q < frame->questions; q++)
	{
		const struct cpe_sample_question *question = &frame->question[q];
		bool counted = question->kind == CPE_SAMPLE_PERCENT || question->kind == CPE_SAMPLE_RATING;
		int most[CPE_SAMPLE_CLASSES] = {0};
		int sum = 0;

		if (question->options < 1 || question->options > CPE_SAMPLE_MOST_OPTIONS ||
		    (question->kind == CPE_SAMPLE_FILTER && question->options != 2) ||
		    question->parent >= q || question->parent < -1 ||
		    ((question->kind == CPE_SAMPLE_RATING || question->kind == CPE_SAMPLE_FILTER) &&
		     question->parent >= 0) ||
		    question->position < -1 || question->position >= frame->positions ||
		    counted != (question->position >= 0))
			return bad_frame(problem, "question", q);
		for (int i = 0; i < question->options; i++)
		{
			if (question->share[i] < 0 || question->share[i] > 1000000)
				return bad_frame(problem, "shares of question", q);
			sum += question->share[i];
			if (question->kind == CPE_SAMPLE_PERCENT)
				most[question->class[i]] += question->share[i];
		}
		if (sum == 0 || (question->kind == CPE_SAMPLE_PERCENT &&
		                 (most[CPE_SAMPLE_POSITIVE] == 0 || most[CPE_SAMPLE_NEGATIVE] == 0)))
			return bad_frame(problem, "shares of question", q);
		/* What leads on is the answer 1, and nothing else that is positive. */
		if (question->parent >= 0)
		{
			const struct cpe_sample_question *parent = &frame->question[question->parent];

			if (parent->kind == CPE_SAMPLE_PERCENT)
				for (int i = 0; i < parent->options; i++)
					if ((parent->class[i] == CPE_SAMPLE_POSITIVE) != (i == 0))
						return bad_frame(problem, "filter of question", q);
			if (parent->kind != CPE_SAMPLE_PERCENT && parent->kind != CPE_SAMPLE_FILTER)
				return bad_frame(problem, "filter of question", q);
		}
	}
	return true;
}

/* No trust of the real survey comes near it; with it no product leaves 64 bits. */
#define MOST_PEOPLE 1000000

static bool
check_trusts(const struct cpe_sample *sample, struct cpe_problem *problem)
{
	const struct cpe_sample_frame *frame = sample->frame;

	for (int t = 0; t < frame->trusts; t++)
	{
		const struct cpe_sample_trust *trust = &frame->trust[t];
		bool grouped = false;

		if (trust->rating != CPE_SAMPLE_UNKNOWN && trust->rating < 0)
			return bad_frame(problem, "rating of trust", t);
		for (int i = 0; i < CPE_SAMPLE_GROUPS; i++)
		{
			if (trust->group[i] < 0 || trust->group[i] > MOST_PEOPLE)
				return bad_frame(problem, "tumour groups of trust", t);
			grouped |= trust->group[i] > 0;
		}
		if (!grouped)
			return bad_frame(problem, "tumour groups of trust", t);
		for (int i = 0; i < frame->positions; i++)
			if (trust->scored[i] < 0 || trust->scored[i] > MOST_PEOPLE ||
			    trust->positive[i] < CPE_SAMPLE_UNKNOWN || trust->positive[i] > trust->scored[i])
				return bad_frame(problem, "counts of trust", t);
		if (sample->people[t] == 0)
			return bad_frame(problem, "counts of trust", t);
		for (int q = 0; q < frame->questions; q++)
		{
			const struct cpe_sample_question *question = &frame->question[q];

			if (question->kind == CPE_SAMPLE_RATING &&
			    trust->rating > 100 * (question->options - 1))
				return bad_frame(problem, "rating of trust", t);
			if (question->position >= 0 &&
			    trust->scored[question->position] > asked_of(sample, t, q))
				return bad_frame(problem, "routing in trust", t);
			if (question->kind == CPE_SAMPLE_PERCENT &&
			    positives_of(sample, t, q) > trust->scored[question->position])
				return bad_frame(problem, "routing in trust", t);
		}
	}
	return true;
}

/* National counts of what is known, for where it is not. */
static void
add_up(struct cpe_sample *sample)
{
	const struct cpe_sample_frame *frame = sample->frame;
	int64_t ratings = 0;
	int64_t rated = 0;

	for (int q = 0; q < frame->questions; q++)
		for (int t = 0, i = frame->question[q].position; i >= 0 && t < frame->trusts; t++)
		{
			const struct cpe_sample_trust *trust = &frame->trust[t];

			if (trust->scored[i] > sample->people[t])
				sample->people[t] = trust->scored[i];
			if (trust->positive[i] != CPE_SAMPLE_UNKNOWN)
			{
				sample->national[i] += trust->scored[i];
				sample->positives[i] += trust->positive[i];
			}
			if (frame->question[q].kind == CPE_SAMPLE_RATING && trust->rating > 0)
			{
				ratings += (int64_t) trust->rating * trust->scored[i];
				rated += trust->scored[i];
			}
		}
	sample->rating = rated ? (int) ((2 * ratings + rated) / (2 * rated)) : 0;
}

/* The trusts' sizes: the real ones, or n in proportion by largest remainders. */
static bool
share_out(struct cpe_sample *sample, const int64_t *n, struct cpe_problem *problem)
{
	int trusts = sample->frame->trusts;
	int64_t *remainder = cpe_arena_alloc(sample->arena, trusts, sizeof(int64_t), problem);
	int64_t people = 0;
	int64_t left;

	if (remainder == NULL)
		return false;
	for (int t = 0; t < trusts; t++)
		people += sample->people[t];
	sample->size = n ? *n : people;
	left = sample->size;
	for (int t = 0; t < trusts; t++)
	{
		sample->first[t + 1] = sample->people[t] * sample->size / people;
		remainder[t] = sample->people[t] * sample->size % people;
		left -= sample->first[t + 1];
	}
	for (; left > 0; left--)
	{
		int most = 0;

		for (int t = 1; t < trusts; t++)
			if (remainder[t] > remainder[most])
				most = t;
		sample->first[most + 1]++;
		remainder[most] = -1;
	}
	for (int t = 0; t < trusts; t++)
		sample->first[t + 1] += sample->first[t];
	return true;
}

struct cpe_sample *
cpe_sample_open(struct cpe_arena *arena, const struct cpe_sample_frame *frame, const int64_t *n,
                int64_t seed, double errors, struct cpe_problem *problem)
{
	struct cpe_sample *sample = cpe_arena_alloc(arena, 1, sizeof(*sample), problem);

	if (n && (*n < 0 || *n > CPE_SAMPLE_MOST_RESPONDENTS))
	{
		cpe_problem_set(problem, CPE_INVALID, "It is within 0 and 1000000000.", NULL,
		                "number of respondents out of range: %lld", (long long) *n);
		return NULL;
	}
	if (!(errors >= 0 && errors <= 1))
	{
		cpe_problem_set(problem, CPE_INVALID,
		                "It is the share of respondents with a planted mistake, within 0 and 1.",
		                NULL, "errors out of range: %g", errors);
		return NULL;
	}
	if (sample == NULL || !check_questions(frame, problem))
		return NULL;
	if (frame->trusts < 1 || frame->trusts > 1000)
	{
		bad_frame(problem, "trusts", frame->trusts - 1);
		return NULL;
	}
	sample->arena = arena;
	sample->frame = frame;
	sample->seed = (uint64_t) seed;
	sample->trust = -1;
	sample->first = cpe_arena_alloc(arena, frame->trusts + 1, sizeof(*sample->first), problem);
	sample->people = cpe_arena_alloc(arena, frame->trusts, sizeof(*sample->people), problem);
	sample->national = cpe_arena_alloc(arena, frame->positions, sizeof(int64_t), problem);
	sample->positives = cpe_arena_alloc(arena, frame->positions, sizeof(int64_t), problem);
	if (sample->first == NULL || sample->people == NULL || sample->national == NULL ||
	    sample->positives == NULL)
		return NULL;
	for (int q = 0; q < frame->questions; q++)
		if (frame->question[q].parent >= 0)
			sample->child[sample->children++] = q;
	add_up(sample);
	if (!check_trusts(sample, problem) || !share_out(sample, n, problem))
		return NULL;
	sample->mistaken = (int64_t) floor(errors * (double) sample->size + 0.5);
	cpe_shuffle_open(&sample->mistakes, (uint32_t) sample->size,
	                 key_for(sample->seed, KEY_MISTAKEN));
	return sample;
}

int64_t
cpe_sample_size(const struct cpe_sample *sample)
{
	return sample->size;
}
