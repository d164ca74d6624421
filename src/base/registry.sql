-- What every registry (a table that users add to) has alike: shipped rows stay as shipped and are not
-- dumped, and what is no secret is readable by all.  Parameter: the table, with a column builtin.

COMMENT ON COLUMN %1%.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER %1%_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON %1%
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER %1%_protect_builtin ON %1% IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER %1%_protect_truncate BEFORE TRUNCATE ON %1%
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER %1%_protect_truncate ON %1% IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('%1%', 'WHERE NOT builtin');
GRANT SELECT ON %1% TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON %1% TO @extowner@ WITH GRANT OPTION;
