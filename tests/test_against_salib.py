"""Sensitivity indices against SALib (Herman & Usher 2017, doi:10.21105/joss.00097) on the same samples."""

import itertools
import json
import pathlib
import subprocess

import numpy
import pytest
from SALib.analyze import delta, morris, sobol
from SALib.sample import latin
from SALib.sample import morris as trajectories
from SALib.sample import sobol as saltelli

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROBLEM = {"num_vars": 4, "names": ["a", "b", "c", "d"], "bounds": [[0, 1]] * 4}


def ours(folder, method, points, outputs):
    path = folder / f"{method}.csv"
    table = numpy.column_stack([points, outputs])
    numpy.savetxt(path, table, delimiter=",", header="a,b,c,d,y", comments="", fmt="%.17g")
    command = ["cargo", "run", "--release", "--locked", "--quiet", "-p", "ambidex-analysis", "--example", "indices"]
    done = subprocess.run([*command, "--", method, path], cwd=ROOT, capture_output=True, check=True)
    return json.loads(done.stdout)


def model(x):
    """Curved, with interactions, and far from zero, where estimators that do not centre lose digits."""
    return 20 + numpy.sin(3 * x[:, 0]) + 2 * x[:, 1] * x[:, 2] + 0.1 * x[:, 3] ** 2


def same(found, wanted):
    numpy.testing.assert_allclose(found, wanted, rtol=0, atol=1e-10)


@pytest.mark.parametrize("second", [False, True])
def test_sobol(tmp_path, second):
    points = saltelli.sample(PROBLEM, 256, calc_second_order=second, seed=3)
    outputs = model(points)
    theirs = sobol.analyze(PROBLEM, outputs, calc_second_order=second, num_resamples=2, seed=1)
    found = ours(tmp_path, "sobol2" if second else "sobol", points, outputs)
    same(found["first"], theirs["S1"])
    same(found["total"], theirs["ST"])
    if second:
        pairs = list(itertools.combinations(range(4), 2))
        assert [(i, j) for i, j, _ in found["second"]] == pairs
        same([value for _, _, value in found["second"]], [theirs["S2"][i, j] for i, j in pairs])


def test_morris(tmp_path):
    points = trajectories.sample(PROBLEM, 20, num_levels=4, seed=2)
    outputs = model(points)
    theirs = morris.analyze(PROBLEM, points, outputs, num_levels=4, num_resamples=2, seed=1)
    found = ours(tmp_path, "morris", points, outputs)
    for name in ("mu", "mu_star", "sigma"):
        same(found[name], theirs[name])


@pytest.mark.parametrize("size", [400, 1500, 4000])
def test_given_data(tmp_path, size):
    """The estimators without resampling, which SALib's `analyze` does not offer, by its own functions."""
    points = latin.sample(PROBLEM, size, seed=4)
    outputs = model(points)
    found = ours(tmp_path, "delta", points, outputs)
    edges = numpy.linspace(0, size, found["classes"] + 1)
    places = numpy.linspace(outputs.min(), outputs.max(), 100)
    same(found["delta"], [delta.calc_delta(outputs, places, x, edges) for x in points.T])
    same(found["first"], [delta.sobol_first(outputs, x, edges) for x in points.T])
    exponent = 2 / (7 + numpy.tanh((1500 - size) / 500))
    assert found["classes"] == min(int(numpy.ceil(size**exponent)), 48)
