/**
 * `npm run test:changes`: changes that a user makes, carried out in a copy of the project as the documents
 * have them. After a right change, all tests pass.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { kill, killAll, run, startServer } from "./support/deploy/processes";
import { codeOf, ofTheExample, programOf, settingsOf } from "./support/other-service";

const copies: string[] = [];
after(() => {
  killAll();
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
});

/** All that git knows or would take, with the installed packages. */
function copyCheckout(): string {
  const home = mkdtempSync(join(tmpdir(), "a change "));
  copies.push(home);
  const list = ["ls-files", "--cached", "--others", "--exclude-standard"];
  for (const file of execFileSync("git", list, { encoding: "utf8" }).trim().split("\n")) {
    cpSync(file, join(home, file));
  }
  symlinkSync(join(process.cwd(), "node_modules"), join(home, "node_modules"));
  execFileSync("git", ["init", "-q"], { cwd: home }); // the linter asks git which files to leave out
  return home;
}

const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|AWS_|TF_|NODE_TEST)/.test(name)),
);
const npm = (cwd: string, ...args: string[]) => run("npm", ["run", "-s", ...args], { cwd, env });

/** Carries out a block of changes: the lines without a sign and those with a minus are in the file, once. */
function apply(home: string, block: string): void {
  for (const change of block.split(/^--- /m).slice(1)) {
    const [name = "", ...lines] = change.trimEnd().split("\n");
    const side = (sign: string) =>
      lines
        .flatMap((line) => (line[0] === " " || line[0] === sign ? line.slice(1) : []))
        .join("\n");
    const text = readFileSync(join(home, name), "utf8");
    assert.equal(text.split(side("-")).length, 2, `${name} has once:\n${side("-")}`);
    writeFileSync(
      join(home, name),
      text.replace(side("-"), () => side("+")),
    );
  }
}

/**
 * Rows of other kinds than the documents' example: answers that are never the same or need a payload, rules between
 * members, writes that take a number or make the key, conditions of their own, a format, and outputs that are a list, an
 * object or a boolean.
 */
const rows = `  now: {
    summary: "Answer with the time.",
    answer: () => new Date().toISOString(),
    payload: z.optional(z.strictObject({})),
    result: z.string(),
    example: () => undefined,
  },
  increment: {
    summary: "Add to the number of an item.",
    Command: UpdateCommand,
    actions: ["dynamodb:UpdateItem"],
    access: "write",
    payload: z.strictObject({ Key: attributes, By: z._default(z.int(), 1) }),
    input: ({ Key, By }) => ({
      Key,
      UpdateExpression: "ADD #number :by",
      ExpressionAttributeNames: { "#number": "number" },
      ExpressionAttributeValues: { ":by": By },
    }),
    result: written,
    example: ({ key }) => ({ Key: key }),
  },
  renew: {
    summary: "Set the date of an item that exists.",
    Command: UpdateCommand,
    actions: ["dynamodb:UpdateItem"],
    access: "write",
    payload: z.strictObject({ Key: attributes, Until: z.iso.date() }),
    input: ({ Key, Until }, { keys }) => ({
      Key,
      UpdateExpression: "SET #until = :until",
      ConditionExpression: "attribute_exists(#key)",
      ExpressionAttributeNames: { "#until": "until", "#key": keys[0]?.name },
      ExpressionAttributeValues: { ":until": Until },
      ReturnValues: "ALL_NEW",
    }),
    output: ({ Attributes }) => Attributes?.until,
    result: z.string(),
    example: ({ key }) => ({ Key: key, Until: "2027-01-31" }),
  },
  reserve: {
    summary: "Put an item that does not exist.",
    Command: PutCommand,
    actions: ["dynamodb:PutItem"],
    access: "write",
    payload: z.strictObject({ Item: attributes, Days: z.int().check(z.gte(1), z.lte(99)) }),
    input: ({ Item, Days }, { name, keys }) => {
      if (Days === 13) {
        throw new Problem("invalid-body", ["Nobody reserves in", name, "for 13 days."].join(" "));
      }
      return {
        Item: { ...Item, days: Days },
        ConditionExpression: "attribute_not_exists(#key)",
        ExpressionAttributeNames: { "#key": keys[0]?.name },
      };
    },
    result: written,
    example: ({ key }) => ({ Item: key, Days: 7 }),
  },
  close: {
    summary: "Close an item that is open.",
    Command: UpdateCommand,
    actions: ["dynamodb:UpdateItem"],
    access: "write",
    payload: z.strictObject({ Key: attributes }),
    input: ({ Key }) => ({
      Key,
      UpdateExpression: "SET #state = :closed",
      ConditionExpression: "#state = :open",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":open": "open", ":closed": "closed" },
    }),
    result: written,
    example: ({ key }) => ({ Key: key }),
  },
  tag: {
    summary: "Add tags to an item.",
    Command: UpdateCommand,
    actions: ["dynamodb:UpdateItem"],
    access: "write",
    payload: z
      .strictObject({
        Key: attributes,
        Tags: z.array(z.string().check(z.minLength(1))).check(z.minLength(1), z.maxLength(5)),
        Scores: z.optional(z.array(z.int()).check(z.maxLength(3))),
        Notes: z.array(z.strictObject({ text: z.string() })).check(z.maxLength(3)),
        Flags: z.optional(z.array(z.boolean()).check(z.maxLength(3))),
        By: z.union([z.string(), z.number()]),
        Step: z.int().check(z.gte(1), z.multipleOf(5)),
        Least: z.int().check(z.gte(1), z.lte(9)),
        Most: z.int().check(z.gte(1), z.lte(9)),
      })
      .check(z.refine(({ Least, Most }) => Least <= Most, "must have a Least below its Most.")),
    input: ({ Key, Tags }) => ({
      Key,
      UpdateExpression: "ADD tags :tags",
      ExpressionAttributeValues: { ":tags": new Set(Tags) },
      ReturnValues: "UPDATED_NEW",
    }),
    result: written,
    example: ({ key }) => {
      const tag = { By: "bob", Step: 5, Least: 2, Most: 5 };
      return { Key: key, Tags: ["new"], Notes: [{ text: "a note" }], ...tag };
    },
  },
  latest: {
    summary: "Get the last item of a partition.",
    Command: QueryCommand,
    actions: ["dynamodb:Query"],
    access: "read",
    payload: z.strictObject({ Value: attribute }),
    input: ({ Value }, { keys }) => ({
      KeyConditionExpression: "#key = :value",
      ExpressionAttributeNames: { "#key": keys[0]?.name },
      ExpressionAttributeValues: { ":value": Value },
      ScanIndexForward: false,
      Limit: 1,
    }),
    output: ({ Items }) => Items?.[0] ?? null,
    result: z.nullable(attributes),
    example: ({ key }) => ({ Value: Object.values(key)[0] }),
  },
  titles: {
    summary: "List the titles on a shelf.",
    Command: ScanCommand,
    actions: ["dynamodb:Scan"],
    access: "read",
    takesIndex: true,
    payload: z.extend(z.omit(z.strictObject(pageParameters), { Select: true }), {
      Shelf: z.string(),
    }),
    input: ({ Shelf, ...page }) => ({
      ...page,
      FilterExpression: "shelf = :shelf",
      ExpressionAttributeValues: { ":shelf": Shelf },
    }),
    output: ({ Items }) => (Items ?? []).flatMap(({ title = [] }) => title),
    result: z.array(z.unknown()),
    example: () => ({ Limit: 10, Shelf: "top" }),
  },
  register: {
    summary: "Put an item with a key of the service's own, and answer with it.",
    Command: UpdateCommand,
    actions: ["dynamodb:UpdateItem"],
    access: "write",
    payload: z.strictObject({ Name: z.string().check(z.minLength(1)) }),
    input: ({ Name }, { keys }) => ({
      Key: Object.fromEntries(keys.map(({ name, type }) => [name, newKeys[type]()])),
      UpdateExpression: "SET title = :name, since = :now",
      ExpressionAttributeValues: { ":name": Name, ":now": new Date().toISOString() },
      ReturnValues: "ALL_NEW",
    }),
    output: ({ Attributes }) => ({ Item: Attributes }),
    result: z.strictObject({ Item: attributes }),
    example: () => ({ Name: "Bob" }),
  },
  greet: {
    summary: "Greet somebody.",
    answer: ({ Name }) => ["Hello", Name].join(" "),
    payload: z.strictObject({ Name: z.string().check(z.minLength(1), z.maxLength(20)) }),
    result: z.string(),
    example: () => ({ Name: "Bob" }),
  },
  sell: {
    summary: "Take a quantity from the stock of an item that has enough.",
    Command: UpdateCommand,
    actions: ["dynamodb:UpdateItem"],
    access: "write",
    payload: z.strictObject({ Key: attributes, Quantity: z.int().check(z.gte(1), z.lte(100)) }),
    input: ({ Key, Quantity }) => ({
      Key,
      UpdateExpression: "SET stock = stock - :quantity",
      ConditionExpression: "stock >= :quantity",
      ExpressionAttributeValues: { ":quantity": Quantity },
      ReturnValues: "UPDATED_NEW",
    }),
    conditionFailed: "There is not enough in stock.",
    output: ({ Attributes }) => ({ stock: Attributes?.stock }),
    result: z.strictObject({ stock: z.number() }),
    example: ({ key }) => ({ Key: key, Quantity: 1 }),
  },
  exists: {
    summary: "Say whether an item is there.",
    Command: GetCommand,
    actions: ["dynamodb:GetItem"],
    access: "read",
    payload: z.strictObject({ Key: attributes }),
    input: ({ Key }, table) => ({
      Key,
      ProjectionExpression: "#key",
      ExpressionAttributeNames: { "#key": hashKeyName(table) },
    }),
    output: ({ Item }) => Item !== undefined,
    result: z.boolean(),
    example: ({ key }) => ({ Key: key }),
  },
`;

test("another service, with more operations, another alarm and setting, and its own README: npm run update, and npm test passes", async () => {
  const home = copyCheckout();
  const file = join(home, "functions/operations.ts");
  const table = readFileSync(file, "utf8");
  const row = codeOf("development", "Add an operation");
  const withRows = table.replace("  echo: {", `${row}${rows}  echo: {`);
  const imported =
    'import { Problem } from "./problem";\nimport { hashKeyName } from "./table";\n\n' +
    "const newKeys = { S: randomUUID, N: Date.now, B: () => randomBytes(16) };\n\nexport const operations";
  writeFileSync(
    file,
    withRows
      .replace("import {", 'import { randomBytes, randomUUID } from "node:crypto";\nimport {')
      .replace("  attributes,", "  attribute,\n  attributes,")
      .replace("\nexport const operations", imported),
  );
  writeFileSync(join(home, "__tests__/functions/count.test.ts"), codeOf("development", "Test it"));
  apply(home, codeOf("development", "Add an alarm"));
  apply(home, codeOf("development", "Add a setting"));
  writeFileSync(join(home, "main.ts"), programOf("make-it-yours", "1. Describe the service"));
  await npm(home, "update");
  assert.match(readFileSync(join(home, "README.md"), "utf8"), /\| count \| Count the items /);
  writeFileSync(join(home, "README.md"), "# Shop\n\nWhat our shop has sold.\n");
  assert.match(await npm(home, "test"), /Tests: +\d+ passed/);
  const { service, api } = settingsOf("make-it-yours", "1. Describe the service");
  assert.ok((await smoke(home)).endsWith(`/${api.stage}/${api.resource}`));
  const json = readFileSync(join(home, `dist/synth/stacks/${service}/cdk.tf.json`), "utf8");
  assert.doesNotMatch(json, ofTheExample);
});

test("a second table with a sort key and an index: npm run update, and smoke passes", async () => {
  const home = copyCheckout();
  writeFileSync(join(home, "main.ts"), programOf("development", "Add a table"));
  await npm(home, "update");
  assert.match(
    readFileSync(join(home, "docs/openapi.json"), "utf8"),
    /Orders\/\{customer\}\/\{time\}/,
  );
  await smoke(home);
});

/** @returns the service's URL */
async function smoke(home: string): Promise<string> {
  const server = await startServer({ cwd: home, env });
  const printed = await npm(home, "smoke", "--", server.url);
  assert.match(printed, /\d+ answered as they should, 0 did not/);
  kill(server.child, "SIGINT");
  return server.url;
}
