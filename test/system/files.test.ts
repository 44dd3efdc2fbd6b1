import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { openChunks, readTextFile } from "../../src/system/readFiles";
import { readRepositorySettings } from "../../src/system/repositorySettings";
import { takeName } from "../../src/system/takeName";
import { updateFile } from "../../src/system/updateFile";
import { createFile, replaceFile } from "../../src/system/writeFile";
import { temporaryFolder } from "../support/temporary";

describe("Writing a file", () => {
  const folder = temporaryFolder();

  it("replaces it whole, keeps its mode and leaves nothing beside it", async () => {
    const path = join(folder(), "a file.txt");
    await writeFile(path, "old");
    await chmod(path, 0o640);
    assert.deepEqual(await replaceFile(path, "new"), { ok: true, path });
    assert.equal(await readFile(path, "utf8"), "new");
    assert.equal((await stat(path)).mode & 0o777, 0o640);
    assert.deepEqual(await readdir(folder()), ["a file.txt"]);
  });

  it("never makes a file over one that is there", async () => {
    const path = join(folder(), "deep", "one.txt");
    assert.equal((await createFile(path, "first")).ok, true);
    const second = await createFile(path, "second");
    assert.equal(second.ok, false);
    assert.equal(await readFile(path, "utf8"), "first");
    assert.deepEqual(await readdir(join(folder(), "deep")), ["one.txt"]);
  });

  it("makes the folders above it, and does not go round where one of them leads nowhere", async () => {
    const deep = join(folder(), "a", "b", "c.json");
    assert.ok((await createFile(deep, "{}")).ok);
    await symlink(join(folder(), "gone"), join(folder(), "link"));
    const written = await createFile(join(folder(), "link", "b", "c.json"), "{}");
    assert.ok(!written.ok);
    assert.match(written.message, /was not written: the folder above it cannot be opened/);
  });

  it("says what went wrong when the place cannot be written to", async () => {
    await writeFile(join(folder(), "file"), "");
    const written = await replaceFile(join(folder(), "file", "below"), "text");
    assert.ok(!written.ok);
    assert.match(written.message, /was not written: /);
  });
});

describe("A disk without hard links", () => {
  const folder = temporaryFolder();

  const refusing = (code: string) => async (): Promise<void> =>
    Promise.reject(Object.assign(new Error(code), { code }));

  it("still takes a new file, and none over one that is there", async () => {
    const [aside, path] = [join(folder(), "aside"), join(folder(), "name")];
    await writeFile(aside, "first");
    for (const code of ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]) {
      await takeName(aside, path, refusing(code));
      assert.equal(await readFile(path, "utf8"), "first", code);
      await assert.rejects(takeName(aside, path, refusing(code)), { code: "EEXIST" });
      await rm(path);
    }
  });

  it("is not taken for one where the reason is another", async () => {
    const [aside, path] = [join(folder(), "aside"), join(folder(), "name")];
    await writeFile(aside, "first");
    await assert.rejects(takeName(aside, path, refusing("ENOSPC")), { code: "ENOSPC" });
    assert.deepEqual(await readdir(folder()), ["aside"]);
  });
});

describe("Changing a file from several programs at once", () => {
  const folder = temporaryFolder();

  const add = (text: string) => ({ ok: true as const, text: String(Number(text) + 1) });

  it("loses no change", async () => {
    const path = join(folder(), "count");
    await writeFile(path, "0");
    const results = await Promise.all(Array.from({ length: 20 }, async () => updateFile(path, add)));
    assert.ok(results.every(({ ok }) => ok));
    assert.equal(await readFile(path, "utf8"), "20");
    assert.deepEqual(await readdir(folder()), ["count"]);
  });

  it("loses none either when all of them find a lock whose program has ended", async () => {
    const path = join(folder(), "count");
    for (let round = 0; round < 10; round += 1) {
      await writeFile(path, "0");
      // The number of no process of this machine.
      await writeFile(`${path}.lock`, JSON.stringify({ pid: 2 ** 30, host: hostname(), id: "x" }));
      const results = await Promise.all(Array.from({ length: 20 }, async () => updateFile(path, add)));
      assert.ok(results.every(({ ok }) => ok));
      assert.equal(await readFile(path, "utf8"), "20");
      assert.deepEqual(await readdir(folder()), ["count"]);
    }
  });

  it("waits for a program that still runs, however old its lock is, and says which file to look at", async () => {
    const path = join(folder(), "count");
    await writeFile(path, "0");
    await writeFile(`${path}.lock`, JSON.stringify({ pid: process.ppid, host: hostname(), id: "x" }));
    await utimes(`${path}.lock`, 0, 0);
    const written = await updateFile(path, add, { patienceMs: 50 });
    assert.ok(!written.ok);
    assert.match(written.message, /Another program is writing.*count\.lock/);
    assert.equal(await readFile(path, "utf8"), "0");
  });

  it("changes the file that a link leads to, and leaves the link", async () => {
    await writeFile(join(folder(), "real"), "0");
    await symlink("real", join(folder(), "link"));
    assert.ok((await updateFile(join(folder(), "link"), add)).ok);
    assert.equal(await readFile(join(folder(), "real"), "utf8"), "1");
    assert.ok((await lstat(join(folder(), "link"))).isSymbolicLink());
  });

  it("leaves the file as it was when the change is refused", async () => {
    const path = join(folder(), "kept");
    await writeFile(path, "as it was");
    const refused = await updateFile(path, () => ({ ok: false, message: "no" }));
    assert.deepEqual(refused, { ok: false, message: "no" });
    assert.equal(await readFile(path, "utf8"), "as it was");
  });
});

describe("Reading a file", () => {
  const folder = temporaryFolder();

  it("hashes it on the way", async () => {
    const path = join(folder(), "abc");
    await writeFile(path, "abc");
    const opened = await openChunks(path);
    assert.ok(opened.ok);
    const chunks: Uint8Array[] = [];
    for await (const chunk of opened.chunks) chunks.push(chunk);
    assert.equal(Buffer.concat(chunks).toString(), "abc");
    // FIPS 180-2, appendix B.1
    assert.equal(opened.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  it("refuses folders, devices and what is not there, and hangs on none", async () => {
    await symlink("/dev/zero", join(folder(), "endless"));
    await promisify(execFile)("mkfifo", [join(folder(), "pipe")]);
    for (const name of ["", "endless", "pipe", "nothing"]) {
      const path = join(folder(), name);
      assert.equal((await openChunks(path)).ok, false, path);
      assert.equal((await readTextFile(path, 1000)).ok, false, path);
    }
  });

  it("refuses a file that is too long instead of cutting it", async () => {
    const path = join(folder(), "long");
    await writeFile(path, "x".repeat(11));
    const read = await readTextFile(path, 10);
    assert.ok(!read.ok);
    assert.match(read.message, /longer than 10 bytes/);
  });

  it("refuses one that turns out to be longer than its size says", async function () {
    // The system makes it up while it is read, and says that it is empty.
    if (process.platform !== "linux") this.skip();
    assert.equal((await stat("/proc/self/maps")).size, 0);
    const read = await readTextFile("/proc/self/maps", 100);
    assert.ok(!read.ok);
    assert.match(read.message, /longer than 100 bytes/);
  });

  it("reads one whole that is as long as it may be", async () => {
    const path = join(folder(), "just");
    await writeFile(path, "x".repeat(300_000));
    const read = await readTextFile(path, 300_000);
    assert.equal(read.ok && read.text.length, 300_000);
  });
});

describe("The settings of a repository", () => {
  const folder = temporaryFolder();
  const write = async (text: string): Promise<void> => {
    await mkdir(join(folder(), ".release-halt"), { recursive: true });
    await writeFile(join(folder(), ".release-halt", "settings.yaml"), text);
  };

  it("are read from YAML", async () => {
    await write('bugPattern: "([A-Z]+-\\\\d+)"\ncurrency: EUR\n');
    const { settings, problems } = await readRepositorySettings(folder());
    assert.deepEqual(problems, []);
    assert.equal(settings.currency, "EUR");
    assert.equal(settings.bugPattern, "([A-Z]+-\\d+)");
  });

  it("are used beside a name that is no setting, which is told", async () => {
    await write("currancy: EUR\ntimeZone: Europe/Vienna\n");
    const { settings, problems } = await readRepositorySettings(folder());
    assert.equal(settings.timeZone, "Europe/Vienna");
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? "", /"currancy" is no setting that is known; known are .*currency/);
  });

  it("are none where there is no file", async () => {
    assert.deepEqual(await readRepositorySettings(folder()), { settings: {}, problems: [] });
  });

  it("are none where the file is wrong, and the problem is named", async () => {
    for (const text of ["currency: [EUR", "currency: 5", "- a list"]) {
      await write(text);
      const { settings, problems } = await readRepositorySettings(folder());
      assert.deepEqual(settings, {}, text);
      assert.equal(problems.length > 0, true, text);
    }
  });
});
