"""The host's end of the emulated network cable: Ethernet frames in datagrams. It lends the guest an address (DHCP), and
knocks at each of its ports."""
import socket
import struct
import time

HOST_MAC, GUEST_MAC = bytes.fromhex("52540a090001"), bytes.fromhex("52540a090002")
HOST, GUEST = bytes([10, 9, 0, 1]), bytes([10, 9, 0, 2])
OWN_PORT = 41000


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ip_frame(protocol, payload, target=GUEST, mac=GUEST_MAC):
    head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 0, 0, 64, protocol, 0, HOST, target)
    head = head[:10] + struct.pack(">H", checksum(head)) + head[12:]
    return mac + HOST_MAC + b"\x08\x00" + head + payload


def tcp_knock(port):
    tcp = struct.pack(">HHIIBBHHH", OWN_PORT, port, 1, 0, 5 << 4, 2, 64240, 0, 0)
    pseudo = HOST + GUEST + struct.pack(">BBH", 0, 6, len(tcp))
    return ip_frame(6, tcp[:16] + struct.pack(">H", checksum(pseudo + tcp)) + tcp[18:])


def udp(source, port, data, target=GUEST, mac=GUEST_MAC):
    return ip_frame(17, struct.pack(">HHHH", source, port, 8 + len(data), 0) + data, target, mac)


class Cable:
    def __init__(self):
        self.line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.line.bind(("127.0.0.1", 0))
        spare = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        spare.bind(("127.0.0.1", 0))
        self.own, self.guests = self.line.getsockname()[1], spare.getsockname()[1]
        spare.close()
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.has_address, self.is_there = False, False
        self.open_tcp, self.closed_tcp, self.answered_udp = set(), set(), set()

    def options(self):
        return ("-netdev", f"dgram,id=cable,local.type=inet,local.host=127.0.0.1,local.port={self.guests},"
                f"remote.type=inet,remote.host=127.0.0.1,remote.port={self.own}",
                "-device", f"virtio-net-pci,netdev=cable,mac={GUEST_MAC.hex(':')}")

    def send(self, frame):
        try:
            self.line.sendto(frame.ljust(60, b"\0"), ("127.0.0.1", self.guests))
        except OSError:
            pass

    def listen(self, seconds):
        last = time.monotonic() + seconds
        while (left := last - time.monotonic()) > 0:
            self.line.settimeout(left)
            try:
                self.take(self.line.recv(65536))
            except OSError:
                return

    def take(self, frame):
        kind, body = frame[12:14], frame[14:]
        if kind == b"\x08\x06":
            operation, sender, asked = body[6:8], body[14:18], body[24:28]
            if operation == b"\0\1" and asked == HOST:
                self.send(frame[6:12] + HOST_MAC + kind + body[:6] + b"\0\2" + HOST_MAC + HOST + body[8:18])
            if operation == b"\0\2" and sender == GUEST:
                self.is_there = True
        elif kind == b"\x08\x00" and body[0] == 0x45:
            self.take_ip(body[9], body[20:])

    def take_ip(self, protocol, data):
        if protocol == 17:
            source, target = struct.unpack(">HH", data[:4])
            if target == 67:
                self.lend(data[8:])
            elif target == OWN_PORT:
                self.answered_udp.add(source)
        elif protocol == 6:
            source, target = struct.unpack(">HH", data[:4])
            if target == OWN_PORT:
                (self.open_tcp if data[13] & 0x12 == 0x12 else self.closed_tcp).add(source)

    def lend(self, asked):
        options, at = {}, 240
        while at < len(asked) and asked[at] != 255:
            if asked[at] == 0:
                at += 1
                continue
            options[asked[at]] = asked[at + 2:at + 2 + asked[at + 1]]
            at += 2 + asked[at + 1]
        kind = {1: 2, 3: 5}.get(options.get(53, b"\0")[0])
        if not kind:
            return
        answer = bytes([2, 1, 6, 0]) + asked[4:8] + b"\0\0" + asked[10:12] + bytes(4) + GUEST + HOST + bytes(4) + asked[28:44]
        answer += bytes(192) + bytes.fromhex("63825363") + bytes([53, 1, kind, 54, 4]) + HOST
        answer += bytes([51, 4]) + struct.pack(">I", 86400) + bytes([1, 4, 255, 255, 255, 0, 3, 4]) + HOST + b"\xff"
        self.send(udp(67, 68, answer, bytes([255] * 4), b"\xff" * 6))
        self.has_address = self.has_address or kind == 5

    def ask_who_is_there(self):
        self.send(b"\xff" * 6 + HOST_MAC + bytes.fromhex("08060001080006040001") + HOST_MAC + HOST + bytes(6) + GUEST)

    def knock(self, rounds=2):
        """At every TCP and UDP port; who answers is noted."""
        for _ in range(rounds):
            for first in range(1, 65536, 256):
                for port in range(first, min(first + 256, 65536)):
                    self.send(tcp_knock(port))
                    self.send(udp(OWN_PORT, port, b"\0" * 12))
                self.listen(0.05)
            self.listen(3)
