"""A release through LibreOffice Base: its own PostgreSQL driver, in an office without a screen.  Prints TAP."""

import datetime
import os
import shutil
import subprocess
import sys
import tempfile
import time

from checks import SCHEMA, Tap, check, skip

try:
    import uno
    from com.sun.star.beans import PropertyValue
    from com.sun.star.connection import NoConnectException
    from com.sun.star.sdbc import SQLException
    from com.sun.star.util import Date
except ImportError:
    skip("python3-uno is not here")

OFFICE = shutil.which("soffice")

# com.sun.star.sdbc.DataType
BIT, BIGINT, INTEGER, DOUBLE, LONGVARCHAR, DATE, BOOLEAN = -7, -5, 4, 8, -1, 91, 16


class Client:
    name = "LibreOffice"
    types = {"int4": INTEGER, "float8": DOUBLE, "bool": BOOLEAN, "text": LONGVARCHAR, "date": DATE}
    comments = {"columns"}
    states = False  # SQLState is always empty
    hints = True
    mark = "?"

    def __init__(self, context):
        manager = context.ServiceManager.createInstanceWithContext("com.sun.star.sdbc.DriverManager", context)
        self.connection = manager.getConnectionWithInfo(
            f"sdbc:postgresql:host={os.environ['PGHOST']} dbname={os.environ['PGDATABASE']}",
            (PropertyValue("user", 0, os.environ["PGUSER"], 0), PropertyValue("password", 0, "", 0)))

    def fetch(self, result):
        columns = result.getMetaData()
        kinds = [columns.getColumnType(i + 1) for i in range(columns.getColumnCount())]
        rows = []
        while result.next():
            row = []
            for place, kind in enumerate(kinds, 1):
                if kind in (INTEGER, BIGINT):
                    value = result.getLong(place)
                elif kind == DOUBLE:
                    value = result.getDouble(place)
                elif kind in (BIT, BOOLEAN):
                    value = result.getBoolean(place)
                elif kind == DATE:
                    value = result.getDate(place)
                    value = datetime.date(value.Year, value.Month, value.Day) if value.Year else None
                else:
                    value = result.getString(place)
                row.append(None if result.wasNull() else value)
            rows.append(tuple(row))
        return rows

    def tables(self):
        """A table's remark here is the comment on whichever of its columns."""
        found = self.connection.getMetaData().getTables(None, SCHEMA, "%", ("TABLE", "VIEW"))
        tables = {}
        while found.next():
            tables[found.getString(3)] = (found.getString(4), None)
        return tables

    def columns(self, table):
        found = self.connection.getMetaData().getColumns(None, SCHEMA, table, "%")
        columns = []
        while found.next():
            columns.append((found.getString(4), found.getInt(5), found.getString(12)))
        return columns

    def rows(self, query, args=()):
        if not args:
            return self.fetch(self.connection.createStatement().executeQuery(query))
        statement = self.connection.prepareStatement(query)
        for place, value in enumerate(args, 1):
            if isinstance(value, bool):
                statement.setBoolean(place, value)
            elif isinstance(value, int):
                statement.setInt(place, value)
            elif isinstance(value, float):
                statement.setDouble(place, value)
            elif isinstance(value, datetime.date):
                statement.setDate(place, Date(value.day, value.month, value.year))
            else:
                statement.setString(place, value)
        return self.fetch(statement.executeQuery())

    def refused(self, query):
        try:
            return ("", f"no error but {self.rows(query)}")
        except SQLException as error:
            return error.SQLState, error.Message

    def cancel(self, query):
        """The driver cannot: a limit of time set beforehand does."""
        self.connection.createStatement().execute("SET statement_timeout = 500")
        error = self.refused(query)
        self.connection.createStatement().execute("RESET statement_timeout")
        return error


def connect(pipe):
    """The office's context, once it listens."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("the office does not answer")


def main():
    if not OFFICE:
        skip("libreoffice-base is not here")
    tap = Tap()
    pipe = f"cancer_pe_{os.getpid()}"
    with tempfile.TemporaryDirectory() as profile:
        office = subprocess.Popen([OFFICE, "--headless", "--norestore", "--nologo", "--nodefault", f"-env:UserInstallation=file://{profile}",
                                   f"--accept=pipe,name={pipe};urp;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            context = connect(pipe)
            check(tap, Client(context))
            try:
                context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context).terminate()
            except Exception:  # the office may be gone before it answers
                pass
            office.wait(20)
        finally:
            if office.poll() is None:
                office.terminate()
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
