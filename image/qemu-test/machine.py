"""One emulated kiosk: its disk, its power, its screen. QEMU without KVM, UEFI, a watchdog card, no network by default.
Which machine it is says board.py.

The guest's time follows its instructions (icount), not the host's clock: on a busy host everything takes longer, and
nothing in the guest comes too late for it. What its clock says is read from its clock chip."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import time

from screen import Picture

SIZE = (1280, 720)
NICE = 10  # it can wait


class Machine:
    def __init__(self, board, image, folder):
        self.board, self.image, self.folder = board, pathlib.Path(image), pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.disk, self.firmware = self.folder / "disk.img", self.folder / "firmware.fd"
        self.process, self.line, self.began = None, None, 0.0
        self.clock = None

    def new_disk(self):
        self.off()
        subprocess.run(["cp", "--sparse=always", str(self.image), str(self.disk)], check=True)
        shutil.copy(self.board.firmware_variables, self.firmware)

    def empty_disk(self, size_bytes):
        self.off()
        self.disk.unlink(missing_ok=True)
        with open(self.disk, "wb") as file:
            file.truncate(size_bytes)
        shutil.copy(self.board.firmware_variables, self.firmware)

    def on(self, clock, network=("-nic", "none"), stick=None, starts_from_stick=False, serial="none"):
        """`clock`: what the battery clock says when the power comes, as UTC. `stick`: the file of one in a USB socket."""
        monitor = self.folder / "monitor"
        monitor.unlink(missing_ok=True)
        command = [
            self.board.emulator, "-smp", "1", "-m", "2048",
            "-accel", "tcg", "-icount", "shift=1,sleep=on", "-display", "none", "-nodefaults", "-serial", serial,
            *self.board.options_for(SIZE),
            "-drive", f"if=pflash,format=raw,readonly=on,file={self.board.firmware}",
            "-drive", f"if=pflash,format=raw,file={self.firmware}",
            "-drive", f"if=none,id=inner,format=raw,cache=writeback,file={self.disk}",
            "-device", f"virtio-blk-pci,drive=inner,bootindex={int(starts_from_stick)}",
            "-device", "virtio-tablet-pci", "-device", "i6300esb", "-watchdog-action", "reset", "-device", "virtio-rng-pci",
            "-rtc", f"base={clock:%Y-%m-%dT%H:%M:%S},clock=vm", "-qmp", f"unix:{monitor},server,nowait", *network]
        if stick:
            command += ["-drive", f"if=none,id=stick,format=raw,cache=writeback,file={stick}", "-device", "qemu-xhci",
                        "-device", f"usb-storage,drive=stick,removable=on,bootindex={int(not starts_from_stick)}"]
        with open(self.folder / "qemu.log", "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, preexec_fn=lambda: os.nice(NICE))
        self.began, self.clock = time.monotonic(), clock
        self.line = self._open(monitor)

    def _open(self, monitor):
        while True:
            if self.process.poll() is not None:
                raise RuntimeError(f"QEMU ended: see {self.folder / 'qemu.log'}")
            try:
                line = socket.socket(socket.AF_UNIX)
                line.connect(str(monitor))
                break
            except OSError:
                time.sleep(0.2)
        self.stream = line.makefile("rw")
        json.loads(self.stream.readline())
        self.ask("qmp_capabilities")
        return line

    def ask(self, command, **arguments):
        self.stream.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.stream.flush()
        while True:
            answer = json.loads(self.stream.readline())
            if "error" in answer:
                raise RuntimeError(f"{command}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]

    def seconds(self):
        """Of this host, since the power came."""
        return time.monotonic() - self.began

    def look(self):
        """The screen, and what the guest's clock says at that moment (UTC): it stands still meanwhile."""
        path = self.folder / "screen.ppm"
        path.unlink(missing_ok=True)
        self.ask("stop")
        try:
            self.ask("screendump", filename=str(path))
            clock = self.board.clock(self)
        finally:
            self.ask("cont")
        return Picture.of_ppm(path.read_bytes()), clock

    def screen(self):
        return self.look()[0]

    def off(self):
        """The plug is pulled."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process = None
