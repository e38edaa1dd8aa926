import CCurl
import RelayKit
import Synchronization

// Marks and limits, both from curl's times (microseconds since the transfer started) and our own clock.
extension CurlTransfer {
  /// Reports the marks that were passed since the last call.
  func reportMarks() {
    guard let easy, !reportedMarks.contains(.requestSent) else { return }
    let isNewConnection = bayside_curl_get_long(easy, CURLINFO_NUM_CONNECTS) > 0
    if isNewConnection {
      reportCurlTime(.nameResolved, CURLINFO_NAMELOOKUP_TIME_T)
      reportCurlTime(.connected, CURLINFO_CONNECT_TIME_T)
      reportCurlTime(.tlsDone, CURLINFO_APPCONNECT_TIME_T)
    }
    let ready = bayside_curl_get_offset(easy, CURLINFO_PRETRANSFER_TIME_T)
    guard ready > 0 else { return }
    let readyAt = MonotonicTime(nanoseconds: curlStart.nanoseconds + Int64(ready) * 1000)
    if !isConnected {
      isConnected = true
      lastActivity = max(lastActivity, readyAt)
    }
    if request.body.isEmpty {
      report(.requestSent, readyAt)
    } else if let bodySent {
      report(.requestSent, bodySent)
    }
  }

  private func reportCurlTime(_ mark: PhaseMark, _ info: CURLINFO) {
    guard let easy, !reportedMarks.contains(mark) else { return }
    let microseconds = bayside_curl_get_offset(easy, info)
    guard microseconds > 0 else { return }
    report(mark, MonotonicTime(nanoseconds: curlStart.nanoseconds + Int64(microseconds) * 1000))
  }

  /// Marks never run backwards, although two clocks' readings are compared.
  func report(_ mark: PhaseMark, _ instant: MonotonicTime) {
    guard reportedMarks.insert(mark).inserted else { return }
    lastMark = max(lastMark, instant)
    emit(.mark(mark, lastMark))
  }

  /// The limit that is reached first, and the failure it means.
  func nextDeadline() -> (MonotonicTime, TransportFailure)? {
    var nearest: (MonotonicTime, TransportFailure)?
    func consider(_ start: MonotonicTime, _ seconds: Double?, _ failure: (Double) -> TransportFailure) {
      guard let seconds else { return }
      let deadline = start.advanced(bySeconds: seconds)
      if nearest.map({ deadline < $0.0 }) ?? true { nearest = (deadline, failure(seconds)) }
    }
    let limits = request.limits
    let extra = Double(control.extraNanoseconds.load(ordering: .relaxed)) / 1e9
    let endsAt = control.endsAt.load(ordering: .relaxed)
    if endsAt > 0 {
      nearest = (MonotonicTime(nanoseconds: endsAt), .stalled(seconds: 0, receivedBytes: receivedBytes))
    }
    consider(queued, limits.totalSeconds.map { $0 + extra }) {
      .totalTimeout(seconds: $0, receivedBytes: receivedBytes)
    }
    if !isConnected {
      consider(curlStart, limits.connectSeconds) { .connectTimeout(seconds: $0) }
    } else if !isPauseApplied {
      consider(lastActivity, limits.stallSeconds.map { $0 + extra }) {
        .stalled(seconds: $0, receivedBytes: receivedBytes)
      }
    }
    return nearest
  }
}
