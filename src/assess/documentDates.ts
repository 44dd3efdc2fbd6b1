import { offsetOf, wallClock, type WallClock } from "./dateWords";

/** The times of one document, all in one zone. */
export interface DocumentDates {
  /** `Mon 30 Nov 17:00`; the year and the zone only where they are not those of the document. */
  readonly words: (iso: string) => string;
  /** The zone and the year that hold for the document, as in `CET, 2026`; stated once in it. */
  readonly stated: string;
}

/**
 * How a document writes its times. The year is that of its creation.
 * @param createdAt ISO 8601 with offset
 * @param timeZone IANA name; without one, or with an unknown one, the offset of `createdAt`
 */
export function documentDates(createdAt: string, timeZone?: string): DocumentDates {
  const offset = offsetOf(createdAt);
  const inZone = (iso: string) => wallClock(iso, timeZone, offset);
  const created = inZone(createdAt);
  return {
    words: (iso) => {
      const clock = inZone(iso);
      return clock === undefined ? iso : beside(clock, created);
    },
    stated: created === undefined ? "" : `${created.zone}, ${created.year}`,
  };
}

function beside(clock: WallClock, document: WallClock | undefined): string {
  const year = clock.year === document?.year ? "" : ` ${clock.year}`;
  const zone = clock.zone === document?.zone ? "" : ` ${clock.zone}`;
  return `${clock.day}${year} ${clock.time}${zone}`;
}
