-- Certificates: a table worked by hand, kept and verified later from what is published alone; what was changed is told.
SET search_path = cancer_pe, public;
SET jit = off;
-- 3 trusts, 3 groups, with totals; R1a is 3 and R3c is 2, and with the other corners of their rectangle hidden either can be one more
CREATE TEMP TABLE inner_cell (trust text, grp text, n bigint, r bigint);
INSERT INTO inner_cell VALUES ('R1', 'a', 3, 1), ('R1', 'b', 20, 9), ('R1', 'c', 30, 11), ('R2', 'a', 12, 6), ('R2', 'b', 29, 7), ('R2', 'c', 25, 13),
	('R3', 'a', 15, 8), ('R3', 'b', 21, 9), ('R3', 'c', 2, 1);
CREATE TEMP TABLE whole AS
SELECT trust, grp, sum(n)::bigint AS n, sum(r)::bigint AS r,
	CASE WHEN trust IN ('R1', 'R3') AND grp IN ('a', 'c') THEN 'c' END AS status
FROM inner_cell GROUP BY CUBE (trust, grp);
-- what is published, and what is kept in confidence
CREATE TEMP TABLE published AS SELECT trust, grp, CASE WHEN status IS NULL THEN n END AS n, status FROM whole;
CREATE TEMP TABLE kept AS SELECT certificate(n, ARRAY[trust, grp], status, 'cancer_lt5', '{}') AS c FROM whole;
SELECT jsonb_pretty(c - '{seal,extension,options,digest}'::text[]) FROM kept;
SELECT verify(n, ARRAY[trust, grp], status, c), verification(n, ARRAY[trust, grp], status, c) FROM published, kept;
-- also from a subquery, from the table with its values, and in any order of rows
SELECT verify(n, ARRAY[trust, grp], status, (SELECT c FROM kept)) FROM whole;
SELECT count(*) FILTER (WHERE v), count(DISTINCT c::text) FROM (SELECT turn, (SELECT verify(n, ARRAY[trust, grp], status, c ORDER BY md5(format('%s %s %s', turn, trust, grp))) FROM published, kept) AS v,
	(SELECT certificate(n, ARRAY[trust, grp], status, 'cancer_lt5', '{}' ORDER BY md5(format('%s %s %s', turn, trust, grp))) FROM whole) AS c FROM generate_series(1, 5) AS turn) AS t;
-- what may be published of it
SELECT format, extension = (SELECT extversion FROM pg_extension WHERE extname = 'cancer_pe') AS version, rule, options, threshold, zeros, numerator, protect, marks, exempt_totals, dims, cells, hidden, length(digest) FROM kept, certificate_summary(c);
-- the digest, by whoever has the published table
SELECT encode(sha256(convert_to(format(E'cancer_pe table 1 2 %s\n', count(*)) || string_agg(format(E'%s %s %s - %s\n',
		coalesce(octet_length(convert_to(trust, 'UTF8')) || ':' || trust, '-'), coalesce(octet_length(convert_to(grp, 'UTF8')) || ':' || grp, '-'), coalesce(n::text, '-'), coalesce('1:' || status, '-')), ''
		ORDER BY trust COLLATE "C" NULLS FIRST, grp COLLATE "C" NULLS FIRST), 'UTF8')), 'hex') = min(c ->> 'digest') AS same FROM published, kept;
-- each change of the published table is told
SELECT verification(n + CASE WHEN trust = 'R2' AND grp = 'b' THEN 1 ELSE 0 END, ARRAY[trust, grp], status, c) FROM published, kept;
SELECT verification(n, ARRAY[trust, CASE grp WHEN 'b' THEN 'B' ELSE grp END], status, c) FROM published, kept;
SELECT verification(CASE WHEN trust = 'R2' AND grp = 'b' THEN NULL ELSE n END, ARRAY[trust, grp], CASE WHEN trust = 'R2' AND grp = 'b' THEN 'c' ELSE status END, c) FROM published, kept;
SELECT verification(n, ARRAY[trust, grp], status, c) FROM published, kept WHERE trust IS DISTINCT FROM 'R3';
SELECT verification(CASE WHEN trust = 'R1' AND grp = 'a' THEN 4 ELSE n END, ARRAY[trust, grp], status, c) FROM published, kept;
-- and each change of the certificate
SELECT change, (SELECT verification(n, ARRAY[trust, grp], status, changed) FROM published)
FROM kept, (VALUES ('a value', '{hidden,0,1}', '4'), ('a move', '{moves,0,1}', '2'), ('the rule', '{claim,threshold}', '2'), ('the claim', '{claim,protect}', '"range"'), ('the options', '{options}', '{"threshold": 3}'),
	('the digest', '{digest}', '"00"'), ('no moves', '{moves}', '[]'), ('far numbers', '{moves,0,1}', '1e400'), ('a fraction', '{moves,0,1}', '0.5'), ('no pairs', '{moves,0}', '[1]'), ('a text', '{moves}', '"x"'),
	('a label', '{hidden,0,0}', '["R9", "a"]'), ('labels', '{hidden,0,0}', '["R9"]'), ('a number of labels', '{dims}', '3'), ('format', '{format}', '2'), ('counts', '{counts,cost}', '1'), ('zeros', '{claim,zeros}', '"never"'),
	('parts', '{parts}', '[[3, "E", []]]'), ('exempt', '{exempt}', '[[null, null]]'), ('national', '{claim,national}', '[65]')) AS v(change, path, new),
	LATERAL (SELECT jsonb_set(c, path::text[], new::jsonb) AS changed) AS j;
SELECT d, verification(n, ARRAY[trust, grp], status, d::jsonb) FROM published, (VALUES ('{}'), ('[]'), ('1'), ('null'), ('"c"'), (NULL)) AS v(d) GROUP BY d ORDER BY d COLLATE "C" NULLS LAST;
SELECT verify(n, ARRAY[trust, grp], status, c), verification(n, ARRAY[trust, grp], status, c) FROM published, kept WHERE false;
-- range: R1a cannot be 1 when only the rectangle is hidden, as R3c would be 0; with all inner cells hidden it can, and 5 too
SELECT certificate(n, ARRAY[trust, grp], status, 'cancer_lt5', '{"protect": "range"}') FROM whole;
-- range, numerators, unpublished and exempt cells, parts of labels
WITH hidden AS (SELECT trust, grp, n, CASE WHEN trust IS NOT NULL AND grp IS NOT NULL THEN 'c' END AS now FROM whole)
SELECT verification(CASE WHEN now IS NULL THEN n END, ARRAY[trust, grp], now, c) FROM hidden, (SELECT certificate(n, ARRAY[trust, grp], now, 'cancer_lt5', '{"protect": "range"}') AS c FROM hidden) AS k;
SELECT verification(n, ARRAY[trust, grp], status, c, r), c #> '{hidden,0}' AS first FROM whole, (SELECT certificate(n, ARRAY[trust, grp], status, 'cancer_lt5', '{"threshold": 4}', r) AS c FROM whole) AS k GROUP BY c;
WITH latent AS (SELECT *, CASE WHEN trust = 'R1' AND grp IS NOT NULL THEN 'x' ELSE status END AS now FROM whole),
k AS (SELECT certificate(n, ARRAY[trust, grp], now, 'cancer_lt5', '{}') AS c FROM latent)
SELECT c #> '{counts}' AS counts, verification(n, ARRAY[trust, grp], now, c) AS with_rows, verification(n, ARRAY[trust, grp], now, c) FILTER (WHERE now IS DISTINCT FROM 'x') AS without FROM latent, k GROUP BY c;
WITH k AS (SELECT certificate(n, ARRAY[trust, grp], NULL, 'cancer_lt5', '{}', NULL, CASE WHEN n < 5 THEN 'exempt' END) AS c FROM whole) SELECT c -> 'exempt' AS exempt, verification(n, ARRAY[trust, grp], NULL, c) FROM whole, k GROUP BY c;
WITH flat AS (SELECT * FROM (VALUES ('R1', 3, 'c'), ('R2', 12, 'c'), ('R3', 20, NULL), ('North', 15, NULL), (NULL, 35, NULL)) AS v(g, n, status)),
k AS (SELECT certificate(n, ARRAY[g], status, 'cancer_lt5', '{"parts": {"1": {"North": [["R1", "R2"]]}}}') AS c FROM flat)
SELECT c -> 'parts' AS parts, verification(CASE WHEN status IS NULL THEN n END, ARRAY[g], status, c) AS as_is, verification(CASE WHEN status IS NULL THEN n END, ARRAY[g], status, jsonb_set(c, '{parts}', '[]')) AS without FROM flat, k GROUP BY c;
-- refused: small and shown, not proven, and what is no table
SELECT certificate(n, ARRAY[trust, grp], CASE WHEN trust = 'R1' THEN NULL ELSE status END, 'cancer_lt5', '{}') FROM whole;
SELECT certificate(n, ARRAY[trust, grp], CASE WHEN n < 5 THEN 'c' END, 'cancer_lt5', '{}') FROM whole;
SELECT certificate(n, ARRAY[trust, grp], status, 'cancer_lt5', '{}') FROM whole WHERE grp IS DISTINCT FROM 'b';
SELECT certificate(n, ARRAY[trust, grp], 'q', 'cancer_lt5', '{}') FROM whole;
SELECT certificate(n, ARRAY[trust, grp], 'w', 'cancer_lt5', '{}') FROM whole;
SELECT certificate(n, ARRAY[trust, grp], status, 'cancer_lt5', '{}', NULL, 'x') FROM whole;
SELECT certificate(n, ARRAY[trust, grp], status, 'no_rule', '{}') FROM whole;
SELECT certificate(n, ARRAY[trust, grp], status, 'cancer_lt5', '{"how": 1}') FROM whole;
SELECT certificate(n, ARRAY[trust, grp], status, trust, '{}') FROM whole WHERE trust IS NOT NULL;
SELECT certificate(n, ARRAY[trust, grp], status, NULL, '{}') FROM whole;
SELECT certificate(n, ARRAY[trust, grp], status, 'cancer_lt5', NULL) FROM whole;
SELECT certificate(NULL, ARRAY[trust, grp], status, 'cancer_lt5', '{}') FROM whole;
SELECT certificate(n, NULL, status, 'cancer_lt5', '{}') FROM whole;
SELECT certificate(n, ARRAY[trust, grp], status, 'cancer_lt5', '{}') FROM whole WHERE false;
SELECT verify(n, ARRAY[trust, grp], 'q', c) FROM published, kept;
SELECT verify(n, ARRAY[trust, grp], status, jsonb_set(c, '{note}', to_jsonb(coalesce(n, 0)))) FROM published, kept;
SET cancer_pe.max_cells = 10;
SELECT verify(n, ARRAY[trust, grp], status, c) FROM published, kept;
RESET cancer_pe.max_cells;
DROP TABLE inner_cell, whole, published, kept;
