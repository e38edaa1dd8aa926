package import RelayKit

/// JSON for sources that hold it as text: what cannot be seen is written as a code, which changes no value.
package enum JSONText {
  private static let style: LiteralStyle = {
    var style = LiteralStyle { text in QuotedText.familiar(text, code: QuotedText.utf16Codes) }
    style.trailingComma = false
    style.indent = "  "
    return style
  }()

  /// Several lines, as far as one is too short.
  package static func readable(_ body: JSONObject) -> String { style.text(.object(body)) }

  /// One line of ASCII, for places where it is not known how other signs are encoded.
  /// - Parameter codes: signs that are written as codes too.
  package static func ascii(_ body: JSONObject, codes: Set<Unicode.Scalar> = []) -> String {
    var style = style
    style.width = .max
    style.string = { text in
      QuotedText.make(text) { scalar in
        switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        case _ where scalar.value < 0x20 || scalar.value > 0x7E || codes.contains(scalar):
          QuotedText.utf16Codes(scalar.value)
        case "\"": "\\\""
        case "\\": "\\\\"
        default: nil
        }
      }
    }
    return style.text(.object(body))
  }

  /// The known bytes of a request, else its body as readable text.
  package static func bytes(_ request: SnippetRequest) -> [UInt8] {
    request.rawBody ?? Array(readable(request.body).utf8)
  }
}
