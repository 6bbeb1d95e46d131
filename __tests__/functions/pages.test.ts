/** Ten thousand items by the envelope, page by page while others are written: none is skipped, none comes twice. */
import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import type { APIGatewayProxyResult } from "aws-lambda";
import { createClient } from "../../functions/client";
import { createHandler } from "../../functions/handler";
import { context, httpEvent, startHandler, tableOf } from "../support/functions/events";

const table = {
  name: "Pages-physical",
  hash_key: "Id",
  range_key: "n",
  attribute: [
    { name: "Id", type: "S" },
    { name: "n", type: "N" },
  ],
};
const size = 10_000;

/** Beyond any double: a cursor that was rounded would begin a page elsewhere. */
const sortKey = (index: number) => String(10n ** 30n + BigInt(index) * 10n);
const all = Array.from({ length: size }, (_, index) => sortKey(index));

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler([["LambdaTable", table]]);
  for (let start = 0; start < size; start += 25) {
    const requests = all.slice(start, start + 25).map((N) => ({
      PutRequest: { Item: { Id: { S: "still" }, n: { N } } },
    }));
    const command = new BatchWriteItemCommand({ RequestItems: { [table.name]: requests } });
    await service.admin.send(command);
  }
});
afterAll(() => service.close());

/** One request to a container that has just started, and ends after it. */
async function fresh(body: string): Promise<string> {
  const client = createClient();
  const handler = createHandler({
    send: client.send.bind(client) as never,
    tables: new Map([["LambdaTable", tableOf("LambdaTable", table)]]),
    log: () => {},
  });
  const response = (await handler(httpEvent({ body }), context)) as APIGatewayProxyResult;
  client.destroy();
  expect(response).toMatchObject({ statusCode: 200 });
  return response.body;
}

/** Other items are created and deleted before, between and behind those that are read. */
async function writeOthers(round: number): Promise<void> {
  const keys = [0, 4321, 9999].map((index) => `{"Id":"still","n":${sortKey(index)}.${round + 1}}`);
  const key = keys[round % 3] as string;
  await Promise.all([
    ...keys.map((Item) => fresh(`{"operation":"create","payload":{"Item":${Item}}}`)),
    fresh(`{"operation":"create","payload":{"Item":{"Id":"other-${round}","n":${round}}}}`),
  ]);
  await fresh(`{"operation":"delete","payload":{"Key":${key}}}`);
}

/** The sort keys in the order in which they come, those of the others left out. */
async function readPages(operation: string, parameters: string): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined = "";
  for (let round = 0; cursor !== undefined; round += 1) {
    const payload = `{${parameters}${cursor && `,"ExclusiveStartKey":${cursor}`}}`;
    const request = fresh(`{"operation":"${operation}","payload":${payload}}`);
    const [body] = await Promise.all([request, writeOthers(round)]);
    const [items = "", end = ""] = body.split('"LastEvaluatedKey":');
    found.push(...[...items.matchAll(/"n":(\d{31})[,}]/g)].map((match) => match[1] as string));
    cursor = /^\{[^}]*\}/.exec(end)?.[0];
  }
  return found;
}

test.each([
  ["list", '"Limit":1000'],
  [
    "query",
    '"Limit":1000,"KeyConditionExpression":"Id = :id","ExpressionAttributeValues":{":id":"still"}',
  ],
])("%s finds each of ten thousand items once", async (operation, parameters) => {
  const found = await readPages(operation, parameters);
  expect(found).toHaveLength(size);
  expect(new Set(found)).toStrictEqual(new Set(all));
});

test("query finds them in order, and backwards in the opposite one", async () => {
  const parameters =
    '"Limit":999,"ScanIndexForward":false,"KeyConditionExpression":"Id = :id","ExpressionAttributeValues":{":id":"still"}';
  expect(await readPages("query", parameters)).toStrictEqual([...all].reverse());
});
