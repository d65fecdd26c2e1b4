#include "content-sync/repository/publish_feeds.h"

#include "content-sync/store/verified_feeds.h"
#include "tests/content-sync/repository/publishing.h"
#include "tests/support/feeds.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;
using repository::FeedReport;

namespace {

repository::NewRepository plan_with_feeds() {
  auto with = plan();
  with.online.feeds = feeds_key();
  return with;
}

// A repository whose channel shows a release with feeds.
struct Office {
  CutDisk disk;
  explicit Office(bool has_role = true) {
    REQUIRE(make_directories(disk, "/srv"));
    REQUIRE(
        repository::create_repository(disk, kRepository, has_role ? plan_with_feeds() : plan(), test_time()));
    auto sample = put_incoming(disk, {});
    add_feeds(sample.release);
    const Bytes document = bundle::write_release(sample.release);
    write(disk, kIncoming / "releases" / (sha256(document).hex() + "." + kChannel + ".json"), document);
    Bytes metadata = repository::write_release_metadata(kChannel, 1, document, 1, test_time());
    for (const auto& signer : Build{}.signers) metadata = *tuf::add_signature(metadata, "metadata", signer);
    write(disk, kIncoming / (kContentRole + ".json"), metadata);
    REQUIRE(publish(disk));
  }
  Result<repository::FeedsPublished> report(const std::string& name, const std::string& text,
                                            Instant at = test_time()) {
    return repository::publish_feeds(disk, kRepository, {{kChannel, name, text, at}},
                                     plan_with_feeds().online, at);
  }
  std::string refused(const std::string& name, const std::string& text, Instant at = test_time()) {
    const auto published = report(name, text, at);
    if (!published) return published.error().rule;
    return published->refused.empty() ? "taken" : published->refused.front().rule;
  }
  bundle::FeedValues values() {
    return repository::published_feeds(disk, kRepository, kChannel, test_time()).value();
  }
};

}  // namespace

TEST_CASE("a reported value is judged against the release that is shown, and signed by the online key") {
  Office office;
  CHECK(office.refused("air", "28.5") == "taken");
  CHECK(office.values().at("air").number == 285);
  CHECK(kiosk_sees(office.disk) == "1");
  CHECK(office.refused("air", "51.0", test_time() + 5min) == "feed.bounds");
  CHECK(office.refused("air", "40.0", test_time() + 5min) == "feed.step");
  CHECK(office.refused("air", "29.0", test_time() + 1min) == "feed.interval");
  CHECK(office.refused("air", "warm", test_time() + 5min) == "feed.type");
  CHECK(office.refused("queue", "The gate is closed") == "feed.bounds");
  CHECK(office.refused("rain", "3") == "feed.unknown");
  CHECK(office.values().at("air").number == 285);
  CHECK(office.values().size() == 1);
  const auto published = office.report("air", "29.1", test_time() + 5min);
  REQUIRE(published);
  CHECK(published->role_version == 2);
  CHECK(office.values().at("air").number == 291);
}

TEST_CASE("what is right of a report is taken, and what is not is named") {
  Office office;
  const auto reports = repository::parse_feed_reports(
      R"({"lao-bao-hall": {"air": 28.5, "queue": {"value": "endless"}}, "nowhere": {"air": 3}})", "report",
      test_time());
  REQUIRE(reports);
  const auto published =
      repository::publish_feeds(office.disk, kRepository, *reports, plan_with_feeds().online, test_time());
  REQUIRE(published);
  CHECK(published->taken == 1);
  CHECK(published->refused.size() == 2);
  const auto again =
      repository::parse_feed_reports(repository::write_feed_reports(*reports), "again", test_time());
  REQUIRE(again);
  CHECK(again->size() == 3);
  for (const char* wrong : {"[]", "{\"x\": 3}", "{\"x\": {\"air\": {}}}", "{\"x\": {\"air\": true}}", "{"})
    CHECK_FALSE(repository::parse_feed_reports(wrong, "wrong", test_time()));
}

TEST_CASE("an old repository goes on without the role, and gets it by its targets keys") {
  Office office(false);
  CHECK(office.refused("air", "28.5") == "publish.feeds");
  CHECK(repository::renew_feeds(office.disk, kRepository, plan_with_feeds().online, test_time()));
  CHECK(kiosk_sees(office.disk) == "1");
  const auto set = [&](const SigningKey& key) {
    return repository::set_feeds_key(office.disk, kRepository, key.key, plan().targets_keys, plan().online,
                                     test_time());
  };
  REQUIRE(set(feeds_key()));
  CHECK(office.refused("air", "28.5") == "taken");
  // A new key: what the old one signed falls.
  REQUIRE(set(test_key(61, "other")));
  CHECK(office.values().empty());
  CHECK(office.refused("air", "28.5") == "tuf.delegated.threshold");
  CHECK(kiosk_sees(office.disk) == "1");
}

TEST_CASE("what stands is signed again before its two days are over, and once a day only") {
  Office office;
  REQUIRE(office.report("air", "28.5"));
  const auto version = [&] {
    const auto view = repository::read_repository(office.disk, kRepository, test_time());
    return view->trusted.snapshot()->meta.at("feeds.json").version;
  };
  REQUIRE(repository::renew_feeds(office.disk, kRepository, plan_with_feeds().online, test_time() + 23h));
  CHECK(version() == 1);
  REQUIRE(repository::renew_feeds(office.disk, kRepository, plan_with_feeds().online, test_time() + 25h));
  CHECK(version() == 2);
  CHECK(office.values().at("air").number == 285);
}

TEST_CASE("old versions of feeds do not pile up on the server") {
  Office office;
  for (int i = 0; i < 60; ++i)
    REQUIRE(office.refused("air", i % 2 == 0 ? "20.0" : "21.0", test_time() + i * 5min) == "taken");
  const auto files = office.disk.list(kRepository / "targets/feeds");
  REQUIRE(files);
  CHECK(files->size() <= 51);
  CHECK(office.values().at("air").number == 210);
  CHECK(kiosk_sees(office.disk, test_time() + 5h) == "1");
}
