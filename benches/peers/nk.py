"""NK landscapes: nkscape and nkpack against ours, one core each.

`rows()` gives one dictionary a measurement: model, setting, peer, unit, rate. A peer that is not installed is left out
with a message (nkscape needs Python 3.12 or later).
"""

import importlib
import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OPTIMA = "N = {n}, K = {k}, random: draw, table, all local optima"
MAXIMUM = "N = {n}, K = {k}, random: draw, table, maximum"
SECONDS = 1.0
TRIES = 5


def rows():
    """Ours and those of the peers that are installed."""
    return [*ours(), *nkscape(), *nkpack()]


def ours():
    """The example `nk_speed`."""
    command = ["cargo", "run", "--quiet", "--release", "-p", "ambidex-models", "--example", "nk_speed"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def nkscape():
    """nkscape: NumPy over the cube of all configurations."""
    nk = peer("nkscape")
    if nk is None:
        return []
    settings = [(10, 5), (12, 5), (16, 5), (16, 8), (20, 5), (20, 8)]
    return [
        row(OPTIMA, n, k, "nkscape", rate(lambda seed, n=n, k=k: nk.Landscape.random_k(n, k, rng=seed).count_peaks()))
        for n, k in settings
    ]


def nkpack():
    """nkpack: the maximum by numba, one configuration after the other; it has no count of local optima."""
    nk = peer("nkpack")
    if nk is None:
        return []

    def maximum(_seed, n, k):
        matrix = nk.interaction_matrix(n, k, "random")
        nk.get_globalmax(matrix, nk.contrib_define(1, n, k, 0, 0, 0.0), n, 1)

    settings = [(10, 5), (12, 5)]
    return [row(MAXIMUM, n, k, "nkpack", rate(lambda seed, n=n, k=k: maximum(seed, n, k))) for n, k in settings]


def peer(name):
    """A module, or none with a message."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        print(f"{name} is left out: {error}; pip install {name}", file=sys.stderr)
        return None


def row(setting, n, k, name, landscapes):
    """One measurement."""
    setting = setting.format(n=n, k=k)
    return {"model": "nk", "setting": setting, "peer": name, "unit": "landscapes a second", "rate": round(landscapes, 2)}


def rate(work):
    """Calls a second of processor time, the best of some measurements; the first call compiles and is not counted."""
    work(0)
    best, seed = 0.0, 1
    for _ in range(TRIES):
        started, done = time.process_time(), 0
        while done == 0 or time.process_time() - started < SECONDS / TRIES:
            work(seed)
            seed, done = seed + 1, done + 1
        best = max(best, done / (time.process_time() - started))
    return best


if __name__ == "__main__":
    json.dump(rows(), sys.stdout, indent=1)
