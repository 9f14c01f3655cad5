"""What a provider wants to hear: as the database says, or while it cannot be asked, as its rows said when last read.

Then the kind is found as `sp_sms_callback` finds it (docs/rules.md, section 1, step 2). Only the answer depends on it:
what the callback means is decided when the spool is drained.
"""

from __future__ import annotations

import json

from sms_callback.delivery.model import Stored
from sms_callback.model import Callback, Endpoint, Outcome, ProviderAnswer

_ANY = "*"
_DEFAULT = ProviderAnswer(_ANY, 200, None, "")


def committed(outcome: Outcome) -> Stored:
    """The answer to a request whose first callback is in the database."""
    return Stored(
        outcome.answer_status,
        outcome.answer_type,
        outcome.answer_body,
        outcome.state,
        duplicate=outcome.duplicate,
        callback_id=outcome.callback_id,
    )


def spooled(callback: Callback, endpoint: Endpoint) -> Stored:
    """The answer to a request whose first callback, this one, is in the spool."""
    answers = {answer.kind: answer for answer in endpoint.answers}
    answer = answers.get(_kind(callback, endpoint)) or answers.get(_ANY, _DEFAULT)
    return Stored(answer.status, answer.content_type, answer.body, "spooled", spooled=True)


def _kind(callback: Callback, endpoint: Endpoint) -> str:
    if callback.url_kind:
        return callback.url_kind
    given: dict[str, str] = {}
    for name, value in json.loads(callback.params).items():
        text = value[0] if isinstance(value, list) and value else value
        if isinstance(text, str) and text:
            given.setdefault(name.lower(), text.lower())
    for rule in endpoint.rules:
        found = given.get(rule.param.lower())
        if found is not None and (rule.value is None or rule.value.lower() == found):
            return rule.kind
    return "unknown"
