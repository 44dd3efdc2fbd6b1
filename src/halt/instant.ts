/** A point in time as the record writes it: ISO 8601 to the second, with the machine's offset, `2026-11-30T17:00:00+01:00`. */
export function instantOf(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const sign = offset < 0 ? "-" : "+";
  return `${local}${sign}${twoDigits(Math.trunc(Math.abs(offset) / 60))}:${twoDigits(Math.abs(offset) % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
