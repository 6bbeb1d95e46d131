/** An engine in memory, for tests. */
import { startEngine } from "../../local/engine/engine";

export const startTestEngine = () =>
  startEngine({ threadFile: "./dist/tests/local/engine/engine-thread.js" });
