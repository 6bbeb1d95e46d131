/** The README's picture, for every kind of stack. */
import { readService } from "../../local/service/service";
import { parseTerraform } from "../../local/service/terraform";
import { drawPicture } from "../support/infra/picture";
import { synthesize } from "../support/infra/synthesize";
import { variant, variantNames } from "../support/infra/variants";

function read(picture: string) {
  const lines = picture.split("\n").slice(3, -1);
  const nodes = new Map<string, string>();
  const edges: { from: string; to: string; label: string }[] = [];
  for (const line of lines) {
    const [, from = "", label = "", to = ""] =
      /^ {2}(\w+) -->(?:\|(.*)\|)? (\w+)$/.exec(line) ?? [];
    const [, id = "", text = ""] = /^ {2}(\w+)[[({]+"?([^"]+)"?[\])}]+$/.exec(line) ?? [];
    if (to !== "") edges.push({ from, to, label });
    if (id !== "") nodes.set(id, text);
  }
  expect(nodes.size + edges.length).toBe(lines.length);
  return { nodes, edges, texts: [...nodes.values()].join("\n") };
}

function reachedFrom(start: string, { edges }: ReturnType<typeof read>): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const id of reached) {
    for (const { from, to } of edges) if (from === id) reached.add(to);
  }
  return reached;
}

describe.each(variantNames)("of the stack %s", (name) => {
  const { json, all } = variant(name);
  const picture = read(drawPicture(json));

  test("every node is reached from the client, and no arrow leads to nothing", () => {
    expect([...reachedFrom("client", picture)].sort()).toStrictEqual(
      [...picture.nodes.keys()].sort(),
    );
  });

  test("the picture has its routes, functions, tables, indexes and log groups", () => {
    const { routes } = readService(parseTerraform(json, "/"));
    for (const { method, path } of routes) expect(picture.texts).toContain(`${method} ${path}`);
    for (const [, lambda] of all("aws_lambda_function")) {
      expect(picture.texts).toContain(lambda["function_name"]);
    }
    for (const [, table] of all("aws_dynamodb_table")) {
      const indexes = ["global", "local"].flatMap((kind) => table[`${kind}_secondary_index`] ?? []);
      expect(picture.texts).toContain(`DynamoDB: ${table["name"]}<br>`);
      for (const index of indexes) expect(picture.texts).toContain(`index ${index.name}: `);
    }
    const groups = [...picture.nodes.keys()].filter((id) => id.startsWith("cloudwatch_log_group"));
    expect(groups).toHaveLength(all("aws_cloudwatch_log_group").length);
  });

  test("the arrows from the roles have what their policies allow", () => {
    const statements = all("aws_iam_role_policy").flatMap(
      ([, { policy }]) => JSON.parse(policy).Statement,
    );
    const allowed = statements.filter(({ Resource }) => Resource !== "*");
    const labels = picture.edges
      .filter(({ from }) => from.startsWith("iam_role"))
      .map(({ label }) => label);
    const actions = labels.flatMap((label) => label.replaceAll('"', "").split(", "));
    const names = allowed.flatMap(({ Action }: { Action: string[] }) => Action);
    expect(new Set(actions)).toStrictEqual(
      new Set(names.map((action: string) => action.replace(/^\w+:/, ""))),
    );
  });
});

test("a name cannot end the text of its node", () => {
  const hashKey = { name: '"]; end #quot; <b>`', type: "S" } as const;
  const { texts } = read(drawPicture(synthesize({ tables: { Odd: { hashKey } } }).json));
  expect(texts).toContain("key #34;#93;#59; end #35;quot#59; #60;b#62;#96;");
});

test("what is in front of the API is what the client calls", () => {
  const entrances = (name: Parameters<typeof variant>[0]) => {
    const { edges, nodes } = read(drawPicture(variant(name).json));
    return edges.flatMap(({ from, to }) =>
      from === "client" ? nodes.get(to)?.split("<br>")[0] : [],
    );
  };
  expect(entrances("default")).toStrictEqual(["API Gateway: DynamoDBOperations"]);
  expect(entrances("domain")).toStrictEqual(["api.example.com"]);
  expect(entrances("firewall")).toStrictEqual(["firewall DynamoDBOperations-dev"]);
});
