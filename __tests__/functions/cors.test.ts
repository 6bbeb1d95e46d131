/** A page of another origin, as a browser asks for it. */
import { createHandler } from "../../functions/handler";
import { inProcess } from "./clients";
import { guideTable, tableOf } from "./events";

const clientOf = (cors?: { origin: string; credentials: boolean }) =>
  inProcess(
    createHandler({
      send: async () => ({ $metadata: {} }),
      tables: new Map([["LambdaTable", tableOf("LambdaTable", guideTable)]]),
      cors,
      log: () => {},
    }),
  );

const origin = "https://app.example.com";
const preflight = { headers: { origin, "access-control-request-method": "PUT" } };
const path = "/DynamoDBManager/LambdaTable/1";

test("the preflight allows the path's methods and the headers of a signed request", async () => {
  const { status, headers } = await clientOf({ origin, credentials: true })(
    "OPTIONS",
    path,
    preflight,
  );
  expect(status).toBe(204);
  expect(headers).toMatchObject({
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-allow-methods": "GET, HEAD, PUT, PATCH, DELETE, OPTIONS",
    "access-control-allow-headers": expect.stringMatching(
      /authorization, content-type.*x-amz-date/,
    ),
  });
});

test.each([
  ["GET", 404, path],
  ["PUT", 400, path],
  ["DELETE", 405, "/DynamoDBManager"],
  ["GET", 200, "/DynamoDBManager/ping"],
])("%s with status %d can be read by the page", async (method, status, to) => {
  const answer = await clientOf({ origin: "*", credentials: false })(method, to, {
    headers: { origin },
  });
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject({
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "link, location, retry-after, x-request-id",
  });
  expect(answer.headers).not.toHaveProperty("access-control-allow-credentials");
});

test("without the setting nothing is said of other origins", async () => {
  for (const method of ["OPTIONS", "GET"]) {
    const { headers } = await clientOf()(method, path, preflight);
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  }
});
