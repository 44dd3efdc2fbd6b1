import { randomBy, simulateSearch } from "../support/simulateSearch";

export interface SearchFigures {
  readonly searches: number;
  readonly commits: number;
  readonly rate: number;
  readonly right: number;
  /** On average, as the searches stated it. */
  readonly confidence: number;
  /** Of each search. */
  readonly runs: readonly number[];
  /** Bisection that repeats each step until it fails, or this often: the fewest with which it is right as often as wanted. */
  readonly repeats: number;
  readonly repeatedRight: number;
  readonly repeatedRuns: readonly number[];
}

/** Seeded searches for a bug that shows in three runs of ten, and plain bisection that runs each step again and again. */
export async function measureSearches(searches = 100, commits = 200, rate = 0.3): Promise<SearchFigures> {
  const found = [];
  for (let seed = 0; seed < searches; seed += 1) found.push(await simulateSearch({ seed, commits, rate }));
  const wanted = 0.95;
  let repeats = 1;
  // Over many searches, so that the number is no matter of luck; it is given the rate, which nobody knows beforehand.
  while (rightOf(repeated(5000, commits, rate, repeats)) < wanted) repeats += 1;
  const plain = repeated(searches, commits, rate, repeats);
  return {
    ...{ searches, commits, rate, repeats },
    right: found.filter(({ isRight }) => isRight).length / searches,
    confidence: found.reduce((sum, { confidence }) => sum + confidence, 0) / searches,
    runs: found.map(({ runs }) => runs),
    repeatedRight: rightOf(plain),
    repeatedRuns: plain.map(({ runs }) => runs),
  };
}

interface Repeated {
  readonly isRight: boolean;
  readonly runs: number;
}

function repeated(searches: number, commits: number, rate: number, repeats: number): readonly Repeated[] {
  return Array.from({ length: searches }, (_, seed) => {
    const random = randomBy(seed);
    const change = Math.floor(random() * commits);
    // From the newest that shows it to the newest that does not.
    let [bad, good, runs] = [0, commits, 0];
    while (good - bad > 1) {
      const middle = Math.floor((bad + good) / 2);
      let isBad = false;
      for (let run = 0; run < repeats && !isBad; run += 1) {
        runs += 1;
        isBad = middle <= change && random() < rate;
      }
      if (isBad) bad = middle;
      else good = middle;
    }
    return { isRight: bad === change, runs };
  });
}

function rightOf(searches: readonly Repeated[]): number {
  return searches.filter(({ isRight }) => isRight).length / searches.length;
}
