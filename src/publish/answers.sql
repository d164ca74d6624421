-- ---- answer bars ----

CREATE FUNCTION answers_svg_accum(internal, text, double precision, text, double precision, text, double precision, jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_answers_svg_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION answers_svg_accum(internal, text, double precision, text, double precision, text, double precision, jsonb) IS 'Transition of the aggregate answers_svg.';
CREATE FUNCTION answers_svg_final(internal) RETURNS text AS 'MODULE_PATHNAME', 'cpe_answers_svg_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION answers_svg_final(internal) IS 'Final step of the aggregate answers_svg.';

CREATE AGGREGATE answers_svg(label text, "position" double precision, answer text, answer_position double precision, class text, n double precision, options jsonb) (
	SFUNC = answers_svg_accum, STYPE = internal, FINALFUNC = answers_svg_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE answers_svg(text, double precision, text, double precision, text, double precision, jsonb) IS
'How people answered as one SVG element: a bar of 100 % for each label (a question, a trust), stacked from its answers; a row of the input is one answer of one bar. n: how many gave it, or any number in proportion (a weighted count, a share); the picture shows shares of the bar''s sum only. Bars are in the order of their positions (numbers of order; NULL: behind the others), then of their labels, answers in that of theirs; of positions that differ for one label or answer the lowest counts. class, as classify gives it: positive, neutral, negative, excluded, rated, or NULL; answers of a class share a colour and are told apart by their patterns, as classes are, so that no colour is needed; shares stand in the bars where there is room, and all of them, unrounded no further than decimals, in what pointing at a bar shows. A bar of which any n is NULL (suppressed) is not drawn at all, as the rest of it would tell what is hidden: it leaves no trace but the number of bars not shown. A bar whose n are all 0 says that it has no answers. Row order does not matter. With title and description, no scripts, no references. options: title, description, x_label (the shares), y_label (the bars), noun (what the bars are, plural), order (position; or ascending, descending: by the share of the class positive), width, height (without it: as the bars need), decimals (of shares in percent, 0); the same in every row. Result: text, NULL without rows. Errors: 22004 label, answer or options NULL; 22023 n or position not finite, n negative, an answer twice in a bar, more than 20 different answers, unknown class or option, options out of range, no room for the bars; 54000 more than a million rows. Not combinable: it draws, on finished rows, in one process.';
