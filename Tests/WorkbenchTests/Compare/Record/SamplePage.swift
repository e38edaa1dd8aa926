/// The body of the page that `SampleComparison.small` becomes.
enum SamplePage {
  static let body = #"""
    <h1><bdi>Comparison of 2 models</bdi></h1>
    <p class="dim">2026-09-21 · https://relay.example/v1 · 2 answers · spent: $0.0020</p>
    <h2>System</h2>
    <pre dir="auto">Be brief.</pre>
    <h2>Prompt</h2>
    <pre dir="auto">Why?</pre>
    <h2>Summary</h2>
    <div class="wide"><table>
    <thead><tr><th></th><th><bdi>model</bdi></th><th><bdi>differs</bdi></th><th class="figure"><bdi>answers</bdi></th><th class="figure"><bdi>first token</bdi></th><th class="figure"><bdi>tok/s</bdi></th><th class="figure"><bdi>in</bdi></th><th class="figure"><bdi>out</bdi></th><th class="figure"><bdi>cost</bdi></th><th class="figure"><bdi>checks</bdi></th><th><bdi>notes</bdi></th></tr></thead>
    <tbody>
    <tr><td><bdi>A</bdi></td><td><bdi>gpt-x</bdi></td><td></td><td class="figure"><bdi>1/1</bdi></td><td class="figure"><bdi>412 ms</bdi></td><td class="figure"><bdi>40.3</bdi></td><td class="figure"><bdi>12</bdi></td><td class="figure"><bdi>120</bdi></td><td class="figure"><bdi>$0.0020</bdi></td><td class="figure"><bdi>1/1</bdi></td><td></td></tr>
    <tr><td><bdi>B</bdi></td><td><bdi>claude-y</bdi></td><td><bdi>temperature 0.70</bdi></td><td class="figure"><bdi>0/1</bdi></td><td class="figure"><bdi>-</bdi></td><td class="figure"><bdi>-</bdi></td><td class="figure"><bdi>-</bdi></td><td class="figure"><bdi>-</bdi></td><td class="figure"><bdi>0</bdi></td><td class="figure"></td><td><bdi>failed: 429 Too many requests</bdi></td></tr>
    </tbody>
    </table></div>
    <h2>Answers</h2>
    <section class="lanes">
    <article>
    <h3><bdi>A: gpt-x</bdi></h3>
    <p class="dim">412 ms to the first token · 4.1 s in all · 40.3 tok/s · 12 tokens in · 120 out · $0.0020</p>
    <ul><li><span class="good">pass</span>: <bdi>contains:so: It is there.</bdi></li></ul>
    <details><summary>Reasoning</summary><pre dir="auto">Hm.</pre></details>
    <pre dir="auto">Because, so</pre>
    </article>
    <article>
    <h3><bdi>B: claude-y · temperature 0.70</bdi></h3>
    <p class="bad"><bdi>It failed.</bdi></p>
    <p class="bad"><bdi>Too many requests (429). slow down</bdi></p>
    </article>
    </section>
    </body>
    </html>

    """#
}
