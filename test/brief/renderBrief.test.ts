import assert from "node:assert/strict";
import * as fc from "fast-check";
import { countWords } from "../../src/assess/textLength";
import { assessHalt } from "../../src/assess/assessHalt";
import { toFragment } from "../../src/brief/html";
import { toMarkdown } from "../../src/brief/markdown";
import { invitation, renderBrief, renderFragment, renderPreview } from "../../src/brief/renderBrief";
import type { BriefAudience } from "../../src/halt/briefView";
import { haltSchema, type HaltInput } from "../../src/halt/schema/halt";
import { briefOf, now } from "../support/briefText";
import { completeInput, emptyInput, shortInput } from "../support/halts";

const audiences: readonly BriefAudience[] = ["short", "executive", "product", "engineering", "full"];

describe("The brief", () => {
  it("is the same bytes for the same halt, in any zone", () => {
    const zone = process.env.TZ;
    const texts = ["UTC", "Asia/Kolkata"].map((other) => {
      process.env.TZ = other;
      return audiences.map((audience) => briefOf(completeInput, { audience, format: "html" })).join("");
    });
    process.env.TZ = zone;
    if (zone === undefined) delete process.env.TZ;
    assert.equal(texts[0], texts[1]);
  });

  it("is at most 150 words when short, whatever was written", () => {
    for (const input of [emptyInput, shortInput, completeInput]) {
      assert.ok(countWords(briefOf(input, { audience: "short" })) <= 150);
    }
    const wordy = "word ".repeat(400);
    const long = {
      ...completeInput,
      title: wordy,
      fallback: wordy,
      impact: { affected: wordy, functionality: wordy },
    };
    assert.ok(countWords(briefOf(long, { audience: "short" })) <= 150);
  });

  it("opens with what is exposed and asked, and says who decides by when", () => {
    const text = briefOf(shortInput);
    assert.ok(text.indexOf("Exposed now.") < text.indexOf("Ask."));
    assert.ok(text.indexOf("Ask.") < text.indexOf("Why."));
    assert.match(text, /Fallback: Stay on 2\.3\.1\./);
    assert.match(text, /[Hh]ead of product decides by Mon 30 Nov 17:00/);
  });

  it("names what is missing and fills nothing in", () => {
    for (const audience of audiences) {
      const text = briefOf(emptyInput, { audience });
      assert.match(text, /[Nn]ot (yet )?known/, audience);
      assert.doesNotMatch(text, /undefined|null|NaN|\[object/, audience);
    }
  });

  it("leads from each number to a row of its evidence", () => {
    const text = briefOf(completeInput);
    const cited = new Set(
      [...text.matchAll(/\[(\d+(?:, \d+)*)\]/g)].flatMap(([, list]) => (list ?? "").split(", ")),
    );
    const rows = new Set([...text.matchAll(/^\| (\d+) \|/gm)].map(([, number]) => number ?? ""));
    assert.ok(cited.size > 3);
    for (const number of cited) assert.ok(rows.has(number), number);
  });

  it("says of a place in the code that was not committed that its commit does not show it", () => {
    const { steps = [], ...rest } = completeInput.reproduction ?? {};
    const told = (uncommitted: boolean): number => {
      const changed = steps.map((step) =>
        step.location === undefined ? step : { ...step, location: { ...step.location, uncommitted } },
      );
      const text = briefOf({ ...completeInput, reproduction: { ...rest, steps: changed } });
      return text.split(/:\d+`(?:\]\([^)]*\))? \(not committed when it was taken\)/).length - 1;
    };
    // In its row of the evidence, and above its excerpt.
    assert.deepEqual([told(true), told(false)], [2, 0]);
  });

  it("says of a place in the code at which commit it reads so, in its step, above its excerpt and in the evidence", () => {
    const text = briefOf(completeInput);
    const place = completeInput.reproduction?.steps?.find(({ location }) => location !== undefined);
    const commit = place?.location?.commit?.slice(0, 7) ?? "none";
    assert.match(text, new RegExp(String.raw`^\d\. .*\(at ${commit}\)$`, "m"));
    assert.equal(text.split(new RegExp(String.raw`:\d+\`(?:\]\([^)]*\))? \(at ${commit}\)`)).length - 1, 2);
  });

  it("keeps untrusted text a text", () => {
    const hostile =
      "<img src=x onerror=alert(1)> [click](javascript:alert(1)) ![p](https://evil.example/p.png) `x` | **b** \n# h";
    const input: HaltInput = {
      ...completeInput,
      title: hostile,
      release: hostile,
      impact: { affected: hostile, functionality: hostile },
      reproduction: {
        steps: [{ id: "s", text: hostile, command: hostile, output: "```\n</pre><script>alert(1)</script>" }],
      },
    };
    for (const audience of audiences) {
      const html = briefOf(input, { audience, format: "html" });
      const body = html.slice(html.indexOf("<body>"));
      assert.doesNotMatch(body, /<(script|img|iframe|object|svg|style|link)\b/i, audience);
      assert.doesNotMatch(body, /href="(?!https?:|#)/i, audience);
      assert.equal((body.match(/<h1/g) ?? []).length, 1, audience);
    }
  });

  it("shows any text without a tag of it getting through", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 120 }), (text) => {
        const { html } = renderPreview(
          haltSchema.parse({ ...shortInput, title: text, fallback: text }),
          assessHalt(haltSchema.parse(shortInput), { now }),
          { audience: "full", now },
        );
        assert.doesNotMatch(
          html,
          /<(?!\/?(?:h[1-6]|p|strong|em|a|ul|ol|li|table|thead|tbody|tr|th|td|code|pre|blockquote|br|hr)\b)[a-z!]/i,
        );
      }),
      { numRuns: 100 },
    );
  });

  it("is one HTML file with a style for print, no script and no request", () => {
    const html = briefOf(completeInput, { format: "html" });
    assert.match(html, /@media print/);
    assert.doesNotMatch(html, /<script|<link|@import|url\(|src="(?!data:)/);
    assert.match(html, /id="evidence-1"/);
    assert.match(html, /href="#evidence-1"/);
  });

  it("leads from each number to its evidence and back in the preview, and nowhere in what is copied", () => {
    const halt = haltSchema.parse({ ...completeInput, title: "Twice [1] [2](#evidence-1)" });
    const options = { audience: "full", now } as const;
    const { html } = renderPreview(halt, assessHalt(halt, { now }), options);
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const leads = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    assert.ok(leads.includes("evidence-1") && leads.includes("evidence-mark-1"), html);
    for (const id of leads) assert.ok(ids.has(id), id);
    assert.equal((html.match(/ id="/g) ?? []).length, ids.size, "each place has a name of its own");
    assert.ok(html.includes("Twice [1] [2](#evidence-1)"), "what a person wrote stays text");
    assert.doesNotMatch(renderFragment(halt, assessHalt(halt, { now }), options).html, /href="#/);
  });

  it("keeps a command as it was typed, in a line and in a table", () => {
    const command = "cat a.log | grep -c CHARGE || true";
    const markdown = toMarkdown({
      ...{ halt: "x", audience: "full", title: "T", subtitle: "" },
      sections: [
        {
          id: "s",
          blocks: [
            { kind: "paragraph", spans: [{ text: command, style: "code" }] },
            {
              kind: "table",
              head: ["a", "b"],
              rows: [[[{ text: command, style: "code" }], [{ text: "2" }]]],
            },
          ],
        },
      ],
    });
    assert.ok(markdown.includes(`\n\n\`${command}\`\n\n`), markdown);
    const html = toFragment(markdown);
    assert.equal(html.split(`<code>${command}</code>`).length, 3, html);
    assert.match(html, /<td>2<\/td>/);
  });

  it("embeds attached pictures that were given, of raster formats only", () => {
    const halt = haltSchema.parse({
      ...completeInput,
      attachments: [{ id: "shot", kind: "screenshot", title: "The till", path: "shot.png" }],
    });
    const checklist = assessHalt(halt, { now });
    const render = (image: string) =>
      renderBrief(halt, checklist, { audience: "full", format: "html", now, images: { shot: image } });
    assert.match(
      render("data:image/png;base64,AAAA"),
      /<img src="data:image\/png;base64,AAAA" alt="The till \(shot\.png\)">/,
    );
    assert.doesNotMatch(render("data:image/svg+xml;base64,AAAA"), /<img/);
    assert.doesNotMatch(render('x" onerror="alert(1)'), /<img/);
  });

  it("is JSON with sections, checklist and bars", () => {
    const json = JSON.parse(briefOf(completeInput, { format: "json" })) as Record<string, unknown>;
    assert.equal(json.audience, "full");
    assert.ok(Array.isArray(json.sections));
    assert.ok(Array.isArray(json.items));
  });
});

describe("The invitation", () => {
  it("names time, length, people, what is asked and the agenda", () => {
    const halt = haltSchema.parse(completeInput);
    const text = invitation(halt, { now });
    assert.match(text, /^Subject: /);
    assert.match(text, /15 minutes/);
    assert.match(text, /Agenda\n1\. Bottom line/);
    assert.equal(text.split("\n").filter((line) => /^\d\. /.test(line)).length, 6);
  });
});
