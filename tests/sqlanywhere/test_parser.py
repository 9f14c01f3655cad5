"""What the parser makes of a text: the shapes of trees that the rest of the model relies on."""

from __future__ import annotations

import pytest

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ParseError
from tests.sqlanywhere.parser import parse_expression, parse_script, parse_statement, walk
from tests.sqlanywhere.tree import Binary, Literal, Name, Position


def n(name: str) -> Name:
    return Name((name,))


def value(number: int) -> Literal:
    return Literal(number)


def test_if_is_an_expression_inside_and_a_statement_outside() -> None:
    statement = parse_statement("IF a = IF b = 1 THEN 2 ENDIF THEN SET c = IF d = 1 THEN 2 ELSE 3 ENDIF; END IF")
    inner = tree.IfExpression(Binary("=", n("b"), value(1)), value(2))
    other = tree.IfExpression(Binary("=", n("d"), value(1)), value(2), value(3))
    assert statement == tree.IfStatement(((Binary("=", n("a"), inner), (tree.SetVariable(n("c"), other),)),))


def test_an_if_statement_may_end_with_endif() -> None:
    assert parse_statement("IF a = 1 THEN COMMIT ENDIF") == parse_statement("IF a = 1 THEN COMMIT; END IF;")


def test_a_parameter_without_a_word_is_inout_in_a_procedure_and_in_in_a_function() -> None:
    procedure = parse_statement("CREATE PROCEDURE p(a INT, IN b INT, OUT c INT DEFAULT 5) BEGIN END")
    assert isinstance(procedure, tree.CreateProcedure)
    assert [parameter.mode.value for parameter in procedure.parameters] == ["INOUT", "IN", "OUT"]
    assert procedure.parameters[2].default == value(5)
    assert procedure.result is None
    function = parse_statement("CREATE FUNCTION f(a INT) RETURNS INT BEGIN RETURN a END")
    assert isinstance(function, tree.CreateFunction)
    assert function.parameters[0].mode is tree.Mode.IN


def test_result_sets_said_and_denied() -> None:
    denied = parse_statement("CREATE PROCEDURE p() NO RESULT SET BEGIN END")
    said = parse_statement("CREATE PROCEDURE p() RESULT (a INT) BEGIN SELECT 1 END")
    assert isinstance(denied, tree.CreateProcedure)
    assert isinstance(said, tree.CreateProcedure)
    assert denied.result == ()
    assert said.result == (tree.ResultColumn("a", tree.TypeName("integer")),)


def test_text_of_a_routine_is_what_was_written() -> None:
    text = "CREATE PROCEDURE p()\nBEGIN\n    SELECT 'é'; -- why\nEND"
    script = parse_script(f"-- head\n{text} ;\nCOMMENT ON PROCEDURE p IS 'x'")
    procedure = script.statements[0]
    assert isinstance(procedure, tree.CreateProcedure)
    assert procedure.text == text
    assert procedure.at == Position(2, 1)
    view = parse_statement(" CREATE VIEW v AS SELECT 1 AS a ;")
    assert isinstance(view, tree.CreateView)
    assert view.text == "CREATE VIEW v AS SELECT 1 AS a"


def test_the_statement_of_a_service_with_its_text() -> None:
    service = parse_statement(
        "CREATE SERVICE \"sms/x\" TYPE 'raw' AUTHORIZATION OFF USER web METHODS 'post, get' AS CALL p(:To, :id.x);"
    )
    assert isinstance(service, tree.CreateService)
    assert service.statement_text == "CALL p(:To, :id.x)"
    assert (service.name, service.type, service.user, service.methods) == ("sms/x", "RAW", "web", ("POST", "GET"))
    call = service.statement
    assert isinstance(call, tree.Call)
    assert [argument.value for argument in call.arguments] == [tree.HostVariable("To"), tree.HostVariable("id.x")]
    assert list(walk(service)) == [service, call]


def test_walk_gives_all_statements_in_the_order_of_the_text() -> None:
    text = """CREATE EVENT e HANDLER
    BEGIN
        DECLARE a INT;
        IF a = 1 THEN SET a = 2; ELSEIF a = 2 THEN SET a = 3; ELSE COMMIT; END IF;
        CASE a WHEN 1 THEN ROLLBACK; ELSE SAVEPOINT s; END CASE;
        LOOP LEAVE; END LOOP;
        FOR f AS c CURSOR FOR SELECT 1 AS x DO CALL p(x); END FOR;
    EXCEPTION
        WHEN OTHERS THEN RESIGNAL;
    END"""
    statements = list(walk(parse_statement(text)))
    places = [statement.at for statement in statements]
    assert places == sorted(places)
    assert [type(statement).__name__ for statement in statements] == [
        "CreateEvent",
        "Compound",
        "DeclareVariable",
        "IfStatement",
        "SetVariable",
        "SetVariable",
        "Commit",
        "CaseStatement",
        "Rollback",
        "Savepoint",
        "Loop",
        "Leave",
        "ForLoop",
        "Call",
        "Resignal",
    ]


def test_a_leave_without_label_names_its_loop() -> None:
    loop = parse_statement("LOOP WHILE a = 1 LOOP LEAVE; END LOOP; LEAVE; END LOOP")
    assert isinstance(loop, tree.Loop)
    inner = loop.body[0]
    assert isinstance(inner, tree.Loop)
    assert inner.body == (tree.Leave(inner.label or ""),)
    assert loop.body[1] == tree.Leave(loop.label or "")
    assert inner.label != loop.label


def test_a_body_has_the_name_of_its_routine_as_label() -> None:
    procedure = parse_statement("CREATE PROCEDURE sms.p() BEGIN LEAVE p; END")
    assert isinstance(procedure, tree.CreateProcedure)
    assert list(walk(procedure))[-1] == tree.Leave("p")


def test_joins_as_written() -> None:
    query = parse_statement("SELECT * FROM a JOIN b KEY JOIN c NATURAL LEFT JOIN d CROSS JOIN e")
    assert isinstance(query, tree.QueryStatement)
    select = query.query.body
    assert isinstance(select, tree.Select)
    join: tree.TableExpression = select.from_[0]
    found = []
    while isinstance(join, tree.Join):
        found.append((join.kind, join.key, join.natural, join.on))
        join = join.left
    assert found == [
        ("CROSS", False, False, None),
        ("LEFT", False, True, None),
        ("INNER", True, False, None),
        ("INNER", False, False, None),
    ]


def test_intersect_binds_tighter_than_union() -> None:
    query = parse_statement("SELECT 1 UNION ALL SELECT 2 INTERSECT SELECT 3")
    assert isinstance(query, tree.QueryStatement)
    body = query.query.body
    assert isinstance(body, tree.SetOperation)
    assert (body.operator, body.all) == ("UNION", True)
    assert isinstance(body.right, tree.SetOperation)
    assert body.right.operator == "INTERSECT"


def test_brackets_around_queries() -> None:
    plain = parse_expression("(SELECT 1 UNION SELECT 2)")
    assert parse_expression("((SELECT 1) UNION (SELECT 2))") == plain
    assert parse_expression("(((SELECT 1 UNION SELECT 2)))") == plain
    assert parse_expression("((SELECT 1) + 1)") == parse_expression("(SELECT 1) + 1")
    within = parse_expression("a IN ((SELECT 1) UNION SELECT 2)")
    assert isinstance(within, tree.InQuery)


def test_update_of_one_and_of_several_tables() -> None:
    one = parse_statement("UPDATE t AS x SET a = 1")
    two = parse_statement("UPDATE t, u SET a = 1")
    assert isinstance(one, tree.Update)
    assert isinstance(two, tree.Update)
    assert (one.table, one.joined) == (tree.TableName(tree.QualifiedName("t"), "x"), ())
    assert two.table == two.joined[0]
    assert len(two.joined) == 2


def test_insert_in_all_its_forms() -> None:
    rows = parse_statement("INSERT INTO s.t (a, b) ON EXISTING UPDATE DEFAULTS OFF VALUES (1, DEFAULT), (2, ?)")
    assert rows == tree.Insert(
        tree.QualifiedName("t", "s"),
        ("a", "b"),
        ((value(1), tree.DefaultValue()), (value(2), tree.Placeholder(0))),
        on_existing="UPDATE",
        defaults_on=False,
    )
    assert parse_statement("INSERT t DEFAULT VALUES") == tree.Insert(tree.QualifiedName("t"))


def test_placeholders_count_from_the_left_of_each_statement() -> None:
    script = parse_script("SELECT ?, ?; SELECT ?")
    found = [[item.value for item in columns(statement)] for statement in script.statements]
    assert found == [[tree.Placeholder(0), tree.Placeholder(1)], [tree.Placeholder(0)]]


def columns(statement: tree.Statement) -> list[tree.SelectItem]:
    assert isinstance(statement, tree.QueryStatement)
    assert isinstance(statement.query.body, tree.Select)
    return [item for item in statement.query.body.columns if isinstance(item, tree.SelectItem)]


def test_names_keep_their_spelling() -> None:
    assert parse_expression('"a ""b""".[C d].`E`') == Name(('a "b"', "C d", "E"))
    assert tree.same_name("Größe", "GRÖSSE")


def test_one_statement_is_one_statement() -> None:
    assert parse_statement("COMMIT;") == tree.Commit()
    with pytest.raises(ParseError, match="semicolon"):
        parse_statement("COMMIT; ROLLBACK")
    with pytest.raises(ParseError, match="expected"):
        parse_statement("-- nothing\n")
    assert parse_script("-- nothing\n;\ngo\n").statements == ()


def test_an_expression_is_a_whole_one() -> None:
    with pytest.raises(ParseError, match="ended"):
        parse_expression("a b")
    assert parse_expression("a = 1") == Binary("=", n("a"), value(1))


def test_go_ends_a_statement_only_alone_on_its_line() -> None:
    assert len(parse_script("COMMIT\ngo\nROLLBACK\n  GO -- yes").statements) == 2
    assert parse_script("SELECT go FROM go").statements == parse_script("SELECT\tgo FROM go").statements
    with pytest.raises(ParseError, match="'go'"):
        parse_statement("COMMIT\ngo")


def test_errors_have_the_code_of_the_server() -> None:
    with pytest.raises(ParseError) as found:
        parse_statement("CREATE SERVICE s AUTHORIZATION ON AS SELECT 1")
    assert found.value.sqlcode == -915
    with pytest.raises(ParseError) as found:
        parse_statement("CREATE TABLE t (a BOOLEAN)")
    assert found.value.sqlcode == -613
    with pytest.raises(ParseError) as found:
        parse_statement("SELECT 1 FROM")
    assert (found.value.sqlcode, found.value.at) == (-131, Position(1, 14))
