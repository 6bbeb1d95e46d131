// Checks an OpenAPI document on stdin with two validators, and prints what they find as JSON. They are ES modules, which
// jest does not load. The first is the linter of Redocly's CLI with its recommended rules.

import { text } from "node:stream/consumers";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Validator } from "@seriousme/openapi-schema-validator";

const source = await text(process.stdin);
const config = await createConfig({ extends: ["recommended"] });
const found = await lintFromString({ source, absoluteRef: "openapi.json", config });
const linted = found.map(({ ruleId, message, location }) => ({
  rule: ruleId,
  message,
  at: location[0]?.pointer,
}));
const { valid, errors } = await new Validator().validate(JSON.parse(source));
console.log(JSON.stringify({ linted, valid, errors }));
