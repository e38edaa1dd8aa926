import Glibc
import RelayKit
import Synchronization

/// The video tasks of the demo relay.
final class DemoFilms: Sendable {
  private struct Task {
    var film: DemoFilm
    var startedAt: Double
    var lookups = 0
    var file: [UInt8]?
    var link: String?
    var isRefunded = false
  }

  private let tasks = Mutex<[String: Task]>([:])
  private let files: DemoFiles
  private let ledger: DemoLedger
  private let run: String
  /// Of each state; 0 moves on with every lookup.
  private let stepSeconds: Double
  private static let mostTasks = 200
  private static let signs = Array("abcdefghijklmnopqrstuvwxyz0123456789")

  init(files: DemoFiles, ledger: DemoLedger, run: String, stepSeconds: Double) {
    (self.files, self.ledger, self.run, self.stepSeconds) = (files, ledger, run, stepSeconds)
  }

  /// Answers whatever concerns videos; `nil` for other paths.
  func script(for request: RecordedRequest, _ path: String, _ wire: DemoWire, origin: String) -> Script? {
    let steps = path.split(separator: "/").map(String.init)
    func isAt(_ place: String..., count: Int) -> Bool { steps.count == count && steps.starts(with: place) }
    switch request.method {
    case "POST" where steps == ["v1", "videos"] || steps == ["v1", "video", "generations"]:
      return submit(request, wire)
    case "GET" where isAt("v1", "videos", count: 3): return lookUp(steps[2], isWrapped: false, wire, origin)
    case "GET" where isAt("v1", "video", "generations", count: 4):
      return lookUp(steps[3], isWrapped: true, wire, origin)
    case "GET" where isAt("v1", "videos", count: 4) && steps[3] == "content":
      return content(steps[2], request, wire)
    default: return nil
    }
  }

  // MARK: Submitting

  private func submit(_ request: RecordedRequest, _ wire: DemoWire) -> Script {
    guard let form = DemoForm(request) else {
      return problem(400, "invalid_json", "The body is no request", wire)
    }
    let (model, prompt) = (form.text("model") ?? "", form.text("prompt") ?? "")
    if model.isEmpty { return problem(400, "missing_model", "model is required", wire) }
    if prompt.isEmpty { return problem(400, "invalid_request", "prompt is required", wire) }
    if prompt.lowercased().split(whereSeparator: { !$0.isLetter }).contains("refuse") {
      // A business failure under a status that says nothing.
      return wire.answer(
        .members(
          ("message", .string("The prompt was refused by the supplier (simulated)")),
          ("type", .string("upstream_error")), ("code", .string("prompt_blocked"))))
    }
    guard let known = DemoModels.all.first(where: { $0.id == model }), known.kind == .video else {
      return wire.error(
        503, "No available channel for model \(model) under group demo (distributor)", code: "model_not_found"
      )
    }
    let seconds = form.number("seconds") ?? form.number("duration") ?? 4
    guard (1...15).contains(seconds) else {
      return problem(400, "invalid_seconds", "seconds must be between 1 and 15", wire)
    }
    guard let size = Self.size(form) else { return problem(400, "invalid_size", "size is invalid", wire) }
    let id = "task_" + String((0..<32).map { _ in Self.signs[Int.random(in: 0..<Self.signs.count)] })
    let film = DemoFilm(
      id: id, model: model, prompt: prompt, seconds: seconds, size: size, input: form.inputs.first,
      createdAt: Int(time(nil)))
    tasks.withLock { tasks in
      if tasks.count >= Self.mostTasks,
        let oldest = tasks.min(by: { $0.value.startedAt < $1.value.startedAt })
      {
        tasks[oldest.key] = nil
      }
      tasks[id] = Task(film: film, startedAt: Self.now)
    }
    ledger.charge(model: model, quota: Self.quota(model), requestID: wire.requestID)
    return wire.answer(film.flat(DemoFilm.Step(word: "queued", progress: 0)))
  }

  private static func size(_ form: DemoForm) -> (width: Int, height: Int)? {
    let isTall = (form.text("aspect_ratio") ?? form.fields["metadata"]?["ratio"]?.stringValue) == "9:16"
    guard let text = form.text("size"), text.contains("x") else { return isTall ? (360, 640) : (640, 360) }
    let parts = text.split(separator: "x").compactMap { Int($0) }
    guard parts.count == 2, parts.allSatisfy({ (64...1920).contains($0) }) else { return nil }
    return (parts[0], parts[1])
  }

  static func quota(_ model: String) -> Int {
    Int(((DemoModels.all.first { $0.id == model }?.call ?? 0) * 500_000).rounded())
  }

  // MARK: Looking

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private func step(of task: Task) -> DemoFilm.Step {
    let steps = DemoFilm.steps(of: task.film.model)
    let passed = stepSeconds > 0 ? Int((Self.now - task.startedAt) / stepSeconds) : task.lookups
    return steps[min(max(0, passed), steps.count - 1)]
  }

  private func lookUp(_ id: String, isWrapped: Bool, _ wire: DemoWire, _ origin: String) -> Script {
    let found = tasks.withLock { tasks -> (task: Task, step: DemoFilm.Step)? in
      guard let task = tasks[id] else { return nil }
      // A question at the wrong place does not count.
      if isWrapped || !task.film.isWrapped { tasks[id]?.lookups += 1 }
      return (task, step(of: task))
    }
    guard let (task, step) = found else { return problem(400, "task_not_exist", "task_not_exist", wire) }
    if task.film.isWrapped, !isWrapped {
      return wire.error(501, "not_implemented: this platform has no such route", code: "not_implemented")
    }
    if step.word == "failed" { refund(id, wire) }
    let link = step.progress == 100 && task.film.isWrapped ? origin + link(of: id) : nil
    return wire.answer(
      isWrapped
        ? task.film.wrapped(step, quota: Self.quota(task.film.model), link: link) : task.film.flat(step))
  }

  private func refund(_ id: String, _ wire: DemoWire) {
    let model = tasks.withLock { tasks -> String? in
      guard let task = tasks[id], !task.isRefunded else { return nil }
      tasks[id]?.isRefunded = true
      return task.film.model
    }
    guard let model else { return }
    ledger.charge(model: model, quota: -Self.quota(model), requestID: wire.requestID)
  }

  // MARK: The result

  private func file(of id: String) -> [UInt8]? {
    guard let task = tasks.withLock({ $0[id] }) else { return nil }
    if let file = task.file { return file }
    let file = task.film.file
    tasks.withLock { $0[id]?.file = file }
    return file
  }

  private func link(of id: String) -> String {
    if let link = tasks.withLock({ $0[id]?.link }) { return link }
    let link = files.keep(file(of: id) ?? [], type: Self.type, name: "film.avi", run: run)
    tasks.withLock { $0[id]?.link = link }
    return link
  }

  private static let type = "video/x-msvideo"

  private func content(_ id: String, _ request: RecordedRequest, _ wire: DemoWire) -> Script {
    guard let task = tasks.withLock({ $0[id] }) else {
      return wire.error(404, "Task not found", type: "invalid_request_error", code: "")
    }
    let step = step(of: task)
    guard ["completed", "SUCCESS"].contains(step.word), let file = file(of: id) else {
      return wire.error(
        400, "Task is not completed yet, current status: \(step.word)", type: "invalid_request_error",
        code: "")
    }
    return .file(file, type: Self.type, for: request, headers: [HTTPHeader("Cache-Control", "max-age=86400")])
  }

  /// As the task routes spell errors: at the top, without `error`.
  private func problem(_ status: Int, _ code: String, _ message: String, _ wire: DemoWire) -> Script {
    .answer(
      JSONValue.members(
        ("code", .string(code)),
        ("message", .string("\(message) (simulated) (request id: \(wire.requestID))")),
        ("data", .null)
      ).text(), status: status, headers: [HTTPHeader("X-Oneapi-Request-Id", wire.requestID)])
  }
}
