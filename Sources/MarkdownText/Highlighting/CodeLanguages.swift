/// The languages that are coloured. To add one, add one value to `all`:
/// - its names, as fences write them, in lower case; the first is its own;
/// - its keywords and the names of its built-in types, separated by spaces;
/// - how comments begin (`line`), or begin and end (`block`);
/// - its quotes; where two begin alike the longer one wins; `multiline` if a text may run over line ends,
///   `escape: nil` if no byte takes the meaning from the next;
/// - `nameBytes`: what may stand in names besides letters, digits and `_`;
/// - `shape` and `traits` if it is unlike C (see `CodeLanguage`).
/// The tests then read random bytes with it and check that no byte of a line is lost.
enum CodeLanguages {
  /// Finds a language by any of its names in a fence, case ignored.
  static func named(_ name: String) -> LexerTables? {
    guard !name.isEmpty, name.utf8.count <= 32 else { return nil }
    return byName[name] ?? byName[name.lowercased()]
  }

  private static let byName: [String: LexerTables] = {
    var table: [String: LexerTables] = [:]
    for language in all {
      let ready = LexerTables(language)
      for name in language.names { table[name] = ready }
    }
    return table
  }()

  private typealias Quote = CodeLanguage.Quote
  private static let plainQuotes = [Quote("\""), Quote("'")]
  private static let tripleQuotes = [Quote("\"\"\"", multiline: true), Quote("'''", multiline: true)]
  private static let cComments = ("/*", "*/")

  static let all: [CodeLanguage] = [
    CodeLanguage(
      "swift",
      keywords: """
        actor any as associatedtype async await borrowing break case catch class consuming continue default defer \
        deinit do else enum extension fallthrough false fileprivate final for func get guard if import in indirect \
        infix init inout internal is isolated lazy let macro mutating nil nonisolated nonmutating open operator \
        override package postfix precedencegroup prefix private protocol public repeat required rethrows return \
        self sending set some static struct subscript super switch throw throws true try typealias unowned var weak \
        where while willSet didSet
        """,
      line: ["//"], block: cComments,
      quotes: [
        Quote("#\"\"\"", "\"\"\"#", escape: nil, multiline: true), Quote("\"\"\"", multiline: true),
        Quote("#\"", "\"#", escape: nil), Quote("\""),
      ], nameBytes: "@#", traits: [.nestsComments, .capitalsAreTypes, .marksCalls]),
    CodeLanguage(
      "python py python3 py3 pycon ipython",
      keywords: """
        False None True and as assert async await break case class continue def del elif else except finally for \
        from global if import in is lambda match nonlocal not or pass raise return self try while with yield
        """, types: "int str float bool list dict set tuple bytes object type",
      line: ["#"], quotes: tripleQuotes + plainQuotes, nameBytes: "@"),
    CodeLanguage(
      "javascript js jsx mjs cjs node",
      keywords: """
        as async await break case catch class const continue debugger default delete do else export extends false \
        finally for from function get if import in instanceof let new null of return set static super switch this \
        throw true try typeof undefined var void while with yield
        """, line: ["//"], block: cComments, quotes: [Quote("`", multiline: true)] + plainQuotes,
      nameBytes: "$@#"),
    CodeLanguage(
      "typescript ts tsx mts cts",
      keywords: """
        abstract as asserts async await break case catch class const continue debugger declare default delete do \
        else enum export extends false finally for from function get if implements import in infer instanceof \
        interface is keyof let namespace new null of override private protected public readonly return satisfies \
        set static super switch this throw true try type typeof undefined var void while with yield
        """, types: "any bigint boolean never number object string symbol unknown",
      line: ["//"], block: cComments, quotes: [Quote("`", multiline: true)] + plainQuotes, nameBytes: "$@#"),
    CodeLanguage(
      "go golang",
      keywords: """
        break case chan const continue default defer else fallthrough false for func go goto if import interface \
        iota map nil package range return select struct switch true type var
        """,
      types: """
        any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string \
        uint uint8 uint16 uint32 uint64 uintptr
        """, line: ["//"], block: cComments,
      quotes: [Quote("`", escape: nil, multiline: true)] + plainQuotes),
    CodeLanguage(
      "rust rs",
      keywords: """
        as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod \
        move mut pub ref return self static struct super trait true type union unsafe use where while yield
        """,
      types: "bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize Self",
      line: ["//"], block: cComments,
      quotes: [
        Quote("r##\"", "\"##", escape: nil, multiline: true),
        Quote("r#\"", "\"#", escape: nil, multiline: true),
        Quote("r\"", "\"", escape: nil, multiline: true),
        Quote("\"", multiline: true), .character("'"),
      ], traits: [.nestsComments, .capitalsAreTypes, .marksCalls]),
    CodeLanguage(
      "java",
      keywords: """
        abstract assert break case catch class const continue default do else enum extends false final finally for \
        goto if implements import instanceof interface native new null package permits private protected public \
        record return sealed static strictfp super switch synchronized this throw throws transient true try var \
        void volatile when while yield
        """, types: "boolean byte char double float int long short",
      line: ["//"], block: cComments, quotes: [Quote("\"\"\"", multiline: true)] + plainQuotes,
      nameBytes: "@$"),
    CodeLanguage(
      "kotlin kt kts",
      keywords: """
        abstract actual annotation as break by catch class companion const constructor continue crossinline data do \
        else enum expect external false final finally for fun get if import in infix init inline inner interface \
        internal is lateinit noinline null object open operator out override package private protected public \
        reified return sealed set super suspend tailrec this throw true try typealias val value var vararg when \
        where while
        """,
      line: ["//"], block: cComments,
      quotes: [Quote("\"\"\"", escape: nil, multiline: true)] + plainQuotes, nameBytes: "@",
      traits: [.nestsComments, .capitalsAreTypes, .marksCalls]),
    CodeLanguage(
      "scala groovy dart",
      keywords: """
        abstract as async await break case catch class const continue def do else enum export extends extension \
        factory false final finally for given if implements implicit import in is late lazy match mixin new null \
        object override package part private protected required return sealed static super switch this throw trait \
        true try type using val var void when while with yield
        """, types: "bool boolean byte char double float int long num short",
      line: ["//"], block: cComments, quotes: tripleQuotes + plainQuotes, nameBytes: "@$"),
    CodeLanguage(
      "c h objc objective-c",
      keywords: """
        alignas alignof asm auto break case const constexpr continue default do else enum extern false for goto if \
        inline nullptr register restrict return sizeof static static_assert struct switch true typedef typeof union \
        volatile while NULL #include #define #if #ifdef #ifndef #endif #else #elif #pragma #undef #error #import \
        @interface @implementation @end @property @protocol @selector nil self YES NO
        """,
      types: """
        bool char double float int int8_t int16_t int32_t int64_t intptr_t long ptrdiff_t short signed size_t \
        ssize_t uint8_t uint16_t uint32_t uint64_t uintptr_t unsigned void wchar_t id
        """, line: ["//"], block: cComments, quotes: plainQuotes, nameBytes: "#@"),
    CodeLanguage(
      "c++ cpp cc cxx hpp hh hxx arduino ino cuda cu",
      keywords: """
        alignas alignof asm auto break case catch class co_await co_return co_yield concept const const_cast \
        consteval constexpr constinit continue decltype default delete do dynamic_cast else enum explicit export \
        extern false final for friend goto if inline mutable namespace new noexcept nullptr operator override \
        private protected public register reinterpret_cast requires return sizeof static static_assert static_cast \
        struct switch template this thread_local throw true try typedef typeid typename union using virtual \
        volatile while NULL #include #define #if #ifdef #ifndef #endif #else #elif #pragma #undef #error
        """,
      types: """
        bool char char8_t char16_t char32_t double float int int8_t int16_t int32_t int64_t long ptrdiff_t short \
        signed size_t ssize_t string string_view uint8_t uint16_t uint32_t uint64_t unsigned vector void wchar_t
        """, line: ["//"], block: cComments,
      quotes: [Quote("R\"(", ")\"", escape: nil, multiline: true), Quote("\""), .character("'")],
      nameBytes: "#"),
    CodeLanguage(
      "c# csharp cs",
      keywords: """
        abstract as async await base break case catch checked class const continue default delegate do else enum \
        event explicit extern false finally fixed for foreach get goto if implicit in init interface internal is \
        lock nameof namespace new null operator out override params partial private protected public readonly \
        record ref required return sealed set sizeof stackalloc static struct switch this throw true try typeof \
        unchecked unsafe using value var virtual volatile when where while with yield
        """,
      types:
        "bool byte char decimal double dynamic float int long object sbyte short string uint ulong ushort void",
      line: ["//"], block: cComments,
      quotes: [
        Quote("\"\"\"", escape: nil, multiline: true), Quote("$@\"", "\"", escape: nil, multiline: true),
        Quote("@\"", "\"", escape: nil, multiline: true),
      ] + plainQuotes, nameBytes: "#"),
    CodeLanguage(
      "ruby rb",
      keywords: """
        BEGIN END alias and attr_accessor attr_reader attr_writer begin break case class def defined? do else elsif \
        end ensure extend false for if in include module next nil not or private protected public puts raise redo \
        require require_relative rescue retry return self super then true undef unless until when while yield
        """, line: ["#"], block: ("=begin", "=end"),
      quotes: [Quote("\"", multiline: true), Quote("'", multiline: true), Quote("`")], nameBytes: "@$",
      heredoc: "<<", traits: [.capitalsAreTypes, .marksCalls, .commentsAreSpaced]),
    CodeLanguage(
      "php",
      keywords: """
        abstract and array as break callable case catch class clone const continue declare default do echo else \
        elseif empty enum extends false final finally fn for foreach function global goto if implements include \
        include_once instanceof insteadof interface isset list match namespace new null or print private protected \
        public readonly require require_once return self static switch throw trait true try unset use var while xor \
        yield
        """, types: "bool float int iterable mixed never object string void",
      line: ["//", "#"], block: cComments,
      quotes: [Quote("\"", multiline: true), Quote("'", multiline: true)], nameBytes: "$", heredoc: "<<<"),
    CodeLanguage(
      "bash sh shell zsh console shell-session shellscript ksh fish terminal",
      keywords: """
        alias break case cd continue declare do done echo elif else esac eval exec exit export fi for function if \
        in local printf read readonly return select set shift source sudo then time trap unset until while
        """, line: ["#"],
      quotes: [Quote("\"", multiline: true), Quote("'", escape: nil, multiline: true), Quote("`")],
      nameBytes: "$", heredoc: "<<", traits: .commentsAreSpaced),
    CodeLanguage(
      "powershell ps1 pwsh ps psm1",
      keywords: """
        begin break catch class continue data do dynamicparam else elseif end enum exit filter finally for foreach \
        from function hidden if in param process return static switch throw trap try until using var while \
        $true $false $null -eq -ne -gt -ge -lt -le -like -notlike -match -notmatch -contains -notcontains -in \
        -notin -replace -split -join -and -or -not -is -as -f
        """,
      types:
        "array bool byte char datetime decimal double hashtable int int32 int64 long object string switch",
      line: ["#"], block: ("<#", "#>"),
      quotes: [
        Quote("@\"", "\"@", escape: nil, multiline: true), Quote("@'", "'@", escape: nil, multiline: true),
        Quote("\"", escape: "`", multiline: true), Quote("'", escape: nil, multiline: true),
      ], nameBytes: "$-", traits: [.ignoresCase, .marksCalls, .commentsAreSpaced]),
    CodeLanguage(
      "sql mysql postgresql postgres psql sqlite plsql tsql",
      keywords: """
        add all alter analyze and any as asc begin between by cascade case check collate column commit constraint \
        create cross current database default delete desc distinct drop else end except exists explain false fetch \
        for foreign from full function grant group having if ilike in index inner insert intersect into is join key \
        lateral left like limit natural not null offset on or order outer over partition primary procedure \
        recursive references replace returning revoke right rollback row rows select set table then to transaction \
        trigger true truncate union unique update using values view when where window with
        """,
      types: """
        bigint blob boolean bytea char date decimal double float int integer interval json jsonb numeric real \
        serial smallint text time timestamp timestamptz uuid varchar
        """, line: ["--"], block: cComments,
      quotes: [Quote("'", escape: nil, multiline: true), Quote("\"", escape: nil), Quote("`", escape: nil)],
      traits: [.ignoresCase, .marksCalls]),
    CodeLanguage(
      "html xml svg xhtml htm vue svelte plist xaml rss", shape: .markup, block: ("<!--", "-->"),
      quotes: plainQuotes.map {
        var quote = $0
        quote.multiline = true
        return quote
      }),
    CodeLanguage(
      "css scss less", shape: .keyed,
      keywords: "!important inherit initial unset none auto", block: cComments, quotes: plainQuotes,
      nameBytes: "-@#$!", traits: []),
    CodeLanguage(
      "json", shape: .keyed, keywords: "true false null", quotes: plainQuotes, traits: []),
    CodeLanguage(
      "json5 jsonc jsonl ndjson hjson", shape: .keyed, keywords: "true false null Infinity NaN", line: ["//"],
      block: cComments, quotes: plainQuotes, nameBytes: "$", traits: []),
    CodeLanguage(
      "yaml yml", shape: .keyed, keywords: "true false null yes no on off", line: ["#"], quotes: plainQuotes,
      nameBytes: "-.", traits: .commentsAreSpaced),
    CodeLanguage(
      "toml ini conf cfg properties dotenv env", shape: .keyed, keywords: "true false", line: ["#"],
      quotes: [Quote("\"\"\"", multiline: true), Quote("'''", escape: nil, multiline: true)] + plainQuotes,
      nameBytes: "-.", traits: []),
    CodeLanguage("diff patch udiff", shape: .diff),
    CodeLanguage(
      "dockerfile docker containerfile",
      keywords: """
        add arg as cmd copy entrypoint env expose from healthcheck label maintainer onbuild run shell stopsignal \
        user volume workdir
        """, line: ["#"], quotes: plainQuotes, nameBytes: "$", heredoc: "<<",
      traits: [.ignoresCase, .commentsAreSpaced]),
    CodeLanguage(
      "makefile make mk gnumake", shape: .keyed,
      keywords: "ifeq ifneq ifdef ifndef else endif include define endef export override unexport vpath",
      line: ["#"], quotes: plainQuotes, nameBytes: "$-.%", traits: .commentsAreSpaced),
    CodeLanguage(
      "lua",
      keywords: """
        and break do else elseif end false for function goto if in local nil not or repeat return self then true \
        until while
        """, line: ["--"], block: ("--[[", "]]"),
      quotes: [Quote("[[", "]]", escape: nil, multiline: true)] + plainQuotes, traits: .marksCalls),
    CodeLanguage(
      "r rscript",
      keywords: """
        FALSE Inf NA NULL NaN TRUE break else for function if in library next repeat require return source while
        """, line: ["#"],
      quotes: [Quote("\"", multiline: true), Quote("'", multiline: true), Quote("`", escape: nil)],
      nameBytes: ".", traits: .marksCalls),
  ]
}
