/** The workflows that GitHub runs. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  convertWorkflowTemplate,
  NoOperationTraceWriter,
  parseWorkflow,
} from "@actions/workflow-parser";

const directory = ".github/workflows";
const workflows = readdirSync(directory).map((name) => [
  name,
  readFileSync(join(directory, name), "utf8"),
]) as [string, string][];

describe.each(workflows)("the workflow %s", (name, content) => {
  it("is valid by GitHub's own schema and expressions", async () => {
    const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
    if (value) await convertWorkflowTemplate(context, value);
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
  });

  it("pins each action to a commit, and names its version beside it", () => {
    const uses = content.match(/(?<=uses: ).+/g) ?? [];
    expect(uses.length).toBeGreaterThan(0);
    for (const use of uses) expect(use).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("runs scripts that package.json has", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    const names = [...content.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(names));
  });

  it("has no rights but to read the source, and to ask for AWS's credentials where it needs them", () => {
    const [permissions] = content.match(/(?<=^permissions:\n)( +.+\n)+/m) ?? [];
    const needsAws = content.includes("configure-aws-credentials");
    expect(permissions).toBe(`  contents: read\n${needsAws ? "  id-token: write\n" : ""}`);
    expect(content).not.toMatch(/secrets\.|aws-access-key-id/);
  });
});
