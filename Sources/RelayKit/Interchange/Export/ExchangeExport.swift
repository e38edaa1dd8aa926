/// What an exchange can be written as for another program. The key is in none of them.
public enum ExchangeExport: String, Sendable, Hashable, CaseIterable {
  case har, curl, raw, markdown, json

  /// - Parameters:
  ///   - messages: the conversation before the answer.
  ///   - answer: the answer, when `messages` do not hold it.
  ///   - version: of the program, which an HTTP archive names.
  public func bytes(
    of exchange: Exchange, messages: [ChatMessage], answer: AssembledAnswer? = nil, version: String
  ) -> [UInt8] {
    switch self {
    case .har: Self.file(HARExport.json(exchange, version: version))
    case .curl: Array(CurlExport.command(exchange).utf8)
    case .raw: exchange.bytes
    case .markdown:
      Array(
        ConversationExport.markdown(
          messages, answer: answer, outcome: answer == nil ? nil : exchange.outcome
        ).utf8)
    case .json: Self.file(ConversationExport.json(messages, answer: answer))
    }
  }

  /// Whether it is made of the conversation; else of the exchange alone.
  public var isConversation: Bool { self == .markdown || self == .json }

  private static func file(_ json: JSONValue) -> [UInt8] { json.encoded(pretty: true) + [0x0A] }
}
