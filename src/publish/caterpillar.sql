-- ---- caterpillar plots ----

CREATE FUNCTION caterpillar_svg_accum(internal, text, double precision, double precision, double precision, text, jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_caterpillar_svg_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION caterpillar_svg_accum(internal, text, double precision, double precision, double precision, text, jsonb) IS 'Transition of the aggregate caterpillar_svg.';
CREATE FUNCTION caterpillar_svg_final(internal) RETURNS text AS 'MODULE_PATHNAME', 'cpe_caterpillar_svg_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION caterpillar_svg_final(internal) IS 'Final step of the aggregate caterpillar_svg.';

CREATE AGGREGATE caterpillar_svg(label text, score double precision, low double precision, high double precision, band text, options jsonb) (
	SFUNC = caterpillar_svg_accum, STYPE = internal, FINALFUNC = caterpillar_svg_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE caterpillar_svg(text, double precision, double precision, double precision, text, jsonb) IS
'A caterpillar plot as one SVG element: units in the order of their scores, each with its own interval (as rate_ci, shrink or rank_interval give it; not the limits around a centre, which funnel_svg shows), and its band, as expected_range gives it or NULL. A unit whose score is NULL (suppressed) is not drawn and leaves no trace but the number of units not shown. An interval of which an end is NULL is drawn from the score; it stretches the axis no further than three usual widths, and goes on beyond it without a cap. Row order does not matter; equal scores are in the order of their labels. Readable without colour, with title and description, no scripts, no references. options: title, description, x_label (the units), y_label (the scores), unit (as "%"), noun (what the units are, plural), centre, centre_name, interval_name, layout (columns: left to right, the units outside labelled, or all where no more than max_labels; rows: each unit a row with its name), order (ascending, descending), width, height, score_factor (100 for proportions as percentages), y_min, y_max, y_fixed (of the scores, in either layout), max_labels, decimals; the same in every row. Result: text, NULL without rows. Errors: 22004 label or options NULL; 22023 score not finite, low above high, options out of range, no room for the rows, unknown band or option; 54000 more than a million rows. Not combinable: it draws, on judged rows, in one process.';
