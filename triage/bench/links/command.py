"""The `triage links` command: ask every address of sources and links, a few at a time, and tell what changed."""

from __future__ import annotations

import argparse
import datetime
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from triage.bench.links.addresses import Address, addresses_in, note_seen
from triage.bench.links.ask import FOUND, SILENT, PageTold, ask
from triage.rule_files.draft_folder import rules_named
from triage.rule_files.load import examine, load
from triage.rule_files.resources import resources_beside

Commands = Any
"""What `add_subparsers` returns; argparse has no public name for it."""
AT_ONCE = 6
"""So many hosts are asked at the same time; each host one address after the other."""
PAUSE = 1.0
"""Seconds between two addresses of one host."""


def add_links(commands: Commands, rules: Path) -> None:
    """Add the command to the parser; `rules` are the shipped rules."""
    links = commands.add_parser(
        "links",
        help="ask whether the pages of sources and links are still there",
        description="Ask every address of the sources and of `resources.yaml` over the network, and tell what is gone, "
        "has moved, has another title or a bad certificate. Nothing else of the guide does this. Exit code 1 when an "
        "address needs somebody to look at it.",
    )
    links.add_argument("ids", nargs="*", metavar="ID", help="a source or a link (default: all of them)")
    links.add_argument("--rules", type=rules_named, default=rules, help="the rules (default: the shipped ones)")
    links.add_argument("--write", action="store_true", help="note today in the files for each page that is there")
    links.set_defaults(run=_links)


def _links(options: argparse.Namespace) -> int:
    load(options.rules)
    document = examine(options.rules).document
    every = [each for each in addresses_in(document, resources_beside(options.rules)) if _wanted(each, options.ids)]
    told = ask_all(every, progress=_progress)
    for address in every:
        answer = told[address.url]
        if answer.how != FOUND:
            print(f"{address.where}: `{address.id}` {address.url}\n  {answer.how}: {answer.more}")
    counts = {how: sum(told[each.url].how == how for each in every) for how in {each.how for each in told.values()}}
    print(
        f"{len(every)} address{'' if len(every) == 1 else 'es'}: "
        + ", ".join(f"{number} {how}" for how, number in sorted(counts.items()))
    )
    if every and counts.get(SILENT) == len(every):
        print("Not one of them answered: is there a way to the network?", file=sys.stderr)
    if options.write:
        found = [each for each in every if told[each.url].how == FOUND]
        for file in note_seen(found, datetime.date.today().isoformat()):
            print(f"{file}: the day is noted")
    return 0 if counts.get(FOUND, 0) == len(every) else 1


def _wanted(address: Address, ids: list[str]) -> bool:
    return not ids or address.id in ids


def ask_all(
    addresses: Iterable[Address],
    asking: Callable[[str, str], PageTold] = ask,
    pause: float = PAUSE,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Mapping[str, PageTold]:
    """Ask each address once: several hosts at the same time, each of them one after the other with a pause between."""
    titles = {address.url: address.title for address in reversed([*addresses])}
    hosts: dict[str, list[str]] = {}
    for url in titles:
        hosts.setdefault(urlsplit(url).netloc, []).append(url)
    told: dict[str, PageTold] = {}
    lock = threading.Lock()

    def ask_host(urls: list[str]) -> None:
        for i, url in enumerate(urls):
            time.sleep(pause if i else 0)
            answer = asking(url, titles[url])
            with lock:
                told[url] = answer
                progress(len(told), len(titles))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(ask_host, urls) for urls in sorted(hosts.values(), key=len, reverse=True)]:
            done.result()
    return told


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} of {of} addresses asked", end="" if done < of else "\n", file=sys.stderr, flush=True)
    elif done == of or done % 25 == 0:
        print(f"{done} of {of} addresses asked", file=sys.stderr, flush=True)
