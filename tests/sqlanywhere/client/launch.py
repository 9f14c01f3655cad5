"""A process of sms-callback over the model's library: `python -m tests.sqlanywhere.client.launch [arguments]`.

Real are the process, sms_callback, sqlanydb and the C calling convention. Modelled are the client library and, in the
process that the URL's host and port name, the server.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack

from sms_callback.cli import main
from tests.sqlanywhere.client.loading import model_library

if __name__ in ("__main__", "__mp_main__"):
    # A worker that granian spawns runs this file again under the second name.
    _STACK = ExitStack()
    _STACK.enter_context(model_library())

if __name__ == "__main__":
    main(sys.argv[1:], prog_name="sms-callback")
