"""Runs one contract case against a target: a server over HTTP, or the adapter inside one transaction."""

from __future__ import annotations

import datetime as dt
import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from threading import Barrier
from typing import Protocol

from sms_callback.contract.compare import compare_rows, equal, new_rows
from sms_callback.contract.model import Answer, Call, Case, Check, Failure, Json, Script, Send
from sms_callback.contract.request import Request, build
from sms_callback.engine.base import Session
from sms_callback.errors import SmsCallbackError
from sms_callback.model import Row, Value


@dataclass(frozen=True, slots=True)
class Got:
    """An HTTP answer as it came; `type` is the content type without parameters, '' if there was none."""

    status: int
    type: str
    body: bytes
    headers: dict[str, str]


class Target(Protocol):
    """What a case runs against."""

    @property
    def public_url(self) -> str:
        """What signatures cover in place of the server's own address."""

    @property
    def at_once(self) -> bool:
        """Whether requests can be sent by several threads at once."""

    def send(self, request: Request) -> Got:
        """Send one request; any thread may."""

    def install(self, provider: Script) -> None:
        """Make a case's own provider known, if it is not."""

    def application(self) -> AbstractContextManager[Session]:
        """A transaction for calls of procedures."""

    def owner(self) -> AbstractContextManager[Session]:
        """A transaction for a DBA's statements."""

    def reader(self) -> AbstractContextManager[Session]:
        """A transaction for reading rows."""


def run_case(case: Case, target: Target) -> list[Failure]:
    """Run all steps of a case; a step that fails does not keep the next ones from running.

    Returns:
        Every difference, none if the case passed.
    """
    run = _Run(case, target)
    for provider in case.providers:
        target.install(provider)
    run.remember()
    for number, step in enumerate(case.steps, 1):
        match step:
            case Send():
                run.send(f"step {number} ({step.method} {step.path})", step)
            case Call():
                run.call(f"step {number} ({step.procedure})", step)
            case Script():
                with target.owner() as session:
                    session.script(step.text)
            case Check():
                run.check(f"step {number} (rows)", step)
    return run.failures


@dataclass
class _Run:
    case: Case
    target: Target
    failures: list[Failure] = field(default_factory=list)
    mark: dict[str, Value] = field(default_factory=dict)
    before: dict[str, list[Row]] = field(default_factory=dict)

    def remember(self) -> None:
        """Note what is there before the first step, so that only what the case makes is compared."""
        tables = {table for step in self.case.steps if isinstance(step, Check) for table in step.rows}
        with self.target.reader() as session:
            self.mark = {**session.query("contract_mark")[0], "keys": json.dumps(self.case.keys)}
            self.before = {table: self._rows(session, table) for table in sorted(tables | {"sms_callback"})}

    def send(self, name: str, step: Send) -> None:
        request = build(step, self.target.public_url)
        began = time.monotonic()
        if step.threads > 1 and self.target.at_once:
            answers = self._at_once(request, step.threads)
        else:
            answers = [self.target.send(request) for _ in range(step.times * step.threads)]
        took = time.monotonic() - began
        for answer in answers:
            self._compare_answer(name, step.answer, answer)
        if step.answer.seconds is not None and took > step.answer.seconds:
            self._fail(name, "answer", f"within {step.answer.seconds} s", f"after {took:.2f} s")

    def call(self, name: str, step: Call) -> None:
        try:
            with self.target.application() as session:
                parameters = {key: self._argument(session, key, value) for key, value in step.parameters.items()}
                out = session.call(step.procedure, parameters, tuple(step.out))
        except SmsCallbackError as error:
            if step.error is None or step.error not in error.message:
                self._fail(name, "call", f"error {step.error!r}" if step.error else "no error", error.message)
            return
        if step.error is not None:
            self._fail(name, "call", f"error {step.error!r}", "no error")
        for column, value in step.out.items():
            if not equal(value, out[column]):
                self._fail(name, column, ascii(value), ascii(out[column]))

    def check(self, name: str, step: Check) -> None:
        with self.target.reader() as session:
            for table, expected in step.rows.items():
                got = new_rows(self.before[table], self._rows(session, table))
                for place, wanted, found in compare_rows(table, expected, got):
                    self._fail(name, place, wanted, found)

    def _at_once(self, request: Request, threads: int) -> list[Got]:
        barrier = Barrier(threads)

        def send() -> Got:
            barrier.wait()
            return self.target.send(request)

        with ThreadPoolExecutor(threads) as pool:
            return [future.result() for future in [pool.submit(send) for _ in range(threads)]]

    def _argument(self, session: Session, name: str, value: Json) -> Value:
        if isinstance(value, dict):
            callbacks = new_rows(self.before["sms_callback"], self._rows(session, "sms_callback"))
            return callbacks[int(str(value["$callback"])) - 1]["callback_id"]
        if isinstance(value, str) and name.endswith("_at"):
            return dt.datetime.fromisoformat(value)
        return json.dumps(value) if isinstance(value, list) else value

    def _rows(self, session: Session, table: str) -> list[Row]:
        return session.query(f"contract_{table}", self.mark)

    def _compare_answer(self, name: str, wanted: Answer, got: Got) -> None:
        if wanted.status is not None and wanted.status != got.status:
            self._fail(name, "answer status", str(wanted.status), f"{got.status} {got.body[:200]!r}")
        if wanted.type is not None and wanted.type != got.type:
            self._fail(name, "answer type", repr(wanted.type), repr(got.type))
        if wanted.body is not None and wanted.body.encode() != got.body:
            self._fail(name, "answer body", repr(wanted.body), repr(got.body[:200]))
        for header, text in wanted.headers.items():
            if text not in got.headers.get(header.lower(), ""):
                self._fail(name, f"answer header {header}", repr(text), repr(got.headers.get(header.lower())))

    def _fail(self, step: str, where: str, expected: str, got: str) -> None:
        self.failures.append(Failure(self.case.name, step, where, expected, got))
