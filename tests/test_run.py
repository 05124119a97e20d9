"""The set-up: `run.py` decides rightly and fails in one line, and the server starts and stops cleanly."""

from __future__ import annotations

import ast
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import tomllib
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

import run
from triage import server

ROOT = Path(__file__).parent.parent


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of its own, in which every installer and every program only leaves a trace."""
    here = SimpleNamespace(root=tmp_path, venv=tmp_path / ".venv", done=[], fail=None)
    locks = {kind: tmp_path / f"{kind}.txt" for kind in run.LOCKS}
    for kind, lock in locks.items():
        lock.write_text(f"# {kind}\nflask==3.1 \\n    --hash=sha256:0\n    # via nothing\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", here.venv)
    monkeypatch.setattr(run, "STAMP", here.venv / "installed.json")
    monkeypatch.setattr(run, "LOCKS", locks)
    monkeypatch.setattr(run, "uv", lambda: None)

    def make_venv():
        here.done.append("venv")
        for name in ("python", "pip", "triage"):
            run.tool(name).parent.mkdir(parents=True, exist_ok=True)
            run.tool(name).touch()

    def run_installer(what, packages=0):
        if here.fail:
            raise here.fail
        here.done.append(what[-1])
        packages = here.venv / "lib" / "python3.11" / "site-packages"
        for name in ("flask-3.1", "symptom_guide-1.0"):
            (packages / f"{name}.dist-info").mkdir(parents=True, exist_ok=True)
        place = {"url": run.ROOT.as_uri(), "dir_info": {"editable": True}}
        here.place = packages / "symptom_guide-1.0.dist-info" / "direct_url.json"
        here.place.write_text(json.dumps(place))

    monkeypatch.setattr(run, "make_venv", make_venv)
    monkeypatch.setattr(run, "run_installer", run_installer)
    return here


def fresh(project, kind="run"):
    project.done.clear()
    run.install(kind)
    return list(project.done)


# ------------------------------------------------------------------------------------- what run.py installs


def test_the_first_start_makes_the_environment_then_installs_the_lock_then_the_project(project):
    assert fresh(project) == ["venv", str(project.root / "run.txt"), str(project.root)]


def test_a_second_start_installs_nothing(project):
    fresh(project)
    assert fresh(project) == []


def test_what_the_tests_need_is_enough_to_serve(project):
    fresh(project, "test")
    assert fresh(project, "run") == []


def test_what_serving_needs_is_not_enough_for_the_tests(project):
    fresh(project, "run")
    assert fresh(project, "test") == [str(project.root / "test.txt"), str(project.root)]


@pytest.mark.parametrize("changed", ["run.txt", "pyproject.toml"])
def test_a_changed_lock_or_pyproject_is_installed_into_the_same_environment(project, changed):
    fresh(project)
    with (project.root / changed).open("a") as file:
        file.write("# changed\n")
    assert fresh(project) == [str(project.root / "run.txt"), str(project.root)]


def test_another_python_gets_a_new_environment(project, monkeypatch):
    fresh(project)
    monkeypatch.setattr(run.platform, "python_version", lambda: "3.99.0")
    assert fresh(project)[0] == "venv"


def test_a_moved_folder_gets_a_new_environment_because_the_old_one_names_its_place(project, monkeypatch):
    fresh(project)
    elsewhere = project.root / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "pyproject.toml").write_bytes((project.root / "pyproject.toml").read_bytes())
    monkeypatch.setattr(run, "ROOT", elsewhere)
    assert fresh(project)[0] == "venv"


@pytest.mark.parametrize("broken_off", [KeyboardInterrupt(), run.Stop("no network")])
def test_a_broken_off_install_starts_afresh_at_the_next_start(project, broken_off):
    project.fail = broken_off
    with pytest.raises(type(broken_off)):
        run.install("run")
    project.fail = None
    assert fresh(project) == ["venv", str(project.root / "run.txt"), str(project.root)]


def test_a_broken_off_update_starts_afresh_too(project):
    fresh(project)
    (project.root / "run.txt").write_text("flask==3.2\n")
    project.fail = run.Stop("no network")
    with pytest.raises(run.Stop):
        run.install("run")
    project.fail = None
    assert fresh(project)[0] == "venv"


def test_the_stamp_is_plain_json_that_a_person_can_read(project):
    fresh(project)
    assert set(json.loads(run.STAMP.read_text())) == {"python", "run", "installed"}


@pytest.mark.parametrize("stamp", ["", "{", "[]", '"text"', "\x00"])
def test_an_unreadable_stamp_counts_as_none(project, stamp):
    fresh(project)
    run.STAMP.write_text(stamp)
    assert fresh(project)[0] == "venv"


def test_an_environment_whose_python_is_gone_is_made_anew(project):
    fresh(project)
    run.tool("python").unlink()
    assert fresh(project)[0] == "venv"


def test_the_bench_is_installed_beside_what_serves_and_holds_it(project):
    fresh(project)
    assert fresh(project, "bench") == [str(project.root / "bench.txt"), str(project.root)]
    assert fresh(project, "run") == []


def test_the_driver_of_postgresql_is_installed_beside_what_is_there_and_takes_nothing_away(project, capsys):
    fresh(project, "bench")
    assert run.DRIVER not in capsys.readouterr().out
    assert fresh(project, "postgresql") == [str(project.root / "postgresql.txt"), str(project.root)]
    assert run.DRIVER in capsys.readouterr().out
    assert fresh(project, "postgresql") == fresh(project, "bench") == fresh(project, "run") == []


def test_what_the_tests_need_holds_the_driver_of_postgresql(project):
    fresh(project, "test")
    assert fresh(project, "postgresql") == []


@pytest.mark.parametrize(
    ("address", "driver"),
    [
        ("postgresql://guide@host/x", True),
        ("postgres://guide@host/x", True),
        (" postgresql+psycopg://guide@host/x", True),
        ("sqlite:////var/lib/guide/postgres.sqlite3", False),
        ("", False),
    ],
)
def test_only_an_address_of_postgresql_asks_for_its_driver(address, driver):
    kinds = run.kinds_for(["serve"], {"TRIAGE_DATABASE_URL": address})
    assert kinds == ["run", "postgresql"] if driver else kinds == ["run"]


def test_an_address_in_the_file_of_settings_asks_for_the_driver_too(tmp_path):
    file = tmp_path / "settings.env"
    file.write_text('TRIAGE_COUNTRY=GB\nTRIAGE_DATABASE_URL = "postgresql://guide@host/x"\n', encoding="utf-8")
    assert run.kinds_for(["serve"], {"TRIAGE_SETTINGS_FILE": str(file)}) == ["run", "postgresql"]
    own = {"TRIAGE_SETTINGS_FILE": str(file), "TRIAGE_DATABASE_URL": "sqlite:////x"}
    assert run.kinds_for(["serve"], own) == ["run"]


def test_an_update_forgets_what_was_installed_from_an_older_lock(project):
    fresh(project, "postgresql")
    (project.root / "postgresql.txt").write_text("psycopg==9\n")
    fresh(project, "bench")
    assert set(json.loads(run.STAMP.read_text())) == {"python", "run", "bench", "installed"}


@pytest.mark.parametrize(
    ("args", "kind"),
    [
        (["check"], "run"),
        (["check", "--prove"], "bench"),
        (["diff", "a", "b"], "bench"),
        (["diff", "--help"], "run"),
        (["evaluate", "cases.jsonl"], "bench"),
        (["cases"], "run"),
        ([], "run"),
    ],
)
def test_a_command_installs_what_it_needs_and_no_more(args, kind):
    assert run.kinds_for(args, {}) == [kind]


def test_a_copy_installed_in_place_of_this_folder_is_noticed_and_made_anew(project, capsys):
    fresh(project)
    project.place.write_text(json.dumps({"url": run.ROOT.as_uri(), "dir_info": {}}))
    assert fresh(project)[0] == "venv"
    assert "made anew" in capsys.readouterr().out
    assert fresh(project) == []


def test_a_package_that_was_taken_away_is_noticed_and_put_back(project):
    fresh(project)
    next(project.venv.rglob("flask-3.1.dist-info")).rmdir()
    assert fresh(project)[0] == "venv"


def test_a_package_that_somebody_added_is_left_alone(project):
    fresh(project)
    (project.place.parents[1] / "ipython-9.0.dist-info").mkdir()
    assert fresh(project) == []


# ----------------------------------------------------------------------------------------- what run.py says


def test_help_shows_the_three_forms(capsys):
    assert run.main(["--help"]) == 0
    shown = capsys.readouterr().out
    for form in ("run.py --port 8431", "run.py test", "run.py triage ARGS", "http://127.0.0.1:8000"):
        assert form in shown


def test_an_unknown_word_is_one_line_that_points_to_the_help():
    with pytest.raises(run.Stop, match=r'no command "tset".*--help'):
        run.main(["tset"])


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 10, 14)])
def test_an_older_python_is_told_what_is_needed_in_one_line(version):
    line = run.too_old(version)
    assert line is not None
    assert "3.11" in line
    assert "\n" not in line


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1), (4, 0, 0)])
def test_python_3_11_and_newer_are_welcome(version):
    assert run.too_old(version) is None


def test_an_older_python_can_read_the_file_far_enough_to_say_so():
    text = (ROOT / "run.py").read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 7))


def test_run_py_needs_the_standard_library_alone():
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_a_missing_venv_module_is_one_line_that_names_the_package(monkeypatch):
    monkeypatch.setattr(run, "may_apt", lambda: False)
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(run.Stop, match=r"ensurepip.*apt-get install python3-venv") as stopped:
        run.get_venv_module()
    assert "\n" not in str(stopped.value)


def test_root_on_debian_gets_the_venv_module_without_being_asked(monkeypatch):
    asked = []
    missing = iter([["ensurepip"], []])
    monkeypatch.setattr(run, "may_apt", lambda: True)
    monkeypatch.setattr(run, "apt_install", asked.append)
    monkeypatch.setattr(run, "missing_modules", lambda: next(missing))
    run.get_venv_module()
    assert asked == ["python3-venv"]


def test_a_failed_install_is_one_line_with_the_reason_and_where_to_read_more(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "VENV", tmp_path)
    monkeypatch.setattr(run, "uv", lambda: None)
    monkeypatch.setattr(run, "tool", lambda name: Path(sys.executable))
    with pytest.raises(run.Stop) as stopped:
        run.run_installer(["--no-index", "--require-hashes", "-r", str(tmp_path / "absent.txt")])
    line = str(stopped.value)
    assert "absent.txt" in line
    assert "\n" not in line
    assert "absent.txt" in (tmp_path / "install.log").read_text(encoding="utf-8")


def test_the_reason_of_a_failure_is_the_last_line_that_calls_itself_an_error():
    assert run.reason(["Collecting flask", "ERROR: No match.", "", "a hint\n"]) == "ERROR: No match"
    assert run.reason(["it broke"]) == "it broke"
    assert run.reason([]) == "it gave no reason"


# ---------------------------------------------------------------------------------------- what run.py starts


def test_options_go_to_serve_and_arguments_to_triage(project, monkeypatch):
    started = []
    monkeypatch.setattr(run.os, "name", "posix")
    monkeypatch.setattr(run.os, "execv", lambda path, command: (started.append(command[1:]), sys.exit(0)))
    for args in ([], ["--port", "8431"], ["triage", "check", "--strict"]):
        with pytest.raises(SystemExit):
            run.main(args)
    assert started == [["serve"], ["serve", "--port", "8431"], ["check", "--strict"]]


@pytest.fixture
def steps(project, monkeypatch):
    """The steps of `run.py test`, noted instead of taken; `codes` says how each ends."""
    seen = SimpleNamespace(taken={}, codes={})

    def step(name, *args):
        seen.taken[f"{name} {args[0]}" if name == "ruff" else name] = args
        return seen.codes.get(name, 0), 0.0

    monkeypatch.setattr(run, "step", step)
    monkeypatch.setattr(run, "get_browser", lambda: True)
    monkeypatch.setattr(run, "get_validator", lambda: True)
    monkeypatch.setattr(run, "get_second_browser", lambda: True)
    monkeypatch.setattr(run, "get_postgresql", lambda: True)
    monkeypatch.setattr(run, "get_web_servers", lambda: True)
    return seen


def test_the_tests_are_lint_format_types_and_pytest_with_its_arguments(steps):
    assert run.main(["test", "tests/core", "-k", "path"]) == 0
    assert list(steps.taken) == ["ruff check", "ruff format", "mypy", "pytest"]
    assert steps.taken["pytest"][-3:] == ("tests/core", "-k", "path")


def test_the_quick_tests_need_no_browser_and_leave_out_the_slow_ones(steps, monkeypatch):
    monkeypatch.setattr(run, "get_browser", lambda: pytest.fail("asked for a browser"))
    monkeypatch.setattr(run, "get_validator", lambda: pytest.fail("asked for a validator"))
    monkeypatch.setattr(run, "get_second_browser", lambda: pytest.fail("asked for a second browser"))
    monkeypatch.setattr(run, "get_postgresql", lambda: pytest.fail("asked for PostgreSQL"))
    monkeypatch.setattr(run, "get_web_servers", lambda: pytest.fail("asked for nginx"))
    assert run.main(["test", "--quick"]) == 0
    assert "--quick" not in steps.taken["pytest"]
    assert "not slow and not browser" in steps.taken["pytest"]


@pytest.mark.parametrize("name", ["ruff", "mypy", "pytest"])
def test_one_failed_step_fails_the_whole_but_the_others_are_still_taken(steps, capsys, name):
    steps.codes[name] = 5
    assert run.main(["test"]) == 1
    assert len(steps.taken) == 4
    assert "FAILED" in capsys.readouterr().out


@pytest.mark.parametrize(
    "missing", ["get_browser", "get_validator", "get_second_browser", "get_postgresql", "get_web_servers"]
)
@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_what_is_missing_for_some_tests_fails_continuous_integration_only(steps, monkeypatch, missing, ci, code):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(run, missing, lambda: False)
    assert run.main(["test"]) == code


def test_the_pictures_of_every_page_need_one_folder(steps, monkeypatch):
    started = []
    monkeypatch.setattr(
        run.subprocess, "run", lambda command, **_: started.append(command) or SimpleNamespace(returncode=0)
    )
    assert run.main(["test", "--screenshots", "pictures"]) == 0
    assert started[0][-3:] == ["-m", "tests.browser.screenshots", "pictures"]
    with pytest.raises(run.Stop, match="Name one folder"):
        run.main(["test", "--screenshots"])
    assert steps.taken == {}


def test_the_soak_gets_what_it_needs_and_its_own_options(steps, monkeypatch):
    started = []
    monkeypatch.setattr(
        run.subprocess, "run", lambda command, **_: started.append(command) or SimpleNamespace(returncode=1)
    )
    assert run.main(["soak", "--minutes", "2"]) == 1
    assert started[0][-4:] == ["-m", "tests.soak", "--minutes", "2"]


def test_without_chromium_and_root_one_line_says_what_is_skipped_and_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    assert run.get_browser() is False
    shown = capsys.readouterr().out
    assert shown.count("\n") == 1
    assert "skipped" in shown
    assert "apt-get install chromium" in shown


def test_without_firefox_and_root_one_line_says_so_and_how_to_get_it(project, monkeypatch, capsys):
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    assert run.get_second_browser() is False
    shown = capsys.readouterr().out
    assert shown.count("\n") == 1
    assert "apt-get install firefox-esr" in shown


def test_without_web_servers_and_root_one_line_says_so_and_how_to_get_them(project, monkeypatch, capsys):
    monkeypatch.setattr(run, "may_apt", lambda: False)
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    assert run.get_web_servers() is False
    shown = capsys.readouterr().out
    assert shown.count("\n") == 1
    assert "apt-get install nginx caddy" in shown


def test_without_postgresql_and_root_one_line_says_that_its_tests_fail_and_how_to_get_it(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(run, "may_apt", lambda: False)
    monkeypatch.setattr(run, "DEBIANS_POSTGRESQL", tmp_path)
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    assert run.get_postgresql() is False
    shown = capsys.readouterr().out
    assert shown.count("\n") == 1
    assert "fail" in shown and "apt-get install postgresql" in shown


def test_the_newest_postgresql_of_debian_is_found_off_the_path(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "DEBIANS_POSTGRESQL", tmp_path)
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    for version in ("9.6", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
    for version in ("9.6", "15"):
        (tmp_path / version / "bin" / "initdb").touch()
    assert run.postgresql_programs() == tmp_path / "15" / "bin"


def test_without_java_and_root_one_line_says_what_is_not_checked_and_how_to_get_it(project, monkeypatch, capsys):
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    assert run.get_validator() is False
    shown = capsys.readouterr().out
    assert shown.count("\n") == 1
    assert "apt-get install default-jre-headless" in shown


@pytest.mark.parametrize("sent", [None, b"something else"])
def test_a_checker_that_npm_does_not_send_or_that_is_another_one_is_not_taken(
    project, monkeypatch, capsys, sent, tmp_path
):
    def npm(command, cwd, **_):
        if sent is not None:
            (Path(cwd) / "vnu-jar.tgz").write_bytes(sent)
        return SimpleNamespace(stderr="npm error no network", returncode=1)

    monkeypatch.setattr(run.subprocess, "run", npm)
    jar = tmp_path / "vnu.jar"
    if sent is None:
        assert run.fetch_validator(jar) is False
        assert "no network" in capsys.readouterr().out
    else:
        with pytest.raises(run.Stop, match="is not the"):
            run.fetch_validator(jar)
    assert not jar.exists()


# ------------------------------------------------------------------------------------------- the exact locks


@pytest.mark.parametrize("kind", run.LOCKS)
def test_every_locked_package_has_a_checksum_and_no_place(kind):
    text = run.LOCKS[kind].read_text(encoding="utf-8")
    assert _blocks(text)
    assert "://" not in text
    assert "-index" not in text
    for block in _blocks(text):
        assert "--hash=sha256:" in block, block


def test_the_lock_of_the_tests_holds_the_very_versions_that_people_run():
    held = {kind: _versions(lock.read_text(encoding="utf-8")) for kind, lock in run.LOCKS.items()}
    for kind, others in run.HOLDS.items():
        for other in others:
            assert held[other].items() <= held[kind].items(), (kind, other)


def test_the_locks_hold_every_dependency_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {"run": project["project"]["dependencies"] + project["build-system"]["requires"]}
    extras = project["project"]["optional-dependencies"]
    for kind in ("postgresql", "bench"):
        needed[kind] = extras[kind] + needed["run"]
    needed["test"] = sum(extras.values(), needed["run"])
    for kind, requirements in needed.items():
        names = {requirement.split(">=")[0].lower() for requirement in requirements}
        assert names <= set(_versions(run.LOCKS[kind].read_text(encoding="utf-8")))


def _blocks(text):
    blocks = []
    for line in text.splitlines():
        if line[:1].isalnum():
            blocks.append(line)
        elif blocks:
            blocks[-1] += "\n" + line
    return blocks


def _versions(text):
    return dict(block.split()[0].split("==") for block in _blocks(text))


# ------------------------------------------------------------------------------------------------ the server


def hello(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


def test_a_port_in_use_is_one_plain_line_with_what_to_do(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert server.serve(hello, port=port) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"Port {port} is in use" in said
    assert f"--port {port + 1}" in said


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("192.0.2.1", 0), ("not a host", 0)])
def test_an_address_that_cannot_be_opened_is_one_plain_line(capsys, host, port):
    assert server.serve(hello, host, port) == 1
    assert capsys.readouterr().err.count("\n") == 1


SLOW_SITE = """
import time
from triage.server import serve

def slow(environ, start_response):
    time.sleep(0.4)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
    return [b"done"]

raise SystemExit(serve(slow, port=0))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to catch")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_finishes_the_request_under_way_and_says_nothing_but_that_it_stopped(number):
    site = subprocess.Popen(
        [sys.executable, "-c", SLOW_SITE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with site:
        assert site.stdout is not None
        assert site.stderr is not None
        address = site.stdout.readline().split()[5]
        got = []
        visitor = threading.Thread(target=lambda: got.append(urllib.request.urlopen(address, timeout=5).read()))
        visitor.start()
        time.sleep(0.2)
        site.send_signal(number)
        assert site.wait(5) == 0
        visitor.join(5)
        assert got == [b"done"]
        assert site.stdout.read().strip() == "Stopped."
        assert site.stderr.read() == ""
