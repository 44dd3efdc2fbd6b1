import type { GateCase } from "../support/gateCase";
import { trunk } from "./repositories";

/** The refs with which halts are recorded and lifted: nothing stops them. */
export const ownRefCases: readonly GateCase[] = [
  {
    name: "lets the ledger's own branch go",
    build: trunk,
    ledgers: { private: [{ id: "all" }] },
    ask: ["--ref", "refs/heads/release-halts", "--environment", "production"],
    code: 0,
    halts: [],
  },
  {
    name: "lets the ledger's own branch go, also with a commit that is not here",
    build: trunk,
    ledgers: { private: [{ id: "all", refs: ["refs/*"] }] },
    ask: ["--ref", "refs/heads/release-halts", "--commit", "5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e"],
    code: 0,
    halts: [],
  },
  {
    name: "lets the record of a bypass go",
    build: trunk,
    ledgers: { private: [{ id: "all", refs: ["refs/*"] }] },
    ask: ["--ref", "refs/heads/release-halts-bypass/1796043600-17"],
    code: 0,
    halts: [],
  },
  {
    name: "lets our own refs go",
    build: trunk,
    ledgers: { private: [{ id: "all", refs: ["refs/*"] }] },
    ask: ["--ref", "refs/release-halt/ledger"],
    code: 0,
    halts: [],
  },
  {
    name: "lets no branch go whose name only starts like the ledger's",
    build: trunk,
    ledgers: { private: [{ id: "all", refs: ["refs/*"] }] },
    ask: ["--ref", "refs/heads/release-halts-2"],
    code: 1,
    halts: ["all"],
  },
];
