"""`python -m tests.sqlanywhere serve …`: load SQL files into a database of the model and serve it."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.sqlanywhere import coverage
from tests.sqlanywhere.client import serve as serve_clients
from tests.sqlanywhere.errors import ModelError, ParseError, SqlError
from tests.sqlanywhere.machine import Database
from tests.sqlanywhere.web import MAX_REQUEST_SIZE
from tests.sqlanywhere.web import serve as serve_web

TICK = 0.5
"""How often the schedules of events are looked at, in seconds."""


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text} is no port: 0 to 65535")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.sqlanywhere serve", description=__doc__)
    parser.add_argument("--port", type=_port, default=0, help="HTTP port of 127.0.0.1; 0 takes a free one")
    parser.add_argument("--client-port", type=_port, help="port of the client protocol; 0 takes a free one")
    parser.add_argument("--charset", default="utf-8", help="of CHAR, a Python codec name")
    parser.add_argument("--version", type=int, default=17, choices=(12, 16, 17))
    parser.add_argument("--name", default="model", help="the database's name")
    parser.add_argument("--database", type=Path, help="where the tables are kept; default: a temporary file")
    parser.add_argument("--max-request-size", type=int, default=MAX_REQUEST_SIZE, help="bytes")
    parser.add_argument("--no-events", action="store_true", help="leave the schedules of events alone")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="SQL files, loaded in this order")
    return parser


def _load(database: Database, file: Path) -> str | None:
    """Load a file; None, or what to say behind its name."""
    try:
        database.load(file.read_text(encoding="utf-8"), file=str(file))
    except UnicodeDecodeError as failure:
        return f": the file is not UTF-8 (byte {failure.start})"
    except OSError as failure:
        return f": cannot be read: {failure.strerror}"
    except ParseError as failure:
        return f":{failure.at.line}:{failure.at.column}: {failure.message}"
    except (SqlError, ModelError) as failure:
        place = f":{failure.at.line}:{failure.at.column}" if failure.at else ""
        return f"{place}: {failure}"
    return None


def main(argv: Sequence[str]) -> int:
    """Load and serve until SIGTERM or SIGINT; the first line on standard output says where.

    Returns:
        0, or 1 if a file could not be loaded or a port not be had (why is on standard error).
    """
    options = _parser().parse_args(argv)
    stopped = threading.Event()
    database = Database(options.database, charset=options.charset, version=options.version, name=options.name)
    with ExitStack() as stack:
        stack.callback(database.close)
        for file in options.files:
            fault = _load(database, file)
            if fault is not None:
                sys.stderr.write(f"{file}{fault}\n")
                return 1
        try:
            web = serve_web(database, port=options.port, max_request_size=options.max_request_size)
            stack.callback(web.close)
            line = f"http://127.0.0.1:{web.port}"
            if options.client_port is not None:
                client = stack.enter_context(serve_clients(database, options.client_port))
                line += f" client 127.0.0.1:{client.port}"
        except OSError as failure:
            sys.stderr.write(f"cannot listen: {failure.strerror}\n")
            return 1
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        coverage.save_at_exit()
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
        while not stopped.wait(TICK):
            if not options.no_events:
                try:
                    database.run_due_events(database.now())
                except ModelError as failure:
                    sys.stderr.write(f"an event: {failure}\n")
    return 0
