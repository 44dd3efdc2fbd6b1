import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { attachIntents } from "../../../src/capture/attachTests";
import type { UseFetched } from "../../../src/capture/ci/fetchSource";
import { readFetched, type FetchedTests } from "../../../src/capture/ci/readFetched";
import { haltSchema } from "../../../src/halt/schema/halt";
import { newGitHub } from "../../support/gitHub";
import { actions, commit, junit, stored } from "../../support/githubAnswers";
import { emptyInput } from "../../support/halts";
import { zipOf } from "../../support/zipOf";

const now = "2026-11-30T14:00:00+01:00";
const halt = haltSchema.parse(emptyInput);
const reading = { halt, top: process.cwd(), now, by: "Ana Example" };
const reader: UseFetched<FetchedTests> = async (place, source, file) =>
  readFetched(place, source, file, reading);

describe("What is fetched from GitHub Actions, through a token", () => {
  const { folder, gitHub } = newGitHub();

  it("attaches an artifact with its run, attempt and commit, and leaves nothing on the disk", async () => {
    const ci = await gitHub().open();
    const read = await ci.fetch(await gitHub().source("junit"), reader);
    assert.ok(read.ok, JSON.stringify(read));
    const { file } = read.value;
    assert.equal(file.path, "ci:github/kettle/shop/ci.yml/junit");
    assert.deepEqual([file.totals.total, file.totals.failed], [2, 1]);
    assert.equal(file.failures[0]?.source, "reports/TEST-pay.xml");
    assert.equal(file.captured.from, "GitHub Actions: CI #123 (attempt 2), artifact junit");
    assert.deepEqual(
      [file.captured.commit, file.captured.by, file.captured.at],
      [commit, "Ana Example", now],
    );
    assert.deepEqual(file.captured.ci, {
      provider: "github",
      runId: "123",
      attempt: 2,
      url: "https://github.com/kettle/shop/actions/runs/123",
    });
    assert.match(file.captured.sha256 ?? "", /^[0-9a-f]{64}$/);
    assert.equal(Date.parse(file.writtenAt ?? ""), Date.parse("2026-11-30T11:20:00Z"));
    assert.deepEqual(await readdir(folder()), []);
  });

  it("gives the token to the host that was asked, and to no other that it redirects to", async () => {
    const ci = await gitHub().open();
    assert.ok((await ci.fetch(await gitHub().source("junit"), reader)).ok);
    const zip = gitHub().api.asked.find(({ path }) => path === `${actions}/artifacts/11/zip`);
    assert.equal(zip?.headers.authorization, "Bearer a-token");
    assert.equal(gitHub().storage.asked.length, 1);
    assert.equal(gitHub().storage.asked[0]?.headers.authorization, undefined);
    assert.equal(gitHub().storage.asked[0]?.headers["x-github-api-version"], undefined);
  });

  it("reads the log of a job, without the times and the lines of the runner", async () => {
    const ci = await gitHub().open();
    const read = await ci.fetch(await gitHub().source("test (20, linux/x64)"), reader);
    assert.ok(read.ok, JSON.stringify(read));
    const { file } = read.value;
    assert.equal(file.path, "ci:github/kettle/shop/ci.yml/test (20, linux%2Fx64).log");
    assert.deepEqual([file.format, file.totals.total, file.totals.failed], ["tap", 2, 1]);
    assert.equal(file.failures[0]?.name, "charges once");
    assert.equal(file.captured.ci?.job, "test (20, linux/x64)");
    assert.equal(file.captured.ci.url, "https://github.com/kettle/shop/actions/runs/123/job/2");
  });

  it("says that a log or an artifact holds no results, and attaches none", async () => {
    const ci = await gitHub().open();
    const logSource = await gitHub().source("test (20, linux/x64)");
    gitHub().storage.answers = {
      ...stored,
      "/2.txt": { body: "2026-11-30T11:10:00.0000000Z npm error 1\n" },
    };
    const log = await ci.fetch(logSource, reader);
    const artifact = await ci.fetch(await gitHub().source("shop-linux"), reader);
    assert.ok(!log.ok && !artifact.ok);
    assert.match(log.message, /log of job test \(20, linux\/x64\): no test results are in it\.$/);
    assert.match(artifact.message, /artifact shop-linux: No file in it is a test result/);
  });

  it("lets a newer run of the same artifact take the place of the older", async () => {
    const ci = await gitHub().open();
    const found = await gitHub().source("junit");
    const read = async () => {
      const result = await ci.fetch(found, reader);
      assert.ok(result.ok);
      return result.value;
    };
    const first = await read();
    const second = await read();
    const holding = { ...halt, failingTests: [first.file] };
    const intents = attachIntents(holding, second.file, second.redactions);
    assert.deepEqual(
      intents.map((intent) => [intent.kind, intent.kind === "remove" ? intent.id : ""]),
      [
        ["remove", first.file.id],
        ["add", ""],
      ],
    );
  });

  it("says that an artifact has expired, whether the list says so or the download", async () => {
    const ci = await gitHub().open();
    const expired = await ci.fetch(await gitHub().source("junit-first-try"), reader);
    const found = await gitHub().source("junit");
    gitHub().answer(`${actions}/artifacts/11/zip`, {
      json: { message: "Artifact has expired" },
      status: 410,
    });
    const gone = await ci.fetch(found, reader);
    assert.ok(!expired.ok && !gone.ok);
    assert.match(expired.message, /it has expired/);
    assert.match(gone.message, /has expired.*Artifact has expired/);
    assert.deepEqual(gitHub().storage.asked, []);
  });

  it("takes nothing that is cut off or no zip for a whole result", async () => {
    const ci = await gitHub().open();
    const found = await gitHub().source("junit");
    gitHub().storage.answers = {
      "/11.zip?sig=secret": { body: zipOf({ "junit.xml": junit }).subarray(0, 120) },
    };
    const read = await ci.fetch(found, reader);
    assert.ok(!read.ok);
    assert.match(read.message, /could not be read to its end/);
  });

  it("stops when the person cancels, and leaves nothing behind", async () => {
    const ci = await gitHub().open();
    const found = await gitHub().source("junit");
    gitHub().storage.answers = { "/11.zip?sig=secret": { wait: true } };
    const stop = new AbortController();
    const asked = gitHub().storage.asks("/11.zip?sig=secret");
    const reads = ci.fetch(found, reader, stop.signal);
    await asked;
    stop.abort();
    const read = await reads;
    assert.ok(!read.ok);
    assert.equal(read.cancelled, true);
    assert.deepEqual(await readdir(folder()), []);
  });
});
