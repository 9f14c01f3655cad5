"""Reads the case files that this package carries, and says exactly which case is written wrongly."""

from __future__ import annotations

import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from sms_callback.contract.fresh import fresh_ids, replace_ids
from sms_callback.contract.model import Answer, Call, Case, Check, Json, Script, Send, Step
from sms_callback.contract.request import FORM, form_body, json_body, multipart_body, pairs
from sms_callback.errors import SmsCallbackError
from sms_callback.model import Account

ACCOUNTS_FILE = "accounts.json"
CASE_KEYS = {"name", "why", "rule", "seed", "provider_files", "ids", "alone", "steps", "rows"}
SEND_KEYS = {"method", "path", "query", "headers", "type", "charset", "sign", "bodySHA256", "times", "threads"}
BODY_KEYS = {"form", "multipart", "json", "body"}


class CaseFileError(SmsCallbackError):
    """A contract case cannot be read."""


def shipped_cases() -> Traversable:
    """The folder of case files that belongs to this package."""
    return files("sms_callback.contract.case")


def load_accounts(folder: Traversable | None = None) -> list[Account]:
    """The accounts that all cases share."""
    document = json.loads(((folder or shipped_cases()) / ACCOUNTS_FILE).read_text(encoding="utf-8"))
    return [
        Account(item["provider"], item["account"], item["scheme"], tuple(item["secrets"]))
        for item in document["accounts"]
    ]


def load_cases(folder: Traversable | None = None, *, nonce: str | None = None) -> list[Case]:
    """All cases, by file and in the order of the file.

    Args:
        folder: another folder than the package's own.
        nonce: with it, the ids that each case lists are replaced by others of the same length.

    Raises:
        CaseFileError: a case is written wrongly, or two have the same name.
    """
    root = folder or shipped_cases()
    cases: list[Case] = []
    for file in sorted(root.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".json") and file.name != ACCOUNTS_FILE:
            document = json.loads(file.read_text(encoding="utf-8"))
            cases += [_case(raw, root, file.name, nonce) for raw in document["cases"]]
    names = [case.name for case in cases]
    for name in names:
        if names.count(name) > 1:
            raise CaseFileError(f"Two contract cases are named {name!r}.")
    return cases


def _case(raw: dict[str, Any], root: Traversable, file: str, nonce: str | None) -> Case:
    name = str(raw.get("name"))
    try:
        _only(raw, CASE_KEYS)
        mapping = fresh_ids(raw.get("ids", []), f"{nonce}:{name}") if nonce is not None else {}
        # Replacing in the JSON text reaches every place of the case at once; the ids are plain ASCII.
        raw = json.loads(replace_ids(json.dumps(raw), mapping))
        providers = tuple(_script(root, "provider", item, mapping) for item in raw.get("provider_files", []))
        steps = [_step(item, root, mapping) for item in raw["steps"]]
        if "rows" in raw:
            steps.append(Check(_repeated(raw["rows"])))
        return Case(
            name=name,
            why=raw["why"],
            rules=tuple(raw["rule"].split()),
            seeds=tuple(raw.get("seed", ())),
            steps=tuple(steps),
            providers=providers,
            keys=(*raw.get("ids", []), *raw.get("provider_files", [])),
            alone=raw.get("alone", False),
        )
    except (KeyError, TypeError, ValueError, OSError, SmsCallbackError) as error:
        raise CaseFileError(f"The contract case {name!r} in {file} is written wrongly: {error}") from error


def _step(raw: dict[str, Any], root: Traversable, mapping: dict[str, str]) -> Step:
    if "send" in raw:
        _only(raw, {"send", "answer"})
        return _send(_repeated(raw["send"]), _answer(_repeated(raw.get("answer", {}))))
    if "call" in raw:
        _only(raw, {"call", "parameters", "out", "error"})
        return Call(raw["call"], _repeated(raw["parameters"]), raw.get("out", {}), raw.get("error"))
    if "script" in raw:
        _only(raw, {"script"})
        return _script(root, "script", raw["script"], mapping)
    _only(raw, {"rows"})
    return Check(_repeated(raw["rows"]))


def _send(raw: dict[str, Any], answer: Answer) -> Send:
    _only(raw, SEND_KEYS | BODY_KEYS)
    bodies = BODY_KEYS & raw.keys()
    if len(bodies) > 1:
        raise CaseFileError(f"a request has one body, not {sorted(bodies)}")
    charset = raw.get("charset", "utf-8")
    content_type: str | None = None
    body = b""
    form = pairs(raw[next(iter(bodies))]) if bodies & {"form", "multipart"} else ()
    if "form" in raw:
        content_type = FORM if charset == "utf-8" else f"{FORM}; charset={charset}"
        body = form_body(form, charset)
    elif "multipart" in raw:
        content_type, body = multipart_body(form)
    elif "json" in raw:
        content_type, body = "application/json", json_body(raw["json"])
    elif "body" in raw:
        body = raw["body"].encode(charset)
    return Send(
        method=raw["method"],
        path=raw["path"],
        query=pairs(raw.get("query", {})),
        headers=pairs(raw.get("headers", {})),
        content_type=raw.get("type", content_type),
        body=body,
        form=form,
        secret=raw.get("sign"),
        body_hash=raw.get("bodySHA256", False),
        times=raw.get("times", 1),
        threads=raw.get("threads", 1),
        answer=answer,
    )


def _answer(raw: dict[str, Any]) -> Answer:
    _only(raw, {"status", "type", "body", "headers", "seconds"})
    return Answer(raw.get("status", 200), raw.get("type"), raw.get("body"), raw.get("headers", {}), raw.get("seconds"))


def _script(root: Traversable, folder: str, name: str, mapping: dict[str, str]) -> Script:
    text = (root / folder / f"{name}.sql").read_text(encoding="utf-8")
    return Script(name, replace_ids(text, mapping))


def _repeated(value: Any) -> Any:
    """Write out `{"$repeat": text, "times": n}`, so that a case file need not hold a megabyte."""
    if isinstance(value, dict):
        if value.keys() == {"$repeat", "times"}:
            return value["$repeat"] * value["times"]
        return {name: _repeated(item) for name, item in value.items()}
    return [_repeated(item) for item in value] if isinstance(value, list) else value


def _only(raw: dict[str, Json], allowed: set[str]) -> None:
    unknown = sorted(raw.keys() - allowed)
    if unknown:
        raise CaseFileError(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(allowed))}")
