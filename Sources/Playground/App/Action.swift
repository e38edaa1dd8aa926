package import RelayKit
package import TerminalUI
package import Workbench

/// What happened. Everything that changes the screen's state is one of these.
package enum Action: Sendable {
  case input(InputEvent)
  /// Updates of an answer, in order; several that came between two frames come as one action.
  case exchange(MessageID, [ExchangeUpdate])
  case modelsCame([ModelEntry])
  case modelsFailed(RelayError)
  /// The relay's models and prices, fresh or kept, and the user's file of models.
  case modelAnswersCame(RelayModelAnswers, user: ModelFactList?)
  /// The editor ended. `nil`: the text stays as it was.
  case edited(EditTarget, String?, notice: String)
  /// A relay can be asked now.
  case connected(RelayIdentity)
  /// The first screen's test of a key failed.
  case connectionFailed(ConnectionProblem)
  case notice(String)
  /// A file that was read to be imported.
  case imported([UInt8], name: String)
  case attached([UInt8], name: String)
  case maskRead([UInt8], name: String)
  /// The pasted path of a picture could not be read: it was text.
  case pathWasText(String)
  /// Names in a directory, those of directories with a slash at the end; `nil`: it cannot be read.
  case filesListed(directory: String, [String]?)
  /// An exchange file that was read to be played.
  case replayRead([UInt8], name: String)
  case presetsListed([String])
  case presetRead(Preset)
  case presetExists(Preset)
  case variablesRead([UInt8], name: String)
  case comparisonsListed([String])
  case comparisonRead([UInt8], name: String)
  /// Every vote that was kept before.
  case votesRead([Vote])
  case checkFileRead(word: String, [UInt8])
  case answersCompared(DifferenceKey, AnswerComparison)
  case lensMade(LensKey, DifferenceLens)
  /// The text in the message box is to be sent, as if Enter had been pressed in it.
  case sendAsked
  case keysListed(KeyList)
  /// A key that was entered is kept under this name.
  case keyKept(String)
  case keyNotKept(String)
  case keyTested(String, KeyTest)
  /// What the relay said of a key's credit, or why it did not.
  case balanceCame(BalanceNews)
  /// What the relay's log says was charged, or why it cannot be told.
  case receiptsCame(ReceiptNews)
  /// A profile is in use now: what its requests begin with. Comes after `.connected`.
  case profileChosen(ProfileDefaults)
  /// What the history says was spent.
  case spendingCame(SpendingReport)
  case historyListed(HistoryPlace, HistoryPage)
  /// In one sentence, why the history cannot be read.
  case historyFailed(String)
  case historyPreviewed(HistoryPreview)
  case historyOpened(OpenedConversation, HistoryUse, isLast: Bool)
  /// Something in the history changed.
  case historyChanged
  case purgeForeseen(PurgeBound, PurgeForecast)
  case exchangeRead(MessageID, Reply)
  /// What the books say of usage.
  case usageCame(UsageAnswer)
  /// In one sentence, why they cannot be read.
  case usageFailed(UsageQuestion, String)
  /// What became of pictures that were to be saved.
  case picturesSaved(MessageID, [PictureFile])
  /// The path that was typed for a command, and in one sentence why nothing was written there.
  case notSavedAs(CommandID, path: String, String)
  case pictureDrawn(PictureKey, PictureDrawing)
  /// The terminal draws pictures otherwise now: its colours, or what it can.
  case picturesChanged
  /// Every task on the board, newest first.
  case videosCame([VideoTask])
  /// An order ended as this task.
  case videoOrdered(MessageID, VideoTask)
  case clockTicked
  /// The process was stopped, or the machine slept, for so long.
  case woke(afterSeconds: Double)
  /// What an earlier run of bayside left in its message box; it is kept as ours already.
  case draftLeft(String)
  /// A chat is kept under another id from now on.
  case conversationMoved(ConversationMove)
  /// Limits did not let a request out that had been let through here: another bayside spends with the same key.
  case heldLate(MessageID, HeldRequest)
  /// Why nothing is written into the history at the moment; `nil` while it is.
  case historyKeeping(problem: String?)
}

/// What an external editor edits.
package enum EditTarget: Sendable, Hashable {
  case message
  /// A message of the conversation, where it stands.
  case written(MessageID)
  /// A key of the request, as JSON.
  case parameter(String)
  /// The same in the form.
  case value(ParameterKind, ParameterPath)
  /// The whole body of the request.
  case body(ParameterKind)
  /// Only looked at.
  case nothing
}

/// Why a relay could not be used.
package enum ConnectionProblem: Error, Sendable, Hashable {
  /// In words, about what was typed.
  case invalid(String)
  case refused(RelayError)
}
