/** What `unzip` and Lambda see of a zip: the entries of its central directory. */

interface Entry {
  readonly name: string;
  /** 3 is Unix; only then are the permissions below heeded. */
  readonly hostSystem: number;
  /** File type and permissions, as `stat` has them. */
  readonly mode: number;
  /** 0 is stored, 8 deflated. */
  readonly method: number;
  readonly content: Buffer;
}

/** https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, section 4.3 */
export function entriesOf(zip: Buffer): readonly Entry[] {
  const end = zip.lastIndexOf("PK\x05\x06", undefined, "latin1");
  const count = zip.readUInt16LE(end + 10);
  const entries: Entry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    entries.push(entryAt(zip, at));
    at += 46 + [28, 30, 32].reduce((sum, field) => sum + zip.readUInt16LE(at + field), 0);
  }
  return entries;
}

function entryAt(zip: Buffer, at: number): Entry {
  const local = zip.readUInt32LE(at + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  return {
    name: zip.toString("utf8", at + 46, at + 46 + zip.readUInt16LE(at + 28)),
    hostSystem: zip.readUInt8(at + 5),
    mode: zip.readUInt16LE(at + 40),
    method: zip.readUInt16LE(at + 10),
    content: zip.subarray(start, start + zip.readUInt32LE(at + 20)),
  };
}
