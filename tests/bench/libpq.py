"""A connection by libpq: prepared statements, binary answers, little of Python in the time measured."""

import ctypes
import ctypes.util

from installation import Failed

LIBRARY = ctypes.CDLL(ctypes.util.find_library("pq"))
POINTER, TEXT, NUMBER = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
TEXTS = ctypes.POINTER(TEXT)
# CONNECTION_OK; PGRES_COMMAND_OK and PGRES_TUPLES_OK (libpq-fe.h).
CONNECTED, DONE, AS_BINARY = 0, (1, 2), 1


def declared(name, result, *arguments):
    function = getattr(LIBRARY, name)
    function.restype, function.argtypes = result, arguments
    return function


connect = declared("PQconnectdb", POINTER, TEXT)
finish = declared("PQfinish", None, POINTER)
status = declared("PQstatus", NUMBER, POINTER)
connection_error = declared("PQerrorMessage", TEXT, POINTER)
run = declared("PQexec", POINTER, POINTER, TEXT)
prepare = declared("PQprepare", POINTER, POINTER, TEXT, TEXT, NUMBER, POINTER)
execute = declared("PQexecPrepared", POINTER, POINTER, TEXT, NUMBER, TEXTS, POINTER, POINTER, NUMBER)
result_status = declared("PQresultStatus", NUMBER, POINTER)
result_error = declared("PQresultErrorMessage", TEXT, POINTER)
count_rows = declared("PQntuples", NUMBER, POINTER)
count_fields = declared("PQnfields", NUMBER, POINTER)
value = declared("PQgetvalue", POINTER, POINTER, NUMBER, NUMBER)
clear = declared("PQclear", None, POINTER)


def parameters(values):
    """Parameters as libpq takes them, as text."""
    return (TEXT * len(values))(*[str(one).encode() for one in values])


class Connection:
    def __init__(self, settings):
        self.handle = connect(settings.encode())
        if status(self.handle) != CONNECTED:
            reason = connection_error(self.handle).decode()
            self.close()
            raise Failed(reason)
        self.run(b"SET client_min_messages = warning")

    def close(self):
        finish(self.handle)
        self.handle = None

    def run(self, text):
        """Runs statements (bytes) that give no rows, in one message."""
        clear(self.checked(run(self.handle, text)))

    def sql(self, text):
        """Runs statements and returns the rows of the last as lists of texts."""
        result = self.checked(run(self.handle, text.encode()))
        rows = [
            [ctypes.string_at(value(result, row, field)).decode() for field in range(count_fields(result))]
            for row in range(count_rows(result))
        ]
        clear(result)
        return rows

    def prepare(self, name, text):
        clear(self.checked(prepare(self.handle, name.encode(), text.encode(), 0, None)))

    def execute(self, name, values):
        """Runs a prepared statement (its name in bytes) and returns its result, for `ids` or `count`."""
        return self.checked(execute(self.handle, name, len(values), values, None, None, AS_BINARY))

    @staticmethod
    def count(result):
        """The number of rows of a result; ends the result."""
        rows = count_rows(result)
        clear(result)
        return rows

    @staticmethod
    def ids(result):
        """The first column of a result, a bigint, as a sorted list; ends the result."""
        found = sorted(ctypes.string_at(value(result, row, 0), 8) for row in range(count_rows(result)))
        clear(result)
        return found

    @staticmethod
    def checked(result):
        if result_status(result) not in DONE:
            reason = result_error(result).decode().strip()
            clear(result)
            raise Failed(reason)
        return result
