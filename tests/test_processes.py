"""Several processes, as real ones: who ends is replaced, a reload sends nobody away, a stop answers what has come."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from tests.benchmarks.load import Crowd, recorded
from tests.benchmarks.servers import answered_meanwhile, children
from tests.conftest import HOUSEPLANT
from tests.soak.people import Person
from triage.settings import RULES, new_key

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked for in /proc")
PATIENCE = 90.0


class Guide:
    """A server of several processes, with all that it has said."""

    def __init__(self, command, folder, **settings):
        self.folder = folder
        self.said = ""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TRIAGE_TRUSTED_PROXY": "127.0.0.1", **settings}
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self):
        for line in self.process.stdout:
            self.said += line

    def says(self, pattern):
        """Wait until it has said something, and return what matched."""
        return wait_for(lambda: re.search(pattern, self.said), self)

    @property
    def port(self):
        return int(self.says(r"open at http://127\.0\.0\.1:(\d+)")[1])

    @property
    def workers(self):
        return children(self.process.pid)

    def page(self, path="/health/ready"):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE) as answer:
            return answer.read().decode()

    def signal(self, number):
        self.process.send_signal(number)


def wait_for(thing, guide):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := thing():
            return found
        time.sleep(0.02)
    raise AssertionError(guide.said)


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """Start servers; each is stopped at the end."""
    started = []

    def run(*command, **settings):
        guide = Guide([sys.executable, *command], tmp_path_factory.mktemp("guide"), **settings)
        started.append(guide)
        return guide

    yield run
    for guide in started:
        with suppress(ProcessLookupError):
            guide.process.kill()
        guide.process.wait()
        guide.listener.join(PATIENCE)
        guide.process.stdout.close()


@pytest.fixture(scope="module")
def serve(start, tmp_path_factory):
    """Start the guide in two processes on some rules."""

    def run(rules, **settings):
        own = {"TRIAGE_DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('kept') / 'answers.sqlite3'}"}
        command = ["-m", "triage", "serve", "--port", "0", "--processes", "2"]
        return start(*command, TRIAGE_SECRET_KEYS=new_key(), TRIAGE_RULES=str(rules), **own, **settings)

    return run


@pytest.fixture(scope="module")
def guide(serve):
    """The shipped rules, served."""
    return serve(RULES)


@pytest.fixture
def plant(tmp_path):
    """A rule file of its own, to be changed while it is served."""
    file = tmp_path / "plant.yaml"
    file.write_text(HOUSEPLANT.read_text(encoding="utf-8"), encoding="utf-8")
    return file


def changed(file, version):
    text = re.sub(
        r"^version: .*$", f"version: {version}", file.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE
    )
    file.write_text(text, encoding="utf-8")


def test_who_ends_by_itself_is_replaced_and_it_is_said(serve, plant):
    guide = serve(plant)
    assert "ready" in guide.page()
    first = guide.workers
    assert len(first) == 2
    os.kill(first[0], signal.SIGKILL)
    assert guide.says(r"ended by itself \(SIGKILL; memory may have been short\). Another starts in 1 seconds")
    wait_for(lambda: len(guide.workers) == 2 and first[0] not in guide.workers, guide)
    assert first[1] in guide.workers
    guide.signal(signal.SIGTERM)
    assert guide.process.wait(PATIENCE) == 0
    assert guide.says("Stopped")


def test_a_reload_brings_new_rules_and_settings_and_faulty_ones_change_nothing(serve, plant, tmp_path):
    file = tmp_path / "guide.env"
    file.write_text("TRIAGE_PUBLIC_URL=http://one.example\n", encoding="utf-8")
    guide = serve(plant, TRIAGE_SETTINGS_FILE=str(file))
    old = guide.page() and guide.workers
    changed(plant, 77)
    file.write_text("TRIAGE_PUBLIC_URL=http://two.example/folder\n", encoding="utf-8")
    guide.signal(signal.SIGHUP)
    wait_for(lambda: not set(old) & set(guide.workers), guide)
    assert "rules 77 " in guide.page() and "/folder/" in guide.page("/")
    now = guide.workers
    plant.write_text("no: rules", encoding="utf-8")
    guide.signal(signal.SIGHUP)
    assert guide.says("the guide goes on as it was: ")
    assert "rules 77 " in guide.page() and guide.workers == now


def test_nobody_is_sent_away_while_workers_are_renewed(guide):
    """Four people walk to their results meanwhile, whole journeys, each request on a connection that is open."""
    crowd = Crowd(guide.port, recorded(guide.port, 2))
    first, renewed = guide.workers, threading.Event()

    def renew():
        for times in range(1, 4):
            time.sleep(0.7)
            guide.signal(signal.SIGHUP)
            wait_for(lambda times=times: guide.said.count("read anew") == times, guide)
        renewed.set()

    threading.Thread(target=renew).start()
    figures = crowd.walk(4, 4.0, warmup=0.0)
    assert renewed.wait(PATIENCE)
    assert dict(figures.faults) == {} and figures.journeys > 0
    wait_for(lambda: len(guide.workers) == 2 and not set(first) & set(guide.workers), guide)


def test_what_one_process_hands_out_every_other_takes(guide):
    """A new connection for each request: form tokens, answers and saved answers come to whichever process is free."""
    crowd = Crowd(guide.port, recorded(guide.port, 1), afresh=True)
    figures = crowd.walk(4, 1.0, warmup=0.0)
    assert dict(figures.faults) == {} and len(figures.steps) > 5
    person = Person(guide.port)
    person.walk()
    saved = [person.save() for _ in range(4)]
    assert [status for status, _ in saved] == [200] * 4
    assert [Person(guide.port).resume(code) for _, code in saved] == [200] * 4


def test_wrong_codes_count_together_whichever_process_is_asked(serve, plant):
    guide = serve(plant)
    person = Person(guide.port)
    statuses = [person.resume("7KQ2-M9XD-4HTB-0WRA-8") for _ in range(12)]
    assert statuses == [404] * 10 + [429] * 2


def test_when_the_first_process_is_killed_the_others_leave(serve, plant):
    guide = serve(plant)
    left = guide.page() and guide.workers
    guide.signal(signal.SIGKILL)
    guide.process.wait()
    wait_for(lambda: not [pid for pid in left if Path(f"/proc/{pid}").exists()], guide)


def test_what_all_processes_answered_is_counted_together(serve, plant):
    guide = serve(plant, TRIAGE_METRICS="1")
    for _ in range(30):
        guide.page("/about")
    for _ in range(4):
        assert 'guide_answers_total{endpoint="learn.about",status="2xx"} 30.0' in guide.page("/metrics")


@pytest.mark.slow
def test_requests_that_dribble_in_shut_nobody_out(serve, plant):
    answered, _slowest = answered_meanwhile(serve(plant).port)
    assert answered == 20


SCRIPT = """
import os, sys, time
from triage.processes import Edition, serve_in_processes

def slow(environ, start_response):
    time.sleep(0.3)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"whole"]

def broken(place):
    raise RuntimeError("no store")

sys.exit(serve_in_processes(lambda: Edition({open}, {{}}, 2), port=0))
"""


def test_a_stop_answers_what_has_come(start):
    guide = start("-c", SCRIPT.format(open="lambda place: slow"))
    heard = []
    people = [threading.Thread(target=lambda: heard.append(guide.page("/"))) for _ in range(12)]
    assert guide.port
    for person in people:
        person.start()
    time.sleep(0.15)
    guide.signal(signal.SIGTERM)
    for person in people:
        person.join(PATIENCE)
    assert heard == ["whole"] * 12
    assert guide.process.wait(PATIENCE) == 0


def test_a_terminal_that_is_closed_takes_the_guide_along(tmp_path):
    """Elsewhere the same signal means to read all anew."""
    import pty  # Windows has none

    ours, theirs = pty.openpty()
    code = f"import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n{SCRIPT.format(open='lambda place: slow')}"
    command = [sys.executable, "-c", code]
    process = subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    said = b""
    while b"open at" not in said:
        said += os.read(ours, 1000)
    os.close(ours)
    assert process.wait(PATIENCE) is not None


def test_who_cannot_begin_is_tried_again_ever_more_seldom(start):
    guide = start("-c", SCRIPT.format(open="broken"))
    assert guide.says(r"cannot go on: RuntimeError: no store")
    assert guide.says(r"Another starts in 5 seconds")
    time.sleep(1)
    assert guide.said.count("cannot go on") <= 4
    guide.signal(signal.SIGTERM)
    assert guide.process.wait(PATIENCE) == 0


def test_nothing_runs_beside_what_is_copied():
    """A copy of a process has no threads but the one that copied, so what others held is held for ever."""
    code = (
        "import os; from triage.serve_command import shared_edition; shared_edition(2); "
        "print(len(os.listdir('/proc/self/task')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
