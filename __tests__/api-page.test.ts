/** docs/api.md: its settings and its commands, run in order. */
import { routes } from "../functions/rest/routes";
import { resolveSettings } from "../infra/settings/settings";
import { createProject, shell } from "./support/local/project";
import { curlTo, normalize, readPage } from "./support/page";

jest.setTimeout(60_000);

const { text, blocks, commands } = readPage("docs/api.md");
const settings = /synthesize\((.*)\);/s.exec(blocks("ts")[0] ?? "")?.[1] ?? "";
const project = createProject(settings);
let server: Awaited<ReturnType<typeof project.start>>;
beforeAll(async () => {
  server = await project.start(["--port", "0", "--memory"]);
});
afterAll(async () => {
  await project.endAll();
  project.remove();
});

test("the settings of the page are valid, and its commands are all sent by curl", () => {
  const run = new Function(`return ${settings}`);
  expect(resolveSettings(run())).toMatchObject({ environment: "default" });
  expect(commands.length).toBeGreaterThan(5);
  expect(commands.filter(({ command }) => !command.startsWith("curl "))).toStrictEqual([]);
});

test("the page has the parameters of the route table", () => {
  const listed = [...text.matchAll(/^\| `(\w+)(=op\.value)?` \|/gm)].map(([, name, condition]) =>
    condition ? "{key}" : name,
  );
  const known = routes.flatMap((route) => route.parameters ?? []);
  expect(new Set(known.map(({ name }) => name))).toStrictEqual(new Set(listed));
  expect(known.every(({ where, summary }) => where === "query" && summary !== "")).toBe(true);
});

test.each(commands)("$command", async ({ command, output }) => {
  expect(normalize((await shell(curlTo(server.url, command))).trim())).toBe(normalize(output));
});
