"""Flask, SQLAlchemy Core and psycopg, as one writes it by hand. STORE says how it stores: procedure or plain."""

import hashlib
import os

import orjson
from flask import Flask, Response, abort, request
from sqlalchemy import JSON, Column, MetaData, String, Table, create_engine, func, text
from sqlalchemy.dialects.postgresql import insert
from twilio.request_validator import RequestValidator

app = Flask(__name__)
validator = RequestValidator(os.environ["TWILIO_TOKEN"])
url = os.environ["PUBLIC_URL"]
engine = create_engine(
    os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://"),
    pool_size=int(os.environ["POOL"]),
    max_overflow=0,
)

call = text(
    "CALL sms.sp_sms_callback('twilio', :params, NULL, 'POST', :path, :address, 'adapter', :token, :digest, NULL, NULL,"
    " NULL, NULL, NULL, NULL, NULL, NULL)"
)

metadata = MetaData(schema="plain")
history = Table(
    "history", metadata, Column("message_id", String), Column("status", String), Column("error_code", String),
    Column("params", JSON),
)  # fmt: skip
message = Table(
    "message", metadata, Column("message_id", String, primary_key=True), Column("from_number", String),
    Column("to_number", String), Column("status", String), Column("error_code", String), Column("updated_at"),
)  # fmt: skip
upsert = insert(message)
upsert = upsert.on_conflict_do_update(
    index_elements=["message_id"],
    set_={
        "status": upsert.excluded.status,
        "error_code": upsert.excluded.error_code,
        "updated_at": func.now(),
    },
)


def store_by_procedure(form):
    values = {
        "params": orjson.dumps(form).decode(),
        "path": request.path,
        "address": request.remote_addr,
        "token": request.headers.get("I-Twilio-Idempotency-Token"),
        "digest": hashlib.sha256(orjson.dumps(form, option=orjson.OPT_SORT_KEYS)).hexdigest(),
    }
    with engine.begin() as connection:
        answer = connection.execute(call, values).one()
    return Response(answer.p_answer_body, answer.p_answer_status, content_type=answer.p_answer_type)


def store_plainly(form):
    error = form.get("ErrorCode")
    row = {"message_id": form["MessageSid"], "status": form["MessageStatus"], "error_code": error}
    with engine.begin() as connection:
        connection.execute(history.insert(), {**row, "params": form})
        connection.execute(upsert, {**row, "from_number": form.get("From"), "to_number": form.get("To")})
    return Response(status=200)


store = store_plainly if os.environ["STORE"] == "plain" else store_by_procedure


@app.post("/sms/twilio")
def callback():
    form = request.form.to_dict()
    if not validator.validate(url + request.path, form, request.headers.get("X-Twilio-Signature", "")):
        abort(403)
    return store(form)
