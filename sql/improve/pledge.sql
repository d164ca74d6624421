-- The Pledge's tables: standards in versions, what may be entered, and that nothing goes silently.
SET search_path = public, cancer_pe;
SET jit = off;
-- the lists that are shipped
SELECT s.version, statements, count(*), count(*) = max(standard) AS numbered, count(DISTINCT section) AS sections, array_agg(DISTINCT x.certainty) AS certainty
FROM standard_set AS s JOIN standard AS x USING (standard_set, version) WHERE standard_set = 'secondary_breast' GROUP BY 1, 2 ORDER BY 1;
SELECT section, array_agg(standard ORDER BY standard) FROM standard WHERE version = '2' GROUP BY section ORDER BY min(standard);
INSERT INTO standard (standard_set, version, standard, label, certainty) VALUES ('secondary_breast', '2', 13, 'Ours', 'sourced');
INSERT INTO standard (standard_set, version, standard, label, certainty) VALUES ('ours', '1', 1, 'Ours', 'sourced');
INSERT INTO standard_set (standard_set, version, title, source, certainty) VALUES ('ours', '1', 'Ours', 'a test', 'sourced');
INSERT INTO standard (standard_set, version, standard, label, certainty) VALUES ('ours', '1', 1, 'Called back within a day', 'sourced'), ('ours', '1', 2, 'Told of trials', 'sourced');

-- what a row names has to be there, and stays
INSERT INTO pledge_wave (service, wave, opened) VALUES ('A', 'before', '2024-01-01');
INSERT INTO pledge_service (service, title) VALUES ('A', 'Service A'), ('B', 'Service B');
INSERT INTO pledge_wave (service, wave, opened) VALUES ('A', 'before', '2024-01-01'), ('A', 'after', '2025-01-01');
INSERT INTO pledge_result (service, wave, standard_set, version, standard, result) VALUES ('A', 'before', 'ours', '1', 3, make_tally(20, 10));
INSERT INTO pledge_result (service, wave, standard_set, version, standard, result) VALUES ('B', 'before', 'ours', '1', 1, make_tally(20, 10));
INSERT INTO pledge_result (service, wave, standard_set, version, standard, result) VALUES ('A', 'before', 'ours', '1', 1, (SELECT tally(true, 2.5)));
INSERT INTO pledge_result (service, wave, standard_set, version, standard, result)
SELECT 'A', 'before', 'ours', '1', 1, tally(i > 8) FROM generate_series(1, 20) AS i;
INSERT INTO pledge_paired_result (service, before_wave, wave, standard_set, version, standard, pairs) VALUES ('A', 'earlier', 'after', 'ours', '1', 1, make_paired(5, 1, 4, 5));
INSERT INTO pledge_paired_result (service, before_wave, wave, standard_set, version, standard, pairs) VALUES ('A', 'before', 'after', 'ours', '1', 1, make_paired(5, 1, 4, 5));
DELETE FROM pledge_service WHERE service = 'A';
UPDATE pledge_service SET service = 'C' WHERE service = 'A';
DELETE FROM pledge_wave WHERE wave = 'before';
UPDATE pledge_wave SET wave = 'baseline' WHERE wave = 'after';
DELETE FROM standard WHERE standard_set = 'ours' AND standard = 1;
-- what nothing names may change or go
UPDATE pledge_wave SET note = 'postal', answered = 20, invited = 31 WHERE wave = 'before';
DELETE FROM pledge_service WHERE service = 'B';
-- of a wave that only pairs name as the earlier one
DELETE FROM pledge_result;
DELETE FROM pledge_wave WHERE wave = 'before';
-- themes: the standard is whole or none
INSERT INTO pledge_theme (service, wave, theme, kind, standard_set, raised) VALUES ('A', 'before', 'waiting', 'concern', 'ours', make_tally(12, 7));
INSERT INTO pledge_theme (service, wave, theme, kind, standard_set, version, standard, raised, groups) VALUES ('A', 'before', 'waiting', 'concern', 'ours', '1', 9, make_tally(12, 7), 2);
INSERT INTO pledge_theme (service, wave, theme, kind, standard_set, version, standard, raised, groups) VALUES ('A', 'before', 'waiting', 'concern', 'ours', '1', 1, make_tally(12, 7), 2),
	('A', 'before', 'nurse', 'good', NULL, NULL, NULL, make_tally(12, 2), 1);
SELECT service, theme, kind, standard, participants, raised, rate, status FROM pledge_themes('before', 'cancer_lt5');
SELECT theme, participants, raised, status FROM pledge_themes('before', 'cancer_lt5', '{"numerator": false}');

-- actions: states follow each other, and each says what it has to
INSERT INTO pledge_action (service, action, goal, owner, status) VALUES ('A', 'nurse', 'A nurse for secondary breast cancer', 'lead nurse', 'agreed');
INSERT INTO pledge_action (service, action, goal, metric, owner) VALUES ('A', 'nurse', 'A nurse for secondary breast cancer', 'no metric', 'lead nurse');
INSERT INTO pledge_action (service, action, goal, standard_set, version, standard, metric, baseline, target, owner) VALUES ('A', 'nurse', 'A nurse for secondary breast cancer', 'ours', '1', 1, 'cns_contact_secondary', make_tally(80, 40), 0.9, 'lead nurse');
UPDATE pledge_action SET status = 'done', done = '2025-03-01', agreed = '2024-06-01', due = '2025-01-01' WHERE action = 'nurse';
UPDATE pledge_action SET status = 'agreed', agreed = '2024-06-01', due = '2025-01-01' WHERE action = 'nurse';
UPDATE pledge_action SET status = 'under_way' WHERE action = 'nurse';
SELECT action, label, status, overdue, days FROM pledge_actions('2025-01-01');
SELECT action, label, status, overdue, days FROM pledge_actions('2025-01-02');
UPDATE pledge_action SET status = 'dropped' WHERE action = 'nurse';
UPDATE pledge_action SET status = 'done' WHERE action = 'nurse';
UPDATE pledge_action SET status = 'done', done = '2025-01-31' WHERE action = 'nurse';
SELECT action, status, overdue, days FROM pledge_actions('2026-01-01');
UPDATE pledge_action SET status = 'dropped', done = NULL, reason = 'no money' WHERE action = 'nurse';
DELETE FROM pledge_action WHERE action = 'nurse';
INSERT INTO pledge_action (service, action, goal, owner, target) VALUES ('A', 'x', 'y', 'z', 1.5);

-- the history: each row as it was, in order, by whom
SELECT status, owner, due, done, operation, changed_by = current_user AS me, until <= clock_timestamp() AS past FROM pledge_action_history('A', 'nurse');
SELECT table_name, operation, count(*) FROM pledge_history GROUP BY 1, 2 ORDER BY 1, 2;
SELECT was FROM pledge_history WHERE table_name = 'pledge_result';
SELECT was #>> '{note}' AS note, was #>> '{baseline}' AS baseline FROM pledge_history WHERE table_name IN ('pledge_wave', 'pledge_action') ORDER BY entry LIMIT 2;
-- it is written by triggers only, and it and the tables are not emptied
INSERT INTO pledge_history (table_name, operation, was, changed_by, logged_in_as, changed_at) VALUES ('pledge_action', 'update', '{}', 'me', 'me', now());
UPDATE pledge_history SET changed_by = 'nobody';
DELETE FROM pledge_history;
TRUNCATE pledge_history;
TRUNCATE pledge_action;
TRUNCATE pledge_release;
-- what is rolled back never was
SELECT count(*) AS before FROM pledge_history \gset
BEGIN;
DELETE FROM pledge_theme;
SELECT count(*) - :before AS entries FROM pledge_history;
ROLLBACK;
SELECT count(*) - :before AS entries FROM pledge_history;
-- triggers are nothing else
CREATE TABLE no_history (i int);
CREATE TRIGGER wrong BEFORE INSERT ON no_history FOR EACH ROW EXECUTE FUNCTION record_change();
INSERT INTO no_history VALUES (1);
DROP TRIGGER wrong ON no_history;
CREATE TRIGGER wrong BEFORE INSERT ON no_history FOR EACH ROW EXECUTE FUNCTION check_action_status();
INSERT INTO no_history VALUES (1);
DROP TRIGGER wrong ON no_history;
CREATE TRIGGER wrong AFTER INSERT ON no_history FOR EACH ROW EXECUTE FUNCTION keep_published();
INSERT INTO no_history VALUES (1);
DROP TRIGGER wrong ON no_history;
-- a table of one's own must not write the history of another of its name, nor hold the results
CREATE TABLE pg_temp.pledge_action (service text, action text, status text);
CREATE TRIGGER wrong AFTER UPDATE ON pg_temp.pledge_action FOR EACH ROW EXECUTE FUNCTION record_change();
INSERT INTO pg_temp.pledge_action VALUES ('north', 'forged', 'done');
UPDATE pg_temp.pledge_action SET status = 'dropped';
DROP TABLE pg_temp.pledge_action;
CREATE TRIGGER wrong BEFORE INSERT ON no_history FOR EACH ROW EXECUTE FUNCTION hold_results();
INSERT INTO no_history VALUES (1);
DROP TRIGGER wrong ON no_history;
CREATE TRIGGER wrong BEFORE UPDATE ON no_history FOR EACH STATEMENT EXECUTE FUNCTION check_action_status();
UPDATE no_history SET i = 2;
DROP TABLE no_history;
CREATE TRIGGER wrong BEFORE UPDATE ON pledge_action FOR EACH STATEMENT EXECUTE FUNCTION check_action_status();
UPDATE pledge_action SET status = status;
DROP TRIGGER wrong ON pledge_action;
CREATE TRIGGER wrong BEFORE INSERT ON pledge_wave FOR EACH ROW EXECUTE FUNCTION record_change();
INSERT INTO pledge_wave (service, wave, opened) VALUES ('none', 'none', '2020-01-01');
DROP TRIGGER wrong ON pledge_wave;
CREATE TRIGGER a_wrong AFTER INSERT ON pledge_wave FOR EACH ROW EXECUTE FUNCTION keep_published();
INSERT INTO pledge_wave (service, wave, opened) VALUES ('none', 'none', '2020-01-01');
DROP TRIGGER a_wrong ON pledge_wave;

-- leave nothing but the history, which stays
DELETE FROM pledge_theme;
DELETE FROM pledge_paired_result;
DELETE FROM pledge_wave;
DELETE FROM pledge_service;
DELETE FROM standard_set WHERE standard_set = 'ours';
DELETE FROM standard WHERE standard_set = 'ours';
DELETE FROM standard_set WHERE standard_set = 'ours';
SET check_function_bodies = off; -- as while a dump is restored
DELETE FROM pledge_history;
RESET check_function_bodies;
