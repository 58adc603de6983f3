# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced by the tests of this folder, which follow a page word for word.

# blocks PAGE: prints it as a script.
blocks()
{
    awk '
        inside && /^[^ ]/ {
            if (inside == "file") print "BLOCK"
            inside = ""; marked = 0
        }
        /^\.\. code-block::/ { marked = 1; next }
        marked && /^   :class: run$/ { inside = "run"; next }
        marked && /^   :class: file / { inside = "file"; print "cat > " $3 " <<\"BLOCK\""; next }
        inside == "file" && NF { print substr($0, 4) }
        inside == "run" && /^   # / { print substr($0, 6); count++ }
        END { if (count < 10) exit 1 }
    ' "$1"
}
