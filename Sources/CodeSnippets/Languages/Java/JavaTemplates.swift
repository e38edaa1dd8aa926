/// Templates of the programs in Java.
enum JavaTemplates {
  static let sections = SourceSections(
    request: request, chatAnswer: chatAnswer, chatStream: chatStream, pictureAnswer: pictureAnswer,
    pictureStream: pictureStream, pictureSaving: pictureSaving, video: video, end: end)

  private static let request = #"""
    ?comments:// Run with: java -cp gson-2.11.0.jar Snippet.java
    import com.google.gson.*;
    ?form:import java.io.ByteArrayOutputStream;
    ?retry&!form:import java.io.IOException;
    ?form:import java.io.IOException;
    import java.net.URI;
    import java.net.http.*;
    ?form:import java.nio.charset.StandardCharsets;
    ?picture:import java.nio.file.*;
    ?video:import java.nio.file.Path;
    ?limit:import java.time.Duration;
    import java.util.*;
    ?stream:import java.util.stream.*;

    public class Snippet {
        static final String URL = ‹url›;
    ?json:    static final String BODY = ‹body›;
    ?picture:    static final HttpClient CLIENT =
    ?picture:            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    ?!picture:    static final HttpClient CLIENT = HttpClient.newHttpClient();

        static HttpRequest.Builder request(String url) {
            return HttpRequest.newBuilder(URI.create(url))
    ?limit&comments:                // Until the answer begins.
    ?limit:                .timeout(Duration.ofSeconds(‹limit›))
                    ‹headers›
                    .header("Authorization", ‹bearer›);
        }

    ?!form&!stream:    static HttpResponse<String> post() throws Exception {
    ?!form&stream:    static HttpResponse<Stream<String>> post() throws Exception {
    ?form&!stream:    static HttpResponse<String> post(byte[] form, String boundary) throws Exception {
    ?form&stream:    static HttpResponse<Stream<String>> post(byte[] form, String boundary) throws Exception {
            HttpRequest request = request(URL)
    ?json:                .header("Content-Type", "application/json")
    ?json:                .POST(HttpRequest.BodyPublishers.ofString(BODY))
    ?form:                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
    ?form:                .POST(HttpRequest.BodyPublishers.ofByteArray(form))
                    .build();
    ?!stream:        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    ?stream:        return CLIENT.send(request, HttpResponse.BodyHandlers.ofLines());
        }

    ?form:    static final String BOUNDARY = UUID.randomUUID().toString();
    ?form:
    ?form:    static void addText(ByteArrayOutputStream form, String field, String value) throws IOException {
    ?form:        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field + "\"\r\n\r\n";
    ?form:        form.write((head + value + "\r\n").getBytes(StandardCharsets.UTF_8));
    ?form:    }
    ?form:
    ?form:    static void addFile(ByteArrayOutputStream form, String field, Path path, String type) throws IOException {
    ?form:        String name = path.getFileName().toString().replace("\"", "%22");
    ?form:        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field
    ?form:                + "\"; filename=\"" + name + "\"\r\nContent-Type: " + type + "\r\n\r\n";
    ?form:        form.write(head.getBytes(StandardCharsets.UTF_8));
    ?form:        form.write(Files.readAllBytes(path));
    ?form:        form.write("\r\n".getBytes(StandardCharsets.UTF_8));
    ?form:    }
    ?form:
        static void fail(String words) {
            System.err.println(words);
            System.exit(1);
        }

    ?comments:    // Empty where there is nothing, or null.
        static String text(JsonObject object, String name) {
            JsonElement element = object.get(name);
            return element == null || element.isJsonNull() ? "" : element.getAsString();
        }

    ?!video:    static Iterable<JsonElement> list(JsonObject object, String name) {
    ?!video:        JsonElement element = object.get(name);
    ?!video:        return element != null && element.isJsonArray() ? element.getAsJsonArray() : new JsonArray();
    ?!video:    }
    ?!video:
    ?usage:    static void printUsage(JsonElement usage) {
    ?usage:        if (usage != null && usage.isJsonObject()) {
    ?usage&chat:            String in = text(usage.getAsJsonObject(), "prompt_tokens");
    ?usage&chat:            String out = text(usage.getAsJsonObject(), "completion_tokens");
    ?usage&picture:            String in = text(usage.getAsJsonObject(), "input_tokens");
    ?usage&picture:            String out = text(usage.getAsJsonObject(), "output_tokens");
    ?usage:            System.err.println(in + " tokens in, " + out + " out");
    ?usage:        }
    ?usage:    }
    ?usage:
        public static void main(String[] arguments) throws Exception {
    ?form:        ByteArrayOutputStream form = new ByteArrayOutputStream();
    ?form:        ‹fields›
    ?form:        ‹files›
    ?form:        form.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    ?video&comments:        // ‹video words›
    ?!retry&json:        var response = post();
    ?!retry&form:        var response = post(form.toByteArray(), BOUNDARY);
    ?retry&comments:        // ‹retry words›
    ?retry&stream:        HttpResponse<Stream<String>> response = null;
    ?retry&!stream:        HttpResponse<String> response = null;
    ?retry:        try {
    ?retry&json:            response = post();
    ?retry&form:            response = post(form.toByteArray(), BOUNDARY);
    ?retry:        } catch (IOException failure) {
    ?retry:            System.err.println(failure);
    ?retry:        }
    ?retry:        if (response == null || response.statusCode() == 429 || response.statusCode() >= 500) {
    ?retry:            Thread.sleep(‹retry pause›000);
    ?retry&json:            response = post();
    ?retry&form:            response = post(form.toByteArray(), BOUNDARY);
    ?retry:        }
            if (response.statusCode() != 200) {
    ?!stream:            fail("HTTP " + response.statusCode() + ": " + response.body());
    ?stream:            fail("HTTP " + response.statusCode() + ": " + response.body().collect(Collectors.joining("\n")));
            }
    """#

  private static let chatAnswer = #"""
            JsonObject answer = JsonParser.parseString(response.body()).getAsJsonObject();
            if (!list(answer, "choices").iterator().hasNext()) {
                fail(response.body());
            }
    ?choices:        String separator = "";
            for (JsonElement choice : list(answer, "choices")) {
    ?choices:            System.out.print(separator);
                System.out.println(text(choice.getAsJsonObject().getAsJsonObject("message"), "content"));
    ?choices:            separator = "‹separator›\n";
            }
    ?tools:        for (JsonElement choice : list(answer, "choices")) {
    ?tools:            for (JsonElement call : list(choice.getAsJsonObject().getAsJsonObject("message"), "tool_calls")) {
    ?tools:                JsonObject function = call.getAsJsonObject().getAsJsonObject("function");
    ?tools:                System.out.println(text(function, "name") + "(" + text(function, "arguments") + ")");
    ?tools:            }
    ?tools:        }
    ?usage:        printUsage(answer.get("usage"));
        }
    """#

  private static let chatStream = #"""
    ?choices:        var others = new TreeMap<Integer, String>();
    ?tools:        var calls = new TreeMap<Integer, String[]>();
    ?usage:        JsonElement usage = null;
            for (String line : (Iterable<String>) response.body()::iterator) {
                String data = line.replaceFirst("^data:", "").strip();
                if (data.equals("[DONE]")) {
                    break;
                }
                if (!data.startsWith("{")) {
    ?comments:                continue; // blank lines, comments, names of events
    ?!comments:                continue;
                }
                JsonObject event = JsonParser.parseString(data).getAsJsonObject();
                if (event.has("error") && !event.get("error").isJsonNull()) {
                    fail("\n" + data);
                }
    ?usage:            if (event.has("usage") && event.get("usage").isJsonObject()) {
    ?usage:                usage = event.get("usage");
    ?usage:            }
                for (JsonElement element : list(event, "choices")) {
                    JsonObject choice = element.getAsJsonObject();
                    JsonObject delta = choice.getAsJsonObject("delta");
                    if (delta == null) {
                        continue;
                    }
    ?choices:                int number = choice.has("index") ? choice.get("index").getAsInt() : 0;
    ?choices:                if (number > 0) {
    ?choices:                    others.merge(number, text(delta, "content"), String::concat);
    ?choices:                } else {
    ?choices:                    System.out.print(text(delta, "content"));
    ?choices:                }
    ?!choices:                System.out.print(text(delta, "content"));
                    System.out.flush();
    ?tools:                for (JsonElement piece : list(delta, "tool_calls")) {
    ?tools:                    JsonElement index = piece.getAsJsonObject().get("index");
    ?tools:                    int place = index == null ? calls.size() : index.getAsInt();
    ?tools&choices:                    place += number * 1000;
    ?tools:                    JsonObject function = piece.getAsJsonObject().getAsJsonObject("function");
    ?tools:                    String[] call = calls.computeIfAbsent(place, key -> new String[] {"", ""});
    ?tools:                    call[0] = call[0].isEmpty() ? text(function, "name") : call[0];
    ?tools:                    call[1] += text(function, "arguments");
    ?tools:                }
                }
            }
            System.out.println();
    ?choices:        others.forEach((number, other) -> System.out.println("‹separator›\n" + other));
    ?tools:        calls.forEach((place, call) -> System.out.println(call[0] + "(" + call[1] + ")"));
    ?usage:        printUsage(usage);
        }
    """#

  private static let pictureAnswer = #"""
            JsonObject answer = JsonParser.parseString(response.body()).getAsJsonObject();
            int number = 0;
            for (JsonElement item : list(answer, "data")) {
                number += 1;
                save(item.getAsJsonObject(), number);
            }
            if (number == 0) {
                fail(response.body());
            }
    ?usage:        printUsage(answer.get("usage"));
        }
    """#

  private static let pictureStream = #"""
            int number = 0;
            for (String line : (Iterable<String>) response.body()::iterator) {
                String data = line.replaceFirst("^data:", "").strip();
                if (!data.startsWith("{")) {
    ?comments:                continue; // blank lines, comments, names of events
    ?!comments:                continue;
                }
                JsonObject event = JsonParser.parseString(data).getAsJsonObject();
                if (event.has("error") && !event.get("error").isJsonNull()) {
                    fail("\n" + data);
                }
                if (text(event, "type").endsWith(".completed")) {
                    number += 1;
                    save(event, number);
    ?usage:                printUsage(event.get("usage"));
                }
            }
        }
    """#

  private static let pictureSaving = #"""

        static void save(JsonObject item, int number) throws Exception {
            Path path = Path.of("image-" + number + ".‹extension›");
            if (!text(item, "b64_json").isEmpty()) {
                Files.write(path, Base64.getDecoder().decode(text(item, "b64_json")));
            } else {
                HttpRequest link = HttpRequest.newBuilder(URI.create(text(item, "url"))).build();
                var response = CLIENT.send(link, HttpResponse.BodyHandlers.ofFile(path));
                if (response.statusCode() != 200) {
                    fail("HTTP " + response.statusCode() + ": " + text(item, "url"));
                }
            }
            System.out.println(path);
        }
    """#

  private static let video = #"""
            JsonObject task = taskOf(response.body());
            String video = text(task, text(task, "id").isEmpty() ? "task_id" : "id");
            if (video.isEmpty()) {
                fail(response.body());
            }
            System.err.println(video);

    ?comments:        // ‹poll words›
            double pause = ‹poll pause›;
            long end = System.nanoTime() + ‹poll limit›_000_000_000L;
            while (true) {
                HttpRequest poll = request(URL + "/" + video).build();
                response = CLIENT.send(poll, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    String status = text(taskOf(response.body()), "status").toLowerCase(Locale.ROOT);
                    if (List.of(‹done›).contains(status)) {
                        break;
                    } else if (List.of(‹failed›).contains(status)) {
                        fail(response.body());
                    }
                } else if (response.statusCode() != 429 && response.statusCode() < 500) {
                    fail("HTTP " + response.statusCode() + ": " + response.body());
                }
                if (System.nanoTime() > end) {
                    fail(video + " is not done yet.");
                }
                Thread.sleep((long) (pause * 1000));
                pause = Math.min(pause * ‹poll factor›, ‹poll longest›);
            }

            HttpRequest content = request(‹base› + video + "/content").build();
            var download = CLIENT.send(content, HttpResponse.BodyHandlers.ofFile(Path.of("‹video file›")));
            if (download.statusCode() != 200) {
                fail("HTTP " + download.statusCode() + ": the answer is in ‹video file›");
            }
            System.out.println("‹video file›");
        }

    ?comments:    // Relays answer with the task itself, or with it in "data".
        static JsonObject taskOf(String answer) {
            JsonObject task = JsonParser.parseString(answer).getAsJsonObject();
            return task.has("data") && task.get("data").isJsonObject() ? task.getAsJsonObject("data") : task;
        }
    """#

  private static let end = "}"
}
