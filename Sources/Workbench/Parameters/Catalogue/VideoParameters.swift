import RelayKit

extension ParameterCatalogue {
  static let video: [Parameter] = ordered(videoBasics + videoMetadata)

  private static let links = "A link or a data URL."

  private static let videoBasics: [Parameter] = [
    Parameter(
      kind: .video, path: "prompt", title: "Prompt", group: .prompt, type: .modelText,
      limits: ParameterLimits(1, nil), standard: .required, help: "What happens in the clip.",
      source: .tokenBay),
    Parameter(
      kind: .video, path: "negative_prompt", title: "Not wanted", group: .prompt, type: .modelText,
      standard: .nothing, help: "What must not be seen.", source: .tokenBay),
    Parameter(
      kind: .video, path: "image", title: "First frame", group: .prompt, type: .texts(onePlain: true),
      standard: .nothing, help: "The picture that the clip begins with. " + links, source: .tokenBay),
    Parameter(
      kind: .video, path: "images", title: "Pictures", group: .prompt, type: .texts(onePlain: false),
      standard: .nothing, help: "Frames or references, as the model takes them. Links or data URLs.",
      source: .tokenBay),
    Parameter(
      kind: .video, path: "input_reference", title: "Reference", group: .prompt,
      type: .texts(onePlain: true), standard: .nothing,
      help: "The picture that Sora begins with. " + links, source: .tokenBay),
    Parameter(
      kind: .video, path: "last_frame_image", title: "Last frame", group: .prompt,
      type: .texts(onePlain: true), standard: .nothing,
      help: "The picture that the clip ends with. " + links, source: .tokenBay),
    Parameter(
      kind: .video, path: "reference_images", title: "References", group: .prompt,
      type: .texts(onePlain: true), standard: .nothing,
      help: "Pictures of persons and things that occur in the clip. Links or data URLs.", source: .tokenBay),
    Parameter(
      kind: .video, path: "seconds", title: "Length", group: .video,
      type: .choice(words("4", "5", "6", "8", "10", "12"), isOpen: true), limits: nil, unit: "s",
      standard: .modelDecides,
      help:
        "Length of the clip, sent as text. Most models price by the second. Some heed duration instead: both "
        + "with one value suit all.",
      source: .tokenBay),
    Parameter(
      kind: .video, path: "duration", title: "Length", group: .video, type: .integer,
      limits: ParameterLimits(1, 3600), span: ParameterLimits(1, 20), step: "1", bigStep: "5", unit: "s",
      standard: .modelDecides,
      help:
        "Length of the clip, sent as a number. Some models heed seconds instead: both with one value suit all.",
      source: .tokenBay),
    Parameter(
      kind: .video, path: "resolution", title: "Resolution", group: .video,
      type: .choice(words("480p", "720p", "1080p", "4k"), isOpen: true), standard: .modelDecides,
      help: "Lines of the picture. More costs more.", source: .tokenBay),
    Parameter(
      kind: .video, path: "size", title: "Size", group: .video,
      type: .choice(
        [
          ParameterChoice(.string("1280x720"), note: "wide"),
          ParameterChoice(.string("720x1280"), note: "tall"),
          ParameterChoice(.string("1920x1080"), note: "wide"),
          ParameterChoice(.string("1080x1920"), note: "tall"),
        ], isOpen: true), standard: .modelDecides,
      help: "Width and height in pixels; some families take a resolution here.", source: .tokenBay),
    Parameter(
      kind: .video, path: "aspect_ratio", title: "Ratio", group: .video,
      type: .choice(words("16:9", "9:16", "1:1", "4:3", "3:4", "21:9"), isOpen: true),
      standard: .modelDecides, help: "Width to height. HappyHorse and Seedance take metadata.ratio.",
      source: .tokenBay),
    Parameter(
      kind: .video, path: "mode", title: "Mode", group: .video,
      type: .choice(
        [
          ParameterChoice(.string("std"), note: "faster"), ParameterChoice(.string("pro"), note: "better"),
        ], isOpen: true), standard: .modelDecides, help: "Kling: faster or better.", source: .relays,
      families: [.kling]),
  ]

  private static func meta(
    _ path: ParameterPath, _ title: String, _ type: ParameterType, _ help: String,
    for families: Set<ModelFamily>,
    limits: ParameterLimits? = nil, span: ParameterLimits? = nil, step: String = "1",
    bigStep: String = "10", unit: String = "", standard: ParameterDefault = .modelDecides,
    source: ParameterSource = .relays
  ) -> Parameter {
    Parameter(
      kind: .video, path: path, title: title, group: .metadata, type: type, limits: limits, span: span,
      step: step, bigStep: bigStep, unit: unit, standard: standard, help: help, source: source,
      families: families)
  }

  private static let videoMetadata: [Parameter] = [
    meta(
      "metadata.ratio", "Ratio",
      .choice(words("16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "adaptive"), isOpen: true),
      "Width to height. With a first frame the picture decides.", for: [.seedance, .happyHorse],
      source: .tokenBay),
    meta(
      "metadata.resolution", "Resolution", .choice(words("480p", "720p", "1080p", "4k"), isOpen: true),
      "Lines of the picture. More costs more.", for: [.veo, .seedance, .happyHorse]),
    meta(
      "metadata.size", "Size", .choice(words("1280*720", "720*1280"), isOpen: true),
      "Width and height with an asterisk.", for: [.happyHorse]),
    meta(
      "metadata.duration", "Length", .integer, "Length of the clip.", for: [.seedance, .happyHorse],
      limits: ParameterLimits(3, 15), bigStep: "5", unit: "s"),
    meta(
      "metadata.seed", "Seed", .integer, "The same seed and request tend to give the same clip.",
      for: [.veo, .seedance, .happyHorse, .vidu, .jimeng], limits: ParameterLimits(-1, 4_294_967_295)),
    meta(
      "metadata.watermark", "Watermark", .toggle, "Whether a mark of the maker is drawn in.",
      for: [.seedance, .happyHorse]),
    meta(
      "metadata.aspectRatio", "Ratio", .choice(words("16:9", "9:16"), isOpen: true),
      "Veo's own name of aspect_ratio.",
      for: [.veo]),
    meta(
      "metadata.durationSeconds", "Length",
      .choice([4, 6, 8].map { ParameterChoice(.integer($0)) }, isOpen: true), "Veo's own name of seconds.",
      for: [.veo],
      unit: "s", standard: .value(.integer(8))),
    meta(
      "metadata.negativePrompt", "Not wanted", .modelText, "Veo's own name of negative_prompt.", for: [.veo],
      standard: .nothing),
    meta(
      "metadata.personGeneration", "Persons",
      .choice(words("allow_all", "allow_adult", "dont_allow"), isOpen: true),
      "Whether persons may be seen; depends on the region.", for: [.veo]),
    meta("metadata.generateAudio", "Sound", .toggle, "Whether the clip has sound.", for: [.veo]),
    meta(
      "metadata.negative_prompt", "Not wanted", .modelText, "What must not be seen.",
      for: [.kling, .happyHorse],
      standard: .nothing),
    meta(
      "metadata.cfg_scale", "Guidance", .number, "Higher follows the prompt more closely.", for: [.kling],
      limits: ParameterLimits(0, 1), step: "0.05", bigStep: "0.25", standard: .value(.number("0.5"))),
    meta(
      "metadata.image_tail", "Last frame", .text, "The picture that the clip ends with. " + links,
      for: [.kling], standard: .nothing),
    meta(
      "metadata.camera_control", "Camera", .json(.object),
      "How the camera moves: {\"type\": \"simple\", \"config\": {…}}.", for: [.kling], standard: .nothing),
    meta(
      "metadata.static_mask", "Still parts", .text, "A picture whose marked parts do not move. " + links,
      for: [.kling], standard: .nothing),
    meta(
      "metadata.dynamic_masks", "Moving parts", .json(.list), "Parts with the paths that they move along.",
      for: [.kling], standard: .nothing),
    meta(
      "metadata.frames", "Frames", .integer, "Length in frames instead of seconds.", for: [.seedance],
      limits: ParameterLimits(29, 289), bigStep: "24"),
    meta(
      "metadata.camera_fixed", "Still camera", .toggle, "The camera does not move.", for: [.seedance],
      standard: .value(.bool(false))),
    meta("metadata.generate_audio", "Sound", .toggle, "Whether the clip has sound.", for: [.seedance]),
    meta(
      "metadata.return_last_frame", "Give last frame", .toggle,
      "The last frame comes as a picture too: a further clip can begin with it.", for: [.seedance],
      standard: .value(.bool(false))),
    meta(
      "metadata.draft", "Draft", .toggle, "A cheap clip to look at first.", for: [.seedance],
      standard: .value(.bool(false))),
    meta(
      "metadata.service_tier", "Tier", .choice(words("default", "flex"), isOpen: true),
      "flex is cheaper and takes longer.", for: [.seedance], standard: .value(.string("default"))),
    meta(
      "metadata.callback_url", "Call back", .text, "An address that is told when the clip is done.",
      for: [.seedance], standard: .nothing),
    meta(
      "metadata.content", "Contents", .json(.list),
      "Pictures, clips and sounds to start from, in Seedance's own form.", for: [.seedance],
      standard: .nothing),
    meta(
      "metadata.prompt_extend", "Better prompt", .toggle, "The prompt may be rewritten.", for: [.happyHorse]),
    meta("metadata.audio", "Sound", .toggle, "Whether the clip has sound.", for: [.happyHorse]),
    meta(
      "metadata.img_url", "First frame", .text, "The picture that the clip begins with. " + links,
      for: [.happyHorse], standard: .nothing),
    meta(
      "metadata.first_frame_url", "First frame", .text, "The picture that the clip begins with. " + links,
      for: [.happyHorse], standard: .nothing),
    meta(
      "metadata.last_frame_url", "Last frame", .text, "The picture that the clip ends with. " + links,
      for: [.happyHorse], standard: .nothing),
    meta(
      "metadata.input.negative_prompt", "Not wanted", .modelText, "What must not be seen.", for: [.wan],
      standard: .nothing),
    meta(
      "metadata.parameters.seed", "Seed", .integer, "The same seed and request tend to give the same clip.",
      for: [.wan], limits: ParameterLimits(0, 2_147_483_647)),
    meta(
      "metadata.parameters.prompt_extend", "Better prompt", .toggle, "The prompt may be rewritten.",
      for: [.wan]),
    meta(
      "metadata.parameters.watermark", "Watermark", .toggle, "Whether a mark of the maker is drawn in.",
      for: [.wan]),
    meta("metadata.parameters.audio", "Sound", .toggle, "Whether the clip has sound.", for: [.wan]),
    meta(
      "metadata.prompt_optimizer", "Better prompt", .toggle, "The prompt may be rewritten.", for: [.hailuo]),
    meta(
      "metadata.first_frame_image", "First frame", .text, "The picture that the clip begins with. " + links,
      for: [.hailuo], standard: .nothing),
    meta(
      "metadata.last_frame_image", "Last frame", .text, "The picture that the clip ends with. " + links,
      for: [.hailuo], standard: .nothing),
    meta(
      "metadata.movement_amplitude", "Movement",
      .choice(words("auto", "small", "medium", "large"), isOpen: true), "How much moves.", for: [.vidu],
      standard: .value(.string("auto"))),
    meta(
      "metadata.bgm", "Music", .toggle, "Whether music is added.", for: [.vidu],
      standard: .value(.bool(false))),
    meta(
      "metadata.aspect_ratio", "Ratio",
      .choice(words("16:9", "9:16", "1:1", "4:3", "3:4", "21:9"), isOpen: true), "Width to height.",
      for: [.jimeng]),
  ]
}
