// What is read of an announcement of DNS-SD, and what the settings may say of it.
#include "content-sync/agent/site_finder.h"

#include <catch2/catch.hpp>

#include "content-sync/agent/config.h"

using namespace gatecast;
using namespace gatecast::agent;

TEST_CASE("of an announcement only an address of a private network is taken, to the letter") {
  for (const char* good :
       {"10.0.0.12:8378", "172.31.255.1:1", "192.168.1.2:65535", "169.254.9.9:8378", "[fd00::12]:8378"})
    CHECK(address_announced("at=" + std::string(good)) == good);
  for (const char* bad :
       {"", "at=", "at=10.0.0.12", "AT=10.0.0.12:8378", "at=8.8.8.8:8378", "at=172.32.0.1:8378",
        "at=127.0.0.1:8378", "at=0.0.0.0:8378", "at=10.0.0.12:0", "at=10.0.0.12:70000", "at=gate.example:80",
        "at=10.0.0.12:8378/../x", "at=[2001:db8::1]:80", "at=10.0.0.12 :1"})
    CHECK(address_announced(bad).empty());
  CHECK(address_announced(std::string_view("at=10.0.0.12:8378\0x", 19)).empty());
}

TEST_CASE("kiosks are looked for only where this one hands objects on, at an address of the site") {
  AgentConfig config;
  config.store = "/s";
  config.server = "https://x";
  config.root = "/r";
  config.channel = "lao-bao-hall";
  config.neighbours = "auto 10.0.0.12:8378";
  CHECK_FALSE(check_config(config));
  config.share_on = "10.0.0.11:8378";
  CHECK(check_config(config));
  config.share_on = "0.0.0.0:8378";
  CHECK_FALSE(check_config(config));
  config.neighbours = "10.0.0.12:8378";
  CHECK(check_config(config));
}
