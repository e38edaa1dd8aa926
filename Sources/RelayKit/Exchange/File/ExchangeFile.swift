/// The file form of an exchange: JSON lines that can be appended while the exchange runs. The first line
/// names the format and holds the request as it was recorded (so without the key); every further line is one
/// fact with `t`, nanoseconds since the start: a try that left, a phase mark, the head of the answer, the
/// bytes of one read, a refusal with its wait, the end. Only such primary facts are kept: events and text
/// are decoded again on reading, so that file and record cannot disagree.
public enum ExchangeFile {
  public static let format = "bayside-exchange"
  /// Readers refuse files of a higher version; lines and keys they do not know they skip.
  public static let version = 1

  /// Why a file cannot be read at all. A file that merely ends early can: its exchange ends as cut.
  public enum Problem: Error, Sendable, Hashable {
    /// The first line is not the header of an exchange.
    case notAnExchange
    /// Written by a newer bayside.
    case newerVersion(Int)

    /// One sentence for people.
    public var explanation: String {
      switch self {
      case .notAnExchange: "The file is not an exchange that bayside recorded."
      case .newerVersion(let version):
        "The file has version \(version) of the format; this bayside reads up to \(ExchangeFile.version)."
      }
    }
  }
}
