import assert from "node:assert/strict";
import type { HaltInput } from "../../src/halt/schema/halt";
import { answerTo, briefOf, labelled, now, section } from "../support/briefText";
import { completeInput } from "../support/halts";

describe("What a brief shows beside", () => {
  it("is the clause in the words of the team, who halted it, the bug's page, and what comes afterwards", () => {
    const text = briefOf({
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
    const lines = briefOf(completeInput).split("\n");
    const heads = lines.filter((_, index) => lines[index + 1]?.startsWith("| ---"));
    assert.ok(heads.length > 2);
    for (const head of heads) assert.doesNotMatch(head, /\|\s*\|/);
  });

  it("has ways, terms and no drafts for engineering; at most four options beside one another", () => {
    const text = briefOf(completeInput, { audience: "engineering" });
    for (const title of ["The way back", "What lifts the halt", "Terms", "See it yourself"]) {
      assert.notEqual(section(text, title), "", title);
    }
    const options = Array.from({ length: 5 }, (_, index) => ({
      id: `o${index}`,
      kind: "other" as const,
      title: `way ${index}`,
    }));
    const html = briefOf({ ...completeInput, options }, { format: "html" });
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
    const said = section(briefOf({ ...completeInput, liftCriteria }), "What lifts the halt");
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
    const text = briefOf({ ...completeInput, failingTests });
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
