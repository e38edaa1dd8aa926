/// Templates of the programs in Go.
enum GoTemplates {
  static let sections = SourceSections(
    request: request, chatAnswer: chatAnswer, chatStream: chatStream, pictureAnswer: pictureAnswer,
    pictureStream: pictureStream, pictureSaving: pictureSaving, video: video)

  private static let request = #"""
    const url = ‹url›
    ?json:
    ?json:const body = ‹body›
    ?limit:
    ?limit&comments:// The limit holds for the whole answer, streamed or not.
    ?limit:var client = &http.Client{Timeout: ‹limit› * time.Second}

    ?chat:func send() (*http.Response, error) {
    ?chat:    request, err := http.NewRequest("POST", url, strings.NewReader(body))
    ?picture&json:func send() (*http.Response, error) {
    ?picture&json:    request, err := http.NewRequest("POST", url, strings.NewReader(body))
    ?form:func send(form []byte, contentType string) (*http.Response, error) {
    ?form:    request, err := http.NewRequest("POST", url, bytes.NewReader(form))
    ?video:func send(method, url string, body io.Reader) (*http.Response, error) {
    ?video:    request, err := http.NewRequest(method, url, body)
        if err != nil {
            return nil, err
        }
        request.Header.Set("Authorization", ‹bearer›)
    ?json:    request.Header.Set("Content-Type", "application/json")
    ?form:    request.Header.Set("Content-Type", contentType)
        ‹headers›
        return ‹client›.Do(request)
    }

    ?form:func addFile(form *multipart.Writer, field, path, mediaType string) {
    ?form:    content, err := os.ReadFile(path)
    ?form:    if err != nil {
    ?form:        log.Fatal(err)
    ?form:    }
    ?form:    name := strings.ReplaceAll(filepath.Base(path), `"`, "%22")
    ?form:    part, _ := form.CreatePart(textproto.MIMEHeader{
    ?form:        "Content-Disposition": {fmt.Sprintf(`form-data; name="%s"; filename="%s"`, field, name)},
    ?form:        "Content-Type":        {mediaType},
    ?form:    })
    ?form:    part.Write(content)
    ?form:}
    ?form:
    func main() {
        log.SetFlags(0)
    ?form:    var buffer bytes.Buffer
    ?form:    form := multipart.NewWriter(&buffer)
    ?form:    ‹fields›
    ?form:    ‹files›
    ?form:    form.Close()
    ?form:    response, err := send(buffer.Bytes(), form.FormDataContentType())
    ?chat:    response, err := send()
    ?picture&json:    response, err := send()
    ?video&comments:    // ‹video words›
    ?video:    response, err := send("POST", url, strings.NewReader(body))
    ?retry&comments:    // ‹retry words›
    ?retry:    if err != nil || response.StatusCode == 429 || response.StatusCode >= 500 {
    ?retry:        if err == nil {
    ?retry:            response.Body.Close()
    ?retry:        }
    ?retry:        time.Sleep(‹retry pause› * time.Second)
    ?retry&json:        response, err = send()
    ?retry&form:        response, err = send(buffer.Bytes(), form.FormDataContentType())
    ?retry:    }
        if err != nil {
            log.Fatal(err)
        }
        defer response.Body.Close()
        if response.StatusCode != http.StatusOK {
            words, _ := io.ReadAll(response.Body)
            log.Fatalf("HTTP %s: %s", response.Status, words)
        }

    """#

  private static let chatAnswer = #"""
        var answer struct {
            Choices []struct {
                Message struct {
    ?!tools:                Content string
    ?tools:                Content   string
    ?tools:                ToolCalls []struct {
    ?tools:                    Function struct{ Name, Arguments string }
    ?tools:                } `json:"tool_calls"`
                }
            }
    ?usage:        Usage *struct {
    ?usage:            In  int `json:"prompt_tokens"`
    ?usage:            Out int `json:"completion_tokens"`
    ?usage:        }
        }
        text, err := io.ReadAll(response.Body)
        if err != nil {
            log.Fatal(err)
        }
        if err := json.Unmarshal(text, &answer); err != nil || len(answer.Choices) == 0 {
            log.Fatalf("%s", text)
        }
    ?!choices:    fmt.Println(answer.Choices[0].Message.Content)
    ?choices:    for number, choice := range answer.Choices {
    ?choices:        if number > 0 {
    ?choices:            fmt.Println("‹separator›")
    ?choices:        }
    ?choices:        fmt.Println(choice.Message.Content)
    ?choices:    }
    ?tools:    for _, choice := range answer.Choices {
    ?tools:        for _, call := range choice.Message.ToolCalls {
    ?tools:            fmt.Printf("%s(%s)\n", call.Function.Name, call.Function.Arguments)
    ?tools:        }
    ?tools:    }
    ?usage:    if answer.Usage != nil {
    ?usage:        log.Printf("%d tokens in, %d out", answer.Usage.In, answer.Usage.Out)
    ?usage:    }
    }
    """#

  private static let chatStream = #"""
    ?choices:    others := map[int]string{}
    ?tools:    type call struct{ name, arguments string }
    ?tools:    calls := map[int]call{}
    ?usage:    usage := ""
        lines := bufio.NewReader(response.Body)
        for {
            line, err := lines.ReadString('\n')
            data := strings.TrimSpace(strings.TrimPrefix(line, "data:"))
            if data == "[DONE]" {
                break
            }
    ?comments:        // Blank lines, comments and names of events begin otherwise.
            if strings.HasPrefix(data, "{") {
                var event struct {
                    Choices []struct {
    ?choices:                    Index int
    ?!choices&tools:                    Index int
                        Delta struct {
    ?tools:                        Content   string
    ?!tools:                        Content string
    ?tools:                        ToolCalls []struct {
    ?tools:                            Index    *int
    ?tools:                            Function struct{ Name, Arguments string }
    ?tools:                        } `json:"tool_calls"`
                        }
                    }
    ?usage:                Usage *struct {
    ?usage:                    In  int `json:"prompt_tokens"`
    ?usage:                    Out int `json:"completion_tokens"`
    ?usage:                }
                    Error any
                }
                if err := json.Unmarshal([]byte(data), &event); err != nil {
                    log.Fatal(err)
                }
                if event.Error != nil {
                    log.Fatalf("\n%s", data)
                }
                for _, choice := range event.Choices {
    ?!choices:                fmt.Print(choice.Delta.Content)
    ?choices:                if choice.Index == 0 {
    ?choices:                    fmt.Print(choice.Delta.Content)
    ?choices:                } else {
    ?choices:                    others[choice.Index] += choice.Delta.Content
    ?choices:                }
    ?tools:                for _, piece := range choice.Delta.ToolCalls {
    ?tools:                    place := len(calls)
    ?tools:                    if piece.Index != nil {
    ?tools:                        place = choice.Index*1000 + *piece.Index
    ?tools:                    }
    ?tools:                    found := calls[place]
    ?tools:                    if found.name == "" {
    ?tools:                        found.name = piece.Function.Name
    ?tools:                    }
    ?tools:                    found.arguments += piece.Function.Arguments
    ?tools:                    calls[place] = found
    ?tools:                }
                }
    ?usage:            if event.Usage != nil {
    ?usage:                usage = fmt.Sprintf("%d tokens in, %d out", event.Usage.In, event.Usage.Out)
    ?usage:            }
            }
            if err == io.EOF {
                break
            } else if err != nil {
                log.Fatal(err)
            }
        }
        fmt.Println()
    ?choices:    for number := 1; number <= len(others); number++ {
    ?choices:        fmt.Printf("‹separator›\n%s\n", others[number])
    ?choices:    }
    ?tools:    var places []int
    ?tools:    for place := range calls {
    ?tools:        places = append(places, place)
    ?tools:    }
    ?tools:    sort.Ints(places)
    ?tools:    for _, place := range places {
    ?tools:        fmt.Printf("%s(%s)\n", calls[place].name, calls[place].arguments)
    ?tools:    }
    ?usage:    if usage != "" {
    ?usage:        log.Print(usage)
    ?usage:    }
    }
    """#

  private static let pictureAnswer = #"""
        var answer struct {
    ?!usage:        Data []picture
    ?usage:        Data  []picture
    ?usage:        Usage *usage
        }
        text, err := io.ReadAll(response.Body)
        if err != nil {
            log.Fatal(err)
        }
        if err := json.Unmarshal(text, &answer); err != nil || len(answer.Data) == 0 {
            log.Fatalf("%s", text)
        }
        for index, picture := range answer.Data {
            picture.save(index + 1)
        }
    ?usage:    answer.Usage.print()
    """#

  private static let pictureStream = #"""
        lines := bufio.NewReader(response.Body)
        number := 0
        for {
            line, err := lines.ReadString('\n')
            data := strings.TrimSpace(strings.TrimPrefix(line, "data:"))
            if data == "[DONE]" {
                break
            }
    ?comments:        // Blank lines, comments and names of events begin otherwise.
            if strings.HasPrefix(data, "{") {
                var event struct {
                    Type string
                    picture
    ?usage:                Usage *usage
                    Error any
                }
                if err := json.Unmarshal([]byte(data), &event); err != nil {
                    log.Fatal(err)
                }
                if event.Error != nil {
                    log.Fatalf("\n%s", data)
                }
                if strings.HasSuffix(event.Type, ".completed") {
                    number++
                    event.picture.save(number)
    ?usage:                event.Usage.print()
                }
            }
            if err == io.EOF {
                break
            } else if err != nil {
                log.Fatal(err)
            }
        }
    """#

  private static let pictureSaving = #"""
    }

    type picture struct {
        Base64 string `json:"b64_json"`
        URL    string
    }

    func (picture picture) save(number int) {
        content, err := base64.StdEncoding.DecodeString(picture.Base64)
        if picture.Base64 == "" {
            response, failure := ‹client›.Get(picture.URL)
            if failure != nil {
                log.Fatal(failure)
            }
            defer response.Body.Close()
            if response.StatusCode != http.StatusOK {
                log.Fatalf("HTTP %s: %s", response.Status, picture.URL)
            }
            content, err = io.ReadAll(response.Body)
        }
        if err != nil {
            log.Fatal(err)
        }
        name := fmt.Sprintf("image-%d.‹extension›", number)
        if err := os.WriteFile(name, content, 0o644); err != nil {
            log.Fatal(err)
        }
        fmt.Println(name)
    }
    ?usage:
    ?usage:type usage struct {
    ?usage:    In  int `json:"input_tokens"`
    ?usage:    Out int `json:"output_tokens"`
    ?usage:}
    ?usage:
    ?usage:func (usage *usage) print() {
    ?usage:    if usage != nil {
    ?usage:        log.Printf("%d tokens in, %d out", usage.In, usage.Out)
    ?usage:    }
    ?usage:}
    """#

  private static let video = #"""
        text, err := io.ReadAll(response.Body)
        if err != nil {
            log.Fatal(err)
        }
        video := taskOf(text).ID
        if video == "" {
            log.Fatalf("%s", text)
        }
        log.Print(video)

    ?comments:    // ‹poll words›
        pause := ‹poll pause› * time.Second
        for end := time.Now().Add(‹poll limit› * time.Second); ; {
            time.Sleep(pause)
            pause = time.Duration(float64(pause) * ‹poll factor›)
            if pause > ‹poll longest›*time.Second {
                pause = ‹poll longest› * time.Second
            }
            if time.Now().After(end) {
                log.Fatalf("%s is not done yet.", video)
            }
            response, err := send("GET", url+"/"+video, nil)
            if err != nil {
                continue
            }
            text, _ := io.ReadAll(response.Body)
            response.Body.Close()
            if response.StatusCode == 429 || response.StatusCode >= 500 {
                continue
            } else if response.StatusCode != http.StatusOK {
                log.Fatalf("HTTP %s: %s", response.Status, text)
            }
            status := strings.ToLower(taskOf(text).Status)
            if isOneOf(status, ‹done›) {
                break
            } else if isOneOf(status, ‹failed›) {
                log.Fatalf("%s", text)
            }
        }

        content, err := send("GET", ‹base›+video+"/content", nil)
        if err != nil {
            log.Fatal(err)
        }
        defer content.Body.Close()
        if content.StatusCode != http.StatusOK {
            words, _ := io.ReadAll(content.Body)
            log.Fatalf("HTTP %s: %s", content.Status, words)
        }
        file, err := os.Create("‹video file›")
        if err != nil {
            log.Fatal(err)
        }
        if _, err := io.Copy(file, content.Body); err != nil {
            log.Fatal(err)
        }
        if err := file.Close(); err != nil {
            log.Fatal(err)
        }
        fmt.Println("‹video file›")
    }

    type task struct{ ID, Status string }

    ?comments:// Relays answer with the task itself, or with it in "data".
    func taskOf(text []byte) task {
        var answer struct {
            ID     string
            TaskID string `json:"task_id"`
            Status string
            Data   struct {
                ID     string
                TaskID string `json:"task_id"`
                Status string
            }
        }
        json.Unmarshal(text, &answer)
        id := answer.ID + answer.Data.ID
        if id == "" {
            id = answer.TaskID + answer.Data.TaskID
        }
        return task{id, answer.Status + answer.Data.Status}
    }

    func isOneOf(status string, all ...string) bool {
        for _, one := range all {
            if status == one {
                return true
            }
        }
        return false
    }
    """#
}
