import type { Settings } from "../halt/settings";

/** The page of a bug in the team's tracker; undefined where the settings name none. */
export function bugUrlFor({ bugUrl }: Settings, id: string): string | undefined {
  return bugUrl?.replaceAll("{id}", () => encodeURIComponent(id));
}
