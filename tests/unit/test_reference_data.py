"""The reference data as shipped: loaded into SQLite in memory, and complete, consistent and portable there."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_callback.sqlfiles import COMMON_KINDS, SqlFile, shipped

EXAMPLE = Path(__file__).parents[1] / "contract" / "provider" / "acme.sql"
PROVIDERS = {"acme", "octopush", "routee", "twilio", "ytel"}

LITERAL = r"(?:NULL|-?\d+|'(?:[^']|'')*')"
NAMES = r"\w+(?:, \w+)*"
INSERT = re.compile(rf"INSERT INTO (sms_\w+) \(({NAMES})\) VALUES \({LITERAL}(?:, {LITERAL})*\);")

ROW_TABLES = {"status": "sms_message", "inbound": "sms_inbound", "opt_out": "sms_opt_out", "campaign": "sms_campaign"}
"""Kind → the table that its columns fill."""

ZONES = ("Europe/Paris", "Europe/Athens")
FIRST_YEAR, LAST_YEAR = 2015, 2045

TWILIO_CODES = {
    *range(30001, 30033),
    30034,
    *range(30100, 30126),
    *range(30127, 30134),
    *(30400, 30404, 30409, 30410),
    *range(30440, 30450),
    20429,
    *(21211, 21212, 21214, 21217, 21219, 21408),
    *range(21601, 21613),
    *range(21614, 21625),
    *range(21626, 21630),
    *(21651, 21653, 21654, 21655, 21656),
    *(11200, 11205, 11206, 11210, 11215, 11217, 11235, 11237, 11240, 11241, 11243, 11750),
    *(12100, 12200, 12300, 14107, 14109),
    *(63001, 63002, 63003),
    *range(63005, 63042),
}
"""The codes of https://www.twilio.com/docs/api/errors that a callback, a send or a webhook can bring."""

CONDEMNING = {"21211", "21217", "21614", "30005", "30006", "63003", "63024"}
"""The Twilio codes that say that nothing can ever be delivered to this address."""


def data_files() -> list[SqlFile]:
    files = [file for file in shipped("sqlite").objects() if file.kind in COMMON_KINDS]
    return [*files, SqlFile("provider", "acme", EXAMPLE.read_text(encoding="utf-8"))]


def load() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("PRAGMA foreign_keys = ON")
    for table in shipped("sqlite").objects():
        if table.kind == "table":
            database.executescript(table.text)
    for file in data_files():
        for line in file.text.splitlines():
            if line and not line.startswith("--"):
                assert database.execute(line).rowcount == 1, line
    return database


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    connection = load()
    yield connection
    connection.close()


def found(database: sqlite3.Connection, query: str, *values: object) -> list[tuple[object, ...]]:
    return database.execute(query, values).fetchall()


def test_all_files_are_there() -> None:
    names = {(file.kind, file.name) for file in data_files()}
    assert {name for kind, name in names if kind == "provider"} == PROVIDERS
    assert {name for kind, name in names if kind == "reference"} == {
        "kind_column",
        "setting",
        "status_code",
        "time_zone",
    }


@pytest.mark.parametrize("file", data_files(), ids=lambda file: file.path)
def test_a_file_is_one_text_for_every_engine(file: SqlFile) -> None:
    """ASCII, no backslash (an escape in SQL Anywhere), and nothing but comments and INSERTs of one row of literals."""
    assert file.text.isascii()
    assert "\\" not in file.text
    assert file.text.startswith(f"-- {file.name}: ")
    for line in file.text.splitlines():
        if line.startswith("--"):
            # The installer looks for statements that end at the end of a line.
            assert not line.endswith(";"), line
        elif line:
            assert INSERT.fullmatch(line), line


@pytest.mark.parametrize("file", data_files(), ids=lambda file: file.path)
def test_a_file_has_rows_of_its_own_subject_only(file: SqlFile) -> None:
    matches = [match for match in map(INSERT.fullmatch, file.text.splitlines()) if match]
    assert matches
    if file.kind == "reference":
        assert {match[1] for match in matches} == {f"sms_{file.name}"}
    else:
        for match in matches:
            assert match[2].startswith("provider, ") or match[2] == "provider"
            assert f" VALUES ('{file.name}', " in match[0]


def test_foreign_keys_hold(database: sqlite3.Connection) -> None:
    assert found(database, "PRAGMA foreign_key_check") == []


def test_every_text_fits_its_column(database: sqlite3.Connection) -> None:
    """SQLite does not enforce VARCHAR(n); the other engines do."""
    checked = 0
    tables = [name for (name,) in found(database, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for _, column, type_, *_ in found(database, f"PRAGMA table_info({table})"):
            length = re.fullmatch(r"VARCHAR\((\d+)\)", str(type_))
            if length:
                long = found(database, f"SELECT {column} FROM {table} WHERE length({column}) > ?", int(length[1]))
                assert long == [], f"{table}.{column}"
                checked += 1
    assert checked > 20


def test_lengths_of_the_kinds_are_those_of_the_tables(database: sqlite3.Connection) -> None:
    for kind, table in ROW_TABLES.items():
        lengths = {
            str(column): int(match[1])
            for _, column, type_, *_ in found(database, f"PRAGMA table_info({table})")
            if (match := re.fullmatch(r"VARCHAR\((\d+)\)", str(type_)))
        }
        texts = found(
            database, "SELECT column_name, max_length FROM sms_kind_column WHERE kind = ? AND type = 'text'", kind
        )
        assert texts
        for column, max_length in texts:
            if column in lengths:
                assert max_length == lengths[str(column)], f"{kind}.{column}"
            else:
                assert isinstance(max_length, int), f"{kind}.{column}"


@pytest.mark.parametrize(
    ("kind", "required"),
    [
        ("status", {"message_id", "provider_status"}),
        ("inbound", {"from_number"}),
        ("opt_out", {"number"}),
        ("campaign", {"campaign"}),
    ],
)
def test_required_columns(database: sqlite3.Connection, kind: str, required: set[str]) -> None:
    rows = found(database, "SELECT column_name FROM sms_kind_column WHERE kind = ? AND required = 1", kind)
    assert {column for (column,) in rows} == required


def test_statuses_rank_as_the_rules_say(database: sqlite3.Connection) -> None:
    rows = found(database, "SELECT status, rank, final, outcome, phone FROM sms_status_code")
    ranks = {str(status): (rank, final, outcome) for status, rank, final, outcome, _ in rows}
    assert ranks == {
        "unknown": (0, 0, "pending"),
        **dict.fromkeys(("accepted", "scheduled"), (10, 0, "pending")),
        "queued": (20, 0, "pending"),
        "sending": (30, 0, "pending"),
        "sent": (40, 0, "pending"),
        **dict.fromkeys(("undelivered", "failed", "expired", "rejected", "canceled"), (50, 1, "bad")),
        "delivered": (60, 1, "good"),
        "read": (70, 1, "good"),
        "received": (100, 1, "good"),
    }
    assert {status for status, _, _, _, phone in rows if phone == "valid"} == {"delivered", "read", "received"}
    assert not any(phone == "invalid" for *_, phone in rows)


@pytest.mark.parametrize(
    "table", ["sms_provider_rule", "sms_provider_field", "sms_provider_status", "sms_provider_answer"]
)
def test_every_provider_has_rows(database: sqlite3.Connection, table: str) -> None:
    assert {provider for (provider,) in found(database, f"SELECT provider FROM {table}")} == PROVIDERS


def test_every_provider_has_an_answer_for_every_kind(database: sqlite3.Connection) -> None:
    everything = found(database, "SELECT provider FROM sms_provider_answer WHERE kind = '*'")
    assert {provider for (provider,) in everything} == PROVIDERS
    for provider, kind in found(database, "SELECT provider, kind FROM sms_provider_answer WHERE kind <> '*'"):
        assert (provider, kind) in found(database, "SELECT provider, kind FROM sms_provider_rule")


def test_an_answer_with_a_body_has_a_type(database: sqlite3.Connection) -> None:
    assert found(database, "SELECT * FROM sms_provider_answer WHERE (body = '') <> (content_type IS NULL)") == []


def test_the_kinds_of_rules_and_fields_are_the_same(database: sqlite3.Connection) -> None:
    """A kind that a rule tells can be worked, and no field is for a kind that no rule tells."""
    rules = set(found(database, "SELECT provider, kind FROM sms_provider_rule"))
    assert rules == set(found(database, "SELECT provider, kind FROM sms_provider_field"))


def test_every_required_column_has_a_parameter(database: sqlite3.Connection) -> None:
    missing = found(
        database,
        """
        SELECT DISTINCT r.provider, k.kind, k.column_name
        FROM sms_provider_rule AS r
        JOIN sms_kind_column AS k ON k.kind = r.kind AND k.required = 1
        LEFT JOIN sms_provider_field AS f
            ON f.provider = r.provider AND f.kind = k.kind AND f.column_name = k.column_name
        WHERE f.param IS NULL
        """,
    )
    assert missing == []


def test_every_key_has_a_required_column(database: sqlite3.Connection) -> None:
    """A key of columns that may all be missing would take different callbacks for one."""
    keys = found(
        database,
        """
        SELECT f.provider, f.kind, max(k.required)
        FROM sms_provider_field AS f
        JOIN sms_kind_column AS k ON k.kind = f.kind AND k.column_name = f.column_name
        WHERE f.in_key = 1
        GROUP BY f.provider, f.kind
        """,
    )
    assert len(keys) >= 2 * len(PROVIDERS)
    assert [key for key in keys if key[2] != 1] == []


def test_every_status_key_has_message_and_word(database: sqlite3.Connection) -> None:
    for provider in PROVIDERS:
        rows = found(
            database,
            "SELECT column_name FROM sms_provider_field WHERE provider = ? AND kind = 'status' AND in_key = 1",
            provider,
        )
        assert {"message_id", "provider_status"} <= {column for (column,) in rows}, provider


def test_a_column_is_in_the_key_with_all_its_parameters_or_none(database: sqlite3.Connection) -> None:
    mixed = found(
        database,
        """
        SELECT provider, kind, column_name FROM sms_provider_field
        GROUP BY provider, kind, column_name HAVING min(in_key) <> max(in_key)
        """,
    )
    assert mixed == []


def test_preferences_count_from_one(database: sqlite3.Connection) -> None:
    gaps = found(
        database,
        """
        SELECT provider, kind, column_name FROM sms_provider_field
        GROUP BY provider, kind, column_name HAVING min(preference) <> 1 OR max(preference) <> count(*)
        """,
    )
    assert gaps == []


def test_formats_go_with_times_and_stars_with_lists(database: sqlite3.Connection) -> None:
    rows = found(
        database,
        """
        SELECT k.type, f.format, f.param, f.provider, f.kind, f.column_name
        FROM sms_provider_field AS f
        JOIN sms_kind_column AS k ON k.kind = f.kind AND k.column_name = f.column_name
        """,
    )
    for type_, format_, param, *where in rows:
        assert (format_ is not None) == (type_ == "time"), where
        assert str(param).endswith("*") == (type_ == "list"), where


def test_zones_of_providers_are_known(database: sqlite3.Connection) -> None:
    assert (
        found(database, "SELECT provider FROM sms_provider WHERE time_zone NOT IN (SELECT zone FROM sms_time_zone)")
        == []
    )


def test_words_of_every_provider(database: sqlite3.Connection) -> None:
    words = {
        "twilio": {
            *("accepted", "scheduled", "queued", "sending", "sent", "delivered", "undelivered", "failed"),
            *("canceled", "read", "partially_delivered", "receiving", "received"),
        },
        "ytel": {"queued", "inqueue", "success", "failed", "sent", "delivered", "undelivered"},
        "octopush": {
            *("ack", "delivered", "not_delivered", "not_allowed", "unknown_delivery", "bad_destination"),
            *("blacklisted_number", "undefined", "not_deliverable", "busy", "refused", "processed", "read"),
        },
        "routee": {"queued", "sent", "delivered", "undelivered", "failed", "unsent"},
    }
    for provider, expected in words.items():
        rows = found(database, "SELECT word FROM sms_provider_status WHERE provider = ?", provider)
        assert {word for (word,) in rows} == expected, provider


def test_twilio_codes_are_complete(database: sqlite3.Connection) -> None:
    rows = found(database, "SELECT code FROM sms_provider_error WHERE provider = 'twilio'")
    assert {int(str(code)) for (code,) in rows} == TWILIO_CODES


def test_only_some_codes_condemn_a_number(database: sqlite3.Connection) -> None:
    rows = found(
        database, "SELECT code, permanent FROM sms_provider_error WHERE provider = 'twilio' AND phone = 'invalid'"
    )
    assert {code for code, _ in rows} == CONDEMNING
    assert found(database, "SELECT * FROM sms_provider_error WHERE phone = 'invalid' AND permanent = 0") == []
    assert found(database, "SELECT * FROM sms_provider_error WHERE phone = 'valid'") == []


def offsets(database: sqlite3.Connection, zone: str) -> list[tuple[str, int]]:
    rows = found(
        database, "SELECT local_from, offset_minutes FROM sms_time_zone WHERE zone = ? ORDER BY local_from", zone
    )
    return [(str(local_from), int(str(minutes))) for local_from, minutes in rows]


def minutes_at(rows: list[tuple[str, int]], local: dt.datetime) -> int:
    """The rule of docs/rules.md: the last row with local_from not after the local time."""
    return [minutes for local_from, minutes in rows if dt.datetime.fromisoformat(local_from) <= local][-1]


def zone_info(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        pytest.skip("this machine has no time zone database")


@pytest.fixture(scope="module")
def zone_rows(database: sqlite3.Connection) -> dict[str, list[tuple[str, int]]]:
    return {zone: offsets(database, zone) for zone in ZONES}


@pytest.mark.parametrize("zone", ZONES)
def test_zones_have_two_rows_a_year(zone_rows: dict[str, list[tuple[str, int]]], zone: str) -> None:
    rows = zone_rows[zone]
    assert rows[0][0] == "0001-01-01 00:00:00"
    assert len(rows) == 1 + 2 * (LAST_YEAR - FIRST_YEAR + 1)


@given(
    zone=st.sampled_from(ZONES),
    local=st.datetimes(dt.datetime(FIRST_YEAR, 1, 1), dt.datetime(LAST_YEAR, 12, 31, 23, 59, 59)),
)
def test_zones_agree_with_the_time_zone_database(
    zone_rows: dict[str, list[tuple[str, int]]], zone: str, local: dt.datetime
) -> None:
    """At any local time that exists once; else both readings are looked at by the test below."""
    first = local.replace(tzinfo=zone_info(zone), fold=0).utcoffset()
    second = local.replace(tzinfo=zone_info(zone), fold=1).utcoffset()
    if first == second:
        assert first == dt.timedelta(minutes=minutes_at(zone_rows[zone], local))


@pytest.mark.parametrize("zone", ZONES)
def test_zones_at_every_change_of_the_clock(zone_rows: dict[str, list[tuple[str, int]]], zone: str) -> None:
    """The hour that is skipped counts as summer time, the one that comes twice as standard time."""
    rows = zone_rows[zone]
    standard = rows[0][1]
    info = zone_info(zone)
    for local_from, minutes in rows[1:]:
        start = dt.datetime.fromisoformat(local_from)
        before = (start - dt.timedelta(seconds=1)).replace(tzinfo=info).utcoffset()
        after = (start + dt.timedelta(hours=1)).replace(tzinfo=info).utcoffset()
        assert after == dt.timedelta(minutes=minutes)
        assert before == dt.timedelta(minutes=minutes_at(rows, start - dt.timedelta(seconds=1)))
        assert before != after
        half_past = start + dt.timedelta(minutes=30)
        assert half_past.replace(tzinfo=info, fold=0).utcoffset() != half_past.replace(tzinfo=info, fold=1).utcoffset()
        in_summer = start.month < 7
        assert minutes_at(rows, half_past) == standard + 60 * in_summer


def test_utc_is_utc(database: sqlite3.Connection) -> None:
    assert offsets(database, "UTC") == [("0001-01-01 00:00:00", 0)]
