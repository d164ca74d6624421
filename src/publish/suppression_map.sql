-- ---- suppression maps ----

CREATE FUNCTION suppression_map_svg_accum(internal, text, double precision, text, double precision, text, jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_suppression_map_svg_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION suppression_map_svg_accum(internal, text, double precision, text, double precision, text, jsonb) IS 'Transition of the aggregate suppression_map_svg.';
CREATE FUNCTION suppression_map_svg_final(internal) RETURNS text AS 'MODULE_PATHNAME', 'cpe_suppression_map_svg_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION suppression_map_svg_final(internal) IS 'Final step of the aggregate suppression_map_svg.';

CREATE AGGREGATE suppression_map_svg(row_label text, row_position double precision, column_label text, column_position double precision, status text, options jsonb) (
	SFUNC = suppression_map_svg_accum, STYPE = internal, FINALFUNC = suppression_map_svg_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE suppression_map_svg(text, double precision, text, double precision, text, jsonb) IS
'Which cells of a table are shown and which are not, as one SVG element: a rectangle of labels, each cell by its published status: NULL shown, c confidential, w none recorded, x not available, u low reliability, z not applicable, low rounds to zero; where a row and a column have no cell it is blank. It takes no values, and no status that would tell which cells are small and which only protect them. Rows and columns are in the order of their positions (numbers of order; NULL: behind the others), then of their labels; of positions that differ for one label the lowest counts. A status has a pattern of its own, and its mark in the cell where there is room, so that no colour is needed. Row order of the input does not matter. With title and description (the counts by status, and how much of the table is shown), no scripts, no references. options: title, description, x_label (the columns), y_label (the rows), noun (what the cells are, plural), width, height (without it: as the rows need); the same in every row. Result: text, NULL without rows. Errors: 22004 row_label, column_label or options NULL; 22023 a cell twice, position not finite, unknown status or option, options out of range, no room for the names of rows or columns; 54000 more than a million rows. Source of the marks: Government Analysis Function, Using symbols and shorthand in tables (2022). Not combinable: it draws, on published rows, in one process.';
