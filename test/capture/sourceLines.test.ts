import assert from "node:assert/strict";
import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readTestFile } from "../../src/capture/readTestFile";
import { LinesNow } from "../../src/capture/sourceLines";
import type { TestFailure } from "../../src/halt/schema/halt";
import { temporaryFolder } from "../support/temporary";

describe("The line that a failure leads to", () => {
  const folder = temporaryFolder();
  const code = 'test("boils", () => {\n  assert.equal(heat(), 100);\n});\n';

  /** @param order which of the two was written later */
  async function owner(order: "codeFirst" | "codeLast", source = code): Promise<TestFailure["owner"]> {
    const early = new Date("2026-11-30T12:00:00Z");
    const late = new Date("2026-11-30T12:00:01Z");
    const [test, results] = [join(folder(), "kettle.test.js"), join(folder(), "junit.xml")];
    await writeFile(test, source);
    await writeFile(
      results,
      '<testsuite><testcase name="boils" file="/ci/kettle.test.js" line="2"><failure/></testcase></testsuite>',
    );
    await utimes(test, early, order === "codeFirst" ? early : late);
    await utimes(results, early, order === "codeFirst" ? late : early);
    const read = await readTestFile(results, { top: folder(), now: "2026-11-30T14:00:00+01:00" });
    assert.ok(read.ok);
    return read.file.failures[0]?.owner;
  }

  it("is kept with its text, by which it is found again", async () => {
    assert.deepEqual(await owner("codeFirst"), {
      path: "kettle.test.js",
      line: 2,
      text: "assert.equal(heat(), 100);",
    });
  });

  it("is kept without a text where the file was written after the tests ran", async () => {
    assert.deepEqual(await owner("codeLast"), { path: "kettle.test.js", line: 2 });
  });

  it("is kept without a text that holds a secret", async () => {
    const secret = 'login(\n  "ghp_0123456789abcdefghijABCDEFGHIJ012345",\n);\n';
    assert.deepEqual(await owner("codeFirst", secret), { path: "kettle.test.js", line: 2 });
  });

  it("is found where it stands now, or not at all", () => {
    const now = (text: string, wanted = "assert.equal(heat(), 100);"): number | undefined =>
      new LinesNow(text).of({ line: 2, text: wanted });
    assert.equal(now(code), 2);
    assert.equal(now(`import assert from "node:assert";\r\n\r\n${code}`), 4);
    assert.equal(now(code.replace("100", "90")), undefined);
    assert.equal(now(`\n${code}${code}`), undefined, "two lines are as good as each other");
    assert.equal(now("a\nb\n  });\n", "});"), undefined, "a bracket tells nothing");
    assert.equal(new LinesNow(code).of({ line: 2 }), undefined);
  });
});
