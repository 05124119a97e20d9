"""Fields: what each thing of a rule file consists of, in words, and which of it can decide a result."""

from __future__ import annotations

Field = tuple[str, str, bool]
"""A field, its words, and whether it decides."""

QUESTION: tuple[Field, ...] = (
    ("kind", "kind", True),
    ("ask_when", "asked when", True),
    ("skipped_means_no", "skipped means no", True),
    ("not_sure_means", "not sure means", True),
    ("text", "text", False),
    ("help", "help", False),
    ("why", "why", False),
    ("none", "words for none of these", False),
    ("area", "area", False),
    ("summary", "in the summary", False),
)
OPTION: tuple[Field, ...] = (
    ("text", "text", False),
    ("wording", "changes the wording alone", False),
    ("clues", "clues of coded cases", False),
    ("excludes", "cannot be with", False),
    ("offered_when", "offered when", True),
)
FINDING: tuple[Field, ...] = (
    ("when", "when", True),
    ("group", "group", True),
    ("text", "text", False),
    ("term", "term", False),
    ("codes", "codes", False),
    ("source", "sources", False),
)
PATTERN: tuple[Field, ...] = (
    ("needs", "needs", True),
    ("text", "text", False),
    ("picture", "picture", False),
    ("typical_of", "typical of", False),
    ("named_when", "can be named when", False),
    ("ask", "what to ask", False),
    ("source", "sources", False),
)
CATEGORY: tuple[Field, ...] = (
    ("needs", "needs", True),
    ("text", "text", False),
    ("involves", "involves", False),
    ("plain", "in plain words", False),
    ("causes", "causes", False),
    ("treatment", "treatment", False),
    ("see", "whom to see", False),
    ("tests", "tests", False),
    ("bring", "what to bring", False),
    ("ask", "what to ask", False),
    ("look_alikes", "look-alikes", False),
    ("source", "sources", False),
)
RED_FLAG: tuple[Field, ...] = (
    ("when", "when", True),
    ("urgency", "urgency", True),
    ("text", "text", False),
    ("say", "what to do", False),
    ("because", "why", False),
    ("source", "sources", False),
)
NOTE: tuple[Field, ...] = (
    ("when", "when", False),
    ("category", "group", False),
    ("first", "stands first", False),
    ("calms", "stands with the name of its group", False),
    ("text", "text", False),
    ("say", "advice", False),
    ("source", "sources", False),
)
LEVEL: tuple[Field, ...] = (("from_points", "from points", True), ("lead", "lead", True), ("text", "text", False))
GROUP: tuple[Field, ...] = (("most", "most points", True), ("least", "least points", True))
SOURCE: tuple[Field, ...] = (("kind", "kind", False), ("text", "text", False), ("url", "address", False))
NUMBER: tuple[Field, ...] = (("name", "name", False), ("number", "number", False))
HEADER: tuple[Field, ...] = (
    ("ruleset", "rule set", False),
    ("version", "version", False),
    ("reviewed", "reviewed", False),
    ("review_due", "review due", False),
    ("reviewed_by", "reviewed by", False),
    ("treatable_first", "order of groups that look alike", False),
)
