// A kiosk in memory with its agent: repository, disk, clock and settings at hand. Threads: one owner.
#pragma once
#include <catch2/catch.hpp>
#include <memory>

#include "content-sync/agent/agent.h"
#include "tests/support/cut_disk.h"
#include "tests/support/hand_clock.h"
#include "tests/support/repository_fetcher.h"

namespace gatecast::test {

inline void put(Disk& disk, const Path& path, ByteView bytes) {
  REQUIRE(make_directories(disk, path.parent_path()));
  const auto file = disk.open_write(path, OpenMode::replace);
  REQUIRE(file);
  REQUIRE((*file)->write_at(0, bytes));
}

struct Machine {
  TestRepository repository;
  CutDisk disk;
  HandClock clock;
  agent::AgentConfig config;
  RepositoryFetcher* fetcher = nullptr;

  // The server's name decides whether its bytes are counted: a folder costs no line.
  explicit Machine(const std::string& server = "memory") {
    config.store = "/store";
    config.server = server;
    config.root = "/etc/root.json";
    config.channel = "lao-bao-hall";
    config.reserve_mb = 0;
    REQUIRE(make_directories(disk, "/etc"));
    REQUIRE(write_file_durably(disk, config.root, repository.root_file(1)));
  }
  agent::Agent start() {
    auto made = std::make_unique<RepositoryFetcher>(repository.files);
    fetcher = made.get();
    auto opened = agent::Agent::open(disk, clock, config, std::move(made));
    REQUIRE(opened);
    return std::move(*opened);
  }
};

}  // namespace gatecast::test
