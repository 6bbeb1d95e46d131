/** `npm start` while files are saved: what runs, what is printed, and that nobody notices. */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../support/local/local-server";
import { createProject, curl } from "../support/local/project";

jest.setTimeout(120_000);

const project = createProject();
const pathOf = (file: string) => join(project.home, file);

/** Ways of editors, and of git. Some watchers lose a file that is saved in one of them, or its next save. */
const ways = {
  "writes a new file and renames it": (path: string, text: string) => {
    writeFileSync(`${path}~`, text);
    renameSync(`${path}~`, path);
  },
  "deletes the file and writes it again": (path: string, text: string) => {
    rmSync(path);
    writeFileSync(path, text);
  },
  "renames the file and writes another": (path: string, text: string) => {
    renameSync(path, `${path}~`);
    writeFileSync(path, text);
    rmSync(`${path}~`);
  },
  "writes into the file": (path: string, text: string) => writeFileSync(path, text),
};

const save = (
  file: string,
  text: string,
  way: keyof typeof ways = "writes a new file and renames it",
) => ways[way](pathOf(file), text);

function change(file: string, from: string | RegExp, to: string) {
  const text = readFileSync(pathOf(file), "utf8");
  expect(text).toMatch(from);
  save(file, text.replace(from, to));
}

let server: Awaited<ReturnType<typeof project.start>>;
beforeAll(async () => {
  server = await project.start(["--port", "0", "--memory"]);
});
afterAll(async () => {
  await project.endAll();
  project.remove();
});

/** Waits for what is printed from now on. */
function printed(pattern: RegExp) {
  const before = server.output().length;
  return until(() => pattern.test(server.output().slice(before)));
}

const runs = (file: string) => new RegExp(`^${file}: runs \\d+ ms after it was saved\\.$`, "m");
const code = "functions/operations.ts";

/** Saves the code, which then answers a ping by this word. */
async function saveWord(word: string) {
  const swapped = printed(runs(code));
  change(code, /answer: \(\) => "\w+"/, `answer: () => "${word}"`);
  await swapped;
}

const ask = (operation: string, members = "") =>
  curl(server.url, `{"operation":"${operation}"${members}}`);

test("saved code answers, also when the same file is saved again", async () => {
  for (const word of ["pang", "peng"]) {
    await saveWord(word);
    expect(await ask("ping")).toBe(`"${word}"`);
  }
});

test("a new operation also passes the request model of the API, which is synthesized after it", async () => {
  change(
    code,
    "\n});",
    '\n  greet: { summary: "Greet.", answer: () => "hello", payload: z.unknown(), result: z.unknown(), example: () => 1 },\n});',
  );
  await until(async () => (await ask("greet")) === '"hello"');
});

test("a new table is there, and the banner is printed again", async () => {
  const banner = printed(/^Tables +LambdaTable, Orders$/m);
  change(
    "main.ts",
    "{}",
    '{ tables: { LambdaTable: { hashKey: { name: "Id", type: "S" } }, Orders: { hashKey: { name: "Id", type: "S" } } } }',
  );
  await banner;
  const answer = await ask("create", ',"tableName":"Orders","payload":{"Item":{"Id":"1"}}');
  expect(answer).toBe("{}");
});

test.each(Object.keys(ways) as (keyof typeof ways)[])(
  "main.ts is synthesized each time when an editor %s",
  async (way) => {
    for (const comment of ["once", "twice"]) {
      const ran = printed(runs("main.ts"));
      save("main.ts", `${readFileSync(pathOf("main.ts"), "utf8")}// ${way} ${comment}\n`, way);
      await ran;
    }
  },
);

describe("what does not run is printed, and what ran before goes on", () => {
  test.each([
    ["code that does not build", code, /$/, "const = 1;", /ERROR.*\n/],
    [
      "code that does not load",
      code,
      /$/,
      'throw new Error("at once");',
      /does not load: Error: at once/,
    ],
    ["a setting that is wrong", "main.ts", "Orders", "Or/ders", /Or\/ders/],
    [
      "a key that the data contradicts",
      "main.ts",
      '"Id", type: "S" }',
      '"Id", type: "N" }',
      /--reset/,
    ],
  ])("%s", async (_, file, from, to, reason) => {
    const before = readFileSync(pathOf(file), "utf8");
    const said = printed(reason);
    const goesOn = printed(/^What ran before goes on\.$/m);
    change(file, from, to);
    await Promise.all([said, goesOn]);
    expect(await ask("ping")).toBe('"peng"');
    const fixed = printed(runs(file));
    save(file, before);
    await fixed;
  });
});

/** The synth has not read the code yet, or has. Milliseconds. */
test.each([
  [50, "Orders:", "Others:"],
  [400, "Others:", "Orders:"],
])(
  "a change of main.ts is not lost if code that does not build is saved %d ms later",
  async (after, from, to) => {
    const before = readFileSync(pathOf(code), "utf8");
    const ran = printed(runs("main.ts")); // on a fast machine before the code is saved
    const refused = printed(/ERROR.*\n/);
    change("main.ts", from, to);
    await new Promise((done) => setTimeout(done, after));
    save(code, `${before}const = 1;`);
    await refused;
    save(code, before);
    await ran;
    const answer = await ask("list", `,"tableName":"${to.slice(0, -1)}","payload":{}`);
    expect(answer).toMatch(/^{"Items":/);
  },
);

test("nobody's request is dropped while code is saved again and again", async () => {
  let saving = true;
  const answers = new Set<string>();
  const client = async () => {
    while (saving) answers.add(await ask("ping"));
  };
  const clients = [client(), client(), client(), client()];
  for (const word of ["one", "two", "three", "four"]) await saveWord(word);
  saving = false;
  await Promise.all(clients);
  expect([...answers].filter((one) => !/^"(peng|one|two|three|four)"$/.test(one))).toStrictEqual(
    [],
  );
  expect(answers.size).toBeGreaterThan(2);
});
