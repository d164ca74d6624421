#include "benchmark/between.h"

const char *const cpe_between_words[] = {
	"none", "dersimonian_laird", "hedges", "paule_mandel", "reml", "ml", NULL};
