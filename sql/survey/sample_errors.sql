-- The synthetic survey with planted mistakes, found again by what the tables say of the questions.
SET search_path = cancer_pe, public;
CREATE FUNCTION pg_temp.faults(r sample_response, OUT not_routed boolean, OUT out_of_range boolean, OUT missing_code boolean, OUT no_filter boolean)
	LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH a AS (
		SELECT q.question, q.parent, j.value::int AS answer,
			j.value::int BETWEEN CASE q.kind WHEN 'rating' THEN 0 ELSE 1 END AND cardinality(q.share) - CASE q.kind WHEN 'rating' THEN 1 ELSE 0 END AS allowed
		FROM sample_question AS q JOIN jsonb_each_text(to_jsonb($1)) AS j ON j.key = lower(q.question))
	SELECT coalesce(bool_or(a.allowed AND f.answer <> 1), false), coalesce(bool_or(a.answer <> 999 AND NOT a.allowed), false), coalesce(bool_or(a.answer = 999), false),
		coalesce(bool_or(a.allowed AND f.question IS NOT NULL AND f.answer IS NULL), false)
	FROM a LEFT JOIN a AS f ON f.question = a.parent;
END;
-- the stated share to the person, a quarter each kind
SELECT errors, count(*) AS respondents, count(*) FILTER (WHERE f.not_routed OR f.out_of_range OR f.missing_code OR f.no_filter) AS with_mistakes,
	count(*) FILTER (WHERE f.out_of_range) AS out_of_range, count(*) FILTER (WHERE f.missing_code) AS missing_code,
	count(*) FILTER (WHERE (f.not_routed OR f.no_filter) AND NOT f.out_of_range) AS routing
FROM unnest(ARRAY[0, 0.001, 0.1, 1]) AS errors, LATERAL sample_responses(2000, 9, errors) AS r, LATERAL pg_temp.faults(r) AS f GROUP BY errors ORDER BY errors;
-- the others are as without
SELECT count(*) AS rows, count(*) FILTER (WHERE a IS DISTINCT FROM b) AS changed FROM sample_responses(5000, 9) AS a JOIN sample_responses(5000, 9, 0.1) AS b USING (respondent);
-- the codes: 99, or one above the last
SELECT count(*) AS rows, count(*) FILTER (WHERE answer = 99) > 0 AS ninety_nine, count(*) FILTER (WHERE answer = cardinality(share) + CASE kind WHEN 'rating' THEN 0 ELSE 1 END) > 0 AS one_above,
	count(*) FILTER (WHERE answer NOT IN (99, 999) AND answer > cardinality(share) + CASE kind WHEN 'rating' THEN 0 ELSE 1 END) AS others
FROM sample_responses(1000, 9, 1) AS r, jsonb_each_text(to_jsonb(r)) AS j, LATERAL (SELECT j.value::int AS answer WHERE j.key ~ '^q' AND j.value IS NOT NULL) AS v
	JOIN sample_question AS q ON true WHERE lower(q.question) = j.key;
-- always the same
SELECT md5(string_agg(r::text, E'\n' ORDER BY respondent)) AS checksum FROM sample_responses(10000, 1, 0.05) AS r;
SELECT count(*) AS rows, bool_and(a = b) AS same FROM sample_responses(100000, 1, 0.5) AS a JOIN (SELECT (r).* FROM (SELECT sample_responses(100000, 1, 0.5, 70000, 70100) AS r) AS s) AS b USING (respondent);
