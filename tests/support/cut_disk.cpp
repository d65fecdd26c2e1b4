#include "tests/support/cut_disk.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <random>
#include <utility>

namespace gatecast::test {
namespace {

constexpr std::size_t kSector = 512;

struct PendingWrite {
  std::uint64_t offset = 0;
  Bytes bytes;
  std::optional<std::uint64_t> truncate_to;
};

void apply(Bytes& content, std::uint64_t offset, ByteView bytes) {
  if (content.size() < offset + bytes.size()) content.resize(offset + bytes.size(), '\0');
  std::memcpy(content.data() + offset, bytes.data(), bytes.size());
}

}  // namespace

struct CutDisk::Node {
  FileKind kind = FileKind::directory;
  // A file.
  Bytes bytes;
  Bytes durable_bytes;
  std::vector<PendingWrite> pending_writes;
  // A link.
  Path target;
  // A directory. A null child means that the name went.
  using Names = std::map<std::string, std::shared_ptr<Node>>;
  Names names;
  Names durable_names;
  std::vector<std::pair<std::string, std::shared_ptr<Node>>> pending_names;

  void set(const std::string& name, std::shared_ptr<Node> node) {
    pending_names.emplace_back(name, node);
    if (node)
      names[name] = std::move(node);
    else
      names.erase(name);
  }
};

namespace {

struct Chooser {
  CutMode mode;
  std::mt19937_64 random;
  bool by_chance() { return (random() & 1U) != 0; }
  bool keep_bytes() {
    switch (mode) {
      case CutMode::all_lost:
      case CutMode::bytes_lost:
      case CutMode::zeros:
        return false;
      case CutMode::random:
      case CutMode::sectors_torn:
        return by_chance();
      default:
        return true;
    }
  }
  // Which of a folder's changed names are there.
  std::vector<bool> keep_names(std::size_t count) {
    std::vector<bool> kept(count, mode != CutMode::all_lost && mode != CutMode::names_lost);
    if (mode == CutMode::names_halved && count > 0)
      std::fill(kept.begin() + static_cast<std::ptrdiff_t>(random() % (count + 1)), kept.end(), false);
    if (mode == CutMode::random || mode == CutMode::names_reordered)
      for (std::size_t i = 0; i < count; ++i) kept[i] = by_chance();
    return kept;
  }
};

}  // namespace

CutDisk::CutDisk() : root_(std::make_shared<Node>()) {}
CutDisk::~CutDisk() = default;
CutDisk::CutDisk(CutDisk&&) noexcept = default;
CutDisk& CutDisk::operator=(CutDisk&&) noexcept = default;

struct CutDisk::State {
  Chooser chooser;
  std::map<const Node*, std::shared_ptr<Node>> copies;  // a file may have two names

  Bytes surviving(const Node& file) {
    Bytes content = file.durable_bytes;
    for (const auto& write : file.pending_writes) {
      if (write.truncate_to) {
        if (chooser.keep_bytes()) content.resize(*write.truncate_to, '\0');
        continue;
      }
      if (chooser.mode == CutMode::zeros && content.size() < write.offset + write.bytes.size())
        content.resize(write.offset + write.bytes.size(), '\0');
      for (std::size_t at = 0; at < write.bytes.size(); at += kSector)
        if (chooser.keep_bytes())
          apply(content, write.offset + at, ByteView(write.bytes).substr(at, kSector));
    }
    return content;
  }

  std::shared_ptr<Node> survive(const Node& node) {
    if (const auto known = copies.find(&node); known != copies.end()) return known->second;
    auto copy = std::make_shared<Node>();
    copies[&node] = copy;
    copy->kind = node.kind;
    copy->target = node.target;
    if (node.kind == FileKind::file) copy->bytes = copy->durable_bytes = surviving(node);
    auto names = node.durable_names;
    const auto kept = chooser.keep_names(node.pending_names.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
      if (!kept[i]) continue;
      const auto& [name, child] = node.pending_names[i];
      if (child)
        names[name] = child;
      else
        names.erase(name);
    }
    for (const auto& [name, child] : names) copy->names[name] = survive(*child);
    copy->durable_names = copy->names;
    return copy;
  }
};

CutDisk CutDisk::after_cut(CutMode mode, std::uint64_t seed) const {
  CutDisk cut;
  State state{Chooser{mode, std::mt19937_64(seed)}, {}};
  cut.root_ = state.survive(*root_);
  return cut;
}

std::shared_ptr<CutDisk::Node> CutDisk::find(const Path& path) const {
  const auto parent = parent_of(path);
  if (!path.has_filename()) return root_;
  if (!parent) return nullptr;
  const auto found = parent->names.find(path.filename().string());
  return found == parent->names.end() ? nullptr : found->second;
}

std::shared_ptr<CutDisk::Node> CutDisk::parent_of(const Path& path) const {
  auto node = root_;
  Path walked = "/";
  for (const auto& part : path.parent_path().relative_path()) {
    const auto found = node->names.find(part.string());
    if (found == node->names.end()) return nullptr;
    node = found->second;
    if (node->kind == FileKind::link) {
      node = find((walked / node->target).lexically_normal());
      if (!node) return nullptr;
    }
    if (node->kind != FileKind::directory) return nullptr;
    walked /= part;
  }
  return node;
}

std::uint64_t CutDisk::used() const {
  std::uint64_t sum = 0;
  std::vector<const Node*> open{root_.get()};
  while (!open.empty()) {
    const Node* node = open.back();
    open.pop_back();
    sum += node->bytes.size();
    for (const auto& [name, child] : node->names) open.push_back(child.get());
  }
  return sum;
}

std::size_t CutDisk::fingerprint() const {
  std::size_t sum = 0;
  const auto mix = [&](std::size_t value) { sum = (sum ^ value) * 0x9E3779B97F4A7C15U + (sum >> 29U); };
  std::vector<std::pair<const Node*, std::string>> open{{root_.get(), ""}};
  while (!open.empty()) {
    const auto [node, path] = open.back();
    open.pop_back();
    mix(std::hash<std::string>{}(path));
    mix(static_cast<std::size_t>(node->kind));
    mix(std::hash<std::string_view>{}(node->bytes));
    mix(std::hash<std::string>{}(node->target.string()));
    for (const auto& [name, child] : node->names) open.emplace_back(child.get(), path + "/" + name);
  }
  return sum;
}

Status CutDisk::changing(const std::string& operation) {
  if (before_each) before_each(operation);
  if (fail_after > 0 && --fail_after == 0)
    return fail(environment_error("disk.io", operation, "input/output error"));
  return {};
}

class CutDisk::Reader final : public ReadFile {
 public:
  explicit Reader(std::shared_ptr<Node> node) : node_(std::move(node)) {}
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) override {
    if (offset >= node_->bytes.size()) return std::size_t{0};
    const auto count = std::min<std::size_t>(buffer.size(), node_->bytes.size() - offset);
    std::memcpy(buffer.data(), node_->bytes.data() + offset, count);
    return count;
  }
  Result<std::uint64_t> size() override { return node_->bytes.size(); }

 private:
  std::shared_ptr<Node> node_;
};

class CutDisk::Writer final : public WriteFile {
 public:
  Writer(CutDisk& disk, std::shared_ptr<Node> node, std::string path)
      : disk_(&disk), node_(std::move(node)), path_(std::move(path)) {}
  Status write_at(std::uint64_t offset, ByteView bytes) override {
    GATECAST_TRY_STATUS(disk_->changing("write " + path_));
    if (disk_->used() + bytes.size() > disk_->capacity_bytes)
      return fail(environment_error("disk.full", path_, "write: No space left on device",
                                    "free some space on this disk"));
    node_->pending_writes.push_back({offset, Bytes(bytes), std::nullopt});
    apply(node_->bytes, offset, bytes);
    return {};
  }
  Status truncate(std::uint64_t size) override {
    GATECAST_TRY_STATUS(disk_->changing("truncate " + path_));
    node_->pending_writes.push_back({0, {}, size});
    node_->bytes.resize(size, '\0');
    return {};
  }
  Status sync() override {
    const auto operation = "sync " + path_;
    GATECAST_TRY_STATUS(disk_->changing(operation));
    disk_->sync_called_from = __builtin_return_address(0);
    if (disk_->forgets_sync && disk_->forgets_sync(operation)) return {};
    node_->durable_bytes = node_->bytes;
    node_->pending_writes.clear();
    return {};
  }

 private:
  CutDisk* disk_;
  std::shared_ptr<Node> node_;
  std::string path_;
};

namespace {

tl::unexpected<Error> missing(const Path& path) {
  return fail(environment_error("disk.missing", path, "No such file or directory"));
}

}  // namespace

Result<std::unique_ptr<ReadFile>> CutDisk::open_read(const Path& path) {
  if (const auto found = unreadable.find(path); found != unreadable.end() && found->second-- <= 0)
    return fail(environment_error("disk.io", path, "input/output error"));
  auto node = find(path);
  if (node && node->kind == FileKind::link) node = find(path.parent_path() / node->target);
  if (!node) return missing(path);
  return std::make_unique<Reader>(std::move(node));
}

Result<std::unique_ptr<WriteFile>> CutDisk::open_write(const Path& path, OpenMode mode) {
  GATECAST_TRY_STATUS(changing("open " + path.string()));
  const auto parent = parent_of(path);
  if (!parent) return missing(path);
  auto node = find(path);
  if (node && node->kind != FileKind::file)
    return fail(environment_error("disk.io", path, "open for writing: not a file"));
  if (node && (mode == OpenMode::create_new || mode == OpenMode::create_private))
    return fail(environment_error("disk.exists", path, "File exists"));
  if (!node) {
    node = std::make_shared<Node>();
    node->kind = FileKind::file;
    parent->set(path.filename().string(), node);
  } else if (mode == OpenMode::replace) {
    node->pending_writes.push_back({0, {}, 0});
    node->bytes.clear();
  }
  return std::make_unique<Writer>(*this, std::move(node), path.string());
}

Status CutDisk::rename(const Path& from, const Path& to) {
  GATECAST_TRY_STATUS(changing("rename " + from.string() + " to " + to.string()));
  const auto source = parent_of(from);
  const auto target = parent_of(to);
  const auto node = find(from);
  if (!source || !target || !node) return missing(from);
  if (find(to) == node) return {};  // two names of one file: POSIX leaves both
  target->set(to.filename().string(), node);
  source->set(from.filename().string(), nullptr);
  return {};
}

Status CutDisk::remove(const Path& path) {
  GATECAST_TRY_STATUS(changing("remove " + path.string()));
  const auto parent = parent_of(path);
  const auto node = find(path);
  if (!parent || !node) return missing(path);
  if (node->kind == FileKind::directory && !node->names.empty())
    return fail(environment_error("disk.io", path, "remove: Directory not empty"));
  parent->set(path.filename().string(), nullptr);
  return {};
}

Status CutDisk::make_directory(const Path& path) {
  GATECAST_TRY_STATUS(changing("make directory " + path.string()));
  const auto parent = parent_of(path);
  if (!parent) return missing(path);
  if (find(path)) return {};
  parent->set(path.filename().string(), std::make_shared<Node>());
  return {};
}

Status CutDisk::make_link(const Path& target, const Path& link) {
  GATECAST_TRY_STATUS(changing("make link " + link.string()));
  const auto parent = parent_of(link);
  if (!parent) return missing(link);
  if (find(link)) return fail(environment_error("disk.exists", link, "File exists"));
  auto node = std::make_shared<Node>();
  node->kind = FileKind::link;
  node->target = target;
  parent->set(link.filename().string(), std::move(node));
  return {};
}

Status CutDisk::sync_directory(const Path& path) {
  const auto operation = "sync directory " + path.string();
  GATECAST_TRY_STATUS(changing(operation));
  const auto node = find(path);
  if (!node || node->kind != FileKind::directory) return missing(path);
  sync_called_from = __builtin_return_address(0);
  if (forgets_sync && forgets_sync(operation)) return {};
  node->durable_names = node->names;
  node->pending_names.clear();
  return {};
}

Result<Path> CutDisk::read_link(const Path& path) {
  const auto node = find(path);
  if (!node) return missing(path);
  if (node->kind != FileKind::link) return fail(environment_error("disk.io", path, "read link: not a link"));
  return node->target;
}

Result<std::vector<std::string>> CutDisk::list(const Path& path) {
  const auto node = find(path);
  if (!node || node->kind != FileKind::directory) return missing(path);
  std::vector<std::string> names;
  for (const auto& [name, child] : node->names) names.push_back(name);
  return names;
}

Result<FileStatus> CutDisk::status(const Path& path) {
  const auto node = find(path);
  if (!node) return FileStatus{};
  return FileStatus{node->kind, node->bytes.size()};
}

Result<std::uint64_t> CutDisk::free_bytes(const Path&) {
  if (capacity_bytes == UINT64_MAX) return std::uint64_t{1} << 40U;
  const auto taken = used();
  return taken > capacity_bytes ? 0 : capacity_bytes - taken;
}

}  // namespace gatecast::test
