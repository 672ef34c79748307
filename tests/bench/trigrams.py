"""pg_trgm: names of streets by trigrams (KNN over GiST), the number by a regular expression."""

import re
import struct
import threading
import time
from pathlib import Path

from libpq import clear, count_rows, ctypes, parameters, value

FOLDER = Path(__file__).parent / "geocoder"
# The last number but a postcode, with its exponent.
NUMBER = re.compile(r"^(.*?)[\s,]+(?:n\.?\s*)?(\d{1,4})(?:\s*/?\s*([A-Za-z]|bis|ter|\d{1,2}))?\b(.*)$", re.I)


class Trigrams:
    name = "pg_trgm, libpq"

    def __init__(self, cluster, streets):
        self.cluster = cluster
        connection = cluster.connect()
        connection.run((FOLDER / "trigrams.sql").read_bytes())
        for place, street in enumerate(streets):
            numbers = ", ".join(
                f"({place}, {quoted(number)}, {lon}, {lat})" for number, (lon, lat) in street["numbers"].items()
            )
            names = ", ".join(f"({place}, lower({quoted(street['kind'] + ' ' + name)}))" for name in street["names"])
            connection.run(f"INSERT INTO name VALUES {names}; INSERT INTO number VALUES {numbers}".encode())
        connection.run(b"ANALYZE name; ANALYZE number")
        connection.close()
        self.find_text = (FOLDER / "find.sql").read_text()

    def connect(self):
        connection = self.cluster.connect()
        connection.prepare("find", self.find_text)
        return connection

    def find_all(self, texts):
        connection = self.connect()
        found = [self.find(connection, asked(text)) for text in texts]
        connection.close()
        return found

    @staticmethod
    def find(connection, values):
        result = connection.execute(b"find", parameters(values))
        place = None
        if count_rows(result):
            # float8 in binary, most significant byte first.
            lon, lat = (ctypes.string_at(value(result, 0, field), 8) for field in (0, 1))
            place = (number(lon), number(lat))
        clear(result)
        return place

    def per_second(self, texts, clients):
        """Asks on so many connections at the same time, prepared."""
        values = [asked(text) for text in texts]
        connections = [self.connect() for _ in range(clients)]

        def all_of(connection):
            for one in values:
                self.find(connection, one)

        threads = [threading.Thread(target=all_of, args=(connection,)) for connection in connections]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.monotonic() - began
        for connection in connections:
            connection.close()
        return clients * len(values) / seconds


def asked(text):
    """Parts the street from the number and its exponent."""
    street = re.sub(r",?\s*milano\s*$", "", text.strip(), flags=re.I)
    street = re.sub(r"\b20\d{3}\b", "", street).strip(" ,-")
    found = NUMBER.match(street)
    if not found:
        return (street.lower(), "", "")
    exponent = f"/{found[3].upper()}" if found[3] else ""
    return (found[1].lower(), found[2] + exponent, found[2])


def number(data):
    return struct.unpack("!d", data)[0]


def quoted(text):
    return "'" + text.replace("'", "''") + "'"
