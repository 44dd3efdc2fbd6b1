/** What runs at one commit told. */
export interface Told {
  readonly failures: number;
  readonly passes: number;
}

/** Runs at a commit, and which of the candidates it holds. */
export interface Evidence extends Told {
  readonly holds: (candidate: number) => boolean;
}

/** What is thought of the candidates: how likely each brought the bug, and how likely a run fails if it did. */
export interface Belief {
  /** Of each candidate, together 1. */
  readonly chance: readonly number[];
  /** How likely the next run fails at a commit that holds the candidate, if that brought the bug. */
  readonly failsWith: readonly number[];
  /** The same at a commit that does not hold it. */
  readonly failsWithout: readonly number[];
}

/**
 * How likely each candidate brought the bug. One of them did, each as likely as another before the first run; how often a
 * run fails after it and before it is not known. Nine bugs of ten show in every run after it, the others at any rate alike
 * (a uniform prior); before it nine of ten never fail, the others seldom, around one run in ten. With such conjugate (Beta)
 * priors the rates drop out in closed form; so does it `git_bayesect` (https://hauntsaninja.github.io/git_bayesect.html),
 * after M. Ben Or and A. Hassidim, "The Bayesian Learner is Optimal for Noisy Binary Search", 2008,
 * https://doi.org/10.1109/FOCS.2008.58.
 */
export function beliefOf(candidates: number, evidence: readonly Evidence[]): Belief {
  const all = sum(evidence);
  const weights: number[] = [];
  const failsWith: number[] = [];
  const failsWithout: number[] = [];
  for (let candidate = 0; candidate < candidates; candidate += 1) {
    const after = sum(evidence.filter(({ holds }) => holds(candidate)));
    const before = { failures: all.failures - after.failures, passes: all.passes - after.passes };
    weights.push(logLikely(after, afterIt) + logLikely(before, beforeIt));
    failsWith.push(nextFails(after, afterIt));
    failsWithout.push(nextFails(before, beforeIt));
  }
  const most = weights.reduce((one, other) => Math.max(one, other), -Infinity);
  const scaled = weights.map((weight) => Math.exp(weight - most));
  const whole = scaled.reduce((one, other) => one + other, 0);
  return { chance: scaled.map((weight) => weight / whole), failsWith, failsWithout };
}

/** The candidate that most likely brought it; undefined where there is none. */
export function likeliest({ chance }: Belief): number | undefined {
  const most = chance.reduce((one, other) => Math.max(one, other), 0);
  const found = chance.indexOf(most);
  return found === -1 ? undefined : found;
}

/**
 * How much a run at a commit tells of which candidate it is, in bits, on average over how it may end: the mutual information
 * of both (D. V. Lindley, 1956, https://doi.org/10.1214/aoms/1177728069). Answers with what tells it of any commit, by the
 * candidates that it holds: what is the same for all of them is worked out once, for there may be thousands.
 */
export function gainOf({ chance, failsWith, failsWithout }: Belief): (holds: Evidence["holds"]) => number {
  const likely = chance.flatMap((one, candidate) => {
    if (one < negligible) return [];
    const [rate, other] = [failsWith[candidate] ?? 0, failsWithout[candidate] ?? 0];
    const held = { fails: one * rate, unsure: one * entropy(rate) };
    return [{ candidate, held, missing: { fails: one * other, unsure: one * entropy(other) } }];
  });
  return (holds) => {
    let [fails, unsure] = [0, 0];
    for (const { candidate, held, missing } of likely) {
      const told = holds(candidate) ? held : missing;
      fails += told.fails;
      unsure += told.unsure;
    }
    return Math.max(0, entropy(fails) - unsure);
  };
}

const negligible = 1e-9;

interface RatePrior {
  /** The rate at which some always are. */
  readonly fixed: 0 | 1;
  readonly fixedChance: number;
  /** Of the Beta distribution of the others. */
  readonly alpha: number;
  readonly beta: number;
}

const afterIt: RatePrior = { fixed: 1, fixedChance: 0.9, alpha: 1, beta: 1 };
const beforeIt: RatePrior = { fixed: 0, fixedChance: 0.9, alpha: 1, beta: 9 };

function logLikely({ failures, passes }: Told, { fixed, fixedChance, alpha, beta }: RatePrior): number {
  const others = Math.log(1 - fixedChance) + logBeta(alpha + failures, beta + passes) - logBeta(alpha, beta);
  const contradicted = fixed === 1 ? passes > 0 : failures > 0;
  if (contradicted) return others;
  const always = Math.log(fixedChance);
  return always + Math.log1p(Math.exp(others - always));
}

function nextFails(told: Told, prior: RatePrior): number {
  return Math.exp(logLikely({ ...told, failures: told.failures + 1 }, prior) - logLikely(told, prior));
}

function sum(evidence: readonly Told[]): Told {
  let [failures, passes] = [0, 0];
  for (const one of evidence) [failures, passes] = [failures + one.failures, passes + one.passes];
  return { failures, passes };
}

/** Of whole numbers from 1. */
function logBeta(alpha: number, beta: number): number {
  return logFactorial(alpha - 1) + logFactorial(beta - 1) - logFactorial(alpha + beta - 1);
}

const logFactorials = [0];

function logFactorial(whole: number): number {
  for (let next = logFactorials.length; next <= whole; next += 1)
    logFactorials.push((logFactorials[next - 1] ?? 0) + Math.log(next));
  return logFactorials[whole] ?? Number.NaN;
}

function entropy(rate: number): number {
  if (rate <= 0 || rate >= 1) return 0;
  return -rate * Math.log2(rate) - (1 - rate) * Math.log2(1 - rate);
}
