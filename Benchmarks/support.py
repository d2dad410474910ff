"""What the benchmarks share: the program, its CPU time, this machine's peak, tables."""
import os
import pathlib
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCH = pathlib.Path(os.environ.get("BENCH", ROOT / ".build/release/bench"))


def one_thread():
    """One thread and one processor for this process and its children; to be called before numpy is imported."""
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    os.environ["JAX_PLATFORMS"] = "cpu"
    for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[variable] = "1"
    try:
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    except AttributeError:
        pass


def available(*names):
    """Which of these modules are installed; says on standard error which are not."""
    import importlib.util

    found = [name for name in names if importlib.util.find_spec(name)]
    for name in names:
        if name not in found:
            print(f"{name} is not installed: its columns are left out", file=sys.stderr)
    return found


class Usage:
    """CPU seconds (user and system) and peak resident bytes of a process that ended."""

    def __init__(self, command, quiet=True):
        null = subprocess.DEVNULL if quiet else None
        child = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=null)
        self.output = child.stdout.read().decode()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            raise SystemExit(f"{command[0]} ended with {child.returncode}")
        self.cpu = usage.ru_utime + usage.ru_stime
        # Kibibytes on Linux, bytes on macOS.
        self.peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


class Run(Usage):
    """A run of `bench run` on a suite given as text, into a fresh store; `cells` are its rows, in the suite's order."""

    def __init__(self, suite, jobs=1):
        if not BENCH.exists():
            raise SystemExit(f"{BENCH} does not exist: make build")
        with tempfile.TemporaryDirectory() as folder:
            path, store = pathlib.Path(folder) / "suite.yaml", pathlib.Path(folder) / "store.sqlite"
            path.write_text(suite)
            super().__init__([BENCH, "run", path, "--db", store, "-j", str(jobs), "--progress", "none"])
            with sqlite3.connect(store) as database:
                self.cells = [
                    {"method": row[0], "seed": row[1], "cpu": row[2]}
                    for row in database.execute(
                        "SELECT DISTINCT method, seed, cpu_seconds, position FROM v_results ORDER BY position")
                ]
                self.metrics = {
                    (row[0], row[1], row[2], row[3]): row[4]
                    for row in database.execute("SELECT method, seed, part, metric, value FROM v_results")
                }


def suite(name):
    """The text of a suite beside this file, with its data named by absolute paths."""
    text = (ROOT / "Benchmarks" / name).read_text()
    return text.replace("../suites/data", str(ROOT / "suites/data"))


def peak():
    """Floating-point operations per second of one core in fused multiply-adds, or None without a C compiler."""
    compiler = next((c for c in ("cc", "gcc", "clang") if shutil.which(c)), None)
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "peak"
        native = "-mcpu=native" if platform.machine() in ("aarch64", "arm64") else "-march=native"
        subprocess.run(
            [compiler, "-O3", native, "-ffp-contract=fast", "-o", program, ROOT / "Benchmarks/peak.c"], check=True)
        return float(subprocess.run([program], check=True, capture_output=True).stdout)


def machine():
    """The machine in a line."""
    name = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as file:
            name = next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return f"{name}, {os.cpu_count()} processors, {platform.system()} {platform.release().split('-')[0]}"


def step_flops(batch, features, hidden, classes, passes=1):
    """Floating-point operations of the matrix products of one training step of an MLP features-h-h-classes.

    Forward two per weight and row; backward as many for the gradient of each weight matrix, and as many again for
    the gradient of the inputs of all layers but the first.
    """
    first, rest = features * hidden, hidden * hidden + hidden * classes
    return 2 * batch * (2 * first + 3 * rest) * passes


def spread(values, digits=1):
    """The median with the range, as text."""
    text = f"{statistics.median(values):.{digits}f}"
    if len(values) > 1:
        text += f" ({min(values):.{digits}f}–{max(values):.{digits}f})"
    return text


def table(head, rows):
    """Prints a Markdown table; all columns but those of words are aligned to the right."""
    print("| " + " | ".join(head) + " |")
    print("| " + " | ".join("--" if index == 0 else "--:" for index in range(len(head))) + " |")
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)
