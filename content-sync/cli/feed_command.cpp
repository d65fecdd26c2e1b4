// gatecast feed: what the province's office reports as typed values, within the bounds that two editors
// signed.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "content-sync/base/json_value.h"
#include "content-sync/cli/commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/repository/publish_feeds.h"

namespace gatecast::cli {
namespace {

using repository::FeedReport;

struct FeedOptions {
  std::string feed;
  std::string value;
  std::string file;
  std::string at;
  std::string to;
  std::string into;
  std::string online_keys;
  std::string channel;
  bool is_json = false;
  [[nodiscard]] OutputForm form() const { return is_json ? OutputForm::json : OutputForm::words; }
};

Result<Instant> time_of(const FeedOptions& options) {
  if (options.at.empty()) return std::chrono::floor<std::chrono::seconds>(SystemClock().now());
  return parse_instant(options.at);
}

// A folder that gatecast-server looks into: it judges and signs, its log says what it refused.
Status leave(const FeedOptions& options, const std::vector<FeedReport>& reports) {
  SystemDisk disk;
  for (const auto& report : reports)
    GATECAST_TRY_STATUS(
        write_file_durably(disk, Path(options.into) / (report.channel + "." + report.name + ".json"),
                           repository::write_feed_reports({report})));
  say(options.form(), fmt::format("Left for the server: {}", options.into));
  return {};
}

Status publish_feed(const FeedOptions& options, const std::vector<FeedReport>& reports) {
  if (options.into.empty() == options.to.empty())
    return fail(
        usage_error("feed.to", "--to", "where the values go is not said, or twice",
                    "--to the repository's folder, or --into the folder of gatecast-server --feeds-from"));
  if (!options.into.empty()) return leave(options, reports);
  SystemDisk disk;
  const Path keys =
      options.online_keys.empty() ? repository::default_key_folder() : Path(options.online_keys);
  GATECAST_TRY(const auto online, repository::load_online_keys(keys));
  GATECAST_TRY(const auto published,
               repository::publish_feeds(disk, options.to, reports, online, SystemClock().now()));
  if (options.is_json && published.refused.empty())
    print_json({{"ok", true}, {"version", published.role_version}, {"taken", published.taken}});
  say(options.form(), fmt::format("{} of {} values stand, version {}.", published.taken, reports.size(),
                                  published.role_version));
  // Each is told; the first decides how this ends.
  for (std::size_t i = 1; i < published.refused.size(); ++i) progress(to_string(published.refused[i]));
  if (!published.refused.empty()) return fail(published.refused.front());
  return {};
}

Status set(const FeedOptions& options) {
  const auto slash = options.feed.find('/');
  if (slash == std::string::npos)
    return fail(usage_error("feed.name", options.feed, "not CHANNEL/NAME", "as in lao-bao-hall/queue"));
  GATECAST_TRY(const auto at, time_of(options));
  return publish_feed(options,
                      {{options.feed.substr(0, slash), options.feed.substr(slash + 1), options.value, at}});
}

Status publish_file(const FeedOptions& options) {
  SystemDisk disk;
  GATECAST_TRY(const auto at, time_of(options));
  GATECAST_TRY(const auto bytes, read_file(disk, options.file, bundle::kFeedsLimit));
  GATECAST_TRY(const auto reports, repository::parse_feed_reports(bytes, options.file, at));
  return publish_feed(options, reports);
}

Status list_feeds(const FeedOptions& options) {
  SystemDisk disk;
  GATECAST_TRY(const auto values,
               repository::published_feeds(disk, options.to, options.channel, SystemClock().now()));
  auto out = nlohmann::json::object();
  for (const auto& [name, value] : values) {
    out[name] = {{"value", bundle::plain_value(value)}, {"at", format_instant(value.at)}};
    say(options.form(),
        fmt::format("{}: {} of {}", name, bundle::plain_value(value), format_instant(value.at)));
  }
  if (options.is_json) print_json({{"ok", true}, {"channel", options.channel}, {"values", out}});
  if (values.empty()) say(options.form(), "No feed of this channel says anything.");
  return {};
}

void add_where(CLI::App& command, FeedOptions& options) {
  command.add_option("--to", options.to, "The repository's folder, where no server is running");
  command.add_option("--into", options.into, "The folder that gatecast-server --feeds-from looks into");
  command.add_option("--online-keys", options.online_keys,
                     "For --to: folder with feeds.key.json and its kin");
  command.add_option("--at", options.at, "When it was so, 2026-11-22T09:20:00+07:00 (else now)");
  command.add_flag("--json", options.is_json, "One JSON document on standard output");
}

}  // namespace

void add_feed_command(CLI::App& app, int& exit_code) {
  auto* feed = app.add_subcommand(
      "feed",
      "Set values that change from hour to hour: rates, temperature, the queue. Numbers, times and\n"
      "choices only, within the bounds that two editors signed; never words.");
  feed->require_subcommand(1);
  const auto add = [&](CLI::App* command, const std::shared_ptr<FeedOptions>& options, auto work) {
    command->callback([options, &exit_code, work] {
      const auto status = work(*options);
      exit_code = status ? 0 : report(status.error(), options->form());
    });
  };
  auto setting = std::make_shared<FeedOptions>();
  auto* one = feed->add_subcommand(
      "set", "Set one value: gatecast feed set lao-bao-hall/queue short --to REPOSITORY");
  one->add_option("feed", setting->feed, "CHANNEL/NAME")->required();
  one->add_option("value", setting->value, "28.5, a choice's id, or a time with its offset")->required();
  add_where(*one, *setting);
  add(one, setting, set);
  auto publishing = std::make_shared<FeedOptions>();
  auto* many =
      feed->add_subcommand("publish", "Set the values of a file: {\"lao-bao-hall\": {\"queue\": \"short\"}}");
  many->add_option("file", publishing->file, "JSON file")->required();
  add_where(*many, *publishing);
  add(many, publishing, publish_file);
  auto listing = std::make_shared<FeedOptions>();
  auto* what = feed->add_subcommand("list", "What a channel's feeds say now");
  what->add_option("channel", listing->channel, "The channel, as lao-bao-hall")->required();
  what->add_option("--to", listing->to, "The repository's folder")->required();
  what->add_flag("--json", listing->is_json, "One JSON document on standard output");
  add(what, listing, list_feeds);
}

}  // namespace gatecast::cli
