import type { Verification } from "../halt/schema/halt";
import { nameOfVerified, verdictOf, type Verdict } from "./verificationVerdict";

const titles: Readonly<Record<Verdict, (base: string) => string>> = {
  regression: (base) => `Regression since ${base}`,
  reproducible: () => "Reproducible",
  intermittent: () => "Intermittent",
  "not-reproduced": () => "Not reproduced",
  "also-in-base": (base) => `Also in ${base}`,
  "cannot-tell": () => "Could not be run",
};

/** The verdict of a verification in a few words: `Regression since v2.3.1`. */
export function verdictTitle({ commits }: Pick<Verification, "commits">): string {
  const base = commits.find(({ role }) => role === "base");
  return titles[verdictOf(commits)](base === undefined ? "the base" : nameOfVerified(base));
}
