-- service_setting_insert: add a setting of sp_sms_http.
-- Parameters: name, value, meaning.
INSERT INTO sms.sms_setting (name, value, meaning) VALUES (:name, :value, :meaning);
