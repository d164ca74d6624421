-- Answers of a survey's size: 60 questions by 145 trusts in 21 alliances and 13 tumour groups, with all totals, the same on
-- every machine: people spread by a hash in whole numbers; bench.published(release) publishes them.
CREATE FUNCTION bench.publish_mix(bigint) RETURNS bigint IMMUTABLE LANGUAGE sql
	RETURN (($1 * 1103515245 & 4294967295) # (($1 * 1103515245 & 4294967295) >> 16)) * 73244475 & 4294967295;
CREATE UNLOGGED TABLE bench.asked AS
SELECT 'Q' || question AS question, 'A' || trust % 21 AS alliance, 'T' || trust AS trust, 'G' || tumour AS tumour_group, n,
	n - (bench.publish_mix(question * 100000 + trust * 100 + tumour + 7) * (n / 3 + 1) >> 32) AS positive
FROM (SELECT question, trust, tumour, (bench.publish_mix(trust * 20 + tumour) % 180) * (bench.publish_mix(trust) % 9 + 1) / 9 * (50 + bench.publish_mix(question * 3000 + trust * 20 + tumour) % 50) / 100 AS n
	FROM generate_series(1, 60) AS question, generate_series(1, 145) AS trust, generate_series(1, 13) AS tumour) AS t;
CREATE VIEW bench.tabulated AS
SELECT question, alliance, trust, tumour_group, sum(n) AS n, sum(positive) AS positive, 100.0 * sum(positive) / nullif(sum(n), 0) AS rate
FROM bench.asked GROUP BY question, ROLLUP (alliance, trust), ROLLUP (tumour_group);
-- What publish is compared with: the decision and the proof alone, by the search that publish takes for so many cells.
CREATE VIEW bench.publish_judged AS
SELECT count(*) AS questions, sum(n) AS cells, bool_and(proven) AS proven
FROM (SELECT count(*) AS n, certificate(n, dims, status, 'survey_lt10', '{"search": "fast"}', positive) IS NOT NULL AS proven
	FROM (SELECT question, n::bigint AS n, positive::bigint AS positive, ARRAY[alliance, trust, tumour_group] AS dims,
			suppress(n::bigint, ARRAY[alliance, trust, tumour_group], 'survey_lt10', '{"search": "fast"}', positive::bigint) OVER (PARTITION BY question) AS status
		FROM bench.tabulated) AS s
	GROUP BY question) AS t;
CREATE FUNCTION bench.published(release text) RETURNS TABLE(outcome text, row_count bigint, shown bigint, hidden bigint) LANGUAGE sql AS $$
	SELECT outcome, row_count, shown, hidden FROM publish(release, pg_catalog.jsonb_build_object('population', pg_catalog.jsonb_build_object('base', release),
		'tables', pg_catalog.jsonb_build_array('{"title": "Answers", "query": "TABLE bench.tabulated", "dimensions": ["alliance", "trust", "tumour_group"], "separate": ["question"], "count": "n", "numerator": "positive",
			"values": [{"column": "rate", "unit": "percent", "decimals": 1}]}'::jsonb || pg_catalog.jsonb_build_object('name', release || '_table')))
		|| '{"title": "Survey", "schema": "bench", "rule": "survey_lt10", "dimensions": {"alliance": {"role": "geography"}, "trust": {"role": "geography"}, "tumour_group": {}}}') LIMIT 1
$$;
-- Each time another release, and the last one again.
CREATE SEQUENCE bench.releases;
CREATE VIEW bench.publish_new AS SELECT p.* FROM (SELECT nextval('bench.releases') AS r OFFSET 0) AS s, bench.published('survey_' || r) AS p;
CREATE VIEW bench.publish_again AS SELECT p.* FROM bench.published('survey_' || currval('bench.releases')) AS p;
