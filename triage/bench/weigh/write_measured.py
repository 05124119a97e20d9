"""Writing `measured.yaml`: where each strength comes from, beside the rules, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from triage.bench.weigh.coded_matrix import CodedMatrix, Name
from triage.bench.weigh.evidence import Evidence
from triage.bench.weigh.judged import Judged

HEAD = """\
# Made by `triage weigh` with `--write`; do not edit. It decides nothing: strengths count by their words in the rules.
# `judged` is the word that judgement gave a strength before it was measured; where it is missing, the word is judged.
# `cases` stand behind it; `here` and `others`: the finding was told in so many of the cases of this picture, of others.
"""


def as_yaml(matrix: CodedMatrix, judged: Judged, words: Mapping[Name, str], behind: Sequence[Evidence]) -> str:
    """Return the file's text for strengths that have these words now."""
    return HEAD + "\n".join(_lines(matrix, judged, words, behind)) + "\n"


def _lines(matrix: CodedMatrix, judged: Judged, words: Mapping[Name, str], behind: Sequence[Evidence]) -> Iterator[str]:
    word = {points: word for word, points in matrix.questionnaire.strengths.items()}
    yield f"ruleset: {matrix.questionnaire.ruleset}"
    some, close = judged.thresholds.some, judged.thresholds.close
    yield f"judged: {{some: {some}, close: {close}, strong: {judged.strong}, lead: {judged.lead}}}"
    yield "strengths:"
    rows = {row.name: (int(points), each) for row, points, each in zip(matrix.rows, judged.points, behind, strict=True)}
    for pattern in sorted({name[0] for name in rows}):
        yield f"  {pattern}:"
        for name in sorted(name for name in rows if name[0] == pattern):
            points, each = rows[name]
            was = f"judged: {word[points]}, " if each.can_tell else ""
            yield (
                f"    {name[1]} {name[2]}: {{word: {words[name]}, {was}cases: {each.cases}, "
                f"here: [{each.seen}, {each.pictured}], others: [{each.elsewhere}, {each.others}]}}"
            )
