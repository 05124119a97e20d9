"""The `triage` command: serve the pages, check a rule file, assess answers from a file."""

from __future__ import annotations

import argparse
import codecs
import io
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from triage.bench.assess import as_json, as_text
from triage.bench.cases.command import add_bench
from triage.bench.check.command import add_catalogue, add_check
from triage.bench.check.editor_schema import add_schema
from triage.bench.diff.command import add_diff
from triage.bench.drafts.command import add_drafts
from triage.bench.evaluate.command import add_evaluate
from triage.bench.links.command import add_links
from triage.bench.new import add_new
from triage.bench.questions_sheet import add_questions
from triage.bench.weigh.command import add_weigh
from triage.bench.what_if_report import what_if_json, what_if_text
from triage.bench.where import add_where
from triage.core.assessment import assess
from triage.database_command import add_database
from triage.preview.command import add_preview
from triage.rule_files.answers_file import AnswersError, read_answers
from triage.rule_files.diagnostics import RuleFileError, visible
from triage.rule_files.draft_folder import DraftError, rules_named
from triage.rule_files.load import load
from triage.settings import RULES, SettingsError, new_key, settings_from
from triage.today import today

ESCAPED = "escaped"


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Write what a terminal cannot show as its number, as JSON does."""
    assert isinstance(error, UnicodeEncodeError)
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error(ESCAPED, _escaped)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns the exit code: 0 done, 1 the input has errors, 2 the command is unclear."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=ESCAPED)
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        return code
    except (SettingsError, AnswersError, RuleFileError, DraftError) as error:
        print("\n".join(map(visible, str(error).split("\n"))), file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="triage", description="The symptom guide: pages, rules, results.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="serve the pages", description="Serve the pages until Ctrl-C.")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    serve.add_argument("--processes", type=int, help="how many answer (default: one; in production one for each core)")
    serve.set_defaults(run=_serve)

    add_check(commands, RULES)
    add_catalogue(commands, RULES)

    one = commands.add_parser(
        "assess",
        help="assess answers from a file",
        description="Assess answers as the result page does. The file maps question ids to lists of option ids, "
        'with "none" or "not_sure", or to {"yes": [...], "no": [...]}.',
    )
    one.add_argument("answers", type=Path, help="a JSON file; - for standard input")
    one.add_argument("--rules", type=rules_named, default=RULES, help="the rules (default: the shipped ones)")
    one.add_argument("--json", action="store_true", help="print JSON")
    one.add_argument(
        "--what-if",
        action="store_true",
        help="add which single answers would change the result, and what separates the first two categories",
    )
    one.set_defaults(run=_assess)

    summary = commands.add_parser(
        "summary",
        help="make the summary for the doctor from a file of answers",
        description="Make the summary for the doctor from answers in a file, written as for `assess`.",
    )
    summary.add_argument("answers", type=Path, help="a JSON file; - for standard input")
    summary.add_argument("--rules", type=rules_named, default=RULES, help="the rules (default: the shipped ones)")
    form = summary.add_mutually_exclusive_group(required=True)
    form.add_argument("--text", action="store_true", help="print it as plain text")
    form.add_argument("--pdf", type=Path, metavar="FILE", help="write it as a PDF")
    summary.set_defaults(run=_summary)

    add_bench(commands, RULES)
    add_drafts(commands, RULES)
    add_where(commands, RULES)
    add_new(commands, RULES)
    add_links(commands, RULES)
    add_evaluate(commands, RULES)
    add_weigh(commands, RULES)
    add_questions(commands, RULES)
    add_preview(commands, RULES)
    add_schema(commands, RULES)
    add_diff(commands, RULES)

    purge = commands.add_parser(
        "purge",
        help="delete saved answers and live classes that are past their date",
        description="Delete saved answers that are past their date, and live classes older than a day. "
        "Run it once a day.",
    )
    purge.add_argument(
        "--clock-is-right",
        action="store_true",
        help="delete although the day is weeks after the last one known, as after a long rest",
    )
    purge.set_defaults(run=_purge)

    add_database(commands)

    key = commands.add_parser("key", help="make a key for TRIAGE_SECRET_KEYS", description="Print a new key.")
    key.set_defaults(run=_key)
    return parser


def _serve(options: argparse.Namespace) -> int:
    from triage.serve_command import serve_guide

    return serve_guide(options.host, options.port, options.processes)


def _assess(options: argparse.Namespace) -> int:
    questionnaire = load(options.rules)
    response = read_answers(options.answers, questionnaire)
    assessment = assess(questionnaire, response)
    if options.json:
        content = as_json(questionnaire, assessment)
        if options.what_if:
            content["what_if"] = what_if_json(questionnaire, response, assessment)
        print(json.dumps(content, indent=1, ensure_ascii=False))
        return 0
    print(as_text(questionnaire, assessment))
    if options.what_if:
        print("\n" + what_if_text(questionnaire, response, assessment))
    return 0


def _summary(options: argparse.Namespace) -> int:
    from triage.summary.content import summary_of
    from triage.summary.pdf import pdf_of
    from triage.summary.text import text_of

    questionnaire = load(options.rules)
    assessment = assess(questionnaire, read_answers(options.answers, questionnaire))
    summary = summary_of(questionnaire, assessment, today())
    if options.text:
        print(text_of(summary), end="")
        return 0
    try:
        options.pdf.write_bytes(pdf_of(summary))
    except OSError as error:
        print(f"{options.pdf}: cannot be written: {(error.strerror or str(error)).lower()}", file=sys.stderr)
        return 1
    return 0


def _purge(options: argparse.Namespace) -> int:
    from triage.store.class_rooms import ClassRooms
    from triage.store.errors import ClockAhead, Unavailable
    from triage.store.saved_answers import Store

    try:
        store = Store(settings_from().database_url, wait=60, make=False)
        ended = ClassRooms(store.database).purge(time.time())
        gone = store.purge(today(), insist=options.clock_is_right)
        store.put_in_order()
    except ClockAhead as error:
        print(
            f"Nothing was deleted: this computer's day is {today()}, and {error}. If the clock is right, as after "
            "weeks in which nothing ran, run `triage purge --clock-is-right` once.",
            file=sys.stderr,
        )
        return 1
    except Unavailable:  # the log has said why
        return 1
    print(f"{gone} saved answers and {ended} live classes were past their date and are deleted")
    return 0


def _key(options: argparse.Namespace) -> int:
    print(new_key())
    return 0
