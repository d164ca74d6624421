-- ---- survey weights ----

CREATE FUNCTION cell_weight(population double precision, cell text) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_cell_weight'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION cell_weight(double precision, text) IS
'Window function over respondents: the weight N / n of the row''s cell, N its population (the same in all rows of the cell), n its rows in the partition (one area). NULL where the population is NULL. A cell without respondents has no row to be seen here: list such cells from the table of populations, as in SELECT p.* FROM population AS p WHERE NOT EXISTS (SELECT FROM respondent AS r WHERE (r.area, r.cell) = (p.area, p.cell)). Weights are given over the whole partition, whatever its frame and the order of its rows. Errors: 22004 cell NULL; 22023 population not positive and finite, or not the same in a cell, which is named. Source: weights of the Scottish Cancer Patient Experience Survey 2024 (area, tumour group, age band, sex).';

CREATE FUNCTION cap_weight(weight double precision, sds double precision DEFAULT 2) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_cap_weight'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION cap_weight(double precision, double precision) IS
'Window function over respondents: the weight, but at most the mean plus sds standard deviations of the weights in the partition (divisor n - 1). What is cut off is not given to others, so the total falls. A partition of one row keeps its weight. Mean and standard deviation are of the exact sums: the order of the rows changes no digit. Errors: 22004 weight or sds NULL; 22023 weight not positive and finite, sds negative, not finite or not the same in the partition. Source: Scottish Cancer Patient Experience Survey 2024, which caps at mean + 2 SD.';

CREATE FUNCTION trim_weight(weight double precision, low double precision, high double precision) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_trim_weight'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION trim_weight(double precision, double precision, double precision) IS
'Window function over respondents: the weight trimmed to low and high with the partition''s total kept. Weights outside are set to the limit, what that takes or gives is added equally to the others, and so on until none is outside (where none is inside, to those that can still move); weights that are all inside stay as they are to the bit. A NULL limit is none. The order of the rows changes no digit. Errors: 22004 weight NULL; 22023 weight or limit not positive and finite, low above high, limits not the same in the partition, or their total cannot be kept: the mean weight lies outside the limits. Source: strict trimming of the R package survey 4.5 (trimWeights).';

CREATE FUNCTION poststratify(weight double precision, cell text, total double precision) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_poststratify'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION poststratify(double precision, text, double precision) IS
'Window function over respondents: the weight times total / the sum of the weights of the row''s cell in the partition, so that each cell''s weights add up to total, the population of the cell (the same in all its rows). Sums are exact: the order of the rows changes no digit. For standard errors see calibration_residual. Errors: 22004 an argument NULL; 22023 weight or total not positive and finite, total not the same in a cell, which is named; 22003 a weight or sum is out of range. Source: Holt and Smith 1979.';

CREATE FUNCTION rake(weight double precision, categories text[], totals double precision[], options jsonb DEFAULT '{}')
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_rake_sql'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION rake(double precision, text[], double precision[], jsonb) IS
'Window function over respondents: weights raked (iterative proportional fitting) to several margins. categories holds the row''s category on each margin, totals the population of each of these categories: join them to the row by key. In the end the weights of each category add up to its total. options: tolerance, the largest relative difference of a sum from its total (1e-14 to 0.1, default 1e-13), iterations, how many rounds over the margins (default 1000). Rows are collapsed to combinations of categories first: rows alike get weights alike, and the order of the rows changes no digit. Weights that meet the totals stay as they are. A category without a row cannot be seen here, and then totals do not agree between the margins. Errors: 22004 weight, category, total NULL; 22023 weight or total not positive and finite, arrays of different lengths, a total not the same in its category, margins whose totals add up differently by more than half the tolerance (which, and by how much), unknown options, no convergence (which category is farthest off); 54000 more than 32 margins; 22003 a weight or sum is out of range. Source: Deming and Stephan 1940; standard errors: calibration_residual.';

CREATE FUNCTION calibrate(weight double precision, x double precision[], totals double precision[],
		method text DEFAULT 'linear', options jsonb DEFAULT '{}')
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_calibrate_sql'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION calibrate(double precision, double precision[], double precision[], text, jsonb) IS
'Window function over respondents: weights calibrated so that the sums of weight * x over the partition are totals, the population''s (the same in all rows). x holds what is known of the row and of the population: 1 (total: the population), indicators of categories but one of each margin, numbers. method linear: weight * (1 + x''lambda), the generalised regression estimator (GREG); raking: weight * exp(x''lambda), always positive. options: tolerance, the largest difference of a sum from its total relative to the sum of |weight * x| (1e-14 to 0.1, default 1e-12; what is within it is still improved as far as rounding lets), iterations of Newton''s method (default 100), negative: what linear does where a weight would be zero or negative: refuse (default; the error says how many, and the lowest) or allow. The order of the rows changes no digit. Errors: 22004 an argument or element NULL; 22023 weight not positive and finite, x or totals not finite, arrays of different lengths, totals, method or options not the same in the partition, unknown method or option, an element of x that is a linear combination of those before it (which), no convergence (which element is farthest off); 54000 more than 200 elements; 22003 out of range. Source: Deville and Saerndal 1992; standard errors: calibration_residual.';

CREATE FUNCTION calibration_residual(u double precision, base double precision, x double precision[]) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_calibration_residual_x'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION calibration_residual(double precision, double precision, double precision[]) IS
'Window function over all respondents of the design: the residual of u from its regression on x, weighted with base, the weights before calibration. It carries what calibrate gains into standard errors: with w the calibrated weight, the standard error is that of the design''s total of w * residual, the deviations of the sums of w * residual over primary sampling units within strata. u is linearised: y for a total of y; (y - p) / sum(w) for a mean p; (y - p) / (sum of w in the domain) for a domain''s mean, with 0 outside it and for missing answers (rows that still count as sampled); (y - r * z) / sum(w * z) for a ratio r. Elements of x that are linear combinations of others make no difference. The order of the rows changes no digit. Errors: 22004 an argument or element NULL; 22023 u or x not finite, base not positive and finite, arrays of different lengths; 54000 more than 200 elements; 22003 out of range. Source: Deville and Saerndal 1992; R package survey 4.5.';

CREATE FUNCTION calibration_residual(u double precision, base double precision, categories text[]) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_calibration_residual_categories'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION calibration_residual(double precision, double precision, text[]) IS
'Window function over all respondents of the design: as calibration_residual on numbers, after rake (its categories) or poststratify (ARRAY[cell]): the residual of u from its regression on the indicators of all categories, weighted with base, the weights before calibration. Errors: 22004 an argument or element NULL; 22023 u not finite, base not positive and finite, arrays of different lengths; 54000 more than 32 margins, or more than 1000 categories in two margins or more; 22003 out of range.';
