"""The three-way merge of reference data: a DBA's edits win, and everything else follows the release."""

from __future__ import annotations

import pytest

from sms_callback.errors import SmsCallbackError
from sms_callback.install import install, verify
from sms_callback.install.merge import EditKind
from sms_callback.install.reference import normal
from sms_callback.install.text import statements
from tests.install.database import Database, SmallTree

WORDS = "SELECT word, rank FROM sms_provider_status ORDER BY word"


def test_edits_are_kept_and_the_rest_follows(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files, version="0.0.9")
    database.execute("UPDATE sms_provider_status SET rank = 77 WHERE word = 'sent'")
    database.execute("DELETE FROM sms_provider_status WHERE word = 'lost'")
    database.execute("INSERT INTO sms_provider_status (provider, word, rank) VALUES ('acme', 'mine', 5)")
    database.execute("INSERT INTO sms_provider (provider, title) VALUES ('other', 'Not shipped')")
    found = verify(database.engine, tree=tree.files)
    assert found.exit_code == 0, "edits of data are no drift"
    kinds = {(edit.object, edit.table, edit.key, edit.what) for edit in found.edits}
    words = "sms_provider_status"
    assert kinds == {
        ("provider/acme", words, "acme, sent", EditKind.CHANGED),
        ("provider/acme", words, "acme, lost", EditKind.DELETED),
        ("provider/acme", words, "acme, mine", EditKind.ADDED),
    }
    tree.change("provider/acme", "'queued', 1,", "'queued', 10,")
    tree.change("provider/acme", "'sent', 2,", "'sent', 20,")
    tree.change("provider/acme", "'lost', 3,", "'lost', 30,")
    text = tree.path("provider/acme").read_text()
    text = text[: text.index("INSERT INTO sms_provider_status (provider, word, rank, since) VALUES ('acme', 'done'")]
    text += "INSERT INTO sms_provider_status (provider, word, rank) VALUES ('acme', 'new', 50);\n"
    text += "INSERT INTO sms_provider_status (provider, word, rank) VALUES ('acme', 'mine', 60);\n"
    tree.write("provider/acme", text)
    report = install(database.engine, tree=tree.files)
    assert database.execute(WORDS) == [("mine", 5), ("new", 50), ("queued", 10), ("sent", 77)]
    assert {(edit.key, edit.what) for edit in report.edits} == {
        ("acme, sent", EditKind.CHANGED),
        ("acme, lost", EditKind.DELETED),
        ("acme, mine", EditKind.ADDED),
    }
    assert database.states(tree.files) == {}
    assert install(database.engine, tree=tree.files).done == ()


def test_file_no_longer_shipped_takes_its_rows_with_it_but_not_from_under_an_account(
    database: Database, tree: SmallTree
) -> None:
    install(database.engine, tree=tree.files, version="0.0.9")
    database.execute("INSERT INTO sms_account (provider, account) VALUES ('acme', 'A1')")
    tree.remove("provider/acme")
    report = install(database.engine, tree=tree.files)
    assert database.execute(WORDS) == []
    [edit] = report.edits
    assert (edit.table, edit.key, edit.what) == ("sms_provider", "acme", EditKind.REFUSED)
    assert database.execute("SELECT account FROM sms_account") == [("A1",)]
    assert database.states(tree.files) == {}


def test_new_file_keeps_what_the_dba_had_made_before(database: Database, tree: SmallTree) -> None:
    text = tree.path("provider/acme").read_text()
    tree.remove("provider/acme")
    install(database.engine, tree=tree.files, version="0.0.9")
    database.execute("INSERT INTO sms_provider (provider, title) VALUES ('acme', 'Mine')")
    database.execute("INSERT INTO sms_provider_status (provider, word, rank) VALUES ('acme', 'sent', 2)")
    tree.write("provider/acme", text)
    report = install(database.engine, tree=tree.files)
    assert [edit.key for edit in report.edits] == ["acme"], "the row that is the same as ours is no edit"
    assert database.execute("SELECT title FROM sms_provider") == [("Mine",)]
    assert database.execute(WORDS) == [("done", 4), ("lost", 3), ("queued", 1), ("sent", 2)]


def test_row_may_move_from_one_file_to_another(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files, version="0.0.9")
    database.execute("UPDATE sms_setting SET value = 'edited' WHERE name = 'note'")
    text = tree.path("reference/setting").read_text()
    tree.remove("reference/setting")
    tree.write("reference/renamed", text.replace("'90'", "'30'"))
    report = install(database.engine, tree=tree.files)
    assert [(edit.object, edit.key) for edit in report.edits] == [("reference/renamed", "note")]
    assert database.execute("SELECT name, value FROM sms_setting ORDER BY name") == [
        ("keep_days", "30"),
        ("note", "edited"),
    ]
    assert database.states(tree.files) == {}


def test_new_row_of_a_provider_that_the_dba_deleted_is_left_out(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files, version="0.0.9")
    database.execute("DELETE FROM sms_provider_status")
    database.execute("DELETE FROM sms_provider")
    text = tree.path("provider/acme").read_text()
    tree.write(
        "provider/acme", text + "INSERT INTO sms_provider_status (provider, word, rank) VALUES ('acme', 'x', 9);"
    )
    report = install(database.engine, tree=tree.files)
    assert [edit.key for edit in report.edits if edit.what is EditKind.REFUSED] == ["acme, x"]
    assert database.execute(WORDS) == []
    assert database.states(tree.files) == {}


def test_new_column_is_no_edit(database: Database, tree: SmallTree) -> None:
    """Rows that were shipped without a column have its default in the database, and the shipped row gets its value."""
    install(database.engine, tree=tree.files, version="0.0.9")
    database.execute("UPDATE sms_setting SET value = '7' WHERE name = 'note'")
    for engine, place in (("sqlite", ""), ("postgresql", "sms."), ("sqlanywhere", "sms.")):
        file = tree.root / engine / "table/0003_meaning.sql"
        file.write_text(f"ALTER TABLE {place}sms_setting ADD meaning VARCHAR(9) NOT NULL DEFAULT '?';")
    tree.write(
        "reference/setting", "INSERT INTO sms_setting (name, value, meaning) VALUES ('keep_days', '90', 'days');"
    )
    found = verify(database.engine, tree=tree.files)
    assert [edit.key for edit in found.edits] == ["note"]
    report = install(database.engine, tree=tree.files)
    assert [edit.key for edit in report.edits] == ["note"]
    assert database.execute("SELECT name, value, meaning FROM sms_setting ORDER BY name") == [
        ("keep_days", "90", "days"),
        ("note", "7", "?"),
    ]
    assert [edit.what for edit in verify(database.engine, tree=tree.files).edits] == [EditKind.ADDED], (
        "now it is theirs"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("UPDATE sms_setting SET value = '1';", "not an INSERT"),
        ("INSERT INTO sms_setting (name, value) SELECT 'a', 'b' WHERE 1 = 0;", "0 rows"),
        ("INSERT INTO sms_setting (name, value) VALUES ('a', '1'), ('b', '2');", "2 rows"),
        ("INSERT INTO sms_setting (name, value) VALUES ('a', '1')", "semicolon"),
        ("INSERT INTO sms_setting (name, value) VALUES ('keep', NULL);", "NOT NULL"),
    ],
)
def test_data_file_of_another_form_is_refused(database: Database, tree: SmallTree, text: str, reason: str) -> None:
    tree.write("reference/setting", text)
    with pytest.raises(SmsCallbackError, match=reason):
        install(database.engine, tree=tree.files)
    if database.name == "sqlanywhere":
        assert database.count("sms_setting") == 0, "tables are there for good, but no row is"
    else:
        assert not any("sms_setting" in name for name in database.objects())


def test_values_are_compared_across_engines() -> None:
    assert normal(1) == normal(1.0) == normal(True) == "1"
    assert normal("2020-01-01 00:00:00") == normal("2020-01-01 00:00:00.000") == normal("2020-01-01T00:00")
    assert normal("2020-01-01 00:00:00.500") != normal("2020-01-01 00:00:00")
    assert normal("007") == "007"
    assert normal(None) is None


def test_statements_end_where_sql_ends_them() -> None:
    text = "-- a; comment\nINSERT INTO t VALUES ('a;\n''b;');\n\nINSERT INTO t VALUES (2); -- tail;\n"
    text += "INSERT INTO t VALUES (3);\n-- end\n"
    assert list(statements(text, "x.sql")) == [
        "-- a; comment\nINSERT INTO t VALUES ('a;\n''b;');",
        "INSERT INTO t VALUES (2); -- tail;",
        "INSERT INTO t VALUES (3);",
    ]
