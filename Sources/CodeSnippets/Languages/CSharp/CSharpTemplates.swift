/// Templates of the programs in C#.
enum CSharpTemplates {
  static let sections = SourceSections(
    request: request, chatAnswer: chatAnswer, chatStream: chatStream, pictureAnswer: pictureAnswer,
    pictureStream: pictureStream, pictureSaving: pictureSaving, video: video, end: end)

  private static let request = #"""
    using System;
    ?!picture:using System.Collections.Generic;
    ?!chat:using System.IO;
    ?chat&stream:using System.IO;
    ?video:using System.Linq;
    using System.Net.Http;
    ?form:using System.Net.Http.Headers;
    ?json:using System.Text;
    using System.Text.Json.Nodes;
    using System.Threading;
    using System.Threading.Tasks;

    static class Snippet
    {
        const string Url = ‹url›;
    ?json:    const string Body = ‹body›;
        static readonly HttpClient Client = new HttpClient { Timeout = ‹limit› };

    ?json:    static HttpRequestMessage NewRequest(HttpMethod method, string url)
    ?json:    {
    ?json:        var request = new HttpRequestMessage(method, url);
    ?json:        request.Headers.Add("Authorization", ‹bearer›);
    ?json:        ‹headers›
    ?json:        return request;
    ?json:    }
    ?json:
        static Task<HttpResponseMessage> Post()
        {
    ?json:        var request = NewRequest(HttpMethod.Post, Url);
    ?json:        request.Content = new StringContent(Body, Encoding.UTF8, "application/json");
    ?form:        var form = new MultipartFormDataContent();
    ?form:        ‹fields›
    ?form:        ‹files›
    ?form:        var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = form };
    ?form:        request.Headers.Add("Authorization", ‹bearer›);
    ?form:        ‹headers›
            return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        }

    ?form:    static void AddFile(MultipartFormDataContent form, string field, string path, string name, string type)
    ?form:    {
    ?form:        var content = new ByteArrayContent(File.ReadAllBytes(path));
    ?form:        content.Headers.ContentType = new MediaTypeHeaderValue(type);
    ?form:        form.Add(content, field, name);
    ?form:    }
    ?form:
    ?retry&comments:    // ‹retry words›
    ?retry:    static async Task<HttpResponseMessage> PostTwice()
    ?retry:    {
    ?retry:        try
    ?retry:        {
    ?retry:            var response = await Post();
    ?retry:            var status = (int)response.StatusCode;
    ?retry:            if (status != 429 && status < 500) return response;
    ?retry:        }
    ?retry:        catch (HttpRequestException failure)
    ?retry:        {
    ?retry:            Console.Error.WriteLine(failure.Message);
    ?retry:        }
    ?retry:        await Task.Delay(TimeSpan.FromSeconds(‹retry pause›));
    ?retry:        return await Post();
    ?retry:    }
    ?retry:
        static int Fail(string words)
        {
            Console.Error.WriteLine(words);
            return 1;
        }

        static async Task<int> Main()
        {
    ?video&comments:        // ‹video words›
    ?!retry:        var response = await Post();
    ?retry:        var response = await PostTwice();
            if ((int)response.StatusCode != 200)
            {
                return Fail($"HTTP {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            }

    """#

  private static let chatAnswer = #"""
            var text = await response.Content.ReadAsStringAsync();
            var answer = JsonNode.Parse(text);
            var choices = answer?["choices"]?.AsArray() ?? new JsonArray();
            if (choices.Count == 0) return Fail(text);
    ?!choices:        Console.WriteLine(choices[0]?["message"]?["content"]);
    ?choices:        for (var number = 0; number < choices.Count; number++)
    ?choices:        {
    ?choices:            if (number > 0) Console.WriteLine("‹separator›");
    ?choices:            Console.WriteLine(choices[number]?["message"]?["content"]);
    ?choices:        }
    ?tools:        foreach (var choice in choices)
    ?tools:        {
    ?tools:            foreach (var call in choice?["message"]?["tool_calls"]?.AsArray() ?? new JsonArray())
    ?tools:            {
    ?tools:                var function = call?["function"];
    ?tools:                Console.WriteLine($"{function?["name"]}({function?["arguments"]})");
    ?tools:            }
    ?tools:        }
    ?usage:        var usage = answer?["usage"];
    ?usage:        if (usage != null)
    ?usage:        {
    ?usage:            Console.Error.WriteLine($"{usage["prompt_tokens"]} tokens in, {usage["completion_tokens"]} out");
    ?usage:        }
            return 0;
        }
    """#

  private static let chatStream = #"""
    ?choices:        var others = new SortedDictionary<int, string>();
    ?tools:        var names = new SortedDictionary<int, string>();
    ?tools:        var arguments = new Dictionary<int, string>();
    ?usage:        var usage = "";
            var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            for (var line = await reader.ReadLineAsync(); line != null; line = await reader.ReadLineAsync())
            {
                var data = (line.StartsWith("data:") ? line.Substring(5) : line).Trim();
                if (data == "[DONE]") break;
    ?comments:            // Blank lines, comments and names of events begin otherwise.
                if (!data.StartsWith("{")) continue;
                var part = JsonNode.Parse(data);
                if (part?["error"] != null) return Fail("\n" + data);
                foreach (var choice in part?["choices"]?.AsArray() ?? new JsonArray())
                {
                    var delta = choice?["delta"];
    ?choices:                var number = (int?)choice?["index"] ?? 0;
    ?choices:                if (number > 0)
    ?choices:                {
    ?choices:                    others.TryGetValue(number, out var other);
    ?choices:                    others[number] = other + delta?["content"];
    ?choices:                }
    ?choices:                else
    ?choices:                {
    ?choices:                    Console.Write(delta?["content"]);
    ?choices:                }
    ?!choices:                Console.Write(delta?["content"]);
    ?tools:                foreach (var piece in delta?["tool_calls"]?.AsArray() ?? new JsonArray())
    ?tools:                {
    ?tools&!choices:                    var place = (int?)piece?["index"] ?? names.Count;
    ?tools&choices:                    var place = number * 1000 + ((int?)piece?["index"] ?? names.Count);
    ?tools:                    names.TryGetValue(place, out var name);
    ?tools:                    names[place] = string.IsNullOrEmpty(name) ? $"{piece?["function"]?["name"]}" : name;
    ?tools:                    arguments.TryGetValue(place, out var sofar);
    ?tools:                    arguments[place] = sofar + piece?["function"]?["arguments"];
    ?tools:                }
                }
    ?usage:            var counts = part?["usage"];
    ?usage:            if (counts != null)
    ?usage:            {
    ?usage:                usage = $"{counts["prompt_tokens"]} tokens in, {counts["completion_tokens"]} out";
    ?usage:            }
            }
            Console.WriteLine();
    ?choices:        foreach (var other in others.Values) Console.WriteLine("‹separator›\n" + other);
    ?tools:        foreach (var place in names.Keys) Console.WriteLine($"{names[place]}({arguments[place]})");
    ?usage:        if (usage != "") Console.Error.WriteLine(usage);
            return 0;
        }
    """#

  private static let pictureAnswer = #"""
            var text = await response.Content.ReadAsStringAsync();
            var answer = JsonNode.Parse(text);
            var items = answer?["data"]?.AsArray() ?? new JsonArray();
            if (items.Count == 0) return Fail(text);
            for (var index = 0; index < items.Count; index++) await Save(items[index], index + 1);
    ?usage:        PrintUsage(answer?["usage"]);
            return 0;
        }
    """#

  private static let pictureStream = #"""
            var number = 0;
            var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            for (var line = await reader.ReadLineAsync(); line != null; line = await reader.ReadLineAsync())
            {
                var data = (line.StartsWith("data:") ? line.Substring(5) : line).Trim();
    ?comments:            // Blank lines, comments and names of events begin otherwise.
                if (!data.StartsWith("{")) continue;
                var part = JsonNode.Parse(data);
                if (part?["error"] != null) return Fail("\n" + data);
                if (!$"{part?["type"]}".EndsWith(".completed")) continue;
                number += 1;
                await Save(part, number);
    ?usage:            PrintUsage(part?["usage"]);
            }
            return 0;
        }
    """#

  private static let pictureSaving = #"""

        static async Task Save(JsonNode? item, int number)
        {
            var name = $"image-{number}.‹extension›";
            var base64 = $"{item?["b64_json"]}";
    ?comments:        // A link gets no key: it may lead elsewhere.
            var content = base64 != ""
                ? Convert.FromBase64String(base64)
                : await new HttpClient().GetByteArrayAsync($"{item?["url"]}");
            File.WriteAllBytes(name, content);
            Console.WriteLine(name);
        }
    ?usage:
    ?usage:    static void PrintUsage(JsonNode? usage)
    ?usage:    {
    ?usage:        if (usage == null) return;
    ?usage:        Console.Error.WriteLine($"{usage["input_tokens"]} tokens in, {usage["output_tokens"]} out");
    ?usage:    }
    """#

  private static let video = #"""
            var text = await response.Content.ReadAsStringAsync();
            var video = $"{TaskOf(text)?["id"] ?? TaskOf(text)?["task_id"]}";
            if (video == "") return Fail(text);
            Console.Error.WriteLine(video);

    ?comments:        // ‹poll words›
            var pause = ‹poll pause›.0;
            var end = DateTime.UtcNow.AddSeconds(‹poll limit›);
            while (true)
            {
                response = await Client.SendAsync(NewRequest(HttpMethod.Get, Url + "/" + video));
                text = await response.Content.ReadAsStringAsync();
                var code = (int)response.StatusCode;
                if (code == 200)
                {
                    var status = $"{TaskOf(text)?["status"]}".ToLowerInvariant();
                    if (new[] { ‹done› }.Contains(status)) break;
                    if (new[] { ‹failed› }.Contains(status)) return Fail(text);
                }
                else if (code != 429 && code < 500)
                {
                    return Fail($"HTTP {code}: {text}");
                }
                if (DateTime.UtcNow > end) return Fail($"{video} is not done yet.");
                await Task.Delay(TimeSpan.FromSeconds(pause));
                pause = Math.Min(pause * ‹poll factor›, ‹poll longest›);
            }

            var request = NewRequest(HttpMethod.Get, ‹base› + video + "/content");
            response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if ((int)response.StatusCode != 200)
            {
                return Fail($"HTTP {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            }
            using (var file = File.Create("‹video file›"))
            {
                await response.Content.CopyToAsync(file);
            }
            Console.WriteLine("‹video file›");
            return 0;
        }

    ?comments:    // Relays answer with the task itself, or with it in "data".
        static JsonNode? TaskOf(string text)
        {
            var task = JsonNode.Parse(text);
            return task?["data"] is JsonObject data ? data : task;
        }
    """#

  private static let end = "}"
}
