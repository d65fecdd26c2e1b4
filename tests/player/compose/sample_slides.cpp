#include "tests/player/compose/sample_slides.h"

#include <fstream>
#include <sstream>

namespace gatecast::compose {

namespace {

struct FaceOnDisk {
  const char* script;
  text::FaceRole role;
  int weight;
  const char* file;
  int index = 0;
};
using text::FaceRole;
constexpr FaceOnDisk kFaces[] = {
    {"Latn", FaceRole::text, 400, "truetype/noto/NotoSans-Regular.ttf"},
    {"Latn", FaceRole::text, 700, "truetype/noto/NotoSans-Bold.ttf"},
    {"Laoo", FaceRole::text, 400, "truetype/noto/NotoSansLao-Regular.ttf"},
    {"Laoo", FaceRole::text, 700, "truetype/noto/NotoSansLao-Bold.ttf"},
    {"Laoo", FaceRole::ui, 400, "truetype/noto/NotoSansLaoUI-Regular.ttf"},
    {"Laoo", FaceRole::ui, 700, "truetype/noto/NotoSansLaoUI-Bold.ttf"},
    {"Thai", FaceRole::text, 400, "truetype/noto/NotoSansThai-Regular.ttf"},
    {"Thai", FaceRole::text, 700, "truetype/noto/NotoSansThai-Bold.ttf"},
    {"Thai", FaceRole::ui, 400, "truetype/noto/NotoSansThaiUI-Regular.ttf"},
    {"Thai", FaceRole::ui, 700, "truetype/noto/NotoSansThaiUI-Bold.ttf"},
    {"Hans", FaceRole::text, 400, "opentype/noto/NotoSansCJK-Regular.ttc", 2},
    {"Hans", FaceRole::text, 700, "opentype/noto/NotoSansCJK-Bold.ttc", 2},
};

std::shared_ptr<const std::string> bytes_of(const char* file) {
  std::ifstream in(std::string("/usr/share/fonts/") + file, std::ios::binary);
  if (!in) return nullptr;
  std::ostringstream out;
  out << in.rdbuf();
  return std::make_shared<const std::string>(out.str());
}

using Texts = bundle::TextByLanguage;
const Texts& pick(Length length, const Texts& brief, const Texts& usual, const Texts& longest) {
  return length == Length::brief ? brief : length == Length::usual ? usual : longest;
}

Texts title_text(Length length) {
  return pick(length, five("Hải quan", "ພາສີ", "ศุลกากร", "Customs", "海关"),
              five("Đổi tiền", "ແລກປ່ຽນເງິນຕາ", "แลกเปลี่ยนเงินตรา", "Money exchange", "货币兑换"),
              five("Thủ tục xuất nhập cảnh", "ການເຂົ້າ-ອອກເມືອງ", "การเข้า-ออกเมือง", "Entry and exit procedures",
                   "出入境手续"));
}
Texts sentence(Length length) {
  return pick(length,
              five("Xin khai báo tại quầy.", "ກະລຸນາແຈ້ງຢູ່ໂຕະ.", "โปรดแจ้งที่เคาน์เตอร์",
                   "Please declare at the counter.", "请到柜台申报。"),
              five("Quý khách vui lòng chuẩn bị sẵn hộ chiếu.", "ກະລຸນາກຽມໜັງສືຜ່ານແດນຂອງທ່ານໃຫ້ພ້ອມ.",
                   "กรุณาเตรียมหนังสือเดินทางให้พร้อม", "Please have your passport ready.", "请准备好您的护照。"),
              five("Quý khách mang theo ngoại tệ tiền mặt vượt quá mức quy định phải khai báo với hải quan "
                   "cửa khẩu trước khi qua biên giới.",
                   "ທ່ານທີ່ຖືເງິນຕາຕ່າງປະເທດເກີນກຳນົດ ຕ້ອງແຈ້ງຕໍ່ເຈົ້າໜ້າທີ່ພາສີກ່ອນຜ່ານຊາຍແດນ.",
                   "ผู้ที่นำเงินตราต่างประเทศเกินกำหนดต้องแจ้งต่อเจ้าหน้าที่ศุลกากรก่อนข้ามแดน",
                   "Travellers carrying more foreign cash than the limit must declare it to customs before "
                   "crossing the border.",
                   "携带外币现金超过限额的旅客，过境前须向海关申报。"));
}
Texts place_text(Length length) {
  return pick(
      length, five("Cửa Tùng", "ຫາດເກື່ອຕຸ່ງ", "หาดเกื๋อตุ่ง", "Cửa Tùng beach", "Cửa Tùng 海滩"),
      five("Cầu Hiền Lương", "ຂົວຮຽນເລືອງ", "สะพานเหี่ยนเลือง", "Hiền Lương bridge", "贤良桥"),
      five("Đôi bờ Hiền Lương", "ສອງຝັ່ງຮຽນເລືອງ", "สองฝั่งเหี่ยนเลือง", "The banks of Hiền Lương", "贤良桥两岸"));
}

bundle::Slide steps_slide(Length length) {
  bundle::Slide slide;
  slide.layout = "steps";
  slide.texts["title"] = {title_text(length)};
  slide.texts["steps"] = {five("Hộ chiếu", "ໜັງສືຜ່ານແດນ", "หนังสือเดินทาง", "Passport", "护照"),
                          five("Hải quan", "ພາສີ", "ศุลกากร", "Customs", "海关")};
  if (length != Length::brief)
    slide.texts["steps"].push_back(five("Qua cửa khẩu", "ຜ່ານດ່ານ", "ผ่านด่าน", "Cross", "通关"));
  if (length == Length::longest) {
    slide.texts["steps"][1] = five("Khai báo hải quan", "ແຈ້ງພາສີ", "แจ้งศุลกากร", "Declare goods", "海关申报");
    slide.texts["steps"].push_back(five("Xe khách", "ລົດເມ", "รถโดยสาร", "Bus", "客车"));
  }
  slide.options["icons"] = "passport,customs,gate,bus";
  return slide;
}

bundle::Slide table_slide(Length length) {
  bundle::Slide slide;
  slide.layout = "table";
  slide.texts["title"] = {five("Khẩn cấp", "ສຸກເສີນ", "ฉุกเฉิน", "Emergency", "紧急求助")};
  slide.texts["rows"] = {five("Công an | 113", "ຕຳຫຼວດ | 113", "ตำรวจ | 113", "Police | 113", "警察 | 113"),
                         five("Cứu hỏa | 114", "ດັບເພີງ | 114", "ดับเพลิง | 114", "Fire | 114", "消防 | 114")};
  if (length != Length::brief)
    slide.texts["rows"].push_back(
        five("Cấp cứu | 115", "ລົດໂຮງໝໍ | 115", "รถพยาบาล | 115", "Ambulance | 115", "急救 | 115"));
  if (length == Length::longest)
    slide.texts["rows"].push_back(five("Tìm kiếm cứu nạn | 112", "ຊອກຄົ້ນ ແລະ ກູ້ໄພ | 112", "ค้นหาและกู้ภัย | 112",
                                       "Search and rescue | 112", "搜救 | 112"));
  slide.options["icons"] = "police,fire,ambulance,phone";
  return slide;
}

bundle::Slide plan_slide(Length length) {
  bundle::Slide slide;
  slide.layout = "plan";
  slide.texts["title"] = {five("Đường đi tiếp", "ເສັ້ນທາງຕໍ່ໄປ", "เส้นทางต่อไป", "The way onward", "前方路线")};
  slide.texts["stops"] = {five("Savannakhet", "ສະຫວັນນະເຂດ", "สะหวันนะเขต", "Savannakhet", "沙湾拿吉"),
                          five("Lao Bảo", "ລາວບາວ", "ลาวบาว", "Lao Bảo", "Lao Bảo"),
                          five("Đông Hà", "ດົງຮ່າ", "ดงฮา", "Đông Hà", "东河")};
  slide.options = {{"here", "2"}, {"border", "1"}};
  if (length == Length::brief) return slide;
  slide.texts["stops"].insert(slide.texts["stops"].begin() + 1,
                              five("Dansavanh", "ແດນສະຫວັນ", "แดนสะหวัน", "Dansavanh", "Dansavanh"));
  slide.texts["stops"].insert(slide.texts["stops"].begin() + 3,
                              five("Khe Sanh", "ເຄຊັນ", "เคซัน", "Khe Sanh", "溪山"));
  slide.options = {{"here", "3"}, {"border", "2"}};
  if (length == Length::usual) return slide;
  slide.texts["stops"].insert(slide.texts["stops"].begin(),
                              five("Mukdahan", "ມຸກດາຫານ", "มุกดาหาร", "Mukdahan", "穆达汉"));
  slide.texts["stops"].push_back(five("Huế", "ເຫວ້", "เว้", "Huế", "顺化"));
  slide.options = {{"here", "4"}, {"border", "3"}};
  return slide;
}

bundle::Slide qr_slide(Length length) {
  bundle::Slide slide;
  slide.layout = "qr";
  slide.texts["title"] = {
      pick(length, five("Góp ý", "ຄຳຄິດເຫັນ", "ข้อเสนอแนะ", "Feedback", "意见反馈"),
           five("Thông tin cửa khẩu", "ຂໍ້ມູນດ່ານ", "ข้อมูลด่าน", "About the gate", "口岸信息"),
           five("Khai báo hải quan", "ແຈ້ງພາສີ", "แจ้งศุลกากร", "Customs declaration", "海关申报"))};
  if (length != Length::brief)
    slide.texts["text"] = {five("Quét bằng điện thoại", "ສະແກນດ້ວຍໂທລະສັບ", "สแกนด้วยโทรศัพท์",
                                "Scan with your phone", "用手机扫描")};
  const char* code = length == Length::brief   ? "https://example.org"
                     : length == Length::usual ? "https://example.org/lao-bao"
                                               : "https://example.org/gates/lao-bao/procedures?language=vi";
  slide.texts["code"] = {five(code, code, code, code, code)};
  return slide;
}

bundle::Slide alert_slide(Length length) {
  bundle::Slide slide;
  slide.layout = "alert";
  slide.texts["title"] = {
      pick(length, five("Cửa khẩu đã đóng", "ດ່ານປິດແລ້ວ", "ด่านปิดแล้ว", "The gate is closed", "口岸已关闭"),
           five("Đường bị ngập, không đi tiếp", "ນ້ຳຖ້ວມທາງ, ຢ່າໄປຕໍ່", "น้ำท่วมถนน ห้ามไปต่อ",
                "Road flooded, do not drive on", "道路被淹，请勿前行"),
           five("Mọi người ra theo lối thoát hiểm", "ອອກທາງອອກສຸກເສີນ", "กรุณาออกทางทางออกฉุกเฉิน",
                "Please leave by the emergency exit now", "请从紧急出口撤离"))};
  slide.options["icon"] = length == Length::usual ? "road" : "danger";
  return slide;
}

bundle::Slide plain_slide(const std::string& layout, Length length) {
  bundle::Slide slide;
  slide.layout = layout;
  auto& texts = slide.texts;
  if (layout == "title") {
    texts["title"] = {pick(length, five("Chào mừng quý khách", "ຍິນດີຕ້ອນຮັບ", "ยินดีต้อนรับ", "Welcome", "欢迎您"),
                           five("Chào mừng quý khách", "ຍິນດີຕ້ອນຮັບ", "ยินดีต้อนรับ", "Welcome", "欢迎您"),
                           five("Hữu nghị Việt Nam – Lào", "ມິດຕະພາບ ຫວຽດນາມ-ລາວ", "มิตรภาพเวียดนาม-ลาว",
                                "Viet Nam–Laos friendship", "越老友谊"))};
    if (length != Length::brief)
      texts["subtitle"] = {five("Cửa khẩu quốc tế Lao Bảo", "ດ່ານສາກົນລາວບາວ", "ด่านพรมแดนลาวบาว",
                                "Lao Bảo international border gate", "Lao Bảo 国际口岸")};
  } else if (layout == "title_text") {
    texts["title"] = {title_text(length)};
    texts["text"] = {sentence(length)};
  } else if (layout == "picture_caption" || layout == "full_picture") {
    texts["title"] = {place_text(length)};
    texts["caption"] = {sentence(length == Length::longest ? Length::usual : length)};
    if (length == Length::brief) texts.erase(layout == "full_picture" ? "caption" : "title");
  } else if (layout == "two_columns") {
    texts["title"] = {title_text(length == Length::longest ? Length::usual : length)};
    texts["left"] = {sentence(length == Length::longest ? Length::usual : Length::brief)};
    texts["right"] = {
        pick(length, five("Không chạm vào.", "ຢ່າແຕະຕ້ອງ.", "ห้ามสัมผัส", "Do not touch.", "请勿触摸。"),
             five("Không mang theo.", "ຢ່າເອົາໄປນຳ.", "ห้ามนำติดตัว", "Do not bring.", "请勿携带。"),
             five("Không mang thuốc lá điện tử qua cửa khẩu.", "ຢ່າເອົາຢາສູບໄຟຟ້າຜ່ານດ່ານ.", "ห้ามนำบุหรี่ไฟฟ้าผ่านด่าน",
                  "Do not bring e-cigarettes through the gate.", "请勿携带电子烟过境。"))};
    slide.options["icons"] = "suitcase,no_touch";
  } else if (layout == "number") {
    texts["title"] = {five("Giờ mở cửa", "ເວລາເປີດ", "เวลาทำการ", "Opening hours", "开放时间")};
    texts["number"] = {length == Length::longest ? five("{fact:hours}", "{fact:hours}", "{fact:hours}",
                                                        "{fact:hours}", "{fact:hours}")
                                                 : five("113", "113", "113", "113", "113")};
    if (length != Length::brief)
      texts["text"] = {pick(length, {}, five("Tất cả các ngày", "ທຸກມື້", "ทุกวัน", "Every day", "每天"),
                            five("Tất cả các ngày, kể cả ngày lễ", "ທຸກມື້ ລວມທັງວັນພັກ", "ทุกวัน รวมวันหยุด",
                                 "Every day, holidays too", "每天，包括节假日"))};
    slide.options["icon"] = "clock";
  } else if (layout == "quotation") {
    texts["quote"] = {
        pick(length, five("Có đi có lại.", "ມີໄປມີມາ.", "มีไปมีมา", "Give and take.", "礼尚往来。"),
             five("Uống nước nhớ nguồn.", "ດື່ມນ້ຳຢ່າລືມແຫຼ່ງ.", "ดื่มน้ำอย่าลืมต้นน้ำ",
                  "When you drink, remember the spring.", "饮水思源。"),
             five("Việt Nam và Lào, tình sâu hơn nước Hồng Hà, Cửu Long.",
                  "ຫວຽດນາມ ແລະ ລາວ ມິດຕະພາບເລິກກວ່ານ້ຳຂອງ ແລະ ນ້ຳແດງ.", "เวียดนามและลาว มิตรภาพลึกกว่าน้ำโขงและแม่น้ำแดง",
                  "Viet Nam and Laos: a friendship deeper than the Red River and the Mekong.",
                  "越老情谊，深于红河与湄公河。"))};
    texts["source"] = {five("Tục ngữ", "ສຸພາສິດ", "สุภาษิต", "Proverb", "谚语")};
  } else if (layout == "split") {
    texts["title"] = {pick(length, five("Hữu nghị", "ມິດຕະພາບ", "มิตรภาพ", "Friendship", "友谊"),
                           five("Chào mừng", "ຍິນດີຕ້ອນຮັບ", "ยินดีต้อนรับ", "Welcome", "欢迎您"),
                           five("Hữu nghị Việt Nam – Lào", "ມິດຕະພາບ ຫວຽດນາມ-ລາວ", "มิตรภาพเวียดนาม-ลาว",
                                "Viet Nam–Laos friendship", "越老友谊"))};
    if (length != Length::brief) texts["text"] = {sentence(Length::usual)};
  }
  return slide;
}

std::string topic_of(const std::string& layout) {
  if (layout == "title") return "welcome";
  if (layout == "title_text" || layout == "two_columns") return "customs";
  if (layout == "picture_caption") return "places";
  if (layout == "full_picture") return "peace";
  if (layout == "table" || layout == "alert") return "emergency";
  if (layout == "qr") return "service";
  if (layout == "steps") return "crossing";
  if (layout == "number") return "hours";
  if (layout == "plan") return "transport";
  return "friendship";
}

}  // namespace

bool has_noto_faces() {
  for (const FaceOnDisk& face : kFaces)
    if (!std::ifstream(std::string("/usr/share/fonts/") + face.file)) return false;
  return true;
}

std::unique_ptr<text::Typesetter> noto_typesetter() {
  std::vector<text::FontFile> faces;
  for (const FaceOnDisk& face : kFaces)
    faces.push_back({face.script, face.role, face.weight, bytes_of(face.file), face.index});
  auto typesetter = text::Typesetter::create(
      std::move(faces),
      {{"vi", {"Lao Bảo", "Hiền Lương", "Việt Nam", "Bến Hải"}}, {"lo", {"ລາວບາວ", "ຮຽນເລືອງ", "ຫວຽດນາມ"}}});
  return typesetter ? std::move(*typesetter) : nullptr;
}

bundle::Screen hall_screen() {
  return {1920, 1080, 1210, 680, 5000};
}
bundle::Screen gate_screen() {
  return {1080, 1920, 535, 952, 3000};
}
Instant sample_now() {
  return *parse_instant("2026-11-21T08:05:00Z");
}

bundle::TextByLanguage five(const char* vi, const char* lo, const char* th, const char* en, const char* zh) {
  return {{"vi", vi}, {"lo", lo}, {"th", th}, {"en", en}, {"zh", zh}};
}

bundle::Release sample_release(const bundle::Screen& screen) {
  bundle::Release release;
  release.channel = "lao-bao-hall";
  release.zone = "Asia/Ho_Chi_Minh";
  release.screen = screen;
  release.languages.foreign = {"lo", "th", "en", "zh"};
  release.languages.fallback = {"en", "vi"};
  bundle::Fact hours;
  hours.id = "hours";
  hours.value = five("07:00 – 22:00", "07:00 – 22:00", "07:00 – 22:00", "07:00 – 22:00", "07:00 – 22:00");
  hours.is_sample = true;
  release.facts["hours"] = hours;
  release.overlays.push_back({bundle::Overlay::Kind::clock, {}, std::nullopt});
  return release;
}

bundle::Item sample_item(const std::string& layout, Length length) {
  bundle::Item item;
  item.id = "sample/" + layout;
  item.topic = topic_of(layout);
  if (layout == "alert") item.category = bundle::Category::emergency;
  item.body = layout == "steps"   ? steps_slide(length)
              : layout == "table" ? table_slide(length)
              : layout == "plan"  ? plan_slide(length)
              : layout == "qr"    ? qr_slide(length)
              : layout == "alert" ? alert_slide(length)
                                  : plain_slide(layout, length);
  return item;
}

}  // namespace gatecast::compose
