"""What looks like a key or a token is struck out before anything is written down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

STRUCK: Final = "[struck out]"

_SECRET_HEADERS: Final = frozenset(
    {
        "authorization",
        "cookie",
        "proxy-authorization",
        "set-cookie",
        "statsig-api-key",
        "x-amz-security-token",
        "x-api-key",
        "x-goog-api-key",
    }
)

# What follows is struck out with its first word kept, so that one sees what has been there.
_SHAPES: Final = re.compile(
    r"""
    (?P<kept>
        (?i: \b (?: bearer | basic ) \s+ )
      | (?i: \b (?: x-amz-(?:signature|credential|security-token) | signature | credential
            | sentry_key | access_token | refresh_token | id_token | api_?key | client_secret
            | password ) (?: \\?["']\s*[:=]\s*\\?["'] | = ) )
    )
    [\w~+/.%=\-]{8,}
  | \b sk-[A-Za-z0-9_\-]{16,}
  | \b (?: AKIA | ASIA ) [A-Z0-9]{16} \b
  | \b (?: gh[opusr]_ | github_pat_ | glpat- | npm_ | xox[abprs]- ) [A-Za-z0-9_\-]{16,}
  | \b AIza [A-Za-z0-9_\-]{30,}
  | \b client-[A-Za-z0-9]{32,}
  | \b eyJ [A-Za-z0-9_\-]{8,} \. eyJ [A-Za-z0-9_\-]{8,} \. [A-Za-z0-9_\-]*
  | -----BEGIN\ [A-Z ]{0,30}PRIVATE\ KEY----- [^\-]{0,10000}
    """,
    re.VERBOSE,
)


def strike(text: str) -> str:
    """Return a text with all that looks like a secret struck out."""
    return _SHAPES.sub(lambda found: (found["kept"] or "") + STRUCK, text)


def strike_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers, by their names in small letters, without what is secret in them."""
    return {
        strike(name): STRUCK if name in _SECRET_HEADERS else strike(value)
        for name, value in headers.items()
    }
