-- What the install script makes, seen from the catalogue.
CREATE TEMP VIEW member AS
	SELECT classid, objid, objsubid, pg_describe_object(classid, objid, objsubid) AS what,
		-- array and row types come with their elements and relations
		classid = 'pg_type'::regclass AND EXISTS (SELECT FROM pg_type WHERE oid = objid AND (typrelid <> 0 OR typelem <> 0)) AS follows
	FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e' AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'cancer_pe');
-- every object has its COMMENT: count them, and name those without
SELECT (SELECT type FROM pg_identify_object(classid, objid, objsubid)) AS kind, count(*), count(obj_description(objid, classid::regclass::name)) AS with_comment
FROM member WHERE NOT follows GROUP BY 1 ORDER BY 1;
SELECT what FROM member WHERE NOT follows AND obj_description(objid, classid::regclass::name) IS NULL ORDER BY 1;
-- (those of a sequence take no comments)
SELECT attrelid::regclass, attname FROM pg_attribute JOIN member ON attrelid = objid AND classid = 'pg_class'::regclass JOIN pg_class AS c ON c.oid = attrelid AND relkind <> 'S' WHERE attnum > 0 AND NOT attisdropped AND col_description(attrelid, attnum) IS NULL;
-- no function runs as its owner, all are parallel safe but the trigger, what writes, and what runs a text of the caller's; those that read tables by their names have a fixed path
SELECT p.oid::regprocedure FROM pg_proc AS p JOIN member ON classid = 'pg_proc'::regclass AND objid = p.oid WHERE prosecdef OR proconfig IS NOT NULL OR (proparallel <> CASE provolatile WHEN 'v' THEN 'u' ELSE 's' END AND prorettype <> 'trigger'::regtype) ORDER BY objid;
-- SQL-language bodies are parsed at creation
SELECT p.oid::regprocedure FROM pg_proc AS p JOIN member ON classid = 'pg_proc'::regclass AND objid = p.oid JOIN pg_language AS l ON l.oid = prolang WHERE lanname NOT IN ('c', 'internal') AND prosqlbody IS NULL AND prokind <> 'a';
-- aggregates over respondents' rows can be split anywhere: a combine function, a state of our own type, arguments, no name that others match.
-- the pictures (names in _svg) are the exceptions: they draw, from judged rows, in one process.
SELECT a.aggfnoid::regprocedure AS aggregate, a.aggtranstype::regtype AS state
FROM member AS d JOIN pg_aggregate AS a ON d.classid = 'pg_proc'::regclass AND a.aggfnoid = d.objid JOIN pg_proc AS p ON p.oid = a.aggfnoid JOIN pg_type AS t ON t.oid = a.aggtranstype
WHERE a.aggcombinefn = 0 OR t.typtype = 'p' OR p.pronargs = 0 OR p.proparallel <> 's'
	OR p.proname ~ '^(avg|min|max|sum|count|every|any_value|(array|json|jsonb|json_object|jsonb_object|string|xml)_agg|(bool|bit)_(and|or)|(hll|topn|tdigest).*)$'
ORDER BY 1;
-- base types: send and receive, btree and hash
SELECT typname, typreceive <> 0 AND typsend <> 0 AS binary, array_agg(DISTINCT amname ORDER BY amname) AS operator_classes
FROM pg_type AS t JOIN member ON classid = 'pg_type'::regclass AND objid = t.oid LEFT JOIN pg_opclass ON opcintype = t.oid AND opcdefault LEFT JOIN pg_am AS m ON m.oid = opcmethod
WHERE typtype = 'b' AND typelem = 0 GROUP BY 1, 2 ORDER BY 1;
-- what public results and arguments are made of
SELECT DISTINCT format_type(a, NULL) AS type FROM pg_proc AS p JOIN member ON classid = 'pg_proc'::regclass AND objid = p.oid, unnest(array_append(coalesce(proallargtypes, proargtypes::oid[]), prorettype)) AS a ORDER BY 1;
