-- What every registry has: its shipped rows stay, users' rows are dumped, all may read.
@base/protected.sql %1%@
SELECT pg_catalog.pg_extension_config_dump('%1%', 'WHERE NOT builtin');
GRANT SELECT ON %1% TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON %1% TO @extowner@ WITH GRANT OPTION;
