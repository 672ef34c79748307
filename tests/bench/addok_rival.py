"""addok in a virtual environment of its own, with a Redis of its own: the rival from France.

It is given what its documentation asks for in another country: a rule for where the house number is
(geocoder/addok/italian.py) and synonyms of the DUG. It is asked within its process, without HTTP.
"""

import json
import os
import subprocess
import time
from pathlib import Path

from installation import WORK, Failed, free_port, start, stop

FOLDER = Path(__file__).parent / "geocoder" / "addok"
LIMIT_S = 900


class Addok:
    name = "addok, in process"

    def __init__(self, streets):
        self.streets = streets
        self.port = free_port()
        self.python = WORK / "addok" / "bin" / "python"

    def __enter__(self):
        self.run(["python3", "-m", "venv", str(WORK / "addok")])
        self.run([str(self.python), "-m", "pip", "install", "-q", "-r", str(FOLDER / "requirements.txt")])
        redis = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(WORK)]
        with open(WORK / "redis.log", "wb") as log:
            self.redis = start(redis, stdout=log)
        time.sleep(1)
        documents = WORK / "streets.json"
        documents.write_text("".join(json.dumps(document(street)) + "\n" for street in self.streets))
        addok = str(WORK / "addok" / "bin" / "addok")
        for command in (["batch", str(documents)], ["ngrams"]):
            self.run([addok, *command])
        return self

    def __exit__(self, *_):
        stop(self.redis)

    def environment(self):
        own = {"REDIS_HOST": "127.0.0.1", "REDIS_PORT": str(self.port), "ADDOK_CONFIG_MODULE": str(FOLDER / "config.py"),
               "PYTHONPATH": str(FOLDER), "ADDOK_LOG_DIR": str(WORK)}
        return {**os.environ, **own}

    def run(self, command):
        done = subprocess.run(command, env=self.environment(), capture_output=True, text=True, timeout=LIMIT_S, check=False)
        if done.returncode != 0:
            raise Failed(f"{command[0]}: {done.stderr[-2000:]}")

    def ask(self, texts, clients):
        """Starts so many processes that each ask all; returns their answers and seconds."""
        asked = WORK / "questions.txt"
        asked.write_text("\n".join(text.replace("\n", " ") for text in texts) + "\n")
        command = [str(self.python), str(FOLDER / "ask.py"), str(asked)]
        processes = [start(command, env=self.environment(), stdout=subprocess.PIPE, text=True) for _ in range(clients)]
        outputs = [process.communicate(timeout=LIMIT_S)[0] for process in processes]
        if any(process.returncode for process in processes):
            raise Failed("addok: asking failed")
        # addok prints which plugins it loads.
        return [json.loads(output.splitlines()[-1]) for output in outputs]

    def find_all(self, texts):
        found = self.ask(texts, 1)[0]["found"]
        return [tuple(place) if place else None for place in found]

    def per_second(self, texts, clients):
        return sum(len(texts) / answer["seconds"] for answer in self.ask(texts, clients))


def document(street):
    """A street as BAN writes it."""
    numbers = street["numbers"]
    lon, lat = sorted(numbers.values())[len(numbers) // 2]
    return {
        "_id": street["id"], "type": "street", "name": [f"{street['kind']} {name}" for name in street["names"]],
        "city": "Milano", "importance": min(len(numbers) / 200, 1), "lon": lon, "lat": lat,
        "housenumbers": {
            number.replace("/", " "): {"lon": place[0], "lat": place[1]} for number, place in numbers.items()
        },
    }
