"""What became of each test in a run, read from Swift Testing's event stream (version 6.3)."""

import json
import os

PASSED, KNOWN_ISSUE, FAILED, SKIPPED = "passed", "passed with a known issue", "failed", "skipped"


class Run:
    """The outcome of every test function of a run, by the test's id."""

    def __init__(self, outcomes, issues, finished, unended=()):
        self.outcomes = outcomes  # test id -> one of the four words above
        self.issues = issues      # failures outside any test
        self.finished = finished  # false where the test process ended before its run did
        self.unended = unended    # tests that had not ended then, in the stream's order

    def count(self, *words):
        return sum(1 for outcome in self.outcomes.values() if outcome in words)

    def summary(self):
        passed, failed = self.count(PASSED, KNOWN_ISSUE), self.count(FAILED) + self.issues
        return f"{passed} passed, {failed} failed, {self.count(SKIPPED)} skipped"

    def is_clean(self):
        return self.finished and self.issues == 0 and self.count(FAILED) == 0


def read(path):
    """Reads an event stream; a file that is missing is a run that did not finish."""
    functions, ended, failed, skipped, known = [], set(), set(), set(), set()
    issues, finished = 0, False
    for kind, payload in _lines(path):
        if kind == "test":
            if payload["kind"] == "function":
                functions.append(payload["id"])
            continue
        event, test = payload["kind"], payload.get("testID")
        if event == "runEnded":
            finished = True
        elif event == "testEnded":
            ended.add(test)
        elif event in ("testSkipped", "testCancelled", "testCaseCancelled"):
            skipped.add(test)
        elif event == "issueRecorded":
            issue = payload["issue"]
            if issue.get("isKnown"):
                known.add(test)
            elif issue.get("isFailure", True):
                failed.add(test)

    def outcome(test):
        if test in failed:
            return FAILED
        if test in skipped:
            return SKIPPED
        if test not in ended:
            return FAILED  # it was running, or yet to run, when the process ended
        return KNOWN_ISSUE if test in known else PASSED

    outcomes = {test: outcome(test) for test in functions}
    issues = len(failed - set(functions))
    unended = [test for test in functions if test not in ended | skipped]
    return Run(outcomes, issues, finished, unended)


def _lines(path):
    if not os.path.exists(path):
        return
    with open(path, encoding="utf-8") as stream:
        for line in stream:
            try:
                record = json.loads(line)
            except ValueError:
                continue  # the last line of a process that ended while writing it
            yield record["kind"], record["payload"]
