-- ---- a release as a page ----

CREATE FUNCTION report_html(schema_name text, release text, options jsonb DEFAULT '{}', version integer DEFAULT NULL) RETURNS text AS 'MODULE_PATHNAME', 'cpe_report_html'
	LANGUAGE C STABLE PARALLEL SAFE COST 100000
	SET search_path = pg_catalog, cancer_pe, pg_temp;
COMMENT ON FUNCTION report_html(text, text, jsonb, integer) IS
'PLACEHOLDER';
