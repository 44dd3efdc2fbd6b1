import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { gateDefaults, gateLimits, type GateSettings } from "../../src/gate/gateDefaults";
import { settingsMarks } from "../../src/gate/install/markedBlock";

describe("The form of the gate without Node", () => {
  let top: string;

  before(async () => {
    const text = await readFile(resolve("src/gate/release-halt.sh"), "utf8");
    top = text.slice(0, text.indexOf("\nmain() {"));
  });

  it("counts on the same as the other form, setting by setting, where nothing is set", () => {
    const settings = top.slice(top.indexOf(settingsMarks.start), top.indexOf(settingsMarks.end));
    const defaults: GateSettings = gateDefaults;
    assert.deepEqual(assignmentsIn(settings, /^(\w+)='([^'\n]*)'$/gm), {
      ledger_branch: defaults.ledgerBranch,
      remote: defaults.remote,
      release_refs: defaults.releaseRefs.join(" "),
      production: defaults.production.join(" "),
      max_age: String(defaults.maxAgeSeconds),
      expected: defaults.expected ? "yes" : "no",
      // Only an installed gate was made from settings.
      settings_from: "",
    });
  });

  it("goes as far as the other form, limit by limit", () => {
    const { piece_bytes, ...shared } = assignmentsIn(top, /^(\w+)=(\d+)$/gm);
    assert.deepEqual(shared, {
      fresh_seconds: String(gateLimits.freshMs / 1000),
      network_seconds: String(gateLimits.networkMs / 1000),
      history_seconds: String(gateLimits.historyMs / 1000),
      reverts_deep: String(gateLimits.revertsDeep),
      paths_at_most: String(gateLimits.pathsAtMost),
      record_bytes: String(gateLimits.recordBytes),
    });
    assert.ok(piece_bytes, "the one limit that only a shell has");
  });
});

function assignmentsIn(text: string, assignment: RegExp): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [, name = "", value = ""] of text.matchAll(assignment)) found[name] = value;
  return found;
}
