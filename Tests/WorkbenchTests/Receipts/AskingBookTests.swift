import RelayKit
import Testing
import Workbench

@Suite struct AskingBookTests {
  private let host = "https://relay.example"

  @Test func twentyCallsInTwentyMinutesAndNotOneMore() {
    var book = AskingBook()
    for second in 0..<20 { #expect(book.take(host, at: 1000 + Double(second)) == .allowed) }
    #expect(book.callsLeft(host, at: 1020) == 0)
    #expect(book.take(host, at: 1020) == .wait(until: 2200, isRelays: false))
    #expect(book.take(host, at: 2199.9) == .wait(until: 2200, isRelays: false))
    #expect(book.take(host, at: 2200) == .allowed)
    #expect(book.take(host, at: 2200.5) == .wait(until: 2201, isRelays: false))
    // Another host has a bucket of its own.
    #expect(book.take("https://other.example", at: 1020) == .allowed)
  }

  @Test func theRelaysOwnWaitIsRespected() {
    var book = AskingBook()
    book.hold(host, seconds: 37, at: 1000)
    #expect(book.take(host, at: 1036) == .wait(until: 1037, isRelays: true))
    #expect(book.take(host, at: 1037) == .allowed)
    book.hold(host, seconds: 1e12, at: 1000)
    #expect(book[host].waitUntil == 1000 + AskingBook.longestWait)
  }

  @Test func aClockThatWasWrongLocksNobodyOut() {
    var book = AskingBook()
    for _ in 0..<20 { _ = book.take(host, at: 9_000_000) }
    book.hold(host, seconds: 60, at: 9_000_000)
    #expect(book.take(host, at: 1000) == .allowed)
  }

  @Test func whatIsNotOfferedIsRememberedUntilItIsForgotten() {
    var book = AskingBook()
    book.noteNotOffered("/api/log/token", host, at: 50)
    book.noteNotOffered("/api/log/token", host, at: 90)
    #expect(book[host].notOffered == ["/api/log/token": 50])
    _ = book.take(host, at: 100)
    book.forget(host)
    #expect(book[host].notOffered.isEmpty && book[host].calls == [100])
  }

  @Test func unitsAreGoodForADay() throws {
    var book = AskingBook()
    let json = try JSONValue(parsing: #"{"data":{"quota_per_unit":1000,"quota_display_type":"CNY"}}"#)
    book.noteUnit(RelayStatus(json: json), host, at: 0)
    #expect(book[host].knowsUnit(at: 86_399) && !book[host].knowsUnit(at: 86_400))
    #expect(book[host].quotaPerUnit == 1000 && book[host].displayType == "CNY")
  }

  @Test func itIsReadBackAsItWasWritten() throws {
    var book = AskingBook()
    _ = book.take(host, at: 1000)
    book.noteNotOffered("/key", host, at: 1001)
    book.hold("https://b.example", seconds: 5, at: 1000)
    book.noteUnit(nil, host, at: 1002)
    let text = book.json.text()
    #expect(AskingBook(json: try JSONValue(parsing: text)) == book)
    book.tidy(at: 5000)
    #expect(book["https://b.example"] == AskingBook.Host() && book[host].calls.isEmpty)
    #expect(book[host].notOffered == ["/key": 1001])
    for damaged in ["{}", "[]", #"{"hosts":{"a":7,"b":{"calls":"x","not_offered":3}}}"#] {
      let read = AskingBook(json: try JSONValue(parsing: damaged))
      #expect(read["a"].calls.isEmpty && read["b"].notOffered.isEmpty)
    }
  }
}
