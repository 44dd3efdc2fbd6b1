import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { assessHalt } from "../../../src/assess/assessHalt";
import { environmentFacts } from "../../../src/assess/environmentWords";
import { captureEnvironment } from "../../../src/capture/environment/captureEnvironment";
import { environmentIntent, variableIntents } from "../../../src/capture/environment/environmentIntents";
import { pickVariables, stillSet, variableNames } from "../../../src/capture/environment/pickedVariables";
import { readCurrentFacts } from "../../../src/capture/git/currentFacts";
import { applyIntents } from "../../../src/halt/applyIntent";
import { readHalt } from "../../../src/halt/readHalt";
import { haltSchema, type Environment, type HaltInput } from "../../../src/halt/schema/halt";
import { writeHalt } from "../../../src/halt/writeHalt";
import { createGit } from "../../../src/system/git";
import { shortInput } from "../../support/halts";
import { makeRepository, type Repository } from "../../support/repository";
import { temporaryFolder } from "../../support/temporary";

const now = "2026-11-30T14:00:00+01:00";
const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
const steps = [{ id: "step-1", text: "Run the tests", command: "node --test" }];
const reproduction = { steps, expected: "one order", actual: "two" };

describe("The environment of a reproduction", () => {
  const folder = temporaryFolder();
  const git = createGit();
  let shop: Repository;

  beforeEach(async () => {
    shop = await makeRepository(join(folder(), "shop"));
    await shop.commit("one", {
      "web/yarn.lock": "b\n",
      "package-lock.json": "a\n",
      "src/package-lock.json.txt": "",
    });
  });

  async function captured(more: Partial<HaltInput> = {}): Promise<Environment> {
    const halt = haltSchema.parse({ ...shortInput, reproduction, ...more });
    return captureEnvironment(halt, { git, top: shop.folder, now, by: "Ana Example" });
  }

  async function item(environment: Environment) {
    const halt = haltSchema.parse({ ...shortInput, reproduction: { ...reproduction, environment } });
    const facts = await readCurrentFacts(git, shop.folder, halt, now);
    const found = assessHalt(halt, facts).items.find(({ id }) => id === "reproduction");
    return [found?.state, found?.reason, found?.action];
  }

  it("is this machine, its tools and its clock, and tells no variable", async () => {
    const environment = await captured();
    assert.deepEqual(environment.tools, [{ name: "node", version: process.versions.node }]);
    assert.equal(environment.architecture, process.arch);
    assert.equal(environment.timeZone, Intl.DateTimeFormat().resolvedOptions().timeZone);
    assert.deepEqual(environment.variables, []);
    assert.deepEqual(environment.captured, { at: now, by: "Ana Example" });
    assert.deepEqual(
      environmentFacts(environment).map(({ name }) => name),
      ["System", "Tools", "Clock and language", "Lock files"],
    );
  });

  it("holds the tracked lock files as they are on the disk, the top folder's first, and none from outside", async () => {
    await shop.write("package-lock.json", "changed\n");
    await shop.write("go.sum", "not tracked\n");
    const outside = join(folder(), "outside.lock");
    await shop.write("../outside.lock", "x\n");
    await symlink(outside, join(shop.folder, "Cargo.lock"));
    await shop.git("add", "Cargo.lock");
    const { lockFiles, lockFilesNotListed } = await captured();
    assert.deepEqual(lockFiles, [
      { path: "package-lock.json", sha256: hash("changed\n") },
      { path: "web/yarn.lock", sha256: hash("b\n") },
    ]);
    assert.equal(lockFilesNotListed, undefined);
  });

  it("lists no more than fifty, and says how many more there are", async () => {
    const many = Array.from({ length: 60 }, (_, index) => [`p/${index}/go.sum`, `${index}\n`] as const);
    await shop.commit("many", Object.fromEntries(many));
    const { lockFiles, lockFilesNotListed } = await captured();
    assert.deepEqual(
      [lockFiles.length, lockFilesNotListed, lockFiles[0]?.path],
      [50, 12, "package-lock.json"],
    );
  });

  it("makes the reproduction stale once a lock file is another one, and says which", async () => {
    const environment = await captured();
    assert.deepEqual((await item(environment))[0], "complete");
    await shop.write("web/yarn.lock", "c\n");
    assert.deepEqual(await item(environment), [
      "stale",
      "web/yarn.lock has changed since the environment was captured.",
      "captureEnvironment",
    ]);
    await rm(join(shop.folder, "package-lock.json"));
    assert.match(
      String((await item(environment))[1]),
      /^web\/yarn\.lock and package-lock\.json have changed/,
    );
    assert.equal((await item(await captured()))[0], "complete");
  });

  it("looks at no path of a halt that leads out of the repository", async () => {
    await shop.write("../outside.lock", "x\n");
    const lockFiles = [{ path: "../outside.lock", sha256: "0".repeat(64) }];
    assert.equal((await item({ ...(await captured()), lockFiles }))[0], "complete");
  });

  it("is written as one change, and written anew as another", async () => {
    const text = writeHalt(haltSchema.parse(shortInput));
    const environment = await captured();
    const once = applyIntents(text, [environmentIntent(environment, [], [])]);
    assert.ok(once.ok);
    const added = [{ id: "variable-1", name: "TZ", value: "UTC" }];
    const twice = applyIntents(once.text, variableIntents(environment, added));
    assert.ok(twice.ok);
    const read = readHalt(twice.text);
    assert.ok(read.ok);
    assert.deepEqual(read.halt.reproduction.environment, { ...environment, variables: added });
    const again = variableIntents({ ...environment, variables: added }, [
      { ...added[0], id: "v2", name: "TZ", value: "CET" },
    ]);
    const third = applyIntents(twice.text, again);
    assert.ok(third.ok && third.text.includes("CET") && !third.text.includes("variable-1"));
  });

  it("keeps what was picked while it was captured anew, and brings nothing back that was taken away then", async () => {
    const variable = (id: string, name: string) => ({ id, name, value: id });
    const [zone, mode, left] = [variable("v1", "TZ"), variable("v2", "MODE"), variable("v3", "LEFT")];
    const [zoneAgain, added] = [variable("v4", "TZ"), variable("v5", "COMPASS")];
    const anew = { ...(await captured()), variables: [zone, mode] };
    const text = writeHalt(haltSchema.parse(shortInput));
    const done = applyIntents(text, [environmentIntent(anew, [zone, mode, left], [left, zoneAgain, added])]);
    const read = readHalt(done.ok ? done.text : "");
    assert.deepEqual(read.ok && read.halt.reproduction.environment?.variables, [zoneAgain, added]);
    const picked = { ...anew, variables: [zone, variable("v6", "COMPASS")] };
    const other = applyIntents(text, [environmentIntent(picked, [zone], [zone, added])]);
    const again = readHalt(other.ok ? other.text : "");
    assert.deepEqual(again.ok && again.halt.reproduction.environment?.variables, picked.variables);
  });
});

describe("The variables that a person picks", () => {
  const token = `ghp_${"a1B2c3D4e5".repeat(4).slice(0, 36)}`;
  const variables = {
    TZ: "UTC",
    NPM_TOKEN: "plain words",
    STRIPE_KEY: "abc",
    DATABASE_URL: "postgres://ana:hunter22@db.example/shop",
    NOTES: `use ${token}\nsecond line`,
    COMPASS: "north",
    EMPTY: "",
    GONE: undefined,
  };

  it("are offered by their names alone", () => {
    assert.deepEqual(variableNames(variables), [
      ...["COMPASS", "DATABASE_URL", "EMPTY", "NOTES", "NPM_TOKEN", "STRIPE_KEY", "TZ"],
    ]);
  });

  it("come without secrets, by what they hold and by how they are called", async () => {
    const picked = await pickVariables(Object.keys(variables), variables);
    const values = Object.fromEntries(picked.variables.map(({ name, value }) => [name, value]));
    assert.deepEqual(values, {
      TZ: "UTC",
      NPM_TOKEN: "[redacted: secret by its name]",
      STRIPE_KEY: "[redacted: secret by its name]",
      DATABASE_URL: "postgres://ana:[redacted: password in URL]@db.example/shop",
      NOTES: "use [redacted: GitHub token]\nsecond line",
      COMPASS: "north",
      EMPTY: "",
    });
    assert.deepEqual(picked.found, { "GitHub token": 1, "password in URL": 1, "secret by its name": 2 });
  });

  it("stay only as long as they have the value that was shown", async () => {
    const { variables: before } = await pickVariables(["TZ", "COMPASS", "NOTES"], variables);
    const { kept, changed } = await stillSet(before, { ...variables, TZ: "CET" });
    assert.deepEqual([kept.map(({ name }) => name), changed], [["COMPASS", "NOTES"], ["TZ"]]);
  });
});
