"""`python -m benchmarks [name]`: measures speed; results are printed and kept, nothing is asserted. Not here: what is measured.

python -m benchmarks            all but `scale`, then docs/performance.md is written
python -m benchmarks pages      page to validated statements, beside other ways to read the same pages
python -m benchmarks program    the whole build, a build without change, start-up, queries, export
python -m benchmarks scale      growth with the input (see benchmarks/scale.py)
"""

from __future__ import annotations

import sys
from importlib import import_module

NAMES = ("pages", "program", "scale")


def main(arguments: list[str]) -> None:
    """Runs the benchmark named, or those that take minutes and not hours."""
    if arguments and arguments[0] in ("-h", "--help"):
        print(__doc__)
    elif not arguments:
        for name in ("pages", "program"):
            import_module(f"benchmarks.{name}").main([])
        import_module("benchmarks.report").main()
    elif arguments[0] in NAMES:
        import_module(f"benchmarks.{arguments[0]}").main(arguments[1:])
    else:
        sys.exit(f"there is no benchmark {arguments[0]}; there are {', '.join(NAMES)}")


if __name__ == "__main__":
    main(sys.argv[1:])
