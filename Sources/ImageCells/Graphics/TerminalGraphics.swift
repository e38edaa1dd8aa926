internal import CChafa
internal import Glibc
package import TerminalUI

/// The picture, or the part of it that is seen, for a terminal that draws pictures itself; it covers the cells that
/// `pictureCells` would fill. Takes tens of milliseconds: any thread but the one that paints.
/// - Parameters:
///   - key: different for each picture, part and size, and not 0.
/// - Returns: `nil` when there is nothing to be seen.
package func terminalGraphic(
  of bitmap: Bitmap, _ look: PictureLook, format: GraphicsProtocol, cell: CellPixels, key: UInt32
) -> TerminalGraphic? {
  let part = look.window.pixels(of: bitmap)
  let size = look.size(width: part.width, height: part.height)
  guard size.columns > 0, size.rows > 0, key > 0 else { return nil }
  let bytes: [UInt8]?
  switch format {
  case .kitty: bytes = KittyTransmission.bytes(of: bitmap, part, size, cell, key: key)
  case .sixel: bytes = SixelPicture.bytes(of: bitmap, part, size, cell, background: look.background)
  }
  guard let bytes, !bytes.isEmpty else { return nil }
  return TerminalGraphic(key: key, format: format, size: size, bytes: bytes)
}

/// The graphics protocol of kitty: the picture as a PNG file in base64, in pieces of at most 4096 bytes, without a
/// place yet and without an answer (terminal graphics protocol, "Transferring pixel data").
enum KittyTransmission {
  /// A preview has no more pixels than this: what goes through a line that is slow is not worth more.
  private static let mostPixels = 640_000

  static func bytes(
    of bitmap: Bitmap, _ part: PictureLook.Window.Pixels, _ size: Size, _ cell: CellPixels, key: UInt32
  ) -> [UInt8]? {
    var (width, height) = (
      min(part.width, size.columns * cell.width), min(part.height, size.rows * cell.height)
    )
    while width * height > mostPixels { (width, height) = (max(1, width * 7 / 8), max(1, height * 7 / 8)) }
    guard let file = PNGFile.encode(bitmap.reduced(part, width: width, height: height)) else { return nil }
    let text = Base64.text(file)
    let piece = 4096
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + text.count / piece * 16 + 64)
    for start in stride(from: 0, to: text.count, by: piece) {
      let end = min(start + piece, text.count)
      let more = end < text.count ? 1 : 0
      let head = start == 0 ? "a=t,f=100,t=d,i=\(key),q=2,m=\(more)" : "q=2,m=\(more)"
      bytes += Array("\u{1B}_G\(head);".utf8) + text[start..<end] + Array("\u{1B}\\".utf8)
    }
    return bytes
  }
}

/// Sixels, drawn from the cell where the cursor stands.
enum SixelPicture {
  static func bytes(
    of bitmap: Bitmap, _ part: PictureLook.Window.Pixels, _ size: Size, _ cell: CellPixels, background: UInt32
  ) -> [UInt8]? {
    var count = 0
    let bytes = bitmap.withPixels(of: part) { pixels in
      cc_draw_sixels(
        pixels, Int32(size.columns), Int32(size.rows), Int32(cell.width), Int32(cell.height), background,
        &count)
    }
    guard let bytes else { return nil }
    defer { free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
  }
}
