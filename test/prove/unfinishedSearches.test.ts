import assert from "node:assert/strict";
import { UnfinishedSearches } from "../../src/editor/unfinishedSearches";
import type { Tried } from "../../src/prove/commitTrials";
import type { ChangeSearch } from "../../src/prove/findChange";

const [target, base, between] = ["a", "b", "c"].map((letter) => letter.repeat(40));
const halt = "file:///shop/.release-halt/seen.halt.json";
const token = ["ghp", "_abcdefghijklmnopqrstuvwxyz0123456789"].join("");

function searchOf(rest: Partial<ChangeSearch> = {}): ChangeSearch {
  return {
    ends: { target: target ?? "", base: base ?? "", firstParent: false },
    deciding: { command: `npm test -- ${token}`, decidedBy: { kind: "exitCode" } },
    ...{ runs: 1, isIntermittent: false, budgetMs: 1000, timeoutMs: 1000 },
    ...rest,
  };
}

/** Keeps what the editor would have on the disk: what is no JSON does not come back. */
class Disk {
  text = "{}";

  get(key: string): unknown {
    return this.#all().get(key);
  }

  async update(key: string, value: unknown): Promise<void> {
    this.text = JSON.stringify(Object.fromEntries(this.#all().set(key, value)));
    return Promise.resolve();
  }

  #all(): Map<string, unknown> {
    return new Map(Object.entries(JSON.parse(this.text) as Record<string, unknown>));
  }
}

describe("Searches that did not come to their end", () => {
  const tried = new Map<string, Tried>([
    [target ?? "", { failures: 2, passes: 0 }],
    [between ?? "", { failures: 0, passes: 0, why: "the shell could not find it" }],
  ]);
  let disk: Disk;

  /** As after a reload of the window. */
  const anew = (): UnfinishedSearches =>
    new UnfinishedSearches(disk, { error: (message) => assert.fail(String(message)) });

  beforeEach(() => {
    disk = new Disk();
  });

  it("are there again after the window was reloaded, with all that they knew", () => {
    const search = searchOf({ ends: { ...searchOf().ends, firstParent: true } });
    anew().keep(halt, search, { tried, left: 12 });
    assert.deepEqual(anew().of(halt, searchOf()), { firstParent: true, tried, left: 12 });
    anew().keep(halt, search, { tried, left: undefined });
    assert.equal(anew().of(halt, searchOf())?.left, undefined);
    anew().forget(halt);
    assert.equal(anew().of(halt, searchOf()), undefined);
  });

  it("say nothing of another halt, another command or other commits, but are the same with more time", () => {
    anew().keep(halt, searchOf(), { tried, left: 12 });
    const { ends, deciding } = searchOf();
    for (const other of [
      searchOf({ ends: { ...ends, base: between ?? "" } }),
      searchOf({ deciding: { ...deciding, command: "npm test" } }),
      searchOf({ deciding: { ...deciding, folder: "till" } }),
      searchOf({ setup: "npm ci" }),
    ])
      assert.equal(anew().of(halt, other), undefined);
    assert.equal(anew().of(`${halt}.json`, searchOf()), undefined);
    assert.ok(anew().of(halt, searchOf({ budgetMs: 2000, isIntermittent: true })));
  });

  it("keep no command, as it may hold a secret", () => {
    anew().keep(halt, searchOf(), { tried, left: 12 });
    assert.ok(!disk.text.includes(token));
  });

  it("are as many as are worth it, the newest of them", () => {
    for (let number = 0; number < 30; number += 1)
      anew().keep(`${halt}?${number}`, searchOf(), { tried, left: 1 });
    assert.equal(anew().of(`${halt}?9`, searchOf()), undefined);
    assert.ok(anew().of(`${halt}?10`, searchOf()));
  });
});
