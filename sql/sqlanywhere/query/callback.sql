-- callback: hand a callback to the head procedure; its OUT parameters go to the connection's variables (session.sql).
-- Parameters: those of sp_sms_callback. By position, since naming arguments is not certain in every version.
CALL sms.sp_sms_callback(
    :p_provider, :p_params, :p_url_kind, :p_method, :p_path, :p_remote_addr, :p_via, :p_token, :p_digest,
    :p_error, :p_received_at,
    sms_out_number_1, sms_out_text_1, sms_out_number_2, sms_out_number_3, sms_out_text_2, sms_out_text_3);
