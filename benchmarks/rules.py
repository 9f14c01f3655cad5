"""What becomes of the callbacks that go wrong in small handlers: repeated, out of order, before their time."""

from __future__ import annotations

import http.client
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from benchmarks.application import Application
from benchmarks.callbacks import Callbacks, request
from benchmarks.prepare import say
from benchmarks.results import Measured
from benchmarks.rows import Row
from benchmarks.throughput import Bench

MESSAGES = Callbacks("rules")
TIMES = 3


def measure(bench: Bench, row: Row) -> Measured:
    """What a row makes of them."""
    store = row.store(bench.cluster)
    assert store is not None  # noqa: S101
    store.create()
    application = row.application(store)
    application.start()
    repeated, late, early = (MESSAGES.message_id(number) for number in range(3))
    try:
        with ThreadPoolExecutor(TIMES) as threads:
            together = [
                threads.submit(send, application, [request(repeated, "delivered")]).result for _ in range(TIMES)
            ]
            replies = [status for result in together for status in result()]
        replies += send(application, [request(late, status) for status in ("queued", "delivered", "sent")])
        replies += send(application, [request(early, "delivered")])
        store.register(early)
    finally:
        application.stop()
    found = {
        "replies": sorted(set(replies)),
        "repeated": sum(stored.times for (message, _), stored in store.stored().items() if message == repeated),
        "late": store.status(late),
        "early": store.status(early),
    }
    say(f"    {found}")
    return found


def send(application: Application, requests: Sequence[bytes]) -> list[int]:
    """Send requests one after another; the status of each answer."""
    statuses = []
    for text in requests:
        head, _, body = text.partition(b"\r\n\r\n")
        lines = [line.decode().split(": ", 1) for line in head.split(b"\r\n")[1:]]
        connection = http.client.HTTPConnection("127.0.0.1", application.port, timeout=15)
        try:
            connection.request("POST", head.split(b" ")[1].decode(), body, dict(lines))
            statuses.append(connection.getresponse().status)
        finally:
            connection.close()
    return statuses
