"""The glossary: one page of words, and a link where a page first uses one in running text."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from tests.pictures import PICTURES
from tests.web.pages import NAMESPACE, Visitor, text_of, token_in
from triage.core.word_finder import Phrases
from triage.core.wording import Term, Wording
from triage.web.components import details
from triage.web.glossary import marked, with_links

CK = Term("ck", "CK", ("CK test",), Wording.same("A blood test."), ("book",))
CORD = Term("cord", "spinal cord", ("spinal",), Wording.same("Nerves in the back."), ("book",))
WORDS = Phrases((form, term.id) for term in (CK, CORD) for form in term.forms)
NOT_RUNNING = {f"{NAMESPACE}{name}" for name in ("a", "button", "form", "label", "legend", "summary", "svg", "th")}
HEADINGS = {f"{NAMESPACE}h{level}" for level in range(1, 7)}


def link(word, id):
    return f'<a class="guide-word" href="/w#{id}">{word}</a>'


def page_of(*texts):
    """What stands on a page of these texts; a list of texts is folded away."""
    parts = [
        details("More", html=Markup().join(marked(each, WORDS) for each in text))
        if isinstance(text, list)
        else marked(text, WORDS)
        for text in texts
    ]
    return str(with_links("|".join(parts), "/w")).split("|")


def test_the_first_use_of_a_word_is_linked_and_no_other():
    assert page_of("CK and CK", "CK") == [f"{link('CK', 'ck')} and CK", "CK"]


def test_another_form_of_a_word_counts_as_its_use():
    assert page_of("a CK test", "CK") == [f"a {link('CK test', 'ck')}", "CK"]


def test_the_longest_form_is_linked_and_nothing_inside_it():
    assert page_of("the Spinal cord", "spinal") == [f"the {link('Spinal cord', 'cord')}", "spinal"]


def test_a_text_is_escaped_and_its_words_are_linked_all_the_same():
    assert page_of("<b>CK</b> & spinal") == [f"&lt;b&gt;{link('CK', 'ck')}&lt;/b&gt; &amp; {link('spinal', 'cord')}"]
    assert page_of(Markup("CK &amp; CK")) == [f"{link('CK', 'ck')} &amp; CK"]


def test_what_stands_open_is_linked_before_what_is_folded_away():
    more, last = page_of(["CK, spinal"], "CK")
    assert f"CK, {link('spinal', 'cord')}" in more and last == link("CK", "ck")


def test_what_comes_opened_counts_as_open():
    page = with_links(details("More", html=marked("CK", WORDS), opened=True) + marked("CK", WORDS), "/w")
    assert link("CK", "ck") in page and page.endswith("</details>CK")


def test_marks_that_somebody_types_make_no_link_and_break_no_page(visitor):
    token = token_in(visitor.get("/resume").one("form", class_="guide-resume"))
    for code in ("<word ck>CK</word>", '"<folded>', "&lt;word ck>CK</word>"):
        page = visitor.post("/resume", {"code": code, "csrf_token": token}, 404)
        assert page.one("input", id="code").get("value") == code and page.all("a", class_="guide-word") == []


@pytest.mark.parametrize(
    "url", ["/", "/about", "/help-now", "/learn/myopathies", "/rules/findings", "/rules/groups", "/check", "/result"]
)
def test_words_are_linked_in_running_text_alone(visitor, url):
    visitor.answer(PICTURES["myopathies"])
    page = visitor.get(url)
    inside = []

    def walk(element, around):
        if element.get("class") == "guide-word":
            inside.append(around)
        no_text = element.tag in NOT_RUNNING | HEADINGS or "nhsuk-u-visually-hidden" in element.get("class", "")
        for child in element:
            walk(child, [*around, element.tag] if no_text else around)

    walk(page.one("main"), [])
    assert inside == [[]] * len(page.all("a", class_="guide-word"))


def test_the_page_of_words_lists_each_by_the_alphabet_with_its_meaning_and_source(visitor, rules):
    page = visitor.get("/learn/words")
    assert page.heading == "Words explained"
    shown = [text_of(term).split(" also:")[0] for term in page.all("dt")]
    assert shown == sorted((term.term for term in rules.glossary), key=str.casefold)
    for term in rules.glossary:
        entry = page.one("div", id=term.id)
        assert term.means.self_ in text_of(entry)
        assert {a.get("href") for a in entry.iter(f"{NAMESPACE}a")} == {rules.source(id).url for id in term.source}
    assert page.all("a", class_="guide-word") == []


def test_learn_and_every_foot_but_that_of_a_question_lead_to_the_page_of_words(visitor):
    for url in ("/", "/learn", "/look"):
        assert visitor.get(url).all("a", href="/learn/words"), url
    assert not visitor.get("/question/who").all("a", href="/learn/words")


@pytest.mark.parametrize("url", ["/", "/about", "/learn/myopathies", "/rules", "/help-now", "/result"])
def test_each_word_is_linked_once_on_a_page_to_an_entry_that_is_there(visitor, rules, url):
    visitor.answer(PICTURES["myopathies"])
    links = [a.get("href") for a in visitor.get(url).all("a", class_="guide-word")]
    assert len(links) == len(set(links))
    assert {address.removeprefix("/learn/words#") for address in links} <= {term.id for term in rules.glossary}
    if url in ("/learn/myopathies", "/result"):
        assert "/learn/words#ck" in links and "/learn/words#neurologist" in links


def test_a_question_explains_its_words_beside_the_form_and_links_none_in_it(visitor, rules):
    visitor.answer(PICTURES["myopathies"])
    page = visitor.get("/question/before")
    form = page.one("form", class_="guide-question")
    assert not list(form.iter(f"{NAMESPACE}a"))
    statin = next(term for term in rules.glossary if term.id == "statin")
    assert statin.means.self_ in page.main and "Words on this page" in page.main
    assert "Words on this page" not in visitor.get("/question/who").main


def test_the_summary_for_the_doctor_links_no_words(visitor):
    visitor.answer(PICTURES["myopathies"])
    assert visitor.get("/summary").all("a", class_="guide-word") == []


def test_rules_without_a_glossary_have_no_such_page_and_no_link_to_it(houseplant_app):
    visitor = Visitor(houseplant_app.test_client())
    visitor.get("/learn/words", 404)
    assert visitor.get("/learn").all("a", href="/learn/words") == []
