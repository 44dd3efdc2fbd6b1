import assert from "node:assert/strict";
import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { locationAt } from "../../src/capture/codeLocation";
import { PlacesNow, type PlaceNow } from "../../src/capture/placeNow";
import type { CodeLocation } from "../../src/halt/schema/halt";
import { createGit } from "../../src/system/git";
import { makeRepository, type Repository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

/** A till with two functions that end alike. */
const code = `import { rate } from "./rate.js";

/** The amount to charge, in cents. */
export function total(items) {
  const sum = items.reduce((cents, { price, count }) => cents + price * count, 0);
  return sum * 2;
}

/** The amount to give back, in cents. */
export function refund(items) {
  const paid = items.filter(({ isPaid }) => isPaid).map(({ price }) => price);
  const back = paid.reduce((cents, price) => cents + price, 0);
  return Math.round(back * rate);
}
`;
const path = "src/total.js";
const charged = 6;

describe("A place in the code, looked for later", () => {
  const folder = temporaryFolder();
  let repository: Repository;
  let taken: CodeLocation;

  beforeEach(async () => {
    repository = await makeRepository(join(folder(), "shop"));
    taken = await take(path, code, charged);
  });

  async function take(file: string, text: string, line: number): Promise<CodeLocation> {
    const commit = await repository.commit("Sell kettles", { [file]: text, "README.md": "# Kettles\n" });
    return locationAt(text, { path: file, line, commit });
  }

  async function found(location = taken, unsaved?: ReadonlyMap<string, string>): Promise<PlaceNow> {
    const lookedIn = { top: repository.folder, git: createGit(), ...(unsaved && { unsaved }) };
    return new PlacesNow(lookedIn).of(location);
  }

  const move = async (from: string, to: string): Promise<void> => {
    await mkdir(dirname(join(repository.folder, to)), { recursive: true });
    await rename(join(repository.folder, from), join(repository.folder, to));
  };

  const edited = (from: string, to: string, text = code): string => {
    assert.ok(text.includes(from), from);
    return text.replace(from, to);
  };

  it("is where it was while nothing changed around it", async () => {
    assert.deepEqual(await found(), { kind: "same", path, line: charged });
  });

  it("moves along with what is written above it, and with what an editor has not saved", async () => {
    await repository.write(path, `// Of the shop.\n// And its till.\n${code}`);
    assert.deepEqual(await found(), { kind: "drifted", path, line: charged + 2 });
    const unsaved = new Map([[path, `\n${code}`]]);
    assert.deepEqual(await found(taken, unsaved), { kind: "drifted", path, line: charged + 1 });
  });

  it("is found in a file whose lines end otherwise now, and whose indentation changed", async () => {
    const windows = `// Of the shop.\n${code}`.replaceAll("\n", "\r\n").replaceAll("  ", "\t");
    await repository.write(path, windows);
    assert.deepEqual(await found(), { kind: "drifted", path, line: charged + 1 });
  });

  it("is told with what stands there when its line was edited", async () => {
    await repository.write(path, edited("return sum * 2;", "return Math.round(sum * 2);", `\n${code}`));
    assert.deepEqual(await found(), {
      kind: "changed",
      path,
      line: charged + 1,
      text: "  return Math.round(sum * 2);",
    });
  });

  it("is told with what stands there when another line took its place, also where no commit shows the old one", async () => {
    const now = edited("return sum * 2;", "throw new Error(message);");
    await repository.write(path, now);
    const changed = { kind: "changed", path, line: charged, text: "  throw new Error(message);" };
    assert.deepEqual(await found(), changed);
    const uncommitted = locationAt(code, { path, line: charged, uncommitted: true });
    assert.deepEqual(await found(uncommitted), changed);
  });

  it("is followed through a rename, committed or not, and with edits", async () => {
    await repository.git("mv", path, "src/sum.js");
    assert.deepEqual(await found(), { kind: "drifted", path: "src/sum.js", line: charged });
    await repository.commit("Rename the total", { "src/sum.js": `// Of the shop.\n${code}` });
    assert.deepEqual(await found(), { kind: "drifted", path: "src/sum.js", line: charged + 1 });
    await repository.write("src/sum.js", edited("sum * 2", "sum * 3"));
    assert.deepEqual(await found(), {
      kind: "changed",
      path: "src/sum.js",
      line: charged,
      text: "  return sum * 3;",
    });
  });

  it("is followed into another folder that git does not know of yet", async () => {
    await move(path, "packages/the till/total.js");
    const there = "packages/the till/total.js";
    assert.deepEqual(await found(), { kind: "drifted", path: there, line: charged });
  });

  it("is followed to a file into which its function was moved, while its own one is still there", async () => {
    const [head = "", tail = ""] = code.split("/** The amount to give back");
    const [first = "", ...rest] = head.split("\n");
    await repository.write(path, `${first}\n/** The amount to give back${tail}`);
    await repository.write("src/charge.js", `// Of the till.\n${rest.join("\n")}`);
    assert.deepEqual(await found(), { kind: "drifted", path: "src/charge.js", line: charged });
    await repository.commit("Part them", {
      "src/charge.js": edited("sum * 2", "sum * 3", `// Of the till.\n${rest.join("\n")}`),
    });
    assert.deepEqual(await found(), {
      kind: "changed",
      path: "src/charge.js",
      line: charged,
      text: "  return sum * 3;",
    });
  });

  it("is found after a rebase that wrote its commit anew, and after git threw the old one away", async () => {
    await repository.git("switch", "-q", "-c", "feature", "main");
    await repository.write(path, `// Of the shop.\n${code}`);
    const commit = await repository.commit("Say whose it is");
    const ours = locationAt(`// Of the shop.\n${code}`, { path, line: charged + 1, commit });
    await repository.git("switch", "-q", "main");
    await repository.git("mv", path, "src/till.js");
    await repository.commit("Rename the total");
    await repository.git("switch", "-q", "feature");
    await repository.git("rebase", "-q", "main");
    await repository.git("reflog", "expire", "--expire=now", "--all");
    await repository.git("gc", "-q", "--prune=now");
    await assert.rejects(repository.git("cat-file", "-e", commit));
    assert.deepEqual(await found(ours), { kind: "drifted", path: "src/till.js", line: charged + 1 });
  });

  it("is followed through renames that edited so much each time that the two ends are not alike", async () => {
    const filler = (word: string): string =>
      Array.from(
        { length: 9 },
        (_, line) => `export const ${word}${line} = "${word.repeat(3)} ${line}";\n`,
      ).join("");
    const { commit } = await take(path, `${code}${filler("kettle")}`, charged);
    const old = locationAt(`${code}${filler("kettle")}`, {
      path,
      line: charged,
      ...(commit === undefined ? {} : { commit }),
    });
    await repository.git("mv", path, "src/one.js");
    await repository.commit("One", { "src/one.js": `${code}${filler("pot")}` });
    await repository.git("mv", "src/one.js", "lib.mjs");
    const tail = code.slice(code.indexOf("/** The amount to give back"));
    const last = `${edited(tail, "")}${filler("pot")}${filler("cup")}`;
    await repository.commit("Two", { "lib.mjs": last });
    assert.deepEqual(await found(old), { kind: "drifted", path: "lib.mjs", line: charged });
    await repository.write("lib.mjs", edited("sum * 2", "sum * 3", last));
    assert.deepEqual(await found(old), {
      kind: "changed",
      path: "lib.mjs",
      line: charged,
      text: "  return sum * 3;",
    });
  });

  it("is lost with its file, and with its line", async () => {
    await repository.git("rm", "-q", path);
    assert.deepEqual(await found(), { kind: "lost", why: "file" });
    await repository.commit("Stop charging");
    assert.deepEqual(await found(), { kind: "lost", why: "file" });
    await repository.write(path, edited("  return sum * 2;\n", ""));
    assert.deepEqual(await found(), { kind: "lost", why: "line", path });
    await repository.write(path, 'console.log("closed");\n'.repeat(30));
    assert.deepEqual(await found(), { kind: "lost", why: "line", path });
  });

  it("is the right one of two lines that read the same, whichever of them is left", async () => {
    const twice = "function a() {\n  return 1;\n}\n\nfunction b() {\n  return 1;\n}\n";
    const commit = await repository.commit("Twice", { "src/a.js": twice });
    const [one, other] = [2, 6].map((line) => locationAt(twice, { path: "src/a.js", line, commit }));
    assert.ok(one && other);
    await repository.write("src/a.js", `// New.\n${twice}`);
    assert.deepEqual(await found(one), { kind: "drifted", path: "src/a.js", line: 3 });
    assert.deepEqual(await found(other), { kind: "drifted", path: "src/a.js", line: 7 });
    await repository.write("src/a.js", twice.replace("return 1;", "return 2;"));
    const changed = { kind: "changed", path: "src/a.js", line: 2, text: "  return 2;" };
    assert.deepEqual(await found(one), changed);
    assert.deepEqual(await found(other), { kind: "same", path: "src/a.js", line: 6 });
    assert.deepEqual(await found(locationAt(twice, { path: "src/a.js", line: 2 })), changed);
  });

  it("is not taken for one of two files that hold the same", async () => {
    await move(path, "lib/one.js");
    await repository.write("lib/other.js", code);
    assert.deepEqual(await found(), { kind: "lost", why: "file" });
  });

  it("is found where a secret was taken out of it", async () => {
    const text = code.replace("sum * 2", 'pay("the secret of the till")');
    const { before, after, ...place } = await take(path, text, charged);
    const kept = { ...place, before, after, text: '  return pay("[redacted: password]");' };
    assert.deepEqual(await found(kept), { kind: "same", path, line: charged });
    await repository.write(path, `\n${text}`);
    assert.deepEqual(await found(kept), { kind: "drifted", path, line: charged + 1 });
  });

  it("is found by a name with spaces, other letters and signs that git takes for a pattern", async () => {
    const odd = "src/ä b/[sum] *'日本.js";
    const location = await take(odd, code, charged);
    await repository.write(odd, `\n${code}`);
    assert.deepEqual(await found(location), { kind: "drifted", path: odd, line: charged + 1 });
    await move(odd, "lib/[sum] *'日本.js");
    assert.deepEqual(await found(location), {
      kind: "drifted",
      path: "lib/[sum] *'日本.js",
      line: charged + 1,
    });
  });

  it("is not looked for in what is no text, too long, or a folder of another repository", async () => {
    await writeFile(join(repository.folder, path), Buffer.from([0, 1, 2, 3]));
    assert.deepEqual(await found(), { kind: "lost", why: "binary", path });
    await repository.write(path, "a line\n".repeat(700_000));
    assert.deepEqual(await found(), { kind: "unknown", why: "notReadable" });
    const other = await makeRepository(join(folder(), "library"));
    await other.commit("Library", { "total.js": code });
    await repository.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", other.folder, "lib");
    await repository.commit("Use it");
    const inside = locationAt(code, { path: "lib/total.js", line: charged });
    assert.deepEqual(await found(inside), { kind: "same", path: "lib/total.js", line: charged });
    await repository.git("submodule", "-q", "deinit", "-f", "lib");
    assert.deepEqual(await found(inside), { kind: "unknown", why: "submodule" });
  });

  it("is not followed out of the repository, by a path or a link", async () => {
    await writeFile(join(folder(), "outside.js"), code);
    await symlink(join(folder(), "outside.js"), join(repository.folder, "link.js"));
    for (const outside of ["../outside.js", join(folder(), "outside.js"), "link.js", "//server/share/a.js"])
      assert.deepEqual(
        await found({ ...taken, path: outside }),
        { kind: "unknown", why: "outside" },
        outside,
      );
    await rm(join(repository.folder, path));
    await symlink(join(folder(), "outside.js"), join(repository.folder, "src", "total.mjs"));
    assert.deepEqual(await found(), { kind: "lost", why: "file" }, "nor when it is looked for elsewhere");
  });

  it("is looked for in its file alone where git may not run, or does not answer", async () => {
    for (const git of [undefined, createGit(join(folder(), "no git"))]) {
      await repository.write(path, `\n${code}`);
      const places = new PlacesNow({ top: repository.folder, git });
      assert.deepEqual(await places.of(taken), { kind: "drifted", path, line: charged + 1 });
      await rm(join(repository.folder, path));
      const later = new PlacesNow({ top: repository.folder, git });
      assert.deepEqual(await later.of(taken), { kind: "unknown", why: "noAnswer" });
    }
  });
});
