import RelayKit
import Workbench

/// The keys of this machine as they may be shown.
enum KeyListing {
  static func list(_ environment: ProcessEnvironment) -> KeyList {
    let file = environment.keyFile.map { environment.shown($0) } ?? ""
    var list = KeyList(file: file, keyring: Keyring.problem(environment))
    do throws(UsageError) {
      list = self.list(try KeyStore(environment), environment)
    } catch {
      list.problem = [error.sentence, error.report].filter { !$0.isEmpty }.joined(separator: " ")
    }
    return list
  }

  static func list(_ store: KeyStore, _ environment: ProcessEnvironment) -> KeyList {
    KeyList(
      keys: store.entries.map { $0.looked(in: environment) }, file: store.shown,
      keyring: Keyring.problem(environment))
  }
}
