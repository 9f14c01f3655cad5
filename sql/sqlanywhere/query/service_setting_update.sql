-- service_setting_update: change a setting of sp_sms_http.
-- Parameters: name, value.
UPDATE sms.sms_setting SET value = :value WHERE name = :name;
