import type { GateCase } from "../support/gateCase";
import type { BuildRepository } from "../support/gateRepository";
import type { HaltFacts } from "../support/writeLedger";
import {
  again,
  ambiguous,
  configuredPicks,
  configuredReverts,
  cutAtTheFix,
  damaged,
  elsewhere,
  fixCopies,
  grafted,
  octopus,
  pictures,
  replaced,
  submodules,
  words,
} from "./oddHistories";

/** A question about one private halt. */
function about(
  name: string,
  build: BuildRepository,
  halt: Omit<HaltFacts, "id">,
  ref: string,
  code: 0 | 1 | 2,
): GateCase {
  const ask = ref.startsWith("v") ? ["--tag", ref] : ["--ref", ref];
  return {
    ...{ name, build, ask, code },
    ledgers: { private: [{ ...halt, id: "halt" }] },
    halts: code === 0 ? [] : ["halt"],
  };
}

const bad = { bad: ["bug"] };
const fix = { fix: ["fix"] };
const fixed = { ...bad, ...fix };

/** Histories that somebody made to look otherwise, or that are not whole. */
export const historyCases: readonly GateCase[] = [
  about("finds a pick that says so, whatever git is set to", configuredPicks, bad, "release/told", 1),
  about("finds a pick that says nothing, whatever git is set to", configuredPicks, bad, "release/untold", 1),
  about(
    "finds no pick where there is none, whatever git is set to",
    configuredPicks,
    bad,
    "release/clean",
    0,
  ),
  about("finds the picked fix, whatever git is set to", configuredPicks, fixed, "release/fixedUntold", 0),
  about("finds the revert, whatever git is set to", configuredReverts, bad, "release/reverted", 0),
  about(
    "finds the revert of the fix, whatever git is set to",
    configuredReverts,
    fixed,
    "release/fixReverted",
    1,
  ),
  about("is not led astray by a commit that is replaced", replaced, bad, "release/1", 1),
  about("is not led astray by a replaced revert of the fix", replaced, fixed, "release/2", 1),
  about("is not led astray by a history that is grafted", grafted, bad, "release/1", 1),
  about("is not led astray by a grafted revert of the fix", grafted, fixed, "release/2", 1),
  about("believes no denial of a revert", words, bad, "release/denied", 1),
  about("believes no quotation of a revert", words, bad, "release/quoted", 1),
  about("believes a revert with lines of Windows", words, bad, "release/windows", 0),
  about("takes no branch for the id of what was reverted", words, fix, "release/named", 1),
  about("believes a commit that reverts two", words, bad, "release/two", 0),
  about("stops a tag of a tag of a merge of three", octopus, bad, "v2.0.0", 1),
  about("lets the revert of a merge of three go", octopus, bad, "v2.0.1", 0),
  about("takes another picture for no fix", pictures, fix, "release/other", 1),
  about("knows the picture that is the fix", pictures, fix, "release/picked", 0),
  about("stops when a copy of the fix was taken back that both were in", fixCopies, fix, "release/merged", 1),
  about("lets the fix go that was taken back elsewhere before", fixCopies, fix, "release/kept", 0),
  about("lets the fix go when the revert of its merge was reverted", fixCopies, fix, "release/once", 0),
  about("stops when its merge was reverted once more", fixCopies, fix, "release/twice", 1),
  about("lets the revert go that is the fix", again, fixed, "release/fixed", 0),
  about("stops the bug that was picked again after that fix", again, fixed, "release/picked", 1),
  about("stops the bug that a merge brought in beside that fix", again, fixed, "release/beside", 1),
  about("lets the bug go that two branches reverted", again, bad, "release/twice", 0),
  about("stops when one of these reverts was reverted after their merge", again, bad, "release/back", 1),
  about("lets it go when it was reverted after that", again, bad, "release/gone", 0),
  about("believes no squashed revert whose revert was squashed with it", again, bad, "release/squashed", 1),
  about("believes two squashed reverts of what is there", again, bad, "release/both", 0),
  about("believes no revert of a bug by an id of which there are two", ambiguous, bad, "release/1", 1),
  about(
    "fears the revert of a fix by an id of which there are two",
    ambiguous,
    { fix: ["bug"] },
    "release/1",
    1,
  ),
  about("takes no branch for the tag that it is called like", elsewhere, bad, "refs/tags/v2.0.0", 2),
  about("takes no tag whose commit is gone for one that is to be made", elsewhere, bad, "v3.0.0", 2),
  about("cannot tell by the id of a commit that is not here", elsewhere, bad, "5ca1ab1e5ca1", 2),
  about(
    "stops by the id of a commit that is not here",
    elsewhere,
    { refs: ["refs/tags/*"] },
    "5CA1AB1E5CA1",
    1,
  ),
  about("finds a submodule's commit that was picked", submodules, bad, "release/1", 1),
  about("cannot tell by the bug over a hole in the history", damaged, bad, "v2.0.0", 2),
  about("cannot tell by the fix over a hole in the history", damaged, fix, "v2.0.0", 2),
  about("cannot tell by the line over a hole in the history", damaged, { line: "bug" }, "v2.0.0", 2),
  about("cannot tell by what is released over a hole", damaged, { released: ["bug"] }, "v2.0.0", 2),
  about("stops by the name over a hole in the history", damaged, { refs: ["refs/tags/v2*"] }, "v2.0.0", 1),
  about("takes nothing for a copy of the commit where history is cut off", cutAtTheFix, fix, "release/1", 2),
];
