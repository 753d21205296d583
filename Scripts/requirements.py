#!/usr/bin/env python3
"""Which requirement is proven, by which passed test: `make requirements`.

    Scripts/requirements.py [--json] [--last] [arguments of swift test]

Runs the tests, unless --last takes the files of the run before, and joins three things: the rows of
Documentation/requirements.md, the rows that tests name by the trait .requirement("S4.20", part: …),
and what became of those tests. A test that failed, was skipped, was cancelled or has a known issue
proves nothing. Exit code 1 where a test failed, or names a row that does not exist.
"""

import json
import os
import re
import sys

import outcomes
import run_tests

TABLE = os.path.join("Documentation", "requirements.md")


def requirements():
    """The rows of the table, in its order: id -> text."""
    with open(TABLE, encoding="utf-8") as page:
        return dict(re.findall(r"^\| (S\d+\.\d+) \| (.*) \|$", page.read(), re.MULTILINE))


def claims():
    """What tests claim: each (row, test id, part) once, in the order of the rows' text."""
    if not os.path.exists(run_tests.ROWS):
        return []
    with open(run_tests.ROWS, encoding="utf-8") as lines:
        return sorted({tuple(line.rstrip("\n").split("\t")) for line in lines if line.strip()})


def join(rows, run):
    """One entry for each row: its state, its proofs, and the claims that prove nothing."""
    entries = {
        row: {"id": row, "requirement": text, "state": "open", "proofs": [], "unproven": []}
        for row, text in rows.items()
    }
    unknown = []
    for row, test, part in claims():
        if row not in entries:
            unknown.append({"id": row, "test": test})
            continue
        claim = {"test": test, "part": part or None}
        outcome = run.outcomes.get(test, "not run")
        if outcome == outcomes.PASSED:
            entries[row]["proofs"].append(claim)
        else:
            entries[row]["unproven"].append({**claim, "outcome": outcome})
    for entry in entries.values():
        # A whole row is proven by a claim without a part, as long as no claim to it fell.
        whole = any(proof["part"] is None for proof in entry["proofs"])
        broken = any(claim["outcome"] == outcomes.FAILED for claim in entry["unproven"])
        if whole and not broken:
            entry["state"] = "proven"
        elif entry["proofs"]:
            entry["state"] = "partly"
    return list(entries.values()), unknown


def show(entries, unknown):
    titles = {"proven": "Proven", "partly": "Proven in part", "open": "Open"}
    for state, title in titles.items():
        chosen = [entry for entry in entries if entry["state"] == state]
        print(f"\n{title}: {len(chosen)}\n")
        for entry in chosen:
            print(f"{entry['id']:7}{entry['requirement']}")
            for proof in entry["proofs"]:
                part = f" [{proof['part']}]" if proof["part"] else ""
                print(f"         + {shown(proof['test'])}{part}")
            for claim in entry["unproven"]:
                print(f"         - {claim['outcome']}: {shown(claim['test'])}")
    for claim in unknown:
        print(f"\nno such row: {claim['id']}, named by {shown(claim['test'])}")
    counts = [sum(entry["state"] == state for entry in entries) for state in titles]
    print("\n{} proven, {} in part, {} open".format(*counts))


def shown(test):
    """`Module.Suite/name()/File.swift:1:2` as people read it: target, sentence, place."""
    name, _, place = test.rpartition("/")
    return f"{name.replace('`', '').removesuffix('()')} ({place})"


def main():
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir))
    arguments = sys.argv[1:]
    as_json, last = "--json" in arguments, "--last" in arguments
    rest = [word for word in arguments if word not in ("--json", "--last")]
    if last:
        run, good = outcomes.read(run_tests.EVENTS), True
    else:
        run, good = run_tests.run(rest, out=sys.stderr)
    entries, unknown = join(requirements(), run)
    if as_json:
        json.dump({"tests": run.summary(), "rows": entries, "unknown": unknown}, sys.stdout,
                  indent=2, ensure_ascii=False)
        print()
    else:
        show(entries, unknown)
        print(f"tests: {run.summary()}")
    return 0 if good and not unknown else 1


if __name__ == "__main__":
    sys.exit(main())
