"""The glossary: one page of words, and a link where a page first uses one in running text."""

from __future__ import annotations

import pytest

from tests.pictures import PICTURES
from tests.web.pages import NAMESPACE, Visitor, text_of
from triage.core.wording import Term, Wording
from triage.web.glossary import linked

CK = Term("ck", "CK", ("CK test",), Wording.same("A blood test."), ("book",))
CORD = Term("cord", "spinal cord", ("spinal",), Wording.same("Nerves in the back."), ("book",))
GLOSSARY = (CK, CORD)


def link(word, id):
    return f'<a class="guide-word" href="/w#{id}">{word}</a>'


def in_main(html):
    return linked(f"<main>{html}</main>", GLOSSARY, "/w").removeprefix("<main>").removesuffix("</main>")


def test_the_first_use_of_a_word_is_linked_and_no_other():
    assert in_main("<p>CK and CK</p><p>CK</p>") == f"<p>{link('CK', 'ck')} and CK</p><p>CK</p>"


def test_another_form_of_a_word_counts_as_its_use():
    assert in_main("<p>a CK test</p><p>CK</p>") == f"<p>a {link('CK test', 'ck')}</p><p>CK</p>"


def test_the_longest_form_is_linked_and_nothing_inside_it():
    assert in_main("<p>the Spinal cord</p><p>spinal</p>") == f"<p>the {link('Spinal cord', 'cord')}</p><p>spinal</p>"


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/x">CK</a>',
        "<h2>CK</h2>",
        "<button>CK</button>",
        "<fieldset><legend>CK</legend></fieldset>",
        "<label>CK</label>",
        "<details><summary><span>CK</span></summary></details>",
        "<form><p>CK</p></form>",
        "<table><tr><th>CK</th></tr></table>",
        "<textarea>CK</textarea>",
        '<span class="nhsuk-u-visually-hidden">CK</span>',
        '<p title="CK">nothing</p>',
        "<!-- CK --><p>nothing</p>",
    ],
)
def test_nothing_is_linked_inside_what_is_not_running_text(html):
    assert in_main(html) == html
    assert in_main(html + "<p>CK</p>") == html + f"<p>{link('CK', 'ck')}</p>"


def test_nothing_is_linked_outside_the_main_part():
    html = "<header><p>CK</p></header><main><p>no</p></main><footer><p>CK</p></footer>"
    assert linked(html, GLOSSARY, "/w") == html


def test_what_stands_open_is_linked_before_what_is_folded_away():
    folded = "<details><summary>More</summary><p>CK, spinal</p></details>"
    expected = f"<details><summary>More</summary><p>CK, {link('spinal', 'cord')}</p></details><p>{link('CK', 'ck')}</p>"
    assert in_main(folded + "<p>CK</p>") == expected
    opened = folded.replace("<details>", "<details open>")
    assert in_main(opened + "<p>CK</p>").endswith("<p>CK</p>")


def test_a_list_without_end_tags_is_no_obstacle():
    assert in_main("<ul><li><h3>CK</h3><li>CK</ul><p>spinal") == (
        f"<ul><li><h3>CK</h3><li>{link('CK', 'ck')}</ul><p>{link('spinal', 'cord')}"
    )


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


def test_learn_and_every_foot_lead_to_the_page_of_words(visitor):
    for url in ("/", "/learn", "/question/who"):
        assert visitor.get(url).all("a", href="/learn/words"), url


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
