#!/usr/bin/env python3
"""Fifty real agents against one nginx on loopback: when they ask (a herd or not), what an idle kiosk costs, what a thousand
cost the server. They begin at once, as after a power cut of the whole province, and are published to once.

usage: python3 tests/bench/fleet BIN_FOLDER [AGENTS] [POLL_SECONDS] [SECONDS]
"""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

BAR = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processor_seconds(parent):
    """Of nginx's master and its workers."""
    pids = [parent] + [int(pid) for pid in pathlib.Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    ticks = sum(sum(map(int, pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13])) for pid in pids)
    return ticks / os.sysconf("SC_CLK_TCK")


class Fleet:
    def __init__(self, bin_folder, folder, agents, poll):
        self.folder, self.live, self.poll = folder, folder / "live", poll
        subprocess.run([bin_folder / "thin_line_states", folder, "1"], check=True)
        self.publish("first")
        nginx = folder / "nginx"
        nginx.mkdir()
        port = free_port()
        temporary = "".join(f"{kind}_temp_path {nginx}/{kind};" for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
        user = "user root;" if os.geteuid() == 0 else ""
        (nginx / "conf").write_text(
            f"daemon off; worker_processes 1; pid {nginx}/pid; error_log {nginx}/error.log; {user} events {{ worker_connections 1024; }}\n"
            f"http {{ log_format short '$msec $uri $bytes_sent $request_length'; access_log {nginx}/log short; {temporary} keepalive_timeout 600;\n"
            f"default_type application/octet-stream; server {{ listen 127.0.0.1:{port}; root {self.live}; }} }}\n")
        self.nginx = subprocess.Popen(["/usr/sbin/nginx", "-p", nginx, "-c", nginx / "conf", "-e", nginx / "error.log"])
        time.sleep(1)
        self.begun = time.time()
        self.agents = [subprocess.Popen(
            [bin_folder / "gatecast-sync", "run", "--store", folder / f"store-{i}", "--server", f"http://127.0.0.1:{port}", "--root",
             folder / "root.json", "--channel", "lao-bao-hall", "--reserve", "1", "--poll", str(poll)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for i in range(agents)]

    def publish(self, name):
        state = self.folder / "states" / name
        for path in sorted(state.rglob("*"), key=lambda path: path.name == "timestamp.json"):
            if path.is_file():
                target = self.live / path.relative_to(state)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, str(target) + ".new")
                os.rename(str(target) + ".new", target)

    def requests(self, since, until):
        lines = (line.split() for line in (self.folder / "nginx/log").read_text().splitlines())
        return [(float(at) - self.begun, path, int(sent) + int(asked)) for at, path, sent, asked in lines
                if since <= float(at) - self.begun < until]

    def on(self):
        return sum(os.path.exists(self.folder / f"store-{i}/active") for i in range(len(self.agents)))

    def stop(self):
        for agent in self.agents + [self.nginx]:
            agent.terminate()
        for agent in self.agents + [self.nginx]:
            agent.wait()


def histogram(times, since, until, steps):
    width = (until - since) / steps
    counts = [sum(since + i * width <= at < since + (i + 1) * width for at in times) for i in range(steps)]
    for i, count in enumerate(counts):
        print(f"  {since + i * width:6.1f} s  {count:4d}  {'#' * (count * BAR // max(max(counts), 1))}")
    return max(counts) / max(sum(counts) / steps, 1e-9)


def main():
    bin_folder = pathlib.Path(sys.argv[1]).resolve()
    agents, poll, length = (int(word) for word in (sys.argv[2:] + ["50", "20", "120"][len(sys.argv) - 2:]))
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        fleet = Fleet(bin_folder, pathlib.Path(name), agents, poll)
        try:
            while fleet.on() < agents and time.time() - fleet.begun < 120:
                time.sleep(0.2)
            here = time.time() - fleet.begun
            print(f"\n## fleet: {agents} agents that begin at once, a question each {poll / 2:.0f} to {poll} s; load {os.getloadavg()[0]:.1f}")
            print(f"all have their first release after {here:.1f} s")
            time.sleep(2 * poll)  # until chance has parted them
            since, spent = time.time() - fleet.begun, processor_seconds(fleet.nginx.pid)
            time.sleep(length)
            until, spent = time.time() - fleet.begun, processor_seconds(fleet.nginx.pid) - spent
            idle = fleet.requests(since, until)
            polls = [at for at, path, _ in idle if path == "/metadata/timestamp.json"]
            print("questions of idle kiosks over time:")
            peak = histogram(polls, since, until, 12)
            a_poll = sum(cost for _, _, cost in idle) / len(polls)
            requests = len(idle) / len(polls)
            print(f"fullest twelfth: {peak:.2f} x the mean; {requests:.2f} requests and {a_poll:.0f} bytes a poll (without TCP and IP)")
            day = 86400 / 225  # one in 150 to 300 s
            print(f"at the usual interval (150 to 300 s): {requests * day:.0f} requests and {a_poll * day / 1e3:.0f} kB a kiosk a day")
            print(f"nginx: {spent / len(polls) * 1e6:.0f} us of processor a poll: 1,000 kiosks take {spent / len(polls) * 1000 / 225 * 100:.2f} % of a core")
            published = time.time() - fleet.begun
            fleet.publish("film")
            time.sleep(1.5 * poll)
            asked = {}
            for at, path, _ in fleet.requests(published, published + 1.5 * poll):
                if path.startswith("/targets/releases/"):
                    asked.setdefault(round(at, 3), at)
            print(f"after a publish, when each of {len(asked)} begins to fetch it:")
            histogram([at - published for at in asked.values()], 0, poll, 10)
        finally:
            fleet.stop()


main()
