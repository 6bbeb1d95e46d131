/** The rules of a security and operations review, for every combination of what the settings choose. */
import { readFileSync } from "node:fs";
import { resolveSettings, type SettingsInput } from "../../infra/settings/settings";
import { leftOut } from "../support/infra/rules/left-out";
import { broken, type Rule } from "../support/infra/rules/rule";
import { always, inProduction } from "../support/infra/rules/rules";
import { synthesize } from "../support/infra/synthesize";
import { certificateArn, variantNames, variants } from "../support/infra/variants";

const domain = { name: "api.example.com", certificateArn };
const both = [true, false];

/** Every environment × auth × integration × cors × firewall × domain. */
const combinations: readonly SettingsInput[] = ["default", "prod"].flatMap((environment) =>
  (["iam", "apiKey", "cognito", "none"] as const).flatMap((auth) =>
    (["AWS_PROXY", "AWS"] as const).flatMap((integration) =>
      both.flatMap((cors) =>
        both.flatMap((waf) =>
          both.map((hasDomain) => ({
            environment,
            api: {
              auth,
              integration,
              waf,
              ...(cors && { cors: { origin: "https://app.example.com" } }),
              ...(hasDomain && { domain }),
            },
          })),
        ),
      ),
    ),
  ),
);

/** And every variant of the other tests. */
const inputs = [...combinations, ...variantNames.map((name): SettingsInput => variants[name])];
const used = new Set<Rule>();

test.each(inputs.map((input) => [JSON.stringify(input), input] as const))(
  "the rules hold with the settings %s",
  (_, input) => {
    const settings = resolveSettings(input);
    const synthesis = synthesize(input);
    const rules = (settings.protection ? [...always, ...inProduction] : always).filter(
      ({ when = () => true }) => when(settings),
    );
    for (const rule of rules) used.add(rule);
    expect(rules.flatMap((rule) => broken(rule, synthesis, settings))).toStrictEqual([]);
  },
);

test("every rule was used", () => {
  expect([...always, ...inProduction].filter((rule) => !used.has(rule))).toStrictEqual([]);
});

test.each(inProduction)("$id is off by default: $says", (rule) => {
  const input = rule.when ? { api: { auth: "cognito" as const } } : {};
  expect(broken(rule, synthesize(input), resolveSettings(input))).not.toStrictEqual([]);
});

test(".checkov.yaml leaves out what the rules leave out, with their reasons", () => {
  const reasons = new Map([
    ...Object.entries(leftOut),
    ...always.flatMap(({ id, leftOut: reason }) => (reason ? [[id, reason] as const] : [])),
  ]);
  const lines = readFileSync(".checkov.yaml", "utf8").matchAll(/^ {2}# (.+)\n {2}- (\w+)$/gm);
  const shown = [...lines].map(([, reason, id]) => [id, reason]);
  expect(shown).toStrictEqual([...reasons].sort(([a], [b]) => a.localeCompare(b)));
});
