-- callback_claim: one row if this transaction may work the callback: always. A reader of the row waits while another works it; two
-- who come in the same moment both work it, which changes nothing the second time.
-- Parameters: callback_id.
-- Reads sms_callback.
SELECT callback_id AS claimed
  FROM sms.sms_callback
 WHERE callback_id = :callback_id
