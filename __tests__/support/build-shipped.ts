/** Before all tests of the shipped code: compiles what the usual tests need, and the handler and the client as Lambda gets them. */
import { buildSync } from "esbuild";
import { options } from "../../infra/function/bundle";
import build from "./build";

// biome-ignore lint/style/noDefaultExport: Jest takes a global setup only as the default export
export default function buildShipped(): void {
  build();
  const parts = ["./functions/handler", "./functions/client", "@aws-sdk/lib-dynamodb"];
  buildSync({
    ...options,
    stdin: { contents: parts.map((part) => `export * from "${part}";`).join(""), resolveDir: "." },
    outfile: "dist/tests/shipped.js",
  });
  buildSync({
    ...options,
    entryPoints: ["__tests__/support/functions/container.ts"],
    outfile: "dist/tests/__tests__/support/functions/container.js",
  });
}
