"""Transactions of the model: what others see, who waits for whom, savepoints."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError, SqlError
from tests.sqlanywhere.runtime import Value
from tests.sqlanywhere.store import Store
from tests.sqlanywhere.store.bench import Bench, BenchCatalogue

PATIENCE = 20


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store(None, BenchCatalogue())
    bench = Bench(made)
    bench.run("CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY, n INTEGER)")
    bench.run("INSERT INTO t VALUES (1, 0)")
    bench.store.commit()
    yield made
    made.close()


@pytest.fixture
def threads() -> Iterator[Callable[[Callable[[], int]], Future[int]]]:
    with ThreadPoolExecutor(4) as pool:
        yield lambda work: pool.submit(work)


def test_others_see_what_is_committed(store: Store) -> None:
    one, other = Bench(store), Bench(store)
    one.run("UPDATE t SET n = 1")
    assert (one.rows("SELECT n FROM t"), other.rows("SELECT n FROM t")) == ([(1,)], [(0,)])
    one.store.commit()
    assert other.rows("SELECT n FROM t") == [(1,)]
    one.run("DELETE FROM t")
    one.store.close()
    assert other.rows("SELECT n FROM t") == [(1,)]


def test_a_writer_waits_for_the_other_and_then_sees_its_work(
    store: Store, threads: Callable[[Callable[[], int]], Future[int]]
) -> None:
    one, other = Bench(store), Bench(store)
    one.run("UPDATE t SET n = n + 1")

    def second() -> int:
        found = other.run("UPDATE t SET n = n + 10")
        other.store.commit()
        assert isinstance(found, int)
        return found

    waiting = threads(second)
    assert store.lock.await_waiters(1, PATIENCE)
    assert not waiting.done()
    one.store.commit()
    assert waiting.result(PATIENCE) == 1
    assert one.rows("SELECT n FROM t") == [(11,)]


def test_the_second_of_two_equal_keys_fails_when_the_first_commits(
    store: Store, threads: Callable[[Callable[[], int]], Future[int]]
) -> None:
    one, other = Bench(store), Bench(store)
    one.run("INSERT INTO t VALUES (2, 0)")

    def second() -> int:
        try:
            other.run("INSERT INTO t VALUES (2, 1)")
        except SqlError as failure:
            return failure.sqlcode
        finally:
            other.store.rollback()
        return 0

    waiting = threads(second)
    assert store.lock.await_waiters(1, PATIENCE)
    one.store.commit()
    assert waiting.result(PATIENCE) == -193


def test_many_writers_lose_nothing(store: Store, threads: Callable[[Callable[[], int]], Future[int]]) -> None:
    start = threading.Barrier(4)

    def add() -> int:
        bench = Bench(store)
        start.wait(PATIENCE)
        for _ in range(25):
            bench.run("UPDATE t SET n = n + 1")
            bench.store.commit()
        return 0

    for future in [threads(add) for _ in range(4)]:
        future.result(PATIENCE)
    assert Bench(store).rows("SELECT n FROM t") == [(100,)]


@pytest.mark.parametrize(("blocking", "timeout"), [("Off", "0"), ("On", "1")])
def test_who_does_not_wait_gets_an_error(store: Store, blocking: str, timeout: str) -> None:
    one, other = Bench(store, "sms"), Bench(store)
    one.run("UPDATE dba.t SET n = 1")
    other.session.options |= {"blocking": blocking, "blocking_timeout": timeout}
    with pytest.raises(SqlError) as caught:
        other.run("UPDATE t SET n = 2")
    assert (caught.value.sqlcode, caught.value.sqlstate) == (-210, "42W18")
    assert "sms" in caught.value.message
    one.store.rollback()
    assert other.run("UPDATE t SET n = 2") == 1


def test_a_test_that_would_wait_for_itself_fails(store: Store) -> None:
    one, other = Bench(store), Bench(store)
    one.run("UPDATE t SET n = 1")
    with pytest.raises(ModelError):
        other.run("UPDATE t SET n = 2")


def test_a_lock_hint_holds_the_row(store: Store) -> None:
    one, other = Bench(store), Bench(store)
    other.session.options["blocking"] = "Off"
    assert one.rows("SELECT n FROM t WITH (XLOCK)") == [(0,)]
    with pytest.raises(SqlError, match="locked"):
        other.run("UPDATE t SET n = 2")
    one.store.commit()
    assert other.run("UPDATE t SET n = 2") == 1


@pytest.mark.parametrize("early", [True, False])
def test_savepoints(store: Store, *, early: bool) -> None:
    bench = Bench(store)
    if not early:
        bench.run("UPDATE t SET n = 1")
    first = bench.rows("SELECT n FROM t")
    bench.store.savepoint("a")
    bench.store.savepoint("b")
    bench.run("UPDATE t SET n = 2")
    bench.store.rollback_to("b")
    assert bench.rows("SELECT n FROM t") == first
    bench.run("UPDATE t SET n = 3")
    bench.store.release("b")
    assert bench.rows("SELECT n FROM t") == [(3,)]
    with pytest.raises(SqlError) as caught:
        bench.store.rollback_to("b")
    assert caught.value.sqlcode == -220
    bench.store.rollback_to("a")
    assert bench.rows("SELECT n FROM t") == first
    bench.store.commit()
    assert Bench(store).rows("SELECT n FROM t") == first


def test_savepoints_without_any_write(store: Store) -> None:
    bench = Bench(store)
    bench.store.savepoint("a")
    bench.store.savepoint("b")
    bench.store.rollback_to("a")
    with pytest.raises(SqlError):
        bench.store.release("b")
    bench.store.release("a")
    with pytest.raises(SqlError):
        bench.store.rollback_to("a")


def test_a_query_that_writes_begins_again_when_others_were_faster(store: Store) -> None:
    one, other = Bench(store), Bench(store)

    def bump(value: Value) -> Value:
        if one.session.trace_count == 0:
            one.session.trace_count = 1
            other.run("UPDATE t SET n = 50")
            other.store.commit()
        one.run("UPDATE t SET n = n + 1")
        return one.rows("SELECT n FROM t")[0][0]

    one.functions["bump"] = (tree.TypeName("integer"), bump)
    assert one.rows("SELECT bump(a) FROM t") == [(51,)]
    one.store.commit()
    assert other.rows("SELECT n FROM t") == [(51,)]


def test_a_definition_is_seen_by_all(store: Store) -> None:
    one, other = Bench(store), Bench(store)
    assert one.rows("SELECT * FROM t") == [(1, 0)]
    other.run("ALTER TABLE t ADD b INTEGER DEFAULT 4")
    assert one.rows("SELECT * FROM t") == [(1, 0, 4)]
    other.run("DROP TABLE t")
    with pytest.raises(SqlError) as caught:
        one.rows("SELECT * FROM t")
    assert caught.value.sqlcode == -141
