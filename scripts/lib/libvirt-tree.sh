# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced, by fetch-libvirt and by packaging: configures a source tree of libvirt,
# so that modules can be built for it. Needs nothing of the other files here.

# What modules see of libvirt's configuration: the drivers' headers.
_libvirt_options=(
    -Dremote_default_mode=legacy
    -Dauto_features=disabled
    -Ddriver_qemu=enabled
    -Ddriver_remote=enabled
    -Ddriver_libvirtd=enabled
    -Dnls=enabled
    -Dpciaccess=enabled
    -Dpolkit=enabled
    -Dudev=enabled
)

# What one version has and another does not.
_libvirt_optional_features=(json_c yajl)

_libvirt_generated_headers=(
    src/access/viraccessapicheck.h
    src/access/viraccessapicheckqemu.h
    src/remote/qemu_protocol.h
    src/remote/remote_protocol.h
    src/rpc/virkeepaliveprotocol.h
    src/rpc/virnetprotocol.h
)

# libvirt_configure SOURCE BUILD ARGUMENT…: with these of Meson's arguments, which
# say what the stock libvirt's paths and users are.
libvirt_configure()
{
    local source=$1 build=$2 feature args=()
    shift 2

    for feature in "${_libvirt_optional_features[@]}"; do
        ! grep -q "option('$feature'," "$source"/meson_options.txt ||
            args+=("-D$feature=enabled")
    done
    meson setup --wrap-mode=nodownload "${_libvirt_options[@]}" "${args[@]}" "$@" \
        "$build" "$source" &&
        ninja -C "$build" "${_libvirt_generated_headers[@]}"
}

# libvirt_is_configured BUILD
libvirt_is_configured()
{
    local header

    for header in "${_libvirt_generated_headers[@]}"; do
        [ -e "$1/$header" ] || return
    done
}
