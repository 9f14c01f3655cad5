"""`python -m sms_callback` is the command `sms-callback`."""

from sms_callback.cli import main

if __name__ == "__main__":
    main()
