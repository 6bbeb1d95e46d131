/** One edit changes the document, the pages and what smoke asks: each edit in a copy, with `npm start` and `npm run smoke`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableOperations } from "../../functions/access";
import { operations } from "../../functions/operations";
import { routes } from "../../functions/rest/routes";
import { createProject, shell } from "../support/local/project";

jest.setTimeout(120_000); // on a busy machine, too

const used = new Set<string>(routes.flatMap(({ runs = [] }) => runs));
const unused = tableOperations.filter((name) => !used.has(name));

const projects: ReturnType<typeof createProject>[] = [];
afterAll(async () => {
  for (const project of projects) {
    await project.endAll();
    project.remove();
  }
});

/** Starts a copy, and asks it everything. */
async function carryOut(settings: string, edit: (home: string) => void = () => {}) {
  const project = createProject(settings);
  projects.push(project);
  edit(project.home);
  const server = await project.start(["--port", "0", "--memory"]);
  const page = async (name: string) => (await fetch(new URL(`/_pages/${name}`, server.url))).text();
  const [document, service] = [await page("openapi.json"), await page("service.json")];
  const smoke = `cd "${project.home}" && AWS_EC2_METADATA_DISABLED=true npm run -s smoke -- ${server.url}`;
  return { document, service, asked: await shell(smoke), requests: server.output() };
}

test.each([
  ["that no route runs", unused[0]],
  ["that routes run", [...used][0]],
])("a row of the operation table %s is deleted: %s", async (_, row) => {
  const { document, asked } = await carryOut("{}", (home) => {
    const file = join(home, "functions/operations.ts");
    const text = readFileSync(file, "utf8");
    const without = text.replace(new RegExp(`^  ${row}: \\{\n.*?^  \\},\n`, "ms"), "");
    expect(without).not.toBe(text);
    writeFileSync(file, without);
  });
  const others = Object.keys(operations).filter((name) => name !== row);
  const { discriminator } = JSON.parse(document).components.schemas.Envelope;
  expect(Object.keys(discriminator.mapping)).toStrictEqual(others);
  expect(document).not.toContain(`"${row}"`);
  expect(asked.match(/(?<= ms {2})\w+(?=:)/g)).toStrictEqual(others);
  expect(asked).toMatch(/ answered as they should, 0 did not\n$/);
});

test("a table is renamed and has an index", async () => {
  const { document, service, asked, requests } = await carryOut(`{
    tables: {
      Renamed: {
        hashKey: { name: "Id", type: "S" },
        globalIndexes: { "by-state": { hashKey: { name: "state", type: "S" } } },
      },
    },
  }`);
  const { paths } = JSON.parse(document);
  const [resource] = Object.keys(paths);
  const parameters = paths[`${resource}/Renamed`].get.parameters;
  expect(parameters).toContainEqual(
    expect.objectContaining({ name: "index", schema: { type: "string", enum: ["by-state"] } }),
  );
  expect(JSON.parse(service).tables).toMatchObject([
    { name: "Renamed", indexes: [{ name: "by-state", keys: [{ name: "state" }] }] },
  ]);
  expect(asked).toContain(`GET ${resource}/Renamed: `);
  expect(asked).toMatch(/ answered as they should, 0 did not\n$/);
  expect(requests).toMatch(/\/Renamed\?index=by-state&state=eq\.conformance/);
  expect(document + service + asked).not.toContain("LambdaTable");
});

test("a row whose items could not be removed is not asked, and its line says so", async () => {
  const { asked } = await carryOut(`{
    tables: { Kept: { hashKey: { name: "Id", type: "S" }, operations: ["create", "query"] } },
  }`);
  expect(asked).toMatch(/ 0 requests +\d+ ms {2}create: not asked, since what it writes could not/);
  expect(asked).toMatch(/ [1-9]\d* requests +\d+ ms {2}query: 200 /);
  expect(asked).toMatch(/ answered as they should, 0 did not\n$/);
});
