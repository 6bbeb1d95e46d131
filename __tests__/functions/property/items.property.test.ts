/** Items at random, from DynamoDB's wire types to JSON and back: nothing is lost on the way. */
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
} from "@aws-sdk/client-dynamodb";
import { convertToAttr, unmarshall } from "@aws-sdk/util-dynamodb";
import fc from "fast-check";
import { decodeAttributes, encodeAttributes } from "../../../functions/values/attributes";
import { formatJson, parseJson } from "../../../functions/values/json";
import { exactNumber } from "../../../functions/values/numbers";
import { attributes, canonicalItem } from "../../support/functions/attribute-values";
import { inProcess } from "../../support/functions/clients";
import { guideTable, startHandler } from "../../support/functions/events";
import { check, checkSync } from "../../support/functions/fuzz";

type Item = Record<string, AttributeValue>;

jest.setTimeout(3_600_000);

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler();
});
afterAll(() => service.close());

const wrapNumbers = exactNumber as (literal: string) => number;

test("attributes to JSON and back are the same attributes", () => {
  checkSync(
    500,
    fc.property(attributes, (item) => {
      const text = formatJson(encodeAttributes(unmarshall(item, { wrapNumbers })));
      const problems: string[] = [];
      const decoded = decodeAttributes(parseJson(text) as Record<string, unknown>, (_, problem) =>
        problems.push(problem),
      );
      expect(problems).toStrictEqual([]);
      const entries = Object.entries(decoded).map(([key, value]) => [
        key,
        convertToAttr(value as never),
      ]);
      expect(canonicalItem(Object.fromEntries(entries))).toStrictEqual(canonicalItem(item));
    }),
  );
});

/** As many items as one BatchWriteItem takes. */
const batchSize = 25;

test("items written by the SDK, read and created again by the API, are equal on the wire", async () => {
  const batches = fc.array(attributes, { minLength: batchSize, maxLength: batchSize });
  await check(
    20,
    fc.asyncProperty(batches, async (batch) => {
      const originals = batch.map((item, index) => ({ ...item, Id: { S: `original-${index}` } }));
      await write(originals);
      const ways = [copyByEnvelope, copyByFacade];
      const copies = originals.map((_, index) =>
        ways[index % 2]?.(`original-${index}`, `copy-${index}`),
      );
      await Promise.all(copies);
      const [before, after] = [await readAll("original"), await readAll("copy")];
      expect(before).toStrictEqual(
        originals.map((item) => canonicalItem({ ...item, Id: { S: "" } })),
      );
      expect(after).toStrictEqual(before);
    }),
  );
});

const write = (items: Item[]) =>
  service.admin.send(
    new BatchWriteItemCommand({
      RequestItems: { [guideTable.name]: items.map((Item) => ({ PutRequest: { Item } })) },
    }),
  );

/** By the API alone, in the text that it answered with. */
async function copyByEnvelope(from: string, to: string): Promise<void> {
  const read = await service.post(`{"operation":"read","payload":{"Key":{"Id":"${from}"}}}`);
  expect(read).toMatchObject({ statusCode: 200, body: expect.stringContaining(`"Id":"${from}"`) });
  const payload = read.body.replace(`"Id":"${from}"`, `"Id":"${to}"`);
  const created = await service.post(`{"operation":"create","payload":${payload}}`);
  expect(created).toMatchObject({ statusCode: 200 });
}

/** By GET and PUT. */
async function copyByFacade(from: string, to: string): Promise<void> {
  const client = inProcess(service.handler);
  const path = "/DynamoDBManager/LambdaTable";
  const read = await client("GET", `${path}/${from}`);
  expect(read).toMatchObject({ status: 200, text: expect.stringContaining(`"Id":"${from}"`) });
  const body = read.text.replace(`"Id":"${from}"`, `"Id":"${to}"`);
  const { status } = await client("PUT", `${path}/${to}`, { body });
  expect([200, 201]).toContain(status);
}

/** Items in the order of their number, without their keys. */
async function readAll(prefix: string) {
  const Keys = Array.from({ length: batchSize }, (_, index) => ({
    Id: { S: `${prefix}-${index}` },
  }));
  const answer = await service.admin.send(
    new BatchGetItemCommand({
      RequestItems: { [guideTable.name]: { Keys, ConsistentRead: true } },
    }),
  );
  const items = answer.Responses?.[guideTable.name] ?? [];
  const byId = new Map(items.map((item) => [item["Id"]?.S, item]));
  return Keys.map(({ Id }) => canonicalItem({ ...byId.get(Id.S), Id: { S: "" } }));
}
