-- The National Cancer Patient Experience Survey 2018: every trust and question by tumour group, hidden as it was.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
\set data :here '/test/data/ncpes2018'
\set temporary TEMPORARY
\set load :data '/load.sql'
\i :load
CREATE TEMP TABLE cell AS
	SELECT question, trust, name, u.n, u.score FROM tumour, unnest(n, score) WITH ORDINALITY AS u(n, score, position) JOIN tumour_group USING (position);
CREATE TEMP TABLE decided AS
	SELECT *, suppress(n, ARRAY[name], 'ncpes2018') OVER (PARTITION BY question, trust) AS status,
		suppress(n, ARRAY[trust, name], 'ncpes2018') OVER (PARTITION BY question) AS by_question FROM cell;
SELECT count(*) AS cells, count(*) FILTER (WHERE (status IS NULL) <> (score IS NOT NULL)) AS exceptions, count(*) FILTER (WHERE status IS DISTINCT FROM by_question) AS otherwise_partitioned,
	count(*) FILTER (WHERE status IS NULL) AS shown, count(*) FILTER (WHERE status = 'c' AND n <= 20) AS primary, count(*) FILTER (WHERE status = 'c' AND n > 20) AS secondary, count(*) FILTER (WHERE status = 'w') AS no_answers FROM decided;
SELECT count(*) AS tables, count(*) FILTER (WHERE low = 0) AS none_low, count(*) FILTER (WHERE low = 1) AS one_low, count(*) FILTER (WHERE low > 1) AS more_low, count(*) FILTER (WHERE low = 1 AND secondary = 0) AS no_candidate,
	count(*) FILTER (WHERE tied > 1) AS ties
FROM (SELECT question, trust, count(*) FILTER (WHERE n BETWEEN 1 AND 20) AS low, count(taken) FILTER (WHERE n = taken AND status = 'c') AS secondary, count(*) FILTER (WHERE n = taken) AS tied
	FROM (SELECT *, max(n) FILTER (WHERE status = 'c' AND n > 20) OVER (PARTITION BY question, trust) AS taken FROM decided) AS d GROUP BY 1, 2) AS t;
