import RelayKit
package import Workbench

/// What to do outside of the state. The screen's runner carries these out.
package enum Effect: Sendable, Hashable {
  case send(MessageID, RelayRequest)
  /// The same for a lane: it is tried more often, and each further try waits for `.retryNow`.
  case sendInLane(MessageID, RelayRequest)
  case stop(MessageID)
  case retryNow(MessageID)
  case waitLonger(MessageID, seconds: Int)
  /// So many bytes of an answer were taken over (back-pressure).
  case consumed(MessageID, bytes: Int)
  case loadModels
  /// The same with prices, which are asked for when somebody looks at them.
  case loadPrices
  /// The same, however young what is kept is.
  case reloadModels
  /// Told as `.presetsListed`.
  case listPresets
  case loadPreset(String)
  /// One of the same name is replaced only when it may be; else `.presetExists` asks.
  case savePreset(Preset, replaces: Bool)
  case deletePreset(String)
  case renamePreset(String, to: String)
  /// Reads values of variables, told as `.variablesRead`.
  case readVariables(String)
  /// Favourites and models used lately, as JSON.
  case keepShelf(String)
  case copy(CopyItem)
  case edit(EditTarget, String)
  case useTheme(String)
  /// Reads a file to import, told as `.imported`.
  case readImport(String)
  /// Writes a new file beside where bayside was started; the footer says its name.
  case save([UInt8], fileName: String)
  /// Plays an exchange file at its own pace, as an answer; nothing is sent.
  case replay(MessageID, [UInt8])
  /// Plays a running replay in another way; `stepped` again shows one more frame.
  case pace(MessageID, ReplayPace)
  case readReplay(String)
  /// Reads a file to attach, told as `.attached`.
  case readAttachment(String)
  /// The same for the mask of an edit, told as `.maskRead`.
  case readMask(String)
  /// Reads a picture whose path was pasted; `.pathWasText` when there is none.
  case readPastedPath(String, pasted: String)
  /// Lists a directory, told as `.filesListed`.
  case listFiles(directory: String)
  /// What was learned from refusals, as JSON, for the next start.
  case keepRemedies(String)
  /// Keeps a comparison under a name; one of that name is replaced.
  case keepComparison(name: String, [UInt8])
  /// Adds lines to a comparison that is written down while it goes on.
  case appendToComparison(name: String, title: String, isDemo: Bool, [UInt8])
  /// Told as `.comparisonsListed`.
  case listComparisons
  /// A kept one by its name, else a file by its path; told as `.comparisonRead`.
  case openComparison(String)
  /// Adds a vote to those that are kept.
  case keepVote(Vote)
  /// Reads the schema that a check names, told as `.checkFileRead`.
  case readCheckFile(word: String, path: String)
  /// Compares two long answers beside the loop, told as `.answersCompared`.
  case compareAnswers(DifferenceKey, base: String, other: String)
  /// Looks through long or growing answers beside the loop, told as `.lensMade`.
  case lookThroughLens(LensKey, [LensAnswer])
  /// Told as `.keysListed`.
  case listKeys
  /// Keeps a key that was entered, told as `.keyKept` or `.keyNotKept`.
  case keepKey(KeyDraft, inPlaceOf: String?)
  /// Sends with this key from now on, told as `.connected`.
  case useKey(String)
  /// The same with a profile; `.profileChosen` follows.
  case useProfile(String)
  /// A free call, told as `.keyTested`.
  case testKey(String)
  case setKeyOn(String, Bool)
  /// Forgets a key on this machine; the relay is not told.
  case removeKey(String)
  case setMouse(Bool)
  /// Tests the key with a free call and keeps it as told.
  case connect(ConnectionRequest)
  case connectDemo
  /// Asks the relay's log what was charged, told as `.receiptsCame`. Within the relay's limits, never by itself.
  case askReceipts
  /// Asks what is left of a key's credit, told as `.balanceCame`; of the key in use with an empty name.
  case askBalance(keyName: String)
  /// Pages about money that the relay does not have are asked for anew the next time.
  case forgetNotOffered
  /// Shows text on the plain screen, for the terminal's own selection.
  case showPlain(String)
  case suspend, redraw, quit
  /// Writes what changed of a conversation into the history.
  case keepConversation(ConversationSnapshot)
  /// Writes down what stands in the message box, in place of what was written before.
  case keepDraft(String)
  /// What was written of it became private.
  case forgetDraft
  /// Told as `.historyListed`.
  case listHistory(HistoryPlace)
  /// Told as `.historyPreviewed`.
  case previewHistory(String, finding: String)
  /// Told as `.historyOpened`, in this order.
  case openHistory([String], HistoryUse)
  /// Reads the bytes of answers that were opened, the last one first; told as `.exchangeRead`.
  case readExchanges([KeptAnswer])
  /// The list is told anew afterwards.
  case changeHistory([String], HistoryChange)
  /// Tells what a purge would delete, as `.purgeForeseen`.
  case foreseePurge(PurgeBound)
  /// Deletes the oldest chats and comparisons, but for starred ones.
  case purgeHistory(PurgeBound)
  case exportHistory([String], HistoryExport)
  /// Told as `.usageCame`.
  case askUsage(UsageQuestion)
  /// Writes every request that the question lists to a new CSV file; the footer says its name.
  case exportUsage(UsageQuestion)
  /// Writes pictures of an answer into files of the user's, links fetched first; told as `.picturesSaved`.
  case savePictures(MessageID, prompt: String)
  /// Makes cells of a picture beside the loop, told as `.pictureDrawn`.
  case drawPicture(PictureKey, PictureBytes)
  /// Opens a file with the user's own program for it.
  case openFile(String)
  /// Writes a picture or a file to a path that was typed for a command; nothing is replaced. Told as `.notSavedAs`
  /// where it fails.
  case saveAs(PictureBytes, path: String, CommandID)
  /// Tasks of now and before, told as `.videosCame`.
  case listVideos
  /// Sent once, written down before; told as `.videosCame` whenever something of it changes.
  case submitVideo(MessageID, VideoOrder)
  /// Asks the relay now, and goes on watching; a download that broke goes on too.
  case checkVideo(String)
  case stopWatchingVideo(String)
  /// Takes the row off the board; the relay's task and the file stay.
  case removeVideo(String)
  /// An answer is over: where limits count what nothing else is kept of, this is what it cost.
  case settle(MessageID, cost: Double?)
}

/// Something to copy: always source text, never the screen.
package struct CopyItem: Sendable, Hashable {
  /// What it is, for the notice: `answer`, `code block 2`.
  package var name: String
  package var text: String
  /// Of the file that is written too.
  package var fileName: String
  package init(name: String, text: String, fileName: String) {
    self.name = name
    self.text = text
    self.fileName = fileName
  }
}

/// A relay and key as they were entered. Its description never shows the key.
package struct ConnectionRequest: Sendable, Hashable, CustomStringConvertible {
  package enum Keeping: String, Sendable, Hashable, CaseIterable {
    /// In a file that only the user can read.
    case file
    /// Nowhere: it is asked for at every start.
    case nowhere
    /// It is in the environment already.
    case environment
  }
  package var baseURL: String
  package var key: String
  package var keeping: Keeping
  package init(baseURL: String, key: String, keeping: Keeping) {
    self.baseURL = baseURL
    self.key = key
    self.keeping = keeping
  }
  package var description: String {
    "ConnectionRequest(\(baseURL), key of \(key.count) characters, \(keeping))"
  }
}
