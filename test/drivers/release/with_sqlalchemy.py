"""A release as SQLAlchemy reflects it, and as queries built from what it reflected.  Prints TAP."""

import datetime
import sys
import threading
import warnings

from checks import SCHEMA, Tap, check, expected, skip

try:
    import sqlalchemy
    from sqlalchemy import exc
except ImportError:
    skip("python3-sqlalchemy is not here")


class Client:
    name = "SQLAlchemy"
    types = {"int4": "INTEGER", "float8": "DOUBLE PRECISION", "bool": "BOOLEAN", "text": "TEXT", "date": "DATE"}
    comments = {"tables", "columns"}
    states = hints = True
    mark = ":p"

    def __init__(self):
        self.engine = sqlalchemy.create_engine("postgresql+psycopg2://", isolation_level="AUTOCOMMIT")
        self.inspector = sqlalchemy.inspect(self.engine)
        self.connection = self.engine.connect()

    def tables(self):
        return {name: ("TABLE", self.inspector.get_table_comment(name, schema=SCHEMA)["text"])
                for name in self.inspector.get_table_names(schema=SCHEMA)}

    def columns(self, table):
        return [(column["name"], self.word(column["type"]), column["comment"]) for column in self.inspector.get_columns(table, schema=SCHEMA)]

    def word(self, kind):
        """As SQL, whichever version says DOUBLE_PRECISION(precision=53) or FLOAT(53)."""
        return str(kind.compile(self.engine.dialect)).replace("FLOAT(53)", "DOUBLE PRECISION").replace("DOUBLE_PRECISION", "DOUBLE PRECISION")

    def rows(self, query, args=()):
        for place in range(len(args)):
            query = query.replace(":p", f":a{place}", 1)
        return [tuple(row) for row in self.connection.execute(sqlalchemy.text(query), {f"a{place}": value for place, value in enumerate(args)})]

    def refused(self, query):
        try:
            return ("", f"no error but {self.rows(query)}")
        except exc.DBAPIError as error:
            return (error.orig.pgcode, str(error))

    def cancel(self, query):
        threading.Timer(0.5, self.connection.connection.cancel).start()
        return self.refused(query)


def check_reflected(tap, client):
    """A dashboard's way: no text of a query but what is made from the reflected table."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # "Did not recognize type" would be one

        def reflect():
            metadata = sqlalchemy.MetaData()
            metadata.reflect(client.engine, schema=SCHEMA)
            return metadata

        tap.works(lambda: sorted(reflect().tables), sorted(f"{SCHEMA}.{name}" for name in ("trust_question", "figures", "cpes_notes", "cpes_columns")),
                  "SQLAlchemy: the whole schema is reflected without a warning")
        tables = reflect().tables
    table = tables[f"{SCHEMA}.trust_question"]
    _, _, _, rows = expected("trust_question")
    tap.works(lambda: [tuple(row) for row in client.connection.execute(
        sqlalchemy.select(table.c.trust, table.c.tumour_group, table.c.rate).where(table.c.question == "Q08", table.c.n_status.is_(None))
        .order_by(table.c.rate.desc()).limit(3))],
        sorted(((r[1], r[2], r[6]) for r in rows if r[3] == "Q08" and r[12]), key=lambda r: -r[2])[:3], "SQLAlchemy: a query made from it")
    figures = tables[f"{SCHEMA}.figures"]
    tap.works(lambda: client.connection.execute(
        sqlalchemy.select(sqlalchemy.func.max(figures.c.day)).where(figures.c.final.is_(True))).scalar(),
        datetime.date(9999, 12, 31), "SQLAlchemy: a latest day")


def main():
    tap = Tap()
    client = Client()
    check(tap, client)
    check_reflected(tap, client)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
