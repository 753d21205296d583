#!/usr/bin/env python3
"""Runs the tests that `make test` has built, and closes with `N passed, N failed, N skipped`.

    Scripts/run_tests.py [arguments of swift test, such as --filter FEELTests]

Shown are failures, skipped tests and what the tests print themselves; all the rest is in
.build/tests/output.log. Beside it lie events.jsonl (the event stream) and requirements.tsv (which
test names which requirement row), which Scripts/requirements.py joins.
"""

import os
import subprocess
import sys

import outcomes

FOLDER = os.path.join(".build", "tests")
EVENTS = os.path.join(FOLDER, "events.jsonl")
ROWS = os.path.join(FOLDER, "requirements.tsv")
LOG = os.path.join(FOLDER, "output.log")

# Tests that run at a time: with all at once, those that wait for a clock or a socket find that
# others had the processor for longer than any time-out.
AT_A_TIME = 2 * len(os.sched_getaffinity(0))

# A process that crashes says where.
BACKTRACE = "enable=yes,interactive=no,color=no,threads=crashed,limit=32"

# Of the log, where a process ended before its tests did.
LAST_LINES = 60

ENDED = ("\u2714 Test ", "\u2718 Test ")
# Lines of Swift Testing that say only that all is well: started, passed.
QUIET = ("\u25c7 ", "\u2714 ", "\u21b3 Testing Library", "\u21b3 Target Platform")


def run(arguments, out=sys.stdout):
    """Runs the tests, shows what is worth reading; returns the run and whether it is good."""
    os.makedirs(FOLDER, exist_ok=True)
    for path in (EVENTS, ROWS):
        if os.path.exists(path):
            os.remove(path)
    command = [
        "swift", "test", "--skip-build", "--disable-xctest", "--parallel",
        "--experimental-maximum-parallelization-width", str(AT_A_TIME),
        "--event-stream-output-path", EVENTS, "--event-stream-version", "6.3", *arguments,
    ]
    environment = {
        "SWIFT_BACKTRACE": BACKTRACE, **os.environ, "NO_COLOR": "1",
        "FAIRLEAD_REQUIREMENTS": os.path.abspath(ROWS),
    }
    with open(LOG, "w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            encoding="utf-8", errors="replace")
        ended, quiet = 0, False
        for line in process.stdout:
            log.write(line)
            ended += line.startswith(ENDED) and " after " in line
            # An argument with line breaks spreads the sentence "Test … started." over lines.
            continues = quiet and not finished
            quiet = line.startswith(QUIET) or continues
            finished = line.endswith(".\n") or line.startswith("\u21b3")
            if not quiet:
                print(line, end="", file=out, flush=True)
            elif out.isatty():
                print(f"\r{ended} tests ended ", end="\r", file=out, flush=True)
        code = process.wait()
    result = outcomes.read(EVENTS)
    if not result.finished:
        print(f"\nthe test process ended early ({code}), before these did; see {LOG}", file=out)
        for test in result.unended[:20]:
            print(f"  {test}", file=out)
        print("its last words:", *last_words(), sep="\n  ", file=out)
    elif not result.outcomes:
        print("no test ran", file=out)
    return result, code == 0 and result.is_clean() and bool(result.outcomes)


def last_words():
    """The log's end without what ended well: of a crash the stack stands there."""
    with open(LOG, encoding="utf-8") as log:
        lines = [line.rstrip("\n") for line in log if not line.startswith(QUIET)]
    return lines[-LAST_LINES:]


def main():
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir))
    result, good = run(sys.argv[1:])
    print(result.summary(), flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
