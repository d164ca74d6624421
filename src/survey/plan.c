#include "survey/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void
cpe_plan_default(const struct cpe_wave *wave, bool *chosen)
{
	for (int i = 0; i < wave->questions; i++)
		chosen[i] = wave->question[i].options > 0 && (wave->question[i].kind == CPE_KIND_SCORED ||
		                                              wave->question[i].kind == CPE_KIND_RATING);
}

static bool
choose(bool *chosen, int question)
{
	bool more = !chosen[question];

	chosen[question] = true;
	return more;
}

void
cpe_plan_complete(const struct cpe_wave *wave, bool *chosen)
{
	bool more = true;

	while (more)
	{
		more = false;
		for (int i = wave->questions - 1; i >= 0; i--)
			if (chosen[i] && wave->question[i].parent >= 0)
				more |= choose(chosen, wave->question[i].parent);
		for (int i = 0; i < wave->questions; i++)
		{
			int parent = wave->question[i].parent;

			if (wave->question[i].behind_back_coded && chosen[parent])
				more |= choose(chosen, i);
		}
		for (int i = 0; i < wave->rules; i++)
		{
			bool touched = false;

			for (int k = 0; k < wave->rule[i].boxes; k++)
				touched = touched || chosen[wave->rule[i].box[k]];
			for (int k = 0; touched && k < wave->rule[i].boxes; k++)
				more |= choose(chosen, wave->rule[i].box[k]);
		}
	}
}

/* A text as a JSON string; the document's texts have no control characters. */
static void
write_string(struct cpe_text *text, const char *string)
{
	cpe_text_append(text, "\"");
	for (const char *c = string; *c; c++)
	{
		if (*c == '"' || *c == '\\')
			cpe_text_append(text, "\\");
		cpe_text_bytes(text, c, 1);
	}
	cpe_text_append(text, "\"");
}

/* The shortest of 15 to 17 digits that reads back as the number. */
static void
write_number(struct cpe_text *text, double number)
{
	char digits[40];

	for (int precision = 15; precision <= 17; precision++)
	{
		snprintf(digits, sizeof(digits), "%.*g", precision, number);
		if (strtod(digits, NULL) == number)
			break;
	}
	cpe_text_append(text, digits);
}

static void
write_codes(struct cpe_text *text, const int32_t *code, int codes)
{
	for (int i = 0; i < codes; i++)
		cpe_text_printf(text, "%s%d", i ? "," : "[", code[i]);
	cpe_text_append(text, "]");
}

static void
write_question(struct cpe_text *text, const struct cpe_wave *wave,
               const struct cpe_question *question, bool clean)
{
	cpe_text_append(text, "{\"question\":");
	write_string(text, question->code);
	cpe_text_printf(text, ",\"kind\":\"%s\"", cpe_question_kind_word[question->kind]);
	if (question->column != NULL)
	{
		cpe_text_append(text, ",\"column\":");
		write_string(text, question->column);
	}
	if (clean && question->parent >= 0)
	{
		cpe_text_append(text, ",\"asked_if\":{\"question\":");
		write_string(text, wave->question[question->parent].code);
		cpe_text_append(text, ",\"answers\":");
		write_codes(text, question->parent_answer, question->parent_answers);
		cpe_text_append(text, "}");
	}
	if (clean && question->back_coded)
		cpe_text_printf(text, ",\"back_code\":%d", question->back_code);
	cpe_text_append(text, ",\"options\":");
	for (int i = 0; i < question->options; i++)
	{
		const struct cpe_option *option = &question->option[i];

		cpe_text_printf(text, "%s{\"code\":%d,\"class\":\"%s\"", i ? "," : "[", option->code,
		                cpe_class_word[option->class]);
		if (option->valued)
		{
			cpe_text_append(text, ",\"value\":");
			write_number(text, option->value);
		}
		cpe_text_append(text, "}");
	}
	cpe_text_append(text, "]}");
}

static void
write_rule(struct cpe_text *text, const struct cpe_wave *wave, const struct cpe_box_rule *rule)
{
	cpe_text_append(text, "{\"rule\":");
	write_string(text, rule->name);
	cpe_text_printf(text, ",\"kind\":\"%s\",\"ticked\":%d", cpe_rule_kind_word[rule->kind],
	                rule->ticked);
	if (rule->unticked_known)
		cpe_text_printf(text, ",\"unticked\":%d", rule->unticked);
	for (int i = 0; i < rule->boxes; i++)
	{
		cpe_text_append(text, i ? "," : ",\"boxes\":[");
		write_string(text, wave->question[rule->box[i]].code);
	}
	cpe_text_append(text, "]}");
}

char *
cpe_plan_write(struct cpe_arena *arena, const struct cpe_wave *wave,
               const struct cpe_plan_choice *choice, size_t *length, struct cpe_problem *problem)
{
	struct cpe_text text;
	const char *between = ",\"questions\":[\n";

	cpe_text_open(&text, arena, problem);
	cpe_text_append(&text, "{\"wave\":");
	write_string(&text, wave->code);
	cpe_text_printf(&text, ",\"neutral\":\"%s\"", cpe_neutral_word[choice->neutral_scored]);
	if (wave->missings > 0)
	{
		cpe_text_append(&text, ",\"missing\":");
		write_codes(&text, wave->missing, wave->missings);
	}
	if (choice->clean)
		cpe_text_append(&text, ",\"clean\":true");
	if (!choice->strict)
		cpe_text_append(&text, ",\"strict\":false");
	for (int i = 0; i < wave->questions; i++)
	{
		if (!choice->chosen[i])
			continue;
		cpe_text_append(&text, between);
		between = ",\n";
		write_question(&text, wave, &wave->question[i], choice->clean);
	}
	cpe_text_append(&text, "]");
	between = ",\"rules\":[\n";
	for (int i = 0; choice->clean && i < wave->rules; i++)
	{
		if (!choice->chosen[wave->rule[i].box[0]])
			continue;
		cpe_text_append(&text, between);
		between = ",\n";
		write_rule(&text, wave, &wave->rule[i]);
	}
	cpe_text_append(&text, strcmp(between, ",\n") == 0 ? "]}" : "}");
	return cpe_text_close(&text, length);
}
