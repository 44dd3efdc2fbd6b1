/** Mocha gives a test's title, and all titles from the root on. */
export function mochaNames({ title, fullTitle }: { readonly title: string; readonly fullTitle: string }): {
  readonly suite: string;
  readonly name: string;
} {
  const suite = fullTitle.endsWith(title)
    ? fullTitle.slice(0, fullTitle.length - title.length).trim()
    : fullTitle;
  return { suite, name: title };
}

/** A hook that fails is listed like a test; it broke outside of any. */
export function hookOutcome(title: string): "failed" | "errored" {
  return /^"(?:before|after) (?:all|each)" hook\b/.test(title) ? "errored" : "failed";
}
