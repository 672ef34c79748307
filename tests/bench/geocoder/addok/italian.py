"""Where the house number is in an Italian address: the last number, with the exponent after it."""

import re

EXPONENT = re.compile(r"^([a-z]|bis|ter|quater|\d{1,2})$")


def flag_housenumber(tokens):
    """Flags the last number, unless the text begins with it and goes on: VIII, 8 Ottobre."""
    tokens = list(tokens)
    numbers = [at for at, token in enumerate(tokens) if re.match(r"^\d{1,4}[a-z]?$", token)]
    # The second of two numbers is an exponent: 12/2.
    if len(numbers) > 1 and numbers[-2] + 1 == numbers[-1]:
        numbers.pop()
    if numbers and (numbers[-1] > 0 or len(tokens) <= 2):
        at = numbers[-1]
        tokens[at].kind = "housenumber"
        if at + 1 < len(tokens) and EXPONENT.match(tokens[at + 1]):
            tokens[at + 1].kind = "housenumber"
    return iter(tokens)
