-- Codebooks as ReadStat's extract_metadata writes them.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
CREATE TEMPORARY TABLE line (file text, n int GENERATED ALWAYS AS IDENTITY, line text);
ALTER TABLE line ALTER file SET DEFAULT 'spss';
\set file :here '/test/data/fhir/codebook_spss.json'
COPY line (line) FROM :'file' WITH (FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01');
ALTER TABLE line ALTER file SET DEFAULT 'stata';
\set file :here '/test/data/fhir/codebook_stata.json'
COPY line (line) FROM :'file' WITH (FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01');
CREATE TEMPORARY TABLE book AS SELECT file, string_agg(line, E'\n' ORDER BY n) AS doc FROM line GROUP BY file;
-- of an SPSS file: note inf, which is no JSON
SELECT doc ~ '-inf' AS has_inf FROM book WHERE file = 'spss';
SELECT position, variable, label, kind, format, code, code_text, code_label, missing, missing_low AS low, missing_high AS high FROM book, codebook(doc) WHERE file = 'spss';
SELECT variable, codebook_missing(doc, variable) FROM book, (VALUES ('id'), ('q1'), ('mo'), ('vas'), ('sex')) AS v(variable) WHERE file = 'spss';
SELECT codebook_missing(doc, 'age') FROM book WHERE file = 'spss';
SELECT codebook_missing(doc, 'Q1') FROM book WHERE file = 'spss';
-- of a Stata file
SELECT position, variable, label, kind, format, code, code_text, code_label, missing FROM book, codebook(doc) WHERE file = 'stata';
-- what that program can write besides: Stata's missing values, dates, a label with a tab, a number without an end, no variables
SELECT variable, code, code_text, code_label, missing, missing_low, missing_high
FROM codebook('{"type": "STATA", "variables": [{"type": "NUMERIC", "name": "a", "categories": [{"code": 1, "label": "inf	-inf"}, {"code": ".a", "label": "refused"}, {"code": ".", "label": "dot"}]},
	{"type": "NUMERIC", "name": "d", "format": "DATE", "categories": [{"code": "2024-01-31", "label": "x"}], "missing": {"type": "RANGE", "low": "1900-01-01", "high": "1900-12-31", "discrete-value": "2024-01-31"}},
	{"type": "NUMERIC", "name": "r", "missing": {"type": "RANGE", "low": -' || repeat('17', 150) || '.000000, "high": -0.000000}}]}');
SELECT count(*) FROM codebook('{"type": "SPSS", "variables": []}');
SELECT codebook_missing('{"variables": [{"type": "NUMERIC", "name": "a", "missing": {"type": "RANGE", "low": 1.5, "high": 1001.5, "discrete-value": 3}}]}', 'a') = array_agg(i::float8) AS thousand FROM generate_series(2, 1001) AS i;
SELECT codebook_missing('{"variables": [{"type": "NUMERIC", "name": "a", "missing": {"type": "RANGE", "low": 1, "high": 1001}}]}', 'a');
-- what is no codebook
SELECT * FROM codebook('{"variables": [');
SELECT * FROM codebook('[]');
SELECT * FROM codebook('{"variables": [{"type": "NUMERIC", "name": "a"}, {"type": "NUMERIC"}]}');
SELECT * FROM codebook('{"variables": [{"type": "DATE", "name": "a"}]}');
SELECT * FROM codebook('{"variables": [{"type": "NUMERIC", "name": "a", "categories": [{"label": "a"}]}]}');
SELECT * FROM codebook('{"variables": [{"type": "NUMERIC", "name": "a", "missing": {"type": "SOME"}}]}');
SELECT * FROM codebook('{"variables": [{"type": "NUMERIC", "name": "a", "name": "b"}]}');
