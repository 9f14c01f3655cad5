-- session: what a connection of ours wants once, before anything else. Statement by statement, all of it for this connection
-- alone: only committed rows are read; a lock is waited for, but not for ever (milliseconds); times come as text in one
-- form; and variables that take the OUT parameters of a procedure, since a client cannot take texts in its own.
SET TEMPORARY OPTION isolation_level = '1';
SET TEMPORARY OPTION blocking = 'On';
SET TEMPORARY OPTION blocking_timeout = '10000';
SET TEMPORARY OPTION date_order = 'YMD';
SET TEMPORARY OPTION date_format = 'YYYY-MM-DD';
SET TEMPORARY OPTION timestamp_format = 'YYYY-MM-DD HH:NN:SS.SSS';
CREATE VARIABLE sms_out_number_1 BIGINT;
CREATE VARIABLE sms_out_number_2 BIGINT;
CREATE VARIABLE sms_out_number_3 BIGINT;
CREATE VARIABLE sms_out_text_1 LONG VARCHAR;
CREATE VARIABLE sms_out_text_2 LONG VARCHAR;
CREATE VARIABLE sms_out_text_3 LONG VARCHAR;
