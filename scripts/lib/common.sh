# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced by the scripts of this folder's parent: where things are, how they
# speak, and how they get what is missing on the machine.

set -euo pipefail

# The checkout, and the place for downloads and for what is made of them. The
# cache lies outside the checkout, so that a second clone and a second run
# reuse it.
FSLMC_TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
FSLMC_CACHE=${FSLMC_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/libvirt-fslmc}
export FSLMC_TOP FSLMC_CACHE

# What is made here is installed, too, and the daemons' users are to read it.
umask 022

# An image may put other interpreters and libraries in front of the system's;
# the tools below are Debian's and want Debian's. A script that runs itself under
# fakeroot has been here before, and needs what fakeroot set.
export PATH="/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH"
[ -n "${FAKEROOTKEY:-}" ] || unset LIBRARY_PATH LD_LIBRARY_PATH

# say TEXT…: what is being done now, on standard error.
say()
{
    printf '==> %s\n' "$*" >&2
}

# die TEXT…: why it cannot go on; ends the script.
die()
{
    printf '%s: error: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# as_root COMMAND…: runs it as root, through sudo where needed.
as_root()
{
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "root is needed for '$*', and there is no sudo"
    fi
}

# source_files: prints the files of the project, without what was built from them.
source_files()
{
    if [ -e "$FSLMC_TOP/.git" ]; then
        git -C "$FSLMC_TOP" ls-files -co --exclude-standard
    else
        (cd "$FSLMC_TOP" && find . -path ./build -prune -o -type f -printf '%P\n')
    fi | while IFS= read -r file; do
        [ ! -f "$FSLMC_TOP/$file" ] || printf '%s\n' "$file"
    done
}

# _missing PACKAGE…: prints those that are not installed.
_missing()
{
    local package

    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null |
            grep -q '^install ok installed$' || printf '%s\n' "$package"
    done
}

# need_packages PACKAGE…: installs those Debian packages that are missing.
need_packages()
{
    [ -z "$(_missing "$@")" ] || with_lock install _install "$@" || exit
}

_install()
{
    local missing log=$FSLMC_CACHE/install.log

    # whoever had the lock may have installed them
    mapfile -t missing < <(_missing "$@")
    [ ${#missing[@]} != 0 ] || return 0

    say "installing ${missing[*]}"
    as_root apt-get -qq update
    # sudo drops the environment: the setting has to go along with the command;
    # a machine that has just booted may be at its own upgrades
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 \
        install --no-install-recommends -y "${missing[@]}" > "$log" 2>&1 ||
        { tail -n 20 "$log" >&2; die "apt could not install that, see $log"; }
}

# with_lock NAME COMMAND…: runs it while nobody else who uses the cache does.
with_lock()
{
    local name=$1
    shift

    mkdir -p "$FSLMC_CACHE/lock"
    (
        flock 9
        "$@"
    ) 9>"$FSLMC_CACHE/lock/$name"
}
