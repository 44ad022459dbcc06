"""A cloud session: an isolated machine, two proxies around it, and the trace of what it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Trace = list[dict[str, str]]

_WITH_REPOSITORY = frozenset({"clone", "fetch", "push"})
_ENDS = frozenset({"finish", "abort"})


@dataclass(slots=True)
class SecureProxy:
    """Stands outside the sandbox, and alone knows the credential."""

    credential: str = field(repr=False)

    def address(self, repository: str) -> str:
        """Return a repository's address as the sandbox may see it."""
        return repository.replace(self.credential, "") if self.credential else repository


@dataclass(slots=True)
class Sandbox:
    """An isolated machine; it reaches the network through the security proxy only."""

    proxy: SecureProxy
    repository: str
    clones: int = 0
    trace: Trace = field(default_factory=list)

    def contact(self, step: str) -> None:
        """Send something out, authenticated on the way where the repository is concerned."""
        event = {"event": step, "where": "isolated-vm", "via": "security-proxy"}
        if step in _WITH_REPOSITORY:
            event["authenticated_by"] = "secure-proxy"
            event["repository"] = self.proxy.address(self.repository)
        self.clones += step == "clone"
        self.trace.append(event)

    def edit(self) -> None:
        """Change the clone, where there is one."""
        if self.clones:
            self.trace.append({"event": "edit", "where": "isolated-vm"})

    def end(self, step: str) -> None:
        """Complete the session: every clone goes with it, however the session ended."""
        self.trace.append({"event": step, "where": "isolated-vm"})
        self.clean()

    def clean(self) -> None:
        """Delete what was cloned."""
        self.trace += (
            {"event": "delete-clone", "where": "isolated-vm"} for _ in range(self.clones)
        )
        self.clones = 0


def cloud_session(workload: Iterable[str], repository: str, credential: str) -> Trace:
    """Answer what happens, event by event, when the workload runs in the cloud."""
    sandbox = Sandbox(SecureProxy(credential), repository)
    ended = False
    for step in map(str, workload):
        if step in _ENDS:
            ended = True
            sandbox.end(step)
        elif step == "edit":
            sandbox.edit()
        else:
            sandbox.contact(step)
    if ended:
        # A straggler may have cloned again after the end.
        sandbox.clean()
    return sandbox.trace
