"""Runs the test cases of a class and leaves a JUnit file where the pipeline asks for it."""

import os
import pathlib
import sys
import time
import unittest
import xml.etree.ElementTree as xml

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))


def run(case):
    """Ends the program: 0 if every test of the case passed."""
    document = xml.Element("testsuite", name=case.__name__)
    is_well = True
    for test in unittest.defaultTestLoader.loadTestsFromTestCase(case):
        result = unittest.TestResult()
        started = time.monotonic()
        test.run(result)
        told = xml.SubElement(document, "testcase", classname=case.__name__, name=test._testMethodName)
        told.set("time", f"{time.monotonic() - started:.3f}")
        for _, text in result.failures + result.errors:
            message = text.strip().splitlines()[-1]
            xml.SubElement(told, "failure", message=message).text = text
            print(text, file=sys.stderr)
        is_well = is_well and result.wasSuccessful()
    folder = pathlib.Path(os.environ.get("PIPEWRIGHT_OUTPUT", "."))
    xml.ElementTree(document).write(folder / "junit.xml", encoding="utf-8", xml_declaration=True)
    sys.exit(0 if is_well else 1)
