/** An engine in memory, for tests. */
import { startEngine } from "../../local/engine/engine";

type EngineProps = Parameters<typeof startEngine>[0];

export const startTestEngine = (props: Partial<EngineProps> = {}) =>
  startEngine({ threadFile: "./dist/tests/local/engine/engine-thread.js", ...props });
