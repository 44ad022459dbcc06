"""One sitting at the terminal: the conversation, what is done afterwards, and the end."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client.driver import FAILED, SPOKEN
from datausage.targets.client.driver.line import GoneError
from datausage.targets.client.driver.reporting import cancel_report, open_report, send_report
from datausage.targets.client.driver.surveying import answer_survey
from datausage.targets.client.driver.user import UnknownScreenError, User, squeezed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from datausage.targets.client.driver.line import Line
    from datausage.targets.client.driver.words import Words

_TO_LEAVE: Final = 10.0
"""Seconds that are kept for the end, of those that the client has."""
_TO_START: Final = 30.0
_TO_SPEAK: Final = 30.0
_TO_END: Final = 6.0
_TO_HEAR: Final = 2.0
_IN_VAIN: Final = 2.0
"""Seconds that a client waits for a model that it cannot trust, before it is interrupted."""

_DEEDS: Final[Mapping[str, Callable[..., bool]]] = {
    "bug": open_report,
    "send": send_report,
    "cancel": cancel_report,
    "survey": answer_survey,
}


class Sitting:
    """Does what a scene says, and has pictures of the screen by name afterwards."""

    def __init__(self, line: Line, words: Words, scene: Mapping[str, Any]) -> None:
        """Sit down.

        Args:
            line: our side of the terminal.
            words: by which screens are known.
            scene: what the client is given, as it is written for a run.
        """
        self._line, self._scene = line, scene
        self._user = User(line, words, time.monotonic() + float(scene["seconds"]) - _TO_LEAVE)
        self.screens = self._user.screens

    def go(self) -> None:
        """Do all that the scene says, as far as the client goes along with it."""
        number = 0
        try:
            self._converse()
            for number, key in enumerate(self._scene["keys"], 1):  # noqa: B007 - told if it fails
                if not _DEEDS[key["do"]](self._user, key, trusted=self._scene["trusted"]):
                    break
        except UnknownScreenError as error:
            self._user.keep(f"{FAILED}-{number}", f"expected: {error}")
        except GoneError:
            self._user.keep(f"{FAILED}-{number}", "the client was gone")
            return
        with suppress(GoneError):
            self._leave()

    def _converse(self) -> None:
        user = self._user
        user.expect(user.words.ready.search, "a place to type in", _TO_START)
        user.enter(self._scene["prompt"])
        if not self._scene["trusted"]:
            self._line.rest(_IN_VAIN)
            self._line.press("escape")
            user.expect_to_type("an interruption")
            return
        texts = [str(one["text"]) for one in self._scene["answers"] if "text" in one]
        said = squeezed(user.words.says + texts[-1])
        user.expect(lambda text: said in squeezed(text), "what the model said", _TO_SPEAK)
        user.keep(SPOKEN)
        user.expect_to_type("what the model said")

    def _leave(self) -> None:
        """Have the client end by itself: as people ask it to, or where it does not hear, harder."""
        if self._user.waited_for(self._line.text):
            with suppress(UnknownScreenError):
                self._user.enter("/exit")
                self._line.rest(_TO_END)
        interrupt(self._line)


def interrupt(line: Line) -> None:
    """Press what makes a client end that does not hear otherwise.

    Raises:
        GoneError: it ends.
    """
    for key in ("escape", "interrupt", "interrupt") * 2:
        line.press(key)
        line.rest(_TO_HEAR if key == "escape" else _TO_HEAR / 4)
    line.rest(_TO_END)
