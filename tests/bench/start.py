"""start: a cold program on a loaded private database, to the first right answer of the geocoder."""

import contextlib
import json
import os
import time

from installation import Failed, Installation, ask, stop
from report import main, median, repeats, spread, table

LIMIT_S = 3.0
QUESTION = {"q": "via torino 21, milano"}
ANSWER = "Via Torino 21, Milano"


def first_answer(installation):
    """Starts the program and asks until it answers; returns the seconds until PostgreSQL was
    ready and until the answer was there."""
    state = installation.folder / "postgres/data/postmaster.pid"
    if state.exists():
        raise Failed("PostgreSQL still runs: this would be no start")
    began, database_s = time.monotonic(), None
    process = installation.start("serve", stdout=open(os.devnull, "wb"))
    try:
        while time.monotonic() - began < 60:
            if database_s is None and is_ready(state):
                database_s = time.monotonic() - began
            # The connection is refused at first, then waits in the queue: its limit is short as
            # long as PostgreSQL's moment is still to be seen.
            with contextlib.suppress(OSError):
                limit_s = 0.01 if database_s is None else 30
                _, _, body = ask(f"{installation.url}/rest/geocoder/v1/search", QUESTION, limit_s=limit_s)
                answer_s = time.monotonic() - began
                check(json.loads(body))
                return database_s, answer_s
            time.sleep(0.002)
        raise Failed("no answer within 60 s")
    finally:
        stop(process)


def is_ready(state):
    with contextlib.suppress(OSError):
        lines = state.read_text().splitlines()
        return len(lines) >= 8 and lines[7].strip() == "ready"
    return False


def check(answer):
    label = answer["features"][0]["properties"]["label"] if answer["features"] else None
    if label != ANSWER:
        raise Failed(f"the geocoder answers {label}, not {ANSWER}")


def benchmark():
    installation = Installation()
    installation.load_register()
    with installation.serve():
        count = installation.sql("SELECT count(*) FROM civico.address")[0][0]
    runs = [first_answer(installation) for _ in range(repeats(7))]
    database, answer = ([run[place] for run in runs] for place in (0, 1))
    own = [whole - part for part, whole in runs]
    print(f"{count} addresses, {len(runs)} starts; files in the system's cache\n")
    table(
        ["start", "seconds: median (range)"],
        [
            ["PostgreSQL ready", spread(database)],
            ["from there to the first answer", spread(own)],
            ["first right answer", spread(answer)],
            ["limit", f"{LIMIT_S:.2f}, {'kept' if median(answer) < LIMIT_S else 'MISSED'}"],
        ],
    )


main("start", benchmark)
