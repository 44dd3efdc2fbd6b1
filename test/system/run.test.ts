import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createGit } from "../../src/system/git";
import { temporaryFolder } from "../support/temporary";

describe("A program that takes too long", () => {
  const folder = temporaryFolder();

  it("is ended with all that it started", async () => {
    const script = join(folder(), "git");
    await mkdir(folder(), { recursive: true });
    await writeFile(script, '#!/bin/sh\nsleep 987654 &\necho $! > "$0.pid"\nsleep 987654\n');
    await chmod(script, 0o755);
    const result = await createGit(script).run(folder(), ["status"], { timeoutMs: 500 });
    assert.ok(!result.ok);
    assert.equal(result.reason, "timedOut");
    const left = await new Promise<string>((resolve) => {
      execFile("sh", ["-c", 'ps -o stat= -p "$(cat "$1")" || true', "sh", `${script}.pid`], (_, out) => {
        resolve(out.trim());
      });
    });
    assert.match(left, /^(Z.*)?$/);
  });
});
