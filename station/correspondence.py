"""What the hub exchanges with its farms: private links, mails, sheets of labels, put together.

Must not decide what is sent: the ledger's commands do.
"""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

from labels.shelf import Shelf
from station.config import Config
from station.config.model import Mail as MailConfig
from station.domain.model import DeliveryNote, Mail
from station.label_sheets import STOCKS, Press
from station.letters import Stationery, generation, letter
from station.links import Link, Links, links_path
from station.mailer import Mailer
from station.note_links import NoteLinks
from station.reading import Present, Readers


class Correspondence:
    """One hub's links and mails; `mark` records in the ledger what became of a mail."""

    def __init__(
        self,
        config: Config,
        readers: Readers,
        shelf: Shelf,
        *,
        today: Callable[[], str],
        mark: Callable[[str, str, str], bool],
        changed: Callable[[], None],
    ) -> None:
        self._config, self._shelf, self._today = config, shelf, today
        self._links = Links(links_path(config.storage.ledger))
        self._note_links = NoteLinks(links_path(config.storage.ledger))
        mail = None if config.school else config.mail  # a school writes to nobody
        self.mailer = Mailer(mail, readers, write=self._letter, mark=mark, changed=changed)

    def press(self, sheet: str | None = None) -> Press | None:
        """Return how labels are laid out on a kind of sheet; None for one that is not known."""
        stock = STOCKS.get(sheet or self._config.papers.label_sheet)
        if stock is None:
            return None
        return Press(stock=stock, shelf=self._shelf, mark=self._config.label_mark)

    def _letter(self, present: Present, mail: Mail, settings: MailConfig) -> EmailMessage:
        press = self.press()
        assert press is not None, "the configuration knows its sheets"
        made_with = Stationery(
            hub=self._config.hub,
            money=self._config.money,
            settings=settings,
            links=self._links,
            press=press,
            today=self._today(),
            claim_url=self.claim_url,
        )
        return letter(present, mail, made_with)

    def claim_url(self, note: str, date: str) -> str | None:
        """Return what a note's code opens; None where customers do not reach this station."""
        config = self._config
        base = config.web.link_url or (config.mail.link_url if config.mail else None)
        if base is None or config.school or "claims" in config.flows.off:
            return None
        return f"{base}/bon/{self._note_links.make(note, date)}"

    def note_opened(self, present: Present, text: str) -> DeliveryNote | None:
        """Return the note that a link opens now; None when it is forged, too old or closed."""
        if "claims" in self._config.flows.off:
            return None
        note = self._note_links.read(text, today=self._today())
        return present.world.notes.get(note) if note else None

    def link(self, present: Present, producer: str) -> str:
        """Return a fresh private link of a producer."""
        made = generation(present, producer)
        return self._links.make(producer, generation=made, today=self._today())

    def opened(self, present: Present, text: str) -> Link | None:
        """Return what a link opens now; None when it is forged, too old or closed."""
        link = self._links.read(text, today=self._today())
        if link is None or link.generation != generation(present, link.producer):
            return None
        return link if present.world.producers.get(link.producer) else None
