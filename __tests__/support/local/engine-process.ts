/** A process with an engine over the directory that it is given, for tests that kill it; it prints the endpoint. */
import { startEngine } from "../../../local/engine/engine";

const [directory] = process.argv.slice(2);
void startEngine({ directory, threadFile: "./dist/tests/local/engine/engine-thread.js" }).then(
  ({ endpoint }) => console.log(endpoint),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
