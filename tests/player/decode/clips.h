// Small clips made by the ffmpeg program for these tests, kept for the run of the program. Threads: one.
// Errors: throws std::runtime_error, which fails the test.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "player/decode/frame.h"

namespace gatecast::test {

// Runs ffmpeg with these arguments and the output's name at the end; made once a name.
std::string made_clip(const std::string& name, const std::vector<std::string>& arguments);
// Several clips by one run of ffmpeg, which is quicker: each with the arguments before its input and before
// its name. Their paths, in that order.
struct ClipRecipe {
  std::string name;
  std::vector<std::string> input;
  std::vector<std::string> output;
};
std::vector<std::string> made_clips(const std::vector<ClipRecipe>& recipes);
std::string written_file(const std::string& name, ByteView bytes);
std::unique_ptr<ReadFile> opened(const std::string& path);
Bytes bytes_of(const std::string& path);

// 100 frames at 25 a second, grey level 16 + 2 N: with B frames and a key frame a second.
std::string numbered_clip();
int number_of(const decode::Frame& frame);

// Folder of real media, empty where there is none.
std::string shared_media();

}  // namespace gatecast::test
