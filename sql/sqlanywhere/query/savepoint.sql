-- savepoint: a step that may be undone without the rest of the transaction.
SAVEPOINT sms_install;
