/** The commands of the first pages that need no account, run in their order over one server. */
import { resolveSettings } from "../infra/settings/settings";
import { createHome } from "./support/local/local-server";
import { createProject, shell } from "./support/local/project";
import { curlTo, normalize, readmeIsOurs, readPage } from "./support/page";

const pages = [...(readmeIsOurs ? ["README.md"] : []), "docs/local.md", "docs/deploy.md"];
const commands = pages.flatMap((page) => readPage(page).commands);

/** A setting more may be one more that local mode does not act on. */
const withoutInactive = (text: string) => text.replace(/^Not here .*$/m, "Not here");

describe("without an account", () => {
  const project = createProject();
  let server: Awaited<ReturnType<typeof project.start>>;
  const { start } = createHome();
  let guarded: { url: string };
  let ready: string;
  beforeAll(async () => {
    server = await project.start(["--port", "0"]);
    ready = server.output();
    const code = `export const handler = async () => ({ statusCode: 200, body: '"pong"' });`;
    guarded = await start({ code, auth: true });
  });
  afterAll(async () => {
    await project.endAll();
    project.remove();
  });

  const starts = commands.filter(({ command }) => command.endsWith("npm start"));
  for (const { command, output } of starts) {
    test(`${command} prints what the page says`, () => {
      expect(withoutInactive(normalize(ready.trim()))).toBe(withoutInactive(normalize(output)));
      const inactive = /^Not here (.*)$/m.exec(ready)?.[1]?.split(/[,:;] /);
      const shown = /^Not here (.*)$/m.exec(output)?.[1]?.split(/[,:;] /) ?? [];
      expect(inactive).toStrictEqual(expect.arrayContaining(shown));
    });
  }

  test("npm run smoke prints what the page says", async () => {
    const shown = commands.find(({ command }) => command.includes("-s smoke"));
    const line = shown?.command.replace("127.0.0.1:3000", new URL(server.url).host);
    const printed = await shell(`cd "${project.home}" && AWS_EC2_METADATA_DISABLED=true ${line}`);
    // One more row of the operation table is one more line; the page need not show it.
    const lines = (text = "") =>
      normalize(text.trim())
        .replaceAll(/ *\d+ requests/g, "N requests")
        .replace(/\d+ answered/, "N answered")
        .split("\n");
    expect(lines(printed)).toStrictEqual(expect.arrayContaining(lines(shown?.output)));
    expect(lines(printed).at(-1)).toBe("N answered as they should, 0 did not");
  });

  const curls = commands.filter(({ command }) => command.startsWith("curl"));
  test.each(curls)("$command", async ({ command, output }) => {
    const { url } = command.includes("--aws-sigv4") ? guarded : server;
    expect(normalize(await shell(curlTo(url, command)))).toBe(normalize(output));
  });

  test("the server ends by a SIGTERM as by a Ctrl-C, and leaves no code behind", async () => {
    await project.end(server.child, "SIGTERM");
    expect(project.temporaryFiles()).toStrictEqual([]);
  });
});

if (readmeIsOurs) {
  test("the README's settings are valid", () => {
    const [snippet] = readPage("README.md").blocks("ts");
    const run = new Function("synthesize", `return ${snippet}`); // main.ts as a reader would have it
    const settings = run((given: object) => given);
    expect(resolveSettings(settings)).toMatchObject(settings);
  });

  test("the README is a first look: short, in short paragraphs, with all commands of the start", () => {
    // What is computed grows with the tables.
    const own = readPage("README.md").text.replaceAll(/<!-- generated.*?<!-- end -->/gs, "");
    expect(own.split("\n").length).toBeLessThanOrEqual(110);
    const paragraphs = own.replaceAll(/^```.*?^```/gms, "").split(/\n\n+|\n(?=[-#])/);
    expect(paragraphs.filter((one) => one.trim().split("\n").length > 5)).toStrictEqual([]);
    expect(commands.map(({ command }) => command)).toContain("npm ci && npm start");
  });
}
