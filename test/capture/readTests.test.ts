import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { readTestFile } from "../../src/capture/readTestFile";
import { describeResults } from "../../src/capture/results/describeResults";
import { readTests, type ReadTests } from "../../src/capture/readTests";
import { makeRepository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

const fixtures = resolve("test/fixtures/results");
const passing = '<testsuite name="s"><testcase classname="s" name="boils"/></testsuite>';
const failing =
  '<testsuite name="t"><testcase classname="t" name="pours"><failure message="cold"/></testcase></testsuite>';

describe("A set of result files", () => {
  const folder = temporaryFolder();

  async function read(path: string): Promise<ReadTests & { ok: true }> {
    const result = await readTests(path);
    assert.ok(result.ok, JSON.stringify(result));
    return result;
  }

  async function write(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
    const place = join(folder(), "reports");
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(place, name, ".."), { recursive: true });
      await writeFile(join(place, name), text);
    }
    return place;
  }

  it("is a folder, whose files are summed, and whose failures say which file they are from", async () => {
    const place = await write({
      "unit/TEST-a.xml": passing,
      "e2e/TEST-b.xml": failing,
      "package.json": "{}",
      "coverage.xml": "<coverage/>",
      "page.html": "<html></html>",
    });
    const { results, from, parts } = await read(place);
    assert.deepEqual([results.total, results.failed, results.problems], [2, 1, []]);
    assert.deepEqual(from, ["e2e/TEST-b.xml"]);
    assert.deepEqual(
      parts.map(({ name, results: { total } }) => [name, total]),
      [
        ["e2e/TEST-b.xml", 1],
        ["unit/TEST-a.xml", 1],
      ],
    );
  });

  it("is a glob, or the files that were packed one by one", async () => {
    const place = await write({
      "unit/TEST-a.xml": passing,
      "e2e/TEST-b.xml.gz": gzipSync(failing),
    });
    assert.equal((await read(`${place}/**/TEST-*.xml`)).results.total, 1);
    assert.equal((await read(`${place}/**/TEST-*`)).results.total, 2);
    assert.equal((await read(join(place, "e2e/TEST-b.xml.gz"))).results.failed, 1);
  });

  it("is a zip, read without unpacking it to the disk", async () => {
    const repository = await makeRepository(join(folder(), "repository"));
    await cp(join(fixtures, "surefire"), repository.folder, { recursive: true });
    await repository.commit("Reports");
    await repository.git("archive", "--format=zip", "--output=../reports.zip", "HEAD");
    const zipped = await read(join(folder(), "reports.zip"));
    const unpacked = await read(join(fixtures, "surefire"));
    assert.ok(unpacked.results.failed > 0);
    assert.deepEqual(zipped.results, unpacked.results);
    assert.deepEqual(zipped.from, unpacked.from);
    assert.deepEqual(
      zipped.parts.map(({ sha256 }) => sha256),
      unpacked.parts.map(({ sha256 }) => sha256),
    );
  });

  it("is never taken for whole where a file in it is empty, cut off, or an archive that breaks off", async () => {
    const cases: Readonly<Record<string, string | Uint8Array>> = {
      "TEST-empty.xml": "",
      "TEST-cut.xml": passing.slice(0, 40),
      "TEST-packed.xml.gz": gzipSync(passing.repeat(200)).subarray(0, 60),
    };
    for (const [name, text] of Object.entries(cases)) {
      const place = await write({ "TEST-a.xml": passing, [name]: text });
      const { problems } = (await read(place)).results;
      assert.ok(
        problems.some(({ severity, message }) => severity === "error" && message.startsWith(name)),
        JSON.stringify(problems),
      );
    }
  });

  it("counts what could be read where one of its files could not, and says that there is at least that", async () => {
    const place = await write({ "TEST-a.xml": passing, "TEST-b.xml": failing, "TEST-gone.xml": "" });
    const { results } = await read(place);
    assert.deepEqual([results.total, results.failed, results.partial], [2, 1, true]);
    assert.deepEqual(
      results.problems.map(({ severity, message }) => [severity, message]),
      [
        ["error", "1 of 3 files could not be read whole (TEST-gone.xml); the others count."],
        ["error", "TEST-gone.xml: The file is empty."],
      ],
    );
    const words = /^at least 1 failed of 2 tests; not read whole: 1 of 3 files could not be read whole/;
    assert.match(describeResults(results), words);
  });

  it("sums what its files state of themselves, and names those that state nothing beside others that do", async () => {
    const stating = passing.replace("<testsuite ", '<testsuite tests="1" failures="0" ');
    const place = await write({ "TEST-a.xml": stating, "TEST-b.xml": stating.replaceAll('"s"', '"t"') });
    const whole = (await read(place)).results;
    assert.deepEqual([whole.declared, whole.problems], [{ total: 2, failed: 0 }, []]);
    await write({ "TEST-c.xml": failing });
    const mixed = (await read(place)).results;
    assert.equal(mixed.declared, null);
    assert.deepEqual(
      mixed.problems.map(({ message }) => message),
      ["1 of 3 files states no totals of its own (TEST-c.xml)."],
    );
  });

  it("is no result where nothing in it is one, or a zip is damaged", async () => {
    const place = await write({ "package.json": "{}", "TEST-empty.xml": "" });
    const zip = join(folder(), "reports.zip");
    await writeFile(zip, "PK\u0003\u0004 and nothing behind it");
    for (const path of [place, zip, join(folder(), "*.xml")]) {
      const { results } = await read(path);
      assert.equal(results.total, 0);
      assert.deepEqual(
        results.problems.map(({ severity }) => severity),
        ["error"],
      );
    }
    assert.equal((await readTests(join(folder(), "gone.xml"))).ok, false);
  });

  it("says that tests stand in two reports of one run", async () => {
    const place = await write({ "TEST-a.xml": passing, "junit.xml": passing });
    const { results } = await read(place);
    assert.equal(results.total, 2);
    assert.match(results.problems[0]?.message ?? "", /^A test stands in more than one of its files/);
  });

  it("holds failed hooks of one name for none that stand in two reports, and tells of each once", async () => {
    const { results } = await read(join(fixtures, "allure/hooks"));
    assert.deepEqual([results.repeated, results.problems, results.errored], [0, [], 7]);
    const place = join(folder(), "containers");
    await cp(join(fixtures, "allure/hooks-3.2"), place, {
      filter: (path) => !path.endsWith("-result.json"),
      recursive: true,
    });
    const alone = await read(place);
    assert.deepEqual([alone.results.total, alone.results.errored, alone.results.problems], [5, 5, []]);
  });

  it("is stored with the path, the hash and the counts of each file", async () => {
    const place = await write({ "TEST-a.xml": passing, "TEST-b.xml": failing });
    const attached = await readTestFile(place, { top: folder(), now: "2026-11-30T14:00:00+01:00" });
    assert.ok(attached.ok);
    const { path, parts, failures, totals } = attached.file;
    assert.deepEqual([path, totals.total, totals.failed], ["reports", 2, 1]);
    assert.deepEqual(
      parts?.map(({ path: name, total, failed }) => [name, total, failed]),
      [
        ["TEST-a.xml", 1, 0],
        ["TEST-b.xml", 1, 1],
      ],
    );
    assert.equal(failures[0]?.source, "TEST-b.xml");
  });

  it("has the hash of a whole file, also where its results end before", async () => {
    const path = join(folder(), "page.xml");
    await writeFile(path, `<html>${"x".repeat(2_000_000)}</html>`);
    const { parts } = await read(path);
    assert.equal(
      parts[0]?.sha256,
      createHash("sha256")
        .update(await readFile(path))
        .digest("hex"),
    );
  });
});
