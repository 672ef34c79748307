"""addok's settings: as it comes, but for where Italian house numbers are and what DUG are shortened to."""

from pathlib import Path

PROCESSORS_PYPATHS = [
    "addok.helpers.text.tokenize",
    "addok.helpers.text.normalize",
    "italian.flag_housenumber",
    "addok.helpers.text.synonymize",
]
SYNONYMS_PATHS = [Path(__file__).parent / "synonyms.txt"]
