#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""messages_test.py PAGE CATALOGUE: the messages that the page explains are some
that we print. "…" in the page is anything, and so is an argument of a message."""

import ast
import re
import sys

from docutils import core, nodes


def explained(path):
    """The terms of the page's definition lists."""
    with open(path, encoding="utf-8") as file:
        tree = core.publish_doctree(file.read(), path, settings_overrides={"report_level": 5})
    for term in tree.findall(nodes.term):
        yield term.astext()


def printed(path):
    """The messages of a catalogue."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for lines in re.findall(r'^msgid ((?:".*"\n)+)', text, re.M):
        message = "".join(ast.literal_eval(line) for line in lines.splitlines())
        if message:
            yield message


def same(term, message):
    """Whether the term is in the message, or the message with some arguments."""
    arguments = r"%\d\$(?:l?[a-z])"
    wanted = ".+".join(re.escape(part) for part in re.split(" ?… ?", term))
    said = ".+".join(re.escape(part) for part in re.split(arguments, message))
    return bool(re.search(wanted, re.sub(arguments, "X", message)) or
                re.fullmatch(said, term.replace("…", "X")))


def main(page, catalogue):
    """Prints TAP."""
    messages = list(printed(catalogue))
    terms = list(explained(page))
    print(f"1..{len(terms)}")
    for number, term in enumerate(terms, 1):
        good = any(same(term, message) for message in messages)
        print("ok" if good else "not ok", number, re.sub(r"[#\\]", "", term))


main(*sys.argv[1:])
