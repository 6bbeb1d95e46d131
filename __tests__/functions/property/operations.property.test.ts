/** Tables that allow any operations: what is served, what the document describes and what IAM allows are the same. */
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { tableOperations } from "../../../functions/access";
import { exampleItems, exampleRequest } from "../../../functions/examples";
import { createHandler } from "../../../functions/handler";
import type { Operation } from "../../../functions/operation";
import { operations } from "../../../functions/operations";
import { describeTables } from "../../../infra/function/environment";
import { tableStatements } from "../../../infra/function/policy";
import { describeApi } from "../../../infra/openapi/document";
import { resolveSettings } from "../../../infra/settings/settings";
import { inProcess } from "../../support/functions/clients";
import { context, guideTable, httpEvent, root, startHandler } from "../../support/functions/events";
import { check } from "../../support/functions/fuzz";
import { indexedOrders } from "../../support/functions/indexed-orders";

jest.setTimeout(3_600_000);

const S = (name: string) => ({ name, type: "S" }) as const;
const N = (name: string) => ({ name, type: "N" }) as const;
const plain = { hashKey: S("Id") };
const indexed = {
  ...plain,
  sortKey: N("n"),
  globalIndexes: { "by-m": { hashKey: N("m") } },
  localIndexes: { "local-s": S("s") },
};
const kinds = fc.constantFrom(
  { name: "LambdaTable", keys: plain, depth: 1, global: "" },
  { name: "Orders", keys: indexed, depth: 2, global: "?index=by-m&m=eq.1" },
);
const cases = fc.record({
  kind: kinds,
  open: fc.uniqueArray(fc.constantFrom(...tableOperations), { minLength: 1 }),
  hasVersions: fc.boolean(),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

const rows = Object.entries<Operation>(operations);

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler([
    ["LambdaTable", guideTable],
    ["Orders", indexedOrders],
  ]);
});
afterAll(() => service.close());

type Paths = Record<string, Record<string, { parameters?: { in: string; required?: true }[] }>>;

/** The service of the case: what it sends to DynamoDB, its document, and its policy. */
function serve({ kind, open, hasVersions }: Case) {
  const settings = resolveSettings({
    tables: {
      [kind.name]: {
        ...kind.keys,
        operations: open,
        ...(hasVersions && { versionAttribute: "version" }),
      },
    },
  });
  const tables = describeTables(settings, (name) => `${name}-physical`);
  const sent: object[] = [];
  const handler = createHandler({
    tables: new Map(tables.map((table) => [table.name, table])),
    send: (command, options) => {
      sent.push(command);
      return service.client.send(command, options);
    },
    log: () => {},
  });
  const document = describeApi(settings, ".") as {
    paths: Paths;
    components: { schemas: Record<string, object> };
  };
  const statements = tableStatements(tables, new Map([[kind.name, { arn: "arn" }]]));
  const actionsOn = (below: string) =>
    statements.flatMap(({ Action, Resource }) => (Resource.includes(`arn${below}`) ? Action : []));
  // By name, since the handler that is built for Lambda has classes of its own.
  const actionsSent = (commands = sent) => {
    const names = commands.map((one) => (one as object).constructor.name);
    const run = rows.flatMap(([, row]) =>
      "Command" in row && names.includes(row.Command.name) ? row.actions : [],
    );
    return [...new Set(run)];
  };
  return { handler, table: tables[0], sent, document, actionsOn, actionsSent };
}

type Served = ReturnType<typeof serve>;

/** Each row's example by the envelope; those that take an index also ask one. */
async function runRows({ kind }: Case, { handler, table, document }: Served): Promise<void> {
  for (const [name, row] of rows) {
    if (!("Command" in row) || table === undefined) continue;
    const request = exampleRequest(name, kind.name, exampleItems(table));
    const post = async (body: object) => {
      const result = await handler(httpEvent({ body: JSON.stringify(body) }), context);
      const { statusCode } = result as { statusCode: number };
      return statusCode;
    };
    const isDescribed = `${name}.request` in document.components.schemas;
    const status = await post(request); // 409 of a row that has a condition of its own
    expect([name, [200, 409].includes(status)]).toStrictEqual([name, isDescribed]);
    if (!row.takesIndex || table.indexes === undefined) continue;
    const ofIndex = { KeyConditionExpression: "m = :m", ExpressionAttributeValues: { ":m": 1 } };
    const payload = name === "query" ? ofIndex : (request.payload as object);
    const asked = await post({ ...request, payload: { ...payload, IndexName: "by-m" } });
    // 400: a row of one's own may have a condition on the keys of the table.
    expect([name, [200, 400].includes(asked)]).toStrictEqual([name, isDescribed]);
  }
}

/** Every method at every path that the table could have. */
async function tryMethods({ kind }: Case, { handler, document }: Served): Promise<void> {
  const client = inProcess(handler);
  for (let segments = 0; segments <= kind.depth; segments++) {
    const path = `${root}/${[kind.name, ...Array(segments).fill("1")].join("/")}`;
    const [, template = {}] = Object.entries(document.paths).find(isTemplateOf(path)) ?? [];
    const described = Object.keys(template).map((method) => method.toUpperCase());
    const { status, headers } = await client("OPTIONS", path);
    expect(status).toBe(described.length === 0 ? 404 : 204);
    expect(allowedBy(headers)).toStrictEqual(described);
    const needsIndex = template["get"]?.parameters?.some(
      (one) => one.in === "query" && one.required,
    );
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      const query = needsIndex && method === "GET" ? kind.global : "";
      const body = JSON.stringify({ ...keysBelow(kind, segments), data: { a: 1 } });
      await service.admin.send(putItem(kind)); // for PATCH and DELETE
      const sent = method === "GET" || method === "DELETE" ? {} : { body };
      const answer = await client(method, `${path}${query}`, sent);
      const isServed = !/not-allowed|There is nothing at this path/.test(answer.text);
      expect([method, path, isServed]).toStrictEqual([method, path, described.includes(method)]);
      expect(answer.status).toBeLessThan(500);
    }
  }
}

const isTemplateOf =
  (path: string) =>
  ([template]: [string, unknown]) =>
    template.split("/")[2] === path.split("/")[2] && depthOf(template) === depthOf(path);

/** Without HEAD and OPTIONS, which the document leaves out. */
const allowedBy = ({ allow }: Readonly<Record<string, unknown>>) =>
  String(allow ?? "HEAD")
    .split(", ")
    .filter((one) => !["HEAD", "OPTIONS"].includes(one));

/** Past the API. */
const putItem = ({ name }: Case["kind"]) =>
  new PutItemCommand({ TableName: `${name}-physical`, Item: { Id: { S: "1" }, n: { N: "1" } } });

const depthOf = (path: string) => path.split("/").length;

/** The attributes of the key that are not in the path. */
const keysBelow = ({ depth }: Case["kind"], segments: number) =>
  Object.fromEntries(Object.entries({ Id: "1", n: 1 }).slice(segments, depth));

test("what is served equals what the document describes and what the policy allows", async () => {
  await check(
    40,
    fc.asyncProperty(cases, async (one) => {
      const served = serve(one);
      await runRows(one, served);
      await tryMethods(one, served);
      expect(served.actionsSent().sort()).toStrictEqual(served.actionsOn("").sort());
      const onIndex = served.sent.filter(
        (command) => "IndexName" in (command as { input: object }).input,
      );
      const indexActions = one.kind.global === "" ? [] : served.actionsOn("/index/by-m");
      expect(served.actionsSent(onIndex).sort()).toStrictEqual([...indexActions].sort());
    }),
  );
});
