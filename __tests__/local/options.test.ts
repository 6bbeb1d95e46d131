import { readOptions } from "../../local/options";

const usual = { port: 3000, memory: false, reset: false, auth: false, watch: true, verbose: false };

test.each([
  [[], {}],
  [["--port", "0"], { port: 0 }],
  [["--port=65535", "--memory"], { port: 65535, memory: true }],
  [["--reset", "--auth"], { reset: true, auth: true }],
  [["--no-watch"], { watch: false }],
  [["--verbose"], { verbose: true }],
])("npm start -- with %j starts with the defaults and %j", (args, options) => {
  expect(readOptions(args)).toStrictEqual({ ...usual, ...options });
});

test.each(["http", "70000", "65536", "-1", "80.5", ""])(
  "a port %j is refused with the range that ports have",
  (port) => {
    expect(() => readOptions([`--port=${port}`])).toThrow(
      `--port takes a number from 0 to 65535, not "${port}".`,
    );
  },
);

test.each([
  [["--prot", "1"], "Unknown option '--prot'.\nUsage: npm start"],
  [["--port"], "Option '--port <value>' argument missing.\nUsage: npm start"],
  [["3000"], "Usage: npm start"],
])("%j is refused with what there is", (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
