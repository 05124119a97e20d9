"""Kept proofs are void as soon as anything changes that they rest on: the rules, the solver, or code that decides."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

import triage
from tests.test_architecture import imported
from triage.bench.prove import proof_cache

ROOT = Path(triage.__file__).parent


def closure(start: str) -> set[Path]:
    """The files of a module of this program and of all that it imports, directly or through others."""
    waiting, found = [start], set()
    while waiting:
        spec = importlib.util.find_spec(waiting.pop())
        path = Path(spec.origin)
        if path not in found:
            found.add(path)
            names = [name for name in imported(path) if name.startswith("triage.")]
            waiting += names
    return found


def test_all_code_by_which_proofs_decide_is_in_the_folders_that_are_watched():
    watched = [ROOT / folder for folder in proof_cache.DECIDING]
    found = closure("triage.bench.prove.prover")
    assert len(found) > 20
    for path in found:
        assert any(path.is_relative_to(folder) for folder in watched), path


@pytest.mark.parametrize("folder", proof_cache.DECIDING)
def test_a_change_of_any_watched_code_asks_for_new_proofs(folder, tmp_path, monkeypatch):
    pytest.importorskip("z3")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for name in proof_cache.DECIDING:
        (tmp_path / name / "deep").mkdir(parents=True)
        (tmp_path / name / "deep" / "code.py").write_text("1\n")
    monkeypatch.setattr(triage, "__file__", str(tmp_path / "__init__.py"))
    before = proof_cache.kept_at("digest")
    assert before is not None and before == proof_cache.kept_at("digest")
    (tmp_path / folder / "deep" / "code.py").write_text("2\n")
    assert proof_cache.kept_at("digest") != before
    assert proof_cache.kept_at("another digest") not in (before, None)
