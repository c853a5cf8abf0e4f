"""Renders reports as GitHub renders them, with the renderer that GitHub made (cmark-gfm), reads the result as a browser
does (html5lib), and prints what is in it that must not be: a JSON list of lists.

python render.py OWN < REPORTS      OWN: what links of ours begin with; REPORTS: a JSON list of {"markdown", "mark", "hidden"}

`mark` is in every text from outside, which may stand in code alone. `hidden` is the one comment that may be there.
"""

import json
import re
import sys

import cmarkgfm
import html5lib
from cmarkgfm.cmark import Options

ELEMENTS = {
    "h2": set(), "h3": set(), "p": set(), "ul": set(), "li": set(), "code": {"class"}, "pre": {"lang"}, "strong": set(), "em": set(),
    "details": set(), "summary": set(), "a": {"href"}, "table": set(), "thead": set(), "tbody": set(), "tr": set(), "th": set(), "td": set(),
}
MENTION = re.compile(r"@\w|#\d|\bGH-\d|\b[0-9a-f]{7,40}\b|://|www\.")


def faults(report, own):
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES | Options.CMARK_OPT_GITHUB_PRE_LANG
    page = cmarkgfm.github_flavored_markdown_to_html(report["markdown"], options=options)
    body = html5lib.parseFragment(page, treebuilder="dom")
    found = []

    def text(value, in_code):
        if in_code:
            return
        if report["mark"] in value:
            found.append(f"text from outside is prose: {value[:200]!r}")
        elif MENTION.search(value):
            found.append(f"GitHub makes a link of it: {value[:200]!r}")

    def visit(node, in_code):
        if node.nodeType == node.COMMENT_NODE:
            if node.data.strip() != report["hidden"]:
                found.append(f"a comment: {node.data[:200]!r}")
        elif node.nodeType == node.TEXT_NODE:
            text(node.data, in_code)
        elif node.nodeType == node.ELEMENT_NODE:
            name, attributes = node.tagName, dict(node.attributes.items())
            if name not in ELEMENTS:
                found.append(f"an element <{name}>")
            for key, value in attributes.items():
                if key not in ELEMENTS.get(name, ()) or report["mark"] in value:
                    found.append(f"{key}={value[:200]!r} of <{name}>")
            if name == "a" and not attributes.get("href", "").startswith(own):
                found.append(f"a link to {attributes.get('href')!r}")
            if name == "details" and len([1 for one in node.childNodes if getattr(one, "tagName", "") == "summary"]) != 1:
                found.append("a <details> without its <summary>")
            for child in node.childNodes:
                visit(child, in_code or name == "code")

    for child in body.childNodes:
        visit(child, False)
    if page.count("<details>") != page.count("</details>"):
        found.append("<details> are not balanced")
    if len(report["markdown"].encode("utf-16-le")) // 2 > 65_536:
        found.append("it is too long")
    return found


print(json.dumps([faults(report, sys.argv[1]) for report in json.load(sys.stdin)]))
