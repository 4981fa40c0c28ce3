"""Processor time of this process, the best of some runs: other work on the machine is not counted."""

import time


def best(work, runs=5):
    """Seconds of the fastest of `runs` calls, after one that is not counted."""
    work(0)
    fastest = float("inf")
    for run in range(1, runs + 1):
        start = time.process_time()
        work(run)
        fastest = min(fastest, time.process_time() - start)
    return fastest
