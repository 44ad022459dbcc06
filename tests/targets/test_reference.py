"""From a reference to a target, and one clear line where it leads to none."""

from __future__ import annotations

import sys
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from datausage.targets.reference import Reference, TargetError, load, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Write = Callable[[str, str], Path]


@pytest.fixture(autouse=True)
def _import_state() -> Iterator[None]:
    path, modules = sys.path[:], set(sys.modules)
    yield
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        del sys.modules[name]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, source: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(source))
        return path

    return write


def refusal(reference: str, *roots: Path) -> str:
    with pytest.raises(TargetError) as caught:
        load(reference, roots)
    line = str(caught.value)
    assert line.startswith(reference)
    assert "\n" not in line
    return line


TARGET = """
    class Target:
        made = 0
        def __init__(self): type(self).made += 1
        def traffic(self, environment, settings, service): return "on"
    class Outer:
        class Inner:
            def traffic(self): return "inner"
        ready = Inner()
    target = Target()
    def make(): return Target()
    def make_class(): return Target
    def make_module():
        import sys
        return sys.modules[__name__]
    def traffic(environment, settings, service): return "off"
"""


def test_a_module_is_a_target(write, tmp_path):
    write("impl_a.py", TARGET)
    assert load("impl_a", [tmp_path]).traffic(None, None, None) == "off"


def test_a_module_of_a_package_is_a_target(write, tmp_path):
    write("pkg_a/__init__.py", "")
    write("pkg_a/impl.py", TARGET)
    assert load("pkg_a.impl", [tmp_path]).__name__ == "pkg_a.impl"


def test_a_class_is_instantiated_each_time(write, tmp_path):
    write("impl_b.py", TARGET)
    first, second = (load("impl_b:Target", [tmp_path]) for _ in range(2))
    assert type(first) is type(second)
    assert first is not second


def test_an_instance_is_taken_as_it_is(write, tmp_path):
    write("impl_c.py", TARGET)
    assert load("impl_c:target", [tmp_path]) is sys.modules["impl_c"].target


@pytest.mark.parametrize("name", ["make", "make_class"])
def test_a_factory_returns_an_instance_or_a_class(write, tmp_path, name):
    write("impl_d.py", TARGET)
    assert type(load(f"impl_d:{name}", [tmp_path])).__name__ == "Target"


def test_a_factory_may_return_a_module(write, tmp_path):
    write("impl_e.py", TARGET)
    assert load("impl_e:make_module", [tmp_path]) is sys.modules["impl_e"]


def test_a_partial_and_a_cached_function_are_factories(write, tmp_path):
    write(
        "impl_part.py",
        """
        import functools
        class Target: pass
        part = functools.partial(Target)
        @functools.cache
        def cached(): return Target()
        """,
    )
    for name in ("part", "cached"):
        assert type(load(f"impl_part:{name}", [tmp_path])).__name__ == "Target"


def test_an_instance_that_can_be_called_is_not_a_factory(write, tmp_path):
    write(
        "impl_call.py",
        """
        class Target:
            def __call__(self): raise RuntimeError("called")
        target = Target()
        """,
    )
    assert type(load("impl_call:target", [tmp_path])).__name__ == "Target"
    assert type(load("impl_call:Target", [tmp_path])).__name__ == "Target"


def test_an_attribute_of_an_object_is_found(write, tmp_path):
    write("impl_f.py", TARGET)
    assert load("impl_f:Outer.Inner", [tmp_path]).traffic() == "inner"
    assert load("impl_f:Outer.ready", [tmp_path]).traffic() == "inner"


def test_a_file_is_found_in_the_roots_in_order(write, tmp_path):
    write("one/deep/impl.py", "class Target: place = 'one'")
    write("two/deep/impl.py", "class Target: place = 'two'")
    write("two/only.py", "class Target: place = 'only'")
    roots = [tmp_path / "one", tmp_path / "two"]
    assert load("deep/impl.py:Target", roots).place == "one"
    assert load("only.py:Target", roots).place == "only"


def test_a_file_may_be_absolute(write):
    path = write("impl_abs.py", TARGET)
    assert load(str(path), []).traffic(None, None, None) == "off"
    assert type(load(f"{path}:Target", [])).__name__ == "Target"


def test_a_file_is_executed_once_per_process(write, tmp_path):
    write("impl_once.py", TARGET)
    assert load("impl_once.py", [tmp_path]) is load("impl_once.py", [tmp_path])


def test_a_file_may_define_dataclasses_and_import_its_neighbours(write, tmp_path):
    write("side/neighbour_a.py", "WORD = 'on'")
    write(
        "side/impl.py",
        """
        from __future__ import annotations
        from dataclasses import dataclass
        from neighbour_a import WORD
        @dataclass
        class Target:
            word: str = WORD
        """,
    )
    assert load("side/impl.py:Target", [tmp_path]).word == "on"


def test_a_file_of_a_package_may_import_relatively(write, tmp_path):
    write("src/pkg_b/__init__.py", "")
    write("src/pkg_b/words.py", "WORD = 'on'")
    write("src/pkg_b/impl.py", "from .words import WORD\nclass Target: word = WORD")
    target = load("src/pkg_b/impl.py:Target", [tmp_path])
    assert target.word == "on"
    assert type(target).__module__ == "pkg_b.impl"


def test_a_file_is_found_though_another_package_has_its_name(write, tmp_path):
    write("a/pkg_same/__init__.py", "")
    write("a/pkg_same/impl.py", "class Target: place = 'a'")
    write("b/pkg_same/__init__.py", "")
    write("b/pkg_same/impl.py", "class Target: place = 'b'")
    assert load("a/pkg_same/impl.py:Target", [tmp_path]).place == "a"
    assert load("b/pkg_same/impl.py:Target", [tmp_path]).place == "b"


def test_the_roots_stay_on_the_path_for_later_imports(write, tmp_path):
    write("late_a.py", "WORD = 'on'")
    write(
        "impl_g.py",
        "class Target:\n    def traffic(self):\n        import late_a\n        return late_a.WORD",
    )
    assert load("impl_g:Target", [tmp_path]).traffic() == "on"


def test_a_root_is_put_on_the_path_once(write, tmp_path):
    write("impl_h.py", TARGET)
    for _ in range(3):
        load("impl_h", [tmp_path, tmp_path])
    assert sys.path.count(str(tmp_path)) == 1


@pytest.mark.parametrize(
    ("written", "place", "is_file", "attributes"),
    [
        ("impl", "impl", False, ()),
        ("a.b:C.d", "a.b", False, ("C", "d")),
        ("a/b.py", "a/b.py", True, ()),
        ("a/b.py:C", "a/b.py", True, ("C",)),
        (r"C:\a\b.py", r"C:\a\b.py", True, ()),
        (r"C:\a\b.py:C.d", r"C:\a\b.py", True, ("C", "d")),
        ("C:/a.py/b.py:C", "C:/a.py/b.py", True, ("C",)),
        ("impl.py:a.py", "impl.py", True, ("a", "py")),
    ],
)
def test_a_drive_colon_confuses_nothing(written, place, is_file, attributes):
    assert parse(written) == Reference(written, place, is_file, attributes)


@pytest.mark.parametrize(
    "written", ["", ":Target", "a/b", r"C:\a\b:T", ".a", "a..b", "a b", "a\0b", "impl:a:b"]
)
def test_what_is_neither_a_module_nor_a_file_is_refused(written):
    with pytest.raises(TargetError, match="neither a module nor a file"):
        load(written, [])


@pytest.mark.parametrize("written", ["impl:", "impl.py:", "impl:1", "impl.py:a..b"])
def test_what_follows_the_colon_must_be_a_name(written):
    assert "after the colon" in refusal(written)


def test_a_missing_module_is_named_with_close_ones(write, tmp_path):
    write("implementation.py", "")
    line = refusal("implementatoin:Target", tmp_path)
    assert "there is no module 'implementatoin'" in line
    assert "did you mean implementation?" in line


def test_a_missing_module_of_a_package_is_not_a_missing_dependency(write, tmp_path):
    write("pkg_c/__init__.py", "")
    assert "there is no module 'pkg_c.impl'" in refusal("pkg_c.impl", tmp_path)


def test_a_dot_in_place_of_the_colon_is_recognised(write, tmp_path):
    write("impl_i.py", TARGET)
    assert "write impl_i:Target" in refusal("impl_i.Target", tmp_path)


def test_a_missing_file_is_named_with_close_ones(write, tmp_path):
    write("impl_j.py", "")
    line = refusal("imlp_j.py:Target", tmp_path)
    assert "there is no file imlp_j.py" in line
    assert "did you mean impl_j.py?" in line


@pytest.mark.parametrize("reference", ["folder.py", "no/such.py", "x" * 5000 + ".py", "a\0.py"])
def test_what_is_no_file_is_refused(tmp_path, reference):
    (tmp_path / "folder.py").mkdir()
    with pytest.raises(TargetError):
        load(reference, [tmp_path])


def test_a_missing_dependency_is_named(write, tmp_path):
    write("pkg_d/__init__.py", "")
    write("pkg_d/impl.py", "import surely_not_installed.part")
    line = refusal("pkg_d.impl", tmp_path)
    assert "pkg_d.impl was found, but it needs the module 'surely_not_installed'" in line


def test_a_missing_dependency_of_a_file_is_named(write, tmp_path):
    write("impl_k.py", "import impl_k_part")
    assert "needs the module 'impl_k_part'" in refusal("impl_k.py:Target", tmp_path)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("raise ValueError('bad plan')", "ValueError: bad plan"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("raise SystemExit", "SystemExit"),
        ("raise GeneratorExit('gone')", "GeneratorExit: gone"),
        ("from os import no_such", "ImportError: cannot import name 'no_such'"),
        ("raise ModuleNotFoundError('by hand')", "ModuleNotFoundError: by hand"),
        ("import pytest; pytest.skip('no', allow_module_level=True)", "Skipped: no"),
        ("import unittest; raise unittest.SkipTest('two\\nlines')", "SkipTest: two lines"),
        ("class E(Exception):\n    def __str__(self): raise E\nraise E", "E: (its message"),
    ],
)
@pytest.mark.parametrize("form", ["impl_l", "impl_l.py", "impl_l:Target", "impl_l.py:Target"])
def test_what_a_module_throws_on_import_is_named(write, tmp_path, source, said, form):
    write("impl_l.py", source)
    line = refusal(form, tmp_path)
    assert f"was found, but importing it raised {said}" in line
    assert "line 1)" in line or "line 3)" in line or "cannot import" in line or "Skipped" in line


def test_a_failed_import_leaves_no_half_module(write, tmp_path):
    write("impl_m.py", "raise ValueError")
    refusal("impl_m.py", tmp_path)
    assert "ValueError" in refusal("impl_m.py", tmp_path)


@pytest.mark.parametrize("form", ["impl_n", "impl_n.py"])
def test_a_syntax_error_is_named_with_its_line(write, tmp_path, form):
    write("impl_n.py", "x = 1\n\ndef broken(:\n")
    assert "impl_n.py line 3 is not valid Python: invalid syntax" in refusal(form, tmp_path)


def test_a_real_interrupt_while_importing_stops_the_run(write, tmp_path):
    write("impl_o.py", "raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        load("impl_o", [tmp_path])


def test_a_missing_object_is_named_with_close_ones(write, tmp_path):
    write("impl_p.py", TARGET)
    line = refusal("impl_p:Taregt", tmp_path)
    assert "there is no 'Taregt' in impl_p; did you mean Target" in line
    assert "there is no 'Iner' in Outer; did you mean Inner?" in refusal(
        "impl_p:Outer.Iner", tmp_path
    )


def test_a_property_that_raises_is_named(write, tmp_path):
    write(
        "impl_q.py",
        """
        class Box:
            @property
            def target(self): raise RuntimeError("no")
        box = Box()
        """,
    )
    assert "reading 'target' raised RuntimeError: no" in refusal("impl_q:box.target", tmp_path)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("class X:\n    def __init__(self, plan): pass", "X() raised TypeError"),
        ("class X:\n    def __init__(self): raise SystemExit(2)", "X() raised SystemExit: 2"),
        (
            "import abc\nclass X(abc.ABC):\n    @abc.abstractmethod\n    def f(self): pass",
            "abstract",
        ),
        ("def X(): raise ValueError('bad')", "X() raised ValueError: bad"),
        ("def X(plan, *, key, other=1, **rest): pass", "X needs arguments (plan, key)"),
        ("def X(): return None", "X() returned None"),
        ("def X(): return X", "X() returned a function"),
        ("async def X(): pass", "X is async"),
        ("X = None", "leads to None"),
    ],
)
def test_what_cannot_become_a_target_is_refused(write, tmp_path, source, said):
    write("impl_r.py", source)
    assert said in refusal("impl_r:X", tmp_path)
