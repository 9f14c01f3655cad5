"""The WSGI adapter: an HTTP request becomes raw parameters for `sp_sms_callback`, if it proves where it comes from."""
