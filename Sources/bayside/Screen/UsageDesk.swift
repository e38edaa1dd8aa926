import HistoryStore
import Playground
import Workbench

/// Answers what the view of usage asks, beside the loop.
struct UsageDesk: Sendable {
  let history: HistoryStore
  let inbox: Inbox
  /// Seconds that local time is ahead of UTC.
  let utcOffset: Int

  func ask(_ question: UsageQuestion) {
    Task.detached { [self] in
      do throws(HistoryProblem) {
        inbox.post(.usageCame(try await history.usage(question)))
      } catch {
        inbox.post(.usageFailed(question, error.sentence))
      }
    }
  }

  /// Writes every request that the question lists to a new file beside where bayside was started.
  func export(_ question: UsageQuestion) {
    Task.detached { [self] in
      do throws(HistoryProblem) {
        let offset = utcOffset
        let table = try await history.everyRequest(question, into: UsageTable()) { table, record in
          table.csv.add(record, utcOffset: offset)
          table.rows += 1
        }
        let name = "usage-\(LocalCalendar.text(question.today)).csv"
        let written = NewFile.write(Array(table.csv.text.utf8), name: name)
        let rows = NumberWords.counted(table.rows, "row")
        inbox.post(.notice(written.hasPrefix("Written") ? "\(written.dropLast()), \(rows)." : written))
      } catch {
        inbox.post(.notice("Nothing was written. \(error.sentence)"))
      }
    }
  }
}

/// Rows of requests as they are read.
struct UsageTable: Sendable {
  var csv = UsageCSV.ofRequests
  var rows = 0
}
