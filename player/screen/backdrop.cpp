#include "player/screen/backdrop.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <algorithm>
#include <cstdlib>

namespace gatecast::screen {
namespace {

constexpr unsigned kDepth = 24;

int ignore_error(Display* /*display*/, XErrorEvent* /*event*/) {
  return 0;
}

class XBackdrop final : public Backdrop {
 public:
  explicit XBackdrop(Display* display)
      : display_(display),
        root_(DefaultRootWindow(display)),
        name_(XInternAtom(display, "_GATECAST_BACKDROP", False)) {
    // Whoever comes next, or shows another part of this display, draws on the same pixmap.
    XSetCloseDownMode(display_, RetainPermanent);
  }
  XBackdrop(const XBackdrop&) = delete;
  XBackdrop& operator=(const XBackdrop&) = delete;
  ~XBackdrop() override { XCloseDisplay(display_); }

  [[nodiscard]] pixels::Size size() override { return size_of(root_); }

  void keep(const pixels::Canvas& picture, int x, int y) override {
    XGrabServer(display_);  // two players, one pixmap
    const auto [root_width, root_height] = size_of(root_);
    const int width = std::min(picture.size.width_px, root_width - x);
    const int height = std::min(picture.size.height_px, root_height - y);
    XImage* image =
        width > 0 && height > 0 && x >= 0 && y >= 0
            ? XCreateImage(display_, DefaultVisual(display_, DefaultScreen(display_)), kDepth, ZPixmap, 0,
                           reinterpret_cast<char*>(picture.data), static_cast<unsigned>(width),
                           static_cast<unsigned>(height), 32, picture.stride_bytes)
            : nullptr;
    if (image != nullptr) {
      const Pixmap pixmap = shared_pixmap({root_width, root_height});
      const GC context = XCreateGC(display_, pixmap, 0, nullptr);
      XPutImage(display_, pixmap, context, image, 0, 0, x, y, static_cast<unsigned>(width),
                static_cast<unsigned>(height));
      XSetWindowBackgroundPixmap(display_, root_, pixmap);
      XClearArea(display_, root_, x, y, static_cast<unsigned>(width), static_cast<unsigned>(height), False);
      XFreeGC(display_, context);
      image->data = nullptr;  // the picture's owner keeps its memory
      XDestroyImage(image);
    }
    XUngrabServer(display_);
    XSync(display_, False);
  }

 private:
  pixels::Size size_of(Drawable drawable) {
    Window root = 0;
    int x = 0;
    int y = 0;
    unsigned width = 0;
    unsigned height = 0;
    unsigned border = 0;
    unsigned depth = 0;
    const auto before = XSetErrorHandler(ignore_error);
    const bool is_there =
        XGetGeometry(display_, drawable, &root, &x, &y, &width, &height, &border, &depth) != 0 &&
        depth == kDepth;
    XSetErrorHandler(before);
    return is_there ? pixels::Size{static_cast<int>(width), static_cast<int>(height)} : pixels::Size{};
  }

  // The one that the root remembers, or a new one that begins with what was on the old.
  Pixmap shared_pixmap(pixels::Size size) {
    const Pixmap old = remembered();
    const auto old_size = old == 0 ? pixels::Size{} : size_of(old);
    if (old_size == size) return old;
    const auto width = static_cast<unsigned>(size.width_px);
    const auto height = static_cast<unsigned>(size.height_px);
    const Pixmap pixmap = XCreatePixmap(display_, root_, width, height, kDepth);
    const GC context = XCreateGC(display_, pixmap, 0, nullptr);
    XFillRectangle(display_, pixmap, context, 0, 0, width, height);
    if (old_size.width_px > 0) {
      XCopyArea(display_, old, pixmap, context, 0, 0, static_cast<unsigned>(old_size.width_px),
                static_cast<unsigned>(old_size.height_px), 0, 0);
      const auto before = XSetErrorHandler(ignore_error);
      XFreePixmap(display_, old);  // its server memory; its number stays its dead maker's
      XSync(display_, False);
      XSetErrorHandler(before);
    }
    XFreeGC(display_, context);
    XChangeProperty(display_, root_, name_, XA_PIXMAP, 32, PropModeReplace,
                    reinterpret_cast<const unsigned char*>(&pixmap), 1);
    return pixmap;
  }

  Pixmap remembered() {
    Atom type = 0;
    int format = 0;
    unsigned long count = 0;
    unsigned long rest = 0;
    unsigned char* value = nullptr;
    Pixmap pixmap = 0;
    if (XGetWindowProperty(display_, root_, name_, 0, 1, False, XA_PIXMAP, &type, &format, &count, &rest,
                           &value) == Success &&
        value != nullptr) {
      if (type == XA_PIXMAP && format == 32 && count == 1)
        std::copy_n(value, sizeof pixmap, reinterpret_cast<unsigned char*>(&pixmap));
      XFree(value);
    }
    return pixmap;
  }

  Display* display_;
  Window root_;
  Atom name_;
};

}  // namespace

std::unique_ptr<Backdrop> Backdrop::open() {
  Display* display = XOpenDisplay(nullptr);
  if (display == nullptr) return nullptr;
  if (DefaultDepth(display, DefaultScreen(display)) != static_cast<int>(kDepth)) {
    XCloseDisplay(display);
    return nullptr;
  }
  return std::make_unique<XBackdrop>(display);
}

}  // namespace gatecast::screen
