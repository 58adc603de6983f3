#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""restool_test.py TOP: NXP's restool takes each command that we tell people to run.

restool cannot be run here. So this has a table of its object types, verbs and options,
as its sources say (nxp-qoriq/restool, b44748e: the arrays of "struct option" and of
"struct object_command" in *_commands.c), and what it refuses for other reasons. Pages,
examples and messages are searched for commands, and each is looked up. The example that
makes a container is run with a stand-in for restool that knows the same table."""

import os
import re
import subprocess
import sys
import tempfile

# what each verb takes: whether an object is named, and options (those with "=" have a value)
COMMON = {
    "info": (True, "verbose"),
    "destroy": (True, ""),
}
TABLE = {
    "dprc": {
        "sync": (False, ""),
        "list": (False, "full-path"),
        "show": (True, "resources resource-type="),
        "info": (True, "verbose"),
        "create": (True, "options= label="),
        "destroy": (True, ""),
        "assign": (True, "object= child= resource-type= count= plugged="),
        "unassign": (True, "object= child= resource-type= count="),
        "set-label": (True, "label="),
        "set-locked": (True, "locked="),
        "connect": (True, "endpoint1= endpoint2= committed-rate= max-rate="),
        "disconnect": (True, "endpoint="),
        "generate-dpl": (True, ""),
    },
    "dpni": {
        **COMMON,
        "create": (False, "options= num-queues= num-tcs= mac-entries= vlan-entries= qos-entries= "
                          "fs-entries= container= mac-filter-entries= vlan-filter-entries= "
                          "num-cgs= dist-key-size= num-channels= num-opr="),
        "update": (True, "mac-addr="),
    },
    "dpio": {**COMMON, "create": (False, "channel-mode= num-priorities= container=")},
    "dpbp": {**COMMON, "create": (False, "container=")},
    "dpmcp": {**COMMON, "create": (False, "options= container=")},
    "dpcon": {**COMMON, "create": (False, "num-priorities= container=")},
    "dpmac": {**COMMON, "create": (False, "mac-id= container=")},
}
CONTAINER_OPTIONS = {"DPRC_CFG_OPT_" + name for name in (
    "SPAWN_ALLOWED", "ALLOC_ALLOWED", "OBJ_CREATE_ALLOWED", "TOPOLOGY_CHANGES_ALLOWED",
    "AIOP", "IRQ_CFG_ALLOWED", "PL_ALLOWED")}


def refuse_values(values):
    """What restool has against the values of options, whatever the Management Complex says."""
    if values.get("object", "").startswith("dprc."):
        return "the plugged state of a dprc cannot be changed"
    if len(values.get("label", "")) > 15:
        return "a label has 15 characters at most"
    if values.get("channel-mode", "DPIO_LOCAL_CHANNEL") not in ("DPIO_LOCAL_CHANNEL",
                                                                "DPIO_NO_CHANNEL"):
        return "no such channel mode"
    return ""


def refuse(words, complete=True):
    """What restool has against the command, nothing when it takes it."""
    words = [word for word in words if word not in ("-s", "--script")]
    if len(words) < 2 or words[0] not in TABLE or words[1] not in TABLE[words[0]]:
        return "no such object type or verb"
    named, known = TABLE[words[0]][words[1]]
    options = [word[2:].partition("=") for word in words[2:] if word.startswith("--")]
    names = [word for word in words[2:] if not word.startswith("--")]
    if len(names) > named or (complete and len(names) < named):
        return "an object is named, and none is wanted, or the other way round"
    for name, sign, _ in options:
        if name + "=" not in known.split() and name not in known.split():
            return f"no option --{name}"
        if complete and bool(sign) != (name + "=" in known.split()):
            return f"--{name} has a value, and none is wanted, or the other way round"
    values = {name: value for name, _, value in options}
    if words[:2] == ["dprc", "create"]:
        for name in filter(None, values.get("options", "").split(",")):
            if name not in CONTAINER_OPTIONS:
                return f"no option {name} of containers"
    if words[:2] == ["dprc", "assign"] and complete and not ("object" in values and
                                                             "plugged" in values):
        return "neither an object with its plugged state"
    return refuse_values(values)


def commands(top):
    """Each command in pages and messages: place, words, whether it is complete."""
    for folder in ("docs", "tools", "src", "po", "debian", "examples"):
        for directory, _, files in os.walk(os.path.join(top, folder)):
            for file in files:
                path = os.path.join(directory, file)
                with open(path, encoding="utf-8", errors="replace") as stream:
                    text = stream.read().replace('"\n"', "")
                place = os.path.relpath(path, top)
                # what stands in a console, or begins a line of a script
                for match in re.finditer(r"^ *(?:# )?restool ([^\n#]*)$", text, re.M):
                    yield place, match.group(1).split(), True
                # what a sentence quotes
                for match in re.finditer(r"(?:``|')restool ([^'`]+)(?:``|')", text):
                    yield place, match.group(1).split(), False


# restool, for scripts: keeps what it was told, one command a line, and prints the name of
# what was created; dprc.1 is the root container
STAND_IN = """#!/bin/sh
[ "$1" != -s ] || shift
echo "$@" >> {state}
[ "$2" = create ] || exit 0
[ "$1" = dprc ] && first=2 || first=0
echo "$1.$(($(grep -c "^$1 create" {state}) - 1 + first))"
"""


def container(top, cpus):
    """What the example makes: its output, what it had done."""
    with tempfile.TemporaryDirectory() as directory:
        state = os.path.join(directory, "state")
        program = os.path.join(directory, "restool")
        with open(program, "w", encoding="utf-8") as file:
            file.write(STAND_IN.format(state=state))
        os.chmod(program, 0o755)
        done = subprocess.run([os.path.join(top, "examples", "make-container"), "dpmac.3", str(cpus)],
                              env={**os.environ, "PATH": directory + ":" + os.environ["PATH"]},
                              stdout=subprocess.PIPE, text=True, check=False)
        with open(state, encoding="utf-8") as file:
            return done.returncode, done.stdout, file.read().splitlines()


def has_interface(lines, cpus):
    """Whether a guest's Linux gets an interface from what was made."""
    made = [line.split()[0] for line in lines if " create" in line]
    plugged = [re.search(r"--object=(\S+)", line).group(1) for line in lines
               if line.startswith("dprc assign dprc.2 ")]
    wanted = {"dpni": 1, "dpbp": 1, "dpcon": cpus, "dpio": cpus, "dpmcp": cpus + 2}
    everything = [f"{kind}.{number}" for kind, count in wanted.items() for number in range(count)]
    connected = [line for line in lines if line.startswith("dprc connect dprc.1 ")]
    return (not any(refuse(line.split()) for line in lines) and
            all(made.count(kind) == count for kind, count in wanted.items()) and
            sorted(plugged) == sorted(everything) and
            "DPRC_CFG_OPT_ALLOC_ALLOWED" in lines[0] and
            all("--container=dprc.2" in line for line in lines[1:] if " create" in line) and
            f"--num-queues={cpus} " in next(line for line in lines if line.startswith("dpni")) and
            len(connected) == 1 and "--endpoint1=dpni.0" in connected[0] and
            lines.index(connected[0]) < lines.index(next(
                line for line in lines if "--object=dpni.0" in line)))


def main(top):
    """Prints TAP."""
    # that the table tells what restool does not take
    results = [(f"refused: {' '.join(words)}", bool(refuse(words))) for words in (
        ["dprc", "assign", "dprc.1", "--object=dprc.2", "--plugged=1"],
        ["dprc", "plug", "dprc.2"],
        ["dpni", "create", "--queues=2"],
        ["dprc", "create", "dprc.1", "--options=DPRC_CFG_OPT_ALL"],
        ["dpcon", "create", "dpcon.1"])]
    found = list(commands(top))
    results.append(("there are commands", bool(found)))
    for place, words, complete in found:
        said = refuse([word.strip('"') for word in words], complete)
        results.append((f"{place}: restool {' '.join(words)}" + (f": {said}" if said else ""),
                        not said))
    for cpus in (1, 2):
        status, said, lines = container(top, cpus)
        results.append((f"examples/make-container for {cpus} CPUs",
                        status == 0 and said == "dprc.2\n" and has_interface(lines, cpus)))
    print(f"1..{len(results)}")
    for number, (name, good) in enumerate(results, 1):
        print("ok" if good else "not ok", number, name.replace("#", ""))


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
