#include "benchmark/control_chart.h"

const char *const cpe_chart_words[] = {"xmr", "p", "p_prime", "u", "u_prime", "c", "run", NULL};
const char *const cpe_improvement_words[] = {"increase", "decrease", "neutral", NULL};
const char *const cpe_signal_words[] = {NULL,    "beyond limits", "trend", "two of three",
                                        "shift", "common cause",  NULL};
const char *const cpe_direction_words[] = {NULL, "improvement", "concern", "high", "low", NULL};
const char *const cpe_assurance_words[] = {NULL, "consistently met", "consistently missed",
                                           "not consistent", NULL};
