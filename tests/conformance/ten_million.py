"""Ten million rows through the geocoder in flat memory, bad rows of every kind strewn in:

    python3 tests/conformance/ten_million.py http://127.0.0.1:8080 PID CIVICO

PID is that of the server, CIVICO its program, which geocodes files on the same database. NDJSON goes
through `POST /rest/geocoder/v1/batch`, CSV through `civico geocode`: a million rows, then ten, and the
peak of resident memory may not grow between the two. Each row has to be answered, and each bad one with
its error. `--rows FEW MANY` takes other numbers, multiples of 10,000.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

# Ten times as many rows may take so much more memory, in MB: what the allocator keeps back.
GROWTH_MB = 32
BLOCK_ROWS = 10_000
# A row that is longer than any may be (2 MB) comes once in so many blocks.
HUGE_EVERY = 50
HUGE = 2_500_000
READ_BYTES = 1 << 20
TIMEOUT_S = 120
ERROR = b'"urn:civico:problem:'

# (The blank line is no row.)
BAD_LINES = [
    b"{", b"null", b"[1,2]", b'["id","q"]', b'"via Roma 1"', b"{}", b'{"q":""}', b'{"q":7}', b'{"q":"a","street":"b"}',
    b'{"q":"via Roma","limit":0}', b'{"q":"via Roma","limit":-1}', b'{"q":"via Roma","near":[900,0]}', b'{"x":1}',
    b'{"q":"via Roma","states":["?"]}', b'{"q":"via Roma","valid_at":"2020-01-01"}', b'{"q":"via Roma","q":"via Po"}',
    b'{"q":"\\ud800"}', b'{"q":"citt\xe0 1"}', b"\x00\x01\x02\xff\xfe", b"PK\x03\x04\x14\x00", b"via Roma 1, Milano",
    b'{"id":' + b"9" * 300 + b',"q":"via Roma"}', b'{"q":"' + b"a" * 1200 + b'"}', b'{"q":"via' + b"[" * 500 + b"}",
    b"[" * 5000,
]
# Ragged, empty, not in the encoding, binary, too long; a quote that is opened and not closed comes last, far
# from the next quote.
BAD_RECORDS = [
    b"", b"1", b"1;via Roma 1", b"1;via Roma 1;Rho;x", b"1;via Roma;1;2;3;4;5;6;7;8", b"1;;", b"1;   ; ",
    b"1;citt\xe0 1;Rho", b"1;\xff\xfe\x00;\xc3", b"1;" + b"a" * 1200 + b";Rho", b"1;via Roma;Rho\x00;",
    b'1;"via Roma 1;Rho',
]


class Failed(Exception):
    """Something is not as it has to be."""


def addresses(base_url):
    """Addresses that the register has, as street, number and comune."""
    url = f"{base_url}/ogc/collections/addresses/items?limit=500"
    with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:
        found = [feature["properties"] for feature in json.load(answer)["features"]]
    return [(one["street"], one["number"], one["municipality"]) for one in found if ";" not in one["street"]]


def block(good, bad):
    """Rows in one piece: the bad ones among the good, each a line; so many of them are bad."""
    bad = [row for row in bad if row]
    rows = [good[place % len(good)] for place in range(BLOCK_ROWS - len(bad))]
    step = len(rows) // len(bad)
    for place, row in enumerate(bad):
        rows.insert((place + 1) * step + place, row)
    if len(rows) != BLOCK_ROWS:
        raise Failed(f"a block has {len(rows)} rows")
    return b"\n".join(rows) + b"\n", len(bad)


def blocks(count, usual, huge):
    """Pieces of so many rows together, each with the number of its bad ones."""
    for place in range(count // BLOCK_ROWS):
        yield huge if place % HUGE_EVERY == HUGE_EVERY // 2 else usual


def ndjson(known):
    good = [json.dumps({"q": f"{street} {number}, {comune}"}, ensure_ascii=False).encode() for street, number, comune in known]
    too_long = b'{"q":"' + b"z" * HUGE + b'"}'
    return block(good, BAD_LINES), block(good, [*BAD_LINES, too_long])


def csv(known):
    good = [f"7;{street} {number};{comune}".encode() for street, number, comune in known]
    too_long = b"1;" + b"z" * HUGE + b";Rho"
    return block(good, BAD_RECORDS), block(good, [too_long, *BAD_RECORDS])


def peak_mb(process_id):
    for line in Path(f"/proc/{process_id}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise Failed("the system does not tell the peak of memory")


def forget_peak(process_id):
    """Lets the system measure the peak anew (Linux, proc(5), clear_refs)."""
    Path(f"/proc/{process_id}/clear_refs").write_text("5")


def send(connection, rows, faults):
    try:
        for piece, _ in rows:
            connection.sock.sendall(b"%x\r\n%b\r\n" % (len(piece), piece))
        connection.sock.sendall(b"0\r\n\r\n")
    except OSError as error:
        faults.append(error)


def batch(base_url, rows):
    """Sends rows and reads their answers at the same time; returns how many there were, and how many errors."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(base_url).netloc, timeout=TIMEOUT_S)
    connection.putrequest("POST", "/rest/geocoder/v1/batch")
    connection.putheader("Content-Type", "application/x-ndjson")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    faults = []
    sender = threading.Thread(target=send, args=(connection, rows, faults), daemon=True)
    sender.start()
    answer = connection.getresponse()
    if answer.status != 200:
        raise Failed(f"the batch is answered {answer.status}: {answer.read(500)!r}")
    lines, errors, rest = 0, 0, b""
    while piece := answer.read(READ_BYTES):
        lines += piece.count(b"\n")
        errors += (rest + piece).count(ERROR)
        rest = piece[-len(ERROR) + 1:]
    sender.join(TIMEOUT_S)
    connection.close()
    if faults:
        raise Failed(f"the server stopped reading: {faults[0]}")
    return lines, errors


def over_http(base_url, process_id, count, made):
    forget_peak(process_id)
    began = time.monotonic()
    lines, errors = batch(base_url, blocks(count, *made))
    expect(count, made, lines, errors)
    return peak_mb(process_id), time.monotonic() - began


def at_the_shell(civico, count, made, folder):
    source, target = folder / "rows.csv", folder / "answered.csv"
    with source.open("wb") as file:
        file.write(b"id;via;comune\n")
        for piece, _ in blocks(count, *made):
            file.write(piece)
    command = [civico, "geocode", "--in", source, "--out", target, "--street", "via", "--municipality", "comune",
               "--delimiter", ";", "--encoding", "utf-8", "--force"]
    began = time.monotonic()
    with (folder / "shell.log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - began
    if process.returncode != 0:
        raise Failed(f"civico geocode: {(folder / 'shell.log').read_text()[-500:]}")
    lines, right, rest = 0, 0, b""
    with target.open("rb") as file:
        while piece := file.read(READ_BYTES):
            lines += piece.count(b"\n")
            # The last cell of a row that got no error is empty.
            right += (rest + piece).count(b";\n")
            rest = piece[-1:]
    expect(count, made, lines - 1, lines - 1 - right)
    source.unlink()
    target.unlink()
    return usage.ru_maxrss / 1024, seconds


def expect(count, made, lines, errors):
    bad = sum(bad for _, bad in blocks(count, *made))
    if (lines, errors) != (count, bad):
        raise Failed(f"{lines:,} answers with {errors:,} errors to {count:,} rows of which {bad:,} are bad")
    print(f"{lines:,} rows answered, {errors:,} of them with an error", flush=True)


def main():
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("base_url")
    reader.add_argument("process_id", type=int)
    reader.add_argument("civico")
    reader.add_argument("--rows", type=int, nargs=2, default=[1_000_000, 10_000_000])
    given = reader.parse_args()
    known = addresses(given.base_url)
    lines, records = ndjson(known), csv(known)
    # Whatever is made once is made.
    batch(given.base_url, blocks(10 * BLOCK_ROWS, *lines))
    said, passed = [], 0
    with tempfile.TemporaryDirectory(prefix="civico-rows-") as folder:
        faces = {
            "batch": lambda count: over_http(given.base_url, given.process_id, count, lines),
            "civico geocode": lambda count: at_the_shell(given.civico, count, records, Path(folder)),
        }
        for name, face in faces.items():
            (few_mb, _), (many_mb, seconds) = (face(count) for count in given.rows)
            few, many = given.rows
            said.append(f"{name} {few_mb:.0f} MB at {few:,} rows, {many_mb:.0f} MB at {many:,} ({many / seconds:,.0f} rows/s)")
            print(said[-1], flush=True)
            if many_mb - few_mb > GROWTH_MB:
                raise Failed(f"{name} grows by {many_mb - few_mb:.0f} MB, more than {GROWTH_MB}")
            passed += 2
    print(f"{passed} passed, 0 failed: peak resident memory: {'; '.join(said)}; bound of its growth {GROWTH_MB} MB")


if __name__ == "__main__":
    try:
        main()
    except (Failed, OSError) as error:
        sys.exit(f"ten_million: FAILED {error}")
