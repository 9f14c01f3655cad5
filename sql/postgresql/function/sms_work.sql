-- sms_work: does what an understood callback says (docs/rules.md, section 2). sp_sms_callback and sp_sms_apply call it.
-- IN p_callback_id, p_provider, p_kind, p_values and p_key (as sms_understand gives them), p_received_at (UTC).
-- Returns NULL, or why it could not be done: then nothing is written. Only what may go better the next time is raised (a
-- deadlock, a lock timeout, no room on the disk …), so that the caller keeps the callback and comes again.
-- Calls sms_update, sp_sms_inbound, sp_sms_opt_out, sp_sms_campaign.
CREATE OR REPLACE FUNCTION sms.sms_work(
    IN p_callback_id bigint,
    IN p_provider    text,
    IN p_kind        text,
    IN p_values      jsonb,
    IN p_key         text,
    IN p_received_at timestamp
) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    v_moved boolean;
BEGIN
    CASE p_kind
        WHEN 'status' THEN
            v_moved := sms.sms_update(
                p_to => p_values ->> 'to_number',
                p_sid => p_values ->> 'message_id',
                p_error_code => p_values ->> 'error_code',
                p_status => p_values ->> 'provider_status',
                p_message => NULL,
                p_provider => p_provider,
                p_account => p_values ->> 'account',
                p_from_number => p_values ->> 'from_number',
                p_body => p_values ->> 'body',
                p_part_id => p_values ->> 'part_id',
                p_parts => (p_values ->> 'parts')::integer,
                p_error_message => p_values ->> 'error_message',
                p_price => (p_values ->> 'price')::numeric,
                p_currency => p_values ->> 'currency',
                p_country => p_values ->> 'country',
                p_operator => p_values ->> 'operator',
                p_campaign => p_values ->> 'campaign',
                p_label => p_values ->> 'label',
                p_occurred_at => (p_values ->> 'occurred_at')::timestamp,
                p_received_at => p_received_at,
                p_callback_id => p_callback_id);
        WHEN 'inbound' THEN
            CALL sms.sp_sms_inbound(
                p_provider => p_provider,
                p_message_id => p_values ->> 'message_id',
                p_from_number => p_values ->> 'from_number',
                p_to_number => p_values ->> 'to_number',
                p_body => p_values ->> 'body',
                p_media => (p_values ->> 'media')::json,
                p_reply_to => p_values ->> 'reply_to',
                p_account => p_values ->> 'account',
                p_parts => (p_values ->> 'parts')::integer,
                p_price => (p_values ->> 'price')::numeric,
                p_currency => p_values ->> 'currency',
                p_opt_out_type => p_values ->> 'opt_out_type',
                p_sender => p_values ->> 'sender',
                p_natural_key => coalesce(p_key, 'callback:' || p_callback_id),
                p_occurred_at => (p_values ->> 'occurred_at')::timestamp,
                p_received_at => p_received_at,
                p_callback_id => p_callback_id);
        WHEN 'opt_out' THEN
            CALL sms.sp_sms_opt_out(
                p_provider => p_provider,
                p_number => p_values ->> 'number',
                p_sender => p_values ->> 'sender',
                p_type => p_values ->> 'type',
                p_keyword => p_values ->> 'keyword',
                p_occurred_at => coalesce((p_values ->> 'occurred_at')::timestamp, p_received_at),
                p_callback_id => p_callback_id);
        WHEN 'campaign' THEN
            CALL sms.sp_sms_campaign(
                p_provider => p_provider,
                p_campaign => p_values ->> 'campaign',
                p_name => p_values ->> 'name',
                p_status => p_values ->> 'status',
                p_recipients => (p_values ->> 'recipients')::integer,
                p_counts => (p_values ->> 'counts')::json,
                p_received_at => p_received_at,
                p_callback_id => p_callback_id);
        ELSE
            RETURN 'kind: ''' || p_kind || ''' cannot be worked';
    END CASE;
    RETURN NULL;
EXCEPTION
    WHEN OTHERS THEN
        -- 25 read-only, 40 rolled back, 53 resources, 55 locks, 57 operator, 58 system, XX internal.
        IF left(SQLSTATE, 2) IN ('25', '40', '53', '55', '57', '58', 'XX') THEN
            RAISE;
        END IF;
        RETURN SQLERRM;
END
$$;

COMMENT ON FUNCTION sms.sms_work(bigint, text, text, jsonb, text, timestamp) IS 'Does what an understood callback says; returns why it could not, or NULL.';
