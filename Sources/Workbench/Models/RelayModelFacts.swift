import RelayKit

// What the relay's two pages say, as facts.

extension ModelFacts {
  init(entry: ModelEntry) {
    self.init(id: entry.id)
    name = entry.name
    // `owned_by` of new-api is the kind of channel; only a prefix of the id tells the vendor for sure.
    vendor = nil
    kind = ModelKind(endpointTypes: entry.endpointTypes, gives: entry.outputKinds)
    context = entry.contextLength
    maximumOutput = entry.maximumOutput
    prices = entry.price
    takes = entry.inputKinds
    gives = entry.outputKinds
    endpointTypes = entry.endpointTypes
  }

  init(row: PriceRow, in list: PriceList, group: String?, quotaPerUnit: Double?) {
    self.init(id: row.model)
    vendor = row.vendor
    kind = ModelKind(endpointTypes: row.endpointTypes, gives: [])
    prices = list.price(of: row, group: group, quotaPerUnit: quotaPerUnit)
    endpointTypes = row.endpointTypes
    note = row.about
  }
}

extension ModelKind {
  /// The special types say what a model makes; `openai` is told of nearly every model, so that it says `text`
  /// only where nothing else and no name speaks against it.
  init?(endpointTypes: [String], gives: [String]) {
    let types = Set(endpointTypes)
    if types.contains("openai-video") || gives == ["video"] {
      self = .video
    } else if types.contains("image-generation") || gives == ["image"] {
      self = .image
    } else if types.contains("embeddings") || gives == ["embeddings"] {
      self = .embedding
    } else if types.contains("jina-rerank") {
      self = .rerank
    } else if gives == ["audio"] {
      self = .audio
    } else if gives.contains("text") || gives.contains("image") {
      self = gives.contains("image") ? .image : .text
    } else if !types.isDisjoint(with: ["openai-response", "anthropic"]) {
      self = .text
    } else {
      return nil
    }
  }

  /// By the words of the families that are known; `nil` when none occurs.
  init?(guessedFrom id: String) {
    let name = ModelCatalogue.plain(id)
    func has(_ words: String...) -> Bool { words.contains { name.contains($0) } }
    if has("veo-", "seedance", "sora-", "happyhorse", "kling", "hailuo", "-t2v", "-i2v", "video") {
      self = .video
    } else if has("embedding") {
      self = .embedding
    } else if has("rerank") {
      self = .rerank
    } else if has("gpt-image", "dall-e", "flux", "seedream", "imagen", "-image", "stable-diffusion") {
      self = .image
    } else if has("whisper", "tts", "-audio", "transcribe") {
      self = .audio
    } else if has("gpt-", "claude", "gemini", "qwen", "deepseek", "kimi", "llama", "mistral", "glm") {
      self = .text
    } else {
      return nil
    }
  }
}
