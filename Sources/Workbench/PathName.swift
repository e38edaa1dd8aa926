/// The last part of a path: the name of its file.
package enum PathName {
  package static func last(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
