import RelayKit

/// The end of a kept chat or comparison, and what it was asked with: enough to know it again.
package struct HistoryPreview: Sendable, Hashable {
  package struct Passage: Sendable, Hashable {
    /// `user`, a model.
    package var speaker: String
    package var isAnswer: Bool
    /// At most `most` characters; the end of an answer that did not end by itself, else the beginning.
    package var text: String
    /// One line for each picture: its file, or that there is none.
    package var pictures: [String] = []
    /// `CUT, NOT FINISHED`; empty where there is nothing to tell.
    package var note = ""
    /// The answer is still coming, in another bayside: the note is no trouble.
    package var isComing = false
  }

  package var id: String
  package var title: String
  package var passages: [Passage] = []
  /// Of the whole conversation.
  package var turns = 0
  package var unfinished = 0
  /// `temperature 0.7, stream`.
  package var parameters = ""

  private static let most = 2_000
  private static let mostPassages = 6

  /// Made beside the loop: reading the answers costs what they are long.
  /// - Parameter finding: what was searched for: the messages begin with the one that has the most of its words.
  package init(_ kept: KeptConversation, finding: String = "") {
    id = kept.image.id
    title = kept.image.title
    if kept.image.kind == .comparison {
      take((try? kept.record())?.record)
    } else {
      var last = 0
      take(
        kept.opened {
          last += 1
          return MessageID(last)
        }.talk, FoundWords(finding))
    }
  }

  private mutating func take(_ talk: Talk, _ words: FoundWords) {
    let messages = talk.conversation.messages
    turns = messages.count { $0.role == .user }
    unfinished = messages.count {
      $0.reply.map { $0.outcome?.name != "done" && !$0.isComingElsewhere } ?? false
    }
    let isChat = talk.kind == .text
    let keys = isChat ? talk.parameters : talk.mediaDrafts[talk.kind]?.body ?? JSONObject()
    parameters =
      (keys.members.map { "\($0.key) \($0.value.text())" }
      + (isChat && talk.stream == true ? ["stream"] : []))
      .joined(separator: ", ")
    let hit = words.bestPlace(in: messages.map(\.text))
    let shown = hit.map { messages[max(0, $0 - 1)...].prefix(Self.mostPassages) }
    for message in shown ?? messages.suffix(Self.mostPassages) {
      guard let reply = message.reply else {
        passages.append(
          Passage(
            speaker: message.role.name, isAnswer: false,
            text: Self.clipped(words.beginning(near: message.written))))
        continue
      }
      // What was found must be seen, also at the beginning of an answer of which else the end is shown.
      let isWhole = reply.outcome?.name == "done" || words.count(in: reply.text) > 0
      let text = reply.text.isEmpty ? reply.outcome?.error?.message ?? "" : words.beginning(near: reply.text)
      passages.append(
        Passage(
          speaker: reply.model, isAnswer: true, text: Self.clipped(text, fromEnd: !isWhole),
          pictures: Self.pictures(reply, message.files),
          note: reply.isComingElsewhere ? "RUNNING in another bayside" : Self.note(reply.outcome),
          isComing: reply.isComingElsewhere))
    }
  }

  private mutating func take(_ record: ComparisonRecord?) {
    guard let record else { return }
    turns = record.turns.count
    unfinished = record.runs.count { !$0.isWhole }
    if let turn = record.turns.last {
      passages.append(Passage(speaker: "user", isAnswer: false, text: Self.clipped(turn)))
    }
    for lane in record.lanes.prefix(8) {
      guard let run = record.runs.last(where: { $0.key.lane == lane.letter }) else { continue }
      let text = run.text.isEmpty ? run.failure?.message ?? "" : run.text
      passages.append(
        Passage(
          speaker: "\(lane.letter) \(lane.model)", isAnswer: true,
          text: String(Self.clipped(text).prefix(300)),
          note: run.isWhole ? "" : run.outcome.uppercased()))
    }
  }

  private static func pictures(_ reply: Reply, _ files: [Int: PictureFile]) -> [String] {
    let count = max(reply.allPictures.count, (files.keys.max() ?? -1) + 1)
    return (0..<count).map { position in
      let head = count > 1 ? "Image \(position + 1)" : "Image"
      guard let file = files[position] else { return "\(head): not saved" }
      guard file.isSaved else { return "\(head): not saved. \(file.note)" }
      return "\(head): \(file.name)   \(file.summary)"
    }
  }

  private static func note(_ outcome: Outcome?) -> String {
    switch outcome {
    case .done: ""
    case .stopped, nil: "STOPPED"
    case .cut: "CUT, NOT FINISHED"
    case .failed(let error): "FAILED: \(error.title)"
    }
  }

  private static func clipped(_ text: String, fromEnd: Bool = false) -> String {
    guard text.utf8.count > most else { return text }
    return fromEnd ? "…" + text.suffix(most) : text.prefix(most) + "…"
  }
}
