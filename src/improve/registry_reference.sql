-- The same where the other table is a registry, whose shipped rows are replaced by updates.
CREATE CONSTRAINT TRIGGER %1%_%2% AFTER INSERT OR UPDATE ON %1%
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION check_reference('%2%', '%3%');
COMMENT ON TRIGGER %1%_%2% ON %1% IS 'What a row names in %2% is there.';
CREATE CONSTRAINT TRIGGER %2%_%1% AFTER DELETE OR UPDATE ON %2%
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('%1%', '%3%');
COMMENT ON TRIGGER %2%_%1% ON %2% IS 'No row of %1% loses what it names here.';
