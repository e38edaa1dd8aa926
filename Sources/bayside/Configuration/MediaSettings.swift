import JSON5
import Workbench

/// What the configuration says of pictures and videos.
struct MediaSettings: Sendable, Equatable {
  /// Directories as written; `nil` for the usual ones.
  var images: String?
  var videos: String?
  /// Minutes that a video task is asked after by itself; the task itself goes on.
  var videoMinutes = VideoSchedule.standardDeadline / 60
  /// Whether a first frame is taken out of videos, where ffmpeg is installed.
  var takesFirstFrames = true
  /// Whether the terminal's own pictures (kitty, sixel) are used where it has some.
  var graphics = true
  /// The program that files are opened with, and its arguments.
  var open: [String]?

  var schedule: VideoSchedule { VideoSchedule(deadline: videoMinutes * 60) }

  init() {}

  /// - Parameter section: `media` of the configuration.
  init(_ section: inout ObjectReader) {
    images = section.text("images")?.value
    videos = section.text("videos")?.value
    if let minutes = section.number("video_minutes", in: 1...10_080, unit: " minutes") {
      videoMinutes = minutes
    }
    takesFirstFrames = section.flag("first_frame") ?? true
    graphics = section.flag("graphics") ?? true
    if let words = section.text("open")?.value.split(separator: " ").map(String.init), !words.isEmpty {
      open = words
    }
    section.finish()
  }
}

extension Settings {
  var media: MediaSettings { configuration.media }

  /// Absolute; where there is no home directory, below the working directory.
  var imageDirectory: String { directory(media.images, usual: "bayside/images") }
  var videoDirectory: String { directory(media.videos, usual: "bayside/videos") }

  private func directory(_ written: String?, usual: String) -> String {
    let base = MediaPath.absolute(configuration.directory)
    guard let written, !written.isEmpty else {
      return (environment["HOME"] ?? MediaPath.absolute(".")) + "/" + usual
    }
    return environment.resolved(written, in: base)
  }
}
