import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newSinceBaseWords } from "../../src/assess/newSinceBase";
import {
  attachBaseIntents,
  attachIntents,
  readBaseTestsFor,
  readTestsFor,
} from "../../src/capture/attachTests";
import { removeBaseIntents } from "../../src/capture/compareTests";
import { applyIntents } from "../../src/halt/applyIntent";
import { readHalt } from "../../src/halt/readHalt";
import { haltSchema, type Halt } from "../../src/halt/schema/halt";
import { shortInput } from "../support/halts";
import { temporaryFolder } from "../support/temporary";

const now = "2026-11-30T14:00:00+01:00";
const commit = "b".repeat(40);

describe("The tests that fail", () => {
  const folder = temporaryFolder();
  let text = "";

  beforeEach(() => {
    const base = { ref: "v2.3.1", kind: "tag", commit, why: "the last release" };
    text = JSON.stringify(haltSchema.parse({ ...shortInput, base, failingTests: [] }));
  });

  function halt(): Halt {
    const read = readHalt(text);
    assert.ok(read.ok);
    return read.halt;
  }

  /** Writes a JUnit file: `boils pours!` passes the first and fails the second test. */
  async function write(name: string, tests: string): Promise<string> {
    const cases = tests.split(" ").map((test) => {
      const failure = test.endsWith("!") ? '<failure message="cold"/>' : "";
      return `<testcase classname="kettle" name="${test.replace("!", "")}">${failure}</testcase>`;
    });
    const path = join(folder(), name);
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, `<testsuite>${cases.join("")}</testsuite>`);
    return path;
  }

  async function attach(path: string): Promise<void> {
    const read = await readTestsFor(halt(), path, { top: folder(), now });
    assert.ok(read.ok);
    const applied = applyIntents(text, attachIntents(halt(), read.file, read.redactions));
    assert.ok(applied.ok);
    text = applied.text;
  }

  async function attachBase(path: string): Promise<void> {
    const read = await readBaseTestsFor(halt(), path, { top: folder(), now, commit });
    assert.ok(read.ok);
    const applied = applyIntents(text, attachBaseIntents(halt(), read));
    assert.ok(applied.ok);
    text = applied.text;
  }

  function inBase(): Record<string, string | undefined> {
    const failures = halt().failingTests.flatMap((file) => file.failures);
    return Object.fromEntries(failures.map((failure) => [failure.name, failure.inBase]));
  }

  const expected = { pours: "passed", whistles: "failed", glows: "absent" };
  const words = "1 of these 3 failing tests passed on v2.3.1; 1 failed there, too; 1 did not run there.";

  it("are told from those that failed on the base, whichever is attached first", async () => {
    const target = await write("junit.xml", "boils pours! whistles! glows!");
    const base = await write("base/junit.xml", "boils pours whistles!");
    await attach(target);
    assert.equal(newSinceBaseWords(halt()), undefined);
    await attachBase(base);
    assert.deepEqual(inBase(), expected);
    assert.equal(newSinceBaseWords(halt()), words);
    await attach(target);
    assert.deepEqual(inBase(), expected);
    assert.equal(newSinceBaseWords(halt()), words);
  });

  it("are not called new where the base's results are gone, changed, cut off, or of another base", async () => {
    const target = await write("junit.xml", "pours!");
    await attachBase(await write("base/junit.xml", "pours"));
    await write("base/junit.xml", "pours boils");
    await attach(target);
    assert.deepEqual(inBase(), { pours: undefined });
    assert.match(
      halt().failingTests[0]?.problems[0]?.message ?? "",
      /not known: base\/junit\.xml.*Attach it again/,
    );
    await writeFile(
      join(folder(), "base/junit.xml"),
      "<testsuite><testcase classname='kettle' name='boils'/>",
    );
    await attachBase(join(folder(), "base/junit.xml"));
    assert.deepEqual(inBase(), { pours: undefined });
    await attachBase(await write("base/junit.xml", "pours"));
    assert.equal(newSinceBaseWords(halt()), "This failing test passed on v2.3.1.");
    text = text.replaceAll(`"${commit}","why"`, `"${"c".repeat(40)}","why"`);
    assert.equal(newSinceBaseWords(halt()), undefined);
  });

  it("are not all called new where some of them cannot be compared", async () => {
    await attachBase(await write("base/junit.xml", "pours"));
    await attach(await write("junit.xml", "pours!"));
    await writeFile(join(folder(), "base/junit.xml"), "");
    await attach(await write("other.xml", "whistles!"));
    assert.equal(newSinceBaseWords(halt()), "The failing test that can be compared passed on v2.3.1.");
  });

  it("keep no word of results of the base that were replaced", async () => {
    await attach(await write("junit.xml", "pours!"));
    const base = await write("base/junit.xml", "pours");
    await attachBase(base);
    assert.deepEqual(inBase(), { pours: "passed" });
    await write("base/junit.xml", "boils");
    await attachBase(base);
    assert.deepEqual(inBase(), { pours: "absent" });
    assert.equal(newSinceBaseWords(halt()), "This failing test did not run on v2.3.1.");
    await attachBase(await write("other/junit.xml", "pours"));
    assert.deepEqual(inBase(), { pours: "passed" });
    await writeFile(base, "<testsuite><testcase name='boils'/>");
    await attachBase(base);
    assert.deepEqual(inBase(), { pours: undefined });
  });

  it("keep no word of results of the base that were removed, and each word of the others", async () => {
    await attach(await write("junit.xml", "pours! glows! boils!"));
    await attachBase(await write("base/a.xml", "pours"));
    await attachBase(await write("base/b.xml", "glows boils!"));
    const remove = async (path: string): Promise<string | undefined> => {
      const id = halt().baseTests.find((base) => base.path === path)?.id;
      assert.ok(id);
      const { intents, problem } = await removeBaseIntents(halt(), id, folder());
      const applied = applyIntents(text, intents);
      assert.ok(applied.ok);
      text = applied.text;
      return problem;
    };
    assert.deepEqual(inBase(), { pours: "passed", glows: "passed", boils: "failed" });
    const both = text;
    assert.equal(await remove("base/a.xml"), undefined);
    assert.deepEqual(inBase(), { pours: "absent", glows: "passed", boils: "failed" });
    assert.equal(await remove("base/b.xml"), undefined);
    assert.deepEqual(inBase(), { pours: undefined, glows: undefined, boils: undefined });
    text = both;
    await write("base/b.xml", "boils");
    assert.match((await remove("base/a.xml")) ?? "", /base\/b\.xml.*Attach it again/);
    assert.deepEqual(inBase(), { pours: undefined, glows: undefined, boils: undefined });
  });

  it("say what changed since the run before", async () => {
    await attach(await write("junit.xml", "boils! pours! whistles"));
    assert.equal(halt().failingTests[0]?.since, undefined);
    await attach(await write("junit.xml", "boils pours! whistles!"));
    const { fixed, stillFailing, newlyFailing } = halt().failingTests[0]?.since ?? {};
    assert.deepEqual([fixed, stillFailing, newlyFailing], [1, 1, 1]);
  });

  it("do not count twice where a folder is attached that holds a file which is attached", async () => {
    const file = await write("reports/junit.xml", "pours!");
    await attach(file);
    await attach(join(folder(), "reports"));
    assert.deepEqual(
      halt().failingTests.map(({ path }) => path),
      ["reports"],
    );
    await attach(file);
    assert.match(halt().failingTests[1]?.problems[0]?.message ?? "", /part of reports/);
  });
});
