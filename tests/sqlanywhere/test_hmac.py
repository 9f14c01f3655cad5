"""The functions that signatures rest on, against Python's own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import json
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import unquote_plus, unquote_to_bytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sqlanywhere.installed import SQL, Client
from tests.sqlanywhere.machine import Database
from tests.sqlanywhere.runtime import Value

MANY = settings(max_examples=60, deadline=None)


NEEDED = (
    "table/0004_work",
    "procedure/sp_sms_http_pair",
    "procedure/sp_sms_http_form",
    "procedure/sp_sms_http_ports",
    "procedure/sp_sms_selftest_signature",
)


@pytest.fixture(scope="module")
def objects() -> Iterator[Database]:
    """The functions, and what the selftest needs besides."""
    database = Database()
    database.load("CREATE USER sms;")
    for file in sorted((SQL / "sqlanywhere" / "function").glob("*.sql")):
        database.load(file.read_text(encoding="utf-8"), file=file.name)
    for name in NEEDED:
        database.load((SQL / "sqlanywhere" / f"{name}.sql").read_text(encoding="utf-8"), file=name)
    yield database
    database.close()


@pytest.fixture
def client(objects: Database) -> Iterator[Client]:
    with closing(objects.connect("dba", "sql")) as connection:
        yield Client(connection)


def value(database: Database, call: str, *arguments: Value) -> Value:
    """What a function gives."""
    connection = database.connect("dba", "sql")
    try:
        return connection.execute(f"SELECT {call}", arguments).rows[0][0]
    finally:
        connection.close()


@given(key=st.binary(max_size=200), message=st.binary(max_size=300), algorithm=st.sampled_from(["SHA1", "SHA256"]))
@MANY
def test_hmac_is_pythons(objects: Database, key: bytes, message: bytes, algorithm: str) -> None:
    expected = hmac.digest(key, message, algorithm.lower())
    assert value(objects, "sms.sms_hmac(?, ?, ?)", key, message, algorithm) == expected


@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 128, 1000])
@pytest.mark.parametrize("algorithm", ["SHA1", "SHA256"])
def test_hmac_around_the_length_of_a_block(objects: Database, length: int, algorithm: str) -> None:
    key = bytes(index % 256 for index in range(length))
    expected = hmac.digest(key, b"message", algorithm.lower())
    assert value(objects, "sms.sms_hmac(?, ?, ?)", key, b"message", algorithm) == expected


def test_published_vectors_hold(client: Client) -> None:
    assert client.rows("CALL sms.sp_sms_selftest_signature()") == []
    assert client.one("SELECT COUNT(*) FROM sms.sms_http_pair") == (0,)


@given(one=st.binary(max_size=40), other=st.binary(max_size=40))
@MANY
def test_same_is_to_the_letter(objects: Database, one: bytes, other: bytes) -> None:
    assert value(objects, "sms.sms_same(?, ?)", one, other) == (1 if one == other else 0)
    assert value(objects, "sms.sms_same(?, ?)", one, one) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"), [("Abc", "Abc", 1), ("Abc", "ABC", 0), ("a", "a ", 0), (None, None, 0), (None, "a", 0)]
)
def test_same_of_texts(client: Client, one: str | None, other: str | None, same: int) -> None:
    assert client.one("SELECT sms.sms_same(?, ?)", one, other) == (same,)


@given(data=st.binary(max_size=200))
@MANY
def test_hexadecimal_there_and_back(objects: Database, data: bytes) -> None:
    assert value(objects, "sms.sms_hex(?)", data) == data.hex()
    assert value(objects, "sms.sms_unhex(?)", data.hex()) == data
    assert value(objects, "sms.sms_unhex(?)", data.hex().upper()) == data


def test_null_stays_null(client: Client) -> None:
    assert client.one("SELECT sms.sms_hex(NULL), sms.sms_unhex(NULL), sms.sms_utf8(NULL)") == (None, None, None)


def json_of(data: bytes) -> str:
    return json.dumps(data.decode("utf-8", "surrogateescape"))


@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8"))))
@MANY
def test_json_is_spelled_as_the_adapter_spells_it(objects: Database, data: bytes) -> None:
    assert value(objects, "sms.sms_json_ascii(?, 1)", data) == json_of(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b'\x00\x07\x08\t\n\x0b\x0c\r\x1f !"#/\\\x7f',
        "\u0080\u07ff\u0800\ud7ff\ue000\uffff\U00010000\U0010ffff".encode(),
        b"\xc0\x80\xc1\xbf\xe0\x80\x80\xe0\x9f\xbf\xed\xa0\x80\xf0\x80\x80\x80\xf0\x8f\xbf\xbf\xf4\x90\x80\x80\xf5\xff",
        b"\xe2\x82",
        b"\xf0\x9f\x98",
        b"a" * 63 + "€".encode() + b"b" * 64 + b"\xe2\x82",
        b"x" * 20000,
        "é".encode() * 3000,
    ],
)
def test_json_of_every_kind_of_byte(client: Client, data: bytes) -> None:
    assert client.one("SELECT sms.sms_json_ascii(?, 1)", data) == (json_of(data),)


@pytest.mark.parametrize(("text", "spelled"), [(None, "null"), ("", '""'), ("Zoë\n€", '"Zo\\u00eb\\n\\u20ac"')])
def test_json_of_a_text(client: Client, text: str | None, spelled: str) -> None:
    assert client.one("SELECT sms.sms_json_text(?)", text) == (spelled,)


@given(value_=st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.lists(inner), max_leaves=5))
@MANY
def test_json_itself_stays_json(objects: Database, value_: object) -> None:
    text = json.dumps(value_, ensure_ascii=False, indent=1)
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return
    found = value(objects, "sms.sms_json_ascii(?, 0)", data)
    assert isinstance(found, str)
    assert found.isascii()
    assert json.loads(found) == value_


@given(data=st.one_of(st.binary(max_size=200), st.from_regex(rb"[%+a-fA-F0-9 ]{0,100}", fullmatch=True)))
@MANY
def test_percent_encoding_is_pythons(objects: Database, data: bytes) -> None:
    assert value(objects, "sms.sms_url_decode(?, 0)", data) == unquote_to_bytes(data)
    assert value(objects, "sms.sms_url_decode(?, 1)", data) == unquote_to_bytes(data.replace(b"+", b" "))


def test_percent_encoding_of_much(client: Client) -> None:
    raw = b"%C3%A9+x" * 4000
    (found,) = client.one("SELECT sms.sms_url_decode(?, 1)", raw)
    assert found == unquote_plus(raw.decode()).encode()


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        (b"d\xe9j\xe0", "iso-8859-1", "déjà".encode()),
        (b"d\xe9j\xe0", " ISO-8859-1 ", "déjà".encode()),
        (b"\x80", "windows-1252", "€".encode()),
        ("é".encode(), "utf-8", "é".encode()),
        ("é".encode(), None, "é".encode()),
        (b"\xe9", "no-such-charset", b"\xe9"),
        (b"\xe9", "x'; DROP TABLE t --", b"\xe9"),
        (b"\xe9", "x" * 50, b"\xe9"),
        (b"\xff\x81", "shift_jis", b"\xff\x81"),
    ],
)
def test_charsets(client: Client, data: bytes, charset: str | None, text: bytes) -> None:
    assert client.one("SELECT sms.sms_recoded(?, ?)", data, charset) == (text,)


ADDRESSES = [
    "",
    " 10.0.0.1 ",
    "192.0.2.1",
    "0.0.0.1",
    "255.255.255.255",
    "256.1.1.1",
    "1.2.3",
    "1.2.3.4.5",
    "01.2.3.4",
    "1..2.3",
    "x",
    "1.2.3.x",
    "::",
    "::1",
    "1::",
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1::2::3",
    ":::",
    "12345::",
    "2001:DB8::A",
    "::ffff:192.0.2.1",
    "::1.2.3.999",
    "1:2:3:4:5:6:1.2.3.4",
    "::1.2.3",
    "1:2:3:4:5:6:7::",
    "1:2:3:4:5:6:7:8::",
    "g::1",
    ":1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:",
    "fe80::1%eth0",
]


@pytest.mark.parametrize("text", ADDRESSES)
def test_addresses(client: Client, text: str) -> None:
    try:
        expected = ipaddress.ip_address(text.strip().partition("%")[0]).packed
    except ValueError:
        expected = None
    assert client.one("SELECT sms.sms_address(?)", text) == (expected,)


@given(address=st.ip_addresses())
@MANY
def test_addresses_in_every_spelling(objects: Database, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert value(objects, "sms.sms_address(?)", str(address)) == address.packed
    assert value(objects, "sms.sms_address(?)", address.exploded) == address.packed


@given(
    address=st.ip_addresses(v=4),
    networks=st.lists(st.tuples(st.ip_addresses(), st.integers(0, 32)), max_size=3),
    near=st.integers(0, 32),
)
@MANY
def test_networks_are_pythons(
    objects: Database,
    address: ipaddress.IPv4Address,
    networks: list[tuple[ipaddress.IPv4Address | ipaddress.IPv6Address, int]],
    near: int,
) -> None:
    beside = ipaddress.ip_address(int(address) ^ 1)
    written = [*(f"{network}/{bits}" for network, bits in networks), f"{beside}/{near}"]
    expected = any(
        address.version == network.version and address in network
        for network in (ipaddress.ip_network(text, strict=False) for text in written)
    )
    assert value(objects, "sms.sms_in_network(?, ?)", str(address), " ".join(written)) == int(expected)


@pytest.mark.parametrize(
    ("address", "networks", "inside"),
    [
        ("203.0.113.9", None, 0),
        ("203.0.113.9", "", 0),
        ("203.0.113.9", "203.0.113.9", 1),
        ("203.0.113.9", "x 203.0.113.0/24", 1),
        ("203.0.113.9", "203.0.113.0/33,203.0.113.0/x", 0),
        ("203.0.113.9", "2001:db8::/32,\t\r\n203.0.113.8/29", 1),
        ("::ffff:203.0.113.9", "203.0.113.0/25", 1),
        ("2001:db8:8000::", "2001:db8::/33", 0),
        ("2001:db8::1", "2001:db8::/31", 1),
        ("nobody", "0.0.0.0/0 ::/0", 0),
        (None, "0.0.0.0/0 ::/0", 0),
        ("10.0.0.1", "::/0", 0),
    ],
)
def test_networks(client: Client, address: str | None, networks: str | None, inside: int) -> None:
    assert client.one("SELECT sms.sms_in_network(?, ?)", address, networks) == (inside,)


@pytest.mark.parametrize("bits", range(1, 33))
def test_networks_of_every_length(client: Client, bits: int) -> None:
    network = ipaddress.ip_network(("170.85.170.85", bits), strict=False)
    outside = ipaddress.ip_address(int(network.network_address) ^ (1 << (32 - bits)))
    for address, expected in ((network[0], 1), (network[-1], 1), (outside, 0)):
        assert client.one("SELECT sms.sms_in_network(?, ?)", str(address), str(network)) == (expected,)


@pytest.mark.parametrize(
    ("header", "name", "found"),
    [
        ("text/plain; charset=utf-8", "charset", "utf-8"),
        ('Text/Plain ; Charset = "ISO-8859-1" ; a=b', "charset", "ISO-8859-1"),
        ("Text/Plain ; charset=x", "", "text/plain"),
        ("text/plain", "charset", None),
        ("text/plain; charset", "charset", ""),
        ("text/plain; charset=", "charset", ""),
        (None, "", ""),
        (None, "charset", None),
        ("", "charset", None),
        ('a;charset="', "charset", '"'),
        ("charset=no; charset=yes", "charset", "yes"),
    ],
)
def test_options_of_a_header(client: Client, header: str | None, name: str, found: str | None) -> None:
    assert client.one("SELECT sms.sms_header_option(?, ?)", header, name) == (found,)


@pytest.mark.parametrize(
    ("url", "without", "with_"),
    [
        ("https://a.example/x?y=1", "https://a.example/x?y=1", "https://a.example:443/x?y=1"),
        ("http://a.example", "http://a.example", "http://a.example:80"),
        ("https://a.example:8443/x", "https://a.example/x", "https://a.example:8443/x"),
        ("https://[2001:db8::1]/x:5", "https://[2001:db8::1]/x:5", "https://[2001:db8::1]:443/x:5"),
        ("https://[2001:db8::1]:8443?x=/", "https://[2001:db8::1]?x=/", "https://[2001:db8::1]:8443?x=/"),
    ],
)
def test_ports(client: Client, url: str, without: str, with_: str) -> None:
    cursor = client.connection.execute("CALL sms.sp_sms_http_ports(?, ?, ?)", [url, None, None])
    assert (cursor.out[1], cursor.out[2]) == (without, with_)


def test_a_signature_is_base64_of_the_hmac(client: Client) -> None:
    expected = base64.b64encode(hmac.digest(b"12345", b"https://a.example/", hashlib.sha1)).decode()
    text = "SELECT BASE64_ENCODE(sms.sms_hmac(sms.sms_utf8('12345'), sms.sms_utf8('https://a.example/'), 'SHA1'))"
    assert client.one(text) == (expected,)
