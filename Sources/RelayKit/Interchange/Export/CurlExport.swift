/// A request as a curl command line that sends the same method, address, headers and bytes. The key is not in
/// it: it stands there as a variable.
public enum CurlExport {
  /// The variable that holds the key, without `$`.
  public static let keyVariable = "TOKENBAY_API_KEY"

  public static func command(_ exchange: Exchange) -> String {
    command(exchange.request, isStream: exchange.asksForStream)
  }

  /// - Parameter isStream: curl must then print what comes at once.
  public static func command(_ request: RecordedRequest, isStream: Bool) -> String {
    var first = isStream ? "curl -N" : "curl"
    let impliesPost = !request.body.isEmpty && request.method == "POST"
    if !impliesPost, request.method != "GET" || !request.body.isEmpty {
      first += " -X " + plain(request.method)
    }
    var lines = [first + " " + ShellQuoting.word(request.url)]
    lines += request.headers.map { "-H " + header($0) }
    if !request.body.isEmpty { lines.append(data(request.body)) }
    let command = lines.joined(separator: " \\\n  ")
    // No argument of a program can hold a byte of value 0.
    guard request.body.contains(0) else { return command + "\n" }
    return "printf " + ShellQuoting.printfWord(request.body) + " | \\\n" + command + "\n"
  }

  private static func plain(_ method: String) -> String {
    method.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
      ? method : ShellQuoting.word(method)
  }

  private static func data(_ body: [UInt8]) -> String {
    body.contains(0) ? "--data-binary @-" : "--data-raw " + ShellQuoting.word(body)
  }

  private static func header(_ header: HTTPHeader) -> String {
    guard Secrets.isSecret(header.name) else {
      // A header without a value ends with a semicolon; with a colon curl would leave it out.
      let text = header.value.isEmpty ? header.name + ";" : "\(header.name): \(header.value)"
      return ShellQuoting.word(text)
    }
    let words = header.value.split(separator: " ", maxSplits: 1)
    let scheme = words.count > 1 ? words[0] + " " : ""
    return ShellQuoting.word("\(header.name): \(scheme)", thenVariable: variable(for: header.name))
  }

  /// The key, or what some other header held: its name says which.
  private static func variable(for name: String) -> String {
    if ["authorization", "api-key", "x-api-key"].contains(name.lowercased()) { return keyVariable }
    let signs = name.utf8.map { byte -> UInt8 in
      let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      return isLetter ? byte & 0xDF : isDigit ? byte : UInt8(ascii: "_")
    }
    let text = String(decoding: signs, as: UTF8.self)
    return text.first?.isNumber == true ? "_" + text : text
  }
}
