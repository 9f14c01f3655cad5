-- sms_rule: which parameter tells the kind of a callback, those of a provider in the order in which they are tried. With the
-- rights of its owner, since role sms_web may read no table.
-- Reads sms_provider_rule.
CREATE OR REPLACE PROCEDURE sms.sms_rule()
RESULT (
    provider VARCHAR(32 CHAR),
    position INTEGER,
    param    VARCHAR(128 CHAR),
    value    VARCHAR(128 CHAR),
    kind     VARCHAR(16 CHAR)
)
BEGIN
    SELECT r.provider, r.position, r.param, r.value, r.kind
    FROM sms.sms_provider_rule AS r
    ORDER BY r.provider, r.position;
END;

COMMENT ON PROCEDURE sms.sms_rule IS 'Which parameter tells the kind of a callback, for the adapter.';
