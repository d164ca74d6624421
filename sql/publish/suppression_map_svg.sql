-- The aggregate suppression_map_svg through SQL, over what suppress decides (the picture itself, and that it is well-formed XML, is tested in test/unit).
SET search_path = cancer_pe, public;
CREATE TEMP TABLE cell AS
	SELECT coalesce(trust, 'England') AS trust, coalesce(tumour, 'All <types> & "more"') AS tumour, GROUPING(trust) AS t, GROUPING(tumour) AS g, sum(n)::bigint AS n
	FROM (SELECT 'R' || lpad(i::text, 2, '0') AS trust, 'T' || j AS tumour, CASE WHEN i = 3 AND j = 2 THEN 3 ELSE 20 + i * 7 + j * 31 % 17 END AS n FROM generate_series(1, 6) AS i, generate_series(1, 4) AS j) AS x
	GROUP BY CUBE (trust, tumour);
CREATE TEMP TABLE decided AS
	SELECT trust, tumour, t, g, suppress(n, ARRAY[CASE WHEN t = 0 THEN trust END, CASE WHEN g = 0 THEN tumour END], 'ncpes2018') OVER () AS status FROM cell;
SELECT status, count(*) FROM decided GROUP BY 1 ORDER BY 1;
-- published marks make a map, totals first
CREATE TEMP TABLE pictures AS
	SELECT suppression_map_svg(trust, 1 - t, tumour, 1 - g, status, '{"title": "A & <B>", "x_label": "Tumour group", "y_label": "Trust"}') AS svg FROM decided
	UNION ALL
	SELECT suppression_map_svg(trust, 1 - t, tumour, 1 - g, status, '{"title": "A & <B>", "x_label": "Tumour group", "y_label": "Trust"}') FROM (SELECT * FROM decided ORDER BY md5(trust || tumour)) AS s;
SELECT count(DISTINCT svg) AS different, bool_and(svg LIKE '<svg %</svg>%') AS element FROM pictures;
SELECT substring(svg FROM '<desc id="[a-z]+-d">(.*)</desc>') AS description, (SELECT count(*) FROM regexp_matches(svg, '>\[c\]</text>', 'g')) AS marks, svg LIKE '%A &amp; &lt;B&gt;%' AS escaped FROM pictures LIMIT 1;
SELECT string_agg(m[1], ', ') AS columns FROM (SELECT svg FROM pictures LIMIT 1) AS p, regexp_matches(substring(svg FROM 'data-part="columns".*?</g>'), '>([^<]+)</text>', 'g') AS m;
SELECT string_agg(m[1], ', ') AS rows FROM (SELECT svg FROM pictures LIMIT 1) AS p, regexp_matches(substring(svg FROM 'data-part="names".*?</g>'), '>([^<]+)</text>', 'g') AS m;
-- every mark, and a place without a cell
SELECT substring(svg FROM '<desc id="[a-z]+-d">(.*)</desc>') AS description, (SELECT string_agg(m[1], '; ') FROM regexp_matches(substring(svg FROM 'data-part="legend".*'), '>([^<]+)</text>', 'g') AS m) AS legend
FROM (SELECT suppression_map_svg(r, NULL, coalesce(s, 'shown'), NULL, s, '{}') AS svg FROM unnest(ARRAY['a', 'b']) AS r, unnest(ARRAY[NULL, 'c', 'w', 'x', 'u', 'z', 'low']) AS s WHERE r = 'a' OR s IS NULL OR s <> 'z') AS p;
-- no rows
SELECT suppression_map_svg(trust, 1, tumour, 1, status, '{}') IS NULL FROM decided WHERE false;
-- refused: what would tell which cells are small, first of all
SELECT suppression_map_svg('a', 1, 'b', 1, 'primary', '{}');
SELECT suppression_map_svg('a', 1, 'b', 1, 'c1', '{}');
SELECT suppression_map_svg(NULL, 1, 'b', 1, NULL, '{}');
SELECT suppression_map_svg('a', 1, NULL, 1, NULL, '{}');
SELECT suppression_map_svg('a', 'NaN', 'b', 1, NULL, '{}');
SELECT suppression_map_svg('a', 1, 'b', '-Infinity', NULL, '{}');
SELECT suppression_map_svg('a', 1, 'b', 1, s, '{}') FROM unnest(ARRAY['c', NULL]) AS s;
SELECT suppression_map_svg('a', 1, 'b', 1, NULL, NULL);
SELECT suppression_map_svg('a', 1, 'b', 1, NULL, '{"unit": "%"}');
SELECT suppression_map_svg('a', 1, 'b' || i, i, NULL, '{}') FROM generate_series(1, 100) AS i;
SELECT suppression_map_svg('a' || i, i, 'b', 1, NULL, '{"height": 500}') FROM generate_series(1, 100) AS i;
DROP TABLE pictures, decided, cell;
