"""The `triage draft` and `triage publish` commands: a copy to break, and the way of it into the place of the rules."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from triage.bench.diff.command import UNREADABLE
from triage.bench.diff.command import run as show_difference
from triage.bench.drafts.publish import publish, refuse_if_live_moved, sound_rules
from triage.bench.drafts.release import Wishes
from triage.rule_files.draft_folder import (
    DraftError,
    DraftFolder,
    draft_named,
    every_draft,
    make_draft,
    near,
    update_draft,
)
from triage.rule_files.whole_set import take_back
from triage.today import today

DRAFT = """Make a draft: a copy of the whole rule set (rules, worked cases, links, drawings, translations,
measures) in drafts/NAME, which nothing live reads. Break what you like there.
check, preview, cases, coverage, diff, assess, where, new and the others take it by its name:

  triage check NAME            triage cases --rules NAME
  triage preview NAME          triage diff rules/RULES NAME

Without NAME the drafts that there are are listed. `triage publish NAME` puts a draft in place."""

PUBLISH = """Put a draft in the place of the live rules, whole or not at all: show the difference, check
everything, run the worked cases, and ask. Errors, failed cases and changes made live since the draft was
made stop it. The version is raised by one, the review is dated today and the next one as long after as
before, unless the draft says otherwise; the schemas for editors are made anew. The draft is gone then.

A running site shows the new rules when it is started again."""


def add_drafts(commands: argparse._SubParsersAction[argparse.ArgumentParser], rules: Path) -> None:
    """Add both commands to the parser; `rules` are the shipped rules."""
    raw = argparse.RawDescriptionHelpFormatter
    draft = commands.add_parser("draft", help="make a draft of the rules", description=DRAFT, formatter_class=raw)
    draft.add_argument("name", nargs="?", metavar="NAME", help="its name: letters, digits, - and _")
    draft.add_argument("--rules", type=Path, default=rules, help="the live rules (default: the shipped ones)")
    draft.add_argument("--update", action="store_true", help="take in what changed live since the draft was made")
    draft.add_argument(
        "--merged", action="store_true", help="with --update: files that both changed hold both changes now"
    )
    draft.set_defaults(run=_draft)

    public = commands.add_parser("publish", help="put a draft in place", description=PUBLISH, formatter_class=raw)
    public.add_argument("name", metavar="NAME", help="the name of the draft")
    public.add_argument("--version", metavar="V", help="the new version (default: raised by one)")
    public.add_argument("--reviewed-by", metavar="WHO", help="who reviewed it (default: as the draft says)")
    public.add_argument("--yes", action="store_true", help="do not ask")
    public.set_defaults(run=_publish, shipped=rules)


def _draft(options: argparse.Namespace) -> int:
    try:
        if options.name is None:
            print("\n".join(map(_told, every_draft())) or "There are no drafts; `triage draft NAME` makes one.")
        elif options.update or options.merged:
            return _update(draft_named(options.name), options.merged)
        else:
            made = make_draft(options.name, options.rules, today().isoformat())
            print(f"{near(made.folder)}: a draft of {near(made.live)}, {len(made.base)} files")
            print(f"Look at it with `triage preview {made.name}`, check it with `triage check {made.name}`.")
    except DraftError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _told(draft: DraftFolder) -> str:
    moved = "; the live rules have changed since: --update takes that in" if draft.moved_live() else ""
    return f"{draft.name}: made on {draft.made} of {near(draft.live)}, {len(draft.changes())} files changed{moved}"


def _update(draft: DraftFolder, merged: bool) -> int:
    _, both = update_draft(draft, merged)
    if not both:
        print(f"{draft.folder}: holds what is live now, and your changes")
        return 0
    print("Changed live and in the draft; bring the live change into the file of the draft by hand:", file=sys.stderr)
    for name in both:
        print(f"  {near(draft.live.parent) / name}  ->  {draft.folder / name}", file=sys.stderr)
    print(f"Then say so: `triage draft {draft.name} --update --merged`.", file=sys.stderr)
    return 1


def _publish(options: argparse.Namespace) -> int:
    try:
        draft = draft_named(options.name)
        if take_back(draft.live):
            print("A publication before this one was broken off; the live rules are again as they were before it.")
        refuse_if_live_moved(draft)
        if not draft.changes():
            print(f"`{draft.name}` is the same as what is live: there is nothing to publish.")
            return 0
        rules = sound_rules(draft)
        sides = {"old": str(near(draft.live)), "new": str(draft.rules)}
        shown = argparse.Namespace(**sides, cases=[], seconds=60, markdown=False, shipped=options.shipped)
        if show_difference(shown) == UNREADABLE:
            return 1
        wishes = Wishes(options.version, options.reviewed_by)
        version = publish(draft, rules, wishes, lambda told: _agreed(draft, told, options.yes))
    except DraftError as error:
        print(error, file=sys.stderr)
        return 1
    if version is None:
        print("Nothing was published.", file=sys.stderr)
        return 1
    print(f"{near(draft.live)}: version {version} is in place. Start the site again to serve it.")
    if draft.folder.exists():
        print(f"{draft.folder} holds files of your own; the draft is gone.")
    return 0


def _agreed(draft: DraftFolder, told: str, yes: bool) -> bool:
    """Whether the draft may be put in place: said on the command line, or by typing its name."""
    print(f"\nTo be written into {near(draft.live)}: " + told.replace("\n", ", "))
    if yes:
        return True
    if not sys.stdin.isatty():
        print(f"Say --yes to publish without being asked: `triage publish {draft.name} --yes`.", file=sys.stderr)
        return False
    try:
        return input(f"Type {draft.name} to put it in place: ").strip() == draft.name
    except EOFError:
        return False
