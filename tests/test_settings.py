"""Settings: what is mistyped stops the start with a sentence that says what to write, and nothing is guessed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from triage.public_address import PublicAddress
from triage.settings import DATABASE, SETTINGS, Settings, SettingsError, new_key, settings_from
from triage.web.app import create_app

KEYS = {"TRIAGE_SECRET_KEYS": new_key()}


def given(**settings):
    return settings_from(KEYS | {f"TRIAGE_{name}": value for name, value in settings.items()})


def refused(**settings):
    with pytest.raises(SettingsError) as error:
        given(**settings)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_every_setting_that_the_code_reads_is_listed():
    text = "".join(path.read_text(encoding="utf-8") for path in Path("triage").rglob("*.py"))
    assert set(re.findall(r"\bTRIAGE_[A-Z_]+", text)) == set(SETTINGS)


@pytest.mark.parametrize("word", ["1", "true", "Yes", " ON "])
def test_production_is_on_when_it_says_so(word):
    assert given(PRODUCTION=word).production is True


@pytest.mark.parametrize("word", ["", "0", "false", "No", "off"])
def test_production_is_off_when_it_says_so(word):
    assert given(PRODUCTION=word).production is False


@pytest.mark.parametrize("word", ["2", "prod", "wahr", "falsch"])
def test_production_that_is_neither_on_nor_off_is_refused(word):
    assert "TRIAGE_PRODUCTION" in refused(PRODUCTION=word) and word in refused(PRODUCTION=word)


@pytest.mark.parametrize(("word", "code"), [("gb", "GB"), ("UK", "GB"), (" uk ", "GB"), ("NZ", "NZ")])
def test_the_number_of_the_country_stands_first(word, code, database):
    settings = Settings((new_key(),), country=given(COUNTRY=word).country, database_url=database)
    assert create_app(settings).extensions["site"].numbers[0].country == code


@pytest.mark.parametrize("word", ["XX", "gbr", "Germany", "+44"])
def test_a_country_that_the_rule_file_does_not_have_is_refused_with_those_that_it_has(word, database):
    settings = Settings((new_key(),), country=given(COUNTRY=word).country, database_url=database)
    with pytest.raises(SettingsError, match=r"TRIAGE_COUNTRY.*US, CA, MX, GB"):
        create_app(settings)


def test_postgres_is_another_word_for_postgresql(monkeypatch):
    monkeypatch.setattr("triage.store.engines.file_at", lambda url: None)  # no driver is needed here
    assert given(DATABASE_URL="postgres://me:secret@host/x").database_url == "postgresql://me:secret@host/x"


def test_a_folder_that_is_not_there_is_named(tmp_path):
    folder = tmp_path / "mistyped"
    assert str(folder) in refused(DATABASE_URL=f"sqlite:///{folder / 'answers.sqlite3'}")
    folder.mkdir()
    url = f"sqlite:///{folder / 'answers.sqlite3'}"
    assert given(DATABASE_URL=url).database_url == url
    assert given().database_url == DATABASE


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://guide.example", PublicAddress("https", "guide.example")),
        ("https://Guide.Example:443/", PublicAddress("https", "guide.example")),
        ("http://localhost:8000", PublicAddress("http", "localhost:8000")),
        ("https://example.org/health/guide/", PublicAddress("https", "example.org", "/health/guide")),
        ("https://[2001:db8::1]:8443", PublicAddress("https", "[2001:db8::1]:8443")),
    ],
)
def test_the_public_address_is_scheme_host_and_folder(url, address):
    assert given(PUBLIC_URL=url).public == address


@pytest.mark.parametrize(
    "url",
    ["guide.example", "ftp://guide.example", "https://", "https://me:secret@guide.example", "https://a..b",
     "https://guide.example/?x", "https://guide.example/#x", "https://guide.example/../x", "https://guide.example//x",
     "https://[", "javascript:alert(1)"],
)  # fmt: skip
def test_a_public_address_that_makes_no_sense_is_refused(url):
    assert "TRIAGE_PUBLIC_URL" in refused(PUBLIC_URL=url) and "secret" not in refused(PUBLIC_URL=url)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_the_trusted_proxy_is_an_address(address):
    assert given(TRUSTED_PROXY=address).trusted_proxy == address


@pytest.mark.parametrize("address", ["*", "localhost", "127.0.0.1:80"])
def test_a_trusted_proxy_that_is_no_address_is_refused(address):
    assert "TRIAGE_TRUSTED_PROXY" in refused(TRUSTED_PROXY=address)


def test_a_file_sets_what_the_environment_does_not(tmp_path):
    file = tmp_path / "guide.env"
    file.write_text('# who we are\n\nTRIAGE_COUNTRY = "gb"\nTRIAGE_PROCESSES=3\n', encoding="utf-8")
    assert (given(SETTINGS_FILE=str(file)).country, given(SETTINGS_FILE=str(file)).processes) == ("GB", 3)
    assert given(SETTINGS_FILE=str(file), COUNTRY="NZ").country == "NZ"


@pytest.mark.parametrize("line", ["TRIAGE_CONTRY=UK", "UK", "COUNTRY=UK"])
def test_a_line_of_the_file_that_sets_nothing_is_named_and_not_shown(tmp_path, line):
    file = tmp_path / "guide.env"
    file.write_text(f"TRIAGE_COUNTRY=NZ\n{line}\n", encoding="utf-8")
    assert "line 2" in refused(SETTINGS_FILE=str(file)) and line not in refused(SETTINGS_FILE=str(file))
    assert "no.env" in refused(SETTINGS_FILE="no.env")


@pytest.mark.parametrize("number", ["0", "-1", "two", "1.5", "257", "²"])
def test_a_number_of_processes_that_cannot_be_is_refused(number):
    assert "TRIAGE_PROCESSES" in refused(PROCESSES=number)


def test_how_many_answers_may_be_saved_is_a_number():
    assert (given().most_saved, given(MOST_SAVED="900000").most_saved) == (100_000, 900_000)
    for number in ("0", "many", "1e6", "9" * 5000):
        assert "TRIAGE_MOST_SAVED" in refused(MOST_SAVED=number)
