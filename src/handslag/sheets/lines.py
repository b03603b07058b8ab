"""The lines of a CSV file, counted while its rows are put together from them: a quotation mark that nothing closes
makes one row of all that follows."""

from collections.abc import Iterator
from typing import TextIO

from handslag.sheets.bounds import TooLarge


class Lines:
    """For `csv.reader`. Whoever reads calls `next_row` when a row is complete. `of_row`: characters of it so far."""

    def __init__(self, file: TextIO, most: int) -> None:
        self._file, self._most = file, most
        self.rows = self.of_row = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._file.readline(self._most + 1):
            self.of_row += len(line)
            if self.of_row > self._most:
                raise TooLarge("line", self._most, self.rows + 1)
            yield line

    def next_row(self) -> None:
        self.rows, self.of_row = self.rows + 1, 0
