import CursesTerminal
import Glibc
import HistoryStore
import ImageCells
import Playground
import RelayKit
import Synchronization
import TerminalUI
import Workbench

/// Makes cells of pictures for the screen, beside the loop; answers go to the inbox. Main thread.
final class PictureDesk {
  private let inbox: Inbox
  private let bitmaps = BitmapShelf()
  private var lastGraphic: UInt32 = 0

  /// What the terminal can show.
  struct Terminal {
    var colors: Int
    var isASCII: Bool
    var cell: CellPixels?
    var format: GraphicsProtocol?
    /// 0xRRGGBB, behind transparent parts.
    var background: UInt32
  }

  init(_ inbox: Inbox) { self.inbox = inbox }

  func draw(_ key: PictureKey, _ bytes: PictureBytes, _ terminal: Terminal) {
    lastGraphic += 1
    let job = PictureJob(key: key, bytes: bytes, bitmaps: bitmaps, terminal: terminal, number: lastGraphic)
    let inbox = inbox
    Task.detached { inbox.post(.pictureDrawn(job.key, job.drawing)) }
  }
}

/// One picture to be drawn.
private struct PictureJob: Sendable {
  let key: PictureKey
  let bytes: PictureBytes
  let bitmaps: BitmapShelf
  let terminal: PictureDesk.Terminal
  /// Unlike that of any other drawing.
  let number: UInt32

  /// A picture on this disk that is larger is not read for a preview.
  private static let mostBytes = 256 << 20

  /// Takes milliseconds: not on the main thread.
  var drawing: PictureDrawing {
    do {
      let bitmap = try bitmaps.known(key.source) ?? bitmaps.keep(decodePicture(contents()), key.source)
      return drawn(bitmap)
    } catch {
      return .failed((error as? PictureProblem)?.sentence ?? "The picture cannot be shown.")
    }
  }

  private func drawn(_ bitmap: Bitmap) -> PictureDrawing {
    let window = key.window
    let isLetters = terminal.isASCII || key.mode == .letters
    var look = PictureLook(
      columns: key.columns, rows: key.rows, colors: terminal.colors, symbols: isLetters ? .ascii : .blocks)
    look.background = terminal.background
    if let cell = terminal.cell { look.cellAspect = cell.aspect }
    if !window.isWhole {
      look.window = PictureLook.Window(
        left: Double(window.left) / 1000, top: Double(window.top) / 1000, width: Double(window.width) / 1000,
        height: Double(window.height) / 1000)
    }
    let cells = pictureCells(of: bitmap, look)
    guard key.mode == .best, let format = terminal.format, let cell = terminal.cell else {
      return .shown(cells, nil, damage: bitmap.damage)
    }
    return .shown(
      cells, terminalGraphic(of: bitmap, look, format: format, cell: cell, key: number), damage: bitmap.damage
    )
  }

  private func contents() throws(PictureProblem) -> [UInt8] {
    switch bytes {
    case .bytes(let bytes): return bytes
    case .file(let path):
      do throws(UsageError) {
        return try InputFile.contents(path, limit: Self.mostBytes)
      } catch {
        throw .broken(error.sentence)
      }
    }
  }
}

/// The pictures that were decoded last: another size or part of them is drawn without decoding anew.
private final class BitmapShelf: Sendable {
  private static let most = 6
  /// Pixels of all together: 4 bytes each.
  private static let mostPixels = 24 << 20
  private let kept = Mutex<[(source: PictureSource, bitmap: Bitmap)]>([])

  func known(_ source: PictureSource) -> Bitmap? {
    kept.withLock { kept -> Bitmap? in
      guard let place = kept.firstIndex(where: { $0.source == source }) else { return nil }
      let entry = kept.remove(at: place)
      kept.append(entry)
      return entry.bitmap
    }
  }

  func keep(_ bitmap: Bitmap, _ source: PictureSource) -> Bitmap {
    kept.withLock { kept in
      kept.append((source, bitmap))
      while kept.count > 1,
        kept.count > Self.most
          || kept.reduce(0, { $0 + $1.bitmap.width * $1.bitmap.height }) > Self.mostPixels
      {
        kept.removeFirst()
      }
    }
    return bitmap
  }
}
