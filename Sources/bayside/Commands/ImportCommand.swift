import RelayKit

/// `bayside import`: a request that was made elsewhere as a body that `bayside chat --body` sends.
struct ImportCommand {
  let options: ParsedOptions

  /// - Returns: the exit status, 0; a file without a request is wrong usage.
  func run() throws(UsageError) -> Int32 {
    let path = options.operands.first ?? "-"
    let found: RequestImport
    do {
      found = try RequestImport(parsing: InputFile.bytes(path))
    } catch let error as UsageError {
      throw error
    } catch {
      let sentences = (error as? RequestImport.Problem)?.sentences ?? []
      throw UsageError(
        sentence: "\(InputFile.shown(path)) was not understood: \(sentences.last ?? "\(error)")",
        report: sentences.dropLast().joined(separator: "\n"))
    }
    for note in found.notes { Output.notice(note) }
    if options.has("json") {
      Output.write(Self.report(found).text(pretty: true) + "\n")
    } else {
      Output.writeFile(found.request.encodedBody())
    }
    return 0
  }

  private static func report(_ found: RequestImport) -> JSONValue {
    var object = JSONObject()
    object["source"] = .string(found.source.rawValue)
    object["base_url"] = found.baseURL.map { .string($0.description) } ?? .null
    object["model"] = found.model.map { .string($0) } ?? .null
    object["notes"] = .array(found.notes.map { .string($0) })
    object["request"] = found.request.json
    return .object(object)
  }
}
