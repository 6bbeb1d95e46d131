/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  maxWorkers: "100%",
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  transform: {
    "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2023" } }],
  },
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/dist"],
  globalSetup: "<rootDir>/__tests__/build.ts",
  setupFiles: ["<rootDir>/__tests__/setup.ts"],
  collectCoverageFrom: ["functions/**/*.ts", "infra/**/*.ts", "local/**/*.ts"],
};
