"""`triage summary`: the same summary from a file of answers."""

from __future__ import annotations

import json

import pytest

from triage.cli import main


@pytest.fixture
def answers(tmp_path):
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"who": ["me"], "danger": ["none"], "main": ["eyes"]}))
    return file


def test_it_prints_the_text(answers, capsys):
    assert main(["summary", str(answers), "--text"]) == 0
    assert "droopy lids, double or blurred sight" in capsys.readouterr().out


def test_it_writes_the_pdf(answers, tmp_path):
    assert main(["summary", str(answers), "--pdf", str(tmp_path / "summary.pdf")]) == 0
    assert (tmp_path / "summary.pdf").read_bytes().startswith(b"%PDF-")


def test_a_file_that_cannot_be_written_is_one_line(answers, tmp_path, capsys):
    assert main(["summary", str(answers), "--pdf", str(tmp_path / "no" / "summary.pdf")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("options", [[], ["--text", "--pdf", "x.pdf"]])
def test_it_wants_to_know_which_of_the_two(answers, options, capsys):
    with pytest.raises(SystemExit):
        main(["summary", str(answers), *options])
    assert "--pdf" in capsys.readouterr().err
