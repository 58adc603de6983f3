# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: desktop
# releases: bookworm
#
# virt-manager itself: the details page of a guest with the hostdev, "Remove", and
# its XML tab. The pictures are build/native/*/virt-manager-*.png.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

with_plugin
start_with_kvm
virsh define "$GUEST"

# what the packages' own scripts would do
glib-compile-schemas /usr/share/glib-2.0/schemas
update-mime-database /usr/share/mime
"/usr/lib/$MULTIARCH/gdk-pixbuf-2.0/gdk-pixbuf-query-loaders" --update-cache

export DISPLAY=:1 GSETTINGS_BACKEND=memory LC_ALL=C.UTF-8 XDG_RUNTIME_DIR=/tmp NO_AT_BRIDGE=1
Xvfb $DISPLAY -screen 0 1200x900x24 -nolisten tcp > /tmp/xvfb.log 2>&1 &
xvfb=$!
for _ in $(seq 300); do
    [ ! -S /tmp/.X11-unix/X1 ] || break
    sleep 0.1
done
timeout 300 dbus-run-session -- python3 "$FSLMC_TOP/tests/native/clients/virt_manager.py" \
    "$HOSTDEV" "$FSLMC_ARTEFACTS"
kill $xvfb

virsh dumpxml --inactive guest | hostdevs
virsh dumpxml --inactive guest | grep -c "object='dprc.2'" | grep -x 1
libvirtd_stop
