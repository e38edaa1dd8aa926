import RelayKit
import Testing

@testable import Workbench

/// Comparisons in the forms of other programs, whole and with content that means harm.
struct ComparisonExportTests {
  @Test func csvAsAWhole() {
    let expected = [
      ComparisonExport.columns.joined(separator: ","),
      "A,gpt-x,,1,1,,done,stop,,412.4,4124,40.26,12,false,120,false,,,0.002,USD,false,11,2,1,1,,,,,,,"
        + "1790000000.5,Why?,\"Because, so\",Hm.",
      "B,claude-y,temperature 0.70,1,1,,failed,,,,,,,,,,,,0,USD,true,,,,,,,,429,Too many requests: slow down,r-1,"
        + "1790000001,Why?,,",
    ].map { $0 + "\r\n" }.joined()
    #expect(ComparisonExport.csv(SampleComparison.small) == expected)
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""),
    ("\u{FF1D}1", "'\u{FF1D}1"), ("a=1", "a=1"), ("say \"x\"", "\"say \"\"x\"\"\""), ("a,b", "\"a,b\""),
    ("=a,\"b\"", "\"'=a,\"\"b\"\"\""), (" x", "\" x\""), ("a\nb", "\"a\nb\""), ("", ""), ("'x", "'x"),
  ])
  func cellsAreNoFormulas(_ text: String, _ cell: String) {
    #expect(SpreadsheetText.quoted(text) == cell)
  }

  @Test(arguments: [
    (0, "0"), (12, "12"), (412.4, "412.4"), (0.1234567, "0.1234567"), (1.23456, "1.235"), (1e-7, "0.0000001"),
    (2.5e-9, "0.0000000025"), (99.9996, "100"), (1_790_000_000.5, "1790000000.5"),
  ])
  func numbersStayNumbers(_ value: Double, _ text: String) { #expect(SpreadsheetText.number(value) == text) }

  @Test func noRowOfCSVBeginsAFormulaOrBreaks() throws {
    let text = ComparisonExport.csv(SampleComparison.dangerous)
    let table = try VariableTable(file: Array(text.utf8), fileName: "x.csv")
    #expect(table.rowCount == 2 && table.columns == ComparisonExport.columns)
    for row in 0..<2 {
      for (name, value) in table.values(row: row) ?? [:] {
        #expect(!["=", "+", "-", "@"].contains(value.prefix(1)), "\(name)")
      }
      #expect(table.values(row: row)?["text"] == "'" + SampleComparison.hostile)
    }
  }

  @Test func markdownAsAWhole() {
    #expect(
      ComparisonExport.markdown(SampleComparison.small) == """
        # Comparison of 2 models

        2026-09-21 · https://relay.example/v1 · 2 answers · spent: $0.0020

        ## System

        ```text
        Be brief.
        ```

        ## Prompt

        ```text
        Why?
        ```

        ## Summary

        |   | model | differs | answers | first token | tok/s | in | out | cost | checks | notes |
        | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
        | A | gpt-x |   | 1/1 | 412 ms | 40.3 | 12 | 120 | $0.0020 | 1/1 |   |
        | B | claude-y | temperature 0.70 | 0/1 | - | - | - | - | 0 |   | failed: 429 Too many requests |

        ## Answers

        ### A: gpt-x

        412 ms to the first token · 4.1 s in all · 40.3 tok/s · 12 tokens in · 120 out · $0.0020

        - pass: contains:so: It is there.

        Reasoning:

        ```text
        Hm.
        ```

        Answer:

        ```text
        Because, so
        ```

        ### B: claude-y · temperature 0.70

        - It failed.
        - Too many requests (429). slow down

        """)
  }

  @Test func answersCannotLeaveTheirFence() {
    let text = ComparisonExport.markdown(SampleComparison.dangerous)
    var fence: Substring?
    var headings: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let ticks = line.prefix { $0 == "`" }
      if let open = fence {
        if ticks.count >= open.count, line.dropFirst(ticks.count).allSatisfy({ $0 == " " }) { fence = nil }
      } else if ticks.count >= 3 {
        fence = ticks
      } else {
        #expect(!line.contains("<script") && !line.contains("**b**"))
        if line.hasPrefix("#") { headings.append(String(line)) }
      }
    }
    #expect(fence == nil)
    #expect(headings.map { $0.prefix { $0 == "#" }.count } == [1, 2, 2, 2, 2, 3, 3])
    #expect(text.contains("``````text\n=cmd"))
  }

  @Test func theTableKeepsItsColumns() {
    let table = ComparisonExport.markdown(SampleComparison.dangerous)
      .split(separator: "\n").filter { $0.hasPrefix("| ") }
    func bars(_ line: Substring) -> Int { line.replacing("\\|", with: "").count { $0 == "|" } }
    #expect(table.count == 4 && Set(table.map(bars)).count == 1)
  }

  @Test func jsonHasEverythingButTheBytes() throws {
    var record = SampleComparison.small
    record.runs[0].exchange = ["secret bytes"]
    let text = ComparisonExport.json(record)
    let value = try JSONValue(parsing: text)
    #expect(!text.contains("secret bytes") && text.hasSuffix("}\n"))
    #expect(value["runs"]?.arrayValue?.map { $0["outcome"]?.stringValue } == ["done", "failed"])
    #expect(value["summary"]?.arrayValue?.first?["first_token_ms"]?["median"] == .number("412.4"))
    #expect(value["summary"]?.arrayValue?.first?["runs"] == .integer(1))
    #expect(value["lanes"]?.arrayValue?.last?["parameters"]?["temperature"] == .number("0.70"))
  }

  @Test func thePageStandsAlone() {
    let page = ComparisonExport.html(SampleComparison.small)
    #expect(page.hasPrefix("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"))
    #expect(
      page.contains(
        "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\""))
    for word in ["<script", "src=", "href=", "url(", "@import", " on"] where word != " on" {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.contains("prefers-color-scheme: dark") && page.contains("width=device-width"))
    let body = page.split(separator: "<body>\n").last ?? ""
    #expect(body == SamplePage.body)
  }

  @Test func nothingOfAModelIsMarkup() {
    let page = ComparisonExport.html(SampleComparison.dangerous)
    #expect(!page.contains("<script") && !page.contains("</pre></td>") && !page.contains("\u{1B}"))
    #expect(!page.contains("\u{0}") && !page.contains("\r"))
    func count(_ text: String) -> Int {
      page.split(separator: text, omittingEmptySubsequences: false).count - 1
    }
    for tag in [
      "pre", "td", "table", "article", "section", "details", "p", "ul", "li", "h1", "h2", "h3", "bdi", "span",
    ] {
      #expect(count("<\(tag)>") + count("<\(tag) ") == count("</\(tag)>"), "\(tag)")
    }
    #expect(count("&lt;script&gt;alert(1)&lt;/script&gt;") > 10)
  }

  @Test func theSameRecordGivesTheSameBytes() {
    for form in ComparisonExport.allCases {
      #expect(form.bytes(of: SampleComparison.dangerous) == form.bytes(of: SampleComparison.dangerous))
    }
  }

  @Test func noKeyLabelIsLongerThanFourSigns() {
    let text = ComparisonExport.jsonl(SampleComparison.small)
    #expect(text.contains(#""key_label":"..9f3c""#))
  }

  @Test func whatIsSpentAndWhatIsNotKnownIsSaid() {
    func figures(_ cost: Double?, _ currency: String = "USD", outcome: String = "done") -> RunFigures {
      var figures = SampleComparison.figures(1, cost: cost)
      figures.currency = currency
      figures.outcome = outcome
      return figures
    }
    #expect(SpentMoney().line == "nothing spent")
    #expect(SpentMoney([figures(nil)]).line == "the cost is unknown")
    // What was refused is not charged.
    var refused = RunFigures()
    refused.outcome = "failed"
    refused.judge(failure: "rate_limited")
    #expect(SpentMoney([refused]).line == "nothing spent")
    #expect(SpentMoney([figures(nil, outcome: "failed")]).line == "the cost is unknown")
    #expect(
      SpentMoney([figures(1.5), figures(1), figures(nil, outcome: "stopped")]).line
        == "$2.50 spent, and 1 cost is unknown")
    #expect(SpentMoney([figures(1), figures(3, "quota")]).text == "$1.00 + 3.00 quota")
    var estimate = figures(2)
    estimate.costIsEstimate = true
    #expect(SpentMoney([estimate]).line(of: "$5.00") == "~$2.00 of at most $5.00 spent")
  }

  @Test func repeatsShowTheirSpread() {
    var record = SampleComparison.small
    record.lanes.removeLast()
    record.repeats = 3
    record.runs = [100.0, 300, 200].enumerated().map { index, milliseconds in
      var run = record.runs[0]
      run.key.repetition = index + 1
      run.figures.firstTokenMilliseconds = milliseconds
      return run
    }
    let page = ComparisonExport.html(record)
    #expect(page.contains("200 ms (100 ms to 300 ms)") && page.contains("100 % identical"))
    let summary = ComparisonSummary(record)
    #expect(
      summary.headings == [
        "", "model", "answers", "first token", "tok/s", "in", "out", "cost", "same", "checks",
      ])
    #expect(
      summary.rows == [
        ["A", "gpt-x", "3/3", "200 ms (100 ms to 300 ms)", "40.3", "12", "120", "$0.0060", "100 %", "3/3"]
      ])
  }
}
