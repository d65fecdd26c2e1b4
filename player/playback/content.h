// What can be shown: a verified release and the way to its objects. The loader, the feeds and the stage share
// it. Threads: immutable; open_object may be called from any thread. Errors: those of the reader.
#pragma once
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "content-sync/base/disk.h"
#include "content-sync/bundle/release.h"
#include "player/isolate/engine_decoder.h"

namespace gatecast::playback {

using OpenObject = std::function<Result<std::unique_ptr<ReadFile>>(const Sha256&)>;

struct Content {
  std::shared_ptr<const bundle::Release> release;
  OpenObject open_object;
  Path generation;  // where it was verified from; empty for plain files
  Sha256 document;  // hash of the release document, as signed
  bool is_demo = false;
  // Where decoders are born. Null: they run in this process (golden pictures and measuring tools).
  std::shared_ptr<isolate::Nursery> nursery;
  std::shared_ptr<isolate::Engine> engine;  // null: there is none
};
using ContentPtr = std::shared_ptr<const Content>;

// The media facts of an object of this release; null where it has none.
inline const bundle::MediaFacts* facts_of(const bundle::Release& release, const Sha256& object) {
  const auto found = release.media.find(object);
  return found == release.media.end() ? nullptr : &found->second;
}

// An object as a film, a sound, a picture: decoded in a process of its own where there is a nursery.
Result<std::unique_ptr<decode::VideoDecoder>> open_video(const Content& content, const Sha256& object,
                                                         const decode::VideoRequest& request,
                                                         const std::stop_token& stop = {});
Result<std::unique_ptr<decode::SoundDecoder>> open_sound(const Content& content, const Sha256& object,
                                                         const decode::SoundRequest& request,
                                                         const std::stop_token& stop = {});
Result<decode::DecodedPicture> read_picture(const Content& content, const Sha256& object, pixels::Size box,
                                            std::uint64_t limit_bytes);
// All bytes of an object, verified piece by piece as they are read.
Result<Bytes> read_object(const Content& content, const Sha256& object, std::uint64_t limit_bytes);

}  // namespace gatecast::playback
