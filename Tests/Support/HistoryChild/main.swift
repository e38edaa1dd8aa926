import Glibc
import HistorySamples
import HistoryStore
import RelayKit
import Workbench

// Journals streams into a file until it is killed, and prints what it gave, each with the instant (nanoseconds of
// the monotonic clock) at which the call had returned:
//     begun ID NANOSECONDS, word ID NUMBER NANOSECONDS, ended ID NANOSECONDS
// history-child PATH NAME MOST: answers have up to MOST words, one a millisecond; with `whole` behind it, it ends
// by itself after that many answers of one word.

func now() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

func report(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = write(1, bytes, bytes.count)
}

func wallClock() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

let arguments = CommandLine.arguments
guard arguments.count >= 4, let most = Int(arguments[3]) else { exit(2) }
let isWhole = arguments.count > 4
let store = HistoryStore.open(path: arguments[1], utcOffset: 0) { report("said \($0)") }
var answer = 0
while !isWhole || answer < most {
  answer += 1
  let id = "\(arguments[2])-\(answer)"
  var stream = SampleStream(id, conversation: "talk-\(arguments[2])")
  stream.startedAt = wallClock()
  store.begin(stream.record, exchange: stream.exchange, prices: nil, inputEstimate: 3)
  report("begun \(id) \(now())")
  var updates = stream.opening
  for update in updates { store.take(update, of: id) }
  let words = isWhole ? 1 : 1 + answer * 7919 % most
  for number in 1...words {
    let update = stream.word("w\(number) ")
    store.take(update, of: id)
    report("word \(id) \(number) \(now())")
    updates.append(update)
    if !isWhole { poll(nil, 0, 1) }
  }
  updates += stream.closing()
  store.end(id, with: stream.folded(updates))
  report("ended \(id) \(now())")
}
store.close()
