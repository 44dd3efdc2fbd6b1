import assert from "node:assert/strict";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { fetchAnswer, type WebAnswer } from "../../src/system/fetchAnswer";
import { runIntoFile } from "../../src/system/runIntoFile";
import { startCiHost, type CiHost } from "../support/ciHost";
import { temporaryFolder } from "../support/temporary";

const much = "x".repeat(3 * 1024 * 1024);

describe("What is fetched", () => {
  const folder = temporaryFolder();
  let host: CiHost;

  beforeEach(async () => {
    host = await startCiHost();
  });
  afterEach(async () => {
    await host.close();
  });

  const fetched = async (
    path: string,
    more: { into?: string; timeoutMs?: number } = {},
  ): Promise<WebAnswer> =>
    fetchAnswer(host.origin + path, { headers: {}, timeoutMs: 20_000, maxBytes: 1024 * 1024, ...more });

  it("is refused beyond its bound, whether the answer says its length or only goes on", async () => {
    host.answers = {
      "/said": { body: much, headers: { "content-length": String(much.length) } },
      "/unsaid": { body: much, headers: { "transfer-encoding": "chunked" } },
    };
    for (const path of ["/said", "/unsaid"]) {
      assert.equal((await fetched(path)).kind, "tooMuch");
      assert.equal((await fetched(path, { into: join(folder(), path.slice(1)) })).kind, "tooMuch");
    }
  });

  it("is waited for no longer than was said", async () => {
    host.answers = { "/never": { wait: true } };
    assert.equal((await fetched("/never", { timeoutMs: 200 })).kind, "timedOut");
  });

  it("goes into the file only where the answer is one of success", async () => {
    host.answers = { "/zip": { body: "zip" }, "/gone": { body: "gone", status: 410 } };
    const answers = [
      await fetched("/zip", { into: join(folder(), "zip") }),
      await fetched("/gone", { into: join(folder(), "gone") }),
    ];
    assert.deepEqual(
      answers.map((answer) => (answer.kind === "answered" ? [answer.status, answer.text] : answer.kind)),
      [
        [200, ""],
        [410, "gone"],
      ],
    );
    assert.deepEqual(await readdir(folder()), ["zip"]);
  });

  it("is given up where it is redirected without end", async () => {
    host.answers = { "/round": { to: "/round" } };
    const answer = await fetched("/round");
    assert.ok(answer.kind === "notReached");
    assert.match(answer.message, /redirects more than 5 times/);
  });
});

describe("An answer that cannot be kept", () => {
  const folder = temporaryFolder();

  it("is not read on, and the connection is let go", async () => {
    const server = createServer((_, response) => {
      response.writeHead(200).write("the first part of many");
      response.once("close", () => server.emit("let go"));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert.ok(address !== null && typeof address === "object");
    const letGo = once(server, "let go");
    const answer = await fetchAnswer(`http://127.0.0.1:${address.port}/`, {
      ...{ headers: {}, timeoutMs: 600_000, maxBytes: 1024 },
      into: join(folder(), "no folder", "file"),
    });
    assert.ok(answer.kind === "notReached");
    assert.match(answer.message, /ENOENT/);
    await letGo;
    server.close();
  });
});

describe("What a program prints into a file", () => {
  const folder = temporaryFolder();

  const printed = async (file: string, maxBytes: number) =>
    runIntoFile(process.execPath, ["-e", `process.stdout.write("x".repeat(${much.length}))`], file, {
      ...{ cwd: folder(), timeoutMs: 30_000, maxBytes },
    });

  it("is whole, and stopped beyond its bound", async () => {
    const whole = await printed(join(folder(), "whole"), much.length);
    assert.deepEqual(whole, { kind: "exited", exitCode: 0, stdout: "", stderr: "" });
    assert.equal(await readFile(join(folder(), "whole"), "utf8"), much);
    assert.equal((await printed(join(folder(), "more"), much.length - 1)).kind, "tooMuchOutput");
  });

  it("ends the program where the file cannot be written", async () => {
    const result = await printed(join(folder(), "no folder", "file"), much.length);
    assert.ok(result.kind === "tooMuchOutput");
    assert.match(result.message, /could not be written: .*ENOENT/);
  });
});
