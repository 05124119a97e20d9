"""Random rule sets and responses, for properties that must hold whatever a rule file says."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from triage.core.answers import Answer, Response
from triage.core.assessment import assess
from triage.core.conditions import All, Any, Chosen, Condition, Found, Not, questions_in
from triage.core.questionnaire import (
    URGENCIES,
    Category,
    Finding,
    Group,
    Level,
    Note,
    Option,
    Pattern,
    Question,
    Questionnaire,
    RedFlag,
    Weight,
)
from triage.core.wording import About, FirstVisit, NoMatch, SafetyNet, Wording

W = Wording.same("words")
NET = SafetyNet(W, (), W, W)
ABOUT = About(W, W, 1, (), (), (), (), W, W, NET, FirstVisit(W, (), (), (), W), NoMatch(W, (), ()))
STRENGTHS = {"strong": 7, "moderate": 4, "weak": 2}
LEVELS = (Level("strong", 14, 6, W), Level("some", 6, None, W))
GROUPS = (Group("g", 5, -6), Group("h", 7, -3))
OPTIONS = ("a", "b", "c", "d")


@st.composite
def conditions(draw, questions, findings=(), without_not=False, depth=2) -> Condition:
    """A random condition over questions and findings."""
    leaves = ["chosen"] + (["found"] if findings else [])
    branches = [] if depth == 0 else ["all", "any"] + ([] if without_not else ["not"])
    kind = draw(st.sampled_from(leaves * 2 + branches))
    if kind == "chosen":
        question = draw(st.sampled_from(questions))
        options = draw(st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=3, unique=True))
        return Chosen(question, tuple(options), draw(st.integers(1, len(options))))
    if kind == "found":
        return Found(draw(st.sampled_from(list(findings))))
    inner = conditions(questions, findings, without_not, depth - 1)
    if kind == "not":
        return Not(draw(inner))
    parts = tuple(draw(st.lists(inner, min_size=1, max_size=3)))
    return All(parts) if kind == "all" else Any(parts)


@st.composite
def questionnaires(draw) -> Questionnaire:
    """A random rule set that keeps DESIGN's rules: earlier names only, no `not` near a red flag."""
    ids = [f"q{i}" for i in range(draw(st.integers(2, 5)))]
    questions, steady, sure = [], [], []
    for i, id in enumerate(ids):
        ask_when = draw(conditions(ids[:i], without_not=True)) if i and draw(st.booleans()) else None
        skipped_means_no = draw(st.booleans())
        if ask_when is None or questions_in(ask_when) <= set(steady):  # else the loader keeps red flags away
            sure.append(id)
            if ask_when is None or skipped_means_no:
                steady.append(id)
        questions.append(
            Question(
                id=id,
                kind=draw(st.sampled_from(["one", "many"])),
                area="x",
                text=W,
                help=W,
                why=W,
                options=tuple(Option(option, W) for option in OPTIONS),
                ask_when=ask_when,
                skipped_means_no=skipped_means_no,
            )
        )
    positive, findings = [], []
    for i in range(draw(st.integers(2, 6))):
        without_not = draw(st.booleans())
        earlier = positive if without_not else [finding.id for finding in findings]
        when = draw(conditions(sure if without_not else ids, list(earlier), without_not))
        findings.append(Finding(f"f{i}", W, when, ("s",), group=draw(st.sampled_from([None, "g", "h"]))))
        if without_not:
            positive.append(f"f{i}")
    names = [finding.id for finding in findings]
    categories = tuple(
        Category(
            f"c{i}",
            W,
            W,
            W,
            W,
            W,
            (),
            (),
            (),
            (),
            (),
            draw(conditions(ids, names)),
            draw(patterns(names, f"c{i}")),
            (),
        )
        for i in range(draw(st.integers(1, 4)))
    )
    flags = tuple(
        RedFlag(f"r{i}", W, draw(conditions(sure, positive, without_not=True)), urgency, W, W, ("s",))
        for i, urgency in enumerate(draw(st.lists(st.sampled_from(URGENCIES), max_size=4)))
    )
    notes = tuple(Note(f"n{i}", W, draw(conditions(ids, names)), W, ("s",)) for i in range(2))
    elsewhere = draw(patterns(names, "e")) if draw(st.booleans()) else ()
    return Questionnaire(
        "random", "1", "2026-01-01", "2027-01-01", "nobody", STRENGTHS, LEVELS, 4, GROUPS, (), {"x": W}, ABOUT, (), (),
        tuple(questions), tuple(findings), categories, elsewhere, flags, notes,
    )  # fmt: skip


@st.composite
def patterns(draw, findings, prefix) -> tuple[Pattern, ...]:
    """One to three random patterns over the findings."""
    made = []
    for i in range(draw(st.integers(1, 3))):
        weights = []
        for finding in findings:
            role = draw(st.sampled_from([None, "for", "against"]))
            if role:
                weights.append(Weight(finding, role, draw(st.sampled_from(sorted(STRENGTHS)))))
            if draw(st.booleans()):
                weights.append(Weight(finding, "expects", draw(st.sampled_from(sorted(STRENGTHS)))))
        made.append(Pattern(f"{prefix}_p{i}", W, W, tuple(weights), ("s",)))
    return tuple(made)


@st.composite
def answers(draw, question: Question) -> Answer:
    """Any answer that a form, a case or the API can give to a question."""
    ids = [option.id for option in question.options]
    if question.kind == "one":
        chosen = draw(st.sampled_from([None, *ids]))
        return Answer() if chosen is None else question.answer(frozenset({chosen}))
    states = [draw(st.sampled_from(["yes", "no", "unknown"])) for _ in ids]
    by_state = {state: [id for id, each in zip(ids, states, strict=True) if each == state] for state in states}
    return Answer.of(by_state.get("yes", ()), by_state.get("no", ()))


@st.composite
def responses(draw, questionnaire: Questionnaire) -> Response:
    """A random response, with some questions unanswered."""
    given = {q.id: draw(answers(q)) for q in questionnaire.questions if draw(st.integers(0, 4))}
    return Response.of(given)


@st.composite
def files_and_responses(draw) -> tuple[Questionnaire, Response]:
    """A random rule set with a random response to it."""
    questionnaire = draw(questionnaires())
    return questionnaire, draw(responses(questionnaire))


def reversed_file(questionnaire: Questionnaire) -> Questionnaire:
    """The same rules with everything in another order that no reference forbids."""
    return replace(
        questionnaire,
        groups=questionnaire.groups[::-1],
        strengths=dict(reversed(questionnaire.strengths.items())),
        questions=tuple(replace(q, options=q.options[::-1]) for q in questionnaire.questions),
        categories=tuple(
            replace(
                c,
                patterns=tuple(replace(p, weights=p.weights[::-1]) for p in c.patterns[::-1]),
            )
            for c in questionnaire.categories[::-1]
        ),
        elsewhere=questionnaire.elsewhere[::-1],
        red_flags=questionnaire.red_flags[::-1],
        notes=questionnaire.notes[::-1],
    )


def urgency(questionnaire: Questionnaire, response: Response) -> int:
    """The place of a response's urgency among URGENCIES, -1 without a red flag."""
    reached = assess(questionnaire, response).urgency
    return -1 if reached is None else URGENCIES.index(reached)
