/** Rules about the account's own key of KMS, for the setting `customerManagedKey`. */
import { type Rule, refersTo } from "./rule";

const leftOut =
  "a key of your own: customerManagedKey is a setting; without it, AWS encrypts with its own keys";
const when: Rule["when"] = ({ customerManagedKey }) => customerManagedKey;

const isKey = (value: unknown, keys: readonly (readonly [address: string, unknown])[]) =>
  keys.some(([address]) => refersTo(value, "aws_kms_key", address));

export const encryptionOn: readonly Rule[] = [
  {
    id: "CKV_AWS_119",
    type: "aws_dynamodb_table",
    says: "tables are encrypted with the key",
    leftOut,
    when,
    holds: ({ server_side_encryption: encryption }, { all }) =>
      encryption.enabled === true && isKey(encryption.kms_key_arn, all("aws_kms_key")),
  },
  {
    id: "CKV_AWS_158",
    type: "aws_cloudwatch_log_group",
    says: "every log is encrypted with the key",
    leftOut,
    when,
    holds: ({ kms_key_id }, { all }) => isKey(kms_key_id, all("aws_kms_key")),
  },
  {
    id: "CKV_AWS_173",
    type: "aws_lambda_function",
    says: "the function's environment is encrypted with the key",
    leftOut,
    when,
    holds: ({ kms_key_arn }, { all }) => isKey(kms_key_arn, all("aws_kms_key")),
  },
  {
    id: "CKV_AWS_7, 33",
    type: "aws_kms_key",
    says: "the key is rotated, and only this account and its logs may use it",
    when,
    holds: ({ enable_key_rotation, policy }) => {
      const statements: { Principal: object; Condition?: object }[] = JSON.parse(policy).Statement;
      return (
        enable_key_rotation === true &&
        statements.every(({ Principal, Condition }) => {
          const principal = JSON.stringify(Principal);
          return (
            /:root"\}$/.test(principal) || (/"logs\./.test(principal) && Condition !== undefined)
          );
        })
      );
    },
  },
];
