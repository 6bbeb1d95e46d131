/** An engine in memory, for tests. */
import { startEngine } from "../local/engine";

export const startTestEngine = () => startEngine({ threadFile: "./dist/tests/engine-thread.js" });
