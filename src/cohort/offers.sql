-- ---- offers of assessments and plans, and times to them ----

CREATE TYPE offer_events;

CREATE FUNCTION offer_events_in(cstring) RETURNS offer_events AS 'MODULE_PATHNAME', 'cpe_offer_events_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_in(cstring) IS 'Reads offer_events from exact text. Errors: 22P02 not of the form, 22003 a number too large, 22023 dates outside the years 1 to 9999 or a rule that cannot be, 54000 more than 5000 events or a text above 200 bytes.';
CREATE FUNCTION offer_events_out(offer_events) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_offer_events_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_out(offer_events) IS 'Writes offer_events as exact text, which no setting can change.';
CREATE FUNCTION offer_events_recv(internal) RETURNS offer_events AS 'MODULE_PATHNAME', 'cpe_offer_events_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_recv(internal) IS 'Reads offer_events from the binary form. Errors: 22P03 not of the form, others as offer_events_in.';
CREATE FUNCTION offer_events_send(offer_events) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_offer_events_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_send(offer_events) IS 'Writes offer_events in binary, most significant byte first; equal values give equal bytes.';

CREATE TYPE offer_events (
	INPUT = offer_events_in, OUTPUT = offer_events_out, RECEIVE = offer_events_recv, SEND = offer_events_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE offer_events IS 'The events of offers to one patient, each different one once with how often it was there; with the dates of diagnosis and death and the rule they are judged by. Exact under any split: merging those of parts gives that of the whole. Text: hna max_days=730 strict blank_offered after_death_offered codes("01","02","03","04","05") not_offered("04") diagnosis=2021-03-01 death=- undated=0 event 2021-04-02 "R1K" "01" "03" "NS" 2 (trust, point of pathway, offer code, staff role, times; - for NULL).';

@base/ordered_type.sql offer_events cpe_offer_events their binary form@

CREATE TYPE offer AS (event date, code text, pathway text, staff text, trust text, days integer, complete boolean, repaired boolean,
	offers bigint, events bigint, duplicates bigint, before_diagnosis bigint, late bigint, not_offered bigint, dropped bigint, invalid bigint, after_death bigint, undated bigint, status text);
COMMENT ON TYPE offer IS 'The first offer to a patient, and what became of all events: result of first_offer.';
COMMENT ON COLUMN offer.event IS 'Date of the first offer; NULL without one.';
COMMENT ON COLUMN offer.code IS 'Its offer code, as repaired where that was asked for; NULL where the event has none.';
COMMENT ON COLUMN offer.pathway IS 'Its point of pathway.';
COMMENT ON COLUMN offer.staff IS 'Its staff role.';
COMMENT ON COLUMN offer.trust IS 'Its trust.';
COMMENT ON COLUMN offer.days IS 'Days from diagnosis to it, 0 or more.';
COMMENT ON COLUMN offer.complete IS 'Whether point of pathway (neither empty nor 99) and staff role (neither empty nor EH) are both recorded.';
COMMENT ON COLUMN offer.repaired IS 'Whether the code was repaired.';
COMMENT ON COLUMN offer.offers IS 'Different events that are offers.';
COMMENT ON COLUMN offer.events IS 'Different events with a date: offers, before_diagnosis, late, not_offered, dropped and invalid ones together.';
COMMENT ON COLUMN offer.duplicates IS 'Repetitions of the same event (date, trust, point of pathway, code, staff role), beside those.';
COMMENT ON COLUMN offer.before_diagnosis IS 'Events before the day of diagnosis.';
COMMENT ON COLUMN offer.late IS 'Events more than max_days after it.';
COMMENT ON COLUMN offer.not_offered IS 'Events within the window whose code says that nothing was offered.';
COMMENT ON COLUMN offer.dropped IS 'Events within the window left out by the options missing, blank and after_death.';
COMMENT ON COLUMN offer.invalid IS 'Events within the window whose code is not listed (strict false).';
COMMENT ON COLUMN offer.after_death IS 'Events after the day of death, among all: errors of data quality.';
COMMENT ON COLUMN offer.undated IS 'Events without a date, beside all others.';
COMMENT ON COLUMN offer.status IS 'NULL, or why there is no offer: no offer; no diagnosis date.';

CREATE FUNCTION offer_events_accum(offer_events, date, text, text, text, text, date, date, text, integer) RETURNS offer_events AS 'MODULE_PATHNAME', 'cpe_offer_events_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_accum(offer_events, date, text, text, text, text, date, date, text, integer) IS 'The events with one more; NULL are none. The transition of the aggregates first_offer and offer_events with these arguments, with their errors, and 22023 the events are of another rule.';
CREATE FUNCTION offer_events_accum(offer_events, date, text, text, text, text, date, date, text, integer, jsonb) RETURNS offer_events AS 'MODULE_PATHNAME', 'cpe_offer_events_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_accum(offer_events, date, text, text, text, text, date, date, text, integer, jsonb) IS 'The events with one more; NULL are none. The transition of the aggregates first_offer and offer_events with these arguments, with their errors, and 22023 the events are of another rule.';
CREATE FUNCTION offer_events_combine(offer_events, offer_events) RETURNS offer_events AS 'MODULE_PATHNAME', 'cpe_offer_events_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_combine(offer_events, offer_events) IS 'The events of both, of one patient. Errors: 22023 they are of different rules, or have two dates of diagnosis or death; 54000 more than 5000 different events.';
CREATE FUNCTION offer_events_final(offer_events) RETURNS offer_events AS 'MODULE_PATHNAME', 'cpe_offer_events_final'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offer_events_final(offer_events) IS 'The same events in their final order, without spare room. The last step of the aggregate offer_events.';
CREATE FUNCTION first_offer(offer_events) RETURNS offer AS 'MODULE_PATHNAME', 'cpe_first_offer_of'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION first_offer(offer_events) IS 'The first offer of stored events, by the rule they carry; the last step of the aggregate first_offer. NULL for NULL. Errors: 22023 a code that is not listed (strict).';
CREATE AGGREGATE first_offer(event date, offer text, pathway text, staff text, trust text, diagnosis date, death date, kind text, max_days integer) (
	SFUNC = offer_events_accum, STYPE = offer_events, COMBINEFUNC = offer_events_combine, FINALFUNC = first_offer, PARALLEL = SAFE
);
COMMENT ON AGGREGATE first_offer(date, text, text, text, text, date, date, text, integer) IS 'The first offer of a holistic needs assessment (kind hna) or of a personalised care and support plan (pcsp) to a patient, one group a patient and one row an event; a row whose event, offer, pathway and staff are NULL is that of a patient without one. An event counts from the day of diagnosis to max_days after it (730 in the source), both included; repetitions of one event are counted once; code 04 is no offer, an empty code is one, a NULL code is none (options). The first by date; on one day the more complete record (point of pathway and staff role), then the lower code. NULL diagnosis or death: not known, or known in another row. Whatever the order of rows, any split. Without rows NULL. Errors: 22004 kind or max_days NULL; 22023 another kind, max_days negative, a code that is not listed, two dates of diagnosis or of death for one patient, a date outside the years 1 to 9999; 54000 more than 5000 different events, a text above 200 bytes. Source: the national study of the coverage of assessments and plans of 2021 diagnoses (2024), with what its text and program leave open made options.';
CREATE AGGREGATE offer_events(event date, offer text, pathway text, staff text, trust text, diagnosis date, death date, kind text, max_days integer) (
	SFUNC = offer_events_accum, STYPE = offer_events, COMBINEFUNC = offer_events_combine, FINALFUNC = offer_events_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE offer_events(date, text, text, text, text, date, date, text, integer) IS 'The events of a patient as the aggregate first_offer with the same arguments collects them, to be stored and merged; first_offer(offer_events) judges them. Errors: as there, but that codes are judged only then.';
CREATE AGGREGATE first_offer(event date, offer text, pathway text, staff text, trust text, diagnosis date, death date, kind text, max_days integer, options jsonb) (
	SFUNC = offer_events_accum, STYPE = offer_events, COMBINEFUNC = offer_events_combine, FINALFUNC = first_offer, PARALLEL = SAFE
);
COMMENT ON AGGREGATE first_offer(date, text, text, text, text, date, date, text, integer, jsonb) IS 'The same with options: strict (default true; false: an event whose code is not listed is counted as invalid and left out), repair (default false; true: the first 00 of a code is read as 0, 003 as 03), missing (dropped or offered: what a NULL code counts as, default dropped, as the source''s program has it; its text says offered), blank (the same for an empty code, default offered), after_death (the same for events after the day of death, default offered: they are counted as errors of data quality), codes (the listed ones; default those of the data dictionary of 19 May 2026: 01 to 05, pcsp also 06), not_offered (codes that are no offer, default 04; for pcsp by today''s dictionary also 06). The source''s program is {"strict": false, "repair": true}, but that it takes any other code of two characters for an offer. Errors: also 22004 options NULL, 22023 an unknown option, a code empty or twice.';
CREATE AGGREGATE offer_events(event date, offer text, pathway text, staff text, trust text, diagnosis date, death date, kind text, max_days integer, options jsonb) (
	SFUNC = offer_events_accum, STYPE = offer_events, COMBINEFUNC = offer_events_combine, FINALFUNC = offer_events_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE offer_events(date, text, text, text, text, date, date, text, integer, jsonb) IS 'The events of a patient as the aggregate first_offer with the same arguments collects them, to be stored and merged; first_offer(offer_events) judges them. Errors: as there, but that codes are judged only then.';
CREATE AGGREGATE rollup(offer_events) (
	SFUNC = offer_events_combine, STYPE = offer_events, COMBINEFUNC = offer_events_combine, FINALFUNC = offer_events_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(offer_events) IS 'All events of one patient in those of parts; NULLs are passed over, without any NULL. Errors: as offer_events_combine.';

CREATE FUNCTION submitting(events bigint, patients bigint, rule text DEFAULT 'coded') RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_submitting_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION submitting(bigint, bigint, text) IS 'Whether a trust with so many events (within the window, without repetitions, before codes are looked at) among so many patients sends in its records at all; others are left out of numerator and denominator. coded: at least 10 events with up to 100 patients, else 20, as the source''s program has it; written: at least 10 with fewer than 100, else 20, as its text says. NULL for NULL. Errors: 22023 a number negative, another rule. Source: as first_offer.';
CREATE FUNCTION accepted_without_plan(hna offer, pcsp offer) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN ($1).code = '03' THEN ($2).event IS NULL END;
END;
COMMENT ON FUNCTION accepted_without_plan(offer, offer) IS 'Whether a patient accepted a first needs assessment (code 03) and no care plan was offered within its window; false: accepted, and one was. NULL where none was accepted. A plan ought to follow an assessment.';

-- ---- coverage by the days since diagnosis ----

CREATE TYPE timed_coverage;

CREATE FUNCTION timed_coverage_in(cstring) RETURNS timed_coverage AS 'MODULE_PATHNAME', 'cpe_timed_coverage_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_in(cstring) IS 'Reads a timed_coverage from exact text. Errors: 22P02 not of the form, 22003 a number too large, 22023 days not ascending or without people, 54000 more than 100000 days.';
CREATE FUNCTION timed_coverage_out(timed_coverage) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_timed_coverage_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_out(timed_coverage) IS 'Writes a timed_coverage as exact text, which no setting can change.';
CREATE FUNCTION timed_coverage_recv(internal) RETURNS timed_coverage AS 'MODULE_PATHNAME', 'cpe_timed_coverage_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_recv(internal) IS 'Reads a timed_coverage from the binary form. Errors: 22P03 not of the form, others as timed_coverage_in.';
CREATE FUNCTION timed_coverage_send(timed_coverage) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_timed_coverage_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_send(timed_coverage) IS 'Writes a timed_coverage in binary, most significant byte first; equal values give equal bytes.';

CREATE TYPE timed_coverage (
	INPUT = timed_coverage_in, OUTPUT = timed_coverage_out, RECEIVE = timed_coverage_recv, SEND = timed_coverage_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE timed_coverage IS 'How many people something had reached by each day since their diagnosis: those it never reached, those it reached before day 0 (counted apart), and how many it reached on each day. Exact under any split: merging those of parts gives that of the whole. Text: never=3 before=1 0:5 14:2.';

@base/ordered_type.sql timed_coverage cpe_timed_coverage never, before, then the days@

CREATE FUNCTION timed_coverage_accum(timed_coverage, integer) RETURNS timed_coverage AS 'MODULE_PATHNAME', 'cpe_timed_coverage_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_accum(timed_coverage, integer) IS 'A timed_coverage with one person more; a NULL one is empty. The transition of the aggregate timed_coverage(integer).';
CREATE FUNCTION timed_coverage_combine(timed_coverage, timed_coverage) RETURNS timed_coverage AS 'MODULE_PATHNAME', 'cpe_timed_coverage_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timed_coverage_combine(timed_coverage, timed_coverage) IS 'The people of both. Errors: 22003 they pass 2^63, 54000 more than 100000 distinct days.';
CREATE AGGREGATE timed_coverage(days integer) (
	SFUNC = timed_coverage_accum, STYPE = timed_coverage, INITCOND = 'never=0 before=0',
	COMBINEFUNC = timed_coverage_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE timed_coverage(integer) IS 'Counts people, one row a person, by the days from diagnosis to what they were offered: NULL never, a negative number before diagnosis: such people are counted apart and are in no figure. Everybody has to have been followed for as long as the figures reach. Without rows an empty one, never NULL. Errors: 54000 more than 100000 distinct days.';
CREATE AGGREGATE rollup(timed_coverage) (
	SFUNC = timed_coverage_combine, STYPE = timed_coverage, INITCOND = 'never=0 before=0',
	COMBINEFUNC = timed_coverage_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(timed_coverage) IS 'All people in those of parts; NULLs are passed over. Errors: as timed_coverage_combine.';
CREATE FUNCTION n(timed_coverage) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_timed_coverage_n'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n(timed_coverage) IS 'People counted, reached or never reached; without those reached before diagnosis.';
CREATE FUNCTION reached(timed_coverage) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_timed_coverage_reached'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION reached(timed_coverage) IS 'People ever reached, on day 0 or later.';
CREATE FUNCTION before_diagnosis(timed_coverage) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_timed_coverage_before'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION before_diagnosis(timed_coverage) IS 'People reached before day 0, who are in no other figure.';
CREATE FUNCTION coverage_at(coverage timed_coverage, days integer) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_coverage_at'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION coverage_at(timed_coverage, integer) IS 'People reached from day 0 to that day, both included, of all, as a tally for rate and rate_ci. NULL for NULL. Errors: 22023 days negative.';
CREATE FUNCTION days_to_reach(coverage timed_coverage, share double precision, basis text DEFAULT 'reached') RETURNS integer AS 'MODULE_PATHNAME', 'cpe_days_to_reach'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION days_to_reach(timed_coverage, double precision, text) IS 'The first day by which at least that share was reached, of those ever reached (basis reached: 0.5 is their median, 0.9 as published) or of all people (all). As percentile_disc, but that a share written as a decimal is met exactly. NULL where it was never met, or for NULL. Errors: 22023 share not above 0 and at most 1, another basis.';
CREATE FUNCTION coverage_curve(coverage timed_coverage)
	RETURNS TABLE (days integer, people bigint, people_by bigint, share_of_reached double precision, share_of_all double precision, t tally)
	AS 'MODULE_PATHNAME', 'cpe_coverage_curve' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 200;
COMMENT ON FUNCTION coverage_curve(timed_coverage) IS 'The steps of the curve of coverage, a row a day on which anybody was reached, in order: how many on it, how many by it, their share of those ever reached and of all people (0 to 1), and by it of all as a tally. No rows for NULL.';
