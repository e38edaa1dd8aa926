extension ModelCatalogue {
  /// Which endpoint a model is asked through. Models that draw as a part of a chat (Gemini's, those of which a
  /// relay says that they answer with text too) are asked through the chat.
  package func requestKind(of model: String) -> ParameterKind {
    let card = card(model)
    let types = card?.endpointTypes?.value ?? []
    if types.contains("openai-video") { return .video }
    if ModelFamily(model: model, kind: .image) == .geminiImage { return .text }
    if types.contains("image-generation") { return .image }
    if !types.isEmpty { return .text }
    switch card?.kind?.value {
    case .video: return .video
    case .image: return .image
    case nil:
      if ModelFamily(model: model, kind: .video) != nil { return .video }
      return ModelFamily(model: model, kind: .image) != nil ? .image : .text
    default: return .text
    }
  }
}
