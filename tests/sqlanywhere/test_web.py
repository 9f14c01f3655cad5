"""The model's web server: which service a URL means, its variables, its answer."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from tests.sqlanywhere.machine import Connection, Database
from tests.sqlanywhere.web import Answer, Request, handle

Script = Callable[[str], Connection]

SERVICES = """
CREATE USER web;
CREATE USER ann IDENTIFIED BY 'Secret';
CREATE USER bob IDENTIFIED BY 'Other';
CREATE TABLE seen (a LONG VARCHAR);
CREATE PROCEDURE echo (IN a LONG VARCHAR, IN b LONG VARCHAR) RESULT (x LONG VARCHAR)
BEGIN
    SELECT STRING(COALESCE(a, '<null>'), '|', COALESCE(b, '<null>'));
END;
CREATE PROCEDURE name (IN a LONG VARCHAR) RESULT (x LONG VARCHAR) BEGIN SELECT a; END;
GRANT EXECUTE ON echo TO web;
GRANT EXECUTE ON echo TO ann;
GRANT EXECUTE ON name TO web;
GRANT MEMBERSHIP IN GROUP dbo TO web;
CREATE SERVICE "echo" TYPE 'RAW' AUTHORIZATION OFF USER web AS CALL dba.echo(:a, :b);
CREATE SERVICE "sms" TYPE 'RAW' URL ON AUTHORIZATION OFF USER web AS CALL dba.echo('sms', :url);
CREATE SERVICE "sms/in" TYPE 'RAW' URL ON AUTHORIZATION OFF USER web METHODS 'POST' AS CALL dba.echo('in', :url);
CREATE SERVICE "parts" TYPE 'RAW' URL ELEMENTS AUTHORIZATION OFF USER web AS CALL dba.echo(:url1, :url3);
CREATE SERVICE "private" TYPE 'RAW' AUTHORIZATION ON USER ann AS CALL dba.echo(:a, :b);
CREATE SERVICE "safe" TYPE 'RAW' SECURE ON AUTHORIZATION OFF USER web AS CALL dba.echo('safe', '');
CREATE SERVICE "off" TYPE 'RAW' DISABLE AUTHORIZATION OFF USER web AS CALL dba.echo('off', '');
"""


def get(database: Database, target: str, method: str = "GET", *headers: tuple[str, str]) -> Answer:
    """A request without a body."""
    return handle(database, Request(method, target, headers))


def post(database: Database, target: str, body: bytes, kind: str, *headers: tuple[str, str]) -> Answer:
    """A request with a body."""
    length = ("Content-Length", str(len(body)))
    return handle(database, Request("POST", target, (("Content-Type", kind), length, *headers), body))


@pytest.mark.parametrize(
    ("target", "body"),
    [
        ("/echo?a=1&b=2", b"1|2"),
        ("/ECHO?a=1", b"1|<null>"),  # sources U3: a missing variable is NULL
        ("/echo?A=1", b"<null>|<null>"),
        ("/model/echo?a=x%20y+z&b=", b"x y z|"),  # sources U1, U5
        ("/echo?a=1&a=2&b=%E2%82%AC", "1|€".encode()),  # sources U4: the first of a name
        ("/sms", b"sms|<null>"),
        ("/sms/twilio/x?q=1", b"sms|twilio/x"),
        ("/sms/in", b"sms|in"),  # METHODS of sms/in has POST only, but the longest name is what the URL means
        ("/parts/one/two/three", b"one|three"),
        ("/parts/one", b"one|<null>"),
    ],
)
def test_urls_and_variables(script: Script, database: Database, target: str, body: bytes) -> None:
    script(SERVICES)
    if target == "/sms/in":
        assert get(database, target).status == 501
        assert post(database, "/sms/in/token", b"", "text/plain").body == b"in|token"
        return
    answer = get(database, target)
    assert (answer.status, answer.body) == (200, body)


@pytest.mark.parametrize(
    ("target", "status"),
    [("/nothing", 404), ("/off", 404), ("/echo/more", 404), ("/parts/1/2/3/4/5/6/7/8/9/10/11", 400), ("/", 404)],
)
def test_what_is_not_there(script: Script, database: Database, target: str, status: int) -> None:
    # pg-httpserver-s-maintaining.html, variables-http.html: "Specifying more than ten variables causes an error"
    script(SERVICES)
    assert get(database, target).status == status


def test_root_takes_what_no_other_service_takes(script: Script, database: Database) -> None:
    # sources G5
    script(SERVICES + "CREATE SERVICE \"root\" TYPE 'RAW' URL ON AUTHORIZATION OFF USER web AS CALL dba.name(:url);")
    assert [get(database, target).body for target in ("/nothing/there", "/echo/more", "/echo")] == [
        b"nothing/there",
        b"echo/more",
        b"<null>|<null>",
    ]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_methods(script: Script, database: Database, method: str) -> None:
    # errors-http.html: 501
    script(SERVICES)
    answer = handle(database, Request(method, "/echo", (("Content-Length", "0"),)))
    assert answer.status == 501
    database.load("ALTER SERVICE \"echo\" METHODS '*';")
    answer = handle(database, Request(method, "/echo", (("Content-Length", "0"),)))
    assert answer.status == (200 if method in ("PUT", "DELETE") else 501)


def test_head_has_no_body(script: Script, database: Database) -> None:
    script(SERVICES)
    answer = get(database, "/echo?a=1", "HEAD")
    assert (answer.status, answer.body) == (200, b"")


def test_authorization(script: Script, database: Database) -> None:
    # sources G6; errors-http.html: 401 and 403
    script(SERVICES)

    def ask(user: str, password: str) -> Answer:
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        return get(database, "/private?a=1", "GET", ("Authorization", f"Basic {token}"))

    assert get(database, "/private").status == 401
    assert (get(database, "/private").header("WWW-Authenticate") or "").startswith("Basic")
    assert [ask("ann", "secret").status, ask("bob", "Other").status] == [401, 403]
    assert (ask("ann", "Secret").status, ask("ann", "Secret").body) == (200, b"1|<null>")


def test_secure(script: Script, database: Database) -> None:
    # sources G6
    script(SERVICES)
    answer = get(database, "/safe?a=1", "GET", ("Host", "example.org:8080"))
    assert (answer.status, answer.header("Location")) == (301, "https://example.org/safe?a=1")
    assert handle(database, Request("GET", "/safe", secure=True)).body == b"safe|"


def test_bodies(script: Script, database: Database) -> None:
    # sources U6, U7
    script(
        SERVICES + "CREATE PROCEDURE bodies () RESULT (x LONG VARCHAR)"
        " BEGIN SELECT STRING(HTTP_VARIABLE('a'), '|', HTTP_VARIABLE('a', 2), '|', HTTP_VARIABLE('body'), '|',"
        " HTTP_VARIABLE('a', 1, '@TRANSPORT')); END; GRANT EXECUTE ON bodies TO web;"
        "CREATE SERVICE bodies TYPE 'RAW' AUTHORIZATION OFF USER web AS CALL dba.bodies();"
    )
    form = post(database, "/bodies?a=0", b"a=x%2By&b=2", "application/x-www-form-urlencoded; charset=UTF-8")
    assert form.body == b"0|x+y||0"
    parts = b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nin a part\r\n--B--\r\n'
    assert post(database, "/bodies", parts, "multipart/form-data; boundary=B").body == b"in a part|||in a part"
    assert post(database, "/bodies", b'{"a": 1}', "application/json").body == b'||{"a": 1}|'


def test_names_of_variables_may_ignore_case(script: Script, database: Database) -> None:
    # sources U3: not known
    script(SERVICES)
    database.assumptions.http_names_ignore_case = True
    assert get(database, "/echo?A=1").body == b"1|<null>"


def test_charsets(script: Script, database: Database) -> None:
    # 12.0.0 dbreference/http-variable-function.html; dbadmin "Lossy conversion and substitution characters"
    narrow = Database(charset="cp1252")
    narrow.load(SERVICES)
    answer = get(narrow, "/echo?a=%E2%82%AC%C3%A9&b=%E4%BD%A0")
    assert (answer.body, answer.header("Content-Type")) == ("€é|\x1a".encode("cp1252"), "text/plain; charset=cp1252")
    utf8 = get(narrow, "/echo?a=%C3%A9", "GET", ("Accept-Charset", "utf-8"))
    assert (utf8.body, utf8.header("Content-Type")) == ("é|<null>".encode(), "text/plain; charset=utf-8")
    narrow.close()


def test_sizes(script: Script, database: Database) -> None:
    # errors-http.html: 411, 413
    script(SERVICES)
    request = Request("POST", "/echo", (("Content-Length", "20"),), b"a=" + 18 * b"x")
    assert handle(database, request, max_request_size=19).status == 413
    assert handle(database, request, max_request_size=20).status == 200
    assert handle(database, Request("POST", "/echo", (), b"a=1")).status == 411
    assert handle(database, Request("POST", "/echo", (("Transfer-Encoding", "chunked"),))).status == 411


STATUS = """
CREATE PROCEDURE answer (IN status LONG VARCHAR, IN text LONG VARCHAR) RESULT (x LONG VARCHAR)
BEGIN
    CALL sa_set_http_header('@HttpStatus', status);
    CALL sa_set_http_header('Content-Type', 'text/xml');
    CALL sa_set_http_header('X-One', 'a');
    CALL sa_set_http_header('x-one', 'b');
    CALL sa_set_http_header('X-Two', 'a');
    CALL sa_set_http_header('X-Two', NULL);
    IF text = 'plain' THEN CALL sa_set_http_header('content-type', NULL); END IF;
    SELECT text;
END;
GRANT EXECUTE ON answer TO web;
CREATE SERVICE answer TYPE 'RAW' AUTHORIZATION OFF USER web AS CALL dba.answer(:status, :text);
"""


def test_status_and_headers(script: Script, database: Database) -> None:
    # sources H4
    script(SERVICES + STATUS)
    answer = get(database, "/answer?status=202:Taken&text=hello")
    assert (answer.status, answer.reason, answer.body) == (202, "Taken", b"hello")
    assert [value for name, value in answer.headers if name.casefold() == "x-one"] == ["b"]
    assert (answer.header("X-Two"), answer.header("Content-Type")) == (None, "text/xml")
    assert answer.header("Connection") == "close"
    assert get(database, "/answer?status=200&text=plain").header("Content-Type") is None
    assert get(database, "/answer?status=200&text=x").header("Content-Type") == "text/xml"
    assert get(database, "/answer?status=403&text=no").body == b"no"
    database.assumptions.error_page_replaces = True
    assert b"403" in get(database, "/answer?status=403&text=no").body
    assert b"403" in get(database, "/answer?status=403&text=").body
    wrong = get(database, "/answer?status=abc&text=x")
    assert (wrong.status, b"-940" in wrong.body) == (500, True)


def test_options_and_the_procedures_that_list_variables_and_headers(script: Script, database: Database) -> None:
    # sources H5, H6
    script(
        SERVICES + "CREATE PROCEDURE listed (IN option_name LONG VARCHAR) RESULT (x LONG VARCHAR) BEGIN"
        " CALL sa_set_http_option('SessionID', NULL); CALL sa_set_http_option(option_name, 'OFF');"
        " SELECT STRING((SELECT LIST(STRING(v.Name, '=', v.Value), ',' ORDER BY v.Name)"
        " FROM sa_http_variable_info() AS v), ';',"
        " (SELECT h.Value FROM sa_http_header_info('@HttpMethod') AS h)); END; GRANT EXECUTE ON listed TO web;"
        "CREATE SERVICE listed TYPE 'RAW' AUTHORIZATION OFF USER web AS CALL dba.listed(:o);"
    )
    assert get(database, "/listed?o=CharsetConversion&b=2").body == b"b=2,o=CharsetConversion;GET"
    assert b"-939" in get(database, "/listed?o=Nonsense").body


def test_the_transaction_ends_with_the_request(script: Script, database: Database) -> None:
    # sources H8, H10
    dba = script(
        SERVICES + "CREATE PROCEDURE note (IN a LONG VARCHAR) BEGIN DECLARE e EXCEPTION FOR SQLSTATE '99001';"
        " INSERT INTO seen VALUES (a); IF a = 'bad' THEN SIGNAL e; END IF; END; GRANT EXECUTE ON note TO web;"
        "CREATE SERVICE note TYPE 'RAW' AUTHORIZATION OFF USER web AS CALL dba.note(:a);"
    )
    assert (get(database, "/note?a=good").status, get(database, "/note?a=good").body) == (200, b"")
    failed = get(database, "/note?a=bad")
    assert (failed.status, failed.header("Content-Type")) == (500, "text/html; charset=utf-8")
    assert dba.execute("SELECT a FROM seen").rows == [("good",), ("good",)]


def test_a_pooled_connection_is_clean(script: Script, database: Database) -> None:
    # sources H13
    script(
        SERVICES + "CREATE GLOBAL TEMPORARY TABLE w (a INTEGER) ON COMMIT PRESERVE ROWS;"
        "CREATE PROCEDURE dirty () BEGIN DECLARE n INTEGER; CREATE VARIABLE v INTEGER; INSERT INTO w VALUES (1);"
        " SET TEMPORARY OPTION blocking = 'Off'; SELECT COUNT(*) INTO n FROM w;"
        " SELECT STRING(n, CONNECTION_PROPERTY('Number')) AS x; END;"
        "GRANT EXECUTE ON dirty TO web; CREATE SERVICE dirty TYPE 'RAW' AUTHORIZATION OFF USER web AS CALL dba.dirty();"
    )
    first, second = get(database, "/dirty"), get(database, "/dirty")
    assert (first.status, second.status) == (200, 200)
    assert first.body == second.body
    assert first.body.startswith(b"1")


def test_a_service_runs_with_the_rights_of_its_user(script: Script, database: Database) -> None:
    script(SERVICES + "CREATE SERVICE s TYPE 'RAW' AUTHORIZATION OFF USER bob AS CALL dba.echo('a', 'b');")
    answer = get(database, "/s")
    assert (answer.status, b"-121" in answer.body) == (500, True)


def test_types(script: Script, database: Database) -> None:
    # create-service-statement.html, TYPE
    script(
        SERVICES + "CREATE PROCEDURE rows_ () RESULT (a INTEGER, b VARCHAR(9)) BEGIN SELECT 1, 'x<y'; END;"
        "GRANT EXECUTE ON rows_ TO web;"
        "CREATE SERVICE j TYPE 'JSON' AUTHORIZATION OFF USER web AS CALL dba.rows_();"
        "CREATE SERVICE x TYPE 'XML' AUTHORIZATION OFF USER web AS CALL dba.rows_();"
        "CREATE SERVICE h TYPE 'HTML' AUTHORIZATION OFF USER web AS CALL dba.rows_();"
        "CREATE SERVICE r TYPE 'RAW' AUTHORIZATION OFF USER web AS CALL dba.rows_();"
    )
    assert get(database, "/j").body == b'[{"a": 1, "b": "x<y"}]'
    assert get(database, "/x").body == b'<root><row a="1" b="x&lt;y"/></root>'
    assert b"<td>x&lt;y</td>" in get(database, "/h").body
    assert get(database, "/r").body == b"1x<y"


def test_what_follows_the_result_set_is_not_done(script: Script, database: Database) -> None:
    # sources H11
    script(
        SERVICES + "CREATE PROCEDURE late () BEGIN SELECT 'x' AS x; MESSAGE 'late'; END; GRANT EXECUTE ON late TO web;"
        "CREATE SERVICE late TYPE 'RAW' AUTHORIZATION OFF USER web AS CALL dba.late();"
    )
    assert get(database, "/late").body == b"x"
    assert database.log == []
