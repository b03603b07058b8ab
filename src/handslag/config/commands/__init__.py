"""One module per command of `handslag`. Each has `add(parsers)` and a function that gives the exit code."""
