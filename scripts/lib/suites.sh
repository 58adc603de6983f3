# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced after common.sh. The test suites. Each is a function that prints its
# results on standard output, one a line, in the form of tests/machine/run:
#   ok NAME (1.2 s)
#   not ok NAME
#   skip NAME: REASON
# with what explains a failure on standard error.

# shellcheck source=scripts/lib/meson.sh
. "$FSLMC_TOP/scripts/lib/meson.sh"

# suite_list: prints the name of each suite and what it is, in the order in
# which they run: what fails fast comes first.
suite_list()
{
    local release

    printf '%s\t%s\n' \
        source 'shellcheck, licence lines, translations' \
        seams "whether stock libvirt's QEMU drivers let us in" \
        unit "unit tests on this machine ($(native_arch))" \
        sanitizers 'the same under AddressSanitizer and UBSan' \
        threads 'those that have threads under ThreadSanitizer'
    for release in "${FSLMC_RELEASES[@]}"; do
        printf '%s\t%s\n' "native-$release" \
            "libvirtd of Debian $release on this machine ($(native_arch))"
    done
    printf '%s\t%s\n' native-others \
        "libvirtd of backports and of testing on this machine; Nova of testing"
    printf '%s\t%s\n' packages \
        "Debian packages: lintian, install, upgrade, removal; the RPM's list of files"
    printf '%s\t%s\n' runner 'whether the emulated machine tells failure from success'
    for release in "${FSLMC_RELEASES[@]}"; do
        printf '%s\t%s\n' "machine-$release" \
            "on a real fsl-mc bus: Debian $release, arm64, emulated"
    done
}

# suite_run NAME
suite_run()
{
    case $1 in
        native-others) _suite_native_others ;;
        native-*) _suite_native "${1#native-}" ;;
        machine-*) _suite_machine "${1#machine-}" ;;
        *) "_suite_$1" ;;
    esac
}

# _check NAME COMMAND…: a test that is one command.
_check()
{
    local name=$1 output
    shift

    if output=$("$@" 2>&1); then
        printf 'ok %s\n' "$name"
    else
        printf '%s\n' "$output" >&2
        printf 'not ok %s\n' "$name"
    fi
}

_is_script()
{
    head -n 3 "$1" | tr -d '\0' |
        grep -qE '^#!.*[/ ](ba|da)?sh( -[a-z]+)?$|^# shellcheck shell='
}

# Every file says its licence, but for those that cannot: data that a test
# compares byte by byte, text for people, the licence itself.
_check_licence()
{
    local file licence missing=0

    while IFS= read -r file; do
        case $file in
            *.md|*.png|*.xml|*.expected|*.expected.*|*/expected|COPYING*|*/COPYING|.gitignore|.clang-format|.editorconfig) continue ;;
            tests/*/data/*|tests/*data/*|tests/*.transcript|tests/*.topology) continue ;;
            tests/machine/rootfs/passwd|tests/machine/rootfs/group) continue ;;
            debian/*) continue ;;
        esac
        licence=LGPL-2.1-or-later
        # what is QEMU's, or tests that, has QEMU's licence
        case $file in
            src/qemu_device/*.[ch]|tests/qemu_device/*.[ch]) licence=GPL-2.0-or-later ;;
            # the kernel's own, as its modules have to have
            tests/machine/modules/*.c) licence=GPL-2.0-only ;;
        esac
        head -n 5 "$file" | grep -qa "SPDX-License-Identifier: $licence" ||
            { printf '%s: no licence line\n' "$file"; missing=1; }
    done < <(source_files)
    return "$missing"
}

# What differs from one libvirt to the next is in a header that is named after it, and what
# differs between QEMUs is in one.
_check_versions()
{
    ! grep -n 'FSLMC_QEMU\>' /dev/null "$FSLMC_TOP"/src/qemu_device/*.c &&
        ! grep -nE 'LIBVIR_VERSION_NUMBER|^#[[:space:]]*(if|else)' /dev/null \
            "$FSLMC_TOP"/src/{qemu,node_device}_fslmc/*.c &&
        ! grep -rn 'LIBVIR_VERSION_NUMBER <' "$FSLMC_TOP/src" --include='*.[ch]' \
              --exclude='*_compat.h'
}

# table_rows FILE: prints the rows of the table of libvirts in a page, as the list has
# them: words with one space between.
table_rows()
{
    sed -n '/^|* *libvirt  *|* *Debian *|*$/,/^$/p' "$1" | tr -d '|' |
        awk '$1 ~ /^[0-9]/ { $1 = $1; print }'
}

# Which libvirts there are modules for is said in the same words everywhere.
_check_libvirts()
{
    local page expected

    expected=$(libvirt_suites | awk '{ $2 = ""; $0 = $0; $1 = $1; print }')
    for page in README.md docs/compatibility.rst; do
        diff -u --label scripts/lib/libvirts --label "$page" - <(table_rows "$page") \
            <<< "$expected" || return
    done
}

_suite_source()
{
    local file

    need_packages shellcheck gettext patch
    cd "$FSLMC_TOP" || return
    while IFS= read -r file; do
        ! _is_script "$file" || _check "shellcheck $file" shellcheck "$file"
    done < <(source_files)
    _check licence _check_licence
    _check versions _check_versions
    _check libvirts _check_libvirts
    _check tests/packages/patches "$FSLMC_TOP/tests/packages/patches"
    _check translations scripts/translations --check
}

# A module that has none of the seams is told from one that has.
_check_no_seams()
{
    local said

    ! said=$("$FSLMC_TOP/scripts/check-seams" "$1") || return
    [ "$(grep -c 'not exported$' <<< "$said")" = "$(wc -l <<< "$said")" ]
}

# The tree of the libvirt that is installed here is that of its version.
_check_installed_tree()
{
    local tree version

    tree=$("$FSLMC_TOP/scripts/fetch-libvirt" --arch "$(native_arch)" installed) || return
    version=$(dpkg-query -W -f '${source:Version}' libvirt0)
    grep -qxF "$version" "$tree/source-version" &&
        grep -qF "VERSION \"${version%-*}\"" "$tree/$(native_arch)/meson-config.h"
}

_suite_seams()
{
    local arch version tree file

    for version in "${FSLMC_LIBVIRTS[@]}"; do
        tree=$("$FSLMC_TOP/scripts/fetch-libvirt" "$version")
        for file in "$tree"/*/lib/libvirt/connection-driver/libvirt_driver_qemu.so; do
            arch=${file#"$tree/"}
            _check "libvirt $version ${arch%%/*}" \
                "$FSLMC_TOP/scripts/check-seams" "$file"
        done
    done
    _check 'no seams' _check_no_seams "$tree/$(native_arch)/lib/libvirt.so.0"
    need_packages libvirt0
    _check 'installed libvirt' _check_installed_tree
}

# _meson_tests DIRECTORY TESTS ARGUMENT…: builds in it and runs these unit tests, words
# of one argument, or all.
_meson_tests()
{
    local directory=$1 tests=$2 log=$1/meson-logs/testlog.json status=0
    shift 2

    need_packages "${unit_test_packages[@]}"
    meson_ready "$directory" "$@"
    [ -n "$tests" ] || meson_compile "$directory" meson-test-prereq
    rm -f "$log"
    # a test may hang; that others use the machine is no reason to fail
    # shellcheck disable=SC2086 # words
    meson test -C "$directory" ${tests:---no-rebuild} --timeout-multiplier 10 \
        >/dev/null 2>&1 || status=$?
    [ ! -e "$log" ] || python3 "$FSLMC_TOP/scripts/lib/meson_results.py" "$log"
    return "$status"
}

_suite_unit()
{
    local arch args

    arch=$(native_arch)
    "$FSLMC_TOP/scripts/build" "$arch" >/dev/null
    mapfile -t args < "$FSLMC_TOP/build/$arch.arguments"
    _meson_tests "$FSLMC_TOP/build/$arch" '' "${args[@]}"
}

_suite_sanitizers()
{
    local args

    args=$(meson_project_args "$(native_arch)")
    mapfile -t args <<< "$args"
    ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1 \
    UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
        _meson_tests "$FSLMC_TOP/build/sanitize" '' "${args[@]}" \
        -Db_sanitize=address,undefined -Db_lundef=false
}

# What moves containers, watches the bus and asks the MC. Threads of the daemon's own
# are not among it: neither libvirt nor GLib is instrumented, see tests/fslmc/tsan*.
_suite_threads()
{
    local args version=${FSLMC_LIBVIRTS[0]}

    args=$(meson_project_args "$(native_arch)")
    mapfile -t args <<< "$args"
    _meson_tests "$FSLMC_TOP/build/tsan" "hostdev-$version choice-$version monitor mc driver" "${args[@]}" \
        -Db_sanitize=thread -Db_lundef=false
}

_suite_native()
{
    local stage tests status=0

    stage=$("$FSLMC_TOP/scripts/build" "$(native_arch)")
    "$FSLMC_TOP/tests/native/run" --release "$1" --overlay "$stage" \
        "$FSLMC_TOP"/tests/native/*/*.sh || status=$?
    # the split daemons are compiled of the newest libvirt only
    [ "$1" = "${FSLMC_RELEASES[-1]}" ] || return "$status"
    mapfile -t tests < <(grep -lx '# daemons: libvirtd split' "$FSLMC_TOP"/tests/native/*/*.sh)
    "$FSLMC_TOP/tests/native/run" --release "$1" --split --overlay "$stage" "${tests[@]}" ||
        status=$?
    return "$status"
}

# Suites that are no supported release. Where there is a module, what is for every
# release is done there, too, but for node devices and platform devices; without one the
# daemon is as stock. Of testing, there is Nova as well.
_suite_native_others()
{
    local stage suite suites status=0 tests

    stage=$("$FSLMC_TOP/scripts/build" "$(native_arch)")
    mapfile -t suites < <(printf '%s-backports\n' "${FSLMC_RELEASES[@]}"; echo "$FSLMC_TESTING")
    for suite in "${suites[@]}"; do
        tests=("$FSLMC_TOP"/tests/native/daemon/{no-module,no-qemu-module}.sh)
        [ -z "$(libvirt_of "$suite")" ] ||
            mapfile -t tests < <(grep -L '^# releases:' "$FSLMC_TOP"/tests/native/{conf,daemon,domain}/*.sh)
        [ "$suite" != "$FSLMC_TESTING" ] ||
            tests+=("$FSLMC_TOP/tests/native/clients/nova-metadata.sh")
        "$FSLMC_TOP/tests/native/run" --release "$suite" --overlay "$stage" "${tests[@]}" |
            sed "s/^[a-z ]* tests[^ :]*/& ($suite)/" || status=$?
    done
    return "$status"
}

# The package has modules for all libvirts of the list, and says so.
_check_package_libvirts()
{
    local driver expected="${FSLMC_LIBVIRTS[*]}"

    for driver in nodedev qemu; do
        diff -u <(printf '%s\n' "${FSLMC_LIBVIRTS[@]}" | sort -V) \
            <(dpkg-deb -c "$1" |
                  sed -nE "s/.*libvirt_fslmc_$driver-([0-9.]*)\.so$/\1/p" | sort -V) ||
            return
    done
    dpkg-deb -f "$1" Description | tr '\n' ' ' | grep -F "modules for libvirt ${expected// /, }."
}

_suite_packages()
{
    local arch package release status=0

    need_packages cpio libvirt0 lintian rpm
    for arch in $(default_arches); do
        package=$("$FSLMC_TOP/scripts/make-deb" --missing "$arch")
        # shellcheck disable=SC2086 # one or more
        _check "lintian $arch" lintian --allow-root --fail-on error,warning $package
        _check "libvirts $arch" _check_package_libvirts \
            "$(grep '/libvirt-fslmc_[^/]*$' <<< "$package")"
    done
    _check tests/packages/spec "$FSLMC_TOP/tests/packages/spec" \
        "$("$FSLMC_TOP/scripts/build" "$(native_arch)")"
    _check tests/packages/rpm-source "$FSLMC_TOP/tests/packages/rpm-source"
    _check tests/packages/installed "$FSLMC_TOP/tests/packages/installed"

    package=$(find "$FSLMC_TOP/build/deb/$(native_arch)" -name 'libvirt-fslmc_*.deb')
    for release in "${FSLMC_RELEASES[@]}"; do
        "$FSLMC_TOP/tests/native/run" --release "$release" --package "$package" \
            "$FSLMC_TOP/tests/packages/life.sh" || status=$?
    done
    "$FSLMC_TOP/tests/native/run" --release "${FSLMC_RELEASES[0]}" \
        --next "${FSLMC_RELEASES[-1]}" --package "$package" \
        "$FSLMC_TOP"/tests/packages/{autopkgtest,upgrade}.sh || status=$?
    return "$status"
}

_suite_runner()
{
    _check tests/machine/selftest/check "$FSLMC_TOP/tests/machine/selftest/check"
}

# Whoever adds a folder of tests to the machine adds it here by that alone.
_machine_tests()
{
    find "$FSLMC_TOP/tests/machine" -mindepth 2 -maxdepth 2 -name '*.sh' \
        -not -path '*/guest/*' | LC_ALL=C sort
}

_suite_machine()
{
    local stage tests

    stage=${FSLMC_STAGE:-$("$FSLMC_TOP/scripts/build" arm64)}
    mapfile -t tests < <(_machine_tests)
    "$FSLMC_TOP/tests/machine/run" --release "$1" --overlay "$stage" "${tests[@]}"
}
