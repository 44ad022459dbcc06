"""Which questions a target offers."""

from __future__ import annotations

import collections
import functools
from types import ModuleType

import pytest

from datausage.targets.capabilities import Capabilities, capabilities
from datausage.targets.error import TargetError

CONFIGURED = ("environment", "settings")
ARGUMENTS = {
    "provider": CONFIGURED,
    "traffic": (*CONFIGURED, "service"),
    "environment": CONFIGURED,
    "opt_in": ("account", "role", "method"),
}


def offered(target: object) -> tuple[str, ...]:
    return capabilities(target, ARGUMENTS, "impl:Target").offered


def refusal(target: object) -> str:
    with pytest.raises(TargetError) as caught:
        offered(target)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_method_of_an_instance_is_an_offer():
    class Target:
        limit = 3

        def traffic(self, environment, settings, service):
            return "on"

        def unrelated(self):
            return None

    assert capabilities(Target(), ARGUMENTS, "impl") == Capabilities(
        ("traffic",), ("provider", "environment", "opt_in")
    )


def test_offers_are_in_the_order_of_the_questions():
    class Target:
        def traffic(self, environment, settings, service): ...
        def provider(self, environment, settings): ...

    assert offered(Target()) == ("provider", "traffic")


def test_functions_of_a_module_are_offers_but_its_imports_are_not():
    module = ModuleType("impl")
    module.provider = lambda environment, settings: "bedrock"
    module.environment = ModuleType("environment")
    module.traffic = collections.OrderedDict
    module.opt_in = "yes"
    assert offered(module) == ("provider",)


@pytest.mark.parametrize(
    "function",
    [
        lambda environment, settings: None,
        lambda settings, environment: None,
        lambda **facts: None,
        lambda environment, **rest: None,
        lambda environment, settings, debug=False, *more: None,
        lambda *, environment, settings: None,
        functools.partial(lambda environment, settings, key: None, key=1),
        functools.cache(lambda environment, settings: None),
    ],
)
def test_any_callable_that_takes_the_arguments_by_keyword_is_an_offer(function):
    module = ModuleType("impl")
    module.provider = function
    assert offered(module) == ("provider",)


def test_an_object_that_can_be_called_is_an_offer():
    class Rule:
        def __call__(self, environment, settings):
            return "bedrock"

    class Target:
        provider = Rule()

    assert offered(Target()) == ("provider",)


def test_static_and_class_methods_are_offers():
    class Target:
        @staticmethod
        def provider(environment, settings): ...

        @classmethod
        def environment(cls, environment, settings): ...

    assert offered(Target()) == ("provider", "environment")


def test_a_callable_without_a_signature_is_believed():
    class Bare:
        __signature__ = "none"

        def __call__(self, *arguments): ...

    class Target:
        provider = Bare()

    assert offered(Target()) == ("provider",)


@pytest.mark.parametrize(
    ("function", "takes"),
    [
        (lambda env, service: None, "(env, service)"),
        (lambda environment, settings, service, /: None, "(environment, settings, service, /)"),
        (lambda environment, settings: None, "(environment, settings)"),
        (lambda environment, settings, service, key: None, "(environment, settings, service, key)"),
        (lambda *facts: None, "(*facts)"),
        (lambda environment=1, *, more: None, "(environment, *, more)"),
    ],
)
def test_other_arguments_are_refused_in_one_line(function, takes):
    module = ModuleType("impl")
    module.traffic = function
    assert refusal(module) == (
        f"traffic of impl:Target takes {takes}, but is called with (environment, settings, service)"
    )


def test_a_method_without_self_is_refused():
    class Target:
        def provider(environment, settings): ...  # noqa: N805 - the mistake under test

    assert "provider of impl:Target takes (settings)" in refusal(Target())


async def _plain(environment, settings): ...


async def _generating(environment, settings):
    yield None


class _Callable:
    async def __call__(self, environment, settings): ...


@pytest.mark.parametrize(
    "function", [_plain, _generating, _Callable(), functools.partial(_plain, settings=None)]
)
def test_an_async_function_is_refused(function):
    module = ModuleType("impl")
    module.provider = function
    assert refusal(module) == "provider of impl:Target is async; make it a plain function"


def test_an_attribute_that_cannot_be_read_is_named():
    class Target:
        @property
        def provider(self):
            raise SystemExit(3)

    assert "provider of impl:Target cannot be read: SystemExit: 3" in refusal(Target())


def test_a_real_interrupt_stops_the_run():
    class Target:
        @property
        def provider(self):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        offered(Target())


def test_a_target_without_offers_is_refused_with_what_it_could_offer():
    class Target:
        def trafic(self): ...
        def optIn(self): ...  # noqa: N802 - the mistake under test
        def _provider(self): ...
        def zebra(self): ...

    line = refusal(Target())
    assert "impl:Target offers no question" in line
    assert "trafic (is it traffic?)" in line
    assert "optIn (is it opt_in?)" in line
    assert "zebra" not in line
    assert "_provider" not in line
    assert line.endswith("define at least one of: provider, traffic, environment, opt_in")


def test_of_a_module_the_classes_that_offer_something_are_named():
    module = ModuleType("launcher")

    class Target:
        def provider(self, environment, settings): ...

    class Other: ...

    module.Target, module.Other = Target, Other
    with pytest.raises(TargetError) as caught:
        capabilities(module, ARGUMENTS, "acme.launcher")
    assert "; name acme.launcher:Target, or define at least one of: " in str(caught.value)
    with pytest.raises(TargetError) as caught:
        capabilities(module, ARGUMENTS, "acme:launcher")
    assert "; define at least one of: " in str(caught.value)
    del module.Target
    with pytest.raises(TargetError) as caught:
        capabilities(module, ARGUMENTS, "acme.launcher")
    assert "; define at least one of: " in str(caught.value)


def test_a_target_without_anything_similar_is_refused():
    assert "it has nothing of a similar name" in refusal(object())


def test_a_target_that_cannot_be_listed_is_refused_all_the_same():
    class Target:
        def __dir__(self):
            raise ValueError

    assert "offers no question" in refusal(Target())


def test_a_misspelt_question_beside_an_offered_one_is_noticed():
    class Target:
        def provider(self, environment, settings): ...
        def traffics(self): ...

    found = capabilities(Target(), ARGUMENTS, "impl")
    assert found.lookalikes == (("traffics", "traffic"),)


def test_a_private_name_is_never_an_offer():
    class Target:
        def _secret(self): ...

    with pytest.raises(TargetError, match="offers no question"):
        capabilities(Target(), {"_secret": ()}, "impl")
