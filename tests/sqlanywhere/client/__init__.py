"""What is under the unmodified sqlanydb: the C API of SQL Anywhere, with the model in place of the server.

structures.py         sacapi.h
library.py            its functions, as C function pointers
session.py, server.py a client's connection on the side of the machine, and the socket that serves many of them
remote.py             the client's end of that socket
loading.py            where sqlanydb loads its library
launch.py             a process of sms-callback with all that
"""

from tests.sqlanywhere.client.loading import NAME, model_library
from tests.sqlanywhere.client.server import Server, serve

__all__ = ["NAME", "Server", "model_library", "serve"]
