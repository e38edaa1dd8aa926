package import TerminalUI

/// The picture, or the part of it that is seen, for a terminal that draws pictures itself; it covers the cells that
/// `pictureCells` would fill. Takes tens of milliseconds: any thread but the one that paints.
/// - Parameters:
///   - key: different for each picture, part and size, and not 0.
/// - Returns: `nil` when there is nothing to be seen.
package func terminalGraphic(
  of bitmap: Bitmap, _ look: PictureLook, format: GraphicsProtocol, cell: CellPixels, key: UInt32
) -> TerminalGraphic? {
  nil
}
