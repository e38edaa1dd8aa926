package import RelayKit

/// Headers that two lists do not have alike, compared without case, in the order of the lists.
package struct HeaderDifference: Sendable, Hashable {
  package struct Change: Sendable, Hashable {
    /// As the newer list writes it, else the older one.
    package var name: String
    /// Values of one name are joined by commas; `nil`: there is none.
    package var old: String?
    package var new: String?
    /// Such as `date`: another value says nothing about the request.
    package var isExpected: Bool
  }

  package var changes: [Change] = []
  /// Those that say something.
  package var telling: [Change] { changes.filter { !$0.isExpected } }

  private static let expected: Set<String> = [
    "date", "age", "cf-ray", "server-timing", "content-length", "x-request-id", "x-oneapi-request-id",
    "request-id", "x-envoy-upstream-service-time", "openai-processing-ms", "x-trace-id", "traceparent",
    "etag",
    "x-amzn-trace-id", "set-cookie", "x-response-time", "x-runtime",
  ]

  package init(from old: [HTTPHeader], to new: [HTTPHeader]) {
    let (left, right) = (Self.values(old), Self.values(new))
    var names: [String: String] = [:]
    for header in old + new { names[header.name.lowercased()] = header.name }
    let order = MergedOrder.keys(old.map { $0.name.lowercased() }, new.map { $0.name.lowercased() })
    for key in order where left[key] != right[key] {
      changes.append(
        Change(
          name: names[key] ?? key, old: left[key], new: right[key], isExpected: Self.expected.contains(key)))
    }
  }

  private static func values(_ headers: [HTTPHeader]) -> [String: String] {
    Dictionary(headers.map { ($0.name.lowercased(), $0.value) }) { $0 + ", " + $1 }
  }
}
