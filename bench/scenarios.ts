/** What is timed: envelopes, what the database answers, and what the caller has to get. */

export interface Scenario {
  readonly name: string;
  readonly envelope: {
    readonly operation: string;
    readonly tableName?: string;
    readonly payload?: object;
  };
  /** The body of DynamoDB's answer. `database.ts` finds it by the table's name, so each scenario has its own table. */
  readonly answer?: string;
  /** The JSON value that the handler has to return. */
  readonly expected: unknown;
}

const item = (id: string, name: string) => ({ Id: id, name });
const stored = (id: string, name: string) => ({ Id: { S: id }, name: { S: name } });
const key = { Key: { Id: "1" } };
const long = "x".repeat(400_000 - 20);
const ids = Array.from({ length: 25 }, (_, i) => String(i));
const counts = { Count: ids.length, ScannedCount: ids.length };

export const read: Scenario = {
  name: "read an item",
  envelope: { operation: "read", tableName: "One", payload: key },
  answer: JSON.stringify({ Item: stored("1", "Bob") }),
  expected: { Item: item("1", "Bob") },
};

export const scenarios: readonly Scenario[] = [
  { name: "ping", envelope: { operation: "ping" }, expected: "pong" },
  read,
  {
    name: "list 25 items",
    envelope: { operation: "list", tableName: "Page", payload: { Limit: 25 } },
    answer: JSON.stringify({ Items: ids.map((id) => stored(id, `name of ${id}`)), ...counts }),
    expected: { Items: ids.map((id) => item(id, `name of ${id}`)), ...counts },
  },
  {
    name: "read 400 kB",
    envelope: { operation: "read", tableName: "Large", payload: key },
    answer: JSON.stringify({ Item: stored("1", long) }),
    expected: { Item: item("1", long) },
  },
];

/** As API Gateway's proxy integration sends an envelope. */
export const eventOf = (envelope: Scenario["envelope"]) => ({
  httpMethod: "POST",
  path: "/DynamoDBManager",
  resource: "/DynamoDBManager",
  headers: { "content-type": "application/json" },
  requestContext: { requestId: "request", path: "/prod/DynamoDBManager" },
  body: JSON.stringify(envelope),
  isBase64Encoded: false,
});

export const tableNames = scenarios.flatMap(({ envelope }) => envelope.tableName ?? []);
