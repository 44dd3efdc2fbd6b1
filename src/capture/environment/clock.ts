/** The time zone by its IANA name, and the locale as programs see it. */
export function clockOf(variables: Readonly<Record<string, string | undefined>>): {
  readonly timeZone: string;
  readonly locale?: string;
} {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  // https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html#tag_08_02: the first that is not empty.
  const named = ["LC_ALL", "LC_CTYPE", "LANG"].map((name) => variables[name]).find(Boolean) ?? "C";
  const shown = process.platform === "win32" ? locale : named;
  return { timeZone, ...(/^[\w.@-]{1,60}$/.test(shown) && { locale: shown }) };
}
