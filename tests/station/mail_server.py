"""A small mail server on loopback that takes mails, or breaks in a way that a test chose."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class MailServer:
    """Listens on a free port; `break_at` is what goes wrong, `taken` what it said yes to.

    `break_at`: greeting (later), address (later), address-for-ever, text (for ever), silence
    (the line is cut after the whole text came in), nothing. `before_address` is called before a
    recipient is answered. `logins` are the passwords that came, good or not.

    `security` is the protection it speaks (none, tls, starttls), with the certificate of `shown`.
    """

    def __init__(self, *, security: str = "none", shown: ssl.SSLContext | None = None) -> None:
        self._security, self._shown = security, shown
        self.before_address: Callable[[], object] = lambda: None
        self.logins: list[bytes] = []
        self.taken: list[EmailMessage] = []
        self.arrived = 0
        self.break_at = "nothing"
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(30)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._server = self._loop.run_until_complete(
            self._loop.create_server(
                self._conversation,
                "127.0.0.1",
                0,
                ssl=self._shown if self._security == "tls" else None,
            )
        )
        self.port = int(self._server.sockets[0].getsockname()[1])
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def _conversation(self) -> SMTP:
        return SMTP(
            self,
            loop=self._loop,
            hostname="essai",
            tls_context=self._shown if self._security == "starttls" else None,
            auth_require_tls=False,
            authenticator=self._logged_in,
        )

    def _logged_in(
        self, server: SMTP, session: Any, envelope: Any, mechanism: str, given: Any
    ) -> AuthResult:
        self.logins.append(cast(LoginPassword, given).password)
        return AuthResult(success=True)

    def close(self) -> None:
        def stop() -> None:
            self._server.close()
            for task in asyncio.all_tasks(self._loop):
                task.cancel()
            self._loop.call_later(0.05, self._loop.stop)

        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(stop)
            self._thread.join(30)

    # --- what aiosmtpd asks -------------------------------------------------------------------

    async def handle_EHLO(  # the library's name
        self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.break_at == "greeting":
            return "451 later"
        envelope.mail_from = address
        return "250 good"

    async def handle_RCPT(
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.before_address()
        if self.break_at == "address":
            return "450 full"
        if self.break_at == "address-for-ever":
            return f"550 <{address}> unknown here, ask postmaster@exemple.invalid"
        envelope.rcpt_tos.append(address)
        return "250 good"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        self.arrived += 1
        if self.break_at == "text":
            return "554 no"
        if self.break_at == "silence":
            cast(Any, server.transport).abort()
            return "250 never heard"
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append(cast(EmailMessage, parsed))
        return "250 taken"
