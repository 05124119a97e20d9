"""The command: clear output, exit codes, and no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet

from tests.conftest import HOUSEPLANT
from triage.cli import main
from triage.core.assessment import assess
from triage.settings import RULES
from triage.store.class_rooms import ROOM_SECONDS, ClassRooms
from triage.store.codes import new_code
from triage.store.saved_answers import Store

DROOP = {"who": ["me"], "danger": ["none"], "main": ["eyes"]}


def test_check_passes_the_shipped_file(capsys):
    assert main(["check"]) == 0
    assert "0 errors" in capsys.readouterr().out


def test_check_exits_1_and_lists_every_error(tmp_path, capsys):
    file = tmp_path / "rules.yaml"
    file.write_text(HOUSEPLANT.read_text().replace("kind: many", "kind: lots").replace("area: soil", "area: sol"))
    assert main(["check", str(file)]) == 1
    out = capsys.readouterr().out
    assert "2 errors" in out and "R012" in out and "R013" in out


def test_check_strict_exits_1_on_a_warning(capsys):
    assert main(["check", str(HOUSEPLANT), "--today", "2040-01-01"]) == 0
    assert main(["check", str(HOUSEPLANT), "--today", "2040-01-01", "--strict"]) == 1


def test_assess_prints_the_same_result_as_the_core(tmp_path, capsys, rules):
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(DROOP))
    assert main(["assess", str(file), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    from triage.rule_files.answers_file import parse_answers

    assessment = assess(rules, parse_answers(DROOP, rules, "x"))
    assert printed["ranking"] == [match.category.id for match in assessment.matching]
    assert printed["version"] == rules.version


def test_assess_in_words_shows_urgency_and_every_category(tmp_path, capsys, rules):
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(DROOP))
    assert main(["assess", str(file)]) == 0
    out = capsys.readouterr().out
    assert "Urgency:" in out
    assert all(category.text.self_ in out for category in rules.categories)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not JSON"),
        ("[]", "one map"),
        ('{"whoo": ["me"]}', "did you mean `who`"),
        ('{"who": ["mee"]}', "did you mean `me`"),
        ('{"who": ["me", "child"]}', "takes one option"),
        ('{"who": "me"}', "list of option ids"),
        ('{"danger": ["none", "choking"]}', "none"),
        ('{"danger": []}', "is empty"),
    ],
)
def test_assess_says_what_is_wrong_with_the_answers(tmp_path, capsys, content, words):
    file = tmp_path / "answers.json"
    file.write_text(content)
    assert main(["assess", str(file)]) == 1
    assert words in capsys.readouterr().err


def test_a_missing_file_is_one_line(tmp_path, capsys):
    assert main(["assess", str(tmp_path / "nowhere.json")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    out = capsys.readouterr().out
    assert all(word in out for word in ("serve", "check", "assess", "preview", "key"))


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_what_a_terminal_cannot_show_is_written_as_its_number(tmp_path, encoding):
    rules = tmp_path / "rules.yaml"
    rules.write_text(HOUSEPLANT.read_text(encoding="utf-8").replace("[limp]", "[лимп]"), encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    run = subprocess.run(
        [sys.executable, "-m", "triage", "check", str(rules)],
        capture_output=True, env=environment, cwd=RULES.parent.parent, check=False,
    )  # fmt: skip
    assert run.returncode == 1 and run.stderr == b""
    assert rb"question `leaves` has no option `\u043b\u0438\u043c\u043f`" in run.stdout


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_answers_may_start_with_a_byte_order_mark(tmp_path, capsys, encoding):
    file = tmp_path / "answers.json"
    file.write_bytes(json.dumps({"who": ["me"]}).encode(encoding))
    assert main(["assess", str(file)]) == 0
    assert "Traceback" not in capsys.readouterr().err


def purged(tmp_path, monkeypatch, *options):
    monkeypatch.setenv("TRIAGE_SECRET_KEYS", Fernet.generate_key().decode())
    monkeypatch.setenv("TRIAGE_DATABASE_URL", f"sqlite:///{tmp_path / 'answers.sqlite3'}")
    return main(["purge", *options])


def test_purge_deletes_what_is_past_its_date_and_says_how_much(tmp_path, monkeypatch, capsys):
    store, today = Store(f"sqlite:///{tmp_path / 'answers.sqlite3'}"), datetime.now(UTC).date()
    store.save(new_code(), b"old", 7, today - timedelta(days=20))
    store.save(new_code(), b"new", 7, today)
    store.save(new_code(), b"old", 7, today - timedelta(days=20))
    ClassRooms(store.database).open(("a_case",), time.time() - ROOM_SECONDS - 1)
    assert purged(tmp_path, monkeypatch) == 0
    assert capsys.readouterr().out == "1 saved answers and 1 live classes were past their date and are deleted\n"


def test_purge_under_a_clock_that_leapt_says_so_and_deletes_only_when_told_to(tmp_path, monkeypatch, capsys):
    store = Store(f"sqlite:///{tmp_path / 'answers.sqlite3'}")
    store.save(new_code(), b"kept", 7, datetime.now(UTC).date() - timedelta(days=200))
    assert purged(tmp_path, monkeypatch) == 1
    said = capsys.readouterr().err
    assert "Nothing was deleted" in said and "--clock-is-right" in said and len(said.splitlines()) == 1
    assert purged(tmp_path, monkeypatch, "--clock-is-right") == 0
    assert purged(tmp_path, monkeypatch) == 0


def test_purge_without_a_database_makes_none(tmp_path, monkeypatch, caplog):
    assert purged(tmp_path, monkeypatch) == 1
    assert "is gone" in caplog.text
    assert list(tmp_path.iterdir()) == []
