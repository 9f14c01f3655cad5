-- savepoint_undo: back to the savepoint.
ROLLBACK TO SAVEPOINT sms_install;
