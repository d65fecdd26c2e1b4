"""What the screen ought to show: drawn by the product itself, from the release that lies in the image, for a given time."""
import datetime
import pathlib
import subprocess
import tarfile

from screen import Picture, Reference, difference

ALIKE = 0.06  # at most this share of a picture may differ: a slide in motion, a film a frame further; other items: 0.3 and more
AROUND = (0, -1, 1, -2, -3, -4)  # seconds: the guest's clock has whole seconds, an emulated machine is late


class Truth:
    def __init__(self, build, programs, folder, size):
        """`build`: what build.sh left (steps/data.tar, steps/seed)."""
        self.programs, self.folder, self.size = pathlib.Path(programs), pathlib.Path(folder), size
        self.build = pathlib.Path(build)
        self.store = self.folder / "gatecast" / "store"
        self.folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(self.build / "steps" / "data.tar") as tar:
            for entry in tar:
                name = entry.name.removeprefix("./")
                if "store" in name.split("/"):
                    entry.name = "gatecast/" + name[name.index("store"):]
                    entry.uid = entry.gid = 0
                    tar.extract(entry, self.folder)
        self.channel = (self.build / "steps" / "seed" / "kiosk.json").read_text().split('"channel": "')[1].split('"')[0]

    def _draw(self, store, instant):
        out = self.folder / "truth.png"
        out.unlink(missing_ok=True)
        at = instant.replace(tzinfo=datetime.timezone.utc).isoformat(timespec="milliseconds")
        run = subprocess.run(
            [self.programs / "gatecast-player", "--render", "--store", store, "--root", self.build / "steps/seed/root.json",
             "--channel", self.channel, "--state", self.folder / "state", "--size", "%dx%d" % self.size, "--at", at,
             "--out", out], capture_output=True, text=True)
        if not out.exists():
            raise RuntimeError(f"gatecast-player --render: {run.stderr}")
        return Picture.read(out)

    def programme(self, instant):
        return self._draw(self.store, instant)

    def still(self):
        empty = self.folder / "empty"
        empty.mkdir(exist_ok=True)
        return self._draw(empty, datetime.datetime(2026, 12, 1))

    def reference(self, instant, seconds):
        return Reference(self.programme(instant + datetime.timedelta(seconds=seconds)))

    def judge(self, picture, instant):
        """The least difference to what is right around this time, and which second that was."""
        best = (1.0, None)
        for seconds in AROUND:
            best = min(best, (difference(picture, self.programme(instant + datetime.timedelta(seconds=seconds))), seconds),
                       key=lambda pair: pair[0])
            if best[0] <= ALIKE:
                break
        return best
