/// One word of a command line, without its quotes.
struct ShellWord: Sendable, Hashable {
  var bytes: [UInt8] = []
  /// Names of variables whose value only a shell knows; they stand in the word as they were written.
  var variables: [String] = []
  /// The output of another command belongs in it.
  var hasSubstitution = false

  var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// The words of one command, and what is fed to it.
struct ShellCommand: Sendable, Hashable {
  var words: [ShellWord] = []
  /// From `<<WORD` or `<<<`.
  var input: ShellWord?

  /// The words behind the name of `curl`, if the command is one.
  var curlArguments: [ShellWord]? {
    let place = words.prefix(12).firstIndex { word in
      let name = word.bytes.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }.last ?? []
      return name.elementsEqual("curl".utf8) || name.elementsEqual("curl.exe".utf8)
    }
    return place.map { Array(words[($0 + 1)...]) }
  }
}
