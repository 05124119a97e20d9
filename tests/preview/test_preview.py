"""A draft is shown as pages while it is written: marked, followed as it is saved, and never with errors in it."""

from __future__ import annotations

import datetime
import io
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.conftest import HOUSEPLANT, KEY
from tests.rule_texts import in_parts, written
from tests.web.pages import NAMESPACE, Visitor, text_of, token_in
from triage.cli import main
from triage.preview.command import preview_app
from triage.rule_files.diagnostics import Diagnostic, visible
from triage.settings import RULES, Settings, new_key
from triage.web.app import create_app
from triage.web.visit import DraftView, site

pytestmark = pytest.mark.slow

GOOD = HOUSEPLANT.read_text(encoding="utf-8")
NEW = GOOD.replace("title: Houseplant guide", "title: Balcony guide")
BROKEN = (
    NEW.replace("kind: many", "kind: lots").replace("{soil: [wet]}", "{soyl: [wet]}").replace("area: leaf", "area: lef")
)
FAULTS = [
    (47, "R013", "cannot be lots", "kind: lots"),
    (48, "R012", "No area is named lef", "area: lef"),
    (71, "R012", "No question is named soyl", "soyl"),
]
CASE = """\
category: too_wet
cases:
  - id: a_wet_fern
    name: A fern stands in water
    story: My fern has yellow leaves.
    answers: {owner: [mine], leaves: [yellow], soil: [wet]}
    expects: {best: [too_wet], urgency: none}
    teaches: Too much water makes leaves yellow.
    source: [book]
"""
LINK = """\
- id: ferns
  title: All about ferns
  publisher: Fern press
  url: https://example.org/ferns
  section: Start Here
  audience: everyone
  format: page
  categories: [too_wet]
  confidence: high
  link_kind: direct
  on_topic_page: false
  address: seen
"""


def save(file, text):
    """Save as many editors do: a new file that takes the name of the old one."""
    other = file.with_name("saving~")
    other.write_text(text, encoding="utf-8")
    other.replace(file)


@pytest.fixture
def draft(tmp_path):
    """A draft in a folder of its own."""
    folder = tmp_path / "desk"
    folder.mkdir()
    file = folder / "draft.yaml"
    save(file, GOOD)
    return file


@pytest.fixture
def shipped(tmp_path):
    """Shipped rules with a link and a worked case."""
    folder = tmp_path / "shipped"
    (folder / "cases").mkdir(parents=True)
    save(folder / "rules.yaml", GOOD.replace("title: Houseplant guide", "title: Shipped guide"))
    save(folder / "resources.yaml", LINK)
    save(folder / "cases" / "wet.yaml", CASE)
    return folder / "rules.yaml"


@pytest.fixture
def preview(tmp_path):
    """Return a function that opens a browser on the preview of a draft."""

    def open_(file, shipped=HOUSEPLANT):
        app, _draft = preview_app(file, shipped, tmp_path, tmp_path / "key")
        app.testing = True
        return Visitor(app.test_client())

    return open_


def walk(visitor):
    """Answer every question: yellow leaves, wet soil."""
    visitor.get("/question/owner")
    for choice in ("mine", "yellow", "wet"):
        visitor.submit(choice)
    assert visitor.page.url.endswith("/check")


def band(page):
    return page.one("aside", class_="guide-draft")


def listed(page, word):
    """The faults under the closed part whose summary holds a word, one text each."""
    parts = [d for d in page.all("details", class_="guide-draft-faults") if word in text_of(next(iter(d)))]
    assert len(parts) <= 1
    assert all(part.get("open") is None for part in parts)
    return [text_of(item) for part in parts for item in part.iter(NAMESPACE + "li")]


def test_the_real_site_shows_no_band(visitor):
    assert visitor.get("/").all("aside", class_="guide-draft") == []


def test_every_page_says_that_it_is_a_draft_and_so_do_error_pages(draft, preview):
    visitor = preview(draft)
    walk(visitor)
    urls = [
        "/",
        "/question/leaves",
        "/check",
        "/result",
        "/learn",
        "/learn/too_wet",
        "/learn/cases",
        "/rules",
        "/about",
    ]
    pages = [visitor.get(url) for url in [*urls, "/save", "/resume", "/summary"]]
    pages += [visitor.get(url, expect=404) for url in ("/nowhere", "/question/nobody", "/static/nothing.css")]
    pages.append(visitor.post("/clear", {}, expect=400))
    for page in pages:
        assert text_of(band(page)).startswith("DRAFT") and str(draft) in text_of(band(page)), page.url
        assert text_of(page.one("title")).startswith("DRAFT"), page.url


def test_a_draft_without_faults_is_shown_and_said_to_have_none(draft, preview):
    page = preview(draft).get("/")
    assert page.heading == "Houseplant guide"
    assert "It has no errors and no warnings." in text_of(band(page))
    assert page.all("details", class_="guide-draft-faults") == []


def test_a_change_shows_on_the_next_page(draft, preview):
    visitor = preview(draft)
    visitor.get("/")
    save(draft, NEW)
    assert visitor.get("/").heading == "Balcony guide"


def test_files_are_read_again_only_when_one_has_changed(draft, preview, monkeypatch):
    import triage.preview.draft as module

    readings = []
    examine = module.examine
    monkeypatch.setattr(module, "examine", lambda *args: readings.append(args) or examine(*args))
    visitor = preview(draft)
    before = len(readings)
    for _ in range(5):
        visitor.get("/")
    assert len(readings) == before
    save(draft, NEW)
    for _ in range(5):
        visitor.get("/")
    assert len(readings) == before + 1


def test_a_draft_may_be_a_folder_and_a_change_of_any_part_shows_on_the_next_page(draft, preview, shipped):
    folder = written(in_parts(GOOD), draft.parent / "plants")
    visitor = preview(folder, shipped)
    assert visitor.get("/learn/cases").one("h1") is not None  # the shipped cases are borrowed
    save(folder / "texts.yaml", in_parts(NEW)["texts"])
    assert "Balcony guide" in visitor.get("/").text
    save(folder / "questions.yaml", in_parts(BROKEN)["questions"])
    page = visitor.get("/")
    assert "Balcony guide" in page.text
    assert f"{folder / 'questions.yaml'}:14:" in listed(page, "error")[0]
    save(folder / "questions.yaml", in_parts(GOOD)["questions"])
    save(folder / ".questions.yaml", "half [")
    assert listed(visitor.get("/"), "error") == []


def test_a_draft_with_errors_leaves_the_last_version_without_and_lists_every_error(draft, preview):
    moment = datetime.datetime(2026, 11, 20, 9, 8, 7)
    os.utime(draft, (moment.timestamp(), moment.timestamp()))
    visitor = preview(draft)
    save(draft, BROKEN)
    for url, status in (("/", 200), ("/learn", 200), ("/nowhere", 404)):
        page = visitor.get(url, expect=status)
        words = text_of(band(page))
        assert "The draft has 3 errors." in words
        assert "The pages show the last version without errors, of 09:08:07 on 20 November 2026." in words
        faults = listed(page, "Show the 3 errors")
        for fault, (line, code, said, quoted) in zip(faults, FAULTS, strict=True):
            assert fault.startswith(f"{draft}:{line}:")
            assert code in fault and said in fault and quoted in fault and "Hint:" in fault
    assert visitor.get("/").heading == "Houseplant guide"


def test_a_mended_draft_is_shown_again(draft, preview):
    visitor = preview(draft)
    save(draft, BROKEN)
    visitor.get("/")
    save(draft, NEW)
    page = visitor.get("/")
    assert page.heading == "Balcony guide"
    assert "no errors" in text_of(band(page))


@pytest.mark.parametrize("content", [BROKEN.encode(), b"\xff\xfe nothing to read", b"a: [", b""])
def test_a_draft_that_has_errors_at_the_start_shows_the_shipped_rules_until_it_is_mended(
    draft, preview, shipped, content
):
    draft.write_bytes(content)
    visitor = preview(draft, shipped)
    page = visitor.get("/")
    assert page.heading == "Shipped guide"
    assert "Until all are mended, the pages show the shipped rules, not yours." in text_of(band(page))
    assert listed(page, "error")
    save(draft, NEW)
    page = visitor.get("/")
    assert page.heading == "Balcony guide"
    assert "as saved at" in text_of(band(page))


def test_a_file_that_is_away_is_said_and_the_last_version_stays(draft, preview):
    visitor = preview(draft)
    draft.rename(draft.with_name("elsewhere.yaml"))
    page = visitor.get("/")
    assert page.heading == "Houseplant guide"
    assert "cannot be read: no such file" in listed(page, "error")[0]
    save(draft, NEW)
    assert visitor.get("/").heading == "Balcony guide"


def test_warnings_stand_apart_from_errors_and_keep_nothing_from_being_shown(draft, preview):
    visitor = preview(draft)
    unread = NEW.replace("      - {id: smoke,", "      - {id: sticky, text: they stick}\n      - {id: smoke,")
    save(draft, unread.replace("review_due: 2036-11-21", "review_due: 2026-11-20"))
    page = visitor.get("/")
    assert page.heading == "Balcony guide"
    found = listed(page, "warning")
    assert len(found) == 2 and listed(page, "error") == []
    assert "R102" in found[0] and "R201" in found[1] and "sticky" in found[1]
    save(draft, unread.replace("review_due: 2036-11-21", "review_due: 2026-11-20").replace("area: soil", "area: sol"))
    assert len(listed(visitor.get("/"), "error")) == 1


@pytest.mark.parametrize(
    ("name", "sound", "broken", "said"),
    [
        ("cases/wet.yaml", CASE, CASE.replace("[wet]", "[wett]"), "has no option wett"),
        ("resources.yaml", LINK, LINK.replace("[too_wet]", "[too_wett]"), "No category is named too_wett"),
    ],
)
def test_links_and_cases_beside_the_draft_are_part_of_it(draft, preview, name, sound, broken, said):
    beside = draft.parent / name
    beside.parent.mkdir(exist_ok=True)
    save(beside, broken)
    save(draft, NEW)
    visitor = preview(draft)
    page = visitor.get("/")
    assert page.heading == "Houseplant guide"
    assert str(beside) in listed(page, "error")[0] and said in listed(page, "error")[0]
    save(beside, sound)
    page = visitor.get("/")
    assert page.heading == "Balcony guide"
    assert "no errors" in text_of(band(page))


def test_a_new_case_shows_on_the_next_page(draft, preview):
    visitor = preview(draft)
    assert "fern" not in visitor.get("/learn/cases").main
    (draft.parent / "cases").mkdir()
    save(draft.parent / "cases" / "wet.yaml", CASE)
    assert "A fern stands in water" in visitor.get("/learn/cases").main


def test_links_and_cases_are_borrowed_from_the_shipped_rules_of_the_same_name(draft, preview, shipped):
    visitor = preview(draft, shipped)
    assert "A fern stands in water" in visitor.get("/learn/cases").main
    assert visitor.get("/learn/too_wet").all("a", href="https://example.org/ferns")


def test_rules_of_another_name_borrow_nothing(draft, preview):
    visitor = preview(draft, RULES)
    assert visitor.get("/learn/cases").all("section") == []
    assert "no errors" in text_of(band(visitor.page))


def test_what_is_borrowed_and_does_not_fit_is_left_out_and_listed(draft, preview, shipped):
    save(draft, NEW.replace("too_wet", "soaked"))
    visitor = preview(draft, shipped)
    page = visitor.get("/learn/cases")
    assert "Balcony guide" in page.text and "fern" not in page.main
    found = listed(page, "does not fit")
    assert len(found) == 3 and all("too_wet" in each for each in found)
    assert listed(page, "error") == []
    assert visitor.get("/learn/soaked").all("a", href="https://example.org/ferns") == []


def test_answers_stay_when_the_draft_changes_and_unknown_ids_do_nothing(draft, preview):
    visitor = preview(draft)
    walk(visitor)
    before = visitor.get("/check").main
    save(draft, GOOD.replace("wet, text: wet", "damp, text: damp").replace("[wet]", "[damp]"))
    assert visitor.get("/result").url == "/question/soil"
    save(draft, GOOD.replace("title: Houseplant", "title: Garden"))
    assert visitor.get("/check").main == before
    assert "Too much water" in visitor.get("/result").main


def test_its_cookies_are_its_own(draft, preview, houseplant_app):
    visitor = preview(draft)
    walk(visitor)
    own = {cookie.key for cookie in visitor.client._cookies.values()}
    assert {name.rpartition("-")[0] for name in own} == {"answers-houseplant-preview", "session-preview"}
    assert visitor.client.application.config["LOOK_COOKIE_NAME"] == "look-preview"
    real = Visitor(houseplant_app.test_client())
    walk(real)
    names = {cookie.key.rpartition("-")[0] for cookie in real.client._cookies.values()}
    assert names == {"answers-houseplant", "session"}


def test_it_leaves_the_keys_and_the_database_of_the_real_site_alone(draft, preview, tmp_path, monkeypatch):
    real = tmp_path / "real" / "answers.sqlite3"
    monkeypatch.setenv("TRIAGE_SECRET_KEYS", KEY)
    monkeypatch.setenv("TRIAGE_PRODUCTION", "1")
    monkeypatch.setenv("TRIAGE_DATABASE_URL", f"sqlite:///{real}")
    visitor = preview(draft)
    walk(visitor)
    form = visitor.get("/save").one("form", class_="guide-save")
    visitor.post("/save", {"days": "7", "csrf_token": token_in(form)})
    assert not real.parent.exists()
    assert (tmp_path / "answers.sqlite3").exists()
    keys = visitor.client.application.extensions["site"].jar.keys
    assert keys == ((tmp_path / "key").read_text().strip(),) and KEY not in keys


def test_answers_are_there_after_the_next_start(draft, preview):
    first = preview(draft)
    walk(first)
    second = preview(draft)
    for cookie in first.client._cookies.values():
        second.client.set_cookie(cookie.key, cookie.value)
    assert second.get("/check").main == first.get("/check").main


def test_it_starts_where_no_key_can_be_kept(draft, tmp_path):
    app, _draft = preview_app(draft, HOUSEPLANT, tmp_path, draft / "key")
    assert Visitor(app.test_client()).get("/").heading == "Houseplant guide"


def test_a_request_under_way_keeps_the_rules_it_began_with(draft, tmp_path):
    app, shown = preview_app(draft, HOUSEPLANT, tmp_path, tmp_path / "key")
    with app.test_request_context("/"):
        app.preprocess_request()
        before = site()
        save(draft, NEW)
        assert shown.look().site.questionnaire.about.title.self_ == "Balcony guide"
        assert site() is before


def test_many_at_once_see_whole_versions_and_in_the_end_the_newest(draft, tmp_path):
    _app, shown = preview_app(draft, HOUSEPLANT, tmp_path, tmp_path / "key")
    versions = [NEW, BROKEN, GOOD]
    seen: list[DraftView] = []
    done = threading.Event()

    def look():
        while not done.is_set():
            seen.append(shown.look())

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for text in versions * 2:
        save(draft, text)
        shown.look()
    done.set()
    for thread in threads:
        thread.join()
    assert {len(view.errors) for view in seen} <= {0, len(FAULTS)}
    assert {view.site.questionnaire.about.title.self_ for view in seen} <= {"Houseplant guide", "Balcony guide"}
    final = shown.look()
    assert final.errors == () and final.site.questionnaire.about.title.self_ == "Houseplant guide"


def test_what_a_draft_holds_is_shown_as_text(draft, preview):
    visitor = preview(draft)
    save(draft, NEW.replace("kind: many", "kind: <script>alert(1)</script>"))
    page = visitor.get("/")
    assert "<script>alert(1)</script>" in listed(page, "error")[0]
    assert page.all("script") == []


def test_the_summary_of_a_draft_says_so_on_paper(draft, preview, houseplant_app):
    visitor = preview(draft)
    walk(visitor)
    assert "DRAFT: Houseplant guide" in text_of(visitor.get("/summary").one("textarea"))
    assert (
        "DRAFT: Houseplant guide"
        in PdfReader(io.BytesIO(visitor.client.get("/summary.pdf").data)).pages[0].extract_text()
    )
    real = Visitor(houseplant_app.test_client())
    walk(real)
    assert "DRAFT" not in real.get("/summary").text


@given(line=st.text(st.characters(exclude_characters="\n\r")), column=st.integers(1, 300))
def test_an_excerpt_is_the_line_with_the_fault_in_the_middle(line, column):
    before, word, after = Diagnostic("R012", "x", 1, column, "m", "h", line).excerpt
    shown = visible(line)
    assert before.removeprefix("… ") in shown and after.removesuffix(" …") in shown and word in shown
    assert len(before) + len(word) + len(after) < 300
    if len(shown) <= 60:
        assert (before + word + after).strip() == shown.strip()


# the command


@pytest.fixture
def served(monkeypatch):
    """What the command hands to the server, with what one visitor sees."""
    calls = []

    def serve(app, host, port, *, headers):
        assert "Content-Security-Policy" in dict(headers)
        folder = Path(app.extensions["keeper"].store.database.engine.url.database).parent
        calls.append((app, host, port, folder, folder.exists(), Visitor(app.test_client()).get("/")))
        return 0

    monkeypatch.setattr("triage.server.serve", serve)
    monkeypatch.setattr("triage.preview.command.KEY_FILE", Path(os.devnull) / "key")
    return calls


def test_the_command_serves_this_computer_alone_and_leaves_nothing_behind(draft, served, capsys):
    assert main(["preview", str(draft)]) == 0
    ((_app, host, port, folder, was_there, page),) = served
    assert (host, port) == ("127.0.0.1", 8001)
    assert was_there and not folder.exists()
    assert page.heading == "Houseplant guide"
    assert capsys.readouterr().out == f"Draft {draft}: 0 errors, 0 warnings\n"


def test_the_command_starts_on_a_draft_with_errors_and_says_so(draft, served, capsys):
    save(draft, BROKEN)
    assert main(["preview", str(draft), "--host", "0.0.0.0", "--port", "8431"]) == 0
    ((_app, host, port, _folder, _there, page),) = served
    assert (host, port) == ("0.0.0.0", 8431)
    assert listed(page, "error")
    assert "3 errors, 0 warnings; the pages show the shipped rules until they are mended" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["nowhere.yaml", "."])
def test_a_draft_that_cannot_be_read_is_one_line(tmp_path, served, capsys, name):
    assert main(["preview", str(tmp_path / name)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert served == []


def test_where_the_shipped_rules_have_errors_too_there_is_nothing_to_show(draft, served, capsys, monkeypatch):
    save(draft, BROKEN)
    monkeypatch.setattr("triage.cli.RULES", draft)
    assert main(["preview", str(draft)]) == 1
    said = capsys.readouterr().err
    assert said.count("error R0") == len(FAULTS) and "no version without errors to show yet" in said
    assert served == []


def test_its_help_says_what_it_does(capsys):
    with pytest.raises(SystemExit):
        main(["preview", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert all(word in said for word in ("draft", "load a page again", "last version without", "127.0.0.1", "--port"))


def test_the_real_site_still_refuses_a_file_with_errors(draft, tmp_path):
    from triage.rule_files.diagnostics import RuleFileError

    save(draft, BROKEN)
    with pytest.raises(RuleFileError):
        create_app(Settings((new_key(),), rules=draft, database_url=f"sqlite:///{tmp_path / 'a.sqlite3'}"))
