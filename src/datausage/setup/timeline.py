"""When each kind of data must be gone, and when it may train models."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle.facts import TRAINING_KINDS, Kind, Model, Venue
from datausage.oracle.periods import DAY
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Caching, Keeping, Material, Training
from datausage.setup.answers import Answer, united
from datausage.setup.story import versions
from datausage.universe.accounts import SESSION
from datausage.universe.moments import later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from datausage.oracle.aspects import Aspect
    from datausage.oracle.verdicts import Oracle
    from datausage.setup.story import Story, Version

LOCAL: Final = "session on your machine"
_PRESENCE: Final = QUESTIONS["presence"].aspects[0]
_TRAINING: Final = QUESTIONS["training"].aspects[0]
_CACHE: Final = QUESTIONS["local_cache"].aspects[0]


@dataclass(frozen=True, slots=True)
class Span:
    """What holds from a moment on, up to the next one."""

    begin: datetime
    answer: Answer


@dataclass(frozen=True, slots=True)
class Lane:
    """One kind of data: whether it may be there, and whether it may train generative models.

    ``training`` is empty where that is not asked.
    """

    name: str
    presence: tuple[Span, ...]
    training: tuple[Span, ...]

    @property
    def gone_first(self) -> datetime | None:
        """From when on some reading says that it must be gone; None if none ever does."""
        return next((s.begin for s in self.presence if "gone" in s.answer.demanded), None)

    @property
    def gone(self) -> datetime | None:
        """From when on it must be gone for good on every reading that says anything.

        None if that is never so. Who resumes a session may give its data another period.
        """
        ended = None
        for span in reversed(self.presence):
            if span.answer.values != ("gone",):
                break
            ended = span.begin
        return ended

    @property
    def unsaid(self) -> bool:
        """Whether the page says nothing of it on some reading."""
        return any(s.answer.unsaid for s in self.presence)


def lanes(story: Story, oracle: Oracle) -> tuple[Lane, ...]:
    """Return what becomes of each kind of data in a story.

    Raises:
        StoryError: the story cannot have been so.
    """
    known = tuple(versions(story))
    return tuple(_lanes(story, known, oracle))


def _lanes(story: Story, known: Sequence[Version], oracle: Oracle) -> Iterator[Lane]:
    watch = _Watch(story, known, oracle)
    for kind in Kind:
        venue = Venue.CLOUD if kind is Kind.REPOSITORY_CLONE else Venue.LOCAL
        material = Material(kind, SESSION, story.added, venue)
        presence = watch.spans(_PRESENCE, _keeping(material), watch.moments)
        trained: tuple[Span, ...] = ()
        if kind in TRAINING_KINDS:
            # That time passes changes nothing of it: only what happens does.
            trained = watch.spans(_TRAINING, _training(material), watch.events)
        yield Lane(str(kind), presence, trained)
    yield Lane(LOCAL, watch.spans(_CACHE, _caching(story), watch.moments), ())


def _keeping(material: Material) -> Callable[[Version, datetime], Any]:
    def situate(version: Version, clock: datetime) -> Keeping:
        account, history = version.until(clock)
        return Keeping(account, material, history, clock)

    return situate


def _training(material: Material) -> Callable[[Version, datetime], Any]:
    def situate(version: Version, clock: datetime) -> Training:
        account, history = version.until(clock)
        return Training(account, material, history, Model.GENERATIVE, clock)

    return situate


def _caching(story: Story) -> Callable[[Version, datetime], Any]:
    def situate(version: Version, clock: datetime) -> Caching:
        account, _ = version.until(clock)
        last = story.last if story.last <= clock else story.added
        return Caching(account, story.kept_days, story.start, last, clock)

    return situate


@dataclass(frozen=True)
class _Watch:
    """Finds when answers change."""

    story: Story
    known: Sequence[Version]
    oracle: Oracle

    def spans(
        self,
        aspect: Aspect,
        situate: Callable[[Version, datetime], Any],
        moments: Iterable[datetime],
    ) -> tuple[Span, ...]:
        """Return what holds from when on, in order; neighbours say different things."""
        found: list[Span] = []
        for begin in moments:
            cases = ((version.facts, situate(version, begin)) for version in self.known)
            answer = united(aspect, cases, self.oracle)
            if not found or _told(found[-1].answer) != _told(answer):
                found.append(Span(begin, answer))
        return tuple(found)

    @cached_property
    def moments(self) -> tuple[datetime, ...]:
        """The moments at which something may change: events, and where a period may end."""
        story = self.story
        ends = {
            end
            for start in {story.start, story.added, story.last}
            for length in self._lengths()
            for end in _ends(start, length)
        }
        return tuple(sorted({*self.events, *(end for end in ends if end > story.added)}))

    @cached_property
    def events(self) -> tuple[datetime, ...]:
        """The moment at which the data was added, and those of what happened later."""
        added = self.story.added
        happened = {event.at for version in self.known for event in version.events}
        return tuple(sorted({added, *(at for at in happened if at > added)}))

    def _lengths(self) -> set[str]:
        """Return the periods that rules have as their edges, and the one that is configured."""
        kept = self.story.kept_days
        found = set() if kept is None else {f"{kept}d"}
        for rule in self.oracle.edition.rules.values():
            if rule.question in ("retention", "local_cache"):
                found |= {f"{rule.edges[u]}{u[0]}" for u in ("days", "years") if u in rule.edges}
        return found


def _ends(start: datetime, length: str) -> tuple[datetime, ...]:
    """Return when a period may be over: to the instant, or a day later for its last day.

    Years from a 29 February on may end on the day before the first of March.
    """
    end = later(start, length)
    return (end - DAY, end, end + DAY) if end.day < start.day else (end, end + DAY)


def _told(answer: Answer) -> tuple[object, ...]:
    return answer.says, answer.weak, answer.demanded, answer.points, answer.facts
