-- 0005_map: the reference tables as the procedures want them, one row a provider and one a kind, in arrays: a look into an
-- array costs a tenth of one into a table. Triggers keep them (function sms_map_keep). Rows stay whole in their page.

CREATE TABLE sms.sms_map_provider (
    provider      text COLLATE "C" NOT NULL PRIMARY KEY,
    time_zone     text       NULL,
    currency      text       NULL,
    param         text[]     NULL,
    name          text[]     NULL,
    value         text[]     NULL,
    kind          text[]     NULL,
    word          text[]     NOT NULL,
    word_code     integer[]  NOT NULL,
    code          text[]     NOT NULL,
    rank          integer[]  NOT NULL,
    final         smallint[] NOT NULL,
    outcome       text[]     NOT NULL,
    answer_kind   text[]     NOT NULL,
    answer_status integer[]  NOT NULL,
    answer_type   text[]     NOT NULL,
    answer_body   text[]     NOT NULL,
    later         smallint   NOT NULL
) WITH (toast_tuple_target = 8160);

COMMENT ON TABLE sms.sms_map_provider IS 'Made from the reference tables: how a provider''s callbacks tell their kind, its words, our statuses, its answers. Kept by triggers.';
COMMENT ON COLUMN sms.sms_map_provider.provider IS 'The provider; the empty one stands for all that are not in sms_provider.';
COMMENT ON COLUMN sms.sms_map_provider.time_zone IS 'Zone of its times that name none; NULL where sms_time_zone knows no other offset than 0.';
COMMENT ON COLUMN sms.sms_map_provider.currency IS 'Currency of its prices that name none.';
COMMENT ON COLUMN sms.sms_map_provider.param IS 'Parameters of its rules, in their order.';
COMMENT ON COLUMN sms.sms_map_provider.name IS 'The same in lower case.';
COMMENT ON COLUMN sms.sms_map_provider.value IS 'The values that they must have, in lower case, or NULL for any.';
COMMENT ON COLUMN sms.sms_map_provider.kind IS 'The kinds that they tell.';
COMMENT ON COLUMN sms.sms_map_provider.word IS 'The provider''s status words.';
COMMENT ON COLUMN sms.sms_map_provider.word_code IS 'Where their statuses are in code.';
COMMENT ON COLUMN sms.sms_map_provider.code IS 'Our statuses, as in sms_status_code.';
COMMENT ON COLUMN sms.sms_map_provider.rank IS 'Their ranks.';
COMMENT ON COLUMN sms.sms_map_provider.final IS 'Which of them are final.';
COMMENT ON COLUMN sms.sms_map_provider.outcome IS 'How they end.';
COMMENT ON COLUMN sms.sms_map_provider.answer_kind IS 'The kinds that have an answer of their own; the last one stands for all others.';
COMMENT ON COLUMN sms.sms_map_provider.answer_status IS 'HTTP status codes of the answers.';
COMMENT ON COLUMN sms.sms_map_provider.answer_type IS 'Content types of the answers, or NULL.';
COMMENT ON COLUMN sms.sms_map_provider.answer_body IS 'Bodies of the answers.';
COMMENT ON COLUMN sms.sms_map_provider.later IS '1 if callbacks are only journaled: the setting process is deferred.';

CREATE TABLE sms.sms_map_kind (
    provider    text COLLATE "C" NOT NULL,
    kind        text COLLATE "C" NOT NULL,
    column_name text[]    NOT NULL,
    param       text[]    NOT NULL,
    name        text[]    NOT NULL,
    format      text[]    NOT NULL,
    type        text[]    NOT NULL,
    max_length  integer[] NOT NULL,
    required    text[]    NOT NULL,
    in_key      text[]    NOT NULL,
    list        smallint  NOT NULL,
    PRIMARY KEY (provider, kind)
) WITH (toast_tuple_target = 8160);

COMMENT ON TABLE sms.sms_map_kind IS 'Made from sms_provider_field and sms_kind_column: which parameters fill which columns. Kept by triggers.';
COMMENT ON COLUMN sms.sms_map_kind.provider IS 'The provider.';
COMMENT ON COLUMN sms.sms_map_kind.kind IS 'The kind of callback.';
COMMENT ON COLUMN sms.sms_map_kind.column_name IS 'The columns by name, each as often as it has parameters; of these the preferred one comes last.';
COMMENT ON COLUMN sms.sms_map_kind.param IS 'Their parameters.';
COMMENT ON COLUMN sms.sms_map_kind.name IS 'The same in lower case.';
COMMENT ON COLUMN sms.sms_map_kind.format IS 'How times are written.';
COMMENT ON COLUMN sms.sms_map_kind.type IS 'What the columns hold.';
COMMENT ON COLUMN sms.sms_map_kind.max_length IS 'The longest text of each.';
COMMENT ON COLUMN sms.sms_map_kind.required IS 'The columns without which a callback is failed.';
COMMENT ON COLUMN sms.sms_map_kind.in_key IS 'The columns of the natural key, by name.';
COMMENT ON COLUMN sms.sms_map_kind.list IS '1 if a parameter stands for all that start so.';
