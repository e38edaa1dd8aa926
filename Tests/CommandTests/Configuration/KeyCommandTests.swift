import Synchronization
import Testing

@testable import bayside

struct KeyCommandTests {
  private func run(_ line: String, seconds: Double = 20) -> (key: String?, sentence: String?, said: [String])
  {
    let said = Mutex<[String]>([])
    do {
      let key = try KeyCommand.run(["/bin/sh", "-c", line], seconds: seconds) { line in
        said.withLock { $0.append(line) }
      }
      return (key, nil, said.withLock { $0 })
    } catch {
      return (nil, error.sentence, said.withLock { $0 })
    }
  }

  @Test func whatIsPrintedIsTheKeyWithoutWhiteSpaceAroundIt() {
    #expect(run("printf '\\n  sk-abc\\r\\n\\n'").key == "sk-abc")
  }

  @Test(arguments: [
    ("exit 3", "ended with status 3"), ("kill -9 $$", "ended with status 137"), ("true", "printed nothing"),
    ("printf 'a\\nb\\n'", "printed something that has more than one line"),
    ("echo 'a b'", "printed something that has white space or other signs in it that no key has"),
    ("yes | head -c 100000", "printed more than a key"),
  ])
  func whatGoesWrongIsSaid(line: String, what: String) {
    #expect(run(line).sentence == "The key_command of the configuration \(what).")
  }

  @Test func aProgramThatIsNotThereIsNamed() {
    #expect(
      throws: UsageError(
        sentence:
          "The key_command of the configuration cannot start “/none/at all”: No such file or directory.")
    ) {
      try KeyCommand.run(["/none/at all"]) { _ in }
    }
  }

  @Test func itsComplaintsArePassedOnWithoutKeys() {
    let result = run("echo >&2 one; printf >&2 'key sk-abcdefgh12345678'; echo k")
    #expect(result.key == "k")
    #expect(result.said == ["one", "key sk-....5678"])
  }

  @Test func itIsEndedWhenItTakesTooLong() {
    #expect(run("exec sleep 20", seconds: 0.1).sentence?.contains("took longer than") == true)
  }

  @Test func aHelperThatStaysBehindIsNotWaitedFor() {
    let result = run("sleep 80 & echo sk-abc", seconds: 60)
    #expect(result.key == "sk-abc")
  }

  @Test func itHasNoInput() {
    #expect(run("cat; echo k").key == "k")
  }
}
