# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced after common.sh. An apt of our own for another release or another
# architecture of Debian: it resolves and downloads, verified by the archive's
# signatures as always, and never touches the system's apt or dpkg. Archive,
# proxies and credentials are those of the system's own configuration.
#
# Where RELEASE is RELEASE-backports, the packages are those of the backports
# where they have them, and the release's own otherwise.

# apt_root_dir RELEASE ARCH: prints where that apt keeps its files.
apt_root_dir()
{
    printf '%s/apt/%s-%s\n' "$FSLMC_CACHE" "$1" "$2"
}

# The archive that the system uses, by the label in its Release file.
_apt_archive()
{
    local uri

    # shellcheck disable=SC2016 # the dollars are apt's
    uri=$(apt-get indextargets \
              --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' "Created-By: Packages" |
              sed -n "0,/^Debian|$1|/s/^Debian|$1|//p")
    # a system without the security archive has it beside the main one
    if [ -z "$uri" ] && [ "$1" = Debian-Security ]; then
        uri=$(_apt_archive Debian | sed 's,/debian/*$,/debian-security/,')
    fi
    [ -n "$uri" ] || die "apt knows no archive of Debian: run 'apt-get update' first"
    printf '%s\n' "$uri"
}

# What _apt_root_create writes about the archives that it found.
_apt_root_sources()
{
    local base=${release%-backports} type suite suites

    # what is unstable is neither updated nor secured by a suite of its own
    suites=("$main $base")
    [[ $base =~ ^(sid|unstable|experimental)$ ]] ||
        suites+=("$main $base-updates" "$security $base-security")
    [ "$base" = "$release" ] || suites+=("$main $release")
    for type in deb deb-src; do
        for suite in "${suites[@]}"; do
            printf '%s [signed-by=%s] %s main\n' "$type" "$keyring" "$suite"
        done
    done
}

_apt_root_create()
{
    local release=$1 arch=$2 root main security
    local keyring=/usr/share/keyrings/debian-archive-keyring.gpg

    root=$(apt_root_dir "$release" "$arch")
    # good for a day, as with apt's own daily update
    [ -z "$(find "$root/updated" -mtime -1 2>/dev/null)" ] || return 0

    # a system that never fetched the lists does not know what its archives are
    [ -n "$(apt-get indextargets 'Created-By: Packages')" ] ||
        as_root apt-get -qq update

    say "apt for Debian $release, $arch"
    main=$(_apt_archive Debian)
    security=$(_apt_archive Debian-Security)
    mkdir -p "$root"/etc/apt/{apt.conf.d,preferences.d,trusted.gpg.d} \
        "$root"/var/lib/apt/lists/partial "$root"/var/lib/dpkg \
        "$root"/var/cache/apt/archives/partial
    : > "$root/var/lib/dpkg/status"
    _apt_root_sources > "$root/etc/apt/sources.list"
    {
        apt-config dump | grep '^Acquire::' || :
        cat <<END
Dir "$root";
Dir::State::status "$root/var/lib/dpkg/status";
Dir::Etc::netrc "/etc/apt/auth.conf";
Dir::Etc::netrcparts "/etc/apt/auth.conf.d";
APT::Architecture "$arch";
APT::Architectures { "$arch"; };
APT::Install-Recommends "false";
APT::Default-Release "$release";
APT::Sandbox::User "root";
Acquire::Languages "none";
END
    } > "$root/apt.conf"
    APT_CONFIG="$root/apt.conf" apt-get -qq update
    touch "$root/updated"
}

# apt_root RELEASE ARCH: makes it ready; a day-old one is brought up to date.
apt_root()
{
    with_lock "apt-$1-$2" _apt_root_create "$@"
}

# apt_root_run RELEASE ARCH COMMAND…: runs an apt command on it.
apt_root_run()
{
    local root
    root=$(apt_root_dir "$1" "$2")
    shift 2
    APT_CONFIG="$root/apt.conf" "$@"
}

_apt_root_download()
{
    local release=$1 arch=$2
    shift 2
    apt_root_run "$release" "$arch" \
        apt-get -qq -o Debug::NoLocking=true --download-only -y install "$@" >&2
}

# apt_root_download RELEASE ARCH PACKAGE…: downloads these packages with all
# that they depend on, and prints the path of each package file, one a line.
apt_root_download()
{
    local release=$1 arch=$2 archives line file

    apt_root "$release" "$arch"
    with_lock "apt-$release-$arch" _apt_root_download "$@"
    archives=$(apt_root_dir "$release" "$arch")/var/cache/apt/archives
    shift 2
    # "Inst name (version archive [arch])": the file name has ':' quoted
    apt_root_run "$release" "$arch" apt-get -qq -s install "$@" |
        sed -nE 's/^Inst ([^ ]+) \(([^ ]+) .*\[([a-z0-9]+)\].*/\1_\2_\3.deb/p' |
        while read -r line; do
            file=$archives/${line//:/%3a}
            [ -e "$file" ] || die "apt did not leave $file"
            printf '%s\n' "$file"
        done
}
