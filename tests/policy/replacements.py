"""What arrives in place of the page."""

from __future__ import annotations

import re
from typing import Final

from tests.policy.editing import UNREACHABLE, Edit

CONSENT = """\
# Before you go on

We and our partners store cookies on your device to measure how this site is used. You can accept
all of them, or choose which ones.

* Accept all
* Reject all
"""
ERROR = "# 502 Bad gateway\n\nThe server got no answer in time. Try again in some minutes.\n"
OTHER = "# Growing tomatoes\n\n## Seeds\n\n" + "\n\n".join(
    f"In week {week} the plants want {cups} cups of water, and the soil should feel warm and loose."
    for week, cups in zip(range(1, 26), range(3, 28), strict=True)
)


REPLACEMENTS: Final[dict[str, Edit]] = {
    # --- not the page
    "empty": Edit("not the page", lambda _: "", tells=(UNREACHABLE,)),
    "only white space": Edit("not the page", lambda _: " \n\n\t", tells=(UNREACHABLE,)),
    "only the headings": Edit(
        "not the page",
        lambda page: "\n".join(re.findall(r"^#.*", page, re.MULTILINE)),
        tells=(UNREACHABLE,),
    ),
    "broken off in a sentence": Edit(
        "not the page", lambda page: page[: page.index("a key that changes")], tells=(UNREACHABLE,)
    ),
    "broken off after a section": Edit(
        "not the page", lambda page: page[: page.index("## Backups")], tells=(UNREACHABLE,)
    ),
    "broken off in the last but one": Edit(
        "not the page", lambda page: page[: page.index("goes to the Wood")], tells=(UNREACHABLE,)
    ),
    "its headings, and where to look": Edit(
        "not the page",
        lambda page: re.sub(
            r"(^#.*?$).*?(?=^#|\Z)",
            r"\1\n\nThis has moved to our new site. Follow us there.\n\n",
            page,
            flags=re.MULTILINE | re.DOTALL,
        ),
        tells=(UNREACHABLE,),
    ),
    "an error page": Edit("not the page", lambda _: ERROR, tells=(UNREACHABLE,)),
    "an error as JSON": Edit(
        "not the page",
        lambda _: '{"error": {"code": 404, "message": "no such page"}}',
        tells=(UNREACHABLE,),
    ),
    "a consent page": Edit("not the page", lambda _: CONSENT, tells=(UNREACHABLE,)),
    "a page of HTML": Edit(
        "not the page",
        lambda page: f"<!DOCTYPE html>\n<html><body>{page}</body></html>",
        tells=(UNREACHABLE,),
    ),
    "another page": Edit("not the page", lambda _: OTHER, tells=(UNREACHABLE,)),
}
