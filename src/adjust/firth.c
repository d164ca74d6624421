#include "adjust/firth.h"

#include <math.h>
#include <string.h>

#include "adjust/logistic.h"
#include "base/distribution.h"

#define STEP_CONVERGED 1e-10
#define SCORE_CONVERGED 1e-12
#define STEP_ROUNDING 1e-7
#define STEP_LARGEST 5 /* of a parameter */
#define REMEMBERED 10
#define HALVINGS 30

/* In the search for limits: others need no more, since they are where the objective is flat. */
#define PROFILE_STEP 1e-9
#define PROFILE_ROUNDS 60
#define PROFILE_ITERATIONS 500 /* far from the maximum the others have further to go */
#define PROFILE_NEAR 1e-7      /* the last Newton step to a limit, relative to its distance */
#define PROFILE_JUMP 1e-9      /* the same, of bounds between which the profile jumps */
#define PROFILE_FURTHER 2
#define PROFILE_DISTANCE 10000 /* standard errors, beyond which no limit is sought */

/* Two successive points: how far they are apart, and how the score fell. */
struct remembered
{
	double *move;
	double *fall;
	double product; /* of the two, positive */
};

/* Vectors over parameters have the organisations' before the columns'. */
struct cpe_firth
{
	const struct cpe_frame *frame;
	struct cpe_logistic at;
	struct cpe_arrow information;
	struct cpe_arrow augmented; /* with weights w p (1 - p) (1 + h): what steps are solved with */
	int32_t organisations;      /* that have a parameter */
	int32_t size;               /* parameters */
	double *here;               /* the parameters, where the objective was last taken */
	double *from;               /* where the last step started, */
	double *from_score;         /* and the score there */
	double *score;              /* of the penalised likelihood; 0 of what is not to move */
	double *step;
	struct remembered memory[REMEMBERED]; /* the oldest first */
	int memories;
	double *solved_share;  /* by organisation and column: inverse of the columns' block * share */
	double *effect_spread; /* by organisation: its element of the inverse */
	double *weight;        /* by cell: of the augmented information */
	bool *left_out;        /* columns found to be aliased */
	int fixed;             /* a column that stays; -1: none */
	double fixed_score;    /* of that column */
	double total;          /* sum of w */
	double likelihood;
	double penalised;
};

static double *
columns_of(const struct cpe_firth *firth, double *vector)
{
	return vector + firth->organisations;
}

static bool
open_vectors(struct cpe_firth *firth, struct cpe_arena *arena, struct cpe_problem *problem)
{
	double **vector[5 + 2 * REMEMBERED] = {&firth->here, &firth->from, &firth->from_score,
	                                       &firth->score, &firth->step};

	for (int i = 0; i < REMEMBERED; i++)
	{
		vector[5 + 2 * i] = &firth->memory[i].move;
		vector[6 + 2 * i] = &firth->memory[i].fall;
	}
	for (int i = 0; i < 5 + 2 * REMEMBERED; i++)
	{
		*vector[i] = cpe_arena_alloc(arena, firth->size, sizeof(double), problem);
		if (*vector[i] == NULL)
			return false;
	}
	return true;
}

static bool
firth_open(struct cpe_firth *firth, const struct cpe_frame *frame, struct cpe_arena *arena,
           struct cpe_problem *problem)
{
	int32_t organisations = frame->absorbed ? frame->organisations : 0;

	firth->frame = frame;
	firth->organisations = organisations;
	firth->size = organisations + frame->columns;
	firth->fixed = -1;
	if (!cpe_logistic_open(&firth->at, frame, true, arena, problem) ||
	    !cpe_arrow_open(&firth->information, organisations, frame->columns, arena, problem) ||
	    !cpe_arrow_open(&firth->augmented, organisations, frame->columns, arena, problem) ||
	    !open_vectors(firth, arena, problem))
		return false;
	firth->solved_share =
		cpe_arena_alloc(arena, (size_t) organisations * frame->columns, sizeof(double), problem);
	if (firth->solved_share == NULL)
		return false;
	firth->effect_spread = cpe_arena_alloc(arena, organisations, sizeof(double), problem);
	if (firth->effect_spread == NULL)
		return false;
	firth->weight = cpe_arena_alloc(arena, frame->cells, sizeof(double), problem);
	if (firth->weight == NULL)
		return false;
	firth->left_out = cpe_arena_alloc(arena, frame->columns, sizeof(bool), problem);
	return firth->left_out != NULL;
}

static void
leave_out(const struct cpe_firth *firth, struct cpe_arrow *arrow)
{
	for (int c = 0; c < firth->frame->columns; c++)
		if (firth->left_out[c])
			cpe_arrow_leave_out(arrow, c);
}

/* The information matrix at the parameters, factored. */
static bool
fill_information(const struct cpe_firth *firth, struct cpe_arrow *information,
                 struct cpe_arena *arena, struct cpe_problem *problem)
{
	cpe_arrow_clear(information);
	if (!cpe_arrow_add(information, firth->frame, firth->at.weight, arena, problem))
		return false;
	leave_out(firth, information);
	return cpe_arrow_factor(information, arena, problem);
}

/* The likelihood and its penalty at the parameters. */
static bool
evaluate(struct cpe_firth *firth, struct cpe_arena *arena, struct cpe_problem *problem)
{
	if (!cpe_logistic_at(&firth->at, firth->frame->absorbed ? firth->here : NULL,
	                     columns_of(firth, firth->here), arena, problem) ||
	    !fill_information(firth, &firth->information, arena, problem) ||
	    !cpe_logistic_likelihood(&firth->at, NULL, &firth->likelihood, arena, problem))
		return false;
	firth->penalised = firth->likelihood + firth->information.log_determinant / 2;
	return true;
}

/* ---- leverages ---- */

/* A row of a packed symmetric matrix times a vector. */
static double
packed_row(const double *matrix, int row, const double *vector, int columns)
{
	double sum = 0;

	for (int c = 0; c < columns; c++)
		sum += matrix[c < row ? CPE_PACKED(row, c) : CPE_PACKED(c, row)] * vector[c];
	return sum;
}

/* What of the inverse is the same for all cells of an organisation. */
static bool
prepare_organisations(struct cpe_firth *firth, struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_arrow *information = &firth->information;
	int columns = information->columns;

	for (int32_t j = 0; j < firth->organisations; j++)
	{
		const double *share = &information->share[(size_t) j * columns];
		double *solved = &firth->solved_share[(size_t) j * columns];
		double diagonal = information->diagonal[j];

		if (!cpe_arena_poll(arena, problem))
			return false;
		firth->effect_spread[j] = diagonal > 0 ? 1 / diagonal : 0;
		for (int c = 0; c < columns; c++)
		{
			solved[c] = packed_row(information->inverse, c, share, columns);
			firth->effect_spread[j] += share[c] * solved[c];
		}
	}
	return true;
}

/* A pattern's row times a vector over columns. */
static double
row_times(const struct cpe_frame *frame, int32_t pattern, const double *vector)
{
	double sum = 0;

	for (int64_t e = frame->entry[pattern]; e < frame->entry[pattern + 1]; e++)
		sum += (frame->entry_value ? frame->entry_value[e] : 1) * vector[frame->entry_column[e]];
	return sum;
}

/* x' S^-1 x of a pattern's row, S being the columns' block after the organisations. */
static double
row_spread(const struct cpe_firth *firth, int32_t pattern)
{
	const struct cpe_frame *frame = firth->frame;
	const double *inverse = firth->information.inverse;
	double sum = 0;

	for (int64_t e = frame->entry[pattern]; e < frame->entry[pattern + 1]; e++)
	{
		double value = frame->entry_value ? frame->entry_value[e] : 1;
		const double *row = &inverse[CPE_PACKED(frame->entry_column[e], 0)];
		double half = row[frame->entry_column[e]] * value / 2;

		for (int64_t f = frame->entry[pattern]; f < e; f++)
			half += row[frame->entry_column[f]] * (frame->entry_value ? frame->entry_value[f] : 1);
		sum += 2 * value * half;
	}
	return sum;
}

/*
 * The penalised score, and the weights of the augmented information.  h of a respondent is p (1 -
 * p) x' A^-1 x; with it as a constant the second derivatives of what is maximised are the augmented
 * information.
 */
static bool
penalise(struct cpe_firth *firth, struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_frame *frame = firth->frame;
	struct cpe_logistic *at = &firth->at;

	if (!prepare_organisations(firth, arena, problem))
		return false;
	for (int32_t i = 0; i < frame->patterns; i++)
	{
		double spread = row_spread(firth, i);
		double sum = 0;

		if (i % 256 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		for (int32_t cell = frame->first[i]; cell < frame->first[i + 1]; cell++)
		{
			int32_t j = frame->organisation_of[cell];
			double h = spread;
			double more;

			if (firth->organisations > 0)
				h += firth->effect_spread[j] -
				     2 * row_times(frame, i, &firth->solved_share[(size_t) j * frame->columns]);
			more = at->weight[cell] * h; /* w h, of a respondent with h */
			firth->weight[cell] = at->weight[cell] + more * (at->weight[cell] / frame->sum.w[cell]);
			more *= 0.5 - at->fitted[cell];
			at->effect_score[j] += more;
			sum += more;
		}
		cpe_logistic_add_row(frame, i, sum, at->column_score);
	}
	return true;
}

/* ---- steps ---- */

/* The augmented information, factored, and the score; what is not to move has neither. */
static bool
fill_system(struct cpe_firth *firth, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_arrow *augmented = &firth->augmented;
	double *column_score = columns_of(firth, firth->score);

	cpe_arrow_clear(augmented);
	if (!penalise(firth, arena, problem) ||
	    !cpe_arrow_add(augmented, firth->frame, firth->weight, arena, problem))
		return false;
	leave_out(firth, augmented);
	if (firth->fixed >= 0)
		cpe_arrow_leave_out(augmented, firth->fixed);
	if (!cpe_arrow_factor(augmented, arena, problem))
		return false;
	for (int32_t j = 0; j < firth->organisations; j++)
		firth->score[j] = augmented->diagonal[j] > 0 ? firth->at.effect_score[j] : 0;
	for (int c = 0; c < firth->frame->columns; c++)
		column_score[c] = augmented->aliased[c] ? 0 : firth->at.column_score[c];
	if (firth->fixed >= 0)
		firth->fixed_score = firth->at.column_score[firth->fixed];
	return true;
}

/* Adds the last step and what it did to the score to the memory, if the score fell along it. */
static void
remember(struct cpe_firth *firth)
{
	struct remembered *memory = firth->memory;
	struct remembered oldest = memory[0];

	if (firth->memories == REMEMBERED)
	{
		memmove(memory, memory + 1, sizeof(*memory) * (REMEMBERED - 1));
		memory[REMEMBERED - 1] = oldest;
		firth->memories--;
	}
	memory += firth->memories;
	for (int32_t i = 0; i < firth->size; i++)
	{
		memory->move[i] = firth->here[i] - firth->from[i];
		memory->fall[i] = firth->from_score[i] - firth->score[i];
	}
	memory->product = cpe_dot(memory->move, memory->fall, firth->size);
	firth->memories += memory->product > 0;
}

/*
 * The step that the score asks for: by the augmented information, which leaves out how the
 * leverages themselves change, and what the steps before tell of that (limited-memory BFGS, Nocedal
 * 1980).  Its size relative to the parameters.
 */
static double
find_step(struct cpe_firth *firth)
{
	double along[REMEMBERED];
	double largest = 0;

	memcpy(firth->step, firth->score, firth->size * sizeof(double));
	for (int m = firth->memories - 1; m >= 0; m--)
	{
		const struct remembered *memory = &firth->memory[m];

		along[m] = cpe_dot(memory->move, firth->step, firth->size) / memory->product;
		for (int32_t i = 0; i < firth->size; i++)
			firth->step[i] -= along[m] * memory->fall[i];
	}
	cpe_arrow_solve(&firth->augmented, firth->step, columns_of(firth, firth->step));
	for (int m = 0; m < firth->memories; m++)
	{
		const struct remembered *memory = &firth->memory[m];
		double back = cpe_dot(memory->fall, firth->step, firth->size) / memory->product;

		for (int32_t i = 0; i < firth->size; i++)
			firth->step[i] += (along[m] - back) * memory->move[i];
	}
	for (int32_t i = 0; i < firth->size; i++)
		largest = fmax(largest, fabs(firth->step[i]) / (1 + fabs(firth->here[i])));
	return largest;
}

/* The largest derivative, a respondent. */
static double
score_size(const struct cpe_firth *firth)
{
	const double *column_score = firth->score + firth->organisations;
	double size = 0;

	for (int32_t j = 0; j < firth->organisations; j++)
		size = fmax(size, fabs(firth->score[j]));
	for (int c = 0; c < firth->frame->columns; c++)
	{
		double square = firth->information.block[CPE_PACKED(c, c)] / firth->total;

		size = fmax(size, fabs(column_score[c]) / fmax(1, sqrt(square)));
	}
	return size / firth->total;
}

/* Takes the step, cut to the largest allowed and halved until the objective does not fall. */
static bool
take_step(struct cpe_firth *firth, struct cpe_arena *arena, struct cpe_problem *problem)
{
	double now = firth->penalised;
	double largest = 0;
	double part;

	for (int32_t i = 0; i < firth->size; i++)
		largest = fmax(largest, fabs(firth->step[i]));
	part = largest > STEP_LARGEST ? STEP_LARGEST / largest : 1;
	memcpy(firth->from, firth->here, firth->size * sizeof(double));
	memcpy(firth->from_score, firth->score, firth->size * sizeof(double));
	for (int halving = 0; halving < HALVINGS; halving++)
	{
		for (int32_t i = 0; i < firth->size; i++)
			firth->here[i] = firth->from[i] + part * firth->step[i];
		if (!evaluate(firth, arena, problem))
			return false;
		if (firth->penalised >= now - 1e-12 * fabs(now))
			break;
		part /= 2;
	}
	return true;
}

/*
 * Maximises from the parameters on; done: steps are smaller than enough, or as small as rounding
 * allows.
 */
static bool
climb(struct cpe_firth *firth, int max_iterations, double enough, int *iterations, bool *done,
      struct cpe_arena *arena, struct cpe_problem *problem)
{
	double last_gain = INFINITY;

	*done = false;
	firth->memories = 0;
	if (!evaluate(firth, arena, problem))
		return false;
	for (*iterations = 1; *iterations <= max_iterations && !*done; ++*iterations)
	{
		double size;
		double gain;

		if (!fill_system(firth, arena, problem))
			return false;
		if (*iterations > 1)
			remember(firth);
		size = find_step(firth);
		gain = cpe_dot(firth->step, firth->score, firth->size);
		*done =
			(size < enough && (enough > STEP_CONVERGED || score_size(firth) < SCORE_CONVERGED)) ||
			(size < STEP_ROUNDING && gain >= last_gain);
		last_gain = gain;
		if (!take_step(firth, arena, problem))
			return false;
	}
	--*iterations;
	return true;
}

static bool
no_convergence(int max_iterations, struct cpe_problem *problem)
{
	return cpe_problem_set(problem, CPE_INVALID,
	                       "The penalised likelihood's maximum was not reached to the precision "
	                       "that is asked for.",
	                       "Allow more iterations (max_iterations), or use fewer terms.",
	                       "Firth's logistic regression did not converge in %d iterations",
	                       max_iterations);
}

/* Start values, and which columns are aliased there. */
static bool
start(struct cpe_firth *firth, struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_frame *frame = firth->frame;
	double value = cpe_logistic_start(frame, 0.5, 0.5);

	for (int32_t cell = 0; cell < frame->cells; cell++)
		firth->total += frame->sum.w[cell];
	for (int32_t j = 0; j < firth->organisations; j++)
		firth->here[j] = value;
	if (!frame->absorbed && frame->columns > 0 && frame->column[0].term < 0)
		firth->here[0] = value;
	if (!evaluate(firth, arena, problem))
		return false;
	memcpy(firth->left_out, firth->information.aliased, frame->columns * sizeof(bool));
	return true;
}

/* Copies the results out of the workspace. */
static bool
finish(struct cpe_firth *firth, struct cpe_estimate *estimate, struct cpe_arena *arena,
       struct cpe_problem *problem)
{
	const struct cpe_frame *frame = firth->frame;

	estimate->column = cpe_arena_alloc(arena, frame->columns, sizeof(double), problem);
	estimate->fitted = cpe_arena_alloc(arena, frame->cells, sizeof(double), problem);
	if (frame->absorbed)
		estimate->effect = cpe_arena_alloc(arena, frame->organisations, sizeof(double), problem);
	if (estimate->column == NULL || estimate->fitted == NULL ||
	    (frame->absorbed && estimate->effect == NULL) ||
	    !cpe_arrow_open(&estimate->information, firth->organisations, frame->columns, arena,
	                    problem) ||
	    !fill_information(firth, &estimate->information, arena, problem))
		return false;
	memcpy(estimate->column, columns_of(firth, firth->here), frame->columns * sizeof(double));
	memcpy(estimate->fitted, firth->at.fitted, frame->cells * sizeof(double));
	for (int32_t j = 0; j < firth->organisations; j++)
		estimate->effect[j] = estimate->information.diagonal[j] > 0 ? firth->here[j] : 0;
	estimate->logistic = true;
	estimate->dispersion = 1;
	estimate->log_likelihood = firth->likelihood;
	estimate->penalised = firth->penalised;
	estimate->firth = firth;
	return true;
}

enum cpe_fit_end
cpe_firth_fit(const struct cpe_frame *frame, const struct cpe_regression *how,
              struct cpe_arena *arena, struct cpe_estimate *estimate, struct cpe_problem *problem)
{
	struct cpe_firth *firth;
	bool done;

	memset(estimate, 0, sizeof(*estimate));
	if (how->family != CPE_BINOMIAL || how->ridge > 0)
	{
		cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                "Firth's penalty is for logistic regression without a ridge");
		return CPE_FIT_PROBLEM;
	}
	firth = cpe_arena_alloc(arena, 1, sizeof(struct cpe_firth), problem);
	if (firth == NULL || !firth_open(firth, frame, arena, problem) ||
	    !start(firth, arena, problem) ||
	    !climb(firth, how->max_iterations, STEP_CONVERGED, &estimate->iterations, &done, arena,
	           problem))
		return CPE_FIT_PROBLEM;
	if (!done)
	{
		no_convergence(how->max_iterations, problem);
		return CPE_FIT_PROBLEM;
	}
	return finish(firth, estimate, arena, problem) ? CPE_FIT_DONE : CPE_FIT_PROBLEM;
}

/* ---- profiles ---- */

struct profile
{
	struct cpe_firth *firth;
	const struct cpe_estimate *estimate;
	int column;
	double variance; /* of the coefficient */
	struct cpe_arena *arena;
	struct cpe_problem *problem;
};

/*
 * Sets the coefficient to a value and maximises the others anew, from where they would be if the
 * objective were quadratic.  root: sqrt(2 (maximum - what is reached)), which is nearly linear in
 * the value; slope: its derivative.  reached: false when the others did not come to an end.
 */
static bool
profile_at(const struct profile *profile, double value, double *root, double *slope, bool *reached)
{
	struct cpe_firth *firth = profile->firth;
	const struct cpe_estimate *estimate = profile->estimate;
	const struct cpe_arrow *information = &estimate->information;
	int column = profile->column;
	double along = (value - estimate->column[column]) / profile->variance;
	double *columns = columns_of(firth, firth->here);
	int iterations;

	for (int32_t j = 0; j < firth->organisations; j++)
		firth->here[j] =
			information->diagonal[j] > 0
				? estimate->effect[j] + along * cpe_arrow_inverse_mixed(information, j, column)
				: 0;
	for (int c = 0; c < information->columns; c++)
		columns[c] =
			estimate->column[c] +
			along *
				information->inverse[c < column ? CPE_PACKED(column, c) : CPE_PACKED(c, column)];
	columns[column] = value;
	if (!climb(firth, PROFILE_ITERATIONS, PROFILE_STEP, &iterations, reached, profile->arena,
	           profile->problem))
		return false;
	*root = sqrt(fmax(0, 2 * (estimate->penalised - firth->penalised)));
	*slope = -firth->fixed_score / *root;
	return true;
}

/*
 * The next distance to look at: Newton's, or between the bounds; while there is no outer bound,
 * further out by no more than a factor.
 */
static double
next_distance(double distance, double inner, double outer, double newton)
{
	if (newton > inner && newton < fmin(outer, PROFILE_FURTHER * distance))
		return newton;
	return isinf(outer) ? PROFILE_FURTHER * distance : (inner + outer) / 2;
}

/*
 * The limit on one side: Newton's steps for root = wanted between bounds that close in, the outer
 * one unknown at first.  A place where the others come to no end is too far out.  Where the
 * profile has several maxima it may jump over the limit, which then is there.
 */
static bool
profile_limit(const struct profile *profile, double side, double wanted, double *limit)
{
	double centre = profile->estimate->column[profile->column];
	double furthest = PROFILE_DISTANCE * sqrt(profile->variance);
	double inner = 0; /* distances from the centre */
	double outer = INFINITY;
	double distance = wanted * sqrt(profile->variance);

	for (int round = 0; round < PROFILE_ROUNDS && distance <= furthest; round++)
	{
		double root;
		double slope;
		double newton;
		bool reached;

		if (!profile_at(profile, centre + side * distance, &root, &slope, &reached))
			return false;
		if (!reached)
		{
			distance = (inner + distance) / 2;
			continue;
		}
		newton = distance + (wanted - root) / (side * slope);
		*limit = centre + side * newton;
		if (fabs(newton - distance) <= PROFILE_NEAR * distance)
			return true;
		if (root < wanted)
			inner = distance;
		else
			outer = distance;
		distance = next_distance(distance, inner, outer, newton);
		if (outer - inner <= PROFILE_JUMP * distance)
		{
			*limit = centre + side * distance;
			return true;
		}
	}
	*limit = side * INFINITY;
	return distance > furthest || no_convergence(PROFILE_ROUNDS, profile->problem);
}

bool
cpe_firth_profile(const struct cpe_frame *frame, const struct cpe_regression *how,
                  const struct cpe_estimate *estimate, int column, double level,
                  struct cpe_arena *arena, double *low, double *high, double *p,
                  struct cpe_problem *problem)
{
	struct profile profile = {estimate->firth, estimate, column, 0, arena, problem};
	double wanted = cpe_normal_central(level);
	double root = 0;
	double slope;
	bool reached = true;
	bool good;

	(void) frame;
	(void) how;
	*low = *high = *p = NAN;
	if (estimate->information.aliased[column])
		return true;
	profile.variance = estimate->information.inverse[CPE_PACKED(column, column)];
	profile.firth->fixed = column;
	good = profile_limit(&profile, -1, wanted, low) && profile_limit(&profile, 1, wanted, high) &&
	       profile_at(&profile, 0, &root, &slope, &reached);
	profile.firth->fixed = -1;
	if (!good)
		return false;
	if (!reached)
		return no_convergence(PROFILE_ITERATIONS, problem);
	*p = cpe_chi2_upper(root * root, 1);
	return true;
}
