CREATE TRIGGER %1%_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON %1%
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER %1%_protect_builtin ON %1% IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER %1%_protect_truncate BEFORE TRUNCATE ON %1%
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER %1%_protect_truncate ON %1% IS 'Keeps the shipped rows from being emptied out.';
