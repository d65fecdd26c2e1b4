// Kiosks of a site that find each other by DNS-SD, over a real avahi in a network of the test's own.
#include <nlohmann/json.hpp>

#include "tests/e2e/sync/gate.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

// A network with two addresses, a bus, avahi, a web server; two kiosks, the second begins when the server has
// no objects any more. Ends with 77 where the machine does not allow or have it.
constexpr const char* kScript = R"(
ip link set lo up && ip link add d0 type veth peer name e0 && ip addr add 10.77.0.1/24 dev d0 && ip addr add 10.77.0.2/24 dev d0 &&
  ip link set d0 up multicast on && ip link set e0 up || exit 77
[ -x /usr/sbin/avahi-daemon ] && [ -x /usr/bin/dbus-daemon ] || exit 77
trap 'kill $children 2>/dev/null; wait' EXIT
dbus-daemon --config-file="$BASE/bus.conf" --nofork --nopidfile & children=$!
export DBUS_SYSTEM_BUS_ADDRESS="unix:path=$BASE/bus"
for i in $(seq 50); do [ -S "$BASE/bus" ] && break; sleep 0.1; done
/usr/sbin/avahi-daemon -f "$BASE/avahi.conf" --no-drop-root --no-chroot --no-rlimits & children="$children $!"
python3 -m http.server 8000 --bind 127.0.0.1 --directory "$BASE/repository" & children="$children $!"
sleep 2
comes() { for i in $(seq $2); do [ -L "$BASE/$1/active" ] && return 0; sleep 0.1; done; return 1; }
"$SYNC" run --config "$BASE/a.json" 2>"$BASE/a.log" & children="$children $!"
comes a 200 || exit 3
mv "$BASE/repository/objects" "$BASE/nowhere"
"$SYNC" run --config "$BASE/b.json" 2>"$BASE/b.log" & children="$children $!"
comes b $TRIES || exit 4
for i in $(seq 100); do grep -q "site: 10.77.0.2" "$BASE/a.log" && exit 0; sleep 0.1; done
exit 5
)";

}  // namespace

TEST_CASE("kiosks of a site find each other by DNS-SD, and what one has the other takes from it") {
  Gate gate;
  gate.publish(1, 300'000);
  write(gate.base / "bus.conf",
        "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN\" "
        "\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n<busconfig><type>system</"
        "type><listen>unix:path=" +
            (gate.base / "bus").string() +
            "</listen><auth>EXTERNAL</auth><policy context=\"default\"><allow user=\"*\"/><allow own=\"*\"/>"
            "<allow send_destination=\"*\"/><allow receive_sender=\"*\"/></policy></busconfig>\n");
  write(gate.base / "avahi.conf",
        "[server]\nuse-ipv6=no\nenable-dbus=yes\n[publish]\n[reflector]\n[rlimits]\n");
  const std::string finds = GENERATE(as<std::string>(), "auto", "10.77.0.9:8378");
  for (const auto& [name, address] : {std::pair("a", "10.77.0.1:8378"), std::pair("b", "10.77.0.2:8378")})
    write(gate.base / (std::string(name) + ".json"),
          nlohmann::json{{"channel", "lao-bao-hall"},
                         {"server", "http://127.0.0.1:8000"},
                         {"store", (gate.base / name).string()},
                         {"root", (gate.base / "root.json").string()},
                         {"reserve_mb", 1},
                         {"poll_seconds", 2},
                         {"neighbours", finds},
                         {"share_on", address}}
              .dump());
  write(gate.base / "site.sh", kScript);
  const auto result =
      run({"/usr/bin/unshare", ::geteuid() == 0 ? "-n" : "-rn", "sh", (gate.base / "site.sh").string()},
          {{"BASE", gate.base.string()}, {"SYNC", kSync}, {"TRIES", finds == "auto" ? "200" : "60"}});
  INFO(result.out << result.err);
  if (result.exit_code == 77 || result.err.find("unshare:") != std::string::npos) {
    WARN("no network of its own, or no avahi: skipped");
    return;
  }
  if (finds != "auto") {  // nobody is asked who was only announced, and not listed
    CHECK(result.exit_code == 4);
    return;
  }
  CHECK(result.exit_code == 0);
  SystemDisk disk;
  const auto release = store::load_verified_release(disk, gate.base / "b/active",
                                                    gate.repository.root_file(1), "lao-bao-hall", {});
  REQUIRE(release);
  for (const auto& [hash, object] : release->release->objects)
    CHECK(store::verify_object(disk, gate.base / "b/objects", object));
}
