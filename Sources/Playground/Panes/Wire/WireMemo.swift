import RelayKit
import TerminalUI
import Workbench

/// Lines of the inspector's tabs while nothing of them changes. Main thread.
final class WireMemo {
  let frames = FrameList()

  private struct Key: Hashable {
    var exchange: String
    var tab: WireTab
    var detail: Int?
    var raw: Bool
    var columns: Int
    /// What grows: frames, bytes, whether it has ended, quarter seconds of a running one.
    var revision: [Int]
    var base: String?
    var money: WireMoney?
  }

  private var key: Key?
  private var lines: [StyledLine] = []

  /// The lines of a tab of text, or of one frame (`detail`, from 0).
  func lines(
    _ tab: WireTab, detail: Int?, of exchange: Exchange, reply: Reply, base: Reply? = nil,
    money: WireMoney? = nil,
    raw: Bool, columns: Int, at now: MonotonicTime
  ) -> [StyledLine] {
    var revision = [exchange.attempts.count, exchange.outcome == nil ? 0 : 1, exchange.head == nil ? 0 : 1]
    if tab == .response || tab == .timing || tab == .compare || tab == .odds {
      // Of a running one, four times a second.
      revision.append(exchange.outcome == nil ? Int(now.nanoseconds / 250_000_000) : exchange.frames.count)
    }
    let key = Key(
      exchange: exchange.id, tab: tab, detail: detail, raw: raw, columns: columns, revision: revision,
      base: base?.exchange?.id, money: money)
    if self.key == key { return lines }
    var text = WireText(columns: columns)
    if let detail {
      text.addFrame(detail, exchange, raw: raw)
    } else {
      switch tab {
      case .frames: break
      case .odds: text.addLogprobs(exchange.answer.choices)
      case .compare: Self.compare(&text, exchange, reply, base)
      case .request: text.addRequest(exchange, raw: raw)
      case .headers: text.addHeaders(exchange)
      case .response: text.addResponse(exchange, raw: raw)
      case .timing:
        text.addTiming(
          WireTiming(exchange, firstVisible: reply.firstVisible, at: now), isRunning: reply.isRunning,
          sleptSeconds: reply.sleptSeconds)
        if let money { text.addMoney(reply, money) }
      }
    }
    (self.key, lines) = (key, text.lines)
    return lines
  }

  private static func compare(_ text: inout WireText, _ exchange: Exchange, _ reply: Reply, _ base: Reply?) {
    guard let base, let old = base.exchange else {
      return text.say("There is no other exchange yet. b makes the shown one the base.")
    }
    text.addDifference(
      ExchangeDifference(from: old, to: exchange),
      names: ("\(base.model), exchange \(old.id)", "\(reply.model), exchange \(exchange.id)"))
  }
}
