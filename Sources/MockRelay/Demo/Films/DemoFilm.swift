import RelayKit

/// A video task of the demo: what was asked for, and the states through which it passes.
struct DemoFilm {
  struct Step {
    var word: String
    var progress: Int
  }

  let id: String
  let model: String
  let prompt: String
  let seconds: Int
  let size: (width: Int, height: Int)
  let input: [UInt8]?
  let createdAt: Int

  /// In order; the last one stays.
  static func steps(of model: String) -> [Step] {
    switch model {
    case "demo-cirrus-film":
      [
        Step(word: "NOT_START", progress: 0), Step(word: "QUEUED", progress: 10),
        Step(word: "IN_PROGRESS", progress: 30), Step(word: "IN_PROGRESS", progress: 30),
        Step(word: "SUCCESS", progress: 100),
      ]
    case "demo-fjord-film-fast":
      [
        Step(word: "queued", progress: 0), Step(word: "in_progress", progress: 10),
        Step(word: "failed", progress: 10),
      ]
    default:
      [
        Step(word: "queued", progress: 0), Step(word: "queued", progress: 0),
        // A word that no client knows.
        Step(word: "warming_up", progress: 5), Step(word: "in_progress", progress: 10),
        Step(word: "in_progress", progress: 30), Step(word: "in_progress", progress: 50),
        Step(word: "completed", progress: 100),
      ]
    }
  }

  /// Whether lookups of it are answered in the wrapped form only.
  var isWrapped: Bool { model == "demo-cirrus-film" }

  private static let framesPerSecond = 4

  /// The film: the scene of the prompt while its light rises, or the input picture while a colour comes over it.
  var file: [UInt8] {
    let scene = DemoScene(prompt: prompt, model: model, number: 0)
    let side = 128
    let square = max(1, (max(size.width, size.height) + side - 1) / side)
    let (width, height) = ((size.width + square - 1) / square, (size.height + square - 1) / square)
    let still = input.flatMap { PNG.decoded($0, side: side)?.canvas.resized(width: width, height: height) }
    let count = seconds * Self.framesPerSecond
    let frames = (0..<count).map { number in
      let time = Double(number) / Double(max(1, count - 1))
      var canvas = still ?? scene.drawn(width: width, height: height, time: time)
      if still != nil { tint(&canvas, scene.colour, upTo: Int(time * Double(width))) }
      return PNG.encoded(canvas, width: size.width, height: size.height)
    }
    return FilmFile(
      width: size.width, height: size.height, framesPerSecond: Self.framesPerSecond, frames: frames
    ).bytes
  }

  private func tint(_ canvas: inout DemoCanvas, _ colour: DemoCanvas.Pixel, upTo edge: Int) {
    for row in 0..<canvas.height {
      for column in 0..<edge { canvas[column, row] = canvas[column, row].mixed(with: colour, 0.35) }
    }
  }

  // MARK: Wire

  func flat(_ step: Step) -> JSONValue {
    var object = JSONObject()
    object["id"] = .string(id)
    object["task_id"] = .string(id)
    object["object"] = .string("video")
    object["model"] = .string(model)
    object["status"] = .string(step.word)
    object["progress"] = .integer(step.progress)
    object["created_at"] = .integer(createdAt)
    object["seconds"] = .string(String(seconds))
    object["size"] = .string("\(size.width)x\(size.height)")
    if step.word == "failed" {
      object["error"] = .members(
        ("message", .string("The supplier gave up on this task (simulated)")),
        ("code", .string("upstream_failed")))
    }
    if step.word == "completed" {
      object["completed_at"] = .integer(createdAt + seconds)
      object["expires_at"] = .integer(createdAt + 86_400)
    }
    return .object(object)
  }

  /// - Parameter link: of the result, once there is one.
  func wrapped(_ step: Step, quota: Int, link: String?) -> JSONValue {
    .members(
      ("code", .string("success")), ("message", .string("")),
      (
        "data",
        .members(
          ("task_id", .string(id)), ("platform", .string("demo")), ("status", .string(step.word)),
          ("progress", .string("\(step.progress)%")), ("fail_reason", .string("")),
          ("result_url", .string(link ?? "")), ("submit_time", .integer(createdAt)),
          ("start_time", .integer(step.progress >= 30 ? createdAt + 1 : 0)),
          ("finish_time", .integer(link == nil ? 0 : createdAt + seconds)), ("quota", .integer(quota)),
          ("action", .string("textGenerate")), ("properties", .members()), ("data", .members()))
      ))
  }
}
