// Express and pg in a cluster, as one writes it by hand.
'use strict';

const cluster = require('node:cluster');
const { createHash } = require('node:crypto');

if (cluster.isPrimary) {
  for (let i = 0; i < Number(process.env.WORKERS); i++) cluster.fork();
  cluster.on('exit', () => cluster.fork());
} else {
  const express = require('express');
  const { Pool } = require('pg');
  const { validateRequest } = require('twilio');

  const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL) });
  pool.on('error', () => {}); // an idle connection broke; the pool opens another one

  // A named statement is prepared once a connection.
  const name = 'callback';
  const text = `CALL sms.sp_sms_callback('twilio', $1, NULL, 'POST', $2, $3, 'adapter', $4, $5, NULL, NULL,
                                         NULL, NULL, NULL, NULL, NULL, NULL)`;

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(express.urlencoded({ extended: false }));

  app.post('/sms/twilio', async (req, res) => {
    const form = req.body;
    const signature = req.get('X-Twilio-Signature') || '';
    if (!validateRequest(process.env.TWILIO_TOKEN, signature, process.env.PUBLIC_URL + req.path, form)) {
      return res.status(403).end();
    }
    const digest = createHash('sha256').update(JSON.stringify(form, Object.keys(form).sort())).digest('hex');
    const values = [JSON.stringify(form), req.path, req.ip, req.get('I-Twilio-Idempotency-Token'), digest];
    const answer = (await pool.query({ name, text, values })).rows[0];
    if (answer.p_answer_type) res.type(answer.p_answer_type);
    res.status(answer.p_answer_status).end(answer.p_answer_body);
  });

  const server = app.listen(Number(process.env.PORT), '127.0.0.1');
  server.keepAliveTimeout = 75000;
}
