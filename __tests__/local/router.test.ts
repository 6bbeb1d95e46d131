import { findRoute } from "../../local/router";
import type { Route } from "../../local/service";

const routes = [
  "GET /",
  "ANY /{proxy+}",
  "POST /items",
  "GET /items/{id}",
  "ANY /items/{proxy+}",
  "GET /items/special",
].map((text) => {
  const [method, path] = text.split(" ");
  return { method, path } as Route;
});

test.each<[string, string, string | undefined, Record<string, string> | null]>([
  ["GET", "/", "GET /", null],
  ["POST", "/", undefined, null],
  ["POST", "/items", "POST /items", null],
  ["GET", "/items", undefined, null],
  ["GET", "/items/1", "GET /items/{id}", { id: "1" }],
  ["PUT", "/items/1", undefined, null],
  ["GET", "/items/special", "GET /items/special", null],
  ["GET", "/items/a/b", "ANY /items/{proxy+}", { proxy: "a/b" }],
  ["DELETE", "/items/a%2Fb/c", "ANY /items/{proxy+}", { proxy: "a%2Fb/c" }],
  ["GET", "/other", "ANY /{proxy+}", { proxy: "other" }],
])("%s %s takes %s", (method, path, expected, parameters) => {
  const match = findRoute(routes, method, path);
  expect(match && `${match.route.method} ${match.route.path}`).toBe(expected);
  expect(match?.pathParameters ?? null).toEqual(parameters);
});
