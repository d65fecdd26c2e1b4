#include <functional>

#include "content-sync/repository/publish_statements.h"
#include "tests/content-sync/repository/publishing.h"
#include "tests/support/duty.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

// A repository with officers, whose channel shows release 1 with an alert's template.
struct Duty {
  CutDisk disk;
  bundle::Release release;
  std::int64_t version = 0;
  std::vector<bundle::Statement> standing;

  Duty() {
    auto officers = plan();
    officers.officers = {officer_key().key};
    REQUIRE(make_directories(disk, "/srv"));
    REQUIRE(repository::create_repository(disk, kRepository, officers, test_time()));
    show(1);
  }
  void show(std::int64_t number, const std::function<void(bundle::Release&)>& edit = nullptr) {
    auto sample = put_incoming(disk, {.version = number, .number = number});
    add_template(sample.release);
    if (edit) edit(sample.release);
    const Bytes document = bundle::write_release(sample.release);
    write(disk, kIncoming / "releases" / (sha256(document).hex() + "." + kChannel + ".json"), document);
    Bytes metadata = repository::write_release_metadata(kChannel, number, document, number, test_time());
    for (const auto& signer : Build{}.signers) metadata = *tuf::add_signature(metadata, "metadata", signer);
    write(disk, kIncoming / (kContentRole + ".json"), metadata);
    REQUIRE(publish(disk));
    release = *bundle::parse_release(document, "release");
  }
  Result<repository::Published> send(const std::vector<bundle::Statement>& statements,
                                     const SigningKey& signer, std::int64_t number,
                                     bool with_targets = true) {
    store::StatementFiles files;
    files["alert.json"] = *tuf::add_signature(
        repository::write_statement_metadata(number, statements, test_time()), "alert.json", signer);
    if (with_targets)
      for (const auto& statement : statements)
        files[bundle::target_name(statement)] = bundle::write_statement(statement);
    return repository::accept_statements(disk, kRepository, files, plan().online, test_time());
  }
  std::string rule(const std::vector<bundle::Statement>& statements) {
    return rule_of(send(statements, officer_key(), version + 1));
  }
  void accept(const std::vector<bundle::Statement>& statements) {
    const auto accepted = send(statements, officer_key(), ++version);
    INFO((accepted ? std::string() : to_string(accepted.error())));
    REQUIRE(accepted);
  }
};

}  // namespace

TEST_CASE("one officer's signature publishes an alert, and nobody else's does") {
  Duty duty;
  const auto alert = alert_statement(duty.release);
  CHECK(rule_of(duty.send({alert}, test_key(51, "stranger"), 1)) == "tuf.delegated.threshold");
  CHECK(rule_of(duty.send({alert}, test_key(10, "lan"), 1)) == "tuf.delegated.threshold");  // an editor
  const auto accepted = duty.send({alert}, officer_key(), 1);
  REQUIRE(accepted);
  CHECK(accepted->signers == std::vector<std::string>{"van"});
  CHECK(accepted->objects_taken == 1);
  const auto again = duty.send({alert}, officer_key(), 1);
  REQUIRE(again);
  CHECK(again->was_active);
  CHECK(kiosk_sees(duty.disk) == "1");
}

TEST_CASE("a repository without officers takes no statement, and gets them by its targets keys") {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/srv"));
  REQUIRE(repository::create_repository(disk, kRepository, plan(), test_time()));
  const auto send = [&](std::int64_t version) {
    const store::StatementFiles files{
        {"alert.json", *tuf::add_signature(repository::write_statement_metadata(version, {}, test_time()),
                                           "alert.json", officer_key())}};
    return rule_of(repository::accept_statements(disk, kRepository, files, plan().online, test_time()));
  };
  CHECK(send(1) == "publish.officers");
  CHECK(rule_of(repository::set_officers(disk, kRepository, {test_key(50).key}, plan().targets_keys,
                                         plan().online, test_time())) == "repository.officers");
  REQUIRE(repository::set_officers(disk, kRepository, {officer_key().key}, plan().targets_keys, plan().online,
                                   test_time()));
  CHECK(send(2) == "publish.version");
  CHECK(send(1) == "accepted");
}

TEST_CASE("a statement that makes no sense here and now is refused before it is published, by rule") {
  Duty duty;
  const auto good = alert_statement(duty.release);
  auto alert = good;
  alert.sites = {"nowhere"};
  CHECK(duty.rule({alert}) == "alert.site");
  alert = good;
  alert.item = "alert/flood";
  CHECK(duty.rule({alert}) == "alert.template");
  alert = good;
  alert.template_hash.bytes[3] ^= 1;
  CHECK(duty.rule({alert}) == "alert.template_changed");
  alert = good;
  alert.blanks["counter"] = std::int64_t{99};
  CHECK(duty.rule({alert}) == "alert.blank");
  alert = good;
  alert.starts = test_time() - 3h;
  alert.ends = test_time() - 1h;
  CHECK(duty.rule({alert}) == "alert.over");
  alert = good;
  alert.ends = alert.issued_at + 25h;
  CHECK(duty.rule({alert}) == "alert.length");
  CHECK(duty.rule({recall_statement("trade/nothing", 1)}) == "alert.item");
  CHECK(duty.rule({recall_statement(kTemplate, 1)}) == "alert.emergency");
  CHECK(rule_of(duty.send({good}, officer_key(), 2)) == "publish.version");
  CHECK(rule_of(duty.send({good}, officer_key(), 1, false)) == "publish.statements");
  std::vector<bundle::Statement> many;
  for (std::size_t i = 0; i <= bundle::kMostStatements; ++i) {
    many.push_back(good);
    many.back().id = "alert-" + std::to_string(i);
  }
  CHECK(duty.rule(many) == "alert.too_many");
  CHECK(duty.rule({good}) == "accepted");
}

TEST_CASE("a page, or one picture of it, is recalled as an item is") {
  Duty duty;
  duty.show(2, [](bundle::Release& release) {
    release.topics = {{"culture", "museum", {{"vi", "Văn hóa"}, {"lo", "ວັດທະນະທຳ"}}}};
    bundle::Page page;
    page.id = "culture/all";
    page.topic = "culture";
    page.title = {{"vi", "Văn hóa"}, {"lo", "ວັດທະນະທຳ"}};
    page.blocks = {bundle::TextBlock{true, {{"vi", "Có."}, {"lo", "ມີ."}}}};
    release.pages[page.id] = page;
  });
  CHECK(duty.rule({recall_statement(sha256("another").hex(), 2)}) == "alert.item");
  CHECK(duty.rule({recall_statement("culture/all", 2)}) == "accepted");
}

TEST_CASE("an alert ends by one officer, a recall only by a newer release") {
  Duty duty;
  const auto item = duty.release.items.begin()->second.category == bundle::Category::emergency
                        ? std::next(duty.release.items.begin())->first
                        : duty.release.items.begin()->first;
  const auto recall = recall_statement(item, 1);
  duty.accept({alert_statement(duty.release), recall});
  CHECK(duty.rule({alert_statement(duty.release)}) == "publish.recall");
  duty.accept({recall});  // the alert is ended
  CHECK(duty.rule({}) == "publish.recall");
  duty.show(2);
  CHECK(duty.rule({}) == "accepted");
}
