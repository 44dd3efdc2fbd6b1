import { isRecord } from "../../halt/isRecord";
import { withoutBlocksIn } from "./blockFile";
import { blockTrials, misplaced } from "./blockTrials";
import { firstIn, inTree, treeText, withText, type InstallKind } from "./installKind";
import { environmentWords } from "./scriptGuard";
import { shellTrial, type TriedRelease } from "./trial";
import { appendToYaml, prependInYaml, readYaml, type YamlEdit } from "./yamlBlock";

export const goreleaserFiles = [
  ".goreleaser.yml",
  ".goreleaser.yaml",
  "goreleaser.yml",
  "goreleaser.yaml",
  ".config/goreleaser.yml",
  ".config/goreleaser.yaml",
];

/**
 * GoReleaser starts no shell for a hook, and splits the line after it has filled it in, so the tag stands last and in
 * single quotes (https://goreleaser.com/customization/hooks/). A snapshot releases nothing.
 */
function hook(production: readonly string[]): string {
  const ask = `sh .release-halt/gate.sh guard ${environmentWords(production)}--fetch-history --commit {{ .FullCommit }} --tag '{{ .Tag }}'`;
  return JSON.stringify(`{{ if .IsSnapshot }}git --version{{ else }}${ask}{{ end }}`);
}

export const goreleaser: InstallKind = {
  id: "goreleaser",
  title: "GoReleaser",
  detect: (facts) => firstIn(facts, goreleaserFiles) !== undefined,
  install: (facts, { settings }) => {
    const line = hook(settings.production);
    const path = firstIn(facts, goreleaserFiles);
    const text = path === undefined ? undefined : treeText(facts, path);
    if (path === undefined || text === undefined)
      return {
        files: facts.files,
        byHand: [`There is no .goreleaser.yaml. Add to before.hooks by hand: ${line}`],
      };
    const edited = inConfiguration(text, line);
    return edited.ok
      ? { files: withText(facts.files, inTree(path), edited.text), byHand: [] }
      : {
          files: facts.files,
          byHand: [
            `${path} was left as it is: ${edited.why}. Add to before.hooks by hand, as the first: ${line}`,
          ],
        };
  },
  uninstall: (facts, overwrite) => withoutBlocksIn(facts.files, goreleaserFiles.map(inTree), overwrite),
  trial: (facts, release) =>
    goreleaserFiles.flatMap((file) =>
      blockTrials(facts, file, 3, ({ path: [before, hooks], lines }) => {
        if (before !== "before" || hooks !== "hooks") return misplaced(file);
        const filled = filledIn(lines, release);
        return filled === undefined
          ? { kind: "notTried", why: "Its hook has a template that only GoReleaser can fill in." }
          : shellTrial(filled, {}, "Its hook fails, and GoReleaser ends before it builds anything.");
      }),
    ),
  stops: [
    "`goreleaser release` and `goreleaser build` of a halted tag, before anything is built. Snapshots go on.",
  ],
  cannotStop: [
    "`goreleaser release --skip=before`, which skips the hook, and another file given with --config.",
    "The tag itself, which is there before GoReleaser starts.",
    "A person who publishes by hand with a token.",
  ],
};

function inConfiguration(text: string, line: string): YamlEdit {
  const before = readYaml(text)?.value.before;
  if (before === undefined) return appendToYaml(text, ["before:", "  hooks:", `    - ${line}`]);
  if (!isRecord(before)) return { ok: false, why: '"before" holds no mapping' };
  return before.hooks === undefined
    ? prependInYaml(text, ["before"], ["hooks:", `  - ${line}`])
    : prependInYaml(text, ["before", "hooks"], [`- ${line}`]);
}

/** A hook's line as GoReleaser fills it in for a release; undefined where it asks for more than the tag and commit. */
function filledIn(line: string, { tag, commit }: TriedRelease): string | undefined {
  const filled = line
    .replace(/^\{\{ if \.IsSnapshot \}\}[^{}]*\{\{ else \}\}(.*)\{\{ end \}\}$/, "$1")
    .replaceAll("{{ .FullCommit }}", commit)
    .replaceAll("{{ .Tag }}", tag);
  return filled.includes("{{") ? undefined : filled;
}
