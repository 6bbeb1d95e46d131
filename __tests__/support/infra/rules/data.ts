/** Rules about tables, the provider, and where Terraform may work. */
import type { Rule } from "./rule";

export const dataOn: readonly Rule[] = [
  {
    id: "KICS SSE",
    type: "aws_dynamodb_table",
    says: "tables are encrypted with a key of KMS",
    holds: (table) => table["server_side_encryption"].enabled === true,
  },
  {
    id: "CKV2_AWS_16",
    type: "aws_dynamodb_table",
    says: "tables scale by themselves, up to a limit of cost",
    holds: (table) =>
      table["billing_mode"] === "PAY_PER_REQUEST" &&
      [table, ...(table["global_secondary_index"] ?? [])].every(
        ({ on_demand_throughput: limit }) =>
          limit.max_read_request_units > 0 && limit.max_write_request_units > 0,
      ),
  },
  {
    id: "SecHub tags",
    type: "provider",
    says: "everything is tagged with project and environment",
    holds: (provider, { settings }) => {
      const [{ tags }] = provider["default_tags"];
      return tags.project === settings.service && tags.environment === settings.environment;
    },
  },
  {
    id: "account",
    type: "provider",
    says: "Terraform works only in the account of the settings",
    when: ({ account }) => account !== undefined,
    holds: (provider, { settings }) =>
      JSON.stringify(provider["allowed_account_ids"]) === JSON.stringify([settings.account]),
  },
];

export const dataInProduction: readonly Rule[] = [
  {
    id: "CKV_AWS_28",
    type: "aws_dynamodb_table",
    says: "tables can be restored to a point in time",
    holds: (table) => table["point_in_time_recovery"].enabled === true,
  },
  {
    id: "DynamoDB.6",
    type: "aws_dynamodb_table",
    says: "AWS and Terraform refuse to delete tables",
    holds: (table) =>
      table["deletion_protection_enabled"] === true && table["lifecycle"]?.prevent_destroy === true,
  },
  {
    id: "Cognito.1",
    type: "aws_cognito_user_pool",
    says: "AWS and Terraform refuse to delete the pool of users",
    when: ({ api }) => api.auth === "cognito" && api.userPoolArn === undefined,
    holds: (pool) =>
      pool["deletion_protection"] === "ACTIVE" && pool["lifecycle"]?.prevent_destroy === true,
  },
  {
    id: "place",
    type: "terraform_data",
    says: "Terraform refuses another account or region",
    holds: ({ triggers_replace: place, lifecycle }, { settings }) =>
      lifecycle.prevent_destroy === true &&
      place.region === settings.region &&
      /^\$\{data\.aws_caller_identity\.\w+\.account_id\}$/.test(place.account),
  },
];
