-- ---- many tests at once, and bands from cut points ----

CREATE FUNCTION adjust_p(p double precision, method text) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_adjust_p_sql'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION adjust_p(double precision, text) IS
'Window function: the p value adjusted for the others of its partition, 0 to 1; NULL where p is NULL, which is not counted among the m tests. Methods for the chance of any false finding: bonferroni, holm, hochberg and hommel (the last two for tests that are independent or positively dependent); for the share of false findings among all (false discovery rate; the result is then the q value): bh (Benjamini and Hochberg 1995), by (Benjamini and Yekutieli 2001, under any dependence). The partition says what is tested together: all units of a question, or all cells of a table. The same whatever the order of the rows. Errors: 22023 p outside 0 to 1, unknown method, or methods that differ in the partition; 22004 method NULL. Source: the formulas of R''s p.adjust; hommel in n log n steps after Meijer, Krebs and Goeman 2019.';

CREATE FUNCTION p_value(z double precision) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_p_value'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION p_value(double precision) IS 'Two-sided p value of a standard normal z, 0 to 1: P(|Z| >= |z|). NULL when z is NULL. Errors: 22023 z not finite.';

CREATE FUNCTION grade(z double precision, cuts double precision[]) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_grade_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION grade(double precision, double precision[]) IS 'How many of one to three ascending positive cut points |z| strictly exceeds, with the sign of z: -3 to 3, 0 as expected. With three cut points these are seven bands, as newer patient survey tables are said to have; no document with their cut points could be read, so there is no default. z is positive where more is better: give -z where less is. NULL when an argument is NULL. Errors: 22023 z not finite, cut points; 22004 a cut point is NULL.';
CREATE FUNCTION grade_name(grade integer, cuts integer DEFAULT 3) RETURNS text AS 'MODULE_PATHNAME', 'cpe_grade_name_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION grade_name(integer, integer) IS 'The words for a grade among that many cut points: with three much worse, worse, somewhat worse, as expected, somewhat better, better, much better; with two the same without somewhat; with one worse, as expected, better. NULL when an argument is NULL. Errors: 22023 cuts not 1 to 3, a grade beyond them.';
