/** What binds an environment to its account and region, and what a synth warns of in production. */
import { synthesize } from "../support/infra/synthesize";
import { variant } from "../support/infra/variants";

const state = { bucket: "states" };

test.each([{ environment: "prod" }, { environment: "qa", deletionProtection: true }])(
  "a protected environment whose state is a file warns: %j",
  (input) => {
    expect(synthesize(input).warnings).toStrictEqual([
      expect.stringMatching(
        `"${input.environment}" is protected, .* Keep the state in S3: .*STATE_BUCKET`,
      ),
    ]);
  },
);

test("a protected environment is bound to its account and region", () => {
  const prod = variant("prod");
  const [[account]] = Object.entries(prod.json.data.aws_caller_identity) as [[string, object]];
  expect(prod.json.resource.terraform_data).toMatchObject({
    account_and_region: {
      triggers_replace: {
        account: `\${data.aws_caller_identity.${account}.account_id}`,
        region: "us-east-1",
      },
      lifecycle: { prevent_destroy: true },
    },
  });
});

test.each([{}, { environment: "prod", deletionProtection: false }])(
  "an environment that may be destroyed is not bound to a place: %j",
  (input) => {
    expect(synthesize(input).has("terraform_data")).toBe(false);
  },
);

test("the account of the settings is the only one in which the provider works", () => {
  expect(variant("protected environment").json.provider.aws).toMatchObject([
    { allowed_account_ids: ["123456789012"] },
  ]);
  expect(variant("default").json.provider.aws[0]).not.toHaveProperty("allowed_account_ids");
});

test.each([
  ["production", {}],
  ["live", {}],
  ["prod-eu", {}],
  ["eu-prd", {}],
  ["prod", { deletionProtection: false }],
  ["prod", { protection: false }],
])(
  "%s with %j reads like production and is not protected: the synth warns",
  (environment, input) => {
    expect(synthesize({ environment, ...input }).warnings).toStrictEqual([
      expect.stringMatching(
        `"${environment}" reads like production, .* is off: .* Set protection to true`,
      ),
    ]);
  },
);

test.each([
  ["default", {}],
  ["dev", {}],
  ["product", {}],
  ["delivery", {}],
  ["prod", { state }],
  ["live", { protection: true, state }],
  ["production", { deletionProtection: true, state }],
])("%s with %j does not warn", (environment, input) => {
  expect(synthesize({ environment, ...input }).warnings).toStrictEqual([]);
});
