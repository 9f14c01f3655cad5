"""The connection to PostgreSQL breaks in the middle of a commit, or goes silent."""

from __future__ import annotations

import time
from functools import partial

import pytest

from sms_callback.delivery.watchdog import CUT_AFTER, PERIOD
from tests.fault.postgresql import Postgresql
from tests.fault.proxy import Cut, forwarding
from tests.fault.service import START
from tests.fault.stage import DRAINED, Stage
from tests.fault.waiting import until

FAULTS = {
    Cut.COMMITTED: "connection cut after the commit, before its answer",
    Cut.ASKED: "connection cut after a request to PostgreSQL",
}

SILENCE = CUT_AFTER + PERIOD + DRAINED
"""Seconds after which the adapter has given up connections on which nothing happens, and has drained its spool."""


@pytest.mark.parametrize("where", Cut)
def test_connection_cut(postgresql: Stage, server: Postgresql, where: Cut) -> None:
    with forwarding(server.port) as proxy:
        through = postgresql.url.replace(f":{server.port}/", f":{proxy.port}/")
        with postgresql.adapter(url=through) as adapter:
            load = postgresql.load(adapter)
            cuts = [partial(proxy.cut, where)] * postgresql.rounds
            postgresql.strike(FAULTS[where], load, cuts, repeated=True)
        assert set(load.tally.answers) == {"200"}, load.tally.answers


def test_connections_go_silent(postgresql: Stage, server: Postgresql) -> None:
    with forwarding(server.port) as proxy:
        through = postgresql.url.replace(f":{server.port}/", f":{proxy.port}/")
        with postgresql.adapter(url=through) as adapter:
            with postgresql.load(adapter, rate=200) as load:
                postgresql.random_moment(load)
                proxy.silence()
                ended = time.monotonic()
                until(postgresql.backlog, START, "callbacks go to the spool")
                recovery = postgresql.wait_drained(ended, SILENCE)
            postgresql.finish("all connections to PostgreSQL go silent", load, 1, recovery, repeated=True)
        assert set(load.tally.answers) == {"200"}, load.tally.answers
