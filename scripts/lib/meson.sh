# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced after common.sh. Meson for one architecture, and the versions that
# are built for.

# shellcheck source=scripts/lib/apt-root.sh
. "$FSLMC_TOP/scripts/lib/apt-root.sh"
# shellcheck source=scripts/lib/sysroot.sh
. "$FSLMC_TOP/scripts/lib/sysroot.sh"

# The releases that are supported, the oldest first: what is compiled against the
# oldest one's C library and GLib loads on all.
# shellcheck disable=SC2034 # for those who source this
FSLMC_RELEASES=(bookworm trixie)
# The release to come.
# shellcheck disable=SC2034
FSLMC_TESTING=forky

# libvirt_suites: prints the list of libvirts that there are modules for, "VERSION
# SUITE NAME" a line.
libvirt_suites()
{
    sed '/^#/d' "$FSLMC_TOP/scripts/lib/libvirts"
}

# The versions, each once.
# shellcheck disable=SC2034
mapfile -t FSLMC_LIBVIRTS < <(libvirt_suites | awk '!seen[$1]++ { print $1 }')

# libvirt_of SUITE: prints the version that this suite has.
libvirt_of()
{
    libvirt_suites | awk -v suite="$1" '$2 == suite { print $1 }'
}

# suites_of VERSION: prints the suites that have it, one a line.
suites_of()
{
    libvirt_suites | awk -v version="$1" '$1 == version { print $2 }'
}

# The QEMU of each release, which stays within its series.
# shellcheck disable=SC2034
FSLMC_QEMUS=(7.2 10.0)

# What the unit tests need beside a compiler; a tree's libvirt.so.0 is loaded, and
# links to what libvirt0 depends on.
# shellcheck disable=SC2034
unit_test_packages=(device-tree-compiler gettext graphviz libjson-c5 libvirt0 libxml2-utils python3 python3-docutils)

# meson_arch_args ARCH: gets ready what compiling for that architecture needs,
# and prints the arguments of 'meson setup' for it, one a line.
meson_arch_args()
{
    local triplet release=${FSLMC_RELEASES[0]}

    need_packages meson ninja-build pkgconf
    triplet=$(arch_triplet "$1")
    printf '%s\n' --prefix=/usr "--libdir=lib/$triplet" --sysconfdir=/etc \
        --localstatedir=/var
    if [ "$1" = "$(native_arch)" ]; then
        need_packages gcc libc6-dev libumockdev-dev umockdev "${sysroot_packages[@]}" \
            "${sysroot_added_packages[@]}"
    else
        need_packages "gcc-${triplet//_/-}"
        sysroot "$release" "$1"
        printf '%s\n' "--cross-file=$(sysroot_dir "$release" "$1")/cross.ini"
    fi
}

# meson_project_args ARCH: the same for this project, with the trees of all libvirts
# and QEMUs that are supported.
meson_project_args()
{
    local trees qemus

    trees=$("$FSLMC_TOP/scripts/fetch-libvirt" --arch "$1" supported | paste -sd ,) ||
        return
    qemus=$("$FSLMC_TOP/scripts/fetch-qemu" supported | paste -sd ,) || return
    meson_arch_args "$1"
    printf -- '-Dlibvirt_trees=%s\n' "$trees"
    printf -- '-Dqemu_trees=%s\n' "$qemus"
}

# meson_ready DIRECTORY ARGUMENT…: sets the build directory up, from nothing
# when it was set up with other arguments, and leaves it alone otherwise.
meson_ready()
{
    local directory=$1 arguments=$1.arguments
    shift

    if [ -e "$directory/build.ninja" ] &&
           [ "$(cat "$arguments" 2>/dev/null)" = "$(printf '%s\n' "$@")" ]; then
        return
    fi
    rm -rf "$directory"
    mkdir -p "$directory"
    meson setup --wrap-mode=nodownload -Dwerror=true "$@" \
        "$directory" "$FSLMC_TOP" > "$directory.log" ||
        { tail -n 20 "$directory.log" >&2; die "meson setup failed"; }
    printf '%s\n' "$@" > "$arguments"
}

# meson_compile DIRECTORY [TARGET…]: quietly, as long as all goes well.
meson_compile()
{
    ninja -C "$@" > "$1.log" 2>&1 || { cat "$1.log" >&2; die "it does not compile"; }
}
