-- Instruments in a database of another encoding: texts that it does not have are refused where they come in, and the
-- fingerprint of a definition is the same on every server.
SELECT current_database() AS here \gset
\set definition '''{"instrument": "TEST", "version": "1", "title": "'' || U&''\\00E4'' || ''", "source": "s", "certainty": "sourced", "column": "\\u00e4{item}", "items": [{"ids": ["1..2"], "min": 0, "max": 9}], "scales": [{"scale": "A", "label": "LABEL", "higher": "better", "items": ["1..2"], "transform": "sum", "missing": "all"}]}'''
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS cancer_pe;
SELECT cancer_pe.answer_sheet((:definition)::cancer_pe.scoring_plan, '1', 1)::text AS sheet \gset
CREATE DATABASE regress_cpe_latin1 ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0;
\connect regress_cpe_latin1
SET client_min_messages = warning;
CREATE EXTENSION cancer_pe;
SET client_encoding = 'UTF8';
SET search_path = cancer_pe, public;
SELECT register_instrument(replace(:definition, 'LABEL', '\u4e2d')::json);
SELECT register_instrument(replace(:definition, 'LABEL', '\u00e4')::json);
SELECT title = U&'\00E4' AS title, column_pattern = U&'\00E4{item}' AS pattern FROM instruments WHERE instrument = 'TEST';
SELECT label = U&'\00E4' AS label FROM scales WHERE instrument = 'TEST';
CREATE TABLE wide (U&"\00E41" int, U&"\00E42" numeric);
INSERT INTO wide VALUES (1, 9), (1, 2);
SELECT score_wide_sql('wide', 'TEST', codebook => U&'{"variables": [{"name": "\00E42", "type": "NUMERIC", "missing": {"type": "DISCRETE", "values": [9]}}]}') AS query \gset
:query;
SELECT scores(:'sheet'::answer_sheet), :'sheet'::answer_sheet::text = :'sheet' AS same;
\connect :here
DROP DATABASE regress_cpe_latin1;
