const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A point in time as a clock on the wall and a calendar show it: `Mon 30 Nov`, `2026`, `17:00`, `CET`. */
export interface WallClock {
  readonly day: string;
  readonly year: string;
  readonly time: string;
  readonly zone: string;
}

/**
 * A point in time with date, time and zone, as in `Mon 30 Nov 2026 17:00 CET`, whatever the machine's own zone and
 * language are. A text that is no point in time comes back as it is.
 * @param iso ISO 8601 with offset
 * @param timeZone IANA name, as in `Europe/Vienna`; without one, or with an unknown one, the text's own offset
 */
export function dateWords(iso: string, timeZone?: string): string {
  const clock = wallClock(iso, timeZone);
  return clock === undefined ? iso : `${clock.day} ${clock.year} ${clock.time} ${clock.zone}`;
}

/** The time alone, as in `17:00`, when it is on the day of `now`; otherwise date and time, as in `Mon 30 Nov 17:00`. */
export function shortDateWords(iso: string, now: string, timeZone?: string): string {
  const clock = wallClock(iso, timeZone);
  if (clock === undefined) return iso;
  const today = wallClock(now, timeZone ?? offsetOf(iso));
  if (today?.day === clock.day && today.year === clock.year) return clock.time;
  return `${clock.day} ${clock.time}`;
}

/**
 * A point in time by day, year, time and zone; undefined for a text that is none.
 * @param timeZone IANA name or an offset
 * @param offset where there is no zone, or where this platform does not know it
 */
export function wallClock(
  iso: string,
  timeZone: string | undefined,
  offset = offsetOf(iso),
): WallClock | undefined {
  const instant = Date.parse(iso);
  if (Number.isNaN(instant)) return undefined;
  const zoned = timeZone === undefined ? undefined : inZone(instant, timeZone);
  return zoned ?? atOffset(instant, offset);
}

function inZone(instant: number, timeZone: string): WallClock | undefined {
  if (/^[+-]\d\d:\d\d$/.test(timeZone)) return atOffset(instant, timeZone);
  let parts: Map<string, string>;
  try {
    parts = formatted(instant, timeZone, "en-GB");
  } catch (error) {
    // The person's settings name a zone that this platform does not know: the text's own offset is still right.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  const part = (name: string) => Number(parts.get(name));
  const wall = new Date(Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute")));
  return { ...words(wall), zone: zoneName(instant, timeZone, parts) };
}

/** Each language knows the short names of its own region's zones only: `CET` is British English, `EST` American. */
function zoneName(instant: number, timeZone: string, british: Map<string, string>): string {
  const name = british.get("timeZoneName") ?? timeZone;
  if (!/^(GMT|UTC)[+-]/.test(name)) return name;
  return (formatted(instant, timeZone, "en-US").get("timeZoneName") ?? name).replace(/^GMT/, "UTC");
}

function formatted(instant: number, timeZone: string, language: string): Map<string, string> {
  const format = new Intl.DateTimeFormat(language, {
    timeZone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    hourCycle: "h23",
    timeZoneName: "short",
  });
  return new Map(format.formatToParts(instant).map((part) => [part.type, part.value]));
}

/** The offset that the text was written with, as in `+01:00`. */
export function offsetOf(iso: string): string {
  return /([+-]\d\d:\d\d)$/.exec(iso)?.[1] ?? "+00:00";
}

function atOffset(instant: number, offset: string): WallClock {
  const [hours = 0, minutes = 0] = offset.slice(1).split(":").map(Number);
  const sign = offset.startsWith("-") ? -1 : 1;
  const wall = new Date(instant + sign * (hours * 60 + minutes) * 60_000);
  const zone = hours === 0 && minutes === 0 ? "UTC" : `UTC${offset}`;
  return { ...words(wall), zone };
}

function words(wall: Date): Omit<WallClock, "zone"> {
  const weekday = days[wall.getUTCDay()] ?? "";
  const month = months[wall.getUTCMonth()] ?? "";
  const two = (figure: number) => String(figure).padStart(2, "0");
  return {
    day: `${weekday} ${wall.getUTCDate()} ${month}`,
    year: String(wall.getUTCFullYear()),
    time: `${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}`,
  };
}
