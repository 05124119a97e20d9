#!/usr/bin/env python3
"""Start the symptom guide: this file needs Python 3.11 or newer, and nothing else.

    python3 run.py                  install what is missing, then serve on http://127.0.0.1:8000
    python3 run.py --port 8431      the same; every option goes to "triage serve"
    python3 run.py test [ARGS]      install what tests need, then lint, check types and run all tests
    python3 run.py triage ARGS      run the triage command: serve, check, assess, ...
    python3 run.py --help           this text

Tests: ARGS go to pytest, so "test tests/core -k path" runs a few. "test --quick" leaves out the slow tests and
those that need a browser. The browser tests use Chromium; on Debian, as root, it is installed when it is missing.

Everything is installed into the folder .venv beside this file, from a list of exact versions with checksums in
requirements/. The program uv is used when it is there, otherwise pip. Delete .venv to start afresh.
"""

import sys


def too_old(version):  # stands before everything else and is written so that an old Python can still read it
    if tuple(version[:2]) >= (3, 11):
        return None
    return f"The symptom guide needs Python 3.11 or newer, and this is Python {version[0]}.{version[1]}."


if too_old(sys.version_info):
    sys.exit(too_old(sys.version_info))

import hashlib  # noqa: E402
import importlib.util  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import platform  # noqa: E402
import shutil  # noqa: E402
import subprocess  # noqa: E402
import time  # noqa: E402
from collections.abc import Iterable, Sequence  # noqa: E402
from pathlib import Path  # noqa: E402

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMP = VENV / "installed.json"
LOCKS = {"run": ROOT / "requirements" / "run.txt", "test": ROOT / "requirements" / "test.txt"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUICK = ["-m", "not slow and not browser"]


class Stop(Exception):
    """What went wrong, in one line for the person at the keyboard."""


def main(args: list[str]) -> int:
    word = args[0] if args else ""
    if word in ("-h", "--help", "help"):
        print((__doc__ or "").strip())
        return 0
    if word == "test":
        return test(args[1:])
    if word == "triage":
        return hand_over(args[1:])
    if word and not word.startswith("-"):
        raise Stop(f'run.py has no command "{word}". "python3 run.py --help" shows what there is.')
    return hand_over(["serve", *args])


def hand_over(args: list[str]) -> int:
    """Become the triage command; on Windows, where a program cannot, wait for it."""
    install("run")
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


# ------------------------------------------------------------------------------------------------ installing


def install(kind: str) -> None:
    """Make .venv hold what `kind` needs. The stamp is written last, so a broken-off install is made again."""
    stamp = read_stamp()
    wanted = digests()
    if tool("python").exists() and stamp.get(kind) == wanted[kind]:
        return
    if not tool("python").exists() or stamp.get("python") != wanted["python"]:
        make_venv()
    STAMP.unlink(missing_ok=True)
    packages = LOCKS[kind].read_text(encoding="utf-8").count("==")
    say(f"Installing {packages} packages for Python {platform.python_version()} into .venv (once, about a minute)")
    run_installer(["--require-hashes", "-r", str(LOCKS[kind])], packages)
    run_installer(["--no-deps", "--no-build-isolation", "-e", str(ROOT)], 0)
    have = wanted if kind == "test" else {name: wanted[name] for name in ("python", "run")}
    STAMP.write_text(json.dumps(have, indent=1) + "\n", encoding="utf-8")
    say("Installed.")


def digests() -> dict[str, str]:
    """What an install depends on: this Python, this folder, pyproject.toml and the lock."""
    python = f"{platform.python_implementation()} {platform.python_version()} {platform.machine()}"
    base = f"{python}\n{ROOT}\n".encode() + (ROOT / "pyproject.toml").read_bytes()
    made = {kind: hashlib.sha256(base + lock.read_bytes()).hexdigest() for kind, lock in LOCKS.items()}
    return {"python": python, **made}


def read_stamp() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def make_venv() -> None:
    say("Making .venv")
    if uv := shutil.which("uv"):
        command = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)]
    else:
        if missing := missing_modules():
            get_venv_module(missing)
        command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Stop(f"Could not make {VENV}: {last_line(done.stderr.splitlines() or done.stdout.splitlines())}")


def missing_modules() -> list[str]:
    return [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]


def get_venv_module(missing: list[str]) -> None:
    if may_apt():
        apt_install("python3-venv")
        importlib.invalidate_caches()
        missing = missing_modules()
    if missing:
        raise Stop(
            f'This Python lacks its module "{missing[0]}", which makes .venv. '
            "On Debian or Ubuntu: apt-get install python3-venv"
        )


def run_installer(what: list[str], packages: int) -> None:
    """Run uv or pip, show how far it is, keep all it says in .venv/install.log, and stop in one line if it fails."""
    if uv := shutil.which("uv"):
        command = [uv, "pip", "install", "--python", str(tool("python")), *what]
    else:
        command = [str(tool("python")), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *what]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    lines: list[str] = []
    assert child.stdout is not None
    with child, (VENV / "install.log").open("a", encoding="utf-8") as log:
        for line in child.stdout:
            log.write(line)
            lines.append(line)
            if line.startswith("Collecting "):
                show_progress(sum(1 for one in lines if one.startswith("Collecting ")), packages)
    if child.returncode:
        raise Stop(f"The install failed: {last_line(lines)} Is there a network? All it said: {VENV / 'install.log'}")


def show_progress(done: int, of: int) -> None:
    if of and (done % 10 == 0 or done == of):
        say(f"  {done} of {of}")


def last_line(lines: Iterable[str]) -> str:
    """The line that says most about a failure."""
    said = [line.strip() for line in lines if line.strip()]
    errors = [line for line in said if line.lower().startswith(("error", "× ", "caused by"))]
    return ([*said, *errors] or ["it gave no reason."])[-1]


def tool(name: str) -> Path:
    return BIN / (name + (".exe" if os.name == "nt" else ""))


# --------------------------------------------------------------------------------------------------- testing


def test(args: list[str]) -> int:
    quick = "--quick" in args
    args = [arg for arg in args if arg != "--quick"]
    install("test")
    browser = True if quick else get_browser()
    steps: dict[str, Sequence[str]] = {
        "ruff check": ["ruff", "check", "--quiet"],
        "ruff format": ["ruff", "format", "--check", "--quiet"],
        "mypy": ["mypy"],
        "pytest": ["pytest", "-n", "auto", *(QUICK if quick else []), *args],
    }
    results = {name: timed(name, command) for name, command in steps.items()}
    if not browser and os.environ.get("CI"):
        results["chromium"] = (1, 0.0)
    print("\nSummary")
    for name, (code, seconds) in results.items():
        print(f"  {'ok    ' if code == 0 else 'FAILED'}  {name:<12} {seconds:6.1f} s")
    return 1 if any(code for code, _ in results.values()) else 0


def timed(name: str, command: Sequence[str]) -> tuple[int, float]:
    say(f"\n== {name}")
    start = time.monotonic()
    code = subprocess.run([str(tool(command[0])), *command[1:]], cwd=ROOT).returncode
    return code, time.monotonic() - start


def get_browser() -> bool:
    if any(shutil.which(name) for name in BROWSERS):
        return True
    if may_apt() and apt_install("chromium"):
        return True
    say("No Chromium was found, so the browser tests are skipped. On Debian, as root: apt-get install chromium")
    return False


def may_apt() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(package: str) -> bool:
    say(f"Installing Debian's {package} (this can take a minute)")
    calm = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", package]):
        done = subprocess.run(["apt-get", "-q", *command], env=calm, capture_output=True, text=True, errors="replace")
    if done.returncode:
        say(f"  apt-get could not install it: {last_line(done.stderr.splitlines())}")
    return done.returncode == 0


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        sys.exit(str(stop))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
    except OSError as error:
        sys.exit(f"Could not go on: {error}")
