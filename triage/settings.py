"""Settings: name, default and a sentence each. All come from the environment; none is needed on a laptop."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "rules" / "neuromuscular.yaml"
KEY_FILE = ROOT / "instance" / "secret_keys"
DATABASE = f"sqlite:///{ROOT / 'instance' / 'answers.sqlite3'}"

SETTINGS = {
    "TRIAGE_SECRET_KEYS": "Fernet keys, separated by commas: the first encrypts answers, all can read them.",
    "TRIAGE_PRODUCTION": "`1` on a public server: refuses to start without TRIAGE_SECRET_KEYS and expects HTTPS.",
    "TRIAGE_COUNTRY": "Two letters, such as `GB`: the country whose emergency number stands first.",
    "TRIAGE_RULES": "The rule file to serve; the one in `rules/` by default.",
    "TRIAGE_DATABASE_URL": "Database of saved answers, as SQLAlchemy writes it; a file in `instance/` by default.",
    "TRIAGE_TRUSTED_PROXY": "The address of the web server in front, the only one believed about visitors and HTTPS.",
}
"""Every setting with the sentence that explains it."""


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
    preview: bool = False


def settings_from(environment: Mapping[str, str] = os.environ, key_file: Path = KEY_FILE) -> Settings:
    """Read the settings. On a laptop a key is made once and kept in `key_file`. Raises SettingsError."""
    production = environment.get("TRIAGE_PRODUCTION", "") not in ("", "0")
    listed = environment.get("TRIAGE_SECRET_KEYS", "")
    keys = tuple(key.strip() for key in listed.split(",") if key.strip())
    if not keys and production:
        raise SettingsError(
            "TRIAGE_SECRET_KEYS is not set. Make a key with `triage key` and set it, "
            "so that answers stay readable after a restart."
        )
    keys = keys or (_kept_key(key_file),)
    for place, key in enumerate(keys, start=1):
        _check_key(key, place)
    country = environment.get("TRIAGE_COUNTRY", "").strip().upper() or None
    rules = Path(environment["TRIAGE_RULES"]) if environment.get("TRIAGE_RULES") else RULES
    database_url = environment.get("TRIAGE_DATABASE_URL") or DATABASE
    if database_url != DATABASE:
        _check_database(database_url)
    return Settings(keys, production, country, rules, database_url, environment.get("TRIAGE_TRUSTED_PROXY") or None)


def new_key() -> str:
    """Return a fresh random key."""
    return Fernet.generate_key().decode()


def _check_key(key: str, place: int) -> None:
    try:
        Fernet(key)
    except ValueError:
        message = f"key {place} of TRIAGE_SECRET_KEYS is not a Fernet key. Make one with `triage key`."
        raise SettingsError(message) from None


def _check_database(url: str) -> None:
    from triage.store.engines import check_address  # only who names a database waits for its library here

    try:
        check_address(url)
    except ValueError as error:
        raise SettingsError(f"TRIAGE_DATABASE_URL: {error}.") from None


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
