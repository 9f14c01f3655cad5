from __future__ import annotations

import pytest

from sms_callback.adapter.publicurl import PublicUrl, path_as_sent
from sms_callback.adapter.route import Alias, Route, Routes
from sms_callback.errors import SmsCallbackError


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/sms/twilio", Route("twilio")),
        ("/sms/twilio/", Route("twilio")),
        ("/sms/twilio/status", Route("twilio", "status")),
        ("/sms/octopush/inbound/t0ken", Route("octopush", "inbound", "t0ken")),
        ("/sms/octopush/t0ken", Route("octopush", None, "t0ken")),
        ("/sms/ytel/fallback", Route("ytel", "fallback")),
        ("/sms/ytel/opt_out", Route("ytel", "opt_out")),
        ("/sms/ytel/Status", Route("ytel", None, "Status")),
        ("/sms/Twilio", None),
        ("/sms/", None),
        ("/sms", None),
        ("/sms/twilio/a/b", None),
        ("/sms/twilio/status/a/b", None),
        ("/sms/twilio//", None),
        ("/SMS/twilio", None),
        ("/x/sms/twilio", None),
    ],
)
def test_paths(path: str, route: Route | None) -> None:
    assert Routes().find(path) == route


def test_fallback_lets_the_content_decide() -> None:
    assert (Route("p", "fallback").url_kind, Route("p", "fallback").via) == (None, "fallback")
    assert (Route("p", "status").url_kind, Route("p", "status").via) == ("status", "adapter")


def test_aliases() -> None:
    routes = Routes([Alias.parse("/hook=twilio/status"), Alias.parse("/hook/in/=ytel"), Alias.parse("/a=b=octopush")])
    assert routes.find("/hook") == Route("twilio", "status")
    assert routes.find("/hook/in") == Route("ytel")
    assert routes.find("/hook/in/t0ken") == Route("ytel", None, "t0ken")
    assert routes.find("/hook/t0ken") == Route("twilio", "status", "t0ken")
    assert routes.find("/a=b") == Route("octopush")
    assert routes.find("/hooks") is None
    assert routes.find("/sms/routee") == Route("routee")


@pytest.mark.parametrize(
    "text", ["hook=twilio", "/hook", "/hook=", "/hook=Twilio", "/hook=twilio/", "/hook=twilio/sent", ""]
)
def test_route_option_that_cannot_be_read(text: str) -> None:
    with pytest.raises(SmsCallbackError) as caught:
        Alias.parse(text)
    assert "--route" in caught.value.hint


def test_token_is_not_shown() -> None:
    route = Route("octopush", "status", "t0ken")
    assert "t0ken" not in repr(route)
    assert route.masked("/sms/octopush/status/t%30ken/") == "/sms/octopush/status/***"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://sms.example.com", "https://sms.example.com/sms/p?a=%20b"),
        ("https://sms.example.com:8443/", "https://sms.example.com:8443/sms/p?a=%20b"),
        ("http://[::1]:80/cb/x/", "http://[::1]:80/cb/x/sms/p?a=%20b"),
    ],
)
def test_public_url(text: str, url: str) -> None:
    assert PublicUrl.parse(text).of("/sms/p", b"a=%20b") == url


def test_public_url_without_query() -> None:
    assert PublicUrl.parse("https://h").of("/sms/p", b"") == "https://h/sms/p"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sms.example.com",
        "ftp://h",
        "https://",
        "https://u:p@h",
        "https://h?x=1",
        "https://h#x",
        "https://h:x",
        "https://[h",
    ],
)
def test_public_url_that_cannot_be_used(text: str) -> None:
    with pytest.raises(SmsCallbackError) as caught:
        PublicUrl.parse(text)
    assert caught.value.hint
    assert "p@h" not in str(caught.value)


def test_public_url_warnings() -> None:
    assert PublicUrl.parse("https://sms.example.com").warnings == []
    assert "underscore" in PublicUrl.parse("https://my_host.example.com").warnings[0]
    assert "clear" in PublicUrl.parse("http://h").warnings[0]


@pytest.mark.parametrize(
    ("path_info", "request_uri", "path"),
    [
        ("/sms/a b", "/sms/a%20b?x", "/sms/a%20b"),
        ("/sms/ab", "/sms/%61b", "/sms/%61b"),
        ("/sms/a b", None, "/sms/a%20b"),
        ("/sms/\xc3\xa9", None, "/sms/%C3%A9"),
        ("/sms/a;x=1,2!$&'()*+:@~-._", None, "/sms/a;x=1,2!$&'()*+:@~-._"),
        ("/sms/a", "/other", "/sms/a"),
        ("/sms/a", "http://host/sms/a", "/sms/a"),
    ],
)
def test_path_as_sent(path_info: str, request_uri: str | None, path: str) -> None:
    assert path_as_sent(path_info.encode("latin-1"), request_uri) == path
