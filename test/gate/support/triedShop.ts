import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gateDefaults } from "../../../src/gate/gateDefaults";
import { installKinds } from "../../../src/gate/install/kinds";
import { planInstall } from "../../../src/gate/install/planInstall";
import { carryOut, readInstallPlace } from "../../../src/gate/install/repositoryFacts";
import { testGate } from "../../../src/gate/testGate";
import { createGit } from "../../../src/system/git";
import { makeRepository, type Repository } from "../../support/repository";
import { temporaryFolder } from "../../support/temporary";
import type { Installed } from "./guardedFiles";

const git = createGit();

/** A repository in which installed gates are tried. */
interface TriedShop {
  readonly repository: () => Repository;
  readonly install: (installed: Installed) => Promise<void>;
  readonly write: (path: string, text: string) => Promise<void>;
  readonly read: (path: string) => Promise<string>;
  /** Writes a file anew, which must differ then. */
  readonly change: (path: string, how: (text: string) => string) => Promise<void>;
  /** What is said of a kind; nothing where it is not known to be here. */
  readonly tried: (id: string) => Promise<{ readonly result: string; readonly why: string } | undefined>;
}

/** Gives each test of a suite a shop of its own. */
export function triedShop(): TriedShop {
  const folder = temporaryFolder();
  let made: Repository;

  beforeEach(async () => {
    made = await makeRepository(join(folder(), "kettle shop"));
    await made.commit("Sell kettles", { "README.md": "Kettles\n" });
  });

  async function place(): ReturnType<typeof readInstallPlace> {
    return readInstallPlace(git, made.folder);
  }

  async function install({ id, before }: Installed): Promise<void> {
    for (const [path, text] of Object.entries(before)) await write(path, text);
    const read = await place();
    assert.ok(read.ok);
    const options = { gate: await readFile("src/gate/release-halt.sh", "utf8"), settings: gateDefaults };
    const kinds = installKinds.filter((kind) => kind.id === id);
    assert.ok((await carryOut(read.place, planInstall(read.place.facts, kinds, options).changes)).ok);
  }

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(made.folder, path)), { recursive: true });
    await writeFile(join(made.folder, path), text);
  }

  const read = async (path: string): Promise<string> => readFile(join(made.folder, path), "utf8");

  async function change(path: string, how: (text: string) => string): Promise<void> {
    const before = await read(path);
    const after = how(before);
    assert.notEqual(after, before);
    await write(path, after);
  }

  async function tried(id: string): Promise<{ readonly result: string; readonly why: string } | undefined> {
    const found = await place();
    assert.ok(found.ok);
    const result = await testGate(git, found.place);
    assert.ok(result.ok);
    return result.gates.find((gate) => gate.id === id);
  }

  return { repository: () => made, install, write, read, change, tried };
}
