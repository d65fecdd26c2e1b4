#include "player/screen/desktop.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/extensions/Xrandr.h>

#include <algorithm>
#include <array>
#include <cmath>

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
      if (char* name = XGetAtomName(display_, monitor.name); name != nullptr) {
        connector.name = name;
        XFree(name);
      }
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
