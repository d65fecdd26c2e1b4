"""The cases: each is a function of a Bench, named by what must hold, and raises when it does not."""
import contextlib
import datetime
import json
import random
import subprocess
import time

import disk
from hands import Counts, data_partition_of, expect, expect_mended
from network import Cable
from office import Office, order
from screen import difference
from watch import Watch, black_after_the_first_still, strange_ones

CASES = []
MOST_BLACK_SECONDS = 4  # two takeovers of a second each, as seen by a look each two


def case(function):
    CASES.append(function)
    return function


class Bench:
    """What a case works with: a machine with a new disk, the truth, and a folder for its pictures."""

    def __init__(self, machine, truth, folder, cuts):
        self.machine, self.truth, self.folder, self.cuts = machine, truth, folder, cuts
        self.notes = []
        # In the morning of the day after tomorrow: later than anything that was signed.
        day = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=2)
        self.morning = datetime.datetime(day.year, day.month, day.day, 1, 0, 0)
        machine.new_disk()

    def start(self, clock=None, network=("-nic", "none"), **more):
        self.machine.on(clock or self.morning, network, **more)
        return Watch(self.machine, self.truth, self.folder)

    def note(self, text):
        self.notes.append(text)


@case
def boots_to_the_right_frame(bench):
    """from power on to the demo's right frame: before it the still, but for a blink when a driver or the display takes over"""
    watch = bench.start()
    at = watch.until("programme")
    bench.note(f"first right frame after {at} s of the guest ({watch.took} of this host); {watch.story()}")
    expect(not strange_ones(watch.seen), f"something else than black, still and programme was on the screen: {watch.story()}")
    expect("welcome" not in [kind for _, kind in watch.seen], f"the welcome, where there is a release: {watch.story()}")
    expect("still" in [kind for _, kind in watch.seen], f"no still: {watch.story()}")
    dark = black_after_the_first_still(watch.seen)
    bench.note(f"black between the loader's still and that frame: {dark} s of the guest")
    expect(dark <= MOST_BLACK_SECONDS, f"black for {dark} s after the first still: {watch.story()}")
    at = watch.until("exact", within=1800)  # a slide that moves, or a film, is never the same to the pixel; a cursor would stay
    bench.note(f"every pixel right (but for {watch.off}) at {at} s")


@case
def a_good_slot_is_marked(bench):
    """the loader counts an attempt, and after the first picture none any more"""
    counts = Counts(bench)
    bench.start().until("programme", meanwhile=counts.look)
    counts.settle()
    expect(counts.tell_of("A", tried_before=0), f"attempts: {counts.seen}")


@case
def power_cuts_at_random_moments(bench):
    """the plug pulled at a random moment, again and again: always the right frame afterwards"""
    seed = random.randrange(1 << 30)
    moments = random.Random(seed)
    usual = 150.0
    for number in range(bench.cuts):
        watch = bench.start()
        cut_at = moments.uniform(3, usual * 1.3)
        time.sleep(cut_at)
        bench.machine.off()
        watch = bench.start()
        watch.until("programme")
        usual = watch.took
        bench.note(f"cut {number + 1} after {cut_at:.0f} s: right frame {usual} s after power on (of this host)")
        bench.machine.off()
    bench.note(f"seed {seed}")


@case
def clock_of_1970(bench):
    """a battery clock that ended: a picture of the programme all the same"""
    watch = bench.start(datetime.datetime(1970, 1, 2))
    shows_some_programme(bench, watch)


@case
def clock_of_2099(bench):
    """a battery clock that is wild: a picture"""
    watch = bench.start(datetime.datetime(2099, 6, 1, 3))
    watch.until("picture")  # the chip that tells the guest's seconds has no such century
    bench.note(f"picture after {watch.took} s of this host")


def shows_some_programme(bench, watch):
    """Many colours over the whole screen, and not the still, which has many too."""
    last = time.monotonic() + 3600
    while time.monotonic() < last:
        time.sleep(5)
        picture = bench.machine.screen()
        is_players = (picture.width, picture.height) == bench.truth.size and watch.kind(picture) == "other"
        if is_players and picture.colours() > 400 and picture.lit() > 0.5:
            picture.save(bench.folder / "programme.png")
            bench.note(f"programme after {bench.machine.seconds():.0f} s of this host")
            return
    raise AssertionError(f"no programme; seen: {watch.story()}")


@case
def data_partition_missing(bench):
    """the data partition is gone: a picture"""
    disk.remove(bench.machine.disk, disk.DATA)
    at = bench.start().until("picture")
    bench.note(f"picture after {at:.0f} s of the guest")


@case
def data_partition_corrupt(bench):
    """noise over the first 200 MB of the data partition: a picture, and a partition that holds a file system again"""
    disk.overwrite(bench.machine.disk, disk.DATA, disk.noise, length=200 << 20)
    at = bench.start().until("picture")
    bench.note(f"picture after {at:.0f} s of the guest")
    expect_mended(bench)


@case
def data_partition_damaged(bench):
    """noise over the data partition's list of files: mended, and the picture is there"""
    disk.overwrite(bench.machine.disk, disk.DATA, disk.noise, at=145 * 4096, length=40 * 4096)
    at = bench.start().until("picture")
    bench.note(f"picture after {at:.0f} s of the guest")
    expect_mended(bench)


@case
def data_partition_full(bench):
    """not a byte is free on the data partition: the programme"""
    fill = bench.folder / "fill"
    with data_partition_of(bench) as (part, size):
        with open(fill, "wb") as file:
            file.truncate(size)
        with open(fill, "r+b") as file:
            for at in range(0, size, 4096):  # a byte in each block, so that none is left out as a hole
                file.seek(at)
                file.write(b"x")
        subprocess.run(["/sbin/debugfs", "-w", "-R", f"write {fill} fill", str(part)], capture_output=True)
        fill.unlink()
        expect(disk.free_blocks(part) == 0, f"{disk.free_blocks(part)} blocks are free: it is not full")
    at = bench.start().until("programme")
    bench.note(f"programme after {at:.0f} s of the guest")


@case
def data_partition_read_only(bench):
    """the data partition can only be read (a later Linux made it): the programme, with changes in memory"""
    with data_partition_of(bench) as (part, _):
        subprocess.run(["/sbin/debugfs", "-w", "-R", "set_super_value feature_ro_compat 0x2046b", str(part)], check=True,
                       capture_output=True)
    at = bench.start().until("programme")
    bench.note(f"programme after {at:.0f} s of the guest")


def other_slot_comes(bench, attempts_of_a):
    """Slot A was tried so often, in vain; slot B once, and it was good."""
    counts = Counts(bench)
    at = bench.start().until("programme", within=7200, meanwhile=counts.look)
    bench.note(f"right frame after {at:.0f} s of the guest")
    counts.settle()
    bench.note(f"attempts: slot A {counts.of('A_TRY')}, slot B {counts.of('B_TRY')}")
    expect(counts.tell_of("B", tried_before=attempts_of_a), f"not slot B after {attempts_of_a} attempts of slot A: {counts.seen}")


def starts_beside_a_stick(bench, starts_from_stick):
    """A stick with the very same image, names and numbers: only one of the two disks is written, the one started from."""
    stick = bench.folder / "stick.img"
    subprocess.run(["cp", "--sparse=always", str(bench.machine.image), str(stick)], check=True)
    at = bench.start(stick=stick, starts_from_stick=starts_from_stick).until("programme")
    bench.note(f"programme after {at:.0f} s of the guest")
    time.sleep(20)
    bench.machine.off()
    changed = {name for name, file in (("disk", bench.machine.disk), ("stick", stick))
               if subprocess.run(["cmp", "--silent", str(bench.machine.image), str(file)]).returncode != 0}
    data_changed = {name for name, file in (("disk", bench.machine.disk), ("stick", stick))
                    if not disk.is_same(bench.machine.image, file, disk.DATA)}
    stick.unlink()
    mine = {"stick" if starts_from_stick else "disk"}
    expect(changed == mine and data_changed == mine, f"written: {sorted(changed)}, data partition of {sorted(data_changed)}")


@case
def stick_with_the_same_image(bench):
    """a stick with the same image is plugged in at the start: not a byte of it is used or written"""
    starts_beside_a_stick(bench, starts_from_stick=False)


@case
def started_from_a_stick(bench):
    """started from a stick beside a disk with the same image: the stick's data partition is taken, the disk is left alone"""
    starts_beside_a_stick(bench, starts_from_stick=True)


def code_on(picture, path):
    """What the QR code of a picture says; "" where none can be read."""
    picture.save(path)
    return subprocess.run(["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(path)], capture_output=True,
                          text=True).stdout.strip()


@case
def installs_from_a_stick(bench):
    """a stick with provision.json, an empty disk, no keyboard: installed, its code on the screen; then the right frame from the disk"""
    stick = bench.folder / "stick.img"
    subprocess.run(["cp", "--sparse=always", str(bench.machine.image), str(stick)], check=True)
    disk.write_file(stick, disk.ESP, "/provision.json", json.dumps(
        {"format": 1, "site": "lao-bao", "kiosk": "hall-1", "channel": bench.truth.channel, "server": "http://127.0.0.1:8377",
         "touch": False}).encode())
    bench.machine.empty_disk(8 << 30)
    bench.start(stick=stick, starts_from_stick=True)
    last, said, pages = time.monotonic() + 3600, "", []
    while not said and time.monotonic() < last:
        time.sleep(5)
        picture = bench.machine.screen()
        if not pages or difference(picture, pages[-1]) > 0.004:
            pages.append(picture)
            picture.save(bench.folder / f"page-{len(pages):02d}-{bench.machine.seconds():.0f}s.png")
        said = code_on(picture, bench.folder / "installed.png")
    bench.note(f"installed after {bench.machine.seconds():.0f} s of this host, {len(pages)} pictures on the way; its code: {said}")
    expect(said.startswith("lao-bao/hall-1 "), f"no code on the screen: {said}")
    bench.machine.off()
    for part in (disk.BOOT_A, disk.ROOT_A, disk.BOOT_B, disk.ROOT_B):
        expect(disk.is_same(bench.machine.image, bench.machine.disk, part), f"partition {part} is not the image's")
    at = bench.start().until("programme")
    bench.note(f"from the disk: the right frame after {at} s of the guest")
    stick.unlink()


@case
def broken_kernel(bench):
    """noise in slot A's kernel: slot B comes at once"""
    disk.overwrite(bench.machine.disk, disk.BOOT_A, disk.noise, at=4 << 20, length=8 << 20)
    other_slot_comes(bench, attempts_of_a=1)


@case
def zeroed_slot(bench):
    """slot A's root is zeros: slot B comes by itself"""
    disk.overwrite(bench.machine.disk, disk.ROOT_A, disk.zeros)
    other_slot_comes(bench, attempts_of_a=3)


@case
def changed_root(bench):
    """some blocks of slot A's root were changed: they are never run, slot B comes"""
    _, size = disk.place(bench.machine.disk, disk.ROOT_A)
    for at in range(0, size - (1 << 20), 8 << 20):
        disk.overwrite(bench.machine.disk, disk.ROOT_A, disk.noise, at=at + 4096, length=4096)
    other_slot_comes(bench, attempts_of_a=3)


@contextlib.contextmanager
def office_with_another_system(bench):
    """A server that offers the next system, and a kiosk whose settings name it."""
    office = Office(bench.truth.build, bench.truth.programs, bench.folder)
    try:
        office.open()
        office.offer(office.running_version() + 1)
        with data_partition_of(bench) as (part, _):
            office.tell_kiosk(part)
        yield office
    finally:
        office.close()


def wait_for(bench, what, is_so, within=3600):
    last = time.monotonic() + within
    while time.monotonic() < last:
        if is_so():
            return round(bench.machine.seconds())
        expect(bench.machine.process.poll() is None, "the emulator ended")
        time.sleep(3)
    raise AssertionError(f"{what}: not within {within} s; the loader's notes: {disk.attempts(bench.machine.disk)}")


def installs_into_slot_b(bench, office):
    watch = bench.start(network=office.network())
    at = watch.until("programme")
    took = wait_for(bench, "slot B is written and comes next", lambda: order(bench.machine.disk) == "B")
    bench.note(f"programme after {at} s of the guest; slot B written and read back {took} s after power on (of this host)")
    watch.until("programme", within=1800)


@case
def update_a_to_b(bench):
    """a system that two of three release officers signed comes over the network into slot B, starts, and is good"""
    with office_with_another_system(bench) as office:
        installs_into_slot_b(bench, office)
        bench.machine.off()
        begin, _ = disk.place(bench.machine.disk, disk.BOOT_B)
        with data_partition_of(bench) as (part, _):
            subprocess.run(["/sbin/e2fsck", "-fy", str(part)], capture_output=True)
            use = subprocess.run(["/sbin/debugfs", "-R", "cat store/data-use.json", str(part)], check=True, capture_output=True)
        came = json.loads(use.stdout)["month_bytes"]
        bench.note(f"{came / 1e6:.1f} MB came over the line: the root is the one that runs")
        expect(0 < came < 30e6, f"{came} bytes came over the line")
        sent = (office.folder / "boot.img").read_bytes().rstrip(b"\0")
        with open(bench.machine.disk, "rb") as file:
            file.seek(begin)
            expect(file.read(len(sent)) == sent, "slot B does not hold what was offered")
        at = bench.start(network=office.network()).until("programme")
        bench.note(f"slot B: programme after {at} s of the guest")
        notes = lambda: disk.attempts(bench.machine.disk)
        took = wait_for(bench, "slot B is good", lambda: notes()["TRIAL"] == "0" and notes()["B_TRY"] == "0")
        bench.note(f"good after {took} s (of this host): {notes()}")
        expect(order(bench.machine.disk) == "B" and notes()["A_TRY"] == "0", f"not slot B's: {notes()}")


@case
def an_agent_that_never_refreshes(bench):
    """the new system shows its picture, but its agent reaches no server: after three starts the old slot comes back"""
    with office_with_another_system(bench) as office:
        installs_into_slot_b(bench, office)
        bench.machine.off()
        office.close()
        for attempt in "123":
            bench.start(network=office.network()).until("programme")
            time.sleep(60)
            notes = disk.attempts(bench.machine.disk)
            expect(notes["B_TRY"] == attempt and notes["TRIAL"] == "B", f"start {attempt} of slot B: {notes}")
            bench.machine.off()
        bench.start(network=office.network()).until("programme")
        wait_for(bench, "slot A is good", lambda: disk.attempts(bench.machine.disk)["A_TRY"] == "0", within=600)
        notes = disk.attempts(bench.machine.disk)
        bench.note(f"the fourth start: {notes}")
        expect(notes["B_TRY"] == "3" and notes["TRIAL"] == "B", f"it is not slot A: {notes}")


@case
def no_port_is_open(bench):
    """from the host's end of the cable: no TCP port is open, no UDP port answers"""
    cable = Cable()
    watch = bench.start(network=cable.options())
    last = time.monotonic() + 3600
    while not cable.is_there and time.monotonic() < last:
        cable.listen(1)
        if cable.has_address:
            cable.ask_who_is_there()
    expect(cable.is_there, "the guest never came to the network")
    bench.note(f"on the network after {bench.machine.seconds():.0f} s of this host")
    watch.until("picture")
    cable.listen(5)
    cable.knock()
    cable.is_there = False
    cable.ask_who_is_there()
    cable.listen(10)
    expect(cable.is_there, "the guest left the network while it was knocked at")
    bench.note(f"TCP open {sorted(cable.open_tcp)}, refused {len(cable.closed_tcp)}, silent {65535 - len(cable.open_tcp | cable.closed_tcp)}; "
               f"UDP answered {sorted(cable.answered_udp)}")
    expect(not cable.open_tcp and not cable.answered_udp, f"open: TCP {sorted(cable.open_tcp)}, UDP {sorted(cable.answered_udp)}")
