-- The aggregate answers_svg through SQL (the picture itself, and that it is well-formed XML, is tested in test/unit).
SET search_path = cancer_pe, public;
CREATE TEMP TABLE answered AS
	SELECT * FROM (VALUES ('Q18 nurse', 1, 'Yes', 1, 'positive', 900), ('Q18 nurse', 1, 'No', 2, 'negative', 90), ('Q18 nurse', 1, 'Don''t know', 9, 'excluded', 10),
		('Q19 <easy> & quick', 2, 'Yes', 1, 'positive', 1), ('Q19 <easy> & quick', 2, 'No', 2, 'negative', 3),
		('Q20 hidden', 3, 'Yes', 1, 'positive', 7777), ('Q20 hidden', 3, 'Only here', 3, 'neutral', NULL), ('Q21 not asked', 4, 'Yes', 1, 'positive', 0)) AS v(label, place, answer, answer_place, class, n);
CREATE TEMP TABLE pictures AS
	SELECT answers_svg(label, place, answer, answer_place, class, n, '{"title": "A & <B>", "noun": "questions"}') AS svg FROM answered
	UNION ALL
	SELECT answers_svg(label, place, answer, answer_place, class, n, '{"title": "A & <B>", "noun": "questions"}') FROM (SELECT * FROM answered ORDER BY md5(label || answer)) AS s;
SELECT count(DISTINCT svg) AS different, bool_and(svg LIKE '<svg %</svg>%') AS element FROM pictures;
-- a bar with a hidden part is only counted, none of its other parts either; one without answers says so
SELECT svg ~ 'Q20|7,?777|Only here' AS hidden_seen, svg LIKE '%A &amp; &lt;B&gt;%' AS escaped, svg LIKE '%Not shown, suppressed (1)%' AS counted, svg LIKE '%>no answers<%' AS none FROM pictures LIMIT 1;
SELECT substring(svg FROM '<desc id="[a-z]+-d">(.*)</desc>') AS description FROM pictures LIMIT 1;
SELECT replace(m[1], E'\n', ' | ') AS segment FROM (SELECT svg FROM pictures LIMIT 1) AS p, regexp_matches(svg, '<title>(Q[^<]*)</title>', 'g') AS m;
SELECT string_agg(m[1], ', ') AS shares FROM (SELECT svg FROM pictures LIMIT 1) AS p, regexp_matches(substring(svg FROM 'data-part="shares".*'), '>(\d+%)</text>', 'g') AS m;
SELECT string_agg(m[1], '; ') AS legend FROM (SELECT svg FROM pictures LIMIT 1) AS p, regexp_matches(substring(svg FROM 'data-part="legend".*'), '>([^<]+)</text>', 'g') AS m;
-- the order of the bars
SELECT o, string_agg(m[1], ', ' ORDER BY m.i) AS names FROM (SELECT o, svg FROM (VALUES ('position', 1), ('ascending', 2), ('descending', 3)) AS v(o, i),
	LATERAL (SELECT answers_svg(label, place, answer, answer_place, class, n, jsonb_build_object('order', o)) AS svg FROM answered) AS p) AS p,
	regexp_matches(substring(svg FROM 'data-part="names".*?</g>'), '>(Q\d+)', 'g') WITH ORDINALITY AS m(m, i) GROUP BY o ORDER BY o;
-- weighted counts and shares give the same picture as counts
SELECT count(DISTINCT answers_svg) FROM (SELECT answers_svg(label, place, answer, answer_place, class, n * f, '{}') FROM answered, (VALUES (1), (0.5), (1024)) AS v(f) GROUP BY f) AS p;
-- nothing but hidden bars; no rows; no classes
SELECT answers_svg(label, place, answer, answer_place, class, NULL, '{}') LIKE '%no data%' FROM answered;
SELECT answers_svg(label, place, answer, answer_place, class, n, '{}') IS NULL FROM answered WHERE false;
SELECT answers_svg(label, place, answer, answer_place, NULL, n, '{}') LIKE '%>Yes</text>%' FROM answered;
-- every class
SELECT class, answers_svg('a', 1, 'b', 1, class, 1, '{}') LIKE '%>B (' || class || ')</text>%' AS drawn FROM unnest(ARRAY['positive', 'neutral', 'negative', 'excluded', 'rated']) AS class GROUP BY class ORDER BY class;
-- refused
SELECT answers_svg(NULL, 1, 'b', 1, NULL, 1, '{}');
SELECT answers_svg('a', 1, NULL, 1, NULL, 1, '{}');
SELECT answers_svg('a', 'Infinity', 'b', 1, NULL, 1, '{}');
SELECT answers_svg('a', 1, 'b', 'NaN', NULL, 1, '{}');
SELECT answers_svg('a', 1, 'b', 1, 'good', 1, '{}');
SELECT answers_svg('a', 1, 'b', 1, NULL, -1, '{}');
SELECT answers_svg('a', 1, 'b', 1, NULL, 'NaN', '{}');
SELECT answers_svg('a', 1, 'b', i, NULL, 1, '{}') FROM generate_series(1, 2) AS i;
SELECT answers_svg('a', 1, 'b' || i, i, NULL, 1, '{}') FROM generate_series(1, 21) AS i;
SELECT answers_svg('a', 1, 'b', 1, NULL, 1, NULL);
SELECT answers_svg('a', 1, 'b', 1, NULL, 1, '{"unit": "x"}');
SELECT answers_svg('a', 1, 'b', 1, NULL, 1, '{"order": "label"}');
SELECT answers_svg('a' || i, 1, 'b', 1, NULL, 1, '{"height": 500}') FROM generate_series(1, 100) AS i;
DROP TABLE pictures, answered;
