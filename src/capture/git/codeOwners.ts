/**
 * Who owns which of the files by a CODEOWNERS file; the last pattern that fits a file decides
 * (https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-syntax).
 * Sections of GitLab are read as comments. Most files first.
 */
export function codeOwnersOf(
  codeOwners: string,
  files: readonly string[],
): readonly { readonly owner: string; readonly files: number }[] {
  const rules = codeOwners.split(/\r?\n/).flatMap(ruleOf).reverse();
  const counts = new Map<string, number>();
  for (const file of files) {
    const rule = rules.find(({ matches }) => matches(file));
    for (const owner of new Set(rule?.owners)) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return [...counts]
    .map(([owner, count]) => ({ owner, files: count }))
    .sort((a, b) => b.files - a.files || a.owner.localeCompare(b.owner));
}

interface Rule {
  readonly owners: readonly string[];
  readonly matches: (file: string) => boolean;
}

function ruleOf(line: string): Rule[] {
  const text = line.replace(/(^|\s)#.*$/, "").trim();
  if (text === "" || /^\^?\[/.test(text)) return [];
  const [pattern = "", ...owners] = text.split(/(?<!\\)\s+/);
  const matcher = globMatcher(pattern.replaceAll("\\ ", " "));
  return [{ owners: owners.filter((owner) => owner.includes("@")), matches: matcher }];
}

/** A pattern's own small grammar: `*` within a folder, `**` across folders, `/` first means from the top, `/` last a folder. */
function globMatcher(pattern: string): (file: string) => boolean {
  const fromTop = pattern.startsWith("/") || /\/(?!$)/.test(pattern);
  const folder = pattern.endsWith("/");
  const segments = pattern.split("/").filter((segment) => segment !== "");
  const wanted = (fromTop ? segments : ["**", ...segments]).filter(
    (segment, index, all) => segment !== "**" || all[index - 1] !== "**",
  );
  return (file) => {
    const parts = file.split("/");
    // A pattern that names a folder, or ends without a wildcard, owns all that lies under it.
    for (let length = folder ? parts.length - 1 : parts.length; length > 0; length -= 1) {
      if (fits(wanted, parts.slice(0, length))) return true;
      if (segments.at(-1)?.includes("*") === true && !folder) return false;
    }
    return false;
  };
}

/** Row by row, so that a pattern of many `**` costs no more than its length times that of the path. */
function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  // Whether the pattern up to here fits the first `count` parts.
  let reached = [true, ...parts.map(() => false)];
  for (const segment of pattern) {
    const next = parts.map(() => false);
    if (segment === "**") {
      const from = reached.indexOf(true);
      reached = reached.map((_, count) => from !== -1 && count >= from);
      continue;
    }
    parts.forEach((part, index) => {
      next[index] = reached[index] === true && segmentFits(segment, part);
    });
    reached = [false, ...next];
  }
  return reached.at(-1) === true;
}

/** Linear in both lengths: each star takes as little as it can, and only the last one is tried again. */
function segmentFits(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p;
      mark = t;
      p += 1;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (star !== -1) {
      p = star + 1;
      mark += 1;
      t = mark;
    } else return false;
  }
  while (pattern[p] === "*") p += 1;
  return p === pattern.length;
}
