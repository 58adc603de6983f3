# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced after common.sh and apt-root.sh. Building for another architecture:
# the headers and libraries of a Debian release, unpacked into a directory, and
# the Meson cross file that points a cross compiler there.

# What this project and the configuration of libvirt's sources link against.
sysroot_packages=(
    libc6-dev
    libglib2.0-dev
    libgnutls28-dev
    libjson-c-dev
    libpciaccess-dev
    libtirpc-dev
    libudev-dev
    libxml2-dev
    libyajl-dev
)

# What this project links against besides; it is added to a sysroot that is there.
sysroot_added_packages=(libfdt-dev)

# native_arch: prints the machine's own architecture, in Debian's words.
native_arch()
{
    dpkg --print-architecture
}

# default_arches: prints what is built when nothing is said: for the machine
# itself, and for the machines that have the bus.
default_arches()
{
    printf '%s\n' "$(native_arch)" arm64 | sort -u
}

# arch_triplet ARCH: prints the name of its library directory.
arch_triplet()
{
    need_packages dpkg-dev
    dpkg-architecture -a "$1" -q DEB_HOST_MULTIARCH 2>/dev/null
}

# sysroot_dir RELEASE ARCH: prints where that sysroot lies.
sysroot_dir()
{
    printf '%s/sysroot/%s-%s\n' "$FSLMC_CACHE" "$1" "$2"
}

# unpack_package FILE DIRECTORY PATTERN…: unpacks those members of a Debian
# package that match; a package without any is no error.
unpack_package()
{
    local file=$1 directory=$2
    shift 2

    dpkg-deb --fsys-tarfile "$file" |
        tar -x -C "$directory" --keep-directory-symlink --wildcards "$@" \
            2>/dev/null || :
}

_sysroot_create()
{
    local release=$1 arch=$2 directory triplet link target package packages
    local wanted="${sysroot_packages[*]}"

    directory=$(sysroot_dir "$release" "$arch")
    [ "$(cat "$directory/packages" 2>/dev/null)" != "$wanted" ] || return 0

    say "headers and libraries of Debian $release, $arch"
    triplet=$(arch_triplet "$arch")
    packages=$(apt_root_download "$release" "$arch" "${sysroot_packages[@]}")

    rm -rf "$directory"
    mkdir -p "$directory/root/usr/lib"
    ln -s usr/lib "$directory/root/lib"
    # the loader's directory where it is not lib
    mkdir -p "$directory/root/usr/lib64"
    ln -s usr/lib64 "$directory/root/lib64"
    for package in $packages; do
        unpack_package "$package" "$directory/root" \
            './usr/include/*' './usr/share/pkgconfig/*' \
            "./usr/lib/$triplet/*" "./lib/$triplet/*" './lib/ld-*' './lib64/*'
    done

    # an absolute link would lead out of the sysroot
    find "$directory/root" -type l -lname '/*' -print0 |
        while IFS= read -r -d '' link; do
            target=$directory/root$(readlink "$link")
            ln -sfn "$(realpath -ms --relative-to="${link%/*}" "$target")" "$link"
        done

    _sysroot_cross_file "$directory" "$triplet" > "$directory/cross.ini"
    printf '%s\n' "$wanted" > "$directory/packages"
}

_sysroot_cross_file()
{
    local root=$1/root triplet=$2 cpu=${2%%-*}

    cat <<END
[constants]
root = '$root'

[binaries]
c = ['$triplet-gcc', '--sysroot=' + root]
ar = '$triplet-gcc-ar'
nm = '$triplet-gcc-nm'
strip = '$triplet-strip'
objcopy = '$triplet-objcopy'
readelf = '$triplet-readelf'
pkgconfig = 'pkg-config'

[properties]
sys_root = root
pkg_config_libdir = [root / 'usr/lib/$triplet/pkgconfig', root / 'usr/share/pkgconfig']

[host_machine]
system = 'linux'
cpu_family = '$cpu'
cpu = '$cpu'
endian = 'little'
END
}

_sysroot_add()
{
    local release=$1 arch=$2 directory triplet package packages
    local wanted="${sysroot_added_packages[*]}"

    directory=$(sysroot_dir "$release" "$arch")
    [ "$(cat "$directory/added" 2>/dev/null)" != "$wanted" ] || return 0

    triplet=$(arch_triplet "$arch")
    packages=$(apt_root_download "$release" "$arch" "${sysroot_added_packages[@]}")
    for package in $packages; do
        unpack_package "$package" "$directory/root" './usr/include/*fdt*' \
            "./usr/lib/$triplet/libfdt*"
    done
    printf '%s\n' "$wanted" > "$directory/added"
}

# sysroot RELEASE ARCH: makes it, or finds it made.
sysroot()
{
    arch_triplet "$2" >/dev/null
    with_lock "sysroot-$1-$2" _sysroot_create "$@"
    with_lock "sysroot-$1-$2" _sysroot_add "$@"
}
