import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import type { CiListing, CiSource } from "../../../src/capture/ci/ciRun";
import { ciSources, isLikely, sourceWords } from "../../../src/capture/ci/ciSources";
import type { UseFetched } from "../../../src/capture/ci/fetchSource";
import { readFetched, type FetchedTests } from "../../../src/capture/ci/readFetched";
import { openCi, type Ci, type OpenCiOptions } from "../../../src/capture/ci/openCi";
import type { CiRemote } from "../../../src/capture/ci/ciPlace";
import { attachIntents } from "../../../src/capture/attachTests";
import { haltSchema } from "../../../src/halt/schema/halt";
import { startCiHost, type CiAnswer, type CiHost } from "../../support/ciHost";
import { actions, commit, githubAnswers, junit, runOf, runsPath, stored } from "../../support/githubAnswers";
import { emptyInput } from "../../support/halts";
import { withEnvironment } from "../../support/environment";
import { temporaryFolder } from "../../support/temporary";
import { zipOf } from "../../support/zipOf";

const remote: CiRemote = {
  provider: "github",
  host: "github.com",
  origin: "https://github.com",
  path: "kettle/shop",
};
const now = "2026-11-30T14:00:00+01:00";
const halt = haltSchema.parse(emptyInput);
const reading = { halt, top: process.cwd(), now, by: "Ana Example" };
const reader: UseFetched<FetchedTests> = async (place, source, file) =>
  readFetched(place, source, file, reading);

describe("From GitHub Actions, through a token", () => {
  const folder = temporaryFolder();
  // No program is found there, and what is fetched lies there.
  withEnvironment(() => ({ PATH: folder(), TMPDIR: folder() }));
  let api: CiHost;
  let storage: CiHost;

  beforeEach(async () => {
    [api, storage] = await Promise.all([startCiHost(), startCiHost()]);
    api.answers = githubAnswers(storage.origin);
    storage.answers = stored;
  });
  afterEach(async () => {
    await Promise.all([api.close(), storage.close()]);
  });

  async function open(options: Partial<OpenCiOptions> = {}): Promise<Ci> {
    const asked = { askToken: async () => Promise.resolve("a-token"), api: api.origin, ...options };
    const opened = await openCi(remote, asked);
    assert.ok(opened.ok, JSON.stringify(opened));
    return opened.value;
  }

  async function list(ci?: Ci): Promise<CiListing> {
    const listed = await (ci ?? (await open())).list(commit);
    assert.ok(listed.ok, JSON.stringify(listed));
    return listed.value;
  }

  async function refusedList(): Promise<string> {
    const listed = await (await open()).list(commit);
    assert.ok(!listed.ok);
    return listed.message;
  }

  async function source(name: string): Promise<CiSource> {
    const found = ciSources(await list()).find(
      (one) =>
        (one.kind === "artifact" && one.artifact.name === name) ||
        (one.kind === "log" && one.job.name === name),
    );
    assert.ok(found);
    return found;
  }

  const answer = (path: string, given: CiAnswer): void => {
    api.answers = { ...api.answers, [path]: given };
  };

  it("lists what failed first, with the jobs and artifacts of the latest attempt", async () => {
    const { runs, problems } = await list();
    assert.deepEqual(problems, []);
    assert.deepEqual(
      runs.map(({ name, attempt, failed, state, at }) => [name, attempt, failed, state, at]),
      [
        ["CI #123", 2, true, "failure", "2026-11-30T11:00:00Z"],
        ["CI #124", 1, false, "success", "2026-11-30T12:00:00Z"],
      ],
    );
    assert.deepEqual(
      runs[0]?.jobs.map(({ name, attempt, failed }) => [name, attempt, failed]),
      [
        ["test (20, linux/x64)", 2, true],
        ["lint", 2, false],
      ],
    );
    assert.deepEqual(
      runs[0].artifacts.map(({ name, attempt, expired }) => [name, attempt, expired]),
      [
        ["junit", 2, false],
        ["junit-first-try", 1, true],
        ["shop-linux", 2, false],
      ],
    );
  });

  it("proposes the results of what failed, and logs only where there are none", async () => {
    const likely = async (): Promise<string[]> => {
      const ci = await open();
      return ciSources(await list(ci))
        .filter(isLikely)
        .map((one) => sourceWords(ci.place, one));
    };
    assert.deepEqual(await likely(), ["GitHub Actions: CI #123 (attempt 2), artifact junit"]);
    answer(`${actions}/runs/123/artifacts?per_page=100&page=1`, { json: { total_count: 0, artifacts: [] } });
    assert.deepEqual(await likely(), [
      "GitHub Actions: CI #123 (attempt 2), log of job test (20, linux/x64)",
    ]);
  });

  it("attaches an artifact with its run, attempt and commit, and leaves nothing on the disk", async () => {
    const ci = await open();
    const read = await ci.fetch(await source("junit"), reader);
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
    const ci = await open();
    assert.ok((await ci.fetch(await source("junit"), reader)).ok);
    const zip = api.asked.find(({ path }) => path === `${actions}/artifacts/11/zip`);
    assert.equal(zip?.headers.authorization, "Bearer a-token");
    assert.equal(storage.asked.length, 1);
    assert.equal(storage.asked[0]?.headers.authorization, undefined);
    assert.equal(storage.asked[0]?.headers["x-github-api-version"], undefined);
  });

  it("reads the log of a job, without the times and the lines of the runner", async () => {
    const ci = await open();
    const read = await ci.fetch(await source("test (20, linux/x64)"), reader);
    assert.ok(read.ok, JSON.stringify(read));
    const { file } = read.value;
    assert.equal(file.path, "ci:github/kettle/shop/ci.yml/test (20, linux%2Fx64).log");
    assert.deepEqual([file.format, file.totals.total, file.totals.failed], ["tap", 2, 1]);
    assert.equal(file.failures[0]?.name, "charges once");
    assert.equal(file.captured.ci?.job, "test (20, linux/x64)");
    assert.equal(file.captured.ci.url, "https://github.com/kettle/shop/actions/runs/123/job/2");
  });

  it("says that a log or an artifact holds no results, and attaches none", async () => {
    const ci = await open();
    const logSource = await source("test (20, linux/x64)");
    storage.answers = { ...stored, "/2.txt": { body: "2026-11-30T11:10:00.0000000Z npm error 1\n" } };
    const log = await ci.fetch(logSource, reader);
    const artifact = await ci.fetch(await source("shop-linux"), reader);
    assert.ok(!log.ok && !artifact.ok);
    assert.match(log.message, /log of job test \(20, linux\/x64\): no test results are in it\.$/);
    assert.match(artifact.message, /artifact shop-linux: No file in it is a test result/);
  });

  it("lets a newer run of the same artifact take the place of the older", async () => {
    const ci = await open();
    const found = await source("junit");
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

  it("reads page after page, and not without end", async () => {
    const link = {
      link: '<https://elsewhere.test/?page=2>; rel="next", <https://elsewhere.test/?page=9>; rel="last"',
    };
    answer(runsPath, { json: { workflow_runs: [runOf(123)] }, headers: link });
    answer(runsPath.replace(/1$/, "2"), { json: { workflow_runs: [runOf(124)] }, headers: link });
    const { runs, problems } = await list();
    assert.deepEqual(
      runs.map(({ id }) => id),
      ["123", "124"],
    );
    assert.ok(
      problems.some((problem) => /more than 2 runs/.test(problem)),
      problems.join(),
    );
    assert.ok(!api.asked.some(({ path }) => path.endsWith("page=3")));
  });

  it("takes no run of another commit", async () => {
    answer(runsPath, { json: { workflow_runs: [runOf(123, { head_sha: "f".repeat(40) })] } });
    assert.deepEqual((await list()).runs, []);
  });

  it("keeps a run of which a part cannot be read, and says so", async () => {
    answer(`${actions}/runs/123/attempts/2/jobs?per_page=100&page=1`, {
      json: { message: "oops" },
      status: 502,
    });
    const { runs, problems } = await list();
    assert.deepEqual(
      runs.map(({ artifacts }) => artifacts.length),
      [3, 0],
    );
    assert.match(problems.join(), /trouble of its own \(HTTP 502\): the jobs of CI #123 could not be read/);
  });

  it("says in words why it reads nothing", async () => {
    const reset = String(Math.round(Date.now() / 1000) + 24.5 * 60);
    const limited = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
    const cases: readonly (readonly [CiAnswer, RegExp])[] = [
      [
        { json: { message: "API rate limit exceeded" }, status: 403, headers: limited },
        /takes no more requests for now.*Try again in 25 minutes\./,
      ],
      [
        { json: { message: "You have exceeded a secondary rate limit" }, status: 403 },
        /Try again in a minute\./,
      ],
      [{ json: {}, status: 429, headers: { "retry-after": "120" } }, /Try again in 2 minutes\./],
      [{ json: { message: "Bad credentials" }, status: 401 }, /asks for a sign-in/],
      [
        { json: { message: "Resource protected by SAML" }, status: 403 },
        /does not let you read the workflow runs of 0123456789\. github\.com says: Resource protected by SAML\./,
      ],
      [
        { json: { message: "Not Found" }, status: 404 },
        /or does not show it to you.*gh auth login --hostname github\.com/,
      ],
      [{ body: "<html>Bad gateway</html>", status: 502 }, /HTTP 502/],
      [{ body: '{"workflow_runs": [' }, /did not answer in JSON/],
      [{ json: { workflow_runs: [{ id: "123" }] } }, /a form that is not known here at workflow_runs\.0\.id/],
      [{ to: "file:///etc/passwd" }, /redirects to an address that is not followed/],
    ];
    for (const [given, expected] of cases) {
      answer(runsPath, given);
      assert.match(await refusedList(), expected);
    }
  });

  it("says that an artifact has expired, whether the list says so or the download", async () => {
    const ci = await open();
    const expired = await ci.fetch(await source("junit-first-try"), reader);
    const found = await source("junit");
    answer(`${actions}/artifacts/11/zip`, { json: { message: "Artifact has expired" }, status: 410 });
    const gone = await ci.fetch(found, reader);
    assert.ok(!expired.ok && !gone.ok);
    assert.match(expired.message, /it has expired/);
    assert.match(gone.message, /has expired.*Artifact has expired/);
    assert.deepEqual(storage.asked, []);
  });

  it("takes nothing that is cut off or no zip for a whole result", async () => {
    const ci = await open();
    const found = await source("junit");
    storage.answers = { "/11.zip?sig=secret": { body: zipOf({ "junit.xml": junit }).subarray(0, 120) } };
    const read = await ci.fetch(found, reader);
    assert.ok(!read.ok);
    assert.match(read.message, /could not be read to its end/);
  });

  it("stops when the person cancels, and leaves nothing behind", async () => {
    const ci = await open();
    const found = await source("junit");
    storage.answers = { "/11.zip?sig=secret": { wait: true } };
    const stop = new AbortController();
    const asked = storage.asks("/11.zip?sig=secret");
    const reads = ci.fetch(found, reader, stop.signal);
    await asked;
    stop.abort();
    const read = await reads;
    assert.ok(!read.ok);
    assert.equal(read.cancelled, true);
    assert.deepEqual(await readdir(folder()), []);
  });

  it("asks for no more than a public project needs, and reads as nobody where no token is given", async () => {
    const seen: boolean[] = [];
    const askToken: OpenCiOptions["askToken"] = async (_, isPublic) => {
      seen.push(isPublic);
      return Promise.resolve(undefined);
    };
    assert.equal((await open({ askToken })).as, "nobody");
    answer("/repos/kettle/shop", { json: { message: "Not Found" }, status: 404 });
    const closed = await openCi(remote, { askToken, api: api.origin });
    assert.ok(!closed.ok);
    assert.match(closed.message, /only to those who are signed in/);
    assert.deepEqual(seen, [true, false]);
    assert.ok(api.asked.every(({ headers }) => headers.authorization === undefined));
  });

  it("says that the host is out of reach", async () => {
    const ci = await open();
    await api.close();
    const listed = await ci.list(commit);
    assert.ok(!listed.ok);
    assert.match(listed.message, /The workflow runs of 0123456789 could not be read: .*ECONNREFUSED/);
    api = await startCiHost();
  });
});
