#include "content-sync/doctor/finding_words.h"

#include <algorithm>
#include <array>

namespace gatecast::doctor {
namespace {

// A remedy names a command where there is one. Vietnamese first of all: it is what technicians read.
constexpr auto kTable = std::to_array<FindingWords>({
    // ---- how it is set up
    {"settings.wrong", "The settings of this kiosk cannot be used: {0}: {1}.",
     "Không dùng được tệp cấu hình của máy: {0}: {1}.",
     "Mend the file, or set the kiosk up again from its stick: gatecast-provision FOLDER.",
     "Sửa tệp, hoặc cài đặt lại từ USB: gatecast-provision THƯ-MỤC."},
    {"settings.missing", "This kiosk is not set up: {0} is missing.", "Máy chưa được cài đặt: thiếu tệp {0}.",
     "On a kiosk put its stick in and run: gatecast-provision FOLDER (it comes with the package "
     "gatecast-kiosk). Elsewhere: --config FILE, or --store, --root, --channel and --player-state.",
     "Trên kiosk: cắm USB và chạy gatecast-provision THƯ-MỤC (thuộc gói gatecast-kiosk). Nơi khác: --config "
     "TỆP, hoặc --store, --root, --channel và --player-state."},
    {"store.missing", "The folder of the content is missing: {0}.", "Thiếu thư mục nội dung: {0}.",
     "Run systemd-tmpfiles --create, then systemctl restart gatecast-sync.",
     "Chạy systemd-tmpfiles --create, rồi systemctl restart gatecast-sync."},
    // ---- what it trusts
    {"root.missing", "The root that this kiosk trusts is missing: {0}. Nothing can be verified without it.",
     "Thiếu tệp khóa gốc của máy: {0}. Không có tệp này thì không kiểm tra được nội dung.",
     "Set the kiosk up again from its stick: gatecast-provision FOLDER.",
     "Cài đặt lại từ USB: gatecast-provision THƯ-MỤC."},
    {"root.unreadable", "The root that this kiosk trusts cannot be read: {0} ({1}).",
     "Không đọc được tệp khóa gốc của máy: {0} ({1}).",
     "As root run: chmod 644 {0}, and see that its folders can be entered (chmod 755).",
     "Với quyền root, chạy: chmod 644 {0}; các thư mục chứa tệp cần quyền 755."},
    {"root.invalid", "The root that this kiosk trusts is damaged or no root at all: {0} ({1}).",
     "Tệp khóa gốc của máy bị hỏng hoặc không đúng loại: {0} ({1}).",
     "Set the kiosk up again from its stick: gatecast-provision FOLDER. Compare the root's number with the "
     "record of the key ceremony.",
     "Cài đặt lại từ USB: gatecast-provision THƯ-MỤC. So mã «root» với biên bản lễ tạo khóa."},
    {"root.store", "The store holds content of another root than the one this kiosk trusts now: {0}.",
     "Kho nội dung thuộc bộ khóa gốc khác với bộ khóa máy đang tin: {0}.",
     "If the kiosk shall belong to the new root: gatecast-provision FOLDER --replace-root. It forgets the "
     "old "
     "content. If not, put the right root.json back.",
     "Nếu máy chuyển sang bộ khóa mới: gatecast-provision THƯ-MỤC --replace-root (nội dung cũ bị xóa). Nếu "
     "không, chép lại tệp root.json đúng."},
    {"root.other",
     "The server {0} has another root than this kiosk trusts. Its content is refused. "
     "This kiosk: {1}. Server: {2}.",
     "Máy chủ {0} dùng bộ khóa gốc khác với bộ khóa máy đang tin. Nội dung bị từ chối. Máy kiosk: {1}. "
     "Máy chủ: {2}.",
     "Compare both numbers with the record of the key ceremony. If the kiosk's is right, the address is "
     "wrong or "
     "the server is not yours: tell the province. If the server's is right: gatecast-provision FOLDER "
     "--replace-root.",
     "So hai mã trên với biên bản lễ tạo khóa. Nếu mã của kiosk đúng: sai địa chỉ hoặc máy chủ giả, hãy "
     "báo "
     "tỉnh. Nếu mã của máy chủ đúng: gatecast-provision THƯ-MỤC --replace-root."},
    {"root.broken_chain",
     "The keys of the server {0} do not follow from the root that this kiosk trusts: {1}.",
     "Khóa của máy chủ {0} không nối tiếp từ khóa gốc của máy: {1}.",
     "Nothing of it is taken, and what is on stays on. Tell the province: somebody signed with wrong keys, "
     "or the "
     "server was broken into.",
     "Máy không nhận gì từ đó, nội dung cũ vẫn chiếu. Báo tỉnh: có người ký sai khóa hoặc máy chủ bị xâm "
     "nhập."},
    // ---- clock
    {"clock.behind", "The clock is wrong: it says {0}, but it is at least {1}. {2}.",
     "Đồng hồ máy sai: đang là {0}, nhưng thực tế ít nhất là {1}. {2}.",
     "Set it: timedatectl set-ntp true, or timedatectl set-time \"2026-11-22 08:00\". If it is wrong again "
     "after the power was off, the board's battery (CR2032) is empty.",
     "Chỉnh giờ: timedatectl set-ntp true, hoặc timedatectl set-time \"2026-11-22 08:00\". Nếu tắt điện "
     "lại sai, "
     "thay pin CR2032 trên bo mạch."},
    {"clock.ahead", "The clock is probably wrong: it says {0}, more than a year after {1}. {2}.",
     "Đồng hồ máy có lẽ sai: đang là {0}, hơn một năm sau {1}. {2}.",
     "Look at a telephone. If the kiosk is wrong: timedatectl set-ntp true, or timedatectl set-time "
     "\"2026-11-22 08:00\". If it was switched off for so long, it mends itself at the next contact.",
     "So với giờ điện thoại. Nếu máy sai: timedatectl set-ntp true, hoặc timedatectl set-time \"2026-11-22 "
     "08:00\". Nếu máy tắt lâu ngày, lần kết nối tới sẽ tự hết."},
    // ---- disk
    {"disk.full", "The disk is full: {1}. Nothing new can be taken: {0}.",
     "Ổ đĩa đầy: {1}. Không nhận được nội dung mới: {0}.",
     "See what takes the space: du -xh -d2 /var | sort -h | tail. Then journalctl --vacuum-size=100M and "
     "apt-get "
     "clean. Never delete in the store by hand.",
     "Xem tệp chiếm chỗ: du -xh -d2 /var | sort -h | tail. Sau đó: journalctl --vacuum-size=100M và "
     "apt-get clean. "
     "Không tự xóa tệp trong kho nội dung."},
    {"disk.read_only", "The disk can only be read, not written: {0}.", "Ổ đĩa đang ở chế độ chỉ đọc: {0}.",
     "Look at: dmesg | grep -i -E \"error|remount\". Switch off and on; if it comes again, the disk is "
     "failing: "
     "replace it.",
     "Xem: dmesg | grep -i -E \"error|remount\". Tắt rồi bật máy; nếu bị lại thì ổ đĩa sắp hỏng, cần "
     "thay."},
    {"disk.failing", "Reading or writing fails: {0}: {1}.", "Đọc hoặc ghi ổ đĩa bị lỗi: {0}: {1}.",
     "Look at: dmesg | tail. If it speaks of I/O errors, replace the disk; a stick sets the new one up.",
     "Xem: dmesg | tail. Nếu có «I/O error» thì thay ổ đĩa rồi cài lại từ USB."},
    // ---- permissions
    {"permission.owner", "Files belong to the wrong user: {0} ({1}). The program cannot write them.",
     "Tệp thuộc sai người dùng: {0} ({1}). Chương trình không ghi được.",
     "As root run: chown -R {2}. Run gatecast-sync by hand only as its own user: sudo -u gatecast-sync "
     "gatecast-sync once.",
     "Với quyền root, chạy: chown -R {2}. Khi chạy tay hãy dùng: sudo -u gatecast-sync gatecast-sync "
     "once."},
    {"permission.unreadable", "The player cannot read {0} (mode {1}).",
     "Trình chiếu không đọc được {0} (quyền {1}).", "As root run: chmod -R a+rX {2}.",
     "Với quyền root, chạy: chmod -R a+rX {2}."},
    {"permission.open", "Everybody may change {0} (mode {1}).", "Ai cũng sửa được {0} (quyền {1}).",
     "As root run: chmod -R go-w {2}.", "Với quyền root, chạy: chmod -R go-w {2}."},
    // ---- programs
    {"agent.not_running", "The agent (gatecast-sync) is not running: nothing new is fetched.",
     "Chương trình đồng bộ (gatecast-sync) không chạy: không nhận được nội dung mới.",
     "Run: systemctl enable --now gatecast-sync. If it ends again: journalctl -b -u gatecast-sync -n 30.",
     "Chạy: systemctl enable --now gatecast-sync. Nếu lại dừng: journalctl -b -u gatecast-sync -n 30."},
    {"player.not_running", "The player (gatecast-kiosk) is not running: nothing is shown.",
     "Trình chiếu (gatecast-kiosk) không chạy: màn hình không có hình.",
     "Run: systemctl enable --now gatecast-display gatecast-kiosk. If it ends again: journalctl -b -u "
     "gatecast-display -u gatecast-kiosk -n 30.",
     "Chạy: systemctl enable --now gatecast-display gatecast-kiosk. Nếu lại dừng: journalctl -b -u "
     "gatecast-display -u gatecast-kiosk -n 30."},
    // Where no package set the kiosk up there is no service to start.
    {"agent.not_running.by_hand", "The agent (gatecast-sync) is not running on {0}: nothing new is fetched.",
     "Chương trình đồng bộ (gatecast-sync) không chạy với {0}: không nhận được nội dung mới.",
     "No service does it here. Start it in a terminal of its own: {1}",
     "Ở đây không có dịch vụ tự chạy. Mở một cửa sổ lệnh và chạy: {1}"},
    {"player.not_running.by_hand", "The player is not running on {0}: nothing is shown.",
     "Trình chiếu không chạy với {0}: màn hình không có hình.",
     "No service does it here. Start it in a terminal of its own: {1}",
     "Ở đây không có dịch vụ tự chạy. Mở một cửa sổ lệnh và chạy: {1}"},
    {"switch.off", "The officer's switch is off since {0}: a still picture, no sound.",
     "Công tắc cán bộ đang tắt từ {0}: chỉ có hình tĩnh, không tiếng.",
     "Ask the officer on duty. A button gives the screen back when it is held for three seconds.",
     "Hỏi cán bộ trực. Với loại nút bấm: giữ ba giây để phát lại."},
    // ---- network
    {"network.no_link", "No network: no card of this machine has a link ({0}).",
     "Không có mạng: chưa có kết nối vật lý ({0}).",
     "Look at the cable, the lights beside it and the router's power; for WLAN: nmcli device. A card that "
     "is "
     "down: ip link set CARD up.",
     "Kiểm tra dây mạng, đèn ở cổng mạng và nguồn của router; với WLAN: nmcli device. Nếu card bị tắt: ip "
     "link set "
     "CARD up."},
    {"network.no_address", "The cable is in, but the machine has no address ({0}).",
     "Đã cắm dây nhưng máy chưa có địa chỉ IP ({0}).",
     "The router gives none (DHCP): restart it, then systemctl restart networking (or NetworkManager). A "
     "fixed "
     "address: /etc/network/interfaces.",
     "Router không cấp địa chỉ (DHCP): khởi động lại router, rồi systemctl restart networking (hoặc "
     "NetworkManager). Địa chỉ tĩnh: /etc/network/interfaces."},
    {"network.no_route", "The machine has an address ({0}), but no way out of its network: no gateway.",
     "Máy có địa chỉ ({0}) nhưng không có đường ra ngoài: thiếu gateway.",
     "Look at: ip route. A line \"default via ...\" is missing: restart the router, or set the gateway.",
     "Xem: ip route. Thiếu dòng «default via ...»: khởi động lại router hoặc khai báo gateway."},
    {"network.dns", "The server's name is not known: {0} ({1}).", "Không tra được tên máy chủ: {0} ({1}).",
     "Look for a mistyped \"server\" in kiosk.json. If it is right, names are not answered: look at "
     "/etc/resolv.conf and try: getent hosts {0}.",
     "Kiểm tra mục «server» trong kiosk.json có gõ sai không. Nếu đúng thì DNS lỗi: xem /etc/resolv.conf "
     "và thử: "
     "getent hosts {0}."},
    {"network.refused", "The machine {0} is there, but no server listens on port {1}.",
     "Máy {0} có trả lời nhưng không có máy chủ ở cổng {1}.",
     "Look for a mistyped port in kiosk.json. If it is right, the server's program has stopped: tell the "
     "province.",
     "Kiểm tra cổng trong kiosk.json. Nếu đúng thì chương trình máy chủ đã dừng: báo tỉnh."},
    {"network.unreachable", "The server does not answer: {0} ({1}).", "Máy chủ không trả lời: {0} ({1}).",
     "Try another address from here: ping -c 3 {0}. If nothing answers, call the network's provider "
     "(prepaid data "
     "used up?). If only the server is silent, tell the province.",
     "Thử: ping -c 3 {0}. Nếu không nơi nào trả lời: gọi nhà mạng (hết dung lượng trả trước?). Nếu chỉ máy "
     "chủ im "
     "lặng: báo tỉnh."},
    {"network.portal", "Something stands between this kiosk and the server {0}: {1}.",
     "Có trang chặn giữa máy và máy chủ {0}: {1}.",
     "A captive portal or proxy: open any page in a browser on this network and log in, or ask for this "
     "kiosk to "
     "be let through.",
     "Mạng yêu cầu đăng nhập (captive portal) hoặc proxy: mở trình duyệt trên mạng này để đăng nhập, hoặc "
     "xin cho "
     "máy đi thẳng."},
    {"network.tls", "No secure connection to {0}: {1}.", "Không lập được kết nối bảo mật tới {0}: {1}.",
     "First look at the clock (above). If it is right: apt-get install ca-certificates, or the server's "
     "certificate is over: tell the province. Never change https to http.",
     "Trước hết xem giờ của máy (mục trên). Nếu đúng giờ: apt-get install ca-certificates, hoặc chứng chỉ "
     "máy chủ "
     "hết hạn: báo tỉnh. Không đổi https thành http."},
    {"network.stalled", "The connection to {0} stands still: {1}.", "Kết nối tới {0} bị nghẽn: {1}.",
     "The line is very thin or full. Try again at night; the download goes on where it stopped.",
     "Đường truyền quá yếu hoặc nghẽn. Thử lại ban đêm; việc tải sẽ tiếp tục từ chỗ dừng."},
    {"network.answer", "What {0} answers makes no sense: {1}.", "Máy chủ {0} trả lời không hợp lệ: {1}.",
     "Is it the right address in kiosk.json? Otherwise tell the province: see the server's log.",
     "Địa chỉ trong kiosk.json có đúng không? Nếu đúng, báo tỉnh xem nhật ký máy chủ."},
    {"server.no_repository", "At {0} is no Gatecast repository: {1}.", "Tại {0} không có kho Gatecast: {1}.",
     "Correct \"server\" in kiosk.json: the address ends where metadata/ begins.",
     "Sửa mục «server» trong kiosk.json: địa chỉ kết thúc ngay trước metadata/."},
    {"server.stale", "The server {0} has signed nothing since {1}. What is on stays on.",
     "Máy chủ {0} không ký gì mới từ {1}. Nội dung cũ vẫn chiếu.",
     "If this kiosk's clock is right, the server has stopped signing (it does so hourly), or it is a copy: "
     "tell the "
     "province.",
     "Nếu giờ của máy đúng thì máy chủ đã ngừng ký (bình thường mỗi giờ một lần), hoặc đây là bản sao: báo "
     "tỉnh."},
    // ---- content
    {"content.none", "Nothing is published for the channel {0}. Published are: {1}.",
     "Chưa có nội dung cho kênh {0}. Đã có: {1}.",
     "Correct \"channel\" in kiosk.json, or ask the editors to publish a release of this channel.",
     "Sửa mục «channel» trong kiosk.json, hoặc đề nghị biên tập viên phát hành nội dung cho kênh này."},
    {"content.none.unasked", "Nothing was published for the channel {0} when the server was asked last.",
     "Lần hỏi máy chủ gần nhất chưa có nội dung cho kênh {0}.",
     "gatecast-sync doctor asks again and names the channels that there are. Correct \"channel\" in "
     "kiosk.json, or ask the editors to publish a release of this channel.",
     "Chạy gatecast-sync doctor để xem các kênh đã có. Sửa mục «channel» trong kiosk.json, hoặc đề nghị "
     "biên tập viên phát hành nội dung cho kênh này."},
    {"content.never", "No release is on yet: {0} has not asked its server so far.",
     "Chưa có nội dung: {0} chưa hỏi máy chủ lần nào.",
     "Start the agent (systemctl restart gatecast-sync), or bring a stick: gatecast-sync import FOLDER.",
     "Khởi động chương trình đồng bộ (systemctl restart gatecast-sync), hoặc dùng USB: gatecast-sync "
     "import "
     "THƯ-MỤC."},
    {"content.waiting", "No release is on yet: {1}.", "Chưa có nội dung: {1}.",
     "Wait until then, or raise the budget (day_mb, month_mb) in kiosk.json, or bring a stick: "
     "gatecast-sync import "
     "FOLDER.",
     "Chờ đến lúc đó, hoặc tăng day_mb, month_mb trong kiosk.json, hoặc dùng USB: gatecast-sync import "
     "THƯ-MỤC."},
    {"content.unverified", "The content on this disk cannot be trusted and is not shown: {0}: {1}.",
     "Nội dung trên ổ đĩa không kiểm tra được nên không chiếu: {0}: {1}.",
     "The agent fetches it anew: sudo -u gatecast-sync gatecast-sync once. If it comes again, tell the "
     "province.",
     "Chương trình đồng bộ sẽ tải lại: sudo -u gatecast-sync gatecast-sync once. Nếu bị lại, báo tỉnh."},
    {"content.refused", "What the server offers is refused: {0}: {1}. What was on stays on.",
     "Nội dung máy chủ đưa ra bị từ chối: {0}: {1}. Nội dung cũ vẫn chiếu.",
     "Send this line to the province; nothing is to be done at the kiosk.",
     "Gửi dòng này cho tỉnh; không cần làm gì tại máy."},
    {"sync.failing", "The last attempt to reach the server failed: {0}: {1}.",
     "Lần kết nối máy chủ gần nhất không thành công: {0}: {1}.",
     "gatecast-sync doctor finds the cause. The kiosk tries again by itself.",
     "Chạy gatecast-sync doctor để tìm nguyên nhân. Máy sẽ tự thử lại."},
    {"duty.refused", "A word of the officers on duty is not obeyed here: {0}: {1}.",
     "Một lệnh của cán bộ trực không thực hiện được tại máy: {0}: {1}.", "Read it to the officer on duty.",
     "Đọc dòng này cho cán bộ trực."},
    {"feed.refused", "A value is not shown: {0}: {1}.", "Một giá trị không được hiện: {0}: {1}.",
     "Read it to the office that reports the value; the last good one stays.",
     "Báo cho đơn vị nhập số liệu; giá trị đúng gần nhất vẫn được giữ."},
    {"item.refused", "The player leaves out the item {0}: {1}.", "Trình chiếu bỏ qua mục {0}: {1}.",
     "Send this line to the editors: a release with the item mended brings it back. To have the player try "
     "it again as it is: {2}",
     "Gửi dòng này cho biên tập viên: bản phát hành đã sửa sẽ đưa mục trở lại. Để thử lại mục như cũ: {2}"},
    {"item.damaged", "The player leaves out the item {0} for now: a file of it is damaged on this disk: {1}.",
     "Trình chiếu tạm bỏ qua mục {0}: một tệp của mục bị hỏng trên ổ đĩa: {1}.",
     "Nothing: the agent fetches the file again, and seconds later the item is back by itself. If it stays "
     "away, see whether the agent runs and its server answers.",
     "Không cần làm gì: chương trình đồng bộ tải lại tệp, vài giây sau mục tự chiếu lại. Nếu vẫn thiếu, xem "
     "chương trình đồng bộ có chạy và máy chủ có trả lời không."},
    {"item.troubled", "The player could not play the item {0}, by a fault of this machine: {1}.",
     "Trình chiếu không phát được mục {0} do lỗi của máy: {1}.",
     "Nothing: it is tried again each half minute. Only if it goes on, look at the disk (dmesg | tail).",
     "Không cần làm gì: máy thử lại mỗi nửa phút. Nếu vẫn lỗi, hãy kiểm tra ổ đĩa (dmesg | tail)."},
    {"object.broken",
     "Files of the content are damaged on this disk: {1}. The agent is fetching them again: {0}.",
     "Tệp nội dung bị hỏng trên ổ đĩa: {1}. Chương trình đồng bộ đang tải lại: {0}.",
     "Nothing, if it happens once: what needs them comes back by itself. If it comes again, the disk is "
     "failing: replace it.",
     "Nếu chỉ một lần thì không cần làm gì: mục bị thiếu sẽ tự trở lại. Nếu bị lại, ổ đĩa sắp hỏng, cần "
     "thay."},
});

}  // namespace

std::span<const FindingWords> finding_table() {
  return kTable;
}

const FindingWords* words_of(std::string_view rule) {
  const auto* entry =
      std::find_if(kTable.begin(), kTable.end(), [&](const auto& words) { return words.rule == rule; });
  return entry == kTable.end() ? nullptr : entry;
}

}  // namespace gatecast::doctor
