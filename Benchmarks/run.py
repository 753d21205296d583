#!/usr/bin/env python3
"""make bench: Fairlead beside the limit of its stack, SQLite's own, and a peer, in one run.

Absolute figures do not travel; the ratios do. Prints a table, and keeps the figures as JSON in
Benchmarks/results/."""

import argparse
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
BENCH = os.path.join(HERE, ".build", "release", "bench")
FAIRLEAD = os.path.join(ROOT, ".build", "release", "fairlead")
TABLES = os.path.join(HERE, ".build", "release", "bench-tables")
PEERS = os.path.join(os.environ.get("FAIRLEAD_SHARED", os.path.join(ROOT, "..", "shared")), "peers")


def port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """`bench serve`, from when it listens until it is told to end."""

    def __init__(self, *arguments):
        self.port = port()
        self.process = subprocess.Popen(
            [BENCH, "serve", "--port", str(self.port), *map(str, arguments)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline().strip()
        if line != "ready":
            sys.exit(f"the server did not start: {line}")

    def ask(self, what):
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self):
        figures = self.ask("end")
        self.process.wait()
        return figures


def wrk(server, file, first, seconds=3, threads=2, connections=64):
    environment = dict(os.environ, BENCH_REQUESTS=file, BENCH_THREADS=str(threads),
                       BENCH_FIRST=str(first))
    out = subprocess.run(
        ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s",
         "-s", os.path.join(HERE, "hooks.lua"), f"http://127.0.0.1:{server.port}"],
        env=environment, check=True, capture_output=True, text=True).stdout
    figures = json.loads(out.strip().splitlines()[-1])
    with open(file) as lines:
        if figures["requests"] >= sum(1 for _ in lines):
            sys.exit("the requests ran out before the time: more accounts are needed")
    figures["perSecond"] = figures["requests"] / figures["microseconds"] * 1e6
    return figures


def load(server, file, first, count, rate):
    return json.loads(subprocess.run(
        [BENCH, "load", "--port", str(server.port), "--file", file, "--first", str(first),
         "--count", str(count), "--rate", f"{rate:.0f}"],
        check=True, capture_output=True, text=True).stdout)


def requests(folder, accounts, run):
    file = os.path.join(folder, f"requests-{run}.txt")
    subprocess.run([BENCH, "requests", "--accounts", str(accounts), "--out", file,
                    "--run", str(run)], check=True)
    return file


def corpus():
    """How many tables of the tests' corpus are checked for gaps and overlaps within a second."""
    return json.loads(subprocess.run(
        [os.path.join(HERE, ".build", "release", "bench-corpus"),
         os.path.join(ROOT, "Tests", "DMNTests", "Corpus")],
        check=True, capture_output=True, text=True).stdout)


def measure(folder, what, tier, accounts, number):
    """One life of a server: as fast as it goes, then half of that at a steady rate."""
    if what == "limit":
        accounts *= 10
    store = os.path.join(folder, f"{what}-{tier}-{number}.db")
    server = Server("--what", what, "--store", store, "--tier", tier,
                    "--accounts", accounts if what == "fairlead" else 0)
    file = requests(folder, accounts, number)
    fast = accounts * 2 // 3
    figures = {"fast": wrk(server, cut(file, 0, fast), 0)}
    figures["after"] = server.ask("figures")
    # What was acknowledged last is decided a little later, and counts until then.
    late = figures["after"].get("decidedMilliseconds", 0)
    figures["fast"]["perSecond"] = figures["fast"]["requests"] / (
        figures["fast"]["microseconds"] / 1e6 + late / 1e3)
    rate = figures["fast"]["perSecond"] / 2 if what == "fairlead" else measure.rate
    if what == "fairlead" and tier == "starter":
        measure.rate = rate
    figures["steady"] = load(server, file, fast, min(accounts - fast, int(rate * 4)), rate)
    figures["end"] = server.end()
    for suffix in ("", "-wal", "-shm", "-lock"):
        if os.path.exists(store + suffix):
            os.remove(store + suffix)
    return figures


def cut(file, first, count):
    part = file + ".part"
    with open(file) as source, open(part, "w") as target:
        for index, line in enumerate(source):
            if first <= index < first + count:
                target.write(line)
    return part


def instructions(folder, tier):
    """Instructions for each event, by callgrind: the difference of two runs."""
    if not shutil.which("valgrind"):
        return None
    stripped = os.path.join(folder, "bench-stripped")
    shutil.copy(BENCH, stripped)
    subprocess.run(["strip", "-g", stripped], check=True)
    totals = [counted(folder, stripped, "step", "--events", str(events), "--accounts", "120",
                      "--tier", tier) for events in (20, 120)]
    return (totals[1] - totals[0]) / 100


def counted(folder, *command):
    """The instructions of a command."""
    out = os.path.join(folder, "callgrind.out")
    # The start is the same in both runs only where nothing stands in another order.
    environment = dict(os.environ, SWIFT_DETERMINISTIC_HASHING="1")
    subprocess.run(["valgrind", "--tool=callgrind", "--fair-sched=yes",
                    f"--callgrind-out-file={out}", *command],
                   cwd=ROOT, env=environment, check=True, capture_output=True)
    with open(out) as lines:
        return next(int(line.split()[1]) for line in lines
                    if line.startswith("summary:") or line.startswith("totals:"))


TIMERS = 10


def startup(folder, cases):
    """The server itself on cases at rest, each with ten clocks besides what it waits for."""
    store = os.path.join(folder, "startup.db")
    figures = json.loads(subprocess.run(
        [BENCH, "cases", "--store", store, "--cases", str(cases), "--timers", str(TIMERS)],
        cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    figures["bytesEachCase"] = size(store) // max(cases, 1)
    # The first start brings the shipped catalog into force; those after it are alike.
    lives = [life(store, 0), life(store, 0), life(store, 30)]
    figures["first"] = lives[0]
    figures.update(lives[-1])
    figures["milliseconds"] = max(figures["milliseconds"] for figures in lives[1:])
    return figures


def size(store):
    return sum(os.path.getsize(store + suffix) for suffix in ("", "-wal")
               if os.path.exists(store + suffix))


def life(store, rest):
    """From the command to the answer that it is ready; then what it takes at rest."""
    at = port()
    begin = time.monotonic()
    server = subprocess.Popen(
        [FAIRLEAD, "serve", "--store", f"sqlite:{store}", "--listen", f"127.0.0.1:{at}"],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not ready(at):
            if server.poll() is not None:
                sys.exit("the server did not start")
            time.sleep(0.01)
        figures = {"milliseconds": round((time.monotonic() - begin) * 1000)}
        figures["processorMilliseconds"] = processor(server.pid)
        time.sleep(2)
        before = processor(server.pid)
        time.sleep(rest)
        used = processor(server.pid) - before
        figures["coreShare"] = used / rest / 1000 if rest else None
        for name in ("VmRSS", "VmHWM"):
            figures[name] = memory(server.pid, name)
        return figures
    finally:
        server.terminate()
        server.wait()


def ready(at):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{at}/readyz", timeout=30) as answer:
            return answer.status == 200
    except OSError:
        return False


def processor(pid):
    """Milliseconds of all cores that a process has used."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 // os.sysconf("SC_CLK_TCK")


def memory(pid, name):
    """Mebibytes."""
    with open(f"/proc/{pid}/status") as file:
        line = next(line for line in file if line.startswith(name + ":"))
    return int(line.split()[1]) // 1024


def python_with(name, *packages):
    """The python of a peer's own environment, made when it is first asked for."""
    environment = os.path.join(HERE, ".build", name)
    python = os.path.join(environment, "bin", "python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    return python


def peer(script, *arguments, packages=()):
    path = os.path.join(PEERS, script)
    if not os.path.exists(path):
        return None
    python = python_with("peers", *packages) if packages else sys.executable
    out = subprocess.run([python, path, *arguments], check=True, capture_output=True, text=True)
    return json.loads(out.stdout)


def tables():
    """Decision tables beside zen-engine's batch, by turns on one core: seconds of the processor
    on both sides, JSON in and out."""
    folder = os.path.join(PEERS, "decision_table")
    if not os.path.exists(folder):
        return None
    python = python_with("zen", "zen-engine~=2.1")
    rounds = []
    for _ in range(3):
        said = subprocess.run(
            [python, "zen_bench.py"], cwd=folder, check=True, capture_output=True, text=True).stdout
        line = next(line for line in said.splitlines() if line.startswith("zen evaluate_batch"))
        figures = json.loads(subprocess.run(
            [*one_core(), TABLES, "--peer", os.path.join(folder, "out")], check=True,
            capture_output=True, text=True).stdout)
        figures["zenPerSecond"] = float(re.search(r"median ([\d,]+)/s", line)[1].replace(",", ""))
        rounds.append(figures)
    rounds.sort(key=lambda figures: figures["jsonPerSecond"] / figures["zenPerSecond"])
    return rounds[len(rounds) // 2]


def one_core():
    """The core that the peer's script takes too."""
    return ["taskset", "-c", "1"] if shutil.which("taskset") and os.cpu_count() > 1 else []


def table_instructions(folder):
    """Instructions for each decision of typed inputs: the difference of two runs."""
    if not shutil.which("valgrind") or not os.path.exists(os.path.join(PEERS, "decision_table")):
        return None
    stripped = os.path.join(folder, "tables-stripped")
    shutil.copy(TABLES, stripped)
    subprocess.run(["strip", "-g", stripped], check=True)
    totals = [counted(folder, stripped, "--peer", os.path.join(PEERS, "decision_table", "out"),
                      "--passes", str(passes)) for passes in (10, 30)]
    return (totals[1] - totals[0]) / 20_000


def row(name, value, unit, beside=""):
    print(f"{name:<44}{value:>14} {unit:<18}{beside}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--accounts", type=int, default=24000)
    parser.add_argument("--cases", type=int, default=100000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="no callgrind, peers or start-up")
    for only in ("tables", "startup"):
        parser.add_argument(f"--{only}", action="append_const", dest="parts", const=only,
                            help="this part only")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="fairlead-bench-")
    results = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
               "load": os.getloadavg()[0], "cores": os.cpu_count(), "rounds": []}
    parts = options.parts or (["load"] if options.quick else ["tables", "load", "peers", "startup"])
    try:
        if "tables" in parts:
            results["tables"] = tables()
            results["tableInstructions"] = table_instructions(folder)
        for number in range(1, options.rounds + 1 if "load" in parts else 1):
            results["rounds"].append({
                "routine": measure(folder, "fairlead", "starter", options.accounts, number),
                "limit": measure(folder, "limit", "starter", options.accounts, number),
                "renewal": measure(folder, "fairlead", "strategic", options.accounts // 2, number),
            })
        if "peers" in parts:
            results["instructions"] = {tier: instructions(folder, tier)
                                       for tier in ("starter", "strategic")}
            results["sqlite"] = peer("sqlite_limits.py")
            results["dbos"] = peer(
                "dbos_bench.py", "--db", "sqlitewal", "--n", "400", "--conc", "8",
                packages=["dbos", "psycopg[binary]"])
            results["corpus"] = corpus()
        if "startup" in parts:
            results["startup"] = startup(folder, options.cases)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report(results, options)


def median(results, *path):
    values = []
    for found in results["rounds"]:
        for step in path:
            found = found[step]
        values.append(float(found))
    return statistics.median(values)


def report(results, options):
    os.makedirs(os.path.join(HERE, "results"), exist_ok=True)
    name = results["at"].replace(":", "") + ".json"
    with open(os.path.join(HERE, "results", name), "w") as file:
        json.dump(results, file, indent=1)
    if options.json:
        print(json.dumps(results))
        return
    print(f"{results['cores']} cores, load {results['load']:.1f} before; median of "
          f"{len(results['rounds'])} rounds, one after the other\n")
    report_tables(results)
    if results["rounds"]:
        report_load(results)
    report_startup(results)


def report_load(results):
    routine = median(results, "routine", "fast", "perSecond")
    limit = median(results, "limit", "fast", "perSecond")
    renewal = median(results, "renewal", "fast", "perSecond")
    row("HTTP, JSON and one durable row", f"{limit:,.0f}", "requests/s")
    row("fully decided, routine dunning", f"{routine:,.0f}", "events/s",
        f"{routine / limit:.2f} of the limit (to reach 0.25, sought 0.5)")
    row("fully decided, near a renewal", f"{renewal:,.0f}", "events/s",
        f"{renewal / limit:.2f} of the limit")
    for which in ("routine", "limit", "renewal"):
        row(f"  {which}: acknowledged at half of the routine rate" if which != "renewal"
            else "  renewal: acknowledged at half of its rate",
            f"{median(results, which, 'steady', 'p50ms'):.1f} / "
            f"{median(results, which, 'steady', 'p99ms'):.1f}", "ms p50 / p99")
    ratio = (median(results, "routine", "steady", "p99ms")
             / median(results, "limit", "steady", "p99ms"))
    row("  p99 beside the limit's own", f"{ratio:.1f}", "times", "(to reach 3)")
    for which in ("routine", "renewal"):
        records = results["rounds"][-1][which]["after"]["records"]
        events = records["event-received"]
        row(f"  {which}: ledger entries for each event",
            f"{sum(records.values()) / events:.1f}", "with what systems answered: "
            + ", ".join(f"{kind} {count / events:.1f}" for kind, count in records.items()))
    if results.get("dbos"):
        row("DBOS on SQLite, five trivial steps", f"{results['dbos']['wf_per_s']:,.0f}",
            "workflows/s", f"{routine / results['dbos']['wf_per_s']:,.0f} times (to reach 100)")
    if results.get("corpus"):
        row("tables whose gaps and overlaps are decided in 1 s",
            f"{results['corpus']['decided']} of {results['corpus']['tables']}", "",
            f"the slowest in {results['corpus']['slowestMilliseconds']:,} ms (to reach 95 %)")
    if results.get("sqlite"):
        row("SQLite, one row a commit, synchronous FULL",
            f"{results['sqlite']['sqlite_WAL_FULL_commit']['per_s']:,}", "commits/s")
    for tier, count in (results.get("instructions") or {}).items():
        if count:
            row(f"instructions for each event ({tier})", f"{count:,.0f}", "")


def report_startup(results):
    figures = results.get("startup")
    if not figures:
        return
    row(f"start-up with {figures['cases']:,} open cases", f"{figures['milliseconds']:,}", "ms",
        f"and {figures['timers']:,} open timers (to reach 5,000)")
    row("  at rest", f"{figures['coreShare'] * 100:.2f}", "% of a core", "(to reach 1)")
    row("  resident memory", f"{figures['VmRSS']:,}", "MiB",
        f"{figures['VmHWM']:,} at most, on the way")
    row("  store for each open case", f"{figures['bytesEachCase']:,}", "bytes")


def report_tables(results):
    figures = results.get("tables")
    if not figures:
        return
    row("30 rules x 5 inputs, of 1,000 right", f"{figures['right']:,}", "inputs")
    row("  a decision, its explanation kept", f"{figures['nanoseconds']:,}", "ns",
        "(to reach 150, sought 60)")
    if results.get("tableInstructions"):
        row("  the same in instructions", f"{results['tableInstructions']:,.0f}", "")
    row("  its explanation told", f"{figures['explainMicroseconds']:,}", "microseconds",
        "each rule, and what would change the outcome")
    row("  from and to JSON", f"{figures['jsonPerSecond']:,}", "decisions/s")
    row("  zen-engine, batch", f"{figures['zenPerSecond']:,.0f}", "decisions/s",
        f"{figures['jsonPerSecond'] / figures['zenPerSecond']:.1f} times (to reach 10)")
    small, large = figures["wide"]
    row(f"{small['rules']:,} rules x 8 inputs", f"{small['nanoseconds']:,}", "ns")
    row(f"{large['rules']:,} rules x 8 inputs", f"{large['nanoseconds']:,}", "ns",
        f"{large['nanoseconds'] / small['nanoseconds']:.1f} times (at most 5)")
    row("  compiled in", f"{large['compileMilliseconds']:,}", "ms")


if __name__ == "__main__":
    main()
