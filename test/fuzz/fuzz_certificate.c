/*
 * Certificates of anything: a small table and a certificate of it from the input's bytes, one
 * number each.  Whatever comes, the check ends with a verdict and a reason; what it verifies with
 * digests that are true keeps no small count in sight.
 */
#include "fuzz.h"

#include <string.h>

#include "suppress/verify.h"

#define MOST 40
#define MOST_STEPS 200

static const char *const labels[] = {NULL, "a", "b", "c", "N", ""};
static const int64_t numbers[] = {0, 1,  2,  3,  4,  5,         6,         7,
                                  9, 10, 12, 20, -1, INT64_MAX, INT64_MIN, INT64_MAX / 2};

/* The input as a source of small numbers; zeros when it is used up. */
struct source
{
	const uint8_t *at;
	size_t left;
};

static unsigned
next(struct source *source, unsigned limit)
{
	if (source->left == 0)
		return 0;
	source->left--;
	return *source->at++ % limit;
}

static int64_t
number(struct source *source)
{
	return numbers[next(source, sizeof(numbers) / sizeof(numbers[0]))];
}

/* Always the same, so that digests are always right. */
static bool
no_digest(const void *bytes, size_t size, unsigned char digest[CPE_DIGEST_SIZE])
{
	MUST(bytes != NULL && size > 0);
	memset(digest, 0, CPE_DIGEST_SIZE);
	return true;
}

static bool
use(struct cpe_arena *arena, const char *text, size_t size, struct cpe_problem *problem)
{
	struct source source = {(const uint8_t *) text, size};
	const char *dim[2 * MOST][3];
	const char *part[4][4];
	const char *const *exempt[2];
	struct cpe_published_cell cell[MOST];
	struct cpe_certified_cell certified[MOST];
	struct cpe_certified_parts parts[4];
	size_t start[MOST_STEPS + 1];
	uint32_t figure[MOST_STEPS];
	int64_t change[MOST_STEPS];
	struct cpe_certificate certificate = {.claim = "fuzz"};
	struct cpe_verdict verdict;
	int dims = 1 + (int) next(&source, 3);
	size_t cells = next(&source, MOST);
	size_t steps = 0;

	certificate.dims = dims;
	certificate.threshold = number(&source);
	certificate.zeros = next(&source, 4);
	certificate.range = next(&source, 2);
	certificate.numerator = next(&source, 2);
	certificate.distinct = next(&source, 8) == 7;
	certificate.national = next(&source, 8) == 7;
	certificate.hidden = next(&source, MOST / 2);
	certificate.unpublished = next(&source, 4);
	certificate.exempt = next(&source, 3);
	certificate.parts_count = next(&source, 5);
	for (size_t i = 0; i < cells + certificate.hidden + certificate.unpublished; i++)
	{
		for (int d = 0; d < dims; d++)
			dim[i][d] = labels[next(&source, sizeof(labels) / sizeof(labels[0]))];
		if (i < cells)
			cell[i] = (struct cpe_published_cell){dim[i],
			                                      (enum cpe_published) next(&source, 5),
			                                      next(&source, 4) > 0,
			                                      next(&source, 4) == 3,
			                                      number(&source),
			                                      number(&source)};
		else
			certified[i - cells] =
				(struct cpe_certified_cell){dim[i], next(&source, 4) == 3, number(&source),
			                                number(&source), next(&source, 8) == 7};
	}
	if (cells + certificate.hidden + certificate.unpublished == 0)
		certificate.exempt = 0;
	for (size_t i = 0; i < certificate.exempt; i++)
		exempt[i] =
			dim[next(&source, MOST) % (cells + certificate.hidden + certificate.unpublished)];
	for (size_t i = 0; i < certificate.parts_count; i++)
	{
		parts[i] = (struct cpe_certified_parts){
			(int) next(&source, 5) - 1, labels[next(&source, 6)], next(&source, 5), part[i]};
		for (size_t p = 0; p < parts[i].parts; p++)
			part[i][p] = labels[next(&source, 6)];
	}
	while (source.left > 0 && certificate.moves < MOST_STEPS - 8 && steps < MOST_STEPS - 8)
	{
		start[certificate.moves++] = steps;
		for (unsigned s = next(&source, 8); s > 0; s--)
		{
			figure[steps] = next(&source, 250) == 249 ? UINT32_MAX : next(&source, MOST);
			change[steps++] = next(&source, 2) ? number(&source) : -(number(&source) / 2);
		}
	}
	start[certificate.moves] = steps;
	certificate.cell = certified;
	certificate.exempt_dim = exempt;
	certificate.parts = parts;
	certificate.move_start = start;
	certificate.move_figure = figure;
	certificate.move_change = change;
	for (int turn = 0; turn < 2; turn++)
	{
		if (!cpe_verify(arena, cell, cells, dims, &certificate, no_digest, &verdict, problem))
			return false;
		MUST(verdict.verified == (verdict.reason[0] == '\0'));
		MUST(strlen(verdict.reason) < sizeof(verdict.reason));
		/* once more with the counts that it found */
		certificate.cells = verdict.cells;
		certificate.primary = verdict.primary;
		certificate.complementary = verdict.complementary;
		certificate.cost = verdict.cost;
	}
	for (size_t i = 0; verdict.verified && i < cells; i++)
		MUST(cell[i].published != CPE_PUBLISHED_SHOWN || certificate.exempt > 0 ||
		     certificate.national != 0 || cell[i].value < 1 ||
		     cell[i].value > certificate.threshold);
	return true;
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	fuzz_with_arenas(use, data, size);
}
