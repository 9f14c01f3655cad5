-- service_selftest: what of the signatures' foundations does not hold on this server; no row if all does.
-- Parameters: none.
CALL sms.sp_sms_selftest_signature();
