"""Peak memory of a program that runs, of those it started, and of PostgreSQL."""

import re
import threading
from pathlib import Path

from processor import children

# The system keeps the peak; only what grows in the last moments of a process can be missed.
LOOK_EVERY_S = 0.02


class Watch(threading.Thread):
    """Reads the peak memory of a process, of its children and of PostgreSQL's, by program."""

    def __init__(self, process, postmaster):
        super().__init__(daemon=True)
        self.process, self.postmaster = process.pid, postmaster
        self.peak_mb, self.private_mb, self.over = {}, 0.0, threading.Event()
        self.start()

    def run(self):
        while not self.over.wait(LOOK_EVERY_S):
            try:
                for process_id in (self.process, *children(self.process)):
                    self.note(process_id)
                for process_id in children(self.postmaster):
                    self.note(process_id, "postgres")
            except OSError:
                continue  # A process ended meanwhile.

    def note(self, process_id, name=None):
        status = Path(f"/proc/{process_id}/status").read_text()

        def megabytes(key):
            found = re.search(key + r":\s*(\d+) kB", status)
            return int(found[1]) / 1024 if found else 0.0

        name = name or re.search(r"Name:\s*(\S+)", status)[1]
        self.peak_mb[name] = max(self.peak_mb.get(name, 0.0), megabytes("VmHWM"))
        if name == "postgres":
            self.private_mb = max(self.private_mb, megabytes("RssAnon"))

    def end(self):
        self.over.set()
        self.join()
