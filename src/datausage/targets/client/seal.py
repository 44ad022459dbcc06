"""The seal: how this machine makes a network that ends on it, or why it cannot."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from datausage.targets.client import filtered
from datausage.targets.client.carrying_out import PATH, alone, of_disk, unwatched
from datausage.targets.client.lifeline import REFUSED
from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMESPACES: Final = ("--net", "--mount", "--pid", "--ipc", "--uts")
_WITH_CARE: Final = ("--fork", "--kill-child", "--mount-proc")
_AS_ROOT_OF_ITS_OWN: Final = ("--user", "--map-root-user")


@dataclass(frozen=True, slots=True)
class Seal:
    """How a sealed network is made on this machine, or why it cannot be.

    Attributes:
        words: what starts a program as the first process of one.
        lacking: what is missing, in one line; empty where nothing is.
    """

    words: tuple[str, ...] = ()
    lacking: str = ""


def here() -> Seal:
    """Return how this machine seals a network; tried once, with a program that does nothing."""
    try:
        return _found()
    except OSError as error:
        # Of the disk, and so perhaps another time it works.
        return Seal(lacking=of_disk(error))


@cache
def _found() -> Seal:
    if sys.platform != "linux":
        return Seal(lacking=f"the client is sealed off by Linux, and this is {sys.platform}")
    if not filtered.known():
        machine = os.uname().machine
        return Seal(lacking=f"the client is sealed off on x86-64 and 64-bit ARM, not on {machine}")
    missing = [name for name in ("unshare", "ip") if shutil.which(name, path=PATH) is None]
    if missing:
        packages = "install util-linux and iproute2"
        return Seal(lacking=f"there is no program {' and no '.join(missing)} here; {packages}")
    unshare = str(shutil.which("unshare", path=PATH))
    words: tuple[str, ...] = (unshare, *_NAMESPACES, *_WITH_CARE)
    if os.geteuid():
        words = (*words, *_AS_ROOT_OF_ITS_OWN)
    trouble = _tried(words)
    return Seal(lacking=_explained(trouble)) if trouble else Seal(words)


def _tried(words: Sequence[str]) -> str:
    """Return why nothing can be run like this; nothing where it can."""
    said, _ = unwatched(words, alone(("/usr/bin/env", "true"), ()))
    code = said.get("code")
    return str(said.get("trouble") or ("" if code == 0 else f"it ended with {code}"))


def _explained(trouble: str) -> str:
    said = one_line(trouble)
    if said.startswith(REFUSED):
        return f"{said} (sysctl net.core.fb_tunnels_only_for_init_net=2 keeps out those of tunnels)"
    if os.strerror(errno.ENOSYS) in said:
        return f"the client is sealed off by Linux 5.12 or newer, not {os.uname().release} ({said})"
    if os.geteuid() == 0:
        hint = "in a container, start it with --privileged"
    else:
        hint = (
            "run it as root, or allow namespaces to users (sysctl user.max_user_namespaces, "
            "kernel.apparmor_restrict_unprivileged_userns)"
        )
    return f"this machine allows no namespaces here ({said}); {hint}"
