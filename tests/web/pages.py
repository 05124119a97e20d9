"""A client for tests: every page it fetches is checked, and it walks the questionnaire as a person does."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

NAMESPACE = "{http://www.w3.org/1999/xhtml}"
OPENLY = ("/learn/compare", "/learn/cases/", "/teach/set", "/try/break")
"""What is chosen there is about nobody, and stands in the address so that it can be passed on."""
REDIRECTS = (301, 302, 303, 307, 308)
CHANCE = re.compile(r"%|\blikely\b|\bprobab|\bchances?\b|\bodds\b|\b1 in \d", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A checked page."""

    url: str
    status: int
    html: str
    root: object

    def all(self, tag: str, **attributes: str) -> list[object]:
        """Return the elements with a tag and these attributes (`class_` means one of the classes)."""
        return [element for element in self.root.iter(NAMESPACE + tag) if _has(element, attributes)]

    def one(self, tag: str, **attributes: str) -> object:
        """Return the only element with a tag and these attributes."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{self.url}: {len(found)} <{tag}> with {attributes}"
        return found[0]

    @property
    def text(self) -> str:
        """The text of the page, white space folded."""
        return text_of(self.root)

    @property
    def main(self) -> str:
        """The text of <main>."""
        return text_of(self.one("main"))

    @property
    def heading(self) -> str:
        """The text of the h1."""
        return text_of(self.one("h1"))


def text_of(element: object) -> str:
    """Return the text inside an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


def _has(element: object, attributes: Mapping[str, str]) -> bool:
    for name, value in attributes.items():
        if name == "class_":
            if value not in element.get("class", "").split():
                return False
        elif element.get(name) != value:
            return False
    return True


class Visitor:
    """A person with a browser: cookies are kept, redirects followed, pages checked."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page: Page | None = None

    def get(self, url: str, expect: int = 200) -> Page:
        """Open an address, following redirects."""
        return self._land(self.client.get(url), url, expect)

    def post(self, url: str, data: Mapping[str, object], expect: int = 200) -> Page:
        """Send a form as it stands, following redirects."""
        return self._land(self.client.post(url, data=data), url, expect)

    def submit(self, choice: Sequence[str] | str = (), expect: int = 200) -> Page:
        """Tick on the page that is open and press Continue."""
        assert self.page is not None
        form = self.page.one("form", class_="guide-question")
        data = {"choice": list([choice] if isinstance(choice, str) else choice), "csrf_token": token_in(form)}
        data |= {e.get("name"): e.get("value") for e in form.iter() if e.get("name", "").endswith("-both")}
        return self.post(form.get("action"), data, expect)

    def answer(self, answers: Mapping[str, Sequence[str] | str], default: str = "-none") -> Page:
        """Walk from the start to the check page; other questions get `default`, or not sure."""
        page = self.get("/question/who")
        for _ in range(60):
            match = re.fullmatch(r"/question/([a-z_]+)", urlsplit(page.url).path)
            if match:
                offered = {element.get("value") for element in page.all("input", name="choice")}
                fallback = default if default in offered else "-not-sure"
                page = self.submit(answers.get(match[1], fallback))
                if page.url == f"/question/{match[1]}" and page.all("input", name="choice-both"):
                    page = self.submit(answers[match[1]])
            elif urlsplit(page.url).path == "/help-now":
                page = self.get(page.one("a", class_="guide-go-on").get("href"))
            else:
                return page
        raise AssertionError("the questionnaire does not end")

    def fill(self, answers: Mapping[str, Sequence[str] | str], default: str = "-none", expect: int = 200) -> Page:
        """Answer every question on one of the few pages and press Continue; those in `answers` as None stay open."""
        assert self.page is not None
        form = self.page.one("form", class_="guide-question")
        offered: dict[str, list[str]] = {}
        for element in self.page.all("input"):
            if element.get("name", "").endswith("-choice"):
                offered.setdefault(element.get("name").removesuffix("-choice"), []).append(element.get("value"))
        data: dict[str, object] = {"csrf_token": token_in(form)}
        for question, values in offered.items():
            given = answers.get(question, default if default in values else "-not-sure")
            if given is not None:
                data[f"{question}-choice"] = given
        return self.post(form.get("action"), data, expect)

    def answer_on_few_pages(self, answers: Mapping[str, Sequence[str] | str], default: str = "-none") -> Page:
        """Walk from the start to the check page by the few pages."""
        page = self.get("/questions")
        for _ in range(8):
            if urlsplit(page.url).path.startswith("/questions"):
                page = self.fill(answers, default)
            elif urlsplit(page.url).path == "/help-now":
                page = self.get(page.one("a", class_="guide-go-on").get("href"))
            else:
                return page
        raise AssertionError("the few pages do not end")

    def _land(self, response: TestResponse, url: str, expect: int) -> Page:
        for _ in range(5):
            if response.status_code not in REDIRECTS:
                break
            url = response.headers["Location"]
            response = self.client.get(url)
        assert response.status_code == expect, f"{url}: {response.status_code}\n{response.text[:2000]}"
        self.page = checked(url, response)
        return self.page


def token_in(form: object) -> str:
    """Return the CSRF token of a form."""
    tokens = [e.get("value") for e in form.iter(NAMESPACE + "input") if e.get("name") == "csrf_token"]
    assert len(tokens) == 1, "a form holds exactly one CSRF token"
    return tokens[0]


def checked(url: str, response: TestResponse) -> Page:
    """Check what every page must be, and return it."""
    parser = html5lib.HTMLParser(strict=False)
    root = parser.parse(response.text)
    faults = [(place, code, data) for place, code, data in parser.errors]
    assert not faults, f"{url}: not valid HTML: {faults[:5]}"
    page = Page(url, response.status_code, response.text, root)
    assert page.heading, url
    title = text_of(page.one("title"))
    assert page.heading[:20] in title or "–" in title, f"{url}: title {title!r}"
    assert page.one("html").get("lang"), f"{url}: no language"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), f"{url}: an id stands twice"
    for control in _controls(page):
        labels = [label for label in page.all("label") if label.get("for") == control.get("id") and text_of(label)]
        assert len(labels) == 1, f"{url}: a control without a label in words, or with two"
    for form in page.all("form"):
        assert form.get("action"), f"{url}: a form without an action"
        if form.get("method", "").lower() == "get":
            assert form.get("action").startswith(OPENLY), f"{url}: answers would stand in an address"
        else:
            assert form.get("method", "").lower() == "post", f"{url}: a form without a method"
            token_in(form)
    for element in root.iter():
        assert not element.get("style"), f"{url}: an inline style"
        assert not [name for name in element.attrib if name.startswith("on")], f"{url}: an inline handler"
    assert not page.all("style"), f"{url}: an inline stylesheet"
    for script in page.all("script"):
        assert re.match(r"(/\w+)*/static/", script.get("src", "")) and not text_of(script), f"{url}: an inline script"
    levels = [int(e.tag[-1]) for e in root.iter() if re.fullmatch(NAMESPACE + "h[1-6]", str(e.tag))]
    for above, below in itertools.pairwise(levels):
        assert below <= above + 1, f"{url}: a heading level is skipped"
    assert not CHANCE.search(page.text), f"{url}: shows a chance: {CHANCE.search(page.text)}"
    headers = response.headers
    assert (
        "default-src 'none'" in headers["Content-Security-Policy"]
        and "unsafe" not in headers["Content-Security-Policy"]
    )
    assert headers["Referrer-Policy"] == "no-referrer"
    check_keeping(url, response)
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
    return page


def check_keeping(url: str, response: TestResponse) -> None:
    """Check that nothing with anything of a visitor is kept, nor packed; what is nobody's own says who asks again."""
    headers = response.headers
    if "ETag" not in headers:
        assert headers["Cache-Control"] == "no-store" and "Content-Encoding" not in headers, url
        return
    assert headers["Cache-Control"] == "no-cache" and set(response.vary) == {"Cookie", "Accept-Encoding"}, url
    assert "Set-Cookie" not in headers and "csrf_token" not in response.text, f"{url}: kept with something of a visitor"


def _controls(page: Page) -> Iterator[object]:
    for tag in ("input", "select", "textarea"):
        yield from (e for e in page.all(tag) if e.get("type") != "hidden")
