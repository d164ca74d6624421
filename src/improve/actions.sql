-- ---- agreed actions ----

CREATE FUNCTION check_action_status() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_check_action_status'
	LANGUAGE C;
COMMENT ON FUNCTION check_action_status() IS 'Trigger of actions, before the update of a row: the state may change so: proposed to agreed or dropped; agreed to under_way, done or dropped; under_way to agreed, done or dropped; done to under_way; dropped to proposed or agreed. Errors: 22023, with the states that are allowed.';

CREATE TABLE pledge_action (
	service text NOT NULL,
	action text NOT NULL,
	goal text NOT NULL,
	standard_set text,
	version text,
	standard integer,
	metric text,
	baseline tally,
	target double precision,
	owner text NOT NULL,
	agreed date,
	due date,
	status text NOT NULL DEFAULT 'proposed',
	done date,
	reason text,
	note text,
	CONSTRAINT pledge_action_pkey PRIMARY KEY (service, action),
	CONSTRAINT pledge_action_named CHECK (action <> ''),
	CONSTRAINT pledge_action_standard_whole CHECK ((standard_set IS NULL) = (version IS NULL) AND (version IS NULL) = (standard IS NULL)),
	CONSTRAINT pledge_action_status_known CHECK (status IN ('proposed', 'agreed', 'under_way', 'done', 'dropped')),
	CONSTRAINT pledge_action_agreed_dated CHECK (status IN ('proposed', 'dropped') OR (agreed IS NOT NULL AND due IS NOT NULL)),
	CONSTRAINT pledge_action_done_dated CHECK ((status = 'done') = (done IS NOT NULL) AND done >= agreed),
	CONSTRAINT pledge_action_dropped_reasoned CHECK (status <> 'dropped' OR reason <> '' AND reason IS NOT NULL),
	CONSTRAINT pledge_action_due_later CHECK (due >= agreed),
	CONSTRAINT pledge_action_target_share CHECK (target BETWEEN 0 AND 1)
);
COMMENT ON TABLE pledge_action IS 'What a service has promised to do: the agreed actions, who answers for them, until when, and what came of them. A change leaves the row as it was in pledge_history; see pledge_action_history.';
COMMENT ON COLUMN pledge_action.service IS 'The service.';
COMMENT ON COLUMN pledge_action.action IS 'Key of the action within the service.';
COMMENT ON COLUMN pledge_action.goal IS 'What is to be reached.';
COMMENT ON COLUMN pledge_action.standard_set IS 'The list of the standard that it serves; NULL: none.';
COMMENT ON COLUMN pledge_action.version IS 'Its version.';
COMMENT ON COLUMN pledge_action.standard IS 'The number of the standard.';
COMMENT ON COLUMN pledge_action.metric IS 'The measure that tells whether it worked, by its name in the catalogue of metrics; NULL: the answers to the standard.';
COMMENT ON COLUMN pledge_action.baseline IS 'The measure when the action was agreed; NULL: not taken.';
COMMENT ON COLUMN pledge_action.target IS 'The rate to reach, 0 to 1; NULL: none was set.';
COMMENT ON COLUMN pledge_action.owner IS 'Who answers for it: a post rather than a name.';
COMMENT ON COLUMN pledge_action.agreed IS 'The day it was agreed; NULL for a proposal.';
COMMENT ON COLUMN pledge_action.due IS 'The day it is due; NULL for a proposal.';
COMMENT ON COLUMN pledge_action.status IS 'proposed, agreed, under_way, done or dropped; what may follow what, see check_action_status. A row may be added in any state, as from a pledge published before.';
COMMENT ON COLUMN pledge_action.done IS 'The day it was done; of done ones only.';
COMMENT ON COLUMN pledge_action.reason IS 'Why it was dropped; every dropped one has a reason.';
COMMENT ON COLUMN pledge_action.note IS 'What is to be known of it.';
CREATE TRIGGER pledge_action_status BEFORE UPDATE ON pledge_action
	FOR EACH ROW EXECUTE FUNCTION check_action_status();
COMMENT ON TRIGGER pledge_action_status ON pledge_action IS 'One state follows another as agreed.';
@improve/kept.sql pledge_action@
@improve/reference.sql pledge_action pledge_service hold service@
@improve/registry_reference.sql pledge_action standard hold standard_set version standard@
@improve/registry_reference.sql pledge_action metric hold metric@

CREATE FUNCTION pledge_actions(as_of date DEFAULT CURRENT_DATE)
	RETURNS TABLE(service text, action text, goal text, standard_set text, version text, standard integer, label text, metric text,
		baseline tally, target double precision, owner text, agreed date, due date, status text, done date, reason text, overdue boolean, days integer)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
	SELECT a.service, a.action, a.goal, a.standard_set, a.version, a.standard, s.label, a.metric, a.baseline, a.target, a.owner, a.agreed, a.due, a.status, a.done, a.reason,
		a.status OPERATOR(pg_catalog.=) ANY (ARRAY['agreed', 'under_way']) AND a.due OPERATOR(pg_catalog.<) as_of,
		CASE WHEN a.status OPERATOR(pg_catalog.=) 'done' THEN a.done OPERATOR(pg_catalog.-) a.due
			WHEN a.status OPERATOR(pg_catalog.<>) 'dropped' THEN as_of OPERATOR(pg_catalog.-) a.due END
	FROM pledge_action AS a
	LEFT JOIN standard AS s ON s.standard_set OPERATOR(pg_catalog.=) a.standard_set AND s.version OPERATOR(pg_catalog.=) a.version AND s.standard OPERATOR(pg_catalog.=) a.standard
	ORDER BY a.service COLLATE pg_catalog."C", a.due, a.action COLLATE pg_catalog."C";
END;
COMMENT ON FUNCTION pledge_actions(date) IS 'The actions of all services with the labels of their standards and how late they are. overdue: agreed or under way, and due before as_of (today); days: after its due date it was done, or as_of is where it is open, negative before it; NULL where it was dropped or has no due date. baseline is in confidence, unsuppressed. In the order of services, due dates and actions.';

CREATE FUNCTION pledge_action_history(service text, action text)
	RETURNS TABLE(entry bigint, until timestamp with time zone, changed_by text, operation text, status text, goal text, owner text, due date, done date, reason text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
	SELECT h.entry, h.changed_at, h.changed_by, h.operation, w.status, w.goal, w.owner, w.due, w.done, w.reason
	FROM pledge_history AS h,
		ROWS FROM (pg_catalog.jsonb_to_record(h.was) AS (service text, action text, status text, goal text, owner text, due date, done date, reason text)) AS w
	WHERE h.table_name OPERATOR(pg_catalog.=) 'pledge_action' AND w.service OPERATOR(pg_catalog.=) $1 AND w.action OPERATOR(pg_catalog.=) $2
	UNION ALL
	SELECT NULL, NULL, NULL, NULL, a.status, a.goal, a.owner, a.due, a.done, a.reason
	FROM pledge_action AS a WHERE a.service OPERATOR(pg_catalog.=) $1 AND a.action OPERATOR(pg_catalog.=) $2
	ORDER BY 1 NULLS LAST;
END;
COMMENT ON FUNCTION pledge_action_history(text, text) IS 'All states of an action under this key, the oldest first: each as it was until the given time, when changed_by updated or deleted it; in the last row it is as it is now, with NULL for entry, until, changed_by and operation. An action that was removed has no such row. No rows: there never was one that changed, and there is none.';
