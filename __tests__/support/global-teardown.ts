/** After all tests: removes what they have written. */
import { rmSync } from "node:fs";

// biome-ignore lint/style/noDefaultExport: Jest takes a global teardown only as the default export
export default function tearDown(): void {
  const directory = process.env["TESTS_DIRECTORY"]; // not tmpdir(), which is everybody's if the setup has failed
  if (directory) rmSync(directory, { recursive: true, force: true });
}
