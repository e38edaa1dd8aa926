import CodeSnippets
import MockRelay
import RelayKit

enum MediaCases {
  private typealias Expectation = SnippetCase.Expectation

  private static func request(
    _ kind: SnippetRequest.Kind, _ body: String, path: String? = nil, files: [SnippetFile] = []
  ) -> SnippetRequest {
    SnippetRequest(
      kind: kind, baseURL: "", path: path, body: Answers.json(body).objectValue ?? JSONObject(), files: files)
  }

  /// No picture: nothing reads it as one.
  static let picture = Array("\u{89}PNG not really".utf8)
  static let picture64 = "wolQTkcgbm90IHJlYWxseQ=="
  static let film = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

  static let all: [SnippetCase] = images + edits + videos

  private static let images: [SnippetCase] = [
    SnippetCase(
      "two pictures as base64",
      request(
        .image,
        #"{"model":"gpt-image-1","prompt":"A \"cat\" for $5","n":2,"size":"1024x1024","quality":"low","seed":7}"#
      ),
      options: SnippetOptions(printsUsage: true),
      expecting: Expectation(
        text: "image-1.png\nimage-2.png", errors: ["50", "1056"],
        files: ["image-1.png": picture, "image-2.png": picture]), isEssential: true
    ) { _, _ in
      .answer(
        """
        {"created":1,"data":[{"b64_json":"\(picture64)","url":"","revised_prompt":""},{"b64_json":"\(picture64)"}],
        "usage":{"input_tokens":50,"output_tokens":1056,"total_tokens":1106}}
        """)
    },
    SnippetCase(
      "a picture behind a link", request(.image, #"{"model":"flux","prompt":"x","output_format":"jpeg"}"#),
      expecting: Expectation(text: "image-1.jpg", files: ["image-1.jpg": picture])
    ) { request, _ in
      if request.method == "GET" {
        return .answer(String(decoding: picture, as: UTF8.self), type: "image/jpeg")
      }
      return .answer("{\"created\":1,\"data\":[{\"url\":\"\(request.baseURL)/picture\"}]}")
    },
    SnippetCase(
      "no picture", request(.image, #"{"model":"flux","prompt":"x"}"#),
      expecting: Expectation(errors: ["Not allowed."], fails: true)
    ) { _, _ in Answers.failure("Not allowed.", status: 500) },
    SnippetCase(
      "a picture in a stream",
      request(.image, #"{"model":"gpt-image-1","prompt":"x","stream":true,"partial_images":1}"#),
      expecting: Expectation(text: "image-1.png", files: ["image-1.png": picture])
    ) { _, _ in
      let kinds = ["partial_image", "completed"]
      return .eventStream(
        kinds.map { kind in
          "event: image_generation.\(kind)\ndata: {\"type\":\"image_generation.\(kind)\","
            + "\"b64_json\":\"\(kind == "completed" ? picture64 : "AAAA")\"}\n\n"
        })
    },
  ]

  private static let edits: [SnippetCase] = [
    SnippetCase(
      "a picture that is edited",
      request(
        .imageEdit,
        #"{"model":"gpt-image-1","prompt":"It's \"red\" \\ $x","n":1,"size":"auto","input_fidelity":"high"}"#,
        files: [
          SnippetFile(field: "image", path: "cat's \"1\".png", mediaType: "image/png"),
          SnippetFile(field: "mask", path: "mask.png", mediaType: "image/png"),
        ]),
      expecting: Expectation(text: "image-1.png", files: ["image-1.png": picture]), isEssential: true
    ) { _, _ in .answer("{\"created\":1,\"data\":[{\"b64_json\":\"\(picture64)\"}]}") },
    SnippetCase(
      "two pictures that are edited, at the second try",
      request(
        .imageEdit, #"{"model":"gpt-image-1","prompt":"both"}"#,
        files: [
          SnippetFile(field: "image[]", path: "a.png", mediaType: "image/png"),
          SnippetFile(field: "image[]", path: "b.jpg", mediaType: "image/jpeg"),
        ]), options: SnippetOptions(retriesOnce: true),
      expecting: Expectation(text: "image-1.png", tries: 2, files: ["image-1.png": picture])
    ) { _, number in
      number == 0
        ? .emptyTooManyRequests() : .answer("{\"created\":1,\"data\":[{\"b64_json\":\"\(picture64)\"}]}")
    },
  ]

  // MARK: - Video

  private static func film(_ polls: [String]) -> SnippetRelay.Answer {
    { request, number in
      if request.path.hasSuffix("/content") {
        let length = HTTPHeader("Content-Length", String(film.count))
        return Script([
          .head(status: 200, headers: [length, HTTPHeader("Content-Type", "video/mp4")]), .body(film), .end,
        ])
      }
      return .answer(polls[min(number, polls.count - 1)])
    }
  }

  private static let videos: [SnippetCase] = [
    SnippetCase(
      "a video in the flat shape",
      request(
        .video,
        #"{"model":"veo-3.1","prompt":"A \"boat\" $x","seconds":"8","size":"1280x720","metadata":{"seed":1,"ratio":"16:9"}}"#
      ),
      options: SnippetOptions(retriesOnce: true),
      expecting: Expectation(text: "video.mp4", errors: ["task_1"], tries: 4, files: ["video.mp4": film]),
      isEssential: true,
      answer: film([
        #"{"id":"task_1","task_id":"task_1","object":"video","status":"queued","progress":0}"#,
        #"{"id":"task_1","object":"video","status":"in_progress","progress":30}"#,
        #"{"id":"task_1","object":"video","status":"completed","progress":100}"#,
      ])),
    SnippetCase(
      "a video in the wrapped shape",
      request(.video, #"{"model":"seedance","prompt":"x"}"#, path: "/video/generations"),
      expecting: Expectation(text: "video.mp4", errors: ["task_2"], tries: 3, files: ["video.mp4": film]),
      answer: film([
        #"{"code":"success","message":"","data":{"task_id":"task_2","status":"SUBMITTED","progress":"0%"}}"#,
        #"{"code":"success","message":"","data":{"task_id":"task_2","status":"SUCCESS","progress":"100%"}}"#,
      ])),
    SnippetCase(
      "a video that fails", request(.video, #"{"model":"veo-3.1","prompt":"x"}"#),
      expecting: Expectation(errors: ["Prompt refused."], fails: true, tries: 2),
      answer: film([
        #"{"id":"task_3","status":"queued"}"#,
        #"{"id":"task_3","status":"failed","error":{"message":"Prompt refused.","code":"x"}}"#,
      ])),
    SnippetCase(
      "a video that is refused with status 200", request(.video, #"{"model":"veo-3.1","prompt":"x"}"#),
      options: SnippetOptions(retriesOnce: true),
      expecting: Expectation(errors: ["No such model."], fails: true)
    ) { _, _ in .answer(#"{"error":{"message":"No such model.","type":"x","code":"y"}}"#) },
    SnippetCase(
      "a video is not submitted twice", request(.video, #"{"model":"veo-3.1","prompt":"x"}"#),
      options: SnippetOptions(retriesOnce: true),
      expecting: Expectation(errors: ["Busy."], fails: true), isEssential: true
    ) { _, _ in Answers.failure("Busy.", status: 503) },
  ]
}
