"""The model's server of client connections: a socket, one thread a connection."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener
from multiprocessing.connection import Connection as Socket
from typing import Any

from tests.sqlanywhere.client.messages import ServerError, fault_of_the_model
from tests.sqlanywhere.client.session import ModelSession
from tests.sqlanywhere.machine import Database

KEY = b"model of SQL Anywhere"
"""Both ends prove that they know it; it keeps out whatever else connects to the port, and is no secret."""


class Server:
    """A socket that serves a database.

    Args:
        database: the model's.
        port: of 127.0.0.1; 0 takes a free one.
    """

    def __init__(self, database: Database, port: int = 0) -> None:
        self._database = database
        self._listener = Listener(("127.0.0.1", port), backlog=64, authkey=KEY)
        self.port = int(self._listener.address[1])
        self._open: dict[Any, threading.Thread] = {}
        self._guard = threading.Lock()
        self._closing = False
        self._thread = threading.Thread(target=self._accept, name="model-server", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more connections and end those that are open."""
        self._closing = True
        # A thread that waits in accept() does not notice that the socket was closed: it must be woken.
        with suppress(OSError, EOFError):
            Client(("127.0.0.1", self.port), authkey=KEY).close()
        self._thread.join()
        self._listener.close()
        with self._guard:
            ends = dict(self._open)
        for peer, thread in ends.items():
            with suppress(OSError), socket.socket(fileno=os.dup(peer.fileno())) as half:
                half.shutdown(socket.SHUT_RDWR)
            thread.join()

    def _accept(self) -> None:
        while not self._closing:
            try:
                peer = self._listener.accept()
            except (OSError, EOFError, AuthenticationError):
                continue
            thread = threading.Thread(target=self._serve, args=(peer,), daemon=True)
            with self._guard:
                self._open[peer] = thread
                thread.start()

    def _serve(self, peer: Socket[Any, Any]) -> None:
        session: ModelSession | None = None
        try:
            while True:
                name, arguments = peer.recv()
                try:
                    if name == "connect":
                        session = ModelSession(self._database, *arguments)
                        peer.send((True, None))
                    else:
                        assert session is not None
                        peer.send((True, getattr(session, name)(*arguments)))
                except ServerError as error:
                    peer.send((False, (error.code, error.state, error.text)))
                except Exception as error:  # noqa: BLE001 - the client must hear of it, whatever it is
                    peer.send((False, fault_of_the_model(error)))
        except (EOFError, OSError):
            """The client is gone: its transaction is rolled back (D16 using-introduction-transact)."""
        finally:
            with self._guard:
                self._open.pop(peer, None)
            if session is not None:
                session.close()
            peer.close()


@contextmanager
def serve(database: Database, port: int = 0) -> Iterator[Server]:
    """Serve a database on a port of 127.0.0.1 while the block runs; 0 takes a free port."""
    server = Server(database, port)
    try:
        yield server
    finally:
        server.close()
