import type { GateCase } from "../support/gateCase";
import { blobId, type HaltFacts, type Ledger } from "../support/writeLedger";
import { releases, shop } from "./repositories";

const halted: readonly HaltFacts[] = [{ id: "shared" }];
const lifted: readonly HaltFacts[] = [{ id: "shared", mode: "closed" }];
const branch = ["--ref", "release/2.4"];
const offline = { build: shop, fetchedSecondsAgo: 5, ask: [...branch, "--offline"] };

/** A private ledger that somebody changed: whatever it halts, it cannot be told. */
function damaged(name: string, damage: NonNullable<Ledger["damage"]>, halts = halted): GateCase {
  return { name, build: releases, ledgers: { private: { halts, damage } }, ask: branch, code: 2, halts: [] };
}

/** What somebody does to the text of the gate file. */
function edited(name: string, edit: (gate: string) => string): GateCase {
  return damaged(name, (files) => ({ ...files, gate: edit(files.gate) }));
}

/** A record that says something else, with a gate file that agrees with it. */
function rewritten(name: string, edit: (record: string) => string, halts = halted): GateCase {
  return damaged(
    name,
    ({ gate, records }) => {
      const record = records.shared ?? "";
      const text = edit(record);
      return {
        gate: gate.replace(blobId(record), blobId(text)),
        records: { ...records, shared: text },
      };
    },
    halts,
  );
}

/** Private, local and remote ledgers against each other, and ledgers that cannot be read. */
export const ledgerCases: readonly GateCase[] = [
  {
    ...offline,
    name: "is halted by a private halt although nothing shared halts",
    ledgers: { copy: [], private: [{ id: "private" }] },
    code: 1,
    halts: ["private"],
  },
  {
    ...offline,
    name: "names the private and the shared halt",
    ledgers: { copy: halted, private: [{ id: "private" }] },
    code: 1,
    halts: ["private", "shared"],
  },
  {
    ...offline,
    name: "goes by what was lifted here and not pushed yet",
    ledgers: { copy: halted, local: { halts: lifted, before: { halts: halted } } },
    code: 0,
    halts: [],
  },
  {
    ...offline,
    name: "goes by what was halted here and not pushed yet",
    ledgers: { copy: [], local: { halts: halted, before: { halts: [] } } },
    code: 1,
    halts: ["shared"],
  },
  {
    ...offline,
    name: "goes by what the remote has on top of what is here",
    ledgers: { copy: { halts: lifted, before: { halts: halted } }, local: halted },
    code: 0,
    halts: [],
  },
  {
    ...offline,
    name: "is halted when the ledgers went apart and one of them halts",
    ledgers: {
      copy: { halts: lifted, before: { halts: halted } },
      local: { halts: [...halted, { id: "own" }], before: { halts: halted } },
    },
    code: 1,
    halts: ["own", "shared"],
  },
  {
    ...offline,
    name: "names a halt once that both ledgers have",
    ledgers: { copy: [...halted, { id: "theirs" }], local: [...halted, { id: "own" }] },
    code: 1,
    halts: ["own", "shared", "theirs"],
  },
  {
    ...offline,
    name: "goes by the person's own fetch where it brought more",
    ledgers: { copy: halted, tracking: { halts: lifted, before: { halts: halted } } },
    code: 0,
    halts: [],
  },
  {
    ...offline,
    name: "does not go by the person's own fetch where it brought less",
    ledgers: { copy: { halts: lifted, before: { halts: halted } }, tracking: halted },
    code: 0,
    halts: [],
  },
  {
    ...offline,
    name: "goes by the person's own fetch where ours never was",
    ledgers: { tracking: halted },
    code: 1,
    halts: ["shared"],
  },
  {
    ...offline,
    name: "goes by both where the person's own fetch brought another history",
    ledgers: { copy: lifted, tracking: halted },
    code: 1,
    halts: ["shared"],
  },
  {
    ...offline,
    name: "goes by the shared ledger where a private one still has the halt",
    ledgers: { copy: lifted, private: halted },
    code: 0,
    halts: [],
  },
  {
    ...offline,
    name: "is halted by a private halt although the shared ledger is damaged",
    ledgers: {
      copy: { halts: [], damage: (files) => ({ ...files, gate: "?" }) },
      private: [{ id: "private" }],
    },
    code: 1,
    halts: ["private"],
  },
  {
    ...offline,
    name: "lets a branch go that is no release although the ledger is damaged",
    ledgers: { copy: { halts: [], damage: (files) => ({ ...files, gate: "?" }) } },
    ask: ["--ref", "main", "--offline"],
    code: 0,
    halts: [],
  },
  {
    ...offline,
    name: "stops a private halt's branch that is no release although the shared ledger is damaged",
    ledgers: {
      copy: { halts: [], damage: (files) => ({ ...files, gate: "?" }) },
      private: [{ id: "private", refs: ["refs/heads/main"] }],
    },
    ask: ["--ref", "main", "--offline"],
    code: 1,
    halts: ["private"],
  },
  edited("cannot tell by a ledger of a newer version", (gate) => gate.replace("halts 1", "halts 2")),
  edited("cannot tell by a version that only starts like this one", (gate) =>
    gate.replace("halts 1", "halts 10"),
  ),
  edited("cannot tell when the first line is another one", (gate) => `\n${gate}`),
  edited("cannot tell when the gate file is empty", () => ""),
  edited("cannot tell when a halt was taken out by hand", () => "release-halts 1\n"),
  edited("cannot tell when the end of a halt is missing", (gate) => gate.replace("end\n", "")),
  damaged(
    "cannot tell when the end of a halt before another one is missing",
    (files) => ({ ...files, gate: files.gate.replace("end\n", "") }),
    [...halted, { id: "then", refs: ["refs/tags/x"] }],
  ),
  edited("cannot tell when the file breaks off", (gate) => gate.slice(0, gate.indexOf("since"))),
  edited("cannot tell when a halt was closed by hand", (gate) => gate.replace(/ halted\n/, " closed\n")),
  edited("cannot tell by a keyword that it does not know", (gate) =>
    gate.replace("end\n", "until tomorrow\nend\n"),
  ),
  edited("cannot tell by a mode that it does not know", (gate) => gate.replace(" halted\n", " paused\n")),
  edited("cannot tell when the id of a record is another one", (gate) =>
    gate.replace(/ [0-9a-f]{40} /, ` ${"0".repeat(40)} `),
  ),
  edited("cannot tell when a halt is there twice", (gate) => gate + gate.slice(gate.indexOf("halt "))),
  edited("cannot tell by a commit that is none", (gate) => gate.replace("end\n", "bad main\nend\n")),
  edited("cannot tell by a pattern that is no full name of a ref", (gate) =>
    gate.replace("end\n", "ref v*\nend\n"),
  ),
  edited("cannot tell by a file with lines of Windows", (gate) => gate.replaceAll("\n", "\r\n")),
  edited("cannot tell by a text with control characters", (gate) =>
    gate.replace("title ", "title \u001b[2J"),
  ),
  damaged("cannot tell when a record is there that the gate file does not tell of", ({ gate, records }) => ({
    gate,
    records: { ...records, more: "{}\n" },
  })),
  damaged("cannot tell when a record was changed and the gate file was not", ({ gate, records }) => ({
    gate,
    records: { ...records, shared: "{}\n" },
  })),
  {
    name: "reads halts whose ids start with one another, which git sorts otherwise",
    build: releases,
    ledgers: {
      private: ["shop", "shop-2", "shop-2-1", "shop.a", "shop.z", "shop2", "a"].map((id) => ({
        id,
        ...(id !== "shop.a" && { mode: "closed" as const }),
      })),
    },
    ask: branch,
    code: 1,
    halts: ["shop.a"],
  },
  damaged(
    "cannot tell when a record that git sorts before the next one is not told of",
    ({ gate, records }) => ({ gate, records: { ...records, "shop-2": "{}\n" } }),
    [{ id: "shop", mode: "closed" }],
  ),
  damaged(
    "cannot tell when a halt stands twice in the gate file",
    (files) => ({ ...files, gate: `${files.gate}${files.gate.slice(files.gate.indexOf("halt "))}` }),
    [{ id: "shop", mode: "closed" }],
  ),
  rewritten("cannot tell when a record is of a newer version than the gate file", (record) =>
    record.replace('"version": 1', '"version": 2'),
  ),
  rewritten(
    "cannot tell when the record of a halt that is closed here is of a newer version",
    (record) => record.replace('"version": 1', '"version": 2'),
    [...lifted, { id: "then", refs: ["refs/tags/x"] }],
  ),
  rewritten("cannot tell when a record that the gate file tells of is no record", () => "{ cut\n"),
  rewritten(
    "cannot tell when a record is larger than one may be",
    (record) => record.replace("{", `{\n  "more": "${"x".repeat(4 * 1024 * 1024)}",`),
    lifted,
  ),
  damaged("cannot tell when a record was taken away", ({ gate }) => ({ gate, records: {} })),
];
