#include "fuzz.h"

#include <string.h>

/* libFuzzer's own, by the names and types that it looks for */
extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
extern size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
extern size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);
extern size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *other,
                                        size_t other_size, uint8_t *out, size_t most,
                                        unsigned seed);

/* ---- random numbers (splitmix64) ---- */

uint64_t
fuzz_random(struct fuzz_random *random)
{
	uint64_t x = random->state += UINT64_C(0x9E3779B97F4A7C15);

	x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
	return x ^ (x >> 31);
}

size_t
fuzz_below(struct fuzz_random *random, size_t limit)
{
	return limit == 0 ? 0 : (size_t) (fuzz_random(random) % limit);
}

struct fuzz_random
fuzz_random_of(const uint8_t *data, size_t size)
{
	struct fuzz_random random = {UINT64_C(0xCBF29CE484222325)};

	for (size_t i = 0; i < size; i++)
		random.state = (random.state ^ data[i]) * UINT64_C(0x100000001B3);
	return random;
}

/* ---- arenas ---- */

/* More than any document of these sizes is allowed to take. */
#define MOST_BYTES ((size_t) 512 * 1024 * 1024)

struct fuzz_chunk
{
	struct fuzz_chunk *next;
	void *memory;
};

static void *
take(struct cpe_arena *owner, size_t size)
{
	struct fuzz_arena *arena = (struct fuzz_arena *) owner;
	struct fuzz_chunk *chunk;

	if (arena->allocations++ >= arena->fail_at)
		return NULL;
	MUST(size <= MOST_BYTES - arena->bytes);
	arena->bytes += size;
	chunk = malloc(sizeof(*chunk));
	MUST(chunk != NULL);
	chunk->memory = calloc(1, size);
	MUST(chunk->memory != NULL);
	chunk->next = arena->chunks;
	arena->chunks = chunk;
	return chunk->memory;
}

static bool
stop(struct cpe_arena *owner)
{
	struct fuzz_arena *arena = (struct fuzz_arena *) owner;

	return arena->polls++ >= arena->stop_at;
}

void
fuzz_arena_open(struct fuzz_arena *arena, size_t fail_at, size_t stop_at)
{
	memset(arena, 0, sizeof(*arena));
	arena->arena.alloc = take;
	arena->arena.stop = stop;
	arena->fail_at = fail_at;
	arena->stop_at = stop_at;
}

void
fuzz_arena_close(struct fuzz_arena *arena)
{
	while (arena->chunks != NULL)
	{
		struct fuzz_chunk *chunk = arena->chunks;

		arena->chunks = chunk->next;
		free(chunk->memory);
		free(chunk);
	}
}

static void
check_text(const char *text, size_t size)
{
	size_t length = strnlen(text, size);

	MUST(length < size - 1); /* one that fills its room was cut */
	for (size_t i = 0; i < length; i++)
		MUST(text[i] >= ' ' && text[i] <= '~');
}

void
fuzz_check_problem(const struct cpe_problem *problem)
{
	MUST(problem->code >= CPE_SYNTAX && problem->code <= CPE_CANCELLED);
	check_text(problem->message, sizeof(problem->message));
	check_text(problem->detail, sizeof(problem->detail));
	check_text(problem->hint, sizeof(problem->hint));
	MUST(problem->message[0] != '\0' && problem->message[strlen(problem->message) - 1] != '.');
}

void
fuzz_with_arenas(fuzz_use use, const uint8_t *data, size_t size)
{
	struct fuzz_random random = fuzz_random_of(data, size);
	struct fuzz_arena arena;
	struct cpe_problem problem = {0};
	const char *text = (const char *) data;
	size_t allocations, polls;

	fuzz_arena_open(&arena, FUZZ_NEVER, FUZZ_NEVER);
	if (!use(&arena.arena, text, size, &problem))
	{
		fuzz_check_problem(&problem);
		MUST(problem.code != CPE_NO_MEMORY && problem.code != CPE_CANCELLED);
	}
	allocations = arena.allocations;
	polls = arena.polls;
	fuzz_arena_close(&arena);
	if (allocations > 0)
	{
		memset(&problem, 0, sizeof(problem));
		fuzz_arena_open(&arena, fuzz_below(&random, allocations), FUZZ_NEVER);
		MUST(!use(&arena.arena, text, size, &problem));
		fuzz_arena_close(&arena);
		fuzz_check_problem(&problem);
		MUST(problem.code == CPE_NO_MEMORY);
	}
	if (polls > 0)
	{
		memset(&problem, 0, sizeof(problem));
		fuzz_arena_open(&arena, FUZZ_NEVER, fuzz_below(&random, polls));
		MUST(!use(&arena.arena, text, size, &problem));
		fuzz_arena_close(&arena);
		fuzz_check_problem(&problem);
		MUST(problem.code == CPE_CANCELLED);
	}
}

/* ---- inputs: changes to the tokens of a text, which bytes changed blindly seldom make ---- */

#define MOST_TOKENS 4096

struct token
{
	size_t at, size;
};

/* JSON's tokens, or words of any other text; returns how many. */
static size_t
find_tokens(const uint8_t *text, size_t size, struct token *token)
{
	size_t tokens = 0;

	for (size_t i = 0; i < size && tokens < MOST_TOKENS;)
	{
		size_t start = i;

		if (memchr(" \t\n\r", text[i], 4) != NULL)
		{
			i++;
			continue;
		}
		if (text[i] == '"')
		{
			for (i++; i < size && text[i] != '"'; i++)
				if (text[i] == '\\')
					i++;
			i = i < size ? i + 1 : size;
		}
		else if (memchr("{}[]:,=;", text[i], 8) != NULL)
			i++;
		else
			while (i < size && memchr(" \t\n\r\"{}[]:,=;", text[i], 13) == NULL)
				i++;
		token[tokens].at = start;
		token[tokens++].size = i - start;
	}
	return tokens;
}

/* From a token to the end of the value that it begins: a bracket's partner, a member's value. */
static struct token
whole_value(const uint8_t *text, const struct token *token, size_t tokens, size_t first)
{
	struct token whole = token[first];
	size_t last = first;
	int depth = 0;

	for (size_t i = first; i < tokens; i++)
	{
		uint8_t c = text[token[i].at];

		depth += c == '{' || c == '[';
		depth -= c == '}' || c == ']';
		if (depth < 0)
			break;
		last = i;
		if (depth == 0 && c != ':' && !(i + 1 < tokens && text[token[i + 1].at] == ':'))
			break;
	}
	whole.size = token[last].at + token[last].size - whole.at;
	return whole;
}

/* Puts a piece in the place of another; 0 when there is no room. */
static size_t
splice(uint8_t *text, size_t size, size_t most, struct token out, const uint8_t *piece,
       size_t piece_size)
{
	if (size - out.size + piece_size > most)
		return 0;
	memmove(text + out.at + piece_size, text + out.at + out.size, size - out.at - out.size);
	memcpy(text + out.at, piece, piece_size);
	return size - out.size + piece_size;
}

static const char *const numbers[] = {
	"0",   "1",    "-1",   "2",          "3",           "4",     "5",   "7",     "9",   "10",
	"99",  "100",  "999",  "1000",       "10000",       "0.5",   "1.5", "33.3",  "1e3", "-0",
	"1e0", "1E-7", "1e22", "2147483647", "-2147483648", "1e300", "500", "-10000"};

static size_t
change_tokens(uint8_t *text, size_t size, size_t most, struct fuzz_random *random)
{
	static struct token token[MOST_TOKENS];
	static uint8_t piece[1 << 16];
	size_t tokens = find_tokens(text, size, token), one, other;
	struct token from, to;

	if (tokens == 0)
		return 0;
	one = fuzz_below(random, tokens);
	other = fuzz_below(random, tokens);
	from = fuzz_below(random, 2) ? token[one] : whole_value(text, token, tokens, one);
	to = fuzz_below(random, 2) ? token[other] : whole_value(text, token, tokens, other);
	if (from.size + 1 > sizeof(piece))
		return 0;
	memcpy(piece, text + from.at, from.size);
	switch (fuzz_below(random, 6))
	{
		case 0: /* the one in the place of the other */
		case 1:
			return splice(text, size, most, to, piece, from.size);
		case 2: /* gone, with its comma */
			if (one + 1 < tokens && from.at + from.size < size && text[from.at + from.size] == ',')
				from.size++;
			return splice(text, size, most, from, piece, 0);
		case 3: /* once more, behind a comma */
			piece[from.size] = ',';
			to = from;
			to.size = 0;
			return splice(text, size, most, to, piece, from.size + 1);
		case 4: /* a number in its place */
		{
			const char *number = numbers[fuzz_below(random, sizeof(numbers) / sizeof(numbers[0]))];

			return splice(text, size, most, token[one], (const uint8_t *) number, strlen(number));
		}
		default: /* its bytes changed, and nothing else */
		{
			size_t changed = token[one].size + 16;

			if (changed > sizeof(piece))
				return 0;
			memcpy(piece, text + token[one].at, token[one].size);
			changed = LLVMFuzzerMutate(piece, token[one].size, changed);
			return splice(text, size, most, token[one], piece, changed);
		}
	}
}

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
	struct fuzz_random random = {seed};
	size_t changed = 0;

	if (fuzz_below(&random, 3) > 0)
		for (size_t times = 1 + fuzz_below(&random, 3); times > 0; times--)
		{
			size_t now = change_tokens(data, size, most, &random);

			changed = now ? now : changed;
			size = now ? now : size;
		}
	return changed ? changed : LLVMFuzzerMutate(data, size, most);
}

/* A value of one input in the place of one of the other. */
size_t
LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *other,
                          size_t other_size, uint8_t *out, size_t most, unsigned seed)
{
	static struct token token[MOST_TOKENS];
	struct fuzz_random random = {seed};
	size_t tokens;
	struct token from, to;

	if (one_size > most)
		return 0;
	tokens = find_tokens(other, other_size, token);
	if (tokens == 0)
		return 0;
	from = whole_value(other, token, tokens, fuzz_below(&random, tokens));
	tokens = find_tokens(one, one_size, token);
	if (tokens == 0)
		return 0;
	to = whole_value(one, token, tokens, fuzz_below(&random, tokens));
	memcpy(out, one, one_size);
	return splice(out, one_size, most, to, other + from.at, from.size);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t nothing[1];

	fuzz_one(data != NULL ? data : nothing, size);
	return 0;
}
