import Dispatch
import Glibc

/// The first picture of a video, where ffmpeg is installed.
enum FirstFrame {
  private static let seconds = 20.0

  /// The program and its arguments; no shell sees them.
  static func words(_ video: String, to picture: String) -> [String] {
    [
      "ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error",
      // A file from outside must not make it open addresses or other files.
      "-protocol_whitelist", "file", "-i", "file:" + video, "-frames:v", "1", "-f", "image2", "-c:v", "png",
      "-update", "1", "-y", "file:" + picture,
    ]
  }

  /// Any thread; takes some seconds at most.
  /// - Returns: whether there is a picture now.
  static func take(_ video: String, to picture: String) async -> Bool {
    await withCheckedContinuation { continuation in
      DispatchQueue.global(qos: .utility).async {
        continuation.resume(returning: run(video, to: picture))
      }
    }
  }

  private static func run(_ video: String, to picture: String) -> Bool {
    let part = picture + ".part"
    guard (try? MediaPath.makeDirectory(MediaPath.directory(of: picture))) != nil else { return false }
    let ended = try? KeyCommand.capture(
      words(video, to: part), seconds: seconds, named: "ffmpeg", complain: { _ in })
    guard ended?.status == 0, MediaPath.size(of: part) ?? 0 > 0, rename(part, picture) == 0 else {
      unlink(part)
      return false
    }
    return true
  }
}
