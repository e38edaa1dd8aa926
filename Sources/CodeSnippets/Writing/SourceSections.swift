/// The templates of a program, in the order in which they stand in it: each begins where the one before ends.
struct SourceSections {
  /// Up to where the answer has begun, with a good status.
  var request: String
  var chatAnswer: String
  var chatStream: String
  var pictureAnswer: String
  var pictureStream: String
  /// Behind either of them: how a picture is saved.
  var pictureSaving = ""
  var video: String
  /// The end of every program.
  var end = ""
}

extension SourceTemplate {
  func fill(_ sections: SourceSections, indent: String = "    ") -> String {
    let streams = flags.contains("stream")
    let kind: [String] =
      if flags.contains("video") {
        [sections.video]
      } else if flags.contains("chat") {
        [streams ? sections.chatStream : sections.chatAnswer]
      } else {
        [streams ? sections.pictureStream : sections.pictureAnswer, sections.pictureSaving]
      }
    return ([sections.request] + kind + [sections.end]).map { fill($0, indent: indent) }.joined()
  }
}
