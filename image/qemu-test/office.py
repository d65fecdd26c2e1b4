"""A province for the emulated kiosk: the demo's repository with release officers, who offer it another system, and a server
that the guest reaches over the emulator's own network."""
import pathlib
import re
import shutil
import socket
import subprocess
import time

import disk

SERVER_AS_SEEN_BY_THE_GUEST = "10.0.2.2"


class Office:
    def __init__(self, build, programs, folder):
        self.steps, self.programs, self.folder = pathlib.Path(build) / "steps", pathlib.Path(programs), pathlib.Path(folder)
        self.repository, self.keys = self.folder / "repository", pathlib.Path(build) / "demo" / "keys"
        self.server = None
        shutil.copytree(pathlib.Path(build) / "demo" / "repository", self.repository)
        (self.folder / "passphrase").write_text("not a secret\n")
        for name in ("duc", "mai", "noy"):
            self._gatecast("keys", "new", "--purpose", "release", "--person", name, "--out", self.folder / f"{name}.key.json",
                           "--passphrase-file", self.folder / "passphrase")
        officers = [part for name in ("duc", "mai", "noy") for part in ("--officer", self.folder / f"{name}.pub.json")]
        holders = [part for number in (1, 2) for part in ("--targets-key", self.keys / f"targets-{number}.key.json")]
        self._gatecast("keys", "release-officers", "--repository", self.repository, *officers, *holders, "--online-keys", self.keys)

    def _gatecast(self, *words):
        run = subprocess.run([self.programs / "gatecast", *map(str, words)], capture_output=True, text=True)
        if run.returncode != 0:
            raise RuntimeError(f"gatecast {words[0]} {words[1]}: {run.stderr}{run.stdout}")

    def _running(self, word):
        return re.search(rf"gatecast\.{word}=(\w+)", (self.steps / "boot" / "slot.cfg").read_text()).group(1)

    def running_version(self):
        return int(self._running("system"))

    def offer(self, version):
        """The same root under a higher number: what changes lies in the boot part."""
        boot = self.folder / "boot.img"
        shutil.copy(self.steps / "boot.img", boot)
        text = re.sub(r"gatecast\.system=\d+", f"gatecast.system={version}", (self.steps / "boot" / "slot.cfg").read_text())
        subprocess.run(["mcopy", "-o", "-i", boot, "-", "::/slot.cfg"], check=True, input=text.encode())
        draft = self.folder / f"system-{version}"
        self._gatecast("system", "draft", draft, "--to", self.repository, "--arch", self._running("arch"), "--version", version,
                       "--boot", boot, "--image", self.steps / "root.img")
        for name in ("duc", "noy"):
            self._gatecast("system", "sign", draft, "--to", self.repository, "--key", self.folder / f"{name}.key.json", "--yes",
                           "--passphrase-file", self.folder / "passphrase")
        self._gatecast("system", "publish", draft, "--to", f"http://127.0.0.1:{self.port}")
        shutil.rmtree(draft)

    def open(self):
        with socket.socket() as spare:
            spare.bind(("127.0.0.1", 0))
            self.port = spare.getsockname()[1]
        with open(self.folder / "server.log", "ab") as log:
            self.server = subprocess.Popen([self.programs / "gatecast-server", "--repository", self.repository, "--online-keys", self.keys, "--listen",
                                            f"127.0.0.1:{self.port}"], stdout=log, stderr=log)
        time.sleep(1)

    def close(self):
        if self.server:
            self.server.terminate()
            self.server.wait()
        self.server = None

    def tell_kiosk(self, data):
        """Its settings name this server. `data`: the data partition as a file."""
        settings = self.folder / "kiosk.json"
        text = (self.steps / "seed" / "kiosk.json").read_text()
        settings.write_text(re.sub(r'"server": "[^"]*"', f'"server": "http://{SERVER_AS_SEEN_BY_THE_GUEST}:{self.port}", "poll_seconds": 20', text))
        for command in ("rm settings/kiosk.json", f"write {settings} settings/kiosk.json"):
            subprocess.run(["/sbin/debugfs", "-w", "-R", command, str(data)], check=True, capture_output=True)

    def network(self):
        return ("-nic", "user,model=virtio-net-pci")


def order(image):
    """Which slot the loader takes first."""
    return disk.attempts(image).get("ORDER", "")[:1]
