/// What the simulated models say.
enum DemoText {
  static let failureChoices =
    "**demo-fails** is simulated. Start your message with the failure you want to see:\n\n"
    + DemoFailure.all.map { "- `\($0.word)`: \($0.says)\n" }.joined()

  static let passed = "This simulated answer came with a later try."
  static let plain = "This simulated answer is all there is to read."

  static func toolResult(_ text: String) -> String {
    """
    The tool answered:

    \(quoted(text))

    A model would go on from here; this one is simulated.
    """
  }

  static func article(_ prompt: String) -> String {
    """
    # A simulated answer

    You wrote:

    \(quoted(prompt))

    No model read that: **demo-writer** streams this fixed text so that you can look around.

    ## What to try

    1. Stop the stream while it runs.
    2. Send the same prompt to *several models* and compare.
    3. Look at the raw events, the headers and the timing.

    | model | behaviour |
    |---|---|
    | `demo-writer` | markdown at a steady pace |
    | `demo-reasoner` | thinks before it answers |
    | `demo-slow` | one word at a time |
    | `demo-fails` | fails the way you ask for |

    ## Some Swift

    ```swift
    struct Fibonacci: Sequence, IteratorProtocol {
      private var pair = (0, 1)

      mutating func next() -> Int? {
        defer { pair = (pair.1, pair.0 + pair.1) }
        return pair.0
      }
    }

    print(Array(Fibonacci().prefix(10)))
    ```

    ## Some Python

    ```python
    def fibonacci(count: int) -> list[int]:
        numbers = [0, 1]
        while len(numbers) < count:
            numbers.append(numbers[-1] + numbers[-2])
        return numbers[:count]

    print(fibonacci(10))
    ```

    Add a relay of your own to get real answers.
    """
  }

  static func thought(_ prompt: String) -> String {
    """
    The message begins with “\(beginning(prompt))”. I am simulated, so there is nothing to work out, \
    but a reasoning model would now weigh the question, try an approach, and check it before answering.
    """
  }

  static func conclusion(_ prompt: String) -> String {
    """
    \(quoted(prompt))

    This is **demo-reasoner**, a simulated model. Its reasoning came first, in `reasoning_content`; \
    this text is the answer, in `content`.
    """
  }

  static func slow(_ prompt: String) -> String {
    "**demo-slow** is simulated and takes its time. You wrote: “\(beginning(prompt))”. "
      + "Stop it whenever you have seen enough."
  }

  /// Words with the white space before them: joined, they give the text again.
  static func tokens(_ text: String) -> [String] {
    var tokens: [String] = []
    var current = ""
    var hasWord = false
    for character in text {
      if character.isWhitespace && hasWord {
        tokens.append(current)
        current = ""
        hasWord = false
      }
      current.append(character)
      if !character.isWhitespace { hasWord = true }
    }
    if !current.isEmpty { tokens.append(current) }
    return tokens
  }

  private static func quoted(_ prompt: String) -> String {
    let lines = prompt.prefix(600).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { "> \($0)" }.joined(separator: "\n")
  }

  private static func beginning(_ prompt: String) -> String {
    String(prompt.prefix(80).map { $0.isNewline ? " " : $0 })
  }
}
