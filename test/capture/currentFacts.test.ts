import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readCurrentFacts } from "../../src/capture/git/currentFacts";
import { haltSchema, type HaltInput } from "../../src/halt/schema/halt";
import { createGit } from "../../src/system/git";
import { completeInput, shortInput } from "../support/halts";
import { makeRepository, type Repository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

const now = "2026-11-30T14:00:00+01:00";

describe("What is true now of a halt's sources and targets", () => {
  const folder = temporaryFolder();
  let repository: Repository;
  let head = "";

  beforeEach(async () => {
    repository = await makeRepository(join(folder(), "shop"));
    head = await repository.commit("one", { "reports/junit.xml": "<testsuite/>" });
  });

  const current = async (input: HaltInput) =>
    readCurrentFacts(createGit(), repository.folder, haltSchema.parse(input), now);

  const attached = (...paths: string[]): HaltInput => {
    const [file] = completeInput.failingTests ?? [];
    assert.ok(file);
    return {
      ...shortInput,
      failingTests: paths.map((path, index) => ({ ...file, id: `tests-${index}`, path })),
    };
  };

  it("is the hash of each attached file, or that it is gone", async () => {
    const absolute = join(folder(), "elsewhere.xml");
    await writeFile(absolute, "<testsuite/>");
    const { sources } = await current(attached("reports/junit.xml", absolute, "reports/gone.xml"));
    const sha256 = createHash("sha256").update("<testsuite/>").digest("hex");
    assert.deepEqual(sources, {
      "reports/junit.xml": sha256,
      [absolute]: sha256,
      "reports/gone.xml": null,
    });
  });

  it("is not looked for here where it is from a pipeline", async () => {
    const [file] = attached("ci:github/kettle/shop/ci.yml/junit").failingTests ?? [];
    assert.ok(file);
    const ci = {
      provider: "github" as const,
      runId: "123",
      url: "https://github.com/kettle/shop/actions/runs/123",
    };
    const { sources } = await current({
      ...shortInput,
      failingTests: [{ ...file, captured: { ...file.captured, ci } }],
    });
    assert.deepEqual(sources, {});
  });

  it("is not looked for outside the repository, nor on another machine, where only the halt names it", async () => {
    await writeFile(join(folder(), "secret"), "x");
    await symlink(join(folder(), "secret"), join(repository.folder, "link"));
    const { sources } = await current(
      attached("../secret", "../nothing", "link", "//server/share/x.xml", "\\\\server\\share\\x.xml"),
    );
    // Elsewhere than on Windows, the last one is an ordinary name of a file that is not there.
    assert.deepEqual(sources, process.platform === "win32" ? {} : { "\\\\server\\share\\x.xml": null });
  });

  it("is told for the other targets when a name is none that a program can be given", async () => {
    const targets: HaltInput["targets"] = [
      { id: "odd", kind: "branch", name: "a\0b" },
      { id: "main", kind: "branch", name: "main" },
    ];
    const { targetCommits, headCommit } = await current({ ...shortInput, targets });
    assert.deepEqual(targetCommits, { main: head });
    assert.equal(headCommit, head);
  });
});
