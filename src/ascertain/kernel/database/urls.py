"""Postgres addresses in the forms of asyncpg and SQLAlchemy."""

from urllib.parse import parse_qsl, quote, urlsplit


def url(*, user: str, password: str, host: str, database: str) -> str:
    """An address for a server behind a Unix socket folder (`host` begins with a slash) or a host name."""
    credentials = f"{quote(user, safe='')}:{quote(password, safe='')}"
    if host.startswith("/"):
        return f"postgresql://{credentials}@/{database}?host={quote(host, safe='/')}"
    return f"postgresql://{credentials}@{host}/{database}"


def with_database(address: str, database: str) -> str:
    """The same server and role, another database."""
    return urlsplit(address)._replace(path=f"/{database}").geturl()


def sqlalchemy_url(address: str) -> tuple[str, dict[str, str]]:
    """SQLAlchemy's form of `address`, and the arguments that its driver needs separately (a socket folder in the query)."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    connect_args = {"host": query.pop("host")} if "host" in query else {}
    rest = parts._replace(scheme="postgresql+asyncpg", query="&".join(f"{key}={value}" for key, value in query.items()))
    return rest.geturl(), connect_args
