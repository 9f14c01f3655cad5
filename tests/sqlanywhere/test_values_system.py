"""Functions that ask the connection: properties, errors, events, web requests."""

from types import SimpleNamespace

import pytest

from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import HttpExchange, HttpVariable, Value
from tests.sqlanywhere.values.alone import AloneScope, AloneSession, value_of


def test_properties() -> None:
    session = AloneSession()
    session.properties = {
        ("server", "productversion"): "17.0",
        ("database", "charset"): "UTF-8",
        ("database", "name"): "shop",
        ("connection", "number"): "7",
        ("connection", "charset"): "UTF-8",
    }
    scope = AloneScope(session)
    assert value_of("PROPERTY('ProductVersion')", scope) == "17.0"
    assert value_of("PROPERTY('Nothing')", scope) is None
    assert value_of("DB_PROPERTY('CharSet')", scope) == "UTF-8"
    assert value_of("CONNECTION_PROPERTY('CharSet')", scope) == "UTF-8"
    assert value_of("CONNECTION_PROPERTY('CharSet', 7)", scope) == "UTF-8"
    assert value_of("CONNECTION_PROPERTY(NULL)", scope) is None
    assert value_of("DB_NAME()", scope) == "shop"
    assert value_of("DB_NAME(1)", scope) is None
    assert value_of("USER_NAME()", scope) == "dba"
    with pytest.raises(ModelError):
        value_of("CONNECTION_PROPERTY('CharSet', 8)", scope)


def test_event_parameters() -> None:
    class InEvent(AloneSession):
        def event_parameter(self, name: str) -> str | None:
            return {"NumActive": "1"}.get(name)

    assert value_of("EVENT_PARAMETER('NumActive')", AloneScope(InEvent())) == "1"
    assert value_of("EVENT_PARAMETER('Other')", AloneScope(InEvent())) is None
    assert value_of("EVENT_PARAMETER('NumActive')") is None


def test_errormsg() -> None:
    """Facts P3: only the first statement of a handler's branch sees the text."""
    session = AloneSession(message="Division by zero", handling=True)
    assert value_of("ERRORMSG()", AloneScope(session)) == "Division by zero"
    session.handling = False
    assert value_of("ERRORMSG()", AloneScope(session)) is None
    assert value_of("ERRORMSG(-628)", AloneScope(session)) == "Division by zero"


def exchange() -> HttpExchange:
    return HttpExchange(
        method="POST",
        uri="/sms?x=1",
        version="HTTP/1.1",
        query_string="x=1",
        headers=(("Content-Type", "application/x-www-form-urlencoded"), ("X-Two", "a"), ("x-two", "b")),
        variables=(
            HttpVariable("x", "1", b"1", "1"),
            HttpVariable("To", "é", b"\xc3\xa9", "%C3%A9"),
            HttpVariable("x", "2", b"2", "2"),
        ),
        body=b"To=%C3%A9&x=2",
        remote_addr="192.0.2.1",
        service="sms",
        status="201",
        answer_headers={"Content-Type": "text/plain"},
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HTTP_VARIABLE('x')", "1"),
        ("HTTP_VARIABLE('x', 2)", "2"),
        ("HTTP_VARIABLE('x', 3)", None),
        ("HTTP_VARIABLE('X')", None),
        ("HTTP_VARIABLE('To', 1, '@TRANSPORT')", "%C3%A9"),
        ("CAST(HTTP_VARIABLE('To', NULL, '@BINARY') AS LONG BINARY)", b"\xc3\xa9"),
        ("HTTP_VARIABLE('To', 1, 'Content-Type')", None),
        ("HTTP_VARIABLE(NULL)", None),
        ("NEXT_HTTP_VARIABLE(NULL)", "x"),
        ("NEXT_HTTP_VARIABLE('x')", "To"),
        ("NEXT_HTTP_VARIABLE('To')", None),
        ("NEXT_HTTP_VARIABLE('nothing')", None),
        ("HTTP_HEADER('@HttpMethod')", "POST"),
        ("HTTP_HEADER('@HttpURI')", "/sms?x=1"),
        ("HTTP_HEADER('@httpversion')", "HTTP/1.1"),
        ("HTTP_HEADER('@HttpQueryString')", "x=1"),
        ("HTTP_HEADER('X-TWO')", "a"),
        ("HTTP_HEADER('Nothing')", None),
        ("NEXT_HTTP_HEADER(NULL)", "Content-Type"),
        ("HTTP_BODY()", "To=%C3%A9&x=2"),
        ("HTTP_RESPONSE_HEADER('content-type')", "text/plain"),
        ("HTTP_RESPONSE_HEADER('@HttpStatus')", "201"),
        ("HTTP_RESPONSE_HEADER('Nothing')", None),
        ("NEXT_HTTP_RESPONSE_HEADER(NULL)", "Content-Type"),
    ],
)
def test_web_requests(text: str, expected: Value) -> None:
    assert value_of(text, AloneScope(AloneSession(http=exchange()))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "HTTP_VARIABLE('x')",
        "NEXT_HTTP_VARIABLE(NULL)",
        "HTTP_HEADER('x')",
        "NEXT_HTTP_HEADER(NULL)",
        "HTTP_BODY()",
        "HTTP_RESPONSE_HEADER('x')",
        "NEXT_HTTP_RESPONSE_HEADER(NULL)",
    ],
)
def test_outside_a_web_request(text: str) -> None:
    assert value_of(text) is None


def test_switches_of_what_nobody_knows() -> None:
    class Switched(AloneSession):
        database = SimpleNamespace(assumptions=SimpleNamespace(form_body=False, http_names_ignore_case=True))

    scope = AloneScope(Switched(http=exchange()))
    assert value_of("HTTP_BODY()", scope) is None
    assert value_of("HTTP_VARIABLE('X', 2)", scope) == "2"
