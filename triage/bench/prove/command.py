"""`triage check --prove`: prove a rule file, show how it went, and print witnesses in plain words."""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TextIO

from triage.bench.prove import proof_cache
from triage.bench.prove.claims import Disagreement, Proof, Tell, Verdict
from triage.bench.prove.prover import KINDS, Prover
from triage.bench.prove.smt_solver import Missing, z3
from triage.bench.prove.witnesses import in_words
from triage.core.answers import Response
from triage.core.questionnaire import Questionnaire
from triage.rule_files.diagnostics import RuleFileError, suggestion
from triage.rule_files.worked_cases import cases_beside, load_cases

SAY_EVERY = 2.0
"""Seconds between two lines of progress where no terminal is watching."""


def add_prove(check: argparse.ArgumentParser) -> None:
    """Add the options to the parser of `check`."""
    check.add_argument(
        "--prove",
        action="store_true",
        help="prove the promises over all responses, and that everything in the file can matter",
    )
    check.add_argument(
        "--witness",
        metavar="ID",
        help="with the proofs, print a person for a question, option (question.option), finding, pattern, "
        "category, red flag or note",
    )
    check.add_argument("--no-cache", action="store_true", help="prove again what is proved already")


def wanted(options: argparse.Namespace) -> bool:
    """Whether the options ask for proofs."""
    return bool(options.prove or options.witness)


def prove(options: argparse.Namespace, questionnaire: Questionnaire | None) -> int:
    """Prove a file as the options ask. Returns the exit code: 1 for a failed proof, 2 without the solver."""
    if questionnaire is None:
        print(f"{options.file}: mend the errors first; a file with errors cannot be proved", file=sys.stderr)
        return 1
    started = time.monotonic()
    try:
        z3()
        proofs, kept = _proofs(questionnaire, options.file, options.no_cache)
    except Missing as error:
        print(error, file=sys.stderr)
        return 2
    except Disagreement as error:
        print(f"{options.file}: the proofs cannot be trusted: {error}. Please report this.", file=sys.stderr)
        return 1
    if options.witness is not None:
        return _print_witness(questionnaire, proofs, options.witness)
    failed = [proof for proof in proofs if proof.failed]
    print("\n".join(_report(proofs)))
    for proof in failed:
        print(f"\n{in_words(questionnaire, proof)}")
    took = "as proved before" if kept else f"in {time.monotonic() - started:.1f} s"
    print(f"\n{options.file}: {len(failed)} of {len(proofs)} claims failed, {took}")
    return 1 if failed else 0


def _proofs(questionnaire: Questionnaire, file: Path, anew: bool) -> tuple[tuple[Proof, ...], bool]:
    """Return the proofs, and whether they were kept from another time."""
    place = proof_cache.kept_at(questionnaire.digest)
    kept = None if anew or place is None else proof_cache.read(place, KINDS)
    if kept is not None:
        return kept, True
    tell, done = _progress(sys.stderr)
    try:
        proofs = Prover(questionnaire, _people(questionnaire, file), tell).proofs()
    finally:
        done()
    if place is not None:
        with contextlib.suppress(OSError):
            proof_cache.keep(place, proofs)
    return proofs, False


def _people(questionnaire: Questionnaire, file: Path) -> Iterable[Response]:
    """The people of the worked cases, where there are cases that fit the file."""
    try:
        return [case.response for case in load_cases(cases_beside(file), questionnaire)]
    except RuleFileError:
        return []


def _report(proofs: Sequence[Proof]) -> list[str]:
    lines = []
    for kind in KINDS:
        mine = [proof for proof in proofs if proof.kind is kind]
        held = [proof for proof in mine if proof.verdict is Verdict.PROVED]
        mark = "ok  " if len(held) == len(mine) else "FAIL" if kind.required else "note"
        why = "".join(f": {proof.why}" for proof in mine if proof.why)
        lines.append(f"{mark} {len(held):>4} of {len(mine):<4} {kind.noun} {kind.says}{why}")
        if not kind.required:
            lines += (f"                  never: {proof.id}" for proof in mine if proof not in held)
    return lines


def _print_witness(questionnaire: Questionnaire, proofs: Sequence[Proof], id: str) -> int:
    found = [proof for proof in proofs if proof.id == id]
    found = found or [proof for proof in proofs if proof.id.endswith(f".{id}")]
    if not found:
        print(f"nothing is named `{id}`: {suggestion(id, (proof.id for proof in proofs))}", file=sys.stderr)
        return 1
    print("\n\n".join(in_words(questionnaire, proof) for proof in found))
    return 1 if any(proof.failed for proof in found) else 0


def _progress(stream: TextIO) -> tuple[Tell, Callable[[], None]]:
    """Return a function that shows how far the proofs are, and one that clears the line: one line on a terminal."""
    watched, said = stream.isatty(), time.monotonic()

    def tell(what: str, done: int, of: int) -> None:
        nonlocal said
        if watched:
            print(f"\r\033[K{what}: {done} of {of}", end="", file=stream, flush=True)
        elif time.monotonic() - said >= SAY_EVERY:
            said = time.monotonic()
            print(f"{what}: {done} of {of}", file=stream, flush=True)

    def clear() -> None:
        if watched:
            print("\r\033[K", end="", file=stream, flush=True)

    return tell, clear
