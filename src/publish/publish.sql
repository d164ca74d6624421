
-- ---------------------------------------------------------------------------------------------
-- Room publish: what leaves the database.
-- ---------------------------------------------------------------------------------------------

CREATE FUNCTION funnel_svg_accum(internal, text, double precision, double precision, double precision, double precision, text, jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_funnel_svg_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION funnel_svg_accum(internal, text, double precision, double precision, double precision, double precision, text, jsonb) IS 'Transition of the aggregate funnel_svg with one pair of limits.';
CREATE FUNCTION funnel_svg_accum(internal, text, double precision, double precision, double precision, double precision, double precision, double precision, text, jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_funnel_svg_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION funnel_svg_accum(internal, text, double precision, double precision, double precision, double precision, double precision, double precision, text, jsonb) IS 'Transition of the aggregate funnel_svg with inner and outer limits.';
CREATE FUNCTION funnel_svg_final(internal) RETURNS text AS 'MODULE_PATHNAME', 'cpe_funnel_svg_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION funnel_svg_final(internal) IS 'Final step of the aggregate funnel_svg.';

CREATE AGGREGATE funnel_svg(label text, n double precision, score double precision, low double precision, high double precision, band text, options jsonb) (
	SFUNC = funnel_svg_accum, STYPE = internal, FINALFUNC = funnel_svg_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_svg(text, double precision, double precision, double precision, double precision, text, jsonb) IS
'A funnel plot as one SVG element, from rows that any other tool could draw too: a row with a label is a unit (n, score, its limits, its band as expected_range gives it, the somewhat ones of three cut points too), a row without label only shapes the curves (see funnel_curve). A unit whose score is NULL (suppressed) is not drawn and leaves no trace but the number of units not shown. Row order does not matter. Readable without colour, with title and description, no scripts, no references. options: title, description, x_label, y_label, unit (as "%"), noun (what the units are, plural), centre_name, inner_name, outer_name, width, height, centre, score_factor (100 for proportions as percentages), y_min, y_max, y_fixed, x_scale (linear, log), max_labels, decimals; the same in every row. Errors: 22004 n NULL of a unit with a score, options NULL; 22023 out of range, unknown band or option; 54000 more than a million rows. Not combinable: it draws, on judged rows, in one process.';
CREATE AGGREGATE funnel_svg(label text, n double precision, score double precision, low double precision, high double precision, outer_low double precision, outer_high double precision, band text, options jsonb) (
	SFUNC = funnel_svg_accum, STYPE = internal, FINALFUNC = funnel_svg_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_svg(text, double precision, double precision, double precision, double precision, double precision, double precision, text, jsonb) IS
'The same funnel plot with inner and outer limits.';

@publish/caterpillar.sql@

@publish/spc.sql@

@publish/ledger.sql@

@publish/programme.sql@

@publish/plain.sql@

@publish/profile.sql@

@publish/answers.sql@

@publish/suppression_map.sql@

@publish/vega.sql@

@publish/report.sql@

@publish/survey_report.sql@
