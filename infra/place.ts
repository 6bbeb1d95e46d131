/** Guards against a deploy to the wrong place: another account, another region, an unprotected production. */
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { Annotations, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { Settings } from "./settings/settings";

type PlaceSettings = Pick<Settings, "environment" | "deletionProtection" | "region" | "state">;

/**
 * In a protected environment, Terraform refuses every plan for another account or region than the
 * first. Without this guard it would find nothing there, plan to create everything, and forget the
 * protected tables.
 */
export function guardPlace(scope: Construct, settings: PlaceSettings): void {
  const { environment, deletionProtection, region, state } = settings;
  if (deletionProtection) {
    if (state === undefined) Annotations.of(scope).addWarning(localState(environment));
    const { accountId } = new DataAwsCallerIdentity(scope, "account");
    // cdktf's own class for it would run Terraform at synth.
    const place = new TerraformResource(scope, "place", {
      terraformResourceType: "terraform_data",
      lifecycle: { preventDestroy: true },
    });
    place.addOverride("triggers_replace", { account: accountId, region });
    place.overrideLogicalId("account_and_region"); // Terraform's error names it
    return;
  }
  if (!readsLikeProduction.test(environment)) return;
  Annotations.of(scope).addWarning(
    `The environment "${environment}" reads like production, but deletionProtection is off: a destroy, or a change of keys, deletes its items. Set protection to true, which has it on.`,
  );
}

const localState = (environment: string) =>
  `The environment "${environment}" is protected, but its state is a file on this machine. Without the file, nobody can change or destroy what is deployed. Keep the state in S3: set STATE_BUCKET (docs/operations.md).`;

const readsLikeProduction = /(^|-)(prod|prd|production|live)(-|$)/;
