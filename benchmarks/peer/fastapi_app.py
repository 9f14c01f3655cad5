"""FastAPI and asyncpg, as one writes it by hand. STORE says how it stores: procedure or plain."""

import hashlib
import os
from contextlib import asynccontextmanager

import asyncpg
import orjson
from fastapi import FastAPI, HTTPException, Request, Response
from twilio.request_validator import RequestValidator

validator = RequestValidator(os.environ["TWILIO_TOKEN"])
url = os.environ["PUBLIC_URL"]

CALL = """
    CALL sms.sp_sms_callback('twilio', $1, NULL, 'POST', $2, $3, 'adapter', $4, $5, NULL, NULL,
                             NULL, NULL, NULL, NULL, NULL, NULL)
"""
HISTORY = "INSERT INTO plain.history (message_id, status, error_code, params) VALUES ($1, $2, $3, $4)"
MESSAGE = """
    INSERT INTO plain.message (message_id, from_number, to_number, status, error_code) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (message_id) DO UPDATE
    SET status = excluded.status, error_code = excluded.error_code, updated_at = now()
"""


@asynccontextmanager
async def lifespan(app):
    size = int(os.environ["POOL"])
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=size, max_size=size) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan, openapi_url=None)


async def store_by_procedure(request, form):
    params = orjson.dumps(form).decode()
    digest = hashlib.sha256(orjson.dumps(form, option=orjson.OPT_SORT_KEYS)).hexdigest()
    token = request.headers.get("i-twilio-idempotency-token")
    answer = await request.app.state.pool.fetchrow(CALL, params, request.url.path, request.client.host, token, digest)
    return Response(answer["p_answer_body"], answer["p_answer_status"], media_type=answer["p_answer_type"])


async def store_plainly(request, form):
    message, status, error = form["MessageSid"], form["MessageStatus"], form.get("ErrorCode")
    async with request.app.state.pool.acquire() as connection, connection.transaction():
        await connection.execute(HISTORY, message, status, error, orjson.dumps(form).decode())
        await connection.execute(MESSAGE, message, form.get("From"), form.get("To"), status, error)
    return Response(status_code=200)


store = store_plainly if os.environ["STORE"] == "plain" else store_by_procedure


@app.post("/sms/twilio")
async def callback(request: Request):
    form = dict(await request.form())
    if not validator.validate(url + request.url.path, form, request.headers.get("x-twilio-signature", "")):
        raise HTTPException(403)
    return await store(request, form)
