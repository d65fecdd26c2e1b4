#include "player/screen/backdrop.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <algorithm>
#include <cstdlib>

namespace gatecast::screen {
namespace {

class XBackdrop final : public Backdrop {
 public:
  explicit XBackdrop(Display* display) : display_(display) {}
  XBackdrop(const XBackdrop&) = delete;
  XBackdrop& operator=(const XBackdrop&) = delete;
  ~XBackdrop() override { XCloseDisplay(display_); }

  void keep(const pixels::Canvas& picture) override {
    const int screen = DefaultScreen(display_);
    const Window root = RootWindow(display_, screen);
    const auto width = static_cast<unsigned>(std::min(picture.size.width_px, DisplayWidth(display_, screen)));
    const auto height =
        static_cast<unsigned>(std::min(picture.size.height_px, DisplayHeight(display_, screen)));
    if (width == 0 || height == 0) return;
    XImage* image =
        XCreateImage(display_, DefaultVisual(display_, screen), 24, ZPixmap, 0,
                     reinterpret_cast<char*>(picture.data), width, height, 32, picture.stride_bytes);
    if (image == nullptr) return;
    const Pixmap pixmap = XCreatePixmap(display_, root, static_cast<unsigned>(DisplayWidth(display_, screen)),
                                        static_cast<unsigned>(DisplayHeight(display_, screen)), 24);
    const GC context = XCreateGC(display_, pixmap, 0, nullptr);
    XFillRectangle(display_, pixmap, context, 0, 0, static_cast<unsigned>(DisplayWidth(display_, screen)),
                   static_cast<unsigned>(DisplayHeight(display_, screen)));
    XPutImage(display_, pixmap, context, image, 0, 0, 0, 0, width, height);
    XSetWindowBackgroundPixmap(display_, root, pixmap);
    XClearWindow(display_, root);
    XFreeGC(display_, context);
    XFreePixmap(display_, pixmap);
    image->data = nullptr;  // the picture's owner keeps its memory
    XDestroyImage(image);
    XSync(display_, False);
  }

 private:
  Display* display_;
};

}  // namespace

std::unique_ptr<Backdrop> Backdrop::open() {
  Display* display = XOpenDisplay(nullptr);
  if (display == nullptr) return nullptr;
  if (DefaultDepth(display, DefaultScreen(display)) != 24) {
    XCloseDisplay(display);
    return nullptr;
  }
  return std::make_unique<XBackdrop>(display);
}

}  // namespace gatecast::screen
