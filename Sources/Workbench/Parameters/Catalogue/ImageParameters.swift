import RelayKit

extension ParameterCatalogue {
  static let image: [Parameter] = ordered(imageBasics + imageVendors)

  private static let imageBasics: [Parameter] = [
    Parameter(
      kind: .image, path: "prompt", title: "Prompt", group: .prompt, type: .modelText,
      limits: ParameterLimits(1, 32_000), standard: .required, help: "What the picture shows.",
      source: .openAI),
    Parameter(
      kind: .image, path: "negative_prompt", title: "Not wanted", group: .prompt, type: .modelText,
      standard: .nothing, help: "What the picture must not show.", source: .relays),
    Parameter(
      kind: .image, path: "image", title: "Picture to start from", group: .prompt,
      type: .texts(onePlain: true), limits: ParameterLimits(1, 16), standard: .nothing,
      help: "A link or a data URL; of files for edits, several.", source: .tokenBay),
    Parameter(
      kind: .image, path: "images", title: "Pictures to start from", group: .prompt,
      type: .texts(onePlain: false), standard: .nothing, help: "Links or data URLs.", source: .relays),
    Parameter(
      kind: .image, path: "mask", title: "Mask", group: .prompt, type: .text, standard: .nothing,
      help: "For edits: a PNG whose transparent parts are drawn anew.", source: .openAI),
    Parameter(
      kind: .image, path: "size", title: "Size", group: .image,
      type: .choice(
        [
          ParameterChoice(.string("auto")), ParameterChoice(.string("1024x1024"), note: "square"),
          ParameterChoice(.string("1536x1024"), note: "wide"),
          ParameterChoice(.string("1024x1536"), note: "tall"),
        ], isOpen: true), standard: .modelDecides,
      help: "Width and height in pixels. Bigger costs more.", source: .openAI),
    Parameter(
      kind: .image, path: "aspect_ratio", title: "Ratio", group: .image,
      type: .choice(words("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "21:9"), isOpen: true),
      standard: .modelDecides, help: "Width to height, for models that take no size.", source: .relays),
    Parameter(
      kind: .image, path: "quality", title: "Quality", group: .image,
      type: .choice(words("auto", "low", "medium", "high", "standard", "hd"), isOpen: true),
      standard: .modelDecides, help: "Better costs more.", source: .tokenBay),
    Parameter(
      kind: .image, path: "n", title: "Pictures", group: .image, type: .integer,
      limits: ParameterLimits(1, 10), step: "1", bigStep: "3", standard: .value(.integer(1)),
      help: "So many pictures; each of them is billed.", source: .openAI),
    Parameter(
      kind: .image, path: "background", title: "Background", group: .image,
      type: .choice(words("auto", "transparent", "opaque"), isOpen: false), standard: .value(.string("auto")),
      help: "Transparent needs PNG or WebP.", source: .openAI,
      rules: [
        .needs(
          "output_format", "needs output_format png or webp for transparent",
          .whenValueAnd(
            [.string("transparent")], "output_format", [.string("jpeg")]))
      ]),
    Parameter(
      kind: .image, path: "output_format", title: "File format", group: .image,
      type: .choice(words("png", "jpeg", "webp"), isOpen: true), standard: .value(.string("png")),
      help: "How the picture is encoded.", source: .openAI),
    Parameter(
      kind: .image, path: "output_compression", title: "Compression", group: .image, type: .integer,
      limits: ParameterLimits(0, 100), step: "5", bigStep: "20", unit: "%",
      standard: .value(.integer(100)), help: "Less is smaller and coarser.", source: .openAI,
      rules: [
        .needs(
          "output_format", "only for jpeg or webp output",
          .unless("output_format", [.string("jpeg"), .string("webp")]))
      ]),
    Parameter(
      kind: .image, path: "moderation", title: "Moderation", group: .image,
      type: .choice(words("auto", "low"), isOpen: true), standard: .value(.string("auto")),
      help: "How strictly contents are filtered.", source: .openAI),
    Parameter(
      kind: .image, path: "style", title: "Style", group: .image,
      type: .choice(words("vivid", "natural"), isOpen: true), standard: .value(.string("vivid")),
      help: "Vivid is dramatic, natural is plain.", source: .openAI),
    Parameter(
      kind: .image, path: "response_format", title: "Answer as", group: .image,
      type: .choice(words("url", "b64_json"), isOpen: false), standard: .value(.string("url")),
      help: "A link, which lives an hour, or the picture itself.", source: .openAI),
    Parameter(
      kind: .image, path: "input_fidelity", title: "Closeness", group: .image,
      type: .choice(words("low", "high"), isOpen: false), standard: .value(.string("low")),
      help: "For edits: how closely the picture to start from is kept.", source: .openAI),
    Parameter(
      kind: .image, path: "stream", title: "Stream", group: .image, type: .toggle,
      standard: .value(.bool(false)), help: "Pictures come in pieces as they are made.", source: .openAI),
    Parameter(
      kind: .image, path: "partial_images", title: "Sketches", group: .image, type: .integer,
      limits: ParameterLimits(0, 3), step: "1", bigStep: "1", standard: .value(.integer(0)),
      help: "So many unfinished pictures come before the last one.", source: .openAI,
      rules: [.inStream]),
    Parameter(
      kind: .image, path: "user", title: "User", group: .service, type: .text, standard: .nothing,
      help: "Tells the persons behind one account apart. No personal data.", source: .openAI),
  ]

  private static func vendor(
    _ path: ParameterPath, _ title: String, _ type: ParameterType, _ help: String,
    limits: ParameterLimits? = nil, span: ParameterLimits? = nil, step: String = "1",
    bigStep: String = "10", standard: ParameterDefault = .modelDecides
  ) -> Parameter {
    Parameter(
      kind: .image, path: path, title: title, group: .vendor, type: type, limits: limits, span: span,
      step: step, bigStep: bigStep, standard: standard, help: help, source: .relays)
  }

  private static let seeds = ParameterLimits(0, 4_294_967_295)

  private static let imageVendors: [Parameter] = [
    vendor("watermark", "Watermark", .toggle, "Whether a mark of the maker is drawn in."),
    vendor("watermark_enabled", "Watermark", .toggle, "Zhipu's name of watermark."),
    vendor(
      "user_id", "User", .text, "Zhipu's name of user.", limits: ParameterLimits(6, 128), standard: .nothing),
    vendor(
      "sequential_image_generation", "Series", .choice(words("disabled", "auto"), isOpen: true),
      "Whether Seedream may make a series of pictures.", standard: .value(.string("disabled"))),
    vendor(
      "max_images", "Most of a series", .integer, "Pictures of a series at most.",
      limits: ParameterLimits(1, 15)),
    vendor(
      "seed", "Seed", .integer, "The same seed and request tend to give the same picture.", limits: seeds),
    vendor(
      "guidance_scale", "Guidance", .number, "Higher follows the prompt more closely.",
      limits: ParameterLimits(0, 20), step: "0.5", bigStep: "2"),
    vendor(
      "num_inference_steps", "Steps", .integer, "More steps are finer and slower.",
      limits: ParameterLimits(1, 100), bigStep: "10"),
    vendor(
      "cfg", "Guidance (cfg)", .number, "Higher follows the prompt more closely; SiliconFlow's Qwen-Image.",
      limits: ParameterLimits(0.1, 20), step: "0.5", bigStep: "2"),
    vendor(
      "image_size", "Size",
      .choice(words("1024x1024", "960x1280", "768x1024", "720x1440", "720x1280"), isOpen: true),
      "SiliconFlow's name of size."),
    vendor(
      "batch_size", "Pictures", .integer, "SiliconFlow's name of n.", limits: ParameterLimits(1, 4),
      bigStep: "1"),
    vendor("image2", "Second picture", .text, "A link or a data URL.", standard: .nothing),
    vendor("image3", "Third picture", .text, "A link or a data URL.", standard: .nothing),
    vendor("prompt_optimizer", "Better prompt", .toggle, "MiniMax may rewrite the prompt."),
    vendor("prompt_upsampling", "Better prompt", .toggle, "FLUX may rewrite the prompt."),
    vendor(
      "parameters.size", "Size",
      .choice(words("1024*1024", "1328*1328", "1664*928", "928*1664"), isOpen: true),
      "Width and height as Alibaba writes them, with an asterisk."),
    vendor(
      "parameters.n", "Pictures", .integer, "Alibaba's own form of n.", limits: ParameterLimits(1, 6),
      bigStep: "2"),
    vendor(
      "parameters.steps", "Steps", .integer, "More steps are finer and slower.",
      limits: ParameterLimits(1, 500), span: ParameterLimits(1, 100)),
    vendor(
      "parameters.scale", "Guidance", .number, "Higher follows the prompt more closely.",
      limits: ParameterLimits(0, 20), step: "0.5", bigStep: "2"),
    vendor("parameters.watermark", "Watermark", .toggle, "Whether a mark of the maker is drawn in."),
    vendor("parameters.prompt_extend", "Better prompt", .toggle, "The prompt may be rewritten."),
    vendor("parameters.thinking_mode", "Thinks", .toggle, "The model thinks before it draws."),
    vendor("parameters.enable_sequential", "Series", .toggle, "A series of pictures may be made."),
    vendor(
      "parameters.seed", "Seed", .integer, "The same seed and request tend to give the same picture.",
      limits: ParameterLimits(0, 2_147_483_647)),
    vendor(
      "input.negative_prompt", "Not wanted", .modelText, "What the picture must not show; Alibaba's form.",
      standard: .nothing),
    vendor(
      "input.messages", "Messages", .json(.list), "Texts and pictures to start from; Alibaba's form.",
      standard: .nothing),
    vendor(
      "extra_fields.seed", "Seed", .integer, "The same seed and request tend to give the same picture.",
      limits: ParameterLimits(-1, 4_294_967_295)),
    vendor(
      "extra_fields.width", "Width", .integer, "In pixels.", limits: ParameterLimits(256, 4096), step: "64",
      bigStep: "256"),
    vendor(
      "extra_fields.height", "Height", .integer, "In pixels.", limits: ParameterLimits(256, 4096), step: "64",
      bigStep: "256"),
    vendor("extra_fields.use_pre_llm", "Better prompt", .toggle, "The prompt may be rewritten."),
    vendor("extra_fields.use_sr", "Sharpened", .toggle, "The picture is enlarged at the end."),
    vendor(
      "extra_fields.image_urls", "Pictures to start from", .texts(onePlain: false), "Links.",
      standard: .nothing),
  ]
}
