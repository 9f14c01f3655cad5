"""The client's end of a socket to the model's server."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from typing import Any

from tests.sqlanywhere.client.messages import Answer, PreparedStatement, ServerError, Wire
from tests.sqlanywhere.client.server import KEY


class RemoteSession:
    """A connection to a server on 127.0.0.1 or elsewhere.

    Args:
        host: its name or address.
        port: where it listens.
        parameters: of the connection string.

    Raises:
        ServerError: there is no server (-100), or it refuses the login (-103).
    """

    def __init__(self, host: str, port: int, parameters: Mapping[str, str]) -> None:
        self._lock = threading.Lock()
        try:
            self._socket: Any = Client((host, port), authkey=KEY)
        except (OSError, EOFError, AuthenticationError) as error:
            raise ServerError(-100, "08W01", "Database server not found") from error
        self._ask("connect", dict(parameters))

    def prepare(self, text: bytes) -> PreparedStatement:
        """Prepare a statement."""
        found: PreparedStatement = self._ask("prepare", text)
        return found

    def execute(self, number: int, values: tuple[Wire, ...]) -> Answer:
        """Run it as far as its first result set, or to its end."""
        found: Answer = self._ask("execute", number, values)
        return found

    def next_result(self, number: int) -> Answer:
        """Go on to the next result set."""
        found: Answer = self._ask("next_result", number)
        return found

    def free(self, number: int) -> None:
        """Forget a statement."""
        self._ask("free", number)

    def commit(self) -> None:
        """End the transaction."""
        self._ask("commit")

    def rollback(self) -> None:
        """End the transaction, undoing it."""
        self._ask("rollback")

    def close(self) -> None:
        """Disconnect."""
        self._socket.close()

    def _ask(self, name: str, *arguments: object) -> Any:
        with self._lock:
            try:
                self._socket.send((name, arguments))
                good, answer = self._socket.recv()
            except (OSError, EOFError) as error:
                # Page errm85.html of the manual's error messages.
                raise ServerError(-85, "08S01", "Communication error") from error
        if not good:
            raise ServerError(*answer)
        return answer
