/** Each status that the route table lists for a route happens. Those of any request, such as 400, are not listed. */
import { operations } from "../../../functions/operations";
import { routes } from "../../../functions/rest/routes";
import { inProcess, json } from "../../support/functions/clients";
import { guideTable, ordersTable, startHandler } from "../../support/functions/events";

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler([
    ["LambdaTable", guideTable],
    ["Orders", ordersTable],
    ["Versioned", { ...guideTable, name: "Versioned-physical", versionAttribute: "version" }],
  ]);
});
afterAll(() => service.close());

const tableName = "LambdaTable";
const onlyNew = { Item: { Id: "1" }, ConditionExpression: "attribute_not_exists(Id)" };
const any = { "if-match": "*" };

/** In this order: each needs what the ones before it have left in the table. */
const steps: [method: string, path: string, sent: object, status: number][] = [
  ["POST", "", json({ operation: "create", tableName, payload: onlyNew }), 200],
  ["POST", "", json({ operation: "create", tableName, payload: onlyNew }), 409],
  ["POST", "/{table}", json({ Id: "2" }), 201],
  ["POST", "/{table}", json({ Id: "2" }), 409],
  ["GET", "/{table}", {}, 200],
  ["POST", "/{table}/{hashKey}", json({ number: 1 }), 201],
  ["POST", "/{table}/{hashKey}", json({ number: 1 }), 409],
  ["GET", "/{table}/{hashKey}", {}, 200],
  ["GET", "/{table}/{key}", {}, 200],
  ["PUT", "/{table}/{key}", json({ a: {} }), 200],
  ["PUT", "/{table}/{key}", { ...json({}), headers: { "if-none-match": "*" } }, 412],
  ["PATCH", "/{table}/{key}", json({ a: { b: 1 } }), 200],
  ["DELETE", "/{table}/{key}", {}, 204],
  ["DELETE", "/{table}/{key}", {}, 404],
  ["DELETE", "/{table}/{key}", { headers: any }, 412],
  ["GET", "/{table}/{key}", {}, 404],
  ["PATCH", "/{table}/{key}", json({ a: 1 }), 404],
  ["PATCH", "/{table}/{key}", { ...json({ a: 1 }), headers: any }, 412],
  ["PUT", "/{table}/{key}", json({}), 201],
];

/** Of a table with versions. */
const versionedSteps: typeof steps = [
  ["PUT", "/{table}/{key}", json({}), 201],
  ["GET", "/{table}/{key}", { headers: { "if-none-match": "*" } }, 304],
  ["GET", "/{table}/{key}", { headers: { "if-match": '"1"' } }, 412],
];

const ofTable = (table: string, [method, path, sent, status]: (typeof steps)[number]) =>
  ({ method, path, below: path.replace("{table}", table), sent, status }) as const;

test("every status of the route table happens, and the steps find no other", async () => {
  const happened = new Set<string>();
  const send = inProcess(service.handler);
  const all = [
    ...steps.map((step) => ofTable(step[1].includes("{hashKey}") ? "Orders" : tableName, step)),
    ...versionedSteps.map((step) => ofTable("Versioned", step)),
  ];
  for (const { method, path, below, sent, status: expected } of all) {
    const to = `/DynamoDBManager${below.replace(/\{(key|hashKey)\}/, "1")}`;
    const { status } = await send(method, to, sent);
    expect([method, path, status]).toStrictEqual([method, path, expected]);
    happened.add(`${method} ${path} ${status}`);
  }
  // An item that changes at each read: versions-interrupted.test.ts makes these happen.
  for (const method of ["PUT", "PATCH", "DELETE"]) happened.add(`${method} /{table}/{key} 409`);
  const ofTables = routes.filter(({ path }) => !(path.slice(1) in operations));
  const listed = ofTables.flatMap(({ method, path, statuses, versionedStatuses = [] }) =>
    [...statuses, ...versionedStatuses].map((status) => `${method} ${path} ${status}`),
  );
  expect([...happened].sort()).toStrictEqual(listed.sort());
});
