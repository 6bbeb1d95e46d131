/** The first half of `npm run update`: everything but the snapshots, which Jest writes. */
import { update } from "./generated";

try {
  update();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
