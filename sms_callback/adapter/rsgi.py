"""The application on granian's RSGI: an event loop has all requests that wait, so none of them needs a thread.

https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial

# They are documented, but not listed in the module's __all__.
from granian.rsgi import HTTPProtocol, ProtocolClosed, ProtocolError, Scope  # type: ignore[attr-defined]

from sms_callback.adapter.answer import Answer, RefusedError
from sms_callback.adapter.bell import Bell
from sms_callback.adapter.gate import DEFAULT_READ_SECONDS, incomplete, late
from sms_callback.adapter.head import Fields, Head
from sms_callback.adapter.publicurl import path_as_sent
from sms_callback.adapter.reception import LARGE, Receiving, Reception, WantedBody
from sms_callback.adapter.stopping import release
from sms_callback.delivery.pending import Wait, run

_LARGE_AT_ONCE = 8
"""Large bodies that are in memory at once, while they come in and while they are worked on."""


class RsgiAdapter:
    """The RSGI application of a worker.

    Args:
        reception: answers.
        seconds: that a sender may take for its body; of a large one for its start, and again for the rest.
        on_hangup: called by the loop when SIGHUP came.
    """

    def __init__(
        self,
        reception: Reception,
        seconds: float = DEFAULT_READ_SECONDS,
        on_hangup: Callable[[], object] = lambda: None,
    ) -> None:
        self._reception = reception
        self._seconds = seconds
        self._on_hangup = on_hangup
        self._places = asyncio.Semaphore(_LARGE_AT_ONCE)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """The server has this loop, has said what SIGTERM does, and will begin."""
        self._bell = Bell(loop)
        loop.call_soon(release)
        if hasattr(signal, "SIGHUP"):
            # Not as a handler of Python's: that would run in the middle of a request, which may hold a lock.
            loop.add_signal_handler(signal.SIGHUP, self._on_hangup)

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        steps = self._reception.receive(_head(scope))
        answer = await self._go_on(steps)
        while isinstance(answer, WantedBody):
            answer = await self._with_body(steps, protocol, answer.most)
        _send(answer, protocol)

    async def _go_on(self, steps: Receiving, sent: bytes | RefusedError | None = None) -> Answer | WantedBody:
        """What `run` does in a thread."""
        try:
            step = steps.send(sent)
            while isinstance(step, Wait):
                await self._bell.wait(step)
                step = next(steps)
        except StopIteration as end:
            answer: Answer = end.value
            return answer
        return step

    async def _with_body(self, steps: Receiving, protocol: HTTPProtocol, most: int) -> Answer | WantedBody:
        """Go on when the body is there."""
        chunks = aiter(protocol)
        body = bytearray()
        refused = await self._read(chunks, body, min(most, LARGE))
        if refused or len(body) < LARGE:
            return await self._go_on(steps, refused or bytes(body))
        async with self._places:
            refused = await self._read(chunks, body, most)
            if refused:
                return await self._go_on(steps, refused)
            return await asyncio.wrap_future(self._reception.in_turn(partial(run, steps, bytes(body))))

    async def _read(self, chunks: AsyncIterator[bytes], body: bytearray, most: int) -> RefusedError | None:
        """Add to a body until it has so many bytes, or ends; why that could not be."""
        try:
            async with asyncio.timeout(self._seconds):
                # Not `async for`: the server's iterator can be asked for itself only once, and this goes on with it.
                while len(body) < most:
                    body += await chunks.__anext__()
        except StopAsyncIteration:
            return None
        except TimeoutError:
            return late()
        except (ProtocolClosed, ProtocolError):
            return incomplete()
        return None


def _head(scope: Scope) -> Head:
    fields = Fields(scope.headers.items())
    return Head(
        method=scope.method,
        path=scope.path,
        # The server hands on the decoded path alone.
        sent_path=path_as_sent(scope.path.encode()),
        query=scope.query_string.encode(),
        fields=fields,
        peer=scope.client.rpartition(":")[0].removeprefix("[").removesuffix("]"),
        ends="Transfer-Encoding" in fields,
    )


def _send(answer: Answer, protocol: HTTPProtocol) -> None:
    # Who hung up needs no answer.
    with suppress(ProtocolClosed):
        protocol.response_bytes(answer.status, [*answer.headers.items()], answer.body)
