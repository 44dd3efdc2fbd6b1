import assert from "node:assert/strict";
import { mkdir, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lookForNewerRun } from "../../src/capture/newerRun";
import { readTestFile } from "../../src/capture/readTestFile";
import { isAt, watchPlace } from "../../src/capture/watchPlace";
import type { TestResultFile } from "../../src/halt/schema/halt";
import { temporaryFolder } from "../support/temporary";

const failing = (name: string): string =>
  `<testsuite><testcase name="${name}"><failure message="hiss"/></testcase></testsuite>`;
const passing = (name: string): string => `<testsuite><testcase name="${name}"/></testsuite>`;

describe("A newer run of an attached result", () => {
  const folder = temporaryFolder();

  async function attached(path: string): Promise<TestResultFile> {
    const read = await readTestFile(join(folder(), path), {
      ...{ top: folder(), now: "2026-11-30T14:00:00+01:00" },
    });
    assert.ok(read.ok);
    return read.file;
  }

  it("is counted, and what cannot be read whole is none", async () => {
    const path = join(folder(), "junit.xml");
    await writeFile(path, failing("boils"));
    const file = await attached("junit.xml");
    const look = async (): Promise<unknown> => {
      const looked = await lookForNewerRun(folder(), file);
      return looked.kind === "newer" ? [looked.run.failed, looked.run.total, looked.isWhole] : looked.kind;
    };
    const states = [await look()];
    for (const text of [
      undefined,
      "",
      '<testsuite><testcase name="boils">',
      passing("boils"),
      failing("boils"),
    ]) {
      if (text === undefined) await rm(path);
      else await writeFile(path, text);
      states.push(await look());
    }
    assert.deepEqual(states, [
      "asAttached",
      "asAttached",
      "notWhole",
      "notWhole",
      [0, 1, true],
      "asAttached",
    ]);
  });

  it("of a set is whole once no file of the run before is left in it", async () => {
    await mkdir(join(folder(), "reports"));
    const write = async (name: string, text: string, second: number): Promise<void> => {
      const path = join(folder(), "reports", name);
      await writeFile(path, text);
      const at = new Date(Date.UTC(2026, 10, 30, 12, 0, second));
      await utimes(path, at, at);
    };
    await write("TEST-a.xml", failing("a"), 1);
    await write("TEST-b.xml", failing("b"), 2);
    const file = await attached("reports/TEST-*.xml");
    const look = async (): Promise<unknown> => {
      const looked = await lookForNewerRun(folder(), file);
      return looked.kind === "newer" ? [looked.run.failed, looked.isWhole] : looked.kind;
    };
    assert.equal(await look(), "asAttached");
    await write("TEST-a.xml", passing("a"), 30);
    assert.deepEqual(await look(), [1, false]);
    await write("TEST-b.xml", passing("b"), 31);
    assert.deepEqual(await look(), [0, true]);
  });
});

describe("The place to watch for a newer run", () => {
  const folder = temporaryFolder();
  const captured = { at: "2026-11-30T14:00:00+01:00" };

  it("is the folder of a file, with no other file of it meant", async () => {
    const place = await watchPlace(folder(), { path: "reports/junit.xml", captured });
    assert.ok(place);
    const { folder: watched, pattern } = place;
    assert.deepEqual([watched, pattern], [join(folder(), "reports"), "*"]);
    assert.ok(isAt(place, join(folder(), "reports", "junit.xml")));
    assert.ok(!isAt(place, join(folder(), "reports", "junit.xml.tmp")));
  });

  it("is one for all the files of a set, and waits longer until they are written", async () => {
    await mkdir(join(folder(), "reports"));
    const parts: TestResultFile["parts"] = [];
    const [file, glob, whole, zip] = await Promise.all([
      watchPlace(folder(), { path: "junit.xml", captured }),
      watchPlace(folder(), { path: "reports/**/TEST-*.xml", parts, captured }),
      watchPlace(folder(), { path: "reports", parts, captured }),
      watchPlace(folder(), { path: "reports/all.zip", parts, captured }),
    ]);
    const reports = join(folder(), "reports");
    assert.deepEqual([glob?.folder, glob?.pattern], [reports, "**/TEST-*.xml"]);
    assert.deepEqual([whole?.folder, whole?.pattern], [reports, "**/*"]);
    assert.deepEqual([zip?.folder, zip?.file], [reports, join(reports, "all.zip")]);
    assert.ok(whole !== undefined && isAt(whole, join(reports, "deep", "a.xml")));
    assert.ok((glob?.quietMs ?? 0) > (file?.quietMs ?? Infinity));
  });

  it("is none where a halt names what is no file here, or a whole folder elsewhere", async () => {
    const ci = {
      provider: "github" as const,
      runId: "1",
      url: "https://github.com/kettle/shop/actions/runs/1",
    };
    await symlink("/", join(folder(), "all"));
    const places = await Promise.all([
      watchPlace(folder(), { path: "ci:github/kettle/junit", captured: { ...captured, ci } }),
      watchPlace(folder(), { path: "../elsewhere/junit.xml", captured }),
      watchPlace(folder(), { path: "/", parts: [], captured }),
      watchPlace(folder(), { path: "all", parts: [], captured }),
      watchPlace(folder(), { path: "\\\\server\\share\\junit.xml", captured }),
    ]);
    assert.deepEqual(places.slice(0, 4), [undefined, undefined, undefined, undefined]);
    const outside = await watchPlace(folder(), { path: "/tmp/junit.xml", captured });
    assert.equal(outside?.folder, "/tmp");
  });
});
