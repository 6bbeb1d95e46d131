/** A copy of the project with settings of the test's own, so that it does not depend on what a user has in main.ts. */
import { cpSync, existsSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const files = ["launch.mjs", "cdktf.json", "package.json"];
const rooms = ["functions", "infra", "local", "deploy", "conformance"];

/**
 * Copies the program over what is in the directory.
 * @param settings the object in main.ts, as text; without it, the guide's service
 */
export function copyProject(home: string, settings = "{}"): void {
  for (const part of [...files, ...rooms]) cpSync(part, join(home, part), { recursive: true });
  const text = `import { synthesize } from "./infra/app";\n\nsynthesize(${settings});\n`;
  writeFileSync(join(home, "main.ts"), text);
  const modules = join(home, "node_modules");
  if (!existsSync(modules)) symlinkSync(join(process.cwd(), "node_modules"), modules);
}
