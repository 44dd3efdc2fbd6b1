import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** What goes wrong between a clone and its remote. */
type Cut =
  /** After so many bytes from the clone, or to it, both ends see the connection end. */
  | { readonly kind: "after"; readonly up?: number; readonly down?: number }
  /** Somebody listens, and never says a word. */
  | { readonly kind: "hangs" };

/** Stands between clones and a server of this machine. */
export interface CutProxy {
  readonly url: string;
  /** Of connections that come from now on: those that push, those that fetch, or none. */
  readonly fail: (cut: Cut | undefined, of?: "git-receive-pack" | "git-upload-pack") => void;
  /** How many bytes the last push sent, and was answered. */
  readonly lastPush: () => { readonly up: number; readonly down: number };
  readonly stop: () => Promise<void>;
}

/** Puts a proxy before a `git://` address. */
export async function cutProxy(url: string): Promise<CutProxy> {
  const { port, pathname } = new URL(url);
  const sockets = new Set<Socket>();
  let cut: Cut | undefined;
  let service: string | undefined;
  let pushed = { up: 0, down: 0 };
  const server = createServer((client) => {
    const upstream = connect(Number(port), "127.0.0.1");
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", end);
      socket.on("close", () => {
        sockets.delete(socket);
        end();
      });
    }
    let mine: Cut | undefined;
    const passed = { up: 0, down: 0 };
    const pass = (way: "up" | "down", to: Socket, chunk: Buffer): void => {
      if (mine?.kind === "hangs") return;
      const limit = mine?.[way] ?? Number.POSITIVE_INFINITY;
      const part = chunk.subarray(0, Math.max(0, limit - passed[way]));
      passed[way] += part.length;
      const cuts = mine !== undefined && passed[way] >= limit;
      to.write(part, () => {
        if (cuts) end();
      });
    };
    let head: Buffer | undefined = Buffer.alloc(0);
    client.on("data", (chunk: Buffer) => {
      if (head === undefined) {
        pass("up", upstream, chunk);
        return;
      }
      // The first line names the service, after its length: https://git-scm.com/docs/gitprotocol-pack#_git_transport
      head = Buffer.concat([head, chunk]);
      if (head.length < 4 || head.length < Number.parseInt(head.toString("latin1", 0, 4), 16)) return;
      const [asked, whole] = [head.toString("latin1"), head];
      head = undefined;
      if (service === undefined || asked.includes(service)) mine = cut;
      if (asked.includes("git-receive-pack")) pushed = passed;
      pass("up", upstream, whole);
    });
    upstream.on("data", (chunk: Buffer) => {
      pass("down", client, chunk);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `git://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    fail: (next, of) => {
      cut = next;
      service = of;
    },
    lastPush: () => pushed,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
