"""The `triage diff` command: what a change of a rule file does."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from triage.bench.diff.changes import changes
from triage.bench.diff.moved_cases import on_coded_cases, on_worked_cases
from triage.bench.diff.report import as_markdown, as_text, report
from triage.bench.diff.tick_sheet import Desk
from triage.bench.diff.two_files import Side, SideError, opened
from triage.bench.diff.verdict import verdict
from triage.bench.refusal import EvaluationError
from triage.rule_files.diagnostics import RuleFileError

SAME, MOVES, UNDECIDED, UNREADABLE = 0, 1, 2, 3
"""The exit codes."""

HELP = """Say what differs between two rule files: in words, in the worked cases, and for whom.

OLD and NEW are files or folders, or those of git revisions such as main:rules/neuromuscular. The worked
cases beside both are run under both. A result is which categories match, in which order and at which level,
and the urgency.
At the end stands the smallest response, with the fewest ticks, on which the two show other categories,
levels or urgency; the solver proves that there is no smaller one, or that no response changes.
Only what both files ask is ticked there: what one of them alone asks stands among the changes."""

CODES = """exit codes:
  0  no result changes; texts, notes and sources may
  1  some result changes, of a case or of the smallest response
  2  not decided: the solver is missing or ran out of time; what was found is shown
     (also where the command itself is unclear)
  3  a file, a revision or a case cannot be read; what is wrong is listed"""


def add_diff(commands: argparse._SubParsersAction[argparse.ArgumentParser], rules: Path) -> None:
    """Add the command to the parser; `rules` is the shipped rule file."""
    parser = commands.add_parser(
        "diff",
        help="say what a change of a rule file does",
        description=HELP,
        epilog=CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("old", metavar="OLD", help="the rules before: a file or folder, or REV:PATH")
    parser.add_argument("new", metavar="NEW", help="the rules after")
    parser.add_argument(
        "--cases", nargs="+", type=Path, default=[], metavar="CASES", help="coded cases too, as for `triage evaluate`"
    )
    parser.add_argument(
        "--seconds", type=_seconds, default=60, metavar="N", help="how long the solver may take (default: %(default)s)"
    )
    parser.add_argument("--markdown", action="store_true", help="print Markdown, for a pull request")
    parser.set_defaults(run=run, shipped=rules)


def _seconds(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 86400:
        raise argparse.ArgumentTypeError(f"a whole number of seconds above 0 is needed, not `{text}`")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    try:
        with opened(options.old) as old, opened(options.new) as new:
            return _compared(options, old, new)
    except (RuleFileError, SideError, EvaluationError) as error:
        print(error, file=sys.stderr)
        return UNREADABLE


def _compared(options: argparse.Namespace, old: Side, new: Side) -> int:
    desk = Desk(old.questionnaire, new.questionnaire)
    changed = changes(desk.old, desk.new)
    effects = [on_worked_cases(old, new, options.shipped)]
    effects += [on_coded_cases(path, desk.old, desk.new) for path in options.cases]
    seeds = [desk.sheet(response, desk.new) for each in effects for response in each.responses]
    found = verdict(desk, changed, seeds, options.seconds)
    made = report((old.name, new.name), desk, changed, effects, found)
    print(as_markdown(made) if options.markdown else as_text(made))
    if not found.decided:
        return UNDECIDED
    return MOVES if found.sheet is not None or any(each.moved for each in effects) else SAME
