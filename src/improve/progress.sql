-- ---- which figures may be shown, and the release of those that are ----

CREATE FUNCTION hold_results() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_hold_results'
	LANGUAGE C;
COMMENT ON FUNCTION hold_results() IS 'Trigger of releases, before a row is added: until the transaction ends nobody else enters results or publishes, so that a release is of all that it makes final. While a dump is restored it does nothing. Errors: 55000 the transaction is not read committed.';

CREATE TABLE pledge_release (
	release text NOT NULL,
	standard_set text NOT NULL,
	version text NOT NULL,
	before_wave text NOT NULL,
	after_wave text NOT NULL,
	rule text NOT NULL,
	options jsonb NOT NULL,
	settings jsonb NOT NULL,
	released_by text NOT NULL DEFAULT CURRENT_USER,
	released_at timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
	CONSTRAINT pledge_release_pkey PRIMARY KEY (release),
	CONSTRAINT pledge_release_waves_differ CHECK (before_wave <> after_wave)
);
COMMENT ON TABLE pledge_release IS 'What was published of the Pledge, and by which rules; added to by publish_pledge. A row makes the results of its two waves final. Rows are never changed or removed.';
COMMENT ON COLUMN pledge_release.release IS 'Name of the release.';
COMMENT ON COLUMN pledge_release.standard_set IS 'The list of standards.';
COMMENT ON COLUMN pledge_release.version IS 'Its version.';
COMMENT ON COLUMN pledge_release.before_wave IS 'The earlier wave.';
COMMENT ON COLUMN pledge_release.after_wave IS 'The later wave.';
COMMENT ON COLUMN pledge_release.rule IS 'The rule of suppression; for a wave that an earlier release had, that one''s decisions stand.';
COMMENT ON COLUMN pledge_release.options IS 'Its options.';
COMMENT ON COLUMN pledge_release.settings IS 'The other arguments: level, rate_method, test, paired_test, p_method, as_of.';
COMMENT ON COLUMN pledge_release.released_by IS 'The role that published it.';
COMMENT ON COLUMN pledge_release.released_at IS 'When.';
@improve/appended.sql pledge_release@
GRANT SELECT ON pledge_release TO PUBLIC;
CREATE TRIGGER pledge_release_hold BEFORE INSERT ON pledge_release
	FOR EACH ROW EXECUTE FUNCTION hold_results();
COMMENT ON TRIGGER pledge_release_hold ON pledge_release IS 'Nobody enters results while they are published.';

CREATE TRIGGER pledge_result_published BEFORE INSERT OR UPDATE OR DELETE ON pledge_result
	FOR EACH ROW EXECUTE FUNCTION keep_published();
COMMENT ON TRIGGER pledge_result_published ON pledge_result IS 'Keeps the results of published waves as published.';
CREATE TRIGGER pledge_paired_result_published BEFORE INSERT OR UPDATE OR DELETE ON pledge_paired_result
	FOR EACH ROW EXECUTE FUNCTION keep_published();
COMMENT ON TRIGGER pledge_paired_result_published ON pledge_paired_result IS 'Keeps the results between two published waves as published.';

CREATE TABLE pledge_cell_status (
	standard_set text NOT NULL,
	version text NOT NULL,
	standard integer NOT NULL,
	wave text NOT NULL,
	service text,
	status text,
	release text NOT NULL,
	CONSTRAINT pledge_cell_status_once UNIQUE NULLS NOT DISTINCT (standard_set, version, wave, standard, service)
);
COMMENT ON TABLE pledge_cell_status IS 'What was decided of each figure of a wave when it was first published. It stands for ever: later reports and releases of the wave show and hide the same.';
COMMENT ON COLUMN pledge_cell_status.standard_set IS 'The list of standards.';
COMMENT ON COLUMN pledge_cell_status.version IS 'Its version.';
COMMENT ON COLUMN pledge_cell_status.standard IS 'The number of the standard.';
COMMENT ON COLUMN pledge_cell_status.wave IS 'The wave.';
COMMENT ON COLUMN pledge_cell_status.service IS 'The service; NULL: all services.';
COMMENT ON COLUMN pledge_cell_status.status IS 'As suppress returns it: NULL shown, c hidden, w no answers.';
COMMENT ON COLUMN pledge_cell_status.release IS 'The release that decided it.';
@improve/appended.sql pledge_cell_status@

CREATE FUNCTION pledge_cells(waves text[], rule text, options jsonb DEFAULT '{}')
	RETURNS TABLE(standard_set text, version text, standard integer, wave text, service text, result tally, status text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 500
BEGIN ATOMIC
	WITH added AS (
		SELECT r.standard_set, r.version, r.standard, r.wave, r.service, rollup(r.result) AS result
		FROM pledge_result AS r
		WHERE r.wave OPERATOR(pg_catalog.=) ANY (waves)
		GROUP BY GROUPING SETS ((r.standard_set, r.version, r.standard, r.wave, r.service), (r.standard_set, r.version, r.standard, r.wave))
	), weighed AS (
		SELECT a.*, sum(n(a.result)) OVER (PARTITION BY a.standard_set, a.version, a.wave, a.service)::double precision
			OPERATOR(pg_catalog.*) CASE WHEN EXISTS (SELECT FROM pledge_paired_result AS p WHERE p.service OPERATOR(pg_catalog.=) a.service
				AND (p.wave OPERATOR(pg_catalog.=) a.wave OR p.before_wave OPERATOR(pg_catalog.=) a.wave)) THEN 1000::double precision ELSE 1::double precision END AS weight
		FROM added AS a
	), judged AS (
		SELECT w.*, suppress(n(w.result), ARRAY[w.service], rule, options, positives(w.result), NULL, w.weight) OVER (PARTITION BY w.standard_set, w.version, w.standard, w.wave) AS status
		FROM weighed AS w
	)
	SELECT j.standard_set, j.version, j.standard, j.wave, j.service, j.result, CASE WHEN k.release IS NULL THEN j.status ELSE k.status END
	FROM judged AS j
	LEFT JOIN pledge_cell_status AS k ON k.standard_set OPERATOR(pg_catalog.=) j.standard_set AND k.version OPERATOR(pg_catalog.=) j.version
		AND k.standard OPERATOR(pg_catalog.=) j.standard AND k.wave OPERATOR(pg_catalog.=) j.wave AND k.service IS NOT DISTINCT FROM j.service;
END;
COMMENT ON FUNCTION pledge_cells(text[], text, jsonb) IS 'The results of waves with their totals over all services (service NULL), and which of them may be shown. For the keeper: result is not suppressed. status: as suppress returns it by rule and options (NULL shown, c hidden, w no answers); of a wave that is published, as it was decided then (pledge_cell_status). '
'What is defended, and why this is enough: of one standard and wave the services and their total are one table, and suppress proves for each small figure that the reader, who solves for it with all that is shown, is left with another value. Tables of different standards, or of different waves, are not parts of each other: no published figure is a sum over them. Each cell has one status, whichever report shows it, since the table that it is judged in is that of the whole wave and not of the report: no two reports differ in what they hide. All else that reports tell is computed from cells that are shown. After publication nothing of the wave changes (keep_published), so that two releases have no differences to subtract. '
'Made unlikely, not proven: that nearly the same people answer all standards of a wave, so that a cell hidden for another''s sake in one standard may be guessed from the next (hiding a service costs the same in all standards of a wave, its answers to all of them, so that the same services are hidden as far as they have the same standards); and that the same people answered two waves (services with pairs are hidden for another''s sake last). '
'Not defended: with the option {"numerator": false} that all or none of a small group were satisfied, and what a respondent knows of himself. Errors: as suppress.';

-- ---- before and after ----

CREATE FUNCTION pledge_pairs_shown(before_wave text, after_wave text, rule text, options jsonb DEFAULT '{}')
	RETURNS TABLE(standard_set text, version text, standard integer, service text, pairs paired, shown boolean)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
	WITH cell AS MATERIALIZED (
		SELECT c.* FROM pledge_cells(ARRAY[before_wave, after_wave], rule, options) AS c WHERE c.service IS NOT NULL
	), preset_of AS (
		SELECT p.options OPERATOR(pg_catalog.||) $4 AS rules FROM preset AS p WHERE p.kind OPERATOR(pg_catalog.=) 'suppress' AND p.name OPERATOR(pg_catalog.=) rule
	), known AS (
		SELECT p.standard_set, p.version, p.standard, p.service, p.pairs, b.result AS before, a.result AS after, b.status AS before_status, a.status AS after_status
		FROM pledge_paired_result AS p
		JOIN cell AS b ON b.standard_set OPERATOR(pg_catalog.=) p.standard_set AND b.version OPERATOR(pg_catalog.=) p.version AND b.standard OPERATOR(pg_catalog.=) p.standard
			AND b.service OPERATOR(pg_catalog.=) p.service AND b.wave OPERATOR(pg_catalog.=) p.before_wave
		JOIN cell AS a ON a.standard_set OPERATOR(pg_catalog.=) p.standard_set AND a.version OPERATOR(pg_catalog.=) p.version AND a.standard OPERATOR(pg_catalog.=) p.standard
			AND a.service OPERATOR(pg_catalog.=) p.service AND a.wave OPERATOR(pg_catalog.=) p.wave
		WHERE p.before_wave OPERATOR(pg_catalog.=) $1 AND p.wave OPERATOR(pg_catalog.=) $2
	), counted AS (
		SELECT k.*, stayed(k.pairs) OPERATOR(pg_catalog.+) lost(k.pairs) AS before_positive, stayed(k.pairs) OPERATOR(pg_catalog.+) gained(k.pairs) AS after_positive,
			stayed(k.pairs) OPERATOR(pg_catalog.+) lost(k.pairs) OPERATOR(pg_catalog.+) gained(k.pairs) OPERATOR(pg_catalog.+) neither(k.pairs) AS n
		FROM known AS k
	), part AS (
		SELECT c.standard_set, c.version, c.standard, c.service, f.place, f.dims, f.value, f.numerator
		FROM counted AS c, LATERAL (VALUES
			('before', ARRAY[NULL], n(c.before), positives(c.before)),
			('before', ARRAY['pairs'], c.n, c.before_positive),
			('before', ARRAY['rest'], n(c.before) OPERATOR(pg_catalog.-) c.n, positives(c.before) OPERATOR(pg_catalog.-) c.before_positive),
			('after', ARRAY[NULL], n(c.after), positives(c.after)),
			('after', ARRAY['pairs'], c.n, c.after_positive),
			('after', ARRAY['rest'], n(c.after) OPERATOR(pg_catalog.-) c.n, positives(c.after) OPERATOR(pg_catalog.-) c.after_positive)) AS f(place, dims, value, numerator)
		UNION ALL
		SELECT c.standard_set, c.version, c.standard, c.service, 'answers', f.dims, f.value, NULL
		FROM counted AS c, preset_of AS o, LATERAL (VALUES
			(ARRAY[NULL, NULL], c.n),
			(ARRAY['positive', NULL], c.before_positive), (ARRAY['other', NULL], c.n OPERATOR(pg_catalog.-) c.before_positive),
			(ARRAY[NULL, 'positive'], c.after_positive), (ARRAY[NULL, 'other'], c.n OPERATOR(pg_catalog.-) c.after_positive),
			(ARRAY['positive', 'positive'], stayed(c.pairs)), (ARRAY['positive', 'other'], lost(c.pairs)),
			(ARRAY['other', 'positive'], gained(c.pairs)), (ARRAY['other', 'other'], neither(c.pairs))) AS f(dims, value)
		-- the answers are figures of their own where numerators are
		WHERE coalesce((o.rules OPERATOR(pg_catalog.->>) 'numerator')::boolean, (o.rules OPERATOR(pg_catalog.->>) 'secondary') OPERATOR(pg_catalog.=) 'complementary')
	), judged AS (
		SELECT p.*, suppress(p.value, p.dims, rule, options, p.numerator) OVER (PARTITION BY p.standard_set, p.version, p.standard, p.service, p.place) AS status FROM part AS p
	), said AS (
		SELECT j.standard_set, j.version, j.standard, j.service, bool_or(j.status OPERATOR(pg_catalog.<>) 'w') AS hidden FROM judged AS j GROUP BY 1, 2, 3, 4
	)
	SELECT c.standard_set, c.version, c.standard, c.service, c.pairs, c.before_status IS NULL AND c.after_status IS NULL AND d.hidden IS NOT TRUE
	FROM counted AS c
	JOIN said AS d ON d.standard_set OPERATOR(pg_catalog.=) c.standard_set AND d.version OPERATOR(pg_catalog.=) c.version AND d.standard OPERATOR(pg_catalog.=) c.standard
		AND d.service OPERATOR(pg_catalog.=) c.service;
END;
COMMENT ON FUNCTION pledge_pairs_shown(text, text, text, jsonb) IS 'The answers of the same people in two waves, and whether a test of them may be shown. For the keeper: pairs are not suppressed. shown: the service''s figures of both waves are (pledge_cells), and so would be, by rule and options, the number of pairs and of those who answered in one wave only, and where the rule protects numerators each of the four kinds of pair; for difference, limits and p of few pairs give all of these away. Total numbers of pairs over services are not published, so nothing is hidden here for another cell''s sake. A service without results of both waves has no row. Errors: 22023 more pairs than answers, or more positive ones, in one of the waves; else as suppress.';

CREATE FUNCTION pledge_comparison(before_wave text, after_wave text, rule text, options jsonb DEFAULT '{}', level double precision DEFAULT 0.95,
		rate_method text DEFAULT 'clopper_pearson', test text DEFAULT 'fisher', paired_test text DEFAULT 'exact', p_method text DEFAULT 'holm', as_of date DEFAULT CURRENT_DATE)
	RETURNS TABLE(standard_set text, version text, standard integer, label text, service text,
		before_status text, before_n bigint, before_rate double precision, before_low double precision, before_high double precision,
		after_status text, after_n bigint, after_rate double precision, after_low double precision, after_high double precision,
		design text, services bigint, services_hidden bigint, difference double precision, low double precision, high double precision,
		p double precision, p_adjusted double precision, actions bigint, actions_done bigint, actions_overdue bigint, status text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 500
BEGIN ATOMIC
	WITH cell AS MATERIALIZED (
		SELECT c.* FROM pledge_cells(ARRAY[before_wave, after_wave], rule, options) AS c
	), pairs AS MATERIALIZED (
		SELECT q.* FROM pledge_pairs_shown(before_wave, after_wave, rule, options) AS q
	), place AS (
		SELECT c.standard_set, c.version, c.standard, c.service FROM cell AS c GROUP BY 1, 2, 3, 4
	), both_waves AS (
		SELECT l.standard_set, l.version, l.standard, l.service,
			CASE WHEN b.result IS NULL THEN 'x' ELSE b.status END AS before_status, CASE WHEN b.status IS NULL THEN b.result END AS before,
			CASE WHEN a.result IS NULL THEN 'x' ELSE a.status END AS after_status, CASE WHEN a.status IS NULL THEN a.result END AS after,
			q.pairs IS NOT NULL AS same, CASE WHEN q.shown THEN q.pairs END AS pairs
		FROM place AS l
		LEFT JOIN cell AS b ON b.wave OPERATOR(pg_catalog.=) before_wave AND b.standard_set OPERATOR(pg_catalog.=) l.standard_set AND b.version OPERATOR(pg_catalog.=) l.version
			AND b.standard OPERATOR(pg_catalog.=) l.standard AND b.service IS NOT DISTINCT FROM l.service
		LEFT JOIN cell AS a ON a.wave OPERATOR(pg_catalog.=) after_wave AND a.standard_set OPERATOR(pg_catalog.=) l.standard_set AND a.version OPERATOR(pg_catalog.=) l.version
			AND a.standard OPERATOR(pg_catalog.=) l.standard AND a.service IS NOT DISTINCT FROM l.service
		LEFT JOIN pairs AS q ON q.standard_set OPERATOR(pg_catalog.=) l.standard_set AND q.version OPERATOR(pg_catalog.=) l.version
			AND q.standard OPERATOR(pg_catalog.=) l.standard AND q.service OPERATOR(pg_catalog.=) l.service
	), within AS (
		-- of all services together: from figures that are shown, and from nothing else
		SELECT w.standard_set, w.version, w.standard,
			stratified(w.after, w.before) FILTER (WHERE NOT w.same AND w.before IS NOT NULL AND w.after IS NOT NULL) AS groups,
			count(*) FILTER (WHERE NOT w.same AND w.before IS NOT NULL AND w.after IS NOT NULL) AS apart,
			rollup(w.pairs) AS pairs, count(w.pairs) AS together,
			count(*) FILTER (WHERE w.before_status OPERATOR(pg_catalog.=) 'c' OR w.after_status OPERATOR(pg_catalog.=) 'c' OR w.same AND w.pairs IS NULL) AS hidden
		FROM both_waves AS w WHERE w.service IS NOT NULL GROUP BY 1, 2, 3
	), tested AS (
		SELECT w.*, 'same people' AS design, NULL::bigint AS services, NULL::bigint AS services_hidden, m.difference, m.low, m.high, m.p,
			CASE WHEN w.pairs IS NOT NULL THEN m.status ELSE coalesce(w.before_status, w.after_status, 'c') END AS status
		FROM both_waves AS w, LATERAL mcnemar(w.pairs, paired_test, 'newcombe', level) AS m
		WHERE w.service IS NOT NULL AND w.same
		UNION ALL
		SELECT w.*, 'different people', NULL, NULL, m.difference, m.low, m.high, m.p, coalesce(w.before_status, w.after_status, m.status)
		FROM both_waves AS w, LATERAL compare(w.before, w.after, test, 'newcombe', level) AS m
		WHERE w.service IS NOT NULL AND NOT w.same
		UNION ALL
		SELECT w.*, 'different people within services', i.apart, i.hidden, m.risk_difference, m.risk_difference_low, m.risk_difference_high, m.p, m.status
		FROM both_waves AS w JOIN within AS i ON i.standard_set OPERATOR(pg_catalog.=) w.standard_set AND i.version OPERATOR(pg_catalog.=) w.version AND i.standard OPERATOR(pg_catalog.=) w.standard,
			LATERAL mantel_haenszel(i.groups, level) AS m
		WHERE w.service IS NULL AND (i.apart OPERATOR(pg_catalog.>) 0 OR i.together OPERATOR(pg_catalog.=) 0)
		UNION ALL
		SELECT w.*, 'same people', i.together, i.hidden, m.difference, m.low, m.high, m.p, m.status
		FROM both_waves AS w JOIN within AS i ON i.standard_set OPERATOR(pg_catalog.=) w.standard_set AND i.version OPERATOR(pg_catalog.=) w.version AND i.standard OPERATOR(pg_catalog.=) w.standard,
			LATERAL mcnemar(i.pairs, paired_test, 'newcombe', level) AS m
		WHERE w.service IS NULL AND i.apart OPERATOR(pg_catalog.=) 0 AND i.together OPERATOR(pg_catalog.>) 0
	)
	SELECT t.standard_set, t.version, t.standard, s.label, t.service,
		t.before_status, n(t.before), rate(t.before), b.low, b.high, t.after_status, n(t.after), rate(t.after), a.low, a.high,
		t.design, t.services, t.services_hidden, t.difference, t.low, t.high, t.p,
		adjust_p(t.p, p_method) OVER (PARTITION BY t.standard_set, t.version, t.service),
		d.actions, d.done, d.overdue, CASE WHEN t.difference IS NULL OR t.low IS NULL OR t.p IS NULL THEN t.status END
	FROM tested AS t
	JOIN standard AS s ON s.standard_set OPERATOR(pg_catalog.=) t.standard_set AND s.version OPERATOR(pg_catalog.=) t.version AND s.standard OPERATOR(pg_catalog.=) t.standard,
		LATERAL rate_ci(t.before, rate_method, level) AS b, LATERAL rate_ci(t.after, rate_method, level) AS a,
		LATERAL (SELECT count(*) FILTER (WHERE x.status OPERATOR(pg_catalog.<>) 'dropped') AS actions, count(*) FILTER (WHERE x.status OPERATOR(pg_catalog.=) 'done') AS done,
				count(*) FILTER (WHERE x.overdue) AS overdue
			FROM pledge_actions(as_of) AS x
			WHERE x.standard_set OPERATOR(pg_catalog.=) t.standard_set AND x.version OPERATOR(pg_catalog.=) t.version AND x.standard OPERATOR(pg_catalog.=) t.standard
				AND (t.service IS NULL OR x.service OPERATOR(pg_catalog.=) t.service)) AS d
	ORDER BY t.standard_set COLLATE pg_catalog."C", t.version COLLATE pg_catalog."C", t.service COLLATE pg_catalog."C" NULLS FIRST, t.standard;
END;
COMMENT ON FUNCTION pledge_comparison(text, text, text, jsonb, double precision, text, text, text, text, date) IS
'Two waves of the Pledge compared, standard by standard, suppressed: a row for each service, and one for all services together (service NULL). rule has no default, it is the publisher''s to choose (a preset of kind suppress, as survey_lt10; options override it): see suppress. '
'before_ and after_: status is NULL where the figures are shown, c hidden, w no answers, x the wave has no result; n people answered the standard, rate (0 to 1) is the share for whom it was met, low and high its interval by rate_method (as in rate_ci; exact by default) at level. All NULL with a status. '
'design: different people (difference of the rates, after minus before, with Newcombe''s interval, p by test as in compare: fisher by default, which is exact); same people (where pledge_paired_result has the pair of waves: difference, limits and p of those who answered both, by mcnemar and paired_test, exact or mid_p; the rates are those of all who answered); for all services together different people within services (the common difference of Mantel and Haenszel over services, Sato''s limits, p of Cochran, Mantel and Haenszel: services that took part in one wave only do not move it), or same people where all have pairs (the pairs added up). '
'services: over how many services that is; services_hidden: how many more have results that are hidden; both NULL in a service''s row. p_adjusted: p adjusted by p_method for the standards that are shown of the same service (or of all services) and version, Holm by default. '
'actions: those for the standard that were not dropped, among them actions_done, and actions_overdue at as_of. status: NULL; c: hidden, since a wave or the answers of the same people are; w, x: no answers, no result; or why there is no test (as compare, mcnemar, mantel_haenszel). '
'What hides here: the status of a cell is that of pledge_cells, which proves that services and totals of a wave do not give hidden cells away, of pairs that of pledge_pairs_shown. Differences, limits, p, p_adjusted and all that is said of all services but their totals (before_n, before_rate, after_n, after_rate, which are cells themselves) are computed from shown figures only, so they tell a reader nothing that he could not compute. '
'In the order of lists, versions, services (all first; bytes) and standards. Errors: as suppress, rate_ci, compare, mcnemar, adjust_p; 22023 results do not fit (pledge_pairs_shown).';

CREATE FUNCTION pledge_progress(service text, before_wave text, after_wave text, rule text, options jsonb DEFAULT '{}', level double precision DEFAULT 0.95,
		rate_method text DEFAULT 'clopper_pearson', test text DEFAULT 'fisher', paired_test text DEFAULT 'exact', p_method text DEFAULT 'holm', as_of date DEFAULT CURRENT_DATE)
	RETURNS TABLE(standard_set text, version text, standard integer, label text,
		before_status text, before_n bigint, before_rate double precision, before_low double precision, before_high double precision,
		after_status text, after_n bigint, after_rate double precision, after_low double precision, after_high double precision,
		design text, difference double precision, low double precision, high double precision,
		p double precision, p_adjusted double precision, actions bigint, actions_done bigint, actions_overdue bigint, status text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 12
BEGIN ATOMIC
	SELECT c.standard_set, c.version, c.standard, c.label, c.before_status, c.before_n, c.before_rate, c.before_low, c.before_high,
		c.after_status, c.after_n, c.after_rate, c.after_low, c.after_high, c.design, c.difference, c.low, c.high, c.p, c.p_adjusted,
		c.actions, c.actions_done, c.actions_overdue, c.status
	FROM pledge_comparison(before_wave, after_wave, rule, options, level, rate_method, test, paired_test, p_method, as_of) AS c
	WHERE c.service OPERATOR(pg_catalog.=) $1
	ORDER BY c.standard_set COLLATE pg_catalog."C", c.version COLLATE pg_catalog."C", c.standard;
END;
COMMENT ON FUNCTION pledge_progress(text, text, text, text, jsonb, double precision, text, text, text, text, date) IS
'A service''s progress report: its rows of pledge_comparison, which see for columns, arguments, errors and what is defended. They hide what the report of all services hides, not less, for the two are read together. No rows for a service without results in either wave.';

CREATE FUNCTION pledge_overview(before_wave text, after_wave text, rule text, options jsonb DEFAULT '{}', level double precision DEFAULT 0.95,
		rate_method text DEFAULT 'clopper_pearson', test text DEFAULT 'fisher', paired_test text DEFAULT 'exact', p_method text DEFAULT 'holm', as_of date DEFAULT CURRENT_DATE)
	RETURNS TABLE(standard_set text, version text, standard integer, label text,
		before_status text, before_n bigint, before_rate double precision, before_low double precision, before_high double precision,
		after_status text, after_n bigint, after_rate double precision, after_low double precision, after_high double precision,
		design text, services bigint, services_hidden bigint, services_better bigint, services_worse bigint, difference double precision, low double precision, high double precision,
		p double precision, p_adjusted double precision, actions bigint, actions_done bigint, actions_overdue bigint, status text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 12
BEGIN ATOMIC
	WITH row_of AS MATERIALIZED (
		SELECT c.* FROM pledge_comparison(before_wave, after_wave, rule, options, level, rate_method, test, paired_test, p_method, as_of) AS c
	), change AS (
		SELECT r.standard_set, r.version, r.standard, count(*) FILTER (WHERE r.difference OPERATOR(pg_catalog.>) 0) AS better,
			count(*) FILTER (WHERE r.difference OPERATOR(pg_catalog.<) 0) AS worse
		FROM row_of AS r WHERE r.service IS NOT NULL AND r.p_adjusted OPERATOR(pg_catalog.<) (1::double precision OPERATOR(pg_catalog.-) level) GROUP BY 1, 2, 3
	)
	SELECT r.standard_set, r.version, r.standard, r.label, r.before_status, r.before_n, r.before_rate, r.before_low, r.before_high,
		r.after_status, r.after_n, r.after_rate, r.after_low, r.after_high, r.design, r.services, r.services_hidden, coalesce(c.better, 0), coalesce(c.worse, 0),
		r.difference, r.low, r.high, r.p, r.p_adjusted, r.actions, r.actions_done, r.actions_overdue, r.status
	FROM row_of AS r LEFT JOIN change AS c ON c.standard_set OPERATOR(pg_catalog.=) r.standard_set AND c.version OPERATOR(pg_catalog.=) r.version AND c.standard OPERATOR(pg_catalog.=) r.standard
	WHERE r.service IS NULL
	ORDER BY r.standard_set COLLATE pg_catalog."C", r.version COLLATE pg_catalog."C", r.standard;
END;
COMMENT ON FUNCTION pledge_overview(text, text, text, jsonb, double precision, text, text, text, text, date) IS
'All services together, a row for each standard: the rows without a service of pledge_comparison, which see for columns, arguments, errors and what is defended. services_better and services_worse: services whose figures are shown and whose p_adjusted is below 1 - level, by the sign of the difference.';

CREATE FUNCTION pledge_series(service text, rule text, options jsonb DEFAULT '{}', limits double precision DEFAULT 0.998)
	RETURNS TABLE(standard_set text, version text, standard integer, wave text, opened date, n bigint, rate double precision,
		centre double precision, low double precision, high double precision, beyond text, status text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
BEGIN ATOMIC
	WITH cell AS (
		SELECT c.standard_set, c.version, c.standard, c.wave, w.opened, c.status, CASE WHEN c.status IS NULL THEN c.result END AS result
		FROM pledge_wave AS w,
			LATERAL pledge_cells(ARRAY[w.wave], rule, options) AS c
		WHERE w.service OPERATOR(pg_catalog.=) $1 AND c.service OPERATOR(pg_catalog.=) $1
	), centred AS (
		SELECT c.*, rollup(c.result) OVER (PARTITION BY c.standard_set, c.version, c.standard) AS together FROM cell AS c
	)
	SELECT c.standard_set, c.version, c.standard, c.wave, c.opened, n(c.result), rate(c.result), rate(c.together), l.low, l.high,
		CASE WHEN rate(c.result) OPERATOR(pg_catalog.<) l.low THEN 'below' WHEN rate(c.result) OPERATOR(pg_catalog.>) l.high THEN 'above' END, c.status
	FROM centred AS c, LATERAL funnel_limits(CASE WHEN c.result IS NOT NULL THEN rate(c.together) END, n(c.result), 'exact', limits) AS l
	ORDER BY c.standard_set COLLATE pg_catalog."C", c.version COLLATE pg_catalog."C", c.standard, c.opened, c.wave COLLATE pg_catalog."C";
END;
COMMENT ON FUNCTION pledge_series(text, text, jsonb, double precision) IS
'The waves of a service in the order of their days, as a control chart of proportions that is right for tens of answers: centre is the rate of all waves together that are shown, low and high are the exact (binomial) limits within which a wave of n answers stays with the probability limits (0.998, as three standard deviations) if nothing changed, by funnel_limits. beyond: below or above them, or NULL. For many waves, or runs and trends, give rate and n to spc with chart p. status: as pledge_cells, and with c or w no figures; centre and limits come from shown figures. Errors: as pledge_cells and funnel_limits.';

CREATE FUNCTION pledge_themes(wave text, rule text, options jsonb DEFAULT '{}')
	RETURNS TABLE(service text, theme text, kind text, standard_set text, version text, standard integer, participants bigint, raised bigint, rate double precision, status text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
	WITH judged AS (
		SELECT t.*, suppress(n(t.raised), ARRAY[t.theme], rule, options, positives(t.raised)) OVER (PARTITION BY t.service, t.theme, t.kind) AS status
		FROM pledge_theme AS t WHERE t.wave OPERATOR(pg_catalog.=) $1
	)
	SELECT j.service, j.theme, j.kind, j.standard_set, j.version, j.standard,
		CASE WHEN j.status IS NULL THEN n(j.raised) END, CASE WHEN j.status IS NULL THEN positives(j.raised) END, CASE WHEN j.status IS NULL THEN rate(j.raised) END, j.status
	FROM judged AS j
	ORDER BY j.service COLLATE pg_catalog."C", j.theme COLLATE pg_catalog."C", j.kind;
END;
COMMENT ON FUNCTION pledge_themes(text, text, jsonb) IS
'The themes of a wave''s groups, suppressed by rule and options: of participants how many raised a theme, and their share (0 to 1). status: NULL, c (hidden, no figures) or w (nobody took part). No totals over services or themes are formed, so that each cell stands for itself and nothing follows from the others but the number of participants, which a service''s themes have in common; publish no total beside it. Errors: as suppress.';

-- ---- release ----

CREATE TABLE pledge_report (
	release text NOT NULL,
	standard_set text NOT NULL,
	version text NOT NULL,
	standard integer NOT NULL,
	label text NOT NULL,
	service text,
	before_status text,
	before_n bigint,
	before_rate double precision,
	before_low double precision,
	before_high double precision,
	after_status text,
	after_n bigint,
	after_rate double precision,
	after_low double precision,
	after_high double precision,
	design text NOT NULL,
	services bigint,
	services_hidden bigint,
	difference double precision,
	low double precision,
	high double precision,
	p double precision,
	p_adjusted double precision,
	actions bigint NOT NULL,
	actions_done bigint NOT NULL,
	actions_overdue bigint NOT NULL,
	status text,
	CONSTRAINT pledge_report_once UNIQUE NULLS NOT DISTINCT (release, service, standard)
);
COMMENT ON TABLE pledge_report IS 'The Pledge as published: rows of pledge_comparison, suppressed, for everybody who may use the schema. Plain figures, added to by publish_pledge and never changed. The tables behind it are in confidence.';
COMMENT ON COLUMN pledge_report.release IS 'The release.';
COMMENT ON COLUMN pledge_report.standard_set IS 'The list of standards.';
COMMENT ON COLUMN pledge_report.version IS 'Its version.';
COMMENT ON COLUMN pledge_report.standard IS 'The number of the standard.';
COMMENT ON COLUMN pledge_report.label IS 'What it asks for, in short.';
COMMENT ON COLUMN pledge_report.service IS 'The service; NULL: all services.';
COMMENT ON COLUMN pledge_report.before_status IS 'Of the earlier wave: NULL shown, c hidden, w no answers, x no result.';
COMMENT ON COLUMN pledge_report.before_n IS 'How many answered; NULL with a status.';
COMMENT ON COLUMN pledge_report.before_rate IS 'Share for whom the standard was met, 0 to 1; NULL with a status.';
COMMENT ON COLUMN pledge_report.before_low IS 'Lower limit of the rate; NULL with a status.';
COMMENT ON COLUMN pledge_report.before_high IS 'Upper limit of the rate; NULL with a status.';
COMMENT ON COLUMN pledge_report.after_status IS 'Of the later wave: NULL shown, c hidden, w no answers, x no result.';
COMMENT ON COLUMN pledge_report.after_n IS 'How many answered; NULL with a status.';
COMMENT ON COLUMN pledge_report.after_rate IS 'Share for whom the standard was met, 0 to 1; NULL with a status.';
COMMENT ON COLUMN pledge_report.after_low IS 'Lower limit of the rate; NULL with a status.';
COMMENT ON COLUMN pledge_report.after_high IS 'Upper limit of the rate; NULL with a status.';
COMMENT ON COLUMN pledge_report.design IS 'What was compared: different people, same people, different people within services.';
COMMENT ON COLUMN pledge_report.services IS 'Of all services: over how many.';
COMMENT ON COLUMN pledge_report.services_hidden IS 'Of all services: how many more have hidden results.';
COMMENT ON COLUMN pledge_report.difference IS 'Rate after minus before, -1 to 1; NULL with a status.';
COMMENT ON COLUMN pledge_report.low IS 'Its lower limit.';
COMMENT ON COLUMN pledge_report.high IS 'Its upper limit.';
COMMENT ON COLUMN pledge_report.p IS 'Two-sided p of the difference.';
COMMENT ON COLUMN pledge_report.p_adjusted IS 'The same, adjusted for the standards shown.';
COMMENT ON COLUMN pledge_report.actions IS 'Actions for the standard that were not dropped.';
COMMENT ON COLUMN pledge_report.actions_done IS 'Of these done.';
COMMENT ON COLUMN pledge_report.actions_overdue IS 'Of these overdue at the day of the release.';
COMMENT ON COLUMN pledge_report.status IS 'NULL, or why there is no difference or test: see pledge_comparison.';
@improve/appended.sql pledge_report@
GRANT SELECT ON pledge_report TO PUBLIC;

CREATE FUNCTION publish_pledge(release text, standard_set text, version text, before_wave text, after_wave text, rule text, options jsonb DEFAULT '{}', level double precision DEFAULT 0.95,
		rate_method text DEFAULT 'clopper_pearson', test text DEFAULT 'fisher', paired_test text DEFAULT 'exact', p_method text DEFAULT 'holm', as_of date DEFAULT CURRENT_DATE)
	RETURNS bigint
	LANGUAGE sql VOLATILE
BEGIN ATOMIC
	-- the first statement holds the results, so that those behind it see all of them
	INSERT INTO pledge_release (release, standard_set, version, before_wave, after_wave, rule, options, settings)
	VALUES ($1, $2, $3, $4, $5, $6, $7, pg_catalog.jsonb_build_object('level', level, 'rate_method', rate_method, 'test', test,
		'paired_test', paired_test, 'p_method', p_method, 'as_of', as_of));
	INSERT INTO pledge_cell_status (standard_set, version, standard, wave, service, status, release)
	SELECT c.standard_set, c.version, c.standard, c.wave, c.service, c.status, $1
	FROM pledge_cells(ARRAY[$4, $5], $6, $7) AS c
	WHERE c.standard_set OPERATOR(pg_catalog.=) $2 AND c.version OPERATOR(pg_catalog.=) $3
		AND NOT EXISTS (SELECT FROM pledge_cell_status AS k WHERE k.standard_set OPERATOR(pg_catalog.=) $2 AND k.version OPERATOR(pg_catalog.=) $3 AND k.wave OPERATOR(pg_catalog.=) c.wave);
	INSERT INTO pledge_report
	SELECT $1, c.standard_set, c.version, c.standard, c.label, c.service, c.before_status, c.before_n, c.before_rate, c.before_low, c.before_high,
		c.after_status, c.after_n, c.after_rate, c.after_low, c.after_high, c.design, c.services, c.services_hidden, c.difference, c.low, c.high,
		c.p, c.p_adjusted, c.actions, c.actions_done, c.actions_overdue, c.status
	FROM pledge_comparison($4, $5, $6, $7, level, rate_method, test, paired_test, p_method, as_of) AS c
	WHERE c.standard_set OPERATOR(pg_catalog.=) $2 AND c.version OPERATOR(pg_catalog.=) $3;
	SELECT count(*) FROM pledge_report AS r WHERE r.release OPERATOR(pg_catalog.=) $1;
END;
COMMENT ON FUNCTION publish_pledge(text, text, text, text, text, text, jsonb, double precision, text, text, text, text, date) IS
'Publishes the comparison of two waves by one version of the standards: its rows, suppressed, go into pledge_report under the name release, the arguments into pledge_release, and what is hidden into pledge_cell_status. Returns the number of rows. From then on the results of both waves are final (keep_published), and what was decided of their figures holds for every later report, whatever its rule; whether pairs of the same people may be shown is not kept, so publish all reports of a wave by one rule. A transaction at a time publishes, and nobody enters results meanwhile. The other arguments are those of pledge_comparison. Errors: 23505 the release exists; 23502 an argument NULL; 55000 the transaction is not read committed; else as pledge_comparison.';
