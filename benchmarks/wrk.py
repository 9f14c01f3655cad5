"""Full load: wrk with 64 connections that are kept, each with one request at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from benchmarks.paths import HERE
from benchmarks.prepare import program, run

CONNECTIONS = 64
TIMEOUT = "15s"
"""What Twilio waits: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides"""


@dataclass(frozen=True, slots=True)
class Load:
    """What came back.

    Args:
        stored: replies with a status below 400.
        refused: other replies.
        failed: connections that broke, time-outs.
        seconds: that it took.
        p50: milliseconds.
        p99: milliseconds.
        exhausted: there were not enough requests.
        position: the byte after the last request that was sent.
    """

    stored: int
    refused: int
    failed: int
    seconds: float
    p50: float
    p99: float
    exhausted: bool
    position: int

    @property
    def rate(self) -> float:
        """Good replies a second."""
        return self.stored / self.seconds


def full_load(port: int, seconds: int, requests: Path, first: int, *, around: bool = False) -> Load:
    """Send as fast as the application answers.

    Args:
        port: of the application.
        seconds: to run.
        requests: a file of `callbacks.request_file`.
        first: the byte in it to start with.
        around: start again at the file's end.
    """
    printed = run(
        [
            program("wrk") or "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{seconds}s",
            f"--timeout={TIMEOUT}",
            f"--script={HERE / 'walk.lua'}",
            f"http://127.0.0.1:{port}/",
            "--",
            str(requests),
            str(first),
            "1" if around else "0",
        ]
    )
    found = json.loads(printed.strip().splitlines()[-1])
    return Load(
        stored=found["replies"] - found["refused"],
        refused=found["refused"],
        failed=found["failed"],
        seconds=found["seconds"],
        p50=found["p50"],
        p99=found["p99"],
        exhausted=bool(found["exhausted"]),
        position=found["position"],
    )
