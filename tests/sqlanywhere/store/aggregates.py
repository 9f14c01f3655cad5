"""Aggregate and window functions: which there are, what they return, and the accumulators that SQLite calls."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal

from tests.sqlanywhere import tree
from tests.sqlanywhere.store.codec import Stored, encode
from tests.sqlanywhere.values.fault import many_rows, out_of_range
from tests.sqlanywhere.values.text import char_key
from tests.sqlanywhere.values.types import BIGINT, DOUBLE, INTEGER, LONG_VARCHAR, RANGES, Family, digits, family

_DEVIATIONS = {
    "stddev": "stddev_samp",
    "stddev_samp": "stddev_samp",
    "stddev_pop": "stddev_pop",
    "variance": "var_samp",
    "var_samp": "var_samp",
    "var_pop": "var_pop",
}
AGGREGATES = frozenset({"count", "count_big", "sum", "avg", "min", "max", "list", *_DEVIATIONS})
"""Page "Aggregate functions" (COVAR, CORR, REGR, XMLAGG, BIT_AND … are not modelled)."""
_NUMBERING = frozenset({"row_number", "rank", "dense_rank"})
_FRACTIONS = frozenset({"percent_rank", "cume_dist"})
_CHOOSING = frozenset({"first_value", "last_value"})
WINDOWS = _NUMBERING | _FRACTIONS | _CHOOSING
"""Page "Window functions": these need OVER; the aggregates may have it."""


def is_aggregate(call: tree.FunctionCall) -> bool:
    """Whether a call is an aggregate of a group."""
    return call.over is None and call.name.owner is None and call.name.name.lower() in AGGREGATES


def is_window(call: tree.FunctionCall) -> bool:
    """Whether a call is a window function."""
    return call.over is not None


def result_type(name: str, argument: tree.TypeName | None) -> tree.TypeName:
    """What an aggregate or window function returns.

    Args:
        name: lower case.
        argument: the type of the first argument.

    SUM gives INTEGER, DOUBLE or NUMERIC, AVG DOUBLE for DOUBLE and else NUMERIC (pages "SUM function", "AVG function",
    whose example has the scale 6 for an argument of scale 3); COUNT is INTEGER (page "COUNT function").
    """
    kind = Family.UNKNOWN if argument is None else family(argument)
    if name in {"count", *_NUMBERING}:
        return INTEGER
    if name == "count_big":
        return BIGINT
    if name == "list":
        return LONG_VARCHAR
    if name in _FRACTIONS or name in _DEVIATIONS:
        return DOUBLE
    if name == "sum":
        if kind is Family.INTEGER:
            return BIGINT if argument is not None and "bigint" in argument.name else INTEGER
        return DOUBLE if kind is Family.DOUBLE else tree.TypeName("numeric", 30, _scale(argument))
    if name == "avg":
        return DOUBLE if kind is Family.DOUBLE else tree.TypeName("numeric", 30, max(6, _scale(argument)))
    return LONG_VARCHAR if argument is None else argument


def _scale(argument: tree.TypeName | None) -> int:
    return digits(argument)[1] if argument is not None and family(argument) is Family.NUMERIC else 0


def accumulator(name: str, result: tree.TypeName) -> str:
    """The SQLite function that computes an aggregate whose result has this type."""
    if name == "sum" and family(result) is Family.INTEGER:
        return f"sa_sum_{result.name}"
    if name in {"sum", "avg"}:
        return f"sa_{name}_{'double' if family(result) is Family.DOUBLE else 'numeric'}"
    if name in _DEVIATIONS:
        return f"sa_{_DEVIATIONS[name]}"
    return {"count_big": "count", "list": "sa_list"}.get(name, name)


def _exact(value: Stored) -> Decimal:
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(str(value))


class Total:
    """SUM and AVG of numbers, exact for NUMERIC; rows may leave again, for windows."""

    convert: Callable[[Stored], Decimal | float | int] = staticmethod(_exact)
    mean = False
    limit: str | None = None

    def __init__(self) -> None:
        self._sum: Decimal | float | int = 0
        self._count = 0

    def step(self, value: Stored) -> None:
        """A row comes."""
        if value is not None:
            self._sum += self.convert(value)  # type: ignore[operator]
            self._count += 1

    def inverse(self, value: Stored) -> None:
        """A row leaves the window."""
        if value is not None:
            self._sum -= self.convert(value)  # type: ignore[operator]
            self._count -= 1

    def value(self) -> Stored:
        """The result so far: NULL where no row had a value.

        Raises:
            SqlError: -158, the sum is too large for its type (page "SUM function").
        """
        if not self._count:
            return None
        if self.limit is not None:
            low, high = RANGES[self.limit]
            if not low <= self._sum <= high:
                raise out_of_range(self._sum)
        return encode(self._sum / self._count if self.mean else self._sum)

    finalize = value


class IntegerTotal(Total):
    convert = staticmethod(lambda value: int(value))
    limit = "integer"


class BigintTotal(Total):
    convert = staticmethod(lambda value: int(value))
    limit = "bigint"


class DoubleTotal(Total):
    convert = staticmethod(lambda value: float(value))


class Mean(Total):
    mean = True


class DoubleMean(DoubleTotal):
    mean = True


class Spread:
    """STDDEV and VARIANCE (pages "STDDEV_POP function", "VAR_SAMP function" …): NULL for too few rows."""

    sample = False
    root = False

    def __init__(self) -> None:
        self._values: list[float] = []

    def step(self, value: Stored) -> None:
        """A row comes."""
        if value is not None:
            self._values.append(float(value))

    def inverse(self, value: Stored) -> None:
        """A row leaves the window."""
        if value is not None:
            self._values.remove(float(value))

    def value(self) -> Stored:
        """The result so far."""
        divisor = len(self._values) - self.sample
        if divisor <= 0:
            return None
        mean = math.fsum(self._values) / len(self._values)
        variance = math.fsum((item - mean) ** 2 for item in self._values) / divisor
        return math.sqrt(variance) if self.root else variance

    finalize = value


class SampleVariance(Spread):
    sample = True


class Deviation(Spread):
    root = True


class SampleDeviation(Spread):
    sample = True
    root = True


ACCUMULATORS: dict[str, type[Total | Spread]] = {
    "sa_sum_integer": IntegerTotal,
    "sa_sum_bigint": BigintTotal,
    "sa_sum_numeric": Total,
    "sa_sum_double": DoubleTotal,
    "sa_avg_numeric": Mean,
    "sa_avg_double": DoubleMean,
    "sa_var_pop": Spread,
    "sa_var_samp": SampleVariance,
    "sa_stddev_pop": Deviation,
    "sa_stddev_samp": SampleDeviation,
}
"""By the name that SQLite calls them; each also works over a window."""


class Listed:
    """LIST: (text, delimiter, distinct, then key and whether it descends for each ORDER BY).

    NULL and empty texts are left out (page "LIST function" of 12.0.1).
    """

    def __init__(self) -> None:
        self._rows: list[tuple[str, tuple[Stored, ...]]] = []
        self._delimiter = ""
        self._distinct = False
        self._descending: tuple[Stored, ...] = ()

    def step(self, text: Stored, delimiter: Stored, distinct: Stored, *order: Stored) -> None:
        """A row comes."""
        self._delimiter = "" if delimiter is None else str(delimiter)
        self._distinct = bool(distinct)
        self._descending = order[1::2]
        if text is not None and text != "":
            self._rows.append((str(text), order[0::2]))

    def finalize(self) -> Stored:
        """The list."""
        rows = self._rows
        for position in range(len(self._descending) - 1, -1, -1):
            rows.sort(key=lambda row: _sort_key(row[1][position]), reverse=bool(self._descending[position]))
        texts = [text for text, _ in rows]
        if self._distinct:
            texts = list({char_key(text): text for text in reversed(texts)}.values())[::-1]
        return self._delimiter.join(texts)


def _sort_key(value: Stored) -> tuple[int, object]:
    """NULL is lowest (page "ORDER BY clause"); CHAR ignores case."""
    if value is None:
        return 0, 0
    return 1, char_key(value) if isinstance(value, str) else value


class Single:
    """The value of a scalar subquery.

    Raises:
        SqlError: -186 for a second row.
    """

    def __init__(self) -> None:
        self._value: Stored = None
        self._rows = 0

    def step(self, value: Stored) -> None:
        """A row comes."""
        self._rows += 1
        if self._rows > 1:
            raise many_rows()
        self._value = value

    def finalize(self) -> Stored:
        """The only row's value."""
        return self._value
