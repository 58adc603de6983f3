# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# topology: nested
# releases: bookworm
# containers: plugged
#
# Sys::Virt lists our node devices, and describes them as virsh does.

perl -MSys::Virt -we '
    my $conn = Sys::Virt->new(uri => "qemu:///system");
    for my $device (sort { $a->get_name cmp $b->get_name } $conn->list_all_node_devices) {
        next unless grep { $_ eq "fsl_mc" } $device->list_capabilities;
        print join(" ", $device->get_name, $device->get_parent), "\n";
    }
' | expect_output perl.expected

perl -MSys::Virt -we '
    my $conn = Sys::Virt->new(uri => "qemu:///system");
    print $conn->get_node_device_by_name("dprc_3")->get_xml_description, "\n";
' | diff - <(virsh nodedev-dumpxml dprc_3)
