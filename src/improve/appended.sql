-- A table to which rows are added, and whose rows never change or go.
SELECT pg_catalog.pg_extension_config_dump('%1%', '');
GRANT SELECT, INSERT ON %1% TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER %1%_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON %1%
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER %1%_keep ON %1% IS 'Keeps its rows as they are.';
