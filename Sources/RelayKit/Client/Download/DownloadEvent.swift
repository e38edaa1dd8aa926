/// What a download tells, in this order: once `began`, unless it failed before; bytes; `ended`. On the transport's
/// thread.
public enum DownloadEvent: Sendable {
  /// - Parameters:
  ///   - total: bytes of the whole file, where they are known.
  ///   - resumedAt: the place of the first byte that follows: the one that was asked for, or 0 where the server sends
  ///     the whole file; then what was there before is void.
  ///   - type: MIME type as announced.
  ///   - validator: for `If-Range`, should it break: a strong entity tag, or else a date.
  case began(total: Int?, resumedAt: Int, type: String?, validator: String?)
  case bytes([UInt8])
  /// `nil`: the file is whole.
  case ended(RelayError?)
}
