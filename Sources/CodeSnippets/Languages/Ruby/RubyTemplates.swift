/// Templates of the programs in Ruby.
enum RubyTemplates {
  static let sections = SourceSections(
    request: request, chatAnswer: chatAnswer, chatStream: chatStream, pictureAnswer: pictureAnswer,
    pictureStream: pictureStream, video: video)

  private static let request = #"""
    ?picture:require "base64"
    require "json"
    require "net/http"

    URL = URI(‹url›)
    HEADERS = {
        "Authorization" => ‹bearer›,
    ?json:    "Content-Type" => "application/json",
        ‹headers›
    }
    ?text&comments:# As text, because a float of Ruby would change a number in it.
    ?json:BODY = ‹body›

    def connect(&block)
        Net::HTTP.start(URL.host, URL.port, use_ssl: URL.scheme == "https", read_timeout: ‹limit›, &block)
    end

    def check(response)
        return if response.is_a?(Net::HTTPOK)

        abort "HTTP #{response.code}: #{response.read_body}"
    end

    ?comments:# Hands over the answer before its body is read.
    ?!retry:def post
    ?!retry:    request = Net::HTTP::Post.new(URL, HEADERS)
    ?!retry&json&!text:    request.body = JSON.generate(BODY)
    ?!retry&text:    request.body = BODY
    ?!retry&form:    request.set_form([
    ?!retry&form:        ‹fields›
    ?!retry&form:        ‹files›
    ?!retry&form:    ], "multipart/form-data")
    ?!retry:    connect do |http|
    ?!retry:        http.request(request) do |response|
    ?!retry:            check(response)
    ?!retry:            return yield response
    ?!retry:        end
    ?!retry:    end
    ?!retry:end
    ?retry:def post
    ?retry:    tries = 0
    ?retry:    begin
    ?retry:        tries += 1
    ?retry:        answered = false
    ?retry:        request = Net::HTTP::Post.new(URL, HEADERS)
    ?retry&json&!text:        request.body = JSON.generate(BODY)
    ?retry&text:        request.body = BODY
    ?retry&form:        request.set_form([
    ?retry&form:            ‹fields›
    ?retry&form:            ‹files›
    ?retry&form:        ], "multipart/form-data")
    ?retry:        connect do |http|
    ?retry:            http.request(request) do |response|
    ?retry:                status = response.code.to_i
    ?retry:                raise IOError, "HTTP #{status}" if tries == 1 && (status == 429 || status >= 500)
    ?retry:
    ?retry:                answered = true
    ?retry:                check(response)
    ?retry:                return yield response
    ?retry:            end
    ?retry:        end
    ?retry:    rescue SystemCallError, SocketError, IOError, Timeout::Error
    ?retry:        raise if answered || tries == 2
    ?retry:
    ?retry&comments:        # ‹retry words›
    ?retry:        sleep ‹retry pause›
    ?retry:        retry
    ?retry:    end
    ?retry:end

    ?picture:def save_picture(item, number)
    ?picture:    name = "image-#{number}.‹extension›"
    ?picture:    if item["b64_json"].to_s.empty?
    ?picture:        response = Net::HTTP.get_response(URI(item["url"]))
    ?picture:        check(response)
    ?picture:        File.binwrite(name, response.body)
    ?picture:    else
    ?picture:        File.binwrite(name, Base64.decode64(item["b64_json"]))
    ?picture:    end
    ?picture:    puts name
    ?picture:end
    ?picture:
    ?picture&usage:def print_usage(usage)
    ?picture&usage:    warn "#{usage["input_tokens"]} tokens in, #{usage["output_tokens"]} out" if usage
    ?picture&usage:end
    ?picture&usage:
    ?stream:def each_event(response)
    ?stream:    read = lambda do |line|
    ?stream:        data = line.delete_prefix("data:").strip
    ?stream&comments:        # Blank lines, comments, names of events and [DONE] begin otherwise.
    ?stream:        next unless data.start_with?("{")
    ?stream:
    ?stream:        event = JSON.parse(data)
    ?stream:        abort "\n#{data}" if event["error"]
    ?stream:        yield event
    ?stream:    end
    ?stream:    rest = String.new
    ?stream:    response.read_body do |piece|
    ?stream:        rest << piece
    ?stream:        *lines, rest = rest.split("\n", -1)
    ?stream:        lines.each(&read)
    ?stream:    end
    ?stream:    read.call(rest)
    ?stream:end
    ?stream:
    """#

  private static let chatAnswer = #"""
    text = post(&:read_body)
    answer = JSON.parse(text)
    abort text if answer["choices"].to_a.empty?
    ?!choices:puts answer["choices"][0]["message"]["content"].to_s
    ?choices:puts answer["choices"].map { |choice| choice["message"]["content"].to_s }.join("\n‹separator›\n")
    ?tools:answer["choices"].each do |choice|
    ?tools:    choice["message"]["tool_calls"].to_a.each do |call|
    ?tools:        puts "#{call["function"]["name"]}(#{call["function"]["arguments"]})"
    ?tools:    end
    ?tools:end
    ?usage:usage = answer["usage"]
    ?usage:warn "#{usage["prompt_tokens"]} tokens in, #{usage["completion_tokens"]} out" if usage
    """#

  private static let chatStream = #"""
    $stdout.sync = true
    ?choices:others = Hash.new("")
    ?tools:calls = {}
    ?usage:usage = nil
    post do |response|
        each_event(response) do |event|
    ?usage:        usage = event["usage"] || usage
            event["choices"].to_a.each do |choice|
                delta = choice["delta"] || {}
    ?choices:            number = choice["index"].to_i
    ?choices:            if number.zero?
    ?choices:                print delta["content"]
    ?choices:            else
    ?choices:                others[number] += delta["content"].to_s
    ?choices:            end
    ?!choices:            print delta["content"]
    ?tools:            delta["tool_calls"].to_a.each do |call|
    ?tools&choices:                place = [number, call["index"] || calls.size]
    ?tools&!choices:                place = call["index"] || calls.size
    ?tools:                calls[place] ||= Hash.new("")
    ?tools:                calls[place]["name"] = call.dig("function", "name") || calls[place]["name"]
    ?tools:                calls[place]["arguments"] += call.dig("function", "arguments").to_s
    ?tools:            end
            end
        end
    end
    puts
    ?choices:others.sort.each { |_, other| puts "‹separator›", other }
    ?tools:calls.sort.each { |_, call| puts "#{call["name"]}(#{call["arguments"]})" }
    ?usage:warn "#{usage["prompt_tokens"]} tokens in, #{usage["completion_tokens"]} out" if usage
    """#

  private static let pictureAnswer = #"""
    text = post(&:read_body)
    answer = JSON.parse(text)
    abort text if answer["data"].to_a.empty?
    answer["data"].each.with_index(1) { |item, number| save_picture(item, number) }
    ?usage:print_usage(answer["usage"])
    """#

  private static let pictureStream = #"""
    number = 0
    post do |response|
        each_event(response) do |event|
            next unless event["type"].to_s.end_with?(".completed")

            number += 1
            save_picture(event, number)
    ?usage:        print_usage(event["usage"])
        end
    end
    """#

  private static let video = #"""
    ?comments:# Relays answer with the task itself, or with it in "data".
    def task_of(text)
        task = JSON.parse(text)
        task["data"].is_a?(Hash) ? task["data"] : task
    end

    ?comments:# ‹video words›
    text = post(&:read_body)
    video = task_of(text)["id"] || task_of(text)["task_id"]
    abort text unless video
    warn video

    ?comments:# ‹poll words›
    pause = ‹poll pause›
    deadline = Time.now + ‹poll limit›
    loop do
        response = connect { |http| http.get("#{URL.path}/#{video}", HEADERS) }
        case response.code.to_i
        when 200
            status = task_of(response.body)["status"].to_s.downcase
            break if [‹done›].include?(status)

            abort response.body if [‹failed›].include?(status)
        when 429, (500..)
    ?comments:        # The next time it may work.
    ?!comments:        nil
        else
            check(response)
        end
        abort "#{video} is not done yet." if Time.now > deadline

        sleep pause
        pause = [pause * ‹poll factor›, ‹poll longest›].min
    end

    content = URI(‹base› + video + "/content")
    connect do |http|
        http.request_get(content.path, HEADERS) do |response|
            check(response)
            File.open("‹video file›", "wb") do |file|
                response.read_body { |piece| file.write(piece) }
            end
        end
    end
    puts "‹video file›"
    """#
}
