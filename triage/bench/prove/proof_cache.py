"""Proofs kept for the next time, under a digest of the rule file and of the code that proves it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import triage
from triage.bench.hpo_library import cache_folder
from triage.bench.prove.claims import Kind, Proof, Verdict
from triage.bench.prove.smt_solver import z3
from triage.core.answers import Answer, Response

DECIDING = ("core", "rule_files", "bench/prove")
"""The folders of all code that proofs decide with: a change there makes them anew."""


def kept_at(digest: str) -> Path | None:
    """Return where the proofs of a file with this digest are kept: in the user's folder for caches, if there is one."""
    code = hashlib.sha256(f"{digest} {z3().get_version_string()}".encode())
    for folder in DECIDING:
        for path in sorted((Path(triage.__file__).parent / folder).rglob("*.py")):
            code.update(path.read_bytes())
    caches = cache_folder()
    return None if caches is None else caches / f"proofs-{code.hexdigest()[:24]}.json"


def read(path: Path, kinds: Sequence[Kind]) -> tuple[Proof, ...] | None:
    """Return the proofs kept there, or None where there are none that can be read."""
    known = {(kind.noun, kind.says): kind for kind in kinds}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        people = [_person(each) for each in content["people"]]
        return tuple(
            Proof(known[noun, says], id, Verdict(verdict), tuple(people[place] for place in places), why)
            for noun, says, id, verdict, places, why in content["proofs"]
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def keep(path: Path, proofs: Sequence[Proof]) -> None:
    """Keep proofs, unless one is undecided: another time may decide it. Raises OSError."""
    if any(proof.verdict is Verdict.UNDECIDED for proof in proofs):
        return
    people: dict[str, int] = {}
    lines = []
    for proof in proofs:
        places = [people.setdefault(json.dumps(_data(person)), len(people)) for person in proof.people]
        lines.append([proof.kind.noun, proof.kind.says, proof.id, proof.verdict.value, places, proof.why])
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_text(json.dumps({"people": [json.loads(each) for each in people], "proofs": lines}), "utf-8")
    unfinished.replace(path)


def _data(person: Response) -> dict[str, Any]:
    return {id: [sorted(answer.yes), sorted(answer.no)] for id, answer in person.answers.items()}


def _person(data: dict[str, Any]) -> Response:
    return Response.of({id: Answer.of(yes, no) for id, (yes, no) in data.items()})
