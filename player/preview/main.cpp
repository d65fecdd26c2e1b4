// gatecast-preview: measures and shows drafts and plain files with the player's own libraries. Not in the
// image.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "player/preview/confine.h"
#include "player/preview/probe.h"

namespace {

using namespace gatecast;

constexpr auto kAbout =
    "Measures and shows content with the player's own code, before anybody signs it.\n"
    "\n"
    "  gatecast-preview --probe FILE...     what each film, sound or picture is, as JSON";
constexpr auto kFooter = "Exit codes: 0 fine, 1 content, 2 usage, 3 environment (disk, display).";

int report(const Error& error) {
  std::fprintf(stderr, "%s\n", to_string(error).c_str());
  return exit_code(error);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(kAbout, "gatecast-preview");
  app.footer(kFooter);
  app.set_version_flag("--version", "gatecast-preview " GATECAST_VERSION);
  std::vector<Path> paths;
  bool is_probe = false;
  int loudness_mlufs = -23000;
  app.add_option("PATH", paths, "files or a folder")->required();
  app.add_flag("--probe", is_probe, "measure media files; JSON on standard output")->required();
  app.add_option("--loudness", loudness_mlufs, "target of the gain, in thousandths of LUFS (-23000)");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (const auto confined = preview::confine_for_measuring(); !confined) return report(confined.error());
  SystemDisk disk;
  const auto measured = preview::probe_files(disk, paths, loudness_mlufs);
  std::fputs(measured.json.c_str(), stdout);
  return measured.is_fine ? 0 : 1;
}
