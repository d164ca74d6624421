-- Versions, and the registry of presets.
SELECT library = catalog AS same, status FROM cancer_pe.cancer_pe_version();
SELECT kind, name, builtin, source <> '' AS has_source FROM cancer_pe.preset ORDER BY kind, name COLLATE "C";

-- shipped rows stay as shipped, own rows come and go
INSERT INTO cancer_pe.preset (kind, name, options, source) VALUES ('suppress', 'ours', '{"threshold": 5, "comparator": "<", "secondary": "none", "zeros": "shown"}', 'a test');
SELECT v, cancer_pe.suppress(v, ARRAY[v::text], 'ours') OVER () FROM (VALUES (0), (4), (5)) AS t(v) ORDER BY v;
UPDATE cancer_pe.preset SET options = options || '{"threshold": 6}' WHERE name = 'ours';
SELECT v, cancer_pe.suppress(v, ARRAY[v::text], 'ours') OVER () FROM (VALUES (0), (4), (5)) AS t(v) ORDER BY v;
DELETE FROM cancer_pe.preset WHERE name = 'ours';
DELETE FROM cancer_pe.preset WHERE name = 'ncpes2018';
UPDATE cancer_pe.preset SET options = '{}' WHERE name = 'ncpes2018';
INSERT INTO cancer_pe.preset VALUES ('suppress', 'sly', '{}', 'a test', true);
INSERT INTO cancer_pe.preset VALUES ('suppress', 'ncpes2018', '{}', 'a test', false);
INSERT INTO cancer_pe.preset VALUES ('supress', 'x', '{}', 'a test', false);
INSERT INTO cancer_pe.preset VALUES ('suppress', 'x', '[]', 'a test', false);
INSERT INTO cancer_pe.preset (kind, name, options, source) VALUES ('suppress', 'mine', '{}', 'a test');
UPDATE cancer_pe.preset SET builtin = true WHERE name = 'mine';
-- a preset that lacks an option says which
SELECT cancer_pe.suppress(1, ARRAY['a'], 'mine') OVER ();
DELETE FROM cancer_pe.preset WHERE name = 'mine';
-- an unknown name lists the known ones
SELECT cancer_pe.suppress(1, ARRAY['a'], 'mine') OVER ();
SELECT cancer_pe.expected_range(0.5, 10, 0.5, 'mine') OVER ();
