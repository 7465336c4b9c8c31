"""Mails leave at most once: what is not taken waits, what is doubtful is shown, never repeated."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from labels.shelf import Shelf
from station.config.model import Hub as HubConfig
from station.config.model import Mail as MailConfig
from station.config.model import Money
from station.domain.model import Mail
from station.label_sheets import STOCKS, Press
from station.letters import Stationery, letter
from station.links import Links
from station.mailer import Mailer, without_addresses
from tests.domain.hub import TODAY, Hub
from tests.station.mail_server import MailServer

PATIENCE_S = 60.0
HUB = HubConfig(
    name="MIL d'essai",
    address="7 place du Marché, 61110 Exempleville",
    gs1_company_prefix=None,
    organic_body="",
    languages=("fr",),
    timezone="Europe/Paris",
)


@pytest.fixture
def server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.close()


def settings(port: int) -> MailConfig:
    return MailConfig(
        server="127.0.0.1",
        port=port,
        security="none",
        sender="mil@exemple.invalid",
        link_url="https://hangar.exemple.invalid",
    )


class Post:
    """The mailer of a hub; `mail` returns what the ledger says of a mail.

    `cannot_store`: states that the ledger fails to store, each once.
    """

    def __init__(self, hub: Hub, port: int, folder: Path) -> None:
        self.hub, self.links = hub, Links(folder / "links.key")
        self.cannot_store: set[str] = set()
        self.mailer = Mailer(
            settings(port), hub.readers, write=self._write, mark=self._mark, retry_s=(0.05,)
        )

    def _write(self, present, mail, config):  # type: ignore[no-untyped-def]
        press = Press(stock=STOCKS["a4-8"], shelf=Shelf())
        made_with = Stationery(
            hub=HUB, money=Money(), settings=config, links=self.links, press=press, today=TODAY
        )
        return letter(present, mail, made_with)

    def _mark(self, mail: str, state: str, evidence: str) -> bool:
        if state in self.cannot_store:
            self.cannot_store.remove(state)
            raise OSError("the ledger is busy")
        answer = self.hub.do("MarkMail", as_role="admin", mail=mail, state=state, evidence=evidence)
        return bool(answer["outcome"] == "accepted")

    def queue(self) -> str:
        self.hub.done(
            "RegisterProducer", code="F01", name="Ferme du Vallon", email="ferme@exemple.invalid"
        )
        self.hub.order("C01", "CAROTTE", 20)
        return str(self.hub.done("SendSheets", delivery_date=TODAY)["mail"])

    def mail(self, id: str) -> Mail:
        found = self.hub.ask(lambda present: present.world.mails.get(id))
        assert isinstance(found, Mail)
        return found

    def until(self, good: Callable[[], bool]) -> None:
        """Wait for what the worker is to do, in short looks."""
        end, pause = time.monotonic() + PATIENCE_S, threading.Event()
        while not good():
            assert time.monotonic() < end, "the mailer did not get there"
            pause.wait(0.02)


@pytest.fixture
def post(hub: Hub, server: MailServer, tmp_path: Path) -> Iterator[Post]:
    post = Post(hub, server.port, tmp_path)
    yield post
    post.mailer.stop()


def test_a_sheet_goes_out_with_its_papers_and_a_link(post: Post, server: MailServer) -> None:
    post.hub.order("C02", "RADIS", 12)
    id = post.queue()
    post.hub.done("MakeLabels", producer="F01", delivery_date=TODAY)

    post.mailer.start()
    post.until(lambda: post.mail(id).state == "sent")

    [message] = server.taken
    names = [part.get_filename() for part in message.iter_attachments()]
    text = message.get_body().get_content()  # type: ignore[union-attr]
    url = next(line for line in text.splitlines() if "/farm/" in line)
    opened = post.links.read(url.rpartition("/")[2], today=TODAY)
    assert message["To"] == "ferme@exemple.invalid" and "version 1" in message["Subject"]
    assert names == [f"feuille-F01-{TODAY}-v1.pdf", f"feuille-F01-{TODAY}-v1.csv",
                     f"etiquettes-F01-{TODAY}.pdf"]  # fmt: skip
    assert opened is not None and opened.producer == "F01"
    assert post.mail(id).evidence == "250 taken"
    sheet = next(message.iter_attachments()).get_content()
    assert "Cantine des Tilleuls" in PdfReader(BytesIO(sheet)).pages[0].extract_text()


def test_a_days_papers_go_out_each_as_a_file(post: Post, server: MailServer) -> None:
    farm = {"code": "F01", "name": "Ferme du Vallon", "postcode": "61110"}
    post.hub.done("RegisterProducer", **farm, email="ferme@exemple.invalid")
    intakes = [post.hub.crate(post.hub.carrots()["id"]).intake for _ in range(2)]
    for intake in dict.fromkeys(intakes):
        post.hub.done("CloseIntake", intake=intake)
    id = str(post.hub.done("MailDayPapers", date=TODAY)["mail"])

    post.mailer.start()
    post.until(lambda: post.mail(id).state == "sent")

    [message] = server.taken
    files = list(message.iter_attachments())
    text = message.get_body().get_content()  # type: ignore[union-attr]
    papers = post.mail(id).papers
    assert [file.get_filename() for file in files] == [f"bon-apport-{one.id}.pdf" for one in papers]
    assert "bon d'apport" in text and str(message["Subject"]).startswith("Vos papiers du")
    pages = PdfReader(BytesIO(files[0].get_content())).pages
    assert papers[0].id in pages[0].extract_text()


def test_a_mail_waits_for_a_server_that_is_not_there(
    hub: Hub, server: MailServer, tmp_path: Path
) -> None:
    free = server.port
    server.close()
    post = Post(hub, free, tmp_path)
    id = post.queue()

    post.mailer.start()
    post.until(lambda: bool(post.mailer.problem))
    post.mailer.stop()

    assert (post.mail(id).state, hub.troubles()) == ("queued", [])
    assert "ne prend rien" in post.mailer.problem


@pytest.mark.parametrize("refuses", ["greeting", "address"])
def test_a_server_that_says_later_is_asked_later(
    post: Post, server: MailServer, refuses: str
) -> None:
    id, server.break_at = post.queue(), refuses
    post.mailer.start()
    post.until(lambda: bool(post.mailer.problem))

    server.break_at = "nothing"
    post.mailer.wake()
    post.until(lambda: post.mail(id).state == "sent")

    assert len(server.taken) == 1 and post.mailer.problem == ""


@pytest.mark.parametrize("refuses", ["address-for-ever", "text"])
def test_a_final_no_is_shown_and_not_tried_again(
    post: Post, server: MailServer, refuses: str
) -> None:
    id, server.break_at = post.queue(), refuses

    post.mailer.start()
    post.until(lambda: post.mail(id).state == "failed")

    assert post.hub.troubles() == ["mail_failed"] and server.taken == []
    assert post.mail(id).evidence[:3] in ("550", "554")


def test_a_refusal_that_quotes_the_address_leaves_none_in_the_ledger(
    post: Post, server: MailServer
) -> None:
    id, server.break_at = post.queue(), "address-for-ever"

    post.mailer.start()
    post.until(lambda: post.mail(id).state == "failed")

    assert post.mail(id).evidence == "550 <adresse> unknown here, ask <adresse>"


def test_an_address_that_does_not_look_like_one_is_known_as_the_recipient() -> None:
    said = '553 "jean paul"@exemple.invalid: ' + "x" * 150 + " jean.paul@exemple.invalid"

    kept = without_addresses(said, '"Jean Paul"@exemple.invalid')

    assert kept.startswith("553 <adresse>: x") and len(kept) <= 200
    assert "jean" not in kept and "exemple" not in kept


def test_a_mail_without_its_answer_is_doubtful_and_sent_once(
    post: Post, server: MailServer
) -> None:
    id, server.break_at = post.queue(), "silence"
    post.mailer.start()
    post.until(lambda: post.mail(id).state == "uncertain")

    server.break_at = "nothing"
    post.mailer.wake()
    post.mailer.stop()

    assert (server.arrived, server.taken) == (1, [])
    assert post.hub.troubles() == ["mail_uncertain"]


def test_a_doubtful_mail_goes_out_again_only_when_a_person_says_so(
    post: Post, server: MailServer
) -> None:
    id, server.break_at = post.queue(), "silence"
    post.mailer.start()
    post.until(lambda: post.mail(id).state == "uncertain")
    server.break_at = "nothing"

    post.hub.done("SettleMail", mail=id, how="again")
    post.mailer.wake()
    post.until(lambda: post.mail(id).state == "sent")

    assert len(server.taken) == 1


def test_a_mail_that_a_person_drops_before_its_first_byte_never_leaves(
    post: Post, server: MailServer
) -> None:
    dropped = post.queue()
    server.before_address = lambda: post.hub.done("SettleMail", mail=dropped, how="dropped")
    post.mailer.start()
    post.until(lambda: post.mail(dropped).state == "dropped")

    server.before_address = lambda: None
    post.hub.order("C02", "CAROTTE", 5)
    next_one = str(post.hub.done("SendSheets", delivery_date=TODAY)["mail"])
    post.mailer.wake()
    post.until(lambda: post.mail(next_one).state == "sent")

    assert ["version 2" in message["Subject"] for message in server.taken] == [True]
    assert (server.arrived, post.mail(dropped).state) == (1, "dropped")


def test_a_mail_whose_answer_could_not_be_stored_is_doubtful_without_a_restart(
    post: Post, server: MailServer
) -> None:
    id, post.cannot_store = post.queue(), {"sent"}

    def settled() -> bool:
        post.mailer.wake()  # cuts short the wait after a bug
        return post.mail(id).state == "uncertain"

    post.mailer.start()
    post.until(settled)

    assert (server.arrived, len(server.taken)) == (1, 1)
    assert post.hub.troubles() == ["mail_uncertain"]


def test_what_a_crash_left_in_the_middle_is_doubtful(post: Post, server: MailServer) -> None:
    id = post.queue()
    post.hub.done("MarkMail", as_role="admin", mail=id, state="sending")

    post.mailer.start()
    post.until(lambda: post.mail(id).state == "uncertain")

    assert server.arrived == 0


def test_an_address_that_would_forge_a_header_is_never_sent(post: Post, server: MailServer) -> None:
    post.hub.done(
        "RegisterProducer", code="F01", name="Ferme",
        email="ferme@exemple.invalid\r\nBcc: tous@exemple.invalid",
    )  # fmt: skip
    post.hub.order("C01", "CAROTTE", 20)
    id = str(post.hub.done("SendSheets", delivery_date=TODAY)["mail"])

    post.mailer.start()
    post.until(lambda: post.mail(id).state == "failed")

    assert server.arrived == 0


def test_without_a_server_in_the_configuration_the_queue_says_why(hub: Hub) -> None:
    mailer = Mailer(None, hub.readers, write=lambda *_: None, mark=lambda *_: False)  # type: ignore[arg-type,return-value]

    assert "[mail]" in mailer.problem
