"""The browser's back end: cookie sessions in front of the API.

The browser has one opaque HttpOnly cookie and a CSRF token; access and refresh tokens never leave the server. Calls under
/bff/api/ become calls under /api/ with a bearer token, in the same process; streams pass through unbuffered.
"""

from ascertain.entrypoints.bff.middleware import SessionMiddleware
from ascertain.entrypoints.bff.routes import router

__all__ = ["SessionMiddleware", "router"]
