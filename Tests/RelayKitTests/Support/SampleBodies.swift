/// Bodies of answers in the dialects of real servers, retyped from their documentation and reports.
enum SampleBodies {
  static let hel = #"{"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"Hel"}}]}"#
  static let lo = #"{"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"lo"}}]}"#
  static let stop = #"{"id":"c","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#
  static let usage = #"{"id":"","model":"","created":0,"choices":[],"usage":{"total_tokens":3}}"#
  static let whole =
    #"{"id":"c","model":"m","choices":[{"index":0,"message":{"content":"Hello"},"finish_reason":"stop"}]}"#

  static func events(_ events: String..., end: String = "\n") -> String {
    events.map { "data: \($0)\(end)\(end)" }.joined()
  }

  /// All of them say "Hello" and are done.
  static let good: [String: String] = [
    "as documented": events(hel, lo, stop, "[DONE]"),
    "with figures": events(hel, lo, stop, usage, "[DONE]"),
    "CR LF": events(hel, lo, stop, "[DONE]", end: "\r\n"),
    "CR": events(hel, lo, stop, "[DONE]", end: "\r"),
    "without a space": "data:\(hel)\n\ndata:\(lo)\n\ndata:\(stop)\n\ndata:[DONE]\n\n",
    "byte order mark": "\u{FEFF}" + events(hel, lo, stop, "[DONE]"),
    "keep-alives": ": PING\n\n" + events(hel) + ": OPENROUTER PROCESSING\n\n:\n\n" + events(lo)
      + "data:\n\n\n\n: keep-alive\n\n" + events(stop, "[DONE]"),
    "every field": "event: message\nid: 1\nretry: 3\ndata: \(hel)\n\nid\ndata: \(lo)\n\n"
      + events(stop, "[DONE]"),
    "no end mark": events(hel, lo, stop),
    "no last line end": events(hel, lo) + "data: \(stop)",
    "an end mark with a tail": events(hel, lo, stop, "[DONE] bye"),
    "a bare end mark": events(hel, lo, stop) + "[DONE]\n",
    "data over lines":
      "data: {\"choices\":[{\"delta\":\ndata: {\"content\":\ndata: \"Hello\"},\ndata: \"finish_reason\":\"stop\"}]}\n\n",
    "plain JSON": whole,
    "plain JSON behind blank lines": "\n\n \r\n\n" + whole + "\n",
    "plain JSON with a mark": "\u{FEFF}" + whole,
    "plain JSON behind a keep-alive": ": PING\n\n" + whole,
    "pretty JSON behind a keep-alive":
      ": PING\n\n{\n  \"choices\": [\n    {\n      \"message\": {\n        \"content\": \"Hello\"\n      },\n"
      + "      \"finish_reason\": \"stop\"\n    }\n  ]\n}\n",
    "plain JSON in an array": "[\(whole)]",
    "chunks in an array": "[\(hel),\(lo),\(stop)]",
    "bare lines": "\(hel)\n\(lo)\n\(stop)\n",
    "a bare line first": "\(hel)\n" + events(lo, stop, "[DONE]"),
    "bare lines later": events(hel) + "\(lo)\n\n" + events(stop, "[DONE]"),
    "nonsense between": events(hel, "{broken", lo) + "weather: fine\n\n"
      + events(#""text""#, "7", stop, "[DONE]"),
    "an event without data": "event: ping\n\n" + events(hel, lo, stop) + "event: end\n\n",
  ]

  /// What else comes: body, outcome, kind of error, text, and words of the relay.
  static let others: [String: (body: String, outcome: String, kind: String?, text: String, words: String)] = [
    "no finish_reason": (events(hel, lo, "[DONE]"), "cut", "cut", "Hello", ""),
    "no end at all": (events(hel), "cut", "cut", "Hel", ""),
    "an error as an event": (
      events(hel, #"{"error":{"message":"boom","code":"x"}}"#), "failed", "error_in_stream", "Hel", "boom"
    ),
    "an error, then an end mark": (
      events(hel, #"{"error":{"message":"boom"}}"#, usage, "[DONE]"), "failed", "error_in_stream", "Hel",
      "boom"
    ),
    "a bare error": (
      events(hel) + #"{"error":{"message":"boom","code":"x"}}"#, "failed", "error_in_stream", "Hel", "boom"
    ),
    "a bare error over lines": (
      events(hel) + "{\n  \"error\": {\n    \"message\": \"boom\"\n  }\n}\n", "failed", "error_in_stream",
      "Hel",
      "boom"
    ),
    "an error field": (
      events(hel) + #"error: {"code":500,"message":"boom","type":"server_error"}"# + "\n\n", "failed",
      "error_in_stream", "Hel", "boom"
    ),
    "a named error event": (
      events(hel) + "event: error\ndata: {\"message\":\"boom\"}\n\n", "failed", "error_in_stream", "Hel",
      "boom"
    ),
    "a named error in words": (
      events(hel) + "event: error\ndata: boom\n\n", "failed", "error_in_stream", "Hel", "boom"
    ),
    "an error in an array": (
      events(hel, #"[{"error":{"code":429,"message":"boom","status":"RESOURCE_EXHAUSTED"}}]"#), "failed",
      "error_in_stream", "Hel", "boom"
    ),
    "an error that is a text": (
      events(hel, #"{"error":"boom"}"#), "failed", "error_in_stream", "Hel", "boom"
    ),
    "an error beside text": (
      events(
        hel, #"{"error":{"message":"boom"},"choices":[{"delta":{"content":"lo"},"finish_reason":"error"}]}"#),
      "failed", "error_in_stream", "Hello", "boom"
    ),
    "an error first": (
      events(#"{"error":{"message":"boom","code":"insufficient_user_quota"}}"#, "[DONE]"), "failed",
      "insufficient_credit", "", "boom"
    ),
    "an error first, by number": (
      #"{"error":{"code":429,"message":"boom"}}"#, "failed", "rate_limited", "", "boom"
    ),
    "an array of errors": (
      #"[{"error":{"code":503,"message":"boom","status":"UNAVAILABLE"}}]"#, "failed", "overloaded", "", "boom"
    ),
    "no success": (#"{"success":false,"message":"boom"}"#, "failed", "error_in_stream", "", "boom"),
    "an empty stream": (events(usage, "[DONE]"), "failed", "empty_answer", "", ""),
    "an end mark alone": (events("[DONE]"), "failed", "empty_answer", "", ""),
    "keep-alives alone": (": PING\n\n: PING\n\n", "failed", "empty_answer", "", ""),
    "nothing": ("", "failed", "empty_answer", "", ""),
    "blanks": ("\n\n  \n", "failed", "empty_answer", "", ""),
    "no choices": (#"{"id":"c","choices":[]}"#, "failed", "empty_answer", "", ""),
    "a web page": ("<!DOCTYPE html><title>Console</title>", "failed", "not_a_relay", "", ""),
    "words": ("hello there", "failed", "malformed_answer", "", "hello there"),
    "other JSON": ("[1,2]", "failed", "malformed_answer", "", ""),
    "half of an object": (#"{"choices":[{"message":{"#, "failed", "malformed_answer", "", ""),
    "objects of another kind": (
      events(#"{"message":"boom","code":"x"}"#), "failed", "error_in_stream", "", "boom"
    ),
    "a second answer": (
      events(hel, lo) + events(#"{"id":"d","choices":[{"delta":{"content":"Yes"},"finish_reason":"stop"}]}"#),
      "done", nil, "Yes", ""
    ),
  ]
}
