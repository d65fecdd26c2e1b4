#include "content-sync/system/boot_environment.h"
#include "tests/content-sync/system/offered.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

// A disk whose slot takes every byte and gives one back wrong.
class WornDisk final : public Disk {
 public:
  explicit WornDisk(CutDisk& below) : below_(&below) {}
  Result<std::unique_ptr<ReadFile>> open_read(const Path& path) override { return below_->open_read(path); }
  Result<std::unique_ptr<WriteFile>> open_write(const Path& path, OpenMode mode) override {
    GATECAST_TRY(auto file, below_->open_write(path, mode));
    if (path != kRootB) return file;
    return std::make_unique<WornFile>(std::move(file));
  }
  Status rename(const Path& from, const Path& to) override { return below_->rename(from, to); }
  Status remove(const Path& path) override { return below_->remove(path); }
  Status make_directory(const Path& path) override { return below_->make_directory(path); }
  Status make_link(const Path& target, const Path& link) override { return below_->make_link(target, link); }
  Status sync_directory(const Path& path) override { return below_->sync_directory(path); }
  Result<Path> read_link(const Path& path) override { return below_->read_link(path); }
  Result<std::vector<std::string>> list(const Path& path) override { return below_->list(path); }
  Result<FileStatus> status(const Path& path) override { return below_->status(path); }
  Result<std::uint64_t> free_bytes(const Path& path) override { return below_->free_bytes(path); }

 private:
  class WornFile final : public WriteFile {
   public:
    explicit WornFile(std::unique_ptr<WriteFile> below) : below_(std::move(below)) {}
    Status write_at(std::uint64_t offset, ByteView bytes) override {
      Bytes worn(bytes);
      if (!worn.empty()) worn[worn.size() / 2] = static_cast<char>(worn[worn.size() / 2] ^ 4);
      return below_->write_at(offset, worn);
    }
    Status truncate(std::uint64_t size) override { return below_->truncate(size); }
    Status sync() override { return below_->sync(); }

   private:
    std::unique_ptr<WriteFile> below_;
  };
  CutDisk* below_;
};

struct PowerCut {};

bool has_trouble(SlottedKiosk& kiosk) {
  return kiosk.agent->status().system->trouble.has_value();
}

}  // namespace

TEST_CASE(
    "a power cut at any operation of an installation leaves the running slot first, or the new one whole") {
  Province province;
  SlottedKiosk kiosk(province);
  REQUIRE(province.offer(11) == "accepted");
  kiosk.fetch();
  int operations = 0;
  int opened = 0;
  bool is_done = false;
  for (int cut_at = 0; !is_done; ++cut_at) {
    for (const auto mode : kCutModes) {
      CutDisk disk = kiosk.disk.after_cut(CutMode::all_kept, 1);
      int seen = 0;
      disk.before_each = [&](const std::string&) {
        if (seen++ == cut_at) throw PowerCut{};
      };
      is_done = true;
      try {
        const auto installed = system::install(disk, SlottedKiosk::options());
        REQUIRE(installed.has_value());
      } catch (const PowerCut&) {
        is_done = false;
      }
      disk.before_each = nullptr;
      CutDisk left = disk.after_cut(mode, static_cast<std::uint64_t>(cut_at) + 1);
      std::swap(kiosk.disk, left);
      auto environment = system::BootEnvironment::read(kiosk.disk, kEnvironment);
      if (!environment) {  // torn beyond what a sector allows: the loader then begins with A, and
                           // gatecast-mark-good
        kiosk.set_environment("A_OK=1\nA_TRY=0\nB_OK=1\nB_TRY=0\nORDER=A B\nTRIAL=0\n");
        REQUIRE(kiosk.install());
        environment = system::BootEnvironment::read(kiosk.disk, kEnvironment);
      }
      REQUIRE(environment);
      CHECK(environment->value("A_OK") == "1");
      const bool is_b_first = environment->value("ORDER") == "B A";
      const bool is_b_open = environment->value("B_OK") == "1";
      CAPTURE(cut_at, environment->value("ORDER"), environment->value("B_OK"));
      CHECK((!is_b_open || kiosk.holds(10) || kiosk.holds(11)));
      if (is_b_first) CHECK((is_b_open && kiosk.holds(11)));
      opened += static_cast<int>(is_b_first);
      // It goes on where the power came back: with B first, or once more from the beginning.
      if (!is_b_first) {
        const auto again = kiosk.install();
        REQUIRE(again);
        CHECK(again->is_new);
        CHECK(kiosk.holds(11));
      }
      std::swap(kiosk.disk, left);
    }
    operations = cut_at;
  }
  CHECK(operations > 10);
  CHECK(opened > 0);
}

TEST_CASE("a disk that gives other bytes than were written gets no slot opened") {
  Province province;
  SlottedKiosk kiosk(province);
  REQUIRE(province.offer(11) == "accepted");
  kiosk.fetch();
  WornDisk worn(kiosk.disk);
  CHECK(system::install(worn, SlottedKiosk::options()).error().rule == "system.readback");
  CHECK(kiosk.environment_says("B_OK=0"));
  CHECK(kiosk.environment_says("ORDER=A B"));
}

TEST_CASE("the loader's notes: what is no environment of it is refused, and nothing is written then") {
  Province province;
  SlottedKiosk kiosk(province);
  REQUIRE(province.offer(11) == "accepted");
  kiosk.fetch();
  const auto slot = kiosk.bytes(kRootB);
  for (const Bytes& wrong : {Bytes(), Bytes(1024, '#'), Bytes("# GRUB Environment Block\nORDER=A B\n"),
                             "# GRUB Environment Block\nORDER" + Bytes(994, '#')}) {
    write(kiosk.disk, kEnvironment, wrong);
    CHECK(kiosk.install().error().rule == "system.environment");
    CHECK(kiosk.bytes(kEnvironment) == wrong);
    CHECK(kiosk.bytes(kRootB) == slot);
  }
  kiosk.set_environment("A_OK=1\nA_TRY=0\nLONG=" + std::string(450, 'x') + "\nORDER=A B\n");
  CHECK(kiosk.install().error().rule == "system.environment");
}

TEST_CASE("a download that broke off goes on where it stopped, also after content came in between") {
  Province province;
  SlottedKiosk kiosk(province);
  REQUIRE(province.offer(11) == "accepted");
  REQUIRE(kiosk.agent->update({}));
  const auto before = kiosk.line->sent;
  kiosk.line->breaks_after = before + 150'000;
  kiosk.agent->attend_system({});
  CHECK(kiosk.disk.status("/data/store/system-ready.json")->kind == FileKind::missing);
  CHECK(has_trouble(kiosk));
  kiosk.line->breaks_after = UINT64_MAX;
  REQUIRE(kiosk.agent->update({}));
  CHECK(!kiosk.disk.list("/data/store/partial")->empty());
  const auto so_far = kiosk.line->sent;
  kiosk.agent->attend_system({});
  CHECK(!has_trouble(kiosk));
  CHECK(kiosk.line->sent - so_far < 300'000);
  CHECK(kiosk.install()->is_new);
  CHECK(kiosk.holds(11));
}
