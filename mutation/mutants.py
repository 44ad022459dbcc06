"""Mutants: the same module with one small change.

The changes are those of mutmut, to functions as well as to what stands outside of them, with
decorated functions and tables; and, of our own, conditions that are turned round. Left out are
those of mutmut's that nearly always end in an error at once, or repeat another one: None in the
place of an argument, and texts in another case.
"""

from __future__ import annotations

import difflib
import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import libcst as cst
import libcst.matchers as m
from mutmut.mutation import mutators

from mutation.records import ROOT, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Operator = Callable[[Any], Iterable[cst.CSTNode]]

NOT_CHANGED: Final = (
    cst.Annotation,
    cst.Decorator,
    cst.Import,
    cst.ImportFrom,
    cst.TypeAlias,
)


STRICT: Final = m.Arg(keyword=m.Name("strict"))
"""What guards that the things zipped are of one length, which they are."""


def _negated(node: cst.If | cst.CompIf | cst.While) -> Iterator[cst.CSTNode]:
    """Turn a condition round."""
    if m.matches(node.test, m.UnaryOperation(operator=m.Not())):
        # Mutmut takes the "not" away.
        return
    inner = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    yield node.with_changes(test=cst.UnaryOperation(cst.Not(), inner))


def _without_one_argument(node: cst.Call) -> Iterator[cst.CSTNode]:
    if len(node.args) > 1:
        for number, argument in enumerate(node.args):
            if not m.matches(argument, STRICT):
                yield node.with_changes(args=[*node.args[:number], *node.args[number + 1 :]])


def _other_text(node: cst.BaseString) -> Iterator[cst.CSTNode]:
    yield from list(mutators.operator_string(node))[:1]


INSTEAD: Final[dict[Any, Operator]] = {
    mutators.operator_arg_removal: _without_one_argument,
    mutators.operator_string: _other_text,
}
OPERATORS: Final[list[tuple[Any, Operator]]] = [
    *((kind, INSTEAD.get(change, change)) for kind, change in mutators.mutation_operators),
    ((cst.If, cst.CompIf, cst.While), _negated),
]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change: where it is, and the whole source."""

    place: Place
    source: str
    number: int = 0

    @property
    def key(self) -> str:
        """What names it, as long as the function stays the same."""
        text = "\0".join([*self.place, str(self.number)])
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class _Visitor(cst.CSTVisitor):
    """Collects the changes of a statement, each with the function it is in."""

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[tuple[str, cst.CSTNode, cst.CSTNode]] = []
        self._names: list[str] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, NOT_CHANGED) or m.matches(node, STRICT):
            return False
        if _is_for_types(node) or _is_docstring(node):
            return False
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            self._names.append(node.name.value)
        for kind, operator in OPERATORS:
            if isinstance(node, kind):
                here = ".".join(self._names)
                self.changes += [(here, node, changed) for changed in operator(node)]
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef):
            self._names.pop()


def _is_for_types(node: cst.CSTNode) -> bool:
    """Say whether a statement matters to type checkers alone: imports for them, and aliases."""
    generic = m.OneOf(*(m.Name(name) for name in ("Callable", "Mapping", "Sequence", "tuple")))
    return m.matches(
        node,
        m.If(test=m.Name("TYPE_CHECKING"))
        | m.Assign(value=m.Call(func=m.Name("TypeVar")))
        | m.Assign(value=m.Subscript(value=generic)),
    )


def _is_docstring(node: cst.CSTNode) -> bool:
    return m.matches(node, m.SimpleStatementLine(body=[m.Expr(value=m.SimpleString())]))


class _Replacing(cst.CSTTransformer):
    def __init__(self, old: cst.CSTNode, new: cst.CSTNode) -> None:
        super().__init__()
        self._old, self._new, self._done = old, new, False

    def on_visit(self, node: cst.CSTNode) -> bool:
        return not self._done and node is not self._old

    def on_leave(self, original_node: cst.CSTNode, updated_node: Any) -> Any:
        if original_node is self._old:
            self._done = True
            return self._new
        return updated_node


def mutants(module: str) -> list[Mutant]:
    """Return the mutants of a module, named by its path."""
    source = (ROOT / module).read_text("utf-8")
    tree = cst.parse_module(source)
    codes = [tree.code_for_node(statement) for statement in tree.body]
    before = "".join(tree.code_for_node(line) for line in tree.header)
    found, met = [], Counter[Place]()
    for number, statement in enumerate(tree.body):
        visitor = _Visitor()
        statement.visit(visitor)
        after = "".join(codes[number + 1 :])
        for function, old, new in visitor.changes:
            changed = tree.code_for_node(statement.visit(_Replacing(old, new)))
            whole = before + changed + after
            if changed == codes[number] or not _compiles(whole):
                continue
            place = Place(module, function, *_lines(codes[number], changed))
            found.append(Mutant(place, whole, met[place]))
            met[place] += 1
        before += codes[number]
    return found


def _compiles(source: str) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


def _lines(before: str, after: str) -> tuple[str, str]:
    """Return the lines that differ, as one text each."""
    old, new = before.splitlines(), after.splitlines()
    was: list[str] = []
    becomes: list[str] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            was += [line.strip() for line in old[a:b]]
            becomes += [line.strip() for line in new[c:d]]
    return " ".join(was), " ".join(becomes)
