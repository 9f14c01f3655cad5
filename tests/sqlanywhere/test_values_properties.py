"""Properties of values that hold for whatever one feeds them."""

import base64
import contextlib
import datetime as dt
import hashlib
import math
from collections.abc import Callable
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.sqlanywhere import tree, values
from tests.sqlanywhere.errors import ModelError, SqlError
from tests.sqlanywhere.runtime import Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import moment, types
from tests.sqlanywhere.values.alone import AloneScope, AloneSession
from tests.sqlanywhere.values.builtin import parts
from tests.sqlanywhere.values.text import char_key

SESSION = AloneSession()
TIMES = st.datetimes(min_value=dt.datetime(1600, 3, 1), max_value=dt.datetime(7910, 12, 31))
NUMBERS = st.integers(-(2**63), 2**64 - 1) | st.decimals(allow_nan=False, allow_infinity=False) | st.floats()
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.text(),
    st.from_regex(r"[-+0-9.eE :/TZampW]{0,20}", fullmatch=True),
    st.binary(max_size=20),
    NUMBERS,
    st.datetimes(),
    st.dates(),
    st.times(),
    TIMES.map(lambda moment: moment.replace(tzinfo=dt.UTC)),
)
TYPES = st.one_of(
    st.builds(TypeName, st.sampled_from(sorted(types.FAMILIES))),
    st.builds(
        TypeName,
        st.sampled_from(["char", "varchar", "nvarchar", "binary", "varbinary"]),
        st.integers(1, 40),
        characters=st.booleans(),
    ),
    st.builds(TypeName, st.just("numeric"), st.integers(20, 40), st.integers(0, 19)),
)


def attempt(call: Callable[[], Value]) -> Value | SqlError:
    """What a call gives, or the error that it raises."""
    try:
        return call()
    except SqlError as error:
        return error


def function(name: str, *arguments: Value) -> Value:
    return values.BUILTINS[name].call(SESSION, arguments)


@given(VALUES, TYPES)
def test_a_cast_fits_or_is_an_sql_error(value: Value, type_name: TypeName) -> None:
    found = attempt(lambda: values.cast(value, type_name, SESSION))
    if isinstance(found, SqlError):
        assert found.sqlcode in {-157, -158, -638}
        return
    assert (found is None) == (value is None)
    if found is not None:
        assert values.cast(found, type_name, SESSION) == found
    if isinstance(found, str) and type_name.characters:
        assert len(found) <= (type_name.length or 1)
    if isinstance(found, int):
        low, high = types.RANGES[type_name.name]
        assert low <= found <= high


@given(VALUES, VALUES)
def test_a_comparison_has_an_order_or_is_an_sql_error(left: Value, right: Value) -> None:
    if any(isinstance(side, float) and math.isnan(side) for side in (left, right)):
        return
    order = attempt(lambda: values.compare(left, right, SESSION))
    back = attempt(lambda: values.compare(right, left, SESSION))
    if isinstance(order, SqlError):
        assert order.sqlcode in {-157, -158}
        assert isinstance(back, SqlError)
    elif order is None:
        assert back is None
        assert left is None or right is None
    else:
        assert (order, back) in {(0, 0), (1, -1), (-1, 1)}


@given(st.text(), st.text())
def test_texts_are_equal_as_their_keys_are(left: str, right: str) -> None:
    assert (values.compare(left, right, SESSION) == 0) == (char_key(left) == char_key(right))
    assert values.compare(left, left.swapcase(), SESSION) == 0 or not left.isascii()
    assert len(char_key(left)) == len(left)


@given(st.text(st.characters(codec="utf-8")))
def test_text_and_bytes(text: str) -> None:
    encoded = text.encode()
    assert function("hash", text, "SHA256") == hashlib.sha256(encoded).hexdigest()
    assert function("hash", text, "sha1") == hashlib.new("sha1", encoded, usedforsecurity=False).hexdigest()
    assert function("base64_encode", text) == base64.b64encode(encoded).decode()
    assert function("byte_length", text) == len(encoded)
    assert function("http_decode", function("http_encode", text)) == text
    assert (
        function("html_decode", function("html_encode", text)) == text
        or any(letter < " " for letter in text)
        or "&" in text
    )


@given(st.binary())
def test_bytes_survive_as_text(data: bytes) -> None:
    text = values.cast(data, types.LONG_VARCHAR, SESSION)
    assert isinstance(text, str)
    assert values.cast(text, types.LONG_BINARY, SESSION) == data
    assert function("base64_decode", function("base64_encode", data)) == data
    assert function("hash", text) == function("hash", data)


@given(st.integers(-(2**31), 2**31 - 1))
def test_hexadecimal_there_and_back(number: int) -> None:
    assert function("hextoint", function("inttohex", number)) == number
    as_bytes = values.cast(number, TypeName("binary", 4), SESSION)
    assert values.cast(as_bytes, types.INTEGER, SESSION) == number


@given(TIMES, st.integers(-10_000, 10_000), st.sampled_from(["day", "hour", "minute", "second", "week"]))
def test_dateadd_and_datediff_undo_each_other(start: dt.datetime, count: int, part: str) -> None:
    later = function("dateadd", part, count, start)
    assert later == start + dt.timedelta(**{f"{part}s": count})
    assert function("datediff", part, start, later) == count


@given(TIMES, TIMES)
def test_datediff_counts_boundaries(first: dt.datetime, second: dt.datetime) -> None:
    assert function("datediff", "day", first, second) == (second.date() - first.date()).days
    assert function("datediff", "microsecond", first, second) == (second - first) // dt.timedelta(microseconds=1)
    for part in ("year", "quarter", "month", "week", "hour", "minute", "second", "millisecond"):
        forth, back = function("datediff", part, first, second), function("datediff", part, second, first)
        assert isinstance(forth, int)
        assert back == -forth
        assert forth >= 0 or second < first


@given(TIMES, st.integers(-10_000, 10_000))
def test_months_are_added_and_counted(start: dt.datetime, count: int) -> None:
    try:
        later = parts.add("month", count, start)
    except SqlError:
        assert not 1 <= start.year + count // 12 < 9999
        return
    assert parts.difference("month", start, later) == count
    assert later.day == start.day or (later.day < start.day and (later + dt.timedelta(days=1)).day == 1)


@given(TIMES)
def test_dateformat_there_and_back(when: dt.datetime) -> None:
    text = function("dateformat", when, "yyyy-mm-dd hh:nn:ss.ssssss")
    assert text == when.strftime("%Y-%m-%d %H:%M:%S.%f").zfill(26)
    assert values.cast(text, types.TIMESTAMP, SESSION) == when
    assert values.cast(
        moment.spell(when, "Dd.mm.yyyy"), types.VARCHAR, AloneSession(options={"string_rtruncation": "Off"})
    )


@given(st.text(), st.integers(-5, 30), st.integers(0, 30))
def test_substr_is_a_window(text: str, start: int, length: int) -> None:
    found = function("substr", text, start, length)
    assert found == "".join(letter for place, letter in enumerate(text, 1) if start <= place < start + length)


@given(st.text("abAB,é", max_size=30), st.text("abAB,é", min_size=1, max_size=3), st.integers(1, 30))
def test_locate_finds_the_first_place(text: str, sought: str, start: int) -> None:
    found = function("locate", text, sought, start)
    places = [
        place
        for place in range(start, len(text) - len(sought) + 2)
        if values.compare(text[place - 1 : place - 1 + len(sought)], sought, SESSION) == 0
    ]
    assert found == (places[0] if places else 0)


@given(st.text("abAB%_[", max_size=8), st.text("abAB%_[", max_size=8))
def test_an_escaped_pattern_matches_itself_alone(text: str, other: str) -> None:
    pattern = "".join(f"!{letter}" if letter in "%_[" else letter for letter in text)
    assert values.match.like(text, pattern, "!")
    assert values.match.like(other, pattern, "!") == (values.compare(text, other, SESSION) == 0)


@given(
    st.sampled_from([values.match.like, values.match.similar, values.match.regexp]),
    st.text("ab[]^-&~|%_.*+?(){}1,!:", max_size=12),
    st.sampled_from([None, "\\"]),
)
def test_any_pattern_matches_or_is_an_sql_error(
    matcher: Callable[[str, str, str | None], bool], pattern: str, escape: str | None
) -> None:
    found = attempt(lambda: matcher("ab1", pattern, escape))
    assert isinstance(found, bool) or (isinstance(found, SqlError) and found.sqlcode == -1135)


@given(
    st.sampled_from("+-*/"),
    st.decimals(-(10**9), 10**9, places=4),
    st.decimals(-(10**9), 10**9, places=2),
)
def test_decimal_arithmetic_is_exact_to_its_scale(operator: str, left: Decimal, right: Decimal) -> None:
    node = tree.Binary(operator, tree.Literal(left), tree.Literal(right))
    found = attempt(lambda: values.evaluate(node, AloneScope()))
    if isinstance(found, SqlError):
        assert found.sqlcode == -628
        assert right == 0
        return
    exact = {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: left / right,
    }[operator]()
    kind = values.type_here(node, AloneScope())
    assert isinstance(found, Decimal)
    assert abs(found - exact) < Decimal(1).scaleb(-(kind.scale or 0) + (operator != "/") * -9)


@given(st.sampled_from("+-*/"), st.integers(-(2**31), 2**31 - 1), st.integers(-(2**31), 2**31 - 1))
def test_integer_arithmetic_is_exact_or_overflows(operator: str, left: int, right: int) -> None:
    node = tree.Binary(operator, tree.Literal(left), tree.Literal(right))
    found = attempt(lambda: values.evaluate(node, AloneScope()))
    if operator == "/" and right == 0:
        assert isinstance(found, SqlError)
        assert found.sqlcode == -628
        return
    exact = {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: int(Decimal(left) / right),
    }[operator]()
    if isinstance(found, SqlError):
        assert found.sqlcode == -158
        assert not -(2**31) <= exact < 2**31
    else:
        assert found == exact


@given(st.sampled_from(sorted(set(values.BUILTINS) - {"repeat", "replicate", "space"})), st.lists(VALUES, max_size=4))
def test_builtins_raise_only_what_a_handler_can_catch(name: str, arguments: list[Value]) -> None:
    """Nothing but an SqlError, except where the model says that it does not do something."""
    builtin = values.BUILTINS[name]
    if len(arguments) < builtin.least or (builtin.most is not None and len(arguments) > builtin.most):
        return
    if any(isinstance(argument, float) and not math.isfinite(argument) for argument in arguments):
        return
    with contextlib.suppress(ModelError):
        found = attempt(lambda: builtin.call(SESSION, arguments))
        assert not isinstance(found, SqlError) or found.sqlcode < 0
