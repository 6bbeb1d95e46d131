/** Compiles the handler and the client as Lambda gets them. */
import { buildSync } from "esbuild";
import { optionsIn } from "../../infra/function/bundle";

export function buildShipped(): void {
  const options = optionsIn(process.cwd());
  const parts = ["handler", "client"].map((name) => `export * from "./functions/${name}";`);
  buildSync({
    ...options,
    keepNames: true, // the tests ask for the names of commands
    stdin: { contents: parts.join("\n"), resolveDir: "." },
    outfile: "dist/tests/shipped.js",
  });
  buildSync({
    ...options,
    entryPoints: ["__tests__/support/functions/container.ts"],
    outfile: "dist/tests/__tests__/support/functions/container.js",
  });
}
