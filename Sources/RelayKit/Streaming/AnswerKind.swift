/// What is asked for, so how the answer is read.
enum AnswerKind: Sendable, Hashable {
  case chat, image, video

  init(_ kind: MediaRequest.Kind) {
    switch kind {
    case .image, .imageEdit: self = .image
    case .video: self = .video
    }
  }

  /// By the address of a recorded request.
  init(url: String) {
    let path = url.prefix { $0 != "?" && $0 != "#" }
    let steps = path.split(separator: "/")
    switch (steps.dropLast().last, steps.last) {
    case ("images", _): self = .image
    case (_, "videos"), ("video", "generations"), (_, "remix"): self = .video
    default: self = .chat
    }
  }
}
