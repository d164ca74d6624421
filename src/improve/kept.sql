-- What every table of the Pledge has: its rows are dumped, a change or a removal leaves the row as it
-- was in the history, and it is never emptied.  Nobody reads or writes it until the installer grants it.
SELECT pg_catalog.pg_extension_config_dump('%1%', '');
GRANT SELECT, INSERT, UPDATE, DELETE ON %1% TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER %1%_record AFTER UPDATE OR DELETE ON %1%
	FOR EACH ROW EXECUTE FUNCTION record_change();
COMMENT ON TRIGGER %1%_record ON %1% IS 'Keeps each row as it was before a change or removal, in pledge_history.';
CREATE TRIGGER %1%_keep BEFORE TRUNCATE ON %1%
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER %1%_keep ON %1% IS 'Keeps the table from being emptied at once, which no history would show.';
