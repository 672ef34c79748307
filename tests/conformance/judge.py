"""Judges the report of an OGC test suite (testng-results.xml): judge.py NAME FLOOR REPORT.

Fails when a test failed or when fewer than FLOOR passed: a suite that cannot begin skips all of
its tests and fails none. Setting up that failed counts as a failure, since tests depend on it.
"""

import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter


def read(report):
    """Returns how many tests ended how, and what is to be said of those that failed."""
    ended, said = Counter(), []
    for group in ElementTree.parse(report).iter("class"):
        for test in group.iter("test-method"):
            status = test.get("status")
            if test.get("is-config") == "true" and status != "FAIL":
                continue
            ended[status] += 1
            if status == "FAIL":
                said.append(f"{group.get('name').rpartition('.')[2]}.{test.get('name')}: {reason(test)}")
    return ended, said


def reason(test):
    """Returns the message of a test and what it was about, cut to what can be read."""
    message = " ".join((test.findtext("exception/message") or "no message").split())
    about = [" ".join((value.text or "").split())[:80] for value in test.iter("value")]
    return f"{message[:600]} {about}" if about else message[:600]


def main():
    name, floor, report = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    ended, said = read(report)
    for line in said:
        print(f"{name}: FAILED {line}")
    print(f"{name}: {ended['PASS']} passed, {ended['FAIL']} failed, {ended['SKIP']} skipped")
    print(f"{ended['PASS']} passed, {ended['FAIL']} failed")
    if ended["PASS"] < floor:
        print(f"{name}: fewer than {floor} tests passed", file=sys.stderr)
    return int(ended["FAIL"] > 0 or ended["PASS"] < floor)


if __name__ == "__main__":
    sys.exit(main())
