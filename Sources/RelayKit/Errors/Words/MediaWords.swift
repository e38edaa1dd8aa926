// Words for failures of pictures, videos and their files, where those of a chat would mislead.

extension RelayError {
  typealias Words = (title: String, happened: String, advice: String)

  /// Whether a file was fetched, which costs nothing by itself.
  var isDownload: Bool { details["for"] == "download" }

  /// Words of their own; `nil` where the general ones fit.
  var mediaWords: Words? {
    if isDownload { return downloadWords }
    switch (kind, details["cause"]) {
    case (.emptyAnswer, "no picture"):
      return (
        "No picture came", "The answer was complete but held no picture.",
        "Look at the raw answer, or change the prompt."
      )
    case (.cut, "sketches"):
      return (
        "Only sketches came", "The stream ended before the final picture. The sketches are kept.",
        "Ask again, which is billed again."
      )
    case (.cut, "broken picture"):
      return (
        "The picture is not whole", "The answer ended in the middle of a picture. What came of it is kept.",
        "Ask again, which is billed again."
      )
    default: return nil
    }
  }

  private var downloadWords: Words? {
    let host = details["host"] ?? "The server"
    let page = details["title"].flatMap { $0.isEmpty ? nil : " (\"\($0)\")" } ?? ""
    if kind == .redirected {
      return (
        "The link leads elsewhere",
        "\(host) sent it on to \(details["target"] ?? "another address"): too often, or without encryption. "
          + "The key was not sent there.",
        "Open the link in a browser if you trust it."
      )
    }
    if kind == .invalidURL {
      return (
        "The link is no address", "The text \"\(message)\" cannot be used as an address.",
        "Look at the raw answer for another link."
      )
    }
    switch status {
    case 401, 403:
      return (
        "The file may not be fetched",
        "\(host) refused the link\(page). Links to results expire, and some work only once.",
        "Fetch it from the relay where it keeps the file, or make it again."
      )
    case 404, 410:
      return (
        "The file is not there", "\(host) has nothing at this link, or no longer\(page).",
        "Fetch it from the relay where it keeps the file, or make it again."
      )
    case let status? where (200..<300).contains(status) && [.notARelay, .malformedAnswer].contains(kind):
      return (
        "Something else came instead of the file",
        "\(host) sent \(details["page"] == nil ? "no file" : "a web page\(page)") where the file should be.",
        "Open the link in a browser to see what it says."
      )
    default: break
    }
    guard kind == .connectionLost, let received = details["received"], let total = details["total"] else {
      return nil
    }
    return (
      "The connection broke", "The connection ended after \(received) of \(total).",
      "Fetch it again; it goes on from there where the server can."
    )
  }

  /// What to do about an answer that broke off behind a picture, where no model can go on.
  var brokenPictureAdvice: String? {
    guard details["unit"] == "picture", hasTokens else { return nil }
    return "Ask again, which is billed again."
  }

  /// What to do about the submission of a task that may have arrived; `nil` where it certainly did no work.
  var submissionAdvice: String? {
    guard details["for"] == "video" else { return nil }
    switch kind {
    case .totalTimeout, .stalled, .connectionLost, .gatewayTimeout, .badGateway, .relayFailure, .emptyAnswer,
      .malformedAnswer, .answerTooLarge, .notARelay, .unexpectedStatus:
      return "Find out whether the task was made before you send it again: it may exist, and be charged."
    default: return nil
    }
  }
}
