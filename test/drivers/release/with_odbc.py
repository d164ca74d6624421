"""A release through ODBC, as Excel, Access or a Power BI gateway see it: psqlODBC by way of pyodbc, with
the settings that docs/bi.md recommends and with the driver's own.  Prints TAP.
"""

import glob
import os
import sys
import threading

from checks import HERE, SCHEMA, Tap, check, skip

try:
    import pyodbc
except ImportError:
    skip("python3-pyodbc is not here")

RECOMMENDED = "BoolsAsChar=0;MaxVarcharSize=8190;MaxLongVarcharSize=1000000"


def driver():
    found = glob.glob("/usr/lib/*/odbc/psqlodbcw.so")
    return found[0] if found else skip("odbc-postgresql is not here")


def connect(settings=""):
    return pyodbc.connect(f"Driver={driver()};Servername={os.environ['PGHOST']};Port={os.environ.get('PGPORT', '5432')};"
                          f"Database={os.environ['PGDATABASE']};Username={os.environ['PGUSER']};{settings}", autocommit=True)


class Client:
    name = "psqlODBC"
    types = {"int4": pyodbc.SQL_INTEGER, "float8": pyodbc.SQL_FLOAT, "bool": pyodbc.SQL_BIT, "text": pyodbc.SQL_WLONGVARCHAR, "date": pyodbc.SQL_TYPE_DATE}
    comments = {}  # REMARKS are always empty
    states = True
    hints = False  # only message and detail
    mark = "?"

    def __init__(self):
        self.connection = connect(RECOMMENDED)

    def tables(self):
        return {row.table_name: (row.table_type, None) for row in self.connection.cursor().tables(schema=SCHEMA)}

    def columns(self, table):
        return [(row.column_name, row.data_type, row.remarks or None) for row in self.connection.cursor().columns(table=table, schema=SCHEMA)]

    def rows(self, query, args=()):
        return [tuple(row) for row in self.connection.cursor().execute(query, args).fetchall()]

    def refused(self, query):
        try:
            return ("", f"no error but {self.rows(query)}")
        except pyodbc.Error as error:
            return error.args[0], error.args[1]

    def cancel(self, query):
        cursor = self.connection.cursor()
        threading.Timer(0.5, cursor.cancel).start()
        try:
            return ("", f"no error but {cursor.execute(query).fetchall()}")
        except pyodbc.Error as error:
            return error.args[0], error.args[1]


def check_settings(tap, client):
    """What the driver says of a text and of a boolean without the recommended settings, and with them."""
    plain = connect()

    def described(connection):
        of = {row.column_name: row for row in connection.cursor().columns(table="trust_question", schema=SCHEMA)}
        value = connection.cursor().execute(f"SELECT above_target FROM {SCHEMA}.trust_question WHERE trust = 'RC3' AND n = 61").fetchval()
        return of["rate_status"].column_size, of["above_target"].data_type, value

    tap.works(lambda: described(client.connection), (1000000, pyodbc.SQL_BIT, True),
              "psqlODBC: as recommended, a text is described as long and a boolean is one")
    tap.works(lambda: described(plain), (8190, pyodbc.SQL_VARCHAR, "1"),
              "psqlODBC: by its own settings, a text is described as 8190 characters and a boolean is a text")


def main():
    tap = Tap()
    client = Client()
    print(f"# {client.connection.getinfo(pyodbc.SQL_DRIVER_NAME)} {client.connection.getinfo(pyodbc.SQL_DRIVER_VER)}")
    check(tap, client)
    check_settings(tap, client)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
