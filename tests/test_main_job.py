"""The command line as a user meets it: the main job, what it leaves behind, and how it takes bad input."""

import hashlib
import json
import pathlib
import shutil
import subprocess

import pyarrow.parquet as parquet
import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
AMBIDEX = ROOT / "target" / "release" / "ambidex"
WORLDS = 8


def ambidex(*words, cwd=None):
    return subprocess.run([AMBIDEX, *map(str, words)], cwd=cwd, capture_output=True, timeout=600)


@pytest.fixture(scope="session", autouse=True)
def built():
    subprocess.run(["cargo", "build", "--release", "--locked", "--quiet"], cwd=ROOT, check=True)


@pytest.fixture(scope="session")
def runs(built, tmp_path_factory):
    """The main job on one thread and on two, with few worlds."""
    folder = tmp_path_factory.mktemp("runs")
    for threads in (1, 2):
        done = ambidex("run", "llama", "--replicates", WORLDS, "--seed", 1, "--threads", threads,
                       "--out", folder / str(threads), "--quiet")
        assert done.returncode == 0, done.stderr.decode()
    return folder


def digests(folder):
    files = sorted(p for p in folder.rglob("*") if p.suffix == ".parquet" or p.name == "summary.json")
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_one_thread_and_two_give_equal_bytes(runs):
    one, two = digests(runs / "1"), digests(runs / "2")
    assert len(one) > 8
    assert one == two


def test_another_reader_finds_rows_and_units(runs):
    table = parquet.read_table(runs / "1" / "series.parquet")
    manifest = json.loads((runs / "1" / "manifest.json").read_text())
    assert table.num_rows == WORLDS * manifest["weeks"] * len(manifest["labs"])
    unit = {field.name: (field.metadata or {}).get(b"unit") for field in table.schema}
    assert unit["gap_points"] == b"points"
    assert unit["head_count"] == b"persons"


def test_json_is_one_object_and_nothing_else(built, tmp_path):
    done = ambidex("run", "llama", "--replicates", 2, "--json", "--arms", "none", "--no-report", "--out", tmp_path / "run")
    assert done.returncode == 0, done.stderr.decode()
    result = json.loads(done.stdout)
    assert result["model"] == "lab-race" and result["replicates"] == 2
    assert {"mean", "se", "sd", "q05", "q50", "q95", "unit"} <= set(result["outcomes"]["gap_end"])


BAD = {
    "unknown key": (b'integrity = 0.5', b'integritty = 0.5'),
    "wrong type": (b'mindshare = 0.15', b'mindshare = "much"'),
    "30 February": (b'date = "2023-02-24"', b'date = "2023-02-30"'),
    "share of 1.3": (b'far_ties = 0.1', b'far_ties = 1.3'),
    "unit that does not exist": (b'from = "FAIR"', b'from = "FARI"'),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_place_and_remedy(built, tmp_path, name):
    good, bad = BAD[name]
    text = (ROOT / "cases" / "llama" / "scenario.toml").read_bytes()
    assert good in text, f"the case no longer holds {good!r}"
    file = tmp_path / "bad.toml"
    file.write_bytes(text.replace(good, bad, 1))
    refused(file, tmp_path)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"x = 1\n" * 2_000_000, b"[lab\n"], ids=["empty", "not UTF-8", "large", "torn"])
def test_unreadable_input_is_refused(built, tmp_path, content):
    file = tmp_path / "bad.toml"
    file.write_bytes(content)
    refused(file, tmp_path)


def test_dates_out_of_order_are_refused(built, tmp_path):
    text = (ROOT / "cases" / "llama" / "scenario.toml").read_text()
    start, end = 'start = "2022-01-03"', 'end = "2025-12-29"'
    file = tmp_path / "bad.toml"
    file.write_text(text.replace(start, 'start = "2026-01-05"', 1))
    assert end in text
    refused(file, tmp_path)


def refused(file, folder):
    for command in ("run", "check"):
        done = ambidex(command, file, cwd=folder)
        message = done.stderr.decode() + done.stdout.decode()
        assert done.returncode == 2, message
        assert "bad.toml" in message and "panicked" not in message, message
    assert [p.name for p in folder.iterdir()] == [file.name], "something was written"


def test_a_closed_pipe_is_no_error(built):
    done = subprocess.run(f"{AMBIDEX} describe lab-race | head -1; exit ${{PIPESTATUS[0]}}", shell=True,
                          executable="/bin/bash", capture_output=True, timeout=60)
    assert done.returncode == 0 and b"panicked" not in done.stderr


@pytest.mark.parametrize("page,word", [("report.html", "worlds"), ("report.zh.html", "世界")])
def test_the_report_opens_in_a_browser(runs, tmp_path, page, word):
    run = runs / "1"
    done = ambidex("report", run, "--lang", "zh" if ".zh." in page else "en")
    assert done.returncode == 0, done.stderr.decode()
    chromium = shutil.which("chromium")
    assert chromium, "chromium is not installed: run ./test"
    dump = subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         f"--user-data-dir={tmp_path}", "--dump-dom", (run / page).as_uri()],
        capture_output=True, timeout=120)
    dom = dump.stdout.decode()
    assert dom.count("<svg") >= 8, "figures are missing"
    assert word in dom and "NaN" not in dom and "undefined" not in dom
