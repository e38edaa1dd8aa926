import RelayKit

extension Command {
  /// What a command does to the comparison as a whole: no lane has the chat's seat meanwhile.
  static func onLanes(
    _ run: @escaping @Sendable (inout Playground, MonotonicTime) -> Void
  ) -> @Sendable (inout Playground, Invocation) -> [Effect] {
    { app, call in
      app.standUp()
      run(&app, call.now)
      return []
    }
  }
}
