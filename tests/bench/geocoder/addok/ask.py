"""Asks addok all questions of a file; prints where the first answers are, and the seconds."""

import json
import sys
import time
from pathlib import Path

from addok.config import config
from addok.core import search

config.load()
questions = Path(sys.argv[1]).read_text().splitlines()
search(questions[0], limit=1, autocomplete=False)
began = time.monotonic()
answers = [search(question, limit=1, autocomplete=False) for question in questions]
seconds = time.monotonic() - began
found = [(float(answer[0].lon), float(answer[0].lat)) if answer else None for answer in answers]
print(json.dumps({"found": found, "seconds": seconds}))
