import MarkdownIt from "markdown-it";
import type { BriefView } from "../halt/briefView";
import { linkEvidence, type Renderer } from "./linkEvidence";

/** Pictures for a brief by the id of their attachment, as data URIs of a raster format. */
export type BriefImages = Readonly<Record<string, string>>;

/** Markdown as HTML with raw HTML, images and automatic links off: the only door from a halt's texts to HTML. */
export function toFragment(markdown: string): string {
  return renderer().render(markdown);
}

/** The same for the halt editor's page, where the evidence numbers lead to their rows and back. */
export function toPreview(markdown: string): string {
  const page = renderer();
  linkEvidence(page);
  return page.render(markdown);
}

/**
 * The brief as one HTML file: no script, no request to anywhere, a style for print. A picture that is no data URI of a
 * raster format is left out.
 */
export function toDocument(view: BriefView, markdown: string, images: BriefImages): string {
  const page = renderer();
  linkEvidence(page);
  page.renderer.rules.table_open = () => '<div class="wide"><table>\n';
  page.renderer.rules.table_close = () => "</table></div>\n";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(view.title)}</title>
<style>
${style}
</style>
</head>
<body>
<main class="${view.audience}">
${page.render(markdown)}${pictures(view, images)}</main>
</body>
</html>
`;
}

function renderer(): Renderer {
  return new MarkdownIt({ html: false, linkify: false, typographer: false }).disable("image");
}

const rasterData = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$/;

function pictures(view: BriefView, images: BriefImages): string {
  const figures = view.sections
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => (block.kind === "image" ? [block] : []))
    .flatMap(({ attachment, title }) => {
      const data = Object.hasOwn(images, attachment) ? images[attachment] : undefined;
      if (data === undefined || !rasterData.test(data)) return [];
      const caption = escapeHtml(title);
      return [`<figure><img src="${data}" alt="${caption}"><figcaption>${caption}</figcaption></figure>\n`];
    });
  return figures.join("");
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

const style = `:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 50rem; margin: 0 auto; padding: 2rem 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.2rem; margin-top: 2rem; }
.wide { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #8888; padding: 0.3rem 0.5rem; text-align: left; vertical-align: top; }
th, td { min-width: 5rem; overflow-wrap: break-word; }
tr[id] > td:first-child, tr[id] > td:last-child { min-width: 0; white-space: nowrap; }
pre { border: 1px solid #8888; padding: 0.5rem; white-space: pre-wrap; }
blockquote { border-left: 3px solid #8888; margin-left: 0; padding-left: 1rem; }
figure { margin: 1rem 0; } img { max-width: 100%; }
@page { margin: 18mm; }
@media print {
  body { font-size: 10.5pt; } main { max-width: none; padding: 0; }
  .wide { overflow: visible; } th, td { min-width: 0; }
  h2, h3 { break-after: avoid; } p, tr, figure, pre { break-inside: avoid; }
  p:has(+ .wide, + ul, + ol, + pre, + blockquote) { break-after: avoid; }
  main.executive h2:first-of-type { break-before: page; }
}`;
