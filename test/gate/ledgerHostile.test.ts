import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { matchesPattern } from "../../src/gate/rules/question";
import { readRecord, writeRecord, type LedgerRecord } from "../../src/halt/ledgerRecord";
import { commandLine, runCli } from "../support/commandLine";
import { HandEditor } from "../support/handEdit";
import { remoteByPath, type Remote } from "../support/remotes";
import { now, TeamMate } from "../support/teamMate";
import { temporaryFolder } from "../support/temporary";

const nasty = 'Twice\u001b[31m\u0007\r\nend\nhalt x y closed\n::error::\u202Eoops "$(id)" `id`';

/** A record that says what it is told; `more` goes into the terms. */
function hostile(id: string, more: object, event: object = {}): string {
  const terms = { title: "Orders twice", reason: "Charged twice", ...more };
  const placed = { id: "event-1", seq: 1, at: "2026-11-30T14:00:00Z", kind: "placed", terms, ...event };
  return JSON.stringify({ version: 1, id, events: [placed] });
}

describe("A ledger into which somebody writes with ill intent", () => {
  const folder = temporaryFolder();
  const cli = commandLine();
  let remote: Remote;
  let ana: TeamMate;
  let hand: HandEditor;

  beforeEach(async () => {
    remote = await remoteByPath(folder());
    ana = await TeamMate.of(remote.url, folder(), "Ana");
    const bo = await TeamMate.of(remote.url, folder(), "Bo");
    await bo.lift(await bo.haltAll("Old"));
    hand = await HandEditor.of(remote.url, folder());
  });

  it("is never open with names and numbers that no record has", async () => {
    const good = await hand.clone.git("rev-parse", "HEAD");
    const scoped = (scope: object): string => hostile("x", { scope });
    for (const [path, text] of [
      ["halts/-rf.json", hostile("-rf", {})],
      ["halts/.json", hostile("", {})],
      ["halts/__proto__.json", hostile("__proto__", {})],
      ["halts/a b.json", hostile("a b", {})],
      ["halts/a\nb.json", hostile("a\nb", {})],
      [`halts/${"x".repeat(121)}.json`, hostile("x".repeat(121), {})],
      ["halts/x.json", hostile("../../config", {})],
      ["halts/x.json", hostile("x", {}, { id: "e\n\nEvent: event-2" })],
      ["halts/x.json", hostile("x", {}, { seq: 1e15 })],
      ["halts/x.json", hostile("x", {}, { seq: 2 })],
      ["halts/x.json", hostile("x", {}, { seq: 0 })],
      ["halts/x.json", hostile("x", {}, { at: "2026-11-30T14:00:00Z\nend" })],
      ["halts/x.json", hostile("x", {}, { kind: "reopened" })],
      ["halts/x.json", scoped({ components: ["a\nend"] })],
      ["halts/x.json", scoped({ environments: ["a\u2028end"] })],
      ["halts/x.json", scoped({ components: ["\ud800"] })],
      ["halts/x.json", scoped({ refs: ["refs/tags/*\nend"] })],
      ["halts/x.json", scoped({ refs: ["refs/tags/$(id) *"] })],
      ["halts/x.json", scoped({ refs: ["refs/tags/[ab]?"] })],
      ["halts/x.json", scoped({ refs: [`refs/${"*a".repeat(100)}`] })],
      ["halts/x.json", scoped({ causes: [{ commit: "--output=/tmp/x" }] })],
      ["halts/x.json", scoped({ released: ["HEAD"] })],
      ["halts/x.json", scoped({ line: "main" })],
    ] as const) {
      await hand.reset(good);
      await hand.write(path, text);
      await hand.push("--force");
      const { verdict, unknown } = await ana.check();
      assert.equal(verdict, "cannotTell", `${path} ${text}`);
      assert.match(unknown.join(" "), /cannot be read/);
    }
  });

  it("lets no text end a line of the gate file, or reach a terminal", async () => {
    const words = { title: nasty, reason: nasty, release: nasty };
    const id = await ana.haltAll("Shared");
    const file = await ana.haltAll(nasty, { reason: nasty });
    await ana.ledger.record(id, { kind: "approved", at: now(), by: nasty, note: nasty });
    await hand.reset();
    const record = readRecord(
      hostile("x", { ...words, criteria: [{ id: "c", kind: "stated", text: nasty }] }, { by: nasty }),
      "x",
    );
    assert.ok(record.ok);
    const names = (await hand.clone.git("ls-files", "halts")).split("\n");
    const others = await Promise.all(
      names.map(async (name) =>
        readRecord(await readFile(join(hand.clone.folder, name), "utf8"), nameOf(name)),
      ),
    );
    await hand.writeRecords([record.record, ...others.flatMap((other) => (other.ok ? [other.record] : []))]);
    await hand.push();
    const { active, verdict } = await ana.check();
    assert.equal(verdict, "halted");
    assert.deepEqual(active.map((halt) => halt.id).sort(), [id, file, "x"].sort());
    const gate = await remote.bare.git("show", "release-halts:gate");
    const keywords =
      "release-halts|halt|title|why|by|since|lifts|ref|component|environment|line|bad|fix|released|approved|end";
    for (const line of gate.split("\n")) assert.match(line, new RegExp(`^(?:${keywords})(?: |$)`));
    assert.equal(gate.match(/^end$/gm)?.length, 4);
    assert.doesNotMatch(gate, /^halt x y/m);
    for (const args of [
      ["list"],
      ["log", "--verify"],
      ["check", "--tag", "v2"],
      ["lift", "x", "--reason", "r"],
    ]) {
      const { out, err } = await runCli(cli(), ana.clone.folder, args);
      assert.doesNotMatch(out + err, /[^\P{Cc}\n]|[\u202A-\u202E]|^::/mu, args.join(" "));
      assert.match(out + err, /\S/);
    }
    const messages = await ana.clone.git("log", "--format=%B", "refs/release-halt/ledger");
    assert.doesNotMatch(messages, /[^\P{Cc}\n]/u);
  });

  it("changes no object of the program with keys that JavaScript has a meaning for", async () => {
    const text = hostile("x", {}).replace(
      '"version"',
      '"__proto__":{"polluted":1,"by":"Nobody"},"constructor":{"prototype":{"polluted":1}},"version"',
    );
    const read = readRecord(text, "x");
    assert.ok(read.ok);
    assert.equal(Reflect.get({}, "polluted"), undefined);
    await hand.write("halts/x.json", text);
    await hand.push();
    // The gate file does not know it: it was changed by hand.
    assert.equal((await ana.check()).verdict, "cannotTell");
  });

  it("answers about a hundred thousand events, and records another one", async () => {
    const records = Array.from({ length: 100 }, (_, halt): LedgerRecord => {
      const read = readRecord(hostile(`many-${halt}`, {}), `many-${halt}`);
      assert.ok(read.ok);
      const more = Array.from({ length: 999 }, (_, index) => ({
        id: `e${index}`,
        seq: index + 2,
        at: "2026-11-30T14:00:00Z",
        kind: "approved" as const,
      }));
      return { ...read.record, events: [...read.record.events, ...more] };
    });
    await hand.remove("halts");
    await hand.writeRecords(records);
    await hand.push();
    const { verdict, active } = await ana.check();
    assert.equal(verdict, "halted");
    assert.equal(active.length, 100);
    assert.equal((await ana.lift("many-7"))?.kind, "synced");
    assert.equal((await ana.log()).length, 100_001);
  });

  it("is matched in no time whatever a pattern looks like", () => {
    const ref = `refs/tags/${"a".repeat(5000)}`;
    assert.ok(!matchesPattern(ref, `refs/${"*a".repeat(140)}b`));
    assert.ok(matchesPattern(ref, `refs/${"*a".repeat(140)}`));
    for (const [pattern, name, fits] of [
      ["refs/tags/*", "refs/tags/", true],
      ["refs/tags/a*a", "refs/tags/a", false],
      ["refs/tags/a*a", "refs/tags/aa", true],
      ["refs/*/v*.*", "refs/tags/x/v1.2", true],
      ["refs/*/v*.*", "refs/tags/x/v12", false],
      ["refs/**b*", "refs/tags/ab", true],
      ["refs/tags/v.1", "refs/tags/vx1", false],
    ] as const)
      assert.equal(matchesPattern(name, pattern), fits, `${name} ${pattern}`);
  });

  it("writes a record as it was read, keys of a later version with it", () => {
    const text = hostile("x", { later: { a: 1 } }).replace('"version":1', '"version":1,"later":[2]');
    const read = readRecord(text, "x");
    assert.ok(read.ok);
    const again = readRecord(writeRecord(read.record), "x");
    assert.ok(again.ok);
    assert.deepEqual(again.record, read.record);
    assert.match(writeRecord(again.record), /"later"[\s\S]*"later"/);
  });
});

function nameOf(path: string): string {
  return path.slice("halts/".length, -".json".length);
}
