profile LIBVIRT_TEMPLATE flags=(attach_disconnected) {

##included <abstractions/libvirt-qemu>
  /dev/vfio/vfio rw,
  /sys/bus/nd/devices/{,**/} r,

##included <local/abstractions/libvirt-qemu>
  # /sys/bus/fsl-mc/devices/ r,
}
