#include "kiosk-ui/view/words.h"

#include <array>

namespace gatecast::kiosk_ui {
namespace {

struct Row {
  Word word;
  std::array<const char*, 5> texts;  // vi, lo, th, en, zh
};
constexpr std::array<Row, static_cast<std::size_t>(Word::count)> kRows{{
    {Word::invitation, {"Chạm để bắt đầu", "ແຕະເພື່ອເລີ່ມ", "แตะเพื่อเริ่ม", "Touch to start", "触摸开始"}},
    {Word::choose,
     {"Quý khách cần gì?", "ທ່ານຕ້ອງການຫຍັງ?", "ต้องการข้อมูลเรื่องใด", "What do you need?", "您需要什么？"}},
    {Word::home, {"Trang chủ", "ໜ້າຫຼັກ", "หน้าหลัก", "Home", "首页"}},
    {Word::back, {"Quay lại", "ກັບຄືນ", "กลับ", "Back", "返回"}},
    {Word::larger, {"Cỡ chữ", "ຂະໜາດໜັງສື", "ขนาดอักษร", "Text size", "字号"}},
    {Word::contrast, {"Tương phản", "ສີຕັດກັນ", "คมชัดสูง", "Contrast", "对比度"}},
    {Word::earlier, {"Phần trước", "ສ່ວນກ່ອນ", "ก่อนหน้า", "Earlier", "上一屏"}},
    {Word::later, {"Xem tiếp", "ອ່ານຕໍ່", "อ่านต่อ", "More", "下一屏"}},
    {Word::related, {"Xem thêm", "ເບິ່ງເພີ່ມ", "ดูเพิ่มเติม", "See also", "另请参阅"}},
    {Word::open_now, {"Đang mở cửa", "ເປີດຢູ່", "เปิดอยู่", "Open now", "现在开放"}},
    {Word::closed_now, {"Đang đóng cửa", "ປິດຢູ່", "ปิดอยู่", "Closed now", "现在关闭"}},
    {Word::opens, {"mở cửa lúc {}", "ເປີດ {}", "เปิด {} น.", "opens {}", "{}开放"}},
    {Word::every_day, {"Hằng ngày", "ທຸກໆມື້", "ทุกวัน", "Every day", "每天"}},
    {Word::take_along, {"Chụp màn hình", "ຖ່າຍໜ້າຈໍ", "ถ่ายหน้าจอ", "Photograph this", "拍下屏幕"}},
    {Word::take_hint,
     {"Quý khách có thể chụp ảnh màn hình này bằng điện thoại", "ທ່ານຖ່າຍຮູບໜ້າຈໍນີ້ດ້ວຍໂທລະສັບໄດ້",
      "ถ่ายภาพหน้าจอนี้ด้วยโทรศัพท์ได้", "You may photograph this screen with your phone", "可用手机拍下此屏"}},
    {Word::close, {"Đóng", "ປິດ", "ปิด", "Close", "关闭"}},
    {Word::you_are_here, {"Bạn ở đây", "ທ່ານຢູ່ນີ້", "ท่านอยู่ที่นี่", "You are here", "您在这里"}},
    {Word::not_to_scale,
     {"Sơ đồ, không theo tỷ lệ", "ແຜນວາດ ບໍ່ຕາມມາດຕາສ່ວນ", "แผนผัง ไม่ตามมาตราส่วน", "Diagram, not to scale",
      "示意图，非比例"}},
    {Word::previous, {"Trước", "ກ່ອນໜ້າ", "ก่อนหน้า", "Previous", "上一个"}},
    {Word::next, {"Tiếp", "ຕໍ່ໄປ", "ถัดไป", "Next", "下一个"}},
    {Word::yes, {"Có", "ແມ່ນ", "ใช่", "Yes", "是"}},
    {Word::no, {"Không", "ບໍ່", "ไม่ใช่", "No", "否"}},
    {Word::begin_anew, {"Làm lại", "ເລີ່ມໃໝ່", "เริ่มใหม่", "Start again", "重新开始"}},
    {Word::still_there,
     {"Quý khách còn ở đây không?", "ທ່ານຍັງຢູ່ບໍ?", "ท่านยังอยู่หรือไม่", "Are you still there?", "您还在吗？"}},
    {Word::stay, {"Tiếp tục xem", "ສືບຕໍ່", "ดูต่อ", "Continue", "继续查看"}},
    {Word::choose_language, {"Ngôn ngữ", "ພາສາ", "ภาษา", "Language", "语言"}},
    {Word::search, {"Tìm kiếm", "ຄົ້ນຫາ", "ค้นหา", "Search", "搜索"}},
    {Word::search_hint,
     {"Gõ từ cần tìm, không cần dấu", "ພິມຄຳທີ່ຕ້ອງການຄົ້ນຫາ", "พิมพ์คำที่ต้องการค้นหา", "Type what you are looking for",
      "输入拼音搜索"}},
    {Word::nothing_found, {"Không có kết quả", "ບໍ່ພົບຂໍ້ມູນ", "ไม่พบข้อมูล", "No results", "没有结果"}},
    {Word::try_other, {"Hãy thử từ khác", "ລອງໃຊ້ຄຳອື່ນ", "ลองใช้คำอื่น", "Try another word", "请换一个词"}},
    {Word::erase, {"Xóa", "ລຶບ", "ลบ", "Delete", "删除"}},
    {Word::clear, {"Xóa hết", "ລຶບໝົດ", "ล้าง", "Clear", "清空"}},
    {Word::useful, {"Hữu ích", "ມີປະໂຫຍດ", "มีประโยชน์", "Useful", "有帮助"}},
    {Word::not_useful, {"Chưa hữu ích", "ບໍ່ມີປະໂຫຍດ", "ไม่มีประโยชน์", "Not useful", "没有帮助"}},
    {Word::not_useful_short, {"Chưa", "ບໍ່ມີ", "ไม่มี", "No", "没有"}},
    {Word::listen, {"Nghe đọc", "ຟັງ", "ฟัง", "Listen", "朗读"}},
    {Word::stop, {"Dừng", "ຢຸດ", "หยุด", "Stop", "停止"}},
    {Word::play, {"Phát", "ຫຼິ້ນ", "เล่น", "Play", "播放"}},
    {Word::pause, {"Tạm dừng", "ຢຸດໄວ້", "หยุดชั่วคราว", "Pause", "暂停"}},
    {Word::again, {"Xem lại", "ເບິ່ງຄືນ", "ดูอีกครั้ง", "Again", "重播"}},
    {Word::subtitles, {"Phụ đề", "ຄຳບັນຍາຍ", "คำบรรยาย", "Subtitles", "字幕"}},
    {Word::sound, {"Âm thanh", "ສຽງ", "เสียง", "Sound", "声音"}},
    {Word::sample,
     {"Mẫu: chưa xác nhận, xin hỏi cán bộ", "ຕົວຢ່າງ: ຍັງບໍ່ຢືນຢັນ, ຖາມເຈົ້າໜ້າທີ່", "ตัวอย่าง: ยังไม่ยืนยัน โปรดถามเจ้าหน้าที่",
      "Sample: not confirmed, please ask an officer", "示例：未经确认，请询问工作人员"}},
    {Word::withdrawn,
     {"Nội dung này đã được gỡ xuống", "ເນື້ອໃນນີ້ຖືກຖອນອອກແລ້ວ", "เนื้อหานี้ถูกนำออกแล้ว", "This has been taken down",
      "此内容已撤下"}},
}};

std::size_t column_of(std::string_view language) {
  constexpr std::array<std::string_view, 5> kLanguages{"vi", "lo", "th", "en", "zh"};
  const auto base = language.substr(0, language.find('-'));
  for (std::size_t i = 0; i < kLanguages.size(); ++i)
    if (kLanguages.at(i) == base) return i;
  return 3;
}

}  // namespace

std::string word(Word wanted, std::string_view language) {
  for (const auto& row : kRows)
    if (row.word == wanted) return row.texts.at(column_of(language));
  return {};
}

std::string own_name(std::string_view language) {
  constexpr std::array<std::pair<std::string_view, const char*>, 8> kNames{{{"vi", "Tiếng Việt"},
                                                                            {"lo", "ລາວ"},
                                                                            {"th", "ไทย"},
                                                                            {"en", "English"},
                                                                            {"zh", "中文"},
                                                                            {"fr", "Français"},
                                                                            {"ja", "日本語"},
                                                                            {"ko", "한국어"}}};
  const auto base = language.substr(0, language.find('-'));
  for (const auto& [tag, name] : kNames)
    if (tag == base) return name;
  return std::string(language);
}

}  // namespace gatecast::kiosk_ui
