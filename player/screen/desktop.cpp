#include "player/screen/desktop.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/extensions/Xrandr.h>
#include <X11/extensions/dpms.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "content-sync/base/log.h"

namespace gatecast::screen {
namespace {

// A window or connector that went away between two requests is no reason to end: Xlib's own answer is
// exit(1).
int ignore_x_error(Display* display, XErrorEvent* event) {
  std::array<char, 128> text{};
  XGetErrorText(display, event->error_code, text.data(), static_cast<int>(text.size()));
  log_warning("the X server refused a request: " + std::string(text.data()) + " [screen.x11]");
  return 0;
}

struct FreeResources {
  void operator()(XRRScreenResources* resources) const { XRRFreeScreenResources(resources); }
};
struct FreeOutput {
  void operator()(XRROutputInfo* output) const { XRRFreeOutputInfo(output); }
};
struct FreeCrtc {
  void operator()(XRRCrtcInfo* crtc) const { XRRFreeCrtcInfo(crtc); }
};
struct FreeGamma {
  void operator()(XRRCrtcGamma* gamma) const { XRRFreeGamma(gamma); }
};
struct FreeMonitors {
  void operator()(XRRMonitorInfo* monitors) const { XRRFreeMonitors(monitors); }
};

class XDesktop final : public Desktop {
 public:
  XDesktop(Display* display, int event_base)
      : display_(display), root_(DefaultRootWindow(display)), event_base_(event_base) {
    XSetErrorHandler(ignore_x_error);
    XRRSelectInput(display_, root_,
                   RRScreenChangeNotifyMask | RRCrtcChangeNotifyMask | RROutputChangeNotifyMask);
  }
  XDesktop(const XDesktop&) = delete;
  XDesktop& operator=(const XDesktop&) = delete;
  ~XDesktop() override { XCloseDisplay(display_); }

  std::vector<Connector> connectors() override {
    int count = 0;
    const std::unique_ptr<XRRMonitorInfo, FreeMonitors> monitors(
        XRRGetMonitors(display_, root_, True, &count));
    std::vector<Connector> connectors;
    for (int i = 0; monitors && i < count; ++i) {
      const auto& monitor = monitors.get()[i];
      Connector connector;
      connector.name = name_of(monitor);
      connector.area = {monitor.x, monitor.y, monitor.width, monitor.height};
      if (monitor.noutput > 0) connector.refresh_mhz = refresh_of(monitor.outputs[0]);
      if (monitor.width > 0 && monitor.height > 0) connectors.push_back(std::move(connector));
    }
    return connectors;
  }

  pixels::Size size() override {
    Window root = 0;
    int x = 0;
    int y = 0;
    unsigned width = 0;
    unsigned height = 0;
    unsigned border = 0;
    unsigned depth = 0;
    if (XGetGeometry(display_, root_, &root, &x, &y, &width, &height, &border, &depth) == 0) return {};
    return {static_cast<int>(width), static_cast<int>(height)};
  }

  bool has_changed() override {
    bool changed = false;
    while (XPending(display_) > 0) {
      XEvent event;
      XNextEvent(display_, &event);
      XRRUpdateConfiguration(&event);
      changed =
          changed || event.type == event_base_ + RRScreenChangeNotify || event.type == event_base_ + RRNotify;
    }
    return changed;
  }

  bool set_brightness(const std::string& connector, int percent) override {
    const std::unique_ptr<XRRScreenResources, FreeResources> resources(
        XRRGetScreenResourcesCurrent(display_, root_));
    int count = 0;
    const std::unique_ptr<XRRMonitorInfo, FreeMonitors> monitors(
        XRRGetMonitors(display_, root_, True, &count));
    bool is_set = false;
    for (int i = 0; resources && monitors && i < count; ++i) {
      const auto& monitor = monitors.get()[i];
      if (!connector.empty() && name_of(monitor) != connector) continue;
      for (int output = 0; output < monitor.noutput; ++output)
        is_set = dim(resources.get(), monitor.outputs[output], percent) || is_set;
    }
    XFlush(display_);
    return is_set;
  }

  bool set_awake(bool is_awake) override {
    int event_base = 0;
    int error_base = 0;
    if (DPMSQueryExtension(display_, &event_base, &error_base) == 0 || DPMSCapable(display_) == 0)
      return false;
    CARD16 level = DPMSModeOn;
    BOOL is_enabled = False;
    DPMSInfo(display_, &level, &is_enabled);
    const bool is_asleep = is_enabled != False && level != DPMSModeOn;
    if (is_awake) {
      if (is_asleep) DPMSForceLevel(display_, DPMSModeOn);  // also where one that was killed left it asleep
      give_timers_back();
    } else if (!is_asleep) {
      if (!timers_) timers_ = timers(is_enabled != False);
      DPMSSetTimeouts(display_, 0, 0, 0);
      DPMSEnable(display_);
      DPMSForceLevel(display_, DPMSModeOff);
    }
    XSync(display_, False);
    return true;
  }

  bool is_managed() override {
    const Atom check = XInternAtom(display_, "_NET_SUPPORTING_WM_CHECK", False);
    Atom type = 0;
    int format = 0;
    unsigned long count = 0;
    unsigned long rest = 0;
    unsigned char* value = nullptr;
    XGetWindowProperty(display_, root_, check, 0, 1, False, XA_WINDOW, &type, &format, &count, &rest, &value);
    if (value != nullptr) XFree(value);
    return count > 0;
  }

 private:
  // Of DPMS: after how many seconds it sleeps by itself.
  struct Timers {
    CARD16 standby = 0;
    CARD16 suspend = 0;
    CARD16 off = 0;
    bool is_enabled = false;
  };
  Timers timers(bool is_enabled) {
    Timers timers{0, 0, 0, is_enabled};
    DPMSGetTimeouts(display_, &timers.standby, &timers.suspend, &timers.off);
    return timers;
  }
  void give_timers_back() {
    if (!timers_) return;
    DPMSSetTimeouts(display_, timers_->standby, timers_->suspend, timers_->off);
    if (!timers_->is_enabled) DPMSDisable(display_);
    timers_.reset();
  }

  std::string name_of(const XRRMonitorInfo& monitor) {
    char* text = XGetAtomName(display_, monitor.name);
    std::string name = text == nullptr ? "" : text;
    if (text != nullptr) XFree(text);
    return name;
  }

  // The light that the panel gives is about the 2.2th power of what it is sent (sRGB, IEC 61966-2-1).
  bool dim(XRRScreenResources* resources, RROutput output, int percent) {
    const std::unique_ptr<XRROutputInfo, FreeOutput> info(XRRGetOutputInfo(display_, resources, output));
    if (!info || info->crtc == 0) return false;
    const int size = XRRGetCrtcGammaSize(display_, info->crtc);
    if (size < 2) return false;
    if (percent >= 100 && !is_dimmed(info->crtc)) return true;
    const std::unique_ptr<XRRCrtcGamma, FreeGamma> gamma(XRRAllocGamma(size));
    if (!gamma) return false;
    const double most = 65535.0 * std::pow(std::clamp(percent, 0, 100) / 100.0, 1 / 2.2);
    for (int i = 0; i < size; ++i)
      gamma->red[i] = gamma->green[i] = gamma->blue[i] =
          static_cast<unsigned short>(std::lround(most * i / (size - 1)));
    XRRSetCrtcGamma(display_, info->crtc, gamma.get());
    return true;
  }
  // A table that a person set for colour reaches the top in some channel.
  bool is_dimmed(RRCrtc crtc) {
    constexpr unsigned short kTop = 0xFF00;
    const std::unique_ptr<XRRCrtcGamma, FreeGamma> gamma(XRRGetCrtcGamma(display_, crtc));
    if (!gamma || gamma->size < 2) return false;
    const int last = gamma->size - 1;
    return gamma->red[last] < kTop && gamma->green[last] < kTop && gamma->blue[last] < kTop;
  }

  int refresh_of(RROutput output) {
    const std::unique_ptr<XRRScreenResources, FreeResources> resources(
        XRRGetScreenResourcesCurrent(display_, root_));
    if (!resources) return 0;
    const std::unique_ptr<XRROutputInfo, FreeOutput> info(
        XRRGetOutputInfo(display_, resources.get(), output));
    if (!info || info->crtc == 0) return 0;
    const std::unique_ptr<XRRCrtcInfo, FreeCrtc> crtc(XRRGetCrtcInfo(display_, resources.get(), info->crtc));
    for (int i = 0; crtc && i < resources->nmode; ++i)
      if (resources->modes[i].id == crtc->mode) return refresh_of(resources->modes[i]);
    return 0;
  }
  static int refresh_of(const XRRModeInfo& mode) {
    if (mode.hTotal == 0 || mode.vTotal == 0) return 0;
    double lines = mode.vTotal;
    if ((mode.modeFlags & RR_DoubleScan) != 0) lines *= 2;
    if ((mode.modeFlags & RR_Interlace) != 0) lines /= 2;
    return static_cast<int>(std::lround(1000.0 * static_cast<double>(mode.dotClock) / (mode.hTotal * lines)));
  }

  Display* display_;
  Window root_;
  int event_base_;
  std::optional<Timers> timers_;  // as they were before the panels were sent to sleep
};

}  // namespace

std::unique_ptr<Desktop> Desktop::open() {
  Display* display = XOpenDisplay(nullptr);
  if (display == nullptr) return nullptr;
  int event_base = 0;
  int error_base = 0;
  int major = 1;
  int minor = 5;
  if (XRRQueryExtension(display, &event_base, &error_base) == 0 ||
      XRRQueryVersion(display, &major, &minor) == 0 || major * 100 + minor < 105) {
    XCloseDisplay(display);
    return nullptr;
  }
  return std::make_unique<XDesktop>(display, event_base);
}

}  // namespace gatecast::screen
