"""sms_number: a provider's number, against Python's decimal arithmetic."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sqlanywhere.installed import Client

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?0*[0-9]{1,3})?")


def expected(text: str) -> Decimal | None:
    """What docs/rules.md, section 2, says of a text."""
    if len(text) > 64 or not NUMBER.fullmatch(text):
        return None
    with localcontext() as context:
        context.prec = 1100
        value = Decimal(text).quantize(Decimal("1e-8"), ROUND_HALF_UP)
    return value if abs(value) < 10**10 else None


def number(client: Client, text: str | None) -> object:
    (value,) = client.one("SELECT sms.sms_number(?)", text)
    return value


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "-0",
        "1",
        "0.5",
        "-0.25",
        "1e2",
        "1E+2",
        "1e-9",
        "5e-9",
        "4.9e-9",
        "1e-8",
        "1e10",
        "9999999999",
        "10000000000",
        "9999999999.999999994",
        "9999999999.999999995",
        "0.000000005",
        "0.00000000499",
        "123456789.123456785",
        "1e0002",
        "1E-0008",
        "0.0001e13",
        "0.00001e15",
        "100000e-13",
        "1e999",
        "1e-999",
        "1e1000",
        "0e999",
        "0." + "0" * 61 + "1",
        "1" * 64,
        "1" * 65,
        "0." + "9" * 62,
        "007",
        "+1",
        "1.",
        ".5",
        "1,5",
        "0x10",
        "NaN",
        "Infinity",
        "",
        " 1",
        "1 ",
        "1\n",
        "--1",
        "1e",
        "1e+",
        "abc",
        "\u0661",
        "\uff11",
        "1\u0000",
    ],
)
def test_examples(client: Client, text: str) -> None:
    assert number(client, text) == expected(text)


def test_null(client: Client) -> None:
    assert number(client, None) is None


@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.from_regex(NUMBER, fullmatch=True)
    | st.from_regex(r"-?[0-9]{0,12}[.]?[0-9]{0,12}([eE][-+]?[0-9]{1,4})?", fullmatch=True)
    | st.text(max_size=70)
)
def test_any_text(client: Client, text: str) -> None:
    assert number(client, text.encode("utf-8", "ignore").decode()) == expected(text.encode("utf-8", "ignore").decode())
