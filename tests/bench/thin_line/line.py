"""A thin line between two network name spaces: a relay on packet sockets with rate, delay, loss and a bounded queue, seeded.

Only names and ioctls of Linux; no kernel module. Offloads are switched off, as a packet larger than the line's would be no
packet, and one without its checksum none that anybody takes."""
import fcntl
import heapq
import os
import random
import select
import signal
import socket
import struct
import subprocess
import time

SIOCETHTOOL = 0x8946
SWITCHES = {"rx csum": 0x15, "tx csum": 0x17, "sg": 0x19, "tso": 0x1F, "gso": 0x24, "gro": 0x2C}


def offloads_off(name):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for code in SWITCHES.values():
            value = bytearray(struct.pack("II", code, 0))
            address = (ctypes_address(value))
            try:
                fcntl.ioctl(control, SIOCETHTOOL, struct.pack("16sP", name.encode(), address))
            except OSError:
                pass  # this driver has no such switch


def ctypes_address(buffer):
    import ctypes
    return ctypes.addressof(ctypes.c_char.from_buffer(buffer))


class Direction:
    def __init__(self, out, line, seed):
        self.out, self.line, self.random = out, line, random.Random(seed)
        self.free_at, self.waiting, self.bytes, self.packets, self.dropped = 0.0, [], 0, 0, 0

    def take(self, packet, now):
        self.packets += 1
        self.bytes += len(packet) - 14  # of IP
        begins = max(now, self.free_at)
        if (begins - now) * self.line["rate"] / 8 > self.line["queue"] or self.random.random() < self.line["loss"]:
            self.dropped += 1
            return
        self.free_at = begins + len(packet) * 8 / self.line["rate"]
        heapq.heappush(self.waiting, (self.free_at + self.line["delay"], self.packets, packet))

    def give(self, now):
        while self.waiting and self.waiting[0][0] <= now:
            try:
                self.out.send(heapq.heappop(self.waiting)[2])
            except OSError:
                pass


def relay(near, far, line, seed, counts):
    """Until it is killed; what went by so far stands in the file `counts`, each half second."""
    sockets = []
    for name in (near, far):
        one = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        one.bind((name, 0))
        sockets.append(one)
    ways = {sockets[0]: Direction(sockets[1], line, seed), sockets[1]: Direction(sockets[0], line, seed + 1)}
    told = 0.0
    while True:
        now = time.monotonic()
        due = [way.waiting[0][0] for way in ways.values() if way.waiting]
        ready, _, _ = select.select(sockets, [], [], max(0.0, min([0.05] + [at - now for at in due])))
        now = time.monotonic()
        for one in ready:
            packet, address = one.recvfrom(70_000)
            if address[2] != socket.PACKET_OUTGOING and struct.unpack("!H", packet[12:14])[0] in (0x0800, 0x0806):
                ways[one].take(packet, now)
        for way in ways.values():
            way.give(now)
        if now - told > 0.5:
            told = now
            up, down = ways[sockets[0]], ways[sockets[1]]
            with open(counts + ".new", "w") as file:
                file.write(f"{up.bytes} {down.bytes} {up.packets} {down.packets} {up.dropped + down.dropped}\n")
            os.rename(counts + ".new", counts)


class Line:
    """Two name spaces and the relay between them; this process must be in a name space of its own (unshare -n)."""

    def __init__(self, folder, rate=2e6, delay=0.15, loss=0.02, queue=100_000, seed=1):
        self.counts = str(folder / "counts")
        self.ends = [subprocess.Popen(["unshare", "-n", "sleep", "100000"]) for _ in range(2)]
        time.sleep(0.5)
        for i, end in enumerate(self.ends):
            self.ip(f"link add r{i} type veth peer name e{i}")
            self.ip(f"link set e{i} netns {end.pid}")
            self.ip(f"link set r{i} up")
            offloads_off(f"r{i}")
            self.inside(i, ["ip", "link", "set", "lo", "up"])
            self.inside(i, ["ip", "addr", "add", f"10.88.0.{i + 1}/24", "dev", f"e{i}"])
            self.inside(i, ["ip", "link", "set", f"e{i}", "up"])
            self.inside(i, ["python3", "-c", f"import sys; sys.path.insert(0, {str(os.path.dirname(__file__))!r}); "
                                             f"import line; line.offloads_off('e{i}')"])
        self.child = os.fork()
        if self.child == 0:
            try:
                relay("r0", "r1", {"rate": rate, "delay": delay, "loss": loss, "queue": queue}, seed, self.counts)
            finally:
                os._exit(1)
        time.sleep(1)

    @staticmethod
    def ip(words):
        subprocess.run(["ip"] + words.split(), check=True)

    def enter(self, end, command):
        return ["nsenter", "-t", str(self.ends[end].pid), "-n"] + [str(word) for word in command]

    def inside(self, end, command):
        subprocess.run(self.enter(end, command), check=True)

    def traffic(self):
        """Bytes of IP both ways so far."""
        time.sleep(1.2)
        up, down, *_ = map(int, open(self.counts).read().split())
        return up + down

    def close(self):
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        for end in self.ends:
            end.kill()
            end.wait()
