-- sms_part_price: what the parts of a message cost together (docs/rules.md, section 3, step 7); NULL if it has none with a price.
-- Volatile, so that it sees what others wrote before the message was locked.
-- Reads sms_part.
CREATE OR REPLACE FUNCTION sms.sms_part_price(IN p_provider text, IN p_message_id text) RETURNS numeric
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    RETURN (SELECT sum(p.price) FROM sms.sms_part AS p WHERE p.provider = p_provider AND p.message_id = p_message_id);
END
$$;

COMMENT ON FUNCTION sms.sms_part_price(text, text) IS 'What the parts of a message cost together.';
