-- ---- control charts ----

CREATE FUNCTION spc_svg_accum(internal, text, double precision, double precision, double precision, double precision, double precision, text, text, jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_spc_svg_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION spc_svg_accum(internal, text, double precision, double precision, double precision, double precision, double precision, text, text, jsonb) IS 'Transition of the aggregate spc_svg over positions that are numbers.';
CREATE FUNCTION spc_svg_accum(internal, text, date, double precision, double precision, double precision, double precision, text, text, jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_spc_svg_date_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION spc_svg_accum(internal, text, date, double precision, double precision, double precision, double precision, text, text, jsonb) IS 'Transition of the aggregate spc_svg over dates.';
CREATE FUNCTION spc_svg_final(internal) RETURNS text AS 'MODULE_PATHNAME', 'cpe_spc_svg_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION spc_svg_final(internal) IS 'Final step of the aggregate spc_svg over positions that are numbers.';
CREATE FUNCTION spc_svg_date_final(internal) RETURNS text AS 'MODULE_PATHNAME', 'cpe_spc_svg_date_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION spc_svg_date_final(internal) IS 'Final step of the aggregate spc_svg over dates.';

CREATE AGGREGATE spc_svg(label text, "position" double precision, value double precision, centre double precision, low double precision, high double precision, rule text, direction text, options jsonb) (
	SFUNC = spc_svg_accum, STYPE = internal, FINALFUNC = spc_svg_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE spc_svg(text, double precision, double precision, double precision, double precision, double precision, text, text, jsonb) IS
'A control chart as one SVG element, from rows as the window function spc gives them: values at their positions (years, numbers of order), centre line and control limits as steps, apart where the centre changes (another phase); each point by what it shows: improvement, concern, special cause high or low, common cause, or not judged (rule NULL), and each run of points that break the same rule named once. label NULL: the position. A point whose value is NULL (missing or suppressed) is not drawn and leaves no trace but the number of points without value. Row order does not matter. Readable without colour, with title and description, no scripts, no references. options: title, description, x_label, y_label, unit (as "%"), noun (what the points are, plural), centre_name, limits_name, target, target_name, width, height, score_factor (100 for proportions as percentages), y_min, y_max, y_fixed, max_labels, decimals; the same in every row. Result: text, NULL without rows. Errors: 22004 position of a point with a value NULL, options NULL; 22023 value or position not finite, a direction without a rule, options out of range, unknown rule, direction or option; 54000 more than a million rows. Not combinable: it draws, on judged rows, in one process.';
CREATE AGGREGATE spc_svg(label text, "position" date, value double precision, centre double precision, low double precision, high double precision, rule text, direction text, options jsonb) (
	SFUNC = spc_svg_accum, STYPE = internal, FINALFUNC = spc_svg_date_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE spc_svg(text, date, double precision, double precision, double precision, double precision, text, text, jsonb) IS
'The same control chart over dates: an axis of days, weeks, months or years.';
