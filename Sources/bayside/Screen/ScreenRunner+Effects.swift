import CursesTerminal
import Glibc
import HistoryStore
import Playground
import RelayKit
import TerminalUI
import Workbench

/// Carries effects out.
extension ScreenRunner {
  func perform(_ effects: [Effect]) {
    for effect in effects { perform(effect) }
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .send(let id, let request): send(request, as: id, isInLane: false)
    case .sendInLane(let id, let request): send(request, as: id, isInLane: true)
    case .stop(let id): relays.stop(id)
    case .retryNow(let id): relays.retryNow(id)
    case .waitLonger(let id, let seconds): relays.waitLonger(id, seconds: seconds)
    case .consumed(let id, let bytes): relays.consumed(id, bytes: bytes)
    case .loadModels: relays.loadModels(isForced: false, asksPrices: false)
    case .loadPrices:
      relays.loadModels(isForced: false, asksPrices: true, isWaitedFor: playground.limitsCountMoney)
    case .reloadModels: relays.loadModels(isForced: true, asksPrices: true)
    case .listPresets: update(.presetsListed(presets.names))
    case .loadPreset(let name):
      do throws(UsageError) {
        update(.presetRead(try presets.load(name)))
      } catch {
        update(.notice([error.sentence, error.report].compactMap { $0 }.joined(separator: " ")))
      }
    case .savePreset(let preset, let replaces):
      if !replaces, presets.exists(preset.name) { return update(.presetExists(preset)) }
      update(.notice(presets.save(preset)))
    case .deletePreset(let name): update(.notice(presets.delete(name)))
    case .renamePreset(let old, let new): update(.notice(presets.rename(old, to: new)))
    case .readVariables(let path): readFile(path) { .variablesRead($0, name: path) }
    case .keepShelf(let text):
      if let reason = ShelfStore(start.settings.environment).keep(text) {
        update(.notice("It is not kept for the next start: \(reason)."))
      }
    case .connect(let request): relays.connect(request)
    case .connectDemo: relays.connectDemo()
    case .copy(let item): copy(item)
    case .edit(let target, let text): edit(target, text)
    case .useTheme(let name): useTheme(name)
    case .keepRemedies(let text):
      if let reason = RemedyStore(start.settings.environment).keep(text) {
        update(.notice("What was learned lasts until bayside ends: \(reason)."))
      }
    case .readImport(let path): readFile(path) { .imported($0, name: path) }
    case .replay(let id, let file): relays.replay(file, as: id, at: now)
    case .pace(let id, let pace): relays.play(id, pace)
    case .readReplay(let path): readFile(path) { .replayRead($0, name: path) }
    case .readAttachment(let path): readFile(path) { .attached($0, name: path) }
    case .readMask(let path): readFile(path) { .maskRead($0, name: path) }
    case .readPastedPath(let path, let text):
      readFile(path, orElse: .pathWasText(text)) { .attached($0, name: path) }
    case .listFiles(let directory):
      let (inbox, place) = (inbox, start.settings.environment.resolved(directory, in: "."))
      Task.detached { inbox.post(.filesListed(directory: directory, FileListing.names(in: place))) }
    case .save(let bytes, let name):
      let inbox = inbox
      Task.detached { inbox.post(.notice(NewFile.write(bytes, name: name))) }
    case .appendToComparison(let name, let title, let isDemo, let bytes):
      let shown = relays.secrets.reduce(title) { $1.hidden($0) }
      history.appendComparison(name, title: shown, isDemo: isDemo, relays.masked(bytes))
    case .keepConversation(let snapshot): history.keep(snapshot, hiding: relays.secrets)
    case .keepDraft(let text):
      openHistory?.store.keepDraft(relays.secrets.reduce(text) { $1.hidden($0) })
    case .forgetDraft: openHistory?.store.forgetDraft()
    case .listHistory(let place): history.list(place)
    case .previewHistory(let id, let words): history.preview(id, finding: words)
    case .openHistory(let ids, let use): history.open(ids, use)
    case .readExchanges(let answers): history.readExchanges(answers)
    case .changeHistory(let ids, let change): history.change(ids, change)
    case .foreseePurge(let bound): history.foresee(bound)
    case .purgeHistory(let bound): history.purge(HistoryPurge(bound, at: LocalClock.now), asks: true)
    case .exportHistory(let ids, let format): history.export(ids, format)
    case .askUsage(let question): usage.ask(question)
    case .exportUsage(let question): usage.export(question)
    case .settle(let id, let cost):
      if let reservation = reservedInPrivate.removeValue(forKey: id) {
        openHistory?.store.settle(reservation, cost: cost, at: LocalClock.now)
      }
    case .keepComparison(let name, let bytes):
      update(.notice(ComparisonStore(start.settings.environment).save(name, relays.masked(bytes))))
    case .listComparisons:
      update(.comparisonsListed(ComparisonStore(start.settings.environment).names))
    case .openComparison(let name):
      let kept = ComparisonStore(start.settings.environment).path(kept: name)
      readFile(kept ?? name) { .comparisonRead($0, name: kept == nil ? name : name + ".jsonl") }
    case .keepVote(let vote):
      if let reason = VoteStore(start.settings.environment).keep(vote) {
        update(.notice("The vote counts until bayside ends: \(reason)."))
      }
    case .readCheckFile(let word, let path): readFile(path) { .checkFileRead(word: word, $0) }
    case .compareAnswers(let key, let base, let other):
      let inbox = inbox
      Task.detached {
        inbox.post(.answersCompared(key, AnswerComparison(base: base, other: other, unit: key.unit)))
      }
    case .lookThroughLens(let key, let answers):
      let inbox = inbox
      Task.detached { inbox.post(.lensMade(key, DifferenceLens(answers))) }
    case .askReceipts: receipts.askReceipts(relays.moneyAsker())
    case .askBalance(let name): receipts.askBalance(relays.moneyAsker(named: name))
    case .forgetNotOffered: receipts.forgetNotOffered(relays.moneyAsker())
    case .listKeys:
      keys.list()
      if !playground.keys.list.keys.isEmpty { readSpending() }
      keys.refreshSpending()
    case .keepKey(let draft, let old): keys.keep(draft, inPlaceOf: old)
    case .useKey(let name): keys.use(name)
    case .useProfile(let name): keys.useProfile(name)
    case .testKey(let name): keys.test(name)
    case .setKeyOn(let name, let isOn): keys.setOn(name, isOn)
    case .removeKey(let name): keys.remove(name)
    case .setMouse(let on): screen.setMouse(on)
    case .showPlain(let text): showPlain(text)
    case .savePictures(let id, let prompt): savePictures(id, prompt: prompt)
    case .drawPicture(let key, let bytes): pictures.draw(key, bytes, pictureTerminal)
    case .openFile(let path): openFile(path)
    case .saveAs(let source, let path, let command):
      let (inbox, environment) = (inbox, start.settings.environment)
      Task.detached {
        do throws(MediaFileProblem) {
          inbox.post(
            .notice("Saved: \(environment.shown(try TypedPath.write(source, to: path, environment)))."))
        } catch {
          inbox.post(.notSavedAs(command, path: path, error.sentence))
        }
      }
    case .listVideos: videos.list()
    case .submitVideo(let id, let order): submitVideo(id, order)
    case .checkVideo(let id): videos.check(id)
    case .stopWatchingVideo(let id): videos.stopWatching(id)
    case .removeVideo(let id): videos.remove(id)
    case .suspend: suspend()
    case .redraw: screen.redraw()
    case .quit: isOver = true
    }
  }

  /// Copying may start other programs, so it happens beside the loop.
  private func copy(_ item: CopyItem) {
    let (clipboard, inbox) = (clipboard, inbox)
    Task.detached {
      let result = clipboard.copy(item)
      if let bytes = result.terminalBytes { inbox.postToTerminal(bytes) }
      inbox.post(.notice(result.sentence))
    }
  }

  /// A file may lie on a slow disk, so it is read beside the loop.
  private func readFile(
    _ path: String, orElse otherwise: Action? = nil, _ action: @escaping @Sendable ([UInt8]) -> Action
  ) {
    let (inbox, place) = (inbox, start.settings.environment.resolved(path, in: "."))
    Task.detached {
      do throws(UsageError) {
        inbox.post(action(try InputFile.contents(place, limit: RequestImport.maximumBytes)))
      } catch {
        inbox.post(otherwise ?? .notice(error.sentence))
      }
    }
  }

  private func suspend() {
    let before = now
    screen.suspend()
    takeSize()
    let seconds = now.milliseconds(since: before) / 1000
    if seconds >= 1 { update(.woke(afterSeconds: seconds)) }
  }

  func useTheme(_ name: String) {
    do {
      use(try start.themes.theme(named: name, isLight: false))
    } catch {
      update(.notice(error.sentence))
    }
  }

  func use(_ theme: Theme) {
    let palette = ThemePalette(theme, colorCount: screen.colorCount, background: start.settings.background)
    screen.colors = { style in
      let colors = palette.colors(for: style)
      return CellColors(
        foreground: colors.foreground, background: colors.background, attributes: colors.attributes)
    }
    shownTheme = theme
    screen.redraw()
    // Transparent parts take the colour of the surface.
    if playground.hasPictures { update(.picturesChanged) }
  }

  private func edit(_ target: EditTarget, _ text: String) {
    // Editors go by the name.
    let name = if case .parameter = target { "value.json" } else { "message.md" }
    let path = ScreenStart.cacheDirectory() + "/" + name
    let result = TextEditor.edit(text, path: path, editor: start.settings.editor) { arguments in
      screen.leave()
      defer { screen.comeBack() }
      return ChildProcess.runOnTerminal(arguments)
    }
    update(.edited(target, result.text, notice: result.notice))
    takeSize()
  }

  /// Text on the plain screen, where the terminal's own selection works; any key comes back.
  private func showPlain(_ text: String) {
    screen.leave()
    Output.write(Output.harmless(text) + "\n\n-- any key goes back to bayside --\n")
    _ = ChildProcess.waitForKey()
    screen.comeBack()
    takeSize()
  }
}
