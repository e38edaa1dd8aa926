import CPlatform
import Glibc
import Synchronization
import Testing

@testable import bayside

struct KeyCommandTests {
  private func run(
    _ line: String, seconds: Double = 20, patience: Double = .infinity
  ) -> (key: String?, sentence: String?, said: [String]) {
    let said = Mutex<[String]>([])
    do {
      let key = try KeyCommand.run(["/bin/sh", "-c", line], seconds: seconds, patience: patience) { line in
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

  @Test func whatItStartedEndsWithIt() {
    // A machine that is slow may end it before it could say the numbers.
    let result = run("sleep 1000 & echo >&2 $!; (sleep 1000; true) & echo >&2 $!; wait", seconds: 2)
    #expect(result.sentence?.contains("took longer than") == true)
    for process in result.said { #expect(ends(process)) }
  }

  @Test func aTreeOfProcessesIsKilledAsAWhole() throws {
    var (end, start): (Int32, Int32) = (-1, -1)
    #expect(cp_pipe(&end, &start) == 0)
    let line = ["/bin/sh", "-c", "sh -c 'sleep 1000 & echo $!; wait' & echo $!; wait"]
    var words: [UnsafeMutablePointer<CChar>?] = line.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    let root = words.withUnsafeMutableBufferPointer { cp_spawn($0.baseAddress!, environ, -1, start, -1) }
    try #require(root > 0)
    close(start)
    var bytes: [UInt8] = []
    while bytes.count(where: { $0 == 0x0A }) < 2 {
      var buffer = [UInt8](repeating: 0, count: 100)
      let count = read(end, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    ProcessTree.kill(root)
    var status: Int32 = 0
    #expect(cp_wait(root, true, &status) && status == 128 + SIGKILL)
    let below = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(below.count == 2)
    for process in below { #expect(ends(process)) }
    // Nobody holds the pipe any more.
    var byte: UInt8 = 0
    #expect(read(end, &byte, 1) == 0)
    close(end)
  }

  /// Whether a process ends; one that nobody waited for yet has ended. Looks are counted, not seconds.
  private func ends(_ process: String) -> Bool {
    for _ in 0..<5000 {
      let file = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { return true }
      let line = String(decoding: Output.readInput(file, limit: 4096), as: UTF8.self)
      close(file)
      guard line.contains(") "), !line.contains(") Z "), !line.contains(") X ") else { return true }
      poll(nil, 0, 2)
    }
    return false
  }

  @Test func itIsSaidWhatIsWaitedFor() {
    let home = ScratchDirectory()
    let said = Mutex<[String]>([])
    // It goes on when it was said.
    let key = try? KeyCommand.run(
      ["/bin/sh", "-c", "while [ ! -e '\(home.path)/said' ]; do sleep 0.01; done; echo k"], patience: 0
    ) { line in
      said.withLock { $0.append(line) }
      home.write("said", "")
    }
    #expect(key == "k")
    #expect(said.withLock { $0 } == ["The key_command of the configuration is waited for, up to 30 s."])
  }

  @Test func aHelperThatStaysBehindIsNotWaitedFor() {
    let result = run("sleep 80 & echo sk-abc", seconds: 60)
    #expect(result.key == "sk-abc")
  }

  @Test func itHasNoInput() {
    #expect(run("cat; echo k").key == "k")
  }
}
