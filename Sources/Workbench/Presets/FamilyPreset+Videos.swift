import RelayKit

extension FamilyPreset {
  private static func words(_ words: String...) -> Change {
    Change(type: .choice(words.map { ParameterChoice(.string($0)) }, isOpen: true))
  }

  private static func seconds(_ least: Double, _ most: Double) -> Change {
    Change(limits: ParameterLimits(least, most), span: ParameterLimits(least, most))
  }

  private static func metadata(_ members: (String, JSONValue)...) -> (String, JSONValue) {
    ("metadata", .object(JSONObject(members.map { JSONObject.Member(key: $0.0, value: $0.1) })))
  }

  static let videos: [FamilyPreset] = [
    FamilyPreset(
      family: .veo, title: "Veo 3.1, 8 s at 720p",
      values: body(
        ("seconds", .string("8")), ("resolution", .string("720p")), ("aspect_ratio", .string("16:9"))),
      understood: nil,
      changes: [
        "seconds": words("4", "6", "8"), "resolution": words("720p", "1080p", "4k"),
        "metadata.resolution": words("720p", "1080p", "4k"), "aspect_ratio": words("16:9", "9:16"),
        "reference_images": Change(limits: ParameterLimits(0, 3)), "duration": seconds(4, 8),
      ],
      note: "1080p and 4k take 8 seconds only."),
    FamilyPreset(
      family: .seedance, title: "Seedance, 5 s at 720p",
      values: body(
        ("seconds", .string("5")),
        metadata(
          ("ratio", .string("16:9")), ("resolution", .string("720p")), ("watermark", .bool(false)))),
      understood: nil,
      changes: [
        "seconds": words("4", "5", "6", "8", "10", "12", "15"),
        "metadata.resolution": words("480p", "720p", "1080p"),
        "metadata.duration": seconds(4, 15),
        "metadata.ratio": words("adaptive", "16:9", "4:3", "1:1", "3:4", "9:16", "21:9"),
        "images": Change(limits: ParameterLimits(1, 9)),
      ],
      objections: [
        "aspect_ratio": "Seedance takes metadata.ratio", "duration": "Seedance heeds seconds instead",
      ]),
    FamilyPreset(
      family: .happyHorse, title: "HappyHorse, 5 s at 720P",
      values: body(
        ("seconds", .string("5")), ("resolution", .string("720P")), metadata(("ratio", .string("16:9")))),
      understood: nil,
      changes: [
        "prompt": Change(limits: ParameterLimits(1, 5000)),
        "seconds": words("3", "4", "5", "6", "8", "10", "12", "15"), "duration": seconds(3, 15),
        "metadata.duration": seconds(3, 15), "resolution": words("720P", "1080P"),
        "metadata.resolution": words("720P", "1080P"),
        "metadata.ratio": words("16:9", "9:16", "1:1", "4:3", "3:4"),
        "reference_images": Change(limits: ParameterLimits(1, 9)),
      ],
      objections: ["aspect_ratio": "HappyHorse takes metadata.ratio"],
      note: "With a first frame its ratio counts. Prompts have at most 2500 Chinese or 5000 other characters."
    ),
    FamilyPreset(
      family: .sora, title: "Sora, 4 s, wide",
      values: body(("seconds", .string("4")), ("size", .string("1280x720"))),
      understood: [
        "prompt", "seconds", "size", "input_reference",
      ],
      changes: [
        "seconds": Change(
          type: .choice(["4", "8", "12"].map { ParameterChoice(.string($0)) }, isOpen: true),
          standard: .value(.string("4"))),
        "size": Change(
          type: .choice(
            [
              ParameterChoice(.string("1280x720"), note: "wide"),
              ParameterChoice(.string("720x1280"), note: "tall"),
              ParameterChoice(.string("1792x1024"), note: "wide, pro only"),
              ParameterChoice(.string("1024x1792"), note: "tall, pro only"),
            ], isOpen: true)),
      ]),
    FamilyPreset(
      family: .kling, title: "Kling, 5 s, wide",
      values: body(
        ("mode", .string("std")), ("duration", .integer(5)), ("size", .string("1280x720"))),
      understood: nil,
      changes: [
        "seconds": words("5", "10"), "duration": seconds(5, 10),
        "size": words("1280x720", "720x1280", "1024x1024"),
      ]),
    FamilyPreset(
      family: .wan, title: "Wan, 5 s, wide",
      values: body(
        ("duration", .integer(5)), ("size", .string("1280*720")),
        metadata(("parameters", .object(body(("prompt_extend", .bool(true)), ("watermark", .bool(false))))))),
      understood: nil,
      changes: [
        "size": words("1280*720", "720*1280", "960*960", "1920*1080", "480P", "720P", "1080P"),
        "duration": seconds(2, 15),
      ],
      note: "Text to video takes sizes with an asterisk, a first frame takes 480P, 720P or 1080P."),
    FamilyPreset(
      family: .hailuo, title: "Hailuo, 6 s at 768P",
      values: body(("duration", .integer(6)), ("size", .string("768P"))), understood: nil,
      changes: [
        "size": words("512P", "720P", "768P", "1080P"), "seconds": words("6", "10"),
        "duration": seconds(6, 10),
      ]),
    FamilyPreset(
      family: .vidu, title: "Vidu, 5 s at 1080p",
      values: body(
        ("duration", .integer(5)), ("size", .string("1080p")),
        metadata(("movement_amplitude", .string("auto")))),
      understood: nil, changes: ["size": words("540p", "720p", "1080p"), "duration": seconds(1, 10)]),
    FamilyPreset(
      family: .jimeng, title: "Jimeng, 5 s, wide",
      values: body(("duration", .integer(5)), metadata(("aspect_ratio", .string("16:9")))), understood: nil,
      changes: [
        "duration": Change(
          type: .choice([ParameterChoice(.integer(5)), ParameterChoice(.integer(10))], isOpen: true))
      ],
      note: "5 seconds are 121 frames, 10 are 241."),
  ]
}
