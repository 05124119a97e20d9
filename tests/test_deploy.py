"""What stands in deploy/ works: real web servers before the real guide, the units, and what a container holds."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from run import WEB_SERVERS
from tests.soak.people import Person
from tests.soak.servers import free_port
from tests.test_processes import Guide
from triage.settings import SETTINGS, new_key
from triage.web.headers import every_header

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
HOST = "guide.example"
READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && cd "$0" && exec "$@"'
COPIES = re.findall(r"^COPY (\w+) (\w+)$", (DEPLOY / "Containerfile").read_text(encoding="utf-8"), re.MULTILINE)


def program(name):
    """Where a web server is; run.py fetches it."""
    unpacked = Path(sys.prefix) / "web-servers" / WEB_SERVERS[name]
    found = shutil.which(name) or (str(unpacked) if unpacked.exists() else None)
    return found or pytest.skip(f"there is no {name}")


class ThroughWeb(Person):
    """A browser that comes over HTTPS through a web server in front, and says more of itself than is true."""

    host = HOST

    def _connection(self):
        context = ssl._create_unverified_context()
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        connection = http.client.HTTPConnection(HOST, timeout=10)
        connection.sock = context.wrap_socket(raw, server_hostname=HOST)
        return connection


class InFolder(ThroughWeb):
    """The same, where the guide is in a folder of a site."""

    folder = "/guide"


@pytest.fixture(scope="module")
def serve(tmp_path_factory):
    """Start the guide in production as a container does: only what is copied into it, on a disk that is read-only."""
    image = tmp_path_factory.mktemp("image")
    for source, target in COPIES:
        shutil.copytree(ROOT / source, image / target, ignore=shutil.ignore_patterns("__pycache__"))
    before = ["unshare", "-m", "sh", "-c", READ_ONLY, str(image)]
    if not shutil.which("unshare") or subprocess.run([*before, "true"], capture_output=True).returncode:
        before = ["env", f"--chdir={image}"]
    started = []

    def run(url):
        folder = tmp_path_factory.mktemp("kept")
        (folder / "settings.env").write_text(
            f"TRIAGE_PRODUCTION=1\nTRIAGE_SECRET_KEYS={new_key()}\nTRIAGE_PUBLIC_URL={url}\nTRIAGE_PROCESSES=2\n"
            f"TRIAGE_DATABASE_URL=sqlite:///{folder}/answers.sqlite3\nTRIAGE_METRICS=1\n",
            encoding="utf-8",
        )
        command = [*before, sys.executable, "-m", "triage", "serve", "--port", "0"]
        settings = {"TRIAGE_SETTINGS_FILE": str(folder / "settings.env"), "PYTHONDONTWRITEBYTECODE": "1"}
        started.append(Guide(command, folder, PYTHONPATH="", **settings))
        return started[-1]

    yield run
    for guide in started:
        guide.process.terminate()
        guide.process.wait(20)
        guide.listener.join(20)
        guide.process.stdout.close()


@pytest.fixture(scope="module")
def guide(serve):
    return serve(f"https://{HOST}")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate that nobody trusts, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={HOST}", "-days", "2"]
    subprocess.run([*made, "-keyout", folder / "key", "-out", folder / "certificate"], check=True, capture_output=True)
    return folder


@contextmanager
def running(command, port, folder, **environment):
    """A program that listens at a port for as long as the block lasts."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=log, stderr=log)
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    try:
        assert process.poll() is None, (folder / "log").read_text()
        yield
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def nginx(folder, certificate, guide, location="/"):
    """The real nginx with the example of ours, at a port and with a certificate of its own."""
    port = free_port()
    example = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for was, now in {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "/etc/ssl/certs/guide.example.pem": f"{certificate}/certificate",
        "/etc/ssl/private/guide.example.key": f"{certificate}/key",
        "/var/log/nginx/guide.log": f"{folder}/guide.log",
        "127.0.0.1:8000": f"127.0.0.1:{guide.port}",
        "location / {": f"location {location} {{",
    }.items():
        assert example.count(was) == 1, was
        example = example.replace(was, now)
    (folder / "guide.conf").write_text(example, encoding="utf-8")
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    whole = f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}"
    (folder / "nginx.conf").write_text(f"{whole} http {{ {places} include {folder}/guide.conf; }}", encoding="utf-8")
    command = [program("nginx"), "-p", str(folder), "-c", f"{folder}/nginx.conf"]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert tried.returncode == 0 and "warn" not in tried.stderr, tried.stderr
    with running(command, port, folder):
        yield port


@contextmanager
def caddy(folder, guide):
    """The real Caddy with the example of ours, and a certificate that it signs itself."""
    port = free_port()
    example = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    own = "{\n\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n"
    (folder / "Caddyfile").write_text(own + example, encoding="utf-8")
    command = [program("caddy"), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    own_place = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    names = {"GUIDE_HOST": f"https://{HOST}:{port}", "GUIDE_AT": f"127.0.0.1:{guide.port}"}
    with running(command, port, folder, **names, **own_place):
        until = time.monotonic() + 20
        while True:
            try:
                ThroughWeb(port).get("/health")
                break
            except ssl.SSLError:  # it still signs
                assert time.monotonic() < until, (folder / "log").read_text()
                time.sleep(0.1)
        yield port


def walk_there_and_back(person):
    """Walk to a result, save, and come back in another browser."""
    assert person.walk()
    status, code = person.save()
    assert status == 200
    assert f"https://{HOST}{person.folder}/resume#{code}" in person.text
    other = type(person)(person.port)
    assert other.resume(code) == 200
    return other


def answer(person, path, headers):
    """Ask as somebody who sets what only the web server in front may."""
    connection = person._connection()
    connection.request("GET", f"{person.folder}{path}", headers={"Host": HOST, **headers})
    answered = connection.getresponse()
    text = answered.read().decode()
    connection.close()
    return answered, text


FORGED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Port": "1",
    "Forwarded": "host=evil.example",
    "Accept-Encoding": "gzip",
}


def keeps_its_promises(port):
    """Whether what comes through a web server is what the guide promises, whatever a visitor says of themselves."""
    person = walk_there_and_back(ThroughWeb(port))
    shown, text = answer(person, "/question/who", FORGED)
    assert shown.status == 200 and "evil" not in text and "Content-Encoding" not in shown.headers
    for name, value in every_header(production=True).items():
        if name != "Cache-Control":
            assert shown.headers.get_all(name) == [value], name
    assert all("Secure" in cookie for cookie in shown.headers.get_all("Set-Cookie") or [])
    assert answer(person, "/metrics", {})[0].status == 404
    assert person.post("/resume", {"code": "x" * 70_000}) == 413 and "Your answers are safe" in person.text


@pytest.mark.slow
def test_nginx_in_front_keeps_every_promise_and_writes_no_visitor_down(tmp_path, certificate, guide):
    with nginx(tmp_path, certificate, guide) as port:
        keeps_its_promises(port)
    logs = [path for path in tmp_path.rglob("*.log") if path.stat().st_size]
    assert not logs, logs[0].read_text()


@pytest.mark.slow
def test_caddy_in_front_keeps_every_promise(tmp_path, guide):
    with caddy(tmp_path, guide) as port:
        keeps_its_promises(port)
    assert "/question" not in (tmp_path / "log").read_text()


@pytest.mark.slow
def test_the_guide_works_in_a_folder_of_a_site(tmp_path, certificate, serve):
    with nginx(tmp_path, certificate, serve(f"https://{HOST}/guide"), location="/guide/") as port:
        walk_there_and_back(InFolder(port))
        assert answer(ThroughWeb(port), "/result", {})[0].status == 404


@pytest.mark.slow
def test_in_production_a_crash_leaves_no_dump_and_machines_beside_the_server_are_told_the_counts(guide):
    limits = [Path(f"/proc/{pid}/limits").read_text() for pid in (guide.process.pid, *guide.workers)]
    assert all(re.search(r"Max core file size +0 +0 ", each) for each in limits)
    assert "guide_answers_total" in guide.page("/metrics")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
@pytest.mark.parametrize("name", ["guide.service", "guide-purge.service"])
def test_the_units_are_sound_and_let_the_guide_do_little(tmp_path, name):
    for unit in DEPLOY.glob("guide*"):
        text = unit.read_text(encoding="utf-8").replace("/opt/guide/.venv/bin/triage", "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    units = [str(path) for path in tmp_path.iterdir()]
    verified = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")
    asked = ["systemd-analyze", "security", "--offline=true", "--threshold=15", str(tmp_path / name)]
    judged = subprocess.run(asked, capture_output=True, text=True)
    assert judged.returncode == 0, judged.stdout


def test_the_container_file_has_no_fault_that_a_linter_knows():
    linter = Path(sys.prefix) / "bin" / "hadolint"
    if not linter.exists():
        pytest.skip("there is no hadolint for this machine")
    done = subprocess.run([linter, DEPLOY / "Containerfile"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_compose_file_names_what_is_there_and_keeps_the_guide_in():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    for name in ("guide", "purge"):
        service = compose["services"][name]
        assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).exists()
        assert service["read_only"] and service["cap_drop"] == ["ALL"] and service["ulimits"] == {"core": 0}
        assert "ports" not in service and set(service["environment"]) < set(SETTINGS)
    web = compose["services"]["web"]
    assert web["networks"]["inside"]["ipv4_address"] == compose["x-guide"]["environment"]["TRIAGE_TRUSTED_PROXY"]
    assert (DEPLOY / web["volumes"][0].split(":")[0]).exists()
    assert set(web["environment"]) == set(re.findall(r"\{\$(\w+)", (DEPLOY / "Caddyfile").read_text(encoding="utf-8")))


def test_every_setting_that_deploying_names_is_one():
    for place in (*DEPLOY.iterdir(), ROOT / "docs" / "deploying.md"):
        assert set(re.findall(r"\bTRIAGE_[A-Z_]+", place.read_text(encoding="utf-8"))) <= set(SETTINGS), place.name


def test_what_is_copied_into_the_container_is_not_kept_from_it():
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {f"!{source}" for source, _ in COPIES} < set(kept) and "!requirements" in kept
