"""The published vectors of Twilio's signature, and what else a scheme must refuse."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest
from twilio.request_validator import RequestValidator

from sms_callback.adapter.form import Pairs
from sms_callback.adapter.head import Fields
from sms_callback.adapter.signature import (
    SCHEMES,
    SETTINGS_HEADER,
    SIGNATURE_HEADER,
    Evidence,
    basic,
    port_variants,
    token,
    twilio,
    twilio_signature,
)

TOKEN = "12345"
FIELDS: Pairs = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
    ("Caller", "+14158675309"),
]
DUPLICATES: Pairs = [
    ("Sid", "CA123"),
    ("SidAccount", "AC123"),
    ("Digits", "5678"),
    ("Digits", "1234"),
    ("Digits", "1234"),
]
PATH = "/myapp.php?foo=1&bar=2"
PLAIN = f"https://mycompany.com{PATH}"
JSON_BODY = b'{"property": "value", "boolean": true}'
JSON_HASH = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"


def evidence(
    url: str,
    form: Pairs | None,
    signature: str | None,
    body: bytes = b"",
    *,
    token: str | None = None,
    headers: dict[str, str] | None = None,
) -> Evidence:
    signed = {} if signature is None else {SIGNATURE_HEADER: signature}
    return Evidence(url, form, body, Fields({**(headers or {}), **signed}.items()), token)


# twilio-python tests/unit/test_request_validator.py, and three computed by the same rules.
VECTORS = [
    (PLAIN, FIELDS, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    (f"https://mycompany.com:443{PATH}", FIELDS, "kvajT1Ptam85bY51eRf/AJRuM3w="),
    (PLAIN, FIELDS, "kvajT1Ptam85bY51eRf/AJRuM3w="),
    (f"http://mycompany.com:80{PATH}", FIELDS, "0ZXoZLH/DfblKGATFgpif+LLRf4="),
    (f"http://mycompany.com{PATH}", FIELDS, "0ZXoZLH/DfblKGATFgpif+LLRf4="),
    (f"http://mycompany.com:1234{PATH}", FIELDS, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
    (f"https://mycompany.com:1234{PATH}", FIELDS, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    (f"https://mycompany.com:1234{PATH}", FIELDS, "CYn1h0gLBdNxDGkKJg6hYohgeD8="),
    (PLAIN, DUPLICATES, "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
    (PLAIN, [], "zYQTYrRWXE7LtzbG4PfP7/bkkGo="),
    (f"http://mycompany.com{PATH}", FIELDS, "OyGYPqTF6ztdbRNCvuQO/oPvqQ4="),
]


@pytest.mark.parametrize(("url", "form", "signature"), VECTORS)
def test_published_vectors(url: str, form: Pairs, signature: str) -> None:
    assert twilio(evidence(url, form, signature), [TOKEN])
    assert not twilio(evidence(url, form, signature), ["12346"])
    assert not twilio(evidence(url, form, signature[:-2] + "A="), [TOKEN])
    assert not twilio(evidence(url, [*form, ("x", "")], signature), [TOKEN])


def test_published_json_vector() -> None:
    url = f"{PLAIN}&bodySHA256={JSON_HASH}"
    signature = "a9nBmqA0ju/hNViExpshrM61xv4="
    assert twilio(evidence(url, None, signature, JSON_BODY), [TOKEN])
    assert not twilio(evidence(url, None, signature, JSON_BODY + b" "), [TOKEN])
    assert not twilio(evidence(url, None, signature, b""), [TOKEN])


def test_published_negative_vector() -> None:
    """A wrong host, which twilio-python's own suite refuses too."""
    assert not twilio(evidence(PLAIN.replace("mycompany", "yourcompany"), FIELDS, VECTORS[0][2]), [TOKEN])
    assert not twilio(evidence(f"{PLAIN}&bodySHA256={'0' * 64}", None, VECTORS[0][2], JSON_BODY), [TOKEN])


def test_body_that_is_no_form_must_be_covered() -> None:
    signature = RequestValidator(TOKEN).compute_signature(PLAIN, {})
    assert not twilio(evidence(PLAIN, None, signature, JSON_BODY), [TOKEN])
    assert twilio(evidence(PLAIN, None, signature, b""), [TOKEN])


@pytest.mark.parametrize("signature", [None, "", " ", "é", "\udcff", "RSOYDt4T1cUTdK1PDd93/VVr8B8", "=" * 1000])
def test_signature_that_is_none(signature: str | None) -> None:
    assert not twilio(evidence(PLAIN, FIELDS, signature), [TOKEN])


def test_no_secret_accepts_nothing() -> None:
    assert not twilio(evidence(PLAIN, FIELDS, twilio_signature("", PLAIN)), [])
    assert not token(evidence(PLAIN, [], None, token=""), [])
    assert not basic(evidence(PLAIN, [], None, headers={"Authorization": "Basic "}), [])


def test_either_of_two_secrets() -> None:
    assert twilio(evidence(PLAIN, FIELDS, VECTORS[0][2]), ["old", TOKEN])
    assert twilio(evidence(PLAIN, FIELDS, VECTORS[0][2]), [TOKEN, "new"])


def test_shared_key_signs_with_sha256() -> None:
    signature = RequestValidator(TOKEN).compute_signature(PLAIN, dict(FIELDS), "HMAC_SHA256")
    settings = {SETTINGS_HEADER: "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"}
    assert twilio(evidence(PLAIN, FIELDS, signature, headers=settings), [TOKEN])
    assert not twilio(evidence(PLAIN, FIELDS, signature), [TOKEN])
    unknown = {SETTINGS_HEADER: "algorithm=HMAC_MD5"}
    assert not twilio(evidence(PLAIN, FIELDS, VECTORS[0][2], headers=unknown), [TOKEN])


def test_bytes_that_are_not_utf8_are_signed_as_they_came() -> None:
    mac = hmac.digest(TOKEN.encode(), PLAIN.encode() + b"Body\xe9\xff", hashlib.sha1)
    signature = base64.b64encode(mac).decode()
    assert twilio(evidence(PLAIN, [("Body", "\udce9\udcff")], signature), [TOKEN])


@pytest.mark.parametrize(
    ("url", "variants"),
    [
        ("https://h/p?q", ("https://h/p?q", "https://h:443/p?q")),
        ("http://h", ("http://h", "http://h:80")),
        ("https://h:8443/a:1", ("https://h/a:1", "https://h:8443/a:1")),
        ("https://[::1]/p", ("https://[::1]/p", "https://[::1]:443/p")),
        ("https://[::1]:99?x", ("https://[::1]?x", "https://[::1]:99?x")),
    ],
)
def test_port_variants(url: str, variants: tuple[str, str]) -> None:
    assert port_variants(url) == variants


def test_token() -> None:
    assert token(evidence(PLAIN, [], None, token="s3cret"), ["other", "s3cret"])
    assert not token(evidence(PLAIN, [], None, token="s3cre"), ["s3cret"])
    assert not token(evidence(PLAIN, [], None, token="é\udcff"), ["s3cret"])
    assert not token(evidence(PLAIN, [], None), ["s3cret"])


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("Basic " + base64.b64encode(b"user:pass").decode(), True),
        ("basic  " + base64.b64encode(b"user:pass").decode(), True),
        ("Basic " + base64.b64encode("üser:pä:ss".encode()).decode(), True),
        ("Basic " + base64.b64encode(b"user:pas").decode(), False),
        ("Bearer " + base64.b64encode(b"user:pass").decode(), False),
        ("Basic user:pass", False),
        ("Basic é", False),
        ("Basic", False),
        ("", False),
    ],
)
def test_basic(header: str, accepted: bool) -> None:
    assert basic(evidence(PLAIN, [], None, headers={"Authorization": header}), ["user:pass", "üser:pä:ss"]) is accepted


def test_registry() -> None:
    assert set(SCHEMES) == {"twilio", "token", "basic", "none"}
    assert SCHEMES["none"](evidence(PLAIN, [], None), [])


def test_evidence_shows_nothing() -> None:
    shown = repr(evidence(PLAIN, FIELDS, "signature", b"body", token="s3cret"))
    assert shown == "Evidence()"
