#!/bin/busybox sh
# The small machine's first process: the kernel's file systems, its modules, udev, the tests, the end.
export PATH=/usr/bin:/usr/sbin:/bin:/sbin
busybox mount -t proc proc /proc
busybox mount -t sysfs sysfs /sys
busybox mount -t devtmpfs devtmpfs /dev
busybox mount -t tmpfs tmpfs /run
depmod
modprobe dummy_hcd num=2
modprobe -a hid-generic uhid evdev uinput configfs libcomposite cdc-acm usb_f_acm
busybox mount -t configfs configfs /sys/kernel/config
/lib/systemd/systemd-udevd --daemon
udevadm trigger
udevadm settle
busybox chmod 1777 /tmp
cd /app
NODE_COMPILE_CACHE=/tmp/compiled node test/devices/guest/main.js
echo "# tests ended with $?"
echo "# the kernel's own words on devices:"
busybox dmesg | busybox grep -E 'usb|hid|acm|dummy|segfault|Out of memory' | busybox tail -n 60 | busybox sed 's/^/#   /'
busybox poweroff -f
