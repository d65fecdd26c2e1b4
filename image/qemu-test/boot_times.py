#!/usr/bin/env python3
"""Where the time of a start goes: what the screen shows, second by second, beside what kernel and units say of themselves.

usage: boot_times.py [--arch ARCH] [--build BUILD] [--programs BIN] [--work DIR]
Starts the image once in the emulated machine, with a log on a serial line (the only change), and prints both on one axis:
seconds of the guest since the power came. An emulated processor is slow: compare parts, not machines.
"""
import argparse
import pathlib
import re
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import disk  # noqa: E402
from board import BOARDS  # noqa: E402
from cases import Bench  # noqa: E402
from machine import SIZE, Machine  # noqa: E402
from truth import Truth  # noqa: E402
from watch import Watch  # noqa: E402

TREE = pathlib.Path(__file__).resolve().parents[2]
LOG = " console={serial} loglevel=6 printk.time=1 systemd.log_level=info systemd.journald.forward_to_console=1"
TELLING = re.compile(r"gatecast|Freeing unused kernel image|fb0|virtio_gpu|drm|Started|Finished|Starting|Reached|systemd\[1\]: (Detected|Set)")


def log_on_serial_line(machine):
    for boot in (disk.BOOT_A, disk.BOOT_B):
        text = disk.read_file(machine.disk, boot, "/slot.cfg").decode()
        text = text.replace("quiet loglevel=0 ", "").rstrip().removesuffix('"') + LOG.format(serial=machine.board.serial) + '"\n'
        disk.write_file(machine.disk, boot, "/slot.cfg", text.encode())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arch", choices=sorted(BOARDS), default="amd64")
    parser.add_argument("--build", type=pathlib.Path)
    parser.add_argument("--programs", type=pathlib.Path, default=TREE / "build/release/bin")
    parser.add_argument("--work", type=pathlib.Path)
    line = parser.parse_args()
    line.build = line.build or TREE / ("build/image" if line.arch == "amd64" else f"build/image-{line.arch}")
    work = (line.work or line.build / "boot-times").resolve()
    machine = Machine(BOARDS[line.arch], line.build / f"gatecast-{line.arch}.img", work / "machine")
    truth = Truth(line.build.resolve(), line.programs.resolve(), work / "truth", SIZE)
    bench = Bench(machine, truth, work, 0)
    log_on_serial_line(machine)
    serial = work / "serial.log"
    serial.unlink(missing_ok=True)
    watch, seen, read = Watch(machine, truth, work), [], 0
    machine.on(bench.morning, serial=f"file:{serial}")
    previous = None
    last = time.monotonic() + 1800
    try:
        while time.monotonic() < last:
            time.sleep(1)
            picture, instant = machine.look()
            guest = (instant - machine.clock).total_seconds()
            kind = watch.judge(picture, instant).replace("exact", "programme")
            size = f"{picture.width}x{picture.height}"
            if (kind, size) != previous:
                print(f"{guest:6.0f} s  SCREEN {kind} {size}", flush=True)
                picture.save(work / f"{guest:03.0f}s-{kind}.png")
                previous = (kind, size)
            said = serial.read_bytes().decode(errors="replace") if serial.exists() else ""
            for entry in said[read:].splitlines():
                if TELLING.search(entry):
                    print(f"{guest:6.0f} s    {entry.strip()[:150]}", flush=True)
            read = len(said)
            if kind == "programme":
                return
    finally:
        machine.off()


main()
