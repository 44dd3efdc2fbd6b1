import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { countWords } from "../../src/assess/textLength";
import { assessHalt } from "../../src/assess/assessHalt";
import { invitation, renderBrief } from "../../src/brief/renderBrief";
import type { BriefAudience } from "../../src/halt/briefView";
import { haltSchema, type HaltInput } from "../../src/halt/schema/halt";
import { completeInput, emptyInput, shortInput } from "../support/halts";
import { temporaryFolder } from "../support/temporary";

const now = "2026-11-30T14:00:00+01:00";
const wordy = "Many words stand here one after another. ".repeat(60);

function brief(input: HaltInput, audience: BriefAudience = "full", format: "markdown" | "html" = "markdown") {
  const halt = haltSchema.parse(input);
  return renderBrief(halt, assessHalt(halt, { now }), { audience, format, now });
}

function invite(input: HaltInput): string {
  const halt = haltSchema.parse(input);
  return invitation(halt, { now });
}

const labelled = (text: string, label: string): string =>
  new RegExp(`^\\*\\*${label}\\.\\*\\* (.*)$`, "m").exec(text)?.[1] ?? "";
const answerTo = (text: string, question: string): string =>
  text.split(`**${question}**`)[1]?.split("\n")[1] ?? "";
const section = (text: string, title: string): string =>
  text.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";

describe("The opening statement", () => {
  it("stays under sixty words, whatever was written", () => {
    const long: HaltInput = {
      ...completeInput,
      release: wordy,
      title: wordy,
      bug: { id: wordy },
      impact: { functionality: wordy, affected: wordy },
      severity: { level: wordy, clause: wordy },
      recommendation: { ask: wordy },
    };
    for (const input of [completeInput, shortInput, emptyInput, long]) {
      for (const audience of ["product", "engineering", "full"] as const) {
        const words = labelled(brief(input, audience), "To open with");
        assert.ok(countWords(words) > 10 && countWords(words) < 60, `${countWords(words)}: ${words}`);
      }
    }
  });

  it("thanks, and names release, bug, finding, users, severity and recommendation", () => {
    const words = labelled(brief(completeInput), "To open with");
    assert.match(
      words,
      /^Thank you .* 2\.4\.0 \(KETTLE-77\) .*charged a second time; it would hit 900 to 2,600 users a day; .* P1, clause 1\.2\. We recommend: switch the retry off/,
    );
  });
});

describe("The level that is spoken of", () => {
  const words = (policy?: string) => {
    const severity = { ...completeInput.severity, ...(policy !== undefined && { policy }) };
    return brief({ ...completeInput, severity });
  };

  it("is the policy's where the team has adopted one, else the caller's judgement, with its clause", () => {
    const [own, adopted] = [words(), words("Kettle policy")];
    assert.match(labelled(own, "To open with"), /in my judgement it is P1, clause 1\.2\./);
    assert.match(labelled(own, "Why"), /Severity: P1 by the default policy, clause 1\.2, "Money is taken/);
    assert.match(labelled(own, "Why"), /the caller's judgement until the team adopts a policy/);
    assert.match(labelled(adopted, "To open with"), /by the policy it is P1, clause 1\.2\./);
    assert.match(labelled(adopted, "Why"), /Severity: P1 by Kettle policy, clause 1\.2/);
  });
});

describe("The short brief", () => {
  it("cuts what was observed before the ask and the decision", () => {
    const text = brief({ ...completeInput, impact: { functionality: wordy, affected: wordy } }, "short");
    assert.match(labelled(text, "Ask"), /with the retry switched off\.$/);
    assert.match(labelled(text, "Decision"), /2\.4\.0 stays back\.$/);
    assert.match(labelled(text, "Observed"), /another\. …$/);
    assert.ok(countWords(text) <= 150);
  });

  it("holds users and severity where there is room, and no number that leads nowhere", () => {
    const text = brief(completeInput, "short");
    assert.match(labelled(text, "Observed"), /900 to 2,600 users a day\. Severity: P1, clause 1\.2\./);
    assert.doesNotMatch(text, /\[\d/);
  });
});

describe("The executive page", () => {
  it("begins with who is exposed, cuts long texts with a mark, and holds no percentiles", () => {
    const text = brief({ ...completeInput, fallback: wordy, confidentiality: "internal" }, "executive");
    const labels = [...text.matchAll(/^\*\*([^*]+)\.\*\*/gm)].map(([, label]) => label);
    assert.deepEqual(labels.slice(0, 4), ["Exposed now", "Ask", "The fix itself", "Why"]);
    assert.match(labelled(text, "Ask"), /another\. …/);
    assert.ok(countWords(labelled(text, "Ask")) < 90);
    assert.match(labelled(text, "About this halt"), /Internal use only\./);
    assert.doesNotMatch(text, /P50|P85|interval|percentile/);
  });

  it("goes on with the sponsor's questions, and shows each row that it cites", () => {
    const text = brief(completeInput, "executive");
    assert.match(section(text, "Questions you will hear"), /What do you need from me\?/);
    assert.doesNotMatch(text, /Can we not hotfix it/);
    const cited = [...text.matchAll(/\[(\d+(?:, \d+)*)\]/g)].flatMap(([, list = ""]) => list.split(", "));
    for (const number of cited)
      assert.match(section(text, "Evidence"), new RegExp(`^\\| ${number} \\|`, "m"));
    assert.ok(cited.includes("6"), "money");
  });

  it("asks nobody there for the chores of inviting and telling", () => {
    assert.doesNotMatch(labelled(brief(shortInput, "executive"), "Not known yet"), /meeting|told/i);
  });
});

describe("The meeting", () => {
  it("names who decides first, what each needs to decide, and the roles that nobody has yet", () => {
    const text = section(
      brief({ ...completeInput, stakeholders: completeInput.stakeholders?.slice(0, 1) }),
      "The meeting",
    );
    assert.match(text, /Mon 30 Nov 14:00, 15 minutes, room Teapot\./);
    assert.match(text, /\| --- \| --- \| --- \|\n\| head of product \| Decides \|/);
    assert.match(text, /\| Pia Placeholder \| Product \| decides the date \|/);
    assert.match(text, /\| \*not named yet\* \| Engineering lead \|/);
    assert.match(text, /\| \*not named yet\* \| Sponsor \(optional\) \|/);
    assert.match(section(brief(emptyInput), "The meeting"), /time is not set yet; 15 minutes/);
  });

  it("is called with the decider invited, owners informed and the finding in it", () => {
    const stakeholders: HaltInput["stakeholders"] = [
      { id: "o", name: "@till", role: "codeOwner" },
      { id: "p", name: "Pia Placeholder", role: "product" },
    ];
    const decision = { ...completeInput.decision, decider: "Pia Placeholder, head of product" };
    const text = invite({ ...completeInput, stakeholders, decision });
    assert.match(text, /^Subject: Go\/no-go 2\.4\.0 \(KETTLE-77\): The kettle shop/);
    assert.match(
      text,
      /^Who: Pia Placeholder, head of product \(decides\); engineering lead: not named yet$/m,
    );
    assert.match(text, /^For information: @till$/m);
    assert.match(text, /^What was found: A slow card payment/m);
    assert.match(text, /^Exposed now: .*would hit/m);
    assert.match(text, /^Severity: P1/m);
  });
});

describe("An answer", () => {
  const hotfix = (option: object, recommended: string) =>
    answerTo(
      brief({
        ...completeInput,
        options: [
          ...(completeInput.options ?? []).slice(0, 3),
          { id: "option-4", kind: "hotfix", timeToSafe: "today 20:00", exposed: "nobody", ...option },
        ],
        recommendation: { ...completeInput.recommendation, option: recommended },
      }),
      "Can we not hotfix it?",
    );

  it("on the hotfix says yes, possible or no, as the options are", () => {
    assert.match(
      hotfix({}, "option-4"),
      /^Yes, it is the recommendation: safe by: today 20:00, nobody stays exposed\. It leaves out: the refund retest/,
    );
    assert.match(
      hotfix({}, "option-2"),
      /^It is possible: .* We recommend another way: switch the retry off and ship tomorrow\. .* 8 to 14 working hours; the promised date is Fri 4 Dec 16:00/,
    );
    assert.match(
      hotfix({ ruledOut: "it skips the retest" }, "option-2"),
      /^It was weighed and ruled out: it skips/,
    );
  });

  it("says what it does not hold", () => {
    const text = brief({
      ...completeInput,
      decision: { decider: "head of product", riskOwner: "head of product" },
      testScope: {},
      communication: { drafts: [{ id: "d", kind: "internalStatus" }] },
    });
    assert.match(
      answerTo(text, "Who decides?"),
      /What happens if nobody decides in time is not written down/,
    );
    assert.match(
      answerTo(text, "Who takes the risk if we ship anyway?"),
      /threshold .* not written down yet.*Who watches/,
    );
    assert.match(
      answerTo(text, "What else is broken, and what was tested?"),
      /What was tested is not written down/,
    );
    assert.match(answerTo(text, "What do we tell people?"), /readers, sender and time not set yet/);
  });

  it("on the train names other changes and the owners of the code", () => {
    const commits = ["a", "b"].map((name) => ({ commit: name.repeat(40), subject: `Change ${name}` }));
    const facts = completeInput.facts && { ...completeInput.facts, commitList: commits };
    const text = brief({ ...completeInput, ...(facts && { facts }) });
    assert.match(
      answerTo(text, "Who else waits for this release?"),
      /"Change a", "Change b", and 46 more.*Who waits for this release is not written down/,
    );
  });

  it("is in one table with what would give it while it is open", () => {
    const open = brief(emptyInput).split("**Still open.**")[1] ?? "";
    assert.match(
      open,
      /\| How many users really\? \| the number of users with its source \| \*nobody yet\* \|/,
    );
  });
});

describe("The commands to see it", () => {
  const folder = temporaryFolder();
  const commands = (steps: NonNullable<HaltInput["reproduction"]>["steps"], more: Partial<HaltInput> = {}) =>
    section(
      brief({ ...completeInput, reproduction: { steps, actual: "two\nrm -rf x", expected: "one" }, ...more }),
      "See it yourself",
    );
  const block = (text: string) => /```\n([^]*?)\n```/.exec(text)?.[1] ?? "";

  it("run in their folders in a POSIX shell, whatever the folders are called", () => {
    const top = folder();
    const folders = ["services/booking", "it's here; touch oops", "$(touch oops)", "-n", "a\nb"];
    for (const name of folders) mkdirSync(join(top, name), { recursive: true });
    const steps = folders.map((name, index) => ({
      id: `s${index}`,
      folder: name,
      command: index === 1 ? `pwd >> ${top}/log # one\necho two >> ${top}/log` : `pwd >> ${top}/log`,
    }));
    const script = block(commands(steps, { targets: [] }));
    const run = spawnSync("sh", ["-c", script], { cwd: top, encoding: "utf8" });
    assert.equal(run.stderr, "");
    assert.deepEqual(readFileSync(join(top, "log"), "utf8").trim().split("\n"), [
      `${top}/services/booking`,
      `${top}/it's here; touch oops`,
      "two",
      `${top}/$(touch oops)`,
      `${top}/-n`,
      `${top}/a`,
      "b",
    ]);
  });

  it("mark the step that decides, and end with what shows as one comment", () => {
    const text = block(commands([{ id: "s", text: "Count\nrm -rf y", command: "wc -l log", decides: true }]));
    assert.deepEqual(text.split("\n").slice(-3), [
      "# 1. Count rm -rf y (this step decides)",
      "wc -l log",
      "# shows: two rm -rf x; expected: one",
    ]);
  });

  it("warn of a commit that was not pushed and of changes that were not committed", () => {
    const facts = completeInput.facts && { ...completeInput.facts, pushed: false, dirty: 2 };
    const text = commands([{ id: "s", command: "true" }], facts && { facts });
    assert.match(text, /9f3c1ab was not pushed/);
    assert.match(text, /2 changed files were not committed/);
  });
});

describe("What a brief shows beside", () => {
  it("is the clause in the words of the team, who halted it, the bug's page, and what comes afterwards", () => {
    const text = brief({
      ...completeInput,
      severity: {
        level: "S1",
        clause: "7",
        policy: "Kettle policy",
        clauseText: "Money moves wrongly.",
        facts: "it does",
      },
      followUps: [{ id: "f", text: "Test slow tills" }],
      approvals: [{ id: "a", by: "Pia Placeholder", at: now, what: "the halt" }],
      handovers: [{ id: "h", at: now, from: "Ana Example", to: "Ben Sample" }],
      references: [{ id: "r", system: "incident", key: "INC-9", url: "https://inc.example/9" }],
    });
    assert.match(
      answerTo(text, "Is it really that severe?"),
      /^S1 by Kettle policy, clause 7, "Money moves wrongly"/,
    );
    assert.match(section(text, "Evidence"), /S1, clause 7: "Money moves wrongly"/);
    assert.match(
      labelled(text, "About this halt"),
      /Halted by Ana Example on Mon 30 Nov 13:05: Customers would pay twice\. .*\[KETTLE-77\]\(https:\/\/tracker\.example\/KETTLE-77\)/,
    );
    const afterwards = section(text, "Afterwards");
    assert.match(afterwards, /Test slow tills: nobody has taken this yet/);
    assert.match(afterwards, /Approvals, recorded and not authenticated/);
    assert.match(afterwards, /from Ana Example to Ben Sample/);
    assert.match(afterwards, /Incident: \[INC-9\]/);
    assert.match(
      section(text, "Evidence"),
      /Confirmed by Ben Sample, at 9f3c1ab \(screenshot: Two charges\)/,
    );
  });

  it("has a name for each column of its tables", () => {
    const lines = brief(completeInput).split("\n");
    const heads = lines.filter((_, index) => lines[index + 1]?.startsWith("| ---"));
    assert.ok(heads.length > 2);
    for (const head of heads) assert.doesNotMatch(head, /\|\s*\|/);
  });

  it("has ways, terms and no drafts for engineering; at most four options beside one another", () => {
    const text = brief(completeInput, "engineering");
    for (const title of ["The way back", "What lifts the halt", "Terms", "See it yourself"]) {
      assert.notEqual(section(text, title), "", title);
    }
    const options = Array.from({ length: 5 }, (_, index) => ({
      id: `o${index}`,
      kind: "other" as const,
      title: `way ${index}`,
    }));
    const html = brief({ ...completeInput, options }, "full", "html");
    assert.equal(html.match(/who is still exposed/g)?.length, 2);
    assert.match(html, /@page \{ margin: 18mm; \}/);
    assert.match(html, /<div class="wide"><table>/);
  });
});

describe("What lifts the halt", () => {
  it("says what is looked up at the lift in its own words, and calls only the others met or not", () => {
    const commit = "3f2a91c4".padEnd(40, "0");
    const liftCriteria: HaltInput["liftCriteria"] = [
      { id: "a", kind: "change", commit },
      { id: "b", kind: "approval" },
      { id: "c", kind: "notBefore", at: "2026-12-01T09:00:00+01:00" },
      { id: "d", text: "Support has been told" },
    ];
    const said = section(brief({ ...completeInput, liftCriteria }), "What lifts the halt");
    assert.match(said, /The change 3f2a91c is in: looked up when the halt is lifted/);
    assert.match(said, /A second person approves: looked up/);
    assert.match(said, /It is Tue 1 Dec 09:00 or later: looked up/);
    assert.match(said, /Support has been told: .*not met yet/);
    assert.doesNotMatch(said, /without words/);
  });
});

describe("The evidence of a pipeline", () => {
  const [file] = completeInput.failingTests ?? [];
  const from = "GitHub Actions: CI #123 (attempt 2), artifact junit";
  const row = (url: string): string => {
    assert.ok(file);
    const ci = { provider: "github" as const, runId: "123", attempt: 2, url };
    const failingTests = [{ ...file, captured: { ...file.captured, from, ci } }];
    const text = brief({ ...completeInput, failingTests });
    return text.split("\n").find((line) => line.includes("1,284 tests fail |")) ?? "";
  };

  it("says which run it is of, and leads there", () => {
    const page = "https://github.com/kettle/shop/actions/runs/123";
    assert.ok(row(page).includes(`](${page})`), row(page));
    assert.match(row(page).replaceAll("\\", ""), /\[GitHub Actions: CI #123 \(attempt 2\), artifact junit\]/);
  });

  it("leads nowhere where the address is none of the web", () => {
    const text = row("javascript:alert(1)");
    assert.match(text.replaceAll("\\", ""), /GitHub Actions: CI #123/);
    assert.doesNotMatch(text, /javascript|\]\(/);
  });
});
