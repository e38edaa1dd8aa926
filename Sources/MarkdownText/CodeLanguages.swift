/// The languages that are highlighted; a new one is one entry here.
enum CodeLanguages {
  /// Finds a language by any of its names in a fence, case ignored.
  static func named(_ name: String) -> CodeLanguage? { byName[name.lowercased()].map { all[$0] } }

  private static let byName: [String: Int] = {
    var table: [String: Int] = [:]
    for (index, language) in all.enumerated() {
      for name in language.names { table[name] = index }
    }
    return table
  }()

  private static let plainQuotes: [CodeLanguage.Quote] = [.init("\""), .init("'")]
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
        .init("#\"\"\"", "\"\"\"#", escapes: false, multiline: true), .init("\"\"\"", multiline: true),
        .init("#\"", "\"#", escapes: false), .init("\""),
      ], nests: true, extra: "@#"),
    CodeLanguage(
      "python py python3 pycon ipython",
      keywords: """
        False None True and as assert async await break case class continue def del elif else except finally for \
        from global if import in is lambda match nonlocal not or pass raise return self try while with yield
        """, types: "int str float bool list dict set tuple bytes object type",
      line: ["#"],
      quotes: [.init("\"\"\"", multiline: true), .init("'''", multiline: true), .init("\""), .init("'")],
      extra: "@"),
    CodeLanguage(
      "javascript js jsx mjs cjs typescript ts tsx node",
      keywords: """
        abstract as async await break case catch class const continue debugger declare default delete do else enum \
        export extends false finally for from function get if implements import in infer instanceof interface is \
        keyof let namespace new null of private protected public readonly return satisfies set static super switch \
        this throw true try type typeof undefined var void while with yield
        """, types: "any bigint boolean never number object string symbol unknown",
      line: ["//"], block: cComments, quotes: [.init("`", multiline: true)] + plainQuotes, extra: "$@"),
    CodeLanguage(
      "json jsonc json5 jsonl ndjson", keywords: "true false null", line: ["//"], block: cComments,
      quotes: plainQuotes, shape: .keyed, capitals: false, calls: false),
    CodeLanguage(
      "bash sh shell zsh console shell-session shellscript ksh",
      keywords: """
        alias break case cd continue declare do done echo elif else esac eval exec exit export fi for function if \
        in local printf read readonly return select set shift source then time trap unset until while sudo
        """, line: ["#"],
      quotes: [.init("\"", multiline: true), .init("'", escapes: false, multiline: true), .init("`")],
      capitals: false, extra: "$", calls: false),
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
      quotes: [.init("`", escapes: false, multiline: true)] + plainQuotes),
    CodeLanguage(
      "rust rs",
      keywords: """
        as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod \
        move mut pub ref return self static struct super trait true type union unsafe use where while yield
        """,
      types: "bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize Self",
      line: ["//"], block: cComments,
      quotes: [
        .init("r#\"", "\"#", escapes: false, multiline: true),
        .init("r\"", "\"", escapes: false, multiline: true),
        .init("\"", multiline: true),
      ], nests: true),
    CodeLanguage(
      "java kotlin kt scala groovy dart",
      keywords: """
        abstract assert break case catch class const continue data default do else enum extends false final finally \
        for fun goto if implements import in instanceof interface is native new null object override \
        package permits private protected public record return sealed static strictfp super switch synchronized this throw \
        throws transient true try val var void volatile when while yield
        """, types: "boolean byte char double float int long short",
      line: ["//"], block: cComments, quotes: [.init("\"\"\"", multiline: true)] + plainQuotes, extra: "@"),
    CodeLanguage(
      "c h c++ cpp cc cxx hpp objc objective-c arduino cuda",
      keywords: """
        alignas alignof asm auto break case catch class concept const consteval constexpr const_cast continue \
        co_await co_return co_yield decltype default delete do dynamic_cast else enum explicit export extern false \
        final for friend goto if inline mutable namespace new noexcept nullptr operator override private protected \
        public register reinterpret_cast requires restrict return sizeof static static_assert static_cast struct \
        switch template this throw true try typedef typeid typename union using virtual volatile while NULL \
        #include #define #if #ifdef #ifndef #endif #else #elif #pragma #undef #error
        """,
      types: """
        bool char char8_t char16_t char32_t double float int int8_t int16_t int32_t int64_t long ptrdiff_t short \
        signed size_t ssize_t string uint8_t uint16_t uint32_t uint64_t unsigned vector void wchar_t
        """, line: ["//"], block: cComments,
      quotes: [.init("R\"(", ")\"", escapes: false, multiline: true)] + plainQuotes,
      extra: "#"),
    CodeLanguage(
      "csharp cs c# fsharp",
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
        .init("\"\"\"", escapes: false, multiline: true), .init("@\"", "\"", escapes: false, multiline: true),
      ] + plainQuotes, extra: "#"),
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
      quotes: [.init("\"", multiline: true), .init("'", multiline: true)], extra: "$"),
    CodeLanguage(
      "ruby rb",
      keywords: """
        BEGIN END alias and attr_accessor attr_reader attr_writer begin break case class def defined? do else elsif \
        end ensure extend false for if in include module next nil not or private protected public puts raise redo \
        require require_relative rescue retry return self super then true undef unless until when while yield
        """, line: ["#"], block: ("=begin", "=end"),
      quotes: [.init("\"", multiline: true), .init("'", multiline: true), .init("`")], extra: "@$"),
    CodeLanguage(
      "sql mysql postgresql postgres sqlite plsql tsql",
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
      quotes: [.init("'", escapes: false, multiline: true), .init("\"", escapes: false)], ignoresCase: true,
      capitals: false),
    CodeLanguage(
      "html xml svg xhtml vue svelte plist", block: ("<!--", "-->"), quotes: plainQuotes, shape: .markup),
    CodeLanguage(
      "yaml yml", keywords: "true false null yes no on off", line: ["#"], quotes: plainQuotes, shape: .keyed,
      capitals: false, extra: "-.", calls: false),
    CodeLanguage(
      "toml ini conf cfg properties dotenv env", keywords: "true false", line: ["#"],
      quotes: [.init("\"\"\"", multiline: true), .init("'''", escapes: false, multiline: true)] + plainQuotes,
      shape: .keyed, capitals: false, extra: "-.", calls: false),
    CodeLanguage("diff patch udiff", shape: .diff),
  ]
}
