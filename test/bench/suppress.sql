-- Tables for disclosure control with all margins and zeros, in the schema bench: those of test/data/sdc, and larger ones,
-- the same on every machine: people spread by a hash in whole numbers.  Small: 1 to 4.  psql variable: data, the
-- directory test/data/sdc.  Geography has 21 alliances of 134
-- trusts, in the largest also three hospitals a trust; tumours are 12 groups of three sites each.
CREATE FUNCTION bench.mix(bigint) RETURNS bigint IMMUTABLE LANGUAGE sql
	RETURN (($1 * 1103515245 & 4294967295) # (($1 * 1103515245 & 4294967295) >> 16)) * 73244475 & 4294967295;
-- A number of 0 to 2^32 - 1 of a person, for one purpose.
CREATE FUNCTION bench.draw(person bigint, purpose bigint) RETURNS bigint IMMUTABLE LANGUAGE sql
	RETURN bench.mix(bench.mix(person * 16 + purpose) # purpose);
-- 0 to kinds - 1; with skew the first ones are the commonest: the product of two draws.
CREATE FUNCTION bench.pick(person bigint, purpose bigint, kinds bigint, skew boolean) RETURNS bigint IMMUTABLE LANGUAGE sql
	RETURN (CASE WHEN skew THEN (bench.draw(person, purpose) >> 1) * (bench.draw(person, purpose + 8) >> 1) >> 30
		ELSE bench.draw(person, purpose) END) * kinds >> 32;

-- The synthetic tables of test/data/sdc, of the last 15,288 cells: what the peer is given too.
\ir ../data/sdc/load.sql
CREATE UNLOGGED TABLE bench.table_f01 AS TABLE f01;
CREATE UNLOGGED TABLE bench.table_f03 AS TABLE f03;
CREATE UNLOGGED TABLE bench.table_f04 AS TABLE f04;
CREATE UNLOGGED TABLE bench.table_15k AS TABLE f05;
DROP TABLE f01, f03, f04, f05;

-- 68,796 cells, 19,162 small: geography x 12 groups of 3 sites x 8 ages.
CREATE UNLOGGED TABLE bench.table_70k AS
SELECT ARRAY['A' || trust % 21, 'T' || trust, 'group ' || tumour / 3, 'site ' || tumour, 'age ' || age] AS dims, sum(n)::bigint AS n
FROM (
	SELECT trust, tumour, age, 0 AS n FROM generate_series(0, 133) AS trust, generate_series(0, 35) AS tumour, generate_series(0, 7) AS age
	UNION ALL
	SELECT bench.pick(i, 1, 134, true), bench.pick(i, 2, 36, true), bench.pick(i, 3, 8, false), count(*) FROM generate_series(1, 260000) AS i GROUP BY 1, 2, 3
) AS r
GROUP BY ROLLUP ('A' || trust % 21, 'T' || trust), ROLLUP ('group ' || tumour / 3, 'site ' || tumour), CUBE ('age ' || age);

-- 109,368 cells, 29,207 small: geography with hospitals x 12 groups of 3 sites x 3 ages.
CREATE UNLOGGED TABLE bench.table_110k AS
SELECT ARRAY['A' || hospital / 3 % 21, 'T' || hospital / 3, 'H' || hospital, 'group ' || tumour / 3, 'site ' || tumour, 'age ' || age] AS dims, sum(n)::bigint AS n
FROM (
	SELECT hospital, tumour, age, 0 AS n FROM generate_series(0, 401) AS hospital, generate_series(0, 35) AS tumour, generate_series(0, 2) AS age
	UNION ALL
	SELECT bench.pick(i, 1, 402, true), bench.pick(i, 2, 36, true), bench.pick(i, 3, 3, false), count(*) FROM generate_series(1, 300000) AS i GROUP BY 1, 2, 3
) AS r
GROUP BY ROLLUP ('A' || hospital / 3 % 21, 'T' || hospital / 3, 'H' || hospital), ROLLUP ('group ' || tumour / 3, 'site ' || tumour), CUBE ('age ' || age);
