"""What Python drivers see and send: plain column types, parameters of the types that drivers choose,
our own types as text and in binary, NULL with a status instead of NaN, and long texts whole.
Prints TAP; connects as the environment says (PGDATABASE etc.).
"""

import io
import math
import sys

import psycopg
import psycopg2
import psycopg2.extensions

# OIDs of bigint, integer, text, double precision, boolean: what any client knows.
PLAIN = {20, 23, 25, 701, 16}

TALLY = "n=99 positive=33 missing=1 invalid=0"
MOMENTS = "n=2 missing=0 x=11p0 xx=91p0"

RESPONSE = """{"resourceType": "QuestionnaireResponse", "status": "completed", "item": [
    {"linkId": "qlq-c30-q08", "answer": [{"valueInteger": 2}]}, {"linkId": "qlq-c30-q11"}]}"""

# The numbers expected below come from formulas and distributions computed outside of the extension.

# Weighted states of many digits: what a lossy way through a client would spoil.
STATES = """
    SELECT i % 5 AS trust, cancer_pe.tally(i % 3 = 0) AS t,
        cancer_pe.tally(i % 3 = 0, 1 + i / 7.0) AS tw,
        cancer_pe.moments(sin(i) * 10 ^ (i % 40 - 20)) AS m,
        CASE i % 5 WHEN 0 THEN NULL ELSE cancer_pe.moments(i, exp(i % 9)) END AS mw,
        cancer_pe.eq5d(1 + i % 5, 1, 3, 5, 1 + i % 5 / 2) AS e, cancer_pe.eq5d_distribution(cancer_pe.eq5d(1 + i / 9 % 5, 1, 1, i / 5 % 3 + 1, 2)) AS d,
        cancer_pe.eq5d_changes(cancer_pe.eq5d(1 + i / 9 % 5, 1, 1, i / 5 % 3 + 1, 2), '11111') AS c,
        cancer_pe.tally_sheet((SELECT cancer_pe.sheet_plan('2018')), array_fill(CASE WHEN i % 3 > 0 THEN 1 + i % 2 END, '{52}')) AS s,
        cancer_pe.tally_sheet((SELECT cancer_pe.sheet_plan('2018')), array_fill(1 + i % 2, '{52}'), exp(i % 9)) AS sw,
        cancer_pe.sheet_plan('2018', jsonb_build_object('questions', jsonb_build_array('Q' || 5 + i % 5))) AS p
    FROM generate_series(1, 1000) AS i GROUP BY i % 5
"""
COLUMNS = "trust::text, t::text, tw::text, m::text, mw::text, e::text, d::text, c::text, s::text, sw::text, p::text"


class Tap:
    """The test's results, printed as they come."""

    def __init__(self):
        self.tests = 0
        self.failed = 0

    def equal(self, got, wanted, name):
        self.tests += 1
        good = got == wanted
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.tests} - {name}", flush=True)
        if not good:
            print(f"#      got {got!r:.500}\n# expected {wanted!r:.500}", flush=True)

    def works(self, what, wanted, name):
        """An error is a failure of this one test, and the others go on."""
        try:
            self.equal(what(), wanted, name)
        except (psycopg.Error, psycopg2.Error) as error:
            self.equal(f"{type(error).__name__}: {error}", wanted, name)

    def refused(self, what, sqlstate, name):
        try:
            self.equal(what(), f"error {sqlstate}", name)
        except psycopg.Error as error:
            self.equal(error.sqlstate, sqlstate, name)
        except psycopg2.Error as error:
            self.equal(error.pgcode, sqlstate, name)

    def end(self):
        print(f"1..{self.tests}")
        return 1 if self.failed else 0


class Psycopg2:
    """psycopg2: values are put into the text of the query."""

    name = "psycopg2"
    binary = (None,)

    def __init__(self):
        self.connection = psycopg2.connect("")
        self.connection.autocommit = True

    def rows(self, query, args=(), binary=None):
        cursor = self.connection.cursor()
        cursor.execute(query, args)
        self.types = [column.type_code for column in cursor.description or ()]
        return cursor.fetchall() if self.types else []


class Psycopg:
    """psycopg 3: values are parameters of types that the driver chooses from their size."""

    name = "psycopg"
    binary = (False, True)

    def __init__(self):
        self.connection = psycopg.connect("", autocommit=True)

    def rows(self, query, args=(), binary=False):
        cursor = self.connection.cursor(binary=binary)
        cursor.execute(query, args)
        self.types = [column.type_code for column in cursor.description or ()]
        return cursor.fetchall() if self.types else []


def about(value):
    """A float to a few digits, whatever the C library made of the last."""
    return round(value, 6) if isinstance(value, float) else value


def check_results(tap, driver, binary):
    """Column types, values, and what is not there."""
    name = f"{driver.name}{', binary' if binary else ''}"

    def rows(query, args=()):
        return [tuple(map(about, row)) for row in driver.rows(query, args, binary)]

    tap.works(lambda: rows("SELECT * FROM cancer_pe.rate_ci(cancer_pe.make_tally(40, 30))"),
              [(0.59806, 0.858129, None)], f"{name}: rate_ci in FROM")
    tap.equal(driver.types, [701, 701, 25], f"{name}: rate_ci in FROM has plain columns")
    tap.works(lambda: rows("SELECT (cancer_pe.rate_ci(cancer_pe.make_tally(40, 30))).*"),
              [(0.59806, 0.858129, None)], f"{name}: rate_ci expanded")
    tap.equal(driver.types, [701, 701, 25], f"{name}: rate_ci expanded has plain columns")

    tap.works(lambda: rows("""
        SELECT x.trust, (x.r).* FROM (
            SELECT trust, cancer_pe.expected_range(score, n, 0.7, 'spiegelhalter') OVER () AS r
            FROM (VALUES ('a', 0.5, 100), ('b', NULL, 100), ('c', 0.7, 0)) AS v(trust, score, n)
        ) AS x ORDER BY trust
    """), [
        ("a", 0.603088, 0.783098, 0.548437, 0.829739, 0.7, 0.045826, -4.364358, -4.364358, 19.047619,
         0.0, 1, "far below", None),
        ("b", 0.603088, 0.783098, 0.548437, 0.829739, 0.7, 0.045826, None, None, 19.047619,
         0.0, 1, None, "no score"),
        ("c", None, None, None, None, 0.7, None, None, None, 19.047619, 0.0, 1, None, "no responses"),
    ], f"{name}: expected_range, with NULL and status where there is nothing to judge")
    tap.equal(set(driver.types) - PLAIN, set(), f"{name}: expected_range expands to plain columns")
    tap.works(lambda: rows("SELECT * FROM cancer_pe.funnel_curve(0.5, 10, 1000, 'ncpes2018') LIMIT 1"),
              [(10.0, 0.190097, 0.809903, None, None)], f"{name}: funnel_curve")
    tap.equal(set(driver.types), {701}, f"{name}: funnel_curve has plain columns")

    # What is not defined is NULL with its reason, never NaN, which few clients survive.
    tap.works(lambda: rows("""
        SELECT cancer_pe.rate(t), cancer_pe.rate_se(t), cancer_pe.percent(t, 1), ci.*
        FROM (SELECT cancer_pe.make_tally(0, 0) AS t) AS x, cancer_pe.rate_ci(t) AS ci
    """), [(None, None, None, None, None, "no responses")], f"{name}: nothing of an empty tally")
    tap.works(lambda: rows("""
        SELECT cancer_pe.mean(m), cancer_pe.sd(m), cancer_pe.mean_se(m), ci.*
        FROM (SELECT cancer_pe.moments(7)) AS x(m), cancer_pe.mean_ci(m) AS ci
    """), [(7.0, None, None, None, None, "needs at least two values")], f"{name}: no spread of one value")
    tap.works(lambda: rows("""
        SELECT cancer_pe.rate_ci(NULL::float8, 10), (cancer_pe.rate_ci(NULL::cancer_pe.tally)).low,
            (cancer_pe.count_ci(NULL)).status, (cancer_pe.funnel_limits(0.5, 0)).*
    """)[0][1:], (None, "no estimate", None, None, "no responses"), f"{name}: NULL for NULL")

    def all_numbers():
        found = driver.rows("""
            SELECT (cancer_pe.rate_ci(cancer_pe.make_tally(n, p), m)).*,
                (cancer_pe.funnel_limits(p / 4.0, n, f)).*
            FROM generate_series(0, 4) AS n, generate_series(0, n) AS p,
                unnest(ARRAY['wilson', 'wilson_cc', 'wald', 'agresti_coull', 'clopper_pearson',
                    'jeffreys', 'mid_p', 'arcsine', 'logit']) AS m,
                unnest(ARRAY['normal', 'exact', 'wilson_inverse']) AS f
        """, (), binary)
        return [row for row in found if any(
            isinstance(v, float) and not math.isfinite(v) for v in row)
            or (row[2] is None and None in row[:2]) or (row[5] is None and None in row[3:5])]

    tap.works(all_numbers, [], f"{name}: finite, or NULL and a status that says why")

    tap.works(lambda: rows("""
        SELECT v, cancer_pe.suppress(v, ARRAY[v::text], 'ncpes2018') OVER (),
            cancer_pe.display(v, cancer_pe.suppress(v, ARRAY[v::text], 'ncpes2018') OVER ())
        FROM unnest(ARRAY[0, 20, 21, 22]::bigint[]) AS v ORDER BY v
    """), [(0, "w", "[w]"), (20, "c", "[c]"), (21, "c", "[c]"), (22, None, "22")],
              f"{name}: suppress and display")
    tap.equal(driver.types, [20, 25, 25], f"{name}: suppress has plain columns")

    def picture():
        return driver.rows("""
            SELECT s, length(s), octet_length(s), md5(s) = md5(s || '') FROM (
                SELECT cancer_pe.funnel_svg('Grünwald–Ås ' || i, 50 + i, i / 100.0, 0.4, 0.6,
                    CASE WHEN i < 40 THEN 'below' WHEN i > 60 THEN 'above' ELSE 'within' END,
                    '{"title": "Ängste & <Sorgen>"}') AS s
                FROM generate_series(1, 90) AS i) AS x
        """, (), binary)[0]

    svg, characters, octets, _ = picture()
    tap.equal((len(svg), len(svg.encode()), octets > 15000, svg[:4], svg.rstrip()[-6:]),
              (characters, octets, True, "<svg", "</svg>"), f"{name}: a long text arrives whole")


def check_parameters(tap, driver, binary):
    """Values as a program has them: small and large whole numbers, floats, text, None, lists."""
    name = f"{driver.name}{', binary' if binary else ''}"

    def row(query, *args):
        return tuple(map(about, driver.rows(query, args, binary)[0]))

    # psycopg sends a small number as smallint, a larger one as integer, bigint or numeric
    for n, positive in ((3, 2), (70000, 3), (2**40, 2**20)):
        tap.works(lambda: row("SELECT cancer_pe.make_tally(%s, %s)::text", n, positive),
                  (f"n={n} positive={positive} missing=0 invalid=0",),
                  f"{name}: make_tally({n}, {positive})")
    tap.works(lambda: row("SELECT cancer_pe.make_tally(%s, %s, %s, %s)::text", 3, 2, 70000, 2**40),
              (f"n=3 positive=2 missing=70000 invalid={2**40}",), f"{name}: make_tally of mixed sizes")
    tap.works(lambda: row("SELECT cancer_pe.make_tally(%s, %s)", None, 2), (None,),
              f"{name}: make_tally(None, 2)")
    tap.works(lambda: row("SELECT * FROM cancer_pe.rate_ci(cancer_pe.make_tally(%s, %s), %s, %s)",
                          40, 30, "wilson", 0.95),
              (0.59806, 0.858129, None), f"{name}: rate_ci of a tally, method and level")
    tap.works(lambda: row("SELECT * FROM cancer_pe.rate_ci(cancer_pe.make_tally(%s, %s), z => %s)",
                          40, 30, 2),
              (0.594751, 0.859794, None), f"{name}: rate_ci of a tally with a whole z")
    tap.works(lambda: row("SELECT * FROM cancer_pe.rate_ci(%s, %s)", 0.75, 40),
              (0.59806, 0.858129, None), f"{name}: rate_ci(0.75, 40)")
    tap.works(lambda: row("SELECT * FROM cancer_pe.rate_ci(%s, %s)", 1, 40),
              (0.912378, 1.0, None), f"{name}: rate_ci(1, 40)")
    tap.works(lambda: row("SELECT * FROM cancer_pe.rate_ci(%s, %s, %s, %s)", 0.75, 40.0, "wald", 0.9),
              (0.637385, 0.862615, None), f"{name}: rate_ci of floats")
    tap.works(lambda: row("SELECT * FROM cancer_pe.count_ci(%s)", 9), (4.115373, 17.084803, None),
              f"{name}: count_ci(9)")
    tap.works(lambda: row("SELECT * FROM cancer_pe.funnel_limits(%s, %s)", 0.5, 100),
              (0.402002, 0.597998, None), f"{name}: funnel_limits(0.5, 100)")
    tap.works(lambda: row("SELECT * FROM cancer_pe.funnel_limits(%s, %s, %s, %s, %s)",
                          1, 100, "exact", 0.95, "ratio"),
              (0.81364, 1.216268, None), f"{name}: funnel_limits(1, 100) of a ratio")
    tap.works(lambda: row("SELECT count(*) FROM cancer_pe.funnel_curve(%s, %s, %s, %s)",
                          0.5, 10, 100, "ncpes2018"), (100,), f"{name}: funnel_curve(0.5, 10, 100)")
    tap.works(lambda: row("""SELECT (r).band FROM (SELECT cancer_pe.expected_range(
                          %s, %s, %s, %s, %s) OVER () AS r) AS x""",
                          0.5, 100, 0.7, "ncpes2018", '{"between": "none"}'), ("below",),
              f"{name}: expected_range of parameters, options as text")
    tap.works(lambda: row("SELECT cancer_pe.suppress(%s, %s, %s) OVER ()", 3, ["a", None], "ncpes2018"),
              ("c",), f"{name}: suppress of parameters, dims as a list")
    tap.works(lambda: row("SELECT cancer_pe.display(%s, %s, %s), cancer_pe.display(%s)",
                          0.5, None, 1, 3), ("0.5", "3"), f"{name}: display of parameters")
    tap.works(lambda: row("SELECT cancer_pe.round_half_up(%s, %s)", 2.5, 0), (3.0,),
              f"{name}: round_half_up(2.5, 0)")
    tap.works(lambda: row("""SELECT cancer_pe.tally(v = ANY(%s), %s)::text
                          FROM generate_series(1, 4) AS v""", [1, 2, 3], 2),
              ("n=4 positive=3 missing=0 invalid=0 w=1p3 wy=3p1 ww=1p4 wwy=3p2",),
              f"{name}: a tally with a whole weight")
    tap.works(lambda: row("""SELECT cancer_pe.n(%s::cancer_pe.tally),
                          cancer_pe.mean(%s::cancer_pe.moments)""", TALLY, MOMENTS), (99, 8.5),
              f"{name}: states given as text")
    tap.refused(lambda: row("SELECT * FROM cancer_pe.rate_ci(%s, %s)", 75, 40), "22023",
                f"{name}: a percentage is refused")
    tap.refused(lambda: row("SELECT %s::cancer_pe.tally", "n=3 positive=4"), "22P02",
                f"{name}: a bad tally is refused")


# One person's answers to QLQ-C30: items 1 to 5 are 1 2 3 4 -, item 9 is missing, the others are 2.
ANSWERS = [1, 2, 3, 4, None] + [2] * 3 + [None] + [2] * 21


def check_quality_of_life(tap, driver, binary):
    """Answers as lists and one by one, scores as lists of float or None, EQ-5D states as text."""
    name = f"{driver.name}{', binary' if binary else ''}"

    def row(query, *args):
        return tuple([about(v) for v in value] if isinstance(value, list) else about(value)
                     for value in driver.rows(query, args, binary)[0])

    # by the manual: half of the items is enough, means of what is answered
    wanted = [16.666667, 50.0, 66.666667, 66.666667, 66.666667, 66.666667, 33.333333, 33.333333, 33.333333,
              33.333333, 33.333333, 33.333333, 33.333333, 33.333333, 33.333333, 65.384615]
    # psycopg sends a list of small numbers as smallint[], of larger ones as integer[] or bigint[]
    tap.works(lambda: row("SELECT cancer_pe.scores('QLQ-C30', %s)", ANSWERS), (wanted,),
              f"{name}: scores of a list with None")
    tap.equal(driver.types, [1022], f"{name}: scores are float8[]")
    tap.works(lambda: row("SELECT cancer_pe.scores(%s, %s)", "QLQ-C30", ANSWERS), (wanted,),
              f"{name}: scores of parameters")
    tap.works(lambda: row("SELECT cancer_pe.scores((SELECT cancer_pe.instrument_plan(%s)), %s)", "QLQ-C30", ANSWERS),
              (wanted,), f"{name}: scores by a plan")
    tap.works(lambda: row(f"SELECT cancer_pe.score_columns('QLQ-C30', true, {', '.join(['%s'] * 30)})",
                          *(2 if v is None else v for v in ANSWERS))[0][0], 16.666667, f"{name}: score_columns of 30 parameters")
    tap.works(lambda: row("SELECT cancer_pe.scores('QLQ-C30', %s, strict => %s)", [70000] + ANSWERS[1:], False)[0][1:3],
              [33.333333, 66.666667], f"{name}: a lenient score, with a large number in the list")
    tap.refused(lambda: row("SELECT cancer_pe.scores('QLQ-C30', %s)", [7] + ANSWERS[1:]), "22023",
                f"{name}: an answer out of range is refused")
    tap.refused(lambda: row("SELECT cancer_pe.scores('QLQ-C30', %s)", ANSWERS + [1]), "22023",
                f"{name}: too many answers are refused")
    tap.refused(lambda: row("SELECT cancer_pe.scores(%s, %s)", "QLQ-C31", ANSWERS), "22023",
                f"{name}: an unknown instrument is refused")
    tap.works(lambda: row("SELECT cancer_pe.scores('QLQ-C30', %s)", [None] * 30), ([None] * 16,),
              f"{name}: no answers, no scores")
    tap.works(lambda: [tuple(map(about, r)) for r in driver.rows(
        "SELECT * FROM cancer_pe.score('QLQ-C30', %s) LIMIT 2", ([None] * 2 + ANSWERS[2:28] + [None, 5],), binary)],
        [("QL", 66.666667, 1, 2, 0, 0, "scored"), ("PF", None, 2, 5, 0, 0, "too_few_answers")],
        f"{name}: score in FROM")
    tap.equal(set(driver.types) - PLAIN, set(), f"{name}: score has plain columns")
    tap.works(lambda: row("SELECT ql, pf, summary FROM cancer_pe.qlq_c30(%s)", ANSWERS), (16.666667, 50.0, 65.384615),
              f"{name}: qlq_c30 as a row")
    tap.equal(driver.types, [701] * 3, f"{name}: qlq_c30 has plain columns")
    tap.works(lambda: row("""SELECT cancer_pe.scores('QLQ-C30', item, answer) FROM unnest(%s::text[], %s) AS u(item, answer)""",
                          [str(i) for i in range(1, 31)], ANSWERS), (wanted,), f"{name}: scores of rows")
    tap.works(lambda: row("SELECT cancer_pe.fhir_scores(%s, %s)", RESPONSE, "QLQ-C30")[0][9:11], [33.333333, None],
              f"{name}: scores of a FHIR response")

    tap.works(lambda: row("""SELECT cancer_pe.eq5d(%s, %s, %s, %s, %s)::text, cancer_pe.eq5d(%s)::text,
                          cancer_pe.eq5d_lss(%s::cancer_pe.eq5d), cancer_pe.eq5d(1, 2, 3, %s, 5)""",
                          2, 1, 3, 4, 5, [2, 1, 3, 4, 5], "21345", None), ("21345", "21345", 15, None),
              f"{name}: EQ-5D states of parameters")
    tap.works(lambda: row("SELECT cancer_pe.eq5d_index(%s, %s)", "11111", "UK 2026"), (1.0,), f"{name}: EQ-5D index")
    tap.equal(driver.types, [701], f"{name}: an EQ-5D index is float8")
    tap.refused(lambda: row("SELECT cancer_pe.eq5d_index(%s, %s)", "11161", "UK 2026"), "22P02",
                f"{name}: a state that there is not is refused")
    tap.works(lambda: row("SELECT %s::cancer_pe.eq5d AS state", "21345"), (b"\x53\x61" if binary else "21345",),
              f"{name}: an EQ-5D state as it arrives")


def check_survey(tap, driver, binary):
    """Sheets of answers given as lists, by the name of a wave and by its plan; their rows are plain."""
    name = f"{driver.name}{', binary' if binary else ''}"
    answers = [3, 2, None] + [999] * 49

    def rows(query, *args):
        return [tuple(map(about, row)) for row in driver.rows(query, args, binary)]

    one = "question IN ('Q1', 'Q2', 'Q5')"
    # positive for Q1, negative for Q2; a list with 999 goes as smallint[]
    wanted = [("Q1", 1, 1, 1, 0, 1.0), ("Q2", 1, 1, 0, 0, 0.0), ("Q5", 0, 0, 0, 1, None)]
    what = "question, n_base, n_scored, positive, missing, rate FROM cancer_pe.sheet_rows((SELECT cancer_pe.tally_sheet"
    tap.works(lambda: rows(f"SELECT {what}(%s, %s))) WHERE {one}", "2018", answers), wanted, f"{name}: a sheet of a list, by name")
    tap.equal(set(driver.types) - PLAIN, set(), f"{name}: its rows are plain columns")
    tap.works(lambda: rows(f"SELECT {what}((SELECT cancer_pe.sheet_plan(%s, %s)), %s::int[], %s))) WHERE {one}", "2018", '{"strict": false}', answers, 2),
              wanted, f"{name}: by a plan, with a weight")
    tap.works(lambda: rows("SELECT question, code, n, weight FROM cancer_pe.sheet_frequencies((SELECT cancer_pe.tally_sheet(%s, %s, %s))) WHERE n > 0",
                           "2018", answers, 0.5), [("Q1", 3, 1, 0.5), ("Q2", 2, 1, 0.5)], f"{name}: frequencies of a weighted sheet")
    tap.equal(set(driver.types) - PLAIN, set(), f"{name}: frequencies are plain columns")
    tap.works(lambda: rows("""SELECT cancer_pe.n(s), cancer_pe.sheet_wave(s), cancer_pe.sheet_tally(s, %s)::text
                           FROM (SELECT %s::cancer_pe.tally_sheet AS s) AS x""", "Q1",
                           'rows=2 wave="w" neutral=excluded clean=f weighted=f "Q1" scored missing=1 invalid=0 1+=1 2-=0'),
              [(2, "w", "n=1 positive=1 missing=1 invalid=0")], f"{name}: a sheet given as text")
    tap.refused(lambda: rows("SELECT cancer_pe.tally_sheet(%s, %s)", "2018", answers[1:]), "22023",
                f"{name}: too few answers are refused")
    tap.refused(lambda: rows("SELECT cancer_pe.tally_sheet(%s, %s)", "2018", [77] + answers[1:]), "22023",
                f"{name}: a code that is none is refused")
    tap.refused(lambda: rows("SELECT %s::cancer_pe.tally_sheet", "rows=1"), "22P02", f"{name}: a bad sheet is refused")


def check_round_trips(tap, drivers):
    """States through clients and back: as text, in binary, and by COPY in both."""
    two, three = drivers
    wanted = two.rows(f"SELECT {COLUMNS} FROM state ORDER BY trust")

    for driver in drivers:
        driver.rows("CREATE TEMP TABLE back (LIKE state)")
        cursor = driver.connection.cursor()
        for row in driver.rows("SELECT * FROM state"):
            cursor.execute(f"INSERT INTO back VALUES ({', '.join(['%s'] * len(row))})", row)
        tap.equal(driver.rows(f"SELECT {COLUMNS} FROM back ORDER BY trust"), wanted,
                  f"{driver.name}: states as text out and in")
        tap.equal({type(v) for row in driver.rows("SELECT t, tw, m FROM back") for v in row}, {str},
                  f"{driver.name}: states arrive as text")
        cursor.execute("TRUNCATE back")

    # psycopg knows no binary form of ours: it hands over bytes, which a parameter of bytea type
    # cannot give back, so the protocol is spoken by hand.
    conn = three.connection.pgconn
    sent = conn.exec_params(b"SELECT trust::text::bytea, t, tw, m, mw, e, d, c, s, sw, p FROM state", [], result_format=1)
    for at in range(sent.ntuples):
        row = [sent.get_value(at, column) for column in range(11)]
        result = conn.exec_params(
            b"INSERT INTO back VALUES (convert_from($1::bytea, 'UTF8')::int, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            row, param_formats=[1] * 11)
        if result.error_message:
            print("#", result.error_message.decode())
    tap.equal(three.rows(f"SELECT {COLUMNS} FROM back ORDER BY trust"), wanted,
              "psycopg: states in binary out and in")
    cursor = three.connection.cursor(binary=True)
    got = cursor.execute("SELECT t, cancer_pe.tally_send(t) FROM state").fetchall()
    tap.equal([row[0] for row in got], [row[1] for row in got],
              "psycopg: a binary cursor hands over what tally_send sends")

    for form in ("text", "binary", "csv"):
        three.rows("TRUNCATE back")
        with three.connection.cursor() as cursor:
            with cursor.copy(f"COPY state TO STDOUT (FORMAT {form})") as copy:
                data = b"".join(copy)
            with cursor.copy(f"COPY back FROM STDIN (FORMAT {form})") as copy:
                copy.write(data)
        tap.equal(three.rows(f"SELECT {COLUMNS} FROM back ORDER BY trust"), wanted,
                  f"psycopg: COPY {form} out and in")

        two.rows("TRUNCATE back")
        buffer = io.BytesIO()
        cursor = two.connection.cursor()
        cursor.copy_expert(f"COPY state TO STDOUT (FORMAT {form})", buffer)
        tap.equal(sorted(buffer.getvalue()), sorted(data), f"psycopg2: COPY {form} sends the same")
        buffer.seek(0)
        cursor.copy_expert(f"COPY back FROM STDIN (FORMAT {form})", buffer)
        tap.equal(two.rows(f"SELECT {COLUMNS} FROM back ORDER BY trust"), wanted,
                  f"psycopg2: COPY {form} out and in")

    # Truncated in the midst of a state, a copy is refused, and nothing of it stays.
    def cut():
        with three.connection.cursor() as cursor:
            with cursor.copy("COPY state TO STDOUT (FORMAT binary)") as copy:
                data = b"".join(copy)
            with cursor.copy("COPY back FROM STDIN (FORMAT binary)") as copy:
                copy.write(data[:-20])

    three.rows("TRUNCATE back")
    tap.refused(cut, "22P04", "psycopg: a truncated binary copy is refused")
    tap.equal(three.rows("SELECT count(*) FROM back"), [(0,)], "psycopg: and leaves nothing")


def check_prepared(tap, driver):
    """A prepared statement goes on working under a generic plan, with other sizes of numbers."""
    got = []
    for n in [3, 4, 5, 6, 7, 8, 9, 70000, 2**40, 10]:
        cursor = driver.connection.cursor()
        cursor.execute("SELECT cancer_pe.n(cancer_pe.make_tally(%s, %s))", (n, 1), prepare=True)
        got.append(cursor.fetchone()[0] == n)
    tap.equal(got, [True] * 10, "psycopg: prepared statements with numbers of any size")


def main():
    tap = Tap()
    drivers = two, three = Psycopg2(), Psycopg()
    two.connection.cursor().execute("CREATE EXTENSION IF NOT EXISTS cancer_pe")
    two.connection.cursor().execute(f"CREATE TABLE state AS {STATES}")
    for driver in drivers:
        for binary in driver.binary:
            check_results(tap, driver, binary)
            check_parameters(tap, driver, binary)
            check_quality_of_life(tap, driver, binary)
            check_survey(tap, driver, binary)
    check_round_trips(tap, drivers)
    check_prepared(tap, three)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
