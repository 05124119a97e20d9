#!/usr/bin/env python3
"""Start the symptom guide. This file needs Python 3.11 or newer, and nothing else.

    python3 run.py                  install what is missing, then serve on http://127.0.0.1:8000
    python3 run.py --port 8431      the same; every option goes to "triage serve"
    python3 run.py test [ARGS]      install what the tests need, then lint, check types and run all tests
    python3 run.py soak [ARGS]      install what the tests need, then bring every trouble to real servers for
                                    some minutes and print what came of it: soak --help
    python3 run.py triage ARGS      run the triage command: serve, check, assess and others; what a
                                    command needs beyond the site (proofs, figures) is installed once, and
                                    so is a driver where TRIAGE_DATABASE_URL names a PostgreSQL database
    python3 run.py --help           this text

Tests: ARGS go to pytest, so that "test tests/core -k path" runs a few of them. "test --quick" leaves out
the slow ones and those in a browser. These need Chromium, Firefox, Java and npm, and others PostgreSQL, nginx
and Caddy; on Debian, as root, what is missing is fetched. "test --screenshots DIR" runs no test, but writes a
picture of every page into a folder.

All is installed into the folder .venv beside this file, in exact versions with checksums (requirements/).
The program uv does it when it is there, otherwise pip. An install that was changed by hand is noticed and made anew.
To start afresh, delete .venv.
"""

import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def too_old(version: "Sequence[int | str]") -> "str | None":  # an older Python can read this, and all above
    if tuple(version[:2]) >= (3, 11):
        return None
    return f"The symptom guide needs Python 3.11 or newer, and this is Python {version[0]}.{version[1]}."


if too_old(sys.version_info):
    sys.exit(too_old(sys.version_info))

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.json"
LOCKS = {kind: ROOT / "requirements" / f"{kind}.txt" for kind in ("run", "postgresql", "bench", "test")}
"""What each kind of install holds."""
HOLDS = {"postgresql": ("run",), "bench": ("run",), "test": ("run", "postgresql", "bench")}
"""Which other kinds a kind holds, in the same versions."""
DRIVER = "TRIAGE_DATABASE_URL names a database of PostgreSQL, so its driver is installed too."
BENCH = {"check": "--prove", "diff": "", "publish": "", "evaluate": "", "weigh": ""}
"""The commands of the bench that need its lock, and the option that makes them need it, where it is not always."""
QUICK = ["-m", "not slow and not browser", "--hypothesis-profile", "quick"]
VALIDATOR = "vnu-jar@26.9.27"
VALIDATOR_SHA256 = "5970d3ffca91a627cf0965e5d91bb2e4242307c29292998de0b419d6a901b2b7"
DEBIANS_POSTGRESQL = Path("/usr/lib/postgresql")
WEB_SERVERS = {"nginx": "usr/sbin/nginx", "caddy": "usr/bin/caddy"}
"""Packages of Debian, and where each has its program."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


class Stop(Exception):
    """What went wrong, in one line for the person at the keyboard."""


def main(args: list[str]) -> int:
    word = args[0] if args else ""
    if word in ("-h", "--help", "help"):
        say((__doc__ or "").strip())
        return 0
    if word == "test":
        return test(args[1:])
    if word == "soak":
        return soak(args[1:])
    if word == "triage":
        return hand_over(args[1:])
    if word and not word.startswith("-"):
        raise Stop(f'run.py has no command "{word}". "python3 run.py --help" shows what there is.')
    return hand_over(["serve", *args])


def hand_over(args: list[str]) -> int:
    """Become the triage command; on Windows, where a program cannot become another, wait for it."""
    for kind in kinds_for(args, os.environ):
        install(kind)
    command = [str(tool("triage")), *args]
    sys.stdout.flush()
    if os.name == "posix":
        os.execv(command[0], command)
    child = subprocess.Popen(command)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:  # the child got it too, and ends by itself
            continue


def kinds_for(args: list[str], environment: Mapping[str, str]) -> list[str]:
    """Which locks hold what a triage command needs here; help needs no more than the rest."""
    option = BENCH.get(args[0]) if args else None
    asked = option is not None and (not option or option in args)
    driver = database_address(environment).startswith("postgres")
    return ["bench" if asked and not {"-h", "--help"} & set(args) else "run", *(["postgresql"] if driver else [])]


def database_address(environment: Mapping[str, str]) -> str:
    """The address of the database, from the environment or the file of settings that it names."""
    file = environment.get("TRIAGE_SETTINGS_FILE", "").strip()
    lines = environment.get("TRIAGE_DATABASE_URL", "")
    if not lines and file and Path(file).is_file():
        found = re.findall(
            r"(?m)^\s*TRIAGE_DATABASE_URL\s*=(.*)$", Path(file).read_text(encoding="utf-8", errors="replace")
        )
        lines = found[-1] if found else ""
    return lines.strip().strip("\"'")


# ---------------------------------------------------------------------------------------------- installing


def install(kind: str) -> None:
    """Make .venv hold what `kind` needs. The stamp comes last, so that a broken-off install starts afresh."""
    stamp, wanted = read_stamp(), digests()
    broken = bool(stamp) and not is_whole(stamp)
    if stamp.get(kind) == wanted[kind] and tool("python").exists() and not broken:
        return
    if kind == "postgresql":
        say(DRIVER)
    if broken:
        say("What .venv holds is not what run.py installed there, so it is made anew.")
    if broken or stamp.get("python") != wanted["python"] or not can_install():
        make_venv()
        stamp = {}
    STAMP.unlink(missing_ok=True)
    packages = sum(line[:1].isalnum() for line in LOCKS[kind].read_text(encoding="utf-8").splitlines())
    say(f"Installing {packages} packages into .venv (only now, and after an update)")
    run_installer(["--require-hashes", "-r", str(LOCKS[kind])], packages)
    run_installer(["--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    beside = [name for name in LOCKS if stamp.get(name) == wanted[name]]
    have = {name: wanted[name] for name in ("python", *beside, *HOLDS.get(kind, ()), kind)}
    STAMP.write_text(json.dumps({**have, "installed": installed()}, indent=1) + "\n", encoding="utf-8")
    say("Installed.")


def installed() -> list[str]:
    """The packages in .venv with their versions, as the folders that describe them are named."""
    return sorted(path.name for path in site_packages("*.dist-info"))


def is_whole(stamp: dict[str, Any]) -> bool:
    """Whether .venv still holds what was installed there, and this very folder rather than a copy of it."""
    expected = stamp.get("installed")
    places = [read_json(path) for path in site_packages("symptom_guide-*.dist-info/direct_url.json")]
    ours = {"url": ROOT.as_uri(), "dir_info": {"editable": True}}
    return isinstance(expected, list) and set(expected) <= set(installed()) and places == [ours]


def site_packages(pattern: str) -> list[Path]:
    """What matches in the folder of .venv that packages are installed into."""
    return [path for lib in ("lib/python3*", "Lib") for path in VENV.glob(f"{lib}/site-packages/{pattern}")]


def digests() -> dict[str, str]:
    """What an install depends on: this Python, this folder, pyproject.toml and the lock."""
    python = f"{platform.python_implementation()} {platform.python_version()} {platform.machine()} in {ROOT}"
    base = python.encode() + (ROOT / "pyproject.toml").read_bytes()
    made = {kind: hashlib.sha256(base + lock.read_bytes()).hexdigest() for kind, lock in LOCKS.items()}
    return {"python": python, **made}


def read_stamp() -> dict[str, Any]:
    return read_json(STAMP)


def read_json(path: Path) -> dict[str, Any]:
    """The map in a file, empty where there is none to read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def can_install() -> bool:
    return tool("python").exists() and (uv() is not None or tool("pip").exists())


def make_venv() -> None:
    say("Making .venv")
    command = [uv() or "", "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)]
    if uv() is None:
        get_venv_module()
        command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if done.returncode:
        raise Stop(f"Could not make {VENV}: {reason((done.stdout + done.stderr).splitlines())}")


def get_venv_module() -> None:
    if missing_modules() and may_apt():
        apt_install("python3-venv")
        importlib.invalidate_caches()
    for name in missing_modules():
        raise Stop(
            f"This Python lacks the module {name}, which makes .venv. On Debian or Ubuntu: apt-get install python3-venv"
        )


def missing_modules() -> list[str]:
    return [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]


def run_installer(what: list[str], packages: int = 0) -> None:
    """Run uv or pip: show how far it is, keep all it says in a log, and stop in one line if it fails."""
    command = [uv() or "", "pip", "install", "--python", str(tool("python")), *what]
    if uv() is None:
        command = [str(tool("python")), "-m", "pip", "install", "--no-input", *what]
    log_file = VENV / "install.log"
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    lines, seen = [], 0
    with child, log_file.open("a", encoding="utf-8") as log:
        for line in child.stdout or ():
            log.write(line)
            lines.append(line)
            seen += line.startswith(("Collecting ", "Processing "))
            if packages and line.startswith(("Collecting ", "Processing ")) and seen % 10 == 0:
                say(f"  {seen} of {packages}")
    if child.returncode:
        raise Stop(f"The install failed: {reason(lines)}. Is there a network? The whole story: {log_file}")


def reason(lines: list[str]) -> str:
    """The line that says most about a failure."""
    said = [line.strip() for line in lines if line.strip()]
    errors = [line for line in said if line.lower().startswith(("error", "caused by", "× "))]
    return ([*said, *errors] or ["it gave no reason"])[-1].rstrip(".")


def uv() -> str | None:
    return shutil.which("uv")


def tool(name: str) -> Path:
    return VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name


# ------------------------------------------------------------------------------------------------- testing


def test(args: list[str]) -> int:
    quick = "--quick" in args
    args = [arg for arg in args if arg != "--quick"]
    install("test")
    if "--screenshots" in args:
        return screenshots(args)
    outside = {
        "chromium": get_browser,
        "validator": get_validator,
        "second browser": get_second_browser,
        "PostgreSQL": get_postgresql,
        "web servers": get_web_servers,
    }
    found = {} if quick else {name: get() for name, get in outside.items()}
    results = {
        "ruff check": step("ruff", "check"),
        "ruff format": step("ruff", "format", "--check"),
        "mypy": step("mypy"),
        "pytest": step("pytest", "-n", "auto", *(QUICK if quick else []), *args),
    }
    if os.environ.get("CI"):  # there, tests left out are no success
        results |= {name: (1, 0.0) for name, there in found.items() if not there}
    say("\nSummary")
    for name, (code, seconds) in results.items():
        say(f"  {'FAILED' if code else 'ok    '}  {name:<12} {seconds:6.1f} s")
    return int(any(code for code, _ in results.values()))


def screenshots(args: list[str]) -> int:
    folder = args[args.index("--screenshots") + 1 :]
    if len(folder) != 1:
        raise Stop("Name one folder for the pictures: run.py test --screenshots DIR")
    if not get_browser():
        return 1
    return subprocess.run([str(tool("python")), "-m", "tests.browser.screenshots", *folder], cwd=ROOT).returncode


def soak(args: list[str]) -> int:
    install("test")
    return subprocess.run([str(tool("python")), "-m", "tests.soak", *args], cwd=ROOT).returncode


def step(name: str, *args: str) -> tuple[int, float]:
    say(f"\n== {name} {' '.join(args)}")
    start = time.monotonic()
    code = subprocess.run([str(tool(name)), *args], cwd=ROOT).returncode
    return code, time.monotonic() - start


def get_browser() -> bool:
    if any(shutil.which(name) for name in BROWSERS) or (may_apt() and apt_install("chromium")):
        return True
    say("There is no Chromium: the browser tests are skipped. On Debian, as root: apt-get install chromium")
    return False


def get_second_browser() -> bool:
    """Firefox, and what drives it: packages of npm whose checksums stand in tests/browser/second."""
    modules = VENV / "second-browser"
    for program, package in {"firefox-esr": "firefox-esr", "node": "nodejs", "npm": "npm"}.items():
        if shutil.which(program) is None and not (may_apt() and apt_install(package)):
            say(f"There is no {program}: no second browser. On Debian, as root: apt-get install {package}")
            return False
    if not (modules / "node_modules").exists():
        say("Fetching what drives the second browser with npm")
        shutil.copytree(ROOT / "tests" / "browser" / "second", modules, dirs_exist_ok=True)
        npm = [shutil.which("npm") or "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(npm, cwd=modules, capture_output=True, text=True, errors="replace")
        if done.returncode:
            say(f"  npm could not: {reason(done.stderr.splitlines())}")
            return False
    return True


def get_postgresql() -> bool:
    if postgresql_programs() or (may_apt() and apt_install("postgresql") and postgresql_programs()):
        return True
    say("There is no PostgreSQL server: tests on it fail. On Debian, as root: apt-get install postgresql")
    return False


def get_web_servers() -> bool:
    """nginx and Caddy, for the tests of deploy/. Debian starts what it installs, so they are only unpacked."""
    place = VENV / "web-servers"
    lacking = [name for name in WEB_SERVERS if not shutil.which(name) and not (place / WEB_SERVERS[name]).exists()]
    if not lacking:
        return True
    if not may_apt():
        say("There is no nginx or no Caddy: they are not tried. On Debian, as root: apt-get install nginx caddy")
        return False
    say(f"Unpacking Debian's {' and '.join(lacking)} into .venv")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # apt-get looks in as another user
        run_apt(["update"])
        done = run_apt(["download", *lacking], folder)
        for package in Path(folder).glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", str(package), str(place)], check=False)
    if not all((place / WEB_SERVERS[name]).exists() for name in lacking):
        say(f"  apt-get could not: {reason(done.stderr.splitlines())}")
        return False
    return True


def postgresql_programs() -> Path | None:
    """Where the server of PostgreSQL and initdb are; Debian keeps them off the path."""
    on_path = shutil.which("postgres")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(
        DEBIANS_POSTGRESQL.glob("*/bin"), key=lambda place: int(place.parent.name.split(".")[0]), reverse=True
    )
    return next((place for place in places if (place / "initdb").exists()), None)


def get_validator() -> bool:
    """Vnu, the checker of HTML: a Java program that npm carries."""
    jar = VENV / "vnu.jar"
    needed = {"java": "default-jre-headless"} if jar.exists() else {"java": "default-jre-headless", "npm": "npm"}
    for program, package in needed.items():
        if shutil.which(program) is None and not (may_apt() and apt_install(package)):
            say(f"There is no {program}: Vnu does not check the pages. On Debian, as root: apt-get install {package}")
            return False
    return jar.exists() or fetch_validator(jar)


def fetch_validator(jar: Path) -> bool:
    say(f"Fetching the HTML checker {VALIDATOR} with npm")
    with tempfile.TemporaryDirectory() as folder:
        npm = [shutil.which("npm") or "npm", "pack", "--silent", VALIDATOR]
        done = subprocess.run(npm, cwd=folder, capture_output=True, text=True, errors="replace")
        package = next(Path(folder).glob("*.tgz"), None)
        if package is None:
            say(f"  npm could not: {reason(done.stderr.splitlines())}")
            return False
        if hashlib.sha256(package.read_bytes()).hexdigest() != VALIDATOR_SHA256:
            raise Stop(f"{package.name} is not the {VALIDATOR} that run.py knows. Is the network to be trusted?")
        with tarfile.open(package) as archive:
            inside = archive.extractfile("package/build/dist/vnu.jar")
            jar.write_bytes(inside.read() if inside else b"")
    return True


def may_apt() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(package: str) -> bool:
    say(f"Installing Debian's {package} (this can take a minute)")
    run_apt(["update"])
    done = run_apt(["install", "-y", "--no-install-recommends", package])
    if done.returncode:
        say(f"  apt-get could not: {reason(done.stderr.splitlines())}")
    return done.returncode == 0


def run_apt(args: list[str], folder: "str | None" = None) -> "subprocess.CompletedProcess[str]":
    calm = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-q", *args]
    return subprocess.run(command, cwd=folder, env=calm, capture_output=True, text=True, errors="replace")


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        sys.exit(str(stop))
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
    except OSError as error:
        sys.exit(f"Could not go on: {error}")
