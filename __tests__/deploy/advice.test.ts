import { readFileSync } from "node:fs";
import { adviseOn, troubles } from "../../deploy/advice";

/** As Terraform 1.11 and the provider 5.100 print them. */
const cases: readonly (readonly [said: string, advice: RegExp])[] = [
  ["Error: No valid credential sources found", /AWS_PROFILE/],
  ["failed to refresh cached credentials, no EC2 IMDS role found,", /AWS_PROFILE/],
  ["StatusCode: 403, api error ExpiredToken: The security token included in", /Sign in again/],
  ["api error InvalidClientTokenId: The security token included", /does not know these/],
  ["Error: invalid AWS Region: us-esat-1", /Check AWS_REGION/],
  [
    'Post "https://sts.us-x-1.amazonaws.com/": dial tcp: lookup sts.us-x-1.amazonaws.com on 10.0.0.2:53: no such host',
    /AWS_REGION/,
  ],
  ["api error AccessDeniedException: User: arn is not authorized to perform: x", /may not do/],
  ["EntityAlreadyExists: Role with name LambdaFunctionOverHttps already exists.", /ENVIRONMENT=/],
  ["ResourceInUseException: Table already exists: LambdaTable", /ENVIRONMENT=/],
  ["Error: Backend configuration changed", /npm run diff -- --migrate-state/],
  ["Please pass the --migrate-state flag to migrate your state", /STATE_BUCKET/],
  ["Error: Error acquiring the state lock", /force-unlock/],
  [
    "Error: Failed to query available provider packages\n registry.terraform.io: dial tcp: lookup registry.terraform.io on 10.0.0.2:53: no such host",
    /mirror/,
  ],
  ["Error: Could not retrieve providers for locking", /TF_CLI_ARGS_providers_lock/],
  [
    "Error: Failed to query available provider packages\n\nCould not retrieve the list of available versions for provider hashicorp/aws: no available releases match the given constraints >= 6.21.0, < 7.0.0",
    /LAMBDA_RUNTIME=nodejs22.x/,
  ],
  [
    'Error: expected runtime to be one of ["nodejs" "nodejs22.x"], got nodejs24.x',
    /LAMBDA_RUNTIME=nodejs22.x/,
  ],
  ["Warning: Unable to open CLI configuration file", /TF_CLI_CONFIG_FILE.*Unset it/],
  [
    "Error: The table Books-prod is protected, and its entry in `tables` was removed or renamed.",
    /Restore the entry\. To delete/,
  ],
  ["Error: The table Books-prod is still protected in the account.", /off, then destroy\./],
  [
    "Error: The hashKey of the table Books, Id, has the type S, and the settings say N.",
    /Restore the type/,
  ],
  [
    "ValidationException: Table 'Books-prod' can't be deleted while DeletionProtectionEnabled is set to True",
    /removed or renamed.*update-table/,
  ],
  ["Error: Unsupported Terraform Core version", /install 1.5/],
  [
    "Error: Instance cannot be destroyed\n\n│ Resource aws_dynamodb_table.tables_LambdaTable_E492BA3E has\n│ lifecycle.prevent_destroy set",
    /key or local index was changed/,
  ],
  [
    "Error: Instance cannot be destroyed\n\nResource terraform_data.account_and_region has lifecycle.prevent_destroy set,",
    /another account or region/,
  ],
  [
    "Error: Instance cannot be destroyed\n\n│ Resource aws_dynamodb_table.tables_LambdaTable_E492BA3E has\n│ lifecycle.prevent_destroy set\n│ \nError: Instance cannot be destroyed\n\nResource terraform_data.account_and_region has lifecycle.prevent_destroy set,",
    /DELETION_PROTECTION=off/,
  ],
  ["Error: AWS account ID not allowed: 210987654321", /setting `account`/],
  [
    "BadRequestException: CloudWatch Logs role ARN must be set in account settings to enable logging",
    /apiGatewayAccountRole to "manage"/,
  ],
  ['Error: Failed to get existing workspaces: S3 bucket "x" does not exist.', /STATE_BUCKET/],
];

test.each(cases)("%s", (said, advice) => {
  expect(adviseOn(said)).toStrictEqual([expect.stringMatching(advice)]);
});

test("has no advice for what it does not know", () => {
  expect(adviseOn("Error: something else")).toStrictEqual([]);
});

test("docs/deploy.md has every advice, with the same text", () => {
  const page = readFileSync("docs/deploy.md", "utf8").replaceAll(/\s+/g, " ");
  expect(troubles.filter(({ advice }) => !page.includes(advice))).toStrictEqual([]);
});
