"""Mutated byte strings into the receive functions of all base types of the extension, as binary
parameters.  Each is refused with a decent SQLSTATE, or it is a value: its text reads back equal, and
whatever is computed from it is finite or a plain "out of range".  The backend lives through it all.
Prints TAP; connects as the environment says (PGDATABASE etc.).
"""

import random
import re
import struct
import sys
import time

import psycopg
from psycopg import pq

STRINGS = {"tally": 100_000, "moments": 100_000, "scoring_plan": 3_000, "answer_sheet": 10_000,
           "survey_plan": 3_000, "tally_sheet": 5_000, "rate_plan": 10_000, "status_rule": 3_000}
OTHER_STRINGS = 30_000
BATCH = 200
SEED = 20180904

# Not of the form, impossible numbers, too large to compute with.  Not 08P01 ("insufficient data
# left in message"): the receive functions take all bytes there are and judge the length themselves.
DECENT = {b"22P03", b"22023", b"22003"}
# A definition is text: no JSON, not of the encoding, too large.
DECENT_OF = {"scoring_plan": {b"22P02", b"22023", b"22021", b"54000"},
             "answer_sheet": DECENT | {b"22P02", b"22021", b"54000"},
             "design": DECENT | {b"22021"}, "model": DECENT | {b"22021", b"54000"},
             "casemix": DECENT | {b"22021", b"54000"},
             "item_profile": DECENT | {b"22021"}, "offer_events": DECENT | {b"22021"},
             "survey_plan": {b"22P02", b"22023", b"22021", b"54000"}, "tally_sheet": DECENT | {b"54000"},
             "rate_plan": {b"22P02", b"22023", b"22021", b"54000"}, "status_rule": {b"22P02", b"22023", b"22021", b"54000"}}
# The definition that a sheet names need not be there, codes of offers are judged when they are read, not every mean is a rate, a stratum can have one PSU, a model can be
# without effects of organisations, and of few respondents there is none.
HARMLESS = {"answer_sheet": " OR invalid_parameter_value", "tally_sheet": " OR invalid_parameter_value",
            "standardised": " OR invalid_parameter_value", "design": " OR invalid_parameter_value", "model": " OR invalid_parameter_value",
            "casemix": " OR invalid_parameter_value", "offer_events": " OR invalid_parameter_value"}

# What a value has to stand.  In one block when all goes well; else each expression again by itself,
# since one that is out of range must not hide another that is wrong.  Comparing with infinity finds
# NaN as well, which PostgreSQL sorts above it.  Returns NULL or the first thing that is wrong.
JUDGE = """
CREATE FUNCTION judge_{type}(v cancer_pe.{type}) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	checks CONSTANT text[] := ARRAY[{checks}];
	good boolean;
BEGIN
	BEGIN
		IF {all_checks} THEN RETURN NULL; END IF;
	EXCEPTION WHEN OTHERS THEN NULL;
	END;
	FOR i IN 1 .. array_length(checks, 1) LOOP
		BEGIN
			EXECUTE 'SELECT ' || checks[i] INTO good USING v;
			IF good IS NOT TRUE THEN RETURN checks[i]; END IF;
		EXCEPTION
			WHEN numeric_value_out_of_range{harmless} THEN NULL;
			WHEN OTHERS THEN RETURN checks[i] || ': ' || SQLSTATE || ' ' || SQLERRM;
		END;
	END LOOP;
	RETURN NULL;
END $$
"""

# Of all types; V is the value, T its type.
ANY = [
    "V::text::cancer_pe.T OPERATOR(cancer_pe.=) V",
    "V::text::cancer_pe.T::text = V::text",
    "cancer_pe.T_send(V::text::cancer_pe.T) = cancer_pe.T_send(V)",
    "cancer_pe.T_hash(V::text::cancer_pe.T) = cancer_pe.T_hash(V)",
    "cancer_pe.T_hash_extended(V::text::cancer_pe.T, 7) = cancer_pe.T_hash_extended(V, 7)",
    "cancer_pe.T_cmp(V, V) = 0",
]
# Functions of nothing but such a value, by what they return: no number of theirs is NaN or infinite.
FUNCTIONS = """
    SELECT p.proname, CASE
        WHEN p.prorettype = 'float8'::regtype AND NOT p.proretset THEN
            format('coalesce(cancer_pe.%%1$I(V) > ''-Infinity'' AND cancer_pe.%%1$I(V) < ''Infinity'', true)', proname)
        WHEN p.prorettype IN ('int'::regtype, 'bigint'::regtype) AND NOT p.proretset THEN
            format('coalesce(cancer_pe.%%I(V) >= 0, true)', proname)
        ELSE format('NOT EXISTS (SELECT FROM cancer_pe.%%I(V) AS r WHERE to_jsonb(r)::text ~ ''NaN|Infinity'')', proname)
        END
    FROM pg_proc AS p
    WHERE p.pronamespace = 'cancer_pe'::regnamespace AND p.prokind = 'f'
        AND p.proargtypes[0] = format('cancer_pe.%%I', %(type)s::text)::regtype
        AND p.pronargs - p.pronargdefaults = 1 AND p.prorettype <> 'cstring'::regtype
        AND p.proname !~ '_(out|send|hash|final)$'
    UNION ALL
    SELECT proname, format('cancer_pe.%%1$I(V, V)::text::cancer_pe.%%2$I OPERATOR(cancer_pe.=) cancer_pe.%%1$I(V, V)',
        proname, %(type)s::text)
    FROM pg_proc WHERE oid = to_regproc(format('cancer_pe.%%I_combine', %(type)s::text))
    ORDER BY 1
"""
BOTH = ANY + [
    "cancer_pe.n(V) >= 0 AND cancer_pe.missing(V) >= 0",
    # half a unit in the last place of slack, as both are rounded
    "cancer_pe.n_eff(V) BETWEEN 0 AND cancer_pe.n(V) * (1 + 1e-15)",
    "cancer_pe.n(cancer_pe.T_combine(V, V)) = 2 * cancer_pe.n(V)",
    "cancer_pe.T_combine(V, V)::text::cancer_pe.T OPERATOR(cancer_pe.=) cancer_pe.T_combine(V, V)",
]
CHECKS = {
    "tally": BOTH
    + [
        "coalesce(cancer_pe.rate(V) BETWEEN 0 AND 1, cancer_pe.n(V) = 0)",
        "coalesce(cancer_pe.rate_se(V) BETWEEN 0 AND 1, cancer_pe.n(V) < 2)",
        "coalesce(cancer_pe.percent(V, 1) BETWEEN 0 AND 100, cancer_pe.n(V) = 0)",
        "(SELECT coalesce(low BETWEEN 0 AND high AND high <= 1, status IS NOT NULL)"
        " FROM cancer_pe.rate_ci(V))",
        "(SELECT coalesce(low BETWEEN 0 AND high AND high <= 1, status IS NOT NULL)"
        " FROM cancer_pe.rate_ci(V, 'clopper_pearson'))",
        "coalesce(cancer_pe.rate(cancer_pe.tally_combine(V, V)) = cancer_pe.rate(V), cancer_pe.n(V) = 0)",
        "V OPERATOR(cancer_pe.>=) 'n=0 positive=0 missing=0 invalid=0'",
    ],
    "moments": BOTH
    + [
        "coalesce(abs(cancer_pe.mean(V)) < 'Infinity', cancer_pe.n(V) = 0)",
        "coalesce(cancer_pe.sd(V) >= 0 AND cancer_pe.sd(V) < 'Infinity', cancer_pe.n(V) < 2)",
        "coalesce(cancer_pe.mean_se(V) >= 0 AND cancer_pe.mean_se(V) < 'Infinity',"
        " cancer_pe.n(V) < 2)",
        "(SELECT coalesce(low <= high AND low > '-Infinity' AND high < 'Infinity',"
        " status IS NOT NULL) FROM cancer_pe.mean_ci(V))",
        "coalesce(cancer_pe.mean(cancer_pe.moments_combine(V, V)) = cancer_pe.mean(V),"
        " cancer_pe.n(V) = 0)",
        "V OPERATOR(cancer_pe.>=) 'n=0 missing=0'",
    ],
    "design": ANY
    + [
        "cancer_pe.n(V) BETWEEN 0 AND cancer_pe.units(V) AND cancer_pe.psus(V) BETWEEN cancer_pe.strata(V) AND cancer_pe.units(V)",
        # the rule that says most of a lonely PSU
        "coalesce(cancer_pe.mean_se(V, 'adjust') >= 0 AND cancer_pe.mean_se(V, 'adjust') < 'Infinity', true)",
        "coalesce(cancer_pe.total_se(V, 'adjust') >= 0 AND cancer_pe.total_se(V, 'adjust') < 'Infinity', true)",
        "coalesce(cancer_pe.ratio_se(V, 'remove', V) >= 0 AND cancer_pe.ratio_se(V, 'remove', V) < 'Infinity', true)",
        "(SELECT coalesce(low <= high AND low > '-Infinity' AND high < 'Infinity', status IS NOT NULL)"
        " FROM cancer_pe.mean_ci(V, lonely => 'remove'))",
        "(SELECT coalesce(bool_and(low BETWEEN 0 AND high AND high <= 1 OR low IS NULL AND status IS NOT NULL), true)"
        " FROM unnest('{logit,arcsine,beta,wilson}'::text[]) AS m, cancer_pe.rate_ci(V, m, lonely => 'remove'))",
        "V OPERATOR(cancer_pe.>=) 'kind=none'",
    ],
    "casemix": ANY
    + [
        "cancer_pe.casemix_final(V) OPERATOR(cancer_pe.=) V",
        "cancer_pe.casemix_combine(V, 'none') OPERATOR(cancer_pe.=) V",
        "NOT EXISTS (SELECT FROM cancer_pe.casemix_cells(V) WHERE n < 1 OR positive NOT BETWEEN 0 AND n OR weight <= 0 OR squares < 0)",
        "NOT EXISTS (SELECT FROM cancer_pe.casemix_lost(V) WHERE n < 0 OR missing_covariates NOT BETWEEN 0 AND n OR unanswered < 0)",
        "(SELECT coalesce(sum(n), 0) FROM cancer_pe.casemix_cells(V)) = (SELECT coalesce(sum(n), 0) FROM cancer_pe.casemix_lost(V))",
        "NOT EXISTS (SELECT FROM unnest(cancer_pe.questions(V)) AS q, cancer_pe.question_casemix(V, q) AS o"
        " WHERE q IS NOT NULL AND (cancer_pe.questions(o) <> ARRAY[q] OR (SELECT count(*) FROM cancer_pe.casemix_cells(o))"
        " <> (SELECT count(*) FROM cancer_pe.casemix_cells(V) WHERE question = q)))",
    ],
    "response": ANY
    + [
        "cancer_pe.responded(V) >= 0 AND cancer_pe.outcome_n(V, 'deceased') >= 0",
        "cancer_pe.mailed(V) >= cancer_pe.eligible(V, 'adjusted') AND cancer_pe.eligible(V, 'adjusted') >= cancer_pe.responded(V)",
        "coalesce(cancer_pe.response_rate(V, 'raw') BETWEEN 0 AND cancer_pe.response_rate(V, 'adjusted'), true)",
        "cancer_pe.mailed(cancer_pe.response_combine(V, V)) = 2 * cancer_pe.mailed(V)",
    ],
    "captures": ANY
    + [
        "(SELECT coalesce(sum(n), 0) FROM cancer_pe.capture_patterns(V) WHERE known_to > 0) = cancer_pe.observed(V)",
        "NOT EXISTS (SELECT FROM cancer_pe.capture_pairs(V) WHERE \"both\" > least(n_a, n_b) OR low > estimate OR estimate > high)",
        "(SELECT coalesce(bool_and(low <= estimate AND estimate <= high OR status IS NOT NULL), true)"
        " FROM unnest('{chao,independence}'::text[]) AS m, cancer_pe.capture_estimate(V, m))",
        "cancer_pe.missing(cancer_pe.captures_combine(V, V)) = 2 * cancer_pe.missing(V)",
    ],
    "model": ANY
    + [
        "NOT EXISTS (SELECT FROM cancer_pe.coefficients(V, 0.5) WHERE to_jsonb(coefficients)::text ~ 'NaN|Infinity' OR p NOT BETWEEN 0 AND 1)",
        # a respondent at all reference levels, in each organisation and in none
        "(SELECT coalesce(bool_and(abs(cancer_pe.expected(V, levels, organisation, 0)) < 'Infinity'), true)"
        " FROM (SELECT coalesce(array_agg(level ORDER BY term), '{}') AS levels FROM cancer_pe.coefficients(V)"
        " WHERE status = 'reference' AND term <> 'organisation') AS l,"
        " (SELECT organisation FROM cancer_pe.indirect(V) UNION SELECT NULL) AS o)",
    ],
    "paired": ANY
    + [
        "(SELECT coalesce(bool_and(low BETWEEN -1 - 1e-12 AND difference AND difference <= high AND high <= 1 + 1e-12 AND p BETWEEN 0 AND 1 OR status = 'no complete pairs'), true)"
        " FROM unnest('{newcombe,tango}'::text[]) AS m, cancer_pe.mcnemar(V, 'exact', m))",
        "cancer_pe.lost(cancer_pe.paired_combine(V, V)) = 2 * cancer_pe.lost(V)",
    ],
    "stratified": ANY
    + [
        "(SELECT coalesce(p BETWEEN 0 AND 1, status IS NOT NULL) AND coalesce(low <= odds_ratio AND odds_ratio <= high, status IS NOT NULL)"
        " FROM cancer_pe.mantel_haenszel(V))",
    ],
    "trend": ANY
    + [
        "(SELECT coalesce(p BETWEEN 0 AND 1, status IS NOT NULL) AND coalesce(low <= slope AND slope <= high, status IS NOT NULL)"
        " AND coalesce(departure_p BETWEEN 0 AND 1, true) FROM cancer_pe.trend_test(V))",
    ],
    "item_profile": ANY
    + [
        "NOT EXISTS (SELECT FROM cancer_pe.profile_items(V) WHERE known < 0 OR eligible < known OR null_count + coded_unknown + known <> eligible OR eligible + not_applicable <> cancer_pe.n(V))",
        "(SELECT coalesce(bool_and(difference = 0), true) FROM cancer_pe.completeness_change(V, V) WHERE status IS NULL)",
    ],
    "offer_events": ANY
    + [
        # codes are judged when they are read, and may be refused then
        "cancer_pe.offer_events_final(V) OPERATOR(cancer_pe.=) V",
    ],
    "timed_coverage": ANY
    + [
        "cancer_pe.reached(V) <= cancer_pe.n(V) AND cancer_pe.before_diagnosis(V) >= 0",
        "coalesce(cancer_pe.positives(cancer_pe.coverage_at(V, cancer_pe.days_to_reach(V, 1))) = cancer_pe.reached(V), cancer_pe.reached(V) = 0)",
        "coalesce(cancer_pe.days_to_reach(V, 0.5) <= cancer_pe.days_to_reach(V, 0.9), true)",
        "(SELECT coalesce(bool_and(share_of_all <= share_of_reached AND share_of_reached <= 1), true) FROM cancer_pe.coverage_curve(V))",
    ],
    "weighted_values": ANY
    + [
        "coalesce(cancer_pe.quantile(V, 0) <= cancer_pe.quantile(V, 0.5) AND cancer_pe.quantile(V, 0.5) <= cancer_pe.quantile(V, 1)"
        " AND cancer_pe.quantile(V, 0) > '-Infinity' AND cancer_pe.quantile(V, 1) < 'Infinity', cancer_pe.n(V) = 0)",
        "V OPERATOR(cancer_pe.>=) 'missing=0'",
    ],
}

# Valid values to start from: few and many rows, without and with weights, narrow and wide windows.
SEEDS = {
    "response": [
        "SELECT cancer_pe.make_response(0, 0)",
        "SELECT cancer_pe.make_response(59352, 48060, 5, 4, 3, 2, 1, 9)",
        "SELECT cancer_pe.make_response(9223372036854775807, 0)",
        "SELECT cancer_pe.response((ARRAY['responded', 'not_responded', 'opted_out'])[1 + i % 3]) FROM generate_series(1, 99) AS i",
    ],
    "tally": [
        "SELECT 'n=0 positive=0 missing=0 invalid=0'::cancer_pe.tally",
        "SELECT 'n=10 positive=7 missing=1 invalid=2'::cancer_pe.tally",
        "SELECT 'n=9223372036854775807 positive=1 missing=9223372036854775807 invalid=0'"
        "::cancer_pe.tally",
        "SELECT cancer_pe.tally(true, 2)",
        "SELECT cancer_pe.tally(i % 3 = 0, 1 + i / 7.0) FROM generate_series(1, 99) AS i",
        "SELECT cancer_pe.tally(i % 2 = 0, exp(i - 20)) FROM generate_series(1, 40) AS i",
        "SELECT cancer_pe.tally(i % 2 = 0, 2.0::float8 ^ (i * 100)) FROM generate_series(-9, 9) AS i",
    ],
    "moments": [
        "SELECT 'n=0 missing=5'::cancer_pe.moments",
        "SELECT cancer_pe.moments(i) FROM generate_series(-3, 10) AS i",
        "SELECT cancer_pe.moments(i / 7.0) FROM generate_series(1, 99) AS i",
        "SELECT cancer_pe.moments(2.0::float8 ^ (i * 200)) FROM generate_series(-5, 5) AS i",
        "SELECT cancer_pe.moments(7) FROM generate_series(1, 5)",
        "SELECT cancer_pe.moments(i, 1) FROM generate_series(1, 5) AS i",
        "SELECT cancer_pe.moments(i - 9, i / 7.0) FROM generate_series(1, 19) AS i",
        "SELECT cancer_pe.moments(sin(i), 2.0::float8 ^ (i * 90)) FROM generate_series(-9, 9) AS i",
    ],
}
SEEDS |= {
    "eq5d": ["SELECT s::cancer_pe.eq5d FROM (VALUES ('11111')) AS v(s)", "SELECT '55555'::cancer_pe.eq5d",
             "SELECT '21345'::cancer_pe.eq5d"],
    "cell_key": ["SELECT '0000000000000000'::cancer_pe.cell_key", "SELECT 'ffffffffffffffff'::cancer_pe.cell_key",
                 "SELECT cancer_pe.cell_key(i * 4611686018427387907) FROM generate_series(-1, 1) AS i"],
    "eq5d_changes": [
        "SELECT cancer_pe.eq5d_changes(NULL, '11111')",
        "SELECT cancer_pe.eq5d_changes('11111', '11111') FROM generate_series(1, 5)",
        "SELECT cancer_pe.eq5d_changes(cancer_pe.eq5d(1 + i % 5, 1 + i / 3 % 5, 1 + i % 2, 1, 1 + i % 3),"
        " cancer_pe.eq5d(1 + i % 4, 1 + i / 5 % 5, 1 + i % 3, 1, 1 + i % 2)) FROM generate_series(1, 99) AS i",
    ],
    "eq5d_distribution": [
        "SELECT 'missing=7'::cancer_pe.eq5d_distribution",
        "SELECT 'missing=0 11111=1 55555=2251799813685247'::cancer_pe.eq5d_distribution",
        "SELECT cancer_pe.eq5d_distribution(cancer_pe.eq5d(1 + i % 5, 1 + i / 3 % 5, 1 + i % 2, 1, 1 + i % 3))"
        " FROM generate_series(1, 99) AS i",
    ],
    "standardised": [
        "SELECT cancer_pe.standardised_mean(NULL, 1)",
        "SELECT cancer_pe.standardised_mean(m, i * 7.5) FROM (SELECT i % 7 AS i, cancer_pe.moments(sqrt(i)) AS m"
        " FROM generate_series(1, 70) AS i GROUP BY i % 7) AS x",
        "SELECT cancer_pe.standardised_rate(cancer_pe.make_tally(9 + i, i), i) FROM generate_series(0, 9) AS i",
    ],
    "design": [
        "SELECT 'kind=none'::cancer_pe.design",
        "SELECT cancer_pe.design(i % 2, 1 + i / 7.0, NULL, NULL) FROM generate_series(1, 9) AS i",
        "SELECT cancer_pe.design(i % 2, 1 + i / 7.0, (i % 3)::text, (i % 5)::text) FROM generate_series(1, 40) AS i",
        "SELECT cancer_pe.design(CASE WHEN i % 4 > 0 THEN sin(i) END, exp(i - 20), (i % 2)::text, (i % 5)::text, 9, 50)"
        " FROM generate_series(1, 40) AS i",
        "SELECT cancer_pe.ratio_design(sin(i), cos(i), 2.0::float8 ^ (i * 100), NULL, (i % 5)::text)"
        " FROM generate_series(-9, 9) AS i",
        "SELECT cancer_pe.ratio_design(i, i + 1, 1, (i % 2)::text, NULL, 20, NULL) FROM generate_series(1, 9) AS i",
    ],
    "status_rule": [
        "SELECT cancer_pe.secondary_rule()",
        """SELECT 'window=90 strict=no as_of=2024-12-31
source A rank=2 reads=pair guarded
distant until=2020-01-01: 01
local: 2*
applies part=2: *
source HES rank=5 reads=icd10
distant unless=C50,D05: C77.3
distant: C78-C79'::cancer_pe.status_rule""",
    ],
    "disease_status": [
        "SELECT cancer_pe.disease_status(cancer_pe.secondary_rule(), NULL, NULL, NULL, NULL, NULL)",
        "SELECT cancer_pe.disease_status(cancer_pe.secondary_rule(), s, c, d, 'C50.4', '2018-01-01') FROM (VALUES ('HES', 'C787', '2020-01-01'::date),"
        " ('COSD_REC', '01', '2019-01-01'), ('OTHERPRIMARY', 'C341', '2019-06-01'), ('REGISTRY_M', '0', NULL), ('DISEASE_FREE', 'no', NULL)) AS v(s, c, d)",
        "SELECT cancer_pe.disease_status(cancer_pe.secondary_rule(), s, c, d, NULL, NULL) FROM (VALUES ('HES', 'C77.3', '2020-01-01'::date),"
        " ('COSD_PROG', '03', '2019-01-01'), ('COSD_DX', '03', NULL), ('DISEASE_FREE', 'yes', '2019-01-01')) AS v(s, c, d)",
        "SELECT cancer_pe.disease_status(cancer_pe.secondary_rule('nhs', '{\"strict\": false}'), 'HES', 'C787', '2020-01-01', 'C50.4', date '2018-01-01' + i)"
        " FROM generate_series(1, 2) AS i",
    ],
    "direct_standardisation": [
        "SELECT cancer_pe.direct_standardisation(i, 100 + i, 5000) FROM generate_series(0, 9) AS i",
        "SELECT cancer_pe.direct_standardisation(i / 7.0, exp(i), 2.0::float8 ^ (i * 10), i * i) FROM generate_series(1, 9) AS i",
        "SELECT cancer_pe.direct_standardisation(1, 2, 3) WHERE false",
    ],
    "indirect_standardisation": [
        "SELECT cancer_pe.indirect_standardisation(i, 100 + i, 50, 5000) FROM generate_series(0, 9) AS i",
        "SELECT cancer_pe.indirect_standardisation(i / 7.0, exp(i), exp(-i), 2.0::float8 ^ (i * 10)) FROM generate_series(1, 9) AS i",
        "SELECT cancer_pe.indirect_standardisation(1, 2, 3, 4) WHERE false",
    ],
    "casemix": [
        "SELECT 'none'::cancer_pe.casemix",
        "SELECT cancer_pe.casemix(i % 3 > 0, (i % 3)::text, ARRAY[(i % 2)::text, NULL]) FROM generate_series(1, 40) AS i",
        "SELECT cancer_pe.casemix('{age,sex}', CASE WHEN i % 4 > 0 THEN i % 3 > 0 END, 'R' || i % 3, ARRAY[(i % 2)::text, 'F'])"
        " FROM generate_series(1, 400) AS i",
        "SELECT cancer_pe.casemix(sin(i) * 2.0::float8 ^ (i * 50), 'R', ARRAY[(i % 2)::text]) FROM generate_series(-9, 9) AS i",
        "SELECT cancer_pe.casemix('{a}', i % 2 = 0, NULL, ARRAY[(i % 2)::text], exp(i)) FROM generate_series(-9, 9) AS i",
        "SELECT cancer_pe.casemix('{a}', i / 7.0::float8, 'R', ARRAY[(i % 2)::text], exp(i), i % 3 / 2.0) FROM generate_series(-9, 9) AS i",
        """SELECT 'covariates=("a") questions=("Q1" binary rule=00a1b2c3d4e5f607,"Q2" rated) pattern=("x") organisation="R" 3:2 2:9:41
             organisation="S" 0:0 1:1:1 unanswered="S" 1 0'::cancer_pe.casemix""".replace("\n            ", ""),
    ],
    "weighted_values": [
        "SELECT 'missing=3'::cancer_pe.weighted_values",
        "SELECT cancer_pe.weighted_values(i % 5, 1 + i % 2) FROM generate_series(1, 40) AS i",
        "SELECT cancer_pe.weighted_values(sin(i) * 2.0::float8 ^ (i * 50), exp(i)) FROM generate_series(-9, 9) AS i",
    ],
    "scoring_plan": [
        """SELECT '{"instrument": "T", "version": "1", "title": "t", "source": "s", "certainty": "sourced",
            "items": [{"ids": ["1..3"], "min": 1, "max": 4, "missing": [9]}],
            "scales": [{"scale": "A", "label": "l", "higher": "better", "items": ["1", "2"],
                "transform": "functional", "missing": "half"}]}'::cancer_pe.scoring_plan""",
        "SELECT cancer_pe.instrument_plan('QLQ-C30')",
        "SELECT cancer_pe.instrument_plan('FACT-G')",
    ],
    "answer_sheet": [
        "SELECT cancer_pe.answer_sheet('QLQ-C30', i::text, 1 + i % 4) FROM generate_series(1, 30) AS i",
        "SELECT cancer_pe.answer_sheet('QLQ-C30', i::text, i % 6, false) FROM generate_series(1, 40) AS i",
        "SELECT cancer_pe.answer_sheet('QLQ-C30', '30', NULL)",
        """SELECT cancer_pe.answer_sheet('{"instrument": "T", "version": "1", "title": "t", "source": "s",
            "certainty": "sourced", "items": [{"ids": ["1..3"], "min": 1, "max": 4}],
            "scales": [{"scale": "A", "label": "l", "higher": "better", "items": ["1", "2"],
                "transform": "functional", "missing": "half"}]}'::cancer_pe.scoring_plan, '1', 2)""",
    ],
}
SEEDS |= {
    "survey_plan": [
        """SELECT '{"wave": "w", "missing": [999], "questions": [{"question": "Q1", "kind": "scored",
            "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative", "value": 0}]},
            {"question": "Q2", "kind": "rating", "rating": {"from": 0, "to": 10}}]}'::cancer_pe.survey_plan""",
        """SELECT cancer_pe.sheet_plan('2018', '{"clean": true, "strict": false, "questions": ["Q2", "Q59"]}')""",
    ],
    "rate_plan": [
        "SELECT cancer_pe.metric_plan('seen_by_cns')",
        """SELECT cancer_pe.metric_plan('hna_or_pcsp_coverage', '2026-05-19', '{"strict": false, "columns": {"site": "Site of it"}}')""",
        """SELECT E'eligible a icd10 (C50, ''!C50.9'') and not (b < 1.5 or c >= -2e3)\npositive d known except (99, ''a b'')'::cancer_pe.rate_plan""",
    ],
    # text makes them in the smallest windows; by rows they have others
    "tally_sheet": [
        """SELECT 'rows=2 wave="2018" neutral=excluded clean=f weighted=f "Q1" scored missing=1 invalid=0 1+=1 2-=0'
            ::cancer_pe.tally_sheet""",
        """SELECT 'rows=2 wave="w" neutral=scored clean=t weighted=t "Q1" scored missing=0 invalid=0 1+=1(1p0,1p0) 2@-2.5-=1(1p1,1p2)
            "Q2" rating missing=2(3p0,5p0) invalid=0 0@0r=0 10@10r=0'::cancer_pe.tally_sheet""".replace("\n           ", ""),
        """SELECT cancer_pe.tally_sheet(cancer_pe.sheet_plan('2018', '{"questions": ["Q1", "Q59"]}'), ARRAY[1 + i % 4, i % 11])
            FROM generate_series(1, 50) AS i""",
        """SELECT cancer_pe.tally_sheet(cancer_pe.sheet_plan('2018', '{"questions": ["Q1", "Q59"]}'), ARRAY[1 + i % 4, i % 11], exp(i - 25))
            FROM generate_series(1, 50) AS i""",
        """SELECT cancer_pe.tally_sheet(cancer_pe.sheet_plan('2018', '{"questions": ["Q1"]}'), ARRAY[2 + i % 2], 2.0::float8 ^ (i * 200))
            FROM generate_series(-5, 5) AS i""",
    ],
}
MODEL = """SELECT 'model 1 question=- family={family} effect={effect} missing=drop method=ml method_by_separation=f separation=drop
    variance=model weighted=f offset=f ridge=- nodes=0 profile_level=0 n=100 n_missing=3 n_nameless=0 n_unanswered=7 n_separated=20
    patterns=2 cells=4 rank=3 iterations=5 weight=100 mean=0.75 log_likelihood=-50 null_log_likelihood=-55.5 deviance=100 null_deviance=111
    pattern_deviance=- aic=106 auc=0.625 calibration_intercept=0 calibration_slope=1 sigma=- variance_of_effects=- log_variance_se=-
    intercept=0.875 reference_organisation={reference} covariates=1 terms=1 columns={columns} organisations=2 directions={directions}
    covariate name="a" used=t linear=f levels=2 reference=0 "x" "y" term factors=1 0
    {intercept} column term=0 flag=none n=40 value=0.5 low=- high=- p=- 1 {covariance}
    organisation name="A" flag=none n=80 missing=1 unanswered=4 separated=0 weight=80 observed=55 effect=0.5 effect_se=0.25 contrast=0
    contrast_se=0 expected=52 variance=20 variance_difference=19 margin=0.625 margin_se=0.125
    organisation name="B" flag=all_positive n=20 missing=2 unanswered=3 separated=20 weight=20 observed=20 effect=- effect_se=- contrast=-
    contrast_se=- expected=15 variance=4 variance_difference=- margin=1 margin_se=- {direction}'::cancer_pe.model"""
WITH_INTERCEPT = {"reference": -1, "columns": 2, "directions": 0, "direction": "",
                  "intercept": "column term=-1 flag=none n=100 value=1 low=- high=- p=-", "covariance": "covariance 0.25 covariance 0.1 0.5"}
SEEDS |= {
    "model": [
        MODEL.format(family="binomial", effect="fixed", reference=0, columns=1, directions=1, intercept="",
                     covariance="covariance 0.25", direction="direction common=0 0 1 0"),
        MODEL.format(family="binomial", effect="random", **WITH_INTERCEPT),
        MODEL.format(family="gaussian", effect="none", **WITH_INTERCEPT),
    ],
}
SEEDS |= {
    "paired": [
        "SELECT cancer_pe.make_paired(0, 0, 0, 0)",
        "SELECT cancer_pe.make_paired(36, 2, 12, 0, 7)",
        "SELECT cancer_pe.make_paired(9223372036854775807, 9223372036854775807, 1, 9223372036854775807)",
        "SELECT cancer_pe.paired(i % 3 = 0, i % 5 < 2) FROM generate_series(1, 99) AS i",
    ],
    "stratified": [
        "SELECT 'strata=0 dropped=3'::cancer_pe.stratified",
        "SELECT cancer_pe.stratified(cancer_pe.make_tally(9 + i, i), cancer_pe.make_tally(20 + i, 2 + i)) FROM generate_series(0, 9) AS i",
        "SELECT cancer_pe.stratified(t, r) FROM (SELECT cancer_pe.tally(i % 3 = 0, 1 + i / 7.0) AS t, cancer_pe.tally(i % 4 = 0, exp(i - 20)) AS r"
        " FROM generate_series(1, 40) AS i GROUP BY i % 4) AS g",
        "SELECT cancer_pe.stratified_accum(NULL, cancer_pe.make_tally(9223372036854775807, 3), cancer_pe.make_tally(1, 1))",
    ],
    "trend": [
        "SELECT 'groups=0 means=0 empty=2'::cancer_pe.trend",
        "SELECT cancer_pe.trend(i, cancer_pe.make_tally(9 + i, i)) FROM generate_series(0, 9) AS i",
        "SELECT cancer_pe.trend(sin(i) * 2.0::float8 ^ (i * 90), cancer_pe.make_moments(9 + i, cos(i), i)) FROM generate_series(1, 9) AS i",
        "SELECT cancer_pe.trend_combine(cancer_pe.trend_accum(NULL, 3, cancer_pe.make_tally(5, 2)), cancer_pe.trend_accum(NULL, 4, cancer_pe.make_moments(5, 2, 1)))",
    ],
}
SEEDS |= {
    "captures": [
        "SELECT 'sources=0 missing=3'::cancer_pe.captures",
        "SELECT cancer_pe.make_captures(430, 78, 54, 36)",
        "SELECT 'sources=2 missing=9223372036854775807 11=9223372036854775807'::cancer_pe.captures",
        "SELECT cancer_pe.captures(ARRAY[i % 2 = 0, i % 3 = 0, nullif(i % 7, 6) < 3]) FROM generate_series(1, 99) AS i",
        "SELECT cancer_pe.captures(ARRAY[i % 2 = 0, i % 3 = 0, i % 5 = 0, i % 7 = 0, i % 11 = 0, i % 13 = 0, i % 17 = 0, i % 19 = 0])"
        " FROM generate_series(1, 999) AS i",
    ],
    "item_profile": [
        "SELECT 'rows=3'::cancer_pe.item_profile",
        """SELECT 'rows=10 "stage" unknown("","?","X") not_applicable("6") 1 2 3 "a b" unknown() not_applicable() 10 0 0'::cancer_pe.item_profile""",
        """SELECT cancer_pe.completeness_profile(r, '{"*": ["", "99"]}') FROM (SELECT i, (i % 7)::text AS a, nullif(i % 3, 0) AS b FROM generate_series(1, 50) AS i) AS r""",
    ],
    "offer_events": [
        """SELECT 'hna max_days=730 codes("01") not_offered() diagnosis=- death=- undated=0'::cancer_pe.offer_events""",
        """SELECT cancer_pe.offer_events(date '2021-01-01' + i % 7, '0' || i % 5, nullif('0' || i % 3, '00'), 'NS', 'R1K', '2021-01-02', '2021-01-05', 'pcsp', 730, '{"strict": false, "repair": true}')
            FROM generate_series(1, 20) AS i""",
    ],
    "timed_coverage": [
        "SELECT 'never=0 before=0'::cancer_pe.timed_coverage",
        "SELECT cancer_pe.timed_coverage(nullif(i * 7919 % 731, 3) - 5) FROM generate_series(1, 60) AS i",
        "SELECT 'never=4611686018427387904 before=1 0:4611686018427387902'::cancer_pe.timed_coverage",
    ],
}
COUNTS = {"paired": 5, "stratified": 2, "trend": 3, "tally": 4, "moments": 2, "eq5d_changes": 21, "standardised": 5, "direct_standardisation": 1, "indirect_standardisation": 1}

EXTREME_COUNTS = [0, 1, 2, 2**31, 2**53, 2**63 - 2, 2**63 - 1, 2**63, 2**64 - 1]
EXTREME_LIMBS = [0, 1, 2**63 - 1, 2**63, 2**64 - 1, 2**32]
EXTREME_WINDOWS = [0, 1, 2, 3, -1, -2, 68, 69, 70, 71, 72, -68, -69, -70, -71, -72, 140, 142, 144, 145,
                   32767, -32768]
# How often weight and value are factors in each of the sums, by the number of sums.
POWERS = {
    ("tally", 4): ((1, 0), (1, 0), (2, 0), (2, 0)),
    ("moments", 2): ((0, 1), (0, 2)),
    ("moments", 6): ((1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)),
}
# Units to take instead, as powers of 2^64: 16 of them make the largest double, 70 the largest sum.
UNITS = [0] * 20 + list(range(-36, 37))


def windows_of(value, kind):
    """Where the windows of its sums begin."""
    found = []
    if kind not in COUNTS:
        return found
    at = 2 + 8 * COUNTS[kind]
    while at + 4 <= len(value):
        found.append(at)
        at += 4 + 8 * struct.unpack_from(">H", value, at + 2)[0]
    return found


def put(value, at, size, number):
    value[at:at + size] = (number % 2 ** (8 * size)).to_bytes(size, "big")


def mutate(rng, seeds, kind):
    """One of the seeds with one to three things done to it."""
    value = bytearray(rng.choice(seeds))
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        windows = windows_of(value, kind)
        what = rng.randrange(12)
        if what == 0 and value:
            value[rng.randrange(len(value))] ^= 1 << rng.randrange(8)
        elif what == 1 and value:
            value[rng.randrange(len(value))] = rng.randrange(256)
        elif what == 2:
            del value[rng.randrange(len(value) + 1):]
        elif what == 3:
            value += rng.randbytes(rng.choice((1, 4, 8, 12, 200)))
        elif what == 4:
            value = bytearray(rng.randbytes(rng.choice((0, 1, 2, 10, 18, 34, 60, 500))))
            value[:2] = bytes((1, rng.randrange(2)))
        elif what == 5 and kind in COUNTS and len(value) >= 2 + 8 * COUNTS[kind]:
            # no harm in small numbers, which more often go with the others
            number = rng.choice(EXTREME_COUNTS + [rng.randrange(200)] * 9)
            put(value, 2 + 8 * rng.randrange(COUNTS[kind]), 8, number)
        elif what == 6 and windows:
            put(value, rng.choice(windows) + rng.choice((0, 2)), 2, rng.choice(EXTREME_WINDOWS))
        elif what == 7 and windows:
            # other units keep the numbers possible, and take the sums to the ends of what there is
            weight, unit = rng.choice(UNITS), rng.choice(UNITS)
            powers = POWERS.get((kind, len(windows)), ((1, 0),) * len(windows))
            for at, (of_weight, of_unit) in zip(windows, powers):
                low = struct.unpack_from(">h", value, at)[0]
                put(value, at, 2, low + of_weight * weight + of_unit * unit)
        elif what == 8 and windows:
            # one limb more at the top, a sign that goes on or not
            at = rng.choice(windows)
            count = struct.unpack_from(">H", value, at + 2)[0]
            top = at + 4 + 8 * count
            negative = count > 0 and top <= len(value) and value[top - 8] & 0x80
            limb = rng.choice((2**64 - 1 if negative else 0, rng.choice(EXTREME_LIMBS)))
            value[top:top] = limb.to_bytes(8, "big")
            put(value, at + 2, 2, count + 1)
        elif what == 9 and len(value) >= 8:
            put(value, rng.randrange(len(value) - 7), 8, rng.choice(EXTREME_LIMBS))
        elif what == 10 and windows:
            # a limb turned inside out
            at = rng.choice(windows) + 4
            if at + 8 <= len(value):
                number = int.from_bytes(value[at:at + 8], "big")
                put(value, at, 8, rng.choice((~number, number + 1, number - 1, -number)))
        elif what == 11 and value:
            at = rng.randrange(len(value))
            size = rng.randrange(1, 9)
            value[at:at] = value[at:at + size]
    return bytes(value)


def power_of_two(exponent):
    """A sum that is 2^exponent, in the smallest window: its top bit is the sign."""
    low, bit = divmod(exponent, 64)
    limbs = [1 << bit] if bit < 63 else [1 << bit, 0]
    return struct.pack(f">hh{len(limbs)}Q", low, len(limbs), *limbs)


def ends_of_range(kind):
    """One answer, or one value, whose weight or value is a power of two, beyond both ends."""
    for k in range(-2320, 2320):
        once, twice, unit = power_of_two(k), power_of_two(2 * k), power_of_two(0)
        if kind == "tally":
            yield struct.pack(">BB4q", 1, 1, 1, 1, 0, 0) + once + once + twice + twice
        elif kind == "moments":
            yield struct.pack(">BB2q", 1, 0, 1, 0) + once + twice
            yield struct.pack(">BB2q", 1, 1, 1, 0) + once * 3 + twice * 3
            yield struct.pack(">BB2q", 1, 1, 1, 0) + (unit + once + twice) * 2


class Tap:
    """The test's results, printed as they come."""

    def __init__(self):
        self.tests = 0
        self.failed = 0

    def check(self, good, name, detail=""):
        self.tests += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.tests} - {name}", flush=True)
        if not good:
            print(f"# {detail}", flush=True)

    def end(self):
        print(f"1..{self.tests}")
        return 1 if self.failed else 0


def results(conn):
    """The outcome of one query of the pipeline: SQLSTATE or None, and the value."""
    result = conn.get_result()
    if result is None:
        raise RuntimeError("the backend is gone: " + conn.error_message.decode())
    if result.status == pq.ExecStatus.TUPLES_OK:
        outcome = None, result.get_value(0, 0)
    else:
        outcome = result.error_field(pq.DiagnosticField.SQLSTATE) or b"none", b""
    if conn.get_result() is not None:
        raise RuntimeError("more than one result")
    if conn.get_result().status != pq.ExecStatus.PIPELINE_SYNC:
        raise RuntimeError("no synchronisation point")
    return outcome


def try_all(conn, name, values):
    """Sends each value to the prepared statement; yields value, SQLSTATE, and what is wrong."""
    for first in range(0, len(values), BATCH):
        batch = values[first:first + BATCH]
        conn.enter_pipeline_mode()
        for value in batch:
            conn.send_query_prepared(name, [value], param_formats=[pq.Format.BINARY])
            # each by itself: one that is refused does not take the others along
            conn.pipeline_sync()
        for value in batch:
            yield (value, *results(conn))
        conn.exit_pipeline_mode()


def judge_function(kind, checks):
    checks = [check.replace("T_", kind + "_").replace("_pe.T", "_pe." + kind) for check in checks]
    return JUDGE.format(
        type=kind,
        checks=",\n\t\t".join("'" + re.sub(r"\bV\b", "$1", c).replace("'", "''") + "'" for c in checks),
        all_checks="\n\t\t\tAND ".join(re.sub(r"\bV\b", "v", c) for c in checks),
        harmless=HARMLESS.get(kind, ""),
    )


def main():
    tap = Tap()
    began = time.monotonic()
    connection = psycopg.connect(autocommit=True)
    connection.execute("CREATE EXTENSION IF NOT EXISTS cancer_pe")
    # A hundred thousand refusals are no news to the server's log.
    connection.execute("SET log_min_messages = panic")
    connection.execute("SET jit = off")
    backend = connection.execute("SELECT pg_backend_pid()").fetchone()
    kinds = [kind for kind, in connection.execute("""
        SELECT typname FROM pg_type WHERE typnamespace = 'cancer_pe'::regnamespace AND typtype = 'b' AND typelem = 0
        ORDER BY typname""")]
    tap.check(set(kinds) >= {"tally", "moments"}, "there are base types", kinds)
    for kind in kinds:
        if kind not in SEEDS:
            tap.check(False, f"{kind}: there are values to start from")
            continue
        rng = random.Random(SEED + len(kind))
        strings = STRINGS.get(kind, OTHER_STRINGS)
        functions = connection.execute(FUNCTIONS, {"type": kind}).fetchall()
        connection.execute(judge_function(kind, CHECKS.get(kind, ANY) + [check for _, check in functions]))
        print(f"# {kind}: {', '.join(name for name, _ in functions)}")
        seeds = []
        for query in SEEDS[kind]:
            seeds.append(connection.execute(query, binary=True, prepare=False).pgresult.get_value(0, 0))
        conn = connection.pgconn
        name = kind.encode()
        conn.prepare(name, f"SELECT judge_{kind}($1::cancer_pe.{kind})".encode())

        wrong = [x for x in try_all(conn, name, seeds) if x[1] is not None or x[2]]
        tap.check(not wrong, f"{kind}: what was sent is received", wrong[:3])
        values = [*ends_of_range(kind), *(mutate(rng, seeds, kind) for _ in range(strings))]
        states, bad, decent = {}, [], DECENT_OF.get(kind, DECENT)
        for value, state, problem in try_all(conn, name, values):
            states[state] = states.get(state, 0) + 1
            if (state is not None and state not in decent) or problem:
                bad.append((value.hex(), state, problem))
        print(f"# {kind}: {states}, {time.monotonic() - began:.1f} s so far")
        tap.check(sum(states.values()) == len(values), f"{kind}: {len(values)} strings were tried")
        tap.check(states.get(None, 0) > strings // 20, f"{kind}: many were read", states)
        tap.check(sum(states.values()) - states.get(None, 0) > strings // 20, f"{kind}: many were refused", states)
        if kind in ("tally", "moments"):
            tap.check(set(states) - {None} >= {b"22P03", b"22023"}, f"{kind}: refused for either reason", states)
        bad.sort(key=lambda one: len(one[0]))  # short ones tell more
        tap.check(not bad, f"{kind}: none did wrong", f"{len(bad)}, like {bad[:3]}")
    tap.check(connection.execute("SELECT pg_backend_pid()").fetchone() == backend,
              "the same backend all through")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
