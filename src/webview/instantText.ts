const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/**
 * A time as a person types it, on their clock: `17:00` (the next one), `tomorrow 9:30`, `mon 17:00`, `2026-11-30 17:00`.
 * Undefined for what is no time.
 * @param now what `17:00` counts from
 */
export function instantFrom(text: string, now: Date): Date | undefined {
  const typed = text.trim().toLowerCase();
  const dated = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:t|,?\s+)(\d{1,2})[:.](\d{2})(?::\d{2})?$/.exec(typed);
  if (dated !== null) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = dated.slice(1).map(Number);
    return checked(new Date(year, month - 1, day, hour, minute), { month: month - 1, day, hour, minute });
  }
  const named = /^(?:(today|tomorrow|[a-z]{3,9}),?\s+)?(\d{1,2})[:.](\d{2})$/.exec(typed);
  if (named === null) return undefined;
  const [hour, minute] = [Number(named[2]), Number(named[3])];
  const date = new Date(now.getFullYear(), now.getMonth(), now.getDate(), hour, minute);
  if (hour > 23 || minute > 59) return undefined;
  const days = daysUntil(named[1], date, now);
  if (days === undefined) return undefined;
  date.setDate(date.getDate() + days);
  return date;
}

/** `2026-11-30 17:00` on the person's clock. */
export function instantText(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** ISO 8601 to the second, with the offset of the person's clock at that time. */
export function withOffset(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const two = (value: number): string => String(Math.trunc(Math.abs(value))).padStart(2, "0");
  return `${instantText(date).replace(" ", "T")}:00${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`;
}

function daysUntil(word: string | undefined, date: Date, now: Date): number | undefined {
  if (word === undefined) return date < now ? 1 : 0;
  if (word === "today") return 0;
  if (word === "tomorrow") return 1;
  const weekday = weekdays.findIndex((name) => word.startsWith(name));
  if (weekday === -1) return undefined;
  const days = (weekday - now.getDay() + 7) % 7;
  return days === 0 && date < now ? 7 : days;
}

/** A calendar takes 31 February for a day in March; a person who wrote it meant something else. */
function checked(
  date: Date,
  asked: { readonly month: number; readonly day: number; readonly hour: number; readonly minute: number },
): Date | undefined {
  const same =
    date.getMonth() === asked.month &&
    date.getDate() === asked.day &&
    date.getHours() === asked.hour &&
    date.getMinutes() === asked.minute;
  return same ? date : undefined;
}
