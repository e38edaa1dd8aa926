import TerminalUI

/// Everything fed at once, then flushed until nothing is held.
func decoded(_ bytes: [UInt8]) -> [InputEvent] {
  var decoder = InputDecoder()
  let events = decoder.feed(bytes)
  return events + decoder.drain()
}

func decoded(_ text: String) -> [InputEvent] { decoded(Array(text.utf8)) }

func typed(_ text: String) -> [InputEvent] {
  text.unicodeScalars.map { .key(Key(.character(Character($0)))) }
}

extension InputDecoder {
  mutating func drain() -> [InputEvent] {
    var events: [InputEvent] = []
    for _ in 0..<100 where isHolding { events += flush() }
    return events
  }
}
