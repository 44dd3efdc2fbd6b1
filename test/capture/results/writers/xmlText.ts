import type * as fc from "fast-check";
import { anyText, without } from "./texts";

/** What XML 1.0 can hold: no control characters but tab and line ends (https://www.w3.org/TR/xml/#charsets). */
export const xmlText: fc.Arbitrary<string> = without(
  /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFC\u{10000}-\u{10FFFF}]/gu,
  anyText,
);

/** A section cannot escape anything, so a lone return in it is a line end (https://www.w3.org/TR/xml/#sec-line-ends). */
export const cdataText: fc.Arbitrary<string> = without(/\r/g, xmlText);

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escaped(value: string, which: RegExp): string {
  return value.replaceAll(which, (unit) => references[unit] ?? `&#${unit.charCodeAt(0)};`);
}

export function text(value: string): string {
  return escaped(value, /[&<>\r]/g);
}

/** The mark that ends a section is divided among two of them. */
export function cdata(value: string): string {
  return `<![CDATA[${value.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}

/** An element; attributes that are undefined are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...children: readonly string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value), /[&<>"\t\n\r]/g)}"`)
    .join("");
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join("")}</${name}>`;
}

export const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
