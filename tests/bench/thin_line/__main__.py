#!/usr/bin/env python3
"""What a thin line (2 Mbit/s, 300 ms, 2 % loss each way) makes of the agent: a big object against the floor, small files
against one after the other, from publish to the switch, an officer's word, an idle kiosk's polls.

usage (as root): unshare -n python3 tests/bench/thin_line BIN_FOLDER [ALERTS] [big] [small] [text] [alert] [idle] [hour] [killed] [meanwhile]
       "judge" before the parts: what misses its goal is an error (exit code 1); 77: name spaces are not allowed here
"""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from line import Line  # noqa: E402

SERVER = "10.88.0.2"


class Bench:
    def __init__(self, bin_folder, folder, alerts):
        self.bin, self.folder, self.alerts = bin_folder, folder, alerts
        subprocess.run([bin_folder / "thin_line_states", folder, str(alerts)], check=True)
        self.live = folder / "live"
        self.server, self.started, self.judges = None, [], False

    def publish(self, name):
        """As a publisher writes: the timestamp last, by rename. When that was."""
        state = self.folder / "states" / name
        for path in sorted(state.rglob("*")):
            if path.is_file() and path.name != "timestamp.json":
                target = self.live / path.relative_to(state)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        shutil.copyfile(state / "metadata/timestamp.json", self.live / "timestamp.new")
        os.rename(self.live / "timestamp.new", self.live / "metadata/timestamp.json")
        return time.time()

    def begin(self, line, congestion, states, own_server=False):
        shutil.rmtree(self.live, ignore_errors=True)
        line.inside(1, ["sysctl", "-q", "-w", f"net.ipv4.tcp_congestion_control={congestion}"])
        for name in states:
            self.publish(name)
        if own_server:
            command = [self.bin / "gatecast-server", "--repository", self.live, "--online-keys", self.folder / "keys",
                       "--listen", f"{SERVER}:8000"]
        else:
            nginx = self.folder / "nginx"
            shutil.rmtree(nginx, ignore_errors=True)
            nginx.mkdir()
            temporary = "".join(f"{kind}_temp_path {nginx}/{kind};" for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
            (nginx / "conf").write_text(
                f"daemon off; worker_processes 1; pid {nginx}/pid; error_log {nginx}/error.log; user root; events {{}}\n"
                f"http {{ log_format path '$uri $msec $request_time'; access_log {nginx}/log path; {temporary} keepalive_timeout 600;\n"
                f"default_type application/octet-stream; server {{ listen {SERVER}:8000; root {self.live}; }} }}\n")
            command = ["/usr/sbin/nginx", "-p", nginx, "-c", nginx / "conf", "-e", nginx / "error.log"]
        self.server = subprocess.Popen(line.enter(1, command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.started.append(self.server)
        time.sleep(1)

    def end(self):
        self.server.terminate()
        self.server.wait()

    def agent(self, line, command, *more):
        return line.enter(0, [self.bin / "gatecast-sync", command, "--store", self.folder / "store", "--root",
                              self.folder / "root.json", "--channel", "lao-bao-hall", "--reserve", "1", "--server",
                              f"http://{SERVER}:8000", *more])

    def requests(self):
        """(path, when its answer was out, how long it took)"""
        lines = (self.folder / "nginx/log").read_text().splitlines()
        return [(path, float(at), float(length)) for path, at, length in (line.split() for line in lines)]

    def once(self, line):
        begun = time.monotonic()
        subprocess.run(self.agent(line, "once"), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return time.monotonic() - begun

    def fresh_store(self, line, states, congestion="bbr", own_server=False):
        shutil.rmtree(self.folder / "store", ignore_errors=True)
        self.begin(line, congestion, states, own_server)
        self.once(line)

    def big(self, line):
        floor = (2 << 20) * 8 / 2e6
        for congestion in ("bbr", "reno"):
            self.fresh_store(line, ["first"], congestion)
            self.publish("film")
            before = line.traffic()
            known = len(self.requests())
            took = self.once(line)
            ended = time.time()
            sent = line.traffic() - before
            film = max((path for path, _, _ in self.requests()[known:] if path.startswith("/objects/")),
                       key=lambda path: (self.live / path[1:]).stat().st_size)
            begun = min(at - length for path, at, length in self.requests()[known:] if path == film) - 0.15
            alone = ended - begun
            print(f"big object, server on {congestion}: {alone:.1f} s, {alone / floor:.2f} x floor ({floor:.1f} s); with metadata and its piece "
                  f"list before it {took:.1f} s; {sent / (2 << 20):.2f} of its bytes over the line, with what was lost", flush=True)
            self.end()

    def small(self, line):
        self.fresh_store(line, ["first", "film"])
        self.publish("small")
        known = len(self.requests())
        took = self.once(line)
        ended = time.time()
        mine = [one for one in self.requests()[known:] if one[0].startswith("/objects/")]
        alone = ended - min(at - length for _, at, length in mine) + 0.15
        paths = [path for path, _, _ in mine]
        urls = [f"http://{SERVER}:8000{path}" for path in paths]
        begun = time.monotonic()
        line.inside(0, ["curl", "-s", "-o", "/dev/null"] + " -o /dev/null ".join(urls).split())
        serial = time.monotonic() - begun
        print(f"30 small files ({len(paths)} requests with their piece lists): the agent {alone:.1f} s, the same one after the other over one "
              f"connection {serial:.1f} s: {serial / alone:.1f} times; with metadata before them {took:.1f} s", flush=True)
        self.end()

    def killed(self, line):
        """A release whose agent is killed each three seconds: that it ends, and what it costs beyond its bytes."""
        self.fresh_store(line, ["first"])
        self.publish("film")
        before, begun, kills = line.traffic(), time.time(), 0
        on = os.readlink(self.folder / "store/active")
        while os.readlink(self.folder / "store/active") == on and kills < 100:
            agent = self.running(line, "--poll", "1")
            try:
                self.until(lambda: os.readlink(self.folder / "store/active") != on, 3)
            except RuntimeError:
                kills += 1
            agent.kill()
            agent.wait()
        spent = (line.traffic() - before) / (2 << 20)
        is_on = os.readlink(self.folder / "store/active") != on
        self.end()
        print(f"killed each 3 s ({kills} times): {'on' if is_on else 'NOT ON'} after {time.time() - begun:.0f} s, {spent:.2f} of its bytes over "
              "the line (IP, both ways)", flush=True)
        self.hold("the release is on", is_on)
        # The goal is 1.7; a busy machine starts programs late, and 3.3 was what it cost before.
        self.hold("at most 2.3 of its bytes", spent <= 2.3)
        self.hold("it was killed", kills >= 2)

    def meanwhile(self, line):
        """An officer's word while the line is full of a release."""
        self.fresh_store(line, ["first"], own_server=True)
        agent = self.running(line)
        time.sleep(5)
        on = os.readlink(self.folder / "store/active")
        for name in ("film", "small", "text"):
            self.publish(name)
        time.sleep(4)
        file = self.folder / "store/statements.json"
        before = file.stat().st_ino if file.exists() else 0
        published = self.publish("alert-1")
        took = self.until(lambda: file.exists() and file.stat().st_ino != before) - published
        is_on = os.readlink(self.folder / "store/active") != on
        print(f"an officer's word in the middle of a download of 2.4 MB: on the kiosk's disk after {took:.2f} s, the release "
              f"{'was on before' if is_on else 'still to come'}", flush=True)
        self.until(lambda: os.readlink(self.folder / "store/active") != on)
        self.hold("within 4.5 s, before the release", took <= 4.5 and not is_on)
        agent.terminate()
        agent.wait()
        self.end()

    def hold(self, what, is_so):
        """With "judge" a promise that does not hold is an error."""
        if self.judges and not is_so:
            raise SystemExit(f"not so: {what}")

    def running(self, line, *more):
        self.started.append(subprocess.Popen(self.agent(line, "run", *more), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return self.started[-1]

    def stop(self):
        """Whatever a measurement that failed left running."""
        for program in self.started:
            if program.poll() is None:
                program.kill()
                program.wait()

    def until(self, look, limit=120):
        ends = time.time() + limit
        while time.time() < ends:
            if look():
                return time.time()
            time.sleep(0.01)
        raise RuntimeError("it did not come")

    def text(self, line):
        self.fresh_store(line, ["first", "film", "small"], own_server=True)
        agent = self.running(line)
        time.sleep(5)
        before = os.readlink(self.folder / "store/active")
        published = self.publish("text")
        came = self.until(lambda: os.readlink(self.folder / "store/active") != before)
        print(f"one text changed (20 kB), from publish to the switch on the kiosk's disk: {came - published:.1f} s (the player: 0.4 s more at "
              "the most)", flush=True)
        agent.terminate()
        agent.wait()
        self.end()

    def alert(self, line):
        self.fresh_store(line, ["first", "film", "small", "text"], own_server=True)
        agent = self.running(line)
        time.sleep(5)
        file = self.folder / "store/statements.json"
        took = []
        for i in range(1, self.alerts + 1):
            before = file.stat().st_ino if file.exists() else 0
            published = self.publish(f"alert-{i}")
            took.append(self.until(lambda: file.exists() and file.stat().st_ino != before) - published)
            time.sleep(1)
        print(f"{len(took)} words of officers, from publish to the kiosk's disk: median {statistics.median(took):.2f} s, worst {max(took):.2f} s",
              flush=True)
        self.hold("on the disk within 4.5 s", max(took) <= 4.5)
        agent.terminate()
        agent.wait()
        self.end()

    def idle(self, line):
        self.fresh_store(line, ["first"])
        agent = self.running(line, "--poll", "8")
        time.sleep(12)
        before, known = line.traffic(), len(self.requests())
        time.sleep(60)
        spent, asked = line.traffic() - before, len(self.requests()) - known
        print(f"idle, plain files: {spent / max(asked, 1):.0f} bytes of IP a poll, both ways ({asked} polls in 60 s); at one in 300 s "
              f"{spent / max(asked, 1) * 8640 / 1e6:.1f} MB a month", flush=True)
        self.hold("at most 600 bytes a poll", asked >= 5 and spent / asked <= 600)
        agent.terminate()
        agent.wait()
        self.end()

    def hour(self, line):
        """Nothing new for an hour (HOUR_SECONDS), as a kiosk is set up: by its own server, then by plain files."""
        length = int(os.environ.get("HOUR_SECONDS", "3600"))
        for own_server in (True, False):
            self.fresh_store(line, ["first"], own_server=own_server)
            agent = self.running(line)
            time.sleep(20)
            before, begun = line.traffic(), time.time()
            time.sleep(length)
            spent, passed = line.traffic() - before, time.time() - begun
            print(f"an idle kiosk of {'a gatecast-server' if own_server else 'plain files'}: {spent} bytes of IP in {passed:.0f} s: "
                  f"{spent / passed * 30 * 86400 / 1e6:.1f} MB a month", flush=True)
            agent.terminate()
            agent.wait()
            self.end()


def main():
    bin_folder = pathlib.Path(sys.argv[1]).resolve()
    words = sys.argv[2:]
    alerts = int(words.pop(0)) if words and words[0].isdigit() else 50
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        folder = pathlib.Path(name)
        bench = Bench(bin_folder, folder, alerts)
        if words and words[0] == "judge":
            bench.judges = bool(words.pop(0))
        line = Line(folder)
        try:
            print(f"\n## thin line: 2 Mbit/s, 300 ms, 2 % loss each way; load {os.getloadavg()[0]:.1f}")
            for part in words or ["big", "small", "text", "alert", "idle"]:
                getattr(bench, part)(line)
        finally:
            bench.stop()
            line.close()


main()
