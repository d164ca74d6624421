"""What every client must find in a release: the checks that the Python clients share, and their TAP.

A client has
  name           how the tests call it
  types          its words for int4, float8, bool, text and date
  comments       whose COMMENTs it hands over: of tables, of columns
  mark           its placeholder for a parameter
  tables()       the tables of the schema: {name: (type, comment)}
  columns(t)     the columns of a table: [(name, type, comment)]
  rows(q, args)  what a query answers, as Python's int, float, bool, str, date and None
  states, hints  whether errors arrive with their SQLSTATE, and with their hint
  refused(q)     what is left of an error: (SQLSTATE, text)
  cancel(q)      begins a query, ends it from outside, and returns what is left of the error
"""

import datetime
import hashlib
import math
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMA = "cpes_2018"
TABLES = {
    "trust_question": "Answers by trust, tumour group and question",
    "figures": "Figures that clients find hard",
}
READ = {"int4": int, "float8": float, "bool": lambda text: text == "true", "text": str, "date": datetime.date.fromisoformat}

# About a megabyte, of several bytes a character.
PICTURE = """SELECT s, length(s), md5(s) FROM (
    SELECT cancer_pe.funnel_svg('Grünwald–Ås 東京 🏥 ' || i, 50 + i, i / 7000.0, 0.4, 0.6, 'within', '{"title": "Ängste & <Sorgen>"}') AS s
    FROM generate_series(1, 6500) AS i) AS x"""
# Minutes, if nothing ends it.
LONG = "SELECT count(*) FROM cancer_pe.sample_responses(100000000, 2018)"


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
            print(f"#      got {got!r:.1500}\n# expected {wanted!r:.1500}", flush=True)

    def works(self, what, wanted, name):
        """Whatever goes wrong is a failure of this one test, and the others go on."""
        try:
            got = what()
        except Exception as error:  # each driver has errors of its own
            got = f"{type(error).__name__}: {error}"
        self.equal(got, wanted, name)

    def end(self):
        print(f"1..{self.tests}")
        return 1 if self.failed else 0


def skip(why):
    """A client that is not here: all of its tests are skipped by name."""
    print(f"1..0 # SKIP {why}")
    sys.exit(0)


def expected(table):
    """Names, types, comments and rows of a table, as they are written down."""
    with open(f"{HERE}/{table}.tsv", encoding="utf-8", newline="\n") as file:
        names, types, comments, *lines = [line.rstrip("\n").split("\t") for line in file]
    rows = [tuple(None if text == r"\N" else READ[word](text) for word, text in zip(types, line)) for line in lines]
    return names, types, comments, rows


def exact(rows):
    """Values with their types: True is not 1, and 1 is not 1.0."""
    return [[(type(value).__name__, value) for value in row] for row in rows]


def csv(names, row):
    """A row as a line of a CSV file, which has no columns of texts to print, and one decimal here."""
    return ",".join("" if value is None else str(value).lower() if isinstance(value, bool) else
                    f"{value:.1f}" if isinstance(value, float) else f'"{value}"' if "," in str(value) else str(value)
                    for name, value in zip(names, row) if not name.endswith("_display"))


def check_metadata(tap, client):
    tap.works(lambda: {name: client.tables().get(name) for name in TABLES},
              {name: ("TABLE", comment if "tables" in client.comments else None) for name, comment in TABLES.items()},
              f"{client.name}: the tables of the release are tables")
    for table in TABLES:
        names, types, comments, _ = expected(table)
        # A plus stands for some words of the extension.
        tap.works(lambda: [(name, kind, "+" if text and wanted == "+" else text) for (name, kind, text), wanted in zip(client.columns(table), comments)], [
            (name, client.types[word], comment if "columns" in client.comments else None) for name, word, comment in zip(names, types, comments)],
            f"{client.name}: columns of {table}")


def check_values(tap, client):
    for table in TABLES:
        names, _, _, rows = expected(table)
        order = "year, trust COLLATE \"C\", tumour_group, question" if table == "trust_question" else "day"
        tap.works(lambda: exact(client.rows(f"SELECT * FROM {SCHEMA}.{table} ORDER BY {order}")), exact(rows),
                  f"{client.name}: values of {table}, to the last digit")
        tap.works(lambda: [value for row in client.rows(f"SELECT * FROM {SCHEMA}.{table}") for value in row
                           if isinstance(value, float) and not math.isfinite(value)], [], f"{client.name}: no NaN and no infinity in {table}")
    tap.works(lambda: client.rows(f"SELECT kind, topic FROM {SCHEMA}.cpes_notes WHERE length(note) > 20 AND topic = '[c]'"), [("shorthand", "[c]")],
              f"{client.name}: the notes say what [c] means")
    # What tools make of the columns a person drags.
    _, _, _, rows = expected("trust_question")
    groups = [(group, [row for row in rows if row[2] == group and row[1] != "England"]) for group in ("All", "Breast", "Lung", "Skin")]
    tap.works(lambda: client.rows(f"""
        SELECT tumour_group, CAST(sum(n) AS int) AS n, CAST(count(n_status) AS int) AS hidden
        FROM {SCHEMA}.trust_question WHERE trust <> 'England' GROUP BY tumour_group ORDER BY tumour_group"""),
              [(group, sum(row[12] or 0 for row in members), sum(row[13] == "c" for row in members)) for group, members in groups],
              f"{client.name}: groups, with what is hidden counted")
    tap.works(lambda: client.rows(f'SELECT * FROM (SELECT trust_name, rate FROM {SCHEMA}.trust_question WHERE n = 45) "_" LIMIT 1000'),
              [("東京 🏥 100%", 64.4)], f"{client.name}: a query around a query")


def check_parameters(tap, client):
    """Values in WHERE, as filters and slicers send them."""
    mark = client.mark
    _, _, _, rows = expected("trust_question")
    for column, place, value in (("trust_name", 4, 'St "Anne\'s", Ward <3> & Co'), ("trust_name", 4, "東京 🏥 100%"), ("n", 12, 39),
                                 ("rate", 6, 71.8), ("above_target", 11, False), ("rate_status", 7, "c")):
        tap.works(lambda: sorted(client.rows(f"SELECT trust, tumour_group, question FROM {SCHEMA}.trust_question WHERE {column} = {mark}", (value,))),
                  sorted(row[1:4] for row in rows if row[place] == value), f"{client.name}: {column} = {value!r}")
    tap.works(lambda: sorted(client.rows(f"""SELECT trust, tumour_group, question FROM {SCHEMA}.trust_question
                                         WHERE n BETWEEN {mark} AND {mark} AND rate < {mark} AND question = {mark}""", (20, 50, 60.5, "Q08"))),
              sorted(row[1:4] for row in rows if row[12] and 20 <= row[12] <= 50 and row[6] < 60.5 and row[3] == "Q08"),
              f"{client.name}: parameters of three types")
    tap.works(lambda: client.rows(f"SELECT figure, final FROM {SCHEMA}.figures WHERE day = {mark}", (datetime.date(2024, 2, 29),)),
              [("leap day", False)], f"{client.name}: a date as a parameter")
    tap.works(lambda: client.rows(f"SELECT figure FROM {SCHEMA}.figures WHERE value = {mark} AND final = {mark}", (1.7976931348623157e308, True)),
              [("largest",)], f"{client.name}: the largest float as a parameter")
    tap.works(lambda: client.rows(f"SELECT figure FROM {SCHEMA}.figures WHERE n = {mark}", (2147483647,)),
              [("largest",)], f"{client.name}: the largest integer as a parameter")


def check_functions(tap, client):
    """Functions in FROM, texts of a megabyte, and errors that help."""
    mark = client.mark
    tap.works(lambda: [tuple(round(v, 6) if v is not None else v for v in row) for row in client.rows(
        f"SELECT * FROM cancer_pe.funnel_curve({mark}, {mark}, {mark}, {mark}) LIMIT 1", (0.5, 10, 1000, "ncpes2018"))],
        [(10.0, 0.190097, 0.809903, None, None)], f"{client.name}: a function in FROM, with parameters")

    # A whole report: each percentage is of its number, and the sexes are all.
    options = """{"questions": ["Q5"], "levels": [{"level": "national", "title": "England", "label": "England"}],
                 "breakdowns": [{"breakdown": "sex", "title": "Sex", "column": "sex", "levels": ["national"]}], "case_mix": null}"""

    def report():
        got = client.rows(f"""SELECT category, value, n, display, low < value AND value < high FROM cancer_pe.survey_report({mark}, {mark}, CAST({mark} AS jsonb))
                          ORDER BY category""", ("invented.responses", "ncpes2018", options))
        numbers = [int(n) for _, _, n, _, _ in got]
        return ([row[0] for row in got], numbers[0] - sum(numbers[1:]), [abs(row[1] * n / 100 - round(row[1] * n / 100)) < 1e-9 for row, n in zip(got, numbers)],
                [row[3] == f"{row[1]:.1f}" for row in got], [row[4] for row in got])

    tap.works(report, (["All", "Female", "Male"], 0, [True] * 3, [True] * 3, [True] * 3), f"{client.name}: a report on a survey, with parameters")

    # A release as CSV, line by line, and as a page.
    names, _, _, rows = expected("trust_question")
    tap.works(lambda: [line for line, in client.rows(f"SELECT * FROM cancer_pe.release_csv({mark}, {mark}, {mark})", (SCHEMA, "cpes", "trust_question"))
                       if "Tŵr" in line or "year" in line],
              [",".join(name for name in names if not name.endswith("_display"))] + [csv(names, row) for row in rows if "Tŵr" in row[4]],
              f"{client.name}: a table as lines of CSV")

    def page():
        text, digest = client.rows(f"SELECT p, md5(p) FROM cancer_pe.report_html({mark}, {mark}) AS p", (SCHEMA, "cpes"))[0]
        return text.startswith("<!DOCTYPE html>"), "東京 🏥" in text, hashlib.md5(text.encode()).hexdigest() == digest

    tap.works(page, (True, True, True), f"{client.name}: a page")

    def picture():
        text, characters, digest = client.rows(PICTURE)[0]
        return len(text) == characters, len(text.encode()) > 1000000, hashlib.md5(text.encode()).hexdigest() == digest

    tap.works(picture, (True, True, True), f"{client.name}: a text of a megabyte arrives whole")

    def refused(error, state, text, name):
        got = error()
        tap.equal((got[0] if client.states else state, text in got[1] or got[1]), (state, True), f"{client.name}: {name}")

    bad = "SELECT * FROM cancer_pe.rate_ci(75, 40)"
    refused(lambda: client.refused(bad), "22023", "rate out of range: 75", "an error has its SQLSTATE and message")
    if client.hints:
        refused(lambda: client.refused(bad), "22023", "Divide a percentage by 100.", "and its hint")
    refused(lambda: client.refused("SELECT count(*) FROM source.answers"), "42501", "permission denied", "the source is not for readers")

    began = time.monotonic()
    refused(lambda: client.cancel(LONG), "57014", "canceling statement", "a long query can be ended")
    tap.equal(time.monotonic() - began < 10, True, f"{client.name}: and ends at once")
    tap.works(lambda: client.rows(f"SELECT n FROM {SCHEMA}.figures WHERE figure = 'zero'"), [(16,)], f"{client.name}: and the next one works")


def check(tap, client):
    check_metadata(tap, client)
    check_values(tap, client)
    check_parameters(tap, client)
    check_functions(tap, client)
