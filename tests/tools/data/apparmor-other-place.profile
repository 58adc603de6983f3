profile LIBVIRT_TEMPLATE flags=(attach_disconnected) {

##included <abstractions/libvirt-qemu>
  /dev/vfio/vfio rw,
  /sys/bus/nd/devices/{,**/} r,

##included <abstractions/libvirt-qemu.d/libvirt-fslmc>
# fsl-mc bus. /dev/vfio/GROUP is added for a guest that has one.
  /sys/bus/fsl-mc/devices/ r,
  /sys/devices/platform/NXP0008:*/** r,
}
