import type { GateCase } from "../support/gateCase";
import type { BuildRepository } from "../support/gateRepository";
import type { HaltFacts } from "../support/writeLedger";
import { merges, picks, reverts } from "./changeHistories";
import { lost } from "./lost";
import { releases, trunk } from "./repositories";

/** A question about one private halt. */
function about(
  name: string,
  build: BuildRepository,
  halt: Omit<HaltFacts, "id">,
  ref: string,
  code: 0 | 1 | 2,
): GateCase {
  const ask = ref.startsWith("v") ? ["--tag", ref] : ["--ref", ref];
  const halts = code === 0 ? [] : ["halt"];
  return { name, build, ledgers: { private: [{ ...halt, id: "halt" }] }, ask, code, halts };
}

const bad = { bad: ["bug"] };
const fixed = { bad: ["bug"], fix: ["fix"] };
const rollback = { released: ["base", "old"] };

/** Whether the bug, or its fix, is in what would be released. */
export const changeCases: readonly GateCase[] = [
  about("stops the release branch that holds the bad commit", releases, bad, "release/2.4", 1),
  about("lets the release branch go that does not hold it", releases, bad, "release/2.3", 0),
  about("lets the hotfix branch go that holds the fix", releases, fixed, "hotfix/2.4.1", 0),
  about("stops the hotfix branch that does not hold the fix", releases, fixed, "hotfix/2.4.2", 1),
  about("stops the halted line where it was halted", releases, { line: "prepared" }, "v2.4.0", 1),
  about("stops what comes after on the halted line", releases, { line: "prepared" }, "release/2.4", 1),
  about("stops what comes before on the halted line", releases, { line: "newer" }, "v2.4.0", 1),
  about("stops it where a later release holds it", trunk, { line: "two", released: ["bug"] }, "v1.1.0", 1),
  about("lets that release itself go", trunk, { line: "two", released: ["bug"] }, "v1.2.0", 0),
  about("lets what came before go", trunk, { line: "two", released: ["bug"] }, "v1.0.0", 0),
  about("lets another line go", releases, { line: "prepared" }, "release/2.3", 0),
  about(
    "lets the fix go on the halted line",
    releases,
    { line: "prepared", fix: ["fix"] },
    "hotfix/2.4.1",
    0,
  ),
  about(
    "cannot tell whether a line is halted whose commit is not here",
    releases,
    { line: lost },
    "v2.4.0",
    2,
  ),
  about(
    "goes by the content, whatever the name, where a halt says both",
    releases,
    { refs: ["refs/tags/v2*"], bad: ["bug"] },
    "release/2.4",
    1,
  ),
  about(
    "lets a name go that is halted when the content is not in it",
    releases,
    { refs: ["refs/heads/release/2.3"], bad: ["bug"] },
    "release/2.3",
    0,
  ),
  about("stops when one of several bad commits is in it", releases, { bad: [lost, "bug"] }, "release/2.4", 1),
  about("lets go what holds none of several", releases, { bad: [lost, "bug"] }, "release/2.3", 0),
  about("stops all releases when a halt says nothing else", releases, {}, "release/2.3", 1),
  about("lets a rollback to a released tag go", releases, rollback, "v1.0.0", 0),
  about("lets a rollback to a commit before a released one go", trunk, { released: ["bug"] }, "v1.1.0", 0),
  about(
    "lets a rollback go although the released tag has the bad commit",
    trunk,
    { bad: ["bug"], released: ["last"] },
    "v1.2.0",
    0,
  ),
  about("stops what comes after the released commits", releases, rollback, "release/2.4", 1),
  about("stops although a released commit is not here", releases, { released: [lost] }, "release/2.4", 1),
  about(
    "lets no rollback go by a released commit of another line",
    releases,
    { released: ["old"], bad: ["bug"] },
    "v2.4.0",
    1,
  ),

  about("stops the bad commit that was picked and says so", picks, bad, "release/told", 1),
  about("stops the bad commit that was picked without a word", picks, bad, "release/untold", 1),
  about("lets a branch go that nothing was picked to", picks, bad, "release/clean", 0),
  about("lets a change go that was made by hand and says nothing", picks, bad, "release/adapted", 0),
  about("takes a message that only quotes the words for no pick", picks, bad, "release/quoted", 0),
  about("lets a picked bug with its picked fix go", picks, fixed, "release/fixed", 0),
  about(
    "lets a picked bug with its picked fix go, both without a word",
    picks,
    fixed,
    "release/fixedUntold",
    0,
  ),
  about("lets the fix go that was picked and says so", picks, fixed, "release/fixTold", 0),
  about("lets the fix go that was picked without a word", picks, fixed, "release/fixUntold", 0),
  about("stops the picked bug without the fix", picks, fixed, "release/told", 1),
  about("stops a bug that is not here, by the word of a pick", picks, { bad: [lost] }, "release/lostTold", 1),
  about(
    "stops a bug that is not here, by its recorded patch",
    picks,
    { bad: [{ commit: lost, patch: "lostPatch" }] },
    "release/lostUntold",
    1,
  ),
  about(
    "lets go what has no patch of the bug that is not here",
    picks,
    { bad: [{ commit: lost, patch: "lostPatch" }] },
    "release/clean",
    0,
  ),
  about(
    "lets a fix go that is not here, by its recorded patch",
    picks,
    { fix: [{ commit: lost, patch: "lostPatch" }] },
    "release/lostUntold",
    0,
  ),

  about("lets the bad commit go when it was reverted", reverts, bad, "release/reverted", 0),
  about("stops when the revert was reverted", reverts, bad, "release/again", 1),
  about("lets go when the revert of the revert was reverted", reverts, bad, "release/thrice", 0),
  about("stops when the bad commit was picked again after its revert", reverts, bad, "release/reapplied", 1),
  about("stops when it was picked again without a word", reverts, bad, "release/reappliedUntold", 1),
  about("goes by the word of a revert, whatever it changes", reverts, bad, "release/byHand", 0),
  about("goes by the word of the revert of a revert", reverts, bad, "release/byHandAgain", 1),
  about("goes by the word of the revert of that", reverts, bad, "release/byHandThrice", 0),
  about("knows a revert by the start of the id", reverts, bad, "release/shortId", 0),
  about("takes less than seven digits for no id", reverts, bad, "release/tooShortId", 1),
  about("takes the revert of another commit for none of this", reverts, bad, "release/otherId", 1),
  about("takes an id that only starts with this one for another", reverts, bad, "release/longerId", 1),
  about("lets the fix go", reverts, fixed, "release/fixed", 0),
  about("stops when the fix was reverted", reverts, fixed, "release/fixReverted", 1),
  about("stops when the fix was taken back without a word", reverts, fixed, "release/fixUndone", 1),
  about("lets go when it was made anew after that", reverts, fixed, "release/fixRedone", 0),
  about("lets go when only a copy beside it was taken back", reverts, fixed, "release/fixUndoneBeside", 0),
  about("lets go when the revert of the fix was reverted", reverts, fixed, "release/fixRestored", 0),
  about("stops a picked bug whose picked revert names another commit", reverts, bad, "release/backport", 1),
  about(
    "lets it go when that revert is recorded as the fix",
    reverts,
    { ...bad, fix: ["revert"] },
    "release/backport",
    0,
  ),
  about(
    "stops when a picked fix was taken back by a picked revert",
    reverts,
    fixed,
    "release/fixBackport",
    1,
  ),

  about("stops the merge that brings the bad commit in", merges, bad, "release/merged", 1),
  about("lets the merge go that was reverted", merges, bad, "release/unmerged", 0),
  about("stops when the revert of the merge was reverted", merges, bad, "release/remerged", 1),
  about("stops when another merge was reverted", merges, bad, "release/otherUnmerged", 1),
  about(
    "stops when a merge was reverted that brought other things to it",
    merges,
    bad,
    "release/sideways",
    1,
  ),
  about("stops the bad commit that was squashed", merges, bad, "release/squashed", 1),
  about("finds a picked commit on a side that a merge took nothing from", merges, bad, "release/ours", 1),
];
