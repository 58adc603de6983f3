# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# releases: bookworm
#
# The operator's guide, followed word for word: each block that is marked as a
# file is written, each that is marked to be run is run, in their order.

# Prints a page as a script.
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

cd "$(mktemp -d)"
blocks /fslmc/top/docs/guide.rst > script
cat script
bash -eux script
