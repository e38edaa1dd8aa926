import Glibc

/// Certificates for 127.0.0.1, made by the openssl program, in a directory that is removed afterwards.
final class Certificates {
  let directory: String
  var key: String { directory + "/key.pem" }
  /// Valid, signed by itself.
  var good: String { directory + "/good.pem" }
  var expired: String { directory + "/expired.pem" }
  /// For another host.
  var other: String { directory + "/other.pem" }

  static let isPossible = LocalServer.isInstalled("openssl")

  init() async throws {
    var template = Array("/tmp/bayside-certificates-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw LocalServer.Failure(output: "no directory") }
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    try await LocalServer.run([
      "openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", directory + "/key.pem",
    ])
    for (file, address, days) in [
      ("good", "IP:127.0.0.1", "2"), ("expired", "IP:127.0.0.1", "-1"), ("other", "DNS:other.example", "2"),
    ] {
      let request = "\(directory)/\(file).csr"
      try await LocalServer.run([
        "openssl", "req", "-new", "-key", directory + "/key.pem", "-subj", "/CN=bayside", "-out", request,
        "-addext", "subjectAltName=\(address)",
      ])
      try await LocalServer.run([
        "openssl", "x509", "-req", "-in", request, "-signkey", directory + "/key.pem", "-days", days,
        "-copy_extensions", "copy", "-out", "\(directory)/\(file).pem",
      ])
    }
  }

  deinit {
    for file in ["key.pem", "good.pem", "expired.pem", "other.pem", "good.csr", "expired.csr", "other.csr"] {
      unlink("\(directory)/\(file)")
    }
    rmdir(directory)
  }

  /// A server that answers every GET with a page about itself. - Returns: its port.
  func serve(_ certificate: String, options: [String] = []) async throws -> (LocalServer, port: Int) {
    let (server, line) = try await LocalServer.start(
      [
        "openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate, "-key", key,
      ] + options, until: "ACCEPT")
    guard let port = line.split(separator: ":").last.flatMap({ Int($0) }) else {
      throw LocalServer.Failure(output: line)
    }
    return (server, port)
  }
}
