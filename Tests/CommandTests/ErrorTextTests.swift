import RelayKit
import Testing

@testable import bayside

struct ErrorTextTests {
  @Test func theHeadingNamesWhatWentWrong() {
    var error = RelayError(kind: .cut)
    #expect(ErrorText(error).text.hasPrefix("error: \(error.title)\n"))
    error.status = 200
    #expect(
      ErrorText(error).text.hasPrefix("error: \(error.title)\n"), "The answer began well, and then broke.")
    error.status = 503
    #expect(ErrorText(error).text.hasPrefix("error 503: "))
  }
}
