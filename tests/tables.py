"""The tables that every engine has, by who may do what with them."""

from __future__ import annotations

REFERENCE = [
    "sms_status_code",
    "sms_kind_column",
    "sms_time_zone",
    "sms_setting",
    "sms_provider",
    "sms_provider_rule",
    "sms_provider_field",
    "sms_provider_status",
    "sms_provider_error",
    "sms_provider_answer",
    "sms_keyword",
]
"""What a DBA edits: which word means what."""

DATA = ["sms_callback", "sms_message", "sms_status", "sms_inbound", "sms_opt_out", "sms_part", "sms_campaign"]
"""What callbacks fill."""
