-- contract_sms_inbound: rows of sms_inbound that a contract case made.
-- Parameters: inbound_id, above which rows are new.
-- Reads sms_inbound.
SELECT inbound_id, callback_id, provider, message_id, reply_to, from_number, to_number, body, media, account, parts, price,
       currency, natural_key, occurred_at, received_at
  FROM sms.sms_inbound
 WHERE inbound_id > :inbound_id
 ORDER BY inbound_id
