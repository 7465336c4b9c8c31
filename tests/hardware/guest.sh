#!/bin/busybox sh
# The first program of the guest: modules, the host's files (read only), udev, then guest.py.
# It must write nothing to the host: everything writable is memory of the guest.
/bin/busybox --install -s /bin
mount -t proc proc /proc && mount -t sysfs sys /sys && mount -t devtmpfs dev /dev
for module in virtio_pci 9pnet_virtio 9p xhci_pci hid_generic usbhid evdev ftdi_sio; do
    modprobe "$module" || echo "no module $module"
done
mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=262144 host /host || echo "no host files"
mount -t proc proc /host/proc && mount -t sysfs sys /host/sys && mount -t devtmpfs dev /host/dev
mount -t tmpfs run /host/run && mount -t tmpfs tmp /host/tmp
export SYSTEMD_IGNORE_CHROOT=1 PATH=/usr/sbin:/usr/bin:/sbin:/bin
chroot /host /lib/systemd/systemd-udevd --daemon
chroot /host udevadm trigger --action=add && chroot /host udevadm settle --timeout=30
stty -F /dev/ttyS1 raw -echo
chroot /host env PYTHONPATH="$CHECKOUT" PYTHONDONTWRITEBYTECODE=1 "$PYTHON" "$CHECKOUT/tests/hardware/guest.py" >/dev/ttyS1 2>/dev/ttyS0
poweroff -f
