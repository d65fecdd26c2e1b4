#include "player/decode/libav.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "player/decode/engine_frames.h"

namespace gatecast::decode {
namespace {

constexpr int kIoBufferBytes = 64 * 1024;  // no piece of an object is larger
constexpr const char* kContainers = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,wav,mp3,ogg,flac";
constexpr const char* kCodecs =
    "h264,hevc,vp8,vp9,libdav1d,aac,mp3float,mp3,opus,vorbis,flac,pcm_s16le,pcm_s16be,pcm_s24le,pcm_f32le,"
    "mjpeg,png,prores,libvpx,libvpx-vp9";

struct AllowedCodec {
  AVCodecID id;
  const char* decoder;
};
constexpr std::array kDecoders{
    AllowedCodec{AV_CODEC_ID_H264, "h264"},
    AllowedCodec{AV_CODEC_ID_HEVC, "hevc"},
    AllowedCodec{AV_CODEC_ID_VP8, "vp8"},
    AllowedCodec{AV_CODEC_ID_VP9, "vp9"},
    AllowedCodec{AV_CODEC_ID_AV1, "libdav1d"},
    AllowedCodec{AV_CODEC_ID_AAC, "aac"},
    AllowedCodec{AV_CODEC_ID_MP3, "mp3float"},
    AllowedCodec{AV_CODEC_ID_OPUS, "opus"},
    AllowedCodec{AV_CODEC_ID_VORBIS, "vorbis"},
    AllowedCodec{AV_CODEC_ID_FLAC, "flac"},
    AllowedCodec{AV_CODEC_ID_PCM_S16LE, "pcm_s16le"},
    AllowedCodec{AV_CODEC_ID_PCM_S16BE, "pcm_s16be"},
    AllowedCodec{AV_CODEC_ID_PCM_S24LE, "pcm_s24le"},
    AllowedCodec{AV_CODEC_ID_PCM_F32LE, "pcm_f32le"},
    AllowedCodec{AV_CODEC_ID_MJPEG, "mjpeg"},
    AllowedCodec{AV_CODEC_ID_PNG, "png"},
    AllowedCodec{AV_CODEC_ID_WEBP, "webp"},
    AllowedCodec{AV_CODEC_ID_PRORES, "prores"},
};

// A container may name other files or addresses; none is ever opened.
int refuse_to_open(AVFormatContext*, AVIOContext** io, const char*, int, AVDictionary**) {
  *io = nullptr;
  return AVERROR(EPERM);
}

}  // namespace

std::string libav_message(int error) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(error, text.data(), text.size());
  return text.data();
}

int MediaInput::read_bytes(void* self, std::uint8_t* buffer, int size) {
  auto& input = *static_cast<MediaInput*>(self);
  if (input.source_error_) return AVERROR(EIO);
  auto got = input.file_->read_at(input.position_,
                                  {reinterpret_cast<char*>(buffer), static_cast<std::size_t>(size)});
  if (!got) {
    input.source_error_ = got.error();
    return AVERROR(EIO);
  }
  if (*got == 0) return AVERROR_EOF;
  input.position_ += *got;
  return static_cast<int>(*got);
}

std::int64_t MediaInput::seek_bytes(void* self, std::int64_t offset, int whence) {
  auto& input = *static_cast<MediaInput*>(self);
  const auto size = static_cast<std::int64_t>(input.size_);
  if ((whence & AVSEEK_SIZE) != 0) return size;
  switch (whence & ~AVSEEK_FORCE) {
    case SEEK_SET:
      break;
    case SEEK_CUR:
      offset += static_cast<std::int64_t>(input.position_);
      break;
    case SEEK_END:
      offset += size;
      break;
    default:
      return AVERROR(EINVAL);
  }
  if (offset < 0) return AVERROR(EINVAL);
  input.position_ = static_cast<std::uint64_t>(offset);
  return offset;
}

Result<std::unique_ptr<MediaInput>> MediaInput::open(std::unique_ptr<ReadFile> file, std::string name) {
  av_log_set_level(AV_LOG_QUIET);  // what is wrong comes back as an Error
  std::unique_ptr<MediaInput> input(new MediaInput(std::move(file), std::move(name)));
  GATECAST_TRY(input->size_, input->file_->size());
  auto* buffer = static_cast<unsigned char*>(av_malloc(kIoBufferBytes));
  input->io_ = avio_alloc_context(buffer, kIoBufferBytes, 0, input.get(), &read_bytes, nullptr, &seek_bytes);
  input->format_ = avformat_alloc_context();
  input->format_->pb = input->io_;
  input->format_->io_open = &refuse_to_open;
  input->format_->max_streams = 32;
  AVDictionary* options = nullptr;
  av_dict_set(&options, "format_whitelist", kContainers, 0);
  av_dict_set(&options, "codec_whitelist", kCodecs, 0);
  av_dict_set(&options, "protocol_whitelist", "none", 0);
  const int status = avformat_open_input(&input->format_, nullptr, nullptr, &options);
  av_dict_free(&options);
  if (status < 0) {
    if (input->source_error_) return fail(*input->source_error_);
    if (status == AVERROR_INVALIDDATA || status == AVERROR(EINVAL))
      return fail(input->content_failure(
          "media.unknown_format", "this is not a film or sound in a container that is played here",
          "use MP4, Matroska or WebM; convert the file with an editor program"));
    return fail(input->failure("media.broken", status));
  }
  return input;
}

MediaInput::~MediaInput() {
  if (format_ != nullptr) avformat_close_input(&format_);
  if (io_ != nullptr) {
    av_freep(&io_->buffer);
    avio_context_free(&io_);
  }
}

Status MediaInput::examine_streams() {
  const int status = avformat_find_stream_info(format_, nullptr);
  if (status < 0) return fail(failure("media.broken", status));
  return {};
}

Result<bool> MediaInput::read(AVPacket& packet) {
  const int status = av_read_frame(format_, &packet);
  if (status == AVERROR_EOF && !source_error_) return false;
  if (status < 0) return fail(failure("media.broken", status));
  return true;
}

bool MediaInput::seek(int stream_index, Duration time) {
  const AVStream& stream = *format_->streams[stream_index];
  const auto value = av_rescale_q(time.count(), AV_TIME_BASE_Q, stream.time_base);
  return av_seek_frame(format_, stream_index, value, AVSEEK_FLAG_BACKWARD) >= 0;
}

bool MediaInput::rewind() {
  if (avformat_seek_file(format_, -1, INT64_MIN, 0, INT64_MAX, 0) >= 0) return true;
  return av_seek_frame(format_, -1, 0, AVSEEK_FLAG_BYTE) >= 0;
}

void MediaInput::play_only(int stream_index) {
  for (unsigned i = 0; i < format_->nb_streams; ++i)
    format_->streams[i]->discard = static_cast<int>(i) == stream_index ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
}

Error MediaInput::content_failure(std::string rule, std::string message, std::string hint) const {
  return content_error(std::move(rule), name_, std::move(message), std::move(hint));
}

Error MediaInput::failure(std::string rule, int libav_error) const {
  if (source_error_) return *source_error_;
  if (libav_error == AVERROR(ENOMEM)) return memory_error(name_);
  return content_failure(std::move(rule), "cannot be read: " + libav_message(libav_error),
                         "the file is damaged or cut off; export it again");
}

const AVCodec* allowed_decoder(AVCodecID codec) {
  const auto* found =
      std::find_if(kDecoders.begin(), kDecoders.end(), [&](const auto& row) { return row.id == codec; });
  return found == kDecoders.end() ? nullptr : avcodec_find_decoder_by_name(found->decoder);
}

// libav's own decoders of VP8 and VP9 pass over the alpha that WebM keeps beside each picture.
const AVCodec* decoder_for(const AVStream& stream) {
  const AVCodecID id = stream.codecpar->codec_id;
  const auto* alpha = av_dict_get(stream.metadata, "alpha_mode", nullptr, 0);
  if (alpha != nullptr && std::string_view(alpha->value) == "1") {
    const char* name = id == AV_CODEC_ID_VP9 ? "libvpx-vp9" : id == AV_CODEC_ID_VP8 ? "libvpx" : nullptr;
    if (const AVCodec* with_alpha = name == nullptr ? nullptr : avcodec_find_decoder_by_name(name))
      return with_alpha;
  }
  return allowed_decoder(id);
}

Result<CodecPtr> open_decoder(const MediaInput& input, int stream_index, int threads, int reorder_depth,
                              FrameMemory* memory, const VideoEngine* engine) {
  const AVCodecParameters& parameters = *input.format().streams[stream_index]->codecpar;
  const AVCodec* decoder = decoder_for(*input.format().streams[stream_index]);
  if (decoder == nullptr)
    return fail(input.content_failure(
        "media.codec",
        std::string("the codec ") + avcodec_get_name(parameters.codec_id) + " is not played here",
        "convert the video to H.264 and the sound to AAC"));
  if (parameters.width > kLargestSidePx || parameters.height > kLargestSidePx)
    return fail(input.content_failure("media.too_large", "the picture is larger than 8192 pixels on a side",
                                      "scale the video down to the screen's size"));
  CodecPtr codec(avcodec_alloc_context3(decoder));
  if (avcodec_parameters_to_context(codec.get(), &parameters) < 0)
    return fail(input.content_failure("media.broken", "the stream's parameters make no sense"));
  codec->pkt_timebase = input.format().streams[stream_index]->time_base;
  codec->max_pixels = kLargestAreaPx;
  codec->thread_count = threads;
  codec->thread_type = FF_THREAD_FRAME | FF_THREAD_SLICE;
  if (reorder_depth > codec->has_b_frames) codec->has_b_frames = reorder_depth;
  if (engine != nullptr)
    decode_by(*engine, *codec);
  else if (memory != nullptr)
    put_frames_in(*memory, *codec);
  const int status = avcodec_open2(codec.get(), decoder, nullptr);
  if (status < 0) return fail(input.failure("media.codec", status));
  return codec;
}

Duration to_duration(std::int64_t value, AVRational base) {
  return Duration(av_rescale_q(value, base, AV_TIME_BASE_Q));
}

namespace {

const std::int32_t* display_matrix(const AVStream& stream) {
  return reinterpret_cast<const std::int32_t*>(
      av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr));
}

}  // namespace

bool is_mirrored(const AVStream& stream) {
  const auto* matrix = display_matrix(stream);
  if (matrix == nullptr) return false;
  return static_cast<double>(matrix[0]) * matrix[4] - static_cast<double>(matrix[1]) * matrix[3] < 0;
}

int rotation_of(const AVStream& stream) {
  const auto* matrix = display_matrix(stream);
  if (matrix == nullptr) return 0;
  const double counter_clockwise = av_display_rotation_get(matrix);
  if (counter_clockwise != counter_clockwise) return 0;  // not a rotation
  const int quarters = static_cast<int>(std::lround(-counter_clockwise / 90.0));
  return ((quarters % 4) + 4) % 4 * 90;
}

bundle::Ratio pixel_aspect_of(const MediaInput& input, AVStream& stream, AVFrame* frame) {
  const AVRational ratio = av_guess_sample_aspect_ratio(&input.format(), &stream, frame);
  // Beyond 4:1 a header lies or is broken.
  if (ratio.num <= 0 || ratio.den <= 0 || ratio.num > 4LL * ratio.den || ratio.den > 4LL * ratio.num)
    return {1, 1};
  return {ratio.num, ratio.den};
}

Matrix matrix_of(AVColorSpace space, pixels::Size size) {
  switch (space) {
    case AVCOL_SPC_BT709:
      return Matrix::bt709;
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
    case AVCOL_SPC_FCC:
      return Matrix::bt601;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
      return Matrix::bt2020;
    default:  // files that do not say: what every player assumes by size
      return size.width_px >= 1280 || size.height_px > 576 ? Matrix::bt709 : Matrix::bt601;
  }
}

}  // namespace gatecast::decode
