"""Codes: those of a rule file that are no term of the Human Phenotype Ontology, or a term no more."""

from __future__ import annotations

from collections.abc import Iterator

from triage.core.questionnaire import Questionnaire
from triage.rule_files.document import Document, Place
from triage.rule_files.hpo_terms import named_codes, release, replaced_by, term_name, with_name


def report_codes(document: Document, questionnaire: Questionnaire) -> None:
    """Add R223 to a document that a questionnaire was built from."""
    for place, code, words in _codes(questionnaire):
        new = replaced_by(code)
        if new is not None:
            message = f"`{code}` is a former code of HPO: the term is now `{with_name(new)}`"
            document.report("R223", place, message, f"write {new}")
        elif term_name(code) is None:
            same = [with_name(each) for word in words for each in named_codes(word)]
            hint = f"did you mean `{same[0]}`?" if same else "look the term up at https://hpo.jax.org"
            document.report("R223", place, f"`{code}` is no term of HPO, release {release()}", hint)


def _codes(questionnaire: Questionnaire) -> Iterator[tuple[Place, str, tuple[str, ...]]]:
    """Every code with its place and the words that it stands beside."""
    for i, question in enumerate(questionnaire.questions):
        for j, option in enumerate(question.options):
            for key, codes in (("codes", option.clues.codes), ("all_codes", option.clues.all_codes)):
                for k, code in enumerate(codes):
                    yield ("questions", i, "options", j, key, k), code, (option.text.self_,)
    for i, finding in enumerate(questionnaire.findings):
        for k, code in enumerate(finding.codes):
            yield ("findings", i, "codes", k), code, (finding.term, finding.text.self_)
