/// Any thread; a big picture takes tens of milliseconds.
package func decodePicture(_ bytes: [UInt8]) throws(PictureProblem) -> Bitmap {
  throw .unknownFormat
}
