import RelayKit

/// The models that the demo relay names. The first four behave as their names say; the others fill lists as
/// those of real relays are full, under invented names, with invented prices.
struct DemoModels {
  enum Kind {
    case text, image, video, embedding
  }

  struct Model {
    var id: String
    var kind = Kind.text
    /// Tokens; `nil` where the relay does not tell.
    var context: Int?
    /// As the relays count: 1 is 2 USD per million tokens. `nil`: no price is told.
    var ratio: Double?
    var completion = 4.0
    var cached: Double?
    /// USD for one call, in place of ratios.
    var call: Double?
    /// The place of its maker in `makers`.
    var maker = 0
    var isListed = true
  }

  private static let makers = ["Demo Works", "Aurora Labs", "Basalt", "Cirrus AI", "Ember", "Fjord Research"]

  static let all: [Model] = behaving + texts + others

  private static let behaving = [
    Model(id: "demo-writer", context: 128_000, ratio: 0.375, completion: 6, cached: 0.1),
    Model(id: "demo-reasoner", context: 400_000, ratio: 1.25, completion: 6, cached: 0.1),
    Model(id: "demo-slow", context: 32_768, ratio: 0.05),
    // Nobody would pay for it.
    Model(id: "demo-fails"),
  ]

  private static let families: [(name: String, maker: Int, context: Int)] = [
    ("aurora-5", 1, 400_000), ("aurora-4", 1, 128_000), ("basalt-3.1", 2, 1_048_576),
    ("basalt-2.5", 2, 262_144), ("cirrus-7", 3, 1_000_000), ("ember-2", 4, 200_000),
    ("fjord-1", 5, 65_536),
  ]

  private static let sizes: [(name: String, ratio: Double)] = [
    ("nano", 0.025), ("mini", 0.125), ("", 0.6), ("pro", 1.5), ("max", 6),
  ]

  private static let texts = families.enumerated().flatMap { place, family in
    sizes.map { size in
      Model(
        id: "demo-\(family.name)" + (size.name.isEmpty ? "" : "-\(size.name)"), context: family.context,
        ratio: size.ratio * (1 + Double(place) / 4), completion: Double(3 + place % 4),
        cached: place == 5 ? nil : 0.1, maker: family.maker)
    }
  }

  private static let others = [
    Model(id: "demo-aurora-image-1", kind: .image, ratio: 2.5, completion: 8, maker: 1),
    Model(id: "demo-aurora-image-1-mini", kind: .image, ratio: 1, completion: 4, maker: 1),
    Model(id: "demo-basalt-flash-image", kind: .image, call: 0.04, maker: 2),
    Model(id: "demo-cirrus-canvas", kind: .image, call: 0.03, maker: 3),
    Model(id: "demo-ember-sketch", kind: .image, maker: 4),
    Model(id: "demo-basalt-film-3", kind: .video, call: 0.4, maker: 2),
    Model(id: "demo-cirrus-film", kind: .video, call: 0.25, maker: 3),
    Model(id: "demo-fjord-film-fast", kind: .video, call: 0.1, maker: 5),
    Model(id: "demo-aurora-embedding", kind: .embedding, context: 8192, ratio: 0.01, completion: 1, maker: 1),
    Model(id: "demo-fjord-embedding", kind: .embedding, context: 8192, ratio: 0.005, completion: 1, maker: 5),
    // On the price page only, as it happens with relays.
    Model(id: "demo-ember-image-preview", kind: .image, call: 0.05, maker: 4, isListed: false),
  ]

  /// Whether a chat request to it is answered.
  static func isText(_ id: String) -> Bool { texts.contains { $0.id == id } }

  // MARK: Wire

  static var list: JSONValue {
    let rows = all.filter(\.isListed).map { model -> JSONValue in
      var row = JSONObject()
      row["id"] = .string(model.id)
      row["object"] = .string("model")
      row["created"] = .integer(1_790_000_000)
      row["owned_by"] = .string("simulated")
      row["supported_endpoint_types"] = types(model)
      row["context_length"] = model.context.map(JSONValue.integer)
      return .object(row)
    }
    return .members(("object", .string("list")), ("data", .array(rows)))
  }

  static var pricing: JSONValue {
    let rows = all.compactMap { model -> JSONValue? in
      guard model.ratio != nil || model.call != nil else { return nil }
      var row = JSONObject()
      row["model_name"] = .string(model.id)
      row["description"] = .string("Simulated; the price is invented.")
      row["vendor_id"] = .integer(model.maker + 1)
      row["quota_type"] = .integer(model.call == nil ? 0 : 1)
      row["model_ratio"] = .double(model.ratio ?? 0)
      row["model_price"] = .double(model.call ?? 0)
      row["completion_ratio"] = .double(model.completion)
      row["cache_ratio"] = model.cached.map(JSONValue.double)
      row["enable_groups"] = .array([.string("default"), .string("vip")])
      row["supported_endpoint_types"] = types(model)
      return .object(row)
    }
    let vendors = makers.enumerated().map { place, name in
      JSONValue.members(("id", .integer(place + 1)), ("name", .string(name)))
    }
    return .members(
      ("success", .bool(true)), ("data", .array(rows)), ("vendors", .array(vendors)),
      ("group_ratio", .members(("default", .integer(1)), ("vip", .double(0.8)))),
      ("usable_group", .members(("default", .string("Default group")))),
      ("pricing_version", .string("simulated")))
  }

  static var status: JSONValue {
    .members(
      ("success", .bool(true)), ("message", .string("")),
      (
        "data",
        .members(
          ("version", .string("demo")), ("system_name", .string("Demo relay (simulated)")),
          ("quota_per_unit", .integer(500_000)), ("quota_display_type", .string("USD")))
      ))
  }

  private static func types(_ model: Model) -> JSONValue {
    .array(endpoints(of: model).map(JSONValue.string))
  }

  static func endpoints(of model: Model) -> [String] {
    switch model.kind {
    // It draws in chats only.
    case _ where model.id == DemoChat.drawing: ["openai"]
    case .text: ["openai", "openai-response"]
    case .image: ["image-generation", "openai"]
    case .video: ["openai-video"]
    case .embedding: ["embeddings"]
    }
  }
}
