import assert from "node:assert/strict";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { CiRemote } from "../../../src/capture/ci/ciPlace";
import type { CiSource } from "../../../src/capture/ci/ciRun";
import { ciSources, isLikely } from "../../../src/capture/ci/ciSources";
import type { UseFetched } from "../../../src/capture/ci/fetchSource";
import { readFetched, type FetchedTests } from "../../../src/capture/ci/readFetched";
import { openCi, type Ci } from "../../../src/capture/ci/openCi";
import { haltSchema } from "../../../src/halt/schema/halt";
import { startCiHost, type CiHost } from "../../support/ciHost";
import { withEnvironment } from "../../support/environment";
import { actions, commit, githubAnswers, junit, runsPath, stored } from "../../support/githubAnswers";
import { emptyInput } from "../../support/halts";
import { writeStandIn } from "../../support/standInProgram";
import { temporaryFolder } from "../../support/temporary";
import { zipOf } from "../../support/zipOf";

const now = "2026-11-30T14:00:00+01:00";
const reading = { halt: haltSchema.parse(emptyInput), top: process.cwd(), now };
const reader: UseFetched<FetchedTests> = async (place, source, file) =>
  readFetched(place, source, file, reading);
const asksNobody = async (): Promise<undefined> => {
  await Promise.resolve();
  assert.fail("The person was asked for a token.");
};

describe("From CI, through a program that is signed in", () => {
  const folder = temporaryFolder();
  withEnvironment(() => ({ PATH: folder(), TMPDIR: join(folder(), "temporary") }));
  let api: CiHost;
  let storage: CiHost;

  beforeEach(async () => {
    await mkdir(join(folder(), "temporary"));
    [api, storage] = await Promise.all([startCiHost(), startCiHost()]);
    storage.answers = stored;
  });
  afterEach(async () => {
    await Promise.all([api.close(), storage.close()]);
  });

  async function opened(remote: CiRemote): Promise<Ci> {
    const result = await openCi(remote, { askToken: asksNobody });
    assert.ok(result.ok, JSON.stringify(result));
    return result.value;
  }

  async function sourcesOf(ci: Ci): Promise<readonly CiSource[]> {
    const listed = await ci.list(commit);
    assert.ok(listed.ok, JSON.stringify(listed));
    assert.deepEqual(listed.value.problems, []);
    return ciSources(listed.value);
  }

  describe("gh", () => {
    const remote = remoteOf("github", "github.com", "kettle/shop");

    beforeEach(async () => {
      api.answers = githubAnswers(storage.origin);
      await writeStandIn(folder(), "gh", { host: "github.com", api: api.origin });
    });

    it("lists and fetches as whom the person is there, and asks for no token", async () => {
      const ci = await opened(remote);
      assert.equal(ci.as, "gh");
      const [artifact] = (await sourcesOf(ci)).filter(isLikely);
      assert.ok(artifact);
      const read = await ci.fetch(artifact, reader);
      assert.ok(read.ok, JSON.stringify(read));
      assert.equal(read.value.file.path, "ci:github/kettle/shop/ci.yml/junit");
      assert.deepEqual([read.value.file.totals.total, read.value.file.totals.failed], [2, 1]);
      assert.ok(api.asked.every(({ headers }) => headers.authorization === "token of gh"));
      assert.deepEqual(await readdir(join(folder(), "temporary")), []);
    });

    it("tells why it is refused, as the host says it", async () => {
      const ci = await opened(remote);
      const [artifact] = (await sourcesOf(ci)).filter(isLikely);
      assert.ok(artifact);
      api.answers = {
        [`${actions}/artifacts/11/zip`]: { json: { message: "Artifact has expired" }, status: 410 },
        [runsPath]: {
          json: { message: "API rate limit exceeded" },
          status: 403,
          headers: { "x-ratelimit-remaining": "0" },
        },
      };
      const [read, listed] = [await ci.fetch(artifact, reader), await ci.list(commit)];
      assert.ok(!read.ok && !listed.ok);
      assert.match(read.message, /no longer kept by github\.com: it has expired.*Artifact has expired/);
      assert.match(listed.message, /takes no more requests for now/);
    });

    it("tells that it cannot reach the host", async () => {
      const ci = await opened(remote);
      await api.close();
      const listed = await ci.list(commit);
      assert.ok(!listed.ok);
      assert.match(listed.message, /gh says: error connecting to the host/);
    });

    it("is ended when the person cancels, and leaves nothing behind", async () => {
      const ci = await opened(remote);
      const [artifact] = (await sourcesOf(ci)).filter(isLikely);
      assert.ok(artifact);
      api.answers = { [`${actions}/artifacts/11/zip`]: { wait: true } };
      const stop = new AbortController();
      const asked = api.asks(`${actions}/artifacts/11/zip`);
      const reads = ci.fetch(artifact, reader, stop.signal);
      await asked;
      stop.abort();
      const read = await reads;
      assert.ok(!read.ok);
      assert.equal(read.cancelled, true);
      assert.deepEqual(await readdir(join(folder(), "temporary")), []);
    });

    it("serves a host with a name of its own that it is signed in to", async () => {
      await writeStandIn(folder(), "gh", { host: "code.example.test", api: api.origin });
      const ci = await opened({ ...remote, provider: undefined, host: "code.example.test" });
      assert.deepEqual([ci.as, ci.place.provider], ["gh", "github"]);
      const [artifact] = (await sourcesOf(ci)).filter(isLikely);
      assert.ok(artifact);
      const read = await ci.fetch(artifact, reader);
      assert.ok(read.ok);
      assert.equal(read.value.file.path, "ci:github/code.example.test/kettle/shop/ci.yml/junit");
    });
  });

  it("is asked for where nobody knows the host", async () => {
    const remote = { ...remoteOf("github", "code.example.test", "kettle/shop"), provider: undefined };
    const result = await openCi(remote, { askToken: asksNobody });
    assert.ok(!result.ok);
    assert.match(result.message, /code\.example\.test, which is not known to be a GitHub or a GitLab/);
  });

  describe("glab", () => {
    const project = "/projects/kettle%2Fweb%2Fshop";
    const page = "https://gitlab.com/kettle/web/shop/-";
    const jobsPath = `${project}/pipelines/47/jobs?include_retried=true&per_page=100&page=1`;

    const job = (id: number, name: string, status: string, more: object = {}): object => ({
      ...{ id, name, status, stage: "test", web_url: `${page}/jobs/${id}` },
      ...{ started_at: "2026-11-30T11:00:00.000Z", finished_at: `2026-11-30T11:${id}:00.000Z` },
      ...more,
    });

    beforeEach(async () => {
      await writeStandIn(folder(), "glab", { host: "gitlab.com", api: api.origin });
      const artifacts = { artifacts_file: { filename: "artifacts.zip", size: 500 } };
      api.answers = {
        [`${project}/pipelines?sha=${commit}&per_page=100&page=1`]: {
          json: [
            {
              ...{ id: 47, iid: 12, sha: commit, ref: "main", source: "push", status: "failed" },
              created_at: "2026-11-30T10:59:00.000Z",
              web_url: `${page}/pipelines/47`,
            },
          ],
        },
        [jobsPath]: {
          json: [
            job(31, "unit", "failed", artifacts),
            job(30, "end to end", "failed", artifacts),
            job(20, "unit", "failed", artifacts),
            job(32, "old", "success", { ...artifacts, artifacts_expire_at: "2020-01-01T00:00:00.000Z" }),
          ],
        },
        [`${project}/jobs/31/artifacts`]: { to: `${storage.origin}/31.zip` },
        [`${project}/jobs/30/trace`]: {
          body:
            "\u001B[0KRunning with gitlab-runner 17\n" +
            "\u001B[0Ksection_start:1764500000:step_script\r\u001B[0K$ npm test\n" +
            "TAP version 13\nnot ok 1 - pays\n1..1\n" +
            "section_end:1764500009:step_script\r\u001B[0K\u001B[31;1mERROR: Job failed\u001B[0;m\n",
        },
      };
      storage.answers = { "/31.zip": { body: zipOf({ "junit.xml": junit }) } };
    });

    it("lists the latest try of each job, and reads its artifacts and its log", async () => {
      const ci = await opened(remoteOf("gitlab", "gitlab.com", "kettle/web/shop"));
      assert.equal(ci.as, "glab");
      const sources = await sourcesOf(ci);
      assert.deepEqual(
        sources.map((source) => {
          if (source.kind === "report") return [source.kind];
          if (source.kind === "log") return ["log", source.job.name, source.job.attempt];
          const { expired, name, attempt } = source.artifact;
          return [expired ? "expired" : "artifact", name, attempt];
        }),
        [
          ["artifact", "end to end", 1],
          ["expired", "old", 1],
          ["artifact", "unit", 2],
          ["log", "unit", 2],
          ["log", "end to end", 1],
          ["log", "old", 1],
        ],
      );
      const [, , unit, , log] = sources;
      assert.ok(unit && log);
      const read = await ci.fetch(unit, reader);
      assert.ok(read.ok, JSON.stringify(read));
      assert.equal(read.value.file.path, "ci:gitlab/kettle/web/shop/push/unit");
      assert.equal(
        read.value.file.captured.from,
        "GitLab: Pipeline #47 of main (attempt 2), artifacts of job unit",
      );
      assert.deepEqual(read.value.file.captured.ci, {
        provider: "gitlab",
        runId: "47",
        job: "unit",
        attempt: 2,
        url: `${page}/jobs/31`,
      });
      const trace = await ci.fetch(log, reader);
      assert.ok(trace.ok, JSON.stringify(trace));
      assert.deepEqual([trace.value.file.format, trace.value.file.totals.failed], ["tap", 1]);
    });

    it("reads the report that GitLab made of its jobs' reports, which no archive holds", async () => {
      const artifacts = [{ file_type: "archive" }, { file_type: "junit", filename: "junit.xml.gz" }];
      api.answers = {
        ...api.answers,
        [jobsPath]: { json: [job(31, "unit", "failed", { artifacts }), job(32, "end to end", "failed")] },
        [`${project}/pipelines/47/test_report`]: { json: testReport },
      };
      const ci = await opened(remoteOf("gitlab", "gitlab.com", "kettle/web/shop"));
      const sources = await sourcesOf(ci);
      const [report, ...others] = sources.filter(isLikely);
      assert.ok(report);
      assert.deepEqual([report.kind, others], ["report", []]);
      const read = await ci.fetch(report, reader);
      assert.ok(read.ok, JSON.stringify(read));
      const { path, captured, format, totals, failures, problems, writtenAt } = read.value.file;
      assert.deepEqual(
        [path, captured.from, captured.ci],
        [
          "ci:gitlab/kettle/web/shop/push/test report",
          "GitLab: Pipeline #47 of main, test report",
          { provider: "gitlab", runId: "47", url: `${page}/pipelines/47` },
        ],
      );
      assert.equal(Date.parse(writtenAt ?? ""), Date.parse("2026-11-30T11:32:00Z"));
      assert.deepEqual([format, totals], ["gitlab-test-report", totalsOfReport]);
      assert.deepEqual(
        failures.map(({ suite, name, outcome, message }) => [suite, name, outcome, message]),
        [
          ["unit › Till", "rounds", "failed", "expected 2, was 3"],
          ["unit › Till", "opens", "errored", "no such drawer"],
        ],
      );
      assert.match(problems[0]?.message ?? "", /could not read a report of the job "end to end": JUnit XML/);
    });
  });
});

const totalsOfReport = { suites: 2, total: 4, passed: 1, failed: 1, errored: 1, skipped: 1 };

const testReport = {
  ...{ total_time: 3, total_count: 4, success_count: 1, failed_count: 1, skipped_count: 1, error_count: 1 },
  test_suites: [
    {
      ...{ name: "unit", total_count: 4, suite_error: null },
      test_cases: [
        { status: "success", name: "adds", classname: "Till", execution_time: 0.5 },
        {
          status: "failed",
          name: "rounds",
          classname: "Till",
          system_output: "expected 2, was 3\n  till.rb:7",
        },
        { status: "error", name: "opens", classname: "Till", system_output: { message: "no such drawer" } },
        { status: "skipped", name: "closes", classname: "Till", system_output: null },
      ],
    },
    { name: "end to end", total_count: 0, suite_error: "JUnit XML parsing failed", test_cases: [] },
  ],
};

function remoteOf(provider: "github" | "gitlab", host: string, path: string): CiRemote {
  return { provider, host, origin: `https://${host}`, path };
}
