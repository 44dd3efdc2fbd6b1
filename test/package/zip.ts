const endOfDirectory = 0x06054b50;
const entryHeader = 46;

/**
 * The names in a ZIP file, read from its central directory.
 * Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.12 and 4.3.16.
 */
export function namesInZip(zip: Buffer): string[] {
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== endOfDirectory) end -= 1;
  if (end < 0) throw new Error("This is no ZIP file.");
  const names: string[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let entry = 0; entry < zip.readUInt16LE(end + 10); entry += 1) {
    const length = zip.readUInt16LE(at + 28);
    names.push(zip.toString("utf8", at + entryHeader, at + entryHeader + length));
    at += entryHeader + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return names;
}
