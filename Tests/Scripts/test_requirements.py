"""What a run proves: the scripts behind `make test` and `make requirements`."""

import json
import os
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, os.pardir, os.pardir, "Scripts"))

import outcomes  # noqa: E402
import requirements  # noqa: E402
import run_tests  # noqa: E402


def test(name):
    return {"kind": "test", "payload": {"kind": "function", "id": name}}


def event(kind, name=None, **more):
    payload = {"kind": kind, **more}
    if name:
        payload["testID"] = name
    return {"kind": "event", "payload": payload}


def issue(name, known=False, failure=True):
    return event("issueRecorded", name, issue={"isKnown": known, "isFailure": failure})


class Outcomes(unittest.TestCase):
    def read(self, *records, finished=True):
        if finished:
            records += (event("runEnded"),)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "events.jsonl")
            with open(path, "w", encoding="utf-8") as stream:
                stream.writelines(json.dumps(record) + "\n" for record in records)
            return outcomes.read(path)

    def test_a_test_that_ended_without_an_issue_passed(self):
        run = self.read(test("a"), event("testEnded", "a"))
        self.assertEqual(run.summary(), "1 passed, 0 failed, 0 skipped")
        self.assertTrue(run.is_clean())

    def test_a_test_with_an_issue_failed_whatever_else_befell_it(self):
        run = self.read(
            test("a"), issue("a"), event("testCaseCancelled", "a"), event("testEnded", "a"))
        self.assertEqual(run.summary(), "0 passed, 1 failed, 0 skipped")
        self.assertFalse(run.is_clean())

    def test_skipped_cancelled_and_partly_cancelled_tests_are_skipped(self):
        run = self.read(
            test("a"), test("b"), test("c"), event("testSkipped", "a"),
            event("testCancelled", "b"), event("testEnded", "b"),
            event("testCaseCancelled", "c"), event("testEnded", "c"))
        self.assertEqual(run.summary(), "0 passed, 0 failed, 3 skipped")

    def test_warnings_and_known_issues_do_not_fail(self):
        run = self.read(
            test("a"), test("b"), issue("a", failure=False), issue("b", known=True),
            event("testEnded", "a"), event("testEnded", "b"))
        self.assertEqual(run.outcomes, {"a": outcomes.PASSED, "b": outcomes.KNOWN_ISSUE})
        self.assertTrue(run.is_clean())

    def test_what_had_not_ended_when_the_process_did_failed(self):
        run = self.read(
            test("a"), test("b"), event("testEnded", "a"), finished=False)
        self.assertEqual(run.summary(), "1 passed, 1 failed, 0 skipped")
        self.assertEqual(run.unended, ["b"])
        self.assertFalse(run.is_clean())

    def test_an_issue_outside_any_test_fails_the_run(self):
        run = self.read(test("a"), event("testEnded", "a"), issue(None))
        self.assertEqual(run.summary(), "1 passed, 1 failed, 0 skipped")

    def test_no_event_stream_is_no_clean_run(self):
        self.assertFalse(outcomes.read("/nowhere/events.jsonl").is_clean())


class Join(unittest.TestCase):
    ROWS = {"S1.1": "first", "S1.2": "second"}

    def join(self, claims, **results):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "requirements.tsv")
            with open(path, "w", encoding="utf-8") as file:
                file.writelines("\t".join(claim) + "\n" for claim in claims)
            before, run_tests.ROWS = run_tests.ROWS, path
            try:
                run = outcomes.Run(results, issues=0, finished=True)
                entries, unknown = requirements.join(self.ROWS, run)
            finally:
                run_tests.ROWS = before
        return {entry["id"]: entry["state"] for entry in entries}, unknown

    def test_a_passed_test_proves_a_row(self):
        states, _ = self.join([("S1.1", "a", "")], a=outcomes.PASSED)
        self.assertEqual(states, {"S1.1": "proven", "S1.2": "open"})

    def test_a_part_proves_a_part(self):
        states, _ = self.join([("S1.1", "a", "half")], a=outcomes.PASSED)
        self.assertEqual(states["S1.1"], "partly")

    def test_nothing_else_proves_anything(self):
        for outcome in (outcomes.FAILED, outcomes.SKIPPED, outcomes.KNOWN_ISSUE):
            states, _ = self.join([("S1.1", "a", "")], a=outcome)
            self.assertEqual(states["S1.1"], "open", outcome)

    def test_a_test_that_did_not_run_proves_nothing(self):
        self.assertEqual(self.join([("S1.1", "a", "")])[0]["S1.1"], "open")

    def test_a_failure_beside_a_proof_leaves_the_row_in_part(self):
        states, _ = self.join(
            [("S1.1", "a", ""), ("S1.1", "b", "")], a=outcomes.PASSED, b=outcomes.FAILED)
        self.assertEqual(states["S1.1"], "partly")

    def test_a_row_that_does_not_exist_is_named(self):
        _, unknown = self.join([("S9.9", "a", "")], a=outcomes.PASSED)
        self.assertEqual(unknown, [{"id": "S9.9", "test": "a"}])


if __name__ == "__main__":
    unittest.main()
