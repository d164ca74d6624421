#include "survey/cleaning.h"

#include <string.h>

const char *const cpe_fault_word[] = {"out of range", "contradiction", "exclusive",
                                      "not ticked",   "none ticked",   "back-coded",
                                      "not asked",    "filter missing"};

struct cleaner
{
	const struct cpe_wave *wave;
	int32_t *answer;
	bool *given;
	struct cpe_findings *findings;
};

/* Changes an answer and tells it. */
static void
change(struct cleaner *c, int question, enum cpe_fault fault, int because,
       const struct cpe_box_rule *rule, bool given, int32_t answer)
{
	if (c->findings != NULL)
	{
		struct cpe_finding finding = {
			question, fault, because, rule, c->given[question], c->answer[question], given, answer};

		c->findings->tell(c->findings, &finding);
	}
	c->given[question] = given;
	c->answer[question] = given ? answer : 0;
}

/* Whether it is a code of the question; where the codes are not known, any is. */
static bool
is_code(const struct cleaner *c, int question)
{
	return c->wave->question[question].options == 0 ||
	       cpe_question_option(&c->wave->question[question], c->answer[question]) >= 0;
}

/* Codes that stand for no answer become missing, silently; others that are none are told. */
static void
clean_codes(struct cleaner *c, bool keep_invalid)
{
	for (int i = 0; i < c->wave->questions; i++)
	{
		if (!c->given[i])
			continue;
		if (cpe_wave_is_missing(c->wave, c->answer[i]))
		{
			c->given[i] = false;
			c->answer[i] = 0;
		}
		else if (!is_code(c, i))
			change(c, i, CPE_FAULT_OUT_OF_RANGE, -1, NULL, keep_invalid, c->answer[i]);
	}
}

static bool
is_ticked(const struct cleaner *c, const struct cpe_box_rule *rule, int box)
{
	return c->given[rule->box[box]] && c->answer[rule->box[box]] == rule->ticked;
}

static void
apply_rule(struct cleaner *c, const struct cpe_box_rule *rule)
{
	int ticked = 0;

	for (int i = 0; i < rule->boxes; i++)
		ticked += is_ticked(c, rule, i);
	switch (rule->kind)
	{
		case CPE_RULE_CONTRADICTION:
			for (int i = 0; ticked >= 2 && i < rule->boxes; i++)
				if (is_ticked(c, rule, i))
					change(c, rule->box[i], CPE_FAULT_CONTRADICTION, -1, rule, false, 0);
			break;
		case CPE_RULE_EXCLUSIVE:
			if (is_ticked(c, rule, 0) && ticked >= 2)
				change(c, rule->box[0], CPE_FAULT_EXCLUSIVE, -1, rule, rule->unticked_known,
				       rule->unticked);
			break;
		case CPE_RULE_TICK_ALL:
			for (int i = 0; i < rule->boxes; i++)
				if (ticked > 0 && !c->given[rule->box[i]])
					change(c, rule->box[i], CPE_FAULT_NOT_TICKED, -1, rule, true, rule->unticked);
				else if (ticked == 0 && c->given[rule->box[i]] &&
				         c->answer[rule->box[i]] == rule->unticked)
					change(c, rule->box[i], CPE_FAULT_NONE_TICKED, -1, rule, false, 0);
			break;
	}
}

/* Whether an answer says something about the question, so that it must have been asked. */
static bool
counts(const struct cleaner *c, int question)
{
	int option = cpe_question_option(&c->wave->question[question], c->answer[question]);

	return c->given[question] && option >= 0 &&
	       c->wave->question[question].option[option].class != CPE_EXCLUDED;
}

static bool
leads_to(const struct cpe_question *question, int32_t answer)
{
	for (int i = 0; i < question->parent_answers; i++)
		if (question->parent_answer[i] == answer)
			return true;
	return false;
}

/*
 * Filters that are missing.  From the last question to the first: by the time that one is come to,
 * all that it decides on has been, and its own answer is there if it is to have one.
 */
static void
back_code(struct cleaner *c)
{
	unsigned char evidence[CPE_MAX_QUESTIONS / 8 + 1]; /* a bit a question: an answer behind it */
	const struct cpe_question *questions = c->wave->question;

	memset(evidence, 0, (size_t) c->wave->questions / 8 + 1);
	for (int child = c->wave->questions - 1; child >= 0; child--)
	{
		const struct cpe_question *question = &questions[child];
		int filter = question->parent;
		const struct cpe_question *parent;

		if (!question->behind_back_coded ||
		    (!counts(c, child) && !(evidence[child / 8] >> child % 8 & 1)))
			continue;
		parent = &questions[filter];
		if (parent->back_coded && leads_to(question, parent->back_code) &&
		    (!c->given[filter] || !is_code(c, filter)))
			change(c, filter, CPE_FAULT_BACK_CODED, -1, NULL, true, parent->back_code);
		if (c->given[filter] && leads_to(question, c->answer[filter]))
			evidence[filter / 8] |= (unsigned char) (1 << filter % 8);
	}
}

/* Answers to questions that were not asked; from the first to the last, as filters decide. */
static void
route(struct cleaner *c)
{
	for (int i = 0; i < c->wave->questions; i++)
	{
		const struct cpe_question *question = &c->wave->question[i];

		if (!c->given[i] || question->parent < 0)
			continue;
		if (!c->given[question->parent] || !is_code(c, question->parent))
			change(c, i, CPE_FAULT_FILTER_MISSING, question->parent, NULL, false, 0);
		else if (!leads_to(question, c->answer[question->parent]))
			change(c, i, CPE_FAULT_NOT_ASKED, question->parent, NULL, false, 0);
	}
}

void
cpe_clean(const struct cpe_wave *wave, int32_t *answer, bool *given, bool keep_invalid,
          struct cpe_findings *findings)
{
	struct cleaner c = {wave, answer, given, findings};

	clean_codes(&c, keep_invalid);
	for (int i = 0; i < wave->rules; i++)
		apply_rule(&c, &wave->rule[i]);
	if (wave->back_coding)
		back_code(&c);
	route(&c);
}
