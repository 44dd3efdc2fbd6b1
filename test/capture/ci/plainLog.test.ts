import assert from "node:assert/strict";
import { plainLog } from "../../../src/capture/ci/plainLog";

describe("A job's log", () => {
  /** Byte by byte: a chunk ends anywhere. */
  async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
    for (const byte of Buffer.from(text)) yield await Promise.resolve(Uint8Array.of(byte));
  }

  async function plain(text: string, provider: "github" | "gitlab"): Promise<string> {
    const parts: Uint8Array[] = [];
    for await (const part of plainLog(bytesOf(text), provider)) parts.push(part);
    return Buffer.concat(parts).toString("utf8");
  }

  it("of GitHub loses its times, the runner's lines and colours, and nothing else", async () => {
    const log = [
      "\uFEFF2026-11-30T13:00:00.1234567Z ##[group]Run npm test",
      "2026-11-30T13:00:00.2Z [command]/usr/bin/git version",
      "2026-11-30T13:00:01Z ok 1 - brüht \u001B[32mauf\u001B[0m",
      "2026-11-30T13:00:01Z   at 2026-11-30T13:00:01Z here",
      "without a time",
    ];
    assert.equal(
      await plain(log.join("\r\n"), "github"),
      "\n\nok 1 - brüht auf\n  at 2026-11-30T13:00:01Z here\nwithout a time\n",
    );
  });

  it("of GitLab loses its times and the marks of its sections, and joins a line that was cut", async () => {
    const log = [
      "2026-11-30T13:00:00.123456Z 00O section_start:1764500000:script[collapsed=true]\r\u001B[0KRunning",
      "2026-11-30T13:00:00.123456Z 01O ok 1 - bo",
      "2026-11-30T13:00:00.223456Z 01O+ils",
      "2026-11-30T13:00:00.323456Z 01E warning",
      "\u001B[0Ksection_end:1764500009:script\r\u001B[0Ksection_start:1764500010:after\r\u001B[0Kdone",
      "",
    ];
    assert.equal(await plain(log.join("\n"), "gitlab"), "Running\nok 1 - boils\nwarning\ndone");
  });
});
