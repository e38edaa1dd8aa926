/// Answers as models give them.
enum AnswerSamples {
  static let streams = """
    SSE is one-way: the server writes lines of text into a single HTTP response. WebSockets begin as HTTP, then \
    switch to a two-way binary-safe protocol.

    - **Direction:** SSE goes down only; WebSockets go both ways.
    - **Retry:** built in for SSE after 3 seconds; by hand for WebSockets.
    - **Limits:** about 6 connections per host on HTTP/1.1.

    Use SSE for token streams and feeds; use WebSockets for chat rooms.

    ```js
    const source = new EventSource("/events");
    source.onmessage = (event) => console.log(event.data);
    ```

    See https://developer.mozilla.org/en-US/docs/Web/API/EventSource for more.

    """

  static let otherStreams = """
    The short version: SSE is a one-directional stream over ordinary HTTP. WebSocket is a separate, two-way protocol.

    - **Direction:** SSE goes down only; WebSocket goes both ways.
    - **Retry:** built in for SSE after 5 seconds; by hand for WebSocket.
    - **Proxies:** any proxy that passes HTTP passes SSE.

    Use SSE for token streams and feeds; use WebSockets for chat rooms.

    ```js
    const source = new EventSource("/stream");
    source.onmessage = (event) => console.log(event.data);
    source.onerror = () => console.warn("gone");
    ```

    """

  static let german = """
    Die Donau ist mit 2.857 km der zweitlängste Fluss Europas. Sie entspringt im Schwarzwald, z. B. bei \
    Donaueschingen, und mündet am Schwarzen Meer. Am 3. Mai wurde sie vermessen.
    """
  static let otherGerman = """
    Die Donau ist mit 2.850 km der zweitlängste Fluss Europas. Sie entspringt im Schwarzwald und mündet am \
    Schwarzen Meer.
    """
  static let chinese = "长江是中国最长的河流，全长约6300公里。它发源于青藏高原！你知道它流入哪里吗？它流入东海。"
  static let otherChinese = "长江是亚洲最长的河流，全长约6397公里。它发源于青藏高原！它流入东海。"

  static let json = #"{"city": "Vienna", "population": 1900000, "rivers": ["Danube", "Wien"], "eu": true}"#
  static let otherJSON = """
    ```json
    {
      "eu": true,
      "population": 2000000,
      "city": "Vienna",
      "rivers": ["Danube", "Wien", "Liesing"]
    }
    ```
    """

  static let all = [
    streams, otherStreams, german, otherGerman, chinese, otherChinese, "", "\n\n  \n", "One word",
    "```swift\nlet a = 1\n\tlet b = 2\r\n```\n", "```\nnever closed\n", "a\r\nb\r\n\r\nc",
    "e\u{301} \u{E9} 👩‍👩‍👧 \u{0}\u{1B}[31m",
  ]
}
