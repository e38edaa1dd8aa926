package import Workbench

/// How the conversation is read: where, followed or not, folded or not. Follow is a switch that only the user
/// moves; new text never does.
package struct TranscriptPane: Sendable {
  package private(set) var follows = true
  /// The first line shown while not following.
  package private(set) var anchor: TranscriptPlace?
  /// Where the text ended when following was turned off: what is below it is new.
  package private(set) var followedTo: TranscriptPlace?
  package var look = TranscriptLook.best
  package var unfolded: Set<MessageID> = []
  /// Answers whose error box was hidden; a line stays.
  package var foldedBoxes: Set<MessageID> = []
  package var search: TranscriptSearch?
  /// The message that is acted on; `nil`: the newest answer, or the first that is seen.
  package var marked: MessageID?
  /// The token whose alternatives are shown.
  package var token: TokenMark?

  package init() {}

  package mutating func follow() {
    follows = true
    anchor = nil
    followedTo = nil
    marked = nil
    token = nil
  }

  /// Holds still at `place`; `end` is where the text ends now.
  package mutating func hold(at place: TranscriptPlace, end: TranscriptPlace) {
    if follows { followedTo = end }
    follows = false
    anchor = place
  }
}

/// How answers are shown.
package enum TranscriptLook: Sendable, Hashable {
  /// As markdown, or token by token where the relay told how sure the model was of each.
  case best
  case markdown
  /// As they came.
  case raw
}

/// A token of an answer.
package struct TokenMark: Sendable, Hashable {
  package var message: MessageID
  /// Among the tokens that are shown.
  package var index: Int
}

/// A line of the transcript by what it belongs to, so that it stays the same line when text comes, folds or
/// is wrapped anew.
package struct TranscriptPlace: Sendable, Hashable {
  package var message: MessageID
  /// Index among the parts that the message is laid out in: head, blocks, end.
  package var part: Int
  package var line: Int
}

/// A text that was found.
package struct TextMatch: Sendable, Hashable {
  package var message: MessageID
  /// Among the matches of its message.
  package var number: Int
  /// Where it stands in the message's text.
  package var bytes: Range<Int>
}

/// A search in the pane.
package struct TranscriptSearch: Sendable, Hashable {
  package var text = ""
  package var isTyping = true
  /// The match that is shown.
  package var current: TextMatch?
  /// Of how many, counted when it was last looked for.
  package var total = 0
  package var position = 0
  package init() {}
}
