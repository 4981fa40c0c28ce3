"""Mutual learning (March 1991): N = 50, M = 30, 100 periods without an early end, p1 = 0.1, p2 = 0.5.

Two sets of rules, each written here for numba, numpy and Mesa, and in `krabmaga/` for krABMaga, as a user of these would:
- literal: numbers of right beliefs, adoption of the code in one step, both kinds of learning on beliefs at the start;
- w2019: coin flips where there is no belief, superiors by their actions, socialization by one unit.
"""

import json
import pathlib
import subprocess
import sys

import mesa
import numba
import numpy as np

from timing import best

TITLE = "march1991"
UNIT = "million belief updates (individuals x dimensions x periods) a second of processor time"
N, M, PERIODS, P1, P2 = 50, 30, 100, 0.1, 0.5
UPDATES = N * M * PERIODS
ROOT = pathlib.Path(__file__).resolve().parents[2]


def measure():
    yield from ours()
    yield from krabmaga()
    for variant in ("literal", "w2019"):
        coins = variant == "w2019"
        check(coins)
        for who, replicates, run in (("numba", 200, compiled), ("numpy, batched", 64, batched), ("Mesa", 2, agents)):
            seconds = best(lambda seed, run=run, replicates=replicates: run(coins, replicates, seed))
            yield f"{variant}, N = {N}, M = {M}", who, replicates * UPDATES / seconds / 1e6


def ours():
    command = ["cargo", "run", "--quiet", "--release", "-p", "ambidex-models", "--example", "march1991_speed", "--"]
    command += [str(x) for x in (N, M, P1, P2)]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    for variant, path, n, m, rate in (line.split() for line in lines):
        yield f"{variant}, N = {n}, M = {m}", f"ambidex {path.lower()}", float(rate) / 1e6


def krabmaga():
    """The crate beside this file; left out with a message where it cannot be built."""
    crate = pathlib.Path(__file__).resolve().parent / "krabmaga"
    build = ["cargo", "build", "--quiet", "--release", "--locked", "--target-dir", "target"]
    try:
        subprocess.run(build, cwd=crate, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = getattr(error, "stderr", None) or error
        print(f"krABMaga is left out, its crate cannot be built: {reason}", file=sys.stderr)
        return
    command = [crate / "target" / "release" / "march1991-krabmaga", *map(str, (N, M, PERIODS, P1, P2, 1000))]
    for row in json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout):
        mean, error = estimate(compiled(row["variant"] == "w2019", 4000, 1))
        assert abs(row["mean"] - mean) < 5 * np.hypot(row["error"], error), (row, mean, error)
        yield f"{row['variant']}, N = {N}, M = {M}", "krABMaga", row["rate"]


def check(coins):
    """All three give the same mean knowledge, within 5 standard errors: they run the same model."""
    runs = ((compiled, 400), (batched, 400), (agents, 12))
    first, *others = (estimate(run(coins, replicates, 1)) for run, replicates in runs)
    for mean, error in others:
        assert abs(mean - first[0]) < 5 * np.hypot(error, first[1]), (first, others)


def estimate(scores):
    """Mean and standard error."""
    return np.mean(scores), np.std(scores, ddof=1) / len(scores) ** 0.5


@numba.njit(cache=True)
def compiled(coins, replicates, seed):
    np.random.seed(seed)
    scores = np.empty(replicates)
    beliefs = np.empty((N, M), np.int8)
    actions = np.empty((N, M), np.int8)
    reality, code, old = np.empty(M, np.int8), np.empty(M, np.int8), np.empty(M, np.int8)
    superior = np.empty(N, np.bool_)
    for replicate in range(replicates):
        for j in range(M):
            reality[j] = 1 if np.random.random() < 0.5 else -1
            code[j] = 0
        for i in range(N):
            for j in range(M):
                beliefs[i, j] = np.random.randint(3) - 1
        for _ in range(PERIODS):
            known = 0
            for j in range(M):
                old[j] = code[j]
                known += code[j] * reality[j] if coins else code[j] == reality[j]
            anybody = False
            for i in range(N):
                score = 0
                for j in range(M):
                    action = beliefs[i, j]
                    if coins and action == 0:
                        action = 2 * np.random.randint(2) - 1
                    actions[i, j] = action
                    score += action * reality[j] if coins else action == reality[j]
                superior[i] = score > known
                anybody = anybody or superior[i]
                for j in range(M):
                    if old[j] != 0 and beliefs[i, j] != old[j] and np.random.random() < P1:
                        beliefs[i, j] = beliefs[i, j] + old[j] if coins else old[j]
            if anybody:
                for j in range(M):
                    votes = 0
                    for i in range(N):
                        if superior[i]:
                            votes += actions[i, j]
                    sign = 1 if votes > 0 else (-1 if votes < 0 else 0)
                    if sign != 0 and sign != old[j] and np.random.random() < 1.0 - (1.0 - P2) ** abs(votes):
                        code[j] = sign
        total = 0
        for j in range(M):
            total += code[j] * reality[j]
        scores[replicate] = total / M
    return scores


def batched(coins, replicates, seed):
    rng = np.random.Generator(np.random.SFC64(seed))
    shape = (replicates, N, M)
    reality = rng.integers(0, 2, (replicates, 1, M), np.int8) * np.int8(2) - np.int8(1)
    beliefs = rng.integers(-1, 2, shape, np.int8)
    code = np.zeros((replicates, 1, M), np.int8)
    for _ in range(PERIODS):
        actions = beliefs
        if coins:
            flips = rng.integers(0, 2, shape, np.int8) * np.int8(2) - np.int8(1)
            actions = np.where(beliefs == 0, flips, beliefs)
            above = (actions * reality).sum(2, np.int16) > (code * reality).sum(2, np.int16)
        else:
            above = (beliefs == reality).sum(2) > (code == reality).sum(2)
        votes = (actions * above[:, :, None]).sum(1, np.int16, keepdims=True)
        moved = (code != 0) & (beliefs != code) & (rng.random(shape, np.float32) < P1)
        beliefs = np.where(moved, beliefs + code if coins else code, beliefs)
        sign = np.sign(votes).astype(np.int8)
        learned = (sign != 0) & (sign != code) & (rng.random(code.shape) < 1.0 - (1.0 - P2) ** np.abs(votes))
        code = np.where(learned, sign, code)
    return (code * reality).sum((1, 2)) / M


class Member(mesa.Agent):
    def __init__(self, model):
        super().__init__(model)
        self.beliefs = [self.random.choice((-1, 0, 1)) for _ in range(M)]

    def step(self):
        model, random = self.model, self.random
        self.actions = self.beliefs.copy()
        if model.coins:
            self.actions = [a if a else random.choice((-1, 1)) for a in self.actions]
            score = sum(a * r for a, r in zip(self.actions, model.reality))
        else:
            score = sum(a == r for a, r in zip(self.actions, model.reality))
        if score > model.known:
            model.superiors.append(self.actions)
        for j, view in enumerate(model.code):
            if view and self.beliefs[j] != view and random.random() < P1:
                self.beliefs[j] = self.beliefs[j] + view if model.coins else view


class Organisation(mesa.Model):
    def __init__(self, coins, seed):
        super().__init__(seed=seed)
        self.coins = coins
        self.reality = [self.random.choice((-1, 1)) for _ in range(M)]
        self.code = [0] * M
        Member.create_agents(self, N)

    def score(self):
        return sum(c * r for c, r in zip(self.code, self.reality))

    def step(self):
        self.known = self.score() if self.coins else sum(c == r for c, r in zip(self.code, self.reality))
        self.superiors = []
        self.agents.do("step")
        for j, own in enumerate(zip(*self.superiors)):
            votes = sum(own)
            sign = (votes > 0) - (votes < 0)
            if sign and sign != self.code[j] and self.random.random() < 1.0 - (1.0 - P2) ** abs(votes):
                self.code[j] = sign


def agents(coins, replicates, seed):
    scores = np.empty(replicates)
    for replicate in range(replicates):
        organisation = Organisation(coins, seed * 1000 + replicate)
        for _ in range(PERIODS):
            organisation.step()
        scores[replicate] = organisation.score() / M
    return scores
