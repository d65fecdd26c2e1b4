#include "content-sync/base/kiosk_code.h"

#include <catch2/catch.hpp>
#include <set>

using namespace gatecast;

TEST_CASE("an answer belongs to one kiosk, one secret and one challenge") {
  const auto a = new_kiosk_secret("lao-bao-hall-1").value();
  const auto b = new_kiosk_secret("lao-bao-hall-1").value();
  auto renamed = a;
  renamed.kiosk = "la-lay-gate-1";
  const auto answer = kiosk_response(a, "48217730");
  CHECK(answer.size() == kKioskCodeDigits);
  CHECK(is_response(a, "48217730", answer));
  CHECK_FALSE(is_response(b, "48217730", answer));
  CHECK_FALSE(is_response(renamed, "48217730", answer));
  CHECK_FALSE(is_response(a, "48217731", answer));
  CHECK_FALSE(is_response(a, "48217730", ""));
  std::set<std::string> challenges;
  for (int i = 0; i < 50; ++i) challenges.insert(new_challenge().value());
  CHECK(challenges.size() == 50);
}

TEST_CASE("a kiosk's secret is kept as a file, and another file is none") {
  const auto secret = new_kiosk_secret("lao-bao-hall-1").value();
  const auto read = parse_kiosk_secret(kiosk_secret_file(secret), "technician.json");
  REQUIRE(read);
  CHECK(read->kiosk == secret.kiosk);
  CHECK(read->secret == secret.secret);
  for (const char* wrong :
       {"", "[]", "{}", R"({"format":1,"kiosk":"a","secret":"00"})",
        R"({"format":2,"kiosk":"a","secret":"00"})", R"({"format":1,"kiosk":7,"secret":[]})"})
    CHECK_FALSE(parse_kiosk_secret(wrong, "technician.json"));
  CHECK_FALSE(new_kiosk_secret(""));
  CHECK_FALSE(new_kiosk_secret("a\nb"));
}

// Worked out by another program's HMAC: the desk and the kiosk may be of different releases.
TEST_CASE("the answer to a challenge stays what it is") {
  const KioskSecret secret{"lao-bao-hall-1", Bytes(32, 'k')};
  CHECK(kiosk_response(secret, "12345678") == "69319281");
  CHECK(code_digits("1234 5678") == "12345678");
  CHECK(code_digits("1234-5678") == "12345678");
  CHECK_FALSE(code_digits("1234 567"));
  CHECK_FALSE(code_digits("1234 567x"));
  CHECK(code_in_groups("12345678") == "1234 5678");
}
