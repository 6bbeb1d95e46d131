import { findRoute } from "../../../local/gateway/router";
import type { Route } from "../../../local/service/service";

const routeOf = (text: string) => {
  const [method, path] = text.split(" ");
  return { method, path } as Route;
};
const routes = [
  "GET /",
  "ANY /{proxy+}",
  "POST /items",
  "ANY /items/{proxy+}",
  "GET /items/{id}",
  "GET /items/special",
  "ANY /items/special",
  "GET /items/{id}/parts/{part}",
].map(routeOf);

describe.each([
  ["in one order", routes],
  ["in the opposite order", routes.toReversed()],
])("of routes %s", (_, all) => {
  test.each<[string, string, string | undefined, Record<string, string> | null]>([
    ["GET", "/", "GET /", null],
    ["POST", "/", undefined, null],
    ["POST", "/items", "POST /items", null],
    ["GET", "/items/1", "GET /items/{id}", { id: "1" }],
    ["GET", "/items/a%2Fb", "GET /items/{id}", { id: "a%2Fb" }],
    ["GET", "/items/special", "GET /items/special", null],
    ["PUT", "/items/special", "ANY /items/special", null],
    ["GET", "/items/1/parts/2", "GET /items/{id}/parts/{part}", { id: "1", part: "2" }],
    ["GET", "/items/1/parts", "ANY /items/{proxy+}", { proxy: "1/parts" }],
    ["GET", "/items/a/b", "ANY /items/{proxy+}", { proxy: "a/b" }],
    ["DELETE", "/items/a%2Fb/c", "ANY /items/{proxy+}", { proxy: "a%2Fb/c" }],
    ["GET", "/other", "ANY /{proxy+}", { proxy: "other" }],
    ["GET", "/itemsx/1", "ANY /{proxy+}", { proxy: "itemsx/1" }],
  ])("%s %s takes %s", (method, path, expected, parameters) => {
    const match = findRoute(all, method, path);
    expect(match && `${match.route.method} ${match.route.path}`).toBe(expected);
    expect(match?.pathParameters ?? null).toStrictEqual(parameters);
  });
});

test("a resource without the method does not fall back to a resource with a parameter", () => {
  const both = ["GET /items/special", "PUT /items/{id}"].map(routeOf);
  expect(findRoute(both, "PUT", "/items/special")).toBeUndefined();
});

test.each([
  ["ANY /{proxy+}", "/"],
  ["ANY /items/{proxy+}", "/items"],
  ["ANY /items/{proxy+}", "/items/"],
  ["GET /items/{id}", "/items"],
  ["GET /items", "/items/1"],
])("the path %s does not match %s", (route, path) => {
  expect(findRoute([routeOf(route)], "GET", path)).toBeUndefined();
});
