"""No bytes make the check of a rule file crash, hang or fill the memory: random ones, odd ones, and torn rule files."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import HOUSEPLANT
from tests.rule_texts import as_one
from triage.bench.check.lint import lint_loaded
from triage.rule_files.load import examine
from triage.rule_files.yaml_reader import MOST_BYTES, MOST_DEPTH
from triage.settings import RULES

pytestmark = pytest.mark.slow

PLANT = HOUSEPLANT.read_bytes()
SHIPPED = as_one(RULES).encode()
WORDS = [
    "questions",
    "id",
    "options",
    "when",
    "all",
    "any",
    "not",
    "finding",
    "leaves",
    "yellow",
    "sources",
    "- ",
    ": ",
]
SIGNS = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "-",
    "\n",
    "\n  ",
    '"',
    "'",
    "&a",
    "*a",
    "!!",
    "|",
    ">-",
    "#",
    "?",
    "%",
    "@",
    "\t",
]


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz") / "rules.yaml"


def check(draft, content):
    """Check a file with these bytes as the command does; every diagnostic must stand in the file and say what to do."""
    draft.write_bytes(content)
    loaded = examine(draft, today="2026-11-21")
    found = [*loaded.diagnostics]
    if loaded.questionnaire is not None:
        found += lint_loaded(loaded)
    assert (loaded.questionnaire is None) == any(each.is_error for each in found)
    most = len(content.decode("utf-8", "replace").splitlines()) + 1
    for each in found:
        assert 1 <= each.line <= most and each.column >= 1 and each.message and each.hint
        assert str(each).startswith(f"{draft}:{each.line}:")
    return found


@given(content=st.binary(max_size=2000))
def test_random_bytes(draft, content):
    assert check(draft, content)


@given(words=st.lists(st.sampled_from([*WORDS, *SIGNS]) | st.text(max_size=6), max_size=80))
def test_text_that_looks_like_yaml(draft, words):
    assert check(draft, "".join(words).encode("utf-8", "surrogatepass"))


def torn(good: bytes) -> st.SearchStrategy[bytes]:
    """A file with lines cut, doubled, swapped or indented, or with bytes spliced into it, a few times over."""
    at = st.integers(0, max(good.count(b"\n"), 1))
    line = st.tuples(st.sampled_from(["cut", "double", "swap", "indent"]), at, at)
    splice = st.tuples(st.just("splice"), st.integers(0, len(good)), st.binary(max_size=6) | signs())
    return st.lists(line | splice, min_size=1, max_size=4).map(lambda changes: _changed(good, changes))


def signs() -> st.SearchStrategy[bytes]:
    return st.sampled_from(SIGNS).map(str.encode)


def _changed(content: bytes, changes) -> bytes:
    for how, first, second in changes:
        if how == "splice":
            content = content[:first] + second + content[first + len(second) :]
            continue
        lines = content.split(b"\n")
        a, b = first % len(lines), second % len(lines)
        if how == "cut":
            del lines[a]
        elif how == "double":
            lines.insert(b, lines[a])
        elif how == "swap":
            lines[a], lines[b] = lines[b], lines[a]
        else:
            lines[a] = b"  " + lines[a]
        content = b"\n".join(lines)
    return content


@given(content=torn(PLANT))
def test_the_tiny_rule_set_torn(draft, content):
    check(draft, content)


@pytest.mark.slow
@settings(max_examples=40)
@given(content=torn(SHIPPED))
def test_the_shipped_file_torn(draft, content):
    check(draft, content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"notes: " + b"[" * 100_000, "R005"),
        (b"a: " * 100_000, "R002"),
        (b"{a: " * 100_000, "R005"),
        (b"".join(b" " * i + b"a:\n" for i in range(2_000)), "R005"),
        (b"? " * 100_000, "R003"),
        (b"a: &a [x]\nb: [" + b"*a," * 100_000 + b"]", "R003"),
        (b"ruleset: " + b"x" * (MOST_BYTES + 1), "R005"),
        (b"\xff\xfe" + "ruleset: x".encode("utf-16-le"), "R001"),
        ("ruleset: x".encode("utf-16"), "R001"),
        (b"ruleset: a\x00b", "R009"),
        (b"ruleset: \xed\xa0\x80", "R001"),
        (b"ruleset: x\x1b[2J", "R009"),
        (b"", "R013"),
        (b"%YAML 9.9\n---\na: b", "R002"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:12]),
)
def test_a_file_of_an_odd_kind_is_refused_in_words(draft, content, code):
    assert code in {each.code for each in check(draft, content)}


def test_a_byte_order_mark_is_no_fault(draft):
    assert check(draft, b"\xef\xbb\xbf" + PLANT) == []


@pytest.mark.parametrize(
    "content",
    [
        b"ruleset: " + b"x" * 1_000_000,
        b"ruleset: " + b"9" * 1_000_000,
        b"close: -" + b"9" * 1_000_000,
        b"".join(b"k%d: v\n" % i for i in range(20_000)),
        b"questions: [" + b"x, " * 50_000 + b"]",
        b"x: " + b"[" * MOST_DEPTH + b"]" * MOST_DEPTH,
        b"- a\n" * 50_000,
    ],
    ids=["long word", "long number", "long negative number", "many keys", "many entries", "deep", "many lines"],
)
def test_a_large_file_takes_no_more_memory_than_its_size_allows(draft, content):
    tracemalloc.start()
    try:
        assert check(draft, content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000 + 1_000 * len(content)
