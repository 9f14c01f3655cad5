"""EXECUTE IMMEDIATE, SET OPTION, WAITFOR."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Generator

from tests.sqlanywhere import tree, values
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine.frame import Frame
from tests.sqlanywhere.machine.step import Block, Signal, Step, compiles, composite, leaf
from tests.sqlanywhere.runtime import Result

_ESCAPES = {"n": "\n", "\\": "\\", "'": "'"}
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|[n\\])")


def resolve_escapes(text: str) -> str:
    """The escapes that WITH ESCAPES ON resolves in the text, before it is parsed as a statement (execute-immediate)."""
    return _ESCAPE.sub(lambda m: chr(int(m[1][1:], 16)) if m[1][0] == "x" else _ESCAPES[m[1]], text)


@compiles(tree.ExecuteImmediate)
def compile_execute(statement: tree.ExecuteImmediate, block: Block) -> Step:
    """EXECUTE IMMEDIATE (12.0.0 dbreference/execute-immediate-statement.html).

    Escapes in the text are resolved once more, unless WITH ESCAPES OFF; a result set needs WITH RESULT SET ON.
    """
    text = values.compile_expression(statement.text)
    options = dict(statement.options)
    escapes = options.get("ESCAPES", "ON") == "ON"
    gives_result = options.get("RESULT SET", "OFF") == "ON"

    def steps(frame: Frame) -> Generator[Result, None, Signal | None]:
        connection = frame.connection
        given = text(frame)
        if given is None:
            raise error(-131, "")
        source = resolve_escapes(str(given)) if escapes else str(given)
        step = connection.database.prepare(source).step
        if step.run is not None:
            return step.run(frame)
        assert step.steps is not None
        inner = step.steps(frame)
        while True:
            try:
                result = next(inner)
            except StopIteration as end:
                connection.status = connection.done()
                connection.errormsg_open = False
                return end.value if isinstance(end.value, Signal) else None
            if not gives_result:
                inner.close()
                raise error(-946, "EXECUTE IMMEDIATE")
            yield result

    return composite(statement, block, steps)


@compiles(tree.SetOption)
def compile_set_option(statement: tree.SetOption, block: Block) -> Step:
    """SET OPTION: a permanent one commits (12.0.1 dbreference/set-option-statement.html, Side effects)."""

    def run(frame: Frame) -> Signal | None:
        connection = frame.connection
        if statement.temporary:
            connection.set_option(statement.name, statement.value)
            return None
        owner = statement.owner or connection.user
        if not tree.same_name(owner, connection.user):
            connection.rights.need_authority(connection.user, "SET ANY PUBLIC OPTION")
        connection.transaction.commit()
        connection.database.options.set(owner, statement.name, statement.value)
        return None

    return leaf(statement, block, run)


@compiles(tree.WaitFor)
def compile_wait(statement: tree.WaitFor, block: Block) -> Step:
    """WAITFOR DELAY 'hh:mm:ss' or TIME 'hh:mm:ss' (12.0.1 dbreference/waitfor-statement.html)."""
    value = values.compile_expression(statement.value)

    def run(frame: Frame) -> Signal | None:
        text = str(value(frame))
        parts = re.fullmatch(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.:](\d{1,3}))?)?", text.strip())
        if parts is None:
            raise error(-131, text)
        hours, minutes, seconds, fraction = (int(part or 0) for part in parts.groups())
        span = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds, milliseconds=fraction)
        if statement.kind == "TIME":
            now = frame.connection.now() + frame.connection.utc_offset()
            midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
            span = (midnight + span - now) % dt.timedelta(days=1)
        time.sleep(span.total_seconds())
        return None

    return leaf(statement, block, run)
