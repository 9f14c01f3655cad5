-- call_out: what the procedure that was called last gave, by the connection's variables (session.sql).
-- Parameters: none.
SELECT sms_out_number_1, sms_out_number_2, sms_out_number_3, sms_out_text_1, sms_out_text_2, sms_out_text_3;
