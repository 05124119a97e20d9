"""`triage check --prove`: what it prints, its exit codes, and what it keeps."""

from __future__ import annotations

import io
import sys

import pytest

from tests.conftest import HOUSEPLANT
from triage.bench.prove import command, proof_cache, prover, smt_solver
from triage.cli import main
from triage.rule_files.load import examine

pytestmark = pytest.mark.slow

pytest.importorskip("z3")


@pytest.fixture(autouse=True)
def caches(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setattr(prover, "CROWD", 200)
    return tmp_path / "caches"


@pytest.fixture
def sound(tmp_path):
    """The houseplants, mended and with a promise."""
    return written(
        tmp_path,
        {
            "text: it is a seedling}": "text: it is a seedling, wording: true}",
            "for: {weak: [yellow_leaves]}": "for: {strong: [yellow_leaves]}\n    against: {strong: [wet_soil]}",
        },
        "promises:\n  - {id: thirst, text: No thirst without a sign of it., category: too_dry, "
        "only_with: {any: [{leaves: [limp]}, {soil: [dry]}]}, source: [book]}\n",
    )


def written(tmp_path, changes, more=""):
    text = HOUSEPLANT.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    path = tmp_path / "plants.yaml"
    path.write_text(f"{text}\n{more}", encoding="utf-8")
    return path


def test_a_sound_file_is_proved_and_the_proofs_are_kept(sound, caches, capsys):
    assert main(["check", "--prove", str(sound)]) == 0
    first = capsys.readouterr().out
    assert "ok      1 of 1    promise is kept" in first and "0 of " in first.splitlines()[-1]
    assert len(list(caches.rglob("proofs-*.json"))) == 1
    assert main(["check", "--prove", str(sound)]) == 0
    again = capsys.readouterr().out
    assert "as proved before" in again and again.splitlines()[:-1] == first.splitlines()[:-1]
    assert main(["check", "--prove", "--no-cache", str(sound)]) == 0
    assert "as proved before" not in capsys.readouterr().out


def test_a_changed_file_is_proved_anew(sound, caches, capsys):
    main(["check", "--prove", str(sound)])
    sound.write_text(sound.read_text(encoding="utf-8").replace("close: 2", "close: 3"), encoding="utf-8")
    main(["check", "--prove", str(sound)])
    assert "as proved before" not in capsys.readouterr().out
    assert len(list(caches.rglob("proofs-*.json"))) == 2


def test_spoilt_proofs_are_made_anew(sound, caches, capsys):
    main(["check", "--prove", str(sound)])
    (kept,) = caches.rglob("proofs-*.json")
    for spoilt in ("", "[]", '{"people": [], "proofs": [["a", "b", "c", "proved", [0], ""]]}'):
        kept.write_text(spoilt, encoding="utf-8")
        assert main(["check", "--prove", str(sound)]) == 0
        assert "as proved before" not in capsys.readouterr().out.splitlines()[-1]


def test_a_folder_that_cannot_be_written_is_done_without(sound, caches, capsys):
    caches.write_text("a file where a folder should be", encoding="utf-8")
    assert main(["check", "--prove", str(sound)]) == 0
    assert capsys.readouterr().err == ""


def test_a_broken_promise_fails_with_a_person(sound, capsys):
    text = sound.read_text(encoding="utf-8").replace(
        "{any: [{leaves: [limp]}, {soil: [dry]}]}, source", "{soil: [dry]}, source"
    )
    sound.write_text(text, encoding="utf-8")
    assert main(["check", "--prove", str(sound)]) == 1
    out = capsys.readouterr().out
    assert "FAIL    0 of 1    promise is kept" in out
    assert "broken: promise `thirst`" in out and "they hang" in out and "Too little water: some match" in out


def test_a_witness_is_printed_in_plain_words(sound, capsys):
    assert main(["check", "--witness", "leaves.smoke", str(sound)]) == 0
    out = capsys.readouterr().out
    assert "Before:" in out and "they smoke" in out and "After:" in out and "emergency (fire)" in out


def test_a_witness_says_which_points_move(sound, capsys):
    assert main(["check", "--witness", "leaves.yellow", str(sound)]) == 0
    assert "Points before and after: " in capsys.readouterr().out
    assert main(["check", "--witness", "limp_leaves", str(sound)]) == 0
    out = capsys.readouterr().out
    assert "Without this finding: " in out and "Points with and without: too_dry 4 and 0" in out


def test_a_witness_of_something_without_a_name_is_refused_with_a_hint(sound, capsys):
    assert main(["check", "--witness", "dry_sol", str(sound)]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == "nothing is named `dry_sol`: did you mean `dry_soil`?"


def test_a_file_with_errors_is_not_proved(tmp_path, capsys):
    path = written(tmp_path, {"close: 2": "close: two"})
    assert main(["check", "--prove", str(path)]) == 1
    assert "mend the errors first" in capsys.readouterr().err


def test_without_the_solver_one_line_says_how_to_install_it(sound, monkeypatch, capsys):
    smt_solver.z3.cache_clear()
    monkeypatch.setitem(sys.modules, "z3", None)
    assert main(["check", "--prove", str(sound)]) == 2
    assert capsys.readouterr().err == f"{smt_solver.MISSING}\n"
    assert main(["check", str(sound)]) == 0


def test_somebody_without_a_folder_for_caches_proves_every_time(sound, monkeypatch, capsys):
    monkeypatch.setattr(proof_cache, "cache_folder", lambda: None)
    for _ in range(2):
        assert main(["check", "--prove", str(sound)]) == 0
        assert "as proved before" not in capsys.readouterr().out


def test_a_promise_with_names_that_mean_nothing_is_refused_at_its_place(sound):
    text = sound.read_text(encoding="utf-8")
    changes = {
        "category: too_dry, only": "category: too_dri, only",
        "[dry]}]}, source: [book]": "[dri]}]}, source: [bok]",
    }
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    sound.write_text(text, encoding="utf-8")
    faults = examine(sound).diagnostics
    assert sorted(fault.code for fault in faults) == ["R012", "R012", "R016"]
    assert {fault.line for fault in faults} == {len(text.splitlines())}


class Terminal(io.StringIO):
    """Something that is watched."""

    def isatty(self):
        return True


def test_progress_is_one_line_that_is_cleared_on_a_terminal():
    stream = Terminal()
    tell, clear = command._progress(stream)
    tell("finding can be yes", 3, 117)
    clear()
    assert stream.getvalue() == "\r\033[Kfinding can be yes: 3 of 117\r\033[K"


def test_progress_is_a_line_now_and_then_elsewhere(monkeypatch):
    stream = io.StringIO()
    tell, clear = command._progress(stream)
    tell("finding can be yes", 0, 117)
    monkeypatch.setattr(command, "SAY_EVERY", 0.0)
    tell("finding can be yes", 3, 117)
    clear()
    assert stream.getvalue() == "finding can be yes: 3 of 117\n"
