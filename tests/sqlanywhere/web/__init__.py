"""The web server over a database of the model."""

from tests.sqlanywhere.web.handle import MAX_REQUEST_SIZE, handle
from tests.sqlanywhere.web.request import Answer, Request
from tests.sqlanywhere.web.server import Server, serve

__all__ = ["MAX_REQUEST_SIZE", "Answer", "Request", "Server", "handle", "serve"]
