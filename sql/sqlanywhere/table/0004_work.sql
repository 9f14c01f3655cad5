-- 0004_work: what the procedures note while they work one callback: temporary tables, in which each connection sees its own rows,
-- and which are empty again after each transaction.

CREATE GLOBAL TEMPORARY TABLE sms.sms_json_value (
    value_id   INTEGER      NOT NULL PRIMARY KEY,
    item       INTEGER      NOT NULL,
    name       LONG VARCHAR NOT NULL,
    value      LONG VARCHAR NULL,
    place      INTEGER      NOT NULL,
    name_json  LONG VARCHAR NULL,
    value_json LONG VARCHAR NULL,
    is_object  SMALLINT     NOT NULL DEFAULT 1
) ON COMMIT DELETE ROWS;

COMMENT ON TABLE sms.sms_json_value IS 'What sp_sms_json read: one row a value, names flattened with dots.';
COMMENT ON COLUMN sms.sms_json_value.value_id IS 'Serial number, in the order of the text.';
COMMENT ON COLUMN sms.sms_json_value.item IS 'The object of a list that it belongs to, from 1; 0: what stands beside the list.';
COMMENT ON COLUMN sms.sms_json_value.name IS 'Its name.';
COMMENT ON COLUMN sms.sms_json_value.value IS 'The value as text; NULL for null.';
COMMENT ON COLUMN sms.sms_json_value.place IS 'Its place among the values of the same name, from 0.';
COMMENT ON COLUMN sms.sms_json_value.name_json IS 'The name as a JSON string in ASCII.';
COMMENT ON COLUMN sms.sms_json_value.value_json IS 'The value as a JSON string in ASCII, or null.';
COMMENT ON COLUMN sms.sms_json_value.is_object IS '0 where the item is no object.';

CREATE GLOBAL TEMPORARY TABLE sms.sms_work_value (
    column_name VARCHAR(32 CHAR) NOT NULL PRIMARY KEY,
    value       LONG VARCHAR     NULL,
    raw         LONG VARCHAR     NULL,
    in_key      SMALLINT         NOT NULL DEFAULT 0,
    blocks_key  SMALLINT         NOT NULL DEFAULT 0,
    fault       LONG VARCHAR     NULL
) ON COMMIT DELETE ROWS;

COMMENT ON TABLE sms.sms_work_value IS 'What a callback says, by column, as sp_sms_understand found it.';
COMMENT ON COLUMN sms.sms_work_value.column_name IS 'The column, as in sms_kind_column.';
COMMENT ON COLUMN sms.sms_work_value.value IS 'The value that the column takes, as text.';
COMMENT ON COLUMN sms.sms_work_value.raw IS 'The value as received.';
COMMENT ON COLUMN sms.sms_work_value.in_key IS '1 where the value is part of the natural key.';
COMMENT ON COLUMN sms.sms_work_value.blocks_key IS '1 where there is no natural key without it.';
COMMENT ON COLUMN sms.sms_work_value.fault IS 'Why the callback cannot be worked.';

CREATE GLOBAL TEMPORARY TABLE sms.sms_key_value (
    list_id    INTEGER      NOT NULL,
    place      INTEGER      NOT NULL,
    first_key  LONG VARCHAR NULL,
    second_key LONG VARCHAR NULL,
    third_key  LONG VARCHAR NULL,
    PRIMARY KEY (list_id, place)
) ON COMMIT DELETE ROWS;

COMMENT ON TABLE sms.sms_key_value IS 'The lists of keys that sms_keys has read for a query.';
COMMENT ON COLUMN sms.sms_key_value.list_id IS 'Which list: each call makes one.';
COMMENT ON COLUMN sms.sms_key_value.place IS 'Serial number in the list.';
COMMENT ON COLUMN sms.sms_key_value.first_key IS 'The key, or its first part.';
COMMENT ON COLUMN sms.sms_key_value.second_key IS 'Its second part.';
COMMENT ON COLUMN sms.sms_key_value.third_key IS 'Its third part.';

CREATE GLOBAL TEMPORARY TABLE sms.sms_http_pair (
    pair_id    INTEGER         NOT NULL PRIMARY KEY,
    item       INTEGER         NOT NULL,
    name       LONG BINARY     NOT NULL,
    name_key   VARBINARY(1000) NOT NULL,
    value      LONG BINARY     NULL,
    value_key  VARBINARY(1000) NULL,
    name_hash  VARCHAR(64)     NOT NULL,
    name_json  LONG VARCHAR    NOT NULL,
    value_json LONG VARCHAR    NOT NULL
) ON COMMIT DELETE ROWS;

COMMENT ON TABLE sms.sms_http_pair IS 'The parameters of the request that sp_sms_http works.';
COMMENT ON COLUMN sms.sms_http_pair.pair_id IS 'Serial number, in the order of arrival.';
COMMENT ON COLUMN sms.sms_http_pair.item IS 'The callback of the body that it belongs to, from 1; 0: beside a list of them; -1: of the query.';
COMMENT ON COLUMN sms.sms_http_pair.name IS 'Its name, in UTF-8.';
COMMENT ON COLUMN sms.sms_http_pair.name_key IS 'The beginning of the name, to sort by.';
COMMENT ON COLUMN sms.sms_http_pair.value IS 'Its value, in UTF-8.';
COMMENT ON COLUMN sms.sms_http_pair.value_key IS 'The beginning of the value, to sort by.';
COMMENT ON COLUMN sms.sms_http_pair.name_hash IS 'A hash of the name, to group by.';
COMMENT ON COLUMN sms.sms_http_pair.name_json IS 'The name as a JSON string in ASCII.';
COMMENT ON COLUMN sms.sms_http_pair.value_json IS 'The value as a JSON string in ASCII, or null.';

CREATE GLOBAL TEMPORARY TABLE sms.sms_http_item (
    item   INTEGER      NOT NULL PRIMARY KEY,
    params LONG VARCHAR NOT NULL,
    digest VARCHAR(64)  NOT NULL,
    error  LONG VARCHAR NULL
) ON COMMIT DELETE ROWS;

COMMENT ON TABLE sms.sms_http_item IS 'The callbacks of the request that sp_sms_http works.';
COMMENT ON COLUMN sms.sms_http_item.item IS 'Serial number.';
COMMENT ON COLUMN sms.sms_http_item.params IS 'Its parameters, as sp_sms_callback takes them.';
COMMENT ON COLUMN sms.sms_http_item.digest IS 'Their digest.';
COMMENT ON COLUMN sms.sms_http_item.error IS 'Why it cannot be understood, if that is known already.';
