#!/usr/bin/env python3
"""Plants a bug in each of many places, and looks whether the simulator finds it.

    Scripts/mutations.py [--seeds N] [--only NAME[,NAME…]] [--check] [--json]

Tests/Mutations/mutations.json says what each bug changes. All are written into one copy of the
tree, each behind a switch, so that one build carries them all (mutant schemata: Untch, Offutt and
Harrold, 1993); a run turns on one of them, and a first one none. `--check` looks only whether every
place is still there. Exit code 0 only if every bug was found, and nothing where there is none.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir)
DATA = os.path.join("Tests", "Mutations", "mutations.json")
COPY = os.path.join(".build", "mutations")
SWITCH = os.path.join("Sources", "Core", "FairleadCanonical", "Planted.swift")
SOURCE = '''import Glibc

private let plantedName = getenv("FAIRLEAD_PLANTED").map { String(cString: $0) } ?? ""

/// Whether this bug is on.
public func planted(_ name: String) -> Bool { plantedName == name }
'''
MODULE = "FairleadCanonical"


def places(text, lines):
    return text.count("\n".join(lines) + "\n")


def check(mutations):
    """The bugs whose place is not there exactly once."""
    lost = []
    for mutation in mutations:
        try:
            with open(mutation["file"], encoding="utf-8") as file:
                found = places(file.read(), mutation["find"])
        except FileNotFoundError:
            found = 0
        if found != 1:
            lost.append(f"{mutation['name']}: its place is {found} times in {mutation['file']}")
    return lost


def copy_tree():
    """Copies what git knows of, and leaves untouched what is the same, for the build's sake."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        check=True, capture_output=True).stdout.decode().split("\0")
    kept = {path for path in listed if path and os.path.exists(path)}
    for folder, folders, files in os.walk(COPY):
        folders[:] = [name for name in folders if name != ".build"]
        for name in files:
            path = os.path.relpath(os.path.join(folder, name), COPY)
            if path not in kept and path != SWITCH:
                os.remove(os.path.join(folder, name))
    return {path: read(path) for path in kept}


def read(path):
    with open(path, "rb") as file:
        return file.read()


def plant(files, mutations):
    for mutation in mutations:
        text = files[mutation["file"]].decode()
        text = text.replace(
            "\n".join(mutation["find"]) + "\n", "\n".join(mutation["replace"]) + "\n")
        lines = text.split("\n")
        if not any(line.split("//")[0].strip().endswith(f"import {MODULE}") for line in lines):
            first = next(i for i, line in enumerate(lines) if "import " in line or not line)
            lines.insert(first, f"import {MODULE}")
        files[mutation["file"]] = "\n".join(lines).encode()
    files[SWITCH] = SOURCE.encode()
    for path, content in files.items():
        target = os.path.join(COPY, path)
        if os.path.exists(target) and read(target) == content:
            continue
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as file:
            file.write(content)
        if os.access(path, os.X_OK):
            shutil.copymode(path, target)


def build():
    subprocess.run(
        ["swift", "build", "--configuration", "release", "--product", "fairlead", *sys_jobs()],
        cwd=COPY, check=True)
    return os.path.join(os.path.abspath(COPY), ".build", "release", "fairlead")


def sys_jobs():
    jobs = os.environ.get("FAIRLEAD_JOBS")
    return ["-j", jobs] if jobs else []


def simulate(binary, name, seeds):
    """The first violation that a run with this bug finds, in blocks of seeds."""
    first, block = 1, 20
    while first <= seeds:
        count = min(block, seeds + 1 - first)
        run = subprocess.run(
            [binary, "simulate", "--seed", str(first), "--seeds", str(count), "--no-shrink",
             "--json", "--catalog", os.path.abspath("Catalog")],
            env={**os.environ, "FAIRLEAD_PLANTED": name}, capture_output=True, encoding="utf-8")
        if run.returncode not in (0, 1):
            return {"seed": first, "invariant": 0,
                    "message": f"the process ended with {run.returncode}: {run.stderr[-300:]}"}
        violations = json.loads(run.stdout)["violations"]
        if violations:
            return violations[0]
        first, block = first + count, min(2 * block, 200)
    return None


def main():
    os.chdir(ROOT)
    parser = argparse.ArgumentParser(description="Plants bugs; the simulator must find them.")
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--only", default="")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with open(DATA, encoding="utf-8") as file:
        mutations = json.load(file)
    lost = check(mutations)
    if lost or options.check:
        print("\n".join(lost) or f"{len(mutations)} bugs can be planted")
        return 1 if lost else 0
    plant(copy_tree(), mutations)
    binary = build()
    chosen = [name for name in options.only.split(",") if name]
    results, good = [], True
    for mutation in [{"name": "", "invariant": None, "what": "no bug"}, *mutations]:
        if chosen and mutation["name"] not in chosen:
            continue
        began = time.monotonic()
        found = simulate(binary, mutation["name"], options.seeds)
        good = good and (found is None) == (mutation["name"] == "")
        results.append({**{k: mutation[k] for k in ("name", "invariant", "what")},
                        "found": found, "seconds": round(time.monotonic() - began, 1)})
        if not options.json:
            where = (f"seed {found['seed']}, invariant {found['invariant']}: "
                     f"{found['message'][:120]}" if found else f"{options.seeds} seeds held")
            print(f"{mutation['name'] or '(none)':22}{mutation['invariant'] or '':>3}  {where}",
                  flush=True)
    if options.json:
        print(json.dumps(results, indent=2))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
