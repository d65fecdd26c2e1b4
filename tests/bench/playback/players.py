"""The players side by side: each a name and a command for the same files, with sound, fullscreen, in software."""
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time


def mpv(clips, seconds):
    return ["mpv", "--no-config", "--vo=x11", "--ao=null", "--fs", f"--end={seconds}", "--hwdec=no", "--osc=no",
            "--gapless-audio=yes", "--prefetch-playlist=yes", "--really-quiet", *map(str, clips)]


def vlc(clips, seconds):
    as_other = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env",
                "HOME=/nonexistent"] if os.geteuid() == 0 else []
    return [*as_other, "vlc", "-I", "dummy", "--vout=xcb_x11", "--fullscreen", "--no-video-title-show", "--no-osd",
            "--aout=dummy", "--play-and-exit", f"--stop-time={seconds}", *map(str, clips)]


def ffplay(clips, seconds):
    return ["ffplay", "-loglevel", "error", "-fs", "-autoexit", "-t", str(seconds), str(clips[0])]


def decoding(clips, seconds):
    return ["ffmpeg", "-nostdin", "-loglevel", "error", "-threads", "2", "-t", str(seconds), "-i", str(clips[0]),
            "-map", "0:v:0", "-f", "null", "-"]


class Gatecast:
    """The whole way: the clips as a release that two demo editors signed, synced into a store, played by
    gatecast-player with sound, every piece verified as it is read, and the play log on."""

    def __init__(self, bin_folder, clips, size, slot_s=None, slide_s=None):
        self.bin = pathlib.Path(bin_folder)
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.call("gatecast", "keys", "demo", "--repository", self.folder / "repository", "--keys", self.folder / "keys",
                  "--channel", "bench")
        self.build(clips, size, slot_s, slide_s)
        self.release()

    def build(self, clips, size, slot_s=None, slide_s=None):
        """A release that is signed, and not yet published."""
        for name in ("source", "build"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        self.write_source(self.folder / "source", clips, size, slot_s, slide_s)
        self.call("gatecast", "build", self.folder / "source", "--out", self.folder / "build", "--active",
                  self.folder / "repository")
        for editor in ("lan", "khamla"):
            self.call("gatecast", "sign", self.folder / "build", "--key", self.folder / f"keys/editor-{editor}.key.json",
                      "--active", self.folder / "repository", "--yes")

    def release(self):
        """Published, fetched and active."""
        self.publish()
        self.call("gatecast-sync", "once", "--store", self.folder / "store", "--server", self.folder / "repository",
                  "--root", self.root(), "--channel", "bench")

    def root(self):
        return self.folder / "repository/metadata/1.root.json"

    def call(self, program, *arguments):
        done = subprocess.run([str(self.bin / program), *map(str, arguments)], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{program} {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")

    def publish(self):
        log = open(self.folder / "server.log", "w+")
        server = subprocess.Popen([str(self.bin / "gatecast-server"), "--repository", str(self.folder / "repository"),
                                   "--online-keys", str(self.folder / "keys"), "--listen", "127.0.0.1:0"],
                                  stdout=log, stderr=log)
        try:
            address = None
            while address is None and server.poll() is None:
                time.sleep(0.05)
                words = (self.folder / "server.log").read_text().split()
                address = next((w for w in words if w.startswith("http://")), None)
            self.call("gatecast", "publish", self.folder / "build", "--to", address)
        finally:
            server.terminate()
            server.wait()

    @staticmethod
    def write_source(folder, clips, size, slot_s, slide_s):
        (folder / "items").mkdir(parents=True)
        (folder / "media").mkdir()
        names = []
        for clip in clips:
            shutil.copy(clip, folder / "media" / clip.name)
            names.append("bench/" + clip.stem)
            (folder / "items" / (clip.stem + ".json")).write_text(json.dumps(
                {"id": names[-1], "name": {"vi": clip.stem}, "topic": "culture", "rights": "drawn by this benchmark",
                 "kind": "clip", "video": "media/" + clip.name, "category": "promotion",
                 **({"out_ms": slot_s * 1000} if slot_s else {})}))
            if slide_s:  # behind each clip
                names.append(f"bench/slide-{clip.stem}")
                (folder / "items" / f"slide-{clip.stem}.json").write_text(json.dumps(
                    {"id": names[-1], "name": {"vi": clip.stem}, "topic": "culture", "rights": "written by this benchmark",
                     "kind": "slide", "category": "promotion", "duration_s": slide_s, "layout": "title",
                     "texts": {"title": {"vi": "Chào mừng đến Lao Bảo"}}}))
        (folder / "channel.json").write_text(json.dumps(
            {"channel": "bench", "site": "lao-bao", "zone": "Asia/Ho_Chi_Minh",
             "screen": {"size_px": list(size), "panel_mm": [1210, 680], "distance_mm": 5000},
             "languages": {"primary": "vi", "presentation": "rotate", "rounds": [["vi"]], "foreign": []},
             "themes": [{"name": "daily", "transition_ms": 0}],
             "playlists": {"all": {"items": names}},
             "events": [{"id": "always", "playlist": "all", "modes": ["daily"], "starts": "2026-01-01T00:00:00",
                         "duration": "P1D", "recurrence": "FREQ=DAILY"}]}))

    def player(self, *arguments):
        return [str(self.bin / "gatecast-player"), "--store", str(self.folder / "store"), "--root", str(self.root()),
                "--channel", "bench", "--state", str(self.folder / "state"), *map(str, arguments)]

    def command(self, seconds):
        return self.player("--seconds", seconds, "--stats", self.folder / "stats.json")

    def wait_for_slot(self):
        """Until the film begins anew by the wall clock: the others begin it at its first frame too, and joined in the
        middle it would be another part of the film, with what lies between a key frame and the joint on top."""
        said = subprocess.run(self.player("--explain", "--json"), capture_output=True, text=True, check=True)
        ends = datetime.datetime.fromisoformat(json.loads(said.stdout)["showing"]["ends"].replace("Z", "+00:00"))
        time.sleep(max(0.0, ends.timestamp() - time.time()) + 0.02)

    def stats(self):
        return json.loads((self.folder / "stats.json").read_text())

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)
