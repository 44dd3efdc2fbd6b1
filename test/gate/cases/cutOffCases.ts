import type { GateCase } from "../support/gateCase";
import type { BuildRepository } from "../support/gateRepository";
import type { HaltFacts } from "../support/writeLedger";
import { partial, shallow, shallowToFetch } from "./repositories";

/** A question about one shared halt, of which a fresh copy is here. */
function about(
  name: string,
  build: BuildRepository,
  halt: Omit<HaltFacts, "id">,
  ask: readonly string[],
  code: 0 | 1 | 2,
): GateCase {
  const halts = code === 0 ? [] : ["halt"];
  const ledgers = { copy: [{ ...halt, id: "halt" }] };
  return { name, build, ledgers, fetchedSecondsAgo: 5, ask: [...ask, "--offline"], code, halts };
}

const branch = ["--ref", "release/2.4"];
const name = { refs: ["refs/heads/release/2.4"] };

/** Shallow and partial clones. */
export const cutOffCases: readonly GateCase[] = [
  about(
    "cannot tell whether the bad commit is in a history that is cut off",
    shallow,
    { bad: ["bug"] },
    branch,
    2,
  ),
  about(
    "is halted when the bad commit is among those that are here",
    shallow,
    { bad: ["prepared"] },
    branch,
    1,
  ),
  about(
    "is halted when the bad commit is the one that is asked about",
    shallow,
    { bad: ["newer"] },
    branch,
    1,
  ),
  about("is halted by name, for which no history is needed", shallow, name, branch, 1),
  about("is halted as a whole, for which no history is needed", shallow, {}, branch, 1),
  about("cannot tell whether the fix is in", shallow, { ...name, fix: ["fix"] }, branch, 2),
  about(
    "is open when the fix is among those that are here",
    shallow,
    { ...name, fix: ["prepared"] },
    branch,
    0,
  ),
  about("cannot tell whether it was released before", shallow, { ...name, released: ["old"] }, branch, 2),
  about("is open when it is what was released", shallow, { ...name, released: ["newer"] }, branch, 0),
  about("cannot tell whether it is on the halted line", shallow, { line: "main1" }, branch, 2),
  about("is halted on a line of which it can be told", shallow, { line: "prepared" }, branch, 1),
  about("is open by a name that is not halted", shallow, { refs: ["refs/tags/*"], fix: ["fix"] }, branch, 0),
  about(
    "is open for an approved commit",
    shallow,
    { ...name, mode: "approval", approved: ["newer"] },
    branch,
    0,
  ),
  about(
    "cannot tell whether an approval is needed where the fix may be in",
    shallow,
    { ...name, mode: "approval", fix: ["fix"] },
    branch,
    2,
  ),
  {
    name: "fetches the history when it is told to, and finds the bad commit",
    build: shallowToFetch,
    ledgers: { remote: [{ id: "halt", bad: ["bug"] }] },
    ask: [...branch, "--fetch-history"],
    code: 1,
    halts: ["halt"],
  },
  about(
    "is halted in a partial clone by the commits alone",
    partial,
    { bad: ["bug"] },
    ["--ref", "release/fixUntold"],
    1,
  ),
  about(
    "is halted in a partial clone by the word of a pick",
    partial,
    { bad: ["bug"] },
    ["--ref", "release/told"],
    1,
  ),
  about(
    "cannot tell in a partial clone whether the bug was picked without a word",
    partial,
    { bad: ["bug"] },
    ["--ref", "release/untold"],
    2,
  ),
  about(
    "takes the fix for not there when a partial clone cannot compare it",
    partial,
    { bad: ["bug"], fix: ["fix"] },
    ["--ref", "release/fixUntold"],
    1,
  ),
];
