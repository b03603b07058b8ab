"""Conditions of questions, in the part of XLSForm's expressions that forms really use.

`${name}`, texts in quotes, numbers, `= != < <= > >=`, `and`, `or`, `not(...)`, `selected(${name}, 'code')`,
`count-selected(${name})` and brackets. Several choices are one text with blanks between, as in XLSForm.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

_TOKEN = re.compile(
    r"\s*(?:(?P<name>\$\{\w+\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<sign><=|>=|!=|=|<|>|\(|\)|,)|(?P<word>[a-z][a-z-]*))"
)
_COMPARE = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class ExpressionError(ValueError):
    """The text is not an expression that we understand."""


def evaluate(expression: str, answers: Mapping) -> bool:
    """Whether `expression` holds for `answers` (name -> value). An empty expression always holds."""
    return not expression.strip() or _Parser(expression, answers).whole()


def names_in(expression: str) -> set[str]:
    """The names of the questions that `expression` looks at."""
    return set(re.findall(r"\$\{(\w+)\}", expression))


@lru_cache(maxsize=256)
def _tokens(expression: str) -> tuple[tuple[str, str], ...]:
    found, at = [], 0
    text = expression.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise ExpressionError(f"Not understood from here: {text[at:]}")
        found.append((match.lastgroup or "", match[match.lastgroup or 0]))
        at = match.end()
    return tuple(found)


def _as_text(value) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "OK"  # what XLSForm keeps for an acknowledgement
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


class _Parser:
    """Reads an expression from left to right and works it out at once."""

    def __init__(self, expression: str, answers: Mapping):
        self.tokens, self.at, self.answers = _tokens(expression), 0, answers

    def whole(self) -> bool:
        result = self._any()
        if self.at != len(self.tokens):
            raise ExpressionError(f"Something is left over: {self.tokens[self.at][1]}")
        return bool(result)

    def _next(self, *wanted: str) -> str | None:
        """The next token if it is one of `wanted`."""
        if self.at < len(self.tokens) and self.tokens[self.at][1] in wanted:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def _expect(self, sign: str) -> None:
        if not self._next(sign):
            raise ExpressionError(f"A {sign} is missing")

    def _any(self):
        result = self._all()
        while self._next("or"):
            right = self._all()
            result = bool(result) or bool(right)
        return result

    def _all(self):
        result = self._comparison()
        while self._next("and"):
            right = self._comparison()
            result = bool(result) and bool(right)
        return result

    def _comparison(self):
        left = self._value()
        sign = self._next(*_COMPARE)
        if not sign:
            return left
        right = self._value()
        try:
            return _COMPARE[sign](float(left), float(right))
        except ValueError:
            return _COMPARE[sign](left, right)

    def _value(self):
        if self._next("("):
            result = self._any()
            self._expect(")")
            return result
        if self.at == len(self.tokens):
            raise ExpressionError("The expression ends too early")
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "name":
            return _as_text(self.answers.get(text[2:-1]))
        if kind == "text":
            return text[1:-1]
        if kind == "number":
            return text
        return self._function(text)

    def _function(self, name: str):
        self._expect("(")
        first = self._any()
        result: bool | str
        if name == "selected":
            self._expect(",")
            result = str(self._any()) in str(first).split()
        elif name == "count-selected":
            result = str(len(str(first).split()))
        elif name == "not":
            result = not first
        else:
            raise ExpressionError(f"There is no function {name}")
        self._expect(")")
        return result
