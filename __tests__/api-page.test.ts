/** The pages of the API: the settings of each, and its commands, run in order. */
import { routes } from "../functions/rest/routes";
import { resolveSettings } from "../infra/settings/settings";
import { createProject, shell } from "./support/local/project";
import { curlTo, normalize, readPage } from "./support/page";

test("docs/api.md has the parameters of the route table", () => {
  const { text } = readPage("docs/api.md");
  const listed = [...text.matchAll(/^\| `(\w+)(=op\.value)?` \|/gm)].map(([, name, condition]) =>
    condition ? "{key}" : name,
  );
  const known = routes.flatMap((route) => route.parameters ?? []);
  expect(new Set(known.map(({ name }) => name))).toStrictEqual(new Set(listed));
  expect(known.every(({ summary }) => summary !== "")).toBe(true);
});

describe.each(["docs/api.md", "docs/entity-tags.md"])("%s", (file) => {
  const { blocks, commands } = readPage(file);
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
    expect(commands.length).toBeGreaterThan(4);
    expect(commands.filter(({ command }) => !command.startsWith("curl "))).toStrictEqual([]);
  });

  /** Versions are the time when a command runs; later commands repeat them. */
  const version = /\b1\d{12}\b/g;
  const real = new Map<string, string>();
  test.each(commands)("$command", async ({ command, output }) => {
    const line = curlTo(server.url, command).replaceAll(
      version,
      (shown) => real.get(shown) ?? shown,
    );
    const printed = await shell(line);
    const versions = printed.match(version) ?? [];
    for (const [i, shown] of (output.match(version) ?? []).entries()) {
      real.set(shown, versions[i] ?? "");
    }
    const shownNow = output.replaceAll(version, (shown) => real.get(shown) as string);
    expect(normalize(printed.trim())).toBe(normalize(shownNow));
  });
});
