"""Sends the hub's mails: one worker, one mail at a time, each at most once.

The queue is the ledger's (`mails` projection); this holds no state that a restart would lose. Must
not resend by itself: once a mail's text began to leave, only the server's answer or a person
settles it.
"""

from __future__ import annotations

import logging
import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email import policy
from email.message import EmailMessage

from station.config.model import Mail as MailConfig
from station.domain.model import Mail
from station.letters import NoLetter
from station.reading import Present, Readers
from station.workers import OneByOne

log = logging.getLogger(__name__)

TIMEOUT_S = 30.0
"""Longest wait for one answer of the server; mail servers may greet slowly on purpose."""
STOP_S = 10.0
"""Longest a stop waits for a slow server: the station must go down in time."""
IDLE_S = 60.0
"""How often the queue is looked at without being told."""
RETRY_S = (30.0, 120.0, 600.0)
"""Waits after a server that was not reached or not willing; the last one repeats."""

ADDRESS = re.compile(r"""[^\s<>"(),;:]*@[^\s<>"(),;:]*""")
"""Anything that looks like a mail address, also one that was cut."""
NO_ADDRESS = "<adresse>"
MAX_EVIDENCE = 200

Mark = Callable[[str, str, str], bool]
"""Records (mail, state, evidence); False when somebody has settled it meanwhile."""
Write = Callable[[Present, Mail, MailConfig], EmailMessage]


class Settled(Exception):
    """People settled the mail before its first byte: it is not sent."""


class Refused(Exception):
    """The server said that it will never take this mail; nothing of it is on its way."""


class Mailer:
    """The worker thread; without `[mail]` it only says why the queue stands still."""

    def __init__(
        self,
        settings: MailConfig | None,
        readers: Readers,
        *,
        write: Write,
        mark: Mark,
        changed: Callable[[], None] = lambda: None,
        retry_s: tuple[float, ...] = RETRY_S,
    ) -> None:
        self._settings, self._readers, self._write, self._mark = settings, readers, write, mark
        self._changed, self._retry_s = changed, retry_s
        self._failures = 0
        self._worker = OneByOne(
            "mailer", settle=self._settle_interrupted, step=self._step, after_bug_s=RETRY_S[0]
        )
        self.problem = "" if settings else "Le courrier n'est pas réglé : il manque [mail]."

    def start(self) -> None:
        """Mark what a crash left in the middle as uncertain, then begin to send."""
        self._worker.start()

    def stop(self) -> None:
        """Stop after the answer that is waited for; one that does not come leaves a doubt."""
        self._worker.stop(STOP_S)

    def wake(self) -> None:
        """Say that a mail may have been queued, or that the server is worth another try."""
        self._worker.wake()

    def _settle_interrupted(self) -> None:
        with self._readers.present() as present:
            sending = present.world.mails.where(state="sending")
        for mail in sending:
            self._mark(mail.id, "uncertain", "interrompu pendant l'envoi")

    def _step(self) -> float:
        """Send the oldest queued mail, if any; return how long to wait then."""
        if self._settings is None:
            return IDLE_S
        with self._readers.present() as present:
            queued = present.world.mails.where(state="queued")
            mail = min(queued, key=lambda mail: mail.queued_seq, default=None)
            if mail is None:
                self._say("")
                return IDLE_S
            try:
                message = self._write(present, mail, self._settings)
            except (NoLetter, ValueError) as error:
                self._mark(mail.id, "failed", without_addresses(f"impossible à écrire : {error}"))
                return 0.0
        return self._sent(mail, message, self._settings)

    def _sent(self, mail: Mail, message: EmailMessage, settings: MailConfig) -> float:
        begun, to = False, str(message["To"] or "")

        def before_first_byte() -> None:
            nonlocal begun
            if not self._mark(mail.id, "sending", ""):
                raise Settled(mail.id)
            begun = True

        try:
            evidence = deliver(message, settings, before_first_byte=before_first_byte)
        except Settled:
            return 0.0
        except Refused as no:
            self._mark(mail.id, "failed", without_addresses(str(no), to))
            return 0.0
        except (OSError, smtplib.SMTPException) as error:
            if begun:
                said = without_addresses(f"pas de réponse : {error}", to)
                self._mark(mail.id, "uncertain", said)
                return 0.0
            return self._later(error)
        self._failures = 0
        self._say("")
        self._mark(mail.id, "sent", without_addresses(evidence, to))
        return 0.0

    def _later(self, error: Exception) -> float:
        wait_s = self._retry_s[min(self._failures, len(self._retry_s) - 1)]
        self._failures += 1
        if not self.problem:
            log.warning("mail is not taken yet: %s", error)
        self._say(f"Le serveur de courrier ne prend rien : {error}")
        return wait_s

    def _say(self, problem: str) -> None:
        if problem != self.problem:
            self.problem = problem
            self._changed()


def without_addresses(said: str, recipient: str = "") -> str:
    """Return what an event may keep of a server's words: servers quote the address they refuse."""
    if recipient:
        said = re.sub(re.escape(recipient), NO_ADDRESS, said, flags=re.IGNORECASE)
    # Cut last: half an address would no longer look like one.
    return ADDRESS.sub(NO_ADDRESS, said).replace(f"<{NO_ADDRESS}>", NO_ADDRESS)[:MAX_EVIDENCE]


def deliver(
    message: EmailMessage, settings: MailConfig, *, before_first_byte: Callable[[], None]
) -> str:
    """Hand one message to the server; return its answer.

    Raises `Refused` for a final no. Any other error before `before_first_byte` has been called
    means that nothing of the mail left; after it, nobody knows.
    """
    smtp = _connected(settings)
    try:
        _accepted(smtp.mail(settings.sender))
        _accepted(smtp.rcpt(message["To"]))
        before_first_byte()
        try:
            answer = smtp.data(message.as_bytes(policy=policy.SMTP))
        except smtplib.SMTPDataError as no:
            raise Refused(_words(no.smtp_code, no.smtp_error)) from no
        if answer[0] != 250:
            raise Refused(_words(*answer))
        return _words(*answer)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()


def _connected(settings: MailConfig) -> smtplib.SMTP:
    context = ssl.create_default_context()
    host = settings.server.strip("[]")
    if settings.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            host, settings.port, timeout=TIMEOUT_S, context=context
        )
    else:
        smtp = smtplib.SMTP(host, settings.port, timeout=TIMEOUT_S)
    try:
        if settings.security == "starttls":
            smtp.starttls(context=context)
        smtp.ehlo_or_helo_if_needed()
        if settings.user and settings.password:
            smtp.login(settings.user, settings.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _accepted(answer: tuple[int, bytes]) -> None:
    """Go on after a yes; a server that says « later » is asked later, « never » is final."""
    code, said = answer
    if 500 <= code < 600:
        raise Refused(_words(code, said))
    if not 200 <= code < 300:
        raise smtplib.SMTPResponseException(code, said)


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {text}"
