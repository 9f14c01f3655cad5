-- savepoint_release: the step stays.
RELEASE SAVEPOINT sms_install;
