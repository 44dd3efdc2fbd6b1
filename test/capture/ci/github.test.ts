import assert from "node:assert/strict";
import { ciSources, isLikely, sourceWords } from "../../../src/capture/ci/ciSources";
import { openCi, type OpenCiOptions } from "../../../src/capture/ci/openCi";
import type { CiAnswer } from "../../support/ciHost";
import { newGitHub, remote } from "../../support/gitHub";
import { actions, commit, runOf, runsPath } from "../../support/githubAnswers";

describe("The runs of GitHub Actions, through a token", () => {
  const { gitHub } = newGitHub();

  async function refusedList(): Promise<string> {
    const listed = await (await gitHub().open()).list(commit);
    assert.ok(!listed.ok);
    return listed.message;
  }

  it("lists what failed first, with the jobs and artifacts of the latest attempt", async () => {
    const { runs, problems } = await gitHub().list();
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
      const ci = await gitHub().open();
      return ciSources(await gitHub().list())
        .filter(isLikely)
        .map((one) => sourceWords(ci.place, one));
    };
    assert.deepEqual(await likely(), ["GitHub Actions: CI #123 (attempt 2), artifact junit"]);
    gitHub().answer(`${actions}/runs/123/artifacts?per_page=100&page=1`, {
      json: { total_count: 0, artifacts: [] },
    });
    assert.deepEqual(await likely(), [
      "GitHub Actions: CI #123 (attempt 2), log of job test (20, linux/x64)",
    ]);
  });

  it("reads page after page, and not without end", async () => {
    const link = {
      link: '<https://elsewhere.test/?page=2>; rel="next", <https://elsewhere.test/?page=9>; rel="last"',
    };
    gitHub().answer(runsPath, { json: { workflow_runs: [runOf(123)] }, headers: link });
    gitHub().answer(runsPath.replace(/1$/, "2"), { json: { workflow_runs: [runOf(124)] }, headers: link });
    const { runs, problems } = await gitHub().list();
    assert.deepEqual(
      runs.map(({ id }) => id),
      ["123", "124"],
    );
    assert.ok(
      problems.some((problem) => /more than 2 runs/.test(problem)),
      problems.join(),
    );
    assert.ok(!gitHub().api.asked.some(({ path }) => path.endsWith("page=3")));
  });

  it("takes no run of another commit", async () => {
    gitHub().answer(runsPath, { json: { workflow_runs: [runOf(123, { head_sha: "f".repeat(40) })] } });
    assert.deepEqual((await gitHub().list()).runs, []);
  });

  it("keeps a run of which a part cannot be read, and says so", async () => {
    gitHub().answer(`${actions}/runs/123/attempts/2/jobs?per_page=100&page=1`, {
      json: { message: "oops" },
      status: 502,
    });
    const { runs, problems } = await gitHub().list();
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
      gitHub().answer(runsPath, given);
      assert.match(await refusedList(), expected);
    }
  });

  it("asks for no more than a public project needs, and reads as nobody where no token is given", async () => {
    const seen: boolean[] = [];
    const askToken: OpenCiOptions["askToken"] = async (_, isPublic) => {
      seen.push(isPublic);
      return Promise.resolve(undefined);
    };
    assert.equal((await gitHub().open({ askToken })).as, "nobody");
    gitHub().answer("/repos/kettle/shop", { json: { message: "Not Found" }, status: 404 });
    const closed = await openCi(remote, { askToken, api: gitHub().api.origin });
    assert.ok(!closed.ok);
    assert.match(closed.message, /only to those who are signed in/);
    assert.deepEqual(seen, [true, false]);
    assert.ok(gitHub().api.asked.every(({ headers }) => headers.authorization === undefined));
  });

  it("says that the host is out of reach", async () => {
    const ci = await gitHub().open();
    await gitHub().api.close();
    const listed = await ci.list(commit);
    assert.ok(!listed.ok);
    assert.match(listed.message, /The workflow runs of 0123456789 could not be read: .*ECONNREFUSED/);
  });
});
