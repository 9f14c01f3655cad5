-- message_reply: the inbound messages that answer a message.
-- Parameters: provider, message_id.
-- Reads sms_inbound.
SELECT inbound_id, callback_id, provider, message_id, reply_to, from_number, to_number, body, media, account, parts, price,
       currency, natural_key, occurred_at, received_at
  FROM sms.sms_inbound
 WHERE reply_to = :message_id
   AND sms.sms_bytes(reply_to) = sms.sms_bytes(:message_id)
   AND provider = :provider
 ORDER BY inbound_id
