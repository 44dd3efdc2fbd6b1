import type { BriefBlock, BriefSection } from "../halt/briefView";

interface Term {
  readonly name: string;
  readonly used: RegExp;
  readonly means: string;
}

const terms: readonly Term[] = [
  { name: "Base", used: /\bbase\b/i, means: "The released state that this release is compared with." },
  {
    name: "Bisection",
    used: /\bbisection\b|\bprobabilistic search\b/i,
    means: "Running the same check at one change after another, until the one that brought the bug is left.",
  },
  {
    name: "Canary",
    used: /\bcanary\b/i,
    means: "A release that goes to a small share of users first, and is watched there.",
  },
  {
    name: "CI/CD pipeline",
    used: /\bCI\/CD\b|\bpipeline\b/i,
    means: "The steps that build, test and deliver a change by machine.",
  },
  {
    name: "Clean checkout",
    used: /\bclean checkouts?\b/i,
    means: "The source as the repository holds it at one commit, with nothing of anybody's own work in it.",
  },
  {
    name: "Confidence",
    used: /\d % confidence\b/i,
    means:
      "How sure a figure or a finding is, as far as the number of tries can tell; at 95 %, 1 in 20 is wrong.",
  },
  {
    name: "Confidence interval",
    used: /\bconfidence interval\b/i,
    means: "The range in which the true figure lies, as far as the number of tries can tell.",
  },
  {
    name: "Feature flag",
    used: /\bfeature flag\b|\bkill switch\b/i,
    means: "A switch in the running product that turns a feature on or off without a new release.",
  },
  {
    name: "Hotfix",
    used: /\bhotfix/i,
    means: "A fix that is shipped outside the regular cycle, with less testing than usual.",
  },
  {
    name: "Impact assessment",
    used: /\bimpact assessment\b/i,
    means: "The account of who is hit, how many, and what it may cost.",
  },
  {
    name: "Lock file",
    used: /\block files?\b/i,
    means: "A file of the source that names the exact version of everything that is installed with it.",
  },
  {
    name: "Observability",
    used: /\bobservability\b/i,
    means: "How well the running product shows from outside what goes on inside.",
  },
  {
    name: "P50 and P85",
    used: /\bP50\b|\bP85\b/,
    means: "Estimates that hold in 50 and in 85 of 100 cases.",
  },
  {
    name: "Point of no return",
    used: /\bpoints? of no return\b/i,
    means: "A change that going back to the earlier version does not undo.",
  },
  {
    name: "Regression",
    used: /\bregression\b(?! test)/i,
    means: "Something that worked in an earlier version and no longer does.",
  },
  {
    name: "Regression testing",
    used: /\bregression test/i,
    means: "Checking that what worked before still works.",
  },
  {
    name: "Rehearsal",
    used: /\brehears/i,
    means: "The way back, tried out on a copy of the source; it says nothing about production's minutes.",
  },
  {
    name: "Reproducible",
    used: /\breproduci|\breproduction\b/i,
    means: "Anybody who follows the written steps sees the same result.",
  },
  {
    name: "Rollback",
    used: /\broll(ed)?[ -]?back\b/i,
    means: "Going back to a version that was released before.",
  },
  {
    name: "Severity level",
    used: /\bseverity\b|\bP[1-4]\b/i,
    means: "How bad a bug is by a written policy; not the same as when it is worked on.",
  },
];

/** The terms that the sections use, each in one plain sentence; undefined when they use none. */
export function termsSection(sections: readonly BriefSection[]): BriefSection | undefined {
  const text = sections
    .flatMap(({ title, blocks }) => [title ?? "", ...blocks.flatMap(blockTexts)])
    .join("\n");
  const items = terms
    .filter(({ used }) => used.test(text))
    .map(({ name, means }) => [{ text: `${name}: ${means.charAt(0).toLowerCase()}${means.slice(1)}` }]);
  if (items.length === 0) return undefined;
  return { id: "terms", title: "Terms", blocks: [{ kind: "list", ordered: false, items }] };
}

function blockTexts(block: BriefBlock): string[] {
  switch (block.kind) {
    case "paragraph":
      return [block.label ?? "", ...block.spans.map(({ text }) => text)];
    case "list":
      return block.items.flat().map(({ text }) => text);
    case "table":
      return [...block.head, ...block.rows.flat(2).map(({ text }) => text)];
    case "answer":
      return [block.question, ...block.spans.map(({ text }) => text)];
    case "quote":
      return [...block.lines];
    case "code":
    case "image":
      return [];
  }
}
