/// Templates of the programs in Rust.
enum RustTemplates {
  static let sections = SourceSections(
    request: request, chatAnswer: chatAnswer, chatStream: chatStream, pictureAnswer: pictureAnswer,
    pictureStream: pictureStream, pictureSaving: pictureSaving, video: video)

  private static let request = #"""
    ?form:use reqwest::blocking::multipart::{Form, Part};
    ?!video:use reqwest::blocking::{Client, Response};
    ?video:use reqwest::blocking::Client;
    use serde_json::Value;
    ?tools&stream&chat:use std::collections::BTreeMap;
    ?choices&!tools&stream&chat:use std::collections::BTreeMap;
    use std::error::Error;
    ?stream:use std::io::{BufRead, BufReader, Write};
    ?retry&!limit:use std::{thread, time::Duration};
    ?retry&limit:use std::{thread, time::Duration};
    ?!retry&limit&!video:use std::time::Duration;
    ?video:use std::thread;
    ?video:use std::time::{Duration, Instant};

    const URL: &str = ‹url›;
    ?json:const BODY: &str = ‹body›;

    fn fail(words: &str) -> ! {
        eprintln!("{words}");
        std::process::exit(1)
    }

    ?form:fn file(path: &str, media_type: &str) -> Result<Part, Box<dyn Error>> {
    ?form:    Ok(Part::file(path)?.mime_str(media_type)?)
    ?form:}
    ?form:
    ?!video:fn send(client: &Client, key: &str) -> Result<Response, Box<dyn Error>> {
    ?form:    let form = Form::new()
    ?form:        ‹form›;
    ?!video:    let response = client
    ?!video:        .post(URL)
    ?!video:        .bearer_auth(key)
    ?!video:        ‹headers›
    ?!video&json:        .header("Content-Type", "application/json")
    ?!video&json:        .body(BODY)
    ?form:        .multipart(form)
    ?!video:        .send()?;
    ?!video:    Ok(response)
    ?!video:}
    ?!video:
    fn main() -> Result<(), Box<dyn Error>> {
        let key = ‹key›;
    ?limit&comments:    // The limit holds for the whole answer, streamed or not.
        let client = Client::builder().timeout(‹limit›).build()?;
    ?!retry&!video:    let response = send(&client, &key)?;
    ?retry&comments:    // ‹retry words›
    ?retry:    let mut tried = send(&client, &key);
    ?retry:    let is_answered = tried.as_ref().is_ok_and(|response| {
    ?retry:        response.status().as_u16() != 429 && !response.status().is_server_error()
    ?retry:    });
    ?retry:    if !is_answered {
    ?retry:        thread::sleep(Duration::from_secs(‹retry pause›));
    ?retry:        tried = send(&client, &key);
    ?retry:    }
    ?retry:    let response = tried?;
    ?video:    let get = |url: String| {
    ?video:        client
    ?video:            .get(url)
    ?video:            .bearer_auth(&key)
    ?video:            ‹headers of lookups›
    ?video:            .send()
    ?video:    };
    ?video&comments:    // ‹video words›
    ?video:    let response = client
    ?video:        .post(URL)
    ?video:        .bearer_auth(&key)
    ?video:        ‹headers›
    ?video:        .header("Content-Type", "application/json")
    ?video:        .body(BODY)
    ?video:        .send()?;
        let status = response.status();
        if status != 200 {
            fail(&format!("HTTP {status}: {}", response.text()?));
        }

    """#

  private static let chatAnswer = #"""
        let text = response.text()?;
        let answer: Value = serde_json::from_str(&text)?;
        let choices = match answer["choices"].as_array() {
            Some(choices) if !choices.is_empty() => choices,
            _ => fail(&text),
        };
    ?!choices:    println!("{}", choices[0]["message"]["content"].as_str().unwrap_or(""));
    ?choices:    for (number, choice) in choices.iter().enumerate() {
    ?choices:        if number > 0 {
    ?choices:            println!("‹separator›");
    ?choices:        }
    ?choices:        println!("{}", choice["message"]["content"].as_str().unwrap_or(""));
    ?choices:    }
    ?tools:    for choice in choices {
    ?tools:        for call in choice["message"]["tool_calls"].as_array().into_iter().flatten() {
    ?tools:            let function = &call["function"];
    ?tools:            let name = function["name"].as_str().unwrap_or("");
    ?tools:            println!("{name}({})", function["arguments"].as_str().unwrap_or(""));
    ?tools:        }
    ?tools:    }
    ?usage:    let usage = &answer["usage"];
    ?usage:    if usage.is_object() {
    ?usage:        eprintln!("{} tokens in, {} out", usage["prompt_tokens"], usage["completion_tokens"]);
    ?usage:    }
        Ok(())
    }
    """#

  private static let chatStream = #"""
    ?choices:    let mut others: BTreeMap<u64, String> = BTreeMap::new();
    ?tools:    let mut calls: BTreeMap<u64, (String, String)> = BTreeMap::new();
    ?usage:    let mut usage = Value::Null;
        for line in BufReader::new(response).lines() {
            let line = line?;
            let data = line.strip_prefix("data:").unwrap_or(&line).trim();
            if data == "[DONE]" {
                break;
            }
            if !data.starts_with('{') {
    ?comments:            continue; // blank lines, comments, names of events
    ?!comments:            continue;
            }
            let event: Value = serde_json::from_str(data)?;
            if !event["error"].is_null() {
                fail(&format!("\n{data}"));
            }
            for choice in event["choices"].as_array().into_iter().flatten() {
                let text = choice["delta"]["content"].as_str().unwrap_or("");
    ?choices:            let number = choice["index"].as_u64().unwrap_or(0);
    ?choices:            if number > 0 {
    ?choices:                others.entry(number).or_default().push_str(text);
    ?choices:            } else {
    ?choices:                print!("{text}");
    ?choices:            }
    ?!choices:            print!("{text}");
                std::io::stdout().flush()?;
    ?tools:            for piece in choice["delta"]["tool_calls"].as_array().into_iter().flatten() {
    ?tools&!choices:                let place = piece["index"].as_u64().unwrap_or(calls.len() as u64);
    ?tools&choices:                let place = number * 1000 + piece["index"].as_u64().unwrap_or(calls.len() as u64);
    ?tools:                let (name, arguments) = calls.entry(place).or_default();
    ?tools:                if name.is_empty() {
    ?tools:                    name.push_str(piece["function"]["name"].as_str().unwrap_or(""));
    ?tools:                }
    ?tools:                arguments.push_str(piece["function"]["arguments"].as_str().unwrap_or(""));
    ?tools:            }
            }
    ?usage:        if event["usage"].is_object() {
    ?usage:            usage = event["usage"].clone();
    ?usage:        }
        }
        println!();
    ?choices:    for other in others.values() {
    ?choices:        println!("‹separator›\n{other}");
    ?choices:    }
    ?tools:    for (name, arguments) in calls.values() {
    ?tools:        println!("{name}({arguments})");
    ?tools:    }
    ?usage:    if usage.is_object() {
    ?usage:        eprintln!("{} tokens in, {} out", usage["prompt_tokens"], usage["completion_tokens"]);
    ?usage:    }
        Ok(())
    }
    """#

  private static let pictureAnswer = #"""
        let text = response.text()?;
        let answer: Value = serde_json::from_str(&text)?;
        let items = match answer["data"].as_array() {
            Some(items) if !items.is_empty() => items,
            _ => fail(&text),
        };
        for (index, item) in items.iter().enumerate() {
            save(&client, item, index + 1)?;
        }
    ?usage:    print_usage(&answer["usage"]);
        Ok(())
    }
    """#

  private static let pictureStream = #"""
        let mut number = 0;
        for line in BufReader::new(response).lines() {
            let line = line?;
            let data = line.strip_prefix("data:").unwrap_or(&line).trim();
            if !data.starts_with('{') {
    ?comments:            continue; // blank lines, comments, names of events
    ?!comments:            continue;
            }
            let event: Value = serde_json::from_str(data)?;
            if !event["error"].is_null() {
                fail(&format!("\n{data}"));
            }
            if event["type"].as_str().unwrap_or("").ends_with(".completed") {
                number += 1;
                save(&client, &event, number)?;
    ?usage:            print_usage(&event["usage"]);
            }
        }
        std::io::stdout().flush()?;
        Ok(())
    }
    """#

  private static let pictureSaving = #"""

    fn save(client: &Client, item: &Value, number: usize) -> Result<(), Box<dyn Error>> {
        let content = match item["b64_json"].as_str() {
            Some(text) if !text.is_empty() => decoded(text),
            _ => {
                let link = item["url"].as_str().unwrap_or("");
                client.get(link).send()?.error_for_status()?.bytes()?.to_vec()
            }
        };
        let name = format!("image-{number}.‹extension›");
        std::fs::write(&name, content)?;
        println!("{name}");
        Ok(())
    }

    ?comments:// Base64.
    fn decoded(text: &str) -> Vec<u8> {
        let (mut bytes, mut bits, mut count) = (Vec::new(), 0u32, 0);
        for byte in text.bytes() {
            let value = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                _ => continue,
            };
            bits = (bits << 6 | u32::from(value)) & 0xffff;
            count += 6;
            if count >= 8 {
                count -= 8;
                bytes.push((bits >> count) as u8);
            }
        }
        bytes
    }
    ?usage:
    ?usage:fn print_usage(usage: &Value) {
    ?usage:    if usage.is_object() {
    ?usage:        eprintln!("{} tokens in, {} out", usage["input_tokens"], usage["output_tokens"]);
    ?usage:    }
    ?usage:}
    """#

  private static let video = #"""
        let text = response.text()?;
        let task = task_of(&text)?;
        let video = match task["id"].as_str().or(task["task_id"].as_str()) {
            Some(video) => video,
            None => fail(&text),
        };
        eprintln!("{video}");

    ?comments:    // ‹poll words›
        let mut pause = ‹poll pause›.0_f64;
        let start = Instant::now();
        loop {
            let response = get(format!("{URL}/{video}"))?;
            let code = response.status();
            let text = response.text()?;
            if code == 200 {
                let status = task_of(&text)?["status"].as_str().unwrap_or("").to_lowercase();
                if [‹done›].contains(&status.as_str()) {
                    break;
                } else if [‹failed›].contains(&status.as_str()) {
                    fail(&text);
                }
            } else if code != 429 && !code.is_server_error() {
                fail(&format!("HTTP {code}: {text}"));
            }
            if start.elapsed() > Duration::from_secs(‹poll limit›) {
                fail(&format!("{video} is not done yet."));
            }
            thread::sleep(Duration::from_secs_f64(pause));
            pause = (pause * ‹poll factor›).min(‹poll longest›.0);
        }

        let mut response = get(format!("{}{video}/content", ‹base›))?;
        let status = response.status();
        if status != 200 {
            fail(&format!("HTTP {status}: {}", response.text()?));
        }
        let mut file = std::fs::File::create("‹video file›")?;
        response.copy_to(&mut file)?;
        println!("‹video file›");
        Ok(())
    }

    ?comments:// Relays answer with the task itself, or with it in "data".
    fn task_of(text: &str) -> Result<Value, Box<dyn Error>> {
        let task: Value = serde_json::from_str(text)?;
        Ok(if task["data"].is_object() { task["data"].clone() } else { task })
    }
    """#
}
