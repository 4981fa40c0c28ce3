"""Prints a table a model: who, how much work a second of processor time on one core, and our multiple of it.

A model is a module with `TITLE`, `UNIT` and `measure()`, which yields (setting, who, work a second); who is one of ours
where it starts with "ambidex".
"""

import importlib
import os
import sys

# One core each, ours included. Set before any of them is loaded.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"

MODELS = ["march1991"]


def table(model):
    module = importlib.import_module(model)
    settings = {}
    for setting, who, rate in module.measure():
        print(f"  measured: {setting}, {who}", file=sys.stderr)
        settings.setdefault(setting, []).append((who, rate))
    print(f"\n{module.TITLE}: {module.UNIT}")
    for setting, rows in settings.items():
        ours = [(who, rate) for who, rate in rows if who.startswith("ambidex")]
        print(f"\n{setting:36}{'rate':>12}" + "".join(f"{who.removeprefix('ambidex '):>12}" for who, _ in ours))
        for who, rate in sorted(rows, key=lambda row: row[1]):
            print(f"  {who:34}{rate:12,.1f}" + "".join(f"{own / rate:11.1f}x" for _, own in ours))


if __name__ == "__main__":
    for model in sys.argv[1:] or MODELS:
        table(model)
