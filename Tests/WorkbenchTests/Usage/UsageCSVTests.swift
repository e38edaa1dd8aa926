import RelayKit
import SeededRandom
import Testing
import UsageSamples
import Workbench

struct UsageCSVTests {
  /// A reader as of RFC 4180, independent of the writer.
  private func parse(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = String.UnicodeScalarView()
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      if isQuoted {
        if scalar == "\"" {
          if scalars.first == "\"" {
            cell.append("\"")
            scalars.removeFirst()
          } else {
            isQuoted = false
          }
        } else {
          cell.append(scalar)
        }
      } else if scalar == "\"" {
        isQuoted = true
      } else if scalar == "," {
        row.append(String(cell))
        cell = .init()
      } else if scalar == "\r", scalars.first == "\n" {
        scalars.removeFirst()
        row.append(String(cell))
        rows.append(row)
        (row, cell) = ([], .init())
      } else {
        cell.append(scalar)
      }
    }
    #expect(row.isEmpty && cell.isEmpty, "It does not end with a line end.")
    return rows
  }

  @Test func namesOfColumnsAreTheContract() {
    #expect(
      UsageCSV.requests([UsageRecord](), utcOffset: 0)
        == "id,started_at,local_time,profile,key_name,key_label,relay,is_demo,kind,tag,model,served_model,"
        + "outcome,status,finish_reason,input_tokens,input_is_estimate,output_tokens,output_is_estimate,"
        + "reasoning_tokens,cached_tokens,cost,currency,cost_is_estimate,charged,charged_currency,"
        + "charged_source,saved_by_cache,first_token_ms,total_ms,tokens_per_second,attempts,error_kind,error,"
        + "request_id,conversation\r\n")
    #expect(
      UsageCSV.groups([], named: "model")
        == "model,requests,done,stopped,cut,failed,retried,input_tokens,output_tokens,reasoning_tokens,"
        + "cached_tokens,requests_with_estimated_tokens,cost,currency,cost_told,cost_estimated,"
        + "requests_without_price,receipts,saved_by_cache,first_token_mean_ms,first_token_median_ms,"
        + "first_token_p95_ms,total_mean_ms,total_median_ms,total_p95_ms,is_so_far,"
        + "times_are_sampled\r\n")
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func everyRowHasAllColumnsAndSaysWhatTheRecordSays(seed: UInt64) throws {
    let records = UsageRecords.random(80, seed: seed)
    let rows = parse(UsageCSV.requests(records, utcOffset: 3600))
    #expect(rows.count == records.count + 1)
    let columns = try #require(rows.first)
    for (row, record) in zip(rows.dropFirst(), records) {
      #expect(row.count == columns.count)
      let cells = Dictionary(uniqueKeysWithValues: zip(columns, row))
      #expect(cells["id"] == record.id)
      #expect(cells["tag"] == record.project)
      #expect(cells["outcome"] == record.figures.outcome ?? "running")
      #expect(cells["output_tokens"] == record.figures.outputTokens.map { "\($0)" } ?? "")
      let cost = cells["cost"].flatMap(Double.init)
      if record.isDemo {
        #expect(cost == nil)
      } else {
        #expect(cost.map { abs($0 - (record.figures.cost ?? -1)) < 1e-9 } ?? (record.figures.cost == nil))
      }
      // A formula in a model's name is text.
      #expect(cells["model"] == (record.model == "=2+5" ? "'=2+5" : record.model))
    }
  }

  @Test func noCellOfTextBeginsAFormula() throws {
    for start in ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "=cmd|' /C calc'!A0"] {
      var record = UsageRecords.done("a")
      (record.model, record.keyName, record.project, record.profile) = (start, start, start, start)
      (record.errorMessage, record.requestID) = (start, start)
      let rows = parse(UsageCSV.requests([record], utcOffset: 0))
      let row = try #require(rows.last)
      for cell in row { #expect(!"=+-@\t\r".contains(cell.first ?? " "), "\(cell)") }
      #expect(row.count { $0 == "'" + start } == 6)
    }
  }

  @Test func negativeNumbersStayNumbers() throws {
    var record = UsageRecords.done("a")
    record.startedAt = -10
    let rows = parse(UsageCSV.requests([record], utcOffset: -3600))
    #expect(rows.last?[1] == "1969-12-31T23:59:50Z")
    #expect(rows.last?[2] == "1969-12-31 22:59:50")
  }

  @Test func aSecondCurrencyHasARowOfItsOwnAndNoRequestIsCountedTwice() {
    var sums = UsageSums()
    sums.requests = 3
    sums.money.add(1.5, currency: "USD", isEstimate: true)
    sums.money.add(20, currency: "CNY", isEstimate: false)
    let rows = parse(UsageCSV.groups([UsageGroup(value: "m-1", sums: sums)], named: "model"))
    #expect(rows.count == 3)
    #expect(rows[1][1] == "3" && rows[1][12] == "20" && rows[1][13] == "CNY")
    #expect(rows[2][0] == "m-1" && rows[2][1] == "" && rows[2][12] == "1.5" && rows[2][13] == "USD")
    #expect(rows.allSatisfy { $0.count == rows[0].count })
  }

  @Test func moneyIsWrittenAsExactlyAsPricesAre() {
    var sums = UsageSums()
    sums.money.add(0.1, currency: "USD", isEstimate: true)
    sums.money.add(0.2, currency: "USD", isEstimate: true)
    sums.money.add(1.000_000_021, currency: "USD", isEstimate: false)
    let rows = parse(UsageCSV.groups([UsageGroup(value: "m-1", sums: sums)], named: "model"))
    #expect(rows[1][12] == "1.300000021")
    #expect(rows[1][14] == "1.000000021" && rows[1][15] == "0.3")
  }

  @Test func theObjectOfARequestHasTheSameNames() throws {
    let record = UsageRecords.done("a")
    let json = record.json(utcOffset: 0)
    #expect(json.objectValue?.members.map(\.key) == UsageRecord.csvColumns)
    #expect(json["cost"]?.doubleValue == 0.001)
    #expect(json["is_demo"]?.boolValue == false)
    #expect(json["served_model"] == .null)
    let group = UsageGroup(value: "m-1", sums: UsageSums()).json(named: "model")
    #expect(group["model"]?.stringValue == "m-1" && group["costs"]?.arrayValue?.isEmpty == true)
  }
}
