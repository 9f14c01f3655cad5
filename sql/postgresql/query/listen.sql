-- listen: from now on the server tells this connection of each deferred callback that is committed (sp_sms_callback notifies).
LISTEN sms_callback
