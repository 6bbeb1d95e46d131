/** A key of the account's own, with which tables, logs and the function's environment are encrypted. */
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Aspects } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { policyDocument, type Statement } from "./function/policy";
import type { Settings } from "./settings/settings";

type EncryptionSettings = Pick<Settings, "customerManagedKey" | "deletionProtection" | "region">;

/** Without `customerManagedKey`, AWS encrypts with its own keys, and this construct is empty. */
export class Encryption extends Construct {
  /** What the function's role needs. */
  readonly statements: readonly Statement[];

  constructor(scope: Construct, id: string, settings: EncryptionSettings) {
    super(scope, id);
    this.statements = [];
    if (!settings.customerManagedKey) return;
    const { arn } = createKey(this, settings);
    this.statements = [{ Sid: "Key", Effect: "Allow", Action: usage, Resource: [arn] }];
    // An aspect finds every log group of the stack, so none can be forgotten.
    Aspects.of(scope).add({ visit: (node) => encrypt(node, arn) });
  }
}

function encrypt(node: IConstruct, key: string): void {
  if (node instanceof CloudwatchLogGroup) node.kmsKeyId = key;
  if (node instanceof LambdaFunction) node.kmsKeyArn = key;
  if (node instanceof DynamodbTable) {
    node.putServerSideEncryption({ enabled: true, kmsKeyArn: key });
  }
}

/** DynamoDB uses the key on behalf of whoever reads or writes, so the function's role needs these. */
const usage = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"];

function createKey(scope: Construct, { deletionProtection, region }: EncryptionSettings): KmsKey {
  const { accountId } = new DataAwsCallerIdentity(scope, "account");
  const { partition } = new DataAwsPartition(scope, "partition");
  return new KmsKey(scope, "key", {
    description: "Tables, logs and environment of DynamoDB operations over HTTPS",
    enableKeyRotation: true,
    policy: policyDocument([
      {
        Sid: "PoliciesOfTheAccountDecide",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Action: "kms:*",
        Resource: "*", // in a key's policy, this key
      },
      logsMayUse(region, `arn:${partition}:logs:${region}:${accountId}:log-group:*`),
    ]),
    // Without the key, nobody can read the tables.
    ...(deletionProtection && { lifecycle: { preventDestroy: true } }),
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
const logsMayUse = (region: string, groups: string) => ({
  Sid: "LogsOfTheAccount",
  Effect: "Allow",
  Principal: { Service: `logs.${region}.amazonaws.com` },
  Action: [
    "kms:Decrypt*",
    "kms:Describe*",
    "kms:Encrypt*",
    "kms:GenerateDataKey*",
    "kms:ReEncrypt*",
  ],
  Resource: "*",
  Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": groups } },
});
