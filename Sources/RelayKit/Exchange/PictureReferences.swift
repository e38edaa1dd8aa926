extension AssembledAnswer.Choice {
  /// The text as the model wrote it: with its pictures as data URLs in the place of `picture:1` and so on, to be sent
  /// back to a model.
  public var textWithPictures: String { text }
}
