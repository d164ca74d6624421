"""A release through psycopg2 and psycopg 3, in text and in binary.  Prints TAP."""

import re
import sys
import threading

import psycopg
import psycopg2
import psycopg2.extensions
from checks import HERE, SCHEMA, Tap, check

TABLES = """SELECT c.relname, 'TABLE', obj_description(c.oid, 'pg_class') FROM pg_class AS c
    WHERE c.relnamespace = 'cpes_2018'::regnamespace AND c.relkind = 'r'"""


class Client:
    types = {"int4": 23, "float8": 701, "bool": 16, "text": 25, "date": 1082}
    comments = {"tables", "columns"}
    states = hints = True
    mark = "%s"

    def tables(self):
        return {name: (kind, comment) for name, kind, comment in self.rows(TABLES)}

    def columns(self, table):
        """Types from the description of a result, comments from the catalogue."""
        cursor = self.cursor()
        cursor.execute(f"SELECT * FROM {SCHEMA}.{table} LIMIT 0")
        return [(column.name, column.type_code,
                 self.rows("SELECT col_description(%s::regclass, %s)", (f"{SCHEMA}.{table}", place))[0][0])
                for place, column in enumerate(cursor.description, 1)]

    def rows(self, query, args=None):
        cursor = self.cursor()
        cursor.execute(query, args)
        return cursor.fetchall()

    def refused(self, query):
        try:
            return ("", f"no error but {self.rows(query)}")
        except (psycopg.Error, psycopg2.Error) as error:
            return (self.state(error), str(error))

    def cancel(self, query):
        timer = threading.Timer(0.5, self.connection.cancel)
        timer.start()
        return self.refused(query)


class Psycopg2(Client):
    name = "psycopg2"

    def __init__(self):
        self.connection = psycopg2.connect("")
        self.connection.autocommit = True

    def cursor(self):
        return self.connection.cursor()

    def state(self, error):
        return error.pgcode


class Psycopg(Client):
    def __init__(self, binary):
        self.name = f"psycopg{', binary' if binary else ''}"
        self.binary = binary
        self.connection = psycopg.connect("", autocommit=True)

    def cursor(self):
        return self.connection.cursor(binary=self.binary)

    def state(self, error):
        return error.sqlstate


def check_guide(tap, client):
    """The SQL of docs/bi.md runs as it stands, each block with an answer."""
    with open(f"{HERE}/../../../docs/bi.md", encoding="utf-8") as file:
        blocks = re.findall(r"```sql\n(.*?)```", file.read(), re.S)
    tap.equal(len(blocks) >= 5, True, "docs/bi.md has its examples")
    for place, block in enumerate(blocks, 1):
        tap.works(lambda: [len(client.rows(statement)) > 0 for statement in block.split(";") if statement.strip()],
                  [True] * len(re.findall(";", block)), f"docs/bi.md: example {place}")


def main():
    tap = Tap()
    for client in Psycopg2(), Psycopg(False), Psycopg(True):
        check(tap, client)
    check_guide(tap, Psycopg(False))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
