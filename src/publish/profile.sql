-- ---- scale profiles ----

CREATE FUNCTION profile_svg_accum(internal, text, double precision, double precision, double precision, double precision, double precision, text, jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_profile_svg_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION profile_svg_accum(internal, text, double precision, double precision, double precision, double precision, double precision, text, jsonb) IS 'Transition of the aggregate profile_svg.';
CREATE FUNCTION profile_svg_final(internal) RETURNS text AS 'MODULE_PATHNAME', 'cpe_profile_svg_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION profile_svg_final(internal) IS 'Final step of the aggregate profile_svg.';

CREATE AGGREGATE profile_svg(label text, "position" double precision, score double precision, low double precision, high double precision, reference double precision, higher text, options jsonb) (
	SFUNC = profile_svg_accum, STYPE = internal, FINALFUNC = profile_svg_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE profile_svg(text, double precision, double precision, double precision, double precision, double precision, text, jsonb) IS
'The profile of an instrument as one SVG element: each scale a row with its name, its score in words, its interval and the mark of what it is held against (a norm, an earlier wave), in the order of their positions (numbers of order; NULL: behind the others), then of their labels. higher: what a high score means, better (function, quality of life), worse (symptoms) or NULL (not said); scales that follow one another with the same stand together under words that say it, and have marks of their own shape. No line joins the scales: their scores are of different things. A scale whose score is NULL (suppressed) is not drawn and leaves no trace but the number of scales not shown. An interval of which an end is NULL is drawn from the score, one that goes on beyond the axis ends there without a cap. Row order does not matter. Readable without colour, with title and description, no scripts, no references. options: title, description, x_label (the scores), y_label (the scales), unit, noun (what the rows are, plural), interval_name, reference_name, width, height (without it: as the rows need), score_factor, y_min, y_max, y_fixed (of the scores; without any of the three: 0 to 100), decimals (of scores in words); the same in every row. Result: text, NULL without rows. Errors: 22004 label or options NULL; 22023 score or position not finite, reference not finite, low above high, unknown higher or option, options out of range, no room for the rows; 54000 more than a million rows. Not combinable: it draws, on finished rows, in one process.';
