package import RelayKit

/// What is asked of a relay for one answer: of a chat, or for pictures.
package enum RelayRequest: Sendable, Hashable {
  case chat(ChatRequest)
  case media(MediaRequest)

  package var model: String {
    switch self {
    case .chat(let request): request.model
    case .media(let request): request.model
    }
  }

  /// Keys beside model, messages and stream.
  package var parameters: JSONObject {
    switch self {
    case .chat(let request): return request.parameters
    case .media(let request):
      var fields = request.fields
      fields["model"] = nil
      return fields
    }
  }

  package var chat: ChatRequest? { if case .chat(let request) = self { request } else { nil } }
  package var media: MediaRequest? { if case .media(let request) = self { request } else { nil } }
}
