/** The refusals in docs/api.md: each request is answered as its row says. */
import { readFileSync } from "node:fs";
import { guideTable, startHandler, type TableConfig } from "./support/functions/events";

const orders: TableConfig = {
  name: "Trips-physical",
  hash_key: "customer",
  range_key: "time",
  attribute: [
    { name: "customer", type: "S" },
    { name: "time", type: "N" },
    { name: "state", type: "S" },
  ],
  global_secondary_index: [{ name: "by-state", hash_key: "state", projection_type: "ALL" }],
};

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler([
    ["LambdaTable", guideTable],
    ["Trips", orders],
    ["Products", { ...guideTable, name: "Products-physical", operations: ["read", "query"] }],
  ]);
});
afterAll(() => service.close());

const page = readFileSync("docs/api.md", "utf8");
const refusals = [...page.matchAll(/^\| `(\{.*\})` \| (\d{3}) \| (.*) \|$/gm)].map(
  ([, request = "", status, detail = ""]) =>
    [request, Number(status), detail.replaceAll("\\", "")] as const,
);

test("the page shows refusals", () => {
  expect(refusals.length).toBeGreaterThan(10);
});

test.each(refusals)("%s is answered with %d, %s", async (request, status, detail) => {
  const { statusCode, json } = await service.post(request);
  expect([statusCode, json.detail]).toStrictEqual([status, detail]);
});
