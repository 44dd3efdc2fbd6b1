import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeRepository, repositoryAt, type Repository } from "./repository";

const execute = promisify(execFile);

/** A bare repository that others push to, with the way that leads to it. */
export interface Remote {
  readonly url: string;
  /** The bare repository itself. */
  readonly bare: Repository;
  /** Ends what serves it. */
  readonly stop: () => Promise<void>;
}

/** How a remote is reached; each on this machine only. */
export const transports = {
  "a path": remoteByPath,
  "git http-backend": remoteByHttp,
  "git daemon": remoteByDaemon,
} as const;

/** A bare repository with a released commit on `main`, reached by its path. */
export async function remoteByPath(folder: string): Promise<Remote> {
  const bare = await makeBare(folder);
  return { url: bare.folder, bare, stop: async () => Promise.resolve() };
}

/** The same by HTTP: git's own CGI program behind a server that does what a web server does for it. */
async function remoteByHttp(
  folder: string,
  refuses: (request: IncomingMessage) => boolean = () => false,
): Promise<Remote> {
  const bare = await makeBare(folder);
  await bare.git("config", "http.receivepack", "true");
  const server = createHttpServer((request, response) => {
    if (refuses(request)) response.writeHead(403).end();
    else runBackend(folder, request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/origin.git`,
    bare,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The same by git's own protocol, to which anybody may push. */
async function remoteByDaemon(folder: string, enable = "receive-pack"): Promise<Remote> {
  const bare = await makeBare(folder);
  const port = await freePort();
  const program = join((await execute("git", ["--exec-path"])).stdout.trim(), "git-daemon");
  const daemon = spawn(
    program,
    [
      "--listen=127.0.0.1",
      `--port=${port}`,
      "--reuseaddr",
      "--export-all",
      `--base-path=${folder}`,
      `--enable=${enable}`,
    ],
    { stdio: "ignore" },
  );
  await answers(port, () => daemon.exitCode === null);
  return {
    url: `git://127.0.0.1:${port}/origin.git`,
    bare,
    stop: async () => {
      const ended = once(daemon, "exit");
      if (daemon.kill()) await ended;
    },
  };
}

/** A clone of a remote, of a person with a name. */
export async function cloneOf(
  url: string,
  folder: string,
  name: string,
  ...options: readonly string[]
): Promise<Repository> {
  await execute("git", ["clone", "-q", ...options, url, folder]);
  const clone = repositoryAt(folder);
  await clone.git("config", "user.name", name);
  await clone.git("config", "user.email", `${name.toLowerCase().replaceAll(/\W+/g, ".")}@example.test`);
  await clone.git("config", "commit.gpgSign", "false");
  return clone;
}

async function makeBare(folder: string): Promise<Repository> {
  const source = await makeRepository(join(folder, "source"));
  await source.commit("Start", { "a.txt": "a\n" });
  await source.git("tag", "v1.0.0");
  await source.commit("Go on", { "a.txt": "b\n" });
  const bare = join(folder, "origin.git");
  await source.git("clone", "-q", "--bare", source.folder, bare);
  return repositoryAt(bare);
}

/** What a web server tells a CGI program (https://git-scm.com/docs/git-http-backend#_environment). */
function runBackend(root: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
  const header = (name: string): string => String(request.headers[name] ?? "");
  const backend = spawn("git", ["http-backend"], {
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method ?? "GET",
      CONTENT_TYPE: header("content-type"),
      HTTP_CONTENT_ENCODING: header("content-encoding"),
      GIT_PROTOCOL: header("git-protocol"),
      ...(request.headers["content-length"] !== undefined && { CONTENT_LENGTH: header("content-length") }),
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  request.pipe(backend.stdin);
  // A client that goes away in the middle is what some tests are about.
  for (const stream of [backend.stdin, request, response]) stream.on("error", () => undefined);
  let head: Buffer | undefined = Buffer.alloc(0);
  backend.stdout.on("data", (chunk: Buffer) => {
    if (head === undefined) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) return;
    const headers = head
      .subarray(0, end)
      .toString()
      .split("\r\n")
      .map((line) => line.split(/: ?/, 2));
    const status = headers.find(([name]) => name === "Status")?.[1];
    for (const [name = "", value = ""] of headers) if (name !== "Status") response.setHeader(name, value);
    response.writeHead(status === undefined ? 200 : Number.parseInt(status, 10));
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  backend.stdout.on("end", () => response.end());
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Waits until somebody listens on a port of this machine. */
async function answers(port: number, goesOn: () => boolean): Promise<void> {
  while (goesOn()) {
    const socket = connect(port, "127.0.0.1");
    const there = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "close").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (there) return;
    await new Promise(setImmediate);
  }
  throw new Error("What should serve the repository ended at once.");
}
