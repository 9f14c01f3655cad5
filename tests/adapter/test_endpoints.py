"""When the adapter reads the accounts again."""

from __future__ import annotations

import threading

import pytest

from sms_callback.adapter.endpoints import MAX_AGE, REFUSAL_PAUSE, Endpoints
from sms_callback.delivery.pending import run
from sms_callback.engine.sqlite import SqliteEngine
from sms_callback.errors import SmsCallbackError
from sms_callback.model import Endpoint
from tests.adapter.support import Database, adapter, send


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class CountingEngine(SqliteEngine):
    """The real engine, which counts how often it is asked."""

    reads = 0

    def endpoints(self) -> list[Endpoint]:
        self.reads += 1
        return super().endpoints()


def test_read_once_and_again_when_refused(database: Database) -> None:
    clock, engine = Clock(), CountingEngine(str(database.path))
    endpoints = Endpoints(engine, clock=clock)
    assert run(endpoints.find("nobody")) is None
    assert run(endpoints.find("probe")) == Endpoint("probe", None, ())
    assert engine.reads == 1
    database.add_account("probe", "none")
    assert not run(endpoints.refresh())
    clock.now += REFUSAL_PAUSE
    assert run(endpoints.refresh())
    found = run(endpoints.find("probe"))
    assert found is not None
    assert [account.scheme for account in found.accounts] == ["none"]
    assert not run(endpoints.refresh())
    assert engine.reads == 2


def test_removed_account_is_gone_after_a_while(database: Database) -> None:
    database.add_account("probe", "none")
    clock, engine = Clock(), CountingEngine(str(database.path))
    endpoints = Endpoints(engine, clock=clock)
    run(endpoints.find("probe"))
    database.remove_accounts("probe")
    clock.now += MAX_AGE
    assert run(endpoints.find("probe")) == Endpoint("probe", None, ())
    assert engine.reads == 2


def test_what_is_known_outlives_the_database(database: Database) -> None:
    database.add_account("probe", "none")
    clock, engine = Clock(), CountingEngine(str(database.path))
    endpoints = Endpoints(engine, clock=clock)
    run(endpoints.find("probe"))
    database.path.unlink()
    clock.now += MAX_AGE
    found = run(endpoints.find("probe"))
    assert found is not None
    assert found.accounts
    assert not run(endpoints.refresh())
    assert engine.reads == 2


def test_away_at_the_start(database: Database) -> None:
    aside = database.path.rename(database.path.with_suffix(".aside"))
    endpoints = Endpoints(database.engine(), clock=Clock())
    with pytest.raises(SmsCallbackError):
        run(endpoints.find("probe"))
    aside.rename(database.path)
    assert run(endpoints.find("probe")) is not None


def test_threads_share_one_reading(database: Database) -> None:
    clock, engine = Clock(), CountingEngine(str(database.path))
    endpoints = Endpoints(engine, clock=clock)
    barrier = threading.Barrier(8)
    found: list[Endpoint | None] = []

    def work() -> None:
        barrier.wait()
        found.append(run(endpoints.find("probe")))
        engine.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Endpoint("probe", None, ())] * 8
    assert engine.reads == 1


def test_new_account_counts_at_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sms_callback.adapter.endpoints.REFUSAL_PAUSE", 0.0)
    app = adapter(database)
    assert send(app, "/sms/probe/s3cret", body=b"a=1").status_code == 403
    database.add_account("probe", "token", "s3cret")
    assert send(app, "/sms/probe/s3cret", body=b"a=1").status_code == 200
    assert send(app, "/sms/later/s3cret", body=b"a=1").status_code == 404
    database.add_provider("later")
    database.add_account("later", "token", "s3cret")
    assert send(app, "/sms/later/s3cret", body=b"a=1").status_code == 200
    database.remove_accounts("later")
    assert send(app, "/sms/later/wrong", body=b"a=1").status_code == 403
    assert send(app, "/sms/later/s3cret", body=b"a=1").status_code == 403
