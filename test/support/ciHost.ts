import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";

/** What a path of the loopback host answers; `wait` keeps it open without an answer. */
export type CiAnswer =
  | { readonly json: unknown; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  | {
      readonly body: string | Buffer;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly to: string }
  | { readonly wait: true };

interface AskedPath {
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** A server on this machine that answers as a host's documentation says. */
export interface CiHost {
  /** As in `http://127.0.0.1:4321`. */
  readonly origin: string;
  readonly asked: readonly AskedPath[];
  /** By paths with their queries. */
  answers: Readonly<Record<string, CiAnswer>>;
  /** Resolves when a path is asked for. */
  asks(path: string): Promise<void>;
  /** Nothing where it is closed already. */
  close(): Promise<void>;
}

export async function startCiHost(): Promise<CiHost> {
  const asked: AskedPath[] = [];
  const waiting = new Map<string, () => void>();
  const host = {
    answers: {} as Readonly<Record<string, CiAnswer>>,
  };
  const server: Server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push({ path, headers: request.headers });
    waiting.get(path)?.();
    const answer = host.answers[path] ?? { json: { message: "Not Found" }, status: 404 };
    if ("wait" in answer) return;
    if ("to" in answer) {
      response.writeHead(302, { location: answer.to }).end();
      return;
    }
    const type = "json" in answer ? "application/json" : "application/octet-stream";
    response.writeHead(answer.status ?? 200, { "content-type": type, ...answer.headers });
    response.end("json" in answer ? JSON.stringify(answer.json) : answer.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The host has no port.");
  return Object.assign(host, {
    origin: `http://127.0.0.1:${address.port}`,
    asked,
    asks: async (path: string) =>
      new Promise<void>((resolve) => {
        waiting.set(path, resolve);
      }),
    close: async () => {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  });
}
