import assert from "node:assert/strict";
import type { HaltInput } from "../../src/halt/schema/halt";
import { answerTo, briefOf, labelled } from "../support/briefText";
import { completeInput } from "../support/halts";

const after = "2026-12-05T09:00:00+01:00";

describe("A message whose readers, sender and time are open", () => {
  const input: HaltInput = {
    ...completeInput,
    communication: {
      drafts: [{ id: "status", kind: "internalStatus" }],
      nextUpdate: "2026-11-30T18:00:00+01:00",
    },
  };

  it("is named once where its open points stand in one line", () => {
    assert.match(
      labelled(briefOf(input, { audience: "engineering" }), "Not known yet"),
      /\*Who gets the internal status, who sends it, when it goes out\.\*/,
    );
  });

  it("is not told of again on a page that shows the message itself", () => {
    for (const audience of ["product", "full"] as const) {
      const text = briefOf(input, { audience });
      assert.doesNotMatch(text, /who gets the internal status/i, audience);
      assert.match(text, /Internal status: readers, sender and time not set yet\./, audience);
    }
  });
});

describe("What was tested", () => {
  it("is said to be open in one sentence, with what was not", () => {
    const text = briefOf({ ...completeInput, testScope: { tested: [], notTested: [] } });
    assert.match(
      answerTo(text, "What else is broken, and what was tested?"),
      /\*What was tested, and what was not, is not written down yet\.\*$/,
    );
  });
});

describe("Who is exposed", () => {
  const rollout = (state: HaltInput["rollout"], more: Partial<HaltInput> = {}) =>
    briefOf({ ...completeInput, rollout: state, ...more });

  it("would be hit before the rollout, and is hit from then on", () => {
    const text = rollout({ state: "notStarted" });
    assert.equal(labelled(text, "Exposed now"), "Nobody. The rollout of 2.4.0 has not started.");
    assert.match(
      labelled(text, "Why"),
      /It would hit customers .*: 900 to 2,600 users a day \(source: till log/,
    );
    assert.match(labelled(rollout({ state: "complete" }), "Why"), /It hits customers/);
    assert.match(labelled(rollout({}), "Why"), /It concerns customers/);
    assert.match(text, /\| Users concerned: 900 to 2,600 a day \|/);
  });

  it("is told by share, ring, start and place, with names as they are spelled", () => {
    const since = "2026-11-25T08:00:00+01:00";
    const share = { percent: 10, ring: "north terminals", since };
    assert.equal(
      labelled(rollout({ state: "inProgress", ...share }), "Exposed now"),
      "Out to 10 percent (north terminals) since Wed 25 Nov 08:00; still going on.",
    );
    assert.match(
      labelled(rollout({ state: "paused", ring: "ring 1", since }), "Exposed now"),
      /^Out to ring 1 since .*; paused now\.$/,
    );
    const targets: HaltInput["targets"] = [
      { id: "a", kind: "tag", name: "web-v3", component: "web", environments: ["production EU"] },
      { id: "b", kind: "branch", name: "release/2.4", environments: ["production US"] },
    ];
    const text = briefOf({
      ...completeInput,
      release: "",
      targets,
      rollout: { state: "complete", since },
      recommendation: {},
    });
    assert.equal(
      labelled(text, "Exposed now"),
      "Out to everybody since Wed 25 Nov 08:00, in production EU and production US.",
    );
    assert.match(labelled(text, "Ask"), /^Decide whether web-v3 and release\/2\.4 go back to v2\.3\.1\./);
  });

  it("says how the spread is stopped", () => {
    const options: HaltInput["options"] = [{ id: "s", kind: "stopSpread", title: "pause the store" }];
    assert.match(
      rollout({ state: "inProgress" }, { options }),
      /How the spread is stopped: pause the store\./,
    );
    assert.doesNotMatch(rollout({ state: "notStarted" }, { options }), /How the spread is stopped/);
  });
});

describe("The ask", () => {
  it("follows from the rollout where nobody wrote one", () => {
    const ask = (rollout: HaltInput["rollout"]) =>
      labelled(briefOf({ ...completeInput, recommendation: {}, rollout }), "Ask");
    assert.match(ask({}), /^Hold 2\.4\.0 until it is decided\./);
    assert.match(
      ask({ state: "inProgress" }),
      /^Stop the rollout of 2\.4\.0 where it is until it is decided\./,
    );
    assert.match(ask({ state: "paused" }), /^Keep the rollout of 2\.4\.0 paused until it is decided\./);
    assert.match(ask({ state: "complete" }), /^Decide whether 2\.4\.0 goes back to v2\.3\.1\./);
  });

  it("is followed by the one promised date, named after what it is the date of", () => {
    assert.equal(
      labelled(briefOf(completeInput), "The fix itself"),
      "By Fri 4 Dec 16:00: fix, retest and deploy [12].",
    );
    const held = {
      ...completeInput,
      recommendation: { ...completeInput.recommendation, option: "option-3" },
    };
    assert.match(labelled(briefOf(held), "Promised date"), /^Fix, retest and deploy by Fri 4 Dec 16:00/);
    const when = answerTo(briefOf(completeInput), "When can we ship, and when will we know more?");
    assert.match(
      when,
      /^The recommendation: switch the retry off and ship tomorrow\. Safe by: tomorrow 14:00\./,
    );
  });
});

describe("Who decides", () => {
  it("is named with a title that is set off on both sides", () => {
    const decides = (decider: string) =>
      labelled(briefOf({ ...completeInput, decision: { ...completeInput.decision, decider } }), "Ask");
    assert.match(decides("Ruth Sample, head of product"), /Ruth Sample, head of product, decides by Mon/);
    assert.match(decides("head of product"), /Head of product decides by Mon/);
  });
});

describe("Not known yet", () => {
  it("says who finds out until when, then what nobody has taken on, and nothing that stands above", () => {
    const due = "2026-11-30T15:00:00+01:00";
    const text = briefOf({
      ...completeInput,
      severity: {},
      decision: {},
      communication: {},
      impact: { ...completeInput.impact, users: { low: 900, high: 2600 } },
      options: [...(completeInput.options ?? []), { id: "o", kind: "canary" }],
      assignments: { impact: { owner: "payments analyst", due } },
    });
    const words = labelled(text, "Not known yet").replaceAll("*", "");
    assert.match(words, /^A source for the users: payments analyst, due Mon 30 Nov 15:00\./);
    assert.match(words, /Nobody has taken this on yet: How severe it is by the policy\./);
    assert.doesNotMatch(words, /decides|canary|next update|how far/i);
    assert.match(labelled(text, "Ask"), /Not yet known who decides, and by when/);
  });
});

describe("What has passed", () => {
  it("reads as past, and asks for no date that is gone", () => {
    const text = briefOf(completeInput, { now: after });
    assert.match(labelled(text, "The fix itself"), /Was promised for Fri 4 Dec 16:00; a new date is open/);
    assert.match(labelled(text, "Next update"), /^Was due Mon 30 Nov 18:00; a new time is open/);
    assert.match(
      labelled(text, "Ask"),
      /The time to decide passed on Mon 30 Nov 17:00 for head of product; so: 2\.4\.0 stays back\./,
    );
    assert.doesNotMatch(text, /out of date: /);
    assert.equal(text.replaceAll(after, ""), text);
  });

  it("is no longer to be decided once it is", () => {
    const decision = {
      ...completeInput.decision,
      decided: "Hold until Friday",
      decidedBy: "Pia Placeholder",
    };
    const text = briefOf({ ...completeInput, decision });
    assert.doesNotMatch(text, /decides by/);
    assert.match(labelled(text, "Decision"), /^Hold until Friday\. Decided by Pia Placeholder\./);
  });
});

describe("The times of a brief", () => {
  it("are in one zone that is stated once, with a year only where it differs", () => {
    const commitments: HaltInput["commitments"] = [
      { id: "c", text: "Fair", at: "2027-07-01T08:00:00Z", firmness: "fixed" },
    ];
    const text = briefOf({ ...completeInput, commitments }, { timeZone: "Europe/Vienna" });
    assert.equal(text.match(/Times: CET, 2026/g)?.length, 1);
    assert.match(text, /Fair: Thu 1 Jul 2027 10:00 CEST/);
    const own = briefOf({ ...completeInput, commitments });
    assert.match(own, /Times: UTC\+01:00, 2026/);
    assert.match(own, /Fair: Thu 1 Jul 2027 09:00, fixed/);
  });
});

describe("The cost of delay", () => {
  const answer = (
    holding: NonNullable<HaltInput["recommendation"]>["costOfHolding"],
    per = "per day",
    input: HaltInput = completeInput,
  ) => {
    const money = [{ id: "m", what: "refunds", low: 500, high: 900, currency: "EUR", per, source: "log" }];
    const impact = { ...input.impact, money };
    const recommendation = { ...input.recommendation, ...(holding && { costOfHolding: holding }) };
    return answerTo(briefOf({ ...input, impact, recommendation }), "What does the delay cost us?");
  };
  const holding = { low: 1000, high: 1400, currency: "EUR", source: "plan" };

  it("breaks even where units and currency allow, by the cautious ends", () => {
    const text = answerIn(answer(holding));
    assert.match(
      text,
      /Holding costs 1,000 to 1,400 EUR in all \[7\]\. Shipping as it is costs 500 to 900 EUR a day/,
    );
    assert.match(text, /Holding pays for itself after at most 3 days \[6, 7\]\./);
  });

  it("breaks even nowhere else", () => {
    for (const text of [
      answer({ ...holding, currency: "USD" }),
      answer({ ...holding, per: "day" }),
      answer(holding, "total"),
      answer({ low: 1000, high: 1400, currency: "EUR" }),
    ]) {
      assert.doesNotMatch(answerIn(text), /pays for itself/);
    }
    assert.match(answerIn(answer({ low: 1, high: 2, currency: "EUR" })), /without a source yet/);
  });

  it("names a range that is upside down, and prints none of it as a fact", () => {
    const text = briefOf({
      ...completeInput,
      recommendation: { ...completeInput.recommendation, costOfHolding: { low: 9, high: 5, source: "plan" } },
      impact: { ...completeInput.impact, users: { low: 2600, high: 900, source: "log" } },
    });
    assert.match(text, /its low end, 9, is above its high end, 5/);
    assert.match(text, /its low end, 2,600, is above its high end, 900/);
    assert.doesNotMatch(text, /9 to 5|2,600 to 900/);
    assert.match(labelled(text, "Not known yet"), /range for the cost of holding that holds/);
  });

  function answerIn(text: string): string {
    return text.replaceAll("*", "");
  }
});
