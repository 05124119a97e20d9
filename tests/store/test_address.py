"""TRIAGE_DATABASE_URL: an address that makes no sense stops the start, in one plain line."""

from __future__ import annotations

import pytest

from triage.settings import DATABASE, SettingsError, new_key, settings_from

KEYS = {"TRIAGE_SECRET_KEYS": new_key()}


def test_without_the_setting_answers_are_kept_in_the_ignored_folder():
    assert settings_from(KEYS).database_url == DATABASE
    assert DATABASE.startswith("sqlite:////") and DATABASE.endswith("/instance/answers.sqlite3")


def test_another_database_can_be_named(tmp_path):
    url = f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}"
    assert settings_from(KEYS | {"TRIAGE_DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "sqlite:///:memory:", "nosuch://me:secret@host/x"])
def test_an_address_that_makes_no_sense_is_told_without_repeating_it(url):
    with pytest.raises(SettingsError, match="TRIAGE_DATABASE_URL") as refused:
        settings_from(KEYS | {"TRIAGE_DATABASE_URL": url})
    assert "secret" not in str(refused.value) and "\n" not in str(refused.value)
