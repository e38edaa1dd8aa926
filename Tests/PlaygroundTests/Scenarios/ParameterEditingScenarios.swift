import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

/// Values of the request as JSON in the editor.
struct ParameterEditingScenarios {
  @Test func toolsAreCheckedAndNothingIsLost() throws {
    var stage = Stage(columns: 120, rows: 36)
    stage.control("p")
    stage.type("tools: define")
    stage.press(.enter)
    guard case .edit(let target, let template) = stage.takeEffects().first else {
      Issue.record("no editor")
      return
    }
    #expect(target == .parameter("tools"))
    #expect(try JSONValue(parsing: template).arrayValue?.count == 1)
    stage.update(.edited(target, "[{\"type\":", notice: ""))
    stage.expect("tools was not changed: this is no JSON.")
    #expect(stage.playground.workspace.parameters["tools"] == nil)
    stage.control("p")
    stage.type("edit tools")
    stage.press(.enter)
    #expect(stage.takeEffects() == [.edit(target, "[{\"type\":")])
    stage.update(.edited(target, #"[{"type":"function","function":{"name":"a b"}}]"#, notice: ""))
    stage.expect("tools is sent as it is, but:")
    stage.update(.edited(target, template, notice: ""))
    stage.expect("tools is set.")
    stage.update(.edited(target, " \n", notice: ""))
    stage.expect("tools is not sent any more.")
    #expect(stage.playground.workspace.parameters["tools"] == nil)
  }
}
