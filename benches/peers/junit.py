"""Counts the cases of a JUnit file with a parser that a user would pick: junit.py PARSER FILE

PARSER is test_results_parser (Codecov's, in Rust), junitparser, or elementtree (what a script of one's own begins with).
`merge` is what `junitparser merge` does: it reads the file into a new report, counts, and writes that, here to nowhere.
"""

import sys
from pathlib import Path


def codecov(path: Path) -> int:
    import test_results_parser

    return len(test_results_parser.parse_junit_xml(path.read_bytes()).testruns)


def junitparser(path: Path) -> int:
    from junitparser import JUnitXml

    return sum(1 for suite in JUnitXml.fromfile(str(path)) for _ in suite)


def elementtree(path: Path) -> int:
    from xml.etree import ElementTree

    return sum(1 for _ in ElementTree.parse(path).iter("testcase"))


def merge(path: Path) -> int:
    from junitparser import JUnitXml

    merged = JUnitXml()
    merged += JUnitXml.fromfile(str(path))
    merged.update_statistics()
    merged.write("/dev/null")
    return merged.tests


PARSERS = {"merge": merge, "test_results_parser": codecov, "junitparser": junitparser, "elementtree": elementtree}
print(PARSERS[sys.argv[1]](Path(sys.argv[2])))
