-- Intervals through SQL (the numbers themselves are tested in test/unit against R): arguments, NULLs, refusals.
SET search_path = cancer_pe, public;
SELECT m, round((r).low::numeric, 6) AS low, round((r).high::numeric, 6) AS high, (r).status
FROM unnest('{wilson,wilson_cc,wald,agresti_coull,clopper_pearson,jeffreys,mid_p,arcsine,logit}'::text[]) AS m, LATERAL (SELECT rate_ci(make_tally(40, 3), m) AS r) AS s;
SELECT m, round((r).low::numeric, 6) AS low, round((r).high::numeric, 6) AS high, (r).status
FROM unnest('{wilson,wilson_cc,wald,agresti_coull,clopper_pearson,jeffreys,mid_p,arcsine,logit}'::text[]) AS m, LATERAL (SELECT rate_ci(make_tally(40, 40), m) AS r) AS s;
SELECT (rate_ci(make_tally(0, 0))).*;
SELECT (rate_ci(NULL::tally)).*;
-- z takes the place of level; 1.96 and the exact quantile can be told apart
SELECT (rate_ci(make_tally(400, 300), z => 1.96)).low < (rate_ci(make_tally(400, 300), level => 0.95)).low AS wider,
	(rate_ci(make_tally(400, 300), level => 0.5, z => 1.96)).low = (rate_ci(make_tally(400, 300), z => 1.96)).low AS z_wins;
-- a rate given as a number is the same as its counts; an adjusted score is not a count
SELECT count(*) FROM unnest('{wilson,wilson_cc,wald,agresti_coull,clopper_pearson,jeffreys,mid_p,arcsine,logit}'::text[]) AS m, generate_series(0, 49, 7) AS x
WHERE rate_ci(x / 49.0::float8, 49, m) IS DISTINCT FROM rate_ci(make_tally(49, x), m);
SELECT round((rate_ci(0.823767, 487, z => 1.96)).low::numeric, 7) AS low, round((rate_ci(0.823767, 487, z => 1.96)).high::numeric, 7) AS high;
SELECT (rate_ci(0.823767, 487, 'mid_p')).low;
SELECT (rate_ci(NULL, 487)).*, (rate_ci(0.5, 0)).*;
-- weights: Kish's number in the place of n
SELECT w.low = r.low AND w.high = r.high AS same
FROM (SELECT tally(i % 3 = 0, 1 + i % 4) AS t FROM generate_series(1, 99) AS i) AS s, rate_ci(t) AS w, rate_ci(rate(t), n_eff(t)) AS r;
SELECT rate_ci(tally(true, 2), 'wilson_cc');
-- counts and means
SELECT round(low::numeric, 6) AS low, round(high::numeric, 6) AS high, status FROM count_ci(0) UNION ALL SELECT round(low::numeric, 6), round(high::numeric, 6), status FROM count_ci(0, 'byar')
UNION ALL SELECT round(low::numeric, 6), round(high::numeric, 6), status FROM count_ci(9, 'phe') UNION ALL SELECT round(low::numeric, 6), round(high::numeric, 6), status FROM count_ci(10, 'phe');
SELECT (count_ci(10, 'phe')).low = (count_ci(10, 'byar')).low, (count_ci(9, 'phe')).low = (count_ci(9)).low, (count_ci(NULL)).*;
SELECT round(low::numeric, 9) AS low, round(high::numeric, 9) AS high FROM mean_ci(8.758459, (8.857048988 - 8.659869194) / 2 / 1.96, z => 1.96);
SELECT (mean_ci(5, 0)).*, (mean_ci(5, NULL)).*;
SELECT (t).high > (z).high AS t_is_wider, (many).high - (z).high < 1e-6 AS t_nears_z FROM (SELECT mean_ci(5, 1, 3) AS t, mean_ci(5, 1) AS z, mean_ci(5, 1, 1e9) AS many) AS s;
SELECT round((mean_ci(make_moments(25, 69, 14.7), 'normal')).low::numeric, 6);
-- refused
SELECT rate_ci(make_tally(3, 2), 'bayes');
SELECT rate_ci(make_tally(3, 2), NULL);
SELECT rate_ci(make_tally(3, 2), level => 1);
SELECT rate_ci(make_tally(3, 2), level => 0);
SELECT rate_ci(make_tally(3, 2), level => 'NaN');
SELECT rate_ci(make_tally(3, 2), level => NULL);
SELECT rate_ci(make_tally(3, 2), z => -1.96);
SELECT rate_ci(make_tally(3, 2), z => 'Infinity');
SELECT rate_ci(82.4, 487);
SELECT rate_ci(-0.1, 487);
SELECT rate_ci('NaN', 487);
SELECT rate_ci(0.5, -1);
SELECT rate_ci(0.5, 'Infinity');
SELECT count_ci(-1);
SELECT count_ci('NaN');
SELECT count_ci(3, 'wald');
SELECT mean_ci(5, -1);
SELECT mean_ci('NaN', 1);
SELECT mean_ci(5, 1, 0);
SELECT mean_ci(make_moments(3, 2, 1), 'wilson');
SELECT mean_ci(make_moments(3, 2, 1), level => 2);
