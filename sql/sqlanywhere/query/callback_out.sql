-- callback_out: what the head procedure gave (callback.sql).
-- Parameters: none.
SELECT sms_out_number_1 AS p_callback_id,
       sms_out_text_1 AS p_state,
       sms_out_number_2 AS p_duplicate,
       sms_out_number_3 AS p_answer_status,
       sms_out_text_2 AS p_answer_type,
       sms_out_text_3 AS p_answer_body;
