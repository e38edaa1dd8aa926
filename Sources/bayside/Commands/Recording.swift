import Glibc
import RelayKit

/// The file of `--record`: written while the exchange runs, so that what came is there whatever happens.
final class Recording {
  private let path: String
  private let file: Int32
  private var writer = ExchangeFileWriter()
  /// Why it stopped growing; a sentence.
  private(set) var failure: String?

  /// Makes the file, readable by its owner only, or empties one that holds an exchange already.
  /// - Throws: when the path is anything else: it is not touched then.
  init(_ path: String) throws(UsageError) {
    self.path = path
    // Never through a link, which may lead anywhere.
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
    guard file >= 0 else {
      let reason = errno == ELOOP ? "it is a symbolic link; name the file itself" : Output.systemError(errno)
      throw UsageError(sentence: "--record: \(path) cannot be written: \(reason).")
    }
    self.file = file
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw UsageError(sentence: "--record: \(path) is no regular file.")
    }
    guard status.st_size == 0 || Self.holdsExchange(file) else {
      throw UsageError(
        sentence: "--record: \(path) holds something that bayside did not record; it was not touched.")
    }
    guard fchmod(file, 0o600) == 0, ftruncate(file, 0) == 0, lseek(file, 0, SEEK_SET) == 0 else {
      throw UsageError(sentence: "--record: \(path) cannot be written: \(Output.systemError(errno)).")
    }
  }

  deinit { close(file) }

  func take(_ update: ExchangeUpdate) {
    guard failure == nil else { return }
    guard Output.writeWhole(writer.bytes(for: update), to: file) else {
      failure = "The recording \(path) is not complete: \(Output.systemError(errno))."
      return
    }
    if case .ended = update { fsync(file) }
  }

  private static func holdsExchange(_ file: Int32) -> Bool {
    let bytes = Output.readInput(file, limit: 64 << 10)
    return bytes.firstRange(of: Array("\"\(ExchangeFile.format)\"".utf8)).map { $0.lowerBound < 64 } ?? false
  }
}
