"""What a hand could do to the disk of a kiosk: partitions by number, overwritten or emptied."""
import json
import os
import subprocess

ESP, BOOT_A, ROOT_A, BOOT_B, ROOT_B, DATA = range(1, 7)


def place(disk, number):
    """Begin and length of a partition, in bytes."""
    table = json.loads(subprocess.run(["/sbin/sfdisk", "--json", str(disk)], check=True, capture_output=True).stdout)
    part = table["partitiontable"]["partitions"][number - 1]
    return part["start"] * 512, part["size"] * 512


def overwrite(disk, number, content, at=0, length=None):
    """`content(n)` gives n bytes; by default the whole partition."""
    begin, size = place(disk, number)
    length = size - at if length is None else length
    with open(disk, "r+b") as file:
        file.seek(begin + at)
        while length > 0:
            part = min(length, 1 << 20)
            file.write(content(part))
            length -= part


def is_same(one, other, number):
    """The partition's bytes, of two disks with the same table."""
    begin, size = place(one, number)
    return subprocess.run(["cmp", "--silent", f"--ignore-initial={begin}", f"--bytes={size}", str(one), str(other)]).returncode == 0


def zeros(count):
    return bytes(count)


def noise(count):
    return os.urandom(count)


def remove(disk, number):
    subprocess.run(["/sbin/sfdisk", "--quiet", "--delete", str(disk), str(number)], check=True)


def read_file(disk, number, path):
    begin, _ = place(disk, number)
    return subprocess.run(["mtype", "-i", f"{disk}@@{begin}", f"::{path}"], check=True, capture_output=True).stdout


def write_file(disk, number, path, content):
    begin, _ = place(disk, number)
    subprocess.run(["mcopy", "-o", "-i", f"{disk}@@{begin}", "-", f"::{path}"], check=True, input=content)


def attempts(disk):
    """What GRUB counted: {'A_TRY': '0', ...}."""
    text = read_file(disk, ESP, "/EFI/gatecast/grubenv").decode(errors="replace")
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))


def free_blocks(part):
    """Of ext4, in a file of its own."""
    said = subprocess.run(["/sbin/dumpe2fs", "-h", str(part)], check=True, capture_output=True, text=True).stdout
    return int(next(line.split(":")[1] for line in said.splitlines() if line.startswith("Free blocks:")))


def listing(part, folder):
    """Names in a folder of ext4, in a file of its own; none where it is not there."""
    said = subprocess.run(["/sbin/debugfs", "-R", f"ls -p {folder}", str(part)], check=True, capture_output=True, text=True).stdout
    names = [line.split("/")[5] for line in said.splitlines() if line.count("/") >= 6]
    return [name for name in names if name not in (".", "..")]
