/** The tests of the function's behaviour, with a handler and a client that are built as Lambda gets them. */
const usual = require("./jest.config.js");

/** @type {import("jest").Config} */
module.exports = {
  ...usual,
  testMatch: ["<rootDir>/__tests__/functions/**/*.test.ts"],
  moduleNameMapper: { "/functions/(handler|client)$": "<rootDir>/dist/tests/shipped.js" },
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out"],
  transformIgnorePatterns: [...usual.transformIgnorePatterns, "<rootDir>/dist/"],
  globals: { shipped: true },
};
