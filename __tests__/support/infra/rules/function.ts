/** Rules about the function, its role, and who may invoke it. */
import { runtimeLifetimes } from "../../../../infra/lifetimes";
import { list, type Rule, refersTo, statementsOf } from "./rule";

export const functionOn: readonly Rule[] = [
  {
    id: "CKV_AWS_50",
    type: "aws_lambda_function",
    says: "the function is traced, and may send its traces",
    holds: (lambda, { all }) =>
      lambda["tracing_config"].mode === "Active" &&
      all("aws_iam_role_policy").some(([, { policy }]) =>
        statementsOf(policy).some(({ Action }) => Action.includes("xray:PutTraceSegments")),
      ),
  },
  {
    id: "CKV_AWS_363",
    type: "aws_lambda_function",
    says: "the runtime is one that Lambda supports",
    holds: ({ runtime }) => Object.keys(runtimeLifetimes).includes(runtime),
  },
  {
    id: "CKV_AWS_45",
    type: "aws_lambda_function",
    says: "no secret is in the environment",
    holds: ({ environment }) =>
      Object.keys(environment.variables).every((name) =>
        ["TABLES", "CORS", "RESOURCE", "SERVICE", "CODE_SHA256"].includes(name),
      ),
  },
  {
    id: "CKV_AWS_364, 301",
    type: "aws_lambda_permission",
    says: "only this API may invoke the alias, and each permission names a method and a path",
    holds: (permission, { all }) => {
      const [[api = ""] = []] = all("aws_api_gateway_rest_api");
      const [[alias = ""] = []] = all("aws_lambda_alias");
      const [, path = ""] = /\.execution_arn\}(.*)$/.exec(permission["source_arn"]) ?? [];
      return (
        permission["principal"] === "apigateway.amazonaws.com" &&
        permission["action"] === "lambda:InvokeFunction" &&
        refersTo(permission["source_arn"], "aws_api_gateway_rest_api", api) &&
        refersTo(permission["qualifier"], "aws_lambda_alias", alias) &&
        /^\/\*\/(\*|[A-Z]+)\/\S*$/.test(path)
      );
    },
  },
  {
    id: "CKV_AWS_258",
    type: "aws_lambda_function",
    says: "the function has no URL of its own",
    holds: (_, { all }) => all("aws_lambda_function_url").length === 0,
  },
  {
    id: "CKV_AWS_60, 61",
    type: "aws_iam_role",
    says: "one service of AWS, and nobody else, can assume a role",
    holds: (role) => {
      const [statement, ...others] = statementsOf(role["assume_role_policy"]);
      return (
        others.length === 0 &&
        statement?.Action === "sts:AssumeRole" &&
        /^"(lambda|apigateway)\.amazonaws\.com"$/.test(JSON.stringify(statement.Principal?.Service))
      );
    },
  },
  {
    id: "CKV_AWS_62, 63, 286 to 290",
    type: "aws_iam_role_policy",
    says: "a policy allows named actions only",
    holds: ({ policy }) =>
      statementsOf(policy).every(
        ({ Effect, Action }) =>
          Effect === "Allow" &&
          list(Action).every((action) => /^[a-z0-9]+:[A-Za-z]+$/.test(action)),
      ),
  },
  {
    id: "CKV_AWS_355",
    type: "aws_iam_role_policy",
    says: "a policy allows them on named resources only, except traces, and the log role of the account",
    holds: ({ policy }, { address }) =>
      /account-policy/.test(address) ||
      statementsOf(policy).every(
        ({ Action, Resource }) =>
          list(Action).every((action) => action.startsWith("xray:")) ||
          list(Resource).every((arn) =>
            /^\$\{aws_\w+\.[\w-]+\.arn\}(:\*|\/index\/[\w.-]+)?$/.test(arn),
          ),
      ),
  },
  {
    id: "logs",
    type: "aws_iam_role_policy",
    says: "the function may not create log groups, which a late invocation would do after a destroy",
    when: ({ apiGatewayAccountRole }) => apiGatewayAccountRole !== "manage",
    holds: ({ policy }) =>
      statementsOf(policy).every(({ Action }) => !list(Action).includes("logs:CreateLogGroup")),
  },
  {
    id: "IAM4",
    type: "aws_iam_role",
    says: "no managed policy is attached",
    holds: (role, { all }) =>
      role["managed_policy_arns"] === undefined &&
      all("aws_iam_role_policy_attachment").length === 0,
  },
];
