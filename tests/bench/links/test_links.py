"""Links are asked of a local server that misbehaves in each way: what is gone, moved, renamed or unsafe is told."""

from __future__ import annotations

import datetime
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.conftest import HOUSEPLANT
from tests.rule_texts import in_parts, written
from triage.bench.links import ask as asking
from triage.bench.links.ask import (
    CERTIFICATE,
    EMPTY,
    FOUND,
    GONE,
    LOOP,
    MOST_BYTES,
    MOVED,
    REFUSED,
    SILENT,
    TITLED,
    PageTold,
    ask,
)
from triage.bench.links.command import ask_all
from triage.cli import main
from triage.rule_files.load import examine

PAGE = b"<html><title>A book about plants &amp; soil</title>"
LEADS = {
    "/old": (301, "/fine"),
    "/older": (301, "/old"),
    "/today": (302, "/fine"),
    "/round": (301, "/about"),
    "/about": (301, "/round"),
    "/long/0": (302, "/long/1"),
    "/closed": (302, "/"),
    "/lost": (301, "/gone"),
}


class Misbehaving(BaseHTTPRequestHandler):
    """Answers each address in its own bad way."""

    def do_HEAD(self):
        """Refuse HEAD at /no-head, hang at /slow-head; else answer as to GET, without a page."""
        if self.path == "/no-head":
            self.send_error(405)
        elif self.path == "/slow-head":
            time.sleep(2)
        else:
            self.answer(b"")

    def do_GET(self):
        """Answer with a page."""
        self.answer({"/empty": b"  \n", "/huge": PAGE, "/drip": b"<"}.get(self.path, PAGE))

    def answer(self, body):
        self.server.asked.append((self.command, self.path, time.monotonic()))
        status, to = LEADS.get(self.path, (200, None))
        if self.path.startswith("/long/"):
            status, to = 302, f"/long/{int(self.path[6:]) + 1}"
        status = {"/gone": 404, "/removed": 410, "/guarded": 403, "/broken": 500}.get(self.path, status)
        if self.path == "/hangs":
            time.sleep(3)
        self.send_response(status)
        if to:
            self.send_header("Location", to)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)
        while self.path in ("/huge", "/drip") and body:
            self.wfile.write(b" " * (1_000_000 if self.path == "/huge" else 1))
            time.sleep(0 if self.path == "/huge" else 0.05)

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except (ConnectionError, ssl.SSLError):
            self.close_connection = True

    def log_message(self, *_):
        """Say nothing."""


def served(context=None):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Misbehaving)
    server.daemon_threads, server.asked = True, []
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(scope="module")
def server():
    server = served()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def base(server):
    return f"http://127.0.0.1:{server.server_port}"


@pytest.mark.parametrize(
    ("path", "how", "words"),
    [
        ("/fine", FOUND, "A book about plants & soil"),
        ("/fine#part", FOUND, ""),
        ("/gone", GONE, "404 not found"),
        ("/removed", GONE, "410 gone"),
        ("/lost", GONE, "404 not found, at http"),
        ("/old", MOVED, "/fine"),
        ("/older", MOVED, "/fine"),
        ("/today", FOUND, ""),
        ("/round", LOOP, "leads back to"),
        ("/long/0", LOOP, "on and on"),
        ("/closed", GONE, "front page"),
        ("/no-head", FOUND, ""),
        ("/slow-head", FOUND, ""),
        ("/guarded", REFUSED, "403 forbidden; look at it yourself"),
        ("/broken", REFUSED, "500"),
        ("/empty", EMPTY, "nothing on it"),
        ("/huge", FOUND, ""),
        ("/hangs", SILENT, "no answer within"),
        ("/drip", SILENT, "no answer within"),
    ],
)
def test_each_way_to_misbehave_is_told(base, path, how, words):
    told = ask(base + path, "A book about plants", wait=0.5, whole=1.5)
    assert told.how == how and words in told.more, told


def test_where_a_page_moved_for_good_the_new_address_is_told(base):
    assert ask(f"{base}/older").address == f"{base}/fine"


def test_a_page_of_another_name_is_told_and_one_word_in_common_is_enough(base):
    assert ask(f"{base}/fine", "Diseases of trees") == PageTold(
        TITLED, "the page is called: A book about plants & soil"
    )
    assert ask(f"{base}/fine", "On plants").how == FOUND


def test_only_the_beginning_of_a_huge_page_is_read(base, monkeypatch):
    read = []
    whole = asking._read
    monkeypatch.setattr(asking, "_read", lambda *given: read.append(len(body := whole(*given))) or body)
    assert ask(f"{base}/huge", whole=10).how == FOUND
    assert read == [MOST_BYTES]


def test_nobody_there_is_no_answer():
    assert ask("http://127.0.0.1:9/", wait=1).how == SILENT


def test_a_bad_certificate_is_told(tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "plants.example")])
    day = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    end = day.replace(year=2021)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), day, end)
    pem = tmp_path / "own.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server = served(context)
    told = ask(f"https://127.0.0.1:{server.server_port}/fine", wait=2)
    server.shutdown()
    server.server_close()
    assert told.how == CERTIFICATE and told.more


def test_one_host_is_asked_one_address_after_the_other_with_a_pause(addresses):
    active, most, times = [], [], []

    def slow(url, title):
        active.append(url)
        most.append(len(active))
        times.append(time.monotonic())
        time.sleep(0.02)
        active.remove(url)
        return PageTold(FOUND)

    told = ask_all(addresses("http://one.example/a", "http://one.example/b", "http://one.example/a"), slow, pause=0.05)
    assert len(told) == 2 and most == [1, 1] and times[1] - times[0] >= 0.05


def test_several_hosts_are_asked_at_the_same_time(addresses):
    met = threading.Barrier(3, timeout=5)

    def together(url, title):
        met.wait()
        return PageTold(FOUND)

    assert len(ask_all(addresses(*(f"http://{host}.example/" for host in "abc")), together)) == 3


@pytest.fixture
def addresses():
    from triage.bench.links.addresses import Address
    from triage.rule_files.document import Document

    return lambda *urls: [Address(url, "x", "", Document("x"), ()) for url in urls]


LINKS = """# Links
- id: plants
  title: A book about plants
  publisher: Nobody
  url: {base}/fine # this very page
  section: Books
  audience: everyone
  format: page
  categories: all
  confidence: high
  link_kind: direct
  on_topic_page: true
  address: seen
- id: soil
  title: A book about soil
  publisher: Nobody
  url: {base}/gone
  section: Books
  audience: everyone
  format: page
  categories: all
  confidence: high
  link_kind: direct
  on_topic_page: true
  address: seen
"""


@pytest.fixture
def rules(tmp_path, base):
    file = tmp_path / "plants.yaml"
    good = HOUSEPLANT.read_text(encoding="utf-8")
    file.write_text(good.replace("https://example.org/plants", f"{base}/old"), encoding="utf-8")
    (tmp_path / "resources.yaml").write_text(LINKS.format(base=base), encoding="utf-8")
    return file


def test_the_command_tells_what_needs_a_look_and_where_it_stands(rules, capsys, base):
    assert main(["links", "--rules", str(rules)]) == 1
    said = capsys.readouterr()
    assert f"{rules}:33: `book` {base}/old\n  moved: now at {base}/fine" in said.out
    assert f"{rules.parent / 'resources.yaml'}:17: `soil` {base}/gone\n  gone: 404 not found" in said.out
    assert said.out.endswith("3 addresses: 1 found, 1 gone, 1 moved\n") and "3 of 3 addresses asked" in said.err


def test_write_notes_the_day_of_what_is_there_and_nothing_else(rules, base):
    rules.write_text(rules.read_text(encoding="utf-8").replace("/old", "/fine"), encoding="utf-8")
    before = rules.read_text(encoding="utf-8")
    today = datetime.date.today().isoformat()
    for _ in range(2):
        main(["links", "--rules", str(rules), "--write"])
        noted = before.replace(f'url: "{base}/fine"', f'url: "{base}/fine", seen: {today}')
        assert rules.read_text(encoding="utf-8") == noted
        links = LINKS.format(base=base).replace("# this very page\n", f"# this very page\n  seen: {today}\n")
        assert (rules.parent / "resources.yaml").read_text(encoding="utf-8") == links
    assert examine(rules).diagnostics == ()


def test_one_link_can_be_asked_by_its_id(rules, capsys):
    assert main(["links", "plants", "--rules", str(rules)]) == 0
    assert capsys.readouterr().out == "1 address: 1 found\n"


def test_in_a_folder_of_rules_the_day_goes_into_the_part_with_the_sources(tmp_path, base):
    good = HOUSEPLANT.read_text(encoding="utf-8").replace("https://example.org/plants", f"{base}/fine")
    folder = written(in_parts(good), tmp_path / "plants")
    assert main(["links", "--rules", str(folder), "--write"]) == 0
    assert f"seen: {datetime.date.today().isoformat()}" in (folder / "sources.yaml").read_text(encoding="utf-8")
    assert examine(folder).diagnostics == ()
