import RelayKit

extension FamilyPreset {
  private static func size(_ sizes: [(String, String)], isOpen: Bool = false) -> Change {
    Change(
      type: .choice(sizes.map { ParameterChoice(.string($0.0), note: $0.1) }, isOpen: isOpen))
  }

  private static func choice(_ words: [String], standard: String? = nil, isOpen: Bool = false) -> Change {
    Change(
      type: .choice(words.map { ParameterChoice(.string($0)) }, isOpen: isOpen),
      standard: standard.map { .value(.string($0)) })
  }

  private static func limits(_ least: Double, _ most: Double) -> Change {
    Change(limits: ParameterLimits(least, most))
  }

  private static let siliconFlow: Set<ParameterPath> = [
    "negative_prompt", "image_size", "batch_size", "seed", "num_inference_steps", "guidance_scale", "cfg",
    "image",
    "image2", "image3",
  ]
  private static let alibaba: Set<ParameterPath> = [
    "prompt", "size", "n", "parameters.size", "parameters.n", "parameters.steps", "parameters.scale",
    "parameters.watermark", "parameters.prompt_extend", "parameters.thinking_mode",
    "parameters.enable_sequential",
    "parameters.seed", "input.negative_prompt", "input.messages", "response_format", "watermark", "image",
    "images",
  ]

  static let images: [FamilyPreset] = [
    FamilyPreset(
      family: .gptImage, title: "GPT Image, square",
      values: body(("size", .string("1024x1024")), ("quality", .string("medium"))),
      understood: [
        "prompt", "size", "quality", "n", "background", "output_format", "output_compression", "moderation",
        "stream",
        "partial_images", "user", "image", "images", "mask", "input_fidelity",
      ],
      changes: [
        "size": Change(
          type: .choice(
            [
              ParameterChoice(.string("auto")), ParameterChoice(.string("1024x1024"), note: "square"),
              ParameterChoice(.string("1536x1024"), note: "wide"),
              ParameterChoice(.string("1024x1536"), note: "tall"),
            ], isOpen: true), standard: .value(.string("auto"))),
        "quality": choice(["auto", "low", "medium", "high"], standard: "auto"),
      ],
      objections: [
        "style": "vivid or natural: other models only",
        "response_format": "this model always returns base64",
      ],
      note: "gpt-image-2 takes any size of multiples of 16 up to 3840x2160."),
    FamilyPreset(
      family: .dalle3, title: "DALL·E 3, square",
      values: body(
        ("size", .string("1024x1024")), ("quality", .string("standard")), ("style", .string("vivid"))),
      understood: ["prompt", "size", "quality", "n", "style", "response_format", "user"],
      changes: [
        "prompt": limits(1, 4000), "n": limits(1, 1),
        "size": size([("1024x1024", "square"), ("1792x1024", "wide"), ("1024x1792", "tall")]),
        "quality": choice(["standard", "hd"], standard: "standard"),
      ]),
    FamilyPreset(
      family: .dalle2, title: "DALL·E 2, square", values: body(("size", .string("1024x1024"))),
      understood: ["prompt", "size", "n", "response_format", "user", "image", "mask"],
      changes: [
        "prompt": limits(1, 1000),
        "size": size([("256x256", "small"), ("512x512", "middle"), ("1024x1024", "large")]),
      ]),
    FamilyPreset(
      family: .flux, title: "FLUX, square", values: body(("size", .string("1024x1024"))), understood: nil,
      note: "Which parameters work depends on who runs the model: Replicate and SiliconFlow differ."),
    FamilyPreset(
      family: .seedream, title: "Seedream, 2K without watermark",
      values: body(("size", .string("2K")), ("watermark", .bool(false))),
      understood: ["prompt", "size", "response_format", "watermark", "image", "images", "n", "stream"],
      changes: [
        "size": size([("1K", ""), ("2K", ""), ("4K", ""), ("2048x2048", "square")], isOpen: true)
      ],
      objections: [
        "sequential_image_generation": "relays drop it on the way to Seedream",
        "max_images": "relays drop it on the way to Seedream",
        "seed": "relays drop it on the way to Seedream",
        "guidance_scale": "relays drop it on the way to Seedream",
      ]),
    FamilyPreset(
      family: .qwenImage, title: "Qwen-Image, square",
      values: body(
        (
          "parameters",
          .object(
            body(
              ("size", .string("1328*1328")), ("prompt_extend", .bool(true)), ("watermark", .bool(false))))
        )),
      understood: alibaba.union(siliconFlow),
      note: "Alibaba's own parameters stand in parameters and input; SiliconFlow's at the top."),
    FamilyPreset(
      family: .wanImage, title: "Wan image, square",
      values: body(
        ("parameters", .object(body(("size", .string("1024*1024")), ("watermark", .bool(false)))))),
      understood: alibaba,
      changes: [
        "parameters.size": choice(["1024*1024", "1280*720", "720*1280", "1280*1280"], isOpen: true)
      ]),
    FamilyPreset(
      family: .geminiImage, title: "Gemini image", values: JSONObject(), understood: ["prompt"],
      note: "Relays of the new-api family take Gemini's image models through chat only: ask there, with "
        + "extra_body.google.image_config."),
    FamilyPreset(
      family: .imagen, title: "Imagen, square", values: body(("size", .string("1024x1024"))),
      understood: ["prompt", "size", "quality", "n"],
      changes: [
        "n": limits(1, 4),
        "size": size(
          [
            ("1024x1024", "square"), ("1:1", "square"), ("16:9", "wide"), ("9:16", "tall"), ("4:3", ""),
            ("3:4", ""),
          ], isOpen: true),
        "quality": choice(["standard", "hd", "high", "2K"], isOpen: true),
      ]),
    FamilyPreset(
      family: .grokImage, title: "Grok image", values: body(("response_format", .string("b64_json"))),
      understood: ["prompt", "n", "response_format"]),
    FamilyPreset(
      family: .jimengImage, title: "Jimeng, square",
      values: body(("extra_fields", .object(body(("width", .integer(1024)), ("height", .integer(1024)))))),
      understood: [
        "prompt", "extra_fields.seed", "extra_fields.width", "extra_fields.height",
        "extra_fields.use_pre_llm",
        "extra_fields.use_sr", "extra_fields.image_urls",
      ]),
    FamilyPreset(
      family: .miniMaxImage, title: "MiniMax, wide", values: body(("aspect_ratio", .string("16:9"))),
      understood: ["prompt", "aspect_ratio", "prompt_optimizer", "n", "response_format"]),
    FamilyPreset(
      family: .kolors, title: "Kolors, square",
      values: body(
        ("image_size", .string("1024x1024")), ("num_inference_steps", .integer(20)),
        ("guidance_scale", .number("7.5"))),
      understood: siliconFlow.union(["prompt"])),
    FamilyPreset(
      family: .stableDiffusion, title: "Stable Diffusion, square",
      values: body(("size", .string("1024x1024"))), understood: nil,
      note: "Which parameters work depends on who runs the model."),
  ]
}
