from __future__ import annotations

from pathlib import Path

import pytest

from sms_callback.adapter.secret import resolve
from sms_callback.errors import SecretReferenceError


def test_secret_itself() -> None:
    assert resolve("abc") == "abc"
    assert resolve("user:password") == "user:password"


def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMS_CALLBACK_TEST_SECRET", "one")
    assert resolve("env:SMS_CALLBACK_TEST_SECRET") == "one"
    monkeypatch.setenv("SMS_CALLBACK_TEST_SECRET", "two")
    assert resolve("env:SMS_CALLBACK_TEST_SECRET") == "two"


@pytest.mark.parametrize(
    ("text", "secret"), [("abc\n", "abc"), ("abc\r\n", "abc"), (" a b ", " a b "), ("é\n\n", "é\n")]
)
def test_file(tmp_path: Path, text: str, secret: str) -> None:
    file = tmp_path / "secret"
    file.write_bytes(text.encode())
    assert resolve(f"file:{file}") == secret.replace("\r", "")
    file.write_text("another")
    assert resolve(f"file:{file}") == "another"


def test_reference_that_leads_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMS_CALLBACK_TEST_SECRET", "")
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    for reference in (
        "env:SMS_CALLBACK_TEST_SECRET",
        "env:",
        f"file:{tmp_path / 'missing'}",
        f"file:{tmp_path / 'empty'}",
        f"file:{tmp_path / 'binary'}",
        f"file:{tmp_path}",
        "file:a\0b",
    ):
        with pytest.raises(SecretReferenceError) as caught:
            resolve(reference)
        assert caught.value.hint
