import Testing

@testable import RelayKit

@Suite struct BaseURLTests {
  @Test(arguments: [
    ("https://api.tokenbay.com", "https://api.tokenbay.com/v1"),
    ("https://api.tokenbay.com/", "https://api.tokenbay.com/v1"),
    ("  https://API.tokenbay.com/v1/ \n", "https://api.tokenbay.com/v1"),
    ("HTTPS://api.tokenbay.com", "https://api.tokenbay.com/v1"),
    ("api.tokenbay.com/v1", "https://api.tokenbay.com/v1"),
    ("api.tokenbay.com", "https://api.tokenbay.com/v1"),
    ("https://api.tokenbay.com/v1/v1", "https://api.tokenbay.com/v1"),
    ("https://api.tokenbay.com/v1/v1/chat/completions", "https://api.tokenbay.com/v1"),
    ("https://api.tokenbay.com//v1//", "https://api.tokenbay.com/v1"),
    ("https://api.tokenbay.com/v1/chat/completions", "https://api.tokenbay.com/v1"),
    ("https://api.tokenbay.com/v1/chat/completions/", "https://api.tokenbay.com/v1"),
    ("https://api.tokenbay.com/v1/chat", "https://api.tokenbay.com/v1"),
    ("https://api.tokenbay.com/chat/completions", "https://api.tokenbay.com/v1"),
    ("https://api.tokenbay.com/v1/responses?x=1", "https://api.tokenbay.com/v1"),
    ("https://api.tokenbay.com/v1/images/generations", "https://api.tokenbay.com/v1"),
    ("http://127.0.0.1:8700/v1?x=1#y", "http://127.0.0.1:8700/v1"), ("http://[::1]:80", "http://[::1]:80/v1"),
    ("localhost:11434", "http://localhost:11434/v1"), ("127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"),
    ("[::1]:8080", "http://[::1]:8080/v1"), ("relay.localhost", "http://relay.localhost/v1"),
    ("https://localhost:8443", "https://localhost:8443/v1"),
    ("127.example.com", "https://127.example.com/v1"),
    ("[2001:db8::1]", "https://[2001:db8::1]/v1"), ("192.168.1.5:3000", "https://192.168.1.5:3000/v1"),
    ("https://host.example/api/v1/models", "https://host.example/api/v1"),
    ("https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1"),
    ("https://host.example/v1beta/openai/", "https://host.example/v1beta/openai"),
    ("https://host.example/v1beta/openai/chat/completions", "https://host.example/v1beta/openai"),
    ("https://host.example/openai", "https://host.example/openai"),
    ("https://host.example/v1?key=sk-fake-0123456789", "https://host.example/v1"),
  ])
  func everyFormOfAnAddressIsTheSame(text: String, expected: String) throws {
    #expect(try BaseURL(text).description == expected)
    #expect(try BaseURL(expected).description == expected)
  }

  @Test(arguments: [
    ("", BaseURL.Problem.empty), ("  ", .empty), ("ftp://host", .scheme("ftp")), ("https://", .noHost),
    ("https:///v1", .noHost), ("https://:80/v1", .noHost), ("https://[]/v1", .noHost),
    ("https://[::1", .noHost),
    ("https://[::1]x", .noHost), ("https://user:secret@host", .credentials), ("key@host/v1", .credentials),
    ("https://host:http", .port("http")), ("https://host:0", .port("0")), ("host:70000", .port("70000")),
    ("https://host:", .port("")), ("https://a b", .invalidCharacter),
    ("https://a\r\nX: y", .invalidCharacter),
    ("https://a\u{0}", .invalidCharacter),
  ])
  func whatIsNoAddressSaysWhy(text: String, problem: BaseURL.Problem) {
    #expect(throws: problem) { try BaseURL(text) }
  }

  @Test(arguments: [
    ("https://h/v1/chat/completions", nil), ("https://h/openai/chat/completions", "https://h/openai/v1"),
    ("https://h/api/v1/models", "https://h/v1"), ("https://h/v1beta/openai/models", nil),
  ])
  func anotherAddressIsOnlyProposedWhereItMayHelp(url: String, proposal: String?) {
    #expect(BaseURL.alternative(to: url) == proposal)
  }
}
