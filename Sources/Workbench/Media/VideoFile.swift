/// A video on this disk, whole or on its way.
package struct VideoFile: Sendable, Hashable {
  package enum State: String, Sendable, Hashable {
    /// Bytes come, into `path` with `.part` behind it.
    case downloading
    /// The download broke off; it goes on from where it stands.
    case broken
    /// All of it is at `path`.
    case whole
  }

  /// Absolute; where the whole file is or will be.
  package var path: String
  /// Bytes that are on the disk.
  package var byteCount = 0
  /// Bytes of the whole; `nil` where the relay does not tell.
  package var total: Int?
  package var state = State.downloading
  /// What tells this file from a later one at the same address (`ETag` or `Last-Modified`), for going on.
  package var validator: String?
  /// Tries that ended without the whole file.
  package var failedTries = 0
  /// It is not tried again by itself; a check by hand tries.
  package var isGivenUp = false
  /// Wall clock, seconds since 1970: when the whole file was there.
  package var savedAt: Double?
  /// Wall clock, seconds since 1970: of the next try; `nil` when none is due.
  package var nextTry: Double?

  package init(path: String) { self.path = path }

  /// The last part of the path.
  package var name: String { PathName.last(of: path) }

  /// Where bytes go until all are there.
  package var partPath: String { path + ".part" }
}
