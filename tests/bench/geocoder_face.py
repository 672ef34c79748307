"""The server's face: rows of a batch each second, and single searches at a constant rate."""

import json
import os
import random
import subprocess
import urllib.request

import answers
import processor
from geocoder_rates import constant_rate
from installation import WORK, Failed, Installation, ask
from report import median, repeats, table

PROGRAM = os.environ.get("BENCH_GEOCODER", "")
ROWS = 500_000
ROWS_TARGET, PER_SECOND, P99_TARGET_MS = 50_000, 5_000, 2.0
# Rows of a batch that are compared with single searches.
COMPARED = 500
NDJSON, CSV = "application/x-ndjson", "text/csv; charset=utf-8"


def benchmark():
    installation = Installation()
    installation.load_register()
    with installation.serve() as server:
        singles(installation)
        batches(installation, server)


def singles(installation):
    """Single searches beside a constant answer behind the same middleware, at the same rate."""
    question = answers.geocoder(installation)
    cases = {"`/status/live`, constant": ["/status/live"], "`search`, POST": question.lines}
    taken = {name: [] for name in cases}
    for _ in range(repeats(3)):
        for name, lines in cases.items():
            taken[name].append(constant_rate(installation, lines, PER_SECOND))
    print(f"\nOpen loop, {PER_SECOND} requests/s over 32 connections, 10 s, medians of {repeats(3)}; times count from when"
          f" a request was due; target of p99 {P99_TARGET_MS} ms; load {os.getloadavg()[0]:.1f}\n")
    rows = []
    floor = median([one.p99_ms for one in taken["`/status/live`, constant"]])
    for name, runs in taken.items():
        of = lambda field, runs=runs: median([getattr(run, field) for run in runs])
        rows.append([name, f"{of('per_s'):.0f}", f"{of('p50_ms'):.2f}", f"{of('p99_ms'):.2f}", f"{of('p999_ms'):.2f}",
                     f"{of('p99_ms') / floor:.2f}"])
    table(["answer", "requests/s", "p50 ms", "p99 ms", "p99.9 ms", "p99 beside the constant"], rows)


def addresses(installation):
    """Addresses in force as street, number, comune; in a random order that is always the same."""
    rows = installation.sql(
        "SELECT t.kind || ' ' || t.name, a.number_label, m.name FROM civico.address a"
        " JOIN civico.thoroughfare t ON t.id = a.thoroughfare JOIN civico.municipality m ON m.istat_code = a.municipality"
        " WHERE a.stage = 'current' AND t.stage = 'current' AND a.number_label ~ '^[0-9]+(/[0-9A-Za-z]+)?$' ORDER BY a.id"
    )
    random.Random(15146).shuffle(rows)
    return (rows * (ROWS // len(rows) + 1))[:ROWS]


def batches(installation, server):
    """Both forms of a batch; every row is answered, and the first as single searches are."""
    rows = addresses(installation)
    ndjson, table_file = WORK / "batch.ndjson", WORK / "batch.csv"
    questions = [json.dumps({"q": f"{street} {number}, {comune}"}, ensure_ascii=False) for street, number, comune in rows]
    ndjson.write_text("\n".join(questions) + "\n")
    table_file.write_text("via;civico;comune\n" + "".join(f"{';'.join(row)}\n" for row in rows))
    compare(installation, questions[:COMPARED])
    found = []
    for name, path, media_type, lines in [("NDJSON", ndjson, NDJSON, ROWS), ("CSV", table_file, CSV, ROWS + 1)]:
        speeds, used, sizes = [], [], []
        for _ in range(repeats(3)):
            before = processor.of_process(server.pid)
            answered, seconds, size = batch(installation, path, media_type)
            used.append(processor.of_process(server.pid) - before)
            if answered != lines:
                raise Failed(f"{name}: {answered} lines for {lines}")
            speeds.append(ROWS / seconds)
            sizes.append(size)
        found.append([name, f"{median(speeds):,.0f}", f"{ROWS_TARGET:,}", f"{median(speeds) / ROWS_TARGET:.2f}",
                      f"{median(used) / ROWS * 1e6:.1f}", f"{median(sizes) / ROWS:.0f}"])
    print(f"\n{ROWS:,} rows of the register, one connection, medians of {repeats(3)}; load {os.getloadavg()[0]:.1f}\n")
    table(["batch", "rows/s", "target", "beside it", "server µs of processor for each row", "bytes of answer for each row"], found)


def batch(installation, path, media_type):
    command = [PROGRAM, "batch", installation.url.removeprefix("http://"), str(path), media_type]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode != 0:
        raise Failed(f"batch: {done.stderr.strip()}")
    rows, seconds, size = done.stdout.split()
    return int(rows), float(seconds), int(size)


def compare(installation, questions):
    """Fails unless a batch answers as single searches do, byte by byte."""
    body = ("\n".join(questions) + "\n").encode()
    request = urllib.request.Request(f"{installation.url}/rest/geocoder/v1/batch", body, {"Content-Type": NDJSON})
    with urllib.request.urlopen(request, timeout=60) as answer:
        together = answer.read().splitlines()
    alone = [ask(f"{installation.url}/rest/geocoder/v1/search", json.loads(question))[2] for question in questions]
    if together != [one.rstrip(b"\n") for one in alone]:
        raise Failed("a batch is not answered as single searches are")
    print(f"batch: {len(questions)} rows are answered byte for byte as single searches are")
