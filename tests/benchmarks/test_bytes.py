"""The bytes of every page, compressed, with its stylesheet and whatever else it loads."""

from __future__ import annotations

import gzip
import re

from tests.pictures import PICTURES

FIRST_PAGE = 30_000
LOADED = re.compile(r'<(?:link[^>]+rel="(?:stylesheet|icon)"[^>]+href|(?:script|img)[^>]+src)="([^"]+)"')


def size(client, url: str) -> tuple[int, int]:
    """Return the compressed bytes of a page, and those of all that it loads."""
    page = client.get(url)
    assert page.status_code == 200, url
    loaded = {address for address in LOADED.findall(page.text) if not address.startswith("data:")}
    assert any(".css" in address for address in loaded), f"{url} loads no stylesheet"
    return packed(page.data), sum(packed(fetched(client, address)) for address in loaded)


def fetched(client, url: str) -> bytes:
    with client.get(url) as answer:
        assert answer.status_code == 200, url
        return answer.data


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def test_bytes_of_every_page(app, visitor, rules, say):
    client = visitor.client
    first = sum(size(client, "/"))
    visitor.answer(PICTURES["neuromuscular_junction"])
    sizes = {url: size(client, url) for url in addresses(app, client, rules)}
    shared = max(loaded for _, loaded in sizes.values())
    say(f"first page with all that it loads: {first / 1000:.1f} kB compressed (goal: at most {FIRST_PAGE / 1000:.0f})")
    say(f"of it stylesheet and icon, loaded once: {shared / 1000:.1f} kB")
    for url, (own, loaded) in sorted(sizes.items(), key=lambda item: -sum(item[1])):
        say(f"  {(own + loaded) / 1000:5.1f} kB, of which {own / 1000:4.1f} kB its own  {url}")
    assert first <= FIRST_PAGE


def addresses(app, client, rules) -> list[str]:
    """Return every address that shows a page to somebody who has answered everything."""
    plain = [rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments]
    asked = re.findall(r'href="(/question/[a-z_]+)', client.get("/check").text)
    learn = [f"/learn/{category.id}" for category in rules.categories]
    every = dict.fromkeys([*sorted(plain), "/questions", "/questions/2", *asked, *learn])
    return [url for url in every if shows_a_page(client, url)]


def shows_a_page(client, url: str) -> bool:
    with client.get(url) as answer:
        return answer.status_code == 200 and answer.mimetype == "text/html"
