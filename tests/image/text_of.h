// A whole file of the tree as text; the case fails where it cannot be read.
// Threads: of the test. Errors: a failed REQUIRE. Source: none.
#pragma once
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

inline std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}
