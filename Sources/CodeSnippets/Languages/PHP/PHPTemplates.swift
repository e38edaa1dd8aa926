/// Templates of the programs in PHP.
enum PHPTemplates {
  static let sections = SourceSections(
    request: request, chatAnswer: chatAnswer, chatStream: chatStream, pictureAnswer: pictureAnswer,
    pictureStream: pictureStream, video: video)

  private static let request = #"""
    <?php

    $url = ‹url›;
    ?repeated:$boundary = bin2hex(random_bytes(16));
    $headers = [
        ‹bearer›,
    ?json:    "Content-Type: application/json",
    ?repeated:    "Content-Type: multipart/form-data; boundary=$boundary",
        ‹headers›
    ];
    ?text&comments:// As text, because an array of PHP would change a number or a list in it.
    ?json:$body = ‹body›;
    ?form&!repeated:$body = [
    ?form&!repeated:    ‹fields›
    ?form&!repeated:    ‹files›
    ?form&!repeated:];
    ?repeated&comments:// By hand, because an array cannot hold two files of one name.
    ?repeated:$body = "--$boundary\r\n" . implode("--$boundary\r\n", [
    ?repeated:    ‹parts›
    ?repeated:]) . "--$boundary--\r\n";

    function fail(string $words): never
    {
        fwrite(STDERR, $words . "\n");
        exit(1);
    }

    ?repeated:function part(string $name, string $content, string $more = ""): string
    ?repeated:{
    ?repeated:    return "Content-Disposition: form-data; name=\"$name\"$more\r\n\r\n$content\r\n";
    ?repeated:}
    ?repeated:
    ?repeated:function filePart(string $name, string $path, string $type): string
    ?repeated:{
    ?repeated:    $file = str_replace("\"", "%22", basename($path));
    ?repeated:    return part($name, file_get_contents($path), "; filename=\"$file\"\r\nContent-Type: $type");
    ?repeated:}
    ?repeated:
    ?picture:function savePicture(array $item, int $number): void
    ?picture:{
    ?picture:    if (!empty($item["b64_json"])) {
    ?picture:        $content = base64_decode($item["b64_json"]);
    ?picture:    } else {
    ?picture:        $link = curl_init($item["url"]);
    ?picture:        curl_setopt_array($link, [
    ?picture:            CURLOPT_RETURNTRANSFER => true,
    ?picture:            CURLOPT_FOLLOWLOCATION => true,
    ?picture:            CURLOPT_FAILONERROR => true,
    ?picture&limit:            CURLOPT_TIMEOUT => ‹limit›,
    ?picture:        ]);
    ?picture:        $content = curl_exec($link);
    ?picture:        if ($content === false) {
    ?picture:            fail(curl_error($link));
    ?picture:        }
    ?picture:    }
    ?picture:    $name = "image-$number.‹extension›";
    ?picture:    if (file_put_contents($name, $content) === false) {
    ?picture:        fail("$name cannot be written.");
    ?picture:    }
    ?picture:    print("$name\n");
    ?picture:}
    ?picture:
    ?picture&usage:function printUsage(?array $usage): void
    ?picture&usage:{
    ?picture&usage:    if ($usage) {
    ?picture&usage:        fwrite(STDERR, "{$usage["input_tokens"]} tokens in, {$usage["output_tokens"]} out\n");
    ?picture&usage:    }
    ?picture&usage:}
    ?picture&usage:
    ?stream&picture:$number = 0;
    ?stream&chat&choices:$others = [];
    ?stream&chat&tools:$calls = [];
    ?stream&chat&usage:$usage = null;
    ?stream:$text = "";
    ?stream:
    ?stream:function readStreamLine(string $line): void
    ?stream:{
    ?stream&picture:    global $number;
    ?stream&chat&choices:    global $others;
    ?stream&chat&tools:    global $calls;
    ?stream&chat&usage:    global $usage;
    ?stream:    $data = trim(preg_replace("/^data:/", "", $line));
    ?stream:    if (!str_starts_with($data, "{")) {
    ?stream&comments:        return; // blank lines, comments, names of events, [DONE]
    ?stream&!comments:        return;
    ?stream:    }
    ?stream:    $event = json_decode($data, true);
    ?stream:    if ($event === null || isset($event["error"])) {
    ?stream:        fail("\n$data");
    ?stream:    }
    ?stream&picture:    if (str_ends_with($event["type"] ?? "", ".completed")) {
    ?stream&picture:        $number += 1;
    ?stream&picture:        savePicture($event, $number);
    ?stream&picture&usage:        printUsage($event["usage"] ?? null);
    ?stream&picture:    }
    ?stream&chat&usage:    $usage = $event["usage"] ?? $usage;
    ?stream&chat:    foreach ($event["choices"] ?? [] as $choice) {
    ?stream&chat&choices:        $number = $choice["index"] ?? 0;
    ?stream&chat&choices:        if ($number > 0) {
    ?stream&chat&choices:            $others[$number] = ($others[$number] ?? "") . ($choice["delta"]["content"] ?? "");
    ?stream&chat&choices:        } else {
    ?stream&chat&choices:            print($choice["delta"]["content"] ?? "");
    ?stream&chat&choices:        }
    ?stream&chat&!choices:        print($choice["delta"]["content"] ?? "");
    ?stream&chat&tools:        foreach ($choice["delta"]["tool_calls"] ?? [] as $call) {
    ?stream&chat&tools&!choices:            $place = $call["index"] ?? count($calls);
    ?stream&chat&tools&choices:            $place = $number * 1000 + ($call["index"] ?? count($calls));
    ?stream&chat&tools:            $calls[$place] ??= ["", ""];
    ?stream&chat&tools:            $calls[$place][0] = $calls[$place][0] ?: ($call["function"]["name"] ?? "");
    ?stream&chat&tools:            $calls[$place][1] .= $call["function"]["arguments"] ?? "";
    ?stream&chat&tools:        }
    ?stream&chat:    }
    ?stream:}
    ?stream:
    ?stream:$curl = curl_init($url);
    ?video:function request(string $url, array $options = []): array
    ?video:{
    ?video:    global $headers;
    ?video:    $curl = curl_init($url);
    ?video:    curl_setopt_array($curl, $options + [
    ?video:        CURLOPT_HTTPHEADER => $headers,
    ?video:        CURLOPT_RETURNTRANSFER => true,
    ?video&limit:        CURLOPT_TIMEOUT => ‹limit›,
    ?video:    ]);
    ?video:    $answer = curl_exec($curl);
    ?video:    return [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), $answer === false ? curl_error($curl) : $answer];
    ?video:}
    ?video:
    ?video&comments:// ‹video words›
    ?video&text:[$status, $answer] = request($url, [CURLOPT_POSTFIELDS => $body]);
    ?video&!text:[$status, $answer] = request($url, [CURLOPT_POSTFIELDS => json_encode($body)]);
    ?!video&!stream:$curl = curl_init($url);
    ?!video:curl_setopt_array($curl, [
    ?!video:    CURLOPT_HTTPHEADER => $headers,
    ?!video&json&!text:    CURLOPT_POSTFIELDS => json_encode($body),
    ?!video&json&text:    CURLOPT_POSTFIELDS => $body,
    ?!video&form:    CURLOPT_POSTFIELDS => $body,
    ?!video&!stream:    CURLOPT_RETURNTRANSFER => true,
    ?!video&limit:    CURLOPT_TIMEOUT => ‹limit›,
    ?stream&comments:    // Pieces end anywhere: only whole lines are read, and what follows waits.
    ?stream:    CURLOPT_WRITEFUNCTION => function (CurlHandle $curl, string $piece) use (&$text): int {
    ?stream:        $text .= $piece;
    ?stream:        if (curl_getinfo($curl, CURLINFO_RESPONSE_CODE) == 200) {
    ?stream:            $lines = explode("\n", $text);
    ?stream:            $text = array_pop($lines);
    ?stream:            foreach ($lines as $line) {
    ?stream:                readStreamLine($line);
    ?stream:            }
    ?stream:        }
    ?stream:        return strlen($piece);
    ?stream:    },
    ?!video:]);
    ?!video:$answer = curl_exec($curl);
    ?!video:$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    ?retry&comments:// ‹retry words›
    ?retry:if ($status == 0 || $status == 429 || $status >= 500) {
    ?retry:    sleep(‹retry pause›);
    ?retry&stream:    $text = "";
    ?retry:    $answer = curl_exec($curl);
    ?retry:    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    ?retry:}
    ?!video:if ($answer === false) {
    ?!video:    fail(curl_error($curl));
    ?!video:}
    ?stream:if ($status != 200) {
    ?stream:    fail("HTTP $status: $text");
    ?stream:}
    ?stream:readStreamLine($text);
    ?!stream:if ($status != 200) {
    ?!stream:    fail("HTTP $status: $answer");
    ?!stream:}
    """#

  private static let chatAnswer = #"""
    $message = json_decode($answer, true);
    if (empty($message["choices"])) {
        fail($answer);
    }
    ?!choices:print(($message["choices"][0]["message"]["content"] ?? "") . "\n");
    ?choices:$texts = array_map(fn ($choice) => $choice["message"]["content"] ?? "", $message["choices"]);
    ?choices:print(implode("\n‹separator›\n", $texts) . "\n");
    ?tools:foreach ($message["choices"] as $choice) {
    ?tools:    foreach ($choice["message"]["tool_calls"] ?? [] as $call) {
    ?tools:        print("{$call["function"]["name"]}({$call["function"]["arguments"]})\n");
    ?tools:    }
    ?tools:}
    ?usage:$usage = $message["usage"] ?? null;
    ?usage:if ($usage) {
    ?usage:    fwrite(STDERR, "{$usage["prompt_tokens"]} tokens in, {$usage["completion_tokens"]} out\n");
    ?usage:}
    """#

  private static let chatStream = #"""
    print("\n");
    ?choices:ksort($others);
    ?choices:foreach ($others as $other) {
    ?choices:    print("‹separator›\n$other\n");
    ?choices:}
    ?tools:ksort($calls);
    ?tools:foreach ($calls as [$name, $arguments]) {
    ?tools:    print("$name($arguments)\n");
    ?tools:}
    ?usage:if ($usage) {
    ?usage:    fwrite(STDERR, "{$usage["prompt_tokens"]} tokens in, {$usage["completion_tokens"]} out\n");
    ?usage:}
    """#

  private static let pictureAnswer = #"""
    $pictures = json_decode($answer, true);
    if (empty($pictures["data"])) {
        fail($answer);
    }
    foreach ($pictures["data"] as $index => $item) {
        savePicture($item, $index + 1);
    }
    ?usage:printUsage($pictures["usage"] ?? null);
    """#

  private static let pictureStream = ""

  private static let video = #"""

    ?comments:// Relays answer with the task itself, or with it in "data".
    function taskOf(string $answer): array
    {
        $task = json_decode($answer, true);
        return is_array($task["data"] ?? null) ? $task["data"] : $task ?? [];
    }

    $task = taskOf($answer);
    $video = $task["id"] ?? $task["task_id"] ?? null;
    if (!$video) {
        fail($answer);
    }
    fwrite(STDERR, "$video\n");

    ?comments:// ‹poll words›
    $pause = ‹poll pause›;
    $end = time() + ‹poll limit›;
    while (true) {
        [$status, $answer] = request("$url/$video");
        if ($status == 200) {
            $state = strtolower(taskOf($answer)["status"] ?? "");
            if (in_array($state, [‹done›])) {
                break;
            } elseif (in_array($state, [‹failed›])) {
                fail($answer);
            }
        } elseif ($status != 0 && $status != 429 && $status < 500) {
            fail("HTTP $status: $answer");
        }
        if (time() > $end) {
            fail("$video is not done yet.");
        }
        usleep((int) ($pause * 1_000_000));
        $pause = min($pause * ‹poll factor›, ‹poll longest›);
    }

    [$status, $content] = request(‹base› . $video . "/content", [CURLOPT_FOLLOWLOCATION => true]);
    if ($status != 200) {
        fail("HTTP $status: $content");
    }
    if (file_put_contents("‹video file›", $content) === false) {
        fail("‹video file› cannot be written.");
    }
    print("‹video file›\n");
    """#
}
