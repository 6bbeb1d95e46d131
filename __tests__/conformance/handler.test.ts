/** The requests of `npm run smoke`, to the handler in process: it answers all of them right, and faults are found. */
import { type AttributeValue, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { Table } from "../../conformance/document";
import { describeFailure } from "../../conformance/report";
import type { Outcome } from "../../conformance/run";
import type { Answer, Request } from "../../conformance/sender";
import {
  type Fault,
  findingsOf,
  halfOpenTables,
  oddTables,
  settingsOf,
  startConformance,
} from "../support/conformance";

type Service = Awaited<ReturnType<typeof startConformance>>;

/** Refused callers, throttling, failures; answers of several MB; and a write between two others. */
const notBroughtAbout = /(401|403|429|5\d\d)$|^(GET|DELETE) .* 413$|^(PUT|PATCH|DELETE) .* 409$/;

/** An item that was there before, with the key of the document's examples. */
const others = ({ keys }: Table): Record<string, AttributeValue> => {
  const values = { S: { S: "1" }, N: { N: "1" }, B: { B: new Uint8Array([1]) } };
  return Object.fromEntries(keys.map(({ name, type }) => [name, values[type]]));
};

describe.each([
  ["the guide's service", "{}"],
  ["tables with sort keys, indexes and versions", oddTables],
  ["tables with indexes that allow no list or no query", halfOpenTables],
])("%s", (_, text) => {
  let service: Service;
  let outcome: Outcome;
  beforeAll(async () => {
    service = await startConformance(settingsOf(text));
    for (const [table, TableName] of service.names) {
      await service.admin.send(new PutItemCommand({ TableName, Item: others(table) }));
    }
    outcome = await service.conform();
  });
  afterAll(() => service.close());

  test("answers every request as its document says", () => {
    expect(findingsOf(outcome).map(describeFailure).join("\n")).toBe("");
    expect(outcome).toMatchObject({ left: [], stopped: undefined });
  });

  test("brings about every status that is documented, but those that no single request can", () => {
    if (findingsOf(outcome).length > 0) throw new Error("Not everything was asked: see above.");
    const unseen = service.document.routes.flatMap(({ method, path, responses }) => {
      const pattern = new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, "[^/?]+")}(\\?.*)?$`);
      const here = outcome.records.filter(
        ({ request }) => request.method === method && pattern.test(request.path),
      );
      const seen = here.map(({ answer }) => String(answer.status));
      const missing = Object.keys(responses).filter((status) => !seen.includes(status));
      return missing.map((status) => `${method} ${path} ${status}`);
    });
    expect(unseen.filter((one) => !notBroughtAbout.test(one))).toStrictEqual([]);
  });

  test("has the items that it had before", async () => {
    for (const [table, TableName] of service.names) {
      const { Items } = await service.admin.send(new ScanCommand({ TableName }));
      expect(Items).toStrictEqual([others(table)]);
    }
  });
});

const without = (name: string, headers: Answer["headers"]) =>
  Object.fromEntries(Object.entries(headers).filter(([one]) => one !== name));
const inHeaders = (name: string, value: string) => (answer: Answer) =>
  name in answer.headers ? { ...answer, headers: { ...answer.headers, [name]: value } } : answer;
const unheard = (name: string) => (request: Request) => ({
  ...request,
  headers: without(name, request.headers ?? {}),
});
const inBody = (pattern: RegExp, by: string) => (answer: Answer) => ({
  ...answer,
  body: answer.body.replace(pattern, by),
});
const inPath = (pattern: RegExp, by: string) => (request: Request) => ({
  ...request,
  path: request.path.replace(pattern, by),
});
const asStatus = (from: number, status: number) => (answer: Answer) =>
  answer.status === from ? { ...answer, status } : answer;

const notes = {
  hashKey: { name: "writer", type: "S" },
  sortKey: { name: "number", type: "N" },
  versionAttribute: "version",
} as const;

describe("a service with a fault is found out", () => {
  let service: Service;
  beforeAll(async () => {
    service = await startConformance({ tables: { Notes: notes } });
  });
  afterAll(() => service.close());

  test.each<[string, Fault]>([
    ["created, and says 200", { answer: asStatus(201, 200) }],
    ["refuses, and says 422", { answer: asStatus(400, 422) }],
    ["does not compare the tag of a GET", { request: unheard("if-none-match") }],
    ["ignores If-Match", { request: unheard("if-match") }],
    [
      "has no Location",
      { answer: (one) => ({ ...one, headers: without("location", one.headers) }) },
    ],
    ["has the Location of another item", { answer: inHeaders("location", "/prod/a/b") }],
    ["has no ETag", { answer: (one) => ({ ...one, headers: without("etag", one.headers) }) }],
    ["answers HTML", { answer: inHeaders("content-type", "text/html") }],
    ["forgets a method in Allow", { answer: inHeaders("allow", "GET, HEAD") }],
    ["rounds numbers", { answer: inBody(/12345678901234567890\.5/, "12345678901234567000") }],
    ["counts in words", { answer: inBody(/"Count":\d+/, '"Count":"many"') }],
    ["points to another place", { answer: inBody(/"pointer":"[^"]*"/, '"pointer":"/"') }],
    ["has problems without a title", { answer: inBody(/"title":"[^"]*",/, "") }],
    ["takes any parameter", { request: inPath(/noSuchParameter=1/, "") }],
    ["takes any limit", { request: inPath(/limit=1001/, "limit=1000") }],
    ["takes any cursor", { request: inPath(/cursor=none/, "") }],
    ["has one order", { request: inPath(/order=desc/, "") }],
    ["takes any content type", { request: unheard("content-type") }],
    [
      "takes half a body for a whole one",
      {
        request: (one) => (one.body === "{" ? { ...one, body: "{}" } : one),
      },
    ],
    [
      "knows every operation",
      {
        request: ({ body = "", ...one }) => ({
          ...one,
          body: body.includes("noSuchOperation") ? '{"operation":"ping"}' : body,
        }),
      },
    ],
  ])("it %s", async (_, fault) => {
    expect(findingsOf(await service.conform(fault))).not.toStrictEqual([]);
  });

  test("without an answer, it ends and says what it could not remove", async () => {
    let requests = 0;
    const answer = (one: Answer) => {
      if (++requests > 100) throw new Error("The line is dead.");
      return one;
    };
    const { stopped, left } = await service.conform({ answer });
    expect(stopped).toMatch(/no answer/);
    expect(left.length).toBeGreaterThan(1);
  });

  test("if one of its own items is there already, nothing is written", async () => {
    const found = await service.conform({ answer: asStatus(404, 200) });
    expect(found.stopped).toMatch(
      /^Notes has an item of the key {"writer":"conformance .*It was not changed\.$/,
    );
    expect(found.records.map(({ request }) => request.method)).not.toContain("PUT");
  });
});

describe("a service that accepts what it should refuse", () => {
  let service: Service;
  beforeAll(async () => {
    service = await startConformance({});
  });
  afterAll(() => service.close());

  test("loses no item of others", async () => {
    const [[table, TableName] = []] = service.names;
    const Item = others(table as Table);
    await service.admin.send(new PutItemCommand({ TableName, Item }));
    const lenient = ({ body = "", ...one }: Request) => {
      const text = body.trim().replace("noSuchOperation", "create");
      return { ...inPath(/noSuchParameter=1/, "")(one), body: text.replace(/,"noSuch\w+":1/, "") };
    };
    await service.conform({ request: (one) => unheard("content-type")(lenient(one)) }, 4, false);
    const { Items } = await service.admin.send(new ScanCommand({ TableName }));
    expect(Items).toStrictEqual([Item]);
  });
});
