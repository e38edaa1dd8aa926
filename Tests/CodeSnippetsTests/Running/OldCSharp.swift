/// What the C# compiler of mono needs to run a snippet for .NET: it knows C# 7 and has no System.Text.Json.
enum OldCSharp {
  /// Writes raw strings as verbatim ones with the same lines, and drops the signs of types that may be null; that
  /// compiler takes no asynchronous beginning either. Nothing else is changed.
  static let lowering = #"""
    import re, sys

    def verbatim(match):
        indent = len(match[2])
        lines = [line[indent:] for line in match[1].split("\n")]
        return '@"' + "\n".join(lines).replace('"', '""') + '"'

    source = open("snippet.cs", encoding="utf-8", newline="").read()
    source = re.sub(r'"""\n(.*?)\n( *)"""', verbatim, source, count=1, flags=re.S)
    source = source.replace("JsonNode? ", "JsonNode ")
    source = source.replace("static async Task<int> Main()", "public static async Task<int> Run()")
    open("lowered.cs", "w", encoding="utf-8", newline="").write(source)
    """#

  /// The few members of System.Text.Json that snippets use, over the reader of JSON that mono has.
  static let json = #"""
    using System;
    using System.Collections.Generic;
    using System.Linq;
    using System.Web.Script.Serialization;

    static class Start
    {
        static int Main() { return Snippet.Run().GetAwaiter().GetResult(); }
    }

    namespace System.Text.Json.Nodes
    {
        public class JsonNode
        {
            protected object value;

            public static JsonNode Parse(string text)
            {
                var reader = new JavaScriptSerializer { MaxJsonLength = int.MaxValue, RecursionLimit = 1000 };
                return Of(reader.DeserializeObject(text));
            }

            static JsonNode Of(object value)
            {
                if (value == null) return null;
                if (value is Dictionary<string, object>) return new JsonObject { value = value };
                if (value is object[]) return new JsonArray((object[])value);
                return new JsonNode { value = value };
            }

            public JsonNode this[string name]
            {
                get
                {
                    object member;
                    return ((Dictionary<string, object>)value).TryGetValue(name, out member) ? Of(member) : null;
                }
            }

            public JsonNode this[int index] { get { return Of(((object[])value)[index]); } }
            public JsonArray AsArray() { return (JsonArray)this; }
            public override string ToString() { return Convert.ToString(value); }
            public static explicit operator int?(JsonNode node) { return node == null ? (int?)null : (int)node.value; }
        }

        public class JsonObject : JsonNode { }

        public class JsonArray : JsonNode, IEnumerable<JsonNode>
        {
            readonly List<JsonNode> nodes = new List<JsonNode>();
            public JsonArray() : this(new object[0]) { }
            public JsonArray(object[] elements)
            {
                value = elements;
                for (var index = 0; index < elements.Length; index++) nodes.Add(base[index]);
            }
            public int Count { get { return nodes.Count; } }
            public IEnumerator<JsonNode> GetEnumerator() { return nodes.GetEnumerator(); }
            Collections.IEnumerator Collections.IEnumerable.GetEnumerator() { return nodes.GetEnumerator(); }
        }
    }
    """#
}
