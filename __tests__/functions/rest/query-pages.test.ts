/**
 * Ten thousand items page by page while others write: what is there throughout comes once and in order, from a
 * partition and from indexes, with keys of every type.
 */
import { type AttributeValue, BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { inProcess, nextOf } from "../../support/functions/clients";
import { root, startHandler, type TableConfig } from "../../support/functions/events";

jest.setTimeout(180_000);

const count = 10_000;
const projection_type = "ALL" as const;
const events: TableConfig = {
  name: "Events-physical",
  hash_key: "source",
  range_key: "number",
  attribute: [
    { name: "source", type: "B" },
    { name: "number", type: "N" },
    { name: "bytes", type: "B" },
    { name: "text", type: "S" },
    { name: "kind", type: "N" },
  ],
  local_secondary_index: [{ name: "by-bytes", range_key: "bytes", projection_type }],
  global_secondary_index: [
    { name: "by-kind", hash_key: "kind", range_key: "text", projection_type },
  ],
};

/** Values that repeat every hundred items; as UTF-16, the texts would be in another order. */
const item = (number: number): Record<string, AttributeValue> => {
  const step = Math.floor(number * 37) % 100;
  return {
    source: { B: Uint8Array.of(255) },
    number: { N: String(number) },
    bytes: { B: Uint8Array.of(100 + step) },
    text: { S: `a${String.fromCodePoint(step < 50 ? 0xe000 + step : 0x10000 + step)}` },
    kind: { N: "1" },
  };
};

let service: Awaited<ReturnType<typeof startHandler>>;
const write = async (numbers: readonly number[], how: "put" | "delete") => {
  const requests = numbers.map(item).map((Item) => {
    const { source, number } = Item as Record<"source" | "number", AttributeValue>;
    return how === "put"
      ? { PutRequest: { Item } }
      : { DeleteRequest: { Key: { source, number } } };
  });
  const RequestItems = { [events.name]: requests };
  await service.admin.send(new BatchWriteItemCommand({ RequestItems }));
};

beforeAll(async () => {
  service = await startHandler([["Events", events]]);
  for (let i = 0; i < count; i += 25) await write(numbersFrom(i), "put");
});
afterAll(() => service.close());

const numbersFrom = (start: number) => Array.from({ length: 25 }, (_, i) => start + i);

/** What the items are sorted by, as a number. */
const positions = {
  number: ({ number }: Found) => number,
  bytes: ({ bytes }: Found) => Buffer.from(bytes.$binary, "base64")[0] as number,
  text: ({ text }: Found) => text.codePointAt(1) as number,
};
interface Found {
  readonly number: number;
  readonly bytes: { readonly $binary: string };
  readonly text: string;
}

test.each([
  ["/Events/_w?", "number"],
  ["/Events/_w?order=desc&", "number"],
  ["/Events/_w?index=by-bytes&", "bytes"],
  ["/Events/_w?index=by-bytes&order=desc&", "bytes"],
  ["/Events?index=by-kind&kind=eq.1&", "text"],
  ["/Events?index=by-kind&kind=eq.1&order=desc&", "text"],
] as const)("%s has each item once, in the order of %s", async (path, by) => {
  const found: Found[] = [];
  let next: string | undefined = `${root}${path}limit=900`;
  for (let page = 0; next !== undefined; page++) {
    // Between the items, before and behind the end of this page.
    const others = numbersFrom(page * 400).map((number) => number + 0.5);
    const [{ status, headers, json }] = await Promise.all([
      inProcess(service.handler)("GET", next),
      write(others, page % 3 === 2 ? "delete" : "put"),
    ]);
    expect(status).toBe(200);
    found.push(...json.items);
    next = nextOf(headers);
  }
  const places = found.map(positions[by]);
  const sorted = [...places].sort((a, b) => (path.includes("desc") ? b - a : a - b));
  expect(places).toStrictEqual(sorted);
  const stable = found.map(({ number }) => number).filter(Number.isInteger);
  expect(stable.sort((a, b) => a - b)).toStrictEqual(Array.from({ length: count }, (_, i) => i));
});

test("without the hash key, an index is read as a whole, too", async () => {
  const seen = new Set<number>();
  let pages = 0;
  for (let next: string | undefined = `${root}/Events?index=by-kind&limit=1000`; next; pages++) {
    const { headers, json } = await inProcess(service.handler)("GET", next);
    for (const { number } of json.items) {
      expect(seen.has(number)).toBe(false);
      seen.add(number);
    }
    next = nextOf(headers);
  }
  expect([...seen].filter(Number.isInteger)).toHaveLength(count);
  expect(pages).toBeGreaterThan(9);
});
