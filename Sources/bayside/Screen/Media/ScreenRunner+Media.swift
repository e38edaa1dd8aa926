import CursesTerminal
import Dispatch
import Glibc
import HistoryStore
import Playground
import RelayKit
import TerminalUI
import Workbench

/// Pictures and videos of the screen.
extension ScreenRunner {
  /// In private mode it lives as long as this run.
  var videos: VideoBoard {
    if let openVideos { return openVideos }
    let board = VideoBoard(start, store: history.store, inbox: inbox)
    openVideos = board
    return board
  }

  func submitVideo(_ id: MessageID, _ order: VideoOrder) {
    guard let client = relays.client, let relay = relays.identity else { return }
    let name = playground.surroundings.historyName(id)
    let facts = JournalFacts(
      kind: .video, conversation: nil, prices: playground.prices(of: order.request.model),
      inputEstimate: nil)
    let isPrivate = playground.preferences.isPrivate
    let gate = playground.sharedCheck(of: id, .media(order.request), at: now).map {
      SharedGate(history.store, name, $0)
    }
    if isPrivate, let gate { reservedInPrivate[id] = gate.reservation }
    let journal =
      !isPrivate
      ? history.journal(.media(order.request), as: name, facts, relay, addsUp: true) : nil
    let task = VideoTask(order, id: name + "-video", exchange: name, relay, at: VideoDesk.now)
    videos.submit(
      VideoDesk.Submission(request: order.request, task: task, client: client, journal: journal), as: id,
      isPrivate: isPrivate, gate: gate)
  }

  func savePictures(_ id: MessageID, prompt: String) {
    guard let client = relays.client, let exchange = playground.endedExchange(id) else { return }
    let keeper = PictureKeeper(
      place: MediaPlace(directory: start.settings.imageDirectory), client: client,
      namesModels: playground.comparison.owner(of: id) != nil,
      store: start.settings.history.keeps ? history.store : nil)
    let inbox = inbox
    pictureKeepers.begin()
    Task.detached { [pictureKeepers] in
      inbox.post(.picturesSaved(id, await keeper.keep(exchange, prompt: prompt)))
      pictureKeepers.end()
    }
  }

  var pictureTerminal: PictureDesk.Terminal {
    let isMono = shownTheme.kind == .mono
    return PictureDesk.Terminal(
      colors: isMono ? 0 : screen.colorCount, isASCII: playground.preferences.usesASCII,
      cell: screen.cellPixels,
      format: isMono ? nil : screen.pictureFormat, background: shownTheme.surfaceColor)
  }

  func openFile(_ path: String) {
    let (inbox, environment) = (inbox, start.settings.environment)
    let hasDisplay = environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil
    let (program, copyKey) = (start.settings.media.open, playground.pathCopyingKey)
    // It waits until the program ends, which may be long.
    DispatchQueue(label: "bayside.open").async {
      inbox.post(
        .notice(FileOpening.open(path, program: program, hasDisplay: hasDisplay, copyKey: copyKey)))
    }
  }
}
