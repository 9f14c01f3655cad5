"""sms-callback: what SMS providers report, as rows in tables that a DBA owns."""

__version__ = "0.1.0"
