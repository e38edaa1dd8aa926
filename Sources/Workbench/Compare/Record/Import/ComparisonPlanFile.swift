import JSON5
package import RelayKit

/// What is to be compared, as somebody wrote it down: JSON5, or CSV with a row for each question to a model.
package struct ComparisonPlanFile: Sendable, Hashable {
  package var title: String?
  package var system: String?
  /// Prompts that are asked one after the other; empty when the file has none.
  package var prompts: [String] = []
  /// Without letters, which a `VaryPlan` gives.
  package var lanes: [ComparisonLane] = []
  /// Values of variables, where the file has different prompts for one lane; empty without.
  package var rows: [JSONObject] = []

  /// Why a file is no plan.
  package struct Problem: Error, Sendable, Hashable {
    /// Everything that is wrong, each with its place.
    package var report: String
  }

  package static let mostFileBytes = 16 << 20

  package init() {}

  /// Reads CSV or JSON5 by the file's name, or by its first character where the name does not say.
  /// - Parameter fileName: without its directory, for problems.
  package init(file bytes: some Collection<UInt8>, fileName: String) throws(Problem) {
    guard bytes.count <= Self.mostFileBytes else {
      throw Problem(report: "\(fileName) has \(bytes.count) bytes; at most \(Self.mostFileBytes) are read.")
    }
    let name = fileName.lowercased()
    let first = bytes.first { ![0x20, 0x09, 0x0D, 0x0A, 0xEF, 0xBB, 0xBF].contains($0) }
    let isTable =
      [".csv", ".tsv"].contains(where: name.hasSuffix)
      || (![".json", ".json5"].contains(where: name.hasSuffix) && first != UInt8(ascii: "{")
        && first != UInt8(ascii: "/"))
    do {
      self = isTable ? try PlanTable.read(bytes, fileName) : try PlanObject.read(bytes, fileName)
    } catch let problem as VariableTable.Problem {
      throw Problem(report: "\(fileName): \(problem.sentence)")
    } catch let problems as SourceProblems {
      throw Problem(report: problems.report)
    } catch {
      throw Problem(report: "\(fileName): \(error)")
    }
  }
}

/// A plan in CSV: columns `model`, `prompt`, `system`, and any key of the request.
enum PlanTable {
  typealias Problem = VariableTable.Problem

  static func read(_ bytes: some Collection<UInt8>, _ fileName: String) throws(Problem) -> ComparisonPlanFile
  {
    let isNamed = [".csv", ".tsv"].contains(where: fileName.lowercased().hasSuffix)
    let table = try VariableTable(file: bytes, fileName: isNamed ? fileName : fileName + ".csv")
    guard table.columns.contains("model") else {
      throw Problem(row: nil, line: 1, "there is no column “model”.")
    }
    for name in ["messages", "stream"] where table.columns.contains(name) {
      throw Problem(row: nil, line: 1, "a column cannot be named \(name).")
    }
    var plan = ComparisonPlanFile()
    var prompts: [String] = []
    var asked: [Set<Int>] = []
    for row in 0..<table.rowCount {
      let lane = try lane(table, row)
      let prompt = cell(table, row, "prompt") ?? ""
      if prompt.isEmpty != (cell(table, 0, "prompt") ?? "").isEmpty {
        throw rowProblem(row, "it has \(prompt.isEmpty ? "no" : "a") prompt, unlike the first row.")
      }
      let question = prompts.firstIndex(of: prompt) ?? prompts.endIndex
      if question == prompts.endIndex { prompts.append(prompt) }
      if let place = plan.lanes.firstIndex(of: lane) {
        guard asked[place].insert(question + 1).inserted else {
          throw rowProblem(row, "an earlier row asks the same.")
        }
      } else {
        plan.lanes.append(lane)
        asked.append([question + 1])
      }
    }
    if let system = plan.lanes.first?.ownSystem, plan.lanes.allSatisfy({ $0.ownSystem == system }) {
      plan.system = system
      for index in plan.lanes.indices { plan.lanes[index].ownSystem = nil }
    }
    take(prompts, asked, into: &plan)
    return plan
  }

  /// One prompt is a prompt; several are rows of a variable, since each is a question of its own.
  private static func take(_ prompts: [String], _ asked: [Set<Int>], into plan: inout ComparisonPlanFile) {
    guard prompts.count > 1 else {
      plan.prompts = prompts.filter { !$0.isEmpty }
      return
    }
    plan.prompts = ["{{prompt}}"]
    plan.rows = prompts.map { JSONObject([.init(key: "prompt", value: .string($0))]) }
    for (index, rows) in asked.enumerated() where rows.count < prompts.count { plan.lanes[index].rows = rows }
  }

  private static func cell(_ table: VariableTable, _ row: Int, _ column: String) -> String? {
    table.values(row: row)?[column]
  }

  private static func rowProblem(_ row: Int, _ words: String) -> Problem {
    var problem = Problem(row: nil, line: 1, "")
    problem.sentence = "Row \(row + 1): \(words)"
    problem.row = row + 1
    return problem
  }

  private static func lane(_ table: VariableTable, _ row: Int) throws(Problem) -> ComparisonLane {
    let model = Parameter.trimmed(cell(table, row, "model") ?? "")
    guard !model.isEmpty else { throw rowProblem(row, "it has no model.") }
    var lane = ComparisonLane(model: model)
    for column in table.columns where column != "model" && column != "prompt" {
      // An empty cell is as if the column were not there.
      guard let text = cell(table, row, column), !text.isEmpty else { continue }
      if column == "system" {
        lane.ownSystem = text
      } else {
        lane.parameters[column] = (try? JSONValue(parsing: text)) ?? .string(text)
      }
    }
    return lane
  }
}
