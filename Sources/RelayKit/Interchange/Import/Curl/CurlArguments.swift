/// What the arguments of a curl command say about its request.
struct CurlArguments {
  var address: ShellWord?
  var method: String?
  var headers: [HTTPHeader] = []
  /// All that is sent as the body; `nil` when there is none.
  var body: ShellWord?
  var notes: [String] = []
  /// What was named and has no place here.
  private var others: [String] = []
  private var isOver = false
  private let input: ShellWord?

  init(_ words: [ShellWord], input: ShellWord?) {
    self.input = input
    var rest = words[...]
    var takesOptions = true
    while !isOver, let word = rest.popFirst() {
      if takesOptions, word.bytes.elementsEqual("--".utf8) {
        takesOptions = false
      } else if takesOptions, word.bytes.starts(with: Array("--".utf8)) {
        long(word, &rest)
      } else if takesOptions, word.bytes.first == UInt8(ascii: "-"), word.bytes.count > 1 {
        short(word, &rest)
      } else {
        take(address: word)
      }
    }
    if !others.isEmpty {
      notes.append(
        "\(others.count == 1 ? "This option was" : "These options were") left out: "
          + "\(ImportedRequest.list(others)).")
    }
  }

  private mutating func long(_ word: ShellWord, _ rest: inout ArraySlice<ShellWord>) {
    var name = String(word.text.dropFirst(2))
    var attached: ShellWord?
    if CurlOption.row(long: name) == nil, let equals = word.bytes.firstIndex(of: UInt8(ascii: "=")) {
      name = String(decoding: word.bytes[2..<max(2, equals)], as: UTF8.self)
      var value = word
      value.bytes.removeFirst(equals + 1)
      attached = value
    }
    guard let row = CurlOption.row(long: name) else {
      notes.append("The option --\(ImportedText.name(name)) is not known.")
      return
    }
    let value = row.takesValue ? attached ?? rest.popFirst() : nil
    take(row, spelled: "--" + name, value)
  }

  /// `-sSd value`, `-dvalue`.
  private mutating func short(_ word: ShellWord, _ rest: inout ArraySlice<ShellWord>) {
    var index = 1
    while index < word.bytes.count {
      let sign = word.bytes[index]
      index += 1
      guard let name = CurlOption.short[sign], let row = CurlOption.row(long: name) else {
        notes.append("The option -\(ImportedText.name([sign])) is not known.")
        return
      }
      let spelled = "-" + String(Character(Unicode.Scalar(sign)))
      guard row.takesValue else {
        take(row, spelled: spelled, nil)
        continue
      }
      var attached = word
      attached.bytes.removeFirst(index)
      take(row, spelled: spelled, attached.bytes.isEmpty ? rest.popFirst() : attached)
      return
    }
  }

  // MARK: Meanings

  private mutating func take(address word: ShellWord) {
    if address == nil {
      address = word
    } else {
      // It may be anything, also the second half of a key that was not quoted.
      notes.append("Something that is no option follows the address; it was left out.")
    }
  }

  private mutating func take(_ row: CurlOption.Row, spelled: String, _ value: ShellWord?) {
    guard !row.takesValue || value != nil else {
      notes.append("The option \(spelled) has no value.")
      return
    }
    let value = value ?? ShellWord()
    switch row.meaning {
    case .data, .binaryData, .jsonData: add(value, row.meaning, spelled)
    case .rawData: append(value, joiner: Array("&".utf8))
    case .header: take(header: value)
    case .method: method = value.text
    case .url: take(address: value)
    case .user, .bearer: notes.append("The user name and key of \(spelled) were left out.")
    case .cookie: notes.append("Cookies were left out.")
    case .form, .encodedData: notes.append("The form of \(spelled) was left out: a chat request is JSON.")
    case .asQuery: notes.append("\(spelled) was left out: a chat request is a POST.")
    case .headOnly: notes.append("\(spelled) was left out: a chat request is a POST.")
    case .insecure: notes.append("\(spelled) was left out: certificates are always checked.")
    case .next:
      notes.append("What follows \(spelled) is another request; it was left out.")
      isOver = true
    case .silent: break
    case .other: if !others.contains(spelled) { others.append(spelled) }
    }
  }

  private mutating func take(header word: ShellWord) {
    let text = word.text
    if text.hasPrefix("@") {
      notes.append("The headers in the file \(ImportedText.name(String(text.dropFirst()))) were not read.")
      return
    }
    guard let colon = text.firstIndex(where: { $0 == ":" || $0 == ";" }) else {
      notes.append("A header without a colon was left out.")
      return
    }
    let value = text[text.index(after: colon)...].drop { $0 == " " }
    headers.append(HTTPHeader(String(text[..<colon]), String(value)))
  }

  private mutating func add(_ word: ShellWord, _ meaning: CurlOption.Meaning, _ spelled: String) {
    // JSON is put together as it is, other data as fields of a form.
    let joiner = meaning == .jsonData ? [] : Array("&".utf8)
    guard word.bytes.first == UInt8(ascii: "@") else { return append(word, joiner: joiner) }
    let name = Array(word.bytes.dropFirst())
    guard name == Array("-".utf8), var text = input else {
      let what = name == Array("-".utf8) ? "Standard input" : "The file \(ImportedText.name(name))"
      notes.append("\(what) of \(spelled) was not read.")
      return
    }
    if meaning == .data { text.bytes.removeAll { $0 == 0x0A || $0 == 0x0D || $0 == 0 } }
    append(text, joiner: joiner)
  }

  private mutating func append(_ word: ShellWord, joiner: [UInt8]) {
    guard let before = body else {
      body = word
      return
    }
    body?.bytes += joiner + word.bytes
    body?.variables = before.variables + word.variables.filter { !before.variables.contains($0) }
    body?.hasSubstitution = before.hasSubstitution || word.hasSubstitution
  }
}
