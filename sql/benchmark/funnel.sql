-- Funnel limits and curves through SQL (the numbers are tested in test/unit against R): arguments, NULLs, refusals.
SET search_path = cancer_pe, public;
SELECT measure, method, low::numeric(12,6), high::numeric(12,6), status
FROM (VALUES ('proportion', 'normal', 0.8), ('proportion', 'exact', 0.8), ('proportion', 'wilson_inverse', 0.8), ('ratio', 'normal', 1), ('ratio', 'exact', 1), ('ratio', 'exact_interpolated', 1), ('ratio', 'observed', 1), ('mean', 'normal', 8.8)) AS v(measure, method, centre),
	LATERAL funnel_limits(centre, 40, method, 0.95, measure, sd => 1.39);
SELECT (funnel_limits(0.9, 3)).*, (funnel_limits(0.9, 3, level => 0.998)).high;
SELECT (funnel_limits(0.8, 0)).*, (funnel_limits(0.8, NULL)).*, (funnel_limits(NULL, 3)).*;
SELECT (funnel_limits(0.8, 40, z => 1.96)).low < (funnel_limits(0.8, 40)).low AS z_wins;
SELECT funnel_limits(1.8, 40);
SELECT funnel_limits(0.8, -40);
SELECT funnel_limits(0.8, 40.5, 'exact');
SELECT funnel_limits(0.8, 'NaN');
SELECT funnel_limits(0.8, 40, 'wald');
SELECT funnel_limits(0.8, 40, 'normal', measure => 'odds');
SELECT funnel_limits(0.8, 40, 'observed');
SELECT funnel_limits(8.8, 40, measure => 'mean');
SELECT funnel_limits(0.8, 40, level => 1);
-- curves: 100 rows, ends as asked, the limits of expected_range at the same n
SELECT count(*), min(n), max(n)::numeric(12,6), bool_and(low < 0.8 AND high > 0.8 AND outer_low < low AND outer_high >= high) FROM funnel_curve(0.8, 20, 2000, 'funnelplotr', tau2 => 0.001);
SELECT bool_and((r).low = low AND (r).high = high) AS same FROM (SELECT *, expected_range(0.5, n::bigint, 0.8, 'spiegelhalter') OVER () AS r FROM funnel_curve(0.8, 20, 2000, 'spiegelhalter')) AS s;
SELECT max(abs(high - (8.8 + 1.96 * sqrt(1.39 ^ 2 / n + 0.002)))) < 1e-14 AS mean FROM funnel_curve(8.8, 20, 2000, 'ncpes2018', tau2 => 0.002, sd => 1.39);
SELECT max(abs(high - (1 + 1.96 * sqrt(1 / (4 * n) + 0.01)) ^ 2)) < 1e-14 AS ratio FROM funnel_curve(1, 1, 500, 'ncpes2018', '{"measure": "ratio", "scale": "sqrt"}', 0.01);
SELECT count(DISTINCT n) AS sizes, min(n) FROM funnel_curve(1, 0.5, 3, 'spiegelhalter', '{"measure": "ratio"}');
SELECT min(n), bool_and(low IS NOT NULL) FROM funnel_curve(0.5, 1e-5, 100, 'spiegelhalter');
SELECT count(*) FROM funnel_curve(NULL, 20, 2000, 'ncpes2018');
SELECT * FROM funnel_curve(0.8, 0, 2000, 'ncpes2018');
SELECT * FROM funnel_curve(0.8, 20, 2, 'ncpes2018');
SELECT * FROM funnel_curve(8.8, 20, 2000, 'ncpes2018');
SELECT * FROM funnel_curve(8.8, 20, 2000, 'ncpes2018', sd => 0);
SELECT * FROM funnel_curve(0.8, 20, 2000, 'ncpes2018', tau2 => 'NaN');
SELECT * FROM funnel_curve(8.8, 20, 2000, 'ncpes2018', '{"measure": "score"}');
SELECT * FROM funnel_curve(0.8, 20, 2000, 'ncpes2018', '{"measure": "proportion"}', sd => 1);
