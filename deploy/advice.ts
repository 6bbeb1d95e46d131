/** Advice for common failures of Terraform and AWS. */

interface Trouble {
  /** Matches the message of Terraform or AWS. */
  readonly says: RegExp;
  readonly advice: string;
}

/** docs/deploy.md lists these, in this order. */
export const troubles: readonly Trouble[] = [
  {
    says: /No valid credential sources found|failed to refresh cached credentials|no EC2 IMDS role/i,
    advice:
      "There are no AWS credentials. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; `aws sts get-caller-identity` shows whether they work.",
  },
  {
    says: /ExpiredToken|token (included in the request )?is expired|SSO session has expired|InvalidGrantException/i,
    advice:
      "The AWS session has expired. Sign in again (`aws sso login`, or fetch new temporary keys) and repeat the command.",
  },
  {
    says: /InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|AuthFailure/,
    advice:
      "AWS does not know these credentials. `aws sts get-caller-identity` shows whose they are. A common reason is a variable AWS_SESSION_TOKEN of an earlier session.",
  },
  {
    says: /invalid AWS Region|lookup \S+\.amazonaws\.com\b.* no such host/i,
    advice:
      "The region's address was not found. Check AWS_REGION (for instance us-east-1) and the network.",
  },
  {
    says: /AccessDenied|is not authorized to perform|UnauthorizedOperation/,
    advice:
      "These credentials may not do this. The message names the action that their policy must allow.",
  },
  {
    says: /already exists|EntityAlreadyExists|ResourceInUseException|ResourceConflictException|ConflictException/,
    advice:
      "A resource of this name exists in the account, but not in this checkout's state. If it belongs to another copy of the service, give this copy another name: ENVIRONMENT=<name>. If it remains from a deploy whose state is lost, delete it or `terraform import` it.",
  },
  {
    says: /Backend configuration changed|Please pass the --migrate-state flag/,
    advice:
      "Terraform's state is kept in another place than at the last deploy from this checkout: STATE_BUCKET (or the setting `state`) was set, changed or removed. To move the state there, run `npm run diff -- --migrate-state` once; it overwrites a state that is there. Otherwise use the earlier value again.",
  },
  {
    says: /Error acquiring the state lock/,
    advice:
      "Another deploy has locked the state. Wait until it ends. If no deploy is running, run `terraform force-unlock` with the ID above, in the stack's directory below cdktf.out.",
  },
  {
    says: /Failed to query available provider packages(?!.*(no available releases match|does not match configured))|Failed to install provider|could not connect to registry|Could not retrieve providers for locking/is,
    advice:
      "The AWS provider could not be downloaded. Check the network or the proxy (HTTPS_PROXY), or serve the provider from a mirror: TF_CLI_CONFIG_FILE names a file with a filesystem_mirror, and TF_CLI_ARGS_providers_lock=-fs-mirror=<directory> makes `terraform providers lock` use the mirror too.",
  },
  {
    says: /expected runtime to be one of|no available releases match/,
    advice:
      "This AWS provider is older than the Lambda runtime, or the mirror has no newer one. Set LAMBDA_RUNTIME=nodejs22.x (or function.runtime), which provider 5.100 supports; nodejs24.x needs 6.21.",
  },
  {
    says: /Unable to open CLI configuration file/,
    advice:
      "TF_CLI_CONFIG_FILE names a file that does not exist. Terraform works without it, and without the mirror that it names. Unset it or correct it.",
  },
  {
    says: /is protected, and its entry in `tables` was removed or renamed/,
    advice:
      "Nothing was changed. Restore the entry. To delete the table with its items, deploy once with DELETION_PROTECTION=off and the entry, then without the entry.",
  },
  {
    says: /is still protected in the account/,
    advice:
      "Nothing was changed. DynamoDB would refuse to delete the table, after Terraform has destroyed the rest: deploy once with DELETION_PROTECTION=off, then destroy.",
  },
  {
    says: /has the type ., and the settings say/,
    advice:
      "Nothing was changed. DynamoDB cannot change the type of a key, and Terraform does not see the difference: the function would ask for keys that the table does not have. Restore the type, or give the table, the index or the attribute another name.",
  },
  {
    says: /can't be deleted while DeletionProtectionEnabled/,
    advice:
      "DynamoDB has kept a protected table with its items, but the rest of the plan may be done. If the table's entry in `tables` was removed or renamed, or its key changed, restore it and deploy again. A new table that you do not want is protected, too: `aws dynamodb update-table --no-deletion-protection-enabled --table-name <name>` ends that.",
  },
  {
    says: /Unsupported Terraform Core version/,
    advice:
      "This Terraform is too old for the stack: install 1.5 or newer (1.10 or newer with STATE_BUCKET).",
  },
  {
    says: /^(?!.*aws_\w+\.\S+[\s│]+has[\s│]+lifecycle).*account_and_region[\s│]+has[\s│]+lifecycle/s,
    advice:
      "This environment was created in another account or region than these credentials and AWS_REGION name, so Terraform would create everything again and forget what is there. Nothing was changed. Use the other credentials or region, or another ENVIRONMENT.",
  },
  {
    says: /account ID not allowed/i,
    advice: "These credentials belong to another account than the one in the setting `account`.",
  },
  {
    says: /CloudWatch Logs role ARN must be set/,
    advice:
      'API Gateway has no role for logs in this account and region. Set apiGatewayAccountRole to "manage" in one environment of the region, or observability to "basic".',
  },
  {
    says: /^(?!.*account_and_region[\s│]+has).*aws_\w+\.\S+[\s│]+has[\s│]+lifecycle/s,
    advice:
      "The plan replaces something that is protected, for instance a table whose key or local index was changed. Nothing was changed. Restore the entry; a table with another key needs another name.",
  },
  {
    says: /^(?=.*account_and_region[\s│]+has)(?=.*aws_\w+\.\S+[\s│]+has[\s│]+lifecycle)/s,
    advice:
      "This environment is protected, so nothing was destroyed. To remove the protection, deploy once with DELETION_PROTECTION=off, then destroy with it.",
  },
  {
    says: /Failed to get existing workspaces|NoSuchBucket|S3 bucket .* does not exist/,
    advice: "The S3 bucket of the state cannot be reached. Check STATE_BUCKET and its region.",
  },
];

/**
 * @param output what Terraform printed
 * @returns a line of advice for each known failure in it
 */
export function adviseOn(output: string): string[] {
  return troubles.filter(({ says }) => says.test(output)).map(({ advice }) => advice);
}
