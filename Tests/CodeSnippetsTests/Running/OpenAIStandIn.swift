/// A module named `openai` that maps the calls of the SDK which snippets make to `fetch`, since the SDK itself
/// cannot be had everywhere. It proves what a snippet hands to the SDK, not what the SDK makes of it.
enum OpenAIStandIn {
  @Sendable static func write(in directory: SnippetDirectory) {
    directory.write("package.json", #"{"type":"module"}"#)
    directory.makeDirectory("node_modules")
    directory.makeDirectory("node_modules/openai")
    directory.write(
      "node_modules/openai/package.json",
      #"{"name":"openai","type":"module","main":"index.js","types":"index.d.ts"}"#)
    directory.write("node_modules/openai/index.js", source)
  }

  static func writeTypes(in directory: SnippetDirectory) {
    directory.write("node_modules/openai/index.d.ts", types)
    directory.write("globals.d.ts", globals)
  }

  private static let source = #"""
    export async function toFile(stream, name, { type }) {
      const chunks = [];
      for await (const chunk of stream) chunks.push(chunk);
      return new File(chunks, name, { type });
    }

    export default class OpenAI {
      constructor(options) {
        this.options = options;
        const post = (path) => (body) => this.send("POST", path, body, this.options.maxRetries);
        this.chat = { completions: { create: post("/chat/completions") } };
        this.images = { generate: post("/images/generations"), edit: (body) => this.edit(body) };
        this.videos = { downloadContent: (id) => this.response("GET", `/videos/${id}/content`, undefined, 0) };
      }
      post(path, { body }) { return this.send("POST", path, body, this.options.maxRetries); }
      get(path, { maxRetries }) { return this.send("GET", path, undefined, maxRetries); }

      edit(body) {
        const form = new FormData();
        for (const [key, value] of Object.entries(body)) {
          if (Array.isArray(value)) for (const one of value) form.append(key + "[]", one);
          else form.append(key, value);
        }
        return this.send("POST", "/images/edits", form, this.options.maxRetries);
      }

      async response(method, path, body, retries) {
        const headers = { Authorization: `Bearer ${this.options.apiKey}`, ...this.options.defaultHeaders };
        const isForm = body instanceof FormData;
        if (body && !isForm) headers["Content-Type"] = "application/json";
        for (let number = 0; ; number += 1) {
          const signal = AbortSignal.timeout(this.options.timeout ?? 600_000);
          const content = isForm ? body : body && JSON.stringify(body);
          const response = await fetch(this.options.baseURL + path, { method, headers, body: content, signal });
          if (response.ok) return response;
          const text = await response.text();
          if (number >= retries || (response.status !== 429 && response.status < 500)) {
            throw new Error(`${response.status} ${text}`);
          }
        }
      }

      async send(method, path, body, retries) {
        const response = await this.response(method, path, body, retries);
        return body?.stream ? events(response) : response.json();
      }
    }

    async function* events(response) {
      const decoder = new TextDecoder();
      let rest = "";
      for await (const bytes of response.body) {
        const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r?\n/);
        rest = lines.pop();
        for (const line of lines) {
          if (!line.startsWith("data:")) continue;
          const data = line.slice(5).trim();
          if (data === "[DONE]") return;
          const event = JSON.parse(data);
          if (event.error) throw new Error(event.error.message);
          yield event;
        }
      }
    }

    """#

  private static let types = """
    declare class OpenAI {
      constructor(options: {
        baseURL: string; apiKey: string | undefined; maxRetries?: number; timeout?: number;
        defaultHeaders?: Record<string, string>;
      });
      chat: {
        completions: {
          create(body: OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming): Promise<AsyncIterable<any>>;
          create(body: OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming): Promise<any>;
        };
      };
      images: { generate(body: any): Promise<any>; edit(body: any): Promise<any> };
      videos: { downloadContent(id: string): Promise<Response> };
      post(path: string, options: { body: unknown }): Promise<any>;
      get(path: string, options: { maxRetries?: number }): Promise<any>;
    }
    declare namespace OpenAI.Chat.Completions {
      interface Params {
        model: string; messages: any[]; temperature?: number; n?: number; tools?: any[]; tool_choice?: any;
        stream_options?: any; metadata?: any; stop?: any;
      }
      interface ChatCompletionCreateParamsStreaming extends Params { stream: true }
      interface ChatCompletionCreateParamsNonStreaming extends Params { stream?: false }
    }
    declare namespace OpenAI.Images {
      type ImageGenerateParamsStreaming = any;
      type ImageGenerateParamsNonStreaming = any;
    }
    export default OpenAI;
    export function toFile(stream: any, name: string, options: { type: string }): Promise<File>;

    """

  /// What the types of Node declare, as far as snippets use it.
  private static let globals = """
    declare const process: { env: Record<string, string | undefined>; stdout: { write(text: string): void } };
    declare const Buffer: { from(data: any, encoding?: string): any };
    declare const console: { log(text?: string): void; error(text: string): void };
    declare function setTimeout(run: (value?: any) => void, milliseconds: number): unknown;
    declare function fetch(url: string, options?: {
      method?: string; headers?: Record<string, string>; body?: string | FormData; signal?: AbortSignal;
    }): Promise<Response>;
    interface Response {
      readonly ok: boolean; readonly status: number; readonly body: ReadableStream | null;
      json(): Promise<any>; text(): Promise<string>; arrayBuffer(): Promise<ArrayBuffer>;
    }
    interface ReadableStream { readonly locked: boolean }
    interface AbortSignal { readonly aborted: boolean }
    declare const AbortSignal: { timeout(milliseconds: number): AbortSignal };
    declare class FormData { append(name: string, value: string | Blob, file?: string): void }
    declare class Blob { constructor(parts: Uint8Array[], options: { type: string }) }
    declare class File extends Blob { readonly name: string }
    declare class TextDecoder { decode(bytes: Uint8Array, options: { stream: boolean }): string }
    declare module "node:fs/promises" {
      export function readFile(path: string): Promise<Uint8Array>;
      export function writeFile(path: string, data: any): Promise<void>;
    }
    declare module "node:fs" { export function createReadStream(path: string): any; }

    """
}
