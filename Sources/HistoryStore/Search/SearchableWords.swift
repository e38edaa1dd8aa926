extension HistoryStore {
  /// Whether there is anything in what was typed that a search can look for: a letter, a digit, an emoji. A filter
  /// without any lets everything through.
  package static func hasWords(_ typed: String) -> Bool { !SearchWords.queries(typed).isEmpty }
}
