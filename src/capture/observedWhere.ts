import type { Observation } from "../halt/schema/halt";

/**
 * Where something was observed, from what a person types on one line: an address, a build and an environment, in any order,
 * as in `staging, build 2.4.0-rc1, https://staging.example/cart`.
 */
export function observedWhere(typed: string): Pick<Observation, "environment" | "build" | "url"> {
  const [url] = /\bhttps?:\/\/[^\s,;]+/i.exec(typed) ?? [];
  const rest = url === undefined ? typed : typed.replace(url, "");
  const found = /\bbuild[ :#]+(?<build>[^\s,;]+)/i.exec(rest);
  const build = found?.groups?.["build"];
  const environment = (found === null ? rest : rest.replace(found[0], ""))
    .split(/[,;]/)
    .map((part) => part.replace(/\s+/g, " ").trim())
    .filter((part) => part !== "")
    .join(", ");
  return {
    ...(environment !== "" && { environment }),
    ...(build !== undefined && { build }),
    ...(url !== undefined && { url }),
  };
}
