-- contract_empty: an empty database for the next contract case; reference data and accounts stay.
DELETE FROM sms_status;
DELETE FROM sms_part;
DELETE FROM sms_message;
DELETE FROM sms_inbound;
DELETE FROM sms_opt_out;
DELETE FROM sms_campaign;
DELETE FROM sms_callback;
