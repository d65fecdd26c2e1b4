#include <catch2/catch.hpp>

#include "content-sync/bundle/changes.h"
#include "content-sync/bundle/page_json.h"
#include "scratch_folder.h"

using namespace gatecast;
using source::test::ScratchFolder;

namespace {

constexpr auto kTopics = R"({
  "topics": [
    {"id": "customs", "icon": "customs", "name": {"vi": "Hải quan", "lo": "ພາສີ", "en": "Customs"}}
  ]
}
)";
constexpr auto kPage = R"({
  "id": "customs/allowance",
  "topic": "customs",
  "title": {"vi": "Mang vào", "lo": "ນຳເຂົ້າ", "en": "What you may bring"},
  "blocks": [
    {"kind": "answer", "text": {"vi": "Khai báo.", "lo": "ແຈ້ງພາສີ.", "en": "Declare it."}},
    {"kind": "hours", "fact": "night", "open": [{"days": ["sa", "mo"], "from": "22:00", "to": "06:00"}]},
    {"kind": "related", "pages": ["customs/allowance"]}
  ]
}
)";

void write_pages(const ScratchFolder& folder) {
  folder.write("topics.json", kTopics);
  folder.write("pages/allowance.json", kPage);
  folder.change(
      "facts.json", "\"hours\"",
      "\"night\": { \"kind\": \"steady\", \"value\": \"22:00–06:00\", \"source\": \"Mẫu\" },\n  \"hours\"");
}

}  // namespace

TEST_CASE("a folder with topics and pages is right, and its release carries them to the last word") {
  const ScratchFolder folder;
  write_pages(folder);
  CHECK(folder.faults().empty());
  SystemDisk disk;
  auto reading = source::read_draft(disk, folder.channel(), "channel");
  REQUIRE(reading);
  const auto& release = reading->draft.release;
  REQUIRE(release.pages.size() == 1);
  const auto& hours = std::get<bundle::HoursBlock>(release.pages.begin()->second.blocks[1]);
  CHECK(hours.spans[0].weekdays == std::vector<int>{1, 6});
  CHECK(hours.spans[0].to_minute == 1440 + 360);  // after midnight
}

TEST_CASE(
    "a page of more than eighty words is told, in the language that has them; names on a plan are no text") {
  const ScratchFolder folder;
  write_pages(folder);
  const auto faults_of = [&](int words, bool is_on_plan) {
    std::string vi;
    for (int i = 0; i < words; ++i) vi += "từ ";
    const auto texts = R"({"vi": ")" + vi + R"(", "lo": "ມີ", "en": "Yes"})";
    folder.write(
        "pages/long.json",
        R"({"id": "a/long", "topic": "customs", "title": {"vi": "Trang", "lo": "ໜ້າ", "en": "Page"},
"blocks": [)" +
            (is_on_plan
                 ? R"({"kind": "plan", "size": [4, 3], "rooms": [{"at": [0, 0], "size": [2, 2], "name": )" +
                       texts + "}]}"
                 : R"({"kind": "answer", "text": )" + texts + "}") +
            "]}\n");
    return folder.faults();
  };
  CHECK(faults_of(79, false).empty());  // and the title's one
  CHECK(faults_of(80, false).find("81 words in Vietnamese; a page has at most 80 [page.words]") !=
        std::string::npos);
  CHECK(faults_of(120, true).find("[page.words]") == std::string::npos);
}

TEST_CASE("a form that leads back, rooms that overlap and a code too long are told where they stand") {
  const ScratchFolder folder;
  write_pages(folder);
  const auto faults_of = [&](const std::string& blocks, const std::string& more = "") {
    folder.write(
        "pages/other.json",
        R"({"id": "a/other", "topic": "customs", "title": {"vi": "Trang", "lo": "ໜ້າ", "en": "Page"},)" +
            more + "\n\"blocks\": [" + blocks + "]}\n");
    return folder.faults();
  };
  const std::string texts = R"({"vi": "Có", "lo": "ມີ", "en": "Yes"})";
  const auto form = [&](const std::string& yes) {
    return R"({"kind": "form", "questions": [{"id": "a", "question": )" + texts + R"(, "yes": ")" + yes +
           R"(", "no": "c"}, {"id": "b", "answer": )" + texts + R"(}, {"id": "c", "answer": )" + texts +
           "}]}";
  };
  CHECK(faults_of(form("b")).empty());
  CHECK(faults_of(form("a")).find("no later step of this form [page.form]") != std::string::npos);
  const auto plan = [&](const std::string& at) {
    return R"({"kind": "plan", "size": [8, 4], "rooms": [{"at": [0, 0], "size": [4, 2], "name": )" + texts +
           R"(}, {"at": )" + at + R"(, "size": [4, 2], "name": )" + texts + "}]}";
  };
  CHECK(faults_of(plan("[4, 0]")).empty());
  CHECK(faults_of(plan("[2, 1]")).find("lies over another one [page.plan]") != std::string::npos);
  CHECK(faults_of(plan("[6, 0]")).find("outside of the plan [page.plan]") != std::string::npos);
  const auto map = [&](const std::string& page) {
    return R"({"kind": "map", "lines": [{"name": )" + texts + R"(, "stops": [{"name": )" + texts +
           R"(, "page": ")" + page + R"("}, {"name": )" + texts + R"(, "distance": "20 km"}]}]})";
  };
  CHECK(faults_of(map("customs/allowance")).empty());
  CHECK(faults_of(map("customs/allowence")).find("[page.link]") != std::string::npos);
  const std::string text = R"({"kind": "text", "text": )" + texts + "}";
  CHECK(faults_of(text + ", " + map("a/other")).find("[page.figure]") != std::string::npos);
  const auto gallery = [&](const std::string& file, const std::string& more = "") {
    return R"({"kind": "gallery", "pictures": [{"file": ")" + file + R"(", "caption": )" + texts + more +
           R"(, "credit": "A. Painter"}]})";
  };
  CHECK(faults_of(gallery("media/coffee.png")).empty());
  CHECK(faults_of(gallery("media/none.png")).find("[source.missing_file]") != std::string::npos);
  CHECK(faults_of(gallery("media/coffee.png", R"(, "details": {"vi": "Một"})")).find("[text.missing]") !=
        std::string::npos);
  CHECK(faults_of(text + ", " + gallery("media/coffee.png")).find("[page.figure]") != std::string::npos);
  CHECK(faults_of(R"({"kind": "gallery", "pictures": [{"file": "media/coffee.png", "caption": )" + texts +
                  "}]}")
            .find("[schema") != std::string::npos);
  CHECK(faults_of(text, R"("take_along": "https://example.org",)").empty());
  CHECK(faults_of(text, R"("take_along": "tel:02 33",)").find("has a space [page.code]") !=
        std::string::npos);
  CHECK(faults_of(text, R"("take_along": ")" + std::string(200, 'x') + R"(",)").empty());
  CHECK(faults_of(text, R"("take_along": {"vi": ")" + std::string(201, 'x') + R"("},)").find("[page.code]") !=
        std::string::npos);
}

TEST_CASE("words that people also use are read, signed and told, and stand in the document") {
  const ScratchFolder folder;
  write_pages(folder);
  folder.change("pages/allowance.json", "\"blocks\"",
                "\"search_words\": {\"VI\": [\"rượu\"]},\n  \"blocks\"");
  CHECK(folder.faults().empty());
  SystemDisk disk;
  auto reading = source::read_draft(disk, folder.channel(), "channel");
  REQUIRE(reading);
  auto release = reading->draft.release;
  const auto& page = release.pages.begin()->second;
  CHECK(page.search_words == std::map<std::string, std::vector<std::string>>{{"vi", {"rượu"}}});
  auto without = release;
  without.pages.begin()->second.search_words.clear();
  CHECK(bundle::describe_changes(&without, release) ==
        std::vector<std::string>{"Page customs/allowance is also found by vi: rượu (was none)."});
  folder.change("pages/allowance.json", "[\"rượu\"]", "\"rượu\"");
  CHECK(folder.faults().find("pages/allowance.json:5:") != std::string::npos);
}

TEST_CASE("what is wrong with a page is told with file, line and remedy") {
  const ScratchFolder folder;
  write_pages(folder);
  const auto change = [&](const std::string& from, const std::string& to) {
    folder.change("pages/allowance.json", from, to);
    return folder.faults();
  };
  SECTION("a topic that does not exist") {
    CHECK(change("\"topic\": \"customs\"", "\"topic\": \"custom\"")
              .find("channel/pages/allowance.json:3:12: topics.json has no topic \"custom\" [page.topic]\n"
                    "  did you mean \"customs\"?\n") != std::string::npos);
  }
  SECTION("a link to no page") {
    CHECK(change("[\"customs/allowance\"]", "[\"customs/allowence\"]") ==
          "channel/pages/allowance.json:8:5: no page has the id \"customs/allowence\" [page.link]\n"
          "  did you mean \"customs/allowance\"?\n");
  }
  SECTION("a missing translation") {
    CHECK(change(", \"en\": \"Declare it.\"", "") ==
          "channel/pages/allowance.json:6:5: \"answer\" has no English text [text.missing]\n"
          "  write \"en\": \"...\" there, or name \"en\" in \"may_be_missing\"\n");
  }
  SECTION("a block without what it needs") {
    CHECK(change("\"open\": [{\"days\": [\"sa\", \"mo\"], \"from\": \"22:00\", \"to\": \"06:00\"}]",
                 "\"steps\": [{\"vi\": \"a\", \"lo\": \"a\", \"en\": \"a\"}]")
              .find("a block \"hours\" needs \"open\" [page.block]\n  add \"open\": [{\"from\": \"07:00\"") !=
          std::string::npos);
  }
  SECTION("a page that does not begin with its answer") {
    CHECK(change("\"kind\": \"answer\", \"text\": {\"vi\": \"Khai báo.\", \"lo\": \"ແຈ້ງພາສີ.\", \"en\": "
                 "\"Declare it.\"}",
                 "\"kind\": \"scene\", \"scene\": \"coffee\"")
              .find("a page begins with its answer [page.answer]") != std::string::npos);
  }
  SECTION("a fact that does not exist") {
    CHECK(change("\"fact\": \"night\"", "\"fact\": \"hour\"")
              .find("\"fact\" names the fact \"hour\", which does not exist [text.fact]") !=
          std::string::npos);
  }
  SECTION("an hour that no clock has") {
    CHECK(change("22:00", "25:00").find("\"25:00\" has not the right form [schema.form]") !=
          std::string::npos);
  }
  SECTION("a topic without a page") {
    folder.write("topics.json", std::string(kTopics).replace(std::string(kTopics).find("\"id\": \"customs\""),
                                                             15, "\"id\": \"visas\""));
    const auto faults = folder.faults();
    CHECK(faults.find("topics.json:3:12: no page stands under \"visas\" [topic.empty]") != std::string::npos);
  }
}

TEST_CASE("hours on a page that are not those of its fact are told, and the fact's place with them") {
  const ScratchFolder folder;
  write_pages(folder);
  const auto faults_of = [&](const std::string& open, const std::string& value) {
    write_pages(folder);
    folder.write("facts.json", R"({"hours": {"kind": "steady", "value": "07:00–22:00", "source": "Mẫu"},
  "night": {"kind": "steady", "value": )" +
                                   value + R"(, "source": "Mẫu"}})");
    folder.change("pages/allowance.json",
                  "\"open\": [{\"days\": [\"sa\", \"mo\"], \"from\": \"22:00\", \"to\": \"06:00\"}]",
                  "\"open\": " + open);
    return folder.faults();
  };
  const std::string day = R"([{"from": "07:00", "to": "19:30"}])";
  CHECK(faults_of(day, "\"07:00–22:00\"") ==
        "channel/pages/allowance.json:7:5: the page says 07:00–19:30, its fact \"night\" says 07:00–22:00 "
        "(channel/facts.json:2:12) [page.hours]\n"
        "  correct the one that is wrong; hours of one gate belong in pages/ and facts.json of its own "
        "channel\n");
  CHECK(faults_of(day, "\"07:00–19:30\"").empty());
  // However a language writes them, and a fact that names no hour leaves them to the page.
  CHECK(faults_of(day, R"({"vi": "từ 7:00 đến 19:30", "lo": "07:00-19:30", "en": "7.00 to 19.30"})").empty());
  CHECK(faults_of(day, R"({"vi": "từ 7:00 đến 19:30", "lo": "07:00-19:00", "en": "7.00 to 19.30"})")
            .find("says 07:00–19:00 (") != std::string::npos);
  CHECK(faults_of(day, "\"ngày làm việc 20/11\"").empty());
  const std::string two =
      R"([{"from": "07:00", "to": "12:00"}, {"days": ["mo"], "from": "13:30", "to": "24:00"}])";
  CHECK(faults_of(two, "\"13:30–00:00, 07:00–12:00\"").empty());
  CHECK(faults_of(two, "\"07:00–12:00\"").find("the page says 07:00–12:00, 13:30–24:00, its fact") !=
        std::string::npos);
  CHECK(faults_of(day, "\"07:00–19:30, 20:00\"").find("says 07:00–19:30, 20:00 (") != std::string::npos);
}

TEST_CASE(
    "a topic's own list is read in its order and signed; a wrong name and a page left behind are told") {
  const ScratchFolder folder;
  write_pages(folder);
  const auto other = [](const std::string& id) {
    return R"({"id": ")" + id + R"(", "topic": "customs", "title": {"vi": "Trang", "lo": "ໜ້າ", "en": "Page"},
"blocks": [{"kind": "text", "text": {"vi": "Có", "lo": "ມີ", "en": "Yes"}}]}
)";
  };
  folder.write("pages/cash.json", other("customs/cash"));
  const auto with_list = [&](const std::string& list) {
    folder.write("topics.json", std::string(kTopics).replace(std::string(kTopics).find("\"icon\""), 0,
                                                             "\"pages\": " + list + ",\n     "));
    return folder.faults();
  };
  CHECK(with_list(R"(["customs/cash", "customs/allowance"])").empty());
  SystemDisk disk;
  auto reading = source::read_draft(disk, folder.channel(), "channel");
  REQUIRE(reading);
  auto release = reading->draft.release;
  CHECK(release.topics.front().pages == std::vector<std::string>{"customs/cash", "customs/allowance"});
  auto before = release;
  std::swap(before.topics.front().pages[0], before.topics.front().pages[1]);
  CHECK(bundle::describe_changes(&before, release) ==
        std::vector<std::string>{"Topics become: customs (customs: customs/cash, customs/allowance) "
                                 "(were: customs (customs: customs/allowance, customs/cash))."});
  CHECK(with_list(R"(["customs/cash", "customs/allowence"])")
            .find("channel/topics.json:3:49: no page has the id \"customs/allowence\" [page.link]\n"
                  "  did you mean \"customs/allowance\"?\n") != std::string::npos);
  // One that its topic's list leaves out must be reached from somewhere else than itself.
  CHECK(
      with_list(R"(["customs/cash"])") ==
      "warning: channel/pages/allowance.json:3:12: the list of \"customs\" leaves \"customs/allowance\" out, "
      "and no page leads to it [page.unreachable]\n"
      "  name it in topics.json under \"pages\", or among the \"related\" of another page\n");
  CHECK(with_list(R"(["customs/allowance"])").find("[page.unreachable]") != std::string::npos);
  folder.change("pages/allowance.json", "[\"customs/allowance\"]", "[\"customs/cash\"]");
  CHECK(with_list(R"(["customs/allowance"])").empty());
}

TEST_CASE("an answer of a form may name its page; a question and a page that does not exist are told") {
  const ScratchFolder folder;
  write_pages(folder);
  const auto faults_of = [&](const std::string& at_question, const std::string& at_answer) {
    const std::string texts = R"({"vi": "Có", "lo": "ມີ", "en": "Yes"})";
    folder.write("pages/form.json",
                 R"({"id": "a/form", "topic": "customs", "title": {"vi": "Trang", "lo": "ໜ້າ", "en": "Page"},
"blocks": [{"kind": "form", "questions": [{"id": "a", "question": )" +
                     texts + at_question + R"(, "yes": "b", "no": "c"}, {"id": "b", "answer": )" + texts +
                     at_answer + R"(}, {"id": "c", "answer": )" + texts + "}]}]}\n");
    return folder.faults();
  };
  CHECK(faults_of("", R"(, "page": "customs/allowance")").empty());
  SystemDisk disk;
  auto reading = source::read_draft(disk, folder.channel(), "channel");
  REQUIRE(reading);
  auto release = reading->draft.release;
  auto& form = std::get<bundle::FormBlock>(release.pages.at("a/form").blocks.front());
  CHECK(form.steps[1].page == "customs/allowance");
  CHECK(bundle::page_form(release.pages.at("a/form")).find("answer 2 link customs/allowance") !=
        std::string::npos);
  CHECK(faults_of("", R"(, "page": "customs/allowence")").find("[page.link]") != std::string::npos);
  CHECK(faults_of(R"(, "page": "customs/allowance")", "").find("write \"page\" at the answer") !=
        std::string::npos);
}

TEST_CASE("a question may have words of its own on its buttons, and a page alone may be the answer") {
  const ScratchFolder folder;
  write_pages(folder);
  const std::string texts = R"({"vi": "Vào", "lo": "ເຂົ້າ", "en": "Into"})";
  const auto faults_of = [&](const std::string& at_question, const std::string& first,
                             const std::string& last) {
    folder.write("pages/form.json",
                 R"({"id": "a/form", "topic": "customs", "title": {"vi": "Trang", "lo": "ໜ້າ", "en": "Page"},
"blocks": [{"kind": "form", "questions": [{"id": "a", "question": )" +
                     texts + at_question + R"(, "yes": "b", "no": "c"}, {"id": "b")" + first +
                     R"(}, {"id": "c")" + last + "}]}]}\n");
    return folder.faults();
  };
  const auto label = [&](const char* key) { return std::string(", \"") + key + "\": " + texts; };
  const auto both = label("yes_label") + label("no_label");
  const std::string page = R"(, "page": "customs/allowance")";
  CHECK(faults_of(both, page, page).empty());
  SystemDisk disk;
  auto reading = source::read_draft(disk, folder.channel(), "channel");
  REQUIRE(reading);
  const auto& steps =
      std::get<bundle::FormBlock>(reading->draft.release.pages.at("a/form").blocks.front()).steps;
  CHECK(steps[0].yes_label.at("en") == "Into");
  CHECK(steps[0].no_label.at("vi") == "Vào");
  CHECK(steps[1].text.empty());
  CHECK(steps[1].page == "customs/allowance");
  CHECK(faults_of(label("yes_label"), page, page).find("and for both [page.form]") != std::string::npos);
  CHECK(faults_of("", label("answer") + both, page).find("only a question has words") != std::string::npos);
  CHECK(faults_of("", "", page).find("a step has either") != std::string::npos);
  CHECK(faults_of(R"(, "yes_label": {"vi": "Vào", "lo": "ເຂົ້າ"})" + label("no_label"), page, page)
            .find("English") != std::string::npos);
}

TEST_CASE("speech of another revision, of no sound or heard by nobody is told where it stands") {
  const ScratchFolder folder;
  write_pages(folder);
  folder.write("media/page.ogg", "as good as a sound");
  const auto faults_of = [&](const std::string& speech) {
    folder.write("pages/allowance.json", std::string(kPage).replace(0, 1, "{\"revision\": 3, " + speech));
    return folder.faults();
  };
  CHECK(faults_of(R"("speech": {"vi": {"file": "media/page.ogg", "revision": 3, "checked_by": "An"}},)")
            .empty());
  CHECK(faults_of(R"("speech": {"vi": {"file": "media/page.ogg", "revision": 2, "checked_by": "An"}},)")
            .find("this was spoken of revision 2; the page is at revision 3 [page.speech]") !=
        std::string::npos);
  CHECK(faults_of(R"("speech": {"vi": {"file": "media/none.ogg", "revision": 3, "checked_by": "An"}},)")
            .find("[source.missing_file]") != std::string::npos);
  CHECK(faults_of(R"("speech": {"vi": {"file": "media/page.ogg", "revision": 3}},)").find("[schema") !=
        std::string::npos);
  const auto reading = [&] {
    faults_of(R"("speech": {"vi": {"file": "media/page.ogg", "revision": 3, "checked_by": "An"}},)");
    SystemDisk disk;
    return source::read_draft(disk, folder.channel(), "channel");
  }();
  REQUIRE(reading);
  const auto& page = reading->draft.release.pages.at("customs/allowance");
  CHECK(page.speech.at("vi").checked_by == "An");
  CHECK(reading->draft.files.at(page.speech.at("vi").object).use == source::FileUse::sound);
}

TEST_CASE("a page's film is a clip of the folder, and stands first") {
  const ScratchFolder folder;
  write_pages(folder);
  const auto faults_of = [&](const std::string& item) {
    folder.write("pages/film.json",
                 R"({"id": "a/film", "topic": "customs", "title": {"vi": "Phim", "lo": "ຮູບເງົາ", "en": "Film"},
"blocks": [{"kind": "film", "item": ")" +
                     item + "\"}]}");
    return folder.faults();
  };
  CHECK(faults_of("gate/nothing").find("\"gate/nothing\" is no item [page.film]") != std::string::npos);
  CHECK(faults_of("gate/welcome").find("\"gate/welcome\" is no film [page.film]") != std::string::npos);
}
