/** The flags of `npm start`. */
import { readOptions } from "../../local/options";

const usual = {
  port: 3000,
  host: "127.0.0.1",
  memory: false,
  reset: false,
  auth: false,
  watch: true,
  verbose: false,
};

test.each([
  [[], {}],
  [["--port", "0"], { port: 0 }],
  [["--port=65535", "--memory"], { port: 65535, memory: true }],
  [["--host", "0.0.0.0"], { host: "0.0.0.0" }],
  [["--engine-port", "8000"], { enginePort: 8000 }],
  [["--seed", "items.json"], { seed: "items.json" }],
  [["--reset", "--auth"], { reset: true, auth: true }],
  [["--auth", "--reset"], { reset: true, auth: true }],
  [["--reset", "Orders", "--auth"], { reset: "Orders", auth: true }],
  [["--reset=Orders"], { reset: "Orders" }],
  [["--no-watch"], { watch: false }],
  [["--verbose"], { verbose: true }],
])("npm start -- with %j starts with the defaults and %j", (args, options) => {
  expect(readOptions(args)).toStrictEqual({ ...usual, ...options });
});

test.each(["http", "70000", "65536", "-1", "80.5", ""])(
  "a port %j is refused with the range that ports have",
  (port) => {
    for (const flag of ["--port", "--engine-port"]) {
      expect(() => readOptions([`${flag}=${port}`])).toThrow(
        `${flag} takes a number from 0 to 65535, not "${port}".`,
      );
    }
  },
);

test.each([
  [["--reset="], "--reset is empty."],
  [["--reset", ""], "--reset is empty."],
  [["--host="], "--host is empty."],
  [["--seed", ""], "--seed is empty."],
])("%j, where a shell variable was empty, is refused", (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});

test.each([
  [["--prot", "1"], "Unknown option '--prot'.\nUsage: npm start"],
  [["--port"], "Option '--port <value>' argument missing.\nUsage: npm start"],
  [["--seed"], "Option '--seed <value>' argument missing.\nUsage: npm start"],
  [["3000"], "Usage: npm start"],
  [["--reset", "Orders", "Users"], "Usage: npm start"],
])("%j is refused with what there is", (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
