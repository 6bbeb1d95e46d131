/** Checkov's rules that are left out on purpose. */

/** By id: the reasons, which `.checkov.yaml` has too. */
export const leftOut: Readonly<Record<string, string>> = {
  CKV_AWS_115:
    "reserved concurrency: function.reservedConcurrency is a setting, since AWS refuses it in new accounts, whose limit is 10",
  CKV_AWS_116: "dead letter queue: Lambda uses it for asynchronous invocations only",
  CKV_AWS_117: "VPC: the function needs DynamoDB over TLS and IAM, and nothing private",
  CKV_AWS_120: "caching: answers are data that changes",
  CKV_AWS_225: "caching: answers are data that changes",
  CKV_AWS_272:
    "code signing: it needs a signing pipeline; source_code_hash is reviewed in the plan",
  CKV2_AWS_51: "client certificate: API Gateway never shows it to a Lambda integration",
  CKV2_AWS_77:
    "anonymous IP list: it blocks callers at hosting providers, where other services run; known bad inputs are blocked",
};
