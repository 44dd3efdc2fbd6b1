import { writeChunks } from "./writeChunks";

/** What came of asking a server: its answer, whatever its status, or why there is none. */
export type WebAnswer =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** By their names in small letters. */
      readonly headers: ReadonlyMap<string, string>;
      /** Empty where the answer went into a file. */
      readonly text: string;
    }
  | { readonly kind: "timedOut" | "cancelled" | "tooMuch" | "notReached"; readonly message: string };

export interface WebOptions {
  /** They go to the origin of the address and to no other: the token of a person is among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** For the whole answer. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** A file, not there yet, that takes the answer where its status is one of success. */
  readonly into?: string;
  readonly signal?: AbortSignal;
}

const mostRedirects = 5;

/**
 * Asks for an address of `http` or `https`, and follows where it is redirected. Another origin than the first gets none of
 * the headers: `fetch` itself takes only some away (https://fetch.spec.whatwg.org/#http-redirect-fetch), and what stands in
 * for it in an editor may take none.
 */
export async function fetchAnswer(address: string, options: WebOptions): Promise<WebAnswer> {
  const { timeoutMs, signal } = options;
  const { host } = new URL(address);
  const timeout = AbortSignal.timeout(timeoutMs);
  const over = new AbortController();
  const stop = AbortSignal.any([timeout, over.signal, ...(signal === undefined ? [] : [signal])]);
  try {
    const response = await follow(new URL(address), options, stop);
    if (typeof response === "string") return { kind: "notReached", message: response };
    return await answerOf(response, host, options);
  } catch (error) {
    if (signal?.aborted === true) return { kind: "cancelled", message: `Asking ${host} was cancelled.` };
    if (timeout.aborted) {
      const seconds = Math.round(timeoutMs / 1000);
      return { kind: "timedOut", message: `${host} did not answer within ${seconds} seconds.` };
    }
    return { kind: "notReached", message: `${host} could not be read: ${causeOf(error)}.` };
  } finally {
    // An answer that could not be kept would go on coming in.
    over.abort();
  }
}

/** The answer at the end of the redirects, or why they are not followed. */
async function follow(first: URL, { headers }: WebOptions, signal: AbortSignal): Promise<Response | string> {
  let url = first;
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const own = url.origin === first.origin;
    const response = await fetch(url.href, { redirect: "manual", signal, ...(own && { headers }) });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
    const isSafe = next?.protocol === "https:" || (next?.protocol === "http:" && first.protocol === "http:");
    if (next === undefined || !isSafe) return `${first.host} redirects to an address that is not followed.`;
    url = next;
  }
  return `${first.host} redirects more than ${mostRedirects} times.`;
}

async function answerOf(
  response: Response,
  host: string,
  { into, maxBytes }: WebOptions,
): Promise<WebAnswer> {
  const { status, body } = response;
  const tooMuch: WebAnswer = { kind: "tooMuch", message: `${host} sends more than ${sizeWords(maxBytes)}.` };
  const headers = new Map(response.headers);
  if (Number(headers.get("content-length") ?? 0) > maxBytes) {
    await body?.cancel();
    return tooMuch;
  }
  const chunks = bytesOf(body);
  if (into !== undefined && response.ok) {
    const whole = await writeChunks(into, chunks, maxBytes);
    return whole ? { kind: "answered", status, headers, text: "" } : tooMuch;
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) return tooMuch;
    parts.push(chunk);
  }
  return { kind: "answered", status, headers, text: Buffer.concat(parts).toString("utf8") };
}

/** The reader lets go of the connection when the loop is left early. */
async function* bytesOf(body: Response["body"]): AsyncIterable<Uint8Array> {
  const reader = body?.getReader();
  if (reader === undefined) return;
  let done = false;
  try {
    for (;;) {
      const next = await reader.read();
      if (next.done) break;
      yield next.value;
    }
    done = true;
  } finally {
    if (!done) await reader.cancel().catch(() => undefined);
  }
}

function sizeWords(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)} MB`;
}

/** `fetch` says only that it failed; its cause says why. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const message = cause instanceof Error ? cause.message : String(cause);
  return (message === "" ? code : message).replace(/\.$/, "");
}
