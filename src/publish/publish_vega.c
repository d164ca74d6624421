#include "cancer_pe.h"

#include <math.h>

#include "common/shortest_dec.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/json.h"
#include "utils/numeric.h"

#include "base/base.h"
#include "base/decimal.h"
#include "benchmark/control_chart.h"
#include "benchmark/expected_range.h"

#define MAX_ROWS 100000
#define ANSWERS_MOST 20

/* What a row of any picture can hold. */
enum column
{
	LABEL,
	ROW_LABEL,
	ROW_POSITION,
	COLUMN_LABEL,
	COLUMN_POSITION,
	ANSWER,
	ANSWER_POSITION,
	CLASS,
	POSITION,
	N,
	SCORE,
	VALUE,
	CENTRE,
	LOW,
	HIGH,
	OUTER_LOW,
	OUTER_HIGH,
	REFERENCE,
	BAND,
	RULE,
	DIRECTION,
	HIGHER,
	STATUS,
	COLUMNS
};
#define BIT(column) (1u << (column))
#define SCALED                                                                                     \
	(BIT(SCORE) | BIT(VALUE) | BIT(CENTRE) | BIT(LOW) | BIT(HIGH) | BIT(OUTER_LOW) |               \
	 BIT(OUTER_HIGH) | BIT(REFERENCE))
#define NUMBERS                                                                                    \
	(SCALED | BIT(POSITION) | BIT(ROW_POSITION) | BIT(COLUMN_POSITION) | BIT(ANSWER_POSITION) |    \
	 BIT(N))

static const char *const column_name[COLUMNS] = {
	[LABEL] = "label",
	[ROW_LABEL] = "row_label",
	[ANSWER] = "answer",
	[COLUMN_LABEL] = "column_label",
	[CLASS] = "class",
	[POSITION] = "position",
	[N] = "n",
	[ROW_POSITION] = "row_position",
	[COLUMN_POSITION] = "column_position",
	[ANSWER_POSITION] = "answer_position",
	[SCORE] = "score",
	[VALUE] = "value",
	[CENTRE] = "centre",
	[LOW] = "low",
	[HIGH] = "high",
	[OUTER_LOW] = "outer_low",
	[REFERENCE] = "reference",
	[OUTER_HIGH] = "outer_high",
	[BAND] = "band",
	[RULE] = "rule",
	[HIGHER] = "higher",
	[DIRECTION] = "direction",
	[STATUS] = "status",
};

/* The words of what is not shown, as releases have them; none tells primary from secondary. */
static const char *const status_words[] = {"c", "w", "x", "u", "z", "low", NULL};
static const char *const higher_words[] = {"better", "worse", NULL};
static const char *const class_words[] = {"positive", "neutral", "negative",
                                          "excluded", "rated",   NULL};
static const char *const x_scale_words[] = {"linear", "log", NULL};
static const char *const layout_words[] = {"columns", "rows", NULL};
static const char *const order_words[] = {"ascending", "descending", NULL};

struct row
{
	unsigned given;
	double number[COLUMNS];
	char *text[COLUMNS]; /* of a position: a date */
	char *more;          /* what the picture adds, as JSON members */
};

struct drawing
{
	const struct picture *picture;
	const struct cpe_options *options;
	struct row *row;
	int rows;   /* those that are drawn */
	int hidden; /* those that are not shown, of which nothing else is kept */
	double factor;
	int decimals;
	const char *noun;
	StringInfoData out;
};

/* A kind of picture: its rows, its options, its usual words, and what draws it. */
struct picture
{
	const char *name;
	unsigned columns;
	unsigned required;
	unsigned measure; /* a row without any of these is one that is not shown */
	const char *const *keys;
	const char *title;
	const char *noun;
	int height;
	void (*prepare)(struct drawing *drawing);
	void (*layers)(struct drawing *drawing);
};

/* ---- writing ---- */

/* A number as JSON has it, the same under all settings. */
static void
put_number(StringInfo out, double number)
{
	char shortest[DOUBLE_SHORTEST_DECIMAL_LEN];

	if (!isfinite(number))
		cpe_refuse(CPE_RANGE, "JSON has no infinite numbers.", "Look at score_factor.",
		           "a number of a specification is out of range");
	double_to_shortest_decimal_buf(number, shortest);
	appendStringInfoString(out, shortest);
}

/*
 * Writes JSON with ' for ".  %s: a text as a string; %n: a number; %d: a whole number; %r: JSON as
 * it is.
 */
static void
put(StringInfo out, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	for (; *format; format++)
	{
		if (*format != '%')
		{
			appendStringInfoChar(out, *format == '\'' ? '"' : *format);
			continue;
		}
		switch (*++format)
		{
			case 's':
				escape_json(out, va_arg(arguments, const char *));
				break;
			case 'n':
				put_number(out, va_arg(arguments, double));
				break;
			case 'd':
				appendStringInfo(out, "%d", va_arg(arguments, int));
				break;
			default:
				appendStringInfoString(out, va_arg(arguments, const char *));
				break;
		}
	}
	va_end(arguments);
}

/* A score in the picture's unit; the factor leaves no noise behind the fifteenth digit. */
static double
scaled(const struct drawing *drawing, double number)
{
	return drawing->factor == 1 ? number
	                            : strtod(psprintf("%.15g", number * drawing->factor), NULL);
}

/* A text option, or what stands for it. */
static const char *
word(const struct drawing *drawing, const char *key, const char *otherwise)
{
	char *text = cpe_option_text(drawing->options, key);

	return text ? text : otherwise;
}

/* A line's name and number, rounded as the tables beside the picture are. */
static char *
line_words(const struct drawing *drawing, const char *name, double number)
{
	return psprintf("%s: %.*f%s", name, drawing->decimals,
	                cpe_round_half_up(number, drawing->decimals, CPE_ROUND_ONCE),
	                word(drawing, "unit", ""));
}

/* How the scores' axis is scaled: never from zero for its own sake, and within the limits asked. */
static void
put_score_scale(struct drawing *drawing)
{
	double least = cpe_option_number(drawing->options, "y_min");
	double most = cpe_option_number(drawing->options, "y_max");

	if (!isnan(least) && !isnan(most) && least >= most)
		cpe_refuse(CPE_INVALID, "y_min lies below y_max.", NULL,
		           "option \"y_min\" of %s is out of range", drawing->options->what);
	put(&drawing->out, "'scale':{'zero':false,'nice':true");
	if (!isnan(least))
		put(&drawing->out, ",'domainMin':%n", scaled(drawing, least));
	if (!isnan(most))
		put(&drawing->out, ",'domainMax':%n", scaled(drawing, most));
	put(&drawing->out, "%r}", isnan(least) && isnan(most) ? "" : ",\"clamp\":true");
}

/* Whether any row has something in that column. */
static bool
any_given(const struct drawing *drawing, enum column column)
{
	for (int i = 0; i < drawing->rows; i++)
		if (drawing->row[i].given & BIT(column))
			return true;
	return false;
}

/* Whether each mark has something in that column; what else a row does is no mark. */
static bool
all_given(const struct drawing *drawing, enum column column)
{
	for (int i = 0; i < drawing->rows; i++)
		if (drawing->row[i].more && !(drawing->row[i].given & BIT(column)))
			return false;
	return true;
}

/* What is said of a mark, also to those who listen: the columns that all marks have, and what it
 * shows. */
static void
put_tooltip(struct drawing *drawing, unsigned columns)
{
	put(&drawing->out, "'tooltip':[");
	for (int c = 0; c < COLUMNS; c++)
		if ((columns & BIT(c)) && all_given(drawing, c))
		{
			bool number = (NUMBERS & BIT(c)) != 0;

			put(&drawing->out, "{'field':%s,'type':%r", column_name[c],
			    number ? "\"quantitative\"" : "\"nominal\"");
			if (SCALED & BIT(c))
				put(&drawing->out, ",'format':'.%df'", drawing->decimals);
			put(&drawing->out, "},");
		}
	put(&drawing->out, "{'field':'shows','type':'nominal'}]");
}

/* ---- marks told apart by shape, and by colour as well ---- */

struct look
{
	const char *name;
	const char *shape;
	const char *fill;
	const char *stroke;
};

#define OPEN_UP "M-0.9,0.8L0,-0.8L0.9,0.8"
#define OPEN_DOWN "M-0.9,-0.8L0,0.8L0.9,-0.8"
static const struct look bands[] = {{"far above", "triangle-up", "#0067a8", "#003a60"},
                                    {"above", "triangle-up", "#ffffff", "#0067a8"},
                                    {"somewhat above", OPEN_UP, "#ffffff", "#0067a8"},
                                    {"within", "circle", "#8c959f", "#6e7781"},
                                    {"somewhat below", OPEN_DOWN, "#ffffff", "#c44e00"},
                                    {"below", "triangle-down", "#ffffff", "#c44e00"},
                                    {"far below", "triangle-down", "#c44e00", "#7a3000"},
                                    {"not compared", "square", "#ffffff", "#6e7781"},
                                    {NULL, NULL, NULL, NULL}};
static const struct look signals[] = {{"improvement", "diamond", "#0067a8", "#003a60"},
                                      {"concern", "square", "#c44e00", "#7a3000"},
                                      {"high", "triangle-up", "#7b4ba8", "#46206b"},
                                      {"low", "triangle-down", "#7b4ba8", "#46206b"},
                                      {"common cause", "circle", "#8c959f", "#6e7781"},
                                      {"not judged", "circle", "#ffffff", "#6e7781"},
                                      {NULL, NULL, NULL, NULL}};
static const struct look sides[] = {{"higher is better", "circle", "#0067a8", "#003a60"},
                                    {"higher is worse", "diamond", "#c44e00", "#7a3000"},
                                    {"score", "circle", "#57606a", "#1f2328"},
                                    {NULL, NULL, NULL, NULL}};

/* Whether a row that is drawn looks so. */
static bool
occurs(const struct drawing *drawing, const struct look *look)
{
	char *as = psprintf("\"shows\":\"%s\"", look->name);
	bool found = false;

	for (int i = 0; i < drawing->rows && !found; i++)
		found = drawing->row[i].more && strncmp(drawing->row[i].more, as, strlen(as)) == 0;
	return found;
}

/* One scale of what the marks that occur look like. */
static void
put_look_scale(struct drawing *drawing, const char *channel, const struct look *looks, size_t at)
{
	bool first = true;

	put(&drawing->out, "%s:{'field':'shows','type':'nominal','title':null,'sort':null,'scale':{",
	    channel);
	put(&drawing->out, "'domain':[");
	for (const struct look *look = looks; look->name; look++)
		if (occurs(drawing, look))
		{
			put(&drawing->out, "%r%s", first ? "" : ",", look->name);
			first = false;
		}
	put(&drawing->out, "],'range':[");
	first = true;
	for (const struct look *look = looks; look->name; look++)
		if (occurs(drawing, look))
		{
			put(&drawing->out, "%r%s", first ? "" : ",",
			    *(const char *const *) ((const char *) look + at));
			first = false;
		}
	put(&drawing->out, "]}}");
}

/* Shape, fill and stroke: one legend. */
static void
put_looks(struct drawing *drawing, const struct look *looks)
{
	put_look_scale(drawing, "shape", looks, offsetof(struct look, shape));
	put(&drawing->out, ",");
	put_look_scale(drawing, "fill", looks, offsetof(struct look, fill));
	put(&drawing->out, ",");
	put_look_scale(drawing, "stroke", looks, offsetof(struct look, stroke));
}

/* ---- funnel, caterpillar ---- */

/* What a unit's band makes it look like. */
static void
prepare_bands(struct drawing *drawing)
{
	for (int i = 0; i < drawing->rows; i++)
	{
		struct row *row = &drawing->row[i];
		const char *band = row->given & BIT(BAND) ? row->text[BAND] : "not compared";

		if (row->given & BIT(SCORE))
			row->more = psprintf("\"shows\":\"%s\"", band);
	}
}

/* The line of the centre, with its name and number beside it. */
static void
put_centre(struct drawing *drawing, const char *axis, const char *usual)
{
	double centre = cpe_option_number(drawing->options, "centre");

	if (isnan(centre))
		return;
	centre = scaled(drawing, centre);
	put(&drawing->out, "{'mark':{'type':'rule','color':'#1f2328','strokeWidth':1.5},");
	put(&drawing->out, "'encoding':{%s:{'datum':%n}}},", axis, centre);
	put(&drawing->out,
	    "{'data':{'values':[{}]},'mark':{'type':'text','align':'right','baseline':'bottom','dy':-3,"
	    "'dx':-3,"
	    "'x':'width','color':'#1f2328','text':%s},",
	    line_words(drawing, word(drawing, "centre_name", usual), centre));
	put(&drawing->out, "'encoding':{%s:{'datum':%n}}},", axis, centre);
}

/* The curves of a funnel's limits, told apart by dashes. */
static void
put_funnel_limits(struct drawing *drawing, bool outer, const char *inner_name,
                  const char *outer_name)
{
	StringInfo out = &drawing->out;
	StringInfoData expression;

	put(out, "{'transform':[{'fold':['low','high'%r],'as':['edge','limit']},",
	    outer ? ",\"outer_low\",\"outer_high\"" : "");
	put(out, "{'filter':'isValid(datum.limit)'},");
	put(out, "{'calculate':%s,'as':'line'}],",
	    psprintf("indexof(datum.edge,'outer') == 0 ? 'outer' : 'inner'"));
	put(out, "'mark':{'type':'line','color':'#57606a','clip':true},'encoding':{");
	put(out, "'x':{'field':'n','type':'quantitative'},");
	put(out, "'y':{'field':'limit','type':'quantitative'},'detail':{'field':'edge'},");
	put(out,
	    "'strokeDash':{'field':'line','type':'nominal','title':null,"
	    "'scale':{'domain':['inner'%r],'range':[[8,4]%r]},'legend':{'labelExpr':",
	    outer ? ",\"outer\"" : "", outer ? ",[2,3]" : "");
	/* names become strings of the expression: JSON's escapes are the expression's as well */
	initStringInfo(&expression);
	put(&expression, "datum.value == 'outer' ? %s : %s", outer_name, inner_name);
	put(out, "%s", expression.data);
	put(out, "}}}},");
}

static void
funnel_layers(struct drawing *drawing)
{
	StringInfo out = &drawing->out;
	bool outer = any_given(drawing, OUTER_LOW) || any_given(drawing, OUTER_HIGH);
	const char *inner_name = word(drawing, "inner_name", outer ? "inner limits" : "limits");
	const char *outer_name = word(drawing, "outer_name", "outer limits");
	int log_scale = cpe_word_option(drawing->options, "x_scale", x_scale_words, 0);

	if (strcmp(inner_name, outer_name) == 0)
		cpe_refuse(CPE_INVALID, "The legend tells the lines apart by their names.", NULL,
		           "options \"inner_name\" and \"outer_name\" of %s are the same",
		           drawing->options->what);
	if (outer || any_given(drawing, LOW) || any_given(drawing, HIGH))
		put_funnel_limits(drawing, outer, inner_name, outer_name);
	put_centre(drawing, "y", "Centre");
	put(out, "{'transform':[{'filter':'isValid(datum.score)'}],'mark':{'type':'point','filled':"
	         "true,'opacity':1,"
	         "'size':70,'strokeWidth':1.3},'encoding':{");
	put(out, "'x':{'field':'n','type':'quantitative','title':%s,'scale':{'type':%s,'zero':false}},",
	    word(drawing, "x_label", "Number of patients"), x_scale_words[log_scale]);
	put(out, "'y':{'field':'score','type':'quantitative','title':%s,",
	    word(drawing, "y_label", "Score"));
	put_score_scale(drawing);
	put(out, "},");
	put_looks(drawing, bands);
	put(out, ",");
	put_tooltip(drawing, BIT(LABEL) | BIT(N) | BIT(SCORE) | BIT(LOW) | BIT(HIGH) |
	                         (outer ? BIT(OUTER_LOW) | BIT(OUTER_HIGH) : 0));
	put(out, "}}");
}

/* Two rows in the order of their scores, equal ones in that of their labels. */
static int
by_score(const void *a, const void *b)
{
	const struct row *left = a;
	const struct row *right = b;

	if (left->number[SCORE] != right->number[SCORE])
		return left->number[SCORE] < right->number[SCORE] ? -1 : 1;
	return strcmp(left->text[LABEL], right->text[LABEL]);
}

/* An axis of names shows each once. */
static void
refuse_same_labels(const struct drawing *drawing, enum column other)
{
	for (int i = 1; i < drawing->rows; i++)
		if (strcmp(drawing->row[i - 1].text[LABEL], drawing->row[i].text[LABEL]) == 0 &&
		    (other == LABEL ||
		     strcmp(drawing->row[i - 1].text[other], drawing->row[i].text[other]) == 0))
			cpe_refuse(CPE_INVALID, "Its axis shows each label once.", NULL,
			           "two rows of %s have the label \"%s\"", drawing->options->what,
			           drawing->row[i].text[LABEL]);
}

static int
by_label(const void *a, const void *b)
{
	return strcmp(((const struct row *) a)->text[LABEL], ((const struct row *) b)->text[LABEL]);
}

static void
prepare_caterpillar(struct drawing *drawing)
{
	bool rows = cpe_word_option(drawing->options, "layout", layout_words, 0) == 1;
	bool descending = cpe_word_option(drawing->options, "order", order_words, 0) == 1;

	qsort(drawing->row, drawing->rows, sizeof(struct row), by_label);
	refuse_same_labels(drawing, LABEL);
	qsort(drawing->row, drawing->rows, sizeof(struct row), by_score);
	if (descending != rows) /* rows: from the bottom upwards */
		for (int i = 0; i < drawing->rows / 2; i++)
		{
			struct row swapped = drawing->row[i];

			drawing->row[i] = drawing->row[drawing->rows - 1 - i];
			drawing->row[drawing->rows - 1 - i] = swapped;
		}
	prepare_bands(drawing);
}

static void
caterpillar_layers(struct drawing *drawing)
{
	StringInfo out = &drawing->out;
	bool rows = cpe_word_option(drawing->options, "layout", layout_words, 0) == 1;
	const char *units = rows ? "y" : "x";
	const char *scores = rows ? "x" : "y";

	put_centre(drawing, scores, "Centre");
	put(out, "{'mark':{'type':'rule','color':'#57606a'},'encoding':{");
	put(out, "%s:{'field':'label','type':'ordinal','sort':null},", units);
	put(out, "%s:{'field':'low','type':'quantitative'},%s:{'field':'high'}}},", scores,
	    rows ? "x2" : "y2");
	put(out, "{'mark':{'type':'point','filled':true,'opacity':1,'size':60,'strokeWidth':1.3},'"
	         "encoding':{");
	put(out,
	    "%s:{'field':'label','type':'ordinal','sort':null,'title':%s,'axis':{'labels':%r,'ticks':"
	    "false}},",
	    units, word(drawing, "x_label", "Units by score"),
	    rows || drawing->rows <= 40 ? "true" : "false");
	put(out, "%s:{'field':'score','type':'quantitative','title':%s,", scores,
	    word(drawing, "y_label", "Score"));
	put_score_scale(drawing);
	put(out, "},");
	put_looks(drawing, bands);
	put(out, ",");
	put_tooltip(drawing, BIT(LABEL) | BIT(SCORE) | BIT(LOW) | BIT(HIGH));
	put(out, "}}");
}

/* ---- trend ---- */

static int
by_position(const void *a, const void *b)
{
	const struct row *left = a;
	const struct row *right = b;

	if (left->number[POSITION] != right->number[POSITION])
		return left->number[POSITION] < right->number[POSITION] ? -1 : 1;
	if (left->number[VALUE] != right->number[VALUE])
		return left->number[VALUE] < right->number[VALUE] ? -1 : 1;
	return 0;
}

/* Points in order, each with what it shows and its phase: a new one where the centre changes. */
static void
prepare_trend(struct drawing *drawing)
{
	int phase = 1;

	qsort(drawing->row, drawing->rows, sizeof(struct row), by_position);
	for (int i = 0; i < drawing->rows; i++)
	{
		struct row *row = &drawing->row[i];
		const char *shows = row->given & BIT(RULE) ? "common cause" : "not judged";

		if ((row->text[POSITION] == NULL) != (drawing->row[0].text[POSITION] == NULL))
			cpe_refuse(CPE_INVALID, "They are all dates or all numbers.", NULL,
			           "positions of %s are of two kinds", drawing->options->what);
		if (row->given & BIT(DIRECTION))
			shows = row->text[DIRECTION];
		if (i > 0 && ((row[-1].given ^ row->given) & BIT(CENTRE) ||
		              row[-1].number[CENTRE] != row->number[CENTRE]))
			phase++;
		row->more = psprintf("\"shows\":\"%s\",\"phase\":%d", shows, phase);
	}
}

/* Whether positions are whole numbers, as years are. */
static bool
whole_positions(const struct drawing *drawing)
{
	for (int i = 0; i < drawing->rows; i++)
		if (drawing->row[i].number[POSITION] != rint(drawing->row[i].number[POSITION]))
			return false;
	return true;
}

static void
trend_layers(struct drawing *drawing)
{
	StringInfo out = &drawing->out;
	const char *kind =
		drawing->rows && drawing->row[0].text[POSITION] ? "temporal" : "quantitative";
	double target = cpe_option_number(drawing->options, "target");

	if (any_given(drawing, LOW) || any_given(drawing, HIGH))
	{
		put(out, "{'transform':[{'fold':['low','high'],'as':['edge','limit']},");
		put(out, "{'filter':'isValid(datum.limit)'}],'mark':{'type':'line','color':'#57606a',");
		put(out,
		    "'strokeDash':[8,4],'interpolate':'step'},'encoding':{'x':{'field':'position','type':%"
		    "s},",
		    kind);
		put(out, "'y':{'field':'limit','type':'quantitative'},'detail':[{'field':'edge'},{'field':'"
		         "phase'}]}},");
	}
	if (any_given(drawing, CENTRE))
	{
		put(out,
		    "{'transform':[{'filter':'isValid(datum.centre)'}],'mark':{'type':'line','color':'#"
		    "1f2328',");
		put(out, "'interpolate':'step'},'encoding':{'x':{'field':'position','type':%s},", kind);
		put(out, "'y':{'field':'centre','type':'quantitative'},'detail':{'field':'phase'}}},");
	}
	if (!isnan(target))
	{
		put(out,
		    "{'mark':{'type':'rule','color':'#1f2328','strokeDash':[2,2]},'encoding':{'y':{'datum':"
		    "%n}}},",
		    scaled(drawing, target));
		put(out,
		    "{'data':{'values':[{}]},'mark':{'type':'text','align':'right','baseline':'bottom','dy'"
		    ":-3,'dx':-3,"
		    "'x':'width','color':'#1f2328','text':%s},'encoding':{'y':{'datum':%n}}},",
		    line_words(drawing, word(drawing, "target_name", "Target"), scaled(drawing, target)),
		    scaled(drawing, target));
	}
	put(out, "{'mark':{'type':'line','color':'#8c959f','strokeWidth':1},'encoding':{");
	put(out,
	    "'x':{'field':'position','type':%s},'y':{'field':'value','type':'quantitative'},'detail':{'"
	    "field':'phase'}}},",
	    kind);
	put(out, "{'mark':{'type':'point','filled':true,'opacity':1,'size':70,'strokeWidth':1.3},'"
	         "encoding':{");
	put(out, "'x':{'field':'position','type':%s,'title':%s%r},", kind, word(drawing, "x_label", ""),
	    *kind == 't'               ? ""
	    : whole_positions(drawing) ? ",\"scale\":{\"zero\":false},"
	                                 "\"axis\":{\"format\":\"d\",\"tickMinStep\":1}"
	                               : ",\"scale\":{\"zero\":false}");
	put(out, "'y':{'field':'value','type':'quantitative','title':%s,",
	    word(drawing, "y_label", "Value"));
	put_score_scale(drawing);
	put(out, "},");
	put_looks(drawing, signals);
	put(out, ",");
	put_tooltip(drawing, BIT(LABEL) | BIT(VALUE));
	put(out, "}}");
}

/* ---- profile ---- */

/* Rows in the order of their positions, those of equal positions in that of their labels. */
static int
by_place(const void *a, const void *b)
{
	const struct row *left = a;
	const struct row *right = b;
	double there = left->given & BIT(POSITION) ? left->number[POSITION] : INFINITY;
	double here = right->given & BIT(POSITION) ? right->number[POSITION] : INFINITY;

	return there != here ? (there < here ? -1 : 1) : by_label(a, b);
}

static void
prepare_profile(struct drawing *drawing)
{
	qsort(drawing->row, drawing->rows, sizeof(struct row), by_label);
	refuse_same_labels(drawing, LABEL);
	qsort(drawing->row, drawing->rows, sizeof(struct row), by_place);
	for (int i = 0; i < drawing->rows; i++)
	{
		struct row *row = &drawing->row[i];

		row->more =
			psprintf("\"shows\":\"%s%s\"", row->given & BIT(HIGHER) ? "higher is " : "score",
		             row->given & BIT(HIGHER) ? row->text[HIGHER] : "");
	}
}

static void
profile_layers(struct drawing *drawing)
{
	StringInfo out = &drawing->out;

	put(out, "{'mark':{'type':'rule','color':'#57606a','strokeWidth':1.5},'encoding':{");
	put(out, "'y':{'field':'label','type':'ordinal','sort':null},'x':{'field':'low','type':'"
	         "quantitative'},'x2':{'field':'high'}}},");
	if (any_given(drawing, REFERENCE))
	{
		const char *name = word(drawing, "reference_name", "Reference");

		put(out, "{'transform':[{'filter':'isValid(datum.reference)'}],");
		put(out, "'mark':{'type':'tick','thickness':3},'encoding':{");
		put(out, "'y':{'field':'label','type':'ordinal','sort':null},");
		put(out, "'x':{'field':'reference','type':'quantitative'},");
		put(out, "'color':{'datum':%s,'type':'nominal','title':null,", name);
		put(out, "'scale':{'domain':[%s],'range':['#1f2328']},", name);
		put(out, "'legend':{'symbolType':'stroke'}}}},");
	}
	put(out, "{'mark':{'type':'point','filled':true,'opacity':1,'size':80,'strokeWidth':1.3},'"
	         "encoding':{");
	put(out,
	    "'y':{'field':'label','type':'ordinal','sort':null,'title':%s,'axis':{'labelLimit':260}},",
	    word(drawing, "y_label", ""));
	put(out, "'x':{'field':'score','type':'quantitative','title':%s,",
	    word(drawing, "x_label", "Score"));
	put_score_scale(drawing);
	put(out, "},");
	put_looks(drawing, sides);
	put(out, ",");
	put_tooltip(drawing, BIT(LABEL) | BIT(SCORE) | BIT(LOW) | BIT(HIGH) | BIT(REFERENCE));
	put(out, "}}");
}

/* ---- names along an axis ---- */

struct name
{
	const char *text;
	double position; /* infinite: behind those that have one */
};

static int
by_text(const void *a, const void *b)
{
	const struct name *left = a;
	const struct name *right = b;
	int order = strcmp(left->text, right->text);

	if (order == 0 && left->position != right->position)
		order = left->position < right->position ? -1 : 1;
	return order;
}

static int
by_name_position(const void *a, const void *b)
{
	const struct name *left = a;
	const struct name *right = b;

	if (left->position != right->position)
		return left->position < right->position ? -1 : 1;
	return strcmp(left->text, right->text);
}

/* The names in a column, each once, by their positions: of several the lowest. */
static struct name *
names_of(const struct drawing *drawing, enum column column, enum column position, int *count)
{
	struct name *name = palloc((drawing->rows + 1) * sizeof(struct name));
	int names = 0;

	for (int i = 0; i < drawing->rows; i++)
	{
		const struct row *row = &drawing->row[i];

		name[i].text = row->text[column];
		name[i].position = row->given & BIT(position) ? row->number[position] : INFINITY;
	}
	qsort(name, drawing->rows, sizeof(struct name), by_text);
	for (int i = 0; i < drawing->rows; i++)
		if (i == 0 || strcmp(name[names - 1].text, name[i].text) != 0)
			name[names++] = name[i];
	qsort(name, names, sizeof(struct name), by_name_position);
	*count = names;
	return name;
}

/* Names as an array. */
static void
put_names(StringInfo out, const struct name *name, int count)
{
	put(out, "[");
	for (int i = 0; i < count; i++)
		put(out, "%r%s", i ? "," : "", name[i].text);
	put(out, "]");
}

/* How an axis puts the names of a column in order. */
static void
put_order(struct drawing *drawing, enum column column, enum column position)
{
	int count;
	struct name *name = names_of(drawing, column, position, &count);

	put(&drawing->out, "'sort':");
	put_names(&drawing->out, name, count);
}

/* ---- answers ---- */

static int
by_bar_and_answer(const void *a, const void *b)
{
	int order = by_label(a, b);

	return order ? order
	             : strcmp(((const struct row *) a)->text[ANSWER],
	                      ((const struct row *) b)->text[ANSWER]);
}

/* The place of a row's answer among all. */
static int
answer_index(const struct name *answer, int answers, const struct row *row)
{
	int at = 0;

	while (at < answers && strcmp(answer[at].text, row->text[ANSWER]) != 0)
		at++;
	return at;
}

/* Where a bar that begins with a row ends, its sum, and whether all of it is shown. */
static bool
whole_bar(const struct drawing *drawing, int first, int *end, double *sum)
{
	bool whole = true;

	*sum = 0;
	for (*end = first;
	     *end < drawing->rows && by_label(&drawing->row[first], &drawing->row[*end]) == 0; ++*end)
	{
		const struct row *row = &drawing->row[*end];

		if (row->given & BIT(N) && row->number[N] < 0)
			cpe_refuse(CPE_INVALID, "It is 0 at least.", NULL,
			           "n of answer \"%s\" of \"%s\" is negative", row->text[ANSWER],
			           row->text[LABEL]);
		whole = whole && (row->given & BIT(N)) != 0;
		*sum += row->number[N];
	}
	if (!isfinite(100 * *sum))
		cpe_refuse(CPE_RANGE, NULL, NULL, "n of \"%s\" add up to too much",
		           drawing->row[first].text[LABEL]);
	return whole && *sum > 0;
}

/*
 * Keeps the bars of which all is shown.  A bar of which an answer is not would give it away, so
 * nothing of it is left, not the order of its answers; nor of one without answers.
 */
static void
keep_whole_bars(struct drawing *drawing)
{
	struct row *row = drawing->row;
	int kept = 0;
	double sum;

	for (int first = 0, end; first < drawing->rows; first = end)
	{
		if (!whole_bar(drawing, first, &end, &sum))
		{
			drawing->hidden++;
			continue;
		}
		for (int i = first; i < end; i++)
			row[kept++] = row[i];
	}
	drawing->rows = kept;
}

/* Bars of 100 per cent, each from the answers that it has in the order of all. */
static void
prepare_answers(struct drawing *drawing)
{
	struct row *row = drawing->row;
	struct name *answer;
	int answers;
	double sum;

	qsort(row, drawing->rows, sizeof(struct row), by_bar_and_answer);
	refuse_same_labels(drawing, ANSWER);
	keep_whole_bars(drawing);
	answer = names_of(drawing, ANSWER, ANSWER_POSITION, &answers);
	if (answers > ANSWERS_MOST)
		cpe_refuse(CPE_INVALID, psprintf("There are %d at most.", ANSWERS_MOST), NULL,
		           "too many different answers of %s", drawing->options->what);
	for (int first = 0, end; first < drawing->rows; first = end)
	{
		double before = 0;

		whole_bar(drawing, first, &end, &sum);
		for (int place = 0; place < answers; place++)
			for (int i = first; i < end; i++)
			{
				double share = 100 * row[i].number[N] / sum;

				if (answer_index(answer, answers, &row[i]) != place)
					continue;
				row[i].more =
					psprintf("\"from\":%.10g,\"to\":%.10g,\"middle\":%.10g,\"percent\":%.10g",
				             before, before + share, before + share / 2, share);
				before += share;
			}
	}
}

/* A colour for an answer, by the class of one of its rows; its number in the bars needs no colour.
 */
static const char *
answer_colour(const struct drawing *drawing, const char *answer, int index)
{
	static const char *const positive[] = {"#9dc3e0", "#cfe2f1"};
	static const char *const negative[] = {"#f0b48a", "#f8d9c2"};
	static const char *const others[] = {"#d7dbdf", "#eceef0", "#c3c9cf"};
	const char *class = NULL;

	for (int i = 0; i < drawing->rows; i++)
		if (drawing->row[i].given & BIT(CLASS) &&
		    strcmp(drawing->row[i].text[ANSWER], answer) == 0 &&
		    (class == NULL || strcmp(drawing->row[i].text[CLASS], class) < 0))
			class = drawing->row[i].text[CLASS];
	if (class && strcmp(class, "positive") == 0)
		return positive[index % 2];
	if (class && strcmp(class, "negative") == 0)
		return negative[index % 2];
	return others[index % 3];
}

/* The words in a bar: the number of the answer, and its share. */
static void
put_bar_words(struct drawing *drawing, const struct name *answer, int answers)
{
	StringInfoData expression;

	initStringInfo(&expression);
	put(&expression, "(indexof(");
	put_names(&expression, answer, answers);
	put(&expression, ", datum.answer) + 1) + ': ' + format(datum.percent, '.0f')");
	put(&drawing->out,
	    "{'transform':[{'filter':'datum.percent >= 6'},{'calculate':%s,'as':'words'}],",
	    expression.data);
	put(&drawing->out, "'mark':{'type':'text','color':'#1f2328'},'encoding':{'y':{'field':'label','"
	                   "type':'nominal',");
	put_order(drawing, LABEL, POSITION);
	put(&drawing->out, "},'x':{'field':'middle','type':'quantitative'},'text':{'field':'words'}}}");
}

static void
answers_layers(struct drawing *drawing)
{
	StringInfo out = &drawing->out;
	int answers;
	struct name *answer = names_of(drawing, ANSWER, ANSWER_POSITION, &answers);

	put(out, "{'mark':{'type':'bar','stroke':'#1f2328','strokeWidth':0.7},'encoding':{");
	put(out, "'y':{'field':'label','type':'nominal','title':%s,'axis':{'labelLimit':260},",
	    word(drawing, "y_label", ""));
	put_order(drawing, LABEL, POSITION);
	put(out,
	    "},'x':{'field':'from','type':'quantitative','title':%s,'scale':{'domain':[0,100]}},'x2':{'"
	    "field':'to'},",
	    word(drawing, "x_label", "Answers, %"));
	put(out,
	    "'fill':{'field':'answer','type':'nominal','title':null,'sort':null,'legend':{'orient':'"
	    "bottom','columns':2,'labelExpr':%s},",
	    "indexof(domain('fill'), datum.value) + 1 + '  ' + datum.value");
	put(out, "'scale':{'domain':");
	put_names(out, answer, answers);
	put(out, ",'range':[");
	for (int i = 0; i < answers; i++)
		put(out, "%r%s", i ? "," : "", answer_colour(drawing, answer[i].text, i));
	put(out,
	    "]}},'tooltip':[{'field':'label'},{'field':'answer'},{'field':'percent','type':'"
	    "quantitative','format':'.%df'}]}},",
	    drawing->decimals);
	put_bar_words(drawing, answer, answers);
}

/* ---- suppression map ---- */

static int
by_cell(const void *a, const void *b)
{
	const struct row *left = a;
	const struct row *right = b;
	int order = strcmp(left->text[ROW_LABEL], right->text[ROW_LABEL]);

	return order ? order : strcmp(left->text[COLUMN_LABEL], right->text[COLUMN_LABEL]);
}

static void
prepare_map(struct drawing *drawing)
{
	qsort(drawing->row, drawing->rows, sizeof(struct row), by_cell);
	for (int i = 0; i < drawing->rows; i++)
	{
		struct row *row = &drawing->row[i];
		bool hidden = (row->given & BIT(STATUS)) != 0;

		if (i > 0 && by_cell(row - 1, row) == 0)
			cpe_refuse(CPE_INVALID, NULL, NULL, "cell (%s, %s) of %s occurs twice",
			           row->text[ROW_LABEL], row->text[COLUMN_LABEL], drawing->options->what);
		row->more = psprintf("\"state\":\"%s\",\"mark\":\"%s%s%s\"", hidden ? "not shown" : "shown",
		                     hidden ? "[" : "", hidden ? row->text[STATUS] : "", hidden ? "]" : "");
		drawing->hidden += hidden;
	}
}

static void
map_layers(struct drawing *drawing)
{
	StringInfo out = &drawing->out;

	put(out, "{'mark':{'type':'rect','stroke':'#ffffff'},'encoding':{");
	put(out, "'x':{'field':'column_label','type':'nominal','title':%s,",
	    word(drawing, "x_label", ""));
	put(out, "'axis':{'orient':'top','labelAngle':-60,'labelLimit':160},");
	put_order(drawing, COLUMN_LABEL, COLUMN_POSITION);
	put(out, "},'y':{'field':'row_label','type':'nominal','title':%s,'axis':{'labelLimit':260},",
	    word(drawing, "y_label", ""));
	put_order(drawing, ROW_LABEL, ROW_POSITION);
	put(out, "},'color':{'field':'state','type':'nominal','title':null,'scale':{'domain':['shown','"
	         "not shown'],'range':['#b7d3e8','#3d444b']}},");
	put(out, "'tooltip':[{'field':'row_label'},{'field':'column_label'},{'field':'state'},{'field':"
	         "'mark'}]}},");
	put(out, "{'mark':{'type':'text','color':'#ffffff','fontSize':9},'encoding':{'x':{'field':'"
	         "column_label','type':'nominal',");
	put_order(drawing, COLUMN_LABEL, COLUMN_POSITION);
	put(out, "},'y':{'field':'row_label','type':'nominal',");
	put_order(drawing, ROW_LABEL, ROW_POSITION);
	put(out, "},'text':{'field':'mark'}}}");
}

/* ---- the pictures ---- */

#define KEYS "title", "description", "width", "height"
#define SCORE_KEYS                                                                                 \
	KEYS, "x_label", "y_label", "unit", "noun", "score_factor", "y_min", "y_max", "decimals"

static const char *const funnel_keys[] = {SCORE_KEYS,   "centre",  "centre_name", "inner_name",
                                          "outer_name", "x_scale", NULL};
static const char *const caterpillar_keys[] = {SCORE_KEYS, "centre", "centre_name",
                                               "layout",   "order",  NULL};
static const char *const trend_keys[] = {SCORE_KEYS, "target", "target_name", NULL};
static const char *const profile_keys[] = {SCORE_KEYS, "reference_name", NULL};
static const char *const answers_keys[] = {KEYS, "x_label", "y_label", "noun", "decimals", NULL};
static const char *const map_keys[] = {KEYS, "x_label", "y_label", "noun", NULL};

static const struct picture pictures[] = {
	{"funnel",
     BIT(LABEL) | BIT(N) | BIT(SCORE) | BIT(LOW) | BIT(HIGH) | BIT(OUTER_LOW) | BIT(OUTER_HIGH) |
         BIT(BAND),
     BIT(N), BIT(SCORE), funnel_keys, "Funnel plot", "units", 420, prepare_bands, funnel_layers},
	{"caterpillar", BIT(LABEL) | BIT(SCORE) | BIT(LOW) | BIT(HIGH) | BIT(BAND), BIT(LABEL),
     BIT(SCORE), caterpillar_keys, "Caterpillar plot", "units", 420, prepare_caterpillar,
     caterpillar_layers},
	{"trend",
     BIT(LABEL) | BIT(POSITION) | BIT(VALUE) | BIT(CENTRE) | BIT(LOW) | BIT(HIGH) | BIT(RULE) |
         BIT(DIRECTION),
     BIT(POSITION), BIT(VALUE), trend_keys, "Control chart", "points", 360, prepare_trend,
     trend_layers},
	{"profile",
     BIT(LABEL) | BIT(POSITION) | BIT(SCORE) | BIT(LOW) | BIT(HIGH) | BIT(REFERENCE) | BIT(HIGHER),
     BIT(LABEL), BIT(SCORE), profile_keys, "Profile of scales", "scales", 0, prepare_profile,
     profile_layers},
	{"answers",
     BIT(LABEL) | BIT(POSITION) | BIT(ANSWER) | BIT(ANSWER_POSITION) | BIT(CLASS) | BIT(N),
     BIT(LABEL) | BIT(ANSWER), 0, answers_keys, "Answers", "bars", 0, prepare_answers,
     answers_layers},
	{"suppression_map",
     BIT(ROW_LABEL) | BIT(ROW_POSITION) | BIT(COLUMN_LABEL) | BIT(COLUMN_POSITION) | BIT(STATUS),
     BIT(ROW_LABEL) | BIT(COLUMN_LABEL), 0, map_keys, "Which cells are shown", "cells", 0,
     prepare_map, map_layers},
};

/* ---- reading ---- */

/* The names of some columns as a list for messages. */
static char *
column_list(unsigned columns)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int c = 0; c < COLUMNS; c++)
		if (columns & BIT(c))
			appendStringInfo(&list, "%s%s", list.len ? ", " : "", column_name[c]);
	return list.data;
}

/* The column of that name. */
static enum column
column_of(const struct drawing *drawing, const JsonbValue *key)
{
	for (int c = 0; c < COLUMNS; c++)
		if ((drawing->picture->columns & BIT(c)) &&
		    strlen(column_name[c]) == (size_t) key->val.string.len &&
		    memcmp(column_name[c], key->val.string.val, key->val.string.len) == 0)
			return c;
	cpe_refuse(CPE_INVALID, psprintf("Columns: %s.", column_list(drawing->picture->columns)),
	           "Select the picture's columns, and make the rows of them with jsonb_agg.",
	           "unknown column of %s: \"%s\"", drawing->options->what,
	           pnstrdup(key->val.string.val, key->val.string.len));
}

/* A date as days, so that rows can be put in order: in one form, which no setting changes. */
static double
date_of(const char *text)
{
	size_t year = strspn(text, "0123456789");
	DateADT date;

	if (year < 4 || strlen(text) != year + 6 || text[year] != '-' || text[year + 3] != '-' ||
	    strspn(text + year + 1, "0123456789") != 2 || strspn(text + year + 4, "0123456789") != 2)
		cpe_refuse(CPE_INVALID, "Dates are written like 2018-04-01.", NULL,
		           "position is no date: \"%s\"", text);
	date = DatumGetDateADT(DirectFunctionCall1(date_in, CStringGetDatum(text)));
	if (DATE_NOT_FINITE(date))
		cpe_refuse(CPE_INVALID, NULL, NULL, "position out of range: %s", text);
	return date;
}

/* Keeps a cell of a row; words must be those that the column knows. */
static void
keep_cell(struct row *row, enum column column, bool dates, const JsonbValue *value)
{
	bool number = (NUMBERS & BIT(column)) != 0;
	enum cpe_band band;

	if (value->type == jbvNull)
		return;
	row->given |= BIT(column);
	if (number && value->type == jbvNumeric)
	{
		row->number[column] = DatumGetFloat8(
			DirectFunctionCall1(numeric_float8, NumericGetDatum(value->val.numeric)));
		if (!isfinite(row->number[column]))
			cpe_refuse(CPE_INVALID, NULL, NULL, "%s is no finite number", column_name[column]);
		return;
	}
	if (value->type != jbvString || (number && !(column == POSITION && dates)))
		cpe_refuse(CPE_INVALID, NULL, NULL, "column \"%s\" holds %s", column_name[column],
		           number ? "numbers" : "texts");
	row->text[column] = pnstrdup(value->val.string.val, value->val.string.len);
	switch (column)
	{
		case POSITION:
			row->number[column] = date_of(row->text[column]);
			break;
		case BAND:
			if (!cpe_band_by_name(row->text[column], &band))
				cpe_refuse(CPE_INVALID, NULL,
				           "Bands: far below, below, somewhat below, within, somewhat above, "
				           "above, far above, or null.",
				           "unknown band: \"%s\"", row->text[column]);
			break;
		case RULE:
			cpe_word_in(cpe_signal_words + 1, row->text[column], "rule");
			break;
		case DIRECTION:
			cpe_word_in(cpe_direction_words + 1, row->text[column], "direction");
			break;
		case HIGHER:
			cpe_word_in(higher_words, row->text[column], "side");
			break;
		case CLASS:
			cpe_word_in(class_words, row->text[column], "class");
			break;
		case STATUS:
			cpe_word_in(status_words, row->text[column], "status");
			break;
		default:
			break;
	}
}

/*
 * Keeps a row, or counts it where it is not shown: then nothing of it is looked at again.  A row of
 * a funnel without a label only shapes its curves.
 */
static void
keep_row(struct drawing *drawing, struct row *row)
{
	const struct picture *picture = drawing->picture;

	if ((picture->columns & BIT(OUTER_LOW)) && !(row->given & BIT(LABEL)))
		row->given &= ~(BIT(SCORE) | BIT(BAND));
	else if (picture->measure && !(row->given & picture->measure))
	{
		drawing->hidden++;
		return;
	}
	if (picture->required & ~row->given)
		cpe_refuse(CPE_NULL, NULL, NULL, "%s of %s must not be null",
		           column_list(picture->required & ~row->given), drawing->options->what);
	drawing->row[drawing->rows++] = *row;
}

/* Reads the rows: an array of objects. */
static void
read_rows(struct drawing *drawing, Jsonb *rows)
{
	JsonbIterator *iterator = JsonbIteratorInit(&rows->root);
	JsonbIteratorToken token;
	JsonbValue value;
	enum column column = LABEL;
	struct row row;
	int depth = 0;
	int arrays = 0;

	if (!JB_ROOT_IS_ARRAY(rows) || JB_ROOT_IS_SCALAR(rows))
		cpe_refuse(CPE_INVALID, NULL,
		           "Write them like [{\"label\": \"A\", ...}, ...]; jsonb_agg makes such an array.",
		           "rows of %s must be an array of objects", drawing->options->what);
	if (JB_ROOT_COUNT(rows) > MAX_ROWS)
		cpe_refuse(CPE_LIMIT, psprintf("The limit is %d rows.", MAX_ROWS), NULL,
		           "too many rows for a specification");
	drawing->row = palloc((JB_ROOT_COUNT(rows) + 1) * sizeof(struct row));
	while ((token = JsonbIteratorNext(&iterator, &value, false)) != WJB_DONE)
	{
		CHECK_FOR_INTERRUPTS();
		if (token == WJB_BEGIN_OBJECT && depth++ == 0)
			memset(&row, 0, sizeof(row));
		else if (token == WJB_KEY && depth == 1)
			column = column_of(drawing, &value);
		else if (token == WJB_VALUE && depth == 1)
			keep_cell(&row, column, (drawing->picture->columns & BIT(VALUE)) != 0, &value);
		else if (token == WJB_END_OBJECT && --depth == 0)
			keep_row(drawing, &row);
		else if (token == WJB_ELEM || (token == WJB_BEGIN_ARRAY && arrays++ > 0) || depth > 1)
			cpe_refuse(CPE_INVALID, NULL, NULL, "rows of %s must be objects of plain values",
			           drawing->options->what);
	}
}

/* ---- the specification ---- */

/* The rows that are drawn, as data. */
static void
put_rows(struct drawing *drawing)
{
	StringInfo out = &drawing->out;

	put(out, "'data':{'values':[");
	for (int i = 0; i < drawing->rows; i++)
	{
		const struct row *row = &drawing->row[i];
		const char *comma = "";

		CHECK_FOR_INTERRUPTS();
		put(out, "%r{", i ? "," : "");
		for (int c = 0; c < COLUMNS; c++)
		{
			if (!(row->given & BIT(c)))
				continue;
			put(out, "%r%s:", comma, column_name[c]);
			if (row->text[c])
				put(out, "%s", row->text[c]);
			else
				put_number(out, SCALED & BIT(c) ? scaled(drawing, row->number[c]) : row->number[c]);
			comma = ",";
		}
		if (row->more)
			put(out, "%r%r", comma, row->more);
		put(out, "}");
	}
	put(out, "]}");
}

/* How many are drawn of what is drawn, in words. */
static char *
usual_description(const struct drawing *drawing, const char *title)
{
	int shown = 0;

	if (drawing->picture->prepare == prepare_answers)
	{
		for (int i = 0; i < drawing->rows; i++)
			shown += i == 0 || by_label(&drawing->row[i - 1], &drawing->row[i]) != 0;
	}
	else if (drawing->picture->prepare == prepare_map)
		shown = drawing->rows - drawing->hidden;
	else
		for (int i = 0; i < drawing->rows; i++)
			shown += drawing->row[i].more != NULL;
	return psprintf("%s. Number of %s shown: %d, not shown: %d.", title, drawing->noun, shown,
	                drawing->hidden);
}

/* Rows of a picture as a Vega-Lite specification. */
static char *
specification(struct drawing *drawing)
{
	const struct picture *picture = drawing->picture;
	const struct cpe_options *options = drawing->options;
	const char *title = word(drawing, "title", picture->title);
	int width = cpe_whole_option(options, "width", 200, 5000, 640);
	int height = cpe_whole_option(options, "height", 100, 5000, picture->height);

	initStringInfo(&drawing->out);
	put(&drawing->out, "{'$schema':'https://vega.github.io/schema/vega-lite/v6.json',");
	put(&drawing->out, "'title':{'text':%s,'anchor':'start'},'description':%s,", title,
	    word(drawing, "description", usual_description(drawing, title)));
	put(&drawing->out, "'width':%d,", width);
	if (height > 0)
		put(&drawing->out, "'height':%d,", height);
	else
		put(&drawing->out, "'height':{'step':24},");
	put_rows(drawing);
	put(&drawing->out, ",'layer':[");
	picture->layers(drawing);
	put(&drawing->out,
	    "],'config':{'font':'Arial, Helvetica, sans-serif','background':'#ffffff',"
	    "'axis':{'labelColor':'#1f2328','titleColor':'#1f2328','gridColor':'#e3e6e9'},"
	    "'legend':{'labelColor':'#1f2328','labelLimit':320,'symbolSize':80,'labelFontSize':12},"
	    "'title':{'color':'#1f2328','fontSize':16},'text':{'fontSize':12}}}");
	return drawing->out.data;
}

PG_FUNCTION_INFO_V1(cpe_vega_lite);
Datum
cpe_vega_lite(PG_FUNCTION_ARGS)
{
	char *name = cpe_word_arg(fcinfo, 0, "picture");
	struct cpe_options options;
	struct drawing drawing = {0};
	const char *names[lengthof(pictures) + 1];

	for (int i = 0; i < (int) lengthof(pictures); i++)
		names[i] = pictures[i].name;
	names[lengthof(pictures)] = NULL;
	drawing.picture = &pictures[cpe_word_in(names, name, "picture")];
	if (PG_ARGISNULL(1))
		cpe_refuse(CPE_NULL, NULL, "jsonb_agg of no row is NULL: coalesce(..., '[]').",
		           "rows must not be null");
	if (PG_ARGISNULL(2))
		cpe_refuse(CPE_NULL, NULL, "Give '{}' for a plain picture.", "options must not be null");
	options = (struct cpe_options){psprintf("vega_lite (%s)", drawing.picture->name),
	                               {PG_GETARG_JSONB_P(2), NULL}};
	cpe_options_check(&options, drawing.picture->keys);
	drawing.options = &options;
	drawing.factor = cpe_number_option(&options, "score_factor", 1e-9, 1e9, 1);
	drawing.decimals = cpe_whole_option(&options, "decimals", 0, 9, 1);
	drawing.noun = word(&drawing, "noun", drawing.picture->noun);
	read_rows(&drawing, PG_GETARG_JSONB_P(1));
	drawing.picture->prepare(&drawing);
	PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in, CStringGetDatum(specification(&drawing))));
}
