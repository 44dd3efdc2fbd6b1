import { placeWords } from "../assess/placeWords";
import { ownerLocation } from "../capture/ownerLocation";
import type { CodeLocation, Halt } from "../halt/schema/halt";
import type { PlaceView } from "./pageViews";
import type { HaltState, PageView } from "./protocol";
import type { PlaceNow } from "../capture/placeNow";

interface Named {
  readonly id: string;
  readonly location: CodeLocation;
}

/** The places in the code that are on the screen, by the ids of their steps and failures. */
export interface PlacesOnScreen {
  readonly steps: readonly Named[];
  readonly failures: readonly Named[];
}

/** @param halt what is on the screen of it */
export function placesOnScreen(halt: Halt, { tab, open }: PageView): PlacesOnScreen {
  const isOpen = (section: PageView["open"][number]): boolean => tab === "evidence" && open.includes(section);
  return {
    steps: isOpen("reproduction")
      ? halt.reproduction.steps.flatMap(({ id, location }) => (location ? [{ id, location }] : []))
      : [],
    failures: isOpen("failingTests")
      ? halt.failingTests.flatMap((file) =>
          file.failures.flatMap((failure) => {
            const location = ownerLocation(failure, file);
            return location === undefined ? [] : [{ id: failure.id, location }];
          }),
        )
      : [],
  };
}

/** What became of them since they were captured, in words; nothing of those that are as they were. */
export function placeViews(
  { steps, failures }: PlacesOnScreen,
  now: (location: CodeLocation) => PlaceNow | undefined,
): HaltState["places"] {
  const views = (all: readonly Named[]): Readonly<Record<string, PlaceView>> =>
    Object.fromEntries(
      all.flatMap(({ id, location }) => {
        const place = now(location);
        const words = place && placeWords(location, place);
        return words === undefined ? [] : [[id, words]];
      }),
    );
  return { steps: views(steps), failures: views(failures) };
}
