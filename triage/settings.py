"""Settings: name, default and a sentence each. All come from the environment; none is needed on a laptop."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet

from triage.public_address import PublicAddress

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "rules" / "neuromuscular"
KEY_FILE = ROOT / "instance" / "secret_keys"
DATABASE = f"sqlite:///{ROOT / 'instance' / 'answers.sqlite3'}"

SETTINGS = {
    "TRIAGE_SECRET_KEYS": "Fernet keys, separated by commas: the first encrypts answers, all can read them.",
    "TRIAGE_PRODUCTION": "`1` on a public server: refuses to start without TRIAGE_SECRET_KEYS and expects HTTPS.",
    "TRIAGE_PUBLIC_URL": "The address that visitors open, such as `https://example.org/guide`: the saved link and its "
    "picture carry it, every link stays in its folder, and in production other hosts are refused.",
    "TRIAGE_COUNTRY": "Two letters, such as `GB`: the country whose emergency number stands first; the rule file must "
    "have it.",
    "TRIAGE_RULES": "The rule file or folder to serve; the one in `rules/` by default.",
    "TRIAGE_DATABASE_URL": "Database of saved answers and live classes: `postgresql://user:password@host/name`, or "
    "`sqlite:////folder/file`; a file in `instance/` by default.",
    "TRIAGE_SETTINGS_FILE": "A file with lines such as `TRIAGE_COUNTRY=GB` for what the environment does not set; "
    "`SIGHUP` has it read again.",
    "TRIAGE_METRICS": "`1` to count answers and their times by endpoint, for Prometheus: `/metrics` tells them to "
    "machines beside the server, and to nobody who comes through the web server in front.",
    "TRIAGE_PROCESSES": "How many processes answer; in production one for each core, otherwise one.",
    "TRIAGE_MOST_SAVED": "How many people's answers may be saved at once, 3 kB each, so that nobody fills the disk; "
    "100000 by default.",
    "TRIAGE_TRUSTED_PROXY": "The address of the web server in front, such as `127.0.0.1`: the only one believed about "
    "visitors, HTTPS, the host and a path before every address (`X-Forwarded-For`, `-Proto`, `-Host`, `-Prefix`).",
}
"""Every setting with the sentence that explains it."""

ON = ("1", "true", "yes", "on")
OFF = ("", "0", "false", "no", "off")
MOST_PROCESSES = 256
MOST_SAVED = 100_000
"""About 300 megabytes of saved answers."""

A_BILLION = 1_000_000_000
COUNTRIES = {"UK": "GB"}
"""What people write for a country, and its code."""


class SettingsError(Exception):
    """A setting is missing or makes no sense. The message says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a deployment chooses. A preview of a draft has cookies of its own names."""

    secret_keys: tuple[str, ...]
    production: bool = False
    country: str | None = None
    rules: Path = RULES
    database_url: str = DATABASE
    trusted_proxy: str | None = None
    public: PublicAddress | None = None
    preview: bool = False
    processes: int | None = None
    metrics: bool = False
    most_saved: int = MOST_SAVED


def settings_from(environment: Mapping[str, str] = os.environ, key_file: Path = KEY_FILE) -> Settings:
    """Read the settings. On a laptop a key is made once and kept in `key_file`. Raises SettingsError."""
    file = environment.get("TRIAGE_SETTINGS_FILE", "").strip()
    there = _in_file(Path(file)) if file else {}
    given = {name: environment.get(name, there.get(name, "")).strip() for name in SETTINGS}
    production = _switch("TRIAGE_PRODUCTION", given["TRIAGE_PRODUCTION"])
    country = given["TRIAGE_COUNTRY"].upper()
    return Settings(
        _keys(given["TRIAGE_SECRET_KEYS"], production, key_file),
        production,
        COUNTRIES.get(country, country) or None,
        Path(given["TRIAGE_RULES"]) if given["TRIAGE_RULES"] else RULES,
        _database(given["TRIAGE_DATABASE_URL"]),
        _proxy(given["TRIAGE_TRUSTED_PROXY"]),
        _public(given["TRIAGE_PUBLIC_URL"]),
        processes=_number("TRIAGE_PROCESSES", given["TRIAGE_PROCESSES"], MOST_PROCESSES),
        metrics=_switch("TRIAGE_METRICS", given["TRIAGE_METRICS"]),
        most_saved=_number("TRIAGE_MOST_SAVED", given["TRIAGE_MOST_SAVED"], A_BILLION) or MOST_SAVED,
    )


def check_country(country: str | None, known: Iterable[str]) -> None:
    """Raise SettingsError where the rule file, which knows these codes, has no number for the country."""
    codes = tuple(known)
    if country is not None and country not in codes:
        raise SettingsError(
            f"TRIAGE_COUNTRY: the rule file has no emergency number for {country}. It has: {', '.join(codes)}."
        )


def new_key() -> str:
    """Return a fresh random key."""
    return Fernet.generate_key().decode()


def _in_file(file: Path) -> dict[str, str]:
    """Read NAME=value lines, written as systemd and containers take them."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"TRIAGE_SETTINGS_FILE: {file} cannot be read ({type(error).__name__}).") from None
    found = {}
    for number, line in enumerate(lines, start=1):
        name, equals, value = (part.strip() for part in line.partition("="))
        if not line.strip() or name.startswith("#"):
            continue
        if not equals or name not in SETTINGS:
            raise SettingsError(
                f"{file}, line {number}: this sets nothing that the guide knows, such as TRIAGE_COUNTRY=GB."
            )
        found[name] = value.strip("\"'")
    return found


def _switch(name: str, given: str) -> bool:
    if given.lower() in ON:
        return True
    if given.lower() in OFF:
        return False
    raise SettingsError(f"{name} is {given!r}. Write 1 for on; 0, or nothing at all, for off.")


def _keys(listed: str, production: bool, key_file: Path) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in listed.split(",") if key.strip())
    if not keys and production:
        raise SettingsError(
            "TRIAGE_SECRET_KEYS is not set. Make a key with `triage key` and set it, "
            "so that answers stay readable after a restart."
        )
    keys = keys or (_kept_key(key_file),)
    for place, key in enumerate(keys, start=1):
        _check_key(key, place)
    return keys


def _check_key(key: str, place: int) -> None:
    try:
        Fernet(key)
    except ValueError:
        message = f"key {place} of TRIAGE_SECRET_KEYS is not a Fernet key. Make one with `triage key`."
        raise SettingsError(message) from None


def _database(url: str) -> str:
    """Return the address of the database, `postgres:` written as SQLAlchemy wants it."""
    if not url:
        return DATABASE
    if url.startswith("postgres:"):
        url = url.replace("postgres:", "postgresql:", 1)
    from triage.store.engines import file_at  # only who names a database waits for its library here

    try:
        file = file_at(url)
    except ValueError as error:
        raise SettingsError(f"TRIAGE_DATABASE_URL: {error}.") from None
    folder = file.absolute().parent if file else None
    if folder and not folder.is_dir():
        raise SettingsError(f"TRIAGE_DATABASE_URL: there is no folder {folder}. Make it, or mend the address.")
    return url


def _number(name: str, given: str, most: int) -> int | None:
    if not given:
        return None
    if given.isdecimal() and given.isascii() and len(given) <= len(str(most)) and 1 <= int(given) <= most:
        return int(given)
    raise SettingsError(f"{name} is {given!r}. Write a number from 1 to {most}.")


def _proxy(address: str) -> str | None:
    if not address:
        return None
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        raise SettingsError(
            f"TRIAGE_TRUSTED_PROXY is {address!r}. Write the number of its address, such as 127.0.0.1."
        ) from None


def _public(url: str) -> PublicAddress | None:
    try:
        return PublicAddress.of(url) if url else None
    except ValueError as error:
        raise SettingsError(f"TRIAGE_PUBLIC_URL: {error}.") from None


def _kept_key(path: Path) -> str:
    """Return the key in a file that only its owner can read; made on the first start."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read ({error}). Delete it, or set TRIAGE_SECRET_KEYS.") from None
    key = new_key()
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key + "\n")
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingsError(f"{path} cannot be written ({error}). Set TRIAGE_SECRET_KEYS instead.") from None
    return key
