"""What differs between emulated machines of two architectures: the emulator, its firmware, and where its clock is read."""
import dataclasses
import datetime

Q35 = ["-machine", "q35", "-cpu", "max", "-device", "virtio-vga,xres={width},yres={height}"]
VIRT = ["-machine", "virt", "-cpu", "cortex-a72", "-device", "virtio-gpu-pci,xres={width},yres={height}"]
PL031_SECONDS = 0x09010000  # the register of the clock chip of QEMU's "virt" that holds the second since 1970


def clock_of_q35(machine):
    chip = machine.ask("qom-get", path="/machine", property="rtc-time")
    return datetime.datetime(chip["tm_year"] + 1900, chip["tm_mon"] + 1, chip["tm_mday"], chip["tm_hour"], chip["tm_min"],
                             chip["tm_sec"])


def clock_of_virt(machine):
    said = machine.ask("human-monitor-command", **{"command-line": f"xp /1wx {PL031_SECONDS:#x}"})
    return datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=int(said.split(":")[1], 16))


@dataclasses.dataclass(frozen=True)
class Board:
    arch: str
    emulator: str
    emulator_package: str
    firmware: str  # read-only; then an empty one for what it keeps
    firmware_variables: str
    firmware_package: str
    options: list
    serial: str  # Linux's name of its first serial line
    clock: object  # of a Machine: what its clock chip says, as UTC

    def options_for(self, size):
        return [word.format(width=size[0], height=size[1]) for word in self.options]


BOARDS = {board.arch: board for board in (
    Board("amd64", "qemu-system-x86_64", "qemu-system-x86", "/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd",
          "ovmf", Q35, "ttyS0", clock_of_q35),
    Board("arm64", "qemu-system-aarch64", "qemu-system-arm", "/usr/share/AAVMF/AAVMF_CODE.fd", "/usr/share/AAVMF/AAVMF_VARS.fd",
          "qemu-efi-aarch64", VIRT, "ttyAMA0", clock_of_virt))}
