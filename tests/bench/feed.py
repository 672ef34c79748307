"""The feed of changes after many events: pages from the first to the last, and histories."""

import http.client
import json
import os
import random
import re
import time
from pathlib import Path

from installation import Failed, ask
from many_events import PER_ACT, filled
from report import repeats, table

EVENTS = 10_000_000
LIMIT = 100
# How much longer than the first page the last may take, on the median.
RATIO = 2.0
WARM_UP, REQUESTS = 20, 300
FIRST, LAST, ANYWHERE, HISTORY, FLOOR = (
    "first page", "last page", "another page each time", "history of another address each time", "/status/live",
)


def wanted():
    """How many events there shall be, in whole acts."""
    return int(os.environ.get("BENCH_EVENTS") or EVENTS) // PER_ACT * PER_ACT


def page(after):
    return f"/rest/toponymy/v1/changes?limit={LIMIT}&after={after}"


class Asked:
    """One connection that is kept, and how long each answer took, whole."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path):
        began = time.perf_counter()
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        body = answer.read()
        took_ms = (time.perf_counter() - began) * 1000
        if answer.status != 200:
            raise Failed(f"{path} answers {answer.status}: {body[:300]!r}")
        return took_ms, body


def check_page(installation, asked, after):
    """Fails unless a page has the next hundred events as the tables have them; returns its size."""
    _, body = asked.get(page(after))
    answer = json.loads(body)
    found = [[str(item["seq"]), item["subject"], item["after"]["stage"], str("before" in item).lower()]
             for item in answer["items"]]
    if [line[0] for line in found] != [str(seq) for seq in range(after + 1, after + LIMIT + 1)]:
        raise Failed(f"the page after {after} has {len(found)} items, or not the next")
    rows = installation.sql(
        "SELECT l.seq, l.subject, e.after ->> 'stage', (e.before IS NOT NULL)::text FROM civico.change_log l"
        " JOIN civico.register_event e USING (act, ordinal)"
        f" WHERE l.seq BETWEEN {after + 1} AND {after + LIMIT} ORDER BY 1"
    )
    if found != rows:
        raise Failed(f"the page after {after} is not what the tables have")
    if (answer["seq"], answer["next"]) != (after + LIMIT, str(after + LIMIT)):
        raise Failed(f"the page after {after} goes on at {answer['seq']}, {answer['next']}")
    return len(body)


def check_history(installation, asked, subject):
    _, body = asked.get(f"/rest/toponymy/v1/history/{subject}")
    found = [str(item["seq"]) for item in json.loads(body)["items"]]
    rows = installation.sql(f"SELECT seq FROM civico.register_change WHERE subject = '{subject}' ORDER BY 1")
    if not found or found != [row[0] for row in rows]:
        raise Failed(f"the history of {subject} has {found}, the tables have {rows}")
    return len(body)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def measure(events):
    """Prints the times of pages and histories; returns whether the last page is near enough to the first."""
    with filled(events) as (installation, first_seq):
        began = time.monotonic()
        with installation.serve() as server:
            ask(f"{installation.url}{page(first_seq - 1)}")
            started_s = time.monotonic() - began
            times, sizes = timed(installation, events, first_seq)
            peak_kb = int(re.search(r"VmHWM:\s*(\d+) kB", Path(f"/proc/{server.pid}/status").read_text())[1])
    print(f"civico serve answers {started_s:.2f} s after its start; its peak memory is {peak_kb / 1024:.0f} MB\n")
    head = percentile(times[FIRST], 0.5)
    table(["answer", "bytes", "median ms", "p99 ms", "to the first page"], [
        [name, sizes[name], f"{percentile(values, 0.5):.2f}", f"{percentile(values, 0.99):.2f}",
         f"{percentile(values, 0.5) / head:.2f}"]
        for name, values in times.items()
    ])
    ratio = percentile(times[LAST], 0.5) / head
    print(f"\n{'PASS' if ratio <= RATIO else 'FAIL'}: the last page takes {ratio:.2f} times as long as the first;"
          f" limit {RATIO:.2f}")
    return ratio <= RATIO


def timed(installation, events, first_seq):
    """Checks what is asked for, then asks for all in turn on one connection."""
    asked = Asked(installation.port)
    before = first_seq - 1
    places = {
        FIRST: before, "at 1 %": before + events // 100, "at 50 %": before + events // 2,
        "at 99 %": before + min(events // 100 * 99, events - LIMIT), LAST: before + events - LIMIT,
    }
    sizes = {name: check_page(installation, asked, after) for name, after in places.items()}
    if json.loads(asked.get(page(before + events))[1])["items"]:
        raise Failed("there is a page after the last")
    chance = random.Random(15146)
    count = REQUESTS * repeats(1)
    elsewhere = [before + chance.randrange(events - LIMIT + 1) for _ in range(WARM_UP + count)]
    sizes[ANYWHERE] = check_page(installation, asked, elsewhere[0])
    numbers = ", ".join(str(seq + 1) for seq in elsewhere)
    subjects = [row[0] for row in installation.sql(
        f"SELECT subject FROM civico.change_log WHERE seq IN ({numbers}) ORDER BY md5(subject)")]
    for subject in subjects[:5]:
        sizes[HISTORY] = check_history(installation, asked, subject)
    sizes[FLOOR] = len(asked.get(FLOOR)[1])
    times = {name: [] for name in sizes}
    for number in range(WARM_UP + count):
        paths = {name: page(after) for name, after in places.items()}
        paths[ANYWHERE] = page(elsewhere[number])
        paths[HISTORY] = f"/rest/toponymy/v1/history/{subjects[number % len(subjects)]}"
        paths[FLOOR] = FLOOR
        order = list(paths)
        # What came just before must not always be the same.
        chance.shuffle(order)
        for name in order:
            took_ms, _ = asked.get(paths[name])
            if number >= WARM_UP:
                times[name].append(took_ms)
    print(f"{count} requests of each kind in turn, one connection kept open, answers read whole")
    return times, sizes
