/** Which route takes a method and a path. */
import { anyMethods, createRouter } from "../../../local/gateway/router";
import type { Route } from "../../../local/service/service";

const routeOf = (text: string) => {
  const [method, path] = text.split(" ");
  return { method, path } as Route;
};
const find = (texts: readonly string[], method: string, path: string) => {
  const match = createRouter(texts.map(routeOf))(method, path);
  return match && `${match.route.method} ${match.route.path}`;
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
];

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
    const match = createRouter(all.map(routeOf))(method, path);
    expect(match && `${match.route.method} ${match.route.path}`).toBe(expected);
    expect(match?.pathParameters ?? null).toStrictEqual(parameters);
  });

  test.each<[string, string, Record<string, string> | null]>([
    ["/items/special/", "GET /items/special", null],
    ["/items/1//", "GET /items/{id}", { id: "1" }],
    ["/other/", "ANY /{proxy+}", { proxy: "other" }],
    ["/other//a/", "ANY /{proxy+}", { proxy: "other//a" }],
  ])(
    "AWS validates: slashes at the end of %s do not count, and are in no parameter (localstack's suite)",
    (path, expected, parameters) => {
      const match = createRouter(all.map(routeOf))("GET", path);
      expect(match && `${match.route.method} ${match.route.path}`).toBe(expected);
      expect(match?.pathParameters).toStrictEqual(parameters);
    },
  );

  test("AWS validates: a resource without the method leaves the request to a {proxy+} that has it (localstack's suite)", () => {
    expect(find(all, "DELETE", "/items")).toBe("ANY /{proxy+}");
    expect(find(all, "PUT", "/items/1")).toBe("ANY /items/{proxy+}");
    expect(find(all, "PUT", "/items/1/parts/2")).toBe("ANY /items/{proxy+}");
  });
});

test("a resource without the method does not leave the request to a resource with a parameter", () => {
  expect(find(["GET /items/special", "PUT /items/{id}"], "PUT", "/items/special")).toBeUndefined();
});

test.each(anyMethods)(
  "AWS validates: %s is one of the seven methods of ANY (localstack)",
  (method) => {
    expect(find(["ANY /items"], method, "/items")).toBe("ANY /items");
  },
);

test.each(["TRACE", "CONNECT", "PROPFIND", "FOO"])(
  "AWS validates: %s is no method of ANY (localstack)",
  (method) => {
    expect(find(["ANY /items", "ANY /{proxy+}"], method, "/items")).toBeUndefined();
  },
);

test.each([
  ["ANY /{proxy+}", "/"],
  ["ANY /items/{proxy+}", "/items"],
  ["ANY /items/{proxy+}", "/items/"],
  ["GET /items/{id}", "/items"],
  ["GET /items", "/items/1"],
])("the path %s does not match %s", (route, path) => {
  expect(find([route], "GET", path)).toBeUndefined();
});
