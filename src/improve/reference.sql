-- Rows of a table of the Pledge that name rows of another one, which stay as long as they are named.  As
-- the template of that name in room base, for tables without shipped rows; sessions that add on one side and remove on the
-- other wait for each other.  Parameters: the table, the other one, hold and the columns.
CREATE CONSTRAINT TRIGGER %1%_%2% AFTER INSERT OR UPDATE ON %1%
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION check_reference('%2%', '%3%');
COMMENT ON TRIGGER %1%_%2% ON %1% IS 'What a row names in %2% is there.';
CREATE CONSTRAINT TRIGGER %2%_%1% AFTER DELETE OR UPDATE ON %2%
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION keep_reference('%1%', '%3%');
COMMENT ON TRIGGER %2%_%1% ON %2% IS 'No row of %1% loses what it names here.';
